"""Beslutsgångens ord: KL 5 kap. 53 och 67 §§."""

import pytest

from protokoll import beslutsgång, proposition
from protokoll.proposition import Slag, Svar, Yrkande, Öde
from protokoll.propositionsordning import kör
from tests.protokoll.ärendegångar import (
    AVSLAG,
    BORD,
    FÖRSLAG,
    PUNKTER,
    RIVAL,
    TILLÄGG,
    ÄNDRING,
    gång,
    svara,
)


def test_det_ordföranden_läser_besvaras_med_ja_eller_nej() -> None:
    """KL 5:53 andra stycket."""
    ärende = gång(FÖRSLAG, AVSLAG, RIVAL, organ="socialnämnden", förslagsnamn="utskottets förslag")

    första = svara(ärende)
    assert beslutsgång.läs(första.nästa) == (
        "Det finns 3 alternativ: bifall till utskottets förslag, Cia Dahls förslag och avslag på "
        "utskottets förslag. Kan socialnämnden besluta enligt utskottets förslag? Kan "
        "socialnämnden besluta enligt Cia Dahls förslag? Kan socialnämnden besluta att avslå "
        "utskottets förslag?"
    )
    andra = svara(ärende, "bifall!")
    assert beslutsgång.läs(andra.nästa) == (
        "Först utses motförslag i huvudvoteringen. Utser socialnämnden Cia Dahls förslag till "
        "motförslag? Utser socialnämnden avslag på utskottets förslag till motförslag?"
    )
    assert beslutsgång.läs(kör(gång(FÖRSLAG)).nästa) == "Kan nämnden besluta enligt förslaget?"


def test_protokollets_beslutsgång() -> None:
    """KL 5:67 p. 1–3: yrkanden, ordning och omröstningar."""
    ärende = gång(FÖRSLAG, AVSLAG, RIVAL, TILLÄGG)
    körning = svara(ärende, "bifall!", "avslag!", "ja")
    svaren = [svar for _, svar in körning.tagna]
    svaren.append(Svar("huvud/votering", "ja", omröstningens_mening="Omröstningen utfaller jämnt."))
    svaren.append(Svar("tillagg-t", "avslag"))

    assert beslutsgång.skriv(ärende, kör(ärende, svaren)) == (
        "Ordföranden redogör för propositionsordningen, som godkänns.",
        "Förslagen i huvudfrågan prövas mot varandra.",
        "Sist prövas tilläggsyrkanden, vart och ett för sig.",
        "Ordföranden ställer proposition på bifall till förslaget, Cia Dahls förslag och avslag på "
        "förslaget och finner att nämnden beslutar enligt förslaget. Votering begärs.",
        "Ordföranden ställer proposition på motförslag i huvudvoteringen, Cia Dahls förslag och "
        "avslag på förslaget, och finner att nämnden utser avslag på förslaget till motförslag. "
        "Votering begärs.",
        "Följande voteringsproposition godkänns: Den som stödjer avslag på förslaget röstar ja. "
        "Den som stödjer Cia Dahls förslag röstar nej. Nämnden utser avslag på förslaget till "
        "motförslag.",
        "Följande voteringsproposition godkänns: Den som stödjer bifall till förslaget röstar ja. "
        "Den som stödjer avslag på förslaget röstar nej. Omröstningen utfaller jämnt. Nämnden "
        "beslutar enligt förslaget.",
        "Ordföranden ställer proposition på Frej Alms tilläggsyrkande och avslag på Frej Alms "
        "tilläggsyrkande och finner att nämnden beslutar att avslå Frej Alms tilläggsyrkande.",
    )
    assert beslutsgång.skriv(ärende, kör(ärende)) == ()
    assert beslutsgång.skriv(gång(FÖRSLAG), svara(gång(FÖRSLAG), "bifall")) == (
        "Ordföranden ställer proposition på bifall till förslaget och finner att nämnden beslutar "
        "enligt förslaget.",
    )


@pytest.mark.parametrize(
    ("fullmäktige", "läses", "står"),
    [
        pytest.param(
            True,
            "Vilken motivering ställer sig de som begärt återremissen bakom: Gun Bergs motivering "
            "”Kostnaden utreds” eller Bo Eks motivering ”Miljön utreds”?",
            "De ledamöter som begärt återremissen bestämmer motiveringen (5 kap. 50 § "
            "kommunallagen): Bo Eks motivering ”Miljön utreds”.",
            id="KL 5:50 st. 3 de som begärt den bestämmer",
        ),
        pytest.param(
            False,
            "Kan nämnden besluta enligt Bo Eks motivering ”Miljön utreds”?",
            "Ordföranden ställer proposition på Gun Bergs motivering ”Kostnaden utreds” och Bo "
            "Eks motivering ”Miljön utreds” och finner att nämnden beslutar enligt Bo Eks "
            "motivering ”Miljön utreds”.",
            id="KL 6:33 nämnden bestämmer själv",
        ),
    ],
)
def test_motiveringen_till_återremissen(fullmäktige: bool, läses: str, står: str) -> None:
    andra = Yrkande("å2", Slag.ÅTERREMISS, "Miljön\nutreds.", ("Bo Ek",), punkt=1)
    första = Yrkande("å", Slag.ÅTERREMISS, "Kostnaden utreds.", ("Gun Berg",), punkt=1)
    ärende = gång(FÖRSLAG, första, andra, fullmäktige=fullmäktige)

    assert beslutsgång.läs(svara(ärende, "aterremiss").nästa).endswith(läses)
    assert beslutsgång.skriv(ärende, svara(ärende, "aterremiss", "å2"))[-1] == står


