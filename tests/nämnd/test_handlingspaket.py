"""Paketet: rätt nummer på varje blad, handlingarna orörda, taggarna kvar, inget hemligt med."""

import functools
import io
import random
import re
from pathlib import Path
from typing import Any

import pikepdf
import pypdfium2
import pytest
from pikepdf import Array, Dictionary, Name, Pdf, Stream, String
from PIL import Image, ImageChops

from nämnd.handlingspaket import (
    Anteckningssidor,
    Del,
    Delsidor,
    Paket,
    Paketfel,
    fristående,
    sidplan,
    sidtext,
    sätt_ihop,
)
from nämnd.taggträd import element, som_lista
from tests import verapdf
from tests.pdf import taggtext
from tests.pdf.prov import (
    Provdokument,
    Rad,
    främmande,
    kräv_helt_träd,
    mallinställning,
    spara,
    typ,
)
from ärenden.pdf import rendera_pdf

pytestmark = pytest.mark.slow

EXEMPEL = Path(__file__).resolve().parent.parent.parent.parent / "shared" / "exempel"
A4, A3, A5, LETTER = (595, 842), (842, 1191), (420, 595), (612, 792)


@pytest.fixture(autouse=True)
def _provmallar(settings):
    settings.TEMPLATES = mallinställning(settings.TEMPLATES)


def kallelse(nycklar: list[str], klass: str = "") -> bytes:
    rader = tuple(Rad(str(n), f"Ärende {n}", sidor="s.", nyckel=k) for n, k in enumerate(nycklar))
    return rendera_pdf("prov/kallelse.html", Provdokument(klass=klass, rader=rader)).innehåll


def anteckningar(antal: int) -> bytes:
    dokument = Anteckningssidor("Anteckningar", "Björksund", "SN", "Kallelse", "2026-03-18", antal)
    return rendera_pdf("pdf/anteckningar.html", dokument).innehåll


@functools.cache
def egen(rubrik: str, rader: int = 60) -> bytes:
    tabell = tuple(Rad(str(n), f"{rubrik} {n}") for n in range(rader))
    return rendera_pdf("prov/kallelse.html", Provdokument(titel=rubrik, rader=tabell)).innehåll


def handling(nyckel: str, innehåll: bytes | Path | None, **annat: Any) -> Del:
    val = {"punkt": nyckel, "punkttitel": f"{nyckel}. Ärende {nyckel}", "egen": False} | annat
    return Del(nyckel=nyckel, titel=f"Handling {nyckel}", innehåll=innehåll, **val)


def ihop(tmp_path: Path, delar: list[Del], **annat: Any) -> tuple[Path, Paket]:
    ut = tmp_path / "paket.pdf"
    val = {"kallelse": None, "anteckningar": None, "titel": "Handlingar socialnämnden"} | annat
    första = val.pop("kallelse") or kallelse([d.nyckel for d in delar])
    return ut, sätt_ihop(första, delar, ut=ut, **val)


def sidtexter(pdf: Path | bytes) -> list[str]:
    with pypdfium2.PdfDocument(pdf) as dokument:
        return [packad_text(sida) for sida in dokument]


def packad_text(sida: pypdfium2.PdfPage) -> str:
    text = sida.get_textpage().get_text_range()
    return re.sub(r"\s+", "", text)


def bild(pdf: Path | bytes, nummer: int) -> Image.Image:
    with pypdfium2.PdfDocument(pdf) as dokument:
        return dokument[nummer].render(scale=0.5).to_pil().convert("L")


def länkmål(pdf: Pdf) -> dict[str, int]:
    """Länkens text i kallelsen → blad (från 1) den leder till."""
    blad = {sida.obj.objgen: nr for nr, sida in enumerate(pdf.pages, 1)}
    svar = {}
    for sida in pdf.pages:
        for annot in som_lista(sida.obj.get("/Annots")):
            if "/Dest" in annot:
                svar[str(annot.Contents)] = blad[annot.Dest[0].objgen]
    return svar


