"""Föredragningslistans sida och punktens: ändringar med och utan skript."""

from datetime import timedelta

import pytest
from django.contrib.messages import get_messages
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from nämnd.forms import PunktForm
from nämnd.models import Kallelse, Punkt, Punkthandling, Sammanträde, Återkommande
from nämnd.services import föredragningslista as tjänst
from nämnd.views import visning
from tests.factories import nämnd as fabrik
from tests.factories import ärenden as ärendefabrik
from tests.minne import mindes
from ärenden import policy as ärendepolicy
from ärenden.models import Anmälan, Handling

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

HTMX = {"HX-Request": "true"}


@pytest.fixture
@mindes
def nämnden():
    return fabrik.nämnden()


@pytest.fixture
def som(client):
    def logga_in(användare):
        client.force_login(användare)
        return client

    return logga_in


@pytest.fixture
def klient(som, nämnden):
    return som(nämnden.sekreterare)


def till(namn: str, *args: object) -> str:
    return reverse(f"namnd:{namn}", args=args)


def text(svar) -> str:
    """Svaret med alla mellanrum, också de hårda, som ett."""
    return " ".join(svar.content.decode().split())


def besked(svar) -> str:
    return " ".join(str(m) for m in get_messages(svar.wsgi_request))


def rubriker(möte) -> list[str]:
    return [p.rubrik for p in möte.punkter.översta().order_by("ordning")]


# --- Sidan -------------------------------------------------------------------------------------


def test_raden_visar_nummer_sidor_handlingar_och_sekretess(klient, nämnden):
    tjänst.ändra_punkt(
        punkt=nämnden.öppen,
        av=nämnden.sekreterare,
        avsnitt="Beslutsärenden",
        föredragande=[("Ylva Norrström", "", "")],
    )
    svar = text(klient.get(till("foredragningslista", nämnden.möte.pk)))
    assert "Beslutsärenden" in svar
    assert "1 handling · förslag till beslut 2 satser" in svar
    assert "Ylva Norrström" in svar
    assert "s. 3–4" in svar
    assert "OSL 26:1" in svar
    assert "2 punkter · cirka 6 sidor" in svar


def test_kallelsens_pdf_bredvid_listan_hämtas_först_när_den_öppnas(klient, nämnden):
    listan = till("foredragningslista", nämnden.möte.pk)
    öppen = f"{listan}?bredvid=pdf"
    skapa = till("skapa_kallelse", nämnden.möte.pk)
    tom = text(klient.get(öppen))
    assert "Gör förhandsgranskningen" in tom
    assert "<iframe" not in tom

    utkast = fabrik.färdigt_utkast(nämnden.möte, av=nämnden.sekreterare)
    assert "<iframe" not in text(klient.get(listan))
    visas = text(klient.get(öppen))
    ramen = till("forhandsgranska", utkast.pk) + "?ram=1"
    assert f'src="{ramen}"' in visas
    assert "Listan är ändrad sedan" not in visas

    # Omritningen efter en ändring minns valet genom sidans adress, och säger att PDF:en är äldre.
    svar = text(
        klient.post(
            till("flytta_punkt", nämnden.möte.pk, nämnden.hemlig.pk),
            {"riktning": "upp"},
            headers={"HX-Request": "true", "HX-Current-URL": f"http://testserver{öppen}"},
        )
    )
    assert f'src="{ramen}"' in svar
    assert "Listan är ändrad sedan förhandsgranskningen gjordes." in svar
    assert f'hx-post="{skapa}"' in svar[svar.index("Listan är ändrad sedan förhands") :]

    klient.post(skapa)
    görs = text(klient.get(öppen))
    assert görs.count('<progress class="framsteg"') == 1
    assert görs.index('id="bredvid"') < görs.index("<progress")
    assert "<iframe" not in görs


def test_den_utfärdade_kallelsen_bredvid_listan_görs_inte_om(klient, nämnden):
    kallelse = fabrik.utfärdad(nämnden.möte, av=nämnden.sekreterare)
    tjänst.flytta_steg(punkt=nämnden.hemlig, steg=-1, av=nämnden.sekreterare)
    svar = text(klient.get(till("foredragningslista", nämnden.möte.pk), {"bredvid": "pdf"}))
    assert "Listan är ändrad sedan kallelse 1 utfärdades." in svar
    assert "Skapa en komplettering eller en ny kallelse</a> för att se den" in svar
    assert "Gör om" not in svar
    assert till("forhandsgranska", kallelse.pk) in svar


