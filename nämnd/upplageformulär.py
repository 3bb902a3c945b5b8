"""Formuläret för en upplaga av läsarens exemplar."""

from __future__ import annotations

from django import forms

from nämnd.forms import Formulär
from nämnd.services.upplagor import GRÄNSER, Val


class Upplageformulär(Formulär):
    som = forms.ChoiceField(
        label="Upplaga",
        choices=[
            ("skarm", "Att läsa på skärm"),
            ("tryck", "Att skriva ut på båda sidor: varje punkt börjar på ett nytt blad"),
        ],
        initial="skarm",
        widget=forms.RadioSelect(attrs={"class": "ds-input"}),
    )
    anteckningar = forms.BooleanField(
        label="En linjerad sida för anteckningar efter varje punkt", required=False
    )
    grans = forms.TypedChoiceField(
        label="Delad i filer",
        choices=[(mb, f"Högst {mb} MB per fil" if mb else "Nej, allt i en fil") for mb in GRÄNSER],
        coerce=int,
        initial=0,
        help_text="En punkt hålls ihop om den ryms i en fil. Ett papper delas aldrig.",
    )

    def val(self) -> Val:
        data = self.cleaned_data
        return Val(data["som"] == "tryck", data["anteckningar"], data["grans"])
