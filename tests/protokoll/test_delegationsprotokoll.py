"""Det särskilda protokollet: upprätta, justera, anslå, ta ned och bevis (KL 6:40, 7:8, 8:10)."""

from datetime import date, time, timedelta
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from konton.models import Roll
from nämnd.models import Organ
from protokoll import policy, särskilt_protokoll
from protokoll.anslagstid import sista_överklagandedag
from protokoll.models import Delegationsprotokoll, Justeringsregel
from protokoll.services import delegationsprotokoll as tjänst
from protokoll.services import larm, tavlan
from protokoll.services.justeringsfel import FelAnslag, FelSkede
from publikt.models import Anslag
from publikt.services import anslagstavla, vakt
from tests import verapdf
from tests.factories.delegation import Delegationen, kör
from tests.factories.konton import MyndighetFactory, med_roll
from tests.factories.nämnd import OrganFactory, UppdragFactory
from tests.minne import mindes
from tests.protokoll.test_dokument import pdftext
from ärenden import delegering
from ärenden.models import Delegationsbeslut, Jobb
from ärenden.services import delegationsbeslut
from ärenden.överklagandetyp import Överklagandetyp

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
PLATS = "Socialkontoret, Storgatan 1"
LAGLIGHET = Överklagandetyp.LAGLIGHETSPRÖVNING.value


@pytest.fixture
@mindes
def d() -> Delegationen:
    return Delegationen()


@pytest.fixture
def organ(d: Delegationen) -> Organ:
    return Organ.objects.create(myndighet=d.myndighet, namn="Socialnämnden")


def idag() -> date:
    return timezone.localdate()


@pytest.mark.parametrize(
    ("anmäls", "brådskande", "överklagande", "särskilt"),
    [
        pytest.param(False, False, LAGLIGHET, True, id="KL 6:40, 7:8 anmäls inte"),
        pytest.param(True, False, LAGLIGHET, False, id="KL 6:40 anmäls"),
        pytest.param(False, True, LAGLIGHET, False, id="KL 6:40 st 2 brådskande anmäls alltid"),
        pytest.param(False, False, "forvaltningsbesvar", False, id="KL 6:40 inte enligt 13 kap."),
        pytest.param(False, False, "ej_overklagbart", False, id="KL 13:2 går inte att överklaga"),
    ],
)
def test_vilka_som_protokollförs_särskilt(
    anmäls: bool, brådskande: bool, överklagande: str, särskilt: bool
) -> None:
    assert (
        delegering.protokollförs_särskilt(
            anmäls=anmäls, brådskande=brådskande, överklagande=överklagande
        )
        is särskilt
    )


@pytest.mark.parametrize(
    ("antal", "samma", "skäl", "hindrar"),
    [
        pytest.param(2, False, "", [], id="KL 13:5 någon annan justerar"),
        pytest.param(2, True, "", [False], id="KL 13:5 samma person utan skäl"),
        pytest.param(2, True, "Ensam", [], id="KL 13:5 samma person med skäl"),
        pytest.param(0, False, "", [True], id="KL 6:40 inget att protokollföra"),
    ],
)
def test_justeringen_prövas(antal: int, samma: bool, skäl: str, hindrar: list[bool]) -> None:
    fynd = särskilt_protokoll.pröva_justering(antal=antal, samma_person=samma, skäl=skäl)
    assert [f.hindrar for f in fynd] == hindrar


def test_mängden_i_databasen_är_samma_som_regelns(d: Delegationen) -> None:
    for nummer in ("2.1", "2.2", "2.3"):
        d.beslut(nummer)
    d.brådskande()

    tagna = set(delegationsbeslut.särskilt_protokollförda(d.myndighet))
    assert tagna == {b for b in Delegationsbeslut.objects.all() if b.protokollförs_särskilt}
    assert {b.punkt.nummer for b in tagna} == {"2.2"}


