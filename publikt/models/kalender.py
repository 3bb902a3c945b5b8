import uuid

from django.db import models
from django.db.models import F, Q


class Kalendermöte(models.Model):
    """Ett sammanträde i den öppna kalendern: organ, tid och plats, inget om ärendena."""

    källa = models.CharField(max_length=100, unique=True, db_column="kalla")
    uid = models.UUIDField(
        default=uuid.uuid4, unique=True, help_text="Postens namn i kalendrar; ändras aldrig."
    )
    kommun = models.CharField(max_length=200)
    organ = models.CharField(max_length=200)
    organnummer = models.PositiveIntegerField()
    börjar_tid = models.DateTimeField(db_column="borjar_tid")
    slutar_tid = models.DateTimeField(null=True)
    plats = models.CharField(max_length=300, blank=True)
    inställt = models.BooleanField(default=False, db_column="installt")
    sekvens = models.PositiveIntegerField(
        default=0, help_text="Ökar vid varje ändring, så att kalendern byter ut posten."
    )
    ändrat_tid = models.DateTimeField(db_column="andrat_tid")
    ändrat_av = models.CharField(max_length=200, db_column="andrat_av")

    class Meta:
        ordering = ["organnummer", "börjar_tid", "id"]
        verbose_name = "kalendermöte"
        verbose_name_plural = "kalendermöten"
        db_table = "publikt_kalendermote"
        indexes = [models.Index(fields=["organnummer", "börjar_tid"], name="kalendermote_organ")]
        constraints = [
            models.CheckConstraint(
                condition=Q(slutar_tid=None) | Q(slutar_tid__gt=F("börjar_tid")),
                name="kalendermote_slutar_efter",
                violation_error_message="Mötet måste sluta efter att det börjar.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organ} {self.börjar_tid:%Y-%m-%d}"
