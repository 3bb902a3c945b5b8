"""Inläsning av mötesfiler genom tjänsten och kommandot: allt eller inget, och bara en gång."""

import io
import json
import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import date, time
from pathlib import Path

import pikepdf
import pytest
from django.conf import settings
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import connection

from konton.models import Kommun, Person, Roll, Rolltilldelning
from konton.services.system import systemanvändare
from nämnd.models import Organ, Punkt, Punkthandling, Sammanträde, Uppdrag
from nämnd.mötesfil import Mötesfilfel
from nämnd.services import inläsning
from tests.factories.konton import AnvändareFactory
from tests.factories.ärenden import pdf
from tests.nämnd.mötesfiler import GRUND, grund, skriv
from tests.pdf.prov import främmande, spara
from ärenden.models import Diarium, Fil, Handling, Händelse, Ärende
from ärenden.services import registrering

MED_PAPPER = [{"rubrik": "Taxan", "handlingar": [{"rubrik": "Skrivelse", "fil": "a.pdf"}]}]
HELT = grund(
    kommun={"namn": "Björksunds kommun", "fler": ["Sjövikens kommun"]},
    organ=GRUND["organ"]
    | {
        "typ": "namnd",
        "platser": 9,
        "forvaltning": "Socialförvaltningen",
        "distans_tillaten": True,
    },
    sammantrade={
        "datum": "2026-03-18",
        "tider": [["13:00", "15:30"], ["16:00", "17:00"]],
        "plats": "Solrosen",
        "tema": "Äldreomsorg",
        "gruppmoten": [{"partier": ["S", "V"], "plats": "Eken", "tider": ["12:00", "13:00"]}],
        "program": [{"tid": "11.30", "text": "Lunch"}],
        "ordforande": {"namn": "Željka Čović-Šimić", "titel": "ordförande"},
        "sekreterare": {"namn": "Ingrid Norrsund", "titel": "nämndsekreterare"},
        "forhinder": {
            "namn": "Bo Ekfalk",
            "titel": "assistent",
            "epost": "bo@bjorksund.example",
            "telefon": "0123-45 67",
        },
        "distans": "Anmäl i förväg.",
        "pressinformation": "Pressträff 17.30.",
        "underskrift": {"ort": "Björksund", "datum": "2026-03-06"},
        "anteckningssidor": 2,
        "protokollsnummer": "3",
        "offentligt": True,
        "slag": "extra",
        "utkast": True,
    },
    kallade=[
        {"namn": "Željka Čović-Šimić", "parti": "S", "som": "ledamot"},
        {"namn": "Tove Älvhage", "parti": "S", "som": "ersattare", "tid": "14.00"},
        {"namn": "Sanna Furubäck", "titel": "revisor", "som": "kannedom"},
    ],
    partier={"S": "Socialdemokraterna"},
    anmarkningar=["Kopian saknar sida 3."],
    foredragningslista=[
        {"rubrik": "Upprop", "slag": "formalia", "nummer": None},
        {
            "nummer": 4,
            "avsnitt": "Beslut",
            "slag": "beslut",
            "rubrik": "Taxa för tillsyn",
            "beteckning": "SOCN/2026:23",
            "klass": "759",
            "foredragande": [{"namn": "Märta Lindéngård", "titel": "chef", "tid": "13.15"}],
            "tid": "13.15",
            "anmarkning": "Återremiss",
            "handlingar_senare": True,
            "bilagemarkering": "Bilaga 1",
            "beslutsinstans": "KF",
            "forslag": ["Taxan antas.", "Taxan gäller från årsskiftet."],
            "forslag_av": "arbetsutskottet",
            "utkast": True,
            "handlingar": [
                {
                    "slag": "tjansteskrivelse",
                    "rubrik": "Skrivelse",
                    "datum": "2026-03-02",
                    "fil": "handlingar/a.pdf",
                },
                {"rubrik": "Yrkande", "slag": "yrkande"},
            ],
        },
        {
            "nummer": 5,
            "till": 6,
            "slag": "sekretess",
            "rubrik": "SEKRETESSÄRENDEN",
            "sekretess": {
                "lagrum": "OSL 26 kap. 1 §",
                "datum": "2026-03-01",
                "myndighet": "Socialnämnden",
                "offentlig_text": "Individärenden",
            },
            "punkter": [{"rubrik": "Prov ett", "beteckning": "SOCN/2026:24"}, {"rubrik": "Två"}],
        },
    ],
)


