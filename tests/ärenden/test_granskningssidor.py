"""Granskningens sidor: vad var och en ser och får göra, och att inget inskrivet tappas."""

from datetime import timedelta

import pytest
from django.core import mail
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from konton.models import Användare, Roll
from nämnd.services import mötesdagar
from tests.factories import mallar as fabrik
from tests.factories import ärenden as diariet
from tests.factories.konton import MyndighetFactory, med_roll
from tests.factories.nämnd import OrganFactory, SammanträdeFactory
from ärenden.granskningsläge import Läge, Ordning
from ärenden.models import Granskare, Granskning, Granskningskommentar, Skrivelseutkast, Ärende
from ärenden.services import granskning, granskningsbrev, skrivande, skrivelseläge

pytestmark = pytest.mark.django_db


@pytest.fixture
def ärende() -> Ärende:
    nämnd = MyndighetFactory(förvaltning="Socialförvaltningen")
    return diariet.ärende(nämnd, handläggare=med_roll(Roll.HANDLÄGGARE, nämnd))


@pytest.fixture
def chef(ärende: Ärende) -> Användare:
    return med_roll(Roll.CHEF, ärende.myndighet)


@pytest.fixture
def utkast(ärende: Ärende, chef: Användare) -> Skrivelseutkast:
    return fabrik.granskas(ärende, granskare=[chef], meddelande="Titta på taxan.")


def som(användare: Användare) -> Client:
    klient = Client()
    klient.force_login(användare)
    return klient


def gå(användare: Användare, namn: str, pk: int, data: dict | None = None, kod: int = 0):
    klient, adress = som(användare), reverse(f"arenden:{namn}", args=[pk])
    svar = klient.get(adress) if data is None else klient.post(adress, data)
    assert svar.status_code == (kod or (200 if data is None else 302)), svar.content.decode()[:300]
    return svar


def text(svar) -> str:
    return " ".join(svar.content.decode().split())


def test_granskaren_läser_kommenterar_och_återsänder_utan_skript(
    utkast: Skrivelseutkast, chef: Användare
) -> None:
    sida = text(gå(chef, "granskning", utkast.pk))
    assert "Taxan antas." in sida
    assert "Titta på taxan." in sida
    assert "Godkänn" in sida
    assert reverse("arenden:utkast", args=[utkast.pk]) + '"' not in sida
    gå(chef, "utkast_pdf", utkast.pk)

    fel = gå(
        chef,
        "kommentera",
        utkast.pk,
        {"fält": "satser", "citat": "finns inte", "text": "Min fråga"},
        422,
    )
    assert "Texten står inte i avsnittet" in text(fel)
    assert "Min fråga" in text(fel)
    gå(chef, "kommentera", utkast.pk, {"fält": "satser", "citat": "Taxan antas", "text": "Vilken?"})
    förslag = {"fält": "satser", "citat": "2027", "ersättning": "2028"}
    assert "Kryssa för" in text(gå(chef, "kommentera", utkast.pk, förslag, 422))
    gå(chef, "kommentera", utkast.pk, förslag | {"föreslår": "on"})
    sida = text(gå(chef, "granskning", utkast.pk))
    assert '<mark>Taxan antas</mark><a class="granskning__nr ds-link" id="marke-1"' in sida
    assert 'id="kommentar-2"' in sida

    svar = {"revision": utkast.revision, "gor": "atersand"}
    assert "Skriv varför" in text(gå(chef, "granskningssvar", utkast.pk, svar, 422))
    gå(chef, "granskningssvar", utkast.pk, svar | {"kommentar": "Räkna om."})
    redigeraren = text(gå(utkast.skapad_av, "utkast", utkast.pk))
    assert "Räkna om." in redigeraren
    assert 'id="kommentar-1"' in redigeraren
    assert '"nr": 2, "falt": "satser", "citat": "2027"' in redigeraren


