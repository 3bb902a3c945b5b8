"""Vart ärendet går efter beslutet, och hur det känns igen när det kommer tillbaka."""

from datetime import date, time

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse

from konton.models import Roll
from nämnd.models import Organ, Punkt, Återkommande
from nämnd.services import föredragningslista, sammanträden
from nämnd.services.föredragningslista import Listfel
from protokoll.models import Beslutsdel, Paragraf
from protokoll.services import avslut, beslut, extra, frågan, frågeläge, försättsblad, yrkanden
from protokoll.services.frågefel import FelÄrende, Minoritetshinder
from tests.factories import ärenden as ärendefabrik
from tests.factories.konton import AnvändareFactory, med_roll
from tests.factories.protokoll import Mötesvärld, kallat_möte, lägg_punkt, organ_med_valda
from ärenden.models import Anmälan, Händelse, Skrivelse, Ärende
from ärenden.services import skrivelser

pytestmark = pytest.mark.slow

U = Paragraf.Utfall


def besluta(värld: Mötesvärld, utfall: str, nr: int = 1, **fält) -> Paragraf:
    paragraf = beslut.ta_upp(punkt=värld.punkter[nr], av=värld.sekreterare)
    return beslut.besluta(paragraf=paragraf, utfall=utfall, av=värld.sekreterare, **fält)


def avsluta(värld: Mötesvärld) -> None:
    upptagna = set(värld.protokoll.paragrafer.values_list("punkt_id", flat=True))
    for punkt in värld.protokoll.upptagbara_punkter:
        if punkt.pk not in upptagna:
            värld.behandla(punkt)
    avslut.avsluta(protokoll=värld.protokoll, av=värld.sekreterare, sluttid=time(16, 45))


def nästa(värld: Mötesvärld, dag: date, organ: Organ | None = None) -> Mötesvärld:
    return kallat_möte(organ or värld.organ, dag=dag, punkter=False, sekreterare=värld.sekreterare)


def ta_upp_igen(värld: Mötesvärld, anmälan: Anmälan) -> Paragraf:
    punkt = föredragningslista.lägg_till_anmälan(
        sammanträde=värld.sammanträde, anmälan=anmälan, av=värld.sekreterare
    )
    värld.punkter.append(punkt)
    värld.samla()
    return beslut.ta_upp(punkt=punkt, av=värld.sekreterare)


def test_bordlagt_väntar_igen_till_dagen_och_kedjan_syns(värld: Mötesvärld) -> None:
    nästa_möte = nästa(värld, date(2026, 4, 15))
    värld.samla()
    besluta(värld, U.BORDLÄGGNING, bordlagt_till=date(2026, 4, 15))
    avsluta(värld)

    anmälan = Anmälan.objects.get()
    assert (anmälan.status, anmälan.önskad_dag) == (Anmälan.Status.VÄNTAR, date(2026, 4, 15))
    igen = ta_upp_igen(nästa_möte, anmälan)
    (tidigare,) = igen.tidigare.all()
    första = värld.protokoll.paragrafer.get(punkt=värld.punkter[1])
    assert tidigare.tidigare_paragraf == första
    assert (tidigare.organ, tidigare.datum, tidigare.paragrafnummer, tidigare.utfall) == (
        "Socialnämnden",
        date(2026, 3, 18),
        str(första.nummer),
        "bordläggning",
    )
    assert igen.punkt.fortsätter == första.punkt

    beslut.besluta(paragraf=igen, utfall=U.BORDLÄGGNING, av=värld.sekreterare)
    avsluta(nästa_möte)
    tredje = ta_upp_igen(nästa(värld, date(2026, 5, 20)), Anmälan.objects.get())
    assert [t.datum.month for t in tredje.tidigare.all()] == [3, 4]


def test_bordlagt_utan_dag_önskas_till_nästa_möte(värld: Mötesvärld) -> None:
    nästa(värld, date(2026, 4, 15))
    värld.samla()
    besluta(värld, U.BORDLÄGGNING)
    avsluta(värld)

    assert Anmälan.objects.get().önskad_dag == date(2026, 4, 15)


