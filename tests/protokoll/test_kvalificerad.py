"""Kvalificerad majoritet och extra val i fullmäktige (KL 5:9–10, 5:37, 5:50, 5:52)."""

from __future__ import annotations

from datetime import date

import pytest

from nämnd.models import Organ
from protokoll import kvalificerad
from protokoll.documents import paragrafer
from protokoll.documents.mall import Rubriker
from protokoll.documents.paragraf import block
from protokoll.kvalificerad import Kvalificerat
from protokoll.models import Omröstning, Paragraf, TidigareBehandling, Yrkande
from protokoll.services import beslut, extra, frågan, frågeläge, omröstningar, varningar, yrkanden
from protokoll.services.frågefel import InteTillkännagett, Mötesfel
from protokoll.services.mötesfel import FelIFullmäktige
from tests.factories.protokoll import Mötesvärld, kallat_möte, lägg_punkt, organ_med_valda

EXTRA, FOLK = Kvalificerat.EXTRA_VAL, Kvalificerat.FOLKOMRÖSTNING
ALLA = ("Željka", "Åke", "Märta", "Ingrid", "Bo")


@pytest.mark.parametrize(
    ("rubrik", "slag"),
    [
        pytest.param("Extra val till kommunfullmäktige", EXTRA, id="KL 5:10 extra val"),
        pytest.param("Motion om extra val till fullmäktige", EXTRA, id="KL 5:10 motion"),
        pytest.param("Folkinitiativ om lasarettet", FOLK, id="KL 5:37 folkinitiativ"),
        pytest.param("Val till kommunfullmäktige", None, id="KL 5:10 inte extra"),
        pytest.param("Extra valborgsfirande", None, id="KL 5:55 enkel majoritet"),
    ],
)
def test_slaget(rubrik: str, slag: Kvalificerat | None) -> None:
    assert kvalificerad.slaget(rubrik, fullmäktige=True) is slag
    assert kvalificerad.slaget(rubrik, fullmäktige=False) is None


@pytest.mark.parametrize(
    ("slag", "i_ord"),
    [
        pytest.param(EXTRA, "För ja krävs två tredjedelar av de närvarande.", id="KL 5:10"),
        pytest.param(FOLK, "För nej krävs två tredjedelar av de närvarande.", id="KL 5:37"),
        pytest.param(
            Kvalificerat.OTILLKÄNNAGIVET,
            "För ja krävs att samtliga närvarande röstar ja.",
            id="KL 5:52",
        ),
    ],
)
def test_kravet_i_ord(slag: Kvalificerat, i_ord: str) -> None:
    assert kvalificerad.KRAV[slag].i_ord == i_ord


@pytest.mark.parametrize(
    ("slag", "utfall", "finns_annat", "hindras"),
    [
        pytest.param(EXTRA, "bifall", True, True, id="KL 5:10 någon är emot"),
        pytest.param(EXTRA, "bifall", False, False, id="KL 5:10 ingen är emot"),
        pytest.param(EXTRA, "avslag", True, False, id="KL 5:10 avslag kräver inget"),
        pytest.param(FOLK, "avslag", True, True, id="KL 5:37 att avslå kräver röster"),
        pytest.param(FOLK, "bifall", True, False, id="KL 5:37 att bifalla kräver inget"),
        pytest.param("", "bifall", True, False, id="KL 5:55 enkel majoritet"),
    ],
)
def test_utan_votering(slag: str, utfall: str, finns_annat: bool, hindras: bool) -> None:
    fynd = kvalificerad.utan_votering(slag, utfall, finns_annat=finns_annat)

    assert (fynd is not None) is hindras


@pytest.mark.parametrize(
    ("dag", "början"),
    [
        pytest.param(date(2026, 10, 14), date(2022, 10, 15), id="KL 5:9 sista dagen"),
        pytest.param(date(2026, 10, 15), date(2026, 10, 15), id="KL 5:9 första dagen"),
        pytest.param(date(2028, 3, 1), date(2026, 10, 15), id="KL 5:9 mitt i"),
        pytest.param(date(2021, 3, 1), date(2018, 10, 15), id="KL 5:9 tidigare mandattid"),
    ],
)
def test_mandattidens_början(dag: date, början: date) -> None:
    assert kvalificerad.mandattidens_början(dag) == början


TIDIGT, SENT = date(2027, 4, 14), date(2027, 9, 20)


