"""Det som står i en skrivelse som skrivs här, och vad som saknas i den. Inga modeller."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from ärenden import skrivelsetext
from ärenden.mallstilar import RADVIS, Avsnittsslag, är_bilageavsnitt

SAMMANFATTNING_TECKEN = 1500


@dataclass(frozen=True)
class Innehåll:
    """Allt som handläggaren har skrivit. `avsnitt` har mallavsnittens nycklar."""

    rubrik: str = ""
    huvud: Mapping[str, str] = field(default_factory=dict)
    satser: tuple[str, ...] = ()
    avsnitt: Mapping[str, str] = field(default_factory=dict)

    def som_json(self) -> dict[str, Any]:
        return {
            "rubrik": self.rubrik,
            "huvud": dict(self.huvud),
            "satser": list(self.satser),
            "avsnitt": dict(self.avsnitt),
        }

    @classmethod
    def ur_json(cls, data: Mapping[str, Any]) -> Innehåll:
        return cls(data["rubrik"], data["huvud"], tuple(data["satser"]), data["avsnitt"])

    @property
    def skrivna_satser(self) -> list[str]:
        """Satserna som de lämnas in; en tom ruta är ingen sats."""
        return [text.strip() for text in self.satser if text.strip()]

    @property
    def bildnummer(self) -> set[int]:
        """Numren på bilderna som texten visar."""
        alla = (b.nummer for text in self.avsnitt.values() for b in skrivelsetext.bilder(text))
        return {n for n in alla if n is not None}

    def text(self, nyckel: str) -> str:
        return str(self.avsnitt.get(nyckel, "")).strip()


@dataclass(frozen=True)
class Avsnittskrav:
    """Ett avsnitt så som mallen kräver det. `nyckel` är dess plats i `Innehåll.avsnitt`."""

    nyckel: str
    rubrik: str
    slag: str
    obligatoriskt: bool = False
    hjälp: str = ""
    lagrum: str = ""


def med_bilagor(
    innehåll: Innehåll, avsnitt: Sequence[Avsnittskrav], bilagor: Sequence[str]
) -> Innehåll:
    """Innehållet med bilagornas namn först i mallens första avsnitt för bilagor, om det har något.

    Det handläggaren har skrivit där står kvar; en rad som är en bilagas namn skrivs en gång.
    """
    krav = next((a for a in avsnitt if är_bilageavsnitt(a.rubrik, a.slag)), None)
    if krav is None or not bilagor:
        return innehåll
    rader = [*bilagor, *utan_bilagor(innehåll.text(krav.nyckel), bilagor)]
    return replace(innehåll, avsnitt={**innehåll.avsnitt, krav.nyckel: "\n".join(rader)})


def utan_bilagor(text: str, bilagor: Sequence[str]) -> list[str]:
    """Raderna som inte är en bilagas namn."""
    namn = {_jämförbar(b) for b in bilagor}
    return [rad for rad in text.splitlines() if rad.strip() and _jämförbar(rad) not in namn]


def _jämförbar(text: str) -> str:
    return " ".join(text.split()).casefold()


@dataclass(frozen=True)
class Brist:
    """Något som saknas, i en mening, med regeln bakom. `fält` är rutan den gäller."""

    text: str
    stoppar: bool
    lagrum: str
    regel: str
    fält: str

    def __str__(self) -> str:
        return self.text


def brister(
    innehåll: Innehåll,
    avsnitt: Sequence[Avsnittskrav],
    *,
    mall: str,
    uppladdade: Collection[int] = (),
) -> list[Brist]:
    """Vad som saknas, i skrivelsens ordning. `mall` är versionen som kräver det.

    `uppladdade` är numren på bilderna som finns till skrivelsen.
    """
    funna = []
    if not innehåll.rubrik.strip():
        funna.append(
            Brist(
                "Rubriken saknas.",
                True,
                "5 kap. 2 § offentlighets- och sekretesslagen",
                "Av registret ska det gå att se i korthet vad handlingen rör.",
                "rubrik",
            )
        )
    for krav in avsnitt:
        if krav.slag == Avsnittsslag.FÖRSLAG:
            funna += _om_satserna(innehåll, krav, mall)
        else:
            funna += _om_texten(innehåll.text(krav.nyckel), krav, mall)
        if krav.slag not in (Avsnittsslag.FÖRSLAG, *RADVIS):
            funna += _om_bilderna(innehåll.text(krav.nyckel), krav, uppladdade)
    return funna


def _om_bilderna(text: str, krav: Avsnittskrav, uppladdade: Collection[int]) -> list[Brist]:
    bilder = skrivelsetext.bilder(text)
    fält = f"avsnitt_{krav.nyckel}"
    funna = []
    if borta := sum(1 for b in bilder if b.nummer not in uppladdade):
        funna.append(
            Brist(
                f"{krav.rubrik}: {_antal(borta)} finns inte i skrivelsen.",
                True,
                "skrivelsens text",
                "Bilden följde inte med när texten klistrades in. Välj filen där, eller ta bort "
                "platsen.",
                fält,
            )
        )
    if utan := sum(1 for b in bilder if b.alt is None):
        funna.append(
            Brist(
                f"{krav.rubrik}: {_antal(utan)} saknar alt-text.",
                True,
                "10 § lagen (2018:1937) om tillgänglighet till digital offentlig service",
                "Den som inte ser bilden ska kunna läsa vad den visar. Är den bara till prydnad "
                "kryssar du för att den är dekorativ.",
                fält,
            )
        )
    return funna


def _antal(bilder: int) -> str:
    return "en bild" if bilder == 1 else f"{bilder} bilder"


def _om_satserna(innehåll: Innehåll, krav: Avsnittskrav, mall: str) -> list[Brist]:
    satser = innehåll.skrivna_satser
    if not satser:
        return [
            Brist(
                f"{krav.rubrik}: ingen beslutssats är skriven.",
                True,
                mall,
                "Ett ärende kan bara avgöras om det finns ett förslag att ställa proposition på.",
                "satser",
            )
        ]
    if len(set(satser)) < len(satser):
        return [
            Brist(
                f"{krav.rubrik}: två satser är lika.",
                False,
                mall,
                "Varje sats blir en egen punkt i beslutet och beslutas för sig.",
                "satser",
            )
        ]
    return []


def _om_texten(text: str, krav: Avsnittskrav, mall: str) -> list[Brist]:
    fält = f"avsnitt_{krav.nyckel}"
    regel = krav.hjälp or "Mallen säger att avsnittet ska fyllas i."
    lagrum = krav.lagrum or mall
    if not text:
        if krav.obligatoriskt:
            return [Brist(f"{krav.rubrik}: avsnittet är tomt.", True, lagrum, regel, fält)]
        if krav.slag == Avsnittsslag.MOTTAGARE:
            return [
                Brist(f"{krav.rubrik}: ingen mottagare är angiven.", False, lagrum, regel, fält)
            ]
        return []
    if krav.slag in RADVIS:
        return []
    funna = []
    if krav.slag == Avsnittsslag.SAMMANFATTNING and len(text) > SAMMANFATTNING_TECKEN:
        funna.append(
            Brist(
                f"{krav.rubrik}: texten är {len(text)} tecken. Den följer med till kallelsen och "
                f"bör rymmas på {SAMMANFATTNING_TECKEN}.",
                False,
                lagrum,
                regel,
                fält,
            )
        )
    breda = skrivelsetext.för_breda_rader(text)
    if breda:
        rader = ", ".join(map(str, breda))
        funna.append(
            Brist(
                f"{krav.rubrik}: tabellen på rad {rader} har fler kolumner än rubrikraden.",
                True,
                "skrivelsens text",
                "En cell utanför rubrikraden skulle inte komma med i den tryckta tabellen.",
                fält,
            )
        )
    return funna