def bokmärken(pdf: Pdf) -> list[tuple[int, str, int]]:
    blad = {sida.obj.objgen: nr for nr, sida in enumerate(pdf.pages, 1)}
    svar = []

    def gå(rader: Any, djup: int) -> None:
        for rad in rader:
            svar.append((djup, rad.title, blad[rad.destination[0].objgen]))
            gå(rad.children, djup + 1)

    with pdf.open_outline() as innehåll:
        gå(innehåll.root, 0)
    return svar


# Sidplanen


def test_sidplan_räknar_kallelse_anteckningar_och_handlingar():
    plan = sidplan(
        2,
        3,
        [
            Delsidor("a", "4", 1),
            Delsidor("b", "4", 5),
            Delsidor("c", None, 2),
            Delsidor("d", "6", 9),
        ],
    )

    assert plan.delar == {"a": (6, 6), "b": (7, 11), "c": (12, 13), "d": (14, 22)}
    assert plan.punkter == {"4": (6, 11), "6": (14, 22)}
    assert plan.sidor == 22
    assert [sidtext(s) for s in plan.delar.values()] == ["6", "7–11", "12–13", "14–22"]


@pytest.mark.parametrize(
    ("delar", "text"),
    [
        ([Delsidor("a", "1", 1), Delsidor("a", "1", 1)], "två gånger"),
        ([Delsidor("a", "1", 0)], "inga sidor"),
        ([Delsidor("a", "1", 1), Delsidor("b", "2", 1), Delsidor("c", "1", 1)], "i följd"),
    ],
)
def test_sidplan_nekar_det_som_ger_fel_nummer(delar, text):
    with pytest.raises(ValueError, match=text):
        sidplan(1, 0, delar)


# Numrering, länkar och bokmärken


def slumpat_möte(frö: int) -> list[Del]:
    slump = random.Random(frö)
    delar = []
    for nr in range(slump.randint(2, 9)):
        bredd, höjd = slump.choice([A4, A4, A3, A5, LETTER])
        if slump.random() < 0.3:
            bredd, höjd = höjd, bredd
        beskuren = (20, 30, bredd - 15, höjd - 25) if slump.random() < 0.3 else None
        fil = främmande(
            [f"punkt {nr} sida {s} av {frö}" for s in range(slump.randint(1, 7))],
            storlek=(bredd, höjd),
            vriden=slump.choice([0, 0, 90, 180, 270]),
            beskuren=beskuren,
            före=slump.choice([b"", b"q", b"0.5 0 0 0.5 10 10 cm", b"q 2 0 0 2 0 0 cm BT"]),
            efter=slump.choice([b"", b"Q", b"q 3 0 0 3 9 9 cm", b"/Span BMC"]),
        )
        delar.append(handling(str(nr), fil))
    return delar


@pytest.mark.parametrize("frö", range(20))
def test_varje_blad_har_sitt_nummer_och_är_annars_källans(tmp_path, frö):
    delar = slumpat_möte(frö)
    noter = frö % 3
    ut, paket = ihop(tmp_path, delar, anteckningar=anteckningar(noter) if noter else None)

    texter = sidtexter(ut)
    assert len(texter) == paket.sidor == paket.blad
    for nr, text in enumerate(texter, 1):
        assert text.endswith(str(nr))
    nummer = paket.punktsidor["0"][0]
    with pikepdf.open(ut) as pdf:
        mål, innehåll = länkmål(pdf), bokmärken(pdf)
    for del_ in delar:
        assert isinstance(del_.innehåll, bytes)
        källtexter = sidtexter(del_.innehåll)
        assert paket.punktsidor[del_.nyckel] == (nummer, nummer + len(källtexter) - 1)
        assert mål[f"Sidan {nummer} i paketet"] == nummer
        assert (0, f"{del_.nyckel}. Ärende {del_.nyckel}", nummer) in innehåll
        assert (1, f"Handling {del_.nyckel}", nummer) in innehåll
        for i, källtext in enumerate(källtexter):
            assert texter[nummer - 1].removesuffix(str(nummer)) == källtext
            ändrat = ImageChops.difference(bild(ut, nummer - 1), bild(del_.innehåll, i)).getbbox()
            assert ändrat is not None, "stämpeln syns inte"
            bredd, höjd = bild(del_.innehåll, i).size
            assert ändrat[0] > bredd - 30, "stämpeln är inte i högra kanten så som sidan ses"
            assert ändrat[1] > höjd - 16, "stämpeln är inte i nedre kanten så som sidan ses"
            nummer += 1


