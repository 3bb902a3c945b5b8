"""Närvaron på mötets sida: platserna, jävet, projektorn, närvarolistan och statistiken."""

import csv
from datetime import date, time
from uuid import uuid4

import pgtrigger
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from konton.models import Roll
from nämnd.jäv import Grund
from protokoll.models import Närvaro, Propositionssteg, Talare
from protokoll.services import (
    avslut,
    beslut,
    extra,
    frågan,
    jäv,
    närvaro,
    omröstningar,
    yrkanden,
)
from tests.factories.konton import MyndighetFactory, med_roll
from tests.factories.protokoll import Mötesvärld, kallat_möte, lägg_ärende

pytestmark = pytest.mark.slow

HÅRT = "\N{NO-BREAK SPACE}"
HTMX = {"HX-Request": "true"}
PART = Grund.PART.etikett


@pytest.fixture
def sekreterare(värld: Mötesvärld) -> Client:
    klient = Client()
    klient.force_login(värld.sekreterare)
    return klient


def url(namn: str, *args: int) -> str:
    return reverse(f"protokoll:{namn}", args=args)


def test_ersättaren_i_tur_träder_in_med_ett_tryck(värld: Mötesvärld, sekreterare: Client) -> None:
    protokoll = värld.samla()
    pk = protokoll.pk
    for namn, status in (("Tove", "ersattare"), ("Ingrid", "franvarande")):
        sekreterare.post(url("narvaro", pk, värld.rad(namn).pk), {"status": status})

    sida = sekreterare.get(url("mote", pk)).content.decode()
    assert "Tove Älvhage (S) träder in" in sida

    svar = sekreterare.post(
        url("narvaro", pk, värld.rad("Tove").pk),
        {"status": "tjanstgorande_ersattare", "för": värld.rad("Ingrid").pk, "tid": "15:40"},
        headers=HTMX,
    )
    html = svar.content.decode()
    assert "Tove Älvhage (S) tjänstgör" in html
    assert "tjänstgör för Ingrid Norrsund" in html
    assert "5 av 5 tjänstgör" in html


def test_den_som_är_jävig_i_nästa_punkt_ersätts_när_den_är_upptagen(
    värld: Mötesvärld, sekreterare: Client
) -> None:
    pk = värld.samla().pk
    punkt = värld.punkter[0]
    sekreterare.post(url("narvaro", pk, värld.rad("Tove").pk), {"status": "ersattare"})
    jäv.anmäl_jäv(rad=värld.rad("Ingrid"), punkt=punkt, grund=PART, av=värld.sekreterare)

    sida = sekreterare.get(url("mote", pk)).content.decode()
    assert "En ersättare träder in när punkten är upptagen." in sida
    assert "Tove Älvhage (S) träder in" not in sida

    beslut.ta_upp(punkt=punkt, av=värld.sekreterare)
    sida = sekreterare.get(url("mote", pk)).content.decode()
    assert "Tove Älvhage (S) träder in" in sida


def test_ett_fel_säger_varför(värld: Mötesvärld, sekreterare: Client) -> None:
    protokoll = värld.samla()
    svar = sekreterare.post(
        url("narvaro", protokoll.pk, värld.rad("Tove").pk),
        {"status": "tjanstgorande_ersattare", "för": värld.rad("Ingrid").pk},
    )
    html = svar.content.decode()
    assert svar.status_code == 422
    assert "Ingrid Norrsund tjänstgör själv." in html
    assert "6 kap. 17 § kommunallagen" in html
    svar = sekreterare.post(
        url("narvaro", protokoll.pk, värld.rad("Bo").pk), {"status": "ledamot", "tid": "sen"}
    )
    assert "Skriv klockslaget" in svar.content.decode() or "klockslaget" in svar.content.decode()


