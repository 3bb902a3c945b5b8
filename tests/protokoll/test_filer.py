"""Jobbet som skapar filerna, kommandot, och vem som får hämta dem."""

import json
from datetime import timedelta
from io import StringIO
from pathlib import Path

import pytest
from django.core.exceptions import PermissionDenied
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from konton.models import Roll
from protokoll import policy
from protokoll.models import Protokoll, Protokollsfil
from protokoll.services import avslut, protokollsskrivning
from protokoll.services.mötesfel import MötetInteAvslutat
from tests.factories.konton import AnvändareFactory, MyndighetFactory, med_roll
from tests.factories.protokoll import Mötesvärld, lägg_ärende
from ärenden.models import Fil, Jobb
from ärenden.services import jobb as jobbtjänst

pytestmark = pytest.mark.slow

SLAG = Protokollsfil.Slag


def skapa(värld: Mötesvärld) -> Jobb:
    jobb = protokollsskrivning.skapa_protokoll(protokoll=värld.protokoll, av=värld.sekreterare)
    protokollsskrivning.utför(jobb_id=jobb.pk)
    jobb.refresh_from_db()
    return jobb


def shor(värld: Mötesvärld) -> list[tuple[str, str]]:
    rader = Protokollsfil.objects.filter(protokoll=värld.protokoll).select_related("fil")
    return [(rad.slag, rad.fil.sha256) for rad in rader.order_by("id")]


def test_protokoll_och_ett_utdrag_per_paragraf(värld: Mötesvärld) -> None:
    värld.organ.formalia_med_paragraf = False
    värld.organ.save()
    värld.håll()

    jobb = skapa(värld)

    assert (jobb.status, jobb.framsteg) == (Jobb.Status.KLART, 100)
    filer = Protokollsfil.objects.filter(protokoll=värld.protokoll).select_related("paragraf")
    assert [rad.namn for rad in filer] == ["protokoll.pdf", "utdrag-001.pdf", "utdrag-002.pdf"]
    for rad in filer:
        assert rad.fil.läs().startswith(b"%PDF")
        assert rad.fil.egen
        assert rad.html.läs().decode().lstrip().startswith("<!doctype html>")


def test_offentlig_form_finns_när_något_är_hemligt(värld: Mötesvärld) -> None:
    lägg_ärende(värld, "Ansökan, barn AA", lagrum="OSL 26 kap. 1 §")
    värld.håll()

    skapa(värld)

    assert [s for s, _ in shor(värld)][:2] == [SLAG.PROTOKOLL, SLAG.OFFENTLIGT]
    offentligt = Protokollsfil.objects.get(slag=SLAG.OFFENTLIGT)
    assert "barn AA" not in offentligt.html.läs().decode()


def test_ett_pågående_möte_har_inget_protokoll(värld: Mötesvärld) -> None:
    värld.samla()

    with pytest.raises(MötetInteAvslutat):
        skapa(värld)

    assert not Jobb.objects.filter(slag=protokollsskrivning.SLAG).exists()


def test_obehörig_skapar_inget(värld: Mötesvärld) -> None:
    protokoll = värld.håll()
    av = med_roll(Roll.CHEF, värld.organ.myndighet)

    for gör in (protokollsskrivning.skapa_protokoll, protokollsskrivning.ta_bort_filer):
        with pytest.raises(PermissionDenied):
            gör(protokoll=protokoll, av=av)

    assert not Jobb.objects.filter(slag=protokollsskrivning.SLAG).exists()


def test_två_tryck_är_ett_jobb(värld: Mötesvärld) -> None:
    protokoll = värld.håll()

    ett, två = (
        protokollsskrivning.skapa_protokoll(protokoll=protokoll, av=värld.sekreterare)
        for _ in range(2)
    )

    assert ett == två


def test_framsteget_stiger_och_nämner_paragrafen(
    värld: Mötesvärld, monkeypatch: pytest.MonkeyPatch
) -> None:
    värld.håll()
    lägen: list[tuple[int, str]] = []
    rapportera = jobbtjänst.Utförande.rapportera

    def minns(self: jobbtjänst.Utförande, framsteg: int, steg: str) -> None:
        rapportera(self, framsteg, steg)
        rad = Jobb.objects.get(pk=self.jobb.pk)
        lägen.append((rad.framsteg, rad.steg))

    monkeypatch.setattr(jobbtjänst.Utförande, "rapportera", minns)
    skapa(värld)

    tal = [framsteg for framsteg, _ in lägen]
    assert tal == sorted(set(tal))
    assert len(tal) >= 4
    assert any("§\N{NO-BREAK SPACE}2 Taxa" in steg for _, steg in lägen)


