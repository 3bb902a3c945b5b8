"""Vem som tjänstgör för vem, beslutsförhet per punkt och deltagande på distans."""

from __future__ import annotations

from dataclasses import replace

import pytest

from nämnd import distans
from nämnd.distans import Distansdeltagande
from nämnd.fynd import Fynd
from nämnd.inkallelse import Förtroendevald, Plats, Tjänstgöringsregler
from nämnd.jäv import Grund, Jävsanmälan, Jävsfråga
from protokoll.beslutsförhet import Beslutsförhet, vid_punkt
from protokoll.inträde import (
    Moment,
    Mötesläge,
    Tjänstgöring,
    avbruten_av_jäv,
    förslag_till_ersättare,
    pröva_inträde,
    ska_vika,
    tjänstgörande_vid,
    överlapp,
    överlapp_vid,
)

# Ledamöter: 1 och 2 (S), 3 (M), 4 (C), och en vakant plats (S).
PLATSER = (Plats(1, "S", "norr"), Plats(2, "S"), Plats(3, "M"), Plats(4, "C"), Plats(None, "S"))
PERSONER = {
    1: Förtroendevald(1, "Asta", "S"),
    2: Förtroendevald(2, "Bo", "S"),
    3: Förtroendevald(3, "Cleo", "M"),
    4: Förtroendevald(4, "Dan", "C"),
    11: Förtroendevald(11, "Siv", "S", är_ersättare=True),
    12: Förtroendevald(12, "Stig", "S", är_ersättare=True, valkrets="norr"),
    13: Förtroendevald(13, "Maj", "M", är_ersättare=True),
    14: Förtroendevald(14, "Curt", "C", är_ersättare=True),
}
FULLMÄKTIGE = Tjänstgöringsregler(fullmäktige=True)
LÄGE = Mötesläge(PLATSER, PERSONER)
T = Tjänstgöring


def läge(
    *tjänstgöringar: Tjänstgöring,
    jäv: tuple[Jävsanmälan, ...] = (),
    regler: Tjänstgöringsregler | None = None,
) -> Mötesläge:
    ut = replace(LÄGE, tjänstgöringar=tjänstgöringar, jäv=jäv)
    return replace(ut, regler=regler) if regler else ut


def jävig(person: int, från: int, till: int | None = None, *, kf: bool = False) -> Jävsanmälan:
    grund = Grund.RÖR_PERSONLIGEN if kf else Grund.PART
    return Jävsanmälan(Jävsfråga(person, 1, grund, fullmäktige=kf), från, till or från)


def texter(fynd: list[Fynd]) -> list[str]:
    return [("" if f.hindrar else "VARNING ") + f.text for f in fynd]


@pytest.mark.parametrize(
    ("ordning", "moment", "personer"),
    [
        pytest.param(1, Moment.BESLUT, [1], id="KL 5:17 ledamoten före"),
        pytest.param(3, Moment.ÖVERLÄGGNING, [1], id="KL 5:17 ledamoten i överläggningen"),
        pytest.param(3, Moment.BESLUT, [11], id="KL 5:17 ersättaren i beslutet"),
        pytest.param(40, Moment.BESLUT, [11], id="KL 5:17 pågår tills vidare"),
        pytest.param(0, Moment.BESLUT, [], id="KL 5:17 före mötets första punkt"),
    ],
)
def test_tjänstgörande_vid(ordning: int, moment: Moment, personer: list[int]) -> None:
    byte = [
        T(1, 1, 1, 3, till_moment=Moment.ÖVERLÄGGNING),
        T(11, 1, 3, från_moment=Moment.BESLUT),
    ]

    assert [t.person for t in tjänstgörande_vid(byte, ordning, moment)] == personer
    assert överlapp(läge(*byte)) == []


def test_bakvänd_period_vägras() -> None:
    with pytest.raises(ValueError, match="slutar före"):
        T(1, 1, 3, 3, från_moment=Moment.BESLUT, till_moment=Moment.ÖVERLÄGGNING)


