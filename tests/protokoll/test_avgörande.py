"""Vilka som deltog i avgörandet: rösterna avgör det, och det ger rätten att reservera sig."""

from datetime import timedelta

import pytest
from django.utils import timezone

from protokoll import avgörande, grupper, justerare
from protokoll.avgörande import Omröstad
from protokoll.documents import utdragsdokument
from protokoll.models import Deltagande, Närvaro, Omröstning, Paragraf
from protokoll.omröstning import Röst
from protokoll.services import (
    avslut,
    beslut,
    deltagande,
    frågan,
    meningar,
    närvaro,
    omröstningar,
    varningar,
    yrkanden,
)
from protokoll.services.deltagande import Rättat
from protokoll.services.frågefel import DeltarIBeslutet, FelReservation, InteRöstberättigad
from protokoll.services.mötesfel import InteBeslutsför, MotRösterna
from tests.factories.protokoll import Mötesvärld
from tests.minne import mindes

JA, NEJ, AVSTÅR, BORTA = Röst.JA, Röst.NEJ, Röst.AVSTÅR, Röst.FRÅNVARANDE
F = Deltagande.Form
S = Närvaro.Status
NAMN = {1: "Anna", 2: "Bo", 3: "Cia", 4: "Dan"}
REGEL = avgörande.RESERVATION


# --- Lagen -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("i_rummet", "omröstningar", "deltog"),
    [
        pytest.param({1, 2}, [], {1, 2}, id="KL 5:67 acklamation: de i rummet"),
        pytest.param({1, 2, 3}, [Omröstad({1: JA, 2: NEJ})], {1, 2}, id="KL 4:27 kom för sent"),
        pytest.param({1}, [Omröstad({1: JA, 2: NEJ})], {1, 2}, id="KL 4:27 röstade och gick"),
        pytest.param({1, 2}, [Omröstad({1: JA, 2: AVSTÅR})], {1, 2}, id="KL 4:25 avstod var med"),
        pytest.param({1, 2}, [Omröstad({1: JA, 2: BORTA})], {1}, id="KL 5:67 frånvarande var inte"),
        pytest.param(
            {1, 3}, [Omröstad({1: JA, 2: NEJ}, sist=False)], {1, 2, 3}, id="KL 4:27 avgjort i delar"
        ),
        pytest.param(
            {1, 3},
            [Omröstad({1: JA, 2: NEJ}, sist=False), Omröstad({1: JA})],
            {1, 2},
            id="KL 4:27 två omröstningar",
        ),
        pytest.param(
            {1, 2}, [Omröstad({1: None, 3: None}, sluten=True)], {1, 2, 3}, id="KL 5:54 sluten"
        ),
    ],
)
def test_deltog(i_rummet: set[int], omröstningar: list[Omröstad], deltog: set[int]) -> None:
    assert avgörande.deltog(i_rummet, omröstningar) == deltog


@pytest.mark.parametrize(
    ("omröstningar", "räknade"),
    [
        pytest.param([], {1, 2, 3}, id="KL 6:27 den som avstår från beslutet är närvarande"),
        pytest.param(
            [Omröstad({1: JA})], {1, 2}, id="KL 6:27 röstlängden, och den som avstår från beslutet"
        ),
        pytest.param(
            [Omröstad({1: JA}, sist=False)], {1, 2, 3}, id="KL 6:27 avgjort med acklamation sist"
        ),
        pytest.param(
            [Omröstad({1: None}, sluten=True)], {1, 2, 3}, id="KL 5:54 sluten säger inte vilka"
        ),
    ],
)
def test_räknas(omröstningar: list[Omröstad], räknade: set[int]) -> None:
    assert avgörande.räknas({1}, {2, 3}, {2}, omröstningar) == räknade


