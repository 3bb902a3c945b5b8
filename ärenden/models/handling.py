from __future__ import annotations

import pgtrigger
from django.db import models
from django.db.models import Q

from ärenden.models.fil import Fil
from ärenden.models.sekretess import Sekretessbelagd
from ärenden.models.ärende import Ärende


class Handling(Sekretessbelagd):
    """En registrerad handling i ett ärende (OSL 5:2)."""

    class Riktning(models.TextChoices):
        INKOMMEN = "inkommen", "inkommen"
        UTGÅENDE = "utgaende", "utgående"
        UPPRÄTTAD = "upprattad", "upprättad"

    class Slag(models.TextChoices):
        TJÄNSTESKRIVELSE = "tjansteskrivelse", "tjänsteskrivelse"
        PROTOKOLLSUTDRAG = "protokollsutdrag", "protokollsutdrag"
        BILAGA = "bilaga", "bilaga"
        REMISS = "remiss", "remiss"
        YRKANDE = "yrkande", "yrkande"
        SKRIVELSE = "skrivelse", "skrivelse"
        ÖVRIGT = "ovrigt", "övrigt"

    ärende = models.ForeignKey(
        Ärende, models.PROTECT, related_name="handlingar", db_column="arende_id"
    )
    nummer = models.PositiveIntegerField()
    riktning = models.CharField(max_length=10, choices=Riktning, default=Riktning.UPPRÄTTAD)
    slag = models.CharField(max_length=20, choices=Slag, default=Slag.ÖVRIGT)
    rubrik = models.CharField(max_length=500)
    offentlig_rubrik = models.CharField(max_length=500, blank=True)
    datum = models.DateField(null=True, blank=True, help_text="Handlingens egen dag.")
    ankomstdag = models.DateField(null=True, blank=True, help_text="FL 22 §.")
    motpart = models.CharField("avsändare eller mottagare", max_length=300, blank=True)
    offentlig_motpart = models.CharField(max_length=300, blank=True)
    fil = models.ForeignKey(Fil, models.PROTECT, null=True, blank=True, related_name="+")
    filnamn = models.CharField(max_length=255, blank=True)
    bilaga_till = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="bilagor"
    )
    registrerad_tid = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["ärende_id", "nummer"]
        verbose_name = "handling"
        verbose_name_plural = "handlingar"
        # Postlistan: en dag bland miljoner handlingar.
        indexes = [
            models.Index(
                fields=["ankomstdag"], name="handling_inkom_dag", condition=Q(riktning="inkommen")
            ),
            models.Index(
                fields=["datum"], name="handling_utgick_dag", condition=Q(riktning="utgaende")
            ),
            models.Index(
                fields=["registrerad_tid"],
                name="handling_utgick_tid",
                condition=Q(riktning="utgaende", datum=None),
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["ärende", "nummer"],
                name="handling_unikt_nummer",
                violation_error_message="Numret finns redan i ärendet.",
            ),
        ]
        triggers = [
            pgtrigger.Protect(name="handling_tas_inte_bort", operation=pgtrigger.Delete),
            pgtrigger.Trigger(
                name="handling_soks",
                when=pgtrigger.After,
                operation=pgtrigger.Insert
                | pgtrigger.UpdateOf(  # type: ignore[no-untyped-call]  # saknar typer
                    *("rubrik", "motpart", "fil_id", "arende_id")
                ),
                func="""
                    INSERT INTO arenden_sokpost
                        (arende_id, handling_id, myndighet_id, ar, analys, i_ordlistan)
                        SELECT id, NEW.id, myndighet_id, ar, 0, FALSE
                        FROM arenden_arende WHERE id = NEW.arende_id
                        ON CONFLICT (handling_id) DO UPDATE SET analys = 0, i_ordlistan = FALSE,
                            arende_id = EXCLUDED.arende_id, myndighet_id = EXCLUDED.myndighet_id,
                            ar = EXCLUDED.ar;
                    RETURN NEW;
                """,
            ),
        ]

    def __str__(self) -> str:
        return self.rubrik

    @property
    def bilagor_att_sända(self) -> list[Handling]:
        """Bilagorna som går med på remiss. En hemlig prövas för sig och sänds inte."""
        öppna = self.bilagor.filter(sekretess_lagrum="", fil__isnull=False)
        return list(öppna.select_related("fil").order_by("nummer"))
