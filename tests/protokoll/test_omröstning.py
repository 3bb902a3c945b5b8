"""Lagtabellerna för omröstning: KL 4 kap. 24–26 §§, 5 kap. 50 och 54–56 §§."""

from dataclasses import fields
from fractions import Fraction

import pytest

from protokoll import omröstning
from protokoll.omröstning import (
    ENKEL,
    LAGTEXT,
    MINORITET,
    MOT_FOLKOMRÖSTNING,
    SAMTLIGA_NÄRVARANDE,
    Avgjord,
    Fråga,
    Frågeslag,
    Krav,
    Namnröst,
    Resultat,
    Röst,
    Röstlängd,
    Sida,
    SlutenOmröstning,
    Tidigare,
    Totaler,
    ÖppenOmröstning,
    från_egen_enhet,
    har_röstat,
    räkna,
    två_tredjedelar,
)

TECKEN = {"j": Röst.JA, "n": Röst.NEJ, "a": Röst.AVSTÅR, "f": Röst.FRÅNVARANDE}


def öppen(tecken: str) -> ÖppenOmröstning:
    """”jna” är Person 0 ja, 1 nej, 2 avstår. Person 0 leder mötet."""
    return ÖppenOmröstning(tuple(Namnröst(str(n), TECKEN[t]) for n, t in enumerate(tecken)))


def längd(antal: int, **annat: object) -> Röstlängd:
    return Röstlängd(
        **({"tjänstgörande": tuple(map(str, range(antal))), "ordförande": "0"} | annat)
    )


def utfall(tecken: str, krav: Krav = ENKEL, **annat: object) -> Resultat:
    return räkna(öppen(tecken), längd=längd(len(tecken)), fråga=Fråga(krav=krav), **annat)


@pytest.mark.parametrize(
    ("tecken", "sida", "avgjord"),
    [
        pytest.param("jjn", Sida.JA, Avgjord.RÖSTER, id="KL 5:55 flest ja"),
        pytest.param("jnn", Sida.NEJ, Avgjord.RÖSTER, id="KL 5:55 flest nej"),
        pytest.param("jaaaa", Sida.JA, Avgjord.RÖSTER, id="KL 5:55 avstår räknas inte med"),
        pytest.param("jffnn", Sida.NEJ, Avgjord.RÖSTER, id="KL 5:55 frånvarande räknas inte med"),
        pytest.param("jn", Sida.JA, Avgjord.UTSLAGSRÖST, id="KL 5:56 ordföranden röstade ja"),
        pytest.param("nj", Sida.NEJ, Avgjord.UTSLAGSRÖST, id="KL 5:56 ordföranden röstade nej"),
        pytest.param("ajn", None, None, id="KL 4:25 ordföranden har avstått vid lika"),
        pytest.param("fjn", None, None, id="KL 4:25 ordföranden är ute vid lika"),
        pytest.param("ajjn", Sida.JA, Avgjord.RÖSTER, id="KL 4:25 ordföranden får avstå annars"),
    ],
)
def test_enkel_majoritet(tecken: str, sida: Sida | None, avgjord: Avgjord | None) -> None:
    resultat = utfall(tecken)

    assert (resultat.utgång, resultat.avgjord) == (sida, avgjord)
    assert resultat.hindrad is (sida is None)


