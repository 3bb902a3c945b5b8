"""Dagens läge: varje grupp ser sitt, och ingen ser mer än så."""

from datetime import time, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from konton.models import Roll, Rolltilldelning
from nämnd.models import (
    Kallelse,
    Organ,
    Punkt,
    Punkthandling,
    Sammanträde,
    Tidspann,
    Uppdrag,
)
from protokoll.services import beslut, omröstningar
from tests.factories import mallar as mallfabrik
from tests.factories import ärenden as nya
from tests.factories.konton import AnvändareFactory, MyndighetFactory, med_roll
from tests.factories.protokoll import kallat_möte

pytestmark = pytest.mark.django_db

IDAG = timezone.localdate


@pytest.fixture
def nämnd():
    return MyndighetFactory(namn="Socialnämnden")


@pytest.fixture
def organ(nämnd):
    return Organ.objects.create(myndighet=nämnd, namn="Socialnämnden")


def möte(organ, dagar=7, **fält) -> Sammanträde:
    ny = Sammanträde.objects.create(
        organ=organ, datum=IDAG() + timedelta(days=dagar), plats="Solrosen", **fält
    )
    Tidspann.objects.create(sammanträde=ny, från=time(15))
    return ny


def utfärda(sammanträde: Sammanträde) -> None:
    av = AnvändareFactory()
    Kallelse.objects.create(
        sammanträde=sammanträde,
        edition=1,
        status=Kallelse.Status.UTFÄRDAD,
        jobb=nya.JobbFactory(av=av),
        version=1,
        skapad_av=av,
        utfärdad_av=av,
        utfärdad_tid=timezone.now(),
    )


def hem(client, användare) -> str:
    client.force_login(användare)
    svar = client.get(reverse("hem"))
    assert svar.status_code == 200
    return svar.content.decode()


def test_sekreteraren_ser_kommande_möten_med_det_som_hindrar_och_det_som_väntar(
    client, nämnd, organ
):
    tomt = möte(organ)
    utan_fil = möte(organ, dagar=0)
    punkt = Punkt.objects.create(sammanträde=utan_fil, ordning=1, rubrik="Taxa")
    senare = Punkt.objects.create(
        sammanträde=utan_fil, ordning=2, rubrik="Avtal", handlingar_senare=True
    )
    for p in (punkt, punkt, senare):
        Punkthandling.objects.create(punkt=p, ordning=1, rubrik="Bilaga")
    möte(organ, dagar=-1, tema="Redan hållet")
    nya.anmälan(nya.skrivelse(nya.ärende(nämnd), rubrik="Yttrande över remiss"))

    text = hem(client, med_roll(Roll.NÄMNDSEKRETERARE, nämnd))

    assert reverse("namnd:visa", args=[tomt.pk]) in text
    assert "Föredragningslistan är tom" in text
    assert "2 handlingar saknar fil" in text
    assert "(i dag)" in text
    assert "kl. 15.00" in text
    assert "Anmält och väntar (1)" in text
    assert "Yttrande över remiss" in text
    assert text.count("kort__rubrik") == 2


def test_handläggaren_ser_sina_ärenden_och_sina_anmälningar(client, nämnd):
    hans = med_roll(Roll.HANDLÄGGARE, nämnd)
    mitt = nya.ärende(nämnd, rubrik="Mitt ärende", handläggare=hans)
    nya.ärende(nämnd, rubrik="Någon annans ärende")
    nya.anmälan(nya.skrivelse(mitt, rubrik="Min skrivelse"))
    nya.anmälan(nya.skrivelse(nya.ärende(nämnd), rubrik="Andras skrivelse"))

    text = hem(client, hans)

    assert "Mina öppna ärenden (1)" in text
    assert "Mitt ärende" in text
    assert "Någon annans ärende" not in text
    assert "Min skrivelse" in text
    assert "Andras skrivelse" not in text
    assert reverse("arenden:ny") in text


def test_förtroendevald_ser_sina_kallade_möten_och_inga_ärenden(client, nämnd, organ):
    olle = med_roll(Roll.FÖRTROENDEVALD, nämnd)
    Uppdrag.objects.create(person=olle.person, organ=organ, från=IDAG() - timedelta(days=30))
    kallat, ännu_inte = möte(organ), möte(organ, dagar=14)
    utfärda(kallat)
    nya.ärende(nämnd, rubrik="Inte genom diariet")

    text = hem(client, olle)

    assert "Mina sammanträden" in text
    assert reverse("namnd:visa", args=[kallat.pk]) in text
    assert reverse("namnd:visa", args=[ännu_inte.pk]) not in text
    assert "Läs handlingarna" in text
    assert "Inte genom diariet" not in text
    assert reverse("arenden:ny") not in text


