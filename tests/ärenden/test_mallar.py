"""Skrivelsemallen: versioner, fastställandet, frysningen, loggan och sidorna."""

from dataclasses import replace

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, ProgrammingError, transaction
from django.test import Client
from django.urls import reverse

from konton.models import Roll
from tests.factories import mallar as fabrik
from tests.factories import ärenden as diariet
from tests.factories.konton import MyndighetFactory, med_roll
from ärenden import filer
from ärenden.mallstilar import STILAR, Avsnittsslag, Stilavsnitt
from ärenden.models import Mall, Mallavsnitt
from ärenden.services import mallar

pytestmark = pytest.mark.django_db

FÅR_INTE = [Roll.HANDLÄGGARE, Roll.REGISTRATOR, Roll.CHEF, Roll.FÖRTROENDEVALD]


@pytest.mark.parametrize("stil", STILAR, ids=lambda s: s.nyckel)
def test_en_ny_mall_börjar_i_stilen(stil) -> None:
    mall = fabrik.utkast_till_mall(stil=stil.nyckel)

    assert mall.version == 1
    assert mall.dokumentnamn == stil.dokumentnamn
    assert [mallar.som_stilavsnitt(a) for a in mall.avsnitt.all()] == list(stil.avsnitt)


@pytest.mark.parametrize("stil", STILAR, ids=lambda s: s.nyckel)
def test_huvudet_har_stilens_ordning_också_när_mallen_ändras(stil) -> None:
    mall = fabrik.utkast_till_mall(stil=stil.nyckel)
    valda = sorted({*stil.huvud, "till"} - {stil.huvud[1]})

    mall = mallar.ändra(
        **fabrik.uppgifter(mall, huvud=valda), av=fabrik.sekreterare_i(mall.myndighet)
    )

    kvar = [f for f in stil.huvud if f in valda]
    assert mall.huvud == kvar + (["till"] if "till" not in kvar else [])


def test_nästa_version_börjar_som_den_som_gäller() -> None:
    första = fabrik.mall(
        dokumentnamn="Tjänsteutlåtande",
        underskrifter=["Karin Bergdal, chef"],
        ny_logga=("logga.png", fabrik.bild()),
    )

    andra = fabrik.utkast_till_mall(första.myndighet, stil="")

    assert andra.version == 2
    for fält in ("dokumentnamn", "förvaltning", "huvud", "underskrifter", "logga"):
        assert getattr(andra, fält) == getattr(första, fält)
    assert mallar.gällande(första.myndighet) == första
    mallar.fastställ(mall=andra, av=fabrik.sekreterare_i(andra.myndighet))
    assert mallar.gällande(första.myndighet) == andra


def test_ett_utkast_i_taget() -> None:
    mall = fabrik.utkast_till_mall()

    with pytest.raises(mallar.UtkastFinns):
        fabrik.utkast_till_mall(mall.myndighet)
    with pytest.raises(IntegrityError), transaction.atomic():
        Mall.objects.create(myndighet=mall.myndighet, version=9, skapad_av=mall.skapad_av)


def test_utan_mall_måste_en_stil_väljas() -> None:
    with pytest.raises(mallar.OgiltigMall):
        fabrik.utkast_till_mall(stil="")

    assert not Mall.objects.exists()


@pytest.mark.parametrize("roll", FÅR_INTE)
def test_bara_sekreteraren_och_administratören_i_nämnden(roll: Roll) -> None:
    mall = fabrik.utkast_till_mall()
    utan = med_roll(roll, mall.myndighet)
    annan = fabrik.sekreterare_i(MyndighetFactory())

    for av in (utan, annan):
        with pytest.raises(PermissionDenied):
            mallar.ändra(**fabrik.uppgifter(mall, dokumentnamn="Nytt"), av=av)
        with pytest.raises(PermissionDenied):
            mallar.fastställ(mall=mall, av=av)
        with pytest.raises(PermissionDenied):
            mallar.släng(mall=mall, av=av)
        with pytest.raises(PermissionDenied):
            mallar.skapa(myndighet=mall.myndighet, stil="synpunkter", av=av)
    mall.refresh_from_db()
    assert (mall.dokumentnamn, mall.är_fastställd) == ("Tjänsteskrivelse", False)
    mallar.fastställ(mall=mall, av=med_roll(Roll.ADMINISTRATÖR, mall.myndighet))
    assert Mall.objects.get().är_fastställd


