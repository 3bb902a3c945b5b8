"""Bilagor till en skrivelse: tas emot, ordnas, görs till PDF och blir handlingar."""

from __future__ import annotations

import io
import os
import shutil
import stat
from pathlib import Path

import pikepdf
import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import ProgrammingError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from PIL import Image

from konton.models import Roll
from tests import verapdf
from tests.factories import kontorsfiler as filer
from tests.factories import mallar as fabrik
from tests.factories import ärenden as diariet
from tests.factories.konton import AnvändareFactory, MyndighetFactory, med_roll
from ärenden import bildsida, konvertering
from ärenden.filer import Filfel
from ärenden.kontorsfil import Sort
from ärenden.models import Fil, Handling, Jobb, Skrivelsebilaga, Skrivelseutkast
from ärenden.services import bilagor, skrivande

pytestmark = pytest.mark.django_db
UTAN_LIBREOFFICE = "finns-inte"


@pytest.fixture
def utkast() -> Skrivelseutkast:
    nämnd = MyndighetFactory(förvaltning="Socialförvaltningen")
    ärende = diariet.ärende(nämnd, handläggare=med_roll(Roll.HANDLÄGGARE, nämnd))
    return fabrik.klar(ärende, av=ärende.handläggare)


def lägg(utkast: Skrivelseutkast, innehåll: bytes, namn: str) -> Skrivelsebilaga:
    return bilagor.lägg_till(utkast=utkast, innehåll=innehåll, filnamn=namn, av=utkast.skapad_av)


def gör(bilaga: Skrivelsebilaga) -> Skrivelsebilaga:
    assert bilaga.jobb is not None
    bilagor.gör_pdf(bilaga.jobb.pk)
    bilaga = Skrivelsebilaga.objects.select_related("jobb", "pdf", "original").get(pk=bilaga.pk)
    return bilaga


def lämna_in(utkast: Skrivelseutkast):
    return skrivande.lämna_in(utkast=utkast, revision=utkast.revision, av=utkast.skapad_av)


# --- Att ta emot ---------------------------------------------------------------------------------


def test_en_pdf_är_klar_genast(utkast: Skrivelseutkast) -> None:
    bilaga = lägg(utkast, diariet.pdf(2), "taxa_förslag 2027.pdf")

    assert (bilaga.rubrik, bilaga.pdf.sidor, bilaga.jobb) == ("Taxa förslag 2027", 2, None)
    assert not bilaga.är_omgjord


@pytest.mark.parametrize(
    ("innehåll", "skäl"),
    [
        (filer.låst(), "rapport.docx: Filen är låst med lösenord"),
        (filer.med_makron(), "rapport.docx: Filen innehåller makron"),
        (filer.zipbomb(), "rapport.docx: Filen packas upp"),
        (b"\x89PNG\r\n\x1a\n trasig", "rapport.docx: Bilden är skadad"),
        (b"%PDF-1.7 trasig", "rapport.docx: Filen är skadad"),
        (b"text", "rapport.docx: Filen är av en sort"),
    ],
    ids=filer.id_för,
)
def test_en_fil_som_inte_går_att_ta_emot_sparas_inte(
    utkast: Skrivelseutkast, innehåll: bytes, skäl: str
) -> None:
    with pytest.raises(Filfel, match=skäl):
        lägg(utkast, innehåll, "rapport.docx")

    assert not Skrivelsebilaga.objects.exists()


def test_bara_den_som_skriver_lägger_till(utkast: Skrivelseutkast) -> None:
    annan = med_roll(Roll.HANDLÄGGARE, utkast.ärende.myndighet)

    with pytest.raises(PermissionDenied):
        bilagor.lägg_till(utkast=utkast, innehåll=diariet.pdf(), filnamn="a.pdf", av=annan)


def test_ordningen_och_borttagningen(utkast: Skrivelseutkast) -> None:
    a, b, c = (lägg(utkast, diariet.pdf(märke=m), f"{m}.pdf") for m in "abc")

    bilagor.flytta(bilaga=c, plats=1, av=utkast.skapad_av)
    bilagor.ta_bort(bilaga=a, av=utkast.skapad_av)

    assert [(r.rubrik, r.plats) for r in utkast.bilagor.order_by("plats")] == [("C", 1), ("B", 2)]
    assert not Fil.objects.filter(pk=a.original_id).exists()
    assert Fil.objects.filter(pk=b.original_id).exists()


