"""Det som justeras, fruset, och det justerade protokollet som det trycks.

Bara den här modulen vet hur dokumentens delar fylls i efter underskriften.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, is_dataclass, replace
from typing import Any

from protokoll import documents, frysning
from protokoll.documents import Protokolldokument
from protokoll.models import Protokoll

MALL_BEVIS = "pdf/bevis.html"
KLASSER: dict[str, type] = {
    namn: k for namn, k in vars(documents).items() if isinstance(k, type) and is_dataclass(k)
}


@dataclass(frozen=True)
class Gjord:
    """En underskrift som den trycks."""

    roll: str
    namn: str
    text: str


@dataclass(frozen=True)
class Anslagsdagar:
    uppsatt: str = ""
    nedtas: str = ""


@dataclass(frozen=True)
class Bevisdokument:
    """Ett bevis på en sida: meningar, uppgifter i en tabell, och vem som utfärdat det."""

    titel: str
    kommun: str
    organ: str
    dokumentnamn: str
    dag_text: str
    stycken: tuple[str, ...]
    uppgifter: tuple[tuple[str, str], ...]
    utfärdat: str


def underlag(
    protokoll: Protokoll,
    *,
    bara: Collection[str] | None = None,
    punkter: Mapping[str, Sequence[int]] | None = None,
    paragrafer: str = "",
    namn: str = "",
) -> dict[str, Any]:
    """Protokollet fryst, och den offentliga formen när något är hemligt.

    `bara` är ankaren för de paragrafer som justeras för sig, `punkter` de satser i dem som gör det.
    """
    former = {}
    for form, offentligt in (("helt", False), ("offentligt", True)):
        dokument = replace(
            documents.protokolldokument(protokoll, offentligt=offentligt), utkast=False
        )
        if bara is not None:
            dokument = _urval(dokument, bara, punkter or {}, paragrafer, namn)
        former[form] = frysning.frys(dokument)
    if former["offentligt"] == former["helt"]:
        former["offentligt"] = None
    return {**former, "summa": frysning.summa(former)}


def är_orört(underlag: Mapping[str, Any]) -> bool:
    """Om det frysta är det som summan säger."""
    former = {form: underlag.get(form) for form in ("helt", "offentligt")}
    return bool(frysning.summa(former) == underlag.get("summa"))


def _urval(
    d: Protokolldokument,
    bara: Collection[str],
    punkter: Mapping[str, Sequence[int]],
    paragrafer: str,
    namn: str,
) -> Protokolldokument:
    block = []
    for p in d.paragrafer:
        if p.ankare not in bara:
            continue
        if nummer := punkter.get(p.ankare):
            satser = tuple(s for n, s in enumerate(p.beslut, 1) if n in nummer)
            p = replace(p, beslut=satser if not p.maskerad else (), förslag=())
        block.append(replace(p, omedelbart=True))
    return replace(
        d,
        titel=f"{d.titel}, {paragrafer}",
        dokumentnamn=namn or d.dokumentnamn,
        paragrafer_text=paragrafer,
        anslag=replace(d.anslag, paragrafer=paragrafer),
        paragrafer=tuple(block),
    )


def dokument(underlag: Mapping[str, Any], *, offentligt: bool = False) -> Protokolldokument:
    """Det frysta dokumentet."""
    fruset = underlag["offentligt"] if offentligt else underlag["helt"]
    svar = frysning.tina(fruset, KLASSER)
    assert isinstance(svar, Protokolldokument)
    return svar


def ifyllt(
    d: Protokolldokument,
    *,
    underskrifter: Iterable[Gjord],
    anslag: Anslagsdagar,
    noter: Sequence[str] = (),
    rättelser: Mapping[str, Sequence[str]] | None = None,
) -> Protokolldokument:
    """Dokumentet med underskrifterna, anslagets dagar och rättelserna."""
    rättelser = rättelser or {}
    return replace(
        d,
        underskrifter=tuple(documents.Underskrift(u.roll, u.namn, u.text) for u in underskrifter),
        anslag=replace(d.anslag, uppsatt=anslag.uppsatt, nedtas=anslag.nedtas),
        noter=tuple(noter),
        paragrafer=tuple(
            replace(p, rättelser=tuple(rättelser.get(p.ankare, ()))) for p in d.paragrafer
        ),
    )


def ankare(nummer: int | None, ordning: int) -> str:
    """Paragrafens ankare i dokumentet."""
    return f"p{nummer}" if nummer is not None else f"u{ordning}"


def texten(underlag: Mapping[str, Any], ankare: str) -> str:
    """All text i en paragraf, för den som söker ett skrivfel i den."""
    for p in dokument(underlag).paragrafer:
        if p.ankare == ankare:
            return "\n".join(_rader(p))
    return ""


def _rader(värde: Any) -> Iterable[str]:
    if isinstance(värde, str):
        yield värde
    elif isinstance(värde, tuple | list):
        for del_ in värde:
            yield from _rader(del_)
    elif is_dataclass(värde):
        for inre in vars(värde).values():
            yield from _rader(inre)
