"""Anslagstavlan: sätta upp, ta ned, flytta nedtagningen, makulera (KL 8 kap. 9–12 §§).

Paketet känner inga användare. Den som anropar har prövat rätten, och den som handlar kommer hit
som ett namn. Varje handgrepp kan göras om: det andra anropet ändrar ingenting.
"""

from __future__ import annotations

import logging
from datetime import date, datetime, timedelta

import pgtrigger
from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format

from publikt import avbrottsdagar, filer, utbyggnad
from publikt.models import Anslag, Anslagshändelse, Avbrott, Slag
from publikt.services.anslagsfel import (
    BevisFinns,
    FörTidigNedtagning,
    InteUppe,
    Ofullständigt,
    OkäntAnslag,
    OtillåtetSlag,
    RedanNedtaget,
    SkälSaknas,
)

logg = logging.getLogger(__name__)
Typ = Anslagshändelse.Typ


@transaction.atomic
def sätt_upp(
    *,
    källa: str,
    slag: str,
    kommun: str,
    organ: str,
    rubrik: str,
    ned_dag: date,
    av_namn: str,
    sammanträdesdag: date | None = None,
    paragrafer: str = "",
    justerad_dag: date | None = None,
    förvaringsplats: str = "",
    sista_överklagandedag: date | None = None,
    överklagandeanvisning: str = "",
    lagstöd: str = "",
    text: str = "",
    protokoll_pdf: bytes | None = None,
    protokoll_läggs_ut: bool = False,
    bevis_pdf: bytes | None = None,
    uppe_från: datetime | None = None,
    publiceras_efter: bool = False,
    anmärkning: str = "",
    nu: datetime | None = None,
) -> Anslag:
    """Sätter upp anslaget, genast eller vid `uppe_från`. Samma källa ger samma anslag.

    `protokoll_pdf` är den offentliga kopian; `protokoll_läggs_ut` när den kommer senare. Dagarna
    räknas av den som anropar. Det som makulerats sätts upp igen under en ny källa. `anmärkning`
    står i anslagets logg, inte på tavlan.
    """
    nu = nu or timezone.now()
    if finns := Anslag.objects.filter(källa=källa).first():
        return finns
    nytt = Anslag(
        källa=källa,
        slag=slag,
        kommun=kommun,
        organ=organ,
        rubrik=rubrik,
        sammanträdesdag=sammanträdesdag,
        paragrafer=paragrafer,
        justerad_dag=justerad_dag,
        förvaringsplats=förvaringsplats,
        sista_överklagandedag=sista_överklagandedag,
        överklagandeanvisning=överklagandeanvisning,
        lagstöd=lagstöd,
        text=text,
        uppe_från=uppe_från or nu,
        ned_dag=ned_dag,
        protokoll_läggs_ut=protokoll_läggs_ut,
        publiceras_efter=publiceras_efter,
    )
    _kräv_fullständigt(nytt)
    nytt.protokoll = filer.spara(protokoll_pdf) if protokoll_pdf is not None else None
    nytt.bevis = filer.spara(bevis_pdf) if bevis_pdf is not None else None
    fält = {f.name: getattr(nytt, f.name) for f in Anslag._meta.fields if f.name != "id"}
    # Två som sätter upp samma källa samtidigt: den andra väntar här och får den förstas rad.
    anslag, är_nytt = Anslag.objects.get_or_create(källa=källa, defaults=fält)
    if är_nytt:
        _anteckna(anslag, Typ.INLÄMNAT, anmärkning, av_namn=av_namn, nu=nu)
        if anslag.bevis is not None:
            _anteckna(anslag, Typ.BEVIS, av_namn=av_namn, nu=nu)
        if anslag.uppe_från <= nu:
            gå_upp(anslag=anslag, av_namn=av_namn, nu=nu)
    return anslag


