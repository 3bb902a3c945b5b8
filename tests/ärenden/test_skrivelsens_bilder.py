"""Bilder och fotnoter i skrivelsen: vem som når dem, vad som saknas, och PDF:en."""

import io

import pikepdf
import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from konton.models import Användare, Roll
from tests import verapdf
from tests.factories import mallar as fabrik
from tests.factories import ärenden as diariet
from tests.factories.konton import MyndighetFactory, med_roll
from tests.protokoll.test_dokument import pdftext
from ärenden import documents, filer
from ärenden.models import Fil, Skrivelsebild, Skrivelseutkast, Ärende
from ärenden.services import skrivande

pytestmark = pytest.mark.django_db


@pytest.fixture
def ärende() -> Ärende:
    nämnd = MyndighetFactory(förvaltning="Socialförvaltningen")
    return diariet.ärende(nämnd, handläggare=med_roll(Roll.HANDLÄGGARE, nämnd))


def med_text(ärende: Ärende, text: str) -> Skrivelseutkast:
    """En skrivelse med texten i sitt tredje avsnitt, och bilden 1 uppladdad."""
    utkast = fabrik.påbörjad(ärende)
    skrivande.ladda_upp_bild(
        utkast=utkast, innehåll=fabrik.bild(), namn="karta.png", av=utkast.skapad_av
    )
    avsnitt = {str(utkast.mall.avsnitt.all()[2].pk): text}
    return skrivande.spara(
        utkast=utkast,
        innehåll=fabrik.ifyllt(utkast.mall, avsnitt=avsnitt),
        revision=utkast.revision,
        av=utkast.skapad_av,
    )


def klient(användare: Användare) -> Client:
    ny = Client()
    ny.force_login(användare)
    return ny


# --- Uppladdningen ------------------------------------------------------------------------------


def foto() -> bytes:
    """Ett liggande foto som kameran säger ska vändas, med plats och ägare."""
    bild = Image.new("RGB", (3000, 1500), (90, 120, 60))
    exif = Image.Exif()
    exif[0x0112] = 6
    exif[0x013B] = "Fotografens namn"
    exif.get_ifd(0x8825)[1] = "N"
    ut = io.BytesIO()
    bild.save(ut, "JPEG", exif=exif)
    return ut.getvalue()


def test_ett_foto_vänds_krymps_och_lämnar_kamerans_uppgifter(ärende: Ärende) -> None:
    utkast = fabrik.påbörjad(ärende)

    bild = skrivande.ladda_upp_bild(
        utkast=utkast, innehåll=foto(), namn="IMG_1.JPG", av=utkast.skapad_av
    )

    sparad = Image.open(io.BytesIO(bild.fil.läs()))
    assert (sparad.format, sparad.size) == ("JPEG", (1000, 2000))
    assert dict(sparad.getexif()) == {}
    assert b"Fotografens" not in bild.fil.läs()


@pytest.mark.parametrize(
    ("innehåll", "fel"),
    [
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "inte en hel bild av typen PNG eller JPEG"),
        (fabrik.bild()[:-20], "inte en hel bild av typen PNG eller JPEG"),
        (fabrik.bild(storlek=(12_001, 1)), "bredare eller högre än 12000 bildpunkter"),
    ],
    ids=["svg", "avbruten", "för bred"],
)
def test_det_som_inte_är_en_bild_tas_inte_emot(ärende: Ärende, innehåll: bytes, fel: str) -> None:
    utkast = fabrik.påbörjad(ärende)

    with pytest.raises(filer.Filfel, match=fel):
        skrivande.ladda_upp_bild(
            utkast=utkast, innehåll=innehåll, namn="bild.png", av=utkast.skapad_av
        )

    assert not Skrivelsebild.objects.exists()


