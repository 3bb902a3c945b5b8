"""Val, extra ärenden, talare och uppdrag som ges i beslut."""

from datetime import date, time

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from konton.models import Roll
from nämnd.models import Organ
from protokoll.documents import paragrafer
from protokoll.documents.delar import Tabell
from protokoll.documents.mall import Rubriker
from protokoll.documents.paragraf import block
from protokoll.frågeformer import Valform
from protokoll.majoritetsval import är_val
from protokoll.models import Beslutsuppdrag, Omröstning, Paragraf
from protokoll.services import (
    avslut,
    beslut,
    extra,
    fritext,
    frågan,
    granskning,
    uppföljning,
    valen,
    varningar,
    yrkanden,
)
from protokoll.services.frågefel import (
    FelUppdrag,
    FelVal,
    FelÄrende,
    Fyndfel,
    InteRöstberättigad,
    InteTillkännagett,
    JävigTalare,
    LottBehövs,
)
from protokoll.services.mötesfel import KanInteTasUpp
from protokoll.services.valen import Kandidatröst, Sedelhög, Valet
from protokoll.views.frågevy import frågevy
from tests.factories.konton import AnvändareFactory, med_roll
from tests.factories.protokoll import Mötesvärld, kallat_möte, lägg_punkt, organ_med_valda
from tests.minne import mindes

OMBUD = Valet("ombud i vattenrådet", period="2027–2030", i_stället_för="Ebba Sten (S)")
ALLA = ("Željka", "Åke", "Märta", "Ingrid", "Bo")


@pytest.fixture
@mindes
def paragraf(värld: Mötesvärld) -> Paragraf:
    värld.samla()
    return extra.väck_ärende(
        protokoll=värld.protokoll, rubrik="Val av ombud", typ="val", av=värld.sekreterare
    )


def rader(värld: Mötesvärld, *namn: str):
    return [värld.rad(n) for n in namn or ALLA]


def omröstningen(paragraf: Paragraf) -> str:
    """Paragrafen med omröstningen som den trycks."""
    rad = next(p for p in paragrafer(paragraf.protokoll) if p.pk == paragraf.pk)
    return str(block(rad, Rubriker(paragraf.organ), maskera=False))


def sedlar(värld: Mötesvärld, paragraf: Paragraf, röster: dict[str, int], **fält):
    return valen.räkna_sedlar(
        paragraf=paragraf,
        valet=fält.pop("valet", OMBUD),
        röster=[Kandidatröst(namn, "S", antal) for namn, antal in röster.items()],
        har_röstat=fält.pop("har_röstat", rader(värld)),
        av=värld.sekreterare,
        **fält,
    )


@pytest.mark.parametrize(
    ("rubrik", "val"),
    [
        pytest.param("Val av ombud till samordningsförbundet", True, id="KL 5:54 ombud"),
        pytest.param("Fyllnadsval av ledamot i styrelsen", True, id="KL 5:54 fyllnadsval"),
        pytest.param("Val av vice ordförande", True, id="KL 5:54 vice ordförande"),
        pytest.param("Val till arbetsutskottet", True, id="KL 5:54 utskott"),
        pytest.param("Val av dataskyddsombud för nämnden", True, id="KL 5:54 dataskyddsombud"),
        pytest.param("Val av justerare", False, id="KL 5:69 justerare väljs för sig"),
        pytest.param("Val av ordförande att justera", True, id="KL 5:54 ordförande"),
        pytest.param("Val av skolmåltider", False, id="KL 5:54 sakfråga"),
        pytest.param("Valnämndens ombud", False, id="KL 5:54 inget val"),
    ],
)
def test_rubriken_som_är_ett_val_av_personer(rubrik: str, val: bool) -> None:
    assert är_val(rubrik) is val


