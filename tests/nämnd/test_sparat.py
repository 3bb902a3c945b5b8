"""Ett möte sparat på en enhet: nyckeln, vad som får sparas, när det raderas, och det hemliga."""

from __future__ import annotations

import base64
import json
import uuid
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from konton.models import Användare
from nämnd.läsrum import FAKTORN_GÄLLER, Läsare
from nämnd.models import (
    Enhetsexemplar,
    Kallelsefil,
    Läsanteckning,
    Punkt,
    Punkthandling,
    Sammanträde,
    Uppdrag,
)
from nämnd.services import föredragningslista, läsanteckningar, läsrum
from nämnd.services import sparat as tjänst
from nämnd.services.sparat import Sparfel, Utdelat
from nämnd.sparat import GÄLLER, Ogiltigt, pröva
from nämnd.views.sparat import skalet
from tests.factories import nämnd as fabrik
from tests.factories.konton import AnvändareFactory
from tests.factories.nämnd import Nämnden
from tests.konton.faktor import styrk
from tests.minne import mindes
from tests.nämnd.test_läsrummet import adress, anmäl, exemplar, fil, inloggad, komplettera, status

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
ÖPPET, HEMLIGT = "Blåsippor vid ån i Björksund", "Törnrosens placering i Björksund"
SPARAS = {"HTTP_X_SPARAS": "1"}
NU = datetime(2026, 3, 2, 12, tzinfo=UTC)


@pytest.fixture
@mindes
def n(db: None) -> Nämnden:
    """En öppen punkt med ett öppet och ett hemligt papper, och en hemlig punkt."""
    n = fabrik.nämnden()
    for punkt, rubrik, text in ((n.öppen, "Bilaga", ÖPPET), (n.hemlig, "Utredning", HEMLIGT)):
        Punkthandling.objects.create(punkt=punkt, ordning=9, rubrik=rubrik, fil=fil(text))
    Punkthandling.objects.create(
        punkt=n.öppen,
        ordning=10,
        rubrik="Läkarintyg",
        fil=fil("Rosenbuskens diagnos"),
        sekretess_lagrum="OSL 26 kap. 1 §",
    )
    fabrik.utfärdad(n.möte, av=n.sekreterare)
    return n


def dela_ut(n: Nämnden, konto: Användare | None = None, **fält: Any) -> Utdelat:
    konto = konto or n.ledamot
    return tjänst.dela_ut(**{"sammanträde": n.möte, "enhet": uuid.uuid4(), "av": konto} | fält)


def kontakt(utdelat: Utdelat, klient: Client | None = None) -> Any:
    """Utan inloggning, som enheten frågar."""
    data = {"id": utdelat.rad.pk, "hemlighet": utdelat.hemlighet}
    return (klient or Client()).post(adress("kontakt"), data)


def papper(n: Nämnden, rubrik: str) -> Any:
    return next(p for p in exemplar(n.ledamot, n.möte).papper if p.rubrik == rubrik)


# --- Regeln -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("fält", "väntat"),
    [
        pytest.param({}, None, id="gäller"),
        pytest.param({"nu": NU + GÄLLER - timedelta(seconds=1)}, None, id="sista sekunden"),
        pytest.param({"nu": NU + GÄLLER}, Ogiltigt.UTGÅNGET, id="efter fjorton dagar"),
        pytest.param({"återkallat": True}, Ogiltigt.BORTTAGET, id="återkallat"),
        pytest.param({"aktivt": False}, Ogiltigt.AVSTÄNGT, id="avstängt konto"),
        pytest.param({"läsare": None}, Ogiltigt.RÄTTEN_BORTA, id="rätten borta"),
        pytest.param({"läsare": Läsare.GÄST}, Ogiltigt.RÄTTEN_BORTA, id="gäst"),
        pytest.param({"läsare": Läsare.TIDIGARE}, None, id="har kvar det hen fick"),
    ],
)
def test_när_det_sparade_gäller(fält: dict[str, Any], väntat: Ogiltigt | None) -> None:
    allt = {
        "går_ut": NU + GÄLLER, "nu": NU, "återkallat": False, "aktivt": True,
        "läsare": Läsare.LEDAMOT,
    }  # fmt: skip  # läses som en rad
    assert pröva(**allt | fält) is väntat
    assert timedelta(days=14) == GÄLLER