def test_kommentaren_besvaras_där_texten_skrivs(utkast: Skrivelseutkast, chef: Användare) -> None:
    skrivare = utkast.skapad_av
    fråga = granskning.kommentera(utkast=utkast, av=chef, text="Vilken?")
    ändring = granskning.kommentera(
        utkast=utkast, av=chef, fält="satser", citat="2027", ersättning="2028"
    )
    granskning.återsänd(utkast=utkast, kommentar="Svara.", av=chef)
    texten = reverse("arenden:utkast", args=[utkast.pk])

    def gör(k: Granskningskommentar, **data: object) -> str:
        return gå(skrivare, "kommentar", k.pk, {"i_texten": "1"} | data, 302)["Location"]

    assert gör(fråga, gor="svara", text="Den nya.") == texten
    assert "Den nya." in text(gå(skrivare, "utkast", utkast.pk))
    assert gör(fråga, gor="stang") == texten
    assert gör(ändring, gor="godta") == texten
    utkast.refresh_from_db()
    assert gör(ändring, gor="godta", revision=utkast.revision) == texten
    sidan = text(gå(skrivare, "utkast", utkast.pk))
    assert "1 januari 2028" in sidan
    assert 'id="kommentar-' not in sidan
    # Ett tomt svar visas där kommentaren har sitt formulär.
    fler = granskning.kommentera(utkast=utkast, av=skrivare, text="Kolla lagrummet.")
    tomt = {"i_texten": "1", "gor": "svara"}
    assert "Skriv ett svar" in text(gå(skrivare, "kommentar", fler.pk, tomt, 422))


def test_bara_den_som_skriver_besvarar_bredvid_texten(
    utkast: Skrivelseutkast, chef: Användare
) -> None:
    skrivare = utkast.skapad_av
    fråga = granskning.kommentera(utkast=utkast, av=chef, text="Vilken?")
    ändring = granskning.kommentera(
        utkast=utkast, av=chef, fält="satser", citat="2027", ersättning="2028"
    )
    granskning.återsänd(utkast=utkast, kommentar="Svara.", av=chef)
    utkast.refresh_from_db()

    def gör(vem: Användare, k: Granskningskommentar, **data: object) -> HttpResponse:
        klient = Client(headers={"hx-request": "true"})
        klient.force_login(vem)
        return klient.post(reverse("arenden:kommentar", args=[k.pk]), {"i_texten": "1"} | data)

    andra = [
        chef,
        med_roll(Roll.HANDLÄGGARE, utkast.ärende.myndighet),
        med_roll(Roll.HANDLÄGGARE, MyndighetFactory()),
    ]
    for vem in andra:
        assert gör(vem, fråga, gor="svara", text="Jag.").status_code == 404
    assert not fråga.svaren.exists()

    svar = gör(skrivare, fråga, gor="svara", text="Den nya.")
    assert svar.status_code == 200
    assert "Den nya." in text(svar)
    for fel in ({"gor": "svara"}, {"gor": "godta"}, {"gor": "hitta på"}):
        nekad = gör(skrivare, ändring, **fel)
        assert nekad.status_code == 422
        assert 'role="alert"' in text(nekad)
    assert 'id="kommentar-1"' not in text(gör(skrivare, fråga, gor="stang"))
    godtagen = gör(skrivare, ändring, gor="godta", revision=utkast.revision)
    assert godtagen["HX-Redirect"] == reverse("arenden:utkast", args=[utkast.pk])
    assert not Granskningskommentar.objects.öppna().exists()


def test_skrivaren_svarar_godtar_och_stänger(utkast: Skrivelseutkast, chef: Användare) -> None:
    skrivare = utkast.skapad_av
    fråga = granskning.kommentera(utkast=utkast, av=chef, text="Vilken?")
    ändring = granskning.kommentera(
        utkast=utkast, av=chef, fält="satser", citat="2027", ersättning="2028"
    )
    # Redigeraren är låst så länge; skrivaren kommer till granskningen.
    adress = reverse("arenden:granskning", args=[utkast.pk])
    assert gå(skrivare, "utkast", utkast.pk, kod=302)["Location"] == adress

    assert "Skriv ett svar" in text(gå(skrivare, "kommentar", fråga.pk, {"gor": "svara"}, 422))
    gå(skrivare, "kommentar", fråga.pk, {"gor": "svara", "text": "Den nya."})
    gå(skrivare, "kommentar", fråga.pk, {"gor": "stang"})
    gå(skrivare, "kommentar", ändring.pk, {"gor": "godta"})
    assert Granskningskommentar.objects.öppna().get() == ändring
    gå(skrivare, "kommentar", ändring.pk, {"gor": "godta", "revision": utkast.revision})
    gå(skrivare, "kommentar", ändring.pk, {"gor": "hitta på"})

    assert not Granskningskommentar.objects.öppna().exists()
    assert "1 januari 2028" in text(gå(chef, "granskning", utkast.pk))
    # Chefen hade den gamla texten framför sig.
    gammal = {"revision": utkast.revision, "gor": "klar", "kommentar": "Fint."}
    svar = gå(chef, "granskningssvar", utkast.pk, gammal, 409)
    assert "Texten har ändrats" in text(svar)
    assert "Fint." in text(svar)
    gå(chef, "granskningssvar", utkast.pk, gammal | {"revision": utkast.revision + 1})
    utkast.refresh_from_db()
    assert utkast.läge == Läge.GODKÄND
    sida = text(gå(skrivare, "granskning", utkast.pk))
    assert f"Godkänd av {chef}" in sida
    gå(skrivare, "andra_igen", utkast.pk, {})
    gå(skrivare, "utkast", utkast.pk)