@pytest.mark.parametrize(
    ("tecken", "angiven", "totaler", "röstar"),
    [
        pytest.param("ajn", Sida.NEJ, Totaler(1, 2), Sida.NEJ, id="KL 4:25 ska rösta vid lika"),
        pytest.param("aa", Sida.JA, Totaler(1, 0, 1), Sida.JA, id="KL 4:25 alla har avstått"),
        pytest.param("ajjn", Sida.NEJ, Totaler(2, 1, 1), None, id="KL 4:25 behövs inte"),
        pytest.param("jn", Sida.JA, Totaler(1, 1), None, id="KL 5:56 har redan röstat"),
    ],
)
def test_ordföranden_som_avstått_röstar_när_det_behövs(
    tecken: str, angiven: Sida, totaler: Totaler, röstar: Sida | None
) -> None:
    """Rösten står i stället för avståendet; ordföranden har en (4:24), och ingen utslagsröst till.

    Röstetalen är då inte lika, och meningen säger inget om utslagsröst.
    """
    resultat = utfall(tecken, utslagsröst=angiven)

    assert (resultat.totaler, resultat.ordföranden_röstar) == (totaler, röstar)
    assert not resultat.hindrad
    if röstar:
        assert (resultat.utgång, resultat.avgjord) == (röstar, Avgjord.RÖSTER)
        assert resultat.utslagsröst is None
        assert "utslagsröst" not in resultat.mening


def test_den_frånvarande_ordföranden_avgör_inte() -> None:
    """KL 5:56: den som är ute ur rummet har ingen röst att avgöra med."""
    resultat = utfall("fjn", utslagsröst=Sida.JA)

    assert [f.kod for f in resultat.fynd] == ["ordföranden_borta"]
    assert resultat.utgång is None


def test_myndighetsutövning_ordförandens_röst_räknas_före_avstå() -> None:
    """KL 4:25–26: den som röstar när det behövs har inte avstått."""
    fråga = Fråga(myndighetsutövning_mot_enskild=True)

    resultat = räkna(öppen("ajn"), längd=längd(3), fråga=fråga, utslagsröst=Sida.JA)

    assert (resultat.utgång, resultat.fynd) == (Sida.JA, ())


@pytest.mark.parametrize(
    ("inne", "mot_enskild", "fullmäktige", "väntat"),
    [
        pytest.param({"1"}, True, False, (True, "4 kap. 26 §"), id="KL 4:26 hindras i en nämnd"),
        pytest.param({"1"}, True, True, (False, "5 kap. 67 §"), id="KL 4:26 inte i fullmäktige"),
        pytest.param({"1"}, False, False, (False, "5 kap. 67 §"), id="KL 5:67 varnas annars"),
        pytest.param(set(), True, False, None, id="KL 4:26 den som har gått ut"),
    ],
)
def test_frånvarande_i_omröstningen_men_inne(
    inne: set[str], mot_enskild: bool, fullmäktige: bool, väntat: tuple[bool, str] | None
) -> None:
    resultat = räkna(
        öppen("jfj"),
        längd=längd(3, fullmäktige=fullmäktige, inne=frozenset(inne | {"0", "2"})),
        fråga=Fråga(myndighetsutövning_mot_enskild=mot_enskild),
    )

    funnet = [(f.hindrar, f.lagrum.removesuffix(" kommunallagen")) for f in resultat.fynd]
    assert funnet == ([väntat] if väntat else [])
    assert all(f.personer == ("1",) and f.lagtext for f in resultat.fynd)


def test_frånvarande_men_inne_nämner_alla() -> None:
    """KL 5:67: närvaron och rösterna säger samma sak."""
    (fynd,) = räkna(
        öppen("jff"), längd=längd(3, inne=frozenset({"0", "1", "2"})), fråga=Fråga()
    ).fynd

    assert fynd.text == (
        "1 och 2 är antecknade som närvarande. Anteckna i närvaron att de gått ut, eller hur de "
        "röstade."
    )


RÖSTER = (Namnröst("1", Röst.JA), Namnröst("2", Röst.AVSTÅR), Namnröst("3", Röst.FRÅNVARANDE))


