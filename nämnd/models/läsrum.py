from __future__ import annotations

from datetime import date

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q

from konton.models import Person
from nämnd.models.kallelse import Kallelse
from nämnd.models.punkt import Punkt
from nämnd.models.sammanträde import Sammanträde
from ärenden.models import Fil


class Läsning(models.Model):
    """Den kallelse eller komplettering som en person har sett: det som kommit sedan är nytt."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    sammanträde = models.ForeignKey(
        Sammanträde, models.CASCADE, related_name="+", db_column="sammantrade_id"
    )
    kallelse = models.ForeignKey(Kallelse, models.PROTECT, related_name="+")
    tid = models.DateTimeField()

    class Meta:
        ordering = ["sammanträde_id", "id"]
        verbose_name = "läsning"
        verbose_name_plural = "läsningar"
        db_table = "namnd_lasning"
        constraints = [
            models.UniqueConstraint(
                fields=["person", "sammanträde"],
                name="lasning_en_per_person",
                violation_error_message="Personen har redan öppnat mötet.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person}: {self.kallelse.namn}"


class GästlänkQuerySet(models.QuerySet["Gästlänk"]):
    def gällande(self, dag: date) -> GästlänkQuerySet:
        return self.filter(återtagen_tid=None, till__gte=dag)


class Gästlänk(models.Model):
    """En tidsbegränsad länk till mötets offentliga papper, för en som inte har uppdrag i organet.

    Länken själv sparas inte, bara dess hash: den som läser tabellen kan inte använda den.
    """

    class Som(models.TextChoices):
        GÄST = "gast", "gäst"
        PERSONALFÖRETRÄDARE = "personalforetradare", "personalföreträdare"

    objects = GästlänkQuerySet.as_manager()

    sammanträde = models.ForeignKey(
        Sammanträde, models.PROTECT, related_name="gästlänkar", db_column="sammantrade_id"
    )
    namn = models.CharField(max_length=200)
    som = models.CharField(max_length=20, choices=Som, default=Som.GÄST)
    skäl = models.CharField(max_length=300, db_column="skal")
    punkter = models.ManyToManyField(Punkt, related_name="+", db_table="namnd_gastlank_punkter")
    hela_mötet = models.BooleanField(default=False, db_column="hela_motet")
    till = models.DateField(help_text="Sista dagen länken gäller.")
    hash = models.CharField(max_length=64, unique=True)
    skapad_tid = models.DateTimeField()
    skapad_av = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    återtagen_tid = models.DateTimeField(null=True, db_column="atertagen_tid")
    återtagen_av = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        db_column="atertagen_av_id",
    )

    class Meta:
        ordering = ["sammanträde_id", "-skapad_tid", "-id"]
        verbose_name = "gästlänk"
        verbose_name_plural = "gästlänkar"
        db_table = "namnd_gastlank"
        constraints = [
            models.CheckConstraint(
                condition=Q(återtagen_tid=None, återtagen_av=None)
                | Q(återtagen_tid__isnull=False, återtagen_av__isnull=False),
                name="gastlank_atertagen_hor_ihop",
                violation_error_message="En återtagen länk har tid och vem som tog tillbaka den.",
            ),
        ]
        triggers = [
            pgtrigger.ReadOnly(
                name="gastlank_ar_frusen", exclude=["återtagen_tid", "återtagen_av"]
            ),
            pgtrigger.Protect(name="gastlank_tas_inte_bort", operation=pgtrigger.Delete),
        ]

    def __str__(self) -> str:
        return f"{self.namn}, till och med {self.till}"


class Gästbesök(models.Model):
    """När en gäst öppnade mötet eller ett papper. Ändras och tas aldrig bort."""

    länk = models.ForeignKey(Gästlänk, models.PROTECT, related_name="besök", db_column="lank_id")
    tid = models.DateTimeField()
    papper = models.CharField(max_length=500, blank=True, help_text="Tomt när mötet öppnades.")

    class Meta:
        ordering = ["länk_id", "-tid", "-id"]
        verbose_name = "gästbesök"
        verbose_name_plural = "gästbesök"
        db_table = "namnd_gastbesok"
        triggers = [
            pgtrigger.Protect(
                name="gastbesok_andras_inte", operation=pgtrigger.Update | pgtrigger.Delete
            ),
        ]

    def __str__(self) -> str:
        return self.papper or "mötet"


class Papperssida(models.Model):
    """Texten på en sida i en fil, utläst en gång. Tas bort med filen."""

    fil = models.ForeignKey(Fil, models.CASCADE, related_name="+")
    nummer = models.PositiveIntegerField()
    text = models.TextField(blank=True)
    slag = models.JSONField(
        default=list, help_text="Vad varje rad i texten är, som `ärenden.pdftext.Rad` säger det."
    )

    class Meta:
        ordering = ["fil_id", "nummer"]
        verbose_name = "papperssida"
        verbose_name_plural = "papperssidor"
        db_table = "namnd_papperssida"
        constraints = [
            models.UniqueConstraint(
                fields=["fil", "nummer"],
                name="papperssida_en_gang",
                violation_error_message="Sidan är redan utläst.",
            ),
        ]

    def __str__(self) -> str:
        return f"s. {self.nummer}"
