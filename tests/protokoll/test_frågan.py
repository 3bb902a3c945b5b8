"""Beslutsgången steg för steg: nästa lagliga steg, svaret, ångra, och utgången som skrivs."""

import pytest
from django.core.exceptions import PermissionDenied

from protokoll.models import Omröstning, Paragraf, Yrkande
from protokoll.services import beslut, frågan, frågeläge, omröstningar, yrkanden
from protokoll.services.frågefel import (
    AvgjordFråga,
    BeslutetUträknat,
    FelYrkande,
    InaktuelltSteg,
    YrkandenAttStälla,
)
from protokoll.services.mötesfel import Ajournerat, InteBeslutsför, MötetAvslutat
from tests.factories.konton import AnvändareFactory
from tests.factories.protokoll import Mötesvärld, lägg_punkt
from tests.minne import mindes

pytestmark = pytest.mark.slow

S = Yrkande.Slag
U = Paragraf.Utfall


@pytest.fixture
@mindes
def paragraf(värld: Mötesvärld) -> Paragraf:
    värld.samla()
    return beslut.ta_upp(punkt=värld.punkter[1], av=värld.sekreterare)


def yrka(värld: Mötesvärld, paragraf: Paragraf, slag: str, *namn: str, text: str = "", **fält):
    return yrkanden.ställ(
        paragraf=paragraf,
        slag=slag,
        text=text,
        yrkare=[värld.rad(n) for n in namn],
        av=värld.sekreterare,
        **fält,
    ).yrkande


def svara(värld: Mötesvärld, paragraf: Paragraf, nr: int, utfall: str, **fält) -> Paragraf:
    return frågan.svara(paragraf=paragraf, nr=nr, utfall=utfall, av=värld.sekreterare, **fält)


def satser(paragraf: Paragraf) -> list[str]:
    return [b.text for b in paragraf.beslut.all()]


def utan_förslag(värld: Mötesvärld) -> Paragraf:
    lägg_punkt(värld, "Val av inriktning")
    värld.samla()
    return beslut.ta_upp(punkt=värld.punkter[3], av=värld.sekreterare)


@pytest.mark.parametrize("slag", [S.ÅTERREMISS, S.BORDLÄGGNING])
def test_ärende_utan_förslag_skjuts_upp(värld: Mötesvärld, slag: str) -> None:
    paragraf = utan_förslag(värld)
    yrka(värld, paragraf, slag, "Bo", text="Utred.")

    paragraf = svara(värld, paragraf, 1, slag)

    assert paragraf.utfall == slag
    with pytest.raises(BeslutetUträknat):
        beslut.ändra_beslut(
            paragraf=paragraf, utfall=U.BIFALL, satser=["Ja."], av=värld.sekreterare
        )


def test_ärende_utan_förslag_avgörs_för_hand_när_återremissen_föll(värld: Mötesvärld) -> None:
    paragraf = utan_förslag(värld)
    yrka(värld, paragraf, S.ÅTERREMISS, "Bo", text="Utred.")
    with pytest.raises(YrkandenAttStälla):
        beslut.besluta(paragraf=paragraf, utfall=U.BIFALL, satser=["Ja."], av=värld.sekreterare)
    svara(värld, paragraf, 1, "avgors")
    with pytest.raises(InaktuelltSteg, match="Skriv beslutet"):
        svara(värld, paragraf, 2, "bifall")

    paragraf = beslut.besluta(
        paragraf=paragraf, utfall=U.BIFALL, satser=["Inriktning A."], av=värld.sekreterare
    )
    paragraf = beslut.ändra_beslut(
        paragraf=paragraf, utfall=U.BIFALL, satser=["Inriktning B."], av=värld.sekreterare
    )

    assert (paragraf.utfall, satser(paragraf)) == (U.BIFALL, ["Inriktning B."])
    paragraf = frågan.ångra_beslutet(paragraf=paragraf, av=värld.sekreterare)
    assert len(frågeläge.steg_rader(paragraf)) == 1


