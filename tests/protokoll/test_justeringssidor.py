"""Justeringens sidor: den som justerar, sekreteraren, den som läser, och ingen annan."""

import time as klocka
from datetime import date, timedelta
from datetime import time as klockslag

import pgtrigger
import pytest
from allauth.account.internal.flows import login
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from konton.models import Person, Roll
from nämnd.jäv import Grund
from protokoll.models import (
    Anslag,
    Bevis,
    Justering,
    Paragraf,
    Paragrafsvar,
    Protokoll,
    Protokollsversion,
    Underskrift,
)
from protokoll.services import (
    avslut,
    beslut,
    bevis,
    fritext,
    frågan,
    justering,
    jäv,
    meningar,
    rättelse,
    yrkanden,
)
from tests.factories import justering as fabrik
from tests.factories import ärenden
from tests.factories.konton import med_roll
from tests.factories.protokoll import Mötesvärld, kallat_möte, lägg_punkt, lägg_ärende
from tests.minne import mindes
from tests.protokoll.test_försegling import avbryt

pytestmark = pytest.mark.slow


def som(konto) -> Client:
    klient = Client()
    klient.force_login(konto)
    return klient


def med_färsk_kod(konto) -> Client:
    """Inloggad, och har nyss skrivit en kod ur sin app."""
    klient = som(konto)
    TOTP.activate(konto, "JBSWY3DPEHPK3PXP")
    faktor = Authenticator.objects.get(user=konto, type=Authenticator.Type.TOTP)
    session = klient.session
    session[login._AUTHENTICATION_METHODS_USER_SESSION_KEY] = str(konto.pk)
    session[login.AUTHENTICATION_METHODS_SESSION_KEY] = [
        {"method": "mfa", "at": klocka.time(), "id": faktor.pk, "type": "totp"}
    ]
    session.save()
    return klient


def url(namn: str, *args: object) -> str:
    return reverse(f"protokoll:{namn}", args=args)


def text(svar) -> str:
    return svar.content.decode()


@pytest.fixture
@mindes
def till(värld: Mötesvärld) -> Justering:
    return fabrik.till_justering(värld)


@pytest.fixture
def bo(till: Justering) -> Underskrift:
    return till.underskrifter.get(som="justerare")


def test_sekreteraren_skickar_till_justering(värld: Mötesvärld) -> None:
    protokoll = fabrik.hållet(värld)
    klient = som(värld.sekreterare)
    assert "Klar för justering" in text(klient.get(url("mote", protokoll.pk)))

    sida = text(klient.get(url("klar", protokoll.pk)))
    for väntat in ("Bo Ekfalk, justerare", "Željka Čović-Šimić, ordförande", "JO 3339-2013"):
        assert väntat in sida
    assert "Ingen mottagare är skriven" not in sida
    Paragraf.objects.filter(nummer=2).update(mot_enskild=True)
    sida = text(klient.get(url("klar", protokoll.pk)))
    assert "Ingen mottagare är skriven för §" in sida
    assert "33 § förvaltningslagen" in sida
    svar = klient.post(url("klar", protokoll.pk), {"metod": "elektronisk"}, follow=True)

    j = Justering.objects.get()
    assert svar.redirect_chain == [(url("justeringen", j.pk), 302)]
    assert "Väntar" in text(svar)
    assert klient.get(url("klar", protokoll.pk)).status_code == 302


def test_det_som_fattas_säger_varför(värld: Mötesvärld) -> None:
    protokoll = fabrik.hållet(värld)
    Protokoll.objects.update(förvaringsplats="")
    klient = som(värld.sekreterare)

    svar = klient.post(url("klar", protokoll.pk), {"metod": "elektronisk"})

    assert svar.status_code == 422
    assert "8 kap. 12 § kommunallagen" in text(svar)
    assert not Justering.objects.exists()


def test_förvaringsplatsen_frågas_om_där_den_fattas_med_den_förra_ifylld(
    värld: Mötesvärld,
) -> None:
    fabrik.hållet(värld)
    nästa = kallat_möte(värld.organ, dag=date(2026, 4, 15), sekreterare=värld.sekreterare)
    protokoll = nästa.håll()
    klient = som(värld.sekreterare)

    sida = text(klient.get(url("klar", protokoll.pk)))
    assert 'value="Socialkontoret, Storgatan 1"' in sida
    assert "Det här fattas" not in sida
    klient.post(
        url("klar", protokoll.pk), {"metod": "elektronisk", "förvaringsplats": "Kommunhuset"}
    )

    assert Justering.objects.get().protokoll == protokoll
    protokoll.refresh_from_db()
    assert protokoll.förvaringsplats == "Kommunhuset"
    assert Protokoll.objects.exclude(pk=protokoll.pk).get().förvaringsplats.startswith("Social")


