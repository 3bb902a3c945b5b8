"""Föregående mötes protokoll kommer till nästa föredragningslista av sig självt."""

from datetime import time, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone

from konton.models import Roll
from konton.services.system import systemanvändare
from nämnd.models import Punkt, Sammanträde, StåendePunkt
from nämnd.services import föredragningslista, kallelse, sammanträden
from protokoll.models import Protokoll
from protokoll.services import föregående
from tests.factories import nämnd as fabrik
from tests.factories.konton import med_roll
from tests.factories.protokoll import Mötesvärld, kallat_möte
from tests.protokoll.test_sidor import som
from tests.protokoll.test_återrapporter import möte, status

pytestmark = pytest.mark.slow

HÅRT = "\N{NO-BREAK SPACE}"
TEXT = f"Protokoll 18 mars 2026, §§{HÅRT}1–3"


def anmäld(världen: Mötesvärld) -> list[Punkt]:
    return list(världen.sammanträde.punkter.exclude(redovisar=None).order_by("ordning"))


def test_det_hållna_mötets_protokoll_står_efter_uppropet_en_gång(värld: Mötesvärld) -> None:
    värld.håll()
    annat, nästa, därefter = kallat_möte(punkter=False), möte(värld), möte(värld, 60)
    status(annat, Sammanträde.Status.UTKAST)

    call_command("satt_upp_foregaende")
    call_command("satt_upp_foregaende")

    (punkt,) = anmäld(nästa)
    assert (punkt.rubrik, punkt.anmärkning) == ("Föregående protokoll", TEXT)
    assert punkt.redovisar == värld.sammanträde
    före = nästa.sammanträde.punkter.filter(ordning__lt=punkt.ordning)
    assert [p.slag for p in före.order_by("ordning")] == [Punkt.Slag.FORMALIA]
    assert (anmäld(annat), anmäld(därefter)) == ([], [])

    sida = som(värld.sekreterare).get(
        reverse("namnd:foredragningslista", args=[nästa.sammanträde.pk])
    )
    text = sida.content.decode()
    assert f'href="{reverse("protokoll:mote", args=[värld.protokoll.pk])}"' in text
    assert "väntar på justering" in text
    Protokoll.objects.filter(pk=värld.protokoll.pk).update(status=Protokoll.Status.JUSTERAT)
    (efter,) = föregående.texter([Protokoll.objects.get(pk=värld.protokoll.pk)]).values()
    assert efter == (TEXT, "justerat")


def test_den_stående_rubriken_fylls_i_och_blir_inte_två(värld: Mötesvärld) -> None:
    värld.håll()
    nästa = möte(värld)
    StåendePunkt.objects.create(organ=värld.organ, rubrik="Föregående mötes protokoll")
    lista = nästa.sammanträde
    föredragningslista.lägg_till_stående(sammanträde=lista, av=värld.sekreterare)

    assert föregående.sätt_upp_alla(av=systemanvändare()) == 1

    (punkt,) = anmäld(nästa)
    assert (punkt.rubrik, punkt.anmärkning) == ("Föregående mötes protokoll", TEXT)
    nya = föredragningslista.lägg_till_stående(sammanträde=lista, av=värld.sekreterare)
    assert nya == []


def test_den_egna_anmärkningen_står_kvar(värld: Mötesvärld) -> None:
    värld.håll()
    nästa = möte(värld)
    egen = föredragningslista.lägg_till_punkt(
        sammanträde=nästa.sammanträde,
        rubrik="Protokoll från förra sammanträdet",
        slag=Punkt.Slag.FORMALIA,
        av=värld.sekreterare,
    )
    föredragningslista.ändra_punkt(punkt=egen, anmärkning="Bifogas", av=värld.sekreterare)

    föregående.sätt_upp_alla(av=systemanvändare())

    (punkt,) = anmäld(nästa)
    assert (punkt.pk, punkt.anmärkning) == (egen.pk, "Bifogas")


def test_den_borttagna_kommer_inte_tillbaka_men_nästa_möte_får_sin(värld: Mötesvärld) -> None:
    värld.håll()
    nästa = möte(värld)
    föregående.sätt_upp_alla(av=systemanvändare())
    föredragningslista.ta_bort_punkt(punkt=anmäld(nästa)[0], av=värld.sekreterare)
    assert föregående.sätt_upp_alla(av=systemanvändare()) == 0

    status(nästa, Sammanträde.Status.INSTÄLLT)
    därefter = möte(värld, 60)
    assert föregående.sätt_upp_alla(av=systemanvändare()) == 1
    assert [p.redovisar for p in anmäld(därefter)] == [värld.sammanträde]


