"""Inloggning: ingen kan registrera sig själv, och systemkontot kan inte logga in."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest

from konton.models import Användare


class Adapter(DefaultAccountAdapter):
    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def authenticate(self, request: HttpRequest, **uppgifter: Any) -> Användare | None:
        konto: Användare | None = super().authenticate(request, **uppgifter)
        return None if konto is None or konto.är_system else konto
