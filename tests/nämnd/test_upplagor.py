"""Upplagan: läsarens exemplar som fil, delad, för tryck, och aldrig mer än hen får läsa."""

from __future__ import annotations

import io
from datetime import timedelta
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format

from nämnd.handlingspaket import Del, Lista, Upplaga, sätt_ihop_upplaga
from nämnd.jäv import Grund
from nämnd.models import Kallelse, Punkthandling, Sammanträde
from nämnd.services import kallelse as kallelsetjänst
from nämnd.services import läsrum, upplagor
from nämnd.services import svar as svarstjänst
from nämnd.services.upplagor import Upplagefel, Val
from nämnd.sidnummer import vanligt
from nämnd.upplagedelning import Stycke, dela
from tests import verapdf
from tests.factories import nämnd as fabrik
from tests.factories.konton import AnvändareFactory
from tests.factories.nämnd import Nämnden
from tests.minne import mindes
from tests.nämnd.test_handlingspaket import _provmallar, bokmärken, egen, sidtexter
from tests.nämnd.test_handlingspaket import anteckningar as anteckningsblad
from tests.nämnd.test_läsrummet import fil, inloggad
from tests.pdf.prov import kräv_helt_träd
from ärenden import bitar
from ärenden.models import Jobb

#: Ett enda ord: sidtexterna läses utan mellanrum.
HEMLIGT = "Törnrosen"
__all__ = ["_provmallar"]
pytestmark = [pytest.mark.django_db, pytest.mark.slow]


def utfärda(n: Nämnden, slag: Kallelse.Slag = Kallelse.Slag.KALLELSE) -> None:
    """En kallelse med sina riktiga filer."""
    n.möte.refresh_from_db()
    ny = kallelsetjänst.skapa_kallelse(sammanträde=n.möte, av=n.sekreterare, slag=slag)
    kallelsetjänst.utför(ny.jobb_id)
    kallelsetjänst.utfärda(kallelse=Kallelse.objects.get(pk=ny.pk), av=n.sekreterare)
    n.möte.refresh_from_db()


@pytest.fixture
@mindes
def n(db: None) -> Nämnden:
    """En nämnd med en öppen och en hemlig punkt, vars papper har text."""
    n = fabrik.nämnden()
    trebladig = fil("ett", "två", "tre")
    for punkt, rubrik, papper in (
        (n.öppen, "Bilaga", trebladig),
        (n.hemlig, "Utredning", fil(HEMLIGT)),
    ):
        Punkthandling.objects.create(punkt=punkt, ordning=9, rubrik=rubrik, fil=papper)
    fabrik.ta_upp(n.möte, av=n.sekreterare, rubrik="Skolans taxa")
    utfärda(n)
    return n


def komplettera(n: Nämnden) -> None:
    Punkthandling.objects.create(punkt=n.öppen, ordning=20, rubrik="Tillägg", fil=fil("Nyponros"))
    Sammanträde.objects.filter(pk=n.möte.pk).update(version=n.möte.version + 1)
    utfärda(n, Kallelse.Slag.KOMPLETTERING)


# --- Var den delas ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("stycken", "först", "filer"),
    [
        pytest.param([], 1, [(0, 0)], id="bara kallelsen"),
        pytest.param([("1", 3), ("2", 3)], 1, [(0, 2)], id="allt ryms"),
        pytest.param([("1", 5), ("2", 5)], 1, [(0, 1), (1, 2)], id="en punkt i varje"),
        pytest.param([("1", 4), ("2", 3), ("2", 3)], 1, [(0, 1), (1, 3)], id="punkten hålls ihop"),
        pytest.param(
            [("1", 8), ("1", 8)], 1, [(0, 1), (1, 2)], id="en för stor punkt delas mellan papper"
        ),
        pytest.param(
            [("1", 2), ("2", 20), ("3", 2)],
            1,
            [(0, 1), (1, 2), (2, 3)],
            id="ett för stort papper är en egen fil",
        ),
        pytest.param([("1", 9)], 5, [(0, 0), (0, 1)], id="kallelsen för sig"),
        pytest.param([("1", 9)], 12, [(0, 0), (0, 1)], id="kallelsen är själv för stor"),
        pytest.param([(None, 4), (None, 4)], 3, [(0, 1), (1, 2)], id="utan punkt hålls inget ihop"),
    ],
)
def test_filerna_ryms_och_punkterna_hålls_ihop(
    stycken: list[tuple[str | None, int]], först: int, filer: list[tuple[int, int]]
) -> None:
    svar = dela([Stycke(*s) for s in stycken], först=först, gräns=10)
    assert [(r.start, r.stop) for r in svar] == filer


