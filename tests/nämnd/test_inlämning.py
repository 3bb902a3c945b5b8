"""Yrkanden och initiativ: privata utkast som blir inkomna handlingar när de lämnas in."""

from __future__ import annotations

import logging
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from konton.nyckellås import FelNyckel
from nämnd.jäv import Grund
from nämnd.models import (
    Förslagsutkast,
    Inkallelse,
    InlämnatYrkande,
    Mötesärende,
    Organ,
    Punkt,
    Sammanträde,
    Uppdrag,
)
from nämnd.services import föredragningslista, förslagsutkast, inlämning
from nämnd.services import svar as svarstjänst
from nämnd.services.förslagsutkast import Innehåll
from nämnd.services.inlämning import FårInteLämnaIn, Inlämningsfel
from nämnd.views import visning
from tests.factories import nämnd as fabrik
from tests.factories.konton import AnvändareFactory
from tests.factories.nämnd import Nämnden, PunktFactory
from tests.minne import mindes
from tests.nämnd.test_läsrummet import inloggad
from ärenden.models import Handling, Händelse, Sökpost, Ärende

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
TEXTEN = "Taxan ska sänkas med Hemlisprocent"


@pytest.fixture
@mindes
def n(db: None) -> Nämnden:
    n = fabrik.nämnden()
    PunktFactory(sammanträde=n.möte, rubrik="Val av justerare", slag=Punkt.Slag.FORMALIA)
    fabrik.utfärdad(n.möte, av=n.sekreterare)
    return n


def innehåll(n: Nämnden, punkt: Punkt | None = None, **val: Any) -> Innehåll:
    i = Innehåll(
        organ=n.organ.pk,
        sammanträde=n.möte.pk,
        punkt=(punkt or n.öppen).pk,
        slag="andring",
        text=TEXTEN,
        motivering="Därför.",
    )
    return replace(i, **val)


def utkast(n: Nämnden, av: Any = None, **val: Any) -> Förslagsutkast:
    return förslagsutkast.skapa(innehåll=innehåll(n, **val), av=av or n.ledamot)


def lämna(n: Nämnden, av: Any = None, **val: Any) -> InlämnatYrkande:
    av = av or n.ledamot
    return inlämning.lämna_in_yrkande(nyckel=utkast(n, av, **val).nyckel, av=av)


def ersättare(n: Nämnden) -> Any:
    return fabrik.förtroendevald_i(n.organ, Uppdrag.Post.ERSÄTTARE)


# --- Utkastet ------------------------------------------------------------------------------------


def test_utkastet_är_låst_och_lämnar_inga_spår(
    n: Nämnden, caplog: pytest.LogCaptureFixture
) -> None:
    händelser, sökposter = Händelse.objects.count(), Sökpost.objects.count()
    with caplog.at_level(logging.DEBUG):
        rad = utkast(n)
        förslagsutkast.spara(
            nyckel=rad.nyckel, innehåll=innehåll(n, text=TEXTEN + " igen"), av=n.ledamot
        )
    with connection.cursor() as markör:
        markör.execute("SELECT t::text, encode(lada, 'escape') FROM namnd_forslagsutkast t")
        (hela,) = markör.fetchall()
    assert "Hemlisprocent" not in "".join(hela) + caplog.text + str(rad)
    assert (Händelse.objects.count(), Sökpost.objects.count()) == (händelser, sökposter)
    assert förslagsutkast.mina(n.ledamot)[0].innehåll.text == TEXTEN + " igen"
    assert not Handling.objects.filter(slag=Handling.Slag.YRKANDE).exists()


def test_en_annan_öppnar_inte_lådan(n: Nämnden) -> None:
    rad = utkast(n)
    Förslagsutkast.objects.create(ägare=n.sekreterare, låda=rad.låda)
    with pytest.raises(FelNyckel):
        förslagsutkast.mina(n.sekreterare)


