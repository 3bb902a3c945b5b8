"""Mötets sida: vem som kommer in, vad som ritas om, och att fel visas med sin regel."""

from datetime import datetime, time

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from konton.models import Roll
from nämnd import utbyggnad
from nämnd.models import Sammanträde
from protokoll.models import Närvaro, Paragraf, Protokoll
from protokoll.services import avslut, beslut, frågan, närvaro, protokollsskrivning
from tests.factories.konton import MyndighetFactory, med_roll
from tests.factories.protokoll import Mötesvärld, kallat_möte, lägg_punkt, organ_med_valda
from ärenden.models import Jobb

pytestmark = pytest.mark.slow

HTMX = {"HX-Request": "true"}


@pytest.fixture
def sekreterare(värld: Mötesvärld) -> Client:
    klient = Client()
    klient.force_login(värld.sekreterare)
    return klient


def url(namn: str, *args: int) -> str:
    return reverse(f"protokoll:{namn}", args=args)


def som(konto) -> Client:
    klient = Client()
    klient.force_login(konto)
    return klient


def test_hela_mötet_utan_skript(värld: Mötesvärld, sekreterare: Client) -> None:
    svar = sekreterare.post(url("oppna", värld.sammanträde.pk), follow=True)
    pk = värld.protokoll.pk
    assert svar.redirect_chain == [(url("mote", pk), 302)]
    assert "Inte beslutsför" in svar.content.decode()

    sekreterare.post(url("alla_narvarande", pk))
    sekreterare.post(url("justerare", pk), {"rad": värld.rad("Bo").pk})
    sekreterare.post(url("ny_ovrig", pk), {"namn": "Ylva Norrström", "titel": "socialchef"})
    sekreterare.post(url("enligt_forslag", pk, värld.punkter[0].pk))
    sekreterare.post(url("ta_upp", pk, värld.punkter[1].pk))
    paragraf = värld.protokoll.paragrafer.get(utfall="")
    sida = sekreterare.get(url("mote", pk)).content.decode()
    assert "Taxan antas.\n\nTaxan gäller från årsskiftet." in sida
    assert "§\N{NO-BREAK SPACE}2 (prel.)" in sida
    svar = sekreterare.post(
        url("besluta", pk, paragraf.pk),
        {"utfall": "bifall", "satser": "Taxan antas\r\ni dag.\r\n\r\n\r\nDen gäller."},
    )
    assert svar.status_code == 302
    assert [b.text for b in paragraf.beslut.all()] == ["Taxan antas\ni dag.", "Den gäller."]
    sekreterare.post(url("utgar", pk, värld.punkter[2].pk))
    sida = sekreterare.get(url("avsluta", pk)).content.decode()
    assert "3 paragrafer får sina slutliga nummer" in sida
    svar = sekreterare.post(url("avsluta", pk), {"sluttid": "17:10"})
    assert svar.status_code == 302
    assert värld.protokoll.huvud["tider"] == [["15.00", "17.10"]]
    sekreterare.post(url("skapa", pk))
    jobb = värld.protokoll.jobb
    assert jobb is not None
    assert jobb.status == Jobb.Status.VÄNTAR
    assert "Väntar på sin tur" in sekreterare.get(url("jobb", pk), headers=HTMX).content.decode()
    protokollsskrivning.utför(jobb_id=jobb.pk)
    svar = sekreterare.get(url("jobb", pk), headers=HTMX)
    assert svar["HX-Retarget"] == "#mote"
    assert "Utdrag §&nbsp;3" in svar.content.decode()


def test_htmx_får_bara_arbetsytan(värld: Mötesvärld, sekreterare: Client) -> None:
    protokoll = värld.öppna()
    adress = url("narvaro", protokoll.pk, värld.rad("Bo").pk)

    svar = sekreterare.post(adress, {"status": "ledamot"}, headers=HTMX)

    html = svar.content.decode()
    assert svar.status_code == 200
    assert 'id="mote"' in html
    assert "<html" not in html
    assert "HX-Request" in svar["Vary"]
    assert not värld.rad("Bo").är_frånvarande
    assert "1 av 5 tjänstgör" in html
    assert 'id="mote"' in sekreterare.get(url("mote", protokoll.pk)).content.decode()


