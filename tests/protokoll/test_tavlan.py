"""Att anslå för hand, makulera och låta ett anslag sitta längre (KL 8 kap. 10–12 §§)."""

from datetime import date, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from konton.models import Användare, Roll
from nämnd.models import Organ
from protokoll import policy
from protokoll.models import Justeringsregel, Tavelrättelse
from protokoll.services import anslag as anslagen
from protokoll.services import bevis, tavlan
from protokoll.services.justeringsfel import FelAnslag, FelSkede, InteOsäkert
from protokoll.services.mötesfel import dagtext
from publikt.models import Anslag
from publikt.services import anslagstavla
from tests.factories import justering as justeringsfabrik
from tests.factories import ärenden as ärendefabrik
from tests.factories.delegation import kör
from tests.factories.konton import MyndighetFactory, med_roll
from tests.factories.protokoll import Mötesvärld
from ärenden.models import Jobb

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
KUNGÖRELSE = {
    "slag": "forfattning",
    "rubrik": "Samråd om detaljplan",
    "text": "Planen visas på biblioteket.",
    "lagstöd": "5 kap. 11 § plan- och bygglagen",
}


@pytest.fixture
def organ() -> Organ:
    return Organ.objects.create(myndighet=MyndighetFactory(), namn="Byggnadsnämnden")


@pytest.fixture
def av(organ: Organ) -> Användare:
    return med_roll(Roll.REGISTRATOR, organ.myndighet)


def idag() -> date:
    return timezone.localdate()


def anslå(organ: Organ, av: Användare, **fält: Any) -> Anslag:
    return tavlan.anslå(
        organ=organ,
        av=av,
        **{"nyckel": uuid4(), "ned_dag": idag() + timedelta(days=14)} | KUNGÖRELSE | fält,
    )


def test_kungörelsen_kommer_upp_en_gång(organ: Organ, av: Användare) -> None:
    nyckel = uuid4()
    anslag, igen = anslå(organ, av, nyckel=nyckel), anslå(organ, av, nyckel=nyckel)

    assert anslag == igen
    assert anslag.är_uppe
    assert (anslag.organ, anslag.ned_dag) == (organ.namn, idag() + timedelta(days=14))
    assert policy.tavelorgan(anslag) == organ


def test_vid_en_tid_och_sent_uppe_räknas_tiden_därifrån(organ: Organ, av: Användare) -> None:
    """KL 13 kap. 5 §: delegationsbeslut ur ett annat system, anslagna för hand."""
    upp = timezone.now() + timedelta(days=1)
    anslag = anslå(
        organ, av, slag="delegation", förvaringsplats="Kommunhuset", uppe_från=upp, ned_dag=None
    )
    assert not anslag.är_uppe
    assert anslag.sista_överklagandedag is not None
    planerad = anslag.sista_överklagandedag

    anslagstavla.gå_upp(anslag=anslag, av_namn="Vakten", nu=upp + timedelta(days=7))

    anslag.refresh_from_db()
    assert anslag.sista_överklagandedag >= planerad + timedelta(days=7)
    assert anslag.ned_dag > anslag.sista_överklagandedag


@pytest.mark.parametrize("roll", [Roll.HANDLÄGGARE, Roll.CHEF, Roll.FÖRTROENDEVALD])
def test_andra_anslår_och_ändrar_inte(organ: Organ, av: Användare, roll: Roll) -> None:
    anslag = anslå(organ, av)
    for annan in (
        med_roll(roll, organ.myndighet),
        med_roll(Roll.NÄMNDSEKRETERARE, MyndighetFactory()),
    ):
        with pytest.raises(PermissionDenied):
            anslå(organ, annan)
        with pytest.raises(PermissionDenied):
            tavlan.makulera(anslag=anslag, skäl="Fel", av=annan)
        with pytest.raises(PermissionDenied):
            tavlan.flytta_ned_dag(
                anslag=anslag, ned_dag=idag() + timedelta(days=30), skäl="Fel", av=annan
            )
        assert not policy.skötta_tavelanslag(annan).exists()
        assert not policy.får_sköta_tavelanslag(annan, anslag)
    assert list(policy.skötta_tavelanslag(av)) == [anslag]
    assert policy.får_sköta_tavelanslag(av, anslag)
    anslag.refresh_from_db()
    assert anslag.är_uppe
    assert Anslag.objects.count() == 1


