"""Mäter sökningen i ett stort diarium: golvet i SQL, tjänsten och hela sidan, sida vid sida.

    python -m bench.sok [--arenden 100000] [--handlingar 1] [--varv 15] [--spara]

Diariet slumpas fram ur ett fast frö: två nämnder, tjugo år, några procent hemligt. Användaren ser
den ena nämnden. Golvet är den rena frågan mot indexet, utan rättigheter och utan att något visas.
Sidans egen SQL är alla dess frågor, ställda en gång till genom psycopg utan Django.
`--spara` lämnar diariet kvar i databasen, och nästa mätning av samma storlek tar vid där.
Talen är millisekunder på den här datorn; det som går att jämföra är kvoterna i samma körning.
"""

from __future__ import annotations

import argparse
import random
import statistics
import time
from collections.abc import Callable, Sequence
from itertools import islice
from typing import Any

from bench.protokoll import _förbered

FRÖ = 7031502
ÅR = range(2007, 2027)
FÖRST = [
    "Ansökan",
    "Begäran",
    "Yttrande",
    "Remiss",
    "Motion",
    "Medborgarförslag",
    "Upphandling",
    "Tillsyn",
    "Avtal",
]
OM = ["om", "för", "angående", "rörande"]
FÖRLED = [
    "skolskjuts",
    "bygglovs",
    "serverings",
    "färdtjänst",
    "förskole",
    "äldreboende",
    "vatten",
    "trafik",
    "idrotts",
    "miljö",
    "livsmedels",
    "bostads",
    "biblioteks",
    "detaljplane",
    "gatu",
    "park",
    "energi",
    "jämställdhets",
    "kultur",
    "närings",
]
EFTERLED = [
    "beslut",
    "avgift",
    "tillstånd",
    "plan",
    "policy",
    "taxa",
    "tillsyn",
    "avtal",
    "utredning",
    "bidrag",
    "program",
    "riktlinjer",
    "strategi",
    "ärende",
    "rapport",
    "regler",
    "upphandling",
    "kontroll",
    "redovisning",
    "yttrande",
]
FÖRNAMN = [
    "Anna",
    "Bo",
    "Cecilia",
    "David",
    "Elsa",
    "Fredrik",
    "Gun",
    "Harald",
    "Ines",
    "Johan",
    "Karin",
    "Lars",
    "Maja",
    "Nils",
]
EFTERNAMN = [
    "Ek",
    "Lind",
    "Berg",
    "Ström",
    "Gran",
    "Holm",
    "Dahl",
    "Sjö",
    "Fors",
    "Vik",
    "Hed",
    "Lund",
    "Skog",
    "Ås",
]
SVANS = ["holm", "kvist", "gren", "berg", "ström", "dal", "man", "son", "blad", "rot"]


def _rubrik(slump: random.Random) -> str:
    ord_ = slump.choice(FÖRLED) + slump.choice(EFTERLED)
    plats = slump.choice(EFTERNAMN) + slump.choice(SVANS)
    return (
        f"{slump.choice(FÖRST)} {slump.choice(OM)} {ord_} vid {plats}svägen {slump.randint(1, 99)}"
    )


def _namn(slump: random.Random) -> str:
    return f"{slump.choice(FÖRNAMN)} {slump.choice(EFTERNAMN)}{slump.choice(SVANS)}"


