"""Brev om granskningen. De säger att något väntar och var, aldrig vad som står i skrivelsen."""

from __future__ import annotations

from datetime import date

from django.conf import settings
from django.core.mail import EmailMessage
from django.urls import reverse
from django.utils.formats import date_format

from konton.models import Användare
from ärenden.models import Granskare, Granskning, Skrivelseutkast

SIDFOT = "Brevet är skickat av systemet Nämnd. Svara inte på det."

_UTFALL = {
    Granskning.Utfall.GODKÄND: "är godkänd och kan lämnas in",
    Granskning.Utfall.TILLSTYRKT: "är granskad",
    Granskning.Utfall.ÅTERSÄND: "är återsänd med en kommentar",
}


def adress_till(användare: Användare) -> str:
    """Dit brev går: personens adress, annars kontots; tom när ingen finns."""
    person = användare.person
    return (person.epost if person else "") or användare.email


def att_granska(granskare: Granskare, *, påminnelse: bool) -> EmailMessage:
    """Skrivelsen väntar på granskarens svar."""
    utkast = granskare.granskning.utkast
    rubrik = f"Skrivelse att granska, {utkast.ärende.beteckning}"
    dag = granskare.granskning.senast_dag
    return _brev(
        granskare.användare,
        f"Påminnelse. {rubrik}" if påminnelse else rubrik,
        f"En skrivelse i ärende {utkast.ärende.beteckning} väntar på att du granskar den.",
        f"Svara senast den {date_format(dag, 'j F Y')}." if dag else "",
        utkast,
    )


def svar_på_granskningen(granskning: Granskning) -> EmailMessage:
    """Till den som skickade: granskningen är klar."""
    utkast = granskning.utkast
    utfall = _UTFALL[Granskning.Utfall(granskning.utfall)]
    return _brev(
        granskning.skickad_av,
        f"Granskningen är klar, {utkast.ärende.beteckning}",
        f"Skrivelsen i ärende {utkast.ärende.beteckning} {utfall}.",
        "",
        utkast,
    )


def före_stoppdagen(utkast: Skrivelseutkast, stoppdag: date) -> EmailMessage:
    """Till den som skriver: handlingarna ska snart vara inne."""
    dag = date_format(stoppdag, "j F Y")
    return _brev(
        utkast.skapad_av,
        f"Stoppdag {dag}, {utkast.ärende.beteckning}",
        f"Skrivelsen i ärende {utkast.ärende.beteckning} är inte inlämnad. Handlingarna till "
        f"sammanträdet ska vara inne senast den {dag}.",
        "",
        utkast,
    )


def _brev(
    till: Användare, rubrik: str, text: str, när: str, utkast: Skrivelseutkast
) -> EmailMessage:
    adress = settings.NAMND_ADRESS.rstrip("/") + reverse("arenden:granskning", args=[utkast.pk])
    rader = [f"Hej {till},", "", text, när, "", f"Skrivelsen: {adress}", "", SIDFOT]
    kropp = "\n".join(rad for nr, rad in enumerate(rader) if rad or nr != 3)
    return EmailMessage(subject=rubrik, body=kropp, to=[adress_till(till)])