def test_en_fastställd_version_är_frusen_i_databasen() -> None:
    mall = fabrik.mall()

    with pytest.raises(mallar.MallenFastställd):
        mallar.ändra(**fabrik.uppgifter(mall), av=fabrik.sekreterare_i(mall.myndighet))
    for gör in (
        lambda: Mall.objects.filter(pk=mall.pk).update(dokumentnamn="Annat"),
        lambda: mall.avsnitt.update(rubrik="Annan"),
        lambda: mall.avsnitt.first().delete(),
        lambda: Mallavsnitt.objects.create(mall=mall, plats=99, rubrik="Ett till"),
        lambda: Mall.objects.filter(pk=mall.pk).delete(),
    ):
        with pytest.raises(ProgrammingError), transaction.atomic():
            gör()


@pytest.mark.parametrize(
    "avsnitt",
    [
        (),
        (Stilavsnitt("Bara text"),),
        (Stilavsnitt("A", Avsnittsslag.FÖRSLAG), Stilavsnitt("B", Avsnittsslag.FÖRSLAG)),
        (
            Stilavsnitt("A", Avsnittsslag.FÖRSLAG),
            Stilavsnitt("B", Avsnittsslag.MOTTAGARE),
            Stilavsnitt("C", Avsnittsslag.MOTTAGARE),
        ),
        (Stilavsnitt("A", Avsnittsslag.FÖRSLAG), *[Stilavsnitt("B")] * 40),
    ],
    ids=["inget", "inget förslag", "två förslag", "två mottagare", "för många"],
)
def test_avsnitt_som_inte_går_att_skriva_efter(avsnitt) -> None:
    mall = fabrik.utkast_till_mall()

    with pytest.raises(mallar.OgiltigMall):
        mallar.ändra(
            **fabrik.uppgifter(mall, avsnitt=avsnitt), av=fabrik.sekreterare_i(mall.myndighet)
        )

    assert mall.avsnitt.count() == 6


def test_förslaget_är_alltid_obligatoriskt() -> None:
    mall = fabrik.utkast_till_mall()
    avsnitt = [replace(mallar.som_stilavsnitt(a), obligatoriskt=False) for a in mall.avsnitt.all()]

    mallar.ändra(**fabrik.uppgifter(mall, avsnitt=avsnitt), av=fabrik.sekreterare_i(mall.myndighet))

    assert [a.slag for a in mall.avsnitt.filter(obligatoriskt=True)] == ["forslag"]


def test_två_avsnitt_på_samma_plats_går_inte() -> None:
    mall = fabrik.utkast_till_mall()

    with pytest.raises(IntegrityError), transaction.atomic():
        Mallavsnitt.objects.create(mall=mall, plats=1, rubrik="Ett till")


# --- Loggan -------------------------------------------------------------------------------------


@pytest.mark.parametrize("format_", ["PNG", "JPEG"])
def test_loggan_sparas_som_png(format_: str) -> None:
    fil = filer.spara_bild(fabrik.bild(format_), namn="logga")

    assert fil.medietyp == "image/png"
    assert fil.läs().startswith(b"\x89PNG")


@pytest.mark.parametrize(
    "innehåll",
    [
        b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>",
        b"GIF89a",
        b"",
        fabrik.bild(storlek=(900, 900))[:400],
        fabrik.bild(storlek=(4001, 2)),
        diariet.pdf(),
        b"\x89PNG\r\n\x1a\n" + b"x" * (2 * 1024 * 1024),
    ],
    ids=["svg", "gif", "tom", "avbruten", "för bred", "pdf", "för stor"],
)
def test_en_olämplig_bild_nämner_filen(innehåll: bytes) -> None:
    with pytest.raises(filer.Filfel, match=r"logga\.png"):
        filer.spara_bild(innehåll, namn="logga.png")


# --- Sidorna ------------------------------------------------------------------------------------


def inloggad(roll: Roll, myndighet) -> Client:
    klient = Client()
    klient.force_login(med_roll(roll, myndighet))
    return klient


def svaret(mall: Mall, **fält) -> dict:
    """Formuläret som sidan skickar det."""
    data = {
        "dokumentnamn": mall.dokumentnamn,
        "förvaltning": mall.förvaltning,
        "huvud": mall.huvud,
        "underskrifter": "",
        "gor": "spara",
    }
    for nr, a in enumerate(mall.avsnitt.all()):
        data |= {
            f"avsnitt-{nr}-rubrik": a.rubrik,
            f"avsnitt-{nr}-slag": a.slag,
            f"avsnitt-{nr}-hjälp": a.hjälp,
            f"avsnitt-{nr}-lagrum": a.lagrum,
        }
    return data | fält


