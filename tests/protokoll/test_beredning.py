"""Beredning av fullmäktiges ärenden och motiverad ansvarsfrihet (KL 5:24, 5:26–34)."""

from __future__ import annotations

from datetime import date

import pytest

from nämnd.models import Organ
from protokoll import beredning
from protokoll.beredning import Beredare
from protokoll.models import Paragraf, TidigareBehandling
from protokoll.services import beslut, varningar
from tests.factories.protokoll import Mötesvärld, kallat_möte, lägg_punkt, organ_med_valda

KS, NÄMND, FB = Beredare.STYRELSE, Beredare.NÄMND, Beredare.BEREDNING
DAG = date(2026, 3, 18)
EFTER_VALET = date(2026, 11, 18)


@pytest.mark.parametrize(
    ("rubrik", "typ", "utfall", "beredare", "koder"),
    [
        pytest.param("Taxa", "", "", [], ["inte_berett"], id="KL 5:26 ingen har berett"),
        pytest.param("Taxa", "", "bifall", [], ["inte_berett"], id="KL 5:33 avgjort ändå"),
        pytest.param("Taxa", "", "", [KS], [], id="KL 5:28 styrelsen"),
        pytest.param("Taxa", "", "", [NÄMND, KS], [], id="KL 5:28 nämnd och styrelse"),
        pytest.param("Taxa", "", "", [NÄMND], ["styrelsen_inte_hörd"], id="KL 5:28 bara nämnd"),
        pytest.param(
            *("Taxa", "", "", [FB], ["nämnd_inte_hörd", "styrelsen_inte_hörd"]),
            id="KL 5:27 bara fullmäktigeberedning",
        ),
        pytest.param("Taxa", "", "", [FB, KS], [], id="KL 5:27 beredning och styrelse"),
        pytest.param("Taxa", "", "aterremiss", [], [], id="KL 5:26 återremiss avgör inte"),
        pytest.param("Taxa", "", "bordlaggning", [], [], id="KL 5:26 bordläggning avgör inte"),
        pytest.param("Val av revisor", "val", "", [], [], id="KL 5:29 val"),
        pytest.param("Avsägelse från Bo Ek", "", "", [], [], id="KL 5:29 avsägelse"),
        pytest.param("Extra val till kommunfullmäktige", "", "", [], [], id="KL 5:31 extra val"),
        pytest.param("Ansvarsfrihet för 2025", "", "", [], [], id="KL 5:32 revisionsberättelsen"),
        pytest.param(
            *("Överlåtande av medborgarförslag till nämnden", "", "", [], []),
            id="KL 5:34 medborgarförslag överlåts",
        ),
        pytest.param(
            *("Medborgarförslag om badhus", "medborgarforslag", "", [], ["inte_berett"]),
            id="KL 5:34 medborgarförslag avgörs",
        ),
        pytest.param("Svar på fråga", "fraga", "bifall", [], [], id="KL 5:64 fråga besvaras"),
        pytest.param("Budgetläget", "information", "", [], [], id="KL 5:26 information"),
    ],
)
def test_beredningen(
    rubrik: str, typ: str, utfall: str, beredare: list[Beredare], koder: list[str]
) -> None:
    fynd = beredning.pröva(
        rubrik, typ, utfall, ["Taxan antas."], beredare=beredare, dag=DAG, fullmäktige=True
    )

    assert [f.kod for f in fynd] == koder
    assert not any(f.hindrar for f in fynd)
    assert not beredning.pröva(
        rubrik, typ, utfall, ["Taxan antas."], beredare=beredare, dag=DAG, fullmäktige=False
    )


@pytest.mark.parametrize(
    ("dag", "berett"),
    [
        pytest.param(EFTER_VALET, True, id="KL 5:30 nyvalda under valåret"),
        pytest.param(date(2026, 9, 18), False, id="KL 5:30 de avgående"),
        pytest.param(date(2027, 1, 20), False, id="KL 5:30 året därpå"),
    ],
)
def test_nyvalda_fullmäktige_ändrar_en_nämnds_storlek(dag: date, berett: bool) -> None:
    rubrik = "Ändring av antalet ledamöter i socialnämnden"
    fynd = beredning.pröva(rubrik, "", "", [], beredare=[], dag=dag, fullmäktige=True)

    assert (fynd == []) is berett


@pytest.mark.parametrize(
    ("sats", "avgörs"),
    [
        pytest.param("Motionen remitteras till kommunstyrelsen.", False, id="KL 5:26 remitteras"),
        pytest.param("Motionen överlämnas för beredning.", False, id="KL 5:26 till beredning"),
        pytest.param("Motionen bifalls.", True, id="KL 5:26 bifalls"),
    ],
)
def test_att_remittera_är_inte_att_avgöra(sats: str, avgörs: bool) -> None:
    fynd = beredning.pröva(
        "Motion", "motion", "bifall", [sats], beredare=[], dag=DAG, fullmäktige=True
    )

    assert bool(fynd) is avgörs


FRIHET = "Ansvarsfrihet för socialnämnden 2025"


