"""Avsluta ärenden: vad som hindrar, vad som varnar, vem som får, och vad som blir allmänt."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils import timezone

from konton.models import Roll
from tests.factories import ärenden as nya
from tests.factories.konton import MyndighetFactory, med_roll
from ärenden import policy
from ärenden.avslut import Grad, Läge, Regel, Sänd, granska, slutbehandlat
from ärenden.models import Handling, Händelse, Skrivelse, Ärende
from ärenden.services import avslut, remisser

OSL = "OSL 26 kap. 1 §"
IDAG = date(2026, 3, 2)
I_GÅR = IDAG - timedelta(days=1)
H, V = Grad.HINDRAR, Grad.VARNAR


# --- Regeln ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("läge", "väntat"),
    [
        pytest.param(Läge(), [], id="TF 2:10 inget öppet"),
        pytest.param(Läge(anmälda=["A"]), [(Regel.ANMÄLD, H)], id="TF 2:10 anmäld skrivelse"),
        pytest.param(Läge(granskas=2), [(Regel.GRANSKAS, H)], id="TF 2:10 på granskning"),
        pytest.param(Läge(att_besvara=["R"]), [(Regel.ATT_BESVARA, H)], id="FL 26 obesvarad"),
        pytest.param(
            Läge(sända=[Sänd("R", IDAG, 1)]),
            [(Regel.VÄNTAR_SVAR, H)],
            id="FL 23 svarstiden går ut i dag",
        ),
        pytest.param(
            Läge(sända=[Sänd("R", I_GÅR, 2)]),
            [(Regel.SVAR_UTEBLEV, V)],
            id="FL 23 svarstiden gick ut i går",
        ),
        pytest.param(Läge(sända=[Sänd("R", IDAG, 0)]), [], id="FL 23 alla har svarat"),
        pytest.param(Läge(inte_anmälda=["A"]), [(Regel.INTE_ANMÄLD, V)], id="TF 2:10 inte anmäld"),
        pytest.param(Läge(utkast=1), [(Regel.UTKAST, V)], id="TF 2:12 utkast"),
        pytest.param(Läge(utan_fil=[3]), [(Regel.UTAN_FIL, V)], id="ArkL 3 utan fil"),
        pytest.param(Läge(utan_dag=[4]), [(Regel.UTAN_DAG, V)], id="TF 2:10 utgående utan dag"),
        pytest.param(Läge(bevakas=IDAG), [(Regel.BEVAKAS, V)], id="bevakas till i dag"),
        pytest.param(Läge(bevakas=I_GÅR), [], id="bevakningen har gått ut"),
        pytest.param(
            Läge(utan_fil=[1], anmälda=["A"]),
            [(Regel.ANMÄLD, H), (Regel.UTAN_FIL, V)],
            id="TF 2:10 det som hindrar först",
        ),
    ],
)
def test_vad_som_är_öppet(läge, väntat):
    assert [(ö.regel, ö.regel.grad) for ö in granska(läge, IDAG)] == väntat


def test_varje_regel_säger_varför_och_varje_hinder_har_en_lag():
    for regel in Regel:
        assert regel.lagtext
        assert regel.lagrum or regel.grad is V


@pytest.mark.parametrize("regel", [r for r in Regel if r.grad is V])
def test_varje_varning_har_en_kort_mening_utan_rubrik(regel):
    assert avslut.KORT[regel]


@pytest.mark.parametrize(
    ("avslutad", "väntat"),
    [
        pytest.param([], None, id="TF 2:10 inte slutbehandlat"),
        pytest.param([IDAG], IDAG, id="TF 2:10 samma dag"),
        pytest.param([I_GÅR], None, id="TF 2:10 tillkom efter avslutet"),
        pytest.param([I_GÅR, IDAG], IDAG, id="TF 2:10 tillkom mellan två avslut"),
        pytest.param(
            [IDAG, IDAG + timedelta(days=9)], IDAG, id="TF 2:10 förblir allmän när det öppnas igen"
        ),
    ],
)
def test_slutbehandlat(avslutad, väntat):
    assert slutbehandlat(IDAG, avslutad) == väntat


# --- Tjänsten ------------------------------------------------------------------------------------

pytestmark = pytest.mark.django_db


@pytest.fixture
def nämnd():
    return MyndighetFactory(namn="Socialnämnden")


@pytest.fixture
def rut(nämnd):
    return med_roll(Roll.REGISTRATOR, nämnd)


@pytest.fixture
def ärende(nämnd, rut):
    return nya.ärende(nämnd, av=rut)


def typer(ärende):
    return list(
        Händelse.objects.filter(ärende=ärende, typ__startswith="ärende.")
        .order_by("pk")
        .values_list("typ", flat=True)
    )


def regler(ärende, av):
    return [ö.regel for ö in avslut.öppet(ärende, av=av)]


def test_ett_klart_ärende_avslutas_och_öppnas_igen(ärende, rut):
    avslut.avsluta(ärende=ärende, av=rut)
    ärende.refresh_from_db()
    assert ärende.status == Ärende.Status.AVSLUTAT

    with pytest.raises(avslut.FelStatus):
        avslut.avsluta(ärende=ärende, av=rut)
    with pytest.raises(avslut.SkälKrävs):
        avslut.återöppna(ärende=ärende, av=rut, skäl=" ")
    avslut.återöppna(ärende=ärende, av=rut, skäl="Nytt yttrande kom in.")

    ärende.refresh_from_db()
    assert ärende.status == Ärende.Status.ÖPPET
    with pytest.raises(avslut.FelStatus):
        avslut.återöppna(ärende=ärende, av=rut, skäl="Igen.")
    assert typer(ärende) == ["ärende.registrerat", "ärende.avslutat", "ärende.återöppnat"]


def test_en_anmäld_skrivelse_hindrar_tills_den_är_behandlad(ärende, rut):
    skrivelse = nya.skrivelse(ärende)
    assert regler(ärende, rut) == [Regel.INTE_ANMÄLD]
    nya.anmälan(skrivelse)

    with pytest.raises(avslut.KanInteAvslutas, match="Tjänsteskrivelse om taxan") as fel:
        avslut.avsluta(ärende=ärende, av=rut, skäl="Ändå.")

    assert [ö.regel for ö in fel.value.öppet] == [Regel.ANMÄLD]
    ärende.refresh_from_db()
    assert ärende.status == Ärende.Status.ÖPPET
    Skrivelse.objects.filter(pk=skrivelse.pk).update(status=Skrivelse.Status.BEHANDLAD)
    avslut.avsluta(ärende=ärende, av=rut)


def test_en_varning_gås_förbi_med_skäl_och_händelsen_säger_inte_rubriken(ärende, rut):
    nya.handling(ärende, av=rut, rubrik="Intyg om Maj Berg", innehåll=None, filnamn="")
    nya.skrivelse(ärende, rubrik="Utredning om Maj Berg")

    with pytest.raises(avslut.SkälKrävs):
        avslut.avsluta(ärende=ärende, av=rut)
    avslut.avsluta(ärende=ärende, av=rut, skäl="Finns på papper.")

    händelse = Händelse.objects.get(ärende=ärende, typ="ärende.avslutat_trots")
    assert händelse.data["skäl"] == "Finns på papper."
    assert "En handling har ingen fil." in händelse.data["varning"]
    assert "Maj Berg" not in str(händelse.data)


def test_remisser_utan_svar_hindrar_och_utgående_utan_dag_varnar(ärende, rut, nämnd):
    ut = nya.handling(ärende, av=rut, riktning=Handling.Riktning.UTGÅENDE)
    assert regler(ärende, rut) == [Regel.UTAN_DAG]
    Handling.objects.filter(pk=ut.pk).update(datum=IDAG)

    i_dag = timezone.localdate()
    mottagen = nya.handling(ärende, av=rut, rubrik="Remiss från länet")
    remisser.registrera_mottagen(
        handling=mottagen,
        sista_dag=i_dag + timedelta(days=20),
        av=rut,
    )

    assert regler(ärende, rut) == [Regel.ATT_BESVARA]
    remisser.avstå_mottagen(mottagen=mottagen.mottagen_remiss, av=rut)
    assert regler(ärende, rut) == []


def test_bara_den_som_ser_allt_och_registrerar_avslutar(nämnd, rut, ärende):
    hans, chef = med_roll(Roll.HANDLÄGGARE, nämnd), med_roll(Roll.CHEF, nämnd)
    annan = med_roll(Roll.REGISTRATOR, MyndighetFactory())
    eget = nya.ärende(nämnd, av=rut, handläggare=hans)

    assert policy.får_avsluta(rut, ärende)
    assert policy.får_avsluta(med_roll(Roll.NÄMNDSEKRETERARE, nämnd), ärende)
    assert policy.får_avsluta(hans, eget)
    for användare in (hans, chef, annan):
        assert not policy.får_avsluta(användare, ärende)
        with pytest.raises(PermissionDenied):
            avslut.avsluta(ärende=ärende, av=användare)
        with pytest.raises(PermissionDenied):
            avslut.återöppna(ärende=ärende, av=användare, skäl="Prov.")
        with pytest.raises(PermissionDenied):
            avslut.öppet(ärende, av=användare)


def test_ett_makulerat_ärende_avslutas_inte(ärende, rut):
    Ärende.objects.filter(pk=ärende.pk).update(status=Ärende.Status.MAKULERAT)

    with pytest.raises(avslut.FelStatus):
        avslut.avsluta(ärende=ärende, av=rut)
    with pytest.raises(avslut.FelStatus):
        avslut.återöppna(ärende=ärende, av=rut, skäl="Prov.")


def test_det_upprättade_blir_allmänt_vid_avslutet_och_förblir_det(ärende, rut):
    nya.handling(ärende, av=rut, riktning=Handling.Riktning.UPPRÄTTAD)
    nya.handling(ärende, av=rut, riktning=Handling.Riktning.INKOMMEN)
    i_dag = timezone.localdate()

    def dagar():
        return [u.besked.dag for u in avslut.upprättade(ärende, av=rut)]

    assert dagar() == [None]
    avslut.avsluta(ärende=ärende, av=rut)
    assert dagar() == [i_dag]
    avslut.återöppna(ärende=ärende, av=rut, skäl="Prov.")
    assert dagar() == [i_dag]


# --- Sidan ---------------------------------------------------------------------------------------


def till(namn, ärende):
    return reverse(f"arenden:{namn}", args=[ärende.pk])


def test_sidan_visar_hindren_med_varför_och_ingen_knapp(client, ärende, rut):
    nya.anmälan(nya.skrivelse(ärende))
    client.force_login(rut)

    text = client.get(till("avsluta", ärende)).content.decode()

    assert "Det här måste bli klart först" in text
    assert "2 kap. 10 § tryckfrihetsförordningen" in text
    assert "Avsluta ärendet" not in text
    svar = client.post(till("avsluta", ärende), {"skäl": "Ändå."})
    assert svar.status_code == 422
    assert "ds-error-summary" in svar.content.decode()


def test_sidan_tar_skälet_och_behåller_det_som_fattas(client, ärende, rut):
    nya.handling(ärende, av=rut, innehåll=None, filnamn="")
    client.force_login(rut)

    assert "(valfritt)" not in client.get(till("avsluta", ärende)).content.decode()
    fel = client.post(till("avsluta", ärende), {"skäl": ""})
    assert fel.status_code == 422
    assert "Skriv varför ärendet avslutas ändå." in fel.content.decode()

    assert client.post(till("avsluta", ärende), {"skäl": "På papper."}).status_code == 302
    sidan = client.get(till("avsluta", ärende)).content.decode()
    assert "Öppna ärendet igen" in sidan
    assert "Öppna igen" in client.get(till("visa", ärende)).content.decode()

    assert client.post(till("ateroppna", ärende), {"skäl": ""}).status_code == 422
    assert client.post(till("ateroppna", ärende), {"skäl": "Nytt."}).status_code == 302
    ärende.refresh_from_db()
    assert ärende.status == Ärende.Status.ÖPPET


def test_redan_gjort_säger_vad_som_gäller(client, ärende, rut):
    client.force_login(rut)

    svar = client.post(till("ateroppna", ärende), {"skäl": "Nytt."}, follow=True)
    assert "är inte avslutat" in svar.content.decode()
    assert client.post(till("avsluta", ärende)).status_code == 302
    svar = client.post(till("avsluta", ärende), follow=True)
    assert "är redan avslutat" in svar.content.decode()


def test_den_som_inte_får_avsluta_ser_ingen_knapp_och_nekas(client, nämnd, ärende):
    client.force_login(med_roll(Roll.HANDLÄGGARE, nämnd))

    assert till("avsluta", ärende) not in client.get(till("visa", ärende)).content.decode()
    assert client.get(till("avsluta", ärende)).status_code == 403
    assert client.post(till("avsluta", ärende)).status_code == 403
    assert client.post(till("ateroppna", ärende), {"skäl": "x"}).status_code == 403


def test_den_som_inte_ser_ärendet_får_inte_veta_att_det_finns(client, nämnd, rut):
    hemligt = nya.ärende(nämnd, av=rut, sekretess_lagrum=OSL)
    client.force_login(med_roll(Roll.HANDLÄGGARE, nämnd))

    assert client.get(till("avsluta", hemligt)).status_code == 404
    assert client.post(till("ateroppna", hemligt), {"skäl": "x"}).status_code == 404


@pytest.mark.parametrize("antal", [1, 6])
def test_checklistan_har_samma_antal_frågor_hur_mycket_som_än_är_öppet(
    client, ärende, rut, antal, django_assert_num_queries
):
    for _ in range(antal):
        nya.skrivelse(ärende)
        nya.handling(ärende, av=rut, riktning=Handling.Riktning.UTGÅENDE, innehåll=None, filnamn="")
    client.force_login(rut)

    with django_assert_num_queries(17):
        client.get(till("avsluta", ärende))