def test_egna_dokument_i_paketet_behåller_sin_numrering(tmp_path):
    ut, _ = ihop(tmp_path, [handling("1", egen("Protokoll"), egen=True)])

    assert "Sida2(" in sidtexter(ut)[2]


@pytest.mark.slow
@pytest.mark.parametrize("möte", ["ludvika-2018-05-09", "katrineholm-2018-03-21"])
def test_riktiga_handlingar(tmp_path, möte):
    katalog = EXEMPEL / möte / "handlingar"
    if not katalog.is_dir():
        pytest.skip("skipped: ../shared saknas")
    filer = sorted(katalog.glob("*.pdf"))
    delar = [handling(fil.stem, fil, punkt=fil.stem.split("-")[0]) for fil in filer]
    ut, paket = ihop(tmp_path, delar, anteckningar=anteckningar(3))

    texter = sidtexter(ut)
    nummer = paket.punktsidor[min(paket.punktsidor)][0]
    for fil in filer:
        for källtext in sidtexter(fil):
            assert texter[nummer - 1] == källtext + str(nummer)
            nummer += 1
    assert nummer - 1 == paket.sidor == len(texter)
    if möte.startswith("ludvika"):
        skift = nummer - 1 - 47
        facit = {"04": (6, 11), "06": (12, 20), "07": (21, 23), "08": (24, 26), "09": (27, 30)}
        for punkt, (första, sista) in facit.items():
            assert paket.punktsidor[punkt] == (första + skift, sista + skift)


def test_länk_till_punkt_leder_till_punktens_första_sida(tmp_path):
    delar = [
        handling("a", främmande(["ett", "två"]), punkt="4", punkttitel="4. Ärende a"),
        handling("b", främmande(["tre"]), punkt="4"),
    ]
    ut, paket = ihop(tmp_path, delar, kallelse=kallelse(["punkt/4", "b"]))

    with pikepdf.open(ut) as pdf:
        assert länkmål(pdf) == {"Sidan 2 i paketet": 2, "Sidan 4 i paketet": 4}
        assert bokmärken(pdf)[1:] == [
            (0, "4. Ärende a", 2),
            (1, "Handling a", 2),
            (1, "Handling b", 4),
        ]
    assert paket.punktsidor == {"4": (2, 4)}


def test_länk_till_handling_som_inte_finns_stoppar_paketet(tmp_path):
    with pytest.raises(Paketfel, match="saknad"):
        ihop(tmp_path, [handling("1", främmande(["ett"]))], kallelse=kallelse(["saknad"]))


def test_fristående_kallelse_har_samma_text_men_inga_paketlänkar():
    med = kallelse(["a", "punkt/4"])
    utan = fristående(med)

    verapdf.kräv(utan)
    assert taggtext.text(utan) == taggtext.text(med)
    with pikepdf.open(io.BytesIO(med)) as pdf:
        assert sum(len(som_lista(s.obj.get("/Annots"))) for s in pdf.pages) == 2
    with pikepdf.open(io.BytesIO(utan)) as pdf:
        kräv_helt_träd(pdf)
        assert sum(len(som_lista(s.obj.get("/Annots"))) for s in pdf.pages) == 0
        assert not any(Name.Link == e.S for e in element(pdf.Root.StructTreeRoot))


def test_framsteg_stiger_och_nämner_handlingen(tmp_path):
    rader: list[tuple[int, str]] = []
    delar = [handling(str(n), främmande(["x"])) for n in range(5)]
    ihop(tmp_path, delar, framsteg=lambda procent, text: rader.append((procent, text)))

    procent = [p for p, _ in rader]
    assert procent == sorted(procent)
    assert procent[-1] == 100
    assert {f"Lägger in Handling {n}" for n in range(5)} <= {text for _, text in rader}


