"""Närvaro per punkt: vem som tjänstgör för vem, jäv, ordförande, ajournering och spannen i §."""

from datetime import time

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from konton.models import Roll
from nämnd.jäv import Grund
from nämnd.models import Organ, Punkt
from protokoll import documents
from protokoll.documents.text import var_inne
from protokoll.models import Deltagande, Jäv, Mötesanrop, Närvaro, Paragraf, Övrigdeltagande
from protokoll.rum import rum
from protokoll.services import avslut, beslut, deltagande, jäv, ledning, närvaro
from protokoll.services.deltagande import Rättat
from protokoll.services.mötesfel import (
    Ajournerat,
    FelJusterare,
    FelJäv,
    FelNärvaro,
    FelTid,
    InteBeslutad,
    InteBeslutsför,
    InträdeHindras,
    KanInteAvslutas,
    LedareSaknas,
    RedanBeslutad,
)
from tests.factories.konton import med_roll
from tests.factories.protokoll import Mötesvärld, lägg_punkt
from tests.minne import mindes

pytestmark = pytest.mark.slow

S = Närvaro.Status
F = Deltagande.Form
PART = Grund.PART.etikett


@pytest.fixture
@mindes
def samlat(värld: Mötesvärld) -> Mötesvärld:
    """Alla ledamöter här sedan 15.00, Bo justerar, ersättarna inne; sex paragrafer på listan."""
    for n in range(4, 7):
        lägg_punkt(värld, f"Ärende {n}", förslag=("A.",))
    protokoll = värld.öppna()
    närvaro.alla_närvarande(protokoll=protokoll, av=värld.sekreterare, tid=time(15))
    närvaro.välj_justerare(rad=värld.rad("Bo"), av=värld.sekreterare)
    for namn in ("Tove", "Håkan"):
        markera(värld, namn, S.ERSÄTTARE, tid=time(15))
    return värld


def markera(värld: Mötesvärld, namn: str, status: str, **val) -> Närvaro:
    return närvaro.markera_närvaro(rad=värld.rad(namn), status=status, av=värld.sekreterare, **val)


def in_för(värld: Mötesvärld, namn: str, för: str, **val) -> Närvaro:
    return markera(värld, namn, S.TJÄNSTGÖRANDE, för=värld.rad(för), **val)


def upp(värld: Mötesvärld, n: int) -> Paragraf:
    return beslut.ta_upp(punkt=värld.punkter[n], av=värld.sekreterare)


def anmäl(värld: Mötesvärld, namn: str, *, grund: str = PART, **vid) -> Jäv:
    return jäv.anmäl_jäv(rad=värld.rad(namn), grund=grund, av=värld.sekreterare, **vid)


def besluta(värld: Mötesvärld, paragraf: Paragraf) -> Paragraf:
    utfall = "bifall" if paragraf.förslag.exists() else "noterat"
    return beslut.besluta(paragraf=paragraf, utfall=utfall, av=värld.sekreterare)


def klara_resten(värld: Mötesvärld) -> None:
    upptagna = set(värld.protokoll.paragrafer.values_list("punkt", flat=True))
    for punkt in värld.punkter:
        if punkt.pk not in upptagna:
            värld.behandla(punkt)
    avslut.avsluta(protokoll=värld.protokoll, av=värld.sekreterare, sluttid=time(17))


def former(paragraf: Paragraf) -> dict[str, tuple[str, bool]]:
    rader = paragraf.deltagande.select_related("närvaro")
    return {d.närvaro.namn.split()[0]: (d.form, d.del_av) for d in rader}


def spannen(värld: Mötesvärld, namn: str) -> list[tuple[str, str, str, str]]:
    rader = värld.protokoll.närvarande.filter(namn__startswith=namn).order_by("pk")
    return [(r.status, r.paragrafer, r.ej, r.del_av) for r in rader]


# --- In och ut ---------------------------------------------------------------------------------


