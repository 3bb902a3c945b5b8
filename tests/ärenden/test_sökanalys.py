"""Sökanalysen: böjningar, sammansättningar, diarienummer i varje tryckt form, och frågan."""

import pytest

from ärenden import sökanalys, sökfråga
from ärenden.sökanalys import Bit, Fält, delar, märk, nummer_i, stam, utdrag, vektor, yttre_delar
from ärenden.sökfråga import Dnr, Fras, Ord


@pytest.mark.parametrize(
    "former",
    [
        "ärende ärendet ärenden ärendets",
        "beslut beslutet besluten beslutets",
        "protokoll protokollet protokollen",
        "nämnd nämnden nämnder nämndernas nämndens",
        "ledamot ledamöter ledamöterna ledamoten",
        "anmälan anmälningar anmäla",
        "upphandling upphandlingar upphandlingens",
        "delegering delegation delegationer",
        "skolskjuts skolskjutsar skolskjutsen",
        "taxa taxor taxorna taxan",
        "bok böcker böckerna boken",
        "tillstånd tillståndet tillstånden",
        "vatten vattnet vattnets",
        "marknad marknaden marknader",
        "0371 371",
    ],
)
def test_böjningar_har_samma_stam(former):
    assert len({stam(o) for o in former.split()}) == 1, {o: stam(o) for o in former.split()}


@pytest.mark.parametrize(
    ("ett", "annat"),
    [("mark", "marknad"), ("skola", "skolskjuts"), ("lön", "lönn"), ("allmän", "allman")],
)
def test_olika_ord_har_olika_stam(ett, annat):
    assert stam(ett) != stam(annat)


@pytest.mark.parametrize(
    ("ord_", "del_"),
    [
        ("socialnämnden", "nämnd"),
        ("socialnämnden", "social"),
        ("skolskjutsbeslut", "skolskjuts"),
        ("skolskjutsbeslut", "beslut"),
        ("alkohollagen", "lagen"),
        ("delegationsordningen", "delegation"),
        ("delegationsordningen", "ordning"),
        ("serveringstillståndet", "tillstånd"),
        ("kyrkogården", "kyrka"),
        ("gatubelysningen", "gata"),
        ("barnomsorgsavgiften", "avgift"),
        ("barnomsorgsavgiften", "barn"),
        ("detaljplaner", "plan"),
        ("björksundsbron", "björk"),
    ],
)
def test_sammansättningens_delar(ord_, del_):
    assert stam(del_) in delar(ord_)


@pytest.mark.parametrize(
    "ord_", ["förslag", "underlag", "ansökan", "beslutet", "andersson", "taxa"]
)
def test_det_som_inte_är_en_sammansättning_delas_inte(ord_):
    assert yttre_delar(ord_) == ()


@pytest.mark.parametrize(
    ("tryckt", "form", "prefix"),
    [
        ("SUN 2018/319 00", "2018/319", "sun"),
        ("SOCN/2018:23 - 759", "2018/23", "socn"),
        ("KS/2018:69 - 047", "2018/69", "ks"),
        ("SN-2017/2143.111", "2017/2143", "sn"),
        ("KS-2013/1319.175", "2013/1319", "ks"),
        ("Dnr 2021/305 – 71", "2021/305", ""),
        ("SUN 2021/203 - 64", "2021/203", "sun"),
        ("RD21/00238", "2021/238", "rd"),
        ("SLK-2024-00672", "2024/672", "slk"),
        ("KSKF/2014:1", "2014/1", "kskf"),
        ("SÄN/2012:3", "2012/3", "sän"),
        ("2017/SN 0229 013", "2017/229", ""),
        ("KS/2020:248-003", "2020/248", "ks"),
        ("2006/071-63", "2006/71", ""),
        ("BUN 2009/147:61", "2009/147", "bun"),
        ("97/431 002", "1997/431", ""),
        ("31/16", "2016/31", ""),
        ("ITVT 7/2019", "2019/7", "itvt"),
        ("2021/114", "2021/114", ""),
        ("KU.2017.91", "2017/91", "ku"),
        ("1379/22", "2022/1379", ""),
        ("0371/11", "2011/371", ""),
    ],
)
def test_diarienummer_i_varje_tryckt_form(tryckt, form, prefix):
    for text in (tryckt, tryckt.lower(), f"Se {tryckt}, som avslutades."):
        funna = nummer_i(text)
        assert [form in n.former for n in funna] == [True], (text, funna)
    assert nummer_i(tryckt)[0].prefix == prefix


@pytest.mark.parametrize("text", ["den 2018-03-21", "kl. 15.00", "§ 27", "telefon 08-123 45 67"])
def test_annat_än_diarienummer(text):
    assert nummer_i(text) == []


