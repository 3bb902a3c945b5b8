"""Svepet över alla adresser. Koderna är skrivna för hand: de är löftet."""

import uuid
from collections.abc import Generator
from dataclasses import dataclass
from datetime import date, time, timedelta
from http.cookies import SimpleCookie
from typing import Any

import pytest
from django.contrib import admin
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, URLResolver, include, path
from django.utils import timezone
from django.utils.timezone import localdate
from django.views.decorators.http import require_http_methods
from pytest_django import DjangoDbBlocker

from konton.models import Användare, Myndighet, Roll
from nämnd.jäv import Grund
from nämnd.models import (
    Fråga,
    Förslagsställare,
    Initiativ,
    InlämnatYrkande,
    Kallelse,
    Organ,
    Punkt,
    Punkthandling,
    Sammanträde,
    Återkommande,
)
from nämnd.services import gästlänkar, inkallelser, läsrum, publicering
from nämnd.services import svar as svarstjänst
from nämnd.services import utskick as utskickstjänst
from protokoll.models import Expediering, InkommetUtdrag, Kanal, Paragrafsvar, Protokollsfil
from protokoll.services import anslag as anslagstjänst
from protokoll.services import (
    beslut,
    försättsblad,
    justering,
    jäv,
    ledning,
    närvaro,
    omröstningar,
    rättelse,
    uppföljning,
    yrkanden,
)
from protokoll.services import bevis as bevistjänst
from publikt.models import Anslag
from tests import svep
from tests.factories import expediering as expedieringar
from tests.factories import justering as justeringar
from tests.factories import mallar as mallfabrik
from tests.factories import nämnd as nämnder
from tests.factories import publikt as anslagen
from tests.factories import ärenden
from tests.factories.delegation import med_anmälan
from tests.factories.konton import AnvändareFactory, MyndighetFactory, med_roll
from tests.factories.plan import med_plan
from tests.factories.protokoll import Mötesvärld, kallat_möte, organ_med_valda
from tests.svep import Grupp, Provroll, Rad, alla
from ärenden import filer
from ärenden.models import Fil, Handling
from ärenden.services import granskning, remisser

# En grupp: världen byggs en gång per arbetare.
pytestmark = [
    pytest.mark.xdist_group("svep"),
    pytest.mark.slow,
    pytest.mark.urls("tests.webbsvep.adresser"),
]

OFFENTLIGA = [
    *("mfa_authenticate", "verifiera"),
    "account_login",
    "account_logout",
    "halsa",
    "mfa_authenticate",
    "verifiera",
    *(
        f"publikt:{n}"
        for n in (
            *("tavla", "atom", "tidigare", "drift", "anslag", "protokoll", "bevis"),
            *("original", "kalender"),
        )
    ),
    *(f"moten:{n}" for n in ("lista", "visa", "kallelse", "handlingar")),
    # Med en hemlighet i adressen.
    *("lasrum:gast", "lasrum:gast_papper", "lasrum:kontakt"),
    # Skalet för läsning utan nät, lika för alla.
    *(f"lasrum:{n}" for n in ("utan_nat", "sw", "arbetare", "manifest")),
]

# Adminen: bara administratörer. Det som en tjänst äger går inte att lägga till där.
ÄGS_AV_TJÄNSTER = [
    "admin_logentry",
    "arenden_nummerserie",
    "arenden_ärende",
    "arenden_handling",
    "arenden_fil",
    "arenden_händelse",
    "arenden_jobb",
    "arenden_skrivelse",
    "arenden_anmälan",
    "arenden_delegationsordning",
    "arenden_delegatinnehav",
    "arenden_delegatserie",
    "arenden_delegationsbeslut",
    "namnd_sammanträde",
    "namnd_punkt",
    "namnd_kallelse",
    "namnd_sammanträdesplan",
    "protokoll_protokoll",
    "protokoll_paragraf",
    "protokoll_paragrafserie",
    "protokoll_justering",
    "protokoll_sigillcertifikat",
]
GRUPPER = [
    Grupp(
        "admin",
        alla(403, administratör=200),
        inloggning=("admin:login", "account_login"),
        utom={
            "admin:login": alla(302),
            "admin:autocomplete": alla(403),
            **{f"admin:{modell}_add": alla(403) for modell in ÄGS_AV_TJÄNSTER},
        },
    ),
]

# Den som arbetar i nämnden ser dess ärenden; andra får inte veta att sidorna har innehåll.
ÄRENDEROLLER = {"handläggare": 200, "chef": 200, "registrator": 200, "nämndsekreterare": 200}
REGISTRERAR = {"handläggare": 200, "chef": 403, "registrator": 200, "nämndsekreterare": 200}
TAR_EMOT_REMISS = {"handläggare": 200, "registrator": 200, "nämndsekreterare": 200}
ANMÄLER = {"handläggare": 200, "chef": 403, "registrator": 403, "nämndsekreterare": 200}

BESLUTAR = {"handläggare": 200, "chef": 200, "nämndsekreterare": 200, "registrator": 403}
DELEGATION = {**ÄRENDEROLLER, "administratör": 200}
# Den antagna ordningen läser också den som har uppdrag i nämnden.
LÄSER_ORDNINGEN = {**DELEGATION, "förtroendevald": 200}
SKÖTER_DELEGATION = {"nämndsekreterare": 200, "administratör": 200}
SKÖTER_DELEGATION_403 = {
    **SKÖTER_DELEGATION, "handläggare": 403, "chef": 403, "registrator": 403
}  # fmt: skip  # läses som en rad i tabellen

MÖTESROLLER = {**ÄRENDEROLLER, "administratör": 200}
SEKRETERAREN = {
    "handläggare": 403, "chef": 403, "registrator": 403, "administratör": 403,
    "nämndsekreterare": 200,
}  # fmt: skip  # läses som en rad i tabellen

# En punkt hämtas ur dem man får ändra: för andra finns den bara i listan.
PUNKTENS = {"administratör": 404, "nämndsekreterare": 200}

OFULLSTÄNDIG = {"administratör": 404, "nämndsekreterare": 422}

# Bara den som registrerar och ser allt i ärendet; de andra ser ärendet men avslutar det inte.
AVSLUTAR = {**dict.fromkeys(ÄRENDEROLLER, 403), "registrator": 200, "nämndsekreterare": 200}

# Förtroendevald är ledamot i den egna nämnden, och justerare vid det hållna mötet.
KALLADE = {**MÖTESROLLER, "förtroendevald": 200}
BARA_SEKRETERAREN = {"nämndsekreterare": 200}
# Administratören och kommunens nämndsekreterare ser också andra nämnders planer som väntar.
LÄSER_ANDRAS = {"nämndsekreterare": 200, "administratör": 200}
FULLSTÄNDIGA = {"nämndsekreterare": 200, "förtroendevald": 200}
ÖPPNAR = {**SEKRETERAREN, "förtroendevald": 403}
JUSTERAR = {"nämndsekreterare": 200, "förtroendevald": 200}
JUSTERATS_LÄSARE = {**ÄRENDEROLLER, "förtroendevald": 200}
LÄSARE_403 = dict.fromkeys(JUSTERATS_LÄSARE, 403)
FÖRBEREDER = {"handläggare": 200, "nämndsekreterare": 200}
TAR_EMOT = {"registrator": 200, "nämndsekreterare": 200}


# Alla ser filen; bara chefen når fram till att den inte behöver något godkännande.
GODKÄNNER = {**dict.fromkeys(ÄRENDEROLLER, 403), "chef": 302}


def efter_post(koder: dict[str, int]) -> dict[str, int]:
    """En lyckad POST leder vidare."""
    return {roll: 302 if kod == 200 else kod for roll, kod in koder.items()}


def ofullständig(koder: dict[str, int]) -> dict[str, int]:
    """Ett tomt formulär kommer tillbaka med felen till den som får skicka det."""
    return {roll: 422 if kod == 200 else kod for roll, kod in koder.items()}


def för_ärende(namn: str, väntat: dict[str, int], objekt: str, metod: str = "get") -> Rad:
    """En adress med ett objekt i diariet."""
    return Rad(
        f"arenden:{namn}",
        alla(404, **väntat),
        metod,
        kwargs=lambda n: {"pk": n[objekt].pk},
        annan_nämnd=alla(404),
    )


def för_listan(namn: str, väntat: dict[str, int]) -> Rad:
    """En lista som fil. Adressen pekar inte ut något; var och en får sin egen."""
    return Rad(
        f"arenden:{namn}",
        alla(403, **väntat),
        kwargs=lambda n: {"slag": "csv"},
        annan_nämnd=alla(403, **väntat),
    )


def för_möte(
    namn: str,
    väntat: dict[str, int],
    metod: str = "get",
    objekt: str = "sammanträde",
    *,
    får_skriva: bool = False,
    **fler: str,
) -> Rad:
    """En adress med ett sammanträde eller något i det."""
    return Rad(
        f"namnd:{namn}",
        alla(404, **väntat),
        metod,
        kwargs=lambda n: {"pk": n[objekt].pk} | {k: n[v].pk for k, v in fler.items()},
        # Administratören sköter alla nämnders register och ser deras möten.
        annan_nämnd=alla(404, administratör=väntat["administratör"]),
        får_skriva=får_skriva,
    )


def för_ordning(
    namn: str, väntat: dict[str, int], objekt: str, metod: str = "get", **fler: str
) -> Rad:
    """En adress i delegationen. Administratören sköter alla nämnders delegationsordningar."""
    return Rad(
        f"arenden:{namn}",
        alla(404, **väntat),
        metod,
        kwargs=lambda n: {"pk": n[objekt].pk} | {k: n[v].pk for k, v in fler.items()},
        data=(lambda n: {"till": "2030-01-01"}) if namn == "avsluta_innehav" else None,
        annan_nämnd=alla(404, administratör=väntat["administratör"]),
    )


def för_punkt(
    namn: str, metod: str = "get", *, objekt: str = "anmälningspunkt", kod: int = 0
) -> Rad:
    """En adress med anmälningspunkten eller något på den."""
    return Rad(
        f"namnd:{namn}",
        alla(404, nämndsekreterare=kod or (302 if metod == "post" else 200)),
        metod,
        kwargs=lambda n: {"pk": n[objekt].pk},
        annan_nämnd=alla(404),
    )


