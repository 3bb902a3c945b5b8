"""Justeringen: vem som får göra vad och när, och vad som sedan är låst (KL 5 kap. 69 §)."""

import json
from datetime import time, timedelta

import pgtrigger
import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, transaction
from django.utils import timezone

from konton.models import Roll
from protokoll.models import (
    Beslut,
    Justering,
    Paragraf,
    Paragrafsvar,
    Protokoll,
    Underskrift,
)
from protokoll.services import (
    avslut,
    beslut,
    fritext,
    frågan,
    justering,
    närvaro,
    pappersjustering,
    sigillcertifikat,
    yrkanden,
)
from protokoll.services.justeringsfel import (
    AndraFaktorKrävs,
    AnnansUnderskrift,
    BeslutetLåst,
    FelSkede,
    FelUppladdning,
    IngenErsättare,
    InteKlart,
    Obesvarat,
    RedanUnderskriven,
    SkälSaknas,
    TextenLåst,
)
from protokoll.services.justeringsläge import ej_justerade, gjorda, granska
from tests.factories import justering as fabrik
from tests.factories import ärenden
from tests.factories.konton import med_roll
from tests.factories.protokoll import Mötesvärld
from tests.minne import mindes
from tests.protokoll.test_dokument import pdftext

pytestmark = pytest.mark.slow

Svar = Paragrafsvar.Svar
Som = Underskrift.Som
S = Underskrift.Status


def rad(j: Justering, som: str) -> Underskrift:
    return j.underskrifter.filter(status="vantar").get(som=som)


def konto(u: Underskrift):
    return fabrik.konto_för(u.person)


@pytest.fixture
@mindes
def till(värld: Mötesvärld) -> Justering:
    return fabrik.till_justering(värld)


# --- Klar för justering ------------------------------------------------------------------------


def test_klar_för_justering_fryser_och_skickar(värld: Mötesvärld, till: Justering) -> None:
    protokoll = värld.protokoll

    assert protokoll.status == Protokoll.Status.JUSTERAS
    assert [(u.som, u.namn.split()[0], u.status) for u in till.underskrifter.all()] == [
        ("ordforande", "Željka", "vantar"),
        ("justerare", "Bo", "vantar"),
        ("sekreterare", värld.sekreterare.person.namn.split()[0], "vantar"),
    ]
    assert till.paragrafer == "1-3"
    assert len(till.underlag["summa"]) == 64
    assert till.underlag["offentligt"] is None


def test_ett_bordläggningsyrkande_utan_fler_ord_hindrar_inte(värld: Mötesvärld) -> None:
    fabrik.förbered(värld)
    protokoll = värld.samla()
    värld.behandla(värld.punkter[0])
    paragraf = beslut.ta_upp(punkt=värld.punkter[1], av=värld.sekreterare)
    yrkanden.ställ(
        paragraf=paragraf,
        slag="bordlaggning",
        text="",
        yrkare=[värld.rad("Bo")],
        av=värld.sekreterare,
    )
    frågan.svara(paragraf=paragraf, nr=1, utfall="bordlaggning", av=värld.sekreterare)
    värld.behandla(värld.punkter[2])
    avslut.avsluta(protokoll=protokoll, av=värld.sekreterare, sluttid=time(16, 45))
    avslut.ange_justering(
        protokoll=protokoll,
        plats="Kommunhuset",
        tid=None,
        förvaringsplats="Kommunarkivet",
        av=värld.sekreterare,
    )

    till = justering.klar_för_justering(protokoll=värld.protokoll, av=värld.sekreterare)

    tryckt = json.dumps(till.underlag, ensure_ascii=False)
    assert "Bo Ekfalk (V), bordläggning" in tryckt
    assert "bordläggning:" not in tryckt


def test_bara_den_som_för_protokollet_skickar_det(värld: Mötesvärld) -> None:
    protokoll = fabrik.hållet(värld)

    for annan in (värld.konto("Bo"), med_roll(Roll.NÄMNDSEKRETERARE), med_roll(Roll.HANDLÄGGARE)):
        with pytest.raises(PermissionDenied):
            justering.klar_för_justering(protokoll=protokoll, av=annan)

    assert not Justering.objects.exists()


