"""Lagtabellerna för propositionsordningen: KL 5 kap. 50 och 53–56 §§, 6 kap. 33 §."""

import json

import pytest

from protokoll import beslutsgång
from protokoll.omröstning import ENKEL, MINORITET
from protokoll.proposition import (
    FelSvar,
    FelYrkande,
    Skede,
    Slag,
    Steg,
    Stegslag,
    Svar,
    Utfall,
    Yrkande,
    Ärendegång,
    Öde,
    formell_sats,
)
from protokoll.propositionsordning import kör
from tests.protokoll.ärendegångar import (
    AJOUR,
    AVSLAG,
    BORD,
    FÖRSLAG,
    PUNKTER,
    REMISS,
    RIVAL,
    RIVAL_2,
    TILLÄGG,
    ÄNDRING,
    gång,
    svara,
)


def nycklar(ärende: Ärendegång, *svar: str) -> list[str]:
    körning = svara(ärende, *svar)
    return [s.nyckel for s, _ in körning.tagna] + ([körning.nästa.nyckel] if körning.nästa else [])


@pytest.mark.parametrize(
    ("yrkanden", "svar", "steg"),
    [
        pytest.param([FÖRSLAG], ["bifall"], ["huvud"], id="KL 5:53 bara förslaget"),
        pytest.param(
            [TILLÄGG, ÄNDRING, AVSLAG, REMISS, BORD, AJOUR, FÖRSLAG],
            ["fortsatt", "avgors", "avgors", "bifall", "oforandrat", "t"],
            ["ajournering", "bordlaggning", "aterremiss", "huvud", "andring-1", "tillagg-t"],
            id="KL 5:53 formella var för sig, huvudförslag, ändring, tillägg",
        ),
        pytest.param(
            [FÖRSLAG, AJOUR],
            ["ajournering", "bifall"],
            ["ajournering", "huvud"],
            id="KL 5:53 efter ajourneringen",
        ),
        pytest.param(
            [FÖRSLAG, REMISS, ÄNDRING],
            ["aterremiss"],
            ["aterremiss"],
            id="KL 5:50 återremiss avslutar",
        ),
        pytest.param(
            [FÖRSLAG, AVSLAG, ÄNDRING, TILLÄGG],
            ["avslag"],
            ["huvud"],
            id="KL 5:53 avslag: resten faller",
        ),
        pytest.param(
            [FÖRSLAG, RIVAL, ÄNDRING, TILLÄGG],
            ["r", "avslag"],
            ["huvud", "tillagg-t"],
            id="KL 5:53 annat förslag: ändringen faller, tillägget prövas",
        ),
        pytest.param(
            [FÖRSLAG, Yrkande("a", Slag.AVSLAG, av=("Bo Ek",), återtaget=True)],
            ["bifall"],
            ["huvud"],
            id="KL 5:67 återtaget är borta",
        ),
    ],
)
def test_ordningen(yrkanden: list[Yrkande], svar: list[str], steg: list[str]) -> None:
    assert nycklar(gång(*yrkanden), *svar) == steg
    assert svara(gång(*yrkanden), *svar).utgång is not None


