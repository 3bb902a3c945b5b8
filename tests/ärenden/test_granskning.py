"""Granskningen i tjänsterna: vem som får vad, i vilket läge, och vad som godkänns."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import ProgrammingError, transaction
from django.urls import reverse
from django.utils import timezone

from konton.models import Användare, Roll
from tests.factories import mallar as fabrik
from tests.factories import ärenden as diariet
from tests.factories.konton import MyndighetFactory, med_roll
from tests.ärenden.test_skrivande import inloggad
from ärenden import policy, skrivelsetext
from ärenden.granskningsläge import Läge, Ordning
from ärenden.models import (
    Godkännande,
    Granskning,
    Granskningskommentar,
    Granskningssteg,
    Handling,
    Skrivelse,
    Skrivelseutkast,
    Ärende,
)
from ärenden.services import granskning, skrivande, skrivelseläge, skrivelser
from ärenden.services.skrivande import FelLäge, Skrivfel

pytestmark = pytest.mark.django_db


@pytest.fixture
def ärende() -> Ärende:
    nämnd = MyndighetFactory(förvaltning="Socialförvaltningen")
    return diariet.ärende(nämnd, handläggare=med_roll(Roll.HANDLÄGGARE, nämnd))


@pytest.fixture
def chef(ärende: Ärende) -> Användare:
    return med_roll(Roll.CHEF, ärende.myndighet)


@pytest.fixture
def kollega(ärende: Ärende) -> Användare:
    return med_roll(Roll.HANDLÄGGARE, ärende.myndighet)


def läget(utkast: Skrivelseutkast) -> Läge:
    utkast.refresh_from_db()
    return utkast.läge


def skicka(utkast: Skrivelseutkast, *vilka: Användare, **val) -> Granskning:
    return granskning.skicka(
        utkast=utkast,
        granskare=vilka,
        ordning=val.pop("ordning", Ordning.I_TUR),
        revision=utkast.revision,
        av=utkast.skapad_av,
        **val,
    )


def klar(utkast: Skrivelseutkast, av: Användare, **val) -> None:
    granskning.godkänn(utkast=utkast, revision=utkast.revision, av=av, **val)


def kommentar(utkast: Skrivelseutkast, av: Användare, **fält) -> Granskningskommentar:
    fält = {"fält": "satser", "citat": "Taxan antas."} | fält
    return granskning.kommentera(utkast=utkast, av=av, **fält)


# --- Skicka -------------------------------------------------------------------------------------


def test_hos_granskare_är_texten_låst_och_bara_namngivna_ser_den(
    ärende: Ärende, chef: Användare, kollega: Användare
) -> None:
    utkast = fabrik.granskas(ärende, granskare=[chef])
    skrivare = utkast.skapad_av

    for gör in (
        lambda: skrivande.spara(
            utkast=utkast, innehåll=utkast.innehåll, revision=utkast.revision, av=skrivare
        ),
        lambda: skrivande.lämna_in(utkast=utkast, revision=utkast.revision, av=skrivare),
        lambda: skrivande.släng(utkast=utkast, av=skrivare),
        lambda: skicka(utkast, chef),
    ):
        with pytest.raises(FelLäge, match="hos den som granskar"):
            gör()
    assert policy.får_se_granskning(chef, utkast)
    assert not policy.får_se_granskning(kollega, utkast)
    assert not policy.får_se_utkast(chef, utkast)
    steg = Granskningssteg.objects.get()
    assert (steg.från, steg.till, steg.hash) == ("utkast", "granskning", utkast.hash)
    assert str(chef) in steg.kommentar


def test_bara_den_som_skriver_skickar_återkallar_och_väljer_sammanträde(
    ärende: Ärende, chef: Användare, kollega: Användare
) -> None:
    utkast = fabrik.klar(ärende)

    for obehörig in (chef, kollega, med_roll(Roll.HANDLÄGGARE, MyndighetFactory())):
        for gör in (
            lambda av=obehörig: granskning.skicka(
                utkast=utkast,
                granskare=[chef],
                ordning=Ordning.I_TUR,
                revision=utkast.revision,
                av=av,
            ),
            lambda av=obehörig: granskning.återkalla(utkast=utkast, av=av),
            lambda av=obehörig: granskning.välj_sammanträde(utkast=utkast, dag=None, av=av),
        ):
            with pytest.raises(PermissionDenied):
                gör()
    assert not Granskning.objects.exists()
    skicka(utkast, chef)
    granskning.återkalla(utkast=utkast, av=ärende.handläggare)
    assert läget(utkast) == Läge.UTKAST
    assert Granskning.objects.get().utfall == Granskning.Utfall.ÅTERKALLAD


def test_den_som_har_skrivit_i_texten_granskar_den_inte(ärende: Ärende, chef: Användare) -> None:
    ärende.handläggare.roller.create(roll=Roll.CHEF, myndighet=ärende.myndighet)
    utkast = fabrik.klar(ärende)
    skrivande.spara(
        utkast=utkast,
        innehåll=fabrik.ifyllt(utkast.mall, rubrik="Handläggarens rubrik"),
        revision=utkast.revision,
        av=ärende.handläggare,
    )
    utkast.refresh_from_db()

    for vem in (utkast.skapad_av, ärende.handläggare):
        with pytest.raises(granskning.EgenText):
            skicka(utkast, vem, chef)

    assert läget(utkast) == Läge.UTKAST


def test_granskaren_hör_till_nämnden_och_någon_måste_få_godkänna(
    ärende: Ärende, kollega: Användare
) -> None:
    fabrik.mall(ärende.myndighet, kräver_godkännande=True)
    utkast = fabrik.klar(ärende)
    utomstående = med_roll(Roll.CHEF, MyndighetFactory())
    politiker = med_roll(Roll.FÖRTROENDEVALD, ärende.myndighet)

    with pytest.raises(Skrivfel, match="minst en granskare"):
        skicka(utkast)
    for vem in (utomstående, politiker):
        with pytest.raises(Skrivfel, match="får inte granska"):
            skicka(utkast, vem)
    with pytest.raises(Skrivfel, match="måste få godkänna"):
        skicka(utkast, kollega)
    with pytest.raises(Skrivfel, match="har redan varit"):
        skicka(
            utkast,
            med_roll(Roll.CHEF, ärende.myndighet),
            senast_dag=timezone.localdate() - timedelta(days=1),
        )
    assert not Granskning.objects.exists()


# --- Svaren -------------------------------------------------------------------------------------


def test_i_tur_svarar_en_i_taget_och_den_sista_avgör(
    ärende: Ärende, chef: Användare, kollega: Användare
) -> None:
    utkast = fabrik.granskas(ärende, granskare=[kollega, chef])

    with pytest.raises(granskning.EjITur, match=f"Nu svarar {kollega}"):
        klar(utkast, chef)
    with pytest.raises(granskning.EjITur):
        granskning.återsänd(utkast=utkast, kommentar="För tidigt.", av=chef)
    with pytest.raises(granskning.EjITur):
        kommentar(utkast, chef, text="För tidigt.")
    klar(utkast, kollega, kommentar="Bra.")
    assert läget(utkast) == Läge.GRANSKNING
    assert not Godkännande.objects.exists()
    with pytest.raises(granskning.EjITur):
        klar(utkast, kollega)
    klar(utkast, chef)

    assert läget(utkast) == Läge.GODKÄND
    godkännande = Godkännande.objects.get()
    assert (godkännande.av, godkännande.av_namn) == (chef, str(chef))
    assert (godkännande.hash, godkännande.revision) == (utkast.hash, utkast.revision)
    assert [g.svar for g in Granskning.objects.get().granskare.all()] == ["tillstyrkt", "godkant"]


def test_sida_vid_sida_svarar_alla_i_vilken_ordning_som_helst(
    ärende: Ärende, chef: Användare, kollega: Användare
) -> None:
    utkast = fabrik.granskas(ärende, granskare=[kollega, chef], ordning=Ordning.SIDA_VID_SIDA)

    klar(utkast, chef)
    assert läget(utkast) == Läge.GRANSKNING
    klar(utkast, kollega)

    assert läget(utkast) == Läge.GODKÄND
    assert Godkännande.objects.get().av == chef


def test_bara_den_som_får_godkänna_gör_texten_godkänd(ärende: Ärende, kollega: Användare) -> None:
    sekreterare = med_roll(Roll.NÄMNDSEKRETERARE, ärende.myndighet)
    utkast = fabrik.klar(ärende)
    skicka(utkast, kollega, sekreterare)

    klar(utkast, kollega)
    klar(utkast, sekreterare)

    assert läget(utkast) == Läge.UTKAST
    assert not Godkännande.objects.exists()
    assert Granskning.objects.get().utfall == Granskning.Utfall.TILLSTYRKT


def test_den_som_har_mist_rollen_svarar_inte(ärende: Ärende, chef: Användare) -> None:
    utkast = fabrik.granskas(ärende, granskare=[chef])
    chef.roller.update(till=timezone.localdate() - timedelta(days=1), från="2020-01-01")
    chef = Användare.objects.get(pk=chef.pk)

    with pytest.raises(PermissionDenied):
        klar(utkast, chef)

    assert läget(utkast) == Läge.GRANSKNING


def test_en_text_där_något_saknas_godkänns_inte(ärende: Ärende, chef: Användare) -> None:
    fabrik.mall(ärende.myndighet, kräver_godkännande=True)
    utkast = fabrik.påbörjad(ärende)
    skicka(utkast, chef)

    with pytest.raises(skrivande.Ofullständig, match="beslutssats"):
        klar(utkast, chef)

    assert läget(utkast) == Läge.GRANSKNING
    assert Granskning.objects.get().granskare.get().svar == ""


def test_en_återsänd_kan_skrivas_om_skickas_igen_och_godkännas(
    ärende: Ärende, chef: Användare
) -> None:
    utkast = fabrik.granskas(ärende, granskare=[chef])
    skrivare = utkast.skapad_av

    with pytest.raises(Skrivfel, match="Skriv varför"):
        granskning.återsänd(utkast=utkast, kommentar=" ", av=chef)
    granskning.återsänd(utkast=utkast, kommentar="Räkna om.", av=chef)
    assert läget(utkast) == Läge.ÅTERSÄND
    with pytest.raises(granskning.EjITur):
        klar(utkast, chef)
    utkast = skrivande.spara(
        utkast=utkast,
        innehåll=fabrik.ifyllt(utkast.mall, rubrik="Omräknad"),
        revision=utkast.revision,
        av=skrivare,
    )
    skicka(utkast, chef)
    klar(utkast, chef)

    assert läget(utkast) == Läge.GODKÄND
    assert [(s.från, s.till) for s in utkast.steg.all()] == [
        ("utkast", "granskning"),
        ("granskning", "atersand"),
        ("atersand", "granskning"),
        ("granskning", "godkand"),
    ]
    assert utkast.steg.all()[1].kommentar == "Räkna om."


# --- Godkänd ------------------------------------------------------------------------------------


@pytest.mark.slow
def test_utan_godkännande_lämnas_inget_in_när_mallen_kräver_det(
    ärende: Ärende, chef: Användare
) -> None:
    fabrik.mall(ärende.myndighet, kräver_godkännande=True)
    utkast = fabrik.klar(ärende)
    with pytest.raises(skrivande.Ofullständig, match="inte godkänd"):
        skrivande.lämna_in(
            utkast=utkast, revision=utkast.revision, av=utkast.skapad_av, skäl="Det brådskar."
        )
    assert not Handling.objects.exists()
    skicka(utkast, chef)
    klar(utkast, chef)
    assert not ärende.händelser.filter(typ="skrivelse.godkänd").exists()

    skrivelse = skrivande.lämna_in(utkast=utkast, revision=utkast.revision, av=utkast.skapad_av)

    diariet.anmälan(skrivelse)
    assert läget(utkast) == Läge.INLÄMNAD
    assert skrivelse.sammanfattning == "Taxan höjs så att den täcker kostnaden."
    data = ärende.händelser.get(typ="skrivelse.godkänd").data
    assert (data["vem"], data["version"]) == (str(chef), utkast.hash[:12])
    for rad in (Granskningssteg.objects.first(), Godkännande.objects.first()):
        with pytest.raises(ProgrammingError, match="tas inte bort"), transaction.atomic():
            rad.delete()
        with pytest.raises(ProgrammingError, match="ändras inte"), transaction.atomic():
            rad.save()


def test_en_ändrad_text_måste_godkännas_på_nytt(ärende: Ärende, chef: Användare) -> None:
    utkast = fabrik.godkänd(ärende, granskare=[chef])
    skrivare = utkast.skapad_av
    ändrat = fabrik.ifyllt(utkast.mall, rubrik="Något annat")

    with pytest.raises(FelLäge, match="godkännas på nytt"):
        skrivande.spara(utkast=utkast, innehåll=ändrat, revision=utkast.revision, av=skrivare)
    with pytest.raises(ProgrammingError), transaction.atomic():
        Skrivelseutkast.objects.filter(pk=utkast.pk).update(text=ändrat.som_json())
    granskning.ändra_igen(utkast=utkast, av=skrivare)
    utkast.refresh_from_db()
    utkast = skrivande.spara(utkast=utkast, innehåll=ändrat, revision=utkast.revision, av=skrivare)

    with pytest.raises(skrivande.Ofullständig, match="inte godkänd"):
        skrivande.lämna_in(utkast=utkast, revision=utkast.revision, av=skrivare)
    # Också om läget skulle säga godkänd gäller bara den text som godkändes.
    Skrivelseutkast.objects.filter(pk=utkast.pk).update(granskning=Läge.GODKÄND)
    with pytest.raises(FelLäge, match="inte den som godkändes"):
        skrivande.lämna_in(utkast=utkast, revision=utkast.revision, av=skrivare)
    assert not Handling.objects.exists()


def test_nämndens_krav_på_godkännande_gäller_också_utkast_på_en_äldre_mall(
    ärende: Ärende, chef: Användare, kollega: Användare
) -> None:
    fabrik.mall(ärende.myndighet)
    utkast = fabrik.klar(ärende)
    klient = inloggad(utkast.skapad_av)
    adress = reverse("arenden:utkast", args=[utkast.pk])
    lämna_in = 'value="lamna_in"'
    assert lämna_in in klient.get(adress).content.decode()
    fabrik.mall(ärende.myndighet, kräver_godkännande=True)

    with pytest.raises(skrivande.Ofullständig, match="inte godkänd") as stopp:
        skrivande.lämna_in(utkast=utkast, revision=utkast.revision, av=utkast.skapad_av)
    assert "version 2" in stopp.value.brister[0].lagrum
    with pytest.raises(granskning.Granskningsfel, match="måste få godkänna"):
        skicka(utkast, kollega)
    assert lämna_in not in klient.get(adress).content.decode()
    skicka(utkast, chef)
    (rad,) = [r for g in skrivelseläge.översikt(chef) for r in g.rader]
    assert rad.saknas == ("Skrivelsen är inte godkänd.",)
    klar(utkast, chef)
    skrivandet = Skrivelseutkast.objects.get(pk=utkast.pk)
    assert skrivandet.mall.version == 1
    skrivande.lämna_in(utkast=utkast, revision=utkast.revision, av=utkast.skapad_av)


def test_ett_återtaget_godkännande_förs_inte_i_diariet(ärende: Ärende, chef: Användare) -> None:
    utkast = fabrik.godkänd(ärende, granskare=[chef])
    granskning.ändra_igen(utkast=utkast, av=utkast.skapad_av)
    utkast.refresh_from_db()
    assert skrivande.gällande_godkännanden(utkast) == []
    skicka(utkast, chef)
    klar(utkast, chef)

    skrivande.lämna_in(utkast=utkast, revision=utkast.revision, av=utkast.skapad_av)

    assert Godkännande.objects.count() == 2
    assert ärende.händelser.filter(typ="skrivelse.godkänd").count() == 1


def test_ett_utkast_som_granskats_får_kastas_innan_det_är_inlämnat(
    ärende: Ärende, chef: Användare
) -> None:
    utkast = fabrik.godkänd(ärende, granskare=[chef])
    granskning.ändra_igen(utkast=utkast, av=utkast.skapad_av)

    skrivande.släng(utkast=utkast, av=utkast.skapad_av)

    assert not Granskningssteg.objects.exists()
    assert not Godkännande.objects.exists()


# --- Kommentarer och förslag ----------------------------------------------------------------------


def test_en_kommentar_sitter_på_sin_plats_besvaras_och_stängs(
    ärende: Ärende, chef: Användare, kollega: Användare
) -> None:
    utkast = fabrik.granskas(ärende, granskare=[chef])
    skrivare = utkast.skapad_av

    k = kommentar(utkast, chef, text="Vilken taxa?", citat="Taxan\nantas")
    assert (k.citat, k.fält) == ("Taxan antas", "satser")
    with pytest.raises(granskning.PlatsenSaknas):
        kommentar(utkast, chef, text="Här?", citat="står inte där")
    with pytest.raises(granskning.PlatsenSaknas):
        kommentar(utkast, chef, text="Här?", fält="avsnitt_0")
    with pytest.raises(Skrivfel):
        kommentar(utkast, chef, text=" ")
    granskning.svara(kommentar=k, text="Den för tillsyn.", av=skrivare)
    for obehörig in (kollega, med_roll(Roll.CHEF, MyndighetFactory())):
        for gör in (
            lambda av=obehörig: kommentar(utkast, av, text="Hej."),
            lambda av=obehörig: granskning.svara(kommentar=k, text="Hej.", av=av),
            lambda av=obehörig: granskning.stäng(kommentar=k, av=av),
        ):
            with pytest.raises(PermissionDenied):
                gör()
    assert [b.fält for b in skrivande.brister(utkast) if not b.stoppar] == ["granskning"]
    granskning.stäng(kommentar=k, av=skrivare)
    k.refresh_from_db()
    assert (k.är_öppen, k.stängd_av_namn) == (False, str(skrivare))
    granskning.öppna(kommentar=k, av=chef)
    k.refresh_from_db()
    assert k.är_öppen
    assert Granskningskommentar.objects.count() == 1


def test_ett_godtaget_förslag_ändrar_texten_och_fäller_svaren(
    ärende: Ärende, chef: Användare, kollega: Användare
) -> None:
    utkast = fabrik.granskas(ärende, granskare=[chef, kollega], ordning=Ordning.SIDA_VID_SIDA)
    före = utkast.revision
    k = kommentar(utkast, kollega, citat="antas", före="Taxan", ersättning="godkänns")
    klar(utkast, chef)

    with pytest.raises(PermissionDenied):
        granskning.godta(kommentar=k, revision=före, av=kollega)
    with pytest.raises(skrivande.AnnanHannFöre):
        granskning.godta(kommentar=k, revision=före - 1, av=utkast.skapad_av)
    with pytest.raises(Skrivfel, match="Godta eller avslå"):
        granskning.stäng(kommentar=k, av=utkast.skapad_av)
    granskning.godta(kommentar=k, revision=före, av=utkast.skapad_av)

    utkast.refresh_from_db()
    assert utkast.innehåll.satser == (
        "Taxan godkänns.",
        "Taxan gäller från den 1 januari 2027.",
    )
    assert utkast.versioner.first().revision == utkast.revision == före + 1
    assert utkast.läge == Läge.GRANSKNING
    # Chefen godkände den förra texten och får svara igen.
    assert [g.svar for g in Granskning.objects.get().granskare.all()] == ["", ""]
    with pytest.raises(skrivande.AnnanHannFöre):
        granskning.godkänn(utkast=utkast, revision=före, av=chef)
    with pytest.raises(Skrivfel, match="redan avgjort"):
        granskning.avslå(kommentar=k, av=utkast.skapad_av)


@pytest.mark.parametrize(
    "ersättning",
    ["1 | 2", "**fet**", "[x](https://exempel.se)", "^[en not]", "<<", "^^", "# a", "1. a", "\\"],
)
def test_ett_förslag_i_en_tabell_är_text_och_ingen_uppmärkning(
    ärende: Ärende, chef: Användare, ersättning: str
) -> None:
    fabrik.mall(ärende.myndighet)
    utkast = fabrik.påbörjad(ärende)
    nyckel = next(str(a.pk) for a in utkast.mall.avsnitt.all() if a.slag == "text")
    tabell = "| Område | Kr |\n| --- | --- |\n| Ett | 1100 |\n\nSamma: 1200."
    utkast = skrivande.spara(
        utkast=utkast,
        innehåll=fabrik.ifyllt(utkast.mall, avsnitt={nyckel: tabell}),
        revision=utkast.revision,
        av=utkast.skapad_av,
    )
    skicka(utkast, chef)
    for citat in ("1100", "1200"):
        utkast.refresh_from_db()
        k = kommentar(
            utkast, chef, fält=f"avsnitt_{nyckel}", citat=citat, före="", ersättning=ersättning
        )
        granskning.godta(kommentar=k, revision=utkast.revision, av=utkast.skapad_av)

    utkast.refresh_from_db()
    tabellen, stycket = skrivelsetext.läs(utkast.innehåll.text(nyckel))
    ((ett, kr),) = tabellen.rader
    assert [[b.text for b in c.bitar] for c in (ett, kr)] == [["Ett"], [ersättning]]
    assert (kr.bitar[0].fet, kr.bitar[0].länk, kr.kolumner) == (False, "", 1)
    assert [b.text for b in stycket.bitar] == [f"Samma: {ersättning}."]


def test_ett_avslaget_förslag_ändrar_inget(ärende: Ärende, chef: Användare) -> None:
    utkast = fabrik.granskas(ärende, granskare=[chef])
    k = kommentar(utkast, chef, citat="antas", ersättning="")

    with pytest.raises(PermissionDenied):
        granskning.avslå(kommentar=k, av=chef)
    granskning.avslå(kommentar=k, av=utkast.skapad_av)

    k.refresh_from_db()
    text = utkast.text
    utkast.refresh_from_db()
    assert (k.förslag, k.är_öppen, utkast.text) == ("avslaget", False, text)


def test_ett_förslag_gäller_text_som_står_som_den_är(ärende: Ärende, chef: Användare) -> None:
    fält = f"avsnitt_{fabrik.mall(ärende.myndighet, kräver_godkännande=True).avsnitt.all()[2].pk}"
    utkast = fabrik.klar(
        ärende,
        avsnitt={fält.removeprefix("avsnitt_"): "Kostnaden har **stigit** i år.\n\nI år igen."},
    )
    skicka(utkast, chef)

    for citat in ("har stigit i", ""):
        with pytest.raises(granskning.PlatsenSaknas):
            kommentar(utkast, chef, fält=fält, citat=citat, ersättning="nytt")
    k = kommentar(
        utkast, chef, fält=fält, citat="år", före="igen? I", efter="igen", ersättning="fjol"
    )
    granskning.godta(kommentar=k, revision=utkast.revision, av=utkast.skapad_av)

    utkast.refresh_from_db()
    assert utkast.innehåll.text(fält.removeprefix("avsnitt_")) == (
        "Kostnaden har **stigit** i år.\n\nI fjol igen."
    )


def test_två_satser_slås_inte_ihop_av_ett_förslag(ärende: Ärende, chef: Användare) -> None:
    utkast = fabrik.granskas(ärende, granskare=[chef])

    with pytest.raises(granskning.PlatsenSaknas):
        kommentar(utkast, chef, citat="antas. Taxan", ersättning="x")


# --- Uppladdade och återöppnade -------------------------------------------------------------------


def test_en_uppladdad_fil_är_ingen_genväg_förbi_godkännandet(
    ärende: Ärende, chef: Användare, kollega: Användare
) -> None:
    fabrik.mall(ärende.myndighet, kräver_godkännande=True)
    skrivelse = diariet.skrivelse(ärende, av=kollega)

    with pytest.raises(skrivelser.InteGodkänd):
        diariet.anmälan(skrivelse)
    with pytest.raises(PermissionDenied):
        granskning.godkänn_uppladdad(skrivelse=skrivelse, av=ärende.handläggare)
    with pytest.raises(PermissionDenied):
        granskning.godkänn_uppladdad(
            skrivelse=skrivelse, av=med_roll(Roll.CHEF, MyndighetFactory())
        )
    kollega.roller.create(roll=Roll.CHEF, myndighet=ärende.myndighet)
    with pytest.raises(granskning.EgenText):
        granskning.godkänn_uppladdad(skrivelse=skrivelse, av=Användare.objects.get(pk=kollega.pk))
    assert not Godkännande.objects.exists()
    granskning.godkänn_uppladdad(skrivelse=skrivelse, av=chef)
    with pytest.raises(Skrivfel, match="behöver inget"):
        granskning.godkänn_uppladdad(skrivelse=skrivelse, av=chef)

    assert diariet.anmälan(skrivelse).status == "vantar"
    assert Godkännande.objects.get().hash == skrivelse.handling.fil.sha256
    assert ärende.händelser.get(typ="skrivelse.godkänd").data["vem"] == str(chef)


def test_utan_krav_i_mallen_anmäls_en_uppladdad_som_förut(ärende: Ärende) -> None:
    fabrik.mall(ärende.myndighet)

    assert diariet.anmälan(diariet.skrivelse(ärende)).status == "vantar"


@pytest.mark.slow
def test_en_inlämnad_öppnas_igen_godkänns_på_nytt_och_ersätter_den_förra(
    ärende: Ärende, chef: Användare
) -> None:
    utkast = fabrik.godkänd(ärende, granskare=[chef])
    skrivare = utkast.skapad_av
    förra = skrivande.lämna_in(utkast=utkast, revision=utkast.revision, av=skrivare)
    utkast.refresh_from_db()
    anmälan = diariet.anmälan(förra)
    with pytest.raises(FelLäge, match="anmäld"):
        skrivande.öppna_igen(utkast=utkast, av=skrivare)
    skrivelser.återta(anmälan=anmälan, av=skrivare)

    with pytest.raises(PermissionDenied):
        skrivande.öppna_igen(utkast=utkast, av=chef)
    ny = skrivande.öppna_igen(utkast=utkast, av=skrivare)

    assert (ny.text, ny.läge, ny.föregångare) == (utkast.text, Läge.UTKAST, utkast)
    assert skrivande.öppna_igen(utkast=utkast, av=skrivare) == ny
    with pytest.raises(skrivande.Ofullständig, match="inte godkänd"):
        skrivande.lämna_in(utkast=ny, revision=ny.revision, av=skrivare)
    skicka(ny, chef)
    klar(ny, chef)
    # Hann den förra anmälas igen måste anmälan tas tillbaka först.
    igen = diariet.anmälan(förra)
    with pytest.raises(FelLäge, match="Återta anmälan"):
        skrivande.lämna_in(utkast=ny, revision=ny.revision, av=skrivare)
    skrivelser.återta(anmälan=igen, av=skrivare)
    skrivande.lämna_in(utkast=ny, revision=ny.revision, av=skrivare)
    förra.refresh_from_db()
    assert förra.status == Skrivelse.Status.ERSATT
    with pytest.raises(skrivelser.RedanAnmäld, match="ersatt"):
        diariet.anmälan(förra)


def test_i_ett_hemligt_ärende_ser_den_namngivne_texten_men_inte_ärendet(
    kollega: Användare, chef: Användare, ärende: Ärende
) -> None:
    hemligt = diariet.ärende(ärende.myndighet, sekretess_lagrum="OSL 26:1", handläggare=kollega)
    fabrik.mall(ärende.myndighet, kräver_godkännande=True)
    utkast = fabrik.klar(hemligt, av=kollega)
    assert not policy.får_se_granskning(chef, utkast)

    skicka(utkast, chef)

    assert policy.får_se_granskning(chef, utkast)
    assert not policy.får_se(chef, hemligt)
    klar(utkast, chef)
    assert läget(utkast) == Läge.GODKÄND
