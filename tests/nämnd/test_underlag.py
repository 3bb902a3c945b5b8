"""Det frysta underlaget och vad som trycks ur det i vart exemplar. Ingen databas."""

import json
from dataclasses import replace
from datetime import date

from nämnd import documents, handlingspaket, underlag
from nämnd.underlag import Gruppmötestid, Listrad, Namnad, Papper, Underlag

LAGRUM = "OSL 26 kap. 1 §"


def papper(nyckel: str, sidor: int = 1, *, hemlig: bool = False) -> Papper:
    return Papper(nyckel, f"Rubrik {nyckel}", f"{nyckel}.pdf", "0" * 64, sidor, False, hemlig)


def rad(nummer: str, rubrik: str, *filer: Papper, **annat) -> Listrad:
    från, _, till = nummer.partition("-")
    grund = Listrad(
        punkt=int(från),
        nummer=nummer,
        tryckt_nummer=f"{från}.–{till}." if till else f"{från}.",
        slag="beslut",
        avsnitt="",
        rubrik=rubrik,
        offentlig_rubrik="",
        beteckning="",
        hemlig=False,
        lagrum="",
        tid="",
        anmärkning="",
        senare=False,
        dukas=False,
        bilagemarkering="",
        beslutsinstans="",
        förslag_av="",
        förslag=(),
        föredragande=(),
        papper=filer,
        inre=(),
    )
    return replace(grund, **annat)


def möte(*rader: Listrad) -> Underlag:
    return Underlag(
        kommun="Björksunds kommun",
        fler_kommuner=("Sjövikens kommun",),
        organ="Socialnämnden",
        förvaltning="",
        datum=date(2026, 3, 18),
        tider=("15.00–17.00",),
        plats="Solrosen",
        tema="",
        extra=False,
        distans="",
        pressinformation="",
        gruppmöten=(Gruppmötestid("S", "Eken", "13.30"),),
        program=(("12.00", "Lunch"),),
        ordförande=Namnad("Željka Čović-Šimić", "ordförande"),
        sekreterare=None,
        förhinder=Namnad("Åke Öberg", telefon="0123-45"),
        underskrift_ort="",
        underskrift_dag="",
        anteckningssidor=1,
        utkast=False,
        rader=rader,
    )


def dokument(u: Underlag, *, offentlig: bool) -> documents.Kallelsedokument:
    plan = handlingspaket.sidplan(2, u.anteckningssidor, documents.delsidor(u))
    return documents.kallelsedokument(
        u, edition=1, plan=plan, offentlig=offentlig, utfärdas=date(2026, 3, 6)
    )


def test_underlaget_går_genom_databasens_json_oförändrat():
    u = möte(
        rad("1", "Öppet", papper("a")),
        rad("2-3", "SEKRETESSÄRENDEN", inre=(rad("2", "x", papper("b", hemlig=True)),)),
    )
    assert underlag.ur_json(json.loads(json.dumps(u.som_json()))) == u


def test_sidnumren_följer_kallelse_anteckningar_och_papper():
    u = möte(rad("1", "Ett", papper("a", 3), papper("b", 2)), rad("2", "Två"), rad("3", "Tre"))
    ett, två, _ = dokument(u, offentlig=False).rader
    assert (ett.sidor, ett.länk) == ("4–8", "paket:a")
    assert (två.sidor, två.länk) == ("", "")


def test_hemlig_rad_är_en_fast_text_i_det_offentliga():
    hemlig = rad(
        "1",
        "Placering av Prov",
        papper("a", 4, hemlig=True),
        hemlig=True,
        lagrum=LAGRUM,
        beteckning="SOCN/2026:99",
        anmärkning="Provs mor kommer",
        förslag=("Prov placeras.",),
        förslag_av="Provs handläggare",
        föredragande=("Prov Provsson",),
        senare=True,
    )
    u = möte(hemlig)
    (full,) = dokument(u, offentlig=False).rader
    (utåt,) = dokument(u, offentlig=True).rader

    assert full.rubrik == "Placering av Prov"
    assert full.utelämnat == ()
    assert utåt.rubrik == "Sekretessärende"
    assert utåt.utelämnat == ("Sidorna 4–7 är utelämnade: sekretess.",)
    assert utåt.sidor == full.sidor == "4–7"
    assert "Prov" not in str(utåt)
    assert "SOCN" not in str(utåt)


def test_offentlig_rubrik_används_när_den_finns():
    u = möte(rad("1", "Placering av Prov", hemlig=True, offentlig_rubrik="Individärende"))
    assert dokument(u, offentlig=True).rader[0].rubrik == "Individärende"
    assert dokument(u, offentlig=False).rader[0].rubrik == "Placering av Prov"


def test_hemlig_följd_är_en_rad_och_säger_bara_att_den_är_hemlig():
    inre = (
        rad("5", "Prov ett", papper("a", 2, hemlig=True), hemlig=True),
        rad("6", "Prov två", papper("b", 3, hemlig=True), hemlig=True),
    )
    for rubrik, väntad in [
        ("SEKRETESSÄRENDEN", "SEKRETESSÄRENDEN"),
        ("Ärenden om Prov", "Sekretessärenden"),
    ]:
        u = möte(rad("5-6", rubrik, hemlig=True, lagrum=LAGRUM, inre=inre))
        (utåt,) = dokument(u, offentlig=True).rader
        assert (utåt.nummer, utåt.rubrik) == ("5.–6.", väntad)
        assert utåt.utelämnat == ("Sidorna 4–8 är utelämnade: sekretess.",)
        assert utåt.länk == ""
        assert "Prov" not in str(utåt)


def test_ett_hemligt_papper_på_en_öppen_punkt():
    u = möte(rad("1", "Taxan", papper("a", 2, hemlig=True), papper("b", 2), beteckning="SN 1"))
    (utåt,) = dokument(u, offentlig=True).rader
    assert (utåt.rubrik, utåt.beteckning) == ("Taxan", "SN 1")
    assert utåt.utelämnat == ("Sidorna 4–5 är utelämnade: sekretess.",)
    assert (utåt.sidor, utåt.länk) == ("4–7", "paket:b")


def test_åtskilda_hemliga_papper_sägs_var_för_sig():
    filer = [papper("a", hemlig=True), papper("b"), papper("c", hemlig=True)]
    (utåt,) = dokument(möte(rad("1", "Taxan", *filer)), offentlig=True).rader
    assert utåt.utelämnat == (
        "Sidan 4 är utelämnad: sekretess.",
        "Sidan 6 är utelämnad: sekretess.",
    )


def test_hemlig_punkt_utan_papper():
    (utåt,) = dokument(möte(rad("1", "Prov", hemlig=True)), offentlig=True).rader
    assert (utåt.rubrik, utåt.hemlig, utåt.sidor, utåt.utelämnat) == (
        "Sekretessärende",
        "Sekretess",
        "",
        (),
    )


def test_anmärkningar_och_framsida():
    u = möte(rad("1", "Taxan", senare=True, dukas=True, anmärkning="Återremiss"))
    d = dokument(u, offentlig=False)
    assert d.rader[0].anmärkningar == (
        "Återremiss",
        "Handlingar skickas senare",
        "handlingarna dukas",
    )
    assert d.kommun == "Björksunds kommun och Sjövikens kommun"
    assert ("Tid", ("onsdag 18 mars 2026 kl. 15.00–17.00",)) in d.huvud
    assert ("Gruppmöten", ("S, Eken, kl. 13.30",)) in d.huvud
    assert ("Program", ("12.00 Lunch",)) in d.huvud
    assert d.kolumner == 4