@pytest.mark.parametrize(
    ("tjänstgöringar", "väntat"),
    [
        pytest.param([T(1, 1, 1), T(2, 2, 1), T(11, None, 1)], [], id="KL 5:17 en på varje plats"),
        pytest.param([T(11, 1, 1, 4), T(12, 1, 5)], [], id="KL 5:17 två efter varandra"),
        pytest.param([T(11, 1, 1, 4), T(11, 2, 5)], [], id="KL 4:24 byter plats"),
        pytest.param(
            [T(11, 1, 1, 5), T(12, 1, 5)],
            [("Siv och Stig tjänstgör samtidigt på Astas plats.", 5)],
            id="KL 5:17 två på samma plats i en punkt",
        ),
        pytest.param(
            [T(11, 1, 1, 5, till_moment=Moment.ÖVERLÄGGNING), T(12, 1, 5)],
            [("Siv och Stig tjänstgör samtidigt på Astas plats.", 5)],
            id="KL 5:17 två på samma plats i överläggningen",
        ),
        pytest.param(
            [T(11, 1, 4), T(1, 1, 1)],
            [("Asta och Siv tjänstgör samtidigt på Astas plats.", 4)],
            id="KL 5:17 ledamoten tjänstgör själv",
        ),
        pytest.param(
            [T(11, 1, 1), T(11, 2, 3)],
            [("Siv tjänstgör på två platser samtidigt.", 3)],
            id="KL 4:24 en på två platser",
        ),
        pytest.param(
            [T(1, 1, 1, 5), T(1, 1, 4, 7)],
            [("Asta är antecknad två gånger på samma plats.", 4)],
            id="KL 5:17 samma person två gånger",
        ),
        pytest.param(
            [T(11, None, 1), T(12, None, 2)],
            [("2 tjänstgör på vakanta platser, men 1 är vakanta.", 2)],
            id="KL 5:17 fler än de vakanta platserna",
        ),
    ],
)
def test_överlapp(tjänstgöringar: list[Tjänstgöring], väntat: list[tuple[str, int]]) -> None:
    fynd = överlapp(läge(*tjänstgöringar))

    assert [(f.text, f.ordning) for f in fynd] == väntat
    assert all(f.hindrar for f in fynd)


@pytest.mark.parametrize(
    ("ordning", "antal"),
    [
        pytest.param(4, 0, id="KL 4:24 före den andra platsen"),
        pytest.param(5, 1, id="KL 4:24 vid punkten"),
        pytest.param(7, 0, id="KL 4:24 sedan den första lämnats"),
    ],
)
def test_överlapp_vid_en_punkt(ordning: int, antal: int) -> None:
    assert len(överlapp_vid(läge(T(11, 1, 1, 6), T(11, 2, 5)), ordning)) == antal


BO = T(2, 2, 1)
AVBROTT = (T(1, 1, 1, 2), T(11, 1, 3, 5))
FORBID = Tjänstgöringsregler(återinträde_tillåtet=False)