# --- Nyckeln ------------------------------------------------------------------------------------


def test_nyckeln_delas_ut_en_gång_och_finns_inte_på_servern(n: Nämnden) -> None:
    enhet = uuid.uuid4()
    svar = inloggad(n.ledamot).post(adress("dela_ut", n.möte.pk), {"enhet": enhet})

    assert svar.status_code == 201
    assert "no-store" in svar["Cache-Control"]
    utdelat = svar.json()
    nyckel = base64.b64decode(utdelat["nyckel"])
    assert len(nyckel) == 32
    rad = Enhetsexemplar.objects.get()
    assert (str(rad.pk), rad.enhet, rad.ägare) == (utdelat["id"], enhet, n.ledamot)
    i_databasen = json.dumps({f.name: str(getattr(rad, f.attname)) for f in rad._meta.fields})
    assert utdelat["hemlighet"] not in i_databasen
    assert utdelat["nyckel"] not in i_databasen
    assert nyckel.hex() not in i_databasen
    assert utdelat["gar_ut"] - utdelat["nu"] <= GÄLLER / timedelta(milliseconds=1)


def test_en_ny_nyckel_ersätter_den_förra_på_samma_enhet(n: Nämnden) -> None:
    enhet = uuid.uuid4()
    förra = dela_ut(n, enhet=enhet)
    ny, annan = dela_ut(n, enhet=enhet), dela_ut(n)
    assert kontakt(förra).status_code == 410
    assert kontakt(ny).status_code == kontakt(annan).status_code == 200
    assert len({förra.nyckel, ny.nyckel, annan.nyckel}) == 3


def test_bara_den_som_läser_mötet_får_en_nyckel(n: Nämnden) -> None:
    främling = AnvändareFactory()
    with pytest.raises(PermissionDenied):
        dela_ut(n, främling)
    data = {"enhet": uuid.uuid4()}
    assert inloggad(främling).post(adress("dela_ut", n.möte.pk), data).status_code == 404
    fel = inloggad(n.ledamot).post(adress("dela_ut", n.möte.pk), {"enhet": "min platta"})
    assert fel.status_code == 404


@pytest.mark.parametrize(
    ("namn", "metod"), [("sparat", "get"), ("sparat_klart", "post"), ("ta_bort_sparat", "post")]
)
def test_någon_annans_exemplar_finns_inte(n: Nämnden, namn: str, metod: str) -> None:
    rad = dela_ut(n).rad
    annan = fabrik.förtroendevald_i(n.organ)
    sidan = adress(namn, n.möte.pk, rad.pk)
    assert getattr(inloggad(annan), metod)(sidan).status_code == 404
    assert Enhetsexemplar.objects.filter(pk=rad.pk).exists()
    assert getattr(inloggad(n.ledamot), metod)(sidan).status_code in (200, 204)


# --- Vad som sparas -----------------------------------------------------------------------------


