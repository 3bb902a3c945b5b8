"""Diarienumrets tryckta former, alla sedda i riktiga diarier (lagrade som mönster per diarium)."""

import random

import pytest

from ärenden import diarienummer
from ärenden.diarienummer import Diarienummer, Mönsterfel

RIKTIGA = [
    ("SUN 2018/319 00", "{prefix} {ar}/{lopnummer}[ {klass}]", "SUN", 2018, 319, "00"),
    ("SOCN/2018:23 - 759", "{prefix}/{ar}:{lopnummer}[ - {klass}]", "SOCN", 2018, 23, "759"),
    ("KS/2018:69 - 047", "{prefix}/{ar}:{lopnummer}[ - {klass}]", "KS", 2018, 69, "047"),
    ("SN-2017/2143.111", "{prefix}-{ar}/{lopnummer}[.{klass}]", "SN", 2017, 2143, "111"),
    ("KS-2013/1319.175", "{prefix}-{ar}/{lopnummer}[.{klass}]", "KS", 2013, 1319, "175"),
    ("Dnr 2021/305 – 71", "Dnr {ar}/{lopnummer}[ – {klass}]", "", 2021, 305, "71"),
    ("SUN 2021/203 - 64", "{prefix} {ar}/{lopnummer}[ - {klass}]", "SUN", 2021, 203, "64"),
    ("RD21/00238", "{prefix}{ar2}/{lopnummer:05}", "RD", 2021, 238, ""),
    ("97/431 002", "{ar2}/{lopnummer}[ {klass}]", "", 1997, 431, "002"),
    ("KU.2017.91", "{prefix}.{ar}.{lopnummer}", "KU", 2017, 91, ""),
    ("31/16", "{lopnummer}/{ar2}", "", 2016, 31, ""),
    ("2017/SN 0229 013", "{ar}/{prefix} {lopnummer:04}[ {klass}]", "SN", 2017, 229, "013"),
    ("SLK-2024-00672", "{prefix}-{ar}-{lopnummer:05}", "SLK", 2024, 672, ""),
]


@pytest.mark.parametrize(
    ("tryckt", "mönster", "prefix", "år", "löpnummer", "klass"),
    RIKTIGA,
    ids=[r[0] for r in RIKTIGA],
)
def test_riktiga_former_skrivs_och_läses(tryckt, mönster, prefix, år, löpnummer, klass):
    diarienummer.kontrollera_mönster(mönster)

    skrivet = diarienummer.skriv(mönster, prefix=prefix, år=år, löpnummer=löpnummer, klass=klass)

    assert skrivet == tryckt
    assert diarienummer.läs(mönster, tryckt, prefix=prefix) == Diarienummer(år, löpnummer)


@pytest.mark.parametrize(
    ("tryckt", "mönster", "prefix", "år", "löpnummer", "klass"),
    RIKTIGA,
    ids=[r[0] for r in RIKTIGA],
)
def test_utan_klass_är_numret_ändå_entydigt(tryckt, mönster, prefix, år, löpnummer, klass):
    kort = diarienummer.skriv(mönster, prefix=prefix, år=år, löpnummer=löpnummer)

    assert kort == tryckt.removesuffix(klass).rstrip(" .-–") if klass else kort == tryckt
    assert diarienummer.läs(mönster, kort, prefix=prefix) == Diarienummer(år, löpnummer)


@pytest.mark.parametrize(
    ("tryckt", "väntat"),
    [
        ("KS/2018:69", Diarienummer(2018, 69)),
        ("2018:69", Diarienummer(2018, 69)),
        ("2018:69 - 047", Diarienummer(2018, 69)),
        ("KS/2018:69 – 047", Diarienummer(2018, 69)),
        ("KS/2018:69\N{NO-BREAK SPACE}-\N{NO-BREAK SPACE}047", Diarienummer(2018, 69)),
        ("Dnr KS/2018:69 - 047", Diarienummer(2018, 69)),
        ("Dnr: 2018:69", Diarienummer(2018, 69)),
        (" KS/2018:69 ", Diarienummer(2018, 69)),
        ("BUN/2018:69", None),
        ("KS/2018-69", None),
        ("KS/18:69", None),
        ("KS/2018:", None),
        ("", None),
    ],
)
def test_läs_olika_sätt_att_trycka_samma_nummer(tryckt, väntat):
    mönster = "{prefix}/{ar}:{lopnummer}[ - {klass}]"

    assert diarienummer.läs(mönster, tryckt, prefix="KS") == väntat


