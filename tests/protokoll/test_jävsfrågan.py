"""En fråga om jäv som nämnden avgör vid mötet (KL 6 kap. 30 § tredje stycket)."""

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from konton.models import Roll
from nämnd.jäv import JÄVSFRÅGAN, Grund, Undantag
from protokoll.documents import paragrafer
from protokoll.documents.mall import Rubriker
from protokoll.documents.paragraf import block
from protokoll.models import Deltagande, Jäv, Paragraf
from protokoll.rum import rum
from protokoll.services import beslut, extra, jäv, närvaro, varningar, yrkanden
from protokoll.services.frågefel import JävigTalare
from protokoll.services.mötesfel import FelJäv, FelPrövning, RedanBeslutad
from tests.factories.konton import MyndighetFactory, med_roll
from tests.factories.protokoll import Mötesvärld

pytestmark = pytest.mark.slow

F = Deltagande.Form


@pytest.fixture
def samlat(värld: Mötesvärld) -> Mötesvärld:
    värld.samla()
    return värld


def pröva(värld: Mötesvärld, namn: str, *, jävig: bool, **fält) -> Jäv:
    uppgifter = {
        "grund": Grund.PART.etikett,
        "inställning": "bestrider",
        "väckt_av": värld.rad("Bo"),
        "av": värld.sekreterare,
    }
    return jäv.pröva_jävsfråga(rad=värld.rad(namn), jävig=jävig, **(uppgifter | fält))


def upp(värld: Mötesvärld, n: int = 1) -> Paragraf:
    return beslut.ta_upp(punkt=värld.punkter[n], av=värld.sekreterare)


def borta(värld: Mötesvärld, *namn: str) -> None:
    for en in namn:
        närvaro.markera_närvaro(rad=värld.rad(en), status="franvarande", av=värld.sekreterare)


def tryckt(värld: Mötesvärld, paragraf: Paragraf, *, maskera: bool) -> str:
    rad = next(p for p in paragrafer(värld.protokoll) if p.pk == paragraf.pk)
    return str(block(rad, Rubriker(värld.organ), maskera=maskera))


def test_den_som_nämnden_finner_jävig_deltar_inte_KL_6_30(samlat: Mötesvärld) -> None:
    värld, paragraf = samlat, upp(samlat)

    rad = pröva(värld, "Ingrid", jävig=True, paragraf=paragraf)

    assert rad.hindrar
    assert rum(värld.protokoll, paragraf=paragraf).beslutsförhet.tjänstgörande == 4
    with pytest.raises(JävigTalare):
        extra.ange_talare(paragraf=paragraf, rader=[värld.rad("Ingrid")], av=värld.sekreterare)
    beslut.besluta(paragraf=paragraf, utfall="bifall", av=värld.sekreterare)
    assert paragraf.deltagande.get(närvaro=värld.rad("Ingrid")).form == F.JÄV
    for maskera in (False, True):
        text = tryckt(värld, paragraf, maskera=maskera)
        assert f"Fråga om jäv mot Ingrid Norrsund (S): {Grund.PART.etikett}. Frågan väcks" in text
        assert "Nämnden beslutar att Ingrid Norrsund är jävig" in text
    with pytest.raises(RedanBeslutad):
        pröva(värld, "Märta", jävig=True, paragraf=paragraf)


def test_ett_anmält_jäv_som_nämnden_inte_finner_gör_att_personen_deltar(
    samlat: Mötesvärld,
) -> None:
    värld, paragraf = samlat, upp(samlat)
    anmält = jäv.anmäl_jäv(
        rad=värld.rad("Željka"),
        grund=Grund.TILLSYN.etikett,
        paragraf=paragraf,
        av=värld.sekreterare,
    )
    assert rum(värld.protokoll, paragraf=paragraf).ledare == värld.rad("Åke")

    rad = pröva(värld, "Željka", jävig=False, paragraf=paragraf, väckt_av=värld.rad("Željka"))

    assert rad.pk == anmält.pk
    assert not Jäv.objects.hindrande().exists()
    assert rum(värld.protokoll, paragraf=paragraf).ledare == värld.rad("Željka")
    extra.ange_talare(paragraf=paragraf, rader=[värld.rad("Željka")], av=värld.sekreterare)
    beslut.besluta(paragraf=paragraf, utfall="bifall", av=värld.sekreterare)
    assert paragraf.deltagande.get(närvaro=värld.rad("Željka")).form == F.DELTOG
    assert "väcker själv frågan" in tryckt(värld, paragraf, maskera=True)