@pytest.mark.parametrize(
    ("yrkanden", "svar", "utfall", "satser"),
    [
        pytest.param([FÖRSLAG], ["bifall"], "bifall", ["Taxan antas."], id="KL 5:53 bifall"),
        pytest.param(
            [FÖRSLAG, AVSLAG], ["avslag"], "avslag", ["Förslaget avslås."], id="KL 5:53 avslag"
        ),
        pytest.param(
            [FÖRSLAG, AVSLAG],
            ["bifall!", "nej"],
            "avslag",
            ["Förslaget avslås."],
            id="KL 5:55 nej vinner",
        ),
        pytest.param(
            [FÖRSLAG, RIVAL], ["r"], "andrat", ["Taxan halveras."], id="KL 5:53 annat förslag"
        ),
        pytest.param(
            [RIVAL], ["r"], "bifall", ["Taxan halveras."], id="KL 5:53 bara ett initiativ"
        ),
        pytest.param(
            [FÖRSLAG, ÄNDRING],
            ["bifall", "ä"],
            "andrat",
            ["Taxan antas från mars."],
            id="KL 5:53 ändring",
        ),
        pytest.param(
            [FÖRSLAG, ÄNDRING],
            ["bifall", "oforandrat"],
            "bifall",
            ["Taxan antas."],
            id="KL 5:53 oförändrat",
        ),
        pytest.param(
            [FÖRSLAG, TILLÄGG],
            ["bifall", "t"],
            "andrat",
            ["Taxan antas.", "Taxan följs upp."],
            id="KL 5:53 tillägg",
        ),
        pytest.param(
            [FÖRSLAG, REMISS],
            ["aterremiss"],
            "aterremiss",
            ["Ärendet återremitteras med följande motivering: Kostnaden utreds."],
            id="KL 5:50 återremiss med motivering",
        ),
        pytest.param(
            [FÖRSLAG, BORD], ["bordlaggning"], "bordlaggning", ["Ärendet bordläggs."], id="KL 6:33"
        ),
        pytest.param(
            [*PUNKTER, Yrkande("a", Slag.AVSLAG, av=("Bo Ek",), punkt=2)],
            ["avslag", "bifall"],
            "andrat",
            ["Sats 1.", "Förslagets punkt 2 avslås.", "Sats 3."],
            id="KL 5:53 avslag på en punkt",
        ),
        pytest.param(
            [*PUNKTER, Yrkande("r", Slag.FÖRSLAG, "Annat 2.", ("Bo Ek",), punkt=2)],
            ["r", "bifall"],
            "andrat",
            ["Sats 1.", "Annat 2.", "Sats 3."],
            id="KL 5:53 annat förslag till en punkt",
        ),
        pytest.param(
            [*PUNKTER, Yrkande("ä", Slag.ÄNDRING, "Ändrad 3.", ("Bo Ek",), punkt=3)],
            ["bifall", "ä"],
            "andrat",
            ["Sats 1.", "Sats 2.", "Ändrad 3."],
            id="KL 5:53 ändring av en punkt",
        ),
        pytest.param(
            [*PUNKTER, ÄNDRING],
            ["bifall", "ä"],
            "andrat",
            ["Sats 1.", "Sats 2.", "Sats 3.", "Taxan antas från mars."],
            id="KL 5:53 ändring utan punkt blir en egen sats",
        ),
        pytest.param(
            [*PUNKTER, Yrkande("å", Slag.ÅTERREMISS, "Utred.", ("Bo Ek",), punkt=1)],
            ["aterremiss", "bifall"],
            "andrat",
            [
                "Förslagets punkt 1 återremitteras med följande motivering: Utred.",
                "Sats 2.",
                "Sats 3.",
            ],
            id="KL 5:50 återremiss av en punkt",
        ),
    ],
)
def test_utgången(yrkanden: list[Yrkande], svar: list[str], utfall: str, satser: list[str]) -> None:
    utgång = svara(gång(*yrkanden), *svar).utgång

    assert utgång.utfall == utfall
    assert [b.text for b in utgång.beslut] == satser
    assert [b.nummer for b in utgång.beslut] == list(range(1, len(satser) + 1))


def test_punkterna_var_för_sig_när_det_begärs() -> None:
    """KL 5:53: avslaget på hela prövas då i varje punkt."""
    ärende = gång(*PUNKTER, AVSLAG, punktvis=True)

    körning = svara(ärende, "bifall", "avslag", "bifall")

    assert [s.nyckel for s, _ in körning.tagna] == ["punkt-1", "punkt-2", "punkt-3"]
    assert dict(körning.utgång.öden)["a"] is Öde.FALLET
    assert [b.text for b in körning.utgång.beslut][1] == "Förslagets punkt 2 avslås."
    allt = svara(ärende, "avslag", "avslag", "avslag").utgång
    assert (allt.utfall, dict(allt.öden)["a"]) == (Utfall.AVSLAG, Öde.BIFALLET)


def test_förslag_till_hela_prövas_före_punkterna() -> None:
    assert nycklar(gång(*PUNKTER, RIVAL, punktvis=True), "bifall", "bifall") == [
        "huvud",
        "punkt-1",
        "punkt-2",
    ]


def test_nya_satser_kommer_efter_förslagets_punkter() -> None:
    """KL 5:53: en avslagen sista punkt behåller sin plats före det som läggs till."""
    nej = Yrkande("a", Slag.AVSLAG, av=("Bo Ek",), punkt=3)

    utgång = svara(gång(*PUNKTER, nej, ÄNDRING, TILLÄGG), "avslag", "bifall", "ä", "t").utgång

    assert [b.text for b in utgång.beslut] == [
        "Sats 1.",
        "Sats 2.",
        "Förslagets punkt 3 avslås.",
        "Taxan antas från mars.",
        "Taxan följs upp.",
    ]


