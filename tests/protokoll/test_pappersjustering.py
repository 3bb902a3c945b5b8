"""På papper: vägran per paragraf, och att fortsätta dit från elektronisk justering (KL 5:69)."""

from datetime import date, datetime, time, timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from konton.models import Roll
from protokoll import pappersjustering as lagen
from protokoll.models import (
    Justering,
    Justeringsregel,
    Paragraf,
    Paragrafsvar,
    Underskrift,
    Underskriftsbegäran,
)
from protokoll.pappersjustering import Läge, Väntad
from protokoll.services import fritext, justering, larm, pappersjustering
from protokoll.services.justeringsfel import (
    FelSkede,
    FelUppladdning,
    KanInteBytas,
    RedanUnderskriven,
    SkälSaknas,
    TextenLåst,
)
from protokoll.services.justeringsläge import ej_justerade, granska
from publikt.models import Anslag as Tavelanslag
from tests import verapdf
from tests.factories import justering as fabrik
from tests.factories import ärenden
from tests.factories.konton import med_roll
from tests.factories.protokoll import Mötesvärld, lägg_ärende
from tests.minne import mindes
from tests.protokoll.test_försegling import text as pdftext
from tests.protokoll.test_justering import konto, rad
from tests.protokoll.test_justeringssidor import som, text, url

pytestmark = pytest.mark.slow

Som = Underskrift.Som
SKÄL = "Så beslutades inte."


@pytest.mark.parametrize(
    ("läge", "hinder"),
    [
        pytest.param(Läge(), "", id="KL 5:69 pågår elektroniskt"),
        pytest.param(Läge(pågår=False), "klar", id="KL 5:69 redan justerat"),
        pytest.param(Läge(på_papper=True), "redan på papper", id="KL 5:69 redan på papper"),
        pytest.param(Läge(i_tjänst=["Bo"]), "Bo har en påbörjad", id="KL 5:69 skriver under nu"),
    ],
)
def test_när_justeringen_kan_fortsätta_på_papper(läge: Läge, hinder: str) -> None:
    assert hinder in lagen.hinder_för_byte(läge)
    assert bool(lagen.hinder_för_byte(läge)) == bool(hinder)


ANN, BO = Väntad(1, "Ann"), Väntad(2, "Bo", vägrar_allt=True)


@pytest.mark.parametrize(
    ("skrivit", "saknas", "motsägs"),
    [
        pytest.param({1}, (), (), id="KL 5:69 en skrev, en vägrade allt"),
        pytest.param(set(), ("Ann",), (), id="KL 5:69 den som varken skrev eller vägrade"),
        pytest.param({1, 2}, (), ("Bo",), id="KL 5:69 kan inte både vägra allt och skriva"),
    ],
)
def test_vad_pappret_ska_bära(
    skrivit: set[int], saknas: tuple[str, ...], motsägs: tuple[str, ...]
) -> None:
    assert lagen.saknas([ANN, BO], skrivit) == saknas
    assert lagen.motsägs([ANN, BO], skrivit) == motsägs


@pytest.mark.parametrize(
    ("elektroniska", "väntat"),
    [
        pytest.param([], date(2026, 3, 20), id="KL 8:12 bara papper"),
        pytest.param([date(2026, 3, 19)], date(2026, 3, 20), id="KL 8:12 pappret sist"),
        pytest.param([date(2026, 3, 22)], date(2026, 3, 22), id="KL 8:12 elektroniskt sist"),
    ],
)
def test_dagen_då_den_sista_skrev_under(elektroniska: list[date], väntat: date) -> None:
    assert lagen.justerad_dag(date(2026, 3, 20), elektroniska) == väntat


@pytest.fixture
@mindes
def papper(värld: Mötesvärld) -> Justering:
    return fabrik.till_justering(värld, metod="papper")


def två() -> Paragraf:
    return Paragraf.objects.get(nummer=2)


def vägra(värld: Mötesvärld, j: Justering, paragrafer: list[int] | None = None, **val: Any):
    return pappersjustering.anteckna_vägran(
        **{
            "underskrift": rad(j, Som.JUSTERARE),
            "paragrafer": [två().pk] if paragrafer is None else paragrafer,
            "skäl": SKÄL,
            "av": värld.sekreterare,
        }
        | val
    )