def test_den_som_inte_är_namngiven_vet_inte_av_granskningen(
    ärende: Ärende, utkast: Skrivelseutkast, chef: Användare
) -> None:
    k = granskning.kommentera(utkast=utkast, av=chef, text="Vilken?")
    andra = [
        med_roll(Roll.HANDLÄGGARE, ärende.myndighet),
        med_roll(Roll.CHEF, ärende.myndighet),
        med_roll(Roll.CHEF, MyndighetFactory()),
        med_roll(Roll.FÖRTROENDEVALD, ärende.myndighet),
    ]

    for vem in andra:
        gå(vem, "granskning", utkast.pk, kod=404)
        gå(vem, "utkast_pdf", utkast.pk, kod=404)
        gå(vem, "skicka_granskning", utkast.pk, kod=404)
        for namn in ("kommentera", "granskningssvar", "aterkalla", "andra_igen"):
            gå(vem, namn, utkast.pk, {"text": "Hej."}, 404)
        gå(vem, "kommentar", k.pk, {"text": "Hej."}, 404)
    # Granskaren ser den, men stegen är skrivarens.
    gå(chef, "skicka_granskning", utkast.pk, kod=403)
    for namn in ("aterkalla", "andra_igen", "valj_sammantrade"):
        gå(chef, namn, utkast.pk, {"dag": ""}, 403)
    assert Granskning.objects.get().avslutad_tid is None


def test_den_utan_tur_ser_texten_men_svarar_inte(ärende: Ärende, chef: Användare) -> None:
    kollega = med_roll(Roll.HANDLÄGGARE, ärende.myndighet)
    utkast = fabrik.granskas(ärende, granskare=[kollega, chef])

    sida = text(gå(chef, "granskning", utkast.pk))
    assert "väntar på sin tur" in sida
    assert "Ditt svar" not in sida
    svar = {"revision": utkast.revision, "gor": "klar"}
    klient = som(chef)
    efter = klient.post(reverse("arenden:granskningssvar", args=[utkast.pk]), svar, follow=True)
    assert f"Nu svarar {kollega}" in text(efter)
    fråga = {"text": "Hej."}
    adress = reverse("arenden:kommentera", args=[utkast.pk])
    assert f"Nu svarar {kollega}" in text(klient.post(adress, fråga, follow=True))
    assert "Tillstyrk" in text(gå(kollega, "granskning", utkast.pk))


def test_skicka_väljer_granskare_i_ordning_och_tappar_inget(
    ärende: Ärende, chef: Användare
) -> None:
    fabrik.mall(ärende.myndighet, kräver_godkännande=True)
    kollega = med_roll(Roll.HANDLÄGGARE, ärende.myndighet)
    utkast = fabrik.klar(ärende)
    skrivare = utkast.skapad_av
    sida = text(gå(skrivare, "skicka_granskning", utkast.pk))
    assert f"{chef} – godkänner" in sida.replace(", chef", "")
    assert f'value="{skrivare.pk}"' not in sida

    val = {
        "revision": utkast.revision,
        "ordning": Ordning.I_TUR,
        "granskare_1": kollega.pk,
        "meddelande": "Läs noga.",
    }
    fler = text(gå(skrivare, "skicka_granskning", utkast.pk, val | {"gor": "fler"}, 200))
    assert "Granskare 4" in fler
    assert "Läs noga." in fler
    fel = text(gå(skrivare, "skicka_granskning", utkast.pk, val, 422))
    assert "måste få godkänna" in fel
    assert "Läs noga." in fel
    gå(skrivare, "skicka_granskning", utkast.pk, val | {"granskare_2": chef.pk})

    assert [g.användare for g in Granskare.objects.order_by("plats")] == [kollega, chef]
    # Redan skickad: sidan leder till granskningen.
    gå(skrivare, "skicka_granskning", utkast.pk, kod=302)


