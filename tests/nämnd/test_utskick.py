"""Utskicket av kallelsen: vem som får den, vad brevet säger, vad som händer när något brister."""

from __future__ import annotations

import smtplib
from dataclasses import replace
from datetime import date, time, timedelta

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied
from django.core.mail.backends import locmem
from django.db import DatabaseError, IntegrityError, transaction
from django.utils import timezone
from icalendar import Calendar

from konton.models import Person, Roll
from nämnd import kallelseskillnad, kungörelse
from nämnd import underlag as frysning
from nämnd.models import Kallad, Kallelse, Organ, Uppdrag, Utskick, Utskicksmottagare
from nämnd.services import föredragningslista, publicering, sammanträden, utskickslista
from nämnd.services import kallelse as kallelsetjänst
from nämnd.services import utskick as tjänst
from nämnd.services.sammanträden import Övrigkallad
from nämnd.services.utskick import Kännedom, Utskicksfel
from nämnd.services.utskickslista import Väg
from tests.factories import nämnd as fabrik
from tests.factories.konton import PersonFactory, med_roll
from tests.factories.nämnd import Nämnden, UppdragFactory
from tests.factories.protokollsrader import slumpord
from tests.minne import mindes
from ärenden.models import Jobb

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
S = Utskicksmottagare.Status


@pytest.fixture
@mindes
def nämnden() -> Nämnden:
    """En ledamot med konto och adress, en ersättare med adress, en ledamot utan."""
    n = fabrik.nämnden()
    Person.objects.filter(pk=n.ledamot.person_id).update(epost="ledamot@exempel.se")
    för = {"organ": n.organ, "parti__kommun": n.organ.myndighet.kommun}
    UppdragFactory(
        person=PersonFactory(namn="Ester Ersättare", epost="ester@exempel.se"),
        post=Uppdrag.Post.ERSÄTTARE,
        **för,
    )
    UppdragFactory(person=PersonFactory(namn="Pelle Papper", postadress="Storgatan 1"), **för)
    return n


def utfärdad(n: Nämnden) -> Kallelse:
    fabrik.utfärdad(n.möte, av=n.sekreterare)
    return n.möte.kallelser.select_related("sammanträde__organ__myndighet").first()


def skicka(n: Nämnden, kallelse: Kallelse, **fält: object) -> Utskick:
    vägar = fält.pop("vägar", {})
    return gör(tjänst.skicka(kallelse=kallelse, vägar=vägar, av=n.sekreterare, **fält))


def gör(utskick: Utskick) -> Utskick:
    """Som arbetaren: utför jobbet."""
    utskick.refresh_from_db()
    tjänst.utför(jobb_id=utskick.jobb_id)
    return Utskick.objects.select_related("jobb").get(pk=utskick.pk)


def lägen(utskick: Utskick) -> dict[str, str]:
    return {m.namn: m.status for m in utskick.mottagare.all()}


def kalenderpost(brev: mail.EmailMultiAlternatives) -> tuple[str, dict[str, str]]:
    """Metoden, och postens rader; bilagan är densamma som inbjudan i brevet."""
    (innehåll, typ), *_ = brev.alternatives
    ((_, bilaga, _),) = brev.attachments
    assert bilaga.decode() == innehåll
    kalender = Calendar.from_ical(innehåll)
    (händelse,) = kalender.walk("VEVENT")
    assert typ == f"text/calendar; method={kalender['METHOD']}"
    return str(kalender["METHOD"]), {k: str(händelse.get(k)) for k in händelse}


# --- Vem ---------------------------------------------------------------------------------------