@pytest.mark.parametrize(
    ("tidigare", "punkter", "röstat"),
    [
        pytest.param(Tidigare(RÖSTER), (), {"1"}, id="KL 4:26 röstade för ett förslag"),
        pytest.param(Tidigare(RÖSTER, om_förslag=False), (), set(), id="KL 4:26 återremiss m.m."),
        pytest.param(Tidigare(RÖSTER, punkter=(1,)), (1,), {"1"}, id="KL 4:26 samma punkt"),
        pytest.param(Tidigare(RÖSTER, punkter=(1,)), (2,), set(), id="KL 4:26 en annan punkt"),
        pytest.param(Tidigare(RÖSTER), (2,), {"1"}, id="KL 4:26 hela förslaget först"),
    ],
)
def test_har_röstat_för_ett_förslag(
    tidigare: Tidigare, punkter: tuple[int, ...], röstat: set[str]
) -> None:
    assert har_röstat([tidigare], punkter=punkter) == röstat


@pytest.mark.parametrize(
    ("i_längden", "tjänstgör", "röst", "kod"),
    [
        pytest.param(True, True, Röst.JA, "", id="KL 4:24 får rösta"),
        pytest.param(True, True, Röst.AVSTÅR, "", id="KL 4:25 får avstå"),
        pytest.param(False, True, Röst.JA, "inte_i_längden", id="KL 4:24 kom för sent"),
        pytest.param(True, False, Röst.JA, "har_gått", id="KL 4:24 har gått"),
        pytest.param(True, True, Röst.FRÅNVARANDE, "är_här", id="KL 4:24 är här"),
    ],
)
def test_rösten_från_egen_enhet(i_längden: bool, tjänstgör: bool, röst: Röst, kod: str) -> None:
    fynd = från_egen_enhet(i_längden=i_längden, tjänstgör=tjänstgör, röst=röst)

    assert (fynd.kod if fynd else "") == kod
    assert fynd is None or (fynd.hindrar and fynd.lagrum == "4 kap. 24 § kommunallagen")


def test_utslagsrösten_är_ordförandens_egen() -> None:
    resultat = utfall("jn", utslagsröst=Sida.NEJ)

    assert [f.kod for f in resultat.fynd] == ["annan_utslagsröst"]
    assert utfall("jn", utslagsröst=Sida.JA).fynd == ()
    assert utfall("jjn", utslagsröst=Sida.NEJ).utslagsröst is None


@pytest.mark.parametrize(
    ("tecken", "krav", "sida", "avgjord"),
    [
        pytest.param("jjjjnn", MINORITET, "nej", "minoritet", id="KL 5:50 precis en tredjedel"),
        pytest.param("jjjjjnn", MINORITET, "ja", "roster", id="KL 5:50 under en tredjedel"),
        pytest.param("jjjannf", MINORITET, "nej", "minoritet", id="KL 5:50 av de närvarande"),
        pytest.param("jjannnn", MINORITET, "nej", "roster", id="KL 5:50 majoritet"),
        pytest.param(
            "jaaaaaann", MINORITET, "nej", "roster", id="KL 5:50 majoritet av få röstande"
        ),
        pytest.param("jaaaaaa", MINORITET, "ja", "roster", id="KL 5:50 ingen begär det"),
        pytest.param("jjjjnn", ENKEL, "ja", "roster", id="KL 6:33 nämnd: enkel majoritet"),
        pytest.param(
            "jjjjnn", två_tredjedelar("5 kap. 10 § kommunallagen"), "ja", "roster", id="KL 5:10 2/3"
        ),
        pytest.param(
            "jjjnaa",
            två_tredjedelar("5 kap. 10 § kommunallagen"),
            "nej",
            "roster",
            id="KL 5:10 avstår är närvarande",
        ),
        pytest.param(
            "jjjnaa",
            två_tredjedelar("arbetsordningen", av_närvarande=False),
            "ja",
            "roster",
            id="KL 5:55 tre fjärdedelar av de röstande når två tredjedelar",
        ),
        pytest.param("jnnnn", MOT_FOLKOMRÖSTNING, "nej", "roster", id="KL 5:37 fyra av fem emot"),
        pytest.param("jjnnn", MOT_FOLKOMRÖSTNING, "ja", "roster", id="KL 5:37 tre av fem emot"),
        pytest.param("aaaaa", MOT_FOLKOMRÖSTNING, "ja", "roster", id="KL 5:37 ingen emot"),
        pytest.param("jjjf", SAMTLIGA_NÄRVARANDE, "ja", "roster", id="KL 5:52 alla närvarande"),
        pytest.param("jjja", SAMTLIGA_NÄRVARANDE, "nej", "roster", id="KL 5:52 en avstår"),
        pytest.param("ff", SAMTLIGA_NÄRVARANDE, "nej", "roster", id="KL 5:52 ingen närvarande"),
    ],
)
def test_andra_krav(tecken: str, krav: Krav, sida: str, avgjord: str) -> None:
    resultat = utfall(tecken, krav)

    assert (resultat.utgång, resultat.avgjord) == (sida, avgjord)


