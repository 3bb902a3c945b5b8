from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from nämnd.models.punkt import Punkt, Punkthandling
from ärenden.models import Delegationsbeslut, Handling, Jobb


class Anmältbeslut(models.Model):
    """Ett delegationsbeslut på en punkt. Ett beslut anmäls en gång (KL 6:40, 7:8)."""

    punkt = models.ForeignKey(Punkt, models.CASCADE, related_name="anmälda_beslut")
    beslut = models.OneToOneField(Delegationsbeslut, models.PROTECT, related_name="+")
    fotnot = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering = ["punkt_id", "id"]
        verbose_name = "anmält beslut"
        verbose_name_plural = "anmälda beslut"
        db_table = "namnd_anmaltbeslut"

    def __str__(self) -> str:
        return str(self.beslut)


class Utskottsanmälan(models.Model):
    """Ett utskotts protokoll på en punkt: organ, dag och paragrafer (”2021-05-26 § 144—182”)."""

    punkt = models.ForeignKey(Punkt, models.CASCADE, related_name="utskottsanmälningar")
    organ = models.CharField(max_length=200)
    datum = models.DateField()
    från_paragraf = models.PositiveIntegerField("från §", db_column="fran_paragraf")
    till_paragraf = models.PositiveIntegerField("till §")
    fotnot = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering = ["punkt_id", "organ", "datum", "från_paragraf", "id"]
        verbose_name = "utskottsanmälan"
        verbose_name_plural = "utskottsanmälningar"
        db_table = "namnd_utskottsanmalan"
        constraints = [
            models.CheckConstraint(
                condition=Q(från_paragraf__gte=1, till_paragraf__gte=F("från_paragraf")),
                name="utskottsanmalan_paragrafer_i_ordning",
                violation_error_message="Sista paragrafen får inte komma före den första.",
            ),
            models.UniqueConstraint(
                fields=["punkt", "organ", "datum", "från_paragraf"],
                name="utskottsanmalan_unik",
                violation_error_message="Utskottets protokoll står redan på punkten.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organ} {self.datum} § {self.från_paragraf}"


class Meddelande(models.Model):
    """En inkommen handling som nämnden får del av på en punkt."""

    punkt = models.ForeignKey(Punkt, models.CASCADE, related_name="meddelanden")
    handling = models.ForeignKey(Handling, models.PROTECT, related_name="+")

    class Meta:
        ordering = ["punkt_id", "id"]
        verbose_name = "meddelande"
        verbose_name_plural = "meddelanden"
        constraints = [
            models.UniqueConstraint(
                fields=["punkt", "handling"],
                name="meddelande_en_gang",
                violation_error_message="Handlingen står redan bland punktens meddelanden.",
            ),
        ]

    def __str__(self) -> str:
        return str(self.handling)


class Anmälningslista(models.Model):
    """Punktens förteckning: det frysta underlaget, jobbet som skriver den och papperet."""

    punkt = models.OneToOneField(Punkt, models.CASCADE, related_name="anmälningslista")
    underlag = models.JSONField(default=dict)
    version = models.PositiveIntegerField(default=0)
    jobb = models.ForeignKey(Jobb, models.PROTECT, related_name="+")
    papper = models.ForeignKey(
        Punkthandling, models.SET_NULL, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering = ["punkt_id"]
        verbose_name = "anmälningslista"
        verbose_name_plural = "anmälningslistor"
        db_table = "namnd_anmalningslista"

    def __str__(self) -> str:
        return f"Förteckning till {self.punkt}"