def test_beslutsförheten_säger_varför(värld: Mötesvärld, sekreterare: Client) -> None:
    protokoll = värld.öppna()

    svar = sekreterare.post(url("enligt_forslag", protokoll.pk, värld.punkter[1].pk))

    html = svar.content.decode()
    assert svar.status_code == 422
    assert "Mötet är inte beslutsfört: 0 av 5 tjänstgör, minst 3 krävs." in html
    assert "fler än hälften av ledamöterna är närvarande" in html
    assert "6 kap. 27 § kommunallagen" in html
    assert not Paragraf.objects.exists()


def test_det_skrivna_står_kvar_när_något_hindrar(värld: Mötesvärld, sekreterare: Client) -> None:
    protokoll = värld.öppna()
    paragraf = beslut.ta_upp(punkt=värld.punkter[1], av=värld.sekreterare)

    svar = sekreterare.post(
        url("besluta", protokoll.pk, paragraf.pk),
        {"utfall": "andrat", "satser": "En noga skriven sats."},
        headers=HTMX,
    )

    assert svar.status_code == 422
    assert "En noga skriven sats." in svar.content.decode()
    svar = sekreterare.post(
        url("besluta", protokoll.pk, paragraf.pk), {"utfall": "", "satser": "Även denna."}
    )
    assert svar.status_code == 422
    assert "Även denna." in svar.content.decode()


def test_beslutet_rättas_på_samma_sida(värld: Mötesvärld, sekreterare: Client) -> None:
    protokoll = värld.samla()
    värld.behandla(värld.punkter[1])
    paragraf = protokoll.paragrafer.get()

    sida = sekreterare.get(url("mote", protokoll.pk), {"paragraf": paragraf.pk}).content.decode()
    assert "Beslutat" in sida
    sekreterare.post(
        url("besluta", protokoll.pk, paragraf.pk),
        {"utfall": "avslag", "satser": "Avslås.", "visat": paragraf.avtryck},
    )

    paragraf.refresh_from_db()
    assert paragraf.utfall == Paragraf.Utfall.AVSLAG


def test_ett_gammalt_fönster_skriver_inte_över_beslutet(
    värld: Mötesvärld, sekreterare: Client
) -> None:
    """Fönster två beslutar; fönster ett visar ännu frågan öppen och skickar sin text."""
    protokoll = värld.samla()
    paragraf = beslut.ta_upp(punkt=värld.punkter[1], av=värld.sekreterare)
    adress = url("besluta", protokoll.pk, paragraf.pk)
    ettan = {"utfall": "avslag", "satser": "Text i fönster ett.", "visat": ""}
    tvåan = {"utfall": "andrat", "satser": "Text i fönster två.", "visat": ""}
    assert sekreterare.post(adress, tvåan).status_code == 302

    svar = sekreterare.post(adress, ettan, headers=HTMX)

    text = svar.content.decode()
    assert svar.status_code == 422
    assert "Beslutet är ett annat än det du såg" in text
    assert "<p>Text i fönster två.</p>" in text
    assert text.count("Text i fönster ett.") == 2  # bredvid, och kvar i formuläret
    assert [b.text for b in paragraf.beslut.all()] == ["Text i fönster två."]
    # Den som sett båda väljer; det gamla avtrycket duger inte till att ångra heller.
    paragraf = protokoll.paragrafer.get(pk=paragraf.pk)
    assert f'name="visat" value="{paragraf.avtryck}"' in text
    ångra = url("angra_beslut", protokoll.pk, paragraf.pk)
    assert sekreterare.post(ångra, {"visat": "gammalt"}).status_code == 422
    assert protokoll.paragrafer.get(pk=paragraf.pk).är_beslutad
    assert sekreterare.post(adress, ettan | {"visat": paragraf.avtryck}).status_code == 302
    assert [b.text for b in paragraf.beslut.all()] == ["Text i fönster ett."]


