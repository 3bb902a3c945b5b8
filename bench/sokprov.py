"""Mäter sökningens kvalitet: bedömda frågor mot databasens egen svenska fulltextsökning.

    python -m bench.sokprov [--visa]

Frågorna och svaren står i `bench/sokprov.txt`. Diariet är de bedömda rubrikerna, demons ämnen och
två tusen slumpade rubriker ur ett fast frö. Varannan fråga är till för att ställa in sökningen, de
andra hålls undan: det är deras tal som gäller.

*Täckning* är hur stor del av de rätta som står bland de tio första, *precision* hur stor del av dem
som visas (högst tio) som är rätta. `--visa` skriver ut det som missades.
"""

from __future__ import annotations

import argparse
import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import mean

from bench.protokoll import _förbered
from bench.sok import FRÖ, _rubrik

BEDÖMDA = Path(__file__).with_suffix(".txt")
SLUMPADE = 2000
FÖRSTA = 10


@dataclass(frozen=True)
class Bedömd:
    """En fråga, rubrikerna som svarar på den, och de som liknar."""

    fråga: str
    rätta: frozenset[str]
    andra: frozenset[str]


def läs(text: str) -> list[Bedömd]:
    """Frågorna i filen. ValueError för en fråga utan svar eller en rad som inte går att tolka."""
    ut = []
    for stycke in text.split("\n\n"):
        rader = [rad for rad in stycke.splitlines() if rad and not rad.startswith("#")]
        if not rader:
            continue
        märkta = [(rad[0], rad[2:]) for rad in rader if rad[:2] in ("? ", "+ ", "- ")]
        frågor = [t for märke, t in märkta if märke == "?"]
        rätta = frozenset(t for märke, t in märkta if märke == "+")
        if len(märkta) != len(rader) or len(frågor) != 1 or not rätta:
            raise ValueError(f"Går inte att tolka: {stycke!r}")
        andra = frozenset(t for märke, t in märkta if märke == "-")
        ut.append(Bedömd(frågor[0], rätta, andra))
    return ut


def rubriker(bedömda: Sequence[Bedömd]) -> list[str]:
    """Allt som står i diariet, var rubrik en gång och i blandad ordning."""
    from protokoll.management.demo.ämnen import INKOMNA

    slump = random.Random(FRÖ)
    egna = {t for b in bedömda for t in b.rätta | b.andra}
    demons = {rubrik.format(år=2026) for rader in INKOMNA.values() for rubrik, _, _ in rader}
    alla = sorted(egna | demons)
    alla += [_rubrik(slump) for _ in range(SLUMPADE)]
    slump.shuffle(alla)
    return alla


def _bygg(rubrikerna: Sequence[str]):
    """Diariet, och registratorn som ser allt i det."""
    from tests.factories.konton import MyndighetFactory
    from tests.factories.ärenden import DiariumFactory, registrator_i
    from ärenden.models import Ärende
    from ärenden.services import sökindex

    nämnd = MyndighetFactory(namn="Nämnden")
    diarium = DiariumFactory(prefix="N", myndigheter=[nämnd])
    Ärende.objects.bulk_create(
        Ärende(
            diarium=diarium,
            myndighet=nämnd,
            år=2026,
            löpnummer=nr,
            beteckning=f"N 2026/{nr}",
            rubrik=rubrik,
        )
        for nr, rubrik in enumerate(rubrikerna, 1)
    )
    sökindex.svep()
    return registrator_i(nämnd)


def _fulltext(fråga: str) -> list[str]:
    """Databasens egen svenska sökning, rangordnad: det en Djangoapp får utan att göra något."""
    from django.contrib.postgres.search import SearchQuery, SearchRank, SearchVector

    from ärenden.models import Ärende

    sökt = SearchQuery(fråga, config="swedish", search_type="websearch")
    vektor = SearchVector("rubrik", config="swedish")
    funna = (
        Ärende.objects.annotate(vektor=vektor, rang=SearchRank(vektor, sökt))
        .filter(vektor=sökt)
        .order_by("-rang", "-pk")
    )
    return list(funna.values_list("rubrik", flat=True)[:FÖRSTA])


def _mät(bedömda: Sequence[Bedömd], sök: Callable[[str], Sequence[str]], *, visa: bool):
    täckning, precision = [], []
    for b in bedömda:
        funna = list(sök(b.fråga))[:FÖRSTA]
        rätt = b.rätta & set(funna)
        täckning.append(len(rätt) / len(b.rätta))
        precision.append(len(rätt) / len(funna) if funna else 0.0)
        if visa and rätt != b.rätta:
            print(f"{b.fråga}: saknas {'; '.join(sorted(b.rätta - rätt))}")
    return mean(täckning), mean(precision)


def main() -> None:
    tolk = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    tolk.add_argument("--visa", action="store_true", help="skriv ut det som missades")
    val = tolk.parse_args()
    _förbered()
    from django.db import connection

    bedömda = läs(BEDÖMDA.read_text(encoding="utf-8"))
    namn = connection.settings_dict["NAME"]
    connection.creation.create_test_db(verbosity=0, serialize=False)
    try:
        rubrikerna = rubriker(bedömda)
        av = _bygg(rubrikerna)
        from ärenden.services import sökning

        def tjänsten(fråga: str) -> list[str]:
            return [t.ärende.rubrik for t in sökning.sök(text=fråga, av=av).träffar]

        print(f"{len(bedömda)} frågor, {len(rubrikerna)} rubriker")
        print(f"{'':24}{'täckning':>10}{'precision':>11}")
        for vilka, frågor in (("till inställning", bedömda[::2]), ("undanhållna", bedömda[1::2])):
            for sätt, sök in (("sökningen", tjänsten), ("ren fulltext", _fulltext)):
                visa = val.visa and sök is tjänsten and vilka == "till inställning"
                t, p = _mät(frågor, sök, visa=visa)
                print(f"{vilka + ', ' + sätt:36}{t:6.2f}{p:11.2f}", flush=True)
    finally:
        connection.creation.destroy_test_db(namn, verbosity=0)


if __name__ == "__main__":
    main()
