"""Demokommunen: planen är rimlig, papperen är riktiga och bygget går genom tjänsterna."""

import pickle
import random
from datetime import date, timedelta

import pytest
from allauth.mfa.models import Authenticator
from django.core.management import CommandError, call_command
from django.db import transaction
from django.utils import timezone

from config import dagens
from konton.models import Användare, Roll
from konton.policy import har_roll
from nämnd.models import Anmältbeslut, Kallelse, Punkt, Sammanträde
from protokoll.management.demo import bilagor, demo, faktor, historia, kommun, papper, skeenden
from protokoll.management.demo.bygge import Register
from protokoll.management.demo.dokument import Bilagedokument, Dokument
from protokoll.management.demo.klocka import klockan, tidpunkt
from protokoll.management.demo.planering import Plan, planera
from protokoll.management.demo.rendering import _rendera
from protokoll.models import (
    Beslutsuppdrag,
    Deltagande,
    Expediering,
    InkommetUtdrag,
    Justering,
    Jäv,
    Kanal,
    Närvaro,
    Paragraf,
    Protokoll,
    Reservation,
    Underskrift,
    Yrkande,
)
from protokoll.services import justeringsläge
from protokoll.services import möte as mötetjänst
from publikt.models import Anslag, Avbrott, Slag
from tests import verapdf
from tests.factories.konton import AnvändareFactory
from tests.factories.protokoll import kallat_möte
from tests.protokoll.test_dokument import pdftext
from ärenden import diarienummer
from ärenden.models import (
    Anmälan,
    Delegationsbeslut,
    Handling,
    Händelse,
    Mall,
    Remissmottagare,
    Skrivelseutkast,
    Ärende,
)

I_DAG = date(2026, 3, 16)
EN_TISDAG = date(2025, 9, 2)
EN_VANLIG_DAG = date(2026, 3, 17)


@pytest.fixture(scope="module")
def plan() -> Plan:
    return planera(I_DAG)


def test_samma_dag_ger_samma_kommun(plan):
    om_igen = planera(I_DAG)

    assert list(om_igen.dokument()) == list(plan.dokument())
    assert [ä.beteckning for ä in om_igen.ärenden] == [ä.beteckning for ä in plan.ärenden]


def test_storleken_är_den_utlovade(plan):
    assert 280 <= len(plan.ärenden) <= 340
    assert {m.organ for m in plan.möten} == set(kommun.ORGAN_MED_NYCKEL)
    assert min(m.datum for m in plan.möten) < I_DAG - timedelta(days=650)
    assert len(kommun.POLITIKER) >= 40
    assert {parti for _, parti in kommun.POLITIKER} == set(kommun.PARTIER)
    assert len(kommun.PARTIER) == 8


def test_demomötet_är_snart_och_har_ett_rikt_paket(plan):
    demomöte = plan.demo

    assert 4 <= (demomöte.datum - I_DAG).days <= 10
    assert 12 <= len(demomöte.ärenden) <= 15
    assert sum(bool(ä.lagrum) for ä in demomöte.ärenden) == 5
    assert sum(ä.utdrag is not None for ä in demomöte.ärenden) >= 2
    assert 4 <= sum(ä.anmäls and ä.möte is None and ä.myndighet == "SN" for ä in plan.ärenden) <= 6


@pytest.mark.parametrize("dag", [date(2024, 12, 30), EN_TISDAG, date(2027, 1, 4), date(2031, 7, 1)])
def test_planen_går_att_göra_vilken_dag_som_helst(dag):
    plan = planera(dag)

    assert plan.demo.datum > dag
    for möte in plan.möten:
        assert möte.hållet == (möte.datum < dag)
        perioder = kommun.mandattider(plan.början, plan.slut)
        assert any(från <= möte.datum <= till for från, till in perioder)
    for ärende in plan.ärenden:
        assert ärende.registreras <= dag
        if ärende.lämnas_in:
            assert ärende.registreras <= ärende.lämnas_in <= dag
        if ärende.utskott:
            assert ärende.utskott.hållet


