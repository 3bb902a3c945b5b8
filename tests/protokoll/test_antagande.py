"""Delegationsordningen antas genom ett beslut i nämnden, och pekar på det."""

from __future__ import annotations

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from konton.models import Roll
from nämnd.models import Punkt
from protokoll.models import Paragraf
from tests.factories.delegation import Delegationen
from tests.factories.konton import RolltilldelningFactory
from tests.factories.protokoll import kallat_möte, lägg_punkt, organ_med_valda
from ärenden.delegationsfil import Punktrad
from ärenden.services import delegationsordning

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


def test_ordningen_antas_av_nämndens_paragraf_och_pekar_på_den() -> None:
    d = Delegationen()
    organ = organ_med_valda(d.myndighet)
    möte = kallat_möte(organ, punkter=False, sekreterare=d.sekreterare)
    for rubrik in (
        *("Revidering av delegationsordningen", "Delegering enligt socialtjänstlagen", "Taxa"),
        *("Anmälan av delegationsbeslut", "Delegationsbeslut i november"),
    ):
        lägg_punkt(möte, rubrik)
    anmälan = lägg_punkt(möte, "Redovisning av delegation")
    Punkt.objects.filter(pk=anmälan.pk).update(slag=Punkt.Slag.ANMÄLAN)
    möte.håll()
    rader = [Punktrad(1, "1", "Förordna vikarie", "Trafikchef")]
    ny = delegationsordning.skapa(myndighet=d.myndighet, rader=rader, av=d.sekreterare)
    klient, adress = Client(), reverse("arenden:ordning", args=[ny.pk])
    klient.force_login(d.sekreterare)

    sidan = klient.get(adress).text
    assert "Revidering av delegationsordningen</option>" in sidan
    assert "Delegering enligt socialtjänstlagen</option>" in sidan
    for rubrik in ("Taxa", "delegationsbeslut", "Delegationsbeslut i november", "av delegation"):
        assert f"{rubrik}</option>" not in sidan
    assert "<li>Trafikchef</li>" in sidan

    data = {"gäller_från": date(2026, 4, 1).isoformat()}
    utan = klient.post(adress, data)
    assert "skriv vem som antog ordningen" in utan.text
    beslutet = Paragraf.objects.get(rubrik__startswith="Revidering")
    assert klient.post(adress, data | {"beslut": f"paragraf:{beslutet.pk}"}).status_code == 302

    ny.refresh_from_db()
    assert (ny.antagen_av, ny.antagen_dag) == (
        f"{organ} §\N{NO-BREAK SPACE}{beslutet.nummer}",
        möte.sammanträde.datum,
    )
    sidan = klient.get(adress).text
    paragrafen = reverse("protokoll:mote", args=[beslutet.protokoll_id])
    assert f'href="{paragrafen}#p{beslutet.nummer}"' in sidan
    assert f'id="p{beslutet.nummer}"' in klient.get(paragrafen).text


def test_en_annan_nämnds_beslut_kan_inte_väljas() -> None:
    d, annan = Delegationen(), Delegationen()
    RolltilldelningFactory(
        användare=d.sekreterare, roll=Roll.NÄMNDSEKRETERARE, myndighet=annan.myndighet
    )
    möte = kallat_möte(organ_med_valda(annan.myndighet), punkter=False)
    lägg_punkt(möte, "Delegationsordning")
    möte.håll()
    rader = [Punktrad(1, "1", "Förordna vikarie", "Enhetschef")]
    ny = delegationsordning.skapa(myndighet=d.myndighet, rader=rader, av=d.sekreterare)
    klient = Client()
    klient.force_login(d.sekreterare)

    svar = klient.post(
        reverse("arenden:ordning", args=[ny.pk]),
        {"gäller_från": "2026-04-01", "beslut": f"paragraf:{Paragraf.objects.get().pk}"},
    )

    ny.refresh_from_db()
    assert "Välj ett giltigt alternativ" in svar.text
    assert not ny.är_antagen
