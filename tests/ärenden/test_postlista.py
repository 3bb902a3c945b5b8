"""Postlistan: vad som är dagens post, vem som ser vad, och att det hemliga aldrig lämnas ut."""

from datetime import UTC, date, datetime
from itertools import product

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from konton.models import Roll
from tests.factories import ärenden as nya
from tests.factories.konton import MyndighetFactory, med_roll
from tests.ärenden.test_listfil import läs_xlsx
from ärenden.models import Handling
from ärenden.pdf import rendera_pdf
from ärenden.pdftext import läs_text
from ärenden.postuppgifter import Registeruppgifter, Visning, interna, offentliga
from ärenden.services import postlista

OSL = "OSL 26 kap. 1 §"
DAG = date(2026, 3, 2)


# --- Regeln ------------------------------------------------------------------------------------


def uppgifter(**ändrat) -> Registeruppgifter:
    grund = {
        "dag": DAG,
        "beteckning": "SN 2026/7",
        "motpart": "Maj Berg",
        "offentlig_motpart": "",
        "rubrik": "Ansökan om bistånd",
        "offentlig_rubrik": "",
        "hemlig": False,
    }
    return Registeruppgifter(**(grund | ändrat))


@pytest.mark.parametrize(
    ("u", "motpart", "rubrik", "utelämnat"),
    [
        pytest.param(uppgifter(), "Maj Berg", "Ansökan om bistånd", False, id="OSL 5:2 öppen"),
        pytest.param(uppgifter(hemlig=True), "", "", True, id="OSL 5:2 hemlig utan fältpar"),
        pytest.param(
            uppgifter(hemlig=True, offentlig_rubrik="Ansökan"),
            *("", "Ansökan", True),
            id="OSL 5:2 hemlig med offentlig rubrik",
        ),
        pytest.param(
            uppgifter(hemlig=True, offentlig_rubrik="Ansökan", offentlig_motpart="Enskild"),
            *("Enskild", "Ansökan", False),
            id="OSL 5:2 hemlig med båda fältparen",
        ),
        pytest.param(
            uppgifter(hemlig=True, offentlig_rubrik="Ansökan", motpart=""),
            *("", "Ansökan", False),
            id="OSL 5:2 utan avsändare är inget utelämnat",
        ),
        pytest.param(
            uppgifter(offentlig_rubrik="Ansökan", offentlig_motpart="Enskild"),
            *("Enskild", "Ansökan", False),
            id="OSL 5:2 det offentliga fältet går före också när inget är hemligt",
        ),
    ],
)
def test_offentliga_uppgifter(u, motpart, rubrik, utelämnat):
    visade = offentliga(u)

    assert (visade.motpart, visade.rubrik, visade.utelämnat) == (motpart, rubrik, utelämnat)


def test_dagen_och_numret_är_alltid_med_osl_5_2():
    for hemlig, offentlig in product([True, False], ["", "Enskild"]):
        u = uppgifter(hemlig=hemlig, offentlig_motpart=offentlig)
        for visade in (offentliga(u), interna(u)):
            assert (visade.dag, visade.beteckning) == (DAG, "SN 2026/7")


def test_de_egna_ser_allt_i_raden():
    visade = interna(uppgifter(hemlig=True, offentlig_rubrik="Ansökan"))

    assert (visade.motpart, visade.rubrik) == ("Maj Berg", "Ansökan om bistånd")


# --- Listan ------------------------------------------------------------------------------------

pytestmark = pytest.mark.django_db


@pytest.fixture
def nämnd():
    return MyndighetFactory(namn="Socialnämnden")


@pytest.fixture
def rut(nämnd):
    return med_roll(Roll.REGISTRATOR, nämnd)


@pytest.fixture
def hans(nämnd):
    """Handläggaren, som inte ser det hemliga."""
    return med_roll(Roll.HANDLÄGGARE, nämnd)


