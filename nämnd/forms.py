"""Formulären till mötet och föredragningslistan."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError

from konton.models import Användare, Person
from nämnd import policy
from nämnd.jäv import Grund
from nämnd.models import Organ, Punkt, Punkthandling, Sammanträde, Uppdrag
from nämnd.services.sammanträden import Gruppmötesrad, Justerarval, Övrigkallad
from ärenden import policy as ärendepolicy
from ärenden.models import Handling

TOMMA_RADER = 2


class Dagfält(forms.DateField):
    widget = forms.DateInput(attrs={"type": "date", "class": "ds-input"}, format="%Y-%m-%d")


class Tidfält(forms.TimeField):
    widget = forms.TimeInput(attrs={"type": "time", "class": "ds-input"}, format="%H:%M")
    input_formats = ["%H:%M", "%H:%M:%S", "%H.%M"]


class Formulär(forms.Form):
    """Ger fälten designsystemets klass."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for fält in self.fields.values():
            if not isinstance(fält.widget, forms.HiddenInput):
                fält.widget.attrs.setdefault("class", "ds-input")


def _tid_i_ordning(form: forms.Form, data: dict[str, Any]) -> None:
    från, till = data.get("från"), data.get("till")
    if från and till and till <= från:
        form.add_error("till", "Sluttiden måste ligga efter starttiden.")


