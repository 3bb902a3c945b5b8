"""Lagtabellerna för val: majoritetsval (KL 5:55–56) och proportionella val (lag 2022:629)."""

from fractions import Fraction

import pytest

from protokoll.majoritetsval import LottKrävs, dra, dragna, räkna_val
from protokoll.proportionellt_val import (
    Begäran,
    Valsedel,
    Valsedelsgrupp,
    Valslag,
    fördela,
    gruppera,
    kvot,
    talet,
    återskapa,
)

INGEN_LOTT = dragna([])


@pytest.mark.parametrize(
    ("röster", "platser", "lotter", "valda"),
    [
        pytest.param({"A": 3, "B": 5}, 1, [], ("B",), id="KL 5:55 flest röster"),
        pytest.param({"A": 3, "B": 5, "C": 4}, 2, [], ("B", "C"), id="KL 5:55 två platser"),
        pytest.param({"A": 5, "B": 5}, 2, [], ("A", "B"), id="KL 5:56 lika men båda får plats"),
        pytest.param({"A": 5, "B": 5}, 1, ["B"], ("B",), id="KL 5:56 lotten avgör platsen"),
        pytest.param(
            {"A": 2, "B": 2, "C": 2}, 2, ["C", "A"], ("C", "A"), id="KL 5:56 lott för varje plats"
        ),
        pytest.param({"A": 1, "B": 0}, 2, [], ("A",), id="KL 5:55 utan röst ingen plats"),
    ],
)
def test_majoritetsval(
    röster: dict[str, int], platser: int, lotter: list[str], valda: tuple[str, ...]
) -> None:
    resultat = räkna_val(röster, platser=platser, lotta=dragna(lotter))

    assert resultat.valda == valda
    assert [lott.vald for lott in resultat.lottningar] == lotter


def test_lotten_avgör_också_ordningen_när_den_gäller() -> None:
    """KL 5:56: ersättare tjänstgör i den ordning de valdes."""
    resultat = räkna_val({"A": 5, "B": 5}, platser=2, lotta=dragna(["B"]), ordningen_gäller=True)

    assert resultat.valda == ("B", "A")
    assert resultat.lottningar[0].mening == "Lottning mellan A och B: lotten faller på B."


def test_en_lott_som_inte_är_dragen_begärs() -> None:
    with pytest.raises(LottKrävs, match="Dra lott mellan A och B") as fel:
        räkna_val({"A": 5, "B": 5}, platser=1, lotta=INGEN_LOTT)

    assert fel.value.alternativ == ("A", "B")


def test_lotten_är_ett_av_alternativen() -> None:
    with pytest.raises(ValueError, match="inte ett av alternativen"):
        dra(["A", "B"], dragna(["C"]))


@pytest.mark.parametrize(
    ("röster", "platser", "avgivna", "ord_"),
    [
        pytest.param({"A": 1}, 0, 1, "minst en plats", id="inga platser"),
        pytest.param({"A": -1}, 1, 1, "inte negativt", id="negativt"),
        pytest.param({"A": 4}, 2, 3, "fler än sedlarna", id="KL 4:24 fler röster än sedlar"),
        pytest.param({"A": 3, "B": 3, "C": 1}, 2, 3, "fler än sedlarna", id="KL 4:24 fler namn"),
    ],
)
def test_omöjliga_majoritetsval(
    röster: dict[str, int], platser: int, avgivna: int, ord_: str
) -> None:
    with pytest.raises(ValueError, match=ord_):
        räkna_val(röster, platser=platser, lotta=INGEN_LOTT, avgivna=avgivna)


def test_full_sedel_är_tillåten() -> None:
    assert räkna_val({"A": 3, "B": 3}, platser=2, lotta=INGEN_LOTT, avgivna=3).valda == ("A", "B")


@pytest.mark.parametrize(
    ("närvarande", "platser", "krävs"),
    [
        pytest.param(51, 11, 5, id="2022:629 2 § 4,25 avrundas till 5"),
        pytest.param(51, 7, 7, id="2022:629 2 § 6,375 avrundas till 7"),
        pytest.param(12, 3, 3, id="2022:629 2 § jämn kvot avrundas inte"),
        pytest.param(11, 1, 6, id="2022:629 2 § en plats: mer än hälften"),
    ],
)
def test_kvoten(närvarande: int, platser: int, krävs: int) -> None:
    assert kvot(närvarande=närvarande, platser=platser) == krävs


@pytest.mark.parametrize(
    ("ändring", "koder"),
    [
        pytest.param({}, [], id="2022:629 2 § precis så många begär"),
        pytest.param({"begärande": 4}, ["för_få_begär"], id="2022:629 2 § en för lite"),
        pytest.param(
            {"avser_ersättare": True}, ["ledamöterna_först"], id="2022:629 3 § ledamöterna först"
        ),
        pytest.param(
            {"avser_ersättare": True, "ledamöterna_valdes_proportionellt": True},
            [],
            id="2022:629 3 § ersättare efter proportionellt val",
        ),
        pytest.param(
            {"valslag": Valslag.ANNAT}, ["inte_proportionellt"], id="KL 5:58 bara vissa val"
        ),
        pytest.param({"valslag": Valslag.UTSKOTT}, [], id="KL 6:42 utskott"),
    ],
)
def test_begäran(ändring: dict, koder: list[str]) -> None:
    grund = {"valslag": Valslag.NÄMND, "platser": 11, "närvarande": 51, "begärande": 5}
    hinder = Begäran(**(grund | ändring)).hinder

    assert [f.kod for f in hinder] == koder
    assert all(f.lagtext for f in hinder)


