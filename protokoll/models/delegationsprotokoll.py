"""Det särskilda protokollet över delegationsbeslut som inte anmäls (KL 6 kap. 40 §, 7 kap. 8 §)."""

from __future__ import annotations

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q

from nämnd.models import Organ
from ärenden.models import Delegationsbeslut, Fil, Jobb

KÄLLA = "delegationsprotokoll"


class DelegationsprotokollQuerySet(models.QuerySet["Delegationsprotokoll"]):
    def med_källa(self, källa: str) -> DelegationsprotokollQuerySet:
        """Det som anslaget med den nyckeln gäller; inget när det gäller något annat."""
        vad, _, nummer = källa.partition(":")
        if vad != KÄLLA or not nummer.isdecimal():
            return self.none()
        return self.filter(pk=int(nummer))


class Delegationsprotokoll(models.Model):
    """Ett särskilt protokoll. Numret löper per nämnd och år; justerat ändras det inte."""

    objects = DelegationsprotokollQuerySet.as_manager()

    organ = models.ForeignKey(Organ, models.PROTECT, related_name="+")
    år = models.PositiveSmallIntegerField(db_column="ar")
    nummer = models.PositiveIntegerField()
    upprättat_dag = models.DateField(db_column="upprattat_dag")
    upprättat_av = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", db_column="upprattat_av_id"
    )
    justerat_tid = models.DateTimeField(null=True, blank=True)
    justerat_av = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    förvaringsplats = models.CharField(max_length=200, blank=True, db_column="forvaringsplats")
    underlag = models.JSONField(default=dict, help_text="Det som trycks, fruset vid justeringen.")
    skäl = models.CharField(
        "varför samma person upprättar och justerar", max_length=300, blank=True, db_column="skal"
    )
    fil = models.ForeignKey(Fil, models.PROTECT, null=True, blank=True, related_name="+")
    jobb = models.ForeignKey(Jobb, models.PROTECT, null=True, blank=True, related_name="+")
    anslaget_dag = models.DateField(null=True, blank=True)
    sista_dag = models.DateField(
        "sista dag för överklagande", null=True, blank=True, help_text="KL 13 kap. 5 §."
    )

    class Meta:
        ordering = ["-år", "-nummer", "-id"]
        verbose_name = "särskilt protokoll över delegationsbeslut"
        verbose_name_plural = "särskilda protokoll över delegationsbeslut"
        constraints = [
            models.UniqueConstraint(
                fields=["organ", "år", "nummer"],
                name="delegationsprotokoll_unikt_nummer",
                violation_error_message="Numret är redan utdelat.",
            ),
            models.CheckConstraint(
                condition=Q(justerat_tid=None, justerat_av=None, fil=None, anslaget_dag=None)
                | Q(justerat_tid__isnull=False, justerat_av__isnull=False) & ~Q(förvaringsplats=""),
                name="delegationsprotokoll_justerat_hor_ihop",
                violation_error_message="Ett justerat protokoll säger vem, när och var det finns.",
            ),
            models.CheckConstraint(
                condition=~Q(upprättat_av=F("justerat_av")) | Q(justerat_av=None) | ~Q(skäl=""),
                name="delegationsprotokoll_ensam_har_skal",
                violation_error_message="Skriv varför samma person upprättar och justerar.",
            ),
        ]
        triggers = [
            pgtrigger.Protect(
                name="justerat_delegationsprotokoll_star_kvar",
                operation=pgtrigger.Delete,
                condition=pgtrigger.Q(old__justerat_tid__isnull=False),
            ),
            pgtrigger.Trigger(
                name="justerat_delegationsprotokoll_fruset",
                when=pgtrigger.Before,
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__justerat_tid__isnull=False),
                func="""
                    IF OLD.fil_id IS NOT NULL AND NEW.fil_id IS DISTINCT FROM OLD.fil_id
                        OR to_jsonb(NEW) - 'fil_id' - 'jobb_id' - 'anslaget_dag' - 'sista_dag'
                        IS DISTINCT FROM
                        to_jsonb(OLD) - 'fil_id' - 'jobb_id' - 'anslaget_dag' - 'sista_dag'
                    THEN
                        RAISE EXCEPTION 'Ett justerat protokoll ändras inte.';
                    END IF;
                    RETURN NEW;
                """,
            ),
        ]

    def __str__(self) -> str:
        return f"Särskilt protokoll {self.beteckning}, {self.organ}"

    @property
    def beteckning(self) -> str:
        return f"{self.nummer}/{self.år}"

    @property
    def är_justerat(self) -> bool:
        return self.justerat_tid is not None

    @property
    def källa(self) -> str:
        """Nyckeln på anslagstavlan."""
        return f"{KÄLLA}:{self.pk}"


class Delegationsprotokollrad(models.Model):
    """Ett beslut i ett särskilt protokoll. Ett beslut protokollförs en gång."""

    protokoll = models.ForeignKey(Delegationsprotokoll, models.CASCADE, related_name="rader")
    beslut = models.OneToOneField(Delegationsbeslut, models.PROTECT, related_name="+")

    class Meta:
        ordering = ["protokoll_id", "id"]
        verbose_name = "beslut i särskilt protokoll"
        verbose_name_plural = "beslut i särskilda protokoll"
        triggers = [
            pgtrigger.Trigger(
                name="justerat_delegationsprotokolls_rader",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
                func="""
                    IF EXISTS (
                        SELECT 1 FROM protokoll_delegationsprotokoll p
                        WHERE p.id = (CASE WHEN TG_OP = 'INSERT' THEN NEW.protokoll_id
                                           ELSE OLD.protokoll_id END)
                        AND p.justerat_tid IS NOT NULL
                    ) THEN
                        RAISE EXCEPTION 'Ett justerat protokolls beslut ändras inte.';
                    END IF;
                    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
                    RETURN NEW;
                """,
            )
        ]

    def __str__(self) -> str:
        return f"{self.protokoll}: {self.beslut}"