@pytest.mark.slow
def test_görs_om_efter_krasch_med_samma_resultat(
    värld: Mötesvärld, monkeypatch: pytest.MonkeyPatch
) -> None:
    protokoll = värld.håll()
    skapa(värld)
    facit, antal = shor(värld), Fil.objects.count()
    jobb = protokollsskrivning.skapa_protokoll(protokoll=protokoll, av=värld.sekreterare)
    assert not shor(värld)
    rapportera = jobbtjänst.Utförande.rapportera

    def dö(self: jobbtjänst.Utförande, framsteg: int, steg: str) -> None:
        rapportera(self, framsteg, steg)
        if "§" in steg:
            raise KeyboardInterrupt

    # Som en dödad arbetare: inget hinner städas, bara lånet går ut.
    with monkeypatch.context() as tillfälligt:
        tillfälligt.setattr(jobbtjänst.Utförande, "rapportera", dö)
        with pytest.raises(KeyboardInterrupt):
            protokollsskrivning.utför(jobb_id=jobb.pk)
    assert Jobb.objects.get(pk=jobb.pk).status == Jobb.Status.PÅGÅR
    assert not shor(värld)
    Jobb.objects.filter(pk=jobb.pk).update(lån_till_tid=timezone.now() - timedelta(minutes=5))

    protokollsskrivning.utför(jobb_id=jobb.pk)

    assert shor(värld) == facit
    assert Fil.objects.count() == antal
    protokollsskrivning.utför(jobb_id=jobb.pk)
    assert shor(värld) == facit


@pytest.mark.slow
def test_ändras_uppgifterna_under_tiden_görs_filerna_om(
    värld: Mötesvärld, monkeypatch: pytest.MonkeyPatch
) -> None:
    protokoll = värld.håll()
    rapportera = jobbtjänst.Utförande.rapportera
    ändrat: list[int] = []

    def ändra(self: jobbtjänst.Utförande, framsteg: int, steg: str) -> None:
        rapportera(self, framsteg, steg)
        if steg == "Sparar" and not ändrat:
            ändrat.append(1)
            avslut.ange_justering(
                protokoll=protokoll,
                plats="Rådhuset",
                tid=None,
                förvaringsplats="",
                av=värld.sekreterare,
            )

    monkeypatch.setattr(jobbtjänst.Utförande, "rapportera", ändra)
    skapa(värld)

    assert "Rådhuset" in Protokollsfil.objects.get(slag=SLAG.PROTOKOLL).html.läs().decode()


def test_gamla_filer_försvinner_när_uppgifterna_ändras(värld: Mötesvärld) -> None:
    protokoll = värld.håll()
    före = Fil.objects.count()
    skapa(värld)

    avslut.ange_justering(
        protokoll=protokoll, plats="Rådhuset", tid=None, förvaringsplats="", av=värld.sekreterare
    )

    assert not Protokollsfil.objects.exists()
    assert Fil.objects.count() == före


# --- Kommandot ---------------------------------------------------------------------------------


def test_kommandot_skriver_filer_och_json(värld: Mötesvärld, tmp_path: Path) -> None:
    värld.organ.formalia_med_paragraf = False
    värld.organ.save()
    lägg_ärende(värld, "Ansökan, barn AA", lagrum="OSL 26 kap. 1 §")
    värld.håll()
    ut = StringIO()

    call_command(
        "protokoll", str(värld.sammanträde.pk), "--ut", str(tmp_path / "a" / "b"), "--json",
        stdout=ut,
    )  # fmt: skip  # som på kommandoraden

    svar = json.loads(ut.getvalue())
    assert svar["paragrafer"] == [{"paragraf": n, "utdrag": f"utdrag-00{n}.pdf"} for n in (1, 2, 3)]
    assert svar["sidor"] == Protokollsfil.objects.get(slag=SLAG.PROTOKOLL).fil.sidor
    katalog = tmp_path / "a" / "b"
    assert sorted(f.name for f in katalog.iterdir()) == [
        *("protokoll.html", "protokoll.pdf"),
        *("utdrag-001.pdf", "utdrag-002.pdf", "utdrag-003.pdf"),
    ]
    assert (katalog / "protokoll.pdf").read_bytes().startswith(b"%PDF")