# --- Bilder --------------------------------------------------------------------------------------


@pytest.mark.slow
def test_en_bild_blir_en_tillgänglig_sida(
    utkast: Skrivelseutkast, transactional_db: None, tmp_path: Path
) -> None:
    bilaga = lägg(utkast, filer.bild(vänd=6), "torget.jpg")
    bilagor.ändra(
        bilaga=bilaga,
        rubrik="Torget",
        beskrivning="Torget sett från kyrkan.",
        sekretess_lagrum="",
        av=utkast.skapad_av,
    )
    bilaga.refresh_from_db()

    bilaga = gör(bilaga)

    assert bilaga.är_omgjord
    assert (bilaga.pdf.sidor, bilaga.pdf.egen, bilaga.jobb.status) == (1, True, "klart")
    innehåll = bilaga.pdf.läs()
    verapdf.kräv(innehåll)
    with pikepdf.open(io.BytesIO(innehåll)) as pdf:
        alt = [str(o["/Alt"]) for o in pdf.objects
               if isinstance(o, pikepdf.Dictionary) and "/Alt" in o]  # fmt: skip  # en fråga
    assert alt == ["Torget sett från kyrkan."]
    # En gång till är samma sak.
    bilagor.gör_pdf(bilaga.jobb_id)
    assert Skrivelsebilaga.objects.get(pk=bilaga.pk).pdf_id == bilaga.pdf_id


def test_bilden_är_rätt_vänd_och_bär_inga_uppgifter() -> None:
    with Image.open(io.BytesIO(bildsida.förbered(filer.bild(vänd=6)))) as bild:
        assert bild.size == (400, 640)
        assert len(bild.getexif()) == 0


def test_en_jättebild_tas_inte_emot(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bildsida, "MAX_PUNKTER", 1000)

    with pytest.raises(bildsida.OläsligBild, match="megapixlar"):
        bildsida.förbered(filer.bild())


# --- Kontorsfiler --------------------------------------------------------------------------------


def test_utan_libreoffice_sägs_vägen_och_en_egen_pdf_går_bra(
    utkast: Skrivelseutkast, transactional_db: None, settings
) -> None:
    settings.NAMND_LIBREOFFICE = UTAN_LIBREOFFICE
    fil = filer.word("Text.")
    bilaga = gör(lägg(utkast, fil, "rapport.docx"))

    assert bilaga.jobb.status == "misslyckat"
    assert bilaga.jobb.fel.startswith("LibreOffice är inte installerat på servern. Öppna filen")
    assert [b.stoppar for b in skrivande.brister(utkast)] == [True]

    bilaga = bilagor.ersätt_pdf(
        bilaga=bilaga, innehåll=diariet.pdf(3), filnamn="rapport.pdf", av=utkast.skapad_av
    )

    assert (bilaga.pdf.sidor, bilaga.är_omgjord) == (3, True)
    assert bilaga.original.läs() == fil
    assert skrivande.brister(utkast) == []


def _program(plats: Path, skript: str) -> str:
    """Ett program som står i stället för LibreOffice, för det som ett riktigt sällan gör."""
    plats.write_text(f"#!/bin/sh\n{skript}\n")
    plats.chmod(plats.stat().st_mode | stat.S_IXUSR)
    return str(plats)


@pytest.mark.slow
def test_ett_program_som_hänger_sig_avbryts(tmp_path: Path) -> None:
    program = _program(tmp_path / "hänger", "sleep 60")

    with pytest.raises(konvertering.GickInte, match="avbröts"):
        konvertering.till_pdf(b"", Sort.WORD, program=program, tidsgräns=0.5)


@pytest.mark.slow
def test_ett_program_som_inte_ger_någon_fil(tmp_path: Path) -> None:
    program = _program(tmp_path / "tyst", "exit 0")

    with pytest.raises(konvertering.GickInte, match="kan vara skadad"):
        konvertering.till_pdf(b"", Sort.WORD, program=program)