@pytest.mark.parametrize("ut", ["avslag", "r"])
def test_ändring_och_tillägg_till_en_punkt_som_fallit_prövas_inte(ut: str) -> None:
    """KL 5:53: det finns ingen sats att ändra."""
    ärende = gång(
        *PUNKTER,
        Yrkande("a", Slag.AVSLAG, av=("Bo Ek",), punkt=2),
        Yrkande("r", Slag.FÖRSLAG, "Annat.", ("Cia",), punkt=2),
        Yrkande("ä", Slag.ÄNDRING, "Ändrat.", ("Dan",), punkt=2),
        Yrkande("t", Slag.TILLÄGG, "Mer.", ("Eva",), punkt=2),
        Yrkande("y", Slag.BIFALL, av=("Frej",), punkt=1),
        Yrkande("z", Slag.BIFALL, av=("Gun",)),
    )

    öden = dict(svara(ärende, ut, "bifall").utgång.öden)

    assert (öden["ä"], öden["t"]) == (Öde.EJ_PRÖVAT, Öde.EJ_PRÖVAT)
    assert (öden["y"], öden["z"]) == (Öde.BIFALLET, Öde.FALLET)


def test_när_alla_punkter_är_återremitterade_är_ärendet_det() -> None:
    två = PUNKTER[:2]
    formella = [Yrkande(f"å{n}", Slag.ÅTERREMISS, "Utred.", ("Bo",), punkt=n) for n in (1, 2)]

    utgång = svara(gång(*två, *formella), "aterremiss", "aterremiss").utgång

    assert utgång.utfall is Utfall.ÅTERREMISS
    assert utgång.undantagna == ((1, Utfall.ÅTERREMISS), (2, Utfall.ÅTERREMISS))


@pytest.mark.parametrize(
    ("slag", "text", "sats"),
    [
        pytest.param(
            Slag.BORDLÄGGNING,
            "Till mötet i december",
            "Ärendet bordläggs till mötet i december.",
            id="KL 5:50 till när",
        ),
        pytest.param(
            Slag.BORDLÄGGNING,
            "tills yttrandet kommit.",
            "Ärendet bordläggs tills yttrandet kommit.",
            id="KL 5:50 tills något hänt",
        ),
        pytest.param(
            Slag.BORDLÄGGNING,
            "underlaget saknas",
            "Ärendet bordläggs med följande motivering: underlaget saknas.",
            id="KL 5:50 varför",
        ),
        pytest.param(
            Slag.ÅTERREMISS,
            "Räkna om",
            "Ärendet återremitteras med följande motivering: Räkna om.",
            id="KL 5:50 återremiss",
        ),
        pytest.param(Slag.BORDLÄGGNING, "", "Ärendet bordläggs.", id="KL 5:50 utan text"),
    ],
)
def test_satsen_som_skjuter_upp_är_en_hel_mening(slag: Slag, text: str, sats: str) -> None:
    assert formell_sats(slag, [text]) == sats


@pytest.mark.parametrize(
    ("slag", "sats"),
    [
        pytest.param(
            Slag.ÅTERREMISS,
            "Förslagets punkt 2 återremitteras med följande motivering: Utred.",
            id="KL 5:50 återremiss av en punkt",
        ),
        pytest.param(
            Slag.BORDLÄGGNING,
            "Förslagets punkt 2 bordläggs med följande motivering: Utred.",
            id="KL 6:33 bordläggning av en punkt",
        ),
    ],
)
def test_en_uppskjuten_punkt_är_skild_från_det_som_beslutas_i_sak(slag: Slag, sats: str) -> None:
    formellt = Yrkande("y", slag, "Utred.", ("Gun",), punkt=2)

    utgång = svara(gång(*PUNKTER, formellt), slag.value, "bifall").utgång

    assert [(b.text, b.skjuts_upp) for b in utgång.uppskjutna] == [(sats, Utfall(slag.value))]
    assert [b.text for b in utgång.i_sak] == ["Sats 1.", "Sats 3."]