def test_fallen_återremiss_utan_förslag_kräver_ett_förslag_för_avslag(värld: Mötesvärld) -> None:
    paragraf = utan_förslag(värld)
    remiss = yrka(värld, paragraf, S.ÅTERREMISS, "Bo", text="Utred.")
    svara(värld, paragraf, 1, "avgors")
    yrka(värld, paragraf, S.AVSLAG, "Bo")
    with pytest.raises(YrkandenAttStälla):
        beslut.besluta(paragraf=paragraf, utfall=U.BIFALL, satser=["Ja."], av=värld.sekreterare)

    yrka(värld, paragraf, S.ÖVRIGT, "Åke", text="Inriktning A.")
    paragraf = svara(värld, paragraf, 2, frågeläge.nästa_steg(paragraf).alternativ[0].id)

    assert satser(paragraf) == ["Inriktning A."]
    frågan.ångra_steget(paragraf=paragraf, nr=2, av=värld.sekreterare)
    for yrkande in paragraf.yrkanden.exclude(pk=remiss.pk):
        yrkanden.ta_tillbaka(yrkande=yrkande, av=värld.sekreterare)
    assert yrkanden.ta_tillbaka(yrkande=remiss, av=värld.sekreterare).upphävda_svar == 1
    assert not paragraf.propositioner.exists()


def test_bifallen_ajournering_ajournerar_mötet(värld: Mötesvärld, paragraf: Paragraf) -> None:
    yrka(värld, paragraf, S.AJOURNERING, "Bo")

    svara(värld, paragraf, 1, "ajournering")

    paus = värld.protokoll.ajourneringar.get()
    assert (paus.paragraf, paus.till) == (paragraf, None)
    with pytest.raises(Ajournerat):
        svara(värld, paragraf, 2, "bifall")
    frågan.ångra_steget(paragraf=paragraf, nr=1, av=värld.sekreterare)
    assert not värld.protokoll.ajourneringar.exists()
    svara(värld, paragraf, 1, "fortsatt")
    assert not värld.protokoll.ajourneringar.exists()


def test_votering_om_ajournering_ajournerar_när_den_vinns(
    värld: Mötesvärld, paragraf: Paragraf
) -> None:
    yrka(värld, paragraf, S.AJOURNERING, "Bo")
    svara(värld, paragraf, 1, "ajournering", votering_begärd=True)
    assert not värld.protokoll.ajourneringar.exists()
    öppen = omröstningar.öppna(paragraf=paragraf, metod=omröstningar.UPPROP, av=värld.sekreterare)
    omröstningar.anteckna_röster(
        omröstning=öppen,
        val={r.närvaro_id: "ja" for r in öppen.röster.all()},
        av=värld.sekreterare,
    )

    omröstningar.avsluta(omröstning=öppen, av=värld.sekreterare)

    assert värld.protokoll.ajourneringar.get().paragraf == paragraf


def test_utan_yrkanden_ställs_bifall(värld: Mötesvärld, paragraf: Paragraf) -> None:
    steg = frågeläge.nästa_steg(paragraf)

    assert [a.id for a in steg.alternativ] == ["bifall"]
    paragraf = svara(värld, paragraf, 1, "bifall")

    assert (paragraf.utfall, satser(paragraf)) == (
        U.BIFALL,
        ["Taxan antas.", "Taxan gäller från årsskiftet."],
    )


def test_yrkande_antecknas_med_flera_namngivna_och_grupp(
    värld: Mötesvärld, paragraf: Paragraf
) -> None:
    yrkande = yrka(värld, paragraf, S.AVSLAG, "Bo", "Åke", grupper=["Ledamöterna från SD", " "])

    assert [str(y) for y in yrkande.av.all()] == ["Åke Öberg (M)", "Bo Ekfalk (V)"]
    assert yrkande.grupper == ["Ledamöterna från SD"]
    assert yrkande.text == "Avslag på förslaget."
    assert yrkande.tid


def test_avslag_vinner_propositionen(värld: Mötesvärld, paragraf: Paragraf) -> None:
    yrka(värld, paragraf, S.BIFALL, "Åke")
    yrka(värld, paragraf, S.AVSLAG, "Bo")

    paragraf = svara(värld, paragraf, 1, "avslag")

    assert (paragraf.utfall, satser(paragraf)) == (U.AVSLAG, ["Förslaget avslås."])
    texter = [rad.text for rad in paragraf.propositioner.all()]
    assert "avslag på förslaget" in texter[-1]


