"""Registervården: vad den anmärker på, hur det lagas, och att den inte röjer något."""

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from konton.models import Roll
from tests.factories import ärenden as nya
from tests.factories.konton import MyndighetFactory, med_roll
from ärenden import registervård as regler
from ärenden.models import Handling, Ärende
from ärenden.registervård import Regel
from ärenden.services import registervård, registrering

OSL = "OSL 26 kap. 1 §"

# --- Orden ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("rubrik", "namn", "lagad"),
    [
        pytest.param(
            "Bygglov för Anna Nyberg", ["Anna Nyberg"], "Bygglov för enskild", id="GDPR 5.1 c sist"
        ),
        pytest.param(
            "Anna Anderssons ansökan om bygglov",
            ["Anna Anderssons"],
            "Enskilds ansökan om bygglov",
            id="GDPR 5.1 c genitiv först",
        ),
        pytest.param(
            "Yttrande från Lars Nyqvists om buller",
            ["Lars Nyqvists"],
            "Yttrande från enskild om buller",
            id="GDPR 5.1 c s utan genitiv",
        ),
        pytest.param(
            "Klagomål av Anna-Karin von Essen",
            ["Anna-Karin von Essen"],
            "Klagomål av enskild",
            id="GDPR 5.1 c dubbelnamn",
        ),
        pytest.param(
            "Avtal med Ali Hassan och Eva Ek",
            ["Ali Hassan", "Eva Ek"],
            "Avtal med enskild och enskild",
            id="GDPR 5.1 c två",
        ),
        pytest.param("Karin Boyes gata, ny beläggning", [], None, id="gata"),
        pytest.param("Trädfällning på Anna Lindhs plats", [], None, id="plats"),
        pytest.param("Tillsyn av Karl Karlsson AB", [], None, id="firma"),
        pytest.param("Taxa för Södra Skolan", [], None, id="inget förnamn"),
        pytest.param("Ansökan om Maria Parken", [], None, id="platsnamn"),
        pytest.param("Bygglov, anna nyberg", [], None, id="små bokstäver"),
    ],
)
def test_personnamn_i_rubriken(rubrik, namn, lagad):
    assert regler.personnamn(rubrik) == namn
    fynd = [f for f in regler.granska_rubrik(rubrik) if f.regel == Regel.PERSONNAMN]
    assert [f.lagad for f in fynd] == ([lagad] if lagad else [])


@pytest.mark.parametrize(
    ("rubrik", "korta", "lagad"),
    [
        pytest.param("Motion ang. taxa", ["ang."], "Motion angående taxa", id="SpråkL 11 § punkt"),
        pytest.param("Avtal m m", ["m m"], "Avtal med mera", id="SpråkL 11 § mellanslag"),
        pytest.param(
            "Tillsyn enligt PBL",
            ["PBL"],
            "Tillsyn enligt plan- och bygglagen (PBL)",
            id="SpråkL 11 § lag",
        ),
        pytest.param(
            "IFO, plan",
            ["IFO"],
            "Individ- och familjeomsorgen (IFO), plan",
            id="SpråkL 11 § först",
        ),
        pytest.param("Yttrande om SÄBO", ["SÄBO"], "", id="SpråkL 11 § okänd"),
        pytest.param("Plan- och bygglagen (PBL), tillsyn", [], "", id="förklarad före"),
        pytest.param("PBL (plan- och bygglagen), tillsyn", [], "", id="förklarad efter"),
        pytest.param("Svar på KS 2026/12 och SN/2026:4", [], "", id="diarienummer"),
        pytest.param("Avtal med Bygg AB om IT i EU", [], "", id="allmänna"),
        pytest.param("ANSÖKAN OM LOV", [], "", id="bara stora"),
    ],
)
def test_förkortningar_i_rubriken(rubrik, korta, lagad):
    assert regler.förkortningar(rubrik) == korta
    assert regler.utskriven(rubrik) == (lagad or rubrik)
    assert [f.lagad for f in regler.granska_rubrik(rubrik)] == ([lagad] if korta else [])


