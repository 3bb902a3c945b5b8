"""Det som lämnats in före mötet blir rader i protokollet utan att skrivas om."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from konton.models import Användare, Roll
from nämnd.jäv import Grund
from nämnd.models import Fråga, Initiativ, InlämnatYrkande, Uppdrag
from nämnd.services import föredragningslista, förslagsutkast, inlämning, yrkandekedja
from nämnd.services.förslagsutkast import Innehåll
from nämnd.services.inlämning import FårInteLämnaIn, Inlämningsfel
from nämnd.views import visning
from protokoll.management.demo import läsrummet
from protokoll.models import Paragraf, Yrkande
from protokoll.services import beslut, inlämnat, jäv, yrkanden
from protokoll.services.frågefel import AvgjordFråga, FelYrkande
from tests.factories import nämnd as fabrik
from tests.factories.konton import med_roll
from tests.factories.nämnd import PunktFactory
from tests.factories.protokoll import Mötesvärld, kallat_möte
from tests.minne import mindes
from tests.nämnd.test_läsrummet import inloggad
from tests.protokoll.test_återgång import avsluta, nästa, ta_upp_igen
from ärenden.models import Anmälan

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
TEXTEN = "Taxan höjs inte."


@pytest.fixture
@mindes
def v(db: None) -> Mötesvärld:
    värld = kallat_möte(punkter=False)
    fabrik.ta_upp(värld.sammanträde, av=värld.sekreterare, rubrik="Taxan")
    värld.punkter.extend(värld.sammanträde.punkter.order_by("ordning"))
    fabrik.utfärdad(värld.sammanträde, av=värld.sekreterare)
    return värld


def lämna(v: Mötesvärld, namn: str, *med: str, slag: str = "andring") -> InlämnatYrkande:
    konto = v.konto(namn)
    rad = förslagsutkast.skapa(
        innehåll=Innehåll(
            organ=v.organ.pk,
            sammanträde=v.sammanträde.pk,
            punkt=v.punkter[0].pk,
            slag=slag,
            text=TEXTEN,
            med=tuple(v.konto(m).person_id or 0 for m in med),
        ),
        av=konto,
    )
    return inlämning.lämna_in_yrkande(nyckel=rad.nyckel, av=konto)


def upptagen(v: Mötesvärld) -> Paragraf:
    v.samla()
    return beslut.ta_upp(punkt=v.punkter[0], av=v.sekreterare)


def hämta(v: Mötesvärld, paragraf: Paragraf, rad: InlämnatYrkande) -> Yrkande:
    return yrkanden.hämta_inlämnat(paragraf=paragraf, inlämnat=rad, av=v.sekreterare).yrkande


def test_samma_rader_med_ett_tryck(v: Mötesvärld) -> None:
    rad = lämna(v, "Åke", "Bo")
    v.samla()
    sekr = inloggad(v.sekreterare)
    mötet = reverse("protokoll:mote", args=[v.protokoll.pk])
    assert "1 yrkande är inlämnat" in sekr.get(mötet).content.decode()
    paragraf = beslut.ta_upp(punkt=v.punkter[0], av=v.sekreterare)
    assert TEXTEN in sekr.get(mötet).content.decode()
    adress = reverse("protokoll:hamta_inlamnat", args=[v.protokoll.pk, paragraf.pk, rad.pk])
    assert sekr.post(adress).status_code == 302
    yrkande = paragraf.yrkanden.get()
    assert (yrkande.slag, yrkande.text, yrkande.inlämnat) == (rad.slag, rad.text, rad)
    assert [(y.namn, y.parti) for y in yrkande.av.all()] == [("Åke Öberg", "M"), ("Bo Ekfalk", "V")]
    assert "Inlämnade yrkanden" not in sekr.get(mötet).content.decode()
    assert sekr.post(adress).status_code == 422
    assert paragraf.yrkanden.count() == 1


def test_bara_de_som_tjänstgör_följer_med(v: Mötesvärld) -> None:
    rad, bara_ersättaren = lämna(v, "Åke", "Tove"), lämna(v, "Tove")
    paragraf = upptagen(v)
    väntar = inlämnat.väntande(paragraf)
    assert [w.utan for w in väntar] == [["Tove Älvhage (S)"], ["Tove Älvhage (S)"]]
    assert [y.namn for y in hämta(v, paragraf, rad).av.all()] == ["Åke Öberg"]
    with pytest.raises(FelYrkande, match="tjänstgör"):
        hämta(v, paragraf, bara_ersättaren)


def test_den_som_blivit_jävig_på_mötet_följer_inte_med(v: Mötesvärld) -> None:
    rad = lämna(v, "Åke")
    paragraf = upptagen(v)
    jäv.anmäl_jäv(
        rad=v.rad("Åke"),
        grund=Grund.PART.etikett,
        paragraf=paragraf,
        av=v.sekreterare,
    )
    with pytest.raises(FelYrkande, match="tjänstgör"):
        hämta(v, paragraf, rad)


def test_ett_återtaget_hämtas_inte(v: Mötesvärld) -> None:
    rad = lämna(v, "Åke")
    inlämning.återta_yrkande(yrkande=rad, av=v.konto("Åke"))
    v.samla()
    sekr, mötet = inloggad(v.sekreterare), reverse("protokoll:mote", args=[v.protokoll.pk])
    assert "är återtaget" in sekr.get(mötet).content.decode()
    paragraf = beslut.ta_upp(punkt=v.punkter[0], av=v.sekreterare)
    # Det står kvar på mötets sida, utan knapp.
    (väntar,) = inlämnat.väntande(paragraf)
    assert (väntar.yrkande, väntar.yrkare) == (rad, ())
    text = sekr.get(mötet).content.decode()
    assert "Återtaget" in text
    assert reverse("protokoll:hamta_inlamnat", args=[v.protokoll.pk, paragraf.pk, rad.pk]) not in (
        text
    )
    with pytest.raises(FelYrkande, match="återtaget"):
        hämta(v, paragraf, rad)


def test_yrkandet_följer_en_bordlagd_punkt_till_nästa_möte(v: Mötesvärld) -> None:
    rad, tillbaka = lämna(v, "Åke"), lämna(v, "Bo")
    senare = nästa(v, v.sammanträde.datum + timedelta(days=28))
    beslut.besluta(paragraf=upptagen(v), utfall=Paragraf.Utfall.BORDLÄGGNING, av=v.sekreterare)
    avsluta(v)
    mina = reverse("lasrum:mina")
    åke = inloggad(v.konto("Åke"))
    assert "Punkten är bordlagd" in åke.get(mina).content.decode()
    # Mellan mötena går det ännu att återta.
    inlämning.återta_yrkande(yrkande=tillbaka, av=v.konto("Bo"))

    igen = ta_upp_igen(senare, Anmälan.objects.get())
    assert [(w.yrkande, bool(w.yrkare)) for w in inlämnat.väntande(igen)] == [
        (rad, True),
        (tillbaka, False),
    ]
    assert f"följt med till {senare.sammanträde}" in åke.get(mina).content.decode()
    sekr = inloggad(v.sekreterare)
    for sida in (
        reverse("namnd:punkt", args=[igen.punkt_id]),
        reverse("namnd:inlamnat", args=[senare.sammanträde.pk]),
        reverse("protokoll:mote", args=[senare.protokoll.pk]),
    ):
        text = sekr.get(sida).content.decode()
        assert TEXTEN in text
        assert "bordlades" in text
    assert inlämning.räkna(senare.sammanträde).yrkanden == 2
    adress = reverse("protokoll:hamta_inlamnat", args=[senare.protokoll.pk, igen.pk, rad.pk])
    assert sekr.post(adress).status_code == 302
    assert igen.yrkanden.get().inlämnat == rad
    yrkanden.ta_tillbaka(yrkande=igen.yrkanden.get(), av=v.sekreterare)
    # När det mötet är slut är det för sent.
    beslut.besluta(paragraf=igen, utfall="bifall", av=v.sekreterare)
    avsluta(senare)
    with pytest.raises(Inlämningsfel, match="Mötet är slut"):
        inlämning.återta_yrkande(yrkande=rad, av=v.konto("Åke"))


def test_återremissen_bryter_kedjan(v: Mötesvärld) -> None:
    rad = lämna(v, "Åke")
    beslut.besluta(
        paragraf=upptagen(v),
        utfall=Paragraf.Utfall.ÅTERREMISS,
        satser=["Utred mer."],
        av=v.sekreterare,
    )
    avsluta(v)
    förra = v.punkter[0]
    senare = nästa(v, v.sammanträde.datum + timedelta(days=28))
    ny = PunktFactory(sammanträde=senare.sammanträde, fortsätter=förra, ärende=förra.ärende)
    assert not inlämning.på_punkten(ny)
    assert not yrkandekedja.lägen([rad])[rad.pk].väntar


def test_kedjorna_kostar_lika_mycket_för_en_punkt_som_för_många(
    v: Mötesvärld, django_assert_num_queries: Any
) -> None:
    senare = nästa(v, v.sammanträde.datum + timedelta(days=28))
    nya = [PunktFactory(sammanträde=senare.sammanträde, fortsätter=v.punkter[0]) for _ in range(6)]
    beslut.besluta(paragraf=upptagen(v), utfall=Paragraf.Utfall.BORDLÄGGNING, av=v.sekreterare)
    lämnade = list(InlämnatYrkande.objects.all())
    for punkter in (nya[:1], nya):
        with django_assert_num_queries(4):
            kedjor = yrkandekedja.kedjor([p.pk for p in punkter])
        assert all(kedja[1:] == [v.punkter[0].pk] for kedja in kedjor.values())
    assert not yrkandekedja.lägen(lämnade)


def test_det_som_är_hämtat_följer_med_när_punkten_läggs_åt_sidan(v: Mötesvärld) -> None:
    rad = lämna(v, "Åke")
    paragraf = upptagen(v)
    hämta(v, paragraf, rad)
    beslut.lägg_åt_sidan(paragraf=paragraf, av=v.sekreterare)
    igen = beslut.ta_upp(punkt=v.punkter[0], av=v.sekreterare)
    assert igen.yrkanden.get().inlämnat == rad
    assert not inlämnat.väntande(igen)


def test_efter_beslutet_är_det_för_sent(v: Mötesvärld) -> None:
    rad = lämna(v, "Åke")
    paragraf = upptagen(v)
    beslut.besluta(paragraf=paragraf, utfall="bifall", av=v.sekreterare)
    paragraf.refresh_from_db()
    assert not inlämnat.väntande(paragraf)
    with pytest.raises(AvgjordFråga):
        hämta(v, paragraf, rad)
    with pytest.raises(FårInteLämnaIn, match="avgjord"):
        lämna(v, "Bo")


def test_andra_än_sekreteraren_når_inte_knappen(v: Mötesvärld) -> None:
    rad = lämna(v, "Åke")
    paragraf = upptagen(v)
    adress = reverse("protokoll:hamta_inlamnat", args=[v.protokoll.pk, paragraf.pk, rad.pk])
    assert inloggad(v.konto("Åke")).post(adress).status_code in (403, 404)
    assert Client().post(adress).status_code == 302
    assert not paragraf.yrkanden.exists()


def väck(v: Mötesvärld, konto: Användare) -> Any:
    rad = förslagsutkast.skapa(
        innehåll=Innehåll(organ=v.organ.pk, rubrik="Gratis bad", text="Badet är gratis."), av=konto
    )
    return inlämning.lämna_in_initiativ(nyckel=rad.nyckel, av=konto)


def test_initiativet_från_läsrummet_till_paragrafen(v: Mötesvärld) -> None:
    väck(v, v.konto("Åke"))
    (anmäld,) = [
        a for a in visning.anmälda(v.sammanträde, v.sekreterare) if a.rubrik == "Gratis bad"
    ]
    punkt = föredragningslista.lägg_till_anmälan(
        sammanträde=v.sammanträde, anmälan=anmäld.anmälan, av=v.sekreterare
    )
    v.samla()
    paragraf = beslut.ta_upp(punkt=punkt, av=v.sekreterare)
    assert paragraf.typ == Paragraf.Typ.INITIATIV
    assert paragraf.information == "Åke Öberg (M) väcker ärendet."
    assert [f.text for f in paragraf.förslag.all()] == ["Badet är gratis."]


def test_ersättaren_utan_inkallelse_väcker_inget(v: Mötesvärld) -> None:
    assert v.organ.uppdrag.filter(post=Uppdrag.Post.ERSÄTTARE).exists()
    with pytest.raises(FårInteLämnaIn):
        väck(v, v.konto("Tove"))


def test_demomötet_får_ett_yrkande_ett_initiativ_och_frågor(v: Mötesvärld) -> None:
    handläggare = med_roll(Roll.HANDLÄGGARE, v.organ.myndighet)
    for namn, konto in (
        ("fortroendevald", v.konto("Ingrid")),
        ("ordforande", v.konto("Željka")),
        ("sekreterare", v.sekreterare),
        ("handlaggare", handläggare),
    ):
        konto.username = namn
        konto.save(update_fields=["username"])
    for _ in range(2):  # bygget kan börja om
        läsrummet.lämna(v.sammanträde)
    assert InlämnatYrkande.objects.get().handling.ärende == v.punkter[0].ärende
    assert [f.status for f in Fråga.objects.order_by("pk")] == ["hos_handlaggaren", "stalld"]
    assert Initiativ.objects.count() == 1
