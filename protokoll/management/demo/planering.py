"""Demots tidslinje: vilka möten som hålls och vilka ärenden som går till dem.

Ren uträkning: samma dag ger samma kommun. Diarienummer och paragrafer räknas ut i förväg, så att
papperen kan göras innan ärendena är registrerade.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta

from protokoll.management.demo import kommun, papper, skeenden
from protokoll.management.demo.dokument import Dokument
from protokoll.management.demo.klocka import senaste_vardag
from protokoll.management.demo.kommun import DIARIER, ORGAN_MED_NYCKEL, UTSKOTT
from protokoll.management.demo.papper import Papper
from protokoll.management.demo.ämnen import HEMLIGA, INKOMNA, ÄMNEN, Ämne
from ärenden import diarienummer, helgdagar

ONSDAG = 2
LAGRUM = "OSL 26 kap. 1 §"


@dataclass(eq=False)
class Mötesplan:
    organ: str
    datum: date
    hållet: bool
    ärenden: list[Ärendeplan] = field(default_factory=list)
    är_demo: bool = False
    # De senaste mötena har också listor över delegationsbeslut och meddelanden, och protokoll.
    utförligt: bool = False
    listor: list[tuple[str, Papper]] = field(default_factory=list)
    första_paragraf: int = 1
    # Listan får en punkt för förra mötets protokoll av sig självt.
    anmäler_föregående: bool = False


@dataclass(eq=False)
class Ärendeplan:
    myndighet: str
    ämne: Ämne
    rubrik: str
    registreras: date
    handläggare: str
    värden: dict[str, str]
    offentlig_rubrik: str = ""
    lagrum: str = ""
    motpart: str = ""
    beteckning: str = ""
    full_beteckning: str = ""
    lämnas_in: date | None = None
    utskott: Mötesplan | None = None
    möte: Mötesplan | None = None
    skrivelse: Papper | None = None
    bilagor: list[Papper] = field(default_factory=list)
    utdrag: Papper | None = None
    reviderad: Papper | None = None
    inkommen: str = ""

    @property
    def anmäls(self) -> bool:
        return self.skrivelse is not None


@dataclass(frozen=True)
class Plan:
    i_dag: date
    bas: date
    början: date
    möten: list[Mötesplan]
    ärenden: list[Ärendeplan]

    @property
    def demo(self) -> Mötesplan:
        return next(m for m in self.möten if m.är_demo)

    @property
    def slut(self) -> date:
        return max(m.datum for m in self.möten)

    def dokument(self) -> Iterator[Dokument]:
        """Alla papper, i den ordning de registreras."""
        for ärende in sorted(self.ärenden, key=lambda ä: ä.lämnas_in or ä.registreras):
            for ett in (ärende.skrivelse, *ärende.bilagor, ärende.utdrag, ärende.reviderad):
                if ett is not None:
                    yield ett.dokument
        for möte in self.möten:
            for _, lista in möte.listor:
                yield lista.dokument


@dataclass(frozen=True)
class Rytm:
    """Hur ofta organet möts: dagar mellan mötena och första mötets dag räknat från demomötet."""

    organ: str
    förskjutning: int
    mellanrum: int


RYTMER = (
    Rytm("SN", 0, 35),
    Rytm("SNAU", -14, 35),
    Rytm("KS", 6, 35),
    Rytm("KSAU", -8, 35),
    Rytm("BUN", 8, 35),
    Rytm("BUNAU", -6, 35),
    Rytm("KF", 19, 70),
    Rytm("KFP", 5, 70),
)


def planera(i_dag: date, *, liten: bool = False) -> Plan:
    """Två år bakåt från demomötet, som är den första onsdagen om minst fyra dagar."""
    bas = i_dag + timedelta(days=4 + (ONSDAG - i_dag.weekday() - 4) % 7)
    while helgdagar.är_arbetsfri(bas):
        bas += timedelta(days=7)
    början = bas - timedelta(days=90 if liten else 728)
    return _Planering(i_dag, bas, början, liten=liten).plan()


class _Planering:
    def __init__(self, i_dag: date, bas: date, början: date, *, liten: bool) -> None:
        self.i_dag, self.bas, self.början, self.liten = i_dag, bas, början, liten
        # Hashfri: samma frö ger samma kommun på alla datorer.
        self.slump = random.Random(20260101)
        self.ärenden: list[Ärendeplan] = []
        self.källor = {nyckel: self._ämnen(nyckel) for nyckel in ÄMNEN}
        self.sedda: set[str] = set()

    def plan(self) -> Plan:
        möten = [m for rytm in RYTMER for m in self._möten(rytm)]
        for möte in sorted(
            (m for m in möten if m.organ not in UTSKOTT.values()), key=lambda m: m.datum
        ):
            self._fyll(möte, möten)
        for möte in möten:
            if möte.organ in UTSKOTT.values() and not möte.hållet:
                self._lägg(möte, self._antal(2))
        self._lägg_väntande()
        self._lägg_inkomna()
        self._numrera()
        möten.sort(key=lambda m: (m.datum, m.organ))
        self._räkna_paragrafer(möten)
        for ärende in self.ärenden:
            papper.skriv(ärende, self.i_dag)
        for möte in möten:
            if möte.utförligt:
                möte.listor = papper.listor(möte, self.i_dag)
        return Plan(self.i_dag, self.bas, self.början, möten, self.ärenden)

    # --- Möten ---------------------------------------------------------------------------------

    def _möten(self, rytm: Rytm) -> list[Mötesplan]:
        möten: list[Mötesplan] = []
        dag = self.bas + timedelta(days=rytm.förskjutning)
        while dag - timedelta(days=rytm.mellanrum) >= self.i_dag:
            dag -= timedelta(days=rytm.mellanrum)
        while dag < self.i_dag:
            dag += timedelta(days=rytm.mellanrum)
        while dag >= self.början:
            uppehåll = self._sommaruppehåll(dag) or helgdagar.är_arbetsfri(dag)
            if not uppehåll or dag == self.bas:
                möten.append(Mötesplan(rytm.organ, dag, hållet=dag < self.i_dag))
            dag -= timedelta(days=rytm.mellanrum)
        hållna = [m for m in möten if m.hållet]
        for möte in hållna[: 1 if self.liten else 2]:
            möte.utförligt = True
        for möte in möten:
            möte.är_demo = möte.organ == "SN" and möte.datum == self.bas
        return möten

    def _sommaruppehåll(self, dag: date) -> bool:
        jul = (dag.month, dag.day) >= (12, 20) or (dag.month, dag.day) <= (1, 6)
        return dag.month == 7 or jul

    def _fyll(self, möte: Mötesplan, alla: list[Mötesplan]) -> None:
        if möte.är_demo:
            self._fyll_demo(möte, alla)
        elif möte.organ == "SN" and möte is self._senast_hållna(alla):
            self._fyll_utförligt(möte)
        else:
            self._lägg(möte, self._antal(self.slump.choice((2, 3, 3, 4))))
            if möte.organ == "SN" and self.slump.random() < 0.5:
                self._lägg_hemliga(möte, 2)
        utskott = self._utskott_före(möte, alla)
        if utskott is not None:
            öppna = [ä for ä in möte.ärenden if not ä.lagrum]
            for ärende in öppna[: 4 if möte.är_demo else 1]:
                ärende.utskott = utskott
                ärende.lämnas_in = senaste_vardag(utskott.datum - timedelta(days=12))
                ärende.registreras = senaste_vardag(
                    min(ärende.registreras, ärende.lämnas_in - timedelta(days=10))
                )
                utskott.ärenden.append(ärende)

    def _antal(self, antal: int) -> int:
        return min(antal, 2) if self.liten else antal

    def _fyll_demo(self, möte: Mötesplan, alla: list[Mötesplan]) -> None:
        self._lägg(möte, 3 if self.liten else 9)
        self._lägg_hemliga(möte, 2 if self.liten else 5)

    def _fyll_utförligt(self, möte: Mötesplan) -> None:
        """Nämndens senaste möte: allt som kan hända på ett möte ska rymmas (`skeenden`)."""
        self._lägg(möte, len(skeenden.SENASTE))
        self._lägg_hemliga(möte, 2)

    def _senast_hållna(self, alla: list[Mötesplan]) -> Mötesplan | None:
        hållna = [m for m in alla if m.organ == "SN" and m.hållet]
        return max(hållna, key=lambda m: m.datum, default=None)

    def _utskott_före(self, möte: Mötesplan, alla: list[Mötesplan]) -> Mötesplan | None:
        nyckel = UTSKOTT.get(möte.organ)
        tidigast, senast = möte.datum - timedelta(days=27), möte.datum - timedelta(days=10)
        return next(
            (m for m in alla if m.organ == nyckel and m.hållet and tidigast <= m.datum <= senast),
            None,
        )

    # --- Ärenden -------------------------------------------------------------------------------

    def _ämnen(self, nyckel: str) -> Iterator[tuple[Ämne, str]]:
        ordning = [(ämne, v) for ämne in ÄMNEN[nyckel] for v in ämne.varianter or ("",)]
        while True:
            self.slump.shuffle(ordning)
            yield from ordning

    def _nytt(self, myndighet: str, dag: date) -> Ärendeplan:
        """Nästa ämne som hör till årstiden och inte redan varit uppe det året."""
        for _ in range(200):
            ämne, variant = next(self.källor[myndighet])
            värden = _värden(dag, variant)
            rubrik = ämne.rubrik.format(**värden)
            i_tid = not ämne.månader or dag.month in ämne.månader
            if i_tid and (myndighet + rubrik) not in self.sedda:
                break
        self.sedda.add(myndighet + rubrik)
        handläggare = kommun.HANDLÄGGARE[myndighet]
        ärende = Ärendeplan(
            myndighet=myndighet,
            ämne=ämne,
            rubrik=rubrik,
            registreras=senaste_vardag(dag - timedelta(days=self.slump.randint(32, 95))),
            handläggare=handläggare[ämne.handläggare % len(handläggare)],
            värden=värden,
            motpart=ämne.motpart.format(**värden),
        )
        self.ärenden.append(ärende)
        return ärende

    def _lägg(self, möte: Mötesplan, antal: int) -> None:
        for _ in range(antal):
            ärende = self._nytt(ORGAN_MED_NYCKEL[möte.organ].myndighet, möte.datum)
            ärende.möte = möte
            ärende.lämnas_in = senaste_vardag(min(möte.datum - timedelta(days=16), self.i_dag))
            möte.ärenden.append(ärende)

    def _lägg_hemliga(self, möte: Mötesplan, antal: int) -> None:
        for ämne in self.slump.sample(HEMLIGA, antal):
            ärende = Ärendeplan(
                myndighet="SN",
                ämne=ämne,
                rubrik=ämne.rubrik,
                offentlig_rubrik="Individärende",
                lagrum=LAGRUM,
                registreras=senaste_vardag(möte.datum - timedelta(days=self.slump.randint(25, 60))),
                handläggare=kommun.HANDLÄGGARE["SN"][0],
                värden=_värden(möte.datum, ""),
                lämnas_in=senaste_vardag(min(möte.datum - timedelta(days=13), self.i_dag)),
                möte=möte,
            )
            self.ärenden.append(ärende)
            möte.ärenden.append(ärende)

    def _lägg_väntande(self) -> None:
        """Anmälda ärenden som ingen har hämtat till en lista ännu."""
        for myndighet, antal in {"SN": 5, "KS": 3, "BUN": 3}.items():
            for _ in range(self._antal(antal)):
                ärende = self._nytt(myndighet, self.bas + timedelta(days=20))
                ärende.registreras = senaste_vardag(
                    min(ärende.registreras, self.i_dag - timedelta(days=8))
                )
                ärende.lämnas_in = senaste_vardag(
                    self.i_dag - timedelta(days=self.slump.randint(0, 6))
                )

    def _lägg_inkomna(self) -> None:
        """Ärenden som inte går till nämnden: frågor, remisser, anmälningar."""
        dagar = (self.i_dag - self.början).days
        for myndighet, ämnen in INKOMNA.items():
            for nr in range(2 if self.liten else 27):
                rubrik, klass, avsändare = ämnen[nr % len(ämnen)]
                dag = senaste_vardag(self.början + timedelta(days=self.slump.randrange(dagar)))
                self.ärenden.append(
                    Ärendeplan(
                        myndighet=myndighet,
                        ämne=Ämne(rubrik=rubrik, klass=klass),
                        rubrik=rubrik.format(**_värden(dag, "")),
                        registreras=dag,
                        handläggare=kommun.HANDLÄGGARE[myndighet][0],
                        värden=_värden(dag, ""),
                        motpart=avsändare,
                        inkommen=avsändare,
                    )
                )

    # --- Nummer --------------------------------------------------------------------------------

    def _numrera(self) -> None:
        """Diarienumren som registreringen kommer att ge: i dagordning, per diarium och år."""
        self.ärenden.sort(key=lambda ä: ä.registreras)
        for diarium in DIARIER:
            senaste: dict[int, int] = {}
            for ärende in self.ärenden:
                if ärende.myndighet not in diarium.myndigheter:
                    continue
                år = ärende.registreras.year
                senaste[år] = senaste.get(år, 0) + 1
                for fält, klass in (("beteckning", ""), ("full_beteckning", ärende.ämne.klass)):
                    text = diarienummer.skriv(
                        diarium.mönster,
                        prefix=diarium.prefix,
                        år=år,
                        löpnummer=senaste[år],
                        klass=klass,
                    )
                    setattr(ärende, fält, text)

    def _räkna_paragrafer(self, möten: list[Mötesplan]) -> None:
        senaste: dict[tuple[str, int], int] = {}
        hållna: set[str] = set()
        for möte in möten:
            serie = (möte.organ, möte.datum.year)
            möte.första_paragraf = senaste.get(serie, 0) + 1
            möte.anmäler_föregående = möte.organ in hållna
            stående = len(ORGAN_MED_NYCKEL[möte.organ].stående) + möte.anmäler_föregående
            senaste[serie] = senaste.get(serie, 0) + stående + len(möte.ärenden)
            if möte.hållet:
                hållna.add(möte.organ)


def _värden(dag: date, variant: str) -> dict[str, str]:
    """Tertial och kvartal är de senast avslutade."""
    tertial, kvartal = (dag.month - 1) // 4, (dag.month - 1) // 3
    return {
        "år": str(dag.year),
        "förra": str(dag.year - 1),
        "nästa": str(dag.year + 1),
        "tertial": f"{tertial or 3} {dag.year if tertial else dag.year - 1}",
        "kvartal": f"{kvartal or 4} {dag.year if kvartal else dag.year - 1}",
        "v": variant,
    }