def test_punkten_som_är_ett_val_får_sin_art_och_sitt_formulär(värld: Mötesvärld) -> None:
    punkt = lägg_punkt(värld, "Val av ombud till stämman")
    värld.samla()
    vanlig = beslut.ta_upp(punkt=värld.punkter[1], av=värld.sekreterare)
    assert vanlig.typ == ""
    beslut.lägg_åt_sidan(paragraf=vanlig, av=värld.sekreterare)

    paragraf = beslut.ta_upp(punkt=punkt, av=värld.sekreterare)

    assert paragraf.typ == Paragraf.Typ.VAL
    assert Valform(paragraf=paragraf).initial["uppdrag"] == "ombud till stämman"


def test_val_utan_omröstning(värld: Mötesvärld, paragraf: Paragraf) -> None:
    valen.välj(paragraf=paragraf, valet=OMBUD, valda=[("Anna Ek", "S")], av=värld.sekreterare)

    paragraf.refresh_from_db()
    assert paragraf.utfall == Paragraf.Utfall.VAL
    assert paragraf.beslut.get().text == (
        "Anna Ek (S) väljs till ombud i vattenrådet för tiden 2027–2030 "
        "i stället för Ebba Sten (S)."
    )
    with pytest.raises(FelVal, match="avser 1"):
        valen.välj(paragraf=paragraf, valet=OMBUD, valda=[], av=värld.sekreterare)


def test_slutna_sedlar_flest_röster(värld: Mötesvärld, paragraf: Paragraf) -> None:
    sedlar(värld, paragraf, {"Anna Ek": 3, "Per Alm": 1}, blanka=1)

    omröstning = Omröstning.objects.get()
    assert omröstning.sluten
    assert {(k.namn, k.röster) for k in omröstning.kandidater.all()} == {
        ("Anna Ek", 3),
        ("Per Alm", 1),
    }
    assert set(omröstning.röster.values_list("val", flat=True)) == {""}
    assert paragraf.beslut.get().text.startswith("Anna Ek (S) väljs")


def test_protokollet_säger_sedlarna_aldrig_hur_någon_röstade_KL_5_54(
    värld: Mötesvärld, paragraf: Paragraf
) -> None:
    sedlar(värld, paragraf, {"Anna Ek": 2, "Per Alm": 1}, blanka=2)

    text = omröstningen(paragraf)

    assert "Omröstningen sker med slutna sedlar." in text
    assert "2 sedlar är blanka eller ogiltiga." in text
    assert "Deltog i omröstningen: Željka" in text
    assert "Så röstade var och en" not in text


def test_ogiltiga_sedlar_vid_proportionellt_val_står_i_protokollet(
    värld: Mötesvärld, paragraf: Paragraf
) -> None:
    valen.räkna_proportionellt(
        paragraf=paragraf,
        valet=Valet("ledamöter i arbetsutskottet", platser=2),
        valslag="utskott",
        begärande=2,
        sedlar=[Sedelhög("Kartellen", ("Anna Ek (S)", "Ida Lo (V)"), 4)],
        ogiltiga=1,
        har_röstat=rader(värld),
        av=värld.sekreterare,
    )

    text = omröstningen(paragraf)
    assert "Omröstningen sker som proportionellt val." in text
    assert "1 sedel är blank eller ogiltig." in text


def test_nominerade_som_ställs_på_sedlarna_behöver_ingen_proposition_KL_5_67(
    värld: Mötesvärld, paragraf: Paragraf
) -> None:
    for namn in ("Anna Ek (S)", "Per Alm (M)"):
        yrkanden.ställ(
            paragraf=paragraf,
            slag="ovrigt",
            text=f"{namn} väljs.",
            yrkare=[värld.rad("Bo")],
            av=värld.sekreterare,
        )
    sedlar(värld, paragraf, {"Anna Ek": 3, "Per Alm": 2})

    brister = granskning.brister(protokoll=värld.protokoll, bara={paragraf.pk})
    assert [b.text for b in brister] == []


