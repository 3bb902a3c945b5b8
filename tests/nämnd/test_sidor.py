"""Mötets sidor: vem som får vad, och att inget skrivet går förlorat."""

from datetime import date, timedelta

import pytest
from django.contrib.messages import get_messages
from django.urls import reverse
from django.utils import timezone

from konton.models import Roll
from nämnd import utbyggnad
from nämnd.models import Gruppmöte, Kallelse, Kallelsefil, Sammanträde, Uppdrag
from nämnd.services import föredragningslista as tjänst
from tests.factories import nämnd as fabrik
from tests.factories.konton import AnvändareFactory, med_roll
from tests.konton.faktor import styrk
from tests.minne import mindes

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


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


def till(namn: str, *args: object) -> str:
    return reverse(f"namnd:{namn}", args=args)


def text(svar) -> str:
    return " ".join(svar.content.decode().split())


def besked(svar) -> str:
    return " ".join(str(m) for m in get_messages(svar.wsgi_request))


def kod(svar) -> int:
    """Svarets kod; en fil läses klart så att den stängs."""
    if svar.streaming:
        b"".join(svar)
    return svar.status_code


# --- Vem som får öppna sidorna -----------------------------------------------------------------

SIDOR = ["visa", "foredragningslista", "andra", "flytta", "stall_in", "jobb"]


@pytest.mark.parametrize("namn", SIDOR)
def test_sidan_för_var_och_en(som, nämnden, namn):
    sköts = namn != "visa"
    adress = till(namn, nämnden.möte.pk)
    assert som(nämnden.sekreterare).get(adress).status_code == (302 if namn == "jobb" else 200)
    assert som(nämnden.handläggare).get(adress).status_code == (403 if sköts else 200)
    # En ledamot känner inte till mötet förrän kallelsen är utfärdad.
    assert som(nämnden.ledamot).get(adress).status_code == 404
    annan = fabrik.sekreterare_i(fabrik.OrganFactory())
    assert som(annan).get(adress).status_code == 404
    assert som(AnvändareFactory()).get(adress).status_code == 404


def test_en_ledamot_läser_men_sköter_inte_ett_utfärdat_möte(som, nämnden):
    fabrik.utfärdad(nämnden.möte, av=nämnden.sekreterare)
    klient = som(nämnden.ledamot)
    assert klient.get(till("visa", nämnden.möte.pk)).status_code == 200
    for namn in SIDOR[1:]:
        assert klient.get(till(namn, nämnden.möte.pk)).status_code == 403


# --- Listan över möten -------------------------------------------------------------------------


def test_listan_visar_kommande_och_tidigare_i_var_sin_tabell(som, nämnden):
    i_dag = timezone.localdate()
    fabrik.SammanträdeFactory(organ=nämnden.organ, datum=i_dag - timedelta(days=3), plats="Gamla")
    fabrik.SammanträdeFactory(plats="Annan nämnd")
    svar = text(som(nämnden.sekreterare).get(till("lista")))
    assert svar.index("Kommande") < svar.index("Solrosen") < svar.index("Gamla")
    assert "Annan nämnd" not in svar
    assert "1 kommande" in svar


def test_filtret_står_i_adressen(som, nämnden):
    gammalt = fabrik.SammanträdeFactory(organ=nämnden.organ, datum=date(2021, 5, 5), plats="Gamla")
    annat = fabrik.OrganFactory(myndighet=nämnden.organ.myndighet)
    fabrik.SammanträdeFactory(organ=annat, plats="Utskottets rum")
    klient = som(nämnden.sekreterare)
    svar = text(klient.get(till("lista"), {"ar": gammalt.datum.year}))
    assert "Gamla" in svar
    assert "Solrosen" not in svar
    svar = text(klient.get(till("lista"), {"organ": annat.pk}))
    assert "Utskottets rum" in svar
    assert "Gamla" not in svar
    assert "Inga sammanträden i urvalet" in text(klient.get(till("lista"), {"ar": "1999"}))
    assert "Inga sammanträden i urvalet" in text(klient.get(till("lista"), {"ar": "99999"}))
    assert klient.get(till("lista"), {"ar": "x", "organ": "²", "fore": "y_z"}).status_code == 200


