"""Organ och uppdrag ändras här; möten, listor och kallelser ägs av tjänsterna och läses bara."""

from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import Q

from konton.admin import EnPerRad
from konton.admin.bas import Läsadmin, Läsdel, Registeradmin, Registerdel
from nämnd import inkallelse
from nämnd.models import (
    Föredragande,
    Förslagssats,
    Gruppmöte,
    Kallad,
    Kallelse,
    Kallelsefil,
    Kallelsesida,
    Källa,
    Mötesparti,
    Mötesperson,
    Organ,
    PlaneratMöte,
    Programpunkt,
    Punkt,
    Punkthandling,
    Sammanträde,
    Sammanträdesplan,
    Skollov,
    StåendePunkt,
    Tidspann,
    TilltänktJusterare,
    Uppdrag,
)
from ärenden.models import Ärende


class Inkallelsefält(forms.CharField):
    """En rad per parti; det som sparas är ordningen själv."""

    widget = forms.Textarea(attrs={"rows": 8, "cols": 40})

    def prepare_value(self, värde: Any) -> Any:
        return inkallelse.skriv(värde) if isinstance(värde, dict) else värde

    def has_changed(self, initial: Any, data: Any) -> bool:
        return super().has_changed(self.prepare_value(initial), data)


class Organformulär(forms.ModelForm):
    inkallelseordning = Inkallelsefält(
        required=False,
        help_text=(
            "Enligt reglementet (KL 6 kap. 17 §). En rad per parti: vars ledamot är borta, kolon, "
            "och partierna vars ersättare kallas in, till exempel ”S: V, MP, C”. Det egna partiet "
            "går alltid först, och inom partiet gäller uppdragens ordning. Tomt: eget parti, sedan "
            "de andra som de står. I fullmäktige används den inte; där bestämmer valsedeln."
        ),
    )

    samverkande = EnPerRad(
        label="Gemensam med",
        required=False,
        help_text="De andra kommunerna i en gemensam nämnd, en per rad (KL 9 kap. 19 §).",
    )

    class Meta:
        model = Organ
        fields = "__all__"  # noqa: DJ007  # Organadmin.fieldsets bestämmer vilka

    def clean(self) -> dict[str, Any]:
        svar: dict[str, Any] = super().clean() or self.cleaned_data
        if (myndighet := svar.get("myndighet")) is not None:
            partier = list(myndighet.kommun.partier.values_list("kod", flat=True))
            try:
                ordning = inkallelse.läs(svar.get("inkallelseordning") or "", partier)
            except inkallelse.FelOrdning as fel:
                self.add_error("inkallelseordning", str(fel))
            else:
                svar["inkallelseordning"] = ordning
        if svar.get("samverkande") and svar.get("typ") != Organ.Typ.GEMENSAM_NÄMND:
            self.add_error("samverkande", "Bara en gemensam nämnd har fler kommuner.")
        elif myndighet is not None and myndighet.kommun.namn in (svar.get("samverkande") or []):
            self.add_error("samverkande", "Skriv bara de andra kommunerna.")
        överordnat = svar.get("överordnat")
        if överordnat is None:
            if svar.get("typ") == Organ.Typ.UTSKOTT:
                self.add_error("överordnat", "Ange nämnden som utskottet hör till.")
        elif överordnat.pk == self.instance.pk:
            self.add_error("överordnat", "Ett organ kan inte vara överordnat sig självt.")
        elif överordnat.myndighet != svar.get("myndighet"):
            self.add_error("överordnat", "Organen måste höra till samma myndighet.")
        return svar


