"""Protokollens rader läses bara; organets mall och överklagandehänvisningarna ändras här."""

from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest

from konton.admin.bas import Läsadmin, Läsdel, Registeradmin, Registerdel
from konton.models import Användare
from protokoll import personnummer
from protokoll.models import (
    Anslag,
    Anslagsregel,
    Beslutsunderlag,
    Justerare,
    Justering,
    Justeringsregel,
    Närvaro,
    Paragraf,
    Paragrafserie,
    Personmärke,
    Protokoll,
    Protokollsfil,
    Protokollsmall,
    Protokollsrubrik,
    Sigillcertifikat,
    Underskrift,
    Utdragsmottagare,
    Överklagandehänvisning,
    ÖvrigNärvarande,
)
from protokoll.services import personmärken


class Närvarande(Läsdel):
    model = Närvaro
    fields = ["namn", "parti", "post", "status", "för", "distans", "paragrafer"]
    relaterat = ["för"]


class Övriga(Läsdel):
    model = ÖvrigNärvarande
    fields = ["namn", "titel"]


class Justerande(Läsdel):
    model = Justerare
    fields = ["närvaro", "är_ersättare"]
    relaterat = ["närvaro"]


class Filer(Läsdel):
    model = Protokollsfil
    fields = ["slag", "fil", "skapad_tid"]
    relaterat = ["fil"]


@admin.register(Protokoll)
class Protokolladmin(Läsadmin):
    list_display = ["sammanträde", "status", "öppnat_tid", "avslutat_tid"]
    list_filter = ["status", "sammanträde__organ"]
    fields = [
        *("sammanträde", "status", "öppnat_tid", "öppnat_av", "avslutat_tid"),
        *("platser", "ordförande"),
        *("justeringsplats", "justeringstid", "förvaringsplats", "jobb"),
    ]
    inlines = [Närvarande, Övriga, Justerande, Filer]
    relaterat = ["sammanträde__organ", "öppnat_av__person", "ordförande", "jobb"]


class Underlag(Läsdel):
    model = Beslutsunderlag
    fields = ["ordning", "titel", "datum"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return super().get_queryset(request).filter(är_hemligt=False)


class Mottagare(Läsdel):
    model = Utdragsmottagare
    fields = ["mottagare"]


@admin.register(Paragraf)
class Paragrafadmin(Läsadmin):
    """Registerfakta. Vad som beslutades läses i protokollet, av den som policyn släpper in."""

    list_display = ["nummer", "rubrik", "organ", "år"]
    list_filter = ["organ", "år"]
    search_fields = ["rubrik", "beteckning"]
    fields = [
        *("protokoll", "organ", "år", "ordning", "nummer", "rubrik", "offentlig_rubrik"),
        *("beteckning", "omedelbart_justerad", "beslutad_tid"),
    ]
    inlines = [Underlag, Mottagare]
    relaterat = ["protokoll__sammanträde__organ", "organ"]
    hemligt = [
        *("", "ärende", "punkt", "punkt__förälder", "punkt__ärende"),
        "punkt__skrivelse__handling",
    ]


class Underskrifter(Läsdel):
    model = Underskrift
    fields = ["som", "namn", "parti", "status", "metod", "datum"]


class Anslagen(Läsdel):
    model = Anslag
    fields = ["paragrafer", "uppsatt", "sista_dag", "nedtas", "förvaring"]


@admin.register(Justering)
class Justeringsadmin(Läsadmin):
    list_display = ["protokoll", "omedelbar", "status", "justerad_tid"]
    list_filter = ["status", "omedelbar"]
    fields = [
        *("protokoll", "ordning", "omedelbar", "paragrafer", "plats", "tid", "datum"),
        *("status", "skickad_tid", "justerad_tid"),
    ]
    inlines = [Underskrifter, Anslagen]
    relaterat = ["protokoll__sammanträde__organ"]


@admin.register(Paragrafserie)
class Paragrafserieadmin(Läsadmin):
    list_display = ["organ", "år", "senaste"]
    list_filter = ["organ"]
    fields = ["organ", "år", "senaste"]
    relaterat = ["organ"]


@admin.register(Sigillcertifikat)
class Sigillcertifikatadmin(Läsadmin):
    """Utan nyckeln, som aldrig visas. Certifikatet sätts med kommandot `sigill`."""

    list_display = ["kommun", "innehavare", "giltigt_till", "självgjort", "avslutat_tid"]
    list_filter = ["kommun", "självgjort"]
    fields = [
        *("kommun", "innehavare", "avtryck", "certifikat", "giltigt_från", "giltigt_till"),
        *("självgjort", "installerat_tid", "installerat_av", "avslutat_tid"),
    ]
    relaterat = ["kommun", "installerat_av__person"]


class Personnummerform(forms.ModelForm):
    """Numret skrivs in och glöms; kvar blir ett avtryck att jämföra en underskrift med."""

    personnummer = forms.CharField(
        help_text="Tolv siffror. Det sparas inte: kvar blir ett avtryck att jämföra med.",
        widget=forms.TextInput(attrs={"autocomplete": "off", "inputmode": "numeric"}),
    )

    class Meta:
        model = Personmärke
        fields = ["person"]

    def clean_personnummer(self) -> str:
        try:
            return personnummer.läs(self.cleaned_data["personnummer"])
        except personnummer.Felskrivet as fel:
            raise ValidationError(str(fel)) from fel


@admin.register(Personmärke)
class Personmärkeadmin(Registeradmin):
    """Vems personnummer en underskrift med BankID eller Freja ska bära."""

    form = Personnummerform
    list_display = ["person", "registrerat_tid", "registrerat_av"]
    search_fields = ["person__namn"]
    fields = ["person", "personnummer"]
    autocomplete_fields = ["person"]
    relaterat = ["person", "registrerat_av__person"]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        return ["person"] if obj else []

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        assert isinstance(request.user, Användare)
        sparad = personmärken.registrera(
            person=obj.person, personnummer=form.cleaned_data["personnummer"], av=request.user
        )
        # Admin loggar raden som sparades.
        obj.pk = sparad.pk


class Rubriker(Registerdel):
    model = Protokollsrubrik
    fields = ["avsnitt", "rubrik", "plats"]


@admin.register(Protokollsmall)
class Protokollsmalladmin(Registeradmin):
    """Hur ett organs protokoll ser ut. Ett färdigt dokument ändras inte av mallen."""

    list_display = ["organ", "ordning", "röster", "närvarolista", "sekretess"]
    fields = [
        *("organ", "dokumentnamn", "paragrafform", "ordning", "ny_sida", "formalia_i_innehåll"),
        *("sidnummer", "sidfot_signatur", "sidfot_bestyrkande"),
        *("anslag_rubrik", "anslag_egen_sida", "närvarolista", "röster", "sekretess"),
    ]
    inlines = [Rubriker]
    egna_delar = [Protokollsrubrik]
    relaterat = ["organ"]


@admin.register(Överklagandehänvisning)
class Överklagandehänvisningsadmin(Registeradmin):
    list_display = ["myndighet", "överklagandetyp", "domstol"]
    list_filter = ["myndighet", "överklagandetyp"]
    autocomplete_fields = ["myndighet"]
    relaterat = ["myndighet"]


@admin.register(Anslagsregel)
class Anslagsregeladmin(Registeradmin):
    list_display = ["kommun", "tillägg"]
    relaterat = ["kommun"]


@admin.register(Justeringsregel)
class Justeringsregeladmin(Registeradmin):
    list_display = ["organ", "publicerar_protokoll", "anslås_kl"]
    autocomplete_fields = ["organ"]
    relaterat = ["organ__myndighet"]
