"""Undantag från jäv vid ett möte: vem som ändå deltar, och i vad (KL 5:49, 6:29, 6:31)."""

from pathlib import Path

import pytest
import yaml
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from konton.models import Roll
from konton.services.system import systemanvändare
from nämnd.jäv import Grund, Undantag
from nämnd.models import Organ
from protokoll.documents import paragrafer
from protokoll.documents.mall import Rubriker
from protokoll.documents.paragraf import block
from protokoll.models import Deltagande, Jäv, Paragraf
from protokoll.rum import rum
from protokoll.services import beslut, extra, jäv, ledning, närvaro, utläsning
from protokoll.services.mötesfel import FelJäv, RedanBeslutad, UndantagetGällerInte
from tests.factories.konton import MyndighetFactory, med_roll
from tests.factories.protokoll import Mötesvärld, kallat_möte, organ_med_valda

pytestmark = pytest.mark.slow

F = Deltagande.Form
BOLAGET = "Ordförande i Björksunds Bostäder AB"


@pytest.fixture
def samlat(värld: Mötesvärld) -> Mötesvärld:
    värld.samla()
    return värld


def anmäl(värld: Mötesvärld, namn: str, grund: Grund, **vid) -> Jäv:
    return jäv.anmäl_jäv(rad=värld.rad(namn), grund=grund.etikett, av=värld.sekreterare, **vid)


def undanta(värld: Mötesvärld, rad: Jäv, undantag: Undantag, skäl: str = BOLAGET) -> Jäv:
    return jäv.tillämpa_undantag(jäv=rad, undantag=undantag.kod, skäl=skäl, av=värld.sekreterare)


def upp(värld: Mötesvärld, n: int = 1) -> Paragraf:
    return beslut.ta_upp(punkt=värld.punkter[n], av=värld.sekreterare)


def jävsavsnitt(värld: Mötesvärld, paragraf: Paragraf) -> str:
    rad = next(p for p in paragrafer(värld.protokoll) if p.pk == paragraf.pk)
    return str(block(rad, Rubriker(värld.organ), maskera=False))


def test_den_som_inte_är_jävig_räknas_och_deltar_KL_6_31(samlat: Mötesvärld) -> None:
    värld, paragraf = samlat, upp(samlat)
    rad = anmäl(värld, "Ingrid", Grund.STÄLLFÖRETRÄDARE, paragraf=paragraf)
    assert rum(värld.protokoll, paragraf=paragraf).beslutsförhet.tjänstgörande == 4

    undanta(värld, rad, Undantag.KOMMUNALT_BOLAG)
    assert rum(värld.protokoll, paragraf=paragraf).beslutsförhet.tjänstgörande == 5
    beslut.besluta(paragraf=paragraf, utfall="bifall", av=värld.sekreterare)

    assert paragraf.deltagande.get(närvaro=värld.rad("Ingrid")).form == F.DELTOG
    avsnitt = jävsavsnitt(värld, paragraf)
    assert "uppger en omständighet som kan vara jäv" in avsnitt
    assert f"{BOLAGET}." in avsnitt
    assert "(6 kap. 31 § första stycket kommunallagen). Ingrid Norrsund deltar i" in avsnitt
    assert "deltar inte i handläggningen" not in avsnitt
    with pytest.raises(RedanBeslutad):
        undanta(värld, rad, Undantag.SAKNAR_BETYDELSE)


def test_den_som_trätt_in_lämnar_när_jävet_inte_gäller(samlat: Mötesvärld) -> None:
    värld, paragraf = samlat, upp(samlat)
    närvaro.markera_närvaro(rad=värld.rad("Tove"), status="ersattare", av=värld.sekreterare)
    rad = anmäl(värld, "Ingrid", Grund.PART, paragraf=paragraf)
    närvaro.markera_närvaro(
        rad=värld.rad("Tove"),
        status="tjanstgorande_ersattare",
        för=värld.rad("Ingrid"),
        av=värld.sekreterare,
    )

    undanta(värld, rad, Undantag.SAKNAR_BETYDELSE, "Tusen hushåll berörs lika.")

    assert not värld.rad("Tove").tjänstgör