@pytest.mark.parametrize(
    ("utfall", "dag", "första", "bordlagt", "kod", "hindrar"),
    [
        pytest.param("bordlaggning", TIDIGT, None, False, None, None, id="KL 5:50 bordläggs"),
        pytest.param("bifall", SENT, None, False, "bordläggs_först", True, id="KL 5:50 första"),
        pytest.param("avslag", SENT, None, False, "bordläggs_först", True, id="KL 5:50 avslag"),
        pytest.param("bifall", TIDIGT, None, True, "sex_månader", True, id="KL 5:10 för tidigt"),
        pytest.param("avslag", TIDIGT, None, True, None, None, id="KL 5:10 avslag är inget beslut"),
        pytest.param(
            "bifall", SENT, date(2027, 3, 21), True, "sex_månader", False, id="KL 5:10 första mötet"
        ),
        pytest.param("bifall", SENT, date(2027, 3, 20), True, None, None, id="KL 5:10 på dagen"),
    ],
)
def test_extra_val(
    utfall: str,
    dag: date,
    första: date | None,
    bordlagt: bool,
    kod: str | None,
    hindrar: bool | None,
) -> None:
    fynd = kvalificerad.om_extra_val(utfall, dag=dag, första_mötet=första, bordlagt_förut=bordlagt)

    assert [(f.kod, f.hindrar) for f in fynd] == ([] if kod is None else [(kod, hindrar)])


@pytest.mark.parametrize(
    ("fullmäktige", "samtliga", "hindras"),
    [
        pytest.param(True, False, True, id="KL 5:52 inte alla"),
        pytest.param(True, True, False, id="KL 5:52 samtliga"),
        pytest.param(False, False, False, id="KL 4:20 i en nämnd"),
    ],
)
def test_otillkännagivet(fullmäktige: bool, samtliga: bool, hindras: bool) -> None:
    fynd = kvalificerad.otillkännagivet(fullmäktige=fullmäktige, samtliga=samtliga)

    assert (fynd is not None) is hindras


# --- På mötet ----------------------------------------------------------------------------------


@pytest.fixture
def kf(db: None) -> Mötesvärld:
    organ = organ_med_valda(namn="Kommunfullmäktige", typ=Organ.Typ.FULLMÄKTIGE)
    värld = kallat_möte(organ, punkter=False)
    lägg_punkt(värld, "Extra val till kommunfullmäktige", förslag=("Extra val hålls.",))
    lägg_punkt(värld, "Taxa", förslag=("Taxan antas.",))
    värld.samla()
    return värld


def extra_val(värld: Mötesvärld, *, bordlagt: bool) -> Paragraf:
    paragraf = beslut.ta_upp(punkt=värld.punkter[0], av=värld.sekreterare)
    if bordlagt:
        TidigareBehandling.objects.create(
            paragraf=paragraf, organ=värld.organ.namn, datum=date(2026, 2, 1), utfall="bordläggning"
        )
    return paragraf


def avslag_yrkas(värld: Mötesvärld, paragraf: Paragraf) -> None:
    yrkanden.ställ(
        paragraf=paragraf,
        slag=Yrkande.Slag.AVSLAG,
        text="",
        yrkare=[värld.rad("Bo")],
        av=värld.sekreterare,
    )


def rösta(värld: Mötesvärld, omröstning: Omröstning, röster: str) -> Omröstning:
    val = {"j": "ja", "n": "nej", "a": "avstar"}
    omröstningar.anteckna_röster(
        omröstning=omröstning,
        val={värld.rad(namn).pk: val[r] for namn, r in zip(ALLA, röster, strict=True)},
        av=värld.sekreterare,
    )
    return omröstningar.avsluta(omröstning=omröstning, av=värld.sekreterare)


def test_extra_val_bordläggs_alltid_första_gången_KL_5_50(kf: Mötesvärld) -> None:
    paragraf = extra_val(kf, bordlagt=False)
    assert [f.kod for f in varningar.vid(paragraf, []).ärendet] == ["bordläggs_först"]

    with pytest.raises(FelIFullmäktige) as fel:
        beslut.besluta(paragraf=paragraf, utfall="bifall", av=kf.sekreterare)

    assert "5 kap. 50 §" in fel.value.lagrum
    beslut.besluta(paragraf=paragraf, utfall="bordlaggning", av=kf.sekreterare)


