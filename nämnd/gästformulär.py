"""Formuläret för en gästs länk till läsrummet."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms

from nämnd.forms import Dagfält, Formulär
from nämnd.models import Gästlänk
from nämnd.underlag import Listrad


class GästForm(Formulär):
    namn = forms.CharField(label="Vem länken är till", max_length=200)
    som = forms.ChoiceField(
        label="Som",
        choices=Gästlänk.Som,
        initial=Gästlänk.Som.GÄST,
        help_text="En personalföreträdare får de punkter som rör de anställda, eller som nämnden "
        "har beslutat om (KL 7 kap. 13 §), och inte dem som räknas upp i KL 7 kap. 14 §.",
    )
    skäl = forms.CharField(label="Varför", max_length=300, help_text="Står i loggen.")
    hela_mötet = forms.BooleanField(label="Hela mötets öppna punkter", required=False)
    punkter = forms.TypedMultipleChoiceField(
        label="Eller bara de här punkterna",
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple(attrs={"class": "ds-input"}),
    )
    till = Dagfält(label="Gäller till och med")

    def __init__(
        self, *args: Any, valbara: Sequence[Listrad], mötesdag: date, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        fält = self.fields["punkter"]
        assert isinstance(fält, forms.TypedMultipleChoiceField)
        fält.choices = [
            (str(rad.punkt), f"{rad.tryckt_nummer} {rad.rubrik}".strip()) for rad in valbara
        ]
        self.fields["till"].initial = mötesdag
