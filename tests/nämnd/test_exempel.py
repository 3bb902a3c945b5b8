"""De två riktiga mötena genom kommandona, mot vad originalen visar."""

import io
import json
import re
from pathlib import Path

import pikepdf
import pypdfium2
import pytest
from django.core.management import call_command

from nämnd.models import Kallelse, Sammanträde
from nämnd.taggträd import som_lista

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
