"""Delegationsbeslut och meddelanden som de anmäldes och trycktes."""

from __future__ import annotations

from django.db import models

from protokoll.models.paragraf import Paragraf
from protokoll.models.protokoll import Protokoll
from protokoll.models.uppgifter import Paragrafspann
from ärenden.models import Fil


class _Anmäld(models.Model):
    beteckning = models.CharField(max_length=100, blank=True)
    rubrik = models.CharField(max_length=500, blank=True)
    datum = models.DateField(null=True, blank=True)
    fotnot = models.TextField(blank=True)
    paragraf = models.ForeignKey(
        Paragraf, models.CASCADE, null=True, blank=True, related_name="%(class)s"
    )
    paragrafnummer = models.CharField(
        max_length=30, blank=True, help_text="Paragrafen som den anmäldes under."
    )
    fil = models.ForeignKey(Fil, models.PROTECT, null=True, blank=True, related_name="+")
    filnamn = models.CharField(max_length=255, blank=True)
    filmapp = models.CharField(
        max_length=500, blank=True, help_text="Mappen som filen låg i, i en inläst källa."
    )
    ordning = models.PositiveSmallIntegerField(default=0)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self.beteckning} {self.rubrik}".strip()


class AnmältDelegationsbeslut(_Anmäld):
    """En rad i listan över delegationsbeslut (KL 6 kap. 40 §)."""

    protokoll = models.ForeignKey(Protokoll, models.CASCADE, related_name="delegationsbeslut")
    delegat = models.CharField(max_length=200, blank=True)
    organ = models.CharField(max_length=200, blank=True)
    nummer = models.CharField(max_length=50, blank=True)
    punkt = models.CharField("punkt i delegationsordningen", max_length=50, blank=True)
    lagrum = models.CharField(max_length=200, blank=True)
    paragrafer = Paragrafspann(help_text="Utskottets paragrafer, när beslutet är ett utskotts.")
    brådskande = models.BooleanField(
        default=False, db_column="bradskande", help_text="KL 6 kap. 39 §."
    )

    class Meta:
        ordering = ["protokoll_id", "ordning", "id"]
        verbose_name = "anmält delegationsbeslut"
        verbose_name_plural = "anmälda delegationsbeslut"
        db_table = "protokoll_anmaltdelegationsbeslut"


class AnmältMeddelande(_Anmäld):
    """En rad i listan över meddelanden."""

    protokoll = models.ForeignKey(Protokoll, models.CASCADE, related_name="meddelanden")
    avsändare = models.CharField(max_length=300, blank=True, db_column="avsandare")
    bokstav = models.CharField(max_length=5, blank=True)

    class Meta:
        ordering = ["protokoll_id", "ordning", "id"]
        verbose_name = "anmält meddelande"
        verbose_name_plural = "anmälda meddelanden"
        db_table = "protokoll_anmaltmeddelande"