def test_tidigare_möten_bläddras_utan_att_något_hoppas_över(som):
    organ = fabrik.OrganFactory()
    dag = timezone.localdate() - timedelta(days=30)
    möten = {fabrik.SammanträdeFactory(organ=organ, datum=dag).pk for _ in range(35)}
    klient = som(fabrik.sekreterare_i(organ))
    sedda, adress = [], till("lista")
    while adress:
        svar = klient.get(adress)
        sedda += [rad["möte"].pk for rad in svar.context["tidigare"]]
        nästa = svar.context["nästa"]
        adress = till("lista") + nästa if nästa else ""
    assert len(sedda) == 35
    assert set(sedda) == möten


def test_tom_lista_säger_hur_man_börjar(som):
    assert "lägga upp det första" in text(
        som(fabrik.sekreterare_i(fabrik.OrganFactory())).get(till("lista"))
    )
    svar = text(som(AnvändareFactory()).get(till("lista")))
    assert "när kallelsen är utfärdad" in svar
    assert "Nytt sammanträde" not in svar


def test_antalet_frågor_växer_inte_med_antalet_möten(som, django_assert_max_num_queries):
    organ = fabrik.OrganFactory()
    klient = som(fabrik.sekreterare_i(organ))
    antal = []
    for _ in range(2):
        for _ in range(12):
            fabrik.SammanträdeFactory(organ=organ)
            fabrik.SammanträdeFactory(organ=organ, datum=date(2024, 1, 10))
        with django_assert_max_num_queries(30) as frågor:
            klient.get(till("lista"))
        antal.append(len(frågor))
    assert antal[0] == antal[1]


# --- Nytt möte ---------------------------------------------------------------------------------


def nytt(organ, **ändrat):
    dag = timezone.localdate() + timedelta(days=30)
    return {
        "organ": organ.pk,
        "datum": dag.isoformat(),
        "från": "15:00",
        "till": "",
        "plats": "Blåklinten",
        "slag": "ordinarie",
        "stående": "on",
    } | ändrat


def test_ett_möte_läggs_upp(som, nämnden):
    svar = som(nämnden.sekreterare).post(till("ny"), nytt(nämnden.organ, plats="Nya salen"))
    möte = Sammanträde.objects.get(plats="Nya salen")
    assert svar.url == till("foredragningslista", möte.pk)


def test_fel_i_formuläret_behåller_det_skrivna(som, nämnden):
    fel = nytt(nämnden.organ, datum="", till="14:00", plats="Skrivet")
    svar = som(nämnden.sekreterare).post(till("ny"), fel)
    assert svar.status_code == 422
    assert "Sluttiden måste ligga efter starttiden." in text(svar)
    assert 'value="Skrivet"' in text(svar)
    assert not Sammanträde.objects.filter(plats="Skrivet").exists()


def test_bara_egna_organ_går_att_välja(som, nämnden):
    annat = fabrik.OrganFactory()
    svar = som(nämnden.sekreterare).post(till("ny"), nytt(annat, plats="Fel organ"))
    assert svar.status_code == 422
    assert not Sammanträde.objects.filter(plats="Fel organ").exists()
    for konto in (nämnden.handläggare, nämnden.ledamot):
        assert som(konto).get(till("ny")).status_code == 403
        assert som(konto).post(till("ny"), nytt(nämnden.organ)).status_code == 403


# --- Mötets sida -------------------------------------------------------------------------------


def test_den_utfärdade_listan_visas_med_länkar_in_i_paketet(som, nämnden):
    kallelse = fabrik.utfärdad(nämnden.möte, av=nämnden.sekreterare)
    svar = text(som(nämnden.ledamot).get(till("visa", nämnden.möte.pk)))
    assert "Öppet ärende om taxan" in svar
    assert "Placering av Prov" in svar
    paket = till("kallelsefil", kallelse.pk, "paket")
    assert f'href="{paket}#page=3"' in svar
    assert f'href="{paket}#page=5"' in svar


