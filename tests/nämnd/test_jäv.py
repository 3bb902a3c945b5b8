"""Jäv: grunderna, undantagen och vem som står utanför vid en punkt."""

import pytest

from nämnd import jäv
from nämnd.jäv import Grund, Jävsanmälan, Jävsfråga, Undantag

ÖVERLÄGGNING = Undantag.ÖVERLÄGGNING_OM_REVISION


def fråga(grund: Grund | None, *undantag: Undantag, **läge: bool) -> Jävsfråga:
    return Jävsfråga(7, 1, grund, frozenset(undantag), **läge)


@pytest.mark.parametrize(
    ("prövad", "jävig"),
    [
        pytest.param(fråga(Grund.PART), True, id="KL 6:28 1 part"),
        pytest.param(fråga(Grund.STÄLLFÖRETRÄDARE), True, id="KL 6:28 2 ställföreträdare"),
        pytest.param(fråga(Grund.TILLSYN), True, id="KL 6:28 3 tillsyn"),
        pytest.param(fråga(Grund.SÄRSKILD_OMSTÄNDIGHET), True, id="KL 6:28 4 omständighet"),
        pytest.param(fråga(None), True, id="KL 6:30 anmält jäv utan angiven grund"),
        pytest.param(
            fråga(Grund.PART, Undantag.SAKNAR_BETYDELSE), False, id="KL 6:29 saknar betydelse"
        ),
        pytest.param(
            fråga(Grund.STÄLLFÖRETRÄDARE, Undantag.KOMMUNALT_BOLAG),
            False,
            id="KL 6:31 1 st kommunalt bolag, grund 2",
        ),
        pytest.param(
            fråga(Grund.SÄRSKILD_OMSTÄNDIGHET, Undantag.KOMMUNALT_BOLAG),
            False,
            id="KL 6:31 1 st kommunalt bolag, grund 4",
        ),
        pytest.param(
            fråga(Grund.PART, Undantag.KOMMUNALT_BOLAG), True, id="KL 6:31 1 st inte grund 1"
        ),
        pytest.param(
            fråga(Grund.TILLSYN, Undantag.KOMMUNALT_BOLAG), True, id="KL 6:31 1 st inte grund 3"
        ),
        pytest.param(
            fråga(Grund.STÄLLFÖRETRÄDARE, Undantag.KOMMUNALT_BOLAG, myndighetsutövning=True),
            True,
            id="KL 6:31 1 st inte vid myndighetsutövning",
        ),
        pytest.param(
            fråga(Grund.SÄRSKILD_OMSTÄNDIGHET, Undantag.ANNAN_NÄMND),
            False,
            id="KL 6:31 2 st annan nämnd",
        ),
        pytest.param(
            fråga(Grund.SÄRSKILD_OMSTÄNDIGHET, Undantag.ANNAN_NÄMND, myndighetsutövning=True),
            False,
            id="KL 6:31 2 st annan nämnd, även vid myndighetsutövning",
        ),
        pytest.param(
            fråga(Grund.STÄLLFÖRETRÄDARE, Undantag.ANNAN_NÄMND), True, id="KL 6:31 2 st bara 4"
        ),
        pytest.param(
            fråga(Grund.SÄRSKILD_OMSTÄNDIGHET, Undantag.FACKLIGT_UPPDRAG, personalföreträdare=True),
            False,
            id="KL 7:17 fackligt uppdrag",
        ),
        pytest.param(
            fråga(Grund.SÄRSKILD_OMSTÄNDIGHET, Undantag.FACKLIGT_UPPDRAG),
            True,
            id="KL 7:17 bara personalföreträdare",
        ),
        pytest.param(
            fråga(Grund.PART, Undantag.FACKLIGT_UPPDRAG, personalföreträdare=True),
            True,
            id="KL 7:17 bara grund 4",
        ),
        pytest.param(
            fråga(Grund.RÖR_PERSONLIGEN, fullmäktige=True), True, id="KL 5:47 rör personligen"
        ),
        pytest.param(
            fråga(Grund.RÖR_PERSONLIGEN, Undantag.SAKNAR_BETYDELSE, fullmäktige=True),
            True,
            id="KL 5:47 hänvisar inte till 6:29",
        ),
        pytest.param(
            fråga(Grund.VAL_AV_REVISOR, ÖVERLÄGGNING, fullmäktige=True),
            True,
            id="KL 5:48 1 val av revisor",
        ),
    ],
)
def test_jävig(prövad: Jävsfråga, jävig: bool) -> None:
    läge = jäv.pröva(prövad)

    assert läge.jävig is jävig
    assert läge.får_besluta is not (jävig or prövad.personalföreträdare)
    assert läge.får_vidta_brådskande_åtgärd is (jävig and not prövad.fullmäktige)