def för_plan(namn: str, kod: int, metod: str = "get", objekt: str = "plan") -> Rad:
    """Nämndens sekreterare arbetar med planen; kommunens andra sekreterare läser den bara."""
    return Rad(
        f"namnd:{namn}",
        alla(404, nämndsekreterare=kod),
        metod,
        kwargs=lambda n: {"pk": n[objekt].pk},
        annan_nämnd=alla(404, nämndsekreterare=403),
    )


def för_utskick(namn: str, kod: int, metod: str = "get", objekt: str = "utskick") -> Rad:
    """Ett utskick eller en mottagare i det, för den som sköter mötet."""
    return Rad(
        f"namnd:{namn}",
        alla(404, nämndsekreterare=kod),
        metod,
        kwargs=lambda n: {"pk": n[objekt].pk},
        data=(lambda n: {"epost": "inte en adress"}) if namn == "skicka_igen" else None,
        annan_nämnd=alla(404),
    )


def läs_plan(namn: str, objekt: str, egna: dict[str, int], andras: dict[str, int]) -> Rad:
    return Rad(
        f"namnd:{namn}",
        alla(404, **egna),
        kwargs=lambda n: {"pk": n[objekt].pk},
        annan_nämnd=alla(404, **andras),
    )


def för_kallelse(objekt: str, slag: str, väntat: dict[str, int]) -> Rad:
    """En fil i en edition av kallelsen."""
    return Rad(
        "namnd:kallelsefil",
        alla(404, **väntat),
        kwargs=lambda n: {"pk": n[objekt].pk, "slag": slag},
        annan_nämnd=alla(404, administratör=väntat.get("administratör", 404)),
        # Den kallades första läsning antecknas.
        får_skriva=objekt == "utfärdad",
    )


NÅGON_ANNANS = uuid.UUID(int=4)


def i_läsrummet(
    namn: str,
    väntat: dict[str, int],
    metod: str = "get",
    papper: str = "",
    punktens: str = "",
    **fler: object,
) -> Rad:
    """En adress i ett mötes läsrum, eller ett papper där."""
    # Administratören ser alla nämnders möten.
    administratörens = väntat.get("administratör", 404)
    return Rad(
        f"lasrum:{namn}",
        alla(404, **väntat),
        metod,
        kwargs=lambda n: (
            {"pk": n["läst"]["möte"].pk, **fler}
            | (n["läst"][papper] if papper else {})
            | ({"punkt": n["läst"][punktens]["punkt"]} if punktens else {})
        ),
        annan_nämnd=alla(404, administratör=administratörens),
        # Den första läsningen antecknas, och texten läses ut ur pappret.
        får_skriva=metod == "get" and namn in ("mote", "papper", "pdf"),
    )


def för_protokoll(
    namn: str, väntat: dict[str, int], metod: str = "get", objekt: str = "protokoll", **fler: str
) -> Rad:
    """En adress med ett protokoll eller något i det. Andra än sekreteraren vet inte av det."""
    return Rad(
        f"protokoll:{namn}",
        alla(404, **väntat),
        metod,
        kwargs=lambda n: {"pk": n[objekt].pk} | {k: n[v].pk for k, v in fler.items()},
        annan_nämnd=alla(404),
    )


def för_alla(namn: str, kod: int = 200, objekt: str = "", var: str = "publikt") -> Rad:
    """En sida på anslagstavlan eller webben: samma för alla, inloggade eller ej."""
    return Rad(
        f"{var}:{namn}",
        alla(kod, anonym=kod),
        kwargs=(lambda n: {"pk": n[objekt].pk}) if objekt else None,
        annan_nämnd=alla(kod, anonym=kod) if objekt else None,
    )


