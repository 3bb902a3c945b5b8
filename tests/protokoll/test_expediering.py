"""Expedieringen: vem som får beslutet, vad som stoppar det och vad som händer sedan."""

import smtplib
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied
from django.core.mail.backends import locmem
from django.db import DatabaseError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from konton.models import Roll
from protokoll import policy
from protokoll.models import (
    Anslag,
    Beslutsdel,
    Expediering,
    Expedieringsavslut,
    Expedieringssteg,
    Försättsbladsmottagare,
    InkommetUtdrag,
    Kanal,
    Paragraf,
    Reservant,
    Reservation,
    Utdragsmottagare,
    Överklagandehänvisning,
)
from protokoll.services import expediering, försättsblad, inkomna
from protokoll.services.expedieringsfel import (
    FelAdress,
    FelMottagare,
    FelÄrende,
    GårInternt,
    HemligtMedEpost,
    InteFörberedd,
    InteJusterad,
    InteMottagare,
    KanInteAntecknas,
    MedVarning,
    ObekräftadAdress,
    RedanExpedierad,
    RedanRegistrerat,
    ÄrendetTarInteEmot,
)
from protokoll.services.expedieringsläge import (
    att_expediera,
    att_posta,
    utan_mottagare,
    utanför_bladet,
    är_justerad,
)
from tests import verapdf
from tests.factories import nämnd as fabrik
from tests.factories.expediering import (
    HEM,
    annat_organ,
    beslutad,
    försättsbladet,
    gör,
    justera,
    mottagare,
    sänd,
)
from tests.factories.konton import MyndighetFactory, RolltilldelningFactory, med_roll
from tests.factories.protokoll import Mötesvärld, lägg_ärende
from tests.factories.ärenden import ärende as registrerat
from tests.minne import mindes
from tests.protokoll.test_dokument import pdftext
from ärenden.models import Anmälan, Handling, Jobb, Skrivelse, Ärende

pytestmark = pytest.mark.slow

S = Expediering.Status
HEMLIGT = "OSL 26 kap. 1 §"
HÅRT = "\N{NO-BREAK SPACE}"


@pytest.fixture
@mindes
def paragraf(värld: Mötesvärld) -> Paragraf:
    """Justerad, med försättsblad."""
    justera(värld.håll())
    p = beslutad(värld)
    försättsbladet(p, värld.sekreterare)
    return p


@pytest.fixture
@mindes
def hemlig(värld: Mötesvärld) -> Paragraf:
    lägg_ärende(värld, "Ansökan, barn AA", lagrum=HEMLIGT, förslag=("Ansökan bifalls.",))
    justera(värld.håll())
    p = beslutad(värld, "Ansökan, barn AA")
    försättsbladet(p, värld.sekreterare, överklagandetyp="forvaltningsbesvar", gäller="Barn AA")
    return p


def utdragstext(sändning: Expediering) -> str:
    assert sändning.fil is not None
    return " ".join(" ".join(pdftext(sändning.fil.läs())).replace(HÅRT, " ").split())


def test_utdraget_lägger_sig_på_listan_som_väntar_på_det(
    värld: Mötesvärld, paragraf: Paragraf
) -> None:
    """Utskottets utdrag kommer när nämndens lista redan är uppdragen."""
    nämnden = fabrik.OrganFactory(myndighet=värld.organ.myndighet)
    möte = fabrik.SammanträdeFactory(organ=nämnden)
    annans = fabrik.SammanträdeFactory()
    for väntande in (möte, annans):
        fabrik.PunktFactory(sammanträde=väntande, ärende=paragraf.ärende)

    sändning = gör(sänd(mottagare(paragraf, värld.sekreterare), värld.sekreterare))

    (rad,) = möte.punkter.get().handlingar.all()
    assert rad.handling == sändning.handling
    assert not annans.punkter.get().handlingar.exists()


# --- Vem som får beslutet ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("namn", "kanal", "adress", "fel"),
    [
        pytest.param("Bo Ek", Kanal.POST, HEM, InteMottagare, id="en annan mottagare"),
        pytest.param("Lova Ek", Kanal.POST, "Gamla gatan 1", FelAdress, id="en gammal adress"),
        pytest.param("Lova Ek", Kanal.EPOST, HEM, FelAdress, id="en annan väg"),
    ],
)
def test_bara_den_på_försättsbladet_på_adressen_där(
    värld: Mötesvärld, paragraf: Paragraf, namn: str, kanal: str, adress: str, fel: type
) -> None:
    mottagare(paragraf, värld.sekreterare)

    with pytest.raises(fel) as stopp:
        expediering.expediera(
            paragraf=paragraf, mottagare=namn, kanal=kanal, adress=adress, av=värld.sekreterare
        )

    assert stopp.value.lagrum
    assert not Expediering.objects.exists()
    assert not Jobb.objects.filter(slag=expediering.SLAG).exists()


def test_borttagen_mottagare_får_inget(värld: Mötesvärld, paragraf: Paragraf) -> None:
    rad = mottagare(paragraf, värld.sekreterare)
    försättsblad.ta_bort_mottagare(mottagare=rad, av=värld.sekreterare)

    with pytest.raises(InteMottagare):
        sänd(rad, värld.sekreterare)
    with pytest.raises(InteMottagare):
        försättsblad.ta_bort_mottagare(mottagare=rad, av=värld.sekreterare)


def test_utan_försättsblad_går_inget(värld: Mötesvärld) -> None:
    justera(värld.håll())

    with pytest.raises(InteFörberedd):
        expediering.expediera(
            paragraf=beslutad(värld),
            mottagare="Lova Ek",
            kanal=Kanal.POST,
            adress=HEM,
            av=värld.sekreterare,
        )