@pytest.mark.parametrize(
    ("prövad", "överlägga", "besluta", "närvara", "göra"),
    [
        pytest.param(
            fråga(Grund.PART),
            False,
            False,
            False,
            "Lämna rummet",
            id="KL 6:30 ut ur rummet",
        ),
        pytest.param(
            fråga(Grund.PART, Undantag.SAKNAR_BETYDELSE),
            True,
            True,
            True,
            "Uppge omständigheten",
            id="KL 6:30 2 st uppges även när undantaget gäller",
        ),
        pytest.param(
            fråga(Grund.RÖR_PERSONLIGEN, fullmäktige=True),
            False,
            False,
            True,
            "Delta inte i handläggningen",
            id="KL 5:47 fullmäktige: får närvara men inte delta",
        ),
        pytest.param(
            fråga(Grund.ANSVARSFRIHET, fullmäktige=True),
            False,
            False,
            True,
            "Delta inte i handläggningen",
            id="KL 5:48 2 ansvarsfrihet",
        ),
        pytest.param(
            fråga(Grund.ANSVARSFRIHET, ÖVERLÄGGNING, fullmäktige=True),
            True,
            False,
            True,
            "Delta i överläggningen men inte i beslutet",
            id="KL 5:49 1 st överläggning om revisionsberättelsen",
        ),
        pytest.param(
            fråga(Grund.ANSVARSFRIHET, Undantag.ÖVERLÄGGNING_OM_EGEN_NÄMND, fullmäktige=True),
            True,
            False,
            True,
            "Delta i överläggningen men inte i beslutet",
            id="KL 5:49 2 st ordföranden om den egna nämnden",
        ),
        pytest.param(
            fråga(Grund.RÖR_PERSONLIGEN, ÖVERLÄGGNING, fullmäktige=True),
            False,
            False,
            True,
            "Delta inte i handläggningen",
            id="KL 5:49 gäller trots 48 §, inte 47 §",
        ),
        pytest.param(
            fråga(Grund.SÄRSKILD_OMSTÄNDIGHET, Undantag.FACKLIGT_UPPDRAG, personalföreträdare=True),
            True,
            False,
            True,
            "Uppge omständigheten",
            id="KL 7:15 personalföreträdaren överlägger men beslutar inte",
        ),
        pytest.param(
            fråga(Grund.PART, personalföreträdare=True),
            False,
            False,
            False,
            "Lämna rummet",
            id="KL 7:17 jävig personalföreträdare",
        ),
    ],
)
def test_vad_personen_får_och_ska(
    prövad: Jävsfråga, överlägga: bool, besluta: bool, närvara: bool, göra: str
) -> None:
    läge = jäv.pröva(prövad)

    assert (läge.får_överlägga, läge.får_besluta, läge.får_närvara) == (
        överlägga,
        besluta,
        närvara,
    )
    assert läge.ska_göra[-1].startswith(göra)
    assert läge.ska_göra[0] == "Uppge omständigheten självmant."
    assert (jäv.FÅR_INTE_DELTA_ELLER_NÄRVARA in läge.regler) is not närvara
    assert prövad.grund is not None
    assert läge.regler[0] == prövad.grund.regel


