"""Det förseglade protokollet, anslaget, rättelserna och bevisen."""

import socket
from collections.abc import Callable
from datetime import date, datetime, time, timedelta

import pgtrigger
import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from konton.models import Roll
from konton.services.system import systemanvändare
from protokoll import anslagstid, documents, justeringsdokument, sigill
from protokoll.documents.framsida import gjord_justering
from protokoll.expedieringsdokument import har_avbrott, sista_dag
from protokoll.models import (
    Anslag,
    Anslagsregel,
    Bevis,
    Justering,
    Justeringsregel,
    Paragraf,
    Protokollsversion,
    Rättelse,
    Sigillcertifikat,
)
from protokoll.services import (
    anslag,
    avslut,
    bevis,
    försegling,
    justering,
    larm,
    protokollsskrivning,
    rättelse,
    sigillcertifikat,
    verifiering,
)
from protokoll.services.justeringsfel import (
    AndraFaktorKrävs,
    AnslagetKvar,
    FelSkede,
    InteLagaKraft,
    InteOsäkert,
    InteUppenbart,
    SkälSaknas,
)
from protokoll.services.justeringsläge import granska
from protokoll.services.mötesfel import RedanJusterat
from publikt.models import Anslag as Tavelanslag
from publikt.services import vakt
from tests import verapdf
from tests.factories import justering as fabrik
from tests.factories.konton import med_roll
from tests.factories.protokoll import Mötesvärld, lägg_ärende
from tests.minne import mindes
from tests.protokoll.test_dokument import pdftext
from ärenden.models import Jobb

pytestmark = pytest.mark.slow

TIMME = timedelta(hours=1)


def text(innehåll: bytes) -> str:
    sidor = " ".join(pdftext(innehåll)).replace("\N{NO-BREAK SPACE}", " ").replace("\x02", "")
    return " ".join(sidor.split())


@pytest.fixture
@mindes
def j(värld: Mötesvärld) -> Justering:
    return fabrik.justerat(värld)


# --- Filen -------------------------------------------------------------------------------------


def test_protokollet_förseglas_och_bär_underskrifterna(j: Justering) -> None:
    innehåll = j.fil.läs()
    läst = text(innehåll)
    granskning = sigill.granska(innehåll)

    assert granskning.är_oförändrad
    assert verifiering.verifiera(innehåll).är_gjord_här
    assert "UTKAST" not in läst
    assert läst.count("Elektroniskt underskrivet") == 3
    assert j.kedja in läst.replace(" ", "")
    assert str(j.anslag.get().nedtas) in läst
    verapdf.kräv(innehåll)


def test_filen_säger_när_det_blev_justerat_och_inte_när_det_var_tänkt(
    värld: Mötesvärld,
) -> None:
    protokoll = fabrik.hållet(värld)
    tänkt = timezone.make_aware(datetime(2026, 3, 25, 14, 30))  # noqa: DTZ001  # görs medveten här
    avslut.ange_justering(
        protokoll=protokoll,
        plats="Rådhuset",
        tid=tänkt,
        förvaringsplats="Arkivet",
        av=värld.sekreterare,
    )
    till = justering.klar_för_justering(protokoll=värld.protokoll, av=värld.sekreterare)
    fryst = justeringsdokument.dokument(till.underlag).framsida
    assert "14.30" in str(fryst.rader("Justeringens plats och tid"))

    j = fabrik.försegla(fabrik.alla_skriver_under(till))

    läst = text(j.fil.läs())
    assert "14.30" not in läst
    assert "25 mars 2026" not in läst
    assert gjord_justering(j).replace("\N{NO-BREAK SPACE}", " ") in läst
    assert gjord_justering(j).startswith("Elektroniskt, ")