def test_ett_ångrat_beslut_rättas_inte_från_ett_gammalt_fönster(
    värld: Mötesvärld, sekreterare: Client
) -> None:
    protokoll = värld.samla()
    värld.behandla(värld.punkter[1])
    paragraf = protokoll.paragrafer.get()
    frågan.ångra_beslutet(paragraf=paragraf, av=värld.sekreterare)

    svar = sekreterare.post(
        url("besluta", protokoll.pk, paragraf.pk),
        {"utfall": "avslag", "satser": "Nej.", "visat": paragraf.avtryck},
    )

    assert svar.status_code == 422
    assert "inget beslut: frågan är öppen igen." in svar.content.decode()
    assert not protokoll.paragrafer.get().är_beslutad


@pytest.mark.parametrize(
    "fält",
    [
        {"utfall": "avslag"},
        {"satser": "Annat."},
        {"sammanfattning": "Annat."},
        {"utdrag_till": "Annan"},
        {"omedelbart_justerad": "on"},
    ],
    ids=lambda fält: next(iter(fält)),
)
def test_avtrycket_är_ett_annat_när_något_i_beslutet_är_det(
    värld: Mötesvärld, sekreterare: Client, fält: dict[str, str]
) -> None:
    protokoll = värld.samla()
    paragraf = beslut.ta_upp(punkt=värld.punkter[1], av=värld.sekreterare)
    adress, första = url("besluta", protokoll.pk, paragraf.pk), {"utfall": "andrat", "satser": "A"}
    sekreterare.post(adress, första)
    före = protokoll.paragrafer.get().avtryck
    assert före

    svar = sekreterare.post(adress, första | fält | {"visat": före})

    assert svar.status_code == 302
    assert protokoll.paragrafer.get().avtryck not in ("", före)


@pytest.mark.parametrize(
    ("namn", "data"),
    [
        ("ordforande", "Märta"),
        ("justerare", "Märta"),
    ],
)
def test_ordförande_och_justerare_väljs(
    värld: Mötesvärld, sekreterare: Client, namn: str, data: str
) -> None:
    protokoll = värld.samla()

    svar = sekreterare.post(url(namn, protokoll.pk), {"rad": värld.rad(data).pk})

    assert svar.status_code == 302
    if namn == "ordforande":
        assert värld.protokoll.ledare == värld.rad(data)
    else:
        vald = protokoll.justerare.get(närvaro=värld.rad(data))
        sekreterare.post(url("ta_bort_justerare", protokoll.pk, vald.pk))
        assert protokoll.justerare.count() == 1


def test_resten_av_knapparna(värld: Mötesvärld, sekreterare: Client) -> None:
    protokoll = värld.samla()
    pk = protokoll.pk
    övrig = närvaro.lägg_till_övrig(protokoll=protokoll, namn="Ylva", av=värld.sekreterare)
    paragraf = beslut.ta_upp(punkt=värld.punkter[1], av=värld.sekreterare)

    assert sekreterare.post(url("ta_bort_ovrig", pk, övrig.pk)).status_code == 302
    assert sekreterare.post(url("at_sidan", pk, paragraf.pk)).status_code == 302
    svar = sekreterare.post(
        url("justering", pk),
        {"plats": "Rådhuset", "tid": "2026-03-25T14:00", "förvaringsplats": "Arkivet"},
    )
    assert svar.status_code == 302
    assert sekreterare.post(url("justering", pk), {"tid": "snart"}).status_code == 422
    svar = sekreterare.post(url("justering", pk), {"tid": "2026-05-25T14:00"})
    assert "5 kap. 69 §" in svar.content.decode()

    protokoll = värld.protokoll
    assert not protokoll.övriga.exists()
    assert not protokoll.paragrafer.exists()
    assert protokoll.justeringsplats == "Rådhuset"


