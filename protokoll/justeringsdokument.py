"""Det som justeras, fruset, och det justerade protokollet som det trycks.

Bara den här modulen vet hur dokumentens delar fylls i efter underskriften.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, is_dataclass, replace
from typing import Any

from protokoll import documents, frysning
from protokoll.documents import Protokolldokument, delar, text
from protokoll.documents.delar import (
    Anslagsblock,
    Avsnittsblock,
    Framsida,
    Fält,
    Grupp,
    Paragrafblock,
    Stycken,
    Underskriftsrad,
    bara_punkterna,
)
from protokoll.models import Protokoll
from protokoll.models.mall import Avsnitt

MALL_BEVIS = "pdf/bevis.html"
KLASSER: dict[str, type] = {
    **{namn: k for namn, k in vars(delar).items() if isinstance(k, type) and is_dataclass(k)},
    "Avsnitt": Avsnitt,
}
PARAGRAFER = "Paragrafer"
SÄTTS_UPP, TAS_NED = "Anslaget sätts upp", "Anslaget tas ned"
JUSTERARE = "Utses att justera"
RÄTTAD = "Rättad version"
# Hur det gick till med protokollet i övrigt; det står i dess egen fil.
JUSTERINGEN = "Justeringens plats och tid"
OMEDELBART = "Omedelbart justerat"
OM_ÖVRIGT = (JUSTERINGEN, OMEDELBART)


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
    paragrafer: str = ""


RESTEN_OMEDELBART = "Resten av beslutet justeras också omedelbart."


@dataclass(frozen=True)
class Justeringen:
    """Var och när det skulle justeras, som det står i det frysta, och hur det blev."""

    planerad: str = ""
    gjord: str = ""


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
    senare_justerare: Sequence[str] = (),
    omedelbara_satser: Mapping[str, str] | None = None,
    resten_omedelbart: Collection[str] = (),
) -> dict[str, Any]:
    """Protokollet fryst, och den offentliga formen när något är hemligt.

    `bara` är ankaren för de paragrafer som justeras för sig, `punkter` de satser i dem som gör det
    och `omedelbara_satser` satserna i ord. `resten_omedelbart` är ankaren för dem där några satser
    redan gått för sig, när hela protokollet justeras omedelbart. `senare_justerare` är de som nu
    justerar, när paragraferna justeras senare än protokollet.
    """
    former = {}
    for form, offentligt in (("helt", False), ("offentligt", True)):
        dokument = documents.protokolldokument(
            protokoll, offentligt=offentligt, till_justering=True
        )
        dokument = replace(dokument, huvud=replace(dokument.huvud, utkast=False))
        if senare_justerare and dokument.framsida is not None:
            dokument = replace(dokument, framsida=_senare(dokument.framsida, senare_justerare))
        if bara is not None:
            dokument = _urval(dokument, bara, punkter or {}, paragrafer, namn)
            dokument = _med_satserna(dokument, omedelbara_satser or {})
        dokument = _med_resten(dokument, resten_omedelbart)
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
    def valda(block: Iterable[Paragrafblock]) -> tuple[Paragrafblock, ...]:
        return tuple(
            bara_punkterna(p, punkter.get(p.ankare, ())) for p in block if p.ankare in bara
        )

    urval = replace(d, paragrafer=valda(d.paragrafer), hemliga=valda(d.hemliga))
    bilagor = tuple(b for p in urval.alla for b in p.bilagor)
    kvar = {*bara, *(b.ankare for b in bilagor)}
    return replace(
        urval,
        huvud=replace(
            d.huvud,
            titel=f"{d.titel}, {paragrafer}",
            dokumentnamn=namn or d.dokumentnamn,
        ),
        framsida=_framsidan(d.framsida, paragrafer) if d.framsida else None,
        innehåll=tuple(rad for rad in d.innehåll if rad.ankare in kvar),
        bilagor=bilagor,
    )


def _med_satserna(d: Protokolldokument, satser: Mapping[str, str]) -> Protokolldokument:
    """Paragraferna och innehållet säger vilka satser som justeras, och vad som händer sedan."""
    if not satser:
        return d

    def i_ord(block: Iterable[Paragrafblock]) -> tuple[Paragrafblock, ...]:
        return tuple(_med_orden(p, satser[p.ankare]) if p.ankare in satser else p for p in block)

    innehåll = tuple(
        replace(rad, rubrik=f"{rad.rubrik} ({satser[rad.ankare]})") if rad.ankare in satser else rad
        for rad in d.innehåll
    )
    return replace(d, paragrafer=i_ord(d.paragrafer), hemliga=i_ord(d.hemliga), innehåll=innehåll)


def _med_resten(d: Protokolldokument, ankare: Collection[str]) -> Protokolldokument:
    """Paragraferna säger att också det som inte gått för sig justeras omedelbart."""
    if not ankare:
        return d

    def i_ord(block: Iterable[Paragrafblock]) -> tuple[Paragrafblock, ...]:
        return tuple(_resten(p) if p.ankare in ankare else p for p in block)

    return replace(d, paragrafer=i_ord(d.paragrafer), hemliga=i_ord(d.hemliga))


def _resten(p: Paragrafblock) -> Paragrafblock:
    if p.maskerad:
        return replace(p, anmärkningar=(*p.anmärkningar, RESTEN_OMEDELBART))
    avsnitt = (
        replace(a, delar=(*a.delar, Stycken((RESTEN_OMEDELBART,))))
        if a.avsnitt == Avsnitt.OMEDELBAR
        else a
        for a in p.avsnitt
    )
    return replace(p, avsnitt=tuple(avsnitt))


def _med_orden(p: Paragrafblock, vilka: str) -> Paragrafblock:
    rader = (
        f"{text.versal(vilka)} justeras omedelbart.",
        "Resten av beslutet justeras med protokollet i övrigt.",
    )
    if p.maskerad:
        return replace(p, anmärkningar=rader)
    egna = [a for a in p.avsnitt if a.avsnitt == Avsnitt.OMEDELBAR]
    rubrik = egna[0].rubrik if egna else Avsnitt.OMEDELBAR.label
    nytt = Avsnittsblock(Avsnitt.OMEDELBAR, rubrik, (Stycken(rader),))
    if egna:
        return replace(p, avsnitt=tuple(nytt if a is egna[0] else a for a in p.avsnitt))
    return replace(p, avsnitt=(*p.avsnitt, nytt))


def _framsidan(framsida: Framsida, paragrafer: str) -> Framsida:
    return replace(
        framsida,
        # Det som justeras omedelbart för sig säger inget om det andra som gör det.
        fält=tuple(
            Fält(f.rubrik, (Grupp((paragrafer,)),)) if f.rubrik == PARAGRAFER else f
            for f in framsida.fält
            if f.rubrik != OMEDELBART
        ),
        anslag=tuple(_ersatt(a, {PARAGRAFER: paragrafer}) for a in framsida.anslag[:1]),
    )


def _senare(framsida: Framsida, justerare: Sequence[str]) -> Framsida:
    """Framsidan när paragrafer justeras senare: av dem som nu gör det, inte av dem som utsågs."""
    kvar = (f for f in framsida.fält if f.rubrik not in OM_ÖVRIGT)
    return replace(
        framsida,
        fält=tuple(
            Fält("Justeras senare av", (Grupp(tuple(justerare)),)) if f.rubrik == JUSTERARE else f
            for f in kvar
        ),
    )


def _ersatt(block: Anslagsblock, svar: Mapping[str, str]) -> Anslagsblock:
    return replace(block, rader=tuple((vad, svar.get(vad, nu)) for vad, nu in block.rader))


def dokument(underlag: Mapping[str, Any], *, offentligt: bool = False) -> Protokolldokument:
    """Det frysta dokumentet. Är inget hemligt är den offentliga formen den hela."""
    fruset = (underlag["offentligt"] if offentligt else None) or underlag["helt"]
    svar = frysning.tina(fruset, KLASSER)
    assert isinstance(svar, Protokolldokument)
    return svar


def ifyllt(
    d: Protokolldokument,
    *,
    underskrifter: Iterable[Gjord],
    anslag: Anslagsdagar | None,
    justeringen: Justeringen,
    omedelbart: Sequence[str] = (),
    noter: Sequence[str] = (),
    rättelser: Mapping[str, Sequence[str]] | None = None,
    rättad: Sequence[str] = (),
) -> Protokolldokument:
    """Dokumentet med underskrifterna, anslagets dagar och rättelserna.

    `anslag` är None när inget anslås, `omedelbart` det som då var omedelbart justerat, och `rättad`
    säger på framsidan vilken version det är och vad som rättats.
    """
    rättelser = rättelser or {}

    def rättade(block: Iterable[Paragrafblock]) -> tuple[Paragrafblock, ...]:
        return tuple(_rättat(p, rättelser.get(p.ankare, ())) for p in block)

    assert d.framsida is not None
    dagar = {SÄTTS_UPP: anslag.uppsatt, TAS_NED: anslag.nedtas} if anslag is not None else {}
    if anslag is not None and anslag.paragrafer:
        dagar["Paragrafer"] = anslag.paragrafer
    kvar = d.framsida.anslag[:1] if anslag is not None else ()
    framsida = replace(
        d.framsida,
        fält=(
            *((Fält(RÄTTAD, (Grupp(tuple(rättad)),)),) if rättad else ()),
            *_med_omedelbart(_justerades(d.framsida.fält, justeringen), omedelbart),
        ),
        underskrifter=tuple(Underskriftsrad(u.roll, u.namn, u.text) for u in underskrifter),
        # Filen görs innan anslaget har satts upp, och görs aldrig om.
        anslag=tuple(replace(_ersatt(a, dagar), planerad=True) for a in kvar),
        noter=tuple(noter),
    )
    return replace(
        d, framsida=framsida, paragrafer=rättade(d.paragrafer), hemliga=rättade(d.hemliga)
    )


def _justerades(fält: Sequence[Fält], justeringen: Justeringen) -> tuple[Fält, ...]:
    """Fälten med den dag det blev justerat, i stället för den som var tänkt."""
    tidigare = [rad for f in fält if f.rubrik == JUSTERINGEN for g in f.grupper for rad in g.rader]
    kvar = [rad for rad in tidigare if rad != justeringen.planerad]
    nytt = Fält(JUSTERINGEN, (Grupp((justeringen.gjord, *kvar)),))
    övriga = [f for f in fält if f.rubrik != JUSTERINGEN]
    plats = next((n for n, f in enumerate(övriga) if f.rubrik == PARAGRAFER), len(övriga))
    return (*övriga[:plats], nytt, *övriga[plats:])


def _med_omedelbart(fält: Sequence[Fält], omedelbart: Sequence[str]) -> tuple[Fält, ...]:
    """Det som var omedelbart justerat när det här justerades, och inget som var på väg."""
    kvar = tuple(f for f in fält if f.rubrik != OMEDELBART)
    return (*kvar, Fält(OMEDELBART, (Grupp(tuple(omedelbart)),))) if omedelbart else kvar


def _rättat(p: Paragrafblock, rättelser: Sequence[str]) -> Paragrafblock:
    if not rättelser:
        return p
    avsnitt = Avsnittsblock(Avsnitt.RÄTTELSE, Avsnitt.RÄTTELSE.label, (Stycken(tuple(rättelser)),))
    return replace(p, avsnitt=(*p.avsnitt, avsnitt))


def ankare(nummer: int | None, ordning: int) -> str:
    """Paragrafens ankare i dokumentet."""
    return f"p{nummer}" if nummer is not None else f"u{ordning}"


def texten(underlag: Mapping[str, Any], ankare: str) -> str:
    """All text i en paragraf, för den som söker ett skrivfel i den."""
    for p in dokument(underlag).alla:
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