def test_justeraren_hittar_svarar_och_skriver_under(bo: Underskrift, till: Justering) -> None:
    klient = med_färsk_kod(fabrik.konto_för(bo.person))
    hem = text(klient.get(reverse("hem")))
    assert "Att justera" in hem
    assert url("justeringen", till.pk) in hem
    assert "Socialnämnden" in text(klient.get(url("att_justera")))
    två = Paragraf.objects.get(nummer=2)
    sida = text(klient.get(url("justeringen", till.pk)))
    assert "0 av 3" in sida
    assert "Taxan antas." in sida

    svar = klient.post(url("svara_pa_paragraf", till.pk, två.pk), {"svar": "godkanner"})
    assert svar["Location"].endswith(f"#paragraf-{två.pk}")
    svar = klient.post(url("svara_pa_paragraf", till.pk, två.pk), {"svar": "vagrar", "text": ""})
    assert svar.status_code == 422
    assert "Skriv varför du vägrar" in text(svar)
    svar = klient.post(url("skriv_under", till.pk))
    assert svar.status_code == 422
    assert "Svara först på" in text(svar)
    klient.post(url("godkann_alla", till.pk))
    assert "Underskriften går inte att ta tillbaka" in text(klient.get(url("skriv_under", till.pk)))
    svar = klient.post(url("skriv_under", till.pk), follow=True)

    assert "Du har skrivit under" in text(svar)
    bo.refresh_from_db()
    assert bo.status == "underskriven"
    assert "Att justera" not in text(klient.get(reverse("hem")))


def test_utan_färsk_kod_går_vägen_genom_koden(bo: Underskrift, till: Justering) -> None:
    konto = fabrik.konto_för(bo.person)
    justering.godkänn_alla(underskrift=bo, av=konto)
    klient = som(konto)

    utan = klient.post(url("skriv_under", till.pk))
    TOTP.activate(konto, "JBSWY3DPEHPK3PXP")
    med = klient.post(url("skriv_under", till.pk))

    assert utan["Location"].startswith(reverse("mfa_activate_totp"))
    assert med["Location"].startswith(reverse("mfa_reauthenticate"))
    bo.refresh_from_db()
    assert bo.status == "vantar"


def test_andra_vet_inget_om_en_justering_som_pågår(värld: Mötesvärld, till: Justering) -> None:
    två = Paragraf.objects.get(nummer=2)
    for konto in (
        värld.konto("Åke"),
        med_roll(Roll.HANDLÄGGARE, värld.organ.myndighet),
        med_roll(Roll.NÄMNDSEKRETERARE),
        med_roll(Roll.ADMINISTRATÖR),
    ):
        klient = som(konto)
        assert klient.get(url("justeringen", till.pk)).status_code == 404
        assert klient.get(url("mote", till.protokoll_id)).status_code == 404
        for namn, *args in (("svara_pa_paragraf", två.pk), ("godkann_alla",), ("skriv_under",)):
            svar = klient.post(url(namn, till.pk, *args), {"svar": "godkanner"})
            assert svar.status_code == 404
    assert not Paragrafsvar.objects.exists()
    # Sekreteraren ser den, men svarar inte i någons ställe.
    svar = som(värld.sekreterare).post(
        url("svara_pa_paragraf", till.pk, två.pk), {"svar": "godkanner"}
    )
    assert svar.status_code == 422


def test_ändringen_sedan_mötet_syns(värld: Mötesvärld, bo: Underskrift, till: Justering) -> None:
    två = Paragraf.objects.get(nummer=2)
    fritext.ändra(
        version=två.version,
        paragraf=två,
        sammanfattning="Ny taxa för 2027.",
        information="",
        av=värld.sekreterare,
    )
    sida = text(som(fabrik.konto_för(bo.person)).get(url("justeringen", till.pk)))
    assert "<ins>Ny taxa för 2027.</ins>" in sida
    assert "Ändrad sedan mötet" in sida


