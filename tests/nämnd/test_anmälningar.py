"""Anmälningspunkten: hämta beslut, brådskande av sig själva, meddelanden, förteckningen."""

import io
from datetime import date, timedelta
from typing import Any

import pikepdf
import pypdfium2
import pytest
from django.core.exceptions import PermissionDenied
from django.core.management import call_command
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format

from konton.models import Roll
from konton.services.system import systemanvändare
from nämnd import anmälningslista
from nämnd.models import (
    Anmälningslista,
    Anmältbeslut,
    Kallelse,
    Organ,
    Punkt,
    Sammanträde,
    Utskottsanmälan,
)
from nämnd.services import anmälningar, föredragningslista, sammanträden
from nämnd.services import kallelse as kallelsetjänst
from nämnd.services.föredragningslista import Listfel
from nämnd.services.kallelse import Kallelsefel
from tests.factories import nämnd as nämnder
from tests.factories import ärenden as ärendefabrik
from tests.factories.delegation import Delegationen, kör
from tests.factories.konton import med_roll
from tests.pdf.prov import kräv_helt_träd
from tests.verapdf import kräv
from ärenden.models import Delegationsbeslut, Handling, Jobb
from ärenden.pdf import rendera_pdf

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

OSL = "OSL 26 kap. 1 §"


def idag() -> date:
    return timezone.localdate()


class Värld(Delegationen):
    """Delegationen med ett organ, ett möte om två veckor och en anmälningspunkt."""

    def __init__(self) -> None:
        super().__init__()
        self.organ: Organ = nämnder.OrganFactory(myndighet=self.myndighet, namn="Socialnämnden")
        self.av = self.sekreterare
        self.möte: Sammanträde = nämnder.möte(self.organ, av=self.av)
        self.anmälan = self.ny_punkt("Anmälan av delegationsbeslut")

    def ny_punkt(self, rubrik: str, slag: str = "anmalan") -> Punkt:
        return föredragningslista.lägg_till_punkt(
            sammanträde=self.möte, rubrik=rubrik, slag=slag, av=self.av
        )

    def hämta(self, till: date | None = None) -> int:
        return anmälningar.hämta_beslut(punkt=self.anmälan, till=till or idag(), av=self.av)

    @property
    def lista(self) -> Anmälningslista:
        return Anmälningslista.objects.select_related("jobb", "papper__fil").get(punkt=self.anmälan)

    def skriv(self) -> str:
        """Förteckningens text, som arbetaren skriver den."""
        jobb = kör(self.lista.jobb)
        assert (jobb.status, jobb.fel) == (Jobb.Status.KLART, "")
        return text_i(self.lista.papper.fil.läs())

    def stopp(self) -> list[str]:
        self.möte.refresh_from_db()
        return [h.text for h in kallelsetjänst.hinder(self.möte)]


def text_i(innehåll: bytes) -> str:
    sidor = pypdfium2.PdfDocument(io.BytesIO(innehåll))
    text = " ".join(s.get_textpage().get_text_range() for s in sidor)
    return " ".join(text.replace("\x02", "").split())


@pytest.fixture
def v() -> Värld:
    return Värld()


# --- Delegationsbesluten -------------------------------------------------------------------------


def test_hämtar_det_som_inte_står_på_någon_lista(v: Värld) -> None:
    gammalt = v.beslut(beslutsdag=idag() - timedelta(days=9))
    nytt, anmäls_inte = v.beslut(beslutsdag=idag()), v.beslut("2.2")
    annan = Delegationen().beslut()

    assert v.hämta(till=idag() - timedelta(days=5)) == 1
    assert v.hämta() == 1
    assert v.hämta() == 0

    assert {r.beslut for r in v.anmälan.anmälda_beslut.all()} == {gammalt, nytt}
    for beslut, dag in (
        (gammalt, v.möte.datum), (nytt, v.möte.datum), (anmäls_inte, None), (annan, None)
    ):  # fmt: skip  # en tabell
        beslut.refresh_from_db()
        assert beslut.anmäld_dag == dag


def test_listan_till_närmaste_mötet_påminner_om_det_som_väntar(v: Värld) -> None:
    v.beslut(beslutsdag=idag() - timedelta(days=9))
    v.beslut(beslutsdag=idag() - timedelta(days=8))
    därefter = nämnder.möte(v.organ, av=v.av, datum=v.möte.datum + timedelta(days=30))
    klient = Client()
    klient.force_login(v.av)

    def sidan(möte: Sammanträde) -> str:
        adress = reverse("namnd:foredragningslista", args=[möte.pk])
        return klient.get(adress).content.decode()

    text = sidan(v.möte)
    assert "2 delegationsbeslut väntar på att anmälas" in text
    assert f'href="{reverse("namnd:anmalningar", args=[v.anmälan.pk])}"' in text
    assert "väntar på att anmälas" not in sidan(därefter)
    v.hämta()
    assert "väntar på att anmälas" not in sidan(v.möte)