def test_återremiss_prövas_först_och_återger_motiveringen(
    värld: Mötesvärld, paragraf: Paragraf
) -> None:
    yrka(värld, paragraf, S.AVSLAG, "Bo")
    yrka(värld, paragraf, S.ÅTERREMISS, "Åke", text="Utred kostnaden.")

    assert frågeläge.nästa_steg(paragraf).nyckel == "aterremiss"
    paragraf = svara(värld, paragraf, 1, "aterremiss")

    assert paragraf.utfall == U.ÅTERREMISS
    assert satser(paragraf) == ["Ärendet återremitteras med följande motivering: Utred kostnaden."]


def test_ändring_och_tillägg_efter_huvudfrågan(värld: Mötesvärld, paragraf: Paragraf) -> None:
    ändring = yrka(värld, paragraf, S.ÄNDRING, "Bo", text="Taxan gäller från mars.", punkt=2)
    tillägg = yrka(värld, paragraf, S.TILLÄGG, "Åke", text="Taxan följs upp.")

    svara(värld, paragraf, 1, "bifall")
    svara(värld, paragraf, 2, f"y{ändring.pk}")
    paragraf = svara(värld, paragraf, 3, f"y{tillägg.pk}")

    assert paragraf.utfall == U.ÄNDRAT
    assert satser(paragraf) == ["Taxan antas.", "Taxan gäller från mars.", "Taxan följs upp."]
    inledning = paragraf.propositioner.get(ordning=0).text
    assert inledning.startswith("Ordföranden redogör för propositionsordningen, som godkänns.")


def test_eget_förslag_kan_vinna(värld: Mötesvärld, paragraf: Paragraf) -> None:
    eget = yrka(värld, paragraf, S.ÖVRIGT, "Bo", text="Taxan sänks.")

    paragraf = svara(värld, paragraf, 1, f"y{eget.pk}")

    assert (paragraf.utfall, satser(paragraf)) == (U.ÄNDRAT, ["Taxan sänks."])


def test_punkterna_prövas_var_för_sig(värld: Mötesvärld, paragraf: Paragraf) -> None:
    yrka(värld, paragraf, S.AVSLAG, "Bo")
    yrkanden.välj_punktvis(paragraf=paragraf, punktvis=True, av=värld.sekreterare)

    svara(värld, paragraf, 1, "bifall")
    paragraf = svara(värld, paragraf, 2, "avslag")

    assert satser(paragraf) == ["Taxan antas.", "Förslagets punkt 2 avslås."]


def test_samma_svar_två_gånger_räknas_en_gång(värld: Mötesvärld, paragraf: Paragraf) -> None:
    yrka(värld, paragraf, S.ÅTERREMISS, "Bo")
    svara(värld, paragraf, 1, "avgors")

    svara(värld, paragraf, 1, "avgors")

    assert len(frågeläge.steg_rader(paragraf)) == 1


def test_ett_annat_svar_på_ett_besvarat_steg_nekas(värld: Mötesvärld, paragraf: Paragraf) -> None:
    yrka(värld, paragraf, S.ÅTERREMISS, "Bo")
    svara(värld, paragraf, 1, "avgors")

    with pytest.raises(InaktuelltSteg, match="annat fönster"):
        svara(värld, paragraf, 1, "aterremiss")
    with pytest.raises(InaktuelltSteg):
        svara(värld, paragraf, 3, "bifall")
    with pytest.raises(InaktuelltSteg, match="inget alternativ"):
        svara(värld, paragraf, 2, "aterremiss")

    assert len(frågeläge.steg_rader(paragraf)) == 1
    paragraf.refresh_from_db()
    assert not paragraf.är_beslutad


def test_ångra_sista_steget_en_gång(värld: Mötesvärld, paragraf: Paragraf) -> None:
    yrka(värld, paragraf, S.ÅTERREMISS, "Bo")
    svara(värld, paragraf, 1, "avgors")
    svara(värld, paragraf, 2, "bifall")

    for _ in range(2):
        frågan.ångra_steget(paragraf=paragraf, nr=2, av=värld.sekreterare)

    paragraf.refresh_from_db()
    assert not paragraf.är_beslutad
    assert satser(paragraf) == []
    assert len(frågeläge.steg_rader(paragraf)) == 1
    with pytest.raises(InaktuelltSteg):
        frågan.ångra_steget(paragraf=paragraf, nr=4, av=värld.sekreterare)