def test_ordföranden_leder_inte_när_undantaget_tas_bort(samlat: Mötesvärld) -> None:
    värld, paragraf = samlat, upp(samlat)
    rad = anmäl(värld, "Željka", Grund.SÄRSKILD_OMSTÄNDIGHET, paragraf=paragraf)
    undanta(värld, rad, Undantag.ANNAN_NÄMND)
    ledning.välj_punktens_ordförande(
        paragraf=paragraf, rad=värld.rad("Željka"), av=värld.sekreterare
    )
    assert rum(värld.protokoll, paragraf=paragraf).ledare == värld.rad("Željka")

    jäv.tillämpa_undantag(jäv=rad, undantag="", skäl="kvar", av=värld.sekreterare)

    rad.refresh_from_db()
    assert (rad.undantag, rad.undantag_skäl) == ("", "")
    paragraf.refresh_from_db()
    assert rum(värld.protokoll, paragraf=paragraf).ledare == värld.rad("Åke")


@pytest.mark.parametrize(
    ("grund", "undantag", "mot_enskild"),
    [
        pytest.param(Grund.PART, Undantag.KOMMUNALT_BOLAG, False, id="KL 6:31 1 st fel grund"),
        pytest.param(
            Grund.STÄLLFÖRETRÄDARE, Undantag.KOMMUNALT_BOLAG, True, id="KL 6:31 1 st mot enskild"
        ),
        pytest.param(Grund.TILLSYN, Undantag.ANNAN_NÄMND, False, id="KL 6:31 2 st fel grund"),
    ],
)
def test_undantaget_som_lagen_inte_ger_hindras(
    samlat: Mötesvärld, grund: Grund, undantag: Undantag, mot_enskild: bool
) -> None:
    värld, paragraf = samlat, upp(samlat)
    extra.ange_art(paragraf=paragraf, typ="", mot_enskild=mot_enskild, av=värld.sekreterare)
    rad = anmäl(värld, "Ingrid", grund, paragraf=paragraf)

    with pytest.raises(UndantagetGällerInte) as fel:
        undanta(värld, rad, undantag)

    assert fel.value.lagrum == undantag.regel.lagrum
    rad.refresh_from_db()
    assert rad.hindrar


def test_myndighetsutövning_i_efterhand_hindras_KL_6_31(samlat: Mötesvärld) -> None:
    värld, paragraf = samlat, upp(samlat)
    rad = anmäl(värld, "Ingrid", Grund.STÄLLFÖRETRÄDARE, paragraf=paragraf)
    undanta(värld, rad, Undantag.KOMMUNALT_BOLAG)

    with pytest.raises(UndantagetGällerInte, match="myndighetsutövning"):
        extra.ange_art(paragraf=paragraf, typ="", mot_enskild=True, av=värld.sekreterare)

    paragraf.refresh_from_db()
    assert not paragraf.mot_enskild


@pytest.mark.django_db
def test_fullmäktiges_undantag_ger_bara_överläggning_KL_5_49() -> None:
    värld = kallat_möte(organ_med_valda(namn="Kommunfullmäktige", typ=Organ.Typ.FULLMÄKTIGE))
    värld.samla()
    paragraf = upp(värld)
    rad = anmäl(värld, "Ingrid", Grund.ANSVARSFRIHET, paragraf=paragraf)
    with pytest.raises(FelJäv, match="inte i organet"):
        undanta(värld, rad, Undantag.SAKNAR_BETYDELSE)

    undanta(värld, rad, Undantag.ÖVERLÄGGNING_OM_EGEN_NÄMND, "Ordförande i miljönämnden")

    nu = rum(värld.protokoll, paragraf=paragraf)
    assert nu.är_jävig(värld.rad("Ingrid"))
    avsnitt = jävsavsnitt(värld, paragraf)
    assert "anmäler jäv" in avsnitt
    assert "deltar i överläggningen men inte i beslutet" in avsnitt


def test_den_egna_paragrafen_säger_att_jävet_inte_gäller(samlat: Mötesvärld) -> None:
    värld = samlat
    rad = anmäl(värld, "Ingrid", Grund.SÄRSKILD_OMSTÄNDIGHET, punkt=värld.punkter[1])
    undanta(värld, rad, Undantag.ANNAN_NÄMND, "Satt i byggnadsnämnden 2025")

    egen = jäv.anmäl_i_egen_paragraf(protokoll=värld.protokoll, av=värld.sekreterare)

    text = egen.beslut.get().text
    assert text.startswith("Ingrid Norrsund (S) uppger en omständighet som kan vara jäv i ärendet")
    assert text.endswith("Ingrid Norrsund deltar i handläggningen.")
    assert "byggnadsnämnden" not in text


