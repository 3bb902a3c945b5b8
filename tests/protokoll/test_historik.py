"""Reglerna som bara varnar för ett inläst protokoll, och paragrafspannen de läser."""

import copy
import json
from pathlib import Path

import pytest

from nämnd import filfält, mötesfil
from nämnd.models import Kallad, Organ, Punkt
from protokoll import historik
from protokoll.models import (
    Anteckning,
    Närvaro,
    Omröstning,
    Paragraf,
    Reservation,
    Röst,
    Underskrift,
    Yrkande,
    ÖvrigNärvarande,
)
from protokoll.paragrafnummer import omfattar
from tests.protokoll.mötesfiler import BO, HÅLLET, MÄRTA, ORDF, TOVE, ÅKE
from ärenden.models import Handling
from ärenden.överklagandetyp import Överklagandetyp

ALLA = [ORDF, ÅKE, MÄRTA]


def varningar(platser=3, partier=None, **delar) -> list[str]:
    data = {
        "sammantrade": {"datum": "2021-03-17"},
        "narvaro": [p | {"status": "ledamot"} for p in ALLA],
        "paragrafer": [{"paragraf": 14, "rubrik": "A"}],
    } | delar
    granskat = historik.granska(data, platser=platser, partier=partier or {})
    return [f"{v.plats}: {v.text}" for v in granskat]


def paragraf(**delar) -> dict:
    return {"paragrafer": [{"paragraf": 14, "rubrik": "A"} | delar]}


@pytest.mark.parametrize(
    ("spann", "inom", "utom"),
    [
        ("14-22", [14, 18, 22], [13, 23, 1]),
        ("14", [14], [13, 15, 140]),
        ("141-143, 145-159", [141, 143, 145, 159], [144, 160]),
        ("-48", [1, 48], [49]),
        ("49-", [49, 900], [48]),
        ("3,5", [3, 5], [4]),
        ("", [], [1]),
        ("-", [], [1]),
        ("t.o.m. 4", [], [4]),
    ],
)
def test_paragrafspann_omfattar(spann, inom, utom):
    assert [n for n in inom if not omfattar(spann, n)] == []
    assert [n for n in utom if omfattar(spann, n)] == []


@pytest.mark.parametrize(
    ("nummer", "tal"),
    [(63, 63), ("63/20", 63), ("63 A", 63), ("A 63", None), (None, None), ("123456", None)],
)
def test_paragrafens_tal(nummer, tal):
    assert historik.heltal(nummer) == tal


def test_ett_rätt_protokoll_ger_inget():
    assert varningar() == []
    assert [str(v) for v in historik.granska(HÅLLET, platser=4, partier={})] == []


@pytest.mark.parametrize(
    ("delar", "väntat"),
    [
        (
            paragraf(omrostningar=[{"roster": {"ja": [ORDF, ÅKE]}}]),
            "paragrafer[0].omrostningar[0]: 2 av 3 tjänstgörande är redovisade.",
        ),
        (
            paragraf(omrostningar=[{"antal": {"ja": 3, "nej": 1}}]),
            "paragrafer[0].omrostningar[0]: 4 av 3 tjänstgörande är redovisade.",
        ),
        (
            paragraf(omrostningar=[{"roster": {"ja": [ORDF, ÅKE], "avstar": [ORDF]}}]),
            "paragrafer[0].omrostningar[0]: Željka Čović-Šimić står 2 gånger i omröstningen.",
        ),
        (
            paragraf(yrkanden=[{"text": "A", "av": [ÅKE | {"parti": "L"}]}]),
            "paragrafer[0].yrkanden[0].av[0]: Åke Öberg står med partiet L, i närvaron M.",
        ),
        (paragraf(jav=[BO]), "paragrafer[0].jav[0]: Bo Ekfalk står inte i närvaron."),
        (
            {
                "narvaro": [
                    *(p | {"status": "ledamot"} for p in ALLA),
                    TOVE | {"status": "tjanstgorande_ersattare", "for": "Åke Öberg"},
                ]
            },
            "narvaro[3]: Tove Älvhage tjänstgör för Åke Öberg, som också tjänstgör, § 14.",
        ),
        (
            {
                "narvaro": [
                    ORDF | {"status": "ledamot"},
                    TOVE | {"status": "tjanstgorande_ersattare", "for": "Åke Öberg"},
                    TOVE | {"status": "tjanstgorande_ersattare", "for": "Bo Ekfalk"},
                ]
            },
            "narvaro[2]: Tove Älvhage tjänstgör samtidigt för Åke Öberg och Bo Ekfalk, § 14.",
        ),
        (
            {
                "organ": {"distans_tillaten": False},
                "narvaro": [ORDF | {"status": "ledamot", "distans": True}],
            },
            "narvaro[0]: Željka Čović-Šimić står på distans, men organet tillåter det inte "
            "(KL 5 kap. 16 §, 6 kap. 24 §).",
        ),
        (
            {"justering": [{"datum": "2021-03-16"}]},
            "justering[0]: Justerat 2021-03-16, före mötet.",
        ),
        (
            {"paragrafer": [{"paragraf": n, "rubrik": "A"} for n in (14, 13)]},
            "paragrafer[1]: § 13 står efter § 14.",
        ),
        (
            {"paragrafer": [{"paragraf": n, "rubrik": "A"} for n in (14, 16)]},
            "paragrafer[1]: § 15 saknas före § 16.",
        ),
    ],
    ids=[
        *("KL 5:67 namnen är färre än de tjänstgörande", "KL 5:67 fler röster än tjänstgörande"),
        *("samma namn två gånger", "fel parti", "jävig som inte är närvarande"),
        *("KL 5:66 ledamoten och ersättaren", "KL 4:24 en ersättare på två platser"),
        *("KL 6:24 på distans utan medgivande", "KL 5:69 justerat före mötet"),
        *("paragraf i oordning", "lucka i paragraferna"),
    ],
)
def test_felet_blir_en_varning(delar, väntat):
    # Två ersättare på en plats gör också fler tjänstgörande än platser; det sägs för sig.
    assert väntat in varningar(**delar)