def test_extra_val_kan_bara_bordläggas_första_gången_KL_5_50(kf: Mötesvärld) -> None:
    """Att avgöra det i dag eller återremittera det är inget svar som finns."""
    paragraf = extra_val(kf, bordlagt=False)
    for slag in (Yrkande.Slag.ÅTERREMISS, Yrkande.Slag.BORDLÄGGNING):
        yrkanden.ställ(
            paragraf=paragraf, slag=slag, text="Mer.", yrkare=[kf.rad("Bo")], av=kf.sekreterare
        )
    steg = frågeläge.nästa_steg(paragraf)
    assert [a.id for a in steg.alternativ] == ["bordlaggning"]
    with pytest.raises(Mötesfel):
        frågan.svara(paragraf=paragraf, nr=1, utfall="avgors", av=kf.sekreterare)

    TidigareBehandling.objects.create(
        paragraf=paragraf, organ=kf.organ.namn, datum=date(2026, 2, 1), utfall="bordläggning"
    )
    igen = frågeläge.nästa_steg(paragraf)
    assert [a.id for a in igen.alternativ] == ["avgors", "bordlaggning"]
    paragraf.tidigare.all().delete()
    frågan.svara(paragraf=paragraf, nr=1, utfall="bordlaggning", av=kf.sekreterare)

    paragraf.refresh_from_db()
    assert paragraf.utfall == "bordlaggning"


@pytest.mark.parametrize(
    ("röster", "utfall"),
    [
        pytest.param("jjjja", "bifall", id="KL 5:10 fyra av fem"),
        pytest.param("jjjnn", "avslag", id="KL 5:10 tre av fem räcker inte"),
        pytest.param("jjjaa", "avslag", id="KL 5:10 de som avstår är närvarande"),
    ],
)
@pytest.mark.parametrize("funnet", ["bifall", "avslag"])
def test_extra_val_kräver_två_tredjedelar(
    kf: Mötesvärld, röster: str, utfall: str, funnet: str
) -> None:
    """Ja är extra val, också när ordföranden först fann avslag."""
    paragraf = extra_val(kf, bordlagt=True)
    avslag_yrkas(kf, paragraf)
    with pytest.raises(FelIFullmäktige, match="två tredjedelar"):
        frågan.svara(paragraf=paragraf, nr=1, utfall="bifall", av=kf.sekreterare)
    frågan.svara(paragraf=paragraf, nr=1, utfall=funnet, votering_begärd=True, av=kf.sekreterare)

    omröstning = omröstningar.öppna(paragraf=paragraf, metod="upprop", av=kf.sekreterare)
    assert (omröstning.krav, omröstning.sluten) == ("extra_val", False)
    assert omröstning.ja_betyder.startswith("bifall")
    rösta(kf, omröstning, röster)

    paragraf.refresh_from_db()
    assert paragraf.utfall == utfall
    text = paragraf.propositioner.get(ordning=2).text
    assert "För ja krävs två tredjedelar av de närvarande." in text
    väntat = ["sex_månader"] if utfall == "bifall" else []
    assert [f.kod for f in varningar.vid(paragraf, []).ärendet] == väntat


def test_ett_ärende_till_i_fullmäktige_beslutas_av_samtliga_KL_5_52(kf: Mötesvärld) -> None:
    paragraf = beslut.ta_upp(punkt=kf.punkter[1], av=kf.sekreterare)
    with pytest.raises(InteTillkännagett) as fel:
        extra.väck_ärende(protokoll=kf.protokoll, rubrik="Brådskande köp", av=kf.sekreterare)
    assert "5 kap. 52 §" in fel.value.lagrum

    val = {"ja_betyder": "att köpet tas upp", "nej_betyder": "att det inte tas upp"}
    for röster in ("jjjja", "jjjjj"):
        omröstning = omröstningar.öppna_ordningsfråga(
            paragraf=paragraf,
            metod="upprop",
            krav="otillkannagivet",
            av=kf.sekreterare,
            **val,
        )
        rösta(kf, omröstning, röster)

    beslut.besluta(paragraf=paragraf, utfall="bifall", av=kf.sekreterare)
    [rad] = paragrafer(kf.protokoll)
    tryckt = str(block(rad, Rubriker(kf.organ), maskera=False))
    krav = "För ja krävs att samtliga närvarande röstar ja. Kravet är"
    assert tryckt.index(f"{krav} inte uppfyllt.") < tryckt.index(f"{krav} uppfyllt.")


@pytest.mark.parametrize("krav", ["extra_val", "okänt"])
def test_en_ordningsfråga_har_annars_enkel_majoritet_KL_5_55(kf: Mötesvärld, krav: str) -> None:
    paragraf = beslut.ta_upp(punkt=kf.punkter[1], av=kf.sekreterare)

    with pytest.raises(Mötesfel, match="enkel majoritet"):
        omröstningar.öppna_ordningsfråga(
            paragraf=paragraf,
            ja_betyder="ja",
            nej_betyder="nej",
            metod="upprop",
            krav=krav,
            av=kf.sekreterare,
        )