def ladda_upp(värld: Mötesvärld, j: Justering, skrivit: list[Underskrift], **val: Any) -> Justering:
    return pappersjustering.justera_på_papper(
        **{
            "justering": j,
            "innehåll": ärenden.pdf(märke="underskrivet"),
            "filnamn": "skannat.pdf",
            "dag": värld.sammanträde.datum + timedelta(days=3),
            "skrivit": [u.pk for u in skrivit],
            "av": värld.sekreterare,
        }
        | val
    )


def test_allmänheten_får_den_taggade_texten_och_inte_bilden_av_pappret(
    värld: Mötesvärld, papper: Justering
) -> None:
    """12 § lagen 2018:1937: en skannad sida läser inget hjälpmedel upp."""
    Justeringsregel.objects.create(organ=värld.organ, publicerar_protokoll=True)
    j = ladda_upp(värld, papper, list(papper.underskrifter.all()))
    tavlan = Tavelanslag.objects.get()
    assert (tavlan.är_uppe, tavlan.protokoll) == (True, None)

    j = fabrik.försegla(j)

    tavlan.refresh_from_db()
    assert tavlan.protokoll.sha256 == j.offentlig_fil.sha256 != j.fil.sha256
    innehåll = j.offentlig_fil.läs()
    läst = pdftext(innehåll)
    assert läst.count("Underskrivet på papper 2026-03-21") == papper.underskrifter.count()
    assert (
        "Justerat på papper 2026-03-21. Det undertecknade pappret är originalet och förvaras hos "
        "kommunen: Socialkontoret, Storgatan 1." in läst
    )
    verapdf.kräv(innehåll)


def test_pappret_som_läses_in_för_sent_larmar_på_hem(värld: Mötesvärld, papper: Justering) -> None:
    """KL 8:12: senast andra dagen efter det att protokollet har justerats."""
    ladda_upp(värld, papper, list(papper.underskrifter.all()))

    (varning,) = papper.anslag.get().varningar
    assert "senast den 23 mars 2026" in varning
    klient = som(värld.sekreterare)
    hem = text(klient.get(reverse("hem")))
    assert "Anslaget kom upp för sent" in hem
    assert "Justeringen skulle ha tillkännagetts senast den 23 mars 2026." in hem
    assert "8 kap. 12 § kommunallagen" in hem
    assert larm.sena_anslag(med_roll(Roll.NÄMNDSEKRETERARE)) == []
    assert "för sent" not in text(som(värld.konto("Bo")).get(reverse("hem")))


def test_en_vägrad_paragraf_blir_inte_justerad(värld: Mötesvärld, papper: Justering) -> None:
    vägra(värld, papper)

    j = ladda_upp(värld, papper, list(papper.underskrifter.all()))

    assert [(v.namn, v.paragrafnummer, v.skäl) for v in j.vägran.all()] == [
        ("Bo Ekfalk", "2", SKÄL)
    ]
    assert [p.nummer for p in ej_justerade(j)] == [2]
    assert {u.status for u in j.underskrifter.all()} == {"underskriven"}
    assert granska(j) == []
    assert fabrik.försegla(j).anslag.get().paragrafer == "1, 3"


def test_den_som_vägrar_allt_skriver_inte_under(värld: Mötesvärld, papper: Justering) -> None:
    vägra(värld, papper, [p.pk for p in Paragraf.objects.order_by("ordning")])
    alla = list(papper.underskrifter.all())
    bo = rad(papper, Som.JUSTERARE)
    with pytest.raises(FelUppladdning, match="vägrat justera allt"):
        ladda_upp(värld, papper, alla)

    j = ladda_upp(värld, papper, [u for u in alla if u != bo])

    bo.refresh_from_db()
    assert bo.status == "vagrad"
    assert j.vägran.count() == 3
    assert not fabrik.försegla(j).anslag.exists()


def test_en_anteckning_går_att_ta_bort_före_uppladdningen(
    värld: Mötesvärld, papper: Justering
) -> None:
    (svar,) = vägra(värld, papper)
    with pytest.raises(PermissionDenied):
        pappersjustering.ta_bort_vägran(svar=svar, av=värld.konto("Bo"))
    pappersjustering.ta_bort_vägran(svar=svar, av=värld.sekreterare)
    assert not Paragrafsvar.objects.exists()

    (svar,) = vägra(värld, papper)
    ladda_upp(värld, papper, list(papper.underskrifter.all()))
    with pytest.raises(FelSkede, match="redan gjord"):
        pappersjustering.ta_bort_vägran(svar=svar, av=värld.sekreterare)