def test_den_som_inte_får_se_sekretess_ser_det_offentliga_exemplaret(som, nämnden):
    kallelse = fabrik.utfärdad(nämnden.möte, av=nämnden.sekreterare)
    insyn = fabrik.förtroendevald_i(nämnden.organ, Uppdrag.Post.INSYN)
    for konto in (insyn, nämnden.handläggare):
        svar = text(som(konto).get(till("visa", nämnden.möte.pk)))
        assert "Öppet ärende om taxan" in svar
        assert "Placering" not in svar
        assert nämnden.hemlig.beteckning not in svar
        assert "utelämnade: sekretess" in svar
        assert till("kallelsefil", kallelse.pk, "offentligt_paket") in svar
        assert till("kallelsefil", kallelse.pk, "paket") not in svar


def test_bladet_räknas_utan_de_utelämnade_sidorna(som):
    organ = fabrik.OrganFactory()
    sek = fabrik.sekreterare_i(organ)
    möte = fabrik.möte(organ, av=sek)
    fabrik.ta_upp(möte, av=sek, lagrum="OSL 26 kap. 1 §")
    fabrik.ta_upp(möte, av=sek)
    fabrik.utfärdad(möte, av=sek)
    svar = text(som(med_roll(Roll.CHEF, organ.myndighet)).get(till("visa", möte.pk)))
    # Punkt 2 har sidorna 5–6 men ligger på blad 3 när 3–4 är utelämnade.
    assert "s.&nbsp;5–6" in svar
    assert "#page=3" in svar


def test_ett_flyttat_möte_säger_vad_kallelsen_sade(som, nämnden):
    fabrik.utfärdad(nämnden.möte, av=nämnden.sekreterare)
    ny_dag = nämnden.möte.datum + timedelta(days=7)
    som(nämnden.sekreterare).post(
        till("flytta", nämnden.möte.pk),
        {"datum": ny_dag.isoformat(), "från": "09:00", "till": "", "plats": "Blåklinten"},
    )
    svar = text(som(nämnden.ledamot).get(till("visa", nämnden.möte.pk)))
    assert "Sammanträdet är flyttat" in svar
    assert "Blåklinten" in svar
    assert "Solrosen" in svar


def test_ett_inställt_möte_säger_varför(som, nämnden):
    fabrik.utfärdad(nämnden.möte, av=nämnden.sekreterare)
    klient = som(nämnden.sekreterare)
    assert klient.post(till("stall_in", nämnden.möte.pk), {"skäl": ""}).status_code == 422
    klient.post(till("stall_in", nämnden.möte.pk), {"skäl": "För få ärenden."})
    svar = text(som(nämnden.ledamot).get(till("visa", nämnden.möte.pk)))
    assert "Sammanträdet är inställt." in svar
    assert "För få ärenden." in svar
    assert "innan någon kallelse" not in svar


def test_ett_möte_som_ställts_in_utan_kallelse_ber_ingen_fortsätta(som, nämnden):
    klient = som(nämnden.sekreterare)
    klient.post(till("stall_in", nämnden.möte.pk), {"skäl": "För få ärenden."})
    svar = text(klient.get(till("visa", nämnden.möte.pk)))
    assert "Sammanträdet ställdes in innan någon kallelse hade utfärdats." in svar
    assert "Fram till dess" not in svar
    assert "Till föredragningslistan" not in svar


def test_ett_stängt_möte_kan_inte_flyttas_eller_ställas_in(som, nämnden):
    Sammanträde.objects.filter(pk=nämnden.möte.pk).update(status=Sammanträde.Status.AVSLUTAT)
    klient = som(nämnden.sekreterare)
    fel = klient.post(till("stall_in", nämnden.möte.pk), {"skäl": "Mitt skäl"})
    assert fel.status_code == 422
    assert "Mitt skäl" in text(fel)
    fel = klient.post(
        till("flytta", nämnden.möte.pk), {"datum": "2030-01-01", "från": "09:00", "plats": "x"}
    )
    assert "kan inte ändras" in text(fel)
    assert Sammanträde.objects.get(pk=nämnden.möte.pk).status == "avslutat"


def test_flytta_utan_ändring_säger_till(som, nämnden):
    möte = nämnden.möte
    svar = som(nämnden.sekreterare).post(
        till("flytta", möte.pk),
        {"datum": möte.datum.isoformat(), "från": "15:00", "plats": möte.plats},
    )
    assert "Ange en annan dag" in text(svar)