def test_förhandsgranskningen_visas_bara_i_den_egna_sidans_ram(som, nämnden):
    utkast = fabrik.färdigt_utkast(nämnden.möte, av=nämnden.sekreterare)
    adress = till("forhandsgranska", utkast.pk)
    ramen = som(nämnden.sekreterare).get(adress, {"ram": "1"})
    pdf = till("kallelsefil", utkast.pk, "kallelse")
    assert f'data-adress="{pdf}"' in text(ramen)
    assert "sidhuvud" not in text(ramen)
    assert ramen["X-Frame-Options"] == "SAMEORIGIN"
    csp = ramen["Content-Security-Policy"]
    assert "frame-ancestors 'self'" in csp
    assert "unsafe-inline" not in csp

    # Utkastet vet bara den som sköter mötet om; den utfärdade ser också de andra.
    assert som(nämnden.ledamot).get(adress).status_code == 404
    fabrik.utfärdad(nämnden.möte, av=nämnden.sekreterare)
    assert som(nämnden.ledamot).get(adress).status_code == 403
    annans = fabrik.sekreterare_i(fabrik.OrganFactory())
    assert som(annans).get(adress).status_code == 404


@pytest.mark.parametrize(
    ("lagrum", "kort"),
    [
        ("OSL 26 kap. 1 §", "OSL\N{NO-BREAK SPACE}26:1"),
        ("OSL 21 kap. 3 a §", "OSL\N{NO-BREAK SPACE}21:3\N{NO-BREAK SPACE}a"),
        ("25 kap. 1 § OSL", "25:1"),
        ("sekretess", "sekretess"),
        ("", ""),
    ],
)
def test_lagrummet_förkortas(lagrum, kort):
    assert visning.kort_lagrum(lagrum) == kort


def test_dagar_sägs_med_ord():
    i_dag = timezone.localdate()
    assert [visning.om(i_dag + timedelta(days=d)) for d in (-2, -1, 0, 1, 3)] == [
        "för 2 dagar sedan",
        "i går",
        "i dag",
        "i morgon",
        "om 3 dagar",
    ]


def test_det_som_hindrar_kallelsen_står_på_raden_och_överst(klient, nämnden):
    utan_fil = ärendefabrik.handling(
        nämnden.öppen.ärende, av=nämnden.sekreterare, innehåll=None, rubrik="Bilaga utan fil"
    )
    tjänst.lägg_till_handling(punkt=nämnden.öppen, handling=utan_fil, av=nämnden.sekreterare)
    svar = text(klient.get(till("foredragningslista", nämnden.möte.pk)))
    assert "1 sak hindrar kallelsen" in svar
    assert f'href="#punkt-{nämnden.öppen.pk}"' in svar
    assert svar.count("”Bilaga utan fil” saknar fil.") == 2
    assert "Varför?" in svar
    tjänst.ändra_punkt(punkt=nämnden.öppen, av=nämnden.sekreterare, handlingar_senare=True)
    assert "hindrar" not in text(klient.get(till("foredragningslista", nämnden.möte.pk)))


def test_frågorna_växer_inte_med_antalet_punkter(klient, nämnden, django_assert_max_num_queries):
    adress = till("foredragningslista", nämnden.möte.pk)
    antal = []
    fabrik.ta_upp(nämnden.möte, av=nämnden.sekreterare)
    for fler in (0, 27):
        for _ in range(fler):
            fabrik.ta_upp(nämnden.möte, av=nämnden.sekreterare)
            fabrik.anmält(nämnden.organ, av=nämnden.sekreterare)
        with django_assert_max_num_queries(45) as frågor:
            assert klient.get(adress).status_code == 200
        antal.append(len(frågor))
    assert nämnden.möte.punkter.count() == 30
    assert antal[0] == antal[1]