def test_bara_det_som_kan_vägras_antecknas(värld: Mötesvärld, papper: Justering) -> None:
    for annan in (värld.konto("Bo"), med_roll(Roll.NÄMNDSEKRETERARE)):
        with pytest.raises(PermissionDenied):
            vägra(värld, papper, av=annan)
    with pytest.raises(SkälSaknas, match="varför Bo Ekfalk"):
        vägra(värld, papper, skäl=" ")
    for paragrafer in ([], [två().pk, 999_999]):
        with pytest.raises(FelSkede, match="Välj bland"):
            vägra(värld, papper, paragrafer)
    with pytest.raises(FelSkede, match="Välj bland"):
        vägra(värld, papper, underskrift=rad(papper, Som.SEKRETERARE))


# --- Byta från elektronisk justering -----------------------------------------------------------


@pytest.fixture
@mindes
def till(värld: Mötesvärld) -> Justering:
    return fabrik.till_justering(värld)


def byt(värld: Mötesvärld, j: Justering) -> Justering:
    return pappersjustering.byt_till_papper(justering=j, av=värld.sekreterare)


def test_den_som_redan_skrivit_under_gör_det_inte_igen(värld: Mötesvärld, till: Justering) -> None:
    dag = värld.sammanträde.datum + timedelta(days=5)
    nu = timezone.make_aware(datetime.combine(dag, time(9)))
    ordföranden = fabrik.skriv_under(rad(till, Som.ORDFÖRANDE), nu)

    j = byt(värld, till)

    assert (j.metod, j.status) == ("papper", "pagar")
    assert "Bytt till papper" in j.varningar[0]
    bo = rad(j, Som.JUSTERARE)
    with pytest.raises(FelSkede, match="på papper"):
        justering.underteckna(underskrift=bo, av=konto(bo), färsk_andra_faktor=True)
    with pytest.raises(FelSkede, match="på papper"):
        justering.skicka_om(justering=j, av=värld.sekreterare)
    with pytest.raises(TextenLåst):
        fritext.ändra(
            paragraf=två(), sammanfattning="Ny.", information="", version=två().version,
            av=värld.sekreterare,
        )  # fmt: skip  # läses som en rad
    with pytest.raises(RedanUnderskriven):
        vägra(värld, j, underskrift=ordföranden)

    j = ladda_upp(värld, j, list(j.underskrifter.filter(status="vantar")))

    assert [(u.som, u.metod) for u in j.underskrifter.order_by("ordning")] == [
        ("ordforande", "elektronisk"),
        ("justerare", "papper"),
        ("sekreterare", "papper"),
    ]
    # Pappret skrevs under dag tre, men den elektroniska underskriften är från dag fem.
    assert j.datum == dag
    assert granska(j) == []


def test_det_offentliga_säger_hur_det_gick_till(värld: Mötesvärld) -> None:
    lägg_ärende(värld, "Barn AA", lagrum="OSL 26 kap. 1 §", förslag=("Ansökan bifalls.",))
    till = fabrik.till_justering(värld)
    ordföranden = fabrik.skriv_under(rad(till, Som.ORDFÖRANDE))
    j = byt(värld, till)
    vägra(värld, j)

    j = ladda_upp(värld, j, list(j.underskrifter.filter(status="vantar")))

    läst = pdftext(fabrik.försegla(j).offentlig_fil.läs())
    assert "började elektroniskt och avslutades på papper" in läst
    assert f"{ordföranden.namn} skrev under elektroniskt" in läst
    assert "Underskrivet på papper 2026-03-" in läst
    assert "utom § 2" in läst
    # Filen förseglas innan anslaget sitter uppe: den säger det som är planerat.
    anslaget = läst.split("Anslag/bevis")[1]
    assert "Justeringen tillkännages på" in anslaget
    assert "Dagarna är de planerade" in anslaget
    assert "har tillkännagetts" not in anslaget