def test_inget_hemligt_är_med_i_det_som_sparas(n: Nämnden) -> None:
    klient = inloggad(n.ledamot, styrkt=True)
    hemligt, intyget = papper(n, "Utredning"), papper(n, "Läkarintyg")
    for p in (hemligt, intyget):
        citat = "Rosenbuskens" if p is intyget else "Törnrosens"
        läsanteckningar.skriv(
            sammanträde=n.möte, punkt=p.punkt, märke=p.märke, sida=1, text="Tankar om Prinsen",
            citat=citat, av=n.ledamot,
        )  # fmt: skip  # ett anrop
    lista = klient.post(adress("dela_ut", n.möte.pk), {"enhet": uuid.uuid4()}).json()

    # Talet är läsarens alla papper; de hemliga räknas men sparas inte.
    assert lista["antal_papper"] - lista["hemliga"] == 2
    assert lista["antal_papper"] == len(läsrum.för_användare(n.ledamot, n.möte).papper)
    adresser = [r["adress"] for r in lista["resurser"]]
    assert adress("papper", n.möte.pk, n.öppen.pk, papper(n, "Bilaga").märke) in adresser
    for p in (hemligt, intyget):
        assert not [a for a in adresser if p.märke in a]
        for vy in ("papper", "pdf", "pdfvisning"):
            sidan = adress(vy, n.möte.pk, p.punkt, p.märke)
            assert status(klient, sidan) == 200
            assert klient.get(sidan, **SPARAS).status_code == 404
    for sida in adresser:
        svar = klient.get(sida, **SPARAS)
        innehåll = b"".join(svar) if svar.streaming else svar.content
        for ord_ in ("Törnros", "Rosenbusk", "Placering", "Läkarintyg", "Prinsen"):
            assert ord_.encode() not in innehåll, (sida, ord_)
    möte = klient.get(adress("mote", n.möte.pk), **SPARAS).content.decode()
    assert "1 hemligt papper läses bara med nät." in möte
    assert "2 hemliga papper läses bara med nät." in möte
    assert "Sekretess enligt OSL 26 kap. 1 §" in möte


def test_det_som_blivit_hemligt_sparas_inte_och_raderas(n: Nämnden) -> None:
    utdelat, bilagan = dela_ut(n), papper(n, "Bilaga")
    assert bilagan.nyckel in kontakt(utdelat).json()["papper"]
    Punkthandling.objects.filter(rubrik="Bilaga").update(sekretess_lagrum="OSL 26 kap. 1 §")

    assert bilagan.nyckel not in kontakt(utdelat).json()["papper"]
    sidan = adress("papper", n.möte.pk, bilagan.punkt, bilagan.märke)
    assert inloggad(n.ledamot).get(sidan, **SPARAS).status_code == 404
    # Också hela punkten.
    Punkthandling.objects.update(sekretess_lagrum="")
    Punkt.objects.filter(pk=n.öppen.pk).update(sekretess_lagrum="OSL 26 kap. 1 §")
    assert kontakt(utdelat).json()["papper"] == []


def test_kontakten_säger_när_mötets_sparade_sida_säger_något_hemligt(n: Nämnden) -> None:
    """Också en punkt utan papper har rubrik och förslag på sidan."""
    utan_papper = föredragningslista.lägg_till_punkt(
        sammanträde=n.möte, rubrik="Samråd", slag=Punkt.Slag.BESLUT, av=n.sekreterare
    )
    komplettera(n)
    utdelat = dela_ut(n)
    sparat = läsrum.att_spara(exemplar(n.ledamot, n.möte))
    assert kontakt(utdelat).json()["dolt"] == tjänst.dolt(sparat)

    Punkt.objects.filter(pk=utan_papper.pk).update(sekretess_lagrum="OSL 26 kap. 1 §")

    efter = kontakt(utdelat).json()["dolt"]
    assert efter != tjänst.dolt(sparat)
    assert efter == tjänst.dolt(läsrum.att_spara(exemplar(n.ledamot, n.möte)))


# --- När det raderas ----------------------------------------------------------------------------


def test_jäv_raderar_punktens_papper_vid_nästa_kontakt(n: Nämnden) -> None:
    utdelat = dela_ut(n)
    assert len(kontakt(utdelat).json()["papper"]) == 2
    anmäl(n, n.öppen)
    assert kontakt(utdelat).json()["papper"] == []


def test_ett_papper_som_utgår_raderas_och_ett_som_ersätts_är_kvar(n: Nämnden) -> None:
    utdelat, bilagan = dela_ut(n), papper(n, "Bilaga")
    Punkthandling.objects.filter(rubrik="Bilaga").update(rubrik="Tagen")
    ny = Punkthandling.objects.get(rubrik="Tagen")
    ny.rubrik, ny.fil = "Bilaga", fil("Nyponros")
    ny.save()
    komplettera(n)
    assert bilagan.nyckel in kontakt(utdelat).json()["papper"]
    ny.delete()
    komplettera(n, "Havtorn")
    assert bilagan.nyckel not in kontakt(utdelat).json()["papper"]


