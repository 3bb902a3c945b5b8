from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q

from konton.models import Kommun, Myndighet
from ärenden.models.handling import Handling


class Handlingstyp(models.TextChoices):
    """Det som en dokumenthanteringsplan säger hur länge det sparas."""

    TJÄNSTESKRIVELSE = Handling.Slag.TJÄNSTESKRIVELSE.value, "tjänsteskrivelse"
    PROTOKOLLSUTDRAG = Handling.Slag.PROTOKOLLSUTDRAG.value, "protokollsutdrag"
    BILAGA = Handling.Slag.BILAGA.value, "bilaga"
    REMISS = Handling.Slag.REMISS.value, "remiss"
    YRKANDE = Handling.Slag.YRKANDE.value, "yrkande"
    SKRIVELSE = Handling.Slag.SKRIVELSE.value, "skrivelse"
    ÖVRIGT = Handling.Slag.ÖVRIGT.value, "övrig handling i ärende"
    KALLELSE = "kallelse", "kallelse och föredragningslista"
    PROTOKOLL = "protokoll", "protokoll"
    DELEGATIONSBESLUT = "delegationsbeslut", "delegationsbeslut"
    ARVODESUNDERLAG = "arvodesunderlag", "närvarolista och arvodesunderlag"


class Gallringsfrist(models.Model):
    """En rad i dokumenthanteringsplanen: hur länge ett slag av handling sparas.

    En rad för nämnden går före kommunens; det som ingen rad nämner bevaras (arkivlagen 10 §).
    """

    class Från(models.TextChoices):
        HANDLINGEN = "handlingen", "handlingens dag"
        AVSLUTET = "avslutet", "ärendets avslut"

    kommun = models.ForeignKey(Kommun, models.PROTECT, related_name="+")
    myndighet = models.ForeignKey(
        Myndighet,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text="Tomt: gäller alla kommunens nämnder.",
    )
    handlingstyp = models.CharField(max_length=20, choices=Handlingstyp)
    år = models.PositiveSmallIntegerField(
        "gallras efter (år)",
        null=True,
        blank=True,
        db_column="ar",
        validators=[MinValueValidator(1), MaxValueValidator(100)],
        help_text="Tomt: handlingen bevaras.",
    )
    räknas_från = models.CharField(
        max_length=10, choices=Från, default=Från.AVSLUTET, db_column="raknas_fran"
    )
    beslut = models.CharField(
        "beslutad", max_length=200, help_text="Organ, dag och paragraf som antog planen."
    )
    kommentar = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["kommun_id", "myndighet_id", "handlingstyp", "id"]
        verbose_name = "gallringsfrist"
        verbose_name_plural = "dokumenthanteringsplan"
        constraints = [
            models.UniqueConstraint(
                fields=["kommun", "myndighet", "handlingstyp"],
                nulls_distinct=False,
                name="gallringsfrist_en_per_slag",
                violation_error_message="Planen har redan en rad för det slaget.",
            ),
            models.CheckConstraint(
                condition=Q(år=None) | Q(år__gte=1),
                name="gallringsfrist_minst_ett_ar",
                violation_error_message="Fristen är minst ett år.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_handlingstyp_display()}: {self.frist}"

    @property
    def frist(self) -> str:
        """”bevaras” eller ”gallras 2 år efter ärendets avslut”."""
        if self.år is None:
            return "bevaras"
        return f"gallras {self.år} år efter {self.get_räknas_från_display()}"