def test_bytet_kan_hindras_och_kräver_rätten(värld: Mötesvärld, till: Justering) -> None:
    bo = rad(till, Som.JUSTERARE)
    for annan in (konto(bo), med_roll(Roll.NÄMNDSEKRETERARE)):
        with pytest.raises(PermissionDenied):
            pappersjustering.byt_till_papper(justering=till, av=annan)
    begäran = Underskriftsbegäran.objects.create(
        underskrift=bo,
        tjänst="bankid",
        tjänstens_namn="BankID",
        text="Jag skriver under.",
        summa="0" * 64,
        begärd_av=konto(bo),
        begärd_tid=timezone.now(),
        fråga_från=timezone.now(),
    )
    with pytest.raises(KanInteBytas, match="Bo Ekfalk har en påbörjad"):
        byt(värld, till)
    Underskriftsbegäran.objects.filter(pk=begäran.pk).update(status="avbruten")
    byt(värld, till)
    with pytest.raises(KanInteBytas, match="redan på papper"):
        byt(värld, till)


def test_en_vägran_som_inte_hann_skrivas_under_följer_med(
    värld: Mötesvärld, till: Justering
) -> None:
    bo = rad(till, Som.JUSTERARE)
    justering.svara(
        underskrift=bo, paragraf=två(), svar=Paragrafsvar.Svar.VÄGRAR, text=SKÄL, av=konto(bo)
    )
    byt(värld, till)
    sida = text(som(värld.sekreterare).get(url("papper", till.pk)))
    assert SKÄL in sida

    j = ladda_upp(värld, till, list(till.underskrifter.all()))

    assert [p.nummer for p in ej_justerade(j)] == [2]


# --- Sidorna -----------------------------------------------------------------------------------


def test_sekreteraren_byter_antecknar_och_laddar_upp(värld: Mötesvärld, till: Justering) -> None:
    ordföranden = fabrik.skriv_under(rad(till, Som.ORDFÖRANDE))
    klient = som(värld.sekreterare)
    assert "Fortsätt på papper …" in text(klient.get(url("justeringen", till.pk)))
    sida = text(klient.get(url("till_papper", till.pk)))
    assert f"{ordföranden}, ordförande" in sida
    assert "5 kap. 69 § kommunallagen" in sida
    svar = klient.post(url("till_papper", till.pk), follow=True)
    assert "Bytt till papper" in text(svar)
    assert "Någon vägrar skriva under …" in text(svar)
    igen = klient.post(url("till_papper", till.pk))
    assert igen.status_code == 422
    assert "redan på papper" in text(igen)
    assert "<button" not in text(igen).split("bekrafta__oaterkalleligt")[1].split("</form>")[0]

    bo = rad(till, Som.JUSTERARE)
    utan = klient.post(url("pappersvagran", till.pk), {"vem": bo.pk, "paragrafer": [två().pk]})
    assert utan.status_code == 422
    assert "Skriv varför." in text(utan)
    val = {"vem": bo.pk, "paragrafer": [två().pk], "skäl": SKÄL}
    assert SKÄL in text(klient.post(url("pappersvagran", till.pk), val, follow=True))
    antecknad = Paragrafsvar.objects.get(svar="vagrar")
    klient.post(url("pappersvagran", till.pk), {"ta_bort": antecknad.pk})
    assert not Paragrafsvar.objects.filter(svar="vagrar").exists()
    assert klient.post(url("pappersvagran", till.pk), {"ta_bort": "x"}).status_code == 404
    klient.post(url("pappersvagran", till.pk), val)
    assert SKÄL in text(klient.get(url("justeringen", till.pk)))

    fil = SimpleUploadedFile("skannat.pdf", ärenden.pdf(), content_type="application/pdf")
    väntar = list(till.underskrifter.filter(status="vantar"))
    svar_ = klient.post(
        url("papper", till.pk),
        {"fil": fil, "dag": "2026-03-20", "skrivit": [u.pk for u in väntar]},
        follow=True,
    )
    assert "Protokollet är justerat." in text(svar_)
    assert "Bo Ekfalk vägrade justera §" in text(svar_)


def test_utan_papper_antecknas_ingen_vägran(värld: Mötesvärld, till: Justering) -> None:
    klient = som(värld.sekreterare)
    assert "den som vägrar svarar själv" in text(klient.get(url("pappersvagran", till.pk)))
    svar = klient.post(
        url("pappersvagran", till.pk),
        {"vem": rad(till, Som.JUSTERARE).pk, "paragrafer": [två().pk], "skäl": SKÄL},
    )
    assert svar.status_code == 422
    assert "justeras elektroniskt" in text(svar)