def test_ett_beslut_anmäls_en_gång(v: Värld) -> None:
    beslut = v.beslut()
    v.hämta()
    annat = nämnder.möte(v.organ, av=v.av)
    punkt = föredragningslista.lägg_till_punkt(
        sammanträde=annat, rubrik="Anmälan", slag="anmalan", av=v.av
    )

    assert anmälningar.hämta_beslut(punkt=punkt, till=idag(), av=v.av) == 0
    with pytest.raises(IntegrityError), transaction.atomic():
        Anmältbeslut.objects.create(punkt=punkt, beslut=beslut)


@pytest.mark.parametrize("hur", ["raden", "punkten", "inställt"])
def test_det_som_tas_bort_väntar_igen(v: Värld, hur: str) -> None:
    beslut = v.beslut()
    v.hämta()

    if hur == "raden":
        anmälningar.ta_bort_beslut(rad=v.anmälan.anmälda_beslut.get(), av=v.av)
        assert not Anmälningslista.objects.exists()
    elif hur == "punkten":
        föredragningslista.ta_bort_punkt(punkt=v.anmälan, av=v.av)
    else:
        sammanträden.ställ_in(sammanträde=v.möte, skäl="Sjukdom", av=v.av)

    beslut.refresh_from_db()
    assert beslut.anmäld_dag is None
    assert not Anmältbeslut.objects.exists()
    assert list(Delegationsbeslut.objects.oanmälda()) == [beslut]


def test_flyttat_möte_flyttar_anmälans_dag(v: Värld) -> None:
    beslut = v.beslut()
    v.hämta()
    dag = v.möte.datum + timedelta(days=7)

    sammanträden.flytta_sammanträde(
        sammanträde=v.möte, datum=dag, från=timezone.localtime().time(), plats="Viken", av=v.av
    )

    beslut.refresh_from_db()
    assert beslut.anmäld_dag == dag


def test_flyttat_möte_har_sin_nya_dag_i_förteckningen(v: Värld) -> None:
    v.beslut()
    v.hämta()
    v.skriv()
    förr = v.lista.papper.fil
    dag = v.möte.datum + timedelta(days=7)

    sammanträden.flytta_sammanträde(
        sammanträde=v.möte, datum=dag, från=timezone.localtime().time(), plats="Viken", av=v.av
    )
    v.skriv()

    ny = date_format(dag, "j F Y")
    assert v.lista.papper.rubrik.endswith(ny)
    assert v.lista.papper.filnamn == f"forteckning-{dag}.pdf"
    assert v.lista.papper.fil != förr
    assert ny in pypdfium2.PdfDocument(v.lista.papper.fil.läs())[0].get_textpage().get_text_range()


def test_delegatens_rubrik_står_inte_ensam_sist_på_sidan() -> None:
    beslut = [
        anmälningslista.Beslut(
            delegat=f"Delegat {n:02}",
            titel="chef",
            år=2026,
            nummer=10 * n + m,
            dnr=f"SN 2026/{n}",
            dag=date(2026, 11, 2),
            punkt="1.1",
            text="Avtal om lokal" * (1 + n % 3),
            brådskande=False,
            fotnot="",
        )
        for n in range(1, 45)
        for m in range(1 + n % 4)
    ]
    lista = anmälningslista.bygg(
        titel="Förteckning",
        kommun="Viken",
        organ="Nämnden",
        dag_text="2 november 2026",
        rubrik="Anmälan",
        beslut=beslut,
        utskott=[],
        inkommet=[],
    )

    pdf = pypdfium2.PdfDocument(rendera_pdf(anmälningar.MALL, lista).innehåll)

    assert len(pdf) > 5
    for nr in range(len(pdf)):
        text = pdf[nr].get_textpage().get_text_range()
        sista = max(text.rfind("Delegat "), 0)
        assert "2026-11-02" in text[sista:], f"sida {nr + 1}"


