"""Rättelsen av ett justerat protokoll når tavlan och dem som fått beslutet (JO 581-2013)."""

import pytest
from django.test import Client
from django.urls import reverse

from protokoll import rättelsen
from protokoll.models import (
    Expediering,
    Justering,
    Justeringsregel,
    Paragraf,
    Protokollsversion,
)
from protokoll.rättelsen import Ändring
from protokoll.services import expediering, rättelse, tavlan, verifiering
from protokoll.services.expedieringsfel import KanInteAntecknas
from protokoll.services.expedieringsläge import att_expediera
from protokoll.services.justeringsfel import InteUppenbart
from publikt.models import Anslag as Tavelanslag
from tests.factories import expediering as utdrag
from tests.factories import justering as fabrik
from tests.factories.protokoll import Mötesvärld
from tests.minne import mindes
from tests.protokoll.test_försegling import text as pdftext
from tests.protokoll.test_justeringssidor import som, text, url

pytestmark = pytest.mark.slow

EN = (Ändring("Nämnden inför", "Socialnämnden inför"),)


@pytest.mark.parametrize(
    ("tidigare", "fel", "hinder"),
    [
        pytest.param((), "Nämnden inför", "", id="FL 36 § första gången"),
        pytest.param((), "Kommunen", "står inte i", id="FL 36 § står inte där"),
        pytest.param(
            EN, "Nämnden inför", "redan rättat till ”Socialnämnden", id="FL 36 § två svar"
        ),
        pytest.param(EN, "Socialnämnden inför", "", id="FL 36 § rättelsen rättad"),
        pytest.param(EN, "en taxa", "", id="FL 36 § ett annat ställe"),
    ],
)
def test_nästa_rättelse_utgår_från_den_rättade_texten(
    tidigare: tuple[Ändring, ...], fel: str, hinder: str
) -> None:
    svar = rättelsen.hinder("Nämnden inför en taxa.", tidigare, fel)

    assert hinder in svar
    assert bool(svar) == bool(hinder)


@pytest.fixture
@mindes
def j(värld: Mötesvärld) -> Justering:
    Justeringsregel.objects.create(organ=värld.organ, publicerar_protokoll=True)
    return fabrik.justerat(värld)


def rätta(värld: Mötesvärld, j: Justering, fel: str, rätt: str) -> Protokollsversion:
    version = rättelse.rätta(
        justering=j,
        paragraf=Paragraf.objects.get(nummer=2),
        fel=fel,
        rätt=rätt,
        uppenbart=True,
        av=värld.sekreterare,
        färsk_andra_faktor=True,
    )
    rättelse.utför(jobb_id=version.jobb_id)
    return Protokollsversion.objects.get(pk=version.pk)


def sänd_om(sändning: Expediering, värld: Mötesvärld, skäl: str) -> Expediering:
    return utdrag.gör(expediering.sänd_om(expediering=sändning, skäl=skäl, av=värld.sekreterare))


def fil(namn: str, anslag: Tavelanslag) -> str:
    svar = Client().get(reverse(f"publikt:{namn}", args=[anslag.pk]))
    return pdftext(b"".join(svar.streaming_content))


