"""Paragrafnummer: löpande genom året per organ, i den ordning punkterna togs upp.

Spannen som någon tjänstgör i skrivs "§§ 141–143, 145–159" och läses tillbaka (KL 5 kap. 66 §).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

Spann = tuple[int, int]

HÅRT_MELLANSLAG = "\N{NO-BREAK SPACE}"
_STRECK = "[-\N{HYPHEN}\N{NON-BREAKING HYPHEN}–—\N{MINUS SIGN}]"
_NUMMER = r"(?:§{1,2}\s*)?0*([1-9]\d{0,4})"
_SKILJE = re.compile(r"\s*(?:,\s*och\b|,|\boch\b)\s*")
_SPANN = re.compile(rf"{_NUMMER}(?:\s*{_STRECK}\s*{_NUMMER})?")
_FRÅN_TILL = re.compile(rf"(?:from\s*{_NUMMER})?\s*(?:tom\s*{_NUMMER})?")
_UTSKRIVET = (
    (re.compile(r"\bfrån\s+och\s+med\b|\bfr\.\s*o\.\s*m\."), "from "),
    (re.compile(r"\btill\s+och\s+med\b|\bt\.\s*o\.\s*m\."), "tom "),
)


class OläsligaParagrafer(ValueError):
    """Texten går inte att läsa som paragrafnummer."""


def numrera(
    är_formalia: Sequence[bool], *, senaste: int, formalia_med_paragraf: bool
) -> list[int | None]:
    """Numret för varje paragraf i ordning, utan luckor efter `senaste`.

    Formalia (upprop, val av justerare) blir utan nummer där organet har det så.
    """
    nästa = senaste + 1
    nummer: list[int | None] = []
    for formalia in är_formalia:
        if formalia and not formalia_med_paragraf:
            nummer.append(None)
        else:
            nummer.append(nästa)
            nästa += 1
    return nummer


def skriv_paragrafer(nummer: Iterable[int], *, tecken: bool = False) -> str:
    """Numren som spann: "141–143, 145–159", med tecken "§§ 141–143, 145–159" eller "§ 13"."""
    spann = samla(nummer)
    text = ", ".join(str(a) if a == b else f"{a}–{b}" for a, b in spann)
    if not tecken or not spann:
        return text
    ett_nummer = len(spann) == 1 and spann[0][0] == spann[0][1]
    return f"{'§' if ett_nummer else '§§'}{HÅRT_MELLANSLAG}{text}"


def lagrat(nummer: Iterable[int]) -> str:
    """Numren som spannet lagras: "141-143, 145-159"; `tryckt` skriver det i protokollet."""
    return ", ".join(f"{a}-{b}" if a != b else str(a) for a, b in samla(nummer))


def tryckt(spann: str) -> str:
    """Ett lagrat spann som det trycks: "§§ 141–143, 145–159", "t.o.m. § 48", "fr.o.m. § 49"."""
    if not spann or "§" in spann:
        return spann
    delar = [d.strip() for d in spann.split(",")]
    if len(delar) == 1 and delar[0].startswith("-"):
        return f"t.o.m. §{HÅRT_MELLANSLAG}{delar[0][1:]}"
    if len(delar) == 1 and delar[0].endswith("-"):
        return f"fr.o.m. §{HÅRT_MELLANSLAG}{delar[0][:-1]}"
    tecken = "§" if len(delar) == 1 and "-" not in delar[0] else "§§"
    return f"{tecken}{HÅRT_MELLANSLAG}{', '.join(map(_tryckt_del, delar))}"


def _tryckt_del(del_: str) -> str:
    if del_.startswith("-"):
        return f"t.o.m. {del_[1:]}"
    if del_.endswith("-"):
        return f"fr.o.m. {del_[:-1]}"
    return del_.replace("-", "–")


def punkter(nummer: Sequence[int]) -> str:
    """Några av ett besluts satser: ”punkt 2”, ”punkterna 1 och 3”."""
    *första, sista = map(str, nummer)
    return f"punkterna {', '.join(första)} och {sista}" if första else f"punkt {sista}"


def punkter_i_delar(nummer: Sequence[int], delar: Sequence[tuple[str, int]]) -> str:
    """Punkterna som de står i protokollet: ”punkt 1 i förslaget till kommunfullmäktige”.

    `nummer` räknas genom hela beslutet, men varje del trycks från 1. `delar` är delarnas namn och
    hur många satser de har; har bara en del satser behövs inget namn.
    """
    delar = [(namn, antal) for namn, antal in delar if antal]
    if len(delar) < 2:
        return punkter(nummer)
    svar, före = [], 0
    for namn, antal in delar:
        if egna := [n - före for n in nummer if före < n <= före + antal]:
            svar.append(f"{punkter(egna)} {namn}")
        före += antal
    return _uppräknat(svar)


def omfattning(paragraf: int | None, satser: str = "") -> str:
    """Det som ett utdrag omfattar: ”§ 27”, eller ”§ 27 punkt 2” när bara den är justerad."""
    hela = f"§{HÅRT_MELLANSLAG}{paragraf or '–'}"
    return f"{hela} {satser}" if satser else hela


def omfattningar(spann: str, delvis: Mapping[int, str]) -> str:
    """Det lagrade spannet som det trycks, med punkterna i `delvis`: ”§§ 1, 3 och § 2 punkt 2”."""
    if not delvis:
        return tryckt(spann)
    nummer = enskilda(läs_paragrafer(spann))
    hela = skriv_paragrafer([n for n in nummer if n not in delvis], tecken=True)
    satser = [omfattning(n, delvis[n]) for n in nummer if n in delvis]
    return _uppräknat([*([hela] if hela else []), *satser])


def _uppräknat(delar: Sequence[str]) -> str:
    *första, sista = delar
    return f"{', '.join(första)} och {sista}" if första else sista


def läs_paragrafer(
    text: str, *, första: int | None = None, sista: int | None = None
) -> tuple[Spann, ...]:
    """Spannen i ordning, sammanslagna där de möts; en tom text ger inga.

    `första` och `sista` är mötets paragrafer; de behövs för "t.o.m. § 48" och "fr.o.m. § 49".
    """
    hel = text.strip().lower()
    if not hel:
        return ()
    for utskrivet, kort in _UTSKRIVET:
        hel = utskrivet.sub(kort, hel)
    spann = []
    for del_ in _SKILJE.split(hel):
        start, slut = _läs_del(del_, text)
        start, slut = första if start is None else start, sista if slut is None else slut
        if start is None or slut is None:
            raise OläsligaParagrafer(f"”{text}” går bara att läsa när mötets paragrafer är kända.")
        if slut < start:
            raise OläsligaParagrafer(f"”{text}” har ett spann som slutar före sin början.")
        spann.append((start, slut))
    return samla(enskilda(spann))


def samla(nummer: Iterable[int]) -> tuple[Spann, ...]:
    """Numren som sammanhängande spann, i ordning."""
    spann: list[Spann] = []
    for n in sorted(set(nummer)):
        if spann and n == spann[-1][1] + 1:
            spann[-1] = (spann[-1][0], n)
        else:
            spann.append((n, n))
    return tuple(spann)


def enskilda(spann: Iterable[Spann]) -> tuple[int, ...]:
    """Varje nummer i spannen."""
    return tuple(nummer for start, slut in spann for nummer in range(start, slut + 1))


def _läs_del(del_: str, text: str) -> tuple[int | None, int | None]:
    """Spannets början och slut; None där mötets första eller sista gäller."""
    if träff := _SPANN.fullmatch(del_):
        return int(träff[1]), int(träff[2] or träff[1])
    if del_ and (träff := _FRÅN_TILL.fullmatch(del_)):
        return _tal(träff[1]), _tal(träff[2])
    raise OläsligaParagrafer(
        f"”{text}” går inte att läsa som paragrafer. Skriv till exempel 141–143, 145."
    )


def _tal(siffror: str | None) -> int | None:
    return int(siffror) if siffror else None


_DEL = re.compile(r"(\d*)(-?)(\d*)")


def omfattar(text: str, nummer: int) -> bool:
    """Om spannen "14-22, 24" täcker numret; "-48" är till och med, "49-" från och med."""
    for del_ in text.split(","):
        träff = _DEL.fullmatch(del_.strip())
        if träff is None or not (träff[1] or träff[3]):
            continue
        första = int(träff[1] or 0)
        sista = int(träff[3]) if träff[3] else (nummer if träff[2] else första)
        if första <= nummer <= sista:
            return True
    return False
