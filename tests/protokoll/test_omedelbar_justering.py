"""Omedelbar justering: en paragraf eller punkter i den, under mötet eller efter det."""

from datetime import date, datetime, time, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from config import dagens
from konton.models import Roll
from protokoll import documents, justeringsdokument
from protokoll.documents import delar
from protokoll.expedieringsdokument import expedierat_utdrag, sista_dag
from protokoll.fullständighet import JUSTERARE_SAKNAS
from protokoll.models import (
    Anslag,
    Beslut,
    Justering,
    Paragraf,
    Paragrafsvar,
    Protokoll,
    Reservation,
)
from protokoll.models.mall import Avsnitt
from protokoll.services import (
    anslag,
    avslut,
    beslut,
    bevis,
    deltagande,
    frågan,
    försegling,
    justering,
    meningar,
    omedelbar,
    pappersjustering,
    pappersutskrift,
    tavlan,
    varningar,
)
from protokoll.services.deltagande import Rättat
from protokoll.services.expedieringsfel import InteJusterad, RedanExpedierad
from protokoll.services.expedieringsläge import (
    att_expediera,
    justerade_punkter,
    väntande_mottagare,
    är_justerad,
)
from protokoll.services.justeringsfel import BeslutetLåst, FelSkede, InteKlart, InteLagaKraft
from protokoll.services.mötesfel import OmedelbartJusterad
from protokoll.services.senare_justering import justera_senare
from publikt.models import Anslag as Tavelanslag
from tests.factories import expediering as utdrag
from tests.factories import justering as fabrik
from tests.factories.konton import med_roll
from tests.factories.protokoll import Mötesvärld, kallat_möte, lägg_ärende
from tests.minne import mindes
from tests.protokoll.test_försegling import text as pdftext
from tests.protokoll.test_justeringssidor import med_färsk_kod, som, text, url
from ärenden.models import Ärende
from ärenden.pdf import rendera_pdf

pytestmark = pytest.mark.slow

HÅRT = "\N{NO-BREAK SPACE}"
SENT = "Reservationen är anmäld sedan paragrafen gått till omedelbar justering"


@pytest.fixture
@mindes
def möte(värld: Mötesvärld) -> Mötesvärld:
    """Mötet pågår och de två första punkterna är beslutade."""
    fabrik.förbered(värld)
    värld.samla()
    Protokoll.objects.update(förvaringsplats="Kansliet")
    värld.behandla(värld.punkter[0])
    värld.behandla(värld.punkter[1])
    return värld


def paragraf(värld: Mötesvärld, n: int) -> Paragraf:
    return Paragraf.objects.get(punkt=värld.punkter[n])


def justera(värld: Mötesvärld, *n: int, **val) -> Justering:
    return omedelbar.justera_omedelbart(
        protokoll=värld.protokoll,
        paragrafer=[paragraf(värld, i).pk for i in n],
        av=värld.sekreterare,
        **val,
    )


def test_numret_fästs_för_den_och_för_dem_före(möte: Mötesvärld) -> None:
    j = justera(möte, 1)

    assert [p.nummer for p in möte.protokoll.paragrafer.all()] == [1, 2]
    assert (j.paragrafer, j.omedelbar) == ("2", True)
    assert [(u.som, u.paragrafer) for u in j.underskrifter.all()] == [
        ("ordforande", ""), ("justerare", ""), ("sekreterare", ""),
    ]  # fmt: skip  # läses som en rad
    assert möte.protokoll.är_öppet
    d = justeringsdokument.dokument(j.underlag)
    assert [p.rubrik for p in d.paragrafer] == ["Taxa för tillsyn enligt alkohollagen"]
    assert d.framsida.rader("Paragrafer") == ("§\N{NO-BREAK SPACE}2",)
    assert d.dokumentnamn == omedelbar.NAMN
    assert d.framsida.rader("Beslutande")
    assert not d.huvud.utkast


def test_utan_vald_justerare_sägs_var_de_väljs_KL_5_69(möte: Mötesvärld) -> None:
    två = paragraf(möte, 1)
    Paragraf.objects.filter(pk=två.pk).update(omedelbart_justerad=True)
    klient = som(möte.sekreterare)
    sidor = [url("mote", möte.protokoll.pk), url("omedelbart", möte.protokoll.pk)]
    for sida in sidor:
        assert "Ingen justerare är vald" not in text(klient.get(sida))
    möte.protokoll.justerare.all().delete()

    with pytest.raises(InteKlart) as fel:
        justera(möte, 1)

    assert JUSTERARE_SAKNAS in fel.value.brister
    assert JUSTERARE_SAKNAS.lagtext
    for sida in sidor:
        visat = text(klient.get(sida))
        assert "Ingen justerare är vald" in visat
        assert "5 kap. 69 § kommunallagen" in visat
        assert f'{url("mote", möte.protokoll.pk)}#justerare-rubrik"' in visat
    svar = klient.post(
        sidor[1], {f"paragraf_{två.pk}": "on", "metod": "papper", "förvaringsplats": "Kansliet"}
    )
    assert svar.status_code == 422
    assert not Justering.objects.exists()