def test_den_som_går_och_kommer_har_tider_och_spann(samlat: Mötesvärld) -> None:
    värld = samlat
    värld.behandla(värld.punkter[0])
    markera(värld, "Ingrid", S.FRÅNVARANDE, tid=time(15, 20))
    värld.behandla(värld.punkter[1])
    markera(värld, "Ingrid", S.LEDAMOT, tid=time(15, 45))
    klara_resten(värld)

    rad = värld.rad("Ingrid")
    assert [str(t) for t in rad.tider.all()] == ["15.00–15.20", "15.45–17.00"]
    assert spannen(värld, "Ingrid") == [(S.LEDAMOT, "", "2", "")]
    assert spannen(värld, "Märta") == [(S.LEDAMOT, "", "", "")]


def test_den_som_går_för_gott_får_till_och_med(samlat: Mötesvärld) -> None:
    värld = samlat
    for punkt in värld.punkter[:3]:
        värld.behandla(punkt)
    markera(värld, "Ingrid", S.FRÅNVARANDE, tid=time(15, 50))
    in_för(värld, "Tove", "Ingrid", tid=time(15, 50))
    klara_resten(värld)

    assert spannen(värld, "Ingrid") == [(S.LEDAMOT, "1-3", "", "")]
    assert spannen(värld, "Tove") == [
        (S.ERSÄTTARE, "1-3", "", ""),
        (S.TJÄNSTGÖRANDE, "4-6", "", ""),
    ]
    assert värld.protokoll.närvarande.get(status=S.TJÄNSTGÖRANDE).för.namn == "Ingrid Norrsund"


def test_under_en_punkt_blir_del_av_om_inte_hela(samlat: Mötesvärld) -> None:
    värld = samlat
    värld.behandla(värld.punkter[0])
    paragraf = upp(värld, 1)
    markera(värld, "Ingrid", S.FRÅNVARANDE, tid=time(15, 30))
    markera(värld, "Märta", S.FRÅNVARANDE, tid=time(15, 30), hela_punkten=True)
    markera(värld, "Sanna", S.INSYN, tid=time(15, 31))
    besluta(värld, paragraf)

    assert former(paragraf)["Ingrid"] == (F.NÄRVARANDE, True)
    assert former(paragraf)["Sanna"] == (F.NÄRVARANDE, True)
    assert former(paragraf)["Bo"] == (F.DELTOG, False)
    assert "Märta" not in former(paragraf)
    klara_resten(värld)
    assert spannen(värld, "Ingrid") == [(S.LEDAMOT, "1-2", "", "2")]
    assert spannen(värld, "Sanna") == [(S.INSYN, "2-6", "", "2")]
    # Paragrafen som någon bara var med i en del av står en gång.
    rader = värld.protokoll.närvarande.prefetch_related("tider")
    tryckt = {rad.namn.split()[0]: " ".join(var_inne(rad)[:2]) for rad in rader}
    assert tryckt["Ingrid"].replace("\N{NO-BREAK SPACE}", " ") == "§ 1 del av § 2"
    assert tryckt["Sanna"].replace("\N{NO-BREAK SPACE}", " ") == "§§ 3–6 del av § 2"


def test_ajournering_i_en_onumrerad_paragraf_har_dess_rubrik(samlat: Mötesvärld) -> None:
    värld = samlat
    type(värld.organ).objects.update(formalia_med_paragraf=False)
    paragraf = upp(värld, 0)
    ledning.ajournera(protokoll=värld.protokoll, av=värld.sekreterare, tid=time(15, 10))
    ledning.återuppta(protokoll=värld.protokoll, av=värld.sekreterare, tid=time(15, 20))
    besluta(värld, paragraf)
    klara_resten(värld)
    protokoll = värld.protokoll

    framsida = documents.protokolldokument(protokoll).framsida

    assert framsida is not None
    ajournering = f"Ajournering kl.\N{NO-BREAK SPACE}15.10–15.20 ({paragraf.rubrik})"
    assert ajournering in framsida.rader("Plats och tid")


def test_felklick_samma_minut_lämnar_inget_spår(samlat: Mötesvärld) -> None:
    värld = samlat
    värld.behandla(värld.punkter[0])
    paragraf = upp(värld, 1)
    markera(värld, "Ingrid", S.FRÅNVARANDE, tid=time(15, 30))
    markera(värld, "Ingrid", S.LEDAMOT, tid=time(15, 30))

    assert [str(t) for t in värld.rad("Ingrid").tider.all()] == ["15.00"]
    assert not paragraf.deltagande.exists()