def test_det_justerade_görs_inte_om(j: Justering, värld: Mötesvärld) -> None:
    av = värld.sekreterare
    with pytest.raises(RedanJusterat, match="görs inte om") as fel:
        protokollsskrivning.skapa_protokoll(protokoll=j.protokoll, av=av)
    assert fel.value.lagtext
    assert not Jobb.objects.filter(slag=protokollsskrivning.SLAG).exists()
    klient = Client()
    klient.force_login(av)
    sidan = klient.get(reverse("protokoll:mote", args=[j.protokoll_id])).content.decode()
    assert "Skapa protokollet" not in sidan
    assert "Skapa om protokollet" not in sidan
    svar = klient.post(reverse("protokoll:skapa", args=[j.protokoll_id]))
    assert svar.status_code == 422
    assert "görs inte om" in svar.content.decode()
    assert protokollsskrivning.skapa_protokoll(protokoll=j.protokoll, av=av, kopia=True)


def test_det_som_skrivs_ut_på_nytt_är_en_kopia_utan_utkastmärke(j: Justering) -> None:
    kopia = documents.protokolldokument(j.protokoll)

    assert not kopia.huvud.utkast
    assert kopia.framsida is not None
    assert "Kopia av det justerade protokollet. Originalet är en egen fil." in kopia.framsida.noter


def test_jobbet_två_gånger_ger_samma(j: Justering) -> None:
    Jobb.objects.filter(pk=j.jobb_id).update(status="vantar")
    försegling.utför(jobb_id=j.jobb_id)

    igen = Justering.objects.get(pk=j.pk)
    assert igen.fil_id == j.fil_id
    assert Anslag.objects.count() == 1
    assert Tavelanslag.objects.count() == 1


def utan_certifikat(settings, kommun) -> str:
    Sigillcertifikat.objects.update(avslutat_tid=timezone.now())
    return "har inget sigillcertifikat"


def utgånget_certifikat(settings, kommun) -> str:
    """Ett riktigt certifikat, utfärdat för tre år sedan på två år."""
    Sigillcertifikat.objects.update(avslutat_tid=timezone.now())
    länge_sedan = timezone.now() - timedelta(days=3 * 365)
    sigillcertifikat.skapa_självgjort(kommun=kommun, av=systemanvändare(), nu=länge_sedan)
    return "Sigillets certifikat gäller"


def tyst_tidsstämpeltjänst(settings, kommun) -> str:
    """En port som ingen lyssnar på."""
    with socket.socket() as stängd:
        stängd.bind(("127.0.0.1", 0))
        port = stängd.getsockname()[1]
    settings.NAMND_TSA_URL = f"http://127.0.0.1:{port}/"
    return "Tidsstämpeltjänsten gav inget svar"


