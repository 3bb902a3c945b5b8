from __future__ import annotations

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import Q

from konton.models import Myndighet
from ärenden.models.fil import Fil
from ärenden.models.handling import Handling
from ärenden.models.ärende import Ärende


class Sökpost(models.Model):
    """Orden i ett ärende eller i en handling, som de söks. Kan alltid göras om ur raden själv.

    Utlösarna på ärenden och handlingar lägger till raden och märker den när texten ändras, vilken
    väg ändringen än tar; `services.sökindex` fyller i orden.
    """

    ärende = models.ForeignKey(
        Ärende, models.PROTECT, related_name="sökposter", db_column="arende_id"
    )
    handling = models.OneToOneField(
        Handling, models.PROTECT, null=True, related_name="sökpost", help_text="Tomt: ärendet."
    )
    myndighet = models.ForeignKey(Myndighet, models.PROTECT, related_name="+", db_index=False)
    år = models.PositiveSmallIntegerField(db_column="ar", null=True)
    ord = SearchVectorField(null=True)
    analys = models.PositiveSmallIntegerField(
        default=0, help_text="Analysen som orden är gjorda med; noll när texten har ändrats."
    )
    i_ordlistan = models.BooleanField(default=False)

    class Meta:
        ordering = ["id"]
        verbose_name = "sökpost"
        verbose_name_plural = "sökposter"
        db_table = "arenden_sokpost"
        indexes = [
            # Nämnden först: det som andra nämnder har ska inte ens läsas.
            GinIndex(fields=["myndighet", "år", "ord"], name="sokpost_ord", fastupdate=False),
            models.Index(fields=["id"], condition=Q(i_ordlistan=False), name="sokpost_ogjord"),
            models.Index(fields=["analys", "id"], name="sokpost_analys"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["ärende"],
                condition=Q(handling=None),
                name="sokpost_en_per_arende",
                violation_error_message="Ärendet finns redan i sökningen.",
            ),
        ]

    def __str__(self) -> str:
        return f"Sökpost {self.pk}"


class Filtext(models.Model):
    """Texten i en fil, läst en gång per innehåll. Ingen kommer åt den utan handlingen."""

    fil = models.OneToOneField(Fil, models.CASCADE, related_name="+", primary_key=True)
    text = models.TextField(blank=True)
    fel = models.CharField(max_length=300, blank=True, help_text="Varför texten inte kunde läsas.")
    läst_tid = models.DateTimeField(auto_now_add=True, db_column="last_tid")

    class Meta:
        ordering = ["fil_id"]
        verbose_name = "filtext"
        verbose_name_plural = "filtexter"
        db_table = "arenden_filtext"

    def __str__(self) -> str:
        return f"Text ur fil {self.fil_id}"


class Sökord(models.Model):
    """Ett ord i nämndens öppna rubriker och motparter: för rättelser och påbörjade ord.

    Det sekretessbelagda bidrar aldrig. Antalet är ungefärligt: det räknar vad som analyserats.
    """

    myndighet = models.ForeignKey(Myndighet, models.CASCADE, related_name="+", db_index=False)
    ord = models.CharField(max_length=60)
    utan_prickar = models.CharField(max_length=60)
    antal = models.PositiveIntegerField()

    class Meta:
        ordering = ["myndighet_id", "-antal", "ord"]
        verbose_name = "sökord"
        verbose_name_plural = "sökord"
        db_table = "arenden_sokord"
        indexes = [
            GinIndex(fields=["utan_prickar"], opclasses=["gin_trgm_ops"], name="sokord_likhet"),
            models.Index(fields=["ord"], opclasses=["varchar_pattern_ops"], name="sokord_borjan"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["myndighet", "ord"],
                name="sokord_unikt",
                violation_error_message="Ordet finns redan i nämndens ordlista.",
            ),
        ]

    def __str__(self) -> str:
        return self.ord
