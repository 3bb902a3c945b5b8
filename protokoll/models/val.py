"""Det som kommunen och organet har bestämt om justering och anslag."""

from __future__ import annotations

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q

from konton.models import Kommun
from nämnd.models import Organ


class Anslagsregel(models.Model):
    """När kommunen tar ned sina anslag. Utan rad: dagen efter sista överklagandedagen."""

    kommun = models.OneToOneField(Kommun, models.CASCADE, related_name="+")
    tillägg = models.PositiveSmallIntegerField(
        "dagar efter sista överklagandedagen",
        default=1,
        validators=[MinValueValidator(1)],
        db_column="tillagg",
        help_text="Minst en dag (KL 8 kap. 12 §).",
    )

    class Meta:
        ordering = ["kommun_id"]
        verbose_name = "anslagsregel"
        verbose_name_plural = "anslagsregler"
        constraints = [
            models.CheckConstraint(
                condition=Q(tillägg__gte=1),
                name="anslagsregel_minst_en_dag",
                violation_error_message="Anslaget tas ned tidigast dagen efter sista dagen.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kommun}: {self.tillägg}"


class Justeringsregel(models.Model):
    """Hur ett organ anslår sina justerade protokoll. Utan rad: genast, utan protokollet."""

    organ = models.OneToOneField(Organ, models.CASCADE, related_name="+")
    publicerar_protokoll = models.BooleanField(
        "protokollet på anslagstavlan",
        default=False,
        help_text="Den offentliga versionen visas med anslaget (KL 8 kap. 10 §).",
    )
    anslås_kl = models.TimeField(
        "anslås klockan",
        null=True,
        blank=True,
        db_column="anslas_kl",
        help_text="Tomt är genast. Annars nästa gång klockan är så mycket.",
    )
    överklagandeanvisning = models.TextField(
        "anvisning för överklagande", blank=True, db_column="overklagandeanvisning"
    )

    class Meta:
        ordering = ["organ_id"]
        verbose_name = "regel för justering"
        verbose_name_plural = "regler för justering"

    def __str__(self) -> str:
        return str(self.organ)