def test_ingen_annan_når_utkastet(n: Nämnden) -> None:
    rad = utkast(n)
    for konto in (n.sekreterare, AnvändareFactory(), ersättare(n)):
        klient = inloggad(konto)
        for namn in ("utkast", "lamna_in"):
            assert klient.get(reverse(f"lasrum:{namn}", args=[rad.nyckel])).status_code == 404
        for namn in ("autospara", "lamna_in", "ta_bort_utkast", "utkast"):
            adress = reverse(f"lasrum:{namn}", args=[rad.nyckel])
            assert klient.post(adress, {"text": "x"}).status_code == 404
        with pytest.raises(Förslagsutkast.DoesNotExist):
            inlämning.lämna_in_yrkande(nyckel=rad.nyckel, av=konto)
    assert förslagsutkast.mina(n.ledamot)[0].innehåll.text == TEXTEN


def test_autosparat_och_krocken_mellan_två_fönster(n: Nämnden) -> None:
    rad = utkast(n)
    klient = inloggad(n.ledamot)
    sidan = reverse("lasrum:utkast", args=[rad.nyckel])
    revision = rad.sparad_tid.isoformat()
    ny = {"slag": "avslag", "text": "Nytt", "motivering": "", "revision": revision}
    svar = klient.post(reverse("lasrum:autospara", args=[rad.nyckel]), ny)
    assert "Sparat kl." in svar.content.decode()
    assert förslagsutkast.mina(n.ledamot)[0].innehåll.text == "Nytt"
    # Samma text som just sparades är ingen krock, fast knappen trycktes innan svaret hann fram.
    assert klient.post(sidan, ny | {"vidare": "1"}).status_code == 302
    # Det andra fönstret har den gamla revisionen kvar.
    gammal = ny | {"text": "Mitt andra"}
    svar = klient.post(reverse("lasrum:autospara", args=[rad.nyckel]), gammal)
    assert "Inte sparat" in svar.content.decode()
    svar = klient.post(sidan, gammal)
    assert svar.status_code == 422
    text = svar.content.decode()
    assert "Mitt andra" in text
    assert "ändrat i ett annat fönster" in text
    assert förslagsutkast.mina(n.ledamot)[0].innehåll.text == "Nytt"


# --- Yrkandet lämnas in --------------------------------------------------------------------------


def test_det_inlämnade_är_en_inkommen_allmän_handling(n: Nämnden) -> None:
    medförslagsställare = fabrik.förtroendevald_i(n.organ)
    rad = lämna(n, med=(medförslagsställare.person_id,))
    h = rad.handling
    assert h.ärende == n.öppen.ärende
    assert (h.riktning, h.slag) == (Handling.Riktning.INKOMMEN, Handling.Slag.YRKANDE)
    assert h.ankomstdag == h.datum == timezone.localdate()
    assert str(n.ledamot.person) in h.motpart
    assert str(medförslagsställare.person) in h.motpart
    assert h.fil.sidor == 1
    assert [f.person for f in rad.förslagsställare.all()] == [
        n.ledamot.person,
        medförslagsställare.person,
    ]
    assert rad.text == TEXTEN
    assert not förslagsutkast.mina(n.ledamot)
    typer = h.ärende.händelser.values_list("typ", flat=True)
    assert "handling.registrerad" in typer


def test_det_hemliga_märks_och_rubriken_röjer_inget(n: Nämnden) -> None:
    h = lämna(n, punkt=n.hemlig).handling
    assert h.sekretess_lagrum == "OSL 26 kap. 1 §"
    assert n.hemlig.rubrik not in h.rubrik
    händelse = h.ärende.händelser.filter(typ="handling.registrerad").latest("pk")
    assert händelse.data["rubrik"] == "(sekretess)"


def test_på_en_punkt_utan_ärende_får_mötet_ett(n: Nämnden) -> None:
    punkt = n.möte.punkter.get(rubrik="Val av justerare")
    första, andra = lämna(n, punkt=punkt), lämna(n, punkt=punkt)
    assert första.handling.ärende == andra.handling.ärende
    assert [första.handling.nummer, andra.handling.nummer] == [1, 2]
    assert Mötesärende.objects.get(sammanträde=n.möte).ärende == första.handling.ärende
    assert första.handling.ärende.myndighet == n.organ.myndighet


