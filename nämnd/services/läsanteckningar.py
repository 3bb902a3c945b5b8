"""Läsarens egna anteckningar och markeringar: skriva, flytta med till nya papper, ta ut, ta bort.

Allt är ägarens och ingen annans: ingen annan läser det, och det syns varken i ärendet, admin eller
loggen. Det som står i pappret (citatet) visas bara så länge läsaren får öppna pappret.
"""

from __future__ import annotations

import json
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import QuerySet

from konton import nyckellås
from konton.models import Användare
from konton.policy import FärskFaktorKrävs
from nämnd.models import Läsanteckning, Sammanträde
from nämnd.services import läsrum, papperstext
from nämnd.services.läsrum import Exemplar, Läspapper
from ärenden.models import Fil
from ärenden.textplats import Funnen, Textplats, hitta, placera

ÄNDAMÅL = "läsanteckning"
MAX_TEXT = 5000
MAX_CITAT = 2000
MAX_ANTAL = 2000
#: En text så lång är sällan densamma i två papper av en slump.
EGET = 30


class Anteckningsfel(Exception):
    """Anteckningen kan inte sparas. Texten är till användaren."""


@dataclass(frozen=True)
class Innehåll:
    """Det som ligger i lådan."""

    text: str
    punkt: int
    märke: str
    rubrik: str
    plats: Textplats
    hemligt: bool = False
    """Om pappret var hemligt när det skrevs."""


@dataclass(frozen=True)
class Anteckning:
    """En anteckning som ägaren ser den."""

    nyckel: uuid.UUID
    text: str
    citat: str
    sida: int
    punkt: int
    rubrik: str
    papper: Läspapper | None = None
    """Pappret där den sitter nu; inget när den hör till en äldre version."""
    funnen: Funnen | None = None
    stängd: bool = False
    """Pappret får inte öppnas längre: citatet visas inte."""
    låst: bool = False
    """Pappret är hemligt, och citatet visas först efter en ny kod."""


@dataclass(frozen=True)
class Mina:
    """Ägarens anteckningar på ett möte."""

    placerade: tuple[Anteckning, ...]
    """I läsordning."""
    äldre: tuple[Anteckning, ...]
    """Hör till en äldre version: texten finns inte i något av punktens papper."""
    stängda: tuple[Anteckning, ...]

    @property
    def alla(self) -> tuple[Anteckning, ...]:
        return self.placerade + self.äldre + self.stängda

    def på(self, papper: Läspapper) -> tuple[Anteckning, ...]:
        return tuple(a for a in self.placerade if a.papper == papper)

    def äldre_på(self, papper: Läspapper) -> tuple[Anteckning, ...]:
        return tuple(a for a in self.äldre if a.punkt == papper.punkt)


# --- Skriva -------------------------------------------------------------------------------------


@transaction.atomic
def skriv(
    *,
    sammanträde: Sammanträde,
    punkt: int,
    märke: str,
    sida: int,
    text: str,
    av: Användare,
    citat: str = "",
    före: str = "",
    efter: str = "",
    nyckel: uuid.UUID | None = None,
    exemplar: Exemplar | None = None,
) -> Läsanteckning:
    """En anteckning om en sida, eller om `citat` på den; utan text är den en markering.

    Skickas samma anteckning om, med samma `nyckel`, blir det ingen ny. `exemplar` är det som den
    skrevs i, när det är ett annat än det som gäller nu: ett som har sparats på en enhet.
    """
    exemplar = exemplar or läsrum.för_användare(av, sammanträde)
    nummer = exemplar.hitta(punkt, märke) if exemplar else None
    if exemplar is None or nummer is None:
        raise PermissionDenied("Du får inte öppna pappret.")
    papper = exemplar.papper[nummer]
    text = _prövad(text, citat)
    sidor = _sidor([papper]).get(papper.sha256) or [""] * papper.sidor
    plats = placera(sidor, sida, citat, före, efter)
    if plats is None:
        raise Anteckningsfel(
            f"Texten står inte på sidan {sida}. Markera den igen, eller anteckna om hela sidan."
            if 1 <= sida <= len(sidor)
            else f"Pappret har {len(sidor)} sidor."
        )
    innehåll = Innehåll(text, punkt, papper.märke, papper.rubrik, plats, papper.hemligt)
    upptagen = Läsanteckning.objects.filter(nyckel=nyckel).first() if nyckel else None
    if upptagen and _samma(upptagen, av, sammanträde, innehåll):
        return upptagen
    if Läsanteckning.objects.filter(ägare=av, sammanträde=sammanträde).count() >= MAX_ANTAL:
        raise Anteckningsfel(f"Du har redan {MAX_ANTAL} anteckningar på mötet.")
    rad = Läsanteckning(ägare=av, sammanträde=sammanträde)
    if nyckel and not upptagen:
        rad.nyckel = nyckel
    _lås(rad, innehåll)
    rad.save()
    return rad


