"""De rena modulerna för justeringen: frysning, textskillnad och vad en vägran gör."""

from dataclasses import dataclass
from enum import StrEnum

import pytest

from protokoll import frysning
from protokoll.fullständighet import Justeringsunderlag, brister_inför_justering, utan_brev
from protokoll.vägran import Skriven, ej_justerade
from ärenden.textskillnad import Bit, skillnad


class Färg(StrEnum):
    RÖD = "rod"


@dataclass(frozen=True)
class Inre:
    rader: tuple[str, ...]
    färg: Färg = Färg.RÖD


@dataclass(frozen=True)
class Yttre:
    namn: str
    antal: int
    inre: tuple[Inre, ...]
    inget: None = None


KLASSER = {"Yttre": Yttre, "Inre": Inre, "Färg": Färg}
DOKUMENT = Yttre("Å", 2, (Inre(("a", "b")), Inre(())))


def test_det_frysta_tinar_till_samma() -> None:
    fruset = frysning.frys(DOKUMENT)
    assert frysning.tina(fruset, KLASSER) == DOKUMENT
    assert frysning.summa(fruset) == frysning.summa(frysning.frys(DOKUMENT))


def test_minsta_ändring_ger_en_annan_summa() -> None:
    annat = Yttre("Å", 2, (Inre(("a", "b ")), Inre(())))
    assert frysning.summa(frysning.frys(annat)) != frysning.summa(frysning.frys(DOKUMENT))


def test_ett_fält_som_inte_längre_finns_lämnas() -> None:
    fruset = frysning.frys(DOKUMENT) | {"borttaget": "x"}
    assert frysning.tina(fruset, KLASSER) == DOKUMENT


def test_okända_klasser_och_värden_vägras() -> None:
    with pytest.raises(frysning.OkändKlass):
        frysning.tina({"_klass": "Annan"}, KLASSER)
    with pytest.raises(TypeError):
        frysning.frys(1.5)


@pytest.mark.parametrize(
    ("före", "efter", "väntat"),
    [
        ("", "", ()),
        ("Samma text.", "Samma text.", (Bit("Samma text."),)),
        ("", "Ny.", (Bit("Ny.", tillagd=True),)),
        ("Bort.", "", (Bit("Bort.", struken=True),)),
        (
            "Taxan 2026 antas",
            "Taxan 2027 antas",
            (
                Bit("Taxan "),
                Bit("2026", struken=True),
                Bit("2027", tillagd=True),
                Bit(" antas"),
            ),
        ),
        ("En\r\nrad", "En\nrad", (Bit("En\nrad"),)),
    ],
    ids=["tomt", "lika", "tillagt", "struket", "utbytt", "radbrytning"],
)
def test_skillnaden(före: str, efter: str, väntat: tuple[Bit, ...]) -> None:
    assert skillnad(före, efter) == väntat


ALLA = frozenset({1, 2, 3})


def ordf(*vägrade: int) -> Skriven:
    return Skriven(är_ordförande=True, gäller=ALLA, vägrade=frozenset(vägrade))


def just(*vägrade: int) -> Skriven:
    return Skriven(är_ordförande=False, gäller=ALLA, vägrade=frozenset(vägrade))


@pytest.mark.parametrize(
    ("skrivna", "väntat"),
    [
        ([ordf(), just()], ()),
        ([ordf(), just(2)], (2,)),
        ([ordf(), just(2), just()], ()),
        ([ordf(), just(2), just(2, 3)], (2,)),
        ([ordf(1), just()], (1,)),
        ([ordf()], (1, 2, 3)),
        (
            [
                Skriven(är_ordförande=True, gäller=frozenset({1})),
                Skriven(är_ordförande=True, gäller=frozenset({2, 3}), vägrade=frozenset({3})),
                just(),
            ],
            (3,),
        ),
    ],
    ids=[
        *("KL 5:69 alla", "KL 5:69 enda justeraren vägrar", "KL 5:69 en av två vägrar"),
        *("KL 5:69 båda vägrar", "KL 5:69 ordföranden vägrar", "KL 5:69 ingen justerare"),
        "KL 5:69 två ordförande",
    ],
)
def test_vad_som_är_justerat(skrivna: list[Skriven], väntat: tuple[int, ...]) -> None:
    assert ej_justerade(ALLA, skrivna) == väntat


@pytest.mark.parametrize(
    ("undertecknare", "väntat"),
    [
        pytest.param([("Bo", "bo@x.example")], [], id="KL 5:69 har adress"),
        pytest.param([("Bo", ""), ("Eva", "e@x.example")], ["Bo"], id="KL 5:69 saknar adress"),
        pytest.param([("Bo", " "), ("Eva", "")], ["Bo", "Eva"], id="KL 5:69 var och en"),
    ],
)
def test_den_som_inget_brev_når(undertecknare: list[tuple[str, str]], väntat: list[str]) -> None:
    fynd = utan_brev(undertecknare)

    assert [brist.text.split()[0] for brist in fynd] == väntat
    assert all("fjorton dagar" in brist.lagtext for brist in fynd)


HELT = {
    "har_ordförande": True,
    "justerare": 1,
    "har_förvaringsplats": True,
}


@pytest.mark.parametrize(
    ("ändring", "lagrum"),
    [
        ({"har_ordförande": False}, "5 kap. 65 § kommunallagen"),
        ({"justerare": 0}, "5 kap. 69 § kommunallagen"),
        ({"har_förvaringsplats": False}, "8 kap. 12 § kommunallagen"),
        ({"ska_justeras_omedelbart": ["§ 1"]}, ""),
        ({"utan_konto": ["Bo"]}, ""),
        ({"saknar_sigill": True}, ""),
    ],
    ids=lambda värde: värde if isinstance(värde, str) else next(iter(värde)),
)
def test_var_brist_har_sitt_lagrum(ändring: dict, lagrum: str) -> None:
    assert brister_inför_justering(Justeringsunderlag(**HELT)) == []
    (brist,) = brister_inför_justering(Justeringsunderlag(**(HELT | ändring)))
    assert brist.lagrum == lagrum
    assert bool(brist.lagtext) is bool(lagrum)
