"""Ärendesidorna: vad de visar, vad de tar emot och vem de svarar."""

from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from konton.models import Roll
from tests.factories import ärenden as nya
from tests.factories.konton import MyndighetFactory, med_roll
from ärenden.models import Anmälan, Handling, Skrivelse, Ärende

pytestmark = pytest.mark.django_db

OSL = "OSL 26 kap. 1 §"


@pytest.fixture
def nämnd():
    return MyndighetFactory(namn="Socialnämnden")


@pytest.fixture
def rut(nämnd):
    """Registratorn."""
    return med_roll(Roll.REGISTRATOR, nämnd)


@pytest.fixture
def hans(nämnd):
    """Handläggaren."""
    return med_roll(Roll.HANDLÄGGARE, nämnd)


@pytest.fixture
def som(client):
    """`som(användare)` ger en inloggad klient."""

    def logga_in(användare):
        client.force_login(användare)
        return client

    return logga_in


def till(namn: str, objekt=None) -> str:
    return reverse(f"arenden:{namn}", args=[objekt.pk] if objekt else [])


def pdf_fil(namn="svar.pdf", innehåll=None):
    return SimpleUploadedFile(namn, nya.pdf() if innehåll is None else innehåll)


# --- Listan --------------------------------------------------------------------------------


def test_lista_visar_det_man_får_se_och_räknar_bara_det(som, nämnd, hans):
    nya.ärende(nämnd, rubrik="Alkoholtaxa")
    nya.ärende(nämnd, rubrik="Hemlig utredning", sekretess_lagrum=OSL)
    nya.ärende(rubrik="Annan nämnds")

    text = som(hans).get(till("lista")).content.decode()

    assert "Alkoholtaxa" in text
    assert "Hemlig utredning" not in text
    assert "Annan nämnds" not in text
    assert "1 ärende<" in text


@pytest.mark.parametrize("antal", [1, 20])
def test_lista_har_samma_antal_frågor_för_en_och_tjugo_rader(
    som, nämnd, rut, hans, antal, django_assert_num_queries
):
    for _ in range(antal):
        nya.ärende(nämnd, av=rut, handläggare=hans)
    klient = som(rut)

    with django_assert_num_queries(9):
        svar = klient.get(till("lista"))

    assert len(svar.context["ärenden"]) == antal


def test_lista_bläddrar_utan_att_hoppa_över_eller_upprepa(som, nämnd, rut):
    alla = [nya.ärende(nämnd, av=rut).pk for _ in range(60)]
    klient, adress, sedda = som(rut), till("lista"), []

    while adress:
        svar = klient.get(adress)
        sedda.append([ä.pk for ä in svar.context["ärenden"]])
        assert svar.context["antal"] == 60
        adress = svar.context["nästa"]

    assert [len(blad) for blad in sedda] == [25, 25, 10]
    assert sum(sedda, []) == sorted(alla, reverse=True)  # noqa: RUF017  # tre korta blad


def test_lista_filtrerar_på_status_och_diarium(som, nämnd, rut):
    taxa = nya.ärende(nämnd, rubrik="Taxa för alkoholtillsyn")
    annat = nya.DiariumFactory(myndigheter=[nämnd], prefix="BYGG")
    bygglov = nya.ärende(nämnd, rubrik="Bygglov för förråd", diarium=annat)
    Ärende.objects.filter(pk=bygglov.pk).update(status=Ärende.Status.AVSLUTAT)
    klient = som(rut)

    def träffar(**val):
        return set(klient.get(till("lista"), val).context["ärenden"])

    assert träffar() == {taxa, bygglov}
    assert träffar(status="avslutat") == {bygglov}
    assert träffar(diarium=annat.pk) == {bygglov}
    assert träffar(diarium=taxa.diarium.pk, status="avslutat") == set()


def test_listans_filter_följer_med_i_bläddringen(som, nämnd, rut):
    for _ in range(26):
        nya.ärende(nämnd, av=rut, rubrik="Taxa")

    svar = som(rut).get(till("lista"), {"status": "oppet"})

    assert "?status=oppet&efter=" in svar.context["nästa"]
    andra = som(rut).get(svar.context["nästa"])
    assert "efter" not in andra.context["första"]
    assert "status=oppet" in andra.context["första"]


