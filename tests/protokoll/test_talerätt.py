"""Den som inte är ledamot i fullmäktige: rätten att tala och yrka (KL 5:32, 5:39–41, 6:26)."""

from __future__ import annotations

from datetime import time

import pytest

from nämnd.models import Organ
from protokoll import talerätt
from protokoll.frågeformer import Talarform, Väckform, Yrkandeform
from protokoll.models import ÖvrigNärvarande
from protokoll.services import beslut, extra, uppföljning, varningar, yrkanden
from protokoll.services.frågefel import FelYrkande, FelÄrende, FårInteVäcka, FårInteYrka
from tests.factories.protokoll import Mötesvärld, kallat_möte, lägg_punkt, organ_med_valda

FRIHET = "Ansvarsfrihet för 2025"


@pytest.mark.parametrize(
    ("titel", "fullmäktige", "lagrum"),
    [
        pytest.param("kommunalråd (S)", True, None, id="KL 5:39 kommunalråd"),
        pytest.param("Oppositionsråd", True, None, id="KL 4:2 oppositionsråd"),
        pytest.param("revisor", True, "5 kap. 39 §", id="KL 5:39 inte revisorn"),
        pytest.param("ordförande i socialnämnden", True, "5 kap. 39 §", id="KL 5:41 ordföranden"),
        pytest.param("kommunalråd", False, "6 kap. 26 §", id="KL 6:26 i en nämnd"),
    ],
)
def test_yrkaren(titel: str, fullmäktige: bool, lagrum: str | None) -> None:
    fynd = talerätt.om_yrkaren("Eva Ek", titel, fullmäktige=fullmäktige)

    assert (fynd is None) is (lagrum is None)
    assert fynd is None or (fynd.hindrar and fynd.lagrum.startswith(lagrum or ""))


@pytest.mark.parametrize(
    ("titel", "roll", "yttranderätt", "rubrik", "varnas"),
    [
        pytest.param("kommunalråd", "gast", False, "Taxa", False, id="KL 5:39 kommunalråd"),
        pytest.param("", "gast", True, "Taxa", False, id="KL 5:40 fullmäktige har bestämt"),
        pytest.param("", "gast", False, "Taxa", True, id="KL 5:40 utan beslut"),
        pytest.param("ekonom", "tjansteperson", False, "Taxa", False, id="KL 5:41 anställd"),
        pytest.param("revisor", "gast", False, FRIHET, False, id="KL 5:41 revisor"),
        pytest.param("", "sakkunnig", False, FRIHET, False, id="KL 5:32 revisorernas sakkunniga"),
        pytest.param("", "sakkunnig", False, "Taxa", True, id="KL 5:32 annat ärende"),
        pytest.param("ordförande i nämnden", "gast", False, "Taxa", False, id="KL 5:41 ordförande"),
    ],
)
def test_talaren(titel: str, roll: str, yttranderätt: bool, rubrik: str, varnas: bool) -> None:
    om = {"yttranderätt": yttranderätt, "rubrik": rubrik}
    fynd = talerätt.om_talaren("Eva Ek", titel, roll, **om, fullmäktige=True)

    assert (fynd is not None) is varnas
    assert fynd is None or not fynd.hindrar
    assert talerätt.om_talaren("Eva Ek", titel, roll, **om, fullmäktige=False) is None


def övrig(värld: Mötesvärld, namn: str, titel: str, roll: str = "gast") -> ÖvrigNärvarande:
    rad = ÖvrigNärvarande.objects.create(
        protokoll=värld.protokoll, namn=namn, titel=titel, roll=roll
    )
    rad.tider.create(från=time(15, 0))
    return rad


@pytest.fixture
def kf(db: None) -> Mötesvärld:
    organ = organ_med_valda(namn="Kommunfullmäktige", typ=Organ.Typ.FULLMÄKTIGE)
    värld = kallat_möte(organ, punkter=False)
    lägg_punkt(värld, "Taxa", förslag=("Taxan antas.",))
    värld.samla()
    return värld


def test_kommunalrådet_yrkar_men_revisorn_får_det_inte_KL_5_39(kf: Mötesvärld) -> None:
    rådet, revisorn = övrig(kf, "Eva Ek", "kommunalråd"), övrig(kf, "Ulf Ro", "revisor")
    paragraf = beslut.ta_upp(punkt=kf.punkter[0], av=kf.sekreterare)
    form = Yrkandeform(paragraf=paragraf)
    assert list(form.fields["övriga"].queryset) == [rådet]
    fält = {"paragraf": paragraf, "slag": "avslag", "text": "", "av": kf.sekreterare}

    with pytest.raises(FårInteYrka) as fel:
        yrkanden.ställ(**fält, övriga=[revisorn])
    assert "5 kap. 39 §" in fel.value.lagrum
    assert not paragraf.yrkanden.exists()
    rådet.tider.update(till=time(15, 30))
    with pytest.raises(FelYrkande, match="inte inne"):
        yrkanden.ställ(**fält, övriga=[rådet])
    rådet.tider.update(till=None)
    yrkanden.ställ(**fält, övriga=[rådet], yrkare=[kf.rad("Bo")])

    [yrkande] = paragraf.yrkanden.all()
    assert [str(y) for y in yrkande.av.all()] == ["Bo Ekfalk (V)", "Eva Ek"]


