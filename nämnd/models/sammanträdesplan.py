from __future__ import annotations

from datetime import date

import pgtrigger
from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q

from konton.models import Kommun, Myndighet
from nämnd import plandagar
from nämnd.models.organ import Organ
from nämnd.models.sammanträde import Sammanträde
from ärenden.models import Fil, Jobb, Skrivelse, Ärende

HÖGST_DAGAR = 90


class Sammanträdesplan(models.Model):
    """Ett års möten i en nämnd och dess utskott. En ändring av den fastställda är en ny version."""

    class Status(models.TextChoices):
        UTKAST = "utkast", "utkast"
        INLÄMNAD = "inlamnad", "lämnad till beslut"
        FASTSTÄLLD = "faststalld", "fastställd"
        ERSATT = "ersatt", "ersatt"

    myndighet = models.ForeignKey(Myndighet, models.PROTECT, related_name="+")
    år = models.PositiveSmallIntegerField(
        "år", db_column="ar", validators=[MinValueValidator(2000), MaxValueValidator(2100)]
    )
    version = models.PositiveSmallIntegerField(default=1)
    ersätter = models.OneToOneField(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="efterträdare",
        db_column="ersatter_id",
    )
    status = models.CharField(max_length=10, choices=Status, default=Status.UTKAST)
    ärende = models.ForeignKey(
        Ärende, models.PROTECT, null=True, blank=True, related_name="+", db_column="arende_id"
    )
    skrivelse = models.ForeignKey(
        Skrivelse, models.PROTECT, null=True, blank=True, related_name="+"
    )
    underlag = models.JSONField(
        default=dict, blank=True, help_text="Det som trycks, fruset när PDF:en beställs."
    )
    jobb = models.ForeignKey(Jobb, models.PROTECT, null=True, blank=True, related_name="+")
    fil = models.ForeignKey(Fil, models.PROTECT, null=True, blank=True, related_name="+")
    beslut = models.CharField(
        max_length=300, blank=True, help_text="Organet, dagen och paragrafen som fastställde."
    )
    skäl = models.CharField(
        "skäl till undantag",
        max_length=300,
        blank=True,
        db_column="skal",
        help_text="Varför planen fastställdes fast beslutet inte finns i systemet.",
    )
    fastställd_tid = models.DateTimeField(null=True, blank=True, db_column="faststalld_tid")
    fastställd_av = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        db_column="faststalld_av_id",
    )

    class Meta:
        ordering = ["-år", "myndighet_id", "-version"]
        verbose_name = "sammanträdesplan"
        verbose_name_plural = "sammanträdesplaner"
        db_table = "namnd_sammantradesplan"
        constraints = [
            models.UniqueConstraint(
                fields=["myndighet", "år", "version"],
                name="sammantradesplan_version",
                violation_error_message="Versionen av planen finns redan.",
            ),
            models.UniqueConstraint(
                fields=["myndighet", "år"],
                condition=Q(status__in=["utkast", "inlamnad"]),
                name="sammantradesplan_ett_utkast",
                violation_error_message="Nämnden har redan en plan för året som inte är beslutad.",
            ),
            models.UniqueConstraint(
                fields=["myndighet", "år"],
                condition=Q(status="faststalld"),
                name="sammantradesplan_en_gallande",
                violation_error_message="Nämnden har redan en fastställd plan för året.",
            ),
            models.CheckConstraint(
                condition=Q(
                    status__in=["utkast", "inlamnad"], fastställd_tid=None, fastställd_av=None
                )
                | Q(
                    status__in=["faststalld", "ersatt"],
                    fastställd_tid__isnull=False,
                    fastställd_av__isnull=False,
                    beslut__gt="",
                ),
                name="sammantradesplan_faststalld_hor_ihop",
                violation_error_message="En fastställd plan har tid, fastställare och beslut.",
            ),
        ]

    def __str__(self) -> str:
        ändrad = f", version {self.version}" if self.version > 1 else ""
        return f"Sammanträdesplan {self.år} för {self.myndighet}{ändrad}"

    @property
    def är_utkast(self) -> bool:
        return self.status == self.Status.UTKAST

    @property
    def tidigare_ärende_id(self) -> int | None:
        """Ärendet som den version som ersätts beslutades i."""
        return self.ersätter.ärende_id if self.ersätter else None