def test_en_tredjedel_är_exakt() -> None:
    """KL 5:50: 7 av 21 räcker, 6 av 20 gör det inte; inga avrundade tal."""
    assert utfall("j" * 14 + "n" * 7, MINORITET).utgång is Sida.NEJ
    assert utfall("j" * 14 + "n" * 6, MINORITET).utgång is Sida.JA
    assert MINORITET.andel == Fraction(1, 3)


@pytest.mark.parametrize(
    ("annat", "längd_", "koder"),
    [
        pytest.param({}, {}, ["får_inte_avstå"], id="KL 4:26 nämnd: avstår hindras"),
        pytest.param({}, {"fullmäktige": True}, [], id="KL 4:26 gäller inte fullmäktige"),
        pytest.param(
            {"myndighetsutövning_mot_enskild": False}, {}, [], id="KL 4:25 rätt att avstå annars"
        ),
        pytest.param({"avgör": False}, {}, [], id="KL 4:26 motförslagets votering avgör inte"),
        pytest.param(
            {"har_röstat": frozenset({"3"})}, {}, [], id="KL 4:26 inte för fler än ett förslag"
        ),
        pytest.param(
            {"har_röstat": frozenset({"1"})}, {}, ["får_inte_avstå"], id="KL 4:26 annans röst"
        ),
    ],
)
def test_avstå(annat: dict, längd_: dict, koder: list[str]) -> None:
    fråga = Fråga(**({"myndighetsutövning_mot_enskild": True} | annat))
    resultat = räkna(öppen("jjna"), längd=längd(4, **längd_), fråga=fråga)

    assert [f.kod for f in resultat.fynd] == koder
    assert all(f.personer == ("3",) and "4 kap. 26 §" in f.lagrum for f in resultat.fynd)


@pytest.mark.parametrize(
    ("rader", "längd_", "kod", "lagrum"),
    [
        pytest.param("jjnn", {}, "tjänstgör_inte", "4 kap. 24 §", id="KL 4:24 bara ledamöter"),
        pytest.param("jj", {}, "röst_saknas", "5 kap. 67 §", id="KL 5:67 p. 5 hur alla röstat"),
        pytest.param(
            "jjn",
            {"jäviga": frozenset({"2"})},
            "jävig_röstar",
            "6 kap. 30 §",
            id="KL 6:30 jävig röstar inte",
        ),
        pytest.param(
            "jjn",
            {"jäviga": frozenset({"2"}), "fullmäktige": True},
            "jävig_röstar",
            "5 kap. 47 §",
            id="KL 5:47 jävig i fullmäktige",
        ),
        pytest.param(
            "jjn", {"ordförande": "x"}, "ordförande_saknas", "5 kap. 56 §", id="KL 5:56 ordförande"
        ),
    ],
)
def test_vem_som_röstar(rader: str, längd_: dict, kod: str, lagrum: str) -> None:
    (fynd,) = räkna(öppen(rader), längd=längd(3, **längd_), fråga=Fråga()).fynd

    assert (fynd.hindrar, fynd.kod) == (True, kod)
    assert fynd.lagrum.startswith(lagrum)
    assert fynd.lagtext == LAGTEXT[fynd.lagrum]


