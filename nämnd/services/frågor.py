"""Frågor om punkter: ställa, skicka vidare, besvara, lämna svaret eller avböja.

Frågan går genom sekreteraren. Handläggaren når den bara medan hen får läsa punkten. Ett svar till
alla kallade, eller ett med sakuppgifter, dokumenteras som en upprättad handling i ärendet.
"""

from __future__ import annotations

import smtplib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.core.mail import EmailMessage
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.formats import date_format

from konton.models import Användare
from nämnd import documents, frågegång, förslagsrätt, läsrumsdokument, mailings, policy
from nämnd.frågegång import Handgrepp
from nämnd.fynd import Fynd
from nämnd.jäv import FÅR_INTE_DELTA_ELLER_NÄRVARA
from nämnd.läsrum import Läsare
from nämnd.models import Fråga, Punkt, Sammanträde
from nämnd.policy import Rätt
from nämnd.services import inlämning, läsrum
from nämnd.services.inlämning import FårInteLämnaIn
from nämnd.services.läsrum import Exemplar
from ärenden.models import Handling
from ärenden.services import jobb
from ärenden.services.jobb import Arbetsfel, Uppskov, Utförande

UPPGIFT = "namnd.fragebrev"
MAX_TEXT = 5000
TILL_HANDLÄGGAREN, TILL_FRÅGAREN, TILL_ALLA = "handlaggaren", "fragaren", "alla"


class Frågefel(Exception):
    """Det går inte som det är. Texten är till användaren."""

    lagrum = ""
    lagtext = ""


# --- Den förtroendevalda -------------------------------------------------------------------------


@transaction.atomic
def ställ(
    *,
    sammanträde: Sammanträde,
    punkt: int,
    text: str,
    av: Användare,
    nu: datetime | None = None,
) -> Fråga:
    """Frågan går till sekreteraren. Bara den som får läsa punkten ställer den."""
    sammanträde = Sammanträde.objects.select_related("organ__myndighet").get(pk=sammanträde.pk)
    vald = inlämning.kräv_vald(av, sammanträde, punkt)
    hinder = [f for f in förslagsrätt.fråga(vald.läge) if f.hindrar]
    if hinder:
        raise FårInteLämnaIn(hinder)
    return Fråga.objects.create(
        sammanträde=sammanträde,
        punkt=vald.punkt,
        rubrik=vald.punkt.rubrik,
        text=_prövad(text, "Skriv din fråga."),
        av=av,
        tid=nu or timezone.now(),
    )


def mina(av: Användare) -> QuerySet[Fråga]:
    """De egna; `öppen` när svaret får läsas utan en ny kod."""
    return (
        Fråga.objects.filter(av=av)
        .annotate(öppen=policy.punkten_är_öppen("punkt"))
        .select_related("sammanträde__organ", "punkt", "svar_av__person")
        .order_by("-tid", "-pk")
    )


@dataclass(frozen=True)
class Delade:
    """Frågor och svar som alla kallade har fått, om de punkter som läsaren får läsa."""

    svar: list[Fråga]
    låsta: int
    """Om hemliga punkter: de visas, som papperen, först efter en ny kod."""


def delade(exemplar: Exemplar) -> Delade:
    if exemplar.läsare not in (Läsare.LEDAMOT, Läsare.ERSÄTTARE, Läsare.INSYN, Läsare.SKÖTER):
        return Delade([], 0)
    hemlig = {
        p.rad.punkt: p.hemlig
        for p in läsrum.alla_punkter(exemplar.punkter)
        if not p.stängd and (exemplar.läsare.ser_hemligt or not p.hemlig)
    }
    alla = list(
        exemplar.kallelse.sammanträde.frågor.delade()
        .filter(punkt__in=hemlig)
        .select_related("svar_av__person")
        .order_by("avgjord_tid", "pk")
    )
    öppna = {punkt for punkt, är_hemlig in hemlig.items() if exemplar.styrkt or not är_hemlig}
    svar = [f for f in alla if f.punkt_id in öppna]
    return Delade(svar, len(alla) - len(svar))


# --- Sekreteraren --------------------------------------------------------------------------------


@transaction.atomic
def skicka_vidare(
    *, fråga: Fråga, till: Användare, av: Användare, nu: datetime | None = None
) -> Fråga:
    """Till en handläggare som får läsa punkten; brevet säger inte vad frågan handlar om."""
    rad = _lås_skött(fråga, av)
    _gå(rad, Handgrepp.SKICKA_VIDARE)
    if not policy.möjliga_svarande(rad).filter(pk=till.pk).exists():
        raise Frågefel(f"{till} får inte läsa punkten och kan därför inte svara på frågan.")
    rad.handläggare, rad.skickad_tid = till, nu or timezone.now()
    rad.save(update_fields=["status", "handläggare", "skickad_tid"])
    if till.person is not None and till.person.epost:
        _beställ_brev(rad, TILL_HANDLÄGGAREN, av)
    return rad