@pytest.mark.parametrize(
    ("omröstningar", "avstod", "röstat"),
    [
        pytest.param([], set(), set(), id="KL 4:25 ingen omröstning"),
        pytest.param([Omröstad({1: JA, 2: AVSTÅR, 3: BORTA})], {2}, {1}, id="KL 4:25 avstod"),
        pytest.param(
            [Omröstad({1: AVSTÅR, 2: AVSTÅR}, sist=False), Omröstad({1: NEJ, 2: AVSTÅR})],
            {2},
            {1},
            id="KL 4:25 röstade i den ena",
        ),
        pytest.param([Omröstad({1: None}, sluten=True)], set(), set(), id="KL 5:54 sluten"),
    ],
)
def test_avstod(omröstningar: list[Omröstad], avstod: set[int], röstat: set[int]) -> None:
    assert avgörande.avstod(omröstningar) == avstod
    assert avgörande.röstat(omröstningar) == röstat


@pytest.mark.parametrize(
    ("antecknade", "allt_röstades", "koder"),
    [
        pytest.param({1, 2}, True, [], id="KL 5:67 p. 5 namnen är röstlängdens"),
        pytest.param({1}, True, ["röstade"], id="KL 5:67 p. 5 den som röstade saknas"),
        pytest.param({1, 2, 3}, True, ["röstade_inte"], id="KL 5:67 p. 5 en som inte röstade"),
        pytest.param({1, 3}, True, ["röstade", "röstade_inte"], id="KL 5:67 p. 5 båda"),
        pytest.param({1, 2, 3}, False, [], id="KL 5:67 p. 5 med på det som gick utan omröstning"),
        pytest.param({1, 2, 4}, True, ["röstade_inte"], id="KL 5:67 p. 5 var frånvarande"),
    ],
)
def test_mot_rösterna(antecknade: set[int], allt_röstades: bool, koder: list[str]) -> None:
    röster = [Omröstad({1: JA, 2: AVSTÅR, 4: BORTA})]

    fynd = avgörande.mot_rösterna(antecknade, röster, NAMN, allt_röstades=allt_röstades)

    assert [f.kod for f in fynd] == koder
    assert all(f.hindrar and f.lagrum == "5 kap. 67 § 5 kommunallagen" for f in fynd)


@pytest.mark.parametrize(
    ("deltog", "avstod", "kod", "hindrar"),
    [
        pytest.param(True, False, "", None, id="KL 4:27 deltog"),
        pytest.param(True, True, "avstod", False, id="KL 4:27 avstod i omröstningen varnas"),
        pytest.param(False, False, "deltog_inte", True, id="KL 4:27 deltog inte hindras"),
        pytest.param(False, True, "deltog_inte", True, id="KL 4:27 hindret går före"),
    ],
)
def test_reservera(deltog: bool, avstod: bool, kod: str, hindrar: bool | None) -> None:
    fynd = avgörande.reservera("Bo", deltog=deltog, avstod=avstod)

    assert ((fynd.kod, fynd.hindrar) if fynd else ("", None)) == (kod, hindrar)
    assert fynd is None or fynd.lagrum == "4 kap. 27 § kommunallagen"


@pytest.mark.parametrize(
    ("läge", "kod"),
    [
        pytest.param((True, False, False), "", id="KL 4:25 får avstå från beslutet"),
        pytest.param((False, False, False), "tjänstgör_inte", id="KL 4:25 tjänstgör inte"),
        pytest.param((True, True, False), "röstlängden", id="KL 4:25 omröstning pågår"),
        pytest.param((True, False, True), "röstade", id="KL 4:25 har röstat"),
    ],
)
def test_deltar_inte(läge: tuple[bool, bool, bool], kod: str) -> None:
    tjänstgör, i_pågående, röstade = läge
    fynd = avgörande.deltar_inte("Bo", tjänstgör=tjänstgör, i_pågående=i_pågående, röstade=röstade)

    assert (fynd.kod if fynd else "") == kod
    assert fynd is None or (fynd.hindrar and fynd.lagrum == "4 kap. 25 § kommunallagen")


NU = timezone.now()


