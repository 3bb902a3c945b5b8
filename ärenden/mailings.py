"""Brev om remisser. De säger vad som ska besvaras och när; ett hemligt ärende sänds inte så."""

from __future__ import annotations

from django.conf import settings
from django.core.mail import EmailMessage
from django.urls import reverse
from django.utils.formats import date_format

from ärenden.models import Remissbrev

SIDFOT = "Brevet är skickat av systemet Nämnd. Sänd svaret till nämnden, inte som svar på brevet."


def remissbrev(brev: Remissbrev) -> EmailMessage:
    """Remissen med sin fil till den som står utanför; annars en rad om att ett svar väntar."""
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
        body="\n\n".join(["Hej,", *rader, SIDFOT]),
        to=[brev.till],
    )
    fil = remiss.handling.fil
    if brev.slag == Remissbrev.Slag.REMISSEN and fil is not None:
        e_brev.attach(remiss.handling.filnamn or "remiss.pdf", fil.läs(), fil.medietyp)
    return e_brev