def test_alla_ledamöter_och_ersättare_får_den_och_den_utan_adress_på_papper(
    nämnden: Nämnden,
) -> None:
    n = nämnden
    sammanträden.ändra_sammanträde(
        sammanträde=n.möte,
        övriga=[Övrigkallad("Rut Revisor", kännedom=True)],
        av=n.sekreterare,
    )
    n.möte.refresh_from_db()

    utskick = skicka(n, utfärdad(n), kännedom=[Kännedom("Facket", "facket@exempel.se")])

    assert lägen(utskick) == {
        n.ledamot.person.namn: S.SKICKAD,
        "Ester Ersättare": S.SKICKAD,
        "Pelle Papper": S.POST,
        "Rut Revisor": S.POST,
        "Facket": S.SKICKAD,
    }
    assert utskick.jobb.status == Jobb.Status.KLART
    # Var och en får sitt eget brev; ingen ser de andras adresser.
    assert [b.to for b in mail.outbox] == [
        ["ledamot@exempel.se"],
        ["ester@exempel.se"],
        ["facket@exempel.se"],
    ]
    som = {m.namn: m.som for m in utskick.mottagare.all()}
    assert som["Ester Ersättare"] == Kallad.Som.ERSÄTTARE
    assert som["Facket"] == som["Rut Revisor"] == Kallad.Som.KÄNNEDOM


def test_den_som_har_fått_editionen_får_den_inte_igen_men_en_ny_ledamot_får_den(
    nämnden: Nämnden,
) -> None:
    n = nämnden
    kallelse = utfärdad(n)
    skicka(n, kallelse)
    with pytest.raises(Utskicksfel, match="Alla har fått"):
        skicka(n, kallelse)
    ny = UppdragFactory(organ=n.organ, person=PersonFactory(namn="Nils Ny", epost="nils@a.se"))

    (kvar,) = utskickslista.tilltänkta(kallelse)
    utskick = skicka(n, kallelse)

    assert kvar.person == ny.person_id
    assert lägen(utskick) == {"Nils Ny": S.SKICKAD}


def test_vägen_väljs_men_den_som_ska_kallas_väljs_inte_bort(nämnden: Nämnden) -> None:
    n = nämnden
    insyn = UppdragFactory(organ=n.organ, post=Uppdrag.Post.INSYN, person__namn="Ines Insyn")
    kallelse = utfärdad(n)
    per_namn = {t.namn: t for t in utskickslista.tilltänkta(kallelse)}
    ester, pelle = per_namn["Ester Ersättare"].nyckel, per_namn["Pelle Papper"].nyckel

    with pytest.raises(Utskicksfel, match="ska kallas"):
        skicka(n, kallelse, vägar={ester: Väg.INTE})
    with pytest.raises(Utskicksfel, match="ingen e-postadress"):
        skicka(n, kallelse, vägar={pelle: Väg.EPOST})
    with pytest.raises(Utskicksfel, match="redan med"):
        skicka(n, kallelse, kännedom=[Kännedom("Ester", "ESTER@exempel.se")])
    assert not Utskick.objects.exists()
    utskick = skicka(n, kallelse, vägar={ester: Väg.POST, f"p{insyn.person_id}": Väg.INTE})

    assert lägen(utskick)["Ester Ersättare"] == S.POST
    assert "Ines Insyn" not in lägen(utskick)
    assert [b.to for b in mail.outbox] == [["ledamot@exempel.se"]]


def test_en_trasig_adress_i_registret_stoppar_inte_de_andras_brev(nämnden: Nämnden) -> None:
    Person.objects.filter(pk=nämnden.ledamot.person_id).update(epost="ledamot@\nexempel")

    utskick = skicka(nämnden, utfärdad(nämnden))

    assert lägen(utskick)[nämnden.ledamot.person.namn] == S.POST
    assert lägen(utskick)["Ester Ersättare"] == S.SKICKAD