def uppgifter(**ändrat):
    return {
        "anteckningssidor": "2",
        **{
            f"{rader}-{vad}": antal
            for rader in ("gruppmoten", "program", "ovriga", "justerare")
            for vad, antal in (("TOTAL_FORMS", "2"), ("INITIAL_FORMS", "0"))
        },
    } | ändrat


def test_uppgifter_och_gruppmöten_sparas(som, nämnden):
    klient = som(nämnden.sekreterare)
    svar = klient.post(
        till("andra", nämnden.möte.pk),
        uppgifter(
            **{
                "tema": "Budget",
                "gruppmoten-0-partier": "S, V",
                "gruppmoten-0-från": "13:00",
                "gruppmoten-0-plats": "Blåklinten",
            }
        ),
    )
    assert svar.url == till("visa", nämnden.möte.pk)
    assert Sammanträde.objects.get(pk=nämnden.möte.pk).tema == "Budget"
    assert Gruppmöte.objects.get().partier == ["S", "V"]
    sida = text(klient.get(till("visa", nämnden.möte.pk)))
    assert "S, V, Blåklinten, kl.&nbsp;13.00" in sida
    svar = klient.post(
        till("andra", nämnden.möte.pk),
        uppgifter(**{"tema": "Kvar", "gruppmoten-0-plats": "Utan partier"}),
    )
    assert svar.status_code == 422
    assert "Ange vilka partier" in text(svar)
    assert "Kvar" in text(svar)


# --- Utbyggnaden -------------------------------------------------------------------------------


def test_ett_övre_paket_lägger_till_en_knapp(som, nämnden, monkeypatch):
    monkeypatch.setattr(utbyggnad, "_byggare", [])

    def bygg(möte, användare):
        if användare == nämnden.sekreterare:
            yield utbyggnad.Handgrepp("Öppna mötet", f"/prov/{möte.pk}/", "post", huvudsak=True)
            yield utbyggnad.Handgrepp("Se protokollet", "/prov/")

    utbyggnad.registrera(bygg)
    utbyggnad.registrera(bygg)
    svar = text(som(nämnden.sekreterare).get(till("visa", nämnden.möte.pk)))
    assert svar.count("Öppna mötet") == 1
    assert f'action="/prov/{nämnden.möte.pk}/"' in svar
    assert 'href="/prov/">Se protokollet</a>' in svar
    assert 'action="/prov/"' not in svar
    assert "Öppna mötet" not in text(som(nämnden.handläggare).get(till("visa", nämnden.möte.pk)))


# --- Kallelsen ---------------------------------------------------------------------------------


def test_skapa_kallelse_beställer_jobbet_och_visar_hur_långt_det_har_kommit(som, nämnden):
    klient = som(nämnden.sekreterare)
    svar = klient.post(till("skapa_kallelse", nämnden.möte.pk))
    assert svar.url.startswith(till("foredragningslista", nämnden.möte.pk))
    kallelse = Kallelse.objects.get()
    sida = text(klient.get(till("foredragningslista", nämnden.möte.pk)))
    assert 'hx-trigger="every 1s"' in sida
    assert "Väntar på sin tur" in sida
    delen = klient.get(till("jobb", nämnden.möte.pk), headers={"HX-Request": "true"})
    assert f'id="jobb-{kallelse.jobb_id}"' in text(delen)
    assert "HX-Retarget" not in delen.headers


def test_när_jobbet_är_klart_ritas_listan_om(som, nämnden):
    fabrik.färdigt_utkast(nämnden.möte, av=nämnden.sekreterare)
    svar = som(nämnden.sekreterare).get(
        till("jobb", nämnden.möte.pk), headers={"HX-Request": "true"}
    )
    assert svar.headers["HX-Retarget"] == "#arbetsyta"
    assert "Utfärda kallelsen" in text(svar)
    assert "every 1s" not in text(svar)


def test_ett_misslyckat_jobb_säger_vilken_fil(som, nämnden):
    klient = som(nämnden.sekreterare)
    klient.post(till("skapa_kallelse", nämnden.möte.pk))
    jobb = Kallelse.objects.get().jobb
    jobb.status, jobb.fel = "misslyckat", "bilaga.pdf är skadad i fillagret."
    jobb.save(update_fields=["status", "fel"])
    sida = text(klient.get(till("foredragningslista", nämnden.möte.pk)))
    assert "bilaga.pdf är skadad" in sida
    assert "Skapa kallelse" in sida


