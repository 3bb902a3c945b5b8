"""Möten som hållits, in genom importera och ut genom exportera."""

import copy
import io
import json
from datetime import datetime, time
from pathlib import Path

import pypdfium2
import pytest
from django.core.exceptions import PermissionDenied
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import ProgrammingError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from konton.models import Roll, Rolltilldelning
from konton.services.system import systemanvändare
from nämnd import mötesfil
from nämnd.jäv import Grund
from nämnd.models import Punkt, Sammanträde, TilltänktJusterare
from nämnd.mötesfil import Mötesfilfel
from nämnd.services import föredragningslista
from nämnd.services import inläsning as nämndens
from protokoll.documents import paragrafer
from protokoll.documents.mall import Rubriker
from protokoll.documents.paragraf import block
from protokoll.models import (
    Anslag,
    Beslut,
    Justering,
    Närvaro,
    Omröstning,
    Paragraf,
    Paragrafserie,
    Protokoll,
    Röst,
)
from protokoll.services import (
    avslut,
    beslut,
    extra,
    inläsning,
    jäv,
    ledning,
    möte,
    utläsning,
    valen,
    yrkanden,
)
from protokoll.services.valen import Sedelhög, Valet
from tests.factories.konton import AnvändareFactory, PersonFactory
from tests.factories.ärenden import pdf
from tests.nämnd.mötesfiler import grund, skriv
from tests.protokoll.mötesfiler import GAMMALT, HÅLLET, hållet
from tests.protokoll.mötesfilsstrategier import normal
from ärenden.models import Fil, Handling, Ärende

PAPPER = {"h/a.pdf": pdf(2, märke="a")}
EXEMPEL = Path(__file__).resolve().parents[3] / "shared" / "exempel"

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


def läs_in(katalog: Path, data: dict, papper: dict | None = None):
    return inläsning.läs_in(
        katalog=skriv(katalog, data, PAPPER if papper is None else papper), av=systemanvändare()
    )


def exportera(sammanträde: Sammanträde, katalog: Path) -> dict:
    utläsning.exportera(sammanträde=sammanträde, katalog=katalog, av=systemanvändare())
    return mötesfil.läs(katalog)


def skillnader(före: object, efter: object, plats: str = "") -> list[str]:
    """Platserna där två filer skiljer sig."""
    if isinstance(före, dict) and isinstance(efter, dict):
        return [
            s
            for n in sorted(set(före) | set(efter))
            for s in skillnader(före.get(n), efter.get(n), f"{plats}.{n}" if plats else n)
        ]
    if isinstance(före, list) and isinstance(efter, list) and len(före) == len(efter):
        return [
            s
            for nr, (a, b) in enumerate(zip(före, efter, strict=True))
            for s in skillnader(a, b, f"{plats}[{nr}]")
        ]
    return [] if före == efter else [plats]


# --- Fram och tillbaka ----------------------------------------------------------------------------


@pytest.mark.parametrize("data", [HÅLLET, GAMMALT], ids=["hållet", "gammalt"])
def test_det_inlästa_kommer_ut_igen(tmp_path, data):
    möte = läs_in(tmp_path / "in", data).sammanträde
    ut = exportera(möte, tmp_path / "ut")
    assert normal(ut) == normal(data)
    for namn in PAPPER if data is HÅLLET else ():
        assert (tmp_path / "ut" / namn).read_bytes() == PAPPER[namn]


@pytest.mark.slow
@pytest.mark.skipif(not EXEMPEL.is_dir(), reason="skipped: ../shared saknas")
@pytest.mark.parametrize("namn", ["ludvika-2018-05-09", "katrineholm-2018-03-21"])
def test_exemplen_kommer_ut_igen(tmp_path, namn):
    läst = inläsning.läs_in(katalog=EXEMPEL / namn, av=systemanvändare())
    assert normal(exportera(läst.sammanträde, tmp_path / "ut")) == normal(
        mötesfil.läs(EXEMPEL / namn)
    )