@pytest.mark.parametrize(
    ("motpart", "namn"),
    [
        pytest.param("Anna Ek <anna@exempel.se>", "Anna Ek", id="OSL 5:2 bredvid"),
        pytest.param("anna.ek@exempel.se", "Anna Ek", id="OSL 5:2 i adressen"),
        pytest.param("info@exempel.se", "", id="OSL 5:2 okänd"),
        pytest.param("Bygg AB", None, id="inget fel"),
    ],
)
def test_epost_som_motpart(motpart, namn):
    assert [f.lagad for f in regler.granska_motpart(motpart)] == ([] if namn is None else [namn])


def test_varje_regel_säger_varför():
    for regel in Regel:
        assert regel.etikett
        assert regel.lagrum
        assert regel.varför


def test_det_lagade_är_i_sin_ordning():
    """Ett tryck räcker: det som föreslås ger ingen ny anmärkning av samma slag."""
    for kort in regler.UTSKRIVNA:
        assert regler.förkortningar(regler.utskriven(f"Avtal {kort} taxa")) == [], kort


# --- Registret -----------------------------------------------------------------------------------


@pytest.fixture
def nämnd(db):
    return MyndighetFactory(namn="Socialnämnden")


@pytest.fixture
def rut(nämnd):
    return nya.registrator_i(nämnd)


def funna(ärende, av):
    return [(a.nyckel, a.varning.lagad) for a in registervård.anmärkningar([ärende], av=av)]


def test_registret_granskas(nämnd, rut):
    ärende = nya.ärende(
        nämnd, av=rut, rubrik="Motion ang. taxa", motpart="Anna Ek <anna@exempel.se>"
    )
    första = nya.handling(ärende, av=rut, rubrik="Motion", motpart="Anna Ek")
    nya.handling(ärende, av=rut, rubrik="motion", motpart="anna ek", innehåll=nya.pdf(2))
    nya.handling(ärende, av=rut, rubrik="Svar", riktning=Handling.Riktning.UTGÅENDE)
    # En bilaga har sin handlings avsändare, och det som upprättas har ingen.
    nya.handling(ärende, av=rut, bilaga_till=första, innehåll=nya.pdf(3))
    nya.handling(
        ärende, av=rut, riktning=Handling.Riktning.UPPRÄTTAD, innehåll=nya.pdf(märke="egen")
    )

    assert funna(ärende, rut) == [
        (("forkortning", 0), "Motion angående taxa"),
        (("epost", 0), "Anna Ek"),
        (("samma_avsandare", 2), ""),
        (("motpart_saknas", 3), ""),
        (("samma_fil", 3), ""),
    ]


def test_avsändaren_föreslås_ur_ärendet_men_inte_när_något_är_hemligt(nämnd, rut):
    ärende = nya.ärende(nämnd, av=rut, motpart="Bygg AB")
    nya.handling(ärende, av=rut)
    nya.handling(ärende, av=rut, sekretess_lagrum=OSL, innehåll=nya.pdf(2))

    assert funna(ärende, rut) == [(("motpart_saknas", 1), "Bygg AB"), (("motpart_saknas", 2), "")]


def test_den_offentliga_rubriken_är_den_som_granskas(nämnd, rut):
    ärende = nya.ärende(
        nämnd,
        av=rut,
        rubrik="Placering av Anna Ek enligt LVU",
        offentlig_rubrik="Ärende enl LVU",
        sekretess_lagrum=OSL,
    )

    (anmärkning,) = registervård.anmärkningar([ärende], av=rut)

    assert (anmärkning.varning.slag, anmärkning.varning.fält) == ("forkortning", "offentlig_rubrik")


def test_samma_fil_jämförs_bara_med_det_man_får_se(nämnd, rut):
    hans = med_roll(Roll.HANDLÄGGARE, nämnd)
    for fält in (
        {"sekretess_lagrum": OSL, "offentlig_rubrik": "Ärende"},
        {"rubrik": "Öppet med hemlig handling"},
    ):
        ärende = nya.ärende(nämnd, av=rut, **fält)
        nya.handling(ärende, av=rut, motpart="A", sekretess_lagrum=OSL)
    nya.handling(nya.ärende(av=None), motpart="Annan nämnd")
    öppet = nya.ärende(nämnd, av=rut)
    nya.handling(öppet, av=rut, motpart="B")

    assert [n for n, _ in funna(öppet, rut)] == [("samma_fil", 1)]
    assert funna(öppet, hans) == []


