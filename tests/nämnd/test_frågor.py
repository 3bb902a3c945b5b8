"""Frågor om punkter: genom sekreteraren till den handläggare som får läsa punkten, och åter."""

from __future__ import annotations

from typing import Any

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse

from konton.models import Användare, Roll
from nämnd import mailings
from nämnd.jäv import Grund
from nämnd.models import Fråga, Punkt, Sammanträde, Uppdrag
from nämnd.services import frågor as tjänst
from nämnd.services import svar as svarstjänst
from nämnd.services.frågor import Frågefel
from nämnd.services.inlämning import FårInteLämnaIn
from tests.factories import nämnd as fabrik
from tests.factories.konton import AnvändareFactory, med_roll
from tests.factories.nämnd import Nämnden
from tests.minne import mindes
from tests.nämnd.test_läsrummet import exemplar, inloggad
from ärenden.models import Handling, Jobb, Ärende

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
FRÅGAN = "Vad kostar Hemlisdammen?"
SVARET = "Den kostar en blåsippa."


@pytest.fixture
@mindes
def n(db: None) -> Nämnden:
    n = fabrik.nämnden()
    fabrik.utfärdad(n.möte, av=n.sekreterare)
    return n


def ställ(n: Nämnden, punkt: Punkt | None = None, av: Any = None) -> Fråga:
    punkt = punkt or n.öppen
    return tjänst.ställ(sammanträde=n.möte, punkt=punkt.pk, text=FRÅGAN, av=av or n.ledamot)


def besvarad(n: Nämnden) -> Fråga:
    rad = tjänst.skicka_vidare(fråga=ställ(n), till=n.handläggare, av=n.sekreterare)
    return tjänst.besvara(fråga=rad, text=SVARET, av=n.handläggare)


def sida(namn: str, rad: Fråga) -> str:
    return reverse(f"namnd:{namn}", args=[rad.pk])


def i_läsrummet(n: Nämnden, konto: Användare) -> bool:
    svar = inloggad(konto).get(reverse("lasrum:mote", args=[n.möte.pk]))
    return svar.status_code == 200 and SVARET in svar.content.decode()


def test_hela_vägen_i_sidorna(n: Nämnden) -> None:
    svar = inloggad(n.ledamot).post(
        reverse("lasrum:fraga", args=[n.möte.pk, n.öppen.pk]), {"text": FRÅGAN}, follow=True
    )
    assert "Väntar på svar" in svar.content.decode()
    rad = Fråga.objects.get()
    sekr, handl = inloggad(n.sekreterare), inloggad(n.handläggare)
    assert sida("fraga", rad) in sekr.get(reverse("hem")).content.decode()
    # Handläggaren vet inte av den förrän den är skickad.
    assert handl.get(sida("besvara_fraga", rad)).status_code == 404
    data = {"gor": "vidare", "vidare-till": n.handläggare.pk}
    assert sekr.post(sida("fraga", rad), data).status_code == 302
    assert sida("besvara_fraga", rad) in handl.get(reverse("hem")).content.decode()
    assert FRÅGAN in handl.get(sida("besvara_fraga", rad)).content.decode()
    assert handl.post(sida("besvara_fraga", rad), {"text": ""}).status_code == 422
    assert handl.post(sida("besvara_fraga", rad), {"text": SVARET}).status_code == 302
    # Innan sekreteraren lämnat svaret ser frågaren det inte.
    mina = reverse("lasrum:mina")
    assert SVARET not in inloggad(n.ledamot).get(mina).content.decode()
    assert (
        "Besvarad, lämna svaret"
        in sekr.get(reverse("namnd:inlamnat", args=[n.möte.pk])).content.decode()
    )
    data = {"gor": "lamna", "lamna-mottagare": "fragaren"}
    assert sekr.post(sida("fraga", rad), data).status_code == 302
    assert SVARET in inloggad(n.ledamot).get(mina).content.decode()
    rad.refresh_from_db()
    assert rad.handling is None
    # Två sekreterare samtidigt: den andra får veta att det redan är gjort.
    svar = sekr.post(sida("fraga", rad), data)
    assert svar.status_code == 422
    assert "Frågan har ändrats" in svar.content.decode()


