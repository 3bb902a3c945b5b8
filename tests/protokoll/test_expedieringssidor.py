"""Expedieringens sidor: försättsbladet, bekräftelsen, listorna och det inkomna utdraget."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from konton.models import Roll
from protokoll.models import (
    Expediering,
    Expedieringssteg,
    InkommetUtdrag,
    Kanal,
    Paragraf,
    Utdragsmottagare,
)
from protokoll.services import expediering, försättsblad
from tests.factories.expediering import (
    HEM,
    annat_organ,
    beslutad,
    försättsbladet,
    gör,
    justera,
    mottagare,
    sänd,
)
from tests.factories.konton import med_roll
from tests.factories.protokoll import Mötesvärld, lägg_ärende
from tests.factories.ärenden import ärende as registrerat
from tests.minne import mindes
from tests.protokoll.test_sidor import som, url
from ärenden.models import Ärende

pytestmark = pytest.mark.slow


@pytest.fixture
@mindes
def paragraf(värld: Mötesvärld) -> Paragraf:
    lägg_ärende(värld, "Ansökan, barn AA", lagrum="OSL 26 kap. 1 §", förslag=("Ansökan bifalls.",))
    justera(värld.håll())
    return beslutad(värld)


def text(svar) -> str:
    return " ".join(svar.content.decode().replace("\N{NO-BREAK SPACE}", " ").split())


BLAD = {"gäller": "Alla", "avsändare": "Åsa Lind", "överklagandetyp": "laglighetsprovning"}
RAD = {"namn": "Lova Ek", "kanal": "post", "adress": HEM, "kontrollerad": "on"}


def test_handläggaren_fyller_i_och_sekreteraren_expedierar(
    värld: Mötesvärld, paragraf: Paragraf
) -> None:
    handläggare = som(med_roll(Roll.HANDLÄGGARE, värld.organ.myndighet))
    blad = url("forsattsblad", paragraf.pk)
    assert blad in text(handläggare.get(reverse("arenden:visa", args=[paragraf.ärende_id])))
    assert handläggare.post(blad, {}).status_code == 422
    assert handläggare.post(blad, BLAD).status_code == 302
    ny = url("ny_mottagare", paragraf.pk)
    svar = handläggare.post(ny, RAD | {"kontrollerad": ""})
    assert svar.status_code == 422
    assert "Kontrollera adressen" in text(svar)
    assert handläggare.post(ny, RAD).status_code == 302
    assert "Björkvägen 3" in text(handläggare.get(blad))
    assert handläggare.get(url("expediera", paragraf.pk)).status_code == 403

    sekreterare = som(värld.sekreterare)
    assert url("forsattsblad", paragraf.pk) in text(sekreterare.get(url("att_expediera")))
    sida = text(sekreterare.get(url("expediera", paragraf.pk)))
    assert "Lova Ek" in sida
    assert "kan inte tas tillbaka" in sida
    # Den som skickar väljer själv vilka, och skriver inte av en öppen adress.
    assert "Björkvägen 3" in sida
    assert sida.count('name="mottagare"') == 1
    assert "checked" not in sida[sida.index('name="mottagare"') :]
    assert f"adress_{paragraf.försättsblad.mottagare.get().pk}" not in sida
    assert sekreterare.post(url("expediera", paragraf.pk), {}).status_code == 422
    (rad,) = paragraf.försättsblad.mottagare.all()
    svar = sekreterare.post(url("expediera", paragraf.pk), {"mottagare": rad.pk})
    assert svar.status_code == 302
    sändning = Expediering.objects.get()
    assert sändning.mottagare == rad
    assert "Skickas" in text(sekreterare.get(blad))
    assert url("forsattsblad", paragraf.pk) not in text(sekreterare.get(url("att_expediera")))
    # Brevet som är klart men inte postat står kvar i listan.
    Expedieringssteg.objects.create(
        expediering=sändning, status="klar", dag=sändning.tid.date(), av=värld.sekreterare
    )
    sida = text(sekreterare.get(url("att_expediera")))
    assert "Brev att posta (1)" in sida
    assert "till Lova Ek" in sida


def test_försättsbladet_säger_vem_som_företräder_det_allmänna_FL_44(
    värld: Mötesvärld, paragraf: Paragraf
) -> None:
    klient = som(värld.sekreterare)
    blad, ny = url("forsattsblad", paragraf.pk), url("ny_mottagare", paragraf.pk)
    klient.post(blad, BLAD | {"överklagandetyp": "forvaltningsbesvar"})
    allmän = RAD | {"namn": "Regionen", "företräder_det_allmänna": "on"}

    svar = klient.post(ny, allmän)

    assert svar.status_code == 422
    assert "Kryssa också för Part" in text(svar)
    assert "Björkvägen 3" in text(svar)
    assert klient.post(ny, allmän | {"part": "on"}).status_code == 302
    (rad,) = paragraf.försättsblad.mottagare.all()
    assert rad.företräder_det_allmänna
    sida = text(klient.get(blad))
    assert "Regionen företräder det allmänna. Tiden att överklaga räknas från den dag" in sida
    assert "44 § förvaltningslagen" in sida


def test_de_som_inte_kan_få_det_visas_med_varför(värld: Mötesvärld, paragraf: Paragraf) -> None:
    av = värld.sekreterare
    Utdragsmottagare.objects.create(paragraf=paragraf, mottagare="Polisen")
    försättsbladet(paragraf, av)
    borttagen = mottagare(paragraf, av, namn="Bo Ek", adress="Gamla gatan 1")
    försättsblad.ta_bort_mottagare(mottagare=borttagen, av=av)

    sida = text(som(av).get(url("expediera", paragraf.pk)))

    assert "Polisen: Står inte på försättsbladet." in sida
    assert "Bo Ek, Gamla gatan 1: Handläggaren har tagit bort adressen." in sida
    assert sida.count("Varför?") >= 2
    assert "8 kap. 1 § offentlighets- och sekretesslagen" in sida
    # En borttagen rad går inte att välja ändå.
    svar = som(av).post(url("expediera", paragraf.pk), {"mottagare": borttagen.pk})
    assert svar.status_code == 422
    assert not Expediering.objects.exists()


def test_hemlig_paragraf_kräver_adressen_skriven(värld: Mötesvärld, paragraf: Paragraf) -> None:
    hemlig = beslutad(värld, "Ansökan, barn AA")
    av, adress = värld.sekreterare, url("expediera", hemlig.pk)
    försättsbladet(hemlig, av)
    rad = mottagare(hemlig, av)
    mottagare(hemlig, av, namn="Vännen", kanal=Kanal.EPOST, adress="van@exempel.se")

    sida = text(som(av).get(adress))
    # Adressen skrivs ur ärendet och jämförs; den går inte att skriva av från sidan.
    assert "Björkvägen 3" not in sida
    assert "van@exempel.se: Ett hemligt utdrag skickas inte med e-post." in sida
    tomt = som(av).post(adress, {"mottagare": rad.pk})
    fel = som(av).post(adress, {"mottagare": rad.pk, f"adress_{rad.pk}": "Gamla gatan 1"})
    assert (tomt.status_code, fel.status_code) == (422, 422)
    assert "en annan än den på försättsbladet" in text(fel)
    assert "Gamla gatan 1" in text(fel)
    assert not Expediering.objects.exists()

    ensam = som(av).post(adress, {"mottagare": rad.pk, f"adress_{rad.pk}": HEM})
    assert ensam.status_code == 422
    assert "Låt någon annan skicka det." in text(ensam)
    assert HEM in ensam.content.decode()
    skäl = {"trots_varning": "Ingen annan är i tjänst."}
    rätt = som(av).post(adress, {"mottagare": rad.pk, f"adress_{rad.pk}": HEM} | skäl)
    assert rätt.status_code == 302
    sänd = Expediering.objects.get()
    assert sänd.adress_bekräftad
    assert sänd.trots_varning == "Ingen annan är i tjänst."
    assert "Ingen annan är i tjänst." in text(som(av).get(url("forsattsblad", hemlig.pk)))


def test_hemlig_paragraf_finns_inte_för_en_annan_handläggare(
    värld: Mötesvärld, paragraf: Paragraf
) -> None:
    hemlig = beslutad(värld, "Ansökan, barn AA")
    klient = som(med_roll(Roll.HANDLÄGGARE, värld.organ.myndighet))

    assert klient.get(url("forsattsblad", hemlig.pk)).status_code == 404
    assert klient.post(url("ny_mottagare", hemlig.pk), RAD).status_code == 404


def test_ojusterad_paragraf_säger_varför(värld: Mötesvärld) -> None:
    värld.håll()
    p = beslutad(värld)

    svar = som(värld.sekreterare).get(url("expediera", p.pk))

    assert "är inte justerad" in text(svar)
    assert "5 kap. 69 § kommunallagen" in text(svar)


@pytest.mark.slow
def test_loggen_anteckning_omsändning_och_filer(värld: Mötesvärld, paragraf: Paragraf) -> None:
    av, idag = värld.sekreterare, timezone.localdate().isoformat()
    försättsbladet(paragraf, av)
    sändning = gör(sänd(mottagare(paragraf, av), av))
    klient = som(av)
    sida = text(klient.get(url("forsattsblad", paragraf.pk)))
    assert "Klart att posta" in sida
    assert "Anteckna vad som hänt" in sida
    for slag in ("utdrag", "adressblad"):
        svar = klient.get(url("expedieringsfil", sändning.pk, slag))
        assert b"".join(svar).startswith(b"%PDF")
    assert klient.get(url("expedieringsfil", sändning.pk, "annat")).status_code == 404

    anteckna = url("anteckna_sandning", sändning.pk)
    assert klient.post(anteckna, {}).status_code == 422
    for status in ("skickad", "aterkommen"):
        svar = klient.post(anteckna, {"status": status, "dag": idag, "hur": "Posten"})
        assert svar.status_code == 302
    assert "Kom tillbaka" in text(klient.get(url("forsattsblad", paragraf.pk)))
    assert "En sändning kom inte fram" in text(klient.get(url("att_expediera")))
    assert klient.post(url("sand_om", sändning.pk), {}).status_code == 422
    assert klient.post(url("sand_om", sändning.pk), {"skäl": "Fel kuvert"}).status_code == 302
    om = Expediering.objects.get(nummer=2)
    assert (om.omsändning_av, om.skäl) == (sändning, "Fel kuvert")
    logg = url("expedieringslogg", paragraf.pk)
    assert klient.get(logg).status_code == 302
    del_ = text(klient.get(logg, headers={"HX-Request": "true"}))
    assert "(sändning 2)" in del_
    assert "hx-trigger" in del_


@pytest.mark.slow
def test_registratorn_väljer_ärende(värld: Mötesvärld, paragraf: Paragraf) -> None:
    av, styrelsen = värld.sekreterare, annat_organ()
    försättsbladet(paragraf, av)
    klient = som(av)
    svar = klient.post(
        url("ny_mottagare", paragraf.pk),
        {"kanal": "internt", "organ": styrelsen.pk, "kontrollerad": "on"},
    )
    assert svar.status_code == 302
    gör(sänd(paragraf.försättsblad.mottagare.get(), av))
    inkommet = InkommetUtdrag.objects.get()
    eget = registrerat(styrelsen.myndighet, diarium=styrelsen.diarium)

    registrator = som(med_roll(Roll.REGISTRATOR, styrelsen.myndighet))
    assert "Inkomna utdrag</a> (1)" in text(registrator.get(reverse("hem")))
    sida = url("inkommet", inkommet.pk)
    assert sida in text(registrator.get(url("inkomna")))
    assert b"".join(registrator.get(url("inkommet_fil", inkommet.pk))).startswith(b"%PDF")
    assert klient.get(sida).status_code == 404
    for fel in (
        {},
        {"val": "finns"},
        {"val": "finns", "beteckning": "XX"},
        {"val": "nytt", "rubrik": ""},
        {"val": "finns", "beteckning": paragraf.ärende.beteckning},
    ):
        assert registrator.post(sida, fel).status_code == 422
    # Numret i vilken tryckt form som helst.
    löst = f"{eget.diarium.prefix.lower()} {eget.år}/{eget.löpnummer}"
    assert löst != eget.beteckning
    svar = registrator.post(sida, {"val": "finns", "beteckning": löst})
    assert svar.status_code == 302

    assert eget.handlingar.get().slag == "protokollsutdrag"
    assert registrator.get(sida).status_code == 302
    # Registratorn ser inte nämndens ärende, och länken nämner det inte.
    mål = reverse("arenden:visa", args=[eget.pk])
    källa = reverse("arenden:visa", args=[paragraf.ärende_id])
    assert källa not in text(registrator.get(mål))
    båda = med_roll(Roll.REGISTRATOR, styrelsen.myndighet)
    båda.roller.create(roll=Roll.REGISTRATOR, myndighet=värld.organ.myndighet, från="2020-01-01")
    assert källa in text(som(båda).get(mål))
    assert mål in text(som(båda).get(källa))


@pytest.mark.slow
def test_nytt_ärende_och_anmäl_vidare(värld: Mötesvärld, paragraf: Paragraf) -> None:
    """Nämnd, styrelse och vidare: satserna följer med utan att skrivas om."""
    av, styrelsen = värld.sekreterare, annat_organ()
    paragraf.delar.update(förslag_till="Kommunstyrelsen")
    försättsbladet(paragraf, av)
    rad = försättsblad.lägg_till_mottagare(
        paragraf=paragraf, kanal=Kanal.INTERNT, organ=styrelsen, av=av
    )
    gör(sänd(rad, av))
    sekreterare = som(med_roll(Roll.NÄMNDSEKRETERARE, styrelsen.myndighet))
    sida = url("inkommet", InkommetUtdrag.objects.get().pk)
    assert "Taxan gäller från årsskiftet." in text(sekreterare.get(sida))

    svar = sekreterare.post(
        sida,
        {"val": "nytt", "rubrik": "Taxa", "beslutssatser": ["Taxan antas.", "Den gäller nu."]},
        follow=True,
    )

    assert "Anmäl till Kommunstyrelsen" in text(svar)
    ärende = Ärende.objects.get(myndighet=styrelsen.myndighet)
    skrivelse = ärende.handlingar.get().skrivelse
    assert [s.text for s in skrivelse.beslutssatser.all()] == ["Taxan antas.", "Den gäller nu."]
    svar = sekreterare.post(reverse("arenden:anmal", args=[skrivelse.pk]))
    assert svar.status_code == 302
    assert skrivelse.anmälningar.count() == 1


def test_frågorna_växer_inte_med_raderna(värld: Mötesvärld, paragraf: Paragraf) -> None:
    av = värld.sekreterare
    försättsbladet(paragraf, av)
    klient = som(av)
    adresser = [
        url("forsattsblad", paragraf.pk),
        url("expediera", paragraf.pk),
        url("att_expediera"),
    ]

    def frågor() -> list[int]:
        antal = []
        for adress in adresser:
            with CaptureQueriesContext(connection) as fångade:
                assert klient.get(adress).status_code == 200
            antal.append(len(fångade))
        return antal

    for n in range(2):
        sänd(mottagare(paragraf, av, namn=f"Första {n}"), av)
        mottagare(paragraf, av, namn=f"Väntar {n}")
    frågor()
    före = frågor()
    for n in range(5):
        sänd(mottagare(paragraf, av, namn=f"Fler {n}"), av)
        mottagare(paragraf, av, namn=f"Väntar också {n}")

    assert frågor() == före


def test_listan_säger_vem_som_saknas(värld: Mötesvärld, paragraf: Paragraf) -> None:
    av = värld.sekreterare
    klient, lista = som(av), url("att_expediera")
    Utdragsmottagare.objects.create(paragraf=paragraf, mottagare="Polisen")
    sida = text(klient.get(lista))
    assert "Försättsbladet saknas" in sida
    # Det hemliga beslutet rör någon, fast ingen står som mottagare.
    assert sida.count("data-rad>") == 2
    assert "Ingen mottagare är skriven" in sida
    assert "33 § förvaltningslagen" in sida
    hemlig = beslutad(värld, "Ansökan, barn AA")
    expediering.avsluta(paragraf=hemlig, skäl="Lämnat för hand.", av=av)

    försättsbladet(paragraf, av)
    assert "Ingen mottagare på försättsbladet" in text(klient.get(lista))

    sänd(mottagare(paragraf, av), av)
    sida = text(klient.get(lista))
    assert url("forsattsblad", paragraf.pk) in sida
    assert "1 i beslutet står inte på försättsbladet" in sida

    sänd(mottagare(paragraf, av, namn="Polisen", adress="Box 1"), av)
    assert "Allt är expedierat" in text(klient.get(lista))


def test_listans_frågor_växer_inte_med_paragraferna(värld: Mötesvärld, paragraf: Paragraf) -> None:
    klient, lista = som(värld.sekreterare), url("att_expediera")
    Utdragsmottagare.objects.create(paragraf=paragraf, mottagare="Polisen")

    def frågor() -> tuple[int, int]:
        with CaptureQueriesContext(connection) as fångade:
            rader = text(klient.get(lista)).count("data-rad>")
        return rader, len(fångade)

    frågor()
    rader, före = frågor()
    andra = Paragraf.objects.filter(protokoll=paragraf.protokoll, nummer__isnull=False)
    for p in andra.exclude(pk=paragraf.pk):
        Utdragsmottagare.objects.create(paragraf=p, mottagare="Polisen")
        försättsbladet(p, värld.sekreterare)

    fler, efter = frågor()
    assert fler > rader
    assert efter == före


def test_bara_den_som_expedierar_har_listorna(värld: Mötesvärld) -> None:
    for roll, expedierar, tar_emot in (
        (Roll.NÄMNDSEKRETERARE, 200, 200),
        (Roll.REGISTRATOR, 403, 200),
        (Roll.HANDLÄGGARE, 403, 403),
    ):
        klient: Client = som(med_roll(roll, värld.organ.myndighet))
        assert klient.get(url("att_expediera")).status_code == expedierar
        assert klient.get(url("inkomna")).status_code == tar_emot


def test_beslutat_ärende_filtreras_i_listan(värld: Mötesvärld, paragraf: Paragraf) -> None:
    Ärende.objects.filter(pk=paragraf.ärende_id).update(status=Ärende.Status.BESLUTAT)

    sida = text(som(värld.sekreterare).get(reverse("arenden:lista"), {"status": "beslutat"}))

    assert paragraf.ärende.beteckning in sida
    assert "1 ärende" in sida


def test_klart_och_ångra_och_den_interna_vägen(värld: Mötesvärld, paragraf: Paragraf) -> None:
    av = värld.sekreterare
    klient, blad = som(av), url("forsattsblad", paragraf.pk)
    Utdragsmottagare.objects.create(paragraf=paragraf, mottagare="Polisen")
    annat_organ(värld.organ.myndighet, "Utskottet")
    försättsbladet(paragraf, av)
    ny = url("ny_mottagare", paragraf.pk)
    internt = klient.post(ny, RAD | {"namn": "Utskottet"})
    assert internt.status_code == 422
    assert "Utskottet har sitt diarium här" in text(internt)
    skäl = RAD | {"namn": "Utskottet", "inte_internt": "Original på papper"}
    assert klient.post(ny, skäl).status_code == 302
    assert "Inte internt: Original på papper" in text(klient.get(blad))
    klar = url("klar_expediering", paragraf.pk)
    väntar = klient.post(klar, {"skäl": "Polisen fick det på mötet"})
    assert väntar.status_code == 422
    assert "Utskottet står på försättsbladet" in text(väntar)
    försättsblad.ta_bort_mottagare(mottagare=paragraf.försättsblad.mottagare.get(), av=av)

    assert klient.post(klar, {"skäl": "Polisen fick det på mötet"}).status_code == 302

    assert "Polisen fick det på mötet" in text(klient.get(blad))
    assert blad not in text(klient.get(url("att_expediera")))
    åter = url("ater_expediering", paragraf.pk)
    handläggare = som(med_roll(Roll.HANDLÄGGARE, värld.organ.myndighet))
    assert handläggare.post(åter).status_code == 403
    assert klient.post(åter).status_code == 302
    assert "Ångrat" in text(klient.get(blad))
    assert blad in text(klient.get(url("att_expediera")))


def test_sidan_sänder_bara_de_justerade_punkterna_och_säger_det(värld: Mötesvärld) -> None:
    protokoll, av = värld.håll(), värld.sekreterare
    j = justera(protokoll, omedelbar=True, paragrafer="2")
    p = beslutad(värld)
    p.för_sig.create(justering=j, punkter=[1])
    handläggare = med_roll(Roll.HANDLÄGGARE, värld.organ.myndighet)
    försättsbladet(p, handläggare)
    rad = mottagare(p, handläggare)
    klient, adress = som(av), url("expediera", p.pk)

    assert "Bara punkt 1 justerad" in text(klient.get(url("forsattsblad", p.pk)))
    assert "Bara punkt 1 är justerad" in text(klient.get(url("att_expediera")))
    sida = text(klient.get(adress))
    assert "Expediera § 2 punkt 1" in sida
    assert "Utdraget innehåller inget annat av beslutet" in sida
    assert klient.post(adress, {"mottagare": rad.pk}).status_code == 422
    assert klient.post(adress, {"mottagare": rad.pk, "punkter": ["2"]}).status_code == 422
    assert not Expediering.objects.exists()
    assert klient.post(adress, {"mottagare": rad.pk, "punkter": ["1"]}).status_code == 302
    assert Expediering.objects.get().punkter == [1]
    assert "§ 2 punkt 1, omedelbart justerad" in text(klient.get(url("forsattsblad", p.pk)))