def test_varningen_om_det_hemliga_frågar_lika_mycket_för_en_som_för_tre_kallelser(
    klient, nämnden, django_assert_max_num_queries
):
    fabrik.utfärdad(nämnden.möte, av=nämnden.sekreterare)
    antal = []
    for anmärkning in ("", "ett", "två"):
        if anmärkning:
            tjänst.ändra_punkt(punkt=nämnden.hemlig, av=nämnden.sekreterare, anmärkning=anmärkning)
            nämnden.möte.refresh_from_db()
            fabrik.utfärdad(nämnden.möte, av=nämnden.sekreterare, slag=Kallelse.Slag.KOMPLETTERING)
        punkt = Punkt.objects.get(pk=nämnden.öppen.pk)
        if not punkt.sekretess_lagrum:
            tjänst.ändra_punkt(
                punkt=punkt, av=nämnden.sekreterare, sekretess_lagrum="OSL 26 kap. 1 §"
            )
            nämnden.möte.refresh_from_db()
        with django_assert_max_num_queries(60) as frågor:
            svar = klient.get(till("foredragningslista", nämnden.möte.pk))
        assert "har blivit hemligt" in text(svar)
        antal.append(len(frågor))
    assert antal[1] == antal[2]


def test_mötets_sida_frågar_lika_mycket_för_3_och_30_punkter(
    klient, nämnden, django_assert_max_num_queries
):
    antal = []
    for fler in (1, 27):
        for _ in range(fler):
            fabrik.ta_upp(nämnden.möte, av=nämnden.sekreterare)
        nämnden.möte.refresh_from_db()
        fabrik.utfärdad(nämnden.möte, av=nämnden.sekreterare)
        with django_assert_max_num_queries(52) as frågor:
            klient.get(till("visa", nämnden.möte.pk))
        antal.append(len(frågor))
    assert antal[0] == antal[1]


# --- Anmälda ärenden ---------------------------------------------------------------------------


def test_sidantalet_räknar_bilagorna(klient, nämnden):
    anmälan = fabrik.anmält(nämnden.organ, av=nämnden.sekreterare, rubrik="Med bilagor")
    handling = anmälan.skrivelse.handling
    for _ in range(2):
        ärendefabrik.handling(handling.ärende, av=nämnden.sekreterare, bilaga_till=handling)
    väntar = visning.anmälda(nämnden.möte, nämnden.sekreterare)
    rad = next(a for a in väntar if a.anmälan == anmälan)
    sidor = handling.fil.sidor + sum(b.fil.sidor for b in handling.bilagor.order_by("pk"))
    assert sidor > handling.fil.sidor
    assert rad.fakta.endswith(f"{sidor}\N{NO-BREAK SPACE}sidor")


def test_förrådet_visar_väntande_för_nämnden_och_inget_annat(klient, nämnden):
    fabrik.anmält(nämnden.organ, av=nämnden.sekreterare, rubrik="Väntar på nämnden")
    annan = fabrik.OrganFactory()
    fabrik.anmält(annan, av=fabrik.sekreterare_i(annan), rubrik="Väntar på en annan")
    svar = klient.get(till("foredragningslista", nämnden.möte.pk))
    assert [a.rubrik for a in svar.context["anmälda"]] == ["Väntar på nämnden"]
    assert "Väntar på en annan" not in text(svar)


def test_önskad_dag_kommer_först_och_sen_anmälan_märks(klient, nämnden):
    fabrik.anmält(nämnden.organ, av=nämnden.sekreterare, rubrik="Först anmäld")
    rätt_dag = fabrik.anmält(nämnden.organ, av=nämnden.sekreterare, rubrik="Rätt dag")
    Anmälan.objects.filter(pk=rätt_dag.pk).update(önskad_dag=nämnden.möte.datum)
    Sammanträde.objects.filter(pk=nämnden.möte.pk).update(
        stoppdag=timezone.localdate() - timedelta(days=1)
    )
    svar = klient.get(till("foredragningslista", nämnden.möte.pk))
    assert [a.rubrik for a in svar.context["anmälda"]] == ["Rätt dag", "Först anmäld"]
    assert "Efter stoppdagen" in text(svar)