def test_kontrollerad_mottagare_ändras_inte(värld: Mötesvärld, paragraf: Paragraf) -> None:
    rad = mottagare(paragraf, värld.sekreterare)

    for ändring in ({"adress": "Gamla gatan 1"}, {"namn": "Bo Ek"}):
        with pytest.raises(DatabaseError), transaction.atomic():
            Försättsbladsmottagare.objects.filter(pk=rad.pk).update(**ändring)
    with pytest.raises(DatabaseError), transaction.atomic():
        rad.delete()


@pytest.mark.parametrize(
    "fält",
    [
        pytest.param({"kanal": Kanal.EPOST, "adress": "inte en adress"}, id="trasig e-post"),
        pytest.param({"adress": " \n "}, id="tom adress"),
        pytest.param({"kanal": Kanal.INTERNT}, id="internt utan organ"),
        pytest.param({"namn": ""}, id="utan namn"),
    ],
)
def test_ofullständig_mottagare_nekas(
    värld: Mötesvärld, paragraf: Paragraf, fält: dict[str, str]
) -> None:
    with pytest.raises(FelMottagare):
        mottagare(paragraf, värld.sekreterare, **fält)


def test_samma_mottagare_skrivs_en_gång(värld: Mötesvärld, paragraf: Paragraf) -> None:
    mottagare(paragraf, värld.sekreterare)

    with pytest.raises(FelMottagare):
        mottagare(paragraf, värld.sekreterare, adress=f"{HEM}\n")


# --- Rätten ------------------------------------------------------------------------------------


def test_handläggaren_fyller_i_men_sänder_inte(värld: Mötesvärld) -> None:
    justera(värld.håll())
    p = beslutad(värld)
    handläggare = med_roll(Roll.HANDLÄGGARE, värld.organ.myndighet)

    försättsbladet(p, handläggare)
    rad = mottagare(p, handläggare)

    assert rad.av == handläggare
    with pytest.raises(PermissionDenied):
        sänd(rad, handläggare)


@pytest.mark.parametrize("roll", [Roll.CHEF, Roll.REGISTRATOR, Roll.FÖRTROENDEVALD])
def test_andra_roller_fyller_inte_i(värld: Mötesvärld, paragraf: Paragraf, roll: Roll) -> None:
    av = med_roll(roll, värld.organ.myndighet)

    with pytest.raises(PermissionDenied):
        mottagare(paragraf, av)
    with pytest.raises(PermissionDenied):
        försättsbladet(paragraf, av)


def test_sekreteraren_i_en_annan_nämnd_sänder_inte(värld: Mötesvärld, paragraf: Paragraf) -> None:
    rad = mottagare(paragraf, värld.sekreterare)
    annan = med_roll(Roll.NÄMNDSEKRETERARE)

    with pytest.raises(PermissionDenied):
        sänd(rad, annan)
    assert not policy.förberedbara_paragrafer(annan).exists()


def test_mängdformen_säger_detsamma_som_den_booleska(värld: Mötesvärld, hemlig: Paragraf) -> None:
    myndighet = värld.organ.myndighet
    ägare = med_roll(Roll.HANDLÄGGARE, myndighet)
    Ärende.objects.filter(pk=hemlig.ärende_id).update(handläggare=ägare)
    konton = [ägare, värld.sekreterare, med_roll(Roll.HANDLÄGGARE)]
    konton += [med_roll(roll, myndighet) for roll in Roll]

    for konto in konton:
        synliga = set(policy.förberedbara_paragrafer(konto))
        for p in Paragraf.objects.select_related("organ", "ärende__myndighet"):
            assert policy.får_förbereda(konto, p) is (p in synliga), (konto, p)
    assert hemlig in policy.förberedbara_paragrafer(ägare)
    assert hemlig not in policy.förberedbara_paragrafer(med_roll(Roll.HANDLÄGGARE, myndighet))


# --- Justerad ----------------------------------------------------------------------------------


def test_ojusterad_paragraf_går_inte(värld: Mötesvärld) -> None:
    värld.håll()
    p = beslutad(värld)
    försättsbladet(p, värld.sekreterare)
    rad = mottagare(p, värld.sekreterare)

    with pytest.raises(InteJusterad):
        sänd(rad, värld.sekreterare)


@pytest.mark.parametrize(
    ("spann", "punkter", "väntat"),
    [
        pytest.param("2", [], True, id="KL 5:69 paragrafen"),
        pytest.param("1-3", [], True, id="KL 5:69 i ett spann"),
        pytest.param("1, 3", [], False, id="KL 5:69 andra paragrafer"),
        pytest.param("2", [1], False, id="KL 5:69 bara några punkter"),
        pytest.param("", [], True, id="KL 5:69 hela protokollet"),
    ],
)
def test_omedelbart_justerad(
    värld: Mötesvärld, spann: str, punkter: list[int], väntat: bool
) -> None:
    protokoll = värld.håll()
    två = protokoll.paragrafer.get(nummer=2)
    j = justera(protokoll, omedelbar=True, paragrafer=spann)
    for justering in (j, None):
        två.för_sig.create(justering=justering, punkter=punkter)

    assert är_justerad(två) is väntat


# --- Hemligt -----------------------------------------------------------------------------------


def test_hemligt_går_aldrig_med_epost(värld: Mötesvärld, hemlig: Paragraf) -> None:
    rad = mottagare(hemlig, värld.sekreterare, kanal=Kanal.EPOST, adress="lova@exempel.se")

    with pytest.raises(HemligtMedEpost):
        sänd(rad, värld.sekreterare, adress_bekräftad=True)
    assert mail.outbox == []


