"""Underskrift i en extern tjänst: vem, vad och när, och vad som blir kvar som bevis.

Mot låtsastjänsten; inte provad mot de riktiga tjänsterna. Elektronisk justering: KL 5 kap. 69 §.
"""

import base64
import hashlib
from datetime import timedelta
from pathlib import Path

import pgtrigger
import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.utils import timezone

from konton.models import Roll
from protokoll.models import Justering, Paragrafsvar, Protokoll, Underskrift, Underskriftsbegäran
from protokoll.services import fritext, justering, tjänstunderskrift
from protokoll.services.justeringsfel import (
    AnnansUnderskrift,
    FelSkede,
    Obesvarat,
    PersonnummerSaknas,
    RedanUnderskriven,
    TjänstenAvstängd,
    TjänstenTogInteEmot,
)
from protokoll.services.justeringsläge import granska
from protokoll.underskriftstjänst import BANKID_MISSLYCKAD, BANKID_VÄNTAR, FREJA_MISSLYCKAD
from tests.factories import justering as fabrik
from tests.factories.konton import med_roll
from tests.factories.protokoll import Mötesvärld
from tests.minne import mindes
from tests.protokoll.låtsastjänst import PERSON, Tjänst
from tests.protokoll.underskriftsvärld import konto, redo, registrera

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

Status = Underskriftsbegäran.Status
ANNAN = "190001029818"


@pytest.fixture
@mindes
def till(värld: Mötesvärld) -> Justering:
    return fabrik.till_justering(värld)


@pytest.fixture
def bo(till: Justering) -> Underskrift:
    return redo(till)


def påbörja(rad: Underskrift, **val) -> Underskriftsbegäran:
    return tjänstunderskrift.påbörja(underskrift=rad, av=konto(rad), adress="192.0.2.7", **val)


def fråga(begäran: Underskriftsbegäran, sekunder: float = 3, av=None) -> Underskriftsbegäran:
    """Som sidan frågar, när det är dags igen."""
    return tjänstunderskrift.fråga(
        begäran=begäran,
        av=av or konto(begäran.underskrift),
        nu=timezone.now() + timedelta(seconds=sekunder),
    )


def ny(rad: Underskrift) -> Underskrift:
    return Underskrift.objects.get(pk=rad.pk)


def rensad(begäran: Underskriftsbegäran) -> bool:
    """Inget av det som bara behövdes under tiden, eller som bär personnumret, är kvar."""
    return not (
        begäran.startlänk
        or begäran.qr_märke
        or begäran.qr_hemlighet
        or begäran.namn
        or begäran.signatur
        or begäran.ocsp
    )


# --- Från start till bevis ---------------------------------------------------------------------


@pytest.mark.parametrize("sort", ["bankid", "freja"])
def test_underskriften_och_dess_bevis(tjänst: Tjänst, settings, bo: Underskrift, sort: str) -> None:
    tjänst.ställ_in(settings, sort)
    begäran = påbörja(bo)
    assert (begäran.status, begäran.tjänst) == (Status.VÄNTAR, sort)
    assert "Jag skriver under protokollet från Socialnämnden den" in begäran.text
    assert "som justerare, §§ 1–3." in begäran.text.replace("\xa0", " ")
    assert bo.justering.underlag["summa"] in begäran.text
    assert ny(bo).status == "vantar"

    tjänst.bankid_klar() if sort == "bankid" else tjänst.freja_klar()
    klar = fråga(begäran)

    assert klar.status == Status.KLAR
    rad = ny(bo)
    assert (rad.status, rad.metod, rad.användare) == ("underskriven", "extern", konto(bo))
    bevis = rad.bevis["tjänst"]
    signatur = b"<Signature/>" if sort == "bankid" else b"eyJ4NXQi.eyJzaWdu.c2ln"
    assert bytes(klar.signatur) == signatur
    assert bytes(klar.ocsp) == (b"ocsp" if sort == "bankid" else b"")
    assert bevis["underskrift"] == hashlib.sha256(signatur).hexdigest()
    assert (bevis["tjänst"], bevis["person"], bevis["summa"]) == (sort, "Bo Ekfalk", begäran.summa)
    assert bevis["text"] == begäran.text
    assert PERSON["personalNumber"] not in str(rad.bevis)
    assert granska(Justering.objects.get(pk=bo.justering_id)) == []


