"""Inloggning: ingen kan registrera sig själv, och systemkontot kan inte logga in."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest

from konton.models import Användare

#: Hälsningar som bara upprepar det som syns på sidan.
ONÖDIGA = frozenset({"account/messages/logged_in.txt", "account/messages/logged_out.txt"})


class Adapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth saknar typer
    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def authenticate(self, request: HttpRequest, **uppgifter: Any) -> Användare | None:
        konto: Användare | None = super().authenticate(request, **uppgifter)
        return None if konto is None or konto.är_system else konto

    def add_message(
        self, request: HttpRequest, level: int, message_template: str | None = None, **övrigt: Any
    ) -> None:
        if message_template not in ONÖDIGA:
            super().add_message(request, level, message_template, **övrigt)
