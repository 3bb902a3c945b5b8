"""Vem som tjänstgör för vem (KL 5 kap. 17–21 §§; i nämnder reglementet, 6 kap. 16–17 §§).

Punkterna räknas i mötets ordning, inte i §-nummer. Ett avbrott på grund av jäv är två perioder,
en före och en efter ärendet.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import IntEnum
from itertools import combinations
from math import inf

from nämnd import inkallelse
from nämnd.fynd import Fynd, Regel
from nämnd.inkallelse import (
    REGLEMENTE,
    TURORDNING,
    Förtroendevald,
    Plats,
    Tjänstgöringsregler,
)
from nämnd.jäv import FÅR_INTE_DELTA_ELLER_NÄRVARA, Grund, Jävsanmälan, uteslutna

ERSÄTTARE_TJÄNSTGÖR = Regel(
    "5 kap. 17 § kommunallagen",
    "”Om en ledamot är förhindrad att inställa sig till ett sammanträde eller att fortsätta delta "
    "i ett sammanträde, ska en ersättare tjänstgöra i ledamotens ställe.”",
)
LEDAMOT_KOMMER = Regel(
    "5 kap. 19 § kommunallagen",
    "”En ledamot som inställer sig under ett pågående sammanträde eller till ett fortsatt "
    "sammanträde har rätt att tjänstgöra även om en ersättare har trätt in i ledamotens ställe.”",
)
INTE_TILLBAKA = Regel(
    "5 kap. 20 § kommunallagen",
    "”En ledamot som har avbrutit tjänstgöringen vid ett sammanträde på grund av något annat "
    "hinder än jäv får därefter under samma dag inte tjänstgöra vid sammanträdet.”",
)
EN_RÖST = Regel(
    "4 kap. 24 § kommunallagen",
    "”Varje ledamot i fullmäktige eller i en nämnd har en röst.”",
)


class Moment(IntEnum):
    """Delen av ett ärende, för den som kommer eller går under det."""

    ÖVERLÄGGNING = 0
    BESLUT = 1


@dataclass(frozen=True)
class Tjänstgöring:
    """En period på en plats, båda punkterna medräknade; `till` är None så länge den pågår.

    `plats` är ledamotens id, också när ledamoten själv tjänstgör, och None för en vakant plats.
    """

    person: int
    plats: int | None
    från: int
    till: int | None = None
    från_moment: Moment = Moment.ÖVERLÄGGNING
    till_moment: Moment = Moment.BESLUT

    def __post_init__(self) -> None:
        if self.slut < self.början:
            raise ValueError("Tjänstgöringen slutar före den börjar.")

    @property
    def början(self) -> int:
        return _läge(self.från, self.från_moment)

    @property
    def slut(self) -> float:
        return inf if self.till is None else _läge(self.till, self.till_moment)

    def omfattar(self, ordning: int, moment: Moment = Moment.BESLUT) -> bool:
        return self.början <= _läge(ordning, moment) <= self.slut

    def möter(self, annan: Tjänstgöring) -> bool:
        """Om perioderna går om varandra."""
        return self.början <= annan.slut and annan.början <= self.slut


@dataclass(frozen=True)
class Mötesläge:
    """Det som ett inträde prövas mot."""

    platser: Sequence[Plats]
    personer: Mapping[int, Förtroendevald]
    tjänstgöringar: Sequence[Tjänstgöring] = ()
    jäv: Sequence[Jävsanmälan] = ()
    regler: Tjänstgöringsregler = field(default_factory=Tjänstgöringsregler)

    def namn(self, person: int) -> str:
        return self.personer[person].namn

    def plats(self, ledamot: int) -> Plats | None:
        return next((p for p in self.platser if p.ledamot == ledamot), None)

    def platsen(self, ledamot: int | None) -> str:
        return "den vakanta platsen" if ledamot is None else f"{self.namn(ledamot)}s plats"


def _läge(ordning: int, moment: Moment) -> int:
    return len(Moment) * ordning + moment


def tjänstgörande_vid(
    tjänstgöringar: Iterable[Tjänstgöring], ordning: int, moment: Moment = Moment.BESLUT
) -> tuple[Tjänstgöring, ...]:
    """De som tjänstgör vid punkten, en rad per plats."""
    return tuple(t for t in tjänstgöringar if t.omfattar(ordning, moment))


def överlapp(läge: Mötesläge) -> list[Fynd]:
    """Två på samma plats, eller en på två (5:17, 6:17, 4:24)."""
    fynd = []
    for a, b in combinations(sorted(läge.tjänstgöringar, key=lambda t: t.början), 2):
        regel = läge.regler.regel(ERSÄTTARE_TJÄNSTGÖR)
        if not a.möter(b):
            continue
        if a.person == b.person and a.plats == b.plats:
            text = f"{läge.namn(a.person)} är antecknad två gånger på samma plats."
        elif a.person == b.person:
            text, regel = f"{läge.namn(a.person)} tjänstgör på två platser samtidigt.", EN_RÖST
        elif a.plats is not None and a.plats == b.plats:
            text = (
                f"{läge.namn(a.person)} och {läge.namn(b.person)} tjänstgör samtidigt "
                f"på {läge.platsen(a.plats)}."
            )
        else:
            continue
        fynd.append(Fynd(text, regel, ordning=b.från))
    return fynd + _för_många_på_vakanta(läge)


def överlapp_vid(läge: Mötesläge, ordning: int) -> list[Fynd]:
    """Överlappen bland dem som tjänstgör vid punkten."""
    här = tjänstgörande_vid(läge.tjänstgöringar, ordning)
    return överlapp(replace(läge, tjänstgöringar=här))


def _för_många_på_vakanta(läge: Mötesläge) -> list[Fynd]:
    """Vakanta platser har ingen ledamot att skilja dem åt; de räknas."""
    vakanta = sum(p.ledamot is None for p in läge.platser)
    på_vakanta = [t for t in läge.tjänstgöringar if t.plats is None]
    for t in sorted(på_vakanta, key=lambda t: t.början):
        antal = len({a.person for a in tjänstgörande_vid(på_vakanta, t.från, t.från_moment)})
        if antal > vakanta:
            text = f"{antal} tjänstgör på vakanta platser, men {vakanta} är vakanta."
            regel = läge.regler.regel(ERSÄTTARE_TJÄNSTGÖR)
            return [Fynd(text, regel, ordning=t.från)]
    return []


def pröva_inträde(
    ny: Tjänstgöring, läge: Mötesläge, *, förslag: Sequence[int] = (), samma_dag: bool = True
) -> list[Fynd]:
    """Allt som talar mot att personen träder in, det som hindrar först.

    `förslag` är de närvarande ersättarna i tur; `samma_dag` om ett avbrott var samma dag (5:20).
    """
    återkommer = _återkommer(ny, läge) if samma_dag else []
    fynd = [
        *_fel_person(ny, läge),
        *(återkommer or _upptagen(ny, läge)),
        *_redan_tjänstgörande(ny, läge),
        *_jävig(ny, läge),
        *_längre_än_jävet(ny, läge),
        *_före_sin_tur(ny, läge, förslag),
    ]
    return sorted(fynd, key=lambda f: not f.hindrar)


def _fel_person(ny: Tjänstgöring, läge: Mötesläge) -> list[Fynd]:
    person = läge.personer[ny.person]
    plats = None if ny.plats is None else läge.plats(ny.plats)
    regel = läge.regler.regel(ERSÄTTARE_TJÄNSTGÖR)
    if ny.plats is not None and plats is None:
        return [Fynd(f"{läge.namn(ny.plats)} har ingen plats i organet.", regel)]
    if ny.person != ny.plats and not person.är_ersättare:
        return [Fynd(f"{person.namn} är inte ersättare och kan inte träda in.", regel)]
    if plats is None:
        return []
    return inkallelse.fel_parti(person, plats, läge.regler, ordning=ny.från)


def ska_vika(sittande: int, ny: int, plats: Plats, läge: Mötesläge) -> bool:
    """Om den som sitter på platsen lämnar den för den nya (5:19; i nämnder reglementet)."""
    if sittande == plats.ledamot:
        return False
    if ny == plats.ledamot:
        return True
    eget = läge.personer[ny].parti == plats.parti
    annat = läge.personer[sittande].parti != plats.parti
    return läge.regler.viker_för_eget_parti and not läge.regler.fullmäktige and eget and annat


def _upptagen(ny: Tjänstgöring, läge: Mötesläge) -> list[Fynd]:
    """Platsen är tagen: av ledamoten själv eller av en annan ersättare."""
    if ny.plats is None:
        samtidiga = [ny, *(t for t in läge.tjänstgöringar if t.möter(ny))]
        return _för_många_på_vakanta(replace(läge, tjänstgöringar=samtidiga))
    plats = läge.plats(ny.plats)
    fynd = []
    for t in läge.tjänstgöringar:
        if plats is None or t.plats != ny.plats or t.person == ny.person or not t.möter(ny):
            continue
        sittande = läge.namn(t.person)
        if t.person == ny.plats:
            text, regel = f"{sittande} tjänstgör själv.", ERSÄTTARE_TJÄNSTGÖR
        elif ska_vika(t.person, ny.person, plats, läge):
            text = f"{sittande} tjänstgör på platsen och ska lämna den först."
            regel = LEDAMOT_KOMMER
        else:
            text = f"{sittande} tjänstgör redan för {läge.namn(ny.plats)} och har företräde."
            regel = TURORDNING
        fynd.append(Fynd(text, läge.regler.regel(regel), ordning=max(ny.från, t.från)))
    return fynd


def _redan_tjänstgörande(ny: Tjänstgöring, läge: Mötesläge) -> list[Fynd]:
    return [
        Fynd(
            f"{läge.namn(ny.person)} tjänstgör redan på {läge.platsen(t.plats)}.",
            EN_RÖST,
            ordning=max(ny.från, t.från),
        )
        for t in läge.tjänstgöringar
        if t.person == ny.person and t.möter(ny)
    ]


def _jävig(ny: Tjänstgöring, läge: Mötesläge) -> list[Fynd]:
    """Den som träder in får inte vara jävig; ett senare jäv bryter en pågående period."""
    jäviga = [k for k in _jävspunkter(läge) if ny.person in uteslutna(läge.jäv, k)]
    träffade = [k for k in jäviga if ny.från <= k and (ny.till is None or k <= ny.till)]
    if not träffade:
        return []
    första = träffade[0]
    regel = Grund.RÖR_PERSONLIGEN.regel if läge.regler.fullmäktige else FÅR_INTE_DELTA_ELLER_NÄRVARA
    if första > ny.från and ny.till is None:
        text = f"{läge.namn(ny.person)} är jävig i en senare punkt och lämnar platsen då."
        return [Fynd(text, regel, hindrar=False, ordning=första)]
    return [Fynd(f"{läge.namn(ny.person)} är jävig.", regel, ordning=första)]


def _jävspunkter(läge: Mötesläge) -> list[int]:
    return sorted({k for a in läge.jäv for k in range(a.från, a.till + 1)})


def _längre_än_jävet(ny: Tjänstgöring, läge: Mötesläge) -> list[Fynd]:
    """Den som träder in för en jävig tjänstgör bara så länge jävet varar (5:17–18, 6:17)."""
    if ny.plats is None or ny.person == ny.plats:
        return []
    if ny.plats not in uteslutna(läge.jäv, ny.från):
        return []
    slut = ny.från
    while ny.plats in uteslutna(läge.jäv, slut + 1):
        slut += 1
    if ny.till is not None and ny.till <= slut:
        return []
    text = (
        f"{läge.namn(ny.plats)} är jävig bara i ärendet; {läge.namn(ny.person)} lämnar efter det."
    )
    return [Fynd(text, läge.regler.regel(ERSÄTTARE_TJÄNSTGÖR), ordning=slut + 1)]


def _återkommer(ny: Tjänstgöring, läge: Mötesläge) -> list[Fynd]:
    """En ledamot som avbröt av annat skäl än jäv (5:20; i nämnder reglementet)."""
    if ny.person != ny.plats or läge.regler.får_återinträda:
        return []
    tidigare = [t for t in läge.tjänstgöringar if t.person == ny.person and t.slut < ny.början]
    if not tidigare:
        return []
    senaste = max(tidigare, key=lambda t: t.början)
    assert senaste.till is not None  # slutade före `ny`
    if _bara_jäv(läge, ny.person, _läge(senaste.till, senaste.till_moment) + 1, ny.början):
        return []
    text = f"{läge.namn(ny.person)} har lämnat mötet och får inte tjänstgöra igen i dag."
    return [Fynd(text, läge.regler.regel(INTE_TILLBAKA), ordning=ny.från)]


def _bara_jäv(läge: Mötesläge, person: int, från: int, till: int) -> bool:
    """Om personen är jävig i allt från `från` fram till `till`."""
    return all(person in uteslutna(läge.jäv, k // len(Moment)) for k in range(från, till))


def avbruten_av_jäv(läge: Mötesläge, person: int, ordning: int) -> Tjänstgöring | None:
    """Perioden som personen skulle ha fortsatt vid punkten om inte jävet hade funnits."""
    början, slut = _läge(ordning, Moment.ÖVERLÄGGNING), _läge(ordning, Moment.BESLUT)
    for t in läge.tjänstgöringar:
        efter = slut + 1 if t.till is None else _läge(t.till, t.till_moment) + 1
        if (
            t.person == person
            and _bara_jäv(läge, person, efter, början)
            and _bara_jäv(läge, person, slut + 1, t.början)
        ):
            return t
    return None


def _före_sin_tur(ny: Tjänstgöring, läge: Mötesläge, förslag: Sequence[int]) -> list[Fynd]:
    """Om en annan ersättare är i tur för platsen, eller partiet inte är med i ordningen."""
    if ny.person == ny.plats:
        return []
    return inkallelse.före_sin_tur(
        läge.personer[ny.person],
        None if ny.plats is None else läge.plats(ny.plats),
        läge.personer[förslag[0]] if förslag else None,
        läge.regler,
        ordning=ny.från,
    )


VARNAR = {
    regel.lagrum: regel
    for regel in (REGLEMENTE, FÅR_INTE_DELTA_ELLER_NÄRVARA, Grund.RÖR_PERSONLIGEN.regel)
}


def förslag_till_ersättare(
    plats: Plats, närvarande: Sequence[int], ordning: int, läge: Mötesläge
) -> list[int]:
    """De lediga ersättarna i tur vid punkten; `närvarande` står i vald ordning.

    Den som redan har tjänstgjort går före inom partiet (5:18). Den som tjänstgör nu, eller är
    jävig, är inte ledig.
    """
    upptagna = {
        t.person
        for moment in Moment
        for t in tjänstgörande_vid(läge.tjänstgöringar, ordning, moment)
    } | uteslutna(läge.jäv, ordning)
    return inkallelse.i_tur(
        plats,
        [läge.personer[p] for p in närvarande],
        läge.regler,
        upptagna=upptagna,
        har_börjat={t.person for t in läge.tjänstgöringar if t.från < ordning},
    )