def test_sekreteraren_rättar_texten_och_beslutet_står_låst(
    värld: Mötesvärld, bo: Underskrift, till: Justering
) -> None:
    två = Paragraf.objects.get(nummer=2)
    konto = fabrik.konto_för(bo.person)
    svar = justering.svara(
        underskrift=bo, paragraf=två, svar="kommenterar", text="Fel år.", av=konto
    )
    klient = som(värld.sekreterare)
    sida = text(klient.get(url("fritext", till.protokoll_id, två.pk)))
    assert "Fel år." in sida
    assert "Beslutet är låst" in sida
    assert "JO 3339-2013" in sida

    svar_ = klient.post(url("genmale", till.pk, svar.pk), {"genmäle": "Året stämmer."})
    assert svar_.status_code == 302
    assert klient.post(url("genmale", till.pk, svar.pk), {"genmäle": "Igen."}).status_code == 422
    svar_ = klient.post(
        url("fritext", till.protokoll_id, två.pk),
        {"version": två.version, "sammanfattning": "Rättad.", "satser": "Något annat."},
    )
    assert svar_["Location"] == url("justeringen", till.pk)
    två.refresh_from_db()
    assert två.sammanfattning == "Rättad."
    assert [b.text for b in två.beslut.all()] == ["Taxan antas.", "Taxan gäller från årsskiftet."]
    assert som(konto).get(url("fritext", till.protokoll_id, två.pk)).status_code == 403
    # När någon har skrivit under sägs det innan sekreteraren skriver i onödan.
    fabrik.skriv_under(bo)
    sida = text(klient.get(url("fritext", till.protokoll_id, två.pk)))
    assert "har skrivit under. Texten kan inte ändras." in sida
    assert ">Spara<" not in sida


def test_brevet_igen_och_ersättaren(värld: Mötesvärld, bo: Underskrift, till: Justering) -> None:
    klient = som(värld.sekreterare)
    svar = klient.post(url("skicka_om", till.pk), follow=True)
    # Sekreteraren har ingen adress.
    assert "till 2 personer" in text(svar)
    svar = klient.post(url("ersatt", till.pk, bo.pk), {"ersättare": "x"})
    assert svar.status_code == 404
    vald = till.protokoll.justerare.get()
    svar = klient.post(url("ersatt", till.pk, bo.pk), {"ersättare": vald.pk})
    assert svar.status_code == 422
    ordföranden = till.underskrifter.get(som="ordforande")
    assert f"{ordföranden.namn} kan inte skriva under" in text(svar)
    data = {"ersättare": värld.rad("Märta").pk}
    svar = klient.post(url("ersatt", till.pk, ordföranden.pk), data, follow=True)
    assert f"Märta Lindéngård skriver under i stället för {ordföranden.namn}." in text(svar)
    vikarien = som(med_roll(Roll.NÄMNDSEKRETERARE, värld.organ.myndighet))
    sekreteraren = till.underskrifter.get(som="sekreterare")
    assert "i sekreterarens ställe" not in text(klient.get(url("justeringen", till.pk)))
    assert "i sekreterarens ställe" in text(vikarien.get(url("justeringen", till.pk)))
    assert vikarien.post(url("ersatt", till.pk, sekreteraren.pk)).status_code == 302


def test_den_som_inget_brev_når_sägs_till_sekreteraren(
    värld: Mötesvärld, bo: Underskrift, till: Justering
) -> None:
    klient = som(värld.sekreterare)
    assert "ingen e-postadress" not in text(klient.get(url("justeringen", till.pk)))
    Person.objects.filter(pk=bo.person_id).update(epost="")

    sida = text(klient.get(url("justeringen", till.pk)))

    assert "Bo Ekfalk har ingen e-postadress och får varken brev eller påminnelse." in sida
    assert "Ett protokoll ska justeras senast fjorton dagar" in sida
    assert "ingen e-postadress" not in text(
        som(fabrik.konto_för(bo.person)).get(url("justeringen", till.pk))
    )
    assert "till 1 person." in text(klient.post(url("skicka_om", till.pk), follow=True))
    Person.objects.update(epost="")
    svar = klient.post(url("skicka_om", till.pk), follow=True)
    assert "Ingen som väntar har en e-postadress" in text(svar)


