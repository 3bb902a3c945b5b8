"""Interpellationer och frågor i fullmäktige (KL 5 kap. 45, 57, 59–64 och 68 §§).

De är inga ärenden att avgöra: fullmäktige beslutar om de får ställas, och sedan besvaras de.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from enum import StrEnum

from nämnd.fynd import Fynd, Regel
from protokoll.majoritetsval import uppräkning

STÄLLS_I_FULLMÄKTIGE = Regel(
    "4 kap. 19 § kommunallagen",
    "”Varje ledamot i fullmäktige får väcka motioner samt ställa interpellationer och frågor "
    "enligt 5 kap. 59–64 §§.”",
)
ÄMNEN = Regel(
    "5 kap. 61 § första stycket kommunallagen",
    "”Interpellationer ska avse ämnen som hör till fullmäktiges, en nämnds eller en "
    "fullmäktigeberednings handläggning. De får dock inte avse ärenden som rör myndighetsutövning "
    "mot någon enskild.”",
)
BARA_TVÅ = Regel(
    "5 kap. 64 § tredje stycket kommunallagen",
    "”När en fråga besvaras, får bara den som ställer frågan och den som svarar delta i "
    "överläggningen.”",
)
FÅR_STÄLLAS = Regel(
    "5 kap. 62 § kommunallagen",
    "”Fullmäktige beslutar utan föregående överläggning om en interpellation får ställas.”",
)
NYTT_ÄRENDE = Regel(
    "5 kap. 57 § första stycket kommunallagen",
    "”Ordföranden ska vägra att lägga fram ett förslag till beslut, om ordföranden anser att "
    "förslaget innebär att ett nytt ärende väcks.”",
)


class Slag(StrEnum):
    """Samma ord som paragrafens art."""

    INTERPELLATION = "interpellation"
    FRÅGA = "fraga"


# Rubrikerna i verkliga kallelser: ”Interpellation om …”, ”Svar på fråga från …”.
_RUBRIKER = {
    Slag.INTERPELLATION: re.compile(r"^((be)?svar\w* (på|av) )?interpellation(en)?\b", re.I),
    Slag.FRÅGA: re.compile(
        r"^(((be)?svar\w* (på|av) )fråga(n)?|(enkel )?fråga (från|till|ställd|av))\b", re.I
    ),
}
# Det är svaret som färre får närvara vid; att frågan får ställas är ett beslut (5:45, 5:62).
SVAR = frozenset({"noterat", "information", "lagt_till_handlingarna"})
_UTAN_MENING = frozenset({"aterremiss", "val"})
_SAKLIGA = frozenset({"bifall", "andrat", "avslag"})
_OM_FRÅGAN = re.compile(r"\b(ställ(a|as|s|er|t|ts)|(be)?svar\w*|bordlägg\w*|återta\w*)\b", re.I)
_REDOVISAT = re.compile(r"\b(ställ(a|as|s|er|t|ts|des)|(be)?svar\w*|återta\w*|bordlägg\w*)\b", re.I)


def slaget(rubrik: str, *, fullmäktige: bool) -> Slag | None:
    """Vad rubriken säger att punkten är; bara i fullmäktige (4:19)."""
    if not fullmäktige:
        return None
    return next((s for s, mönster in _RUBRIKER.items() if mönster.match(rubrik.strip())), None)


def ett_av(typ: str) -> Slag | None:
    return Slag(typ) if typ in set(Slag) else None


def om_ämnet(slag: Slag | None, *, fullmäktige: bool, mot_enskild: bool) -> Fynd | None:
    """Ett ärende om myndighetsutövning mot enskild hindras; i en nämnd är det en varning."""
    if slag is None:
        return None
    if not fullmäktige:
        text = "Interpellationer och frågor ställs i fullmäktige. Här är det en upplysning."
        return Fynd(text, STÄLLS_I_FULLMÄKTIGE, hindrar=False, kod="inte_i_fullmäktige")
    if mot_enskild:
        text = "En interpellation eller fråga får inte avse myndighetsutövning mot någon enskild."
        return Fynd(text, ÄMNEN, kod="mot_enskild")
    return None


def om_talarna(slag: Slag | None, talare: int, *, fullmäktige: bool) -> Fynd | None:
    """När en fråga besvaras deltar två: den som frågar och den som svarar (5:64)."""
    if slag is not Slag.FRÅGA or not fullmäktige or talare <= 2:
        return None
    text = "Bara den som ställer frågan och den som svarar får delta i överläggningen."
    return Fynd(text, BARA_TVÅ, kod="fler_talare")


_PARTERNA = re.compile(
    r"\bfråga(?:n)? (?:ställd )?(?:från|av) (?P<från>.+?)(?: till (?P<till>.+?))?"
    r"(?: (?:om|angående|rörande|gällande|avseende)\b|$)",
    re.I,
)
_PERSON = re.compile(r"[A-ZÅÄÖ]\w+[ -][A-ZÅÄÖ]\w+")


def om_parterna(
    slag: Slag | None, talare: Sequence[str], rubrik: str, *, fullmäktige: bool
) -> Fynd | None:
    """En varning när någon talat som varken ställer frågan eller svarar, efter rubriken (5:64).

    Nämner rubriken inte den som svarar, eller bara ett ämbete, kan en av de andra vara den.
    """
    if slag is not Slag.FRÅGA or not fullmäktige:
        return None
    m = _PARTERNA.search(rubrik)
    frågar, svarar = (m["från"], m["till"] or "") if m else ("", "")
    andra = [namn for namn in talare if namn not in frågar and namn not in svarar]
    okända = (not _PERSON.search(frågar)) + (not _PERSON.search(svarar))
    if len(andra) <= okända:
        return None
    text = (
        "Bara den som ställer frågan och den som svarar får delta i överläggningen. Rubriken "
        f"nämner inte {uppräkning(andra)}."
    )
    return Fynd(text, BARA_TVÅ, hindrar=False, kod="tredje_talare")


def om_beslutet(
    slag: Slag | None, utfall: str, satser: Sequence[str], *, fullmäktige: bool
) -> Fynd | None:
    """Svaret leder inte till något beslut i sak: det vore ett nytt ärende (5:57, 5:62).

    Återremiss och val hindras. Är det satsernas ord som talar för ett beslut i sak varnas det:
    ordföranden avgör om förslaget läggs fram.
    """
    if slag is None or not fullmäktige:
        return None
    namn = "Interpellationen" if slag is Slag.INTERPELLATION else "Frågan"
    if utfall in _UTAN_MENING:
        text = f"{namn} besvaras. Den kan inte återremitteras eller avgöras genom val."
        return Fynd(text, NYTT_ÄRENDE, kod="fel_utfall")
    if utfall in _SAKLIGA and any(not _OM_FRÅGAN.search(sats) for sats in satser):
        text = (
            f"Ett svar leder inte till beslut i sak. {namn} får ställas, eller är besvarad; "
            "ett annat förslag är ett nytt ärende."
        )
        return Fynd(text, NYTT_ÄRENDE, hindrar=False, kod="i_sak")
    return None


def svarets_sats(slag: Slag | None, *, fullmäktige: bool) -> str:
    """Det som står när svaret bara noteras, så att protokollet säger det (5:68)."""
    if slag is None or not fullmäktige:
        return ""
    vad = "Interpellationen" if slag is Slag.INTERPELLATION else "Frågan"
    return f"{vad} är besvarad."


def om_uppdraget(slag: Slag | None, *, fullmäktige: bool) -> Fynd | None:
    """Ett uppdrag är ett beslut i ett ärende som inte är väckt (5:57)."""
    if slag is None or not fullmäktige:
        return None
    text = "Ett svar på en interpellation eller fråga ger inga uppdrag: det vore ett nytt ärende."
    return Fynd(text, NYTT_ÄRENDE, kod="uppdrag")


def redovisat(slag: Slag | None, utfall: str, texter: Iterable[str]) -> bool:
    """Om protokollet säger att den har ställts eller besvarats (5:68), eller varför inte."""
    if slag is None or utfall in {"bordlaggning", "utgar"}:
        return True
    return any(_REDOVISAT.search(text) for text in texter)