class NyttSammanträdeForm(Formulär):
    organ = forms.ModelChoiceField(Organ.objects.none(), label="Organ", empty_label=None)
    datum = Dagfält(label="Dag")
    från = Tidfält(label="Börjar kl.")
    till = Tidfält(label="Slutar kl.", required=False)
    plats = forms.CharField(label="Plats", max_length=300)
    slag = forms.ChoiceField(
        label="Slag", choices=Sammanträde.Slag, initial=Sammanträde.Slag.ORDINARIE
    )
    stoppdag = Dagfält(
        label="Stoppdag för handlingar",
        required=False,
        help_text="Sista dag för handläggare att anmäla ärenden.",
    )
    utskicksdag = Dagfält(label="Utskick av kallelsen", required=False)
    stående = forms.BooleanField(
        label="Lägg in organets stående punkter", required=False, initial=True
    )

    def __init__(self, *args: Any, användare: Användare, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fält = self.fields["organ"]
        assert isinstance(fält, forms.ModelChoiceField)
        fält.queryset = policy.skötbara_organ(användare)

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        _tid_i_ordning(self, data)
        _dagar_i_ordning(self, data, data.get("datum"))
        return data


def _dagar_i_ordning(form: forms.Form, data: dict[str, Any], datum: Any) -> None:
    for fält, namn in (
        ("stoppdag", "Stoppdagen"),
        ("utskicksdag", "Utskicksdagen"),
        ("distans_senast", "Sista dagen"),
        ("underskrift_dag", "Kallelsens dag"),
    ):
        if datum and data.get(fält) and data[fält] > datum:
            form.add_error(fält, f"{namn} måste ligga före sammanträdet.")


class UppgifterForm(Formulär):
    """Mötets uppgifter. Dag, tid och plats ändras genom att flytta mötet."""

    tema = forms.CharField(label="Tema", max_length=300, required=False)
    stoppdag = Dagfält(label="Stoppdag för handlingar", required=False)
    utskicksdag = Dagfält(label="Utskick av kallelsen", required=False)
    ordförande = forms.ModelChoiceField(
        Person.objects.none(), label="Ordförande", required=False, empty_label="Ingen angiven"
    )
    ordförande_titel = forms.CharField(label="Ordförandens titel", max_length=200, required=False)
    sekreterare = forms.ModelChoiceField(
        Person.objects.none(), label="Sekreterare", required=False, empty_label="Ingen angiven"
    )
    sekreterare_titel = forms.CharField(label="Sekreterarens titel", max_length=200, required=False)
    förhinder_till = forms.ModelChoiceField(
        Person.objects.none(),
        label="Förhinder meddelas",
        required=False,
        empty_label="Ingen angiven",
        help_text="Namn, telefon och e-post trycks i kallelsen.",
    )
    digital_plats = forms.CharField(
        label="Digital plats",
        max_length=300,
        required=False,
        help_text="Länk eller rum för den som deltar på nätet. Står bara i de kallades exemplar.",
    )
    distans = forms.CharField(
        label="Deltagande på distans",
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Regler, och till vem man anmäler det.",
    )
    distans_senast = Dagfält(label="Distans anmäls senast", required=False)
    pressinformation = forms.CharField(
        label="Pressinformation",
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    underskrift_ort = forms.CharField(
        label="Kallelsens ort", max_length=100, required=False, help_text="Står över namnen."
    )
    underskrift_dag = Dagfält(label="Kallelsens dag", required=False)
    beräknade_klockslag = forms.BooleanField(
        label="Skriv beräknade klockslag i kallelsen",
        required=False,
        help_text="Punkter med beräknad tid får klockslaget då de beräknas börja.",
    )
    anteckningssidor = forms.IntegerField(
        label="Anteckningssidor i paketet", min_value=0, max_value=50, initial=0
    )
    offentligt = forms.BooleanField(label="Sammanträdet är offentligt", required=False)

    def __init__(self, *args: Any, sammanträde: Sammanträde, **kwargs: Any) -> None:
        self.sammanträde = sammanträde
        super().__init__(*args, **kwargs)
        personer = Person.objects.filter(kommun=sammanträde.organ.myndighet.kommun_id)
        for namn in ("sekreterare", "förhinder_till"):
            self._välj(namn, personer)
        valda = Uppdrag.objects.gällande(sammanträde.datum).filter(organ=sammanträde.organ_id)
        self._välj(
            "ordförande",
            personer.filter(pk__in=[*valda.values_list("person", flat=True),
                                    sammanträde.ordförande_id]),
        )  # fmt: skip  # en mängd, en rad

    def _välj(self, namn: str, personer: Any) -> None:
        fält = self.fields[namn]
        assert isinstance(fält, forms.ModelChoiceField)
        fält.queryset = personer

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        _dagar_i_ordning(self, data, self.sammanträde.datum)
        return data

    def clean_digital_plats(self) -> str:
        digital: str = self.cleaned_data["digital_plats"]
        if digital and not self.sammanträde.organ.distans_tillåten:
            raise ValidationError(
                "Deltagande på distans är inte tillåtet i organet (KL 6 kap. 24 §). "
                "Fullmäktiges beslut förs in på organets sida i registret."
            )
        return digital


class GruppmöteForm(Formulär):
    partier = forms.CharField(
        label="Partier", max_length=200, required=False, help_text="Skilj åt med komma."
    )
    plats = forms.CharField(label="Plats", max_length=300, required=False)
    från = Tidfält(label="Från kl.", required=False)
    till = Tidfält(label="Till kl.", required=False)

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        _tid_i_ordning(self, data)
        if not data.get("partier") and any(data.get(f) for f in ("plats", "från", "till")):
            self.add_error("partier", "Ange vilka partier som möts.")
        return data

    @property
    def rad(self) -> Gruppmötesrad | None:
        partier = tuple(p for p in (d.strip() for d in self.text("partier").split(",")) if p)
        if not partier:
            return None
        data = self.cleaned_data
        return Gruppmötesrad(partier, self.text("plats"), data.get("från"), data.get("till"))

    def text(self, namn: str) -> str:
        return str(self.cleaned_data.get(namn) or "")


Gruppmöten = forms.formset_factory(GruppmöteForm, extra=TOMMA_RADER, max_num=20)


class ProgramForm(Formulär):
    """En rad i dagens program: mötets delar, information, lunch."""

    tid = forms.CharField(
        label="Tid", max_length=50, required=False, help_text="Till exempel 09.00–11.30."
    )
    text = forms.CharField(
        label="Vad", max_length=300, required=False, widget=forms.TextInput({"list": "motesdelar"})
    )

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        if data.get("tid") and not data.get("text"):
            self.add_error("text", "Skriv vad som händer då.")
        return data

    @property
    def rad(self) -> tuple[str, str] | None:
        data = self.cleaned_data
        return (data["tid"], data["text"]) if data.get("text") else None


class ÖvrigkalladForm(Formulär):
    """En som kallas utan att ha uppdrag i organet."""

    namn = forms.CharField(label="Namn", max_length=200, required=False)
    titel = forms.CharField(label="Titel", max_length=200, required=False)
    tid = forms.CharField(label="Tid", max_length=50, required=False)
    kännedom = forms.BooleanField(label="Bara för kännedom", required=False)

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        if not data.get("namn") and any(data.get(f) for f in ("titel", "tid", "kännedom")):
            self.add_error("namn", "Ange namnet på den som kallas.")
        return data

    @property
    def rad(self) -> Övrigkallad | None:
        data = self.cleaned_data
        if not data.get("namn"):
            return None
        return Övrigkallad(data["namn"], data["titel"], data["tid"], data["kännedom"])


class JusterareForm(Formulär):
    """Ledamöterna står i tur; den som det är längst sedan justerade står först."""

    uppdrag = forms.ChoiceField(label="Ledamot", required=False)
    är_ersättare = forms.BooleanField(label="Ersättare för justerare", required=False)

    def __init__(self, *args: Any, valbara: Sequence[Uppdrag], **kwargs: Any) -> None:
        self.valbara = {str(u.pk): u for u in valbara}
        super().__init__(*args, **kwargs)
        fält = self.fields["uppdrag"]
        assert isinstance(fält, forms.ChoiceField)
        namn = [(pk, _i_tur(u, nr)) for nr, (pk, u) in enumerate(self.valbara.items())]
        fält.choices = [("", "Ingen vald"), *namn]

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        if data.get("är_ersättare") and not data.get("uppdrag"):
            self.add_error("uppdrag", "Välj vem som är ersättare.")
        return data

    @property
    def rad(self) -> Justerarval | None:
        valt = self.valbara.get(self.cleaned_data.get("uppdrag") or "")
        return Justerarval(valt, self.cleaned_data["är_ersättare"]) if valt else None


def _i_tur(uppdrag: Uppdrag, nr: int) -> str:
    parti = f" ({uppdrag.parti})" if uppdrag.parti else ""
    return f"{uppdrag.person}{parti}" + (", i tur att justera" if nr == 0 else "")


class EttPerPerson(forms.BaseFormSet):
    """Rader där samma person eller namn står en gång."""

    nyckel = ""

    def clean(self) -> None:
        sedda: set[str] = set()
        for form in self.forms:
            värde = str(form.cleaned_data.get(self.nyckel) or "").casefold()
            if värde and värde in sedda:
                form.add_error(self.nyckel, "Står redan på en annan rad.")
            sedda.add(värde)


class EttPerUppdrag(EttPerPerson):
    nyckel = "uppdrag"


class EttPerNamn(EttPerPerson):
    nyckel = "namn"


Programmet = forms.formset_factory(ProgramForm, extra=TOMMA_RADER, max_num=40)
ÖvrigaKallade = forms.formset_factory(
    ÖvrigkalladForm, formset=EttPerNamn, extra=TOMMA_RADER, max_num=60
)
Justerarna = forms.formset_factory(
    JusterareForm, formset=EttPerUppdrag, extra=TOMMA_RADER, max_num=10
)


class FlyttaForm(Formulär):
    datum = Dagfält(label="Ny dag")
    från = Tidfält(label="Börjar kl.")
    till = Tidfält(label="Slutar kl.", required=False)
    plats = forms.CharField(label="Plats", max_length=300)

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        _tid_i_ordning(self, data)
        return data

    def har_ändrats(self) -> bool:
        return any(self.cleaned_data[namn] != self.initial.get(namn) for namn in self.fields)


class StällInForm(Formulär):
    skäl = forms.CharField(
        label="Skäl",
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Står på mötets sida och i varje ärendes händelser.",
    )


class SvarForm(Formulär):
    """Om den förtroendevalda kommer. Sekreteraren skriver också hur svaret kom."""

    kommer = forms.TypedChoiceField(
        label="Kommer du?",
        choices=[("ja", "Jag kommer"), ("nej", "Jag kommer inte")],
        coerce=lambda svar: svar == "ja",
        empty_value=None,
        widget=forms.RadioSelect,
        error_messages={"required": "Välj om du kommer eller inte."},
    )
    distans = forms.BooleanField(
        label="Jag deltar på distans",
        required=False,
        help_text="Med ljud och bild, så att alla ser och hör varandra (KL 5 kap. 16 §).",
    )
    från = Tidfält(
        label="Jag kommer senare, kl.", required=False, help_text="Tomt om du är med från början."
    )
    till = Tidfält(
        label="Jag går tidigare, kl.", required=False, help_text="Tomt om du är med till slutet."
    )
    skäl = forms.CharField(
        label="Skäl till frånvaron",
        max_length=300,
        required=False,
        help_text="Läses bara av dig och nämndsekreteraren. Det står aldrig i protokollet.",
    )
    anteckning = forms.CharField(
        label="Hur du fick svaret",
        max_length=300,
        help_text="Till exempel ”ringde på morgonen”.",
        error_messages={"required": "Skriv hur du fick svaret."},
    )

    def __init__(self, *args: Any, eget: bool, distans_tillåten: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not distans_tillåten:
            del self.fields["distans"]
        if eget:
            del self.fields["anteckning"]
            return
        for namn, text in _GENOM_SEKRETERAREN.items():
            if namn in self.fields:
                self.fields[namn].label = text
        kommer = self.fields["kommer"]
        assert isinstance(kommer, forms.TypedChoiceField)
        kommer.choices = [("ja", "Kommer"), ("nej", "Kommer inte")]
        kommer.error_messages["required"] = "Välj om personen kommer eller inte."
        self.fields[
            "skäl"
        ].help_text = (
            "Läses bara av nämndsekreteraren och personen själv. Det står aldrig i protokollet."
        )

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        if data.get("kommer"):
            _tid_i_ordning(self, data)
        return data


_GENOM_SEKRETERAREN = {
    "kommer": "Kommer personen?",
    "distans": "Deltar på distans",
    "från": "Kommer senare, kl.",
    "till": "Går tidigare, kl.",
}


class FöranmälJävForm(Formulär):
    """Jäv i en punkt som personen får se."""

    punkt = forms.ChoiceField(label="Punkt")
    grund = forms.ChoiceField(
        label="Omständighet",
        help_text="Den som känner till en omständighet som kan vara jäv ska självmant uppge den.",
    )

    def __init__(
        self,
        *args: Any,
        punkter: Iterable[tuple[str, str]],
        grunder: Iterable[Grund],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, auto_id="jav-%s", **kwargs)
        for namn, val in (
            ("punkt", punkter),
            ("grund", [(g.etikett, g.etikett.capitalize()) for g in grunder]),
        ):
            fält = self.fields[namn]
            assert isinstance(fält, forms.ChoiceField)
            fält.choices = [("", "Välj"), *val]


class PubliceraForm(Formulär):
    handlingar = forms.BooleanField(
        label="Publicera också handlingarna",
        required=False,
        help_text="Hela det offentliga paketet. Annars publiceras listan och kallelsen.",
    )
    granskat = forms.BooleanField(
        label="Jag har gått igenom det som publiceras och det har inga personuppgifter "
        "som inte får stå på webben",
        error_messages={"required": "Gå igenom det som publiceras och kryssa i rutan."},
    )


class NyPunktForm(Formulär):
    """En egen punkt. `punkter` är de som den kan bli underpunkt till: nyckel och text."""

    rubrik = forms.CharField(label="Rubrik", max_length=500)
    slag = forms.ChoiceField(label="Slag", choices=Punkt.Slag, initial=Punkt.Slag.INFORMATION)
    under = forms.ChoiceField(
        label="Plats",
        required=False,
        help_text="Som underpunkt (21 a) flyttar den inga andra nummer.",
    )

    def __init__(
        self, *args: Any, punkter: Sequence[tuple[int, str]] = (), sist: bool = False, **kw: Any
    ) -> None:
        super().__init__(*args, **kw)
        självklar = "Sist på listan" if sist else "Före de avslutande punkterna"
        val = [(str(pk), f"Underpunkt till {text}") for pk, text in punkter]
        fält = self.fields["under"]
        assert isinstance(fält, forms.ChoiceField)
        fält.choices = [("", självklar), *val]
        if not punkter:
            del self.fields["under"]


class PunktForm(Formulär):
    """En punkt. `märke` är avtrycket av det som fanns när formuläret öppnades."""

    rubrik = forms.CharField(
        label="Rubrik",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": "Skriv punktens rubrik."},
    )
    offentlig_rubrik = forms.CharField(
        label="Offentlig rubrik",
        max_length=500,
        required=False,
        help_text="Trycks i det offentliga exemplaret när punkten omfattas av sekretess.",
    )
    slag = forms.ChoiceField(label="Slag", choices=Punkt.Slag)
    avsnitt = forms.CharField(
        label="Avsnitt som börjar före punkten",
        max_length=200,
        required=False,
        help_text="Till exempel Beslutsärenden. Lämna tomt om inget nytt avsnitt börjar här.",
    )
    numrering = forms.ChoiceField(label="Numrering", choices=Punkt.Numrering)
    nummer = forms.CharField(label="Eget nummer", max_length=10, required=False)
    tid = forms.CharField(
        label="Klockslag", max_length=50, required=False, help_text="Till exempel 15.30–16.00."
    )
    minuter = forms.IntegerField(
        label="Beräknad tid, minuter",
        min_value=1,
        max_value=600,
        required=False,
        help_text="Listan räknar ut när punkterna efter börjar.",
    )
    anmärkning = forms.CharField(
        label="Anmärkning", max_length=300, required=False, help_text="Trycks inom parentes."
    )
    handlingar_senare = forms.BooleanField(label="Handlingar skickas senare", required=False)
    handlingar_dukas = forms.BooleanField(label="Handlingarna dukas", required=False)
    bilagemarkering = forms.CharField(
        label="Märke för handlingarna",
        max_length=20,
        required=False,
        help_text="Trycks efter rubriken, till exempel X (bifogas) eller VS (visas).",
    )
    beslutsinstans = forms.CharField(
        label="Beslutas av",
        max_length=100,
        required=False,
        help_text="Vilket organ som avgör ärendet till sist, till exempel KF.",
    )
    sekretess_lagrum = forms.CharField(
        label="Sekretess enligt",
        max_length=200,
        required=False,
        help_text="Till exempel OSL 26 kap. 1 §. Bara den som får se sekretess ser punkten.",
    )
    förslag_av = forms.CharField(
        label="Förslaget kommer från",
        max_length=200,
        required=False,
        help_text="Till exempel arbetsutskottet. Lämna tomt för förvaltningens förslag.",
    )
    märke = forms.CharField(widget=forms.HiddenInput, required=False)

    FÄLT = (
        "rubrik",
        "offentlig_rubrik",
        "slag",
        "avsnitt",
        "numrering",
        "nummer",
        "tid",
        "minuter",
        "anmärkning",
        "handlingar_senare",
        "handlingar_dukas",
        "bilagemarkering",
        "beslutsinstans",
        "sekretess_lagrum",
        "förslag_av",
    )

    def __init__(self, *args: Any, underpunkt: bool = False, **kw: Any) -> None:
        super().__init__(*args, **kw)
        if not underpunkt:
            # Underpunkt blir man på listan, där platsen syns.
            val = [v for v in Punkt.Numrering.choices if v[0] != Punkt.Numrering.BOKSTAV]
            fält = self.fields["numrering"]
            assert isinstance(fält, forms.ChoiceField)
            fält.choices = val

    def clean_rubrik(self) -> str:
        # Rutan har flera rader för att rymma långa rubriker; rubriken är en rad.
        return " ".join(self.cleaned_data["rubrik"].split())

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        eget = data.get("numrering") == Punkt.Numrering.FAST
        if eget and not data.get("nummer"):
            self.add_error("nummer", "Ange ett nummer, eller välj löpande numrering.")
        if not eget:
            data["nummer"] = ""
        if data.get("slag") == Punkt.Slag.SEKRETESS and not data.get("sekretess_lagrum"):
            self.add_error("sekretess_lagrum", "Ange lagrummet som sekretessen stöds på.")
        if data.get("handlingar_senare") and data.get("handlingar_dukas"):
            self.add_error("handlingar_dukas", "Välj ett: handlingarna skickas senare eller dukas.")
        return data

    @property
    def uppgifter(self) -> dict[str, Any]:
        return {namn: self.cleaned_data[namn] for namn in self.FÄLT}


class SatsForm(Formulär):
    text = forms.CharField(label="Sats", required=False, widget=forms.Textarea(attrs={"rows": 2}))


class FöredragandeForm(Formulär):
    namn = forms.CharField(label="Namn", max_length=200, required=False)
    titel = forms.CharField(label="Titel", max_length=200, required=False)
    tid = forms.CharField(label="Tid", max_length=50, required=False)

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        if not data.get("namn") and (data.get("titel") or data.get("tid")):
            self.add_error("namn", "Ange den föredragandes namn.")
        return data


Satser = forms.formset_factory(SatsForm, extra=TOMMA_RADER, max_num=100)
Föredragandena = forms.formset_factory(FöredragandeForm, extra=TOMMA_RADER, max_num=20)


def avtryck(värden: Iterable[Any]) -> str:
    """Ett kort märke för det som stod i formuläret när det öppnades."""
    return hashlib.sha256(json.dumps(list(värden), default=str).encode()).hexdigest()[:16]


class Ersättarfält(forms.ModelChoiceField):
    """Papperet på punkten som det nya ersätter, om något."""

    def __init__(self) -> None:
        super().__init__(
            Punkthandling.objects.none(),
            label="Ersätter",
            required=False,
            empty_label="Inget, handlingen är ny",
            help_text="Den gamla tas bort från punkten, och en komplettering säger vilka sidor "
            "som är ersatta.",
        )


def _ersätts_på(form: forms.Form, punkt: Punkt) -> None:
    """Punktens papper att välja bland; utan papper finns inget att fråga om."""
    papper = punkt.handlingar.select_related("handling").order_by("ordning", "pk")
    fält = form.fields["ersätter"]
    assert isinstance(fält, forms.ModelChoiceField)
    fält.queryset = papper
    if not papper.exists():
        del form.fields["ersätter"]


class HandlingUrÄrendetForm(Formulär):
    handling = forms.ModelChoiceField(
        Handling.objects.none(), label="Handling ur ärendet", empty_label=None
    )
    ersätter = Ersättarfält()

    def __init__(self, *args: Any, punkt: Punkt, användare: Användare, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _ersätts_på(self, punkt)
        redan = punkt.handlingar.exclude(handling=None).order_by().values("handling")
        fält = self.fields["handling"]
        assert isinstance(fält, forms.ModelChoiceField)
        fält.queryset = ärendepolicy.synliga_handlingar(användare).filter(
            ärende=punkt.ärende_id
        ).exclude(pk__in=redan)  # fmt: skip  # läses som en fråga

    @property
    def finns_fler(self) -> bool:
        fält = self.fields["handling"]
        assert isinstance(fält, forms.ModelChoiceField)
        return fält.queryset is not None and fält.queryset.exists()


class UppladdningForm(Formulär):
    rubrik = forms.CharField(label="Handlingens rubrik", max_length=500)
    fil = forms.FileField(
        label="PDF-fil",
        widget=forms.ClearableFileInput(attrs={"accept": "application/pdf,.pdf"}),
        error_messages={"required": "Välj en PDF-fil."},
    )
    ersätter = Ersättarfält()

    def __init__(self, *args: Any, punkt: Punkt, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _ersätts_på(self, punkt)
        störst = settings.NAMND_FIL_MAX_BYTE // (1024 * 1024)
        self.fields["fil"].widget.attrs["data-max-mb"] = str(störst)

    def clean_fil(self) -> Any:
        fil = self.cleaned_data["fil"]
        if fil.size > settings.NAMND_FIL_MAX_BYTE:
            gräns = settings.NAMND_FIL_MAX_BYTE // (1024 * 1024)
            raise ValidationError(f"{fil.name} är större än {gräns} MB.")
        return fil


class HämtaForm(Formulär):
    till = Dagfält(label="Beslut till och med")


class FotnotForm(Formulär):
    fotnot = forms.CharField(label="Not", max_length=500, required=False)


class UtskottForm(Formulär):
    """Ett utskotts protokoll på anmälningspunkten."""

    organ = forms.CharField(label="Utskott", max_length=200)
    datum = Dagfält(label="Sammanträdets dag")
    från_paragraf = forms.IntegerField(label="Från §", min_value=1, max_value=100_000)
    till_paragraf = forms.IntegerField(label="Till §", min_value=1, max_value=100_000)
    fotnot = forms.CharField(label="Not", max_length=500, required=False)

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        från, till = data.get("från_paragraf"), data.get("till_paragraf")
        if från and till and till < från:
            self.add_error("till_paragraf", "Sista paragrafen får inte komma före den första.")
        return data


class Meddelandefilter(Formulär):
    """Vilka inkomna handlingar som visas; allt står i adressen."""

    från = Dagfält(label="Kom in från", required=False)
    till = Dagfält(label="Till", required=False)
    avsändare = forms.CharField(label="Avsändare", required=False, max_length=200)
    ärende = forms.CharField(label="Ärende", required=False, max_length=200)
    slag = forms.ChoiceField(
        label="Slag", required=False, choices=[("", "Alla"), *Handling.Slag.choices]
    )


class StåendeForm(Formulär):
    # Märket för det som sidan visade.
    sett = forms.CharField(required=False, widget=forms.HiddenInput)
    första_nummer = forms.IntegerField(
        label="Listans första nummer",
        min_value=0,
        max_value=999,
        help_text="Ändrar numren på alla listor som inte är hållna, också de utskickade.",
        error_messages={"required": "Ange numret som listan börjar på."},
    )


class StåendePunktForm(Formulär):
    """En stående punkt. Raderna sparas i den ordning de står."""

    punkt = forms.IntegerField(required=False, widget=forms.HiddenInput)
    rubrik = forms.CharField(label="Rubrik", max_length=500, required=False)
    slag = forms.ChoiceField(
        label="Slag",
        choices=[v for v in Punkt.Slag.choices if v[0] != Punkt.Slag.SEKRETESS],
        initial=Punkt.Slag.FORMALIA,
    )
    sist = forms.BooleanField(label="Efter besluten", required=False)
    ta_bort = forms.BooleanField(label="Ta bort", required=False)
    förslag = forms.CharField(
        label="Förslag till beslut",
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="En sats per rad.",
    )

    @property
    def antal_satser(self) -> int:
        return len([rad for rad in str(self["förslag"].value() or "").splitlines() if rad.strip()])


Ståenden = forms.formset_factory(StåendePunktForm, extra=TOMMA_RADER, max_num=60)
