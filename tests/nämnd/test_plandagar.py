"""Sammanträdesplanens dagar, kollisioner och skillnader: rena funktioner."""

import re
from datetime import date, time
from pathlib import Path

import pytest

from nämnd import kollisioner, plandagar, planskillnad
from nämnd.fynd import Regel
from nämnd.kollisioner import Lov, Möte, Slag
from nämnd.plandagar import SISTA
from nämnd.planskillnad import Rad

LAGEN = Path(__file__).resolve().parents[3] / "shared" / "lag" / "kommunallagen-2017-725.md"
MÅNDAG, TISDAG, ONSDAG, TORSDAG, FREDAG = range(5)


@pytest.mark.parametrize(
    ("månad", "veckodag", "nummer", "dag"),
    [
        pytest.param(3, ONSDAG, 3, date(2027, 3, 17), id="KL 6:23 tredje onsdagen"),
        pytest.param(3, MÅNDAG, 1, date(2027, 3, 1), id="KL 6:23 månaden börjar på dagen"),
        pytest.param(8, MÅNDAG, SISTA, date(2027, 8, 30), id="KL 6:23 sista av fem"),
        pytest.param(2, FREDAG, SISTA, date(2027, 2, 26), id="KL 6:23 sista av fyra"),
    ],
)
def test_veckodagen_i_månaden(månad: int, veckodag: int, nummer: int, dag: date) -> None:
    assert plandagar.i_månaden(2027, månad, veckodag, nummer) == dag


@pytest.mark.parametrize("nummer", [0, 5, -2])
def test_veckodag_som_inte_finns(nummer: int) -> None:
    with pytest.raises(ValueError, match="ingen veckodag nummer"):
        plandagar.i_månaden(2027, 2, ONSDAG, nummer)


def test_månadsvis_i_ordning_utan_dubbletter() -> None:
    assert plandagar.månadsvis(2027, [4, 3, 3], ONSDAG, 3) == [date(2027, 3, 17), date(2027, 4, 21)]


@pytest.mark.parametrize(
    ("till", "veckor", "antal"),
    [
        pytest.param(date(2027, 1, 12), 2, 1, id="bara första"),
        pytest.param(date(2027, 2, 9), 2, 3, id="slutdagen räknas"),
        pytest.param(date(2027, 2, 8), 2, 2, id="dagen före slutdagen"),
        pytest.param(date(2027, 1, 1), 1, 0, id="slut före början"),
    ],
)
def test_var_n_vecka(till: date, veckor: int, antal: int) -> None:
    dagar = plandagar.var_n_vecka(date(2027, 1, 12), till, veckor)

    assert len(dagar) == antal
    assert all(dag.weekday() == TISDAG for dag in dagar)


def test_veckor_mellan_är_minst_en() -> None:
    with pytest.raises(ValueError, match="minst 1"):
        plandagar.var_n_vecka(date(2027, 1, 1), date(2027, 2, 1), 0)


@pytest.mark.parametrize(
    ("nämnden", "veckodag", "veckor", "utskottet"),
    [
        pytest.param(date(2027, 3, 17), TISDAG, 2, date(2027, 3, 2), id="tisdagen två veckor före"),
        pytest.param(date(2027, 3, 17), MÅNDAG, 0, date(2027, 3, 15), id="måndagen samma vecka"),
        pytest.param(date(2027, 1, 13), TORSDAG, 2, date(2026, 12, 31), id="förra året"),
    ],
)
def test_utskottets_dag_före_nämndens(
    nämnden: date, veckodag: int, veckor: int, utskottet: date
) -> None:
    assert plandagar.veckodag_före(nämnden, veckodag, veckor) == utskottet


@pytest.mark.parametrize(
    ("möte", "arbetsdagar", "dag"),
    [
        pytest.param(date(2027, 3, 17), 7, date(2027, 3, 8), id="lag 1930:173 § 2 över en helg"),
        pytest.param(date(2027, 3, 31), 7, date(2027, 3, 18), id="lag 1930:173 § 2 över påsken"),
        pytest.param(date(2027, 1, 13), 15, date(2026, 12, 16), id="lag 1930:173 § 2 jul och nyår"),
        pytest.param(date(2027, 6, 28), 1, date(2027, 6, 24), id="lag 1930:173 § 2 midsommarafton"),
        pytest.param(date(2027, 5, 10), 2, date(2027, 5, 5), id="lag 1930:173 § 2 Kristi himmel"),
    ],
)
def test_stoppdag_och_utskick_räknas_i_arbetsdagar(möte: date, arbetsdagar: int, dag: date) -> None:
    assert plandagar.dag_före(möte, arbetsdagar) == dag