def _kräv_fullständigt(anslag: Anslag) -> None:
    if anslag.slag not in Slag.values:
        raise OtillåtetSlag(
            f"”{anslag.slag}” får inte stå på anslagstavlan. "
            "Lagen räknar upp vad den får innehålla."
        )
    for värde, vad in (
        (anslag.källa, "källa"),
        (anslag.kommun, "kommun"),
        (anslag.organ, "organ"),
        (anslag.rubrik, "rubrik"),
    ):
        if not värde.strip():
            raise Ofullständigt(f"Anslaget saknar {vad}.")
    if anslag.slag == Slag.ANNAN_FÖRFATTNING and not anslag.lagstöd.strip():
        raise Ofullständigt(
            "Skriv vilken författning som kungörelsen vilar på.", lagrum=anslag.lagrum
        )
    if anslag.startar_överklagandetid:
        _kräv_överklagandetid(anslag)
    uppe_dag = timezone.localdate(anslag.uppe_från)
    if anslag.ned_dag <= max(uppe_dag, anslag.sista_överklagandedag or uppe_dag):
        raise FörTidigNedtagning(
            anslag,
            "Anslaget får tas ned tidigast dagen efter "
            + ("sista dagen att överklaga." if anslag.sista_överklagandedag else "uppsättningen."),
        )


def _kräv_överklagandetid(anslag: Anslag) -> None:
    """Anslaget säger var protokollet finns; utan sista dag vet ingen hur länge det ska sitta."""
    kräver = {
        "var protokollet finns tillgängligt": anslag.förvaringsplats.strip(),
        "sista dagen att överklaga": anslag.sista_överklagandedag,
    }
    if anslag.slag == Slag.JUSTERAT_PROTOKOLL:
        kräver["vilken dag protokollet justerades"] = anslag.justerad_dag
    if saknas := [vad for vad, värde in kräver.items() if not värde]:
        raise Ofullständigt(
            f"Anslaget ska säga {' och '.join(saknas)}.",
            lagrum="8 kap. 12 § kommunallagen",
            lagtext=(
                "”Av tillkännagivandet ska det framgå var protokollet finns tillgängligt samt "
                "vilken dag det har tillkännagetts.”"
            ),
        )


@transaction.atomic
def gå_upp(*, anslag: Anslag, av_namn: str, nu: datetime) -> None:
    """Ett väntande anslag sätts upp. Kommer det upp en senare dag än tänkt räknas dagarna därifrån.

    Överklagandetiden är tre veckor från den dag då justeringen verkligen tillkännagavs (KL 13 kap.
    5 §). Den som lämnade anslaget räknar om den; för andra anslag flyttas bara nedtagningen.
    Anroparen håller raden: den är ny eller låst.
    """
    anslag.uppsatt_tid = nu
    anslag.save(update_fields=["uppsatt_tid"])
    _anteckna(anslag, Typ.UPPSATT, av_namn=av_namn, nu=nu)
    planerad, uppe_dag = timezone.localdate(anslag.uppe_från), timezone.localdate(nu)
    försening = avbrottsdagar.försenade_dagar(planerad, uppe_dag)
    if not försening:
        return
    if (dagar := utbyggnad.dagar_från(anslag.källa, nu, av_namn)) is None:
        anteckna_avbrott(
            anslag=anslag, från=anslag.uppe_från, till=nu, dagar=försening, av_namn=av_namn, nu=nu
        )
        return
    # En annan tavla för samma justering kan ha kommit upp först och redan flyttat dagarna.
    anslag.refresh_from_db(fields=["sista_överklagandedag", "ned_dag"])
    skäl = f"kom upp den {date_format(uppe_dag, 'j F Y')}, tänkt den {date_format(planerad, 'j F')}"
    _förläng(anslag, dagar.sista_överklagandedag, dagar.ned_dag, skäl, av_namn=av_namn, nu=nu)


@transaction.atomic
def anteckna_avbrott(
    *, anslag: Anslag, från: datetime, till: datetime, dagar: int, av_namn: str, nu: datetime
) -> None:
    """Avbrottet syns på anslaget, och nedtagningen flyttas lika många dagar som det rörde.

    Anroparen håller raden låst.
    """
    avbrott = Avbrott.objects.create(anslag=anslag, från_tid=från, till_tid=till, dagar=dagar)
    _anteckna(anslag, Typ.AVBROTT, str(avbrott), av_namn=av_namn, nu=nu)
    _flytta(anslag, anslag.ned_dag + timedelta(days=dagar), "avbrott", av_namn=av_namn, nu=nu)