def test_två_möten_i_samma_organ_håller_isär_sina_uppgifter(tmp_path):
    """Registret står fast, men varje möte har kvar vad dess egen källa sade."""
    första = läs_in(tmp_path / "1", hållet())
    andra = hållet(
        kommun={"namn": "Björksunds kommun", "fler": ["Sjövikens kommun"]},
        organ={"namn": "Socialnämnden", "platser": 9, "diarium": {"prefix": "SN"}},
        sammantrade={
            "datum": "2021-06-16",
            "ordforande": {"namn": "Željka Čović-Šimić", "epost": "z@b.example", "tid": "14.00"},
        },
        foredragningslista=[
            {
                "rubrik": "Taxa",
                "beteckning": "SOCN/2021:7",
                "klass": "111",
                "handlingar": [{"rubrik": "S", "fil": "h/a.pdf", "slag": "remiss"}],
            }
        ],
        kallade=[{"namn": "Bo Ekfalk", "som": "ledamot"}, {"namn": "Bo Ekfalk", "titel": "gäst"}],
        paragrafer=[{"paragraf": 14, "rubrik": "Samma nummer"}],
        partier={"S": "Annat namn"},
    )
    for nyckel in ("justering", "anslag", "meddelanden", "bilagor", "delegationsbeslut"):
        del andra[nyckel]
    svar = läs_in(tmp_path / "2", andra)

    assert "paragrafer[0]: § 14 räknas inte i organets serie." in svar.varningar
    assert normal(exportera(första.sammanträde, tmp_path / "a")) == normal(HÅLLET)
    assert normal(exportera(svar.sammanträde, tmp_path / "b")) == normal(andra)


def test_två_gånger_ändrar_inget(tmp_path):
    första = läs_in(tmp_path, hållet())
    före = [m.objects.count() for m in (Protokoll, Paragraf, Röst, Närvaro, Handling, Fil, Ärende)]
    andra = läs_in(tmp_path, hållet())
    assert (andra.ny, andra.sammanträde, andra.varningar) == (False, första.sammanträde, [])
    assert före == [
        m.objects.count() for m in (Protokoll, Paragraf, Röst, Närvaro, Handling, Fil, Ärende)
    ]


def test_en_ändrad_fil_jämförs_med_mötet_som_finns_och_ändrar_inget(tmp_path):
    första = läs_in(tmp_path / "1", hållet())
    ändrad = hållet()
    ändrad["sammantrade"]["plats"] = "En annan sal"
    ändrad["paragrafer"][1]["rubrik"] = "En annan taxa"
    ändrad["narvaro"].pop()

    andra = läs_in(tmp_path / "2", ändrad)

    assert (andra.ny, andra.sammanträde) == (False, första.sammanträde)
    [varning] = andra.varningar
    assert varning == (
        "filen: mötet finns redan och ändras inte. Filen säger något annat på 3 ställen: "
        "sammantrade.plats (filen: ”En annan sal”, mötet: ”Digitalt/Sessionssalen”); "
        "narvaro (filen har 6, mötet 7); "
        "paragrafer[1].rubrik (filen: ”En annan taxa”, mötet: ”Taxa för tillsyn”)."
    )
    assert normal(exportera(första.sammanträde, tmp_path / "ut")) == normal(hållet())


def test_högst_tio_skillnader_räknas_upp_och_papperens_innehåll_jämförs(tmp_path):
    läs_in(tmp_path / "1", hållet())
    ändrad = hållet()
    for nr, rad in enumerate(ändrad["narvaro"]):
        rad |= {"post": f"post {nr}", "franvaro_skal": f"skäl {nr}"}
    [varning] = läs_in(tmp_path / "2", ändrad).varningar
    assert varning.count("filen:") == 10 + 1
    assert varning.endswith("; och 4 till.")

    svar = läs_in(tmp_path / "3", hållet(), {"h/a.pdf": pdf(märke="ett annat papper")})
    assert svar.varningar[0].endswith(" 1 ställe: h/a.pdf (papperet har annat innehåll).")


def test_ett_protokoll_till_ett_möte_som_redan_finns_sägs_inte_vara_inläst(tmp_path):
    data = hållet()
    kommande = {n: v for n, v in data.items() if n not in nämndens.HELA_MÖTET}
    läs_in(tmp_path / "1", kommande)
    svar = läs_in(tmp_path / "2", data)
    assert (svar.ny, svar.varningar) == (
        False,
        ["paragrafer: mötet finns redan utan protokoll; filens protokoll lästes inte in."],
    )
    assert not Protokoll.objects.exists()


# --- Ändringar syns -------------------------------------------------------------------------------


def test_ändringar_i_systemet_och_inget_annat_syns_i_utskriften(tmp_path):
    sammanträde = läs_in(tmp_path / "in", hållet()).sammanträde
    före = exportera(sammanträde, tmp_path / "före")

    Paragraf.objects.filter(nummer=17).update(rubrik="Ny rubrik")
    Punkt.objects.filter(rubrik="Taxa för tillsyn").update(rubrik="Taxa")
    Röst.objects.filter(namn="Åke Öberg").update(val="avstar")
    Närvaro.objects.filter(namn="Sanna Furubäck").update(status="franvarande")
    efter = exportera(sammanträde, tmp_path / "efter")

    assert skillnader(före, efter) == [
        "foredragningslista[1].rubrik",
        "narvaro[6].status",
        "paragrafer[1].omrostningar[0].roster.avstar",
        "paragrafer[1].omrostningar[0].roster.nej",
        "paragrafer[4].rubrik",
    ]
    assert efter["paragrafer"][4]["rubrik"] == "Ny rubrik"
    assert efter["narvaro"][6]["status"] == "franvarande"
    assert efter["paragrafer"][1]["omrostningar"][0]["roster"]["avstar"] == [
        {"namn": "Åke Öberg", "parti": "M"}
    ]


