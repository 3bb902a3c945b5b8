"""Adminens app med egen sajt; kopplar också in Celery när inställningarna är lästa."""

from django.contrib.admin.apps import AdminConfig


class Admin(AdminConfig):
    default_site = "config.admin.Adminsajt"

    def ready(self) -> None:
        from config import celery  # noqa: F401  # tjänsterna skickar jobb genom den appen

        super().ready()