def test_sedlarna_i_ett_val_räknas_inte_som_röster() -> None:
    """Blanka sedlar står i antalet, de andra på kandidaterna."""
    val = {
        "slag": "val",
        "sluten": True,
        "antal": {"avstar": 1},
        "kandidater": [{"namn": "Anna", "roster": 2}],
    }
    assert varningar(**paragraf(omrostningar=[val])) == []
    utan = {n: v for n, v in val.items() if n != "kandidater"}
    assert "1 av 3 tjänstgörande" in str(varningar(**paragraf(omrostningar=[utan])))


def test_partiet_jämförs_med_registret():
    assert varningar(partier={"Åke Öberg": "L"}) == [
        "narvaro[1]: Åke Öberg står med partiet M, i registret L."
    ]


def test_två_ersättare_efter_varandra_på_en_plats_är_rätt():
    """KL 5 kap. 66 §: den ena till och med § 14, den andra från § 15."""
    rader = [
        ORDF | {"status": "ledamot"},
        TOVE | {"status": "tjanstgorande_ersattare", "for": "X", "paragrafer": "-14"},
        BO | {"status": "tjanstgorande_ersattare", "for": "X", "paragrafer": "15-"},
    ]
    paragrafer = [{"paragraf": n, "rubrik": "A"} for n in (14, 15)]
    assert varningar(platser=2, narvaro=rader, paragrafer=paragrafer) == []
    rader[2]["paragrafer"] = "14-"
    assert len(varningar(platser=2, narvaro=rader, paragrafer=paragrafer)) == 2


def test_granskningen_ändrar_inte_filen():
    data = copy.deepcopy(HÅLLET)
    historik.granska(data, platser=4, partier={})
    assert data == HÅLLET


# --- Formatets ord och radernas -------------------------------------------------------------------

DELAR = mötesfil.SCHEMA["$defs"]
PARAGRAF = DELAR["paragraf"]["properties"]
RADER = [
    (mötesfil.SCHEMA["properties"]["organ"]["properties"]["typ"], Organ.Typ),
    (mötesfil.SCHEMA["properties"]["kallade"]["items"]["properties"]["som"], Kallad.Som),
    (DELAR["punkt"]["properties"]["slag"], Punkt.Slag),
    (DELAR["handling"]["properties"]["slag"], Handling.Slag),
    (DELAR["narvarande"]["properties"]["status"], Närvaro.Status),
    (DELAR["ovrig"]["properties"]["roll"], ÖvrigNärvarande.Roll),
    (DELAR["omrostning"]["properties"]["slag"], Omröstning.Slag),
    (DELAR["beslut"]["properties"]["utfall"], Paragraf.Utfall),
    (DELAR["beslut"]["properties"]["overklagande"], Överklagandetyp),
    (PARAGRAF["typ"], Paragraf.Typ),
    (PARAGRAF["yrkanden"]["items"]["properties"]["slag"], Yrkande.Slag),
    (PARAGRAF["reservationer"]["items"]["properties"]["form"], Reservation.Form),
    (PARAGRAF["anteckningar"]["items"]["properties"]["slag"], Anteckning.Slag),
]