def test_bara_den_som_skriver_laddar_upp_och_samma_bild_är_en(ärende: Ärende) -> None:
    utkast = fabrik.påbörjad(ärende)

    def ladda_upp(av: Användare) -> Skrivelsebild:
        return skrivande.ladda_upp_bild(
            utkast=utkast, innehåll=fabrik.bild(), namn="karta.png", av=av
        )

    with pytest.raises(PermissionDenied):
        ladda_upp(med_roll(Roll.HANDLÄGGARE, ärende.myndighet))
    assert not Skrivelsebild.objects.exists()
    assert ladda_upp(utkast.skapad_av) == ladda_upp(ärende.handläggare)


def test_bilderna_försvinner_med_utkastet(ärende: Ärende) -> None:
    utkast = med_text(ärende, "![Karta](bild:1)")
    fil = utkast.bilder.get().fil

    skrivande.släng(utkast=utkast, av=utkast.skapad_av)

    assert not Fil.objects.filter(pk=fil.pk).exists()


# --- Vem som når bilden --------------------------------------------------------------------------


def test_bilden_följer_skrivelsen(ärende: Ärende) -> None:
    utkast = med_text(ärende, "![Karta](bild:1)")
    skrivande.ladda_upp_bild(
        utkast=utkast, innehåll=fabrik.bild("JPEG"), namn="b.jpg", av=utkast.skapad_av
    )
    chef = med_roll(Roll.CHEF, ärende.myndighet)
    andra = med_roll(Roll.CHEF, MyndighetFactory())
    adress = reverse("arenden:skrivelsebild", args=[utkast.pk, 1])
    bortvald = reverse("arenden:skrivelsebild", args=[utkast.pk, 2])

    def koder(användare: Användare) -> list[int]:
        svar = [klient(användare).get(a) for a in (adress, bortvald)]
        for s in svar:
            if s.streaming:
                s.getvalue()
        return [s.status_code for s in svar]

    assert koder(utkast.skapad_av) == [200, 200]
    assert koder(chef) == [404, 404]
    skrivande.lämna_in(utkast=utkast, revision=utkast.revision, av=utkast.skapad_av)
    # Den som bara läser det inlämnade når inte det som aldrig kom med.
    assert koder(chef) == [200, 404]
    assert koder(andra) == [404, 404]


def test_en_hemlig_skrivelses_bild_är_hemlig(ärende: Ärende) -> None:
    utkast = med_text(ärende, "![Karta](bild:1)")
    skrivande.lämna_in(
        utkast=utkast,
        revision=utkast.revision,
        av=utkast.skapad_av,
        offentlig_rubrik="Skrivelse",
        sekretess_lagrum="OSL 26 kap. 1 §",
    )
    adress = reverse("arenden:skrivelsebild", args=[utkast.pk, 1])

    assert klient(med_roll(Roll.CHEF, ärende.myndighet)).get(adress).status_code == 404
    svar = klient(diariet.registrator_i(ärende.myndighet)).get(adress)
    assert svar.getvalue().startswith(b"\x89PNG")


def test_redigeraren_laddar_upp_och_får_veta_vad_som_är_fel(ärende: Ärende) -> None:
    utkast = fabrik.påbörjad(ärende)
    adress = reverse("arenden:ladda_upp_bild", args=[utkast.pk])
    min_klient = klient(utkast.skapad_av)

    svar = min_klient.post(adress, {"fil": SimpleUploadedFile("a.png", fabrik.bild())})
    fel = min_klient.post(adress, {"fil": SimpleUploadedFile("a.png", b"text")})
    utan = min_klient.post(adress)
    utan_skript = min_klient.post(
        adress, {"fil": SimpleUploadedFile("a.png", fabrik.bild()), "utan_skript": "1"}, follow=True
    )

    visa = reverse("arenden:skrivelsebild", args=[utkast.pk, 1])
    assert svar.json() == {"nummer": "1", "adress": visa}
    bilden = min_klient.get(visa)
    assert (bilden["Content-Type"], bilden["Cache-Control"]) == ("image/png", "private, no-store")
    assert bilden.getvalue().startswith(b"\x89PNG")
    assert fel.status_code == 422
    assert fel.json() == {"fel": "a.png är inte en hel bild av typen PNG eller JPEG."}
    assert utan.json() == {"fel": "Välj en bild: PNG eller JPEG."}
    assert "Skriv ![vad bilden visar](bild:1) på en egen rad." in utan_skript.content.decode()


