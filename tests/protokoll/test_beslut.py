"""Punkterna tas upp och beslutas; avslutet ger numren och låser texten."""

import contextlib
from datetime import date, datetime, time

import pgtrigger
import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, IntegrityError, transaction
from django.utils import timezone

from konton.models import Roll
from nämnd.models import Organ, Punkt, Sammanträde
from protokoll.models import Beslut, Närvaro, Paragraf, Paragrafserie
from protokoll.services import avslut, beslut, möte, närvaro
from protokoll.services.mötesfel import (
    BeslutSaknas,
    FelSluttid,
    InteBeslutad,
    InteBeslutsför,
    KanInteAvslutas,
    KanInteTasUpp,
    MötetAvslutat,
    RedanBeslutad,
)
from tests.factories.konton import med_roll
from tests.factories.protokoll import Mötesvärld, kallat_möte, lägg_punkt, lägg_ärende
from ärenden.models import Anmälan, Händelse, Skrivelse

pytestmark = pytest.mark.slow

U = Paragraf.Utfall


def upptagen(värld: Mötesvärld, nr: int = 1) -> Paragraf:
    return beslut.ta_upp(punkt=värld.punkter[nr], av=värld.sekreterare)


def satser(paragraf: Paragraf) -> list[str]:
    return [b.text for b in paragraf.beslut.all()]


def test_ta_upp_kopierar_punkten(värld: Mötesvärld) -> None:
    värld.samla()

    paragraf = upptagen(värld)

    punkt = värld.punkter[1]
    assert paragraf.rubrik == punkt.rubrik
    assert paragraf.beteckning == punkt.ärende.beteckning
    assert [f.text for f in paragraf.förslag.all()] == [
        "Taxan antas.",
        "Taxan gäller från årsskiftet.",
    ]
    (underlag,) = paragraf.underlag.all()
    assert (underlag.titel, underlag.datum) == ("Tjänsteskrivelse om taxan", date(2026, 3, 2))
    assert not paragraf.beslut.exists()
    assert paragraf.nummer is None


def test_samma_punkt_tas_inte_upp_två_gånger(värld: Mötesvärld) -> None:
    värld.samla()
    värld.behandla(värld.punkter[1])

    with pytest.raises(KanInteTasUpp, match="redan"):
        upptagen(värld)


def test_en_punkt_i_taget(värld: Mötesvärld) -> None:
    värld.samla()
    första = upptagen(värld, 0)

    with pytest.raises(KanInteTasUpp, match="Upprop"):
        upptagen(värld, 1)
    beslut.lägg_åt_sidan(paragraf=första, av=värld.sekreterare)

    assert upptagen(värld, 1).ordning == 1
    assert värld.protokoll.paragrafer.count() == 1


def test_en_beslutad_punkt_läggs_inte_åt_sidan(värld: Mötesvärld) -> None:
    värld.samla()
    värld.behandla(värld.punkter[1])

    with pytest.raises(RedanBeslutad):
        beslut.lägg_åt_sidan(paragraf=värld.protokoll.paragrafer.get(), av=värld.sekreterare)

    assert värld.protokoll.paragrafer.exists()


def test_samlad_sekretessrad_tas_upp_punkt_för_punkt(värld: Mötesvärld) -> None:
    rad = lägg_punkt(
        värld, "SEKRETESSÄRENDEN", slag=Punkt.Slag.SEKRETESS, sekretess_lagrum="OSL 26 kap. 1 §"
    )
    inre = [lägg_punkt(värld, f"Ansökan {n}", förälder=rad, förslag=("Bifall.",)) for n in "AB"]
    protokoll = värld.samla()

    assert rad not in protokoll.upptagbara_punkter
    with pytest.raises(KanInteTasUpp, match="var för sig"):
        beslut.ta_upp(punkt=rad, av=värld.sekreterare)
    paragraf = beslut.ta_upp(punkt=inre[0], av=värld.sekreterare)

    assert paragraf.sekretess_lagrum == "OSL 26 kap. 1 §"
    assert paragraf.synlig_rubrik == "Sekretessärende"


def test_rad_utan_punkter_blir_en_paragraf(värld: Mötesvärld) -> None:
    rad = lägg_punkt(
        värld,
        "SEKRETESSÄRENDEN",
        slag=Punkt.Slag.SEKRETESS,
        sekretess_lagrum="OSL 26 kap. 1 §",
        till_nummer="18",
    )
    värld.samla()

    assert beslut.ta_upp(punkt=rad, av=värld.sekreterare).är_sekretess


