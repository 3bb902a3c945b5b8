"""Underskriften i en extern tjänst: vem den gäller, begäran som väntar och beviset som blir."""

from __future__ import annotations

import hashlib

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q

from konton.models import Person
from protokoll.models.justering import Underskrift


class Personmärke(models.Model):
    """Ett avtryck av en persons personnummer, att jämföra en underskrift i en tjänst med.

    Numret sparas inte, och avtrycket säger inget om det utan installationens nyckel.
    """

    person = models.OneToOneField(Person, models.PROTECT, related_name="+")
    märke = models.CharField(max_length=64, db_column="marke", editable=False)
    registrerat_tid = models.DateTimeField()
    registrerat_av = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        ordering = ["person__namn", "id"]
        verbose_name = "personnummer för underskrift"
        verbose_name_plural = "personnummer för underskrift"
        db_table = "protokoll_personmarke"

    def __str__(self) -> str:
        return str(self.person)


class UnderskriftsbegäranQuerySet(models.QuerySet["Underskriftsbegäran"]):
    def öppna(self) -> UnderskriftsbegäranQuerySet:
        return self.filter(status__in=Underskriftsbegäran.ÖPPNA)


class Underskriftsbegäran(models.Model):
    """En begäran om underskrift i en extern tjänst, från start till bevis.

    Raden är sanningen: den överlever att sidan laddas om och att processen dör. Beviset sparas
    innan underskriften görs, så att det som tjänsten lämnat ut en gång aldrig tappas.
    """

    class Status(models.TextChoices):
        STARTAS = "startas", "startas"
        VÄNTAR = "vantar", "väntar i appen"
        MOTTAGEN = "mottagen", "underskrift mottagen"
        KLAR = "klar", "underskriven"
        MISSLYCKAD = "misslyckad", "misslyckades"
        AVBRUTEN = "avbruten", "avbruten"

    ÖPPNA = (Status.STARTAS, Status.VÄNTAR, Status.MOTTAGEN)

    objects = UnderskriftsbegäranQuerySet.as_manager()

    underskrift = models.ForeignKey(Underskrift, models.CASCADE, related_name="begäranden")
    tjänst = models.CharField(max_length=20, db_column="tjanst")
    tjänstens_namn = models.CharField(max_length=40, db_column="tjanstens_namn")
    text = models.TextField(help_text="Det som visas i appen.")
    summa = models.CharField(max_length=64, help_text="Det som skrivs under, som kontrollsumma.")
    status = models.CharField(max_length=12, choices=Status, default=Status.STARTAS)
    begärd_av = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", db_column="begard_av_id"
    )
    begärd_tid = models.DateTimeField(db_column="begard_tid")
    fråga_från = models.DateTimeField(
        db_column="fraga_fran", help_text="Innan dess frågar ingen tjänsten om läget."
    )
    referens = models.CharField(max_length=200, blank=True)
    startlänk = models.CharField(max_length=500, blank=True, db_column="startlank")
    startad_tid = models.DateTimeField(null=True, blank=True)
    qr_märke = models.CharField(max_length=200, blank=True, db_column="qr_marke")
    qr_hemlighet = models.CharField(max_length=200, blank=True)
    anvisning = models.TextField(blank=True)
    oöppnad = models.BooleanField(default=True, db_column="ooppnad")
    skäl = models.TextField(blank=True, db_column="skal")
    namn = models.CharField(max_length=200, blank=True, help_text="Namnet som tjänsten uppgav.")
    signatur = models.BinaryField(
        default=bytes, editable=False, help_text="Tjänstens underskrift som den kom."
    )
    ocsp = models.BinaryField(default=bytes, editable=False)
    mottagen_tid = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["underskrift_id", "id"]
        verbose_name = "begäran om underskrift"
        verbose_name_plural = "begäranden om underskrift"
        db_table = "protokoll_underskriftsbegaran"
        constraints = [
            models.UniqueConstraint(
                fields=["underskrift"],
                condition=Q(status__in=["startas", "vantar", "mottagen"]),
                name="underskriftsbegaran_en_oppen",
                violation_error_message="En underskrift är redan påbörjad.",
            ),
            models.CheckConstraint(
                condition=Q(status__in=["mottagen", "klar"], mottagen_tid__isnull=False)
                | (
                    ~Q(status__in=["mottagen", "klar"])
                    & Q(mottagen_tid=None, signatur=b"", ocsp=b"", namn="")
                ),
                name="underskriftsbegaran_bevis",
                violation_error_message="Bara en mottagen underskrift har ett bevis.",
            ),
        ]
        triggers = [
            pgtrigger.Protect(
                name="underskriftsbegaran_bevis_kvar",
                operation=pgtrigger.Update | pgtrigger.Delete,
                condition=pgtrigger.Q(old__status="klar"),
            )
        ]

    def __str__(self) -> str:
        return f"{self.tjänstens_namn}: {self.get_status_display()}"

    @property
    def är_öppen(self) -> bool:
        return self.status in self.ÖPPNA

    @property
    def signaturens_summa(self) -> str:
        return hashlib.sha256(bytes(self.signatur)).hexdigest()

    @property
    def ocsp_summa(self) -> str:
        """Tom när tjänsten inte gav något OCSP-svar."""
        return hashlib.sha256(bytes(self.ocsp)).hexdigest() if self.ocsp else ""
