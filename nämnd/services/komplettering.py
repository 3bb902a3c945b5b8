"""Kompletteringen: det som är nytt sedan det som skickades, med sidnummer som inte rör de gamla.

Den är en kallelse av eget slag och går genom samma tjänst: `kallelse.skapa_kallelse`, jobbet och
`kallelse.utfärda`. Här planeras den och skrivs dess lista.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.formats import date_format

from nämnd import documents, kallelseskillnad, kompletteringsdokument, sidnummer
from nämnd import underlag as frysning
from nämnd.handlingspaket import Insättning
from nämnd.kallelseskillnad import Skillnad
from nämnd.kompletteringsdokument import Nyheter
from nämnd.models import Kallelse, Sammanträde
from nämnd.sidnummer import Numrering
from nämnd.underlag import Papper, Underlag
from ärenden.pdf import RenderadPdf
from ärenden.services import renderade

MALL = "pdf/komplettering.html"


class Kompletteringsfel(Exception):
    """Ingen komplettering kan göras. Texten är till användaren."""


@dataclass(frozen=True)
class Plan:
    """En komplettering: vad som gällde, vad som gäller nu, och sidnumren."""

    grund: Kallelse
    """Det som skickades senast."""
    förr: Underlag
    nu: Underlag
    skillnad: Skillnad
    före: Numrering
    numrering: Numrering

    @property
    def edition(self) -> int:
        return self.grund.edition

    @property
    def nummer(self) -> int:
        return self.grund.nummer + 1

    @property
    def nya(self) -> list[Papper]:
        """Papperen som ska med, i sidordning."""
        alla = {p.nyckel: p for p in self.nu.papper}
        return [alla[nyckel] for nyckel in self.numrering.nya]

    def nyheter(self, *, offentlig: bool) -> Nyheter:
        return kompletteringsdokument.nyheter(
            self.skillnad,
            self.förr,
            self.nu,
            före=self.före,
            numrering=self.numrering,
            offentlig=offentlig,
        )


def planera(sammanträde: Sammanträde) -> Plan:
    """Kompletteringen som listan ger nu, eller felet som säger varför det inte blir någon."""
    grund = sammanträde.kallelser.utfärdade().senast_först().first()
    if grund is None:
        raise Kompletteringsfel("Ingen kallelse är utfärdad. Skapa kallelsen först.")
    if not grund.underlag:
        raise Kompletteringsfel(
            f"{grund.namn} är inläst och går inte att jämföra med. Skapa en ny kallelse i stället."
        )
    plan = _plan(grund, documents.underlag(sammanträde), None)
    if not plan.skillnad:
        raise Kompletteringsfel(
            f"Inget är ändrat sedan {grund.namn_i_mening} utfärdades; "
            "det finns inget att komplettera med."
        )
    return plan


def i(kallelse: Kallelse) -> Plan:
    """Planen som en skapad komplettering följer."""
    grund = Kallelse.objects.före(kallelse).utfärdade().senast_först()[0]
    frusen = sidnummer.ur_json(kallelse.numrering)
    return _plan(grund, frysning.ur_json(kallelse.underlag), frusen)


def _plan(grund: Kallelse, nu: Underlag, numrering: Numrering | None) -> Plan:
    förr = frysning.ur_json(grund.underlag)
    före = documents.numrering_i(grund, förr)
    return Plan(
        grund=grund,
        förr=förr,
        nu=nu,
        skillnad=kallelseskillnad.skillnad(förr, nu),
        före=före,
        numrering=numrering or kallelseskillnad.numrera(före, förr, nu),
    )


def utfärdas(kallelse: Kallelse) -> date:
    """Dagen som kallelsen trycks med: den då den skapades, och utfärdas."""
    return timezone.localdate(kallelse.jobb.skapat_tid)


def insättning(kallelse: Kallelse, numrering: Numrering) -> Insättning:
    """Hur paketets sidor numreras och märks."""
    dag = date_format(utfärdas(kallelse), "j F Y")
    return Insättning(
        titel=f"Komplettering {kallelse.nummer}",
        förled=f"K{kallelse.nummer}:",
        delar=numrering.delar,
        märkning=f"Ny {dag}, komplettering {kallelse.nummer}",
    )


def skriv_listor(plan: Plan, utfärdas: date) -> dict[bool, RenderadPdf]:
    """Listan i båda exemplaren, lika många sidor så att K1:2 är samma sida i båda."""
    ut = _rendera(plan, {False: 0, True: 0}, utfärdas)
    längst = max(r.sidor for r in ut.values())
    fyllnad = {offentlig: längst - r.sidor for offentlig, r in ut.items()}
    return _rendera(plan, fyllnad, utfärdas) if any(fyllnad.values()) else ut


def _rendera(plan: Plan, fyllnad: Mapping[bool, int], utfärdas: date) -> dict[bool, RenderadPdf]:
    html = [
        render_to_string(
            MALL,
            {
                "d": kompletteringsdokument.dokument(
                    plan.nu,
                    plan.nyheter(offentlig=offentlig),
                    edition=plan.edition,
                    nummer=plan.nummer,
                    offentlig=offentlig,
                    utfärdas=utfärdas,
                    fyllnadssidor=sidor,
                )
            },
        )
        for offentlig, sidor in fyllnad.items()
    ]
    return dict(zip(fyllnad, renderade.alla(html), strict=True))