def test_bordlagd_punkt_utan_skrivelse_står_på_nästa_lista(värld: Mötesvärld) -> None:
    lägg_punkt(värld, "Val av ombud", förslag=("Bo väljs.",))
    senare = nästa(värld, date(2026, 4, 15))
    värld.samla()
    paragraf = besluta(värld, U.BORDLÄGGNING, nr=3)
    avsluta(värld)

    punkt = Punkt.objects.get(sammanträde=senare.sammanträde)
    assert (punkt.rubrik, punkt.fortsätter) == ("Val av ombud", paragraf.punkt)
    assert [s.text for s in punkt.förslag.all()] == ["Bo väljs."]
    senare.samla()
    igen = beslut.ta_upp(punkt=punkt, av=värld.sekreterare)
    assert igen.tidigare.get().tidigare_paragraf == paragraf


def lägg_ärende(värld: Mötesvärld, rubrik: str, **uppgifter) -> Ärende:
    """En punkt om ett ärende som kommit upp utan skrivelse; den fjärde på listan."""
    ärende = ärendefabrik.ärende(värld.organ.myndighet, rubrik=rubrik, **uppgifter)
    punkt = lägg_punkt(värld, rubrik, förslag=("Taxan antas.",))
    Punkt.objects.filter(pk=punkt.pk).update(ärende=ärende)
    punkt.refresh_from_db()
    return ärende


def test_bordlagt_ärende_utan_skrivelse_väntar_tills_mötet_finns(värld: Mötesvärld) -> None:
    ärende = lägg_ärende(värld, "Taxa")
    värld.samla()
    paragraf = besluta(värld, U.BORDLÄGGNING, nr=3)
    avsluta(värld)

    rad = Återkommande.objects.get()
    paragraf.refresh_from_db()
    assert (rad.orsak, rad.ärende, rad.upptagen) == ("bordlagd", ärende, None)
    senare = nästa(värld, date(2026, 4, 15))
    punkt = föredragningslista.ta_upp_återkommande(
        återkommande=rad, sammanträde=senare.sammanträde, av=värld.sekreterare
    )
    assert (punkt.ärende, punkt.fortsätter) == (ärende, paragraf.punkt)
    assert punkt.anmärkning == f"Bordlagt 18 mars 2026, §\N{NO-BREAK SPACE}{paragraf.nummer}"
    with pytest.raises(Listfel, match="redan på en lista"):
        föredragningslista.ta_upp_återkommande(
            återkommande=rad, sammanträde=senare.sammanträde, av=värld.sekreterare
        )
    föredragningslista.ta_bort_punkt(punkt=punkt, av=värld.sekreterare)
    assert Återkommande.objects.väntande().get() == rad


@pytest.mark.parametrize("med_ärende", [True, False], ids=["med_ärende", "utan_ärende"])
def test_bordlagt_som_väckts_på_mötet_kommer_tillbaka(värld: Mötesvärld, med_ärende: bool) -> None:
    ärende = ärendefabrik.ärende(värld.organ.myndighet) if med_ärende else None
    senare = nästa(värld, date(2026, 4, 15))
    värld.samla()
    paragraf = extra.väck_ärende(
        protokoll=värld.protokoll,
        rubrik="Trygga skolvägar",
        ärende=ärende,
        förslag=["Skolvägarna ses över."],
        av=värld.sekreterare,
    )
    beslut.besluta(paragraf=paragraf, utfall=U.BORDLÄGGNING, av=värld.sekreterare)
    avsluta(värld)

    punkt = Punkt.objects.get(sammanträde=senare.sammanträde)
    assert (punkt.rubrik, punkt.ärende) == ("Trygga skolvägar", ärende)
    assert [s.text for s in punkt.förslag.all()] == ["Skolvägarna ses över."]
    senare.samla()
    igen = beslut.ta_upp(punkt=punkt, av=värld.sekreterare)
    assert igen.tidigare.get().tidigare_paragraf == paragraf