def test_varning_kräver_skäl_som_står_i_loggen(organ: Organ, av: Användare) -> None:
    """KL 8 kap. 12 §: efter andra dagen."""
    sent = {
        "slag": "justering",
        "sammanträdesdag": idag() - timedelta(days=30),
        "justerad_dag": idag() - timedelta(days=20),
        "paragrafer": "§§ 1–4",
        "förvaringsplats": "Kommunhuset",
        "ned_dag": None,
    }
    with pytest.raises(FelAnslag, match="senast") as fel:
        anslå(organ, av, **sent)
    assert not fel.value.fynd[0].hindrar
    assert not Anslag.objects.exists()

    anslag = anslå(organ, av, **sent, skäl="Sekreteraren var sjuk.")

    assert anslag.händelser.get(typ="inlamnat").text == "Sekreteraren var sjuk."
    assert anslag.sista_överklagandedag is not None
    assert "förvaltningsrätten" in anslag.överklagandeanvisning


def test_protokoll_som_förs_här_anslås_inte_för_hand(värld: Mötesvärld) -> None:
    värld.håll()
    dag = värld.sammanträde.datum
    fynd = tavlan.pröva(
        organ=värld.organ,
        slag="justering",
        uppe_dag=dag + timedelta(days=1),
        ifyllt={
            "sammanträdesdag": dag,
            "justerad_dag": dag,
            "paragrafer": "§ 1",
            "förvaringsplats": "Kommunhuset",
        },
    )
    assert [f.hindrar for f in fynd] == [True]
    assert "förs här" in fynd[0].text


def test_filen_granskas_först(organ: Organ, av: Användare) -> None:
    protokoll = {
        "slag": "protokoll",
        "sammanträdesdag": idag() - timedelta(days=9),
        "filnamn": "protokoll.pdf",
    }
    pdf = ärendefabrik.pdf(märke="anslag")
    with pytest.raises(FelAnslag, match="Granska"):
        anslå(organ, av, **protokoll, fil=pdf)
    with pytest.raises(FelAnslag, match=r"protokoll\.pdf"):
        anslå(organ, av, **protokoll, fil=b"inte en pdf", granskad=True)
    assert not Anslag.objects.exists()
    assert anslå(organ, av, **protokoll, fil=pdf, granskad=True).protokoll is not None


def test_makulera_och_flytta_loggas(organ: Organ, av: Användare) -> None:
    anslag = anslå(organ, av)
    with pytest.raises(FelAnslag, match="senare dag") as fel:
        tavlan.flytta_ned_dag(anslag=anslag, ned_dag=idag(), skäl="Fel dag", av=av)
    assert fel.value.lagrum.startswith("8 kap. 12 §")
    senare = anslag.ned_dag + timedelta(days=7)
    with pytest.raises(FelAnslag, match="skäl"):
        tavlan.flytta_ned_dag(anslag=anslag, ned_dag=senare, skäl=" ", av=av)

    anslag = tavlan.flytta_ned_dag(anslag=anslag, ned_dag=senare, skäl="Samrådet förlängs", av=av)
    assert anslag.ned_dag == senare
    with pytest.raises(FelAnslag, match="skäl"):
        tavlan.makulera(anslag=anslag, skäl="", av=av)
    anslag = tavlan.makulera(anslag=anslag, skäl="Fel plan", av=av)

    assert not anslag.är_uppe
    logg = [(h.typ, h.av_namn) for h in anslag.händelser.all()]
    assert logg[-2:] == [("ned_dag", str(av)), ("makulerat", str(av))]


DELEGATION = {
    "slag": "delegation",
    "rubrik": "Beslut om Lova Ek",
    "text": "Lova Ek, Björkvägen 3, får bistånd.",
    "förvaringsplats": "Kommunhuset",
    "ned_dag": None,
}
RÄTTAT = {"rubrik": "Beslut i enskilt ärende", "text": "Beslut 47.", "skäl": "Namnet var hemligt."}