@pytest.mark.parametrize("roll", [r for r in Roll if r != Roll.NÄMNDSEKRETERARE])
def test_bara_sekreteraren_skickar(nämnden: Nämnden, roll: Roll) -> None:
    kallelse = utfärdad(nämnden)
    utskick = skicka(nämnden, kallelse)
    rad = utskick.mottagare.first()
    mail.outbox.clear()

    for av in (med_roll(roll, nämnden.organ.myndighet), med_roll(Roll.NÄMNDSEKRETERARE)):
        with pytest.raises(PermissionDenied):
            tjänst.skicka(kallelse=kallelse, vägar={}, av=av)
        with pytest.raises(PermissionDenied):
            tjänst.sänd_om(mottagare=rad, epost="x@exempel.se", av=av)
        with pytest.raises(PermissionDenied):
            tjänst.försök_igen(utskick=utskick, av=av)
        with pytest.raises(PermissionDenied):
            tjänst.anteckna_postat(utskick=utskick, av=av)
        with pytest.raises(PermissionDenied):
            tjänst.meddela_inställt(sammanträde=nämnden.möte, av=av)
    assert Utskick.objects.count() == 1
    assert mail.outbox == []


def test_hinder_att_skicka(nämnden: Nämnden) -> None:
    n = nämnden
    utkast = fabrik.färdigt_utkast(n.möte, av=n.sekreterare)
    assert utskickslista.hinder(utkast) == "Kallelsen är inte utfärdad."
    första = utfärdad_av(n, utkast)
    assert utskickslista.hinder(första) == ""
    andra = utfärdad(n)
    assert "ny kallelse gäller i stället" in utskickslista.hinder(första)
    with pytest.raises(Utskicksfel, match="ny kallelse gäller i stället"):
        skicka(n, första)
    n.möte.datum = timezone.localdate() - timedelta(days=1)
    n.möte.save()
    andra.sammanträde.refresh_from_db()
    assert utskickslista.hinder(andra) == "Sammanträdesdagen har varit."


def utfärdad_av(n: Nämnden, utkast: Kallelse) -> Kallelse:
    kallelsetjänst.utfärda(kallelse=utkast, av=n.sekreterare)
    n.möte.refresh_from_db()
    return n.möte.kallelser.select_related("sammanträde__organ").get(pk=utkast.pk)


# --- Vad brevet säger --------------------------------------------------------------------------


def test_brevet_säger_organ_dag_tid_plats_och_länk_men_inget_ur_listan(nämnden: Nämnden) -> None:
    n = nämnden
    öppet, hemligt, rum = (slumpord() for _ in range(3))
    föredragningslista.ändra_punkt(punkt=n.öppen, av=n.sekreterare, rubrik=öppet)
    föredragningslista.ändra_punkt(punkt=n.hemlig, av=n.sekreterare, rubrik=hemligt)
    Organ.objects.filter(pk=n.organ.pk).update(distans_tillåten=True)
    n.möte.refresh_from_db()
    sammanträden.ändra_sammanträde(sammanträde=n.möte, digital_plats=rum, av=n.sekreterare)
    n.möte.refresh_from_db()
    kallelse = utfärdad(n)
    föredragningslista.lägg_till_punkt(
        sammanträde=n.möte, rubrik=hemligt, slag="beslut", av=n.sekreterare
    )
    n.möte.refresh_from_db()
    skicka(n, kallelse)
    skicka(n, utfärdad(n))

    till_ledamoten = [b for b in mail.outbox if b.to == ["ledamot@exempel.se"]]
    assert len(till_ledamoten) == 2
    for brev in till_ledamoten:
        allt = brev.message().as_string() + brev.subject + brev.body + str(brev.alternatives)
        for ord_ in (n.organ.namn, "kl.\N{NO-BREAK SPACE}15.00", "Solrosen och digitalt"):
            assert ord_ in brev.body
        assert f"/lasrum/{n.möte.pk}/" in brev.body
        for ord_ in (öppet, hemligt, rum):
            assert ord_ not in allt
    assert "- 1 punkt har kommit till." in till_ledamoten[1].body
    assert till_ledamoten[1].subject.startswith("Kallelse 2: ")
    (id_1, id_2) = (b.extra_headers["Message-ID"] for b in till_ledamoten)
    assert id_1 != id_2


