"""Brev om granskningen och om remisser. De säger att något väntar och var.

Om granskningen sägs aldrig vad som står i skrivelsen; ett hemligt ärende sänds inte på remiss så.
"""

from __future__ import annotations

from datetime import date

from django.conf import settings
from django.core.mail import EmailMessage
from django.urls import reverse
from django.utils.formats import date_format

from konton.models import Användare
from ärenden.models import Granskare, Granskning, Remissbrev, Skrivelse, Skrivelseutkast

SIDFOT = "Brevet är skickat av systemet Nämnd. Svara inte på det."
REMISSFOT = (
    "Brevet är skickat av systemet Nämnd. Sänd svaret till nämnden, inte som svar på brevet."
)

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


def inte_anmäld(skrivelse: Skrivelse, stoppdag: date) -> EmailMessage:
    """Till den som lämnade in: skrivelsen når inte sammanträdet förrän den är anmäld."""
    dag, ärende = date_format(stoppdag, "j F Y"), skrivelse.handling.ärende
    adress = settings.NAMND_ADRESS.rstrip("/") + reverse("arenden:visa", args=[ärende.pk])
    return _som_brev(
        skrivelse.av,
        f"Stoppdag {dag}, {ärende.beteckning}",
        f"Skrivelsen i ärende {ärende.beteckning} är inlämnad men inte anmäld. Den kommer inte "
        f"med på sammanträdet om den inte är anmäld senast den {dag}.",
        "",
        f"Ärendet: {adress}",
    )


def _brev(
    till: Användare, rubrik: str, text: str, när: str, utkast: Skrivelseutkast
) -> EmailMessage:
    adress = settings.NAMND_ADRESS.rstrip("/") + reverse("arenden:granskning", args=[utkast.pk])
    return _som_brev(till, rubrik, text, när, f"Skrivelsen: {adress}")


def _som_brev(till: Användare, rubrik: str, text: str, när: str, länk: str) -> EmailMessage:
    rader = [f"Hej {till},", "", text, när, "", länk, "", SIDFOT]
    kropp = "\n".join(rad for nr, rad in enumerate(rader) if rad or nr != 3)
    return EmailMessage(subject=rubrik, body=kropp, to=[adress_till(till)])


def remissbrev(brev: Remissbrev) -> EmailMessage:
    """Remissen med sina filer till den som står utanför; annars att ett svar väntar."""
    mottagare = brev.mottagare
    remiss = mottagare.remiss
    ärende = remiss.ärende
    dag = date_format(remiss.sista_dag, "l j F Y")
    vad = f"{remiss.handling.rubrik}, {ärende.beteckning}"
    rader = {
        Remissbrev.Slag.REMISSEN: [
            f"{ärende.myndighet} sänder er remissen {vad}.",
            f"Yttrandet ska avse: {remiss.avser}",
            f"Det ska ha kommit in senast {dag}.",
        ],
        Remissbrev.Slag.INFÖR: [
            f"Påminnelse: svaret på remissen {vad} ska ha kommit in till {ärende.myndighet} "
            f"senast {dag}.",
        ],
        Remissbrev.Slag.EFTER: [
            f"Svaret på remissen {vad} skulle ha kommit in till {ärende.myndighet} {dag}. "
            "Svara så snart som möjligt, eller säg att ni avstår.",
        ],
    }[Remissbrev.Slag(brev.slag)]
    if mottagare.myndighet_id is not None:
        adress = settings.NAMND_ADRESS.rstrip("/") + reverse("arenden:remisser")
        rader.append(f"Remisserna finns här: {adress}")
    inledning = {
        Remissbrev.Slag.REMISSEN: "Remiss",
        Remissbrev.Slag.INFÖR: "Påminnelse om remiss",
        Remissbrev.Slag.EFTER: "Remissvar saknas",
    }[Remissbrev.Slag(brev.slag)]
    e_brev = EmailMessage(
        subject=f"{inledning}: {remiss.handling.rubrik} ({ärende.beteckning})",
        body="\n\n".join(["Hej,", *rader, REMISSFOT]),
        to=[brev.till],
    )
    if brev.slag == Remissbrev.Slag.REMISSEN:
        for handling in (remiss.handling, *remiss.handling.bilagor_att_sända):
            if handling.fil is not None:
                namn = handling.filnamn or f"handling-{handling.nummer}.pdf"
                e_brev.attach(namn, handling.fil.läs(), handling.fil.medietyp)
    return e_brev