def test_till_alla_kallade_som_får_läsa_punkten_och_till_ärendet(n: Nämnden) -> None:
    andra = fabrik.förtroendevald_i(n.organ)
    insyn = fabrik.förtroendevald_i(n.organ, Uppdrag.Post.INSYN)
    jävig = fabrik.förtroendevald_i(n.organ)
    svarstjänst.anmäl_jäv(punkt=n.öppen, person=jävig.person, grund=Grund.PART.etikett, av=jävig)
    rad = tjänst.lämna_ut(fråga=besvarad(n), till_alla=True, av=n.sekreterare)
    assert all(i_läsrummet(n, konto) for konto in (n.ledamot, andra, insyn))
    assert not any(i_läsrummet(n, konto) for konto in (jävig, n.handläggare, AnvändareFactory()))
    assert rad.handling is not None
    assert rad.handling.ärende == n.öppen.ärende
    assert rad.handling.riktning == Handling.Riktning.UPPRÄTTAD
    assert rad.handling.ankomstdag is None


def test_ett_hemligt_svar_når_bara_dem_som_får_läsa_punkten(n: Nämnden) -> None:
    insyn = fabrik.förtroendevald_i(n.organ, Uppdrag.Post.INSYN)
    rad = ställ(n, n.hemlig)
    tjänst.svara_själv(fråga=rad, text=SVARET, till_alla=True, av=n.sekreterare)
    # Som papperen: efter en ny kod, och aldrig på det som sparas på en enhet.
    sidan = reverse("lasrum:mote", args=[n.möte.pk])
    klient = inloggad(n.ledamot)
    sedd = klient.get(sidan).content.decode()
    assert SVARET not in sedd
    assert "1 svar gäller" in sedd
    assert klient.get(sidan, {"hemliga": "ja"}).status_code == 302
    styrkt = inloggad(n.ledamot, styrkt=True)
    assert SVARET in styrkt.get(sidan).content.decode()
    assert SVARET not in styrkt.get(sidan, headers={"X-Sparas": "1"}).content.decode()
    assert not i_läsrummet(n, insyn)
    assert "1 svar gäller" not in inloggad(insyn).get(sidan).content.decode()
    mina = reverse("lasrum:mina")
    assert SVARET not in klient.get(mina).content.decode()
    assert klient.get(mina, {"hemliga": "ja"}).status_code == 302
    assert SVARET in styrkt.get(mina).content.decode()
    rad.refresh_from_db()
    assert rad.handling.sekretess_lagrum == "OSL 26 kap. 1 §"
    assert n.hemlig.rubrik not in rad.handling.rubrik


def test_en_hemlig_fråga_går_bara_till_den_som_får_läsa_punkten(n: Nämnden) -> None:
    rad = ställ(n, n.hemlig)
    with pytest.raises(Frågefel, match="får inte läsa"):
        tjänst.skicka_vidare(fråga=rad, till=n.handläggare, av=n.sekreterare)
    svar = inloggad(n.sekreterare).post(
        sida("fraga", rad), {"gor": "vidare", "vidare-till": n.handläggare.pk}
    )
    assert svar.status_code == 422
    Ärende.objects.filter(pk=n.hemlig.ärende_id).update(handläggare=n.handläggare)
    tjänst.skicka_vidare(fråga=rad, till=n.handläggare, av=n.sekreterare)
    klient = inloggad(n.handläggare)
    assert klient.get(sida("besvara_fraga", rad)).status_code == 200
    # När ärendet går till en annan når hen inte frågan längre.
    Ärende.objects.filter(pk=n.hemlig.ärende_id).update(handläggare=n.sekreterare)
    assert klient.get(sida("besvara_fraga", rad)).status_code == 404
    assert sida("besvara_fraga", rad) not in klient.get(reverse("hem")).content.decode()
    with pytest.raises(PermissionDenied):
        tjänst.besvara(fråga=rad, text=SVARET, av=n.handläggare)


def test_en_fråga_vars_punkt_blir_hemlig_stängs_för_handläggaren(n: Nämnden) -> None:
    rad = tjänst.skicka_vidare(fråga=ställ(n), till=n.handläggare, av=n.sekreterare)
    assert inloggad(n.handläggare).get(sida("besvara_fraga", rad)).status_code == 200
    Punkt.objects.filter(pk=n.öppen.pk).update(sekretess_lagrum="OSL 21 kap. 1 §")
    assert inloggad(n.handläggare).get(sida("besvara_fraga", rad)).status_code == 404