@pytest.mark.parametrize(("schema", "val"), RADER, ids=[v.__qualname__ for _, v in RADER])
def test_raderna_har_varje_ord_som_formatet_har(schema, val):
    assert set(schema["enum"]) == {v.value for v in val}


def test_rösternas_och_underskrifternas_ord():
    röster = DELAR["omrostning"]["properties"]["roster"]["properties"]
    assert set(röster) == {v.value for v in Röst.Val}
    justering = mötesfil.SCHEMA["properties"]["justering"]["items"]["properties"]
    som = justering["underskrivet"]["items"]["properties"]["som"]
    assert set(som["enum"]) == {v.value for v in Underskrift.Som}


@pytest.mark.parametrize(
    ("text", "väntat"),
    [("4", 4), ("0", 0), ("4a", "4a"), ("047", "047"), ("٤", "٤"), ("", ""), ("9" * 10, "9" * 10)],
    ids=["tal", "noll", "bokstav", "nolla först", "andra siffror", "tomt", "för stort"],
)
def test_nummer_skrivs_som_de_stod(text, väntat):
    assert filfält.nummer_till_fil(text) == väntat


def test_filen_med_schemat_är_läsbar_json():
    eget = Path(mötesfil.__file__).with_name("motesfil.schema.json")
    assert json.loads(eget.read_text("utf-8"))["title"] == "Mötesfil 1"


@pytest.mark.parametrize(
    ("delar", "lagrum"),
    [
        pytest.param(
            {"narvaro": [p | {"status": "ledamot"} for p in [*ALLA, BO]]},
            "5 kap. 17 § kommunallagen",
            id="KL 5:17 fler än platserna",
        ),
        pytest.param(paragraf(jav=[BO]), "5 kap. 66 § kommunallagen", id="KL 5:66 närvaron"),
        pytest.param(
            {"justering": [{"datum": "2021-04-30"}]},
            "5 kap. 69 § kommunallagen",
            id="KL 5:69 justerat för sent",
        ),
        pytest.param(
            {"anslag": [{"uppsatt": "2021-04-01", "nedtas": "2021-04-02"}]},
            "8 kap. 12 § kommunallagen",
            id="KL 8:12 nedtaget för tidigt",
        ),
    ],
)
def test_varningen_nämner_regeln_och_den_känns_igen(delar: dict, lagrum: str) -> None:
    data = {
        "sammantrade": {"datum": "2021-03-17"},
        "narvaro": [p | {"status": "ledamot"} for p in ALLA],
        "paragrafer": [{"paragraf": 14, "rubrik": "A"}],
    } | delar

    (varning,) = historik.granska(data, platser=3, partier={})

    assert varning.lagrum == lagrum
    assert varning.med_lagrum.endswith(f" ({lagrum}).")
    regel = historik.regel_i(varning.med_lagrum)
    assert (regel.lagrum, bool(regel.lagtext)) == (lagrum, True)


def test_utan_regel_nämns_ingen() -> None:
    assert historik.regel_i("§ 15 saknas före § 16.") is None
    assert historik.regel_i("Något (9 kap. 99 § kommunallagen).") is None


@pytest.mark.parametrize(
    ("fullmäktige", "lagrum"),
    [
        pytest.param(False, "6 kap. 30 § kommunallagen", id="KL 6:30 i nämnd"),
        pytest.param(True, "5 kap. 47 § kommunallagen", id="KL 5:47 i fullmäktige"),
    ],
)
def test_jävets_regel_är_organets(fullmäktige: bool, lagrum: str) -> None:
    data = {
        "sammantrade": {"datum": "2021-03-17"},
        "narvaro": [p | {"status": "ledamot"} for p in ALLA],
    } | paragraf(jav=[ÅKE], omrostningar=[{"roster": {"ja": [ORDF, ÅKE, MÄRTA]}}])

    funna = historik.granska(data, platser=3, partier={}, fullmäktige=fullmäktige)

    assert lagrum in {v.lagrum for v in funna}
