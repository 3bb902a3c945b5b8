"""Skrivelsen med sina fotnoter, bilder och bilagor: godkänd, granskad, öppnad igen och som fil."""

from __future__ import annotations

import io
import re

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from docx import Document

from konton.models import Användare, Roll
from tests.factories import kontorsfiler
from tests.factories import mallar as fabrik
from tests.factories import ärenden as diariet
from tests.factories.konton import MyndighetFactory, med_roll
from ärenden.granskningsläge import Läge
from ärenden.models import Handling, Skrivelsebild, Skrivelseutkast, Ärende
from ärenden.services import bilagor, granskning, inläsning, skrivande
from ärenden.services.skrivande import FelLäge

pytestmark = pytest.mark.django_db

TEXT = "Kostnaden^[Budget 2026, s. 4.] har stigit.\n\n![Karta över området](bild:1)"


@pytest.fixture
def ärende() -> Ärende:
    nämnd = MyndighetFactory(förvaltning="Socialförvaltningen")
    return diariet.ärende(nämnd, handläggare=med_roll(Roll.HANDLÄGGARE, nämnd))


@pytest.fixture
def chef(ärende: Ärende) -> Användare:
    return med_roll(Roll.CHEF, ärende.myndighet)


def klient(användare: Användare) -> Client:
    ny = Client()
    ny.force_login(användare)
    return ny


def skriven(ärende: Ärende, *, kräver_godkännande: bool = False) -> Skrivelseutkast:
    """En skrivelse med en fotnot, en bild, en öppen bilaga och en hemlig."""
    fabrik.mall(ärende.myndighet, kräver_godkännande=kräver_godkännande)
    utkast = fabrik.påbörjad(ärende, av=ärende.handläggare)
    av = utkast.skapad_av
    skrivande.ladda_upp_bild(utkast=utkast, innehåll=fabrik.bild(), namn="karta.png", av=av)
    fabrik.bilaga(utkast, diariet.pdf(2), "taxa 2027.pdf")
    hemlig = fabrik.bilaga(utkast, diariet.pdf(märke="två"), "utredning.pdf")
    bilagor.ändra(
        bilaga=hemlig,
        rubrik="Utredning om NN",
        beskrivning="",
        sekretess_lagrum="26 kap. 1 § OSL",
        av=av,
    )
    avsnitt = list(utkast.mall.avsnitt.all())
    innehåll = fabrik.ifyllt(
        utkast.mall, avsnitt={str(avsnitt[2].pk): TEXT, str(avsnitt[4].pk): "Taxa 2027\nSammandrag"}
    )
    return skrivande.spara(utkast=utkast, innehåll=innehåll, revision=utkast.revision, av=av)


def hos(chef: Användare, ärende: Ärende) -> Skrivelseutkast:
    utkast = skriven(ärende, kräver_godkännande=True)
    granskning.skicka(
        utkast=utkast,
        granskare=[chef],
        ordning=granskning.Ordning.I_TUR,
        revision=utkast.revision,
        av=utkast.skapad_av,
    )
    utkast.refresh_from_db()
    return utkast


def lämna_in(utkast: Skrivelseutkast):
    return skrivande.lämna_in(utkast=utkast, revision=utkast.revision, av=utkast.skapad_av)


# --- Det som godkänns ----------------------------------------------------------------------------


def test_godkännandet_gäller_bilagorna_också(ärende: Ärende, chef: Användare) -> None:
    utkast = hos(chef, ärende)
    granskning.godkänn(utkast=utkast, revision=utkast.revision, av=chef)
    utkast.refresh_from_db()
    assert len(skrivande.gällande_godkännanden(utkast)) == 1
    ett, två = utkast.bilagor.all()

    # Inget går att ändra i det godkända.
    for försök in (
        lambda: fabrik.bilaga(utkast, diariet.pdf(märke="tre"), "tre.pdf"),
        lambda: bilagor.flytta(bilaga=två, plats=1, av=utkast.skapad_av),
        lambda: bilagor.ta_bort(bilaga=ett, av=utkast.skapad_av),
        lambda: bilagor.försök_igen(bilaga=ett, av=utkast.skapad_av),
        lambda: bilagor.ersätt_pdf(
            bilaga=ett, innehåll=diariet.pdf(), filnamn="a.pdf", av=utkast.skapad_av
        ),
        lambda: bilagor.ändra(
            bilaga=ett, rubrik="Ny", beskrivning="", sekretess_lagrum="", av=utkast.skapad_av
        ),
    ):
        with pytest.raises(FelLäge, match="godkänd"):
            försök()
    # Kommer en ändring in ändå är det inte längre det som godkändes.
    utkast.bilagor.filter(pk=ett.pk).update(rubrik="Annan")
    assert skrivande.gällande_godkännanden(utkast) == []
    with pytest.raises(FelLäge, match="inte den som godkändes"):
        lämna_in(utkast)