def test_det_som_skrivs_under_är_texten_och_svaren(tjänst: Tjänst, bo: Underskrift) -> None:
    egen = bo.justering.protokoll.paragrafer.get(nummer=2)
    justering.svara(
        underskrift=bo, paragraf=egen, svar="vagrar", text="Hemligt skäl.", av=konto(bo)
    )

    begäran = påbörja(bo)

    assert "Jag vägrar justera § 2." in begäran.text.replace("\xa0", " ")
    assert "Hemligt" not in begäran.text
    skickat = tjänst.senaste.begäran
    assert base64.b64decode(skickat["userNonVisibleData"]).decode() == begäran.summa
    assert base64.b64decode(skickat["userVisibleData"]).decode() == begäran.text
    tjänst.bankid_klar()
    fråga(begäran)
    assert ny(bo).bevis["vägrade"] == [egen.pk]


def test_den_sista_underskriften_i_tjänsten_avslutar_och_förseglar(
    tjänst: Tjänst, bo: Underskrift, värld: Mötesvärld
) -> None:
    for annan in bo.justering.underskrifter.exclude(pk=bo.pk).order_by("ordning"):
        fabrik.skriv_under(annan)
    begäran = påbörja(bo)
    tjänst.bankid_klar()
    fråga(begäran)

    j = Justering.objects.get(pk=bo.justering_id)
    assert (j.status, värld.protokoll.status) == ("justerad", Protokoll.Status.JUSTERAT)
    färdig = fabrik.försegla(j)
    assert färdig.fil is not None
    assert granska(färdig) == []


def test_kedjan_säger_till_om_tjänstens_bevis_byts_eller_tas_bort(
    tjänst: Tjänst, bo: Underskrift
) -> None:
    begäran = påbörja(bo)
    tjänst.bankid_klar()
    fråga(begäran)
    rader = Underskriftsbegäran.objects.filter(pk=begäran.pk)
    with pytest.raises(DatabaseError), transaction.atomic():
        rader.update(signatur=b"annat")
    with pytest.raises(DatabaseError), transaction.atomic():
        rader.delete()

    with pgtrigger.ignore("protokoll.Underskriftsbegäran:underskriftsbegaran_bevis_kvar"):
        rader.update(signatur=b"annat")
        assert "bevis" in granska(bo.justering)[0].text
        rader.delete()
        assert "bevis" in granska(bo.justering)[0].text


def test_databasen_håller_en_öppen_begäran_och_bevis_bara_på_mottagna(
    tjänst: Tjänst, bo: Underskrift
) -> None:
    begäran = påbörja(bo)

    with pytest.raises(IntegrityError, match="en_oppen"), transaction.atomic():
        Underskriftsbegäran.objects.create(
            underskrift=bo,
            begärd_av=konto(bo),
            begärd_tid=timezone.now(),
            fråga_från=timezone.now(),
        )
    with pytest.raises(IntegrityError, match="bevis"), transaction.atomic():
        Underskriftsbegäran.objects.filter(pk=begäran.pk).update(signatur=b"x")


# --- Vem ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("sort", ["bankid", "freja"])
def test_fel_person_räknas_inte_och_lämnar_inget(
    tjänst: Tjänst, settings, bo: Underskrift, sort: str
) -> None:
    tjänst.ställ_in(settings, sort)
    begäran = påbörja(bo)
    klar = tjänst.bankid_klar if sort == "bankid" else tjänst.freja_klar
    klar(personalNumber=ANNAN, name="Någon Annan")

    svar = fråga(begäran)

    assert svar.status == Status.MISSLYCKAD
    assert "inte den som skulle" in svar.skäl
    assert rensad(svar)
    assert ny(bo).status == "vantar"
    assert not ny(bo).bevis
    with connection.cursor() as c:
        c.execute("SELECT * FROM protokoll_underskriftsbegaran")
        assert ANNAN not in str(c.fetchall())