@pytest.mark.parametrize(
    ("möte", "senast"),
    [
        pytest.param(date(2027, 3, 17), date(2027, 3, 10), id="KL 5:15 en vecka före"),
        pytest.param(date(2027, 3, 1), date(2027, 2, 22), id="KL 5:15 över månadsskiftet"),
        pytest.param(date(2027, 4, 5), date(2027, 3, 29), id="KL 5:15 flyttas inte av helg"),
    ],
)
def test_fullmäktige_kallas_minst_en_vecka_före(möte: date, senast: date) -> None:
    assert plandagar.senast_kallade(möte) == senast


@pytest.mark.parametrize(
    ("dag", "namn"),
    [
        (date(2027, 3, 29), "annandag påsk"),
        (date(2027, 6, 25), "midsommarafton"),
        (date(2027, 12, 24), "julafton"),
        (date(2027, 12, 31), "nyårsafton"),
        (date(2027, 3, 20), "lördag"),
        (date(2027, 3, 21), "söndag"),
        (date(2027, 3, 17), ""),
    ],
)
def test_varför_dagen_är_arbetsfri(dag: date, namn: str) -> None:
    assert plandagar.arbetsfritt_namn(dag) == namn


@pytest.mark.parametrize(
    ("dag", "bakåt", "blir"),
    [
        (date(2027, 3, 17), False, date(2027, 3, 17)),
        (date(2027, 3, 29), False, date(2027, 3, 30)),
        (date(2027, 3, 29), True, date(2027, 3, 25)),
    ],
)
def test_helgdag_flyttas_till_vardag(dag: date, bakåt: bool, blir: date) -> None:
    assert plandagar.flytta_till_vardag(dag, bakåt=bakåt) == blir


@pytest.mark.skipif(not LAGEN.is_file(), reason="skipped: ../shared saknas")
@pytest.mark.parametrize(
    "regel", [plandagar.FULLMÄKTIGES_DAGAR, plandagar.NÄMNDENS_DAGAR, plandagar.EN_VECKA_FÖRE]
)
def test_citatet_är_lagens_ord(regel: Regel) -> None:
    text = re.sub(r"\s+", " ", re.sub(r"\[([^]]*)\]\([^)]*\)", r"\1", LAGEN.read_text("utf-8")))

    assert regel.lagtext.strip("”") in text


# --- Kollisioner ---------------------------------------------------------------------------------

ANNA, BO = (1, "Anna"), (2, "Bo")


def möte(nyckel: str = "a", **fält) -> Möte:
    grund = {
        "organ": 1,
        "organnamn": "Nämnden",
        "datum": date(2027, 3, 17),
        "från": time(13),
        "till": time(16),
    }
    return Möte(nyckel=nyckel, **(grund | fält))


def annat(**fält) -> Möte:
    return möte("b", **({"organ": 2, "organnamn": "Styrelsen"} | fält))


@pytest.mark.parametrize(
    ("ett", "två", "slag"),
    [
        pytest.param(
            möte(personer=frozenset({ANNA, BO})),
            annat(personer=frozenset({BO}), från=time(15)),
            [Slag.PERSON],
            id="samma person i två organ samtidigt",
        ),
        pytest.param(
            möte(personer=frozenset({BO})),
            annat(personer=frozenset({BO}), från=time(16), till=time(17)),
            [],
            id="det ena börjar när det andra slutar",
        ),
        pytest.param(
            möte(personer=frozenset({BO}), till=None),
            annat(personer=frozenset({BO}), från=time(16, 59), till=time(18)),
            [Slag.PERSON],
            id="utan sluttid räknas fyra timmar",
        ),
        pytest.param(
            möte(personer=frozenset({BO})),
            annat(personer=frozenset({BO}), datum=date(2027, 3, 18)),
            [],
            id="olika dagar",
        ),
        pytest.param(
            möte(plats="Stora  salen"),
            annat(plats="stora salen"),
            [Slag.LOKAL],
            id="samma lokal, annorlunda skriven",
        ),
        pytest.param(möte(), annat(), [], id="utan lokal krockar ingen lokal"),
        pytest.param(möte(), annat(organ=1), [Slag.DUBBELT], id="organet två gånger samtidigt"),
    ],
)
def test_två_möten(ett: Möte, två: Möte, slag: list[Slag]) -> None:
    assert [k.slag for k in kollisioner.kollisioner([ett, två])] == slag
    assert [k.slag for k in kollisioner.kollisioner([två, ett])] == slag