@pytest.mark.parametrize("diarium", kommun.DIARIER, ids=lambda d: d.prefix)
def test_diarienumren_är_utan_luckor_i_dagordning(plan, diarium):
    per_år: dict[int, list[int]] = {}
    for ärende in sorted(plan.ärenden, key=lambda ä: ä.registreras):
        if ärende.myndighet in diarium.myndigheter:
            nummer = diarienummer.läs(diarium.mönster, ärende.beteckning, prefix=diarium.prefix)
            assert nummer is not None
            assert nummer.år == ärende.registreras.year
            per_år.setdefault(nummer.år, []).append(nummer.löpnummer)

    for löpnummer in per_år.values():
        assert löpnummer == list(range(1, len(löpnummer) + 1))


@pytest.mark.parametrize("organ", kommun.ORGAN, ids=lambda o: o.nyckel)
def test_ingen_sitter_på_två_stolar_i_samma_organ(organ):
    platser = [vem for vem, _ in kommun.poster(organ)]

    assert len(platser) == len(set(platser))
    assert max(platser) < len(kommun.POLITIKER)


@pytest.mark.slow
@pytest.mark.parametrize("slag", ["Skrivelsedokument", "Utdragsdokument", "Bilagedokument"])
def test_papperen_är_pdf_a_och_pdf_ua(plan, slag):
    längst = max(
        (d for d in plan.dokument() if type(d).__name__ == slag), key=lambda d: len(repr(d))
    )

    innehåll, sidor = _rendera(längst)

    assert sidor >= (1 if slag == "Utdragsdokument" else 2)
    verapdf.kräv(innehåll)


@pytest.mark.slow
@pytest.mark.parametrize("namn", sorted(bilagor.BYGGEN))
def test_varje_bilaga_går_att_göra(namn):
    rubrik, avsnitt, ingress = bilagor.BYGGEN[namn](random.Random(1), EN_TISDAG)
    dokument: Dokument = Bilagedokument(
        rubrik, "Socialförvaltningen", "Bilaga", "", rubrik=rubrik, ingress=ingress, avsnitt=avsnitt
    )

    _, sidor = _rendera(dokument)

    assert 1 <= sidor <= 7


def test_satserna_har_inga_hål_kvar(plan):
    for ärende in plan.ärenden:
        texter = [ärende.rubrik, ärende.motpart, *papper.satser(ärende)]
        assert not any("{" in text or "}" in text for text in texter)


@pytest.mark.django_db
def test_vägras_utanför_en_egen_dator(settings):
    settings.LOKALT = False

    with pytest.raises(CommandError, match="NAMND_LOKALT"):
        call_command("demodata")

    assert not Användare.objects.exists()


def _kontrollera_mallarna():
    """En mall per nämnd, alla olika, och skrivelser i varje läge. En nämnd kräver godkännande."""
    rubriker = {
        tuple(mall.avsnitt.values_list("rubrik", flat=True)) for mall in Mall.objects.fastställda()
    }
    assert len(rubriker) == Mall.objects.filter(version=1).count() == len(kommun.MYNDIGHETER)
    assert Mall.objects.get(version=2).kräver_godkännande
    assert sorted(Skrivelseutkast.objects.values_list("granskning", flat=True)) == [
        *("atersand", "godkand", "granskning", "utkast"),
    ]
    # De går att skriva vidare på, och remissen väntar på en nämnd.
    assert not Ärende.objects.exclude(status="oppet").filter(skrivelseutkast__isnull=False).exists()
    assert Remissmottagare.objects.filter(svar=None).get().namn == "Barn- och utbildningsnämnden"
    assert Remissmottagare.objects.count() == 3


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_bygget_går_genom_tjänsterna(capsys, tmp_path, settings):
    settings.DATA = tmp_path
    # En vanlig vecka: i juli och över jul har ingen nämnd haft möte på länge.
    with klockan(tidpunkt(EN_VANLIG_DAG)):
        call_command("demodata", "--liten")

        _kontrollera_ärenden()
        _kontrollera_möten()
        _kontrollera_det_som_sker_på_mötena()
        _kontrollera_justering_och_anslag()
        _kontrollera_expedieringen()
        _kontrollera_demomötet(tmp_path)
        _kontrollera_dagens_läge()
        _kontrollera_konton()
        _kontrollera_mallarna()
        antal = Ärende.objects.count()
        call_command("demodata", "--om-tom")
        assert Ärende.objects.count() == antal
        with pytest.raises(CommandError, match="finns redan"):
            call_command("demodata")
        capsys.readouterr()
        call_command("demodata", "--visa")
        utskrift = capsys.readouterr().out
        assert kommun.LÖSENORD in utskrift
        assert str(tmp_path / "demo" / "kallelse.pdf") in utskrift
        assert demo.adress(demo._demomöte()) in utskrift