Ä2 = Yrkande("ä2", Slag.ÄNDRING, "Ny sats 2.", ("Cia Dahl",), punkt=2)
T2 = Yrkande("t2", Slag.TILLÄGG, "Mer.", ("Dan Fors",), punkt=2)
R2 = Yrkande("r2", Slag.FÖRSLAG, "Annan sats 2.", ("Dan Fors",), punkt=2)
A2 = Yrkande("a2", Slag.AVSLAG, "", ("Bo Ek",), punkt=2)
REMISS_2 = Yrkande("å2", Slag.ÅTERREMISS, "", ("Bo Ek",), punkt=2)
ORDNINGEN = "Bifalls förslaget prövas därefter ändringsyrkandena mot det."


@pytest.mark.parametrize(
    ("yrkanden", "svar", "ordningen", "sist"),
    [
        pytest.param(
            [FÖRSLAG, RIVAL, ÄNDRING],
            ["r"],
            True,
            "Därmed faller Eva Holms ändringsyrkande.",
            id="KL 5:67 p. 2 ett annat förslag bifölls",
        ),
        pytest.param(
            [FÖRSLAG, AVSLAG, ÄNDRING, TILLÄGG],
            ["avslag"],
            True,
            "Därmed faller Eva Holms ändringsyrkande och Frej Alms tilläggsyrkande.",
            id="KL 5:67 p. 2 förslaget avslogs",
        ),
        pytest.param(
            [*PUNKTER, Yrkande("a2", Slag.AVSLAG, "", ("Bo Ek",), punkt=2), Ä2, T2],
            ["avslag", "bifall"],
            True,
            "Därmed faller Cia Dahls ändringsyrkande på punkt 2 och Dan Fors tilläggsyrkande på "
            "punkt 2.",
            id="KL 5:67 p. 2 punkten avslogs",
        ),
        pytest.param(
            [*PUNKTER, REMISS_2, Ä2],
            ["aterremiss", "bifall"],
            True,
            "Cia Dahls ändringsyrkande på punkt 2 prövas inte, eftersom punkt 2 återremitteras.",
            id="KL 5:67 p. 2 punkten återremitterades",
        ),
        pytest.param(
            [*PUNKTER, R2, A2, RIVAL],
            ["r"],
            False,
            "Därmed faller Dan Fors förslag på punkt 2 och Bo Eks avslagsyrkande på punkt 2.",
            id="KL 5:67 p. 2 ett annat förslag i helhet bifölls",
        ),
        pytest.param(
            [*PUNKTER, R2, A2, AVSLAG],
            ["avslag"],
            False,
            "Därmed faller Dan Fors förslag på punkt 2.",
            id="KL 5:67 p. 2 förslaget avslogs, och därmed punkten",
        ),
        pytest.param(
            [*PUNKTER, R2, Ä2, T2],
            ["r2", "bifall"],
            True,
            "Därmed faller Cia Dahls ändringsyrkande på punkt 2 och Dan Fors tilläggsyrkande på "
            "punkt 2.",
            id="KL 5:67 p. 2 ett annat förslag på punkten bifölls",
        ),
        pytest.param(
            [*PUNKTER, REMISS_2, R2, A2],
            ["aterremiss", "bifall"],
            False,
            "Dan Fors förslag på punkt 2 och Bo Eks avslagsyrkande på punkt 2 prövas inte, "
            "eftersom punkt 2 återremitteras.",
            id="KL 5:67 p. 2 förslaget på punkten prövades inte",
        ),
        pytest.param(
            [*PUNKTER, R2, A2],
            ["avslag", "bifall"],
            False,
            "finner att nämnden beslutar enligt förslaget i övrigt.",
            id="KL 5:67 p. 2 det som prövades på punkten",
        ),
        pytest.param(
            [FÖRSLAG, BORD, ÄNDRING],
            ["bordlaggning"],
            True,
            "Eva Holms ändringsyrkande prövas inte, eftersom ärendet bordläggs.",
            id="KL 5:67 p. 2 ärendet bordlades",
        ),
        pytest.param(
            [
                *PUNKTER,
                *(Yrkande(f"å{n}", Slag.ÅTERREMISS, "", ("Bo Ek",), punkt=n) for n in (1, 2, 3)),
                TILLÄGG,
            ],
            ["aterremiss"] * 3,
            False,
            "Frej Alms tilläggsyrkande prövas inte, eftersom alla punkter skjuts upp.",
            id="KL 5:67 p. 2 alla punkter för sig",
        ),
        pytest.param(
            [
                FÖRSLAG,
                ÄNDRING,
                Yrkande("t", Slag.TILLÄGG, "B.", ("Frej Alm",), i_andra_hand_till="ä"),
            ],
            ["bifall", "ä"],
            True,
            "Frej Alms tilläggsyrkande prövas inte, eftersom yrkandet i första hand har bifallits.",
            id="KL 5:67 p. 2 i andra hand",
        ),
        pytest.param(
            [RIVAL, ÄNDRING],
            ["r"],
            False,
            "Därmed faller Eva Holms ändringsyrkande.",
            id="KL 5:67 p. 2 inget berett förslag att ändra",
        ),
        pytest.param(
            [FÖRSLAG, ÄNDRING],
            ["bifall", "oforandrat"],
            True,
            "finner att nämnden beslutar att förslaget inte ändras.",
            id="KL 5:67 p. 2 det prövade faller inte en gång till",
        ),
    ],
)
def test_det_som_faller_utan_att_prövas(
    yrkanden: list[Yrkande], svar: list[str], ordningen: bool, sist: str
) -> None:
    ärende = gång(*yrkanden)
    körning = svara(ärende, *svar)

    texter = beslutsgång.skriv(ärende, körning)

    assert körning.utgång is not None
    assert (ORDNINGEN in texter) is ordningen
    assert texter[-1].endswith(sist)
    assert " ".join(texter).count("Därmed faller") == sist.startswith("Därmed")
    assert " ".join(texter).count("prövas inte,") == ("prövas inte," in sist)