def test_det_inlämnade_ändras_inte_men_återtas(n: Nämnden) -> None:
    rad = lämna(n)
    for ändring in (
        lambda: InlämnatYrkande.objects.filter(pk=rad.pk).update(text="Något annat"),
        lambda: InlämnatYrkande.objects.filter(pk=rad.pk).delete(),
    ):
        with pytest.raises(Exception, match=r"Cannot|protect|trigger"), transaction.atomic():
            ändring()
    with pytest.raises(PermissionDenied):
        inlämning.återta_yrkande(yrkande=rad, av=n.sekreterare)
    inlämning.återta_yrkande(yrkande=rad, av=n.ledamot)
    rad.refresh_from_db()
    assert rad.återtaget_av == n.ledamot
    assert Handling.objects.filter(pk=rad.handling_id).exists()
    assert rad.handling.ärende.händelser.filter(typ="yrkande.återtaget").exists()
    assert not InlämnatYrkande.objects.filter(återtaget_tid=None).exists()


@pytest.mark.parametrize("slag", ["", "andring", "tillagg", "ovrigt"])
def test_det_som_saknas_sägs(n: Nämnden, slag: str) -> None:
    with pytest.raises(Inlämningsfel, match=r"Välj|Skriv"):
        lämna(n, slag=slag, text="")
    assert not InlämnatYrkande.objects.exists()


def test_det_som_saknas_sägs_vid_fältet_och_utkastet_sparas(n: Nämnden) -> None:
    klient, rad = inloggad(n.ledamot), utkast(n, slag="", text="")
    sidan = reverse("lasrum:utkast", args=[rad.nyckel])
    data = {"slag": "", "text": TEXTEN, "motivering": "", "revision": "", "vidare": "1"}
    svar = klient.post(sidan, data)
    assert svar.status_code == 422
    assert svar.context["form"].errors == {"slag": ["Välj vad yrkandet går ut på."]}
    assert "ds-error-summary" in svar.content.decode()
    assert förslagsutkast.mina(n.ledamot)[0].innehåll.text == TEXTEN
    # Nästa spara gäller mot det som nu är sparat.
    data["revision"] = svar.context["form"]["revision"].value()
    svar = klient.post(sidan, data | {"slag": "tillagg", "text": ""})
    assert svar.context["form"].errors == {"text": ["Skriv vad som yrkas."]}
    data["revision"] = svar.context["form"]["revision"].value()
    assert klient.post(sidan, data | {"slag": "bifall", "text": ""}).status_code == 302
    # Utan vidare är det ett utkast, och får sakna vad som helst.
    data["revision"] = förslagsutkast.mina(n.ledamot)[0].rad.sparad_tid.isoformat()
    del data["vidare"]
    assert klient.post(sidan, data | {"text": ""}).status_code == 302


def test_den_som_kommer_till_adressen_får_formuläret(n: Nämnden) -> None:
    klient = inloggad(n.ledamot)
    for adress, data in (
        (
            reverse("lasrum:nytt_yrkande", args=[n.möte.pk, n.öppen.pk]),
            {"slag": "avslag", "text": TEXTEN, "motivering": "", "revision": ""},
        ),
        (
            reverse("lasrum:nytt_initiativ", args=[n.organ.pk]),
            {"rubrik": "Cykelvägar", "text": TEXTEN, "motivering": "", "revision": ""},
        ),
    ):
        antal = Förslagsutkast.objects.count()
        sidan = klient.get(adress)
        assert sidan.status_code == 200
        assert "Gå vidare till att lämna in" in sidan.content.decode()
        # Att läsa sparar inget; utkastet blir till när det skickas.
        assert Förslagsutkast.objects.count() == antal
        # Saknas något fortsätter formuläret i det utkast som då blev till.
        svar = klient.post(adress, data | {"vidare": "1", "slag": "", "rubrik": ""})
        assert svar.status_code == 422
        rad = svar.context["u"].rad
        nästa = reverse("lasrum:utkast", args=[rad.nyckel])
        assert f'action="{nästa}"' in svar.content.decode()
        revision = svar.context["form"]["revision"].value()
        svar = klient.post(nästa, data | {"revision": revision})
        assert svar.status_code == 302
        assert Förslagsutkast.objects.count() == antal + 1
        assert förslagsutkast.mina(n.ledamot)[-1].innehåll.text == TEXTEN
    assert inloggad(n.handläggare).get(adress).status_code == 404


