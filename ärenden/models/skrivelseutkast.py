from __future__ import annotations

import pgtrigger
from django.conf import settings
from django.db import models

from ärenden.granskningsläge import LÄGESTEXT, SKRIVS, Läge, versionshash
from ärenden.mallstilar import Huvudfält, huvudets_fält
from ärenden.models.anmälan import Skrivelse
from ärenden.models.fil import Fil
from ärenden.models.mall import Mall
from ärenden.models.ärende import Ärende
from ärenden.skrivelseinnehåll import Innehåll, med_bilagor


class SkrivelseutkastQuerySet(models.QuerySet["Skrivelseutkast"]):
    def oinlämnade(self) -> SkrivelseutkastQuerySet:
        return self.filter(skrivelse=None)


class Skrivelseutkast(models.Model):
    """En skrivelse som skrivs här. Före inlämningen är den ingen handling (TF 2 kap. 12 §).

    `revision` räknas upp varje gång något sparas: den som sparar säger vilken hen utgick från.
    `önskad_dag` är dagen för sammanträdet som den skrivs till.
    """

    objects = SkrivelseutkastQuerySet.as_manager()

    ärende = models.ForeignKey(
        Ärende, models.PROTECT, related_name="skrivelseutkast", db_column="arende_id"
    )
    mall = models.ForeignKey(Mall, models.PROTECT, related_name="+")
    revision = models.PositiveIntegerField(default=1)
    text = models.JSONField(default=dict)
    skrivelse = models.OneToOneField(
        Skrivelse, models.PROTECT, null=True, blank=True, related_name="skriven_text"
    )
    granskning = models.CharField(
        max_length=12,
        choices=[(läge.value, LÄGESTEXT[läge]) for läge in Läge if läge != Läge.INLÄMNAD],
        default=Läge.UTKAST,
    )
    önskad_dag = models.DateField(null=True, blank=True, db_column="onskad_dag")
    påmind_tid = models.DateTimeField(null=True, blank=True, db_column="pamind_tid")
    föregångare = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="efterföljare",
        db_column="foregangare_id",
        help_text="Den inlämnade texten som den här började med.",
    )
    skapad_av = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    skapad_tid = models.DateTimeField(auto_now_add=True)
    sparad_av_namn = models.CharField(max_length=200)
    sparad_tid = models.DateTimeField()

    class Meta:
        ordering = ["-id"]
        verbose_name = "skrivelseutkast"
        verbose_name_plural = "skrivelseutkast"
        triggers = [
            pgtrigger.Protect(
                name="inlamnad_text_frusen",
                operation=pgtrigger.Update | pgtrigger.Delete,
                condition=pgtrigger.Q(old__skrivelse__isnull=False),
            ),
            pgtrigger.Protect(
                name="godkand_text_frusen",
                operation=pgtrigger.Update,
                condition=pgtrigger.Condition(
                    "OLD.granskning = 'godkand' AND NEW.granskning = 'godkand' "
                    "AND OLD.text IS DISTINCT FROM NEW.text"
                ),
            ),
        ]

    def __str__(self) -> str:
        return self.innehåll.rubrik

    @property
    def innehåll(self) -> Innehåll:
        return Innehåll.ur_json(self.text)

    @property
    def bilagenamn(self) -> list[str]:
        """Bilagornas namn i sin ordning. Texten kan spridas: en hemlig bilaga nämns inte."""
        return [
            " ".join(b.rubrik.split()) if not b.sekretess_lagrum else f"Bilaga {nr} (sekretess)"
            for nr, b in enumerate(self.bilagor.all(), 1)
        ]

    @property
    def läst_innehåll(self) -> Innehåll:
        """Innehållet som det läses och trycks, med bilagorna i mallens avsnitt för dem."""
        krav = [a.krav for a in self.mall.avsnitt.all()]
        return med_bilagor(self.innehåll, krav, self.bilagenamn)

    @property
    def fylls_i(self) -> list[Huvudfält]:
        """Uppgifterna i huvudet som skrivs: mallens, och de som har kommit till (ett yttrande)."""
        return huvudets_fält(self.mall.fylls_i, self.text["huvud"])

    @property
    def läge(self) -> Läge:
        return Läge(self.granskning) if self.skrivelse_id is None else Läge.INLÄMNAD

    @property
    def lägestext(self) -> str:
        return LÄGESTEXT[self.läge]

    @property
    def får_skrivas(self) -> bool:
        return self.läge in SKRIVS

    @property
    def hash(self) -> str:
        """Det som godkänns: texten, och varje bilaga i sin ordning."""
        return versionshash(self.text, [b.som_godkänns for b in self.bilagor.all()])