def test_jäv_från_sidan(värld: Mötesvärld, sekreterare: Client) -> None:
    protokoll = värld.samla()
    pk, punkt = protokoll.pk, värld.punkter[1]
    paragraf = beslut.ta_upp(punkt=värld.punkter[0], av=värld.sekreterare)
    data = {"rad": värld.rad("Željka").pk, "grund": PART}

    sekreterare.post(url("nytt_jav", pk), {**data, "vid": f"paragraf-{paragraf.pk}"})
    html = sekreterare.get(url("mote", pk)).content.decode()
    assert "4 av 5 tjänstgör" in html
    assert "Åke Öberg (M) leder punkten" in html
    assert "Željka Čović-Šimić är jävig i punkten." in html
    svar = sekreterare.post(url("nytt_jav", pk), {**data, "vid": f"paragraf-{paragraf.pk}"})
    assert "redan antecknad" in svar.content.decode()
    assert "6 kap. 30 §" in svar.content.decode()
    svar = sekreterare.post(
        url("punktens_ordforande", pk, paragraf.pk), {"rad": värld.rad("Märta").pk}
    )
    assert svar.status_code == 302
    sekreterare.post(url("ta_bort_jav", pk, paragraf.jäv.get().pk))
    assert "5 av 5 tjänstgör" in sekreterare.get(url("mote", pk)).content.decode()

    sekreterare.post(url("besluta", pk, paragraf.pk), {"utfall": "noterat", "satser": ""})
    sekreterare.post(url("nytt_jav", pk), {**data, "vid": f"punkt-{punkt.pk}"})
    assert "Anmälan av jäv" in sekreterare.get(url("mote", pk)).content.decode()
    sekreterare.post(url("javsparagraf", pk))
    assert protokoll.paragrafer.filter(typ="javsanmalan").exists()


def test_ett_anrop_som_skickas_igen_görs_en_gång(värld: Mötesvärld, sekreterare: Client) -> None:
    protokoll = värld.samla()
    huvud = {**HTMX, "X-Andring": str(uuid4())}
    for _ in range(2):
        svar = sekreterare.post(url("ny_ovrig", protokoll.pk), {"namn": "Ylva"}, headers=huvud)
        assert svar.status_code == 200
    assert protokoll.övriga.count() == 1

    # Det som inte gick får prövas om med samma nyckel.
    huvud = {**HTMX, "X-Andring": str(uuid4())}
    tom = url("enligt_forslag", protokoll.pk, värld.punkter[1].pk)
    sekreterare.post(url("ajournera", protokoll.pk))
    assert sekreterare.post(tom, headers=huvud).status_code == 422
    paus = protokoll.ajourneringar.get()
    sekreterare.post(url("ta_bort_ajournering", protokoll.pk, paus.pk))
    assert sekreterare.post(tom, headers=huvud).status_code == 200
    assert protokoll.paragrafer.count() == 1
    sekreterare.post(url("ny_ovrig", protokoll.pk), {"namn": "Ö"}, headers={"X-Andring": "x"})
    assert protokoll.övriga.count() == 2


def test_ett_annat_fönster_märker_ändringen(värld: Mötesvärld, sekreterare: Client) -> None:
    protokoll = värld.samla()
    sida = sekreterare.get(url("mote", protokoll.pk)).content.decode()
    före = sekreterare.get(url("version", protokoll.pk)).json()["version"]
    assert f'data-version="{före}"' in sida

    sekreterare.post(url("ny_ovrig", protokoll.pk), {"namn": "Ylva"})

    assert sekreterare.get(url("version", protokoll.pk)).json()["version"] > före


def test_gammal_rad_i_ett_annat_fönster_leder_till_personens_nya(
    värld: Mötesvärld, sekreterare: Client
) -> None:
    protokoll = värld.samla()
    gammal = värld.rad("Tove")
    for rad in (gammal, värld.rad("Ingrid")):
        status = "ersattare" if rad.är_ersättare else "franvarande"
        närvaro.markera_närvaro(rad=rad, status=status, av=värld.sekreterare)
    värld.behandla(värld.punkter[0])
    närvaro.markera_närvaro(
        rad=gammal, status="tjanstgorande_ersattare", för=värld.rad("Ingrid"), av=värld.sekreterare
    )

    svar = sekreterare.post(url("narvaro", protokoll.pk, gammal.pk), {"status": "franvarande"})

    assert svar.status_code == 302
    assert värld.rad("Tove").är_frånvarande


def test_rätta_närvaron_vid_en_paragraf(värld: Mötesvärld, sekreterare: Client) -> None:
    protokoll = värld.samla()
    värld.behandla(värld.punkter[1])
    paragraf = protokoll.paragrafer.get()
    adress = url("ratta_narvaro", protokoll.pk, paragraf.pk)
    html = sekreterare.get(adress).content.decode()
    assert "Rätta närvaro: Taxa" in html
    rader = list(protokoll.närvarande.all())
    antecknat = {d.närvaro_id: d.form for d in paragraf.deltagande.all()}
    data = {f"form-{r.pk}": antecknat.get(r.pk, "") for r in rader}
    bo = f"form-{värld.rad('Bo').pk}"

    svar = sekreterare.post(adress, {**data, **dict.fromkeys(list(data)[:3], "")})
    assert svar.status_code == 422
    assert "6 kap. 27 §" in svar.content.decode()
    assert paragraf.deltagande.count() == 5
    svar = sekreterare.post(adress, {**data, bo: "jav"})
    assert svar.status_code == 302
    assert paragraf.deltagande.get(närvaro=värld.rad("Bo")).form == "jav"