@pytest.mark.parametrize(
    "ändring",
    [{"rubrik": "Ny"}, {"beskrivning": "Ny"}, {"sekretess_lagrum": "OSL 1"}, {"plats": 9}],
)
def test_varje_ändring_av_en_bilaga_ger_en_annan_hash(ärende: Ärende, ändring: dict) -> None:
    utkast = skriven(ärende)
    före = utkast.hash

    utkast.bilagor.filter(plats=1).update(**ändring)

    assert utkast.hash != före


# --- Granskarens sida ----------------------------------------------------------------------------


def test_granskaren_ser_noter_bilder_och_bilagor_men_ändrar_dem_inte(
    ärende: Ärende, chef: Användare
) -> None:
    utkast = hos(chef, ärende)
    skrivande_chef = klient(chef)
    bilaga = utkast.bilagor.all()[0]

    html = skrivande_chef.get(reverse("arenden:granskning", args=[utkast.pk])).content.decode()

    bild = reverse("arenden:skrivelsebild", args=[utkast.pk, 1])
    assert f'src="{bild}" alt="Karta över området"' in html
    assert 'href="#fotnot-1"' in html
    assert '<li id="fotnot-1">Budget 2026, s. 4.' in html
    assert "Bilagor (2)" in html
    for adress in (
        bild,
        *(reverse("arenden:bilagepdf", args=[b.pk]) for b in utkast.bilagor.all()),
    ):
        assert skrivande_chef.get(adress).getvalue()
    for namn in (
        *("andra_bilaga", "flytta_bilaga", "ta_bort_bilaga", "egen_bilagepdf", "gor_om_bilaga"),
    ):
        svar = skrivande_chef.post(
            reverse(f"arenden:{namn}", args=[bilaga.pk]), {"rubrik": "Ny", "riktning": "ned"}
        )
        assert svar.status_code == 403, namn
    assert skrivande_chef.get(reverse("arenden:bilagor", args=[utkast.pk])).status_code == 404
    utomstående = klient(med_roll(Roll.HANDLÄGGARE, ärende.myndighet))
    for adress in (bild, reverse("arenden:bilagepdf", args=[bilaga.pk])):
        assert utomstående.get(adress).status_code == 404


def test_granskaren_når_inte_en_bild_som_inte_står_i_texten(
    ärende: Ärende, chef: Användare
) -> None:
    utkast = skriven(ärende, kräver_godkännande=True)
    skrivande.ladda_upp_bild(
        utkast=utkast, innehåll=fabrik.bild("JPEG"), namn="b.jpg", av=utkast.skapad_av
    )
    granskning.skicka(
        utkast=utkast,
        granskare=[chef],
        ordning=granskning.Ordning.I_TUR,
        revision=utkast.revision,
        av=utkast.skapad_av,
    )

    assert (
        klient(chef).get(reverse("arenden:skrivelsebild", args=[utkast.pk, 2])).status_code == 404
    )


def test_en_kommentar_sitter_på_text_efter_en_fotnot(ärende: Ärende, chef: Användare) -> None:
    utkast = hos(chef, ärende)
    fält = f"avsnitt_{utkast.mall.avsnitt.all()[2].pk}"

    # Så läser webbläsaren det markerade: notens nummer och inte dess text.
    granskning.kommentera(utkast=utkast, av=chef, fält=fält, citat="Kostnaden1 har", text="Säkert?")

    html = klient(chef).get(reverse("arenden:granskning", args=[utkast.pk])).content.decode()
    assert html.count("<mark>") == 3
    assert html.count('id="marke-1"') == 1


