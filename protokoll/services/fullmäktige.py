"""Fullmäktiges egna regler kring en paragraf: interpellationer, frågor och extra val.

I en nämnd hindrar inget här; en interpellation där ger en varning.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date

from nämnd.fynd import Fynd
from nämnd.models import Organ, Punkt, Sammanträde
from protokoll import beredning, interpellation, kvalificerad
from protokoll.beredning import Beredare
from protokoll.kvalificerad import Kvalificerat
from protokoll.models import Paragraf
from protokoll.services.mötesfel import FelIFullmäktige

HÅLLNA = (Sammanträde.Status.PÅGÅR, Sammanträde.Status.AVSLUTAT)


def är_fullmäktige(organ: Organ) -> bool:
    return organ.typ == Organ.Typ.FULLMÄKTIGE


def arten(rubrik: str, organ: Organ) -> str:
    """Paragrafens art som rubriken säger den: interpellation, fråga eller tomt."""
    return interpellation.slaget(rubrik, fullmäktige=är_fullmäktige(organ)) or ""


def kvalificerat(paragraf: Paragraf) -> Kvalificerat | None:
    """Om huvudfrågan kräver mer än enkel majoritet (KL 5 kap. 10 och 37 §§)."""
    return kvalificerad.slaget(paragraf.rubrik, fullmäktige=är_fullmäktige(paragraf.organ))


def ska_bordläggas(paragraf: Paragraf) -> bool:
    """Om det är ett ärende om extra val som tas upp första gången (KL 5 kap. 50 §)."""
    return kvalificerat(paragraf) is Kvalificerat.EXTRA_VAL and not _bordlagt_förut(paragraf)


def _bordlagt_förut(paragraf: Paragraf) -> bool:
    return paragraf.tidigare.filter(organ=paragraf.organ.namn).exists()


def kräv(fynd: Iterable[Fynd | None]) -> None:
    """Stoppar det som lagen hindrar; varningarna visas på mötets sida."""
    if hinder := [f for f in fynd if f is not None and f.hindrar]:
        raise FelIFullmäktige(hinder)


def kräv_arten(paragraf: Paragraf, *, talare: int) -> None:
    """Arten går ihop med ämnet och med dem som redan talat (5:61, 5:64)."""
    slag, fullmäktige = interpellation.ett_av(paragraf.typ), är_fullmäktige(paragraf.organ)
    kräv(
        [
            interpellation.om_ämnet(
                slag, fullmäktige=fullmäktige, mot_enskild=paragraf.mot_enskild
            ),
            interpellation.om_talarna(slag, talare, fullmäktige=fullmäktige),
        ]
    )


def svarets_sats(paragraf: Paragraf) -> str:
    """Satsen när en interpellation eller fråga noteras utan egen text."""
    slag = interpellation.ett_av(paragraf.typ)
    return interpellation.svarets_sats(slag, fullmäktige=är_fullmäktige(paragraf.organ))


def kräv_uppdrag(paragraf: Paragraf) -> None:
    slag = interpellation.ett_av(paragraf.typ)
    kräv([interpellation.om_uppdraget(slag, fullmäktige=är_fullmäktige(paragraf.organ))])


def kräv_beslut(paragraf: Paragraf, utfall: str, satser: Sequence[str]) -> None:
    """Utfallet är ett som fullmäktige kan besluta i paragrafen (5:10, 5:50, 5:57)."""
    kräv(_om_beslutet(paragraf, utfall, satser))


def varningar(paragraf: Paragraf) -> list[Fynd]:
    """Det som släpps igenom i paragrafen men bör ses över."""
    slag, fullmäktige = interpellation.ett_av(paragraf.typ), är_fullmäktige(paragraf.organ)
    fynd: list[Fynd | None] = [
        interpellation.om_ämnet(slag, fullmäktige=fullmäktige, mot_enskild=paragraf.mot_enskild)
    ]
    if paragraf.är_beslutad and (slag is not None or kvalificerat(paragraf) is not None):
        satser = [sats.text for sats in paragraf.beslut.all()]
        fynd += _om_beslutet(paragraf, paragraf.utfall, satser)
    elif kvalificerat(paragraf) is Kvalificerat.EXTRA_VAL:
        # Det som skulle hindra ett bifall sägs innan någon har röstat.
        fynd += (replace(f, hindrar=False) for f in _om_extra_val(paragraf, "bifall"))
    if fullmäktige:
        fynd += _om_beredningen(paragraf)
    return [f for f in fynd if f is not None and not f.hindrar]


def _om_beredningen(paragraf: Paragraf) -> list[Fynd]:
    """Om ärendet är berett innan det avgörs (5:26–34), och ansvarsfrihet motiverad (5:24)."""
    punkt = paragraf.punkt
    if punkt is not None and punkt.slag not in (Punkt.Slag.BESLUT, Punkt.Slag.SEKRETESS):
        return []
    beslutat = [sats.text for sats in paragraf.beslut.all()]
    satser = beslutat if paragraf.är_beslutad else [f.text for f in paragraf.förslag.all()]
    fynd = beredning.pröva(
        paragraf.rubrik,
        paragraf.typ,
        paragraf.utfall,
        satser,
        beredare=_beredare(paragraf),
        dag=paragraf.protokoll.sammanträde.datum,
        fullmäktige=True,
    )
    fynd += beredning.om_motiveringen(
        paragraf.rubrik,
        paragraf.utfall,
        beslutat,
        [paragraf.information],
        fullmäktige=True,
    )
    return fynd


_BEREDER = {
    Organ.Typ.STYRELSE: Beredare.STYRELSE,
    Organ.Typ.NÄMND: Beredare.NÄMND,
    Organ.Typ.GEMENSAM_NÄMND: Beredare.NÄMND,
    Organ.Typ.BEREDNING: Beredare.BEREDNING,
}


def _beredare(paragraf: Paragraf) -> set[Beredare]:
    """De i kommunen som har lagt förslaget, eller behandlat ärendet förut."""
    namn = {f.av for f in paragraf.förslag.all()} | {t.organ for t in paragraf.tidigare.all()}
    namn = {n.strip().casefold() for n in namn if n.strip()}
    if not namn:
        return set()
    organ = Organ.objects.filter(myndighet__kommun=paragraf.organ.myndighet.kommun_id)
    typer = {
        o.typ for o in organ.order_by("pk") if {o.namn.casefold(), o.kortnamn.casefold()} & namn
    }
    return {_BEREDER[Organ.Typ(typ)] for typ in typer if typ in _BEREDER}


def _om_beslutet(paragraf: Paragraf, utfall: str, satser: Sequence[str]) -> list[Fynd | None]:
    slag, fullmäktige = interpellation.ett_av(paragraf.typ), är_fullmäktige(paragraf.organ)
    fynd: list[Fynd | None] = [
        interpellation.om_beslutet(slag, utfall, satser, fullmäktige=fullmäktige)
    ]
    if kvalificerat(paragraf) is Kvalificerat.EXTRA_VAL:
        fynd += _om_extra_val(paragraf, utfall)
    return fynd


def _om_extra_val(paragraf: Paragraf, utfall: str) -> list[Fynd]:
    dag = paragraf.protokoll.sammanträde.datum
    return kvalificerad.om_extra_val(
        utfall,
        dag=dag,
        första_mötet=_första_mötet(paragraf.organ, dag),
        bordlagt_förut=_bordlagt_förut(paragraf),
    )


def _första_mötet(organ: Organ, dag: date) -> date | None:
    """Det första hållna mötet i mandattiden som finns i systemet."""
    början = kvalificerad.mandattidens_början(dag)
    hållna = Sammanträde.objects.filter(organ=organ, status__in=HÅLLNA, datum__gte=början)
    return hållna.order_by("datum").values_list("datum", flat=True).first()
