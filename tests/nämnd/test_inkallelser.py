"""Ersättarna inför mötet: vem som föreslås, inkallelsen, brevet och svaret (KL 5:17–21, 6:17)."""

import smtplib
from datetime import time, timedelta

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied
from django.core.mail.backends.locmem import EmailBackend
from django.core.management import call_command
from django.db import IntegrityError, ProgrammingError, transaction
from django.utils import timezone

from konton.models import Roll
from konton.services.system import systemanvändare
from nämnd.jäv import Grund
from nämnd.models import Inkallelse, Organ
from nämnd.services import inkallelsebrev, inkallelser, svar
from nämnd.services.inkallelser import UtomTuren
from nämnd.services.svar import SvarHindras, Svarsfel
from tests.factories.konton import med_roll
from tests.factories.protokoll import Mötesvärld, kallat_möte, lägg_ärende, organ_med_valda
from tests.minne import mindes

pytestmark = pytest.mark.django_db
S = Inkallelse.Status


@pytest.fixture
@mindes
def värld() -> Mötesvärld:
    värld = kallat_möte()
    for namn in ("Tove", "Håkan"):
        person = värld.konto(namn).person
        person.epost = f"{namn.lower()}@bjorksund.se"
        person.save()
    return värld


def svara(värld: Mötesvärld, namn: str, *, kommer: bool, **val) -> None:
    konto = värld.konto(namn)
    svar.svara(sammanträde=värld.sammanträde, person=konto.person, kommer=kommer, av=konto, **val)


def kalla(värld: Mötesvärld, namn: str, för: str, **val) -> Inkallelse:
    return inkallelser.kalla_in(
        sammanträde=värld.sammanträde,
        person=värld.konto(namn).person,
        för=värld.konto(för).person,
        av=val.pop("av", värld.sekreterare),
        **val,
    )


def behov(värld: Mötesvärld) -> list[tuple[str, tuple[str, ...], list[str]]]:
    return [
        (
            b.ledamot.person.namn.split()[0],
            b.anledningar,
            [k.person.namn.split()[0] for k in b.förslag],
        )
        for b in inkallelser.läge(värld.sammanträde).behov
    ]


def test_varje_ledamot_som_är_borta_får_sin_ersättare_i_tur(värld: Mötesvärld) -> None:
    assert behov(värld) == []
    svara(värld, "Åke", kommer=False, skäl="Sjuk.")
    svara(värld, "Ingrid", kommer=True, från=time(16))
    svara(värld, "Bo", kommer=True)

    assert behov(värld) == [
        ("Åke", ("kommer inte",), ["Håkan"]),
        ("Ingrid", ("kommer kl. 16.00",), ["Tove"]),
    ]


def test_den_som_inte_kan_eller_redan_är_inkallad_föreslås_inte(värld: Mötesvärld) -> None:
    svara(värld, "Ingrid", kommer=False)
    svara(värld, "Bo", kommer=False)
    kalla(värld, "Tove", "Ingrid")
    assert behov(värld) == [("Ingrid", ("kommer inte",), []), ("Bo", ("kommer inte",), ["Håkan"])]

    svara(värld, "Tove", kommer=False)
    svara(värld, "Håkan", kommer=False)

    assert Inkallelse.objects.get().status == S.AVBÖJT
    assert behov(värld) == [("Ingrid", ("kommer inte",), []), ("Bo", ("kommer inte",), [])]


def test_den_som_är_jävig_i_samma_punkt_ersätter_inte_den_jävige(värld: Mötesvärld) -> None:
    for namn in ("Ingrid", "Tove"):
        konto = värld.konto(namn)
        svar.anmäl_jäv(
            punkt=värld.punkter[1], person=konto.person, grund=Grund.PART.etikett, av=konto
        )
    assert behov(värld) == [("Ingrid", ("jäv i en punkt",), ["Håkan"])]