def test_tiden_går_framåt(samlat: Mötesvärld) -> None:
    värld = samlat
    with pytest.raises(FelTid, match=r"kom 15\.00"):
        markera(värld, "Ingrid", S.FRÅNVARANDE, tid=time(14))
    värld.behandla(värld.punkter[0])
    markera(värld, "Ingrid", S.FRÅNVARANDE, tid=time(16))
    with pytest.raises(FelTid, match=r"gick 16\.00"):
        markera(värld, "Ingrid", S.LEDAMOT, tid=time(15, 30))


def test_frånvaroskäl(värld: Mötesvärld) -> None:
    värld.öppna()
    närvaro.ange_frånvaroskäl(rad=värld.rad("Ingrid"), skäl=" sjuk ", av=värld.sekreterare)
    assert värld.rad("Ingrid").frånvaro_skäl == "sjuk"
    markera(värld, "Bo", S.LEDAMOT)
    with pytest.raises(FelNärvaro):
        närvaro.ange_frånvaroskäl(rad=värld.rad("Bo"), skäl="sjuk", av=värld.sekreterare)


# --- Ersättare ---------------------------------------------------------------------------------


def test_ledamoten_kommer_och_ersättaren_viker_KL_5_19(samlat: Mötesvärld) -> None:
    värld = samlat
    markera(värld, "Ingrid", S.FRÅNVARANDE)
    in_för(värld, "Tove", "Ingrid")
    värld.behandla(värld.punkter[0])

    markera(värld, "Ingrid", S.LEDAMOT)

    assert värld.rad("Tove").status == S.ERSÄTTARE
    assert värld.rad("Ingrid").tjänstgör
    klara_resten(värld)
    assert spannen(värld, "Tove") == [(S.TJÄNSTGÖRANDE, "1", "", ""), (S.ERSÄTTARE, "2-6", "", "")]
    assert spannen(värld, "Ingrid") == [(S.LEDAMOT, "2-6", "", "")]


def test_två_ersättare_efter_varandra_på_samma_plats(samlat: Mötesvärld) -> None:
    värld = samlat
    markera(värld, "Ingrid", S.FRÅNVARANDE)
    in_för(värld, "Tove", "Ingrid")
    with pytest.raises(InträdeHindras, match="Tove") as fel:
        in_för(värld, "Håkan", "Ingrid")
    assert "reglementet" in fel.value.lagrum
    for punkt in värld.punkter[:2]:
        värld.behandla(punkt)
    markera(värld, "Tove", S.FRÅNVARANDE)
    in_för(värld, "Håkan", "Ingrid")
    klara_resten(värld)

    tjänst = värld.protokoll.närvarande.filter(status=S.TJÄNSTGÖRANDE)
    assert {(r.namn, r.paragrafer, r.för.namn) for r in tjänst} == {
        ("Tove Älvhage", "1-2", "Ingrid Norrsund"),
        ("Håkan Myrtorp", "3-6", "Ingrid Norrsund"),
    }
    assert len(spannen(värld, "Tove")) == 1


def test_rättelsen_ger_inte_två_på_samma_plats_KL_5_17(samlat: Mötesvärld) -> None:
    värld = samlat
    markera(värld, "Ingrid", S.FRÅNVARANDE)
    in_för(värld, "Tove", "Ingrid")
    första = besluta(värld, upp(värld, 0))
    markera(värld, "Tove", S.FRÅNVARANDE)
    in_för(värld, "Håkan", "Ingrid")
    besluta(värld, upp(värld, 1))
    [som_ersättare] = första.deltagande.filter(närvaro__namn__startswith="Håkan")
    ändring = {
        som_ersättare.närvaro_id: Rättat(""),
        värld.rad("Håkan").pk: Rättat(F.DELTOG),
    }

    with pytest.raises(InträdeHindras, match="tjänstgör samtidigt på Ingrid") as fel:
        deltagande.rätta(paragraf=första, ändringar=ändring, av=värld.sekreterare)
    assert "reglementet" in fel.value.lagrum
    assert former(första)["Håkan"] == (F.NÄRVARANDE, False)

    # Den som bara var med en del lämnade platsen till den andra.
    tove = värld.protokoll.närvarande.get(namn__startswith="Tove", status=S.TJÄNSTGÖRANDE)
    ändring[tove.pk] = Rättat(F.DELTOG, del_av=True)
    deltagande.rätta(paragraf=första, ändringar=ändring, av=värld.sekreterare)
    assert former(första)["Håkan"] == (F.DELTOG, False)