def test_en_röst_var() -> None:
    """KL 4:24."""
    två = ÖppenOmröstning((*öppen("jn").röster, Namnröst("1", Röst.JA)))

    (fynd,) = räkna(två, längd=längd(2), fråga=Fråga()).fynd

    assert (fynd.kod, fynd.personer) == ("två_röster", ("1",))


def test_jävig_räknas_inte_bland_de_röstberättigade() -> None:
    """KL 6:30: den jäviges röst saknas inte."""
    assert räkna(öppen("jj"), längd=längd(3, jäviga=frozenset({"2"})), fråga=Fråga()).fynd == ()


def test_angivna_röstetal_som_skiljer_varnar_men_styr_inte() -> None:
    resultat = utfall("jjn", angivna=Totaler(ja=1, nej=2))

    assert resultat.utgång is Sida.JA
    assert [(f.hindrar, f.kod) for f in resultat.fynd] == [(False, "summan_skiljer")]
    assert not resultat.hindrad
    assert utfall("jjn", angivna=Totaler(ja=2, nej=1)).fynd == ()


@pytest.mark.parametrize("slag", [Frågeslag.VAL, Frågeslag.ANSTÄLLNING])
def test_val_och_anställning_sluten_och_lott(slag: Frågeslag) -> None:
    """KL 5:54 och 5:56: sluten, och lotten avgör i stället för ordföranden."""
    sluten = SlutenOmröstning(har_röstat=("0", "1", "2"), ja=1, nej=1, blanka=1)

    utan = räkna(sluten, längd=längd(3), fråga=Fråga(slag))
    med = räkna(sluten, längd=längd(3), fråga=Fråga(slag), lott=Sida.NEJ)
    i_öppen = räkna(öppen("jjn"), längd=längd(3), fråga=Fråga(slag))

    assert utan.utgång is None
    assert [f.kod for f in utan.fynd] == ["lott_saknas"]
    assert (med.utgång, med.avgjord, med.lott, med.fynd) == ("nej", Avgjord.LOTTNING, "nej", ())
    assert "Lotten avgör för nej" in med.mening
    assert [f.kod for f in i_öppen.fynd] == ["ska_vara_sluten"]


def test_sakfråga_är_öppen() -> None:
    """KL 5:54."""
    sluten = SlutenOmröstning(har_röstat=("0", "1"), ja=2, nej=0)

    assert [f.kod for f in räkna(sluten, längd=längd(2), fråga=Fråga()).fynd] == ["ska_vara_öppen"]


def test_sluten_räknar_sedlar_mot_röstande() -> None:
    sluten = SlutenOmröstning(har_röstat=("0", "1"), ja=2, nej=1)

    fynd = räkna(sluten, längd=längd(3), fråga=Fråga(Frågeslag.VAL)).fynd

    assert [f.kod for f in fynd] == ["summan_stämmer_inte"]


def test_sluten_kan_inte_bära_vem_som_röstade_på_vad() -> None:
    """KL 5:54: typen har ingen plats för det."""
    with pytest.raises(TypeError, match="bara vilka som har röstat"):
        SlutenOmröstning(har_röstat=(Namnröst("0", Röst.JA),), ja=1, nej=0)
    sluten = SlutenOmröstning(har_röstat=("0",), ja=1, nej=0)
    assert not hasattr(sluten, "__dict__")
    assert {f.name for f in fields(sluten)} == {"har_röstat", "ja", "nej", "blanka"}


def test_negativa_röstetal_finns_inte() -> None:
    with pytest.raises(ValueError, match="inte negativt"):
        SlutenOmröstning(har_röstat=(), ja=-1, nej=0)
    with pytest.raises(ValueError, match="inte negativt"):
        Totaler(ja=-1)


def test_varje_lagrum_har_lagens_ord() -> None:
    assert all(t.startswith("”") and t.endswith("”") for t in omröstning.LAGTEXT.values())
