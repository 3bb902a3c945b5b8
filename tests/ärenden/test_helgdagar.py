"""Helgdagarna och lagstadgad tid (lag 1930:173, lag 1989:253)."""

from datetime import date, timedelta

import pytest

from ärenden import helgdagar


@pytest.mark.parametrize(
    ("år", "månad", "dag"),
    [
        (1818, 3, 22),
        (1943, 4, 25),
        (1954, 4, 18),
        (1981, 4, 19),
        (1997, 3, 30),
        (2000, 4, 23),
        (2008, 3, 23),
        (2011, 4, 24),
        (2019, 4, 21),
        (2024, 3, 31),
        (2025, 4, 20),
        (2026, 4, 5),
        (2038, 4, 25),
        (2049, 4, 18),
        (2076, 4, 19),
    ],
    ids=lambda värde: f"lag 1989:253 § 2 påsk {värde}" if värde > 31 else "",
)
def test_påskdagen(år: int, månad: int, dag: int) -> None:
    assert helgdagar.påskdagen(år) == date(år, månad, dag)


def test_påskdagen_är_en_söndag_mellan_22_mars_och_25_april() -> None:
    for år in range(1900, 2200):
        påsk = helgdagar.påskdagen(år)
        assert påsk.isoweekday() == 7
        assert date(år, 3, 22) <= påsk <= date(år, 4, 25)


@pytest.mark.parametrize(
    ("år", "dagar"),
    [
        pytest.param(
            2026,
            {
                "2026-01-01": "nyårsdagen",
                "2026-01-06": "trettondedag jul",
                "2026-04-03": "långfredagen",
                "2026-04-05": "påskdagen",
                "2026-04-06": "annandag påsk",
                "2026-05-01": "första maj",
                "2026-05-14": "Kristi himmelsfärdsdag",
                "2026-05-24": "pingstdagen",
                "2026-06-06": "nationaldagen",
                "2026-06-20": "midsommardagen",
                "2026-10-31": "alla helgons dag",
                "2026-12-25": "juldagen",
                "2026-12-26": "annandag jul",
            },
            id="lag 1989:253 §§ 1–2 året 2026",
        ),
        pytest.param(
            2004,
            {
                "2004-01-01": "nyårsdagen",
                "2004-01-06": "trettondedag jul",
                "2004-04-09": "långfredagen",
                "2004-04-11": "påskdagen",
                "2004-04-12": "annandag påsk",
                "2004-05-01": "första maj",
                "2004-05-20": "Kristi himmelsfärdsdag",
                "2004-05-30": "pingstdagen",
                "2004-05-31": "annandag pingst",
                "2004-06-26": "midsommardagen",
                "2004-11-06": "alla helgons dag",
                "2004-12-25": "juldagen",
                "2004-12-26": "annandag jul",
            },
            id="lag 1989:253 § 1 före ändringen 2004:1320",
        ),
    ],
)
def test_årets_helgdagar_i_ordning(år: int, dagar: dict[str, str]) -> None:
    väntat = [(date.fromisoformat(dag), namn) for dag, namn in dagar.items()]

    assert list(helgdagar.allmänna_helgdagar(år).items()) == väntat


@pytest.mark.parametrize(
    ("dag", "namn"),
    [
        pytest.param(
            date(2008, 5, 1),
            "första maj och Kristi himmelsfärdsdag",
            id="lag 1989:253 § 2 två helgdagar på en dag",
        ),
        pytest.param(date(2005, 6, 6), "nationaldagen", id="lag 2004:1320 nationaldagen 2005"),
        pytest.param(date(2004, 6, 6), None, id="lag 2004:1320 inte nationaldagen 2004"),
        pytest.param(date(2005, 5, 16), None, id="lag 2004:1320 inte annandag pingst 2005"),
        pytest.param(date(2020, 6, 20), "midsommardagen", id="lag 1989:253 § 2 tidigast 20 juni"),
        pytest.param(date(2021, 6, 26), "midsommardagen", id="lag 1989:253 § 2 senast 26 juni"),
        pytest.param(date(2021, 11, 6), "alla helgons dag", id="lag 1989:253 § 2 senast 6 nov"),
    ],
)
def test_dagens_namn(dag: date, namn: str | None) -> None:
    assert helgdagar.allmänna_helgdagar(dag.year).get(dag) == namn


