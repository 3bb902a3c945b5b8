"""Vad protokollet måste redovisa innan det är klart för justering, punkt för punkt i lagen."""

from __future__ import annotations

from dataclasses import replace

import pytest

from protokoll import fullständighet
from protokoll.fullständighet import Omröstningsuppgift, Ärendeuppgift
from protokoll.models import Protokoll
from protokoll.services import granskning
from tests.factories.protokoll import Mötesvärld
from tests.factories.protokollsrader import Källa

HELT = Ärendeuppgift(namn="§ 2", förslag=1, beslut=2, deltog=5)
OMRÖSTNING = Omröstningsuppgift(ja=3, nej=2, namngivna_ja=3, namngivna_nej=2)


def med(**fält) -> Ärendeuppgift:
    return replace(HELT, **fält)


def röstat(**fält) -> Ärendeuppgift:
    return med(omröstningar=[replace(OMRÖSTNING, **fält)])


TABELL = [
    pytest.param(HELT, None, id="KL 5:67 fullständigt"),
    pytest.param(med(yrkanden_utan_text=1), 1, id="KL 5:67 p. 1 yrkande utan text"),
    pytest.param(med(yrkanden_utan_avsändare=1), 1, id="KL 5:67 p. 1 yrkande av ingen"),
    pytest.param(med(yrkanden_mot_förslaget=1), 2, id="KL 5:67 p. 2 två förslag utan ordning"),
    pytest.param(
        med(yrkanden_mot_förslaget=1, propositioner=1), None, id="KL 5:67 p. 2 ordningen finns"
    ),
    pytest.param(med(bifallsyrkanden=3), None, id="KL 5:67 p. 2 bifall är förslaget självt"),
    pytest.param(
        med(förslag=0, bifallsyrkanden=1, yrkanden_mot_förslaget=1),
        2,
        id="KL 5:67 p. 2 bifall mot avslag",
    ),
    pytest.param(
        med(förslag=0, yrkanden_mot_förslaget=1), None, id="KL 5:67 p. 2 ett enda yrkande"
    ),
    pytest.param(röstat(), None, id="KL 5:67 p. 3 omröstning med resultat"),
    pytest.param(röstat(avslutad=False), 3, id="KL 5:67 p. 3 omröstningen pågår"),
    pytest.param(
        röstat(ja=None, nej=None, namngivna_ja=0, namngivna_nej=0),
        3,
        id="KL 5:67 p. 3 utan resultat",
    ),
    pytest.param(
        röstat(ja=None, nej=None, namngivna_ja=0, namngivna_nej=0, kandidater=2),
        None,
        id="KL 5:67 p. 3 val med kandidater",
    ),
    pytest.param(med(beslut=0), 4, id="KL 5:67 p. 4 beslut utan text"),
    pytest.param(med(deltog=0), 5, id="KL 5:67 p. 5 vilka som deltog"),
    pytest.param(röstat(namngivna_ja=0, namngivna_nej=0), 5, id="KL 5:67 p. 5 öppen utan namn"),
    pytest.param(röstat(namngivna_ja=2), 5, id="KL 5:67 p. 5 namnen och siffrorna skiljer sig"),
    pytest.param(
        röstat(sluten=True, namngivna_ja=0, namngivna_nej=0), None, id="KL 5:67 p. 5 sluten"
    ),
    pytest.param(med(reservationer_utan_namn=1), 6, id="KL 5:67 p. 6 reservation utan namn"),
]


@pytest.mark.parametrize(("ärende", "punkt"), TABELL)
def test_varje_ärende(ärende: Ärendeuppgift, punkt: int | None) -> None:
    fynd = fullständighet.brister_i_protokollet(5, [ärende])

    assert [b.lagrum for b in fynd] == ([f"5 kap. 67 § {punkt} kommunallagen"] if punkt else [])
    for brist in fynd:
        assert brist.text.startswith("§ 2: ")
        assert brist.lagtext.startswith("”Protokollet ska för varje ärende redovisa")


@pytest.mark.parametrize(
    ("tjänstgjorde", "ärenden", "antal"),
    [
        pytest.param(5, [HELT], 0, id="KL 5:66 båda finns"),
        pytest.param(0, [HELT], 1, id="KL 5:66 ingen tjänstgjorde"),
        pytest.param(5, [], 1, id="KL 5:66 inget ärende"),
    ],
)
def test_hela_protokollet(tjänstgjorde: int, ärenden: list[Ärendeuppgift], antal: int) -> None:
    fynd = fullständighet.brister_i_protokollet(tjänstgjorde, ärenden)

    assert [b.lagrum for b in fynd] == ["5 kap. 66 § kommunallagen"] * antal


@pytest.mark.parametrize(
    ("lika", "från_någon", "ställt", "utelämnas"),
    [
        pytest.param(True, False, False, True, id="KL 5:67 p. 1 förslaget är beslutet"),
        pytest.param(True, True, False, False, id="KL 5:67 p. 1 någons förslag"),
        pytest.param(True, False, True, False, id="KL 5:67 p. 1 yrkat eller röstat om"),
        pytest.param(False, False, False, False, id="KL 5:67 p. 1 ett annat beslut"),
    ],
)
def test_när_förslaget_utelämnas(
    lika: bool, från_någon: bool, ställt: bool, utelämnas: bool
) -> None:
    svar = fullständighet.förslaget_utelämnas(lika=lika, från_någon=från_någon, ställt=ställt)
    assert svar is utelämnas


def test_fullständigt_protokoll_har_inga_brister(värld: Mötesvärld) -> None:
    assert granskning.brister(protokoll=värld.håll()) == []


@pytest.mark.krav("VOTE-COUNTCHECK")
@pytest.mark.django_db
def test_det_som_saknas_räknas_upp() -> None:
    k = Källa()
    Protokoll.objects.update(status=Protokoll.Status.AVSLUTAT)
    p = k.paragraf(sekretess_lagrum="OSL 26 kap. 1 §", beslut=("Så.",))
    o = k.omröstning(p, ja=2, nej=1)
    k.röst(o, "Bo Ekfalk", "ja")
    k.reservation(p)
    k.yrkande(p, "Bifall", "Bo Ekfalk", slag="bifall")
    k.yrkande(p, "Återremiss", "Bo Ekfalk", slag="aterremiss")
    k.yrkande(p, "Avslag", slag="avslag", återtaget=True)

    brister = granskning.brister(protokoll=k.protokoll)

    assert [b.text.replace("\N{NO-BREAK SPACE}", " ") for b in brister] == [
        "§ 4 Sekretessärende: namnen ger 1 ja och 0 nej, siffrorna 2 ja och 1 nej.",
        "§ 4 Sekretessärende: det står inte vem som reserverade sig.",
    ]
