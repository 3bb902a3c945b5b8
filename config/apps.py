"""Adminens app: samma som Djangos, med egen sajt."""

from django.contrib.admin.apps import AdminConfig


class Admin(AdminConfig):
    default_site = "config.admin.Adminsajt"