def test_länken_går_till_det_mottagaren_kan_läsa(nämnden: Nämnden) -> None:
    n = nämnden
    kallelse = utfärdad(n)
    ute = publicering.publicera(kallelse=kallelse, med_handlingar=False, av=n.sekreterare)
    skicka(n, kallelse)

    brev = {b.to[0]: b.body for b in mail.outbox}
    assert (
        f"(du loggar in): http://127.0.0.1:8000/lasrum/{n.möte.pk}/" in brev["ledamot@exempel.se"]
    )
    # Ersättaren har inget konto: sidan på webben.
    assert f"/moten/{ute.pk}/" in brev["ester@exempel.se"]
    assert "loggar in" not in brev["ester@exempel.se"]


def test_kalenderposten_byts_när_mötet_flyttas_och_tas_bort_när_det_ställs_in(
    nämnden: Nämnden,
) -> None:
    n = nämnden
    skicka(n, utfärdad(n))
    metod, första = kalenderpost(mail.outbox[0])
    assert (metod, första["SEQUENCE"], första["STATUS"]) == ("REQUEST", "0", "CONFIRMED")
    assert första["ATTENDEE"] == "mailto:ledamot@exempel.se"
    mail.outbox.clear()

    ny_dag = n.möte.datum + timedelta(days=1)
    sammanträden.flytta_sammanträde(
        sammanträde=n.möte, datum=ny_dag, från=time(9), plats="Salen", av=n.sekreterare
    )
    flytt = gör(n.möte.utskick.get(slag=Utskick.Slag.FLYTTAT))
    brev = mail.outbox[0]
    metod, andra = kalenderpost(brev)
    assert (metod, andra["SEQUENCE"], andra["UID"]) == ("REQUEST", "1", första["UID"])
    assert "Förut: Solrosen." in brev.body
    assert brev.subject.startswith("Ändrat sammanträde: ")
    assert lägen(flytt)["Pelle Papper"] == S.POST
    n.möte.refresh_from_db()
    mail.outbox.clear()

    sammanträden.ställ_in(sammanträde=n.möte, skäl="Hemligt skäl.", av=n.sekreterare)
    gör(n.möte.utskick.get(slag=Utskick.Slag.INSTÄLLT))
    assert [b.to for b in mail.outbox] == [["ledamot@exempel.se"], ["ester@exempel.se"]]
    metod, tredje = kalenderpost(mail.outbox[0])
    assert (metod, tredje["SEQUENCE"], tredje["UID"]) == ("CANCEL", "2", första["UID"])
    assert tredje["STATUS"] == "CANCELLED"
    assert "är inställt" in mail.outbox[0].body
    assert "Hemligt skäl" not in mail.outbox[0].body


def test_den_som_inget_har_fått_får_inget_om_flytten(nämnden: Nämnden) -> None:
    utfärdad(nämnden)
    sammanträden.ställ_in(sammanträde=nämnden.möte, skäl="Inget.", av=nämnden.sekreterare)
    assert not Utskick.objects.exists()


def test_den_utifrån_följer_med_under_sin_rättade_adress(nämnden: Nämnden) -> None:
    n = nämnden
    utskick = skicka(n, utfärdad(n), kännedom=[Kännedom("Facket", "fel@exempel.se")])
    rad = utskick.mottagare.get(namn="Facket")
    with pytest.raises(Utskicksfel, match="e-postadress"):
        tjänst.sänd_om(mottagare=rad, epost="", av=n.sekreterare)
    tjänst.sänd_om(mottagare=rad, epost="ratt@exempel.se", av=n.sekreterare)
    gör(utskick)
    for _ in range(2):
        mail.outbox.clear()
        skicka(n, utfärdad(n))
        assert [b.to for b in mail.outbox if "Facket" in b.body] == [["ratt@exempel.se"]]


# --- Högst en gång -----------------------------------------------------------------------------


def test_ett_jobb_som_görs_om_skickar_ingenting_igen(nämnden: Nämnden) -> None:
    utskick = skicka(nämnden, utfärdad(nämnden))
    Jobb.objects.filter(pk=utskick.jobb_id).update(status=Jobb.Status.VÄNTAR, klart_tid=None)

    assert gör(utskick).jobb.status == Jobb.Status.KLART
    assert len(mail.outbox) == 2