@pytest.mark.slow
def test_kommandot_väntar_på_den_arbetare_som_hann_före(
    värld: Mötesvärld, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    protokoll = värld.håll()
    jobb = protokollsskrivning.skapa_protokoll(protokoll=protokoll, av=värld.sekreterare)
    assert jobbtjänst.ta(jobb.pk)
    sovit: list[float] = []

    def sov(sekunder: float) -> None:
        # Den andra arbetaren dör; dess lån går ut och kommandot tar över.
        sovit.append(sekunder)
        Jobb.objects.filter(pk=jobb.pk).update(lån_till_tid=timezone.now() - timedelta(minutes=5))

    monkeypatch.setattr("time.sleep", sov)
    call_command("protokoll", str(värld.sammanträde.pk), "--ut", str(tmp_path), stdout=StringIO())

    assert sovit
    assert (tmp_path / "protokoll.pdf").exists()
    assert Jobb.objects.filter(slag=protokollsskrivning.SLAG).count() == 1


@pytest.mark.parametrize("läge", ["kallat", "pågår", "finns inte"])
def test_ej_hållet_möte_ger_fel_och_status_2(värld: Mötesvärld, tmp_path: Path, läge: str) -> None:
    if läge == "pågår":
        värld.samla()
    pk = 0 if läge == "finns inte" else värld.sammanträde.pk

    with pytest.raises(CommandError) as fel:
        call_command("protokoll", str(pk), "--ut", str(tmp_path / "ut"))

    assert fel.value.returncode == 2
    assert "finns inte" in str(fel.value) if läge == "finns inte" else "hållet" in str(fel.value)
    assert not list(tmp_path.iterdir())


# --- Vem som ser vad ---------------------------------------------------------------------------


@pytest.mark.slow
def test_mängd_och_boolesk_form_är_överens(värld: Mötesvärld) -> None:
    lägg_ärende(värld, "Ansökan, barn AA", lagrum="OSL 26 kap. 1 §")
    myndighet = värld.organ.myndighet
    konton = {roll: med_roll(roll, myndighet) for roll in Roll} | {
        "ordförande": värld.konto("Željka"),
        "justerare": värld.konto("Bo"),
        "annan ledamot": värld.konto("Ingrid"),
        "insyn": värld.konto("Sanna"),
        "utan roll": AnvändareFactory(),
        "annan nämnd": med_roll(Roll.NÄMNDSEKRETERARE, MyndighetFactory()),
        "sekreterare": värld.sekreterare,
    }

    def ser() -> set[str]:
        protokoll = värld.protokoll
        svar = set()
        for namn, konto in konton.items():
            synligt = policy.synliga_protokoll(konto).filter(pk=protokoll.pk).exists()
            assert synligt is policy.får_se(konto, protokoll), namn
            synliga = set(policy.synliga_filer(konto, protokoll))
            for fil in Protokollsfil.objects.filter(protokoll=protokoll):
                assert (fil in synliga) is policy.får_se_fil(konto, fil), (namn, fil.namn)
            if synligt:
                svar.add(str(namn))
        return svar

    värld.samla()
    assert ser() == {"namndsekreterare", "sekreterare"}
    for punkt in värld.punkter:
        värld.behandla(punkt)
    avslut.avsluta(protokoll=värld.protokoll, av=värld.sekreterare)
    skapa(värld)
    assert ser() == {"namndsekreterare", "sekreterare", "ordförande", "justerare"}


def kod(client: Client, adress: str) -> int:
    svar = client.get(adress)
    if svar.streaming:
        # Testklienten stänger filen när den är läst.
        assert b"".join(svar)
    return svar.status_code


def test_hemligt_utdrag_finns_inte_för_den_som_inte_får_se_det(värld: Mötesvärld, client) -> None:
    lägg_ärende(värld, "Ansökan, barn AA", lagrum="OSL 26 kap. 1 §")
    värld.håll()
    skapa(värld)
    protokoll: Protokoll = värld.protokoll
    justerare = värld.konto("Bo")
    filer = {f.namn: f for f in protokoll.filer.select_related("paragraf")}

    def koder() -> dict[str, int]:
        client.force_login(justerare)
        return {
            namn: kod(client, reverse("protokoll:fil", args=[protokoll.pk, f.pk]))
            for namn, f in filer.items()
        }

    assert set(koder().values()) == {200}
    # Justeraren har lämnat uppdraget och är inte längre behörig till det hemliga.
    värld.organ.uppdrag.filter(person=justerare.person).delete()
    assert koder() == {
        "protokoll.pdf": 404,
        "protokoll-offentligt.pdf": 200,
        "utdrag-001.pdf": 200,
        "utdrag-002.pdf": 200,
        "utdrag-003.pdf": 200,
        "utdrag-004.pdf": 404,
    }
    sida = client.get(reverse("protokoll:mote", args=[protokoll.pk])).content.decode()
    assert "barn AA" not in sida
    assert "Ärendet redovisas inte med hänvisning till sekretess." in sida


def test_filen_skickas_med_skydd(värld: Mötesvärld, client) -> None:
    värld.håll()
    skapa(värld)
    fil = Protokollsfil.objects.get(slag=SLAG.PROTOKOLL)
    client.force_login(värld.sekreterare)
    adress = reverse("protokoll:fil", args=[värld.protokoll.pk, fil.pk])

    svar = client.get(adress)

    assert svar["Content-Type"] == "application/pdf"
    assert svar["Content-Disposition"] == 'inline; filename="protokoll.pdf"'
    assert svar["X-Content-Type-Options"] == "nosniff"
    assert svar["Cache-Control"] == "private, no-cache"
    assert b"".join(svar.streaming_content) == fil.fil.läs()
    assert client.get(adress, headers={"If-None-Match": svar["ETag"]}).status_code == 304
