"""Hela bygget: papper, register och ärenden i en transaktion, sedan mötena ett i taget.

Avbryts det på vägen fortsätter nästa körning där den slutade: mötenas status säger var.
"""

from __future__ import annotations

import traceback
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor, wait
from datetime import date
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone

from konton.models import Användare, Myndighet
from nämnd.models import Kallelse, Kallelsefil, Sammanträde
from protokoll.management.demo import (
    anmälningar,
    historia,
    kommun,
    läsrummet,
    pågående,
    svar,
    tavlan,
)
from protokoll.management.demo.bygge import Bygge
from protokoll.management.demo.planering import planera
from protokoll.management.demo.rendering import Pappersförråd, arbetare
from ärenden.models import Ärende

Rapport = Callable[[str, float], None]

# Så stor del av tiden som är gången när stycket börjar.
HISTORIA, ANSLAG, KALLELSE = 0.4, 0.94, 0.95


def är_färdigt() -> bool:
    konto = _konton().filter(username=kommun.TJÄNSTEPERSONER[0].konto).first()
    return konto is not None and konto.has_usable_password()


def finns_annat() -> bool:
    """Ärenden som inte är ett avbrutet demobygges."""
    return Ärende.objects.exists() and not _konton().exists()


def _konton() -> QuerySet[Användare]:
    return Användare.objects.filter(är_demo=True)


def bygg(
    *, rapport: Rapport, liten: bool = False, processer: int = 2, i_dag: date | None = None
) -> None:
    i_dag = i_dag or timezone.localdate()
    with arbetare(processer) as pool:
        if not Ärende.objects.exists():
            rapport("Planerar möten och ärenden", 0)
            plan = planera(i_dag, liten=liten)
            förråd = Pappersförråd(plan.dokument(), pool)
            with transaction.atomic():
                bygge = Bygge(plan, förråd, lambda text, del_: rapport(text, HISTORIA * del_))
                bygge.spela_upp()
                pågående.bygg(bygge.register, förråd, nu=bygge.nu)
        _håll_möten(pool, i_dag, rapport)
        rapport("Sätter upp anslagen", ANSLAG)
        tavlan.spela_upp(i_dag)
        rapport("Kallar till demomötet", KALLELSE)
        _kalla_till_demot()
    for konto in _konton().order_by("pk"):
        konto.set_password(kommun.LÖSENORD)
        konto.save(update_fields=["password"])
    rapport("Klart", 1)


class Processfel(Exception):
    """Något gick fel i en arbetsprocess. Texten är hela felet."""


def _i_process(myndighet_id: int, sekreterare_id: int, i_dag: date) -> None:
    """Ett fel skickas som text: många av tjänsternas undantag går inte att packa."""
    try:
        historia.håll_myndighetens(myndighet_id, sekreterare_id, i_dag)
    except Exception as fel:  # noqa: BLE001  # kastas om som text, med hela spåret
        raise Processfel("".join(traceback.format_exception(fel))) from None


def _håll_möten(pool: ProcessPoolExecutor | None, i_dag: date, rapport: Rapport) -> None:
    möten = Sammanträde.objects.filter(datum__lt=i_dag)
    alla = möten.count()
    uppgifter = []
    for nyckel in ("SN", "KS", "BUN", "KF"):
        myndighet = Myndighet.objects.get(kommun__namn=kommun.KOMMUN, kortnamn=nyckel)
        sekreterare = _konton().get(username=kommun.SEKRETERARE[nyckel])
        uppgifter.append((myndighet.pk, sekreterare.pk, i_dag))
    if pool is None:
        for uppgift in uppgifter:
            historia.håll_myndighetens(*uppgift)
        return
    väntade = {pool.submit(_i_process, *u) for u in uppgifter}
    while väntade:
        klara, väntade = wait(väntade, timeout=1)
        for en in klara:
            en.result()
        hållna = möten.filter(status=Sammanträde.Status.AVSLUTAT).count()
        rapport("Håller mötena", HISTORIA + (ANSLAG - HISTORIA) * hållna / max(alla, 1))


def _demomöte() -> Sammanträde:
    """Det första i socialnämnden med regler för distans; bara demomötet får sådana."""
    return (
        Sammanträde.objects.filter(
            organ__myndighet__kommun__namn=kommun.KOMMUN, organ__kortnamn="SN"
        )
        .exclude(distans="")
        .select_related("organ")
        .earliest("pk")
    )


def _kalla_till_demot() -> None:
    möte = _demomöte()
    sekreterare = _konton().get(username="sekreterare")
    if möte.status == Sammanträde.Status.UTKAST:
        anmälningar.lägg_på_listan(möte, sekreterare)
        historia.kalla(möte, sekreterare)
    läsrummet.lämna(möte)
    kallelse = möte.kallelser.get(status=Kallelse.Status.UTFÄRDAD)
    if not möte.utskick.exists():
        svar.skicka(kallelse, av=sekreterare)
        svar.svara(möte, av=sekreterare)
    mapp = utmapp()
    mapp.mkdir(parents=True, exist_ok=True)
    for slag, namn in (
        (Kallelsefil.Slag.KALLELSE, "kallelse.pdf"),
        (Kallelsefil.Slag.PAKET, "handlingspaket.pdf"),
    ):
        (mapp / namn).write_bytes(kallelse.filer.get(slag=slag).fil.läs())


def utmapp() -> Path:
    """Demomötets kallelse och paket som vanliga filer, för den som vill titta utan att logga in."""
    return Path(settings.DATA) / "demo"


def visning(bas: str = "") -> str:
    if not är_färdigt():
        return "Databasen har ingen demokommun."
    rader = [f"Demokonton, alla med lösenordet {kommun.LÖSENORD}:"]
    konton = [(t.konto, t.namn, t.visas_som) for t in kommun.TJÄNSTEPERSONER if t.visas_som]
    konton[3:3] = kommun.FÖRTROENDEVALDA
    rader += [f"  {k:<15} {som} ({n})" for k, n, som in konton]
    möte = _demomöte()
    rader += [
        "",
        f"Demomötet: {möte.organ} {möte.datum}",
        f"  på webben    {bas.rstrip('/')}{adress(möte)}",
        f"  kallelse     {utmapp() / 'kallelse.pdf'}",
        f"  paket        {utmapp() / 'handlingspaket.pdf'}",
    ]
    return "\n".join(rader)


def adress(möte: Sammanträde) -> str:
    return reverse("namnd:visa", args=[möte.pk])
