from __future__ import annotations

import pgtrigger
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.formats import date_format

from konton.models import Person
from nämnd.models.kallelse import Kallelse
from nämnd.models.sammanträde import Kallad, Sammanträde
from ärenden.models import Jobb


class Utskick(models.Model):
    """Ett brev till alla om ett möte: kallelsen, en ny tid eller att det är inställt.

    Det som breven säger står här som det var när de skickades.
    """

    class Slag(models.TextChoices):
        KALLELSE = "kallelse", "kallelse"
        FLYTTAT = "flyttat", "flyttat"
        INSTÄLLT = "installt", "inställt"

    sammanträde = models.ForeignKey(
        Sammanträde, models.PROTECT, related_name="utskick", db_column="sammantrade_id"
    )
    kallelse = models.ForeignKey(Kallelse, models.PROTECT, related_name="utskick")
    nummer = models.PositiveSmallIntegerField(
        help_text="1 är mötets första utskick; kalenderpostens SEQUENCE följer det."
    )
    slag = models.CharField(max_length=10, choices=Slag)
    organ = models.CharField(max_length=200)
    plats = models.CharField(max_length=320, blank=True)
    börjar_tid = models.DateTimeField(db_column="borjar_tid")
    slutar_tid = models.DateTimeField(null=True)
    uid = models.UUIDField(help_text="Kalenderpostens namn; samma i alla mötets utskick.")
    nytt = ArrayField(
        models.TextField(),
        default=list,
        help_text="Vad som är nytt sedan förra utskicket, aldrig punkternas rubriker.",
    )
    av = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    av_namn = models.CharField(max_length=200)
    tid = models.DateTimeField()
    jobb = models.ForeignKey(Jobb, models.PROTECT, related_name="+")

    class Meta:
        ordering = ["sammanträde_id", "-nummer"]
        verbose_name = "utskick"
        verbose_name_plural = "utskick"
        constraints = [
            models.UniqueConstraint(
                fields=["sammanträde", "nummer"],
                name="utskick_nummer",
                violation_error_message="Mötet har redan ett utskick med det numret.",
            ),
        ]
        triggers = [
            pgtrigger.ReadOnly(name="utskick_ar_fruset", exclude=["jobb"]),
            pgtrigger.Protect(name="utskick_tas_inte_bort", operation=pgtrigger.Delete),
        ]

    def __str__(self) -> str:
        return f"{self.rubrik}, {self.organ}"

    @property
    def rubrik(self) -> str:
        """”Kallelse 2”, ”Komplettering 1”, ”Ändrat sammanträde” eller ”Inställt”."""
        if self.slag == self.Slag.FLYTTAT:
            return "Ändrat sammanträde"
        if self.slag == self.Slag.INSTÄLLT:
            return "Inställt"
        return "Kallelse" if self.kallelse.är_första else self.kallelse.namn

    @property
    def när(self) -> str:
        """”onsdag 21 mars 2018 kl. 15.00–17.00”."""
        börjar = timezone.localtime(self.börjar_tid)
        text = date_format(börjar, "l j F Y") + f" kl.\N{NO-BREAK SPACE}{börjar:%H.%M}"
        return text + (f"–{timezone.localtime(self.slutar_tid):%H.%M}" if self.slutar_tid else "")


class Utskicksmottagare(models.Model):
    """En person i ett utskick, med beviset: när det skickades och när kallelsen öppnades.

    Utan e-postadress går det på papper. En omsändning är en ny rad.
    """

    class Status(models.TextChoices):
        KÖAD = "koad", "väntar"
        SÄNDS = "sands", "osäkert om det kom iväg"
        SKICKAD = "skickad", "mottaget av e-postservern"
        MISSLYCKAD = "misslyckad", "gick inte att skicka"
        POST = "post", "ska postas"
        POSTAD = "postad", "postat"

    utskick = models.ForeignKey(Utskick, models.PROTECT, related_name="mottagare")
    person = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    omsändning_av = models.OneToOneField(
        "self",
        models.PROTECT,
        null=True,
        related_name="omsänd_som",
        db_column="omsandning_av_id",
    )
    som = models.CharField(max_length=25, choices=Kallad.Som)
    namn = models.CharField(max_length=200)
    parti = models.CharField(max_length=50, blank=True)
    epost = models.EmailField("e-post", blank=True, help_text="Tom när det går på papper.")
    postadress = models.TextField(blank=True)
    status = models.CharField(max_length=10, choices=Status)
    sänd_tid = models.DateTimeField(
        null=True,
        db_column="sand_tid",
        help_text="När e-postservern tog emot brevet, eller när det antecknades som postat.",
    )
    fel = models.CharField(max_length=300, blank=True)
    öppnad_tid = models.DateTimeField(
        null=True,
        db_column="oppnad_tid",
        help_text="Första gången personen, inloggad, öppnade kallelsen eller handlingarna.",
    )

    class Meta:
        ordering = ["utskick_id", "id"]
        verbose_name = "utskicksmottagare"
        verbose_name_plural = "utskicksmottagare"
        constraints = [
            models.UniqueConstraint(
                fields=["utskick", "person"],
                condition=Q(omsändning_av=None, person__isnull=False),
                name="utskicksmottagare_person_en_gang",
                violation_error_message="Personen är redan med i utskicket.",
            ),
            models.UniqueConstraint(
                fields=["utskick", "epost"],
                condition=Q(omsändning_av=None, person=None),
                name="utskicksmottagare_adress_en_gang",
                violation_error_message="Adressen är redan med i utskicket.",
            ),
            models.CheckConstraint(
                condition=Q(epost="", status__in=["post", "postad"])
                | ~Q(epost="") & ~Q(status__in=["post", "postad"]),
                name="utskicksmottagare_vagen",
                violation_error_message="Den som inte har en e-postadress får det på papper.",
            ),
            models.CheckConstraint(
                condition=Q(status__in=["skickad", "postad"], sänd_tid__isnull=False)
                | ~Q(status__in=["skickad", "postad"]) & Q(sänd_tid=None),
                name="utskicksmottagare_sand_har_tid",
                violation_error_message="Det som är skickat har en tid, och bara det.",
            ),
        ]
        triggers = [
            pgtrigger.ReadOnly(
                name="utskicksmottagare_ar_frusen",
                exclude=["status", "sänd_tid", "fel", "öppnad_tid"],
            ),
            pgtrigger.Protect(name="utskicksmottagare_tas_inte_bort", operation=pgtrigger.Delete),
            pgtrigger.Protect(
                name="utskicksmottagare_skickas_en_gang",
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(
                    old__sänd_tid__isnull=False,
                    old__sänd_tid__df=pgtrigger.F("new__sänd_tid"),
                ),
            ),
            pgtrigger.Protect(
                name="utskicksmottagare_oppnas_en_gang",
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(
                    old__öppnad_tid__isnull=False,
                    old__öppnad_tid__df=pgtrigger.F("new__öppnad_tid"),
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.namn} ({self.parti})" if self.parti else self.namn