def test_bara_på_nämndens_anmälningspunkt_och_av_sekreteraren(v: Värld) -> None:
    v.beslut()
    info = v.ny_punkt("Information", "information")
    with pytest.raises(Listfel, match="slaget anmälan"):
        anmälningar.hämta_beslut(punkt=info, till=idag(), av=v.av)
    with pytest.raises(PermissionDenied):
        anmälningar.hämta_beslut(punkt=v.anmälan, till=idag(), av=v.utredare)
    v.organ.typ = Organ.Typ.UTSKOTT
    v.organ.save()
    with pytest.raises(Listfel, match="anmäls till nämnden"):
        v.hämta()
    assert not Anmältbeslut.objects.exists()

    v.organ.typ = Organ.Typ.NÄMND
    v.organ.save()
    assert v.hämta() == 1


def test_ett_pågående_möte_ändras_inte(v: Värld) -> None:
    v.beslut()
    Sammanträde.objects.filter(pk=v.möte.pk).update(status=Sammanträde.Status.PÅGÅR)

    with pytest.raises(Listfel, match="pågår"):
        v.hämta()


# --- Brådskande (KL 6:39, 6:40) ------------------------------------------------------------------


def test_KL_6_40_brådskande_beslut_hindrar_kallelsen_tills_det_står_på_listan(v: Värld) -> None:
    v.beslut()
    assert v.stopp() == []
    beslut = v.brådskande()

    (hinder,) = kallelsetjänst.hinder(v.möte)
    assert (hinder.punkt, beslut.beteckning in hinder.text) == (v.anmälan.pk, True)
    assert "6 kap. 40 § andra stycket" in hinder.lagrum
    with pytest.raises(Kallelsefel, match="Brådskande beslut"):
        kallelsetjänst.skapa_kallelse(sammanträde=v.möte, av=v.av)

    v.hämta()
    assert v.stopp() == ["Förteckningen skrivs just nu. Vänta tills den är klar."]


@pytest.mark.parametrize(
    ("andra_mötet", "hindrar"),
    [
        pytest.param({"dagar": 7}, False, id="KL 6:40 ett tidigare möte är nästa"),
        pytest.param({"dagar": 7, "status": "installt"}, True, id="KL 6:40 det tidigare inställt"),
        pytest.param({"dagar": -1, "status": "avslutat"}, True, id="KL 6:40 det tidigare hållet"),
        pytest.param({"dagar": -1}, True, id="KL 6:40 det tidigare aldrig öppnat"),
        pytest.param({"dagar": 21}, True, id="KL 6:40 det andra är senare"),
    ],
)
def test_KL_6_40_bara_nästa_sammanträde(
    v: Värld, andra_mötet: dict[str, Any], hindrar: bool
) -> None:
    v.brådskande(beslutsdag=idag() - timedelta(days=3))
    annat = nämnder.möte(v.organ, av=v.av, datum=idag() + timedelta(days=andra_mötet["dagar"]))
    if "status" in andra_mötet:
        Sammanträde.objects.filter(pk=annat.pk).update(status=andra_mötet["status"])

    assert any("Brådskande" in text for text in v.stopp()) is hindrar


def test_brådskande_hindrar_inte_ett_utskott_eller_en_annan_nämnd(v: Värld) -> None:
    v.brådskande()
    for organ in (
        nämnder.OrganFactory(myndighet=v.myndighet, typ=Organ.Typ.UTSKOTT),
        nämnder.OrganFactory(),
    ):
        möte = nämnder.möte(organ, av=nämnder.sekreterare_i(organ))
        assert not anmälningar.brådskande_som_saknas(möte).exists()
    assert anmälningar.brådskande_som_saknas(v.möte).exists()


def test_brådskande_kommer_till_nästa_lista_av_sig_självt(v: Värld) -> None:
    vanligt, brådskande = v.beslut(), v.brådskande()

    call_command("ta_upp_bradskande")
    call_command("ta_upp_bradskande")

    assert [r.beslut for r in v.anmälan.anmälda_beslut.all()] == [brådskande]
    vanligt.refresh_from_db()
    assert vanligt.anmäld_dag is None
    assert v.lista.jobb.av == systemanvändare()


def test_brådskande_får_en_punkt_om_listan_saknar_en(v: Värld) -> None:
    föredragningslista.ta_bort_punkt(punkt=v.anmälan, av=v.av)
    v.brådskande()
    (text,) = [h.text for h in kallelsetjänst.hinder(v.möte) if h.lagrum]
    assert "Lägg till en punkt" in text

    assert anmälningar.ta_upp_alla_brådskande(av=systemanvändare()) == 1

    punkt = v.möte.punkter.get(slag=Punkt.Slag.ANMÄLAN)
    assert punkt.rubrik == "Anmälan av delegationsbeslut"
    assert punkt.anmälda_beslut.count() == 1


# --- Utskott och meddelanden ---------------------------------------------------------------------