def test_avslag_på_resten_när_en_punkt_är_återremitterad() -> None:
    remiss = Yrkande("å", Slag.ÅTERREMISS, "", ("Gun",), punkt=1)

    utgång = svara(gång(*PUNKTER, remiss, AVSLAG), "aterremiss", "avslag").utgång

    assert utgång.utfall is Utfall.AVSLAG
    assert [b.text for b in utgång.beslut] == [
        "Förslagets punkt 1 återremitteras.",
        "Förslagets punkt 2 avslås.",
        "Förslagets punkt 3 avslås.",
    ]


@pytest.mark.parametrize(
    ("annat", "krav"),
    [
        pytest.param({"fullmäktige": True}, MINORITET, id="KL 5:50 en tredjedel i fullmäktige"),
        pytest.param({}, ENKEL, id="KL 6:33 ingen minoritet i nämnd"),
        pytest.param(
            {"fullmäktige": True, "tidigare_minoritet": True}, ENKEL, id="KL 5:50 andra gången"
        ),
        pytest.param({"fullmäktige": True, "val": True}, ENKEL, id="KL 5:50 inte vid val"),
    ],
)
@pytest.mark.parametrize("yrkande", [REMISS, BORD])
def test_minoritet(annat: dict, krav: object, yrkande: Yrkande) -> None:
    körning = svara(gång(FÖRSLAG, yrkande, **annat), "avgors!")

    assert körning.tagna[0][0].krav == körning.nästa.krav == krav
    assert ("5 kap. 50 §" in körning.nästa.lagrum) is (krav == MINORITET)
    assert körning.nästa.lagtext
    assert ("tredjedel" in beslutsgång.läs(körning.nästa)) is (krav == MINORITET)


def test_en_punkt_som_en_minoritet_redan_återremitterat_kräver_majoritet() -> None:
    """KL 5:50: en annan punkt kan en tredjedel fortfarande återremittera."""
    formella = [Yrkande(f"å{n}", Slag.ÅTERREMISS, "Utred.", ("Bo",), punkt=n) for n in (1, 2)]
    ärende = gång(
        *PUNKTER, *formella, fullmäktige=True, punkter_med_tidigare_minoritet=frozenset({1})
    )

    steg = [s for s, _ in svara(ärende, "avgors", "aterremiss").tagna]

    assert [s.krav for s in steg] == [ENKEL, MINORITET]


KF = {"fullmäktige": True}
PUNKT_1 = KF | {"punkter_med_tidigare_minoritet": frozenset({1})}


@pytest.mark.parametrize(
    ("annat", "punkt", "kod"),
    [
        pytest.param(KF, None, None, id="KL 5:50 första gången räcker en tredjedel"),
        pytest.param({}, None, "nämnd", id="KL 6:33 enkel majoritet i nämnd"),
        pytest.param(KF | {"val": True}, None, "val", id="KL 5:50 andra stycket val"),
        pytest.param(
            KF | {"tidigare_minoritet": True}, None, "andra_gången", id="KL 5:50 andra gången"
        ),
        pytest.param(
            KF | {"tidigare_minoritet": True}, 2, "andra_gången", id="KL 5:50 en punkt i det"
        ),
        pytest.param(PUNKT_1, 1, "andra_gången", id="KL 5:50 samma punkt andra gången"),
        pytest.param(PUNKT_1, 2, None, id="KL 5:50 en annan punkt"),
        pytest.param(PUNKT_1, None, "andra_gången", id="KL 5:50 ärendet som punkten ingår i"),
    ],
)
def test_när_en_minoritet_inte_räcker(annat: dict, punkt: int | None, kod: str | None) -> None:
    ärende = gång(*PUNKTER, REMISS, **annat)

    hinder = ärende.hinder_för_minoritet(punkt)

    assert (hinder.kod if hinder else None) == kod
    assert ärende.minoritet_räcker(punkt) is (kod is None)
    assert hinder is None or (hinder.hindrar and hinder.lagrum and hinder.lagtext)


