from __future__ import annotations

import pgtrigger
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from konton.models import Myndighet
from ärenden.mallstilar import AVSNITTSSLAG, FYLLS_I, HUVUDFÄLT, RADVIS, Avsnittsslag, Huvudfält
from ärenden.models.fil import Fil
from ärenden.skrivelseinnehåll import Avsnittskrav


class MallQuerySet(models.QuerySet["Mall"]):
    def fastställda(self) -> MallQuerySet:
        return self.exclude(fastställd_tid=None)

    def senaste_först(self) -> MallQuerySet:
        return self.order_by("myndighet_id", "-version")


class Mall(models.Model):
    """En version av myndighetens skrivelsemall. Den senast fastställda gäller för nya skrivelser.

    En fastställd version är frusen: en skrivelse trycks efter den version som den började med.
    """

    objects = MallQuerySet.as_manager()

    myndighet = models.ForeignKey(Myndighet, models.PROTECT, related_name="+")
    version = models.PositiveIntegerField()
    dokumentnamn = models.CharField(
        "dokumentets namn", max_length=40, help_text="Som ”Tjänsteskrivelse”; står i sidhuvudet."
    )
    förvaltning = models.CharField(
        max_length=200, db_column="forvaltning", help_text="Står i sidhuvudet under kommunen."
    )
    huvud = ArrayField(models.CharField(max_length=20, choices=HUVUDFÄLT), default=list, blank=True)
    handläggaren_skriver_under = models.BooleanField(
        default=True, db_column="handlaggaren_skriver_under"
    )
    underskrifter = ArrayField(
        models.CharField(max_length=200),
        default=list,
        blank=True,
        help_text="Namn och titel med komma emellan, en underskrift i taget.",
    )
    kräver_godkännande = models.BooleanField(
        "skrivelser ska godkännas",
        default=True,
        db_column="kraver_godkannande",
        help_text="En skrivelse lämnas in, och en uppladdad anmäls, först när en chef godkänt den.",
    )
    logga = models.ForeignKey(Fil, models.PROTECT, null=True, blank=True, related_name="+")
    fastställd_tid = models.DateTimeField(null=True, blank=True, db_column="faststalld_tid")
    fastställd_av = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        db_column="faststalld_av_id",
    )
    skapad_av = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    skapad_tid = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["myndighet_id", "-version"]
        verbose_name = "skrivelsemall"
        verbose_name_plural = "skrivelsemallar"
        constraints = [
            models.UniqueConstraint(
                fields=["myndighet", "version"],
                name="mall_version",
                violation_error_message="Versionen finns redan.",
            ),
            models.UniqueConstraint(
                fields=["myndighet"],
                condition=Q(fastställd_tid=None),
                name="mall_ett_utkast",
                violation_error_message="Det finns redan ett utkast till mall.",
            ),
            models.CheckConstraint(
                condition=Q(fastställd_tid=None, fastställd_av=None)
                | Q(fastställd_tid__isnull=False, fastställd_av__isnull=False),
                name="mall_faststalld_hor_ihop",
                violation_error_message="En fastställd mall har både tid och vem.",
            ),
        ]
        triggers = [
            pgtrigger.Protect(
                name="faststalld_mall_frusen",
                operation=pgtrigger.Update | pgtrigger.Delete,
                condition=pgtrigger.Q(old__fastställd_tid__isnull=False),
            )
        ]

    def __str__(self) -> str:
        return f"{self.dokumentnamn}, version {self.version}"

    @property
    def är_fastställd(self) -> bool:
        return self.fastställd_tid is not None

    @property
    def som_källa(self) -> str:
        """Hur en brist hänvisar till mallen."""
        return f"{self.myndighet}s mall, version {self.version}"

    @property
    def huvudfält(self) -> list[Huvudfält]:
        return [Huvudfält(namn) for namn in self.huvud]

    @property
    def fylls_i(self) -> list[Huvudfält]:
        """Fälten i huvudet som handläggaren själv skriver."""
        return [f for f in self.huvudfält if f in FYLLS_I]


class Mallavsnitt(models.Model):
    """Ett avsnitt i mallen: rubrik, hjälp till den som skriver, och om det måste fyllas i."""

    mall = models.ForeignKey(Mall, models.CASCADE, related_name="avsnitt")
    plats = models.PositiveSmallIntegerField()
    rubrik = models.CharField(max_length=120)
    slag = models.CharField(max_length=15, choices=AVSNITTSSLAG, default=Avsnittsslag.TEXT)
    hjälp = models.TextField("hjälptext", blank=True, db_column="hjalp")
    obligatoriskt = models.BooleanField(default=False)
    lagrum = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["mall_id", "plats"]
        verbose_name = "mallavsnitt"
        verbose_name_plural = "mallavsnitt"
        constraints = [
            models.UniqueConstraint(
                fields=["mall", "plats"],
                name="mallavsnitt_plats",
                violation_error_message="Två avsnitt har samma plats.",
            ),
            models.UniqueConstraint(
                fields=["mall", "slag"],
                condition=Q(slag__in=["forslag", "sammanfattning", "mottagare"]),
                name="mallavsnitt_hogst_ett",
                violation_error_message="En mall har högst ett förslag, en sammanfattning och en "
                "lista över mottagare.",
            ),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="faststalld_malls_avsnitt_frusna",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
                func="""
                    IF EXISTS (
                        SELECT 1 FROM arenden_mall
                        WHERE id = (CASE WHEN TG_OP = 'INSERT' THEN NEW.mall_id
                                         ELSE OLD.mall_id END)
                        AND faststalld_tid IS NOT NULL
                    ) THEN
                        RAISE EXCEPTION 'En fastställd malls avsnitt ändras inte.';
                    END IF;
                    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
                    RETURN NEW;
                """,
            )
        ]

    def __str__(self) -> str:
        return self.rubrik

    @property
    def tar_text(self) -> bool:
        """Avsnittet är löpande text, och inte satser eller rader."""
        return self.slag not in (Avsnittsslag.FÖRSLAG, *RADVIS)

    @property
    def krav(self) -> Avsnittskrav:
        return Avsnittskrav(
            nyckel=str(self.pk),
            rubrik=self.rubrik,
            slag=self.slag,
            obligatoriskt=self.obligatoriskt,
            hjälp=self.hjälp,
            lagrum=self.lagrum,
        )