def test_hela_kedjan_från_beslut_till_bevis(d: Delegationen, organ: Organ) -> None:
    hemligt = d.beslut(
        "2.2",
        rubrik="Ada Ek",
        offentlig_rubrik="Utlämnande",
        sekretess_lagrum="OSL 26 kap. 1 §",
        beslutstext="Ada får ut akten.",
    )
    öppet = d.beslut("2.2", rubrik="Avslag på begäran")
    annan = med_roll(Roll.NÄMNDSEKRETERARE, d.myndighet)

    p = tjänst.upprätta(organ=organ, till=idag(), av=d.sekreterare)
    assert p.beteckning == f"1/{idag().year}"
    assert not tjänst.väntande(organ).exists()
    with pytest.raises(FelSkede, match="Inga beslut"):
        tjänst.upprätta(organ=organ, till=idag(), av=d.sekreterare)
    p = tjänst.justera(protokoll=p, förvaringsplats=PLATS, av=annan)
    # Anslaget väntar inte på dokumentet.
    assert Anslag.objects.get().är_uppe
    assert p.jobb is not None
    assert kör(p.jobb).status == "klart"
    kör(p.jobb)

    p.refresh_from_db()
    anslag = Anslag.objects.get()
    assert p.fil is not None
    text = " ".join(" ".join(pdftext(p.fil.läs())).split())
    verapdf.kräv(p.fil.läs())
    assert "Avslag på begäran" in text
    # Vad som beslutades, och inte bara vad det handlar om (KL 7 kap. 8 §); det hemliga inte.
    assert öppet.beslutstext in text
    assert "Ada Ek" not in text
    assert hemligt.beslutstext not in text
    assert "Justerat" in text
    assert str(annan) in text
    assert (anslag.slag, anslag.förvaringsplats, anslag.är_uppe) == ("delegation", PLATS, True)
    assert anslag.sista_överklagandedag == p.sista_dag
    assert p.sista_dag is not None
    assert p.sista_dag >= idag() + timedelta(days=21)
    assert "Utredare: nummer 1-2/" in anslag.text
    assert hemligt.delegat_namn not in anslag.text
    assert anslag.ned_dag > p.sista_dag
    assert policy.tavelorgan(anslag) == organ

    ned = timezone.now() + timedelta(days=(anslag.ned_dag - idag()).days)
    Anslag.objects.filter(pk=anslag.pk).update(nedtagen_tid=ned)
    assert tavlan.beställ_bevis() == 1
    kör(Jobb.objects.get(slag=tavlan.SLAG_BEVIS))
    anslag.refresh_from_db()
    assert anslag.bevis is not None
    assert tavlan.beställ_bevis() == 0


def test_ordföranden_läser_men_justerar_inte(d: Delegationen, organ: Organ, client: Client) -> None:
    beslut = d.beslut("2.2")
    p = tjänst.upprätta(organ=organ, till=idag(), av=d.sekreterare)
    konto = med_roll(Roll.FÖRTROENDEVALD, d.myndighet)
    sida = reverse("protokoll:delegationsprotokoll", args=[p.pk])
    client.force_login(konto)
    assert client.get(sida).status_code == 404
    UppdragFactory(organ=organ, person=konto.person, post="ordforande", från=idag())

    svar = client.get(sida)

    assert beslut.beslutstext in svar.content.decode()
    assert "Ta bort utkastet" not in svar.content.decode()
    assert client.post(sida, {"förvaringsplats": PLATS}).status_code == 403
    släng = reverse("protokoll:slang_delegationsprotokoll", args=[p.pk])
    assert client.post(släng).status_code == 403
    p.refresh_from_db()
    assert not p.är_justerat


@pytest.mark.parametrize("roll", [Roll.REGISTRATOR, Roll.HANDLÄGGARE, Roll.CHEF])
def test_bara_den_som_för_protokoll(d: Delegationen, organ: Organ, roll: Roll) -> None:
    d.beslut("2.2")
    andra = (
        med_roll(roll, d.myndighet),
        med_roll(Roll.NÄMNDSEKRETERARE, MyndighetFactory()),
    )
    for av in andra:
        with pytest.raises(PermissionDenied):
            tjänst.upprätta(organ=organ, till=idag(), av=av)
    p = tjänst.upprätta(organ=organ, till=idag(), av=d.sekreterare)
    for av in andra:
        with pytest.raises(PermissionDenied):
            tjänst.justera(protokoll=p, förvaringsplats=PLATS, av=av)
        with pytest.raises(PermissionDenied):
            tjänst.släng(protokoll=p, av=av)
        assert not policy.synliga_delegationsprotokoll(av).exists()
    p.refresh_from_db()
    assert not p.är_justerat


