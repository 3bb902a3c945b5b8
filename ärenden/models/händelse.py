import pgtrigger
from django.conf import settings
from django.db import models

from ärenden.models.ärende import Ärende


class Händelse(models.Model):
    """Något som hände i ett ärende. Läggs bara till; databasen vägrar ändring."""

    ärende = models.ForeignKey(
        Ärende, models.PROTECT, related_name="händelser", db_column="arende_id"
    )
    typ = models.CharField(max_length=60)
    data = models.JSONField(default=dict)
    av = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    av_namn = models.CharField(max_length=200)
    tid = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-id"]
        verbose_name = "händelse"
        verbose_name_plural = "händelser"
        db_table = "arenden_handelse"
        triggers = [
            pgtrigger.Protect(
                name="handelse_laggs_bara_till", operation=pgtrigger.Update | pgtrigger.Delete
            )
        ]

    def __str__(self) -> str:
        return f"{self.typ} {self.tid:%Y-%m-%d}"