@pytest.mark.parametrize("val", [{"status": "borta"}, {"diarium": "x"}, {"diarium": "999999"}])
def test_listans_felaktiga_filter_ger_besked_och_behåller_det_skrivna(som, nämnd, rut, val):
    nya.ärende(nämnd, av=rut)

    svar = som(rut).get(till("lista"), val)

    assert svar.status_code == 200
    assert "ds-error-summary" in svar.content.decode()
    assert svar.context["ärenden"] == []


@pytest.mark.parametrize("efter", ["x", "-1", "9" * 40, ""])
def test_listans_markör_tål_vad_som_helst(som, nämnd, rut, efter):
    nya.ärende(nämnd, av=rut)

    assert som(rut).get(till("lista"), {"efter": efter}).status_code == 200


def test_tom_lista_säger_hur_man_börjar(som, nämnd, rut):
    nya.diarium_för(nämnd)
    text = som(rut).get(till("lista")).content.decode()

    assert "Inga ärenden än" in text
    assert till("ny") in text

    assert (
        "Inga ärenden passar"
        in som(rut).get(till("lista"), {"status": "avslutat"}).content.decode()
    )
    chefens = som(med_roll(Roll.CHEF, nämnd)).get(till("lista")).content.decode()
    assert till("ny") not in chefens


def test_förtroendevald_läser_genom_mötet(som, nämnd):
    assert som(med_roll(Roll.FÖRTROENDEVALD, nämnd)).get(till("lista")).status_code == 403


# --- Registrera ----------------------------------------------------------------------------


def ärendedata(nämnd, **fält):
    diarium = nya.diarium_för(nämnd)
    return {"nämnd": f"{diarium.pk}-{nämnd.pk}", "rubrik": "Taxa för tillsyn"} | fält


def test_registrera_ger_nummer_och_leder_till_ärendet(som, nämnd, rut, hans):
    svar = som(rut).post(
        till("ny"),
        ärendedata(nämnd, klass="759", handläggare=hans.pk, motpart="Länsstyrelsen"),
        follow=True,
    )

    ärende = Ärende.objects.get()
    assert svar.redirect_chain == [(till("visa", ärende), 302)]
    assert (ärende.klass, ärende.handläggare, ärende.motpart) == ("759", hans, "Länsstyrelsen")
    assert f"Ärendet har fått nummer {ärende.beteckning}." in svar.content.decode()


def test_registrera_med_fel_behåller_allt_skrivet(som, nämnd, rut):
    svar = som(rut).post(
        till("ny"),
        ärendedata(nämnd, rubrik=" ", motpart="Länsstyrelsen", enhet="Alkoholenheten"),
    )

    text = svar.content.decode()
    assert svar.status_code == 422
    assert "ds-error-summary" in text
    assert 'value="Länsstyrelsen"' in text
    assert 'value="Alkoholenheten"' in text
    assert not Ärende.objects.exists()


def test_registrera_med_epost_som_motpart_frågar_efter_skäl(som, nämnd, rut):
    data = ärendedata(nämnd, motpart="ola@exempel.se")

    frågan = som(rut).post(till("ny"), data)
    assert "e-postadress" in frågan.content.decode()
    assert 'type="text" name="skäl"' in frågan.content.decode()
    assert 'value="ola@exempel.se"' in frågan.content.decode()
    assert not Ärende.objects.exists()

    som(rut).post(till("ny"), data | {"skäl": "Avsändaren är inte känd."})
    ärende = Ärende.objects.get()
    assert ärende.händelser.filter(typ="ärende.varning_förbigången").exists()
    text = som(rut).get(till("visa", ärende)).content.decode()
    assert "Skäl: Avsändaren är inte känd." in text


def test_registrera_utan_varning_skriver_inget_skäl(som, nämnd, rut):
    som(rut).post(till("ny"), ärendedata(nämnd, skäl="onödigt"))

    assert Ärende.objects.get().händelser.count() == 1


@pytest.mark.parametrize("vald", ["", "x", "1-2", "999-999", "1"])
def test_registrera_i_något_man_inte_får_välja(som, nämnd, rut, vald):
    svar = som(rut).post(till("ny"), ärendedata(nämnd) | {"nämnd": vald})

    assert svar.status_code == 422
    assert "nämnd" in svar.context["form"].errors
    assert not Ärende.objects.exists()


