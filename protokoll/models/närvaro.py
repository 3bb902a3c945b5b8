from __future__ import annotations

from django.db import models

from konton.models import Person
from nämnd.models import Uppdrag
from protokoll.models.protokoll import Protokoll


class Närvaro(models.Model):
    """En förtroendevalds närvaro. Namn och parti kopieras när mötet öppnas."""

    class Status(models.TextChoices):
        LEDAMOT = "ledamot", "ledamot"
        TJÄNSTGÖRANDE = "tjanstgorande_ersattare", "tjänstgörande ersättare"
        ERSÄTTARE = "ersattare", "ersättare"
        FRÅNVARANDE = "franvarande", "frånvarande"
        INSYN = "insynsplats", "insynsplats"

    protokoll = models.ForeignKey(Protokoll, models.CASCADE, related_name="närvarande")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    namn = models.CharField(max_length=200)
    parti = models.CharField(max_length=20, blank=True)
    post = models.CharField(max_length=50, blank=True)
    är_ersättare = models.BooleanField(default=False, db_column="ar_ersattare")
    status = models.CharField(max_length=25, choices=Status)
    för = models.ForeignKey(
        "self",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        db_column="for_id",
        help_text="Ledamoten som ersättaren tjänstgör för.",
    )
    distans = models.BooleanField("på distans", default=False, help_text="KL 6 kap. 24 §.")
    ordning = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["protokoll_id", "ordning", "id"]
        verbose_name = "närvaro"
        verbose_name_plural = "närvaro"
        db_table = "protokoll_narvaro"
        constraints = [
            models.UniqueConstraint(
                fields=["protokoll", "person"],
                name="narvaro_en_rad",
                violation_error_message="Personen står redan i närvarolistan.",
            ),
            models.UniqueConstraint(
                fields=["protokoll", "för"],
                name="narvaro_en_ersattare_per_plats",
                violation_error_message="En annan ersättare tjänstgör redan för ledamoten.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.namn} ({self.parti or '-'})"

    @property
    def har_insynsplats(self) -> bool:
        return self.post == Uppdrag.Post.INSYN.label

    @property
    def har_plats(self) -> bool:
        """Om raden är en ledamots, och alltså räknas som en plats i organet."""
        return not self.är_ersättare and not self.har_insynsplats

    @property
    def är_frånvarande(self) -> bool:
        return self.status == self.Status.FRÅNVARANDE

    @property
    def tjänstgör(self) -> bool:
        return self.status in (self.Status.LEDAMOT, self.Status.TJÄNSTGÖRANDE)


class ÖvrigNärvarande(models.Model):
    """En tjänsteperson eller gäst vid mötet."""

    protokoll = models.ForeignKey(Protokoll, models.CASCADE, related_name="övriga")
    namn = models.CharField(max_length=200)
    titel = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["protokoll_id", "id"]
        verbose_name = "övrig närvarande"
        verbose_name_plural = "övriga närvarande"
        db_table = "protokoll_ovrignarvarande"

    def __str__(self) -> str:
        return f"{self.namn}, {self.titel}" if self.titel else self.namn


class Justerare(models.Model):
    """En vald justerare, eller ersättare för justerare."""

    protokoll = models.ForeignKey(Protokoll, models.CASCADE, related_name="justerare")
    närvaro = models.ForeignKey(Närvaro, models.CASCADE, related_name="+", db_column="narvaro_id")
    är_ersättare = models.BooleanField(
        "ersättare för justerare", default=False, db_column="ar_ersattare"
    )

    class Meta:
        ordering = ["protokoll_id", "är_ersättare", "id"]
        verbose_name = "justerare"
        verbose_name_plural = "justerare"
        constraints = [
            models.UniqueConstraint(
                fields=["protokoll", "närvaro"],
                name="justerare_en_gang",
                violation_error_message="Personen är redan vald.",
            ),
        ]

    def __str__(self) -> str:
        return str(self.närvaro)
