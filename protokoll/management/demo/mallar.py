"""Demots skrivelsemallar, en stil i varje nämnd, och skrivelserna som är på väg."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta

from konton.models import Användare, Myndighet
from ärenden.granskningsläge import Ordning
from ärenden.mallstilar import Avsnittsslag
from ärenden.models import Skrivelseutkast, Ärende
from ärenden.services import granskning, mallar, skrivande
from ärenden.skrivelseinnehåll import Innehåll

STILAR = {
    "KF": "synpunkter",
    "KS": "forvaltningens",
    "SN": "socialforvaltningens",
    "BUN": "konsekvenser",
}

TEXTER = (
    "Förvaltningen har gått igenom vad som har kommit in i ärendet och talat med dem som berörs.",
    "Det som har kommit in visar tre saker:\n\n- behovet är större än i fjol\n"
    "- kostnaden ryms i budgeten **det första året**\n- arbetet kan börja direkt efter beslutet\n\n"
    "| År | Kostnad, tkr | Finansiering |\n|---|---:|---|\n"
    "| 2026 | 450 | Nämndens budget |\n| 2027 | 620 | Begärs i budgetarbetet |",
)


def fastställ(
    myndigheter: Mapping[str, Myndighet],
    chefer: Mapping[str, tuple[str, str]],
    *,
    av: Användare,
    nu: datetime,
) -> None:
    """`chefer`: vem som skriver under i nämndens förvaltning, namn och titel."""
    for nyckel, stil in STILAR.items():
        mall = mallar.skapa(myndighet=myndigheter[nyckel], stil=stil, av=av)
        mallar.ändra(
            mall=mall,
            dokumentnamn=mall.dokumentnamn,
            förvaltning=mall.förvaltning,
            huvud=mall.huvud,
            handläggaren_skriver_under=True,
            underskrifter=[", ".join(chefer[nyckel])] if nyckel in chefer else [],
            kräver_godkännande=False,
            avsnitt=[mallar.som_stilavsnitt(a) for a in mall.avsnitt.all()],
            av=av,
        )
        mallar.fastställ(mall=mall, av=av, nu=nu)


def börja(ärende: Ärende, *, av: Användare, nu: datetime) -> Skrivelseutkast:
    """En skrivelse som handläggaren har kommit halvvägs med."""
    utkast = skrivande.börja(ärende=ärende, av=av, nu=nu)
    textavsnitt = [a for a in utkast.mall.avsnitt.all() if a.slag in ("sammanfattning", "text")]
    return skrivande.spara(
        utkast=utkast,
        innehåll=Innehåll(
            rubrik=ärende.rubrik,
            satser=("Nämnden godkänner förvaltningens förslag.",),
            avsnitt={str(a.pk): text for a, text in zip(textavsnitt, TEXTER, strict=False)},
        ),
        revision=utkast.revision,
        av=av,
        nu=nu,
    )


def kräv_godkännande(myndighet: Myndighet, *, av: Användare, nu: datetime) -> None:
    """Nämndens nästa version av mallen: skrivelserna godkänns av en chef."""
    mall = mallar.skapa(myndighet=myndighet, av=av)
    mallar.ändra(
        mall=mall,
        dokumentnamn=mall.dokumentnamn,
        förvaltning=mall.förvaltning,
        huvud=mall.huvud,
        handläggaren_skriver_under=mall.handläggaren_skriver_under,
        underskrifter=mall.underskrifter,
        kräver_godkännande=True,
        avsnitt=[mallar.som_stilavsnitt(a) for a in mall.avsnitt.all()],
        av=av,
    )
    mallar.fastställ(mall=mall, av=av, nu=nu)


def skriv_klart(
    ärende: Ärende, *, dag: date | None, av: Användare, nu: datetime
) -> Skrivelseutkast:
    """En fullständig skrivelse, till sammanträdet den dagen."""
    utkast = skrivande.börja(ärende=ärende, av=av, nu=nu)
    texter = {
        Avsnittsslag.SAMMANFATTNING: TEXTER[0],
        Avsnittsslag.TEXT: TEXTER[1],
        Avsnittsslag.LISTA: "Förvaltningens underlag",
        Avsnittsslag.MOTTAGARE: "Socialförvaltningen",
    }
    utkast = skrivande.spara(
        utkast=utkast,
        innehåll=Innehåll(
            rubrik=ärende.rubrik,
            satser=(
                "Nämnden godkänner förvaltningens förslag.",
                "Förvaltningen får i uppdrag att återkomma med en uppföljning.",
            ),
            avsnitt={
                str(a.pk): texter[Avsnittsslag(a.slag)]
                for a in utkast.mall.avsnitt.all()
                if a.slag in texter
            },
        ),
        revision=utkast.revision,
        av=av,
        nu=nu,
    )
    granskning.välj_sammanträde(utkast=utkast, dag=dag, av=av)
    return utkast


def skicka(
    utkast: Skrivelseutkast, granskare: Sequence[Användare], *, av: Användare, nu: datetime
) -> None:
    granskning.skicka(
        utkast=utkast,
        granskare=granskare,
        ordning=Ordning.I_TUR,
        revision=utkast.revision,
        meddelande="Titta särskilt på kostnaderna.",
        senast_dag=nu.date() + timedelta(days=5),
        av=av,
        nu=nu,
    )