def grupp(namn: str, röster: int, *lista: str) -> Valsedelsgrupp:
    return Valsedelsgrupp(namn, lista or tuple(f"{namn}{n}" for n in range(1, 10)), röster)


@pytest.mark.parametrize(
    ("röster", "platser", "lotter", "grupper"),
    [
        pytest.param(
            {"A": 17, "B": 5, "C": 5, "G": 4}, 7, ["B"], "AAABCAG", id="2022:629 sju av 31"
        ),
        pytest.param(
            {"A": 29, "R": 24, "S": 8}, 13, ["R"], "ARARARSARAARA", id="2022:629 tre grupper"
        ),
        pytest.param({"A": 6, "B": 3}, 2, ["A"], "AA", id="2022:629 6/2 är lika med 3/1: lott"),
        pytest.param({"A": 6, "B": 3}, 2, ["B"], "AB", id="2022:629 lotten faller på andra"),
        pytest.param({"A": 5, "B": 0}, 2, [], "AA", id="2022:629 ingen röst, ingen plats"),
    ],
)
def test_platserna_fördelas(
    röster: dict[str, int], platser: int, lotter: list[str], grupper: str
) -> None:
    resultat = fördela(
        [grupp(n, antal) for n, antal in röster.items()], platser=platser, lotta=dragna(lotter)
    )

    assert "".join(p.grupp for p in resultat.platser) == grupper
    assert [lott.vald for lott in resultat.lottningar] == lotter
    assert resultat.otillsatta == 0


def test_jämförelsetalen_är_exakta_och_listan_följs() -> None:
    """19 §: platserna fylls i listans ordning."""
    resultat = fördela([grupp("A", 17), grupp("B", 5)], platser=4, lotta=INGEN_LOTT)

    assert [p.jämförelsetal for p in resultat.platser] == [17, Fraction(17, 2), Fraction(17, 3), 5]
    assert resultat.valda == ("A1", "A2", "A3", "B1")


def test_listan_är_slut() -> None:
    resultat = fördela([grupp("A", 9, "Ada"), grupp("B", 1, "Bo")], platser=3, lotta=INGEN_LOTT)

    assert resultat.valda == ("Ada", "Bo")
    assert resultat.otillsatta == 1
    assert [(f.hindrar, f.kod) for f in resultat.fynd] == [
        (False, "listan_slut"),
        (True, "otillsatt"),
    ]


def test_ingen_får_två_platser() -> None:
    grupper = [grupp("A", 5, "Ada", "Bo"), grupp("B", 4, "Ada", "Cia")]

    resultat = fördela(grupper, platser=2, lotta=INGEN_LOTT)

    assert resultat.valda == ("Ada", "Cia")
    assert [f.kod for f in resultat.fynd] == ["flera_listor"]


def test_platserna_återskapas_ur_listorna_och_de_valda() -> None:
    """19 §: den som läser protokollet ser vilken lista varje plats kom från, också efter lott."""
    grupper = [grupp("A", 5, "Ada", "Bo"), grupp("B", 5, "Cia", "Ada"), grupp("C", 2, "Dan")]
    avgjort = fördela(grupper, platser=3, lotta=dragna(["B", "A"]))

    åter = återskapa(grupper, avgjort.valda)

    assert [(p.grupp, p.namn, p.jämförelsetal) for p in åter] == [
        (p.grupp, p.namn, p.jämförelsetal) for p in avgjort.platser
    ]
    assert återskapa(grupper, ["Cia", "Dan"]) == ()
    delade = [grupp("A", 5, "Ada"), grupp("B", 5, "Ada")]
    assert återskapa(delade, ["Ada"]) == ()
    assert [talet(Fraction(17, 3)), talet(Fraction(4))] == ["5,67", "4"]


def test_samma_beteckning_med_en_annan_lista_är_en_egen_grupp() -> None:
    """Ingen tjänar en plats på en annans gruppbeteckning."""
    sedlar = [
        Valsedel("Samling", ("Ada", "Bo")),
        Valsedel("Samling", ("Bo", "Ada")),
        Valsedel("Centrum", ("Cia",)),
        Valsedel("Samling", ("Ada", "Bo")),
    ]

    grupper = gruppera(sedlar)

    assert [(g.namn_på_gruppen, g.lista, g.röster) for g in grupper] == [
        ("Samling (lista 1)", ("Ada", "Bo"), 2),
        ("Centrum", ("Cia",), 1),
        ("Samling (lista 2)", ("Bo", "Ada"), 1),
    ]
    assert gruppera(reversed(sedlar)) == grupper


@pytest.mark.parametrize(
    ("beteckning", "namn", "ord_"),
    [
        pytest.param(" ", ("Ada",), "gruppbeteckning", id="2022:629 7 § gruppbeteckning"),
        pytest.param("A", (), "minst ett namn", id="2022:629 utan namn"),
        pytest.param("A", ("Ada", "Ada"), "en gång", id="2022:629 samma namn två gånger"),
    ],
)
def test_ogiltig_sedel(beteckning: str, namn: tuple[str, ...], ord_: str) -> None:
    with pytest.raises(ValueError, match=ord_):
        Valsedel(beteckning, namn)


def test_orimliga_val() -> None:
    with pytest.raises(ValueError, match="minst en plats"):
        fördela([grupp("A", 1)], platser=0, lotta=INGEN_LOTT)
    with pytest.raises(ValueError, match="minst en plats"):
        kvot(närvarande=5, platser=0)
    with pytest.raises(ValueError, match="samma namn"):
        fördela([grupp("A", 1), grupp("A", 2)], platser=1, lotta=INGEN_LOTT)