def test_ordföranden_finner_att_en_tredjedel_begär_det() -> None:
    """KL 5:50: utan votering; det står i protokollet och minns."""
    ärende = gång(FÖRSLAG, REMISS, **KF)
    svar = Svar("aterremiss", "aterremiss", minoritet=True)

    körning = kör(ärende, [svar])

    assert körning.utgång.utfall is Utfall.ÅTERREMISS
    (text,) = [beslutsgång.mening(s, sv) for s, sv in körning.tagna]
    assert "minst en tredjedel av de närvarande ledamöterna begär att ärendet" in text
    assert "av en minoritet (5 kap. 50 § kommunallagen)" in text
    assert Svar.från_dict(json.loads(json.dumps(svar.som_dict()))) == svar
    assert not Svar.från_dict({"nyckel": "a", "utfall": "b"}).minoritet


@pytest.mark.parametrize(
    ("annat", "svar"),
    [
        pytest.param(
            KF, Svar("aterremiss", "avgors", minoritet=True), id="KL 5:50 inte att avgöra"
        ),
        pytest.param(
            KF, Svar("aterremiss", "aterremiss", True, minoritet=True), id="KL 5:50 votering räknar"
        ),
        pytest.param({}, Svar("aterremiss", "aterremiss", minoritet=True), id="KL 6:33 i nämnd"),
    ],
)
def test_minoriteten_vinner_inte_det_andra(annat: dict, svar: Svar) -> None:
    with pytest.raises(FelSvar):
        kör(gång(FÖRSLAG, REMISS, **annat), [svar])


@pytest.mark.parametrize(
    ("yrkande", "utfall"),
    [
        pytest.param(REMISS, Utfall.ÅTERREMISS, id="KL 5:50 återremiss utan förslag"),
        pytest.param(BORD, Utfall.BORDLÄGGNING, id="KL 6:33 bordläggning utan förslag"),
    ],
)
def test_varje_ärende_kan_skjutas_upp(yrkande: Yrkande, utfall: Utfall) -> None:
    vann = svara(gång(yrkande), yrkande.slag.value)
    föll = svara(gång(yrkande), "avgors")

    assert vann.utgång.utfall is utfall
    assert (föll.nästa, föll.utgång) == (None, None)
    assert beslutsgång.ordning(gång(yrkande)) == beslutsgång.ordning(gång(FÖRSLAG, yrkande))[:1]
    # Yrkas ett förslag sedan fortsätter gången med det.
    assert svara(gång(yrkande, RIVAL), "avgors").nästa.nyckel == "huvud"


def test_ajournering_är_aldrig_en_minoritets() -> None:
    """KL 5:50 gäller bordläggning och återremiss."""
    assert kör(gång(FÖRSLAG, AJOUR, fullmäktige=True)).nästa.krav == ENKEL


@pytest.mark.parametrize("funnet", ["avgors", "aterremiss"])
def test_ja_är_att_avgöra_i_dag(funnet: str) -> None:
    """Frågan står likadant vad ordföranden än fann."""
    körning = svara(gång(FÖRSLAG, REMISS), f"{funnet}!")

    assert [a.id for a in körning.nästa.alternativ] == ["avgors", "aterremiss"]
    assert svara(gång(FÖRSLAG, REMISS), f"{funnet}!", "nej").utgång.utfall is Utfall.ÅTERREMISS


def test_motförslaget_utses_innan_huvudvoteringen() -> None:
    """KL 5:53–55: fyra förslag; det ordföranden fann är huvudförslag."""
    ärende = gång(FÖRSLAG, AVSLAG, RIVAL, RIVAL_2)
    svar = ["bifall!", "r!", "avslag!", "ja", "nej", "nej"]

    körning = svara(ärende, *svar)

    assert [(s.nyckel, s.avgör) for s, _ in körning.tagna] == [
        ("huvud", True),
        ("huvud/motforslag", False),
        ("huvud/motforslag/motforslag", False),
        ("huvud/motforslag/motforslag/votering", False),
        ("huvud/motforslag/votering", False),
        ("huvud/votering", True),
    ]
    voteringar = [s for s, _ in körning.tagna if s.slag is Stegslag.VOTERING]
    assert [[a.id for a in s.alternativ] for s in voteringar] == [
        ["avslag", "r2"],
        ["r", "avslag"],
        ["bifall", "avslag"],
    ]
    assert körning.utgång.utfall is Utfall.AVSLAG


def test_motförslaget_utan_votering() -> None:
    ärende = gång(FÖRSLAG, AVSLAG, RIVAL)

    assert nycklar(ärende, "r!", "bifall") == ["huvud", "huvud/motforslag", "huvud/votering"]
    assert svara(ärende, "r!", "bifall", "ja").utgång.beslut[0].text == "Taxan halveras."


