"""Utskicket: kallelsen, en ny tid eller att mötet är inställt, till var och en för sig.

Raden skrivs innan något skickas. Jobbet skickar breven ett och ett, vart och ett högst en gång:
dör det mitt i ett brev säger raden att det är osäkert, och en människa avgör om det skickas om.
"""

from __future__ import annotations

import smtplib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.core.mail import get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from konton.models import Användare
from nämnd import kallelseskillnad, mailings, policy
from nämnd import underlag as frysning
from nämnd.models import Kallad, Kallelse, Sammanträde, Utskick, Utskicksmottagare
from nämnd.policy import Rätt
from nämnd.services import kalender, publicering, utskickslista
from nämnd.services.utskickslista import Tilltänkt, Väg
from ärenden.models import Jobb
from ärenden.services import jobb
from ärenden.services.jobb import Utförande

UPPGIFT = "namnd.skicka_utskick"
S = Utskicksmottagare.Status
LÄSER_I_LÄSRUMMET = (
    Kallad.Som.LEDAMOT,
    Kallad.Som.TJÄNSTGÖRANDE_ERSÄTTARE,
    Kallad.Som.ERSÄTTARE,
)


class Utskicksfel(Exception):
    """Det går inte att skicka. Texten är till användaren."""


@dataclass(frozen=True)
class Kännedom:
    """En utanför registret som får kallelsen för kännedom."""

    namn: str
    epost: str


# --- Beslutet att skicka -----------------------------------------------------------------------


@transaction.atomic
def skicka(
    *,
    kallelse: Kallelse,
    vägar: Mapping[str, Väg],
    kännedom: Sequence[Kännedom] = (),
    av: Användare,
) -> Utskick:
    """Skickar den utfärdade kallelsen till dem som inte har fått den.

    `vägar`: det som valts för någon av `utskickslista.tilltänkta`; annars gäller förvalet.
    """
    sammanträde = kallelse.sammanträde
    policy.kräv(av, Rätt.UTFÄRDA_KALLELSE, sammanträde.organ)
    kallelse.sammanträde = sammanträde = _lås(sammanträde)
    if stopp := utskickslista.hinder(kallelse):
        raise Utskicksfel(stopp)
    rader = []
    adresser = {m.epost.casefold() for m in utskickslista.har_fått(sammanträde)}
    for t in utskickslista.tilltänkta(kallelse):
        väg = vägar.get(t.nyckel, t.förval)
        if väg not in t.vägar:
            raise Utskicksfel(_fel_väg(t, väg))
        if väg != Väg.INTE:
            rader.append(_rad(t, väg))
            adresser.add(t.epost.casefold())
    for k in kännedom:
        if k.epost.casefold() in adresser:
            raise Utskicksfel(f"{k.epost} är redan med i utskicket.")
        rader.append(
            _mottagare(person_id=None, som=Kallad.Som.KÄNNEDOM, namn=k.namn, epost=k.epost)
        )
        adresser.add(k.epost.casefold())
    if not rader:
        raise Utskicksfel("Alla har fått kallelsen. Skicka den igen till en person i taget.")
    return _skapa(kallelse, Utskick.Slag.KALLELSE, _nytt_i(kallelse), rader, av)


def _lås(sammanträde: Sammanträde) -> Sammanträde:
    """Två utskick om samma möte görs efter varandra, så att ingen står med två gånger."""
    return (
        Sammanträde.objects.select_for_update(of=("self",))
        .select_related("organ__myndighet__kommun")
        .get(pk=sammanträde.pk)
    )


def _fel_väg(t: Tilltänkt, väg: Väg) -> str:
    if väg == Väg.EPOST:
        return f"{t.namn} har ingen e-postadress. Välj papper."
    return f"{t.namn} är {t.som_text} och ska kallas."


def _rad(t: Tilltänkt, väg: Väg) -> Utskicksmottagare:
    return _mottagare(
        person_id=t.person,
        som=t.som,
        namn=t.namn,
        parti=t.parti,
        epost=t.epost if väg == Väg.EPOST else "",
        postadress=t.postadress,
    )