def test_återremiss_utan_skrivelse_blir_handläggarens_och_sedan_en_punkt(
    värld: Mötesvärld,
) -> None:
    handläggare = med_roll(Roll.HANDLÄGGARE, värld.organ.myndighet)
    ärende = lägg_ärende(värld, "Taxa")
    Ärende.objects.filter(pk=ärende.pk).update(handläggare=handläggare)
    nästa(värld, date(2026, 4, 15))
    värld.samla()
    paragraf = besluta(värld, U.ÅTERREMISS, nr=3, satser=["Utred kostnaden."])
    avsluta(värld)

    uppdrag = paragraf.uppdrag.get()
    assert (uppdrag.handläggare, uppdrag.status) == (handläggare, "oppet")
    assert Händelse.objects.get(typ="protokoll.återremiss").ärende == ärende
    rad = Återkommande.objects.väntande().get()
    assert rad.orsak == "aterremitterad"

    skrivelse = ärendefabrik.skrivelse(ärende)
    anmälan = skrivelser.anmäl(
        skrivelse=skrivelse, myndighet=värld.organ.myndighet, av=värld.sekreterare
    )
    igen = ta_upp_igen(nästa(värld, date(2026, 5, 20)), anmälan)
    rad.refresh_from_db()
    assert rad.upptagen == igen.punkt
    assert igen.tidigare.get().tidigare_paragraf == paragraf


def test_bordlagt_med_skrivelse_säger_var_det_har_varit(värld: Mötesvärld) -> None:
    nästa_möte = nästa(värld, date(2026, 4, 15))
    värld.samla()
    paragraf = besluta(värld, U.BORDLÄGGNING)
    avsluta(värld)

    punkt = föredragningslista.lägg_till_anmälan(
        sammanträde=nästa_möte.sammanträde, anmälan=Anmälan.objects.get(), av=värld.sekreterare
    )

    paragraf.refresh_from_db()
    väntat = f"Bordlagt 18 mars 2026, §\xa0{paragraf.nummer}"
    assert punkt.anmärkning == väntat
    klient = Client()
    klient.force_login(värld.sekreterare)
    sidan = klient.get(reverse("namnd:punkt", args=[punkt.pk])).content.decode()
    assert "Tidigare behandling" in sidan
    assert f"{värld.organ}: {väntat}" in sidan


def test_återremiss_utan_ärende_är_förvaltningens(värld: Mötesvärld) -> None:
    lägg_punkt(värld, "Val av ombud", förslag=("Bo väljs.",))
    värld.samla()
    paragraf = besluta(värld, U.ÅTERREMISS, nr=3, satser=["Fråga Bo."])
    avsluta(värld)

    assert paragraf.uppdrag.get().ansvarig == "Förvaltningen"
    assert Återkommande.objects.väntande().get().rubrik == "Val av ombud"


def test_bara_den_undantagna_punkten_kommer_tillbaka(värld: Mötesvärld) -> None:
    lägg_punkt(värld, "Två frågor", förslag=("Taxan antas.", "Avgiften höjs."))
    värld.samla()
    paragraf = beslut.ta_upp(punkt=värld.punkter[3], av=värld.sekreterare)
    yrkanden.ställ(
        paragraf=paragraf,
        slag="bordlaggning",
        text="",
        punkt=2,
        yrkare=[värld.rad("Bo")],
        av=värld.sekreterare,
    )
    frågan.svara(paragraf=paragraf, nr=1, utfall="bordlaggning", av=värld.sekreterare)
    frågan.svara(paragraf=paragraf, nr=2, utfall="bifall", av=värld.sekreterare)
    avsluta(värld)

    assert Återkommande.objects.get().förslag == ["Avgiften höjs."]


