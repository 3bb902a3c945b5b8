from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from nämnd.models.kallelse import Kallelse
from nämnd.models.sammanträde import Sammanträde


class Enhetsexemplar(models.Model):
    """Ett möte som en läsare har sparat på en enhet, för att läsa utan nät.

    Nyckeln som låser det på enheten finns inte här, och hemligheten som enheten visar upp bara som
    hash: den som läser tabellen kommer inte åt något.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    ägare = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", db_column="agare_id"
    )
    sammanträde = models.ForeignKey(
        Sammanträde, models.CASCADE, related_name="+", db_column="sammantrade_id"
    )
    enhet = models.UUIDField()
    kallelse = models.ForeignKey(
        Kallelse, models.PROTECT, related_name="+", help_text="Den som är sparad."
    )
    hash = models.CharField(max_length=64)
    utdelad_tid = models.DateTimeField()
    går_ut_tid = models.DateTimeField(db_column="gar_ut_tid")
    återkallad_tid = models.DateTimeField(null=True, db_column="aterkallad_tid")

    class Meta:
        ordering = ["ägare_id", "sammanträde_id", "utdelad_tid", "id"]
        verbose_name = "enhetsexemplar"
        verbose_name_plural = "enhetsexemplar"
        db_table = "namnd_enhetsexemplar"
        constraints = [
            models.UniqueConstraint(
                fields=["ägare", "sammanträde", "enhet"],
                name="enhetsexemplar_ett_per_enhet",
                violation_error_message="Mötet är redan sparat på enheten.",
            ),
            models.CheckConstraint(
                condition=Q(går_ut_tid__gt=F("utdelad_tid")),
                name="enhetsexemplar_gar_ut_efter",
                violation_error_message="Det sparade går ut efter att det delades ut.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.ägare_id}: {self.sammanträde_id} till {self.går_ut_tid:%Y-%m-%d}"