def test_utom_turen_krävs_ett_skäl_som_sparas_KL_6_17(värld: Mötesvärld) -> None:
    svara(värld, "Ingrid", kommer=False)
    with pytest.raises(UtomTuren, match="Tove Älvhage står före Håkan Myrtorp") as fel:
        kalla(värld, "Håkan", "Ingrid", skäl=" ")
    assert "reglementet" in fel.value.lagrum

    inkallad = kalla(värld, "Håkan", "Ingrid", skäl="Tove är bortrest.")

    assert (inkallad.skäl, inkallad.status) == ("Tove är bortrest.", S.KALLAD)
    assert "står före" in inkallad.avvikelse


def test_i_tur_sparas_inget_skäl(värld: Mötesvärld) -> None:
    svara(värld, "Ingrid", kommer=False)
    inkallad = kalla(värld, "Tove", "Ingrid", skäl="onödigt")
    assert (inkallad.avvikelse, inkallad.skäl) == ("", "")


def test_i_fullmäktige_hindras_fel_parti_och_fel_tur_KL_5_18_5_21() -> None:
    värld = kallat_möte(organ_med_valda(namn="Kommunfullmäktige", typ=Organ.Typ.FULLMÄKTIGE))
    svara(värld, "Ingrid", kommer=False)
    with pytest.raises(SvarHindras, match="inte ersättare för S") as fel:
        kalla(värld, "Håkan", "Ingrid", skäl="Ändå.")
    assert "5 kap. 21 §" in fel.value.lagrum
    assert kalla(värld, "Tove", "Ingrid").pk


def test_den_som_redan_sagt_att_den_kommer_behöver_inte_svara_igen(värld: Mötesvärld) -> None:
    svara(värld, "Ingrid", kommer=False)
    svara(värld, "Tove", kommer=True)
    assert kalla(värld, "Tove", "Ingrid").status == S.ACCEPTERAT

    svara(värld, "Bo", kommer=False)
    svara(värld, "Håkan", kommer=True, till=time(16))
    assert kalla(värld, "Håkan", "Bo").status == S.KALLAD
    svara(värld, "Håkan", kommer=True)
    assert Inkallelse.objects.get(för=värld.konto("Bo").person).status == S.ACCEPTERAT


def test_det_som_inte_går_att_kalla_in(värld: Mötesvärld) -> None:
    with pytest.raises(Svarsfel, match="behöver ingen ersättare"):
        kalla(värld, "Tove", "Ingrid")
    svara(värld, "Ingrid", kommer=False)
    with pytest.raises(Svarsfel, match="kan inte kallas in"):
        kalla(värld, "Bo", "Ingrid")
    kalla(värld, "Tove", "Ingrid")
    with pytest.raises(Svarsfel, match="redan inkallad för"):
        kalla(värld, "Håkan", "Ingrid", skäl="x")


def test_bara_nämndens_sekreterare_kallar_in_och_återtar(värld: Mötesvärld) -> None:
    svara(värld, "Ingrid", kommer=False)
    obehöriga = (
        värld.konto("Ingrid"),
        med_roll(Roll.HANDLÄGGARE, värld.organ.myndighet),
        med_roll(Roll.NÄMNDSEKRETERARE, organ_med_valda().myndighet),
    )
    for obehörig in obehöriga:
        with pytest.raises(PermissionDenied):
            kalla(värld, "Tove", "Ingrid", av=obehörig)
    assert not Inkallelse.objects.exists()

    inkallad = kalla(värld, "Tove", "Ingrid")
    for obehörig in obehöriga:
        with pytest.raises(PermissionDenied):
            inkallelser.återta(inkallad=inkallad, av=obehörig)
    inkallelser.återta(inkallad=inkallad, av=värld.sekreterare)
    inkallad.refresh_from_db()
    assert (inkallad.status, inkallad.avgjord_av) == (S.ÅTERTAGEN, värld.sekreterare)
    with pytest.raises(Svarsfel, match="gäller inte längre"):
        inkallelser.återta(inkallad=inkallad, av=värld.sekreterare)