def test_en_rubrik_ändrad_på_listan_är_den_enda_skillnaden(tmp_path):
    """Tjänsten skriver hela punkten igen; källans övriga uppgifter ska stå kvar."""
    föredragande = {"namn": "Bo Ekfalk", "parti": "V", "epost": "bo@b.example", "titel": "chef"}
    data = grund(
        foredragningslista=[
            {"rubrik": "Taxan", "klass": "7", "foredragande": [föredragande], "forslag": ["A."]},
            {
                "rubrik": "Hemligt",
                "sekretess": {},
                "handlingar": [{"rubrik": "H", "fil": "h/a.pdf"}],
            },
        ]
    )
    sammanträde = läs_in(tmp_path / "in", data).sammanträde
    före = exportera(sammanträde, tmp_path / "före")
    for nr, punkt in enumerate(sammanträde.punkter.all()):
        föredragningslista.ändra_punkt(
            punkt=punkt,
            av=systemanvändare(),
            rubrik=f"Ny {nr}",
            slag=punkt.slag,
            förslag=[s.text for s in punkt.förslag.all()],
            föredragande=[(f.namn, f.titel, f.tid) for f in punkt.föredragande.all()],
        )
    efter = exportera(sammanträde, tmp_path / "efter")
    assert normal(före) == normal(data)
    assert skillnader(före, efter) == [
        "foredragningslista[0].rubrik",
        "foredragningslista[1].rubrik",
    ]


def test_antalet_frågor_växer_inte_med_mötet(tmp_path):
    liten = läs_in(tmp_path / "1", hållet()).sammanträde
    data = hållet()
    data["sammantrade"]["datum"] = "2022-03-16"
    for nyckel in ("paragrafer", "foredragningslista", "narvaro", "ovriga", "justering"):
        data[nyckel] = data[nyckel] * 3
    stor = läs_in(tmp_path / "2", data).sammanträde

    def frågor(möte: Sammanträde, ut: str) -> int:
        with CaptureQueriesContext(connection) as fångade:
            exportera(möte, tmp_path / ut)
        return len(fångade)

    assert frågor(liten, "a") == frågor(stor, "b")


def test_en_annan_ordförande_ger_hens_uppgifter(tmp_path):
    sammanträde = läs_in(tmp_path / "in", hållet()).sammanträde
    före = exportera(sammanträde, tmp_path / "före")
    sammanträde.ordförande = PersonFactory(kommun=sammanträde.ordförande.kommun, namn="Ny Ledare")
    sammanträde.save()
    paragraf = Paragraf.objects.get(nummer=15)
    paragraf.ordförande = Närvaro.objects.get(namn="Bo Ekfalk")
    paragraf.save()
    efter = exportera(sammanträde, tmp_path / "efter")

    assert skillnader(före, efter) == [
        "paragrafer[2].ordforande.namn",
        "paragrafer[2].ordforande.parti",
        "paragrafer[2].ordforande.titel",
        "sammantrade.ordforande.namn",
        "sammantrade.ordforande.parti",
        "sammantrade.ordforande.telefon",
    ]


def test_sekretessen_som_läggs_på_efteråt_följer_med(tmp_path):
    sammanträde = läs_in(tmp_path / "in", hållet()).sammanträde
    Paragraf.objects.filter(nummer=17).update(sekretess_lagrum="OSL 21 kap. 7 §")
    Punkt.objects.filter(rubrik="Taxa för tillsyn").update(slag="anmalan", slag_antaget=False)
    ut = exportera(sammanträde, tmp_path / "ut")
    assert ut["paragrafer"][4]["sekretess"] == {"lagrum": "OSL 21 kap. 7 §"}
    assert ut["foredragningslista"][1]["slag"] == "anmalan"