def test_i_fel_skede_går_det_inte(värld: Mötesvärld) -> None:
    fabrik.förbered(värld)
    with pytest.raises(FelSkede, match="pågår"):
        justering.klar_för_justering(protokoll=värld.samla(), av=värld.sekreterare)


def test_två_gånger_går_det_inte(värld: Mötesvärld, till: Justering) -> None:
    with pytest.raises(FelSkede, match="redan"):
        justering.klar_för_justering(protokoll=värld.protokoll, av=värld.sekreterare)
    assert Justering.objects.count() == 1


def test_det_som_fattas_räknas_upp_med_lagrum(värld: Mötesvärld) -> None:
    fabrik.hållet(värld)
    protokoll = värld.protokoll
    Protokoll.objects.filter(pk=protokoll.pk).update(förvaringsplats="")
    kommun = värld.organ.myndighet.kommun
    sigillcertifikat.aktivt(kommun).__class__.objects.update(avslutat_tid=timezone.now())

    with pytest.raises(InteKlart) as fel:
        justering.klar_för_justering(protokoll=värld.protokoll, av=värld.sekreterare)

    assert "8 kap. 12 § kommunallagen" in {b.lagrum for b in fel.value.brister}
    assert "sigill" in str(fel.value)
    assert värld.protokoll.status == Protokoll.Status.AVSLUTAT
    assert not Justering.objects.exists()


def test_den_utan_konto_kan_bara_justera_på_papper(värld: Mötesvärld) -> None:
    protokoll = fabrik.hållet(värld)
    person = värld.organ.uppdrag.get(person__namn__startswith="Bo ").person
    fabrik.konto_för(person).delete()

    elektroniskt = justering.brister(protokoll=protokoll, av=värld.sekreterare)
    papper = justering.brister(protokoll=protokoll, av=värld.sekreterare, metod="papper")

    assert ["Bo Ekfalk har inget konto" in b.text for b in elektroniskt] == [True]
    assert papper == []


def test_flera_ordförande_får_sina_paragrafer(värld: Mötesvärld) -> None:
    fabrik.hållet(värld)
    annan = värld.rad("Åke")
    Paragraf.objects.filter(protokoll=värld.protokoll, nummer=2).update(ordförande=annan)

    j = justering.klar_för_justering(protokoll=värld.protokoll, av=värld.sekreterare)

    ordföranden = j.underskrifter.filter(som=Som.ORDFÖRANDE)
    assert [(u.namn.split()[0], u.paragrafer) for u in ordföranden] == [
        ("Željka", "1, 3"),
        ("Åke", "2"),
    ]
    åke = ordföranden.get(namn__startswith="Åke")
    with pytest.raises(FelSkede, match="hör inte"):
        justering.svara(
            underskrift=åke,
            paragraf=Paragraf.objects.get(nummer=1),
            svar=Svar.GODKÄNNER,
            av=konto(åke),
        )


# --- Svaren ------------------------------------------------------------------------------------


def test_bara_den_som_underskriften_gäller_svarar(värld: Mötesvärld, till: Justering) -> None:
    bo = rad(till, Som.JUSTERARE)
    paragraf = Paragraf.objects.get(nummer=2)

    for annan in (värld.konto("Åke"), värld.sekreterare, med_roll(Roll.NÄMNDSEKRETERARE)):
        with pytest.raises(AnnansUnderskrift):
            justering.svara(underskrift=bo, paragraf=paragraf, svar=Svar.GODKÄNNER, av=annan)
        with pytest.raises(AnnansUnderskrift):
            justering.godkänn_alla(underskrift=bo, av=annan)
        with pytest.raises(AnnansUnderskrift):
            justering.underteckna(underskrift=bo, av=annan, färsk_andra_faktor=True)
    assert not Paragrafsvar.objects.exists()

    justering.svara(underskrift=bo, paragraf=paragraf, svar=Svar.GODKÄNNER, av=konto(bo))
    assert Paragrafsvar.objects.get().version == paragraf.version