def test_annat_partis_ersättare_får_med_en_varning(samlat: Mötesvärld) -> None:
    värld = samlat
    markera(värld, "Ingrid", S.FRÅNVARANDE)
    nu = rum(värld.protokoll)
    assert [r.namn for r in nu.förslag(värld.rad("Ingrid"))] == ["Tove Älvhage", "Håkan Myrtorp"]

    rad = in_för(värld, "Håkan", "Ingrid")

    assert rad.varningar == ["Tove Älvhage står före Håkan Myrtorp i tur att tjänstgöra."]
    assert rad.varningarnas_lagrum == ["reglementet, 6 kap. 17 § kommunallagen"]


def test_i_fullmäktige_bara_egna_partiet_och_ingen_återkomst_KL_5_20_21(
    samlat: Mötesvärld,
) -> None:
    värld = samlat
    Organ.objects.filter(pk=värld.organ.pk).update(typ=Organ.Typ.FULLMÄKTIGE)
    värld.behandla(värld.punkter[0])
    markera(värld, "Ingrid", S.FRÅNVARANDE)
    with pytest.raises(InträdeHindras) as fel:
        in_för(värld, "Håkan", "Ingrid")
    assert "5 kap. 21 §" in fel.value.lagrum
    in_för(värld, "Tove", "Ingrid")
    värld.behandla(värld.punkter[1])

    with pytest.raises(InträdeHindras) as fel:
        markera(värld, "Ingrid", S.LEDAMOT)

    assert "5 kap. 20 §" in fel.value.lagrum
    assert värld.rad("Tove").tjänstgör


def test_en_rad_per_roll_hur_ofta_någon_än_byter(samlat: Mötesvärld) -> None:
    värld = samlat
    for n in range(4):
        if n % 2:
            markera(värld, "Ingrid", S.FRÅNVARANDE)
            in_för(värld, "Tove", "Ingrid")
        else:
            markera(värld, "Ingrid", S.LEDAMOT)
        värld.behandla(värld.punkter[n])
    markera(värld, "Ingrid", S.LEDAMOT)
    klara_resten(värld)

    assert spannen(värld, "Tove") == [
        (S.ERSÄTTARE, "", "2, 4", ""),
        (S.TJÄNSTGÖRANDE, "2, 4", "", ""),
    ]
    assert spannen(värld, "Ingrid") == [(S.LEDAMOT, "", "2, 4", "")]


# --- Jäv ---------------------------------------------------------------------------------------


def test_den_jävige_räknas_inte_KL_6_27_och_6_30(samlat: Mötesvärld) -> None:
    värld = samlat
    paragraf = upp(värld, 1)
    for namn in ("Åke", "Märta"):
        anmäl(värld, namn, paragraf=paragraf)
    assert rum(värld.protokoll, paragraf=paragraf).beslutsförhet.tjänstgörande == 3
    anmäl(värld, "Ingrid", paragraf=paragraf)

    with pytest.raises(InteBeslutsför, match="2 av 5"):
        besluta(värld, paragraf)

    # En ersättare får träda in för bara den punkten.
    in_för(värld, "Tove", "Ingrid")
    besluta(värld, paragraf)
    assert former(paragraf)["Ingrid"] == (F.JÄV, False)
    assert former(paragraf)["Tove"] == (F.DELTOG, False)
    assert värld.rad("Tove").status == S.ERSÄTTARE
    assert rum(värld.protokoll).beslutsförhet.tjänstgörande == 5
    klara_resten(värld)
    assert spannen(värld, "Ingrid") == [(S.LEDAMOT, "2-6", "", "")]
    assert (S.TJÄNSTGÖRANDE, "1", "", "") in spannen(värld, "Tove")


