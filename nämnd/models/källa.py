"""Det en inläst mötesfil säger om möte och organ utöver registren, som kan säga något annat."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models

from konton.models import Person
from nämnd.models.organ import Organ
from nämnd.models.sammanträde import Sammanträde


class Antagen(models.TextChoices):
    """Vad i en sekretessmarkering som inte stod i källan."""

    LAGRUM = "lagrum", "lagrummet"
    ALLT = "allt", "allt"


class Källa(models.Model):
    """Kommunen och organet som mötesfilen beskriver dem den dagen. Tomt: filen säger inget."""

    sammanträde = models.OneToOneField(
        Sammanträde, models.CASCADE, related_name="källa", db_column="sammantrade_id"
    )
    fler_kommuner = ArrayField(models.CharField(max_length=200), default=list, blank=True)
    kortnamn = models.CharField(max_length=20, blank=True)
    typ = models.CharField(max_length=20, choices=Organ.Typ, blank=True)
    överordnat = models.CharField(max_length=200, blank=True, db_column="overordnat")
    platser = models.PositiveSmallIntegerField("antal ledamöter", null=True, blank=True)
    förvaltning = models.CharField(max_length=200, blank=True, db_column="forvaltning")
    prefix = models.CharField("diariets prefix", max_length=20, blank=True)
    mönster = models.CharField("diariets mönster", max_length=100, blank=True, db_column="monster")
    distans_tillåten = models.BooleanField(
        "deltagande på distans tillåtet", default=False, db_column="distans_tillaten"
    )
    slag = models.CharField("mötets slag", max_length=10, blank=True)

    class Meta:
        ordering = ["sammanträde_id"]
        verbose_name = "källa"
        verbose_name_plural = "källor"
        db_table = "namnd_kalla"

    def __str__(self) -> str:
        return f"Källan till {self.sammanträde}"


class Mötesparti(models.Model):
    """Ett partis beteckning och namn i källan till ett inläst möte."""

    sammanträde = models.ForeignKey(
        Sammanträde, models.CASCADE, related_name="partier", db_column="sammantrade_id"
    )
    kod = models.CharField(max_length=20)
    namn = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["sammanträde_id", "id"]
        verbose_name = "parti i källan"
        verbose_name_plural = "partier i källan"
        db_table = "namnd_motesparti"
        constraints = [
            models.UniqueConstraint(
                fields=["sammanträde", "kod"],
                name="motesparti_unik_kod",
                violation_error_message="Partiet står redan i källan.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kod} {self.namn}".strip()


class Mötesperson(models.Model):
    """Det källan säger om den som leder mötet, skriver eller tar emot förhinder."""

    class Roll(models.TextChoices):
        ORDFÖRANDE = "ordforande", "ordförande"
        SEKRETERARE = "sekreterare", "sekreterare"
        FÖRHINDER = "forhinder", "meddelas förhinder"

    sammanträde = models.ForeignKey(
        Sammanträde, models.CASCADE, related_name="personer", db_column="sammantrade_id"
    )
    roll = models.CharField(max_length=12, choices=Roll)
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    parti = models.CharField(max_length=50, blank=True)
    titel = models.CharField(max_length=200, blank=True)
    epost = models.CharField("e-post", max_length=254, blank=True)
    telefon = models.CharField(max_length=50, blank=True)
    tid = models.CharField(max_length=50, blank=True)

    class Meta:
        ordering = ["sammanträde_id", "roll"]
        verbose_name = "person i källan"
        verbose_name_plural = "personer i källan"
        db_table = "namnd_motesperson"
        constraints = [
            models.UniqueConstraint(
                fields=["sammanträde", "roll"],
                name="motesperson_en_per_roll",
                violation_error_message="Rollen har redan en person i källan.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person}, {self.get_roll_display()}"

    @property
    def namn(self) -> str:
        return self.person.namn
