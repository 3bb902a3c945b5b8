"""Svepet över alla adresser. Koderna är skrivna för hand: de är löftet."""

from dataclasses import dataclass
from typing import Any

import pytest
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, URLResolver, include, path
from django.utils.timezone import localdate

from konton.models import Myndighet, Roll
from nämnd.models import Organ, Punkt, Punkthandling, Sammanträde
from tests import svep
from tests.factories import ärenden
from tests.factories.konton import AnvändareFactory, MyndighetFactory, med_roll
from tests.svep import Grupp, Provroll, Rad, alla

OFFENTLIGA = ["account_login", "account_logout", "halsa"]

# Adminen: bara administratörer. Det som en tjänst äger går inte att lägga till där.
ÄGS_AV_TJÄNSTER = [
    "admin_logentry",
    "arenden_nummerserie",
    "arenden_ärende",
    "arenden_handling",
    "arenden_fil",
    "arenden_händelse",
    "arenden_jobb",
    "arenden_skrivelse",
    "arenden_anmälan",
    "namnd_sammanträde",
    "namnd_punkt",
    "namnd_kallelse",
    "protokoll_protokoll",
    "protokoll_paragraf",
    "protokoll_paragrafserie",
]
GRUPPER = [
    Grupp(
        "admin",
        alla(403, administratör=200),
        inloggning=("admin:login", "account_login"),
        utom={
            "admin:login": alla(302),
            "admin:autocomplete": alla(403),
            **{f"admin:{modell}_add": alla(403) for modell in ÄGS_AV_TJÄNSTER},
        },
    ),
]

# Den som arbetar i nämnden ser dess ärenden; andra får inte veta att sidorna har innehåll.
ÄRENDEROLLER = {"handläggare": 200, "chef": 200, "registrator": 200, "nämndsekreterare": 200}
REGISTRERAR = {"handläggare": 200, "chef": 403, "registrator": 200, "nämndsekreterare": 200}
ANMÄLER = {"handläggare": 200, "chef": 403, "registrator": 403, "nämndsekreterare": 200}

MÖTESROLLER = {**ÄRENDEROLLER, "administratör": 200}
SEKRETERAREN = {
    "handläggare": 403, "chef": 403, "registrator": 403, "administratör": 403,
    "nämndsekreterare": 200,
}  # fmt: skip  # läses som en rad i tabellen

# En punkt hämtas ur dem man får ändra: för andra finns den bara i listan.
PUNKTENS = {"administratör": 404, "nämndsekreterare": 200}

OFULLSTÄNDIG = {"administratör": 404, "nämndsekreterare": 422}


def efter_post(koder: dict[str, int]) -> dict[str, int]:
    """En lyckad POST leder vidare."""
    return {roll: 302 if kod == 200 else kod for roll, kod in koder.items()}


def för_ärende(namn: str, väntat: dict[str, int], objekt: str, metod: str = "get") -> Rad:
    """En adress med ett objekt i diariet."""
    return Rad(
        f"arenden:{namn}",
        alla(404, **väntat),
        metod,
        kwargs=lambda n: {"pk": n[objekt].pk},
        annan_nämnd=alla(404),
    )


def för_möte(
    namn: str, väntat: dict[str, int], metod: str = "get", objekt: str = "sammanträde", **fler: str
) -> Rad:
    """En adress med ett sammanträde eller något i det."""
    return Rad(
        f"namnd:{namn}",
        alla(404, **väntat),
        metod,
        kwargs=lambda n: {"pk": n[objekt].pk} | {k: n[v].pk for k, v in fler.items()},
        # Administratören sköter alla nämnders register och ser deras möten.
        annan_nämnd=alla(404, administratör=väntat["administratör"]),
    )


SVEP = [
    Rad("hem", alla(200)),
    Rad("halsa", alla(200, anonym=200)),
    Rad("stil", alla(200)),
    Rad("account_login", alla(302, anonym=200)),
    Rad("account_logout", alla(200, anonym=302), inloggning=()),
    Rad("arenden:lista", alla(403, **ÄRENDEROLLER)),
    Rad("arenden:ny", alla(403, **REGISTRERAR)),
    för_ärende("visa", ÄRENDEROLLER, "ärende"),
    för_ärende("ny_handling", REGISTRERAR, "ärende"),
    för_ärende("ny_skrivelse", REGISTRERAR, "ärende"),
    för_ärende("fil", ÄRENDEROLLER, "handling"),
    för_ärende("anmal", efter_post(ANMÄLER), "skrivelse", "post"),
    för_ärende("aterta", efter_post(ANMÄLER), "anmälan", "post"),
    # Jobbet syns bara för den som beställt det, och här är det ingen av rollerna.
    för_ärende("jobb", {}, "jobb"),
    Rad("namnd:lista", alla(200)),
    Rad("namnd:ny", alla(403, nämndsekreterare=200)),
    för_möte("visa", MÖTESROLLER),
    för_möte("andra", SEKRETERAREN),
    för_möte("flytta", SEKRETERAREN),
    för_möte("stall_in", SEKRETERAREN),
    för_möte("foredragningslista", SEKRETERAREN),
    för_möte("punkt", PUNKTENS, objekt="punkt"),
    för_möte("staende", efter_post(SEKRETERAREN), "post"),
    # En tom rubrik ger formuläret tillbaka med felet.
    för_möte("ny_punkt", {**SEKRETERAREN, "nämndsekreterare": 422}, "post"),
    för_möte("samla", efter_post(SEKRETERAREN), "post"),
    för_möte("ta_upp", efter_post(SEKRETERAREN), "post", anmälan="anmälan"),
    för_möte("flytta_punkt", efter_post(SEKRETERAREN), "post", punkt="punkt"),
    för_möte("ta_bort_punkt", efter_post(SEKRETERAREN), "post", punkt="punkt"),
    för_möte("los_upp", efter_post(SEKRETERAREN), "post", punkt="punkt"),
    för_möte("lagg_till_handling", OFULLSTÄNDIG, "post", objekt="punkt"),
    för_möte("ladda_upp", OFULLSTÄNDIG, "post", objekt="punkt"),
    för_möte("skapa_kallelse", efter_post(SEKRETERAREN), "post"),
    # Utan pågående jobb leder sidan tillbaka till listan.
    för_möte("jobb", efter_post(SEKRETERAREN)),
    för_möte("flytta_handling", efter_post(PUNKTENS), "post", objekt="punkthandling"),
    för_möte("ta_bort_handling", efter_post(PUNKTENS), "post", objekt="punkthandling"),
    för_möte("papper", PUNKTENS, objekt="punkthandling"),
]


