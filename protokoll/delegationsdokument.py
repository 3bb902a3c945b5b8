"""Det särskilda protokollet som det trycks.

Rubrikerna är de som var och en får läsa; besluten är hela.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import groupby

from django.utils.formats import date_format

from protokoll import särskilt_protokoll
from protokoll.models import Delegationsprotokoll
from ärenden.models import Delegationsbeslut

MALL = "pdf/delegationsprotokoll.html"


@dataclass(frozen=True)
class Delegationsrad:
    nummer: str
    dnr: str
    dag: str
    punkt: str
    text: str
    beslut: tuple[str, ...] = ()
    """Det som beslutades, stycke för stycke; tomt när det är hemligt eller ska läsas av alla."""


@dataclass(frozen=True)
class Delegatens:
    delegat: str
    spann: str
    rader: tuple[Delegationsrad, ...]


@dataclass(frozen=True)
class Delegationsprotokolldokument:
    titel: str
    kommun: str
    organ: str
    dokumentnamn: str
    dag_text: str
    nummer: str
    uppgifter: tuple[tuple[str, str], ...]
    delegater: tuple[Delegatens, ...]
    anvisning: str
    justerat: str


def delegater(beslut: Sequence[Delegationsbeslut]) -> tuple[Delegatens, ...]:
    """Besluten per delegat, i nummerordning."""

    def vem(b: Delegationsbeslut) -> str:
        return f"{b.delegat_namn}, {b.delegat_titel}"

    ordnade = sorted(beslut, key=lambda b: (vem(b), b.år, b.nummer))
    return tuple(_delegatens(namn, list(grupp)) for namn, grupp in groupby(ordnade, key=vem))


def _delegatens(namn: str, beslut: Sequence[Delegationsbeslut]) -> Delegatens:
    return Delegatens(
        namn,
        särskilt_protokoll.rubrik((b.år, b.nummer) for b in beslut),
        tuple(
            Delegationsrad(
                b.beteckning,
                b.ärende.beteckning,
                b.beslutsdag.isoformat(),
                f"{b.punkt.nummer} {b.punkt.ärende}",
                b.visas_öppet,
                _beslutet(b),
            )
            for b in beslut
        ),
    )


def _beslutet(b: Delegationsbeslut) -> tuple[str, ...]:
    """Beslutet självt (KL 6 kap. 40 § och 7 kap. 8 §), inte bara vad det handlar om."""
    if b.är_sekretess or b.ärende.är_sekretess:
        return ()
    return tuple(rad.strip() for rad in b.beslutstext.splitlines() if rad.strip())


def utan_besluten(d: Delegationsprotokolldokument) -> Delegationsprotokolldokument:
    """Formen för webben: rubrikerna är skrivna för var och en, besluten kan nämna enskilda."""
    return replace(
        d,
        delegater=tuple(
            replace(g, rader=tuple(replace(r, beslut=()) for r in g.rader)) for g in d.delegater
        ),
    )


def dokument(
    protokoll: Delegationsprotokoll,
    beslut: Sequence[Delegationsbeslut],
    *,
    justerat_av: str,
    dag: date,
    anvisning: str,
) -> Delegationsprotokolldokument:
    organ = protokoll.organ
    dagar = sorted(b.beslutsdag for b in beslut)
    från, till = (date_format(d, "j F Y") for d in (dagar[0], dagar[-1]))
    upprättat = date_format(protokoll.upprättat_dag, "j F Y")
    return Delegationsprotokolldokument(
        titel=f"Särskilt protokoll {protokoll.beteckning}, {organ.namn}",
        kommun=organ.myndighet.kommun.namn,
        organ=organ.namn,
        dokumentnamn="Särskilt protokoll",
        dag_text=date_format(dag, "j F Y"),
        nummer=protokoll.beteckning,
        uppgifter=(
            ("Nummer", protokoll.beteckning),
            ("Beslut fattade", från if från == till else f"{från} – {till}"),
            ("Antal beslut", str(len(beslut))),
            ("Upprättat", f"{upprättat}, {protokoll.upprättat_av}"),
            ("Protokollet finns", protokoll.förvaringsplats),
        ),
        delegater=delegater(beslut),
        anvisning=anvisning,
        justerat=f"{date_format(dag, 'j F Y')}, {justerat_av}",
    )


def titlarnas_nummer(beslut: Sequence[Delegationsbeslut]) -> list[tuple[str, str]]:
    """Titel och nummerspann per delegat, utan namn, som det står på anslaget."""
    ordnade = sorted(beslut, key=lambda b: (b.delegat_titel, b.delegat_id, b.år, b.nummer))
    return [
        (titel, särskilt_protokoll.rubrik((b.år, b.nummer) for b in rader))
        for (titel, _), rader in groupby(ordnade, key=lambda b: (b.delegat_titel, b.delegat_id))
    ]