@pytest.mark.parametrize(
    ("ny", "mötet", "väntat"),
    [
        pytest.param(T(11, 1, 1), läge(T(2, 2, 1)), [], id="KL 5:17 ersättaren träder in"),
        pytest.param(T(13, 1, 1), läge(), [], id="KL 6:17 nämnd: ersättare ur ett annat parti"),
        pytest.param(
            T(13, 1, 1),
            läge(regler=FULLMÄKTIGE),
            ["Maj är inte ersättare för S."],
            id="KL 5:21 fullmäktige: bara partiets ersättare",
        ),
        pytest.param(
            T(2, 1, 1),
            läge(),
            ["Bo är inte ersättare och kan inte träda in."],
            id="KL 5:17 ledamot",
        ),
        pytest.param(
            T(12, 11, 1), läge(), ["Siv har ingen plats i organet."], id="KL 5:17 för en ersättare"
        ),
        pytest.param(T(11, None, 1), läge(), [], id="KL 5:17 vakant plats"),
        pytest.param(
            T(11, None, 2),
            läge(T(12, None, 1)),
            ["2 tjänstgör på vakanta platser, men 1 är vakanta."],
            id="KL 5:17 vakanta platsen upptagen",
        ),
        pytest.param(
            T(11, None, 3), läge(T(12, None, 1, 2)), [], id="KL 5:17 vakanta platsen lämnad"
        ),
        pytest.param(
            T(11, 1, 3),
            läge(T(1, 1, 1)),
            ["Asta tjänstgör själv."],
            id="KL 5:17 ledamoten tjänstgör själv",
        ),
        pytest.param(
            T(12, 1, 3),
            läge(T(11, 1, 1)),
            ["Siv tjänstgör redan för Asta och har företräde."],
            id="KL 5:18 platsen upptagen",
        ),
        pytest.param(
            T(11, 2, 3),
            läge(T(11, 1, 1)),
            ["Siv tjänstgör redan på Astas plats."],
            id="KL 4:24 ersättaren tjänstgör redan",
        ),
        pytest.param(
            T(1, 1, 3),
            läge(T(11, 1, 1), regler=FULLMÄKTIGE),
            ["Siv tjänstgör på platsen och ska lämna den först."],
            id="KL 5:19 ledamoten kommer",
        ),
        pytest.param(
            T(1, 1, 6),
            läge(*AVBROTT, regler=FULLMÄKTIGE),
            ["Asta har lämnat mötet och får inte tjänstgöra igen i dag."],
            id="KL 5:20 ledamoten kommer tillbaka",
        ),
        pytest.param(
            T(1, 1, 4),
            läge(*AVBROTT, regler=FULLMÄKTIGE),
            ["Asta har lämnat mötet och får inte tjänstgöra igen i dag."],
            id="KL 5:20 tillbaka medan ersättaren sitter",
        ),
        pytest.param(
            T(1, 1, 6),
            läge(*AVBROTT, jäv=(jävig(1, 3, 5, kf=True),), regler=FULLMÄKTIGE),
            [],
            id="KL 5:20 tillbaka efter jäv",
        ),
        pytest.param(
            T(1, 1, 6),
            läge(*AVBROTT, jäv=(jävig(1, 3, 4, kf=True),), regler=FULLMÄKTIGE),
            ["Asta har lämnat mötet och får inte tjänstgöra igen i dag."],
            id="KL 5:20 borta längre än jävet",
        ),
        pytest.param(
            T(1, 1, 3), läge(T(1, 1, 1, 2), regler=FULLMÄKTIGE), [], id="KL 5:20 utan avbrott"
        ),
        pytest.param(
            T(11, 2, 6),
            läge(*AVBROTT, regler=FULLMÄKTIGE),
            [],
            id="KL 5:20 gäller inte ersättaren som vikit",
        ),
        pytest.param(T(1, 1, 6), läge(*AVBROTT), [], id="KL 6:17 reglementet tillåter"),
        pytest.param(
            T(1, 1, 6),
            läge(*AVBROTT, regler=FORBID),
            ["Asta har lämnat mötet och får inte tjänstgöra igen i dag."],
            id="KL 6:17 reglementet tillåter inte",
        ),
        pytest.param(
            T(11, 1, 3),
            läge(BO, jäv=(jävig(11, 3),)),
            ["Siv är jävig."],
            id="KL 6:30 ersättaren är jävig",
        ),
        pytest.param(
            T(11, 1, 3, 9),
            läge(BO, jäv=(jävig(11, 7),)),
            ["Siv är jävig."],
            id="KL 6:30 jävig inne i perioden",
        ),
        pytest.param(
            T(11, 1, 3),
            läge(BO, jäv=(jävig(11, 7),)),
            ["VARNING Siv är jävig i en senare punkt och lämnar platsen då."],
            id="KL 6:30 jävig senare, pågående period",
        ),
        pytest.param(T(11, 1, 3, 6), läge(BO, jäv=(jävig(11, 7),)), [], id="KL 6:30 före jävet"),
        pytest.param(
            T(11, 1, 3, 3), läge(T(1, 1, 1, 2), jäv=(jävig(1, 3),)), [], id="KL 6:17 för en jävig"
        ),
        pytest.param(
            T(11, 1, 3),
            läge(T(1, 1, 1, 2), jäv=(jävig(1, 3),)),
            ["Asta är jävig bara i ärendet; Siv lämnar efter det."],
            id="KL 6:17 för en jävig tills vidare",
        ),
        pytest.param(
            T(11, 1, 3, 5),
            läge(T(1, 1, 1, 2), jäv=(jävig(1, 3, 4),)),
            ["Asta är jävig bara i ärendet; Siv lämnar efter det."],
            id="KL 6:17 för en jävig en punkt för länge",
        ),
        pytest.param(
            T(11, 1, 5),
            läge(T(11, 1, 1, 3), jäv=(jävig(11, 4, kf=True),), regler=FULLMÄKTIGE),
            [],
            id="KL 5:18 ersättaren tillbaka efter jäv",
        ),
    ],
)
def test_pröva_inträde(ny: Tjänstgöring, mötet: Mötesläge, väntat: list[str]) -> None:
    fynd = pröva_inträde(ny, mötet)

    assert texter(fynd) == väntat
    assert all(f.lagrum and f.lagtext for f in fynd)