def _samma(rad: Läsanteckning, av: Användare, sammanträde: Sammanträde, innehåll: Innehåll) -> bool:
    """Om raden är samma anteckning, skickad en gång till. En sida som legat framme kan skicka en ny
    med den förras nyckel: den ska sparas den också.
    """
    egen = rad.ägare_id == av.pk and rad.sammanträde_id == sammanträde.pk
    return egen and _lås_upp(rad) == innehåll


def _prövad(text: str, citat: str) -> str:
    text = text.replace("\r\n", "\n").replace("\x00", "").strip()
    if not text and not citat.strip():
        raise Anteckningsfel("Skriv något, eller markera text i pappret.")
    if len(text) > MAX_TEXT:
        raise Anteckningsfel(f"Anteckningen har {len(text)} tecken; högst {MAX_TEXT} får plats.")
    if len(citat) > MAX_CITAT:
        raise Anteckningsfel(f"Markera högst {MAX_CITAT} tecken.")
    return text


@transaction.atomic
def ändra(*, nyckel: uuid.UUID, text: str, av: Användare) -> None:
    """Byter texten; platsen står kvar."""
    rad = mina_rader(av).select_for_update().get(nyckel=nyckel)
    gammalt = _lås_upp(rad)
    _lås(rad, replace(gammalt, text=_prövad(text, gammalt.plats.citat)))
    rad.save(update_fields=["låda"])


def ta_bort(*, nyckel: uuid.UUID, av: Användare) -> None:
    """Raden försvinner; ingenting sparas om att den har funnits."""
    mina_rader(av).filter(nyckel=nyckel).delete()


def ta_bort_alla(*, sammanträde: Sammanträde, av: Användare) -> int:
    antal, _ = mina_rader(av).filter(sammanträde=sammanträde).delete()
    return antal


def mina_rader(av: Användare) -> QuerySet[Läsanteckning]:
    """De egna och inga andra."""
    return Läsanteckning.objects.filter(ägare=av).order_by("pk")


# --- Läsa ---------------------------------------------------------------------------------------


def mina(exemplar: Exemplar, av: Användare) -> Mina:
    """Ägarens anteckningar, placerade i de papper som läsaren får öppna nu."""
    rader = [
        (rad, _lås_upp(rad))
        for rad in mina_rader(av).filter(sammanträde=exemplar.kallelse.sammanträde)
    ]
    berörda = {i.punkt for _, i in rader}
    texter = _sidor([p for p in exemplar.papper if p.punkt in berörda])
    stängda = _stängda(exemplar)
    alla = [
        _med_lås(_visa(rad.nyckel, i, exemplar.papper, texter, stängda), i, exemplar)
        for rad, i in rader
        if not (exemplar.sparat and i.hemligt)
    ]
    if exemplar.sparat:
        alla = _att_spara(alla, exemplar)
    ordning = {p.nyckel: nr for nr, p in enumerate(exemplar.papper)}
    placerade = sorted(
        (a for a in alla if a.papper and a.funnen),
        key=lambda a: (
            ordning[a.papper.nyckel] if a.papper else 0,
            (a.funnen.sida, a.funnen.från) if a.funnen else (0, 0),
        ),
    )
    return Mina(
        placerade=tuple(placerade),
        äldre=tuple(a for a in alla if not a.papper and not a.stängd),
        stängda=tuple(a for a in alla if a.stängd),
    )


def _att_spara(alla: Sequence[Anteckning], exemplar: Exemplar) -> list[Anteckning]:
    """De som sitter i ett sparat papper, och de äldre på en punkt som inget hemligt har."""
    delvis = {p.rad.punkt for p in läsrum.alla_punkter(exemplar.punkter) if p.bara_med_nät}
    return [a for a in alla if a.papper or (not a.stängd and a.punkt not in delvis)]


def _med_lås(a: Anteckning, i: Innehåll, exemplar: Exemplar) -> Anteckning:
    """Det som är avskrivet ur ett hemligt papper visas bara när pappret får öppnas."""
    hemliga = {p.punkt for p in exemplar.papper if p.hemligt}
    hemlig = a.papper.hemligt if a.papper else i.hemligt or i.punkt in hemliga
    if not hemlig or exemplar.styrkt:
        return a
    return replace(a, citat="", låst=bool(i.plats.citat))