def test_kollisionen_säger_vilka() -> None:
    (funnen,) = kollisioner.kollisioner(
        [möte(personer=frozenset({BO, ANNA})), annat(personer=frozenset({ANNA, BO}))]
    )

    assert funnen.namn == ("Anna", "Bo")
    assert [m.nyckel for m in funnen.möten] == ["a", "b"]


@pytest.mark.parametrize(
    ("ett", "slag"),
    [
        pytest.param(möte(datum=date(2027, 3, 29)), [Slag.HELG], id="annandag påsk"),
        pytest.param(möte(datum=date(2027, 3, 5)), [Slag.LOV], id="lovets sista dag"),
        pytest.param(möte(datum=date(2027, 3, 8)), [], id="dagen efter lovet"),
        pytest.param(
            möte(är_fullmäktige=True, utskicksdag=date(2027, 3, 11)),
            [Slag.KALLAS_SENT],
            id="KL 5:15 kallas för sent",
        ),
        pytest.param(
            möte(är_fullmäktige=True, utskicksdag=date(2027, 3, 10)), [], id="KL 5:15 i tid"
        ),
        pytest.param(möte(utskicksdag=date(2027, 3, 11)), [], id="KL 5:15 gäller inte nämnder"),
        pytest.param(
            möte(stoppdag=date(2027, 3, 11), utskicksdag=date(2027, 3, 10)),
            [Slag.STOPP_SENT],
            id="stoppdag efter utskick",
        ),
    ],
)
def test_ett_möte(ett: Möte, slag: list[Slag]) -> None:
    lov = [Lov("sportlov", date(2027, 3, 1), date(2027, 3, 5))]

    assert [k.slag for k in kollisioner.kollisioner([ett], lov)] == slag


@pytest.mark.parametrize(
    ("dag", "slag"),
    [(date(2027, 3, 8), []), (date(2027, 3, 9), [Slag.UTSKOTT_SENT])],
)
def test_utskottet_före_kallelsen_till_nämnden(dag: date, slag: list[Slag]) -> None:
    nämnden = möte(utskicksdag=date(2027, 3, 8))
    utskottet = annat(datum=dag, inför="a")

    assert [k.slag for k in kollisioner.kollisioner([nämnden, utskottet])] == slag


# --- Skillnader ----------------------------------------------------------------------------------


def rad(nyckel: str = "1", **fält) -> Rad:
    grund = {"organ": "Nämnden", "datum": date(2027, 3, 17), "från": time(13)}
    return Rad(nyckel, **(grund | fält))


def test_lika_planer_skiljer_inte() -> None:
    assert planskillnad.skillnader([rad()], [rad()]) == []


def test_nytt_struket_och_ändrat_i_dagarnas_ordning() -> None:
    förr = [rad("1"), rad("2", datum=date(2027, 4, 1))]
    nu = [rad("2", datum=date(2027, 4, 2), plats="Salen"), rad("3", datum=date(2027, 1, 7))]

    funna = planskillnad.skillnader(förr, nu)

    assert [(s.slag.value, s.rad.nyckel) for s in funna] == [
        ("nytt", "3"),
        ("struket", "1"),
        ("andrat", "2"),
    ]
    assert [(ä.vad, ä.förr, ä.nu) for ä in funna[2].ändringar] == [
        ("dag", date(2027, 4, 1), date(2027, 4, 2)),
        ("plats", "", "Salen"),
    ]