def test_uppdraget_slut_raderar_allt(n: Nämnden) -> None:
    utdelat = dela_ut(n)
    Uppdrag.objects.filter(person=n.ledamot.person).update(
        till=timezone.localdate() - timedelta(days=1)
    )
    svar = kontakt(utdelat)
    assert svar.status_code == 410
    assert svar.json()["skal"] == Ogiltigt.RÄTTEN_BORTA.value


def test_avstängt_konto_raderar_allt_fast_ingen_är_inloggad(n: Nämnden) -> None:
    utdelat = dela_ut(n)
    Användare.objects.filter(pk=n.ledamot.pk).update(is_active=False)
    svar = kontakt(utdelat)
    assert (svar.status_code, svar.json()["skal"]) == (410, Ogiltigt.AVSTÄNGT.value)
    assert "papper" not in svar.json()


def test_nyckeln_går_ut_och_städas(n: Nämnden) -> None:
    utdelat = dela_ut(n)
    nyss = timezone.now() - timedelta(seconds=1)
    Enhetsexemplar.objects.update(utdelad_tid=nyss - GÄLLER, går_ut_tid=nyss)
    assert kontakt(utdelat).json()["skal"] == Ogiltigt.UTGÅNGET.value
    svar = inloggad(n.ledamot).get(adress("sparat", n.möte.pk, utdelat.rad.pk))
    assert svar.status_code == 410
    dela_ut(n)
    assert not Enhetsexemplar.objects.filter(pk=utdelat.rad.pk).exists()


def test_en_tappad_enhet_återkallas(n: Nämnden) -> None:
    utdelat, annans = dela_ut(n), dela_ut(n, fabrik.förtroendevald_i(n.organ))
    klient = inloggad(n.ledamot)
    assert "Sparat på 1 enhet" in klient.get(adress("mote", n.möte.pk)).content.decode()

    svar = klient.post(adress("aterkalla_sparat", n.möte.pk), follow=True).content.decode()

    assert "återkallat på 1 enhet" in svar
    assert "Sparat på 1 enhet" not in svar
    assert kontakt(utdelat).json()["skal"] == Ogiltigt.BORTTAGET.value
    assert kontakt(annans).status_code == 200
    with pytest.raises(Sparfel):
        tjänst.kräv(utdelat.rad.__class__.objects.get(pk=utdelat.rad.pk))


def test_kontakten_kräver_hemligheten(n: Nämnden) -> None:
    utdelat = dela_ut(n)
    fel = Client().post(adress("kontakt"), {"id": utdelat.rad.pk, "hemlighet": "x"})
    assert fel.status_code == 410
    assert Client().post(adress("kontakt"), {"id": "x"}).status_code == 404
    okänd = Client().post(adress("kontakt"), {"id": uuid.uuid4(), "hemlighet": "x"})
    assert okänd.json() == fel.json()


def test_utloggningen_tömmer_webbläsaren(n: Nämnden) -> None:
    klient = inloggad(n.ledamot)
    assert "Clear-Site-Data" not in klient.get(reverse("account_logout"))
    svar = klient.post(reverse("account_logout"))
    assert svar["Clear-Site-Data"] == '"cache", "storage"'


# --- Nytt sedan det sparades --------------------------------------------------------------------


def test_det_nya_räknas_från_det_sparade(n: Nämnden) -> None:
    klient = inloggad(n.ledamot)
    rad = dela_ut(n).rad
    listan = adress("sparat", n.möte.pk, rad.pk)
    före = klient.get(listan).json()
    assert före["nytt"] == []
    komplettera(n)
    # Att ha sett det på en annan skärm gör inte plattan aktuell.
    klient.get(adress("mote", n.möte.pk))
    klient.post(adress("sett", n.möte.pk))

    efter = klient.get(listan).json()
    assert efter["nytt"] == ["Punkt 1: ”Tillägg” är ny."]
    assert efter["version"] != före["version"]
    klient.post(adress("sparat_klart", n.möte.pk, rad.pk))
    assert klient.get(listan).json()["nytt"] == []