@pytest.mark.slow
def test_den_uppladdade_godkänns_på_ärendets_sida(ärende: Ärende, chef: Användare) -> None:
    fabrik.mall(ärende.myndighet, kräver_godkännande=True)
    skrivelse = diariet.skrivelse(ärende)
    anmäl = reverse("arenden:anmal", args=[skrivelse.pk])

    sida = text(gå(ärende.handläggare, "visa", ärende.pk))
    assert "Väntar på godkännande" in sida
    assert anmäl not in sida
    gå(ärende.handläggare, "anmal", skrivelse.pk, {"önskad_dag": ""})
    assert not skrivelse.anmälningar.exists()
    gå(ärende.handläggare, "godkann", skrivelse.pk, {}, 403)
    gå(med_roll(Roll.CHEF, MyndighetFactory()), "godkann", skrivelse.pk, {}, 404)
    assert "Uppladdad fil att godkänna" in text(som(chef).get(reverse("hem")))
    assert "Godkänn skrivelsen" in text(gå(chef, "visa", ärende.pk))
    gå(chef, "godkann", skrivelse.pk, {})

    sida = text(gå(ärende.handläggare, "visa", ärende.pk))
    assert f"Godkänd av {chef}" in sida
    assert anmäl in sida
    assert "att godkänna" not in text(som(chef).get(reverse("hem")))


@pytest.mark.slow
def test_den_inlämnade_öppnas_igen_från_ärendet(ärende: Ärende, chef: Användare) -> None:
    utkast = fabrik.godkänd(ärende, granskare=[chef])
    skrivare = utkast.skapad_av
    dag = timezone.localdate() + timedelta(days=20)
    granskning.välj_sammanträde(utkast=utkast, dag=dag, av=skrivare)
    skrivande.lämna_in(utkast=utkast, revision=utkast.revision, av=skrivare)

    sida = text(gå(skrivare, "visa", ärende.pk))
    assert "Ändra texten" in sida
    assert f'value="{dag.isoformat()}"' in sida
    gå(chef, "oppna_igen", utkast.pk, {}, 403)
    gå(med_roll(Roll.HANDLÄGGARE, MyndighetFactory()), "oppna_igen", utkast.pk, {}, 404)
    svar = gå(skrivare, "oppna_igen", utkast.pk, {})

    ny = Skrivelseutkast.objects.get(föregångare=utkast)
    assert svar["Location"] == reverse("arenden:utkast", args=[ny.pk])
    # Den inlämnades granskning finns kvar att läsa, utan något att göra.
    sida = text(gå(chef, "granskning", utkast.pk))
    assert f"Godkänd av {chef}" in sida
    assert "<button class" not in sida.split("<main")[1].split("</main>")[0]


# --- Översikten och Hem ---------------------------------------------------------------------------


@pytest.fixture
def möte(ärende: Ärende):
    organ = OrganFactory(myndighet=ärende.myndighet, namn="Socialnämnden")
    idag = timezone.localdate()
    return SammanträdeFactory(
        organ=organ, datum=idag + timedelta(days=20), stoppdag=idag + timedelta(days=2)
    )


def test_översikten_visar_chefen_läget_per_sammanträde(
    ärende: Ärende, chef: Användare, möte
) -> None:
    egen = fabrik.granskas(ärende, granskare=[chef], rubrik="Hos chefen")
    skrivare = egen.skapad_av
    tyst = fabrik.klar(ärende, rubrik="Bara ett utkast")
    planerat = fabrik.klar(ärende, rubrik="Planerat utkast")
    granskning.välj_sammanträde(utkast=planerat, dag=möte.datum, av=planerat.skapad_av)
    diariet.skrivelse(diariet.ärende(ärende.myndighet), rubrik="Uppladdad")
    fabrik.granskas(rubrik="Annan nämnds")

    sida = text(som(chef).get(reverse("arenden:skrivelser")))
    assert "Hos chefen" in sida
    assert "Hos granskare" in sida
    assert "Planerat utkast" in sida
    assert "Socialnämnden, " in sida
    assert "Stoppdag" in sida
    assert "Skrivelsen är inte godkänd." in sida
    assert "Väntar på godkännande" in sida
    for dolt in ("Bara ett utkast", "Annan nämnds"):
        assert dolt not in sida
    assert reverse("arenden:granskning", args=[planerat.pk]) not in sida
    egna = text(som(skrivare).get(reverse("arenden:skrivelser")))
    assert "Hos chefen" in egna
    assert "Planerat utkast" not in egna
    assert tyst.innehåll.rubrik in text(som(tyst.skapad_av).get(reverse("arenden:skrivelser")))
    förtroendevald = med_roll(Roll.FÖRTROENDEVALD, ärende.myndighet)
    assert som(förtroendevald).get(reverse("arenden:skrivelser")).status_code == 403