@pytest.fixture
def post(nämnd, rut):
    """Dagens post: öppet och hemligt, in och ut."""
    öppet = nya.ärende(nämnd, av=rut, rubrik="Remiss om taxan")
    hemligt = nya.ärende(nämnd, av=rut, rubrik="Utredning", sekretess_lagrum=OSL)
    fält = {"av": rut, "ankomstdag": DAG, "innehåll": None, "filnamn": ""}
    nya.handling(öppet, rubrik="Yttrande", motpart="Åmåls kommun", **fält)
    nya.handling(
        öppet,
        rubrik="Intyg om Maj Berg",
        offentlig_rubrik="Intyg",
        motpart="Vårdcentralen Linden",
        sekretess_lagrum=OSL,
        **fält,
    )
    nya.handling(hemligt, rubrik="Anmälan om Maj Berg", motpart="Skolan Eken", **fält)
    nya.handling(
        öppet,
        rubrik="Svar på remiss",
        motpart="Länsstyrelsen",
        riktning=Handling.Riktning.UTGÅENDE,
        datum=DAG,
        av=rut,
    )
    return öppet, hemligt


HEMLIGA = ("Maj Berg", "Vårdcentralen Linden", "Skolan Eken")


def rader(lista):
    return [(p.uppgifter.motpart, p.uppgifter.rubrik) for p in (*lista.inkomna, *lista.utgående)]


def gör(nämnd, av, *, dag=DAG, visning=Visning.INTERN):
    return postlista.postlista(myndighet=nämnd, dag=dag, visning=visning, av=av)


def test_registratorn_ser_dagens_post_i_nummerordning(nämnd, rut, post):
    lista = gör(nämnd, rut)

    assert rader(lista) == [
        ("Åmåls kommun", "Yttrande"),
        ("Vårdcentralen Linden", "Intyg om Maj Berg"),
        ("Skolan Eken", "Anmälan om Maj Berg"),
        ("Länsstyrelsen", "Svar på remiss"),
    ]
    assert [p.sekretess for p in lista.inkomna] == ["", OSL, OSL]


def test_den_som_inte_ser_det_hemliga_får_inte_veta_att_det_finns(nämnd, hans, post):
    assert rader(gör(nämnd, hans)) == [
        ("Åmåls kommun", "Yttrande"),
        ("Länsstyrelsen", "Svar på remiss"),
    ]


def test_till_utlämnande_står_bara_de_offentliga_uppgifterna(nämnd, rut, post):
    lista = gör(nämnd, rut, visning=Visning.UTLÄMNANDE)

    assert rader(lista) == [
        ("Åmåls kommun", "Yttrande"),
        ("", "Intyg"),
        ("", ""),
        ("Länsstyrelsen", "Svar på remiss"),
    ]
    # Numret och dagen döljs aldrig.
    assert [p.uppgifter.beteckning for p in lista.inkomna] == [
        *[post[0].beteckning] * 2,
        post[1].beteckning,
    ]
    assert {p.sekretess for p in lista.inkomna} == {""}


def test_bara_den_som_ser_allt_gör_en_lista_till_utlämnande(nämnd, hans, post):
    with pytest.raises(PermissionDenied):
        gör(nämnd, hans, visning=Visning.UTLÄMNANDE)


def test_en_annan_nämnds_post_går_inte_att_läsa(nämnd, post):
    utomstående = med_roll(Roll.REGISTRATOR, MyndighetFactory())

    with pytest.raises(PermissionDenied):
        gör(nämnd, utomstående)
    assert rader(gör(utomstående.roller.get().myndighet, utomstående)) == []


