"""Lagtabellerna för delegering: KL 6:37–40 och 7:4–8, listornas nummer och filens rader."""

from datetime import date

import pytest

from ärenden import delegering
from ärenden.delegering import Delegat, Innehav, bokstav, grund, jämför, nummerspann, paragrafspann

D = date(2026, 3, 4)


@pytest.mark.parametrize(
    ("text", "punkter"),
    [
        pytest.param("Fastställa verksamhetens mål", ("1",), id="KL 6:38 p 1 mål"),
        pytest.param("Yttrande till kommunfullmäktige", ("2",), id="KL 6:38 p 2 yttrande"),
        pytest.param(
            "Yttrande när fullmäktiges beslut har överklagats", ("2",), id="KL 6:38 p 2 överklagat"
        ),
        pytest.param("Bistånd av principiell beskaffenhet", ("3",), id="KL 6:38 p 3 principiellt"),
        pytest.param("Besvara medborgarförslag", ("4",), id="KL 6:38 p 4 medborgarförslag"),
        pytest.param("Förordna vikarie", (), id="KL 6:38 löpande ärende"),
        pytest.param("Yttrande till förvaltningsrätten", (), id="KL 6:38 yttrande till domstol"),
    ],
)
def test_misstänkt_undantag(text: str, punkter: tuple[str, ...]) -> None:
    assert delegering.misstänkt_undantag(text) == punkter


@pytest.mark.parametrize(
    ("överklagande", "får"),
    [
        pytest.param("laglighetsprovning", False, id="KL 6:38 st 2 p 1 överklagas enligt 13 kap."),
        pytest.param("ej_overklagbart", False, id="KL 6:38 st 2 p 2 får inte överklagas"),
        pytest.param("forvaltningsbesvar", True, id="KL 6:37 förvaltningsbesvär får"),
    ],
)
def test_automatiserad_beslutsfunktion(överklagande: str, får: bool) -> None:
    assert (delegering.hindrar_automatiserad(överklagande) == "") is får


PUNKT = Delegat(7, "Enhetschef, biträdande enhetschef", "Samordnare")


@pytest.mark.parametrize(
    ("innehav", "dag", "som"),
    [
        pytest.param([Innehav("Enhetschef", D)], D, "delegat", id="KL 7:5 första dagen"),
        pytest.param([Innehav("Enhetschef", D, D)], D, "delegat", id="KL 7:5 enda dagen"),
        pytest.param([Innehav("Enhetschef", D)], date(2026, 3, 3), None, id="KL 7:5 dagen före"),
        pytest.param(
            [Innehav("Enhetschef", D, D)], date(2026, 3, 5), None, id="KL 7:5 dagen efter slutet"
        ),
        pytest.param([Innehav("ENHETSCHEF ", D)], D, "delegat", id="KL 7:5 skriven annorlunda"),
        pytest.param(
            [Innehav("Biträdande  enhetschef", D)], D, "delegat", id="KL 7:5 andra titeln"
        ),
        pytest.param([Innehav("Samordnare", D)], D, "ersättare", id="KL 7:5 ersättare"),
        pytest.param(
            [Innehav("Samordnare", D), Innehav("Enhetschef", D)], D, "delegat", id="KL 7:5 båda"
        ),
        pytest.param([Innehav("Utredare", D)], D, None, id="KL 7:5 annan titel"),
        pytest.param(
            [Innehav("biträdande enhetschef", D)], D, "delegat", id="KL 7:5 titeln efter komma"
        ),
        pytest.param([Innehav("Chef", D)], D, None, id="KL 7:5 bara en del av titeln"),
        pytest.param([], D, None, id="KL 7:5 ingen titel"),
        pytest.param(
            [Innehav("Utredare", D, None, 7)], D, "vidaredelegation", id="KL 7:6 fått punkten"
        ),
        pytest.param([Innehav("Utredare", D, None, 8)], D, None, id="KL 7:6 fått en annan punkt"),
        pytest.param(
            [Innehav("Enhetschef", D, None, 8)], D, None, id="KL 7:6 titeln gäller bara den punkten"
        ),
    ],
)
def test_grund(innehav: list[Innehav], dag: date, som: str | None) -> None:
    funnen = grund(PUNKT, innehav, dag)

    assert (funnen.som if funnen else None) == som