def test_regeln_som_hindrar_sägs_med_sin_paragraf(n: Nämnden) -> None:
    svarstjänst.anmäl_jäv(
        punkt=n.öppen, person=n.ledamot.person, grund=Grund.PART.etikett, av=n.ledamot
    )
    klient = inloggad(n.ledamot)
    for namn in ("nytt_yrkande", "fraga"):
        svar = klient.get(reverse(f"lasrum:{namn}", args=[n.möte.pk, n.öppen.pk]))
        text = svar.content.decode()
        assert svar.status_code == 403
        assert "Du är jävig i punkten" in text
        assert "6 kap. 30 § första stycket kommunallagen" in text
        assert "Din roll räcker inte till" not in text
    # I fullmäktige är det en annan paragraf.
    Organ.objects.filter(pk=n.organ.pk).update(typ=Organ.Typ.FULLMÄKTIGE)
    text = klient.get(reverse("lasrum:fraga", args=[n.möte.pk, n.öppen.pk])).content.decode()
    assert "5 kap. 47 § första stycket kommunallagen" in text


def test_yrkandet_syns_på_punktens_sida_också_återtaget(n: Nämnden) -> None:
    rad = lämna(n)
    sekr = inloggad(n.sekreterare)
    sidan = reverse("namnd:punkt", args=[n.öppen.pk])
    text = sekr.get(sidan).content.decode()
    assert TEXTEN in text
    assert rad.namn in text
    assert "Återtaget" not in text
    assert TEXTEN not in sekr.get(reverse("namnd:punkt", args=[n.hemlig.pk])).content.decode()

    inlämning.återta_yrkande(yrkande=rad, av=n.ledamot)
    assert "Återtaget" in sekr.get(sidan).content.decode()
    antal = inlämning.räkna(n.möte)
    assert (antal.yrkanden, antal.återtagna) == (1, 1)
    assert "1 yrkande" in sekr.get(reverse("namnd:visa", args=[n.möte.pk])).content.decode()


def test_bifall_rakt_av_får_protokollets_ord(n: Nämnden) -> None:
    assert lämna(n, slag="bifall", text="").text == "Bifall till förslaget."
    assert lämna(n, slag="aterremiss", text="").text == "Ärendet ska återremitteras."


# --- De som inte får -----------------------------------------------------------------------------


def test_den_jäviga_lämnar_inte_in(n: Nämnden) -> None:
    svarstjänst.anmäl_jäv(
        punkt=n.öppen, person=n.ledamot.person, grund=Grund.PART.etikett, av=n.ledamot
    )
    with pytest.raises(FårInteLämnaIn, match="jävig") as stopp:
        lämna(n)
    assert "6 kap. 30 §" in stopp.value.lagrum
    # Utkastet finns kvar, men inte i ärendet.
    assert förslagsutkast.mina(n.ledamot)
    klient = inloggad(n.ledamot)
    sidan = klient.get(
        reverse("lasrum:lamna_in", args=[förslagsutkast.mina(n.ledamot)[0].rad.nyckel])
    )
    assert "Du är jävig" in sidan.content.decode()
    adress = reverse("lasrum:nytt_yrkande", args=[n.möte.pk, n.öppen.pk])
    assert klient.post(adress).status_code == 403
    adress = reverse("lasrum:nytt_yrkande", args=[n.möte.pk, n.hemlig.pk])
    assert klient.post(adress).status_code == 302


