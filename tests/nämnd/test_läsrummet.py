"""Läsrummet genom tjänster och sidor: exemplaret, det nya, jävet, den som slutat, gästen."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from konton.models import Användare, Roll
from nämnd import policy
from nämnd.jäv import Grund, Undantag
from nämnd.läsrum import Läsare
from nämnd.models import (
    Gästbesök,
    Gästlänk,
    Kallelse,
    Kallelsefil,
    Läsning,
    Organ,
    Papperssida,
    Punkt,
    Punkthandling,
    Sammanträde,
    Uppdrag,
)
from nämnd.services import föredragningslista, gästlänkar, papperstext
from nämnd.services import läsrum as tjänst
from nämnd.services import svar as svarstjänst
from nämnd.services.gästlänkar import Gästfel
from nämnd.services.läsrum import Exemplar
from protokoll.models import Jäv
from protokoll.services import jäv as jävstjänst
from protokoll.services import möte as mötetjänst
from protokoll.services import närvaro as närvarotjänst
from tests.factories import nämnd as fabrik
from tests.factories import ärenden as ärendefabrik
from tests.factories.konton import AnvändareFactory, med_roll
from tests.factories.nämnd import Nämnden
from tests.konton.faktor import styrk
from tests.minne import mindes
from tests.pdf.prov import främmande
from ärenden import filer
from ärenden.models import Fil

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
ÖPPET, HEMLIGT = "Blåsippor vid ån", "Törnrosens placering"


def fil(*texter: str) -> Fil:
    return filer.spara_pdf(främmande(list(texter)), namn="prov.pdf")


@pytest.fixture
@mindes
def n() -> Nämnden:
    """En nämnd med en öppen och en hemlig punkt, vars papper har text."""
    n = fabrik.nämnden()
    for punkt, rubrik, text in ((n.öppen, "Bilaga", ÖPPET), (n.hemlig, "Utredning", HEMLIGT)):
        Punkthandling.objects.create(punkt=punkt, ordning=9, rubrik=rubrik, fil=fil(text))
    fabrik.utfärdad(n.möte, av=n.sekreterare)
    return n


def exemplar(konto: Användare, möte: Sammanträde) -> Exemplar:
    ut = tjänst.för_användare(konto, möte)
    assert ut is not None
    return ut


def inloggad(konto: Användare, *, styrkt: bool = False) -> Client:
    """`styrkt`: har nyss visat sin andra faktor."""
    klient = Client()
    klient.force_login(konto)
    if styrkt:
        styrk(klient, konto)
    return klient


def status(klient: Client, sida: str) -> int:
    """Svarets kod; en fil läses ut, så att den stängs."""
    svar = klient.get(sida)
    if svar.streaming:
        b"".join(svar)
    return int(svar.status_code)


def adress(namn: str, *vad: object) -> str:
    return reverse(f"lasrum:{namn}", args=vad)


def rubriker(e: Exemplar) -> list[str]:
    return [p.rubrik for p in e.papper]


def slutar(konto: Användare, dag: Any) -> None:
    Uppdrag.objects.filter(person=konto.person).update(till=dag)


def komplettera(n: Nämnden, text: str = "Nyponros") -> Punkthandling:
    """Ett nytt papper på den öppna punkten, i en komplettering."""
    ny = Punkthandling.objects.create(punkt=n.öppen, ordning=20, rubrik="Tillägg", fil=fil(text))
    Sammanträde.objects.filter(pk=n.möte.pk).update(version=n.möte.version + 1)
    n.möte.refresh_from_db()
    fabrik.utfärdad(n.möte, av=n.sekreterare, slag=Kallelse.Slag.KOMPLETTERING)
    return ny


# --- Policy -------------------------------------------------------------------------------------


@pytest.fixture
def världen() -> list[Any]:
    """Två nämnder, med utfärdat och outfärdat, och konton av alla slag, också de som slutat."""
    konton: list[Any] = [AnonymousUser(), AnvändareFactory()]
    i_dag = timezone.localdate()
    for _ in range(2):
        organ = fabrik.OrganFactory()
        sek = fabrik.sekreterare_i(organ)
        slutade = [fabrik.förtroendevald_i(organ) for _ in range(2)]
        insyn = fabrik.förtroendevald_i(organ, Uppdrag.Post.INSYN)
        utfärdat, utkast = fabrik.möte(organ, av=sek), fabrik.möte(organ, av=sek)
        for möte in (utfärdat, utkast):
            fabrik.ta_upp(möte, av=sek)
        fabrik.utfärdad(utfärdat, av=sek)
        Kallelse.objects.create(
            sammanträde=fabrik.möte(organ, av=sek),
            edition=1,
            version=1,
            status=Kallelse.Status.UTFÄRDAD,
            utfärdad_tid=timezone.now(),
            utfärdad_av=sek,
            skapad_av=sek,
            jobb=ärendefabrik.JobbFactory(),
        )
        for konto, dag in ((slutade[0], i_dag), (slutade[1], i_dag - timedelta(1)), (insyn, i_dag)):
            slutar(konto, dag)
        konton += [sek, insyn, *slutade, *(med_roll(r, organ.myndighet) for r in Roll)]
        konton += [fabrik.förtroendevald_i(organ, post) for post in Uppdrag.Post]
    return konton


def test_läsarens_möten_som_mängd_och_som_svar(världen: list[Any]) -> None:
    alla = list(Sammanträde.objects.order_by("pk"))
    slag = set()
    for konto in världen:
        läsare = {m: policy.läsare(konto, m) for m in alla}
        assert set(policy.läsbara_möten(konto)) == {m for m in alla if läsare[m]}
        assert set(policy.egna_möten(konto)) == {
            m
            for m in alla
            if läsare[m] in (Läsare.LEDAMOT, Läsare.ERSÄTTARE, Läsare.INSYN, Läsare.TIDIGARE)
        }
        slag |= set(läsare.values())
    assert slag == {None, *Läsare} - {Läsare.GÄST, Läsare.PERSONALFÖRETRÄDARE}


# --- Exemplaret ---------------------------------------------------------------------------------


def test_ledamoten_läser_allt_och_tjänstepersonen_det_offentliga(n: Nämnden) -> None:
    ledamoten, handläggaren = exemplar(n.ledamot, n.möte), exemplar(n.handläggare, n.möte)

    assert {"Bilaga", "Utredning"} <= set(rubriker(ledamoten))
    assert "Utredning" not in rubriker(handläggaren)
    hemlig = handläggaren.punkter[1]
    assert "Placering" not in str(hemlig)
    assert hemlig.utelämnade == len(ledamoten.punkter[1].papper) == 2
    sida = inloggad(n.handläggare).get(adress("mote", n.möte.pk)).content.decode()
    assert "Bilaga" in sida
    assert "Utredning" not in sida
    assert "Placering" not in sida


@pytest.mark.parametrize("vad", ["papper", "pdf"])
def test_ett_papper_öppnas_bara_av_den_som_får(n: Nämnden, vad: str) -> None:
    hemligt = next(p for p in exemplar(n.ledamot, n.möte).papper if p.rubrik == "Utredning")
    sidan = adress(vad, n.möte.pk, hemligt.punkt, hemligt.märke)
    assert status(inloggad(n.ledamot, styrkt=True), sidan) == 200
    assert status(inloggad(n.handläggare, styrkt=True), sidan) == 404
    assert status(inloggad(AnvändareFactory()), sidan) == 404
    # Fel punkt är ett annat papper, som inte finns.
    assert status(inloggad(n.ledamot), adress(vad, n.möte.pk, n.öppen.pk, hemligt.märke)) == 404


def test_pappret_har_texten_och_bläddrar_i_mötets_ordning(n: Nämnden) -> None:
    alla = exemplar(n.ledamot, n.möte).papper
    plats = next(i for i, p in enumerate(alla) if p.rubrik == "Bilaga")
    sidor = [adress("papper", n.möte.pk, p.punkt, p.märke) for p in alla]
    klient = inloggad(n.ledamot, styrkt=True)

    text = klient.get(sidor[plats]).content.decode()

    assert ÖPPET in text
    assert f'rel="prev"\n       href="{sidor[plats - 1]}"' in text
    assert f'rel="next"\n       href="{sidor[plats + 1]}"' in text
    assert 'rel="prev"' not in klient.get(sidor[0]).content.decode()
    assert "Till mötets punkter" in klient.get(sidor[-1]).content.decode()
    stor = klient.get(sidor[plats] + "?text=stor").content.decode()
    assert "lasrum__text--stor" in stor
    assert f'href="{sidor[plats + 1]}?text=stor"' in stor


def test_papperet_har_sina_sidor_i_paketet(n: Nämnden) -> None:
    """De som trycks, så att den som hör ”sidan 14” på mötet hittar dit."""
    papper = [p for p in exemplar(n.ledamot, n.möte).papper if p.punkt == n.öppen.pk]
    spann = [[int(sida) for sida in p.plats.split("–")] for p in papper]
    assert [s[-1] - s[0] + 1 for s in spann] == [p.sidor for p in papper]
    assert [s[0] for s in spann[1:]] == [s[-1] + 1 for s in spann[:-1]]
    sidan = inloggad(n.ledamot).get(adress("mote", n.möte.pk)).content.decode()
    assert f"s.&nbsp;{papper[0].plats} · " in sidan

    komplettera(n)

    (ny,) = (p for p in exemplar(n.ledamot, n.möte).papper if p.rubrik == "Tillägg")
    assert ny.plats == f"{spann[-1][-1]}a"


def test_en_hemlig_punkts_text_kräver_en_ny_kod(n: Nämnden) -> None:
    satser = {n.öppen: "Taxan höjs", n.hemlig: "Prov placeras i Ekbacken"}
    for punkt, sats in satser.items():
        föredragningslista.ändra_punkt(
            punkt=punkt, förslag=[sats], anmärkning=f"Om {sats}", av=n.sekreterare
        )
    n.möte.refresh_from_db()
    kallelse = fabrik.utfärdad(n.möte, av=n.sekreterare)
    hela = reverse("namnd:kallelsefil", args=[kallelse.pk, Kallelsefil.Slag.KALLELSE])
    sidor = (adress("mote", n.möte.pk), reverse("namnd:visa", args=[n.möte.pk]))
    utan, med = inloggad(n.ledamot), inloggad(n.ledamot, styrkt=True)
    for sida in sidor:
        text = utan.get(sida).content.decode()
        assert "Taxan höjs" in text
        assert "Placering av Prov" in text
        assert "Ekbacken" not in text
        assert "?hemliga=ja" in text
        assert utan.get(sida + "?hemliga=ja").status_code == 302
        svar = med.get(sida + "?hemliga=ja")
        assert "Ekbacken" in svar.content.decode()
        assert "no-store" in svar["Cache-Control"]
        assert "?hemliga=ja" not in svar.content.decode()
        # Den som inte får se hemligt har inget att låsa upp.
        assert "Ekbacken" not in inloggad(n.handläggare, styrkt=True).get(sida).content.decode()
    # Kallelsen som PDF säger detsamma som sidan.
    assert status(utan, hela) == 302
    assert status(med, hela) == 200
    # Den som sköter mötet arbetar med listan.
    sköter = inloggad(n.sekreterare)
    assert "Ekbacken" in sköter.get(sidor[1]).content.decode()
    assert status(sköter, hela) == 200


def test_listan_har_mina_möten_och_säger_vad_som_är_nytt(n: Nämnden) -> None:
    klient = inloggad(n.ledamot)
    assert "Inte öppnat" in klient.get(adress("lista")).content.decode()
    klient.get(adress("mote", n.möte.pk))
    assert "Nytt sedan sist" not in klient.get(adress("lista")).content.decode()
    komplettera(n)
    assert "Nytt sedan sist" in klient.get(adress("lista")).content.decode()
    assert "Du är inte kallad" in inloggad(n.handläggare).get(adress("lista")).content.decode()


# --- Nytt sedan sist ----------------------------------------------------------------------------


def test_det_nya_står_kvar_tills_jag_har_sett_det(n: Nämnden) -> None:
    klient, sidan = inloggad(n.ledamot), adress("mote", n.möte.pk)
    assert "Nytt sedan sist" not in klient.get(sidan).content.decode()
    komplettera(n)

    for _ in range(2):
        text = klient.get(sidan).content.decode()
        assert "Punkt 1: ”Tillägg” är ny." in text
    klient.post(adress("sett", n.möte.pk))

    assert "Nytt sedan sist" not in klient.get(sidan).content.decode()
    assert Läsning.objects.get().kallelse.är_komplettering


def test_det_nya_röjer_inget_hemligt(n: Nämnden) -> None:
    klient, sidan = inloggad(n.handläggare), adress("mote", n.möte.pk)
    klient.get(sidan)
    Punkthandling.objects.create(punkt=n.hemlig, ordning=21, rubrik="Hemlis", fil=fil("Hemlis"))
    komplettera(n)

    text = klient.get(sidan).content.decode()

    assert "”Tillägg” är ny" in text
    assert "Hemlis" not in text
    assert "Hemlis" in inloggad(n.ledamot).get(sidan).content.decode()


# --- Jäv ----------------------------------------------------------------------------------------


def anmäl(n: Nämnden, punkt: Punkt) -> Any:
    assert n.ledamot.person
    return svarstjänst.anmäl_jäv(
        punkt=punkt, person=n.ledamot.person, grund=Grund.PART.etikett, av=n.ledamot
    )


def test_den_jäviga_läser_allt_utom_punktens_papper(n: Nämnden) -> None:
    bilagan = next(p for p in exemplar(n.ledamot, n.möte).papper if p.rubrik == "Bilaga")
    kallelse = n.möte.kallelser.get()
    paket = reverse("namnd:kallelsefil", args=[kallelse.pk, Kallelsefil.Slag.PAKET])
    klient = inloggad(n.ledamot, styrkt=True)
    assert status(klient, paket) == 200
    anmält = anmäl(n, n.öppen)

    e = exemplar(n.ledamot, n.möte)
    assert "Bilaga" not in rubriker(e)
    assert "Utredning" in rubriker(e)
    assert status(klient, adress("pdf", n.möte.pk, bilagan.punkt, bilagan.märke)) == 404
    assert status(klient, paket) == 404
    text = klient.get(adress("mote", n.möte.pk)).content.decode()
    assert "Du är jävig i 1 punkt." in text
    assert "6 kap. 30 § första stycket kommunallagen" in text
    # Listan själv och det offentliga exemplaret är kvar, och sidan länkar till dem.
    mötet = klient.get(reverse("namnd:visa", args=[n.möte.pk])).content.decode()
    assert paket not in mötet
    for slag in (Kallelsefil.Slag.KALLELSE, Kallelsefil.Slag.OFFENTLIGT_PAKET):
        länk = reverse("namnd:kallelsefil", args=[kallelse.pk, slag])
        assert länk in mötet
        assert status(klient, länk) == 200
    # Andra rörs inte av det.
    annan = fabrik.förtroendevald_i(n.organ)
    assert "Bilaga" in rubriker(exemplar(annan, n.möte))

    svarstjänst.ta_tillbaka_jäv(anmält=anmält, av=n.ledamot)
    assert "Bilaga" in rubriker(exemplar(n.ledamot, n.möte))
    assert status(klient, paket) == 200


def test_i_fullmäktige_är_papperen_öppna_för_den_jäviga(n: Nämnden) -> None:
    Organ.objects.filter(pk=n.organ.pk).update(typ=Organ.Typ.FULLMÄKTIGE)
    möte = Sammanträde.objects.get(pk=n.möte.pk)
    assert n.ledamot.person
    svarstjänst.anmäl_jäv(
        punkt=Punkt.objects.get(pk=n.öppen.pk),
        person=n.ledamot.person,
        grund=Grund.ANSVARSFRIHET.etikett,
        av=n.ledamot,
    )
    assert "Bilaga" in rubriker(exemplar(n.ledamot, möte))
    assert policy.får_läsa_hela_paketet(n.ledamot, möte)


def test_jäv_på_mötet_stänger_och_ett_undantag_öppnar(n: Nämnden) -> None:
    möte = fabrik.möte(n.organ, av=n.sekreterare, datum=timezone.localdate())
    punkt = fabrik.ta_upp(möte, av=n.sekreterare)
    fabrik.utfärdad(möte, av=n.sekreterare)
    assert rubriker(exemplar(n.ledamot, möte))
    protokoll = mötetjänst.öppna(sammanträde=möte, av=n.sekreterare)
    närvarotjänst.alla_närvarande(protokoll=protokoll, av=n.sekreterare)
    rad = protokoll.närvarande.get(person=n.ledamot.person)
    jävstjänst.anmäl_jäv(punkt=punkt, rad=rad, grund=Grund.PART.etikett, av=n.sekreterare)
    assert not rubriker(exemplar(n.ledamot, möte))
    jävstjänst.tillämpa_undantag(
        jäv=Jäv.objects.get(),
        undantag=Undantag.SAKNAR_BETYDELSE.kod,
        skäl="Ringa.",
        av=n.sekreterare,
    )
    assert rubriker(exemplar(n.ledamot, möte))


# --- Den som har slutat -------------------------------------------------------------------------


def test_den_som_slutat_har_kvar_det_hen_fick(n: Nämnden) -> None:
    igår = timezone.now() - timedelta(days=1)
    with transaction.atomic():
        flytta_utfärdandet(n, igår)
    slutar(n.ledamot, timezone.localdate(igår))
    komplettera(n)
    klient = inloggad(n.ledamot)

    e = exemplar(n.ledamot, n.möte)

    assert e.läsare is Läsare.TIDIGARE
    assert {"Bilaga", "Utredning"} <= set(rubriker(e))
    assert "Tillägg" not in rubriker(e)
    sida = klient.get(adress("mote", n.möte.pk))
    assert "Ditt uppdrag har slutat." in sida.content.decode()
    assert "Nytt sedan sist" not in klient.get(adress("lista")).content.decode()
    # Mötets sida är de kallades.
    assert status(klient, reverse("namnd:visa", args=[n.möte.pk])) == 404
    assert str(n.organ) in klient.get(adress("lista")).content.decode()


def flytta_utfärdandet(n: Nämnden, tid: Any) -> None:
    """Som om kallelsen utfärdats då: en utfärdad kallelse är annars fryst."""
    import pgtrigger

    with pgtrigger.ignore("namnd.Kallelse:utfardad_kallelse_frusen"):
        n.möte.kallelser.update(utfärdad_tid=tid)


def test_den_som_slutat_före_kallelsen_får_inget(n: Nämnden) -> None:
    slutar(n.ledamot, timezone.localdate() - timedelta(days=1))
    assert tjänst.för_användare(n.ledamot, n.möte) is None
    assert status(inloggad(n.ledamot), adress("mote", n.möte.pk)) == 404


# --- Gäster -------------------------------------------------------------------------------------


def länk(n: Nämnden, **fält: Any) -> tuple[Gästlänk, str]:
    return gästlänkar.skapa(
        **{
            "sammanträde": n.möte,
            "namn": "Rut Revisor",
            "som": "gast",
            "skäl": "Granskar taxan.",
            "till": n.möte.datum,
            "hela_mötet": True,
            "av": n.sekreterare,
        }
        | fält
    )


def test_gästen_läser_det_öppna_utan_konto_och_det_antecknas(n: Nämnden) -> None:
    gjord, hemlighet = länk(n)
    klient = Client()

    sida = klient.get(adress("gast", hemlighet))

    text = sida.content.decode()
    assert "Bilaga" in text
    assert "Utredning" not in text
    assert "Placering" not in text
    assert sida["X-Robots-Tag"] == "noindex"
    alla = {p.rubrik: p for p in exemplar(n.ledamot, n.möte).papper}
    öppet, hemligt = alla["Bilaga"], alla["Utredning"]
    pdf = klient.get(adress("gast_papper", hemlighet, öppet.punkt, öppet.märke))
    assert b"".join(pdf).startswith(b"%PDF")
    assert status(klient, adress("gast_papper", hemlighet, hemligt.punkt, hemligt.märke)) == 404
    assert [b.papper for b in Gästbesök.objects.order_by("pk")] == ["", "Bilaga"]
    # Hemligheten går inte att läsa ut ur databasen.
    assert hemlighet not in str(Gästlänk.objects.values().get())
    with pytest.raises(DatabaseError), transaction.atomic():
        Gästbesök.objects.all().delete()
    gästlänkar.återta(länk=gjord, av=n.sekreterare)
    assert status(klient, adress("gast", hemlighet)) == 404


def öppna(klient: Client, sida: str) -> int:
    svar = klient.get(sida)
    b"".join(svar)
    return svar.status_code


def test_länken_går_ut(n: Nämnden, monkeypatch: pytest.MonkeyPatch) -> None:
    _, hemlighet = länk(n)
    assert gästlänkar.finn(hemlighet)
    dagen_efter = n.möte.datum + timedelta(days=1)
    papper = next(p for p in exemplar(n.ledamot, n.möte).papper if not p.hemligt)
    sidor = (
        adress("gast", hemlighet),
        adress("gast_papper", hemlighet, papper.punkt, papper.märke),
    )
    gäst = Client()
    assert [öppna(gäst, sida) for sida in sidor] == [200, 200]

    monkeypatch.setattr(timezone, "localdate", lambda *_: dagen_efter)

    assert gästlänkar.finn(hemlighet) is None
    assert [öppna(gäst, sida) for sida in sidor] == [404, 404]
    assert Gästbesök.objects.count() == 2
    assert (
        "Har gått ut" in inloggad(n.sekreterare).get(adress("gaster", n.möte.pk)).content.decode()
    )


def test_personalföreträdaren_får_bara_de_valda_punkterna(n: Nämnden) -> None:
    annan = fabrik.ta_upp(n.möte, av=n.sekreterare, rubrik="Schemat för hemtjänsten")
    n.möte.refresh_from_db()
    fabrik.utfärdad(n.möte, av=n.sekreterare)
    som = {"som": Gästlänk.Som.PERSONALFÖRETRÄDARE, "hela_mötet": False}
    _, hemlighet = länk(n, punkter=[annan.pk], **som)

    text = Client().get(adress("gast", hemlighet)).content.decode()

    assert "Schemat för hemtjänsten" in text
    assert "Öppet ärende om taxan" not in text
    with pytest.raises(Gästfel, match="hemlig"):
        länk(n, punkter=[n.hemlig.pk], **som)
    with pytest.raises(Gästfel, match="Välj minst en punkt"):
        länk(n, punkter=[], **som)


def test_bara_den_som_sköter_mötet_gör_länkar(n: Nämnden) -> None:
    gjord, _ = länk(n)
    andras = fabrik.sekreterare_i(fabrik.OrganFactory())
    for konto in (n.ledamot, n.handläggare, andras):
        with pytest.raises(PermissionDenied):
            länk(n, av=konto)
        with pytest.raises(PermissionDenied):
            gästlänkar.återta(länk=gjord, av=konto)


def test_sekreterarens_sida_visar_länken_en_gång_och_loggen(n: Nämnden) -> None:
    klient, sidan = inloggad(n.sekreterare), adress("gaster", n.möte.pk)
    data = {
        "namn": "Rut Revisor", "som": "gast", "skäl": "Granskar taxan.",
        "punkter": [n.öppen.pk], "till": n.möte.datum.isoformat(),
    }  # fmt: skip  # läses som ett formulär
    fel = klient.post(sidan, data | {"till": "2001-01-01"})
    assert fel.status_code == 422
    assert "Sista dagen har redan varit." in fel.content.decode()
    assert "Rut Revisor" in fel.content.decode()

    assert 'href="#id_till"' in fel.content.decode()
    assert 'id="id_till_error"' in fel.content.decode()

    # Alla regler sägs på en gång, var och en vid sitt fält, och inget skrivet är borta.
    sent = (n.möte.datum + timedelta(days=31)).isoformat()
    flera = klient.post(
        sidan, data | {"som": "personalforetradare", "hela_mötet": "on", "till": sent}
    ).content.decode()
    assert "Rätta det här och skicka igen" in flera
    for fält in ("till", "hela_mötet"):
        assert f'href="#id_{fält}"' in flera
        assert f'id="id_{fält}_error"' in flera
    assert "7 kap. 13 § kommunallagen" in flera
    for skrivet in ("Rut Revisor", "Granskar taxan.", sent):
        assert skrivet in flera
    assert not Gästlänk.objects.exists()
    # Och formulärets egna fel, utan att en regel är prövad.
    assert 'href="#id_namn"' in klient.post(sidan, data | {"namn": ""}).content.decode()

    gjord = klient.post(sidan, data).content.decode()

    hemlighet = gjord.split("/lasrum/gast/")[1].split("/")[0]
    Client().get(adress("gast", hemlighet))
    efter = klient.get(sidan).content.decode()
    assert hemlighet not in efter
    assert "Öppnad 1 gång" in efter
    assert "Öppet ärende om taxan" in efter
    svar = klient.post(adress("aterta", Gästlänk.objects.get().pk), follow=True)
    assert "Återtagen" in svar.content.decode()


# --- Sökning ------------------------------------------------------------------------------------


def test_sökningen_hittar_bara_i_det_jag_får_öppna(n: Nämnden) -> None:
    sidan = adress("mote", n.möte.pk)
    ledamot, handläggare = inloggad(n.ledamot, styrkt=True), inloggad(n.handläggare)
    # Också när texten redan är utläst åt någon annan.
    assert "”törnrosens” på 1 sida" in ledamot.get(sidan, {"q": "törnrosens"}).content.decode()
    assert Papperssida.objects.filter(text__contains=HEMLIGT).exists()

    text = handläggare.get(sidan, {"q": "törnrosens"}).content.decode()

    assert "Inget papper har ”törnrosens”" in text
    assert HEMLIGT not in text
    assert "på 1 sida" in handläggare.get(sidan, {"q": "sippor ån"}).content.decode()
    anmäl(n, n.hemlig)
    assert "Inget papper" in ledamot.get(sidan, {"q": "törnrosens"}).content.decode()


def test_sökning_i_ett_papper_och_ogiltig_text(n: Nämnden) -> None:
    alla = {p.rubrik: p for p in exemplar(n.ledamot, n.möte).papper}
    bilagan = alla["Bilaga"]
    sidan = adress("papper", n.möte.pk, bilagan.punkt, bilagan.märke)
    klient = inloggad(n.ledamot)
    assert "på 1 sida" in klient.get(sidan, {"q": "blåsippor"}).content.decode()
    assert "Inget papper har" in klient.get(sidan, {"q": "törnrosens"}).content.decode()
    assert klient.get(sidan, {"q": "\x00%_\\ " + "x" * 500}).status_code == 200


def test_texten_läses_ut_en_gång_och_försvinner_med_filen(n: Nämnden) -> None:
    f = fil("Första sidan", "Andra sidan")
    assert [s.text for s in papperstext.sidor(f)] == ["Första sidan", "Andra sidan"]
    rader = list(Papperssida.objects.filter(fil=f).order_by("pk").values_list("pk", flat=True))
    assert [s.text for s in papperstext.sidor(f)] == ["Första sidan", "Andra sidan"]
    assert rader == list(
        Papperssida.objects.filter(fil=f).order_by("pk").values_list("pk", flat=True)
    )
    filer.städa(f)
    assert not Papperssida.objects.filter(pk__in=rader).exists()


def test_frågorna_växer_inte_med_papperen(n: Nämnden, django_assert_max_num_queries) -> None:
    klient, sidan = inloggad(n.ledamot), adress("mote", n.möte.pk)
    klient.get(sidan)
    for nr in range(8):
        Punkthandling.objects.create(
            punkt=n.öppen, ordning=30 + nr, rubrik=f"Bilaga {nr}", fil=fil(f"Papper {nr}")
        )
    komplettera(n)
    klient.get(sidan, {"q": "papper"})
    with django_assert_max_num_queries(40):
        klient.get(sidan, {"q": "papper"})


# --- Det som ändras efter kallelsen --------------------------------------------------------------


def test_det_som_blir_hemligt_efteråt_stängs_för_andra_än_organet(n: Nämnden) -> None:
    _, hemlighet = länk(n)
    bilagan = next(p for p in exemplar(n.ledamot, n.möte).papper if p.rubrik == "Bilaga")
    gästens = adress("gast_papper", hemlighet, bilagan.punkt, bilagan.märke)
    assert status(Client(), gästens) == 200
    Punkthandling.objects.filter(rubrik="Bilaga").update(sekretess_lagrum="OSL 26 kap. 1 §")

    assert status(Client(), gästens) == 404
    assert "Bilaga" not in rubriker(exemplar(n.handläggare, n.möte))
    assert "Bilaga" in rubriker(exemplar(n.ledamot, n.möte))
    Punkt.objects.filter(pk=n.öppen.pk).update(sekretess_lagrum="OSL 26 kap. 1 §")
    text = Client().get(adress("gast", hemlighet)).content.decode()
    assert "taxan" not in text
    with pytest.raises(Gästfel, match="hemlig"):
        länk(n, punkter=[n.öppen.pk], hela_mötet=False)


def test_ett_papper_som_tas_från_listan_går_att_läsa_i_kallelsen(n: Nämnden) -> None:
    rad = Punkthandling.objects.get(rubrik="Bilaga")
    bilagan = next(p for p in exemplar(n.ledamot, n.möte).papper if p.rubrik == "Bilaga")

    föredragningslista.ta_bort_handling(handling=rad, av=n.sekreterare)

    sidan = adress("papper", n.möte.pk, bilagan.punkt, bilagan.märke)
    assert ÖPPET in inloggad(n.ledamot).get(sidan).content.decode()