@pytest.mark.parametrize(
    ("bibliotek", "saknas"),
    [
        (["libswlo.so", "libsclo.so", "libsdlo.so"], ()),
        (["libswlo.so"], (konvertering.CALC, konvertering.IMPRESS)),
        (["sclo.dll", "swlo.dll"], (konvertering.IMPRESS,)),
        # Ett skript som startar programmet någon annanstans säger inget om delarna.
        ([], ()),
    ],
)
def test_delarna_av_libreoffice_prövas_var_för_sig(
    tmp_path: Path, bibliotek: list[str], saknas: tuple
) -> None:
    program = _program(tmp_path / "soffice", "exit 0")
    for namn in bibliotek:
        (tmp_path / namn).touch()

    assert konvertering.saknade(program) == saknas
    assert konvertering.saknade(UTAN_LIBREOFFICE) == konvertering.DELAR


def test_ett_kalkylblad_utan_calc_får_rätt_besked_i_förväg_och_i_felet(
    utkast: Skrivelseutkast, klient: Client, settings, tmp_path: Path
) -> None:
    settings.NAMND_LIBREOFFICE = _program(tmp_path / "soffice", "exit 0")
    (tmp_path / "libswlo.so").touch()

    sidan = klient.get(reverse("arenden:bilagor", args=[utkast.pk])).content.decode()

    besked = "kan inte göra om Excel och andra kalkylblad eller PowerPoint"
    assert besked in " ".join(sidan.split())
    with pytest.raises(konvertering.DelenSaknas, match="LibreOffice Calc är inte installerat"):
        konvertering.till_pdf(b"", Sort.EXCEL, program=settings.NAMND_LIBREOFFICE)
    with pytest.raises(konvertering.GickInte, match="kan vara skadad"):
        konvertering.till_pdf(b"", Sort.WORD, program=settings.NAMND_LIBREOFFICE)


kräver_libreoffice = pytest.mark.skipif(
    shutil.which(os.environ.get("NAMND_LIBREOFFICE") or "soffice") is None,
    reason="LibreOffice är inte installerat",
)


@pytest.mark.slow
@kräver_libreoffice
def test_word_blir_pdf_med_taggar(utkast: Skrivelseutkast, transactional_db: None) -> None:
    bilaga = gör(lägg(utkast, filer.word(("Rubrik", "Heading 1"), "Text."), "rapport.docx"))

    assert bilaga.jobb.status == "klart", bilaga.jobb.fel
    assert bilaga.pdf.sidor == 1
    with pikepdf.open(io.BytesIO(bilaga.pdf.läs())) as pdf:
        assert "/StructTreeRoot" in pdf.Root


# --- Inlämningen ---------------------------------------------------------------------------------


def test_varje_bilaga_blir_en_handling(utkast: Skrivelseutkast) -> None:
    lägg(utkast, diariet.pdf(2), "ett.pdf")
    hemlig = lägg(utkast, diariet.pdf(märke="två"), "två.pdf")
    bilagor.ändra(
        bilaga=hemlig,
        rubrik="Utredning",
        beskrivning="",
        sekretess_lagrum="26 kap. 1 § OSL",
        av=utkast.skapad_av,
    )

    skrivelse = lämna_in(utkast)

    ut = skrivelse.handling.bilagor.order_by("nummer")
    assert [(h.rubrik, h.slag, h.sekretess_lagrum) for h in ut] == [
        ("Ett", Handling.Slag.BILAGA, ""),
        ("Utredning", Handling.Slag.BILAGA, "26 kap. 1 § OSL"),
    ]
    assert [h.nummer for h in ut] == [skrivelse.handling.nummer + 1, skrivelse.handling.nummer + 2]
    with pytest.raises(ProgrammingError), transaction.atomic():
        Skrivelsebilaga.objects.update(rubrik="Ändrad")