def test_inkallelsen_är_stängd_när_mötet_är_öppnat(värld: Mötesvärld) -> None:
    svara(värld, "Ingrid", kommer=False)
    svara(värld, "Bo", kommer=False)
    inkallad = kalla(värld, "Tove", "Ingrid")
    värld.öppna()
    with pytest.raises(Svarsfel, match="inte längre"):
        kalla(värld, "Håkan", "Bo")
    with pytest.raises(Svarsfel, match="inte längre"):
        inkallelser.återta(inkallad=inkallad, av=värld.sekreterare)


def test_inkallelsen_behövs_inte_när_ledamoten_ändå_kommer(värld: Mötesvärld) -> None:
    svara(värld, "Ingrid", kommer=False)
    inkallad = kalla(värld, "Tove", "Ingrid")
    svara(värld, "Ingrid", kommer=True)
    assert inkallelser.läge(värld.sammanträde).obehövliga == [inkallad]


@pytest.mark.parametrize(
    ("fält", "villkor"),
    [
        ({"avvikelse": "x"}, "inkallelse_avvikelse_med_skal"),
        ({"status": "avbojt"}, "inkallelse_avgjord_hor_ihop"),
        ({"brev_skickat_tid": timezone.now()}, "inkallelse_brev_i_ordning"),
    ],
)
def test_inkallelsens_villkor(värld: Mötesvärld, fält: dict, villkor: str) -> None:
    svara(värld, "Ingrid", kommer=False)
    rad = kalla(värld, "Tove", "Ingrid")
    with pytest.raises(IntegrityError, match=villkor), transaction.atomic():
        Inkallelse.objects.filter(pk=rad.pk).update(**fält)
    with pytest.raises(ProgrammingError), transaction.atomic():
        rad.delete()


@pytest.mark.parametrize(
    ("person", "för", "villkor"),
    [("Tove", "Bo", "inkallelse_en_per_ersattare"), ("Håkan", "Ingrid", "inkallelse_en_per_plats")],
)
def test_en_inkallelse_per_plats_och_ersättare(
    värld: Mötesvärld, person: str, för: str, villkor: str
) -> None:
    svara(värld, "Ingrid", kommer=False)
    kalla(värld, "Tove", "Ingrid")
    with pytest.raises(IntegrityError, match=villkor), transaction.atomic():
        Inkallelse.objects.create(
            sammanträde=värld.sammanträde,
            person=värld.konto(person).person,
            för=värld.konto(för).person,
            kallad_tid=timezone.now(),
            kallad_av=värld.sekreterare,
        )


# --- Brevet ------------------------------------------------------------------------------------


def skicka() -> int:
    mail.outbox.clear()
    return inkallelsebrev.skicka_väntande(av=systemanvändare())


def test_brevet_går_en_gång_med_länken_men_utan_det_hemliga(värld: Mötesvärld) -> None:
    lägg_ärende(värld, "Barn AA", lagrum="OSL 26 kap. 1 §")
    svara(värld, "Ingrid", kommer=False, skäl="Operation.")
    rad = kalla(värld, "Tove", "Ingrid")

    assert (skicka(), len(mail.outbox)) == (1, 1)

    brev = mail.outbox[0]
    assert brev.to == ["tove@bjorksund.se"]
    assert f"/sammantraden/{värld.sammanträde.pk}/svara/" in brev.body
    assert "tjänstgöra för Ingrid Norrsund" in brev.body
    assert "onsdag 18 mars 2026 kl. 15.00, Solrosen" in brev.body
    for hemligt in ("Barn AA", "Taxa", "Operation"):
        assert hemligt not in brev.body + brev.subject
    rad.refresh_from_db()
    assert rad.brev_skickat_tid
    assert skicka() == 0
    call_command("inkallelsebrev")
    assert mail.outbox == []