@pytest.mark.slow
@pytest.mark.django_db
@pytest.mark.parametrize("nyckel", ["KF", "KS", "SN", "BUN", "SNAU"])
def test_närvaron_är_laglig_hur_slumpen_än_faller(plan, nyckel):
    register = Register(plan)
    organ = register.organ[nyckel]
    av = register.konton[kommun.SEKRETERARE[organ.myndighet.kortnamn]]
    värld = kallat_möte(organ, dag=I_DAG, sekreterare=av)
    protokoll = mötetjänst.öppna(sammanträde=värld.sammanträde, av=av)
    for frö in range(8):
        spar = transaction.savepoint()
        historia._anteckna_närvaro(protokoll, random.Random(frö), av)
        transaction.savepoint_rollback(spar)


@pytest.mark.django_db
def test_den_andra_faktorn_är_prövad_och_finns_inte_kvar():
    konto = AnvändareFactory()

    assert faktor.styrk(konto) is True

    assert not Authenticator.objects.filter(user=konto).exists()


def test_manuset_får_plats_och_voteringen_gäller_något_stridigt():
    rubriker = ["Yttrande över remiss", "Avtal om trygghetslarm", "Redovisning av lex Sarah"]

    sker = skeenden.fördela((skeenden.votering, skeenden.jämkning), rubriker)

    assert sker == [skeenden.jämkning, skeenden.votering, None]
    # Finns inget som passar sker det ändå: demot visar alltid allt.
    assert skeenden.fördela((skeenden.votering,), rubriker[:1]) == [skeenden.votering]


@pytest.mark.django_db
def test_ett_fel_i_en_arbetsprocess_går_att_läsa():
    with pytest.raises(demo.Processfel, match="DoesNotExist") as fel:
        demo._i_process(0, 0, I_DAG)

    assert str(pickle.loads(pickle.dumps(fel.value))) == str(fel.value)


# Det som inte kan ske i en annan ordning i ett ärende.
I_FÖLJD = (
    ("skrivelse.anmäld", "lista.upptagen"),
    ("lista.upptagen", "protokoll.beslut"),
    ("protokoll.beslut", "protokoll.expedierat"),
    ("protokoll.expedierat", "protokoll.utdrag_mottaget"),
)


def _kontrollera_ärenden():
    assert not Handling.objects.filter(fil__egen=False).exists()
    for ärende in Ärende.objects.filter(sekretess_lagrum=""):
        händelser = list(Händelse.objects.filter(ärende=ärende).order_by("pk"))
        assert händelser[0].typ == "ärende.registrerat"
        assert händelser[0].tid.year == ärende.år
    for ärende in Ärende.objects.all():
        typer = [h.typ for h in ärende.händelser.order_by("tid", "pk")]
        assert typer[0] == "ärende.registrerat", (ärende, typer)
        for före, efter in I_FÖLJD:
            if före in typer and efter in typer:
                assert typer.index(före) < typer.index(efter), (ärende, typer)
    assert Anmälan.objects.väntande().exists()