def test_den_jävigas_utkast_säger_jävet_och_har_texten_kvar(n: Nämnden) -> None:
    rad = utkast(n)
    klient, sidan = inloggad(n.ledamot), reverse("lasrum:utkast", args=[rad.nyckel])
    förut = klient.get(sidan).content.decode()
    assert "Gå vidare till att lämna in" in förut
    assert "Du är jävig" not in förut

    svarstjänst.anmäl_jäv(
        punkt=n.öppen, person=n.ledamot.person, grund=Grund.PART.etikett, av=n.ledamot
    )

    text = klient.get(sidan).content.decode()
    assert "Du är jävig i punkten och kan inte yrka i den." in text
    assert "6 kap. 30 § första stycket kommunallagen" in text
    assert "Varför?" in text
    assert n.öppen.rubrik in text
    assert TEXTEN in text
    assert "Gå vidare till att lämna in" not in text
    assert "<textarea" not in text
    # Det som var på väg när jävet anmäldes går inte förlorat, rätt ifyllt eller fel.
    data = {"slag": "avslag", "text": "Skrivet i sista stund", "motivering": "", "revision": ""}
    fel = klient.post(sidan, data | {"slag": "", "vidare": "1"})
    assert fel.status_code == 422
    assert "Skrivet i sista stund" in fel.content.decode()
    assert klient.post(sidan, data).status_code == 302
    assert "Skrivet i sista stund" in klient.get(sidan).content.decode()
    assert klient.post(reverse("lasrum:ta_bort_utkast", args=[rad.nyckel])).status_code == 302
    assert not förslagsutkast.mina(n.ledamot)


def test_efter_mötet_är_det_för_sent(n: Nämnden) -> None:
    rad = lämna(n)
    Sammanträde.objects.filter(pk=n.möte.pk).update(status=Sammanträde.Status.AVSLUTAT)
    with pytest.raises(FårInteLämnaIn, match="slut"):
        lämna(n)
    with pytest.raises(Inlämningsfel, match="slut"):
        inlämning.återta_yrkande(yrkande=rad, av=n.ledamot)


def test_ersättaren_får_lämna_in_med_en_varning(n: Nämnden) -> None:
    konto = ersättare(n)
    rad = utkast(n, konto)
    sidan = inloggad(konto).get(reverse("lasrum:lamna_in", args=[rad.nyckel])).content.decode()
    assert "Du är ersättare" in sidan
    assert "4 kap. 22 §" in sidan
    assert inlämning.lämna_in_yrkande(nyckel=rad.nyckel, av=konto).pk


def test_insyn_andra_organ_och_tjänstepersoner_nekas(n: Nämnden) -> None:
    insyn = fabrik.förtroendevald_i(n.organ, Uppdrag.Post.INSYN)
    utan = fabrik.förtroendevald_i(fabrik.OrganFactory())
    for konto in (insyn, n.handläggare, n.sekreterare):
        with pytest.raises(FårInteLämnaIn):
            lämna(n, konto)
        adress = reverse("lasrum:nytt_yrkande", args=[n.möte.pk, n.öppen.pk])
        assert inloggad(konto).post(adress).status_code == 403
    # Insynsplatsen får inte ens läsa det hemliga.
    with pytest.raises(PermissionDenied):
        lämna(n, insyn, punkt=n.hemlig)
    with pytest.raises(PermissionDenied):
        lämna(n, utan)
    adress = reverse("lasrum:nytt_yrkande", args=[n.möte.pk, n.öppen.pk])
    assert inloggad(utan).post(adress).status_code == 404
    assert inloggad(n.ledamot).post(adress).status_code == 302