def test_bifall_utan_satser_är_förslaget(värld: Mötesvärld) -> None:
    värld.samla()

    paragraf = beslut.besluta(paragraf=upptagen(värld), utfall=U.BIFALL, av=värld.sekreterare)

    assert satser(paragraf) == ["Taxan antas.", "Taxan gäller från årsskiftet."]
    assert paragraf.utfall == U.BIFALL
    assert paragraf.beslutad_tid


def test_bifall_med_annan_text_antecknas_som_ändrat(värld: Mötesvärld) -> None:
    värld.samla()

    paragraf = beslut.besluta(
        paragraf=upptagen(värld),
        utfall=U.BIFALL,
        satser=["Taxan antas med ändring."],
        sammanfattning=" Ny taxa. ",
        utdrag_till=["Kommunfullmäktige", " "],
        omedelbart_justerad=True,
        av=värld.sekreterare,
    )

    paragraf.refresh_from_db()
    assert paragraf.utfall == U.ÄNDRAT
    assert satser(paragraf) == ["Taxan antas med ändring."]
    assert (paragraf.sammanfattning, paragraf.omedelbart_justerad) == ("Ny taxa.", True)
    assert [m.mottagare for m in paragraf.utdrag_till.all()] == ["Kommunfullmäktige"]


@pytest.mark.parametrize(
    ("utfall", "text"),
    [
        (U.ÅTERREMISS, "Ärendet återremitteras."),
        (U.BORDLÄGGNING, "Ärendet bordläggs."),
        (U.LAGT_TILL_HANDLINGARNA, "Ärendet läggs till handlingarna."),
        (U.INFORMATION, "Informationen noteras."),
    ],
)
def test_utfallets_egen_text(värld: Mötesvärld, utfall: str, text: str) -> None:
    värld.samla()

    paragraf = beslut.besluta(paragraf=upptagen(värld), utfall=utfall, av=värld.sekreterare)

    assert satser(paragraf) == [text]


@pytest.mark.parametrize("utfall", [U.ÄNDRAT, U.AVSLAG])
def test_beslutets_text_krävs(värld: Mötesvärld, utfall: str) -> None:
    värld.samla()
    paragraf = upptagen(värld)

    with pytest.raises(BeslutSaknas) as fel:
        beslut.besluta(paragraf=paragraf, utfall=utfall, satser=[" "], av=värld.sekreterare)

    assert "5 kap. 67 §" in fel.value.lagrum
    paragraf.refresh_from_db()
    assert not paragraf.är_beslutad


def test_inget_beslut_utan_beslutsförhet(värld: Mötesvärld) -> None:
    värld.samla()
    paragraf = upptagen(värld)
    for namn in ("Åke", "Märta", "Ingrid"):
        närvaro.markera_närvaro(
            rad=värld.rad(namn), status=Närvaro.Status.FRÅNVARANDE, av=värld.sekreterare
        )

    with pytest.raises(InteBeslutsför, match="2 av 5") as fel:
        beslut.besluta(paragraf=paragraf, utfall=U.BIFALL, av=värld.sekreterare)
    assert "6 kap. 27 §" in fel.value.lagrum
    assert not Beslut.objects.exists()

    närvaro.markera_närvaro(
        rad=värld.rad("Tove"),
        status=Närvaro.Status.TJÄNSTGÖRANDE,
        för=värld.rad("Åke"),
        av=värld.sekreterare,
    )
    assert beslut.besluta(paragraf=paragraf, utfall=U.BIFALL, av=värld.sekreterare).är_beslutad


def test_fullmäktige_har_sin_egen_regel(värld: Mötesvärld) -> None:
    Organ.objects.filter(pk=värld.organ.pk).update(typ=Organ.Typ.FULLMÄKTIGE)
    värld.öppna()
    paragraf = upptagen(värld)

    with pytest.raises(InteBeslutsför) as fel:
        beslut.besluta(paragraf=paragraf, utfall=U.BIFALL, av=värld.sekreterare)

    assert "5 kap. 45 §" in fel.value.lagrum


