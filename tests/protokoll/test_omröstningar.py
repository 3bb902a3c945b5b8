"""Omröstningen: vilka som får rösta, hur rösterna kommer in, och utfallet som räknas ut."""

from datetime import date, time

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, transaction

from nämnd.models import Organ
from protokoll.documents import paragrafer
from protokoll.documents.mall import Rubriker
from protokoll.documents.paragraf import block
from protokoll.models import Närvaro, Omröstning, Paragraf, Röst, Yrkande
from protokoll.omröstning import Totaler
from protokoll.services import (
    beslut,
    extra,
    frågan,
    frågeläge,
    ledning,
    meningar,
    myndighetsutövning,
    närvaro,
    omröstningar,
    varningar,
    yrkanden,
)
from protokoll.services.frågefel import (
    InaktuelltSteg,
    InteRöstberättigad,
    OmröstningenAvslutad,
    OmröstningPågår,
    Omröstningshinder,
    RöstatSedan,
)
from protokoll.services.mötesfel import KanInteTasUpp, Mötesfel
from protokoll.services.omröstningar import EGNA_ENHETER, FÖR_HAND, SLUTEN, UPPROP, Sedlar
from tests.factories.konton import AnvändareFactory
from tests.factories.protokoll import Mötesvärld
from tests.minne import mindes

pytestmark = pytest.mark.slow

U = Paragraf.Utfall
ALLA = ("Željka", "Åke", "Märta", "Ingrid", "Bo")


@pytest.fixture
@mindes
def paragraf(värld: Mötesvärld) -> Paragraf:
    """Votering är begärd om avslag mot bifall."""
    värld.samla()
    paragraf = beslut.ta_upp(punkt=värld.punkter[1], av=värld.sekreterare)
    yrkanden.ställ(
        paragraf=paragraf, slag="avslag", text="", yrkare=[värld.rad("Bo")], av=värld.sekreterare
    )
    return frågan.svara(
        paragraf=paragraf, nr=1, utfall="bifall", votering_begärd=True, av=värld.sekreterare
    )


def öppna(värld: Mötesvärld, paragraf: Paragraf, metod: str = UPPROP, **fält) -> Omröstning:
    return omröstningar.öppna(paragraf=paragraf, metod=metod, av=värld.sekreterare, **fält)


def rösta(värld: Mötesvärld, omröstning: Omröstning, **val: str) -> None:
    omröstningar.anteckna_röster(
        omröstning=omröstning,
        val={värld.rad(namn).pk: röst for namn, röst in val.items()},
        av=värld.sekreterare,
    )


def avsluta(värld: Mötesvärld, omröstning: Omröstning, **fält) -> Omröstning:
    return omröstningar.avsluta(omröstning=omröstning, av=värld.sekreterare, **fält)


def test_ta_upp_senare_under_omröstningen_förlorar_inget(
    värld: Mötesvärld, paragraf: Paragraf
) -> None:
    """Omröstningen avbryts när det bekräftas; det andra som hänt väntar med punkten."""
    ordning = omröstningar.öppna_ordningsfråga(
        paragraf=paragraf,
        ja_betyder="fortsatt debatt",
        nej_betyder="slut",
        metod=FÖR_HAND,
        av=värld.sekreterare,
    )
    rösta(värld, ordning, **dict.fromkeys(ALLA, "ja"))
    avsluta(värld, ordning)
    meningar.deltar_inte(paragraf=paragraf, personer=[värld.rad("Åke")], av=värld.sekreterare)
    myndighetsutövning.ange(paragraf=paragraf, mot_enskild=False, av=värld.sekreterare)
    extra.ange_art(
        paragraf=paragraf, typ="motion", svar_senast=date(2026, 5, 1), av=värld.sekreterare
    )
    ledning.ajournera(protokoll=värld.protokoll, tid=time(15, 10), av=värld.sekreterare)
    ledning.återuppta(protokoll=värld.protokoll, tid=time(15, 20), av=värld.sekreterare)
    öppen = öppna(värld, paragraf)
    rösta(värld, öppen, Bo="nej")
    with pytest.raises(OmröstningPågår, match="Bekräfta"):
        beslut.lägg_åt_sidan(paragraf=paragraf, av=värld.sekreterare)
    yrkandet = paragraf.yrkanden.get()
    steg = list(paragraf.propositioner.values_list("ordning", "text", "steg"))

    beslut.lägg_åt_sidan(paragraf=paragraf, avbryt_omröstningen=True, av=värld.sekreterare)

    assert not värld.protokoll.paragrafer.exists()
    assert värld.protokoll.ajourneringar.get().paragraf is None
    värld.behandla(värld.punkter[0])
    igen = beslut.ta_upp(punkt=värld.punkter[1], av=värld.sekreterare)
    assert igen.yrkanden.get() == yrkandet
    assert [str(y) for y in igen.yrkanden.get().av.all()] == ["Bo Ekfalk (V)"]
    assert list(igen.propositioner.values_list("ordning", "text", "steg")) == steg
    kvar = igen.omröstningar.get()
    assert (kvar.pk, kvar.ja, kvar.röster.count()) == (ordning.pk, 5, 5)
    assert not Omröstning.objects.filter(pk=öppen.pk).exists()
    assert str(igen.deltar_inte.get()) == "Åke Öberg (M)"
    assert (igen.typ, igen.svar_senast) == ("motion", date(2026, 5, 1))
    assert värld.protokoll.ajourneringar.get().paragraf == igen
    assert värld.protokoll.utkast == {}
    assert öppna(värld, igen).röster.count() == 4


