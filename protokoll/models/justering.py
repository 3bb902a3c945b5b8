"""Justeringen, underskrifterna och anslaget."""

from __future__ import annotations

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q

from protokoll.models.närvaro import Närvaro
from protokoll.models.paragraf import Paragraf
from protokoll.models.protokoll import Protokoll
from protokoll.models.uppgifter import Benämnd, MedVarningar, Paragrafspann, Personuppgifter
from ärenden.models import Fil


class Justering(MedVarningar):
    """En justering: protokollets ordinarie, eller en omedelbart justerad del med eget anslag."""

    class Status(models.TextChoices):
        PÅGÅR = "pagar", "underskrifter väntas"
        JUSTERAD = "justerad", "justerad"

    protokoll = models.ForeignKey(Protokoll, models.PROTECT, related_name="justeringar")
    ordning = models.PositiveSmallIntegerField(default=0)
    omedelbar = models.BooleanField(default=False)
    paragrafer = Paragrafspann(help_text="Paragraferna som justeras; tomt är alla övriga.")
    plats = models.CharField(max_length=300, blank=True)
    tid = models.CharField(max_length=50, blank=True)
    datum = models.DateField(null=True, blank=True)
    status = models.CharField(max_length=10, choices=Status, default=Status.PÅGÅR)
    skickad_tid = models.DateTimeField(null=True, blank=True)
    justerad_tid = models.DateTimeField(null=True, blank=True)
    underlag = models.JSONField(
        default=dict, blank=True, help_text="Det som justeras, fruset när det skickas ut."
    )
    fil = models.ForeignKey(
        Fil,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text="Det justerade protokollet med sigill; skrivs en gång.",
    )
    offentlig_fil = models.ForeignKey(
        Fil,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text="Den offentliga versionen, när något är hemligt.",
    )

    class Meta:
        ordering = ["protokoll_id", "ordning", "id"]
        verbose_name = "justering"
        verbose_name_plural = "justeringar"
        constraints = [
            models.UniqueConstraint(
                fields=["protokoll", "ordning"],
                name="justering_ordning",
                violation_error_message="Två justeringar kan inte ha samma plats.",
            ),
            models.CheckConstraint(
                condition=~Q(status="pagar") | Q(justerad_tid=None, fil=None),
                name="justering_pagar_utan_fil",
                violation_error_message="En justering som pågår har ingen färdig fil.",
            ),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="justerad_fil_skrivs_en_gang",
                when=pgtrigger.Before,
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__fil__isnull=False),
                func="""
                    IF NEW.fil_id IS DISTINCT FROM OLD.fil_id
                        OR NEW.status IS DISTINCT FROM OLD.status
                        OR NEW.underlag IS DISTINCT FROM OLD.underlag THEN
                        RAISE EXCEPTION 'Ett justerat protokoll skrivs en gång.';
                    END IF;
                    RETURN NEW;
                """,
            ),
            pgtrigger.Protect(
                name="justerad_tas_inte_bort",
                operation=pgtrigger.Delete,
                condition=pgtrigger.Q(old__status="justerad"),
            ),
        ]

    def __str__(self) -> str:
        return f"{'Omedelbar justering' if self.omedelbar else 'Justering'} {self.protokoll}"


class Underskrift(Benämnd):
    """En persons underskrift under en justering, väntad eller gjord. Gjord ändras den inte."""

    class Som(models.TextChoices):
        ORDFÖRANDE = "ordforande", "ordförande"
        JUSTERARE = "justerare", "justerare"
        SEKRETERARE = "sekreterare", "sekreterare"

    class Status(models.TextChoices):
        VÄNTAR = "vantar", "väntar"
        UNDERSKRIVEN = "underskriven", "underskriven"
        VÄGRAD = "vagrad", "vägrad"
        ERSATT = "ersatt", "ersatt av annan"

    class Metod(models.TextChoices):
        ELEKTRONISK = "elektronisk", "elektroniskt i systemet"
        EXTERN = "extern", "i en extern underskriftstjänst"
        PAPPER = "papper", "på papper"

    justering = models.ForeignKey(Justering, models.CASCADE, related_name="underskrifter")
    ordning = models.PositiveSmallIntegerField(default=0)
    som = models.CharField(max_length=12, choices=Som, blank=True)
    närvaro = models.ForeignKey(
        Närvaro, models.PROTECT, null=True, blank=True, related_name="+", db_column="narvaro_id"
    )
    användare = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        db_column="anvandare_id",
        help_text="Kontot som skrev under.",
    )
    status = models.CharField(max_length=12, choices=Status, default=Status.VÄNTAR)
    metod = models.CharField(max_length=12, choices=Metod, blank=True)
    paragrafer = Paragrafspann(help_text="Tomt är alla i justeringen.")
    datum = models.DateField(null=True, blank=True)
    tid = models.DateTimeField(null=True, blank=True)
    kommentar = models.TextField(blank=True)
    bevis = models.JSONField(
        default=dict, blank=True, help_text="Vad underskriften gällde och hur den gjordes."
    )
    kedja_före = models.CharField(max_length=64, blank=True, db_column="kedja_fore")
    kedja = models.CharField(max_length=64, blank=True)

    class Meta:
        ordering = ["justering_id", "ordning", "id"]
        verbose_name = "underskrift"
        verbose_name_plural = "underskrifter"
        constraints = [
            models.CheckConstraint(
                condition=Q(status__in=["underskriven", "vagrad"]) | Q(tid=None, kedja=""),
                name="underskrift_vantar_utan_tid",
                violation_error_message="En underskrift som väntar har ingen tid.",
            ),
        ]
        triggers = [
            pgtrigger.Protect(
                name="underskrift_andras_inte",
                operation=pgtrigger.Update | pgtrigger.Delete,
                condition=~pgtrigger.Q(old__kedja=""),
            )
        ]


