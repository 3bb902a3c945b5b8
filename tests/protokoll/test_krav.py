"""Det som verkliga protokoll innehåller: ett slumpat värde i raden står på sidan och i PDF:en."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, time, timedelta
from secrets import randbelow

import pikepdf
import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse
from django.utils.formats import date_format
from pytest_django import DjangoDbBlocker

from nämnd.models import Sammanträde
from protokoll import documents
from protokoll.models import (
    Ajournering,
    AnmältDelegationsbeslut,
    AnmältMeddelande,
    Anslag,
    Antecknad,
    Anteckning,
    Beslutsunderlag,
    Bilaga,
    DeltarInte,
    Förslag,
    Justerare,
    Justering,
    Jäv,
    Kandidat,
    Närvaro,
    Närvarotid,
    Paragraf,
    Partiröst,
    Propositionssteg,
    Protokoll,
    Reservant,
    Rättelse,
    Talare,
    TidigareBehandling,
    Underskrift,
    Utdragsmottagare,
    Valbeslut,
    Vald,
    Vägran,
    ÖvrigNärvarande,
)
from tests import verapdf
from tests.factories.konton import PartiFactory
from tests.factories.protokoll import kallat_möte
from tests.factories.protokollsrader import DAG, Källa, slumpord
from tests.protokoll.test_dokument import pdftext, text
from ärenden.pdf import rendera_pdf

# En grupp: det tryckta protokollet som alla rader letar i tar minuter att göra.
pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("krav")]
S = Närvaro.Status
# Vad som ska stå; ett par när pappret och sidan skriver det olika.
Rader = tuple[str | tuple[str, str], ...]
Bygge = Callable[[Källa], Rader]


@dataclass(frozen=True)
class Krav:
    id: str
    utgåva: str
    bygg: Bygge
    saknas: bool


KRAV: list[Krav] = []


def minut() -> int:
    """Ett klockslags minuter, med två siffror."""
    return randbelow(50) + 10


def slumpdag() -> date:
    return date(2031, 1, 1) + timedelta(days=randbelow(3000))


def krav(*idn: str, utgåva: str = "standard", saknas: bool = False) -> Callable[[Bygge], Bygge]:
    """Bygger raden och säger vad som då ska stå i protokollet, eller inte får stå där."""

    def registrera(bygg: Bygge) -> Bygge:
        KRAV.extend(Krav(id_, utgåva, bygg, saknas) for id_ in idn)
        return bygg

    return registrera


# --- Mötet -------------------------------------------------------------------------------------


@krav("MEETING-TWOPARTS")
def två_tider(k: Källa):
    a, b = minut(), minut()
    k.huvud(tider=[[f"09.{a}", "11.43"], ["13.19", f"15.{b}"]])
    return (f"kl. 09.{a}–11.43 och 13.19–15.{b}",)


@krav("RECESS")
def ajournering(k: Källa):
    p, från, till = k.paragraf(), time(14, minut()), time(15, minut())
    Ajournering.objects.create(protokoll=k.protokoll, paragraf=p, från=från, till=till)
    spann = f"{från:%H.%M}–{till:%H.%M}"
    mellan = time(16, minut())
    Ajournering.objects.create(protokoll=k.protokoll, från=mellan)
    return (
        f"Ajournering kl. {spann} (§ {p.nummer}) och {mellan:%H.%M}",
        f"Mötet ajourneras kl. {spann}.",
    )


@krav("MEETING-EXTRA", utgåva="en paragraf")
def ett_ärende(k: Källa):
    behållen, rubrik = k.protokoll.paragrafer.get(nummer=1), f"Ärende {slumpord()}"
    with k.öppet():
        k.protokoll.paragrafer.exclude(pk=behållen.pk).delete()
        k.protokoll.paragrafer.update(rubrik=rubrik)
    Sammanträde.objects.filter(pk=k.värld.sammanträde.pk).update(slag="extra")
    return ("Extra sammanträde", ("Paragrafer", "Paragrafer § 1"), f"§ 1 {rubrik}")


@krav("MEETING-EXTRA", utgåva="en paragraf", saknas=True)
def bara_ett_ärende(k: Källa):
    return ("§ 2",)


@krav("CHAIR-CHANGE")
def annan_ordförande(k: Källa):
    rad = k.rad()
    p = k.paragraf(ordförande=rad)
    return (
        f"Ordförande: {rad.namn} (S)",
        (f"Ordförande, § {p.nummer} {rad.namn} (S)", f"Ordförande, § {p.nummer}: {rad.namn} (S)"),
    )


@krav("INFO-ITEM")
def information(k: Källa):
    ord_ = slumpord()
    k.paragraf(information=f"Förvaltningen berättar om {ord_}.", utfall="information")
    return (f"Information Förvaltningen berättar om {ord_}.",)


@krav("INFO-QUESTIONS")
def frågestund(k: Källa):
    a, b, c = slumpord(), slumpord(), slumpord()
    k.paragraf(typ="fraga", rubrik=f"Fråga om {a}", information=f"Svar om {b}.")
    p = k.paragraf(typ="interpellation", rubrik=f"Interpellation om {c}")
    k.paragraf(rubrik="Frågestund", information="Inga frågor ställs.")
    return (
        *(f"Fråga om {a} Fråga", f"Svar om {b}."),
        f"§ {p.nummer} {p.rubrik} Interpellation",
        *("Frågestund", "Inga frågor ställs."),
    )


@krav("SPEAKERS")
def talare(k: Källa):
    p, a, b = k.paragraf(), slumpord(), slumpord()
    for namn in (a, b):
        Talare.objects.create(paragraf=p, namn=namn, parti="KD")
    return (f"{a} (KD) och {b} (KD) yttrar sig.",)


# --- Närvaron ----------------------------------------------------------------------------------


@krav("ATT-ROLE", "UNICODE-NAMES")
def roll_och_parti(k: Källa):
    namn = f"Željko von {slumpord()}-Číšek"
    k.rad(namn=namn, parti="L", post="2:e vice ordförande")
    andra = f"André af {slumpord()}-Ćosić"
    k.rad(namn=andra, parti="C", post="1:a vice ordförande")
    leder = k.protokoll.ordförande
    Närvaro.objects.filter(pk=leder.pk).update(namn=f"Zoë {slumpord()}")
    leder.refresh_from_db()
    return (
        f"{namn} (L), 2:e vice ordförande",
        f"{andra} (C), 1:a vice ordförande",
        f"{leder.namn} (S), ordförande",
    )


@krav("ATT-SUB")
def tjänstgör_utan_angiven_plats(k: Källa):
    rad = k.rad(S.TJÄNSTGÖRANDE)
    return ("Tjänstgörande ersättare", rad.namn)


@krav("ATT-SUBFOR", "ATT-OTHERPARTY")
def tjänstgör_för(k: Källa):
    rad = k.rad(S.TJÄNSTGÖRANDE, parti="MP", för_namn=slumpord())
    borta = k.rad(S.FRÅNVARANDE, parti="KD")
    annan = k.rad(S.TJÄNSTGÖRANDE, parti="C", för=borta)
    return (
        f"{rad.namn} (MP) för {rad.för_namn}",
        f"{annan.namn} (C) för {borta.namn} (KD)",
    )


@krav("ATT-SUBRANGE", "ATT-LISTRANGE")
def tjänstgör_vissa_paragrafer(k: Källa):
    a = k.rad(S.TJÄNSTGÖRANDE, paragrafer="141-143, 145-159")
    b = k.rad(S.TJÄNSTGÖRANDE, paragrafer="-48")
    c = k.rad(S.TJÄNSTGÖRANDE, paragrafer="49-")
    return (
        f"{a.namn} (S), §§ 141–143, 145–159",
        f"{b.namn} (S), t.o.m. § 48",
        f"{c.namn} (S), fr.o.m. § 49",
    )


@krav("ATT-NOTIN", "ATT-PARTOF")
def inte_vid_alla_paragrafer(k: Källa):
    rad = k.rad(ej="13", del_av="159")
    flera = k.rad(ej="82-87")
    return (f"{rad.namn} (S), ej § 13, del av § 159", f"{flera.namn} (S), ej §§ 82–87")


@krav("ATT-TWOSUBS")
def två_delar_en_plats(k: Källa):
    för = slumpord()
    a = k.rad(S.TJÄNSTGÖRANDE, för_namn=för, paragrafer="14-22")
    b = k.rad(S.TJÄNSTGÖRANDE, för_namn=för, paragrafer="23-30")
    return (f"{a.namn} (S) för {för}, §§ 14–22", f"{b.namn} (S) för {för}, §§ 23–30")


@krav("ATT-NOTSERVING")
def närvarande_ersättare(k: Källa):
    return ("Närvarande ersättare", k.rad(S.ERSÄTTARE).namn)


@krav("ATT-ABSENT")
def frånvarande(k: Källa):
    utan, skäl = k.rad(S.FRÅNVARANDE), slumpord()
    med = k.rad(S.FRÅNVARANDE, frånvaro_skäl=skäl)
    return ("Frånvarande", f"{utan.namn} (S)", f"{med.namn} (S), {skäl}")


@krav("ATT-TIMES", "ATT-INTERVALS")
def klockslag(k: Källa):
    rad = k.rad()
    kom, gick, igen = time(9, minut()), time(10, minut()), time(13, minut())
    for från, till in ((kom, gick), (igen, None)):
        Närvarotid.objects.create(närvaro=rad, från=från, till=till)
    return (f"{rad.namn} (S), kl. {kom:%H.%M}–{gick:%H.%M} och {igen:%H.%M}",)


@krav("ATT-REMOTE")
def på_distans(k: Källa):
    return (f"{k.rad(distans=True).namn} (S), på distans",)


@krav("ATT-OTHERS-PAR", "ATT-ANON")
def övriga(k: Källa):
    namn = f"student {slumpord()}"
    ÖvrigNärvarande.objects.create(
        protokoll=k.protokoll, namn=namn, titel="praktikant", paragrafer="3-4"
    )
    return ("Övriga närvarande", f"{namn}, praktikant, §§ 3–4")


@krav("ATT-UNION", "NARVARORATT")
def facket(k: Källa):
    namn, gäst, sats = slumpord(), slumpord(), f"{slumpord()} får närvara utan yttranderätt."
    ÖvrigNärvarande.objects.create(
        protokoll=k.protokoll, namn=namn, roll="personalforetradare", yttranderätt=True
    )
    ÖvrigNärvarande.objects.create(protokoll=k.protokoll, namn=gäst, roll="gast")
    k.paragraf(rubrik="Närvarorätt", beslut=(sats,))
    return (
        *("Personalföreträdare", f"{namn}, personalföreträdare, med yttranderätt"),
        *(f"{gäst}, gäst", f"Beslut {sats}"),
    )


@krav("NARVARORATT", saknas=True)
def utan_yttranderätt(k: Källa):
    namn = slumpord()
    ÖvrigNärvarande.objects.create(protokoll=k.protokoll, namn=namn, roll="sakkunnig")
    return (f"{namn}, sakkunnig, med yttranderätt",)


@krav("INSYNSPLATS")
def insynsplats(k: Källa):
    return ("Insynsplats", k.rad(S.INSYN).namn)


@krav("ATT-LOCALPARTY", "ATT-NOPARTY")
def lokala_partier(k: Källa):
    kommun, namn = k.värld.organ.myndighet.kommun, {}
    rader = {}
    for kod in ("SRD", "TUP", "D", "MED", "PF", "ALT"):
        namn[kod], rader[kod] = f"{slumpord()}s lista", k.rad(parti=kod)
        PartiFactory(kommun=kommun, kod=kod, namn=namn[kod])
    utan = k.rad(parti="")
    return (
        *(f"{rad.namn} ({kod})" for kod, rad in rader.items()),
        "Partibeteckningar",
        *(f"{kod}: {partiets}" for kod, partiets in namn.items()),
        f"{utan.namn} (-)",
    )


@krav("ATT-TABLE", "ATT-BYPARTY", "ATT-TOTALS", "VOTE-COLUMNS", "RES-COLUMN", utgåva="justerat")
def röster_i_kolumner(k: Källa):
    ja, mellan, nej = k.rad(parti="KD"), k.rad(parti="SRD"), k.rad(parti="KD")
    borta = k.rad(S.FRÅNVARANDE, parti="SRD")
    p = k.paragraf()
    for nr in range(4):
        o = k.omröstning(p, ja=7, nej=4 + nr, avstår=nr)
        for rad, val in ((ja, "ja"), (nej, "nej"), (mellan, "avstar")):
            k.röst(o, rad.namn, val, närvaro=rad)
    r = k.reservation(p)
    r.av.create(namn=nej.namn, parti="KD", närvaro=nej)
    n = k.protokoll.närvarande.count()
    frånvarande = k.protokoll.närvarande.filter(status=S.FRÅNVARANDE).count()
    return (
        "Närvarolista Namn Parti Tjänstgöring N/F",
        # Partierna var för sig, fast de satt om varandra.
        f"{ja.namn} KD ledamot N Ja Ja Ja Ja "
        f"{nej.namn} KD ledamot N Nej Nej Nej Nej § {p.nummer} "
        f"{mellan.namn} SRD ledamot N Avst Avst Avst Avst "
        f"{borta.namn} SRD frånvarande F",
        f"§ {p.nummer} (1) § {p.nummer} (2) § {p.nummer} (3) § {p.nummer} (4) Reserverat sig",
        f"Summa {n - frånvarande} N, {frånvarande} F "
        "7 ja, 4 nej 7 ja, 5 nej, 1 avst 7 ja, 6 nej, 2 avst 7 ja, 7 nej, 3 avst",
        "Vem som röstade hur står i närvarolistan.",
    )


@krav("ATT-ANNEX", "VOTE-ANNEX", utgåva="egen mall")
def röster_i_bilaga(k: Källa):
    p, namn = k.paragraf(), slumpord()
    rad = k.rad()
    k.röst(k.omröstning(p, ja=1, nej=0), namn, "ja", parti="TUP")
    return (
        "Enligt närvarolistan, bilaga 1",
        "Bilaga 1. Närvarolista",
        f"{rad.namn} S ledamot N",
        f"Vem som röstade hur står i bilaga SN § {p.nummer}, omröstning.",
        f"Bilaga SN § {p.nummer}, omröstning. {p.rubrik}",
        f"{namn} TUP X",
        "TUP: 1 ja",
        "Summa 1 0 0 0",
    )


# --- Numren ------------------------------------------------------------------------------------


@krav("PAR-YEAR")
def högt_nummer(k: Källa):
    p = k.paragraf(nummer=984)
    p2 = k.paragraf()
    return (f"§ 984 {p.rubrik}", f"§ 985 {p2.rubrik}")


@krav("PAR-FIRSTOFYEAR", utgåva="en paragraf")
def första_paragrafen(k: Källa):
    """Organets förra möte slutade i december på § 3; se `_utgåvans_källa`."""
    p = k.protokoll.paragrafer.get()
    förra = Paragraf.objects.filter(organ=p.organ, år=p.år - 1)
    assert [f.nummer for f in förra.order_by("nummer")] == [1, 2, 3]
    return (f"§ 1 {p.rubrik}",)


@krav("PAR-SLASHYEAR")
def nummer_med_år(k: Källa):
    tal = randbelow(800) + 100
    p = k.paragraf(visas_som=f"{tal}/20")
    return (f"§ {tal}/20 {p.rubrik}",)


@krav("PAR-ORGPREFIX")
def nummer_med_organ(k: Källa):
    tal = randbelow(800) + 100
    former = [f"BUN § {tal}", f"KF § {tal}", f"SN {tal}", f"Bsn § {tal}", f"KS {tal}"]
    return tuple(f"{form} {k.paragraf(visas_som=form).rubrik}" for form in former)


@krav("PAR-ORGPREFIX", saknas=True)
def inget_tecken_före_organet(k: Källa):
    form = f"KS {randbelow(800) + 100}"
    k.paragraf(visas_som=form)
    return (f"§ {form}",)


@krav("PAR-SLASHYEAR", "PAR-ORGPREFIX", utgåva="egen mall")
def nummer_enligt_mallen(k: Källa):
    p = k.paragraf()
    return (f"SN § {p.nummer} {p.rubrik}",)


@krav("PAR-NODNR", "PAR-UNNUMBERED")
def utan_nummer_och_dnr(k: Källa):
    p = k.paragraf(nummer=None, rubrik=f"Upprop {slumpord()}", information=f"Om {slumpord()}.")
    # Rubriken följs genast av texten: inget dnr.
    return (f"{p.rubrik} Information {p.information}",)


@krav("PAR-UNNUMBERED", saknas=True)
def inget_nummer(k: Källa):
    före = k.paragraf()
    p = k.paragraf(nummer=None, rubrik=f"Upprop {slumpord()}")
    return tuple(f"§ {nr} {p.rubrik}" for nr in ("", före.nummer, före.nummer + 1))


@krav(
    *("DNR-PREFIX", "DNR-PREFIX-YEAR", "DNR-YEAR/ORG", "DNR-PLANCODE", "DNR-SEQ/YEAR"),
    *("DNR-BARE", "DNR-DOTTED", "DNR-OLD"),
)
def dnr_som_de_skrivs(k: Källa):
    def tal(siffror: int) -> int:
        return randbelow(9 * 10 ** (siffror - 1)) + 10 ** (siffror - 1)

    former = (
        *(f"SLK-2024-{tal(5)}", f"KSKF/2014:{tal(3)}", f"SÄN/2012:{tal(3)}"),
        f"2017/SN {tal(4)} 013",
        *(f"KS/2020:{tal(3)}-003", f"2006/{tal(3)}-63", f"BUN 2009/{tal(3)}:61"),
        *(f"97/{tal(3)} 002", f"KS/2018:{tal(3)} - 047"),
        *(f"{tal(2)}/16", f"ITVT {tal(2)}/2019", f"2021/{tal(3)}", f"KU.2017.{tal(2)}"),
        *(f"{tal(4)}/22", f"0{tal(3)}/11"),
    )
    for dnr in former:
        k.paragraf(beteckning=dnr)
    return tuple(f"Dnr {dnr}" for dnr in former)


# --- Förslag och beslut ------------------------------------------------------------------------


@krav("DEC-YRK", "DEC-FIRSTSECOND", "DEC-ADD")
def yrkanden(k: Källa):
    p, a, b = k.paragraf(), slumpord(), slumpord()
    t1, t2, t3 = slumpord(), slumpord(), slumpord()
    k.yrkande(p, t1, a, b, slag="bifall", i_hand=1)
    k.yrkande(p, t2, a, i_hand=2)
    k.yrkande(p, t3, b, slag="tillagg", punkt=2)
    return (
        f"{a} (M) och {b} (M), i första hand, bifall: {t1}",
        f"{a} (M), i andra hand: {t2}",
        f"{b} (M), tillägg, punkt 2: {t3}",
    )


@krav("PROPOSAL-WITHDRAWN", saknas=True)
def återtaget_yrkande(k: Källa):
    text_ = slumpord()
    k.yrkande(k.paragraf(), text_, slumpord(), återtaget=True)
    return (text_,)


@krav("MOTION")
def motion(k: Källa):
    p, namn, vad = k.paragraf(typ="motion"), [slumpord() for _ in range(3)], slumpord()
    k.yrkande(p, vad, *namn, slag="bifall")
    return (
        f"§ {p.nummer} {p.rubrik} Motion",
        f"{namn[0]} (M), {namn[1]} (M) och {namn[2]} (M), bifall: {vad}",
    )


@krav("CITIZENPROPOSAL")
def medborgarförslag(k: Källa):
    p = k.paragraf(typ="medborgarforslag")
    return (f"§ {p.nummer} {p.rubrik} Medborgarförslag",)


@krav("REMISS")
def remiss(k: Källa):
    svar, till = DAG + timedelta(days=randbelow(300)), f"{slumpord()}delegationen"
    p = k.paragraf(typ="remiss", svar_senast=svar, beslut=(f"Yttrandet lämnas till {till}.",))
    Utdragsmottagare.objects.create(paragraf=p, mottagare=till)
    return (
        f"§ {p.nummer} {p.rubrik} Remiss Svar senast {date_format(svar, 'j F Y')}",
        f"Yttrandet lämnas till {till}.",
        f"Beslutet skickas till {till}",
    )


@krav("AU-PREP")
def utskottets_förslag(k: Källa):
    p, ord_ = k.paragraf(), slumpord()
    Förslag.objects.create(paragraf=p, nummer=1, av="Arbetsutskottet", text=f"Anta {ord_}.")
    steg = f"Ordföranden frågar om nämnden beslutar enligt arbetsutskottets förslag om {ord_}."
    Propositionssteg.objects.create(paragraf=p, ordning=0, text=steg)
    return (f"Förslag till beslut Arbetsutskottet Anta {ord_}.", f"Beslutsgång {steg}")


@krav("AU-PROTOCOL")
def utskottets_protokoll(k: Källa):
    p, dag = k.paragraf(typ="anmalan", beslut=("Anmälan antecknas.",)), slumpdag()
    utskott, från = f"{slumpord()}utskottet", randbelow(80) + 100
    AnmältDelegationsbeslut.objects.create(
        protokoll=k.protokoll,
        paragraf=p,
        organ=utskott,
        datum=dag,
        paragrafer=f"{från}-{från + 38}",
        rubrik=f"{utskott}s protokoll",
    )
    return (
        f"Delegationsbeslut {utskott}",
        f"§§ {från}–{från + 38} {dag.isoformat()} {utskott}s protokoll",
        "Anmälan antecknas.",
    )


@krav("EARLIER-INSTANCE", "PRIOR", "PRIOR-CHAIN")
def tidigare_behandling(k: Källa):
    p, organ, första = k.paragraf(), f"{slumpord()}nämnden", randbelow(50) + 40
    utfall = ["återremitterat", *["bordlagt"] * 8]
    for nr, hur in enumerate(utfall):
        TidigareBehandling.objects.create(
            paragraf=p,
            organ=organ,
            datum=date(2025, nr + 1, 3),
            paragrafnummer=str(första + nr),
            utfall=hur,
        )
    return (
        "Tidigare behandling",
        *(
            f"{organ} {date_format(date(2025, nr + 1, 3), 'j F Y')} § {första + nr}, {hur}"
            for nr, hur in enumerate(utfall)
        ),
    )


@krav("DEC-PROP", "DEC-PROP-APPROVED")
def propositionsordning(k: Källa):
    p, a, b = k.paragraf(), slumpord(), slumpord()
    for nr, t in enumerate((f"Ordföranden frågar om {a} och får den godkänd.", f"Sedan {b}.")):
        Propositionssteg.objects.create(paragraf=p, ordning=nr, text=t)
    return ("Beslutsgång", f"Ordföranden frågar om {a} och får den godkänd.", f"Sedan {b}.")


@krav("DEC-POINTS")
def många_punkter(k: Källa):
    satser = tuple(f"Punkt om {slumpord()}." for _ in range(42))
    del_ = k.beslut(k.paragraf(), *satser)
    tolfte = del_.satser.get(nummer=12)
    tolfte.visas_som, tolfte.delsatser = "12a", [f"att {slumpord()}", f"att {slumpord()}"]
    with k.öppet():
        tolfte.save()
    return (f"12a. {satser[11]}", f"42. {satser[41]}", *tolfte.delsatser)


@krav("DEC-POINTS-SEP")
def punkter_för_sig(k: Källa):
    p, a, b = k.paragraf(), slumpord(), slumpord()
    k.beslut(p, f"{a} antas.", f"{b} antas.")
    for nr, ord_ in enumerate((a, b), 1):
        k.omröstning(p, slag="punkt", punkter=[nr], ja=6, nej=4 - nr, ja_betyder=ord_)
    return tuple(
        f"Omröstning {nr}, beslutspunkt Omröstningen gäller punkt {nr}. Ja: {ord_} "
        f"Omröstningen utfaller med 6 ja-röster mot {4 - nr} nej-röst"
        for nr, ord_ in enumerate((a, b), 1)
    )


@krav("DEC-OWN+UP", "DEC-UP")
def eget_beslut_och_förslag(k: Källa):
    p, ord_ = k.paragraf(), [slumpord() for _ in range(4)]
    k.beslut(p, *ord_[:2])
    k.beslut(p, *ord_[2:], förslag_till="kommunfullmäktige")
    return (
        f"beslutar för egen del 1. {ord_[0]} 2. {ord_[1]}",
        f"Socialnämnden föreslår kommunfullmäktige besluta 1. {ord_[2]} 2. {ord_[3]}",
    )


@krav("DEC-UP")
def förslag_till_styrelsen(k: Källa):
    ord_ = slumpord()
    k.beslut(k.paragraf(), f"{ord_} antas.", förslag_till="kommunstyrelsen")
    return (f"Socialnämnden föreslår kommunstyrelsen besluta {ord_} antas.",)


@krav("DEC-BORD", "DEC-BORD-DATE")
def bordläggning(k: Källa):
    p, dag, utan = k.paragraf(utfall="bordlaggning"), slumpdag(), slumpord()
    k.beslut(p, "Ärendet bordläggs.", bordlagt_till=dag)
    till = f"till den {date_format(dag, 'j F Y')}"
    k.omröstning(p, slag="bordlaggning", ja=5, nej=2, nej_betyder=f"att ärendet bordläggs {till}")
    k.paragraf(utfall="bordlaggning", beslut=(f"Ärendet om {utan} bordläggs.",))
    return (
        f"Ärendet bordläggs {till}.",
        f"Bordläggning Nej: att ärendet bordläggs {till}",
        f"Ärendet om {utan} bordläggs.",
    )


@krav("DEC-REMISS")
def återremiss(k: Källa):
    skäl, uppdrag, vem = slumpord(), slumpord(), slumpord()
    satser = (f"Ärendet återremitteras för {skäl}.", f"Förvaltningen ska utreda {uppdrag}.")
    p = k.paragraf(utfall="aterremiss", beslut=satser)
    k.yrkande(p, skäl, vem, slag="aterremiss")
    return (f"Beslut 1. {satser[0]} 2. {satser[1]}", f"{vem} (M), återremiss: {skäl}")


@krav("DEC-NOTPART")
def deltar_inte(k: Källa):
    p, namn, grupp = k.paragraf(), slumpord(), f"Ledamöterna från {slumpord()}"
    avstår = slumpord()
    DeltarInte.objects.create(paragraf=p, namn=namn, parti="V")
    DeltarInte.objects.create(paragraf=p, grupp=grupp)
    k.röst(k.omröstning(p, ja=0, nej=0, avstår=1), avstår, "avstar")
    return (f"Deltar inte i beslutet {namn} (V) {grupp}", f"Avstår: {avstår} (S)")


@krav("DEC-COURT")
def mål_i_domstol(k: Källa):
    ort, mål, sats = slumpord(), slumpord(), f"{slumpord()} lämnas som yttrande."
    k.paragraf(domstol=f"Förvaltningsrätten i {ort}", mål=mål, beslut=(sats,))
    return (f"Förvaltningsrätten i {ort}, mål nr {mål}", f"Beslut {sats}")


@krav("ELECT-LST")
def förordnande(k: Källa):
    namn = slumpord()
    k.paragraf(typ="val", information=f"Länsstyrelsen har utsett {namn} till ersättare.")
    return ("Val", f"Länsstyrelsen har utsett {namn} till ersättare.")


@krav("ELECT", "ELECT-RESIGN")
def val(k: Källa):
    p, vald, förra = k.paragraf(typ="val"), slumpord(), slumpord()
    tid, avgår = f"{minut()} mars 2026–31 december 2027", slumpord()
    k.paragraf(typ="avsagelse", beslut=(f"{avgår} befrias från uppdraget.",))
    v = Valbeslut.objects.create(
        paragraf=p, uppdrag="ersättare i byggnadsnämnden", period=tid, i_stället_för=förra
    )
    Vald.objects.create(val=v, namn=vald, parti="S")
    return (
        f"Avsägelse Beslut {avgår} befrias från uppdraget.",
        f"Ersättare i byggnadsnämnden: {vald} (S), för tiden {tid}, i stället för {förra}",
    )


# --- Omröstningar ------------------------------------------------------------------------------


@krav("VOTE-COUNT")
def siffror_och_frågor(k: Källa):
    p, ja, nej, metod = k.paragraf(), slumpord(), slumpord(), slumpord()
    antal = randbelow(80) + 10
    k.omröstning(p, ja=antal, nej=7, ja_betyder=ja, nej_betyder=nej, metod=metod)
    return (
        f"Omröstningen sker genom {metod}.",
        *(f"Ja: {ja}", f"Nej: {nej}"),
        f"Omröstningen utfaller med {antal} ja-röster mot 7 nej-röster.",
    )


@krav("VOTE-NAMED", "VOTE-ABSTAIN", "VOTE-ABSENT", "VOTE-SPLITPARTY")
def namnen_i_paragrafen(k: Källa):
    o = k.omröstning(k.paragraf(), ja=1, nej=1, avstår=1, frånvarande=2)
    namn = {val: slumpord() for val in ("ja", "nej", "avstar", "franvarande")}
    for val_, n in namn.items():
        k.röst(o, n, val_)
    return (
        f"Ja: {namn['ja']} (S)",
        f"Nej: {namn['nej']} (S)",
        f"Avstår: {namn['avstar']} (S)",
        f"Frånvarande: {namn['franvarande']} (S)",
        "1 ja-röst mot 1 nej-röst; 1 avstår och 2 är frånvarande.",
    )


@krav("VOTE-MULTI", "VOTE-MAIN", "VOTE-PROCEDURAL")
def flera_omröstningar(k: Källa):
    p = k.paragraf()
    for slag in ("ordningsfraga", "motforslag", "huvud"):
        k.omröstning(p, slag=slag, ja=3, nej=2)
    return (
        "Omröstning 1, ordningsfråga",
        "Omröstning 2, val av motförslag",
        "Omröstning 3, huvudvotering",
    )


@krav("VOTE-CAST")
def utslagsröst(k: Källa):
    namn = slumpord()
    k.omröstning(k.paragraf(), ja=5, nej=5, utslagsröst_av=namn, utslagsröst_för="nej")
    k.omröstning(k.paragraf(), slag="val", ja=5, nej=5, lottning=True)
    return (f"Rösterna är lika många. {namn} avgör med sin utslagsröst för nej.", "Lotten avgör.")


@krav("VOTE-ANNEX")
def partiernas_röster(k: Källa):
    parti, bilaga, kandidat = slumpord(), slumpord(), slumpord()
    o = k.omröstning(k.paragraf(), sluten=True, bilaga=bilaga)
    Partiröst.objects.create(omröstning=o, parti=parti, val="ja", antal=17)
    Kandidat.objects.create(omröstning=o, namn=kandidat, parti="C", röster=23)
    return (
        "Omröstningen är sluten.",
        f"{parti}: 17 ja",
        f"{kandidat} (C) 23",
        f"Rösterna redovisas i bilaga {bilaga}.",
    )


# --- Jäv och annan mening ----------------------------------------------------------------------


@krav("JAV-ANNOUNCE")
def jävsanmälan(k: Källa):
    ord_, från = slumpord(), randbelow(80) + 100
    p = k.paragraf(
        typ="javsanmalan", gäller=f"{från}-{från + 2}", information=f"{ord_} anmäler jäv."
    )
    return (
        f"§ {p.nummer} {p.rubrik} Jävsanmälan Gäller §§ {från}–{från + 2}",
        f"Information {ord_} anmäler jäv.",
    )


@krav("JAV-PAR", "JAV-SUB")
def jäv(k: Källa):
    p, namn, grund = k.paragraf(), slumpord(), slumpord()
    ut = k.rad(S.TJÄNSTGÖRANDE, ej=str(p.nummer))
    Jäv.objects.create(paragraf=p, namn=ut.namn, parti="S", närvaro=ut)
    Jäv.objects.create(paragraf=p, namn=namn, parti="M", grund=grund)
    in_ = k.rad(S.TJÄNSTGÖRANDE, för_namn=namn, paragrafer=str(p.nummer))
    return (
        f"{namn} (M) anmäler jäv och deltar inte i handläggningen: {grund}.",
        f"{in_.namn} (S) för {namn}, § {p.nummer}",
        f"{ut.namn} (S), ej § {p.nummer}",
        f"{ut.namn} (S) anmäler jäv och deltar inte i handläggningen.",
    )


@krav("RES-PLAIN", "RES-FORMAN", "RES-JOINT", "RES-ORAL")
def reservation(k: Källa):
    p, a, b = k.paragraf(), slumpord(), slumpord()
    k.reservation(p, a)
    r = k.reservation(p, a, form="muntlig", till_förmån_för="det egna yrkandet")
    Reservant.objects.create(reservation=r, namn=b, parti="KD")
    return (
        f"{a} (C) reserverar sig mot beslutet.",
        f"{a} (C) och {b} (KD) reserverar sig muntligt mot beslutet till förmån för det egna "
        "yrkandet.",
    )


@krav("RES-GROUP")
def grupp_reserverar_sig(k: Källa):
    grupp = f"Ledamöterna från {slumpord()}"
    k.reservation(k.paragraf(), grupper=[grupp])
    return (f"{grupp} reserverar sig mot beslutet.",)


@krav("RES-WRITTEN")
def skriftlig_reservation(k: Källa):
    p, namn, ord_ = k.paragraf(), slumpord(), slumpord()
    k.reservation(p, namn, form="skriftlig", text=f"Vi anser {ord_}.\n\nDärför.")
    return (
        f"reserverar sig skriftligt mot beslutet. Se bilaga § {p.nummer}.",
        f"Bilaga § {p.nummer}. Reservation av {namn} (C)",
        f"Vi anser {ord_}.",
    )


@krav("NOTE-PLAIN", "NOTE-TEXT", "NOTE-YTTR", "NOTE-SARSK")
def anteckningar(k: Källa):
    p, finns = k.paragraf(), []
    for nr, (slag, rubrik) in enumerate(
        (
            ("protokollsanteckning", "Protokollsanteckning"),
            ("sarskilt_yttrande", "Särskilt yttrande"),
            ("yttrande", "Yttrande"),
            ("ersattares_mening", "Ersättares mening"),
        )
    ):
        namn, ord_ = slumpord(), slumpord()
        a = Anteckning.objects.create(paragraf=p, ordning=nr, slag=slag, text=ord_)
        Antecknad.objects.create(anteckning=a, namn=namn, parti="L")
        finns.append(f"{rubrik} {namn} (L): {ord_}")
    dag = date_format(slumpdag(), "j F Y")
    Anteckning.objects.create(
        paragraf=k.paragraf(),
        ordning=0,
        slag="yttrande",
        text=f"Antecknas som yttrande en skrivelse från den {dag}.",
    )
    finns.append(f"Yttrande Antecknas som yttrande en skrivelse från den {dag}.")
    lång = Anteckning.objects.create(
        paragraf=p, ordning=9, slag="sarskilt_yttrande", text=f"{slumpord()} " * 90, grupper=["SRD"]
    )
    return (*finns, f"SRD: se bilaga § {p.nummer}.", " ".join(lång.text.split()[:3]))


# --- Justering, anslag, utdrag -----------------------------------------------------------------


@krav("ADJ-ONE", utgåva="en paragraf")
def en_justerare(k: Källa):
    namn = slumpord()
    k.protokoll.justerare.update(namn=namn, parti="S")
    return (
        ("Utses att justera", f"Utses att justera {namn} (S)"),
        (f"Justerande {namn} (S)", f"Justerande: {namn} (S)"),
    )


@krav("ADJ-MULTI")
def tre_vice_ordförande(k: Källa):
    namn = [slumpord() for _ in range(3)]
    for n in namn:
        Justerare.objects.create(protokoll=k.protokoll, namn=n, parti="S", titel="vice ordförande")
    return (
        *(f"{n} (S), vice ordförande" for n in namn),
        *((f"Justerande {n} (S)", f"Justerande: {n} (S)") for n in namn),
    )


def _justering(k: Källa, **fält) -> Justering:
    return Justering.objects.create(
        protokoll=k.protokoll, ordning=k.protokoll.justeringar.count(), **fält
    )


@krav("ADJ-SAMEDAY", utgåva="justerat")
def justeringens_tid(k: Källa):
    plats, dag, tid = slumpord(), k.värld.sammanträde.datum, f"16.{minut()}"
    _justering(k, plats=plats, datum=dag, tid=tid, omedelbar=True, paragrafer="2")
    return (f"§ 2: {plats}, {date_format(dag, 'j F Y')} kl. {tid}",)


@krav("ADJ-REFUSE", "CHAIR-CHANGE", utgåva="justerat")
def underskrifter(k: Källa):
    j = _justering(k)
    namn = [slumpord() for _ in range(3)]
    for nr, (som, status, spann) in enumerate(
        (
            ("ordforande", "underskriven", ""),
            ("ordforande", "underskriven", "2"),
            ("justerare", "vagrad", ""),
        )
    ):
        Underskrift.objects.create(
            justering=j,
            ordning=nr,
            som=som,
            namn=namn[nr],
            status=status,
            paragrafer=spann,
            datum=DAG if status == "underskriven" else None,
        )
    skäl, två = slumpord(), k.protokoll.paragrafer.get(nummer=2)
    en = slumpord()
    Vägran.objects.create(justering=j, paragraf=två, paragrafnummer="2", namn=en, skäl=skäl)
    return (
        *("Underskrivet 14 april 2026", "Ordförande, § 2"),
        (f"Justerande {namn[2]} vägrat justera", f"Justerande: {namn[2]}. vägrat justera"),
        f"{en} vägrade justera § 2. Skäl: {skäl}",
    )


@krav("IMMEDIATE", "IMMEDIATE-FRONT", utgåva="justerat")
def omedelbart_justerad(k: Källa):
    ord_ = slumpord()
    k.paragraf(omedelbart_justerad=True, beslut=(f"{ord_}.",))
    return (
        f"{ord_}. Omedelbar justering Paragrafen justeras omedelbart.",
        "Omedelbart justerat",
    )


@krav("IMMEDIATE-ALL", utgåva="justerat")
def allt_justeras_omedelbart(k: Källa):
    p = k.paragraf(beslut=(f"{slumpord()}.",))
    k.protokoll.paragrafer.update(omedelbart_justerad=True)
    return (
        ("Omedelbart justerat", f"Omedelbart justerat §§ 1–{p.nummer}"),
        f"{p.beslut.get().text} Omedelbar justering Paragrafen justeras omedelbart.",
    )


@krav("ANSLAG", "ANSLAG-21", "ANSLAG-PERIOD", utgåva="justerat")
def anslag(k: Källa):
    plats, namn = slumpord(), slumpord()
    organ, dag = k.protokoll.huvud["organ"], date_format(k.värld.sammanträde.datum, "j F Y")
    upp = slumpdag()
    ned = upp + timedelta(days=22)
    for nr, spann in enumerate(("2", "1, 3")):
        Anslag.objects.create(
            protokoll=k.protokoll,
            ordning=nr,
            paragrafer=spann,
            uppsatt=upp,
            sista_dag=upp + timedelta(days=21),
            nedtas=ned,
            förvaring=plats,
            underskrift=namn,
        )
    rader = (
        ("Organ", organ),
        ("Sammanträdesdatum", dag),
        ("Förvaringsplats", plats),
        ("Anslaget sätts upp", date_format(upp, "j F Y")),
        ("Anslaget tas ned", date_format(ned, "j F Y")),
        ("Sista dag att överklaga", date_format(upp + timedelta(days=21), "j F Y")),
        ("Underskrift", namn),
        *(("Paragrafer", "§ 2"), ("Paragrafer", "§§ 1, 3")),
    )
    return (
        "Anslag/bevis",
        *((f"{vad} {svar}", f"{vad}: {svar}") for vad, svar in rader),
    )


@krav("ANSLAG-OWNPAGE", utgåva="egen mall")
def anslag_på_egen_sida(k: Källa):
    plats = slumpord()
    Protokoll.objects.filter(pk=k.protokoll.pk).update(förvaringsplats=plats)
    return ("Bevis om anslag", (f"Förvaringsplats {plats}", f"Förvaringsplats: {plats}"))


@krav("EXTRACT-TO")
def utdrag_till(k: Källa):
    p, till = k.paragraf(), [f"{slumpord()}{vad}" for vad in ("förvaltningen", " AB", ", sökande")]
    for mottagare in till:
        Utdragsmottagare.objects.create(paragraf=p, mottagare=mottagare)
    return (f"Beslutet skickas till {' '.join(till)}",)


@krav("APPEAL-INFO")
def överklagande(k: Källa):
    texter = {
        "laglighetsprovning": "Beslutet kan överklagas genom laglighetsprövning.",
        "forvaltningsbesvar": "Beslutet kan överklagas av den som det angår",
        "ej_overklagbart": "Beslutet går inte att överklaga",
    }
    finns = []
    for typ, hur in texter.items():
        sats = f"{slumpord()}."
        k.beslut(k.paragraf(), sats, överklagandetyp=typ)
        finns += [f"Beslut {sats} Hur beslutet överklagas {hur}"]
    return (
        *(*finns, "inom tre veckor från den dag då justeringen av protokollet tillkännagavs"),
        *("(40–44 §§ förvaltningslagen)", "(13 kap. 5 § kommunallagen)"),
    )


@krav("APPEAL-INFO", saknas=True)
def inget_att_överklaga(k: Källa):
    """Paragrafen där inget sägs om överklagande får ingen rubrik om det."""
    p = k.paragraf(beslut=(f"{slumpord()}.",))
    k.paragraf()
    return (f"{p.beslut.get().text} Hur beslutet överklagas",)


@krav("CORRECTION-VISIBLE")
def rättelse(k: Källa):
    ord_, av, kvar = slumpord(), slumpord(), slumpord()
    p = k.paragraf(beslut=(f"Beloppet är {kvar}.",))
    Rättelse.objects.create(paragraf=p, datum=DAG, av=av, text=f"Ska vara {ord_}.")
    return (
        f"Beloppet är {kvar}.",
        f"Rättelse Rättat 14 april 2026, av {av} Ska vara {ord_}.",
    )


# --- Sekretess, delegation, bilagor ------------------------------------------------------------


@krav("SECRET-PAR")
def hemlig_paragraf(k: Källa):
    p = k.paragraf(sekretess_lagrum="OSL 26 kap. 1 §")
    return (f"§ {p.nummer} {p.rubrik}", "Sekretess: OSL 26 kap. 1 §")


@krav("SECRET-PAR", utgåva="egen mall")
def hemliga_sist(k: Källa):
    p = k.paragraf(sekretess_lagrum="OSL 26 kap. 1 §")
    k.paragraf(beslut=("Efter det hemliga.",))
    return (f"Paragrafer med sekretess SN § {p.nummer}",)


@krav("SECRET-PAR", "SECRET-PUBLICVERSION", utgåva="offentligt")
def offentlig_version(k: Källa):
    p = k.paragraf(sekretess_lagrum="OSL 26 kap. 1 §")
    return (
        f"§ {p.nummer} Sekretessärende",
        "Ärendet redovisas inte med hänvisning till sekretess.",
    )


@krav("SECRET-PUBLICVERSION", utgåva="offentligt", saknas=True)
def det_hemliga_står_ingenstans(k: Källa):
    p = k.paragraf(
        sekretess_lagrum="OSL 26 kap. 1 §",
        beteckning=slumpord(),
        sammanfattning=slumpord(),
        beslut=(slumpord(),),
    )
    skrift, namn = slumpord(), slumpord()
    k.reservation(p, namn, form="skriftlig", text=skrift)
    k.röst(k.omröstning(p, ja=1, nej=0), namn, "ja")
    öppen = k.paragraf()
    titel = slumpord()
    Beslutsunderlag.objects.create(paragraf=öppen, ordning=1, titel=titel, är_hemligt=True)
    return (
        *(p.rubrik, p.beteckning, p.sammanfattning, p.beslut.get().text),
        *(skrift, namn, titel, "OSL 26"),
    )


@krav("DELEG-LIST", "DELEG-BASIS", "DELEG-URGENT")
def delegationsbeslut(k: Källa):
    p, delegat, vad, grund, not_ = k.paragraf(typ="anmalan"), *(slumpord() for _ in range(4))
    AnmältDelegationsbeslut.objects.create(
        protokoll=k.protokoll,
        paragraf=p,
        delegat=delegat,
        nummer="47-54/2021",
        datum=DAG,
        beteckning="SN 2021/5",
        rubrik=vad,
        punkt=grund,
        lagrum="SoL 4:1",
        brådskande=True,
        fotnot=not_,
    )
    return (
        f"Delegationsbeslut {delegat}",
        f"47-54/2021 {DAG.isoformat()} SN 2021/5 {vad}",
        f"{grund}, SoL 4:1",
        "brådskande, 6 kap. 39 § kommunallagen",
        f"1) {not_}",
    )


@krav("ANM-LIST", "MSG-LIST")
def meddelanden(k: Källa):
    p, från, vad = k.paragraf(beslut=("Skrivelserna antecknas.",)), slumpord(), slumpord()
    AnmältMeddelande.objects.create(
        protokoll=k.protokoll,
        paragraf=p,
        bokstav="b",
        avsändare=från,
        rubrik=vad,
        beteckning="SN 2026/9",
    )
    return (f"Meddelanden b) {från}, {vad}, SN 2026/9 Beslut Skrivelserna antecknas.",)


@krav("ATT-ANNEX")
def bilagor(k: Källa):
    p, vid_paragraf, löst = k.paragraf(), slumpord(), slumpord()
    Bilaga.objects.create(protokoll=k.protokoll, paragraf=p, nummer="4", rubrik=vid_paragraf)
    Bilaga.objects.create(protokoll=k.protokoll, nummer="5", rubrik=löst)
    return (f"Bilagor Bilaga 4. {vid_paragraf}", f"Bilaga 5. {löst}")


# --- Utseendet ---------------------------------------------------------------------------------


@krav("FRONT-PAGE")
def framsidan(k: Källa):
    plats, övrig, justerare, var, när = (slumpord() for _ in range(5))
    k.huvud(plats=plats)
    ÖvrigNärvarande.objects.create(protokoll=k.protokoll, namn=övrig, titel="ekonom")
    Justerare.objects.create(protokoll=k.protokoll, namn=justerare, parti="MP")
    Protokoll.objects.filter(pk=k.protokoll.pk).update(justeringsplats=f"{var}, {när}")
    return (
        *("Plats och tid", f"{plats} Onsdag 18 mars 2026 kl.", "Beslutande", "Ledamöter"),
        *("Övriga närvarande", f"{övrig}, ekonom", "Utses att justera", f"{justerare} (MP)"),
        *("Justeringens plats och tid", f"{var}, {när}", "Underskrifter", "Paragrafer"),
        *((f"Justerande {justerare} (MP)", f"Justerande: {justerare} (MP)"), "Anslag/bevis"),
    )


@krav("DRAFT-MARK")
def märket_utkast(k: Källa):
    assert k.protokoll.status == Protokoll.Status.AVSLUTAT
    return (("UTKAST", "Utkast, inte justerat"),)


@krav("NO-PLACEHOLDER", saknas=True)
def inget_tomt(k: Källa):
    k.paragraf()
    return ("Klicka eller tryck", "None", "{{", "[]")


SIDANS_EGET = {"TOC", "FOOT-SIGN"}


@krav("TOC")
def innehållet(k: Källa):
    p = k.paragraf(rubrik=f"Ärende {slumpord()}")
    return ("Innehåll § Ärende Sida", f"§ {p.nummer} {p.rubrik}")


@krav("TOC", utgåva="egen mall")
def innehållets_sida(k: Källa):
    """En paragraf per sida: varje rad har sin sida efter sig, i ordning."""
    return ("§ Ärende Sida SN § 1 Upprop",)


@krav("FOOT-SIGN")
def sidfoten(k: Källa):
    return ("Justerandes sign", "Utdragsbestyrkande")


@krav("FOOT-SIGN", utgåva="egen mall")
def egen_sidfot(k: Källa):
    return ("Justerarsignaturer", "Bestyrks")


# --- Proven ------------------------------------------------------------------------------------


def _utgåvans_mall(k: Källa, utgåva: str) -> None:
    if utgåva == "justerat":
        k.mall(röster="narvarolista", närvarolista="partivis")
    if utgåva == "egen mall":
        k.värld.organ.kortnamn = "SN"
        k.värld.organ.save()
        k.mall(
            röster="bilaga",
            närvarolista="bilaga",
            ordning="beslut",
            paragrafform="organ",
            ny_sida=True,
            sidnummer="hakparentes",
            sidfot_signatur="Justerarsignaturer",
            sidfot_bestyrkande="Bestyrks",
            anslag_rubrik="Bevis om anslag",
            anslag_egen_sida=True,
            sekretess="sist",
        )


def tätt(text_: str) -> str:
    """Utan mellanrum och avstavning: radbrytningen i PDF:en säger inget om innehållet."""
    return re.sub(r"[\s\x02\ufffe•·]+", "", text_)


@dataclass(frozen=True)
class Tryckt:
    sida: str
    råhtml: str
    pdf: bytes
    pdftext: str
    väntat: dict[tuple[str, str], Rader]


def _utgåvans_källa(utgåva: str) -> Källa:
    if utgåva != "en paragraf":
        return Källa()
    # Organet höll ett möte också året före; numren börjar om.
    förra = kallat_möte(dag=date(2025, 12, 10))
    förra.håll()
    return Källa(kallat_möte(förra.organ, sekreterare=förra.sekreterare))


def _tryck(client: Client, utgåva: str) -> Tryckt:
    k = _utgåvans_källa(utgåva)
    _utgåvans_mall(k, utgåva)
    väntat: dict[tuple[str, str], Rader] = {}
    for rad in KRAV:
        nyckel = (rad.utgåva, rad.bygg.__name__)
        if rad.utgåva == utgåva and nyckel not in väntat:
            väntat[nyckel] = rad.bygg(k)
    k.protokoll.refresh_from_db()
    konto = k.värld.sekreterare
    if utgåva == "offentligt":
        # Den som justerade men inte längre har uppdraget får inte läsa det hemliga.
        konto = k.värld.konto("Bo")
        k.värld.organ.uppdrag.filter(person=konto.person).delete()
    client.force_login(konto)
    svar = client.get(reverse("protokoll:mote", args=[k.protokoll.pk]))
    assert svar.status_code == 200
    dokument = documents.protokolldokument(k.protokoll, offentligt=utgåva == "offentligt")
    pdf = rendera_pdf(documents.MALL_PROTOKOLL, dokument)
    return Tryckt(
        tätt(text(svar.content.decode())),
        pdf.html,
        pdf.innehåll,
        tätt(" ".join(pdftext(pdf.innehåll))),
        väntat,
    )


UTGÅVOR = sorted({k.utgåva for k in KRAV})


@pytest.fixture(scope="module")
def tryckta(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> dict[str, Tryckt]:
    """Ett protokoll per utgåva, med alla dess rader på en gång."""
    svar = {}
    with django_db_blocker.unblock():
        for utgåva in UTGÅVOR:
            with transaction.atomic():
                svar[utgåva] = _tryck(Client(), utgåva)
                transaction.set_rollback(True)
    return svar


PROV = [pytest.param(k, marks=pytest.mark.krav(k.id), id=f"{k.id} {k.bygg.__name__}") for k in KRAV]


@pytest.mark.slow
@pytest.mark.parametrize("k", PROV)
def test_raden_står_på_sidan_och_i_pdf(tryckta: dict[str, Tryckt], k: Krav) -> None:
    tryckt = tryckta[k.utgåva]
    väntat = tryckt.väntat[(k.utgåva, k.bygg.__name__)]
    assert väntat
    for rad in väntat:
        if k.saknas:
            assert tätt(rad) not in tryckt.sida
            assert tätt(rad) not in tryckt.pdftext
        else:
            i_pdf, på_sidan = (rad, rad) if isinstance(rad, str) else rad
            assert tätt(i_pdf) in tryckt.pdftext, rad
            # Sidfot och innehåll hör till pappret.
            if k.id not in SIDANS_EGET:
                assert tätt(på_sidan) in tryckt.sida, rad


@pytest.mark.slow
@pytest.mark.krav("PDF-A")
@pytest.mark.krav("PDF-TAGGED")
@pytest.mark.parametrize("utgåva", UTGÅVOR)
def test_varje_utgåva_följer_standarden(tryckta: dict[str, Tryckt], utgåva: str) -> None:
    """PDF/A-2a och PDF/UA-1, med språket och titeln som läsaren visar."""
    innehåll = tryckta[utgåva].pdf

    verapdf.kräv(innehåll)
    with pikepdf.open(io.BytesIO(innehåll)) as pdf:
        assert str(pdf.Root.Lang) == "sv-SE"
        assert pdf.Root.MarkInfo.Marked
        assert pdf.Root.ViewerPreferences.DisplayDocTitle
        assert str(pdf.docinfo["/Title"]) == "Protokoll Socialnämnden 2026-03-18"


@pytest.mark.slow
@pytest.mark.krav("PDF-BOOKMARKS")
@pytest.mark.parametrize("utgåva", UTGÅVOR)
def test_varje_paragraf_och_rubrik_har_ett_bokmärke(
    tryckta: dict[str, Tryckt], utgåva: str
) -> None:
    tryckt = tryckta[utgåva]
    with pikepdf.open(io.BytesIO(tryckt.pdf)) as pdf, pdf.open_outline() as bokmärken:
        har = [tätt(titel) for titel in _titlar(bokmärken.root)]
    väntade = [
        tätt(text(rubrik)) for rubrik in re.findall(r"<h[123][^>]*>(.*?)</h[123]>", tryckt.råhtml)
    ]
    assert har == väntade
    assert [t for t in har if t.startswith(("§1", "SN§1"))]


def _titlar(bokmärken: list[pikepdf.OutlineItem]) -> Iterator[str]:
    for rad in bokmärken:
        yield rad.title
        yield from _titlar(rad.children)


def sidor(tryckt: Tryckt) -> list[str]:
    return [tätt(sida) for sida in pdftext(tryckt.pdf)]


@pytest.mark.slow
@pytest.mark.krav("PAGE-N(M)")
def test_varje_sida_säger_sitt_nummer_av_antalet(tryckta: dict[str, Tryckt]) -> None:
    alla = sidor(tryckta["standard"])
    assert len(alla) > 2
    assert [nr for nr, s in enumerate(alla, 1) if f"Sida{nr}({len(alla)})" not in s] == []


@pytest.mark.slow
@pytest.mark.krav("PAGE-BRACKET")
def test_sidnumret_inom_hakparentes(tryckta: dict[str, Tryckt]) -> None:
    alla = sidor(tryckta["egen mall"])
    assert [nr for nr, s in enumerate(alla, 1) if f"{nr}[{len(alla)}]" not in s] == []


@pytest.mark.slow
@pytest.mark.krav("ANSLAG-OWNPAGE")
def test_anslaget_är_ensamt_på_sin_sida(tryckta: dict[str, Tryckt]) -> None:
    (sida,) = (s for s in sidor(tryckta["egen mall"]) if "Bevisomanslag" in s)
    assert "Förvaringsplats" in sida
    for annat in ("Underskrifter", "Platsochtid", "Innehåll"):
        assert annat not in sida


@pytest.mark.slow
@pytest.mark.krav("TOC")
def test_innehållet_säger_paragrafens_sida(tryckta: dict[str, Tryckt]) -> None:
    alla = sidor(tryckta["egen mall"])
    innehåll = next(s for s in alla if "Innehåll§ÄrendeSida" in s)
    sida = next(nr for nr, s in enumerate(alla, 1) if s != innehåll and "SN§1Upprop" in s)
    assert f"SN§1Upprop{sida}" in innehåll