def test_jävig_ersättare_byts_för_punkten_och_kommer_tillbaka_KL_5_18(
    samlat: Mötesvärld,
) -> None:
    värld = samlat
    markera(värld, "Ingrid", S.FRÅNVARANDE)
    in_för(värld, "Tove", "Ingrid")
    värld.behandla(värld.punkter[0])
    paragraf = upp(värld, 1)
    anmäl(värld, "Tove", paragraf=paragraf)
    in_för(värld, "Håkan", "Tove")
    assert rum(värld.protokoll, paragraf=paragraf).beslutsförhet.tjänstgörande == 5
    besluta(värld, paragraf)

    assert värld.rad("Tove").tjänstgör
    assert värld.rad("Håkan").status == S.ERSÄTTARE
    klara_resten(värld)
    tjänst = värld.protokoll.närvarande.filter(status=S.TJÄNSTGÖRANDE)
    assert {(r.namn.split()[0], r.paragrafer, r.för.namn) for r in tjänst} == {
        ("Tove", "1, 3-6", "Ingrid Norrsund"),
        ("Håkan", "2", "Ingrid Norrsund"),
    }


def test_jäv_i_en_kommande_punkt_och_egen_paragraf(samlat: Mötesvärld) -> None:
    värld = samlat
    anmäl(värld, "Ingrid", punkt=värld.punkter[3])
    anmäl(värld, "Märta", punkt=värld.punkter[4])
    egen = jäv.anmäl_i_egen_paragraf(protokoll=värld.protokoll, av=värld.sekreterare)

    assert egen.typ == Paragraf.Typ.JÄVSANMÄLAN
    assert [b.text for b in egen.beslut.all()] == [
        "Ingrid Norrsund (S) anmäler jäv i ärendet ”Ärende 4” och deltar inte i handläggningen.",
        "Märta Lindéngård (C) anmäler jäv i ärendet ”Ärende 5” och deltar inte i handläggningen.",
    ]
    with pytest.raises(FelJäv):
        jäv.anmäl_i_egen_paragraf(protokoll=värld.protokoll, av=värld.sekreterare)
    paragraf = upp(värld, 3)
    assert paragraf.jäv.get().namn == "Ingrid Norrsund"
    # Läggs punkten åt sidan gäller anmälan den när den tas upp igen.
    beslut.lägg_åt_sidan(paragraf=paragraf, av=värld.sekreterare)
    klara_resten(värld)

    egen.refresh_from_db()
    assert (egen.nummer, egen.gäller) == (1, "5-6")
    assert former(Paragraf.objects.get(rubrik="Ärende 4"))["Ingrid"] == (F.JÄV, False)


def test_jävsparagrafen_tar_punkten_på_listan_och_döljer_hemliga_ärenden(
    värld: Mötesvärld,
) -> None:
    rad = lägg_punkt(värld, "Anmälan av jäv", slag=Punkt.Slag.FORMALIA)
    hemlig = lägg_punkt(värld, "LVU Karl K", slag=Punkt.Slag.SEKRETESS, förslag=("Bifall.",))
    värld.samla()
    anmäl(värld, "Ingrid", punkt=hemlig)

    egen = jäv.anmäl_i_egen_paragraf(protokoll=värld.protokoll, av=värld.sekreterare)

    assert egen.punkt == rad
    assert "Karl" not in egen.beslut.get().text


@pytest.mark.parametrize("grund", ["", "påhittad", Grund.RÖR_PERSONLIGEN.etikett])
def test_jävsgrund_krävs_KL_6_30(samlat: Mötesvärld, grund: str) -> None:
    with pytest.raises(FelJäv) as fel:
        anmäl(samlat, "Ingrid", grund=grund, punkt=samlat.punkter[1])
    assert "6 kap. 30 §" in fel.value.lagrum
    assert not Jäv.objects.exists()
    assert anmäl(samlat, "Ingrid", punkt=samlat.punkter[1])


