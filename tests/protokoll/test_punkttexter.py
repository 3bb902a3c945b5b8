"""Vad som trycks när ingen skrivit något, och vad som inte får tryckas."""

from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse

from nämnd.models import Punkt
from protokoll import documents, policy
from protokoll.forms import Beslutsform
from protokoll.models import Avsnitt, Beslutsunderlag, Närvaro, Paragraf, Protokollsfil
from protokoll.services import avslut, närvaro, protokollsskrivning
from protokoll.services import beslut as besluttjänst
from protokoll.services.mötesfel import InteBeslutsför
from tests.factories.protokoll import Mötesvärld, kallat_möte, lägg_punkt

pytestmark = pytest.mark.slow

HEMLIG_TITEL = "Utredning om barnet AA"


# --- Punkter utan egen text --------------------------------------------------------------------


def test_punkt_utan_text_får_en_mening(värld: Mötesvärld) -> None:
    värld.samla()
    for punkt in (värld.punkter[0], värld.punkter[2]):
        värld.behandla(punkt)

    upprop, information = värld.protokoll.paragrafer.all()

    assert [str(b) for b in upprop.beslut.all()] == ["Punkten noteras."]
    assert [str(b) for b in information.beslut.all()] == ["Informationen noteras."]


@pytest.mark.parametrize(
    ("rubrik", "slag", "beslut"),
    [
        (
            "Val av justerare",
            Punkt.Slag.FORMALIA,
            "Socialnämnden utser Bo Ekfalk (V) och Ingrid Norrsund (S) att jämte ordföranden "
            "justera protokollet, med Märta Lindéngård (C) som ersättare.",
        ),
        ("Vallokaler", Punkt.Slag.FORMALIA, "Punkten noteras."),
        ("Val av justerare", Punkt.Slag.ÖVRIGT, "Punkten noteras."),
    ],
)
def test_valet_av_justerare_skrivs_ut(db: None, rubrik: str, slag: str, beslut: str) -> None:
    värld = kallat_möte(punkter=False)
    punkt = lägg_punkt(värld, rubrik, slag=slag)
    värld.samla()
    närvaro.välj_justerare(rad=värld.rad("Ingrid"), av=värld.sekreterare)
    närvaro.välj_justerare(rad=värld.rad("Märta"), av=värld.sekreterare, är_ersättare=True)
    paragraf = besluttjänst.ta_upp(punkt=punkt, av=värld.sekreterare)
    ifyllt = Beslutsform.ifylld(paragraf).initial["satser"]
    assert ifyllt == ("" if beslut == "Punkten noteras." else beslut)

    besluttjänst.besluta_enligt_förslag(punkt=punkt, av=värld.sekreterare)

    assert [str(b) for b in paragraf.beslut.all()] == [beslut]


def test_valet_skrivs_också_när_det_görs_efter_att_punkten_noterats(db: None) -> None:
    värld = kallat_möte(punkter=False)
    punkt = lägg_punkt(värld, "Val av justerare", slag=Punkt.Slag.FORMALIA)
    egen = lägg_punkt(värld, "Val av justerande", slag=Punkt.Slag.FORMALIA)
    värld.samla()
    for justerare in värld.protokoll.justerare.all():
        närvaro.ta_bort_justerare(justerare=justerare, av=värld.sekreterare)
    besluttjänst.besluta_enligt_förslag(punkt=punkt, av=värld.sekreterare)
    besluttjänst.ta_upp(punkt=egen, av=värld.sekreterare)
    hens = värld.protokoll.paragrafer.get(punkt=egen)
    besluttjänst.besluta(
        paragraf=hens, utfall="noterat", satser=["Justeras den 3 mars."], av=värld.sekreterare
    )

    def står() -> list[str]:
        return [b.text for p in värld.protokoll.paragrafer.all() for b in p.beslut.all()]

    assert står() == ["Punkten noteras.", "Justeras den 3 mars."]
    vald = närvaro.välj_justerare(rad=värld.rad("Ingrid"), av=värld.sekreterare)
    utser = "Socialnämnden utser Ingrid Norrsund (S) att jämte ordföranden justera protokollet."
    assert står() == [utser, "Justeras den 3 mars."]
    närvaro.ta_bort_justerare(justerare=vald, av=värld.sekreterare)
    assert står() == ["Punkten noteras.", "Justeras den 3 mars."]


# --- Hemlig handling i en öppen paragraf -------------------------------------------------------


def _med_underlag(värld: Mötesvärld, *, lagrum: str = "") -> Paragraf:
    protokoll = värld.samla()
    for punkt in värld.punkter:
        värld.behandla(punkt)
    paragraf = protokoll.paragrafer.get(punkt=värld.punkter[1])
    paragraf.sekretess_lagrum = lagrum
    paragraf.save()
    Beslutsunderlag.objects.create(
        paragraf=paragraf, ordning=9, titel=HEMLIG_TITEL, är_hemligt=True
    )
    avslut.avsluta(protokoll=protokoll, av=värld.sekreterare)
    return Paragraf.objects.get(pk=paragraf.pk)