def test_lika_röstetal_vid_val_lottas(värld: Mötesvärld, paragraf: Paragraf) -> None:
    lika = {"Anna Ek": 2, "Per Alm": 2}
    with pytest.raises(LottBehövs) as fel:
        sedlar(värld, paragraf, lika, blanka=1)
    assert fel.value.alternativ == ["Anna Ek (S)", "Per Alm (S)"]
    assert not Omröstning.objects.exists()

    sedlar(värld, paragraf, lika, blanka=1, lotter=["Per Alm (S)"])

    paragraf.refresh_from_db()
    assert Omröstning.objects.get().lottning
    assert paragraf.information == ""
    rad = next(p for p in paragrafer(paragraf.protokoll) if p.pk == paragraf.pk)
    tryckt = block(rad, Rubriker(värld.organ), maskera=False)
    avsnitten = {str(a.avsnitt): str(a) for a in tryckt.avsnitt}
    lotten = "Lottning mellan Anna Ek (S) och Per Alm (S): lotten faller på Per Alm (S)."
    assert lotten in avsnitten["omrostning"]
    assert not {"information", "beslutsgang"} & avsnitten.keys()

    frågan.ångra_beslutet(paragraf=paragraf, av=värld.sekreterare)
    assert not paragraf.propositioner.exists()
    assert not paragraf.omröstningar.exists()


def test_valet_ångras_också_när_en_bordläggning_föll_före_det(
    värld: Mötesvärld, paragraf: Paragraf
) -> None:
    yrkanden.ställ(
        paragraf=paragraf,
        slag="bordlaggning",
        text="",
        yrkare=rader(värld, "Bo"),
        av=värld.sekreterare,
    )
    frågan.svara(paragraf=paragraf, nr=1, utfall="avgors", av=värld.sekreterare)
    sedlar(värld, paragraf, {"Anna Ek": 3, "Per Alm": 2})

    ångrad = frågan.ångra_beslutet(paragraf=paragraf, av=värld.sekreterare)

    assert not ångrad.är_beslutad
    assert not ångrad.val.exists()
    # Det som prövades före valet står kvar.
    assert "avgörs i dag" in ångrad.propositioner.get(ordning=1).text


def test_sedlarna_ska_stämma_med_de_röstande(värld: Mötesvärld, paragraf: Paragraf) -> None:
    with pytest.raises(FelVal, match="tillsammans vara 5"):
        sedlar(värld, paragraf, {"Anna Ek": 4})
    with pytest.raises(FelVal, match="blanka"):
        sedlar(värld, paragraf, {"Anna Ek": 0}, blanka=6)
    with pytest.raises(InteRöstberättigad):
        sedlar(värld, paragraf, {"Anna Ek": 1}, har_röstat=rader(värld, "Tove"))
    assert not Omröstning.objects.exists()


def test_flera_val_i_en_paragraf_blir_satser(värld: Mötesvärld, paragraf: Paragraf) -> None:
    sedlar(värld, paragraf, {"Anna Ek": 5})
    sedlar(värld, paragraf, {"Per Alm": 5}, valet=Valet("ersättare"))

    assert [b.nummer for b in paragraf.beslut.all()] == [1, 2]
    frågan.ångra_beslutet(paragraf=paragraf, av=värld.sekreterare)
    assert not paragraf.val.exists()
    assert not Omröstning.objects.exists()


def test_proportionellt_val_fördelar_platserna(värld: Mötesvärld, paragraf: Paragraf) -> None:
    uppgifter = {
        "paragraf": paragraf,
        "valet": Valet("ledamöter i arbetsutskottet", platser=2),
        "valslag": "utskott",
        "sedlar": [
            Sedelhög("Kartellen", ("Anna Ek (S)", "Ida Lo (V)"), 3),
            Sedelhög("Samling", ("Per Alm (M)",), 2),
        ],
        "har_röstat": rader(värld),
        "av": värld.sekreterare,
    }
    with pytest.raises(Fyndfel, match="minst 2 behövs"):
        valen.räkna_proportionellt(begärande=1, **uppgifter)

    valet = valen.räkna_proportionellt(begärande=2, **uppgifter)

    assert [(v.namn, v.parti) for v in valet.valda.all()] == [("Anna Ek", "S"), ("Per Alm", "M")]
    assert Omröstning.objects.get().metod == "proportionellt val"
    with pytest.raises(FelVal, match="sedlar är räknade"):
        valen.räkna_proportionellt(begärande=2, ogiltiga=1, **uppgifter)
    ersättare = uppgifter | {"avser_ersättare": True, "begärande": 2}
    with pytest.raises(Fyndfel, match="bara om ledamöterna valdes så"):
        valen.räkna_proportionellt(**ersättare)
    valen.räkna_proportionellt(ledamöterna_valdes_proportionellt=True, **ersättare)