def hållet(värld: Mötesvärld, dagar_sedan: int) -> Mötesvärld:
    """Ett möte till i organet, hållet för så många dagar sedan."""
    dag = timezone.localdate() - timedelta(days=dagar_sedan)
    extra = kallat_möte(värld.organ, dag=dag, sekreterare=värld.sekreterare)
    extra.håll()
    return extra


def test_två_möten_hållna_sedan_det_senast_anmälda_får_var_sin_punkt(värld: Mötesvärld) -> None:
    värld.håll()
    nästa = möte(värld)
    föregående.sätt_upp_alla(av=systemanvändare())
    ett = hållet(värld, 5)
    två = hållet(värld, 3)

    assert föregående.sätt_upp_alla(av=systemanvändare()) == 1
    assert föregående.sätt_upp_alla(av=systemanvändare()) == 0

    första, andra, tredje = anmäld(nästa)
    assert [p.redovisar for p in (första, andra, tredje)] == [
        värld.sammanträde,
        ett.sammanträde,
        två.sammanträde,
    ]
    assert första.anmärkning == TEXT
    assert len({p.anmärkning for p in (första, andra, tredje)}) == 3
    # Den borttagna av dem kommer inte tillbaka, varken hit eller till nästa lista.
    föredragningslista.ta_bort_punkt(punkt=andra, av=värld.sekreterare)
    assert föregående.sätt_upp_alla(av=systemanvändare()) == 0
    assert föregående.saknas(nästa.sammanträde) == []
    status(nästa, Sammanträde.Status.AVSLUTAT)
    assert föregående.sätt_upp_alla(av=systemanvändare()) == 0
    därefter = möte(värld, 60)
    assert föregående.sätt_upp_alla(av=systemanvändare()) == 0
    assert anmäld(därefter) == []


def test_det_som_redan_är_anmält_på_ett_möte_emellan_tas_över_av_det_nya(
    värld: Mötesvärld,
) -> None:
    värld.håll()
    nästa = möte(värld)
    föregående.sätt_upp_alla(av=systemanvändare())
    emellan = kallat_möte(
        värld.organ, dag=timezone.localdate() + timedelta(days=2), sekreterare=värld.sekreterare
    )
    status(emellan, Sammanträde.Status.UTKAST)
    assert föregående.sätt_upp_alla(av=systemanvändare()) == 1
    status(emellan, Sammanträde.Status.KALLAT)
    Sammanträde.objects.filter(pk=emellan.sammanträde.pk).update(datum=timezone.localdate())
    emellan.sammanträde.refresh_from_db()
    emellan.håll()

    assert föregående.sätt_upp_alla(av=systemanvändare()) == 1

    assert [p.redovisar for p in anmäld(nästa)] == [emellan.sammanträde]


def test_protokollet_står_på_listan_när_den_skapas_och_i_kallelsen(värld: Mötesvärld) -> None:
    värld.håll()
    StåendePunkt.objects.create(organ=värld.organ, rubrik="Upprop")
    ny = sammanträden.skapa_sammanträde(
        organ=värld.organ,
        datum=timezone.localdate() + timedelta(days=20),
        från=time(13),
        plats="Solrosen",
        av=värld.sekreterare,
    )
    assert [p.redovisar for p in ny.punkter.order_by("ordning")] == [None, värld.sammanträde]
    assert Sammanträde.objects.get(pk=ny.pk).version == ny.version

    ett = hållet(värld, 2)
    utkast = kallelse.skapa_kallelse(sammanträde=ny, av=värld.sekreterare)
    assert [p.redovisar for p in ny.punkter.order_by("ordning")][1:] == [
        värld.sammanträde,
        ett.sammanträde,
    ]
    # Kallelsen är gjord ur listan som den blev.
    ny.refresh_from_db()
    assert utkast.version == ny.version
    assert len(utkast.underlag["rader"]) == 3