def _mottagare(**fält: object) -> Utskicksmottagare:
    return Utskicksmottagare(status=S.KÖAD if fält["epost"] else S.POST, **fält)


def _nytt_i(kallelse: Kallelse) -> list[str]:
    """Vad som är nytt sedan den kallelse som skickades förut; tomt i den första."""
    förra = (
        Utskick.objects.filter(
            sammanträde=kallelse.sammanträde, kallelse__in=Kallelse.objects.före(kallelse)
        )
        .select_related("kallelse")
        .order_by("-nummer")
        .first()
    )
    if förra is None:
        return []
    return kallelseskillnad.skillnader(
        frysning.ur_json(förra.kallelse.underlag), frysning.ur_json(kallelse.underlag)
    )


def _skapa(
    kallelse: Kallelse,
    slag: Utskick.Slag,
    nytt: list[str],
    rader: list[Utskicksmottagare],
    av: Användare,
) -> Utskick:
    sammanträde = kallelse.sammanträde
    tiden = kalender.spann(sammanträde)
    uid = kalender.uid(sammanträde=sammanträde, av=av)
    if tiden is None or uid is None:
        raise Utskicksfel("Sammanträdet saknar tid.")
    förra = sammanträde.utskick.aggregate(n=Max("nummer"))["n"] or 0
    börjar, slutar = tiden
    utskick = Utskick(
        sammanträde=sammanträde,
        kallelse=kallelse,
        nummer=förra + 1,
        slag=slag,
        organ=sammanträde.organ.namn,
        plats=publicering.öppen_plats(sammanträde.plats, sammanträde.digital_plats),
        börjar_tid=börjar,
        slutar_tid=slutar,
        uid=uid,
        av=av,
        av_namn=str(av),
        tid=timezone.now(),
    )
    utskick.nytt = _ny_tid(utskick) + nytt
    utskick.jobb = _beställ(utskick, av)
    utskick.save()
    for rad in rader:
        rad.utskick = utskick
    Utskicksmottagare.objects.bulk_create(rader)
    return utskick


def _ny_tid(utskick: Utskick) -> list[str]:
    """Ny dag, tid och plats sedan mötets förra utskick."""
    förra = utskick.sammanträde.utskick.order_by("-nummer").first()
    if förra is None:
        return []
    par = (("Tiden", förra.när, utskick.när), ("Platsen", förra.plats, utskick.plats))
    return [f"{vad} är ändrad. Förut: {förr or '–'}." for vad, förr, nu in par if förr != nu]


def _beställ(utskick: Utskick, av: Användare) -> Jobb:
    return jobb.beställ(
        slag=UPPGIFT,
        nyckel=f"{utskick.sammanträde_id}/{utskick.nummer}",
        argument={"sammanträde": utskick.sammanträde_id, "nummer": utskick.nummer},
        av=av,
    )


# --- Mötet flyttas eller ställs in -------------------------------------------------------------


@transaction.atomic
def meddela_ändring(*, sammanträde: Sammanträde, av: Användare) -> Utskick | None:
    """Ny dag, tid eller plats till alla som har fått kallelsen; ingen om den inte är skickad."""
    return _meddela(sammanträde, Utskick.Slag.FLYTTAT, av)


@transaction.atomic
def meddela_inställt(*, sammanträde: Sammanträde, av: Användare) -> Utskick | None:
    """Till alla som har fått kallelsen: mötet är inställt och går ur kalendern."""
    return _meddela(sammanträde, Utskick.Slag.INSTÄLLT, av)


def _meddela(sammanträde: Sammanträde, slag: Utskick.Slag, av: Användare) -> Utskick | None:
    policy.kräv(av, Rätt.SKÖTA_SAMMANTRÄDEN, sammanträde.organ)
    senaste = sammanträde.utskick.select_related("kallelse").order_by("-nummer").first()
    if senaste is None:
        return None
    kallelse = senaste.kallelse
    kallelse.sammanträde = sammanträde
    rader = [
        _mottagare(
            person_id=rad.person_id,
            som=rad.som,
            namn=rad.namn,
            parti=rad.parti,
            epost=rad.epost,
            postadress=rad.postadress,
        )
        for rad in utskickslista.har_fått(sammanträde)
    ]
    return _skapa(kallelse, slag, [], rader, av)


