"""Diarier ändras här; ärenden, handlingar och jobb ägs av tjänsterna och läses bara."""

from typing import Any

from django import forms
from django.contrib import admin

from konton.admin.bas import Läsadmin, Läsdel, Registeradmin
from ärenden.models import (
    Anmälan,
    Beslutssats,
    Delegatinnehav,
    Delegationsbeslut,
    Delegationsordning,
    Delegationspunkt,
    Delegatserie,
    Diarium,
    Fil,
    Gallringsfrist,
    Handling,
    Händelse,
    Jobb,
    Nummerserie,
    Skrivelse,
    Ärende,
)


class Gallringsfristformulär(forms.ModelForm):
    class Meta:
        model = Gallringsfrist
        fields = [
            *("kommun", "myndighet", "handlingstyp", "år", "räknas_från", "beslut", "kommentar"),
        ]

    def clean(self) -> dict[str, Any]:
        svar: dict[str, Any] = super().clean() or self.cleaned_data
        kommun, myndighet = svar.get("kommun"), svar.get("myndighet")
        if kommun and myndighet and myndighet.kommun_id != kommun.pk:
            self.add_error("myndighet", "Nämnden hör till en annan kommun.")
        return svar


@admin.register(Diarium)
class Diariumadmin(Registeradmin):
    list_display = ["namn", "prefix", "mönster"]
    search_fields = ["namn", "prefix"]
    autocomplete_fields = ["myndigheter"]


@admin.register(Gallringsfrist)
class Gallringsfristadmin(Registeradmin):
    form = Gallringsfristformulär
    list_display = ["handlingstyp", "kommun", "myndighet", "år", "räknas_från", "beslut"]
    list_filter = ["kommun", "myndighet", "handlingstyp"]
    autocomplete_fields = ["kommun", "myndighet"]
    relaterat = ["kommun", "myndighet"]


@admin.register(Nummerserie)
class Nummerserieadmin(Läsadmin):
    list_display = ["diarium", "år", "senaste"]
    list_filter = ["diarium"]
    fields = ["diarium", "år", "senaste"]
    relaterat = ["diarium"]


@admin.register(Ärende)
class Ärendeadmin(Läsadmin):
    list_display = ["beteckning", "rubrik", "status", "myndighet", "registrerat_tid"]
    list_filter = ["status", "myndighet", "år"]
    search_fields = ["beteckning", "rubrik"]
    fields = [
        *("diarium", "myndighet", "beteckning", "klass", "rubrik", "offentlig_rubrik"),
        *("handläggare", "enhet", "status", "ursprung", "bevakning_dag", "registrerat_tid"),
    ]
    relaterat = ["diarium", "myndighet", "handläggare__person"]
    hemligt = [""]


@admin.register(Handling)
class Handlingadmin(Läsadmin):
    list_display = ["rubrik", "ärende", "nummer", "slag", "riktning", "datum"]
    list_filter = ["slag", "riktning"]
    search_fields = ["rubrik", "ärende__beteckning"]
    fields = [
        *("ärende", "nummer", "riktning", "slag", "rubrik", "offentlig_rubrik"),
        *("datum", "ankomstdag", "registrerad_tid"),
    ]
    relaterat = ["ärende"]
    hemligt = ["", "ärende"]


@admin.register(Fil)
class Filadmin(Läsadmin):
    """Bara uppgifter om filen. Innehållet nås genom ärendet eller mötet, med den rätt som krävs."""

    list_display = ["sha256", "medietyp", "storlek", "sidor", "egen", "skapad_tid"]
    list_filter = ["medietyp", "egen"]
    search_fields = ["sha256"]
    fields = ["sha256", "medietyp", "storlek", "sidor", "egen", "skapad_tid"]


@admin.register(Händelse)
class Händelseadmin(Läsadmin):
    """Vad händelsen gällde (`data`) visas inte: det kan nämna en sekretessbelagd handling."""

    list_display = ["tid", "ärende", "typ", "av_namn"]
    list_filter = ["typ"]
    search_fields = ["ärende__beteckning"]
    fields = ["ärende", "typ", "av_namn", "tid"]
    relaterat = ["ärende"]
    hemligt = ["ärende"]


