import pgtrigger
from django.db import models
from django.db.models import F, Q
from django.utils import timezone


class Uppetid(models.Model):
    """En sammanhängande tid då anslagstavlan svarade varje gång den frågades.

    Mellan två rader finns inget svar. Det visar inte att tavlan var nere, utan att ingen kan
    visa att den var uppe.
    """

    från_tid = models.DateTimeField(db_column="fran_tid", unique=True)
    till_tid = models.DateTimeField()

    class Meta:
        ordering = ["-från_tid"]
        verbose_name = "uppetid"
        verbose_name_plural = "uppetider"
        constraints = [
            models.CheckConstraint(
                condition=Q(till_tid__gte=F("från_tid")),
                name="uppetid_slutar_efter_start",
                violation_error_message="Tiden slutar inte före den börjar.",
            ),
        ]
        triggers = [
            pgtrigger.Protect(name="uppetid_tas_inte_bort", operation=pgtrigger.Delete),
            pgtrigger.Protect(
                name="uppetid_bara_vaxer",
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__från_tid__df=pgtrigger.F("new__från_tid"))
                | pgtrigger.Q(new__till_tid__lt=pgtrigger.F("old__till_tid")),
            ),
        ]

    def __str__(self) -> str:
        från, till = timezone.localtime(self.från_tid), timezone.localtime(self.till_tid)
        return f"{från:%Y-%m-%d %H:%M} – {till:%Y-%m-%d %H:%M}"
