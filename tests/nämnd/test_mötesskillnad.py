"""Två mötesfiler jämförs uppgift för uppgift."""

from __future__ import annotations

from typing import Any

import pytest

from nämnd.mötesskillnad import skillnader


@pytest.mark.parametrize(
    ("filen", "mötet", "väntat"),
    [
        pytest.param({"a": 1, "b": 2}, {"b": 2, "a": 1}, [], id="nycklarnas ordning"),
        pytest.param({"a": "x  y\n"}, {"a": "x y"}, [], id="blanksteg"),
        pytest.param({"a": False, "b": [], "c": ""}, {}, [], id="förvalda värden"),
        pytest.param({"satser": [{"text": "A."}]}, {"satser": ["A."]}, [], id="kort form"),
        pytest.param({"paragraf": "14"}, {"paragraf": 14}, [], id="tal som text"),
        pytest.param(
            {"m": {"plats": "Salen"}},
            {"m": {"plats": "Solrosen"}},
            ["m.plats (filen: ”Salen”, mötet: ”Solrosen”)"],
            id="ett annat värde",
        ),
        pytest.param({"a": True}, {}, ["a (filen: ja, mötet: inget)"], id="bara i filen"),
        pytest.param(
            {"sekretess": {}}, {}, ["sekretess (filen: tomt, mötet: inget)"], id="markering"
        ),
        pytest.param(
            {"nummer": None}, {}, ["nummer (filen: utan, mötet: inget)"], id="utan nummer"
        ),
        pytest.param(
            {"p": [{"r": "A"}, {"r": "B"}]},
            {"p": [{"r": "C"}]},
            ["p (filen har 2, mötet 1)", "p[0].r (filen: ”A”, mötet: ”C”)"],
            id="olika många",
        ),
    ],
)
def test_skillnaderna(filen: dict[str, Any], mötet: dict[str, Any], väntat: list[str]) -> None:
    assert skillnader(filen, mötet) == väntat