def test_återinträde_en_annan_dag() -> None:
    """KL 5:20 gäller ”under samma dag”."""
    mötet = läge(*AVBROTT, regler=FULLMÄKTIGE)

    assert pröva_inträde(T(1, 1, 6), mötet)
    assert pröva_inträde(T(1, 1, 6), mötet, samma_dag=False) == []


@pytest.mark.parametrize(
    ("förslag", "regler", "väntat"),
    [
        pytest.param([12], None, [], id="KL 6:17 först i tur"),
        pytest.param(
            [11, 12],
            None,
            ["VARNING Siv står före Stig i tur att tjänstgöra."],
            id="KL 6:17 före sin tur: reglementet varnar",
        ),
        pytest.param(
            [11, 12],
            FULLMÄKTIGE,
            ["Siv står före Stig i tur att tjänstgöra."],
            id="KL 5:18 före sin tur: i fullmäktige hindras det",
        ),
        pytest.param([12], FULLMÄKTIGE, [], id="KL 5:18 först i tur"),
    ],
)
def test_turordningen(
    förslag: list[int], regler: Tjänstgöringsregler | None, väntat: list[str]
) -> None:
    fynd = pröva_inträde(T(12, 1, 1), läge(regler=regler), förslag=förslag)

    assert texter(fynd) == väntat


@pytest.mark.parametrize(
    ("plats", "person", "regler", "väntat"),
    [
        pytest.param(3, 11, "ORDNING", True, id="KL 6:17 partiet står inte i ordningen"),
        pytest.param(3, 13, "ORDNING", False, id="KL 6:17 partiet står i ordningen"),
        pytest.param(1, 12, "ORDNING", False, id="KL 6:17 det egna partiet"),
        pytest.param(3, 11, "PERSONLIG", False, id="KL 6:17 personlig ersättare"),
        pytest.param(3, 11, None, False, id="KL 6:17 ingen ordning bestämd"),
    ],
)
def test_utanför_inkallelseordningen(
    plats: int, person: int, regler: str | None, väntat: bool
) -> None:
    regel = {
        "ORDNING": ORDNING,
        "PERSONLIG": replace(ORDNING, personlig_ersättare={3: 11}),
        None: None,
    }[regler]

    fynd = pröva_inträde(T(person, plats, 1), läge(regler=regel), förslag=[person])

    utanför = [f for f in fynd if "inkallelseordningen" in f.text]
    assert bool(utanför) is väntat
    assert all(not f.hindrar and f.lagrum == "reglementet, 6 kap. 17 § kommunallagen" for f in fynd)


VIKER = Tjänstgöringsregler(viker_för_eget_parti=True)


@pytest.mark.parametrize(
    ("sittande", "ny", "regler", "viker"),
    [
        pytest.param(13, 1, None, True, id="KL 5:19 för ledamoten"),
        pytest.param(1, 11, VIKER, False, id="KL 5:17 ledamoten viker inte"),
        pytest.param(13, 11, VIKER, True, id="KL 6:17 reglementet: för eget parti"),
        pytest.param(13, 11, None, False, id="KL 6:17 reglementet: den som börjat sitter kvar"),
        pytest.param(12, 11, VIKER, False, id="KL 6:17 två ur partiet"),
        pytest.param(13, 14, VIKER, False, id="KL 6:17 två ur andra partier"),
    ],
)
def test_ska_vika(sittande: int, ny: int, regler: Tjänstgöringsregler | None, viker: bool) -> None:
    mötet = läge(T(sittande, 1, 1), regler=regler)

    assert ska_vika(sittande, ny, PLATSER[0], mötet) is viker
    lämna = f"{PERSONER[sittande].namn} tjänstgör på platsen och ska lämna den först."
    assert (lämna in texter(pröva_inträde(T(ny, 1, 3), mötet))) is viker


