from __future__ import annotations

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q

from nämnd.models.punkt import Punkt
from nämnd.models.sammanträde import Sammanträde
from ärenden.models import Fil, Jobb


class Kallelse(models.Model):
    """En edition av kallelsen. Utkastet får göras om; den utfärdade är frusen."""

    class Status(models.TextChoices):
        SKAPAS = "skapas", "skapas"
        UTKAST = "utkast", "utkast"
        UTFÄRDAD = "utfardad", "utfärdad"

    sammanträde = models.ForeignKey(
        Sammanträde, models.PROTECT, related_name="kallelser", db_column="sammantrade_id"
    )
    edition = models.PositiveSmallIntegerField()
    status = models.CharField(max_length=10, choices=Status, default=Status.SKAPAS)
    jobb = models.ForeignKey(Jobb, models.PROTECT, related_name="+")
    underlag = models.JSONField(default=dict, help_text="Allt som trycks, fruset när den skapas.")
    version = models.PositiveIntegerField(help_text="Föredragningslistans version i underlaget.")
    sidor = models.PositiveIntegerField(default=0)
    skapad_tid = models.DateTimeField(auto_now_add=True)
    skapad_av = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    utfärdad_tid = models.DateTimeField(null=True, db_column="utfardad_tid")
    utfärdad_av = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        db_column="utfardad_av_id",
    )

    class Meta:
        ordering = ["sammanträde_id", "-edition"]
        verbose_name = "kallelse"
        verbose_name_plural = "kallelser"
        constraints = [
            models.UniqueConstraint(
                fields=["sammanträde", "edition"],
                name="kallelse_edition",
                violation_error_message="Editionen finns redan.",
            ),
            models.CheckConstraint(
                condition=(
                    Q(status="utfardad") & Q(utfärdad_tid__isnull=False, utfärdad_av__isnull=False)
                )
                | (~Q(status="utfardad") & Q(utfärdad_tid=None, utfärdad_av=None)),
                name="kallelse_utfardad_hor_ihop",
                violation_error_message="En utfärdad kallelse har tid och utfärdare.",
            ),
            models.UniqueConstraint(
                fields=["sammanträde"],
                condition=~Q(status="utfardad"),
                name="kallelse_ett_utkast",
                violation_error_message="Det finns redan ett utkast till kallelse.",
            ),
        ]

        triggers = [
            pgtrigger.Protect(
                name="utfardad_kallelse_frusen",
                operation=pgtrigger.Update | pgtrigger.Delete,
                condition=pgtrigger.Q(old__status="utfardad"),
            )
        ]

    def __str__(self) -> str:
        return f"Kallelse {self.edition} till {self.sammanträde}"


class Kallelsefil(models.Model):
    """En färdig fil i en edition."""

    class Slag(models.TextChoices):
        KALLELSE = "kallelse", "kallelse"
        PAKET = "paket", "handlingspaket"
        OFFENTLIG_KALLELSE = "offentlig_kallelse", "kallelse, offentlig"
        OFFENTLIGT_PAKET = "offentligt_paket", "handlingspaket, offentligt"

    kallelse = models.ForeignKey(Kallelse, models.CASCADE, related_name="filer")
    slag = models.CharField(max_length=20, choices=Slag)
    fil = models.ForeignKey(Fil, models.PROTECT, related_name="+")

    class Meta:
        ordering = ["kallelse_id", "id"]
        verbose_name = "kallelsefil"
        verbose_name_plural = "kallelsefiler"
        constraints = [
            models.UniqueConstraint(
                fields=["kallelse", "slag"],
                name="kallelsefil_slag",
                violation_error_message="Editionen har redan den filen.",
            ),
        ]

        triggers = [
            pgtrigger.Trigger(
                name="utfardad_kallelses_filer_frusna",
                when=pgtrigger.Before,
                operation=pgtrigger.Update | pgtrigger.Delete,
                func="""
                    IF EXISTS (
                        SELECT 1 FROM namnd_kallelse
                        WHERE id = OLD.kallelse_id AND status = 'utfardad'
                    ) THEN
                        RAISE EXCEPTION 'En utfärdad kallelses filer ändras inte.';
                    END IF;
                    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
                    RETURN NEW;
                """,
            )
        ]

    def __str__(self) -> str:
        return self.get_slag_display()


class Kallelsesida(models.Model):
    """Punktens sidor i en editions paket."""

    kallelse = models.ForeignKey(Kallelse, models.CASCADE, related_name="punktsidor")
    punkt = models.ForeignKey(Punkt, models.SET_NULL, null=True, related_name="+")
    nummer = models.CharField(max_length=25)
    från_sida = models.PositiveIntegerField(null=True, db_column="fran_sida")
    till_sida = models.PositiveIntegerField(null=True)

    class Meta:
        ordering = ["kallelse_id", "id"]
        verbose_name = "punktens sidor"
        verbose_name_plural = "punkternas sidor"

    def __str__(self) -> str:
        sidor = f"{self.från_sida}–{self.till_sida}" if self.från_sida else "inga sidor"
        return f"{self.nummer}: {sidor}"
