import pgtrigger
from django.db import models

KB = 1024
MB = 1024 * KB
GB = 1024 * MB
HÅRT = "\N{NO-BREAK SPACE}"


def storlek_text(byte: int) -> str:
    """En fils storlek som den visas överallt: ”4 kB”, ”1,5 MB”.

    Hela kB upp till en MB, sedan MB och GB med högst en decimal. Inget som finns är 0 kB. Skripten
    har samma regel i frontend/src/storlek.js.
    """
    kilo = round(byte / KB)
    if kilo < KB:
        return f"{max(kilo, min(byte, 1))}{HÅRT}kB"
    enhet, antal = ("MB", byte / MB) if round(byte / MB) < KB else ("GB", byte / GB)
    tal = f"{antal:.1f}" if antal < 9.95 else f"{antal:.0f}"
    return f"{tal.removesuffix('.0').replace('.', ',')}{HÅRT}{enhet}"


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
        return storlek_text(self.storlek)

    @property
    def plats(self) -> str:
        """Namnet i fillagret."""
        return f"{self.sha256[:2]}/{self.sha256[2:4]}/{self.sha256}"