ORDNING = Tjänstgöringsregler(inkallelseordning={"S": ["C", "M"], "M": ["C"]})


@pytest.mark.parametrize(
    ("plats", "mötet", "väntat"),
    [
        pytest.param(0, läge(), [11, 12, 14, 13], id="KL 6:16 eget parti, sedan som valda"),
        pytest.param(0, läge(regler=ORDNING), [11, 12, 14, 13], id="KL 6:16 inkallelseordning"),
        pytest.param(2, läge(regler=ORDNING), [13, 14], id="KL 6:16 bara partierna i ordningen"),
        pytest.param(4, läge(regler=ORDNING), [11, 12, 14, 13], id="KL 6:16 vakant plats"),
        pytest.param(
            0,
            läge(regler=replace(ORDNING, personlig_ersättare={1: 13})),
            [13, 11, 12, 14],
            id="KL 6:17 personlig ersättare först",
        ),
        pytest.param(
            0, läge(T(11, 2, 1), jäv=(jävig(14, 5),)), [12, 13], id="KL 6:30 lediga och inte jäviga"
        ),
        pytest.param(
            1, läge(T(12, 1, 1, 3)), [12, 11, 14, 13], id="KL 5:18 den som har börjat först"
        ),
        pytest.param(
            0, läge(regler=FULLMÄKTIGE), [12, 11], id="KL 5:21 partiets, egen valkrets först"
        ),
        pytest.param(
            0,
            läge(T(11, 2, 1, 3), regler=FULLMÄKTIGE),
            [11, 12],
            id="KL 5:18 den som har börjat går före valkretsen",
        ),
    ],
)
def test_förslag_till_ersättare(plats: int, mötet: Mötesläge, väntat: list[int]) -> None:
    assert förslag_till_ersättare(PLATSER[plats], [11, 14, 12, 13, 4], 5, mötet) == väntat


def test_förslag_utan_inkallelseordning_följer_vald_ordning() -> None:
    """KL 6:16: samma parti hålls ihop, de andra i den ordning de står."""
    assert förslag_till_ersättare(PLATSER[3], [13, 11, 12], 1, läge()) == [13, 11, 12]


HELA = tuple(T(p, p, 1) for p in (1, 2, 3, 4))