@pytest.mark.parametrize(
    ("dag", "arbetsfri"),
    [
        pytest.param(date(2026, 3, 14), True, id="lag 1930:173 § 2 lördag"),
        pytest.param(date(2026, 3, 15), True, id="lag 1930:173 § 2 söndag"),
        pytest.param(date(2026, 3, 16), False, id="lag 1930:173 § 2 måndag"),
        pytest.param(date(2026, 4, 3), True, id="lag 1930:173 § 2 långfredagen"),
        pytest.param(date(2026, 4, 2), False, id="lag 1930:173 § 2 skärtorsdagen är vardag"),
        pytest.param(date(2026, 5, 15), False, id="lag 1930:173 § 2 klämdagen är vardag"),
        pytest.param(date(2026, 4, 30), False, id="lag 1930:173 § 2 valborgsmässoafton är vardag"),
        pytest.param(date(2026, 6, 19), True, id="lag 1930:173 § 2 midsommarafton"),
        pytest.param(date(2026, 6, 18), False, id="lag 1930:173 § 2 dagen före midsommarafton"),
        pytest.param(date(2026, 12, 24), True, id="lag 1930:173 § 2 julafton"),
        pytest.param(date(2026, 12, 23), False, id="lag 1930:173 § 2 dagen före julafton"),
        pytest.param(date(2026, 12, 31), True, id="lag 1930:173 § 2 nyårsafton"),
        pytest.param(date(2026, 12, 30), False, id="lag 1930:173 § 2 dagen före nyårsafton"),
        pytest.param(date(2025, 6, 6), True, id="lag 1930:173 § 2 nationaldagen en fredag"),
        pytest.param(date(2003, 6, 6), False, id="lag 1930:173 § 2 sjätte juni 2003"),
        pytest.param(date(2003, 6, 9), True, id="lag 1930:173 § 2 annandag pingst 2003"),
        pytest.param(date(2025, 6, 9), False, id="lag 1930:173 § 2 annandag pingst 2025"),
    ],
)
def test_arbetsfri(dag: date, arbetsfri: bool) -> None:
    assert helgdagar.är_arbetsfri(dag) is arbetsfri


@pytest.mark.parametrize(
    ("dag", "vardag"),
    [
        pytest.param(date(2026, 3, 16), date(2026, 3, 16), id="lag 1930:173 § 2 vardag står kvar"),
        pytest.param(date(2026, 3, 14), date(2026, 3, 16), id="lag 1930:173 § 2 över helgen"),
        pytest.param(date(2026, 4, 3), date(2026, 4, 7), id="lag 1930:173 § 2 över påsken"),
        pytest.param(date(2026, 12, 24), date(2026, 12, 28), id="lag 1930:173 § 2 över julen"),
        pytest.param(date(2026, 12, 31), date(2027, 1, 4), id="lag 1930:173 § 2 över nyåret"),
        pytest.param(date(2026, 6, 19), date(2026, 6, 22), id="lag 1930:173 § 2 över midsommar"),
    ],
)
def test_nästa_vardag(dag: date, vardag: date) -> None:
    assert helgdagar.nästa_vardag(dag) == vardag


@pytest.mark.parametrize(
    ("från", "veckor", "slut"),
    [
        pytest.param(date(2026, 3, 18), 3, date(2026, 4, 8), id="lag 1930:173 § 1 samma veckodag"),
        pytest.param(date(2026, 3, 16), 3, date(2026, 4, 7), id="lag 1930:173 § 2 annandag påsk"),
        pytest.param(date(2026, 12, 10), 1, date(2026, 12, 17), id="lag 1930:173 § 1 en vecka"),
        pytest.param(date(2026, 12, 10), 3, date(2027, 1, 4), id="lag 1930:173 § 2 nyårsafton"),
    ],
)
def test_slutdag(från: date, veckor: int, slut: date) -> None:
    assert helgdagar.slutdag(från, veckor=veckor) == slut


@pytest.mark.parametrize(
    ("dag", "n", "före"),
    [
        pytest.param(date(2026, 3, 18), 1, date(2026, 3, 17), id="lag 1930:173 § 2 dagen före"),
        pytest.param(date(2026, 3, 16), 1, date(2026, 3, 13), id="lag 1930:173 § 2 över helgen"),
        pytest.param(date(2026, 3, 15), 1, date(2026, 3, 13), id="lag 1930:173 § 2 från en söndag"),
        pytest.param(date(2026, 4, 8), 3, date(2026, 4, 1), id="lag 1930:173 § 2 över påsken"),
        pytest.param(date(2027, 1, 4), 1, date(2026, 12, 30), id="lag 1930:173 § 2 över nyåret"),
    ],
)
def test_arbetsdagar_före(dag: date, n: int, före: date) -> None:
    assert helgdagar.arbetsdagar_före(dag, n) == före


@pytest.mark.parametrize("n", [0, -1])
def test_minst_en_arbetsdag_före(n: int) -> None:
    with pytest.raises(ValueError, match="minst 1"):
        helgdagar.arbetsdagar_före(date(2026, 3, 18), n)


def test_nästa_vardag_är_den_första_som_inte_är_arbetsfri() -> None:
    for dagar in range(366 * 3):
        dag = date(2024, 1, 1) + timedelta(days=dagar)
        vardag = helgdagar.nästa_vardag(dag)

        assert not helgdagar.är_arbetsfri(vardag)
        emellan = [dag + timedelta(days=n) for n in range((vardag - dag).days)]
        assert all(helgdagar.är_arbetsfri(d) for d in emellan)