def läs_in(katalog: Path) -> inläsning.Inläst:
    return inläsning.läs_in(katalog=katalog, av=systemanvändare())


def kommando(*argument: str) -> list[str]:
    ut = io.StringIO()
    call_command("importera", *argument, stdout=ut)
    return ut.getvalue().splitlines()


def lagrade() -> set[str]:
    return {f.name for f in (Path(settings.FILKATALOG) / "filer").rglob("*") if f.is_file()}


def rader_i_databasen() -> dict[str, int]:
    modeller = (Kommun, Person, Organ, Diarium, Sammanträde, Punkt, Ärende, Handling, Fil, Händelse)
    return {m.__name__: m.objects.count() for m in modeller}


@pytest.mark.django_db
def test_varje_uppgift_får_sin_rad(tmp_path):
    svar = läs_in(skriv(tmp_path, HELT, {"handlingar/a.pdf": pdf(3)}))

    möte = svar.sammanträde
    assert svar.ny
    assert svar.varningar == []
    assert (möte.datum, möte.slag, möte.status) == (date(2026, 3, 18), "extra", "utkast")
    assert [(t.från, t.till) for t in möte.tider.all()] == [
        (time(13), time(15, 30)),
        (time(16), time(17)),
    ]
    assert (möte.plats, möte.tema, möte.anteckningssidor) == ("Solrosen", "Äldreomsorg", 2)
    assert (möte.distans, möte.pressinformation) == ("Anmäl i förväg.", "Pressträff 17.30.")
    assert (möte.underskrift_ort, str(möte.underskrift_dag)) == ("Björksund", "2026-03-06")
    assert (möte.protokollsnummer, möte.offentligt, möte.utkast) == ("3", True, True)
    assert möte.anmärkningar == ["Kopian saknar sida 3."]
    assert (str(möte.ordförande), möte.ordförande_titel) == ("Željka Čović-Šimić", "ordförande")
    assert (str(möte.sekreterare), möte.sekreterare_titel) == (
        "Ingrid Norrsund",
        "nämndsekreterare",
    )
    förhinder = möte.förhinder_till
    assert (förhinder.titel, förhinder.epost, förhinder.telefon) == (
        "assistent",
        "bo@bjorksund.example",
        "0123-45 67",
    )
    (grupp,) = möte.gruppmöten.all()
    assert (grupp.partier, grupp.plats, grupp.från, grupp.till) == (
        ["S", "V"],
        "Eken",
        time(12),
        time(13),
    )
    assert [str(p) for p in möte.program.all()] == ["11.30 Lunch"]
    organ = möte.organ
    assert (organ.typ, organ.platser, organ.distans_tillåten) == ("namnd", 9, True)
    assert organ.myndighet.förvaltning == "Socialförvaltningen"
    assert organ.myndighet.kommun.fler_namn == ["Sjövikens kommun"]
    assert organ.myndighet.kommun.partier.get(kod="S").namn == "Socialdemokraterna"
    assert [(k.namn, k.som, k.parti, k.titel, k.tid) for k in möte.kallade.all()] == [
        ("Željka Čović-Šimić", "ledamot", "S", "", ""),
        ("Tove Älvhage", "ersattare", "S", "", "14.00"),
        ("Sanna Furubäck", "kannedom", "", "revisor", ""),
    ]
    uppdrag = Uppdrag.objects.filter(organ=organ)
    assert {(u.person.namn, u.post, u.från.year, u.till.year) for u in uppdrag} == {
        ("Željka Čović-Šimić", "ledamot", 2023, 2026),
        ("Tove Älvhage", "ersattare", 2023, 2026),
    }

    upprop, taxan, följd, ett, två = möte.punkter.order_by("ordning")
    assert (upprop.numrering, upprop.slag) == (Punkt.Numrering.UTAN, "formalia")
    assert (taxan.nummer, taxan.avsnitt, taxan.tid) == ("4", "Beslut", "13.15")
    assert (taxan.anmärkning, taxan.handlingar_senare) == ("Återremiss", True)
    assert (taxan.bilagemarkering, taxan.beslutsinstans) == ("Bilaga 1", "KF")
    assert (taxan.förslag_av, taxan.utkast) == ("arbetsutskottet", True)
    assert [s.text for s in taxan.förslag.all()] == [
        "Taxan antas.",
        "Taxan gäller från årsskiftet.",
    ]
    (föredragande,) = taxan.föredragande.all()
    assert (str(föredragande), föredragande.tid) == ("Märta Lindéngård, chef", "13.15")
    assert (taxan.ärende.beteckning, taxan.ärende.klass, taxan.ärende.ursprung) == (
        "SOCN/2026:23",
        "759",
        "import",
    )
    skrivelse, yrkande = (h.handling for h in taxan.handlingar.all())
    assert (skrivelse.slag, str(skrivelse.datum), skrivelse.filnamn) == (
        "tjansteskrivelse",
        "2026-03-02",
        "a.pdf",
    )
    assert skrivelse.fil.sidor == 3
    assert (yrkande.slag, yrkande.fil) == ("yrkande", None)
    assert (följd.nummer, följd.till_nummer) == ("5", "6")
    assert (följd.sekretess_lagrum, str(följd.sekretess_dag)) == ("OSL 26 kap. 1 §", "2026-03-01")
    assert (följd.sekretess_myndighet, följd.offentlig_text) == ("Socialnämnden", "Individärenden")
    # I en hemlig följd är allt hemligt, också ärendet som kommer till.
    assert (ett.förälder, två.förälder) == (följd, följd)
    assert ett.är_sekretess
    assert två.är_sekretess
    assert ett.ärende.är_sekretess