def test_en_kommentar_och_en_vägran_har_skäl(till: Justering) -> None:
    bo = rad(till, Som.JUSTERARE)
    for svar in (Svar.KOMMENTERAR, Svar.VÄGRAR):
        with pytest.raises(SkälSaknas):
            justering.svara(
                underskrift=bo,
                paragraf=Paragraf.objects.get(nummer=1),
                svar=svar,
                text="  ",
                av=konto(bo),
            )
    assert not Paragrafsvar.objects.exists()


def test_en_kommentar_ändrar_texten_och_svaren_frågas_om(
    värld: Mötesvärld, till: Justering
) -> None:
    bo, ordf = rad(till, Som.JUSTERARE), rad(till, Som.ORDFÖRANDE)
    två = Paragraf.objects.get(nummer=2)
    justering.godkänn_alla(underskrift=ordf, av=konto(ordf))
    justering.godkänn_alla(underskrift=bo, av=konto(bo))
    justering.svara(
        underskrift=bo, paragraf=två, svar=Svar.KOMMENTERAR, text="Fel år.", av=konto(bo)
    )
    with pytest.raises(Obesvarat, match="kommentar"):
        justering.underteckna(underskrift=ordf, av=konto(ordf), färsk_andra_faktor=True)
    före = Justering.objects.get().underlag

    fritext.ändra(
        version=två.version,
        paragraf=två,
        sammanfattning="Taxan för 2027.",
        information="",
        av=värld.sekreterare,
    )

    efter = Justering.objects.get().underlag
    assert före["summa"] != efter["summa"]
    assert "Taxan för 2027." in str(efter["helt"])
    with pytest.raises(Obesvarat, match="§\N{NO-BREAK SPACE}2"):
        justering.underteckna(underskrift=ordf, av=konto(ordf), färsk_andra_faktor=True)
    assert [t.sammanfattning for t in två.texter.all()] == ["", "Taxan för 2027."]
    assert justering.godkänn_alla(underskrift=bo, av=konto(bo))[0].version == 2
    assert Paragrafsvar.objects.get(svar=Svar.KOMMENTERAR).text == "Fel år."


def test_en_besvarad_kommentar_är_kommentatorns_att_avgöra(
    värld: Mötesvärld, till: Justering
) -> None:
    bo, ordf = rad(till, Som.JUSTERARE), rad(till, Som.ORDFÖRANDE)
    två = Paragraf.objects.get(nummer=2)
    justering.godkänn_alla(underskrift=bo, av=konto(bo))
    svar = justering.svara(
        underskrift=bo, paragraf=två, svar=Svar.KOMMENTERAR, text="Fel år.", av=konto(bo)
    )
    with pytest.raises(SkälSaknas):
        fritext.besvara(svar=svar, genmäle=" ", av=värld.sekreterare)
    with pytest.raises(PermissionDenied):
        fritext.besvara(svar=svar, genmäle="Året stämmer.", av=konto(ordf))

    fritext.besvara(svar=svar, genmäle="Året stämmer.", av=värld.sekreterare)

    fabrik.skriv_under(ordf)
    with pytest.raises(Obesvarat, match="Godkänn eller vägra"):
        justering.underteckna(underskrift=bo, av=konto(bo), färsk_andra_faktor=True)
    justering.svara(underskrift=bo, paragraf=två, svar=Svar.GODKÄNNER, av=konto(bo))
    justering.underteckna(underskrift=bo, av=konto(bo), färsk_andra_faktor=True)


# --- Låset -------------------------------------------------------------------------------------


def test_det_beslutade_ändras_inte_efter_mötet(värld: Mötesvärld, till: Justering) -> None:
    två = Paragraf.objects.get(nummer=2)

    with pytest.raises(BeslutetLåst) as fel:
        beslut.ändra_beslut(paragraf=två, utfall="avslag", satser=["Nej."], av=värld.sekreterare)

    assert fel.value.lagrum == "JO 3339-2013"
    assert "kan inte ändra" in fel.value.lagtext