def test_den_egna_frågan_prövas_bara_när_det_annars_inte_går_KL_6_30(samlat: Mötesvärld) -> None:
    värld, paragraf = samlat, upp(samlat)
    with pytest.raises(FelPrövning, match="besluta utan") as fel:
        pröva(värld, "Ingrid", jävig=False, paragraf=paragraf, deltar=True)
    assert fel.value.lagrum == JÄVSFRÅGAN.lagrum
    borta(värld, "Märta", "Åke")

    with pytest.raises(FelPrövning, match="Kalla in"):
        pröva(värld, "Ingrid", jävig=False, paragraf=paragraf)
    with pytest.raises(FelPrövning, match="får då delta"):
        pröva(
            värld,
            "Ingrid",
            jävig=False,
            paragraf=paragraf,
            ingen_kan_tillkallas=True,
        )
    assert not Jäv.objects.exists()

    rad = pröva(
        värld,
        "Ingrid",
        jävig=False,
        paragraf=paragraf,
        deltar=True,
        ingen_kan_tillkallas=True,
    )
    assert "deltar i prövningen, eftersom nämnden annars inte är beslutsför" in rad.prövning_text
    assert rum(värld.protokoll, paragraf=paragraf).beslutsförhet.är_beslutsför


def test_ersättaren_som_är_här_ska_kallas_in_först(samlat: Mötesvärld) -> None:
    värld, paragraf = samlat, upp(samlat)
    borta(värld, "Märta", "Åke")
    närvaro.markera_närvaro(rad=värld.rad("Tove"), status="ersattare", av=värld.sekreterare)

    with pytest.raises(FelPrövning, match="någon annan kan tillkallas"):
        pröva(
            värld,
            "Ingrid",
            jävig=False,
            paragraf=paragraf,
            deltar=True,
            ingen_kan_tillkallas=True,
        )


def test_frågan_avgörs_inte_när_en_ersättare_har_trätt_in(samlat: Mötesvärld) -> None:
    värld, paragraf = samlat, upp(samlat)
    närvaro.markera_närvaro(rad=värld.rad("Tove"), status="ersattare", av=värld.sekreterare)
    jäv.anmäl_jäv(
        rad=värld.rad("Ingrid"), grund=Grund.PART.etikett, paragraf=paragraf, av=värld.sekreterare
    )
    närvaro.markera_närvaro(
        rad=värld.rad("Tove"),
        status="tjanstgorande_ersattare",
        för=värld.rad("Ingrid"),
        av=värld.sekreterare,
    )

    with pytest.raises(FelPrövning, match="trätt i stället"):
        pröva(värld, "Ingrid", jävig=False, paragraf=paragraf)


def test_beslutet_i_förväg_följer_punkten_och_den_egna_paragrafen(samlat: Mötesvärld) -> None:
    värld = samlat
    rad = pröva(värld, "Ingrid", jävig=False, punkt=värld.punkter[1])

    egen = jäv.anmäl_i_egen_paragraf(protokoll=värld.protokoll, av=värld.sekreterare)

    text = egen.beslut.get().text
    assert text.startswith("Fråga om jäv mot Ingrid Norrsund (S) i ärendet ”")
    assert text.endswith("Ingrid Norrsund deltar i handläggningen.")
    paragraf = upp(värld)
    rad.refresh_from_db()
    assert rad.paragraf == paragraf
    assert rum(värld.protokoll, paragraf=paragraf).beslutsförhet.tjänstgörande == 5


