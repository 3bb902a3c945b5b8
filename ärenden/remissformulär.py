"""Formulären för remisser."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db.models import QuerySet

from konton.models import Myndighet
from ärenden.forms import Dagfält
from ärenden.models import Diarium, Handling, Ärende
from ärenden.models.ärende import ÄrendeQuerySet
from ärenden.services.remisser import Utomstående

MAX_UTOMSTÅENDE = 100


class Mottagarfält(forms.Form):
    """Nämnder i kommunen, och andra: en rad för varje, med e-post om det finns."""

    nämnder = forms.ModelMultipleChoiceField(
        label="Nämnder i kommunen",
        queryset=Myndighet.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    utomstående = forms.CharField(
        label="Andra",
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="En rad för varje: Länsstyrelsen, lansstyrelsen@exempel.se. Utan e-post sänder "
        "du själv remissen.",
    )

    def __init__(self, *args: Any, ärende: Ärende, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fält = self.fields["nämnder"]
        assert isinstance(fält, forms.ModelMultipleChoiceField)
        fält.queryset = Myndighet.objects.filter(kommun=ärende.myndighet.kommun_id).exclude(
            pk=ärende.myndighet_id
        )

    def clean_utomstående(self) -> list[Utomstående]:
        rader = [r.strip() for r in self.cleaned_data["utomstående"].splitlines() if r.strip()]
        if len(rader) > MAX_UTOMSTÅENDE:
            raise ValidationError(f"Högst {MAX_UTOMSTÅENDE} rader.")
        return [_utomstående(rad) for rad in rader]

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        if not self.errors and not data["nämnder"] and not data["utomstående"]:
            raise ValidationError("Välj minst en mottagare.")
        return data


def _utomstående(rad: str) -> Utomstående:
    namn, _, epost = rad.rpartition(",") if "@" in rad else (rad, "", "")
    namn, epost = namn.strip(), epost.strip()
    if not namn:
        raise ValidationError(f"Skriv ett namn före e-postadressen: {rad}")
    if len(namn) > 300:
        raise ValidationError("Ett namn får vara högst 300 tecken.")
    if epost:
        try:
            validate_email(epost)
        except ValidationError:
            raise ValidationError(f"{epost} är ingen e-postadress.") from None
    return Utomstående(namn, epost)


def _bilagor(antal: int, en: str = "", flera: str = "") -> str:
    delar = ("en", en, "bilaga") if antal == 1 else (str(antal), flera, "bilagor")
    return " ".join(filter(None, delar))


class Handlingsval(forms.ModelChoiceField):
    def label_from_instance(self, obj: Handling) -> str:
        return f"{obj.nummer}. {obj.rubrik}"[:120] + self._bilagorna(obj)

    @staticmethod
    def _bilagorna(handling: Handling) -> str:
        """Vad som går med. Antalen kommer ur `remisser.med_bilageantal`."""
        med: int = handling.antal_bilagor  # type: ignore[attr-defined]  # annoterat
        hemliga: int = handling.antal_hemliga  # type: ignore[attr-defined]  # annoterat
        ord_ = [f"{_bilagor(med)} går med"] if med else []
        if hemliga:
            ord_.append(f"{_bilagor(hemliga, 'hemlig', 'hemliga')} sänds inte")
        return f" ({', '.join(ord_)})" if ord_ else ""


class RemissForm(Mottagarfält):
    """Sänd en handling på remiss."""

    handling = Handlingsval(
        label="Handling att sända",
        queryset=Handling.objects.none(),
        empty_label=None,
        widget=forms.RadioSelect,
        help_text="Skriv remissen som en skrivelse, eller registrera den först.",
    )
    avser = forms.CharField(
        label="Vad yttrandet ska avse",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3, "lang": "sv", "spellcheck": "true"}),
    )
    sista_dag = Dagfält(label="Svar senast")
    field_order = ("handling", "avser", "sista_dag", "nämnder", "utomstående")

    def __init__(self, *args: Any, handlingar: QuerySet[Handling], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fält = self.fields["handling"]
        assert isinstance(fält, forms.ModelChoiceField)
        fält.queryset = handlingar


class FlerMottagareForm(Mottagarfält):
    skäl = forms.CharField(
        label="Varför sändes den inte till alla samtidigt?",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class HandlingsvalForm(forms.Form):
    """Handlingen som är svaret."""

    handling = Handlingsval(
        label="Handling", queryset=Handling.objects.none(), empty_label="Välj handling"
    )

    def __init__(self, *args: Any, handlingar: QuerySet[Handling], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fält = self.fields["handling"]
        assert isinstance(fält, forms.ModelChoiceField)
        fält.queryset = handlingar


class AvstårForm(forms.Form):
    skäl = forms.CharField(label="Vad de svarade", max_length=500, required=False)


class MottagenForm(forms.Form):
    """En inkommen handling blir en remiss att besvara."""

    sista_dag = Dagfält(label="Svar senast")
    deras_beteckning = forms.CharField(label="Deras diarienummer", max_length=100, required=False)
    avser = forms.CharField(
        label="Vad yttrandet ska avse",
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class TaEmotForm(forms.Form):
    """Var den mottagna remissen registreras."""

    NYTT, FINNS = "nytt", "finns"

    val = forms.ChoiceField(
        label="Registrera i",
        choices=[(NYTT, "Ett nytt ärende"), (FINNS, "Ett ärende som finns")],
        widget=forms.RadioSelect,
        initial=NYTT,
    )
    diarium = forms.ModelChoiceField(
        label="Diarium", queryset=Diarium.objects.none(), required=False, empty_label=None
    )
    beteckning = forms.CharField(
        label="Diarienummer", max_length=100, required=False, help_text="När ärendet finns."
    )

    def __init__(
        self,
        *args: Any,
        ärenden: ÄrendeQuerySet,
        diarier: QuerySet[Diarium],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self._ärenden = ärenden
        self.ärende: Ärende | None = None
        fält = self.fields["diarium"]
        assert isinstance(fält, forms.ModelChoiceField)
        fält.queryset = diarier

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        if data.get("val") == self.FINNS:
            beteckning = data.get("beteckning", "").strip()
            self.ärende = self._ärenden.filter(beteckning__iexact=beteckning).first()
            if self.ärende is None:
                self.add_error("beteckning", "Nämnden har inget ärende med det numret.")
        elif data.get("val") == self.NYTT and data.get("diarium") is None:
            self.add_error("diarium", "Välj diarium.")
        return data