def test_texten_rättas_medan_tiden_löper_och_det_gamla_syns_bara_för_dem_som_sköter_KL_8_12(
    organ: Organ, av: Användare, client: Client
) -> None:
    anslag = anslå(organ, av, **DELEGATION)
    dagar = (anslag.uppsatt_tid, anslag.sista_överklagandedag, anslag.ned_dag)
    client.force_login(av)
    sida = reverse("protokoll:tavelanslag", args=[anslag.pk])
    rätta = reverse("protokoll:ratta_anslagstext", args=[anslag.pk])
    assert rätta in client.get(sida).content.decode()
    form = client.get(rätta).content.decode()
    assert "överklagandetiden ändras inte" in form
    assert "8 kap. 12 § kommunallagen" in form
    for fel in (RÄTTAT | {"skäl": ""}, RÄTTAT | {"text": ""}, {**DELEGATION, "skäl": "Fel"}):
        svar = client.post(rätta, {k: v for k, v in fel.items() if v is not None})
        assert svar.status_code == 422
    assert "redan står" in svar.content.decode()
    assert not Tavelrättelse.objects.exists()

    assert client.post(rätta, RÄTTAT).headers["Location"] == sida

    anslag.refresh_from_db()
    assert (anslag.uppsatt_tid, anslag.sista_överklagandedag, anslag.ned_dag) == dagar
    assert anslag.text == f"Beslut 47.\n\nRättat {dagtext(idag())}."
    for adress in (reverse("publikt:anslag", args=[anslag.pk]), reverse("publikt:tavla")):
        allmänhetens = Client().get(adress).content.decode()
        assert "Beslut i enskilt ärende" in allmänhetens
        for hemligt in ("Lova Ek", "Björkvägen", "Namnet var hemligt"):
            assert hemligt not in allmänhetens
    assert (
        f"Rättat {dagtext(idag())}"
        in Client().get(reverse("publikt:anslag", args=[anslag.pk])).content.decode()
    )
    skötarens = client.get(sida).content.decode()
    for ord_ in ("Lova Ek, Björkvägen 3", "Namnet var hemligt.", str(av)):
        assert ord_ in skötarens
    # Nästa rättelse börjar i texten som den skrevs, utan märket.
    assert "Beslut 47.</textarea>" in client.get(rätta).content.decode()
    tavlan.rätta_text(anslag=anslag, av=av, **RÄTTAT | {"text": "Beslut 48."})
    anslag.refresh_from_db()
    assert anslag.text.count("Rättat") == 1
    with pytest.raises(DatabaseError), transaction.atomic():
        Tavelrättelse.objects.update(gammal_text="")
    with pytest.raises(DatabaseError), transaction.atomic():
        Anslag.objects.update(text="Bakvägen")


def test_texten_rättas_inte_av_andra_eller_i_det_som_gjorts_ur_protokollet_KL_8_12(
    organ: Organ, av: Användare, värld: Mötesvärld
) -> None:
    anslag = anslå(organ, av, **DELEGATION)
    for annan in (
        med_roll(Roll.HANDLÄGGARE, organ.myndighet),
        med_roll(Roll.NÄMNDSEKRETERARE, MyndighetFactory()),
    ):
        with pytest.raises(PermissionDenied):
            tavlan.rätta_text(anslag=anslag, av=annan, **RÄTTAT)
        klient = Client()
        klient.force_login(annan)
        adress = reverse("protokoll:ratta_anslagstext", args=[anslag.pk])
        assert klient.post(adress, RÄTTAT).status_code == 404
    tavlan.makulera(anslag=anslå(organ, av), skäl="Fel plan", av=av)
    makulerat = Anslag.objects.get(makulerad_tid__isnull=False)
    with pytest.raises(FelAnslag, match="makulerat"):
        tavlan.rätta_text(anslag=makulerat, av=av, **RÄTTAT)
    j = justeringsfabrik.justerat(värld)
    ur_protokollet = Anslag.objects.get(källa=j.anslag.get().källa)
    with pytest.raises(FelAnslag, match="gjort ur protokollet"):
        tavlan.rätta_text(anslag=ur_protokollet, av=värld.sekreterare, **RÄTTAT)
    assert not Tavelrättelse.objects.exists()


def test_nedtaget_får_bevis_KL_8_10(organ: Organ, av: Användare, client: Client) -> None:
    anslag = anslå(organ, av, nu=timezone.now() - timedelta(days=20), ned_dag=idag())
    anslagstavla.ta_ned(källa=anslag.källa, av_namn="Vakten")

    assert tavlan.beställ_bevis() == 1
    jobb = Jobb.objects.get(slag=tavlan.SLAG_BEVIS)
    assert kör(jobb).status == "klart"

    assert tavlan.beställ_bevis() == 0
    client.force_login(av)
    sida = client.get(reverse("protokoll:tavelanslag", args=[anslag.pk])).content.decode()
    assert "Anslagsbevis" in sida
    fil = client.get(reverse("protokoll:tavelbevis", args=[anslag.pk]))
    assert b"".join(fil.streaming_content).startswith(b"%PDF")