SVEP = [
    Rad("hem", alla(200)),
    Rad("halsa", alla(200, anonym=200)),
    Rad("stil", alla(200)),
    Rad("verifiera", alla(200, anonym=200)),
    # Utan fil kommer formuläret tillbaka med felet.
    Rad("verifiera", alla(422, anonym=422), "post"),
    Rad("account_login", alla(302, anonym=200)),
    Rad("account_logout", alla(200, anonym=302), inloggning=()),
    *(för_alla(namn) for namn in ("tavla", "atom", "tidigare", "drift")),
    *(för_alla(namn, 200, "uppsatt") for namn in ("anslag", "protokoll", "original", "bevis")),
    för_alla("lista", var="moten"),
    *(för_alla(namn, 200, "webbmöte", "moten") for namn in ("visa", "kallelse", "handlingar")),
    för_alla("kalender", 200, "organ"),
    *(för_alla(namn, 404, "väntande") for namn in ("anslag", "protokoll", "original", "bevis")),
    # Bara mellan rätt lösenord och rätt kod.
    Rad("mfa_authenticate", alla(302)),
    Rad("account_reauthenticate", alla(200)),
    # Ingen i svepet har en andra faktor: de hänvisas till lösenordet.
    Rad("mfa_reauthenticate", alla(302)),
    Rad("mfa_index", alla(200)),
    Rad("mfa_activate_totp", alla(302)),
    Rad("tvasteg_bild", alla(404)),
    Rad("mfa_deactivate_totp", alla(404)),
    Rad("mfa_view_recovery_codes", alla(302)),
    Rad("mfa_generate_recovery_codes", alla(302)),
    Rad("arenden:lista", alla(403, **ÄRENDEROLLER)),
    Rad("arenden:sok", alla(403, **ÄRENDEROLLER)),
    för_listan("lista_fil", ÄRENDEROLLER),
    # Utan något att söka efter leder filen till sidan.
    för_listan("sok_fil", efter_post(ÄRENDEROLLER)),
    Rad("arenden:postlista", alla(403, **ÄRENDEROLLER)),
    Rad("arenden:postlista_pdf", alla(403, **ÄRENDEROLLER)),
    för_listan("postlista_fil", ÄRENDEROLLER),
    Rad("arenden:ny", alla(403, **REGISTRERAR)),
    Rad("arenden:ny", alla(403, **ofullständig(REGISTRERAR)), "post"),
    Rad("arenden:kvalitet", alla(403, **REGISTRERAR)),
    för_ärende("visa", ÄRENDEROLLER, "ärende"),
    för_ärende("avsluta", AVSLUTAR, "ärende"),
    för_ärende("avsluta", ofullständig(AVSLUTAR), "ärende", "post"),
    # Ett ärende som inte är avslutat öppnas inte: sidan säger det.
    för_ärende("ateroppna", efter_post(AVSLUTAR), "ärende", "post"),
    för_ärende("atgarda", ofullständig(REGISTRERAR), "ärende", "post"),
    för_ärende("ny_handling", REGISTRERAR, "ärende"),
    för_ärende("ny_skrivelse", REGISTRERAR, "ärende"),
    för_ärende("ny_handling", ofullständig(REGISTRERAR), "ärende", "post"),
    för_ärende("ny_skrivelse", ofullständig(REGISTRERAR), "ärende", "post"),
    för_ärende("fil", ÄRENDEROLLER, "handling"),
    för_ärende("anmal", efter_post(ANMÄLER), "skrivelse", "post"),
    för_ärende("aterta", efter_post(ANMÄLER), "anmälan", "post"),
    # Nämnden i svepet har en mall; den som börjar skriva kommer till sitt utkast.
    för_ärende("skriv", efter_post(REGISTRERAR), "ärende", "post"),
    # Utkastet finns bara för den som skriver och för ärendets handläggare.
    *(
        för_ärende(namn, {}, "skrivelseutkast", metod)
        for namn, metod in (
            *(("utkast", "get"), ("utkast", "post"), ("autospara", "post")),
            *(("utkast_pdf", "get"), ("utkast_versioner", "get"), ("skriven_text", "get")),
            *(("lamna_in", "get"), ("lamna_in", "post"), ("slang_utkast", "post")),
            *(("aterstall_utkast", "post"), ("skrivnarvaro", "post"), ("paragrafer", "get")),
            *(("forhandsgranska", "get"), ("ladda_upp_bild", "post")),
            *(("skrivelse_word", "get"), ("skrivelse_html", "get")),
            *(("las_in", "get"), ("las_in", "post"), ("inlast", "get"), ("inlast", "post")),
            *(("bilagor", "get"), ("bilagor", "post")),
        )
    ),
    *(
        för_ärende(namn, {}, "skrivelsebilaga", metod)
        for namn, metod in (
            *(("andra_bilaga", "post"), ("flytta_bilaga", "post"), ("ta_bort_bilaga", "post")),
            *(("egen_bilagepdf", "post"), ("gor_om_bilaga", "post")),
            *(("bilagejobb", "get"), ("bilagepdf", "get"), ("bilageoriginal", "get")),
        )
    ),
    Rad("arenden:skrivelser", alla(403, **ÄRENDEROLLER)),
    # Granskningen finns bara för den som skriver och för de namngivna granskarna.
    *(
        för_ärende(namn, {}, "granskas", metod)
        for namn, metod in (
            *(("granskning", "get"), ("skicka_granskning", "get"), ("skicka_granskning", "post")),
            *(("kommentera", "post"), ("granskningssvar", "post"), ("aterkalla", "post")),
            *(("andra_igen", "post"), ("valj_sammantrade", "post")),
        )
    ),
    för_ärende("kommentar", {}, "granskningskommentar", "post"),
    # Ett utkast som inte är inlämnat öppnas inte igen av någon.
    för_ärende("oppna_igen", {}, "granskas", "post"),
    # Filen syns för alla i nämnden; att godkänna är chefens.
    för_ärende("godkann", GODKÄNNER, "skrivelse", "post"),
    Rad(
        "arenden:skrivelsebild",
        alla(404),
        kwargs=lambda n: {"pk": n["skrivelseutkast"].pk, "nummer": 1},
        annan_nämnd=alla(404),
    ),
    Rad("arenden:remisser", alla(404, **ÄRENDEROLLER)),
    för_ärende("ny_remiss", REGISTRERAR, "ärende"),
    för_ärende("ny_remiss", ofullständig(REGISTRERAR), "ärende", "post"),
    för_ärende("remiss", ÄRENDEROLLER, "remiss"),
    för_ärende("fler_remissmottagare", ofullständig(REGISTRERAR), "remiss", "post"),
    för_ärende("remissvar", efter_post(REGISTRERAR), "remissmottagare", "post"),
    för_ärende("remiss_avstar", efter_post(REGISTRERAR), "remissmottagare", "post"),
    # Den som inte registrerar hos mottagaren vet inte av det som ska tas emot.
    för_ärende("ta_emot_remiss", TAR_EMOT_REMISS, "att_ta_emot"),
    för_ärende("ta_emot_remiss", ofullständig(TAR_EMOT_REMISS), "att_ta_emot", "post"),
    för_ärende("remissens_fil", TAR_EMOT_REMISS, "att_ta_emot"),
    för_ärende("mottagen_handling", REGISTRERAR, "handling"),
    för_ärende("mottagen_handling", ofullständig(REGISTRERAR), "handling", "post"),
    för_ärende("mottagen_remiss", ÄRENDEROLLER, "mottagen_remiss"),
    för_ärende("yttra", efter_post(REGISTRERAR), "mottagen_remiss", "post"),
    # Utan vald handling händer inget.
    för_ärende("besvara_remiss", efter_post(REGISTRERAR), "mottagen_remiss", "post"),
    för_ärende("avsta_remiss", efter_post(REGISTRERAR), "mottagen_remiss", "post"),
    Rad("arenden:mallar", alla(403, **SKÖTER_DELEGATION)),
    för_ordning("ny_mall", SKÖTER_DELEGATION, "myndighet"),
    för_ordning("ny_mall", ofullständig(SKÖTER_DELEGATION), "myndighet", "post"),
    för_ordning("mall", SKÖTER_DELEGATION, "mall"),
    för_ordning("mall", SKÖTER_DELEGATION, "mallutkast"),
    # Utan knapp ordnas avsnitten om, och inget sparas.
    för_ordning("mall", SKÖTER_DELEGATION, "mallutkast", "post"),
    för_ordning("mall_pdf", SKÖTER_DELEGATION, "mall"),
    för_ordning("slang_mall", efter_post(SKÖTER_DELEGATION), "mallutkast", "post"),
    Rad("arenden:delegationsbeslut", alla(403, **ÄRENDEROLLER)),
    Rad("arenden:valj_arende", alla(403, **BESLUTAR)),
    för_ärende("fatta", BESLUTAR, "ärende"),
    # Utan uppgifter kommer formuläret tillbaka.
    för_ärende("fatta", BESLUTAR, "ärende", "post"),
    för_ärende("visa_delegationsbeslut", ÄRENDEROLLER, "beslut"),
    Rad("arenden:ordningar", alla(403, **LÄSER_ORDNINGEN)),
    Rad("arenden:ny_ordning", alla(403, **SKÖTER_DELEGATION)),
    # Utan fil kommer formuläret tillbaka.
    Rad("arenden:ny_ordning", alla(403, **SKÖTER_DELEGATION), "post"),
    för_ordning("ordning", LÄSER_ORDNINGEN, "ordning"),
    för_ordning("ordning", SKÖTER_DELEGATION, "ordningsutkast"),
    för_ordning("ordning", {**SKÖTER_DELEGATION_403, "förtroendevald": 403}, "ordning", "post"),
    för_ordning("slang_ordning", efter_post(SKÖTER_DELEGATION), "ordningsutkast", "post"),
    för_ordning("jamfor_ordningar", LÄSER_ORDNINGEN, "ordning", mot="ordning"),
    för_ordning("innehav", DELEGATION, "myndighet"),
    för_ordning("innehav", SKÖTER_DELEGATION_403, "myndighet", "post"),
    för_ordning("avsluta_innehav", efter_post(SKÖTER_DELEGATION_403), "innehav", "post"),
    för_ordning("vidaredelegera", SKÖTER_DELEGATION_403, "innehav"),
    för_ordning("vidaredelegera", SKÖTER_DELEGATION_403, "innehav", "post"),
    Rad("namnd:lista", alla(200)),
    Rad("namnd:ny", alla(403, nämndsekreterare=200)),
    Rad("namnd:ny", alla(403, nämndsekreterare=422), "post"),
    för_möte("visa", MÖTESROLLER),
    för_möte("andra", SEKRETERAREN),
    för_möte("flytta", SEKRETERAREN),
    för_möte("stall_in", SEKRETERAREN),
    för_möte("andra", ofullständig(SEKRETERAREN), "post"),
    för_möte("flytta", ofullständig(SEKRETERAREN), "post"),
    för_möte("stall_in", ofullständig(SEKRETERAREN), "post"),
    för_möte("foredragningslista", SEKRETERAREN),
    för_möte("punkt", PUNKTENS, objekt="punkt"),
    för_möte("punkt", OFULLSTÄNDIG, "post", objekt="punkt"),
    för_möte("staende", efter_post(SEKRETERAREN), "post"),
    # En tom rubrik ger formuläret tillbaka med felet.
    för_möte("ny_punkt", {**SEKRETERAREN, "nämndsekreterare": 422}, "post"),
    för_möte("samla", efter_post(SEKRETERAREN), "post"),
    för_möte("ta_upp", efter_post(SEKRETERAREN), "post", anmälan="anmälan"),
    för_möte("ta_upp_aterkommande", efter_post(SEKRETERAREN), "post", rad="återkommande"),
    # Inget är markerat, och ingen ändring går att ångra: listan säger det.
    för_möte("ta_upp_flera", efter_post(SEKRETERAREN), "post"),
    för_möte("angra", efter_post(SEKRETERAREN), "post"),
    för_möte("flytta_punkt", efter_post(SEKRETERAREN), "post", punkt="punkt"),
    för_möte("ta_bort_punkt", efter_post(SEKRETERAREN), "post", punkt="punkt"),
    för_möte("los_upp", efter_post(SEKRETERAREN), "post", punkt="punkt"),
    för_möte("underpunkt", efter_post(SEKRETERAREN), "post", punkt="punkt"),
    för_möte("egen_punkt", efter_post(SEKRETERAREN), "post", punkt="punkt"),
    för_möte("lagg_till_handling", OFULLSTÄNDIG, "post", objekt="punkt"),
    för_möte("ladda_upp", OFULLSTÄNDIG, "post", objekt="punkt"),
    # Anmälningspunkten finns bara för den som sköter listan.
    för_punkt("anmalningar"),
    för_punkt("hamta_beslut", "post"),
    för_punkt("skriv_om", "post"),
    för_punkt("anmalningsjobb", kod=302),
    för_punkt("ny_utskott", "post", kod=422),
    för_punkt("meddelanden"),
    för_punkt("meddelanden", "post"),
    för_punkt("ta_bort_beslut", "post", objekt="anmält"),
    för_punkt("fotnot", "post", objekt="anmält"),
    för_punkt("ta_bort_utskott", "post", objekt="utskottsrad"),
    för_punkt("ta_bort_meddelande", "post", objekt="meddelande"),
    # Sammanträdesplanen. En fastställd plan läser alla i kommunen.
    Rad("namnd:planer", alla(200)),
    Rad("namnd:ny_plan", alla(403, nämndsekreterare=200)),
    Rad("namnd:ny_plan", alla(403, nämndsekreterare=422), "post"),
    Rad(
        "namnd:kommunens_plan",
        alla(404, **KALLADE),
        kwargs=lambda n: {"pk": n["plan"].myndighet.kommun_id, "ar": n["plan"].år},
        annan_nämnd=alla(404, **KALLADE),
    ),
    *(
        rad
        for namn in ("plan", "plan_kalender")
        for rad in (
            läs_plan(namn, "plan", BARA_SEKRETERAREN, BARA_SEKRETERAREN),
            läs_plan(namn, "inlämnad_plan", MÖTESROLLER, LÄSER_ANDRAS),
            läs_plan(namn, "fastställd_plan", KALLADE, KALLADE),
        )
    ),
    läs_plan("plan_pdf", "plan", {}, {}),
    läs_plan("plan_pdf", "inlämnad_plan", MÖTESROLLER, LÄSER_ANDRAS),
    # Utan pågående jobb leder sidan tillbaka till planen.
    för_plan("planjobb", 302),
    för_plan("planserie", 200),
    för_plan("planserie", 422, "post"),
    för_plan("nytt_planerat", 200),
    för_plan("nytt_planerat", 422, "post"),
    för_plan("andra_planerat", 200, objekt="planerat"),
    för_plan("andra_planerat", 422, "post", "planerat"),
    för_plan("ta_bort_planerat", 302, "post", "planerat"),
    för_plan("skriv_plan", 302, "post"),
    för_plan("lamna_plan", 200),
    för_plan("lamna_plan", 422, "post"),
    för_plan("slang_plan", 302, "post"),
    # Det som inte kan göras med ett utkast ger planens sida med skälet.
    för_plan("ta_tillbaka_plan", 422, "post"),
    för_plan("revidera_plan", 422, "post"),
    för_plan("faststall_plan", 200),
    för_plan("faststall_plan", 422, "post"),
    för_möte("skapa_kallelse", efter_post(SEKRETERAREN), "post"),
    # Utan uppgifter kommer sidan tillbaka med felet.
    för_möte("staende_punkter", SEKRETERAREN),
    för_möte("staende_punkter", ofullständig(SEKRETERAREN), "post"),
    # Utan val kommer sidan tillbaka med felet.
    för_möte("valj_kallelse", ÖPPNAR, objekt="kallat"),
    för_möte("valj_kallelse", ofullständig(ÖPPNAR), "post", "kallat"),
    # Utan pågående jobb leder sidan tillbaka till listan.
    för_möte("jobb", efter_post(SEKRETERAREN)),
    för_möte("flytta_handling", efter_post(PUNKTENS), "post", objekt="punkthandling"),
    för_möte("ta_bort_handling", efter_post(PUNKTENS), "post", objekt="punkthandling"),
    för_möte("papper", PUNKTENS, objekt="punkthandling"),
    # Den kallades första läsning antecknas.
    för_möte("visa", KALLADE, objekt="kallat", får_skriva=True),
    för_möte("andra", ÖPPNAR, objekt="kallat"),
    *(
        Rad(
            f"namnd:{namn}",
            alla(404, **BARA_SEKRETERAREN),
            kwargs=lambda n: {"pk": n["utkast"].pk},
            annan_nämnd=alla(404),
        )
        for namn in ("utfarda", "forhandsgranska")
    ),
    Rad(
        "namnd:utfarda",
        alla(404, **efter_post(BARA_SEKRETERAREN)),
        "post",
        kwargs=lambda n: {"pk": n["utkast"].pk},
        annan_nämnd=alla(404),
    ),
    *(
        Rad(
            "namnd:publicera",
            alla(404, **{**ÖPPNAR, "nämndsekreterare": kod}),
            metod,
            kwargs=lambda n: {"pk": n["utfärdad"].pk},
            annan_nämnd=alla(404, administratör=403),
        )
        # Utan bekräftelse kommer formuläret tillbaka med felet.
        for metod, kod in (("get", 200), ("post", 422))
    ),
    för_möte("svar", SEKRETERAREN),
    för_möte("svar", ÖPPNAR, objekt="kallat"),
    # Bara den som är kallad svarar; för andra har mötet ingen svarssida.
    *(
        Rad(
            "namnd:svara",
            alla(404, förtroendevald=kod),
            metod,
            kwargs=lambda n: {"pk": n["kallat"].pk},
            annan_nämnd=alla(404),
        )
        for metod, kod in (("get", 200), ("post", 422))
    ),
    för_möte("svara_for", ÖPPNAR, objekt="kallat", person="bo"),
    för_möte("svara_for", ofullständig(ÖPPNAR), "post", "kallat", person="bo"),
    # Den förtroendevalda är Bo.
    för_möte("anmal_jav", ofullständig(ÖPPNAR), "post", "kallat", person="ingrid"),
    för_möte(
        "anmal_jav", ofullständig({**ÖPPNAR, "förtroendevald": 200}), "post", "kallat", person="bo"
    ),
    Rad(
        "namnd:kalla_in",
        # Bo har inte sagt att han är borta.
        alla(404, **ofullständig(ÖPPNAR)),
        "post",
        kwargs=lambda n: {"pk": n["kallat"].pk},
        data=lambda n: {"for": n["bo"].pk, "person": n["håkan"].pk},
        annan_nämnd=alla(404, administratör=403),
    ),
    för_möte("kalla_in_alla", efter_post(ÖPPNAR), "post", objekt="kallat"),
    *(
        Rad(
            f"namnd:{namn}",
            alla(404, nämndsekreterare=302),
            "post",
            kwargs=lambda n, objekt=objekt: {"pk": n[objekt].pk},
            annan_nämnd=alla(404),
        )
        for namn, objekt in (("ta_tillbaka_jav", "anmält_jäv"), ("aterta_inkallelse", "inkallelse"))
    ),
    för_möte("avpublicera", efter_post(ÖPPNAR), "post", objekt="kallat"),
    *(
        Rad(
            "namnd:skicka_kallelse",
            alla(404, **{**ÖPPNAR, "nämndsekreterare": kod}),
            metod,
            kwargs=lambda n: {"pk": n["utfärdad"].pk},
            annan_nämnd=alla(404, administratör=403),
        )
        # Utan formuläret för kännedom kommer sidan tillbaka med felet.
        for metod, kod in (("get", 200), ("post", 422))
    ),
    för_möte("utskick", ÖPPNAR, objekt="kallat"),
    # Utskicket och raderna i det finns bara för den som sköter mötet.
    för_utskick("postlista", 200),
    för_utskick("postlista", 302, "post"),
    för_utskick("forsok_skicka", 302, "post"),
    för_utskick("skicka_igen", 200, objekt="utskicksmottagare"),
    för_utskick("skicka_igen", 422, "post", "utskicksmottagare"),
    Rad("arenden:handlingsplan", alla(403, **DELEGATION)),
    för_ordning("handlingsplan_pdf", DELEGATION, "myndighet"),
    # Läsrummet: alla som får läsa kallelsen, var och en i sitt exemplar.
    Rad("lasrum:lista", alla(200)),
    i_läsrummet("mote", KALLADE),
    i_läsrummet("sett", efter_post(KALLADE), "post"),
    i_läsrummet("papper", KALLADE, papper="öppet"),
    i_läsrummet("pdf", KALLADE, papper="öppet"),
    i_läsrummet("pdfvisning", KALLADE, papper="öppet"),
    # Ett hemligt papper finns bara för organets egna, och för ingen som är jävig i punkten.
    # De får först styrka sig.
    i_läsrummet("papper", efter_post(FULLSTÄNDIGA), papper="hemligt"),
    i_läsrummet("pdf", efter_post(FULLSTÄNDIGA), papper="hemligt"),
    i_läsrummet("pdfvisning", efter_post(FULLSTÄNDIGA), papper="hemligt"),
    i_läsrummet("papper", efter_post(BARA_SEKRETERAREN), papper="jävigt"),
    i_läsrummet("pdf", efter_post(BARA_SEKRETERAREN), papper="jävigt"),
    i_läsrummet("pdfvisning", efter_post(BARA_SEKRETERAREN), papper="jävigt"),
    # Upplagan görs av det som läsaren får; filen finns först när den är gjord.
    i_läsrummet("upplaga", KALLADE),
    i_läsrummet("upplaga", ofullständig(KALLADE), "post"),
    i_läsrummet("upplagefil", {}, nummer=1),
    # De egna anteckningarna: alla som läser har sina, och ingen har någon annans.
    i_läsrummet("anteckna", ofullständig(KALLADE), "post", papper="öppet"),
    # Felen visas i pappret, och det kräver en ny kod.
    i_läsrummet("anteckna", efter_post(FULLSTÄNDIGA), "post", papper="hemligt"),
    i_läsrummet("anteckningar", KALLADE),
    i_läsrummet("anteckningsfil", KALLADE),
    i_läsrummet("slang_anteckningar", KALLADE),
    i_läsrummet("slang_anteckningar", efter_post(KALLADE), "post"),
    i_läsrummet("anteckning", {}, nyckel=NÅGON_ANNANS),
    i_läsrummet("anteckning", {}, "post", nyckel=NÅGON_ANNANS),
    i_läsrummet("ta_bort_anteckning", {}, "post", nyckel=NÅGON_ANNANS),
    # Yrkanden och frågor: den som sitter i organet, inte på en punkt som hen är jävig i.
    Rad("lasrum:mina", alla(200)),
    *(
        i_läsrummet(namn, koder, metod, punktens=papper)
        for papper in ("öppet", "hemligt", "jävigt")
        for namn, metod, kod in (
            ("nytt_yrkande", "get", 200),
            ("nytt_yrkande", "post", 302),
            ("fraga", "get", 200),
            ("fraga", "post", 422),
        )
        for koder in [
            {**dict.fromkeys(KALLADE, 403), "förtroendevald": 403 if papper == "jävigt" else kod}
        ]
    ),
    Rad(
        "lasrum:nytt_initiativ",
        alla(404, förtroendevald=200),
        kwargs=lambda n: {"organ": n["organ"].pk},
        annan_nämnd=alla(404),
    ),
    Rad(
        "lasrum:nytt_initiativ",
        alla(404, förtroendevald=302),
        "post",
        kwargs=lambda n: {"organ": n["organ"].pk},
        annan_nämnd=alla(404),
    ),
    *(
        Rad(
            f"lasrum:{namn}",
            alla(404),
            metod,
            kwargs=lambda n: {"nyckel": NÅGON_ANNANS},
            annan_nämnd=alla(404),
        )
        for namn, metod in (
            *(("utkast", "get"), ("utkast", "post"), ("lamna_in", "get"), ("lamna_in", "post")),
            *(("autospara", "post"), ("ta_bort_utkast", "post")),
        )
    ),
    # Bara den som lämnade in det återtar det.
    *(
        Rad(
            f"lasrum:{namn}",
            alla(404),
            "post",
            kwargs=lambda n, objekt=objekt: {"pk": n["läst"][objekt].pk},
            annan_nämnd=alla(404),
        )
        for namn, objekt in (("aterta_yrkande", "yrkande"), ("aterta_initiativ", "initiativ"))
    ),
    för_möte("inlamnat", SEKRETERAREN),
    # Frågan är sekreterarens tills den har skickats till en handläggare.
    *(
        Rad(
            f"namnd:{namn}",
            alla(404, **koder),
            metod,
            kwargs=lambda n: {"pk": n["läst"]["fråga"].pk},
            annan_nämnd=alla(404),
        )
        for namn, metod, koder in (
            ("fraga", "get", {"nämndsekreterare": 200}),
            ("fraga", "post", {"nämndsekreterare": 422}),
            ("besvara_fraga", "get", {}),
            ("besvara_fraga", "post", {}),
        )
    ),
    # Läsning utan nät: den som läser får en nyckel, och ingen når någon annans exemplar.
    Rad(
        "lasrum:dela_ut",
        alla(404, **dict.fromkeys(KALLADE, 201)),
        "post",
        kwargs=lambda n: {"pk": n["läst"]["möte"].pk},
        data=lambda n: {"enhet": str(NÅGON_ANNANS)},
        annan_nämnd=alla(404, administratör=201),
    ),
    i_läsrummet("anteckna_sparat", ofullständig(KALLADE), "post"),
    i_läsrummet("aterkalla_sparat", efter_post(KALLADE), "post"),
    i_läsrummet("sparat", {}, nyckel=NÅGON_ANNANS),
    i_läsrummet("sparat_klart", {}, "post", nyckel=NÅGON_ANNANS),
    i_läsrummet("ta_bort_sparat", {}, "post", nyckel=NÅGON_ANNANS),
    # Enhetens hemlighet är beviset; utan den finns inget.
    Rad("lasrum:kontakt", alla(404, anonym=404), "post"),
    *(
        Rad(f"lasrum:{namn}", alla(200, anonym=200))
        for namn in ("utan_nat", "sw", "arbetare", "manifest")
    ),
    i_läsrummet("gaster", ÖPPNAR),
    i_läsrummet("gaster", ofullständig(ÖPPNAR), "post"),
    *(
        Rad(
            "lasrum:aterta",
            alla(404, nämndsekreterare=302),
            "post",
            kwargs=lambda n: {"pk": n["läst"]["länk"].pk},
            annan_nämnd=alla(404),
        ),
        *(
            Rad(
                f"lasrum:{namn}",
                alla(kod, anonym=kod),
                kwargs=lambda n, hemlighet=hemlighet, papper=papper: {
                    "hemlighet": n["läst"][hemlighet],
                    **(n["läst"][papper] if papper else {}),
                },
                annan_nämnd=alla(kod, anonym=kod),
                får_skriva=True,
            )
            for namn, hemlighet, papper, kod in (
                ("gast", "hemlighet", "", 200),
                ("gast", "återtagen", "", 404),
                ("gast_papper", "hemlighet", "öppet", 200),
                ("gast_papper", "hemlighet", "hemligt", 404),
                ("gast_papper", "återtagen", "öppet", 404),
            )
        ),
    ),
    för_kallelse("utkast", "paket", BARA_SEKRETERAREN),
    för_kallelse("utkast", "offentligt_paket", BARA_SEKRETERAREN),
    för_kallelse("utfärdad", "paket", FULLSTÄNDIGA),
    för_kallelse("utfärdad", "kallelse", FULLSTÄNDIGA),
    för_kallelse("utfärdad", "offentligt_paket", KALLADE),
    för_kallelse("utfärdad", "offentlig_kallelse", KALLADE),
    för_kallelse("utfärdad", "hemligt", {}),
    Rad("protokoll:lista", alla(200)),
    Rad(
        "protokoll:oppna",
        alla(404, **efter_post(ÖPPNAR)),
        "post",
        kwargs=lambda n: {"pk": n["kallat"].pk},
        annan_nämnd=alla(404, administratör=403),
    ),
    Rad(
        "protokoll:oppna",
        alla(404, **ÖPPNAR),
        kwargs=lambda n: {"pk": n["kallat"].pk},
        annan_nämnd=alla(404, administratör=403),
    ),
    Rad(
        "protokoll:ta_upp_aterrapporter",
        alla(404, **efter_post(ÖPPNAR)),
        "post",
        kwargs=lambda n: {"pk": n["kallat"].pk},
        annan_nämnd=alla(404, administratör=403),
    ),
    Rad(
        "protokoll:ta_upp_foregaende",
        alla(404, **efter_post(ÖPPNAR)),
        "post",
        kwargs=lambda n: {"pk": n["kallat"].pk},
        annan_nämnd=alla(404, administratör=403),
    ),
    # Mötets första punkt är redan upptagen.
    för_protokoll("angra", {"nämndsekreterare": 422}, "post"),
    för_protokoll("angra", {"förtroendevald": 403, "nämndsekreterare": 422}, "post", "hållet"),
    för_protokoll("mote", BARA_SEKRETERAREN),
    för_protokoll("mote", JUSTERAR, objekt="hållet"),
    för_protokoll("avsluta", BARA_SEKRETERAREN),
    för_protokoll("avsluta", ofullständig(BARA_SEKRETERAREN), "post"),
    för_protokoll("avsluta", {"nämndsekreterare": 302, "förtroendevald": 403}, objekt="hållet"),
    för_protokoll("narvaro", {"nämndsekreterare": 422}, "post", rad="närvaro"),
    för_protokoll("alla_narvarande", efter_post(BARA_SEKRETERAREN), "post"),
    för_protokoll("version", BARA_SEKRETERAREN),
    för_protokoll("version", {"nämndsekreterare": 200, "förtroendevald": 403}, objekt="hållet"),
    för_protokoll("upprop", BARA_SEKRETERAREN),
    för_protokoll("skarm", BARA_SEKRETERAREN),
    för_protokoll("skarm", {"nämndsekreterare": 200, "förtroendevald": 403}, objekt="hållet"),
    för_protokoll("franvaroskal", efter_post(BARA_SEKRETERAREN), "post", rad="närvaro"),
    för_protokoll("vaxla_ovrig", efter_post(BARA_SEKRETERAREN), "post", övrig="övrig"),
    för_protokoll("punktens_ordforande", {"nämndsekreterare": 404}, "post", paragraf="paragraf"),
    för_protokoll("nytt_jav", {"nämndsekreterare": 422}, "post"),
    för_protokoll("ta_bort_jav", efter_post(BARA_SEKRETERAREN), "post", jäv="jäv"),
    för_protokoll("prova_javsfraga", {"nämndsekreterare": 422}, "post"),
    för_protokoll("undanta_jav", {"nämndsekreterare": 422}, "post"),
    för_protokoll("ta_bort_undantag", efter_post(BARA_SEKRETERAREN), "post", jäv="jäv"),
    för_protokoll("javsparagraf", {"nämndsekreterare": 422}, "post"),
    för_protokoll("ajournera", efter_post(BARA_SEKRETERAREN), "post"),
    för_protokoll("ateruppta", {"nämndsekreterare": 422}, "post"),
    för_protokoll(
        "ta_bort_ajournering", efter_post(BARA_SEKRETERAREN), "post", ajournering="ajournering"
    ),
    för_protokoll("ratta_narvaro", BARA_SEKRETERAREN, paragraf="avgjord"),
    för_protokoll("ratta_narvaro", {"nämndsekreterare": 422}, "post", paragraf="avgjord"),
    Rad("protokoll:statistik", alla(403, nämndsekreterare=200)),
    Rad("protokoll:arvoden", alla(403, nämndsekreterare=200)),
    Rad("protokoll:expedieringstider", alla(403, nämndsekreterare=200)),
    # Utan uppgifter kommer sidan tillbaka med felet.
    för_protokoll("ny_ovrig", {"nämndsekreterare": 422}, "post"),
    för_protokoll("ta_bort_ovrig", efter_post(BARA_SEKRETERAREN), "post", övrig="övrig"),
    för_protokoll("ordforande", {"nämndsekreterare": 404}, "post"),
    för_protokoll("justerare", {"nämndsekreterare": 404}, "post"),
    för_protokoll(
        "ta_bort_justerare", efter_post(BARA_SEKRETERAREN), "post", justerare="justerare"
    ),
    för_protokoll("justering", efter_post(BARA_SEKRETERAREN), "post"),
    för_protokoll("ta_upp", efter_post(BARA_SEKRETERAREN), "post", "samlat", punkt="nästa_punkt"),
    för_protokoll("utgar", efter_post(BARA_SEKRETERAREN), "post", "samlat", punkt="nästa_punkt"),
    för_protokoll(
        "enligt_forslag", efter_post(BARA_SEKRETERAREN), "post", "samlat", punkt="nästa_punkt"
    ),
    för_protokoll("besluta", {"nämndsekreterare": 422}, "post", paragraf="paragraf"),
    för_protokoll("at_sidan", efter_post(BARA_SEKRETERAREN), "post", paragraf="paragraf"),
    för_protokoll(
        "alla_narvarande", {"förtroendevald": 403, "nämndsekreterare": 422}, "post", objekt="hållet"
    ),
    för_protokoll(
        "skapa", {"nämndsekreterare": 302, "förtroendevald": 403}, "post", objekt="hållet"
    ),
    # Frågan. Ofullständiga uppgifter, eller ett steg som inte står på tur, ger sidan tillbaka.
    *(
        för_protokoll(namn, {"nämndsekreterare": 422}, "post", paragraf="paragraf")
        for namn in (
            *("yrka", "svara", "angra_steg", "angra_beslut", "reservera", "anteckna"),
            *("deltar_inte", "talare", "ge_uppdrag", "val", "oppna_omrostning"),
            # Nämndens möte är redan slutet.
            "dorrar",
        )
    ),
    för_protokoll("punktvis", efter_post(BARA_SEKRETERAREN), "post", paragraf="paragraf"),
    för_protokoll("art", efter_post(BARA_SEKRETERAREN), "post", paragraf="paragraf"),
    för_protokoll("mot_enskild", efter_post(BARA_SEKRETERAREN), "post", paragraf="paragraf"),
    för_protokoll(
        "hamta_inlamnat",
        efter_post(BARA_SEKRETERAREN),
        "post",
        paragraf="paragraf",
        inlamnat="inlämnat",
    ),
    för_protokoll(
        "ta_tillbaka",
        efter_post(BARA_SEKRETERAREN),
        "post",
        paragraf="paragraf",
        yrkande="yrkande",
    ),
    Rad(
        "protokoll:ta_bort",
        alla(404, nämndsekreterare=302),
        "post",
        kwargs=lambda n: {
            "pk": n["protokoll"].pk,
            "paragraf": n["paragraf"].pk,
            "slag": "talare",
            "rad": n["talare"].pk,
        },
        annan_nämnd=alla(404),
    ),
    för_protokoll("vack", {"nämndsekreterare": 422}, "post"),
    för_protokoll("flytta", {"nämndsekreterare": 422}, "post"),
    för_protokoll(
        "roster", efter_post(BARA_SEKRETERAREN), "post", "röstar", omröstning="omröstning"
    ),
    # Ingen har röstat än.
    för_protokoll(
        "avsluta_omrostning", {"nämndsekreterare": 422}, "post", "röstar", omröstning="omröstning"
    ),
    för_protokoll(
        "avbryt_omrostning",
        efter_post(BARA_SEKRETERAREN),
        "post",
        "röstar",
        omröstning="omröstning",
    ),
    # Den egna rösten: bara för den som står i mötets närvarolista, alltså inte sekreteraren.
    för_protokoll("rosta", {"förtroendevald": 200}, objekt="röstar"),
    Rad(
        "protokoll:rosta",
        alla(404, förtroendevald=302),
        "post",
        kwargs=lambda n: {"pk": n["röstar"].pk},
        data=lambda n: {"omrostning": n["omröstning"].pk, "val": "ja"},
        annan_nämnd=alla(404),
    ),
    för_protokoll("blanketter", BARA_SEKRETERAREN),
    Rad("protokoll:uppdrag", alla(200)),
    Rad(
        "protokoll:visa_uppdrag",
        alla(404, nämndsekreterare=200, chef=200),
        kwargs=lambda n: {"pk": n["uppdrag"].pk},
        annan_nämnd=alla(404),
    ),
    Rad(
        "protokoll:visa_uppdrag",
        alla(404, nämndsekreterare=422, chef=403),
        "post",
        kwargs=lambda n: {"pk": n["uppdrag"].pk},
        annan_nämnd=alla(404),
    ),
    för_protokoll("jobb", {"nämndsekreterare": 302, "förtroendevald": 403}, objekt="hållet"),
    för_protokoll("forhandsgranska", BARA_SEKRETERAREN),
    för_protokoll(
        "forhandsgranska", {"nämndsekreterare": 200, "förtroendevald": 403}, objekt="hållet"
    ),
    för_protokoll(
        "forhandsgranska_pdf", {"nämndsekreterare": 200, "förtroendevald": 403}, objekt="hållet"
    ),
    för_protokoll(
        "fritext",
        {"nämndsekreterare": 200, "förtroendevald": 403},
        objekt="hållet",
        paragraf="hållen_paragraf",
    ),
    för_protokoll(
        "fritext",
        {"nämndsekreterare": 422, "förtroendevald": 403},
        "post",
        objekt="hållet",
        paragraf="hållen_paragraf",
    ),
    för_protokoll("fil", JUSTERAR, objekt="hållet", fil="protokollsfil"),
    Rad("protokoll:att_justera", alla(200)),
    för_protokoll("klar", {"nämndsekreterare": 200, "förtroendevald": 403}, objekt="hållet"),
    för_protokoll(
        "klar", {"nämndsekreterare": 422, "förtroendevald": 403}, "post", objekt="hållet"
    ),
    för_protokoll("omedelbart", {"nämndsekreterare": 200, "förtroendevald": 403}, objekt="hållet"),
    för_protokoll("omedelbart", {"nämndsekreterare": 422, "förtroendevald": 403}, "post", "hållet"),
    # En justering som pågår: sekreteraren läser den, och bara den som ska skriva under svarar.
    för_protokoll("justeringen", JUSTERAR, objekt="justeras"),
    för_protokoll(
        "svara_pa_paragraf",
        {"förtroendevald": 422},
        "post",
        "justeras",
        paragraf="justeras_paragraf",
    ),
    för_protokoll("godkann_alla", {"förtroendevald": 302}, "post", "justeras"),
    # Utan andra faktor leder vägen till sidan där den skaffas.
    för_protokoll("skriv_under", {"förtroendevald": 302}, objekt="justeras"),
    för_protokoll("skriv_under", {"förtroendevald": 302}, "post", "justeras"),
    # Ingen extern underskriftstjänst är inställd: sidorna finns inte.
    för_protokoll("tjanst", {}, objekt="justeras"),
    *(
        för_protokoll(namn, {}, "post", "justeras")
        for namn in ("tjanst", "tjanst_lage", "tjanst_avbryt")
    ),
    för_protokoll(
        "skicka_om", {"nämndsekreterare": 302, "förtroendevald": 403}, "post", "justeras"
    ),
    för_protokoll(
        "ersatt",
        {"nämndsekreterare": 404, "förtroendevald": 403},
        "post",
        "justeras",
        underskrift="underskrift",
    ),
    för_protokoll(
        "genmale",
        {"nämndsekreterare": 422, "förtroendevald": 403},
        "post",
        "justeras",
        svar="svar",
    ),
    för_protokoll("papper", {"nämndsekreterare": 200, "förtroendevald": 403}, objekt="justeras"),
    för_protokoll("papper", {"nämndsekreterare": 422, "förtroendevald": 403}, "post", "justeras"),
    *(
        för_protokoll(namn, {"nämndsekreterare": 200, "förtroendevald": 403}, objekt="justeras")
        for namn in ("till_papper", "pappersvagran")
    ),
    för_protokoll(
        "till_papper", {"nämndsekreterare": 302, "förtroendevald": 403}, "post", "justeras"
    ),
    för_protokoll(
        "pappersvagran", {"nämndsekreterare": 422, "förtroendevald": 403}, "post", "justeras"
    ),
    # Hela protokollet skapas på mötets sida; pappret här är för det som justeras för sig.
    för_protokoll("utskrift", {"förtroendevald": 403}, objekt="justeras"),
    för_protokoll("forsegla", {"nämndsekreterare": 422, "förtroendevald": 403}, "post", "justeras"),
    för_protokoll("justeringsjobb", efter_post(JUSTERAR), objekt="justeras"),
    # Ett justerat protokoll läser alla som arbetar åt organet, och dess förtroendevalda.
    för_protokoll("mote", JUSTERATS_LÄSARE, objekt="justerat"),
    för_protokoll("justeringen", JUSTERATS_LÄSARE, objekt="justering"),
    Rad(
        "protokoll:justerad_fil",
        alla(404, **JUSTERATS_LÄSARE),
        kwargs=lambda n: {"pk": n["justering"].pk, "slag": "protokoll"},
        annan_nämnd=alla(404),
    ),
    Rad(
        "protokoll:justerad_version",
        alla(404, **JUSTERATS_LÄSARE),
        kwargs=lambda n: {"pk": n["justering"].pk, "nummer": 2, "slag": "protokoll"},
        annan_nämnd=alla(404),
    ),
    för_protokoll(
        "ratta",
        {**LÄSARE_403, "nämndsekreterare": 302},
        objekt="justering",
        paragraf="justerad_paragraf",
    ),
    för_protokoll(
        "ratta",
        {**LÄSARE_403, "nämndsekreterare": 302},
        "post",
        "justering",
        paragraf="justerad_paragraf",
    ),
    # Ingen har vägrat: sidan leder tillbaka till justeringen.
    för_protokoll("senare", {**LÄSARE_403, "nämndsekreterare": 302}, objekt="justering"),
    för_protokoll("senare", {**LÄSARE_403, "nämndsekreterare": 422}, "post", "justering"),
    # Nämnden är inte gemensam och har inga andra tavlor.
    Rad(
        "protokoll:anteckna_tavla",
        alla(404),
        "post",
        kwargs=lambda n: {"pk": 999_999},
        annan_nämnd=alla(404),
    ),
    för_protokoll("ta_ned", {**LÄSARE_403, "nämndsekreterare": 422}, "post", "anslag"),
    för_protokoll("nytt_anslag", {**LÄSARE_403, "nämndsekreterare": 200}, objekt="anslag"),
    för_protokoll("nytt_anslag", {**LÄSARE_403, "nämndsekreterare": 422}, "post", "anslag"),
    för_protokoll("gor_bevis", {**LÄSARE_403, "nämndsekreterare": 302}, "post", "anslag"),
    för_protokoll(
        "laga_kraft",
        {**LÄSARE_403, "nämndsekreterare": 200},
        objekt="anslag",
        paragraf="justerad_paragraf",
    ),
    för_protokoll(
        "laga_kraft",
        {**LÄSARE_403, "nämndsekreterare": 422},
        "post",
        "anslag",
        paragraf="justerad_paragraf",
    ),
    för_protokoll("bevis", JUSTERATS_LÄSARE, objekt="bevis"),
    # Anslagen: den som anslår ser nämndens, ingen annan vet av sidorna.
    Rad("protokoll:tavlan", alla(403, **TAR_EMOT)),
    Rad("protokoll:ansla", alla(403, **TAR_EMOT)),
    Rad("protokoll:ansla", alla(403, **TAR_EMOT), "post"),
    för_protokoll("tavelanslag", TAR_EMOT, objekt="tavelanslag"),
    för_protokoll("makulera_anslag", TAR_EMOT, objekt="tavelanslag"),
    för_protokoll("makulera_anslag", ofullständig(TAR_EMOT), "post", "tavelanslag"),
    för_protokoll("ratta_anslagstext", TAR_EMOT, objekt="tavelanslag"),
    för_protokoll("ratta_anslagstext", ofullständig(TAR_EMOT), "post", "tavelanslag"),
    för_protokoll("flytta_ned", ofullständig(TAR_EMOT), "post", "tavelanslag"),
    # Inget bevis förrän anslaget är nedtaget.
    för_protokoll("tavelbevis", {}, objekt="tavelanslag"),
    Rad("protokoll:delegationsprotokollen", alla(403, **BARA_SEKRETERAREN)),
    för_protokoll("protokollfor_sarskilt", ofullständig(BARA_SEKRETERAREN), "post", "organ"),
    för_protokoll("delegationsprotokoll", BARA_SEKRETERAREN, objekt="delegationsprotokoll"),
    för_protokoll(
        "delegationsprotokoll", ofullständig(BARA_SEKRETERAREN), "post", "delegationsprotokoll"
    ),
    # Ojusterat har det ingen fil.
    för_protokoll("delegationsprotokollfil", {}, objekt="delegationsprotokoll"),
    för_protokoll(
        "slang_delegationsprotokoll",
        efter_post(BARA_SEKRETERAREN),
        "post",
        "delegationsprotokoll",
    ),
    *(
        för_protokoll(namn, {"handläggare": 403, "nämndsekreterare": 422}, "post", "beslutad")
        for namn in ("klar_expediering", "ater_expediering")
    ),
    Rad("protokoll:att_expediera", alla(403, nämndsekreterare=200)),
    Rad("protokoll:inkomna", alla(403, **TAR_EMOT)),
    för_protokoll("forsattsblad", FÖRBEREDER, objekt="beslutad"),
    för_protokoll("forsattsblad", ofullständig(FÖRBEREDER), "post", "beslutad"),
    för_protokoll("ny_mottagare", ofullständig(FÖRBEREDER), "post", "beslutad"),
    # Loggen för sig är till för htmx.
    för_protokoll("expedieringslogg", efter_post(FÖRBEREDER), objekt="beslutad"),
    för_protokoll("ta_bort_mottagare", efter_post(FÖRBEREDER), "post", "mottagaren"),
    för_protokoll("expediera", {**FÖRBEREDER, "handläggare": 403}, objekt="beslutad"),
    för_protokoll("expediera", {"handläggare": 403, "nämndsekreterare": 422}, "post", "beslutad"),
    för_protokoll("anteckna_sandning", ofullständig(BARA_SEKRETERAREN), "post", "sändningen"),
    för_protokoll("sand_om", ofullständig(BARA_SEKRETERAREN), "post", "sändningen"),
    Rad(
        "protokoll:expedieringsfil",
        alla(404, **BARA_SEKRETERAREN),
        kwargs=lambda n: {"pk": n["sändningen"].pk, "slag": "utdrag"},
        annan_nämnd=alla(404),
    ),
    för_protokoll("inkommet", TAR_EMOT, objekt="inkommet"),
    för_protokoll("inkommet", ofullständig(TAR_EMOT), "post", "inkommet"),
    för_protokoll("inkommet_fil", TAR_EMOT, objekt="inkommet"),
]


