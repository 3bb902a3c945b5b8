"""Mötet öppnas, närvaron antecknas, ordförande och justerare väljs."""

from datetime import date, datetime

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils import timezone

from konton.models import Roll
from nämnd.models import Organ, Sammanträde, Uppdrag
from protokoll.models import Närvaro, Protokoll
from protokoll.services import avslut, möte, närvaro
from protokoll.services.mötesfel import (
    DistansInteTillåten,
    FelJusterare,
    FelNärvaro,
    FörSenJustering,
    InteKallat,
    InträdeHindras,
    MötetAvslutat,
    RedanÖppnat,
    SaknarLedamöter,
)
from tests.factories.justering import konto_för
from tests.factories.konton import MyndighetFactory, PersonFactory, med_roll
from tests.factories.protokoll import Mötesvärld, kallat_möte, organ_med_valda
from tests.protokoll.test_justeringssidor import som, text, url

S = Närvaro.Status


def markera(värld: Mötesvärld, namn: str, status: str, **val) -> Närvaro:
    return närvaro.markera_närvaro(rad=värld.rad(namn), status=status, av=värld.sekreterare, **val)


def test_öppna_kopierar_dagens_uppdrag_som_frånvarande(värld: Mötesvärld) -> None:
    organ = värld.organ
    kommun = organ.myndighet.kommun
    Uppdrag.objects.create(
        person=PersonFactory(kommun=kommun, namn="Slutad Slutsson"),
        organ=organ,
        från=date(2020, 1, 1),
        till=date(2026, 3, 17),
    )

    protokoll = värld.öppna()

    rader = list(protokoll.närvarande.all())
    assert [r.namn.split()[0] for r in rader] == [
        *("Željka", "Åke", "Märta", "Ingrid", "Bo", "Tove", "Håkan", "Sanna")
    ]
    assert {r.status for r in rader} == {S.FRÅNVARANDE}
    assert (rader[0].parti, rader[0].post) == ("S", "ordförande")
    assert [r.är_ersättare for r in rader] == [False] * 5 + [True] * 2 + [False]
    assert rader[-1].har_insynsplats
    assert protokoll.platser == 5
    värld.sammanträde.refresh_from_db()
    assert värld.sammanträde.status == Sammanträde.Status.PÅGÅR


def test_senare_namnbyte_syns_inte(värld: Mötesvärld) -> None:
    värld.öppna()
    person = värld.rad("Bo").person

    person.namn = "Bo Nyttnamn"
    person.save()

    assert värld.rad("Bo").namn == "Bo Ekfalk"


@pytest.mark.parametrize(
    ("status", "fel"),
    [
        (Sammanträde.Status.UTKAST, InteKallat),
        (Sammanträde.Status.INSTÄLLT, InteKallat),
        (Sammanträde.Status.PÅGÅR, RedanÖppnat),
        (Sammanträde.Status.AVSLUTAT, RedanÖppnat),
    ],
)
def test_bara_ett_kallat_möte_öppnas(värld: Mötesvärld, status: str, fel: type) -> None:
    Sammanträde.objects.filter(pk=värld.sammanträde.pk).update(status=status)

    with pytest.raises(fel):
        värld.öppna()

    assert not Protokoll.objects.exists()


def test_ett_organ_utan_ledamöter_kan_inte_mötas(värld: Mötesvärld) -> None:
    värld.organ.uppdrag.all().delete()

    with pytest.raises(SaknarLedamöter):
        värld.öppna()

    assert not Protokoll.objects.exists()


@pytest.mark.parametrize(
    "roll", [Roll.HANDLÄGGARE, Roll.CHEF, Roll.REGISTRATOR, Roll.FÖRTROENDEVALD]
)
def test_andra_roller_får_inte_öppna(värld: Mötesvärld, roll: Roll) -> None:
    with pytest.raises(PermissionDenied):
        möte.öppna(sammanträde=värld.sammanträde, av=med_roll(roll, värld.organ.myndighet))

    assert not Protokoll.objects.exists()
    assert värld.öppna()