def test_numren_fortsätter_utan_lucka_efter(möte: Mötesvärld) -> None:
    justera(möte, 1)
    lägg_ärende(möte, "Ett till")
    möte.behandla(möte.punkter[2])
    möte.behandla(möte.punkter[3])

    avslut.avsluta(protokoll=möte.protokoll, av=möte.sekreterare)

    assert [p.nummer for p in möte.protokoll.paragrafer.all()] == [1, 2, 3, 4]
    nästa = kallat_möte(möte.organ, dag=date(2026, 4, 15), sekreterare=möte.sekreterare)
    nästa.samla()
    for punkt in nästa.punkter:
        nästa.behandla(punkt)
    avslut.avsluta(protokoll=nästa.protokoll, av=möte.sekreterare)
    assert [p.nummer for p in nästa.protokoll.paragrafer.all()] == [5, 6, 7]


def test_formalia_utan_nummer_hoppas_över(möte: Mötesvärld) -> None:
    möte.organ.formalia_med_paragraf = False
    möte.organ.save()
    justera(möte, 1)
    möte.behandla(möte.punkter[2])
    avslut.avsluta(protokoll=möte.protokoll, av=möte.sekreterare)
    assert [p.nummer for p in möte.protokoll.paragrafer.all()] == [None, 1, 2]


def test_det_justerade_är_låst_medan_mötet_pågår(möte: Mötesvärld) -> None:
    justera(möte, 1)
    ett, två = paragraf(möte, 0), paragraf(möte, 1)

    with pytest.raises(BeslutetLåst, match="låst"):
        beslut.ändra_beslut(paragraf=två, utfall="avslag", satser=["Nej."], av=möte.sekreterare)
    with pytest.raises(DatabaseError), transaction.atomic():
        Beslut.objects.filter(paragraf=två).update(text="Nej.")
    with pytest.raises(DatabaseError), transaction.atomic():
        två.för_sig.update(justering=None)
    with pytest.raises(DatabaseError), transaction.atomic():
        två.för_sig.all().delete()

    beslut.ändra_beslut(paragraf=ett, utfall="noterat", satser=["Noteras."], av=möte.sekreterare)
    assert ett.beslut.get().text == "Noteras."


def test_reservationen_får_anmälas_till_mötets_slut_och_syns(möte: Mötesvärld) -> None:
    """KL 4:27: rätten varar till sammanträdets slut; det redan justerade ändras inte."""
    två = paragraf(möte, 1)

    def reservera(namn: str) -> Reservation:
        return meningar.reservera(
            paragraf=två, reservanter=[möte.rad(namn)], text=f"{namn}s skäl.", av=möte.sekreterare
        )

    före = reservera("Åke")
    j = justera(möte, 1)
    två = paragraf(möte, 1)
    efter = reservera("Bo")

    fruset = str(justeringsdokument.dokument(j.underlag))
    assert "Åkes skäl" in fruset
    assert "Bos skäl" not in fruset
    (varning,) = varningar.vid(två, []).reservationer
    assert varning.text.startswith("Bo Ekfalk (V): reservationen kom sedan")
    with pytest.raises(OmedelbartJusterad, match="reservationen är låst"):
        meningar.ta_bort_reservation(reservation=före, av=möte.sekreterare)
    meningar.ta_bort_reservation(reservation=reservera("Märta"), av=möte.sekreterare)
    assert list(två.reservationer.all()) == [före, efter]

    möte.behandla(möte.punkter[2])
    avslut.avsluta(protokoll=möte.protokoll, av=möte.sekreterare)
    två = paragraf(möte, 1)
    for dokument in (
        documents.protokolldokument(möte.protokoll),
        documents.protokolldokument(möte.protokoll, offentligt=True),
        documents.utdragsdokument(två),
    ):
        text = str(dokument)
        assert text.count(SENT) == 1
        assert "Bos skäl" in text
    plan = anslag.planera(justering=j, nu=timezone.now())
    noter = försegling.färdigt_dokument(j, plan, offentligt=False).framsida.noter
    assert any(n.startswith("Reservation mot beslutet i §\N{NO-BREAK SPACE}2") for n in noter)


def test_det_justerades_deltagande_och_beslut_är_låsta(möte: Mötesvärld) -> None:
    två = paragraf(möte, 1)
    deltagande_före = list(två.deltagande.values_list("närvaro", "form"))
    justera(möte, 1)
    två = paragraf(möte, 1)
    rad = möte.rad("Bo").pk

    with pytest.raises(OmedelbartJusterad, match="vilka som deltog"):
        deltagande.rätta(paragraf=två, ändringar={rad: Rättat("")}, av=möte.sekreterare)
    with pytest.raises(OmedelbartJusterad, match="beslutet är låst"):
        frågan.ångra_beslutet(paragraf=två, av=möte.sekreterare)

    assert list(två.deltagande.values_list("närvaro", "form")) == deltagande_före
    assert paragraf(möte, 1).är_beslutad