@pytest.mark.parametrize(
    ("fullmäktige", "lagrum"),
    [
        pytest.param(False, ["6 kap. 28 §"] * 4, id="KL 6:28 nämndens fyra grunder"),
        pytest.param(
            True, ["5 kap. 47 §", "5 kap. 48 §", "5 kap. 48 §"], id="KL 5:47-48 fullmäktiges egna"
        ),
    ],
)
def test_grunder(fullmäktige: bool, lagrum: list[str]) -> None:
    grunder = jäv.grunder(fullmäktige=fullmäktige)

    assert [g.regel.lagrum[:11] for g in grunder] == lagrum


@pytest.mark.parametrize(
    ("grund", "läge"),
    [
        pytest.param(Grund.PART, {"fullmäktige": True}, id="KL 5:47 nämndens grund i fullmäktige"),
        pytest.param(Grund.RÖR_PERSONLIGEN, {}, id="KL 6:28 fullmäktiges grund i en nämnd"),
        pytest.param(
            None,
            {"fullmäktige": True, "personalföreträdare": True},
            id="KL 7:10 personalföreträdare i fullmäktige",
        ),
    ],
)
def test_fel_organ(grund: Grund | None, läge: dict[str, bool]) -> None:
    with pytest.raises(ValueError, match=r"nämnder|gäller inte"):
        fråga(grund, **läge)


@pytest.mark.parametrize(
    ("undantag", "prövad", "text", "lagrum"),
    [
        pytest.param(
            Undantag.SAKNAR_BETYDELSE, fråga(Grund.PART), "", "", id="KL 6:29 gäller varje grund"
        ),
        pytest.param(
            Undantag.KOMMUNALT_BOLAG,
            fråga(Grund.PART),
            "inte jävsgrunden ”part eller påverkas av beslutet”",
            "6 kap. 31 § första",
            id="KL 6:31 1 st inte grund 1",
        ),
        pytest.param(
            Undantag.KOMMUNALT_BOLAG,
            fråga(Grund.STÄLLFÖRETRÄDARE, myndighetsutövning=True),
            "myndighetsutövning mot enskilda",
            "6 kap. 31 § första",
            id="KL 6:31 1 st inte vid myndighetsutövning",
        ),
        pytest.param(
            Undantag.ANNAN_NÄMND,
            fråga(None),
            "utan angiven omständighet",
            "6 kap. 31 § andra",
            id="KL 6:31 2 st bara grund 4",
        ),
        pytest.param(
            ÖVERLÄGGNING,
            fråga(Grund.RÖR_PERSONLIGEN, fullmäktige=True),
            "rör ledamoten",
            "5 kap. 49 § första",
            id="KL 5:49 inte grunden i 5:47",
        ),
    ],
)
def test_undantag_prövat(undantag: Undantag, prövad: Jävsfråga, text: str, lagrum: str) -> None:
    fynd = jäv.undantag_prövat(undantag, prövad)

    assert (fynd is None) is not bool(text)
    if fynd is not None:
        assert fynd.hindrar
        assert text in fynd.text
        assert fynd.lagrum.startswith(lagrum)


@pytest.mark.parametrize(
    ("fullmäktige", "lagrum"),
    [
        pytest.param(False, ["6 kap. 29", "6 kap. 31", "6 kap. 31"], id="KL 6:29 och 6:31 nämnden"),
        pytest.param(True, ["5 kap. 49", "5 kap. 49"], id="KL 5:49 fullmäktige"),
    ],
)
def test_valbara_undantag(fullmäktige: bool, lagrum: list[str]) -> None:
    valbara = jäv.valbara_undantag(fullmäktige=fullmäktige)

    assert [u.regel.lagrum[:9] for u in valbara] == lagrum