def test_en_tom_lista_hindrar_kallelsen(som, nämnden):
    möte = fabrik.SammanträdeFactory(organ=nämnden.organ)
    klient = som(nämnden.sekreterare)
    assert "Föredragningslistan är tom." in text(klient.get(till("foredragningslista", möte.pk)))
    svar = klient.post(till("skapa_kallelse", möte.pk))
    assert "Föredragningslistan är tom." in besked(svar)
    assert not möte.kallelser.exists()


def test_skapa_kallelse_för_andra(som, nämnden):
    adress = till("skapa_kallelse", nämnden.möte.pk)
    assert som(nämnden.handläggare).post(adress).status_code == 403
    assert som(nämnden.ledamot).post(adress).status_code == 404
    assert som(nämnden.sekreterare).get(adress).status_code == 405
    assert not Kallelse.objects.exists()


def test_utfärda_visar_vem_som_kallas_och_fryser(som, nämnden):
    ersättare = fabrik.förtroendevald_i(nämnden.organ, Uppdrag.Post.ERSÄTTARE)
    kallelse = fabrik.färdigt_utkast(nämnden.möte, av=nämnden.sekreterare)
    klient = som(nämnden.sekreterare)
    sida = text(klient.get(till("utfarda", kallelse.pk)))
    assert nämnden.ledamot.person.namn in sida
    assert "Ersättare (1)" in sida
    assert ersättare.person.namn in sida
    svar = klient.post(till("utfarda", kallelse.pk))
    assert svar.url == till("visa", nämnden.möte.pk)
    kallelse.refresh_from_db()
    assert kallelse.status == Kallelse.Status.UTFÄRDAD
    igen = klient.post(till("utfarda", kallelse.pk))
    assert igen.status_code == 409
    assert "redan utfärdad" in text(igen)


@pytest.mark.parametrize(("dagar", "varnar"), [(-1, True), (0, False)])
def test_utfärda_varnar_när_dagen_har_varit(som, nämnden, dagar, varnar):
    nämnden.möte.datum = timezone.localdate() + timedelta(days=dagar)
    nämnden.möte.save(update_fields=["datum"])
    kallelse = fabrik.färdigt_utkast(nämnden.möte, av=nämnden.sekreterare)
    sida = text(som(nämnden.sekreterare).get(till("utfarda", kallelse.pk)))
    assert ("dag har redan varit" in sida) is varnar


def test_en_ändrad_lista_utfärdas_inte(som, nämnden):
    kallelse = fabrik.färdigt_utkast(nämnden.möte, av=nämnden.sekreterare)
    fabrik.ta_upp(nämnden.möte, av=nämnden.sekreterare)
    klient = som(nämnden.sekreterare)
    svar = klient.post(till("utfarda", kallelse.pk))
    assert svar.status_code == 409
    assert "har ändrats sedan kallelsen skapades" in text(svar)
    kallelse.refresh_from_db()
    assert kallelse.status == Kallelse.Status.UTKAST
    sida = text(klient.get(till("foredragningslista", nämnden.möte.pk)))
    assert "har ändrats sedan kallelse 1 skapades" in sida
    assert "Nytt: Taxan" in sida
    assert "Skapa kallelse" in sida


def test_utfärda_för_andra(som, nämnden):
    kallelse = fabrik.färdigt_utkast(nämnden.möte, av=nämnden.sekreterare)
    adress = till("utfarda", kallelse.pk)
    annan = fabrik.sekreterare_i(fabrik.OrganFactory())
    for konto in (nämnden.handläggare, nämnden.ledamot, annan):
        assert som(konto).post(adress).status_code == 404
    fabrik.utfärdad(nämnden.möte, av=nämnden.sekreterare)
    assert som(nämnden.handläggare).post(adress).status_code == 403