def test_två_gånger_går_det_inte(möte: Mötesvärld) -> None:
    justera(möte, 1)
    with pytest.raises(FelSkede, match="redan omedelbart"):
        justera(möte, 1)
    assert Justering.objects.count() == 1


def test_bara_det_beslutade_och_bara_i_mötet(möte: Mötesvärld) -> None:
    beslut.ta_upp(punkt=möte.punkter[2], av=möte.sekreterare)
    with pytest.raises(FelSkede, match="Besluta först"):
        justera(möte, 2)
    with pytest.raises(FelSkede, match="Välj"):
        omedelbar.justera_omedelbart(
            protokoll=möte.protokoll, paragrafer=[10**9], av=möte.sekreterare
        )
    with pytest.raises(PermissionDenied):
        omedelbar.justera_omedelbart(
            protokoll=möte.protokoll, paragrafer=[paragraf(möte, 1).pk], av=möte.konto("Bo")
        )
    assert not Justering.objects.exists()


def test_ett_tidigare_möte_som_pågår_hindrar(möte: Mötesvärld) -> None:
    tidigare = kallat_möte(möte.organ, dag=date(2026, 2, 1), sekreterare=möte.sekreterare)
    tidigare.öppna()
    with pytest.raises(InteKlart, match="tidigare möte pågår"):
        justera(möte, 1)


def test_enstaka_punkter(möte: Mötesvärld) -> None:
    två = paragraf(möte, 1)
    with pytest.raises(FelSkede, match="har inte de punkterna"):
        justera(möte, 1, punkter={två.pk: [3]})

    j = justera(möte, 1, punkter={två.pk: [2]})

    två.refresh_from_db()
    assert två.punkter_i(j.pk) == [2]
    d = justeringsdokument.dokument(j.underlag)
    assert d.paragrafer[0].text(Avsnitt.BESLUT) == ("Taxan gäller från årsskiftet.",)
    assert d.framsida.rader("Paragrafer") == (f"§{HÅRT}2 punkt 2",)
    assert d.paragrafer[0].text(Avsnitt.OMEDELBAR) == (
        "Punkt 2 justeras omedelbart.",
        "Resten av beslutet justeras med protokollet i övrigt.",
    )
    assert d.innehåll[0].rubrik.endswith("(punkt 2)")
    möte.behandla(möte.punkter[2])
    avslut.avsluta(protokoll=möte.protokoll, av=möte.sekreterare)
    ordinarie = justering.klar_för_justering(protokoll=möte.protokoll, av=möte.sekreterare)
    # Resten av paragrafen justeras med de andra.
    assert ordinarie.paragrafer == "1-3"


def omedelbart(j: Justering) -> tuple[str, ...]:
    """Raden på det förseglade protokollets framsida."""
    d = försegling.färdigt_dokument(j, anslag.anslagets_plan(j), offentligt=False)
    return d.framsida.rader("Omedelbart justerat")


def test_framsidan_säger_bara_det_som_är_omedelbart_justerat_KL_5_69(möte: Mötesvärld) -> None:
    två = paragraf(möte, 1)
    möte.behandla(möte.punkter[2])
    väntar_ännu = justera(möte, 2)
    egen = fabrik.försegla(fabrik.alla_skriver_under(justera(möte, 1, punkter={två.pk: [2]})))
    assert omedelbart(egen) == (f"§{HÅRT}2 punkt 2",)
    avslut.avsluta(protokoll=möte.protokoll, av=möte.sekreterare)
    klient = som(möte.sekreterare)
    varning = "§ 3 är inte omedelbart justerat än"
    assert varning in text(klient.get(url("klar", möte.protokoll.pk))).replace(HÅRT, " ")
    assert "Justeras omedelbart" in text(klient.get(url("justeringen", väntar_ännu.pk)))
    assert "Omedelbart justerad" not in text(klient.get(url("justeringen", väntar_ännu.pk)))

    hela = fabrik.försegla(
        fabrik.alla_skriver_under(
            justering.klar_för_justering(protokoll=möte.protokoll, av=möte.sekreterare)
        )
    )

    assert omedelbart(hela) == (f"§{HÅRT}2 punkt 2",)
    assert "Punkt 2 omedelbart justerad" in text(klient.get(url("justeringen", hela.pk)))


def test_en_kryssad_punkt_räknas_utan_sin_paragraf_KL_5_69(möte: Mötesvärld) -> None:
    två = paragraf(möte, 1)

    svar = som(möte.sekreterare).post(
        url("omedelbart", möte.protokoll.pk), {f"s{två.pk}": ["2"], "metod": "papper"}
    )

    assert svar.status_code == 302
    assert möte.protokoll.justeringar.get().delvis == {2: "punkt 2"}