def test_ett_nytt_papper_i_ett_ärende_på_listan_märks(klient, nämnden):
    punkt = fabrik.ta_upp(nämnden.möte, av=nämnden.sekreterare, rubrik="Två gånger")
    nytt = ärendefabrik.skrivelse(punkt.ärende, av=nämnden.sekreterare)
    ärendefabrik.anmälan(nytt, av=nämnden.sekreterare)
    fabrik.anmält(nämnden.organ, av=nämnden.sekreterare, rubrik="En gång")
    svar = klient.get(till("foredragningslista", nämnden.möte.pk))
    assert [(a.rubrik, a.på_listan) for a in svar.context["anmälda"]] == [
        ("Två gånger", True),
        ("En gång", False),
    ]
    assert text(svar).count("Ärendet står på listan") == 1


def test_lägg_till_ur_förrådet(klient, nämnden):
    anmälan = fabrik.anmält(nämnden.organ, av=nämnden.sekreterare, rubrik="Nytt ärende")
    nästa = fabrik.anmält(nämnden.organ, av=nämnden.sekreterare, rubrik="Nästa i kön")
    adress = till("ta_upp", nämnden.möte.pk, anmälan.pk)
    svar = klient.post(adress, headers=HTMX)
    assert svar.status_code == 200
    assert svar.context["fokus_anmälan"] == nästa.pk
    assert rubriker(nämnden.möte)[-1] == "Nytt ärende"
    igen = klient.post(adress)
    assert igen.status_code == 302
    assert "redan hämtat" in besked(igen)
    assert rubriker(nämnden.möte).count("Nytt ärende") == 1


def test_släppt_ur_förrådet_på_en_plats(klient, nämnden):
    anmälan = fabrik.anmält(nämnden.organ, av=nämnden.sekreterare, rubrik="Nytt ärende")
    klient.post(
        till("ta_upp", nämnden.möte.pk, anmälan.pk),
        {"plats": "2", "efter": nämnden.öppen.pk, "avsnitt": ""},
        headers=HTMX,
    )
    assert rubriker(nämnden.möte)[1] == "Nytt ärende"


def test_en_annan_nämnds_anmälan_finns_inte(klient, nämnden):
    annan = fabrik.OrganFactory()
    anmälan = fabrik.anmält(annan, av=fabrik.sekreterare_i(annan))
    assert klient.post(till("ta_upp", nämnden.möte.pk, anmälan.pk)).status_code == 404


# --- Ändra listan ------------------------------------------------------------------------------


def test_flytta_med_knapp_utan_skript(klient, nämnden):
    svar = klient.post(
        till("flytta_punkt", nämnden.möte.pk, nämnden.hemlig.pk), {"riktning": "upp"}
    )
    assert svar.url == f"{till('foredragningslista', nämnden.möte.pk)}#punkt-{nämnden.hemlig.pk}"
    assert rubriker(nämnden.möte) == ["Placering av Prov", "Öppet ärende om taxan"]


def test_flytta_med_drag(klient, nämnden):
    svar = klient.post(
        till("flytta_punkt", nämnden.möte.pk, nämnden.öppen.pk),
        {"plats": "2", "efter": nämnden.hemlig.pk, "avsnitt": ""},
        headers=HTMX,
    )
    assert 'id="arbetsyta"' in text(svar)
    assert "<html" not in text(svar)
    assert rubriker(nämnden.möte) == ["Placering av Prov", "Öppet ärende om taxan"]


def test_draget_gäller_efter_grannen_även_om_listan_ändrats(klient, nämnden):
    """Någon annan har lagt till en punkt först sedan sidan ritades."""
    tjänst.lägg_till_punkt(
        sammanträde=nämnden.möte, rubrik="Ny", slag="beslut", plats=0, av=nämnden.sekreterare
    )
    klient.post(
        till("flytta_punkt", nämnden.möte.pk, nämnden.öppen.pk),
        {"plats": "2", "efter": nämnden.hemlig.pk, "avsnitt": ""},
    )
    assert rubriker(nämnden.möte) == ["Ny", "Placering av Prov", "Öppet ärende om taxan"]


def test_flytta_utan_mål_säger_till(klient, nämnden):
    svar = klient.post(till("flytta_punkt", nämnden.möte.pk, nämnden.öppen.pk), {"plats": "²"})
    assert "Säg vart punkten ska" in besked(svar)