def test_en_anteckning_ändrar_bara_sitt_pappers_sidor(n: Nämnden) -> None:
    klient, p = inloggad(n.ledamot), papper(n, "Bilaga")
    listan = adress("sparat", n.möte.pk, dela_ut(n).rad.pk)
    före = klient.get(listan).json()
    läsanteckningar.skriv(
        sammanträde=n.möte, punkt=p.punkt, märke=p.märke, sida=1, text="Fråga", av=n.ledamot
    )
    efter = klient.get(listan).json()
    assert efter["version"] == före["version"]
    par = zip(före["resurser"], efter["resurser"], strict=True)
    ändrade = {b["adress"] for a, b in par if a["marke"] != b["marke"]}
    assert ändrade == {
        adress("anteckningar", n.möte.pk),
        *(adress(vy, n.möte.pk, p.punkt, p.märke) for vy in ("papper", "pdfvisning")),
    }


# --- Anteckningar utan nät ----------------------------------------------------------------------


def skicka(n: Nämnden, p: Any, konto: Användare | None = None, **fält: Any) -> Any:
    data = {
        "nyckel": uuid.uuid4(), "punkt": p.punkt, "marke": p.märke, "sida": 1, "text": "Fråga",
        "citat": "Blåsippor vid ån", "fore": "", "efter": "",
    } | fält  # fmt: skip  # läses som ett formulär
    return inloggad(konto or n.ledamot).post(adress("anteckna_sparat", n.möte.pk), data)


def test_samma_anteckning_skickad_två_gånger_är_en(n: Nämnden) -> None:
    p, nyckel = papper(n, "Bilaga"), uuid.uuid4()
    assert [skicka(n, p, nyckel=nyckel).status_code for _ in range(2)] == [201, 201]
    assert Läsanteckning.objects.get().nyckel == nyckel
    # En ny text med samma nyckel är en annan anteckning, och tappas inte.
    assert skicka(n, p, nyckel=nyckel, text="En annan fråga").status_code == 201
    assert Läsanteckning.objects.count() == 2
    # Inte heller en annan läsares nyckel hindrar.
    annan = fabrik.förtroendevald_i(n.organ)
    assert skicka(n, p, annan, nyckel=nyckel).status_code == 201
    assert Läsanteckning.objects.filter(ägare=annan).count() == 1


def test_en_anteckning_i_ett_papper_som_bytts_tappas_inte(n: Nämnden) -> None:
    p = papper(n, "Bilaga")
    Punkthandling.objects.filter(rubrik="Bilaga").delete()
    komplettera(n, "Havtorn")

    assert skicka(n, p).status_code == 201

    (kvar,) = läsanteckningar.mina(exemplar(n.ledamot, n.möte), n.ledamot).alla
    assert kvar.text == "Fråga"


def test_en_anteckning_som_inte_går_att_spara_får_sitt_skäl(n: Nämnden) -> None:
    p = papper(n, "Bilaga")
    svar = skicka(n, p, citat="Står inte där")
    assert svar.status_code == 409
    assert "Texten står inte på sidan 1." in svar.json()["fel"]
    assert skicka(n, p, text="", citat="").status_code == 409
    assert skicka(n, p, sida="noll").status_code == 422
    anmäl(n, n.öppen)
    svar = skicka(n, p)
    assert (svar.status_code, svar.json()["fel"]) == (403, "Du får inte längre öppna pappret.")
    assert skicka(n, p, AnvändareFactory()).status_code == 404
    assert not Läsanteckning.objects.exists()


# --- Det hemliga kräver en färsk andra faktor ---------------------------------------------------


def hemliga_vägar(n: Nämnden) -> list[str]:
    """Alla adresser som visar något ur det hemliga pappret."""
    p = papper(n, "Utredning")
    kallelse = n.möte.kallelser.get()
    return [
        *(adress(vy, n.möte.pk, p.punkt, p.märke) for vy in ("papper", "pdf", "pdfvisning")),
        adress("mote", n.möte.pk) + "?q=placering&hemliga=ja",
        reverse("namnd:kallelsefil", args=[kallelse.pk, Kallelsefil.Slag.PAKET]),
    ]


