"""Det som de förtroendevalda lämnar i läsrummet: yrkanden, initiativ och frågor."""

from __future__ import annotations

import uuid

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q

from konton.models import Person
from nämnd import frågegång
from nämnd.models.organ import Organ
from nämnd.models.punkt import Punkt
from nämnd.models.sammanträde import Sammanträde
from ärenden.models import Handling, Skrivelse, Ärende


class Yrkandeslag(models.TextChoices):
    """Vad ett yrkande går ut på, i läsrummet som i protokollet."""

    BIFALL = "bifall", "bifall"
    AVSLAG = "avslag", "avslag"
    ÄNDRING = "andring", "ändring"
    TILLÄGG = "tillagg", "tillägg"
    ÅTERREMISS = "aterremiss", "återremiss"
    BORDLÄGGNING = "bordlaggning", "bordläggning"
    AJOURNERING = "ajournering", "ajournering"
    ÖVRIGT = "ovrigt", "annat förslag"


YRKANDETEXT = {
    Yrkandeslag.BIFALL: "Bifall till förslaget.",
    Yrkandeslag.AVSLAG: "Avslag på förslaget.",
}
"""Texten när inget mer har skrivits."""
KRÄVER_TEXT = (Yrkandeslag.ÄNDRING, Yrkandeslag.TILLÄGG, Yrkandeslag.ÖVRIGT)


class Förslagsutkast(models.Model):
    """Ett yrkande eller initiativ som inte är inlämnat. Bara ägaren läser det.

    Vad det gäller och vad som står i det ligger i lådan, låst till ägaren och raden. Ett utkast är
    ingen allmän handling (TF 2 kap. 12 §) och hör inte till ärendet: ingen händelse skrivs.
    """

    ägare = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", db_column="agare_id"
    )
    nyckel = models.UUIDField(default=uuid.uuid4, unique=True)
    låda = models.BinaryField(db_column="lada")
    sparad_tid = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ["ägare_id", "id"]
        verbose_name = "förslagsutkast"
        verbose_name_plural = "förslagsutkast"
        db_table = "namnd_forslagsutkast"

    def __str__(self) -> str:
        return "ett utkast till förslag"


class Mötesärende(models.Model):
    """Ärendet för det som lämnas in på en punkt utan eget ärende."""

    sammanträde = models.OneToOneField(
        Sammanträde, models.PROTECT, related_name="+", db_column="sammantrade_id"
    )
    ärende = models.ForeignKey(Ärende, models.PROTECT, related_name="+", db_column="arende_id")

    class Meta:
        ordering = ["sammanträde_id"]
        verbose_name = "mötesärende"
        verbose_name_plural = "mötesärenden"
        db_table = "namnd_motesarende"

    def __str__(self) -> str:
        return f"{self.sammanträde}: {self.ärende}"


class InlämnatYrkande(models.Model):
    """Ett yrkande som lämnats in före mötet: en inkommen handling. Det ändras aldrig.

    Det återtas genom att det antecknas; handlingen finns kvar.
    """

    sammanträde = models.ForeignKey(
        Sammanträde, models.PROTECT, related_name="inlämnade", db_column="sammantrade_id"
    )
    punkt = models.ForeignKey(
        Punkt,
        models.SET_NULL,
        null=True,
        related_name="inlämnade",
        help_text="Tomt när punkten har tagits från listan.",
    )
    handling = models.OneToOneField(Handling, models.PROTECT, related_name="+")
    slag = models.CharField(max_length=12, choices=Yrkandeslag)
    text = models.TextField()
    av = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    tid = models.DateTimeField()
    återtaget_tid = models.DateTimeField(null=True, db_column="atertaget_tid")
    återtaget_av = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        db_column="atertaget_av_id",
    )

    class Meta:
        ordering = ["sammanträde_id", "tid", "id"]
        verbose_name = "inlämnat yrkande"
        verbose_name_plural = "inlämnade yrkanden"
        db_table = "namnd_inlamnatyrkande"
        constraints = [
            models.CheckConstraint(
                condition=Q(återtaget_tid=None, återtaget_av=None)
                | Q(återtaget_tid__isnull=False, återtaget_av__isnull=False),
                name="inlamnat_yrkande_atertaget_hor_ihop",
                violation_error_message="Ett återtaget yrkande har tid och vem som återtog det.",
            ),
        ]
        triggers = [
            pgtrigger.ReadOnly(
                name="inlamnat_yrkande_ar_fruset",
                exclude=["punkt", "återtaget_tid", "återtaget_av"],
            ),
            pgtrigger.Protect(name="inlamnat_yrkande_tas_inte_bort", operation=pgtrigger.Delete),
        ]

    def __str__(self) -> str:
        return f"{self.get_slag_display()}: {self.text}"

    @property
    def namn(self) -> str:
        return ", ".join(str(f) for f in self.förslagsställare.all())