def test_hemligt_kräver_adressen_en_gång_till(värld: Mötesvärld, hemlig: Paragraf) -> None:
    rad = mottagare(hemlig, värld.sekreterare)

    with pytest.raises(ObekräftadAdress):
        sänd(rad, värld.sekreterare)
    with pytest.raises(FelAdress):
        sänd(rad, värld.sekreterare, adress="Gamla gatan 1", adress_bekräftad=True)
    bekräftad = sänd(
        rad, värld.sekreterare, adress=HEM.upper().replace("\n", "  "), adress_bekräftad=True
    )

    assert (bekräftad.adress, bekräftad.adress_bekräftad) == (HEM, True)


@pytest.mark.slow
def test_hemligt_med_post(värld: Mötesvärld, hemlig: Paragraf) -> None:
    rad = mottagare(hemlig, värld.sekreterare, part=True)

    sändning = gör(sänd(rad, värld.sekreterare, adress_bekräftad=True))

    assert sändning.status == S.KLAR
    assert sändning.handling is not None
    assert sändning.handling.sekretess_lagrum == HEMLIGT
    händelser = [h.data for h in hemlig.ärende.händelser.filter(typ="protokoll.expedierat")]
    assert [h["mottagare"] for h in händelser] == ["(sekretess)"]
    assert "Ansökan bifalls." in utdragstext(sändning)
    assert sändning.adressblad is not None
    blad = " ".join(pdftext(sändning.adressblad.läs()))
    assert "Björkvägen 3" in blad
    assert "Ansökan" not in blad
    verapdf.kräv(sändning.adressblad.läs())


# --- Vägarna -----------------------------------------------------------------------------------


@pytest.mark.slow
def test_epost_med_utdraget_och_inget_annat_om_saken(värld: Mötesvärld, paragraf: Paragraf) -> None:
    rad = mottagare(paragraf, värld.sekreterare, kanal=Kanal.EPOST, adress="lova@exempel.se")

    sändning = gör(sänd(rad, värld.sekreterare))

    assert sändning.status == S.SKICKAD
    (brev,) = mail.outbox
    assert brev.to == ["lova@exempel.se"]
    assert "Taxa" not in brev.subject + brev.body
    ((namn, innehåll, typ),) = brev.attachments
    # Det som går elektroniskt skrivs inte under för hand.
    assert "Underskrift" not in utdragstext(sändning)
    assert (namn, typ) == ("utdrag-002.pdf", "application/pdf")
    assert innehåll == sändning.fil.läs()
    verapdf.kräv(innehåll)
    # Görs jobbet om går inget brev till.
    Jobb.objects.filter(pk=sändning.jobb_id).update(status=Jobb.Status.VÄNTAR, klart_tid=None)
    assert gör(sändning).status == S.SKICKAD
    assert len(mail.outbox) == 1
    # Utdraget ligger i ärendet, som är beslutat.
    handling = Handling.objects.get(ärende=paragraf.ärende, slag="protokollsutdrag")
    assert (handling.riktning, handling.motpart) == ("utgaende", "Lova Ek")
    assert handling.fil == sändning.fil
    assert Ärende.objects.get(pk=paragraf.ärende_id).status == Ärende.Status.BESLUTAT
    assert paragraf.ärende.händelser.filter(typ="ärende.beslutat").count() == 1


@pytest.mark.slow
def test_nekat_brev_syns_och_går_att_sända_om(
    värld: Mötesvärld, paragraf: Paragraf, monkeypatch: pytest.MonkeyPatch
) -> None:
    rad = mottagare(paragraf, värld.sekreterare, kanal=Kanal.EPOST, adress="lova@exempel.se")
    nekad = sänd(rad, värld.sekreterare)

    def neka(*_: object) -> int:
        raise smtplib.SMTPRecipientsRefused({"lova@exempel.se": (550, b"Okand")})

    with monkeypatch.context() as m:
        m.setattr(locmem.EmailBackend, "send_messages", neka)
        nekad = gör(nekad)
    assert nekad.status == S.MISSLYCKAD
    assert "550" in nekad.steg.get(status=S.MISSLYCKAD).hur
    assert paragraf in att_expediera(värld.sekreterare)

    om = gör(expediering.sänd_om(expediering=nekad, skäl="Servern var full.", av=värld.sekreterare))

    assert (om.nummer, om.status, om.omsändning_av) == (2, S.SKICKAD, nekad)
    assert len(mail.outbox) == 1
    # En omsändning är samma utdrag och samma utgående handling.
    assert (om.handling, om.fil) == (nekad.handling, nekad.fil)
    assert paragraf not in att_expediera(värld.sekreterare)
    with pytest.raises(RedanExpedierad):
        expediering.sänd_om(expediering=nekad, skäl="Igen.", av=värld.sekreterare)

    # Är försättsbladet rättat blir utdraget ett nytt, och en ny handling.
    försättsbladet(paragraf, värld.sekreterare, överklagandetyp="ej_overklagbart")
    rättat = gör(expediering.sänd_om(expediering=om, skäl="Fel hänvisning.", av=värld.sekreterare))
    assert "kan inte överklagas" in utdragstext(rättat)
    assert rättat.handling != om.handling


