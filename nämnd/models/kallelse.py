from __future__ import annotations

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q

from nämnd.models.punkt import Punkt
from nämnd.models.sammanträde import Sammanträde
from ärenden.models import Fil, Jobb


class KallelseQuerySet(models.QuerySet["Kallelse"]):
    def utfärdade(self) -> KallelseQuerySet:
        return self.filter(status=Kallelse.Status.UTFÄRDAD)

    def läsbara(self) -> KallelseQuerySet:
        """De utfärdade med ett fruset underlag; en som lästs in kan sakna det."""
        return self.utfärdade().exclude(underlag={})

    def senast_först(self) -> KallelseQuerySet:
        """Den senaste först, en komplettering efter den kallelse som den hör till."""
        return self.order_by("-edition", "-nummer")

    def efter(self, kallelse: Kallelse) -> KallelseQuerySet:
        """De som är gjorda efter den."""
        return self.filter(
            Q(edition__gt=kallelse.edition)
            | Q(edition=kallelse.edition, nummer__gt=kallelse.nummer),
            sammanträde=kallelse.sammanträde_id,
        )

    def före(self, kallelse: Kallelse) -> KallelseQuerySet:
        """De som är gjorda före den."""
        return self.filter(
            Q(edition__lt=kallelse.edition)
            | Q(edition=kallelse.edition, nummer__lt=kallelse.nummer),
            sammanträde=kallelse.sammanträde_id,
        )


class Kallelse(models.Model):
    """En edition av kallelsen, eller en komplettering med det som är nytt sedan dess.

    Utkastet får göras om; det utfärdade är fruset. Underlaget är alltid hela listan.
    """

    objects = KallelseQuerySet.as_manager()

    class Slag(models.TextChoices):
        KALLELSE = "kallelse", "kallelse"
        KOMPLETTERING = "komplettering", "komplettering"

    class Status(models.TextChoices):
        SKAPAS = "skapas", "skapas"
        UTKAST = "utkast", "utkast"
        UTFÄRDAD = "utfardad", "utfärdad"

    sammanträde = models.ForeignKey(
        Sammanträde, models.PROTECT, related_name="kallelser", db_column="sammantrade_id"
    )
    slag = models.CharField(max_length=15, choices=Slag, default=Slag.KALLELSE)
    edition = models.PositiveSmallIntegerField()
    nummer = models.PositiveSmallIntegerField(
        default=0, help_text="Kompletteringens nummer efter den hela kallelsen; 0 är den hela."
    )
    status = models.CharField(max_length=10, choices=Status, default=Status.SKAPAS)
    jobb = models.ForeignKey(Jobb, models.PROTECT, related_name="+")
    underlag = models.JSONField(default=dict, help_text="Allt som trycks, fruset när den skapas.")
    version = models.PositiveIntegerField(help_text="Föredragningslistans version i underlaget.")
    sidor = models.PositiveIntegerField(default=0, help_text="Sidorna i dess eget paket.")
    numrering = models.JSONField(
        default=dict,
        blank=True,
        help_text="Kompletteringens sidnummer, med de tidigare sändas; tom i en hel kallelse.",
    )
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
        ordering = ["sammanträde_id", "-edition", "-nummer"]
        verbose_name = "kallelse"
        verbose_name_plural = "kallelser"
        constraints = [
            models.UniqueConstraint(
                fields=["sammanträde", "edition", "nummer"],
                name="kallelse_edition_och_nummer",
                violation_error_message="Editionen finns redan.",
            ),
            models.CheckConstraint(
                condition=Q(slag="kallelse", nummer=0) | Q(slag="komplettering", nummer__gte=1),
                name="kallelse_komplettering_har_nummer",
                violation_error_message="En komplettering har ett nummer, en hel kallelse inget.",
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
        return f"{self.namn} till {self.sammanträde}"

    @property
    def är_komplettering(self) -> bool:
        return self.slag == self.Slag.KOMPLETTERING

    @property
    def namn(self) -> str:
        """”Kallelse 2”, eller ”Komplettering 1 till kallelse 2”."""
        if self.är_komplettering:
            return f"Komplettering {self.nummer} till kallelse {self.edition}"
        return f"Kallelse {self.edition}"

    @property
    def namn_i_mening(self) -> str:
        """Namnet inne i en mening: ”kallelse 2”."""
        return self.namn[0].lower() + self.namn[1:]

    @property
    def är_första(self) -> bool:
        return self.edition == 1 and not self.nummer


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


class Kallelsepapper(models.Model):
    """Filen bakom ett papper i en utfärdad kallelse: den finns kvar också när papperet byts ut."""

    kallelse = models.ForeignKey(Kallelse, models.PROTECT, related_name="papper")
    fil = models.ForeignKey(Fil, models.PROTECT, related_name="+")

    class Meta:
        ordering = ["kallelse_id", "id"]
        verbose_name = "kallelsens papper"
        verbose_name_plural = "kallelsens papper"
        constraints = [
            models.UniqueConstraint(
                fields=["kallelse", "fil"],
                name="kallelsepapper_en_gang",
                violation_error_message="Papperet är redan med.",
            ),
        ]
        triggers = [
            pgtrigger.Protect(
                name="kallelsepapper_andras_inte", operation=pgtrigger.Update | pgtrigger.Delete
            ),
        ]

    def __str__(self) -> str:
        return str(self.fil)


class Kallelsesida(models.Model):
    """Punktens sidor i det utskickade: i editionens paket, och i dess kompletteringars."""

    kallelse = models.ForeignKey(Kallelse, models.CASCADE, related_name="punktsidor")
    punkt = models.ForeignKey(Punkt, models.SET_NULL, null=True, related_name="+")
    nummer = models.CharField(max_length=25)
    från_sida = models.PositiveIntegerField(null=True, db_column="fran_sida")
    till_sida = models.PositiveIntegerField(null=True)
    sidor = models.TextField(
        blank=True, help_text="Sidnumren som de trycks: ”6–11, 11a–11c”. Tomt utan papper."
    )

    class Meta:
        ordering = ["kallelse_id", "id"]
        verbose_name = "punktens sidor"
        verbose_name_plural = "punkternas sidor"

    def __str__(self) -> str:
        return f"{self.nummer}: {self.sidor or 'inga sidor'}"