@pytest.mark.parametrize("antal", [1, 4])
def test_översiktens_frågor_beror_inte_på_antalet_rader(
    ärende: Ärende, chef: Användare, möte, antal: int, django_assert_num_queries
) -> None:
    fabrik.mall(ärende.myndighet, kräver_godkännande=True)
    for _ in range(antal):
        utkast = fabrik.granskas(ärende, granskare=[chef])
        granskning.kommentera(utkast=utkast, av=chef, text="Hm.")
        granskning.välj_sammanträde(utkast=utkast, dag=möte.datum, av=utkast.skapad_av)
        diariet.skrivelse(ärende)
    klient = som(chef)

    with django_assert_num_queries(17):
        klient.get(reverse("arenden:skrivelser"))


def test_hem_visar_vad_som_väntar_på_mig_med_dag(ärende: Ärende, chef: Användare) -> None:
    kollega = med_roll(Roll.HANDLÄGGARE, ärende.myndighet)
    dag = timezone.localdate() + timedelta(days=3)
    utkast = fabrik.granskas(ärende, granskare=[kollega, chef], senast_dag=dag)

    assert "Skrivelser som väntar på dig" not in text(som(chef).get(reverse("hem")))
    hos_kollegan = text(som(kollega).get(reverse("hem")))
    assert "Skrivelser som väntar på dig (1)" in hos_kollegan
    assert "Att granska" in hos_kollegan
    assert "Försenat" not in hos_kollegan
    granskning.återsänd(utkast=utkast, kommentar="Räkna om.", av=kollega)
    assert "Skrivelser som väntar på dig" not in text(som(kollega).get(reverse("hem")))
    assert "Återsänd till dig" in text(som(utkast.skapad_av).get(reverse("hem")))


# --- Breven -------------------------------------------------------------------------------------


def test_breven_går_i_tur_påminner_och_säger_inget_hemligt(
    ärende: Ärende, chef: Användare, möte
) -> None:
    kollega = med_roll(Roll.HANDLÄGGARE, ärende.myndighet)
    nu = timezone.now()
    senast = timezone.localdate() + timedelta(days=5)
    utkast = fabrik.granskas(
        ärende, granskare=[kollega, chef], senast_dag=senast, rubrik="Hemlig rubrik"
    )
    for vem in (kollega, chef, utkast.skapad_av):
        vem.person.epost = f"{vem.username}@example.org".lower()
        vem.person.save()

    def skicka(dagar: int) -> list[tuple[str, str]]:
        mail.outbox.clear()
        granskningsbrev.skicka_väntande(av=chef, nu=nu + timedelta(days=dagar))
        assert all("Hemlig" not in b.subject + b.body for b in mail.outbox)
        assert all("Taxan" not in b.body for b in mail.outbox)
        return [(b.to[0], b.subject.split(",")[0]) for b in mail.outbox]

    assert skicka(0) == [(kollega.person.epost, "Skrivelse att granska")]
    assert reverse("arenden:granskning", args=[utkast.pk]) in mail.outbox[0].body
    assert skicka(0) == skicka(1) == []
    assert skicka(3) == [(kollega.person.epost, "Påminnelse. Skrivelse att granska")]
    assert skicka(4) == []
    granskning.godkänn(utkast=utkast, revision=utkast.revision, av=kollega)
    assert skicka(4) == [(chef.person.epost, "Skrivelse att granska")]
    granskning.godkänn(utkast=utkast, revision=utkast.revision, av=chef)
    assert skicka(4) == [(utkast.skapad_av.person.epost, "Granskningen är klar")]
    assert skicka(4) == []


def test_skrivaren_påminns_en_gång_före_stoppdagen(ärende: Ärende, möte) -> None:
    utkast = fabrik.klar(ärende)
    utkast.skapad_av.person.epost = "skriver@example.org"
    utkast.skapad_av.person.save()
    granskning.välj_sammanträde(utkast=utkast, dag=möte.datum, av=utkast.skapad_av)
    stopp = timezone.now() + timedelta(days=2)

    mail.outbox.clear()
    assert granskningsbrev.skicka_väntande(av=utkast.skapad_av, nu=stopp - timedelta(days=4)) == 0
    assert granskningsbrev.skicka_väntande(av=utkast.skapad_av, nu=stopp - timedelta(days=3)) == 1
    assert granskningsbrev.skicka_väntande(av=utkast.skapad_av, nu=stopp) == 0
    assert mail.outbox[0].to == ["skriver@example.org"]
    assert mail.outbox[0].subject.startswith("Stoppdag")
    assert "Taxa" not in mail.outbox[0].subject + mail.outbox[0].body


