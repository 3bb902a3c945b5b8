"""Underpunkter: 5 a och 5 b på listan, i kallelsen och i mötesfilen."""

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse

from konton.models import Roll
from nämnd import documents
from nämnd.models import Punkt, Sammanträde
from nämnd.services import föredragningslista as lista
from nämnd.services import utläsning, ångerposter, ångra
from nämnd.services.föredragningslista import Listfel
from nämnd.views import visning
from tests.factories import nämnd as fabrik
from tests.factories.konton import med_roll
from tests.nämnd.test_föredragningslista import fyll, med_avsnitt

pytestmark = pytest.mark.django_db


@pytest.fixture
def möte():
    return fabrik.SammanträdeFactory()


@pytest.fixture
def sek(möte):
    return fabrik.sekreterare_i(möte.organ)


def nummer(möte) -> str:
    """”1 a, 2 b, 2a c”: numren och rubrikerna i ordning."""
    return ", ".join(
        f"{np.nummer.text.replace(chr(0xA0), '')} {np.punkt.rubrik}"
        for np in documents.numrerade_punkter(möte)
    )


def under(p: dict[str, Punkt], namn: str, sek) -> None:
    for n in namn:
        lista.gör_till_underpunkt(punkt=p[n], av=sek)


def test_punkten_blir_underpunkt_till_den_ovanför_och_tillbaka(möte, sek):
    p = fyll(möte, "a b c d e")
    under(p, "cd", sek)
    assert nummer(möte) == "1 a, 2 b, 2a c, 2b d, 3 e"

    lista.gör_till_egen_punkt(punkt=p["c"], av=sek)

    # Efter de andra under samma punkt, så att de inte blir dess.
    assert nummer(möte) == "1 a, 2 b, 2a d, 3 c, 4 e"


def test_underpunkterna_följer_sin_punkt(möte, sek):
    p = fyll(möte, "a b c d")
    under(p, "cd", sek)

    lista.flytta_steg(punkt=p["b"], steg=-1, av=sek)
    assert nummer(möte) == "1 b, 1a c, 1b d, 2 a"
    lista.flytta_punkt(punkt=p["b"], plats=3, av=sek)
    assert nummer(möte) == "1 a, 2 b, 2a c, 2b d"
    lista.flytta_steg(punkt=p["a"], steg=1, av=sek)
    assert nummer(möte) == "1 b, 1a c, 1b d, 2 a"


def test_en_punkt_släpps_inte_mellan_en_punkt_och_dess_underpunkter(möte, sek):
    p = fyll(möte, "a b c d")
    under(p, "bc", sek)
    lista.flytta_punkt(punkt=p["d"], plats=1, av=sek)
    assert nummer(möte) == "1 a, 1a b, 1b c, 2 d"


def test_underpunkten_flyttas_bland_sina_och_till_en_annan_punkt(möte, sek):
    p = fyll(möte, "a b c d")
    under(p, "bc", sek)
    lista.flytta_steg(punkt=p["c"], steg=-1, av=sek)
    assert nummer(möte) == "1 a, 1a c, 1b b, 2 d"
    lista.flytta_steg(punkt=p["c"], steg=-1, av=sek)
    lista.flytta_steg(punkt=p["b"], steg=1, av=sek)
    assert nummer(möte) == "1 a, 1a c, 1b b, 2 d"
    lista.flytta_punkt(punkt=p["b"], plats=3, av=sek)
    assert nummer(möte) == "1 a, 1a c, 2 d, 2a b"
    lista.flytta_punkt(punkt=p["b"], plats=0, av=sek)
    assert nummer(möte) == "1 a, 1a b, 1b c, 2 d"


def test_avsnittsrubriken_står_inte_inne_i_en_punkt(möte, sek):
    p = fyll(möte, "a [Beslut] b c")
    under(p, "b", sek)
    assert med_avsnitt(möte) == "a b [Beslut] c"
    lista.flytta_punkt(punkt=p["b"], plats=1, avsnitt=p["c"].pk, av=sek)
    assert med_avsnitt(möte) == "a b [Beslut] c"


def test_punkten_tas_bort_och_underpunkterna_blir_egna(möte, sek):
    p = fyll(möte, "a b c d e")
    under(p, "cd", sek)
    lista.ta_bort_punkt(punkt=p["c"], av=sek)
    assert nummer(möte) == "1 a, 2 b, 2a d, 3 e"
    lista.ta_bort_punkt(punkt=p["b"], av=sek)
    assert nummer(möte) == "1 a, 2 d, 3 e"


def test_allt_går_att_ångra_steg_för_steg(möte, sek):
    p = fyll(möte, "a b c d")
    läge = [nummer(möte)]
    under(p, "b", sek)
    läge.append(nummer(möte))
    under(p, "c", sek)
    läge.append(nummer(möte))
    lista.flytta_steg(punkt=p["a"], steg=1, av=sek)
    läge.append(nummer(möte))
    lista.gör_till_egen_punkt(punkt=p["b"], av=sek)
    läge.append(nummer(möte))
    lista.ta_bort_punkt(punkt=p["a"], av=sek)

    while läge:
        möte.refresh_from_db()
        post = ångerposter.senaste(möte)
        ångra.ångra(sammanträde=möte, post=post.pk, av=sek)
        assert nummer(möte) == läge.pop()