@pytest.mark.parametrize(
    ("grund", "historik", "hindrar"),
    [
        pytest.param(Grund.PART, False, None, id="KL 6:30 2 st grunden angiven"),
        pytest.param(None, False, True, id="KL 6:30 2 st omständigheten ska uppges"),
        pytest.param(None, True, False, id="KL 6:30 2 st historik varnar"),
    ],
)
def test_jävsgrund_krävs(grund: Grund | None, historik: bool, hindrar: bool | None) -> None:
    fynd = jäv.jävsgrund_krävs(grund, historik=historik)

    assert (fynd.hindrar if fynd else None) is hindrar
    assert fynd is None or fynd.lagtext == jäv.SKA_UPPGE.lagtext


@pytest.mark.parametrize(
    ("ifrågasatt", "annan", "avgörs"),
    [
        pytest.param(True, False, True, id="KL 6:30 3 st nämnden beslutar i jävsfrågan"),
        pytest.param(True, True, False, id="KL 6:30 3 st någon annan har trätt in"),
        pytest.param(False, False, False, id="KL 6:30 3 st ingen fråga om jäv"),
    ],
)
def test_jävsfrågan(ifrågasatt: bool, annan: bool, avgörs: bool) -> None:
    assert jäv.ska_jävsfrågan_avgöras(ifrågasatt=ifrågasatt, annan_har_trätt_in=annan) is avgörs


@pytest.mark.parametrize(
    ("beslutsför", "annan", "får"),
    [
        pytest.param(False, False, True, id="KL 6:30 3 st annars inte beslutsför, ingen annan"),
        pytest.param(True, False, False, id="KL 6:30 3 st beslutsför ändå"),
        pytest.param(False, True, False, id="KL 6:30 3 st annan kan tillkallas"),
    ],
)
def test_pröva_egen_jävsfråga(beslutsför: bool, annan: bool, får: bool) -> None:
    utfall = jäv.får_pröva_egen_jävsfråga(beslutsför_utan=beslutsför, annan_kan_tillkallas=annan)
    assert utfall is får


@pytest.mark.parametrize(
    ("annan", "deltar", "beslutsför_utan", "kan_tillkallas", "hinder"),
    [
        pytest.param(False, False, True, False, "", id="KL 6:30 3 st de andra prövar"),
        pytest.param(False, True, False, False, "", id="KL 6:30 3 st deltar när det krävs"),
        pytest.param(True, False, True, True, "trätt i", id="KL 6:30 3 st annan har trätt in"),
        pytest.param(False, True, True, False, "besluta utan", id="KL 6:30 3 st beslutsför ändå"),
        pytest.param(
            False, True, False, True, "någon annan kan tillkallas", id="KL 6:30 3 st annan finns"
        ),
        pytest.param(False, False, False, True, "Kalla in", id="KL 6:30 3 st kalla in den andra"),
        pytest.param(
            False, False, False, False, "får då delta", id="KL 6:30 3 st annars inte beslutsför"
        ),
    ],
)
def test_vem_som_prövar_jävsfrågan(
    annan: bool, deltar: bool, beslutsför_utan: bool, kan_tillkallas: bool, hinder: str
) -> None:
    for fullmäktige, regel in ((False, jäv.JÄVSFRÅGAN), (True, jäv.FULLMÄKTIGE_OCKSÅ)):
        fynd = jäv.prövningen(
            annan_har_trätt_in=annan,
            deltar=deltar,
            beslutsför_utan=beslutsför_utan,
            annan_kan_tillkallas=kan_tillkallas,
            fullmäktige=fullmäktige,
        )
        assert (fynd is not None) is bool(hinder)
        if fynd is not None:
            assert hinder in fynd.text
            assert fynd.regel == regel


