from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from nämnd.models import Punkt, Sammanträde
from protokoll.models.paragraf import Paragraf


class BeslutsuppdragQuerySet(models.QuerySet["Beslutsuppdrag"]):
    def öppna(self) -> BeslutsuppdragQuerySet:
        return self.filter(status=Beslutsuppdrag.Status.ÖPPET)


class Beslutsuppdrag(models.Model):
    """Ett uppdrag som gavs i ett beslut. Följs tills det är återrapporterat i en paragraf."""

    class Status(models.TextChoices):
        ÖPPET = "oppet", "öppet"
        ÅTERRAPPORTERAT = "aterrapporterat", "återrapporterat"

    objects = BeslutsuppdragQuerySet.as_manager()

    paragraf = models.ForeignKey(Paragraf, models.PROTECT, related_name="uppdrag")
    text = models.TextField("uppdraget")
    ansvarig = models.CharField(
        "ansvarig", max_length=200, blank=True, help_text="Förvaltningen, enheten eller organet."
    )
    handläggare = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        db_column="handlaggare_id",
    )
    dag = models.DateField("återrapporteras senast", null=True, blank=True)
    status = models.CharField(max_length=15, choices=Status, default=Status.ÖPPET)
    återrapporterat = models.ForeignKey(
        Paragraf,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="återrapporter",
        db_column="aterrapporterat_id",
        help_text="Paragrafen där uppdraget redovisades.",
    )
    punkt = models.ForeignKey(
        Punkt,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        help_text="Punkten där uppdraget ska återrapporteras.",
    )
    föreslaget_till = models.ForeignKey(
        Sammanträde,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        db_column="foreslaget_till_id",
        help_text="Mötet som återrapporten senast lades på; dit läggs den inte igen.",
    )
    skapat_tid = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["dag", "id"]
        verbose_name = "uppdrag i beslut"
        verbose_name_plural = "uppdrag i beslut"
        constraints = [
            models.CheckConstraint(
                condition=Q(status="oppet", återrapporterat=None)
                | Q(status="aterrapporterat", återrapporterat__isnull=False),
                name="beslutsuppdrag_aterrapport_har_paragraf",
                violation_error_message="Ett återrapporterat uppdrag har paragrafen, inget annat.",
            ),
            models.CheckConstraint(
                condition=~Q(ansvarig="") | Q(handläggare__isnull=False),
                name="beslutsuppdrag_har_ansvarig",
                violation_error_message="Ange vem som ansvarar för uppdraget.",
            ),
        ]

    def __str__(self) -> str:
        return self.text