def test_innan_det_skickas_sägs_vem_som_inte_får_brev(värld: Mötesvärld) -> None:
    fabrik.hållet(värld)
    klient = som(värld.sekreterare)
    sida = url("klar", värld.protokoll.pk)
    före = text(klient.get(sida)).count("får inget brev")
    Person.objects.filter(namn__startswith="Bo ").update(epost="")
    assert text(klient.get(sida)).count("får inget brev") == före + 1


def test_det_som_hände_läses_på_justeringens_sida(värld: Mötesvärld) -> None:
    """Yrkanden, beslutsgång, reservation, jäv och närvaro, utan att lämna sidan (KL 5:66–67)."""
    fabrik.förbered(värld)
    värld.samla()
    sekreterare, bo = värld.sekreterare, värld.rad("Bo")
    värld.behandla(värld.punkter[0])
    paragraf = beslut.ta_upp(punkt=värld.punkter[1], av=sekreterare)
    jäv.anmäl_jäv(
        paragraf=paragraf, rad=värld.rad("Märta"), grund=Grund.PART.etikett, av=sekreterare
    )
    yrkanden.ställ(paragraf=paragraf, slag="avslag", text="", yrkare=[bo], av=sekreterare)
    frågan.svara(paragraf=paragraf, nr=1, utfall="bifall", av=sekreterare)
    meningar.reservera(
        paragraf=paragraf, reservanter=[bo], text="Taxan är för hög.", skriftlig=False,
        av=sekreterare,
    )  # fmt: skip  # läses som en rad
    värld.behandla(värld.punkter[2])
    avslut.avsluta(protokoll=värld.protokoll, av=sekreterare, sluttid=klockslag(16, 45))
    avslut.ange_justering(
        protokoll=värld.protokoll,
        plats="Kommunhuset",
        tid=None,
        förvaringsplats="Socialkontoret",
        av=sekreterare,
    )
    j = justering.klar_för_justering(protokoll=värld.protokoll, av=sekreterare)

    sida = text(som(fabrik.konto_för(bo.person)).get(url("justeringen", j.pk)))

    kort = sida.split(f'id="paragraf-{paragraf.pk}"')[1].split('class="ds-card justpar"')[0]
    for rubrik in ("Jäv", "Yrkanden", "Beslutsgång", "Reservation", "Beslutade", "Anmälde jäv"):
        assert rubrik in kort
    assert "avslag" in kort.split("Yrkanden</h4>")[1].split("</section>")[0]
    assert "Taxan är för hög." in kort
    assert "Märta Lindéngård" in kort
    assert "Närvaro vid mötet" in sida


def test_på_papper(värld: Mötesvärld) -> None:
    j = fabrik.till_justering(värld, metod="papper")
    klient = som(värld.sekreterare)
    assert "Ladda upp det undertecknade" in text(klient.get(url("justeringen", j.pk)))
    fil = SimpleUploadedFile("skannat.pdf", ärenden.pdf(), content_type="application/pdf")
    svar = klient.post(url("papper", j.pk), {"dag": "2026-03-20"})
    assert svar.status_code == 422
    svar = klient.post(
        url("papper", j.pk),
        {
            "fil": fil,
            "dag": "2026-03-20",
            "skrivit": [u.pk for u in j.underskrifter.all()],
        },
    )
    assert svar.status_code == 302
    j.refresh_from_db()
    assert j.status == "justerad"


def test_omedelbart_under_mötet(värld: Mötesvärld) -> None:
    fabrik.förbered(värld)
    värld.samla()
    Protokoll.objects.update(förvaringsplats="Kansliet")
    värld.behandla(värld.punkter[1])
    p = Paragraf.objects.get()
    klient = som(värld.sekreterare)
    assert "Omedelbar justering" in text(klient.get(url("mote", p.protokoll_id)))
    assert str(p.rubrik) in text(klient.get(url("omedelbart", p.protokoll_id)))
    svar = klient.post(url("omedelbart", p.protokoll_id), {"metod": "elektronisk"})
    assert svar.status_code == 422

    svar = klient.post(
        url("omedelbart", p.protokoll_id),
        {"metod": "elektronisk", f"p{p.pk}": "on", f"s{p.pk}": ["2"]},
    )

    j = Justering.objects.get()
    assert svar["Location"] == url("justeringen", j.pk)
    p.refresh_from_db()
    assert (p.nummer, p.punkter_i(j.pk)) == (1, [2])
    # Justeraren ser justeringen men inte mötet som pågår.
    bo = som(värld.konto("Bo"))
    assert bo.get(url("justeringen", j.pk)).status_code == 200
    assert bo.get(url("mote", p.protokoll_id)).status_code == 404
    assert "§\N{NO-BREAK SPACE}1" in text(klient.get(url("mote", p.protokoll_id)))