def test_sekreteraren_gör_en_mall_från_stil_till_fastställd() -> None:
    nämnd = MyndighetFactory()
    klient = inloggad(Roll.NÄMNDSEKRETERARE, nämnd)

    svar = klient.post(reverse("arenden:ny_mall", args=[nämnd.pk]), {"stil": "konsekvenser"})
    mall = Mall.objects.get()
    assert svar.url == reverse("arenden:mall", args=[mall.pk])
    sidan = klient.get(svar.url).content.decode()
    assert "Barnets bästa" in sidan
    svar = klient.post(
        svar.url,
        svaret(mall, underskrifter="Karin Bergdal, chef\n", logga=_fil("logga.png", fabrik.bild())),
    )
    assert svar.status_code == 302
    mall.refresh_from_db()
    assert mall.underskrifter == ["Karin Bergdal, chef"]
    assert mall.logga is not None
    assert not mall.handläggaren_skriver_under
    svar = klient.post(
        reverse("arenden:mall", args=[mall.pk]), svaret(mall, gor="faststall", utan_logga="on")
    )

    assert svar.url == reverse("arenden:mallar")
    mall.refresh_from_db()
    assert mall.är_fastställd
    assert mall.logga is None
    assert "Gäller" in klient.get(svar.url).content.decode()
    läst = klient.get(reverse("arenden:mall", args=[mall.pk])).content.decode()
    assert "artikel 3 i barnkonventionen" in läst
    svar = klient.post(reverse("arenden:mall", args=[mall.pk]), svaret(mall))
    assert svar.status_code == 302


def _fil(namn: str, innehåll: bytes):
    from django.core.files.uploadedfile import SimpleUploadedFile

    return SimpleUploadedFile(namn, innehåll)


@pytest.mark.parametrize(
    ("fält", "fel"),
    [
        ({"dokumentnamn": ""}, "Dokumentets namn"),
        ({"avsnitt-0-rubrik": ""}, "Ett avsnitt har fel"),
        ({"avsnitt-0-slag": "text"}, "Mallen behöver ett avsnitt med förslaget"),
        ({"underskrifter": "x" * 201}, "högst 200 tecken"),
        ({"logga": ("logga.png", b"<svg/>")}, "logga.png är inte en hel bild"),
    ],
    ids=["utan namn", "avsnitt utan rubrik", "utan förslag", "lång underskrift", "svg som logga"],
)
def test_ett_fel_kommer_tillbaka_och_inget_förloras(fält: dict, fel: str) -> None:
    mall = fabrik.utkast_till_mall()
    klient = inloggad(Roll.NÄMNDSEKRETERARE, mall.myndighet)
    fält = {n: _fil(*v) if isinstance(v, tuple) else v for n, v in fält.items()}
    skickat = svaret(mall, **{"avsnitt-2-hjälp": "Det jag just skrev"} | fält)

    svar = klient.post(reverse("arenden:mall", args=[mall.pk]), skickat)

    assert svar.status_code == 422
    assert fel in svar.content.decode()
    assert "Det jag just skrev" in svar.content.decode()
    assert not mall.avsnitt.filter(hjälp="Det jag just skrev").exists()


@pytest.mark.parametrize("htmx", [True, False])
def test_avsnitten_flyttas_utan_att_något_sparas(htmx: bool) -> None:
    mall = fabrik.utkast_till_mall()
    klient = inloggad(Roll.NÄMNDSEKRETERARE, mall.myndighet)
    huvuden = {"HTTP_HX_REQUEST": "true"} if htmx else {}

    svar = klient.post(
        reverse("arenden:mall", args=[mall.pk]),
        svaret(mall, gor="upp-1", **{"avsnitt-1-rubrik": "Kort om saken"}),
        **huvuden,
    )

    sidan = svar.content.decode()
    assert svar.status_code == 200
    assert sidan.index("Kort om saken") < sidan.index("Förvaltningens förslag till beslut")
    assert ("<h1" in sidan) is not htmx
    assert mall.avsnitt.first().slag == "forslag"


def test_utkastet_kan_kastas_men_inte_en_fastställd() -> None:
    fastställd = fabrik.mall()
    utkast = fabrik.utkast_till_mall(fastställd.myndighet)
    klient = inloggad(Roll.NÄMNDSEKRETERARE, fastställd.myndighet)

    for mall in (utkast, fastställd):
        assert klient.post(reverse("arenden:slang_mall", args=[mall.pk])).status_code == 302

    assert list(Mall.objects.all()) == [fastställd]