@dataclass
class Provvärld:
    kakor: dict[Provroll, SimpleCookie]
    egen: dict[str, Any]
    annan: dict[str, Any]


def med_remisser(myndighet: Myndighet, handling: Handling) -> dict[str, Any]:
    """En remiss ute, en som väntar på att tas emot och en att besvara."""
    andra = MyndighetFactory(kommun=myndighet.kommun)
    dag = localdate() + timedelta(days=30)
    ute = remisser.sänd(
        handling=handling,
        avser="Allt.",
        sista_dag=dag,
        utomstående=[remisser.Utomstående("Bolaget"), remisser.Utomstående("Föreningen")],
        av=med_roll(Roll.REGISTRATOR, myndighet),
    )
    inkommen = ärenden.handling(handling.ärende, innehåll=ärenden.pdf(märke="remiss"))
    return {
        "remiss": ute,
        "remissmottagare": ute.mottagare.first(),
        "att_ta_emot": remisser.sänd(
            handling=ärenden.handling(ärenden.ärende(andra)),
            avser="Allt.",
            sista_dag=dag,
            myndigheter=[myndighet],
            av=med_roll(Roll.REGISTRATOR, andra),
        ).mottagare.get(),
        "mottagen_remiss": remisser.registrera_mottagen(
            handling=inkommen, sista_dag=dag, av=med_roll(Roll.REGISTRATOR, myndighet)
        ),
    }