def test_förtroendevald_utan_kallelse_får_veta_vad_som_hör_hit(client, nämnd):
    assert "Inga kallelser just nu" in hem(client, med_roll(Roll.FÖRTROENDEVALD, nämnd))


def test_registratorn_ser_det_senast_registrerade(client, nämnd):
    nya.ärende(nämnd, rubrik="Nytt ärende")
    nya.ärende(rubrik="Annan nämnds")

    text = hem(client, med_roll(Roll.REGISTRATOR, nämnd))

    assert "Senast registrerat" in text
    assert "Nytt ärende" in text
    assert "Annan nämnds" not in text
    assert reverse("arenden:lista") in text


def test_administratören_leds_till_registren(client):
    text = hem(client, med_roll(Roll.ADMINISTRATÖR))

    assert reverse("admin:index") in text
    assert "Mina öppna ärenden" not in text


def test_utan_roll_får_man_veta_vem_man_frågar(client):
    assert "Be kommunens administratör" in hem(client, AnvändareFactory())


def test_hemligt_ärende_syns_inte_för_chefen(client, nämnd):
    chef = med_roll(Roll.CHEF, nämnd)
    ärende = nya.ärende(nämnd)
    nya.anmälan(nya.skrivelse(ärende, rubrik="Hemlig", sekretess_lagrum="OSL 26 kap. 1 §"))
    nya.ärende(nämnd, rubrik="Hemligt", sekretess_lagrum="OSL 26 kap. 1 §")

    text = hem(client, chef)

    assert "Hemlig" not in text
    assert "Anmält och väntar (0)" in text


@pytest.mark.parametrize("antal", [1, 7])
def test_antalet_frågor_beror_inte_på_antalet_rader(
    client, nämnd, organ, antal, django_assert_num_queries
):
    alla = med_roll(Roll.NÄMNDSEKRETERARE, nämnd)
    for roll in (Roll.HANDLÄGGARE, Roll.REGISTRATOR, Roll.FÖRTROENDEVALD):
        alla.roller.create(roll=roll, myndighet=nämnd, från=IDAG())
    mallfabrik.mall(nämnd)
    for n in range(antal):
        mallfabrik.granskas(nya.ärende(nämnd), granskare=[alla])
        utfärda(möte(organ, dagar=n))
        ärende = nya.ärende(nämnd, handläggare=alla)
        nya.anmälan(nya.skrivelse(ärende))
    client.force_login(alla)

    # Två av dem är larmen: förseglingar som dröjer, och anslag som kom upp för sent. En prövar det
    # att expediera som inte är justerat i sin helhet.
    # Skrivelserna som väntar är fyra: de, deras avsnitt, omgången och dess granskare. Två är
    # remisserna.
    with django_assert_num_queries(30):
        client.get(reverse("hem"))


def test_den_som_står_i_närvarolistan_når_det_pågående_mötet(client):
    """Också när mötet drar över midnatt; den som inte är med får ingen länk."""
    värld = kallat_möte(dag=IDAG() - timedelta(days=1))
    protokoll = värld.samla()
    bo = värld.konto("Bo")
    Rolltilldelning.objects.create(
        användare=bo,
        roll=Roll.FÖRTROENDEVALD,
        myndighet=värld.organ.myndighet,
        från=IDAG() - timedelta(days=30),
    )
    utomstående = med_roll(Roll.FÖRTROENDEVALD, värld.organ.myndighet)
    adress = reverse("protokoll:rosta", args=[protokoll.pk])

    text = hem(client, bo)
    assert adress in text
    assert "(pågår)" in text
    assert "Rösta nu" not in text
    assert adress not in hem(client, utomstående)

    paragraf = beslut.ta_upp(punkt=värld.punkter[1], av=värld.sekreterare)
    omröstningar.öppna_ordningsfråga(
        paragraf=paragraf,
        ja_betyder="fortsatt debatt",
        nej_betyder="slut",
        metod="egna enheter",
        av=värld.sekreterare,
    )
    assert "Rösta nu" in hem(client, bo)
