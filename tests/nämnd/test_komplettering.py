"""Kompletteringen genom tjänsten och jobbet: filerna, numren, hemligheterna och felen."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pikepdf
import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format

from konton.models import Roll
from nämnd import documents
from nämnd.models import Kallelse, Kallelsefil, Organ, Punkt, Punkthandling, Sammanträde
from nämnd.services import föredragningslista, komplettering, publicering, sammanträden, utskick
from nämnd.services import kallelse as tjänst
from nämnd.services.kallelse import Kallelsefel
from nämnd.services.publicering import KanIntePubliceras
from nämnd.taggträd import som_lista
from tests.factories import nämnd as fabrik
from tests.factories.konton import med_roll
from tests.factories.ärenden import pdf
from tests.konton.faktor import styrk
from tests.minne import mindes
from tests.nämnd.test_kallelse import LAGRUM, Värld, allt, bokmärken, innehåll, sidtexter
from tests.pdf.prov import främmande
from tests.protokoll.test_dokument import text
from tests.verapdf import kräv
from ärenden import filer, händelsetyper
from ärenden.models import Händelse, Jobb
from ärenden.pdf import rendera_pdf

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
Slag = Kallelsefil.Slag
KOMPLETTERING = Kallelse.Slag.KOMPLETTERING


class Kompletterad(Värld):
    """Ett möte vars kallelse är utfärdad: två öppna punkter och en hemlig."""

    def __init__(self) -> None:
        super().__init__()
        self.taxan = self.punkt(
            "Taxan",
            ("Skrivelse", främmande(["Vitsippa ett", "Vitsippa två"])),
            ("Bilaga", främmande(["Blåsippa"])),
        )
        self.hemlig = self.punkt(
            "Placering av Hemlis",
            ("Utredning Silverfisk", främmande(["Törnros"])),
            slag="sekretess",
            sekretess_lagrum=LAGRUM,
        )
        self.ärendet = fabrik.ta_upp(self.möte, av=self.av, rubrik="Skolan")
        self.hel = self.utfärda(self.gör())

    @property
    def k(self) -> int:
        """Sidorna i den hela kallelsen före papperen."""
        return self.hel.filer.get(slag=Slag.KALLELSE).fil.sidor

    def ersätt(self, punkt: Punkt, titel: str, innehåll_: bytes) -> None:
        gammal = next(h for h in punkt.handlingar.all() if h.rubrik == titel)
        föredragningslista.ta_bort_handling(handling=gammal, av=self.av)
        self.papper(punkt, titel, innehåll_)

    def komplettera(self) -> Kallelse:
        self.möte.refresh_from_db()
        ny = tjänst.skapa_kallelse(sammanträde=self.möte, av=self.av, slag=KOMPLETTERING)
        tjänst.utför(ny.jobb_id)
        return Kallelse.objects.select_related("jobb", "sammanträde").get(pk=ny.pk)


@pytest.fixture
@mindes
def möte(db: None) -> Kompletterad:
    return Kompletterad()


def länkar(data: bytes) -> dict[str, int]:
    """Länkens beskrivning → bladet, från 1, som den leder till."""
    svar = {}
    with pikepdf.open(io.BytesIO(data)) as dokument:
        blad = {sida.obj.objgen: nr for nr, sida in enumerate(dokument.pages, 1)}
        for sida in dokument.pages:
            for annot in som_lista(sida.obj.get("/Annots")):
                if "/Dest" in annot:
                    svar[str(annot.Contents)] = blad[annot.Dest[0].objgen]
    return svar


def etiketter(data: bytes) -> list[str]:
    with pikepdf.open(io.BytesIO(data)) as dokument:
        return [sida.label for sida in dokument.pages]


def test_ett_utbytt_papper_med_nytt_namn_säger_vilka_sidor_det_ersätter(
    möte: Kompletterad,
) -> None:
    gammal = möte.taxan.handlingar.get(rubrik="Bilaga")
    föredragningslista.ladda_upp_handling(
        punkt=möte.taxan,
        rubrik="Kalkylen i maj",
        innehåll=främmande(["Gullviva"]),
        filnamn="kalkyl.pdf",
        ersätter=gammal,
        av=möte.av,
    )

    plan = komplettering.planera(möte.möte)

    (papper,) = plan.nyheter(offentlig=False).punkter[0].papper
    sida = möte.k + 3
    assert (papper.vad, papper.rubrik) == (f"Ersätter s.\xa0{sida}", "Kalkylen i maj")
    assert papper.sidor == f"{sida}a"


def test_kompletteringens_sidor_bär_dagen_den_utfärdas(möte: Kompletterad) -> None:
    möte.papper(möte.taxan, "Tillkom", främmande(["Sippa"]))
    ny = möte.komplettera()
    Jobb.objects.filter(pk=ny.jobb_id).update(skapat_tid=timezone.now() - timedelta(days=1))
    ny = Kallelse.objects.select_related("jobb", "sammanträde").get(pk=ny.pk)

    with pytest.raises(Kallelsefel, match=r"Kompletteringen är daterad .* Skapa den igen"):
        tjänst.utfärda(kallelse=ny, av=möte.av)

    tjänst.utfärda(kallelse=möte.komplettera(), av=möte.av)
    assert möte.möte.kallelser.utfärdade().count() == 2


def sidor_per_punkt(kallelse: Kallelse) -> dict[str, str]:
    return {rad.nummer: rad.sidor for rad in kallelse.punktsidor.all()}


@pytest.mark.slow
def test_ett_ersatt_ett_nytt_och_ett_hemligt_papper_i_båda_exemplaren(möte: Kompletterad) -> None:
    """Sidnumren i stämpel, lista, länkar, bokmärken och etiketter; inget hemligt i det öppna."""
    k = möte.k
    byte = innehåll(möte.hel, Slag.PAKET)
    möte.ersätt(möte.taxan, "Bilaga", främmande(["Gullviva ett", "Gullviva två"]))
    möte.papper(möte.hemlig, "Läkarintyg Myrlejon", främmande(["Bladlus intyg"]))
    möte.punkt("Väckt ärende", ("Motion", främmande(["Klöver"])))

    ett = möte.komplettera()

    assert (ett.namn, ett.status) == ("Komplettering 1 till kallelse 1", "utkast")
    # Taxan k+1–k+2 och k+3, den hemliga k+4, Skolan k+5–k+6.
    bilaga, intyg, motion = f"{k + 3}a", f"{k + 4}a", f"{k + 6}a"
    assert sidor_per_punkt(ett) == {
        "1": f"{k + 1}–{k + 2}, {bilaga}–{k + 3}b",
        "2": f"{k + 4}, {intyg}",
        "3": f"{k + 5}–{k + 6}",
        "4": motion,
    }
    fullt = innehåll(ett, Slag.PAKET)
    märke = f"Ny {date_format(timezone.localdate(), 'j F Y')}, komplettering 1"
    listan, *papper = sidtexter(fullt)
    assert listan.endswith("K1:1")
    assert märke not in listan
    # Numret sist på varje sida, med märket före.
    assert [t.removesuffix(f"{märke} {t.split()[-1]}").strip() for t in papper] == [
        "Gullviva ett",
        "Gullviva två",
        "Bladlus intyg",
        "Klöver",
    ]
    numren = ["K1:1", bilaga, f"{k + 3}b", intyg, motion]
    assert [t.split()[-1] for t in sidtexter(fullt)] == numren
    assert etiketter(fullt) == numren
    assert länkar(fullt) == {
        f"Sidan {bilaga} i paketet": 2,
        f"Sidan {intyg} i paketet": 4,
        f"Sidan {motion} i paketet": 5,
    }
    assert bokmärken(fullt) == [
        (0, "Komplettering 1", 1),
        (0, "1. Taxan", 2),
        (1, "Bilaga", 2),
        (0, "2. Placering av Hemlis", 4),
        (1, "Läkarintyg Myrlejon", 4),
        (0, "4. Väckt ärende", 5),
        (1, "Motion", 5),
    ]
    for rad in (
        "Komplettering 1 till kallelse 1",
        f"Ersätter s. {k + 3}: Bilaga {bilaga}–{k + 3}b",
        f"Ny: Läkarintyg Myrlejon {intyg}",
        "Ny punkt: Väckt ärende",
        f"Ny: Motion {motion}",
    ):
        assert rad.replace("\N{NO-BREAK SPACE}", " ") in listan
    assert "Skolan" not in listan

    utåt = innehåll(ett, Slag.OFFENTLIGT_PAKET)
    assert etiketter(utåt) == ["K1:1", bilaga, f"{k + 3}b", motion]
    assert f"Sidan {intyg} är utelämnad: sekretess." in sidtexter(utåt)[2]
    assert f"Sidan {intyg} är utelämnad: sekretess." in sidtexter(utåt)[0]
    for slag in (Slag.OFFENTLIG_KALLELSE, Slag.OFFENTLIGT_PAKET):
        läsbart = allt(innehåll(ett, slag))
        assert "Gullviva" in läsbart or slag == Slag.OFFENTLIG_KALLELSE
        assert "Motion" in läsbart
        for ord_ in ("Hemlis", "Silverfisk", "Myrlejon", "Bladlus", "Törnros"):
            assert ord_ not in läsbart
    for slag in (Slag.KALLELSE, Slag.OFFENTLIG_KALLELSE):
        kräv(innehåll(ett, slag))
    # Det skickade är orört.
    assert innehåll(möte.hel, Slag.PAKET) == byte


@pytest.mark.slow
def test_ett_paket_av_bara_egna_dokument_är_pdfa_och_pdfua(möte: Kompletterad) -> None:
    u = replace(documents.underlag(möte.möte), anteckningssidor=1)
    eget = rendera_pdf("pdf/anteckningar.html", documents.anteckningar(u))
    fil = filer.spara_eget(eget.innehåll, medietyp="application/pdf", sidor=eget.sidor, egen=True)
    punkt = möte.punkt("Badhuset")
    Punkthandling.objects.create(punkt=punkt, ordning=1, rubrik="Eget dokument", fil=fil)
    ett = möte.komplettera()
    assert [t.split()[-1] for t in sidtexter(innehåll(ett, Slag.PAKET))] == [
        "K1:1",
        f"{möte.k + 6}a",
    ]
    assert ett.filer.get(slag=Slag.PAKET).fil.egen
    kräv(innehåll(ett, Slag.PAKET))


def test_den_är_frusen_händelserna_skrivs_på_det_som_ändrats_och_nästa_hela_börjar_om(
    möte: Kompletterad,
) -> None:
    k = möte.k
    annat = fabrik.ta_upp(möte.möte, av=möte.av, rubrik="Badhuset")
    ett = möte.utfärda(möte.komplettera())
    assert (ett.edition, ett.nummer, ett.slag) == (1, 1, "komplettering")
    texter = {
        (h.ärende_id, händelsetyper.hämta(h.typ).text(h.data))
        for h in Händelse.objects.filter(typ__startswith="komplettering.")
    }
    assert texter == {
        (
            annat.ärende_id,
            f"Komplettering 1 till kallelse 1 till {möte.möte} {vad} nytt på punkt 4.",
        )
        for vad in ("skapades som utkast;", "utfärdades;")
    }
    ändringar: tuple[Callable[[], Any], ...] = (
        lambda: Kallelse.objects.filter(pk=ett.pk).update(numrering={}),
        lambda: Kallelse.objects.filter(pk=ett.pk).delete(),
        lambda: ett.filer.update(slag="annat"),
    )
    for ändring in ändringar:
        with pytest.raises(DatabaseError), transaction.atomic():
            ändring()

    # Nästa fortsätter på nästa lediga bokstav, också på samma ställe.
    möte.papper(möte.taxan, "Yttrande", pdf(2))
    möte.punkt("Sist", ("Motion", pdf(1, märke="m")))
    två = möte.utfärda(möte.komplettera())
    assert (två.edition, två.nummer) == (1, 2)
    assert sidor_per_punkt(två) == {
        "1": f"{k + 1}–{k + 3}, {k + 3}a–{k + 3}b",
        "2": str(k + 4),
        "3": f"{k + 5}–{k + 6}",
        "4": f"{k + 6}a–{k + 6}b",
        "5": f"{k + 6}c",
    }
    assert etiketter(innehåll(två, Slag.PAKET))[0] == "K2:1"

    hel = möte.gör()
    assert (hel.edition, hel.nummer, hel.slag, hel.numrering) == (2, 0, "kallelse", {})
    texten = sidtexter(innehåll(hel, Slag.PAKET))
    assert [t.split()[-1] for t in texten] == [str(n) for n in range(1, hel.sidor + 1)]
    möte.utfärda(hel)
    with pytest.raises(Kallelsefel, match="Inget är ändrat sedan kallelse 2"):
        möte.komplettera()
    möte.punkt("Efteråt")
    ny = möte.komplettera()
    assert (ny.edition, ny.nummer) == (2, 1)


def test_bara_ändrad_text_ger_en_komplettering_utan_papper(möte: Kompletterad) -> None:
    föredragningslista.ändra_punkt(punkt=möte.taxan, av=möte.av, rubrik="Taxan för bad")
    ett = möte.komplettera()
    (sidan,) = sidtexter(innehåll(ett, Slag.PAKET))
    assert "Ändrad: Taxan för bad" in sidan
    assert "Rubrik: Taxan för bad (förut: Taxan)" in sidan
    assert ett.sidor == 1


def test_kompletteringen_undertecknas_som_kallelsen(möte: Kompletterad) -> None:
    sammanträden.ändra_sammanträde(
        sammanträde=möte.möte,
        av=möte.av,
        underskrift_ort="Björksund",
        underskrift_dag=timezone.localdate() - timedelta(days=9),
        ordförande=fabrik.förtroendevald_i(möte.organ).person,
    )
    ett = möte.komplettera()
    i_dag = date_format(timezone.localdate(), "j F Y")
    for slag in (Slag.KALLELSE, Slag.OFFENTLIG_KALLELSE):
        (sidan,) = sidtexter(innehåll(ett, slag))
        for det in (f"Björksund, {i_dag}", "Ordförande", möte.möte.ordförande.namn):
            assert det in sidan


def test_utkastet_behåller_sitt_slag_när_det_görs_om_och_kan_bytas(möte: Kompletterad) -> None:
    möte.punkt("Nytt")
    ett = möte.komplettera()
    möte.punkt("Ännu ett")
    igen = möte.gör()
    assert (igen.pk, igen.namn) == (ett.pk, "Komplettering 1 till kallelse 1")
    hel = tjänst.skapa_kallelse(sammanträde=möte.möte, av=möte.av, slag=Kallelse.Slag.KALLELSE)
    assert (hel.pk, hel.namn, hel.numrering) == (ett.pk, "Kallelse 2", {})


# --- Det som inte går --------------------------------------------------------------------------


def test_den_utan_rätt_och_den_i_en_annan_nämnd_får_inte(möte: Kompletterad) -> None:
    möte.punkt("Nytt")
    annan_nämnd: Organ = fabrik.OrganFactory(namn="Byggnämnden")
    utanför = [
        med_roll(Roll.HANDLÄGGARE, möte.organ.myndighet),
        fabrik.förtroendevald_i(möte.organ),
        fabrik.sekreterare_i(annan_nämnd),
    ]
    for annan in utanför:
        with pytest.raises(PermissionDenied):
            tjänst.skapa_kallelse(sammanträde=möte.möte, av=annan, slag=KOMPLETTERING)
    ett = möte.komplettera()
    for annan in utanför:
        with pytest.raises(PermissionDenied):
            tjänst.utfärda(kallelse=ett, av=annan)


def test_utan_utfärdad_kallelse_eller_utan_ändring_blir_det_ingen(möte: Kompletterad) -> None:
    with pytest.raises(Kallelsefel, match="Inget är ändrat sedan kallelse 1 utfärdades"):
        möte.komplettera()
    nytt = Värld()
    nytt.punkt("Upprop")
    with pytest.raises(Kallelsefel, match="Ingen kallelse är utfärdad"):
        tjänst.skapa_kallelse(sammanträde=nytt.möte, av=nytt.av, slag=KOMPLETTERING)
    assert not nytt.möte.kallelser.exists()


@pytest.mark.parametrize("status", [Sammanträde.Status.PÅGÅR, Sammanträde.Status.AVSLUTAT])
def test_ett_möte_som_börjat_kompletteras_inte(möte: Kompletterad, status: str) -> None:
    möte.punkt("Nytt")
    ett = möte.komplettera()
    Sammanträde.objects.filter(pk=möte.möte.pk).update(status=status)
    with pytest.raises(Kallelsefel, match="Sammanträdet är"):
        tjänst.skapa_kallelse(sammanträde=möte.möte, av=möte.av, slag=KOMPLETTERING)
    with pytest.raises(Kallelsefel, match="Sammanträdet är"):
        tjänst.utfärda(kallelse=ett, av=möte.av)


def test_en_inläst_kallelse_utan_underlag_går_inte_att_jämföra_med(möte: Kompletterad) -> None:
    annat = Värld()
    annat.punkt("Upprop")
    utkast = annat.gör()
    Kallelse.objects.filter(pk=utkast.pk).update(
        underlag={}, status="utfardad", utfärdad_tid=timezone.now(), utfärdad_av=annat.av
    )
    with pytest.raises(Kallelsefel, match="är inläst"):
        tjänst.skapa_kallelse(sammanträde=annat.möte, av=annat.av, slag=KOMPLETTERING)


# --- Brevet, webben och sidorna ----------------------------------------------------------------


def test_brevet_säger_vad_som_är_nytt_utan_rubriker(möte: Kompletterad) -> None:
    ledamot = fabrik.förtroendevald_i(möte.organ)
    ledamot.person.epost = "ledamot@exempel.se"
    ledamot.person.save()

    def skicka(kallelse: Kallelse) -> str:
        kallelse = Kallelse.objects.select_related("sammanträde__organ__myndighet").get(
            pk=kallelse.pk
        )
        nytt = utskick.skicka(kallelse=kallelse, vägar={}, av=möte.av)
        utskick.utför(jobb_id=nytt.jobb_id)
        brev = mail.outbox[-1]
        return f"{brev.subject}\n{brev.body}"

    skicka(möte.hel)
    möte.papper(möte.hemlig, "Intyg Myrlejon", pdf(1))
    möte.punkt("Placering av Törnros", slag="sekretess", sekretess_lagrum=LAGRUM)
    brev = skicka(möte.utfärda(möte.komplettera()))
    assert brev.startswith("Komplettering 1 till kallelse 1: Socialnämnden")
    assert "Det här är komplettering 1 till kallelse 1" in brev
    assert "- 1 punkt har kommit till." in brev
    assert "- 1 handling är ny eller ändrad." in brev
    assert "Myrlejon" not in brev
    assert "Törnros" not in brev
    hel = Kallelse.objects.select_related("sammanträde__organ__myndighet").get(pk=möte.hel.pk)
    with pytest.raises(utskick.Utskicksfel, match="Alla har fått kallelsen"):
        utskick.skicka(kallelse=hel, vägar={}, av=möte.av)


def test_webben_har_kallelsen_och_kompletteringen_efter_varandra(möte: Kompletterad) -> None:
    möte.papper(möte.taxan, "Yttrande", främmande(["Smörblomma"]))
    ett = möte.utfärda(möte.komplettera())
    with pytest.raises(KanIntePubliceras, match="senare kallelse eller komplettering"):
        publicering.publicera(kallelse=möte.hel, med_handlingar=True, av=möte.av)

    ute = publicering.publicera(kallelse=ett, med_handlingar=True, av=möte.av)

    handlingar = b"".join(Client().get(reverse("moten:handlingar", args=[ute.pk])))
    assert [t for _, t, _ in bokmärken(handlingar)] == [
        "Kallelse 1",
        "Komplettering 1 till kallelse 1",
    ]
    assert etiketter(handlingar) == [
        *(str(n) for n in range(1, möte.hel.sidor + 1) if n != möte.k + 4),
        "K1:1",
        f"{möte.k + 3}a",
    ]
    läsbart = allt(handlingar)
    assert "Vitsippa" in läsbart
    assert "Smörblomma" in läsbart
    assert "Hemlis" not in läsbart
    kräv(b"".join(Client().get(reverse("moten:kallelse", args=[ute.pk]))))


def test_fullmäktiges_komplettering_tillkännages(möte: Kompletterad) -> None:
    Organ.objects.filter(pk=möte.organ.pk).update(typ=Organ.Typ.FULLMÄKTIGE)
    möte.punkt("Väckt ärende")
    möte.utfärda(möte.komplettera())
    (anslag,) = publicering.tillkännagivanden(möte.möte)
    assert anslag.rubrik.endswith(", komplettering 1 till kallelse 1")
    assert "Väckt ärende" in anslag.text


def klient(konto: Any) -> Client:
    ut = Client()
    ut.force_login(konto)
    return ut


def test_sidan_visar_vad_som_skiljer_innan_sekreteraren_väljer(möte: Kompletterad) -> None:
    adress = reverse("namnd:valj_kallelse", args=[möte.möte.pk])
    sekreteraren = klient(möte.av)
    sidan = text(sekreteraren.get(adress).content.decode())
    assert "Inget är ändrat sedan kallelse 1 utfärdades" in sidan
    assert "Skapa komplettering" not in sidan
    oändrad = sekreteraren.post(adress, {"slag": "komplettering"})
    assert oändrad.status_code == 409

    möte.ersätt(möte.taxan, "Bilaga", främmande(["Gullviva"]))
    sammanträden.ändra_sammanträde(sammanträde=möte.möte, tema="Vatten", av=möte.av)
    sidan = text(sekreteraren.get(adress).content.decode())
    for rad in (
        "Tema: Vatten",
        "1. Taxan",
        f"Ersätter s. {möte.k + 3}: Bilaga",
        f"{möte.k + 3}a",
        "Skapa komplettering 1",
    ):
        assert rad in sidan.replace("\N{NO-BREAK SPACE}", " ")

    fel = sekreteraren.post(adress, {"slag": "annat"})
    assert fel.status_code == 422
    assert "Välj komplettering eller ny kallelse." in text(fel.content.decode())
    assert sekreteraren.post(adress, {"slag": "komplettering"}).status_code == 302
    utkast = möte.möte.kallelser.get(status="skapas")
    assert utkast.namn == "Komplettering 1 till kallelse 1"
    tjänst.utför(utkast.jobb_id)
    till_listan = reverse("namnd:foredragningslista", args=[möte.möte.pk])
    listan = text(sekreteraren.get(till_listan).content.decode())
    assert "Utfärda kompletteringen" in listan
    utfärda = text(sekreteraren.get(reverse("namnd:utfarda", args=[utkast.pk])).content.decode())
    assert "Tema: Vatten" in utfärda


def test_sidan_varnar_när_det_utskickade_har_blivit_hemligt(möte: Kompletterad) -> None:
    adress = reverse("namnd:valj_kallelse", args=[möte.möte.pk])
    sekreteraren = klient(möte.av)
    assert "blivit hemligt" not in text(sekreteraren.get(adress).content.decode())

    föredragningslista.ändra_punkt(
        punkt=möte.taxan, slag="sekretess", sekretess_lagrum=LAGRUM, av=möte.av
    )

    sidan = text(sekreteraren.get(adress).content.decode())
    assert "Något som är utskickat har blivit hemligt" in sidan
    assert "Punkt 1" in sidan
    assert "Punkt 2" not in sidan
    assert "står öppet i kallelse 1:" in sidan
    assert "Kallelsen är inte skickad än" in sidan
    assert "Gör hellre en ny kallelse" in sidan
    assert "8 kap. 1 § offentlighets- och sekretesslagen" in sidan

    # Listan och mötets sida säger det också, med vägen till en ny kallelse.
    listan = reverse("namnd:foredragningslista", args=[möte.möte.pk])
    på_listan = sekreteraren.get(listan).content.decode()
    assert "Något som är utskickat har blivit hemligt" in på_listan
    vägen = f'href="{adress}">en helt ny kallelse</a>'
    assert vägen in på_listan
    mötets = sekreteraren.get(reverse("namnd:visa", args=[möte.möte.pk])).content.decode()
    assert f'href="{adress}">Skapa en ny kallelse</a>' in mötets

    # Den som har valt komplettering ändå får det sagt innan den utfärdas.
    assert sekreteraren.post(adress, {"slag": "komplettering"}).status_code == 302
    utkast = möte.möte.kallelser.get(status="skapas")
    tjänst.utför(utkast.jobb_id)
    utfärda = sekreteraren.get(reverse("namnd:utfarda", args=[utkast.pk])).content.decode()
    assert "Något som är utskickat har blivit hemligt" in utfärda
    assert vägen in utfärda

    # En ny kallelse döljer det, och då är det sagt.
    assert sekreteraren.post(adress, {"slag": "kallelse"}).status_code == 302
    ny = möte.möte.kallelser.get(status="skapas")
    tjänst.utför(ny.jobb_id)
    ny.refresh_from_db()
    assert vägen not in sekreteraren.get(listan).content.decode()
    tjänst.utfärda(kallelse=ny, av=möte.av)
    assert "blivit hemligt" not in text(sekreteraren.get(adress).content.decode())


def svar_på_filer(läsare: Client, kallelse: Kallelse, *slag: str) -> list[int]:
    koder = []
    for s in slag:
        svar = läsare.get(reverse("namnd:kallelsefil", args=[kallelse.pk, s]))
        b"".join(svar)
        koder.append(svar.status_code)
    return koder


def test_kompletteringen_som_döljer_det_hemliga_är_öppen_OSL_8_1(möte: Kompletterad) -> None:
    """Den säger inte hur punkten var innan den blev hemlig, och inte vad som utgår därifrån."""
    föredragningslista.ta_bort_handling(
        handling=möte.taxan.handlingar.get(rubrik="Bilaga"), av=möte.av
    )
    föredragningslista.ändra_punkt(
        punkt=möte.taxan, slag="sekretess", sekretess_lagrum=LAGRUM, av=möte.av
    )
    komp = möte.utfärda(möte.komplettera())

    utåt = allt(innehåll(komp, Slag.OFFENTLIG_KALLELSE))
    for ord_ in ("Taxan", "Bilaga", "Skrivelse"):
        assert ord_ not in utåt
    läsare = klient(med_roll(Roll.HANDLÄGGARE, möte.organ.myndighet))
    assert svar_på_filer(läsare, komp, "offentlig_kallelse") == [200]
    assert svar_på_filer(läsare, möte.hel, "offentlig_kallelse") == [403]
    adress = reverse("namnd:valj_kallelse", args=[möte.möte.pk])
    assert "står öppet i kallelse 1:" in text(klient(möte.av).get(adress).content.decode())
    fullt = allt(innehåll(komp, Slag.KALLELSE))
    assert "Sekretess: ja (förut: nej)" in " ".join(fullt.split())
    assert "Lagrum:" not in fullt


def test_listan_visar_sidorna_som_är_skickade_tills_en_ny_kallelse_görs(
    möte: Kompletterad,
) -> None:
    listan = reverse("namnd:foredragningslista", args=[möte.möte.pk])

    def på_listan() -> str:
        return text(klient(möte.av).get(listan).content.decode())

    k = möte.k
    skickade = [f"s.\xa0{k + 1}–{k + 3}", f"s.\xa0{k + 4}"]
    assert all(s in på_listan() for s in skickade)
    möte.ersätt(möte.taxan, "Bilaga", främmande(["Gullviva", "Två", "Tre"]))
    assert all(s in på_listan() for s in skickade)
    möte.utfärda(möte.komplettera())
    assert f"{k + 3}a–c" in på_listan() or f"{k + 3}a" in på_listan()
    assert skickade[1] in på_listan()


def test_kompletteringen_stängs_bara_av_det_som_den_själv_säger_OSL_8_1(
    möte: Kompletterad,
) -> None:
    """Det offentliga exemplaret av det som inte nämner det hemliga lämnas ut som förut."""
    möte.ersätt(möte.taxan, "Bilaga", främmande(["Gullviva"]))
    komp = möte.utfärda(möte.komplettera())
    handläggaren = klient(med_roll(Roll.HANDLÄGGARE, möte.organ.myndighet))
    sekreteraren = klient(möte.av)
    offentliga = (Slag.OFFENTLIG_KALLELSE, Slag.OFFENTLIGT_PAKET)
    sidan, valet = (reverse(f"namnd:{s}", args=[möte.möte.pk]) for s in ("visa", "valj_kallelse"))
    komps_filer = [reverse("namnd:kallelsefil", args=[komp.pk, s]) for s in offentliga]

    föredragningslista.ändra_punkt(
        punkt=möte.ärendet, slag="sekretess", sekretess_lagrum=LAGRUM, av=möte.av
    )

    assert svar_på_filer(handläggaren, möte.hel, *offentliga) == [403, 403]
    assert svar_på_filer(handläggaren, komp, *offentliga) == [200, 200]
    assert all(f in handläggaren.get(sidan).content.decode() for f in komps_filer)
    assert "står öppet i kallelse 1:" in text(sekreteraren.get(valet).content.decode())

    # Papperet som den ersätter nämns också: ”Ersätter s. 6: Bilaga”.
    utbytt = möte.taxan.handlingar.get(rubrik="Bilaga")
    Punkthandling.objects.filter(pk=utbytt.pk).update(sekretess_lagrum=LAGRUM)

    assert svar_på_filer(handläggaren, komp, *offentliga) == [403, 403]
    assert not any(f in handläggaren.get(sidan).content.decode() for f in komps_filer)
    assert "står öppet i kallelse 1 och komplettering 1 till kallelse 1:" in text(
        sekreteraren.get(valet).content.decode()
    )


def test_kompletteringen_stängs_när_punkten_som_den_säger_blir_hemlig_OSL_8_1(
    möte: Kompletterad,
) -> None:
    föredragningslista.ta_bort_handling(
        handling=möte.taxan.handlingar.get(rubrik="Bilaga"), av=möte.av
    )
    komp = möte.utfärda(möte.komplettera())
    handläggaren = klient(med_roll(Roll.HANDLÄGGARE, möte.organ.myndighet))
    assert svar_på_filer(handläggaren, komp, Slag.OFFENTLIG_KALLELSE) == [200]

    föredragningslista.ändra_punkt(
        punkt=möte.taxan, slag="sekretess", sekretess_lagrum=LAGRUM, av=möte.av
    )

    nekad = handläggaren.get(reverse("namnd:kallelsefil", args=[komp.pk, Slag.OFFENTLIG_KALLELSE]))
    assert nekad.status_code == 403
    assert "Punkt 1 omfattas nu av sekretess" in text(nekad.content.decode())


def test_kompletteringens_fulla_filer_kräver_kod_bara_för_det_som_de_säger(
    möte: Kompletterad,
) -> None:
    ledamoten = fabrik.förtroendevald_i(möte.organ)
    utan, med = klient(ledamoten), klient(ledamoten)
    styrk(med, ledamoten)
    fulla = (Slag.KALLELSE, Slag.PAKET)
    möte.ersätt(möte.taxan, "Bilaga", främmande(["Gullviva"]))
    öppen = möte.utfärda(möte.komplettera())
    möte.ersätt(möte.hemlig, "Utredning Silverfisk", främmande(["Nyponros"]))
    papper = möte.utfärda(möte.komplettera())
    föredragningslista.ändra_punkt(punkt=möte.hemlig, anmärkning="Brådskar för Hemlis", av=möte.av)
    förslag = möte.utfärda(möte.komplettera())

    # Hela kallelsen har det hemliga papperet; den första kompletteringen säger inget om punkten.
    assert svar_på_filer(utan, möte.hel, *fulla) == [200, 302]
    assert svar_på_filer(utan, öppen, *fulla) == [200, 200]
    assert svar_på_filer(utan, papper, *fulla) == [200, 302]
    assert svar_på_filer(utan, förslag, *fulla) == [302, 302]
    for kallelse in (möte.hel, öppen, papper, förslag):
        assert svar_på_filer(med, kallelse, *fulla) == [200, 200]

    # Det som har blivit hemligt sedan dess kräver kod i den komplettering som säger det.
    ny = möte.taxan.handlingar.get(rubrik="Bilaga")
    Punkthandling.objects.filter(pk=ny.pk).update(sekretess_lagrum=LAGRUM)
    assert svar_på_filer(utan, öppen, *fulla) == [200, 302]


def test_mötets_sida_frågar_lika_mycket_hur_många_kompletteringar_det_än_finns(
    möte: Kompletterad, django_assert_max_num_queries: Any
) -> None:
    handläggaren = klient(med_roll(Roll.HANDLÄGGARE, möte.organ.myndighet))
    sidan = reverse("namnd:visa", args=[möte.möte.pk])

    def antal() -> int:
        with django_assert_max_num_queries(200) as frågor:
            assert handläggaren.get(sidan).status_code == 200
        return len(frågor)

    def komplettera(n: int) -> None:
        möte.ersätt(möte.taxan, "Bilaga", främmande([f"Gullviva {n}"]))
        möte.utfärda(möte.komplettera())

    komplettera(1)
    antal()
    en = antal()
    for n in (2, 3):
        komplettera(n)
    assert antal() == en


def test_efter_utfärdandet_läggs_det_nya_sist_och_bytta_nummer_sägs(möte: Kompletterad) -> None:
    sekreteraren = klient(möte.av)
    listan = reverse("namnd:foredragningslista", args=[möte.möte.pk])
    möte.organ.stående_punkter.create(rubrik="Skolan", sist=True)

    def post(namn: str, data: dict[str, Any], *args: int) -> str:
        adress = reverse(f"namnd:{namn}", args=[möte.möte.pk, *args])
        svar = text(sekreteraren.post(adress, data, follow=True).content.decode())
        return svar.replace("\N{NO-BREAK SPACE}", " ")

    def rubriker() -> list[str]:
        return list(möte.möte.punkter.order_by("ordning").values_list("rubrik", flat=True))

    före = rubriker()
    sidan = post("ny_punkt", {"rubrik": "Väckt sent", "slag": "ovrigt", "under": ""})
    assert rubriker() == [*före, "Väckt sent"]
    assert "ett annat nummer" not in sidan
    sidan = post(
        "ny_punkt", {"rubrik": "Hör till taxan", "slag": "ovrigt", "under": str(möte.taxan.pk)}
    )
    assert rubriker() == ["Taxan", "Hör till taxan", *före[1:], "Väckt sent"]
    assert "ett annat nummer" not in sidan

    sidan = post("flytta_punkt", {"riktning": "ned"}, möte.taxan.pk)
    assert "2 punkter har ett annat nummer än i det utskickade: 1 är nu 2, 2 är nu 1." in sidan
    # Det står kvar bland skillnaderna tills en komplettering eller ny kallelse säger det.
    assert "1 är nu 2, 2 är nu 1" in text(sekreteraren.get(listan).content.decode())
    assert "ett annat nummer" not in post("flytta_punkt", {"riktning": "upp"}, möte.taxan.pk)
    # Underpunkten får sin punkts nummer, och resten står kvar.
    assert "ett annat nummer" not in post("ta_bort_punkt", {}, möte.taxan.pk)
    assert "1 punkt har ett annat nummer än i det utskickade: 3 är nu 2." in post(
        "ta_bort_punkt", {}, möte.hemlig.pk
    )


def test_den_som_inte_sköter_mötet_når_inte_valet(möte: Kompletterad) -> None:
    adress = reverse("namnd:valj_kallelse", args=[möte.möte.pk])
    for konto, kod in (
        (med_roll(Roll.HANDLÄGGARE, möte.organ.myndighet), 403),
        (fabrik.förtroendevald_i(möte.organ), 403),
        (fabrik.sekreterare_i(fabrik.OrganFactory(namn="Byggnämnden")), 404),
    ):
        for svar in (klient(konto).get(adress), klient(konto).post(adress, {"slag": "kallelse"})):
            assert svar.status_code == kod


def test_mötets_sida_har_kallelsen_och_kompletteringen_i_ordning_med_alla_sidor(
    möte: Kompletterad, django_assert_max_num_queries: Any
) -> None:
    k = möte.k
    ledamot = fabrik.förtroendevald_i(möte.organ)
    handläggare = med_roll(Roll.HANDLÄGGARE, möte.organ.myndighet)
    adress = reverse("namnd:visa", args=[möte.möte.pk])
    with django_assert_max_num_queries(62) as före:
        klient(ledamot).get(adress)
    möte.ersätt(möte.taxan, "Bilaga", främmande(["Gullviva"]))
    möte.papper(möte.hemlig, "Intyg", pdf(1, märke="i"))
    ett = möte.utfärda(möte.komplettera())
    for nr in range(2):
        möte.punkt(f"Sent {nr}", (f"Motion {nr}", pdf(1, märke=f"m{nr}")))
        möte.utfärda(möte.komplettera())

    with django_assert_max_num_queries(len(före.captured_queries)):
        svar = klient(ledamot).get(adress)
    html = svar.content.decode()
    sidan = text(html).replace("\N{NO-BREAK SPACE}", " ")
    rubriker = [f"Komplettering {n} till kallelse 1" for n in (1, 2, 3)]
    platser = [sidan.index(r) for r in ("Kallelse 1", *rubriker)]
    assert platser == sorted(platser)
    assert sidan.count("Gäller") == 4
    assert f"s. {k + 3} ersatt, se {k + 3}a" in sidan
    # Länkarna: taxans första sidor i kallelsens paket, den nya bilagan i kompletteringens.
    hela = reverse("namnd:kallelsefil", args=[möte.hel.pk, "paket"])
    nya = reverse("namnd:kallelsefil", args=[ett.pk, "paket"])
    assert f'href="{hela}#page={k + 1}"' in html
    assert f'href="{nya}#page=2"' in html
    assert f'href="{nya}#page=3"' in html
    # Handläggaren läser det offentliga exemplaret: den hemliga sidan räknas men är ingen länk.
    html = klient(handläggare).get(adress).content.decode()
    utåt = reverse("namnd:kallelsefil", args=[ett.pk, "offentligt_paket"])
    assert f'href="{utåt}#page=2"' in html
    assert f'href="{utåt}#page=3"' not in html
    assert f"{k + 4}, {k + 4}a" in " ".join(text(html).split())

    # Sekreterarens lista har de skickade sidnumren tills listan ändras igen.
    lista = reverse("namnd:foredragningslista", args=[möte.möte.pk])
    assert f"{k + 1}–{k + 2}, {k + 3}a" in text(klient(möte.av).get(lista).content.decode())