def test_väckt_ärende_med_yrkanden_kastas_inte(värld: Mötesvärld) -> None:
    värld.samla()
    paragraf = extra.väck_ärende(
        protokoll=värld.protokoll, rubrik="Skolvägar", förslag=["Ja."], av=värld.sekreterare
    )
    yrkanden.ställ(
        paragraf=paragraf, slag="avslag", text="", yrkare=[värld.rad("Bo")], av=värld.sekreterare
    )

    with pytest.raises(KanInteTasUpp, match="väcktes på mötet"):
        beslut.lägg_åt_sidan(paragraf=paragraf, av=värld.sekreterare)


def test_upprop_avgör_och_skriver_beslutet(värld: Mötesvärld, paragraf: Paragraf) -> None:
    omröstning = öppna(värld, paragraf)
    assert (omröstning.ja_betyder, omröstning.nej_betyder) == (
        "bifall till förslaget",
        "avslag på förslaget",
    )
    for namn in ALLA:
        rösta(värld, omröstning, **{namn: "nej" if namn in ("Bo", "Åke") else "ja"})

    omröstning = avsluta(värld, omröstning)

    assert (omröstning.ja, omröstning.nej, omröstning.avstår) == (3, 2, 0)
    assert omröstning.slag == Omröstning.Slag.HUVUD
    assert "3 ja-röster mot 2 nej-röster" in omröstning.steg.text
    paragraf.refresh_from_db()
    assert paragraf.utfall == U.BIFALL
    assert {r.namn: r.val for r in omröstning.röster.all()}["Bo Ekfalk"] == "nej"


def test_protokollet_redovisar_omröstningen_en_gång_KL_5_67(
    värld: Mötesvärld, paragraf: Paragraf
) -> None:
    omröstning = öppna(värld, paragraf, EGNA_ENHETER)
    rösta(värld, omröstning, **dict.fromkeys(ALLA, "ja") | {"Bo": "nej"})
    avsluta(värld, omröstning)

    rad = next(p for p in paragrafer(värld.protokoll) if p.pk == paragraf.pk)
    tryckt = str(block(rad, Rubriker(värld.organ), maskera=False))

    for en_gång in (
        "4 ja-röster mot 1 nej-röst.",
        "Den som stödjer bifall till förslaget röstar ja.",
        "Omröstningen sker digitalt på ledamöternas egna enheter.",
        "Nej: Bo Ekfalk (V)",
        "Nämnden beslutar enligt förslaget.",
    ):
        assert tryckt.count(en_gång) == 1
    assert "Ja: bifall" not in tryckt


def test_nejsidan_vinner_och_beslutet_blir_det_andra(värld: Mötesvärld, paragraf: Paragraf) -> None:
    omröstning = öppna(värld, paragraf, FÖR_HAND)
    rösta(värld, omröstning, **dict.fromkeys(ALLA, "nej"))

    avsluta(värld, omröstning)

    paragraf.refresh_from_db()
    assert paragraf.utfall == U.AVSLAG