def test_ändringar_av_samma_punkt_prövas_mot_varandra() -> None:
    """KL 5:53: båda kan inte gälla."""
    andra = Yrkande("ä2", Slag.ÄNDRING, "Taxan antas från maj.", ("Bo Ek",))

    körning = svara(gång(FÖRSLAG, ÄNDRING, andra), "bifall", "ä2")

    assert [a.id for a in körning.tagna[1][0].alternativ] == ["ä", "ä2", "oforandrat"]
    assert dict(körning.utgång.öden) == {
        "f": Öde.BIFALLET,
        "ä": Öde.FALLET,
        "ä2": Öde.BIFALLET,
    }


@pytest.mark.parametrize(
    ("första", "svar", "steg", "öde"),
    [
        pytest.param(
            AVSLAG, ["bifall", "ä"], ["huvud", "andring-1"], Öde.BIFALLET, id="i andra hand prövas"
        ),
        pytest.param(AVSLAG, ["avslag"], ["huvud"], Öde.EJ_PRÖVAT, id="i första hand bifallet"),
        pytest.param(
            REMISS,
            ["avgors", "bifall", "ä"],
            ["aterremiss", "huvud", "andring-1"],
            Öde.BIFALLET,
            id="i första hand återremiss",
        ),
        pytest.param(REMISS, ["aterremiss"], ["aterremiss"], Öde.EJ_PRÖVAT, id="återremitterat"),
    ],
)
def test_i_första_och_andra_hand(
    första: Yrkande, svar: list[str], steg: list[str], öde: Öde
) -> None:
    """KL 5:53."""
    andra = Yrkande("ä", Slag.ÄNDRING, "Från mars.", första.av, i_andra_hand_till=första.id)
    ärende = gång(FÖRSLAG, första, andra)

    körning = svara(ärende, *svar)

    assert [s.nyckel for s, _ in körning.tagna] == steg
    assert dict(körning.utgång.öden)["ä"] is öde
    assert "i första hand" in beslutsgång.yrkanden(ärende)[0]
    assert "i andra hand" in beslutsgång.yrkanden(ärende)[1]


def test_bordläggning_i_andra_hand_till_återremiss() -> None:
    bord = Yrkande("b", Slag.BORDLÄGGNING, "", ("Gun Berg",), i_andra_hand_till="å")

    assert nycklar(gång(FÖRSLAG, bord, REMISS), "avgors") == ["aterremiss", "bordlaggning"]


@pytest.mark.parametrize(
    ("yrkanden", "svar", "steg"),
    [
        pytest.param(
            [FÖRSLAG, AJOUR, Yrkande("b", Slag.BORDLÄGGNING, i_andra_hand_till="j")],
            ["ajournering", "bifall"],
            ["ajournering", "huvud"],
            id="KL 5:53 ajournerat: ingen bordläggning i andra hand",
        ),
        pytest.param(
            [
                *PUNKTER,
                Yrkande("ä1", Slag.ÄNDRING, "A.", ("Bo",), punkt=1),
                Yrkande("ä2", Slag.ÄNDRING, "B.", ("Bo",), punkt=2, i_andra_hand_till="ä1"),
            ],
            ["bifall", "ä1"],
            ["huvud", "andring-1"],
            id="KL 5:53 ändring av en annan punkt i andra hand",
        ),
        pytest.param(
            [FÖRSLAG, ÄNDRING, Yrkande("t", Slag.TILLÄGG, "B.", ("Eva",), i_andra_hand_till="ä")],
            ["bifall", "ä"],
            ["huvud", "andring-1"],
            id="KL 5:53 tillägg i andra hand",
        ),
        pytest.param(
            [
                *PUNKTER,
                Yrkande("b", Slag.BORDLÄGGNING, "", ("Bo",), punkt=1),
                Yrkande("å", Slag.ÅTERREMISS, "", ("Cia",), punkt=1),
            ],
            ["bordlaggning", "bifall"],
            ["bordlaggning-1", "huvud"],
            id="KL 5:50 en bordlagd punkt återremitteras inte också",
        ),
    ],
)
def test_det_som_inte_längre_ska_prövas(
    yrkanden: list[Yrkande], svar: list[str], steg: list[str]
) -> None:
    körning = svara(gång(*yrkanden), *svar)

    assert [s.nyckel for s, _ in körning.tagna] == steg
    assert körning.utgång.öden[-1][1] is Öde.EJ_PRÖVAT


