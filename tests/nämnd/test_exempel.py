"""De två riktiga mötena genom kommandona, mot vad originalen visar."""

import io
import json
import re
from pathlib import Path

import pikepdf
import pypdfium2
import pytest
from django.core.management import call_command

from konton.models import Användare
from konton.services.system import systemanvändare
from nämnd.models import Kallelse, Punkt, Sammanträde
from nämnd.services import föredragningslista
from nämnd.services import kallelse as tjänst
from nämnd.taggträd import som_lista
from tests.factories import ärenden as ärendefabrik

EXEMPEL = Path(__file__).resolve().parents[3] / "shared" / "exempel"

pytestmark = [
    pytest.mark.slow,
    pytest.mark.django_db,
    pytest.mark.skipif(not EXEMPEL.is_dir(), reason="skipped: ../shared saknas"),
]


def kör(*argument: str) -> list[str]:
    ut = io.StringIO()
    call_command(*argument, stdout=ut)
    return ut.getvalue().splitlines()


def gör_kallelse(möte: str, ut: Path) -> dict:
    (rad,) = kör("importera", str(EXEMPEL / möte), "--json")
    svar = json.loads(rad)
    assert svar["ny"] is True
    (rad,) = kör("kallelse", str(svar["sammantrade"]), "--ut", str(ut), "--json")
    return json.loads(rad)


def text(sida: pypdfium2.PdfPage) -> str:
    return re.sub(r"\s+", "", sida.get_textpage().get_text_range())


def test_ludvika_har_originalets_sidor(tmp_path):
    svar = gör_kallelse("ludvika-2018-05-09", tmp_path)

    sidor = {p["nummer"]: p["sidor"] for p in svar["punkter"]}
    skift = int(sidor["4"].split("-")[0]) - 6
    facit = {
        "4": (6, 11),
        "6": (12, 20),
        "7": (21, 23),
        "8": (24, 26),
        "9": (27, 30),
        "10": (31, 47),
    }
    väntat = {nr: f"{från + skift}-{till + skift}" for nr, (från, till) in facit.items()}
    assert sidor == {str(nr): väntat.get(str(nr)) for nr in range(1, 17)}
    assert svar["sidor"] == 47 + skift


@pytest.mark.parametrize("möte", ["ludvika-2018-05-09", "katrineholm-2018-03-21"])
def test_varje_sida_är_stämplad_och_annars_källans(tmp_path, möte):
    svar = gör_kallelse(möte, tmp_path)
    papper = sorted((EXEMPEL / möte / "handlingar").glob("*.pdf"))

    with pypdfium2.PdfDocument(tmp_path / "handlingspaket.pdf") as paket:
        texter = [text(sida) for sida in paket]
    källor = []
    for fil in papper:
        with pypdfium2.PdfDocument(fil) as källa:
            källor += [text(sida) for sida in källa]
    assert len(texter) == svar["sidor"]
    for nr, sidtext in enumerate(texter, 1):
        assert sidtext.endswith(str(nr))
    första = len(texter) - len(källor)
    for nr, källtext in enumerate(källor, första + 1):
        assert texter[nr - 1].removesuffix(str(nr)) == källtext


def test_länkar_och_bokmärken_leder_till_punktens_första_sida(tmp_path):
    svar = gör_kallelse("ludvika-2018-05-09", tmp_path)
    första = {p["nummer"]: int(p["sidor"].split("-")[0]) for p in svar["punkter"] if p["sidor"]}

    with pikepdf.open(tmp_path / "handlingspaket.pdf") as pdf:
        blad = {sida.obj.objgen: nr for nr, sida in enumerate(pdf.pages, 1)}
        länkar = [
            blad[annot.Dest[0].objgen]
            for sida in pdf.pages
            for annot in som_lista(sida.obj.get("/Annots"))
            if "/Dest" in annot
        ]
        with pdf.open_outline() as innehåll:
            bokmärken = {rad.title: blad[rad.destination[0].objgen] for rad in innehåll.root}
            inre = {
                (rad.title, barn.title, blad[barn.destination[0].objgen])
                for rad in innehåll.root
                for barn in rad.children
            }
    assert länkar == list(första.values())
    assert {t.split(".")[0]: s for t, s in bokmärken.items() if t[0].isdigit()} == första
    assert (
        "6. Statistik från social välfärd kvartal 1 2018 - Analys och åtgärder",
        "Analys och åtgärd utifrån statistik kvartal 1, social välfärd",
        första["6"],
    ) in inre


