"""Svarssidorna: den förtroendevaldas egen, och sekreterarens för hela mötet."""

import pytest
from django.test import Client
from django.urls import reverse

from konton.models import Roll
from nämnd.jäv import Grund
from nämnd.models import AnmältJäv, Inkallelse, Svar
from tests.factories import nämnd as nämnder
from tests.factories.konton import med_roll
from tests.factories.protokoll import Mötesvärld, kallat_möte, lägg_ärende, organ_med_valda
from tests.minne import mindes

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


@pytest.fixture
@mindes
def värld() -> Mötesvärld:
    värld = kallat_möte()
    lägg_ärende(värld, "Placering av Prov", lagrum="OSL 26 kap. 1 §")
    return värld


def inloggad(användare) -> Client:
    klient = Client()
    klient.force_login(användare)
    return klient


def adress(värld: Mötesvärld, namn: str, *fler: int) -> str:
    return reverse(f"namnd:{namn}", args=[värld.sammanträde.pk, *fler])


def test_jag_svarar_och_ser_mitt_svar(värld: Mötesvärld) -> None:
    bo = inloggad(värld.konto("Bo"))
    sida = bo.get(adress(värld, "svara"))
    assert "Deltar på distans" not in sida.content.decode()
    assert "jag deltar på distans" not in sida.content.decode().lower()
    tomt = bo.post(adress(värld, "svara"), {"skäl": "Sjuk."})
    assert tomt.status_code == 422
    assert "Välj om du kommer eller inte." in tomt.content.decode()
    assert "Sjuk." in tomt.content.decode()

    svaret = bo.post(adress(värld, "svara"), {"kommer": "nej", "skäl": "Sjuk."}, follow=True)

    assert "Kommer inte" in svaret.content.decode()
    assert Svar.objects.get().skäl == "Sjuk."
    fel = bo.post(adress(värld, "svara"), {"kommer": "ja", "från": "16:00", "till": "15:00"})
    assert fel.status_code == 422


def test_mötets_sida_och_hem_säger_vad_jag_svarat_men_inte_varför() -> None:
    n = nämnder.nämnden()
    nämnder.utfärdad(n.möte, av=n.sekreterare)
    ledamot, svara = inloggad(n.ledamot), reverse("namnd:svara", args=[n.möte.pk])
    mötet = reverse("namnd:visa", args=[n.möte.pk])
    assert f'href="{svara}">Svara</a>' in " ".join(ledamot.get(mötet).content.decode().split())
    assert "Svara om du kommer" in ledamot.get("/").content.decode()

    ledamot.post(svara, {"kommer": "nej", "skäl": "Operation."})

    for sida in (ledamot.get(mötet), ledamot.get("/")):
        assert "Ditt svar: kommer inte" in sida.content.decode()
    assert "Svar (1)" in inloggad(n.sekreterare).get(mötet).content.decode()
    for andra in (n.handläggare, nämnder.förtroendevald_i(n.organ)):
        innehåll = inloggad(andra).get(mötet).content.decode()
        assert "kommer inte" not in innehåll
        assert "Operation." not in innehåll


def test_skälet_läses_bara_av_sekreteraren_och_den_som_svarat(värld: Mötesvärld) -> None:
    inloggad(värld.konto("Bo")).post(
        adress(värld, "svara"), {"kommer": "nej", "skäl": "Operation."}
    )
    bo = värld.konto("Bo").person.pk
    sekreteraren = inloggad(värld.sekreterare)
    assert "Operation." in sekreteraren.get(adress(värld, "svar")).content.decode()
    assert "Operation." in sekreteraren.get(adress(värld, "svara_for", bo)).content.decode()
    handläggare = med_roll(Roll.HANDLÄGGARE, värld.organ.myndighet)
    for andra, kod in ((värld.konto("Åke"), 403), (handläggare, 403)):
        klient = inloggad(andra)
        assert klient.get(adress(värld, "svar")).status_code == kod
        assert klient.get(adress(värld, "svara_for", bo)).status_code == kod


def test_den_som_inte_är_kallad_har_ingen_svarssida(värld: Mötesvärld) -> None:
    annan = organ_med_valda()
    for utomstående in (
        med_roll(Roll.HANDLÄGGARE, värld.organ.myndighet),
        med_roll(Roll.NÄMNDSEKRETERARE, annan.myndighet),
        kallat_möte(annan).konto("Bo"),
    ):
        klient = inloggad(utomstående)
        assert klient.get(adress(värld, "svara")).status_code == 404
        assert klient.post(adress(värld, "svara"), {"kommer": "ja"}).status_code == 404
    assert not Svar.objects.exists()


