from __future__ import annotations

from datetime import date

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q

from konton.models import Myndighet
from ärenden import remisstid
from ärenden.models.handling import Handling
from ärenden.models.ärende import Ärende
from ärenden.remisstid import Läge


class RemissQuerySet(models.QuerySet["Remiss"]):
    def obesvarade(self) -> RemissQuerySet:
        """Någon har varken svarat eller avstått."""
        väntar = Remissmottagare.objects.obesvarade().filter(remiss=models.OuterRef("pk"))
        return self.filter(models.Exists(väntar))


class Remiss(models.Model):
    """En begäran om yttrande (FL 26 §): en utgående handling, till en eller flera."""

    objects = RemissQuerySet.as_manager()

    ärende = models.ForeignKey(
        Ärende, models.PROTECT, related_name="remisser", db_column="arende_id"
    )
    handling = models.ForeignKey(Handling, models.PROTECT, related_name="remisser")
    avser = models.TextField(help_text="Vad yttrandet ska avse.")
    sista_dag = models.DateField()
    av = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    tid = models.DateTimeField()

    class Meta:
        ordering = ["sista_dag", "id"]
        verbose_name = "remiss"
        verbose_name_plural = "remisser"
        triggers = [
            pgtrigger.Protect(
                name="remiss_andras_inte", operation=pgtrigger.Update | pgtrigger.Delete
            )
        ]

    def __str__(self) -> str:
        return self.handling.rubrik

    @property
    def ställning(self) -> tuple[int, int]:
        """Hur många som har svarat eller avstått, och hur många som har fått den."""
        alla = self.mottagare.all()
        return sum(1 for m in alla if m.svar_id or m.avstår_dag), len(alla)


class RemissmottagareQuerySet(models.QuerySet["Remissmottagare"]):
    def obesvarade(self) -> RemissmottagareQuerySet:
        return self.filter(svar=None, avstår_dag=None)


class Remissmottagare(models.Model):
    """En som remissen gått till: en nämnd i kommunen, eller någon utanför."""

    objects = RemissmottagareQuerySet.as_manager()

    remiss = models.ForeignKey(Remiss, models.PROTECT, related_name="mottagare")
    myndighet = models.ForeignKey(
        Myndighet, models.PROTECT, null=True, blank=True, related_name="+"
    )
    namn = models.CharField(max_length=300)
    epost = models.EmailField(blank=True)
    tillagd_tid = models.DateTimeField()
    # Svaret så som det kom in i vårt diarium.
    svar = models.ForeignKey(
        Handling, models.PROTECT, null=True, blank=True, related_name="besvarar"
    )
    avstår_dag = models.DateField(null=True, blank=True, db_column="avstar_dag")
    avstår_skäl = models.CharField(max_length=500, blank=True, db_column="avstar_skal")

    class Meta:
        ordering = ["remiss_id", "namn", "id"]
        verbose_name = "remissmottagare"
        verbose_name_plural = "remissmottagare"
        constraints = [
            models.UniqueConstraint(
                fields=["remiss", "namn"],
                name="remissmottagare_en_gang",
                violation_error_message="Mottagaren har redan fått remissen.",
            ),
            models.CheckConstraint(
                condition=Q(svar=None) | Q(avstår_dag=None),
                name="remissmottagare_svarar_eller_avstar",
                violation_error_message="Den som har svarat har inte avstått.",
            ),
        ]
        triggers = [pgtrigger.Protect(name="mottagare_tas_inte_bort", operation=pgtrigger.Delete)]

    def __str__(self) -> str:
        return self.namn

    def läge(self, idag: date) -> Läge:
        return remisstid.läge(
            self.remiss.sista_dag,
            idag,
            har_svarat=self.svar_id is not None,
            avstår=self.avstår_dag is not None,
        )


class MottagenRemiss(models.Model):
    """En remiss som vi ska svara på: en inkommen handling i ett eget ärende.

    Uppgifterna är de som gällde när den kom in. Kom den från en nämnd i kommunen pekar
    `mottagare` på dess rad där; ärendena är två och skrivs aldrig om av varandra.
    """

    handling = models.OneToOneField(Handling, models.PROTECT, related_name="mottagen_remiss")
    mottagare = models.OneToOneField(
        Remissmottagare, models.PROTECT, null=True, blank=True, related_name="mottagen"
    )
    avsändare = models.CharField(max_length=300, db_column="avsandare")
    deras_beteckning = models.CharField(max_length=100, blank=True)
    avser = models.TextField(blank=True)
    sista_dag = models.DateField()
    svar = models.ForeignKey(Handling, models.PROTECT, null=True, blank=True, related_name="+")
    avstår_dag = models.DateField(null=True, blank=True, db_column="avstar_dag")

    class Meta:
        ordering = ["sista_dag", "id"]
        verbose_name = "mottagen remiss"
        verbose_name_plural = "mottagna remisser"
        constraints = [
            models.CheckConstraint(
                condition=Q(svar=None) | Q(avstår_dag=None),
                name="mottagen_remiss_svarar_eller_avstar",
                violation_error_message="Den som har svarat har inte avstått.",
            ),
        ]

    def __str__(self) -> str:
        return self.handling.rubrik

    def läge(self, idag: date) -> Läge:
        return remisstid.läge(
            self.sista_dag,
            idag,
            har_svarat=self.svar_id is not None,
            avstår=self.avstår_dag is not None,
        )


class Remissbrev(models.Model):
    """Ett brev om en remiss, högst ett av varje slag till var och en."""

    class Slag(models.TextChoices):
        REMISSEN = "remissen", "remissen"
        INFÖR = "infor", "påminnelse före sista dagen"
        EFTER = "efter", "påminnelse efter sista dagen"

    mottagare = models.ForeignKey(Remissmottagare, models.PROTECT, related_name="brev")
    slag = models.CharField(max_length=10, choices=Slag)
    till = models.EmailField()
    påbörjat_tid = models.DateTimeField(db_column="paborjat_tid")
    skickat_tid = models.DateTimeField(null=True, blank=True)
    fel = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["mottagare_id", "påbörjat_tid", "id"]
        verbose_name = "remissbrev"
        verbose_name_plural = "remissbrev"
        constraints = [
            models.UniqueConstraint(
                fields=["mottagare", "slag"],
                name="remissbrev_ett_av_varje_slag",
                violation_error_message="Brevet är redan påbörjat.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_slag_display()} till {self.till}"