def test_annan_nämnds_sekreterare_får_inte_öppna(värld: Mötesvärld) -> None:
    with pytest.raises(PermissionDenied):
        möte.öppna(
            sammanträde=värld.sammanträde,
            av=med_roll(Roll.NÄMNDSEKRETERARE, MyndighetFactory()),
        )

    assert not Protokoll.objects.exists()


def test_ersättare_tjänstgör_för_en_frånvarande(värld: Mötesvärld) -> None:
    värld.öppna()

    rad = markera(värld, "Tove", S.TJÄNSTGÖRANDE, för=värld.rad("Ingrid"))

    assert rad.tjänstgör
    assert rad.för == värld.rad("Ingrid")
    assert värld.protokoll.beslutsförhet.tjänstgörande == 1


def test_en_ersättare_per_plats(värld: Mötesvärld) -> None:
    värld.öppna()
    markera(värld, "Tove", S.TJÄNSTGÖRANDE, för=värld.rad("Ingrid"))

    with pytest.raises(InträdeHindras, match="Tove"):
        markera(värld, "Håkan", S.TJÄNSTGÖRANDE, för=värld.rad("Ingrid"))

    assert värld.rad("Håkan").är_frånvarande
    assert värld.rad("Ingrid").är_frånvarande
    with pytest.raises(IntegrityError), transaction.atomic():
        värld.protokoll.närvarande.filter(namn__startswith="Håkan").update(för=värld.rad("Ingrid"))


def test_ingen_träder_in_för_den_som_är_här(värld: Mötesvärld) -> None:
    värld.öppna()
    markera(värld, "Ingrid", S.LEDAMOT)

    with pytest.raises(InträdeHindras):
        markera(värld, "Tove", S.TJÄNSTGÖRANDE, för=värld.rad("Ingrid"))


@pytest.mark.parametrize(
    ("namn", "status", "för"),
    [
        ("Tove", S.TJÄNSTGÖRANDE, None),
        ("Tove", S.TJÄNSTGÖRANDE, "Håkan"),
        ("Tove", S.TJÄNSTGÖRANDE, "Sanna"),
        ("Tove", S.LEDAMOT, None),
        ("Bo", S.ERSÄTTARE, None),
        ("Bo", S.TJÄNSTGÖRANDE, "Ingrid"),
        ("Bo", S.LEDAMOT, "Ingrid"),
        ("Sanna", S.LEDAMOT, None),
        ("Sanna", S.TJÄNSTGÖRANDE, "Ingrid"),
        ("Tove", "påhittad", None),
    ],
)
def test_fel_sätt_att_vara_med(värld: Mötesvärld, namn: str, status: str, för: str | None) -> None:
    värld.öppna()

    with pytest.raises(FelNärvaro):
        markera(värld, namn, status, för=värld.rad(för) if för else None)

    assert värld.rad(namn).är_frånvarande


def test_vakant_plats_kan_tas_av_en_ersättare_men_inte_två(db: None) -> None:
    värld = kallat_möte()
    värld.organ.uppdrag.filter(person__namn__startswith="Ingrid").delete()
    värld.öppna()

    markera(värld, "Tove", S.TJÄNSTGÖRANDE)

    with pytest.raises(FelNärvaro, match="vilken ledamot"):
        markera(värld, "Håkan", S.TJÄNSTGÖRANDE)


def test_distans_kräver_fullmäktiges_beslut(värld: Mötesvärld) -> None:
    värld.öppna()

    with pytest.raises(DistansInteTillåten) as fel:
        markera(värld, "Bo", S.LEDAMOT, distans=True)

    assert "6 kap. 24 §" in fel.value.lagrum
    assert värld.rad("Bo").är_frånvarande

    värld.organ.distans_tillåten = True
    värld.organ.save()
    assert markera(värld, "Bo", S.LEDAMOT, distans=True).distans


def test_distans_i_fullmäktige_hindras_med_fullmäktiges_paragraf_KL_5_16(värld: Mötesvärld) -> None:
    Organ.objects.filter(pk=värld.organ.pk).update(typ=Organ.Typ.FULLMÄKTIGE)
    värld.öppna()

    with pytest.raises(DistansInteTillåten) as fel:
        markera(värld, "Bo", S.LEDAMOT, distans=True)

    assert "5 kap. 16 §" in fel.value.lagrum


