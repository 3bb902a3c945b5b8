"""Skrivelsen skrivs här: sparas, krockar, saknar något, lämnas in och blir en handling."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import ProgrammingError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from konton.models import Användare, Roll
from tests import verapdf
from tests.factories import mallar as fabrik
from tests.factories import ärenden as diariet
from tests.factories.konton import MyndighetFactory, med_roll
from tests.protokoll.test_dokument import pdftext
from ärenden import documents
from ärenden.mallstilar import STILAR
from ärenden.models import Anmälan, Handling, Skrivelse, Skrivelseutkast, Ärende
from ärenden.services import mallar, skrivande, skrivelser
from ärenden.skrivelseinnehåll import Innehåll

pytestmark = pytest.mark.django_db

TABELL = "| År | Kronor |\n|---|---:|\n| 2026 | 450 000 |\n| 2027 | 1 200 000 |"
RIK = "Se [§ 80](/protokoll/1/#p80) och [kommunen](https://kommunen.example/a).\n\n" + TABELL
RIK += "\n| Summan är en uppskattning | << |\n\n- en\n\n  1. två"


@pytest.fixture
def ärende() -> Ärende:
    nämnd = MyndighetFactory(förvaltning="Socialförvaltningen")
    return diariet.ärende(nämnd, handläggare=med_roll(Roll.HANDLÄGGARE, nämnd))


def texten(utkast: Skrivelseutkast, nr: int) -> str:
    return str(utkast.mall.avsnitt.all()[nr].pk)


# --- Att skriva och spara -----------------------------------------------------------------------


def test_en_skrivelse_behåller_mallen_den_började_med(ärende: Ärende) -> None:
    utkast = fabrik.påbörjad(ärende)

    ny = fabrik.mall(ärende.myndighet, stil="synpunkter")

    utkast.refresh_from_db()
    assert utkast.mall.version == 1
    assert fabrik.påbörjad(ärende).mall == ny


def test_utan_mall_går_det_inte_att_börja(ärende: Ärende) -> None:
    with pytest.raises(skrivande.MallSaknas):
        skrivande.börja(ärende=ärende, av=ärende.handläggare)

    fabrik.utkast_till_mall(ärende.myndighet)
    with pytest.raises(skrivande.MallSaknas):
        skrivande.börja(ärende=ärende, av=ärende.handläggare)


@pytest.mark.parametrize("roll", [Roll.CHEF, Roll.FÖRTROENDEVALD, Roll.ADMINISTRATÖR])
def test_den_som_inte_får_registrera_skriver_inte(ärende: Ärende, roll: Roll) -> None:
    fabrik.mall(ärende.myndighet)

    with pytest.raises(PermissionDenied):
        skrivande.börja(ärende=ärende, av=med_roll(roll, ärende.myndighet))

    assert not Skrivelseutkast.objects.exists()


@pytest.mark.parametrize("status", [Ärende.Status.AVSLUTAT, Ärende.Status.MAKULERAT])
def test_i_ett_stängt_ärende_skrivs_inget(ärende: Ärende, status: str) -> None:
    utkast = fabrik.klar(ärende)
    Ärende.objects.filter(pk=ärende.pk).update(status=status)

    with pytest.raises(skrivelser.ÄrendetStängt):
        skrivande.lämna_in(utkast=utkast, revision=utkast.revision, av=utkast.skapad_av)

    assert not Handling.objects.exists()


def test_ett_svep_är_en_version(ärende: Ärende) -> None:
    utkast = fabrik.påbörjad(ärende)
    av, nu = utkast.skapad_av, utkast.sparad_tid

    def spara(text: str, vem: Användare, tid) -> None:
        nonlocal utkast
        utkast = skrivande.spara(
            utkast=utkast, innehåll=Innehåll(rubrik=text), revision=utkast.revision, av=vem, nu=tid
        )

    spara("Ett", av, nu + timedelta(minutes=1))
    spara("Två", av, nu + timedelta(minutes=9))
    spara("Två", av, nu + timedelta(minutes=9))
    assert (utkast.revision, utkast.versioner.count()) == (3, 1)
    spara("Tre", av, nu + timedelta(minutes=10))
    spara("Fyra", ärende.handläggare, nu + timedelta(minutes=11))

    assert [(v.revision, v.innehåll.rubrik, v.av_namn) for v in utkast.versioner.all()] == [
        (5, "Fyra", str(ärende.handläggare)),
        (4, "Tre", str(av)),
        (3, "Två", str(av)),
    ]


def test_två_som_skriver_skriver_aldrig_över_varandra(ärende: Ärende) -> None:
    utkast = fabrik.påbörjad(ärende)
    skrivande.spara(
        utkast=utkast, innehåll=Innehåll(rubrik="Först"), revision=1, av=ärende.handläggare
    )

    with pytest.raises(skrivande.AnnanHannFöre) as krock:
        skrivande.spara(
            utkast=utkast, innehåll=Innehåll(rubrik="Sist"), revision=1, av=utkast.skapad_av
        )

    assert krock.value.utkast.innehåll.rubrik == "Först"
    with pytest.raises(skrivande.AnnanHannFöre):
        skrivande.lämna_in(utkast=utkast, revision=1, av=utkast.skapad_av)
    assert Skrivelseutkast.objects.get().innehåll.rubrik == "Först"


def test_bara_den_som_skriver_och_handläggaren_når_utkastet(ärende: Ärende) -> None:
    utkast = fabrik.klar(ärende)
    andra = [
        med_roll(Roll.NÄMNDSEKRETERARE, ärende.myndighet),
        med_roll(Roll.HANDLÄGGARE, ärende.myndighet),
        med_roll(Roll.HANDLÄGGARE, MyndighetFactory()),
    ]

    for av in andra:
        for gör in (
            lambda av=av: skrivande.spara(
                utkast=utkast, innehåll=Innehåll(), revision=utkast.revision, av=av
            ),
            lambda av=av: skrivande.lämna_in(utkast=utkast, revision=utkast.revision, av=av),
            lambda av=av: skrivande.släng(utkast=utkast, av=av),
        ):
            with pytest.raises(PermissionDenied):
                gör()
    assert not Handling.objects.exists()
    skrivande.släng(utkast=utkast, av=ärende.handläggare)
    assert not Skrivelseutkast.objects.exists()


# --- Inlämningen --------------------------------------------------------------------------------


def test_det_som_mallen_kräver_stoppar(ärende: Ärende) -> None:
    utkast = fabrik.påbörjad(ärende)

    with pytest.raises(skrivande.Ofullständig) as stopp:
        skrivande.lämna_in(utkast=utkast, revision=1, av=utkast.skapad_av, skäl="Det brådskar.")

    assert [b.fält for b in stopp.value.brister] == [
        "satser",
        *(f"avsnitt_{texten(utkast, nr)}" for nr in (1, 2, 3)),
    ]
    assert not Handling.objects.exists()


@pytest.mark.slow
def test_en_varning_kräver_skäl_som_står_bland_händelserna(ärende: Ärende) -> None:
    utkast = fabrik.klar(ärende, satser=("Bidrag lämnas till 19121212-1212.",))

    with pytest.raises(skrivande.SkälSaknas):
        skrivande.lämna_in(utkast=utkast, revision=utkast.revision, av=utkast.skapad_av, skäl=" ")
    assert not Handling.objects.exists()

    skrivande.lämna_in(
        utkast=utkast, revision=utkast.revision, av=utkast.skapad_av, skäl="Numret är påhittat."
    )

    händelse = ärende.händelser.get(typ="skrivelse.varning_förbigången")
    assert händelse.data["skäl"] == "Numret är påhittat."
    assert "personnummer" in händelse.data["varning"]


@pytest.mark.slow
def test_den_inlämnade_blir_en_handling_som_anmäls_som_en_uppladdad(ärende: Ärende) -> None:
    utkast = fabrik.klar(ärende)

    skrivelse = skrivande.lämna_in(
        utkast=utkast,
        revision=utkast.revision,
        av=utkast.skapad_av,
        sekretess_lagrum="OSL 26:1",
        offentlig_rubrik="Tjänsteskrivelse",
    )

    handling = skrivelse.handling
    assert handling.slag == Handling.Slag.TJÄNSTESKRIVELSE
    assert handling.rubrik == "Tjänsteskrivelse – Taxa för tillsyn"
    assert handling.sekretess_lagrum == "OSL 26:1"
    assert handling.fil.egen
    assert "Sekretess enligt OSL 26:1" in " ".join(pdftext(handling.fil.läs()))
    assert "UTKAST" not in " ".join(pdftext(handling.fil.läs()))
    assert [s.text for s in skrivelse.beslutssatser.all()] == [
        "Taxan antas.",
        "Taxan gäller från den 1 januari 2027.",
    ]
    diariet.anmälan(skrivelse)
    assert Anmälan.objects.väntande().get().skrivelse == skrivelse
    utkast.refresh_from_db()
    with pytest.raises(skrivande.RedanInlämnad):
        skrivande.spara(
            utkast=utkast, innehåll=Innehåll(), revision=utkast.revision, av=utkast.skapad_av
        )
    for gör in (
        lambda: Skrivelseutkast.objects.update(text={}),
        lambda: Skrivelseutkast.objects.all().delete(),
    ):
        with pytest.raises(ProgrammingError), transaction.atomic():
            gör()


# --- Det tryckta --------------------------------------------------------------------------------


@pytest.mark.slow
@pytest.mark.parametrize("stil", STILAR, ids=lambda s: s.nyckel)
def test_pdf_som_mallen_säger(ärende: Ärende, stil) -> None:
    fabrik.mall(ärende.myndighet, stil=stil.nyckel, underskrifter=["Karin Bergdal, socialchef"])
    utkast = fabrik.klar(ärende, huvud={"adressat": "Regionen", "er_beteckning": "R 2026/7"})

    skrivelse = skrivande.lämna_in(utkast=utkast, revision=utkast.revision, av=utkast.skapad_av)

    text = " ".join(" ".join(pdftext(skrivelse.handling.fil.läs())).split())
    rubriker = [a.rubrik for a in stil.avsnitt]
    platser = [text.index(rubrik) for rubrik in rubriker]
    assert platser == sorted(platser)
    assert f"Sida 1 ({skrivelse.handling.fil.sidor})" in text
    assert "Socialförvaltningen" in text
    assert "Karin Bergdal socialchef" in text
    assert ärende.full_beteckning in text
    # Det ifyllda trycks också när mallens huvud inte har fältet, som i ett yttrande.
    assert "Er beteckning" in text
    assert "R 2026/7" in text


@pytest.mark.slow
def test_den_rikaste_skrivelsen_håller_måttet(ärende: Ärende) -> None:
    fabrik.mall(
        ärende.myndighet,
        stil="konsekvenser",
        ny_logga=("logga.png", fabrik.bild()),
        underskrifter=["Karin Bergdal, socialchef"],
    )
    utkast = fabrik.påbörjad(ärende)
    rikt = (
        f"# Kostnader\n\nDet blir **dyrare** och *svårare*.\n\n{RIK}\n\n"
        "1. Först\n   - inuti\n2. Sedan\n\n   Mer om det.\n\n"
        "   | a | b |\n   |---|---|\n   | 1 | 2 |\n\n"
        "### Sist\n\n<b>inte fet</b> & så vidare"
    )
    utkast = skrivande.spara(
        utkast=utkast,
        innehåll=fabrik.ifyllt(utkast.mall, avsnitt={texten(utkast, 2): rikt * 6}),
        revision=1,
        av=utkast.skapad_av,
    )

    dokument = documents.skrivelsedokument(utkast, timezone.localdate())
    färdig = skrivande.rendera(dokument, utkast.mall)

    verapdf.kräv(färdig.innehåll)
    assert "&lt;b&gt;inte fet&lt;/b&gt; &amp; så vidare" in färdig.html
    assert '<td class="tal">1 200 000</td>' in färdig.html
    assert '<td colspan="2">Summan är en uppskattning</td>' in färdig.html
    assert '<a href="https://kommunen.example/a">kommunen</a>' in färdig.html
    # En sida i programmet går inte att följa från ett papper.
    assert "Se § 80 och" in färdig.html
    assert f"1 ({färdig.sidor})" in " ".join(pdftext(färdig.innehåll))


def test_ett_tomt_avsnitt_trycks_inte(ärende: Ärende) -> None:
    utkast = fabrik.klar(ärende)
    innehåll = fabrik.ifyllt(utkast.mall, avsnitt={texten(utkast, 4): " \n"})

    rubriker = [a.rubrik for a in documents.tryckavsnitt(utkast.mall, innehåll)]

    assert "Bilagor" not in rubriker
    assert len(rubriker) == 5


@pytest.mark.slow
def test_mallens_provtryck_visar_hjälpen() -> None:
    mall = fabrik.mall(stil="konsekvenser")

    html = skrivande.mallens_provtryck(mall).html

    assert "Hur förslaget påverkar barn" in html
    assert 'class="utkast"' in html


# --- Sidorna ------------------------------------------------------------------------------------


def inloggad(vem: Användare) -> Client:
    klient = Client()
    klient.force_login(vem)
    return klient


def svaret(utkast: Skrivelseutkast, innehåll: Innehåll, **fält) -> dict:
    return {
        "revision": utkast.revision,
        "rubrik": innehåll.rubrik,
        "satser": list(innehåll.satser),
        **{f"avsnitt_{nyckel}": text for nyckel, text in innehåll.avsnitt.items()},
        "gor": "spara",
    } | fält


def test_från_ärendet_till_inlämnad(ärende: Ärende) -> None:
    fabrik.mall(ärende.myndighet)
    klient = inloggad(ärende.handläggare)
    assert (
        "Skriv skrivelse" in klient.get(reverse("arenden:visa", args=[ärende.pk])).content.decode()
    )

    svar = klient.post(reverse("arenden:skriv", args=[ärende.pk]))
    utkast = Skrivelseutkast.objects.get()
    assert svar.url == reverse("arenden:utkast", args=[utkast.pk])
    sidan = klient.get(svar.url).content.decode()
    assert "Ekonomiska konsekvenser: avsnittet är tomt." in sidan
    svar = klient.post(svar.url, svaret(utkast, fabrik.ifyllt(utkast.mall), gor="lamna_in"))
    assert svar.url == reverse("arenden:lamna_in", args=[utkast.pk])
    fabrik.bilaga(utkast, diariet.pdf(2), "taxa 2027.pdf")
    sidan = " ".join(klient.get(svar.url).content.decode().split())
    assert "Det här måste rättas först" not in sidan
    # Allt som händer står där innan det händer.
    assert f"2 handlingar i {ärende.beteckning}" in sidan
    assert "Taxa 2027" in sidan
    assert "2 beslutssatser till föredragningslistan" in sidan
    assert "Sammanfattningen till kallelsen" in sidan
    svar = klient.post(svar.url, {"revision": 2})

    assert svar.url == reverse("arenden:visa", args=[ärende.pk])
    sidan = klient.get(svar.url).content.decode()
    assert "Tjänsteskrivelse – Taxa för tillsyn" in sidan
    assert "Påbörjade skrivelser" not in sidan
    läst = klient.get(reverse("arenden:skriven_text", args=[utkast.pk])).content.decode()
    assert "Kostnaden har stigit" in läst
    # Den som får se handlingen läser texten; utkastets sidor finns bara för den som skrev.
    sekreterare = inloggad(med_roll(Roll.NÄMNDSEKRETERARE, ärende.myndighet))
    assert sekreterare.get(reverse("arenden:skriven_text", args=[utkast.pk])).status_code == 200
    assert sekreterare.get(reverse("arenden:utkast_versioner", args=[utkast.pk])).status_code == 404
    for namn in ("utkast", "lamna_in"):
        assert klient.get(reverse(f"arenden:{namn}", args=[utkast.pk])).status_code == 302


def test_utkastet_syns_inte_för_andra(ärende: Ärende) -> None:
    utkast = fabrik.klar(ärende)
    adresser = [
        reverse(f"arenden:{namn}", args=[utkast.pk])
        for namn in ("utkast", "utkast_pdf", "utkast_versioner", "lamna_in", "skriven_text")
    ]

    for vem in (
        med_roll(Roll.NÄMNDSEKRETERARE, ärende.myndighet),
        med_roll(Roll.HANDLÄGGARE, ärende.myndighet),
    ):
        klient = inloggad(vem)
        assert {klient.get(adress).status_code for adress in adresser} == {404}
        sidan = klient.get(reverse("arenden:visa", args=[ärende.pk])).content.decode()
        assert "Påbörjade skrivelser" not in sidan
    klient = inloggad(ärende.handläggare)
    assert [klient.get(adress).status_code for adress in adresser] == [200, 200, 200, 200, 404]


def test_en_krock_visar_båda_texterna_och_nästa_sparning_gäller(ärende: Ärende) -> None:
    utkast = fabrik.klar(ärende)
    gammal = svaret(utkast, fabrik.ifyllt(utkast.mall, rubrik="Min rubrik"))
    skrivande.spara(
        utkast=utkast,
        innehåll=fabrik.ifyllt(utkast.mall, rubrik="Deras rubrik"),
        revision=utkast.revision,
        av=ärende.handläggare,
    )
    klient = inloggad(utkast.skapad_av)
    adress = reverse("arenden:utkast", args=[utkast.pk])

    svar = klient.post(adress, gammal)

    sidan = svar.content.decode()
    assert svar.status_code == 409
    assert "Deras rubrik" in sidan
    assert "Min rubrik</textarea>" in sidan
    assert Skrivelseutkast.objects.get().innehåll.rubrik == "Deras rubrik"
    ny = svar.context["form"]["revision"].value()
    assert klient.post(adress, gammal | {"revision": ny}).status_code == 302
    assert [v.innehåll.rubrik for v in utkast.versioner.all()][:2] == ["Min rubrik", "Deras rubrik"]


def test_sidan_sparar_av_sig_själv(ärende: Ärende) -> None:
    utkast = fabrik.klar(ärende)
    klient = inloggad(utkast.skapad_av)
    adress = reverse("arenden:autospara", args=[utkast.pk])
    skickat = svaret(utkast, fabrik.ifyllt(utkast.mall, rubrik="Ny rubrik"))

    sparat = klient.post(adress, skickat, HTTP_HX_REQUEST="true")
    krock = klient.post(adress, skickat | {"rubrik": "Annan"}, HTTP_HX_REQUEST="true")
    trasigt = klient.post(adress, skickat | {"rubrik": "x" * 501}, HTTP_HX_REQUEST="true")

    assert sparat.status_code == 200
    assert f'value="{utkast.revision + 1}"' in sparat.content.decode()
    for svar in (krock, trasigt):
        assert svar.status_code == 422
        assert "Inte sparat" in svar.content.decode()
    assert Skrivelseutkast.objects.get().innehåll.rubrik == "Ny rubrik"


@pytest.mark.parametrize("htmx", [True, False])
@pytest.mark.parametrize(
    ("gör", "efter"),
    [("upp-1", ("b", "a")), ("bort-0", ("b",)), ("ny", ("a", "b", ""))],
)
def test_satserna_ordnas_om_och_sparas(ärende: Ärende, gör: str, efter: tuple, htmx: bool) -> None:
    utkast = fabrik.klar(ärende)
    klient = inloggad(utkast.skapad_av)
    innehåll = fabrik.ifyllt(utkast.mall, satser=("a", "b"), rubrik="Osparad rubrik")

    svar = klient.post(
        reverse("arenden:utkast", args=[utkast.pk]),
        svaret(utkast, innehåll, gor=gör),
        **({"HTTP_HX_REQUEST": "true"} if htmx else {}),
    )

    assert svar.status_code == (200 if htmx else 302)
    sparat = Skrivelseutkast.objects.get().innehåll
    assert (sparat.satser, sparat.rubrik) == (efter, "Osparad rubrik")


@pytest.mark.parametrize(
    "fält",
    [{"rubrik": "x" * 501}, {"satser": ["a\x00"]}, {"satser": ["a"] * 101}, {"revision": "x"}],
    ids=["lång rubrik", "nolltecken", "för många satser", "ingen revision"],
)
def test_fel_indata_kommer_tillbaka_med_det_skrivna(ärende: Ärende, fält: dict) -> None:
    utkast = fabrik.klar(ärende)
    innehåll = fabrik.ifyllt(utkast.mall, avsnitt={texten(utkast, 2): "Det jag just skrev"})

    svar = inloggad(utkast.skapad_av).post(
        reverse("arenden:utkast", args=[utkast.pk]), svaret(utkast, innehåll, **fält)
    )

    assert svar.status_code == 422
    assert "Det jag just skrev" in svar.content.decode()
    assert Skrivelseutkast.objects.get().revision == utkast.revision


def test_sidan_för_inlämning_visar_vad_som_saknas(ärende: Ärende) -> None:
    utkast = fabrik.påbörjad(ärende)
    klient = inloggad(utkast.skapad_av)
    adress = reverse("arenden:lamna_in", args=[utkast.pk])

    sidan = klient.get(adress).content.decode()
    svar = klient.post(adress, {"revision": 1, "skäl": "Ändå"})

    assert "ingen beslutssats är skriven" in sidan
    assert svar.status_code == 422
    assert not Skrivelse.objects.exists()


def test_utan_mall_erbjuds_bara_uppladdning(ärende: Ärende) -> None:
    klient = inloggad(ärende.handläggare)

    sidan = klient.get(reverse("arenden:visa", args=[ärende.pk])).content.decode()
    svar = klient.post(reverse("arenden:skriv", args=[ärende.pk]), follow=True)

    assert "Skriv skrivelse" not in sidan
    assert "har ingen fastställd mall" in svar.content.decode()
    assert mallar.gällande(ärende.myndighet) is None