@pytest.mark.slow
def test_avbrutet_utskick_är_osäkert_och_görs_inte_om_av_sig_självt(
    värld: Mötesvärld, paragraf: Paragraf, monkeypatch: pytest.MonkeyPatch
) -> None:
    rad = mottagare(paragraf, värld.sekreterare, kanal=Kanal.EPOST, adress="lova@exempel.se")
    sändning = sänd(rad, värld.sekreterare)

    def dö(*_: object) -> int:
        raise smtplib.SMTPServerDisconnected("mitt i")

    with monkeypatch.context() as m:
        m.setattr(locmem.EmailBackend, "send_messages", dö)
        with pytest.raises(smtplib.SMTPServerDisconnected):
            gör(sändning)
    efter = gör(sändning)

    assert (efter.status, efter.jobb.status) == (S.SÄNDS, Jobb.Status.MISSLYCKAT)
    assert "osäkert" in efter.jobb.fel
    assert [steg.status for steg in efter.hänt] == [S.SÄNDS]
    assert mail.outbox == []
    # Mottagaren säger att det kom fram.
    expediering.anteckna(
        expediering=efter,
        status=S.KVITTERAD,
        dag=timezone.localdate(),
        hur="Telefon",
        av=värld.sekreterare,
    )
    avgjord = Expediering.objects.get(pk=efter.pk)
    assert avgjord.status == S.KVITTERAD
    # Loggen säger inte längre att det är osäkert.
    assert [steg.status for steg in avgjord.hänt] == [S.KVITTERAD]
    assert avgjord.fel_kvar == ""


@pytest.mark.slow
@pytest.mark.parametrize("status", [S.SKICKAD, S.MISSLYCKAD])
def test_osäkert_utskick_avgörs_av_en_människa(
    värld: Mötesvärld, paragraf: Paragraf, status: Expediering.Status
) -> None:
    rad = mottagare(paragraf, värld.sekreterare, kanal=Kanal.EPOST, adress="lova@exempel.se")
    sändning = sänd(rad, värld.sekreterare)
    Expedieringssteg.objects.create(
        expediering=sändning, status=S.SÄNDS, dag=timezone.localdate(), av=värld.sekreterare
    )
    Jobb.objects.filter(pk=sändning.jobb_id).update(
        status=Jobb.Status.MISSLYCKAT, fel="Avbröts", klart_tid=timezone.now()
    )
    sändning = Expediering.objects.select_related("jobb").get(pk=sändning.pk)
    assert sändning.status == S.SÄNDS

    expediering.anteckna(
        expediering=sändning, status=status, dag=timezone.localdate(), hur="E-postloggen",
        av=värld.sekreterare,
    )  # fmt: skip  # läses som en rad

    avgjord = Expediering.objects.select_related("jobb").get(pk=sändning.pk)
    assert avgjord.status == status
    assert S.SÄNDS not in [steg.status for steg in avgjord.hänt]
    assert (paragraf in att_expediera(värld.sekreterare)) is (status == S.MISSLYCKAD)


@pytest.mark.slow
def test_onåbar_epostserver_försöks_igen(
    värld: Mötesvärld, paragraf: Paragraf, monkeypatch: pytest.MonkeyPatch
) -> None:
    rad = mottagare(paragraf, värld.sekreterare, kanal=Kanal.EPOST, adress="lova@exempel.se")
    sändning = sänd(rad, värld.sekreterare)

    def nere(self: object) -> bool:
        raise ConnectionRefusedError("nere")

    with monkeypatch.context() as m:
        m.setattr(locmem.EmailBackend, "open", nere)
        with pytest.raises(ConnectionRefusedError):
            gör(sändning)

    assert gör(sändning).status == S.SKICKAD
    assert len(mail.outbox) == 1


def test_två_gånger_nekas(värld: Mötesvärld, paragraf: Paragraf) -> None:
    rad = mottagare(paragraf, värld.sekreterare)
    första = sänd(rad, värld.sekreterare)

    with pytest.raises(RedanExpedierad):
        sänd(rad, värld.sekreterare)
    # Inte heller genom att ta bort raden och skriva den igen.
    försättsblad.ta_bort_mottagare(mottagare=rad, av=värld.sekreterare)
    ny = mottagare(paragraf, värld.sekreterare)
    with pytest.raises(RedanExpedierad):
        sänd(ny, värld.sekreterare)

    assert list(Expediering.objects.all()) == [första]


def test_sändningen_ändras_och_tas_inte_bort(värld: Mötesvärld, paragraf: Paragraf) -> None:
    sändning = sänd(mottagare(paragraf, värld.sekreterare), värld.sekreterare)

    for ändring in ({"adress": "annan"}, {"tid": timezone.now() - timedelta(days=3)}):
        with pytest.raises(DatabaseError), transaction.atomic():
            Expediering.objects.filter(pk=sändning.pk).update(**ändring)
    with pytest.raises(DatabaseError), transaction.atomic():
        Expediering.objects.filter(pk=sändning.pk).delete()


def test_makulerat_ärende_tar_inte_emot(värld: Mötesvärld, paragraf: Paragraf) -> None:
    rad = mottagare(paragraf, värld.sekreterare)
    Ärende.objects.filter(pk=paragraf.ärende_id).update(status=Ärende.Status.MAKULERAT)
    paragraf.refresh_from_db()

    with pytest.raises(ÄrendetTarInteEmot):
        expediering.pröva(paragraf=paragraf, av=värld.sekreterare)
    assert rad.expedieringar.count() == 0