def test_breven_säger_inget_om_innehållet(
    n: Nämnden, django_capture_on_commit_callbacks: Any
) -> None:
    for konto in (n.handläggare, n.ledamot):
        konto.person.epost = f"p{konto.pk}@example.org"
        konto.person.save()
    rad = tjänst.lämna_ut(fråga=besvarad(n), till_alla=False, av=n.sekreterare)
    jobben = list(Jobb.objects.filter(slag=tjänst.UPPGIFT).order_by("pk"))
    assert [j.argument["till"] for j in jobben] == ["handlaggaren", "fragaren"]
    rad = Fråga.objects.get(pk=rad.pk)
    brev = [mailings.fråga_att_besvara(rad), mailings.fråga_avgjord(rad)]
    for b in brev:
        for ord_ in (FRÅGAN, SVARET, n.öppen.rubrik, n.öppen.ärende.beteckning):
            assert ord_ not in b.subject + b.body
    assert brev[0].to == [n.handläggare.person.epost]
    assert brev[1].to == [n.ledamot.person.epost]
    assert sida("besvara_fraga", rad) in brev[0].body


@pytest.mark.django_db(transaction=True)
def test_brevet_skickas_av_jobbet_en_gång() -> None:
    n = fabrik.nämnden()
    fabrik.utfärdad(n.möte, av=n.sekreterare)
    n.ledamot.person.epost = "ledamot@example.org"
    n.ledamot.person.save()
    tjänst.avböj(fråga=ställ(n), skäl="Frågan besvaras på mötet.", av=n.sekreterare)
    (jobb,) = Jobb.objects.filter(slag=tjänst.UPPGIFT)
    tjänst.utför_brev(jobb.pk)
    tjänst.utför_brev(jobb.pk)
    (brev,) = mail.outbox
    assert brev.to == ["ledamot@example.org"]
    assert "besvaras inte" in brev.body
    jobb.refresh_from_db()
    assert jobb.status == Jobb.Status.KLART


def test_svar_till_alla_meddelas_dem_som_får_läsa_det(
    n: Nämnden, django_capture_on_commit_callbacks: Any
) -> None:
    andra, jävig, slutar = (fabrik.förtroendevald_i(n.organ) for _ in range(3))
    insyn = fabrik.förtroendevald_i(n.organ, Uppdrag.Post.INSYN)
    utanför = fabrik.förtroendevald_i(fabrik.OrganFactory())
    for konto in (n.ledamot, andra, jävig, slutar, insyn, utanför):
        konto.person.epost = f"p{konto.pk}@example.org"
        konto.person.save()
    svarstjänst.anmäl_jäv(punkt=n.hemlig, person=jävig.person, grund=Grund.PART.etikett, av=jävig)
    rad = ställ(n, n.hemlig)
    tjänst.svara_själv(fråga=rad, text=SVARET, till_alla=True, av=n.sekreterare)
    # Mellan svaret och brevet kan rätten ta slut.
    Uppdrag.objects.filter(person=slutar.person).delete()
    for jobb in Jobb.objects.filter(slag=tjänst.UPPGIFT).order_by("pk"):
        tjänst.utför_brev(jobb.pk)
        tjänst.utför_brev(jobb.pk)
    # Frågaren får sitt eget brev. Insynsplatsen läser inget hemligt, den jäviga inte punkten.
    assert sorted(brev.to[0] for brev in mail.outbox) == sorted(
        k.person.epost for k in (n.ledamot, andra)
    )
    till_andra = next(b for b in mail.outbox if b.to == [andra.person.epost])
    assert reverse("lasrum:mote", args=[n.möte.pk]) in till_andra.body
    for brev in mail.outbox:
        for ord_ in (FRÅGAN, SVARET, n.hemlig.rubrik, n.hemlig.ärende.beteckning):
            assert ord_ not in brev.subject + brev.body


# --- De som inte får -----------------------------------------------------------------------------