def test_inställt_möte_släpper_det_bordlagda(värld: Mötesvärld) -> None:
    lägg_punkt(värld, "Val av ombud", förslag=("Bo väljs.",))
    senare = nästa(värld, date(2026, 4, 15))
    värld.samla()
    besluta(värld, U.BORDLÄGGNING, nr=3)
    avsluta(värld)
    rad = Återkommande.objects.get(upptagen__sammanträde=senare.sammanträde)

    sammanträden.ställ_in(sammanträde=senare.sammanträde, skäl="Storm", av=värld.sekreterare)

    assert Återkommande.objects.väntande().get() == rad


def test_återkommande_tas_upp_i_sitt_organ_av_den_som_sköter_listan(värld: Mötesvärld) -> None:
    lägg_punkt(värld, "Val av ombud", förslag=("Bo väljs.",))
    värld.samla()
    besluta(värld, U.BORDLÄGGNING, nr=3)
    avsluta(värld)
    rad = Återkommande.objects.get()
    senare = nästa(värld, date(2026, 4, 15))
    annat = nästa(värld, date(2026, 4, 15), organ_med_valda(värld.organ.myndighet, namn="Annan"))

    for möte, av, fel in (
        (senare, AnvändareFactory(), PermissionDenied),
        (annat, värld.sekreterare, Listfel),
    ):
        with pytest.raises(fel):
            föredragningslista.ta_upp_återkommande(
                återkommande=rad, sammanträde=möte.sammanträde, av=av
            )
    assert not Punkt.objects.filter(sammanträde=senare.sammanträde).exists()
    föredragningslista.ta_upp_återkommande(
        återkommande=rad, sammanträde=senare.sammanträde, av=värld.sekreterare
    )


def test_bordläggningens_dag_ligger_efter_mötet(värld: Mötesvärld) -> None:
    värld.samla()
    paragraf = besluta(värld, U.BORDLÄGGNING)
    with pytest.raises(FelÄrende):
        extra.bordlägg_till(paragraf=paragraf, dag=date(2026, 3, 18), av=värld.sekreterare)

    extra.bordlägg_till(paragraf=paragraf, dag=date(2026, 6, 1), av=värld.sekreterare)

    assert paragraf.delar.get().bordlagt_till == date(2026, 6, 1)


def test_återremiss_ger_handläggaren_skrivelsen_med_motivering(värld: Mötesvärld) -> None:
    värld.samla()
    paragraf = beslut.ta_upp(punkt=värld.punkter[1], av=värld.sekreterare)
    yrkanden.ställ(
        paragraf=paragraf,
        slag="aterremiss",
        text="Utred kostnaden.",
        yrkare=[värld.rad("Bo")],
        av=värld.sekreterare,
    )
    frågan.svara(paragraf=paragraf, nr=1, utfall="aterremiss", av=värld.sekreterare)
    avsluta(värld)

    skrivelse = Skrivelse.objects.get()
    nummer = värld.protokoll.paragrafer.get(pk=paragraf.pk).nummer
    assert skrivelse.status == Skrivelse.Status.UTKAST
    assert skrivelse.återremiss == (
        f"Socialnämnden 18 mars 2026, §\N{NO-BREAK SPACE}{nummer}: "
        "Ärendet återremitteras med följande motivering: Utred kostnaden."
    )
    assert Händelse.objects.filter(typ="skrivelse.återremitterad").count() == 1
    anmälan = skrivelser.anmäl(
        skrivelse=skrivelse, myndighet=värld.organ.myndighet, av=värld.sekreterare
    )
    igen = ta_upp_igen(nästa(värld, date(2026, 4, 15)), anmälan)
    assert igen.tidigare.get().utfall == "återremiss"
    skrivelse.refresh_from_db()
    assert (skrivelse.status, skrivelse.återremiss) == (Skrivelse.Status.ANMÄLD, "")


def test_färdigbehandlad_skrivelse(värld: Mötesvärld) -> None:
    värld.samla()
    besluta(värld, U.BIFALL)
    avsluta(värld)

    assert Skrivelse.objects.get().status == Skrivelse.Status.BEHANDLAD


@pytest.fixture
def utskottet(db: None) -> Mötesvärld:
    nämnd = organ_med_valda()
    utskott = organ_med_valda(
        nämnd.myndighet,
        namn="Arbetsutskottet",
        typ=Organ.Typ.UTSKOTT,
        överordnat=nämnd,
    )
    return kallat_möte(utskott)