def test_flera_motiveringar_prövas_efter_återremissen() -> None:
    """KL 5:50 tredje stycket: i fullmäktige bestämmer de som begärt den, utan votering."""
    andra = Yrkande("å2", Slag.ÅTERREMISS, "Miljön utreds.", ("Bo Ek",))
    ärende = gång(FÖRSLAG, REMISS, andra, fullmäktige=True)

    körning = svara(ärende, "aterremiss", "å2", "ingen_till")

    assert körning.tagna[1][0].skede is Skede.MOTIVERING
    assert körning.utgång.beslut[0].text.endswith("Miljön utreds.")
    assert dict(körning.utgång.öden) == {
        "f": Öde.EJ_PRÖVAT,
        "å": Öde.FALLET,
        "å2": Öde.BIFALLET,
    }
    with pytest.raises(FelSvar, match="bestämmer motiveringen"):
        svara(ärende, "aterremiss", "å2!")
    assert svara(gång(FÖRSLAG, REMISS, andra), "aterremiss", "å2!").nästa is not None
    # I en nämnd antas en; ingen mer fråga ställs.
    assert svara(gång(FÖRSLAG, REMISS, andra), "aterremiss", "å2").utgång is not None


@pytest.mark.parametrize(
    ("svar", "sats", "bifallna"),
    [
        pytest.param(
            ["å", "å3", "ingen_till"],
            "motiveringar: 1) Kostnaden utreds. 2) Barnens bästa utreds.",
            {"å", "å3"},
            id="KL 5:50 st. 3 två av tre",
        ),
        pytest.param(
            ["å2", "å", "å3"],
            "motiveringar: 1) Kostnaden utreds. 2) Miljön utreds. 3) Barnens bästa utreds.",
            {"å", "å2", "å3"},
            id="KL 5:50 st. 3 alla tre",
        ),
        pytest.param(
            ["å2", "ingen_till"], "motivering: Miljön utreds.", {"å2"}, id="KL 5:50 st. 3 bara en"
        ),
    ],
)
def test_varje_motivering_som_en_tredjedel_biträder_står_i_beslutet(
    svar: list[str], sats: str, bifallna: set[str]
) -> None:
    andra = Yrkande("å2", Slag.ÅTERREMISS, "Miljön utreds.", ("Bo Ek",))
    tredje = Yrkande("å3", Slag.ÅTERREMISS, "Barnens bästa utreds.", ("Eva Holm",))
    ärende = gång(FÖRSLAG, REMISS, andra, tredje, fullmäktige=True)

    körning = svara(ärende, "aterremiss", *svar)

    assert körning.utgång is not None
    assert [b.text for b in körning.utgång.beslut] == [
        f"Ärendet återremitteras med följande {sats}"
    ]
    öden = dict(körning.utgång.öden)
    assert {i for i in ("å", "å2", "å3") if öden[i] is Öde.BIFALLET} == bifallna
    assert {öden[i] for i in {"å", "å2", "å3"} - bifallna} <= {Öde.FALLET}


@pytest.mark.parametrize(
    ("slag", "fullmäktige", "votering", "lagrum"),
    [
        pytest.param(
            Slag.ÅTERREMISS,
            True,
            False,
            "5 kap. 50 § tredje stycket kommunallagen",
            id="KL 5:50 st. 3 de som begärt återremissen bestämmer",
        ),
        pytest.param(
            Slag.BORDLÄGGNING,
            True,
            True,
            "5 kap. 53 § kommunallagen",
            id="KL 5:50 st. 3 gäller inte bordläggning",
        ),
        pytest.param(
            Slag.ÅTERREMISS,
            False,
            True,
            "5 kap. 53 § kommunallagen",
            id="KL 6:33 nämnden avgör själv motiveringen",
        ),
    ],
)
def test_vem_bestämmer_motiveringen(
    slag: Slag, fullmäktige: bool, votering: bool, lagrum: str
) -> None:
    två = [Yrkande(i, slag, f"Skäl {i}.", (f"Bo {i}",)) for i in ("x", "y")]

    steg = svara(gång(FÖRSLAG, *två, fullmäktige=fullmäktige), slag.value).nästa

    assert steg.skede is Skede.MOTIVERING
    assert (steg.kan_voteras, steg.lagrum) == (votering, lagrum)
    assert "”Skäl x”" in steg.alternativ[0].text
    assert Steg.från_dict(json.loads(json.dumps(steg.som_dict()))) == steg