@pytest.mark.parametrize(
    "ändring",
    [{"rubrik": "Annat"}, {"utfall": "avslag"}, {"nummer": 77}, {"ordning": 88}],
    ids=lambda ä: next(iter(ä)),
)
def test_databasen_vägrar_ändra_det_beslutade(till: Justering, ändring) -> None:
    with pytest.raises(DatabaseError, match="låst"), transaction.atomic():
        Paragraf.objects.filter(nummer=2).update(**ändring)
    with pytest.raises(DatabaseError, match="Beslutets text"), transaction.atomic():
        Beslut.objects.filter(paragraf__nummer=2).update(text="Annat.")


def test_texten_ändras_inte_när_någon_skrivit_under(värld: Mötesvärld, till: Justering) -> None:
    fabrik.skriv_under(rad(till, Som.JUSTERARE))
    två = Paragraf.objects.get(nummer=2)

    with pytest.raises(TextenLåst, match="Bo Ekfalk har skrivit under"):
        fritext.ändra(
            version=två.version,
            paragraf=två,
            sammanfattning="Ny.",
            information="",
            av=värld.sekreterare,
        )

    två.refresh_from_db()
    assert (två.sammanfattning, två.version) == ("", 1)


def test_bara_sekreteraren_rättar_texten(värld: Mötesvärld, till: Justering) -> None:
    två = Paragraf.objects.get(nummer=2)
    for annan in (värld.konto("Bo"), med_roll(Roll.NÄMNDSEKRETERARE)):
        with pytest.raises(PermissionDenied):
            fritext.ändra(
                version=två.version, paragraf=två, sammanfattning="Ny.", information="", av=annan
            )


def test_texten_i_ett_justerat_protokoll_ändras_inte(värld: Mötesvärld, till: Justering) -> None:
    fabrik.alla_skriver_under(till)
    två = Paragraf.objects.get(nummer=2)

    with pytest.raises(FelSkede, match="rättelse"):
        fritext.ändra(
            version=två.version,
            paragraf=två,
            sammanfattning="Ny.",
            information="",
            av=värld.sekreterare,
        )
    with pytest.raises(DatabaseError, match="justerad"), transaction.atomic():
        Paragraf.objects.filter(pk=två.pk).update(sammanfattning="Ny.")


def test_oförändrad_text_frågar_ingen(värld: Mötesvärld, till: Justering) -> None:
    två = Paragraf.objects.get(nummer=2)
    fritext.ändra(
        version=två.version, paragraf=två, sammanfattning=" ", information="", av=värld.sekreterare
    )
    två.refresh_from_db()
    assert två.version == 1


# --- Underskriften -----------------------------------------------------------------------------


def test_utan_andra_faktor_skrivs_inget_under(till: Justering) -> None:
    bo = rad(till, Som.JUSTERARE)
    justering.godkänn_alla(underskrift=bo, av=konto(bo))

    with pytest.raises(AndraFaktorKrävs):
        justering.underteckna(underskrift=bo, av=konto(bo), färsk_andra_faktor=False)

    bo.refresh_from_db()
    assert (bo.status, bo.kedja) == (S.VÄNTAR, "")


def test_obesvarade_paragrafer_skrivs_inte_under(till: Justering) -> None:
    bo = rad(till, Som.JUSTERARE)
    with pytest.raises(Obesvarat, match="1–3"):
        justering.underteckna(underskrift=bo, av=konto(bo), färsk_andra_faktor=True)


def test_två_gånger_skriver_ingen_under(till: Justering) -> None:
    bo = fabrik.skriv_under(rad(till, Som.JUSTERARE))
    with pytest.raises(RedanUnderskriven):
        justering.underteckna(underskrift=bo, av=konto(bo), färsk_andra_faktor=True)
    with pytest.raises(RedanUnderskriven):
        justering.svara(
            underskrift=bo, paragraf=Paragraf.objects.get(nummer=1), svar="godkanner", av=konto(bo)
        )