def test_mötet_började_när_det_öppnades(värld: Mötesvärld, sekreterare: Client) -> None:
    protokoll = värld.samla()
    klockan = datetime.combine(värld.sammanträde.datum, time(15, 12))
    Protokoll.objects.filter(pk=protokoll.pk).update(öppnat_tid=timezone.make_aware(klockan))
    for punkt in värld.punkter:
        värld.behandla(punkt)
    adress = url("avsluta", protokoll.pk)

    form = sekreterare.get(adress).context["avslutsform"]
    assert form.initial["starttid"] == time(15, 12)
    fel = sekreterare.post(adress, {"starttid": "17:30", "sluttid": "17:00"})
    assert fel.status_code == 422
    assert "Mötet började 17.30 och kan inte sluta 17.00." in fel.content.decode()
    sekreterare.post(adress, {"starttid": "15:12", "sluttid": "17:00"})
    assert värld.protokoll.huvud["tider"] == [["15.12", "17.00"]]


def test_avslutssidan_säger_vad_som_fattas(värld: Mötesvärld, sekreterare: Client) -> None:
    protokoll = värld.öppna()

    for svar in (
        sekreterare.get(url("avsluta", protokoll.pk)),
        sekreterare.post(url("avsluta", protokoll.pk), {"sluttid": "17:00"}),
    ):
        html = svar.content.decode()
        assert "Mötet kan inte avslutas än" in html
        assert "Ingen justerare är vald." in html
        assert "5 kap. 69 § kommunallagen" in html
    assert värld.protokoll.är_öppet


def test_ett_okallat_möte_öppnas_inte(värld: Mötesvärld, sekreterare: Client) -> None:
    Sammanträde.objects.filter(pk=värld.sammanträde.pk).update(status="utkast")

    svar = sekreterare.post(url("oppna", värld.sammanträde.pk))

    assert svar.status_code == 422
    assert "Utfärda den innan mötet öppnas." in svar.content.decode()
    assert not Protokoll.objects.exists()


def test_öppnat_två_gånger_leder_till_samma_möte(värld: Mötesvärld, sekreterare: Client) -> None:
    protokoll = värld.öppna()

    svar = sekreterare.post(url("oppna", värld.sammanträde.pk))

    assert svar.url == url("mote", protokoll.pk)


# --- Vem som kommer in -------------------------------------------------------------------------


@pytest.mark.parametrize("roll", [r for r in Roll if r != Roll.NÄMNDSEKRETERARE])
def test_andra_roller_ser_inte_utkastet(värld: Mötesvärld, roll: Roll) -> None:
    protokoll = värld.samla()
    klient = som(med_roll(roll, värld.organ.myndighet))

    assert klient.get(url("mote", protokoll.pk)).status_code == 404
    assert klient.post(url("alla_narvarande", protokoll.pk)).status_code == 404
    assert klient.get(url("avsluta", protokoll.pk)).status_code == 404
    assert not klient.get(url("lista")).context["protokollen"]


def test_annan_nämnd_känner_inte_till_mötet(värld: Mötesvärld) -> None:
    klient = som(med_roll(Roll.NÄMNDSEKRETERARE, MyndighetFactory()))
    assert klient.post(url("oppna", värld.sammanträde.pk)).status_code == 404
    protokoll = värld.samla()
    punkt, rad = värld.punkter[0].pk, värld.rad("Bo").pk
    paragraf = beslut.ta_upp(punkt=värld.punkter[0], av=värld.sekreterare).pk

    for namn, *args in (
        *(("alla_narvarande",), ("narvaro", rad), ("ny_ovrig",), ("ordforande",), ("justerare",)),
        *(("justering",), ("ta_upp", punkt), ("utgar", punkt), ("enligt_forslag", punkt)),
        *(("besluta", paragraf), ("at_sidan", paragraf), ("avsluta",), ("skapa",)),
    ):
        assert klient.post(url(namn, protokoll.pk, *args)).status_code == 404, namn
    for namn in ("mote", "avsluta", "jobb"):
        assert klient.get(url(namn, protokoll.pk)).status_code == 404, namn
    assert not Närvaro.objects.filter(namn__startswith="Bo", status="franvarande").exists()