def test_lika_röstetal_avgörs_av_ordföranden(värld: Mötesvärld, paragraf: Paragraf) -> None:
    omröstning = öppna(värld, paragraf)
    rösta(värld, omröstning, Željka="nej", Åke="nej", Märta="ja", Ingrid="ja", Bo="avstar")

    omröstning = avsluta(värld, omröstning)

    assert (omröstning.utslagsröst_av, omröstning.utslagsröst_för) == (
        "Željka Čović-Šimić",
        "nej",
    )
    assert "Ordförandens utslagsröst avgör för nej." in omröstning.steg.text
    paragraf.refresh_from_db()
    assert paragraf.utfall == U.AVSLAG


def test_ordföranden_som_avstått_ska_rösta_när_det_är_lika(
    värld: Mötesvärld, paragraf: Paragraf
) -> None:
    omröstning = öppna(värld, paragraf)
    rösta(värld, omröstning, Željka="avstar", Åke="nej", Märta="ja", Ingrid="ja", Bo="nej")

    with pytest.raises(Omröstningshinder, match="ordföranden ska rösta") as fel:
        avsluta(värld, omröstning)
    assert fel.value.lagrum == "4 kap. 25 § kommunallagen"
    omröstning.refresh_from_db()
    assert omröstning.status == Omröstning.Status.PÅGÅR
    omröstning = avsluta(värld, omröstning, utslagsröst="ja")

    # Rösten står där avståendet stod: namnen, siffrorna och meningen säger samma sak.
    assert (omröstning.ja, omröstning.nej, omröstning.avstår) == (3, 2, 0)
    assert omröstning.utslagsröst_för == ""
    assert {r.namn.split()[0]: r.val for r in omröstning.röster.all()}["Željka"] == "ja"
    assert "3 ja-röster mot 2 nej-röster." in omröstning.steg.text
    assert "utslagsröst" not in omröstning.steg.text


def test_alla_namn_ska_vara_antecknade(värld: Mötesvärld, paragraf: Paragraf) -> None:
    omröstning = öppna(värld, paragraf)
    rösta(värld, omröstning, Bo="ja", Åke="nej")

    with pytest.raises(Omröstningshinder, match="Märta Lindéngård") as fel:
        avsluta(värld, omröstning)
    assert fel.value.lagtext
    paragraf.refresh_from_db()
    assert not paragraf.är_beslutad


def test_röstetal_för_hand_som_skiljer_ger_varning(värld: Mötesvärld, paragraf: Paragraf) -> None:
    omröstning = öppna(värld, paragraf, FÖR_HAND)
    rösta(värld, omröstning, **dict.fromkeys(ALLA, "ja"))

    omröstning = avsluta(värld, omröstning, angivna=Totaler(4, 1))

    assert omröstning.ja == 5
    assert "stämmer inte" in omröstning.varningar[0]


def test_myndighetsutövning_ingen_avstår(värld: Mötesvärld, paragraf: Paragraf) -> None:
    Paragraf.objects.filter(pk=paragraf.pk).update(mot_enskild=True)
    omröstning = öppna(värld, paragraf)
    rösta(värld, omröstning, **dict.fromkeys(ALLA, "ja"))
    rösta(värld, omröstning, Bo="avstar")

    with pytest.raises(Omröstningshinder, match="Bo Ekfalk") as fel:
        avsluta(värld, omröstning)
    assert fel.value.lagrum == "4 kap. 26 § kommunallagen"
    rösta(värld, omröstning, Bo="nej")
    assert avsluta(värld, omröstning).nej == 1


def test_myndighetsutövning_den_som_är_inne_är_inte_frånvarande(
    värld: Mötesvärld, paragraf: Paragraf
) -> None:
    """KL 4:26: att kalla den frånvarande som är kvar vore att låta den avstå."""
    Paragraf.objects.filter(pk=paragraf.pk).update(mot_enskild=True)
    omröstning = öppna(värld, paragraf)
    rösta(värld, omröstning, **dict.fromkeys(ALLA, "ja") | {"Bo": "franvarande"})

    with pytest.raises(Omröstningshinder, match="antecknad som närvarande") as fel:
        avsluta(värld, omröstning)
    assert fel.value.lagrum == "4 kap. 26 § kommunallagen"
    assert "ska delta i avgörandet" in fel.value.lagtext
    assert set(omröstning.röster.values_list("val", flat=True)) == {"ja", "franvarande"}
    närvaro.markera_närvaro(rad=värld.rad("Bo"), status="franvarande", av=värld.sekreterare)
    avslutad = avsluta(värld, omröstning)
    assert (avslutad.ja, avslutad.frånvarande, avslutad.varningar) == (4, 1, [])