@pytest.mark.django_db
def test_tavlan_visar_den_rättade_versionen_och_originalet_JO_581_2013(
    värld: Mötesvärld, j: Justering
) -> None:
    uppe = Tavelanslag.objects.get()
    en = rätta(värld, j, "Taxan antas.", "Taxan antas för 2027.")
    with pytest.raises(InteUppenbart, match="redan rättat"):
        rätta(värld, j, "Taxan antas.", "Taxan avslås.")
    två = rätta(värld, j, "antas för 2027.", "antas för 2028.")

    rättat = f"Rättat {två.rättelse.datum}: § 2 (version 3)"
    sida = text(Client().get(reverse("publikt:anslag", args=[uppe.pk])))
    assert rättat in sida.replace("\N{NO-BREAK SPACE}", " ")
    assert reverse("publikt:original", args=[uppe.pk]) in sida
    assert "Rättat: " in text(Client().get(reverse("publikt:tavla")))
    senast = fil("protokoll", uppe)
    for väntat in ("Rättad version", "Version 3.", "(version 2): ”Taxan antas.”", rättat):
        assert väntat in senast
    assert "Rättad version" not in fil("original", uppe)
    # Vem som helst med en fil får veta att det finns en senare.
    assert verifiering.verifiera(j.fil.läs()).senare == (en.rad, två.rad)
    assert verifiering.verifiera(två.fil.läs()).senare == ()

    tavlan.makulera(anslag=uppe, skäl="Fel paragrafer.", av=värld.sekreterare)

    nytt = Tavelanslag.objects.get(källa=j.anslag.order_by("ordning").last().källa)
    assert "Version 3." in fil("protokoll", nytt)
    assert "Rättad version" not in fil("original", nytt)
    kvar = Tavelanslag.objects.uppe().order_by("pk")
    assert [a.källa.removeprefix(nytt.källa) for a in kvar] == ["", ":rattad:2", ":rattad:3"]


@pytest.mark.django_db
def test_rättelsen_i_en_hemlig_paragraf_röjer_inget_på_tavlan_OSL_5_5(värld: Mötesvärld) -> None:
    Justeringsregel.objects.create(organ=värld.organ, publicerar_protokoll=True)
    värld.punkter[1].sekretess_lagrum = "OSL 26 kap. 1 §"
    värld.punkter[1].save()
    j = fabrik.justerat(värld)
    rätta(värld, j, "Taxan antas.", "Barnet AA placeras.")

    uppe = Tavelanslag.objects.get(källa=j.anslag.get().källa)
    sida = text(Client().get(reverse("publikt:anslag", args=[uppe.pk])))
    assert "(version 2)" in sida
    for allmänt in (sida, fil("protokoll", uppe)):
        assert "Barnet AA" not in allmänt
        assert "Taxan antas." not in allmänt
    assert "Version 2." in fil("protokoll", uppe)


@pytest.mark.django_db
def test_den_som_fått_beslutet_väntar_på_det_rättade_FL_36(värld: Mötesvärld, j: Justering) -> None:
    två = Paragraf.objects.get(nummer=2)
    utdrag.försättsbladet(två, värld.sekreterare)
    lova = utdrag.mottagare(två, värld.sekreterare)
    första = utdrag.gör(utdrag.sänd(lova, värld.sekreterare, trots_varning="Ensam i dag."))
    klar = som(värld.sekreterare)
    assert två not in att_expediera(värld.sekreterare)
    orättat = text(klar.get(url("forsattsblad", två.pk)))
    assert "Rättad efter utskick" not in orättat
    assert url("sand_om", första.pk) not in orättat

    rätta(värld, j, "Taxan antas.", "Taxan antas för 2027.")

    assert två in att_expediera(värld.sekreterare)
    assert "Rättad efter utskick" in text(klar.get(url("att_expediera")))
    bladet = text(klar.get(url("forsattsblad", två.pk)))
    assert "Rättad efter utskick" in bladet
    assert "Lova Ek har fått beslutet före rättelsen" in bladet
    assert url("sand_om", första.pk) in bladet
    omsänd = sänd_om(första, värld, "Rättat")
    assert "”Taxan antas.” ska vara ”Taxan antas för 2027.”" in pdftext(omsänd.fil.läs())
    assert omsänd.fil_id != första.fil_id
    assert två not in att_expediera(värld.sekreterare)
    # Utan ny rättelse är nästa omsändning samma fil, när den första är postad.
    with pytest.raises(KanInteAntecknas):
        sänd_om(omsänd, värld, "Borttappat")
    expediering.anteckna(
        expediering=omsänd,
        status="skickad",
        dag=fabrik.i_dag(),
        hur="Postat",
        av=värld.sekreterare,
    )
    assert sänd_om(omsänd, värld, "Borttappat").fil_id == omsänd.fil_id
