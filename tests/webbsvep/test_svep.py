"""Svepet över alla adresser. Koderna är skrivna för hand: de är löftet."""

from dataclasses import dataclass
from typing import Any

import pytest
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, URLResolver, include, path

from django.utils.timezone import localdate

from konton.models import Myndighet, Roll
from nämnd.models import Organ, Punkt, Sammanträde
from tests import svep
from tests.factories import ärenden
from tests.factories.konton import AnvändareFactory, MyndighetFactory, med_roll
from tests.svep import Grupp, Provroll, Rad, alla

OFFENTLIGA = ["account_login", "account_logout", "halsa"]

# Adminen: bara administratörer. Det som en tjänst äger går inte att lägga till där.
GRUPPER = [
    Grupp(
        "admin",
        alla(302, administratör=200),
        utom={
            "admin:login": alla(302),
            "admin:autocomplete": alla(302, administratör=403),
        },
    ),
]

# Den som arbetar i nämnden ser dess ärenden; andra får inte veta att sidorna har innehåll.
ÄRENDEROLLER = {"handläggare": 200, "chef": 200, "registrator": 200, "nämndsekreterare": 200}
REGISTRERAR = {"handläggare": 200, "chef": 403, "registrator": 200, "nämndsekreterare": 200}
ANMÄLER = {"handläggare": 200, "chef": 403, "registrator": 403, "nämndsekreterare": 200}
UTANFÖR_ÄRENDEN = {"utan_roll": 403, "förtroendevald": 403, "administratör": 403}

MÖTESROLLER = {**ÄRENDEROLLER, "administratör": 200}
SEKRETERAREN = {
    "handläggare": 403, "chef": 403, "registrator": 403, "administratör": 403,
    "nämndsekreterare": 200,
}  # fmt: skip  # läses som en rad i tabellen


def för_ärende(namn: str, väntat: dict[str, int], objekt: str, metod: str = "get") -> Rad:
    """En adress med ett objekt i diariet."""
    return Rad(
        f"arenden:{namn}",
        alla(404, **UTANFÖR_ÄRENDEN, **väntat),
        metod,
        kwargs=lambda n: {"pk": n[objekt].pk},
        annan_nämnd=alla(404, **UTANFÖR_ÄRENDEN),
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
    Rad("account_logout", alla(200, anonym=302), till_inloggning=False),
    Rad("arenden:lista", alla(403, **ÄRENDEROLLER)),
    Rad("arenden:ny", alla(403, **REGISTRERAR)),
    för_ärende("visa", ÄRENDEROLLER, "ärende"),
    för_ärende("ny_handling", REGISTRERAR, "ärende"),
    för_ärende("ny_skrivelse", REGISTRERAR, "ärende"),
    för_ärende("fil", ÄRENDEROLLER, "handling"),
    för_ärende("anmal", ANMÄLER, "skrivelse"),
    Rad("namnd:lista", alla(200)),
    Rad("namnd:ny", alla(403, nämndsekreterare=200)),
    för_möte("visa", MÖTESROLLER),
    för_möte("andra", SEKRETERAREN),
    för_möte("flytta", SEKRETERAREN),
    för_möte("stall_in", SEKRETERAREN),
    för_möte("foredragningslista", MÖTESROLLER),
    för_möte("punkt", SEKRETERAREN, objekt="punkt"),
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
    return {
        "ärende": ärende,
        "handling": ärenden.handling(ärende),
        "skrivelse": ärenden.skrivelse(ärende),
        "sammanträde": sammanträde,
        "punkt": Punkt.objects.create(sammanträde=sammanträde, ordning=1, rubrik="Upprop"),
    }


@pytest.fixture
def värld(db: None) -> Provvärld:
    """En användare per roll i en nämnd, och två nämnder med ett objekt av varje slag."""
    egen, annan = MyndighetFactory(), MyndighetFactory()
    användare = {Provroll.UTAN_ROLL: AnvändareFactory()}
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