def nämnd_med_allt(myndighet: Myndighet) -> dict[str, Any]:
    """Ett objekt av varje slag i en nämnd."""
    ärende = ärenden.ärende(myndighet)
    organ = organ_med_valda(myndighet)
    sekreterare = med_roll(Roll.NÄMNDSEKRETERARE, myndighet)
    sammanträde = Sammanträde.objects.create(organ=organ, datum=localdate())
    punkt = Punkt.objects.create(sammanträde=sammanträde, ordning=1, rubrik="Upprop")
    handling = ärenden.handling(ärende)
    return {
        "ärende": ärende,
        "handling": handling,
        "skrivelse": ärenden.skrivelse(ärende),
        "anmälan": ärenden.anmälan(ärenden.skrivelse(ärende)),
        "mall": mallfabrik.mall(myndighet),
        "mallutkast": mallfabrik.utkast_till_mall(myndighet),
        "skrivelseutkast": mallfabrik.klar(ärende),
        "granskas": (granskas := mallfabrik.granskas(ärende)),
        "granskningskommentar": granskning.kommentera(
            utkast=granskas, av=granskas.skapad_av, text="Stämmer summan?"
        ),
        **med_remisser(myndighet, handling),
        "skrivelsebilaga": mallfabrik.bilaga(mallfabrik.klar(ärende)),
        "sammanträde": sammanträde,
        "punkt": punkt,
        "punkthandling": Punkthandling.objects.create(punkt=punkt, ordning=1, handling=handling),
        "återkommande": Återkommande.objects.create(
            organ=organ, orsak="bordlagd", ursprung="18 februari 2026, § 12", rubrik="Taxa"
        ),
        "organ": organ,
        "utfärdad": (utfärdad := kallelse(organ, sekreterare, utfärda=True)),
        "kallat": utfärdad.sammanträde,
        **svarat(utfärdad.sammanträde, sekreterare),
        "utskick": (utskick := utskickstjänst.skicka(kallelse=utfärdad, vägar={}, av=sekreterare)),
        "utskicksmottagare": utskick.mottagare.first(),
        "webbmöte": publicering.publicera(kallelse=utfärdad, med_handlingar=True, av=sekreterare),
        "läst": läst(organ, sekreterare),
        "uppsatt": anslag(),
        "väntande": anslag(uppe_från=timezone.now() + timedelta(hours=1)),
        **med_anmälan(organ, sekreterare),
        **pågående_möte(organ),
        **samlat_möte(organ),
        **röstande_möte(organ),
        **hållet_möte(organ),
        **justerande_möten(organ),
        **med_plan(organ),
        # Sist: de som justerar har fått adresser, och de står i kallelsen.
        "utkast": kallelse(organ, sekreterare, utfärda=False),
    }