# --- Justerat ----------------------------------------------------------------------------------


def test_ett_justerat_protokoll_läses_av_organets_egna(värld: Mötesvärld) -> None:
    lägg_ärende(värld, "Barn AA", lagrum="OSL 26 kap. 1 §", förslag=("Ansökan bifalls.",))
    j = fabrik.justerat(värld)
    handläggare = som(med_roll(Roll.HANDLÄGGARE, värld.organ.myndighet))
    ledamot = som(värld.konto("Åke"))
    utomstående = som(med_roll(Roll.HANDLÄGGARE))

    for klient, hela in ((handläggare, False), (ledamot, True)):
        sida = text(klient.get(url("justeringen", j.pk)))
        assert ("Barn AA" in sida) is hela
        assert "Laga kraft" in sida
        assert klient.get(url("mote", j.protokoll_id)).status_code == 200
        fil = klient.get(url("justerad_fil", j.pk, "protokoll"))
        assert fil.status_code == (200 if hela else 404)
        offentlig = klient.get(url("justerad_fil", j.pk, "offentligt"))
        assert offentlig.status_code == 200
        for svar in (fil, offentlig):
            if svar.streaming:
                assert b"".join(svar).startswith(b"%PDF")
    assert "Protokoll" in text(handläggare.get(reverse("hem")))
    for adress in (
        url("justeringen", j.pk),
        url("mote", j.protokoll_id),
        url("justerad_fil", j.pk, "offentligt"),
    ):
        assert utomstående.get(adress).status_code == 404
    assert handläggare.post(url("skicka_om", j.pk)).status_code == 403


def test_anslaget_avbrottet_och_bevisen(värld: Mötesvärld) -> None:
    j = fabrik.justerat(värld)
    a = Anslag.objects.get()
    klient = som(värld.sekreterare)
    sida = text(klient.get(url("justeringen", j.pk)))
    assert "Sitter uppe" in sida
    svar = klient.post(url("ta_ned", a.pk))
    assert svar.status_code == 422
    assert "8 kap. 12 § kommunallagen" in text(svar)
    assert klient.post(url("nytt_anslag", a.pk)).status_code == 422
    assert klient.post(url("gor_bevis", a.pk)).status_code == 302
    bevis.utför(jobb_id=Bevis.objects.get().jobb_id)
    fil = klient.get(url("bevis", Bevis.objects.get().pk))
    assert b"".join(fil).startswith(b"%PDF")
    två = Paragraf.objects.get(nummer=2)
    sidan = text(klient.get(url("laga_kraft", a.pk, två.pk)))
    assert "Beviset kan inte utfärdas nu." in sidan
    assert "Beslutet får laga kraft tidigast den" in sidan
    assert "Utfärda beviset" not in sidan
    senare = timezone.now() + timedelta(days=60)
    assert bevis.hinder_för_laga_kraft(paragraf=två, anslag=a, nu=senare) is None
    svar = klient.post(url("laga_kraft", a.pk, två.pk), {"ej_överklagat": "on"})
    assert svar.status_code == 422
    avbryt(a)
    sida = text(klient.get(url("justeringen", j.pk)))
    assert "Avbrott, laga kraft osäker." in sida
    assert "under hela överklagandetiden" in sida
    assert "inte suttit uppe hela tiden" in text(klient.get(url("nytt_anslag", a.pk)))
    assert klient.post(url("nytt_anslag", a.pk)).status_code == 302
    assert Anslag.objects.count() == 2
    läsare = som(med_roll(Roll.HANDLÄGGARE, värld.organ.myndighet))
    for namn in ("ta_ned", "nytt_anslag", "gor_bevis"):
        assert läsare.post(url(namn, a.pk)).status_code == 403