@pytest.mark.parametrize(
    "namn",
    [
        "Anna Ek (S), Ida Lo (V), Per Alm (M)",
        "Anna Ek, Ida Lo (V)",
        "Anna Ek och Ida Lo",
        "Anna Ek; Ida Lo",
    ],
)
def test_flera_namn_i_ett_väljer_inte_fler_än_platserna_KL_5_55(
    värld: Mötesvärld, paragraf: Paragraf, namn: str
) -> None:
    listor = [Sedelhög("Kartellen", (namn,), 3), Sedelhög("Samling", ("Per Alm (M)",), 2)]
    with pytest.raises(FelVal, match="flera personer"):
        valen.räkna_proportionellt(
            paragraf=paragraf,
            valet=Valet("ledamöter i arbetsutskottet", platser=2),
            valslag="utskott",
            begärande=2,
            sedlar=listor,
            har_röstat=rader(värld),
            av=värld.sekreterare,
        )
    with pytest.raises(FelVal, match="flera personer"):
        sedlar(värld, paragraf, {namn: 5})
    with pytest.raises(FelVal, match="flera personer"):
        valen.välj(paragraf=paragraf, valet=OMBUD, valda=[(namn, "")], av=värld.sekreterare)
    assert not paragraf.val.exists()
    assert not Omröstning.objects.exists()


def test_proportionella_valets_utgång_går_att_kontrollera_i_protokollet_lag_2022_629_19(
    värld: Mötesvärld, paragraf: Paragraf
) -> None:
    """Listorna, rösterna, begäran, lotten och platsernas jämförelsetal, också efter exporten."""
    valen.räkna_proportionellt(
        paragraf=paragraf,
        valet=Valet("ledamöter i arbetsutskottet", platser=3),
        valslag="utskott",
        begärande=2,
        sedlar=[
            Sedelhög("Kartellen", ("Anna Ek (S)", "Ida Lo (V)"), 3),
            Sedelhög("Samling", ("Per Alm (M)",), 1),
        ],
        ogiltiga=1,
        lotter=[],
        har_röstat=rader(värld),
        av=värld.sekreterare,
    )

    rad = next(p for p in paragrafer(paragraf.protokoll) if p.pk == paragraf.pk)
    tabeller = {
        d.rubrik: d
        for a in block(rad, Rubriker(värld.organ), maskera=False).avsnitt
        for d in a.delar
        if isinstance(d, Tabell)
    }
    listor, platser = tabeller["Listor och röster"], tabeller["Så fördelades platserna"]
    assert listor.kolumner[0] == "Lista"
    assert listor.rader == (
        ("Kartellen", "Anna Ek (S), Ida Lo (V)", "3", "2"),
        ("Samling", "Per Alm (M)", "1", "1"),
    )
    assert platser.rader == (
        ("1", "Anna Ek (S)", "Kartellen", "3"),
        ("2", "Ida Lo (V)", "Kartellen", "1,50"),
        ("3", "Per Alm (M)", "Samling", "1"),
    )
    assert "Proportionellt val begärs av 2 ledamöter; minst 2 av de 5" in omröstningen(paragraf)
    frågan.ångra_beslutet(paragraf=paragraf, av=värld.sekreterare)
    assert not paragraf.propositioner.exists()


