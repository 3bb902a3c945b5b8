"""Interpellationer och frågor i fullmäktige (KL 4:19, 5:45, 5:57, 5:59–64 och 5:68)."""

from __future__ import annotations

import pytest

from nämnd.models import Organ
from protokoll import interpellation
from protokoll.interpellation import Slag
from protokoll.models import Närvaro, Paragraf
from protokoll.rum import rum
from protokoll.services import beslut, extra, granskning, närvaro, uppföljning, varningar
from protokoll.services.mötesfel import FelIFullmäktige, InteBeslutsför
from tests.factories.protokoll import Mötesvärld, kallat_möte, lägg_punkt, organ_med_valda

INT, FRÅGA = Slag.INTERPELLATION, Slag.FRÅGA


@pytest.mark.parametrize(
    ("rubrik", "slag"),
    [
        pytest.param("Interpellation om skolskjutsar", INT, id="KL 5:59 ställs"),
        pytest.param("Svar på interpellation om skolskjutsar", INT, id="KL 5:63 besvaras"),
        pytest.param("Besvarande av interpellation från Bo Ek (V)", INT, id="KL 5:63 besvarande"),
        pytest.param("Fråga från Bo Ek (V) om badhuset", FRÅGA, id="KL 5:64 fråga"),
        pytest.param("Svar på fråga om badhuset", FRÅGA, id="KL 5:64 svar"),
        pytest.param("Frågestund", None, id="KL 5:64 stunden är ingen fråga"),
        pytest.param("Fråga om jäv", None, id="KL 5:64 jävsfrågan är ingen fråga"),
        pytest.param("Motion om interpellationer", None, id="KL 5:22 motion"),
    ],
)
def test_slaget(rubrik: str, slag: Slag | None) -> None:
    assert interpellation.slaget(rubrik, fullmäktige=True) is slag
    assert interpellation.slaget(rubrik, fullmäktige=False) is None


@pytest.mark.parametrize(
    ("slag", "fullmäktige", "mot_enskild", "kod", "hindrar"),
    [
        pytest.param(INT, True, False, None, None, id="KL 5:61 tillåtet ämne"),
        pytest.param(INT, True, True, "mot_enskild", True, id="KL 5:61 mot enskild"),
        pytest.param(FRÅGA, True, True, "mot_enskild", True, id="KL 5:64 fråga mot enskild"),
        pytest.param(INT, False, True, "inte_i_fullmäktige", False, id="KL 4:19 i en nämnd"),
        pytest.param(None, True, True, None, None, id="KL 5:61 annat ärende"),
    ],
)
def test_ämnet(
    slag: Slag | None, fullmäktige: bool, mot_enskild: bool, kod: str | None, hindrar: bool | None
) -> None:
    fynd = interpellation.om_ämnet(slag, fullmäktige=fullmäktige, mot_enskild=mot_enskild)

    assert (fynd and fynd.kod, fynd and fynd.hindrar) == (kod, hindrar)


@pytest.mark.parametrize(
    ("slag", "talare", "fullmäktige", "hindras"),
    [
        pytest.param(FRÅGA, 2, True, False, id="KL 5:64 den som frågar och den som svarar"),
        pytest.param(FRÅGA, 3, True, True, id="KL 5:64 en tredje"),
        pytest.param(INT, 9, True, False, id="KL 5:64 inte interpellationer"),
        pytest.param(FRÅGA, 3, False, False, id="KL 5:64 inte i en nämnd"),
    ],
)
def test_talarna(slag: Slag, talare: int, fullmäktige: bool, hindras: bool) -> None:
    fynd = interpellation.om_talarna(slag, talare, fullmäktige=fullmäktige)

    assert (fynd is not None) is hindras


@pytest.mark.parametrize(
    ("rubrik", "talare", "vilka"),
    [
        pytest.param(
            "Fråga från Anna Ek (S) till Per Alm (M) om badet",
            ["Anna Ek", "Per Alm"],
            "",
            id="KL 5:64 de två",
        ),
        pytest.param(
            "Svar på fråga från Anna Ek (S) till Per Alm (M) om badet",
            ["Bo Ekfalk"],
            "Bo Ekfalk",
            id="KL 5:64 en tredje ensam",
        ),
        pytest.param(
            "Fråga från Anna Ek (S) till kommunstyrelsens ordförande om badet",
            ["Per Alm"],
            "",
            id="KL 5:64 ämbetet svarar",
        ),
        pytest.param(
            "Fråga från Anna Ek (S) till kommunstyrelsens ordförande om badet",
            ["Per Alm", "Bo Ekfalk"],
            "Per Alm och Bo Ekfalk",
            id="KL 5:64 två andra",
        ),
        pytest.param("Fråga om badet", ["Per Alm", "Bo Ekfalk"], "", id="KL 5:64 ingen nämnd"),
    ],
)
def test_bara_den_som_frågar_och_den_som_svarar(rubrik: str, talare: list[str], vilka: str) -> None:
    fynd = interpellation.om_parterna(Slag.FRÅGA, talare, rubrik, fullmäktige=True)

    assert (fynd is not None) is bool(vilka)
    if fynd is not None:
        assert not fynd.hindrar
        assert f"nämner inte {vilka}." in fynd.text
    assert interpellation.om_parterna(Slag.FRÅGA, talare, rubrik, fullmäktige=False) is None
    assert interpellation.om_parterna(INT, talare, rubrik, fullmäktige=True) is None


