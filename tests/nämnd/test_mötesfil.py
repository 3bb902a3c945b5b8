"""Mötesfilen: vad som läses, hur skalärer tolkas och vad felen säger. Ingen databas."""

import copy
import json
from pathlib import Path

import pytest

from nämnd import mötesfil
from nämnd.mötesfil import Mötesfilfel
from tests.nämnd.mötesfiler import GRUND, grund, skriv

YAML = """
format: motesfil/1
kommun: {namn: Björksunds kommun}
organ:
  namn: Socialnämnden
  kortnamn: 047
  distans_tillaten: true
sammantrade:
  datum: 2026-03-18
  tider:
    - [15:00, 17:00]
  plats: yes
  tema: no
  protokollsnummer: 1e3
  anteckningssidor: 2
foredragningslista:
  - rubrik: on
    nummer: null
  - rubrik: 12:30:45
    nummer: 7
    till: 1_000
"""


def läs_yaml(katalog, text):
    (katalog / "mote.yaml").write_text(text, encoding="utf-8")
    return mötesfil.läs(katalog)


def kort(värde: object) -> str:
    """Test-id för byte och tecken som inte kan stå i ett namn."""
    return ascii(värde)[:50]


def fel(data) -> list[str]:
    return list(mötesfil.kontrollera(data))


def test_yaml_läses_med_1_2_skalärer(tmp_path):
    data = läs_yaml(tmp_path, YAML)

    assert data["organ"] == {"namn": "Socialnämnden", "kortnamn": "047", "distans_tillaten": True}
    assert data["sammantrade"] == {
        "datum": "2026-03-18",
        "tider": [["15:00", "17:00"]],
        "plats": "yes",
        "tema": "no",
        "protokollsnummer": "1e3",
        "anteckningssidor": 2,
    }
    assert data["foredragningslista"] == [
        {"rubrik": "on", "nummer": None},
        {"rubrik": "12:30:45", "nummer": 7, "till": "1_000"},
    ]


def test_citerade_och_märkta_skalärer_är_text(tmp_path):
    data = läs_yaml(tmp_path, YAML.replace("namn: Socialnämnden", 'namn: "15"'))
    assert data["organ"]["namn"] == "15"
    data = läs_yaml(tmp_path, YAML.replace("namn: Socialnämnden", "namn: !!str 15"))
    assert data["organ"]["namn"] == "15"


@pytest.mark.parametrize(
    ("fil", "innehåll", "väntat"),
    [
        ("mote.yaml", b"format: [", "mote.yaml, rad 1: filen är inte giltig YAML"),
        ("mote.yaml", b"a: 1\na: 2", "rad 2: filen är inte giltig YAML (nyckeln 'a' står två"),
        ("mote.yaml", b"a: &x 1\nb: *x", "ankare och hänvisningar (& och *) får inte användas"),
        ("mote.yaml", b"a: " + b"[" * 30 + b"]" * 30, "för djupt nästlat"),
        ("mote.yaml", b"a: " + b"[" * 9000, "för djupt näst"),
        ("mote.yaml", b"\xe5\xe4\xf6", "filen är inte UTF-8"),
        ("mote.yaml", b"", "filen: null ska vara ett objekt"),
        ("mote.json", b'{"a": 1,\n}', "mote.json, rad 2: filen är inte giltig JSON"),
        ("mote.json", b'{"a": 1, "a": 2}', "nyckeln a står två gånger"),
        ("mote.json", b"[" * 100_000, "för djupt nästlad"),
        ("mote.txt", b"", "varken mote.yaml eller mote.json"),
    ],
    ids=kort,
)
def test_filer_som_inte_går_att_läsa(tmp_path, fil, innehåll, väntat):
    (tmp_path / fil).write_bytes(innehåll)
    with pytest.raises(Mötesfilfel) as fångat:
        mötesfil.läs(tmp_path)
    assert väntat in str(fångat.value)
    assert str(tmp_path) in str(fångat.value)


def test_två_mötesfiler_i_katalogen_är_ett_fel(tmp_path):
    skriv(tmp_path, grund())
    (tmp_path / "mote.yaml").write_text(YAML)
    with pytest.raises(Mötesfilfel, match="både"):
        mötesfil.läs(tmp_path)