# --- Filerna ------------------------------------------------------------------------------------


def gjord(konto: Any, möte: Sammanträde, **val: Any) -> list[bytes]:
    """Upplagans filer, gjorda av jobbet och hämtade av läsaren."""
    valt = Val(**val)
    jobb = upplagor.beställ(sammanträde=möte, val=valt, av=konto)
    if jobb is not None:
        upplagor.utför(jobb.pk)
        jobb.refresh_from_db()
        assert jobb.status == Jobb.Status.KLART, jobb.fel
    exemplar = läsrum.för_användare(konto, möte)
    assert exemplar is not None
    rader = upplagor.filer(exemplar, valt)
    assert rader is not None
    ut = []
    for rad in rader:
        funnen = upplagor.innehåll(exemplar, valt, rad.nummer)
        assert funnen is not None
        ut.append(funnen[1].read_bytes())
    return ut


def öppen(data: bytes) -> pikepdf.Pdf:
    return pikepdf.open(io.BytesIO(data))


def etiketter(data: bytes) -> list[str]:
    with öppen(data) as pdf:
        return [str(sida.label) for sida in pdf.pages]


def test_ledamotens_upplaga_är_paketet_med_taggar_bokmärken_och_sidnummer(n: Nämnden) -> None:
    komplettera(n)
    (data,) = gjord(n.ledamot, n.möte)

    text = "\n".join(sidtexter(data))
    assert HEMLIGT in text
    namn = etiketter(data)
    hela = int(n.möte.kallelser.get(nummer=0).sidor)
    assert [e for e in namn if e.isdecimal()] == [str(i) for i in range(1, hela + 1)]
    assert "K1:1" in namn
    assert sum(e.endswith("a") for e in namn) == 1
    assert "komplettering1" in text
    with öppen(data) as pdf:
        kräv_helt_träd(pdf)
        titlar = [titel for _, titel, _ in bokmärken(pdf)]
    assert titlar[:2] == ["Kallelse", "Komplettering 1"]
    assert "Tillägg" in titlar
    assert gjord(n.ledamot, n.möte) == [data]


def test_den_utan_sekretess_får_det_offentliga(n: Nämnden) -> None:
    (data,) = gjord(n.handläggare, n.möte)

    text = "\n".join(sidtexter(data))
    with öppen(data) as pdf:
        titlar = " ".join(titel for _, titel, _ in bokmärken(pdf))
    for ord_ in (HEMLIGT, "Utredning", "Placering"):
        assert ord_ not in text
        assert ord_ not in titlar
    assert "utelämnade:sekretess." in text


def test_den_jäviga_får_inte_punktens_papper_och_inte_den_fil_som_gjordes_förut(
    n: Nämnden,
) -> None:
    gjord(n.ledamot, n.möte)
    klient = inloggad(n.ledamot, styrkt=True)
    adress = reverse("lasrum:upplagefil", args=[n.möte.pk, 1]) + "?som=skarm&grans=0"
    assert b"".join(klient.get(adress)).startswith(b"%PDF")
    # Det hemliga i upplagan öppnas med en kod.
    assert inloggad(n.ledamot).get(adress).status_code == 302
    assert n.ledamot.person
    svarstjänst.anmäl_jäv(
        punkt=n.hemlig, person=n.ledamot.person, grund=Grund.PART.etikett, av=n.ledamot
    )
    assert klient.get(adress).status_code == 404

    (data,) = gjord(n.ledamot, n.möte)

    text = "\n".join(sidtexter(data))
    assert HEMLIGT not in text
    assert f"utelämnade:{upplagor.JÄV}.".replace(" ", "") in text
    # Kallelsens rad har hen kvar; papperen är inte med ens som namn.
    with öppen(data) as pdf:
        assert "Utredning" not in [titel for _, titel, _ in bokmärken(pdf)]