@pytest.mark.parametrize(
    ("skickad", "tillkom", "låst"),
    [
        pytest.param(None, NU, False, id="KL 5:69 inte justerad"),
        pytest.param(NU, None, True, id="KL 5:69 vem som deltog"),
        pytest.param(NU, NU - timedelta(minutes=1), True, id="KL 5:69 stod i det justerade"),
        pytest.param(NU, NU + timedelta(minutes=1), False, id="KL 4:27 kom efteråt"),
    ],
)
def test_omedelbar_justering_låser(skickad: object, tillkom: object, låst: bool) -> None:
    fynd = avgörande.ändra_justerat("vem som deltog", skickad=skickad, tillkom=tillkom)

    assert bool(fynd) is låst
    assert fynd is None or (fynd.hindrar and fynd.lagrum == "5 kap. 69 § kommunallagen")


@pytest.mark.parametrize(
    ("är_här", "tjänstgör", "ord_"),
    [
        pytest.param(True, True, "", id="KL 5:69 är kvar"),
        pytest.param(False, False, "har lämnat mötet", id="KL 5:69 har gått"),
        pytest.param(True, False, "tjänstgör inte längre", id="KL 5:69 har lämnat platsen"),
    ],
)
def test_justeraren_som_går_varnas_för(är_här: bool, tjänstgör: bool, ord_: str) -> None:
    fynd = justerare.pröva("Bo", är_här=är_här, tjänstgör=tjänstgör)

    assert bool(fynd) is bool(ord_)
    assert fynd is None or (ord_ in fynd.text and not fynd.hindrar and "5 kap. 69 §" in fynd.lagrum)


PARTIER = {"S": "Socialdemokraterna", "M": "Moderaterna", "V": "", "SD": "Sverigedemokraterna"}


@pytest.mark.parametrize(
    ("grupp", "kod"),
    [
        pytest.param("Ledamöterna från S", "", id="KL 4:27 koden"),
        pytest.param("Socialdemokraternas ledamöter", "", id="KL 4:27 namnet"),
        pytest.param("S och M", "", id="KL 4:27 två partier"),
        pytest.param("V-gruppen", "ingen_från_gruppen", id="KL 4:27 ingen från partiet"),
        pytest.param("S och V", "ingen_från_gruppen", id="KL 4:27 ingen från det ena"),
        pytest.param("SD", "ingen_från_gruppen", id="KL 4:27 inte S fast det börjar så"),
        pytest.param("Ledamöterna från XY", "okänd_grupp", id="KL 4:27 inget parti här"),
        pytest.param("Oppositionen", "okänd_grupp", id="KL 4:27 inget parti nämns"),
    ],
)
def test_grupp(grupp: str, kod: str) -> None:
    fynd = grupper.pröva(grupp, partier=PARTIER, med={"S", "M"}, regel=REGEL)

    assert (fynd.kod if fynd else "") == kod
    assert fynd is None or (not fynd.hindrar and fynd.lagrum == REGEL.lagrum)


def test_grupp_prövas_inte_utan_partier() -> None:
    assert grupper.pröva("Alla", partier={}, med=(), regel=REGEL) is None


# --- På mötet ----------------------------------------------------------------------------------


@pytest.fixture
@mindes
def paragraf(värld: Mötesvärld) -> Paragraf:
    """Votering är begärd; Märta har inte kommit, och Ingrids plats har Tove."""
    värld.samla()
    for namn in ("Märta", "Ingrid"):
        gå(värld, namn)
    markera(värld, "Tove", S.TJÄNSTGÖRANDE, för=värld.rad("Ingrid"))
    paragraf = beslut.ta_upp(punkt=värld.punkter[1], av=värld.sekreterare)
    yrkanden.ställ(
        paragraf=paragraf, slag="avslag", text="", yrkare=[värld.rad("Bo")], av=värld.sekreterare
    )
    return frågan.svara(
        paragraf=paragraf, nr=1, utfall="bifall", votering_begärd=True, av=värld.sekreterare
    )