def test_beslutet_rättas_bara_medan_mötet_pågår(värld: Mötesvärld) -> None:
    protokoll = värld.samla()
    paragraf = upptagen(värld)
    with pytest.raises(InteBeslutad):
        beslut.ändra_beslut(paragraf=paragraf, utfall=U.AVSLAG, satser=["A"], av=värld.sekreterare)
    beslut.besluta(paragraf=paragraf, utfall=U.BIFALL, av=värld.sekreterare)
    with pytest.raises(RedanBeslutad):
        beslut.besluta(paragraf=paragraf, utfall=U.BIFALL, av=värld.sekreterare)

    beslut.ändra_beslut(
        paragraf=paragraf, utfall=U.AVSLAG, satser=["Förslaget avslås."], av=värld.sekreterare
    )
    assert satser(paragraf) == ["Förslaget avslås."]

    värld.behandla(värld.punkter[0])
    beslut.utgår(punkt=värld.punkter[2], av=värld.sekreterare)
    avslut.avsluta(protokoll=protokoll, av=värld.sekreterare)
    with pytest.raises(MötetAvslutat):
        beslut.ändra_beslut(
            paragraf=paragraf, utfall=U.BIFALL, satser=["Ändrat."], av=värld.sekreterare
        )
    assert satser(paragraf) == ["Förslaget avslås."]


@pytest.mark.parametrize("sätt", ["ändra", "lägg till", "ta bort"])
def test_databasen_vägrar_ändra_beslut_efter_avslutet(värld: Mötesvärld, sätt: str) -> None:
    värld.håll()
    beslut = Beslut.objects.all()[0]

    gör = {
        "ändra": lambda: Beslut.objects.filter(pk=beslut.pk).update(text="Annat"),
        "lägg till": lambda: Beslut.objects.create(
            paragraf=beslut.paragraf, nummer=9, text="Tillagt"
        ),
        "ta bort": beslut.delete,
    }

    with pytest.raises(DatabaseError, match="ändras inte"), transaction.atomic():
        gör[sätt]()


def test_enligt_förslag_tar_upp_och_beslutar(värld: Mötesvärld) -> None:
    värld.samla()

    for punkt in värld.punkter:
        beslut.besluta_enligt_förslag(punkt=punkt, av=värld.sekreterare)

    utfall = [p.utfall for p in värld.protokoll.paragrafer.all()]
    assert utfall == [U.NOTERAT, U.BIFALL, U.INFORMATION]


def test_enligt_förslag_kräver_ett_förslag(värld: Mötesvärld) -> None:
    punkt = lägg_punkt(värld, "Beslut utan förslag")
    värld.samla()

    with pytest.raises(BeslutSaknas):
        beslut.besluta_enligt_förslag(punkt=punkt, av=värld.sekreterare)

    assert not värld.protokoll.paragrafer.exists()


def test_obehörig_beslutar_ingenting(värld: Mötesvärld) -> None:
    protokoll = värld.samla()
    av = med_roll(Roll.HANDLÄGGARE, värld.organ.myndighet)
    punkt = värld.punkter[0]
    with pytest.raises(PermissionDenied):
        beslut.ta_upp(punkt=punkt, av=av)
    with pytest.raises(PermissionDenied):
        beslut.utgår(punkt=punkt, av=av)
    with pytest.raises(PermissionDenied):
        beslut.besluta_enligt_förslag(punkt=punkt, av=av)
    assert not Paragraf.objects.exists()
    paragraf = upptagen(värld)
    for gör in (
        lambda: beslut.besluta(paragraf=paragraf, utfall=U.BIFALL, av=av),
        lambda: beslut.lägg_åt_sidan(paragraf=paragraf, av=av),
        lambda: avslut.avsluta(protokoll=protokoll, av=av),
        lambda: avslut.brister(protokoll=protokoll, av=av),
    ):
        with pytest.raises(PermissionDenied):
            gör()

    assert not Beslut.objects.exists()
    assert not Händelse.objects.filter(typ="protokoll.beslut").exists()
    assert värld.protokoll.är_öppet


# --- Avslutet ----------------------------------------------------------------------------------


def test_öppnat_före_den_kallade_tiden_föreslås_den_verkliga_starten(värld: Mötesvärld) -> None:
    """Öppnat 14.45, beslutat och avslutat före den kallade tiden 15.00 (KL 5:66)."""

    def kl(timme: int, minut: int) -> datetime:
        return timezone.make_aware(datetime.combine(värld.sammanträde.datum, time(timme, minut)))

    assert möte.före_kallad_tid(värld.sammanträde, kl(14, 45)) == time(15)
    assert möte.före_kallad_tid(värld.sammanträde, kl(15, 0)) is None
    möte.öppna(sammanträde=värld.sammanträde, av=värld.sekreterare, nu=kl(14, 45))
    protokoll = värld.protokoll
    närvaro.alla_närvarande(protokoll=protokoll, av=värld.sekreterare)
    assert avslut.tider(protokoll, kl(15, 30))["starttid"] == time(15)
    assert avslut.om_starten(protokoll, kl(15, 30)) == ""
    paragraf = beslut.ta_upp(punkt=värld.punkter[0], av=värld.sekreterare)
    beslut.besluta(paragraf=paragraf, utfall="noterat", av=värld.sekreterare, nu=kl(14, 50))

    tider = avslut.tider(protokoll, kl(15, 30))

    assert tider["starttid"] == time(14, 45)
    besked = "Mötet öppnades 14.45, före den kallade tiden 15.00."
    assert avslut.om_starten(protokoll, kl(15, 30)) == besked
    huvud = avslut.huvud(protokoll, time(14, 59), tider["starttid"])
    assert huvud["tider"] == [["14.45", "14.59"]]