@pytest.mark.slow
def test_post_antecknas_steg_för_steg(värld: Mötesvärld, paragraf: Paragraf) -> None:
    av = värld.sekreterare
    sändning = gör(sänd(mottagare(paragraf, av), av))
    idag = timezone.localdate()

    def anteckna(status: str, dag=idag, hur="Mottagningsbevis") -> None:
        expediering.anteckna(expediering=sändning, status=status, dag=dag, hur=hur, av=av)

    with pytest.raises(KanInteAntecknas):
        anteckna(S.KVITTERAD)
    assert list(att_posta(av)) == [sändning]
    assert not att_posta(med_roll(Roll.NÄMNDSEKRETERARE)).exists()
    assert "Underskrift" in utdragstext(sändning)
    anteckna(S.SKICKAD, hur="Lämnat till posten")
    assert not att_posta(av).exists()
    for fel in (
        {"dag": idag + timedelta(days=1)},
        {"dag": idag - timedelta(days=1)},
        {"hur": " "},
    ):
        with pytest.raises(KanInteAntecknas):
            anteckna(S.KVITTERAD, **fel)
    anteckna(S.KVITTERAD)
    with pytest.raises(KanInteAntecknas):
        anteckna(S.KVITTERAD)
    with pytest.raises(KanInteAntecknas):
        anteckna(S.ÅTERKOMMEN)

    steg = [(s.status, s.hur) for s in Expediering.objects.get(pk=sändning.pk).steg.all()]
    assert steg == [
        (S.KLAR, ""),
        (S.SKICKAD, "Lämnat till posten"),
        (S.KVITTERAD, "Mottagningsbevis"),
    ]


# --- Vad utdraget säger ------------------------------------------------------------------------


@pytest.mark.slow
def test_utdraget_säger_vem_som_bestyrkt_och_hur_man_överklagar(
    värld: Mötesvärld, paragraf: Paragraf
) -> None:
    av = värld.sekreterare
    försättsbladet(
        paragraf,
        av,
        föredragande="Nils Berg, utredare",
        medverkande=["Ylva Norrström, socialchef"],
    )
    Anslag.objects.create(
        protokoll=paragraf.protokoll,
        uppsatt="2026-03-31",
        sista_dag="2026-04-21",
    )
    Överklagandehänvisning.objects.create(
        myndighet=värld.organ.myndighet,
        överklagandetyp="laglighetsprovning",
        domstol="Förvaltningsrätten i Sundby",
    )
    reservation = Reservation.objects.create(paragraf=paragraf, ordning=1, text="Taxan är hög.")
    Reservant.objects.create(reservation=reservation, namn="Bo Ekfalk", parti="V")

    sändning = gör(sänd(mottagare(paragraf, av), av))

    ut = utdragstext(sändning)
    assert f"Utdraget bestyrks {timezone.localdate().isoformat()} {av}" in ut
    assert "Till: Lova Ek" in ut
    assert "Nils Berg, utredare" in ut
    assert "Ylva Norrström, socialchef" in ut
    assert "Bo Ekfalk (V)" in ut
    assert "Taxan är hög." in ut
    assert "Ge in överklagandet till Förvaltningsrätten i Sundby" in ut
    assert "Sista dagen är den 2026-04-21." in ut
    assert "UTKAST" not in ut
    verapdf.kräv(sändning.fil.läs())


@pytest.mark.slow
def test_besvärshänvisningen_går_bara_till_parten(värld: Mötesvärld, paragraf: Paragraf) -> None:
    av = värld.sekreterare
    försättsbladet(paragraf, av, överklagandetyp="forvaltningsbesvar")
    part = gör(sänd(mottagare(paragraf, av, part=True), av))
    annan = gör(sänd(mottagare(paragraf, av, namn="Polisen"), av))

    assert "Hur man överklagar (förvaltningsbesvär)" in utdragstext(part)
    assert f"{värld.organ.myndighet.namn}, Björksunds kommun (43 §)" in utdragstext(part)
    assert "förvaltningsbesvär" not in utdragstext(annan)


def test_varningar_vid_besvär(värld: Mötesvärld, paragraf: Paragraf) -> None:
    av = värld.sekreterare
    blad = försättsbladet(paragraf, av, överklagandetyp="forvaltningsbesvar")
    mottagare(paragraf, av)

    lagrum = [v.lagrum for v in försättsblad.varningar(paragraf, blad)]
    assert lagrum == ["32 § förvaltningslagen", "33 § förvaltningslagen"]

    mottagare(paragraf, av, namn="Parten", part=True)
    paragraf.sammanfattning = "Därför."
    assert försättsblad.varningar(paragraf, blad) == []


# --- Till ett annat organ ----------------------------------------------------------------------