def _flytta(anslag: Anslag, ned_dag: date, skäl: str, *, av_namn: str, nu: datetime) -> None:
    text = f"{anslag.ned_dag} → {ned_dag}: {skäl}"
    anslag.ned_dag = ned_dag
    anslag.save(update_fields=["ned_dag"])
    _anteckna(anslag, Typ.NED_DAG, text, av_namn=av_namn, nu=nu)


@transaction.atomic
def ta_ned(*, källa: str, av_namn: str, nu: datetime | None = None) -> Anslag:
    """Tar ned anslaget på dess dag eller senare, aldrig före (KL 8 kap. 12 §).

    Vakten gör det själv när dagen är inne, sedan den räknat avbrotten.
    """
    nu = nu or timezone.now()
    anslag = _låst(källa)
    if anslag.nedtagen_tid is not None:
        return anslag
    if not anslag.är_uppe:
        raise InteUppe("Anslaget sitter inte på tavlan.")
    if timezone.localdate(nu) < anslag.ned_dag:
        raise FörTidigNedtagning(
            anslag, f"Anslaget får tas ned tidigast {date_format(anslag.ned_dag, 'j F Y')}."
        )
    gå_ned(anslag=anslag, av_namn=av_namn, nu=nu)
    return anslag


@transaction.atomic
def gå_ned(*, anslag: Anslag, av_namn: str, nu: datetime) -> None:
    """Anslagets dag är kommen. Anroparen håller raden låst och har prövat dagen."""
    anslag.nedtagen_tid = nu
    anslag.save(update_fields=["nedtagen_tid"])
    _anteckna(anslag, Typ.NEDTAGET, av_namn=av_namn, nu=nu)


@transaction.atomic
def flytta_ned_dag(
    *, källa: str, ned_dag: date, skäl: str, av_namn: str, nu: datetime | None = None
) -> Anslag:
    """Anslaget får sitta längre. Nedtagningen flyttas bara framåt."""
    anslag = _låst(källa)
    _kräv_levande(anslag)
    if ned_dag == anslag.ned_dag:
        return anslag
    if ned_dag < anslag.ned_dag:
        raise FörTidigNedtagning(
            anslag,
            "Nedtagningen kan inte flyttas till en tidigare dag än "
            f"{date_format(anslag.ned_dag, 'j F Y')}.",
        )
    _flytta(anslag, ned_dag, _skäl(skäl), av_namn=av_namn, nu=nu or timezone.now())
    return anslag


@transaction.atomic
def förläng(
    *,
    källa: str,
    sista_överklagandedag: date,
    ned_dag: date,
    skäl: str,
    av_namn: str,
    nu: datetime | None = None,
) -> Anslag:
    """Överklagandetiden går ut senare än anslaget sa, och det sitter till dess (KL 13 kap. 5 §).

    Så för en gemensam nämnd, när en annan kommun tillkännager senare. Dagarna går bara framåt.
    """
    nu = nu or timezone.now()
    anslag = _låst(källa)
    _kräv_levande(anslag)
    if anslag.sista_överklagandedag is not None:
        _förläng(anslag, sista_överklagandedag, ned_dag, _skäl(skäl), av_namn=av_namn, nu=nu)
    return anslag


def _förläng(
    anslag: Anslag, sista: date, ned_dag: date, skäl: str, *, av_namn: str, nu: datetime
) -> None:
    """Ger anslaget en senare sista dag. En tidigare eller samma dag ändrar ingenting."""
    nuvarande = anslag.sista_överklagandedag
    if nuvarande is not None and sista <= nuvarande:
        return
    ned_dag = max(ned_dag, anslag.ned_dag)
    text = f"{anslag.ned_dag} → {ned_dag}, överklagas senast {sista}: {skäl}"
    anslag.sista_överklagandedag = sista
    anslag.ned_dag = ned_dag
    anslag.save(update_fields=["sista_överklagandedag", "ned_dag"])
    _anteckna(anslag, Typ.NED_DAG, text, av_namn=av_namn, nu=nu)


