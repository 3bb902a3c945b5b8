"""Gemensam nämnd: tillkännagivande i varje kommun och tiden därifrån (KL 9:32, 13:5)."""

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied
from django.core.management import call_command
from django.db import DatabaseError, IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from konton.models import Kommun, Roll
from konton.services.system import systemanvändare
from nämnd.documents import underlag
from nämnd.models import Organ
from protokoll import anslagstid
from protokoll.documents import protokolldokument
from protokoll.expedieringsdokument import sista_dag
from protokoll.models import AnnanTavla, Anslag, Anslagsregel, Paragraf
from protokoll.services import bevis, tavlan, tavlorna
from protokoll.services import delegationsprotokoll as särskilt
from protokoll.services.justeringsfel import FelTavladag, InteLagaKraft
from publikt.models import Anslag as Tavelanslag
from publikt.services import anslagstavla
from tests.factories import justering as fabrik
from tests.factories.delegation import Delegationen
from tests.factories.konton import MyndighetFactory, med_roll
from tests.factories.protokoll import Mötesvärld, kallat_möte, organ_med_valda
from tests.factories.protokollsrader import slumpord
from tests.minne import mindes
from tests.protokoll.test_försegling import text

pytestmark = pytest.mark.slow

SJÖVIKEN, BERGA = f"{slumpord()}s kommun", f"{slumpord()}s kommun"


@pytest.fixture
@mindes
def gemensam(db) -> Mötesvärld:
    """Två andra kommuner; Berga har sin anslagstavla här, Sjöviken på sin egen webbplats."""
    Anslagsregel.objects.create(kommun=Kommun.objects.create(namn=BERGA), tillägg=1)
    return kallat_möte(
        organ_med_valda(
            namn="Överförmyndarnämnden",
            typ=Organ.Typ.GEMENSAM_NÄMND,
            samverkande=[SJÖVIKEN, BERGA],
        )
    )


@pytest.fixture
@mindes
def a(gemensam: Mötesvärld) -> Anslag:
    return fabrik.justerat(gemensam).anslag.get()


def vid(dag: date) -> datetime:
    return timezone.make_aware(datetime.combine(dag, time(9)))


def sjöviken(rad: Anslag) -> AnnanTavla:
    return rad.andra_tavlor.get(kommun=SJÖVIKEN)


def anteckna(rad: Anslag, dag: date, värld: Mötesvärld) -> Anslag:
    tavlorna.anteckna_tavla(tavla=sjöviken(rad), dag=dag, av=värld.sekreterare, nu=vid(dag))
    return Anslag.objects.get(pk=rad.pk)


def test_kommunernas_namn_i_huvudet(gemensam: Mötesvärld) -> None:
    protokoll = gemensam.håll()
    egen = gemensam.organ.myndighet.kommun.namn

    dokument = protokolldokument(protokoll)

    assert protokoll.huvud["kommun"] == f"{egen}, {SJÖVIKEN} och {BERGA}"
    assert dokument.huvud.kommun == protokoll.huvud["kommun"]
    assert f"anslagstavlorna i {egen}, {SJÖVIKEN} och {BERGA}" in str(dokument.framsida.anslag)
    assert underlag(gemensam.sammanträde).fler_kommuner == (SJÖVIKEN, BERGA)
    assert dokument.framsida.anslag[0].gemensam
    # Kommunens andra nämnder är inte gemensamma.
    annat = kallat_möte(organ_med_valda(gemensam.organ.myndighet, namn="Miljönämnden"))
    assert annat.håll().huvud["kommun"] == egen


@pytest.mark.krav("JOINT-COMMITTEE")
def test_det_förseglade_protokollet_säger_inte_mer_än_det_vet(
    a: Anslag, gemensam: Mötesvärld
) -> None:
    läst = text(a.justering.fil.läs())
    klient = Client()
    klient.force_login(gemensam.sekreterare)
    sidan = klient.get(reverse("protokoll:mote", args=[a.protokoll_id])).content.decode()
    kommunerna = f"{gemensam.organ.myndighet.kommun.namn}, {SJÖVIKEN} och {BERGA}"
    assert kommunerna in läst
    assert f"{kommunerna}, Överförmyndarnämnden" in sidan
    assert "Justeringen tillkännages på anslagstavlorna i" in läst
    assert "anslaget tas ned tidigast den dag som står här" in läst
    assert "har tillkännagetts" not in läst
    assert f"{SJÖVIKEN} och {BERGA} Överförmyndarnämnden" in läst


