"""Sidnummer som står kvar: bokstäverna, var nytt läggs, och att inget nummer ges två gånger."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nämnd import sidnummer
from nämnd.sidnummer import Ersatt, Numrering, Plats, Sidnummer, Spann, fortsätt


def spann(text: str) -> Spann:
    """”6–8” eller ”8a–8c”, med högst en bokstav."""
    första, _, sista = text.partition("–")

    def nummer(t: str) -> Sidnummer:
        siffror = t.rstrip("abcdefghijklmnopqrstuvwxyz")
        bokstav = t[len(siffror) :]
        return Sidnummer(int(siffror), ord(bokstav) - ord("a") + 1 if bokstav else 0)

    return nummer(första), nummer(sista or första)


@pytest.mark.parametrize(
    ("följd", "text"),
    [(0, "79"), (1, "79a"), (26, "79z"), (27, "79aa"), (52, "79az"), (53, "79ba"), (703, "79aaa")],
)
def test_bokstäverna_fortsätter_efter_z(följd, text):
    assert str(Sidnummer(79, följd)) == text


@pytest.mark.parametrize(
    ("spannen", "text"),
    [
        ([], ""),
        (["6"], "6"),
        (["6–8", "9–11"], "6–11"),
        (["6–11", "11a–11c"], "6–11, 11a–11c"),
        (["11a", "11b–11c"], "11a–11c"),
        (["11a", "12"], "11a, 12"),
        (["8a–8b", "9–11"], "8a–8b, 9–11"),
    ],
)
def test_sidorna_som_de_läses(spannen, text):
    assert sidnummer.samlad_text(spann(s) for s in spannen) == text


# Två sidor kallelse; punkt 1 har A (3–5) och B (6–8), punkt 2 har C (9–10).
SKICKAT = Numrering(början=2, delar={"A": spann("3–5"), "B": spann("6–8"), "C": spann("9–10")})


def gammal(nyckel: str, punkt: int = 1) -> Plats:
    return Plats(punkt, nyckel, 1, förr=nyckel)


def ny(nyckel: str, sidor: int = 1, punkt: int = 1, ersätter: str | None = None) -> Plats:
    return Plats(punkt, nyckel, sidor, ersätter=ersätter)


A, B, C = gammal("A"), gammal("B"), gammal("C", 2)


@pytest.mark.parametrize(
    ("platser", "väntat"),
    [
        pytest.param([A, B, C, ny("N", 2, 3)], {"N": "10a–10b"}, id="ny-punkt-sist"),
        pytest.param([A, ny("N"), B, C], {"N": "5a"}, id="efter-papperet-före"),
        pytest.param([A, B, ny("N", 3), C], {"N": "8a–8c"}, id="sist-på-punkten"),
        pytest.param([ny("N", 2), A, B, C], {"N": "2a–2b"}, id="före-allt-efter-kallelsen"),
        pytest.param([ny("N", 2, 1, "A"), B, C], {"N": "5a–5b"}, id="ersätter-efter-det-ersatta"),
        pytest.param(
            [ny("N", 2, 1, "A"), ny("M"), B, C], {"N": "5a–5b", "M": "5c"}, id="två-på-samma-sida"
        ),
        pytest.param([A, ny("N", 27), B, C], {"N": "5a–5aa"}, id="fler-än-alfabetet"),
    ],
)
def test_var_det_nya_läggs(platser, väntat):
    efter = fortsätt(SKICKAT, platser)
    assert {n: sidnummer.text(efter.delar[n]) for n in efter.nya} == väntat
    assert {n: efter.delar[n] for n in "ABC" if n in efter.delar} == {
        n: SKICKAT.delar[n] for n in "ABC" if n in efter.delar
    }


def test_nästa_komplettering_fortsätter_på_nästa_lediga_bokstav_också_efter_det_utgångna():
    ett = fortsätt(SKICKAT, [ny("A1", 2, 1, "A"), B, C], utgångna=())
    assert ett.ersatta == (Ersatt(1, spann("3–5"), spann("5a–5b")),)
    assert str(ett.ersatta[0]) == "3–5 ersatt, se 5a"

    två = fortsätt(
        ett, [Plats(1, "B", 3, förr="B"), ny("N"), C, ny("X", 1, 2)], utgångna=[(1, "A1")]
    )
    assert str(två.ersatta[-1]) == "5a–5b utgår"
    assert {n: sidnummer.text(två.delar[n]) for n in två.nya} == {"N": "8a", "X": "10a"}

    tre = fortsätt(två, [ny("Ö"), Plats(1, "B", 3, förr="B"), ny("P"), Plats(1, "N", 1, förr="N")])
    # 8a är upptagen av N som står kvar; P läggs på nästa lediga.
    assert {n: sidnummer.text(tre.delar[n]) for n in tre.nya} == {"Ö": "2a", "P": "8b"}
    fyra = fortsätt(tre, [ny("A2", 1, 1), *[Plats(1, n, 1, förr=n) for n in ("Ö", "B")]])
    assert sidnummer.text(fyra.delar["A2"]) == "2b"


def test_numreringen_går_genom_databasens_json():
    efter = fortsätt(SKICKAT, [ny("N", 2, 1, "A"), B], utgångna=[(2, "C")])
    assert sidnummer.ur_json(json.loads(json.dumps(efter.som_json()))) == efter


@st.composite
def ändringar(draw):
    """Några kompletteringar i rad: varje gång behålls, ersätts, tas bort och läggs det till."""
    return draw(
        st.lists(
            st.lists(st.sampled_from(["behåll", "ersätt", "ta bort", "lägg till"]), max_size=12),
            min_size=1,
            max_size=4,
        )
    ), draw(st.lists(st.integers(1, 30), min_size=12, max_size=12))


@settings(max_examples=150, deadline=None)
@given(ändringar())
def test_inget_nummer_ges_två_gånger_och_det_nya_är_i_läsordning(fall):
    omgångar, längder = fall
    nuvarande = SKICKAT
    givna = {s for del_ in SKICKAT.delar.values() for s in sidnummer.sidor(del_)}
    listan = ["A", "B", "C"]
    for nr, steg in enumerate(omgångar):
        platser, kvar = [], list(listan)
        utgångna = []
        for i, vad in enumerate(steg):
            if vad == "lägg till" or not kvar:
                platser.append(ny(f"n{nr}-{i}", längder[i]))
                continue
            först = kvar.pop(0)
            if vad == "behåll":
                platser.append(gammal(först))
            elif vad == "ersätt":
                platser.append(ny(f"e{nr}-{i}", längder[i], 1, först))
            else:
                utgångna.append((1, först))
        platser += [gammal(n) for n in kvar]
        efter = fortsätt(nuvarande, platser, utgångna=utgångna)

        nya = [efter.delar[p.nyckel] for p in platser if not p.förr]
        i_listan = [s for spannet in nya for s in sidnummer.sidor(spannet)]
        assert len(set(i_listan)) == len(i_listan)
        assert not givna & set(i_listan)
        if nr == 0:
            # Läst från början till slut: det nya ligger rätt bland det gamla.
            alla = [s for p in platser for s in sidnummer.sidor(efter.delar[p.nyckel])]
            assert alla == sorted(alla)
        assert [s for n in efter.nya for s in sidnummer.sidor(efter.delar[n])] == sorted(i_listan)
        givna |= set(i_listan)
        nuvarande, listan = efter, [p.nyckel for p in platser]
