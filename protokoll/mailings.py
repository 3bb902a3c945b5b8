"""Brev om justeringen. De säger att något väntar och var, aldrig vad som står i protokollet."""

from __future__ import annotations

from datetime import date

from django.conf import settings
from django.core.mail import EmailMessage
from django.urls import reverse
from django.utils.formats import date_format

from protokoll.models import Underskrift

SIDFOT = "Brevet är skickat av systemet Nämnd. Svara inte på det; vänd dig till nämndsekreteraren."


def att_justera(underskrift: Underskrift, *, senast: date, påmind: bool) -> EmailMessage:
    """Protokollet väntar på underskrift."""
    justering = underskrift.justering
    möte = justering.protokoll.sammanträde
    dag = date_format(möte.datum, "j F Y")
    rubrik = f"Protokoll att justera: {möte.organ}, {dag}"
    adress = settings.NAMND_ADRESS.rstrip("/") + reverse(
        "protokoll:justeringen", args=[justering.pk]
    )
    rader = [
        f"Hej {underskrift.namn},",
        "",
        f"Protokollet från sammanträdet med {möte.organ} den {dag} väntar på din underskrift.",
        f"Det ska vara justerat senast den {date_format(senast, 'j F Y')}.",
        "",
        f"Läs och skriv under här: {adress}",
        "",
        SIDFOT,
    ]
    return EmailMessage(
        subject=f"Påminnelse. {rubrik}" if påmind else rubrik,
        body="\n".join(rader),
        to=[underskrift.person.epost] if underskrift.person else [],
    )