@pytest.mark.parametrize(
    "gå_sönder",
    [
        pytest.param(utan_certifikat, id="KL_8_12-utan-certifikat"),
        pytest.param(utgånget_certifikat, id="KL_8_12-utgånget-certifikat"),
        pytest.param(tyst_tidsstämpeltjänst, id="KL_8_12-tidsstämpeltjänsten-svarar-inte"),
    ],
)
def test_anslaget_väntar_inte_på_sigillet(
    värld: Mötesvärld, settings, gå_sönder: Callable[..., str]
) -> None:
    Justeringsregel.objects.create(organ=värld.organ, publicerar_protokoll=True)
    j = fabrik.till_justering(värld)
    kommun = värld.organ.myndighet.kommun
    väntat = gå_sönder(settings, kommun)

    j = fabrik.alla_skriver_under(j)

    på_tavlan = Tavelanslag.objects.get()
    assert på_tavlan.är_uppe
    assert (på_tavlan.protokoll, på_tavlan.väntar_på_protokoll) == (None, True)
    for antal in range(1, 8):
        försegling.utför(jobb_id=j.jobb_id)
        jobb = Jobb.objects.get(pk=j.jobb_id)
        assert (jobb.status, jobb.uppskov) == (Jobb.Status.VÄNTAR, antal)
        assert väntat in jobb.fel
        försegling.utför(jobb_id=j.jobb_id)
        assert Jobb.objects.get(pk=j.jobb_id).försök == antal, "pausen hålls"
        Jobb.objects.update(tidigast_tid=timezone.now() - TIMME)
    assert försegling.är_färdig(Justering.objects.get(pk=j.pk)) is False

    settings.NAMND_TSA_URL = ""
    Sigillcertifikat.objects.update(avslutat_tid=timezone.now())
    fabrik.med_sigill(kommun)
    Jobb.objects.update(tidigast_tid=timezone.now() + TIMME)
    for obehörig in (värld.konto("Bo"), med_roll(Roll.NÄMNDSEKRETERARE)):
        with pytest.raises(PermissionDenied):
            försegling.försök_igen(justering=j, av=obehörig)
    assert försegling.försök_igen(justering=j, av=värld.sekreterare).pk == j.jobb_id
    j = fabrik.försegla(j)

    assert sigill.granska(j.fil.läs()).är_oförändrad
    på_tavlan = Tavelanslag.objects.get()
    assert på_tavlan.protokoll.sha256 == j.fil.sha256
    assert not på_tavlan.väntar_på_protokoll
    assert [h.typ for h in på_tavlan.händelser.all()] == ["inlamnat", "uppsatt", "protokoll"]
    assert str(j.anslag.get().nedtas) in text(j.fil.läs())
    with pytest.raises(FelSkede):
        försegling.försök_igen(justering=j, av=värld.sekreterare)


def test_administratören_försöker_igen_utan_att_läsa_protokollet(värld: Mötesvärld) -> None:
    j = fabrik.alla_skriver_under(fabrik.till_justering(värld))
    Sigillcertifikat.objects.update(avslutat_tid=timezone.now())
    försegling.utför(jobb_id=j.jobb_id)
    admin = med_roll(Roll.ADMINISTRATÖR)
    (larmet,) = larm.sena_sigill(admin)
    assert (larmet.justering, larmet.synlig) == (j, False)
    (hos_sekreteraren,) = larm.sena_sigill(värld.sekreterare)
    assert hos_sekreteraren.synlig
    for utanför in (värld.konto("Bo"), med_roll(Roll.NÄMNDSEKRETERARE)):
        assert larm.sena_sigill(utanför) == []

    fabrik.med_sigill(värld.organ.myndighet.kommun)
    försegling.försök_igen(justering=j, av=admin)
    fabrik.försegla(j)

    assert larm.sena_sigill(admin) == larm.sena_sigill(värld.sekreterare) == []


def test_den_som_väntar_på_arbetaren_larmas_efter_en_stund(värld: Mötesvärld) -> None:
    nyss = timezone.now()
    fabrik.alla_skriver_under(fabrik.till_justering(värld), nu=nyss)
    assert larm.sena_sigill(värld.sekreterare, nu=nyss + timedelta(minutes=14)) == []
    (larmet,) = larm.sena_sigill(värld.sekreterare, nu=nyss + timedelta(minutes=16))
    assert larmet.skäl == larm.ARBETAREN


def test_det_hemliga_får_en_egen_fil(värld: Mötesvärld) -> None:
    lägg_ärende(värld, "Barn AA", lagrum="OSL 26 kap. 1 §", förslag=("Ansökan bifalls.",))
    Justeringsregel.objects.create(organ=värld.organ, publicerar_protokoll=True)

    j = fabrik.justerat(värld)

    assert "Barn AA" in text(j.fil.läs())
    offentligt = j.offentlig_fil.läs()
    assert "Barn AA" not in text(offentligt)
    assert "Ansökan bifalls" not in text(offentligt)
    assert sigill.granska(offentligt).är_oförändrad
    på_tavlan = Tavelanslag.objects.get()
    assert på_tavlan.protokoll.sha256 == j.offentlig_fil.sha256


