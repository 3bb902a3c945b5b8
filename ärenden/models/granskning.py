from __future__ import annotations

from typing import TYPE_CHECKING

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q

from ärenden.granskningsläge import LÄGESTEXT, Läge, Ordning, Steg, i_tur
from ärenden.models.anmälan import Skrivelse
from ärenden.models.skrivelseutkast import Skrivelseutkast

if TYPE_CHECKING:
    from collections.abc import Iterable

LÄGEN = [(läge.value, LÄGESTEXT[läge]) for läge in Läge]

# Raden följer med ett utkast som kastas, men inte längre sedan texten blivit en handling.
_INLÄMNAD_STÅR_KVAR = """
    IF TG_OP = 'UPDATE' THEN
        RAISE EXCEPTION 'Raden ändras inte.';
    END IF;
    IF OLD.utkast_id IS NULL OR EXISTS (
        SELECT 1 FROM arenden_skrivelseutkast
        WHERE id = OLD.utkast_id AND skrivelse_id IS NOT NULL
    ) THEN
        RAISE EXCEPTION 'Raden hör till en inlämnad skrivelse och tas inte bort.';
    END IF;
    RETURN OLD;
"""


def _läggs_bara_till(namn: str) -> pgtrigger.Trigger:
    return pgtrigger.Trigger(
        name=namn,
        when=pgtrigger.Before,
        operation=pgtrigger.Update | pgtrigger.Delete,
        func=_INLÄMNAD_STÅR_KVAR,
    )


class GranskningQuerySet(models.QuerySet["Granskning"]):
    def pågående(self) -> GranskningQuerySet:
        return self.filter(avslutad_tid=None)


