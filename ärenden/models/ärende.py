from __future__ import annotations

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q

from konton.models import Myndighet
from ärenden import diarienummer
from ärenden.models.diarium import Diarium
from ärenden.models.sekretess import Sekretessbelagd


class ÄrendeQuerySet(models.QuerySet["Ärende"]):
    def öppna(self) -> ÄrendeQuerySet:
        return self.filter(status=Ärende.Status.ÖPPET)


class Ärende(Sekretessbelagd):
    """Ett ärende i diariet. Raden tas aldrig bort (arkivförordningen 3 §)."""

    class Status(models.TextChoices):
        ÖPPET = "oppet", "öppet"
        VILANDE = "vilande", "vilande"
        BESLUTAT = "beslutat", "beslutat"
        AVSLUTAT = "avslutat", "avslutat"
        MAKULERAT = "makulerat", "makulerat"

    class Ursprung(models.TextChoices):
        EGET = "eget", "eget"
        IMPORT = "import", "importerat"

    objects = ÄrendeQuerySet.as_manager()

    diarium = models.ForeignKey(Diarium, models.PROTECT, related_name="ärenden")
    myndighet = models.ForeignKey(Myndighet, models.PROTECT, related_name="+")
    år = models.PositiveSmallIntegerField(db_column="ar", null=True)
    löpnummer = models.PositiveIntegerField(db_column="lopnummer", null=True)
    beteckning = models.CharField(max_length=100)
    klass = models.CharField(max_length=20, blank=True)
    rubrik = models.CharField(max_length=500)
    offentlig_rubrik = models.CharField(max_length=500, blank=True)
    motpart = models.CharField(max_length=300, blank=True)
    offentlig_motpart = models.CharField(max_length=300, blank=True)
    handläggare = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        db_column="handlaggare_id",
    )
    enhet = models.CharField(max_length=200, blank=True)
    status = models.CharField(max_length=10, choices=Status, default=Status.ÖPPET)
    bevakning_dag = models.DateField("bevakas till", null=True, blank=True)
    ursprung = models.CharField(max_length=10, choices=Ursprung, default=Ursprung.EGET)
    registrerat_tid = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-år", "-löpnummer", "-id"]
        verbose_name = "ärende"
        verbose_name_plural = "ärenden"
        db_table = "arenden_arende"
        indexes = [models.Index(fields=["myndighet", "-år", "-löpnummer"], name="arende_lista")]
        constraints = [
            models.UniqueConstraint(
                fields=["diarium", "år", "löpnummer"],
                name="arende_unikt_nummer",
                violation_error_message="Diarienumret är redan utdelat.",
            ),
            models.UniqueConstraint(
                fields=["diarium", "beteckning"],
                name="arende_unik_beteckning",
                violation_error_message="Beteckningen finns redan i diariet.",
            ),
            models.CheckConstraint(
                condition=Q(ursprung="import") | Q(år__isnull=False, löpnummer__isnull=False),
                name="arende_eget_har_nummer",
                violation_error_message="Ett eget ärende måste ha år och löpnummer.",
            ),
        ]
        triggers = [
            pgtrigger.Protect(name="arende_tas_inte_bort", operation=pgtrigger.Delete),
            # Ingen väg in i diariet får glömma sökningen. Ärendets ord söks också på handlingarna.
            pgtrigger.Trigger(
                name="arende_soks",
                when=pgtrigger.After,
                operation=pgtrigger.Insert
                | pgtrigger.UpdateOf(  # type: ignore[no-untyped-call]  # saknar typer
                    *("rubrik", "motpart", "beteckning", "klass"),
                    *("myndighet_id", "ar", "lopnummer"),
                ),
                func="""
                    UPDATE arenden_sokpost SET analys = 0, i_ordlistan = FALSE,
                        myndighet_id = NEW.myndighet_id, ar = NEW.ar WHERE arende_id = NEW.id;
                    INSERT INTO arenden_sokpost (arende_id, myndighet_id, ar, analys, i_ordlistan)
                        VALUES (NEW.id, NEW.myndighet_id, NEW.ar, 0, FALSE)
                        ON CONFLICT DO NOTHING;
                    RETURN NEW;
                """,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.beteckning} {self.rubrik}"

    @property
    def full_beteckning(self) -> str:
        """Numret som i dokumenthuvuden, med klasskod.

        Ett importerat nummer som inte är skrivet efter diariets mönster lämnas som det står.
        """
        if self.år is None or self.löpnummer is None:
            return self.beteckning
        utan_klass, med_klass = (
            diarienummer.skriv(
                self.diarium.mönster,
                prefix=self.diarium.prefix,
                år=self.år,
                löpnummer=self.löpnummer,
                klass=klass,
            )
            for klass in ("", self.klass)
        )
        if self.ursprung == self.Ursprung.IMPORT and self.beteckning != utan_klass:
            return self.beteckning
        return med_klass