def test_det_hemliga_öppnas_bara_med_en_färsk_kod(n: Nämnden) -> None:
    utan, med = inloggad(n.ledamot), inloggad(n.ledamot, styrkt=True)
    gammal = inloggad(n.ledamot)
    styrk(gammal, n.ledamot, för=FAKTORN_GÄLLER + timedelta(seconds=1))
    strax = inloggad(n.ledamot)
    styrk(strax, n.ledamot, för=FAKTORN_GÄLLER - timedelta(minutes=1))
    assert timedelta(minutes=15) == FAKTORN_GÄLLER
    for sida in hemliga_vägar(n):
        for nekad in (utan, gammal):
            svar = nekad.get(sida)
            assert svar.status_code == 302, sida
            assert svar["Location"].startswith(reverse("mfa_reauthenticate")), sida
        assert status(med, sida) == status(strax, sida) == 200, sida


def test_den_som_saknar_andra_faktor_leds_till_att_skaffa_en(n: Nämnden) -> None:
    svar = inloggad(n.ledamot).get(hemliga_vägar(n)[0])
    assert svar["Location"].startswith(reverse("mfa_activate_totp"))
    assert f"next=%2Flasrum%2F{n.möte.pk}%2F" in svar["Location"]


def test_ett_öppet_papper_kräver_ingen_kod(n: Nämnden) -> None:
    p = papper(n, "Bilaga")
    for vy in ("papper", "pdf", "pdfvisning"):
        assert status(inloggad(n.ledamot), adress(vy, n.möte.pk, p.punkt, p.märke)) == 200
    # Kravet gäller innehållet: vad punkten handlar om står på listan.
    assert "Hemligt" in inloggad(n.ledamot).get(adress("mote", n.möte.pk)).content.decode()


def test_sökningen_visar_inget_ur_det_hemliga_utan_kod(n: Nämnden) -> None:
    sidan = adress("mote", n.möte.pk)
    text = inloggad(n.ledamot).get(sidan, {"q": "björksund"}).content.decode()
    assert "på 1 sida" in text
    assert "Törnrosens" not in text
    assert "är inte med i sökningen" in text
    med = inloggad(n.ledamot, styrkt=True).get(sidan, {"q": "björksund"}).content.decode()
    assert "på 2 sidor" in med
    assert "är inte med i sökningen" not in med


def test_citat_ur_det_hemliga_visas_inte_utan_kod(n: Nämnden) -> None:
    p = papper(n, "Utredning")
    rad = läsanteckningar.skriv(
        sammanträde=n.möte, punkt=p.punkt, märke=p.märke, sida=1, text="Min tanke",
        citat="Törnrosens placering", av=n.ledamot,
    )  # fmt: skip  # ett anrop
    utan, med = inloggad(n.ledamot), inloggad(n.ledamot, styrkt=True)
    for sida in (
        adress("anteckningar", n.möte.pk),
        adress("anteckning", n.möte.pk, rad.nyckel),
    ):
        text = utan.get(sida).content.decode()
        assert "Min tanke" in text
        assert "Törnrosens" not in text
        assert "Törnrosens" in med.get(sida).content.decode()
    filen = adress("anteckningsfil", n.möte.pk)
    assert utan.get(filen).status_code == 302
    assert "Törnrosens" in med.get(filen).content.decode()


def test_citatet_är_låst_också_när_pappret_har_tagits_bort(n: Nämnden) -> None:
    p = papper(n, "Läkarintyg")
    läsanteckningar.skriv(
        sammanträde=n.möte, punkt=p.punkt, märke=p.märke, sida=1, text="", citat="Rosenbuskens",
        av=n.ledamot,
    )  # fmt: skip  # ett anrop
    Punkthandling.objects.filter(rubrik="Läkarintyg").delete()
    komplettera(n)
    (kvar,) = läsanteckningar.mina(exemplar(n.ledamot, n.möte), n.ledamot).alla
    assert kvar.låst
    assert not kvar.citat
    sparas = läsrum.att_spara(exemplar(n.ledamot, n.möte))
    assert not läsanteckningar.mina(sparas, n.ledamot).alla