@pytest.mark.parametrize(
    ("utfall", "satser", "kod"),
    [
        pytest.param("bifall", ["Interpellationen får ställas."], None, id="KL 5:62 får ställas"),
        pytest.param("avslag", ["Interpellationen får inte ställas."], None, id="KL 5:62 får inte"),
        pytest.param("bifall", ["Interpellationen anses besvarad."], None, id="KL 5:62 besvarad"),
        pytest.param("noterat", ["Punkten noteras."], None, id="KL 5:62 noterat"),
        pytest.param("bordlaggning", ["Ärendet bordläggs."], None, id="KL 5:62 bordläggs"),
        pytest.param("bifall", ["Badhuset byggs."], "i_sak", id="KL 5:57 beslut i sak"),
        pytest.param("aterremiss", ["Ärendet återremitteras."], "fel_utfall", id="KL 5:57 remiss"),
        pytest.param("val", ["Bo väljs."], "fel_utfall", id="KL 5:57 val"),
    ],
)
def test_beslutet(utfall: str, satser: list[str], kod: str | None) -> None:
    fynd = interpellation.om_beslutet(INT, utfall, satser, fullmäktige=True)

    assert (fynd and fynd.kod) == kod
    assert fynd is None or fynd.hindrar is (kod == "fel_utfall")
    assert interpellation.om_beslutet(INT, utfall, satser, fullmäktige=False) is None
    assert interpellation.om_beslutet(None, utfall, satser, fullmäktige=True) is None


@pytest.mark.parametrize(
    ("slag", "utfall", "text", "redovisat"),
    [
        pytest.param(INT, "bifall", "Interpellationen får ställas.", True, id="KL 5:68 ställs"),
        pytest.param(FRÅGA, "noterat", "Frågan har besvarats.", True, id="KL 5:68 besvarats"),
        pytest.param(INT, "noterat", "Punkten noteras.", False, id="KL 5:68 sägs inte"),
        pytest.param(INT, "utgar", "Ärendet utgår.", True, id="KL 5:68 togs inte upp"),
        pytest.param(None, "noterat", "Punkten noteras.", True, id="KL 5:68 annat ärende"),
    ],
)
def test_redovisat(slag: Slag | None, utfall: str, text: str, redovisat: bool) -> None:
    assert interpellation.redovisat(slag, utfall, [text]) is redovisat


# --- I fullmäktige -----------------------------------------------------------------------------


@pytest.fixture
def kf(db: None) -> Mötesvärld:
    """Fullmäktige med fem ledamöter på plats, en interpellation och en fråga på listan."""
    organ = organ_med_valda(namn="Kommunfullmäktige", typ=Organ.Typ.FULLMÄKTIGE)
    värld = kallat_möte(organ, punkter=False)
    lägg_punkt(värld, "Interpellation om badhuset", förslag=("Interpellationen får ställas.",))
    lägg_punkt(värld, "Svar på fråga om badhuset")
    värld.samla()
    return värld


def upp(värld: Mötesvärld, n: int) -> Paragraf:
    return beslut.ta_upp(punkt=värld.punkter[n], av=värld.sekreterare)


def rader(värld: Mötesvärld, *namn: str) -> list[Närvaro]:
    return [värld.rad(n) for n in namn]


def gå(värld: Mötesvärld, *namn: str) -> None:
    for rad in rader(värld, *namn):
        närvaro.markera_närvaro(rad=rad, status="franvarande", av=värld.sekreterare)


def test_arten_följer_rubriken_i_fullmäktige_KL_5_59(kf: Mötesvärld) -> None:
    paragraf = upp(kf, 0)
    assert paragraf.typ == Paragraf.Typ.INTERPELLATION
    beslut.besluta(paragraf=paragraf, utfall="bifall", av=kf.sekreterare)

    assert upp(kf, 1).typ == Paragraf.Typ.FRÅGA


def test_en_tredje_talare_hindras_när_en_fråga_besvaras_KL_5_64(kf: Mötesvärld) -> None:
    fråga = upp(kf, 1)
    extra.ange_talare(paragraf=fråga, rader=rader(kf, "Bo", "Åke"), av=kf.sekreterare)

    with pytest.raises(FelIFullmäktige) as fel:
        extra.ange_talare(paragraf=fråga, rader=rader(kf, "Bo", "Märta"), av=kf.sekreterare)

    assert "5 kap. 64 §" in fel.value.lagrum
    assert fråga.talare.count() == 2
    # Som interpellation får fler delta; då går den inte tillbaka till en fråga.
    art = {"mot_enskild": False, "av": kf.sekreterare}
    extra.ange_art(paragraf=fråga, typ="interpellation", **art)
    extra.ange_talare(paragraf=fråga, rader=rader(kf, "Märta"), av=kf.sekreterare)
    with pytest.raises(FelIFullmäktige):
        extra.ange_art(paragraf=fråga, typ="fraga", **art)


