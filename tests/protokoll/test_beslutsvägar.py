"""Alla vägar genom en beslutsgång (KL 5 kap. 53–55 §§)."""

from collections.abc import Iterator

import pytest

from protokoll import beslutsgång
from protokoll.proposition import Körning, Skede, Stegslag, Svar, Utfall, Ärendegång
from protokoll.propositionsordning import kör
from tests.protokoll.ärendegångar import (
    AVSLAG,
    BORD,
    FÖRSLAG,
    PUNKTER,
    REMISS,
    RIVAL,
    TILLÄGG,
    ÄNDRING,
    gång,
)


def _alla_vägar(ärende: Ärendegång, svar: tuple[Svar, ...] = ()) -> Iterator[Körning]:
    """Varje svar som går att ge, med och utan votering, till varje slut."""
    körning = kör(ärende, svar)
    if körning.nästa is None:
        yield körning
        return
    steg = körning.nästa
    votering = steg.slag is Stegslag.VOTERING
    for utfall in ("ja", "nej") if votering else [a.id for a in steg.alternativ]:
        for begärd in (False, True) if not votering and len(steg.alternativ) > 1 else (False,):
            yield from _alla_vägar(ärende, (*svar, Svar(steg.nyckel, utfall, begärd)))


SKEDEN = [Skede.FORMELLT, Skede.HUVUDFÖRSLAG, Skede.ÄNDRING, Skede.TILLÄGG]


@pytest.mark.parametrize(
    "ärende",
    [
        pytest.param(gång(FÖRSLAG, AVSLAG, RIVAL, REMISS, TILLÄGG), id="KL 5:53 tre huvudförslag"),
        pytest.param(
            gång(FÖRSLAG, AVSLAG, ÄNDRING, TILLÄGG, BORD), id="KL 5:53 ändring och tillägg"
        ),
        pytest.param(gång(*PUNKTER[:2], AVSLAG, ÄNDRING, punktvis=True), id="KL 5:53 punktvis"),
    ],
)
def test_varje_väg_når_ett_slut_i_laglig_ordning(ärende: Ärendegång) -> None:
    """KL 5:53–55: oavsett svar prövas allt i ordning och högst en gång."""
    vägar = list(_alla_vägar(ärende))

    assert {v.utgång.utfall for v in vägar} >= {Utfall.BIFALL, Utfall.AVSLAG, Utfall.ÄNDRAT}
    for väg in vägar:
        steg = [s for s, _ in väg.tagna]
        skeden = [SKEDEN.index(s.skede) for s in steg if s.skede in SKEDEN]
        assert skeden == sorted(skeden)
        assert len({s.nyckel for s in steg}) == len(steg)
        assert väg.utgång.beslut
        assert [i for i, _ in väg.utgång.öden] == [y.id for y in ärende.yrkanden]
        assert all(beslutsgång.mening(s, svar).endswith(".") for s, svar in väg.tagna)