def test_registrera_i_annan_nämnds_diarium_går_inte(som, nämnd, rut):
    nya.diarium_för(nämnd)

    svar = som(rut).post(till("ny"), ärendedata(MyndighetFactory()))

    assert "nämnd" in svar.context["form"].errors
    assert not Ärende.objects.exists()


def test_handläggaren_måste_arbeta_i_nämnden(som, nämnd):
    annan = MyndighetFactory()
    diarium = nya.diarium_för(nämnd)
    diarium.myndigheter.add(annan)
    rut = med_roll(Roll.REGISTRATOR, nämnd)
    från_annan = med_roll(Roll.HANDLÄGGARE, annan)
    med_roll(Roll.HANDLÄGGARE, nämnd)
    rut.roller.create(roll=Roll.REGISTRATOR, myndighet=annan, från=date(2020, 1, 1))

    svar = som(rut).post(till("ny"), ärendedata(nämnd, handläggare=från_annan.pk))

    assert f"{från_annan} arbetar inte i Socialnämnden." in svar.content.decode()


def test_handläggaren_föreslås_för_sina_egna_ärenden(som, nämnd, hans, rut):
    nya.diarium_för(nämnd)
    assert som(hans).get(till("ny")).context["form"]["handläggare"].value() == hans.pk
    assert som(rut).get(till("ny")).context["form"]["handläggare"].value() is None


def test_hemligt_ärende_kräver_offentlig_rubrik(som, nämnd, rut):
    svar = som(rut).post(till("ny"), ärendedata(nämnd, sekretess_lagrum=OSL))
    assert "offentlig_rubrik" in svar.context["form"].errors

    som(rut).post(till("ny"), ärendedata(nämnd, sekretess_lagrum=OSL, offentlig_rubrik="Utredning"))
    ärende = Ärende.objects.get()
    assert ärende.är_sekretess
    assert ärende.sekretess_dag == timezone.localdate()


def test_den_som_registrerar_något_hen_inte_får_se_hamnar_i_listan(som, nämnd, hans):
    svar = som(hans).post(
        till("ny"), ärendedata(nämnd, sekretess_lagrum=OSL, offentlig_rubrik="Utredning")
    )

    assert svar.headers["Location"] == till("lista")
    assert som(hans).get(till("visa", Ärende.objects.get())).status_code == 404


@pytest.mark.parametrize("roll", [Roll.CHEF, Roll.FÖRTROENDEVALD, Roll.ADMINISTRATÖR])
def test_registrera_vägras_den_som_inte_får(som, nämnd, roll):
    användare = med_roll(roll, nämnd)

    assert som(användare).get(till("ny")).status_code == 403
    assert som(användare).post(till("ny"), ärendedata(nämnd)).status_code == 403
    assert not Ärende.objects.exists()


# --- Ärendet -------------------------------------------------------------------------------


def test_ärendet_visar_handlingar_händelser_och_satser(som, nämnd, rut):
    ärende = nya.ärende(nämnd, motpart="Länsstyrelsen")
    huvud = nya.handling(ärende, rubrik="Remiss")
    nya.handling(ärende, rubrik="Karta", bilaga_till=huvud)
    nya.skrivelse(ärende, beslutssatser=["Nämnden antar yttrandet."])

    text = som(rut).get(till("visa", ärende)).content.decode()

    for väntat in (
        "Länsstyrelsen",
        "Remiss",
        "bilaga till nr 1",
        "Nämnden antar yttrandet.",
        f"Ärendet registrerades med nummer {ärende.beteckning}.",
        "Handling 2 registrerades: Karta.",
    ):
        assert väntat in text


def test_ärendet_visar_inte_hemlig_handling_eller_att_den_har_bilagor(som, nämnd, hans):
    ärende = nya.ärende(nämnd)
    hemlig = nya.handling(ärende, rubrik="Utredning om Ebba", sekretess_lagrum=OSL)
    nya.handling(ärende, rubrik="Karta", bilaga_till=hemlig)

    text = som(hans).get(till("visa", ärende)).content.decode()

    assert "Ebba" not in text
    assert "Karta" in text
    assert "bilaga till" not in text