def test_jäv_en_gång_och_inte_efter_beslutet(samlat: Mötesvärld) -> None:
    värld = samlat
    paragraf = upp(värld, 1)
    rad = anmäl(värld, "Ingrid", paragraf=paragraf)
    with pytest.raises(FelJäv, match="redan"):
        anmäl(värld, "Ingrid", punkt=värld.punkter[1])
    with pytest.raises(FelJäv, match="vilken punkt"):
        anmäl(värld, "Ingrid")
    anmäl(värld, "Tove", paragraf=paragraf)
    with pytest.raises(InträdeHindras, match="jävig"):
        in_för(värld, "Tove", "Ingrid")
    besluta(värld, paragraf)
    with pytest.raises(RedanBeslutad):
        jäv.ta_tillbaka_jäv(jäv=rad, av=värld.sekreterare)
    with pytest.raises(RedanBeslutad):
        anmäl(värld, "Bo", paragraf=paragraf)
    annat = anmäl(värld, "Märta", punkt=värld.punkter[2])
    jäv.ta_tillbaka_jäv(jäv=annat, av=värld.sekreterare)
    assert list(Jäv.objects.values_list("namn", flat=True)) == ["Ingrid Norrsund", "Tove Älvhage"]


def test_jävet_gäller_något(samlat: Mötesvärld) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Jäv.objects.create(närvaro=samlat.rad("Bo"), namn="Bo")
    for _ in range(2):
        rad = Jäv(närvaro=samlat.rad("Bo"), punkt=samlat.punkter[1], namn="Bo")
        if Jäv.objects.exists():
            with pytest.raises(IntegrityError), transaction.atomic():
                rad.save()
        else:
            rad.save()


# --- Ordförande --------------------------------------------------------------------------------


def test_jävig_ordförande_ersätts_av_vice_för_den_paragrafen(samlat: Mötesvärld) -> None:
    värld = samlat
    värld.behandla(värld.punkter[0])
    paragraf = upp(värld, 1)
    anmäl(värld, "Željka", paragraf=paragraf)
    nu = rum(värld.protokoll, paragraf=paragraf)
    assert nu.ledare == värld.rad("Åke")
    with pytest.raises(FelNärvaro, match="är jävig"):
        ledning.välj_punktens_ordförande(
            paragraf=paragraf, rad=värld.rad("Željka"), av=värld.sekreterare
        )
    with pytest.raises(FelJusterare):
        ledning.välj_punktens_ordförande(
            paragraf=paragraf, rad=värld.rad("Bo"), av=värld.sekreterare
        )
    ledning.välj_punktens_ordförande(
        paragraf=paragraf, rad=värld.rad("Märta"), av=värld.sekreterare
    )
    besluta(värld, paragraf)
    with pytest.raises(RedanBeslutad):
        ledning.välj_punktens_ordförande(
            paragraf=paragraf, rad=värld.rad("Åke"), av=värld.sekreterare
        )
    with pytest.raises(FelJusterare, match="lett en punkt"):
        närvaro.välj_justerare(rad=värld.rad("Märta"), av=värld.sekreterare)
    klara_resten(värld)

    protokoll = värld.protokoll
    assert protokoll.ordförande.namn.startswith("Željka")
    ledde = {p.nummer: p.ordförande for p in protokoll.paragrafer.all()}
    assert {n for n, rad in ledde.items() if rad} == {2}
    assert ledde[2].namn.startswith("Märta")


def test_utan_ledare_avgörs_inget(samlat: Mötesvärld) -> None:
    värld = samlat
    for namn in ("Željka", "Åke"):
        markera(värld, namn, S.FRÅNVARANDE)
    paragraf = upp(värld, 1)
    anmäl(värld, "Märta", paragraf=paragraf)
    in_för(värld, "Tove", "Željka")
    in_för(värld, "Håkan", "Åke")

    with pytest.raises(LedareSaknas):
        besluta(värld, paragraf)

    ledning.välj_punktens_ordförande(
        paragraf=paragraf, rad=värld.rad("Ingrid"), av=värld.sekreterare
    )
    assert besluta(värld, paragraf).är_beslutad