def test_frågorna_växer_inte_med_bilagor_och_skrivelser(ärende: Ärende, chef: Användare) -> None:
    utkast = hos(chef, ärende)
    adresser = (reverse("arenden:granskning", args=[utkast.pk]), reverse("arenden:skrivelser"))
    min_klient = klient(chef)

    def antal() -> list[int]:
        ut = []
        for adress in adresser:
            with CaptureQueriesContext(connection) as frågor:
                assert min_klient.get(adress).status_code == 200
            ut.append(len(frågor))
        return ut

    antal()
    före = antal()
    granskning.återkalla(utkast=utkast, av=utkast.skapad_av)
    for märke in ("c", "d", "e"):
        fabrik.bilaga(utkast, diariet.pdf(märke=märke), f"{märke}.pdf")
    granskning.skicka(
        utkast=utkast,
        granskare=[chef],
        ordning=granskning.Ordning.I_TUR,
        revision=utkast.revision,
        av=utkast.skapad_av,
    )
    efter = antal()
    assert efter[0] <= före[0]

    for _ in range(2):
        annat = diariet.ärende(ärende.myndighet, handläggare=ärende.handläggare)
        fabrik.granskas(annat, granskare=[chef], av=ärende.handläggare)
    assert antal()[1] <= före[1]


# --- Öppnad igen ---------------------------------------------------------------------------------


def test_bilderna_och_bilagorna_följer_med_när_skrivelsen_öppnas_igen(ärende: Ärende) -> None:
    utkast = skriven(ärende)
    skrivande.ladda_upp_bild(
        utkast=utkast, innehåll=fabrik.bild("JPEG"), namn="bortvald.jpg", av=utkast.skapad_av
    )
    förra = lämna_in(utkast)
    # Bilagan blir hemlig sedan den lämnades in.
    Handling.objects.filter(bilaga_till=förra.handling, sekretess_lagrum="").update(
        sekretess_lagrum="OSL 21 kap. 7 §"
    )
    utkast.refresh_from_db()

    ny = skrivande.öppna_igen(utkast=utkast, av=utkast.skapad_av)

    # Bara bilden som texten visar, med sitt nummer.
    assert [(b.nummer, b.filnamn) for b in ny.bilder.all()] == [(1, "karta.png")]
    assert [(b.rubrik, b.sekretess_lagrum, b.handling) for b in ny.bilagor.all()] == [
        ("Taxa 2027", "OSL 21 kap. 7 §", None),
        ("Utredning om NN", "26 kap. 1 § OSL", None),
    ]
    assert [b for b in skrivande.brister(ny) if b.stoppar] == []

    # Var skrivelse har sina egna bilagor: den förra går att läsa som den var.
    nya = lämna_in(ny)
    assert förra.handling.bilagor.count() == nya.handling.bilagor.count() == 2
    förra.refresh_from_db()
    assert förra.status == "ersatt"


def test_den_som_inte_får_läsa_en_bilaga_öppnar_inte_skrivelsen_igen(ärende: Ärende) -> None:
    utkast = skriven(ärende)
    lämna_in(utkast)
    utkast.refresh_from_db()
    kollega = med_roll(Roll.HANDLÄGGARE, ärende.myndighet)

    with pytest.raises(FelLäge, match="inte läsa allt"):
        skrivande.öppna_igen(utkast=utkast, av=kollega)
    assert not utkast.efterföljare.exists()


def test_en_kastad_ny_version_rör_inte_den_förras_filer(ärende: Ärende) -> None:
    utkast = skriven(ärende)
    lämna_in(utkast)
    utkast.refresh_from_db()
    ny = skrivande.öppna_igen(utkast=utkast, av=utkast.skapad_av)

    skrivande.släng(utkast=ny, av=ny.skapad_av)

    assert all(b.original.läs() for b in utkast.bilagor.all())
    assert utkast.bilder.get(nummer=1).fil.läs()


# --- Mallens avsnitt för bilagor, och filerna ----------------------------------------------------


def test_bilagorna_står_i_mallens_avsnitt_och_den_hemliga_nämns_inte(ärende: Ärende) -> None:
    utkast = skriven(ärende)
    webbsida = reverse("arenden:skrivelse_html", args=[utkast.pk])

    html = klient(utkast.skapad_av).get(webbsida).content.decode()

    listan = re.search(r"<h2>Bilagor</h2>\s*<ul>(.*?)</ul>", html, re.S)
    assert listan is not None
    # Raden som handläggaren redan hade skrivit står en gång.
    assert re.findall(r"<li>(.*?)</li>", listan[1]) == [
        "taxa 2027".capitalize(),
        "Bilaga 2 (sekretess)",
        "Sammandrag",
    ]
    assert "Utredning om NN" not in html
    lämna_in(utkast)
    text = klient(utkast.skapad_av).get(reverse("arenden:skriven_text", args=[utkast.pk]))
    assert "Bilaga 2 (sekretess)" in text.content.decode()