def test_numren_ges_i_den_ordning_punkterna_togs_upp(värld: Mötesvärld) -> None:
    Paragrafserie.objects.create(organ=värld.organ, år=2026, senaste=26)
    protokoll = värld.samla()
    for nr in (2, 0, 1):
        värld.behandla(värld.punkter[nr])

    avslut.avsluta(protokoll=protokoll, av=värld.sekreterare, sluttid=time(17, 20))

    paragrafer = list(protokoll.paragrafer.all())
    assert [(p.punkt, p.nummer) for p in paragrafer] == [
        (värld.punkter[2], 27),
        (värld.punkter[0], 28),
        (värld.punkter[1], 29),
    ]
    assert Paragrafserie.objects.get().senaste == 29
    värld.sammanträde.refresh_from_db()
    assert värld.sammanträde.status == Sammanträde.Status.AVSLUTAT
    assert värld.protokoll.ordförande == värld.rad("Željka")
    assert värld.protokoll.huvud["tider"] == [["15.00", "17.20"]]
    skrivelse = värld.punkter[1].skrivelse
    skrivelse.refresh_from_db()
    assert skrivelse.status == Skrivelse.Status.BEHANDLAD
    händelse = Händelse.objects.get(typ="protokoll.beslut")
    assert händelse.ärende == värld.punkter[1].ärende
    assert händelse.data["paragraf"] == "§\N{NO-BREAK SPACE}29"
    assert händelse.data["utfall"] == "enligt förslag"


def test_numren_fortsätter_på_nästa_möte_och_börjar_om_vid_årsskiftet(värld: Mötesvärld) -> None:
    värld.håll()
    nästa = kallat_möte(värld.organ, dag=date(2026, 4, 15), sekreterare=värld.sekreterare)
    nästa.håll()
    förra_året = kallat_möte(värld.organ, dag=date(2025, 12, 17), sekreterare=värld.sekreterare)
    förra_året.håll()

    nummer = [[p.nummer for p in v.protokoll.paragrafer.all()] for v in (värld, nästa, förra_året)]
    assert nummer == [[1, 2, 3], [4, 5, 6], [1, 2, 3]]
    låset = pgtrigger.ignore("protokoll.Paragraf:paragraf_last_efter_avslut")
    with låset, pytest.raises(IntegrityError), transaction.atomic():
        nästa.protokoll.paragrafer.filter(nummer=4).update(nummer=1)


def test_formalia_utan_paragraf(värld: Mötesvärld) -> None:
    värld.organ.formalia_med_paragraf = False
    värld.organ.save()

    protokoll = värld.håll()

    assert [p.nummer for p in protokoll.paragrafer.all()] == [None, 1, 2]


def test_hemligt_beslut_avslöjas_inte_i_händelsen(värld: Mötesvärld) -> None:
    punkt = lägg_ärende(värld, "Ansökan, barn AA", lagrum="OSL 26 kap. 1 §")
    värld.håll()

    händelse = Händelse.objects.get(typ="protokoll.beslut", ärende=punkt.ärende)

    assert händelse.data["utfall"] == "(sekretess)"
    assert "AA" not in str(händelse.data)


@pytest.mark.parametrize("sätt", ["bordläggning", "utgår"])
def test_det_som_kommer_tillbaka_väntar_igen(värld: Mötesvärld, sätt: str) -> None:
    protokoll = värld.samla()
    punkt = värld.punkter[1]
    if sätt == "utgår":
        beslut.utgår(punkt=punkt, av=värld.sekreterare)
    else:
        beslut.besluta(paragraf=upptagen(värld), utfall=U.BORDLÄGGNING, av=värld.sekreterare)
    värld.behandla(värld.punkter[0])
    värld.behandla(värld.punkter[2])
    avslut.avsluta(protokoll=protokoll, av=värld.sekreterare)

    assert Anmälan.objects.get(skrivelse=punkt.skrivelse).status == Anmälan.Status.VÄNTAR
    punkt.skrivelse.refresh_from_db()
    assert punkt.skrivelse.status == Skrivelse.Status.ANMÄLD