@pytest.mark.slow
def test_nämnd_till_styrelse_utan_att_skriva_om(värld: Mötesvärld, paragraf: Paragraf) -> None:
    av = värld.sekreterare
    styrelsen = annat_organ()
    Beslutsdel.objects.filter(paragraf=paragraf).update(förslag_till="Kommunstyrelsen")
    rad = försättsblad.lägg_till_mottagare(
        paragraf=paragraf, kanal=Kanal.INTERNT, organ=styrelsen, av=av
    )
    sändning = gör(sänd(rad, av))
    inkommet = InkommetUtdrag.objects.get()

    assert (sändning.status, inkommet.organ) == (S.SKICKAD, styrelsen)
    # Nämnden har bara lämnat ett förslag: dess ärende är inte beslutat.
    assert Ärende.objects.get(pk=paragraf.ärende_id).status == Ärende.Status.ÖPPET
    satser = inkomna.förslag_till(paragraf, styrelsen)
    assert satser == ["Taxan antas.", "Taxan gäller från årsskiftet."]
    with pytest.raises(PermissionDenied):
        inkomna.registrera_i_nytt_ärende(inkommet=inkommet, rubrik="X", av=av)

    with pytest.raises(KanInteAntecknas):
        expediering.anteckna(
            expediering=sändning, status=S.KVITTERAD, dag=timezone.localdate(), hur="Sagt", av=av
        )

    registrator = med_roll(Roll.REGISTRATOR, styrelsen.myndighet)
    assert list(policy.synliga_inkomna(registrator)) == [inkommet]
    assert not policy.synliga_inkomna(av).exists()
    handling = inkomna.registrera_i_nytt_ärende(
        inkommet=inkommet, rubrik="Taxa för tillsyn", beslutssatser=satser, av=registrator
    )

    assert handling.ärende.beteckning.startswith("KS")
    assert (handling.riktning, handling.motpart) == ("inkommen", "Socialnämnden")
    assert handling.ankomstdag == timezone.localdate(inkommet.ankomst_tid)
    assert handling.fil == sändning.fil
    assert [s.text for s in handling.skrivelse.beslutssatser.all()] == satser
    assert handling.skrivelse.status == Skrivelse.Status.UTKAST
    dit = paragraf.ärende.händelser.get(typ="protokoll.utdrag_mottaget")
    hit = handling.ärende.händelser.get(typ="protokoll.utdrag_inkom")
    assert dit.data["beteckning"] == handling.ärende.beteckning
    assert hit.data["beteckning"] == paragraf.ärende.beteckning
    assert Expediering.objects.get(pk=sändning.pk).status == S.KVITTERAD
    with pytest.raises(RedanRegistrerat):
        inkomna.registrera_i_nytt_ärende(inkommet=inkommet, rubrik="X", av=registrator)


@pytest.mark.slow
def test_i_ett_ärende_som_finns(värld: Mötesvärld, paragraf: Paragraf) -> None:
    av = värld.sekreterare
    styrelsen = annat_organ()
    rad = försättsblad.lägg_till_mottagare(
        paragraf=paragraf, kanal=Kanal.INTERNT, organ=styrelsen, av=av
    )
    gör(sänd(rad, av))
    inkommet = InkommetUtdrag.objects.get()
    registrator = med_roll(Roll.REGISTRATOR, styrelsen.myndighet)
    eget = registrerat(styrelsen.myndighet, diarium=styrelsen.diarium)
    stängt = registrerat(styrelsen.myndighet, diarium=styrelsen.diarium)
    stängt.status = Ärende.Status.AVSLUTAT
    stängt.save()

    for fel in (paragraf.ärende, stängt):
        with pytest.raises(FelÄrende):
            inkomna.registrera_i_ärende(inkommet=inkommet, ärende=fel, av=registrator)
    handling = inkomna.registrera_i_ärende(inkommet=inkommet, ärende=eget, av=registrator)

    assert handling.ärende == eget
    assert not hasattr(handling, "skrivelse")


@pytest.mark.slow
def test_delat_ärende_får_utdraget_en_gång(värld: Mötesvärld, paragraf: Paragraf) -> None:
    """Styrelsen och fullmäktige kan dela diarium och ärende."""
    av = värld.sekreterare
    fullmäktige = annat_organ(värld.organ.myndighet, "Kommunfullmäktige")
    rad = försättsblad.lägg_till_mottagare(
        paragraf=paragraf, kanal=Kanal.INTERNT, organ=fullmäktige, av=av
    )
    sändning = gör(sänd(rad, av))

    handling = inkomna.registrera_i_ärende(
        inkommet=InkommetUtdrag.objects.get(), ärende=paragraf.ärende, av=av
    )

    assert handling == sändning.handling
    assert Handling.objects.filter(ärende=paragraf.ärende, slag="protokollsutdrag").count() == 1


def test_ett_ärende_i_det_delade_diariet_går_att_välja_OSL_5_1(
    värld: Mötesvärld, paragraf: Paragraf, client: Client
) -> None:
    """Två myndigheter för ett diarium ihop; registratorn väljer det ärende saken redan har."""
    av = värld.sekreterare
    diarium = paragraf.ärende.diarium
    fullmäktige = annat_organ(namn="Kommunfullmäktige")
    fullmäktige.diarium = diarium
    fullmäktige.save()
    diarium.myndigheter.add(fullmäktige.myndighet)
    rad = försättsblad.lägg_till_mottagare(
        paragraf=paragraf, kanal=Kanal.INTERNT, organ=fullmäktige, av=av
    )
    sändning = gör(sänd(rad, av))
    inkommet = InkommetUtdrag.objects.get()
    sida = reverse("protokoll:inkommet", args=[inkommet.pk])
    ifyllt = {"val": "finns", "beteckning": paragraf.ärende.beteckning}
    registrator = med_roll(Roll.REGISTRATOR, fullmäktige.myndighet)
    # Den som inte får läsa det andra organets ärenden känner inte till det.
    client.force_login(registrator)
    assert client.post(sida, ifyllt).status_code == 422
    with pytest.raises(FelÄrende):
        inkomna.registrera_i_ärende(inkommet=inkommet, ärende=paragraf.ärende, av=registrator)
    RolltilldelningFactory(
        användare=registrator, roll=Roll.REGISTRATOR, myndighet=värld.organ.myndighet
    )

    assert client.post(sida, ifyllt).status_code == 302

    assert InkommetUtdrag.objects.get().handling == sändning.handling


# --- Att expediera -----------------------------------------------------------------------------


