from __future__ import annotations

import pgtrigger
from django.core.files.storage import storages
from django.db import models


class Fil(models.Model):
    """En fil, känd efter sitt innehåll (SHA-256) och oföränderlig."""

    sha256 = models.CharField(max_length=64, unique=True)
    storlek = models.PositiveBigIntegerField(help_text="Byte.")
    medietyp = models.CharField(max_length=100)
    sidor = models.PositiveIntegerField(null=True)
    egen = models.BooleanField(
        default=False, help_text="Skapad av systemet och godkänd PDF/A-2a + PDF/UA-1."
    )
    skapad_tid = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["id"]
        verbose_name = "fil"
        verbose_name_plural = "filer"
        triggers = [pgtrigger.Protect(name="fil_andras_inte", operation=pgtrigger.Update)]

    def __str__(self) -> str:
        return f"{self.sha256[:12]} ({self.medietyp})"

    @property
    def plats(self) -> str:
        """Namnet i fillagret."""
        return f"{self.sha256[:2]}/{self.sha256[2:4]}/{self.sha256}"

    def läs(self) -> bytes:
        with storages["filer"].open(self.plats) as källa:
            innehåll: bytes = källa.read()
        return innehåll