# Sekretess


def exemplar(tmp_path: Path, hemliga: set[str], titel: str) -> tuple[Path, Paket]:
    delar = []
    for nyckel in ("1", "2", "3", "4"):
        fil = egen(f"Skrivelse {nyckel}", rader=25)
        if nyckel in hemliga:
            antal = len(sidtexter(fil))
            delar.append(handling(nyckel, None, egen=True, utelämnad=True, sidor=antal))
        else:
            delar.append(handling(nyckel, fil, egen=True))
    katalog = tmp_path / titel
    katalog.mkdir()
    return ihop(katalog, delar, kallelse=kallelse(["1", "2", "3", "4"]))


@pytest.mark.slow
@pytest.mark.parametrize(
    ("hemliga", "saknas", "före"),
    [
        pytest.param({"2", "3"}, [(4, 7)], [3], id="i mitten"),
        pytest.param({"1"}, [(2, 3)], [1], id="först"),
        pytest.param({"4"}, [(8, 9)], [7], id="sist"),
        pytest.param({"1", "3"}, [(2, 3), (6, 7)], [1, 5], id="två följder"),
        pytest.param({"1", "2", "3", "4"}, [(2, 9)], [1], id="allt"),
    ],
)
def test_utelämnade_sidor_ändrar_inga_nummer_och_en_rad_säger_det(tmp_path, hemliga, saknas, före):
    helt, allt = exemplar(tmp_path, set(), "helt")
    öppet, kvar = exemplar(tmp_path, hemliga, "öppet")

    assert kvar.sidor == allt.sidor == 9
    assert kvar.punktsidor == allt.punktsidor
    borta = {nr for f, s in saknas for nr in range(f, s + 1)}
    nummer = [nr for nr in range(1, 10) if nr not in borta]
    texter, hela = sidtexter(öppet), sidtexter(helt)
    assert len(texter) == kvar.blad == len(nummer)
    for nr, text in zip(nummer, texter, strict=True):
        rad = ""
        if nr in före:
            första, sista = saknas[före.index(nr)]
            rad = f"Sidorna{första}–{sista}ärutelämnade:sekretess."
        assert text == hela[nr - 1].removesuffix(str(nr)) + rad + str(nr)
    rader = [t for titel, t in taggtext.delar(öppet) if not titel]
    assert rader == [f"Sidorna{f}–{s}ärutelämnade:sekretess." for f, s in saknas]
    verapdf.kräv(öppet)
    with pikepdf.open(öppet) as pdf:
        kräv_helt_träd(pdf)
        assert [sida.label for sida in pdf.pages] == [str(nr) for nr in nummer]
        märken = bokmärken(pdf)
        for nyckel in hemliga:
            assert f"Handling {nyckel}" not in [titel for _, titel, _ in märken]
        assert [t for _, t, _ in märken if "utelämnade" in t] == [
            f"Sidorna {f}–{s} är utelämnade: sekretess." for f, s in saknas
        ]


def test_utelämnad_handling_efter_otaggad_sida_krockar_inte_med_dess_märkning(tmp_path):
    märkt = främmande(["gammal"], före=b"/P <</MCID 0>> BDC", efter=b"EMC")
    ut, _ = ihop(
        tmp_path,
        [handling("1", märkt), handling("2", None, utelämnad=True, sidor=4)],
        kallelse=kallelse(["1"]),
    )

    assert ("", "Sidorna3–6ärutelämnade:sekretess.") in taggtext.delar(ut)
    with pikepdf.open(ut) as pdf:
        assert taggtext.märkt_text(pdf.pages[1])[0] == "gammal"


# Taggar