def test_en_oklar_bilaga_stoppar_inlämningen(utkast: Skrivelseutkast) -> None:
    lägg(utkast, filer.bild(), "torget.jpg")

    with pytest.raises(skrivande.Ofullständig) as fel:
        lämna_in(utkast)

    assert [b.text for b in fel.value.brister] == [
        "Bilagan ”Torget” är inte gjord till PDF än.",
        "Bilagan ”Torget” är en bild utan beskrivning.",
    ]
    assert not Handling.objects.exists()


def test_ett_slängt_utkasts_filer_tas_bort(utkast: Skrivelseutkast) -> None:
    bilaga = lägg(utkast, diariet.pdf(2), "ett.pdf")

    skrivande.släng(utkast=utkast, av=utkast.skapad_av)

    assert not Fil.objects.filter(pk=bilaga.original_id).exists()


# --- Sidorna -------------------------------------------------------------------------------------


@pytest.fixture
def klient(utkast: Skrivelseutkast) -> Client:
    klient = Client()
    klient.force_login(utkast.skapad_av)
    return klient


def test_bilagan_läggs_till_där_texten_skrivs(utkast: Skrivelseutkast, klient: Client) -> None:
    adress = reverse("arenden:bilagor", args=[utkast.pk])
    hel = {"filer": SimpleUploadedFile("ett.pdf", diariet.pdf(2)), "i_texten": "1"}
    assert klient.post(adress, hel)["Location"] == reverse("arenden:utkast", args=[utkast.pk])

    htmx = {"hx-request": "true"}
    två = {"filer": SimpleUploadedFile("två.docx", filer.word("Hej."))}
    bit = klient.post(adress, två, headers=htmx).content.decode()
    assert bit.lstrip().startswith('<section class="stapel stapel--tat"')
    assert "Görs till PDF" in bit
    assert ">Ett</a>" in bit

    låst = {"filer": SimpleUploadedFile("låst.docx", filer.låst())}
    svar = klient.post(adress, låst, headers=htmx)
    assert svar.status_code == 422
    assert "låst.docx: Filen är låst med lösenord" in svar.content.decode()
    assert utkast.bilagor.count() == 2

    annan = Client()
    annan.force_login(med_roll(Roll.HANDLÄGGARE, utkast.ärende.myndighet))
    fil = {"filer": SimpleUploadedFile("tre.pdf", diariet.pdf(märke="tre"))}
    assert annan.post(adress, fil, headers=htmx).status_code == 404


def test_flera_filer_på_en_gång_och_en_trasig(utkast: Skrivelseutkast, klient: Client) -> None:
    adress = reverse("arenden:bilagor", args=[utkast.pk])
    svar = klient.post(
        adress,
        {
            "filer": [
                SimpleUploadedFile("ett.pdf", diariet.pdf()),
                SimpleUploadedFile("låst.docx", filer.låst()),
                SimpleUploadedFile("två.pdf", diariet.pdf(märke="två")),
                SimpleUploadedFile("tom.docx", b""),
            ]
        },
    )

    assert svar.status_code == 422
    text = svar.content.decode()
    assert "2 bilagor är tillagda" in text
    assert "låst.docx: Filen är låst med lösenord" in text
    assert "tom.docx: Filen är tom." in text
    assert [b.rubrik for b in utkast.bilagor.order_by("plats")] == ["Ett", "Två"]


def test_sidan_ordnar_ändrar_och_tar_bort(utkast: Skrivelseutkast, klient: Client) -> None:
    ett, två = (lägg(utkast, diariet.pdf(märke=m), f"{m}.pdf") for m in ("ett", "två"))

    klient.post(reverse("arenden:flytta_bilaga", args=[två.pk]), {"riktning": "upp"})
    bit = klient.post(
        reverse("arenden:flytta_bilaga", args=[två.pk]),
        {"plats": "2"},
        headers={"hx-request": "true"},
    )
    tomt = klient.post(reverse("arenden:andra_bilaga", args=[ett.pk]), {"rubrik": ""})
    klient.post(reverse("arenden:andra_bilaga", args=[ett.pk]), {"rubrik": "Nytt namn"})
    klient.post(reverse("arenden:ta_bort_bilaga", args=[två.pk]))

    assert 'id="bilagelista"' in bit.content.decode()
    assert tomt.status_code == 422
    assert [(b.rubrik, b.plats) for b in utkast.bilagor.all()] == [("Nytt namn", 1)]