@pytest.mark.parametrize(
    ("väckt_av", "inställning", "deltar", "jävig", "text"),
    [
        pytest.param(
            "Bo Ek (M)",
            jäv.Inställning.BESTRIDER,
            False,
            True,
            "Frågan väcks av Bo Ek (M). Eva Al bestrider jäv och deltar inte i prövningen. "
            "Nämnden beslutar att Eva Al är jävig (6 kap. 30 § tredje stycket kommunallagen). "
            "Eva Al deltar inte i handläggningen.",
            id="KL 6:30 3 st jävig",
        ),
        pytest.param(
            "Eva Al",
            jäv.Inställning.ÖVERLÅTER,
            True,
            False,
            "Eva Al väcker själv frågan. Eva Al överlåter frågan åt nämnden och deltar i "
            "prövningen, eftersom nämnden annars inte är beslutsför och ingen annan kan tillkallas "
            "utan olägligt uppskov. Nämnden beslutar att Eva Al inte är jävig (6 kap. 30 § tredje "
            "stycket kommunallagen). Eva Al deltar i handläggningen.",
            id="KL 6:30 3 st inte jävig",
        ),
        pytest.param(
            "",
            jäv.Inställning.MEDGER,
            False,
            True,
            "Eva Al medger jäv och deltar inte i prövningen. Nämnden beslutar att Eva Al är jävig "
            "(6 kap. 30 § tredje stycket kommunallagen). Eva Al deltar inte i handläggningen.",
            id="KL 6:30 3 st ingen har väckt den",
        ),
    ],
)
def test_prövningen_i_protokollet(
    väckt_av: str, inställning: jäv.Inställning, deltar: bool, jävig: bool, text: str
) -> None:
    skriven = jäv.prövningens_text(
        namn="Eva Al",
        organ="nämnden",
        väckt_av=väckt_av,
        inställning=inställning,
        deltar=deltar,
        jävig=jävig,
    )
    assert skriven == text


ANMÄLDA = [
    Jävsanmälan(fråga(Grund.PART), 3, 4),
    Jävsanmälan(fråga(Grund.PART), 8, 8),
    Jävsanmälan(Jävsfråga(8, 1, Grund.PART, frozenset({Undantag.SAKNAR_BETYDELSE})), 3, 3),
    Jävsanmälan(Jävsfråga(9, 1, Grund.RÖR_PERSONLIGEN, fullmäktige=True), 4, 4),
]


@pytest.mark.parametrize(
    ("ordning", "utanför", "ut_ur_rummet"),
    [
        pytest.param(2, set(), set(), id="KL 6:30 före ärendet"),
        pytest.param(3, {7}, {7}, id="KL 6:29 den vars jäv bortses från är kvar"),
        pytest.param(4, {7, 9}, {7}, id="KL 5:47 den jävige i fullmäktige får närvara"),
        pytest.param(5, set(), set(), id="KL 6:30 mellan två spann"),
        pytest.param(8, {7}, {7}, id="KL 6:30 andra spannet"),
    ],
)
def test_uteslutna(ordning: int, utanför: set[int], ut_ur_rummet: set[int]) -> None:
    assert jäv.uteslutna(ANMÄLDA, ordning) == utanför
    assert jäv.ska_lämna_rummet(ANMÄLDA, ordning) == ut_ur_rummet


def test_spann_bakvänt_vägras() -> None:
    with pytest.raises(ValueError, match="slutar före"):
        Jävsanmälan(fråga(Grund.PART), 4, 3)


@pytest.mark.parametrize(
    ("namn", "fullmäktige", "lagrum"),
    [
        pytest.param([], False, "", id="KL 6:30 ingen jävig har yrkat"),
        pytest.param(["Ida Ek"], False, "6 kap. 30 §", id="KL 6:30 den jäviga har yrkat i nämnden"),
        pytest.param(["Ida Ek", "Bo Ek"], True, "5 kap. 47 §", id="KL 5:47 i fullmäktige"),
    ],
)
def test_den_jäviga_som_redan_har_yrkat(namn: list[str], fullmäktige: bool, lagrum: str) -> None:
    fynd = jäv.har_yrkat(namn, fullmäktige=fullmäktige)

    assert (fynd is None) is (not namn)
    if fynd is not None:
        assert not fynd.hindrar
        assert all(n in fynd.text for n in namn)
        assert fynd.lagrum.startswith(lagrum)