def test_på_papper_finns_ett_papper_att_skriva_under_medan_mötet_pågår_KL_5_69(
    möte: Mötesvärld,
) -> None:
    två = paragraf(möte, 1)
    j = justera(möte, 1, punkter={två.pk: [2]}, metod=Justering.Metod.PAPPER)
    adress = url("utskrift", j.pk)
    sekreteraren = som(möte.sekreterare)
    for sida in ("justeringen", "papper"):
        assert adress in text(sekreteraren.get(url(sida, j.pk)))

    svar = sekreteraren.get(adress)

    assert svar.headers["Content-Type"] == "application/pdf"
    läst = pdftext(svar.content)
    for väntat in (
        *(u.namn for u in j.underskrifter.all()),
        "gäller från årsskiftet",
        "§ 2 punkt 2",
    ):
        assert väntat in läst
    assert "Taxan antas." not in läst
    assert som(möte.konto("Bo")).get(adress).status_code == 403
    assert som(med_roll(Roll.NÄMNDSEKRETERARE)).get(adress).status_code == 404


def test_den_halvt_underskrivna_fortsätter_på_ett_papper_som_visar_det_KL_5_69(
    möte: Mötesvärld,
) -> None:
    hemlig = lägg_ärende(möte, "Barn AA", lagrum="OSL 26 kap. 1 §", förslag=("Ansökan bifalls.",))
    möte.behandla(möte.punkter[2])
    möte.behandla(hemlig)
    j = omedelbar.justera_omedelbart(
        protokoll=möte.protokoll,
        paragrafer=[Paragraf.objects.get(punkt=hemlig).pk],
        av=möte.sekreterare,
    )
    ordföranden = fabrik.skriv_under(j.underskrifter.get(som="ordforande"))
    adress = url("utskrift", j.pk)
    assert som(möte.sekreterare).get(adress).status_code == 404
    avslut.avsluta(protokoll=möte.protokoll, av=möte.sekreterare)
    fabrik.försegla(
        fabrik.alla_skriver_under(
            justering.klar_för_justering(protokoll=möte.protokoll, av=möte.sekreterare)
        )
    )
    j = pappersjustering.byt_till_papper(justering=j, av=möte.sekreterare)
    justeraren = j.underskrifter.get(som="justerare")
    pappersjustering.anteckna_vägran(
        underskrift=justeraren,
        paragrafer=[Paragraf.objects.get(punkt=hemlig).pk],
        skäl="Fel belopp.",
        av=möte.sekreterare,
    )

    d = pappersutskrift.dokument(Justering.objects.get(pk=j.pk))

    gjorda = {rad.namn: rad.gjord for rad in d.framsida.underskrifter}
    assert gjorda[str(ordföranden)].startswith("Elektroniskt underskrivet")
    assert gjorda[str(justeraren)] == "Vägrar justera"
    assert "" in gjorda.values()
    assert d.framsida.noter == (f"{justeraren} vägrar justera §{HÅRT}4. Skäl: Fel belopp.",)
    with pytest.raises(PermissionDenied):
        pappersutskrift.skriv_ut(justering=j, av=möte.konto("Bo"))
    assert som(möte.sekreterare).get(adress).status_code == 200
    with pytest.raises(FelSkede):
        pappersutskrift.skriv_ut(
            justering=möte.protokoll.justeringar.get(omedelbar=False), av=möte.sekreterare
        )


def test_eget_anslag_medan_mötet_pågår_och_det_ordinarie_gäller_resten(möte: Mötesvärld) -> None:
    j = fabrik.försegla(fabrik.alla_skriver_under(justera(möte, 1)))

    assert möte.protokoll.är_öppet
    assert j.anslag.get().paragrafer == "2"
    assert j.fil is not None
    möte.behandla(möte.punkter[2])
    avslut.avsluta(protokoll=möte.protokoll, av=möte.sekreterare)
    ordinarie = fabrik.försegla(
        fabrik.alla_skriver_under(
            justering.klar_för_justering(protokoll=möte.protokoll, av=möte.sekreterare)
        )
    )
    assert ordinarie.anslag.get().paragrafer == "1, 3"
    # Framsidans anslag är protokollets eget; paragraf 2 har sitt (KL 8 kap. 12 §).
    [anslaget] = justeringsdokument.dokument(ordinarie.underlag).framsida.anslag
    rader = dict(anslaget.rader)
    assert rader["Paragrafer"] == "§§\N{NO-BREAK SPACE}1, 3"
    assert "Sista dag att överklaga" not in rader
    assert möte.protokoll.status == Protokoll.Status.JUSTERAT


def test_det_förklarade_hindrar_den_ordinarie_tills_det_skickats(värld: Mötesvärld) -> None:
    fabrik.hållet(värld)
    Paragraf.objects.filter(nummer=2).update(omedelbart_justerad=True)

    with pytest.raises(InteKlart, match="omedelbart"):
        justering.klar_för_justering(protokoll=värld.protokoll, av=värld.sekreterare)

    justera(värld, 1)
    assert (
        justering.klar_för_justering(protokoll=värld.protokoll, av=värld.sekreterare).paragrafer
        == "1, 3"
    )