class Skrivnärvaro(models.Model):
    """När en person senast hade texten öppen. Sidan hör av sig så länge den är framme."""

    utkast = models.ForeignKey(Skrivelseutkast, models.CASCADE, related_name="närvarande")
    användare = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", db_column="anvandare_id"
    )
    senast_tid = models.DateTimeField()

    class Meta:
        db_table = "arenden_skrivnarvaro"
        ordering = ["utkast_id", "användare_id"]
        verbose_name = "närvaro vid en skrivelse"
        verbose_name_plural = "närvaro vid skrivelser"
        constraints = [
            models.UniqueConstraint(
                fields=["utkast", "användare"],
                name="skrivnarvaro_en_per_person",
                violation_error_message="Personen är redan antecknad vid texten.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.användare} {self.senast_tid:%Y-%m-%d %H:%M}"


class Skrivelseversion(models.Model):
    """Hur texten var när någon senast sparade den i ett svep: vem, när och allt som stod."""

    utkast = models.ForeignKey(Skrivelseutkast, models.CASCADE, related_name="versioner")
    revision = models.PositiveIntegerField()
    text = models.JSONField()
    av = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    av_namn = models.CharField(max_length=200)
    påbörjad_tid = models.DateTimeField(db_column="paborjad_tid")
    sparad_tid = models.DateTimeField()
    öppnad = models.BooleanField(
        default=False,
        db_column="oppnad",
        help_text="Någon har börjat skriva från den här texten, eller granskat den. Den behövs när "
        "texter slås ihop och jämförs, och skrivs inte över.",
    )

    class Meta:
        ordering = ["utkast_id", "-revision"]
        verbose_name = "skrivelseversion"
        verbose_name_plural = "skrivelseversioner"
        constraints = [
            models.UniqueConstraint(
                fields=["utkast", "revision"],
                name="skrivelseversion_revision",
                violation_error_message="Versionen finns redan.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.av_namn} {self.sparad_tid:%Y-%m-%d %H:%M}"

    @property
    def innehåll(self) -> Innehåll:
        return Innehåll.ur_json(self.text)


class Skrivelsebild(models.Model):
    """En bild som laddats upp till en skrivelse. Texten nämner den med dess nummer.

    Den följer skrivelsen: bara den som får läsa skrivelsen når bilden (OSL 5 kap. 5 §).
    """

    utkast = models.ForeignKey(Skrivelseutkast, models.CASCADE, related_name="bilder")
    nummer = models.PositiveIntegerField()
    fil = models.ForeignKey(Fil, models.PROTECT, related_name="+")
    filnamn = models.CharField(max_length=255)
    av = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    tid = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["utkast_id", "nummer"]
        verbose_name = "bild i en skrivelse"
        verbose_name_plural = "bilder i skrivelser"
        constraints = [
            models.UniqueConstraint(
                fields=["utkast", "nummer"],
                name="skrivelsebild_nummer",
                violation_error_message="Numret finns redan i skrivelsen.",
            ),
        ]
        triggers = [pgtrigger.Protect(name="bilden_andras_inte", operation=pgtrigger.Update)]

    def __str__(self) -> str:
        return f"{self.filnamn} ({self.nummer})"