@pytest.mark.parametrize(
    ("ruta", "titel"),
    [
        ("Barn- och utbildningschef", "Barn- och utbildningschef"),
        ("Chef för vård, omsorg", "chef för vård, omsorg"),
        ("Enhetschef eller utredare", "Utredare"),
        ("Enhetschef/utredare", "Utredare"),
        ("Enhetschef\nUtredare", "Utredare"),
    ],
    ids=["och", "komma i titeln", "eller", "snedstreck", "ny rad"],
)
def test_titlar_i_rutan(ruta: str, titel: str) -> None:
    assert grund(Delegat(1, ruta), [Innehav(titel, D)], D) is not None


@pytest.mark.parametrize(
    ("nummer", "text"),
    [
        ([], ""),
        ([(2021, 47)], "47/2021"),
        ([(2021, n) for n in range(47, 55)], "47-54/2021"),
        ([(2021, 3), (2021, 1), (2021, 2), (2021, 5)], "1-3, 5/2021"),
        ([(2022, 1), (2021, 60), (2022, 2)], "60/2021, 1-2/2022"),
        ([(2021, 7), (2021, 7)], "7/2021"),
    ],
    ids=["inga", "ett", "en följd", "lucka", "över årsskiftet", "samma två gånger"],
)
def test_nummerspann(nummer: list[tuple[int, int]], text: str) -> None:
    assert nummerspann(nummer) == text


@pytest.mark.parametrize(
    ("från", "till", "text"),
    [
        (144, 182, "2021-05-26 §\N{NO-BREAK SPACE}144—182"),
        (7, 7, "2021-05-26 §\N{NO-BREAK SPACE}7"),
    ],
    ids=["flera", "en"],
)
def test_paragrafspann(från: int, till: int, text: str) -> None:
    assert paragrafspann(date(2021, 5, 26), från, till) == text


@pytest.mark.parametrize(
    ("plats", "text"),
    [(0, "a"), (2, "c"), (25, "z"), (26, "aa"), (27, "ab"), (701, "zz"), (702, "aaa")],
)
def test_bokstav(plats: int, text: str) -> None:
    assert bokstav(plats) == text


def test_jämför_hittar_tillkomna_borttagna_och_ändrade() -> None:
    förr = {"1": {"delegat": "Chef"}, "2": {"delegat": "Chef"}, "3": {"delegat": "Chef"}}
    nu = {"1": {"delegat": "Chef"}, "3": {"delegat": "Utredare"}, "4": {"delegat": "Chef"}}

    svar = jämför(förr, nu)

    assert (svar.tillkomna, svar.borttagna) == (("4",), ("2",))
    assert [(ä.nummer, ä.fält) for ä in svar.ändrade] == [("3", (("delegat", "Chef", "Utredare"),))]
    assert jämför(nu, nu).är_tom


@pytest.mark.parametrize(
    ("beslutsdag", "handling", "före"),
    [
        pytest.param(date(2026, 5, 5), None, False, id="OSL 5:1 samma dag"),
        pytest.param(date(2026, 5, 4), None, True, id="OSL 5:1 före registreringen"),
        pytest.param(
            date(2026, 5, 4), date(2026, 5, 4), False, id="OSL 5:1 handlingen hade kommit"
        ),
        pytest.param(date(2026, 5, 3), date(2026, 5, 4), True, id="OSL 5:1 före handlingen"),
        pytest.param(date(2026, 5, 4), date(2026, 5, 9), True, id="OSL 5:1 handlingen kom efter"),
    ],
)
def test_beslut_före_sitt_ärende(beslutsdag: date, handling: date | None, före: bool) -> None:
    registrerat = date(2026, 5, 5)
    assert (
        delegering.är_före_ärendet(beslutsdag, registrerat=registrerat, första_handling=handling)
        is före
    )


def test_varje_undantag_i_KL_6_38_är_förklarat() -> None:
    assert set(delegering.EXEMPEL) == set(delegering.UNDANTAG)
