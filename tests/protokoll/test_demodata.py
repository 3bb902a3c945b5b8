"""Demokommunen: planen är rimlig, papperen är riktiga och bygget går genom tjänsterna."""

import pickle
import random
from datetime import date, timedelta

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction
from django.utils import timezone

from konton.models import Användare, Roll
from konton.policy import har_roll
from nämnd.models import Kallelse, Punkt, Sammanträde
from protokoll.management.demo import bilagor, demo, historia, kommun, papper
from protokoll.management.demo.bygge import Register
from protokoll.management.demo.dokument import Bilagedokument, Dokument
from protokoll.management.demo.planering import Plan, planera
from protokoll.management.demo.rendering import _rendera
from protokoll.models import Paragraf, Protokoll
from protokoll.services import möte as mötetjänst
from tests import verapdf
from tests.factories.protokoll import kallat_möte
from ärenden import diarienummer
from ärenden.models import Anmälan, Handling, Händelse, Ärende

I_DAG = date(2026, 3, 16)
EN_TISDAG = date(2025, 9, 2)


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


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_bygget_går_genom_tjänsterna(capsys, tmp_path, settings):
    settings.DATA = tmp_path
    call_command("demodata", "--liten")

    _kontrollera_ärenden()
    _kontrollera_möten()
    _kontrollera_demomötet(tmp_path)
    _kontrollera_konton()
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
    for frö in range(25):
        spar = transaction.savepoint()
        historia._anteckna_närvaro(protokoll, random.Random(frö), av)
        transaction.savepoint_rollback(spar)


@pytest.mark.django_db
def test_ett_fel_i_en_arbetsprocess_går_att_läsa():
    with pytest.raises(demo.Processfel, match="DoesNotExist") as fel:
        demo._i_process(0, 0, I_DAG)

    assert str(pickle.loads(pickle.dumps(fel.value))) == str(fel.value)


def _kontrollera_ärenden():
    assert not Handling.objects.filter(fil__egen=False).exists()
    for ärende in Ärende.objects.filter(sekretess_lagrum=""):
        händelser = list(Händelse.objects.filter(ärende=ärende).order_by("pk"))
        assert händelser[0].typ == "ärende.registrerat"
        assert händelser[0].tid.year == ärende.år
    assert Anmälan.objects.väntande().exists()


def _kontrollera_möten():
    i_dag = timezone.localdate()
    hållna = Sammanträde.objects.filter(datum__lt=i_dag)
    assert hållna.exists()
    assert not hållna.exclude(status=Sammanträde.Status.AVSLUTAT).exists()
    assert hållna.count() == Protokoll.objects.filter(status=Protokoll.Status.AVSLUTAT).count()
    for utdrag in Handling.objects.filter(slag=Handling.Slag.PROTOKOLLSUTDRAG):
        paragraf = Paragraf.objects.get(
            ärende=utdrag.ärende, organ__typ__in=["utskott", "beredning"]
        )
        assert utdrag.rubrik.endswith(f"{paragraf.organ} § {paragraf.nummer}")
        assert paragraf.protokoll.sammanträde.datum <= (utdrag.datum or i_dag)


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