# --- En person, eller det som blev kvar --------------------------------------------------------


def hinder_att_sända_om(mottagare: Utskicksmottagare) -> str:
    """Varför raden inte kan skickas igen, eller tomt."""
    utskick = mottagare.utskick
    if hasattr(mottagare, "omsänd_som"):
        return "Det är redan skickat igen."
    if mottagare.status in (S.KÖAD, S.SÄNDS) and not utskick.jobb.är_avslutat:
        return "Brevet är på väg."
    if utskick.sammanträde.utskick.filter(nummer__gt=utskick.nummer).exists():
        return "Det finns ett senare utskick om mötet. Skicka det i stället."
    if utskick.sammanträde.datum < timezone.localdate():
        return "Sammanträdesdagen har varit."
    return ""


@transaction.atomic
def sänd_om(*, mottagare: Utskicksmottagare, epost: str, av: Användare) -> Utskicksmottagare:
    """Samma brev en gång till, till den adress som anges; utan adress på papper."""
    utskick = _lås_utskicket(mottagare.utskick)
    policy.kräv(av, Rätt.UTFÄRDA_KALLELSE, utskick.sammanträde.organ)
    mottagare = Utskicksmottagare.objects.select_related("omsänd_som").get(pk=mottagare.pk)
    mottagare.utskick = utskick
    if stopp := hinder_att_sända_om(mottagare):
        raise Utskicksfel(stopp)
    kan_få_papper = mottagare.person_id is not None
    if not utskickslista.giltig_epost(epost) and (epost or not kan_få_papper):
        raise Utskicksfel("Skriv en e-postadress, till exempel namn@exempel.se.")
    ny = _mottagare(
        utskick=utskick,
        omsändning_av=mottagare,
        person_id=mottagare.person_id,
        som=mottagare.som,
        namn=mottagare.namn,
        parti=mottagare.parti,
        epost=epost.strip(),
        postadress=mottagare.postadress,
    )
    ny.save()
    if ny.status == S.KÖAD:
        _beställ_igen(utskick, av)
    return ny


@transaction.atomic
def försök_igen(*, utskick: Utskick, av: Användare) -> None:
    """Skickar det som ännu väntar sedan arbetet gett upp."""
    utskick = _lås_utskicket(utskick)
    policy.kräv(av, Rätt.UTFÄRDA_KALLELSE, utskick.sammanträde.organ)
    if not utskick.mottagare.filter(status=S.KÖAD).exists():
        raise Utskicksfel("Inget väntar på att skickas.")
    _beställ_igen(utskick, av)


def _beställ_igen(utskick: Utskick, av: Användare) -> None:
    utskick.jobb = _beställ(utskick, av)
    utskick.save(update_fields=["jobb"])


def _lås_utskicket(utskick: Utskick) -> Utskick:
    """Samma lås som jobbets slut: en ny rad ser antingen jobbet pågå eller beställer ett nytt."""
    return (
        Utskick.objects.select_for_update(of=("self",))
        .select_related("sammanträde__organ__myndighet", "kallelse", "jobb")
        .get(pk=utskick.pk)
    )


@transaction.atomic
def anteckna_postat(*, utskick: Utskick, av: Användare) -> int:
    """Allt på postlistan är postat. Ger hur många."""
    policy.kräv(av, Rätt.UTFÄRDA_KALLELSE, utskick.sammanträde.organ)
    antal = utskick.mottagare.filter(status=S.POST).update(status=S.POSTAD, sänd_tid=timezone.now())
    if not antal:
        raise Utskicksfel("Inget väntar på att postas.")
    return antal


