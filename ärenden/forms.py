"""Formulären i diariet. Reglerna finns i tjänsterna; här prövas bara det inskrivnas form."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any
from uuid import uuid4

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import ProhibitNullCharactersValidator
from django.db.models import QuerySet, TextChoices
from django.utils import timezone
from django.utils.formats import date_format

from konton.models import Användare, Myndighet, Person, Roll
from konton.policy import myndigheter_med_roll
from ärenden import delegering, policy
from ärenden.ankomstdag import Väg
from ärenden.models import Diarium, Handling, Ärende
from ärenden.policy import Rätt
from ärenden.postuppgifter import Visning
from ärenden.registervård import Regel
from ärenden.utbyggnad import Antagande
from ärenden.överklagandetyp import VAL as ÖVERKLAGANDETYPER

TOMMA_SATSER = 3
RUBRIK_MAX = 500


class Dagfält(forms.DateField):
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class Pdffält(forms.FileField):
    """En PDF. Om den går att läsa prövas av fillagret, som också nämner filens namn."""

    default_error_messages = {
        "required": "Välj en PDF-fil.",
        "missing": "Ingen fil kom med. Välj filen igen.",
        "empty": "Filen är tom.",
        "max_length": "Filnamnet är för långt (%(length)d tecken, högst %(max)d).",
    }

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            max_length=255,
            widget=forms.FileInput(
                attrs={
                    "accept": "application/pdf,.pdf",
                    "data-max-mb": settings.NAMND_FIL_MAX_BYTE // (1024 * 1024),
                }
            ),
            **kwargs,
        )

    def clean(self, data: Any, initial: Any = None) -> Any:
        # Djangos eget besked om en tom fil nämner inte vilken.
        if data is not None and data is not False and getattr(data, "size", None) == 0:
            raise ValidationError(f"{data.name}: Filen är tom.", code="empty")
        # Före inläsningen: en för stor fil ska inte ta upp minne.
        if data and data.size > settings.NAMND_FIL_MAX_BYTE:
            gräns = settings.NAMND_FIL_MAX_BYTE // (1024 * 1024)
            raise ValidationError(f"{data.name} är större än {gräns} MB.", code="stor")
        return super().clean(data, initial)


class Listfilter(forms.Form):
    """Ärendelistans filter; allt står i adressen."""

    status = forms.ChoiceField(
        label="Status", required=False, choices=[("", "Alla"), *Ärende.Status.choices]
    )
    diarium = forms.ModelChoiceField(
        Diarium.objects.none(), label="Diarium", required=False, empty_label="Alla"
    )

    def __init__(self, *args: Any, diarier: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fält = self.fields["diarium"]
        assert isinstance(fält, forms.ModelChoiceField)
        fält.queryset = diarier


class Postlisteform(forms.Form):
    """Postlistans dag, nämnd och läsare; allt står i adressen."""

    ÅR = range(1900, 2200)

    dag = Dagfält(label="Dag")
    namnd = forms.ModelChoiceField(Myndighet.objects.none(), label="Nämnd", empty_label=None)
    visning = forms.ChoiceField(
        label="Visning",
        choices=[(Visning.INTERN, "Intern"), (Visning.UTLÄMNANDE, "För utlämnande")],
    )

    def __init__(self, *args: Any, nämnder: QuerySet[Myndighet], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fält = self.fields["namnd"]
        assert isinstance(fält, forms.ModelChoiceField)
        fält.queryset = nämnder

    def clean_dag(self) -> date:
        dag: date = self.cleaned_data["dag"]
        if dag.year not in self.ÅR:
            raise ValidationError("Välj en dag mellan 1900 och 2199.", code="dag")
        return dag

    def clean_visning(self) -> Visning:
        return Visning(self.cleaned_data["visning"])


class Avslutsform(forms.Form):
    """Skälet när ett ärende avslutas trots det som är öppet."""

    skäl = forms.CharField(
        label="Varför ärendet avslutas ändå",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Syns bland ärendets händelser för alla som ser ärendet.",
        error_messages={"required": "Skriv varför ärendet avslutas ändå."},
    )

    def __init__(self, *args: Any, skäl_krävs: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["skäl"].required = skäl_krävs


class Återöppnaform(forms.Form):
    """Skälet när ett avslutat ärende öppnas igen."""

    skäl = forms.CharField(
        label="Varför ärendet öppnas igen",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Syns bland ärendets händelser för alla som ser ärendet.",
        error_messages={"required": "Skriv varför ärendet öppnas igen."},
    )


class Anmärkningsform(forms.Form):
    """Vad som görs med en anmärkning i registervården."""

    class Gör(TextChoices):
        LAGA = "laga", "laga"
        LÄMNA = "lamna", "lämna"

    regel = forms.ChoiceField(choices=[(regel.value, regel.etikett) for regel in Regel])
    nummer = forms.IntegerField(min_value=0, max_value=2**31 - 1)
    gor = forms.ChoiceField(choices=Gör.choices)
    lagad = forms.CharField(max_length=RUBRIK_MAX, required=False, strip=False)
    tillbaka = forms.BooleanField(required=False)


class Sökform(forms.Form):
    """Sökrutan och det som väljs vid sidan av; allt står i adressen."""

    class Ordning(TextChoices):
        RELEVANS = "", "Bäst träff först"
        DATUM = "datum", "Senast registrerat först"

    q = forms.CharField(
        label="Sök i diariet",
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs={"id": "sokruta"}),
    )
    sort = forms.ChoiceField(label="Ordning", required=False, choices=Ordning.choices)
    fran = Dagfält(label="Registrerat från", required=False)
    till = Dagfält(label="Registrerat till", required=False)
    namnd = forms.IntegerField(label="Nämnd", required=False, min_value=1, max_value=2**31)
    ar = forms.IntegerField(label="År", required=False, min_value=1, max_value=9999)
    status = forms.ChoiceField(required=False, choices=[("", ""), *Ärende.Status.choices])
    handlaggare = forms.IntegerField(
        label="Handläggare", required=False, min_value=1, max_value=2**31
    )
    klass = forms.CharField(required=False, max_length=20)
    riktning = forms.ChoiceField(required=False, choices=[("", ""), *Handling.Riktning.choices])
    sekretess = forms.ChoiceField(required=False, choices=[("", ""), ("ja", ""), ("nej", "")])
    sida = forms.IntegerField(required=False, min_value=1, max_value=1000)

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        if data.get("fran") and data.get("till") and data["fran"] > data["till"]:
            self.add_error("till", "Sista dagen är före den första.")
        return data


class ÄrendeForm(forms.Form):
    """Registrera ett ärende."""

    nämnd = forms.ChoiceField(label="Diarium")
    rubrik = forms.CharField(
        label="Rubrik",
        max_length=500,
        help_text="Vad ärendet gäller, utan personnamn och ovanliga förkortningar.",
    )
    offentlig_rubrik = forms.CharField(
        label="Offentlig rubrik",
        max_length=500,
        required=False,
        help_text="Fyll i om rubriken inte kan visas för alla. Då visas den här i stället.",
    )
    motpart = forms.CharField(
        label="Motpart",
        max_length=300,
        required=False,
        help_text="Namnet på den som ärendet kommer från eller rör.",
    )
    offentlig_motpart = forms.CharField(
        label="Offentlig motpart",
        max_length=300,
        required=False,
        help_text="Fyll i om motparten inte kan visas för alla, till exempel ”Enskild”.",
    )
    klass = forms.CharField(
        label="Klass", max_length=20, required=False, help_text="Koden i diarieplanen."
    )
    handläggare = forms.ModelChoiceField(
        Användare.objects.none(), label="Handläggare", required=False, empty_label="Ingen än"
    )
    enhet = forms.CharField(label="Enhet", max_length=200, required=False)
    sekretess_lagrum = forms.CharField(
        label="Sekretess enligt",
        max_length=200,
        required=False,
        help_text="Lämna tomt om ärendet inte sekretessmarkeras. "
        "Skriv annars lagrummet, till exempel OSL 26 kap. 1 §.",
    )
    skäl = forms.CharField(
        label="Skäl att registrera ändå",
        max_length=500,
        required=False,
        widget=forms.HiddenInput,
        help_text="Skälet sparas bland ärendets händelser.",
    )

    def __init__(self, *args: Any, användare: Användare, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.val = list(_nämnder_att_registrera_i(användare))
        nämnd = self.fields["nämnd"]
        assert isinstance(nämnd, forms.ChoiceField)
        nämnd.choices = [(f"{d.pk}-{m.pk}", _nämndnamn(d, m)) for d, m in self.val]
        handläggare = self.fields["handläggare"]
        assert isinstance(handläggare, forms.ModelChoiceField)
        handläggare.queryset = policy.valbara_handläggare(användare).select_related("person")
        if myndigheter_med_roll(användare, {Roll.HANDLÄGGARE}).exists():
            handläggare.initial = användare

    def clean_nämnd(self) -> tuple[Diarium, Myndighet]:
        vald = self.cleaned_data["nämnd"]
        return next((d, m) for d, m in self.val if f"{d.pk}-{m.pk}" == vald)

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        handläggare, nämnd = data.get("handläggare"), data.get("nämnd")
        if handläggare and nämnd and not policy.får_handlägga(handläggare, nämnd[1]):
            self.add_error("handläggare", f"{handläggare} arbetar inte i {nämnd[1]}.")
        if data.get("sekretess_lagrum") and not data.get("offentlig_rubrik"):
            self.add_error(
                "offentlig_rubrik",
                "Ett sekretessmarkerat ärende behöver en rubrik som kan visas för alla.",
            )
        return data

    def fråga_efter_skäl(self) -> None:
        """Visar skälet; först då finns det något att gå förbi."""
        fält = self.fields["skäl"]
        fält.widget = forms.TextInput()
        fält.required = True
        if not self.cleaned_data.get("skäl"):
            self.add_error("skäl", "Rätta det som varningen gäller, eller skriv varför inte.")


def _nämnder_att_registrera_i(användare: Användare) -> Iterator[tuple[Diarium, Myndighet]]:
    egna = set(policy.myndigheter_med(användare, Rätt.REGISTRERA).values_list("pk", flat=True))
    for diarium in policy.valbara_diarier(användare).prefetch_related("myndigheter"):
        for myndighet in diarium.myndigheter.all():
            if myndighet.pk in egna:
                yield diarium, myndighet


def _nämndnamn(diarium: Diarium, myndighet: Myndighet) -> str:
    return f"{diarium.namn} ({myndighet})" if diarium.namn != myndighet.namn else diarium.namn


class HandlingForm(forms.Form):
    """Registrera en handling i ett ärende."""

    rubrik = forms.CharField(label="Rubrik", max_length=500)
    slag = forms.ChoiceField(
        label="Slag",
        choices=[v for v in Handling.Slag.choices if v[0] != Handling.Slag.TJÄNSTESKRIVELSE],
        initial=Handling.Slag.ÖVRIGT,
    )
    riktning = forms.ChoiceField(
        label="Riktning",
        choices=Handling.Riktning.choices,
        initial=Handling.Riktning.INKOMMEN,
        widget=forms.RadioSelect,
    )
    ankomstdag = Dagfält(
        label="Nådde oss",
        required=False,
        help_text="Dagen då handlingen nådde myndigheten, också en söndag. Tomt betyder i dag.",
    )
    väg = forms.ChoiceField(
        label="Nådde oss som",
        required=False,
        choices=[(v.value, v.etikett) for v in Väg],
        initial=Väg.EPOST.value,
        help_text="Post, och det som låg i postlådan vid dagens första tömning, anses ha kommit in "
        "närmast föregående arbetsdag.",
    )
    osannolikt = forms.BooleanField(
        label="Posten kan inte gärna ha funnits på postkontoret redan arbetsdagen före",
        required=False,
        help_text="Då har den kommit in den dag den nådde oss.",
    )
    datum = Dagfält(label="Handlingens datum", required=False)
    motpart = forms.CharField(label="Avsändare eller mottagare", max_length=300, required=False)
    offentlig_rubrik = forms.CharField(
        label="Offentlig rubrik",
        max_length=500,
        required=False,
        help_text="Fyll i om rubriken inte kan visas för alla.",
    )
    offentlig_motpart = forms.CharField(
        label="Offentlig avsändare eller mottagare", max_length=300, required=False
    )
    bilaga_till = forms.ModelChoiceField(
        Handling.objects.none(), label="Bilaga till", required=False, empty_label="Ingen"
    )
    sekretess_lagrum = forms.CharField(
        label="Sekretess enligt",
        max_length=200,
        required=False,
        help_text="Lämna tomt om handlingen inte sekretessmarkeras.",
    )
    fil = Pdffält(label="Fil (PDF)", required=False)

    def __init__(self, *args: Any, handlingar: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fält = self.fields["bilaga_till"]
        assert isinstance(fält, forms.ModelChoiceField)
        fält.queryset = handlingar

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        inkommen = data.get("riktning") == Handling.Riktning.INKOMMEN
        if data.get("ankomstdag"):
            if not inkommen:
                self.add_error("ankomstdag", "Bara inkomna handlingar har en ankomstdag.")
            elif data["ankomstdag"] > timezone.localdate():
                self.add_error("ankomstdag", "Dagen har inte varit än.")
        data["väg"] = Väg(data["väg"]) if inkommen and data.get("väg") else None
        if data.get("osannolikt") and data["väg"] != Väg.POST:
            self.add_error("osannolikt", "Det prövas bara för det som kom med post.")
        if inkommen and not data.get("motpart") and "motpart" not in self.errors:
            self.add_error("motpart", "Skriv vem handlingen kom från.")
        return data


def utan_nolltecken(satser: list[str]) -> None:
    for sats in satser:
        ProhibitNullCharactersValidator()(sats)


class Satser(forms.Textarea):
    """Flera textrutor med samma namn, en per sats."""

    template_name = "ärenden/delar/_satser.html"
    use_fieldset = True

    def value_from_datadict(self, data: Any, files: Any, name: str) -> list[str]:
        värden: list[str] = data.getlist(name)
        return värden

    def format_value(self, value: Any) -> list[str]:
        satser = list(value or [])
        return satser + [""] * max(0, TOMMA_SATSER - len(satser))

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        ram = super().get_context(name, None, attrs)
        ram["satser"] = self.format_value(value)
        return ram


class Satsfält(forms.Field):
    widget = Satser
    default_validators = [utan_nolltecken]

    def to_python(self, value: Any) -> list[str]:
        return [text.strip() for text in value or [] if text.strip()]

    def validate(self, value: Any) -> None:
        if self.required and not value:
            raise ValidationError("Skriv minst en beslutssats.", code="required")


class SkrivelseForm(forms.Form):
    """Lämna in en tjänsteskrivelse som PDF."""

    rubrik = forms.CharField(label="Rubrik", max_length=RUBRIK_MAX)
    datum = Dagfält(label="Datum", required=False)
    fil = Pdffält(label="Tjänsteskrivelsen (PDF)")
    satser = Satsfält(
        label="Förslag till beslut",
        help_text="En ruta för varje sats. Satserna följer med till kallelsen och protokollet.",
    )
    offentlig_rubrik = forms.CharField(
        label="Offentlig rubrik",
        max_length=500,
        required=False,
        help_text="Fyll i om rubriken inte kan visas för alla.",
    )
    sekretess_lagrum = forms.CharField(
        label="Sekretess enligt",
        max_length=200,
        required=False,
        help_text="Lämna tomt om skrivelsen inte sekretessmarkeras.",
    )


class AnmälForm(forms.Form):
    önskad_dag = Dagfält(
        label="Önskad dag", required=False, help_text="Tomt betyder nästa sammanträde."
    )

    def clean_önskad_dag(self) -> Any:
        dag = self.cleaned_data["önskad_dag"]
        if dag and dag < timezone.localdate():
            raise ValidationError("Dagen har redan varit.")
        return dag


# --- Delegation --------------------------------------------------------------------------------


class Beslutsfilter(forms.Form):
    """Delegationsbeslutens filter; allt står i adressen."""

    LÄGEN = [
        ("", "Alla"),
        ("vantar", "Väntar på anmälan"),
        ("anmalda", "Anmälda"),
        ("anmals_inte", "Anmäls inte"),
    ]

    q = forms.CharField(label="Sök", required=False, max_length=200, strip=True)
    nämnd = forms.ModelChoiceField(
        Myndighet.objects.none(), label="Nämnd", required=False, empty_label="Alla"
    )
    delegat = forms.ModelChoiceField(
        Person.objects.none(), label="Delegat", required=False, empty_label="Alla"
    )
    år = forms.IntegerField(label="År", required=False, min_value=1900, max_value=2200)
    läge = forms.ChoiceField(label="Läge", required=False, choices=LÄGEN)

    def __init__(self, *args: Any, nämnder: Any, delegater: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for namn, rader in (("nämnd", nämnder), ("delegat", delegater)):
            fält = self.fields[namn]
            assert isinstance(fält, forms.ModelChoiceField)
            fält.queryset = rader
        self.fields["q"].widget.attrs.update(
            {"type": "search", "placeholder": "Rubrik, nummer eller dnr", "data-sokfalt": ""}
        )


class BeslutForm(forms.Form):
    """Ett delegationsbeslut. `val` är de punkter som kan användas den dagen."""

    beslutsdag = Dagfält(label="Beslutsdag")
    punkt = forms.ChoiceField(
        label="Punkt i delegationsordningen",
        error_messages={
            "invalid_choice": "Du har inte den punkten den dagen. Välj bland dem som visas."
        },
    )
    rubrik = forms.CharField(
        label="Beslutet gäller",
        max_length=300,
        help_text="Står i listan till nämnden. Inga namn på enskilda.",
    )
    beslutstext = forms.CharField(label="Beslut", widget=forms.Textarea(attrs={"rows": 4}))
    skäl = forms.CharField(
        label="Skälen för beslutet",
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Den klargörande motiveringen (FL 32 §), när beslutet inte är uppenbart.",
    )
    brådska = forms.CharField(
        label="Varför nämnden inte kan avvaktas",
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Bara för brådskande beslut.",
    )
    överklagandetyp = forms.ChoiceField(
        label="Överklagas genom",
        required=False,
        choices=[("", "Som punkten säger"), *ÖVERKLAGANDETYPER],
    )
    sekretess_lagrum = forms.CharField(
        label="Sekretess enligt",
        max_length=200,
        required=False,
        help_text="Lämna tomt om beslutet inte sekretessmarkeras.",
    )
    offentlig_rubrik = forms.CharField(
        label="Offentlig rubrik",
        max_length=300,
        required=False,
        help_text="Vad listan visar i stället när beslutet eller ärendet är hemligt.",
    )
    gäller = forms.MultipleChoiceField(
        label="Stämmer något av det här på ärendet?",
        choices=[(nr, text[0].upper() + text[1:]) for nr, text in delegering.UNDANTAG.items()],
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text="I så fall måste nämnden själv besluta (KL 6 kap. 38 §).",
    )
    delegerbart = forms.BooleanField(label="Jag har prövat: inget av det stämmer", required=False)
    ojävig = forms.BooleanField(label="Jag är inte jävig", required=False)
    trots_varning = forms.CharField(
        label="Skäl, om du går förbi en varning",
        max_length=300,
        required=False,
        help_text="Står bland ärendets händelser.",
    )
    nyckel = forms.UUIDField(
        label="Formulärets nyckel", required=False, initial=uuid4, widget=forms.HiddenInput
    )

    def __init__(
        self, *args: Any, val: list[tuple[str, str]], bara_brådskande: bool, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        punkt = self.fields["punkt"]
        assert isinstance(punkt, forms.ChoiceField)
        punkt.choices = val if len(val) == 1 else [("", "Välj punkt"), *val]
        if bara_brådskande:
            # Sekreteraren registrerar åt ordföranden, som har försäkrat det.
            self.fields["ojävig"].label = "Den som har beslutat har försäkrat att jäv inte finns"
            self.fields["brådska"].required = True
            self.fields["brådska"].help_text = ""
            del self.fields["delegerbart"], self.fields["gäller"]
        else:
            del self.fields["brådska"]


class OrdningsfilForm(forms.Form):
    """Läs in en delegationsordning ur en fil."""

    nämnd = forms.ModelChoiceField(Myndighet.objects.none(), label="Nämnd", empty_label=None)
    fil = forms.FileField(
        label="Delegationsordningen (CSV eller Word)",
        max_length=255,
        widget=forms.FileInput(attrs={"accept": ".csv,.docx"}),
    )
    okänt_i_kommentaren = forms.BooleanField(
        label="Lägg text ur kolumner som inte känns igen i kommentaren",
        required=False,
        help_text="Texten får sin rubrik före sig, som ”Beloppsgräns: 50 000 kr”.",
    )

    def __init__(self, *args: Any, nämnder: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fält = self.fields["nämnd"]
        assert isinstance(fält, forms.ModelChoiceField)
        fält.queryset = nämnder


class AntaForm(forms.Form):
    """Beslutet väljs bland dem som fattats här; ett som fattats någon annanstans skrivs in."""

    beslut = forms.ChoiceField(label="Beslutet som antog den", required=False)
    antagen_av = forms.CharField(
        label="Antagen av",
        max_length=200,
        required=False,
        help_text="Organet och paragrafen, till exempel ”Socialnämnden § 7”.",
    )
    antagen_dag = Dagfält(label="Antagen den", required=False)
    gäller_från = Dagfält(label="Gäller från och med")
    skäl = forms.CharField(
        label="Varför punkterna i varningen får delegeras",
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, *args: Any, beslut: Iterable[Antagande], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._beslut = {b.källa: b for b in beslut}
        fält = self.fields["beslut"]
        assert isinstance(fält, forms.ChoiceField)
        fält.choices = [("", "Ett beslut som inte står här")] + [
            (b.källa, f"{b.av}, {date_format(b.dag, 'j F Y')}: {b.rubrik}")
            for b in self._beslut.values()
        ]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        valt = self._beslut.get(data.pop("beslut", ""))
        if valt is not None:
            return data | {
                "antagen_av": valt.av,
                "antagen_dag": valt.dag,
                "antagen_källa": valt.källa,
            }
        for namn in ("antagen_av", "antagen_dag"):
            if not data.get(namn) and namn not in self.errors:
                self.add_error(namn, "Välj beslutet, eller skriv vem som antog ordningen och när.")
        return data


class Delegatform(forms.Form):
    person = forms.ModelChoiceField(Person.objects.none(), label="Person", empty_label="Välj")
    titel = forms.CharField(label="Titel", max_length=200)
    från = Dagfält(label="Från och med")
    till = Dagfält(label="Till och med", required=False)

    def __init__(self, *args: Any, myndighet: Myndighet, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fält = self.fields["person"]
        assert isinstance(fält, forms.ModelChoiceField)
        fält.queryset = Person.objects.filter(kommun=myndighet.kommun_id)


class InnehavForm(Delegatform):
    """Vem som har en titel i delegationsordningen."""

    är_förvaltningschef = forms.BooleanField(
        label="Är förvaltningschef och får vidaredelegera", required=False
    )


class VidareForm(Delegatform):
    """En punkt som förvaltningschefen ger vidare (KL 7:6)."""

    punkt = forms.ChoiceField(label="Punkt")
    trots_förtroendevald = forms.BooleanField(
        label="Punkten ges i anställningen, inte i uppdraget", required=False
    )
    field_order = ["punkt", "person"]

    def __init__(
        self,
        *args: Any,
        punkter: list[tuple[str, str]],
        mottagare: QuerySet[Person],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        person = self.fields["person"]
        assert isinstance(person, forms.ModelChoiceField)
        person.queryset = mottagare
        fält = self.fields["punkt"]
        assert isinstance(fält, forms.ChoiceField)
        fält.choices = punkter


class SlutForm(forms.Form):
    till = Dagfält(label="Sista dag")