@pytest.mark.parametrize(
    ("mötet", "i_rummet", "väntat"),
    [
        pytest.param(läge(*HELA), {1, 2, 3, 4}, (4, 0, True), id="KL 6:27 alla i rummet"),
        pytest.param(läge(*HELA), {1, 2}, (2, 0, False), id="KL 6:27 två har gått ut"),
        pytest.param(läge(*HELA), {1, 2, 3, 11}, (3, 0, True), id="KL 6:27 ersättare utan plats"),
        pytest.param(
            läge(*HELA[1:], T(11, 1, 1)), {11, 2, 3}, (3, 0, True), id="KL 6:27 inträdd ersättare"
        ),
        pytest.param(
            läge(*HELA, jäv=(jävig(1, 5), jävig(2, 5))),
            {1, 2, 3, 4},
            (2, 0, False),
            id="KL 6:27 jäviga räknas inte, inget undantag i nämnd",
        ),
        pytest.param(
            läge(*HELA, jäv=(jävig(1, 4), jävig(2, 6))),
            {1, 2, 3, 4},
            (4, 0, True),
            id="KL 6:27 jäv vid andra punkter",
        ),
        pytest.param(
            läge(*HELA, jäv=(jävig(1, 5, kf=True), jävig(2, 5, kf=True)), regler=FULLMÄKTIGE),
            {1, 2, 3, 4},
            (2, 2, True),
            id="KL 5:46 fullmäktige får handlägga ändå",
        ),
        pytest.param(
            läge(*HELA, jäv=(jävig(1, 5, kf=True), jävig(2, 5, kf=True)), regler=FULLMÄKTIGE),
            {3, 4},
            (2, 2, True),
            id="KL 5:46 de jäviga har lämnat rummet",
        ),
        pytest.param(
            läge(*HELA[1:], jäv=(jävig(1, 5, kf=True),), regler=FULLMÄKTIGE),
            {2, 3},
            (2, 0, False),
            id="KL 5:46 bara på grund av jävet: borta hela dagen",
        ),
        pytest.param(
            läge(T(1, 1, 1, 3), *HELA[1:3], jäv=(jävig(1, 5, kf=True),), regler=FULLMÄKTIGE),
            {2, 3},
            (2, 0, False),
            id="KL 5:46 hade redan gått av annat skäl",
        ),
        pytest.param(
            läge(
                T(1, 1, 1, 4),
                T(1, 1, 6),
                *HELA[1:3],
                jäv=(jävig(1, 5, kf=True),),
                regler=FULLMÄKTIGE,
            ),
            {2, 3},
            (2, 1, True),
            id="KL 5:46 avbruten period",
        ),
        pytest.param(
            läge(*HELA[1:3], jäv=(jävig(1, 5, kf=True),), regler=FULLMÄKTIGE),
            {1, 2, 3},
            (2, 1, True),
            id="KL 5:46 möte med en enda punkt, sitter kvar i salen",
        ),
        pytest.param(
            läge(*HELA[1:3], T(11, 1, 1), jäv=(jävig(11, 5, kf=True),), regler=FULLMÄKTIGE),
            {2, 3},
            (2, 1, True),
            id="KL 5:46 en tjänstgörande ersättare är jävig",
        ),
        pytest.param(
            läge(
                T(1, 1, 1, 4),
                T(11, 1, 5, 5),
                T(2, 2, 1),
                jäv=(jävig(1, 5, kf=True),),
                regler=FULLMÄKTIGE,
            ),
            {2, 11},
            (2, 0, False),
            id="KL 5:46 en ersättare har trätt in för den jävige",
        ),
        pytest.param(
            läge(
                *(T(p, p, 1) for p in (1, 2, 3)),
                jäv=tuple(jävig(p, 5, kf=True) for p in (1, 2, 3)),
                regler=FULLMÄKTIGE,
            ),
            {1, 2, 3},
            (0, 3, False),
            id="KL 5:46 någon måste vara kvar",
        ),
        pytest.param(
            läge(T(11, 1, 1), T(12, 1, 1), T(2, 2, 1)),
            {11, 12, 2},
            (2, 0, False),
            id="KL 6:27 två antecknade på en plats räknas en gång",
        ),
        pytest.param(
            läge(T(11, 1, 1), T(11, 3, 1), T(2, 2, 1)),
            {11, 2},
            (2, 0, False),
            id="KL 6:27 en på två platser räknas en gång",
        ),
    ],
)
def test_beslutsförhet_vid_punkten(
    mötet: Mötesläge, i_rummet: set[int], väntat: tuple[int, int, bool]
) -> None:
    utfall = vid_punkt(mötet, 5, i_rummet=i_rummet)

    assert (utfall.tjänstgörande, utfall.jäviga, utfall.är_beslutsför) == väntat
    assert (utfall.platser, utfall.krävs) == (5, 3)
    assert utfall.genom_undantag is (utfall.är_beslutsför and utfall.tjänstgörande < 3)


@pytest.mark.parametrize(
    ("medgiven", "fullmäktige", "antal"),
    [
        pytest.param(True, False, 3, id="KL 6:24 på distans är närvarande"),
        pytest.param(True, True, 3, id="KL 5:16 på distans är närvarande i fullmäktige"),
        pytest.param(False, False, 2, id="KL 6:24 inte utan fullmäktiges beslut"),
    ],
)
def test_beslutsförhet_på_distans(medgiven: bool, fullmäktige: bool, antal: int) -> None:
    mötet = läge(*HELA, regler=Tjänstgöringsregler(fullmäktige=fullmäktige))
    utfall = vid_punkt(mötet, 5, i_rummet={1, 2}, på_distans={3}, distans_medgiven=medgiven)

    assert utfall.tjänstgörande == antal


