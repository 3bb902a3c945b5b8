"""Vad sigillet i en inlämnad PDF säger, och om det är en kommuns här. Läser bara."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from django.db.models import Q
from django.utils import timezone
from django.utils.formats import date_format

from protokoll import sigill
from protokoll.models import (
    Justering,
    Protokollsfil,
    Protokollsversion,
    Sigillcertifikat,
    Underskrift,
)
from protokoll.sigill import Granskning


@dataclass(frozen=True)
class Skriven:
    """En underskrift i det justerade protokollet, med tjänstens bevis när det finns ett."""

    namn: str
    som: str
    när: str
    hur: str
    tjänst: str = ""
    bevis: str = ""
    ocsp: str = ""
    vägrade_allt: bool = False


@dataclass(frozen=True)
class Vägrade:
    """En paragraf som någon vägrade justera. Skälet bara till den som har filen där det står."""

    namn: str
    paragraf: str
    skäl: str


@dataclass(frozen=True)
class Utfall:
    granskning: Granskning
    #: Kommunens certifikat med samma avtryck; namnet i ett certifikat kan vem som helst skriva.
    certifikat: Sigillcertifikat | None
    är_gjord_här: bool
    underskrifter: tuple[Skriven, ...] = ()
    vägran: tuple[Vägrade, ...] = ()
    senare: tuple[str, ...] = ()
    """De rättelser som gjorts sedan filen; det som står i den är inte det senaste."""

    @property
    def är_äkta(self) -> bool:
        return self.granskning.är_oförändrad and self.certifikat is not None


def verifiera(pdf: bytes) -> Utfall:
    """Prövar en PDF. OgranskbarFil när den saknar sigill eller inte går att läsa.

    Den som har filen får veta att den är gjord här, och vilka som skrev under eller vägrade, som
    också står i den. Inget mer: rubriker kan vara hemliga.
    """
    granskning = sigill.granska(pdf)
    sha256 = hashlib.sha256(pdf).hexdigest()
    justering = _justeringen(sha256)
    return Utfall(
        granskning=granskning,
        certifikat=Sigillcertifikat.objects.filter(avtryck=granskning.avtryck)
        .select_related("kommun")
        .first(),
        är_gjord_här=justering is not None or _är_arbetsfil(sha256),
        underskrifter=_underskrifter(justering) if justering is not None else (),
        vägran=_vägran(justering, sha256) if justering is not None else (),
        senare=_senare(justering, sha256) if justering is not None else (),
    )


def _är_arbetsfil(sha256: str) -> bool:
    return Protokollsfil.objects.filter(fil__sha256=sha256).exists()


def _justeringen(sha256: str) -> Justering | None:
    """Justeringen vars fil, eller en rättad version av den, det är."""
    någon = Q(fil__sha256=sha256) | Q(offentlig_fil__sha256=sha256)
    versioner = Protokollsversion.objects.filter(någon).values("justering")
    return Justering.objects.filter(någon | Q(pk__in=versioner)).order_by("pk").first()


def _underskrifter(justering: Justering) -> tuple[Skriven, ...]:
    gjorda = justering.underskrifter.exclude(kedja="").order_by("ordning", "pk")
    return tuple(_skriven(u) for u in gjorda)


def _vägran(justering: Justering, sha256: str) -> tuple[Vägrade, ...]:
    """Som på filens framsida: skälet till en hemlig paragraf står inte i den offentliga."""
    offentligt = Q(offentlig_fil__sha256=sha256)
    är_offentlig = (
        Justering.objects.filter(offentligt, pk=justering.pk).exists()
        or justering.versioner.filter(offentligt).exists()
    )
    return tuple(
        Vägrade(
            namn=str(v),
            paragraf=v.vad,
            skäl="" if är_offentlig and (v.paragraf is None or v.paragraf.är_sekretess) else v.skäl,
        )
        for v in justering.vägran.select_related("paragraf")
    )


def _senare(justering: Justering, sha256: str) -> tuple[str, ...]:
    """Rättelserna efter filens version; vad som rättats kan vara hemligt, numret är det inte."""
    någon = Q(fil__sha256=sha256) | Q(offentlig_fil__sha256=sha256)
    versioner = justering.versioner.select_related("rättelse__paragraf", "justering")
    egen = versioner.filter(någon).order_by("nummer").first()
    return tuple(
        v.rad for v in versioner.filter(nummer__gt=egen.nummer if egen else 1).order_by("nummer")
    )


def _skriven(u: Underskrift) -> Skriven:
    assert u.tid is not None
    assert u.datum is not None
    tjänst = u.bevis.get("tjänst") or {}
    på_papper = u.metod == Underskrift.Metod.PAPPER
    tid = timezone.localtime(u.tid)
    return Skriven(
        namn=u.namn,
        som=u.get_som_display(),
        när=date_format(u.datum, "j F Y") if på_papper else date_format(tid, "j F Y \\k\\l. H.i"),
        hur=f"med {tjänst['namn']}" if tjänst else u.get_metod_display(),
        tjänst=tjänst.get("namn", ""),
        bevis=tjänst.get("underskrift", ""),
        ocsp=tjänst.get("ocsp", ""),
        vägrade_allt=u.status == Underskrift.Status.VÄGRAD,
    )
