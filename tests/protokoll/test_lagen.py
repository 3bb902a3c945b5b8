"""Lagtabellerna: beslutsförhet, §-nummer, justeringstid och protokollets innehåll."""

from datetime import date

import pytest

from protokoll import fullständighet, justeringstid
from protokoll.beslutsförhet import Beslutsförhet
from protokoll.fullständighet import Underlag
from protokoll.paragrafnummer import numrera


@pytest.mark.parametrize(
    ("platser", "tjänstgörande", "för"),
    [
        pytest.param(11, 6, True, id="KL 6:27 sex av elva är fler än hälften"),
        pytest.param(11, 5, False, id="KL 6:27 fem av elva är inte fler än hälften"),
        pytest.param(10, 5, False, id="KL 6:27 precis hälften räcker inte"),
        pytest.param(10, 6, True, id="KL 6:27 en mer än hälften räcker"),
        pytest.param(1, 1, True, id="KL 6:27 ensam ledamot"),
        pytest.param(1, 0, False, id="KL 6:27 ingen närvarande"),
        pytest.param(2, 1, False, id="KL 6:27 en av två"),
        pytest.param(61, 31, True, id="KL 5:45 fullmäktige, en mer än hälften"),
        pytest.param(61, 30, False, id="KL 5:45 fullmäktige, en för lite"),
    ],
)
def test_beslutsförhet(platser: int, tjänstgörande: int, för: bool) -> None:
    läge = Beslutsförhet(platser=platser, tjänstgörande=tjänstgörande)

    assert läge.är_beslutsför is för
    assert (läge.saknas == 0) is för
    assert Beslutsförhet(platser=platser, tjänstgörande=läge.krävs).är_beslutsför


@pytest.mark.parametrize(
    ("formalia", "senaste", "med", "nummer"),
    [
        pytest.param([True, False, False], 0, True, [1, 2, 3], id="årets första möte"),
        pytest.param([True, False], 26, True, [27, 28], id="fortsätter efter förra mötet"),
        pytest.param(
            [True, True, False, True, False],
            26,
            False,
            [None, None, 27, None, 28],
            id="formalia utan §, inga luckor",
        ),
        pytest.param([], 5, True, [], id="tomt möte"),
    ],
)
def test_paragrafnummer(
    formalia: list[bool], senaste: int, med: bool, nummer: list[int | None]
) -> None:
    assert numrera(formalia, senaste=senaste, formalia_med_paragraf=med) == nummer


@pytest.mark.parametrize(
    ("möte", "sista"),
    [
        pytest.param(date(2026, 3, 18), date(2026, 4, 1), id="KL 5:69 fjorton dagar"),
        pytest.param(date(2026, 12, 20), date(2027, 1, 3), id="KL 5:69 över årsskiftet"),
    ],
)
def test_justeringstid(möte: date, sista: date) -> None:
    assert justeringstid.sista_justeringsdag(möte) == sista


@pytest.mark.parametrize(
    ("möte", "dagar"),
    [
        pytest.param(
            date(2026, 3, 18),
            (date(2026, 3, 25), date(2026, 3, 28), date(2026, 3, 31)),
            id="KL 5:69 dag 7, 10 och 13",
        ),
        pytest.param(
            date(2026, 12, 20),
            (date(2026, 12, 27), date(2026, 12, 30), date(2027, 1, 2)),
            id="KL 5:69 över årsskiftet",
        ),
    ],
)
def test_påminnelser_före_sista_dagen(möte: date, dagar: tuple[date, ...]) -> None:
    assert justeringstid.påminnelsedagar(möte) == dagar
    assert max(dagar) < justeringstid.sista_justeringsdag(möte)


@pytest.mark.parametrize(
    ("möte", "dag", "försenad"),
    [
        pytest.param(date(2026, 3, 18), date(2026, 4, 1), False, id="KL 5:69 fjortonde dagen"),
        pytest.param(date(2026, 3, 18), date(2026, 4, 2), True, id="KL 5:69 femtonde dagen"),
        pytest.param(
            date(2026, 12, 20), date(2027, 1, 4), False, id="KL 5:69 lag 1930:173 § 2 söndag"
        ),
        pytest.param(date(2026, 12, 20), date(2027, 1, 5), True, id="KL 5:69 efter nästa vardag"),
        pytest.param(date(2026, 3, 20), date(2026, 4, 7), False, id="KL 5:69 långfredagen"),
        pytest.param(date(2026, 3, 20), date(2026, 4, 8), True, id="KL 5:69 efter påsken"),
    ],
)
def test_försenad_justering(möte: date, dag: date, försenad: bool) -> None:
    assert justeringstid.är_försenad(möte, dag) is försenad


HELT = Underlag(tjänstgörande=6, har_ordförande=True, justerare=1)


def test_inget_hindrar_ett_fullständigt_möte() -> None:
    assert fullständighet.brister(HELT) == []


@pytest.mark.parametrize(
    ("ändring", "ord_", "lagrum"),
    [
        pytest.param({"tjänstgörande": 0}, "närvarande", "5 kap. 66 §", id="KL 5:66 närvaro"),
        pytest.param({"har_ordförande": False}, "ordförande", "5 kap. 65 §", id="KL 5:65"),
        pytest.param({"justerare": 0}, "justerare", "5 kap. 69 §", id="KL 5:69 justerare"),
        pytest.param({"utan_utfall": ["Taxa"]}, "Taxa", "5 kap. 67 §", id="KL 5:67 utfall"),
        pytest.param({"utan_beslut": ["Taxa"]}, "Taxa", "5 kap. 67 §", id="KL 5:67 p. 4"),
        pytest.param({"ej_upptagna": ["Taxa"]}, "Taxa", "5 kap. 66 §", id="KL 5:66 ärenden"),
        pytest.param({"pågående_tidigare": ["Nämnden 2026-01-01"]}, "2026-01-01", "", id="nummer"),
    ],
)
def test_varje_brist_hindrar_och_säger_varför(ändring: dict, ord_: str, lagrum: str) -> None:
    (brist,) = fullständighet.brister(Underlag(**(vars(HELT) | ändring)))

    assert ord_ in brist.text
    assert brist.lagrum.startswith(lagrum)
    assert bool(brist.lagtext) is bool(lagrum)