def test_avbrutet_mitt_i_ett_brev_är_osäkert_och_resten_går(
    nämnden: Nämnden, monkeypatch: pytest.MonkeyPatch
) -> None:
    n = nämnden
    utskick = tjänst.skicka(kallelse=utfärdad(n), vägar={}, av=n.sekreterare)

    def dö(*_: object) -> int:
        raise smtplib.SMTPServerDisconnected("mitt i")

    with monkeypatch.context() as m:
        m.setattr(locmem.EmailBackend, "send_messages", dö)
        with pytest.raises(smtplib.SMTPServerDisconnected):
            gör(utskick)
    efter = gör(utskick)

    assert lägen(efter)[n.ledamot.person.namn] == S.SÄNDS
    assert lägen(efter)["Ester Ersättare"] == S.SKICKAD
    assert [b.to for b in mail.outbox] == [["ester@exempel.se"]]
    # En människa avgör om det skickas om.
    tjänst.sänd_om(
        mottagare=efter.mottagare.get(person=n.ledamot.person_id),
        epost="ledamot@exempel.se",
        av=n.sekreterare,
    )
    gör(efter)
    assert [b.to for b in mail.outbox] == [["ester@exempel.se"], ["ledamot@exempel.se"]]


def test_nekad_adress_står_med_svaret_och_går_att_skicka_om_en_gång(
    nämnden: Nämnden, monkeypatch: pytest.MonkeyPatch
) -> None:
    n = nämnden
    utskick = tjänst.skicka(kallelse=utfärdad(n), vägar={}, av=n.sekreterare)
    skickade = []

    def neka_första(_: object, breven: list[mail.EmailMessage]) -> int:
        if breven[0].to == ["ledamot@exempel.se"]:
            raise smtplib.SMTPRecipientsRefused({"ledamot@exempel.se": (550, b"Okand")})
        skickade.append(breven[0].to)
        return 1

    with monkeypatch.context() as m:
        m.setattr(locmem.EmailBackend, "send_messages", neka_första)
        utskick = gör(utskick)
    rad = utskick.mottagare.get(person=n.ledamot.person_id)
    assert (rad.status, rad.sänd_tid) == (S.MISSLYCKAD, None)
    assert "550" in rad.fel
    assert skickade == [["ester@exempel.se"]]

    tjänst.sänd_om(mottagare=rad, epost="ny@exempel.se", av=n.sekreterare)
    with pytest.raises(Utskicksfel, match="redan skickat igen"):
        tjänst.sänd_om(mottagare=rad, epost="ny@exempel.se", av=n.sekreterare)
    gör(utskick)
    assert [b.to for b in mail.outbox] == [["ny@exempel.se"]]
    # Omsändningen är samma post i kalendern.
    assert kalenderpost(mail.outbox[0])[1]["SEQUENCE"] == "0"


def test_nås_inte_servern_är_allt_kvar_att_skicka(
    nämnden: Nämnden, monkeypatch: pytest.MonkeyPatch
) -> None:
    n = nämnden
    utskick = tjänst.skicka(kallelse=utfärdad(n), vägar={}, av=n.sekreterare)

    def nere(_: object) -> bool:
        raise ConnectionRefusedError

    with monkeypatch.context() as m:
        m.setattr(locmem.EmailBackend, "open", nere)
        with pytest.raises(ConnectionRefusedError):
            gör(utskick)
    assert set(lägen(utskick).values()) == {S.KÖAD, S.POST}
    Jobb.objects.filter(pk=utskick.jobb_id).update(
        status=Jobb.Status.MISSLYCKAT, klart_tid=timezone.now()
    )

    tjänst.försök_igen(utskick=utskick, av=n.sekreterare)
    assert set(lägen(gör(utskick)).values()) == {S.SKICKAD, S.POST}
    assert len(mail.outbox) == 2
    with pytest.raises(Utskicksfel, match="Inget väntar"):
        tjänst.försök_igen(utskick=utskick, av=n.sekreterare)