def test_projektorn_visar_bara_det_offentliga(värld: Mötesvärld, sekreterare: Client) -> None:
    hemlig = lägg_ärende(värld, "Omhändertagande av Karl K", lagrum="OSL 26 kap. 1 §")
    protokoll = värld.samla()
    adress = url("skarm", protokoll.pk)
    assert "Nästa punkt tas strax upp" in sekreterare.get(adress).content.decode()

    for punkt, syns in ((hemlig, False), (värld.punkter[1], True)):
        jäv.anmäl_jäv(rad=värld.rad("Märta"), punkt=punkt, grund=PART, av=värld.sekreterare)
        paragraf = beslut.ta_upp(punkt=punkt, av=värld.sekreterare)
        Talare.objects.create(paragraf=paragraf, namn="Bo Ekfalk", parti="V")
        Propositionssteg.objects.create(paragraf=paragraf, ordning=1, text="Bifall eller avslag?")
        html = sekreterare.get(adress, headers=HTMX).content.decode()
        assert "<html" not in html
        assert "Karl" not in html
        assert "4 av 5, beslutsför" in html
        for text in ("Ordet har Bo Ekfalk (V)", "Bifall eller avslag?", "Märta Lindéngård (C)"):
            assert (text in html) is syns
        paragraf.propositioner.all().delete()
        beslut.besluta(paragraf=paragraf, utfall="bifall", av=värld.sekreterare)
    sekreterare.post(url("ajournera", protokoll.pk), {"tid": "15:30"})
    assert "sedan kl. 15.30" in sekreterare.get(adress).content.decode()
    assert sekreterare.post(url("ajournera", protokoll.pk), {"tid": "sen"}).status_code == 422


def test_projektorn_räknar_samma_sak_i_båda_talen(värld: Mötesvärld, sekreterare: Client) -> None:
    """Ett ärende som väckts på mötet är med i båda talen, både när det är uppe och efteråt."""
    protokoll = värld.samla()
    adress = url("skarm", protokoll.pk)
    värld.behandla(värld.punkter[0])
    assert "<dd>1 av 3</dd>" in sekreterare.get(adress).content.decode()

    väckt = extra.väck_ärende(protokoll=protokoll, rubrik="Väckt", av=värld.sekreterare)
    assert "<dd>1 av 4</dd>" in sekreterare.get(adress).content.decode()
    beslut.besluta(paragraf=väckt, utfall="noterat", av=värld.sekreterare)
    for punkt in värld.punkter[1:]:
        värld.behandla(punkt)
    assert "<dd>4 av 4</dd>" in sekreterare.get(adress).content.decode()


def test_projektorn_visar_omröstningen_och_utfallet(värld: Mötesvärld, sekreterare: Client) -> None:
    adress = url("skarm", värld.samla().pk)
    paragraf = beslut.ta_upp(punkt=värld.punkter[1], av=värld.sekreterare)
    av = värld.sekreterare
    yrkanden.ställ(paragraf=paragraf, slag="avslag", text="", yrkare=[värld.rad("Bo")], av=av)
    frågan.svara(paragraf=paragraf, nr=1, utfall="bifall", votering_begärd=True, av=av)
    proposition = paragraf.propositioner.last().text
    assert proposition in sekreterare.get(adress).content.decode()
    omröstning = omröstningar.öppna(paragraf=paragraf, metod="upprop", av=av)
    rader = [r.närvaro_id for r in omröstning.röster.all()]
    val = dict(zip(rader, ("ja", "nej", "ja", "avstar", "ja"), strict=True))
    första = dict(list(val.items())[:2])
    omröstningar.anteckna_röster(omröstning=omröstning, val=första, av=av)

    html = sekreterare.get(adress).content.decode()

    assert "<strong>Omröstning pågår</strong>: 2 av 5 har röstat" in html
    assert f"<dd>{omröstning.ja_betyder}</dd>" in html
    assert f"<dd>{omröstning.nej_betyder}</dd>" in html
    assert proposition not in html
    omröstningar.anteckna_röster(omröstning=omröstning, val=val, av=av)
    omröstningar.avsluta(omröstning=omröstning, av=av)
    html = sekreterare.get(adress).content.decode()
    assert paragraf.rubrik in html
    for text in ("Ja <strong>3</strong>", "Nej <strong>1</strong>", "Avstår <strong>1</strong>"):
        assert text in html
    assert "Beslutat: enligt förslag" in html
    beslut.ta_upp(punkt=värld.punkter[2], av=av)
    assert "<strong>3</strong>" not in sekreterare.get(adress).content.decode()


