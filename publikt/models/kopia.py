import pgtrigger
from django.db import models

from publikt import filstorlek


class Kopia(models.Model):
    """En publicerad kopia av en PDF, känd efter sitt innehåll (SHA-256) och oföränderlig."""

    sha256 = models.CharField(max_length=64, unique=True)
    storlek = models.PositiveBigIntegerField(help_text="Byte.")
    skapad_tid = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["id"]
        verbose_name = "publicerad kopia"
        verbose_name_plural = "publicerade kopior"
        triggers = [pgtrigger.Protect(name="kopia_andras_inte", operation=pgtrigger.Update)]

    def __str__(self) -> str:
        return self.sha256[:12]

    @property
    def storlek_text(self) -> str:
        """”1,5 MB”."""
        return filstorlek.text(self.storlek)

    @property
    def plats(self) -> str:
        """Namnet i fillagret."""
        return f"{self.sha256[:2]}/{self.sha256[2:4]}/{self.sha256}"
