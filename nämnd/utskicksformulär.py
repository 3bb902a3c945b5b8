"""Formulären till utskicket av kallelsen."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms

from nämnd.forms import TOMMA_RADER, EttPerPerson, Formulär
from nämnd.services.utskick import Kännedom
from nämnd.services.utskickslista import Tilltänkt, Väg

VÄGAR = {Väg.EPOST: "E-post", Väg.POST: "Papper", Väg.INTE: "Skickas inte"}


class UtskickForm(Formulär):
    """Ett fält per person som ska ha kallelsen: hur den skickas."""

    def __init__(self, *args: Any, tilltänkta: Sequence[Tilltänkt], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for t in tilltänkta:
            # Den som tillkommit medan sidan var öppen saknas i svaret och får förvalet.
            etikett = f"Hur {t.namn} får kallelsen"
            self.fields[t.nyckel] = forms.ChoiceField(
                label=etikett,
                choices=[(väg.value, VÄGAR[väg]) for väg in t.vägar],
                initial=t.förval,
                required=False,
                widget=forms.Select(attrs={"class": "ds-input", "aria-label": etikett}),
            )

    @property
    def vägar(self) -> dict[str, Väg]:
        return {nyckel: Väg(val) for nyckel, val in self.cleaned_data.items() if val}


class KännedomForm(Formulär):
    """En utanför registret som får kallelsen för kännedom."""

    namn = forms.CharField(label="Namn", max_length=200, required=False)
    epost = forms.EmailField(label="E-post", required=False)

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        if data.get("namn") and not data.get("epost") and "epost" not in self.errors:
            self.add_error("epost", "Skriv e-postadressen.")
        if data.get("epost") and not data.get("namn"):
            self.add_error("namn", "Skriv namnet.")
        return data

    @property
    def rad(self) -> Kännedom | None:
        data = self.cleaned_data
        return Kännedom(data["namn"], data["epost"]) if data.get("epost") else None


class EttPerAdress(EttPerPerson):
    nyckel = "epost"


FörKännedom = forms.formset_factory(
    KännedomForm, formset=EttPerAdress, extra=TOMMA_RADER, max_num=40
)


class SändOmForm(Formulär):
    """Adressen som brevet skickas till en gång till."""

    epost = forms.EmailField(
        label="E-post",
        required=False,
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
        error_messages={"invalid": "Skriv en e-postadress, till exempel namn@exempel.se."},
        help_text="Utan adress går kallelsen på papper. Ändras adressen för gott rättar "
        "administratören den i registret.",
    )