@pytest.mark.parametrize(
    ("roll", "får_registrera", "får_anmäla"),
    [
        (Roll.REGISTRATOR, True, False),
        (Roll.HANDLÄGGARE, True, True),
        (Roll.NÄMNDSEKRETERARE, True, True),
        (Roll.CHEF, False, False),
    ],
)
def test_knapparna_följer_rätten(som, nämnd, roll, får_registrera, får_anmäla):
    ärende = nya.ärende(nämnd)
    nya.skrivelse(ärende)
    nya.anmälan(nya.skrivelse(ärende))

    text = som(med_roll(roll, nämnd)).get(till("visa", ärende)).content.decode()

    assert ("Registrera handling" in text) is får_registrera
    assert ("Anmäl till Socialnämnden" in text) is får_anmäla
    assert ("Återta anmälan" in text) is får_anmäla


@pytest.mark.parametrize("antal", [1, 20])
def test_ärendet_har_samma_antal_frågor_för_en_och_tjugo_handlingar(
    som, nämnd, rut, antal, django_assert_num_queries
):
    ärende = nya.ärende(nämnd)
    huvud = nya.handling(ärende)
    for n in range(antal):
        nya.handling(ärende, bilaga_till=huvud)
        skrivelse = nya.skrivelse(ärende)
        if n % 2 == 0:
            nya.anmälan(skrivelse)
    klient = som(rut)

    with django_assert_num_queries(21):
        klient.get(till("visa", ärende))


def test_ärende_man_inte_får_se_finns_inte(som, nämnd, rut, hans):
    hemligt = nya.ärende(nämnd, sekretess_lagrum=OSL)
    annans = nya.ärende()

    assert som(rut).get(till("visa", hemligt)).status_code == 200
    for namn in ("visa", "ny_handling", "ny_skrivelse"):
        assert som(hans).get(till(namn, hemligt)).status_code == 404
        assert som(rut).get(till(namn, annans)).status_code == 404
        assert som(rut).get(reverse(f"arenden:{namn}", args=[10**30])).status_code == 404


def test_makulerat_ärende_har_inga_knappar(som, nämnd, hans):
    ärende = nya.ärende(nämnd)
    nya.skrivelse(ärende)
    Ärende.objects.filter(pk=ärende.pk).update(status=Ärende.Status.MAKULERAT)

    text = som(hans).get(till("visa", ärende)).content.decode()

    assert "Registrera handling" not in text
    assert "Anmäl till" not in text
    svar = som(hans).post(till("ny_handling", ärende), handlingsdata(fil=pdf_fil()))
    assert "är makulerat" in svar.content.decode()


# --- Handlingar ----------------------------------------------------------------------------


def handlingsdata(**fält):
    return {
        "rubrik": "Remissvar",
        "slag": "remiss",
        "riktning": "inkommen",
        "motpart": "Länsstyrelsen",
    } | fält


def test_registrera_handling_med_fil(som, nämnd, hans):
    ärende = nya.ärende(nämnd)

    svar = som(hans).post(
        till("ny_handling", ärende), handlingsdata(ankomstdag="2026-01-07", fil=pdf_fil())
    )

    handling = ärende.handlingar.get()
    assert svar.headers["Location"] == till("visa", ärende)
    assert (handling.filnamn, handling.fil.sidor) == ("svar.pdf", 1)
    assert handling.ankomstdag == date(2026, 1, 7)


def test_post_har_kommit_in_arbetsdagen_före_och_sidan_säger_varför(som, nämnd, hans):
    ärende = nya.ärende(nämnd)
    klient = som(hans)
    assert "närmast föregående arbetsdag, om det inte" in (
        klient.get(till("ny_handling", ärende)).content.decode()
    )

    svar = klient.post(
        till("ny_handling", ärende), handlingsdata(ankomstdag="2026-03-02", väg="post"), follow=True
    )

    assert ärende.handlingar.get().ankomstdag == date(2026, 2, 27)
    text = svar.content.decode()
    assert "Den kom in 27 februari 2026." in text
    assert "nådde myndigheten 2026-03-02 (post) och anses ha kommit in 2026-02-27" in text


@pytest.mark.parametrize(
    ("innehåll", "besked"),
    [
        (b"hej", "trasig.pdf: Filen är inte en PDF."),
        (b"", "trasig.pdf: Filen är tom."),
        (nya.pdf()[:300], "trasig.pdf: Filen är skadad"),
    ],
    ids=["inte pdf", "tom", "avklippt"],
)
def test_trasig_fil_nämns_vid_namn_och_det_skrivna_är_kvar(som, nämnd, hans, innehåll, besked):
    ärende = nya.ärende(nämnd)

    svar = som(hans).post(
        till("ny_handling", ärende),
        handlingsdata(rubrik="Mitt långa svar", fil=pdf_fil("trasig.pdf", innehåll)),
    )

    text = svar.content.decode()
    assert besked in text
    assert 'value="Mitt långa svar"' in text
    assert 'value="Länsstyrelsen"' in text
    assert not Handling.objects.exists()