def test_frånvarande_men_inne_varnas_i_andra_ärenden(värld: Mötesvärld, paragraf: Paragraf) -> None:
    """KL 5:67: närvaron och omröstningen ska säga samma sak."""
    omröstning = öppna(värld, paragraf)
    rösta(värld, omröstning, **dict.fromkeys(ALLA, "ja") | {"Bo": "franvarande"})

    assert avsluta(värld, omröstning).varningar == [
        "Bo Ekfalk (V) är antecknad som närvarande. Anteckna i närvaron att hen gått ut, eller hur "
        "hen röstade (5 kap. 67 § kommunallagen)."
    ]


def test_slutna_sedlar_väljs_bara_där_omröstningen_är_sluten(
    värld: Mötesvärld, paragraf: Paragraf
) -> None:
    """KL 5:54: annars är omröstningen öppen."""
    with pytest.raises(Mötesfel, match="Välj hur"):
        öppna(värld, paragraf, SLUTEN)
    assert öppna(värld, paragraf, SLUTEN, anställning=True).sluten


def test_en_ordningsfråga_befriar_inte_från_att_rösta(
    värld: Mötesvärld, paragraf: Paragraf
) -> None:
    """KL 4:26: den som röstat i en formell fråga har inte röstat för något förslag."""
    Paragraf.objects.filter(pk=paragraf.pk).update(mot_enskild=True)
    ordning = omröstningar.öppna_ordningsfråga(
        paragraf=paragraf,
        ja_betyder="överläggningen är avslutad",
        nej_betyder="den fortsätter",
        metod=UPPROP,
        av=värld.sekreterare,
    )
    rösta(värld, ordning, **dict.fromkeys(ALLA, "ja"))
    avsluta(värld, ordning)
    omröstning = öppna(värld, paragraf)
    rösta(värld, omröstning, **dict.fromkeys(ALLA, "ja"))
    rösta(värld, omröstning, Bo="avstar")

    with pytest.raises(Omröstningshinder, match="Bo Ekfalk"):
        avsluta(värld, omröstning)


def test_jäviga_ersättare_och_de_som_inte_deltar_har_ingen_röst(
    värld: Mötesvärld, paragraf: Paragraf
) -> None:
    bo, åke = värld.rad("Bo"), värld.rad("Åke")
    paragraf.jäv.create(närvaro=bo, namn=bo.namn)
    paragraf.deltar_inte.create(närvaro=åke, namn=åke.namn)

    omröstning = öppna(värld, paragraf)

    assert {r.namn.split()[0] for r in omröstning.röster.all()} == {"Željka", "Märta", "Ingrid"}
    for namn in ("Bo", "Åke", "Tove"):
        with pytest.raises(InteRöstberättigad) as fel:
            rösta(värld, omröstning, **{namn: "ja"})
        assert fel.value.lagrum == "4 kap. 24 § kommunallagen"


def test_jäv_under_omröstningen_hindrar(värld: Mötesvärld, paragraf: Paragraf) -> None:
    omröstning = öppna(värld, paragraf)
    rösta(värld, omröstning, **dict.fromkeys(ALLA, "ja"))
    bo = värld.rad("Bo")
    paragraf.jäv.create(närvaro=bo, namn=bo.namn)

    with pytest.raises(Omröstningshinder, match="jävig") as fel:
        avsluta(värld, omröstning)
    assert fel.value.lagrum == "6 kap. 30 § kommunallagen"


