from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q


class JobbQuerySet(models.QuerySet["Jobb"]):
    def oavslutade(self) -> JobbQuerySet:
        return self.filter(status__in=[Jobb.Status.VÄNTAR, Jobb.Status.PÅGÅR])


class Jobb(models.Model):
    """Ett arbete som tar tid. Raden är sanningen; mäklaren får tappa eller upprepa."""

    class Status(models.TextChoices):
        VÄNTAR = "vantar", "väntar"
        PÅGÅR = "pagar", "pågår"
        KLART = "klart", "klart"
        MISSLYCKAT = "misslyckat", "misslyckat"

    objects = JobbQuerySet.as_manager()

    slag = models.CharField(max_length=60, help_text="Namnet på arbetet, till exempel kallelse.")
    nyckel = models.CharField(max_length=200, help_text="Samma nyckel: samma arbete.")
    argument = models.JSONField(default=dict)
    status = models.CharField(max_length=12, choices=Status, default=Status.VÄNTAR)
    framsteg = models.PositiveSmallIntegerField(default=0, help_text="0–100.")
    steg = models.CharField(max_length=300, blank=True, help_text="Vad som görs just nu.")
    fel = models.TextField(blank=True)
    försök = models.PositiveSmallIntegerField(db_column="forsok", default=0)
    uppskov = models.PositiveSmallIntegerField(
        default=0, help_text="Så många av försöken som slutade med att arbetet väntar."
    )
    tidigast_tid = models.DateTimeField(null=True, help_text="Nästa försök, efter ett uppskov.")
    lån_till_tid = models.DateTimeField(db_column="lan_till_tid", null=True)
    av = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    skapat_tid = models.DateTimeField(auto_now_add=True)
    skickat_tid = models.DateTimeField(null=True)
    klart_tid = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-id"]
        verbose_name = "jobb"
        verbose_name_plural = "jobb"
        constraints = [
            models.UniqueConstraint(
                fields=["slag", "nyckel"],
                condition=Q(status__in=["vantar", "pagar"]),
                name="jobb_ett_i_taget",
                violation_error_message="Arbetet pågår redan.",
            ),
            models.CheckConstraint(
                condition=Q(framsteg__lte=100),
                name="jobb_framsteg_hogst_100",
                violation_error_message="Framsteg räknas från 0 till 100.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.slag} {self.nyckel} ({self.get_status_display()})"

    @property
    def är_uppskjutet(self) -> bool:
        """Arbetet gick inte den här gången, och försöks igen när pausen är slut."""
        return self.status == self.Status.VÄNTAR and self.tidigast_tid is not None

    @property
    def är_avslutat(self) -> bool:
        return self.status in (self.Status.KLART, self.Status.MISSLYCKAT)
