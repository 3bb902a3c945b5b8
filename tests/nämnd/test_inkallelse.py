"""Inkallelseordningen som reglementet skriver den, en rad per parti."""

import pytest

from nämnd import inkallelse

PARTIER = ["S", "M", "Björksundspartiet", "V"]


@pytest.mark.parametrize(
    ("text", "ordning"),
    [
        pytest.param("S: V, M", {"S": ["V", "M"]}, id="KL 6:17 partierna i ordning"),
        pytest.param(
            "s:v,björksundspartiet\n\nM:",
            {"S": ["V", "Björksundspartiet"], "M": []},
            id="KL 6:17 små bokstäver, tom rad, bara det egna",
        ),
        pytest.param("S: S, V", {"S": ["V"]}, id="KL 6:17 det egna partiet skrivet ändå"),
        pytest.param("", {}, id="KL 6:17 ingen ordning bestämd"),
    ],
)
def test_läs_och_skriv(text: str, ordning: inkallelse.Ordning) -> None:
    assert inkallelse.läs(text, PARTIER) == ordning
    assert inkallelse.läs(inkallelse.skriv(ordning), PARTIER) == ordning


@pytest.mark.parametrize(
    ("text", "fel"),
    [
        pytest.param("S V", "Rad 1: skriv partiet, kolon", id="utan kolon"),
        pytest.param(": V", "Rad 1: skriv partiet före", id="utan parti"),
        pytest.param("S: V\nM: XYZ", "Rad 2: XYZ finns inte", id="okänt parti"),
        pytest.param("S: V, M, v", "Rad 1: ett parti står två gånger", id="två gånger"),
        pytest.param("S: V\nS: M", "Rad 2: S har redan en rad", id="två rader"),
    ],
)
def test_fel_rad(text: str, fel: str) -> None:
    with pytest.raises(inkallelse.FelOrdning, match=fel):
        inkallelse.läs(text, PARTIER)
