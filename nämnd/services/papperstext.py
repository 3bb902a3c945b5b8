"""Texten i ett papper: läses ut ur filen första gången någon behöver den, och söks i databasen."""

from __future__ import annotations

import logging
import threading
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import reduce
from operator import and_

from django.db import transaction
from django.db.models import Q

from nämnd.models import Papperssida
from nämnd.services.läsrum import Läspapper
from ärenden import pdftext
from ärenden.models import Fil

#: Tecken på var sida om träffen.
OMGIVNING = 70
MAX_TRÄFFAR = 60
MAX_ORD = 8

logg = logging.getLogger(__name__)
# PDFium tål inte flera trådar.
_lås = threading.Lock()


@dataclass(frozen=True)
class Sida:
    text: str
    slag: tuple[str, ...]
    """Vad varje rad är, som `pdftext.Rad` säger det."""


def sidor(fil: Fil) -> list[Sida]:
    """Sidornas text i ordning; en inskannad sida är tom."""
    _läs_ut([fil])
    rader = Papperssida.objects.filter(fil=fil).order_by("nummer")
    return [Sida(text, tuple(slag)) for text, slag in rader.values_list("text", "slag")]


def sidor_i(filer: Iterable[Fil]) -> dict[str, list[str]]:
    """Sidornas text i flera filer, under filens hash."""
    filer = list(filer)
    _läs_ut(filer)
    ut: dict[str, list[str]] = {}
    rader = Papperssida.objects.filter(fil__in=filer).order_by("fil", "nummer")
    for sha256, text in rader.values_list("fil__sha256", "text"):
        ut.setdefault(sha256, []).append(text)
    return ut


def _läs_ut(filer: Iterable[Fil]) -> None:
    """Skriver texten för de filer som ännu inte är lästa."""
    filer = list(filer)
    klara = set(
        Papperssida.objects.filter(fil__in=filer, nummer=1)
        .order_by("fil")
        .values_list("fil", flat=True)
    )
    for fil in filer:
        if fil.pk in klara:
            continue
        rader = _rader(fil)
        with transaction.atomic():
            # Två läsare kan läsa ut samma fil samtidigt; texten är densamma.
            Papperssida.objects.bulk_create(
                (
                    Papperssida(
                        fil=fil, nummer=nr, text=pdftext.sidtext(sida), slag=[r.slag for r in sida]
                    )
                    for nr, sida in enumerate(rader, 1)
                ),
                ignore_conflicts=True,
            )


def _rader(fil: Fil) -> list[list[pdftext.Rad]]:
    with _lås:
        try:
            return list(pdftext.sidrader(fil.läs()))
        except pdftext.IngenText:
            # Filen går att ladda ner och läsa, men inte att söka i.
            logg.warning("Texten i filen %s går inte att läsa ut.", fil.sha256)
            return [[]] * (fil.sidor or 1)


# --- Sökning ------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Träff:
    """En sida där alla orden finns."""

    papper: Läspapper
    sida: int
    före: str
    träff: str
    efter: str


def sök(fråga: str, papper: Sequence[Läspapper]) -> tuple[list[Träff], int]:
    """Sidorna där alla orden finns, i läsordning, och hur många det är.

    `papper` är det som läsaren får öppna; inget annat läses, räknas eller visas.
    """
    ord_ = fråga.split()[:MAX_ORD]
    if not ord_ or not papper:
        return [], 0
    filer = {
        f.sha256: f
        for f in Fil.objects.filter(sha256__in={p.sha256 for p in papper}).order_by("pk")
    }
    _läs_ut(filer.values())
    villkor = reduce(and_, (Q(text__icontains=o) for o in ord_))
    per_fil: dict[int, list[Papperssida]] = {}
    sidor = Papperssida.objects.filter(villkor, fil__in=filer.values())
    for rad in sidor.order_by("fil", "nummer"):
        per_fil.setdefault(rad.fil_id, []).append(rad)
    träffar = [
        _träff(p, rad, ord_[0])
        for p in papper
        if p.sha256 in filer
        for rad in per_fil.get(filer[p.sha256].pk, ())
    ]
    return träffar[:MAX_TRÄFFAR], len(träffar)


def _träff(papper: Läspapper, rad: Papperssida, ord_: str) -> Träff:
    text = " ".join(rad.text.split())
    # Ett ord som bryts över en rad finns på sidan men inte i den hopskrivna texten.
    plats = max(text.lower().find(ord_.lower()), 0)
    slut = plats + len(ord_)
    början = max(plats - OMGIVNING, 0)
    return Träff(
        papper=papper,
        sida=rad.nummer,
        före=("… " if början else "") + text[början:plats],
        träff=text[plats:slut],
        efter=text[slut : slut + OMGIVNING] + (" …" if len(text) > slut + OMGIVNING else ""),
    )