def test_en_tredje_som_ensam_talare_ger_en_varning_KL_5_64(kf: Mötesvärld) -> None:
    fråga = upp(kf, 1)
    Paragraf.objects.filter(pk=fråga.pk).update(
        rubrik=f"Fråga från {kf.rad('Åke').namn} (M) till {kf.rad('Märta').namn} (S) om badhuset"
    )
    fråga.refresh_from_db()
    extra.ange_talare(paragraf=fråga, rader=rader(kf, "Åke"), av=kf.sekreterare)
    assert varningar.vid(fråga, []).talare == []

    extra.ange_talare(paragraf=fråga, rader=rader(kf, "Bo"), av=kf.sekreterare)

    läst = Paragraf.objects.get(pk=fråga.pk)
    assert [f.kod for f in varningar.vid(läst, []).talare] == ["tredje_talare"]


def test_mot_enskild_hindras_i_fullmäktige_och_varnar_i_nämnd_KL_5_61(
    kf: Mötesvärld, värld: Mötesvärld
) -> None:
    with pytest.raises(FelIFullmäktige, match="myndighetsutövning"):
        extra.ange_art(
            paragraf=upp(kf, 0), typ="interpellation", mot_enskild=True, av=kf.sekreterare
        )

    värld.samla()
    i_nämnd = extra.ange_art(
        paragraf=upp(värld, 1), typ="interpellation", mot_enskild=True, av=värld.sekreterare
    )
    assert [f.kod for f in varningar.vid(i_nämnd, []).ärendet] == ["inte_i_fullmäktige"]


def test_svaret_avgör_inget_i_sak_och_ger_inga_uppdrag_KL_5_57(kf: Mötesvärld) -> None:
    fråga = upp(kf, 1)
    with pytest.raises(FelIFullmäktige, match="återremitteras"):
        beslut.besluta(paragraf=fråga, utfall="aterremiss", av=kf.sekreterare)

    fråga = beslut.besluta(
        paragraf=fråga, utfall="bifall", satser=["Badhuset byggs."], av=kf.sekreterare
    )
    assert [f.kod for f in varningar.vid(fråga, []).ärendet] == ["i_sak"]
    with pytest.raises(FelIFullmäktige, match="uppdrag"):
        uppföljning.ge_uppdrag(
            paragraf=fråga, text="Utred.", ansvarig="Förvaltningen", av=kf.sekreterare
        )


def test_färre_får_besvara_men_inte_besluta_KL_5_45(kf: Mötesvärld) -> None:
    fråga = upp(kf, 1)
    gå(kf, "Bo", "Märta", "Ingrid")
    with pytest.raises(InteBeslutsför):
        beslut.besluta(paragraf=fråga, utfall="noterat", av=kf.sekreterare)

    Organ.objects.filter(pk=kf.organ.pk).update(färre_får_besvara=True)
    närvaro.välj_justerare(rad=kf.rad("Åke"), av=kf.sekreterare)
    läge = rum(kf.protokoll, paragraf=fråga).beslutsförhet
    assert (läge.är_beslutsför, läge.tjänstgörande) == (True, 2)
    assert "även om färre" in läge.regel.lagtext
    with pytest.raises(InteBeslutsför):
        beslut.besluta(paragraf=fråga, utfall="bordlaggning", av=kf.sekreterare)
    beslut.besluta(paragraf=fråga, utfall="noterat", av=kf.sekreterare)

    with pytest.raises(InteBeslutsför):
        beslut.besluta(paragraf=upp(kf, 0), utfall="bifall", av=kf.sekreterare)


def test_protokollet_säger_om_den_ställts_eller_besvarats_KL_5_68(kf: Mötesvärld) -> None:
    beslut.besluta(paragraf=upp(kf, 0), utfall="bifall", av=kf.sekreterare)
    fråga = beslut.besluta(paragraf=upp(kf, 1), utfall="noterat", av=kf.sekreterare)
    assert [b.text for b in fråga.beslut.all()] == ["Frågan är besvarad."]
    assert granskning.brister(protokoll=kf.protokoll) == []

    fråga.beslut.update(text="Punkten noteras.")
    kf.protokoll.paragrafer.filter(pk=fråga.pk).update(rubrik="Fråga från Bo Ekfalk (V)")
    [brist] = granskning.brister(protokoll=kf.protokoll)
    assert brist.lagrum == "5 kap. 68 § kommunallagen"
    assert "Fråga från Bo Ekfalk (V): det står inte om" in brist.text