def test_en_avgjord_fråga_har_inget_undantag_och_avgörs_en_gång(samlat: Mötesvärld) -> None:
    värld, paragraf = samlat, upp(samlat)
    rad = pröva(värld, "Ingrid", jävig=True, paragraf=paragraf)
    assert not jäv.öppna(värld.protokoll).exists()
    with pytest.raises(FelJäv, match="redan avgjord"):
        pröva(värld, "Ingrid", jävig=False, paragraf=paragraf)
    for ändring in (
        {"prövning_text": ""},
        {"prövning": ""},
        {"undantag": Undantag.SAKNAR_BETYDELSE.kod, "undantag_skäl": "x"},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            Jäv.objects.filter(pk=rad.pk).update(**ändring)

    jäv.ta_tillbaka_jäv(jäv=rad, av=värld.sekreterare)

    pröva(värld, "Ingrid", jävig=False, paragraf=paragraf)


def test_bara_organets_sekreterare_antecknar_beslutet(samlat: Mötesvärld) -> None:
    värld, paragraf = samlat, upp(samlat)
    annan = med_roll(Roll.NÄMNDSEKRETERARE, MyndighetFactory())
    for av in (annan, värld.konto("Bo")):
        with pytest.raises(PermissionDenied):
            pröva(värld, "Ingrid", jävig=True, paragraf=paragraf, av=av)
    assert not Jäv.objects.exists()
    pröva(värld, "Ingrid", jävig=True, paragraf=paragraf)


def test_sidan_antecknar_beslutet_och_säger_varför(samlat: Mötesvärld) -> None:
    värld, paragraf = samlat, upp(samlat)
    klient = Client()
    klient.force_login(värld.sekreterare)
    mötet = reverse("protokoll:mote", args=[värld.protokoll.pk])
    adress = reverse("protokoll:prova_javsfraga", args=[värld.protokoll.pk])
    assert JÄVSFRÅGAN.lagtext in klient.get(mötet).content.decode()
    data = {
        "rad": värld.rad("Ingrid").pk,
        "vid": f"paragraf-{paragraf.pk}",
        "grund": Grund.PART.etikett,
        "väckt_av": värld.rad("Bo").pk,
        "inställning": "bestrider",
        "jävig": "nej",
    }

    svar = klient.post(adress, data | {"deltar": "on"})
    assert svar.status_code == 422
    assert "får inte delta i prövningen" in svar.content.decode()
    assert klient.post(adress, data | {"jävig": ""}).status_code == 422
    assert not Jäv.objects.exists()

    assert klient.post(adress, data).status_code == 302
    sida = klient.get(mötet).content.decode()
    assert "avgjort av nämnden" in sida
    assert "5 av 5 tjänstgör" in sida
    klient.post(reverse("protokoll:ta_bort_jav", args=[värld.protokoll.pk, Jäv.objects.get().pk]))
    klient.post(adress, data | {"jävig": "ja"})
    assert "4 av 5 tjänstgör" in klient.get(mötet).content.decode()


def test_den_som_yrkade_innan_jävet_antecknades_varnas_det_för_KL_6_30(samlat: Mötesvärld) -> None:
    värld, paragraf = samlat, upp(samlat)
    yrkare = [värld.rad("Ingrid")]
    yrkanden.ställ(paragraf=paragraf, slag="avslag", text="", yrkare=yrkare, av=värld.sekreterare)
    assert varningar.om_ärendet(paragraf) == []
    jäv.anmäl_jäv(
        rad=värld.rad("Ingrid"), paragraf=paragraf, grund=Grund.PART.etikett, av=värld.sekreterare
    )

    (fynd,) = varningar.om_ärendet(paragraf)
    assert "har yrkat i ärendet" in fynd.text
    yrkanden.ta_tillbaka(yrkande=paragraf.yrkanden.get(), av=värld.sekreterare)
    assert varningar.om_ärendet(paragraf) == []