def test_skäl_och_undantag_hör_ihop(samlat: Mötesvärld) -> None:
    rad = anmäl(samlat, "Ingrid", Grund.PART, punkt=samlat.punkter[1])
    with pytest.raises(FelJäv, match="varför"):
        undanta(samlat, rad, Undantag.SAKNAR_BETYDELSE, "  ")
    with pytest.raises(FelJäv, match="inte i organet"):
        jäv.tillämpa_undantag(jäv=rad, undantag="påhittat", skäl="x", av=samlat.sekreterare)
    with pytest.raises(IntegrityError), transaction.atomic():
        Jäv.objects.filter(pk=rad.pk).update(undantag_skäl="utan undantag")
    with pytest.raises(IntegrityError), transaction.atomic():
        Jäv.objects.filter(pk=rad.pk).update(undantag="annan_namnd")


def test_bara_organets_sekreterare_prövar_jävet(samlat: Mötesvärld) -> None:
    rad = anmäl(samlat, "Ingrid", Grund.PART, punkt=samlat.punkter[1])
    annan = med_roll(Roll.NÄMNDSEKRETERARE, MyndighetFactory())
    for av in (annan, samlat.konto("Bo")):
        with pytest.raises(PermissionDenied):
            jäv.tillämpa_undantag(jäv=rad, undantag="saknar_betydelse", skäl="x", av=av)
    undanta(samlat, rad, Undantag.SAKNAR_BETYDELSE)


def test_sidan_prövar_undantaget_och_säger_varför(samlat: Mötesvärld) -> None:
    värld, paragraf = samlat, upp(samlat)
    klient = Client()
    klient.force_login(värld.sekreterare)
    pk, mötet = värld.protokoll.pk, reverse("protokoll:mote", args=[värld.protokoll.pk])
    assert "pröva ett undantag" not in klient.get(mötet).content.decode()
    rad = anmäl(värld, "Ingrid", Grund.PART, paragraf=paragraf)
    sida = klient.get(mötet).content.decode()
    assert "pröva ett undantag" in sida
    assert Undantag.SAKNAR_BETYDELSE.regel.lagtext in sida
    adress = reverse("protokoll:undanta_jav", args=[pk])

    data = {"jäv": rad.pk, "undantag": Undantag.KOMMUNALT_BOLAG.kod, "skäl": BOLAGET}
    svar = klient.post(adress, data)
    assert svar.status_code == 422
    assert "gäller inte jävsgrunden" in svar.content.decode()
    assert f'value="{BOLAGET}"' in svar.content.decode()
    utan_skäl = klient.post(adress, data | {"skäl": ""})
    assert utan_skäl.status_code == 422

    svar = klient.post(adress, data | {"undantag": Undantag.SAKNAR_BETYDELSE.kod})
    assert svar.status_code == 302
    sida = klient.get(mötet).content.decode()
    assert "Inte jäv" in sida
    assert "5 av 5 tjänstgör" in sida
    klient.post(reverse("protokoll:ta_bort_undantag", args=[pk, rad.pk]))
    assert "4 av 5 tjänstgör" in klient.get(mötet).content.decode()

    främmande = kallat_möte()
    främmande.samla()
    annans = anmäl(främmande, "Ingrid", Grund.PART, punkt=främmande.punkter[1])
    assert klient.post(adress, data | {"jäv": annans.pk}).status_code == 422
    svar = klient.post(reverse("protokoll:ta_bort_undantag", args=[pk, annans.pk]))
    assert svar.status_code == 404


def test_filen_har_bara_dem_som_var_jäviga(samlat: Mötesvärld, tmp_path: Path) -> None:
    värld, paragraf = samlat, upp(samlat)
    rad = anmäl(värld, "Ingrid", Grund.PART, paragraf=paragraf)
    anmäl(värld, "Märta", Grund.PART, paragraf=paragraf)
    undanta(värld, rad, Undantag.SAKNAR_BETYDELSE)
    beslut.besluta(paragraf=paragraf, utfall="bifall", av=värld.sekreterare)

    utläsning.exportera(
        sammanträde=värld.sammanträde, katalog=tmp_path / "ut", av=systemanvändare()
    )

    fil = yaml.safe_load(next((tmp_path / "ut").glob("*.y*ml")).read_text("utf-8"))
    jäviga = [j["namn"] for p in fil["paragrafer"] for j in p.get("jav", [])]
    assert jäviga == ["Märta Lindéngård"]