def svarat(möte: Sammanträde, av: Användare) -> dict[str, Any]:
    """Ingrid kommer inte, och är jävig för säkerhets skull; Tove är inkallad för henne."""
    vald = {u.person.namn.split()[0]: u.person for u in möte.organ.uppdrag.select_related("person")}
    svarstjänst.svara(
        sammanträde=möte, person=vald["Ingrid"], kommer=False, anteckning="Ringde.", av=av
    )
    return {
        "bo": vald["Bo"],
        "ingrid": vald["Ingrid"],
        "håkan": vald["Håkan"],
        "anmält_jäv": svarstjänst.anmäl_jäv(
            punkt=möte.punkter.earliest("ordning"),
            person=vald["Ingrid"],
            grund=Grund.PART.etikett,
            av=av,
        ),
        "inkallelse": inkallelser.kalla_in(
            sammanträde=möte, för=vald["Ingrid"], person=vald["Tove"], av=av
        ),
    }


def läst(organ: Organ, av: Användare) -> dict[str, Any]:
    """Ett kallat möte med ett öppet och ett hemligt papper, ett där Bo är jävig, och gästlänkar."""
    möte = nämnder.möte(organ, av=av)
    punkter = {
        "öppet": nämnder.ta_upp(möte, av=av, rubrik="Öppet"),
        "hemligt": nämnder.ta_upp(möte, av=av, rubrik="Hemligt", lagrum="OSL 26 kap. 1 §"),
        "jävigt": nämnder.ta_upp(möte, av=av, rubrik="Jävigt", lagrum="OSL 26 kap. 1 §"),
    }
    nämnder.utfärdad(möte, av=av)
    bo = organ.uppdrag.get(person__namn__startswith="Bo ").person
    svarstjänst.anmäl_jäv(punkt=punkter["jävigt"], person=bo, grund=Grund.PART.etikett, av=av)
    exemplar = läsrum.för_användare(av, möte)
    assert exemplar is not None
    gäst: dict[str, Any] = {
        "sammanträde": möte, "namn": "Gäst", "som": "gast", "skäl": "Revision",
        "hela_mötet": True, "till": möte.datum, "av": av,
    }  # fmt: skip  # läses som en rad
    länk, hemlighet = gästlänkar.skapa(**gäst)
    tagen, återtagen = gästlänkar.skapa(**gäst)
    gästlänkar.återta(länk=tagen, av=av)
    papper = {p.punkt: {"punkt": p.punkt, "marke": p.märke} for p in exemplar.papper}
    ledamot = justeringar.konto_för(organ.uppdrag.get(person__namn__startswith="Åke ").person)
    i_den_öppna = {
        "sammanträde": möte,
        "punkt": punkter["öppet"],
        "av": ledamot,
        "tid": timezone.now(),
    }
    skrivelse = punkter["öppet"].skrivelse
    assert skrivelse is not None
    return {
        "yrkande": InlämnatYrkande.objects.create(
            **i_den_öppna, handling=skrivelse.handling, slag="avslag", text="Avslag."
        ),
        "fråga": Fråga.objects.create(**i_den_öppna, rubrik="Öppet", text="Varför?"),
        "initiativ": Initiativ.objects.create(
            organ=organ,
            skrivelse=skrivelse,
            person=ledamot.person,
            namn="Åke",
            av=ledamot,
            tid=timezone.now(),
        ),
        "möte": möte,
        "länk": länk,
        "hemlighet": hemlighet,
        "återtagen": återtagen,
        **{namn: papper[punkt.pk] for namn, punkt in punkter.items()},
    }