def test_listan_är_det_justerade_som_någon_inte_fått(värld: Mötesvärld) -> None:
    protokoll = värld.håll()
    p = beslutad(värld)
    försättsbladet(p, värld.sekreterare)
    rad = mottagare(p, värld.sekreterare)
    assert not att_expediera(värld.sekreterare).exists()

    justera(protokoll)

    (i_listan,) = att_expediera(värld.sekreterare)
    assert (i_listan.antal_mottagare, i_listan.antal_sända) == (1, 0)
    assert not att_expediera(med_roll(Roll.NÄMNDSEKRETERARE)).exists()
    sänd(rad, värld.sekreterare)
    assert not att_expediera(värld.sekreterare).exists()


def test_ett_försättsblad_utan_mottagare_är_kvar(värld: Mötesvärld, paragraf: Paragraf) -> None:
    """Handläggaren sparade bladet, men ingen har fått beslutet."""
    av = värld.sekreterare
    assert paragraf in att_expediera(av)

    rad = mottagare(paragraf, av)
    försättsblad.ta_bort_mottagare(mottagare=rad, av=av)
    assert paragraf in att_expediera(av)

    sänd(mottagare(paragraf, av), av)
    assert paragraf not in att_expediera(av)


def test_den_som_står_i_beslutet_ska_också_få_det(värld: Mötesvärld, paragraf: Paragraf) -> None:
    av = värld.sekreterare
    Utdragsmottagare.objects.create(paragraf=paragraf, mottagare="Lova Ek")
    Utdragsmottagare.objects.create(paragraf=paragraf, mottagare="Polisen")
    sänd(mottagare(paragraf, av, namn="lova ek"), av)
    assert paragraf in att_expediera(av)
    assert [u.mottagare for u in utanför_bladet()] == ["Polisen"]

    polisen = mottagare(paragraf, av, namn="Polisen", adress="Box 1")
    assert not utanför_bladet().exists()
    assert paragraf in att_expediera(av)

    sänd(polisen, av)
    assert paragraf not in att_expediera(av)
    # Den som fått beslutet har fått det, också när raden tas bort.
    försättsblad.ta_bort_mottagare(mottagare=polisen, av=av)
    assert paragraf not in att_expediera(av)


def test_borttagen_utan_att_ha_fått_beslutet_saknas(värld: Mötesvärld, paragraf: Paragraf) -> None:
    av = värld.sekreterare
    Utdragsmottagare.objects.create(paragraf=paragraf, mottagare="Polisen")
    sänd(mottagare(paragraf, av), av)
    polisen = mottagare(paragraf, av, namn="Polisen", adress="Box 1")

    försättsblad.ta_bort_mottagare(mottagare=polisen, av=av)

    assert paragraf in att_expediera(av)
    assert [u.mottagare for u in utanför_bladet()] == ["Polisen"]


def mot_enskild(p: Paragraf) -> None:
    Paragraf.objects.filter(pk=p.pk).update(mot_enskild=True)


def motpart(p: Paragraf) -> None:
    Ärende.objects.filter(pk=p.ärende_id).update(motpart="Lova Ek")


def sekretess(p: Paragraf) -> None:
    Paragraf.objects.filter(pk=p.pk).update(sekretess_lagrum=HEMLIGT)


def förslag_till(p: Paragraf) -> None:
    p.delar.update(förslag_till="Kommunfullmäktige")


def bara_föreslaget(p: Paragraf) -> None:
    """Den enskilde får nämndens beslut, inte utskottets förslag, som redan är lämnat vidare."""
    mot_enskild(p)
    förslag_till(p)
    assert p.punkt is not None
    Anmälan.objects.filter(skrivelse=p.punkt.skrivelse_id).update(förslag_av=p.organ.namn)


def ingen(p: Paragraf) -> None:
    """En taxa: den tillkännages på anslagstavlan och har ingen part."""


@pytest.mark.parametrize(
    ("rör", "väntar"),
    [
        pytest.param(mot_enskild, True, id="FL 33 myndighetsutövning"),
        pytest.param(motpart, True, id="FL 33 motpart"),
        pytest.param(sekretess, True, id="FL 33 sekretess"),
        pytest.param(förslag_till, True, id="förslag till ett annat organ"),
        pytest.param(bara_föreslaget, False, id="förslaget är lämnat vidare"),
        pytest.param(ingen, False, id="rör ingen"),
    ],
)
def test_beslut_som_rör_någon_väntar_utan_mottagare_FL_33(
    värld: Mötesvärld, rör: Callable[[Paragraf], None], väntar: bool
) -> None:
    av, protokoll = värld.sekreterare, värld.håll()
    p = beslutad(värld)
    rör(p)
    assert p not in att_expediera(av)
    justera(protokoll)
    assert (p in att_expediera(av)) is väntar
    assert [q.pk for q in utan_mottagare()] == [p.pk] * väntar
    assert not att_expediera(med_roll(Roll.NÄMNDSEKRETERARE)).exists()
    if not väntar:
        return
    expediering.avsluta(paragraf=p, skäl="Lämnat för hand.", av=av)
    assert p not in att_expediera(av)
    assert not utan_mottagare().exists()
    expediering.återta_avslut(paragraf=p, av=av)
    assert p in att_expediera(av)


def test_det_som_sänts_till_någon_väntar_inte_FL_33(värld: Mötesvärld, paragraf: Paragraf) -> None:
    mot_enskild(paragraf)
    assert paragraf in utan_mottagare()
    sänd(mottagare(paragraf, värld.sekreterare, part=True), värld.sekreterare)
    assert paragraf not in utan_mottagare()
    assert paragraf not in att_expediera(värld.sekreterare)


def test_information_väntar_inte_på_någon_mottagare_FL_33(värld: Mötesvärld) -> None:
    protokoll = värld.håll()
    for p in protokoll.paragrafer.exclude(pk=beslutad(värld).pk):
        mot_enskild(p)
        sekretess(p)
    justera(protokoll)
    assert not att_expediera(värld.sekreterare).exists()