def test_ett_eget_möte_skrivs_ut_och_kan_läsas_in_i_en_annan_installation(tmp_path, värld):
    värld.håll()
    Sammanträde.objects.update(slag="extra")
    Punkt.objects.filter(slag="information").update(handlingar_dukas=True, anmärkning="Kort")
    ut = exportera(värld.sammanträde, tmp_path / "ut")

    assert ut["sammantrade"]["slag"] == "extra"
    assert [p["rubrik"] for p in ut["foredragningslista"]] == [
        p.rubrik for p in värld.sammanträde.punkter.all()
    ]
    assert ut["foredragningslista"][2]["anmarkning"] == "Kort, handlingarna dukas"
    assert [(p["paragraf"], p["punkt"]) for p in ut["paragrafer"]] == [(1, 1), (2, 2), (3, 3)]
    taxan = ut["paragrafer"][1]
    assert taxan["beslut"] == [
        {"satser": ["Taxan antas.", "Taxan gäller från årsskiftet."], "utfall": "bifall"}
    ]
    assert [n["status"] for n in ut["narvaro"]][:5] == ["ledamot"] * 5
    assert ut["justering"] == [{"justerare": [{"namn": "Bo Ekfalk", "parti": "V"}]}]
    (fil,) = (h["fil"] for p in ut["foredragningslista"] for h in p.get("handlingar", []))
    assert fil.startswith("handlingar/")
    assert (tmp_path / "ut" / fil).read_bytes().startswith(b"%PDF")

    ut["kommun"]["namn"] = "En annan kommun"
    (tmp_path / "ut" / "mote.yaml").write_text(utläsning.som_yaml(ut), encoding="utf-8")
    igen = inläsning.läs_in(katalog=tmp_path / "ut", av=systemanvändare())
    assert normal(exportera(igen.sammanträde, tmp_path / "ut2")) == normal(ut)


def test_det_som_hänt_på_ett_eget_möte_kommer_ut_igen(tmp_path, värld):
    """När mötet hölls, ajourneringen mellan två punkter, jävsfrågorna och sedlarna i valet."""
    protokoll = värld.samla()
    Protokoll.objects.filter(pk=protokoll.pk).update(
        öppnat_tid=timezone.make_aware(datetime.combine(värld.sammanträde.datum, time(9)))
    )
    första, *resten = protokoll.upptagbara_punkter
    paragraf = beslut.ta_upp(punkt=första, av=värld.sekreterare)
    fråga = {"grund": Grund.PART.etikett, "paragraf": paragraf, "av": värld.sekreterare}
    jäv.pröva_jävsfråga(
        rad=värld.rad("Åke"),
        jävig=False,
        inställning="bestrider",
        väckt_av=värld.rad("Bo"),
        **fråga,
    )
    jäv.pröva_jävsfråga(rad=värld.rad("Märta"), jävig=True, inställning="overlater", **fråga)
    anmält = jäv.anmäl_jäv(rad=värld.rad("Ingrid"), **fråga)
    jäv.tillämpa_undantag(
        jäv=anmält, undantag="saknar_betydelse", skäl="taxan gäller alla", av=värld.sekreterare
    )
    beslut.besluta(paragraf=paragraf, utfall="noterat", av=värld.sekreterare)
    ledning.ajournera(protokoll=protokoll, tid=time(14, 30), av=värld.sekreterare)
    ledning.återuppta(protokoll=protokoll, tid=time(14, 45), av=värld.sekreterare)
    for punkt in resten:
        värld.behandla(punkt)
    valet = extra.väck_ärende(
        protokoll=protokoll, rubrik="Val till arbetsutskottet", typ="val", av=värld.sekreterare
    )
    valen.räkna_proportionellt(
        paragraf=valet,
        valet=Valet("ledamöter i arbetsutskottet", platser=2),
        valslag="utskott",
        begärande=2,
        sedlar=[Sedelhög("Kartellen", ("Anna Ek (S)", "Ida Lo (V)"), 5)],
        har_röstat=[värld.rad(n) for n in ("Željka", "Åke", "Märta", "Ingrid", "Bo")],
        av=värld.sekreterare,
    )
    avslut.avsluta(
        protokoll=protokoll, starttid=time(13, 10), sluttid=time(16, 5), av=värld.sekreterare
    )
    texter = [rad.redovisning for rad in paragraf.jäv.all()]

    ut = exportera(värld.sammanträde, tmp_path / "ut")

    assert ut["sammantrade"]["tider"] == [["13:10", "14:30"], ["14:45", "16:05"]]
    ut["kommun"]["namn"] = "En annan kommun"
    (tmp_path / "ut" / "mote.yaml").write_text(utläsning.som_yaml(ut), encoding="utf-8")
    igen = inläsning.läs_in(katalog=tmp_path / "ut", av=systemanvändare())
    assert normal(exportera(igen.sammanträde, tmp_path / "ut2")) == normal(ut)
    inläst = paragrafer(Protokoll.objects.get(sammanträde=igen.sammanträde))
    assert {rad.redovisning for rad in inläst[0].jäv.all()} == set(texter)
    assert [rad.text for rad in inläst[0].propositioner.all()] == []
    tryckt = str(block(inläst[-1], Rubriker(inläst[-1].organ), maskera=False))
    assert "('2', 'Ida Lo (V)', 'Kartellen', '2,50')" in tryckt
    assert "Proportionellt val begärs av 2 ledamöter" in tryckt