def test_utan_registrerat_personnummer_startar_inget(tjänst: Tjänst, till: Justering) -> None:
    rad = till.underskrifter.get(som="sekreterare")

    with pytest.raises(PersonnummerSaknas, match="inte registrerat"):
        påbörja(rad)

    assert not tjänst.ordrar
    registrera(rad)
    assert påbörja(rad).status == Status.VÄNTAR


def test_ingen_annan_startar_frågar_eller_avbryter(
    tjänst: Tjänst, bo: Underskrift, värld: Mötesvärld
) -> None:
    främmande = (
        värld.sekreterare,
        konto(bo.justering.underskrifter.get(som="ordforande")),
        med_roll(Roll.NÄMNDSEKRETERARE),
        med_roll(Roll.ADMINISTRATÖR),
    )
    for annan in främmande:
        with pytest.raises(AnnansUnderskrift):
            tjänstunderskrift.påbörja(underskrift=bo, av=annan, adress="192.0.2.7")
    assert not tjänst.ordrar
    assert not Underskriftsbegäran.objects.exists()
    begäran = påbörja(bo)
    for annan in främmande:
        with pytest.raises(AnnansUnderskrift):
            fråga(begäran, av=annan)
        with pytest.raises(AnnansUnderskrift):
            tjänstunderskrift.avbryt(begäran=begäran, av=annan)
    assert not tjänst.senaste.avbruten


def test_den_som_ersatts_medan_hen_skrev_under_räknas_inte(tjänst: Tjänst, bo: Underskrift) -> None:
    begäran = påbörja(bo)
    Underskrift.objects.filter(pk=bo.pk).update(status="ersatt")
    tjänst.bankid_klar()

    svar = fråga(begäran)

    assert (svar.status, rensad(svar)) == (Status.MISSLYCKAD, True)
    assert "ersättare" in svar.skäl


# --- Vad och när -------------------------------------------------------------------------------


def test_obesvarat_startar_inget(tjänst: Tjänst, till: Justering) -> None:
    rad = till.underskrifter.get(som="ordforande")
    registrera(rad)

    with pytest.raises(Obesvarat):
        påbörja(rad)

    assert not tjänst.ordrar


def test_texten_ändrad_medan_appen_var_öppen(
    tjänst: Tjänst, bo: Underskrift, värld: Mötesvärld
) -> None:
    begäran = påbörja(bo)
    p = bo.justering.protokoll.paragrafer.get(nummer=1)
    fritext.ändra(
        paragraf=p,
        version=p.version,
        sammanfattning="Ny text.",
        information="",
        av=värld.sekreterare,
    )
    justering.godkänn_alla(underskrift=bo, av=konto(bo))
    tjänst.bankid_klar()

    svar = fråga(begäran)

    assert (svar.status, rensad(svar)) == (Status.MISSLYCKAD, True)
    assert "har ändrats" in svar.skäl
    assert ny(bo).status == "vantar"
    # En ny gäller den nya texten.
    igen = påbörja(bo)
    assert igen.summa != begäran.summa
    tjänst.bankid_klar()
    assert fråga(igen).status == Status.KLAR


def test_ett_svar_ändrat_medan_appen_var_öppen(tjänst: Tjänst, bo: Underskrift) -> None:
    begäran = påbörja(bo)
    p = bo.justering.protokoll.paragrafer.get(nummer=1)
    justering.svara(underskrift=bo, paragraf=p, svar="vagrar", text="Fel.", av=konto(bo))
    tjänst.bankid_klar()

    svar = fråga(begäran)

    assert svar.status == Status.MISSLYCKAD
    assert ny(bo).status == "vantar"
    assert Paragrafsvar.objects.get(underskrift=bo, paragraf=p).svar == "vagrar"


