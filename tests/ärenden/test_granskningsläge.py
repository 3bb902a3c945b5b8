"""Tillstånden och stegen som tabell, turordningen, och vad som godkänns."""

import itertools

import pytest

from ärenden.granskningsläge import (
    LÄGESTEXT,
    Läge,
    Ordning,
    OtillåtetSteg,
    Steg,
    Vem,
    i_tur,
    kräv_skrivs,
    versionshash,
    övergång,
)
from ärenden.skrivelsetext import läs
from ärenden.textmärken import Märke, ersätt, lästext, märkta
from ärenden.textplats import Textplats

L, S, V = Läge, Steg, Vem

# Hela tabellen, skriven för hand: allt som inte står här är förbjudet.
TILLÅTET = {
    (L.UTKAST, S.SKICKA): (L.GRANSKNING, V.SKRIVARE),
    (L.UTKAST, S.GODTA_ÄNDRING): (L.UTKAST, V.SKRIVARE),
    (L.UTKAST, S.LÄMNA_IN): (L.INLÄMNAD, V.SKRIVARE),
    (L.GRANSKNING, S.ÅTERKALLA): (L.UTKAST, V.SKRIVARE),
    (L.GRANSKNING, S.GODTA_ÄNDRING): (L.GRANSKNING, V.SKRIVARE),
    (L.GRANSKNING, S.ÅTERSÄND): (L.ÅTERSÄND, V.GRANSKARE),
    (L.GRANSKNING, S.TILLSTYRK): (L.UTKAST, V.GRANSKARE),
    (L.GRANSKNING, S.GODKÄNN): (L.GODKÄND, V.GODKÄNNARE),
    (L.ÅTERSÄND, S.SKICKA): (L.GRANSKNING, V.SKRIVARE),
    (L.ÅTERSÄND, S.GODTA_ÄNDRING): (L.ÅTERSÄND, V.SKRIVARE),
    (L.ÅTERSÄND, S.LÄMNA_IN): (L.INLÄMNAD, V.SKRIVARE),
    (L.GODKÄND, S.ÄNDRA_IGEN): (L.UTKAST, V.SKRIVARE),
    (L.GODKÄND, S.LÄMNA_IN): (L.INLÄMNAD, V.SKRIVARE),
}


@pytest.mark.parametrize(("läge", "steg"), list(itertools.product(Läge, Steg)))
def test_bara_stegen_i_tabellen_går_att_ta(läge: Läge, steg: Steg) -> None:
    väntat = TILLÅTET.get((läge, steg))

    if väntat is None:
        with pytest.raises(OtillåtetSteg, match="Skrivelsen är"):
            övergång(läge, steg)
    else:
        taget = övergång(läge, steg)
        assert (taget.till, taget.vem) == väntat


@pytest.mark.parametrize("läge", Läge)
def test_texten_ändras_fritt_bara_hos_den_som_skriver(läge: Läge) -> None:
    assert LÄGESTEXT[läge]
    if läge in (Läge.UTKAST, Läge.ÅTERSÄND):
        kräv_skrivs(läge)
    else:
        with pytest.raises(OtillåtetSteg):
            kräv_skrivs(läge)


@pytest.mark.parametrize(
    ("ordning", "svarat", "väntat"),
    [
        (Ordning.I_TUR, [False, False], {0}),
        (Ordning.I_TUR, [True, False, False], {1}),
        (Ordning.I_TUR, [True, True], set()),
        (Ordning.SIDA_VID_SIDA, [False, True, False], {0, 2}),
        (Ordning.SIDA_VID_SIDA, [], set()),
    ],
)
def test_vem_som_har_tur(ordning: Ordning, svarat: list[bool], väntat: set[int]) -> None:
    assert i_tur(ordning, svarat) == väntat


def test_hashen_följer_texten_och_inte_nycklarnas_ordning() -> None:
    ett = {"rubrik": "Taxa", "satser": ["Å", "B"]}

    assert versionshash(ett) == versionshash({"satser": ["Å", "B"], "rubrik": "Taxa"})
    assert versionshash(ett) != versionshash({"rubrik": "Taxa", "satser": ["B", "Å"]})
    assert len(versionshash(ett)) == 64


# --- Märkena i texten -----------------------------------------------------------------------------

TEXT = "Taxan **höjs** i mars.\n\n- en punkt\n- två\n\n| År | Kr |\n|---|---:|\n| 2026 | 450 |"


def test_lästexten_har_ett_stycke_eller_en_cell_på_varje_rad() -> None:
    assert lästext(läs(TEXT)) == "Taxan höjs i mars.\nen punkt\ntvå\nÅr\nKr\n2026\n450"


@pytest.mark.parametrize("citat", ["höjs i", "Taxan höjs i mars.", "två", "450", "mars.\nen"])
def test_märket_omfattar_just_den_texten(citat: str) -> None:
    block = läs(TEXT)
    från = lästext(block).index(citat)

    märkt = märkta(block, [Märke(7, från, från + len(citat))])

    bitar = [
        bit
        for b in märkt
        for stycke in (
            [b.bitar]
            + [p.bitar for punkt in b.punkter for p in punkt]
            + [c.bitar for rad in (b.huvud, *b.rader) for c in rad]
        )
        for bit in stycke
    ]
    assert "".join(b.text for b in bitar if 7 in b.märken) == citat.replace("\n", "")
    assert [b.slutar for b in bitar if b.slutar] == [(7,)]
    assert lästext(märkt) == lästext(block)


def test_två_märken_får_gå_över_varandra() -> None:
    märkt = märkta(läs("abcdef"), [Märke(1, 0, 4), Märke(2, 2, 6)])

    assert [(b.text, b.märken, b.slutar) for b in märkt[0].bitar] == [
        ("ab", (1,), ()),
        ("cd", (1, 2), (1,)),
        ("ef", (2,), (2,)),
    ]


@pytest.mark.parametrize(
    ("källa", "citat", "före", "ny", "väntat"),
    [
        ("Taxan höjs.", "höjs", "Taxan", "sänks", "Taxan sänks."),
        ("Den höjs. Taxan höjs.", "höjs", "Taxan", "sänks", "Den höjs. Taxan sänks."),
        ("Taxan höjs nu.", "nu", "höjs", "", "Taxan höjs ."),
        ("En rad.", "rad", "", "två\nrader", "En två rader."),
        ("Taxan **höjs** nu.", "höjs nu", "Taxan", "sänks", None),
        ("Taxan höjs.", "sänks", "", "höjs", None),
    ],
)
def test_ett_förslag_byter_bara_text_som_står_som_den_är(
    källa: str, citat: str, före: str, ny: str, väntat: str | None
) -> None:
    assert ersätt(källa, Textplats(1, citat.strip(), före), ny) == väntat
