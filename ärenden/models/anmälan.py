from __future__ import annotations

import pgtrigger
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from konton.models import Myndighet
from ärenden.models.handling import Handling


class Skrivelse(models.Model):
    """En tjänsteskrivelse: en handling med beslutssatser på väg till ett sammanträde."""

    class Status(models.TextChoices):
        UTKAST = "utkast", "utkast"
        ANMÄLD = "anmald", "anmäld"
        BEHANDLAD = "behandlad", "behandlad"
        ERSATT = "ersatt", "ersatt"

    handling = models.OneToOneField(Handling, models.PROTECT, related_name="skrivelse")
    status = models.CharField(max_length=12, choices=Status, default=Status.UTKAST)
    sammanfattning = models.TextField(
        blank=True, help_text="Följer med till kallelsen och protokollet."
    )
    kräver_godkännande = models.BooleanField(
        default=False,
        db_column="kraver_godkannande",
        help_text="Filen ska godkännas innan den anmäls. En skriven text är godkänd före det.",
    )
    återremiss = models.TextField(
        "återremitterad",
        blank=True,
        db_column="aterremiss",
        help_text="Vem som återremitterade, i vilken paragraf och varför.",
    )
    påmind_tid = models.DateTimeField(
        null=True,
        blank=True,
        db_column="pamind_tid",
        help_text="När den som lämnade in fick brev om att den inte är anmäld.",
    )
    av = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-id"]
        verbose_name = "skrivelse"
        verbose_name_plural = "skrivelser"

    def __str__(self) -> str:
        return str(self.handling)


class Beslutssats(models.Model):
    """En sats i förslaget till beslut. Följer med till kallelse och protokoll."""

    skrivelse = models.ForeignKey(Skrivelse, models.CASCADE, related_name="beslutssatser")
    nummer = models.PositiveSmallIntegerField()
    text = models.TextField()

    class Meta:
        ordering = ["skrivelse_id", "nummer"]
        verbose_name = "beslutssats"
        verbose_name_plural = "beslutssatser"
        constraints = [
            models.UniqueConstraint(
                fields=["skrivelse", "nummer"],
                name="beslutssats_nummer",
                violation_error_message="Två satser har samma nummer.",
            ),
        ]
        triggers = [
            pgtrigger.Protect(
                name="beslutssats_frusen", operation=pgtrigger.Update | pgtrigger.Delete
            )
        ]

    def __str__(self) -> str:
        return f"{self.nummer}. {self.text}"


class AnmälanQuerySet(models.QuerySet["Anmälan"]):
    def väntande(self) -> AnmälanQuerySet:
        return self.filter(status=Anmälan.Status.VÄNTAR)


class Anmälan(models.Model):
    """En skrivelse som väntar på att tas upp. Nämnden hämtar härifrån."""

    class Status(models.TextChoices):
        VÄNTAR = "vantar", "väntar"
        UPPTAGEN = "upptagen", "upptagen"
        ÅTERTAGEN = "atertagen", "återtagen"

    objects = AnmälanQuerySet.as_manager()

    skrivelse = models.ForeignKey(Skrivelse, models.PROTECT, related_name="anmälningar")
    myndighet = models.ForeignKey(Myndighet, models.PROTECT, related_name="+")
    organ = models.CharField(
        max_length=200,
        blank=True,
        help_text="Organet som ska ta upp den; tomt är vilket organ som helst i myndigheten.",
    )
    förslag_av = models.CharField(
        "förslag från",
        max_length=200,
        blank=True,
        db_column="forslag_av",
        help_text="Organet vars förslag gäller i stället för skrivelsens.",
    )
    förslag = ArrayField(models.TextField(), default=list, blank=True, db_column="forslag")
    önskad_dag = models.DateField(db_column="onskad_dag", null=True, blank=True)
    status = models.CharField(max_length=10, choices=Status, default=Status.VÄNTAR)
    av = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    tid = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["önskad_dag", "id"]
        verbose_name = "anmälan"
        verbose_name_plural = "anmälningar"
        db_table = "arenden_anmalan"
        constraints = [
            models.UniqueConstraint(
                fields=["skrivelse", "myndighet"],
                condition=Q(status="vantar"),
                name="anmalan_en_vantande",
                violation_error_message="Skrivelsen är redan anmäld.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.skrivelse} till {self.myndighet}"