def test_den_tidigare_ledamoten_nekas_men_har_sitt_utkast_kvar(n: Nämnden) -> None:
    rad = utkast(n)
    Uppdrag.objects.filter(person=n.ledamot.person).update(
        till=timezone.localdate() + timedelta(days=1)
    )
    with pytest.raises((FårInteLämnaIn, PermissionDenied)):
        inlämning.lämna_in_yrkande(nyckel=rad.nyckel, av=n.ledamot)
    sidan = inloggad(n.ledamot).get(reverse("lasrum:utkast", args=[rad.nyckel]))
    assert TEXTEN in sidan.content.decode()
    assert förslagsutkast.mina(n.ledamot)


# --- Initiativ -----------------------------------------------------------------------------------


def initiativ(n: Nämnden, av: Any = None, organ: Organ | None = None) -> Any:
    av = av or n.ledamot
    i = Innehåll(
        organ=(organ or n.organ).pk,
        rubrik="Gratis bad för barn",
        text="Nämnden utreder kostnaden.\nUtredningen redovisas i maj.",
        motivering="Alla barn ska kunna simma.",
    )
    rad = förslagsutkast.skapa(innehåll=i, av=av)
    return inlämning.lämna_in_initiativ(nyckel=rad.nyckel, av=av)


def test_initiativet_blir_ett_nytt_ärende_som_väntar_på_listan(n: Nämnden) -> None:
    rad = initiativ(n)
    ärende = rad.skrivelse.handling.ärende
    assert (ärende.rubrik, ärende.myndighet) == ("Gratis bad för barn", n.organ.myndighet)
    assert rad.skrivelse.handling.riktning == Handling.Riktning.INKOMMEN
    (väntar,) = [a for a in visning.anmälda(n.möte, n.sekreterare) if a.rubrik == ärende.rubrik]
    punkt = föredragningslista.lägg_till_anmälan(
        sammanträde=n.möte, anmälan=väntar.anmälan, av=n.sekreterare
    )
    assert [s.text for s in punkt.förslag.all()] == [
        "Nämnden utreder kostnaden.",
        "Utredningen redovisas i maj.",
    ]
    with pytest.raises(Inlämningsfel, match="föredragningslista"):
        inlämning.återta_initiativ(initiativ=rad, av=n.ledamot)


def test_initiativet_återtas_medan_det_väntar(n: Nämnden) -> None:
    rad = initiativ(n)
    with pytest.raises(PermissionDenied):
        inlämning.återta_initiativ(initiativ=rad, av=n.sekreterare)
    inlämning.återta_initiativ(initiativ=rad, av=n.ledamot)
    ärende = rad.skrivelse.handling.ärende
    assert ärende.rubrik not in [a.rubrik for a in visning.anmälda(n.möte, n.sekreterare)]
    assert ärende.händelser.filter(typ="initiativ.återtaget").exists()
    assert ärende.status != Ärende.Status.MAKULERAT


def test_i_fullmäktige_är_det_en_motion(n: Nämnden) -> None:
    Organ.objects.filter(pk=n.organ.pk).update(typ=Organ.Typ.FULLMÄKTIGE)
    rad = initiativ(n)
    assert rad.motion
    assert rad.skrivelse.handling.ärende.rubrik == "Motion: Gratis bad för barn"


def test_ersättaren_väcker_bara_när_hen_är_inkallad(n: Nämnden) -> None:
    konto = ersättare(n)
    with pytest.raises(FårInteLämnaIn, match="ersättare") as stopp:
        initiativ(n, konto)
    assert "4 kap. 22 §" in stopp.value.lagrum
    adress = reverse("lasrum:nytt_initiativ", args=[n.organ.pk])
    assert inloggad(konto).post(adress).status_code == 403
    Inkallelse.objects.create(
        sammanträde=n.möte,
        person=konto.person,
        för=n.ledamot.person,
        status=Inkallelse.Status.ACCEPTERAT,
        kallad_tid=timezone.now(),
        kallad_av=n.sekreterare,
        avgjord_tid=timezone.now(),
        avgjord_av=konto,
    )
    assert inloggad(konto).post(adress).status_code == 302
    assert initiativ(n, konto).pk