# --- Historia -------------------------------------------------------------------------------------


PLATSEN = " (5 kap. 17 § kommunallagen)."
NÄRVARO = " (5 kap. 66 § kommunallagen)."


def test_historia_varnar_och_hindrar_aldrig(tmp_path):
    svar = läs_in(tmp_path, copy.deepcopy(GAMMALT))

    omröstning = "paragrafer[1].omrostningar[0]"
    assert svar.varningar == [
        "sammantrade.tider[0]: 00:30 är inte efter 18:00.",
        "narvaro[4]: Håkan af Myrtorp och Tove Älvhage tjänstgör båda för Märta Lindéngård, "
        f"§ 26{PLATSEN}",
        "paragrafer[2]: §§ 27–28 saknas före § 29.",
        "paragrafer[3]: § 29 står flera gånger.",
        f"paragrafer[1]: 4 tjänstgör men organet har 3 platser{PLATSEN}",
        f"{omröstning}: 2 namn men 3 röster på ja (5 kap. 67 § kommunallagen).",
        f"{omröstning}: Tove Älvhage röstade trots jäv (6 kap. 30 § kommunallagen).",
        f"{omröstning}: Okänd Röstare röstade men står inte i närvaron{NÄRVARO}",
        f"{omröstning}.roster.ja[0]: Željka Čović-Šimić står med partiet SD, i närvaron S{NÄRVARO}",
        f"{omröstning}: Utslagsröst av Željka Čović-Šimić utan lika röstetal "
        "(5 kap. 56 § kommunallagen).",
        "justering[0]: Justerat 1999-05-25, mer än fjorton dagar efter mötet "
        "(5 kap. 69 § kommunallagen).",
        "anslag[0]: Tas ned 1999-06-10, tidigast 1999-06-24 (8 kap. 12 § kommunallagen).",
        "anslag[0]: Uppsatt 1999-06-02, senare än andra dagen efter justeringen 1999-05-25 "
        "(8 kap. 12 § kommunallagen).",
        "bilagor[0]: § 40 finns inte i protokollet.",
        "narvaro[1].tider[0]: 18:30 är inte efter 19:00.",
        "paragrafer[2].galler: 30-28 slutar före sin början.",
        "paragrafer[1].sammanfattning: Mallens platshållare står kvar i texten.",
        "organ.diarium saknas, men ”Bidrag” har beteckningen 31/16.",
        "paragrafer[3]: § 29 räknas inte i organets serie.",
    ]
    assert len(Omröstning.objects.get().varningar) == 5
    assert Närvaro.objects.get(namn="Håkan af Myrtorp").varningar == [
        f"Håkan af Myrtorp och Tove Älvhage tjänstgör båda för Märta Lindéngård, § 26{PLATSEN}"
    ]
    assert Paragraf.objects.get(nummer=26).varningar == [
        f"4 tjänstgör men organet har 3 platser{PLATSEN}",
        "Mallens platshållare står kvar i texten.",
    ]
    assert len(Anslag.objects.get().varningar) == 2
    (försent,) = Justering.objects.get().varningsrader
    assert (försent[1].lagrum, bool(försent[1].lagtext)) == ("5 kap. 69 § kommunallagen", True)


def test_kommandot_skriver_varningarna(tmp_path):
    ut = io.StringIO()
    call_command("importera", str(skriv(tmp_path, GAMMALT)), stdout=ut)
    rader = ut.getvalue().splitlines()
    assert "  Varning: paragrafer[2]: §§ 27–28 saknas före § 29." in rader
    ut = io.StringIO()
    call_command("importera", str(tmp_path), "--json", stdout=ut)
    assert json.loads(ut.getvalue())["ny"] is False


def test_ett_rätt_protokoll_ger_inga_varningar(tmp_path):
    """Utom det som filen med flit säger: en som är jävig fyller inte sin plats."""
    assert läs_in(tmp_path, hållet()).varningar == []