def test_utdraget_av_en_öppen_paragraf_döljer_titeln(värld: Mötesvärld) -> None:
    paragraf = _med_underlag(värld)

    block = documents.utdragsdokument(paragraf).paragraf

    assert HEMLIG_TITEL not in str(block)
    assert documents.HEMLIG_HANDLING in block.text(Avsnitt.UNDERLAG)
    assert any("Tjänsteskrivelse" in rad for rad in block.text(Avsnitt.UNDERLAG))


def test_utdraget_av_en_hemlig_paragraf_visar_titeln(värld: Mötesvärld) -> None:
    paragraf = _med_underlag(värld, lagrum="OSL 26 kap. 1 §")

    assert HEMLIG_TITEL in documents.utdragsdokument(paragraf).paragraf.text(Avsnitt.UNDERLAG)


@pytest.mark.slow
def test_offentligt_protokoll_görs_när_bara_en_handling_är_hemlig(värld: Mötesvärld) -> None:
    _med_underlag(värld)
    protokoll = värld.protokoll
    jobb = protokollsskrivning.skapa_protokoll(protokoll=protokoll, av=värld.sekreterare)
    protokollsskrivning.utför(jobb_id=jobb.pk)
    slag = Protokollsfil.Slag
    helt, offentligt = (protokoll.filer.get(slag=s) for s in (slag.PROTOKOLL, slag.OFFENTLIGT))

    assert HEMLIG_TITEL in helt.html.läs().decode()
    assert HEMLIG_TITEL not in offentligt.html.läs().decode()
    assert policy.får_se_fil(värld.sekreterare, helt)


def test_hemlig_handling_räknas_som_hemligt_i_protokollet(värld: Mötesvärld) -> None:
    _med_underlag(värld)
    assert policy._har_hemligt(värld.protokoll)

    Beslutsunderlag.objects.update(är_hemligt=False)
    assert not policy._har_hemligt(värld.protokoll)


# --- Utgår, distans, sekretess i listan --------------------------------------------------------


def test_en_punkt_utgår_bara_när_mötet_är_beslutsfört(värld: Mötesvärld) -> None:
    värld.öppna()
    with pytest.raises(InteBeslutsför):
        besluttjänst.utgår(punkt=värld.punkter[1], av=värld.sekreterare)
    assert not Paragraf.objects.exists()

    närvaro.alla_närvarande(protokoll=värld.protokoll, av=värld.sekreterare)
    assert besluttjänst.utgår(punkt=värld.punkter[1], av=värld.sekreterare).utfall == "utgar"


@pytest.fixture
def klient(värld: Mötesvärld) -> Client:
    klient = Client()
    klient.force_login(värld.sekreterare)
    return klient


@pytest.mark.parametrize("tillåten", [True, False])
def test_tjänstgörande_ersättare_och_insyn_på_distans(
    värld: Mötesvärld, klient: Client, tillåten: bool
) -> None:
    värld.organ.distans_tillåten = tillåten
    värld.organ.save()
    protokoll = värld.öppna()
    for namn, status, för in (
        ("Tove", Närvaro.Status.TJÄNSTGÖRANDE, värld.rad("Ingrid")),
        ("Sanna", Närvaro.Status.INSYN, None),
    ):
        närvaro.markera_närvaro(rad=värld.rad(namn), status=status, för=för, av=värld.sekreterare)
    sida = reverse("protokoll:mote", args=[protokoll.pk])
    assert klient.get(sida).content.decode().count("På distans<") == (2 if tillåten else 0)

    for namn in ("Tove", "Sanna"):
        rad = värld.rad(namn)
        svar = klient.post(
            reverse("protokoll:narvaro", args=[protokoll.pk, rad.pk]),
            {"status": rad.status, "för": rad.för_id or "", "distans": "on"},
        )
        assert svar.status_code == (302 if tillåten else 422)
        assert värld.rad(namn).distans is tillåten
    assert värld.rad("Tove").för == värld.rad("Ingrid")
    if tillåten:
        assert "tjänstgör för Ingrid Norrsund, på distans" in klient.get(sida).content.decode()


def test_hemliga_punkter_märks_på_listan(värld: Mötesvärld, klient: Client) -> None:
    ärende = värld.punkter[1].ärende
    adress = reverse("protokoll:mote", args=[värld.samla().pk])
    assert "Sekretess" not in klient.get(adress).content.decode()

    ärende.sekretess_lagrum = "OSL 26 kap. 1 §"
    ärende.save()

    html = klient.get(f"{adress}?punkt={värld.punkter[1].pk}").content.decode()
    assert "OSL 26 kap. 1 §" in html
    assert "Sekretess" in html


# --- Kommandot ---------------------------------------------------------------------------------


def test_gamla_filer_tas_bort_innan_något_kan_gå_fel(värld: Mötesvärld, tmp_path: Path) -> None:
    gamla = ("protokoll.pdf", "protokoll.html", "protokoll-offentligt.pdf", "utdrag-007.pdf")
    for namn in (*gamla, "kallelse.pdf"):
        (tmp_path / namn).write_text("gammalt")

    with pytest.raises(CommandError):
        call_command("protokoll", str(värld.sammanträde.pk), "--ut", str(tmp_path))

    assert [fil.name for fil in tmp_path.iterdir()] == ["kallelse.pdf"]