def test_nytt_yrkande_upphäver_svaren_som_ändras(värld: Mötesvärld, paragraf: Paragraf) -> None:
    yrka(värld, paragraf, S.ÅTERREMISS, "Bo")
    yrka(värld, paragraf, S.AVSLAG, "Bo")
    svara(värld, paragraf, 1, "avgors")
    svara(värld, paragraf, 2, "bifall", votering_begärd=True)

    ut = yrkanden.ställ(
        paragraf=paragraf,
        slag=S.ÖVRIGT,
        text="Taxan sänks.",
        yrkare=[värld.rad("Åke")],
        av=värld.sekreterare,
    )

    assert ut.upphävda_svar == 1
    assert [s.nyckel for s in frågeläge.svaren(paragraf)] == ["aterremiss"]
    assert len(frågeläge.nästa_steg(paragraf).alternativ) == 3


def test_återtaget_yrkande_ställs_inte(värld: Mötesvärld, paragraf: Paragraf) -> None:
    yrkande = yrka(värld, paragraf, S.ÅTERREMISS, "Bo")
    yrkanden.ta_tillbaka(yrkande=yrkande, av=värld.sekreterare)

    assert frågeläge.nästa_steg(paragraf).nyckel == "huvud"
    paragraf = beslut.besluta(paragraf=paragraf, utfall=U.BIFALL, av=värld.sekreterare)
    assert paragraf.utfall == U.BIFALL


def test_delvis_återtaget(värld: Mötesvärld, paragraf: Paragraf) -> None:
    yrkande = yrka(värld, paragraf, S.TILLÄGG, "Bo", text="Följs upp och prövas.")

    with pytest.raises(FelYrkande, match="står kvar"):
        yrkanden.ta_tillbaka(yrkande=yrkande, del_="Prövningen.", av=värld.sekreterare)
    yrkanden.ta_tillbaka(
        yrkande=yrkande, del_="Prövningen.", text="Följs upp.", av=värld.sekreterare
    )

    yrkande.refresh_from_db()
    assert (yrkande.text, yrkande.återtagen_del) == ("Följs upp.", "Prövningen.")
    assert not yrkande.återtaget


def test_andrahandsyrkandet_faller_när_det_första_bifalls(
    värld: Mötesvärld, paragraf: Paragraf
) -> None:
    första = yrka(värld, paragraf, S.ÅTERREMISS, "Bo")
    yrka(värld, paragraf, S.AVSLAG, "Bo", i_andra_hand_till=första)

    första.refresh_from_db()
    assert första.i_hand == 1
    paragraf = svara(värld, paragraf, 1, "aterremiss")
    assert paragraf.utfall == U.ÅTERREMISS


def test_yrkanden_ställs_före_beslutet(värld: Mötesvärld, paragraf: Paragraf) -> None:
    yrkande = yrka(värld, paragraf, S.BIFALL, "Bo")
    svara(värld, paragraf, 1, "bifall")

    with pytest.raises(AvgjordFråga) as fel:
        yrka(värld, paragraf, S.AVSLAG, "Bo")
    assert fel.value.lagrum == "5 kap. 53 § kommunallagen"
    with pytest.raises(AvgjordFråga):
        yrkanden.ta_tillbaka(yrkande=yrkande, av=värld.sekreterare)


def test_den_som_inte_tjänstgör_eller_är_jävig_yrkar_inte(
    värld: Mötesvärld, paragraf: Paragraf
) -> None:
    bo = värld.rad("Bo")
    paragraf.jäv.create(närvaro=bo, namn=bo.namn)

    for namn in ("Bo", "Tove", "Sanna"):
        with pytest.raises(FelYrkande, match="tjänstgör inte"):
            yrka(värld, paragraf, S.AVSLAG, namn)
    with pytest.raises(FelYrkande, match="Välj vem"):
        yrka(värld, paragraf, S.AVSLAG)
    with pytest.raises(FelYrkande, match="Skriv vad"):
        yrka(värld, paragraf, S.TILLÄGG, "Åke")
    with pytest.raises(FelYrkande, match="ingen punkt 7"):
        yrka(värld, paragraf, S.ÄNDRING, "Åke", text="Nej.", punkt=7)
    assert not paragraf.yrkanden.exists()