@pytest.mark.django_db
def test_eget_nummer_fortsätter_efter_det_inlästa(tmp_path):
    läs_in(skriv(tmp_path, HELT, {"handlingar/a.pdf": pdf()}))
    organ = Organ.objects.get()
    av = AnvändareFactory()
    Rolltilldelning.objects.create(
        användare=av, roll=Roll.REGISTRATOR, myndighet=organ.myndighet, från=date(2020, 1, 1)
    )
    nytt = registrering.registrera_ärende(
        diarium=organ.diarium, myndighet=organ.myndighet, rubrik="Nytt", av=av
    )
    if nytt.år == 2026:
        assert nytt.löpnummer == 25
    assert nytt.ursprung == "eget"


@pytest.mark.django_db
def test_två_gånger_ändrar_inget(tmp_path):
    skriv(tmp_path, HELT, {"handlingar/a.pdf": pdf()})
    första = läs_in(tmp_path)
    # Det användaren sedan rättar ska inte rivas upp.
    Organ.objects.update(platser=11, kortnamn="")
    före = rader_i_databasen()

    andra = läs_in(tmp_path)

    assert (andra.ny, andra.sammanträde) == (False, första.sammanträde)
    assert rader_i_databasen() == före
    assert Organ.objects.get().platser == 11


@pytest.mark.django_db
def test_annan_starttid_är_ett_annat_möte(tmp_path):
    läs_in(skriv(tmp_path / "1", grund()))
    senare = grund(sammantrade=GRUND["sammantrade"] | {"tider": [["18:00", "19:00"]]})
    assert läs_in(skriv(tmp_path / "2", senare)).ny
    assert Sammanträde.objects.count() == 2


@pytest.mark.django_db
def test_registret_står_fast_och_filen_varnar(tmp_path):
    läs_in(skriv(tmp_path / "1", HELT, {"handlingar/a.pdf": pdf()}))
    annan = grund(
        organ=GRUND["organ"] | {"platser": 7},
        sammantrade=GRUND["sammantrade"]
        | {
            "datum": "2026-04-22",
            "forhinder": {"namn": "Bo Ekfalk", "parti": "V", "telefon": "0999"},
        },
        partier={"S": "Annat namn"},
        foredragningslista=[
            {"rubrik": "Taxan", "beteckning": "SOCN/2026:23", "klass": "111"},
            {"rubrik": "Udda", "beteckning": "2018.33"},
            {"rubrik": "Bara klass", "klass": "700"},
        ],
        kallade=[{"namn": "Bo Ekfalk"}, {"namn": "Bo Ekfalk"}],
    )

    svar = läs_in(skriv(tmp_path / "2", annan))

    assert svar.varningar == [
        "organ.platser: filen säger 7, registret 9; registret ändras inte.",
        "sammantrade.forhinder.telefon: filen säger 0999, registret 0123-45 67; "
        "registret ändras inte.",
        "partier.S: filen säger Annat namn, registret Socialdemokraterna; registret ändras inte.",
        "kallade[1]: Bo Ekfalk står redan i listan.",
        "SOCN/2026:23: klass 111 i filen, 759 i diariet.",
        "2018.33 följer inte diariets mönster.",
    ]
    assert Ärende.objects.get(beteckning="2018.33").löpnummer is None


