"""Val: med acklamation, med slutna sedlar (KL 5 kap. 54–56 §§) eller proportionellt (lag 2022:629).

Sedlarna räknas för hand och skrivs in som tal; vem som blev vald räknas ut. Var och en som lämnat
en sedel antecknas, aldrig vad den innehöll.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from konton.models import Användare
from protokoll import majoritetsval, proportionellt_val
from protokoll.majoritetsval import LottKrävs, uppräkning
from protokoll.models import (
    Kandidat,
    Närvaro,
    Omröstning,
    Paragraf,
    Propositionssteg,
    Röst,
    Valbeslut,
    Vald,
)
from protokoll.proportionellt_val import Begäran, Valsedel, Valsedelsgrupp, Valslag
from protokoll.services import beslut, deltagande, frågan, omröstningar
from protokoll.services.beslut import Del
from protokoll.services.frågefel import FelVal, Fyndfel, InteRöstberättigad, LottBehövs
from protokoll.services.lås import lås

SLUTNA, PROPORTIONELLT = "slutna sedlar", "proportionellt val"


@dataclass(frozen=True)
class Valet:
    """Vad som väljs: uppdraget, för vilken tid och i stället för vem."""

    uppdrag: str
    platser: int = 1
    period: str = ""
    i_stället_för: str = ""


@dataclass(frozen=True)
class Kandidatröst:
    namn: str
    parti: str
    röster: int

    @property
    def beteckning(self) -> str:
        return f"{self.namn} ({self.parti})" if self.parti else self.namn


@dataclass(frozen=True)
class Sedelhög:
    """Lika sedlar vid ett proportionellt val: beteckningen, namnen i ordning och hur många."""

    beteckning: str
    namn: tuple[str, ...]
    antal: int


@transaction.atomic
def välj(
    *,
    paragraf: Paragraf,
    valet: Valet,
    valda: Sequence[tuple[str, str]],
    av: Användare,
    nu: datetime | None = None,
) -> Valbeslut:
    """Ett val utan omröstning: den eller de som föreslagits väljs. `valda` är (namn, parti)."""
    paragraf = _lås(paragraf, av)
    _kontrollera(valet)
    rena = [(namn.strip(), parti.strip()) for namn, parti in valda if namn.strip()]
    _kräv_en_var(namn for namn, _ in rena)
    if len(rena) != valet.platser:
        raise FelVal(f"Valet avser {valet.platser}, men {len(rena)} är angivna.")
    return _skriv(paragraf, valet, rena, nu, av)


@transaction.atomic
def räkna_sedlar(
    *,
    paragraf: Paragraf,
    valet: Valet,
    röster: Sequence[Kandidatröst],
    har_röstat: Sequence[Närvaro],
    av: Användare,
    blanka: int = 0,
    lotter: Sequence[str] = (),
    nu: datetime | None = None,
) -> Valbeslut:
    """Val med slutna sedlar. Flest röster vinner; är de lika dras lott."""
    paragraf = _lås(paragraf, av)
    _kontrollera(valet)
    rader = _kräv_röstberättigade(paragraf, har_röstat)
    per_namn = {k.beteckning: k for k in röster if k.namn.strip()}
    _kräv_en_var(k.namn for k in per_namn.values())
    giltiga = len(rader) - blanka
    if giltiga < 0:
        raise FelVal("De blanka sedlarna är fler än de som har röstat.")
    if valet.platser == 1 and sum(k.röster for k in per_namn.values()) != giltiga:
        raise FelVal(
            f"Rösterna ska tillsammans vara {giltiga}: en för varje sedel som inte är blank."
        )
    try:
        resultat = majoritetsval.räkna_val(
            {namn: k.röster for namn, k in per_namn.items()},
            platser=valet.platser,
            lotta=majoritetsval.dragna(lotter),
            avgivna=giltiga,
        )
    except LottKrävs as lott:
        raise LottBehövs(str(lott), lott.alternativ) from lott
    except ValueError as fel:
        raise FelVal(str(fel)) from fel
    if len(resultat.valda) < valet.platser:
        raise FelVal("För få har fått röster för att alla platser ska tillsättas.")
    omröstning = _omröstning(paragraf, SLUTNA, rader, bool(resultat.lottningar), blanka, nu)
    Kandidat.objects.bulk_create(
        Kandidat(omröstning=omröstning, namn=k.namn, parti=k.parti, röster=k.röster)
        for k in per_namn.values()
    )
    valda = [(per_namn[namn].namn, per_namn[namn].parti) for namn in resultat.valda]
    _anteckna(omröstning, [lott.mening for lott in resultat.lottningar])
    return _skriv(paragraf, valet, valda, nu, av)


@transaction.atomic
def räkna_proportionellt(
    *,
    paragraf: Paragraf,
    valet: Valet,
    valslag: str,
    begärande: int,
    sedlar: Sequence[Sedelhög],
    har_röstat: Sequence[Närvaro],
    av: Användare,
    ogiltiga: int = 0,
    lotter: Sequence[str] = (),
    avser_ersättare: bool = False,
    ledamöterna_valdes_proportionellt: bool = False,
    nu: datetime | None = None,
) -> Valbeslut:
    """Proportionellt val när tillräckligt många begär det (2 § lag 2022:629)."""
    paragraf = _lås(paragraf, av)
    _kontrollera(valet)
    rader = _kräv_röstberättigade(paragraf, har_röstat)
    begäran = Begäran(
        valslag=Valslag(valslag),
        platser=valet.platser,
        närvarande=len(omröstningar.röstberättigade(paragraf)),
        begärande=begärande,
        avser_ersättare=avser_ersättare,
        ledamöterna_valdes_proportionellt=ledamöterna_valdes_proportionellt,
    )
    if begäran.hinder:
        raise Fyndfel(begäran.hinder)
    _kräv_en_var(namn for hög in sedlar for namn in hög.namn)
    antal = sum(hög.antal for hög in sedlar) + ogiltiga
    if antal != len(rader):
        raise FelVal(f"{antal} sedlar är räknade, men {len(rader)} har röstat.")
    try:
        grupper = proportionellt_val.gruppera(
            Valsedel(hög.beteckning, hög.namn) for hög in sedlar for _ in range(hög.antal)
        )
        resultat = proportionellt_val.fördela(
            grupper,
            platser=valet.platser,
            lotta=majoritetsval.dragna(lotter),
            ogiltiga=ogiltiga,
        )
    except LottKrävs as lott:
        raise LottBehövs(str(lott), lott.alternativ) from lott
    except ValueError as fel:
        raise FelVal(str(fel)) from fel
    if hinder := [f for f in resultat.fynd if f.hindrar]:
        raise Fyndfel(hinder)
    omröstning = _omröstning(
        paragraf, PROPORTIONELLT, rader, bool(resultat.lottningar), ogiltiga, nu
    )
    omröstning.varningar += [f.med_lagrum for f in resultat.fynd]
    omröstning.save(update_fields=["varningar"])
    Kandidat.objects.bulk_create(
        rad for grupp in resultat.grupper for rad in _listan(omröstning, grupp)
    )
    _anteckna(omröstning, [begäran.mening, *(lott.mening for lott in resultat.lottningar)])
    return _skriv(paragraf, valet, [_delat(namn) for namn in resultat.valda], nu, av)


def _listan(omröstning: Omröstning, grupp: Valsedelsgrupp) -> Iterable[Kandidat]:
    """Listan med sina röster, och sedan namnen på den i ordning; de har inga egna röster."""
    yield Kandidat(omröstning=omröstning, namn=grupp.namn_på_gruppen, röster=grupp.röster)
    for namn, parti in map(_delat, grupp.lista):
        yield Kandidat(omröstning=omröstning, namn=namn, parti=parti)


def _delat(namn: str) -> tuple[str, str]:
    """”Anna Ek (S)” är namnet och partiet."""
    början, _, parti = namn.rpartition(" (")
    return (början, parti[:-1]) if början and parti.endswith(")") else (namn, "")


def _lås(paragraf: Paragraf, av: Användare) -> Paragraf:
    protokoll = lås(protokoll=paragraf.protokoll, av=av)
    paragraf = protokoll.paragrafer.select_related("organ").get(pk=paragraf.pk)
    if paragraf.utfall not in ("", Paragraf.Utfall.VAL):
        raise FelVal("Paragrafen är redan beslutad. Ångra beslutet först.")
    if not paragraf.är_beslutad:
        frågan.kräv_öppen(paragraf)
    deltagande.kräv_beslutsför(paragraf.protokoll, paragraf)
    return paragraf


def _kräv_en_var(namn: Iterable[str]) -> None:
    """Varje namn är en person: annars väljs fler än det finns platser (KL 5 kap. 55 §)."""
    for text in namn:
        if majoritetsval.ser_ut_som_flera(text):
            raise FelVal(
                f"Det ser ut som flera personer i ett namn: {text}. Skriv dem var för sig."
            )


def _kontrollera(valet: Valet) -> None:
    if not valet.uppdrag.strip():
        raise FelVal("Skriv vilket uppdrag valet gäller.")
    if valet.platser < 1:
        raise FelVal("Ett val avser minst en plats.")


def _kräv_röstberättigade(paragraf: Paragraf, rader: Sequence[Närvaro]) -> list[Närvaro]:
    får = {rad.pk: rad for rad in omröstningar.röstberättigade(paragraf)}
    if any(rad.pk not in får for rad in rader):
        raise InteRöstberättigad("Bara den som tjänstgör i ärendet lämnar en sedel.")
    if not rader:
        raise FelVal("Anteckna vilka som har lämnat en sedel.")
    return [får[pk] for pk in dict.fromkeys(rad.pk for rad in rader)]


def _omröstning(
    paragraf: Paragraf,
    metod: str,
    rader: Sequence[Närvaro],
    lottning: bool,
    blanka: int,
    nu: datetime | None,
) -> Omröstning:
    sist = paragraf.omröstningar.aggregate(högsta=Max("ordning"))["högsta"] or 0
    tid = nu or timezone.now()
    omröstning = Omröstning.objects.create(
        paragraf=paragraf,
        ordning=sist + 1,
        slag=Omröstning.Slag.VAL,
        sluten=True,
        metod=metod,
        lottning=lottning,
        avstår=blanka,
        öppnad_tid=tid,
        avslutad_tid=tid,
        varningar=[f.med_lagrum for f in omröstningar.om_distans(paragraf)],
    )
    Röst.objects.bulk_create(
        Röst(omröstning=omröstning, närvaro=rad, namn=rad.namn, parti=rad.parti) for rad in rader
    )
    return omröstning


def _anteckna(omröstning: Omröstning, meningar: Sequence[str]) -> None:
    """Valets egen rad i beslutsgången: begäran, och vilka lotten drogs mellan och föll på.

    Den är en del av det som beslutades och ändras inte efter mötet.
    """
    if not meningar:
        return
    paragraf = omröstning.paragraf
    sist = paragraf.propositioner.aggregate(högsta=Max("ordning"))["högsta"] or 0
    omröstning.steg = Propositionssteg.objects.create(
        paragraf=paragraf,
        ordning=sist + 1,
        text=" ".join(meningar),
    )
    omröstning.save(update_fields=["steg"])


def _skriv(
    paragraf: Paragraf,
    valet: Valet,
    valda: Sequence[tuple[str, str]],
    nu: datetime | None,
    av: Användare,
) -> Valbeslut:
    """Valet som rader, och paragrafens alla val som beslutssatser."""
    if len(valda) > valet.platser:
        raise FelVal(f"Valet avser {valet.platser}, men {len(valda)} är valda.")
    sist = paragraf.val.aggregate(högsta=Max("ordning"))["högsta"] or 0
    rad = Valbeslut.objects.create(
        paragraf=paragraf,
        ordning=sist + 1,
        uppdrag=valet.uppdrag.strip(),
        period=valet.period.strip(),
        i_stället_för=valet.i_stället_för.strip(),
    )
    Vald.objects.bulk_create(Vald(val=rad, namn=namn, parti=parti) for namn, parti in valda)
    satser = [_mening(val) for val in paragraf.val.prefetch_related("valda")]
    beslut.skriv_delar(paragraf, Paragraf.Utfall.VAL, [Del(satser)], nu)
    deltagande.anteckna(paragraf=paragraf, av=av)
    return rad


def _mening(val: Valbeslut) -> str:
    namn = uppräkning([str(vald) for vald in val.valda.all()])
    text = f"{namn} väljs till {val.uppdrag}"
    text += f" för tiden {val.period}" if val.period else ""
    text += f" i stället för {val.i_stället_för}" if val.i_stället_för else ""
    return f"{text}."