def test_katrineholm_har_följden_anmärkningen_och_beteckningarna(tmp_path):
    svar = gör_kallelse("katrineholm-2018-03-21", tmp_path)

    assert {"nummer": "5-18", "sidor": None} in svar["punkter"]
    with pypdfium2.PdfDocument(tmp_path / "kallelse.pdf") as pdf:
        kallelse = " ".join(
            re.sub(r"\s+", " ", sida.get_textpage().get_text_range()) for sida in pdf
        )
    assert "5.–18. SEKRETESSÄRENDEN" in kallelse
    assert re.search(r"19\. Internkontrollredovisning 2017 -handlingarna dukas", kallelse)
    for dnr in ("SOCN/2018:23", "SOCN/2018:14", "SOCN/2017:66", "SOCN/2018:24", "SOCN/2018:25"):
        assert re.search(re.escape(dnr) + r"(?! - \d)", kallelse)
    assert "21 mars 2018" in kallelse
    assert "Förhinder meddelas" in kallelse
    möte = Sammanträde.objects.get(organ__namn="Socialnämnden")
    huvuden = {p.ärende.full_beteckning for p in möte.punkter.exclude(ärende=None)}
    assert "SOCN/2018:23 - 759" in huvuden
    assert "SOCN/2018:23" not in huvuden


def test_samma_katalog_två_gånger_ändrar_inget(tmp_path):
    katalog = str(EXEMPEL / "ludvika-2018-05-09")
    (första,) = kör("importera", katalog, "--json")
    (andra,) = kör("importera", katalog, "--json")

    assert json.loads(andra) == {**json.loads(första), "ny": False}
    assert Sammanträde.objects.count() == 1


def test_kommandot_igen_gör_om_utkastet_till_samma_byte(tmp_path):
    gör_kallelse("katrineholm-2018-03-21", tmp_path / "1")
    möte = Sammanträde.objects.get()
    kör("kallelse", str(möte.pk), "--ut", str(tmp_path / "2"))

    assert Kallelse.objects.get().edition == 1
    for fil in (tmp_path / "1").iterdir():
        assert fil.read_bytes() == (tmp_path / "2" / fil.name).read_bytes()


def lägg_till(punkt: Punkt, rubrik: str, innehåll: bytes, av: Användare) -> None:
    """Papperet registreras i punktens ärende, eller läggs på punkten om den inte har något."""
    fil = {"rubrik": rubrik, "innehåll": innehåll, "filnamn": "ny.pdf", "av": av}
    if punkt.ärende is None:
        föredragningslista.ladda_upp_handling(punkt=punkt, **fil)
        return
    handling = ärendefabrik.handling(punkt.ärende, **fil)
    föredragningslista.lägg_till_handling(punkt=punkt, handling=handling, av=av)


@pytest.mark.parametrize("möte", ["ludvika-2018-05-09", "katrineholm-2018-03-21"])
def test_ett_ersatt_och_ett_nytt_papper_blir_en_komplettering(tmp_path, möte):
    """Det skickade har kvar sina sidor; det nya sätts in efter dem, lika i båda exemplaren."""
    av = systemanvändare()
    svar = gör_kallelse(möte, tmp_path)
    tjänst.utfärda(kallelse=Kallelse.objects.get(), av=av)
    sammanträde = Sammanträde.objects.get()
    med_papper = [p["nummer"] for p in svar["punkter"] if p["sidor"]]
    rader = {r["nummer"]: r for r in Kallelse.objects.get().underlag["rader"]}
    ersätts, fylls_på = (
        Punkt.objects.get(pk=rader[nummer]["punkt"]) for nummer in (med_papper[0], med_papper[-1])
    )
    sist = ersätts.handlingar.last()
    titel = sist.titel
    föredragningslista.ta_bort_handling(handling=sist, av=av)
    for punkt, rubrik, sidor in ((ersätts, titel, 2), (fylls_på, "Nytt yttrande", 1)):
        lägg_till(punkt, rubrik, ärendefabrik.pdf(sidor), av)
    sammanträde.refresh_from_db()

    ny = tjänst.skapa_kallelse(sammanträde=sammanträde, av=av, slag=Kallelse.Slag.KOMPLETTERING)
    tjänst.utför(ny.jobb_id)
    ny.refresh_from_db()
    tjänst.utfärda(kallelse=ny, av=av)

    förr = {p["nummer"]: (p["sidor"] or "").replace("-", "–") for p in svar["punkter"]}
    nu = {s.nummer: s.sidor for s in ny.punktsidor.all()}
    ändrade = {med_papper[0], med_papper[-1]}
    assert {n: s for n, s in nu.items() if n not in ändrade} == {
        n: s for n, s in förr.items() if n not in ändrade
    }
    slut = {n: förr[n].split("–")[-1] for n in ändrade}
    ersatta, nytt = (f"{slut[n]}a" for n in (med_papper[0], med_papper[-1]))
    väntat = ["K1:1", ersatta, f"{slut[med_papper[0]]}b", nytt]
    for slag in ("paket", "offentligt_paket"):
        with pikepdf.open(io.BytesIO(ny.filer.get(slag=slag).fil.läs())) as paket:
            assert [sida.label for sida in paket.pages] == väntat