def test_den_påbörjade_lämnas_när_texten_är_en_annan(tjänst: Tjänst, bo: Underskrift) -> None:
    första = påbörja(bo)
    p = bo.justering.protokoll.paragrafer.get(nummer=1)
    justering.svara(underskrift=bo, paragraf=p, svar="vagrar", text="Fel.", av=konto(bo))

    andra = påbörja(bo)

    första.refresh_from_db()
    assert (första.status, andra.status) == (Status.MISSLYCKAD, Status.VÄNTAR)
    assert andra.pk != första.pk


def test_redan_underskriven(tjänst: Tjänst, bo: Underskrift) -> None:
    begäran = påbörja(bo)
    justering.underteckna(underskrift=bo, av=konto(bo), färsk_andra_faktor=True)
    kedja = ny(bo).kedja

    with pytest.raises(RedanUnderskriven):
        påbörja(bo)
    tjänst.bankid_klar()
    svar = fråga(begäran)

    assert (svar.status, rensad(svar)) == (Status.MISSLYCKAD, True)
    assert "redan skrivit under" in svar.skäl
    assert (ny(bo).metod, ny(bo).kedja) == ("elektronisk", kedja)


def test_protokoll_på_papper_skrivs_inte_under_i_tjänsten(
    tjänst: Tjänst, värld: Mötesvärld
) -> None:
    rad = fabrik.till_justering(värld, metod="papper").underskrifter.get(som="sekreterare")
    registrera(rad)

    with pytest.raises(FelSkede, match="papper"):
        påbörja(rad)


# --- Tjänsten ----------------------------------------------------------------------------------


def test_avstängd_som_förval(bo: Underskrift) -> None:
    with pytest.raises(TjänstenAvstängd):
        påbörja(bo)
    assert not Underskriftsbegäran.objects.exists()


def test_avstängd_medan_en_var_påbörjad(tjänst: Tjänst, settings, bo: Underskrift) -> None:
    begäran = påbörja(bo)
    settings.NAMND_UNDERSKRIFT = ""

    svar = fråga(begäran)

    assert (svar.status, svar.skäl) == (Status.MISSLYCKAD, tjänstunderskrift.AVSTÄNGD)


@pytest.mark.parametrize(
    ("svar", "säger"),
    [
        ((503, b'{"errorCode": "Maintenance"}'), "svarar inte"),
        ((400, b'{"errorCode": "alreadyInProgress"}'), "redan påbörjad"),
        ((401, b'{"errorCode": "unauthorized"}'), "Kontakta administratören"),
        ((200, b"{}"), "saknar orderRef"),
    ],
    ids=["underhåll", "pågår redan", "nekad", "oläslig"],
)
def test_tjänsten_tar_inte_emot(
    tjänst: Tjänst, bo: Underskrift, svar: tuple[int, bytes], säger: str
) -> None:
    tjänst.nästa = [svar]

    with pytest.raises(TjänstenTogInteEmot, match=säger):
        påbörja(bo)

    begäran = Underskriftsbegäran.objects.get()
    assert (begäran.status, säger in begäran.skäl) == (Status.MISSLYCKAD, True)
    # Svaren är kvar, och nästa försök går bra.
    assert Paragrafsvar.objects.filter(underskrift=bo).count() == 3
    assert påbörja(bo).status == Status.VÄNTAR


def test_tjänsten_nås_inte(tjänst: Tjänst, settings, bo: Underskrift) -> None:
    settings.NAMND_UNDERSKRIFT_URL = "https://localhost:9"

    with pytest.raises(TjänstenTogInteEmot, match="svarar inte"):
        påbörja(bo)


def test_ett_avbrott_medan_det_väntar_tappar_inget(tjänst: Tjänst, bo: Underskrift) -> None:
    begäran = påbörja(bo)
    tjänst.nästa = [(503, b"{}")]

    väntar = fråga(begäran)

    assert väntar.status == Status.VÄNTAR
    assert "svarar inte" in väntar.anvisning
    tjänst.bankid_klar()
    assert fråga(begäran, 6).status == Status.KLAR


