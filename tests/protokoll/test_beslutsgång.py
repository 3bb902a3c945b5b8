"""Beslutsgångens ord: KL 5 kap. 53 och 67 §§."""

import pytest

from protokoll import beslutsgång, proposition
from protokoll.proposition import Slag, Svar, Yrkande, Öde
from protokoll.propositionsordning import kör
from tests.protokoll.ärendegångar import AVSLAG, FÖRSLAG, PUNKTER, RIVAL, TILLÄGG, gång, svara


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