class Ståendepunktformulär(forms.ModelForm):
    slag = forms.ChoiceField(choices=Punkt.Slag.choices, initial=Punkt.Slag.FORMALIA)
    dnr = forms.CharField(
        label="årets dnr", max_length=100, required=False, widget=forms.TextInput({"size": 16})
    )

    class Meta:
        model = StåendePunkt
        fields = ["ordning", "rubrik", "slag", "sist", "förslag", "dnr"]
        widgets = {"förslag": forms.Textarea(attrs={"rows": 2, "cols": 24})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.ärende:
            self.fields["dnr"].initial = self.instance.ärende.beteckning

    def clean_dnr(self) -> str:
        dnr: str = self.cleaned_data["dnr"].strip()
        self.instance.ärende = None
        if dnr:
            # Ett hemligt ärende får varken hittas eller stå på varje lista.
            self.instance.ärende = Ärende.objects.filter(
                beteckning=dnr, sekretess_lagrum=""
            ).first()
            if self.instance.ärende is None:
                raise forms.ValidationError(f"Det finns inget öppet ärende med dnr {dnr}.")
        return dnr


class StåendePunkter(Registerdel):
    model = StåendePunkt
    form = Ståendepunktformulär
    relaterat = ["ärende"]


@admin.register(Organ)
class Organadmin(Registeradmin):
    form = Organformulär
    list_display = ["namn", "typ", "myndighet", "överordnat", "platser"]
    list_filter = ["typ", "myndighet"]
    search_fields = ["namn", "kortnamn"]
    autocomplete_fields = ["myndighet", "diarium", "överordnat"]
    inlines = [StåendePunkter]
    egna_delar = [StåendePunkt]
    relaterat = ["myndighet", "överordnat"]


class Uppdragformulär(forms.ModelForm):
    class Meta:
        model = Uppdrag
        fields = [
            *("organ", "person", "post", "parti", "från", "till", "ordning"),
            *("valkrets", "personlig_ersättare_för"),
        ]

    def clean(self) -> dict[str, Any]:
        svar: dict[str, Any] = super().clean() or self.cleaned_data
        if (ledamot := svar.get("personlig_ersättare_för")) is not None:
            if svar.get("post") != Uppdrag.Post.ERSÄTTARE:
                self.add_error("personlig_ersättare_för", "Bara en ersättare är personlig.")
            elif ledamot.organ != svar.get("organ") or ledamot.är_ersättare:
                self.add_error("personlig_ersättare_för", "Välj en ledamot i samma organ.")
        person, parti, från = svar.get("person"), svar.get("parti"), svar.get("från")
        if person and parti and person.kommun_id != parti.kommun_id:
            self.add_error("parti", "Partiet finns i en annan kommuns register än personen.")
        if person and från and svar.get("organ"):
            samtidiga = Uppdrag.objects.filter(
                Q(till=None) | Q(till__gte=från), person=person, organ=svar["organ"]
            ).exclude(pk=self.instance.pk)
            if svar.get("till"):
                samtidiga = samtidiga.filter(från__lte=svar["till"])
            if samtidiga.exists():
                self.add_error("från", "Personen har redan ett uppdrag i organet under den tiden.")
        return svar


@admin.register(Uppdrag)
class Uppdragadmin(Registeradmin):
    form = Uppdragformulär
    list_display = ["person", "organ", "post", "parti", "från", "till", "ordning"]
    list_filter = ["organ", "post", "parti"]
    search_fields = ["person__namn"]
    autocomplete_fields = ["organ", "person", "parti", "personlig_ersättare_för"]
    relaterat = ["person", "organ", "parti"]


class Tider(Läsdel):
    model = Tidspann
    fields = ["från", "till"]


class Gruppmöten(Läsdel):
    model = Gruppmöte
    fields = ["partier", "plats", "från", "till"]


class Program(Läsdel):
    model = Programpunkt
    fields = ["tid", "text"]


class TilltänktaJusterare(Läsdel):
    model = TilltänktJusterare
    fields = ["namn", "parti", "är_ersättare"]


class Kallade(Läsdel):
    model = Kallad
    fields = ["namn", "parti", "titel", "som"]


class Källor(Läsdel):
    model = Källa
    fields = [
        *("fler_kommuner", "kortnamn", "typ", "överordnat", "platser", "förvaltning"),
        *("prefix", "mönster", "distans_tillåten", "slag"),
    ]


class Partier(Läsdel):
    model = Mötesparti
    fields = ["kod", "namn"]


class Mötespersoner(Läsdel):
    model = Mötesperson
    fields = ["roll", "person", "parti", "titel", "epost", "telefon", "tid"]
    relaterat = ["person"]


@admin.register(Sammanträde)
class Sammanträdeadmin(Läsadmin):
    list_display = ["organ", "datum", "status", "slag", "plats"]
    list_filter = ["status", "organ"]
    search_fields = ["organ__namn"]
    date_hierarchy = "datum"
    fields = [
        *("organ", "datum", "plats", "slag", "status", "tema", "ordförande", "sekreterare"),
        *(
            "förhinder_till",
            "distans",
            "distans_senast",
            "offentligt",
            "stoppdag",
            "utskicksdag",
            "inställt_skäl",
        ),
    ]
    inlines = [
        *(Tider, Gruppmöten, Program, TilltänktaJusterare, Kallade),
        *(Källor, Partier, Mötespersoner),
    ]
    relaterat = ["organ", "ordförande", "sekreterare", "förhinder_till"]


#: Vägar från en punkt till det som kan vara sekretessbelagt.
PUNKTENS_HEMLIGA = (
    *("", "förälder", "ärende", "skrivelse__handling", "skrivelse__handling__ärende"),
)


class Förslag(Läsdel):
    model = Förslagssats
    fields = ["nummer", "text"]


class Föredrar(Läsdel):
    model = Föredragande
    fields = ["person", "titel", "tid"]
    relaterat = ["person"]


class Punkthandlingar(Läsdel):
    model = Punkthandling
    fields = ["ordning", "handling", "slag", "rubrik", "datum"]
    relaterat = ["handling"]
    hemligt = ["", "handling", "handling__ärende"]


@admin.register(Punkt)
class Punktadmin(Läsadmin):
    """Punkter under en sekretessrad döljs även om de saknar egen markering."""

    list_display = ["rubrik", "sammanträde", "ordning", "slag"]
    list_filter = ["slag"]
    search_fields = ["rubrik"]
    fields = [
        *("sammanträde", "ordning", "numrering", "nummer", "till_nummer", "avsnitt", "slag"),
        *("rubrik", "offentlig_rubrik", "ärende", "tid", "anmärkning"),
        *("handlingar_senare", "handlingar_dukas"),
    ]
    inlines = [Förslag, Föredrar, Punkthandlingar]
    relaterat = ["sammanträde__organ", "ärende"]
    hemligt = PUNKTENS_HEMLIGA

    def get_queryset(self, request: Any) -> Any:
        rader = super().get_queryset(request)
        return rader.exclude(slag=Punkt.Slag.SEKRETESS).exclude(förälder__slag=Punkt.Slag.SEKRETESS)


class Kallelsefiler(Läsdel):
    model = Kallelsefil
    fields = ["slag", "fil"]
    relaterat = ["fil"]


class Kallelsesidor(Läsdel):
    """Punktens rubrik visas inte: den kan vara sekretessbelagd."""

    model = Kallelsesida
    fields = ["nummer", "sidor"]


@admin.register(Kallelse)
class Kallelseadmin(Läsadmin):
    """Underlaget visas inte: det är hela den fullständiga kallelsen."""

    list_display = [
        *("sammanträde", "edition", "nummer", "status", "sidor", "skapad_tid", "utfärdad_tid"),
    ]
    list_filter = ["slag", "status"]
    fields = [
        *("sammanträde", "slag", "edition", "nummer", "status", "jobb", "version", "sidor"),
        *("skapad_tid", "skapad_av", "utfärdad_tid", "utfärdad_av"),
    ]
    inlines = [Kallelsefiler, Kallelsesidor]
    relaterat = ["sammanträde__organ", "jobb", "skapad_av__person", "utfärdad_av__person"]


class PlaneradeMöten(Läsdel):
    model = PlaneratMöte
    fields = [
        *("organ", "datum", "från", "till", "plats", "stopp_arbetsdagar", "utskick_arbetsdagar"),
        "sammanträde",
    ]
    relaterat = ["organ", "sammanträde__organ"]


@admin.register(Sammanträdesplan)
class Sammanträdesplanadmin(Läsadmin):
    list_display = ["myndighet", "år", "version", "status", "beslut"]
    list_filter = ["år", "status"]
    search_fields = ["myndighet__namn"]
    fields = [
        *("myndighet", "år", "version", "ersätter", "status", "beslut", "skäl"),
        *("fastställd_tid", "fastställd_av"),
    ]
    inlines = [PlaneradeMöten]
    relaterat = ["myndighet", "ersätter__myndighet", "fastställd_av__person"]


@admin.register(Skollov)
class Skollovadmin(Registeradmin):
    list_display = ["namn", "från", "till", "kommun"]
    list_filter = ["kommun"]
    search_fields = ["namn"]
    autocomplete_fields = ["kommun"]
    relaterat = ["kommun"]