def test_vektorn_har_ord_delar_och_nummer_med_sina_vikter():
    ord_ = dict(
        rad.rsplit(":", 1)
        for rad in vektor(
            [Fält("Taxa för socialnämnden, KS 2018/69", "A", "B"), Fält("Åsa O'Hara", "C", "D")]
        ).split(" ")
    )
    assert ord_["'tax'"] == "1A"
    assert ord_["'socialnämnd'"] == "3A"
    assert ord_["'nämnd'"] == "3B"
    assert ord_["'2018/69'"] == "4A"
    assert "'för'" not in ord_
    # Nästa fält börjar längre bort, så att ett citat inte går över gränsen.
    assert ord_["'åsa'"] == "17C"
    assert {"'o'", "'har'"} <= set(ord_)


@pytest.mark.parametrize("farligt", ["' | 'a", "a\\'b", "a:*", "!!", "<->", "''", "\x00", "( ) &"])
def test_inget_i_texten_blir_en_del_av_frågan(farligt):
    tolkad = sökfråga.tolka(farligt)
    orden = "".join(tolkad.exakt().split("'")[1::2])
    assert all(tecken.isalnum() or tecken == "/" for tecken in orden)


@pytest.mark.parametrize(
    ("text", "med", "utan"),
    [
        ("taxa tillsyn", (Ord("taxa"), Ord("tillsyn")), ()),
        ("taxa -alkohol", (Ord("taxa"),), (Ord("alkohol"),)),
        ('"antagen av nämnden"', (Fras(("antagen", "av", "nämnden")),), ()),
        ('taxa -"fel ord"', (Ord("taxa"),), (Fras(("fel", "ord")),)),
        ('"taxa"', (Ord("taxa"),), ()),
        ("taxa för SUN 2018/319 00", (Dnr(("2018/319",), "sun"), Ord("taxa")), ()),
        ("dnr 2018/319", (Dnr(("2018/319",)),), ()),
        ("och i att", (), ()),
        ("-taxa", (), (Ord("taxa"),)),
        ("e-post", (Ord("e"), Ord("post")), ()),
        ("", (), ()),
    ],
)
def test_frågan(text, med, utan):
    tolkad = sökfråga.tolka(text)
    assert (tolkad.med, tolkad.utan) == (med, utan)


def test_frågan_som_databasen_läser():
    assert sökfråga.tolka("skolskjutsbeslut").exakt() == (
        "('skolskjutsbeslut' | ('skolskjuts' & 'beslut'))"
    )
    assert sökfråga.tolka('"antagen av nämnden"').exakt() == "('antag' <2> 'nämnd')"
    assert sökfråga.tolka("2018/6").början({}) == "('2018/6':*)"
    assert sökfråga.tolka("sk").början({"sk": ["skola"]}) == "('sk' | 'skol')"


@pytest.mark.parametrize(
    ("ett", "annat", "väntat"),
    [("taxa", "taxa", 0), ("taxa", "txa", 1), ("taxa", "tajxa", 1), ("taxa", "txaa", 1),
     ("taxa", "tuxe", 2), ("", "ab", 2)],
)  # fmt: skip  # en tabell
def test_avståndet_räknar_fel_bokstäver(ett, annat, väntat):
    assert sökanalys.avstånd(ett, annat) == sökanalys.avstånd(annat, ett) == väntat


def test_det_som_träffade_märks():
    fråga = sökfråga.tolka("nämnd KS 2018/69")
    bitar = märk("Socialnämndens svar i KS/2018:69", fråga.märkare(början=False), fråga.nummer)

    assert bitar == [
        Bit("Socialnämndens", träff=True),
        Bit(" svar i ", träff=False),
        Bit("KS/2018:69", träff=True),
    ]


def test_utdraget_visar_stället_i_texten():
    text = "Inledning. " * 100 + "Här nämns skolskjutsen för första gången." + " Slut." * 100
    fråga = sökfråga.tolka("skolskjuts")

    bitar = utdrag(text, fråga.märkare(början=False), fråga.nummer)

    assert [b.text for b in bitar if b.träff] == ["skolskjutsen"]
    assert bitar[0].text == "… "
    assert bitar[-1].text == " …"
    assert len("".join(b.text for b in bitar)) < 250
    annat = sökfråga.tolka("saknas")
    assert utdrag(text, annat.märkare(början=False), annat.nummer) == []


def test_förenklad_text_har_samma_längd():
    for text in ("Élan", "İstanbul", "ẞ", "Ångström"):
        assert len(sökanalys.förenkla(text)) == len(text)