def anslag(**fält: Any) -> Anslag:
    """Ett anslag med filer."""
    pdf = ärenden.pdf(märke="anslag")
    return anslagen.dagens_anslag(protokoll_pdf=pdf, bevis_pdf=pdf, **fält)


def kallelse(organ: Organ, av: Användare, *, utfärda: bool) -> Kallelse:
    """En edition med alla sina filer."""
    # Det kallade mötet är i dag, så att det kan öppnas.
    möte = nämnder.möte(organ, av=av, **({"datum": localdate()} if utfärda else {}))
    nämnder.ta_upp(möte, av=av)
    return nämnder.utfärdad(möte, av=av) if utfärda else nämnder.färdigt_utkast(möte, av=av)


def pågående_möte(organ: Organ) -> dict[str, Any]:
    värld = kallat_möte(organ)
    protokoll = värld.samla()
    värld.behandla(värld.punkter[2])
    beslutad = protokoll.paragrafer.get()
    paus = ledning.ajournera(protokoll=protokoll, av=värld.sekreterare, tid=time(15, 30))
    ledning.återuppta(protokoll=protokoll, av=värld.sekreterare, tid=time(15, 40))
    anmält = jäv.anmäl_jäv(
        rad=värld.rad("Märta"),
        punkt=värld.punkter[1],
        grund=Grund.PART.etikett,
        av=värld.sekreterare,
    )
    skrivelse = värld.punkter[1].skrivelse
    assert skrivelse is not None
    inlämnat = InlämnatYrkande.objects.create(
        sammanträde=värld.sammanträde, punkt=värld.punkter[0], handling=skrivelse.handling,
        slag="avslag", text="Avslag.", av=värld.konto("Åke"), tid=timezone.now(),
    )  # fmt: skip  # läses som en rad
    åke = värld.konto("Åke").person
    assert åke is not None
    Förslagsställare.objects.create(yrkande=inlämnat, ordning=1, person=åke, namn=åke.namn)
    paragraf = beslut.ta_upp(punkt=värld.punkter[0], av=värld.sekreterare)
    närvaro.lägg_till_övrig(
        protokoll=protokoll, namn="Tora Myr", titel="chef", av=värld.sekreterare
    )
    return {
        "protokoll": protokoll,
        "inlämnat": inlämnat,
        "närvaro": värld.rad("Bo"),
        "övrig": protokoll.övriga.get(),
        "justerare": protokoll.justerare.get(),
        "paragraf": paragraf,
        "avgjord": beslutad,
        "ajournering": paus,
        "jäv": anmält,
        "yrkande": yrkanden.ställ(
            paragraf=paragraf,
            slag="bifall",
            text="",
            yrkare=[värld.rad("Bo")],
            av=värld.sekreterare,
        ).yrkande,
        "talare": paragraf.talare.create(namn="Bo Ekfalk"),
    }


