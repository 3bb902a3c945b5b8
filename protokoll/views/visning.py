"""Det mötets sida visar, uträknat."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.formats import date_format

from konton.models import Användare
from nämnd.models import Punkt
from protokoll import paragrafnummer, policy
from protokoll.documents import HEMLIGT, protokolldokument
from protokoll.forms import (
    Beslutsform,
    Justeringsform,
    Jävsform,
    Prövningsform,
    Undantagsform,
    Övrigform,
)
from protokoll.frågeformer import Flyttform, Väckform
from protokoll.fullständighet import Brist
from protokoll.models import Justering, Paragraf, Paragrafserie, Protokoll
from protokoll.policy import Rätt
from protokoll.services import inlämnat
from protokoll.services.mötesfel import BeslutetÄndrat, Mötesfel
from protokoll.views import närvarovy
from protokoll.views.frågevy import Formulären, frågevy

HÅRT = "\N{NO-BREAK SPACE}"


@dataclass(frozen=True)
class Rad:
    """En paragraf i protokollet som växer fram."""

    paragraf: Paragraf
    nummer: str
    dold: bool

    @property
    def rubrik(self) -> str:
        return self.paragraf.synlig_rubrik if self.dold else self.paragraf.rubrik


@dataclass(frozen=True)
class Aktuell:
    """Det som behandlas nu: en upptagen paragraf eller nästa punkt."""

    punkt: Punkt | None
    paragraf: Paragraf | None
    nummer: str


def mötesvy(
    protokoll: Protokoll,
    användare: Användare,
    *,
    vald_punkt: int = 0,
    vald_paragraf: int = 0,
    form: Beslutsform | None = None,
    justeringsform: Justeringsform | None = None,
    övrigform: Övrigform | None = None,
    jävsform: Jävsform | None = None,
    undantagsform: Undantagsform | None = None,
    prövningsform: Prövningsform | None = None,
    fel: Mötesfel | None = None,
    ifyllda: Formulären | None = None,
) -> dict[str, object]:
    """Allt för sidan och för den del som ritas om."""
    möte = protokoll.sammanträde
    för = policy.får(användare, Rätt.FÖRA_PROTOKOLL, möte.organ)
    hemligt = policy.får_se_hemligt(användare, protokoll)
    # Är mötet avslutat läses paragraferna i sin helhet, med allt som trycks.
    paragrafer = _paragrafer(protokoll) if protokoll.är_öppet else []
    nummer = _nummer(protokoll, paragrafer)
    rader = [
        Rad(p, n, p.är_sekretess and not hemligt) for p, n in zip(paragrafer, nummer, strict=True)
    ]
    upptagna = {p.punkt_id for p in paragrafer}
    kvar = [p for p in _punkter(protokoll) if p.pk not in upptagna] if protokoll.är_öppet else []
    aktuell = _aktuell(rader, kvar, vald_punkt, vald_paragraf) if för else None
    if aktuell and aktuell.paragraf and form is None:
        form = Beslutsform.ifylld(aktuell.paragraf)
    uppe = next((p for p in paragrafer if not p.är_beslutad), None)
    nästa = aktuell.punkt if aktuell else None
    ifyllda = ifyllda or {}
    fråga = frågevy(aktuell.paragraf, ifyllda) if aktuell and aktuell.paragraf else None
    justeringar = list(policy.synliga_justeringar(användare).filter(protokoll=protokoll))
    Justering.räkna_punkterna(justeringar)
    inlämnade = inlämnat.på_punkten(nästa) if nästa else []
    return {
        "protokoll": protokoll,
        "möte": möte,
        "rubrik": f"{möte.organ} {date_format(möte.datum, 'j F Y')}",
        "dag": date_format(möte.datum, "l j F Y"),
        "för": för,
        "öppet": för and protokoll.är_öppet,
        "fel": fel,
        "krock": isinstance(fel, BeslutetÄndrat),
        "övrigform": övrigform or Övrigform(),
        "justeringsform": justeringsform or Justeringsform.ifylld(protokoll),
        "aktuell": aktuell,
        "form": form,
        "fråga": fråga,
        "inlämnade": inlämnade,
        "inlämnade_kvar": sum(y.återtaget_tid is None for y in inlämnade),
        "väckform": ifyllda.get("väck") or (Väckform(protokoll=protokoll) if för else None),
        "flyttform": ifyllda.get("flytt") or (_flyttform(kvar) if för else None),
        "rader": rader,
        "helt": None
        if protokoll.är_öppet
        else protokolldokument(protokoll, offentligt=not hemligt),
        "kan_skriva": för and protokoll.status == Protokoll.Status.AVSLUTAT,
        "kvar": kvar,
        "hemligt_text": HEMLIGT,
        "justeringar": justeringar,
        "filer": list(policy.synliga_filer(användare, protokoll).select_related("paragraf", "fil")),
    } | närvarovy.närvarovy(
        protokoll,
        uppe,
        nästa,
        kvar,
        jävsform=jävsform,
        undantagsform=undantagsform,
        prövningsform=prövningsform,
    )


def _flyttform(kvar: list[Punkt]) -> Flyttform:
    return Flyttform(kvar=Punkt.objects.filter(pk__in=[p.pk for p in kvar]))


def _paragrafer(protokoll: Protokoll) -> list[Paragraf]:
    return list(
        protokoll.paragrafer.select_related("punkt", "organ__myndighet").prefetch_related(
            "beslut",
            "delar__satser",
            "för_sig",
            "förslag",
            "underlag",
            "utdrag_till",
            "yrkanden__av",
            "propositioner",
            "omröstningar__röster",
            "reservationer__av",
            "anteckningar__av",
            "deltar_inte",
            "talare",
            "tidigare",
            "uppdrag__handläggare__person",
        )
    )


def _punkter(protokoll: Protokoll) -> list[Punkt]:
    return list(
        protokoll.upptagbara_punkter.select_related("ärende", "förälder").prefetch_related(
            "förslag"
        )
    )


def _nummer(protokoll: Protokoll, paragrafer: list[Paragraf]) -> list[str]:
    """Numren. Medan mötet pågår är de preliminära: ordningen kan ändras."""
    if not protokoll.är_öppet:
        return []
    möte = protokoll.sammanträde
    serie = Paragrafserie.objects.filter(organ=möte.organ_id, år=möte.datum.year).first()
    fasta = [p for p in paragrafer if p.nummer is not None]
    lösa = [p for p in paragrafer if p.nummer is None]
    preliminära = paragrafnummer.numrera(
        [p.är_formalia for p in lösa],
        senaste=serie.senaste if serie else 0,
        formalia_med_paragraf=möte.organ.formalia_med_paragraf,
    )
    text = {p.pk: f"§{HÅRT}{p.nummer}" for p in fasta}
    text |= {
        p.pk: f"§{HÅRT}{n} (prel.)" for p, n in zip(lösa, preliminära, strict=True) if n is not None
    }
    return [text.get(p.pk, "") for p in paragrafer]


def paragrafnummer_per_pk(protokoll: Protokoll) -> dict[int, str]:
    """Numren som de visas, de preliminära med."""
    paragrafer = list(protokoll.paragrafer.select_related("punkt", "organ"))
    if not protokoll.är_öppet:
        return {p.pk: f"§{HÅRT}{p.nummer}" for p in paragrafer if p.nummer is not None}
    nummer = _nummer(protokoll, paragrafer)
    return {p.pk: text for p, text in zip(paragrafer, nummer, strict=True)}


def _aktuell(
    rader: list[Rad], kvar: list[Punkt], vald_punkt: int, vald_paragraf: int
) -> Aktuell | None:
    for rad in rader:
        if rad.paragraf.pk == vald_paragraf:
            return Aktuell(None, rad.paragraf, rad.nummer)
    for rad in rader:
        if not rad.paragraf.är_beslutad:
            return Aktuell(None, rad.paragraf, rad.nummer)
    if not kvar:
        return None
    return Aktuell(next((p for p in kvar if p.pk == vald_punkt), kvar[0]), None, "")


@dataclass(frozen=True)
class Regelbrister:
    """Det som en regel hindrar, så att regeln står en gång."""

    lagrum: str
    lagtext: str
    texter: list[str]


def per_regel(brister: list[Brist]) -> list[Regelbrister]:
    """Bristerna samlade under sin regel, i den ordning reglerna först kommer."""
    grupper: dict[str, Regelbrister] = {}
    for brist in brister:
        grupp = Regelbrister(brist.lagrum, brist.lagtext, [])
        grupper.setdefault(brist.lagrum, grupp).texter.append(brist.text)
    return list(grupper.values())