@pytest.mark.django_db
def test_en_redan_registrerad_handling_blir_hemlig_på_listan(tmp_path):
    def fil(dag, **handling):
        punkt = {
            "rubrik": "Taxan",
            "beteckning": "SOCN/2026:1",
            "handlingar": [{"rubrik": "Skrivelse", "fil": "a.pdf"} | handling],
        }
        return grund(sammantrade=GRUND["sammantrade"] | {"datum": dag}, foredragningslista=[punkt])

    läs_in(skriv(tmp_path / "1", fil("2026-03-18"), {"a.pdf": pdf()}))
    hemlig = fil("2026-04-18", sekretess={"lagrum": "OSL 26 kap. 1 §"})
    läs_in(skriv(tmp_path / "2", hemlig, {"a.pdf": pdf()}))

    assert Handling.objects.count() == 1
    första, andra = Punkthandling.objects.order_by("pk")
    assert not första.är_hemlig
    assert andra.är_hemlig


def _krypterad() -> bytes:
    ut = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf())) as dokument:
        dokument.save(ut, encryption=pikepdf.Encryption(user="x", owner="y"))
    return ut.getvalue()


def _avklippt() -> bytes:
    hel = främmande(["ett", "två"])
    return hel[: len(hel) // 2]


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("innehåll", "skäl"),
    [
        (_avklippt, "skadad"),
        (_krypterad, "låst med lösenord"),
        (lambda: b"PK\x03\x04docx", "inte en PDF"),
        (lambda: b"", "tom"),
        (lambda: spara(pikepdf.new()), "inga sidor"),
    ],
    ids=["avklippt", "krypterad", "inte pdf", "tom", "inga sidor"],
)
def test_ett_dåligt_papper_namnges_och_inget_sparas(tmp_path, innehåll, skäl):
    punkter = [
        {"rubrik": "Hel", "handlingar": [{"rubrik": "Hel", "fil": "hel.pdf"}]},
        {"rubrik": "Dålig", "handlingar": [{"rubrik": "Dålig", "fil": "mapp/dålig.pdf"}]},
    ]
    katalog = skriv(
        tmp_path,
        grund(foredragningslista=punkter),
        {"hel.pdf": pdf(märke="hel"), "mapp/dålig.pdf": innehåll()},
    )
    före, byte = rader_i_databasen(), lagrade()

    with pytest.raises(Mötesfilfel) as fel:
        läs_in(katalog)

    assert "mote.json: foredragningslista[1].handlingar[0].fil: mapp/dålig.pdf" in str(fel.value)
    assert skäl in str(fel.value)
    assert rader_i_databasen() == före
    assert lagrade() == byte


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("data", "väntat"),
    [
        (
            grund(organ={"namn": "A"}, foredragningslista=[*MED_PAPPER, {**MED_PAPPER[0]}])
            | {"organ": {"namn": "A", "diarium": {"monster": "{ar}"}}},
            "organ.diarium.monster: ",
        ),
        (
            grund(
                organ={"namn": "A"},
                foredragningslista=[*MED_PAPPER, {"rubrik": "B", "beteckning": "A/2026:1"}],
            ),
            "organ.diarium saknas, men ”B” har beteckningen A/2026:1.",
        ),
        (
            grund(
                foredragningslista=[
                    *MED_PAPPER,
                    {"rubrik": "B", "beteckning": "SOCN/2026:99999999999"},
                ]
            ),
            "databasen tar inte emot en uppgift",
        ),
    ],
    ids=["mönster", "diarium saknas", "för stort löpnummer"],
)
def test_fel_sedan_papper_sparats_lämnar_inga_byte(tmp_path, data, väntat):
    före, byte = rader_i_databasen(), lagrade()

    with pytest.raises(Mötesfilfel) as fel:
        läs_in(skriv(tmp_path, data, {"a.pdf": pdf(märke=väntat)}))

    assert str(fel.value).startswith(f"{tmp_path / 'mote.json'}: ")
    assert väntat in str(fel.value)
    assert rader_i_databasen() == före
    assert lagrade() == byte