def test_alla_närvarande_rör_inte_den_som_är_ersatt(värld: Mötesvärld) -> None:
    protokoll = värld.öppna()
    markera(värld, "Tove", S.TJÄNSTGÖRANDE, för=värld.rad("Ingrid"))

    närvaro.alla_närvarande(protokoll=protokoll, av=värld.sekreterare)

    assert värld.rad("Ingrid").är_frånvarande
    assert värld.protokoll.beslutsförhet.tjänstgörande == 5


def test_presidiet_leder_i_ordning(värld: Mötesvärld) -> None:
    värld.öppna()
    markera(värld, "Märta", S.LEDAMOT)
    assert värld.protokoll.ledare == värld.rad("Märta")

    markera(värld, "Željka", S.LEDAMOT)
    assert värld.protokoll.ledare == värld.rad("Željka")

    närvaro.välj_ordförande(rad=värld.rad("Märta"), av=värld.sekreterare)
    assert värld.protokoll.ledare == värld.rad("Märta")
    with pytest.raises(FelNärvaro):
        närvaro.välj_ordförande(rad=värld.rad("Bo"), av=värld.sekreterare)


def test_justerare_ska_tjänstgöra_och_inte_leda(värld: Mötesvärld) -> None:
    värld.öppna()
    markera(värld, "Željka", S.LEDAMOT)
    markera(värld, "Bo", S.LEDAMOT)

    for namn in ("Ingrid", "Željka"):
        with pytest.raises(FelJusterare):
            närvaro.välj_justerare(rad=värld.rad(namn), av=värld.sekreterare)
    vald = närvaro.välj_justerare(rad=värld.rad("Bo"), av=värld.sekreterare)
    with pytest.raises(FelJusterare, match="redan"):
        närvaro.välj_justerare(rad=värld.rad("Bo"), av=värld.sekreterare)
    with pytest.raises(FelJusterare):
        närvaro.välj_ordförande(rad=värld.rad("Bo"), av=värld.sekreterare)
    assert närvaro.justerarvarningar(värld.protokoll) == []

    # Justeraren får gå, men det sägs, tills någon annan är vald.
    assert markera(värld, "Bo", S.FRÅNVARANDE).är_frånvarande
    (fynd,) = närvaro.justerarvarningar(värld.protokoll)
    assert "Bo Ekfalk har lämnat mötet" in fynd.text
    assert "5 kap. 69 §" in fynd.lagrum
    närvaro.ta_bort_justerare(justerare=vald, av=värld.sekreterare)
    assert närvaro.justerarvarningar(värld.protokoll) == []


def test_justeraren_utan_konto_sägs_vid_valet_och_på_mötets_sida_KL_5_69(
    värld: Mötesvärld,
) -> None:
    värld.öppna()
    for namn in ("Željka", "Bo", "Åke"):
        markera(värld, namn, S.LEDAMOT)
    konto_för(värld.rad("Åke").person)
    klient = som(värld.sekreterare)
    sidan = url("mote", värld.protokoll.pk)
    val = text(klient.get(sidan))
    bo, åke = (
        val.split(f'<option value="{värld.rad(namn).pk}">')[-1].split("</option>")[0]
        for namn in ("Bo", "Åke")
    )
    assert bo.endswith(", inget konto")
    assert "inget konto" not in åke

    närvaro.välj_justerare(rad=värld.rad("Bo"), av=värld.sekreterare)
    närvaro.välj_justerare(rad=värld.rad("Åke"), av=värld.sekreterare, är_ersättare=True)

    (fynd,) = närvaro.justerare_utan_konto(värld.protokoll)
    assert not fynd.hindrar
    assert fynd.text in text(klient.get(sidan))
    assert fynd.text.startswith("Bo Ekfalk har inget konto")
    konto_för(värld.rad("Bo").person)
    assert närvaro.justerare_utan_konto(värld.protokoll) == []