def test_beslutet_skrivs_inte_för_hand_när_det_finns_yrkanden(
    värld: Mötesvärld, paragraf: Paragraf
) -> None:
    yrka(värld, paragraf, S.AVSLAG, "Bo")

    with pytest.raises(YrkandenAttStälla) as fel:
        beslut.besluta(paragraf=paragraf, utfall=U.BIFALL, av=värld.sekreterare)
    with pytest.raises(YrkandenAttStälla):
        beslut.besluta_enligt_förslag(punkt=värld.punkter[1], av=värld.sekreterare)

    assert fel.value.lagtext
    paragraf.refresh_from_db()
    assert not paragraf.är_beslutad


def test_uträknat_beslut_ändras_inte_för_hand(värld: Mötesvärld, paragraf: Paragraf) -> None:
    yrka(värld, paragraf, S.AVSLAG, "Bo")
    svara(värld, paragraf, 1, "bifall")

    with pytest.raises(BeslutetUträknat):
        beslut.ändra_beslut(
            paragraf=paragraf, utfall=U.AVSLAG, satser=["Nej."], av=värld.sekreterare
        )
    paragraf = beslut.ändra_beslut(
        paragraf=paragraf, utfall=U.BIFALL, sammanfattning="Ny taxa.", av=värld.sekreterare
    )

    assert paragraf.sammanfattning == "Ny taxa."
    assert satser(paragraf)[0] == "Taxan antas."


def test_ångra_beslutet_lägger_tillbaka_frågan(värld: Mötesvärld, paragraf: Paragraf) -> None:
    beslut.besluta(
        paragraf=paragraf, utfall=U.BIFALL, satser=["Taxan antas inte."], av=värld.sekreterare
    )

    paragraf = frågan.ångra_beslutet(paragraf=paragraf, av=värld.sekreterare)

    assert not paragraf.är_beslutad
    assert satser(paragraf) == []
    assert värld.protokoll.utkast[f"punkt-{paragraf.punkt_id}"]["satser"] == "Taxan antas inte."


def test_ångra_ett_uträknat_beslut_tar_bort_sista_svaret(
    värld: Mötesvärld, paragraf: Paragraf
) -> None:
    yrka(värld, paragraf, S.AVSLAG, "Bo")
    svara(värld, paragraf, 1, "avslag")

    frågan.ångra_beslutet(paragraf=paragraf, av=värld.sekreterare)
    paragraf = svara(värld, paragraf, 1, "bifall")

    assert paragraf.utfall == U.BIFALL


def test_bara_sekreteraren_och_bara_på_ett_öppet_beslutsfört_möte(
    värld: Mötesvärld, paragraf: Paragraf
) -> None:
    annan = AnvändareFactory()
    with pytest.raises(PermissionDenied):
        yrkanden.ställ(
            paragraf=paragraf, slag=S.AVSLAG, text="", yrkare=[värld.rad("Bo")], av=annan
        )
    with pytest.raises(PermissionDenied):
        frågan.svara(paragraf=paragraf, nr=1, utfall="bifall", av=annan)
    värld.protokoll.närvarande.exclude(namn__startswith="Bo").update(status="franvarande")
    with pytest.raises(InteBeslutsför):
        svara(värld, paragraf, 1, "bifall")
    värld.protokoll.närvarande.filter(är_ersättare=False).update(status="ledamot")
    yrka(värld, paragraf, S.AVSLAG, "Bo")
    svara(värld, paragraf, 1, "avslag")
    assert not Omröstning.objects.exists()


def test_efter_avslutet_ändras_inget(värld: Mötesvärld) -> None:
    protokoll = värld.håll()
    paragraf = protokoll.paragrafer.get(punkt=värld.punkter[1])

    for gör in (
        lambda: frågan.ångra_beslutet(paragraf=paragraf, av=värld.sekreterare),
        lambda: frågan.svara(paragraf=paragraf, nr=1, utfall="bifall", av=värld.sekreterare),
        lambda: yrka(värld, paragraf, S.AVSLAG, "Bo"),
    ):
        with pytest.raises(MötetAvslutat):
            gör()
