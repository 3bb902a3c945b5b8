"""Det som trycks: frysta dokument ur protokollets egna, kopierade uppgifter."""

from __future__ import annotations

from django.db.models import Prefetch

from protokoll.documents import framsida as _framsida
from protokoll.documents import paragraf as _paragraf
from protokoll.documents import text
from protokoll.documents.delar import (
    Bilageblock,
    Del,
    Innehållsrad,
    Lista,
    Paragrafblock,
    Protokolldokument,
    Utdragsdokument,
)
from protokoll.documents.mall import Rubriker
from protokoll.documents.text import HEMLIG_HANDLING, HEMLIGT, HÅRT
from protokoll.models import JusteradFörSig, Paragraf, Protokoll, Protokollsmall

__all__ = [
    "HEMLIGT",
    "HEMLIG_HANDLING",
    "HÅRT",
    "MALL_PROTOKOLL",
    "MALL_UTDRAG",
    "Paragrafblock",
    "Protokolldokument",
    "Utdragsdokument",
    "paragrafer",
    "protokolldokument",
    "utdragsdokument",
]

MALL_PROTOKOLL = "pdf/protokoll.html"
MALL_UTDRAG = "pdf/utdrag.html"

_MED_NAMN = (
    "yrkanden__av",
    "omröstningar__röster",
    "omröstningar__partiröster",
    "omröstningar__kandidater",
    "reservationer__av",
    "anteckningar__av",
    "val__valda",
)
_EGNA = (
    "beslut",
    "förslag",
    "underlag",
    "utdrag_till",
    "tidigare",
    "jäv",
    "deltar_inte",
    "talare",
    "propositioner",
    "bilagor",
    "ajourneringar",
    "rättelser",
    "anmältdelegationsbeslut",
    "anmältmeddelande",
    "delar__satser",
)
_LÄSES = (*_EGNA, *_MED_NAMN)
PÅGÅR = " – mötet pågår"


def paragrafer(protokoll: Protokoll) -> list[Paragraf]:
    """Paragraferna i ordning med allt som trycks; lika många frågor hur många de än är."""
    rader = protokoll.paragrafer.select_related(
        "punkt", "organ", "ordförande", "ordförande_i_källan"
    )
    # Det frysta i justeringen är stort och läses inte här.
    för_sig = JusteradFörSig.objects.select_related("justering").defer("justering__underlag")
    return list(rader.prefetch_related(*_LÄSES, Prefetch("för_sig", för_sig)))


def protokolldokument(
    protokoll: Protokoll,
    *,
    offentligt: bool = False,
    till_justering: bool = False,
    pågår: bool = False,
) -> Protokolldokument:
    """Hela protokollet. I den offentliga formen är hemliga paragrafer maskerade.

    `till_justering`: anslaget på framsidan är det som sätts upp när protokollet är justerat.
    `pågår`: mötet är öppet; bara det som är beslutat står med, och varje sida säger att det pågår.
    """
    rubriker = Rubriker(protokoll.sammanträde.organ)
    alla = _hittills(protokoll) if pågår else paragrafer(protokoll)
    u = _framsida.Underlag(protokoll, rubriker, alla, offentligt=offentligt)
    block = [_paragraf.block(p, rubriker, maskera=offentligt) for p in alla]
    sist = rubriker.mall.sekretess == Protokollsmall.Sekretess.SIST
    öppna = tuple(b for b in block if not (sist and b.hemlig))
    hemliga = tuple(b for b in block if sist and b.hemlig)
    synliga = [p for p in alla if not (offentligt and p.är_sekretess)]
    tabeller = _framsida.närvarotabeller(u, synliga)
    i_bilaga = rubriker.mall.närvarolista == Protokollsmall.Närvarolista.BILAGA
    närvarobilaga = (Bilageblock("b1", "Bilaga 1. Närvarolista", tabeller),) if i_bilaga else ()
    bilagor = (
        *närvarobilaga,
        *(b for p in (*öppna, *hemliga) for b in p.bilagor),
        *_övrigt(protokoll),
    )
    i_innehåll = [
        b for b in (*öppna, *hemliga) if rubriker.mall.formalia_i_innehåll or not b.formalia
    ]
    return Protokolldokument(
        huvud=_framsida.sidhuvud(
            u,
            titel="Protokoll",
            dokumentnamn=f"{rubriker.mall.dokumentnamn}{PÅGÅR if pågår else ''}",
        ),
        framsida=_framsida.framsida(u, till_justering=till_justering),
        närvarotabeller=() if i_bilaga else tabeller,
        innehåll=(
            *(Innehållsrad(b.ankare, b.nummer, b.rubrik) for b in i_innehåll),
            *(Innehållsrad(b.ankare, "", b.rubrik) for b in bilagor),
        ),
        paragrafer=öppna,
        hemliga=hemliga,
        bilagor=bilagor,
    )


def _hittills(protokoll: Protokoll) -> list[Paragraf]:
    """De beslutade paragraferna medan mötet pågår.

    Den som leder mötet står på framsidan; en annan ordförande står i paragrafen.
    """
    rader = [p for p in paragrafer(protokoll) if p.är_beslutad]
    for p in rader:
        if p.ordförande_id == protokoll.ordförande_id:
            p.ordförande = None
    return rader


def _övrigt(protokoll: Protokoll) -> tuple[Bilageblock, ...]:
    """Det som hör till hela protokollet och inte till en paragraf."""
    lös: dict[str, tuple[Del, ...]] = {
        "Delegationsbeslut": tuple(
            _paragraf.delegationsbeslut(protokoll.delegationsbeslut.filter(paragraf=None))
        ),
        "Meddelanden": tuple(
            _paragraf.meddelanden(protokoll.meddelanden.filter(paragraf=None)),
        ),
    }
    if namn := tuple(_paragraf.bilagerad(b) for b in protokoll.bilagor.filter(paragraf=None)):
        lös["Bilagor"] = (Lista(namn),)
    return tuple(
        Bilageblock(f"o{nr}", rubrik, delar)
        for nr, (rubrik, delar) in enumerate(lös.items(), 1)
        if delar
    )


def utdragsdokument(paragraf: Paragraf) -> Utdragsdokument:
    """Utdraget för en paragraf, med de uppgifter ur framsidan som hör till beslutet."""
    protokoll = paragraf.protokoll
    rubriker = Rubriker(protokoll.sammanträde.organ)
    # Utdraget är ett eget papper: rösterna står i paragrafen, inte i protokollets närvarolista.
    rubriker.mall.röster = Protokollsmall.Röster.PARAGRAF
    rubriker.mall.närvarolista = Protokollsmall.Närvarolista.FRAMSIDA
    u = _framsida.Underlag(protokoll, rubriker, [paragraf])
    signum = text.paragrafsignum(paragraf, rubriker.mall)
    # Utdraget av en öppen paragraf lämnas ut; en hemlig handlings titel får inte följa med.
    block = _paragraf.block(
        paragraf, rubriker, maskera=False, dölj_handlingar=not paragraf.är_sekretess
    )
    return Utdragsdokument(
        huvud=_framsida.sidhuvud(
            u, titel=f"Protokollsutdrag {signum}", dokumentnamn="Protokollsutdrag"
        ),
        fält=_framsida.utdragets_fält(u),
        paragraf=block,
        bilagor=block.bilagor,
    )
