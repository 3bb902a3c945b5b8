"""Ångra på föredragningslistan, och flera ärenden på en gång."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse

from konton.models import Roll
from konton.services.system import systemanvändare
from nämnd.jäv import Grund
from nämnd.models import AnmältJäv, Punkt, Ångerpost
from nämnd.services import föredragningslista as lista
from nämnd.services import svar as svarstjänst
from nämnd.services import ångerposter, ångra
from nämnd.services.föredragningslista import Listfel
from tests.factories import nämnd as fabrik
from tests.factories.konton import med_roll
from tests.factories.nämnd import Nämnden
from tests.minne import mindes
from tests.protokoll.test_dokument import text
from ärenden.models import Anmälan, Händelse

pytestmark = pytest.mark.django_db
LAGRUM = "OSL 26 kap. 1 §"


@pytest.fixture
@mindes
def n() -> Nämnden:
    return fabrik.nämnden()


def senaste(n: Nämnden) -> Ångerpost | None:
    n.möte.refresh_from_db()
    return ångerposter.senaste(n.möte)


def tillbaka(n: Nämnden) -> str:
    post = senaste(n)
    assert post is not None
    return ångra.ångra(sammanträde=n.möte, post=post.pk, av=n.sekreterare).vad


def bild(n: Nämnden) -> list[tuple]:
    """Allt på listan som en människa ser, med radernas egna nummer."""
    return [
        (
            p.pk,
            p.rubrik,
            p.ordning,
            p.avsnitt,
            p.förälder_id,
            [s.text for s in p.förslag.all()],
            [f.namn for f in p.föredragande.select_related("person")],
            [(h.pk, h.titel) for h in p.handlingar.all()],
        )
        for p in n.möte.punkter.order_by("ordning")
    ]


def test_en_borttagen_punkt_kommer_tillbaka_med_allt_den_hade(n: Nämnden) -> None:
    lista.ändra_punkt(
        punkt=n.öppen, av=n.sekreterare, avsnitt="Beslut", föredragande=[("Ada Prov", "chef", "")]
    )
    fabrik.utfärdad(n.möte, av=n.sekreterare)
    svarstjänst.anmäl_jäv(
        punkt=n.öppen, person=n.ledamot.person, grund=Grund.PART.etikett, av=n.sekreterare
    )
    förr = bild(n)
    lista.ta_bort_punkt(punkt=n.öppen, av=n.sekreterare)
    anmälan = Anmälan.objects.get(skrivelse=n.öppen.skrivelse)
    assert anmälan.status == Anmälan.Status.VÄNTAR
    assert not AnmältJäv.objects.exists()

    assert "Öppet ärende om taxan" in tillbaka(n)

    assert bild(n) == förr
    anmälan.refresh_from_db()
    assert anmälan.status == Anmälan.Status.UPPTAGEN
    assert AnmältJäv.objects.get().punkt_id == n.öppen.pk
    typer = Händelse.objects.filter(ärende=n.öppen.ärende).order_by("pk").values_list("typ")
    assert [t for (t,) in typer][-2:] == ["lista.borttagen", "lista.upptagen"]


def test_flera_steg_tillbaka_till_listan_som_den_var(n: Nämnden) -> None:
    fabrik.ta_upp(n.möte, av=n.sekreterare, rubrik="Hemligt två", lagrum=LAGRUM)
    bilder = [bild(n)]
    lista.flytta_punkt(punkt=n.öppen, plats=0, av=n.sekreterare)
    bilder.append(bild(n))
    rad = lista.samla_sekretess(sammanträde=n.möte, av=n.sekreterare)
    bilder.append(bild(n))
    lista.lös_upp(punkt=rad, av=n.sekreterare)
    bilder.append(bild(n))
    lista.flytta_steg(punkt=n.öppen, steg=1, av=n.sekreterare)
    bilder.append(bild(n))
    anmälan = fabrik.anmält(n.organ, av=n.sekreterare, rubrik="Tillagt")
    lista.lägg_till_anmälan(sammanträde=n.möte, anmälan=anmälan, av=n.sekreterare)

    for väntad in reversed(bilder):
        tillbaka(n)
        assert bild(n) == väntad

    anmälan.refresh_from_db()
    assert anmälan.status == Anmälan.Status.VÄNTAR


def test_det_som_någon_annan_ändrat_sedan_dess_skrivs_inte_över(n: Nämnden) -> None:
    lista.flytta_punkt(punkt=n.hemlig, plats=0, av=n.sekreterare)
    post = senaste(n)
    assert post is not None
    annan = fabrik.sekreterare_i(n.organ)
    lista.ändra_punkt(punkt=n.öppen, av=annan, anmärkning="Viktigt")
    förr = bild(n)

    with pytest.raises(Listfel, match="kanske av någon annan"):
        ångra.ångra(sammanträde=n.möte, post=post.pk, av=n.sekreterare)

    assert bild(n) == förr
    assert senaste(n) is None


def systemet_lägger_till(n: Nämnden, rubrik: str) -> Punkt:
    return lista.lägg_till_återrapport(
        sammanträde=n.möte, rubrik=rubrik, av=systemanvändare(), ärende=None, anmärkning=""
    )


def test_flera_steg_går_att_ångra_också_sedan_systemet_lagt_till_punkter(n: Nämnden) -> None:
    lista.lägg_till_punkt(sammanträde=n.möte, rubrik="Frågor", slag="ovrigt", av=n.sekreterare)
    rubriker = [p.rubrik for p in n.möte.punkter.order_by("ordning")]
    lista.flytta_punkt(punkt=n.öppen, plats=2, av=n.sekreterare)
    systemet_lägger_till(n, "Uppdrag ett")
    systemet_lägger_till(n, "Uppdrag två")
    lista.ta_bort_punkt(punkt=n.hemlig, av=n.sekreterare)
    systemet_lägger_till(n, "Uppdrag tre")
    nya = ["Uppdrag ett", "Uppdrag två", "Uppdrag tre"]

    assert "togs bort" in tillbaka(n)
    assert "flyttades" in tillbaka(n)

    nu = list(n.möte.punkter.order_by("ordning").values_list("rubrik", "ordning"))
    assert [r for r, _ in nu if r not in nya] == rubriker
    assert [r for r, _ in nu if r in nya] == nya
    assert [o for _, o in nu] == list(range(1, len(nu) + 1))
    assert "lades till" in tillbaka(n)
    assert not n.möte.punkter.filter(rubrik="Frågor").exists()
    assert n.möte.punkter.filter(rubrik__in=nya).count() == 3


def test_systemets_punkt_hamnar_inte_mellan_en_punkt_och_dess_underpunkt(n: Nämnden) -> None:
    under = lista.lägg_till_punkt(
        sammanträde=n.möte, rubrik="Under", slag="ovrigt", under=n.öppen, av=n.sekreterare
    )
    lista.ta_bort_punkt(punkt=under, av=n.sekreterare)
    lista.ta_bort_punkt(punkt=n.hemlig, av=n.sekreterare)
    systemet_lägger_till(n, "Uppdrag")
    assert list(n.möte.punkter.order_by("ordning").values_list("rubrik", flat=True)) == [
        n.öppen.rubrik,
        "Uppdrag",
    ]

    tillbaka(n)
    tillbaka(n)

    rader = list(n.möte.punkter.order_by("ordning").values_list("rubrik", flat=True))
    assert rader == [n.öppen.rubrik, "Under", "Uppdrag", n.hemlig.rubrik]


def test_sidan_säger_vad_som_hände_med_underpunkterna_och_var_fokus_är(n: Nämnden) -> None:
    lista.lägg_till_punkt(
        sammanträde=n.möte, rubrik="Under", slag="ovrigt", under=n.öppen, av=n.sekreterare
    )
    klient = Client()
    klient.force_login(n.sekreterare)
    bort = reverse("namnd:ta_bort_punkt", args=[n.möte.pk, n.öppen.pk])
    svar = klient.post(bort, headers={"HX-Request": "true"}).content.decode()
    assert "är borttagen. Underpunkten är nu en egen punkt. Ärendet ligger bland" in text(svar)

    def ångrat() -> str:
        post = senaste(n)
        assert post is not None
        adress = reverse("namnd:angra", args=[n.möte.pk])
        svar = klient.post(adress, {"post": post.pk}, headers={"HX-Request": "true"})
        return svar.content.decode()

    assert "data-angra autofocus" in ångrat()
    while senaste(n):
        sist = ångrat()
    assert "data-angra" not in sist
    rubriken = sist[sist.index("<h1") : sist.index("</h1>")]
    assert 'tabindex="-1" autofocus' in rubriken


def test_ett_ärende_som_hunnit_hämtas_till_ett_annat_möte_tas_inte_därifrån(n: Nämnden) -> None:
    lista.ta_bort_punkt(punkt=n.öppen, av=n.sekreterare)
    annat = fabrik.möte(
        n.organ, av=n.sekreterare, datum=n.möte.datum + timedelta(days=30), stående=False
    )
    anmälan = Anmälan.objects.get(skrivelse=n.öppen.skrivelse)
    lista.lägg_till_anmälan(sammanträde=annat, anmälan=anmälan, av=n.sekreterare)
    förr = bild(n)

    with pytest.raises(Listfel, match="hunnit hämtas till ett annat möte"):
        tillbaka(n)

    assert bild(n) == förr


def test_bara_den_som_sköter_listan_ångrar(n: Nämnden) -> None:
    lista.ta_bort_punkt(punkt=n.öppen, av=n.sekreterare)
    post = senaste(n)
    assert post is not None
    annans = med_roll(Roll.NÄMNDSEKRETERARE, fabrik.OrganFactory().myndighet)
    for av in (n.handläggare, n.ledamot, annans):
        with pytest.raises(PermissionDenied):
            ångra.ångra(sammanträde=n.möte, post=post.pk, av=av)
    assert not Punkt.objects.filter(pk=n.öppen.pk).exists()


def test_bara_de_senaste_sparas(n: Nämnden, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ångerposter, "SPARAS", 2)
    for plats in (0, 1, 0):
        lista.flytta_punkt(punkt=n.hemlig, plats=plats, av=n.sekreterare)

    assert n.möte.ångerposter.count() == 2


# --- Flera på en gång ----------------------------------------------------------------------------


def test_flera_ärenden_hämtas_på_en_gång_och_ångras_på_en_gång(n: Nämnden) -> None:
    anmälda = [fabrik.anmält(n.organ, av=n.sekreterare, rubrik=r) for r in ("Ett", "Två", "Tre")]
    lista.lägg_till_anmälan(sammanträde=n.möte, anmälan=anmälda[1], av=n.sekreterare)
    förr = bild(n)

    svar = lista.lägg_till_anmälningar(sammanträde=n.möte, anmälningar=anmälda, av=n.sekreterare)

    assert [p.rubrik for p in svar.punkter] == ["Ett", "Tre"]
    assert svar.fel == ["Två: Ärendet är redan hämtat till ett sammanträde eller återtaget."]
    assert tillbaka(n) == "2 ärenden lades till"
    assert bild(n) == förr


def test_inget_valt_ändrar_inget(n: Nämnden) -> None:
    n.möte.refresh_from_db()
    version = n.möte.version
    with pytest.raises(Listfel, match="Välj minst ett"):
        lista.lägg_till_anmälningar(sammanträde=n.möte, anmälningar=[], av=n.sekreterare)
    n.möte.refresh_from_db()
    assert n.möte.version == version


def test_sidan_markerar_flera_och_ångrar(n: Nämnden) -> None:
    ett, två = (fabrik.anmält(n.organ, av=n.sekreterare, rubrik=r) for r in ("Ett", "Två"))
    klient = Client()
    klient.force_login(n.sekreterare)
    sidan = reverse("namnd:foredragningslista", args=[n.möte.pk])
    flera = reverse("namnd:ta_upp_flera", args=[n.möte.pk])
    assert "Lägg till markerade" in klient.get(sidan).content.decode()

    svar = klient.post(flera, {"anmalan": [ett.pk, två.pk]}, follow=True)

    assert "2 ärenden finns nu på listan." in text(svar.content.decode()).replace("\xa0", " ")
    post = senaste(n)
    assert post is not None
    svar = klient.post(reverse("namnd:angra", args=[n.möte.pk]), {"post": post.pk}, follow=True)
    assert "Ångrat: 2 ärenden lades till." in text(svar.content.decode())
    assert not n.möte.punkter.filter(rubrik="Ett").exists()
    svar = klient.post(reverse("namnd:angra", args=[n.möte.pk]), {"post": post.pk}, follow=True)
    assert "går inte längre att ångra" in text(svar.content.decode()).replace("\n", " ")
    # Den andra sekreteraren hann före: det som är borta sägs, resten kommer med.
    lista.lägg_till_anmälan(sammanträde=n.möte, anmälan=ett, av=n.sekreterare)
    svar = klient.post(flera, {"anmalan": [ett.pk, två.pk]}, follow=True)
    sagt = text(svar.content.decode()).replace("\xa0", " ")
    assert "1 ärende finns nu på listan." in sagt
    assert "någon annan hann före" in sagt
    nekad = Client()
    nekad.force_login(n.handläggare)
    for namn in ("ta_upp_flera", "angra"):
        assert nekad.post(reverse(f"namnd:{namn}", args=[n.möte.pk])).status_code == 403