def test_anslaget_sätts_upp_på_tavlorna_här_och_väntar_på_den_andra(a: Anslag) -> None:
    uppe = Tavelanslag.objects.uppe().order_by("pk")

    assert [t.kommun for t in uppe] == [a.protokoll.sammanträde.organ.kommunnamn[0], BERGA]
    assert all(SJÖVIKEN in t.överklagandeanvisning for t in uppe)
    assert [(t.kommun, t.uppsatt) for t in a.andra_tavlor.all()] == [
        (SJÖVIKEN, None),
        (BERGA, a.uppsatt),
    ]
    assert a.tiden_räknas_från is None
    assert sista_dag(a.protokoll.paragrafer.get(nummer=2)) is None


def test_tiden_räknas_från_den_sista_kommunen_KL_13_5(gemensam: Mötesvärld, a: Anslag) -> None:
    senare = a.uppsatt + timedelta(days=3)
    två = Paragraf.objects.get(protokoll=a.protokoll, nummer=2)
    val = {"paragraf": två, "ej_överklagat": True, "av": gemensam.sekreterare}
    with pytest.raises(InteLagaKraft, match=f"inte tillkännagiven i {SJÖVIKEN}") as fel:
        bevis.intyga_laga_kraft(anslag=a, nu=vid(a.nedtas), **val)
    assert "samtliga samverkande" in fel.value.lagtext

    efter = anteckna(a, senare, gemensam)

    assert efter.sista_dag == anslagstid.sista_överklagandedag(senare)
    assert efter.nedtas == anslagstid.ned_dag(senare)
    for t in Tavelanslag.objects.all():
        assert (t.sista_överklagandedag, t.ned_dag) == (efter.sista_dag, efter.nedtas)
        assert f"tillkännagivet i {SJÖVIKEN}" in t.händelser.last().text
    assert sista_dag(två) == efter.sista_dag
    efter = Anslag.objects.get(pk=a.pk)
    with pytest.raises(InteLagaKraft, match="tidigast"):
        bevis.intyga_laga_kraft(anslag=efter, nu=vid(efter.sista_dag), **val)
    rad = bevis.intyga_laga_kraft(anslag=efter, nu=vid(efter.nedtas), **val)
    assert [f"Tillkännagivet i {SJÖVIKEN}", str(senare)] in rad.underlag["uppgifter"]


def test_samma_dag_ändrar_ingenting(gemensam: Mötesvärld, a: Anslag) -> None:
    efter = anteckna(a, a.uppsatt, gemensam)

    assert (efter.sista_dag, efter.nedtas) == (a.sista_dag, a.nedtas)
    assert efter.tiden_räknas_från == a.uppsatt


def test_anslaget_sitter_kvar_medan_en_kommun_inte_är_klar_KL_8_12(
    gemensam: Mötesvärld, a: Anslag
) -> None:
    assert tavlorna.håll_kvar(av=systemanvändare(), nu=vid(a.uppsatt)) == 0
    dagen_före = a.nedtas - timedelta(days=1)

    assert tavlorna.håll_kvar(av=systemanvändare(), nu=vid(dagen_före)) == 1

    a.refresh_from_db()
    assert a.nedtas == anslagstid.ned_dag(dagen_före)
    assert {t.ned_dag for t in Tavelanslag.objects.all()} == {a.nedtas}
    assert tavlorna.håll_kvar(av=systemanvändare(), nu=vid(dagen_före)) == 0
    anteckna(a, dagen_före, gemensam)
    a.refresh_from_db()
    assert tavlorna.håll_kvar(av=systemanvändare(), nu=vid(a.nedtas)) == 0


def test_kommandot_gör_detsamma(a: Anslag, capsys: pytest.CaptureFixture[str]) -> None:
    call_command("hall_kvar_anslag")
    assert "0 anslag sitter kvar." in capsys.readouterr().out


def test_dagen_är_rimlig_och_antecknas_en_gång(gemensam: Mötesvärld, a: Anslag) -> None:
    for dag, väntat in (
        (a.justering.datum - timedelta(days=1), "före justeringen"),
        (a.uppsatt + timedelta(days=9), "inte varit än"),
    ):
        with pytest.raises(FelTavladag, match=väntat) as fel:
            tavlorna.anteckna_tavla(
                tavla=sjöviken(a), dag=dag, av=gemensam.sekreterare, nu=vid(a.uppsatt)
            )
        assert fel.value.lagrum == "9 kap. 32 § kommunallagen"
    anteckna(a, a.uppsatt, gemensam)
    with pytest.raises(FelTavladag, match="redan antecknad"):
        anteckna(a, a.uppsatt, gemensam)


