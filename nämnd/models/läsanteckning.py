from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models

from nämnd.models.sammanträde import Sammanträde


class Läsanteckning(models.Model):
    """En läsares egen anteckning eller markering i ett papper. Bara ägaren läser den.

    Vad som står, var det sitter och i vilket papper ligger i lådan, låst till ägaren och raden.
    Det är ägarens eget minnesstöd och hör inte till ärendet: ingen händelse skrivs.
    """

    ägare = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", db_column="agare_id"
    )
    sammanträde = models.ForeignKey(
        Sammanträde, models.CASCADE, related_name="+", db_column="sammantrade_id"
    )
    nyckel = models.UUIDField(default=uuid.uuid4, unique=True)
    låda = models.BinaryField(db_column="lada")

    class Meta:
        ordering = ["ägare_id", "sammanträde_id", "id"]
        verbose_name = "läsanteckning"
        verbose_name_plural = "läsanteckningar"
        db_table = "namnd_lasanteckning"

    def __str__(self) -> str:
        return "en läsares anteckning"