def test_det_som_skickats_om_medan_jobbet_pågår_går_i_samma_jobb(nämnden: Nämnden) -> None:
    """En rad som kommit till efter jobbets genomgång hittas innan det slutar."""
    n = nämnden
    utskick = tjänst.skicka(kallelse=utfärdad(n), vägar={}, av=n.sekreterare)
    papper = utskick.mottagare.get(namn="Pelle Papper")

    ny = tjänst.sänd_om(mottagare=papper, epost="pelle@exempel.se", av=n.sekreterare)

    assert Jobb.objects.filter(slag=tjänst.UPPGIFT).count() == 1
    gör(utskick)
    ny.refresh_from_db()
    assert ny.status == S.SKICKAD


def test_omsändning_av_ett_äldre_utskick_nekas(nämnden: Nämnden) -> None:
    n = nämnden
    rad = skicka(n, utfärdad(n)).mottagare.first()
    skicka(n, utfärdad(n))
    with pytest.raises(Utskicksfel, match="senare utskick"):
        tjänst.sänd_om(mottagare=rad, epost="a@exempel.se", av=n.sekreterare)


# --- Beviset -----------------------------------------------------------------------------------


def test_postat_antecknas_en_gång(nämnden: Nämnden) -> None:
    utskick = skicka(nämnden, utfärdad(nämnden))

    assert tjänst.anteckna_postat(utskick=utskick, av=nämnden.sekreterare) == 1
    with pytest.raises(Utskicksfel, match="Inget väntar"):
        tjänst.anteckna_postat(utskick=utskick, av=nämnden.sekreterare)

    rad = utskick.mottagare.get(namn="Pelle Papper")
    assert rad.status == S.POSTAD
    assert rad.sänd_tid is not None


def test_öppnad_är_första_gången_den_personen_öppnar_just_den_kallelsen(nämnden: Nämnden) -> None:
    n = nämnden
    första = utfärdad(n)
    skicka(n, första)
    tjänst.anteckna_öppnad(kallelse=första, av=n.ledamot)
    (tid,) = öppnade(första)
    tjänst.anteckna_öppnad(kallelse=första, av=n.ledamot)
    tjänst.anteckna_öppnad(kallelse=första, av=n.handläggare)
    assert öppnade(första) == [tid]
    andra = utfärdad(n)
    skicka(n, andra)
    assert öppnade(andra) == []
    läge = utskickslista.läge(andra)
    assert (läge.fått, läge.skickade, läge.öppnade, läge.saknar) == (3, 2, 0, 0)


def öppnade(kallelse: Kallelse) -> list[object]:
    rader = Utskicksmottagare.objects.filter(utskick__kallelse=kallelse, öppnad_tid__isnull=False)
    return list(rader.order_by("pk").values_list("öppnad_tid", flat=True))