@transaction.atomic
def makulera(*, källa: str, skäl: str, av_namn: str, nu: datetime | None = None) -> Anslag:
    """Tar bort ett anslag som sattes upp av misstag. Skälet är offentligt och står kvar.

    Tiden för överklagande löper då inte ut (KL 13 kap. 5 § andra stycket).
    """
    anslag = _låst(källa)
    if anslag.makulerad_tid is not None:
        return anslag
    _kräv_levande(anslag)
    anslag.makulerad_tid = nu or timezone.now()
    anslag.makulerat_skäl = _skäl(skäl)
    anslag.save(update_fields=["makulerad_tid", "makulerat_skäl"])
    _anteckna(
        anslag, Typ.MAKULERAT, anslag.makulerat_skäl, av_namn=av_namn, nu=anslag.makulerad_tid
    )
    return anslag


@transaction.atomic
def rätta_text(*, källa: str, rubrik: str, text: str, av_namn: str) -> Anslag:
    """Ersätter det som inte skulle ha publicerats. Den gamla texten finns sedan inte i paketet.

    Bara orden: dagarna och resten av anslaget är fruset. Den som anropar minns vad som stod, och
    varför det rättades; driftloggen säger att det frusna byttes och av vem.
    """
    anslag = _låst(källa)
    if anslag.makulerad_tid is not None:
        raise InteUppe("Anslaget är makulerat.")
    anslag.rubrik, anslag.text = rubrik, text
    # Det enda stället där frusna ord byts.
    with pgtrigger.ignore("publikt.Anslag:anslag_ar_fruset"):
        anslag.save(update_fields=["rubrik", "text"])
    logg.info("Texten i anslaget %s är rättad av %s.", källa, av_namn)
    return anslag


@transaction.atomic
def bifoga_protokoll(
    *, källa: str, pdf_bytes: bytes, av_namn: str, nu: datetime | None = None
) -> Anslag:
    """Lägger den offentliga kopian till anslaget, som inte väntade på den. En gång."""
    anslag = _låst(källa)
    _kräv_levande(anslag)
    if anslag.protokoll_id is None:
        anslag.protokoll = filer.spara(pdf_bytes)
        anslag.save(update_fields=["protokoll"])
        _anteckna(anslag, Typ.PROTOKOLL, av_namn=av_namn, nu=nu or timezone.now())
    return anslag


@transaction.atomic
def bifoga_bevis(
    *, källa: str, pdf_bytes: bytes, av_namn: str, nu: datetime | None = None
) -> Anslag:
    """Lägger anslagsbeviset till anslaget. Ett färdigt bevis skrivs en gång."""
    anslag = _låst(källa)
    bevis = filer.spara(pdf_bytes)
    if anslag.bevis_id == bevis.pk:
        return anslag
    if anslag.bevis_id is not None:
        raise BevisFinns("Anslaget har redan ett annat bevis.")
    anslag.bevis = bevis
    anslag.save(update_fields=["bevis"])
    _anteckna(anslag, Typ.BEVIS, av_namn=av_namn, nu=nu or timezone.now())
    return anslag


def _låst(källa: str) -> Anslag:
    try:
        return Anslag.objects.select_for_update().get(källa=källa)
    except Anslag.DoesNotExist:
        raise OkäntAnslag(f"Det finns inget anslag för {källa}.") from None


def _kräv_levande(anslag: Anslag) -> None:
    if anslag.nedtagen_tid is not None:
        raise RedanNedtaget("Anslaget är redan nedtaget.")
    if anslag.makulerad_tid is not None:
        raise InteUppe("Anslaget är makulerat.")


def _skäl(skäl: str) -> str:
    if not skäl.strip():
        raise SkälSaknas("Skriv ett skäl.")
    return skäl.strip()


def _anteckna(anslag: Anslag, typ: str, text: str = "", *, av_namn: str, nu: datetime) -> None:
    Anslagshändelse.objects.create(anslag=anslag, typ=typ, text=text, av_namn=av_namn, tid=nu)