def test_ett_långt_avbrott_ger_upp(tjänst: Tjänst, bo: Underskrift) -> None:
    begäran = påbörja(bo)
    tjänst.nästa = [(503, b"{}")]

    svar = fråga(begäran, 16 * 60)

    assert (svar.status, rensad(svar)) == (Status.MISSLYCKAD, True)
    assert "Tiden gick ut" in svar.skäl


@pytest.mark.parametrize("hint", BANKID_VÄNTAR)
def test_bankid_varje_läge_visas(tjänst: Tjänst, bo: Underskrift, hint: str) -> None:
    begäran = påbörja(bo)
    tjänst.senaste.svar = {"status": "pending", "hintCode": hint}

    svar = fråga(begäran)

    assert (svar.status, svar.anvisning) == (Status.VÄNTAR, BANKID_VÄNTAR[hint])
    # Koden visas bara tills appen är öppnad.
    assert bool(tjänstunderskrift.qr(svar)) == (hint in ("outstandingTransaction", "noClient"))


@pytest.mark.parametrize("hint", [*BANKID_MISSLYCKAD, "okänd"])
def test_bankid_varje_felkod_sägs_på_svenska(tjänst: Tjänst, bo: Underskrift, hint: str) -> None:
    begäran = påbörja(bo)
    tjänst.senaste.svar = {"status": "failed", "hintCode": hint}

    svar = fråga(begäran)

    assert (svar.status, svar.skäl, rensad(svar)) == (
        Status.MISSLYCKAD,
        BANKID_MISSLYCKAD.get(hint, "Okänt fel. Försök igen."),
        True,
    )
    assert ny(bo).status == "vantar"


@pytest.mark.parametrize("status", FREJA_MISSLYCKAD)
def test_freja_varje_felkod_sägs_på_svenska(
    tjänst: Tjänst, settings, bo: Underskrift, status: str
) -> None:
    tjänst.ställ_in(settings, "freja")
    begäran = påbörja(bo)
    tjänst.senaste.svar = {"status": status}

    assert fråga(begäran).skäl == FREJA_MISSLYCKAD[status]


@pytest.mark.parametrize("sort", ["bankid", "freja"])
def test_en_referens_som_gått_ut(tjänst: Tjänst, settings, bo: Underskrift, sort: str) -> None:
    tjänst.ställ_in(settings, sort)
    begäran = påbörja(bo)
    tjänst.ordrar.clear()

    svar = fråga(begäran)

    assert svar.status == Status.MISSLYCKAD
    assert "Tiden gick ut" in svar.skäl


# --- Omladdning, flera fönster, och en process som dör ------------------------------------------


def test_två_tryck_blir_en_begäran(tjänst: Tjänst, bo: Underskrift) -> None:
    assert påbörja(bo) == påbörja(bo)
    assert len(tjänst.ordrar) == 1


def test_flera_fönster_frågar_tjänsten_i_dess_takt(tjänst: Tjänst, bo: Underskrift) -> None:
    begäran = påbörja(bo)
    tjänst.senaste.svar = {"status": "pending", "hintCode": "started"}
    fråga(begäran)
    tjänst.bankid_klar()

    # För tidigt: läget som det var, och tjänsten lämnar sitt svar först när det är dags.
    assert fråga(begäran, 4).status == Status.VÄNTAR
    assert fråga(begäran, 6).status == Status.KLAR
    assert fråga(begäran, 9).status == Status.KLAR


def test_den_som_dör_före_svaret_lämnar_en_begäran_som_går_att_göra_om(
    tjänst: Tjänst, bo: Underskrift
) -> None:
    begäran = påbörja(bo)
    Underskriftsbegäran.objects.filter(pk=begäran.pk).update(
        status=Status.STARTAS, referens="", fråga_från=timezone.now() + tjänstunderskrift.LÅN
    )

    assert fråga(begäran).status == Status.STARTAS
    svar = fråga(begäran, 20)

    assert (svar.status, rensad(svar)) == (Status.MISSLYCKAD, True)
    assert påbörja(bo).status == Status.VÄNTAR