def test_egna_enheter_bara_den_egna_rösten_tills_den_avslutas(
    värld: Mötesvärld, paragraf: Paragraf
) -> None:
    bo, tove = värld.konto("Bo"), värld.konto("Tove")
    omröstning = öppna(värld, paragraf, EGNA_ENHETER)

    omröstningar.rösta_själv(omröstning=omröstning, val="nej", av=bo)
    röst = omröstningar.rösta_själv(omröstning=omröstning, val="ja", av=bo)

    assert (röst.namn, röst.val) == ("Bo Ekfalk", "ja")
    # Det som väntat på nätet vinner inte över det som röstats sedan, men är annars en röst.
    with pytest.raises(RöstatSedan, match="Du har röstat ja från en annan enhet"):
        omröstningar.rösta_själv(omröstning=omröstning, val="nej", av=bo, innan="nej")
    omröstningar.rösta_själv(omröstning=omröstning, val="nej", av=bo, innan="ja")
    omröstningar.rösta_själv(omröstning=omröstning, val="ja", av=bo)
    # Framme en gång till: samma röst.
    omröstningar.rösta_själv(omröstning=omröstning, val="ja", av=bo, innan="nej")
    for konto in (tove, AnvändareFactory()):
        assert not omröstningar.öppna_för(konto).exists()
        with pytest.raises(InteRöstberättigad):
            omröstningar.rösta_själv(omröstning=omröstning, val="ja", av=konto)
    with pytest.raises(InteRöstberättigad):
        omröstningar.rösta_själv(omröstning=omröstning, val="franvarande", av=bo)
    gått = värld.rad("Bo")
    Närvaro.objects.filter(pk=gått.pk).update(status="franvarande")
    with pytest.raises(InteRöstberättigad, match="inte antecknad som tjänstgörande"):
        omröstningar.rösta_själv(omröstning=omröstning, val="nej", av=bo)
    Närvaro.objects.filter(pk=gått.pk).update(status=gått.status)
    rösta(värld, omröstning, Željka="ja", Åke="ja", Märta="ja", Ingrid="ja")
    avsluta(värld, omröstning)
    with pytest.raises(OmröstningenAvslutad):
        omröstningar.rösta_själv(omröstning=omröstning, val="nej", av=bo)
    assert omröstning.röster.get(närvaro=värld.rad("Bo")).val == "ja"


def test_upprop_tar_inte_emot_röster_från_egna_enheter(
    värld: Mötesvärld, paragraf: Paragraf
) -> None:
    bo = värld.konto("Bo")
    omröstning = öppna(värld, paragraf, UPPROP)

    with pytest.raises(InteRöstberättigad):
        omröstningar.rösta_själv(omröstning=omröstning, val="ja", av=bo)


def test_avsluta_två_gånger_ger_samma(värld: Mötesvärld, paragraf: Paragraf) -> None:
    omröstning = öppna(värld, paragraf)
    rösta(värld, omröstning, **dict.fromkeys(ALLA, "ja"))

    första = avsluta(värld, omröstning)
    andra = avsluta(värld, omröstning)

    assert första.avslutad_tid == andra.avslutad_tid
    assert len(frågeläge.steg_rader(paragraf)) == 2


def test_öppna_två_gånger_ger_samma_och_avbruten_kan_göras_om(
    värld: Mötesvärld, paragraf: Paragraf
) -> None:
    första = öppna(värld, paragraf)
    assert öppna(värld, paragraf) == första
    with pytest.raises(OmröstningPågår):
        frågan.svara(paragraf=paragraf, nr=2, utfall="ja", av=värld.sekreterare)
    with pytest.raises(OmröstningPågår):
        yrkanden.ställ(
            paragraf=paragraf,
            slag="bifall",
            text="",
            yrkare=[värld.rad("Bo")],
            av=värld.sekreterare,
        )

    omröstningar.avbryt(omröstning=första, av=värld.sekreterare)

    assert öppna(värld, paragraf) != första
    assert Röst.objects.count() == 5


def test_utan_begärd_votering_öppnas_ingen(värld: Mötesvärld) -> None:
    värld.samla()
    paragraf = beslut.ta_upp(punkt=värld.punkter[1], av=värld.sekreterare)

    with pytest.raises(InaktuelltSteg):
        öppna(värld, paragraf)
    with pytest.raises(PermissionDenied):
        omröstningar.öppna(paragraf=paragraf, metod=UPPROP, av=AnvändareFactory())
    assert not Omröstning.objects.exists()


def test_sluten_sparar_vilka_och_tal_aldrig_hur(värld: Mötesvärld, paragraf: Paragraf) -> None:
    omröstning = öppna(värld, paragraf, anställning=True)
    rösta(värld, omröstning, **dict.fromkeys(ALLA, "ja"))

    with pytest.raises(Omröstningshinder, match="räknade"):
        avsluta(värld, omröstning, sedlar=Sedlar(3, 1))
    with pytest.raises(DatabaseError), transaction.atomic():
        omröstning.röster.update(val="ja")
    omröstning = avsluta(värld, omröstning, sedlar=Sedlar(3, 2))

    assert (omröstning.ja, omröstning.nej) == (3, 2)
    assert set(omröstning.röster.values_list("val", flat=True)) == {""}