def test_rättelsen_kräver_färsk_kod(värld: Mötesvärld) -> None:
    j = fabrik.justerat(värld)
    två = Paragraf.objects.get(nummer=2)
    svar = som(värld.sekreterare).get(url("ratta", j.pk, två.pk))
    assert svar["Location"].startswith(reverse("mfa_activate_totp"))
    klient = med_färsk_kod(värld.sekreterare)
    assert "36 § förvaltningslagen" in text(klient.get(url("ratta", j.pk, två.pk)))
    fel = {"fel": "Taxan antas.", "rätt": "Taxan antas för 2027."}
    svar = klient.post(url("ratta", j.pk, två.pk), fel)
    assert svar.status_code == 422
    assert "Bara uppenbara skrivfel" in text(svar)

    svar = klient.post(url("ratta", j.pk, två.pk), fel | {"uppenbart": "on"}, follow=True)

    assert "Rättelsen är gjord" in text(svar)
    version = Protokollsversion.objects.get()
    rättelse.utför(jobb_id=version.jobb_id)
    sida = text(klient.get(url("justeringen", j.pk)))
    assert "Version 2, rättad" in sida
    assert "Protokollet, originalet" in sida
    for adress in (
        url("justerad_version", j.pk, 2, "protokoll"),
        url("justerad_fil", j.pk, "protokoll"),
    ):
        assert b"".join(klient.get(adress)).startswith(b"%PDF")
    assert klient.get(url("justerad_version", j.pk, 2, "offentligt")).status_code == 404


def test_förseglingen_som_misslyckats_försöks_igen(värld: Mötesvärld) -> None:
    j = fabrik.alla_skriver_under(fabrik.till_justering(värld))
    klient = som(värld.sekreterare)
    assert "Väntar på sin tur" in text(klient.get(url("justeringen", j.pk)))
    htmx = {"HX-Request": "true"}
    assert "Väntar" in text(klient.get(url("justeringsjobb", j.pk), headers=htmx))
    j.jobb.__class__.objects.filter(pk=j.jobb_id).update(
        status="misslyckat", fel="Sigillet saknas.", klart_tid=timezone.now()
    )
    assert "Sigillet saknas." in text(klient.get(url("justeringen", j.pk)))
    assert klient.get(url("justeringsjobb", j.pk), headers=htmx)["HX-Refresh"] == "true"
    hem = text(klient.get(reverse("hem")))
    assert "Protokollet är justerat men inte förseglat" in hem
    assert "Sigillet saknas." in hem
    admin = som(med_roll(Roll.ADMINISTRATÖR))
    assert "Försök försegla nu" in text(admin.get(reverse("hem")))
    assert admin.get(url("justeringen", j.pk)).status_code == 404
    assert som(med_roll(Roll.NÄMNDSEKRETERARE)).post(url("forsegla", j.pk)).status_code == 404
    assert admin.post(url("forsegla", j.pk), {"tillbaka": "hem"}).url == reverse("hem")
    assert klient.post(url("forsegla", j.pk)).status_code == 302
    fabrik.försegla(j)
    assert admin.post(url("forsegla", j.pk)).status_code == 404
    assert klient.post(url("forsegla", j.pk)).status_code == 422


def test_en_bruten_kedja_syns(värld: Mötesvärld) -> None:
    j = fabrik.alla_skriver_under(fabrik.till_justering(värld))
    rad = j.underskrifter.first()
    with pgtrigger.ignore("protokoll.Underskrift:underskrift_andras_inte"):
        rad.bevis["namn"] = "Någon annan"
        rad.save()
    sida = text(som(värld.sekreterare).get(url("justeringen", j.pk)))
    assert "Underskrifternas kedja stämmer inte" in sida


def test_antalet_frågor_växer_inte_med_paragraferna(värld: Mötesvärld) -> None:
    def frågor(j: Justering) -> int:
        konto = fabrik.konto_för(j.underskrifter.get(som="justerare").person)
        klient = som(konto)
        with CaptureQueriesContext(connection) as fångade:
            assert klient.get(url("justeringen", j.pk)).status_code == 200
        return len(fångade)

    få = frågor(fabrik.till_justering(värld))
    stort = kallat_möte()
    for n in range(12):
        lägg_punkt(stort, f"Punkt {n}", förslag=("Så sker.", "Genast."))
    assert frågor(fabrik.till_justering(stort)) == få