def test_utskottets_förslag_går_till_nämnden_och_sedan_till_fullmäktige(
    utskottet: Mötesvärld,
) -> None:
    nämnd = utskottet.organ.överordnat
    fullmäktige = organ_med_valda(
        nämnd.myndighet, namn="Kommunfullmäktige", typ=Organ.Typ.FULLMÄKTIGE
    )
    utskottet.samla()
    paragraf = beslut.ta_upp(punkt=utskottet.punkter[1], av=utskottet.sekreterare)
    beslut.besluta(
        paragraf=paragraf,
        utfall=U.BIFALL,
        satser=["Förvaltningen bereder vidare."],
        förslag_till="Socialnämnden",
        förslagets_satser=["Taxan antas.", "Taxan gäller från mars."],
        av=utskottet.sekreterare,
    )
    avsluta(utskottet)

    numren = [(d.förslag_till, [s.nummer for s in d.satser.all()]) for d in paragraf.delar.all()]
    assert numren == [("", [1]), ("Socialnämnden", [1, 2])]
    assert Skrivelse.objects.get().status == Skrivelse.Status.ANMÄLD
    vidare = Anmälan.objects.get(status=Anmälan.Status.VÄNTAR)
    assert (vidare.organ, vidare.förslag_av) == ("Socialnämnden", "Arbetsutskottet")
    eget_igen = nästa(utskottet, date(2026, 4, 8))
    with pytest.raises(Listfel, match="Socialnämnden"):
        ta_upp_igen(eget_igen, vidare)

    i_nämnden = nästa(utskottet, date(2026, 4, 15), nämnd)
    paragraf = ta_upp_igen(i_nämnden, vidare)

    assert [(f.av, f.text) for f in paragraf.förslag.all()] == [
        ("Arbetsutskottet", "Taxan antas."),
        ("Arbetsutskottet", "Taxan gäller från mars."),
    ]
    assert paragraf.tidigare.get().organ == "Arbetsutskottet"
    assert frågeläge.ärendegång(paragraf).förslagsnamn == "arbetsutskottets förslag"
    beslut.besluta(
        paragraf=paragraf,
        utfall=U.BIFALL,
        förslag_till="Kommunfullmäktige",
        förslagets_satser=["Taxan antas.", "Taxan gäller från mars."],
        av=utskottet.sekreterare,
    )
    paragraf.refresh_from_db()
    assert paragraf.utfall == U.BIFALL
    avsluta(i_nämnden)
    sist = ta_upp_igen(
        nästa(utskottet, date(2026, 4, 27), fullmäktige),
        Anmälan.objects.get(status=Anmälan.Status.VÄNTAR),
    )
    assert [t.organ for t in sist.tidigare.all()] == ["Arbetsutskottet", "Socialnämnden"]
    beslut.besluta(paragraf=sist, utfall=U.BIFALL, av=utskottet.sekreterare)
    assert Skrivelse.objects.get().status == Skrivelse.Status.ANMÄLD


def test_organ_med_överordnat_föreslår_om_inte_listan_säger_annat(utskottet: Mötesvärld) -> None:
    eget = lägg_punkt(utskottet, "Delegerat", förslag=("Bifall.",), beslutsinstans="AU")
    utskottet.samla()
    utskottet.behandla(utskottet.punkter[0])
    utskottet.behandla(utskottet.punkter[1])
    beslut.besluta_enligt_förslag(punkt=eget, av=utskottet.sekreterare)

    delar = Beslutsdel.objects.order_by("paragraf__ordning").values_list("förslag_till", flat=True)
    assert list(delar) == ["", "Socialnämnden", ""]


def test_uträknat_beslut_i_utskottet_är_också_ett_förslag(utskottet: Mötesvärld) -> None:
    utskottet.samla()
    paragraf = beslut.ta_upp(punkt=utskottet.punkter[1], av=utskottet.sekreterare)

    frågan.svara(paragraf=paragraf, nr=1, utfall="bifall", av=utskottet.sekreterare)

    assert paragraf.delar.get().förslag_till == "Socialnämnden"