def markera(värld: Mötesvärld, namn: str, status: str, **val) -> Närvaro:
    return närvaro.markera_närvaro(rad=värld.rad(namn), status=status, av=värld.sekreterare, **val)


def gå(värld: Mötesvärld, namn: str, **val) -> Närvaro:
    return markera(värld, namn, S.FRÅNVARANDE, **val)


def öppna(värld: Mötesvärld, paragraf: Paragraf) -> Omröstning:
    return omröstningar.öppna(paragraf=paragraf, metod="egna enheter", av=värld.sekreterare)


def rösta(värld: Mötesvärld, omröstning: Omröstning, **val: str) -> None:
    rader = {r.närvaro.namn.split()[0]: r.närvaro_id for r in omröstning.röster.all()}
    omröstningar.anteckna_röster(
        omröstning=omröstning,
        val={rader[namn]: röst for namn, röst in val.items()},
        av=värld.sekreterare,
    )


def avsluta(värld: Mötesvärld, omröstning: Omröstning, **val) -> Omröstning:
    return omröstningar.avsluta(omröstning=omröstning, av=värld.sekreterare, **val)


def former(paragraf: Paragraf) -> dict[str, str]:
    return {
        d.närvaro.namn.split()[0]: d.form for d in paragraf.deltagande.select_related("närvaro")
    }


@pytest.mark.krav("VOTE-COUNTCHECK")
def test_namnen_siffrorna_och_de_som_deltog_är_röstlängdens(
    värld: Mötesvärld, paragraf: Paragraf
) -> None:
    omröstning = öppna(värld, paragraf)
    rösta(värld, omröstning, Željka="ja", Åke="nej", Tove="nej", Bo="ja")
    markera(värld, "Märta", S.LEDAMOT)  # kom när omröstningen hade börjat
    gå(värld, "Åke", hela_punkten=True)  # röstade och gick
    markera(värld, "Ingrid", S.LEDAMOT)  # Tove lämnar platsen, men rösten är avgiven

    omröstning = avsluta(värld, omröstning)

    assert former(paragraf) == {
        "Željka": F.DELTOG,
        "Åke": F.DELTOG,
        "Tove": F.DELTOG,
        "Bo": F.DELTOG,
        "Märta": F.NÄRVARANDE,
        "Ingrid": F.NÄRVARANDE,
    }
    tove = paragraf.deltagande.get(närvaro__namn__startswith="Tove").närvaro
    assert (tove.status, tove.för.namn) == (S.TJÄNSTGÖRANDE, "Ingrid Norrsund")
    assert värld.rad("Tove").status == S.ERSÄTTARE
    röster = list(omröstning.röster.all())
    assert len(röster) == omröstning.ja + omröstning.nej + omröstning.avstår == 4
    assert {r.närvaro_id for r in röster} == {
        d.närvaro_id for d in paragraf.deltagande.filter(form=F.DELTOG)
    }
    reservation = meningar.reservera(
        paragraf=paragraf, reservanter=[värld.rad("Åke"), värld.rad("Tove")], av=värld.sekreterare
    )
    assert {r.närvaro_id for r in reservation.av.all()} == {värld.rad("Åke").pk, tove.pk}
    for namn in ("Märta", "Ingrid"):
        with pytest.raises(FelReservation, match="deltog inte"):
            meningar.reservera(
                paragraf=paragraf, reservanter=[värld.rad(namn)], av=värld.sekreterare
            )

    for punkt in (värld.punkter[0], värld.punkter[2]):
        värld.behandla(punkt)
    avslut.avsluta(protokoll=värld.protokoll, av=värld.sekreterare)
    utdraget = str(utdragsdokument(Paragraf.objects.get(pk=paragraf.pk)))
    assert "2 ja-röster mot 2 nej-röster" in utdraget
    assert "Ja: Željka Čović-Šimić (S), Bo Ekfalk (V)" in utdraget
    assert "Nej: Åke Öberg (M), Tove Älvhage (S)" in utdraget


