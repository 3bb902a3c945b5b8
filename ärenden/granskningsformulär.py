"""Formulären i granskningen av en skrivelse."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils.formats import date_format

from konton.models import Användare
from ärenden.granskningsläge import Ordning
from ärenden.utbyggnad import Mötesdag

RADER, HÖGST = 3, 12
TEXT_MAX = 5000


def _text(rader: int) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rader, "lang": "sv", "spellcheck": "true"})


class SkickaForm(forms.Form):
    """Granskarna i ordning, en i varje ruta; en tom ruta räknas inte."""

    revision = forms.IntegerField(widget=forms.HiddenInput, min_value=1, max_value=2_147_483_647)
    ordning = forms.ChoiceField(
        label="Hur de granskar",
        choices=[
            (Ordning.I_TUR.value, "I tur: den andra får den när den första är klar"),
            (Ordning.SIDA_VID_SIDA.value, "Sida vid sida: alla får den nu"),
        ],
        initial=Ordning.I_TUR.value,
        widget=forms.RadioSelect,
    )
    senast_dag = forms.DateField(
        label="Svar senast",
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text="Granskaren påminns två dagar före.",
    )
    meddelande = forms.CharField(
        label="Meddelande till granskarna",
        required=False,
        max_length=TEXT_MAX,
        widget=_text(3),
    )

    def __init__(
        self,
        *args: Any,
        valbara: Sequence[tuple[Användare, bool]],
        rader: int = RADER,
        **kwargs: Any,
    ) -> None:
        """`valbara`: de som kan granska, och om de får godkänna."""
        super().__init__(*args, **kwargs)
        self.valbara = {str(vem.pk): vem for vem, _ in valbara}
        val = [("", "—")] + [(str(vem.pk), _namn(vem, får)) for vem, får in valbara]
        egna = {
            f"granskare_{nr}": forms.ChoiceField(
                label=f"Granskare {nr}", choices=val, required=nr == 1
            )
            for nr in range(1, min(rader, HÖGST) + 1)
        }
        self.fields = egna | self.fields
        self.rader = len(egna)

    @property
    def granskare(self) -> list[Användare]:
        valda = [self.cleaned_data.get(f"granskare_{nr}") for nr in range(1, self.rader + 1)]
        return [self.valbara[pk] for pk in valda if pk]


def _namn(vem: Användare, får_godkänna: bool) -> str:
    titel = vem.person.titel if vem.person else ""
    return ", ".join(filter(None, [str(vem), titel])) + (" – godkänner" if får_godkänna else "")


class MötesForm(forms.Form):
    """Sammanträdet som skrivelsen skrivs till."""

    dag = forms.ChoiceField(label="Till sammanträdet", required=False)

    def __init__(
        self, *args: Any, möten: Sequence[Mötesdag], vald: date | None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        val = {m.dag.isoformat(): _möte(m) for m in reversed(möten)}
        val = dict(reversed(val.items()))
        if vald is not None:
            val.setdefault(vald.isoformat(), date_format(vald, "j F Y"))
        self.fields["dag"].choices = [("", "Inte bestämt"), *val.items()]  # type: ignore[attr-defined]  # valfältets
        self.initial["dag"] = vald.isoformat() if vald else ""

    def clean_dag(self) -> date | None:
        vald: str = self.cleaned_data["dag"]
        return date.fromisoformat(vald) if vald else None


def _möte(möte: Mötesdag) -> str:
    text = f"{möte.organ} {date_format(möte.dag, 'j F Y')}"
    if möte.stoppdag is None:
        return text
    return f"{text} (stoppdag {date_format(möte.stoppdag, 'j F')})"


class KommentarForm(forms.Form):
    """En kommentar på en plats. Platsen fylls i av sidan när text markeras, eller för hand."""

    fält = forms.ChoiceField(label="Gäller", required=False)
    citat = forms.CharField(
        label="Texten den gäller",
        required=False,
        max_length=2000,
        widget=_text(2),
        help_text="Markera i skrivelsen eller kopiera hit. Tom: hela avsnittet.",
    )
    före = forms.CharField(required=False, max_length=200, widget=forms.HiddenInput)
    efter = forms.CharField(required=False, max_length=200, widget=forms.HiddenInput)
    text = forms.CharField(label="Kommentar", required=False, max_length=TEXT_MAX, widget=_text(3))
    föreslår = forms.BooleanField(label="Föreslå en ändring av texten", required=False)
    ersättning = forms.CharField(
        label="Skriv i stället",
        required=False,
        max_length=2000,
        widget=_text(2),
        help_text="Tom: texten stryks. Används bara när du föreslår en ändring.",
    )

    def __init__(self, *args: Any, delar: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["fält"].choices = [("", "Hela skrivelsen"), *delar]  # type: ignore[attr-defined]  # valfältets

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if data.get("ersättning") and not data.get("föreslår"):
            self.add_error("föreslår", "Kryssa för att föreslå ändringen, eller töm rutan.")
        return data


class SvarForm(forms.Form):
    """Granskarens svar på hela skrivelsen."""

    revision = forms.IntegerField(widget=forms.HiddenInput, min_value=1, max_value=2_147_483_647)
    kommentar = forms.CharField(
        label="Kommentar till svaret",
        required=False,
        max_length=TEXT_MAX,
        widget=_text(3),
        help_text="Måste skrivas när du återsänder.",
    )


class KommentarssvarForm(forms.Form):
    text = forms.CharField(label="Svara", required=False, max_length=TEXT_MAX, widget=_text(2))


class RevisionForm(forms.Form):
    revision = forms.IntegerField(min_value=1, max_value=2_147_483_647)
