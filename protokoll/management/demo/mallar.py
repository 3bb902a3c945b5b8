"""Demots skrivelsemallar, en stil i varje nämnd."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from konton.models import Användare, Myndighet
from ärenden.services import mallar

STILAR = {
    "KF": "synpunkter",
    "KS": "forvaltningens",
    "SN": "socialforvaltningens",
    "BUN": "konsekvenser",
}


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