def test_en_punkt_som_någon_annan_tagit_bort_ger_listan_som_den_är(klient, nämnden):
    tjänst.ta_bort_punkt(punkt=nämnden.öppen, av=nämnden.sekreterare)
    for namn in ("flytta_punkt", "ta_bort_punkt", "los_upp"):
        svar = klient.post(
            till(namn, nämnden.möte.pk, nämnden.öppen.pk), {"riktning": "upp"}, headers=HTMX
        )
        assert svar.status_code == 200
        assert "finns inte längre" in text(svar)
        assert "Placering av Prov" in text(svar)


def test_avsnitt_som_blir_tomt_sägs(klient, nämnden):
    tjänst.ändra_punkt(punkt=nämnden.hemlig, av=nämnden.sekreterare, avsnitt="Sekretess")
    svar = klient.post(
        till("flytta_punkt", nämnden.möte.pk, nämnden.hemlig.pk), {"riktning": "upp"}
    )
    assert "Avsnittet ”Sekretess” blev utan punkter" in besked(svar)


def test_ta_bort_lämnar_tillbaka_ärendet(klient, nämnden):
    svar = klient.post(till("ta_bort_punkt", nämnden.möte.pk, nämnden.öppen.pk), headers=HTMX)
    assert [a.rubrik for a in svar.context["anmälda"]] == ["Öppet ärende om taxan"]
    assert svar.context["fokus_punkt"] == nämnden.hemlig.pk


def test_samla_och_lös_upp(klient, nämnden):
    adress = till("samla", nämnden.möte.pk)
    assert "minst två" in besked(klient.post(adress))
    fabrik.ta_upp(nämnden.möte, av=nämnden.sekreterare, lagrum="OSL 26 kap. 1 §")
    svar = text(klient.post(adress, headers=HTMX))
    assert "2–3" in svar
    assert "SEKRETESSÄRENDEN" in svar
    rad = nämnden.möte.punkter.get(rubrik="SEKRETESSÄRENDEN")
    klient.post(till("los_upp", nämnden.möte.pk, rad.pk))
    assert nämnden.möte.punkter.översta().count() == 3


def test_stående_punkter(klient, nämnden):
    fabrik.StåendePunktFactory(organ=nämnden.organ, rubrik="Upprop")
    klient.post(till("staende", nämnden.möte.pk))
    assert rubriker(nämnden.möte)[0] == "Upprop"
    assert "finns redan" in besked(klient.post(till("staende", nämnden.möte.pk)))


def test_egen_punkt_och_fel_med_det_skrivna_kvar(klient, nämnden):
    adress = till("ny_punkt", nämnden.möte.pk)
    svar = klient.post(adress, {"rubrik": "Information om budget", "slag": "information"})
    punkt = Punkt.objects.get(rubrik="Information om budget")
    assert svar.url.endswith(f"#punkt-{punkt.pk}")
    fel = klient.post(adress, {"rubrik": "x" * 501, "slag": "beslut"})
    assert fel.status_code == 422
    assert "x" * 501 in text(fel)


def test_knappen_samla_finns_när_en_hemlig_punkt_kan_läggas_i_följden(klient, nämnden):
    sidan = till("foredragningslista", nämnden.möte.pk)
    andra = fabrik.PunktFactory(sammanträde=nämnden.möte, rubrik="Den andra")
    assert "Samla sekretessärenden" not in text(klient.get(sidan))
    tjänst.ändra_punkt(punkt=andra, av=nämnden.sekreterare, sekretess_lagrum="OSL 26 kap. 1 §")
    assert "Samla sekretessärenden" in text(klient.get(sidan))
    klient.post(till("samla", nämnden.möte.pk))
    assert "Samla sekretessärenden" not in text(klient.get(sidan))
    sen = fabrik.PunktFactory(sammanträde=nämnden.möte, rubrik="Sen", slag="sekretess")
    assert "Samla sekretessärenden" in text(klient.get(sidan))
    klient.post(till("samla", nämnden.möte.pk))
    sen.refresh_from_db()
    assert sen.förälder.punkter.count() == 3