# --- Innan det går -----------------------------------------------------------------------------


def test_hemligt_av_samma_person_kräver_skäl_OSL_8_1(värld: Mötesvärld, hemlig: Paragraf) -> None:
    rad = mottagare(hemlig, värld.sekreterare)
    with pytest.raises(MedVarning, match="någon annan") as fel:
        sänd(rad, värld.sekreterare, adress_bekräftad=True, trots_varning=" ")
    assert fel.value.kräver_skäl
    assert not Expediering.objects.exists()

    annan = med_roll(Roll.NÄMNDSEKRETERARE, värld.organ.myndighet)
    assert sänd(rad, annan, adress_bekräftad=True).trots_varning == ""


def test_hänvisning_utan_måsteuppgift_hindrar_FL_33(värld: Mötesvärld, paragraf: Paragraf) -> None:
    av = värld.sekreterare
    försättsbladet(paragraf, av, överklagandetyp="forvaltningsbesvar")
    rad = mottagare(paragraf, av, part=True)
    with pytest.raises(MedVarning, match="vilken domstol"):
        sänd(rad, av, trots_varning="")
    egen = Överklagandehänvisning.objects.create(
        myndighet=värld.organ.myndighet,
        överklagandetyp="forvaltningsbesvar",
        text="Skriv ett brev till oss.",
    )
    with pytest.raises(MedVarning, match="överklagandetiden") as fel:
        sänd(rad, av, trots_varning="Det är bråttom.")
    assert not fel.value.kräver_skäl

    egen.text, egen.domstol, egen.inlämning = "", "Förvaltningsrätten i Falun", "Box 1, Björksund"
    egen.save()
    annan = med_roll(Roll.NÄMNDSEKRETERARE, värld.organ.myndighet)
    assert sänd(rad, annan, trots_varning="").trots_varning == ""


def test_den_som_fyllt_i_bladet_skickar_inte_utan_skäl_FL_33(
    värld: Mötesvärld, paragraf: Paragraf
) -> None:
    """Också ett öppet utdrag: handläggaren fyller i och någon annan skickar."""
    handläggare = med_roll(Roll.HANDLÄGGARE, värld.organ.myndighet)
    rad = mottagare(paragraf, handläggare)
    with pytest.raises(MedVarning, match="fyllt i försättsbladet") as fel:
        sänd(rad, värld.sekreterare, trots_varning=" ")
    assert fel.value.kräver_skäl
    assert fel.value.lagrum == "33 § förvaltningslagen"

    försättsbladet(paragraf, handläggare)
    assert sänd(rad, värld.sekreterare, trots_varning="").trots_varning == ""


def test_organ_i_kommunen_går_internt_eller_med_skäl(värld: Mötesvärld, paragraf: Paragraf) -> None:
    av = värld.sekreterare
    egen = MyndighetFactory(kommun=värld.organ.myndighet.kommun, namn="Byggnadsnämnden")
    annat_organ(egen, "Byggnadsnämnden")
    with pytest.raises(GårInternt, match="har sitt diarium här"):
        mottagare(paragraf, av, namn="byggnadsnämnden")
    assert not paragraf.försättsblad.mottagare.exists()

    rad = mottagare(paragraf, av, namn="Byggnadsnämnden", inte_internt="Undertecknat original")

    assert rad.inte_internt == "Undertecknat original"
    assert mottagare(paragraf, av, namn="Annan", inte_internt="Onödigt").inte_internt == ""


def test_klart_ingen_mer_tar_paragrafen_från_listan_och_går_att_ångra(
    värld: Mötesvärld, paragraf: Paragraf
) -> None:
    av = värld.sekreterare
    Utdragsmottagare.objects.create(paragraf=paragraf, mottagare="Lova Ek (sökanden)")
    rad = mottagare(paragraf, av)
    with pytest.raises(MedVarning, match="Lova Ek står på försättsbladet"):
        expediering.avsluta(paragraf=paragraf, skäl="Klart", av=av)
    gör(sänd(rad, av))
    assert paragraf in att_expediera(av)
    for annan in (
        med_roll(Roll.HANDLÄGGARE, värld.organ.myndighet),
        med_roll(Roll.NÄMNDSEKRETERARE, MyndighetFactory()),
    ):
        with pytest.raises(PermissionDenied):
            expediering.avsluta(paragraf=paragraf, skäl="Klart", av=annan)

    avslut = expediering.avsluta(paragraf=paragraf, skäl="Samma person, annat namn.", av=av)

    assert paragraf not in att_expediera(av)
    with pytest.raises(KanInteAntecknas, match="redan klar"):
        expediering.avsluta(paragraf=paragraf, skäl="Igen", av=av)
    with pytest.raises(DatabaseError), transaction.atomic():
        Expedieringsavslut.objects.filter(pk=avslut.pk).update(skäl="Annat")
    # En ny mottagare väntar trots avslutet.
    ny = mottagare(paragraf, av, namn="Bo Ek")
    assert paragraf in att_expediera(av)
    försättsblad.ta_bort_mottagare(mottagare=ny, av=av)
    assert paragraf not in att_expediera(av)
    with pytest.raises(PermissionDenied):
        expediering.återta_avslut(
            paragraf=paragraf, av=med_roll(Roll.HANDLÄGGARE, värld.organ.myndighet)
        )
    expediering.återta_avslut(paragraf=paragraf, av=av)
    assert paragraf in att_expediera(av)
    with pytest.raises(KanInteAntecknas):
        expediering.återta_avslut(paragraf=paragraf, av=av)