def test_jävig_får_varken_fråga_eller_svar(n: Nämnden) -> None:
    rad = besvarad(n)
    svarstjänst.anmäl_jäv(
        punkt=n.öppen, person=n.ledamot.person, grund=Grund.PART.etikett, av=n.ledamot
    )
    with pytest.raises(FårInteLämnaIn, match="jävig"):
        ställ(n)
    adress = reverse("lasrum:fraga", args=[n.möte.pk, n.öppen.pk])
    assert inloggad(n.ledamot).get(adress).status_code == 403
    with pytest.raises(FårInteLämnaIn, match="jävig"):
        tjänst.lämna_ut(fråga=rad, till_alla=False, av=n.sekreterare)
    svar = inloggad(n.sekreterare).post(
        sida("fraga", rad), {"gor": "lamna", "lamna-mottagare": "fragaren"}
    )
    assert svar.status_code == 422
    assert "6 kap. 30 §" in svar.content.decode()
    tjänst.avböj(fråga=rad, skäl="Du är jävig.", av=n.sekreterare)


def test_andra_når_varken_frågan_eller_sidorna(n: Nämnden) -> None:
    insyn = fabrik.förtroendevald_i(n.organ, Uppdrag.Post.INSYN)
    annan_handläggare = med_roll(Roll.HANDLÄGGARE, n.organ.myndighet)
    annan_sekreterare = fabrik.sekreterare_i(fabrik.OrganFactory())
    rad = tjänst.skicka_vidare(fråga=ställ(n), till=n.handläggare, av=n.sekreterare)
    for konto in (insyn, annan_handläggare, annan_sekreterare, n.ledamot, n.handläggare):
        assert inloggad(konto).get(sida("fraga", rad)).status_code == 404
    for konto in (insyn, annan_handläggare, annan_sekreterare, n.ledamot):
        assert inloggad(konto).get(sida("besvara_fraga", rad)).status_code == 404
    assert Client().get(sida("fraga", rad)).status_code == 302
    for gör in (
        lambda av: tjänst.skicka_vidare(fråga=rad, till=n.handläggare, av=av),
        lambda av: tjänst.svara_själv(fråga=rad, text="x", till_alla=False, av=av),
        lambda av: tjänst.avböj(fråga=rad, skäl="x", av=av),
        lambda av: tjänst.besvara(fråga=rad, text="x", av=av),
    ):
        for konto in (annan_handläggare, annan_sekreterare, n.ledamot):
            with pytest.raises(PermissionDenied):
                gör(konto)
    hemlig = reverse("lasrum:fraga", args=[n.möte.pk, n.hemlig.pk])
    assert inloggad(insyn).get(hemlig).status_code in (403, 404)
    for konto in (n.handläggare, n.sekreterare):
        adress = reverse("lasrum:fraga", args=[n.möte.pk, n.öppen.pk])
        assert inloggad(konto).get(adress).status_code == 403


def test_efter_mötet_ställs_inga_frågor(n: Nämnden) -> None:
    Sammanträde.objects.filter(pk=n.möte.pk).update(status=Sammanträde.Status.AVSLUTAT)
    with pytest.raises(FårInteLämnaIn):
        ställ(n)


def test_tomma_texter_nekas(n: Nämnden) -> None:
    rad = ställ(n)
    for gör in (
        lambda: tjänst.svara_själv(fråga=rad, text=" ", till_alla=False, av=n.sekreterare),
        lambda: tjänst.avböj(fråga=rad, skäl=" ", av=n.sekreterare),
        lambda: tjänst.ställ(sammanträde=n.möte, punkt=n.öppen.pk, text=" ", av=n.ledamot),
    ):
        with pytest.raises(Frågefel, match="Skriv"):
            gör()


def test_frågan_står_kvar_när_punkten_tas_bort(n: Nämnden) -> None:
    rad = besvarad(n)
    Punkt.objects.filter(pk=n.öppen.pk).delete()
    rad.refresh_from_db()
    assert rad.punkt is None
    with pytest.raises(Frågefel, match="inte längre"):
        tjänst.lämna_ut(fråga=rad, till_alla=True, av=n.sekreterare)
    assert tjänst.lämna_ut(fråga=rad, till_alla=False, av=n.sekreterare).status == "lamnad"
    assert not tjänst.delade(exemplar(n.ledamot, n.möte)).svar
