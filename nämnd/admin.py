"""Organ och uppdrag ändras här; möten, listor och kallelser ägs av tjänsterna och läses bara."""

from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import Q

from konton.admin.bas import Läsadmin, Läsdel, Registeradmin, Registerdel
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
    Uppdrag,
)


class Organformulär(forms.ModelForm):
    class Meta:
        model = Organ
        fields = "__all__"  # noqa: DJ007  # Organadmin.fieldsets bestämmer vilka

    def clean(self) -> dict[str, Any]:
        svar: dict[str, Any] = super().clean() or self.cleaned_data
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

    class Meta:
        model = StåendePunkt
        fields = ["ordning", "rubrik", "slag", "sist", "förslag"]
        widgets = {"förslag": forms.Textarea(attrs={"rows": 2, "cols": 24})}


class StåendePunkter(Registerdel):
    model = StåendePunkt
    form = Ståendepunktformulär


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
        fields = ["organ", "person", "post", "parti", "från", "till", "ordning"]

    def clean(self) -> dict[str, Any]:
        svar: dict[str, Any] = super().clean() or self.cleaned_data
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
    autocomplete_fields = ["organ", "person", "parti"]
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
        *("förhinder_till", "distans", "offentligt", "stoppdag", "utskicksdag", "inställt_skäl"),
    ]
    inlines = [Tider, Gruppmöten, Program, Kallade, Källor, Partier, Mötespersoner]
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
    fields = ["nummer", "från_sida", "till_sida"]


@admin.register(Kallelse)
class Kallelseadmin(Läsadmin):
    """Underlaget visas inte: det är hela den fullständiga kallelsen."""

    list_display = ["sammanträde", "edition", "status", "sidor", "skapad_tid", "utfärdad_tid"]
    list_filter = ["status"]
    fields = [
        *("sammanträde", "edition", "status", "jobb", "version", "sidor"),
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