@dataclass
class Provvärld:
    användare: dict[Provroll, Any]
    egen: dict[str, Any]
    annan: dict[str, Any]


def nämnd_med_allt(myndighet: Myndighet) -> dict[str, Any]:
    """Ett objekt av varje slag i en nämnd."""
    ärende = ärenden.ärende(myndighet)
    organ = Organ.objects.create(myndighet=myndighet, namn=myndighet.namn, platser=11)
    sammanträde = Sammanträde.objects.create(organ=organ, datum=localdate())
    punkt = Punkt.objects.create(sammanträde=sammanträde, ordning=1, rubrik="Upprop")
    handling = ärenden.handling(ärende)
    return {
        "ärende": ärende,
        "handling": handling,
        "skrivelse": ärenden.skrivelse(ärende),
        "anmälan": ärenden.anmälan(ärenden.skrivelse(ärende)),
        "jobb": ärenden.JobbFactory(),
        "sammanträde": sammanträde,
        "punkt": punkt,
        "punkthandling": Punkthandling.objects.create(punkt=punkt, ordning=1, handling=handling),
    }


@pytest.fixture
def värld(db: None) -> Provvärld:
    """En användare per roll i en nämnd, och två nämnder med ett objekt av varje slag."""
    egen, annan = MyndighetFactory(), MyndighetFactory()
    användare: dict[Provroll, Any] = {Provroll.UTAN_ROLL: AnvändareFactory()}
    for provroll in Provroll:
        if provroll not in (Provroll.ANONYM, Provroll.UTAN_ROLL):
            användare[provroll] = med_roll(Roll[provroll.name], egen)
    return Provvärld(användare, nämnd_med_allt(egen), nämnd_med_allt(annan))


def test_varje_adress_har_namn() -> None:
    assert svep.kontrollera_namn(GRUPPER) == []


def test_varje_adress_står_i_tabellen() -> None:
    assert svep.kontrollera_tabell(SVEP, GRUPPER) == []


def test_bara_de_uppräknade_nås_utan_inloggning() -> None:
    assert svep.kontrollera_offentliga(OFFENTLIGA, GRUPPER) == []


@pytest.mark.parametrize("rad", SVEP, ids=lambda rad: rad.id)
def test_adressen_svarar_som_lovat(rad: Rad, värld: Provvärld) -> None:
    assert svep.prova(rad, värld) == []


@pytest.mark.parametrize("grupp", GRUPPER, ids=lambda grupp: grupp.namnrum)
def test_gruppen_svarar_som_lovat(grupp: Grupp, värld: Provvärld) -> None:
    assert svep.prova_grupp(grupp, värld) == []


# --- Svepet på planterade överträdelser --------------------------------------------------------


def _vy(request: HttpRequest, pk: int = 0) -> HttpResponse:
    return HttpResponse("ja")


PLANTERAT: list[URLPattern | URLResolver] = [
    path("utan-namn/", _vy),
    path("bortglomd/", _vy, name="bortglömd"),
    path("del/", include(([path("<int:pk>/", _vy, name="visa")], "del"))),
]


def test_adress_utan_namn_hittas() -> None:
    assert svep.kontrollera_namn((), PLANTERAT) == ["Adressen /utan-namn/ saknar namn"]


def test_adress_utanför_tabellen_hittas() -> None:
    fynd = svep.kontrollera_tabell([Rad("del:visa", alla(200)), Rad("borta", {})], (), PLANTERAT)

    assert fynd == [
        "bortglömd saknas i svepets tabell",
        "borta står i tabellen men finns inte",
        "get del:visa har argument men ingen kwargs",
        "get del:visa provas inte för ett objekt i en annan nämnd",
        f"get borta (egen): kod saknas för {', '.join(Provroll)}",
    ]


def test_oväntat_offentlig_adress_hittas(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_vy, "login_required", False, raising=False)

    assert svep.kontrollera_offentliga(["del:visa"], (), PLANTERAT) == [
        "bortglömd nås utan inloggning men står inte i listan"
    ]


def test_fel_kod_hittas(värld: Provvärld) -> None:
    fynd = svep.prova(Rad("hem", alla(200, anonym=200, chef=404)), värld)

    assert fynd == [
        "get hem som anonym: 302, väntat 200",
        "get hem som chef: 200, väntat 404",
    ]


def test_skrivning_vid_get_hittas(db: None) -> None:
    with svep.skrivningar() as skrev:
        MyndighetFactory()
        list(Myndighet.objects.all())

    assert skrev
    assert all(sql.startswith("INSERT") for sql in skrev)