@pytest.mark.parametrize(
    ("ändring", "status"),
    [
        ({}, "justerat"),
        ({"justering": [], "anslag": []}, "avslutat"),
        ({"justering": [{"plats": "Kommunhuset", "tid": "15.00"}], "anslag": []}, "avslutat"),
        ({"justering": [{"omedelbar": True, "datum": "2021-03-17"}], "anslag": []}, "avslutat"),
        ({"justering": [{"underskrivet": [{"namn": "A"}]}], "anslag": []}, "justerat"),
        ({"justering": []}, "justerat"),
    ],
    ids=["daterad", "inget", "bara plats", "bara omedelbar", "underskriven", "anslaget"],
)
def test_protokollets_status_är_som_justeringen_säger(tmp_path, ändring, status):
    läst = läs_in(tmp_path, hållet(**ändring))
    protokoll = Protokoll.objects.get()
    assert (protokoll.status, protokoll.ursprung) == (status, "import")
    assert läst.sammanträde.status == "avslutat"
    assert protokoll.ordförande.namn == "Željka Čović-Šimić"


def test_beslutets_text_är_låst_efter_inläsningen(tmp_path):
    läs_in(tmp_path, hållet())
    with pytest.raises(ProgrammingError, match="ändras inte"), transaction.atomic():
        Beslut.objects.filter(text="Taxan antas.").update(text="Taxan antas inte.")
    with pytest.raises(ProgrammingError, match="ändras inte"), transaction.atomic():
        Beslut.objects.all().delete()
    Anslag.objects.all().delete()
    with pytest.raises(ProgrammingError), transaction.atomic():
        Justering.objects.all().delete()


def test_egna_paragrafer_fortsätter_efter_de_inlästa(tmp_path):
    läst = läs_in(tmp_path, hållet())
    serie = Paragrafserie.objects.get()
    assert (serie.organ, serie.år, serie.senaste) == (läst.sammanträde.organ, 2021, 17)


def test_en_hemlig_punkts_paragraf_är_hemlig_också_när_filen_inte_säger_det(tmp_path):
    data = hållet()
    del data["paragrafer"][2]["sekretess"]
    möte = läs_in(tmp_path / "in", data).sammanträde
    assert Paragraf.objects.get(nummer=15).är_sekretess
    assert "sekretess" not in exportera(möte, tmp_path / "ut")["paragrafer"][2]


def test_protokollet_går_att_läsa_och_skapa(tmp_path, client):
    möte = läs_in(tmp_path / "in", hållet()).sammanträde
    konto = AnvändareFactory()
    Rolltilldelning.objects.create(
        användare=konto, roll=Roll.NÄMNDSEKRETERARE, myndighet=möte.organ.myndighet
    )
    client.force_login(konto)
    svar = client.get(f"/protokoll/{Protokoll.objects.get().pk}/")
    assert svar.status_code == 200
    assert "Taxa för tillsyn" in svar.content.decode()

    call_command("protokoll", str(möte.pk), "--ut", str(tmp_path / "pdf"), stdout=io.StringIO())
    with pypdfium2.PdfDocument(tmp_path / "pdf" / "protokoll.pdf") as dokument:
        text = "".join(sida.get_textpage().get_text_range() for sida in dokument)
    assert "Taxan antas." in text
    assert "Digitalt/Sessionssalen" in text


# --- Ett möte som kommer --------------------------------------------------------------------------

KOMMANDE = grund(
    justering=[{"justerare": [{"namn": "Bo Ekfalk"}], "plats": "Kansliet"}],
    narvaro=[{"namn": "Bo Ekfalk", "status": "ledamot"}],
    meddelanden=[{"rubrik": "Beslut från IVO", "bokstav": "a"}],
    original={"kallelse": "h/a.pdf"},
)


def test_en_kallelse_som_nämner_justerare_förbereder_protokollet(tmp_path):
    sammanträde = läs_in(tmp_path / "in", KOMMANDE).sammanträde
    assert sammanträde.status == "utkast"
    protokoll = Protokoll.objects.get()
    assert (protokoll.status, protokoll.avslutat_tid) == ("forberett", None)
    assert normal(exportera(sammanträde, tmp_path / "ut")) == normal(KOMMANDE)


def test_ett_förberett_protokoll_öppnas_med_det_anmälda_kvar(värld):
    av = värld.sekreterare
    protokoll = Protokoll.objects.create(
        sammanträde=värld.sammanträde,
        status="forberett",
        ursprung="import",
        öppnat_tid="2026-03-01T12:00Z",
        öppnat_av=systemanvändare(),
        platser=0,
    )
    justering = Justering.objects.create(protokoll=protokoll, plats="Kansliet")
    Anslag.objects.create(protokoll=protokoll, justering=justering, uppsatt="2026-03-20")
    protokoll.meddelanden.create(rubrik="Beslut från IVO")

    öppnat = möte.öppna(sammanträde=värld.sammanträde, av=av)
    assert (öppnat.pk, öppnat.status, öppnat.ursprung) == (protokoll.pk, "oppet", "eget")
    assert öppnat.närvarande.count() == 8
    assert not öppnat.justeringar.exists()
    assert öppnat.meddelanden.count() == 1

    möte.ångra_öppnandet(protokoll=öppnat, av=av)
    öppnat.refresh_from_db()
    assert (öppnat.status, öppnat.meddelanden.count(), öppnat.närvarande.count()) == (
        "forberett",
        1,
        0,
    )


