"""Formulären för försättsbladet, sändningarna och de inkomna utdragen."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils import timezone
from django.utils.text import capfirst

from nämnd.models import Organ
from protokoll.models import Expediering, Försättsblad, InkommetUtdrag, Kanal, Paragraf
from protokoll.services.försättsblad import föreslagen_överklagandetyp
from ärenden.forms import Dagfält, Satsfält
from ärenden.models import Ärende
from ärenden.models.ärende import ÄrendeQuerySet
from ärenden.sökanalys import nummer_i
from ärenden.överklagandetyp import VAL as ÖVERKLAGANDETYPER


class Försättsbladsform(forms.Form):
    gäller = forms.CharField(
        label="Beslutet rör", max_length=500, help_text="Vem eller vad beslutet gäller."
    )
    avsändare = forms.CharField(
        label="Vem som sänder", max_length=200, help_text="Namn och titel under brevet."
    )
    överklagandetyp = forms.ChoiceField(
        label="Överklagas genom",
        choices=[("", "Välj …"), *((v, capfirst(n)) for v, n in ÖVERKLAGANDETYPER)],
        help_text="Avgör vilken överklagandehänvisning som följer med utdraget.",
    )
    föredragande = forms.CharField(label="Föredragande", max_length=300, required=False)
    medverkande = forms.CharField(
        label="Medverkade i den slutliga handläggningen utan att besluta",
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="En per rad (FL 31 §).",
    )

    @classmethod
    def ifylld(cls, paragraf: Paragraf, blad: Försättsblad | None) -> Försättsbladsform:
        """Ur bladet, annars ur det som ärendet och punkten redan säger."""
        if blad is not None:
            return cls(initial={namn: getattr(blad, namn) for namn in cls.base_fields})
        ärende, punkt = paragraf.ärende, paragraf.punkt
        sekreterare = paragraf.protokoll.sammanträde.sekreterare
        return cls(
            initial={
                "gäller": ärende.motpart or ärende.rubrik if ärende else paragraf.rubrik,
                "avsändare": str(sekreterare or ""),
                "överklagandetyp": föreslagen_överklagandetyp(paragraf),
                "föredragande": ", ".join(str(f) for f in punkt.föredragande.all())
                if punkt
                else "",
            }
        )

    @property
    def uppgifter(self) -> dict[str, Any]:
        data = dict(self.cleaned_data)
        return data | {"medverkande": data["medverkande"].splitlines()}


class Mottagarform(forms.Form):
    namn = forms.CharField(
        label="Namn", max_length=300, help_text="Behövs inte till ett organs diarium."
    )
    kanal = forms.ChoiceField(
        label="Skickas med", choices=Kanal.choices, widget=forms.RadioSelect, initial=Kanal.POST
    )
    adress = forms.CharField(
        label="Adress",
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Postadress i rader, eller e-postadress. Behövs inte till ett organs diarium.",
        error_messages={"required": "Skriv mottagarens adress."},
    )
    organ = forms.ModelChoiceField(
        Organ.objects.none(), label="Organ", required=False, empty_label="Inget, går utanför"
    )
    inte_internt = forms.CharField(
        label="Varför det inte går internt",
        max_length=300,
        required=False,
        help_text="Bara när mottagaren heter som ett organ i kommunen.",
    )
    part = forms.BooleanField(
        label="Part: underrättas om beslutet och hur det överklagas (FL 33 §)", required=False
    )
    företräder_det_allmänna = forms.BooleanField(
        label="Parten företräder det allmänna, till exempel en kommun eller en statlig myndighet",
        required=False,
        help_text="Tiden att överklaga räknas då från den dag beslutet meddelades (FL 44 §).",
    )
    kontrollerad = forms.BooleanField(
        label="Jag har kontrollerat att adressen gäller i dag",
        error_messages={"required": "Kontrollera adressen och kryssa för att du har gjort det."},
    )

    def __init__(self, *args: Any, paragraf: Paragraf, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.data.get("kanal") == Kanal.INTERNT:
            # Då är det organet som har namn och adress.
            self.fields["namn"].required = self.fields["adress"].required = False
        fält = self.fields["organ"]
        assert isinstance(fält, forms.ModelChoiceField)
        fält.queryset = Organ.objects.filter(
            myndighet__kommun=paragraf.organ.myndighet.kommun_id
        ).exclude(pk=paragraf.organ_id)

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        if data.get("företräder_det_allmänna") and not data.get("part"):
            self.add_error(
                "företräder_det_allmänna",
                "Kryssa också för Part: bara en part företräder det allmänna (FL 44 §).",
            )
        return data

    @property
    def uppgifter(self) -> dict[str, Any]:
        return {namn: värde for namn, värde in self.cleaned_data.items() if namn != "kontrollerad"}


class Avslutsform(forms.Form):
    """Klart: ingen mer ska ha beslutet."""

    skäl = forms.CharField(
        label="Varför ingen mer ska ha beslutet",
        max_length=500,
        help_text="Till exempel att mottagaren står på försättsbladet under ett annat namn.",
    )


class Antecknaform(forms.Form):
    """Vad som hänt med en sändning."""

    status = forms.ChoiceField(label="Vad hände", choices=Expediering.Status.choices)
    dag = Dagfält(label="Dag")
    hur = forms.CharField(
        label="Hur vet vi det", max_length=300, help_text="Till exempel mottagningsbeviset."
    )

    def __init__(self, *args: Any, val: list[tuple[str, str]] | None = None, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"dag": timezone.localdate()})
        super().__init__(*args, **kwargs)
        if val is not None:
            fält = self.fields["status"]
            assert isinstance(fält, forms.ChoiceField)
            fält.choices = val


class Omsändningsform(forms.Form):
    skäl = forms.CharField(label="Varför det sänds om", max_length=500)
    adress = forms.CharField(
        label="Skriv adressen en gång till", widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(self, *args: Any, hemlig: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not hemlig:
            del self.fields["adress"]


class Inkommetform(forms.Form):
    """Nytt ärende eller ett som finns, och förslagen som ska kunna anmälas."""

    NYTT, FINNS = "nytt", "finns"

    val = forms.ChoiceField(
        label="Registrera i",
        choices=[(FINNS, "Ett ärende som finns"), (NYTT, "Ett nytt ärende")],
        widget=forms.RadioSelect,
        error_messages={"required": "Välj var utdraget ska registreras."},
    )
    beteckning = forms.CharField(
        label="Diarienummer", max_length=100, required=False, help_text="När ärendet finns."
    )
    rubrik = forms.CharField(
        label="Rubrik", max_length=500, required=False, help_text="När ärendet är nytt."
    )
    klass = forms.CharField(label="Klass", max_length=20, required=False)
    beslutssatser = Satsfält(
        label="Förslag till beslut hos oss",
        required=False,
        help_text="Följer med när utdraget anmäls till nämnden. Tomt om det är för kännedom.",
    )

    def __init__(
        self, *args: Any, ärenden: ÄrendeQuerySet, inkommet: InkommetUtdrag, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.ärenden = ärenden
        self._inkommet = inkommet
        self.ärende: Ärende | None = None

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        if data.get("val") == self.NYTT and not data.get("rubrik"):
            self.add_error("rubrik", "Skriv ärendets rubrik.")
        if data.get("val") == self.FINNS:
            try:
                self.ärende = self._hitta(data.get("beteckning", ""))
            except ValidationError as fel:
                self.add_error("beteckning", fel)
        return data

    def _hitta(self, beteckning: str) -> Ärende:
        if not beteckning:
            raise ValidationError("Skriv ärendets diarienummer.")
        träffar = [
            ä
            for ä in self.ärenden.filter(beteckning__istartswith=beteckning)[:2]
            if ä.beteckning.casefold() == beteckning.casefold()
        ] or list(self.ärenden.filter(_med_numret(beteckning))[:2])
        if len(träffar) != 1:
            organ = self._inkommet.organ.myndighet
            raise ValidationError(
                f"{beteckning} passar på fler än ett ärende hos {organ}."
                if träffar
                else f"Det finns inget ärende {beteckning} hos {organ}."
            )
        return träffar[0]


def _med_numret(skrivet: str) -> Q:
    """Ärendena som det skrivna kan vara numret på, i vilken tryckt form det än står."""
    träff = Q(beteckning__istartswith=skrivet)
    for nummer in nummer_i(skrivet):
        diariet = Q(diarium__prefix__iexact=nummer.prefix) if nummer.prefix else Q()
        for form in nummer.former:
            år, löpnummer = form.split("/")
            träff |= diariet & Q(år=int(år), löpnummer=int(löpnummer))
    return träff