def test_hemliga_punkter_finns_bara_i_listan_för_den_som_får_se_dem(värld: Mötesvärld) -> None:
    hemlig = värld.punkter[-1]
    insyn = värld.konto("Sanna")
    klient = inloggad(insyn)
    assert "Placering av Prov" not in klient.get(adress(värld, "svara")).content.decode()
    jäv = {"punkt": hemlig.pk, "grund": Grund.PART.etikett}
    assert klient.post(adress(värld, "anmal_jav", insyn.person_id), jäv).status_code == 422
    assert not AnmältJäv.objects.exists()
    # Ringer hen om den visar sidan ändå inte vad punkten heter.
    inloggad(värld.sekreterare).post(adress(värld, "anmal_jav", insyn.person_id), jäv)
    egen = klient.get(adress(värld, "svara")).content.decode()
    assert "Sekretessärende" in egen
    assert "Placering av Prov" not in egen
    AnmältJäv.objects.all().delete()

    bo = värld.konto("Bo")
    klient = inloggad(bo)
    assert "Placering av Prov" in klient.get(adress(värld, "svara")).content.decode()
    klient.post(adress(värld, "anmal_jav", bo.person_id), jäv)
    anmält = AnmältJäv.objects.get()
    assert (
        inloggad(insyn).post(reverse("namnd:ta_tillbaka_jav", args=[anmält.pk])).status_code == 404
    )
    sida = klient.post(reverse("namnd:ta_tillbaka_jav", args=[anmält.pk]), follow=True)
    assert "återtagen" in sida.content.decode()


def test_sekreteraren_svarar_för_den_som_ringer_och_kallar_in(värld: Mötesvärld) -> None:
    sekreteraren = inloggad(värld.sekreterare)
    ingrid, tove = värld.konto("Ingrid").person, värld.konto("Tove").person
    håkan = värld.konto("Håkan").person
    utan = sekreteraren.post(adress(värld, "svara_for", ingrid.pk), {"kommer": "nej"})
    assert utan.status_code == 422
    assert "Skriv hur du fick svaret." in utan.content.decode()
    sida = sekreteraren.post(
        adress(värld, "svara_for", ingrid.pk),
        {"kommer": "nej", "anteckning": "Ringde 3 mars."},
        follow=True,
    ).content.decode()
    assert "Ringde 3 mars." in sida
    assert "Kalla in Tove Älvhage (S)" in sida
    assert "därefter Håkan Myrtorp (M)" in sida
    assert "6 kap. 17 § kommunallagen" in sida

    utom = sekreteraren.post(
        adress(värld, "kalla_in"), {"for": ingrid.pk, "person": håkan.pk, "skal": ""}
    )
    assert utom.status_code == 422
    assert "står före Håkan Myrtorp" in utom.content.decode()
    assert f'<option value="{håkan.pk}" selected' in utom.content.decode()

    sida = sekreteraren.post(
        adress(värld, "kalla_in"), {"for": ingrid.pk, "person": tove.pk}, follow=True
    ).content.decode()
    assert "Kallad, har inte svarat" in sida
    inkallelse = Inkallelse.objects.get()
    assert (
        "inkallad att tjänstgöra för"
        in inloggad(värld.konto("Tove")).get(adress(värld, "svara")).content.decode()
    )
    inloggad(värld.konto("Tove")).post(adress(värld, "svara"), {"kommer": "ja"})
    inkallelse.refresh_from_db()
    assert inkallelse.status == "accepterat"
    sekreteraren.post(reverse("namnd:aterta_inkallelse", args=[inkallelse.pk]))
    inkallelse.refresh_from_db()
    assert inkallelse.status == "atertagen"


@pytest.mark.parametrize("data", [{}, {"for": "x", "person": "1" * 30}, {"for": "0"}])
def test_kalla_in_med_felaktiga_nummer_är_404(värld: Mötesvärld, data: dict[str, str]) -> None:
    assert inloggad(värld.sekreterare).post(adress(värld, "kalla_in"), data).status_code == 404


def test_öppnat_möte_visar_svaren_men_tar_inte_emot_fler(värld: Mötesvärld) -> None:
    bo = inloggad(värld.konto("Bo"))
    bo.post(adress(värld, "svara"), {"kommer": "nej"})
    värld.öppna()
    for klient, namn in ((bo, "svara"), (inloggad(värld.sekreterare), "svar")):
        sida = klient.get(adress(värld, namn)).content.decode()
        assert "Sammanträdet pågår." in sida
        assert "Kommer inte" in sida
    sent = bo.post(adress(värld, "svara"), {"kommer": "ja"})
    assert sent.status_code == 422
    assert "inte längre att svara" in sent.content.decode()
    assert not Svar.objects.filter(kommer=True).exists()


def test_sidornas_frågor_växer_inte_med_raderna(
    värld: Mötesvärld, django_assert_max_num_queries
) -> None:
    for namn in ("Bo", "Ingrid", "Åke"):
        inloggad(värld.konto(namn)).post(adress(värld, "svara"), {"kommer": "nej"})
    sekreteraren = inloggad(värld.sekreterare)
    with django_assert_max_num_queries(20):
        sekreteraren.get(adress(värld, "svar"))
