"""Vilka som deltog i avgörandet av ett ärende, och vad det ger dem rätt till (KL 4 kap. 25–27 §§).

Personerna är sina id:n. En omröstning fryser vilka som fick rösta när den öppnades: den som kommer
sedan var inte med i den, och den som röstade och gick var det.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from nämnd.fynd import Fynd, Regel
from protokoll import fullständighet, omröstning
from protokoll.omröstning import Röst


def _lag(lagrum: str, texter: Mapping[str, str]) -> Regel:
    return Regel(lagrum, texter[lagrum])


RESERVATION = Regel(
    "4 kap. 27 § kommunallagen",
    "”En förtroendevald som har deltagit i avgörandet av ett ärende får reservera sig mot "
    "beslutet. Reservationen ska anmälas innan sammanträdet avslutas.”",
)
AVSTÅ = _lag("4 kap. 25 § kommunallagen", omröstning.LAGTEXT)
YRKANDEN = _lag("5 kap. 67 § 1 kommunallagen", fullständighet.VARFÖR)
DELTAGIT = _lag("5 kap. 67 § 5 kommunallagen", fullständighet.VARFÖR)
JUSTERAS = _lag("5 kap. 69 § kommunallagen", fullständighet.VARFÖR)


@dataclass(frozen=True)
class Omröstad:
    """En avslutad omröstning som avgjorde frågan, helt eller delvis.

    `röster` är röstlängden med det som var och en svarade; i en sluten omröstning är svaret None.
    `sist` när den gav beslutet, och inget mer prövades efter den.
    """

    röster: Mapping[int, Röst | None]
    sist: bool = True
    sluten: bool = False

    @property
    def röstande(self) -> frozenset[int]:
        """Också den som avstod var med; den som var ute ur rummet var det inte."""
        return frozenset(p for p, röst in self.röster.items() if röst is not Röst.FRÅNVARANDE)


def deltog(i_rummet: Collection[int], omröstningar: Sequence[Omröstad]) -> frozenset[int]:
    """De som deltog i avgörandet (KL 4 kap. 27 §, 5 kap. 67 §).

    `i_rummet` är de som får besluta när beslutet fattas. Gav en öppen omröstning beslutet deltog
    bara de som stod i röstlängden; annars också de som var där när ordföranden fann utgången.
    """
    röstande = frozenset(p for o in omröstningar for p in o.röstande)
    if any(o.sist and not o.sluten for o in omröstningar):
        return röstande
    return röstande | frozenset(i_rummet)


def räknas(
    deltog: Collection[int],
    närvarande: Collection[int],
    avstår: Collection[int],
    omröstningar: Sequence[Omröstad],
) -> frozenset[int]:
    """De närvarande på en plats, så som beslutsförheten räknas (KL 5 kap. 45 §, 6 kap. 27 §).

    Den som avstår från att delta i beslutet är ändå närvarande (4 kap. 25 §). Gav en öppen
    omröstning beslutet räknas röstlängden, och inte den som kom sedan.
    """
    if any(o.sist and not o.sluten for o in omröstningar):
        närvarande = set(närvarande) & set(avstår)
    return frozenset(deltog) | frozenset(närvarande)


def röstat(omröstningar: Sequence[Omröstad]) -> frozenset[int]:
    """De som röstade ja eller nej i något som avgjorde."""
    val = (Röst.JA, Röst.NEJ)
    return frozenset(p for o in omröstningar for p, röst in o.röster.items() if röst in val)


def avstod(omröstningar: Sequence[Omröstad]) -> frozenset[int]:
    """De som avstod i det som avgjordes genom omröstning, och inte röstade för något förslag."""
    avstått = {p for o in omröstningar for p, röst in o.röster.items() if röst is Röst.AVSTÅR}
    return frozenset(avstått) - röstat(omröstningar)


def mot_rösterna(
    antecknade: Collection[int],
    omröstningar: Sequence[Omröstad],
    namn: Mapping[int, str],
    *,
    allt_röstades: bool,
) -> list[Fynd]:
    """Deltagandet stämmer med rösterna: den som röstade deltog, och ingen annan än röstlängdens.

    `antecknade` är de som står som deltagande i beslutet (KL 5 kap. 67 § 5). `allt_röstades` när
    inget i frågan avgjordes med acklamation; annars kan någon ha gått före omröstningen.
    """
    gör_om = "Ångra steget och gör om omröstningen om den blev fel."
    röstande = frozenset(p for o in omröstningar for p in o.röstande)
    fynd = []
    if saknas := sorted(namn[p] for p in röstande - frozenset(antecknade) if p in namn):
        text = f"{', '.join(saknas)} röstade och deltog alltså i beslutet. {gör_om}"
        fynd.append(Fynd(text, DELTAGIT, kod="röstade"))
    utanför = frozenset(antecknade) - deltog(antecknade, omröstningar)
    if allt_röstades and (över := sorted(namn[p] for p in utanför if p in namn)):
        text = f"{', '.join(över)} var inte med i omröstningen som gav beslutet. {gör_om}"
        fynd.append(Fynd(text, DELTAGIT, kod="röstade_inte"))
    return fynd


def reservera(namn: str, *, deltog: bool, avstod: bool = False) -> Fynd | None:
    """Om personen får reservera sig (KL 4 kap. 27 §).

    Lagen skiljer på att avstå i en omröstning och i ett beslut (4 kap. 25 §): den som bara lagt ned
    sin röst hindras inte, men det sägs att rätten kan ifrågasättas.
    """
    if not deltog:
        text = f"{namn} deltog inte i avgörandet och kan inte reservera sig."
        return Fynd(text, RESERVATION, kod="deltog_inte")
    if avstod:
        text = (
            f"{namn} avstod i omröstningen. Den som avstår har i regel inte deltagit i avgörandet: "
            "fråga ordföranden om reservationen ska stå kvar."
        )
        return Fynd(text, RESERVATION, hindrar=False, kod="avstod")
    return None


def deltar_inte(namn: str, *, tjänstgör: bool, i_pågående: bool, röstade: bool) -> Fynd | None:
    """Om personen kan antecknas som att inte delta i beslutet (KL 4 kap. 25 §)."""
    if i_pågående:
        text = f"{namn} står i röstlängden för omröstningen som pågår. Anteckna avstår där."
        return Fynd(text, AVSTÅ, kod="röstlängden")
    if röstade:
        return Fynd(f"{namn} har röstat och deltog i beslutet.", AVSTÅ, kod="röstade")
    if not tjänstgör:
        return Fynd(f"{namn} tjänstgör inte i ärendet.", AVSTÅ, kod="tjänstgör_inte")
    return None


def ändra_justerat(
    vad: str, *, skickad: datetime | None, tillkom: datetime | None = None
) -> Fynd | None:
    """Det som omedelbar justering låser (KL 5 kap. 69 §): det som stod i paragrafen då.

    `skickad` är när paragrafen gick till omedelbar justering, `tillkom` när det som ska ändras
    antecknades. Det som tillkommit efteråt står inte i det justerade och kan tas tillbaka.
    """
    if skickad is None or sent_anmäld(tillkom, skickad):
        return None
    return Fynd(f"Paragrafen justeras omedelbart, och {vad} är låst.", JUSTERAS, kod="justerat")


def sent_anmäld(tillkom: datetime | None, skickad: datetime | None) -> bool:
    """Om något antecknats sedan paragrafen gått till omedelbar justering."""
    return tillkom is not None and skickad is not None and tillkom > skickad


def reservation_efter_justering(vem: str) -> Fynd:
    """Rätten varar till sammanträdets slut, också när paragrafen är omedelbart justerad (4:27)."""
    text = (
        f"{vem}: reservationen kom sedan paragrafen gått till omedelbar justering. Den står därför "
        "i det ordinarie protokollet och i utdrag, och som en not till det omedelbart justerade "
        "om det inte redan är färdigt."
    )
    return Fynd(text, RESERVATION, hindrar=False, kod="efter_justering")