def test_byte_av_ordförande_för_resten_av_mötet(samlat: Mötesvärld) -> None:
    värld = samlat
    for punkt in värld.punkter[:2]:
        värld.behandla(punkt)
    närvaro.välj_ordförande(rad=värld.rad("Åke"), av=värld.sekreterare)
    klara_resten(värld)

    protokoll = värld.protokoll
    assert protokoll.ordförande.namn.startswith("Åke")
    ledde = [p.ordförande and p.ordförande.namn.split()[0] for p in protokoll.paragrafer.all()]
    assert ledde == ["Željka", "Željka", None, None, None, None]


# --- Rätta, ajournera, övriga ------------------------------------------------------------------


def test_rätta_vilka_som_var_med(samlat: Mötesvärld) -> None:
    värld = samlat
    paragraf = upp(värld, 1)
    with pytest.raises(InteBeslutad):
        deltagande.rätta(paragraf=paragraf, ändringar={}, av=värld.sekreterare)
    besluta(värld, paragraf)

    def rätta(**former: str) -> None:
        ändringar = {värld.rad(namn).pk: Rättat(form) for namn, form in former.items()}
        deltagande.rätta(paragraf=paragraf, ändringar=ändringar, av=värld.sekreterare)

    with pytest.raises(InteBeslutsför):
        rätta(Ingrid="", Märta="", Åke="")
    with pytest.raises(FelNärvaro, match="tjänstgjorde inte"):
        rätta(Tove=F.DELTOG)
    assert former(paragraf)["Ingrid"] == (F.DELTOG, False)
    rätta(Ingrid="", Märta=F.JÄV)
    rad = värld.rad("Åke").pk
    deltagande.rätta(
        paragraf=paragraf, ändringar={rad: Rättat(F.DELTOG, del_av=True)}, av=värld.sekreterare
    )

    assert "Ingrid" not in former(paragraf)
    assert former(paragraf)["Märta"] == (F.JÄV, False)
    klara_resten(värld)
    assert spannen(värld, "Åke") == [(S.LEDAMOT, "", "", "1")]


def test_ajournerat_möte_handlägger_inget_och_delas_i_två(samlat: Mötesvärld) -> None:
    värld, av = samlat, samlat.sekreterare
    värld.behandla(värld.punkter[0])
    ledning.ajournera(protokoll=värld.protokoll, av=av, tid=time(15, 30))
    with pytest.raises(Ajournerat):
        ledning.ajournera(protokoll=värld.protokoll, av=av)
    with pytest.raises(Ajournerat, match=r"sedan 15\.30"):
        upp(värld, 1)
    with pytest.raises(KanInteAvslutas, match="ajournerat"):
        avslut.avsluta(protokoll=värld.protokoll, av=av)
    with pytest.raises(FelTid):
        ledning.återuppta(protokoll=värld.protokoll, av=av, tid=time(15))
    ledning.återuppta(protokoll=värld.protokoll, av=av, tid=time(16))
    with pytest.raises(Ajournerat):
        ledning.återuppta(protokoll=värld.protokoll, av=av)
    paragraf = upp(värld, 1)
    with pytest.raises(FelTid):
        ledning.ajournera(protokoll=värld.protokoll, av=av, tid=time(15, 45))
    paus = ledning.ajournera(protokoll=värld.protokoll, av=av, tid=time(16, 10))
    with pytest.raises(Ajournerat):
        besluta(värld, paragraf)
    ledning.återuppta(protokoll=värld.protokoll, av=av, tid=time(16, 15))
    besluta(värld, paragraf)
    klara_resten(värld)

    assert paus.paragraf == paragraf
    assert värld.protokoll.huvud["tider"] == [["15.00", "15.30"], ["16.00", "17.00"]]


