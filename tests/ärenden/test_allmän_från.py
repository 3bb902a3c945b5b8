"""När en handling blir allmän (TF 2 kap. 9–12 §§)."""

from dataclasses import replace
from datetime import date

import pytest

from ärenden.allmän_från import AllmänFrån, Art, Läge, Riktning, allmän_från
from ärenden.models import Handling

A, B, C = date(2026, 3, 2), date(2026, 4, 1), date(2026, 5, 4)
IN = Läge(Riktning.INKOMMEN)
UT = Läge(Riktning.UTGÅENDE)
UPP = Läge(Riktning.UPPRÄTTAD)
FRI = replace(UPP, hör_till_ärende=False)
PROTOKOLL = replace(UPP, art=Art.PROTOKOLL)
BEREDANDE = replace(UPP, art=Art.BEREDANDE_PROTOKOLL)
ANTECKNING = replace(UPP, art=Art.MINNESANTECKNING)
UTKAST = replace(UPP, art=Art.UTKAST)


@pytest.mark.parametrize(
    ("läge", "dag", "ord_"),
    [
        pytest.param(replace(IN, ankom=A), A, "kommit in", id="TF 2:9 inkommen genast"),
        pytest.param(
            replace(IN, ankom=A, slutbehandlat=C),
            A,
            "kommit in",
            id="TF 2:9 ärendet spelar ingen roll",
        ),
        pytest.param(
            replace(IN, ankom=A, öppnas=B), B, "förseglad", id="TF 2:9 st. 2 anbud när det öppnas"
        ),
        pytest.param(
            replace(IN, ankom=C, öppnas=B), C, "kommit in", id="TF 2:9 st. 2 kom efter öppnandet"
        ),
        pytest.param(IN, None, "inte kommit in", id="TF 2:9 inte inkommen"),
        pytest.param(replace(UT, expedierad=A), A, "expedierad", id="TF 2:10 utgående"),
        pytest.param(
            replace(UT, slutbehandlat=A, färdigställd=A),
            None,
            "inte expedierad",
            id="TF 2:10 utgående men inte expedierad",
        ),
        pytest.param(
            replace(UPP, slutbehandlat=B), B, "slutbehandlat", id="TF 2:10 ärendet slutbehandlat"
        ),
        pytest.param(
            replace(UPP, färdigställd=A),
            None,
            "inte slutbehandlat",
            id="TF 2:10 färdig, öppet ärende",
        ),
        pytest.param(
            replace(UPP, expedierad=A, slutbehandlat=B),
            A,
            "expedierad",
            id="TF 2:10 expedierad före slutbehandlingen",
        ),
        pytest.param(
            replace(UPP, expedierad=C, slutbehandlat=B),
            B,
            "slutbehandlat",
            id="TF 2:10 slutbehandlat före expedieringen",
        ),
        pytest.param(replace(FRI, färdigställd=A), A, "färdigställd", id="TF 2:10 utan ärende"),
        pytest.param(FRI, None, "inte färdigställd", id="TF 2:10 utan ärende, inte färdig"),
        pytest.param(
            replace(PROTOKOLL, färdigställd=A),
            A,
            "justerat",
            id="TF 2:10 p. 3 protokollet justerat",
        ),
        pytest.param(
            replace(PROTOKOLL, slutbehandlat=A),
            None,
            "inte justerat",
            id="TF 2:10 p. 3 slutbehandlat men inte justerat",
        ),
        pytest.param(
            replace(PROTOKOLL, färdigställd=B, slutbehandlat=A),
            B,
            "justerat",
            id="TF 2:10 p. 3 justeringen avgör",
        ),
        pytest.param(
            replace(BEREDANDE, färdigställd=A),
            None,
            "bara bereds",
            id="TF 2:10 st. 3 beredande utskott, bara justerat",
        ),
        pytest.param(
            replace(BEREDANDE, färdigställd=A, slutbehandlat=B),
            B,
            "slutbehandlat",
            id="TF 2:10 st. 3 beredande utskott, ärendet avgjort",
        ),
        pytest.param(
            replace(BEREDANDE, färdigställd=A, expedierad=B, slutbehandlat=C),
            B,
            "expedierad",
            id="TF 2:10 st. 3 beredande utskott, expedierat",
        ),
        pytest.param(
            replace(BEREDANDE, färdigställd=A, överlämnad=B),
            None,
            "bara bereds",
            id="TF 2:11 från utskott till den egna nämnden",
        ),
        pytest.param(
            replace(UPP, överlämnad=A),
            None,
            "inom myndigheten",
            id="TF 2:11 överlämnad inom myndigheten",
        ),
        pytest.param(
            replace(UPP, överlämnad=A, självständiga_organ=True, slutbehandlat=B),
            A,
            "självständigt organ",
            id="TF 2:11 till ett självständigt organ",
        ),
        pytest.param(
            replace(ANTECKNING, slutbehandlat=A, färdigställd=A),
            None,
            "minnesanteckning",
            id="TF 2:12 minnesanteckning efter slutbehandlingen",
        ),
        pytest.param(
            replace(ANTECKNING, slutbehandlat=A, arkiverad=B),
            B,
            "arkivet",
            id="TF 2:12 minnesanteckning som arkiverats",
        ),
        pytest.param(
            replace(ANTECKNING, expedierad=A, arkiverad=B),
            A,
            "expedierad",
            id="TF 2:12 minnesanteckning som expedierats",
        ),
        pytest.param(
            replace(UTKAST, slutbehandlat=A, färdigställd=A),
            None,
            "utkast",
            id="TF 2:12 st. 2 utkast",
        ),
        pytest.param(
            replace(UTKAST, riktning=Riktning.UTGÅENDE, slutbehandlat=A),
            None,
            "utkast",
            id="TF 2:12 st. 2 utkast till utgående skrivelse",
        ),
        pytest.param(
            replace(UTKAST, slutbehandlat=A, arkiverad=C),
            C,
            "arkivet",
            id="TF 2:12 st. 2 utkast som arkiverats",
        ),
        pytest.param(
            replace(UTKAST, expedierad=B),
            B,
            "expedierad",
            id="TF 2:12 st. 2 utkast som expedierats",
        ),
    ],
)
def test_allmän_från(läge: Läge, dag: date | None, ord_: str, request) -> None:
    besked = allmän_från(läge)

    assert besked.dag == dag
    assert ord_ in besked.skäl
    assert besked.skäl.endswith(f"({besked.lagrum}).")
    paragraf = request.node.callspec.id.removeprefix("TF 2:").split()[0]
    assert besked.lagrum == (
        "2 kap. 10 § tryckfrihetsförordningen"
        if läge.art is Art.BEREDANDE_PROTOKOLL
        else f"2 kap. {paragraf} § tryckfrihetsförordningen"
    )


def test_ordet_om_arkivet_och_lagens_ord_hör_ihop() -> None:
    besked = allmän_från(replace(UTKAST, arkiverad=A))

    assert isinstance(besked, AllmänFrån)
    assert "om den tas om hand för arkivering" in besked.lagtext


def test_riktningarna_är_diariets() -> None:
    assert {str(r) for r in Riktning} == set(Handling.Riktning.values)