# --- Anslaget ----------------------------------------------------------------------------------


def test_anslaget_sätts_upp_av_sig_självt(värld: Mötesvärld, j: Justering) -> None:
    a = j.anslag.get()
    idag = timezone.localdate()
    t = Tavelanslag.objects.get(källa=a.källa)

    assert (a.paragrafer, a.uppsatt) == ("1-3", idag)
    assert a.sista_dag == anslagstid.sista_överklagandedag(idag)
    assert a.nedtas == t.ned_dag == anslagstid.ned_dag(idag)
    assert t.är_uppe
    assert t.paragrafer == "§§\N{NO-BREAK SPACE}1–3"
    assert t.förvaringsplats == "Socialkontoret, Storgatan 1"
    assert t.protokoll is None
    assert not t.väntar_på_protokoll
    assert a.varningar == []


def test_organets_klockslag_och_kommunens_tillägg(värld: Mötesvärld) -> None:
    Justeringsregel.objects.create(organ=värld.organ, anslås_kl=time(8, 0))
    Anslagsregel.objects.create(kommun=värld.organ.myndighet.kommun, tillägg=3)
    j = fabrik.till_justering(värld)
    nu = timezone.make_aware(datetime(2026, 3, 20, 15, 0))  # noqa: DTZ001  # görs medveten här

    plan = anslag.planera(justering=j, nu=nu)

    assert plan.uppsatt == date(2026, 3, 21)
    assert timezone.localtime(plan.uppe_från).hour == 8
    assert plan.nedtas == anslagstid.ned_dag(date(2026, 3, 21), 3)


def test_anslaget_tas_inte_ned_före_sin_dag(värld: Mötesvärld, j: Justering) -> None:
    a = j.anslag.get()
    with pytest.raises(AnslagetKvar) as fel:
        anslag.ta_ned(anslag=a, av=värld.sekreterare)
    assert fel.value.lagrum == "8 kap. 12 § kommunallagen"
    with pytest.raises(PermissionDenied):
        anslag.ta_ned(anslag=a, av=med_roll(Roll.NÄMNDSEKRETERARE))
    dagen = timezone.make_aware(datetime.combine(a.nedtas, time(9)))

    anslag.ta_ned(anslag=a, av=värld.sekreterare, nu=dagen)

    assert Tavelanslag.objects.get().nedtagen_tid == dagen


def avbryt(a: Anslag) -> None:
    """Tavlan svarade inte på ett dygn."""
    nu = timezone.now()
    vakt.tavlan_svarade(nu=nu)
    vakt.tavlan_svarade(nu=nu + timedelta(days=1, hours=2))
    assert Tavelanslag.objects.get(källa=a.källa).avbrott.exists()


