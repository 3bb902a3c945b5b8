"""Vad som är nytt sedan förra kallelsen: tabellen, och orden i vart exemplar. Ingen databas."""

from dataclasses import replace

import pytest

from nämnd import documents, handlingspaket, kallelseskillnad, kompletteringsdokument
from nämnd.kallelseskillnad import skillnad
from nämnd.sidnummer import Numrering, samlad_text
from nämnd.underlag import Bilaga, Kalladgrupp, Listrad, Papper, Underlag
from tests.nämnd.test_underlag import LAGRUM, möte, rad


def papper(nyckel: str, sha: str, rubrik: str = "", sidor: int = 1, **fält) -> Papper:
    grund = Papper(nyckel, rubrik or f"Rubrik {sha}", f"{sha}.pdf", sha, sidor, False, False)
    return replace(grund, **fält)


A, B = papper("h1-1", "a", sidor=3), papper("h1-2", "b", sidor=2)
ETT, TVÅ = rad("1", "Taxan", A, B), rad("2", "Skolan", papper("h2-1", "c"))
FÖRR = möte(ETT, TVÅ)


def i_korthet(allt: kallelseskillnad.Skillnad) -> dict[str, object]:
    """Skillnaden som det går att läsa i en tabell."""
    ut: dict[str, object] = {}
    for p in allt.punkter:
        delar = [
            f"{q.slag}:{q.nytt.sha256 if q.nytt else '-'}/{q.förr.sha256 if q.förr else '-'}"
            for q in p.papper
        ]
        ut[f"{p.slag}:{p.rad.rubrik}"] = [*p.fält, *delar]
    if allt.möte:
        ut["möte"] = list(allt.möte)
    if allt.nummer:
        ut["nummer"] = list(allt.nummer)
    if allt.ordning:
        ut["ordning"] = True
    return ut


FLYTTADE = (replace(A, nyckel="h1-2"), replace(B, nyckel="h1-3"))
NY_PUNKT = rad("3", "Väckt ärende", papper("h3-1", "d"))


@pytest.mark.parametrize(
    ("nu", "väntat"),
    [
        pytest.param(FÖRR, {}, id="inget"),
        pytest.param(replace(FÖRR, anteckningssidor=9), {}, id="anteckningssidor-är-ingen-nyhet"),
        pytest.param(möte(ETT, TVÅ, NY_PUNKT), {"ny:Väckt ärende": ["ny:d/-"]}, id="ny-punkt"),
        pytest.param(möte(ETT), {"utgar:Skolan": ["utgar:-/c"]}, id="punkt-utgår"),
        pytest.param(
            möte(replace(ETT, papper=(A, B, papper("h1-3", "n"))), TVÅ),
            {"andrad:Taxan": ["ny:n/-"]},
            id="nytt-papper",
        ),
        pytest.param(
            möte(replace(ETT, papper=(papper("h1-1", "n", "Rubrik a"), B)), TVÅ),
            {"andrad:Taxan": ["andrad:n/a"]},
            id="ersatt-papper-har-samma-rubrik",
        ),
        pytest.param(
            möte(replace(ETT, papper=(replace(B, nyckel="h1-1"),)), TVÅ),
            {"andrad:Taxan": ["utgar:-/a"]},
            id="indraget-papper-fast-det-andra-flyttas-upp",
        ),
        pytest.param(
            möte(replace(ETT, papper=(papper("h1-1", "n"), *FLYTTADE)), TVÅ),
            {"andrad:Taxan": ["ny:n/-"]},
            id="nytt-papper-först",
        ),
        pytest.param(
            möte(replace(ETT, rubrik="Ny taxa", föredragande=("Anna",), förslag=("Antas.",)), TVÅ),
            {"andrad:Ny taxa": ["rubrik", "föredragande", "förslag"]},
            id="ändrad-text",
        ),
        pytest.param(
            möte(replace(ETT, hemlig=True, lagrum=LAGRUM), TVÅ),
            {"andrad:Taxan": ["hemlig", "lagrum"]},
            id="sekretess",
        ),
        pytest.param(
            möte(replace(ETT, papper=(replace(A, rubrik="Annat namn"), B)), TVÅ),
            {"andrad:Taxan": ["handlingar"]},
            id="handlingens-namn",
        ),
        pytest.param(
            möte(replace(ETT, bilagor=(Bilaga("Yttrande", False),)), TVÅ),
            {"andrad:Taxan": ["handlingar"]},
            id="handling-som-kommer-senare",
        ),
        pytest.param(
            möte(replace(TVÅ, nummer="1"), replace(ETT, nummer="2")),
            {"nummer": [("1", "2"), ("2", "1")], "ordning": True},
            id="annan-ordning",
        ),
        pytest.param(
            replace(FÖRR, plats="Eken", tider=("16.00",)), {"möte": ["tider", "plats"]}, id="möte"
        ),
        pytest.param(
            replace(FÖRR, kallade=(Kalladgrupp("Ledamöter", ("Anna (S)",)),)),
            {"möte": ["kallade"]},
            id="kallade",
        ),
        pytest.param(
            möte(
                rad("1-2", "SEKRETESSÄRENDEN", inre=(ETT, replace(TVÅ, papper=())), punkt=9),
            ),
            {"ny:SEKRETESSÄRENDEN": [], "andrad:Skolan": ["utgar:-/c"]},
            id="samlade-på-en-rad",
        ),
    ],
)
def test_skillnaden(nu: Underlag, väntat: dict[str, object]) -> None:
    assert i_korthet(skillnad(FÖRR, nu)) == väntat
    assert bool(skillnad(FÖRR, nu)) == bool(väntat)


