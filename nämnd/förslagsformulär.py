"""Formulären för det som lämnas i läsrummet: yrkanden, initiativ och frågor."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms

from konton.models import Användare
from nämnd.forms import Formulär
from nämnd.models import KRÄVER_TEXT, Uppdrag, Yrkandeslag
from nämnd.services import frågor
from nämnd.services.förslagsutkast import MAX_RUBRIK, MAX_TEXT, Innehåll

#: Det som yrkas i förväg; ajournering begärs på mötet.
SLAG = [(s.value, s.label.capitalize()) for s in Yrkandeslag if s is not Yrkandeslag.AJOURNERING]


class Utkastformulär(Formulär):
    """Ett utkast får vara ofullständigt; det som saknas sägs när det lämnas in."""

    revision = forms.CharField(required=False, widget=forms.HiddenInput)
    KRÄVS: tuple[str, ...] = ()
    SAKNAS: Mapping[str, str] = {}
    """Vad som sägs vid fältet när det är tomt och ska lämnas in."""

    def visat(self) -> Utkastformulär:
        """Det som krävs för att lämna in står inte som valfritt. Anropas efter prövningen."""
        for namn in self.KRÄVS:
            self.fields[namn].required = True
        return self

    def saknas(self) -> dict[str, str]:
        """Fält för fält, det som måste skrivas innan utkastet kan lämnas in."""
        return {
            fält: text for fält, text in self.SAKNAS.items() if not self.cleaned_data[fält].strip()
        }


class Yrkandeutkast(Utkastformulär):
    KRÄVS = ("slag", "text")
    SAKNAS = {"slag": "Välj vad yrkandet går ut på."}

    slag = forms.ChoiceField(
        label="Yrkandet går ut på", choices=[("", "Välj"), *SLAG], required=False
    )
    text = forms.CharField(
        label="Jag yrkar",
        required=False,
        max_length=MAX_TEXT,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text="Så som det ska stå i protokollet. Får vara tomt vid bifall, avslag, återremiss "
        "och bordläggning rakt av.",
    )
    motivering = forms.CharField(
        label="Motivering",
        required=False,
        max_length=MAX_TEXT,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text="Följer med handlingen men inte till protokollet.",
    )
    med = forms.TypedMultipleChoiceField(
        label="Står också bakom yrkandet",
        required=False,
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, möjliga: Sequence[Uppdrag], jag: Användare, **kw: Any) -> None:
        super().__init__(*args, **kw)
        self.fields["med"].choices = [  # type: ignore[attr-defined]  # ett valfält
            (u.person_id, f"{u.person} ({u.parti})" if u.parti else str(u.person))
            for u in möjliga
            if u.person_id != jag.person_id
        ]
        if not self.fields["med"].choices:  # type: ignore[attr-defined]  # ett valfält
            del self.fields["med"]

    def saknas(self) -> dict[str, str]:
        ut = super().saknas()
        if not self.cleaned_data["text"].strip() and self.cleaned_data["slag"] in KRÄVER_TEXT:
            ut["text"] = "Skriv vad som yrkas."
        return ut

    def innehåll(self, förr: Innehåll) -> Innehåll:
        data = self.cleaned_data
        return Innehåll(
            organ=förr.organ,
            sammanträde=förr.sammanträde,
            punkt=förr.punkt,
            slag=data["slag"],
            text=data["text"],
            motivering=data["motivering"],
            med=tuple(data.get("med", ())),
        )


class Initiativutkast(Utkastformulär):
    KRÄVS = ("rubrik", "text")
    SAKNAS = {
        "rubrik": "Skriv vad ärendet gäller.", "text": "Skriv vad du vill att organet beslutar.",
    }  # fmt: skip  # två rader

    rubrik = forms.CharField(
        label="Vad ärendet gäller",
        required=False,
        max_length=MAX_RUBRIK,
        help_text="Blir ärendets rubrik i diariet, som alla kan läsa. Skriv inga namn på enskilda.",
    )
    text = forms.CharField(
        label="Förslag till beslut",
        required=False,
        max_length=MAX_TEXT,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="En beslutssats på varje rad.",
    )
    motivering = forms.CharField(
        label="Motivering",
        required=False,
        max_length=MAX_TEXT,
        widget=forms.Textarea(attrs={"rows": 8}),
    )

    def innehåll(self, förr: Innehåll) -> Innehåll:
        data = self.cleaned_data
        return Innehåll(
            organ=förr.organ,
            rubrik=data["rubrik"],
            text=data["text"],
            motivering=data["motivering"],
        )


class Frågeformulär(Formulär):
    text = forms.CharField(
        label="Din fråga",
        max_length=frågor.MAX_TEXT,
        widget=forms.Textarea(attrs={"rows": 6}),
    )


class Vidareformulär(Formulär):
    """Sekreteraren väljer vem som svarar."""

    till = forms.ModelChoiceField(Användare.objects.none(), label="Handläggare", empty_label="Välj")

    def __init__(self, *args: Any, möjliga: Any, **kw: Any) -> None:
        super().__init__(*args, **kw)
        self.fields["till"].queryset = möjliga  # type: ignore[attr-defined]  # ett modellval


TILL = [("fragaren", "Bara den som frågade"), ("alla", "Alla kallade som får läsa punkten")]


class Lämnaformulär(Formulär):
    """Vem som får svaret, och om det ska dokumenteras i ärendet."""

    mottagare = forms.ChoiceField(
        label="Svaret lämnas till", choices=TILL, widget=forms.RadioSelect, initial="fragaren"
    )
    sakuppgift = forms.BooleanField(
        label="Svaret har uppgifter som kan ha betydelse för beslutet, och förs till ärendet",
        required=False,
        help_text="Ett svar till alla kallade förs alltid till ärendet.",
    )


class Egetsvar(Lämnaformulär):
    """Sekreteraren svarar själv."""

    text = forms.CharField(
        label="Svar", max_length=frågor.MAX_TEXT, widget=forms.Textarea(attrs={"rows": 6})
    )
    field_order = ["text", "mottagare", "sakuppgift"]


class Avböjformulär(Formulär):
    skäl = forms.CharField(label="Skäl", max_length=500, widget=forms.Textarea(attrs={"rows": 3}))


class Svarsformulär(Formulär):
    """Handläggarens svar."""

    text = forms.CharField(
        label="Ditt svar",
        max_length=frågor.MAX_TEXT,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text="Det går till nämndsekreteraren, som lämnar det till den som frågade eller till "
        "alla kallade.",
    )