def _kontrollera_möten():
    i_dag = timezone.localdate()
    hållna = Sammanträde.objects.filter(datum__lt=i_dag)
    assert hållna.exists()
    assert not hållna.exclude(status=Sammanträde.Status.AVSLUTAT).exists()
    assert hållna.count() == Protokoll.objects.exclude(avslutat_tid=None).count()
    utskottens = Handling.objects.filter(
        slag=Handling.Slag.PROTOKOLLSUTDRAG, riktning=Handling.Riktning.UPPRÄTTAD
    )
    for utdrag in utskottens:
        paragraf = Paragraf.objects.get(
            ärende=utdrag.ärende, organ__typ__in=["utskott", "beredning"]
        )
        assert utdrag.rubrik.endswith(f"{paragraf.organ} § {paragraf.nummer}")
        assert paragraf.protokoll.sammanträde.datum <= (utdrag.datum or i_dag)


def _senaste(kortnamn: str) -> Protokoll:
    hållna = Protokoll.objects.filter(sammanträde__organ__kortnamn=kortnamn)
    return hållna.exclude(avslutat_tid=None).latest("sammanträde__datum")


def _kontrollera_det_som_sker_på_mötena():
    """Socialnämndens senaste möte har ett av varje."""
    paragrafer = _senaste("SN").paragrafer
    voteringen = paragrafer.get(omröstningar__isnull=False)
    assert voteringen.omröstningar.get().röster.exclude(val="").count() == 9
    former = voteringen.reservationer.values_list("form", flat=True)
    assert set(former) == {Reservation.Form.SKRIFTLIG, Reservation.Form.MUNTLIG}
    jävet = Jäv.objects.get(paragraf__in=paragrafer.all())
    trädde_in = Närvaro.objects.get(för=jävet.närvaro)
    assert trädde_in.parti == jävet.parti
    assert trädde_in.deltagande.get(form=Deltagande.Form.DELTOG).paragraf == jävet.paragraf
    jämkat = Yrkande.objects.get(paragraf__in=paragrafer.all(), slag=Yrkande.Slag.TILLÄGG)
    assert jämkat.återtagen_del
    assert jämkat.paragraf.utfall == Paragraf.Utfall.ÄNDRAT
    assert paragrafer.filter(ajourneringar__till__isnull=False).exists()
    assert paragrafer.filter(utfall=Paragraf.Utfall.BORDLÄGGNING).count() == 1
    assert Paragraf.objects.filter(utfall=Paragraf.Utfall.ÅTERREMISS).exists()
    uppdrag = Beslutsuppdrag.objects.filter(paragraf__organ__kortnamn="SN")
    assert uppdrag.öppna().filter(dag__gt=timezone.localdate(), handläggare__isnull=False).exists()


def _kontrollera_justering_och_anslag():
    senaste = _senaste("SN")
    assert senaste.status == Protokoll.Status.JUSTERAT
    elektronisk = senaste.justeringar.get()
    assert elektronisk.metod == Justering.Metod.ELEKTRONISK
    assert elektronisk.underskrifter.filter(status=Underskrift.Status.UNDERSKRIVEN).count() == 3
    assert not justeringsläge.granska(elektronisk)
    assert elektronisk.fil.egen
    offentlig = " ".join(pdftext(elektronisk.offentlig_fil.läs()))
    hemliga = [p for p in senaste.paragrafer.all() if p.är_sekretess]
    assert len(hemliga) == 2
    assert not any(p.rubrik in offentlig for p in hemliga)
    väntar = _senaste("SNAU").justeringar.get()
    assert väntar.status == Justering.Status.PÅGÅR
    inlästa = Justering.objects.filter(metod=Justering.Metod.PAPPER)
    assert inlästa.exists()
    assert not inlästa.exclude(status=Justering.Status.JUSTERAD).exists()
    assert not any(j.fil.egen for j in inlästa.select_related("fil"))
    assert not Authenticator.objects.exists()
    assert not Avbrott.objects.exists()
    assert Anslag.objects.tidigare().filter(bevis__isnull=False).exists()
    for uppe in Anslag.objects.uppe():
        assert uppe.ned_dag >= timezone.localdate()
    assert Anslag.objects.uppe().exists()
    justerat = Anslag.objects.filter(slag=Slag.JUSTERAT_PROTOKOLL)
    assert justerat.count() == Justering.objects.exclude(datum=None).count()