def test_ett_tryck_lagar_och_det_gamla_går_att_läsa(nämnd, rut):
    ärende = nya.ärende(nämnd, av=rut, rubrik="Motion ang. taxa", motpart="Bygg AB")
    nya.handling(ärende, av=rut)

    registervård.laga(
        ärende=ärende, regel="forkortning", nummer=0, lagad="Motion angående taxa", av=rut
    )
    registervård.laga(ärende=ärende, regel="motpart_saknas", nummer=1, lagad="Bygg AB", av=rut)

    ärende.refresh_from_db()
    assert (ärende.rubrik, ärende.handlingar.get().motpart) == ("Motion angående taxa", "Bygg AB")
    assert funna(ärende, rut) == []
    rättat, handling = (
        ärende.händelser.get(typ=typ).data for typ in ("ärende.rättat", "handling.rättad")
    )
    assert rättat == {
        "fält": "Rubriken",
        "från": "Motion ang. taxa",
        "till": "Motion angående taxa",
    }
    assert (handling["nummer"], handling["från"], handling["till"]) == (1, "", "Bygg AB")


@pytest.mark.parametrize(
    ("regel", "nummer", "lagad", "fel"),
    [
        ("forkortning", 0, "Något annat", registervård.FinnsInte),
        ("personnamn", 0, "x", registervård.FinnsInte),
        ("forkortning", 1, "Motion angående taxa", registervård.FinnsInte),
        ("motpart_saknas", 1, "", registervård.KanInteLagas),
    ],
)
def test_det_som_inte_visades_lagas_inte(nämnd, rut, regel, nummer, lagad, fel):
    ärende = nya.ärende(nämnd, av=rut, rubrik="Motion ang. taxa")
    nya.handling(ärende, av=rut)

    with pytest.raises(fel):
        registervård.laga(ärende=ärende, regel=regel, nummer=nummer, lagad=lagad, av=rut)

    ärende.refresh_from_db()
    assert ärende.rubrik == "Motion ang. taxa"
    assert not ärende.händelser.filter(typ="ärende.rättat").exists()


def test_det_som_lämnas_visas_inte_igen_förrän_det_lyder_annorlunda(nämnd, rut):
    ärende = nya.ärende(nämnd, av=rut, rubrik="Yttrande om SÄBO")

    registervård.lämna(ärende=ärende, regel="forkortning", nummer=0, av=rut)
    assert funna(ärende, rut) == []
    # Händelsen säger inte vad anmärkningen jämförde med.
    data = ärende.händelser.get(typ=registervård.LÄMNAD).data
    assert "SÄBO" not in str(data)

    Ärende.objects.filter(pk=ärende.pk).update(rubrik="Yttrande om SÄBO och HVB")
    ärende.refresh_from_db()
    assert [n for n, _ in funna(ärende, rut)] == [("forkortning", 0)]


@pytest.mark.parametrize("roll", [Roll.CHEF, Roll.FÖRTROENDEVALD, Roll.ADMINISTRATÖR])
def test_den_som_inte_får_registrera_lagar_och_lämnar_inget(nämnd, rut, roll):
    ärende = nya.ärende(nämnd, av=rut, rubrik="Motion ang. taxa")
    före = ärende.händelser.count()

    for av in (med_roll(roll, nämnd), nya.registrator_i(MyndighetFactory())):
        with pytest.raises(PermissionDenied):
            registervård.laga(
                ärende=ärende, regel="forkortning", nummer=0, lagad="Motion angående taxa", av=av
            )
        with pytest.raises(PermissionDenied):
            registervård.lämna(ärende=ärende, regel="forkortning", nummer=0, av=av)

    assert ärende.händelser.count() == före
    registervård.lämna(ärende=ärende, regel="forkortning", nummer=0, av=rut)


def test_granskningen_tar_några_åt_gången_och_inte_det_avslutade(nämnd, rut, monkeypatch):
    monkeypatch.setattr(registervård, "GRANSKAS", 2)
    alla = [nya.ärende(nämnd, av=rut, rubrik=f"Avtal ang. {n}") for n in range(3)]
    avslutat = nya.ärende(nämnd, av=rut, rubrik="Avtal ang. x")
    Ärende.objects.filter(pk=avslutat.pk).update(status=Ärende.Status.AVSLUTAT)
    nya.ärende(rubrik="Avtal ang. annan nämnd")

    första = registervård.granska(av=rut)
    andra = registervård.granska(av=rut, före=första.fortsätt_före)

    assert [a.ärende for a in första.anmärkningar] == alla[:0:-1]
    assert ([a.ärende for a in andra.anmärkningar], andra.fortsätt_före) == (alla[:1], None)
    assert registervård.granska(av=med_roll(Roll.CHEF, nämnd)).granskade == 0