def utskott(v: Värld, **fält: Any) -> Utskottsanmälan:
    uppgifter = {
        "organ": "Socialnämndens arbetsutskott", "datum": date(2021, 5, 26),
        "från_paragraf": 144, "till_paragraf": 182,
    }  # fmt: skip  # en rad
    return anmälningar.lägg_till_utskott(punkt=v.anmälan, av=v.av, **(uppgifter | fält))


def test_utskottets_protokoll_läggs_till_och_tas_bort(v: Värld) -> None:
    rad = utskott(v)
    with pytest.raises(Listfel, match="redan på punkten"):
        utskott(v)
    with pytest.raises(Listfel, match="före den första"):
        utskott(v, från_paragraf=9, till_paragraf=8)
    assert v.anmälan.utskottsanmälningar.get() == rad

    anmälningar.ta_bort_utskott(rad=rad, av=v.av)

    assert not v.anmälan.utskottsanmälningar.exists()


def test_bara_inkomna_synliga_och_inte_redan_meddelade_kan_väljas(v: Värld) -> None:
    öppen = v.inkommen("Beslut om tillsyn")
    v.inkommen("Eget svar", riktning=Handling.Riktning.UTGÅENDE)
    hemlig = v.inkommen("Anmälan om N.N.", sekretess_lagrum=OSL)
    ärendefabrik.handling(ärendefabrik.ärende(), motpart="Länsstyrelsen")
    handläggare = med_roll(Roll.HANDLÄGGARE, v.myndighet)

    assert set(anmälningar.valbara_meddelanden(v.anmälan, v.av)) == {öppen, hemlig}
    assert set(anmälningar.valbara_meddelanden(v.anmälan, handläggare)) == {öppen}
    anmälningar.lägg_till_meddelanden(punkt=v.anmälan, handlingar=[öppen], av=v.av)
    assert set(anmälningar.valbara_meddelanden(v.anmälan, v.av)) == {hemlig}
    with pytest.raises(Listfel, match="redan meddelad"):
        anmälningar.lägg_till_meddelanden(punkt=v.anmälan, handlingar=[öppen, hemlig], av=v.av)
    assert [m.handling for m in v.anmälan.meddelanden.all()] == [öppen]


# --- Förteckningen -------------------------------------------------------------------------------


@pytest.mark.slow
@pytest.mark.krav("DELEG-LIST")
@pytest.mark.krav("DELEG-URGENT")
def test_förteckningen_har_grupper_spann_noter_och_utskott(v: Värld) -> None:
    for rubrik in ("Krogen", "Kryddan", "Kajen"):
        v.beslut(rubrik=rubrik)
    brådskande = v.brådskande(rubrik="Avtal om jour")
    utskott(v, fotnot="Utom § 150.")
    v.hämta()
    rad = v.anmälan.anmälda_beslut.get(beslut__rubrik="Kajen")
    anmälningar.sätt_fotnot(rad=rad, text="Överklagat.", av=v.av)

    text = v.skriv()

    år = brådskande.år
    for väntat in (
        f"{v.utredare.person.namn}, Utredare",
        f"Nummer 1-3/{år}",
        f"{v.ordförande.namn}, Ordförande",
        f"Nummer 1/{år}",
        v.ärende.beteckning,
        brådskande.beslutsdag.isoformat(),
        "Krogen",
        "(brådskande beslut, 6 kap. 39 § kommunallagen)",
        "2021-05-26 § 144—182",
        "1 Överklagat.",
        "2 Utom § 150.",
    ):
        assert väntat in text, väntat
    innehåll = v.lista.papper.fil.läs()
    kräv(innehåll)
    kräv_helt_träd(pikepdf.open(io.BytesIO(innehåll)))
    assert v.lista.papper.fil.egen
    assert v.stopp() == []


@pytest.mark.slow
@pytest.mark.krav("MSG-LIST")
@pytest.mark.krav("ANM-LIST")
def test_meddelandena_grupperas_bokstaveras_och_hemligt_maskeras(v: Värld) -> None:
    valda = [
        v.inkommen("Dom i mål 12-26", motpart="Förvaltningsrätten"),
        v.inkommen("Rapport om barnet N.N.", motpart="Modern M.M.", sekretess_lagrum=OSL,
                   offentlig_rubrik="Rapport", offentlig_motpart="Enskild"),
        v.inkommen("Yttrande om O.O.", motpart="Fadern", sekretess_lagrum=OSL),
        v.inkommen("Cirkulär", motpart="Förvaltningsrätten"),
    ]  # fmt: skip  # en handling per rad
    anmälningar.lägg_till_meddelanden(punkt=v.anmälan, handlingar=valda, av=v.av)

    text = v.skriv()

    dnr = v.ärende.beteckning
    dag = idag().isoformat()
    assert f"Enskild a) Rapport, dnr {dnr}, inkom {dag}" in text
    assert f"Förvaltningsrätten b) Cirkulär, dnr {dnr}, inkom {dag} c) Dom i mål 12-26" in text
    assert "d) Redovisas inte med hänvisning till sekretess" in text
    for hemligt in ("N.N.", "M.M.", "O.O.", "Modern", "Fadern"):
        assert hemligt not in text
    kräv(v.lista.papper.fil.läs())


