"""Inloggning: ingen kan registrera sig själv."""

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest


class Adapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth saknar typer
    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False