def test_det_som_inte_går_sägs(möte, sek):
    p = fyll(möte, "a b c d")
    with pytest.raises(Listfel, match="ingen punkt ovanför"):
        lista.gör_till_underpunkt(punkt=p["a"], av=sek)
    under(p, "b", sek)
    with pytest.raises(Listfel, match="redan en underpunkt"):
        lista.gör_till_underpunkt(punkt=p["b"], av=sek)
    with pytest.raises(Listfel, match="redan en egen"):
        lista.gör_till_egen_punkt(punkt=p["a"], av=sek)
    lista.ändra_punkt(punkt=p["c"], numrering="utan", av=sek)
    with pytest.raises(Listfel, match="inget nummer"):
        lista.gör_till_underpunkt(punkt=p["d"], av=sek)
    with pytest.raises(Listfel, match="på listan"):
        lista.ändra_punkt(punkt=p["d"], numrering="bokstav", av=sek)
    with pytest.raises(Listfel, match="avsnitt"):
        lista.ändra_punkt(punkt=p["b"], avsnitt="Beslut", av=sek)
    with pytest.raises(PermissionDenied):
        lista.gör_till_underpunkt(punkt=p["c"], av=med_roll(Roll.NÄMNDSEKRETERARE))
    assert nummer(möte) == "1 a, 1a b,  c, 2 d"


def test_samlade_rader_och_underpunkter_blandas_inte(möte, sek):
    p = fyll(möte, "a b c d e")
    for namn in "bcd":
        lista.ändra_punkt(punkt=p[namn], slag="sekretess", sekretess_lagrum="OSL 26:1", av=sek)
    under(p, "b", sek)
    rad = lista.samla_sekretess(sammanträde=möte, av=sek)
    assert nummer(möte) == "1 a, 1a b, 2-3 SEKRETESSÄRENDEN, 4 e"
    assert set(rad.punkter.values_list("rubrik", flat=True)) == {"c", "d"}
    with pytest.raises(Listfel, match="samlar flera"):
        lista.gör_till_underpunkt(punkt=p["e"], av=sek)
    with pytest.raises(Listfel, match="samlad rad"):
        lista.gör_till_underpunkt(punkt=rad, av=sek)
    with pytest.raises(Listfel, match="samlad rad"):
        lista.gör_till_underpunkt(punkt=p["d"], av=sek)


def test_underpunkten_får_eget_nummer_på_sin_sida(möte, sek):
    p = fyll(möte, "a b c d")
    under(p, "bc", sek)
    lista.ändra_punkt(punkt=p["b"], numrering="fast", nummer="9", av=sek)
    assert nummer(möte) == "1 a, 1a c, 9 b, 10 d"


def test_mötesfilen_har_numret_som_det_står(möte, sek):
    p = fyll(möte, "a b c")
    under(p, "b", sek)
    assert utläsning.punktnummer(möte)[p["b"].pk].split() == ["1", "a"]
    data = utläsning._lista(möte, None, utläsning.Papper(inläst=False))
    assert [rad.get("nummer") for rad in data] == [None, "1 a", None]


def test_sidan_visar_och_ändrar(möte, sek):
    p = fyll(möte, "a b c")
    klient = Client()
    klient.force_login(sek)
    listan = reverse("namnd:foredragningslista", args=[möte.pk])
    adress = reverse("namnd:underpunkt", args=[möte.pk, p["b"].pk])
    tillbaka = reverse("namnd:egen_punkt", args=[möte.pk, p["b"].pk])
    text = klient.get(listan).content.decode()
    assert f'action="{adress}"' in text
    assert f'action="{reverse("namnd:underpunkt", args=[möte.pk, p["a"].pk])}"' not in text

    svar = klient.post(adress, follow=True)

    text = svar.content.decode()
    assert "”b” är nu punkt 1\N{NO-BREAK SPACE}a." in text
    assert "punkt--under" in text
    assert f'action="{tillbaka}"' in text
    rader = visning.listvy(Sammanträde.objects.get(pk=möte.pk)).rader
    assert [(r.först, r.sist) for r in rader] == [(True, False), (True, True), (False, True)]
    assert klient.post(tillbaka).status_code == 302
    assert nummer(möte) == "1 a, 2 b, 3 c"
    # Utomstående vet inte om mötet.
    klient.force_login(med_roll(Roll.NÄMNDSEKRETERARE))
    assert klient.post(adress).status_code == 404
    klient.force_login(med_roll(Roll.HANDLÄGGARE, möte.organ.myndighet))
    assert klient.post(adress).status_code in (403, 404)
    assert nummer(möte) == "1 a, 2 b, 3 c"


def test_en_ny_egen_punkt_kan_bli_underpunkt_genast(möte, sek):
    p = fyll(möte, "a b")
    klient = Client()
    klient.force_login(sek)
    adress = reverse("namnd:ny_punkt", args=[möte.pk])
    svar = klient.post(
        adress, {"rubrik": "ny", "slag": "information", "under": str(p["a"].pk)}, follow=True
    )
    assert svar.status_code == 200
    assert nummer(möte) == "1 a, 1a ny, 2 b"
    svar = klient.post(adress, {"rubrik": "ny", "slag": "information", "under": "0"})
    assert svar.status_code == 422


def test_kallelsen_trycker_bokstaven(möte, sek):
    p = fyll(möte, "a b c")
    under(p, "b", sek)
    rader = documents.underlag(möte).rader
    assert [r.tryckt_nummer for r in rader] == ["1.", "1\N{NO-BREAK SPACE}a.", "2."]