def test_webbsidan_har_bilden_i_sig_och_noten_med_länk(ärende: Ärende) -> None:
    utkast = skriven(ärende)

    svar = klient(utkast.skapad_av).get(reverse("arenden:skrivelse_html", args=[utkast.pk]))

    html = svar.content.decode()
    assert 'src="data:image/png;base64,' in html
    assert 'alt="Karta över området"' in html
    assert 'href="#fotnot-1" id="fotnotsref-1"' in html
    assert 'href="#fotnotsref-1"' in html
    assert "default-src 'none'; img-src data:" in html
    assert "/utkast/" not in html


def test_wordfilen_kommer_tillbaka_med_samma_bild_och_not(ärende: Ärende) -> None:
    utkast = skriven(ärende)
    av = utkast.skapad_av
    fil = klient(av).get(reverse("arenden:skrivelse_word", args=[utkast.pk])).content

    läst = inläsning.läs_in(utkast=utkast, innehåll=fil, filnamn="s.docx", av=av)

    avsnitt = list(utkast.mall.avsnitt.all())
    assert läst.innehåll.text(str(avsnitt[2].pk)) == TEXT
    # Bilagornas namn fylls i av sig själva och blir ingen text.
    assert läst.innehåll.text(str(avsnitt[4].pk)) == "Sammandrag"
    assert läst.rapport["bilder"] == []
    assert utkast.bilder.count() == 1


def test_en_ny_bild_ur_word_tas_in_och_städas_om_filen_slängs(ärende: Ärende) -> None:
    utkast = skriven(ärende)
    av, rubrik = utkast.skapad_av, utkast.mall.avsnitt.all()[2].rubrik
    dokument = Document()
    dokument.add_heading(rubrik, 1)
    foto = kontorsfiler.bild("JPEG")
    dokument.add_paragraph("Torget:").add_run().add_picture(io.BytesIO(foto))
    fil = kontorsfiler.som_byte(dokument)

    läst = inläsning.läs_in(utkast=utkast, innehåll=fil, filnamn="s.docx", av=av)

    assert läst.rapport["bilder"] == [2]
    sida = klient(av).get(reverse("arenden:inlast", args=[utkast.pk])).content.decode()
    assert reverse("arenden:skrivelsebild", args=[utkast.pk, 2]) in sida
    inläsning.ta_bort(inläsning=läst, av=av)
    assert [b.nummer for b in utkast.bilder.all()] == [1]

    # Samma fil två gånger är som en gång.
    for _ in range(2):
        läst = inläsning.läs_in(utkast=utkast, innehåll=fil, filnamn="s.docx", av=av)
        assert läst.rapport["bilder"] == [2]
    utkast = inläsning.för_in(inläsning=läst, val={}, revision=utkast.revision, av=av)
    assert utkast.innehåll.bildnummer == {2}
    # Utan alt-text stoppas inlämningen som för varje annan bild.
    assert any("saknar alt-text" in b.text for b in skrivande.brister(utkast) if b.stoppar)
    inläsning.ta_bort(inläsning=läst, av=av)
    assert Skrivelsebild.objects.filter(utkast=utkast, nummer=2).exists()


def test_sammanfattningens_not_står_inom_parentes_i_protokollet(ärende: Ärende) -> None:
    utkast = fabrik.påbörjad(ärende)
    nyckel = str(utkast.mall.avsnitt.all()[1].pk)
    utkast = skrivande.spara(
        utkast=utkast,
        innehåll=fabrik.ifyllt(utkast.mall, avsnitt={nyckel: "Taxan^[Antagen 2019.] höjs."}),
        revision=utkast.revision,
        av=utkast.skapad_av,
    )

    assert lämna_in(utkast).sammanfattning == "Taxan (Antagen 2019.) höjs."


def test_utomstående_når_inte_filerna(ärende: Ärende) -> None:
    utkast = skriven(ärende)
    annan = med_roll(Roll.HANDLÄGGARE, ärende.myndighet)

    for namn in ("skrivelse_word", "skrivelse_html"):
        assert klient(annan).get(reverse(f"arenden:{namn}", args=[utkast.pk])).status_code == 404
    with pytest.raises(PermissionDenied):
        inläsning.läs_in(
            utkast=utkast,
            innehåll=kontorsfiler.word("Text."),
            filnamn="a.docx",
            av=annan,
        )
    assert utkast.läge == Läge.UTKAST