def test_namn_på_flera_listor_sägs_vid_omröstningen_lag_2022_629_4(
    värld: Mötesvärld, paragraf: Paragraf
) -> None:
    valen.räkna_proportionellt(
        paragraf=paragraf,
        valet=Valet("ledamöter i arbetsutskottet", platser=2),
        valslag="utskott",
        begärande=2,
        sedlar=[
            Sedelhög("Kartellen", ("Anna Ek (S)", "Ida Lo (V)"), 3),
            Sedelhög("Samling", ("Anna Ek (S)", "Per Alm (M)"), 2),
        ],
        har_röstat=rader(värld),
        av=värld.sekreterare,
    )

    (fynd,) = varningar.om_räkningarna(paragraf.protokoll)

    assert fynd.text.startswith("Val av ombud: Anna Ek (S) står på flera listor")
    assert fynd.lagrum.startswith("4 § lagen (2022:629)")
    assert "Valförrättaren avgör" in fynd.lagtext


def test_lotten_i_proportionellt_val_är_låst_efter_mötet_KL_5_56(
    värld: Mötesvärld, paragraf: Paragraf
) -> None:
    """Vem lotten föll på står med omröstningen, inte i den fria texten."""
    valen.räkna_proportionellt(
        paragraf=paragraf,
        valet=Valet("ledamot i arbetsutskottet"),
        valslag="utskott",
        begärande=3,
        sedlar=[
            Sedelhög("Kartellen", ("Anna Ek (S)",), 2),
            Sedelhög("Samling", ("Per Alm (M)",), 2),
        ],
        ogiltiga=1,
        lotter=["Samling"],
        har_röstat=rader(värld),
        av=värld.sekreterare,
    )
    for punkt in värld.protokoll.upptagbara_punkter:
        värld.behandla(punkt)
    avslut.avsluta(protokoll=värld.protokoll, av=värld.sekreterare)
    paragraf.refresh_from_db()
    fritext.ändra(
        paragraf=paragraf,
        sammanfattning="",
        information="Något annat.",
        version=paragraf.version,
        av=värld.sekreterare,
    )

    text = omröstningen(paragraf)
    assert "Lottning mellan Kartellen och Samling: lotten faller på Samling." in text
    assert "('1', 'Per Alm (M)', 'Samling', '2')" in text


@pytest.mark.parametrize(
    ("rubrik", "typ", "väckt_av", "blir"),
    [
        ("Val av ledamöter i arbetsutskottet", "", None, "val"),
        ("Val av ledamöter i arbetsutskottet", "", "Bo", "val"),
        ("Val av ledamöter i arbetsutskottet", "ovrigt", None, "ovrigt"),
        ("Val av skolmåltider", "", None, ""),
        ("Val av skolmåltider", "", "Bo", "initiativ"),
    ],
)
def test_väckt_val_får_sin_art_och_sitt_formulär_som_punkten_på_listan_KL_5_54(
    värld: Mötesvärld, rubrik: str, typ: str, väckt_av: str | None, blir: str
) -> None:
    värld.samla()

    väckt = extra.väck_ärende(
        protokoll=värld.protokoll,
        rubrik=rubrik,
        typ=typ,
        väckt_av=värld.rad(väckt_av) if väckt_av else None,
        av=värld.sekreterare,
    )

    assert väckt.typ == blir
    assert (frågevy(väckt).valform is not None) is (blir == "val")


def test_ledamot_väcker_ärende(värld: Mötesvärld) -> None:
    värld.samla()

    paragraf = extra.väck_ärende(
        protokoll=värld.protokoll,
        rubrik="Trygghet vid skolan",
        väckt_av=värld.rad("Bo"),
        förslag=["Förvaltningen utreder frågan."],
        av=värld.sekreterare,
    )

    assert paragraf.typ == Paragraf.Typ.INITIATIV
    assert paragraf.information == "Bo Ekfalk (V) väcker ärendet."
    with pytest.raises(KanInteTasUpp):
        extra.väck_ärende(protokoll=värld.protokoll, rubrik="Ett till", av=värld.sekreterare)
    beslut.besluta(paragraf=paragraf, utfall="bifall", av=värld.sekreterare)
    with pytest.raises(FelÄrende, match="väcka"):
        extra.väck_ärende(
            protokoll=värld.protokoll,
            rubrik="Nej",
            väckt_av=värld.rad("Tove"),
            av=värld.sekreterare,
        )