@pytest.mark.parametrize("slag", list(Kallelsefil.Slag))
def test_filerna_för_var_och_en(som, nämnden, slag):
    kallelse = fabrik.färdigt_utkast(nämnden.möte, av=nämnden.sekreterare)
    adress = till("kallelsefil", kallelse.pk, slag)
    insyn = fabrik.förtroendevald_i(nämnden.organ, Uppdrag.Post.INSYN)
    annan = fabrik.sekreterare_i(fabrik.OrganFactory())
    full = slag in ("kallelse", "paket")
    assert kod(som(nämnden.sekreterare).get(adress)) == 200
    for konto in (nämnden.handläggare, nämnden.ledamot, insyn, annan):
        assert kod(som(konto).get(adress)) == 404, "ett utkast är bara sekreterarens"
    fabrik.utfärdad(nämnden.möte, av=nämnden.sekreterare)
    klient = som(nämnden.ledamot)
    if full:
        # Det hemliga i listan och paketet öppnas med en kod.
        assert kod(klient.get(adress)) == 302
        styrk(klient, nämnden.ledamot)
    assert kod(klient.get(adress)) == 200
    for konto in (nämnden.handläggare, insyn):
        assert kod(som(konto).get(adress)) == (404 if full else 200)
    assert kod(som(annan).get(adress)) == 404


def test_filen_visas_i_webbläsaren_och_sparas_inte_av_andra(som, nämnden):
    kallelse = fabrik.utfärdad(nämnden.möte, av=nämnden.sekreterare)
    nämnden.organ.namn = "Barn- och utbildningsnämnden"
    nämnden.organ.save()
    klient = som(nämnden.ledamot)
    adress = till("kallelsefil", kallelse.pk, "offentlig_kallelse")
    svar = klient.get(adress)
    namn = f"kallelse-barn-och-utbildningsnamnden-{nämnden.möte.datum.isoformat()}-offentlig.pdf"
    assert svar.headers["Content-Disposition"] == f'inline; filename="{namn}"'
    assert svar.headers["X-Content-Type-Options"] == "nosniff"
    assert svar.headers["Cache-Control"] == "private, no-cache"
    assert b"".join(svar).startswith(b"%PDF")
    igen = klient.get(adress, headers={"If-None-Match": svar["ETag"]})
    assert igen.status_code == 304
    assert klient.get(till("kallelsefil", kallelse.pk, "annat")).status_code == 404


def test_tidigare_utgåvor_går_att_läsa(som, nämnden):
    första = fabrik.utfärdad(nämnden.möte, av=nämnden.sekreterare)
    fabrik.ta_upp(nämnden.möte, av=nämnden.sekreterare, rubrik="Nytt i andra kallelsen")
    klient = som(nämnden.ledamot)
    assert "Nytt i andra" not in text(klient.get(till("visa", nämnden.möte.pk)))
    nämnden.möte.refresh_from_db()
    andra = fabrik.utfärdad(nämnden.möte, av=nämnden.sekreterare)
    sida = text(klient.get(till("visa", nämnden.möte.pk)))
    assert "Nytt i andra kallelsen" in sida
    for kallelse in (första, andra):
        assert till("kallelsefil", kallelse.pk, "paket") in sida


def test_listan_säger_vad_som_ändrats_sedan_kallelsen(som, nämnden):
    fabrik.utfärdad(nämnden.möte, av=nämnden.sekreterare)
    klient = som(nämnden.sekreterare)
    adress = till("foredragningslista", nämnden.möte.pk)
    assert "Komplettering eller ny kallelse" in text(klient.get(adress))
    tjänst.ändra_punkt(punkt=nämnden.öppen, av=nämnden.sekreterare, tid="15.30")
    assert "Uppgifter om punkterna eller mötet är ändrade." in text(klient.get(adress))
    tjänst.flytta_punkt(punkt=nämnden.öppen, av=nämnden.sekreterare, plats=1)
    tjänst.ändra_punkt(punkt=nämnden.öppen, av=nämnden.sekreterare, rubrik="Ny taxa")
    sida = text(klient.get(adress))
    assert "Ordningen är en annan." in sida
    assert "Ny rubrik: Ny taxa (förr Öppet ärende om taxan)" in sida
    tjänst.ta_bort_punkt(punkt=nämnden.hemlig, av=nämnden.sekreterare)
    assert "Borttaget: Placering av Prov" in text(klient.get(adress))