def test_ett_förberett_protokoll_syns_inte_förrän_mötet_öppnas(tmp_path, client):
    sammanträde = läs_in(tmp_path, KOMMANDE).sammanträde
    konto = AnvändareFactory()
    Rolltilldelning.objects.create(
        användare=konto, roll=Roll.NÄMNDSEKRETERARE, myndighet=sammanträde.organ.myndighet
    )
    client.force_login(konto)
    adress = f"/protokoll/{Protokoll.objects.get().pk}/"
    assert client.get(adress).status_code == 404
    Protokoll.objects.update(status="oppet")
    assert client.get(adress).status_code == 200


# --- Fel och säkerhet -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("ändring", "väntat"),
    [
        (
            {"bilagor": [{"rubrik": "A", "fil": "h/borta.pdf"}]},
            "bilagor[0].fil: filen h/borta.pdf saknas.",
        ),
        (
            {"original": {"protokoll": "länk.pdf"}},
            "original.protokoll: länk.pdf får inte peka ut ur katalogen eller vara en länk.",
        ),
        (
            {"meddelanden": [{"fil": "a/../../ute.pdf"}]},
            'meddelanden[0].fil: "a/../../ute.pdf" ska vara en sökväg som stannar i mötets '
            "katalog.",
        ),
        ({"meddelanden": [{"fil": "h/text.pdf"}]}, "meddelanden[0].fil: h/text.pdf"),
    ],
    ids=["saknas", "länk", "utanför", "inte pdf"],
)
def test_felen_säger_var_och_inget_sparas(tmp_path, ändring, väntat):
    (tmp_path / "ute.pdf").write_bytes(pdf())
    katalog = tmp_path / "in"
    skriv(katalog, hållet(**ändring), PAPPER | {"h/text.pdf": b"text"})
    (katalog / "länk.pdf").symlink_to(tmp_path / "ute.pdf")
    with pytest.raises(Mötesfilfel) as fel:
        inläsning.läs_in(katalog=katalog, av=systemanvändare())
    assert f"mote.json: {väntat}" in str(fel.value)
    assert not Sammanträde.objects.exists()


def test_ett_fel_i_protokollets_del_backar_också_kallelsens(tmp_path, monkeypatch):
    def fel(*_args: object) -> None:
        raise Mötesfilfel("paragrafer[0]: prov")

    monkeypatch.setattr(inläsning._Protokollsinläsning, "_anmält", fel)
    with pytest.raises(Mötesfilfel, match=r"mote\.json: paragrafer\[0\]: prov"):
        läs_in(tmp_path, hållet())
    assert not Sammanträde.objects.exists()
    assert not Fil.objects.exists()


def test_nämnden_läser_inte_ensam_ett_hållet_möte(tmp_path):
    with pytest.raises(Mötesfilfel, match=r"paragrafer, narvaro, .* läses in med hela mötet"):
        nämndens.läs_in(katalog=skriv(tmp_path, HÅLLET, PAPPER), av=systemanvändare())


def test_exportera_skriver_inte_över_något(tmp_path):
    möte = läs_in(tmp_path / "in", hållet()).sammanträde
    full = tmp_path / "full"
    full.mkdir()
    (full / "egen.txt").write_text("min")
    with pytest.raises(CommandError, match="är inte tom"):
        call_command("exportera", str(möte.pk), str(full))
    assert [f.name for f in full.iterdir()] == ["egen.txt"]
    with pytest.raises(CommandError, match="är ingen katalog"):
        call_command("exportera", str(möte.pk), str(full / "egen.txt"))
    (tmp_path / "länk").symlink_to(tmp_path / "annan")
    with pytest.raises(CommandError, match="är ingen katalog"):
        call_command("exportera", str(möte.pk), str(tmp_path / "länk"))
    with pytest.raises(CommandError, match="finns inte"):
        call_command("exportera", "0", str(tmp_path / "ny"))


