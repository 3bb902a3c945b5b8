"""Brev om justeringen. De säger att något väntar och var, aldrig vad som står i protokollet."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.core.mail import EmailMessage
from django.utils.formats import date_format

from nämnd.mailings import SIDFOT, adress
from protokoll.models import Underskrift


def att_justera(underskrift: Underskrift, *, senast: date, påmind: bool) -> EmailMessage:
    """Protokollet väntar på underskrift."""
    justering = underskrift.justering
    möte = justering.protokoll.sammanträde
    dag = date_format(möte.datum, "j F Y")
    rubrik = f"Protokoll att justera: {möte.organ}, {dag}"
    rader = [
        f"Hej {underskrift.namn},",
        "",
        f"Protokollet från sammanträdet med {möte.organ} den {dag} väntar på din underskrift.",
        f"Det ska vara justerat senast den {date_format(senast, 'j F Y')}.",
        "",
        f"Läs och skriv under här: {adress('protokoll:justeringen', justering.pk)}",
        "",
        SIDFOT,
    ]
    return EmailMessage(
        subject=f"Påminnelse. {rubrik}" if påmind else rubrik,
        body="\n".join(rader),
        to=[underskrift.person.epost] if underskrift.person else [],
    )


def påminnelse_om_papper(
    underskrift: Underskrift,
    *,
    senast: date,
    saknas: Sequence[str],
    till: str,
    kopia: Sequence[str] = (),
) -> EmailMessage:
    """Pappret är inte undertecknat av alla. Sekreteraren bär det och får veta det också."""
    justering = underskrift.justering
    möte = justering.protokoll.sammanträde
    dag = date_format(möte.datum, "j F Y")
    rader = [
        "Hej,",
        "",
        f"Protokollet från sammanträdet med {möte.organ} den {dag} justeras på papper och ska vara "
        f"justerat senast den {date_format(senast, 'j F Y')}.",
        f"Underskrift fattas av {', '.join(saknas)}.",
        *([f"Pappret finns hos {möte.sekreterare.namn}."] if möte.sekreterare else []),
        "",
        f"Justeringen: {adress('protokoll:justeringen', justering.pk)}",
        "",
        SIDFOT,
    ]
    return EmailMessage(
        subject=f"Påminnelse. Protokoll att justera på papper: {möte.organ}, {dag}",
        body="\n".join(rader),
        to=[till],
        cc=list(kopia),
    )