def test_det_mottagna_beviset_blir_en_underskrift_av_den_som_kommer_sedan(
    tjänst: Tjänst, bo: Underskrift
) -> None:
    """Processen dog mellan beviset och underskriften; tjänsten lämnar det aldrig igen."""
    begäran = påbörja(bo)
    Underskriftsbegäran.objects.filter(pk=begäran.pk).update(
        status=Status.MOTTAGEN,
        namn="Bo Ekfalk",
        signatur=b"<Signature/>",
        ocsp=b"ocsp",
        mottagen_tid=timezone.now(),
    )
    tjänst.ordrar.clear()
    with pytest.raises(FelSkede, match="inget att avbryta"):
        tjänstunderskrift.avbryt(begäran=begäran, av=konto(bo))

    call_command("underskrifter")  # för tidigt: sidan frågar själv
    assert ny(bo).status == "vantar"
    antal = tjänstunderskrift.hämta_väntande(nu=timezone.now() + timedelta(seconds=30))

    assert (antal, ny(bo).status) == (1, "underskriven")
    kedja = ny(bo).kedja
    assert tjänstunderskrift.hämta_väntande(nu=timezone.now() + timedelta(seconds=60)) == 0
    assert fråga(begäran).status == Status.KLAR
    assert ny(bo).kedja == kedja


def test_schemat_hämtar_när_sidan_är_stängd(tjänst: Tjänst, bo: Underskrift) -> None:
    begäran = påbörja(bo)
    tjänst.bankid_klar()

    tjänstunderskrift.hämta_väntande(nu=timezone.now() + timedelta(seconds=30))

    begäran.refresh_from_db()
    assert (begäran.status, ny(bo).status) == (Status.KLAR, "underskriven")


# --- Avbryta -----------------------------------------------------------------------------------


def test_avbryt_här_och_i_tjänsten(tjänst: Tjänst, bo: Underskrift) -> None:
    begäran = påbörja(bo)

    tjänstunderskrift.avbryt(begäran=begäran, av=konto(bo))

    begäran.refresh_from_db()
    assert (begäran.status, rensad(begäran)) == (Status.AVBRUTEN, True)
    assert tjänst.senaste.avbruten
    assert fråga(begäran).status == Status.AVBRUTEN
    with pytest.raises(FelSkede, match="inget att avbryta"):
        tjänstunderskrift.avbryt(begäran=begäran, av=konto(bo))
    assert ny(bo).status == "vantar"


def test_avbryt_när_tjänsten_inte_svarar(tjänst: Tjänst, bo: Underskrift) -> None:
    begäran = påbörja(bo)
    tjänst.nästa = [(503, b"{}")]

    with pytest.raises(TjänstenTogInteEmot, match="Avbryt också i appen"):
        tjänstunderskrift.avbryt(begäran=begäran, av=konto(bo))

    # Här gäller den inte längre, vad som än händer i appen.
    tjänst.bankid_klar()
    assert fråga(begäran).status == Status.AVBRUTEN
    assert ny(bo).status == "vantar"


def test_bevisen_lämnas_ut_som_filer(tjänst: Tjänst, bo: Underskrift, tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="Ingen har skrivit under"):
        call_command("underskriftsbevis", str(bo.justering_id), str(tmp_path))
    begäran = påbörja(bo)
    tjänst.bankid_klar()
    fråga(begäran)

    call_command("underskriftsbevis", str(bo.justering_id), str(tmp_path))

    filer = {f.name: f.read_bytes() for f in tmp_path.iterdir()}
    assert filer == {
        f"bankid-{bo.pk}.underskrift": b"<Signature/>",
        f"bankid-{bo.pk}.ocsp": b"ocsp",
    }
    assert {f.stat().st_mode & 0o777 for f in tmp_path.iterdir()} == {0o600}
    with pytest.raises(CommandError, match="finns redan"):
        call_command("underskriftsbevis", str(bo.justering_id), str(tmp_path))