def test_sidorna_att_anslå_makulera_och_flytta(organ: Organ, av: Användare, client: Client) -> None:
    client.force_login(av)
    välj = reverse("protokoll:ansla")
    assert "kungörelse enligt lag" in client.get(välj).content.decode().lower()
    assert client.get(f"{välj}?slag=insandare").status_code == 404
    ifyllt = KUNGÖRELSE | {
        "organ": organ.pk,
        "nyckel": uuid4(),
        "uppe_från": "",
        "ned_dag": idag().isoformat(),
    }
    tidigt = client.post(f"{välj}?slag=forfattning", ifyllt)
    assert tidigt.status_code == 422
    assert "får tas ned tidigast" in tidigt.content.decode()
    assert "Planen visas" in tidigt.content.decode()
    ifyllt["ned_dag"] = (idag() + timedelta(days=5)).isoformat()

    klart = client.post(f"{välj}?slag=forfattning", ifyllt)

    anslag = Anslag.objects.get()
    sida = reverse("protokoll:tavelanslag", args=[anslag.pk])
    assert klart.headers["Location"] == sida
    assert "Samråd om detaljplan" in client.get(reverse("protokoll:tavlan")).content.decode()
    flytta = reverse("protokoll:flytta_ned", args=[anslag.pk])
    kort = client.post(flytta, {"ned_dag": idag().isoformat(), "skäl": "Nej"})
    assert kort.status_code == 422
    senare = (idag() + timedelta(days=9)).isoformat()
    assert client.post(flytta, {"ned_dag": senare, "skäl": "Förlängt"}).status_code == 302
    makulera = reverse("protokoll:makulera_anslag", args=[anslag.pk])
    assert client.post(makulera, {"skäl": ""}).status_code == 422
    assert client.post(makulera, {"skäl": "Fel plan"}).status_code == 302
    igen = client.post(makulera, {"skäl": "Fel plan"})
    assert igen.status_code == 422
    assert "Fel plan" in client.get(sida).content.decode()


def test_uppladdat_underlag_genom_sidan(organ: Organ, av: Användare, client: Client) -> None:
    client.force_login(av)
    dag = idag() + timedelta(days=4)
    svar = client.post(
        reverse("protokoll:ansla") + "?slag=underlag",
        {
            "organ": organ.pk,
            "rubrik": "Underlag",
            "sammanträdesdag": dag.isoformat(),
            "fil": SimpleUploadedFile("underlag.pdf", ärendefabrik.pdf(märke="underlag")),
            "granskad": "on",
            "nyckel": uuid4(),
        },
    )
    assert svar.status_code == 302
    anslag = Anslag.objects.get()
    assert anslag.protokoll is not None
    assert anslag.ned_dag == dag + timedelta(days=1)


def test_källor_som_inte_är_nämndens(av: Användare) -> None:
    nu = datetime.now(tz=timezone.get_current_timezone())
    anslag = anslagstavla.sätt_upp(
        källa="annat:1", slag="overklagande", kommun="K", organ="O", rubrik="R", text="T",
        ned_dag=nu.date() + timedelta(days=2), av_namn="N",
    )  # fmt: skip  # läses som en rad
    assert policy.tavelorgan(anslag) is None
    assert not policy.skötta_tavelanslag(av).exists()
    with pytest.raises(PermissionDenied):
        tavlan.makulera(anslag=anslag, skäl="Fel", av=av)


