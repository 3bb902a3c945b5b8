"""Det som verkliga protokoll innehåller: ett slumpat värde i raden står på sidan och i PDF:en."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, time

import pikepdf
import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoDbBlocker

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
    Partiröst,
    Propositionssteg,
    Rättelse,
    Talare,
    TidigareBehandling,
    Underskrift,
    Utdragsmottagare,
    Valbeslut,
    Vald,
    ÖvrigNärvarande,
)
from tests import verapdf
from tests.factories.protokollsrader import DAG, KL, Källa, slumpord
from tests.protokoll.test_dokument import pdftext, text
from ärenden.pdf import rendera_pdf

# En grupp: det tryckta protokollet som alla rader letar i tar minuter att göra.
pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("krav")]
S = Närvaro.Status
Bygge = Callable[[Källa], tuple[str, ...]]


@dataclass(frozen=True)
class Krav:
    id: str
    utgåva: str
    bygg: Bygge
    saknas: bool


KRAV: list[Krav] = []


def krav(*idn: str, utgåva: str = "standard", saknas: bool = False) -> Callable[[Bygge], Bygge]:
    """Bygger raden och säger vad som då ska stå i protokollet, eller inte får stå där."""

    def registrera(bygg: Bygge) -> Bygge:
        KRAV.extend(Krav(id_, utgåva, bygg, saknas) for id_ in idn)
        return bygg

    return registrera


# --- Mötet -------------------------------------------------------------------------------------


@krav("MEETING-TWOPARTS")
def två_tider(k: Källa):
    k.huvud(tider=[["09.07", "11.43"], ["13.19", "15.02"]])
    return ("kl. 09.07–11.43 och 13.19–15.02",)


@krav("RECESS")
def ajournering(k: Källa):
    p = k.paragraf()
    Ajournering.objects.create(protokoll=k.protokoll, paragraf=p, från=KL[0], till=KL[1])
    return (f"14.10–14.25 (§ {p.nummer})", "Mötet ajourneras kl. 14.10–14.25.")


@krav("MEETING-EXTRA", utgåva="en paragraf")
def ett_ärende(k: Källa):
    behållen = k.protokoll.paragrafer.get(nummer=2)
    with k.öppet():
        k.protokoll.paragrafer.exclude(pk=behållen.pk).delete()
    return (f"§ 2 {behållen.rubrik}",)


@krav("AGENDA-CHANGE")
def ändrad_dagordning(k: Källa):
    ord_ = slumpord()
    k.paragraf(rubrik="Ändring av dagordningen", beslut=(f"Punkten {ord_} utgår.",))
    return ("Ändring av dagordningen", ord_)


@krav("CHAIR-CHANGE")
def annan_ordförande(k: Källa):
    rad = k.rad()
    p = k.paragraf(ordförande=rad)
    return (f"Ordförande: {rad.namn} (S)", f"Ordförande, § {p.nummer}")


@krav("INFO-ITEM")
def information(k: Källa):
    ord_ = slumpord()
    k.paragraf(information=f"Förvaltningen berättar om {ord_}.", utfall="information")
    return (f"Information Förvaltningen berättar om {ord_}.",)


@krav("INFO-QUESTIONS")
def frågestund(k: Källa):
    ord_ = slumpord()
    k.paragraf(typ="fraga", rubrik=f"Fråga om {ord_}", information="Inga frågor ställs.")
    return (f"Fråga om {ord_}", "Inga frågor ställs.")


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
    return (f"{namn} (L), 2:e vice ordförande",)


@krav("ATT-SUB")
def tjänstgör_utan_angiven_plats(k: Källa):
    rad = k.rad(S.TJÄNSTGÖRANDE)
    return ("Tjänstgörande ersättare", rad.namn)


@krav("ATT-SUBFOR", "ATT-OTHERPARTY")
def tjänstgör_för(k: Källa):
    rad = k.rad(S.TJÄNSTGÖRANDE, parti="MP", för_namn=slumpord())
    return (f"{rad.namn} (MP) för {rad.för_namn}",)


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
    return ("Frånvarande", k.rad(S.FRÅNVARANDE).namn)


@krav("ATT-LEAVE", "ATT-TIMES", "ATT-INTERVALS")
def klockslag(k: Källa):
    rad = k.rad()
    for från, till in ((time(9, 3), time(10, 41)), (time(13, 17), None)):
        Närvarotid.objects.create(närvaro=rad, från=från, till=till)
    return (f"{rad.namn} (S), kl. 09.03–10.41 och 13.17",)


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
    namn = slumpord()
    ÖvrigNärvarande.objects.create(
        protokoll=k.protokoll, namn=namn, roll="personalforetradare", yttranderätt=True
    )
    return ("Personalföreträdare", f"{namn}, personalföreträdare, med yttranderätt")


@krav("INSYNSPLATS")
def insynsplats(k: Källa):
    return ("Insynsplats", k.rad(S.INSYN).namn)


@krav("ATT-LOCALPARTY", "ATT-NOPARTY")
def lokala_partier(k: Källa):
    lokalt, utan = k.rad(parti="SRD"), k.rad(parti="")
    return (f"{lokalt.namn} (SRD)", f"{utan.namn} (-)")


@krav("ATT-TABLE", "ATT-BYPARTY", "ATT-TOTALS", "VOTE-COLUMNS", "RES-COLUMN", utgåva="tabell")
def röster_i_kolumner(k: Källa):
    ja, nej = k.rad(parti="KD"), k.rad(parti="KD")
    p = k.paragraf()
    for nr in range(2):
        o = k.omröstning(p, ja=7, nej=4 + nr)
        k.röst(o, ja.namn, "ja", närvaro=ja)
        k.röst(o, nej.namn, "nej", närvaro=nej)
    r = k.reservation(p)
    r.av.create(namn=nej.namn, parti="KD", närvaro=nej)
    return (
        "Närvarolista",
        f"{ja.namn} KD ledamot N Ja Ja",
        f"{nej.namn} KD ledamot N Nej Nej § {p.nummer}",
        f"§ {p.nummer} (1) § {p.nummer} (2)",
        "7 ja, 4 nej 7 ja, 5 nej",
        "Vem som röstade hur står i närvarolistan.",
    )


@krav("ATT-ANNEX", "VOTE-ANNEX", utgåva="bilaga")
def röster_i_bilaga(k: Källa):
    p, namn = k.paragraf(), slumpord()
    rad = k.rad()
    k.röst(k.omröstning(p, ja=1, nej=0), namn, "ja", parti="TUP")
    return (
        "Enligt närvarolistan, bilaga 1",
        "Bilaga 1. Närvarolista",
        f"{rad.namn} S ledamot N",
        f"Vem som röstade hur står i bilaga § {p.nummer}, omröstning.",
        f"Bilaga § {p.nummer}, omröstning. {p.rubrik}",
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
    p = k.paragraf(nummer=1)
    return (f"§ 1 {p.rubrik}",)


@krav("PAR-SLASHYEAR")
def nummer_med_år(k: Källa):
    p = k.paragraf(visas_som="63/20")
    return (f"§ 63/20 {p.rubrik}",)


@krav("PAR-ORGPREFIX")
def nummer_med_organ(k: Källa):
    p = k.paragraf(visas_som="BUN § 88")
    return (f"BUN § 88 {p.rubrik}",)


@krav("PAR-SLASHYEAR", "PAR-ORGPREFIX", utgåva="egen mall")
def nummer_enligt_mallen(k: Källa):
    p = k.paragraf()
    return (f"SN § {p.nummer} {p.rubrik}",)


@krav("PAR-NODNR", "PAR-UNNUMBERED")
def utan_nummer_och_dnr(k: Källa):
    p = k.paragraf(nummer=None, rubrik=f"Upprop {slumpord()}")
    return (p.rubrik,)


@krav(
    *("DNR-PREFIX", "DNR-PREFIX-YEAR", "DNR-YEAR/ORG", "DNR-PLANCODE", "DNR-SEQ/YEAR"),
    *("DNR-BARE", "DNR-DOTTED", "DNR-OLD"),
)
def dnr_som_de_skrivs(k: Källa):
    former = (
        *("SLK-2024-00672", "KSKF/2014:1", "2017/SN 0229 013", "KS/2020:248-003", "97/431 002"),
        *("ITVT 7/2019", "2021/114", "KU.2017.91", "1379/22"),
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


@krav("INITIATIVE", "MOTION", "CITIZENPROPOSAL", "REMISS")
def ärendets_typ(k: Källa):
    for typ in ("initiativ", "motion", "medborgarforslag"):
        k.paragraf(typ=typ)
    k.paragraf(typ="remiss", svar_senast=DAG)
    return ("Initiativärende", "Motion", "Medborgarförslag", "Remiss", "Svar senast 14 april 2026")


@krav("AU-PREP", "AU-PROTOCOL")
def utskottets_förslag(k: Källa):
    p, ord_ = k.paragraf(), slumpord()
    Förslag.objects.create(paragraf=p, nummer=1, av="Arbetsutskottet", text=f"Anta {ord_}.")
    return (f"Förslag till beslut Arbetsutskottet Anta {ord_}.",)


@krav("EARLIER-INSTANCE", "PRIOR", "PRIOR-CHAIN")
def tidigare_behandling(k: Källa):
    p = k.paragraf()
    for nr in range(8):
        TidigareBehandling.objects.create(
            paragraf=p,
            organ="Plannämnden",
            datum=date(2025, nr + 1, 3),
            paragrafnummer=str(40 + nr),
            utfall="bordlagt",
        )
    return (
        "Tidigare behandling",
        *(f"2025 § {40 + nr}, bordlagt" for nr in range(8)),
    )


@krav("DEC-PROP", "DEC-PROP-APPROVED", "DEC-REMISS-FIRST")
def propositionsordning(k: Källa):
    p, a, b = k.paragraf(), slumpord(), slumpord()
    for nr, t in enumerate((f"Ordföranden frågar om {a} och får den godkänd.", f"Sedan {b}.")):
        Propositionssteg.objects.create(paragraf=p, ordning=nr, text=t)
    return ("Beslutsgång", f"Ordföranden frågar om {a} och får den godkänd.", f"Sedan {b}.")


@krav("DEC-POINTS", "DEC-POINTS-SEP")
def många_punkter(k: Källa):
    satser = tuple(f"Punkt om {slumpord()}." for _ in range(42))
    del_ = k.beslut(k.paragraf(), *satser)
    tolfte = del_.satser.get(nummer=12)
    tolfte.visas_som, tolfte.delsatser = "12a", [f"att {slumpord()}", f"att {slumpord()}"]
    with k.öppet():
        tolfte.save()
    return (f"12a. {satser[11]}", f"42. {satser[41]}", *tolfte.delsatser)


@krav("DEC-OWN+UP", "DEC-UP")
def eget_beslut_och_förslag(k: Källa):
    p, ord_ = k.paragraf(), [slumpord() for _ in range(4)]
    k.beslut(p, *ord_[:2])
    k.beslut(p, *ord_[2:], förslag_till="kommunfullmäktige")
    return (
        f"beslutar för egen del 1. {ord_[0]} 2. {ord_[1]}",
        f"Socialnämnden föreslår kommunfullmäktige besluta 1. {ord_[2]} 2. {ord_[3]}",
    )


@krav("DEC-BORD", "DEC-BORD-DATE")
def bordläggning(k: Källa):
    p = k.paragraf(utfall="bordlaggning")
    k.beslut(p, "Ärendet bordläggs.", bordlagt_till=DAG)
    return ("Ärendet bordläggs till den 14 april 2026.",)


@krav("DEC-REMISS", "DEC-REMISS-PART", "DEC-REMISS-SECOND")
def återremiss(k: Källa):
    skäl = slumpord()
    p = k.paragraf(utfall="aterremiss", beslut=(f"Punkt 2 återremitteras för {skäl}.",))
    k.yrkande(p, f"Återremiss: {skäl}", "Bo", slag="aterremiss")
    return (f"Punkt 2 återremitteras för {skäl}.", f"Bo (M), återremiss: Återremiss: {skäl}")


@krav("DEC-REMISS-MIN")
def minoritetsåterremiss(k: Källa):
    k.omröstning(k.paragraf(), ja=20, nej=11, slag="aterremiss", minoritet=True)
    return ("Beslutet fattas av en minoritet (5 kap. 50 § kommunallagen).",)


@krav("DEC-NOTPART")
def deltar_inte(k: Källa):
    p, namn, grupp = k.paragraf(), slumpord(), f"Ledamöterna från {slumpord()}"
    DeltarInte.objects.create(paragraf=p, namn=namn, parti="V")
    DeltarInte.objects.create(paragraf=p, grupp=grupp)
    return ("Deltar inte i beslutet", f"{namn} (V)", grupp)


@krav("DEC-COURT")
def mål_i_domstol(k: Källa):
    mål = slumpord()
    k.paragraf(domstol="Förvaltningsrätten i Växjö", mål=mål)
    return (f"Förvaltningsrätten i Växjö, mål nr {mål}",)


@krav("ELECT-LST")
def förordnande(k: Källa):
    namn = slumpord()
    k.paragraf(typ="val", information=f"Länsstyrelsen har utsett {namn} till ersättare.")
    return ("Val", f"Länsstyrelsen har utsett {namn} till ersättare.")


@krav("ELECT", "ELECT-RESIGN")
def val(k: Källa):
    p, vald, förra = k.paragraf(typ="avsagelse"), slumpord(), slumpord()
    v = Valbeslut.objects.create(
        paragraf=p, uppdrag="ersättare i byggnadsnämnden", period="2026", i_stället_för=förra
    )
    Vald.objects.create(val=v, namn=vald, parti="S")
    return (
        "Avsägelse",
        f"Ersättare i byggnadsnämnden: {vald} (S), för tiden 2026, i stället för {förra}",
    )


# --- Omröstningar ------------------------------------------------------------------------------


@krav("VOTE-COUNT", "VOTE-ROLLCALL", "VOTE-LOST")
def siffror_och_frågor(k: Källa):
    p, ja, nej, metod = k.paragraf(), slumpord(), slumpord(), slumpord()
    k.omröstning(p, ja=4, nej=7, ja_betyder=ja, nej_betyder=nej, metod=metod)
    return (
        f"Omröstningen sker genom {metod}.",
        f"Ja: {ja}",
        f"Nej: {nej}",
        "Omröstningen utfaller med 4 ja-röster mot 7 nej-röster.",
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
    k.paragraf(typ="javsanmalan", gäller="114-116")
    return ("Jävsanmälan", "Gäller §§ 114–116")


@krav("JAV-PAR", "JAV-CHAIR", "JAV-SUB")
def jäv(k: Källa):
    p, namn, grund = k.paragraf(), slumpord(), slumpord()
    Jäv.objects.create(paragraf=p, namn=namn, parti="M", grund=grund)
    in_ = k.rad(S.TJÄNSTGÖRANDE, för_namn=namn, paragrafer=str(p.nummer))
    return (
        f"{namn} (M) anmäler jäv och deltar inte i handläggningen: {grund}.",
        f"{in_.namn} (S) för {namn}, § {p.nummer}",
    )


@krav("RES-PLAIN", "RES-FORMAN", "RES-JOINT", "RES-ORAL")
def reservation(k: Källa):
    p, a, b = k.paragraf(), slumpord(), slumpord()
    k.reservation(p, a)
    k.reservation(p, a, b, form="muntlig", till_förmån_för="det egna yrkandet")
    return (
        f"{a} (C) reserverar sig mot beslutet.",
        f"{a} (C) och {b} (C) reserverar sig muntligt mot beslutet till förmån för det egna "
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
    lång = Anteckning.objects.create(
        paragraf=p, ordning=9, slag="sarskilt_yttrande", text=f"{slumpord()} " * 90, grupper=["SRD"]
    )
    return (*finns, f"SRD: se bilaga § {p.nummer}.", " ".join(lång.text.split()[:3]))


# --- Justering, anslag, utdrag -----------------------------------------------------------------


@krav("ADJ-ONE", "ADJ-TWO", "ADJ-MULTI", "ADJ-SUBSTITUTE", "ADJ-ERSATTARE")
def justerare(k: Källa):
    namn = [slumpord() for _ in range(3)]
    for n in namn[:2]:
        Justerare.objects.create(protokoll=k.protokoll, namn=n, parti="S")
    Justerare.objects.create(protokoll=k.protokoll, namn=namn[2], parti="S", är_ersättare=True)
    return (f"{namn[0]} (S) {namn[1]} (S) {namn[2]} (S), ersättare",)


def _justering(k: Källa, **fält) -> Justering:
    return Justering.objects.create(
        protokoll=k.protokoll, ordning=k.protokoll.justeringar.count(), **fält
    )


@krav("ADJ-SAMEDAY", utgåva="justerat")
def justeringens_tid(k: Källa):
    plats = slumpord()
    _justering(k, plats=plats, datum=DAG, tid="16.40", omedelbar=True, paragrafer="2")
    return (f"§ 2: {plats}, 14 april 2026 kl. 16.40",)


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
    return (
        *namn,
        "Underskrivet 14 april 2026",
        "Ordförande, § 2",
        "vägrat justera",
    )


@krav("IMMEDIATE", "IMMEDIATE-FRONT")
def omedelbart_justerad(k: Källa):
    p = k.paragraf(omedelbart_justerad=True)
    return ("Paragrafen justeras omedelbart.", "Omedelbart justerat", f"§ {p.nummer}")


@krav("IMMEDIATE-POINTS")
def omedelbara_punkter(k: Källa):
    p = k.paragraf(omedelbart_justerad=True, omedelbara_punkter=[1, 3])
    return ("Punkterna 1 och 3 justeras omedelbart.", f"§ {p.nummer}, punkterna 1 och 3")


@krav("IMMEDIATE-ALL", utgåva="justerat")
def allt_justeras_omedelbart(k: Källa):
    k.protokoll.paragrafer.update(omedelbart_justerad=True)
    return ("Omedelbart justerat", "§§ 1–3")


@krav("ANSLAG", "ANSLAG-21", "ANSLAG-PERIOD", "ANSLAG-SPLIT", utgåva="justerat")
def anslag(k: Källa):
    plats, namn = slumpord(), slumpord()
    for nr, spann in enumerate(("2", "1, 3")):
        Anslag.objects.create(
            protokoll=k.protokoll,
            ordning=nr,
            paragrafer=spann,
            uppsatt=date(2026, 4, 30),
            sista_dag=date(2026, 5, 21),
            nedtas=date(2026, 5, 22),
            förvaring=plats,
            underskrift=namn,
        )
    return (
        "Anslag/bevis",
        "§ 2",
        "§§ 1, 3",
        plats,
        namn,
        *("30 april 2026", "21 maj 2026", "22 maj 2026"),
    )


@krav("ANSLAG-OWNPAGE", utgåva="egen mall")
def anslag_på_egen_sida(k: Källa):
    return ("Bevis om anslag",)


@krav("EXTRACT-TO")
def utdrag_till(k: Källa):
    p, till = k.paragraf(), slumpord()
    Utdragsmottagare.objects.create(paragraf=p, mottagare=till)
    return (f"Beslutet skickas till {till}",)


@krav("APPEAL-INFO")
def överklagande(k: Källa):
    for typ in ("laglighetsprovning", "forvaltningsbesvar", "ej_overklagbart"):
        k.beslut(k.paragraf(), "Så.", överklagandetyp=typ)
    return (
        "Beslutet kan överklagas genom laglighetsprövning.",
        "(40–44 §§ förvaltningslagen)",
        "Beslutet går inte att överklaga",
    )


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
        "47-54/2021",
        vad,
        f"{grund}, SoL 4:1",
        "brådskande, 6 kap. 39 § kommunallagen",
        f"1) {not_}",
    )


@krav("ANM-LIST", "MSG-LIST")
def meddelanden(k: Källa):
    p, från, vad = k.paragraf(), slumpord(), slumpord()
    AnmältMeddelande.objects.create(
        protokoll=k.protokoll,
        paragraf=p,
        bokstav="b",
        avsändare=från,
        rubrik=vad,
        beteckning="SN 2026/9",
    )
    return (f"Meddelanden b) {från}, {vad}, SN 2026/9",)


@krav("ATT-ANNEX")
def bilagor(k: Källa):
    p, vid_paragraf, löst = k.paragraf(), slumpord(), slumpord()
    Bilaga.objects.create(protokoll=k.protokoll, paragraf=p, nummer="4", rubrik=vid_paragraf)
    Bilaga.objects.create(protokoll=k.protokoll, nummer="5", rubrik=löst)
    return (f"Bilagor Bilaga 4. {vid_paragraf}", f"Bilaga 5. {löst}")


# --- Utseendet ---------------------------------------------------------------------------------


@krav("FRONT-PAGE")
def framsidan(k: Källa):
    return (
        *("Plats och tid", "Beslutande", "Utses att justera", "Underskrifter", "Paragrafer"),
        "Anslag/bevis",
    )


@krav("NO-PLACEHOLDER", saknas=True)
def inget_tomt(k: Källa):
    k.paragraf()
    return ("Klicka eller tryck", "None", "{{", "[]")


SIDANS_EGET = {"TOC", "PAGE-N(M)", "PAGE-BRACKET", "FOOT-SIGN"}


@krav("TOC")
def innehållet(k: Källa):
    p = k.paragraf()
    return ("Innehåll § Ärende Sida", f"§ {p.nummer} {p.rubrik}")


@krav("PAGE-N(M)")
def sida_av_antal(k: Källa):
    return ("Sida 1 (",)


@krav("PAGE-BRACKET", utgåva="egen mall")
def sida_i_hakparentes(k: Källa):
    return ("2[",)


@krav("FOOT-SIGN", utgåva="egen mall")
def sidfoten(k: Källa):
    return ("Justerarsignaturer", "Bestyrks")


# --- Proven ------------------------------------------------------------------------------------


def _utgåvans_mall(k: Källa, utgåva: str) -> None:
    if utgåva == "tabell":
        k.mall(röster="narvarolista", närvarolista="partivis")
    if utgåva == "bilaga":
        k.mall(röster="bilaga", närvarolista="bilaga")
    if utgåva == "egen mall":
        k.värld.organ.kortnamn = "SN"
        k.värld.organ.save()
        k.mall(
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
    return re.sub(r"[\s\x02\ufffe•]+", "", text_)


@dataclass(frozen=True)
class Tryckt:
    sida: str
    html: str
    pdf: bytes
    pdftext: str
    väntat: dict[tuple[str, str], tuple[str, ...]]


def _tryck(client: Client, utgåva: str) -> Tryckt:
    k = Källa()
    _utgåvans_mall(k, utgåva)
    väntat: dict[tuple[str, str], tuple[str, ...]] = {}
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
        tätt(text(pdf.html)),
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
            assert tätt(rad) in tryckt.pdftext, rad
            # Sidnummer, sidfot och innehåll hör till pappret.
            if k.id not in SIDANS_EGET:
                assert tätt(rad) in tryckt.sida, rad


@pytest.mark.slow
@pytest.mark.krav("PDF-A")
@pytest.mark.krav("PDF-TAGGED")
@pytest.mark.krav("PDF-BOOKMARKS")
@pytest.mark.parametrize("utgåva", UTGÅVOR)
def test_varje_utgåva_följer_standarden(tryckta: dict[str, Tryckt], utgåva: str) -> None:
    innehåll = tryckta[utgåva].pdf

    verapdf.kräv(innehåll)
    with pikepdf.open(io.BytesIO(innehåll)) as pdf, pdf.open_outline() as bokmärken:
        assert str(pdf.Root.Lang) == "sv"
        rubriker = [rad.title for rad in bokmärken.root[0].children]
        assert any("§" in rubrik for rubrik in rubriker)