def test_den_sista_underskriften_justerar(värld: Mötesvärld, till: Justering) -> None:
    *första, sista = till.underskrifter.all()
    for u in första:
        fabrik.skriv_under(u)
        till.refresh_from_db()
        assert till.status == Justering.Status.PÅGÅR
        assert till.jobb is None

    fabrik.skriv_under(sista)

    till.refresh_from_db()
    assert till.status == Justering.Status.JUSTERAD
    assert till.jobb.status == "vantar"
    assert värld.protokoll.status == Protokoll.Status.JUSTERAT
    assert till.kedja == till.underskrifter.order_by("-tid").first().kedja
    assert granska(till) == []


def test_en_gjord_underskrift_ändras_inte(till: Justering) -> None:
    bo = fabrik.skriv_under(rad(till, Som.JUSTERARE))
    with pytest.raises(DatabaseError), transaction.atomic():
        Underskrift.objects.filter(pk=bo.pk).update(namn="Någon annan")
    with pytest.raises(DatabaseError), transaction.atomic():
        bo.delete()
    with pytest.raises(DatabaseError, match="Svaren"), transaction.atomic():
        bo.svar.update(svar="vagrar", text="Nej.")


def test_en_ändrad_rad_syns_i_kedjan(till: Justering) -> None:
    till = fabrik.alla_skriver_under(till)
    bo = till.underskrifter.get(som=Som.JUSTERARE)
    with pgtrigger.ignore("protokoll.Underskrift:underskrift_andras_inte"):
        bo.bevis["namn"] = "Någon annan"
        bo.save()

    assert [f.nummer for f in granska(till)] == [2]

    with pgtrigger.ignore("protokoll.Justering:justerad_fil_skrivs_en_gang"):
        till.underlag["helt"]["huvud"]["titel"] = "Annat"
        till.save()
    assert "Texten är en annan" in str(granska(till))


@pytest.mark.parametrize("steg", [timedelta(0), timedelta(hours=-1)], ids=["samma tid", "tillbaka"])
def test_klockan_som_står_still_eller_ställs_tillbaka_bryter_inte_kedjan(
    till: Justering, steg: timedelta
) -> None:
    nu = timezone.now()
    # Sekreteraren först, så att raderna inte heller står i den följd de skrevs.
    for n, u in enumerate(till.underskrifter.order_by("-ordning")):
        fabrik.skriv_under(u, nu + n * steg)

    till.refresh_from_db()
    assert granska(till) == []
    assert [u.som for u in gjorda(till)] == ["sekreterare", "justerare", "ordforande"]
    assert till.kedja == gjorda(till)[-1].kedja


def test_ett_justerat_protokoll_skrivs_en_gång(värld: Mötesvärld) -> None:
    j = fabrik.justerat(värld)
    ändringar: tuple[dict[str, object], ...] = (
        {"fil": None},
        {"status": "pagar", "fil": None, "justerad_tid": None},
        {"underlag": {}},
        {"paragrafer": "1"},
        {"kedja": ""},
    )
    for ändring in ändringar:
        with pytest.raises(DatabaseError, match="en gång"), transaction.atomic():
            Justering.objects.filter(pk=j.pk).update(**ändring)


# --- Vägran och ersättare ----------------------------------------------------------------------


def test_vägran_antecknas_och_de_andras_underskrifter_gäller(
    värld: Mötesvärld,
) -> None:
    fabrik.förbered(värld)
    protokoll = värld.samla()
    närvaro.välj_justerare(rad=värld.rad("Ingrid"), av=värld.sekreterare)
    for punkt in protokoll.upptagbara_punkter:
        värld.behandla(punkt)
    avslut.avsluta(protokoll=protokoll, av=värld.sekreterare)
    avslut.ange_justering(
        protokoll=värld.protokoll, plats="", tid=None, förvaringsplats="Kansliet",
        av=värld.sekreterare,
    )  # fmt: skip  # läses som en rad
    j = justering.klar_för_justering(protokoll=värld.protokoll, av=värld.sekreterare)
    bo = j.underskrifter.get(namn__startswith="Bo")
    två, tre = Paragraf.objects.get(nummer=2), Paragraf.objects.get(nummer=3)
    justering.svara(
        underskrift=bo, paragraf=två, svar=Svar.VÄGRAR, text="Så beslutades inte.", av=konto(bo)
    )

    j = fabrik.alla_skriver_under(j)

    assert j.status == Justering.Status.JUSTERAD
    assert [(v.namn, v.paragraf, v.skäl) for v in j.vägran.all()] == [
        ("Bo Ekfalk", två, "Så beslutades inte.")
    ]
    assert j.underskrifter.get(pk=bo.pk).status == S.UNDERSKRIVEN
    assert ej_justerade(j) == []
    assert tre.pk