@transaction.atomic
def svara_själv(
    *,
    fråga: Fråga,
    text: str,
    till_alla: bool,
    av: Användare,
    sakuppgift: bool = False,
    nu: datetime | None = None,
) -> Fråga:
    """Sekreterarens eget svar, lämnat med detsamma."""
    rad = _lås_skött(fråga, av)
    _gå(rad, Handgrepp.SVARA_SJÄLV)
    nu = nu or timezone.now()
    rad.svar, rad.svar_av, rad.svar_tid = _prövad(text, "Skriv svaret."), av, nu
    return _lämna(rad, till_alla=till_alla, sakuppgift=sakuppgift, av=av, nu=nu)


@transaction.atomic
def lämna_ut(
    *,
    fråga: Fråga,
    till_alla: bool,
    av: Användare,
    sakuppgift: bool = False,
    nu: datetime | None = None,
) -> Fråga:
    """Handläggarens svar går som det är till den som frågade, eller till alla kallade."""
    rad = _lås_skött(fråga, av)
    _gå(rad, Handgrepp.LÄMNA_UT)
    return _lämna(rad, till_alla=till_alla, sakuppgift=sakuppgift, av=av, nu=nu or timezone.now())


def _lämna(rad: Fråga, *, till_alla: bool, sakuppgift: bool, av: Användare, nu: datetime) -> Fråga:
    if till_alla and rad.punkt is None:
        raise Frågefel("Punkten står inte längre på listan. Svaret kan bara lämnas till frågaren.")
    if rad.punkt_id in policy.stängda_punkter(rad.av, rad.sammanträde):
        raise FårInteLämnaIn(
            [
                Fynd(
                    "Den som frågade är jävig i punkten och får inte svaret. Avböj frågan.",
                    FÅR_INTE_DELTA_ELLER_NÄRVARA,
                )
            ]
        )
    rad.till_alla, rad.avgjord_tid, rad.avgjord_av = till_alla, nu, av
    if frågegång.ska_registreras(till_alla=till_alla, sakuppgift=sakuppgift):
        rad.handling = _dokumentera(rad, av)
    rad.save(
        update_fields=[
            *("status", "svar", "svar_av", "svar_tid", "till_alla"),
            *("avgjord_tid", "avgjord_av", "handling"),
        ]
    )
    _brev_till_frågaren(rad, av)
    if till_alla:
        _brev_till_alla(rad, av)
    return rad


def _dokumentera(rad: Fråga, av: Användare) -> Handling:
    möte = (
        Sammanträde.objects.select_for_update(of=("self",))
        .select_related("organ__myndighet__kommun", "organ__diarium")
        .get(pk=rad.sammanträde_id)
    )
    punkt = (
        Punkt.objects.select_related("ärende", "förälder").filter(pk=rad.punkt_id).first()
        if rad.punkt_id
        else None
    )
    källa = punkt.sekretesskälla if punkt else None
    lagrum = (källa.sekretess_lagrum or "OSL") if källa else ""
    ärende = punkt.ärende if punkt else None
    rad.sammanträde = möte
    return inlämning.dokumentera(
        möte=möte,
        ärende=ärende,
        dokument=läsrumsdokument.fråga_och_svar(
            rad, beteckning=ärende.full_beteckning if ärende else "", lagrum=lagrum
        ),
        handling=Handling(
            slag=Handling.Slag.ÖVRIGT,
            rubrik=f"Fråga och svar inför sammanträdet {date_format(möte.datum, 'j F Y')}",
            datum=timezone.localdate(),
            sekretess_lagrum=lagrum,
        ),
        av=av,
    )


@transaction.atomic
def avböj(*, fråga: Fråga, skäl: str, av: Användare, nu: datetime | None = None) -> Fråga:
    """Frågan besvaras inte; den som frågade får skälet."""
    rad = _lås_skött(fråga, av)
    _gå(rad, Handgrepp.AVBÖJA)
    rad.skäl = _prövad(skäl, "Skriv varför frågan inte besvaras.", 500)
    rad.avgjord_tid, rad.avgjord_av = nu or timezone.now(), av
    rad.save(update_fields=["status", "skäl", "avgjord_tid", "avgjord_av"])
    _brev_till_frågaren(rad, av)
    return rad


# --- Handläggaren --------------------------------------------------------------------------------