def test_filerna_hämtas_av_den_som_ser_utkastet(
    utkast: Skrivelseutkast, klient: Client, settings
) -> None:
    settings.NAMND_LIBREOFFICE = UTAN_LIBREOFFICE
    bilaga = lägg(utkast, filer.word("Text."), "rapport.docx")
    original = reverse("arenden:bilageoriginal", args=[bilaga.pk])
    pdf = reverse("arenden:bilagepdf", args=[bilaga.pk])

    svar = klient.get(original)
    assert svar["Content-Disposition"].startswith("attachment")
    assert b"".join(svar) == bilaga.original.läs()
    assert klient.get(pdf).status_code == 404

    annan = Client()
    annan.force_login(med_roll(Roll.HANDLÄGGARE, utkast.ärende.myndighet))
    for adress in (original, pdf, reverse("arenden:bilagor", args=[utkast.pk])):
        assert annan.get(adress).status_code == 404
    for namn in ("andra_bilaga", "flytta_bilaga", "ta_bort_bilaga", "egen_bilagepdf"):
        assert annan.post(reverse(f"arenden:{namn}", args=[bilaga.pk])).status_code == 404
    assert Skrivelsebilaga.objects.filter(pk=bilaga.pk, rubrik="Rapport").exists()


def test_originalet_till_en_hemlig_bilaga_ses_som_handlingen(
    utkast: Skrivelseutkast, klient: Client
) -> None:
    bilaga = lägg(utkast, filer.word("Hemligt."), "rapport.docx")
    bilagor.ersätt_pdf(bilaga=bilaga, innehåll=diariet.pdf(), filnamn="r.pdf", av=utkast.skapad_av)
    bilagor.ändra(
        bilaga=bilaga,
        rubrik="Rapport",
        beskrivning="",
        sekretess_lagrum="26 kap. 1 § OSL",
        av=utkast.skapad_av,
    )
    lämna_in(utkast)
    adress = reverse("arenden:bilageoriginal", args=[bilaga.pk])

    assert b"".join(klient.get(adress)).startswith(b"PK")
    assert (
        "originalet, rapport.docx"
        in klient.get(reverse("arenden:visa", args=[utkast.ärende_id])).content.decode()
    )
    kollega, utomstående = Client(), Client()
    kollega.force_login(med_roll(Roll.HANDLÄGGARE, utkast.ärende.myndighet))
    utomstående.force_login(AnvändareFactory())
    assert kollega.get(adress).status_code == 404
    assert utomstående.get(adress).status_code == 404


def test_jobbets_läge_visas(utkast: Skrivelseutkast, klient: Client) -> None:
    bilaga = lägg(utkast, filer.bild(), "torget.jpg")
    adress = reverse("arenden:bilagejobb", args=[bilaga.pk])

    bit = klient.get(adress, headers={"hx-request": "true"}).content.decode()
    assert "Görs till PDF" in bit
    assert klient.get(adress).status_code == 302

    Jobb.objects.filter(pk=bilaga.jobb_id).update(status="misslyckat", fel="Det gick inte alls.")
    sidan = klient.get(reverse("arenden:bilagor", args=[utkast.pk])).content.decode()
    assert "Det gick inte alls." in sidan
    assert "PDF som du har gjort själv" in sidan
    klient.post(reverse("arenden:gor_om_bilaga", args=[bilaga.pk]))
    assert Skrivelsebilaga.objects.get(pk=bilaga.pk).jobb_id != bilaga.jobb_id


def test_frågorna_växer_inte_med_bilagorna(utkast: Skrivelseutkast, klient: Client) -> None:
    def antal() -> int:
        with CaptureQueriesContext(connection) as frågor:
            klient.get(reverse("arenden:bilagor", args=[utkast.pk]))
        return len(frågor)

    lägg(utkast, diariet.pdf(), "ett.pdf")
    antal()
    före = antal()
    for märke in "bcd":
        lägg(utkast, filer.bild(storlek=(8, 8 + ord(märke))), f"{märke}.jpg")

    assert antal() == före
