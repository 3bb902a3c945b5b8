from __future__ import annotations

from django.db import models
from django.db.models import Q

from nämnd.models import Organ, Punkt
from protokoll.models.protokoll import Protokoll
from ärenden.models import Sekretessbelagd, Ärende


class Paragrafserie(models.Model):
    """Senaste paragrafnumret per organ och år; numren är utan luckor."""

    organ = models.ForeignKey(Organ, models.PROTECT, related_name="+")
    år = models.PositiveSmallIntegerField(db_column="ar")
    senaste = models.PositiveIntegerField()

    class Meta:
        ordering = ["organ_id", "år"]
        verbose_name = "paragrafserie"
        verbose_name_plural = "paragrafserier"
        constraints = [
            models.UniqueConstraint(fields=["organ", "år"], name="paragrafserie_unik"),
        ]

    def __str__(self) -> str:
        return f"{self.organ} {self.år}: § {self.senaste}"


class Paragraf(Sekretessbelagd):
    """En punkt som tagits upp: rubrik, beslut och utfall, kopierade när den tas upp."""

    class Utfall(models.TextChoices):
        BIFALL = "bifall", "enligt förslag"
        ÄNDRAT = "andrat", "med ändring"
        AVSLAG = "avslag", "avslag"
        ÅTERREMISS = "aterremiss", "återremiss"
        BORDLÄGGNING = "bordlaggning", "bordläggning"
        NOTERAT = "noterat", "noterat"
        LAGT_TILL_HANDLINGARNA = "lagt_till_handlingarna", "lagt till handlingarna"
        UTGÅR = "utgar", "utgår"
        INFORMATION = "information", "information"

    protokoll = models.ForeignKey(Protokoll, models.PROTECT, related_name="paragrafer")
    punkt = models.ForeignKey(Punkt, models.PROTECT, null=True, blank=True, related_name="+")
    ärende = models.ForeignKey(
        Ärende, models.PROTECT, null=True, blank=True, related_name="+", db_column="arende_id"
    )
    organ = models.ForeignKey(Organ, models.PROTECT, related_name="+")
    år = models.PositiveSmallIntegerField(db_column="ar")
    ordning = models.PositiveSmallIntegerField(help_text="Ordningen som punkterna togs upp i.")
    nummer = models.PositiveIntegerField(null=True, blank=True, help_text="Utan för formalia.")
    rubrik = models.CharField(max_length=500)
    offentlig_rubrik = models.CharField(max_length=500, blank=True)
    beteckning = models.CharField(max_length=100, blank=True)
    sammanfattning = models.TextField(blank=True)
    utfall = models.CharField(max_length=25, choices=Utfall, blank=True)
    omedelbart_justerad = models.BooleanField(default=False)
    beslutad_tid = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["protokoll_id", "ordning", "id"]
        verbose_name = "paragraf"
        verbose_name_plural = "paragrafer"
        constraints = [
            models.UniqueConstraint(fields=["protokoll", "punkt"], name="paragraf_en_per_punkt"),
            models.UniqueConstraint(fields=["protokoll", "ordning"], name="paragraf_ordning"),
            models.UniqueConstraint(
                fields=["organ", "år", "nummer"],
                condition=Q(nummer__isnull=False),
                name="paragraf_unikt_nummer",
                violation_error_message="Paragrafnumret är redan använt i år.",
            ),
            models.CheckConstraint(
                condition=Q(utfall="", beslutad_tid=None)
                | ~Q(utfall="") & Q(beslutad_tid__isnull=False),
                name="paragraf_utfall_har_tid",
            ),
        ]

    def __str__(self) -> str:
        return f"§ {self.nummer} {self.rubrik}" if self.nummer else self.rubrik

    @property
    def är_beslutad(self) -> bool:
        return bool(self.utfall)


class Beslut(models.Model):
    """En beslutssats i paragrafen."""

    paragraf = models.ForeignKey(Paragraf, models.CASCADE, related_name="beslut")
    nummer = models.PositiveSmallIntegerField()
    text = models.TextField()

    class Meta:
        ordering = ["paragraf_id", "nummer"]
        verbose_name = "beslut"
        verbose_name_plural = "beslut"
        constraints = [
            models.UniqueConstraint(fields=["paragraf", "nummer"], name="beslut_nummer"),
        ]

    def __str__(self) -> str:
        return self.text


class Utdragsmottagare(models.Model):
    """Den som beslutet ska skickas till."""

    paragraf = models.ForeignKey(Paragraf, models.CASCADE, related_name="utdrag_till")
    mottagare = models.CharField(max_length=300)

    class Meta:
        ordering = ["paragraf_id", "id"]
        verbose_name = "utdragsmottagare"
        verbose_name_plural = "utdragsmottagare"

    def __str__(self) -> str:
        return self.mottagare