def test_raden_har_dag_och_vem_och_dagarna_går_bara_framåt(a: Anslag) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        a.andra_tavlor.update(uppsatt=date(2026, 4, 1), antecknad_tid=None)
    with pytest.raises(IntegrityError), transaction.atomic():
        AnnanTavla.objects.create(huvudkälla=a.källa, kommun=BERGA)
    tidigare = a.sista_dag - timedelta(days=1)
    with pytest.raises(DatabaseError), transaction.atomic():
        Tavelanslag.objects.update(sista_överklagandedag=tidigare)


def test_för_sent_på_den_andra_tavlan_syns(gemensam: Mötesvärld, a: Anslag) -> None:
    assert not sjöviken(a).för_sent
    anteckna(a, anslagstid.senast_uppsatt(a.justering.datum) + timedelta(days=1), gemensam)
    assert sjöviken(a).för_sent


def test_bara_organets_sekreterare_antecknar(gemensam: Mötesvärld, a: Anslag) -> None:
    annan = med_roll(Roll.NÄMNDSEKRETERARE, MyndighetFactory())
    for av in (annan, gemensam.konto("Bo")):
        with pytest.raises(PermissionDenied):
            tavlorna.anteckna_tavla(tavla=sjöviken(a), dag=a.uppsatt, av=av)


def test_sidan_antecknar_dagen(gemensam: Mötesvärld, a: Anslag) -> None:
    klient = Client()
    klient.force_login(gemensam.sekreterare)
    sidan = reverse("protokoll:justeringen", args=[a.justering_id])
    adress = reverse("protokoll:anteckna_tavla", args=[sjöviken(a).pk])
    sida = klient.get(sidan).content.decode()
    assert f"{SJÖVIKEN} har inte bekräftat" in sida
    assert f"{BERGA}: tillkännagivet" in sida
    assert "9 kap. 32 § kommunallagen" in sida

    assert klient.post(adress, {"dag": "i går"}).status_code == 422
    svar = klient.post(adress, {"dag": "2020-01-01"})
    assert svar.status_code == 422
    assert "före justeringen" in svar.content.decode()
    assert 'value="2020-01-01"' in svar.content.decode()
    assert klient.post(adress, {"dag": a.uppsatt.isoformat()}).status_code == 302

    assert f"{SJÖVIKEN}: tillkännagivet" in klient.get(sidan).content.decode()
    läsare = Client()
    läsare.force_login(gemensam.konto("Bo"))
    assert läsare.post(adress, {"dag": a.uppsatt.isoformat()}).status_code == 403
    främling = Client()
    främling.force_login(med_roll(Roll.NÄMNDSEKRETERARE, MyndighetFactory()))
    assert främling.post(adress, {"dag": a.uppsatt.isoformat()}).status_code == 404


def särskilt_protokoll(värld: Mötesvärld) -> str:
    d = Delegationen(myndighet=värld.organ.myndighet)
    d.beslut("2.2")
    p = särskilt.upprätta(organ=värld.organ, till=timezone.localdate(), av=d.sekreterare)
    p = särskilt.justera(protokoll=p, förvaringsplats="Arkivet", skäl="Ensam", av=d.sekreterare)
    return p.källa


def för_hand(värld: Mötesvärld) -> str:
    """Ett protokoll som förts i ett annat system."""
    idag, nyckel = timezone.localdate(), uuid4()
    två_gånger = [
        tavlan.anslå(
            organ=värld.organ,
            slag="justering",
            rubrik="Justerat protokoll",
            nyckel=nyckel,
            av=värld.sekreterare,
            sammanträdesdag=idag - timedelta(days=4),
            paragrafer="1-9",
            justerad_dag=idag,
            förvaringsplats="Arkivet",
        ).källa
        for _ in range(2)
    ]
    return två_gånger[0]