class PlaneratMöte(models.Model):
    """Ett möte i en plan. Stoppdag och utskicksdag räknas alltid ur mötets dag."""

    plan = models.ForeignKey(Sammanträdesplan, models.CASCADE, related_name="möten")
    organ = models.ForeignKey(Organ, models.PROTECT, related_name="+")
    datum = models.DateField()
    från = models.TimeField(db_column="fran")
    till = models.TimeField(null=True, blank=True)
    plats = models.CharField(max_length=300, blank=True)
    stopp_arbetsdagar = models.PositiveSmallIntegerField(
        "stoppdag, arbetsdagar före",
        validators=[MinValueValidator(1), MaxValueValidator(HÖGST_DAGAR)],
    )
    utskick_arbetsdagar = models.PositiveSmallIntegerField(
        "utskick, arbetsdagar före",
        validators=[MinValueValidator(1), MaxValueValidator(HÖGST_DAGAR)],
    )
    inför = models.ForeignKey(
        "self",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="förberedande",
        db_column="infor_id",
        help_text="Nämndens möte som utskottet bereder ärendena till.",
    )
    sammanträde = models.ForeignKey(
        Sammanträde,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="planerade",
        db_column="sammantrade_id",
        help_text="Mötet som raden blev när planen fastställdes.",
    )

    class Meta:
        ordering = ["plan_id", "datum", "från", "id"]
        verbose_name = "planerat möte"
        verbose_name_plural = "planerade möten"
        db_table = "namnd_planeratmote"
        constraints = [
            models.CheckConstraint(
                condition=Q(till=None) | Q(till__gt=F("från")),
                name="planeratmote_till_efter_fran",
                violation_error_message="Sluttiden måste ligga efter starttiden.",
            ),
            models.CheckConstraint(
                condition=Q(stopp_arbetsdagar__gte=1, utskick_arbetsdagar__gte=1),
                name="planeratmote_dagar_fore",
                violation_error_message="Stoppdag och utskick ligger minst en arbetsdag före.",
            ),
            models.UniqueConstraint(
                fields=["plan", "organ", "datum", "från"],
                name="planeratmote_unikt",
                violation_error_message="Organet har redan ett möte den dagen och tiden i planen.",
            ),
            models.UniqueConstraint(
                fields=["plan", "sammanträde"],
                name="planeratmote_ett_per_sammantrade",
                violation_error_message="Sammanträdet står redan i planen.",
            ),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="faststalld_plan_frusen",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
                func="""
                    IF EXISTS (
                        SELECT 1 FROM namnd_sammantradesplan
                        WHERE id = COALESCE(NEW.plan_id, OLD.plan_id)
                        AND status IN ('faststalld', 'ersatt')
                    ) THEN
                        RAISE EXCEPTION 'En fastställd sammanträdesplan ändras inte.';
                    END IF;
                    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
                    RETURN NEW;
                """,
            )
        ]

    def __str__(self) -> str:
        return f"{self.organ} {self.datum}"

    @property
    def stoppdag(self) -> date:
        return plandagar.dag_före(self.datum, self.stopp_arbetsdagar)

    @property
    def utskicksdag(self) -> date:
        return plandagar.dag_före(self.datum, self.utskick_arbetsdagar)


class Skollov(models.Model):
    """En tid då kommunens skolor är lediga; möten i den visas som kollision."""

    kommun = models.ForeignKey(Kommun, models.PROTECT, related_name="+")
    namn = models.CharField(max_length=100, help_text="Till exempel sportlov.")
    från = models.DateField("första dagen", db_column="fran")
    till = models.DateField("sista dagen")

    class Meta:
        ordering = ["-från", "id"]
        verbose_name = "skollov"
        verbose_name_plural = "skollov"
        constraints = [
            models.CheckConstraint(
                condition=Q(till__gte=F("från")),
                name="skollov_till_efter_fran",
                violation_error_message="Sista dagen får inte ligga före den första.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.namn} {self.från}–{self.till}"