def test_hela_protokollet_omedelbart(värld: Mötesvärld) -> None:
    protokoll = fabrik.hållet(värld)
    j = justering.klar_för_justering(protokoll=protokoll, av=värld.sekreterare, omedelbart=True)
    assert (j.omedelbar, j.paragrafer) == (True, "1-3")
    fabrik.alla_skriver_under(j)
    assert värld.protokoll.status == Protokoll.Status.JUSTERAT


def test_resten_av_en_paragraf_med_hela_protokollet_omedelbart_KL_5_69(möte: Mötesvärld) -> None:
    """Några satser har gått för sig; paragrafen säger att också resten justeras omedelbart."""
    två = paragraf(möte, 1)
    fabrik.försegla(fabrik.alla_skriver_under(justera(möte, 1, punkter={två.pk: [2]})))
    möte.behandla(möte.punkter[2])
    avslut.avsluta(protokoll=möte.protokoll, av=möte.sekreterare)

    j = justering.klar_för_justering(protokoll=möte.protokoll, av=möte.sekreterare, omedelbart=True)

    texter = {
        p.ankare: p.text(Avsnitt.OMEDELBAR) for p in justeringsdokument.dokument(j.underlag).alla
    }
    assert texter["p2"] == (
        "Punkt 2 justeras omedelbart.",
        "Resten av beslutet justeras också omedelbart.",
    )
    assert texter["p1"] == ("Paragrafen justeras omedelbart.",)


def test_en_hemlig_paragraf_får_en_offentlig_form(möte: Mötesvärld) -> None:
    punkt = lägg_ärende(möte, "Barn AA", lagrum="OSL 26 kap. 1 §", förslag=("Ansökan bifalls.",))
    möte.behandla(punkt)
    j = justera(möte, 3, punkter={Paragraf.objects.get(punkt=punkt).pk: [1]})
    offentligt = rendera_pdf(
        "pdf/protokoll.html", justeringsdokument.dokument(j.underlag, offentligt=True)
    )
    assert "Barn AA" not in offentligt.html
    assert "Ansökan bifalls" not in offentligt.html
    assert "Barn AA" in str(j.underlag["helt"])


def test_anslaget_för_en_punkt_säger_vilken_och_ger_inte_hela_paragrafen_laga_kraft_KL_13_5(
    möte: Mötesvärld,
) -> None:
    två = paragraf(möte, 1)
    j = fabrik.försegla(fabrik.alla_skriver_under(justera(möte, 1, punkter={två.pk: [2]})))
    delvis = j.anslag.get()
    två.refresh_from_db()
    uppe = anslag.på_tavlan(delvis)
    om_fyrtio_dagar = timezone.now() + timedelta(days=40)

    assert uppe is not None
    assert uppe.paragrafer == f"§{HÅRT}2 punkt 2"
    [(_, besked)] = bevis.besked(två, delvis, uppe)
    assert besked.dag is None
    assert "gäller bara punkt 2" in besked.skäl
    with pytest.raises(InteLagaKraft, match="gäller bara punkt 2"):
        bevis.intyga_laga_kraft(
            paragraf=två, anslag=delvis, ej_överklagat=True, av=möte.sekreterare, nu=om_fyrtio_dagar
        )

    möte.behandla(möte.punkter[2])
    avslut.avsluta(protokoll=möte.protokoll, av=möte.sekreterare)
    hela = justering.klar_för_justering(protokoll=möte.protokoll, av=möte.sekreterare)
    resten = fabrik.försegla(fabrik.alla_skriver_under(hela)).anslag.get()
    assert resten.sista_dag is not None
    Anslag.objects.filter(pk=resten.pk).update(sista_dag=resten.sista_dag + timedelta(days=7))
    resten.refresh_from_db()

    assert sista_dag(två) == resten.sista_dag
    assert bevis.besked(två, resten, anslag.på_tavlan(resten))[0][1].dag is not None


def test_nytt_tillkännagivande_ger_utdraget_sin_sista_dag_KL_13_5(värld: Mötesvärld) -> None:
    j = fabrik.försegla(fabrik.alla_skriver_under(fabrik.till_justering(värld)))
    första = j.anslag.get()
    tavlan.makulera(
        anslag=Tavelanslag.objects.get(källa=första.källa),
        skäl="Fel",
        av=värld.sekreterare,
        nu=timezone.now() + timedelta(days=7),
    )
    nytt = j.anslag.exclude(pk=första.pk).get()

    assert nytt.sista_dag > första.sista_dag
    assert sista_dag(Paragraf.objects.get(nummer=2)) == nytt.sista_dag


def väntar(värld: Mötesvärld) -> list[int | None]:
    return [p.nummer for p in att_expediera(värld.sekreterare)]