def test_andra_väcker_inget(n: Nämnden) -> None:
    annan = fabrik.förtroendevald_i(fabrik.OrganFactory())
    adress = reverse("lasrum:nytt_initiativ", args=[n.organ.pk])
    for konto in (annan, n.handläggare, n.sekreterare):
        with pytest.raises((FårInteLämnaIn, PermissionDenied)):
            initiativ(n, konto)
        assert inloggad(konto).post(adress).status_code == 404
    utskott = fabrik.OrganFactory(myndighet=n.organ.myndighet, typ=Organ.Typ.UTSKOTT)
    fabrik.UppdragFactory(person=n.ledamot.person, organ=utskott)
    adress = reverse("lasrum:nytt_initiativ", args=[utskott.pk])
    assert inloggad(n.ledamot).post(adress).status_code == 404


# --- Sidorna -------------------------------------------------------------------------------------


def test_hela_resan_i_sidorna(n: Nämnden) -> None:
    klient = inloggad(n.ledamot)
    mötet = reverse("lasrum:mote", args=[n.möte.pk])
    assert "Skriv ett yrkande" in klient.get(mötet).content.decode()
    svar = klient.post(reverse("lasrum:nytt_yrkande", args=[n.möte.pk, n.öppen.pk]))
    # Ett tomt utkast används igen.
    igen = klient.post(reverse("lasrum:nytt_yrkande", args=[n.möte.pk, n.öppen.pk]))
    assert svar.url == igen.url
    ny = {"slag": "andring", "text": TEXTEN, "motivering": "", "vidare": "1"}
    svar = klient.post(svar.url, ny)
    assert svar.url.endswith("/lamna-in/")
    sidan = klient.get(svar.url).content.decode()
    assert TEXTEN in sidan
    assert n.öppen.ärende.beteckning in sidan
    svar = klient.post(svar.url, follow=True)
    text = svar.content.decode()
    assert "inlämnat och registrerat" in text
    rad = InlämnatYrkande.objects.get()
    assert TEXTEN in text
    sekr = inloggad(n.sekreterare)
    mötessidan = sekr.get(reverse("namnd:visa", args=[n.möte.pk])).content.decode()
    assert "1 yrkande" in mötessidan
    inlämnat = sekr.get(reverse("namnd:inlamnat", args=[n.möte.pk])).content.decode()
    assert TEXTEN in inlämnat
    nummer = visning.punktnummer(n.möte)[n.öppen.pk]
    assert nummer
    assert f'<strong class="bryt-inte">{nummer}</strong> {n.öppen.rubrik}' in inlämnat
    assert (
        inloggad(n.handläggare).get(reverse("namnd:inlamnat", args=[n.möte.pk])).status_code == 403
    )
    assert (
        inloggad(AnvändareFactory()).get(reverse("namnd:inlamnat", args=[n.möte.pk])).status_code
        == 404
    )
    aterta = reverse("lasrum:aterta_yrkande", args=[rad.pk])
    assert sekr.post(aterta).status_code == 404
    assert "Återtaget" in klient.post(aterta, follow=True).content.decode()


def test_antalet_frågor_växer_inte_med_raderna(
    n: Nämnden, django_assert_max_num_queries: Any
) -> None:
    klient = inloggad(n.ledamot)
    lämna(n)
    utkast(n)
    with CaptureQueriesContext(connection) as en:
        klient.get(reverse("lasrum:mina"))
    for _ in range(2):
        lämna(n)
        utkast(n)
    with django_assert_max_num_queries(len(en)):
        klient.get(reverse("lasrum:mina"))


def test_en_person_är_förslagsställare_en_gång(n: Nämnden) -> None:
    rad = lämna(n)
    with pytest.raises(IntegrityError), transaction.atomic():
        rad.förslagsställare.create(ordning=9, person=n.ledamot.person, namn="x")