@transaction.atomic
def besvara(*, fråga: Fråga, text: str, av: Användare, nu: datetime | None = None) -> Fråga:
    """Svaret går till sekreteraren, som lämnar det vidare."""
    rad = _lås(fråga)
    if not policy.frågor_att_besvara(av).filter(pk=rad.pk).exists():
        raise PermissionDenied("Frågan väntar inte på ditt svar.")
    _gå(rad, Handgrepp.BESVARA)
    rad.svar, rad.svar_av = _prövad(text, "Skriv svaret."), av
    rad.svar_tid = nu or timezone.now()
    rad.save(update_fields=["status", "svar", "svar_av", "svar_tid"])
    return rad


# --- Gemensamt -----------------------------------------------------------------------------------


def _lås(fråga: Fråga) -> Fråga:
    return (
        Fråga.objects.select_for_update(of=("self",))
        .select_related("sammanträde__organ__myndighet", "punkt__ärende", "av__person")
        .get(pk=fråga.pk)
    )


def _lås_skött(fråga: Fråga, av: Användare) -> Fråga:
    rad = _lås(fråga)
    policy.kräv(av, Rätt.SKÖTA_SAMMANTRÄDEN, rad.sammanträde.organ)
    return rad


def _gå(rad: Fråga, handgrepp: Handgrepp) -> None:
    nästa = frågegång.nästa(rad.status, handgrepp)
    if nästa is None:
        raise Frågefel(
            f"Frågan är {rad.get_status_display()}. Läs sidan igen; någon annan kan ha hunnit före."
        )
    rad.status = Fråga.Status(nästa)


def _prövad(text: str, saknas: str, högst: int = MAX_TEXT) -> str:
    text = text.replace("\r\n", "\n").replace("\x00", "").strip()
    if not text:
        raise Frågefel(saknas)
    if len(text) > högst:
        raise Frågefel(f"Texten har {len(text)} tecken; högst {högst} får plats.")
    return text


# --- Breven --------------------------------------------------------------------------------------


def _brev_till_frågaren(rad: Fråga, av: Användare) -> None:
    if rad.av.person is not None and rad.av.person.epost:
        _beställ_brev(rad, TILL_FRÅGAREN, av)


def _brev_till_alla(rad: Fråga, av: Användare) -> None:
    """Ett jobb för var och en av de kallade: brevet skickas en gång, och prövas när det skickas."""
    kallade = [u.person_id for u in documents.att_kalla(rad.sammanträde)]
    konton = (
        Användare.objects.filter(person__in=kallade, is_active=True)
        .exclude(person__epost="")
        .exclude(pk=rad.av_id)
        .order_by("pk")
    )
    for konto in konton:
        _beställ_brev(rad, TILL_ALLA, av, läsare=konto)


def _beställ_brev(rad: Fråga, till: str, av: Användare, läsare: Användare | None = None) -> None:
    argument: dict[str, int | str] = {"fråga": rad.pk, "till": till}
    nyckel = f"{rad.pk}-{till}"
    if läsare is not None:
        argument["läsare"] = läsare.pk
        nyckel += f"-{läsare.pk}"
    jobb.beställ(slag=UPPGIFT, nyckel=nyckel, argument=argument, av=av)


def utför_brev(jobb_id: int) -> None:
    """Skickar brevet. Når det inte e-postservern försöks det igen."""
    jobb.utför(jobb_id, _skicka)


def _skicka(utförande: Utförande) -> None:
    argument: Mapping[str, int | str] = utförande.jobb.argument
    rad = Fråga.objects.select_related(
        "av__person", "handläggare__person", "sammanträde__organ"
    ).get(pk=argument["fråga"])
    brev = _brevet(rad, argument)
    try:
        with transaction.atomic():
            utförande.lås_resultatet()
            if brev is not None:
                brev.send()
    except (smtplib.SMTPResponseException, smtplib.SMTPRecipientsRefused) as fel:
        raise Arbetsfel(f"Brevet togs inte emot: {fel}"[:300]) from fel
    except (smtplib.SMTPException, OSError) as fel:
        raise Uppskov("E-postservern nås inte.") from fel


def _brevet(rad: Fråga, argument: Mapping[str, int | str]) -> EmailMessage | None:
    """Brevet, eller inget till den som inte längre får läsa svaret."""
    if argument["till"] == TILL_HANDLÄGGAREN:
        return mailings.fråga_att_besvara(rad)
    if argument["till"] == TILL_FRÅGAREN:
        return mailings.fråga_avgjord(rad)
    läsare = Användare.objects.select_related("person").get(pk=argument["läsare"])
    vald = inlämning.vald_punkt(läsare, rad.sammanträde, rad.punkt_id) if rad.punkt_id else None
    if vald is None or not vald.får_läsa or vald.läge.jävig:
        return None
    return mailings.svar_till_alla(rad, läsare)
