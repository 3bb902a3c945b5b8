"""En ändring under mötet görs en gång, också när sidan skickar om den efter ett nätavbrott."""

from __future__ import annotations

from uuid import UUID

from konton.models import Användare
from protokoll.models import Mötesanrop


def ta_emot(*, protokoll_id: int, nyckel: UUID, av: Användare) -> bool:
    """Sant första gången. Anroparen har prövat rätten, och gör ändringen i samma transaktion.

    Samma nyckel samtidigt väntar på den första: blir den av görs inget, faller den görs ändringen.
    """
    _, ny = Mötesanrop.objects.get_or_create(protokoll_id=protokoll_id, nyckel=nyckel)
    return ny
