"""Formulären för skrivelsemallen och för skrivelsen som skrivs här."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.http import QueryDict

from ärenden.forms import RUBRIK_MAX, Pdffält, utan_nolltecken
from ärenden.mallstilar import (
    AVSNITTSSLAG,
    FYLLS_I,
    HUVUDFÄLT,
    RADVIS,
    STIL,
    STILAR,
    Avsnittsslag,
    Stilavsnitt,
)
from ärenden.models import Mall, Skrivelsebilaga, Skrivelseutkast
from ärenden.services.mallar import som_stilavsnitt
from ärenden.skrivelseinnehåll import Innehåll

TEXT_MAX = 200_000
SAMMA = "samma"


class NyMallForm(forms.Form):
    """Var nästa version börjar: i en färdig stil, eller i den som gäller."""

    stil = forms.ChoiceField(label="Börja i", widget=forms.RadioSelect)

    def __init__(self, *args: Any, finns: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fält = self.fields["stil"]
        assert isinstance(fält, forms.ChoiceField)
        fält.choices = ([(SAMMA, "Mallen som gäller nu")] if finns else []) + [
            (s.nyckel, f"{s.namn}: {', '.join(a.rubrik for a in s.avsnitt)}") for s in STILAR
        ]

    def clean_stil(self) -> str:
        val: str = self.cleaned_data["stil"]
        return val if val in STIL else ""


class MallForm(forms.Form):
    """Mallens huvud och slut. Avsnitten har var sitt formulär."""

    dokumentnamn = forms.CharField(
        label="Dokumentets namn",
        max_length=40,
        help_text="Till exempel Tjänsteskrivelse. Står överst på varje sida.",
    )
    förvaltning = forms.CharField(
        label="Förvaltning", max_length=200, help_text="Står i sidhuvudet under kommunens namn."
    )
    huvud = forms.MultipleChoiceField(
        label="Uppgifter i huvudet",
        choices=HUVUDFÄLT,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="De tre sista fyller handläggaren i. En tom uppgift trycks inte.",
    )
    handläggaren_skriver_under = forms.BooleanField(
        label="Handläggaren skriver under", required=False
    )
    underskrifter = forms.CharField(
        label="Andra som skriver under",
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="En rad för varje, med namn och titel: Karin Bergdal, förvaltningschef.",
    )
    kräver_godkännande = forms.BooleanField(
        label="Skrivelser ska godkännas",
        required=False,
        help_text="En chef godkänner texten innan den lämnas in, och en uppladdad fil innan den "
        "anmäls.",
    )
    logga = forms.FileField(
        label="Logotyp (PNG eller JPEG)",
        required=False,
        max_length=255,
        widget=forms.FileInput(attrs={"accept": ".png,.jpg,.jpeg,image/png,image/jpeg"}),
        help_text="Trycks 15 mm hög överst på första sidan.",
    )
    utan_logga = forms.BooleanField(label="Ta bort logotypen", required=False)

    def __init__(self, *args: Any, mall: Mall, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if mall.logga_id is None:
            del self.fields["utan_logga"]

    @staticmethod
    def ur(mall: Mall) -> dict[str, Any]:
        return {
            "dokumentnamn": mall.dokumentnamn,
            "förvaltning": mall.förvaltning,
            "huvud": mall.huvud,
            "handläggaren_skriver_under": mall.handläggaren_skriver_under,
            "underskrifter": "\n".join(mall.underskrifter),
            "kräver_godkännande": mall.kräver_godkännande,
        }

    def clean_underskrifter(self) -> list[str]:
        rader: list[str] = self.cleaned_data["underskrifter"].splitlines()
        if any(len(rad) > 200 for rad in rader):
            raise forms.ValidationError("En underskrift får vara högst 200 tecken.")
        return rader


class AvsnittForm(forms.Form):
    rubrik = forms.CharField(label="Rubrik", max_length=120)
    slag = forms.ChoiceField(label="Innehåll", choices=AVSNITTSSLAG, initial=Avsnittsslag.TEXT)
    obligatoriskt = forms.BooleanField(label="Måste fyllas i", required=False)
    hjälp = forms.CharField(
        label="Hjälp till den som skriver",
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    lagrum = forms.CharField(label="Lagrum", required=False, max_length=200)


class Avsnittslista:
    """Avsnittens formulär, i den ordning de står på sidan; platsen är deras prefix."""

    def __init__(self, data: QueryDict | None, rader: list[dict[str, Any]]) -> None:
        self.formulär = [
            AvsnittForm(data, prefix=f"avsnitt-{nr}", initial=rad) for nr, rad in enumerate(rader)
        ]

    @staticmethod
    def ur_mallen(mall: Mall) -> list[dict[str, Any]]:
        return [vars(som_stilavsnitt(a)) for a in mall.avsnitt.all()]

    @staticmethod
    def ur_svaret(data: QueryDict) -> list[dict[str, Any]]:
        """Det inskrivna som det är, utan prövning: för att ordna om det."""
        antal = 0
        while f"avsnitt-{antal}-rubrik" in data:
            antal += 1
        return [
            {namn: data.get(f"avsnitt-{nr}-{namn}", "") for namn in AvsnittForm.base_fields}
            for nr in range(antal)
        ]

    def is_valid(self) -> bool:
        # Alla prövas, så att varje fel syns på en gång.
        fel = [form for form in self.formulär if not form.is_valid()]
        return not fel

    @property
    def avsnitt(self) -> list[Stilavsnitt]:
        return [
            Stilavsnitt(**form.cleaned_data | {"slag": Avsnittsslag(form.cleaned_data["slag"])})
            for form in self.formulär
        ]


class Ruta(forms.CharField):
    """En ruta i skrivelsen. `required` säger att mallen kräver den; ett utkast sparas ändå."""

    def validate(self, value: str) -> None:
        """Vad som saknas prövas när skrivelsen lämnas in."""


class UtkastForm(forms.Form):
    """Skrivelsens rutor, efter mallen. Inget måste fyllas i för att sparas."""

    revision = forms.IntegerField(widget=forms.HiddenInput, min_value=1)
    rubrik = Ruta(
        label="Rubrik",
        max_length=RUBRIK_MAX,
        widget=forms.Textarea(attrs={"rows": 1, "lang": "sv", "spellcheck": "true"}),
    )

    def __init__(
        self, *args: Any, utkast: Skrivelseutkast, innehåll: Innehåll, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.initial = {"revision": utkast.revision, "rubrik": innehåll.rubrik}
        self.utkast = utkast
        for fält in utkast.fylls_i:
            self.fields[f"huvud_{fält}"] = forms.CharField(
                label=fält.label, max_length=200, required=False
            )
            self.initial[f"huvud_{fält}"] = innehåll.huvud.get(fält, "")
        for a in utkast.mall.avsnitt.all():
            if a.slag == Avsnittsslag.FÖRSLAG:
                continue
            namn = f"avsnitt_{a.pk}"
            radvis = a.slag in RADVIS
            self.fields[namn] = Ruta(
                label=a.rubrik,
                max_length=TEXT_MAX,
                required=a.obligatoriskt,
                strip=False,
                help_text=a.hjälp,
                widget=forms.Textarea(
                    attrs={"rows": 4 if radvis else 10, "lang": "sv", "spellcheck": "true"}
                ),
            )
            self.initial[namn] = innehåll.avsnitt.get(str(a.pk), "")

    def clean_rubrik(self) -> str:
        """En lång rubrik bryts i rutan, men är en rad."""
        return " ".join(self.cleaned_data["rubrik"].split())

    @property
    def innehåll(self) -> Innehåll:
        """Det inskrivna. Satserna läses för sig: de är en lista."""
        data = self.cleaned_data
        return Innehåll(
            rubrik=data["rubrik"],
            huvud={f: data[f"huvud_{f}"] for f in FYLLS_I if f"huvud_{f}" in data},
            satser=tuple(self.satser),
            avsnitt={
                namn.removeprefix("avsnitt_"): _radslut(värde)
                for namn, värde in data.items()
                if namn.startswith("avsnitt_")
            },
        )

    @property
    def satser(self) -> list[str]:
        assert isinstance(self.data, QueryDict)
        return [_radslut(sats) for sats in self.data.getlist("satser")]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        satser = self.satser
        utan_nolltecken(satser)
        if len(satser) > 100 or any(len(sats) > 20_000 for sats in satser):
            raise forms.ValidationError("Högst 100 satser, med högst 20 000 tecken var.")
        return data


def _radslut(text: str) -> str:
    return text.replace("\r\n", "\n")


class ÅterställningsForm(forms.Form):
    """Vilken version som ska tillbaka, och vilken som var den nyaste när man valde."""

    version = forms.IntegerField(min_value=1, max_value=2_147_483_647)
    revision = forms.IntegerField(min_value=1, max_value=2_147_483_647)


class InlämningsForm(forms.Form):
    revision = forms.IntegerField(widget=forms.HiddenInput, min_value=1)
    offentlig_rubrik = forms.CharField(
        label="Offentlig rubrik",
        max_length=RUBRIK_MAX,
        required=False,
        help_text="Fyll i om rubriken inte kan visas för alla.",
    )
    sekretess_lagrum = forms.CharField(
        label="Sekretess enligt",
        max_length=200,
        required=False,
        help_text="Lämna tomt om skrivelsen inte sekretessmarkeras.",
    )
    skäl = forms.CharField(
        label="Varför den lämnas in ändå",
        max_length=500,
        help_text="Skälet sparas bland ärendets händelser.",
    )

    def __init__(self, *args: Any, med_skäl: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not med_skäl:
            del self.fields["skäl"]


# --- Filer till skrivelsen -----------------------------------------------------------------------


class FileInput(forms.FileInput):
    """Tar flera filer. Heter som Djangos, så att fältet visas som ett filfält."""

    allow_multiple_selected = True


class Filerfält(forms.FileField):
    """Flera filer på en gång; värdet är en lista. Vad filerna är prövas av tjänsten, en i taget."""

    widget = FileInput

    def clean(self, data: Any, initial: Any = None) -> list[UploadedFile]:
        filer = data if isinstance(data, list) else [data]
        return [super(Filerfält, self).clean(fil, initial) for fil in filer or [None]]


class BilagorForm(forms.Form):
    filer = Filerfält(
        label="Lägg till bilagor",
        max_length=255,
        allow_empty_file=True,
        help_text="PDF, Word (.docx), Excel (.xlsx), PowerPoint (.pptx), OpenDocument och bilder "
        "(JPEG, PNG, WebP). Flera på en gång går bra.",
        error_messages={"required": "Välj minst en fil.", "missing": "Ingen fil kom med."},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["filer"].widget.attrs |= {
            "accept": ".pdf,.docx,.xlsx,.pptx,.odt,.ods,.odp,.jpg,.jpeg,.png,.webp",
            "data-max-mb": settings.NAMND_FIL_MAX_BYTE // (1024 * 1024),
        }


class BilageForm(forms.Form):
    rubrik = forms.CharField(label="Namn", max_length=RUBRIK_MAX)
    beskrivning = Ruta(
        label="Vad bilden visar",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2, "lang": "sv", "spellcheck": "true"}),
        help_text="Läses upp för den som inte ser bilden. Krävs för att lämna in skrivelsen.",
    )
    sekretess_lagrum = forms.CharField(
        label="Sekretess enligt",
        required=False,
        max_length=200,
        help_text="Lämna tomt om bilagan inte sekretessmarkeras.",
    )

    @classmethod
    def för(cls, bilaga: Skrivelsebilaga, data: QueryDict | None = None) -> BilageForm:
        form = cls(
            data,
            auto_id=f"id_{bilaga.pk}_%s",
            initial={
                "rubrik": bilaga.rubrik,
                "beskrivning": bilaga.beskrivning,
                "sekretess_lagrum": bilaga.sekretess_lagrum,
            },
        )
        if not bilaga.är_bild:
            form.fields["beskrivning"].widget = forms.HiddenInput()
        return form


class EgenPdfForm(forms.Form):
    fil = Pdffält(label="PDF som du har gjort själv")


class WordForm(forms.Form):
    fil = forms.FileField(
        label="Wordfil (.docx)",
        max_length=255,
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": ".docx", "data-max-mb": 30}),
        error_messages={"required": "Välj en Wordfil.", "missing": "Ingen fil kom med."},
    )


class InföringsForm(forms.Form):
    """Att det inlästa ska föras in, och var det som inte fick plats ska stå."""

    revision = forms.IntegerField(widget=forms.HiddenInput, min_value=1, max_value=2_147_483_647)
    oplacerat = forms.ChoiceField(label="Det som inte fick någon plats", required=False)

    def __init__(self, *args: Any, avsnitt: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fält = self.fields["oplacerat"]
        assert isinstance(fält, forms.ChoiceField)
        fält.choices = [
            ("", "Ta inte med det"),
            *((pk, f"Lägg det sist i {rubrik}") for pk, rubrik in avsnitt),
        ]