def test_varje_uppgift_som_trycks_jämförs() -> None:
    """En ny uppgift i underlaget ska med i skillnaden, eller stå här som undantag."""
    från_papperen = {"papper", "bilagor", "inre", "punkt", "ärende"}
    # En punkt som blir underpunkt får ett annat nummer, och det sägs för sig.
    i_numren = {"nummer", "tryckt_nummer", "under"}
    radens = set(Listrad.__dataclass_fields__) - från_papperen - i_numren
    assert radens == set(kallelseskillnad.FÄLT) - {kallelseskillnad.HANDLINGAR}
    inget_nytt = {"rader", "anteckningssidor", "utkast", "slag_i_rubriken", "förvaltning"}
    assert set(Underlag.__dataclass_fields__) - inget_nytt == set(kallelseskillnad.MÖTESFÄLT)


def numrering(u: Underlag) -> Numrering:
    plan = handlingspaket.sidplan(2, u.anteckningssidor, documents.delsidor(u))
    return Numrering(2 + u.anteckningssidor, plan.nummer)


def nyheter(förr: Underlag, nu: Underlag, *, offentlig: bool) -> kompletteringsdokument.Nyheter:
    före = numrering(förr)
    return kompletteringsdokument.nyheter(
        skillnad(förr, nu),
        förr,
        nu,
        före=före,
        numrering=kallelseskillnad.numrera(före, förr, nu),
        offentlig=offentlig,
    )


def test_sidnumren_hittar_papperet_som_det_ersätter_fast_platserna_har_flyttats() -> None:
    # Kallelsen 1–3 (två sidor och en anteckningssida), A 4–6, B 7–8, C 9.
    ny_a = papper("h1-2", "n", "Rubrik a", 2)
    nu = möte(
        replace(ETT, papper=(papper("h1-1", "ö"), ny_a, replace(B, nyckel="h1-3"))),
        TVÅ,
        NY_PUNKT,
    )
    efter = kallelseskillnad.numrera(numrering(FÖRR), FÖRR, nu)
    assert {n: samlad_text([s]) for n, s in efter.delar.items()} == {
        "h1-1": "3a",
        "h1-2": "6a–6b",
        "h1-3": "7–8",
        "h2-1": "9",
        "h3-1": "9a",
    }
    assert [str(e) for e in efter.ersatta] == ["4–6 ersatt, se 6a"]
    ett, tre = nyheter(FÖRR, nu, offentlig=False).punkter
    assert [(p.vad, p.rubrik, p.sidor) for p in ett.papper] == [
        ("Ny", "Rubrik ö", "3a"),
        ("Ersätter s.\N{NO-BREAK SPACE}4–6", "Rubrik a", "6a–6b"),
    ]
    assert (tre.märke, [p.sidor for p in tre.papper]) == ("Ny punkt", ["9a"])
    assert documents.punktsidor(nu.rader[0], efter.delar) == "3a, 6a–6b, 7–8"