def test_en_hemlig_pdf_blir_inte_kvar_i_webbläsaren(n: Nämnden) -> None:
    klient = inloggad(n.ledamot, styrkt=True)
    for vy in ("papper", "pdfvisning"):
        p = papper(n, "Utredning")
        sida = klient.get(adress(vy, n.möte.pk, p.punkt, p.märke))
        assert "no-store" in sida["Cache-Control"]
    for rubrik, sätt in (("Utredning", "no-store"), ("Bilaga", "no-cache")):
        p = papper(n, rubrik)
        svar = klient.get(adress("pdf", n.möte.pk, p.punkt, p.märke))
        b"".join(svar)
        assert sätt in svar["Cache-Control"]


# --- Skalet -------------------------------------------------------------------------------------


def test_service_workern_når_bara_läsrummet_och_skalet_är_ingens(n: Nämnden) -> None:
    klient = Client()
    sw = klient.get(adress("sw"))
    assert sw["Content-Type"].startswith("text/javascript")
    assert "no-cache" in sw["Cache-Control"]
    # Räckvidden är katalogen som skriptet ligger i; inget vidgar den.
    assert adress("sw").rpartition("/")[0] + "/" == adress("lista")
    assert "Service-Worker-Allowed" not in sw
    assert skalet()["version"] in sw.content.decode()
    for sida in [*skalet()["adresser"], adress("arbetare"), adress("utan_nat")]:
        assert status(klient, sida) == 200, sida
    en_gång = klient.get(adress("arbetare"))
    igen = klient.get(adress("arbetare"), headers={"If-None-Match": en_gång["ETag"]})
    assert igen.status_code == 304
    skal = inloggad(n.ledamot).get(adress("utan_nat")).content.decode()
    assert "Läsrummet utan nät" in skal


def test_papperet_har_samma_nummer_sparat_som_med_nät(n: Nämnden) -> None:
    # Den hemliga punkten först: då är det sparades ordning en annan än mötets.
    Punkt.objects.filter(pk=n.hemlig.pk).update(ordning=0)
    Sammanträde.objects.filter(pk=n.möte.pk).update(version=n.möte.version + 1)
    n.möte.refresh_from_db()
    fabrik.utfärdad(n.möte, av=n.sekreterare)
    p, klient = papper(n, "Bilaga"), inloggad(n.ledamot)
    alla = läsrum.för_användare(n.ledamot, n.möte).papper
    sidan = adress("papper", n.möte.pk, p.punkt, p.märke)
    text = f"Papper {alla.index(p) + 1} av {len(alla)} på mötet"
    assert text in klient.get(sidan).content.decode()
    assert text in klient.get(sidan, headers={"X-Sparas": "1"}).content.decode()


def test_manifestet_har_läsrummet_och_ikonerna_finns() -> None:
    klient = Client()
    manifest = klient.get(adress("manifest"))
    assert manifest["Content-Type"] == "application/manifest+json"
    data = manifest.json()
    assert (data["start_url"], data["display"]) == (adress("lista"), "standalone")
    for ikon in data["icons"]:
        assert status(klient, ikon["src"]) == 200


def test_frågorna_växer_inte_med_papperen(n: Nämnden, django_assert_max_num_queries: Any) -> None:
    for nr in range(8):
        Punkthandling.objects.create(
            punkt=n.öppen, ordning=30 + nr, rubrik=f"Bilaga {nr}", fil=fil(f"Papper {nr}")
        )
    Sammanträde.objects.filter(pk=n.möte.pk).update(version=n.möte.version + 1)
    komplettera(n)
    utdelat, klient = dela_ut(n), inloggad(n.ledamot)
    listan = adress("sparat", n.möte.pk, utdelat.rad.pk)
    klient.get(listan)
    with django_assert_max_num_queries(45):
        svar = klient.get(listan).json()
        assert svar["antal_papper"] - svar["hemliga"] == 11
    with django_assert_max_num_queries(40):
        kontakt(utdelat)