def _kontrollera_expedieringen():
    sändningar = Expediering.objects.filter(mottagare__försättsblad__paragraf__organ__kortnamn="SN")
    assert {s.kanal for s in sändningar} == set(Kanal)
    hemlig = next(s for s in sändningar if s.mottagare.försättsblad.paragraf.är_sekretess)
    assert hemlig.kanal == Kanal.POST
    assert hemlig.status == Expediering.Status.KVITTERAD
    assert InkommetUtdrag.objects.get().handling is None
    for paragraf in Paragraf.objects.filter(ärende__status=Ärende.Status.BESLUTAT):
        assert paragraf.är_beslutad


def _kontrollera_dagens_läge():
    """Det som väntar är det som nyss hänt, inte två års papper."""
    sekreterare = dagens.läge(Användare.objects.get(username="sekreterare"))
    assert 1 <= (sekreterare.att_expediera or 0) <= 3
    assert sekreterare.antal_väntande <= 6
    assert dagens.läge(Användare.objects.get(username="registrator")).inkomna == 1
    förtroendevald = dagens.läge(Användare.objects.get(username="fortroendevald"))
    väntar = [rad.underskrift.justering for rad in förtroendevald.att_justera]
    assert väntar == [_senaste("SNAU").justeringar.get()]


def _kontrollera_demomötet(mapp):
    möte = demo._demomöte()
    assert möte.status == Sammanträde.Status.KALLAT
    kallelse = Kallelse.objects.get(sammanträde=möte)
    assert kallelse.status == Kallelse.Status.UTFÄRDAD
    assert kallelse.filer.count() == 4
    assert all(rad.fil.egen for rad in kallelse.filer.select_related("fil"))
    assert (mapp / "demo" / "handlingspaket.pdf").read_bytes().startswith(b"%PDF")
    punkter = möte.punkter
    assert punkter.filter(handlingar_senare=True).count() == 1
    assert punkter.filter(handlingar_dukas=True).count() == 1
    följd = punkter.get(rubrik="SEKRETESSÄRENDEN")
    assert följd.punkter.count() == 2
    sist = punkter.filter(förälder=None).order_by("ordning").last()
    assert sist.slag == Punkt.Slag.ANMÄLAN
    bordlagt = Paragraf.objects.get(utfall=Paragraf.Utfall.BORDLÄGGNING)
    assert punkter.get(anmärkning="Bordlagt").ärende == bordlagt.ärende
    anmälda = Anmältbeslut.objects.filter(punkt__sammanträde=möte)
    assert anmälda.filter(beslut__slag=Delegationsbeslut.Slag.BRÅDSKANDE).count() == 1
    assert anmälda.count() > 10
    assert sist.meddelanden.exists()


def _kontrollera_konton():
    for konto in Användare.objects.filter(är_system=False):
        assert konto.är_demo
        assert konto.check_password(kommun.LÖSENORD)
    roller = {
        roll
        for konto in Användare.objects.filter(är_demo=True)
        for roll in konto.roller.values_list("roll", flat=True)
    }
    assert roller == set(Roll)
    förtroendevald = Användare.objects.get(username="fortroendevald")
    möte = demo._demomöte()
    assert har_roll(förtroendevald, {Roll.FÖRTROENDEVALD}, möte.organ.myndighet_id)
    assert möte.kallade.filter(person=förtroendevald.person).exists()