class Granskning(models.Model):
    """En omgång: texten som den skickades, till vilka, och hur det gick."""

    class Utfall(models.TextChoices):
        GODKÄND = "godkand", "godkänd"
        TILLSTYRKT = "tillstyrkt", "tillstyrkt"
        ÅTERSÄND = "atersand", "återsänd"
        ÅTERKALLAD = "aterkallad", "återkallad"

    objects = GranskningQuerySet.as_manager()

    utkast = models.ForeignKey(Skrivelseutkast, models.CASCADE, related_name="granskningar")
    ordning = models.CharField(
        max_length=15, choices=[(o.value, o.value) for o in Ordning], default=Ordning.I_TUR
    )
    meddelande = models.TextField(blank=True)
    senast_dag = models.DateField(null=True, blank=True)
    skickad_av = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    skickad_av_namn = models.CharField(max_length=200)
    skickad_tid = models.DateTimeField()
    utfall = models.CharField(max_length=12, choices=Utfall, blank=True)
    avslutad_tid = models.DateTimeField(null=True, blank=True)
    besked_tid = models.DateTimeField(
        null=True, blank=True, help_text="När den som skickade fick brev om hur det gick."
    )

    class Meta:
        ordering = ["-id"]
        verbose_name = "granskning"
        verbose_name_plural = "granskningar"
        constraints = [
            models.UniqueConstraint(
                fields=["utkast"],
                condition=Q(avslutad_tid=None),
                name="granskning_en_pagaende",
                violation_error_message="Skrivelsen är redan hos granskare.",
            ),
            models.CheckConstraint(
                condition=Q(avslutad_tid=None, utfall="")
                | (Q(avslutad_tid__isnull=False) & ~Q(utfall="")),
                name="granskning_avslutad_med_utfall",
                violation_error_message="En avslutad granskning har både tid och utfall.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.utkast}, {self.skickad_tid:%Y-%m-%d}"

    def i_tur(self, granskare: Iterable[Granskare]) -> list[Granskare]:
        """De som har tur, av granskningens granskare i ordning."""
        alla = list(granskare)
        platser = i_tur(Ordning(self.ordning), [g.svar != "" for g in alla])
        return [g for plats, g in enumerate(alla) if plats in platser]


class Granskare(models.Model):
    """En som texten är skickad till. Namnet står som det var."""

    class Svar(models.TextChoices):
        GODKÄNT = "godkant", "godkänt"
        TILLSTYRKT = "tillstyrkt", "tillstyrkt"
        ÅTERSÄNT = "atersant", "återsänt"

    granskning = models.ForeignKey(Granskning, models.CASCADE, related_name="granskare")
    plats = models.PositiveSmallIntegerField()
    användare = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", db_column="anvandare_id"
    )
    namn = models.CharField(max_length=200)
    svar = models.CharField(max_length=10, choices=Svar, blank=True)
    svar_tid = models.DateTimeField(null=True, blank=True)
    kommentar = models.TextField(blank=True)
    meddelad_tid = models.DateTimeField(null=True, blank=True)
    påmind_tid = models.DateTimeField(null=True, blank=True, db_column="pamind_tid")

    class Meta:
        ordering = ["granskning_id", "plats"]
        verbose_name = "granskare"
        verbose_name_plural = "granskare"
        constraints = [
            models.UniqueConstraint(
                fields=["granskning", "plats"],
                name="granskare_plats",
                violation_error_message="Två granskare har samma plats.",
            ),
            models.UniqueConstraint(
                fields=["granskning", "användare"],
                name="granskare_en_gang",
                violation_error_message="Personen är redan granskare.",
            ),
            models.CheckConstraint(
                condition=Q(svar="", svar_tid=None) | (~Q(svar="") & Q(svar_tid__isnull=False)),
                name="granskare_svar_hor_ihop",
                violation_error_message="Ett svar har en tid.",
            ),
        ]

    def __str__(self) -> str:
        return self.namn


class KommentarQuerySet(models.QuerySet["Granskningskommentar"]):
    def öppna(self) -> KommentarQuerySet:
        return self.filter(stängd_tid=None)


class Granskningskommentar(models.Model):
    """En kommentar på en plats i texten, kanske med ett förslag till ändring."""

    class Förslag(models.TextChoices):
        INGET = "", "inget förslag"
        ÖPPET = "oppet", "väntar"
        GODTAGET = "godtaget", "godtaget"
        AVSLAGET = "avslaget", "avslaget"

    objects = KommentarQuerySet.as_manager()

    utkast = models.ForeignKey(Skrivelseutkast, models.CASCADE, related_name="kommentarer")
    fält = models.CharField(max_length=60, blank=True, db_column="falt")
    citat = models.TextField(blank=True)
    före = models.CharField(max_length=100, blank=True, db_column="fore")
    efter = models.CharField(max_length=100, blank=True)
    text = models.TextField(blank=True)
    ersättning = models.TextField(blank=True, db_column="ersattning")
    förslag = models.CharField(
        max_length=10, choices=Förslag, blank=True, default=Förslag.INGET, db_column="forslag"
    )
    revision = models.PositiveIntegerField(help_text="Textens revision när kommentaren skrevs.")
    av = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    av_namn = models.CharField(max_length=200)
    tid = models.DateTimeField()
    stängd_av_namn = models.CharField(max_length=200, blank=True, db_column="stangd_av_namn")
    stängd_tid = models.DateTimeField(null=True, blank=True, db_column="stangd_tid")

    class Meta:
        ordering = ["utkast_id", "id"]
        verbose_name = "granskningskommentar"
        verbose_name_plural = "granskningskommentarer"
        constraints = [
            models.CheckConstraint(
                condition=Q(stängd_tid=None, stängd_av_namn="")
                | (Q(stängd_tid__isnull=False) & ~Q(stängd_av_namn="")),
                name="granskningskommentar_stangd",
                violation_error_message="En stängd kommentar har både tid och vem.",
            ),
            models.CheckConstraint(
                condition=Q(förslag="") | (~Q(fält="") & ~Q(citat="")),
                name="granskningskommentar_forslag_har_plats",
                violation_error_message="Ett ändringsförslag gäller en text i skrivelsen.",
            ),
            models.CheckConstraint(
                condition=~Q(text="") | ~Q(förslag=""),
                name="granskningskommentar_sager_nagot",
                violation_error_message="Skriv en kommentar eller ett förslag.",
            ),
        ]

    def __str__(self) -> str:
        return self.text or self.ersättning or f"Stryk ”{self.citat}”"

    @property
    def är_öppen(self) -> bool:
        return self.stängd_tid is None

    @property
    def är_öppet_förslag(self) -> bool:
        return self.förslag == self.Förslag.ÖPPET


class Kommentarssvar(models.Model):
    """Ett svar på en kommentar."""

    kommentar = models.ForeignKey(Granskningskommentar, models.CASCADE, related_name="svaren")
    text = models.TextField()
    av = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    av_namn = models.CharField(max_length=200)
    tid = models.DateTimeField()

    class Meta:
        ordering = ["kommentar_id", "id"]
        verbose_name = "kommentarssvar"
        verbose_name_plural = "kommentarssvar"

    def __str__(self) -> str:
        return self.text


class Granskningssteg(models.Model):
    """Loggen: varje övergång, vem som tog den, när och vilken text det gällde. Läggs bara till."""

    utkast = models.ForeignKey(Skrivelseutkast, models.CASCADE, related_name="steg")
    steg = models.CharField(max_length=15, choices=[(s.value, s.value) for s in Steg])
    från = models.CharField(max_length=12, choices=LÄGEN, db_column="fran")
    till = models.CharField(max_length=12, choices=LÄGEN)
    revision = models.PositiveIntegerField()
    hash = models.CharField(max_length=64)
    kommentar = models.TextField(blank=True)
    av = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    av_namn = models.CharField(max_length=200)
    tid = models.DateTimeField()

    class Meta:
        ordering = ["utkast_id", "id"]
        verbose_name = "granskningssteg"
        verbose_name_plural = "granskningssteg"
        triggers = [_läggs_bara_till("granskningssteg_laggs_bara_till")]

    def __str__(self) -> str:
        return f"{self.steg} {self.tid:%Y-%m-%d}"


class Godkännande(models.Model):
    """Vem som godkände vilken text, och när. Gäller bara den text vars hash står här.

    En skriven skrivelse godkänns som utkast; för en uppladdad är hashen filens.
    """

    utkast = models.ForeignKey(
        Skrivelseutkast, models.CASCADE, null=True, blank=True, related_name="godkännanden"
    )
    skrivelse = models.ForeignKey(
        Skrivelse, models.PROTECT, null=True, blank=True, related_name="godkännanden"
    )
    hash = models.CharField(max_length=64)
    revision = models.PositiveIntegerField(null=True, blank=True)
    av = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    av_namn = models.CharField(max_length=200)
    titel = models.CharField(max_length=200, blank=True)
    tid = models.DateTimeField()

    class Meta:
        ordering = ["id"]
        verbose_name = "godkännande"
        verbose_name_plural = "godkännanden"
        db_table = "arenden_godkannande"
        constraints = [
            models.CheckConstraint(
                condition=Q(utkast__isnull=False, skrivelse=None)
                | Q(utkast=None, skrivelse__isnull=False),
                name="godkannande_galler_ett",
                violation_error_message="Godkännandet gäller ett utkast eller en uppladdad fil.",
            ),
        ]
        triggers = [_läggs_bara_till("godkannande_laggs_bara_till")]

    def __str__(self) -> str:
        return f"{self.av_namn} {self.tid:%Y-%m-%d}"