@pytest.mark.parametrize(
    "anslå",
    [
        pytest.param(särskilt_protokoll, id="KL_9_32-särskilt-protokoll"),
        pytest.param(för_hand, id="KL_9_32-för-hand"),
    ],
)
def test_det_som_inte_är_mötets_protokoll_tillkännages_också_i_var_kommun(
    gemensam: Mötesvärld, anslå: Callable[[Mötesvärld], str]
) -> None:
    idag = timezone.localdate()

    källa = anslå(gemensam)

    egen, berga = Tavelanslag.objects.uppe().order_by("pk")
    assert (egen.källa, egen.kommun) == (källa, gemensam.organ.kommunnamn[0])
    assert (berga.källa, berga.kommun) == (f"{källa}:kommun:2", BERGA)
    väntar, klar = tavlorna.tavlor(källa)
    assert [(väntar.kommun, väntar.uppsatt), (klar.kommun, klar.uppsatt)] == [
        (SJÖVIKEN, None),
        (BERGA, idag),
    ]
    assert tavlorna.tiden_räknas_från(egen) is None
    dagen_före = egen.ned_dag - timedelta(days=1)
    assert tavlorna.håll_kvar(av=systemanvändare(), nu=vid(dagen_före)) == 1
    for t in Tavelanslag.objects.all():
        assert t.sista_överklagandedag == anslagstid.sista_överklagandedag(dagen_före)

    främling = med_roll(Roll.NÄMNDSEKRETERARE, MyndighetFactory())
    with pytest.raises(PermissionDenied):
        tavlorna.anteckna_tavla(tavla=väntar, dag=idag, av=främling)
    adress = reverse("protokoll:anteckna_tavla", args=[väntar.pk])
    klient = Client()
    klient.force_login(främling)
    assert klient.post(adress, {"dag": idag.isoformat()}).status_code == 404
    klient.force_login(gemensam.sekreterare)
    sidan = reverse("protokoll:tavelanslag", args=[egen.pk])
    assert f"{SJÖVIKEN} har inte bekräftat" in klient.get(sidan).content.decode()
    assert klient.post(adress, {"dag": "2020-01-01"}).status_code == 422
    assert klient.post(adress, {"dag": idag.isoformat()}).url == sidan
    assert f"{SJÖVIKEN}: tillkännagivet" in klient.get(sidan).content.decode()
    assert tavlorna.tiden_räknas_från(egen) == idag
    assert tavlorna.håll_kvar(av=systemanvändare(), nu=vid(egen.ned_dag)) == 0


def test_texten_rättas_på_var_kommuns_tavla_utom_den_makulerade_KL_9_32(
    gemensam: Mötesvärld,
) -> None:
    egen = Tavelanslag.objects.get(källa=för_hand(gemensam))
    rätta = {"anslag": egen, "skäl": "Namnet var hemligt.", "av": gemensam.sekreterare}
    tavlan.rätta_text(rubrik="Justerat protokoll", text="§ 7 rör en enskild.", **rätta)

    assert {t.text.split("\n")[0] for t in Tavelanslag.objects.order_by("pk")} == {
        "§ 7 rör en enskild."
    }
    assert Tavelanslag.objects.uppe().count() == 2
    berga = Tavelanslag.objects.get(kommun=BERGA)
    anslagstavla.makulera(källa=berga.källa, skäl="Fel tavla", av_namn="Berga")
    tavlan.rätta_text(rubrik="Justerat protokoll", text="§ 7.", **rätta)
    egen.refresh_from_db()
    berga.refresh_from_db()
    assert egen.text.startswith("§ 7.")
    assert berga.text.startswith("§ 7 rör en enskild.")


def test_de_andra_nämnderna_har_en_tavla(värld: Mötesvärld) -> None:
    j = fabrik.justerat(värld)
    assert not AnnanTavla.objects.exists()
    assert j.anslag.get().tiden_räknas_från == j.anslag.get().uppsatt


def test_bara_en_gemensam_nämnd_har_fler_kommuner_i_registret(gemensam: Mötesvärld) -> None:
    klient = Client()
    klient.force_login(med_roll(Roll.ADMINISTRATÖR, gemensam.organ.myndighet))
    organ = gemensam.organ
    adress = reverse("admin:namnd_organ_change", args=[organ.pk])
    fält = {
        "myndighet": organ.myndighet_id,
        "namn": organ.namn,
        "typ": organ.typ,
        "platser": 5,
        "första_nummer": 1,
        "anteckningssidor": 0,
        "föreslagna_justerare": 0,
        "stopp_arbetsdagar": 15,
        "utskick_arbetsdagar": 7,
        "stående_punkter-TOTAL_FORMS": 0,
        "stående_punkter-INITIAL_FORMS": 0,
    }
    svar = klient.post(adress, fält | {"typ": "namnd", "samverkande": SJÖVIKEN})
    assert "Bara en gemensam nämnd har fler kommuner." in svar.content.decode()
    svar = klient.post(adress, fält | {"samverkande": organ.kommunnamn[0]})
    assert "Skriv bara de andra kommunerna." in svar.content.decode()
    assert klient.post(adress, fält | {"samverkande": f"{SJÖVIKEN}\n"}).status_code == 302
    organ.refresh_from_db()
    assert organ.samverkande == [SJÖVIKEN]