def test_de_justerade_punkterna_expedieras_genast_och_resten_när_den_är_justerad_KL_5_69(
    möte: Mötesvärld,
) -> None:
    två, av = paragraf(möte, 1), möte.sekreterare
    j = justera(möte, 1, punkter={två.pk: [2]})
    två = paragraf(möte, 1)
    utdrag.försättsbladet(två, av)
    rad = utdrag.mottagare(två, av)
    with pytest.raises(InteJusterad):
        utdrag.sänd(rad, av, punkter=[2])
    assert väntar(möte) == []

    j = fabrik.försegla(fabrik.alla_skriver_under(j))

    assert justerade_punkter(paragraf(möte, 1)) == [[2]]
    assert väntar(möte) == [2]
    for andra in ([], [1], [1, 2]):
        with pytest.raises(InteJusterad):
            utdrag.sänd(rad, av, punkter=andra)
    sändning = utdrag.gör(utdrag.sänd(rad, av, punkter=[2]))
    with pytest.raises(RedanExpedierad):
        utdrag.sänd(rad, av, punkter=[2])
    d = expedierat_utdrag(sändning)
    ledare = möte.protokoll.ledare
    assert ledare is not None
    assert any(ledare.namn in str(f) for f in d.fält if f.rubrik == "Ordförande")
    assert d.titel == f"Protokollsutdrag §{HÅRT}2 punkt 2"
    assert d.paragraf.text(Avsnitt.BESLUT) == ("Taxan gäller från årsskiftet.",)
    assert not d.paragraf.text(Avsnitt.FÖRSLAG)
    (omfattar,) = [f for f in d.fält if f.rubrik == "Utdraget omfattar"]
    assert omfattar.grupper[0].rader[0].startswith("Punkt 2 i beslutet, omedelbart justerad den ")
    assert omfattar.grupper[0].rader[1] == "Resten av beslutet ingår inte i utdraget."
    dag = j.anslag.get().sista_dag
    assert dag is not None
    assert sista_dag(två, [2]) == dag
    assert sändning.handling is not None
    assert f"§{HÅRT}2 punkt 2" in sändning.handling.rubrik
    assert sändning.handling.filnamn == "utdrag-002-punkt-2.pdf"
    # Ärendet är inte beslutat och mottagaren väntar på resten, men inget mer går att sända i dag.
    ärende = Ärende.objects.get(pk=två.ärende_id)
    assert ärende.status != Ärende.Status.BESLUTAT
    assert list(väntande_mottagare(två)) == [rad]
    assert väntar(möte) == []

    möte.behandla(möte.punkter[2])
    avslut.avsluta(protokoll=möte.protokoll, av=av)
    fabrik.alla_skriver_under(justering.klar_för_justering(protokoll=möte.protokoll, av=av))

    assert väntar(möte) == [2]
    hela = utdrag.sänd(rad, av)
    assert (hela.nummer, hela.punkter, hela.omfattning) == (1, [], f"§{HÅRT}2")
    d = expedierat_utdrag(hela)
    assert len(d.paragraf.text(Avsnitt.BESLUT)) == 2
    assert not [f for f in d.fält if f.rubrik == "Utdraget omfattar"]