def test_ett_avbrott_ger_ett_nytt_tillkännagivande(värld: Mötesvärld, j: Justering) -> None:
    a = j.anslag.get()
    with pytest.raises(InteOsäkert):
        anslag.tillkännage_på_nytt(anslag=a, av=värld.sekreterare)
    assert larm.sena_anslag(värld.sekreterare) == []
    assert not har_avbrott(Paragraf.objects.get(nummer=2))
    avbryt(a)
    assert har_avbrott(Paragraf.objects.get(nummer=2))
    with pytest.raises(PermissionDenied):
        anslag.tillkännage_på_nytt(anslag=a, av=värld.konto("Bo"))
    assert [rad.avbrott for rad in larm.sena_anslag(värld.sekreterare)] == [True]
    klient = Client()
    klient.force_login(värld.sekreterare)
    for sida in ("hem", "protokoll:tavlan"):
        assert "har haft avbrott" in klient.get(reverse(sida)).content.decode().lower()
    dröjt = timezone.now() + timedelta(days=5)

    nytt = anslag.tillkännage_på_nytt(anslag=a, av=värld.sekreterare, nu=dröjt)
    assert nytt.varningar == []

    assert nytt.källa == f"justering:{j.pk}:2"
    assert Tavelanslag.objects.filter(nedtagen_tid=None).count() == 2
    with pytest.raises(FelSkede, match="på nytt"):
        anslag.tillkännage_på_nytt(anslag=a, av=värld.sekreterare)
    # Avbrottet är åtgärdat, och det nya är inte sent fast justeringen var för länge sedan.
    assert larm.sena_anslag(värld.sekreterare, nu=timezone.now() + timedelta(days=5)) == []
    gamla, nya = Tavelanslag.objects.order_by("pk")
    for anslaget, länk in ((gamla, nya), (nya, gamla)):
        sida = Client().get(reverse("publikt:anslag", args=[anslaget.pk])).content.decode()
        assert (reverse("publikt:anslag", args=[länk.pk]) in sida) == (anslaget == gamla)
        assert "ett nytt tillkännagivande rekommenderas" not in sida
    två = Paragraf.objects.get(nummer=2)
    # Utdraget som går nu har den nya dagen; det som gick under avbrottet hade ingen.
    assert (har_avbrott(två), sista_dag(två)) == (False, nytt.sista_dag)
    (_, besked), *_ = bevis.besked(två, a, anslag.på_tavlan(a))
    assert besked.dag is None
    assert "osäker" in besked.skäl
    (_, besked), *_ = bevis.besked(två, nytt, anslag.på_tavlan(nytt))
    assert besked.dag == nytt.sista_dag + timedelta(days=1)


# --- Bevisen -----------------------------------------------------------------------------------


def gör(rad: Bevis) -> Bevis:
    bevis.utför(jobb_id=rad.jobb_id)
    return Bevis.objects.get(pk=rad.pk)


def test_anslagsbeviset_säger_vad_som_hände(värld: Mötesvärld, j: Justering) -> None:
    a = j.anslag.get()
    with pytest.raises(PermissionDenied):
        bevis.intyga_anslag(anslag=a, av=värld.konto("Bo"))
    under = gör(bevis.intyga_anslag(anslag=a, av=värld.sekreterare))
    assert "sitter uppe och tas ned" in text(under.fil.läs())
    assert Anslag.objects.get(pk=a.pk).bevis is None
    avbryt(a)
    ned_dag = Tavelanslag.objects.get().ned_dag
    dagen = timezone.make_aware(datetime.combine(ned_dag, time(9)))
    anslag.ta_ned(anslag=a, av=värld.sekreterare, nu=dagen)
    assert Tavelanslag.objects.get().nedtagen_tid is not None

    assert bevis.för_nedtagna() == 1
    assert bevis.för_nedtagna() == 0
    efter = gör(Bevis.objects.latest("pk"))

    läst = text(efter.fil.läs())
    for väntat in ("Avbrott", "Anslaget togs ned", "§§ 1–3", "osäkert när besluten får laga kraft"):
        assert väntat in läst
    assert Anslag.objects.get(pk=a.pk).bevis == efter.fil
    assert Tavelanslag.objects.get().bevis.sha256 == efter.fil.sha256
    assert bevis.för_nedtagna() == 0
    verapdf.kräv(efter.fil.läs())
    with pytest.raises(DatabaseError), transaction.atomic():
        Bevis.objects.filter(pk=efter.pk).update(fil=None)


def test_bevis_om_laga_kraft(värld: Mötesvärld, j: Justering) -> None:
    a, två = j.anslag.get(), Paragraf.objects.get(nummer=2)
    efter = timezone.make_aware(datetime.combine(a.nedtas, time(9)))
    val = {"paragraf": två, "anslag": a, "av": värld.sekreterare}

    with pytest.raises(InteLagaKraft, match="tidigast") as fel:
        bevis.intyga_laga_kraft(ej_överklagat=True, **val)
    assert fel.value.lagrum == "13 kap. 5 § kommunallagen"
    with pytest.raises(InteLagaKraft, match="Kontrollera"):
        bevis.intyga_laga_kraft(ej_överklagat=False, nu=efter, **val)
    with pytest.raises(PermissionDenied):
        bevis.intyga_laga_kraft(ej_överklagat=True, nu=efter, **(val | {"av": värld.konto("Bo")}))

    rad = gör(bevis.intyga_laga_kraft(ej_överklagat=True, nu=efter, **val))

    läst = text(rad.fil.läs())
    assert "Bevis om laga kraft" in läst
    assert "Beslutet i § 2" in läst