def bygg(antal: int, handlingar: int):
    """Diariet, och registratorn i den ena nämnden."""
    from django.db import connection

    from tests.factories.konton import MyndighetFactory
    from tests.factories.ärenden import DiariumFactory, registrator_i
    from ärenden.models import Handling, Ärende
    from ärenden.services import sökindex

    slump = random.Random(FRÖ)
    nämnder = [MyndighetFactory(namn=n) for n in ("Socialnämnden", "Byggnadsnämnden")]
    diarier = [
        DiariumFactory(prefix=p, myndigheter=[n])
        for p, n in zip(("SN", "BN"), nämnder, strict=True)
    ]

    def ärenden():
        for nr in range(antal):
            vilken, år = nr % 2, ÅR[nr * len(ÅR) // antal]
            yield Ärende(
                diarium=diarier[vilken],
                myndighet=nämnder[vilken],
                år=år,
                löpnummer=nr + 1,
                beteckning=f"{diarier[vilken].prefix} {år}/{nr + 1}",
                rubrik=_rubrik(slump),
                motpart=_namn(slump),
                klass=f"{slump.randint(0, 19):03}",
                sekretess_lagrum="OSL 26 kap. 1 §" if slump.random() < 0.03 else "",
            )

    start, rader = time.perf_counter(), ärenden()
    while bunt := list(islice(rader, 5000)):
        sparade = Ärende.objects.bulk_create(bunt)
        Handling.objects.bulk_create(
            Handling(
                ärende=ä,
                nummer=n + 1,
                rubrik=f"{_rubrik(slump)}, bilaga",
                motpart=_namn(slump),
                riktning=slump.choice(Handling.Riktning.values),
            )
            for ä in sparade
            for n in range(handlingar)
        )
    skrivet = time.perf_counter() - start
    with connection.cursor() as c:
        c.execute("ANALYZE")
    start = time.perf_counter()
    gjorda = sökindex.svep()
    indexerat = time.perf_counter() - start
    with connection.cursor() as c:
        c.execute("VACUUM ANALYZE")
        c.execute("SELECT pg_size_pretty(pg_total_relation_size('arenden_sokpost'))")
        storlek = c.fetchone()[0]
    print(
        f"{antal} ärenden, {antal * handlingar} handlingar: skrivna på {skrivet:.0f} s, "
        f"{gjorda} sökposter på {indexerat:.0f} s, {storlek} med index"
    )
    return registrator_i(nämnder[0])


def byggt(antal: int, handlingar: int):
    """Registratorn i det diarium som en tidigare mätning lämnade, om det är av samma storlek."""
    from konton.models import Användare, Myndighet, Roll, Rolltilldelning
    from ärenden.models import Handling, Sökpost, Ärende

    if not Ärende.objects.exists():
        return None
    finns = (Ärende.objects.count(), Handling.objects.count())
    halvgjort = Sökpost.objects.filter(i_ordlistan=False).exists()
    if finns != (antal, antal * handlingar) or halvgjort:
        raise SystemExit(f"Databasen har ett annat diarium: {finns}. Ta bort den och mät om.")
    nämnd = Myndighet.objects.get(namn="Socialnämnden")
    registrator = Rolltilldelning.objects.filter(myndighet=nämnd, roll=Roll.REGISTRATOR)
    return Användare.objects.get(pk__in=registrator.values("användare"))


def _ms(vad: Callable[[], object], varv: int) -> tuple[float, float]:
    """Median och 95:e percentilen."""
    vad()
    tider = []
    for _ in range(varv):
        start = time.perf_counter()
        vad()
        tider.append(1000 * (time.perf_counter() - start))
    return statistics.median(tider), statistics.quantiles(tider, n=20)[-1]


def _frågor_i(vad: Callable[[], object]) -> list[tuple[str, Any]]:
    """Frågorna som ställs, med sina värden."""
    from django.db import connection

    frågor: list[tuple[str, Any]] = []

    def minns(utför, sql, värden, många, sammanhang):
        frågor.append((sql, värden))
        return utför(sql, värden, många, sammanhang)

    vad()
    with connection.execute_wrapper(minns):
        vad()
    return frågor


def mät(av, antal: int, varv: int) -> None:
    from django.db import connection
    from django.test import Client
    from django.urls import reverse

    from ärenden import policy, sökfråga
    from ärenden.services import sökning

    nämnd = [m.pk for m in policy.myndigheter_med(av, policy.Rätt.SE_ÄRENDEN)]
    klient = Client(SERVER_NAME="localhost")
    klient.force_login(av)
    nr = antal // 2 | 1
    år = ÅR[(nr - 1) * len(ÅR) // antal]
    frågor = [
        ("diarienummer", {"q": f"SN {år}/{nr}"}),
        ("sällsynt ord", {"q": "jämställdhetsredovisning Ekholmsvägen"}),
        ("del av sammansättning", {"q": "färdtjänst tillstånd"}),
        ("vanligt ord", {"q": "ansökan"}),
        ("vanligt ord, ett år", {"q": "ansökan", "ar": "2020"}),
        ("fras", {"q": '"ansökan om skolskjutsbeslut"'}),
        ("två bokstäver", {"q": "ek"}),
        ("fyra bokstäver", {"q": "skol"}),
        ("felstavat", {"q": "fördtjänstbeslut"}),
    ]
    kolumner = ("golv", "tjänst", "sidan", "sidans SQL", "medan man skriver")
    print(f"{'':24}{'träffar':>9}" + "".join(f"{k:>18}" for k in kolumner) + "  sidan/SQL")
    for namn, val in frågor:
        fråga = sökfråga.tolka(val["q"])
        extra = " AND ar = 2020" if "ar" in val else ""
        sql = (
            "SELECT arende_id FROM arenden_sokpost WHERE myndighet_id = ANY(%s)"
            f" AND ord @@ %s::tsquery{extra} ORDER BY arende_id DESC LIMIT {sökning.HÖGST}"
        )

        def golv(sql: str = sql, text: str = fråga.exakt()) -> None:
            with connection.cursor() as c:
                c.execute(sql, [nämnd, text])
                c.fetchall()

        urval = sökning.Urval(år=int(val["ar"]) if "ar" in val else None)

        def tjänst(text: str = val["q"], urval: sökning.Urval = urval) -> sökning.Svar:
            return sökning.sök(text=text, av=av, urval=urval)

        def sidan(val: dict[str, str] = val) -> None:
            assert klient.get(reverse("arenden:sok"), val).status_code == 200

        def skriver(val: dict[str, str] = val) -> None:
            rutan = {"HX-Request": "true", "HX-Trigger": "sokruta"}
            assert klient.get(reverse("arenden:sok"), val, headers=rutan).status_code == 200

        frågorna = _frågor_i(sidan)

        def egen_sql(frågorna: Sequence[tuple[str, Any]] = frågorna) -> None:
            with connection.connection.cursor() as c:
                for sql, värden in frågorna:
                    c.execute(sql, värden)
                    if c.description:
                        c.fetchall()

        tider = [_ms(vad, varv) for vad in (golv, tjänst, sidan, egen_sql, skriver)]
        svar = tjänst()
        träffar = f"{'>' if svar.fler_än else ''}{svar.antal}"
        rad = "".join(f"{m:10.1f}{p:8.1f}" for m, p in tider)
        print(f"{namn:24}{träffar:>9}{rad}{tider[2][0] / tider[3][0]:11.1f}", flush=True)
    print("Varje par: median och 95:e percentilen, ms.")


def main() -> None:
    tolk = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    tolk.add_argument("--arenden", type=int, default=100_000)
    tolk.add_argument("--handlingar", type=int, default=1)
    tolk.add_argument("--varv", type=int, default=15)
    tolk.add_argument("--spara", action="store_true")
    val = tolk.parse_args()
    _förbered()
    from django.db import connection

    namn = connection.settings_dict["NAME"]
    connection.creation.create_test_db(verbosity=0, serialize=False, keepdb=val.spara)
    try:
        av = byggt(val.arenden, val.handlingar) if val.spara else None
        mät(av or bygg(val.arenden, val.handlingar), val.arenden, val.varv)
    finally:
        if not val.spara:
            connection.creation.destroy_test_db(namn, verbosity=0)


if __name__ == "__main__":
    main()
