"""Det som verkliga kallelser innehåller: ett slumpat värde i raden står på sidan och i PDF:en."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import time, timedelta
from secrets import randbelow

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse
from django.utils.formats import date_format
from pytest_django import DjangoDbBlocker

from konton.models import Användare, Roll
from nämnd import documents
from nämnd.handlingspaket import sidplan
from nämnd.models import (
    Gruppmöte,
    Kallad,
    Kallelse,
    Kallelsefil,
    Organ,
    Punkt,
    Sammanträde,
    Uppdrag,
)
from nämnd.services import föredragningslista, sammanträden
from nämnd.services import kallelse as kallelsetjänst
from nämnd.services.sammanträden import Övrigkallad
from tests.factories import nämnd as fabrik
from tests.factories import ärenden as ärendefabrik
from tests.factories.konton import PartiFactory, PersonFactory, med_roll
from tests.factories.protokollsrader import slumpord
from tests.pdf.prov import främmande
from tests.protokoll.test_dokument import pdftext, text
from ärenden.pdf import rendera_pdf

# En grupp: kallelsen och paketet som alla rader letar i görs en gång.
pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("krav-kallelse")]
LAGRUM = "OSL 26 kap. 1 §"
Slag = Punkt.Slag
Post = Uppdrag.Post


@dataclass
class Lista:
    """Ett möte som får en punkt för varje rad i checklistan."""

    organ: Organ = field(
        default_factory=lambda: fabrik.OrganFactory(
            distans_tillåten=True, slag_i_rubriken=True, föreslagna_justerare=1
        )
    )

    def __post_init__(self) -> None:
        self.av: Användare = fabrik.sekreterare_i(self.organ)
        self.uppdrag(slumpord(), post=Post.ORDFÖRANDE)
        self.uppdrag(slumpord())
        self.möte: Sammanträde = fabrik.möte(self.organ, av=self.av)

    def uppdrag(self, namn: str, parti: str = "S", post: str = Post.LEDAMOT) -> Uppdrag:
        kommun = self.organ.myndighet.kommun
        return fabrik.UppdragFactory(
            organ=self.organ,
            person=PersonFactory(kommun=kommun, namn=namn),
            parti=kommun.partier.filter(kod=parti).first()
            or PartiFactory(kommun=kommun, kod=parti),
            post=post,
        )

    def ändra(self, **uppgifter: object) -> None:
        sammanträden.ändra_sammanträde(sammanträde=self.möte, av=self.av, **uppgifter)
        self.möte.refresh_from_db()

    def punkt(self, rubrik: str = "", slag: str = Slag.BESLUT, **fält: object) -> Punkt:
        punkt = föredragningslista.lägg_till_punkt(
            sammanträde=self.möte, rubrik=rubrik or slumpord(), slag=slag, av=self.av
        )
        return föredragningslista.ändra_punkt(punkt=punkt, av=self.av, **fält)

    def papper(self, punkt: Punkt, rubrik: str, *sidor: str) -> None:
        föredragningslista.ladda_upp_handling(
            punkt=punkt,
            rubrik=rubrik,
            innehåll=främmande(list(sidor) or [slumpord()]),
            filnamn=f"{rubrik}.pdf",
            av=self.av,
        )


Bygge = Callable[[Lista], tuple[str, ...]]


@dataclass(frozen=True)
class Krav:
    id: str
    bygg: Bygge
    utgåva: str
    saknas: bool
    sist: bool


KRAV: list[Krav] = []
KALLADE, OFFENTLIGT = "kallade", "offentligt"


def krav(
    *idn: str, utgåva: str = KALLADE, saknas: bool = False, sist: bool = False
) -> Callable[[Bygge], Bygge]:
    """Bygger raden och säger vad som då ska stå i kallelsen, eller inte får stå där.

    `sist`: efter att de hemliga punkterna har samlats på en rad.
    """

    def registrera(bygg: Bygge) -> Bygge:
        KRAV.extend(Krav(id_, bygg, utgåva, saknas, sist) for id_ in idn)
        return bygg

    return registrera


# --- Mötet -------------------------------------------------------------------------------------


@krav("KAL-CALLED")
def kallade(k: Lista):
    ledamot, ersättare, inkallad, chef, revisor = (slumpord() for _ in range(5))
    k.uppdrag(ledamot, "KD", Post.VICE_2)
    uppdrag = k.uppdrag(inkallad, "L", Post.ERSÄTTARE)
    Kallad.objects.create(
        sammanträde=k.möte,
        person=uppdrag.person,
        namn=inkallad,
        parti="L",
        som=Kallad.Som.TJÄNSTGÖRANDE_ERSÄTTARE,
    )
    k.uppdrag(ersättare, "MP", Post.ERSÄTTARE)
    k.ändra(
        övriga=[
            Övrigkallad(chef, "socialchef", "15.30"),
            Övrigkallad(revisor, "revisor", kännedom=True),
        ]
    )
    return (
        f"{ledamot} (KD), 2:e vice ordförande",
        *("Tjänstgörande ersättare", f"{inkallad} (L)"),
        *("Ersättare", f"{ersättare} (MP)"),
        "Övriga kallade",
        f"{chef}, socialchef, 15.30",
        "För kännedom",
        f"{revisor}, revisor",
    )


@krav("KAL-JUSTERARE")
def tilltänkta_justerare(k: Lista):
    ersättare = k.uppdrag(slumpord(), "C")
    i_tur = k.möte.tilltänkta_justerare.get()
    val = [
        sammanträden.Justerarval(k.organ.uppdrag.get(person=i_tur.person)),
        sammanträden.Justerarval(ersättare, är_ersättare=True),
    ]
    k.ändra(justerare=val)
    return (
        *("Förslag till justerare", f"{i_tur.namn} (S)"),
        *("Ersättare för justerare", f"{ersättare.person.namn} (C)"),
    )


@krav("KAL-DIGITAL")
def sal_och_nät(k: Lista):
    rum = slumpord()
    k.ändra(digital_plats=rum)
    return ("Solrosen", "Digitalt", rum)


@krav("KAL-DIGITAL", utgåva=OFFENTLIGT, saknas=True)
def andra_får_inte_anslutningen(k: Lista):
    return (k.möte.digital_plats,)


@krav("REMOTE-RULE")
def regel_för_distans(k: Lista):
    regel, dag = slumpord(), k.möte.datum - timedelta(days=randbelow(9) + 2)
    k.ändra(distans=f"Anmäl till {regel}.", distans_senast=dag)
    return (f"Anmäl till {regel}.", f"Anmäls senast {date_format(dag, 'j F Y')}.")


@krav("PROGRAMME", "MEETING-PHASES")
def program(k: Lista):
    minut, lunch = randbelow(50) + 10, slumpord()
    k.ändra(
        program=[
            (f"08.{minut}–11.00", "Ärendegenomgång"),
            ("11.00", f"Lunch i {lunch}"),
            (f"13.{minut}", "Beslutsomgång"),
        ]
    )
    Gruppmöte.objects.create(
        sammanträde=k.möte, partier=["S", "V"], plats=f"Sal {lunch}", från=time(12, minut)
    )
    return (
        f"08.{minut}–11.00 Ärendegenomgång",
        f"Lunch i {lunch}",
        f"S, V, Sal {lunch}, kl. 12.{minut}",
        f"13.{minut} Beslutsomgång",
    )


@krav("KAL-SIGNED")
def underskrift(k: Lista):
    ort, dag = slumpord(), k.möte.datum - timedelta(days=9)
    k.ändra(underskrift_ort=ort, underskrift_dag=dag)
    assert k.möte.ordförande
    assert k.möte.sekreterare
    return (
        f"{ort}, {date_format(dag, 'j F Y')}",
        *("Ordförande", k.möte.ordförande.namn),
        *("Sekreterare", k.möte.sekreterare.namn),
    )


# --- Punkterna ---------------------------------------------------------------------------------


@krav("KAL-NO")
def eget_nummer(k: Lista):
    # Långt från de fasta numren nedan: punkterna efter räknas vidare härifrån.
    nummer = f"{randbelow(500) + 400}b"
    rubrik = k.punkt(slag=Slag.FORMALIA, numrering="fast", nummer=nummer).rubrik
    return (nummer, rubrik)


@krav("KAL-NODNR")
def utan_dnr(k: Lista):
    punkt = k.punkt(f"Upprop {slumpord()}", slag=Slag.FORMALIA)
    assert punkt.beteckning == ""
    return (punkt.rubrik,)


@krav("KAL-PRESENTER")
def föredragande(k: Lista):
    ena, andra = slumpord(), slumpord()
    rader = [(ena, "enhetschef", ""), (andra, "konsult, Provbolaget", "15.40")]
    k.punkt(föredragande=rader)
    return (f"{ena}, enhetschef", f"{andra}, konsult, Provbolaget, 15.40")


@krav("KAL-TIME")
def klockslag(k: Lista):
    minut = randbelow(40) + 10
    rubrik = k.punkt(tid=f"16.{minut}–16.{minut + 9}").rubrik
    return (rubrik, f"16.{minut}–16.{minut + 9}")


@krav("KAL-TIME")
def beräknat_klockslag(k: Lista):
    # Efter de egna klockslagen ovan, så att mötet inte beräknas ha hunnit längre.
    minut, längd = randbelow(20) + 10, randbelow(20) + 5
    k.ändra(beräknade_klockslag=True)
    k.punkt(tid=f"21.{minut}", minuter=längd)
    rubrik = k.punkt(minuter=5).rubrik
    return (rubrik, f"21.{minut + längd}")


@krav("KAL-DECIDER")
def beslutas_av(k: Lista):
    organ, eget = slumpord(), slumpord()
    for nr, instans in (("312", organ), ("313", organ), ("314", eget), ("315", organ)):
        k.punkt(beslutsinstans=instans, numrering="fast", nummer=nr)
    return ("Beslutas av", f"{organ}: 312–313, 315", f"{eget}: 314")


@krav("KAL-ATTMARK")
def märke_för_handlingar(k: Lista):
    märke = slumpord(6)
    rubrik = k.punkt(bilagemarkering=märke).rubrik
    k.punkt(handlingar_dukas=True)
    k.punkt(handlingar_senare=True)
    return (f"{rubrik} {märke}", "-handlingarna dukas", "(Handlingar skickas senare)")


@krav("KAL-ATTACHMENTS")
def namngivna_bilagor(k: Lista):
    punkt, ena, andra = k.punkt(), slumpord(), slumpord()
    k.papper(punkt, ena)
    k.papper(punkt, andra)
    return (f"Handlingar: {ena}; {andra}",)


@krav("KAL-PROPOSED")
def förslag(k: Lista):
    ena, andra, av = (slumpord() for _ in range(3))
    k.punkt(förslag=[f"{ena} antas.", f"{andra} avslås."], förslag_av=av)
    return (
        f"Förslag till beslut från {av}",
        # Siffrorna är listans egna och inte text; en ordnad lista har båda satserna.
        f"{ena} antas. {andra} avslås.",
    )


@krav("KAL-TYPEPREFIX")
def slaget_före_rubriken(k: Lista):
    information, beslut = k.punkt(slag=Slag.INFORMATION), k.punkt()
    return (f"Information: {information.rubrik}", f"Beslut: {beslut.rubrik}")


@krav("AGENDA-GROUPS")
def avsnitt(k: Lista):
    ena, andra = slumpord(), slumpord()
    k.punkt(avsnitt=ena)
    k.punkt(avsnitt=andra)
    return (ena, andra)


@krav("KAL-STANDINGDNR")
def stående_dnr(k: Lista):
    rubrik = f"Information från {slumpord()}"
    ärende = ärendefabrik.ärende(k.organ.myndighet, av=k.av, rubrik=rubrik)
    # Mötet kan ligga på andra sidan ett årsskifte.
    type(ärende).objects.filter(pk=ärende.pk).update(år=k.möte.datum.year)
    fabrik.StåendePunktFactory(organ=k.organ, rubrik=rubrik, slag="information", ärende=ärende)
    föredragningslista.lägg_till_stående(sammanträde=k.möte, av=k.av)
    return (rubrik, ärende.beteckning)


@krav("KAL-SECRET", sist=True)
def hemlig_för_de_kallade(k: Lista):
    return (k.punkt(slag=Slag.SEKRETESS, sekretess_lagrum=LAGRUM).rubrik,)


@krav("KAL-SECRET", utgåva=OFFENTLIGT, sist=True)
def följden_är_en_rad(k: Lista):
    (följd,) = (np for np in documents.numrerade_punkter(k.möte) if np.inre)
    assert följd.nummer.sista == (följd.nummer.första or 0) + len(följd.inre) - 1
    return (f"{följd.nummer.tryckt} SEKRETESSÄRENDEN",)


@krav("KAL-SECRET", utgåva=OFFENTLIGT)
def neutral_rubrik(k: Lista):
    return ("Sekretessärende", "SEKRETESSÄRENDEN", f"Sekretess enligt {LAGRUM}")


@krav("KAL-SECRET", utgåva=OFFENTLIGT, saknas=True)
def det_hemliga_står_ingenstans(k: Lista):
    rubrik, namn, sats, papper, inne = (slumpord() for _ in range(5))
    ärende = ärendefabrik.ärende(k.organ.myndighet, av=k.av, rubrik=rubrik, sekretess_lagrum=LAGRUM)
    punkt = k.punkt(
        rubrik,
        slag=Slag.SEKRETESS,
        sekretess_lagrum=LAGRUM,
        förslag=[sats],
        föredragande=[(namn, "handläggare", "")],
    )
    Punkt.objects.filter(pk=punkt.pk).update(ärende=ärende)
    hemlig = k.punkt(slag=Slag.SEKRETESS, sekretess_lagrum=LAGRUM)
    k.papper(hemlig, papper, inne)
    return (rubrik, namn, sats, papper, inne, ärende.beteckning, hemlig.rubrik)


# --- Proven ------------------------------------------------------------------------------------


def tätt(text_: str) -> str:
    """Utan mellanrum och avstavning: radbrytningen i PDF:en säger inget om innehållet."""
    return re.sub(r"[\s\x02\ufffe•]+", "", text_)


@dataclass(frozen=True)
class Tryckt:
    sida: dict[str, str]
    pdf: dict[str, str]
    paket: str
    väntat: dict[str, tuple[str, ...]]
    ord: str
    sidnummer: int | None


def _tryck() -> Tryckt:
    k = Lista()
    ord_ = slumpord()
    papper = k.punkt("Punkt med papper")
    k.papper(papper, "Skrivelsen", f"Ordet är {ord_}")
    väntat = {rad.bygg.__name__: rad.bygg(k) for rad in KRAV if not rad.sist}
    föredragningslista.samla_sekretess(sammanträde=k.möte, av=k.av)
    väntat |= {rad.bygg.__name__: rad.bygg(k) for rad in KRAV if rad.sist}
    väntat["det_hemliga_står_ingenstans"] += väntat["hemlig_för_de_kallade"]
    kallelse = kallelsetjänst.skapa_kallelse(sammanträde=k.möte, av=k.av)
    kallelsetjänst.utför(kallelse.jobb_id)
    kallelse = Kallelse.objects.select_related("jobb", "sammanträde").get(pk=kallelse.pk)
    assert kallelse.jobb.status == "klart", kallelse.jobb.fel
    kallelsetjänst.utfärda(kallelse=kallelse, av=k.av)
    filer = {rad.slag: rad.fil.läs() for rad in kallelse.filer.select_related("fil")}
    läsare = {KALLADE: k.av, OFFENTLIGT: med_roll(Roll.HANDLÄGGARE, k.organ.myndighet)}
    return Tryckt(
        {utgåva: _sida(konto, k.möte) for utgåva, konto in läsare.items()},
        {
            KALLADE: tätt(" ".join(pdftext(filer[Kallelsefil.Slag.KALLELSE]))),
            OFFENTLIGT: tätt(" ".join(pdftext(filer[Kallelsefil.Slag.OFFENTLIGT_PAKET]))),
        },
        tätt(" ".join(pdftext(filer[Kallelsefil.Slag.PAKET]))),
        väntat,
        ord_,
        kallelse.punktsidor.get(punkt=papper).från_sida,
    )


def _sida(konto: Användare, möte: Sammanträde) -> str:
    klient = Client()
    klient.force_login(konto)
    svar = klient.get(reverse("namnd:visa", args=[möte.pk]))
    assert svar.status_code == 200
    return tätt(text(svar.content.decode()))


@pytest.fixture(scope="module")
def tryckt(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Tryckt:
    """Mötets sida och kallelsen i båda exemplaren, med alla rader på en gång."""
    hela = transaction.atomic()
    # Som TestCase gör: jobbets egna transaktioner får ligga inuti den som rullas tillbaka.
    hela._from_testcase = True
    with django_db_blocker.unblock(), hela:
        svar = _tryck()
        transaction.set_rollback(True)
    return svar


PROV = [pytest.param(k, marks=pytest.mark.krav(k.id), id=f"{k.id} {k.bygg.__name__}") for k in KRAV]


@pytest.mark.slow
@pytest.mark.parametrize("k", PROV)
def test_raden_står_på_sidan_och_i_kallelsen(tryckt: Tryckt, k: Krav) -> None:
    väntat = tryckt.väntat[k.bygg.__name__]
    assert väntat
    for rad in väntat:
        if k.saknas:
            assert tätt(rad) not in tryckt.sida[k.utgåva], rad
            assert tätt(rad) not in tryckt.pdf[k.utgåva], rad
        else:
            assert tätt(rad) in tryckt.sida[k.utgåva], rad
            assert tätt(rad) in tryckt.pdf[k.utgåva], rad


@pytest.mark.slow
@pytest.mark.krav("DRAFT-MARK")
def test_listans_utkast_är_märkt(db: None) -> None:
    organ = fabrik.OrganFactory()
    möte = fabrik.möte(organ, av=fabrik.sekreterare_i(organ))
    möte.utkast = True
    u = documents.underlag(möte)
    plan = sidplan(2, 0, documents.delsidor(u))
    d = documents.kallelsedokument(u, edition=1, plan=plan, offentlig=False, utfärdas=möte.datum)
    assert "UTKAST" in " ".join(pdftext(rendera_pdf(kallelsetjänst.MALL, d).innehåll))


@pytest.mark.slow
@pytest.mark.krav("KAL-PACKAGE")
def test_listan_och_pappren_är_ett_sidnumrerat_paket(tryckt: Tryckt) -> None:
    # Papperets sida bär det nummer som listan säger.
    assert tätt(f"Ordet är {tryckt.ord} {tryckt.sidnummer}") in tryckt.paket
    assert f"s.{tryckt.sidnummer}" in tryckt.sida[KALLADE]
    assert tätt(f"Punkt med papper Handlingar: Skrivelsen {tryckt.sidnummer}") in tryckt.paket