@pytest.mark.parametrize(
    ("fält", "fel"),
    [
        ({"rubrik": ""}, "rubrik"),
        ({"rubrik": "x" * 501}, "rubrik"),
        ({"motpart": ""}, "motpart"),
        ({"ankomstdag": "i går"}, "ankomstdag"),
        ({"ankomstdag": "2999-01-01"}, "ankomstdag"),
        ({"riktning": "utgaende", "ankomstdag": "2026-01-07"}, "ankomstdag"),
        ({"väg": "brevduva"}, "väg"),
        ({"väg": "e-post", "osannolikt": "on"}, "osannolikt"),
        ({"riktning": "utgaende", "väg": "post", "osannolikt": "on"}, "osannolikt"),
        ({"slag": "tjansteskrivelse"}, "slag"),
        ({"bilaga_till": "999999"}, "bilaga_till"),
        ({"fil": SimpleUploadedFile("x" * 260 + ".pdf", b"%PDF-")}, "fil"),
    ],
)
def test_felaktig_handling_ger_besked_vid_fältet(som, nämnd, hans, fält, fel):
    ärende = nya.ärende(nämnd)

    svar = som(hans).post(till("ny_handling", ärende), handlingsdata(**fält))

    assert svar.status_code == 422
    assert list(svar.context["form"].errors) == [fel]
    assert not Handling.objects.exists()


def test_bilaga_kan_bara_fästas_på_synlig_handling_i_ärendet(som, nämnd, hans):
    ärende = nya.ärende(nämnd)
    hemlig = nya.handling(ärende, sekretess_lagrum=OSL)
    annans = nya.handling(nya.ärende(nämnd))
    öppen = nya.handling(ärende)

    for fel in (hemlig, annans):
        svar = som(hans).post(till("ny_handling", ärende), handlingsdata(bilaga_till=fel.pk))
        assert "bilaga_till" in svar.context["form"].errors
    som(hans).post(till("ny_handling", ärende), handlingsdata(bilaga_till=öppen.pk))

    assert ärende.handlingar.get(bilaga_till=öppen).nummer == 3


def test_handling_vägras_chefen_som_ser_ärendet(som, nämnd):
    ärende = nya.ärende(nämnd)
    chef = med_roll(Roll.CHEF, nämnd)

    for namn in ("ny_handling", "ny_skrivelse"):
        assert som(chef).get(till(namn, ärende)).status_code == 403
        assert som(chef).post(till(namn, ärende), {}).status_code == 403