def test_sluten_varnar_när_någon_röstar_på_distans_KL_5_54(
    värld: Mötesvärld, paragraf: Paragraf
) -> None:
    def om_sedlarna() -> list[str]:
        läst = Paragraf.objects.get(pk=paragraf.pk)
        return [f.lagrum for f in varningar.vid(läst, []).omröstning]

    omröstning = öppna(värld, paragraf, anställning=True)
    rösta(värld, omröstning, **dict.fromkeys(ALLA, "ja"))
    assert om_sedlarna() == []

    Organ.objects.filter(pk=värld.organ.pk).update(distans_tillåten=True)
    Närvaro.objects.filter(pk=värld.rad("Bo").pk).update(distans=True)
    assert om_sedlarna() == ["5 kap. 54 § kommunallagen"]
    omröstning = Omröstning.objects.get(pk=omröstning.pk)
    omröstning = avsluta(värld, omröstning, sedlar=Sedlar(3, 2))
    assert omröstning.varningar == [
        "Omröstningen är sluten: se till att också Bo Ekfalk på distans kan rösta hemligt "
        "(5 kap. 54 § kommunallagen)."
    ]


def test_sluten_med_lika_tal_lottas(värld: Mötesvärld, paragraf: Paragraf) -> None:
    omröstning = öppna(värld, paragraf, anställning=True)
    rösta(värld, omröstning, **dict.fromkeys(ALLA[:4], "ja"))
    rösta(värld, omröstning, Bo="ja")
    rösta(värld, omröstning, Bo="")

    with pytest.raises(Omröstningshinder, match="dra lott"):
        avsluta(värld, omröstning, sedlar=Sedlar(2, 2))
    omröstning = avsluta(värld, omröstning, sedlar=Sedlar(2, 2), lott="nej")

    assert omröstning.lottning
    paragraf.refresh_from_db()
    assert paragraf.utfall == U.AVSLAG


def test_motförslag_utses_före_huvudvoteringen(värld: Mötesvärld) -> None:
    värld.samla()
    paragraf = beslut.ta_upp(punkt=värld.punkter[1], av=värld.sekreterare)
    for text, namn in (("Taxan sänks.", "Bo"), ("Taxan höjs.", "Åke")):
        yrkanden.ställ(
            paragraf=paragraf,
            slag=Yrkande.Slag.ÖVRIGT,
            text=text,
            yrkare=[värld.rad(namn)],
            av=värld.sekreterare,
        )
    frågan.svara(
        paragraf=paragraf, nr=1, utfall="bifall", votering_begärd=True, av=värld.sekreterare
    )
    sänks, _ = frågeläge.nästa_steg(paragraf).alternativ
    frågan.svara(
        paragraf=paragraf, nr=2, utfall=sänks.id, votering_begärd=True, av=värld.sekreterare
    )
    motförslag = öppna(värld, paragraf)
    assert motförslag.slag == Omröstning.Slag.MOTFÖRSLAG
    rösta(värld, motförslag, **dict.fromkeys(ALLA, "avstar"))
    rösta(värld, motförslag, Željka="nej")
    avsluta(värld, motförslag)

    huvud = öppna(värld, paragraf)

    assert huvud.slag == Omröstning.Slag.HUVUD
    assert "Åke Öberg" in huvud.nej_betyder
    rösta(värld, huvud, **dict.fromkeys(ALLA, "nej"))
    avsluta(värld, huvud)
    assert [b.text for b in paragraf.beslut.all()] == ["Taxan höjs."]


def test_ordningsfråga_röstas_för_sig(värld: Mötesvärld, paragraf: Paragraf) -> None:
    omröstning = omröstningar.öppna_ordningsfråga(
        paragraf=paragraf,
        ja_betyder="överläggningen är avslutad",
        nej_betyder="överläggningen fortsätter",
        metod=UPPROP,
        av=värld.sekreterare,
    )
    rösta(värld, omröstning, **dict.fromkeys(ALLA, "ja"))

    omröstning = avsluta(värld, omröstning)

    assert omröstning.steg is None
    assert len(frågeläge.steg_rader(paragraf)) == 1


def test_ångrat_steg_tar_med_sig_omröstningen(värld: Mötesvärld, paragraf: Paragraf) -> None:
    omröstning = öppna(värld, paragraf)
    rösta(värld, omröstning, **dict.fromkeys(ALLA, "ja"))
    avsluta(värld, omröstning)

    frågan.ångra_steget(paragraf=paragraf, nr=2, av=värld.sekreterare)

    assert not Omröstning.objects.exists()
    assert not paragraf.beslut.exists()
    assert Närvaro.objects.filter(protokoll=paragraf.protokoll).count() == 8