def test_en_punkt_i_taget_med_eget_anslag_utdrag_och_egen_tid_KL_5_69(möte: Mötesvärld) -> None:
    två, av = paragraf(möte, 1), möte.sekreterare
    första = fabrik.försegla(fabrik.alla_skriver_under(justera(möte, 1, punkter={två.pk: [2]})))
    klient, sidan = som(av), url("omedelbart", möte.protokoll.pk)
    formulär = text(klient.get(sidan))
    assert "Punkt 1: Taxan antas." in formulär
    assert "Punkt 2: " not in formulär
    assert "Punkt 2 justeras redan omedelbart." in formulär
    # Hela paragrafen, eller samma punkt, går inte en gång till.
    svar = klient.post(sidan, {f"p{två.pk}": "on", "metod": "elektronisk"})
    assert svar.status_code == 422
    assert "Välj vilka av de andra punkterna" in text(svar)
    for begärda in ({}, {två.pk: [2]}, {två.pk: [1, 2]}):
        with pytest.raises(FelSkede, match="punkt 2 justeras redan omedelbart"):
            justera(möte, 1, punkter=begärda)
    assert Justering.objects.count() == 1

    val = {f"p{två.pk}": "on", f"s{två.pk}": ["1"], "metod": "elektronisk"}
    assert klient.post(sidan, val).status_code == 302
    andra = fabrik.försegla(fabrik.alla_skriver_under(Justering.objects.latest("pk")))

    två = paragraf(möte, 1)
    assert [två.punkter_i(j.pk) for j in (första, andra)] == [[2], [1]]
    for j, n in ((första, 2), (andra, 1)):
        a = j.anslag.get()
        uppe = anslag.på_tavlan(a)
        assert uppe is not None
        assert uppe.paragrafer == f"§{HÅRT}2 punkt {n}"
        [(_, besked)] = bevis.besked(två, a, uppe)
        assert f"gäller bara punkt {n}, som får laga kraft den" in besked.skäl
        d = justeringsdokument.dokument(j.underlag)
        assert d.framsida.rader("Paragrafer") == (f"§{HÅRT}2 punkt {n}",)
        assert len(d.paragrafer[0].text(Avsnitt.BESLUT)) == 1
    # Utdragen är två, med var sin sista dag. Den som fått det ena väntar på det andra.
    utdrag.försättsbladet(två, av)
    rad = utdrag.mottagare(två, av)
    assert justerade_punkter(paragraf(möte, 1)) == [[2], [1]]
    Anslag.objects.filter(justering=andra).update(
        sista_dag=första.anslag.get().sista_dag + timedelta(days=9)
    )
    with pytest.raises(InteJusterad):
        utdrag.sänd(rad, av, punkter=[1, 2])
    expediera = url("expediera", två.pk)
    assert f"Expediera §{HÅRT}2 punkt 2" in text(klient.get(expediera))
    assert 'href="?punkter=1"' in text(klient.get(expediera))
    sänt = expedierat_utdrag(utdrag.gör(utdrag.sänd(rad, av, punkter=[2])))
    assert sänt.paragraf.text(Avsnitt.BESLUT) == ("Taxan gäller från årsskiftet.",)
    assert väntar(möte) == [2]
    assert f"Expediera §{HÅRT}2 punkt 1" in text(klient.get(expediera))
    sänt = expedierat_utdrag(utdrag.gör(utdrag.sänd(rad, av, punkter=[1])))
    assert sänt.paragraf.text(Avsnitt.BESLUT) == ("Taxan antas.",)
    assert [sista_dag(två, [n]) for n in (2, 1)] == [
        j.anslag.get().sista_dag for j in (första, andra)
    ]
    assert väntar(möte) == []
    # Det slutliga protokollet säger båda, och paragrafen är med i det.
    möte.behandla(möte.punkter[2])
    avslut.avsluta(protokoll=möte.protokoll, av=av)
    d = documents.protokolldokument(möte.protokoll)
    assert d.framsida.rader("Omedelbart justerat") == (
        f"§{HÅRT}2 punkt 2", f"§{HÅRT}2 punkt 1",
    )  # fmt: skip  # läses som en rad
    assert d.paragrafer[1].text(Avsnitt.OMEDELBAR) == (
        "Punkt 2 justeras omedelbart.", "Punkt 1 justeras omedelbart.",
    )  # fmt: skip  # läses som en rad
    hela = justering.klar_för_justering(protokoll=möte.protokoll, av=av)
    assert hela.paragrafer == "1-3"
    assert hela.delvis == {}


def test_hem_räknar_det_som_listan_visar(möte: Mötesvärld) -> None:
    """Punkterna är justerade men en paragraf i samma protokoll är det inte än."""
    ett, två, av = paragraf(möte, 0), paragraf(möte, 1), möte.sekreterare
    fabrik.alla_skriver_under(justera(möte, 0))
    for p in (paragraf(möte, 0), paragraf(möte, 1)):
        Paragraf.objects.filter(pk=p.pk).update(nummer=p.ordning)
        utdrag.försättsbladet(Paragraf.objects.get(pk=p.pk), av)
        utdrag.mottagare(Paragraf.objects.get(pk=p.pk), av)

    assert list(att_expediera(av)) == [ett]
    assert två not in att_expediera(av)
    assert dagens.läge(av).att_expediera == 1
    klient = som(av)
    assert text(klient.get(url("att_expediera"))).count("data-rad>") == 1
    with CaptureQueriesContext(connection) as en:
        att_expediera(av).count()
    fabrik.alla_skriver_under(justera(möte, 1, punkter={två.pk: [2]}))
    with CaptureQueriesContext(connection) as två_rader:
        assert att_expediera(av).count() == 2
    assert len(två_rader) == len(en)


def test_den_som_vägrat_punkterna_hindrar_att_de_expedieras_KL_5_69(möte: Mötesvärld) -> None:
    två = paragraf(möte, 1)
    j = justera(möte, 1, punkter={två.pk: [2]})
    bo = j.underskrifter.get(som="justerare")
    justering.svara(
        underskrift=bo,
        paragraf=paragraf(möte, 1),
        svar=Paragrafsvar.Svar.VÄGRAR,
        text="Stämmer inte.",
        av=fabrik.konto_för(bo.person),
    )
    j = fabrik.försegla(fabrik.alla_skriver_under(j))

    assert justerade_punkter(paragraf(möte, 1)) == []
    # Filen, protokollet och sidorna säger bara punkten: resten av paragrafen är inte vägrad.
    vad = f"§{HÅRT}2 punkt 2"
    läst = pdftext(j.fil.läs())
    assert "§ 2 punkt 2 är inte justerad." in läst
    assert "vägrade justera § 2 punkt 2. Skäl: Stämmer inte." in läst
    for hela in ("§ 2 är inte", "vägrade justera § 2.", "utom § 2 "):
        assert hela not in läst
    noter = documents.protokolldokument(möte.protokoll).framsida.noter
    assert any(f"vägrade justera {vad}. Skäl" in n for n in noter)
    klient = som(möte.sekreterare)
    sidan = text(klient.get(url("justeringen", j.pk)))
    assert f"vägrade justera {vad}." in sidan
    assert f"Inte justerat och inte anslaget: {vad}." in sidan
    assert f"{vad} Taxa för tillsyn" in text(klient.get(url("senare", j.pk)))
    assert "Anslag/bevis" not in läst
    assert not j.anslag.exists()
    # Justeras den senare är det punkten, och inte resten av paragrafen.
    ny = justera_senare(
        justering=j,
        paragrafer=[två.pk],
        ordförande=möte.rad("Željka"),
        justerare=[möte.rad("Ingrid")],
        grund="Enligt beslut 2026-04-15 § 51.",
        av=möte.sekreterare,
    )
    assert ny.paragraftext == vad
    d = justeringsdokument.dokument(ny.underlag)
    assert d.paragrafer[0].text(Avsnitt.BESLUT) == ("Taxan gäller från årsskiftet.",)
    fabrik.försegla(fabrik.alla_skriver_under(ny))
    assert justerade_punkter(paragraf(möte, 1)) == [[2]]
    assert not är_justerad(paragraf(möte, 1))


