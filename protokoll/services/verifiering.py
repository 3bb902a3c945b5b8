"""Vad sigillet i en inlämnad PDF säger, och om det är en kommuns här. Läser bara."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from protokoll import sigill
from protokoll.models import Protokollsfil, Sigillcertifikat
from protokoll.sigill import Granskning


@dataclass(frozen=True)
class Utfall:
    granskning: Granskning
    #: Kommunens certifikat med samma avtryck; namnet i ett certifikat kan vem som helst skriva.
    certifikat: Sigillcertifikat | None
    är_gjord_här: bool

    @property
    def är_äkta(self) -> bool:
        return self.granskning.är_oförändrad and self.certifikat is not None


def verifiera(pdf: bytes) -> Utfall:
    """Prövar en PDF. OgranskbarFil när den saknar sigill eller inte går att läsa.

    Den som har filen får veta att den är gjord här, inget mer: rubriker kan vara hemliga.
    """
    granskning = sigill.granska(pdf)
    return Utfall(
        granskning=granskning,
        certifikat=Sigillcertifikat.objects.filter(avtryck=granskning.avtryck)
        .select_related("kommun")
        .first(),
        är_gjord_här=Protokollsfil.objects.filter(
            fil__sha256=hashlib.sha256(pdf).hexdigest()
        ).exists(),
    )
