"""Det tryckta protokollet och utdragen: vad som står där, och att PDF:en håller måttet."""

import io
import re
from dataclasses import asdict
from datetime import date, datetime, time
from html.parser import HTMLParser

import pikepdf
import pypdfium2
import pytest
from django.utils import timezone

from protokoll import documents
from protokoll.models import Avsnitt, Närvaro, Paragraf, Protokoll
from protokoll.services import avslut, beslut, frågan, närvaro, yrkanden
from tests import verapdf
from tests.factories.protokoll import Mötesvärld, lägg_punkt, lägg_ärende
from tests.minne import mindes
from ärenden.pdf import rendera_pdf

pytestmark = pytest.mark.slow

HÅRT = "\N{NO-BREAK SPACE}"
S = Närvaro.Status


class _Text(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.delar: list[str] = []

    def handle_data(self, data: str) -> None:
        self.delar.append(data)


def text(html: str) -> str:
    läsare = _Text()
    läsare.feed(html)
    return re.sub(r"[ \n]+", " ", "".join(läsare.delar))


def pdftext(innehåll: bytes) -> list[str]:
    dokument = pypdfium2.PdfDocument(innehåll)
    return [sida.get_textpage().get_text_range() for sida in dokument]


def _rubriker(bokmärken) -> list[str]:
    return [r for b in bokmärken for r in (b.title, *_rubriker(b.children))]


@pytest.fixture
@mindes
def hållet(värld: Mötesvärld) -> Mötesvärld:
    """Ett möte med ersättare, gäst, ändrat beslut, hemlig punkt och återremiss."""
    lägg_ärende(värld, "Riktlinjer för bistånd")
    lägg_ärende(värld, "Ansökan, barn AA", lagrum="OSL 26 kap. 1 §", förslag=("Ansökan bifalls.",))
    protokoll, av = värld.samla(), värld.sekreterare
    närvaro.markera_närvaro(rad=värld.rad("Ingrid"), status=S.FRÅNVARANDE, av=av)
    närvaro.markera_närvaro(
        rad=värld.rad("Tove"), status=S.TJÄNSTGÖRANDE, för=värld.rad("Ingrid"), av=av
    )
    närvaro.markera_närvaro(rad=värld.rad("Håkan"), status=S.ERSÄTTARE, av=av)
    närvaro.lägg_till_övrig(protokoll=protokoll, namn="Ylva Norrström", titel="socialchef", av=av)
    avslut.ange_justering(
        protokoll=protokoll,
        plats="Kommunhuset",
        tid=timezone.make_aware(datetime(2026, 3, 25, 14, 0)),  # noqa: DTZ001  # görs medveten här
        förvaringsplats="Socialkontoret",
        av=av,
    )
    värld.behandla(värld.punkter[0])
    beslut.besluta(
        paragraf=beslut.ta_upp(punkt=värld.punkter[1], av=av),
        utfall=Paragraf.Utfall.BIFALL,
        satser=["Taxan antas med <ändring>.", "Den gäller från juli."],
        sammanfattning="Ny taxa.\n\nHöjs åtta procent.",
        utdrag_till=["Kommunfullmäktige"],
        omedelbart_justerad=True,
        av=av,
    )
    värld.behandla(värld.punkter[2])
    beslut.besluta(
        paragraf=beslut.ta_upp(punkt=värld.punkter[3], av=av),
        utfall=Paragraf.Utfall.ÅTERREMISS,
        av=av,
    )
    värld.behandla(värld.punkter[4])
    avslut.avsluta(protokoll=protokoll, av=av)
    return värld


def html(protokoll: Protokoll, *, offentligt: bool = False) -> str:
    from django.template.loader import render_to_string

    dokument = documents.protokolldokument(protokoll, offentligt=offentligt)
    return text(render_to_string(documents.MALL_PROTOKOLL, {"d": dokument}))


def test_framsidan(hållet: Mötesvärld) -> None:
    d = documents.protokolldokument(hållet.protokoll)

    assert d.titel == "Protokoll Socialnämnden 2026-03-18"
    f = d.framsida
    assert f is not None
    assert f.rader("Plats och tid") == (
        "Solrosen, kommunhuset i Björksund",
        f"Onsdag 18{HÅRT}mars 2026 kl.{HÅRT}15.00",
    )
    assert f.rader("Beslutande") == (
        "Željka Čović-Šimić (S), ordförande",
        "Åke Öberg (M), 1:e vice ordförande",
        "Märta Lindéngård (C), 2:e vice ordförande",
        "Bo Ekfalk (V)",
        "Tove Älvhage (S) för Ingrid Norrsund (S)",
    )
    assert f.rader("Närvarande ersättare") == ("Håkan Myrtorp (M)",)
    assert "Insynsplats" not in [fält.rubrik for fält in f.fält]
    assert f.rader("Övriga närvarande") == ("Ylva Norrström, socialchef",)
    assert f.rader("Utses att justera") == ("Bo Ekfalk (V)",)
    assert f.rader("Justeringens plats och tid") == (
        f"Kommunhuset, 25{HÅRT}mars 2026 kl.{HÅRT}14.00",
    )
    assert f.rader("Paragrafer") == (f"§§{HÅRT}1–5",)
    # § 2 ska justeras omedelbart, men ingen har skrivit under än.
    assert "Omedelbart justerat" not in [fält.rubrik for fält in f.fält]
    assert [u.roll for u in f.underskrifter] == ["Sekreterare", "Ordförande", "Justerande"]


def _justeringens_tid(protokoll: Protokoll) -> tuple[str, ...]:
    framsida = documents.protokolldokument(protokoll).framsida
    assert framsida is not None
    return framsida.rader("Justeringens plats och tid")


def test_dagen_då_protokollet_justerades_tar_den_planerades_plats(hållet: Mötesvärld) -> None:
    protokoll = hållet.protokoll
    planerat = f"Kommunhuset, 25{HÅRT}mars 2026 kl.{HÅRT}14.00"
    j = protokoll.justeringar.create(paragrafer="1-5", plats="Kommunhuset")
    assert _justeringens_tid(protokoll) == (planerat,)

    j.datum = date(2026, 3, 27)
    j.save(update_fields=["datum"])
    assert _justeringens_tid(protokoll) == (f"Kommunhuset, 27{HÅRT}mars 2026",)


def test_det_omedelbart_justerade_har_en_egen_rad_bredvid_den_planerade(
    hållet: Mötesvärld,
) -> None:
    protokoll = hållet.protokoll
    protokoll.justeringar.create(
        omedelbar=True, paragrafer="2", plats="Solrosen", datum=date(2026, 3, 18)
    )
    omedelbart = f"§{HÅRT}2: Solrosen, 18{HÅRT}mars 2026"
    assert _justeringens_tid(protokoll) == (
        f"Kommunhuset, 25{HÅRT}mars 2026 kl.{HÅRT}14.00",
        omedelbart,
    )

    protokoll.justeringar.create(
        ordning=1, paragrafer="1, 3-5", plats="Kommunhuset", datum=date(2026, 3, 27)
    )
    assert _justeringens_tid(protokoll) == (
        omedelbart,
        f"§§{HÅRT}1, 3–5: Kommunhuset, 27{HÅRT}mars 2026",
    )


def test_paragraferna(hållet: Mötesvärld) -> None:
    ut = html(hållet.protokoll)

    assert f"§{HÅRT}2 Taxa för tillsyn enligt alkohollagen" in ut
    assert "Taxan antas med <ändring>." in ut
    assert "Förslag till beslut 1. Taxan antas." in ut
    assert "Paragrafen justeras omedelbart." in ut
    assert "Beslutet skickas till Kommunfullmäktige" in ut
    assert f"Tjänsteskrivelse om taxan, 2{HÅRT}mars 2026" in ut
    assert "Ärendet återremitteras." in ut
    assert "Ansökan bifalls." in ut
    assert "Sekretess: OSL 26 kap. 1 §" in ut


def test_förslaget_trycks_bara_när_beslutet_är_ett_annat(hållet: Mötesvärld) -> None:
    block = documents.protokolldokument(hållet.protokoll).paragrafer

    assert [bool(b.text(Avsnitt.FÖRSLAG)) for b in block] == [False, True, False, True, False]


@pytest.mark.parametrize("återtaget", [False, True], ids=["KL 5:67 p. 1", "KL 5:67 återtaget"])
def test_förslaget_trycks_när_något_yrkats_fast_det_blev_beslutet(
    värld: Mötesvärld, återtaget: bool
) -> None:
    värld.samla()
    paragraf = beslut.ta_upp(punkt=värld.punkter[1], av=värld.sekreterare)
    yrkande = yrkanden.ställ(
        paragraf=paragraf,
        slag="avslag",
        text="",
        yrkare=[värld.rad("Bo")],
        av=värld.sekreterare,
    ).yrkande
    if återtaget:
        yrkanden.ta_tillbaka(yrkande=yrkande, av=värld.sekreterare)
        beslut.besluta(paragraf=paragraf, utfall="bifall", av=värld.sekreterare)
    else:
        frågan.svara(paragraf=paragraf, nr=1, utfall="bifall", av=värld.sekreterare)
    for punkt in (värld.punkter[0], värld.punkter[2]):
        värld.behandla(punkt)
    avslut.avsluta(protokoll=värld.protokoll, av=värld.sekreterare, sluttid=time(16, 45))

    block = documents.protokolldokument(värld.protokoll).paragrafer
    förslaget = next(b for b in block if b.pk == paragraf.pk).text(Avsnitt.FÖRSLAG)

    assert ("Taxan antas." in förslaget) is not återtaget


def test_tomma_rubriker_och_platshållare_trycks_aldrig(värld: Mötesvärld) -> None:
    värld.håll()

    ut = html(värld.protokoll)

    for saknas in (
        *("Närvarande ersättare", "Insynsplats", "Övriga närvarande", "Justeringens plats"),
        *("Sammanfattning", "Förslag till beslut", "Beslutet skickas till", "förvaras", "None"),
    ):
        assert saknas not in ut
    assert "Utses att justera" in ut


def test_offentlig_form_har_de_offentliga_titlarna(hållet: Mötesvärld) -> None:
    öppen = hållet.protokoll.paragrafer.exclude(punkt__ärende=None).filter(sekretess_lagrum="")[0]
    # Så som det var när punkten togs upp; texten är låst efteråt.
    Protokoll.objects.filter(pk=hållet.protokoll.pk).update(status="oppet", avslutat_tid=None)
    Paragraf.objects.filter(pk=öppen.pk).update(
        rubrik="Ansökan från Hemlis", offentlig_rubrik="Ansökan om stöd"
    )
    öppen.underlag.update(titel="Skrivelse om Hemlis", offentlig_titel="Skrivelse om stöd")

    ut, inne = html(hållet.protokoll, offentligt=True), html(hållet.protokoll)

    assert "Hemlis" not in ut
    for rubrik in ("Ansökan om stöd", "Skrivelse om stöd"):
        assert rubrik in ut
    for rubrik in ("Ansökan från Hemlis", "Skrivelse om Hemlis"):
        assert rubrik in inne


def test_offentlig_form_maskerar_hemliga_paragrafer(hållet: Mötesvärld) -> None:
    ut = html(hållet.protokoll, offentligt=True)

    assert f"§{HÅRT}5 Sekretessärende Ärendet redovisas inte med hänvisning till sekretess." in ut
    punkt = hållet.punkter[4]
    for hemligt in ("barn AA", "Ansökan bifalls", "OSL 26", punkt.ärende.beteckning):
        assert hemligt not in ut
    assert "Taxan antas med <ändring>." in ut


def test_dokumentet_läser_bara_det_frysta(hållet: Mötesvärld) -> None:
    före = asdict(documents.protokolldokument(hållet.protokoll))

    organ = hållet.organ
    organ.namn = "Omsorgsnämnden"
    organ.save()
    hållet.sammanträde.plats = "Annan plats"
    hållet.sammanträde.save()
    punkt = hållet.punkter[1]
    punkt.rubrik = "Ny rubrik"
    punkt.save()
    punkt.förslag.all().delete()
    handling = punkt.skrivelse.handling
    handling.rubrik = "Ny handling"
    handling.save()

    assert asdict(documents.protokolldokument(hållet.protokoll)) == före


@pytest.mark.slow
def test_utdraget_bär_framsidans_uppgifter_och_en_paragraf(hållet: Mötesvärld) -> None:
    paragraf = hållet.protokoll.paragrafer.get(nummer=2)

    pdf = rendera_pdf(documents.MALL_UTDRAG, documents.utdragsdokument(paragraf))

    ut = text(pdf.html)
    assert "Protokollsutdrag" in ut
    assert "Tjänstgörande ersättare Tove Älvhage (S) för Ingrid Norrsund (S)" in ut
    assert "Ordförande Željka Čović-Šimić (S)" in ut
    assert "Utdraget bestyrks" in ut
    assert "Riktlinjer" not in ut
    verapdf.kräv(pdf.innehåll)


@pytest.mark.slow
def test_protokollet_som_pdf(hållet: Mötesvärld) -> None:
    for n in range(8):
        lägg_punkt(hållet, f"Punkt {n}")

    pdf = rendera_pdf(documents.MALL_PROTOKOLL, documents.protokolldokument(hållet.protokoll))

    verapdf.kräv(pdf.innehåll)
    sidor = pdftext(pdf.innehåll)
    assert len(sidor) == pdf.sidor
    for nr, sida in enumerate(sidor, 1):
        assert f"Sida {nr} ({pdf.sidor})" in sida
        assert "UTKAST" in sida
        assert "Justerandes sign" in sida
        assert "Utdragsbestyrkande" in sida
    assert "Željka Čović-Šimić" in sidor[0]
    with pikepdf.open(io.BytesIO(pdf.innehåll)) as öppnad:
        assert str(öppnad.Root.Lang) == "sv-SE"
        with öppnad.open_outline() as bokmärken:
            rubriker = "; ".join(_rubriker(bokmärken.root))
        assert f"§{HÅRT}2" in rubriker
    # Innehållsförteckningens sida är den där paragrafen står.
    innehåll = next(s for s in sidor if "Innehåll" in s)
    rad = re.search(r"Riktlinjer för bistånd\s+(\d+)", innehåll)
    assert rad
    assert "§ 4 Riktlinjer" in sidor[int(rad[1]) - 1].replace(HÅRT, " ")


def test_samma_dokument_ger_samma_byte(hållet: Mötesvärld) -> None:
    dokument = documents.protokolldokument(hållet.protokoll)

    första, andra = (rendera_pdf(documents.MALL_PROTOKOLL, dokument) for _ in range(2))

    assert första.sha256 == andra.sha256