def test_justeraren_läser_men_för_inte(värld: Mötesvärld) -> None:
    klient = som(värld.konto("Bo"))
    protokoll = värld.samla()
    assert klient.get(url("mote", protokoll.pk)).status_code == 404
    for punkt in värld.punkter:
        värld.behandla(punkt)
    avslut.avsluta(protokoll=protokoll, av=värld.sekreterare)

    sida = klient.get(url("mote", protokoll.pk))

    assert sida.status_code == 200
    assert "Skapa protokollet" not in sida.content.decode()
    assert klient.post(url("skapa", protokoll.pk)).status_code == 403
    assert klient.get(url("avsluta", protokoll.pk)).status_code == 403
    assert [p.pk for p in klient.get(url("lista")).context["protokollen"]] == [protokoll.pk]


def test_protokollen_väljs_på_organ(värld: Mötesvärld) -> None:
    protokoll = värld.samla()
    utskott = organ_med_valda(
        värld.organ.myndighet, namn="Arbetsutskottet", typ="utskott", överordnat=värld.organ
    )
    utskottets = kallat_möte(utskott, sekreterare=värld.sekreterare).öppna()
    främmande = kallat_möte().organ
    klient = som(värld.sekreterare)

    def visade(organ: object) -> list[int]:
        return [p.pk for p in klient.get(url("lista"), {"organ": organ}).context["protokollen"]]

    assert len(visade("")) == 2
    assert visade(värld.organ.pk) == [protokoll.pk]
    assert visade(utskott.pk) == [utskottets.pk]
    assert visade(främmande.pk) == []
    assert set(klient.get(url("lista")).context["organen"]) == {värld.organ, utskott}


def test_en_annans_rad_finns_inte_i_mötet(värld: Mötesvärld, sekreterare: Client) -> None:
    protokoll = värld.öppna()

    assert sekreterare.post(url("narvaro", protokoll.pk, 0)).status_code == 404
    assert sekreterare.post(url("justerare", protokoll.pk), {"rad": "x"}).status_code == 404
    assert sekreterare.post(url("besluta", protokoll.pk, 0)).status_code == 404
    rad = värld.rad("Bo").pk
    svar = sekreterare.post(url("narvaro", protokoll.pk, rad), {"status": "sover"})
    assert svar.status_code == 422


def test_knappen_på_sammanträdets_sida(värld: Mötesvärld) -> None:
    def texter(konto) -> list[str]:
        värld.sammanträde.refresh_from_db()
        return [h.text for h in utbyggnad.handgrepp(värld.sammanträde, konto)]

    chef = med_roll(Roll.CHEF, värld.organ.myndighet)
    assert texter(värld.sekreterare) == ["Öppna mötet"]
    assert texter(chef) == []
    värld.samla()
    assert texter(värld.sekreterare) == ["Till mötet"]
    for punkt in värld.punkter:
        värld.behandla(punkt)
    avslut.avsluta(protokoll=värld.protokoll, av=värld.sekreterare)
    assert texter(värld.sekreterare) == ["Protokollet"]
    assert texter(värld.konto("Bo")) == ["Protokollet"]
    assert texter(chef) == []


def test_frågorna_blir_inte_fler_med_raderna(värld: Mötesvärld, sekreterare: Client) -> None:
    protokoll = värld.samla()
    värld.behandla(värld.punkter[1])
    närvaro.lägg_till_övrig(protokoll=protokoll, namn="Ylva", av=värld.sekreterare)
    adress = url("mote", protokoll.pk)
    sekreterare.get(adress)
    with CaptureQueriesContext(
        connection,
    ) as få:
        sekreterare.get(adress)
    for n in range(8):
        punkt = lägg_punkt(värld, f"Punkt {n}", förslag=("A.", "B."))
        närvaro.lägg_till_övrig(protokoll=protokoll, namn=f"Gäst {n}", av=värld.sekreterare)
        if n % 2:
            värld.behandla(punkt)
    närvaro.välj_justerare(rad=värld.rad("Märta"), av=värld.sekreterare)

    with CaptureQueriesContext(connection) as många:
        sekreterare.get(adress)

    assert len(många) == len(få)