def test_rubriken_säger_organet_och_platsen_står_bland_uppgifterna(klient, nämnden):
    Sammanträde.objects.filter(pk=nämnden.möte.pk).update(plats="Sammanträdesrum Älven, plan 2")
    for huvud in ({}, HTMX):
        if huvud:
            svar = klient.post(till("staende", nämnden.möte.pk), headers=huvud)
        else:
            svar = klient.get(till("foredragningslista", nämnden.möte.pk))
        sida = text(svar)
        rubrik = sida.split("<h1", 1)[1].split("</h1>", 1)[0]
        tid = " ".join(visning.tidpunkt(nämnden.möte).split())
        assert rubrik.endswith(f">{nämnden.organ}, {tid}")
        assert "Älven" not in rubrik
        assert "<span>Sammanträdesrum Älven, plan 2 · 2 punkter" in sida
        # I listans spalt, och kvar med det skrivna när listan ritas om.
        spalt = sida.split('id="lista-rubrik"', 1)[1].split("</section>", 1)[0]
        assert 'id="ny-punkt" hx-preserve' in spalt


@pytest.mark.parametrize("status", ["pagar", "avslutat", "installt"])
def test_en_låst_lista_visas_men_ändras_inte(klient, nämnden, status):
    Sammanträde.objects.filter(pk=nämnden.möte.pk).update(status=status)
    sida = text(klient.get(till("foredragningslista", nämnden.möte.pk)))
    assert "listan kan inte ändras" in sida
    assert ("Sammanträdet pågår och" if status == "pagar" else "Sammanträdet är ") in sida
    assert "data-sortera" not in sida
    före = rubriker(nämnden.möte)
    svar = klient.post(till("ny_punkt", nämnden.möte.pk), {"rubrik": "Sen", "slag": "beslut"})
    assert svar.status_code == 409
    klient.post(till("ta_bort_punkt", nämnden.möte.pk, nämnden.öppen.pk))
    assert rubriker(nämnden.möte) == före


LISTÄNDRINGAR = ["staende", "ny_punkt", "samla"]
PUNKTÄNDRINGAR = ["flytta_punkt", "ta_bort_punkt", "los_upp"]


@pytest.mark.parametrize("namn", LISTÄNDRINGAR + PUNKTÄNDRINGAR)
def test_ändringarna_för_andra(som, nämnden, namn):
    args = [nämnden.möte.pk] + ([nämnden.öppen.pk] if namn in PUNKTÄNDRINGAR else [])
    före = rubriker(nämnden.möte)
    annan = fabrik.sekreterare_i(fabrik.OrganFactory())
    for konto, kod in ((nämnden.handläggare, 403), (nämnden.ledamot, 404), (annan, 404)):
        assert som(konto).post(till(namn, *args), {"rubrik": "x"}).status_code == kod
    assert som(nämnden.sekreterare).get(till(namn, *args)).status_code == 405
    assert rubriker(nämnden.möte) == före


def test_en_punkt_på_ett_annat_möte_rörs_inte(klient, nämnden):
    annan = fabrik.nämnden()
    svar = klient.post(till("ta_bort_punkt", nämnden.möte.pk, annan.öppen.pk))
    assert "finns inte längre" in besked(svar)
    assert Punkt.objects.filter(pk=annan.öppen.pk).exists()


# --- Punktens sida -----------------------------------------------------------------------------


def ifyllt(svar, **ändrat):
    """Det webbläsaren skulle skicka, med ändringar."""
    data = {
        fält.html_name: fält.value() or ""
        for fält in svar.context["form"]
        if not (isinstance(fält.value(), bool) and not fält.value())
    }
    for prefix in ("satser", "föredragande"):
        formulär = svar.context[prefix]
        data |= {f.html_name: f.value() for f in formulär.management_form}
        data |= {f.html_name: f.value() or "" for form in formulär for f in form}
    return data | ändrat


def test_punkten_sparas(klient, nämnden):
    adress = till("punkt", nämnden.öppen.pk)
    svar = klient.post(
        adress,
        ifyllt(
            klient.get(adress),
            **{
                "rubrik": "Ny\nrubrik",
                "numrering": "fast",
                "nummer": "4a",
                "handlingar_senare": "on",
                "satser-1-text": "",
                "satser-2-text": "Tredje satsen.",
                "foredragande-0-namn": "Ylva Norrström",
                "foredragande-0-titel": "utredare",
            },
        ),
    )
    assert svar.url == f"{till('foredragningslista', nämnden.möte.pk)}#punkt-{nämnden.öppen.pk}"
    punkt = Punkt.objects.get(pk=nämnden.öppen.pk)
    assert (punkt.rubrik, punkt.nummer, punkt.handlingar_senare) == ("Ny rubrik", "4a", True)
    assert [s.text for s in punkt.förslag.all()] == ["Taxan antas.", "Tredje satsen."]
    assert [str(f) for f in punkt.föredragande.all()] == ["Ylva Norrström, utredare"]


