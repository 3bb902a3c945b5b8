from __future__ import annotations

import pgtrigger
from django.conf import settings
from django.db import models

from ärenden.models.fil import Fil
from ärenden.models.handling import Handling
from ärenden.models.jobb import Jobb
from ärenden.models.skrivelseutkast import Skrivelseutkast
from ärenden.skrivelseinnehåll import Innehåll


class _Bilagor(models.Manager["Skrivelsebilaga"]):
    def get_queryset(self) -> models.QuerySet[Skrivelsebilaga]:
        # Utan filerna går det inte att säga vad en bilaga är.
        return super().get_queryset().select_related("original", "pdf")


class Skrivelsebilaga(models.Model):
    """En bilaga till en skrivelse som skrivs. När skrivelsen lämnas in blir den en handling.

    `original` är filen som den kom, `pdf` det som läses och trycks: samma fil, eller det som
    originalet gjordes om till.
    """

    objects = _Bilagor()

    utkast = models.ForeignKey(Skrivelseutkast, models.CASCADE, related_name="bilagor")
    plats = models.PositiveSmallIntegerField()
    rubrik = models.CharField(max_length=500)
    filnamn = models.CharField(max_length=255)
    beskrivning = models.TextField(
        blank=True, help_text="Vad en bild visar, för den som inte ser den."
    )
    sekretess_lagrum = models.CharField("sekretess enligt", max_length=200, blank=True)
    original = models.ForeignKey(Fil, models.PROTECT, related_name="+")
    pdf = models.ForeignKey(Fil, models.PROTECT, null=True, blank=True, related_name="+")
    jobb = models.ForeignKey(Jobb, models.SET_NULL, null=True, blank=True, related_name="+")
    handling = models.OneToOneField(
        Handling, models.PROTECT, null=True, blank=True, related_name="skriven_bilaga"
    )
    av = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    skapad_tid = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["utkast_id", "plats", "id"]
        verbose_name = "bilaga till skrivelse"
        verbose_name_plural = "bilagor till skrivelser"
        triggers = [
            pgtrigger.Protect(
                name="inlamnad_bilaga_frusen",
                operation=pgtrigger.Update | pgtrigger.Delete,
                condition=pgtrigger.Q(old__handling__isnull=False),
            )
        ]

    def __str__(self) -> str:
        return self.rubrik

    @property
    def är_bild(self) -> bool:
        return self.original.medietyp.startswith("image/")

    @property
    def som_godkänns(self) -> dict[str, str]:
        """Det som gör den till just den bilagan: filerna, namnet och om den är hemlig."""
        return {
            "original": self.original.sha256,
            "pdf": self.pdf.sha256 if self.pdf else "",
            "rubrik": self.rubrik,
            "beskrivning": self.beskrivning,
            "sekretess": self.sekretess_lagrum,
        }

    @property
    def är_omgjord(self) -> bool:
        """PDF:en är en annan fil än den som kom."""
        return self.pdf_id is not None and self.pdf_id != self.original_id


class Inläsning(models.Model):
    """Det som lästes ur en Wordfil, tills det har förts in i skrivelsen. En i taget per utkast.

    `rapport` är det som inte fick någon plats och det som inte blev som i filen.
    """

    utkast = models.OneToOneField(Skrivelseutkast, models.CASCADE, related_name="inläsning")
    original = models.ForeignKey(Fil, models.PROTECT, related_name="+")
    filnamn = models.CharField(max_length=255)
    text = models.JSONField()
    rapport = models.JSONField()
    av = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    läst_tid = models.DateTimeField(db_column="last_tid")
    införd_tid = models.DateTimeField(null=True, blank=True, db_column="inford_tid")

    class Meta:
        db_table = "arenden_inlasning"
        ordering = ["utkast_id"]
        verbose_name = "inläsning från Word"
        verbose_name_plural = "inläsningar från Word"

    def __str__(self) -> str:
        return self.filnamn

    @property
    def innehåll(self) -> Innehåll:
        return Innehåll.ur_json(self.text)