def test_ett_påbörjat_brev_skickas_inte_igen(värld: Mötesvärld) -> None:
    svara(värld, "Ingrid", kommer=False)
    kalla(värld, "Tove", "Ingrid")
    Inkallelse.objects.update(brev_påbörjat_tid=timezone.now())
    assert skicka() == 0


def test_utan_adress_återtagen_eller_öppnat_blir_det_inget_brev(värld: Mötesvärld) -> None:
    svara(värld, "Ingrid", kommer=False)
    inkallelser.återta(inkallad=kalla(värld, "Tove", "Ingrid"), av=värld.sekreterare)
    svara(värld, "Bo", kommer=False)
    kalla(värld, "Håkan", "Bo")
    person = värld.konto("Håkan").person
    person.epost = ""
    person.save()
    assert skicka() == 0
    person.epost = "hakan@bjorksund.se"
    person.save()
    värld.öppna()
    assert skicka() == 0


def test_ett_avvisat_brev_syns_och_de_andra_går(
    värld: Mötesvärld, monkeypatch: pytest.MonkeyPatch
) -> None:
    for ledamot, ersättare in (("Ingrid", "Tove"), ("Åke", "Håkan")):
        svara(värld, ledamot, kommer=False)
        kalla(värld, ersättare, ledamot)

    class Avvisar(EmailBackend):
        def send_messages(self, brev):
            if "tove" in brev[0].to[0]:
                raise smtplib.SMTPRecipientsRefused({brev[0].to[0]: (550, b"okand")})
            return super().send_messages(brev)

    monkeypatch.setattr(inkallelsebrev, "get_connection", Avvisar)
    assert (skicka(), len(mail.outbox)) == (1, 1)
    assert "okand" in Inkallelse.objects.get(person=värld.konto("Tove").person).brev_fel
    assert skicka() == 0


def test_når_inte_servern_försöks_det_igen(
    värld: Mötesvärld, monkeypatch: pytest.MonkeyPatch
) -> None:
    svara(värld, "Ingrid", kommer=False)
    kalla(värld, "Tove", "Ingrid")

    class Nere(EmailBackend):
        def open(self):
            raise ConnectionRefusedError

    monkeypatch.setattr(inkallelsebrev, "get_connection", Nere)
    with pytest.raises(ConnectionRefusedError):
        skicka()
    monkeypatch.undo()
    assert skicka() == 1


# --- När mötet öppnas --------------------------------------------------------------------------


def test_läget_har_ett_fast_antal_frågor(värld: Mötesvärld, django_assert_max_num_queries) -> None:
    for namn in ("Ingrid", "Bo", "Åke"):
        svara(värld, namn, kommer=False)
    kalla(värld, "Tove", "Ingrid")
    with django_assert_max_num_queries(5):
        nu = inkallelser.läge(värld.sammanträde)
        assert len(nu.behov) == 3
        assert [str(k) for k in nu.lediga] == ["Håkan Myrtorp (M)"]


def test_förväntat_säger_vem_som_tjänstgör_men_inte_varför(värld: Mötesvärld) -> None:
    personer = {n: värld.konto(n).person.pk for n in ("Ingrid", "Åke", "Tove", "Håkan", "Bo")}
    svara(värld, "Ingrid", kommer=True, från=time(16), skäl="Läkarbesök.")
    svara(värld, "Åke", kommer=False, skäl="Sjuk.")
    svara(värld, "Bo", kommer=True, till=time(16))
    svara(värld, "Tove", kommer=True)
    kalla(värld, "Tove", "Ingrid")
    kalla(värld, "Håkan", "Åke")

    väntat = inkallelser.förväntat(inkallelser.läge(värld.sammanträde))

    assert väntat.frånvaro == {
        personer["Ingrid"]: "anmält förhinder till kl. 16.00",
        personer["Åke"]: "anmält förhinder",
    }
    # Håkan har inte svarat.
    assert väntat.tjänstgör == ((personer["Tove"], personer["Ingrid"]),)


# --- Vakanta platser -----------------------------------------------------------------------------