def test_ensam_sekreterare_säger_varför_och_det_justerade_är_fruset(
    d: Delegationen, organ: Organ
) -> None:
    d.beslut("2.2")
    p = tjänst.upprätta(organ=organ, till=idag(), av=d.sekreterare)
    with pytest.raises(FelAnslag, match="Skriv varför"):
        tjänst.justera(protokoll=p, förvaringsplats=PLATS, av=d.sekreterare)
    with pytest.raises(FelSkede, match="tillgängligt"):
        tjänst.justera(protokoll=p, förvaringsplats=" ", skäl="Ensam", av=d.sekreterare)

    p = tjänst.justera(protokoll=p, förvaringsplats=PLATS, skäl="Ensam", av=d.sekreterare)

    assert p.skäl == "Ensam"
    for ändra in (
        lambda: Delegationsprotokoll.objects.filter(pk=p.pk).update(skäl="Annat"),
        lambda: p.rader.all().delete(),
        lambda: Delegationsprotokoll.objects.filter(pk=p.pk).delete(),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            ändra()
    with pytest.raises(FelSkede, match="redan justerat"):
        tjänst.justera(protokoll=p, förvaringsplats=PLATS, skäl="Ensam", av=d.sekreterare)
    with pytest.raises(FelSkede, match="Bara det senaste"):
        tjänst.släng(protokoll=p, av=d.sekreterare)


def test_slängt_utkast_ger_besluten_tillbaka(d: Delegationen, organ: Organ) -> None:
    beslut = d.beslut("2.2")
    p = tjänst.upprätta(organ=organ, till=idag(), av=d.sekreterare)
    tjänst.släng(protokoll=p, av=d.sekreterare)
    assert list(tjänst.väntande(organ)) == [beslut]
    nästa = tjänst.upprätta(organ=organ, till=idag(), av=d.sekreterare)
    assert nästa.nummer == 1


def test_sent_uppe_räknas_därifrån_KL_13_5(d: Delegationen, organ: Organ) -> None:
    d.beslut("2.2")
    Justeringsregel.objects.create(organ=organ, anslås_kl=time(0, 0))
    p = tjänst.upprätta(organ=organ, till=idag(), av=d.sekreterare)
    p = tjänst.justera(protokoll=p, förvaringsplats=PLATS, skäl="Ensam", av=d.sekreterare)
    assert p.jobb is not None
    kör(p.jobb)
    anslag = Anslag.objects.get()
    assert not anslag.är_uppe

    sent = anslag.uppe_från + timedelta(days=3)
    anslagstavla.gå_upp(anslag=anslag, av_namn="Vakten", nu=sent)

    p.refresh_from_db()
    anslag.refresh_from_db()
    assert p.anslaget_dag == timezone.localdate(sent)
    assert p.sista_dag == sista_överklagandedag(timezone.localdate(sent))
    assert anslag.sista_överklagandedag == p.sista_dag


def test_sidorna_från_lista_till_anslag(d: Delegationen, organ: Organ, client: Client) -> None:
    d.beslut("2.2", beslutsdag=idag() - timedelta(days=40))
    client.force_login(d.sekreterare)
    lista = client.get(reverse("protokoll:delegationsprotokollen")).content.decode()
    assert "1 beslut väntar" in lista
    assert "mer än en månad" in lista
    upprätta = reverse("protokoll:protokollfor_sarskilt", args=[organ.pk])
    assert client.post(upprätta, {"till": "2001-01-01"}).status_code == 422

    svar = client.post(upprätta, {"till": idag().isoformat()})

    p = Delegationsprotokoll.objects.get()
    sida = reverse("protokoll:delegationsprotokoll", args=[p.pk])
    assert svar.headers["Location"] == sida
    ofullständig = client.post(sida, {"förvaringsplats": PLATS})
    assert ofullständig.status_code == 422
    assert PLATS in ofullständig.content.decode()
    assert client.post(sida, {"förvaringsplats": PLATS, "skäl": "Ensam"}).status_code == 302
    p.refresh_from_db()
    assert p.jobb is not None
    kör(p.jobb)
    klart = client.get(sida).content.decode()
    anslag = Anslag.objects.get()
    assert reverse("protokoll:tavelanslag", args=[anslag.pk]) in klart
    fil = client.get(reverse("protokoll:delegationsprotokollfil", args=[p.pk]))
    assert fil["Content-Type"] == "application/pdf"
    assert fil.getvalue().startswith(b"%PDF")
    # Efter ett avbrott bär länken med sig det som ska tillkännages på nytt.
    nu = timezone.now()
    vakt.tavlan_svarade(nu=nu)
    vakt.tavlan_svarade(nu=nu + timedelta(days=1, hours=2))
    assert [rad.avbrott for rad in larm.sena_anslag(d.sekreterare)] == [True]
    på_nytt = f"{reverse('protokoll:ansla')}?slag=delegation&efter={anslag.pk}"
    tavelsidan = client.get(reverse("protokoll:tavelanslag", args=[anslag.pk])).content.decode()
    assert på_nytt.replace("&", "&amp;") in tavelsidan
    form = client.get(på_nytt).context["form"]
    ifyllt = {namn: form[namn].value() for namn in ("rubrik", "text", "förvaringsplats")}
    assert ifyllt["rubrik"] == anslag.rubrik
    # En annan nämnds sekreterare får formuläret tomt.
    annan = Client()
    annan.force_login(med_roll(Roll.NÄMNDSEKRETERARE, OrganFactory().myndighet))
    assert not annan.get(på_nytt).context["form"]["text"].value()
    uppgifter = ifyllt | {"organ": organ.pk, "nyckel": str(uuid4())}
    assert client.post(på_nytt, uppgifter).status_code == 302
    nytt = Anslag.objects.exclude(pk=anslag.pk).get()
    assert Anslag.objects.på_nytt(anslag).get() == nytt
    assert larm.sena_anslag(d.sekreterare) == []
    publik = Client().get(reverse("publikt:anslag", args=[anslag.pk])).content.decode()
    assert reverse("publikt:anslag", args=[nytt.pk]) in publik