def test_justerande_ersättare_viker_för_ledamoten(värld: Mötesvärld) -> None:
    värld.öppna()
    markera(värld, "Tove", S.TJÄNSTGÖRANDE, för=värld.rad("Ingrid"))
    närvaro.välj_justerare(rad=värld.rad("Tove"), av=värld.sekreterare)

    markera(värld, "Ingrid", S.LEDAMOT)

    assert värld.rad("Tove").status == S.ERSÄTTARE
    (fynd,) = närvaro.justerarvarningar(värld.protokoll)
    assert "Tove Älvhage tjänstgör inte längre" in fynd.text


def test_övriga_närvarande(värld: Mötesvärld) -> None:
    protokoll = värld.öppna()

    övrig = närvaro.lägg_till_övrig(
        protokoll=protokoll, namn=" Ylva Norrström ", titel="socialchef", av=värld.sekreterare
    )
    assert str(övrig) == "Ylva Norrström, socialchef"
    with pytest.raises(FelNärvaro):
        närvaro.lägg_till_övrig(protokoll=protokoll, namn="  ", av=värld.sekreterare)
    närvaro.ta_bort_övrig(övrig=övrig, av=värld.sekreterare)

    assert not protokoll.övriga.exists()


def test_justering_senast_fjorton_dagar_efter(värld: Mötesvärld) -> None:
    protokoll = värld.öppna()
    i_tid = timezone.make_aware(datetime(2026, 4, 1, 23, 0))  # noqa: DTZ001  # görs medveten här
    för_sent = timezone.make_aware(datetime(2026, 4, 2, 0, 30))  # noqa: DTZ001  # samma
    uppgifter = {"plats": "Kommunhuset", "förvaringsplats": "Arkivet", "av": värld.sekreterare}

    with pytest.raises(FörSenJustering) as fel:
        avslut.ange_justering(protokoll=protokoll, tid=för_sent, **uppgifter)
    assert "5 kap. 69 §" in fel.value.lagrum
    assert värld.protokoll.justeringsplats == ""

    avslut.ange_justering(protokoll=protokoll, tid=i_tid, **uppgifter)
    assert värld.protokoll.justeringstid == i_tid


def test_närvaron_är_låst_efter_avslutet(värld: Mötesvärld) -> None:
    protokoll = värld.håll()

    with pytest.raises(MötetAvslutat):
        markera(värld, "Tove", S.ERSÄTTARE)
    with pytest.raises(MötetAvslutat):
        närvaro.alla_närvarande(protokoll=protokoll, av=värld.sekreterare)


def test_obehörig_ändrar_ingen_närvaro(värld: Mötesvärld) -> None:
    protokoll = värld.öppna()
    av = med_roll(Roll.CHEF, värld.organ.myndighet)
    rad = värld.rad("Bo")
    försök = [
        lambda: närvaro.markera_närvaro(rad=rad, status=S.LEDAMOT, av=av),
        lambda: närvaro.alla_närvarande(protokoll=protokoll, av=av),
        lambda: närvaro.lägg_till_övrig(protokoll=protokoll, namn="X", av=av),
        lambda: närvaro.välj_justerare(rad=rad, av=av),
        lambda: närvaro.välj_ordförande(rad=rad, av=av),
        lambda: avslut.ange_justering(
            protokoll=protokoll, plats="X", tid=None, förvaringsplats="", av=av
        ),
    ]

    for ett in försök:
        with pytest.raises(PermissionDenied):
            ett()

    assert not protokoll.närvarande.exclude(status=S.FRÅNVARANDE).exists()
    assert not protokoll.övriga.exists()
    assert not protokoll.justerare.exists()


def test_platser_ur_organet_avgör_beslutsförheten(db: None) -> None:
    organ = organ_med_valda()
    organ.platser = 9
    organ.save()
    värld = kallat_möte(organ)
    protokoll = värld.öppna()

    närvaro.alla_närvarande(protokoll=protokoll, av=värld.sekreterare)

    läge = värld.protokoll.beslutsförhet
    assert (läge.tjänstgörande, läge.krävs, läge.är_beslutsför) == (5, 5, True)