def test_projektorn_visar_ingen_omröstning_i_en_hemlig_paragraf(
    värld: Mötesvärld, sekreterare: Client
) -> None:
    hemlig = lägg_ärende(värld, "Omhändertagande av Karl K", lagrum="OSL 26 kap. 1 §")
    adress = url("skarm", värld.samla().pk)
    paragraf = beslut.ta_upp(punkt=hemlig, av=värld.sekreterare)
    omröstning = omröstningar.öppna_ordningsfråga(
        paragraf=paragraf,
        ja_betyder="vården av Karl K upphör",
        nej_betyder="vården fortsätter",
        metod="handuppräckning",
        av=värld.sekreterare,
    )
    assert "Karl" not in sekreterare.get(adress).content.decode()
    val = {r.närvaro_id: "ja" for r in omröstning.röster.all()}
    omröstningar.anteckna_röster(omröstning=omröstning, val=val, av=värld.sekreterare)
    omröstningar.avsluta(omröstning=omröstning, av=värld.sekreterare)
    beslut.besluta(paragraf=paragraf, utfall="bifall", av=värld.sekreterare)
    html = sekreterare.get(adress).content.decode()
    assert "Karl" not in html
    assert "Nästa punkt tas strax upp" in html


def test_ersättarens_tid_och_distans_står_på_platsen(
    värld: Mötesvärld, sekreterare: Client
) -> None:
    """Märta är jävig och kom 23.39; Tove som tjänstgör för henne kom 23.40."""
    protokoll, av = värld.öppna(), värld.sekreterare
    värld.organ.distans_tillåten = True
    värld.organ.save()
    närvaro.alla_närvarande(protokoll=protokoll, av=av)
    värld.rad("Märta").tider.update(från=time(23, 39))
    jäv.anmäl_jäv(rad=värld.rad("Märta"), punkt=värld.punkter[1], grund=PART, av=av)
    beslut.ta_upp(punkt=värld.punkter[1], av=av)
    närvaro.markera_närvaro(
        rad=värld.rad("Tove"),
        status="tjanstgorande_ersattare",
        för=värld.rad("Märta"),
        distans=True,
        tid=time(23, 40),
        av=av,
    )

    html = sekreterare.get(url("mote", protokoll.pk)).content.decode()

    assert "Tove Älvhage (S) tjänstgör, på distans, sedan 23.40" in html
    assert "sedan 23.39" not in html


def test_närvarolistan_att_skriva_ut(värld: Mötesvärld, sekreterare: Client) -> None:
    protokoll = värld.öppna()
    html = sekreterare.get(url("upprop", protokoll.pk)).content.decode()
    for rad in protokoll.närvarande.all():
        assert str(rad) in html


# --- Statistik ---------------------------------------------------------------------------------


def håll_möte(värld: Mötesvärld) -> None:
    protokoll = värld.öppna()
    av = värld.sekreterare
    närvaro.alla_närvarande(protokoll=protokoll, av=av, tid=time(15))
    närvaro.välj_justerare(rad=värld.rad("Bo"), av=av)
    närvaro.markera_närvaro(rad=värld.rad("Tove"), status="ersattare", tid=time(15), av=av)
    värld.behandla(värld.punkter[0])
    närvaro.markera_närvaro(rad=värld.rad("Ingrid"), status="franvarande", tid=time(15, 30), av=av)
    närvaro.markera_närvaro(
        rad=värld.rad("Tove"),
        status="tjanstgorande_ersattare",
        för=värld.rad("Ingrid"),
        tid=time(15, 30),
        av=av,
    )
    for punkt in värld.punkter[1:]:
        värld.behandla(punkt)
    avslut.avsluta(protokoll=protokoll, av=av, sluttid=time(16, 45))