@pytest.mark.slow
def test_paket_av_bara_egna_dokument_uppfyller_pdfa_och_pdfua(tmp_path):
    källor = {n: egen(f"Skrivelse {n}") for n in ("1", "2", "3")}
    noter = anteckningar(2)
    första = kallelse(["1", "2", "punkt/3"])
    ut, _ = ihop(
        tmp_path,
        [handling(n, fil, egen=True) for n, fil in källor.items()],
        kallelse=första,
        anteckningar=noter,
    )

    verapdf.kräv(ut)
    with pikepdf.open(ut) as pdf:
        kräv_helt_träd(pdf)
        assert str(pdf.Root.Lang) == "sv-SE"
        assert str(pdf.docinfo.Title) == "Handlingar socialnämnden"
    assert taggtext.delar(ut) == [
        ("Kallelse", taggtext.text(första)),
        ("Anteckningar", taggtext.text(noter)),
        *((f"Handling {n}", taggtext.text(fil)) for n, fil in källor.items()),
    ]


def test_stämpeln_är_en_artefakt(tmp_path):
    ut, _ = ihop(tmp_path, [handling("1", egen("Skrivelse", rader=3), egen=True)])

    with pikepdf.open(ut) as pdf:
        for nr, sida in enumerate(pdf.pages, 1):
            assert taggtext.artefakter(sida).endswith(str(nr))
            assert str(nr) == taggtext.artefakter(sida)[-1]


def främmande_taggad(rubriktyp: str, mening: str) -> bytes:
    """Ett taggat dokument från ett annat program: egna typer, klasser och inga utfästelser."""
    with pikepdf.open(io.BytesIO(egen("Bilaga", rader=40))) as pdf:
        rot = pdf.Root.StructTreeRoot
        for e in element(rot):
            if e.S == Name.H2:
                e.S = Name(rubriktyp)
                e.C = Name.Viktig
        rot.RoleMap = Dictionary({rubriktyp: Name(mening), "/P": Name.P, "/Sect": Name.Div})
        rot.ClassMap = Dictionary(Viktig=Dictionary(O=Name.Layout, SpaceAfter=len(mening)))
        del pdf.Root["/Metadata"]
        del pdf.Root["/OutputIntents"]
        return spara(pdf)


def meningar(rot: Any) -> list[tuple[str, int | None]]:
    roller, klasser = rot.get("/RoleMap"), rot.get("/ClassMap", {})
    svar = []
    for e in element(rot):
        klass = som_lista(e.get("/C"))
        mått = int(klasser[str(klass[0])].SpaceAfter) if klass else None
        svar.append((typ(e, roller), mått))
    return sorted(svar, key=str)


def test_främmande_handlingar_behåller_sina_taggar_och_paketet_utfäster_inget(tmp_path):
    källor = {
        "1": egen("Skrivelse"),
        "2": främmande_taggad("/Rubrik", "/H2"),
        "3": främmande(["utan taggar"]),
        "4": främmande_taggad("/Rubrik", "/P"),
        "5": främmande_taggad("/Rubrik", "/H2"),
    }
    första = kallelse(list(källor))
    delar = [handling(n, fil, egen=n == "1") for n, fil in källor.items()]
    ut, _ = ihop(tmp_path, delar, kallelse=första)

    for variant in ("2a", "ua1"):
        assert not verapdf.kontrollera(ut, variant).godkänd
    taggade = ("1", "2", "4", "5")
    assert taggtext.delar(ut)[1:] == [(f"Handling {n}", taggtext.text(källor[n])) for n in taggade]
    with pikepdf.open(ut) as pdf:
        kräv_helt_träd(pdf)
        xmp = pdf.Root.Metadata.read_bytes()
        assert b"pdfaid" not in xmp
        assert b"pdfuaid" not in xmp
        assert "/OutputIntents" not in pdf.Root
        assert "/P" not in pdf.Root.StructTreeRoot.RoleMap
        assert "/Sect" not in pdf.Root.StructTreeRoot.RoleMap
        parter = pdf.Root.StructTreeRoot.K[0].K
        for part, n in zip(list(parter)[1:], taggade, strict=True):
            with pikepdf.open(io.BytesIO(källor[n])) as källa:
                gren = Dictionary(
                    K=part.K,
                    RoleMap=pdf.Root.StructTreeRoot.RoleMap,
                    ClassMap=pdf.Root.StructTreeRoot.ClassMap,
                )
                källrot = källa.Root.StructTreeRoot
                källrot.K = källrot.K[0].K
                assert meningar(gren) == meningar(källrot)