@pytest.mark.parametrize(
    ("rubrik", "utfall", "satser", "koder"),
    [
        pytest.param(FRIHET, "bifall", ["Ansvarsfrihet beviljas."], [], id="KL 5:24 beviljas"),
        pytest.param(
            *(FRIHET, "bifall", ["Nämnden vägras ansvarsfrihet."], ["vägrad_utan_skäl"]),
            id="KL 5:24 vägras",
        ),
        pytest.param(
            *(FRIHET, "bifall", ["Ansvarsfrihet beviljas inte."], ["vägrad_utan_skäl"]),
            id="KL 5:24 beviljas inte",
        ),
        pytest.param(
            *(FRIHET, "avslag", ["Förslaget avslås."], ["vägrad_utan_skäl"]),
            id="KL 5:24 avslag på att bevilja",
        ),
        pytest.param(
            *(FRIHET, "bifall", ["Nämnden vägras ansvarsfrihet på grund av underskottet."], []),
            id="KL 5:24 vägras med skäl",
        ),
        pytest.param(
            *(FRIHET, "bifall", ["Fullmäktige riktar anmärkning mot nämnden."]),
            ["anmärkning_utan_skäl"],
            id="KL 5:24 st. 2 anmärkning",
        ),
        pytest.param(
            *(FRIHET, "bifall", ["Fullmäktige riktar ingen anmärkning."], []),
            id="KL 5:24 st. 2 ingen anmärkning",
        ),
        pytest.param(FRIHET, "bordlaggning", ["Bordläggs."], [], id="KL 5:24 inte avgjort"),
        pytest.param("Bygglov", "avslag", ["Ansökan avslås."], [], id="KL 5:24 annat ärende"),
    ],
)
def test_motiveringen(rubrik: str, utfall: str, satser: list[str], koder: list[str]) -> None:
    fynd = beredning.om_motiveringen(rubrik, utfall, satser, [], fullmäktige=True)

    assert [f.kod for f in fynd] == koder
    assert not beredning.om_motiveringen(rubrik, utfall, satser, [], fullmäktige=False)
    skäl = ["Beslutet motiveras av underskottet."]
    assert not beredning.om_motiveringen(rubrik, utfall, satser, skäl, fullmäktige=True)


# --- På mötet ----------------------------------------------------------------------------------


@pytest.fixture
def kf(db: None) -> Mötesvärld:
    organ = organ_med_valda(namn="Kommunfullmäktige", typ=Organ.Typ.FULLMÄKTIGE)
    for namn, typ in (
        ("Kommunstyrelsen", Organ.Typ.STYRELSE),
        ("Socialnämnden", Organ.Typ.NÄMND),
        ("Demokratiberedningen", Organ.Typ.BEREDNING),
    ):
        Organ.objects.create(myndighet=organ.myndighet, namn=namn, typ=typ)
    värld = kallat_möte(organ, punkter=False)
    lägg_punkt(värld, "Taxa", förslag=("Taxan antas.",))
    lägg_punkt(värld, "Avgift", förslag=("Avgiften antas.",), förslag_av="Kommunstyrelsen")
    lägg_punkt(värld, FRIHET, förslag=("Ansvarsfrihet beviljas.",))
    värld.samla()
    return värld


def koder(paragraf: Paragraf) -> list[str]:
    return [f.kod for f in varningar.vid(paragraf, []).ärendet]


def test_ett_oberett_ärende_varnas_och_avgörs_ändå_KL_5_26(kf: Mötesvärld) -> None:
    taxan = beslut.ta_upp(punkt=kf.punkter[0], av=kf.sekreterare)
    assert koder(taxan) == ["inte_berett"]
    TidigareBehandling.objects.create(paragraf=taxan, organ="Demokratiberedningen")
    assert koder(taxan) == ["nämnd_inte_hörd", "styrelsen_inte_hörd"]
    TidigareBehandling.objects.create(paragraf=taxan, organ="Socialnämnden")
    assert koder(taxan) == ["styrelsen_inte_hörd"]
    beslut.besluta(paragraf=taxan, utfall="bifall", av=kf.sekreterare)

    avgiften = beslut.ta_upp(punkt=kf.punkter[1], av=kf.sekreterare)
    assert koder(avgiften) == []


def test_vägrad_ansvarsfrihet_varnas_tills_den_är_motiverad_KL_5_24(kf: Mötesvärld) -> None:
    paragraf = beslut.ta_upp(punkt=kf.punkter[2], av=kf.sekreterare)
    assert koder(paragraf) == []
    paragraf = beslut.besluta(
        paragraf=paragraf, utfall="avslag", satser=["Ansvarsfrihet vägras."], av=kf.sekreterare
    )
    assert koder(paragraf) == ["vägrad_utan_skäl"]

    paragraf = beslut.ändra_beslut(
        paragraf=paragraf,
        utfall="avslag",
        satser=["Ansvarsfrihet vägras eftersom underskottet inte åtgärdades."],
        av=kf.sekreterare,
    )
    assert koder(paragraf) == []
