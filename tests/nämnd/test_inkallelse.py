"""Inkallelseordningen som reglementet skriver den, en rad per parti."""

import pytest

from nämnd import inkallelse
from nämnd.inkallelse import Förtroendevald, Plats, Tjänstgöringsregler

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


# --- Vem som är i tur --------------------------------------------------------------------------

SIV = Förtroendevald(11, "Siv", "S", är_ersättare=True)
STIG = Förtroendevald(12, "Stig", "S", är_ersättare=True, valkrets="norr")
MAJ = Förtroendevald(13, "Maj", "M", är_ersättare=True)
VERA = Förtroendevald(14, "Vera", "V", är_ersättare=True)
LEDAMOT = Förtroendevald(4, "Dan", "S")
ALLA = [MAJ, SIV, STIG, VERA, LEDAMOT]
PLATS_S, PLATS_S2, PLATS_M, PLATS_V = (
    Plats(1, "S", "norr"),
    Plats(2, "S"),
    Plats(3, "M"),
    Plats(4, "V"),
)
ORDNING = Tjänstgöringsregler(inkallelseordning={"S": ["V", "M"], "M": ["S"], "V": []})
FULLMÄKTIGE = Tjänstgöringsregler(fullmäktige=True, inkallelseordning={"S": ["V"]})


@pytest.mark.parametrize(
    ("plats", "regler", "val", "väntat"),
    [
        pytest.param(PLATS_S, ORDNING, {}, [11, 12, 14, 13], id="KL 6:17 partierna i ordning"),
        pytest.param(PLATS_V, ORDNING, {}, [14], id="KL 6:17 bara det egna partiet"),
        pytest.param(PLATS_M, ORDNING, {}, [13, 11, 12], id="KL 6:17 annat partis tur"),
        pytest.param(
            PLATS_S, Tjänstgöringsregler(), {}, [11, 12, 13, 14], id="KL 6:17 ingen ordning bestämd"
        ),
        pytest.param(
            PLATS_S,
            Tjänstgöringsregler(inkallelseordning={"S": []}, personlig_ersättare={1: 13}),
            {},
            [13, 11, 12],
            id="KL 6:17 personlig ersättare först",
        ),
        pytest.param(
            PLATS_S, ORDNING, {"upptagna": {11, 14}}, [12, 13], id="KL 6:17 redan inkallade hoppas"
        ),
        pytest.param(
            PLATS_S, ORDNING, {"har_börjat": {12}}, [12, 11, 14, 13], id="KL 5:18 har börjat"
        ),
        pytest.param(PLATS_S, FULLMÄKTIGE, {}, [12, 11], id="KL 5:21 egen valkrets, eget parti"),
        pytest.param(PLATS_V, FULLMÄKTIGE, {}, [14], id="KL 5:21 bara det egna partiet"),
    ],
)
def test_i_tur(
    plats: Plats, regler: Tjänstgöringsregler, val: dict[str, set[int]], väntat: list[int]
) -> None:
    assert inkallelse.i_tur(plats, ALLA, regler, **val) == väntat


@pytest.mark.parametrize(
    ("platser", "regler", "upptagna", "väntat"),
    [
        pytest.param(
            [PLATS_S, PLATS_S2], ORDNING, set(), [[11, 14, 13], [12, 14, 13]], id="KL 6:17 två ur S"
        ),
        pytest.param(
            # S-platsens tur går vidare till V, men V:s egen plats behöver sin ersättare.
            [PLATS_S, PLATS_V],
            ORDNING,
            {11, 12},
            [[13], [14]],
            id="KL 6:17 det egna partiet först till sin plats",
        ),
        pytest.param(
            [PLATS_S, PLATS_S2],
            Tjänstgöringsregler(inkallelseordning={"S": []}, personlig_ersättare={2: 11}),
            set(),
            [[12], [11]],
            id="KL 6:17 personlig ersättare hålls för sin ledamot",
        ),
        pytest.param(
            [PLATS_S, PLATS_S2], FULLMÄKTIGE, set(), [[12], [11]], id="KL 5:21 valkretsen först"
        ),
        pytest.param([PLATS_V], ORDNING, {14}, [[]], id="KL 6:17 ingen kvar"),
        pytest.param([], ORDNING, set(), [], id="ingen borta"),
    ],
)
def test_fördela(
    platser: list[Plats], regler: Tjänstgöringsregler, upptagna: set[int], väntat: list[list[int]]
) -> None:
    tagna = [upptagna] * len(platser)
    assert inkallelse.fördela(platser, ALLA, regler, upptagna=tagna) == väntat


@pytest.mark.parametrize(
    ("vald", "plats", "på_tur", "regler", "text", "hindrar"),
    [
        pytest.param(SIV, PLATS_S, SIV, ORDNING, "", False, id="KL 6:17 i tur"),
        pytest.param(STIG, PLATS_S, SIV, ORDNING, "Siv står före Stig", False, id="KL 6:17 varnar"),
        pytest.param(STIG, PLATS_S, SIV, FULLMÄKTIGE, "Siv står före", True, id="KL 5:18 hindrar"),
        pytest.param(MAJ, PLATS_V, None, ORDNING, "M står inte i", False, id="KL 6:17 annat parti"),
        pytest.param(MAJ, None, None, ORDNING, "", False, id="KL 6:17 vakant plats"),
    ],
)
def test_före_sin_tur(
    vald: Förtroendevald,
    plats: Plats | None,
    på_tur: Förtroendevald | None,
    regler: Tjänstgöringsregler,
    text: str,
    hindrar: bool,
) -> None:
    fynd = inkallelse.före_sin_tur(vald, plats, på_tur, regler)
    assert [(text in f.text, f.hindrar) for f in fynd] == ([(True, hindrar)] if text else [])


@pytest.mark.parametrize(
    ("platser", "då", "nu", "väntat"),
    [
        pytest.param(3, ["S", "M", "S"], ["S", "M"], ["S"], id="partiet som hade platsen"),
        pytest.param(4, ["S", "M", "C"], ["S"], ["M", "C", ""], id="en plats som aldrig besatts"),
        pytest.param(2, ["S", "M"], ["S", "C"], [], id="en annan är vald"),
        pytest.param(3, [], ["S", "M"], [""], id="det går inte att säga vems den var"),
    ],
)
def test_vakanta_platser(platser: int, då: list[str], nu: list[str], väntat: list[str]) -> None:
    assert inkallelse.vakanta(platser, då, nu) == väntat


def test_i_fullmäktige_bara_partiets_ersättare_KL_5_21() -> None:
    (fynd,) = inkallelse.fel_parti(MAJ, PLATS_S, FULLMÄKTIGE)
    assert fynd.hindrar
    assert "5 kap. 21 §" in fynd.lagrum
    assert inkallelse.fel_parti(MAJ, PLATS_S, ORDNING) == []
    assert inkallelse.fel_parti(SIV, PLATS_S, FULLMÄKTIGE) == []