# --- Det som saknas, och det som trycks ----------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "brister"),
    [
        ("![Karta över området](bild:1)", []),
        ("![-](bild:1)", []),
        ("![](bild:1)", ["Beskrivning av ärendet: en bild saknar alt-text."]),
        ("![a](bild:2)", ["Beskrivning av ärendet: en bild finns inte i skrivelsen."]),
        (
            "![](bild:saknas)\n\n![](bild:saknas)",
            [
                "Beskrivning av ärendet: 2 bilder finns inte i skrivelsen.",
                "Beskrivning av ärendet: 2 bilder saknar alt-text.",
            ],
        ),
    ],
    ids=["beskriven", "dekorativ", "DOS 10 §", "okänd", "inklistrade"],
)
def test_en_bild_utan_beskrivning_lämnas_inte_in(
    ärende: Ärende, text: str, brister: list[str]
) -> None:
    utkast = med_text(ärende, text)

    assert [str(b) for b in skrivande.brister(utkast) if b.stoppar] == brister
    if brister:
        with pytest.raises(skrivande.Ofullständig):
            skrivande.lämna_in(utkast=utkast, revision=utkast.revision, av=utkast.skapad_av)


RIK = """Kostnaden^[Budget 2026, s. 4.] har stigit.

![Karta över området](bild:1)

- en punkt^[Se https://kommunen.example/a.]

  ![-](bild:1)

| År^[Kalenderår.] | Kronor |
|---|---:|
| 2026 | 450 000^[Preliminärt.] |

"""


@pytest.mark.slow
def test_fotnoterna_och_bilderna_trycks_så_att_de_går_att_läsa_upp(ärende: Ärende) -> None:
    lång = RIK + "\n\n".join(f"Stycke {n}. " + "Ord " * 90 for n in range(12))
    utkast = med_text(ärende, lång + "\n\nSist^[På en senare sida.].")
    dokument = documents.skrivelsedokument(utkast, timezone.localdate())

    färdig = skrivande.rendera(dokument, utkast.mall, utkast)

    verapdf.kräv(färdig.innehåll)
    sidor = pdftext(färdig.innehåll)
    assert "Budget 2026, s. 4." in sidor[0]
    # Noten står sist på den sida där den nämns, och inte mitt i meningen.
    sista = next(s for s in sidor if "På en senare sida." in s)
    assert sista.index("Sist") < sista.index("På en senare sida.")
    assert "5 På en senare sida." in " ".join(sista.split())
    pdf = pikepdf.open(io.BytesIO(färdig.innehåll))
    element = list(_element(pdf.Root.StructTreeRoot.K))
    noter = [e for e in element if e.S == "/Note"]
    assert [str(e.ID) for e in noter] == [f"fotnot-{n}" for n in range(1, 6)]
    # Den dekorativa bilden läses inte upp.
    assert [str(e.Alt) for e in element if e.S == "/Figure"] == ["Karta över området"]


def _element(k):
    for nod in k if isinstance(k, pikepdf.Array) else [k]:
        if isinstance(nod, pikepdf.Dictionary) and "/S" in nod:
            yield nod
            if "/K" in nod:
                yield from _element(nod.K)


def test_webbsidan_har_noterna_sist_i_avsnittet_med_länk_fram_och_tillbaka(ärende: Ärende) -> None:
    utkast = med_text(ärende, RIK)
    skrivande.lämna_in(utkast=utkast, revision=utkast.revision, av=utkast.skapad_av)

    sida = klient(utkast.skapad_av).get(reverse("arenden:skriven_text", args=[utkast.pk]))

    html = sida.content.decode()
    assert 'href="#fotnot-1" id="fotnotsref-1" aria-label="Fotnot 1">1</a>' in html
    assert '<li id="fotnot-4">Preliminärt. <a class="ds-link" href="#fotnotsref-4"' in html
    assert 'href="https://kommunen.example/a"' in html
    assert 'alt="Karta över området"' in html
    assert html.count('alt=""') == 1
