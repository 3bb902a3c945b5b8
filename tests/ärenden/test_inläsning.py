"""En Wordfil in i skrivelsen: till påseende, sedan det som någon valt."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from konton.models import Roll
from tests.factories import kontorsfiler as filer
from tests.factories import mallar as fabrik
from tests.factories import ärenden as diariet
from tests.factories.konton import AnvändareFactory, MyndighetFactory, med_roll
from ärenden.filer import Filfel
from ärenden.models import Fil, Inläsning, Skrivelseutkast
from ärenden.services import inläsning, skrivande

pytestmark = pytest.mark.django_db

FIL = filer.word(
    "Före allt.",
    ("Ny rubrik", "Title"),
    ("Förslag till beslut", "Heading 1"),
    ("Taxan sänks.", "List Number"),
    ("Bakgrund", "Heading 1"),
    "Ny beskrivning.",
)


@pytest.fixture
def utkast() -> Skrivelseutkast:
    nämnd = MyndighetFactory(förvaltning="Socialförvaltningen")
    ärende = diariet.ärende(nämnd, handläggare=med_roll(Roll.HANDLÄGGARE, nämnd))
    return fabrik.klar(ärende, av=ärende.handläggare)


@pytest.fixture
def klient(utkast: Skrivelseutkast) -> Client:
    klient = Client()
    klient.force_login(utkast.skapad_av)
    return klient


def avsnittet(utkast: Skrivelseutkast, rubrik: str) -> str:
    return str(utkast.mall.avsnitt.get(rubrik=rubrik).pk)


def läs(utkast: Skrivelseutkast, innehåll: bytes = FIL) -> Inläsning:
    return inläsning.läs_in(
        utkast=utkast, innehåll=innehåll, filnamn="skrivelse.docx", av=utkast.skapad_av
    )


def adress(namn: str, utkast: Skrivelseutkast) -> str:
    return reverse(f"arenden:{namn}", args=[utkast.pk])


def test_läsningen_ändrar_inget(utkast: Skrivelseutkast) -> None:
    text = utkast.text

    läst = läs(utkast)

    utkast.refresh_from_db()
    assert utkast.text == text
    assert läst.innehåll.satser == ("Taxan sänks.",)
    assert [k["text"] for k in läst.rapport["kvar"]] == ["Före allt."]


def test_det_nya_ersätter_och_det_andra_står_kvar(utkast: Skrivelseutkast) -> None:
    beskrivning = avsnittet(utkast, "Beskrivning av ärendet")
    före = utkast.innehåll

    efter = inläsning.för_in(
        inläsning=läs(utkast), val={}, revision=utkast.revision, av=utkast.skapad_av
    ).innehåll

    assert (efter.rubrik, efter.satser) == ("Ny rubrik", ("Taxan sänks.",))
    assert dict(efter.avsnitt) == dict(före.avsnitt) | {beskrivning: "Ny beskrivning."}
    # Det som stod är en egen version att gå tillbaka till.
    assert före in [v.innehåll for v in utkast.versioner.all()]


def test_rutan_behålls_eller_får_båda_och_det_oplacerade_får_plats(
    utkast: Skrivelseutkast,
) -> None:
    beskrivning = avsnittet(utkast, "Beskrivning av ärendet")
    ekonomi = avsnittet(utkast, "Ekonomiska konsekvenser")

    efter = inläsning.för_in(
        inläsning=läs(utkast),
        val={"satser": "deras", f"avsnitt_{beskrivning}": "bada", f"avsnitt_{ekonomi}": "bada"},
        revision=utkast.revision,
        oplacerat_till=ekonomi,
        av=utkast.skapad_av,
    ).innehåll

    gammalt = "Kostnaden har stigit sedan taxan antogs."
    assert efter.satser == ("Taxan antas.", "Taxan gäller från den 1 januari 2027.")
    assert efter.text(beskrivning) == f"{gammalt}\n\nNy beskrivning."
    assert efter.text(ekonomi) == f"{gammalt}\n\nFöre allt."


def test_bara_den_som_skriver_läser_in(utkast: Skrivelseutkast) -> None:
    annan = med_roll(Roll.HANDLÄGGARE, utkast.ärende.myndighet)

    with pytest.raises(PermissionDenied):
        inläsning.läs_in(utkast=utkast, innehåll=FIL, filnamn="a.docx", av=annan)
    with pytest.raises(PermissionDenied):
        inläsning.för_in(inläsning=läs(utkast), val={}, revision=utkast.revision, av=annan)


def test_en_krock_skriver_inte_över(utkast: Skrivelseutkast) -> None:
    läst = läs(utkast)
    skrivande.spara(
        utkast=utkast,
        innehåll=fabrik.ifyllt(utkast.mall, rubrik="Annans"),
        revision=utkast.revision,
        av=utkast.skapad_av,
    )

    with pytest.raises(skrivande.AnnanHannFöre):
        inläsning.för_in(inläsning=läst, val={}, revision=utkast.revision, av=utkast.skapad_av)

    utkast.refresh_from_db()
    assert utkast.innehåll.rubrik == "Annans"


def test_en_fil_förs_in_en_gång_och_en_ny_ersätter(utkast: Skrivelseutkast) -> None:
    läst = läs(utkast)
    utkast = inläsning.för_in(inläsning=läst, val={}, revision=utkast.revision, av=utkast.skapad_av)
    with pytest.raises(inläsning.InlästRedan):
        inläsning.för_in(inläsning=läst, val={}, revision=utkast.revision, av=utkast.skapad_av)

    läs(utkast, filer.word(("Bakgrund", "Heading 1"), "En annan."))

    assert Inläsning.objects.count() == 1
    assert not Fil.objects.filter(pk=läst.original_id).exists()


def test_inlämnad_skrivelse_har_inget_inläst_kvar(utkast: Skrivelseutkast) -> None:
    läst = läs(utkast)

    skrivande.lämna_in(utkast=utkast, revision=utkast.revision, av=utkast.skapad_av)

    assert not Inläsning.objects.exists()
    assert not Fil.objects.filter(pk=läst.original_id).exists()


def test_en_tom_fil_och_en_för_lång(utkast: Skrivelseutkast) -> None:
    with pytest.raises(Filfel, match="ingen text"):
        läs(utkast, filer.word(""))
    with pytest.raises(Filfel, match="för lång"):
        läs(utkast, filer.word(("Bakgrund", "Heading 1"), "ord " * 60_000))


# --- Sidorna -------------------------------------------------------------------------------------


def test_hela_vägen(utkast: Skrivelseutkast, klient: Client) -> None:
    svar = klient.post(adress("las_in", utkast), {"fil": SimpleUploadedFile("s.docx", FIL)})
    assert svar["Location"] == adress("inlast", utkast)

    sidan = klient.get(adress("inlast", utkast)).content.decode()
    for text in ("Det här kommer inte med", "Före allt.", "har redan text", "Ny beskrivning."):
        assert text in sidan

    svar = klient.post(adress("inlast", utkast), {"revision": utkast.revision})
    assert svar["Location"] == adress("utkast", utkast)
    utkast.refresh_from_db()
    assert utkast.innehåll.rubrik == "Ny rubrik"
    assert "Här står vad som inte kom med" in klient.get(adress("inlast", utkast)).content.decode()
    assert "är införd" in klient.get(adress("las_in", utkast)).content.decode()

    klient.post(adress("inlast", utkast), {"gor": "slang"})
    assert klient.get(adress("inlast", utkast))["Location"] == adress("las_in", utkast)


def test_en_krock_visas_och_nästa_bekräftelse_gäller(
    utkast: Skrivelseutkast, klient: Client
) -> None:
    läs(utkast)
    svar = klient.post(adress("inlast", utkast), {"revision": utkast.revision - 1})

    assert svar.status_code == 422
    assert f'name="revision" value="{utkast.revision}"' in svar.content.decode()


@pytest.mark.parametrize(
    ("innehåll", "skäl"),
    [
        (filer.låst(), "låst med lösenord"),
        (filer.med_makron(), "makron"),
        (filer.zipbomb(), "orimligt mycket"),
        (filer.avklippt(), "skadad"),
        (b"", "Filen är tom"),
    ],
    ids=filer.id_för,
)
def test_en_oläslig_fil_säger_varför(
    utkast: Skrivelseutkast, klient: Client, innehåll: bytes, skäl: str
) -> None:
    svar = klient.post(adress("las_in", utkast), {"fil": SimpleUploadedFile("s.docx", innehåll)})

    assert svar.status_code == 422
    assert skäl in svar.content.decode()
    assert not Inläsning.objects.exists()


def test_skrivelsen_hämtas_som_word_och_webbsida(utkast: Skrivelseutkast, klient: Client) -> None:
    word = klient.get(adress("skrivelse_word", utkast))
    html = klient.get(adress("skrivelse_html", utkast))

    assert word.content.startswith(b"PK")
    assert word["Content-Disposition"].startswith("attachment; filename*=UTF-8''Tj%C3%A4nste")
    läst = läs(utkast, word.content)
    assert läst.innehåll.satser == utkast.innehåll.satser
    assert dict(läst.innehåll.avsnitt) == dict(utkast.innehåll.avsnitt)
    text = html.content.decode()
    assert '<html lang="sv-SE">' in text
    assert "Utkast" in text
    assert "://" not in text.split("<style>")[0]

    skrivande.lämna_in(utkast=utkast, revision=utkast.revision, av=utkast.skapad_av)
    assert "Utkast" not in klient.get(adress("skrivelse_html", utkast)).content.decode()
    kollega, utomstående = Client(), Client()
    kollega.force_login(med_roll(Roll.CHEF, utkast.ärende.myndighet))
    utomstående.force_login(AnvändareFactory())
    assert kollega.get(adress("skrivelse_word", utkast)).status_code == 200
    assert utomstående.get(adress("skrivelse_word", utkast)).status_code == 404


def test_utkastet_är_bara_skrivarens(utkast: Skrivelseutkast) -> None:
    läs(utkast)
    kollega = Client()
    kollega.force_login(med_roll(Roll.HANDLÄGGARE, utkast.ärende.myndighet))

    for namn in ("skrivelse_word", "skrivelse_html", "las_in", "inlast"):
        assert kollega.get(adress(namn, utkast)).status_code == 404