def test_en_paragraf_som_ingen_justerare_justerat_anslås_inte(till: Justering) -> None:
    bo = rad(till, Som.JUSTERARE)
    två = Paragraf.objects.get(nummer=2)
    justering.svara(underskrift=bo, paragraf=två, svar=Svar.VÄGRAR, text="Nej.", av=konto(bo))

    j = fabrik.försegla(fabrik.alla_skriver_under(till))

    assert ej_justerade(j) == [två]
    assert j.anslag.get().paragrafer == "1, 3"


def test_den_som_vägrar_allt_har_vägrat(till: Justering) -> None:
    bo = rad(till, Som.JUSTERARE)
    for p in Paragraf.objects.all():
        justering.svara(underskrift=bo, paragraf=p, svar=Svar.VÄGRAR, text="Nej.", av=konto(bo))
    justering.underteckna(underskrift=bo, av=konto(bo), färsk_andra_faktor=True)
    bo.refresh_from_db()
    assert bo.status == S.VÄGRAD
    assert till.vägran.count() == 3


def test_ersättaren_justerar_i_stället(värld: Mötesvärld) -> None:
    fabrik.förbered(värld)
    protokoll = värld.samla()
    närvaro.välj_justerare(rad=värld.rad("Ingrid"), är_ersättare=True, av=värld.sekreterare)
    for punkt in protokoll.upptagbara_punkter:
        värld.behandla(punkt)
    avslut.avsluta(protokoll=protokoll, av=värld.sekreterare)
    Protokoll.objects.update(förvaringsplats="Kansliet")
    j = justering.klar_för_justering(protokoll=värld.protokoll, av=värld.sekreterare)
    bo = rad(j, Som.JUSTERARE)
    ingrid = värld.protokoll.justerare.get(är_ersättare=True)
    vald = värld.protokoll.justerare.get(är_ersättare=False)

    with pytest.raises(PermissionDenied):
        justering.ersätt(underskrift=bo, ersättare=ingrid, av=konto(bo))
    with pytest.raises(IngenErsättare):
        justering.ersätt(underskrift=bo, ersättare=vald, av=värld.sekreterare)
    with pytest.raises(FelSkede, match="Bara en justerare"):
        justering.ersätt(underskrift=rad(j, Som.ORDFÖRANDE), ersättare=ingrid, av=värld.sekreterare)

    ny = justering.ersätt(underskrift=bo, ersättare=ingrid, av=värld.sekreterare)

    with pytest.raises(FelSkede, match="ersättare"):
        justering.godkänn_alla(underskrift=bo, av=konto(bo))
    assert ny.namn == "Ingrid Norrsund"
    j = fabrik.alla_skriver_under(j)
    assert j.status == Justering.Status.JUSTERAD
    assert {u.status for u in j.underskrifter.all()} == {S.UNDERSKRIVEN, S.ERSATT}


