"""Uppdragen kommer till nästa föredragningslista av sig själva, och återrapporten avslutar dem."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone

from konton.models import Roll
from konton.services.system import systemanvändare
from nämnd.models import Punkt, Sammanträde
from nämnd.services import föredragningslista
from protokoll import återrapport
from protokoll.models import Beslutsuppdrag, Paragraf
from protokoll.services import avslut, beslut, uppföljning, återrapporter
from protokoll.återrapport import är_dags
from tests.factories.konton import med_roll
from tests.factories.protokoll import Mötesvärld, kallat_möte, lägg_ärende
from tests.protokoll.test_sidor import som

pytestmark = pytest.mark.slow

HÅRT = "\N{NO-BREAK SPACE}"
JUNI, AUGUSTI = date(2026, 6, 10), date(2026, 8, 19)


@pytest.mark.parametrize(
    ("dag", "därefter", "väntat"),
    [
        pytest.param(date(2026, 5, 1), None, True, id="dagen har varit"),
        pytest.param(JUNI, None, True, id="dagen är mötets"),
        pytest.param(date(2026, 7, 1), AUGUSTI, True, id="sista mötet före dagen"),
        pytest.param(AUGUSTI, AUGUSTI, False, id="nästa möte hinner"),
        pytest.param(date(2026, 7, 1), None, False, id="nästa möte är inte planerat än"),
    ],
)
def test_när_det_är_dags(dag: date, därefter: date | None, väntat: bool) -> None:
    assert är_dags(dag, mötet=JUNI, därefter=därefter) is väntat


@pytest.fixture
def uppdrag(värld: Mötesvärld) -> Beslutsuppdrag:
    """Givet i § 2 på ett hållet möte, till en handläggare och till om en månad."""
    värld.håll()
    return ge(värld, värld.protokoll.paragrafer.get(nummer=2))


def ge(värld: Mötesvärld, paragraf: Paragraf) -> Beslutsuppdrag:
    return uppföljning.ge_uppdrag(
        paragraf=paragraf,
        text="Följ upp\ntaxan",
        handläggare=med_roll(Roll.HANDLÄGGARE, värld.organ.myndighet),
        dag=timezone.localdate() + timedelta(days=30),
        av=värld.sekreterare,
    )


def möte(värld: Mötesvärld, om: int = 40) -> Mötesvärld:
    """Ett möte vars lista är ett utkast, om så många dagar."""
    dag = timezone.localdate() + timedelta(days=om)
    nytt = kallat_möte(värld.organ, dag=dag, sekreterare=värld.sekreterare)
    status(nytt, Sammanträde.Status.UTKAST)
    return nytt


def status(värld: Mötesvärld, till: str) -> None:
    Sammanträde.objects.filter(pk=värld.sammanträde.pk).update(status=till)
    värld.sammanträde.refresh_from_db()


def dagen_kommer(värld: Mötesvärld) -> None:
    """Mötet är kallat och ska hållas i dag."""
    Sammanträde.objects.filter(pk=värld.sammanträde.pk).update(datum=timezone.localdate())
    status(värld, Sammanträde.Status.KALLAT)


def punkt_för(uppdrag: Beslutsuppdrag) -> Punkt:
    uppdrag.refresh_from_db()
    assert uppdrag.punkt is not None
    return uppdrag.punkt


def håll(värld: Mötesvärld) -> None:
    dagen_kommer(värld)
    värld.samla()
    for punkt in värld.protokoll.upptagbara_punkter:
        värld.behandla(punkt)
    avslut.avsluta(protokoll=värld.protokoll, av=värld.sekreterare)


def test_uppdraget_kommer_till_nästa_lista_och_återrapporten_avslutar_det(
    värld: Mötesvärld, uppdrag: Beslutsuppdrag
) -> None:
    annat, nästa = kallat_möte(punkter=False), möte(värld)
    status(annat, Sammanträde.Status.UTKAST)

    call_command("ta_upp_aterrapporter")
    call_command("ta_upp_aterrapporter")

    (punkt,) = nästa.sammanträde.punkter.filter(rubrik__startswith="Återrapport")
    assert punkt == punkt_för(uppdrag)
    assert punkt.rubrik == "Återrapport av uppdrag: Följ upp taxan"
    assert punkt.anmärkning.startswith(f"Uppdrag 18 mars 2026, §{HÅRT}2. Återrapporteras senast ")
    assert punkt.ärende == uppdrag.paragraf.ärende
    assert uppdrag.handläggare is not None
    assert [f.person for f in punkt.föredragande.all()] == [uppdrag.handläggare.person]
    assert not annat.sammanträde.punkter.filter(rubrik__startswith="Återrapport").exists()
    sida = som(värld.sekreterare).get(reverse("protokoll:visa_uppdrag", args=[uppdrag.pk]))
    assert reverse("namnd:visa", args=[nästa.sammanträde.pk]) in sida.content.decode()

    håll(nästa)

    uppdrag.refresh_from_db()
    assert uppdrag.status == Beslutsuppdrag.Status.ÅTERRAPPORTERAT
    assert uppdrag.återrapporterat == Paragraf.objects.get(punkt=punkt)


def test_den_borttagna_föreslås_inte_igen_till_samma_möte(
    värld: Mötesvärld, uppdrag: Beslutsuppdrag
) -> None:
    nästa, av = möte(värld), systemanvändare()
    assert återrapporter.ta_upp_alla(av=av) == 1
    föredragningslista.ta_bort_punkt(punkt=punkt_för(uppdrag), av=värld.sekreterare)
    uppdrag.refresh_from_db()
    assert (uppdrag.punkt, återrapporter.ta_upp_alla(av=av)) == (None, 0)

    status(nästa, Sammanträde.Status.INSTÄLLT)
    därefter = möte(värld, 60)
    assert återrapporter.ta_upp_alla(av=av) == 1
    assert punkt_för(uppdrag).sammanträde == därefter.sammanträde


def test_den_som_bordläggs_följs_till_mötet_där_den_kommer_tillbaka(
    värld: Mötesvärld, uppdrag: Beslutsuppdrag
) -> None:
    första, andra = möte(värld, 40), möte(värld, 60)
    återrapporter.ta_upp_alla(av=systemanvändare())
    dagen_kommer(första)
    första.samla()
    for punkt in första.protokoll.upptagbara_punkter:
        if punkt == punkt_för(uppdrag):
            p = beslut.ta_upp(punkt=punkt, av=värld.sekreterare)
            beslut.besluta(
                paragraf=p, utfall="bordlaggning", satser=["Bordläggs."], av=värld.sekreterare
            )
        else:
            första.behandla(punkt)
    avslut.avsluta(protokoll=första.protokoll, av=värld.sekreterare)
    uppdrag.refresh_from_db()
    assert uppdrag.status == Beslutsuppdrag.Status.ÖPPET
    assert återrapporter.ta_upp_alla(av=systemanvändare()) == 0

    håll(andra)

    uppdrag.refresh_from_db()
    assert uppdrag.återrapporterat is not None
    assert uppdrag.återrapporterat.protokoll == andra.protokoll


def test_det_hemliga_uppdraget_syns_inte_i_rubriken(värld: Mötesvärld) -> None:
    lägg_ärende(värld, "Barn AA", lagrum="OSL 26 kap. 1 §", förslag=("Ansökan bifalls.",))
    värld.håll()
    ett = ge(värld, värld.protokoll.paragrafer.get(rubrik="Barn AA"))
    möte(värld)

    assert återrapporter.ta_upp_alla(av=systemanvändare()) == 1

    punkt = punkt_för(ett)
    assert (punkt.slag, punkt.sekretess_lagrum) == (Punkt.Slag.SEKRETESS, "OSL 26 kap. 1 §")
    assert punkt.offentlig_rubrik == "Återrapport av uppdrag"


def test_ett_möte_som_pågår_eller_är_kallat_får_inga(värld: Mötesvärld) -> None:
    värld.samla()
    värld.behandla(värld.punkter[0])
    värld.behandla(värld.punkter[1])
    ett = ge(värld, Paragraf.objects.get(punkt=värld.punkter[1]))
    nästa = möte(värld)
    assert återrapporter.ta_upp_alla(av=systemanvändare()) == 0
    värld.behandla(värld.punkter[2])
    avslut.avsluta(protokoll=värld.protokoll, av=värld.sekreterare)
    status(nästa, Sammanträde.Status.KALLAT)
    assert återrapporter.ta_upp_alla(av=systemanvändare()) == 0

    with pytest.raises(PermissionDenied):
        återrapporter.ta_upp(
            uppdrag=ett, sammanträde=nästa.sammanträde, av=med_roll(Roll.NÄMNDSEKRETERARE)
        )


def test_kallelsen_gick_ut_före_uppdraget_listan_säger_det_och_tar_upp_det(
    värld: Mötesvärld, uppdrag: Beslutsuppdrag
) -> None:
    nästa, därefter = möte(värld), möte(värld, 60)
    status(nästa, Sammanträde.Status.KALLAT)
    # Det sista mötet före dagen är kallat: inte tyst vidare till nästa lista.
    assert återrapporter.ta_upp_alla(av=systemanvändare()) == 0
    klient = som(värld.sekreterare)
    listan = reverse("namnd:foredragningslista", args=[nästa.sammanträde.pk])
    ta_upp = reverse("protokoll:ta_upp_aterrapporter", args=[nästa.sammanträde.pk])
    text = klient.get(listan).content.decode()
    assert f"1{HÅRT}uppdrag ska återrapporteras" in text
    assert f'action="{ta_upp}"' in text
    senare = reverse("namnd:foredragningslista", args=[därefter.sammanträde.pk])
    assert "ska återrapporteras" not in klient.get(senare).content.decode()
    assert som(med_roll(Roll.NÄMNDSEKRETERARE)).post(ta_upp).status_code == 404
    handläggare = med_roll(Roll.HANDLÄGGARE, värld.organ.myndighet)
    assert som(handläggare).post(ta_upp).status_code in (403, 404)

    svar = klient.post(ta_upp, follow=True)

    assert "1 uppdrag lades sist på listan" in svar.content.decode()
    assert "ska återrapporteras på det här" not in svar.content.decode()
    sist = nästa.sammanträde.punkter.order_by("ordning").last()
    assert sist == punkt_för(uppdrag)
    # Tas den bort med flit frågas det inte igen.
    föredragningslista.ta_bort_punkt(punkt=sist, av=värld.sekreterare)
    assert återrapporter.saknas(nästa.sammanträde) == []


def test_det_som_inte_togs_upp_på_det_kallade_mötet_kommer_till_nästa(
    värld: Mötesvärld, uppdrag: Beslutsuppdrag
) -> None:
    nästa, därefter = möte(värld), möte(värld, 60)
    status(nästa, Sammanträde.Status.KALLAT)
    assert återrapporter.saknas(nästa.sammanträde) == [uppdrag]

    status(nästa, Sammanträde.Status.AVSLUTAT)

    assert återrapporter.ta_upp_alla(av=systemanvändare()) == 1
    assert punkt_för(uppdrag).sammanträde == därefter.sammanträde


@pytest.mark.parametrize(
    ("dag", "fullmäktige", "lagrum"),
    [
        pytest.param(date(2026, 9, 1), False, None, id="KL 6:6 med dag"),
        pytest.param(None, False, "6 kap. 6 § kommunallagen", id="KL 6:6 nämnden följer upp"),
        pytest.param(None, True, "6 kap. 5 § kommunallagen", id="KL 6:5 fullmäktiges uppdrag"),
    ],
)
def test_uppdrag_utan_dag(dag: date | None, fullmäktige: bool, lagrum: str | None) -> None:
    fynd = återrapport.utan_dag("Utred.", dag, fullmäktige=fullmäktige)

    assert (fynd and fynd.lagrum) == lagrum