def test_makulerad_justering_tillkännages_på_nytt_KL_13_5(värld: Mötesvärld) -> None:
    justering = justeringsfabrik.försegla(
        justeringsfabrik.alla_skriver_under(justeringsfabrik.till_justering(värld))
    )
    första = justering.anslag.get()
    with pytest.raises(InteOsäkert):
        anslagen.tillkännage_på_nytt(anslag=första, av=värld.sekreterare)
    på_tavlan = Anslag.objects.get(källa=första.källa)
    sida = Client()
    sida.force_login(värld.sekreterare)
    makulera = reverse("protokoll:makulera_anslag", args=[på_tavlan.pk])
    länk = reverse("protokoll:tavelanslag", args=[på_tavlan.pk])
    justeringssidan = reverse("protokoll:justeringen", args=[justering.pk])
    assert "Makulera och tillkännage på nytt" in sida.get(makulera).content.decode()
    assert länk in sida.get(justeringssidan).content.decode()

    assert sida.post(makulera, {"skäl": "Fel paragrafer."}).status_code == 302

    nytt = justering.anslag.order_by("ordning").last()
    assert nytt is not None
    assert nytt != första
    på_tavlan.refresh_from_db()
    assert not på_tavlan.är_uppe
    assert Anslag.objects.get(källa=nytt.källa).är_uppe
    text = sida.get(justeringssidan).content.decode()
    assert "Anslaget är makulerat: Fel paragrafer." in text
    assert länk not in text
    assert list(policy.skötta_tavelanslag(värld.sekreterare).order_by("pk")) == [
        Anslag.objects.get(källa=rad.källa) for rad in (första, nytt)
    ]
    # Det som inte sitter uppe har ingen dag då det tas ned, varken på sidan eller i beviset.
    egen = sida.get(länk).content.decode()
    assert "Överklagas senast" not in egen
    assert "Tas ned" not in egen
    assert (text.count("Överklagas senast"), text.count("<dt>Tas ned</dt>")) == (1, 1)
    intygat = bevis.intyga_anslag(anslag=första, av=värld.sekreterare).underlag
    uppgifter = dict(intygat["uppgifter"])
    assert uppgifter["Skäl"] == "Fel paragrafer."
    assert uppgifter["Tillkännagivet på nytt"] == str(nytt.uppsatt)
    assert {"Anslaget sattes upp", "Anslaget makulerades"} <= set(uppgifter)
    assert not {"Anslaget sitter uppe och tas ned", "Sista dag för överklagande"} & set(uppgifter)
    assert "Anslaget är makulerat." in intygat["stycken"][1]


def test_anslaget_som_makulerats_före_uppsättningen_får_inget_bevis_KL_8_12(
    värld: Mötesvärld,
) -> None:
    om_en_stund = (timezone.localtime() - timedelta(minutes=5)).time()
    Justeringsregel.objects.create(organ=värld.organ, anslås_kl=om_en_stund)
    justering = justeringsfabrik.alla_skriver_under(justeringsfabrik.till_justering(värld))
    rad = justering.anslag.get()
    väntande = Anslag.objects.get(källa=rad.källa)
    with pytest.raises(FelSkede, match="inte satts upp än"):
        bevis.intyga_anslag(anslag=rad, av=värld.sekreterare)

    tavlan.makulera(anslag=väntande, skäl="Fel möte", av=värld.sekreterare)

    with pytest.raises(FelSkede, match="makulerades innan det kom upp"):
        bevis.intyga_anslag(anslag=rad, av=värld.sekreterare)


def test_registratorn_makulerar_inte_en_justering_som_löper_KL_8_12(värld: Mötesvärld) -> None:
    """Den som inte för protokollet kan inte tillkännage på nytt, och anslaget sitter då kvar."""
    justering = justeringsfabrik.försegla(
        justeringsfabrik.alla_skriver_under(justeringsfabrik.till_justering(värld))
    )
    anslag = Anslag.objects.get(källa=justering.anslag.get().källa)
    registrator = med_roll(Roll.REGISTRATOR, värld.organ.myndighet)
    with pytest.raises(FelAnslag, match="sitter kvar") as fel:
        tavlan.makulera(anslag=anslag, skäl="Fel", av=registrator)
    assert fel.value.lagrum.startswith("8 kap. 12 §")
    klient = Client()
    klient.force_login(registrator)
    adress = reverse("protokoll:makulera_anslag", args=[anslag.pk])
    sida = klient.get(adress)
    assert sida.status_code == 200
    assert "sitter kvar så länge beslutet kan överklagas" in sida.content.decode()
    assert 'type="submit">Makulera' not in sida.content.decode()
    assert klient.post(adress, {"skäl": "Fel"}).status_code == 422
    anslag.refresh_from_db()
    assert anslag.är_uppe
    assert justering.anslag.count() == 1