def test_sidorna_före_underskriften_visar_bara_punkten_som_skrivs_under_KL_5_69(
    möte: Mötesvärld,
) -> None:
    två = paragraf(möte, 1)
    j = justera(möte, 1, punkter={två.pk: [2]})
    vad, resten = f"§{HÅRT}2 punkt 2", "Resten av paragrafen justeras inte här"
    assert vad in text(som(möte.sekreterare).get(url("mote", möte.protokoll.pk)))

    for underskrift in j.underskrifter.exclude(som="sekreterare"):
        klient = med_färsk_kod(fabrik.konto_för(underskrift.person))
        klient.post(url("godkann_alla", j.pk))
        visat = text(klient.get(url("justeringen", j.pk)))
        assert "Taxan gäller från årsskiftet." in visat
        assert "Taxan antas." not in visat
        assert f"Här justeras bara punkt 2. {resten}" in visat
        assert vad in visat
        signera = text(klient.get(url("skriv_under", j.pk)))
        assert f"för {vad}." in signera
        assert resten in signera

    fabrik.alla_skriver_under(j)

    anslaget = text(som(möte.sekreterare).get(url("justeringen", j.pk)))
    assert vad in anslaget.split('id="anslag-rubrik"')[1]


def test_framsidan_säger_när_mötet_började_och_inget_tänkt_slut_KL_5_66(
    möte: Mötesvärld,
) -> None:
    dag = möte.sammanträde.datum
    öppnat = timezone.make_aware(datetime.combine(dag, time(21, 43)))
    Protokoll.objects.update(öppnat_tid=öppnat)

    j = justera(möte, 1, nu=öppnat + timedelta(minutes=10))

    (tid,) = [
        rad
        for rad in justeringsdokument.dokument(j.underlag).framsida.rader("Plats och tid")
        if "kl." in rad
    ]
    assert tid.endswith(f"2026 från kl.{HÅRT}21.43")


def test_punkten_i_förslaget_uppåt_har_det_nummer_som_trycks(möte: Mötesvärld) -> None:
    två = paragraf(möte, 1)
    del_ = två.delar.create(ordning=2, förslag_till="kommunfullmäktige")
    del_.satser.create(paragraf=två, nummer=1, text="Planen antas.")
    klient = som(möte.sekreterare)
    assert "Punkt 1 i förslaget till kommunfullmäktige: Planen" in text(
        klient.get(url("omedelbart", möte.protokoll.pk))
    )

    j = fabrik.försegla(fabrik.alla_skriver_under(justera(möte, 1, punkter={två.pk: [3]})))

    vad = f"§{HÅRT}2 punkt 1 i förslaget till kommunfullmäktige"
    d = justeringsdokument.dokument(j.underlag)
    assert d.framsida.rader("Paragrafer") == (vad,)
    assert d.paragrafer[0].text(Avsnitt.BESLUT) == ("Planen antas.",)
    assert j.paragraftext == vad
    assert Tavelanslag.objects.get(källa=j.anslag.get().källa).paragrafer == vad


def test_punkterna_räknas_genom_hela_beslutet_också_förslaget_uppåt() -> None:
    """Punkt 3 är förslagets första sats; beslutets egna satser ska inte följa med."""
    egna = delar.Satser((delar.Sats("1", "A"), delar.Sats("2", "B")), ledtext="egen del")
    uppåt = delar.Satser((delar.Sats("1", "C"),), ledtext="förslag")
    block = delar.Paragrafblock(
        pk=1, ankare="p1", nummer="§ 1", rubrik="R", beteckning="",
        avsnitt=(delar.Avsnittsblock(Avsnitt.BESLUT, "Beslut", (egna, uppåt)),),
    )  # fmt: skip  # blocket läses som en rad

    assert delar.bara_punkterna(block, [3]).text(Avsnitt.BESLUT) == ("C",)
    assert delar.bara_punkterna(block, [2]).text(Avsnitt.BESLUT) == ("B",)