def test_rättelsen_av_närvaron_följer_rösterna(värld: Mötesvärld, paragraf: Paragraf) -> None:
    omröstning = öppna(värld, paragraf)
    rösta(värld, omröstning, Željka="ja", Åke="nej", Tove="avstar", Bo="ja")
    markera(värld, "Märta", S.LEDAMOT)
    avsluta(värld, omröstning)

    def rätta(namn: str, form: str) -> None:
        rad = värld.rad(namn).pk
        deltagande.rätta(paragraf=paragraf, ändringar={rad: Rättat(form)}, av=värld.sekreterare)

    for namn, form, ord_ in (("Märta", F.DELTOG, "var inte med"), ("Tove", "", "röstade och")):
        with pytest.raises(MotRösterna, match=ord_) as fel:
            rätta(namn, form)
        assert fel.value.lagrum == "5 kap. 67 § 5 kommunallagen"
    rätta("Märta", "")
    assert "Märta" not in former(paragraf)


def test_rättelsen_räknar_dem_som_avstod_från_beslutet(värld: Mötesvärld) -> None:
    """KL 6:27: den som inte deltar i beslutet är närvarande, när det fattas och när det rättas."""
    värld.samla()
    paragraf = beslut.ta_upp(punkt=värld.punkter[1], av=värld.sekreterare)
    meningar.deltar_inte(
        paragraf=paragraf,
        personer=[värld.rad(namn) for namn in ("Bo", "Åke", "Märta")],
        av=värld.sekreterare,
    )
    beslut.besluta(paragraf=paragraf, utfall="bifall", av=värld.sekreterare)
    assert paragraf.deltagande.filter(form=F.DELTOG).count() == 2

    deltagande.rätta(
        paragraf=paragraf,
        ändringar={värld.rad("Ingrid").pk: Rättat(F.DELTOG, del_av=True)},
        av=värld.sekreterare,
    )
    # Den som inte var där räknas inte.
    with pytest.raises(InteBeslutsför):
        deltagande.rätta(
            paragraf=paragraf,
            ändringar={värld.rad(namn).pk: Rättat("") for namn in ("Bo", "Åke", "Märta")},
            av=värld.sekreterare,
        )


def test_den_som_gått_i_första_minuten_är_kvar_med_sin_röst(
    värld: Mötesvärld, paragraf: Paragraf
) -> None:
    omröstning = öppna(värld, paragraf)
    rösta(värld, omröstning, Željka="ja", Åke="nej", Tove="ja", Bo="ja")
    # Åke kom samma minut, så tiden stryks; det gör inte rösten.
    gå(värld, "Åke")

    avsluta(värld, omröstning)

    assert former(paragraf)["Åke"] == F.DELTOG
    assert värld.rad("Åke").status == S.LEDAMOT
    assert värld.rad("Åke").är_frånvarande


def test_den_som_gått_röstar_inte_från_sin_enhet(värld: Mötesvärld, paragraf: Paragraf) -> None:
    bo, tove = värld.konto("Bo"), värld.konto("Tove")
    omröstning = öppna(värld, paragraf)
    omröstningar.rösta_själv(omröstning=omröstning, val="nej", av=tove)
    gå(värld, "Bo")
    markera(värld, "Tove", S.ERSÄTTARE)

    for konto in (bo, tove):
        with pytest.raises(InteRöstberättigad, match="inte antecknad som tjänstgörande"):
            omröstningar.rösta_själv(omröstning=omröstning, val="ja", av=konto)

    assert {r.namn.split()[0]: r.val for r in omröstning.röster.all()} == {
        "Željka": "",
        "Åke": "",
        "Tove": "nej",
        "Bo": "",
    }