class Förslagsställare(models.Model):
    """En av dem som står bakom ett inlämnat yrkande, med namn och parti som de var då."""

    yrkande = models.ForeignKey(InlämnatYrkande, models.PROTECT, related_name="förslagsställare")
    ordning = models.PositiveSmallIntegerField()
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    namn = models.CharField(max_length=200)
    parti = models.CharField(max_length=50, blank=True)

    class Meta:
        ordering = ["yrkande_id", "ordning"]
        verbose_name = "förslagsställare"
        verbose_name_plural = "förslagsställare"
        db_table = "namnd_forslagsstallare"
        constraints = [
            models.UniqueConstraint(
                fields=["yrkande", "person"],
                name="forslagsstallare_en_gang",
                violation_error_message="Personen är redan förslagsställare.",
            ),
        ]
        triggers = [
            pgtrigger.Protect(
                name="forslagsstallare_andras_inte",
                operation=pgtrigger.Update | pgtrigger.Delete,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.namn} ({self.parti})" if self.parti else self.namn


class Initiativ(models.Model):
    """Ett ärende som en ledamot har väckt (KL 4 kap. 20 §), i fullmäktige genom motion (5:22)."""

    organ = models.ForeignKey(Organ, models.PROTECT, related_name="+")
    skrivelse = models.OneToOneField(Skrivelse, models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    namn = models.CharField(max_length=200, help_text="Med partiet, som det var då.")
    motion = models.BooleanField(default=False)
    av = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    tid = models.DateTimeField()
    återtaget_tid = models.DateTimeField(null=True, db_column="atertaget_tid")

    class Meta:
        ordering = ["-tid", "-id"]
        verbose_name = "initiativ"
        verbose_name_plural = "initiativ"
        db_table = "namnd_initiativ"
        triggers = [
            pgtrigger.ReadOnly(name="initiativ_ar_fruset", exclude=["återtaget_tid"]),
            pgtrigger.Protect(name="initiativ_tas_inte_bort", operation=pgtrigger.Delete),
        ]

    def __str__(self) -> str:
        return f"{self.skrivelse.handling.ärende.rubrik} ({self.namn})"

    @property
    def mening(self) -> str:
        """Så som protokollet säger det."""
        return f"{self.namn} väcker ärendet."


class FrågaQuerySet(models.QuerySet["Fråga"]):
    def hos_sekreteraren(self) -> FrågaQuerySet:
        """De som väntar på att sekreteraren ska göra något."""
        return self.filter(status__in=Fråga.VÄNTAR)

    def delade(self) -> FrågaQuerySet:
        return self.filter(status=Fråga.Status.LÄMNAD, till_alla=True)


class Fråga(models.Model):
    """En förtroendevalds fråga om en punkt, och svaret på den. Se `nämnd.frågegång`."""

    class Status(models.TextChoices):
        STÄLLD = frågegång.STÄLLD, "ställd"
        HOS_HANDLÄGGAREN = frågegång.HOS_HANDLÄGGAREN, "hos handläggaren"
        BESVARAD = frågegång.BESVARAD, "besvarad, inte lämnad"
        LÄMNAD = frågegång.LÄMNAD, "svaret är lämnat"
        AVBÖJD = frågegång.AVBÖJD, "avböjd"

    #: Sekreteraren ska göra något.
    VÄNTAR = (Status.STÄLLD, Status.BESVARAD)

    objects = FrågaQuerySet.as_manager()

    sammanträde = models.ForeignKey(
        Sammanträde, models.PROTECT, related_name="frågor", db_column="sammantrade_id"
    )
    punkt = models.ForeignKey(
        Punkt,
        models.SET_NULL,
        null=True,
        related_name="frågor",
        help_text="Tomt när punkten har tagits från listan.",
    )
    rubrik = models.CharField(max_length=500, help_text="Punktens, när frågan ställdes.")
    text = models.TextField()
    status = models.CharField(max_length=20, choices=Status, default=Status.STÄLLD)
    av = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    tid = models.DateTimeField()
    handläggare = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        db_column="handlaggare_id",
    )
    skickad_tid = models.DateTimeField(null=True)
    svar = models.TextField(blank=True)
    svar_av = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    svar_tid = models.DateTimeField(null=True)
    till_alla = models.BooleanField(default=False)
    skäl = models.CharField(
        max_length=500, blank=True, db_column="skal", help_text="Varför frågan avböjdes."
    )
    avgjord_tid = models.DateTimeField(null=True)
    avgjord_av = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    handling = models.OneToOneField(Handling, models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["sammanträde_id", "tid", "id"]
        verbose_name = "fråga"
        verbose_name_plural = "frågor"
        db_table = "namnd_fraga"
        constraints = [
            models.CheckConstraint(
                condition=~Q(status__in=["besvarad", "lamnad"])
                | ~Q(svar="") & Q(svar_av__isnull=False, svar_tid__isnull=False),
                name="fraga_svar_hor_ihop",
                violation_error_message="Ett svar har text, tid och vem som svarade.",
            ),
            models.CheckConstraint(
                condition=~Q(status="avbojd") | ~Q(skäl=""),
                name="fraga_avbojs_med_skal",
                violation_error_message="Skriv varför frågan inte besvaras.",
            ),
            models.CheckConstraint(
                condition=~Q(status="hos_handlaggaren") | Q(handläggare__isnull=False),
                name="fraga_har_handlaggare",
                violation_error_message="Välj handläggaren som ska svara.",
            ),
        ]
        triggers = [
            # Det som frågades ändras aldrig.
            pgtrigger.ReadOnly(
                name="fraga_ar_frusen", fields=["sammanträde", "rubrik", "text", "av", "tid"]
            ),
            pgtrigger.Protect(name="fraga_tas_inte_bort", operation=pgtrigger.Delete),
        ]

    def __str__(self) -> str:
        # Utan innehållet: frågan kan gälla något hemligt.
        return f"fråga {self.pk} till {self.sammanträde}"