def test_beslutsförhet_i_momentet() -> None:
    """KL 6:27: den som går före beslutet räknas i överläggningen."""
    mötet = läge(T(1, 1, 1, 5, till_moment=Moment.ÖVERLÄGGNING), *HELA[1:3])
    rummet = {1, 2, 3}

    assert vid_punkt(mötet, 5, Moment.ÖVERLÄGGNING, i_rummet=rummet).är_beslutsför
    assert not vid_punkt(mötet, 5, i_rummet=rummet).är_beslutsför


@pytest.mark.parametrize(
    ("utfall", "för"),
    [
        pytest.param(
            Beslutsförhet(61, 12, fullmäktige=True, frågesvar=True), True, id="KL 5:45 frågesvar"
        ),
        pytest.param(Beslutsförhet(61, 12, fullmäktige=True), False, id="KL 5:45 annat ärende"),
        pytest.param(Beslutsförhet(61, 12, frågesvar=True), False, id="KL 6:27 inte i en nämnd"),
        pytest.param(
            Beslutsförhet(61, 0, fullmäktige=True, frågesvar=True), False, id="KL 5:45 ingen där"
        ),
        pytest.param(Beslutsförhet(61, 30, 1, fullmäktige=True), True, id="KL 5:46 en jävig"),
        pytest.param(Beslutsförhet(61, 29, 1, fullmäktige=True), False, id="KL 5:46 inte nog"),
        pytest.param(Beslutsförhet(61, 30, 1), False, id="KL 6:27 5:46 gäller bara fullmäktige"),
    ],
)
def test_fullmäktiges_undantag(utfall: Beslutsförhet, för: bool) -> None:
    assert utfall.är_beslutsför is för
    assert utfall.genom_undantag is för
    assert (utfall.saknas == 0) is för


@pytest.mark.parametrize(
    ("mötet", "period"),
    [
        pytest.param(läge(T(1, 1, 1)), T(1, 1, 1), id="KL 5:46 perioden är inte delad"),
        pytest.param(läge(T(1, 1, 6)), T(1, 1, 6), id="KL 5:46 jävig från början"),
        pytest.param(läge(T(1, 1, 7)), None, id="KL 5:46 kom först senare"),
        pytest.param(läge(T(2, 2, 1)), None, id="KL 5:46 någon annans"),
    ],
)
def test_avbruten_av_jäv(mötet: Mötesläge, period: Tjänstgöring | None) -> None:
    assert avbruten_av_jäv(replace(mötet, jäv=(jävig(1, 5),)), 1, 5) == period


PÅ_DISTANS = Distansdeltagande(namn=("Bo Ek",), medgivet=True)


@pytest.mark.parametrize(
    ("deltagande", "lagrum", "hindrar"),
    [
        pytest.param(
            replace(PÅ_DISTANS, namn=(), medgivet=False), [], False, id="KL 6:24 ingen på distans"
        ),
        pytest.param(
            replace(PÅ_DISTANS, namn=(), sluten_omröstning=True), [], False, id="KL 5:54 ingen där"
        ),
        pytest.param(
            replace(PÅ_DISTANS, medgivet=False), ["6 kap. 24 §"], True, id="KL 6:24 inte medgivet"
        ),
        pytest.param(
            replace(PÅ_DISTANS, medgivet=False, fullmäktige=True),
            ["5 kap. 16 §"],
            True,
            id="KL 5:16 inte medgivet i fullmäktige",
        ),
        pytest.param(PÅ_DISTANS, ["5 kap. 16 §"], False, id="KL 5:16 ljud och bild påminns"),
        pytest.param(
            replace(PÅ_DISTANS, sluten_omröstning=True),
            ["5 kap. 16 §", "5 kap. 54 §"],
            False,
            id="KL 5:54 sluten omröstning varnar",
        ),
    ],
)
def test_distans(deltagande: Distansdeltagande, lagrum: list[str], hindrar: bool) -> None:
    fynd = distans.pröva(deltagande)

    assert [f.lagrum[:11] for f in fynd] == lagrum
    assert [f.hindrar for f in fynd] == [hindrar] * len(lagrum)
    assert all("Bo Ek" in f.text for f in fynd if not f.hindrar)