@pytest.mark.parametrize(
    ("fält", "med"),
    [
        ({"riktning": "utgaende", "datum": DAG}, True),
        ({"riktning": "utgaende", "datum": date(2026, 3, 1)}, False),
        # Utan egen dag räknas registreringens, i svensk tid.
        ({"riktning": "utgaende", "tid": datetime(2026, 3, 1, 23, 0, tzinfo=UTC)}, True),
        ({"riktning": "utgaende", "tid": datetime(2026, 3, 1, 22, 59, tzinfo=UTC)}, False),
        ({"riktning": "utgaende", "tid": datetime(2026, 3, 2, 22, 59, tzinfo=UTC)}, True),
        ({"riktning": "utgaende", "tid": datetime(2026, 3, 2, 23, 0, tzinfo=UTC)}, False),
        ({"riktning": "inkommen", "ankomstdag": DAG}, True),
        # Ankomstdagen avgör, inte handlingens egen dag.
        ({"riktning": "inkommen", "ankomstdag": date(2026, 3, 3), "datum": DAG}, False),
        ({"riktning": "upprattad", "datum": DAG}, False),
    ],
)
def test_vilken_dag_handlingen_hör_till(nämnd, rut, fält, med):
    tid = fält.pop("tid", None)
    handling = nya.handling(nya.ärende(nämnd, av=rut), av=rut, innehåll=None, filnamn="", **fält)
    if tid:
        Handling.objects.filter(pk=handling.pk).update(registrerad_tid=tid)

    assert bool(rader(gör(nämnd, rut))) is med


def test_en_kapad_lista_säger_det(nämnd, rut, post, monkeypatch):
    monkeypatch.setattr(postlista, "HÖGST", 3)

    lista = gör(nämnd, rut)

    assert (lista.antal, lista.fler) == (3, True)


# --- Sidan och filerna ---------------------------------------------------------------------------


def adress(namn="postlista", *args, **val):
    fråga = "&".join(f"{n}={v}" for n, v in val.items())
    return reverse(f"arenden:{namn}", args=args) + (f"?{fråga}" if fråga else "")


UTLÄMNAD = {"dag": DAG.isoformat(), "visning": "utlamnande"}
INTERN = {"dag": DAG.isoformat()}


@pytest.mark.slow
def test_det_hemliga_står_aldrig_i_det_som_lämnas_ut_varken_på_sidan_eller_i_filerna(
    client, nämnd, rut, post
):
    client.force_login(rut)

    def texter(val):
        pdf = client.get(adress("postlista_pdf", **val))
        xlsx = client.get(adress("postlista_fil", "xlsx", **val))
        return {
            "sida": client.get(adress(**val)).content.decode(),
            "pdf": läs_text(pdf.content),
            "csv": client.get(adress("postlista_fil", "csv", **val)).content.decode("utf-8-sig"),
            "xlsx": str(läs_xlsx(xlsx.content)),
        }

    for var, text in texter(UTLÄMNAD).items():
        assert "Åmåls kommun" in text, var
        assert post[1].beteckning in " ".join(text.split()), var
        for hemligt in (*HEMLIGA, OSL):
            assert hemligt not in text, (var, hemligt)
    for var, text in texter(INTERN).items():
        assert "Skolan Eken" in " ".join(text.split()), var


def test_filerna_har_samma_rader_som_sidan(client, nämnd, rut, post):
    client.force_login(rut)

    csv = client.get(adress("postlista_fil", "csv", **INTERN))
    xlsx = client.get(adress("postlista_fil", "xlsx", **INTERN))

    text = csv.content.decode("utf-8-sig").splitlines()
    assert text[0].startswith("Riktning;Dag;Diarienummer;Handling;Avsändare eller mottagare;")
    assert text[1] == f"inkommen;2026-03-02;{post[0].beteckning};1;Åmåls kommun;Yttrande;"
    assert len(text) == 5
    assert [rad[4] for rad in läs_xlsx(xlsx.content)][1:] == [
        *("Åmåls kommun", "Vårdcentralen Linden", "Skolan Eken", "Länsstyrelsen")
    ]
    assert csv["Content-Disposition"].endswith('"postlista-2026-03-02-intern.csv"')
    assert "no-store" in csv["Cache-Control"]


