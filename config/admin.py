"""Adminsajten: bara administratörer kommer in."""

from django.contrib import admin
from django.http import HttpRequest

from konton.policy import är_administratör


class Adminsajt(admin.AdminSite):
    site_header = "Nämnd – register"
    site_title = "Nämnd"
    index_title = "Register"

    def has_permission(self, request: HttpRequest) -> bool:
        return request.user.is_active and är_administratör(request.user)