def test_främmande_handling_som_påstås_vara_egen_ger_ingen_utfästelse(tmp_path):
    ut, _ = ihop(tmp_path, [handling("1", främmande(["x"]), egen=True)])

    with pikepdf.open(ut) as pdf:
        assert b"pdfuaid" not in pdf.Root.Metadata.read_bytes()


# Handlingar som andra program har skrivit


def test_ärvda_mått_resurser_och_vridning(tmp_path):
    pdf = pikepdf.new()
    for text in (b"ett", b"tom"):
        pdf.pages.append(pikepdf.Page(Dictionary(Type=Name.Page)))
        if text != b"tom":
            pdf.pages[-1].obj.Contents = Array(
                [Stream(pdf, b"BT /F1 12 Tf 50 50 Td"), Stream(pdf, b"(ett) Tj ET")]
            )
    gren = pdf.Root.Pages
    gren.MediaBox = Array([842, 595, 0, 0])
    gren.Rotate = 90
    snitt = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica)
    gren.Resources = Dictionary(Font=Dictionary(F1=snitt, Sidnr0=snitt))
    fil = spara(pdf)
    ut, _ = ihop(tmp_path, [handling("1", fil)])

    assert sidtexter(ut)[1:] == ["ett2", "3"]
    with pypdfium2.PdfDocument(ut) as dokument:
        assert dokument[1].get_size() == (595, 842)


def test_fil_låst_mot_ändring_läggs_in_olåst(tmp_path):
    with pikepdf.open(io.BytesIO(främmande(["öppen text"]))) as pdf:
        låst = spara(pdf, encryption=pikepdf.Encryption(owner="hemligt", user=""))
    ut, _ = ihop(tmp_path, [handling("1", låst)])

    assert "öppentext2" in sidtexter(ut)
    with pikepdf.open(ut) as pdf:
        assert not pdf.is_encrypted


def aktiv_handling() -> bytes:
    """Skript, bifogad fil, formulär, namngivna mål och släckt lager, så som det förekommer."""
    with pikepdf.open(io.BytesIO(främmande(["ett", "två", "tre"]))) as pdf:
        skript = Dictionary(S=Name.JavaScript, JS=String("app.alert(1)"))
        pdf.Root.OpenAction = skript
        pdf.Root.Names = Dictionary(
            JavaScript=Dictionary(Names=Array([String("a"), skript])),
            Dests=Dictionary(Names=Array([String("kap2"), Array([pdf.pages[2].obj, Name.Fit])])),
        )
        pdf.attachments["hemligt.txt"] = b"bifogad"
        fält = pdf.make_indirect(
            Dictionary(
                Type=Name.Annot,
                Subtype=Name.Widget,
                FT=Name.Tx,
                T=String("namn"),
                V=String("ifyllt"),
                Rect=Array([100, 300, 300, 320]),
                AP=Dictionary(
                    N=pdf.make_indirect(
                        Stream(
                            pdf,
                            b"BT /F1 12 Tf 2 4 Td (ifyllt) Tj ET",
                            Type=Name.XObject,
                            Subtype=Name.Form,
                            BBox=Array([0, 0, 200, 20]),
                            Resources=pdf.pages[0].obj.Resources,
                        )
                    )
                ),
            )
        )
        pdf.Root.AcroForm = Dictionary(Fields=Array([fält]))

        def länk(**annat: Any) -> Any:
            rad = Dictionary(
                Type=Name.Annot, Subtype=Name.Link, Rect=Array([9, 9, 99, 29]), **annat
            )
            return pdf.make_indirect(rad)

        pdf.pages[0].obj.AA = Dictionary(O=skript)
        pdf.pages[0].obj.Annots = Array(
            [
                fält,
                länk(Dest=String("kap2"), Contents=String("namngivet mål")),
                länk(
                    A=Dictionary(S=Name.GoTo, D=Array([pdf.pages[1].obj, Name.Fit])),
                    Contents=String("mål"),
                ),
                länk(A=Dictionary(S=Name.URI, URI=String("https://exempel.invalid/"), Next=skript)),
                länk(A=skript),
                länk(A=Dictionary(S=Name.Launch, F=String("format.exe"))),
                länk(A=Dictionary(S=Name.URI, URI=String("javascript:alert(1)"))),
                länk(Dest=String("finns inte")),
            ]
        )
        lager = pdf.make_indirect(Dictionary(Type=Name.OCG, Name=String("Släckt")))
        pdf.Root.OCProperties = Dictionary(
            OCGs=Array([lager]), D=Dictionary(BaseState=Name.OFF, Order=Array([lager]))
        )
        pdf.pages[1].obj.Resources = Dictionary(
            Font=pdf.pages[1].obj.Resources.Font, Properties=Dictionary(L1=lager)
        )
        släckt = b"/OC /L1 BDC 0 0 595 400 re f EMC"
        pdf.pages[1].obj.Contents = Array([pdf.pages[1].obj.Contents, Stream(pdf, släckt)])
        return spara(pdf)