def test_en_annan_skriver_i_ordförandens_ställe(värld: Mötesvärld) -> None:
    j = fabrik.till_justering(värld)
    ordföranden, bo = rad(j, Som.ORDFÖRANDE), rad(j, Som.JUSTERARE)
    närvarande = värld.rad("Märta")

    with pytest.raises(PermissionDenied):
        justering.i_ordförandens_ställe(underskrift=ordföranden, rad=närvarande, av=konto(bo))
    with pytest.raises(FelSkede, match="inte ordförandens"):
        justering.i_ordförandens_ställe(underskrift=bo, rad=närvarande, av=värld.sekreterare)
    with pytest.raises(IngenErsättare, match="tjänstgjorde"):
        justering.i_ordförandens_ställe(
            underskrift=ordföranden, rad=värld.rad("Tove"), av=värld.sekreterare
        )
    with pytest.raises(IngenErsättare, match="skriver redan under"):
        justering.i_ordförandens_ställe(
            underskrift=ordföranden, rad=värld.rad("Bo"), av=värld.sekreterare
        )

    ny = justering.i_ordförandens_ställe(
        underskrift=ordföranden, rad=närvarande, av=värld.sekreterare
    )

    assert (ny.som, ny.namn) == (Som.ORDFÖRANDE, närvarande.namn)
    j = fabrik.försegla(fabrik.alla_skriver_under(j))
    text = "".join(pdftext(j.fil.läs()))
    assert "I ordförandens ställe" in text
    assert f"{ordföranden.namn} har ersatts som ordförande." in text


def test_den_som_nu_för_protokollet_skriver_i_sekreterarens_ställe(värld: Mötesvärld) -> None:
    j = fabrik.till_justering(värld)
    sekreteraren = rad(j, Som.SEKRETERARE)
    vikarien = med_roll(Roll.NÄMNDSEKRETERARE, värld.organ.myndighet)

    with pytest.raises(PermissionDenied):
        justering.i_sekreterarens_ställe(
            underskrift=sekreteraren, av=med_roll(Roll.NÄMNDSEKRETERARE)
        )
    with pytest.raises(IngenErsättare, match="skriver redan under"):
        justering.i_sekreterarens_ställe(underskrift=sekreteraren, av=konto(sekreteraren))
    ny = justering.i_sekreterarens_ställe(underskrift=sekreteraren, av=vikarien)

    assert ny.person == vikarien.person
    assert fabrik.alla_skriver_under(j).status == Justering.Status.JUSTERAD


# --- På papper ---------------------------------------------------------------------------------


def test_på_papper(värld: Mötesvärld) -> None:
    j = fabrik.till_justering(värld, metod="papper")
    alla = {u.pk for u in j.underskrifter.all()}
    dag = värld.sammanträde.datum + timedelta(days=3)
    val = {"innehåll": ärenden.pdf(märke="underskrivet"), "filnamn": "skannat.pdf", "dag": dag}

    bo = rad(j, Som.JUSTERARE)
    with pytest.raises(FelSkede, match="papper"):
        justering.underteckna(underskrift=bo, av=konto(bo), färsk_andra_faktor=True)
    with pytest.raises(PermissionDenied):
        pappersjustering.justera_på_papper(justering=j, skrivit=alla, av=konto(bo), **val)
    with pytest.raises(FelUppladdning, match="Bo Ekfalk har inte"):
        pappersjustering.justera_på_papper(
            justering=j, skrivit=alla - {bo.pk}, av=värld.sekreterare, **val
        )
    with pytest.raises(FelUppladdning, match="inte en PDF"):
        pappersjustering.justera_på_papper(
            justering=j, skrivit=alla, av=värld.sekreterare, **(val | {"innehåll": b"hej"})
        )
    with pytest.raises(FelUppladdning, match="mellan mötet och i dag"):
        pappersjustering.justera_på_papper(
            justering=j, skrivit=alla, av=värld.sekreterare,
            **(val | {"dag": värld.sammanträde.datum - timedelta(days=1)}),
        )  # fmt: skip  # läses som en rad

    j = pappersjustering.justera_på_papper(justering=j, skrivit=alla, av=värld.sekreterare, **val)

    assert j.fil.läs() == val["innehåll"]
    assert (j.status, j.datum) == ("justerad", dag)
    assert {u.metod for u in j.underskrifter.all()} == {"papper"}
    assert granska(j) == []
    with pytest.raises(FelSkede):
        pappersjustering.justera_på_papper(justering=j, skrivit=alla, av=värld.sekreterare, **val)
    j = fabrik.försegla(j)
    assert j.anslag.get().varningar