@pytest.mark.parametrize("anteckningar", [False, True])
def test_för_tryck_börjar_varje_punkt_på_en_högersida(n: Nämnden, anteckningar: bool) -> None:
    (data,) = gjord(n.ledamot, n.möte, tryck=True, anteckningar=anteckningar)

    with öppen(data) as pdf:
        rader = bokmärken(pdf)
        kräv_helt_träd(pdf)
    nivå_noll = [sida for nivå, _, sida in rader if nivå == 0]
    assert len(nivå_noll) >= 3
    assert all(sida % 2 == 1 for sida in nivå_noll), rader
    texter = sidtexter(data)
    tomma = [t for t, e in zip(texter, etiketter(data), strict=True) if not e and not t.strip()]
    linjerade = [t for t in texter if t.strip().startswith("Anteckningar")]
    punkter = {titel for nivå, titel, _ in rader if nivå == 0} - {"Kallelse", "Anteckningar"}
    assert bool(tomma) or anteckningar
    assert (len(linjerade) >= len(punkter)) is anteckningar
    # Det utskickades sidnummer rubbas inte av bladen emellan.
    tal = [int(e) for e in etiketter(data) if e.isdecimal()]
    assert tal == list(range(1, len(tal) + 1))


def test_delad_efter_storlek_är_tillsammans_det_hela(
    n: Nämnden, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Provets papper är små.
    monkeypatch.setattr(upplagor, "MB", 3_500)
    (hel,) = gjord(n.ledamot, n.möte)
    delar = gjord(n.ledamot, n.möte, gräns=5)

    assert len(delar) > 1
    assert [e for d in delar for e in etiketter(d)] == etiketter(hel)
    exemplar = läsrum.för_användare(n.ledamot, n.möte)
    assert exemplar is not None
    for rad, data in zip(upplagor.filer(exemplar, Val(gräns=5)) or (), delar, strict=True):
        assert (len(data) > 5 * 3_500) is rad.för_stor
        assert etiketter(data)[0] == rad.första
        assert etiketter(data)[-1] == rad.sista
        with öppen(data) as pdf:
            kräv_helt_träd(pdf)


def test_en_upplaga_av_egna_dokument_uppfyller_pdfa_och_pdfua(tmp_path: Path) -> None:
    lista, papper, anteckningar = egen("Kallelse"), egen("Bilaga", 90), anteckningsblad(1)
    delar = [
        Del(nr, f"Bilaga {nr}", nr, f"{nr}. Punkt", None if nr == "3" else papper, egen=True,
            utelämnad=nr == "3", skäl=upplagor.JÄV, sidor=5 if nr == "3" else None)
        for nr in "1234"
    ]  # fmt: skip  # läses som en tabell
    sidor = bladen(papper)
    nummer = {d.nyckel: vanligt((10 + i * sidor, 9 + (i + 1) * sidor)) for i, d in enumerate(delar)}
    nummer["3"] = vanligt((90, 94))
    ut = tmp_path / "upplaga.pdf"
    sätt_ihop_upplaga(
        Upplaga(
            titel="Upplaga",
            listor=[Lista("Kallelse", lista, tuple("ABCDEFGH"[: bladen(lista)]))],
            delar=delar,
            nummer=nummer,
            tryck=True,
            efter_punkt=anteckningar,
        ),
        ut=ut,
    )
    verapdf.kräv(ut)


def bladen(data: bytes) -> int:
    with öppen(data) as pdf:
        return len(pdf.pages)


# --- Rätten -------------------------------------------------------------------------------------


def test_den_som_inte_läser_mötet_får_ingen_upplaga(n: Nämnden) -> None:
    adress = reverse("lasrum:upplaga", args=[n.möte.pk])
    främling = AnvändareFactory()
    assert inloggad(främling).get(adress).status_code == 404
    assert inloggad(främling).post(adress, {"som": "skarm", "grans": "0"}).status_code == 404
    assert not Jobb.objects.filter(slag=upplagor.UPPGIFT).exists()


def test_det_som_blivit_hemligt_stoppar_den_offentliga_upplagan(n: Nämnden) -> None:
    n.öppen.sekretess_lagrum = "OSL 26:1"
    n.öppen.save()
    with pytest.raises(Upplagefel, match="blivit hemligt"):
        upplagor.beställ(sammanträde=n.möte, val=Val(), av=n.handläggare)
    gjord(n.ledamot, n.möte)


def test_rätten_prövas_när_jobbet_görs(n: Nämnden) -> None:
    # Ett val som ingen annan har gjort: en upplaga som redan finns görs inte.
    jobb = upplagor.beställ(sammanträde=n.möte, val=Val(gräns=50), av=n.handläggare)
    assert jobb
    n.öppen.sekretess_lagrum = "OSL 26:1"
    n.öppen.save()
    upplagor.utför(jobb.pk)
    jobb.refresh_from_db()
    assert jobb.status == Jobb.Status.MISSLYCKAT
    assert "blivit hemligt" in jobb.fel


# --- Sidan --------------------------------------------------------------------------------------


@pytest.fixture
def tomt_lager() -> None:
    """Samma värld ger samma upplagor: det som andra prov gjorde ligger annars kvar."""
    bitar.städa(timezone.now() + 2 * bitar.OANVÄND_EFTER)


@pytest.mark.usefixtures("tomt_lager")
def test_sidan_beställer_följer_och_lämnar_ut(n: Nämnden) -> None:
    klient: Client = inloggad(n.ledamot, styrkt=True)
    adress = reverse("lasrum:upplaga", args=[n.möte.pk])
    assert "Gör upplagan" in klient.get(adress).content.decode()
    assert klient.post(adress, {"som": "tavla", "grans": "3"}).status_code == 422

    svar = klient.post(adress, {"som": "tryck", "grans": "10", "anteckningar": "on"})

    assert svar.status_code == 302
    assert "Väntar på sin tur" in klient.get(svar["Location"]).content.decode()
    htmx = {"HTTP_HX_REQUEST": "true"}
    assert "progress" in klient.get(svar["Location"], **htmx).content.decode()
    upplagor.utför(Jobb.objects.get(slag=upplagor.UPPGIFT).pk)
    assert klient.get(svar["Location"], **htmx)["HX-Refresh"] == "true"
    sida = klient.get(svar["Location"]).content.decode()
    assert "Din upplaga är klar" in sida
    # Den som öppnar sidan igen, utan valen i adressen, ser vad som ligger kvar och till när.
    åter = klient.get(adress).content.decode()
    till = date_format(timezone.localdate() + timedelta(days=14), "j F")
    assert "Upplagor som ligger kvar" in åter
    assert "Att skriva ut på båda sidor, med linjerade sidor, högst 10 MB per fil" in åter
    assert f"Ligger kvar till {till}" in åter
    assert "anteckningar=on" in åter
    assert "Din upplaga är klar" not in klient.get(adress + "?som=skarm&grans=0").content.decode()
    fråga = svar["Location"].partition("?")[2]
    hämtad = klient.get(reverse("lasrum:upplagefil", args=[n.möte.pk, 1]) + f"?{fråga}")
    assert b"".join(hämtad).startswith(b"%PDF")
    assert "no-store" in hämtad["Cache-Control"]
    assert (
        klient.get(reverse("lasrum:upplagefil", args=[n.möte.pk, 9]) + f"?{fråga}").status_code
        == 404
    )


@pytest.mark.usefixtures("tomt_lager")
def test_upplagorna_som_ligger_kvar_är_exemplarets_egna(n: Nämnden) -> None:
    """Att se dem håller dem inte kvar, och den som blivit jävig har inte kvar de gamla."""

    def kvar(konto: Any) -> list[Val]:
        exemplar = läsrum.för_användare(konto, n.möte)
        assert exemplar
        return [u.val for u in upplagor.kvar(exemplar)]

    assert kvar(n.ledamot) == []
    gjord(n.ledamot, n.möte)
    gjord(n.ledamot, n.möte, tryck=True)
    exemplar = läsrum.för_användare(n.ledamot, n.möte)
    assert exemplar
    före = upplagor.kvar(exemplar)
    assert [u.val for u in före] == [Val(), Val(tryck=True)]
    assert upplagor.kvar(exemplar) == före
    assert kvar(n.handläggare) == []
    assert upplagor.kvar(läsrum.att_spara(exemplar)) == []

    bitar.städa(max(u.tas_bort for u in före) + timedelta(minutes=1))
    assert kvar(n.ledamot) == []

    gjord(n.ledamot, n.möte)
    svarstjänst.anmäl_jäv(
        punkt=n.hemlig, person=n.ledamot.person, grund=Grund.PART.etikett, av=n.ledamot
    )
    assert kvar(n.ledamot) == []