def test_hemliga_beslut_står_med_offentlig_rubrik(v: Värld) -> None:
    hemligt = ärendefabrik.ärende(
        v.myndighet, sekretess_lagrum=OSL, offentlig_rubrik="Enskild", handläggare=v.utredare
    )
    v.beslut(ärende=hemligt, rubrik="Bistånd åt N.N.", offentlig_rubrik="Bistånd")
    v.beslut(rubrik="Stöd till M.M.", offentlig_rubrik="Stöd", sekretess_lagrum=OSL)
    v.hämta()

    lista = anmälningar.förteckning(v.anmälan)

    assert [r.text for g in lista.delegater for r in g.rader] == ["Bistånd", "Stöd"]
    assert "N.N." not in str(v.lista.underlag)
    assert "M.M." not in str(v.lista.underlag)


def test_förteckningen_följer_med_i_kallelsens_paket_och_byts_ut(v: Värld) -> None:
    v.beslut(rubrik="Krogen")
    v.hämta()
    v.skriv()
    papper = v.lista.papper
    assert papper.punkt == v.anmälan
    assert v.stopp() == []
    kallelse = nämnder.färdigt_utkast(v.möte, av=v.av)
    assert kallelsetjänst.hinder_att_utfärda(kallelse) == ""

    v.beslut(rubrik="Kryddan")
    v.hämta()
    text = v.skriv()

    assert "Kryddan" in text
    assert v.anmälan.handlingar.get() == papper
    kallelse = Kallelse.objects.get(pk=kallelse.pk)
    assert "Listan har ändrats" in kallelsetjänst.hinder_att_utfärda(kallelse)


def test_ett_äldre_jobb_skriver_inte_över_det_nya(v: Värld) -> None:
    v.beslut(rubrik="Krogen")
    v.hämta()
    gammalt = v.lista.jobb
    v.beslut(rubrik="Kryddan")
    v.hämta()

    kör(gammalt)
    assert v.lista.papper is None
    assert "Kryddan" in v.skriv()
    gammalt.refresh_from_db()
    assert gammalt.status == Jobb.Status.KLART


def test_jobb_efter_mötets_början_ger_ett_fel_som_syns(v: Värld) -> None:
    v.beslut()
    v.hämta()
    Sammanträde.objects.filter(pk=v.möte.pk).update(status=Sammanträde.Status.PÅGÅR)

    jobb = kör(v.lista.jobb)

    assert (jobb.status, "pågår" in jobb.fel) == (Jobb.Status.MISSLYCKAT, True)
    assert v.lista.papper is None


def test_borttaget_papper_hindrar_tills_det_skrivs_om(v: Värld) -> None:
    v.beslut()
    v.hämta()
    v.skriv()
    föredragningslista.ta_bort_handling(handling=v.lista.papper, av=v.av)
    assert v.stopp() == ["Förteckningens papper är borttaget. Skriv om den."]

    anmälningar.skriv_om(punkt=v.anmälan, av=v.av)
    v.skriv()

    assert v.stopp() == []


def test_underlaget_överlever_json(v: Värld) -> None:
    v.beslut()
    utskott(v, fotnot="Not")
    anmälningar.lägg_till_meddelanden(punkt=v.anmälan, handlingar=[v.inkommen()], av=v.av)
    v.hämta()

    assert anmälningslista.ur_json(v.lista.underlag) == anmälningar.förteckning(v.anmälan)


@pytest.mark.parametrize("antal", [1, 8])
def test_förteckningen_har_samma_antal_frågor(
    v: Värld, antal: int, django_assert_num_queries: Any
) -> None:
    for nr in range(antal):
        v.beslut(rubrik=f"Beslut {nr}")
    anmälningar.lägg_till_meddelanden(
        punkt=v.anmälan, handlingar=[v.inkommen(f"Brev {n}") for n in range(antal)], av=v.av
    )
    v.hämta()
    punkt = Punkt.objects.select_related("sammanträde__organ__myndighet__kommun").get(
        pk=v.anmälan.pk
    )

    with django_assert_num_queries(3):
        anmälningar.förteckning(punkt)
