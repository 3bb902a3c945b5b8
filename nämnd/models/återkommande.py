from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from nämnd.models.organ import Organ
from nämnd.models.punkt import Punkt
from ärenden.models import Sekretessbelagd, Ärende


class ÅterkommandeQuerySet(models.QuerySet["Återkommande"]):
    def väntande(self) -> ÅterkommandeQuerySet:
        return self.filter(upptagen=None)


class Återkommande(Sekretessbelagd):
    """En bordlagd eller återremitterad punkt, tills den står på en ny lista.

    Utan skrivelse, eller bara den del av förslaget som sköts upp när resten beslutades. Ett helt
    ärende med skrivelse väntar i stället som anmälan.
    """

    class Orsak(models.TextChoices):
        BORDLAGD = "bordlagd", "bordlagd"
        ÅTERREMITTERAD = "aterremitterad", "återremitterad"

    objects = ÅterkommandeQuerySet.as_manager()

    organ = models.ForeignKey(Organ, models.CASCADE, related_name="återkommande")
    orsak = models.CharField(max_length=15, choices=Orsak)
    ursprung = models.CharField(
        max_length=200, help_text="Mötets dag och paragrafen: 18 mars 2026, § 45."
    )
    önskad_dag = models.DateField(db_column="onskad_dag", null=True, blank=True)
    rubrik = models.CharField(max_length=500)
    offentlig_rubrik = models.CharField(max_length=500, blank=True)
    slag = models.CharField(max_length=12, choices=Punkt.Slag, default=Punkt.Slag.BESLUT)
    ärende = models.ForeignKey(
        Ärende, models.PROTECT, null=True, blank=True, related_name="+", db_column="arende_id"
    )
    avvikande_beteckning = models.CharField(max_length=100, blank=True)
    förslag_av = models.CharField(
        "förslag från", max_length=200, blank=True, db_column="forslag_av"
    )
    förslag = ArrayField(models.TextField(), default=list, blank=True, db_column="forslag")
    fortsätter = models.ForeignKey(
        Punkt,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        db_column="fortsatter_id",
        help_text="Punkten som behandlades; tom när ärendet väcktes på mötet.",
    )
    upptagen = models.OneToOneField(
        Punkt,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="återkommer_från",
        help_text="Punkten på den nya listan. Tas den bort väntar ärendet igen.",
    )

    class Meta:
        ordering = ["önskad_dag", "id"]
        verbose_name = "återkommande punkt"
        verbose_name_plural = "återkommande punkter"
        db_table = "namnd_aterkommande"
        constraints = [
            models.UniqueConstraint(
                fields=["fortsätter", "orsak"],
                condition=Q(upptagen=None),
                name="aterkommande_vantar_en_gang",
                violation_error_message="Punkten väntar redan på att tas upp igen.",
            ),
        ]

    def __str__(self) -> str:
        return self.rubrik