def test_filen_visas_för_den_som_får_se_den(som, nämnd, hans):
    handling = nya.handling(nya.ärende(nämnd), filnamn="remissvår.pdf")

    svar = som(hans).get(till("fil", handling))

    assert b"".join(svar).startswith(b"%PDF")
    assert svar.headers["Content-Type"] == "application/pdf"
    assert svar.headers["Content-Disposition"].startswith("inline; ")
    assert "remissv%C3%A5r.pdf" in svar.headers["Content-Disposition"]
    assert svar.headers["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in svar.headers["Content-Security-Policy"]
    assert "no-store" in svar.headers["Cache-Control"]


def test_filnamn_med_radbrytning_blir_en_rad(som, nämnd, hans):
    handling = nya.handling(nya.ärende(nämnd), filnamn="", rubrik="Svar\r\nX-Egen: 1")

    svar = som(hans).get(till("fil", handling))

    assert svar.headers["Content-Disposition"] == 'inline; filename="Svar X-Egen: 1.pdf"'
    assert "X-Egen" not in svar.headers
    svar.close()


def test_för_stor_fil_vägras_med_namn(som, nämnd, hans, settings):
    settings.NAMND_FIL_MAX_BYTE = 100

    svar = som(hans).post(till("ny_handling", nya.ärende(nämnd)), handlingsdata(fil=pdf_fil()))

    assert "svar.pdf är större än 0 MB." in svar.content.decode()


def test_filen_finns_inte_för_den_som_inte_får_se_den(som, nämnd, hans, rut):
    ärende = nya.ärende(nämnd)
    hemlig = nya.handling(ärende, sekretess_lagrum=OSL)
    utan_fil = nya.handling(ärende, innehåll=None)
    annans = nya.handling(nya.ärende())

    for handling in (hemlig, utan_fil, annans):
        assert som(hans).get(till("fil", handling)).status_code == 404
    svar = som(rut).get(till("fil", hemlig))
    assert svar.status_code == 200
    svar.close()


# --- Skrivelser ----------------------------------------------------------------------------


def skrivelsedata(**fält):
    return {"rubrik": "Yttrande", "satser": ["Ett.", "", "Två."], "fil": pdf_fil("ts.pdf")} | fält


def test_lämna_in_skrivelse(som, nämnd, hans):
    ärende = nya.ärende(nämnd)

    svar = som(hans).post(till("ny_skrivelse", ärende), skrivelsedata())

    skrivelse = Skrivelse.objects.get()
    assert svar.headers["Location"] == till("visa", ärende)
    assert [s.text for s in skrivelse.beslutssatser.all()] == ["Ett.", "Två."]
    assert skrivelse.handling.filnamn == "ts.pdf"


def test_nya_formulär_visas_utan_fel_och_skrivelsen_föreslår_rubrik_och_datum(som, nämnd, hans):
    ärende = nya.ärende(nämnd, rubrik="Yttrande över remiss")
    klient = som(hans)

    for adress in (till("ny"), till("ny_handling", ärende), till("ny_skrivelse", ärende)):
        svar = klient.get(adress)
        assert not svar.context["form"].is_bound
        assert "ds-error-summary" not in svar.content.decode()
    assert 'value="Tjänsteskrivelse – Yttrande över remiss"' in svar.content.decode()
    assert f'name="datum" value="{timezone.localdate():%Y-%m-%d}"' in svar.content.decode()


def test_skrivelsens_förslag_läggs_inte_tillbaka_i_det_som_skickas(som, nämnd, hans):
    data = skrivelsedata(rubrik="", datum="")

    for extra in ({}, {"fler_satser": "1"}):
        svar = som(hans).post(till("ny_skrivelse", nya.ärende(nämnd)), data | extra)
        form = svar.context["form"]
        assert [form[fält].value() or "" for fält in ("rubrik", "datum")] == ["", ""]


def test_skrivelsens_föreslagna_rubrik_ryms(som, nämnd, hans):
    ärende = nya.ärende(nämnd, rubrik="å" * 500)
    form = som(hans).get(till("ny_skrivelse", ärende)).context["form"]
    assert form["rubrik"].value() == f"Tjänsteskrivelse – {'å' * 481}"


def test_en_sats_till_utan_skript_behåller_allt_skrivet(som, nämnd, hans):
    ärende = nya.ärende(nämnd)
    data = skrivelsedata(satser=["Ett.", "Två.", "Tre."], fler_satser="1")

    text = som(hans).post(till("ny_skrivelse", ärende), data).content.decode()

    assert text.count('name="satser"') == 4
    assert "Tre.</textarea>" in text
    assert 'value="Yttrande"' in text
    assert "välja den igen" in text
    assert "ds-error-summary" not in text
    assert not Skrivelse.objects.exists()


def test_en_sats_till_med_htmx_ger_bara_satserna(som, nämnd, hans):
    ärende = nya.ärende(nämnd)
    klient = som(hans)
    data = {"rubrik": "", "satser": ["Ett."], "fler_satser": "1"}

    del_ = klient.post(
        till("ny_skrivelse", ärende), data, headers={"HX-Request": "true"}
    ).content.decode()
    hel = klient.get(till("ny_skrivelse", ärende)).content.decode()

    assert del_.lstrip().startswith('<div class="stapel stapel--tat" id="satsfalt">')
    assert "<html" not in del_
    assert del_.count('name="satser"') == 4
    assert hel.count('id="satsfalt"') == 1


def test_skrivelse_med_trasig_fil_behåller_satserna(som, nämnd, hans):
    ärende = nya.ärende(nämnd)
    fyra = ["Ett.", "Två.", "Tre.", "Fyra."]

    text = (
        som(hans)
        .post(
            till("ny_skrivelse", ärende),
            skrivelsedata(satser=fyra, fil=pdf_fil("ts.pdf", b"hej")),
        )
        .content.decode()
    )

    assert "ts.pdf: Filen är inte en PDF." in text
    assert all(f"{sats}</textarea>" in text for sats in fyra)
    assert not Handling.objects.exists()


@pytest.mark.parametrize(
    ("fält", "fel"),
    [
        ({"satser": ["", " "]}, "satser"),
        ({"fil": ""}, "fil"),
        ({"datum": "x"}, "datum"),
        ({"satser": ["a\x00"]}, "satser"),
    ],
)
def test_felaktig_skrivelse_ger_besked(som, nämnd, hans, fält, fel):
    svar = som(hans).post(till("ny_skrivelse", nya.ärende(nämnd)), skrivelsedata(**fält))

    assert list(svar.context["form"].errors) == [fel]
    assert "ds-error-summary" in svar.content.decode()
    assert ("välja den igen" in svar.content.decode()) is (fel != "fil")


def test_anmäl_och_återta(som, nämnd, hans):
    skrivelse = nya.skrivelse(nya.ärende(nämnd))
    dag = timezone.localdate() + timedelta(days=14)

    svar = som(hans).post(till("anmal", skrivelse), {"önskad_dag": dag.isoformat()}, follow=True)
    anmälan = Anmälan.objects.get()
    assert anmälan.önskad_dag == dag
    assert "Skrivelsen är anmäld till Socialnämnden." in svar.content.decode()

    igen = som(hans).post(till("anmal", skrivelse), {}, follow=True)
    assert "redan anmäld" in igen.content.decode()

    svar = som(hans).post(till("aterta", anmälan), follow=True)
    anmälan.refresh_from_db()
    assert anmälan.status == Anmälan.Status.ÅTERTAGEN
    assert "Anmälan är återtagen." in svar.content.decode()

    igen = som(hans).post(till("aterta", anmälan), follow=True)
    assert "väntar inte längre" in igen.content.decode()


@pytest.mark.parametrize("dag", ["i morgon", "2020-01-01", "2026-02-30"])
def test_anmäl_med_fel_dag_visar_felet_vid_rätt_skrivelse(som, nämnd, hans, dag):
    ärende = nya.ärende(nämnd)
    nya.skrivelse(ärende)
    skrivelse = nya.skrivelse(ärende)

    svar = som(hans).post(till("anmal", skrivelse), {"önskad_dag": dag})

    text = svar.content.decode()
    assert svar.status_code == 422
    assert f'value="{dag}"' in text
    assert text.count("ds-validation-message") == 1
    assert f'id="id_{skrivelse.pk}_önskad_dag_error"' in text
    assert not Anmälan.objects.exists()


def test_anmäl_och_återta_för_andra_roller_och_andra_nämnder(som, nämnd, rut):
    ärende = nya.ärende(nämnd)
    skrivelse = nya.skrivelse(ärende)
    anmäld = nya.anmälan(nya.skrivelse(ärende))
    annans = nya.skrivelse(nya.ärende())

    assert som(rut).post(till("anmal", skrivelse)).status_code == 403
    assert som(rut).post(till("anmal", skrivelse), {"önskad_dag": "fel"}).status_code == 403
    assert som(rut).post(till("aterta", anmäld)).status_code == 403
    assert som(rut).post(till("anmal", annans)).status_code == 404
    assert som(rut).post(till("aterta", nya.anmälan(annans))).status_code == 404
    assert som(rut).get(till("anmal", skrivelse)).status_code == 405
    assert som(rut).get(till("aterta", anmäld)).status_code == 405


# --- Jobb ----------------------------------------------------------------------------------


def test_utan_inloggning_leder_allt_till_inloggningen(client, nämnd):
    ärende = nya.ärende(nämnd)
    handling = nya.handling(ärende)
    skrivelse = nya.skrivelse(ärende)
    adresser = [
        till("lista"),
        till("ny"),
        till("visa", ärende),
        till("ny_handling", ärende),
        till("ny_skrivelse", ärende),
        till("fil", handling),
        till("anmal", skrivelse),
        till("aterta", nya.anmälan(skrivelse)),
    ]

    for adress in adresser:
        svar = client.get(adress)
        assert svar.status_code == 302, adress
        assert svar.headers["Location"].startswith(reverse("account_login"))