@admin.register(Jobb)
class Jobbadmin(Läsadmin):
    """Steg, fel och argument visas inte: de nämner papper som kan vara sekretessbelagda."""

    list_display = ["slag", "nyckel", "status", "framsteg", "försök", "skapat_tid", "klart_tid"]
    list_filter = ["status", "slag"]
    search_fields = ["nyckel"]
    fields = [
        *("slag", "nyckel", "status", "framsteg", "försök", "lån_till_tid", "av"),
        *("skapat_tid", "skickat_tid", "klart_tid"),
    ]
    relaterat = ["av__person"]


class Beslutssatser(Läsdel):
    model = Beslutssats
    fields = ["nummer", "text"]


@admin.register(Skrivelse)
class Skrivelseadmin(Läsadmin):
    list_display = ["handling", "status", "av"]
    list_filter = ["status"]
    search_fields = ["handling__rubrik", "handling__ärende__beteckning"]
    fields = ["handling", "status", "av"]
    inlines = [Beslutssatser]
    relaterat = ["handling", "av__person"]
    hemligt = ["handling", "handling__ärende"]


@admin.register(Anmälan)
class Anmälanadmin(Läsadmin):
    list_display = ["skrivelse", "myndighet", "önskad_dag", "status"]
    list_filter = ["status", "myndighet"]
    search_fields = ["skrivelse__handling__rubrik"]
    fields = ["skrivelse", "myndighet", "önskad_dag", "status", "av", "tid"]
    relaterat = ["skrivelse__handling", "myndighet", "av__person"]
    hemligt = ["skrivelse__handling", "skrivelse__handling__ärende"]


class Delegationspunkter(Läsdel):
    model = Delegationspunkt
    fields = ["nummer", "grupp", "ärende", "lagrum", "delegat", "ersättare", "slag", "anmäls"]


@admin.register(Delegationsordning)
class Delegationsordningadmin(Läsadmin):
    list_display = ["myndighet", "version", "antagen_av", "gäller_från", "gäller_till"]
    list_filter = ["myndighet"]
    fields = [
        *("myndighet", "version", "antagen_dag", "antagen_av", "gäller_från", "gäller_till"),
        *("skäl", "skapad_av", "skapad_tid"),
    ]
    inlines = [Delegationspunkter]
    relaterat = ["myndighet", "skapad_av__person"]


@admin.register(Delegatinnehav)
class Delegatinnehavadmin(Läsadmin):
    list_display = ["titel", "person", "myndighet", "från", "till"]
    list_filter = ["myndighet"]
    search_fields = ["titel", "person__namn"]
    fields = ["myndighet", "person", "titel", "är_förvaltningschef", "punkt", "från", "till"]
    relaterat = ["myndighet", "person", "punkt"]


@admin.register(Delegatserie)
class Delegatserieadmin(Läsadmin):
    list_display = ["person", "myndighet", "år", "senaste"]
    list_filter = ["myndighet"]
    fields = ["myndighet", "person", "år", "senaste"]
    relaterat = ["myndighet", "person"]


@admin.register(Delegationsbeslut)
class Delegationsbeslutadmin(Läsadmin):
    """Beslutets text visas inte: den läses i ärendet, av den som policyn släpper in."""

    list_display = ["beteckning", "rubrik", "delegat_namn", "beslutsdag", "anmäld_dag"]
    list_filter = ["myndighet", "slag"]
    search_fields = ["rubrik", "delegat_namn", "ärende__beteckning"]
    fields = [
        *("myndighet", "slag", "punkt", "ärende", "år", "nummer", "delegat_namn"),
        *("delegat_titel", "beslutsdag", "rubrik", "överklagandetyp", "anmäld_dag"),
    ]
    relaterat = ["myndighet", "punkt", "ärende"]
    hemligt = ["", "ärende"]