def _stängda(exemplar: Exemplar) -> set[int]:
    """Punkterna som läsaren inte får läsa något av, eller där något är utelämnat."""
    return {
        p.rad.punkt
        for p in läsrum.alla_punkter(exemplar.punkter)
        if p.stängd or p.utelämnade or (p.rad.hemlig and not exemplar.läsare.ser_hemligt)
    }


def _visa(
    nyckel: uuid.UUID,
    i: Innehåll,
    papper: Sequence[Läspapper],
    texter: Mapping[str, list[str]],
    stängda: set[int],
) -> Anteckning:
    """Först i samma fil, sedan i papper med samma namn, sist i punktens andra papper."""
    ut = Anteckning(nyckel, i.text, i.plats.citat, i.plats.sida, i.punkt, i.rubrik)
    punktens = [p for p in papper if p.punkt == i.punkt]
    punktens.sort(key=lambda p: (p.märke != i.märke, p.rubrik != i.rubrik))
    for p in punktens:
        # En hel sida, eller några få ord, flyttar bara med till ett papper med samma namn.
        if len(i.plats.citat) < EGET and p.märke != i.märke and p.rubrik != i.rubrik:
            continue
        sidor = texter.get(p.sha256) or [""] * p.sidor
        if not any(sidor) and p.märke != i.märke:
            continue
        funnen = hitta(sidor, i.plats)
        if funnen:
            return replace(ut, papper=p, funnen=funnen, sida=funnen.sida)
    # Det som inte längre finns på listan är inte heller läsarens att se.
    kända = {p.punkt for p in papper}
    if i.punkt in stängda or i.punkt not in kända:
        return replace(ut, citat="", rubrik="", stängd=True)
    return ut


def _sidor(papper: Sequence[Läspapper]) -> dict[str, list[str]]:
    filer = Fil.objects.filter(sha256__in={p.sha256 for p in papper}).order_by("pk")
    return papperstext.sidor_i(filer)


# --- Lådan --------------------------------------------------------------------------------------


def _lås(rad: Läsanteckning, innehåll: Innehåll) -> None:
    rad.låda = nyckellås.lås(
        json.dumps(asdict(innehåll)).encode(),
        hemlighet=settings.NAMND_NYCKEL,
        ändamål=ÄNDAMÅL,
        bundet=_bundet(rad),
    )


def _lås_upp(rad: Läsanteckning) -> Innehåll:
    data = json.loads(
        nyckellås.lås_upp(
            bytes(rad.låda),
            hemlighet=settings.NAMND_NYCKEL,
            ändamål=ÄNDAMÅL,
            bundet=_bundet(rad),
        )
    )
    return Innehåll(**data | {"plats": Textplats(**data["plats"])})


def _bundet(rad: Läsanteckning) -> str:
    return f"{rad.ägare_id}/{rad.sammanträde_id}/{rad.nyckel}"


# --- Ta ut --------------------------------------------------------------------------------------


def som_text(exemplar: Exemplar, av: Användare, *, sida: str = "") -> str:
    """Alla anteckningar på mötet som en textfil, till ägaren.

    Citat ur hemliga papper kräver en ny kod (`FärskFaktorKrävs`); därifrån till `sida`.
    """
    alla = mina(exemplar, av)
    if any(a.låst for a in alla.alla):
        raise FärskFaktorKrävs(sida)
    u = exemplar.underlag
    stycken = [f"Mina anteckningar till {u.organ} {u.datum.isoformat()}"]
    förra: Läspapper | None = None
    for a in alla.placerade:
        if a.papper and a.papper != förra:
            stycken.append(f"{a.papper.nummer} {a.papper.punktrubrik}: {a.papper.rubrik}".strip())
            förra = a.papper
        stycken.append(_stycke(a))
    for rubrik, grupp in (
        ("Hör till en äldre version", alla.äldre),
        ("Till papper som du inte längre får öppna", alla.stängda),
    ):
        if grupp:
            stycken += [rubrik, *(_stycke(a) for a in grupp)]
    return "\n\n".join(stycken) + "\n"


def _stycke(a: Anteckning) -> str:
    rader = [f"  s. {a.sida}" + (f": ”{a.citat}”" if a.citat else "")]
    return "\n".join(rader + [f"  {rad}" for rad in a.text.splitlines()])