def test_sidan_bläddrar_en_dag_i_taget_och_säger_när_dagen_är_tom(client, nämnd, rut, post):
    client.force_login(rut)
    svar = client.get(adress(**INTERN))

    nästa = client.get(svar.context["nästa"])

    assert "Ingen post den här dagen" in nästa.content.decode()
    assert client.get(nästa.context["förra"]).context["lista"].antal == 4


def test_bläddringen_behåller_visningen(client, rut, post):
    client.force_login(rut)

    svar = client.get(adress(**UTLÄMNAD))

    assert "visning=utlamnande" in svar.context["nästa"]
    assert "visning=utlamnande" in svar.context["pdf"]


@pytest.mark.parametrize("antal", [1, 12])
def test_sidan_har_samma_antal_frågor_hur_många_rader_den_än_har(
    client, nämnd, rut, antal, django_assert_num_queries
):
    for _ in range(antal):
        nya.handling(nya.ärende(nämnd, av=rut), av=rut, ankomstdag=DAG, innehåll=None, filnamn="")
    client.force_login(rut)

    with django_assert_num_queries(11):
        svar = client.get(adress(**INTERN))

    assert svar.context["lista"].antal == antal


@pytest.mark.parametrize(
    "val",
    [
        {"dag": "i går"},
        {"dag": "0001-01-01"},
        {"dag": "9999-12-31"},
        {"namnd": "999999"},
        {"namnd": "x"},
        {"visning": "allt"},
    ],
)
def test_ett_urval_som_inte_går_att_läsa_ger_besked(client, rut, val):
    client.force_login(rut)

    svar = client.get(adress(**val))

    assert svar.status_code == 422
    assert "ds-error-summary" in svar.content.decode()
    fil = client.get(adress("postlista_fil", "csv", **val))
    assert fil.status_code == 302
    assert client.get(fil["Location"]).status_code == 422


def test_handläggaren_erbjuds_inte_utlämnandet_och_får_det_inte(client, hans, post):
    client.force_login(hans)

    assert "För utlämnande" not in client.get(adress(**INTERN)).content.decode()
    for namn, *args in (("postlista",), ("postlista_pdf",), ("postlista_fil", "csv")):
        assert client.get(adress(namn, *args, **UTLÄMNAD)).status_code == 403


def test_förtroendevald_når_inte_postlistan(client, nämnd):
    client.force_login(med_roll(Roll.FÖRTROENDEVALD, nämnd))

    for namn, *args in (("postlista",), ("postlista_pdf",), ("postlista_fil", "xlsx")):
        assert client.get(adress(namn, *args)).status_code == 403


def test_en_kapad_lista_blir_ingen_fil(client, rut, post, monkeypatch):
    monkeypatch.setattr(postlista, "HÖGST", 3)
    client.force_login(rut)

    for namn, *args in (("postlista_pdf",), ("postlista_fil", "csv")):
        svar = client.get(adress(namn, *args, **INTERN), follow=True)
        assert "fler handlingar än de 3 som visas" in svar.content.decode()


def test_ett_okänt_filslag_finns_inte(client, rut):
    client.force_login(rut)

    assert client.get("/arenden/postlista/postlista.ods").status_code == 404


@pytest.mark.slow
def test_tryckt_lista_säger_vem_den_är_för_och_vad_som_utelämnats(nämnd, rut, post):
    def tryckt(visning):
        dokument = postlista.postdokument(gör(nämnd, rut, visning=visning))
        pdf = rendera_pdf("pdf/postlista.html", dokument).innehåll
        return " ".join(läs_text(pdf).split())

    assert "Uppgift utelämnad" in tryckt(Visning.UTLÄMNANDE)
    assert "Intern lista" not in tryckt(Visning.UTLÄMNANDE)
    assert "Intern lista" in tryckt(Visning.INTERN)