def skjut_upp_punkt_2(värld: Mötesvärld, slag: str) -> Paragraf:
    """Punkt 2 skjuts upp för sig, och resten bifalls."""
    värld.samla()
    paragraf = beslut.ta_upp(punkt=värld.punkter[1], av=värld.sekreterare)
    yrkanden.ställ(
        paragraf=paragraf,
        slag=slag,
        text="Räkna om.",
        punkt=2,
        yrkare=[värld.rad("Bo")],
        av=värld.sekreterare,
    )
    frågan.svara(paragraf=paragraf, nr=1, utfall=slag, av=värld.sekreterare)
    frågan.svara(paragraf=paragraf, nr=2, utfall="bifall", av=värld.sekreterare)
    avsluta(värld)
    paragraf.refresh_from_db()
    return paragraf


SENARE = "Taxan gäller från årsskiftet."


def test_en_återremitterad_punkt_kommer_tillbaka_ensam_med_sin_historia(
    värld: Mötesvärld,
) -> None:
    paragraf = skjut_upp_punkt_2(värld, "aterremiss")

    assert [b.text for b in paragraf.beslut.all()] == [
        "Taxan antas.",
        "Förslagets punkt 2 återremitteras med följande motivering: Räkna om.",
    ]
    skrivelse = Skrivelse.objects.get()
    assert skrivelse.status == Skrivelse.Status.BEHANDLAD
    assert "återremissen" in paragraf.uppdrag.get().text
    rad = Återkommande.objects.väntande().get()
    assert (rad.orsak, rad.förslag) == ("aterremitterad", [SENARE])

    senare = nästa(värld, date(2026, 4, 15))
    punkt = föredragningslista.ta_upp_återkommande(
        återkommande=rad, sammanträde=senare.sammanträde, av=värld.sekreterare
    )
    assert [h.handling for h in punkt.handlingar.all()] == [skrivelse.handling]
    senare.samla()
    igen = beslut.ta_upp(punkt=punkt, av=värld.sekreterare)
    assert [f.text for f in igen.förslag.all()] == [SENARE]
    assert igen.tidigare.get().tidigare_paragraf == paragraf


def test_en_bordlagd_och_en_återremitterad_punkt_kommer_tillbaka_var_för_sig(
    värld: Mötesvärld,
) -> None:
    """Det bordlagda står på nästa lista; det återremitterade väntar på att beredas igen."""
    senare = nästa(värld, date(2026, 4, 15))
    lägg_punkt(värld, "Tre delar", förslag=("Första.", "Andra.", "Tredje."))
    värld.samla()
    paragraf = beslut.ta_upp(punkt=värld.punkter[3], av=värld.sekreterare)
    for slag, punkt in (("bordlaggning", 3), ("aterremiss", 2)):
        yrkanden.ställ(
            paragraf=paragraf,
            slag=slag,
            text="Räkna om.",
            punkt=punkt,
            yrkare=[värld.rad("Bo")],
            av=värld.sekreterare,
        )
    for nr, utfall in enumerate(("bordlaggning", "aterremiss", "bifall"), 1):
        frågan.svara(paragraf=paragraf, nr=nr, utfall=utfall, av=värld.sekreterare)
    avsluta(värld)

    bordlagt, återremitterat = Återkommande.objects.order_by("-orsak")
    assert (bordlagt.orsak, bordlagt.förslag) == ("bordlagd", ["Tredje."])
    assert bordlagt.upptagen.sammanträde == senare.sammanträde
    assert (återremitterat.orsak, återremitterat.förslag) == ("aterremitterad", ["Andra."])
    assert återremitterat.upptagen is None


