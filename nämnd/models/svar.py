"""Svaren på kallelsen: vilka som kommer, jäv som anmälts i förväg, och ersättare som kallats in."""

from __future__ import annotations

from functools import reduce
from operator import or_

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q

from konton.models import Person
from nämnd.models.punkt import Punkt
from nämnd.models.sammanträde import Sammanträde

FRUSNA = ("sammanträde", "person", "kommer", "distans", "från", "till", "skäl", "anteckning", "tid")


class SvarQuerySet(models.QuerySet["Svar"]):
    def gällande(self) -> SvarQuerySet:
        return self.filter(gällande=True)


class Svar(models.Model):
    """En förtroendevalds svar på om hen kommer. Ett nytt svar är en ny rad; de förra står kvar.

    Skälet är frivilligt och kan säga något om hälsa: det läses bara av den som svarade och av
    nämndsekreteraren, och följer aldrig med till protokollet.
    """

    class Sätt(models.TextChoices):
        SJÄLV = "sjalv", "eget svar"
        SEKRETERAREN = "sekreteraren", "genom sekreteraren"

    objects = SvarQuerySet.as_manager()

    sammanträde = models.ForeignKey(
        Sammanträde, models.PROTECT, related_name="svar", db_column="sammantrade_id"
    )
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    kommer = models.BooleanField()
    distans = models.BooleanField("på distans", default=False, help_text="KL 5:16, 6:24.")
    från = models.TimeField("kommer klockan", null=True, blank=True, db_column="fran")
    till = models.TimeField("går klockan", null=True, blank=True)
    skäl = models.CharField(max_length=300, blank=True, db_column="skal")
    sätt = models.CharField(max_length=12, choices=Sätt, db_column="satt")
    anteckning = models.CharField(
        max_length=300,
        blank=True,
        help_text="Hur sekreteraren fick svaret, till exempel ”ringde 12 mars”.",
    )
    gällande = models.BooleanField(default=True, db_column="gallande")
    tid = models.DateTimeField()
    av = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        ordering = ["sammanträde_id", "tid", "id"]
        verbose_name = "svar"
        verbose_name_plural = "svar"
        constraints = [
            models.UniqueConstraint(
                fields=["sammanträde", "person"],
                condition=Q(gällande=True),
                name="svar_ett_gallande",
                violation_error_message="Personen har redan ett svar som gäller.",
            ),
            models.CheckConstraint(
                condition=Q(kommer=True) | Q(distans=False, från=None, till=None),
                name="svar_borta_utan_tider",
                violation_error_message="Den som inte kommer har inga klockslag.",
            ),
            models.CheckConstraint(
                condition=Q(från=None) | Q(till=None) | Q(till__gt=F("från")),
                name="svar_till_efter_fran",
                violation_error_message="Den som kommer kan inte gå innan dess.",
            ),
        ]
        triggers = [
            # Bara `gällande` ändras: ett svar skrivs om genom ett nytt.
            pgtrigger.Protect(name="svar_tas_inte_bort", operation=pgtrigger.Delete),
            pgtrigger.Protect(
                name="svar_andras_inte",
                operation=pgtrigger.Update,
                condition=reduce(
                    or_,
                    (
                        pgtrigger.Q(**{f"old__{fält}__df": pgtrigger.F(f"new__{fält}")})
                        for fält in FRUSNA
                    ),
                    pgtrigger.Q(old__gällande=False),
                ),
            ),
        ]

    def __str__(self) -> str:
        if not self.kommer:
            return "kommer inte"
        delar = [
            f"kommer kl. {self.från:%H.%M}" if self.från else "kommer",
            f"går kl. {self.till:%H.%M}" if self.till else "",
            "på distans" if self.distans else "",
        ]
        return ", ".join(filter(None, delar))

    @property
    def hela_mötet(self) -> bool:
        """Om personen är med från början till slut."""
        return self.kommer and self.från is None and self.till is None


class AnmältJävQuerySet(models.QuerySet["AnmältJäv"]):
    def kvar(self) -> AnmältJävQuerySet:
        """De som inte är återtagna."""
        return self.filter(återtaget_tid=None)