class Paragrafsvar(models.Model):
    """Vad en som justerar säger om en paragraf innan underskriften."""

    class Svar(models.TextChoices):
        GODKÄNNER = "godkanner", "godkänner"
        KOMMENTERAR = "kommenterar", "har en kommentar"
        VÄGRAR = "vagrar", "vägrar justera"

    underskrift = models.ForeignKey(Underskrift, models.CASCADE, related_name="svar")
    paragraf = models.ForeignKey(Paragraf, models.PROTECT, related_name="+")
    svar = models.CharField(max_length=12, choices=Svar)
    text = models.TextField(blank=True)
    tid = models.DateTimeField()

    class Meta:
        ordering = ["underskrift_id", "paragraf__ordning", "id"]
        verbose_name = "svar på en paragraf"
        verbose_name_plural = "svar på paragrafer"
        constraints = [
            models.UniqueConstraint(
                fields=["underskrift", "paragraf"],
                name="paragrafsvar_ett",
                violation_error_message="Paragrafen är redan besvarad.",
            ),
            models.CheckConstraint(
                condition=Q(svar="godkanner") | ~Q(text=""),
                name="paragrafsvar_har_skal",
                violation_error_message="Skriv vad kommentaren eller vägran gäller.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.paragraf}: {self.get_svar_display()}"


class Vägran(Personuppgifter):
    """En justerare som vägrade justera en paragraf, och varför."""

    justering = models.ForeignKey(Justering, models.CASCADE, related_name="vägran")
    paragraf = models.ForeignKey(Paragraf, models.PROTECT, null=True, blank=True, related_name="+")
    paragrafnummer = models.CharField(max_length=30, blank=True)
    namn = models.CharField(max_length=200, blank=True)
    skäl = models.TextField(blank=True, db_column="skal")

    class Meta:
        ordering = ["justering_id", "id"]
        verbose_name = "vägran"
        verbose_name_plural = "vägran"
        db_table = "protokoll_vagran"


class Anslag(MedVarningar):
    """Tillkännagivandet av en justering (KL 8 kap. 12 §). Det offentliga anslaget är en kopia."""

    protokoll = models.ForeignKey(Protokoll, models.PROTECT, related_name="anslag")
    justering = models.ForeignKey(
        Justering, models.PROTECT, null=True, blank=True, related_name="anslag"
    )
    ordning = models.PositiveSmallIntegerField(default=0)
    paragrafer = Paragrafspann()
    uppsatt = models.DateField()
    sista_dag = models.DateField(
        "sista dag för överklagande", null=True, blank=True, help_text="KL 13 kap. 5 §."
    )
    nedtas = models.DateField("tas ned", null=True, blank=True)
    förvaring = models.CharField(
        "förvaringsplats", max_length=200, blank=True, db_column="forvaring"
    )
    underskrift = models.CharField(max_length=200, blank=True)
    källa = models.CharField(
        max_length=60, blank=True, db_column="kalla", help_text="Nyckeln på anslagstavlan."
    )
    bevis = models.ForeignKey(
        Fil, models.PROTECT, null=True, blank=True, related_name="+", help_text="Anslagsbeviset."
    )

    class Meta:
        ordering = ["protokoll_id", "ordning", "id"]
        verbose_name = "anslag"
        verbose_name_plural = "anslag"
        constraints = [
            models.UniqueConstraint(
                fields=["källa"],
                condition=~Q(källa=""),
                name="anslag_en_kalla",
                violation_error_message="Justeringen är redan anslagen.",
            ),
        ]

    def __str__(self) -> str:
        return f"Anslag {self.uppsatt} {self.protokoll}"