@pytest.mark.parametrize(
    ("slag", "utfall"),
    [
        pytest.param("aterremiss", U.ÅTERREMISS, id="KL 5:50 återremiss är organets eget beslut"),
        pytest.param("bordlaggning", U.BORDLÄGGNING, id="KL 6:33 bordläggning likaså"),
    ],
)
def test_en_punkt_skjuts_upp_och_resten_går_vidare(
    utskottet: Mötesvärld, slag: str, utfall: str
) -> None:
    nämnd = utskottet.organ.överordnat
    senare = nästa(utskottet, date(2026, 4, 8))
    paragraf = skjut_upp_punkt_2(utskottet, slag)

    delar = [
        (d.förslag_till, d.utfall, [s.text for s in d.satser.all()]) for d in paragraf.delar.all()
    ]
    assert [(till, u, len(satser)) for till, u, satser in delar] == [
        ("", utfall, 1),
        ("Socialnämnden", U.ÄNDRAT, 1),
    ]
    assert delar[0][2][0].startswith("Förslagets punkt 2 ")
    assert delar[1][2] == ["Taxan antas."]
    assert not paragraf.avgör_ärendet
    assert försättsblad.föreslagen_överklagandetyp(paragraf) == "ej_overklagbart"
    vidare = Anmälan.objects.get(status=Anmälan.Status.VÄNTAR)
    assert (vidare.organ, vidare.förslag) == ("Socialnämnden", ["Taxan antas."])

    rad = Återkommande.objects.get()
    assert rad.förslag == [SENARE]
    # Bordlagt ställs på nästa lista av sig självt; återremitterat när det är berett.
    punkt = rad.upptagen or föredragningslista.ta_upp_återkommande(
        återkommande=rad, sammanträde=senare.sammanträde, av=utskottet.sekreterare
    )
    assert punkt.sammanträde == senare.sammanträde
    senare.samla()
    igen = beslut.ta_upp(punkt=punkt, av=utskottet.sekreterare)
    assert igen.tidigare.get().tidigare_paragraf == paragraf
    beslut.besluta(paragraf=igen, utfall=U.BIFALL, av=utskottet.sekreterare)
    avsluta(senare)

    # Nämnden har inte hunnit ta upp det första: det andra läggs till det.
    vidare.refresh_from_db()
    assert vidare.förslag == ["Taxan antas.", SENARE]
    i_nämnden = ta_upp_igen(nästa(utskottet, date(2026, 4, 15), nämnd), vidare)
    assert [t.tidigare_paragraf for t in i_nämnden.tidigare.all()] == [paragraf, igen]


@pytest.fixture
def fullmäktige(db: None) -> Mötesvärld:
    return kallat_möte(organ_med_valda(namn="Kommunfullmäktige", typ=Organ.Typ.FULLMÄKTIGE))


def minoritetens(värld: Mötesvärld, paragraf: Paragraf, nr: int = 1) -> None:
    frågan.svara(
        paragraf=paragraf, nr=nr, utfall="aterremiss", minoritet=True, av=värld.sekreterare
    )


def yrka_remiss(värld: Mötesvärld, paragraf: Paragraf, **fält) -> None:
    yrkanden.ställ(
        paragraf=paragraf,
        slag="aterremiss",
        text="Utred.",
        yrkare=[värld.rad("Bo")],
        av=värld.sekreterare,
        **fält,
    )