def test_den_inlämnade_som_inte_är_anmäld_påminns_en_gång(ärende: Ärende, möte) -> None:
    fabrik.mall(ärende.myndighet)
    utkast = fabrik.klar(ärende)
    utkast.skapad_av.person.epost = "skriver@example.org"
    utkast.skapad_av.person.save()
    granskning.välj_sammanträde(utkast=utkast, dag=möte.datum, av=utkast.skapad_av)
    skrivelse = skrivande.lämna_in(utkast=utkast, revision=utkast.revision, av=utkast.skapad_av)
    stopp = timezone.now() + timedelta(days=2)

    def skicka(dagar: int) -> int:
        return granskningsbrev.skicka_väntande(
            av=utkast.skapad_av, nu=stopp - timedelta(days=dagar)
        )

    mail.outbox.clear()
    assert (skicka(4), skicka(3), skicka(0)) == (0, 1, 0)
    assert mail.outbox[0].to == ["skriver@example.org"]
    assert "inlämnad men inte anmäld" in mail.outbox[0].body
    assert "Taxa" not in mail.outbox[0].subject + mail.outbox[0].body
    # Den som är anmäld påminns det inte om.
    skrivelse.påmind_tid = None
    skrivelse.save(update_fields=["påmind_tid"])
    diariet.anmälan(skrivelse)
    assert skicka(0) == 0


def test_granskaren_ser_vad_som_ändrats_sedan_hen_svarade(ärende: Ärende, chef: Användare) -> None:
    fabrik.mall(ärende.myndighet)
    utkast = fabrik.granskas(ärende, granskare=[chef])
    skriver = utkast.skapad_av
    sida = reverse("arenden:granskning", args=[utkast.pk])
    assert "Ändrat sedan" not in som(chef).get(sida).content.decode()
    granskning.återsänd(utkast=utkast, kommentar="Räkna om.", av=chef)
    utkast.refresh_from_db()
    # Samma person sparar två gånger i ett svep; texten som återsändes finns ändå kvar.
    for rubrik in ("Mellan", "Omräknad taxa"):
        utkast = skrivande.spara(
            utkast=utkast,
            innehåll=fabrik.ifyllt(utkast.mall, rubrik=rubrik),
            revision=utkast.revision,
            av=skriver,
        )
    ny = med_roll(Roll.CHEF, ärende.myndighet)
    granskning.skicka(
        utkast=utkast,
        granskare=[chef, ny],
        ordning=Ordning.SIDA_VID_SIDA,
        revision=utkast.revision,
        av=skriver,
    )

    for vem in (chef, skriver):
        html = som(vem).get(sida).content.decode()
        assert "Ändrat sedan" in html
        assert "Tillagt: </span>Omräknad" in html
    # Den som inte har granskat den förra texten får inte läsa den.
    assert "Ändrat sedan" not in som(ny).get(sida).content.decode()


def test_en_godkänd_som_inte_är_inlämnad_har_det_kvar(ärende: Ärende, chef: Användare) -> None:
    fabrik.godkänd(ärende, granskare=[chef])

    (rad,) = [r for g in skrivelseläge.översikt(chef) for r in g.rader]

    assert (rad.läge, rad.saknas) == ("Godkänd", ("Den är inte inlämnad.",))


def test_sammanträdena_att_välja_är_de_kommande_i_nämnden(ärende: Ärende, möte) -> None:
    SammanträdeFactory(organ=möte.organ, datum=timezone.localdate() - timedelta(days=1))
    SammanträdeFactory(organ=OrganFactory(), datum=möte.datum)

    (dag,) = mötesdagar.mötesdagar([ärende.myndighet_id])

    assert (dag.organ, dag.dag, dag.stoppdag) == ("Socialnämnden", möte.datum, möte.stoppdag)
    utkast = fabrik.klar(ärende)
    val = {"dag": möte.datum.isoformat()}
    gå(utkast.skapad_av, "valj_sammantrade", utkast.pk, val)
    gå(utkast.skapad_av, "valj_sammantrade", utkast.pk, {"dag": "2020-01-01"})
    utkast.refresh_from_db()
    assert utkast.önskad_dag == möte.datum