@pytest.mark.django_db(transaction=True)
def test_ett_fel_rör_inte_en_fil_som_redan_fanns(tmp_path):
    innehåll = pdf(märke="delad")
    läs_in(skriv(tmp_path / "1", grund(foredragningslista=MED_PAPPER), {"a.pdf": innehåll}))
    byte = lagrade()
    fel = grund(
        organ={"namn": "A"},
        foredragningslista=[*MED_PAPPER, {"rubrik": "B", "beteckning": "A/2026:1"}],
    )
    with pytest.raises(Mötesfilfel):
        läs_in(skriv(tmp_path / "2", fel, {"a.pdf": innehåll}))
    assert lagrade() == byte
    assert Fil.objects.get().läs() == innehåll


@pytest.mark.django_db
def test_kommandot_skriver_en_rad_json_för_varje_möte_och_felar_till_sist(tmp_path):
    bra = [
        skriv(
            tmp_path / f"{n}",
            grund(sammantrade=GRUND["sammantrade"] | {"datum": f"2026-0{n}-18"}),
        )
        for n in (1, 2)
    ]
    dålig = skriv(tmp_path / "dålig", grund(organ={}))
    ut = io.StringIO()

    with pytest.raises(CommandError) as fel:
        call_command("importera", *map(str, [bra[0], dålig, bra[1]]), "--json", stdout=ut)

    assert fel.value.returncode == 1
    assert f"{dålig} lästes inte in:\n{dålig / 'mote.json'}: organ: namn saknas." in str(fel.value)
    rader = [json.loads(rad) for rad in ut.getvalue().splitlines()]
    möten = Sammanträde.objects.order_by("pk")
    assert rader == [{"sammantrade": m.pk, "ny": True, "varningar": []} for m in möten]
    assert len(rader) == 2


@pytest.mark.django_db
def test_kommandot_på_svenska(tmp_path):
    katalog = skriv(tmp_path, grund(foredragningslista=[{"rubrik": "A", "beteckning": "7"}]))
    (första, varning) = kommando(str(katalog))
    möte = Sammanträde.objects.get()
    assert första == f"{katalog} lästes in som sammanträde {möte.pk}: Socialnämnden 18 mars 2026."
    assert varning == "  Varning: 7 följer inte diariets mönster."
    (andra,) = kommando(str(katalog))
    assert andra.startswith(f"{katalog} fanns redan som sammanträde {möte.pk}")


@pytest.mark.django_db
def test_sekreteraren_får_rollen_en_gång(tmp_path):
    konto = AnvändareFactory(username="ingrid")
    katalog = str(skriv(tmp_path, grund()))

    kommando(katalog, "--sekreterare", "ingrid")
    kommando(katalog, "--sekreterare", "ingrid")

    (roll,) = Rolltilldelning.objects.filter(användare=konto)
    assert (roll.roll, roll.myndighet.namn) == (Roll.NÄMNDSEKRETERARE, "Socialnämnden")


@pytest.mark.django_db
def test_okänd_sekreterare_stoppar_innan_något_läses_in(tmp_path):
    with pytest.raises(CommandError, match="Användaren ingen finns inte"):
        kommando(str(skriv(tmp_path, grund())), "--sekreterare", "ingen")
    assert not Sammanträde.objects.exists()


@pytest.mark.django_db
def test_utskott_hamnar_i_sin_nämnds_myndighet(tmp_path):
    data = grund(organ={"namn": "Arbetsutskottet", "typ": "utskott", "overordnat": "Nämnden"})
    organ = läs_in(skriv(tmp_path, data)).sammanträde.organ
    assert organ.överordnat.namn == "Nämnden"
    assert organ.myndighet.namn == "Nämnden"
    assert not läs_in(tmp_path).ny


@pytest.mark.django_db
def test_inställt_möte(tmp_path):
    data = grund(sammantrade=GRUND["sammantrade"] | {"slag": "installt"})
    möte = läs_in(skriv(tmp_path, data)).sammanträde
    assert (möte.status, möte.slag) == ("installt", "ordinarie")


@pytest.mark.django_db(transaction=True)
def test_två_inläsningar_på_en_gång_ger_ett_möte(tmp_path):
    katalog = skriv(tmp_path, HELT, {"handlingar/a.pdf": pdf()})
    systemanvändare()
    start = threading.Barrier(2)

    def läs(_: int) -> bool:
        try:
            start.wait(10)
            return läs_in(katalog).ny
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as trådar:
        nya = sorted(trådar.map(läs, range(2)))

    assert nya == [False, True]
    assert Sammanträde.objects.count() == 1
