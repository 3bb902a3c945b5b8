"""Punkten i läsrummet, på mötets sida och i kallelsen: underpunkter, förslaget och valen."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone

from nämnd import documents
from nämnd.models import Föredragande, Punkt
from nämnd.services import föredragningslista
from nämnd.services.läsrum import KORT_FÖRSLAG
from tests.factories import nämnd as fabrik
from tests.factories.konton import PersonFactory
from tests.factories.nämnd import Nämnden
from tests.minne import mindes
from tests.nämnd.test_läsrummet import inloggad
from tests.protokoll.test_dokument import text

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


@pytest.fixture
@mindes
def n(db: None) -> Nämnden:
    return fabrik.nämnden()


def punkt(n: Nämnden, rubrik: str, slag: str = Punkt.Slag.BESLUT, **fält: Any) -> Punkt:
    return föredragningslista.lägg_till_punkt(
        sammanträde=n.möte, rubrik=rubrik, slag=slag, av=n.sekreterare, **fält
    )


def sidan(n: Nämnden, namn: str = "lasrum:mote") -> str:
    n.möte.refresh_from_db()
    fabrik.utfärdad(n.möte, av=n.sekreterare)
    svar = inloggad(n.ledamot).get(reverse(namn, args=[n.möte.pk]))
    return str(svar.content.decode())


def delen(sida: str, rubrik: str) -> str:
    """Punktens ruta, från rubriken till nästa punkt."""
    return re.split(r'<div class="lasrum__punkt[ "]', sida.partition(f"<span>{rubrik}</span>")[2])[
        0
    ]


def test_underpunkten_är_indragen_i_läsrummet_på_mötets_sida_och_i_kallelsen(n: Nämnden) -> None:
    under = punkt(n, "Taxan för tillsyn av tobak")
    föredragningslista.gör_till_underpunkt(punkt=under, av=n.sekreterare)
    egna = n.möte.punkter.count() - 1

    rummet, mötet = sidan(n), sidan(n, "namnd:visa")

    assert rummet.count("lasrum__punkt--under") == 1
    assert rummet.count('<div class="lasrum__punkt">') == egna
    assert mötet.count("punkt--under") == 1
    u = documents.underlag(n.möte)
    assert [r.under for r in u.rader] == [r.punkt == under.pk for r in u.rader]
    dokument = documents.kallelsedokument(
        u,
        edition=1,
        plan=documents.sidplan(u, 9),
        offentlig=True,
        utfärdas=timezone.localdate(),
    )
    assert render_to_string("pdf/kallelse.html", {"d": dokument}).count('<tr class="under">') == 1


def test_ett_kort_förslag_står_öppet_och_ett_långt_är_hopfällt(n: Nämnden) -> None:
    punkt(n, "Kort sak", förslag=["Nämnden antar taxan."])
    punkt(n, "Lång sak", förslag=["Nämnden antar planen.", "x" * KORT_FÖRSLAG])

    rummet = sidan(n)

    kort, lång = delen(rummet, "Kort sak"), delen(rummet, "Lång sak")
    assert "<p>Nämnden antar taxan.</p>" in kort
    assert "<details" not in kort
    assert '<details class="lasrum__forslag">' in lång
    assert "Förslag till beslut, 2 satser" in text(lång)


def test_sammanfattningen_står_på_punkten_tills_något_på_den_är_hemligt(n: Nämnden) -> None:
    öppen = fabrik.skriven_punkt(n.möte, "Vitsippa", av=n.sekreterare)
    fabrik.skriven_punkt(n.möte, "Myrlejon", av=n.sekreterare, sekretess_lagrum="OSL 26 kap. 1 §")

    rummet = text(sidan(n))
    assert rummet.index("Vitsippa höjs.") < rummet.rindex("Taxan antas.")
    assert "Myrlejon höjs" not in rummet

    # Utfärdad med sammanfattningen; sedan blir skrivelsen hemlig.
    öppen.handlingar.update(sekretess_lagrum="OSL 26 kap. 1 §")
    for konto in (n.ledamot, n.handläggare):
        svar = inloggad(konto).get(reverse("lasrum:mote", args=[n.möte.pk]))
        assert "Vitsippa höjs" not in text(svar.content.decode())


def test_yrka_och_fråga_står_framme_på_ärenden_och_undanlagt_på_formalia(n: Nämnden) -> None:
    punkt(n, "Upprop", Punkt.Slag.FORMALIA)
    punkt(n, "Kort sak", förslag=["Nämnden antar taxan."])

    rummet = sidan(n)

    upprop, ärende = delen(rummet, "Upprop"), delen(rummet, "Kort sak")
    for ruta in (upprop, ärende):
        assert "Skriv ett yrkande" in ruta
        assert "Fråga om punkten" in ruta
    assert "Yrka eller fråga" in upprop
    assert "Yrka eller fråga" not in ärende


def test_klockslaget_står_en_gång_och_utan_ensam_prick(n: Nämnden) -> None:
    n.möte.beräknade_klockslag = True
    n.möte.save(update_fields=["beräknade_klockslag"])
    första = punkt(n, "Budgeten", Punkt.Slag.INFORMATION)
    föredragningslista.ändra_punkt(punkt=första, tid="21.10", minuter=15, av=n.sekreterare)
    information = punkt(n, "Lägesrapport", Punkt.Slag.INFORMATION)
    Föredragande.objects.create(
        punkt=information,
        person=PersonFactory(namn="Alva Ek"),
        titel="chef",
        tid="21.25",
    )

    rummet, mötet = sidan(n), text(sidan(n, "namnd:visa"))

    fakta = delen(rummet, "Lägesrapport").partition("lasrum__fakta")[2].partition("</p>")[0]
    assert fakta.count("21.25") == 1
    assert "Alva Ek, chef" in fakta
    assert "·" not in fakta
    assert mötet.count("21.25") == 1