def test_i_fullmäktige_avgörs_bara_tillkännagivna(db: None) -> None:
    värld = kallat_möte(organ_med_valda(namn="Kommunfullmäktige", typ=Organ.Typ.FULLMÄKTIGE))
    värld.samla()

    with pytest.raises(InteTillkännagett) as fel:
        extra.väck_ärende(protokoll=värld.protokoll, rubrik="Brådskande", av=värld.sekreterare)
    assert fel.value.lagrum == "5 kap. 52 § kommunallagen"
    paragraf = extra.väck_ärende(
        protokoll=värld.protokoll, rubrik="Brådskande", samtliga_beslutar=True, av=värld.sekreterare
    )
    assert "Samtliga närvarande" in paragraf.information


def test_listan_ändras_genom_en_egen_paragraf(värld: Mötesvärld) -> None:
    sist = lägg_punkt(värld, "Övrigt")
    värld.samla()

    paragraf = extra.ändra_listan(
        protokoll=värld.protokoll, punkt=sist, före=värld.punkter[0], av=värld.sekreterare
    )

    assert paragraf.beslut.get().text == "Ärendet ”Övrigt” behandlas före ”Upprop”."
    assert värld.protokoll.upptagbara_punkter.first() == sist
    värld.behandla(sist)
    with pytest.raises(KanInteTasUpp):
        extra.ändra_listan(protokoll=värld.protokoll, punkt=sist, före=None, av=värld.sekreterare)


@pytest.mark.parametrize("lagrum", ["6 kap. 30 § första stycket kommunallagen"])
def test_den_jävige_yttrar_sig_inte(värld: Mötesvärld, paragraf: Paragraf, lagrum: str) -> None:
    bo = värld.rad("Bo")
    jäv = paragraf.jäv.create(närvaro=bo, namn=bo.namn)
    with pytest.raises(JävigTalare, match="Bo Ekfalk är jävig") as fel:
        extra.ange_talare(paragraf=paragraf, rader=rader(värld, "Åke", "Bo"), av=värld.sekreterare)
    assert fel.value.lagrum == lagrum
    assert not paragraf.talare.exists()

    jäv.undantag, jäv.undantag_skäl = "saknar_betydelse", "Saken är formell."
    jäv.save()
    extra.ange_talare(paragraf=paragraf, rader=rader(värld, "Bo"), av=värld.sekreterare)
    assert paragraf.talare.count() == 1


def test_talare_och_art(värld: Mötesvärld, paragraf: Paragraf) -> None:
    extra.ange_talare(paragraf=paragraf, rader=rader(värld, "Bo", "Åke"), av=värld.sekreterare)
    extra.ange_talare(paragraf=paragraf, rader=rader(värld, "Bo", "Märta"), av=värld.sekreterare)
    assert [t.namn.split()[0] for t in paragraf.talare.all()] == ["Bo", "Åke", "Märta"]
    extra.ta_bort_talare(talare=paragraf.talare.first(), av=värld.sekreterare)
    assert paragraf.talare.count() == 2

    paragraf = extra.ange_art(
        paragraf=paragraf,
        typ="interpellation",
        mot_enskild=True,
        svar_senast=date(2026, 4, 1),
        information="Besvaras nästa möte.",
        domstol="Förvaltningsrätten",
        mål="123-26",
        av=värld.sekreterare,
    )
    assert (paragraf.typ, paragraf.mot_enskild, paragraf.mål) == ("interpellation", True, "123-26")