def test_det_hemliga_sägs_inte_i_det_offentliga_men_sidorna_är_desamma() -> None:
    hemlig = rad(
        "2",
        "Placering av Prov",
        papper("h2-1", "h", "Utredning om Prov", 2, hemlig=True),
        hemlig=True,
        lagrum=LAGRUM,
        anmärkning="Provs mor kommer",
    )
    förr = möte(ETT, hemlig)
    nu = möte(
        ETT,
        replace(
            hemlig,
            rubrik="Placering av Prov i familjehem",
            anmärkning="Provs far kommer",
            papper=(papper("h2-1", "i", "Utredning om Prov", 3, hemlig=True),),
        ),
    )
    (full,) = nyheter(förr, nu, offentlig=False).punkter
    (utåt,) = nyheter(förr, nu, offentlig=True).punkter
    assert [str(ä) for ä in full.ändringar] == [
        "Rubrik: Placering av Prov i familjehem (förut: Placering av Prov)",
        "Anmärkning: Provs far kommer (förut: Provs mor kommer)",
    ]
    assert "Prov" not in repr(utåt)
    assert [(p.vad, p.sidor, p.länk) for p in full.papper] == [
        ("Ersätter s.\N{NO-BREAK SPACE}9–10", "10a–10c", "paket:h2-1")
    ]
    assert [(p.vad, p.sidor, p.länk) for p in utåt.papper] == [
        ("Ersätter s.\N{NO-BREAK SPACE}9–10", "10a–10c", "")
    ]
    assert utåt.utelämnat == ("Sidorna 10a–10c är utelämnade: sekretess.",)


def test_en_punkt_i_en_hemlig_följd_säger_varken_lagrum_eller_rubrik_utåt() -> None:
    inre = rad(
        "2",
        "Placering av Prov",
        papper("h2-1", "h", hemlig=True),
        hemlig=True,
        lagrum=LAGRUM,
        offentlig_rubrik="Placering",
    )
    förr, nu = (
        möte(ETT, rad("2-3", "SEKRETESSÄRENDEN", inre=i, punkt=9, hemlig=True))
        for i in ((), (inre,))
    )
    (full,) = nyheter(förr, nu, offentlig=False).punkter
    (utåt,) = nyheter(förr, nu, offentlig=True).punkter
    assert (full.rubrik, full.sekretess) == ("Placering av Prov", f"Sekretess enligt {LAGRUM}")
    assert (utåt.rubrik, utåt.sekretess, utåt.märke) == ("Sekretessärende", "", "Ny punkt")
    assert utåt.utelämnat == ("Sidan 8a är utelämnad: sekretess.",)


def test_det_som_blivit_hemligt_eller_öppet_sägs_utan_det_gamla_värdet() -> None:
    nu = möte(replace(ETT, rubrik="Taxan för Prov", hemlig=True, lagrum=LAGRUM), TVÅ)
    for förr, efter in ((FÖRR, nu), (nu, FÖRR)):
        (utåt,) = nyheter(förr, efter, offentlig=True).punkter
        assert "Prov" not in repr(utåt)
        assert utåt.ändringar == ()
        assert utåt.märke == "Ändrad"


def test_dit_bara_de_kallade_ansluter_står_inte_i_det_offentliga() -> None:
    förr, nu = (replace(FÖRR, digital_plats=f"https://moten.example/{n}") for n in "12")
    assert "moten.example/2" in str(nyheter(förr, nu, offentlig=False).möte[0])
    assert str(nyheter(förr, nu, offentlig=True).möte[0]) == "Digital plats: ändrat."