class AnmältJäv(models.Model):
    """Jäv som anmälts före mötet (KL 6 kap. 30 § andra stycket). På mötet antecknas det."""

    objects = AnmältJävQuerySet.as_manager()

    punkt = models.ForeignKey(Punkt, models.CASCADE, related_name="anmälda_jäv")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    grund = models.CharField(max_length=300, help_text="Jävsgrundens etikett; se nämnd.jäv.")
    tid = models.DateTimeField()
    av = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    återtaget_tid = models.DateTimeField(null=True, blank=True, db_column="atertaget_tid")
    återtaget_av = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        db_column="atertaget_av_id",
    )

    class Meta:
        ordering = ["punkt_id", "id"]
        verbose_name = "anmält jäv"
        verbose_name_plural = "anmälda jäv"
        db_table = "namnd_anmaltjav"
        constraints = [
            models.UniqueConstraint(
                fields=["punkt", "person"],
                condition=Q(återtaget_tid=None),
                name="anmalt_jav_en_gang",
                violation_error_message="Jävet är redan anmält.",
            ),
            models.CheckConstraint(
                condition=Q(återtaget_tid=None, återtaget_av=None)
                | Q(återtaget_tid__isnull=False, återtaget_av__isnull=False),
                name="anmalt_jav_atertaget_hor_ihop",
                violation_error_message="Ett återtaget jäv har tid och vem som tog tillbaka det.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person}: {self.grund}"


VAKANT = "på en vakant plats"


class InkallelseQuerySet(models.QuerySet["Inkallelse"]):
    def aktiva(self) -> InkallelseQuerySet:
        """De som gäller: kallade och de som har sagt ja."""
        return self.filter(status__in=Inkallelse.AKTIVA)


class Inkallelse(models.Model):
    """En ersättare som kallats in för en ledamot, och vad hen svarade.

    Brevet skickas högst en gång: `brev_påbörjat_tid` sätts innan det lämnas till e-postservern.
    """

    class Status(models.TextChoices):
        KALLAD = "kallad", "kallad, har inte svarat"
        ACCEPTERAT = "accepterat", "kommer"
        AVBÖJT = "avbojt", "kan inte"
        ÅTERTAGEN = "atertagen", "återtagen"

    AKTIVA = (Status.KALLAD, Status.ACCEPTERAT)

    objects = InkallelseQuerySet.as_manager()

    sammanträde = models.ForeignKey(
        Sammanträde, models.PROTECT, related_name="inkallelser", db_column="sammantrade_id"
    )
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    för = models.ForeignKey(
        Person,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        db_column="for_id",
        help_text="Ledamoten; tom när platsen är vakant.",
    )
    status = models.CharField(max_length=12, choices=Status, default=Status.KALLAD)
    avvikelse = models.CharField(
        max_length=300, blank=True, help_text="Varningen om att någon annan var i tur."
    )
    avvikelse_lagrum = models.CharField(max_length=100, blank=True)
    skäl = models.CharField(
        max_length=300,
        blank=True,
        db_column="skal",
        help_text="Varför ersättaren kallades utom sin tur.",
    )
    kallad_tid = models.DateTimeField()
    kallad_av = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    avgjord_tid = models.DateTimeField(null=True, blank=True)
    avgjord_av = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    brev_påbörjat_tid = models.DateTimeField(null=True, blank=True, db_column="brev_paborjat_tid")
    brev_skickat_tid = models.DateTimeField(null=True, blank=True)
    brev_fel = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["sammanträde_id", "kallad_tid", "id"]
        verbose_name = "inkallelse"
        verbose_name_plural = "inkallelser"
        constraints = [
            models.UniqueConstraint(
                fields=["sammanträde", "för"],
                condition=Q(status__in=["kallad", "accepterat"]),
                name="inkallelse_en_per_plats",
                violation_error_message="En annan ersättare är redan inkallad för ledamoten.",
            ),
            models.UniqueConstraint(
                fields=["sammanträde", "person"],
                condition=Q(status__in=["kallad", "accepterat"]),
                name="inkallelse_en_per_ersattare",
                violation_error_message="Ersättaren är redan inkallad för en annan ledamot.",
            ),
            models.CheckConstraint(
                condition=Q(avvikelse="", skäl="") | (~Q(avvikelse="") & ~Q(skäl="")),
                name="inkallelse_avvikelse_med_skal",
                violation_error_message="Skriv varför ersättaren kallas in utom sin tur.",
            ),
            models.CheckConstraint(
                condition=Q(status="kallad", avgjord_tid=None, avgjord_av=None)
                | ~Q(status="kallad") & Q(avgjord_tid__isnull=False, avgjord_av__isnull=False),
                name="inkallelse_avgjord_hor_ihop",
                violation_error_message="En besvarad inkallelse har tid och vem som svarade.",
            ),
            models.CheckConstraint(
                condition=Q(brev_skickat_tid=None) | Q(brev_påbörjat_tid__isnull=False),
                name="inkallelse_brev_i_ordning",
                violation_error_message="Ett skickat brev har påbörjats.",
            ),
        ]
        triggers = [
            pgtrigger.Protect(name="inkallelse_tas_inte_bort", operation=pgtrigger.Delete),
        ]

    def __str__(self) -> str:
        return f"{self.person} {self.platsen}"

    @property
    def platsen(self) -> str:
        """”för Ledamoten”, eller ”på en vakant plats”."""
        return f"för {self.för}" if self.för else VAKANT

    @property
    def är_aktiv(self) -> bool:
        return self.status in self.AKTIVA
