"""Inget går förlorat: versioner jämförs och återställs, krockar väljs, och andra syns."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse

from konton.models import Användare, Roll
from tests.factories import mallar as fabrik
from tests.factories import ärenden as diariet
from tests.factories.konton import MyndighetFactory, med_roll
from tests.ärenden.test_skrivande import inloggad, svaret
from ärenden.models import Skrivelseutkast, Skrivnärvaro, Ärende
from ärenden.services import skrivande
from ärenden.skrivelseinnehåll import Innehåll

pytestmark = pytest.mark.django_db


@pytest.fixture
def ärende() -> Ärende:
    nämnd = MyndighetFactory(förvaltning="Socialförvaltningen")
    return diariet.ärende(nämnd, handläggare=med_roll(Roll.HANDLÄGGARE, nämnd))


@pytest.fixture
def utkast(ärende: Ärende) -> Skrivelseutkast:
    """Två versioner: den tomma, och handläggarens fulla."""
    utkast = fabrik.påbörjad(ärende)
    return skrivande.spara(
        utkast=utkast,
        innehåll=fabrik.ifyllt(utkast.mall),
        revision=1,
        av=ärende.handläggare,
    )


def utomstående(ärende: Ärende) -> list[Användare]:
    return [
        med_roll(Roll.HANDLÄGGARE, ärende.myndighet),
        med_roll(Roll.HANDLÄGGARE, MyndighetFactory()),
    ]


# --- Återställa ---------------------------------------------------------------------------------


def test_en_återställd_version_blir_den_nyaste_och_inget_försvinner(
    utkast: Skrivelseutkast,
) -> None:
    först = utkast.versioner.get(revision=1)

    efter = skrivande.återställ(utkast=utkast, version=först, revision=2, av=utkast.skapad_av)

    assert efter.text == först.text
    assert [v.revision for v in efter.versioner.all()] == [3, 2, 1]
    assert efter.versioner.get(revision=2).innehåll.rubrik == "Taxa för tillsyn"
    # Samma text en gång till är ingen ny version.
    skrivande.återställ(utkast=efter, version=först, revision=3, av=utkast.skapad_av)
    assert efter.versioner.count() == 3


def test_det_som_hunnit_sparas_återställs_inte_över(utkast: Skrivelseutkast) -> None:
    först = utkast.versioner.get(revision=1)

    with pytest.raises(skrivande.AnnanHannFöre):
        skrivande.återställ(utkast=utkast, version=först, revision=1, av=utkast.skapad_av)
    for av in utomstående(utkast.ärende):
        with pytest.raises(PermissionDenied):
            skrivande.återställ(utkast=utkast, version=först, revision=2, av=av)
    annan = fabrik.påbörjad(utkast.ärende).versioner.get()
    with pytest.raises(ValueError, match="annan skrivelse"):
        skrivande.återställ(utkast=utkast, version=annan, revision=2, av=utkast.skapad_av)

    assert Skrivelseutkast.objects.get(pk=utkast.pk).revision == 2


def test_en_inlämnad_text_återställs_inte(utkast: Skrivelseutkast) -> None:
    först = utkast.versioner.get(revision=1)
    skrivande.lämna_in(utkast=utkast, revision=2, av=utkast.skapad_av)
    klient = inloggad(utkast.skapad_av)
    sidan = klient.get(reverse("arenden:utkast_versioner", args=[utkast.pk]), {"revision": 1})

    with pytest.raises(skrivande.RedanInlämnad):
        skrivande.återställ(utkast=utkast, version=först, revision=2, av=utkast.skapad_av)
    assert "Återställ" not in sidan.content.decode()


def test_versionerna_jämförs_på_sidan(utkast: Skrivelseutkast) -> None:
    klient = inloggad(utkast.skapad_av)
    adress = reverse("arenden:utkast_versioner", args=[utkast.pk])

    senaste = klient.get(adress).content.decode()
    baklänges = klient.get(adress, {"revision": 1, "mot": 2}).content.decode()
    första = klient.get(adress, {"revision": 1}).content.decode()

    assert "Tillagt: </span>Taxan antas." in senaste
    assert "Återställ den här versionen" not in senaste
    assert "Borttaget: </span>Taxan antas." in baklänges
    assert "Återställ den här versionen" in baklänges
    assert "Ändrat sedan" not in första


def test_återställning_från_sidan(utkast: Skrivelseutkast) -> None:
    klient = inloggad(utkast.skapad_av)
    adress = reverse("arenden:aterstall_utkast", args=[utkast.pk])

    for fält in ({}, {"version": "x", "revision": 2}, {"version": 1, "revision": 1}):
        assert klient.post(adress, fält).status_code == 302
        assert Skrivelseutkast.objects.get().revision == 2
    assert klient.post(adress, {"version": 99, "revision": 2}).status_code == 404
    assert inloggad(utomstående(utkast.ärende)[0]).post(adress).status_code == 404
    assert klient.post(adress, {"version": 1, "revision": 2}).status_code == 302

    assert Skrivelseutkast.objects.get().innehåll.skrivna_satser == []


# --- En krock -----------------------------------------------------------------------------------


def test_vid_en_krock_väljs_texten_ruta_för_ruta(utkast: Skrivelseutkast) -> None:
    mall = utkast.mall
    sammanfattning, beskrivning = (f"avsnitt_{a.pk}" for a in list(mall.avsnitt.all())[1:3])
    min_text = svaret(utkast, fabrik.ifyllt(mall, rubrik="Min rubrik"))
    min_text |= {beskrivning: "Min **beskrivning**."}
    skrivande.spara(
        utkast=utkast,
        innehåll=fabrik.ifyllt(
            mall,
            rubrik="Deras rubrik",
            avsnitt={
                beskrivning.removeprefix("avsnitt_"): "Deras.",
                sammanfattning.removeprefix("avsnitt_"): "Ny sammanfattning.",
            },
        ),
        revision=2,
        av=utkast.skapad_av,
    )
    klient = inloggad(utkast.ärende.handläggare)
    adress = reverse("arenden:utkast", args=[utkast.pk])

    svar = klient.post(adress, min_text)
    sidan = svar.content.decode()
    förvalda = {k.ruta.nyckel: k.förval for k in svar.context["krockar"]}

    assert svar.status_code == 409
    assert "<strong>beskrivning</strong>" in sidan
    assert "/spara/" not in sidan.split('aria-label="Läget"')[1]
    # Sammanfattningen har bara den andra ändrat: den står redan i rutan.
    assert förvalda == {"rubrik": "", beskrivning: "bada"}
    assert svar.context["form"][sammanfattning].value() == "Ny sammanfattning."

    visat = min_text | {
        "revision": svar.context["form"]["revision"].value(),
        sammanfattning: "Ny sammanfattning.",
        "krock": ["rubrik", beskrivning],
        f"val_{beskrivning}": "bada",
    }
    ovald = klient.post(adress, visat)
    assert ovald.status_code == 409
    assert ovald.content.decode().count("Välj vilken text som ska gälla.") == 1
    assert {k.ruta.nyckel: k.förval for k in ovald.context["krockar"]} == förvalda
    assert Skrivelseutkast.objects.get().innehåll.rubrik == "Deras rubrik"
    assert klient.post(adress, visat | {"val_rubrik": "mitt"}).status_code == 302

    nu = Skrivelseutkast.objects.get().innehåll
    assert nu.rubrik == "Min rubrik"
    assert nu.text(beskrivning.removeprefix("avsnitt_")) == "Deras.\n\nMin **beskrivning**."
    assert nu.text(sammanfattning.removeprefix("avsnitt_")) == "Ny sammanfattning."


def test_ändringar_i_olika_rutor_slås_ihop_också_mitt_i_ett_svep(utkast: Skrivelseutkast) -> None:
    """Den ena sparar om och om igen i samma svep; den andra har suttit utan nät hela tiden."""
    mall, en, annan = utkast.mall, utkast.skapad_av, utkast.ärende.handläggare
    avsnitt = list(mall.avsnitt.all())
    sammanfattning, beskrivning = (f"avsnitt_{a.pk}" for a in avsnitt[1:3])
    adress = reverse("arenden:utkast", args=[utkast.pk])
    klient = inloggad(annan)
    öppnat = klient.get(adress).context["form"]["revision"].value()
    for nr in range(3):
        utkast = skrivande.spara(
            utkast=utkast,
            innehåll=fabrik.ifyllt(mall, rubrik=f"Rubrik {nr}", satser=("Taxan antas.", f"{nr}")),
            revision=utkast.revision,
            av=en,
        )
    min_text = svaret(utkast, fabrik.ifyllt(mall)) | {"revision": öppnat}

    svar = klient.post(
        reverse("arenden:autospara", args=[utkast.pk]),
        min_text | {beskrivning: "Min beskrivning."},
        HTTP_HX_REQUEST="true",
    )

    assert svar.status_code == 200
    nu = Skrivelseutkast.objects.get().innehåll
    assert (nu.rubrik, nu.satser) == ("Rubrik 2", ("Taxan antas.", "2"))
    assert nu.text(beskrivning.removeprefix("avsnitt_")) == "Min beskrivning."
    # Sidan får det som kom in, och inget annat.
    assert [a["namn"] for a in svar.context["andras"]] == ["rubrik", "satser"]
    # Den första skriver vidare utan att ha sett något, i en annan ruta.
    efter = svaret(utkast, utkast.innehåll) | {"revision": utkast.revision}
    svar = inloggad(en).post(adress, efter | {sammanfattning: "Sist."})
    assert svar.status_code == 302
    nu = Skrivelseutkast.objects.get().innehåll
    assert nu.text(beskrivning.removeprefix("avsnitt_")) == "Min beskrivning."
    assert nu.text(sammanfattning.removeprefix("avsnitt_")) == "Sist."


def test_bara_den_som_skriver_öppnar_texten(utkast: Skrivelseutkast) -> None:
    for av in utomstående(utkast.ärende):
        with pytest.raises(PermissionDenied):
            skrivande.öppna(utkast=utkast, av=av)
    assert not utkast.versioner.filter(öppnad=True).exists()

    skrivande.öppna(utkast=utkast, av=utkast.skapad_av)

    assert [v.revision for v in utkast.versioner.filter(öppnad=True)] == [2]


# --- Andra som har texten öppen -----------------------------------------------------------------


def test_den_som_har_texten_öppen_syns_tills_hen_gått(utkast: Skrivelseutkast) -> None:
    en, annan = utkast.skapad_av, utkast.ärende.handläggare
    nu = utkast.sparad_tid

    assert skrivande.anmäl_närvaro(utkast=utkast, av=en, nu=nu) == []
    assert skrivande.anmäl_närvaro(utkast=utkast, av=annan, nu=nu) == [str(en)]
    sent = nu + skrivande.ÄR_HÄR
    assert skrivande.anmäl_närvaro(utkast=utkast, av=annan, nu=sent) == []
    strax = nu + skrivande.ÄR_HÄR + timedelta(seconds=1)
    assert skrivande.anmäl_närvaro(utkast=utkast, av=en, nu=strax) == [str(annan)]
    assert Skrivnärvaro.objects.count() == 2

    for av in utomstående(utkast.ärende):
        with pytest.raises(PermissionDenied):
            skrivande.anmäl_närvaro(utkast=utkast, av=av)
    assert Skrivnärvaro.objects.count() == 2


def test_sidan_säger_vem_som_är_där_och_att_någon_sparat(utkast: Skrivelseutkast) -> None:
    adress = reverse("arenden:skrivnarvaro", args=[utkast.pk])
    klient = inloggad(utkast.skapad_av)

    def hör_av_sig(klient: Client = klient, **fält: object) -> str:
        svar = klient.post(adress, fält)
        return svar.content.decode() if svar.status_code == 200 else str(svar.status_code)

    assert hör_av_sig(kant="", revision=2) == "204"
    assert "har också texten öppen" in hör_av_sig(inloggad(utkast.ärende.handläggare), revision=2)
    assert str(utkast.ärende.handläggare) in hör_av_sig(revision=2)
    # Samma läge läses inte upp igen.
    assert hör_av_sig(kant=f"{utkast.ärende.handläggare}, ", revision=2) == "204"
    skrivande.spara(
        utkast=utkast, innehåll=Innehåll("Ny"), revision=2, av=utkast.ärende.handläggare
    )
    assert "efter att du öppnade texten" in hör_av_sig(revision=2)
    assert "efter att du öppnade texten" not in hör_av_sig(revision=3)
    assert hör_av_sig(inloggad(utomstående(utkast.ärende)[0]), revision=2) == "404"