def test_för_stor_fil(tmp_path):
    (tmp_path / "mote.json").write_bytes(b" " * (mötesfil.MAX_BYTE + 1))
    with pytest.raises(Mötesfilfel, match="större än 5 MB"):
        mötesfil.läs(tmp_path)


def test_inledande_bom_hör_inte_till_innehållet(tmp_path):
    (tmp_path / "mote.json").write_text("\ufeff" + json.dumps(grund()), encoding="utf-8")
    assert mötesfil.läs(tmp_path) == grund()


def sätt(väg, värde):
    """En giltig fil med ett värde utbytt."""
    data = grund(
        foredragningslista=[
            {"rubrik": "Ett"},
            {
                "rubrik": "Två",
                "handlingar": [{"rubrik": "Skrivelse"}],
                "punkter": [{"rubrik": "x"}],
            },
        ]
    )
    mål = data
    for nyckel in väg[:-1]:
        mål = mål[nyckel]
    mål[väg[-1]] = värde
    return data


LISTA = "foredragningslista"


@pytest.mark.parametrize(
    ("väg", "värde", "väntat"),
    [
        (["format"], "motesfil/2", 'format: "motesfil/2" ska vara motesfil/1.'),
        (["okänd"], 1, "filen: okänd uppgift: okänd."),
        (["organ", "typ"], "klubb", 'organ.typ: "klubb" är inte något av fullmaktige'),
        (["organ", "namn"], None, "organ.namn: null ska vara text."),
        (["organ", "platser"], 0, "organ.platser: ska vara minst 1."),
        (["organ", "platser"], 10**9, "organ.platser: ska vara högst"),
        (["organ", "kortnamn"], "x" * 21, "är längre än 20 tecken."),
        (["organ", "distans_tillaten"], "ja", '"ja" ska vara true eller false.'),
        (["sammantrade", "datum"], "2026-02-30", "sammantrade.datum: 2026-02-30 är ingen dag."),
        (["sammantrade", "datum"], "18/3 2026", 'sammantrade.datum: "18/3 2026" har fel form.'),
        (["sammantrade", "tider"], [["24:00"]], 'sammantrade.tider[0][0]: "24:00" har fel form.'),
        (
            ["sammantrade", "tider"],
            [["15:00", "14:00"]],
            "sammantrade.tider[0]: sluttiden 14:00 är inte efter 15:00.",
        ),
        ([LISTA, 0, "rubrik"], "", f"{LISTA}[0].rubrik: ska vara minst 1."),
        ([LISTA, 0, "rubrik"], "a\x00b", f'{LISTA}[0].rubrik: "a\\u0000b" innehåller tecken'),
        ([LISTA, 0, "rubrik"], "a\ud800", f"{LISTA}[0].rubrik"),
        ([LISTA, 0, "till"], 9, f"{LISTA}[0]: till kräver nummer."),
        ([LISTA, 1, "handlingar", 0, "fil"], "/etc/hosts", f"{LISTA}[1].handlingar[0].fil: "),
        ([LISTA, 1, "handlingar", 0, "slag"], "film", f"{LISTA}[1].handlingar[0].slag: "),
        ([LISTA, 1, "handlingar", 0], {}, f"{LISTA}[1].handlingar[0]: rubrik saknas."),
        (
            [LISTA, 1, "sekretess"],
            {"datum": "2026-13-01"},
            f"{LISTA}[1].sekretess.datum: 2026-13-01 är ingen dag.",
        ),
        (
            [LISTA, 1, "punkter", 0, "punkter"],
            [{"rubrik": "y"}],
            f"{LISTA}[1].punkter[0].punkter: en punkt i en följd kan inte ha egna punkter.",
        ),
        (["paragrafer"], [{"rubrik": "A"}], "paragrafer[0]: paragraf saknas."),
        (
            ["paragrafer"],
            [{"rubrik": "A", "paragraf": 1.5}],
            "paragrafer[0].paragraf: 1.5 ska vara ett heltal eller text eller null.",
        ),
        (
            ["paragrafer"],
            [{"rubrik": "A", "paragraf": 1, "omrostningar": [{"antal": {"ja": "tre"}}]}],
            'paragrafer[0].omrostningar[0].antal.ja: "tre" ska vara ett heltal.',
        ),
        (
            ["paragrafer"],
            [{"rubrik": "A", "paragraf": 1, "beslut": [{"satser": ["a", {"nummer": "1"}]}]}],
            "paragrafer[0].beslut[0].satser[1]: text saknas.",
        ),
        (
            ["paragrafer"],
            [{"rubrik": "A", "paragraf": 1, "galler": "fjorton"}],
            'paragrafer[0].galler: "fjorton" har fel form.',
        ),
        (
            ["paragrafer"],
            [{"rubrik": "A", "paragraf": 1, "deltar_inte": [{}]}],
            "paragrafer[0].deltar_inte[0]: ska vara minst 1.",
        ),
        (["narvaro"], [{"namn": "A", "status": "gast"}], 'narvaro[0].status: "gast" är inte'),
        (["anslag"], [{"uppsatt": "2026-02-30"}], "anslag[0].uppsatt: 2026-02-30 är ingen dag."),
        (["anslag"], [{"uppsatt": "0026-02-03"}], "anslag[0].uppsatt: 0026-02-03 är ingen dag."),
        (
            ["original"],
            {"kallelse": "../x"},
            'original.kallelse: "../x" ska vara en sökväg som stannar i mötets katalog.',
        ),
        (["partier"], {"S\x00": "x"}, 'partier: "S\\u0000" innehåller tecken som inte är text.'),
    ],
    ids=kort,
)
def test_felen_säger_var_och_vad(väg, värde, väntat):
    (rad,) = fel(sätt(väg, värde))
    assert väntat in rad