@pytest.mark.parametrize(
    ("svar", "ord_"),
    [
        pytest.param([Svar("tillagg-t", "t")], "står på tur", id="fel steg"),
        pytest.param([Svar("huvud", "r")], "inget alternativ", id="okänt alternativ"),
        pytest.param([Svar("huvud", "bifall", True)], "bara ett förslag", id="KL 5:53 en fråga"),
        pytest.param(
            [Svar("huvud", "bifall"), Svar("huvud", "bifall")], "redan avgjort", id="efter slutet"
        ),
    ],
)
def test_svar_som_inte_hör_till_steget(svar: list[Svar], ord_: str) -> None:
    with pytest.raises(FelSvar, match=ord_):
        kör(gång(FÖRSLAG), svar)


def test_votering_svaras_med_ja_eller_nej() -> None:
    början = [Svar("huvud", "bifall", True)]
    with pytest.raises(FelSvar, match="inget alternativ"):
        kör(gång(FÖRSLAG, AVSLAG), [*början, Svar("huvud/votering", "bifall")])
    with pytest.raises(FelSvar, match="pågår redan"):
        kör(gång(FÖRSLAG, AVSLAG), [*början, Svar("huvud/votering", "ja", True)])


@pytest.mark.parametrize(
    ("yrkanden", "ord_"),
    [
        pytest.param([AVSLAG], "inget förslag", id="utan förslag"),
        pytest.param([FÖRSLAG, AVSLAG, AVSLAG], "samma beteckning", id="samma id"),
        pytest.param([FÖRSLAG, Yrkande("g", Slag.FÖRSLAG)], "samma nummer", id="samma punkt"),
        pytest.param([FÖRSLAG, Yrkande("bifall", Slag.AVSLAG)], "beteckningen", id="upptaget id"),
        pytest.param([FÖRSLAG, Yrkande("x", Slag.ÄNDRING, punkt=9)], "ingen punkt 9", id="punkt"),
        pytest.param(
            [FÖRSLAG, Yrkande("x", Slag.ÄNDRING, i_andra_hand_till="y")], "finns inte", id="okänt"
        ),
        pytest.param(
            [
                FÖRSLAG,
                Yrkande("x", Slag.ÄNDRING, i_andra_hand_till="y"),
                Yrkande("y", Slag.ÄNDRING, i_andra_hand_till="x"),
            ],
            "till sig självt",
            id="i ring",
        ),
    ],
)
def test_yrkanden_som_inte_går_att_pröva(yrkanden: list[Yrkande], ord_: str) -> None:
    with pytest.raises(FelYrkande, match=ord_):
        gång(*yrkanden)


def test_allt_går_att_spara_och_läsa_tillbaka() -> None:
    ärende = gång(FÖRSLAG, AVSLAG, RIVAL, REMISS, fullmäktige=True)
    körning = svara(ärende, "avgors!", "ja", "bifall!", "r", "ja")

    for steg, svar in körning.tagna:
        assert Steg.från_dict(json.loads(json.dumps(steg.som_dict()))) == steg
        assert Svar.från_dict(json.loads(json.dumps(svar.som_dict()))) == svar
    lästa = [Yrkande.från_dict(json.loads(json.dumps(y.som_dict()))) for y in ärende.yrkanden]
    assert tuple(lästa) == ärende.yrkanden
    igen = gång(*lästa, fullmäktige=True)
    assert kör(igen, [svar for _, svar in körning.tagna]) == körning


def test_gången_kan_återupptas_efter_varje_svar() -> None:
    ärende = gång(FÖRSLAG, AVSLAG, ÄNDRING, TILLÄGG)
    hela = svara(ärende, "bifall!", "ja", "ä", "t")
    svaren = [svar for _, svar in hela.tagna]

    for n in range(len(svaren)):
        början = kör(ärende, svaren[:n])
        assert början.nästa == hela.tagna[n][0]
        assert början.utgång is None
    assert hela.utgång.utfall is Utfall.ÄNDRAT