def test_beviset_ändras_inte(nämnden: Nämnden) -> None:
    n = nämnden
    kallelse = utfärdad(n)
    utskick = skicka(n, kallelse)
    tjänst.anteckna_öppnad(kallelse=kallelse, av=n.ledamot)
    rad = Utskicksmottagare.objects.filter(person=n.ledamot.person_id)
    sent = timezone.now() + timedelta(days=1)

    for ändring in (
        {"epost": "annan@exempel.se"},
        {"sänd_tid": sent},
        {"öppnad_tid": sent},
        {"öppnad_tid": None},
        {"status": S.KÖAD, "sänd_tid": None},
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            rad.update(**ändring)
    for borttagning in (rad.delete, utskick.delete):
        with pytest.raises(DatabaseError), transaction.atomic():
            borttagning()
    with pytest.raises(DatabaseError), transaction.atomic():
        Utskick.objects.filter(pk=utskick.pk).update(plats="Annan sal")


@pytest.mark.parametrize(
    "fält",
    [
        pytest.param({"epost": "", "status": S.KÖAD}, id="e-post utan adress"),
        pytest.param({"epost": "a@exempel.se", "status": S.POST}, id="papper med e-post"),
        pytest.param({"epost": "a@exempel.se", "status": S.SKICKAD}, id="skickad utan tid"),
        pytest.param({"dubbel": True}, id="samma person igen"),
        pytest.param({"utifrån": True}, id="samma adress igen"),
    ],
)
def test_mottagarens_begränsningar(nämnden: Nämnden, fält: dict[str, object]) -> None:
    n = nämnden
    utskick = skicka(n, utfärdad(n), kännedom=[Kännedom("Facket", "facket@exempel.se")])
    rad = {"utskick": utskick, "som": "kannedom", "namn": "A", "epost": "a@exempel.se"}
    rad["status"] = S.KÖAD
    if fält.pop("dubbel", False):
        rad["person"] = n.ledamot.person
    if fält.pop("utifrån", False):
        rad["epost"] = "facket@exempel.se"
    with pytest.raises(IntegrityError), transaction.atomic():
        Utskicksmottagare.objects.create(**rad | fält)


def test_utskickets_nummer_är_mötets_eget(nämnden: Nämnden) -> None:
    utskick = skicka(nämnden, utfärdad(nämnden))
    utskick.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        utskick.save(force_insert=True)


# --- Fullmäktige -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("skickas", "text"),
    [
        pytest.param(date(2026, 3, 11), "", id="KL 5:15 en vecka före"),
        pytest.param(date(2026, 3, 12), "6 dagar före", id="KL 5:15 sex dagar före"),
        pytest.param(date(2026, 3, 17), "1 dag före", id="KL 5:15 dagen före"),
        pytest.param(date(2026, 3, 19), "0 dagar före", id="KL 5:15 efter mötet"),
    ],
)
def test_fullmäktige_kallas_en_vecka_före(skickas: date, text: str) -> None:
    fynd = kungörelse.pröva_kallelsen(skickas, date(2026, 3, 18))

    assert text in (fynd.text if fynd else "")
    assert (fynd is None) is (text == "")
    if fynd:
        assert (fynd.lagrum, fynd.hindrar) == ("5 kap. 15 § kommunallagen", False)


def test_varningen_gäller_fullmäktiges_ledamöter_som_inte_kallats_i_tid(nämnden: Nämnden) -> None:
    n = nämnden
    kallelse = utfärdad(n)
    n.möte.datum = timezone.localdate() + timedelta(days=3)
    n.möte.save()
    kallelse.sammanträde.refresh_from_db()

    def varning() -> object:
        return utskickslista.varning(kallelse, utskickslista.tilltänkta(kallelse))

    assert varning() is None
    kallelse.sammanträde.organ.typ = Organ.Typ.FULLMÄKTIGE
    assert "3 dagar före" in varning().text
    skicka(n, kallelse)
    # Ingen är kvar att kalla.
    assert varning() is None


# --- Skillnaden --------------------------------------------------------------------------------


def test_skillnaden_är_antal_och_aldrig_rubriker(nämnden: Nämnden) -> None:
    n = nämnden
    förr = frysning.ur_json(utfärdad(n).underlag)
    rad, annan = förr.rader
    nytt_papper = replace(rad.papper[0], sha256="nytt")
    ändrad = replace(rad, papper=(nytt_papper,))
    utan = replace(rad, papper=())
    tillagd = replace(annan, punkt=999, papper=())

    def skillnad(*rader: frysning.Listrad) -> list[str]:
        return kallelseskillnad.skillnader(förr, replace(förr, rader=rader))

    assert skillnad(rad, annan) == ["Uppgifter i kallelsen är ändrade."]
    assert skillnad(rad, annan, tillagd) == ["1 punkt har kommit till."]
    assert skillnad(ändrad, annan) == ["1 handling är ny eller ändrad."]
    assert skillnad(utan, annan) == ["1 handling är borttagen."]
    assert skillnad(rad) == ["1 punkt är borttagen.", "1 handling är borttagen."]
