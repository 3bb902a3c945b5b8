"""Det påbörjade beslutet: sparas när en annan knapp trycks, och står kvar tills det är fattat."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import transaction

from konton.models import Användare
from protokoll.models import Paragraf, Protokoll
from protokoll.services.lås import lås


@transaction.atomic
def spara(*, paragraf: Paragraf, uppgifter: Mapping[str, str], av: Användare) -> None:
    protokoll = lås(protokoll=paragraf.protokoll, av=av)
    protokoll.utkast[_nyckel(paragraf)] = dict(uppgifter)
    protokoll.save(update_fields=["utkast"])


def hämta(paragraf: Paragraf) -> dict[str, str]:
    """Det sparade; tomt när inget är påbörjat. Följer punkten om den tas upp igen."""
    sparat: dict[str, str] = paragraf.protokoll.utkast.get(_nyckel(paragraf), {})
    return sparat


def ta_bort(paragraf: Paragraf) -> None:
    """I anroparens transaktion, som har mötet låst."""
    protokoll = Protokoll.objects.get(pk=paragraf.protokoll_id)
    if protokoll.utkast.pop(_nyckel(paragraf), None) is not None:
        protokoll.save(update_fields=["utkast"])


def _nyckel(paragraf: Paragraf) -> str:
    return f"punkt-{paragraf.punkt_id}" if paragraf.punkt_id else f"paragraf-{paragraf.pk}"
