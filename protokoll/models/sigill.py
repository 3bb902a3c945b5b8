from __future__ import annotations

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q

from konton.models import Kommun


class SigillcertifikatQuerySet(models.QuerySet["Sigillcertifikat"]):
    def aktiva(self) -> SigillcertifikatQuerySet:
        return self.filter(avslutat_tid=None)


class Sigillcertifikat(models.Model):
    """Certifikatet och nyckeln som kommunens protokoll förseglas med. Nyckeln är låst."""

    objects = SigillcertifikatQuerySet.as_manager()

    kommun = models.ForeignKey(Kommun, models.PROTECT, related_name="+")
    innehavare = models.CharField(max_length=300, help_text="Namnet i certifikatet.")
    avtryck = models.CharField(
        "fingeravtryck", max_length=64, db_index=True, help_text="SHA-256 av certifikatet."
    )
    certifikat = models.TextField(help_text="PEM: det egna först, därefter utfärdarnas.")
    låst_nyckel = models.BinaryField(editable=False, db_column="last_nyckel")
    giltigt_från = models.DateTimeField(db_column="giltigt_fran")
    giltigt_till = models.DateTimeField()
    självgjort = models.BooleanField(
        db_column="sjalvgjort", help_text="Utfärdat av kommunen själv, för prov."
    )
    installerat_tid = models.DateTimeField()
    installerat_av = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    avslutat_tid = models.DateTimeField(
        null=True, blank=True, help_text="När ett annat tog över. Det gamla går alltid att granska."
    )

    class Meta:
        ordering = ["kommun_id", "-installerat_tid", "-id"]
        verbose_name = "sigillcertifikat"
        verbose_name_plural = "sigillcertifikat"
        db_table = "protokoll_sigillcertifikat"
        constraints = [
            models.UniqueConstraint(
                fields=["kommun"],
                condition=Q(avslutat_tid=None),
                name="sigillcertifikat_ett_aktivt",
                violation_error_message="Kommunen har redan ett aktivt certifikat.",
            ),
            models.CheckConstraint(
                condition=Q(giltigt_till__gt=F("giltigt_från")),
                name="sigillcertifikat_giltigt_till_efter_fran",
                violation_error_message="Certifikatet slutar gälla före det börjar.",
            ),
        ]
        triggers = [
            pgtrigger.Protect(name="sigillcertifikat_tas_inte_bort", operation=pgtrigger.Delete),
            pgtrigger.ReadOnly(name="sigillcertifikat_andras_inte", exclude=["avslutat_tid"]),
        ]

    def __str__(self) -> str:
        return f"{self.innehavare} {self.avtryck[:16]}"

    @property
    def är_aktivt(self) -> bool:
        return self.avslutat_tid is None