def test_beviset_om_laga_kraft_utfärdas_inte_efter_ett_avbrott(
    värld: Mötesvärld, j: Justering
) -> None:
    a = j.anslag.get()
    avbryt(a)
    with pytest.raises(InteLagaKraft, match="osäker"):
        bevis.intyga_laga_kraft(
            paragraf=Paragraf.objects.get(nummer=2),
            anslag=a,
            ej_överklagat=True,
            av=värld.sekreterare,
            nu=timezone.now() + timedelta(days=90),
        )


# --- Rättelsen ---------------------------------------------------------------------------------


def test_rättelsen_är_en_ny_version_och_originalet_står_kvar(
    värld: Mötesvärld, j: Justering
) -> None:
    två = Paragraf.objects.get(nummer=2)
    val = {
        "justering": j,
        "paragraf": två,
        "fel": "Taxan antas.",
        "rätt": "Taxan antas för 2027.",
        "uppenbart": True,
        "av": värld.sekreterare,
        "färsk_andra_faktor": True,
    }
    for ändring, väntat in (
        ({"av": värld.konto("Bo")}, PermissionDenied),
        ({"fel": "Står inte där"}, InteUppenbart),
        ({"uppenbart": False}, InteUppenbart),
        ({"rätt": " "}, SkälSaknas),
        ({"färsk_andra_faktor": False}, AndraFaktorKrävs),
    ):
        with pytest.raises(väntat):
            rättelse.rätta(**(val | ändring))
    assert not Rättelse.objects.exists()

    version = rättelse.rätta(**val)
    rättelse.utför(jobb_id=version.jobb_id)

    version = Protokollsversion.objects.get(pk=version.pk)
    assert version.nummer == 2
    assert version.kedja_före == j.kedja
    läst = text(version.fil.läs())
    assert "Rättelse" in läst
    assert "”Taxan antas.” ska vara ”Taxan antas för 2027.”." in läst
    assert sigill.granska(version.fil.läs()).är_oförändrad
    j.refresh_from_db()
    assert "ska vara" not in text(j.fil.läs())
    assert granska(j) == []
    with pgtrigger.ignore("protokoll.Protokollsversion:protokollsversion_ar_frusen"):
        version.bevis["namn"] = "Någon annan"
        version.save()
    assert [f.text.split(":")[0] for f in granska(j)] == ["Rättelsen i version 2"]
    with pytest.raises(DatabaseError, match="en gång"), transaction.atomic():
        Protokollsversion.objects.filter(pk=version.pk).update(fil=None)
    with pytest.raises(DatabaseError), transaction.atomic():
        Protokollsversion.objects.filter(pk=version.pk).update(bevis={})
    tre = rättelse.rätta(**(val | {"fel": "Taxan gäller", "rätt": "Den gäller"}))
    assert (tre.nummer, tre.kedja_före) == (3, version.kedja)


def test_ett_protokoll_som_inte_är_justerat_rättas_inte_så(värld: Mötesvärld) -> None:
    j = fabrik.till_justering(värld)
    with pytest.raises(FelSkede):
        rättelse.rätta(
            justering=j,
            paragraf=Paragraf.objects.get(nummer=2),
            fel="Taxan",
            rätt="Taxorna",
            uppenbart=True,
            av=värld.sekreterare,
            färsk_andra_faktor=True,
        )