def anteckna_öppnad(*, kallelse: Kallelse, av: Användare) -> None:
    """Den inloggade har öppnat kallelsen eller handlingarna; den första gången gäller."""
    if av.person_id is None:
        return
    oöppnade = Utskicksmottagare.objects.filter(
        person=av.person_id, utskick__kallelse=kallelse, öppnad_tid=None
    )
    # De flesta läsningar är inte den första, och skriver då inget.
    if oöppnade.exists():
        oöppnade.update(öppnad_tid=timezone.now())


# --- Arbetet -----------------------------------------------------------------------------------


def utför(*, jobb_id: int) -> None:
    """Skickar breven. Görs arbetet om går ändå inget brev två gånger."""
    jobb.utför(jobb_id, _arbeta)


def _arbeta(utförande: Utförande) -> None:
    argument = utförande.jobb.argument
    utskick = Utskick.objects.select_related("sammanträde__organ__myndighet", "kallelse").get(
        sammanträde=argument["sammanträde"], nummer=argument["nummer"]
    )
    while not _är_klart(utskick, utförande):
        # Går det inte att nå e-postservern är inget skickat, och jobbet görs om.
        with get_connection() as anslutning:
            _skicka_köade(utskick, utförande, anslutning)


@transaction.atomic
def _är_klart(utskick: Utskick, utförande: Utförande) -> bool:
    _lås_utskicket(utskick)
    if utskick.mottagare.filter(status=S.KÖAD).exists():
        return False
    utförande.lås_resultatet()
    return True


def _skicka_köade(utskick: Utskick, utförande: Utförande, anslutning: BaseEmailBackend) -> None:
    rader = list(utskick.mottagare.filter(status=S.KÖAD).order_by("pk"))
    ute = publicering.publicerat(utskick.sammanträde)
    webbsida = mailings.adress("moten:visa", ute.pk) if ute else ""
    ser_mötet = _konton_som_ser(utskick.sammanträde, rader)
    # Den som är kallad läser i läsrummet; ett inställt möte läser man om på mötets sida.
    läser = utskick.slag != Utskick.Slag.INSTÄLLT
    for nr, rad in enumerate(rader, 1):
        utförande.rapportera(100 * (nr - 1) // len(rader), f"Skickar brev {nr} av {len(rader)}")
        rad.utskick = utskick
        inloggning = rad.person_id in ser_mötet
        sidan = "lasrum:mote" if läser and rad.som in LÄSER_I_LÄSRUMMET else "namnd:visa"
        länk = mailings.adress(sidan, utskick.sammanträde_id) if inloggning else webbsida
        _skicka(rad, anslutning, länk=länk, inloggning=inloggning)


def _konton_som_ser(
    sammanträde: Sammanträde, rader: Iterable[Utskicksmottagare]
) -> set[int | None]:
    konton = Användare.objects.filter(
        is_active=True, person__in=[r.person_id for r in rader if r.person_id]
    )
    return {k.person_id for k in konton.order_by("pk") if policy.får_se(k, sammanträde)}


def _skicka(
    rad: Utskicksmottagare, anslutning: BaseEmailBackend, *, länk: str, inloggning: bool
) -> None:
    brev = mailings.kallelsebrev(rad, länk=länk, inloggning=inloggning)
    # Bekräftat före brevet: den som tar över efter en död arbetare hoppar över raden.
    if not _anteckna(rad, från=S.KÖAD, status=S.SÄNDS):
        return
    brev.connection = anslutning
    try:
        brev.send()
    except (smtplib.SMTPResponseException, smtplib.SMTPRecipientsRefused) as fel:
        _anteckna(rad, från=S.SÄNDS, status=S.MISSLYCKAD, fel=str(fel)[:300])
    else:
        _anteckna(rad, från=S.SÄNDS, status=S.SKICKAD, sänd_tid=timezone.now())


def _anteckna(rad: Utskicksmottagare, *, från: str, **fält: object) -> bool:
    with transaction.atomic(durable=True):
        return bool(Utskicksmottagare.objects.filter(pk=rad.pk, status=från).update(**fält))
