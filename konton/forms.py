"""Formulären för koden ur appen: samma fält på svenska överallt."""

from __future__ import annotations

from typing import Any

from allauth.mfa.adapter import get_adapter
from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from allauth.mfa.totp.forms import ActivateTOTPForm

from konton.nyckellås import FelNyckel


class _Kod:
    hjälp = "Sex siffror ur appen, eller en av dina reservkoder."

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fält = self.fields["code"]  # type: ignore[attr-defined]  # formuläret som ärvs
        fält.label = "Kod"
        fält.help_text = self.hjälp
        fält.widget.attrs = {"autocomplete": "one-time-code", "inputmode": "numeric"}

    def clean_code(self) -> str:
        try:
            kod: str = super().clean_code()  # type: ignore[misc]  # formuläret som ärvs
        except FelNyckel as fel:
            raise get_adapter().validation_error("låst") from fel
        return kod


class Inloggningskod(_Kod, AuthenticateForm):
    pass


class NyKod(_Kod, ReauthenticateForm):
    pass


class FörstaKoden(_Kod, ActivateTOTPForm):
    hjälp = "Sex siffror ur appen."