def test_avslutet_säger_allt_som_fattas(värld: Mötesvärld) -> None:
    protokoll = värld.samla()
    upptagen(värld, 0)
    protokoll.justerare.all().delete()

    with pytest.raises(KanInteAvslutas) as fel:
        avslut.avsluta(protokoll=protokoll, av=värld.sekreterare)

    texter = [b.text for b in fel.value.brister]
    assert any("justerare" in t for t in texter)
    assert "Utfall saknas: Upprop." in texter
    assert "Punkten är inte upptagen: Taxa för tillsyn enligt alkohollagen." in texter
    assert värld.protokoll.är_öppet
    assert not Paragrafserie.objects.exists()
    assert not Händelse.objects.filter(typ="protokoll.beslut").exists()


def test_tidigare_möte_avslutas_först(värld: Mötesvärld) -> None:
    värld.samla()
    senare = kallat_möte(värld.organ, dag=date(2026, 4, 15), sekreterare=värld.sekreterare)
    with pytest.raises(KanInteAvslutas, match="tidigare möte"):
        senare.håll()

    for punkt in värld.punkter:
        värld.behandla(punkt)
    avslut.avsluta(protokoll=värld.protokoll, av=värld.sekreterare)
    avslut.avsluta(protokoll=senare.protokoll, av=senare.sekreterare)

    assert senare.protokoll.paragrafer.first().nummer == 4


def test_mötet_slutar_inte_innan_det_börjat(värld: Mötesvärld) -> None:
    protokoll = värld.samla()
    for punkt in värld.punkter:
        värld.behandla(punkt)

    with pytest.raises(FelSluttid):
        avslut.avsluta(protokoll=protokoll, av=värld.sekreterare, sluttid=time(14, 0))

    assert värld.protokoll.är_öppet


@pytest.mark.parametrize(
    ("klockan", "går"),
    [
        pytest.param(time(16, 39), False, id="sex minuter före"),
        pytest.param(time(16, 40), True, id="fem minuter före, klockorna går olika"),
        pytest.param(time(23, 0), True, id="efteråt"),
    ],
)
def test_mötet_slutar_inte_senare_än_nu(värld: Mötesvärld, klockan: time, går: bool) -> None:
    protokoll = värld.samla()
    for punkt in värld.punkter:
        värld.behandla(punkt)
    nu = timezone.make_aware(datetime.combine(värld.sammanträde.datum, klockan))

    with contextlib.nullcontext() if går else pytest.raises(FelSluttid, match=r"Klockan är 16\.39"):
        avslut.avsluta(protokoll=protokoll, av=värld.sekreterare, sluttid=time(16, 45), nu=nu)

    assert värld.protokoll.är_öppet is not går


def test_mötet_avslutas_en_gång(värld: Mötesvärld) -> None:
    protokoll = värld.håll()

    with pytest.raises(MötetAvslutat):
        avslut.avsluta(protokoll=protokoll, av=värld.sekreterare)

    assert Paragrafserie.objects.get().senaste == 3


def test_paragraf_med_utfall_har_tid(värld: Mötesvärld) -> None:
    värld.samla()
    paragraf = upptagen(värld)

    with pytest.raises(IntegrityError), transaction.atomic():
        Paragraf.objects.filter(pk=paragraf.pk).update(utfall=U.BIFALL)


@pytest.mark.parametrize(
    ("utfall", "text"),
    [("aterremiss", "Ärendet återremitteras."), ("bordlaggning", "Ärendet bordläggs.")],
)
def test_förslagets_text_blir_inte_beslutet_när_utfallet_är_ett_annat(
    värld: Mötesvärld, utfall: str, text: str
) -> None:
    värld.samla()
    paragraf = beslut.ta_upp(punkt=värld.punkter[1], av=värld.sekreterare)
    förslaget = [sats.text for sats in paragraf.förslag.all()]
    assert förslaget

    with pytest.raises(BeslutSaknas, match="Skriv vad som beslutades"):
        beslut.besluta(paragraf=paragraf, utfall="avslag", satser=förslaget, av=värld.sekreterare)
    beslut.besluta(paragraf=paragraf, utfall=utfall, satser=förslaget, av=värld.sekreterare)

    assert [b.text for b in paragraf.beslut.all()] == [text]
