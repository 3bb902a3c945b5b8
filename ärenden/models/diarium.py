from django.core.exceptions import ValidationError
from django.db import models

from konton.models import Myndighet
from ärenden import diarienummer


def giltigt_mönster(mönster: str) -> None:
    try:
        diarienummer.kontrollera_mönster(mönster)
    except diarienummer.Mönsterfel as fel:
        raise ValidationError(str(fel)) from fel


class Diarium(models.Model):
    """Ett register med egen nummerserie. Två nämnder får dela diarium."""

    namn = models.CharField(max_length=200)
    prefix = models.CharField(max_length=20, blank=True)
    mönster = models.CharField(
        max_length=100,
        default="{prefix} {ar}/{lopnummer}[ {klass}]",
        validators=[giltigt_mönster],
        help_text="Numrets tryckta form. [ ] utgår när klass saknas. "
        "Fält: {prefix} {ar} {ar2} {lopnummer} {lopnummer:05} {klass}.",
        db_column="monster",
    )
    myndigheter = models.ManyToManyField(Myndighet, related_name="+")

    class Meta:
        ordering = ["namn", "id"]
        verbose_name = "diarium"
        verbose_name_plural = "diarier"

    def __str__(self) -> str:
        return self.namn


class Nummerserie(models.Model):
    """Senast utdelade löpnummer per diarium och år. Ändras bara av registreringens sats."""

    diarium = models.ForeignKey(Diarium, models.PROTECT, related_name="serier")
    år = models.PositiveSmallIntegerField(db_column="ar")
    senaste = models.PositiveIntegerField()

    class Meta:
        ordering = ["diarium_id", "år"]
        verbose_name = "nummerserie"
        verbose_name_plural = "nummerserier"
        constraints = [
            models.UniqueConstraint(
                fields=["diarium", "år"],
                name="nummerserie_unik",
                violation_error_message="Diariet har redan en serie för året.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.diarium} {self.år}: {self.senaste}"