def test_den_som_leder_är_en_i_röstlängden(värld: Mötesvärld, paragraf: Paragraf) -> None:
    """Ordföranden röstade och gick: det är hennes röst som avgör, inte viceordförandens."""
    omröstning = öppna(värld, paragraf)
    rösta(värld, omröstning, Željka="ja", Åke="nej", Tove="nej", Bo="ja")
    gå(värld, "Željka")

    omröstning = avsluta(värld, omröstning)

    assert (omröstning.utslagsröst_av, omröstning.utslagsröst_för) == ("Željka Čović-Šimić", "ja")


def test_den_som_röstar_kan_inte_antecknas_som_att_inte_delta(
    värld: Mötesvärld, paragraf: Paragraf
) -> None:
    omröstning = öppna(värld, paragraf)
    rösta(värld, omröstning, Željka="ja", Åke="nej", Tove="avstar", Bo="ja")

    def deltar_inte(namn: str) -> None:
        meningar.deltar_inte(paragraf=paragraf, personer=[värld.rad(namn)], av=värld.sekreterare)

    with pytest.raises(DeltarIBeslutet, match="röstlängden") as fel:
        deltar_inte("Åke")
    assert fel.value.lagrum == "4 kap. 25 § kommunallagen"
    avsluta(värld, omröstning)
    with pytest.raises(DeltarIBeslutet, match="har röstat"):
        deltar_inte("Åke")
    assert not paragraf.deltar_inte.exists()
    deltar_inte("Tove")
    assert paragraf.deltar_inte.get().närvaro == värld.rad("Tove")


def test_reservation_av_den_som_avstod_varnas_för(värld: Mötesvärld, paragraf: Paragraf) -> None:
    omröstning = öppna(värld, paragraf)
    rösta(värld, omröstning, Željka="ja", Åke="nej", Tove="ja", Bo="avstar")
    avsluta(värld, omröstning)

    def vid() -> list[str]:
        return [f.text for f in varningar.vid(paragraf, []).reservationer]

    meningar.reservera(paragraf=paragraf, reservanter=[värld.rad("Åke")], av=värld.sekreterare)
    assert vid() == []
    meningar.reservera(paragraf=paragraf, reservanter=[värld.rad("Bo")], av=värld.sekreterare)

    (text,) = vid()
    assert text.startswith("Bo Ekfalk (V) avstod i omröstningen.")


def test_grupper_varnas_för_där_de_antecknats(värld: Mötesvärld, paragraf: Paragraf) -> None:
    omröstning = öppna(värld, paragraf)
    rösta(värld, omröstning, Željka="ja", Åke="nej", Tove="ja", Bo="ja")
    avsluta(värld, omröstning)
    for grupper_ in (["Ledamöterna från M"], ["Ledamöterna från C"], ["Ledamöterna från XQ"]):
        meningar.reservera(paragraf=paragraf, grupper=grupper_, av=värld.sekreterare)
    meningar.deltar_inte(paragraf=paragraf, grupp="Alliansen", av=värld.sekreterare)

    fynd = varningar.vid(paragraf, list(paragraf.yrkanden.all()))

    assert [f.kod for f in fynd.reservationer] == ["ingen_från_gruppen", "okänd_grupp"]
    assert "C" in fynd.reservationer[0].text
    assert [f.lagrum for f in fynd.deltar_inte] == ["4 kap. 25 § kommunallagen"]
    assert fynd.yrkanden == []
    assert list(varningar.partier(paragraf)) == ["S", "M", "C", "V", "MP"]


@pytest.mark.parametrize(
    "har_konto",
    [pytest.param(True, id="KL 5:69 har konto"), pytest.param(False, id="KL 5:69 bara på papper")],
)
def test_justeraren_utan_konto_varnas_för(har_konto: bool) -> None:
    fynd = justerare.utan_konto("Bo", har_konto=har_konto)

    assert (fynd is None) is har_konto
    if fynd is not None:
        assert not fynd.hindrar
        assert "justera på papper" in fynd.text
        assert fynd.lagrum == "5 kap. 69 § kommunallagen"