@pytest.fixture
def vakans(värld: Mötesvärld) -> Mötesvärld:
    """Ingrid har lämnat nämnden före mötet, och ingen är vald efter henne."""
    uppdrag = värld.organ.uppdrag.get(person=värld.konto("Ingrid").person)
    valda = värld.organ.uppdrag.gällande(värld.sammanträde.datum)
    värld.organ.platser = valda.exclude(post__in=["ersattare", "insyn"]).count()
    värld.organ.save()
    uppdrag.till = värld.sammanträde.datum - timedelta(days=20)
    uppdrag.save()
    return värld


def test_till_en_vakant_plats_kallas_partiets_ersättare_i_förväg(vakans: Mötesvärld) -> None:
    (behov_,) = inkallelser.läge(vakans.sammanträde).behov
    parti = vakans.organ.uppdrag.get(person=vakans.konto("Ingrid").person).parti
    assert str(behov_) == f"Vakant plats ({parti})"
    assert [k.person.namn.split()[0] for k in behov_.förslag][:1] == ["Tove"]

    (ny,) = inkallelser.kalla_in_alla(sammanträde=vakans.sammanträde, av=vakans.sekreterare)

    assert str(ny) == f"{vakans.konto('Tove').person} på en vakant plats"
    assert skicka() == 1
    assert "tjänstgöra på en vakant plats vid sammanträdet" in mail.outbox[0].body
    svara(vakans, "Tove", kommer=True)
    nu = inkallelser.läge(vakans.sammanträde)
    assert nu.obehövliga == []
    assert inkallelser.förväntat(nu).tjänstgör == ((ny.person_id, None),)
    with pytest.raises(Svarsfel, match="redan inkallad på en vakant plats"):
        inkallelser.kalla_in(
            sammanträde=vakans.sammanträde,
            för=None,
            person=vakans.konto("Håkan").person,
            av=vakans.sekreterare,
        )


def test_när_platsen_är_besatt_behövs_inkallelsen_inte(vakans: Mötesvärld) -> None:
    inkallelser.kalla_in_alla(sammanträde=vakans.sammanträde, av=vakans.sekreterare)
    svara(vakans, "Tove", kommer=True)
    vakans.organ.uppdrag.filter(person=vakans.konto("Ingrid").person).update(till=None)

    nu = inkallelser.läge(vakans.sammanträde)

    assert [i.person.namn.split()[0] for i in nu.obehövliga] == ["Tove"]
    assert inkallelser.förväntat(nu).tjänstgör == ()


def test_fullmäktige_och_besatta_nämnder_har_ingen_vakans(vakans: Mötesvärld) -> None:
    Organ.objects.filter(pk=vakans.organ.pk).update(typ=Organ.Typ.FULLMÄKTIGE)
    vakans.sammanträde.refresh_from_db()
    assert inkallelser.läge(vakans.sammanträde).behov == []
    with pytest.raises(Svarsfel, match="Ingen plats är vakant"):
        inkallelser.kalla_in(
            sammanträde=vakans.sammanträde,
            för=None,
            person=vakans.konto("Tove").person,
            av=vakans.sekreterare,
        )


def test_alla_i_tur_kallas_på_en_gång_och_bara_av_sekreteraren(värld: Mötesvärld) -> None:
    svara(värld, "Åke", kommer=False)
    svara(värld, "Ingrid", kommer=False)
    with pytest.raises(PermissionDenied):
        inkallelser.kalla_in_alla(sammanträde=värld.sammanträde, av=värld.konto("Bo"))

    nya = inkallelser.kalla_in_alla(sammanträde=värld.sammanträde, av=värld.sekreterare)

    assert {(i.person.namn.split()[0], i.för.namn.split()[0]) for i in nya if i.för} == {
        ("Håkan", "Åke"),
        ("Tove", "Ingrid"),
    }
    assert inkallelser.kalla_in_alla(sammanträde=värld.sammanträde, av=värld.sekreterare) == []