def test_alla_fel_sägs_på_en_gång():
    data = sätt(["organ", "typ"], "klubb")
    data["sammantrade"]["anteckningssidor"] = -1
    assert len(fel(data)) == 2


def test_bakvända_tider_i_ett_möte_som_hållits_är_inget_fel():
    tider = {"tider": [["18:00", "00:30"]]}
    hållet = [{"rubrik": "A", "paragraf": 1}]
    assert fel(grund(paragrafer=hållet, sammantrade=GRUND["sammantrade"] | tider)) == []


def test_schemat_är_formatets():
    eget = Path(mötesfil.__file__).with_name("motesfil.schema.json")
    formatet = Path(__file__).resolve().parents[3] / "shared" / "format" / eget.name
    if not formatet.is_file():
        pytest.skip("skipped: ../shared saknas")
    assert json.loads(eget.read_text("utf-8")) == json.loads(formatet.read_text("utf-8"))


def test_kontrollen_ändrar_inte_innehållet():
    data = sätt(["narvaro"], [{}])
    före = copy.deepcopy(data)
    fel(data)
    assert data == före


@pytest.mark.parametrize("namn", ["../ute.pdf", "a/../../ute.pdf", "a/.."])
def test_papper_utanför_katalogen(tmp_path, namn):
    katalog = tmp_path / "möte"
    (katalog / "a").mkdir(parents=True)
    (tmp_path / "ute.pdf").write_bytes(b"%PDF-")
    with pytest.raises(Mötesfilfel, match=r"^plats: .* får inte peka ut"):
        mötesfil.papper(katalog, namn, "plats")


def test_papper_genom_en_länk(tmp_path):
    katalog = tmp_path / "möte"
    katalog.mkdir()
    (tmp_path / "ute.pdf").write_bytes(b"%PDF-")
    (katalog / "länk.pdf").symlink_to(tmp_path / "ute.pdf")
    (katalog / "mapp").symlink_to(tmp_path)
    for namn in ("länk.pdf", "mapp/ute.pdf"):
        with pytest.raises(Mötesfilfel, match="vara en länk"):
            mötesfil.papper(katalog, namn, "plats")


def test_papper_som_saknas_eller_är_en_katalog(tmp_path):
    (tmp_path / "mapp").mkdir()
    for namn in ("saknas.pdf", "mapp"):
        with pytest.raises(Mötesfilfel, match=f"filen {namn} saknas"):
            mötesfil.papper(tmp_path, namn, "plats")