@pytest.mark.parametrize(
    ("mönster", "skäl"),
    [
        ("{prefix} {ar}", "måste innehålla"),
        ("{prefix} {lopnummer}", "måste innehålla"),
        ("{ar}/{nummer}", "Okänt fält"),
        ("{ar}/{lopnummer", "Okänt fält"),
        ("{ar}/{lopnummer}[ {klass}", "Hakparenteserna"),
        ("{ar}/{lopnummer}] {klass}[", "Hakparenteserna"),
        ("{ar}/{lopnummer}[[ {klass}]]", "Hakparenteserna"),
        ("{ar}/{ar}/{lopnummer}", "en gång"),
        ("{ar}/{lopnummer}{klass}", "skiljetecken"),
        ("{ar}/{lopnummer}[{klass}]", "skiljetecken"),
        ("{ar}/{lopnummer}[0{klass}]", "skiljetecken"),
        ("{ar}/{lopnummer:999}", "Okänt fält"),
        ("{klass:3}/{ar}/{lopnummer}", "Okänt fält"),
        ("{prefix}[ {ar}/{lopnummer} {klass}]", "får inte utgå"),
        ("{prefix}[ {ar} {klass}]/{lopnummer}", "får inte utgå"),
    ],
)
def test_mönster_som_inte_går_att_läsa_tillbaka_vägras(mönster, skäl):
    with pytest.raises(Mönsterfel, match=skäl):
        diarienummer.kontrollera_mönster(mönster)


def test_valfri_del_med_tomt_prefix_utgår():
    mönster = "[{prefix} ]{ar}/{lopnummer}"

    assert diarienummer.skriv(mönster, prefix="", år=2026, löpnummer=7) == "2026/7"
    assert diarienummer.läs(mönster, "2026/7", prefix="") == Diarienummer(2026, 7)


def test_klass_utan_hakparenteser_lämnar_inget_skiljetecken_efter_sig():
    mönster = "{prefix} {ar}/{lopnummer} - {klass}"

    assert diarienummer.skriv(mönster, prefix="SN", år=2026, löpnummer=7) == "SN 2026/7"


def test_läs_skriv_är_varandras_motsats_för_slumpade_mönster():
    slump = random.Random(2018)
    skiljetecken = [" ", "/", ":", "-", " - ", ".", " – "]
    prövade = 0
    for _ in range(4000):
        s = [slump.choice(skiljetecken) for _ in range(4)]
        år_fält = slump.choice(["{ar}", "{ar2}"])
        nummer_fält = slump.choice(["{lopnummer}", "{lopnummer:04}", "{lopnummer:6}"])
        mönster = slump.choice(
            [
                f"{{prefix}}{s[0]}{år_fält}{s[1]}{nummer_fält}[{s[2]}{{klass}}]",
                f"{år_fält}{s[0]}{{prefix}}{s[1]}{nummer_fält}[{s[2]}{{klass}}]",
                f"{nummer_fält}{s[0]}{år_fält}[{s[1]}{{prefix}}]",
                f"[{{klass}}{s[0]}]{år_fält}{s[1]}{nummer_fält}",
                f"{{prefix}}{år_fält}{s[0]}{nummer_fält}",
                f"Dnr {{prefix}}{s[0]}{år_fält}{s[1]}{nummer_fält}{s[2]}{{klass}}",
            ]
        )
        diarienummer.kontrollera_mönster(mönster)
        prefix = slump.choice(["", "KS", "SUN", "BoN", "ÄN", "SN.1"])
        klass = slump.choice(["", "00", "047", "1.2.3", "A-7", "12:3", "7 b"])
        år = slump.randint(1970, 2069)
        löpnummer = slump.choice([1, 9, slump.randint(10, 99), slump.randint(100, 99999)])

        tryckt = diarienummer.skriv(mönster, prefix=prefix, år=år, löpnummer=löpnummer, klass=klass)

        fall = (mönster, prefix, tryckt)
        assert diarienummer.läs(mönster, tryckt, prefix=prefix) == Diarienummer(år, löpnummer), fall
        prövade += 1
    assert prövade == 4000