def test_bara_läsning_följer_med_ur_en_aktiv_handling(tmp_path):
    ut, _ = ihop(tmp_path, [handling("1", aktiv_handling())], kallelse=kallelse(["1"]))

    with pikepdf.open(ut) as pdf:
        for objekt in pdf.objects:
            if isinstance(objekt, Dictionary):
                assert objekt.get("/S") not in (Name.JavaScript, Name.Launch)
                assert objekt.get("/Type") not in (Name.Filespec, Name.EmbeddedFile)
                assert objekt.get("/Subtype") != Name.Widget
        assert not {"/OpenAction", "/AcroForm", "/AA", "/Names"} & set(pdf.Root.keys())
        mål = länkmål(pdf)
        assert mål["namngivet mål"] == 4
        assert mål["mål"] == 3
        annoteringar = som_lista(pdf.pages[1].obj.Annots)
        assert len(annoteringar) == 3
        assert str(annoteringar[2].A.URI) == "https://exempel.invalid/"
    assert "ifyllt" in sidtexter(ut)[1]


def test_släckt_lager_förblir_släckt(tmp_path):
    fil = aktiv_handling()
    ut, _ = ihop(tmp_path, [handling("1", fil)], kallelse=kallelse(["1"]))

    assert bild(fil, 1).getpixel((100, 350)) == 255
    assert bild(ut, 2).getpixel((100, 350)) == 255


# Fel


@pytest.mark.parametrize(
    ("innehåll", "text"),
    [
        pytest.param(b"inte en pdf", "inte en PDF", id="inte en pdf"),
        pytest.param(främmande(["x"] * 9)[:2000], "skadad", id="avklippt"),
        pytest.param(None, "Filen saknas", id="saknas"),
    ],
)
def test_oläslig_handling_stoppar_paketet_med_sitt_namn_och_lämnar_ingen_gammal_fil(
    tmp_path, innehåll, text
):
    ihop(tmp_path, [handling("1", främmande(["hel"]))])

    with pytest.raises(Paketfel, match=rf"Handling 2: .*{text}"):
        ihop(tmp_path, [handling("1", främmande(["hel"])), handling("2", innehåll)])

    assert list(tmp_path.iterdir()) == []


def test_fel_antal_sidor_stoppar_paketet(tmp_path):
    with pytest.raises(Paketfel, match="Handling 1: Filen har 2 sidor, inte 3"):
        ihop(tmp_path, [handling("1", främmande(["a", "b"]), sidor=3)])


@pytest.mark.slow
def test_två_körningar_ger_samma_byte(tmp_path):
    delar = [handling("1", egen("Skrivelse"), egen=True), handling("2", aktiv_handling())]
    ena, _ = ihop(tmp_path, delar)
    första = ena.read_bytes()
    andra, _ = ihop(tmp_path, delar)

    assert andra.read_bytes() == första