def test_inget_sätts_upp_medan_ett_möte_pågår_eller_kallelsen_är_utfärdad(
    värld: Mötesvärld,
) -> None:
    värld.håll()
    nästa = möte(värld)
    status(nästa, Sammanträde.Status.KALLAT)
    assert föregående.sätt_upp_alla(av=systemanvändare()) == 0
    status(nästa, Sammanträde.Status.UTKAST)
    pågår = kallat_möte(
        värld.organ, dag=timezone.localdate() - timedelta(days=1), sekreterare=värld.sekreterare
    )
    pågår.öppna()
    assert föregående.sätt_upp_alla(av=systemanvändare()) == 0

    with pytest.raises(PermissionDenied):
        föredragningslista.sätt_upp_föregående(
            sammanträde=nästa.sammanträde,
            möten=[värld.sammanträde],
            av=med_roll(Roll.NÄMNDSEKRETERARE),
        )


def test_på_den_utskickade_listan_sägs_det_och_protokollet_läggs_sist(värld: Mötesvärld) -> None:
    värld.håll()
    nästa, därefter = möte(värld), möte(värld, 60)
    ny = nästa.sammanträde
    assert föregående.saknas(ny) == [värld.sammanträde]
    assert föregående.saknas(därefter.sammanträde) == []
    status(nästa, Sammanträde.Status.KALLAT)
    ny.refresh_from_db()
    sekreteraren = som(värld.sekreterare)
    listan = reverse("namnd:foredragningslista", args=[ny.pk])
    knappen = reverse("protokoll:ta_upp_foregaende", args=[ny.pk])
    sidan = sekreteraren.get(listan).content.decode()
    assert "Protokollet från mötet 18 mars 2026 är inte med på listan." in sidan
    assert "Kallelsen var redan utfärdad när mötet hölls." in sidan
    assert knappen in sidan
    före = list(ny.punkter.order_by("ordning").values_list("pk", flat=True))

    svar = sekreteraren.post(knappen, follow=True).content.decode()

    assert "Protokollet står på listan. Gör en komplettering till kallelsen." in svar
    assert list(ny.punkter.order_by("ordning").values_list("pk", flat=True))[:-1] == före
    assert [p.redovisar for p in anmäld(nästa)] == [värld.sammanträde]
    assert knappen not in sekreteraren.get(listan).content.decode()
    # Den som sekreteraren tar bort saknas inte.
    föredragningslista.ta_bort_punkt(punkt=anmäld(nästa)[0], av=värld.sekreterare)
    assert "redan på listan" in sekreteraren.post(knappen, follow=True).content.decode()
    assert anmäld(nästa) == []


def test_den_kallade_når_protokollet_från_punkten_när_hen_får_läsa_det(värld: Mötesvärld) -> None:
    värld.håll()
    nästa = möte(värld)
    föregående.sätt_upp_alla(av=systemanvändare())
    fabrik.utfärdad(nästa.sammanträde, av=värld.sekreterare)
    länk = f'href="{reverse("protokoll:mote", args=[värld.protokoll.pk])}"'
    mötet, rummet = (reverse(a, args=[nästa.sammanträde.pk]) for a in ("namnd:visa", "lasrum:mote"))
    åke, justeraren = som(värld.konto("Åke")), som(värld.konto("Bo"))

    # Det som väntar på justering läser bara den som ska justera.
    for sidan in (mötet, rummet):
        utan, med = (k.get(sidan).content.decode() for k in (åke, justeraren))
        assert länk not in utan
        assert länk in med
        for text in (utan, med):
            assert text.count(TEXT) == 1
            assert "väntar på justering" in text

    Protokoll.objects.filter(pk=värld.protokoll.pk).update(status=Protokoll.Status.JUSTERAT)
    for sidan in (mötet, rummet):
        text = åke.get(sidan).content.decode()
        assert länk in text
        assert "väntar på justering" not in text
    assert åke.get(reverse("protokoll:mote", args=[värld.protokoll.pk])).status_code == 200
    # Protokollets sida ligger inte på enheten.
    assert länk not in åke.get(rummet, headers={"X-Sparas": "1"}).content.decode()


@pytest.mark.parametrize(
    ("rubrik", "väntat"),
    [
        ("Föregående protokoll", True),
        ("Genomgång av föregående mötes protokoll", True),
        ("Protokoll från senaste sammanträdet", True),
        ("Protokollets justering", False),
        ("Föregående års bokslut", False),
    ],
)
def test_rubriken_känns_igen(rubrik: str, väntat: bool) -> None:
    assert föredragningslista.är_föregående_protokoll(rubrik) is väntat
