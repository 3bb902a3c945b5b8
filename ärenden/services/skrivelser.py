"""Tjänsteskrivelser: lämna in som PDF med beslutssatser, och anmäl till nämnden."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.db import transaction

from konton.models import Användare, Myndighet
from ärenden import policy
from ärenden.models import Anmälan, Beslutssats, Fil, Handling, Skrivelse, Ärende
from ärenden.policy import Rätt
from ärenden.services import händelser, mallar, registrering


class SaknarPapper(Exception):
    """Skrivelsen har ingen fil och kan inte anmälas."""


class RedanAnmäld(Exception):
    """Skrivelsen väntar redan eller är behandlad."""


class VäntarInte(Exception):
    """Anmälan är redan upptagen eller återtagen."""


class InteGodkänd(Exception):
    """Nämnden kräver att skrivelser godkänns, och filen är inte godkänd."""


class ÄrendetStängt(Exception):
    """Ärendet är avslutat eller makulerat."""


@transaction.atomic
def lämna_in(
    *,
    ärende: Ärende,
    rubrik: str,
    beslutssatser: Sequence[str],
    filnamn: str,
    av: Användare,
    innehåll: bytes | None = None,
    fil: Fil | None = None,
    datum: date | None = None,
    offentlig_rubrik: str = "",
    sekretess_lagrum: str = "",
    sammanfattning: str = "",
    godkänns: bool = True,
) -> Skrivelse:
    """En färdig tjänsteskrivelse som PDF, ny eller redan sparad, med beslutssatserna som rader.

    Kräver nämndens mall godkännande anmäls den först när filen är godkänd. `godkänns` är falskt
    bara för det som är godkänt före inlämningen, och för det som systemet skriver åt nämnden.
    """
    handling = registrering.registrera_handling(
        ärende=ärende,
        rubrik=rubrik,
        slag=Handling.Slag.TJÄNSTESKRIVELSE,
        riktning=Handling.Riktning.UPPRÄTTAD,
        innehåll=innehåll,
        fil=fil,
        filnamn=filnamn,
        datum=datum,
        offentlig_rubrik=offentlig_rubrik,
        sekretess_lagrum=sekretess_lagrum,
        av=av,
    )
    return _skrivelse(
        handling,
        beslutssatser,
        av,
        sammanfattning=sammanfattning,
        kräver_godkännande=godkänns and mallar.kräver_godkännande(ärende.myndighet),
    )


@transaction.atomic
def gör_anmälbar(*, handling: Handling, beslutssatser: Sequence[str], av: Användare) -> Skrivelse:
    """En inkommen handling med förslag till beslut, som kan anmälas som den är."""
    policy.kräv(av, Rätt.REGISTRERA, handling.ärende.myndighet)
    policy.kräv_se_handling(av, handling)
    return _skrivelse(handling, beslutssatser, av)


def _skrivelse(
    handling: Handling,
    beslutssatser: Sequence[str],
    av: Användare,
    *,
    sammanfattning: str = "",
    kräver_godkännande: bool = False,
) -> Skrivelse:
    skrivelse = Skrivelse.objects.create(
        handling=handling,
        av=av,
        sammanfattning=sammanfattning,
        kräver_godkännande=kräver_godkännande,
    )
    satser = [text.strip() for text in beslutssatser if text.strip()]
    Beslutssats.objects.bulk_create(
        Beslutssats(skrivelse=skrivelse, nummer=nummer, text=text)
        for nummer, text in enumerate(satser, 1)
    )
    return skrivelse


def är_godkänd(skrivelse: Skrivelse) -> bool:
    """Om filen får anmälas: den är godkänd som den är, eller behöver inget godkännande."""
    fil = skrivelse.handling.fil
    if not skrivelse.kräver_godkännande:
        return True
    return fil is not None and any(g.hash == fil.sha256 for g in skrivelse.godkännanden.all())


@transaction.atomic
def anmäl(
    *, skrivelse: Skrivelse, myndighet: Myndighet, av: Användare, önskad_dag: date | None = None
) -> Anmälan:
    """Lägger skrivelsen bland det som väntar på att tas upp av myndigheten."""
    skrivelse = Skrivelse.objects.select_for_update(of=("self",)).get(pk=skrivelse.pk)
    ärende = skrivelse.handling.ärende
    policy.kräv(av, Rätt.ANMÄLA, ärende.myndighet)
    policy.kräv_se_handling(av, skrivelse.handling)
    if ärende.status in (Ärende.Status.AVSLUTAT, Ärende.Status.MAKULERAT):
        raise ÄrendetStängt(f"{ärende.beteckning} är {ärende.get_status_display()}.")
    if skrivelse.handling.fil is None:
        raise SaknarPapper("Skrivelsen saknar fil.")
    if skrivelse.status != Skrivelse.Status.UTKAST:
        raise RedanAnmäld(f"Skrivelsen är redan {skrivelse.get_status_display()}.")
    if not är_godkänd(skrivelse):
        raise InteGodkänd("Skrivelsen är inte godkänd. En chef i nämnden godkänner filen först.")
    skrivelse.status = Skrivelse.Status.ANMÄLD
    skrivelse.återremiss = ""
    skrivelse.save(update_fields=["status", "återremiss"])
    anmälan = Anmälan.objects.create(
        skrivelse=skrivelse, myndighet=myndighet, önskad_dag=önskad_dag, av=av
    )
    händelser.skriv(
        ärende,
        "skrivelse.anmäld",
        av=av,
        rubrik=händelser.synlig_rubrik(skrivelse.handling),
        myndighet=str(myndighet),
    )
    return anmälan


@transaction.atomic
def återta(*, anmälan: Anmälan, av: Användare) -> None:
    """Tar tillbaka en anmälan som ännu inte tagits upp."""
    anmälan = Anmälan.objects.select_for_update(of=("self",)).get(pk=anmälan.pk)
    ärende = anmälan.skrivelse.handling.ärende
    policy.kräv(av, Rätt.ANMÄLA, ärende.myndighet)
    policy.kräv_se_handling(av, anmälan.skrivelse.handling)
    _återta(anmälan, av)


def _återta(anmälan: Anmälan, av: Användare) -> None:
    if anmälan.status != Anmälan.Status.VÄNTAR:
        raise VäntarInte("Anmälan väntar inte längre; punkten tas bort från listan i stället.")
    anmälan.status = Anmälan.Status.ÅTERTAGEN
    anmälan.save(update_fields=["status"])
    Skrivelse.objects.filter(pk=anmälan.skrivelse_id).update(status=Skrivelse.Status.UTKAST)
    händelser.skriv(
        anmälan.skrivelse.handling.ärende,
        "skrivelse.anmälan_återtagen",
        av=av,
        rubrik=händelser.synlig_rubrik(anmälan.skrivelse.handling),
    )


@transaction.atomic
def ta_emot_förslag(
    *,
    handling: Handling,
    beslutssatser: Sequence[str],
    myndighet: Myndighet,
    organ: str,
    av: Användare,
) -> Skrivelse:
    """Ett inkommet förslag som väntar på att organet tar upp det.

    Anropas av den som tar emot det från en förtroendevald, som har prövat rätten där.
    """
    skrivelse = _skrivelse(handling, beslutssatser, av)
    skrivelse.status = Skrivelse.Status.ANMÄLD
    skrivelse.save(update_fields=["status"])
    Anmälan.objects.create(skrivelse=skrivelse, myndighet=myndighet, organ=organ, av=av)
    händelser.skriv(
        handling.ärende,
        "skrivelse.anmäld",
        av=av,
        rubrik=händelser.synlig_rubrik(handling),
        myndighet=organ,
    )
    return skrivelse


@transaction.atomic
def dra_tillbaka_förslag(*, skrivelse: Skrivelse, av: Användare) -> bool:
    """Återtar det som ännu väntar; falskt om det redan är hämtat till en lista.

    Anropas av den som tar emot återtagandet, som har prövat rätten där.
    """
    väntar = (
        Anmälan.objects.väntande()
        .select_for_update(of=("self",))
        .filter(skrivelse=skrivelse)
        .order_by("pk")
        .first()
    )
    if väntar is None:
        return False
    _återta(väntar, av)
    return True


@transaction.atomic
def återsänd(*, skrivelse: Skrivelse, motivering: str, vem: str, av: Användare) -> None:
    """Lämnar tillbaka en återremitterad skrivelse till handläggaren; den kan anmälas igen.

    Anropas av den som avslutar mötet, som har prövat rätten där.
    """
    skrivelse = Skrivelse.objects.select_for_update(of=("self",)).get(pk=skrivelse.pk)
    skrivelse.status = Skrivelse.Status.UTKAST
    skrivelse.återremiss = motivering
    skrivelse.save(update_fields=["status", "återremiss"])
    händelser.skriv(
        skrivelse.handling.ärende,
        "skrivelse.återremitterad",
        av=av,
        rubrik=händelser.synlig_rubrik(skrivelse.handling),
        vem=vem,
    )


@transaction.atomic
def lämna_vidare(
    *,
    skrivelse: Skrivelse,
    myndighet: Myndighet,
    organ: str,
    förslag_av: str,
    förslag: Sequence[str],
    av: Användare,
) -> Anmälan:
    """Anmäler skrivelsen till nästa organ, med det förra organets förslag i stället för dess.

    Det som beslutas senare av samma förslag läggs till det som redan väntar hos organet.
    Anropas av den som avslutar mötet, som har prövat rätten där.
    """
    skrivelse = Skrivelse.objects.select_for_update(of=("self",)).get(pk=skrivelse.pk)
    skrivelse.status = Skrivelse.Status.ANMÄLD
    skrivelse.save(update_fields=["status"])
    väntar = Anmälan.objects.filter(
        skrivelse=skrivelse,
        myndighet=myndighet,
        organ=organ,
        förslag_av=förslag_av,
        status=Anmälan.Status.VÄNTAR,
    ).first()
    if väntar is not None:
        väntar.förslag = [*väntar.förslag, *förslag]
        väntar.save(update_fields=["förslag"])
        return väntar
    return Anmälan.objects.create(
        skrivelse=skrivelse,
        myndighet=myndighet,
        organ=organ,
        förslag_av=förslag_av,
        förslag=list(förslag),
        av=av,
    )