# --- Sidorna -------------------------------------------------------------------------------------


def test_sidan_lagar_och_säger_vad_som_gick_fel(client, nämnd, rut):
    ärende = nya.ärende(nämnd, av=rut, rubrik="Motion ang. taxa")
    client.force_login(rut)
    sidan, åtgärda = reverse("arenden:kvalitet"), reverse("arenden:atgarda", args=[ärende.pk])
    for adress in (sidan, reverse("arenden:visa", args=[ärende.pk])):
        text = client.get(adress).content.decode()
        assert "Byt till ”Motion angående taxa”" in text
        assert "11 § språklagen" in text

    fel = client.post(åtgärda, {"regel": "finns-inte", "nummer": "0", "gor": "laga"})
    assert (fel.status_code, "kändes inte igen" in fel.content.decode()) == (422, True)
    uppgift = {"regel": "forkortning", "nummer": "0", "lagad": "Motion angående taxa"}
    assert client.post(åtgärda, {**uppgift, "gor": "laga"}).url == sidan
    igen = client.post(åtgärda, {**uppgift, "gor": "laga"})
    assert (igen.status_code, "finns inte längre" in igen.content.decode()) == (422, True)

    assert "Allt är i ordning" in client.get(sidan).content.decode()
    Ärende.objects.filter(pk=ärende.pk).update(rubrik="Om SÄBO")
    lämna = {"regel": "forkortning", "nummer": "0", "gor": "lamna", "tillbaka": "1"}
    assert client.post(åtgärda, lämna).url == reverse("arenden:visa", args=[ärende.pk])


@pytest.mark.parametrize("antal", [1, 10])
def test_sidan_har_lika_många_frågor_för_ett_och_tio_ärenden(
    client, nämnd, rut, antal, django_assert_max_num_queries
):
    for n in range(antal):
        ärende = nya.ärende(nämnd, av=rut, rubrik=f"Avtal ang. {n}")
        nya.handling(ärende, av=rut)
    client.force_login(rut)

    with django_assert_max_num_queries(14):
        svar = client.get(reverse("arenden:kvalitet"))

    assert len(svar.context["granskning"].anmärkningar) == 3 * antal - 1


def test_registreringen_byter_med_ett_tryck_och_registrerar_sedan(client, nämnd, rut):
    diarium = nya.diarium_för(nämnd)
    client.force_login(rut)
    ifyllt = {
        "nämnd": f"{diarium.pk}-{nämnd.pk}",
        "rubrik": "Ansökan ang. bygglov från Anna Nyberg",
        "motpart": "anna.nyberg@exempel.se",
        "klass": "214",
    }
    adress = reverse("arenden:ny")
    text = client.post(adress, ifyllt).content.decode()
    assert "Anna Nyberg. Skriv vad" in text
    assert 'name="laga"' in text

    for slag in ("personnamn", "forkortning", "epost"):
        svar = client.post(adress, {**ifyllt, "laga": slag})
        form = svar.context["form"]
        assert not Ärende.objects.exists()
        ifyllt |= {n: form[n].value() for n in ("rubrik", "motpart", "klass")}
    assert svar.status_code == 200
    assert "Se över och registrera" in svar.content.decode()
    # Ett okänt slag byter inget, och registrerar inget.
    client.post(adress, {**ifyllt, "laga": "x"})
    assert not Ärende.objects.exists()

    client.post(adress, ifyllt)

    ärende = Ärende.objects.get()
    assert (ärende.rubrik, ärende.motpart, ärende.klass) == (
        "Ansökan angående bygglov från enskild",
        "Anna Nyberg",
        "214",
    )
    assert not ärende.händelser.filter(typ="ärende.varning_förbigången").exists()


def test_samma_sak_i_flera_fält_sägs_en_gång():
    varningar = registrering.textvarningar(
        rubrik="Avtal",
        offentlig_rubrik="",
        motpart="info@exempel.se",
        offentlig_motpart="info@exempel.se",
    )

    assert [(v.slag, v.fält) for v in varningar] == [(Regel.EPOST, "motpart")]
