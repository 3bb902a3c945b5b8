"""Överklagandehänvisningarna ändras här; allt annat ägs av tjänsterna och läses bara."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from konton.admin.bas import Läsadmin, Läsdel, Registeradmin
from protokoll.models import (
    Anslag,
    Beslutsunderlag,
    Justerare,
    Justering,
    Närvaro,
    Paragraf,
    Paragrafserie,
    Protokoll,
    Protokollsfil,
    Underskrift,
    Utdragsmottagare,
    Överklagandehänvisning,
    ÖvrigNärvarande,
)


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


@admin.register(Överklagandehänvisning)
class Överklagandehänvisningsadmin(Registeradmin):
    list_display = ["myndighet", "överklagandetyp", "domstol"]
    list_filter = ["myndighet", "överklagandetyp"]
    autocomplete_fields = ["myndighet"]
    relaterat = ["myndighet"]