def röstande_möte(organ: Organ) -> dict[str, Any]:
    """En omröstning pågår på ledamöternas egna enheter."""
    värld = kallat_möte(organ, dag=date(2026, 1, 21))
    protokoll = värld.samla()
    paragraf = beslut.ta_upp(punkt=värld.punkter[1], av=värld.sekreterare)
    omröstning = omröstningar.öppna_ordningsfråga(
        paragraf=paragraf,
        ja_betyder="att fortsätta",
        nej_betyder="att sluta",
        metod=omröstningar.EGNA_ENHETER,
        av=värld.sekreterare,
    )
    return {"röstar": protokoll, "omröstning": omröstning}


def samlat_möte(organ: Organ) -> dict[str, Any]:
    """Öppnat men ingen punkt är uppe."""
    värld = kallat_möte(organ, dag=date(2026, 2, 18))
    return {"samlat": värld.samla(), "nästa_punkt": värld.punkter[1]}


def hållet_möte(organ: Organ) -> dict[str, Any]:
    """Ett avslutat möte som Bo ska justera."""
    värld = kallat_möte(organ, dag=date(2025, 11, 19))
    protokoll = värld.håll()
    uppdrag = uppföljning.ge_uppdrag(
        paragraf=protokoll.paragrafer.get(punkt=värld.punkter[1]),
        text="Följ upp taxan.",
        ansvarig="Förvaltningen",
        av=värld.sekreterare,
    )
    fil = filer.spara_eget(
        ärenden.pdf(märke="protokoll"), medietyp="application/pdf", sidor=1, egen=False
    )
    return {
        "hållet": protokoll,
        "uppdrag": uppdrag,
        "hållen_paragraf": protokoll.paragrafer.get(nummer=2),
        "hållen": protokoll.paragrafer.get(ordning=2),
        "protokollsfil": Protokollsfil.objects.create(
            protokoll=protokoll, slag=Protokollsfil.Slag.PROTOKOLL, fil=fil, html=fil
        ),
        **expedierat(värld, fil),
    }


def expedierat(värld: Mötesvärld, fil: Fil) -> dict[str, Any]:
    """Ett omedelbart justerat beslut: en mottagare väntar, och nämndens utskott har fått det."""
    av = värld.sekreterare
    expedieringar.justera(värld.protokoll, omedelbar=True, paragrafer="2")
    paragraf = expedieringar.beslutad(värld)
    expedieringar.försättsbladet(paragraf, av)
    utskott = expedieringar.annat_organ(värld.organ.myndighet, "Utskottet")
    rad = försättsblad.lägg_till_mottagare(
        paragraf=paragraf, kanal=Kanal.INTERNT, organ=utskott, av=av
    )
    sändning = expedieringar.sänd(rad, av)
    Expediering.objects.filter(pk=sändning.pk).update(fil=fil)
    return {
        "beslutad": paragraf,
        "mottagaren": expedieringar.mottagare(paragraf, av),
        "sändningen": sändning,
        "inkommet": InkommetUtdrag.objects.create(
            expediering=sändning, organ=utskott, ankomst_tid=timezone.now()
        ),
    }


def justerande_möten(organ: Organ) -> dict[str, Any]:
    """Ett protokoll som justeras, med en kommentar, och ett som är justerat och anslaget."""
    pågår = justeringar.till_justering(kallat_möte(organ, dag=date(2024, 5, 15)))
    bo = pågår.underskrifter.get(som="justerare")
    paragraf = pågår.protokoll.paragrafer.get(ordning=2)
    svar = justering.svara(
        underskrift=bo,
        paragraf=paragraf,
        svar="kommenterar",
        text="Fel år.",
        av=justeringar.konto_för(bo.person),
    )
    Paragrafsvar.objects.filter(pk=svar.pk).update(genmäle="Året stämmer.")
    klar = justeringar.alla_skriver_under(
        justeringar.till_justering(kallat_möte(organ, dag=date(2023, 5, 17)))
    )
    sekreterare = med_roll(Roll.NÄMNDSEKRETERARE, organ.myndighet)
    # Svepets värld är en transaktion, och ett jobb kan inte utföras i en.
    klar.fil = filer.spara_eget(
        ärenden.pdf(märke="justerat"), medietyp="application/pdf", sidor=1, egen=False
    )
    klar.save(update_fields=["fil"])
    anslagstjänst.sätt_upp(justering=klar, av=sekreterare, nu=timezone.now())
    två = klar.protokoll.paragrafer.get(ordning=2)
    version = rättelse.rätta(
        justering=klar,
        paragraf=två,
        fel="Taxan antas.",
        rätt="Taxan antas nu.",
        uppenbart=True,
        av=sekreterare,
        färsk_andra_faktor=True,
    )
    intyg = bevistjänst.intyga_anslag(anslag=klar.anslag.get(), av=sekreterare)
    for rad in (version, intyg):
        rad.fil = klar.fil
        rad.save(update_fields=["fil"])
    return {
        "justeras": pågår,
        "justeras_paragraf": paragraf,
        "underskrift": bo,
        "svar": svar,
        "justerat": klar.protokoll,
        "justering": klar,
        "justerad_paragraf": två,
        "anslag": klar.anslag.get(),
        "tavelanslag": Anslag.objects.get(källa=klar.anslag.get().källa),
        "bevis": intyg,
    }


@pytest.fixture(scope="module")
def byggd_värld(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker
) -> Generator[Provvärld, None, None]:
    """En användare per roll i en nämnd, och två nämnder med ett objekt av varje slag.

    Byggs en gång: varje anrop i svepet rullas tillbaka.
    """
    with django_db_blocker.unblock(), transaction.atomic():
        yield bygg_värld()
        transaction.set_rollback(True)


@pytest.fixture
def värld(byggd_värld: Provvärld, db: None) -> Provvärld:
    return byggd_värld


def bygg_värld() -> Provvärld:
    egen, annan = MyndighetFactory(), MyndighetFactory()
    användare: dict[Provroll, Any] = {Provroll.UTAN_ROLL: AnvändareFactory()}
    for provroll in Provroll:
        if provroll not in (Provroll.ANONYM, Provroll.UTAN_ROLL):
            användare[provroll] = med_roll(Roll[provroll.name], egen)
    objekt = nämnd_med_allt(egen)
    bo = objekt["organ"].uppdrag.get(person__namn__startswith="Bo ").person
    användare[Provroll.FÖRTROENDEVALD] = justeringar.konto_för(bo)
    return Provvärld(svep.inloggade(användare), objekt, nämnd_med_allt(annan))


def test_varje_adress_har_namn() -> None:
    assert svep.kontrollera_namn(GRUPPER) == []


def test_varje_adress_står_i_tabellen() -> None:
    assert svep.kontrollera_tabell(SVEP, GRUPPER) == []


def test_bara_de_uppräknade_nås_utan_inloggning() -> None:
    assert svep.kontrollera_offentliga(OFFENTLIGA, GRUPPER) == []


@pytest.mark.parametrize("rad", SVEP, ids=lambda rad: rad.id)
def test_adressen_svarar_som_lovat(rad: Rad, värld: Provvärld) -> None:
    assert svep.prova(rad, värld) == []


@pytest.mark.slow
@pytest.mark.parametrize("grupp", GRUPPER, ids=lambda grupp: grupp.namnrum)
def test_gruppen_svarar_som_lovat(grupp: Grupp, värld: Provvärld) -> None:
    assert svep.prova_grupp(grupp, värld) == []


@pytest.mark.slow
def test_adminens_objekt_svarar_som_lovat(värld: Provvärld) -> None:
    """Sidan för ett objekt av varje modell i adminen; historik och radering provas i test_admin."""
    provade, fynd = 0, []
    for modell in admin.site._registry:
        if (objekt := modell._base_manager.order_by("pk").first()) is None:
            continue
        provade += 1
        namn = f"{modell._meta.app_label}_{modell._meta.model_name}_change"
        fynd += svep.prova_objekt(namn, objekt.pk, GRUPPER[0], värld)
    assert fynd == []
    assert provade >= 15


# --- Svepet på planterade överträdelser --------------------------------------------------------


def _vy(request: HttpRequest, pk: int = 0) -> HttpResponse:
    return HttpResponse("ja")


@require_http_methods(["GET", "POST"])
def _skrivande(request: HttpRequest) -> HttpResponse:
    return HttpResponse("ja")


def test_metod_som_ingen_provar_hittas() -> None:
    mönster: list[URLPattern | URLResolver] = [path("skriv/", _skrivande, name="skriv")]

    assert svep.kontrollera_tabell([Rad("skriv", alla(200))], (), mönster) == [
        "skriv provas inte med post"
    ]


PLANTERAT: list[URLPattern | URLResolver] = [
    path("utan-namn/", _vy),
    path("bortglomd/", _vy, name="bortglömd"),
    path("del/", include(([path("<int:pk>/", _vy, name="visa")], "del"))),
]


def test_adress_utan_namn_hittas() -> None:
    assert svep.kontrollera_namn((), PLANTERAT) == ["Adressen /utan-namn/ saknar namn"]


def test_adress_utanför_tabellen_hittas() -> None:
    fynd = svep.kontrollera_tabell([Rad("del:visa", alla(200)), Rad("borta", {})], (), PLANTERAT)

    assert fynd == [
        "bortglömd saknas i svepets tabell",
        "borta står i tabellen men finns inte",
        "get del:visa har argument men ingen kwargs",
        "get del:visa provas inte för ett objekt i en annan nämnd",
        f"get borta (egen): kod saknas för {', '.join(Provroll)}",
    ]


def test_oväntat_offentlig_adress_hittas(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_vy, "login_required", False, raising=False)

    assert svep.kontrollera_offentliga(["del:visa"], (), PLANTERAT) == [
        "bortglömd nås utan inloggning men står inte i listan"
    ]


def test_fel_kod_hittas(värld: Provvärld) -> None:
    fynd = svep.prova(Rad("hem", alla(200, anonym=200, chef=404)), värld)

    assert fynd == [
        "get hem som anonym: 302, väntat 200",
        "get hem som chef: 200, väntat 404",
    ]


def test_skrivning_vid_get_hittas(db: None) -> None:
    with svep.skrivningar() as skrev:
        MyndighetFactory()
        list(Myndighet.objects.all())

    assert skrev
    assert all(sql.startswith("INSERT") for sql in skrev)