def test_övriga_per_paragraf(samlat: Mötesvärld) -> None:
    värld, av = samlat, samlat.sekreterare
    protokoll = värld.protokoll
    chef = närvaro.lägg_till_övrig(
        protokoll=protokoll, namn="Ylva", roll="tjansteperson", av=av, tid=time(15)
    )
    värld.behandla(värld.punkter[0])
    gäst = närvaro.lägg_till_övrig(
        protokoll=protokoll, namn="Gäst", yttranderätt=True, av=av, tid=time(15, 10)
    )
    paragraf = upp(värld, 1)
    with pytest.raises(FelTid):
        närvaro.växla_övrig(övrig=gäst, av=av, tid=time(15))
    närvaro.växla_övrig(övrig=gäst, av=av, tid=time(15, 20))
    besluta(värld, paragraf)
    värld.behandla(värld.punkter[2])
    with pytest.raises(FelTid):
        närvaro.växla_övrig(övrig=gäst, av=av, tid=time(15, 10))
    närvaro.växla_övrig(övrig=gäst, av=av, tid=time(15, 40))
    klara_resten(värld)

    chef.refresh_from_db()
    gäst.refresh_from_db()
    assert (chef.paragrafer, gäst.paragrafer) == ("", "2, 4-6")
    rad = Övrigdeltagande.objects.filter(övrig=gäst).first()
    assert str(rad) == "Gäst"
    with pytest.raises(IntegrityError), transaction.atomic():
        Övrigdeltagande.objects.create(övrig=gäst, paragraf=rad.paragraf)


def test_formalia_utan_paragraf_räknas_inte_i_spannen(samlat: Mötesvärld) -> None:
    värld = samlat
    Organ.objects.filter(pk=värld.organ.pk).update(formalia_med_paragraf=False)
    markera(värld, "Ingrid", S.FRÅNVARANDE)
    in_för(värld, "Tove", "Ingrid")
    värld.behandla(värld.punkter[0])
    markera(värld, "Ingrid", S.LEDAMOT)
    klara_resten(värld)

    # Tove tjänstgjorde bara under uppropet, som inte har någon paragraf.
    assert spannen(värld, "Tove") == [(S.ERSÄTTARE, "", "", "")]
    assert spannen(värld, "Ingrid") == [(S.LEDAMOT, "", "", "")]


def test_versionen_ökar_med_varje_ändring(samlat: Mötesvärld) -> None:
    före = samlat.protokoll.version
    markera(samlat, "Sanna", S.INSYN)
    assert samlat.protokoll.version > före


def test_ett_anrop_finns_en_gång(samlat: Mötesvärld) -> None:
    nyckel = "6a0f4a62-6f4e-4b5e-9a3e-0a4f1d2c3b4a"
    anrop = Mötesanrop.objects.create(protokoll=samlat.protokoll, nyckel=nyckel)
    assert str(anrop) == nyckel
    with pytest.raises(IntegrityError), transaction.atomic():
        Mötesanrop.objects.create(protokoll=samlat.protokoll, nyckel=nyckel)


def test_obehörig_ändrar_inget(samlat: Mötesvärld) -> None:
    värld = samlat
    av = med_roll(Roll.CHEF, värld.organ.myndighet)
    protokoll, rad = värld.protokoll, värld.rad("Ingrid")
    anmält = anmäl(värld, "Märta", punkt=värld.punkter[2])
    paragraf = upp(värld, 1)
    övrig = närvaro.lägg_till_övrig(protokoll=protokoll, namn="Ylva", av=värld.sekreterare)
    paus = ledning.ajournera(protokoll=protokoll, av=värld.sekreterare)
    version = värld.protokoll.version

    for försök in (
        lambda: jäv.anmäl_jäv(rad=rad, grund=PART, paragraf=paragraf, av=av),
        lambda: jäv.ta_tillbaka_jäv(jäv=anmält, av=av),
        lambda: jäv.anmäl_i_egen_paragraf(protokoll=protokoll, av=av),
        lambda: ledning.ajournera(protokoll=protokoll, av=av),
        lambda: ledning.återuppta(protokoll=protokoll, av=av),
        lambda: ledning.ta_bort_ajournering(ajournering=paus, av=av),
        lambda: ledning.välj_punktens_ordförande(paragraf=paragraf, rad=rad, av=av),
        lambda: deltagande.rätta(paragraf=paragraf, ändringar={}, av=av),
        lambda: närvaro.ange_frånvaroskäl(rad=rad, skäl="sjuk", av=av),
        lambda: närvaro.växla_övrig(övrig=övrig, av=av),
    ):
        with pytest.raises(PermissionDenied):
            försök()

    assert värld.protokoll.version == version
    assert Jäv.objects.count() == 1