@pytest.mark.parametrize(
    ("ändrat", "fel"),
    [
        ({"rubrik": " "}, "Skriv punktens rubrik."),
        ({"numrering": "fast", "nummer": ""}, "Ange ett nummer"),
        ({"slag": "sekretess", "sekretess_lagrum": ""}, "Ange lagrummet"),
        ({"handlingar_senare": "on", "handlingar_dukas": "on"}, "Välj ett"),
        ({"foredragande-0-titel": "utredare"}, "Ange den föredragandes namn"),
    ],
    ids=["rubrik", "nummer", "lagrum", "senare eller dukas", "föredragande"],
)
def test_fel_på_punkten_behåller_det_skrivna(klient, nämnden, ändrat, fel):
    adress = till("punkt", nämnden.öppen.pk)
    data = ifyllt(klient.get(adress), anmärkning="Skrivet med möda") | ändrat
    svar = klient.post(adress, data)
    assert svar.status_code == 422
    assert fel in text(svar)
    assert "Skrivet med möda" in text(svar)
    assert "ds-error-summary" in text(svar)
    assert Punkt.objects.get(pk=nämnden.öppen.pk).anmärkning == ""


def test_två_som_ändrar_samma_punkt_ser_bådas_text(klient, nämnden):
    adress = till("punkt", nämnden.öppen.pk)
    data = ifyllt(klient.get(adress), **{"rubrik": "Min rubrik", "satser-0-text": "Min sats."})
    tjänst.ändra_punkt(
        punkt=nämnden.öppen, av=nämnden.sekreterare, rubrik="Deras rubrik", förslag=["Deras sats."]
    )
    svar = klient.post(adress, data)
    assert svar.status_code == 409
    assert "Någon annan har ändrat punkten" in text(svar)
    for del_ in ("Min rubrik", "Min sats.", "Deras rubrik", "Deras sats."):
        assert del_ in text(svar)
    assert Punkt.objects.get(pk=nämnden.öppen.pk).rubrik == "Deras rubrik"
    klient.post(adress, data | {"märke": svar.context["form"]["märke"].value()})
    assert Punkt.objects.get(pk=nämnden.öppen.pk).rubrik == "Min rubrik"


def test_formulärets_fält_är_dem_tjänsten_tar_emot():
    assert set(PunktForm.FÄLT) <= tjänst.FÅR_ÄNDRAS
    assert set(PunktForm.base_fields) == {*PunktForm.FÄLT, "märke"}


def test_en_registrerad_handling_läggs_till(klient, nämnden):
    ny = ärendefabrik.handling(nämnden.öppen.ärende, av=nämnden.sekreterare, rubrik="Remissvar")
    adress = till("lagg_till_handling", nämnden.öppen.pk)
    assert klient.post(adress, {"handling": ny.pk}).status_code == 302
    assert nämnden.öppen.handlingar.filter(handling=ny).exists()
    annan = ärendefabrik.handling(nämnden.hemlig.ärende, av=nämnden.sekreterare)
    assert klient.post(adress, {"handling": annan.pk}).status_code == 422
    assert nämnden.öppen.handlingar.count() == 2


def test_ett_papper_laddas_upp_flyttas_och_tas_bort(klient, nämnden):
    punkt = tjänst.lägg_till_punkt(
        sammanträde=nämnden.möte, rubrik="Information", slag="information", av=nämnden.sekreterare
    )
    adress = till("ladda_upp", punkt.pk)
    for namn in ("a.pdf", "b.pdf"):
        fil = SimpleUploadedFile(namn, ärendefabrik.pdf(märke=namn))
        assert klient.post(adress, {"papper-rubrik": namn, "papper-fil": fil}).status_code == 302
    a, b = punkt.handlingar.order_by("ordning")
    klient.post(till("flytta_handling", b.pk), {"riktning": "upp"})
    assert [h.titel for h in punkt.handlingar.order_by("ordning")] == ["b.pdf", "a.pdf"]
    svar = klient.get(till("papper", a.pk))
    assert b"".join(svar).startswith(b"%PDF")
    assert 'filename="a.pdf"' in svar.headers["Content-Disposition"]
    klient.post(till("ta_bort_handling", a.pk))
    assert [h.titel for h in punkt.handlingar.all()] == ["b.pdf"]