def test_exportera_säger_vad_som_skrevs_och_lämnar_inget_halvt(tmp_path, monkeypatch):
    möte = läs_in(tmp_path / "in", hållet()).sammanträde
    tom = tmp_path / "tom"
    tom.mkdir()
    ut = io.StringIO()
    call_command("exportera", str(möte.pk), str(tom), stdout=ut)
    assert ut.getvalue() == (
        f"Socialnämnden 17 mars 2021 skrevs till {tom}: mote.yaml och 1 papper.\n"
    )
    assert sorted(str(f.relative_to(tom)) for f in tom.rglob("*") if f.is_file()) == [
        "h/a.pdf",
        "mote.yaml",
    ]

    def full(*_args: object, **_namngivna: object) -> None:
        raise OSError("disken är full")

    monkeypatch.setattr(utläsning, "som_yaml", full)
    with pytest.raises(CommandError, match="disken är full"):
        call_command("exportera", str(möte.pk), str(tmp_path / "ny"))
    assert sorted(f.name for f in tmp_path.iterdir()) == ["in", "tom"]


@pytest.mark.parametrize("namn", ["../../ute.pdf", "/etc/prov", "a\\b.pdf", "..", "mote.yaml", ""])
def test_ett_farligt_filnamn_stannar_i_katalogen(tmp_path, värld, namn):
    Handling.objects.update(filnamn=namn)
    ut = exportera(värld.sammanträde, tmp_path / "a" / "ut")
    (fil,) = (h["fil"] for p in ut["foredragningslista"] for h in p.get("handlingar", []))
    assert fil.startswith("handlingar/")
    assert sorted(f.name for f in (tmp_path / "a").iterdir()) == ["ut"]
    assert sorted(f.name for f in (tmp_path / "a" / "ut").iterdir()) == ["handlingar", "mote.yaml"]


def test_bara_administratören_får_skriva_ut_ett_möte(tmp_path, värld):
    with pytest.raises(PermissionDenied):
        utläsning.exportera(
            sammanträde=värld.sammanträde, katalog=tmp_path / "ut", av=värld.sekreterare
        )
    assert not (tmp_path / "ut").exists()


def test_mötet_har_ingen_kopia_av_filen(tmp_path):
    """Det som inte är typade fält är bara det som redan var det: partier i gruppmöten med mera."""
    läs_in(tmp_path, hållet())
    assert Protokoll.objects.get().huvud.keys() == {
        *("kommun", "organ", "datum", "plats", "tider", "sekreterare", "sekreterare_titel"),
        "protokollsnummer",
    }


def test_kallelsens_justerare_ändrade_i_programmet_står_i_utläsningen(tmp_path):
    kallelse = copy.deepcopy(KOMMANDE)
    sammanträde = läs_in(tmp_path / "in", kallelse).sammanträde
    assert [j.namn for j in sammanträde.tilltänkta_justerare.all()] == ["Bo Ekfalk"]
    assert exportera(sammanträde, tmp_path / "lika")["justering"] == kallelse["justering"]

    sammanträde.tilltänkta_justerare.all().delete()
    TilltänktJusterare.objects.create(sammanträde=sammanträde, namn="Åke Öberg", parti="M")

    assert exportera(sammanträde, tmp_path / "ut")["justering"] == [
        {"plats": "Kansliet", "justerare": [{"namn": "Åke Öberg", "parti": "M"}]}
    ]


@pytest.mark.parametrize("text", ["15:00", "09:30", "1:30:00", "yes", "on", "1_000"])
def test_klockslag_skrivs_inom_citattecken(text: str) -> None:
    """YAML 1.1, som många läsare följer, har 15:00 för talet 900."""
    assert utläsning.som_yaml({"fran": text, "ord": "kl. 15.00"}) == (
        f"fran: '{text}'\nord: kl. 15.00\n"
    )


def test_yrkandet_säger_vilken_punkt_det_gäller(tmp_path, värld):
    """Formatet har ingen punkt för yrkanden; uppgiften står i texten."""
    protokoll = värld.samla()
    paragraf = beslut.ta_upp(punkt=värld.punkter[1], av=värld.sekreterare)
    for slag, text in (("avslag", ""), ("bordlaggning", "till marsmötet"), ("bifall", "")):
        yrkanden.ställ(
            paragraf=paragraf,
            slag=slag,
            text=text,
            punkt=None if slag == "bifall" else 2,
            yrkare=[värld.rad("Bo")],
            av=värld.sekreterare,
        )

    ut = exportera(protokoll.sammanträde, tmp_path / "ut")

    texter = [y["text"] for p in ut["paragrafer"] for y in p.get("yrkanden", [])]
    assert texter == ["Avslag på punkt 2.", "till marsmötet (punkt 2)", "Bifall till förslaget."]