@pytest.mark.parametrize("ny_skrivelse", [False, True], ids=["samma_skrivelse", "ny_skrivelse"])
def test_en_minoritet_återremitterar_ett_ärende_bara_en_gång(
    fullmäktige: Mötesvärld, ny_skrivelse: bool
) -> None:
    """KL 5:50: också när ordföranden fann det utan votering."""
    värld = fullmäktige
    värld.samla()
    paragraf = beslut.ta_upp(punkt=värld.punkter[1], av=värld.sekreterare)
    yrka_remiss(värld, paragraf)
    minoritetens(värld, paragraf)
    avsluta(värld)
    paragraf.refresh_from_db()
    assert paragraf.utfall == U.ÅTERREMISS

    skrivelse = Skrivelse.objects.get()
    if ny_skrivelse:
        skrivelse = ärendefabrik.skrivelse(paragraf.ärende, beslutssatser=("Ny taxa.",))
    anmälan = skrivelser.anmäl(
        skrivelse=skrivelse, myndighet=värld.organ.myndighet, av=värld.sekreterare
    )
    senare = nästa(värld, date(2026, 4, 15))
    igen = ta_upp_igen(senare, anmälan)
    yrka_remiss(senare, igen)

    with pytest.raises(Minoritetshinder, match="Nu krävs enkel majoritet") as fel:
        minoritetens(senare, igen)
    assert fel.value.lagrum == "5 kap. 50 § kommunallagen"
    assert not frågeläge.nästa_steg(igen).minoritet
    frågan.svara(paragraf=igen, nr=1, utfall="aterremiss", av=värld.sekreterare)
    igen.refresh_from_db()
    assert igen.utfall == U.ÅTERREMISS


def test_punkten_som_en_minoritet_återremitterat_minns(fullmäktige: Mötesvärld) -> None:
    värld = fullmäktige
    lägg_punkt(värld, "Två delar", förslag=("Första.", "Andra.", "Tredje."))
    värld.samla()
    paragraf = beslut.ta_upp(punkt=värld.punkter[3], av=värld.sekreterare)
    yrka_remiss(värld, paragraf, punkt=2)
    yrkanden.ställ(
        paragraf=paragraf,
        slag="bordlaggning",
        text="",
        punkt=3,
        yrkare=[värld.rad("Bo")],
        av=värld.sekreterare,
    )
    frågan.svara(paragraf=paragraf, nr=1, utfall="bordlaggning", av=värld.sekreterare)
    minoritetens(värld, paragraf, nr=2)
    frågan.svara(paragraf=paragraf, nr=3, utfall="bifall", av=värld.sekreterare)
    nästa_möte = nästa(värld, date(2026, 4, 15))
    avsluta(värld)
    bordlagd = Punkt.objects.get(sammanträde=nästa_möte.sammanträde)
    remitterad = föredragningslista.ta_upp_återkommande(
        återkommande=Återkommande.objects.väntande().get(),
        sammanträde=nästa_möte.sammanträde,
        av=värld.sekreterare,
    )
    nästa_möte.samla()

    räcker = {}
    for punkt in (bordlagd, remitterad):
        igen = beslut.ta_upp(punkt=punkt, av=värld.sekreterare)
        räcker[igen.förslag.get().text] = frågeläge.ärendegång(igen).minoritet_räcker(None)
        beslut.besluta(paragraf=igen, utfall=U.BIFALL, av=värld.sekreterare)
    assert räcker == {"Tredje.": True, "Andra.": False}


def test_en_minoritet_kan_inget_i_en_nämnd(värld: Mötesvärld) -> None:
    värld.samla()
    paragraf = beslut.ta_upp(punkt=värld.punkter[1], av=värld.sekreterare)
    yrka_remiss(värld, paragraf)

    with pytest.raises(Minoritetshinder) as fel:
        minoritetens(värld, paragraf)

    assert fel.value.lagrum == "6 kap. 33 § kommunallagen"


def test_skriven_återremiss_i_utskottet_är_inget_förslag(utskottet: Mötesvärld) -> None:
    utskottet.samla()
    paragraf = beslut.ta_upp(punkt=utskottet.punkter[1], av=utskottet.sekreterare)

    beslut.besluta(
        paragraf=paragraf,
        utfall=U.ÅTERREMISS,
        förslag_till="Socialnämnden",
        förslagets_satser=["Ärendet återremitteras för ny beräkning."],
        av=utskottet.sekreterare,
    )
    avsluta(utskottet)

    del_ = paragraf.delar.get()
    assert (del_.förslag_till, [s.text for s in del_.satser.all()]) == (
        "",
        ["Ärendet återremitteras för ny beräkning."],
    )
    assert Skrivelse.objects.get().status == Skrivelse.Status.UTKAST
    assert not Anmälan.objects.filter(status=Anmälan.Status.VÄNTAR).exists()