@pytest.fixture
@mindes
def beslutad(värld: Mötesvärld) -> Paragraf:
    värld.samla()
    värld.behandla(värld.punkter[0])
    värld.behandla(värld.punkter[1])
    return värld.protokoll.paragrafer.get(punkt=värld.punkter[1])


def test_uppdrag_ges_en_gång_och_följs_till_återrapporten(
    värld: Mötesvärld, beslutad: Paragraf
) -> None:
    handläggare = med_roll(Roll.HANDLÄGGARE, värld.organ.myndighet)
    uppgifter = {
        "paragraf": beslutad,
        "text": "Följ upp taxan.",
        "handläggare": handläggare,
        "dag": date(2026, 9, 1),
        "av": värld.sekreterare,
    }
    uppdrag = uppföljning.ge_uppdrag(**uppgifter)
    assert uppföljning.ge_uppdrag(**uppgifter) == uppdrag
    före = värld.protokoll.paragrafer.get(punkt=värld.punkter[0])
    assert före.är_beslutad
    for fel in (beslutad, före):
        with pytest.raises(FelUppdrag, match="senare paragraf"):
            uppföljning.återrapportera(uppdrag=uppdrag, paragraf=fel, av=värld.sekreterare)
    värld.behandla(värld.punkter[2])
    redovisning = värld.protokoll.paragrafer.get(punkt=värld.punkter[2])

    for _ in range(2):
        uppdrag = uppföljning.återrapportera(
            uppdrag=uppdrag, paragraf=redovisning, av=värld.sekreterare
        )

    assert uppdrag.återrapporterat == redovisning
    assert not Beslutsuppdrag.objects.öppna().exists()
    uppföljning.ångra_återrapport(uppdrag=uppdrag, av=värld.sekreterare)
    assert Beslutsuppdrag.objects.öppna().count() == 1


def test_uppdrag_har_text_ansvarig_och_rätt_person(värld: Mötesvärld, beslutad: Paragraf) -> None:
    def ge(**fält) -> Beslutsuppdrag:
        uppgifter = {"paragraf": beslutad, "text": "Utred.", "av": värld.sekreterare} | fält
        return uppföljning.ge_uppdrag(**uppgifter)

    for fält in (
        {"ansvarig": "Förvaltningen", "text": " "},
        {},
        {"handläggare": AnvändareFactory()},
        {"ansvarig": "Förvaltningen", "dag": date(2026, 3, 1)},
    ):
        with pytest.raises(FelUppdrag):
            ge(**fält)
    with pytest.raises(PermissionDenied):
        ge(ansvarig="Förvaltningen", av=AnvändareFactory())
    assert not Beslutsuppdrag.objects.exists()
    uppdrag = ge(ansvarig="Förvaltningen")
    with pytest.raises(IntegrityError), transaction.atomic():
        Beslutsuppdrag.objects.filter(pk=uppdrag.pk).update(status="aterrapporterat")
    with pytest.raises(IntegrityError), transaction.atomic():
        Beslutsuppdrag.objects.filter(pk=uppdrag.pk).update(ansvarig="")


def test_uppdrag_tas_bort_bara_medan_mötet_pågår(värld: Mötesvärld, beslutad: Paragraf) -> None:
    ett, två = (
        uppföljning.ge_uppdrag(
            paragraf=beslutad, text=text, ansvarig="Förvaltningen", av=värld.sekreterare
        )
        for text in ("Utred.", "Följ upp.")
    )
    uppföljning.ta_bort_uppdrag(uppdrag=ett, av=värld.sekreterare)
    värld.behandla(värld.punkter[2])
    avslut.avsluta(protokoll=värld.protokoll, av=värld.sekreterare, sluttid=time(16, 45))

    två = Beslutsuppdrag.objects.get(pk=två.pk)
    with pytest.raises(FelUppdrag, match="Återrapportera"):
        uppföljning.ta_bort_uppdrag(uppdrag=två, av=värld.sekreterare)