def test_yrkandena_i_protokollet() -> None:
    """KL 5:67 p. 1: bara de som inte tagits tillbaka."""
    ärende = gång(
        *PUNKTER,
        Yrkande("1", Slag.BIFALL, av=("Ada Berg", "Bo Ek")),
        Yrkande("2", Slag.AVSLAG, av=("Cia Dahl",), punkt=2),
        Yrkande("3", Slag.ÄNDRING, "Ny sats.", ("Cia Dahl",), punkt=3, återtagen_del="Summan."),
        Yrkande("4", Slag.FÖRSLAG, "Annat.", ("Bo Ek",), punkt=1),
        Yrkande("5", Slag.TILLÄGG, "Mer.", ("Bo Ek",), återtaget=True),
        Yrkande("6", Slag.ÅTERREMISS, "Utred.", ("Bo Ek",), punkt=1),
    )

    assert beslutsgång.yrkanden(ärende) == (
        "Ada Berg och Bo Ek yrkar bifall till förslaget.",
        "Cia Dahl yrkar avslag på punkt 2 i förslaget.",
        "Cia Dahl yrkar som ändring av punkt 3 i förslaget: Ny sats. "
        "Yrkandet är delvis återtaget: Summan.",
        "Bo Ek yrkar som annat förslag till punkt 1: Annat.",
        "Bo Ek yrkar återremiss av punkt 1: Utred.",
    )
    öden = dict(svara(ärende, "aterremiss", "bifall", "bifall", "3").utgång.öden)
    assert öden["5"] is Öde.ÅTERTAGET
    assert öden["4"] is Öde.EJ_PRÖVAT


def test_yrkanden_med_samma_namn_skiljs_med_sin_text() -> None:
    två = [Yrkande(i, Slag.TILLÄGG, f"Text {i}.", ("Hans Lönn",)) for i in ("x", "y")]

    steg = svara(gång(FÖRSLAG, *två), "bifall").nästa

    assert steg.alternativ[0].text == "Hans Lönns tilläggsyrkande ”Text x.”"


@pytest.mark.parametrize(
    ("av", "namn"),
    [
        pytest.param(("Ada Berg",), "Ada Bergs", id="genitiv"),
        pytest.param(("Bo Larsson", "Cia"), "Bo Larsson m.fl.", id="flera"),
        pytest.param(("Lars Alfons",), "Lars Alfons", id="slutar på s"),
        pytest.param(("Åke Öberg (M)",), "Åke Öbergs (M)", id="partiet böjs inte"),
        pytest.param((), "", id="ingen"),
    ],
)
def test_genitiv(av: tuple[str, ...], namn: str) -> None:
    assert proposition.genitiv(av) == namn