@pytest.mark.parametrize(
    ("filer", "fel"),
    [
        ({}, "Välj en PDF-fil."),
        ({"papper-fil": SimpleUploadedFile("trasig.pdf", b"inte en pdf")}, "trasig.pdf"),
    ],
    ids=["ingen fil", "trasig fil"],
)
def test_en_fil_som_inte_går_sägs_med_sitt_namn(klient, nämnden, filer, fel):
    punkt = tjänst.lägg_till_punkt(
        sammanträde=nämnden.möte, rubrik="Information", slag="information", av=nämnden.sekreterare
    )
    svar = klient.post(till("ladda_upp", punkt.pk), {"papper-rubrik": "Min rubrik"} | filer)
    assert svar.status_code == 422
    assert fel in text(svar)
    assert "Min rubrik" in text(svar)
    assert not punkt.handlingar.exists()


def test_punkten_och_dess_papper_för_andra(som, nämnden):
    papper = nämnden.hemlig.handlingar.get()
    fabrik.utfärdad(nämnden.möte, av=nämnden.sekreterare)
    annan = fabrik.sekreterare_i(fabrik.OrganFactory())
    for konto in (nämnden.handläggare, nämnden.ledamot, annan):
        klient = som(konto)
        assert klient.get(till("punkt", nämnden.hemlig.pk)).status_code == 404
        assert klient.get(till("papper", papper.pk)).status_code == 404
        for namn in ("lagg_till_handling", "ladda_upp"):
            assert klient.post(till(namn, nämnden.hemlig.pk)).status_code == 404
        for namn in ("flytta_handling", "ta_bort_handling"):
            assert klient.post(till(namn, papper.pk)).status_code == 404
    assert Punkthandling.objects.filter(pk=papper.pk).exists()
    assert Handling.objects.filter(pk=papper.handling_id).exists()


# --- Bordlagt och återremitterat utan skrivelse ---------------------------------------------------


def test_bordlagd_punkt_står_vid_listan_och_läggs_till(klient, nämnden):
    rad = Återkommande.objects.create(
        organ=nämnden.möte.organ,
        orsak="bordlagd",
        ursprung="18 februari 2026, § 12",
        rubrik="Val av ombud",
        förslag=["Bo väljs."],
    )
    sida = text(klient.get(till("foredragningslista", nämnden.möte.pk)))
    assert "Val av ombud" in sida
    assert "18 februari 2026, § 12" in sida

    svar = klient.post(till("ta_upp_aterkommande", nämnden.möte.pk, rad.pk), headers=HTMX)

    assert "”Val av ombud” finns nu på listan." in text(svar)
    assert "(Bordlagt 18 februari 2026, § 12)" in text(svar)
    assert nämnden.möte.punkter.get(rubrik="Val av ombud").förslag.get().text == "Bo väljs."
    svar = klient.post(till("ta_upp_aterkommande", nämnden.möte.pk, rad.pk))
    assert svar.status_code == 404


def test_återkommande_i_ett_ärende_som_inte_får_ses_finns_inte(klient, nämnden):
    hemligt = ärendefabrik.ärende()
    assert not ärendepolicy.får_se(nämnden.sekreterare, hemligt)
    rad = Återkommande.objects.create(
        organ=nämnden.möte.organ,
        orsak="bordlagd",
        ursprung="18 februari 2026, § 12",
        rubrik="Hemligt om barnet",
        ärende=hemligt,
    )
    assert "Hemligt om barnet" not in text(klient.get(till("foredragningslista", nämnden.möte.pk)))
    svar = klient.post(till("ta_upp_aterkommande", nämnden.möte.pk, rad.pk))
    assert svar.status_code == 404
    assert not nämnden.möte.punkter.filter(rubrik=rad.rubrik).exists()