def test_statistik_och_arvodesunderlag(värld: Mötesvärld, sekreterare: Client) -> None:
    håll_möte(värld)
    period = {"från": "2026-03-01", "till": "2026-03-31"}

    html = sekreterare.get(url("statistik"), period).content.decode()
    assert "1 avslutat möte under perioden" in html
    assert "1 tim 45 min" in html
    svar = sekreterare.get(url("arvoden"), period)
    assert svar["Content-Disposition"] == 'attachment; filename="arvodesunderlag.csv"'
    rader = list(csv.DictReader(svar.content.decode("utf-8-sig").splitlines(), delimiter=";"))
    per_namn = {rad["Namn"]: rad for rad in rader}
    assert len(rader) == 8
    tove = per_namn["Tove Älvhage"]
    assert tove["Närvaro"] == "tjänstgjorde"
    assert (tove["Tid"], tove["Minuter"]) == ("15.00–16.45", "105")
    assert tove["Beslutande i antal paragrafer"] == "2"
    ingrid = per_namn["Ingrid Norrsund"]
    assert (ingrid["Tid"], ingrid["Beslutande i antal paragrafer"]) == ("15.00–15.30", "1")
    assert per_namn["Željka Čović-Šimić"]["Ledde mötet"] == "ja"
    assert (per_namn["Bo Ekfalk"]["Justerare"], ingrid["Justerare"]) == ("ja", "")
    assert tove["Tjänstgjorde för"] == "Ingrid Norrsund"
    håkan = per_namn["Håkan Myrtorp"]
    assert (håkan["Närvaro"], håkan["Minuter"]) == ("frånvarande", "0")
    # Svensk ordning, och en summa: Å kommer efter Ž.
    assert html.index("Željka") < html.index("Åke")
    assert "<tfoot>" in html

    utanför = {"från": "2025-01-01", "till": "2025-12-31"}
    assert "Inga möten" in sekreterare.get(url("statistik"), utanför).content.decode()
    bakvänt = {"från": "2026-03-31", "till": "2026-03-01"}
    for adress in ("statistik", "arvoden", "expedieringstider"):
        fel = sekreterare.get(url(adress), bakvänt)
        assert fel.status_code == 422
        assert "före den första" in fel.content.decode()


def test_underlaget_säger_vilka_paragrafer_var_och_en_ledde(
    värld: Mötesvärld, sekreterare: Client
) -> None:
    håll_möte(värld)
    värld.rad("Märta").tider.all().delete()
    with pgtrigger.ignore("protokoll.Paragraf:paragraf_last_efter_avslut"):
        värld.protokoll.paragrafer.filter(nummer=2).update(ordförande=värld.rad("Märta"))
    period = {"från": "2026-03-01", "till": "2026-03-31"}

    svar = sekreterare.get(url("arvoden"), period).content.decode("utf-8-sig")

    per_namn = {r["Namn"]: r for r in csv.DictReader(svar.splitlines(), delimiter=";")}
    märta = next(r for namn, r in per_namn.items() if namn.startswith("Märta"))
    assert märta["Ledde mötet"] == f"§{HÅRT}2"
    assert per_namn["Željka Čović-Šimić"]["Ledde mötet"].startswith("§")
    # Utan klockslag finns inga minuter att räkna på, och noll vore fel.
    assert (märta["Tid"], märta["Minuter"]) == ("", "")


def test_ett_namn_blir_ingen_formel(värld: Mötesvärld, sekreterare: Client) -> None:
    protokoll = värld.öppna()
    Närvaro.objects.filter(protokoll=protokoll).update(namn="=1+1")
    protokoll.status, protokoll.avslutat_tid = "avslutat", protokoll.öppnat_tid
    protokoll.save()
    period = {"från": "2026-03-01", "till": "2026-03-31"}
    assert "'=1+1" in sekreterare.get(url("arvoden"), period).content.decode()


def test_statistiken_är_nämndens_egen_och_sekreterarens(värld: Mötesvärld) -> None:
    håll_möte(värld)
    period = {"från": "2026-03-01", "till": "2026-03-31", "organ": värld.organ.pk}
    annan = Client()
    annan.force_login(med_roll(Roll.NÄMNDSEKRETERARE, MyndighetFactory()))
    assert "Tove" not in annan.get(url("statistik"), period).content.decode()
    assert "Tove" not in annan.get(url("arvoden"), period).content.decode()
    chef = Client()
    chef.force_login(med_roll(Roll.CHEF, värld.organ.myndighet))
    assert chef.get(url("statistik"), period).status_code == 403
    assert chef.get(url("arvoden"), period).status_code == 403


def test_statistikens_frågor_blir_inte_fler_med_mötena(
    värld: Mötesvärld, sekreterare: Client
) -> None:
    håll_möte(värld)
    period = {"från": "2026-01-01", "till": "2026-12-31"}
    antal = []
    for _ in range(2):
        with CaptureQueriesContext(connection) as frågor:
            sekreterare.get(url("statistik"), period)
        antal.append(len(frågor))
        nästa = kallat_möte(värld.organ, dag=date(2026, 4, 15), sekreterare=värld.sekreterare)
        if len(antal) == 1:
            håll_möte(nästa)
    assert antal[0] == antal[1]