def test_i_en_nämnd_yrkar_bara_ledamöter_KL_6_26(värld: Mötesvärld) -> None:
    värld.samla()
    rådet = övrig(värld, "Eva Ek", "kommunalråd")
    paragraf = beslut.ta_upp(punkt=värld.punkter[1], av=värld.sekreterare)
    assert "övriga" not in Yrkandeform(paragraf=paragraf).fields

    with pytest.raises(FårInteYrka) as fel:
        yrkanden.ställ(
            paragraf=paragraf, slag="avslag", text="", övriga=[rådet], av=värld.sekreterare
        )
    assert "6 kap. 26 §" in fel.value.lagrum


def test_den_som_inte_är_ledamot_antecknas_som_talare_KL_5_40(kf: Mötesvärld) -> None:
    rådet, gästen = övrig(kf, "Eva Ek", "kommunalråd"), övrig(kf, "Siv Å", "")
    paragraf = beslut.ta_upp(punkt=kf.punkter[0], av=kf.sekreterare)
    assert set(Talarform(paragraf=paragraf).fields["övriga"].queryset) == {rådet, gästen}

    for _ in range(2):
        extra.ange_talare(
            paragraf=paragraf,
            rader=[kf.rad("Bo")],
            övriga=[rådet, gästen],
            av=kf.sekreterare,
        )
    assert [str(t) for t in paragraf.talare.all()] == ["Bo Ekfalk (V)", "Eva Ek", "Siv Å"]
    [fynd] = varningar.vid(paragraf, []).talare
    assert fynd.text.startswith("Siv Å")


def test_ett_uppdrag_utan_dag_varnas(värld: Mötesvärld) -> None:
    värld.samla()
    paragraf = beslut.ta_upp(punkt=värld.punkter[1], av=värld.sekreterare)
    paragraf = beslut.besluta(paragraf=paragraf, utfall="bifall", av=värld.sekreterare)
    fält = {"paragraf": paragraf, "ansvarig": "Förvaltningen", "av": värld.sekreterare}
    uppföljning.ge_uppdrag(text="Utred.", **fält)
    uppföljning.ge_uppdrag(text="Redovisa.", dag=värld.sammanträde.datum, **fält)

    [fynd] = varningar.vid(paragraf, []).uppdrag
    assert "”Utred.”" in fynd.text
    assert not fynd.hindrar


@pytest.mark.parametrize(
    ("titel", "fullmäktige", "lagrum"),
    [
        pytest.param("revisor", False, None, id="KL 4:21 revisor i en nämnd"),
        pytest.param("Förtroendevald revisor", True, None, id="KL 5:22 revisor i fullmäktige"),
        pytest.param("kommunalråd", False, "4 kap. 21 §", id="KL 4:21 inte kommunalrådet"),
        pytest.param("", True, "5 kap. 22 §", id="KL 5:22 inte en gäst"),
    ],
)
def test_väckaren(titel: str, fullmäktige: bool, lagrum: str | None) -> None:
    fynd = talerätt.om_väckaren("Ulf Ro", titel, fullmäktige=fullmäktige)

    assert (fynd is None) is (lagrum is None)
    assert fynd is None or (fynd.hindrar and fynd.lagrum.startswith(lagrum or ""))


def test_revisorn_väcker_ett_ärende_i_nämnden_KL_4_21(värld: Mötesvärld) -> None:
    värld.samla()
    assert "revisor" not in Väckform(protokoll=värld.protokoll).fields
    revisorn, gästen = övrig(värld, "Ulf Ro", "revisor"), övrig(värld, "Eva Ek", "kommunalråd")
    assert list(Väckform(protokoll=värld.protokoll).fields["revisor"].queryset) == [revisorn]
    fält = {"protokoll": värld.protokoll, "rubrik": "Granskningen", "av": värld.sekreterare}

    with pytest.raises(FårInteVäcka) as fel:
        extra.väck_ärende(**fält, revisor=gästen)
    assert "4 kap. 21 §" in fel.value.lagrum
    with pytest.raises(FelÄrende, match="antingen"):
        extra.väck_ärende(**fält, revisor=revisorn, väckt_av=värld.rad("Bo"))
    assert not värld.protokoll.paragrafer.exists()

    paragraf = extra.väck_ärende(**fält, revisor=revisorn)
    assert paragraf.information == "Ulf Ro (revisor) väcker ärendet."
