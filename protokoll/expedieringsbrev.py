"""Brev med e-post. De säger vilken paragraf det gäller, aldrig vad den handlar om."""

from __future__ import annotations

from email.utils import parseaddr

from django.core.mail import EmailMessage
from django.utils.formats import date_format

from protokoll.models import Expediering


def utdragsbrev(expediering: Expediering) -> EmailMessage:
    """Utdraget som bilaga. Samma sändning har alltid samma Message-ID."""
    paragraf = expediering.mottagare.försättsblad.paragraf
    assert expediering.fil is not None
    vad = (
        f"protokollsutdrag {expediering.omfattning} från {paragraf.organ} "
        f"den {date_format(paragraf.protokoll.sammanträde.datum, 'j F Y')}"
    )
    brev = EmailMessage(
        subject=vad[0].upper() + vad[1:],
        body=f"Hej,\n\nHär kommer {vad}.\n\n"
        f"{expediering.mottagare.försättsblad.avsändare}\n{paragraf.organ}\n",
        to=[expediering.adress],
    )
    domän = parseaddr(brev.from_email)[1].rpartition("@")[2]
    brev.extra_headers["Message-ID"] = f"<expediering-{expediering.pk}@{domän}>"
    brev.attach(expediering.filnamn, expediering.fil.läs(), "application/pdf")
    return brev
