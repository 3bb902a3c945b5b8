"""Paketet nämnd som Djangoapp."""

from django.apps import AppConfig


class Nämnd(AppConfig):
    name = "nämnd"
    label = "namnd"
    verbose_name = "Nämnd"

    def ready(self) -> None:
        from nämnd import händelsetyper  # noqa: F401  # anmäler typerna när appen är laddad
        from nämnd.services import (
            förtroendeuppdrag,  # noqa: F401  # säger vem som är förtroendevald
            mötesdagar,  # noqa: F401  # säger vilka sammanträden som kommer
        )
