"""Brev inför mötet. De säger vilket möte det gäller och var man svarar, aldrig vad som tas upp."""

from __future__ import annotations

from django.conf import settings
from django.core.mail import EmailMessage
from django.urls import reverse
from django.utils.formats import date_format

from nämnd.models import Inkallelse

SIDFOT = "Brevet är skickat av systemet Nämnd. Svara inte på det; vänd dig till nämndsekreteraren."


def inkallad(inkallelse: Inkallelse) -> EmailMessage:
    """Ersättaren kallas att tjänstgöra, och svarar på sidan."""
    möte = inkallelse.sammanträde
    dag = date_format(möte.datum, "l j F Y")
    tider = " och ".join(str(spann) for spann in möte.tider.all())
    adress = settings.NAMND_ADRESS.rstrip("/") + reverse("namnd:svara", args=[möte.pk])
    rader = [
        f"Hej {inkallelse.person},",
        "",
        f"Du kallas att tjänstgöra för {inkallelse.för} vid sammanträdet med {möte.organ}",
        ", ".join(filter(None, [f"{dag} kl. {tider}" if tider else dag, möte.plats])) + ".",
        "",
        f"Svara här om du kommer: {adress}",
        "",
        SIDFOT,
    ]
    return EmailMessage(
        subject=f"Du kallas att tjänstgöra: {möte.organ}, {date_format(möte.datum, 'j F Y')}",
        body="\n".join(rader),
        to=[inkallelse.person.epost],
    )
