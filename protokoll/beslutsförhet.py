"""Beslutsförhet (KL 6 kap. 27 §, för fullmäktige 5 kap. 45 §): fler än hälften av platserna."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from nämnd.fynd import Regel
from nämnd.jäv import uteslutna
from protokoll.inträde import Moment, Mötesläge, avbruten_av_jäv, tjänstgörande_vid

LAGRUM = "6 kap. 27 § kommunallagen"
LAGTEXT = "”En nämnd får handlägga ärenden endast om fler än hälften av ledamöterna är närvarande.”"
LAGRUM_FULLMÄKTIGE = "5 kap. 45 § kommunallagen"
LAGTEXT_FULLMÄKTIGE = (
    "”Fullmäktige får handlägga ett ärende bara om mer än hälften av ledamöterna är närvarande.”"
)


LAGRUM_JÄV = "5 kap. 46 § kommunallagen"
LAGTEXT_JÄV = (
    "”Om en ledamot enligt 47 eller 48 § är jävig i ett ärende, får fullmäktige handlägga ärendet, "
    "även om antalet deltagande på grund av jävet inte uppgår till det antal som föreskrivs i "
    "45 §.”"
)
LAGTEXT_FRÅGOR = (
    "”Fullmäktige får dock bestämma att interpellationer och frågor får besvaras även om färre "
    "ledamöter är närvarande.”"
)


@dataclass(frozen=True)
class Beslutsförhet:
    """Läget just nu. `platser` är organets alla ledamöter, även de frånvarande.

    `jäviga` är platserna som står tomma på grund av jäv; de räknas bara i fullmäktige (5:46).
    `frågesvar` är en interpellation eller fråga som fullmäktige låter färre besvara (5:45).
    """

    platser: int
    tjänstgörande: int
    jäviga: int = 0
    fullmäktige: bool = False
    frågesvar: bool = False

    @property
    def krävs(self) -> int:
        """Minsta antal tjänstgörande: fler än hälften av platserna."""
        return self.platser // 2 + 1

    @property
    def är_beslutsför(self) -> bool:
        """En ersättare som trätt in räknas som ledamot."""
        return self.saknas == 0

    @property
    def genom_undantag(self) -> bool:
        """Beslutsfört fast färre än hälften tjänstgör (5:45 andra meningen, 5:46)."""
        return self.är_beslutsför and self.tjänstgörande < self.krävs

    @property
    def regel(self) -> Regel:
        """Regeln som läget prövas mot, eller undantaget som gör det beslutsfört."""
        if self.genom_undantag:
            if self.frågesvar:
                return Regel(LAGRUM_FULLMÄKTIGE, LAGTEXT_FRÅGOR)
            return Regel(LAGRUM_JÄV, LAGTEXT_JÄV)
        return Regel(lagrum(fullmäktige=self.fullmäktige), lagtext(fullmäktige=self.fullmäktige))

    @property
    def saknas(self) -> int:
        antal = self.tjänstgörande
        if self.fullmäktige and antal:
            antal = self.krävs if self.frågesvar else antal + self.jäviga
        return max(0, self.krävs - antal)


def vid_punkt(
    läge: Mötesläge,
    ordning: int,
    moment: Moment = Moment.BESLUT,
    *,
    i_rummet: Collection[int],
    på_distans: Collection[int] = (),
    distans_medgiven: bool = False,
    frågesvar: bool = False,
) -> Beslutsförhet:
    """Beslutsförheten vid en punkt: de tjänstgörande som är närvarande och inte jäviga.

    Den som deltar på distans är närvarande, om fullmäktige har medgett det (5:16, 6:24).
    """
    närvarande = {*i_rummet, *på_distans} if distans_medgiven else set(i_rummet)
    utanför = uteslutna(läge.jäv, ordning)
    räknade = [
        t
        for t in tjänstgörande_vid(läge.tjänstgöringar, ordning, moment)
        if t.person in närvarande and t.person not in utanför
    ]
    # En person eller en plats som råkar stå dubbelt räknas en gång.
    vakanta = {t.person for t in räknade if t.plats is None}
    besatta = {t.plats for t in räknade if t.plats is not None}
    antal = min(len({t.person for t in räknade}), len(besatta) + len(vakanta))
    fullmäktige = läge.regler.fullmäktige
    jävsplatser = _jävsplatser(läge, ordning, utanför, närvarande) - {t.plats for t in räknade}
    return Beslutsförhet(
        platser=len(läge.platser),
        tjänstgörande=antal,
        jäviga=len(jävsplatser) if fullmäktige else 0,
        fullmäktige=fullmäktige,
        frågesvar=frågesvar,
    )


def _jävsplatser(
    läge: Mötesläge, ordning: int, jäviga: Collection[int], närvarande: Collection[int]
) -> set[int | None]:
    """Platserna som de jäviga hade suttit på. Den som är borta av annat skäl räknas inte."""
    platser: set[int | None] = {
        p.ledamot for p in läge.platser if p.ledamot in jäviga and p.ledamot in närvarande
    }
    perioder = [avbruten_av_jäv(läge, person, ordning) for person in jäviga]
    return platser | {t.plats for t in perioder if t is not None}


def lagrum(*, fullmäktige: bool) -> str:
    return LAGRUM_FULLMÄKTIGE if fullmäktige else LAGRUM


def lagtext(*, fullmäktige: bool) -> str:
    return LAGTEXT_FULLMÄKTIGE if fullmäktige else LAGTEXT
