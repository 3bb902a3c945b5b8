from __future__ import annotations

import pgtrigger
from django.db import models
from django.db.models import Q

from nämnd.models import Organ, Punkt
from protokoll.models.protokoll import Protokoll
from ärenden.models import Sekretessbelagd, Ärende


class Paragrafserie(models.Model):
    """Senaste paragrafnumret per organ och år; numren är utan luckor."""

    organ = models.ForeignKey(Organ, models.PROTECT, related_name="+")
    år = models.PositiveSmallIntegerField(db_column="ar")
    senaste = models.PositiveIntegerField()

    class Meta:
        ordering = ["organ_id", "år"]
        verbose_name = "paragrafserie"
        verbose_name_plural = "paragrafserier"
        constraints = [
            models.UniqueConstraint(
                fields=["organ", "år"],
                name="paragrafserie_unik",
                violation_error_message="Serien finns redan.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organ} {self.år}: § {self.senaste}"


class Paragraf(Sekretessbelagd):
    """En punkt som tagits upp: rubrik, beslut och utfall, kopierade när den tas upp."""

    class Utfall(models.TextChoices):
        BIFALL = "bifall", "enligt förslag"
        ÄNDRAT = "andrat", "med ändring"
        AVSLAG = "avslag", "avslag"
        ÅTERREMISS = "aterremiss", "återremiss"
        BORDLÄGGNING = "bordlaggning", "bordläggning"
        NOTERAT = "noterat", "noterat"
        LAGT_TILL_HANDLINGARNA = "lagt_till_handlingarna", "lagt till handlingarna"
        UTGÅR = "utgar", "utgår"
        INFORMATION = "information", "information"

    # Ett utfall utan egen text får den här; de andra kräver en beslutssats.
    STANDARDTEXT = {
        Utfall.ÅTERREMISS: "Ärendet återremitteras.",
        Utfall.BORDLÄGGNING: "Ärendet bordläggs.",
        Utfall.LAGT_TILL_HANDLINGARNA: "Ärendet läggs till handlingarna.",
        Utfall.UTGÅR: "Ärendet utgår.",
        Utfall.INFORMATION: "Informationen noteras.",
        Utfall.NOTERAT: "Punkten noteras.",
    }

    protokoll = models.ForeignKey(Protokoll, models.PROTECT, related_name="paragrafer")
    punkt = models.ForeignKey(Punkt, models.PROTECT, null=True, blank=True, related_name="+")
    ärende = models.ForeignKey(
        Ärende, models.PROTECT, null=True, blank=True, related_name="+", db_column="arende_id"
    )
    organ = models.ForeignKey(Organ, models.PROTECT, related_name="+")
    år = models.PositiveSmallIntegerField(db_column="ar")
    ordning = models.PositiveSmallIntegerField(help_text="Ordningen som punkterna togs upp i.")
    nummer = models.PositiveIntegerField(null=True, blank=True, help_text="Utan för formalia.")
    rubrik = models.CharField(max_length=500)
    offentlig_rubrik = models.CharField(max_length=500, blank=True)
    beteckning = models.CharField(max_length=100, blank=True)
    sammanfattning = models.TextField(blank=True)
    utfall = models.CharField(max_length=25, choices=Utfall, blank=True)
    omedelbart_justerad = models.BooleanField(default=False)
    beslutad_tid = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["protokoll_id", "ordning", "id"]
        verbose_name = "paragraf"
        verbose_name_plural = "paragrafer"
        constraints = [
            models.UniqueConstraint(
                fields=["protokoll", "punkt"],
                name="paragraf_en_per_punkt",
                violation_error_message="Punkten är redan upptagen.",
            ),
            models.UniqueConstraint(
                fields=["protokoll", "ordning"],
                name="paragraf_ordning",
                violation_error_message="Två paragrafer kan inte ha samma plats i protokollet.",
            ),
            models.UniqueConstraint(
                fields=["organ", "år", "nummer"],
                condition=Q(nummer__isnull=False),
                name="paragraf_unikt_nummer",
                violation_error_message="Paragrafnumret är redan använt i år.",
            ),
            models.CheckConstraint(
                condition=Q(utfall="", beslutad_tid=None)
                | ~Q(utfall="") & Q(beslutad_tid__isnull=False),
                name="paragraf_utfall_har_tid",
                violation_error_message="En beslutad paragraf har ett utfall och en tid.",
            ),
        ]

    def __str__(self) -> str:
        return f"§ {self.nummer} {self.rubrik}" if self.nummer else self.rubrik

    @property
    def synlig_rubrik(self) -> str:
        """Rubriken som alla får läsa."""
        if self.offentlig_rubrik:
            return self.offentlig_rubrik
        return "Sekretessärende" if self.är_sekretess else self.rubrik

    @property
    def är_formalia(self) -> bool:
        return self.punkt is not None and self.punkt.slag == Punkt.Slag.FORMALIA

    @property
    def är_information(self) -> bool:
        return self.punkt is not None and self.punkt.slag == Punkt.Slag.INFORMATION

    @property
    def val_av_justerare(self) -> str:
        """Beslutet när punkten är valet av justerare och de är valda; annars tomt."""
        rubrik = self.rubrik.casefold()
        if not self.är_formalia or not rubrik.startswith(("val av justerare", "val av justerande")):
            return ""
        justerare = list(self.protokoll.justerare.all())
        valda = [str(j) for j in justerare if not j.är_ersättare]
        ersättare = [str(j) for j in justerare if j.är_ersättare]
        if not valda:
            return ""
        text = f"{self.organ.namn} utser {_uppräknat(valda)} att jämte ordföranden justera"
        if ersättare:
            return f"{text} protokollet, med {_uppräknat(ersättare)} som ersättare."
        return f"{text} protokollet."

    @property
    def föreslaget_utfall(self) -> str:
        """Utfallet som ligger närmast till hands; tomt när någon måste skriva beslutet."""
        if self.förslag.all():
            return str(self.Utfall.BIFALL)
        vanligt = {
            Punkt.Slag.INFORMATION: self.Utfall.INFORMATION,
            Punkt.Slag.ANMÄLAN: self.Utfall.LAGT_TILL_HANDLINGARNA,
            Punkt.Slag.FORMALIA: self.Utfall.NOTERAT,
            Punkt.Slag.ÖVRIGT: self.Utfall.NOTERAT,
        }
        slag = self.punkt.slag if self.punkt is not None else Punkt.Slag.BESLUT
        return str(vanligt.get(Punkt.Slag(slag), ""))

    @property
    def är_beslutad(self) -> bool:
        return bool(self.utfall)


def _uppräknat(namn: list[str]) -> str:
    return " och ".join([", ".join(namn[:-1]), namn[-1]] if len(namn) > 1 else namn)


class Beslut(models.Model):
    """En beslutssats i paragrafen."""

    paragraf = models.ForeignKey(Paragraf, models.CASCADE, related_name="beslut")
    nummer = models.PositiveSmallIntegerField()
    text = models.TextField()

    class Meta:
        ordering = ["paragraf_id", "nummer"]
        verbose_name = "beslut"
        verbose_name_plural = "beslut"
        triggers = [
            pgtrigger.Trigger(
                name="beslut_last_efter_avslut",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
                func="""
                    IF EXISTS (
                        SELECT 1 FROM protokoll_paragraf p
                        JOIN protokoll_protokoll t ON t.id = p.protokoll_id
                        WHERE p.id = COALESCE(NEW.paragraf_id, OLD.paragraf_id)
                        AND t.status = 'avslutat'
                    ) THEN
                        RAISE EXCEPTION 'Beslutets text ändras inte när mötet är avslutat.';
                    END IF;
                    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
                    RETURN NEW;
                """,
            )
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["paragraf", "nummer"],
                name="beslut_nummer",
                violation_error_message="Satsens nummer finns redan i paragrafen.",
            ),
        ]

    def __str__(self) -> str:
        return self.text


class Förslag(models.Model):
    """En sats i förslaget till beslut, kopierad när punkten tas upp."""

    paragraf = models.ForeignKey(Paragraf, models.CASCADE, related_name="förslag")
    nummer = models.PositiveSmallIntegerField()
    text = models.TextField()

    class Meta:
        ordering = ["paragraf_id", "nummer"]
        verbose_name = "förslag till beslut"
        verbose_name_plural = "förslag till beslut"
        db_table = "protokoll_forslag"
        constraints = [
            models.UniqueConstraint(
                fields=["paragraf", "nummer"],
                name="forslag_nummer",
                violation_error_message="Satsens nummer finns redan i förslaget.",
            ),
        ]

    def __str__(self) -> str:
        return self.text


class Beslutsunderlag(models.Model):
    """En handling som låg till grund för beslutet, kopierad när punkten tas upp."""

    paragraf = models.ForeignKey(Paragraf, models.CASCADE, related_name="underlag")
    ordning = models.PositiveSmallIntegerField()
    titel = models.CharField(max_length=500)
    datum = models.DateField(null=True, blank=True)
    är_hemligt = models.BooleanField(default=False, db_column="ar_hemligt")

    class Meta:
        ordering = ["paragraf_id", "ordning"]
        verbose_name = "beslutsunderlag"
        verbose_name_plural = "beslutsunderlag"
        constraints = [
            models.UniqueConstraint(
                fields=["paragraf", "ordning"],
                name="beslutsunderlag_ordning",
                violation_error_message="Två handlingar kan inte ha samma plats.",
            ),
        ]

    def __str__(self) -> str:
        return self.titel


class Utdragsmottagare(models.Model):
    """Den som beslutet ska skickas till."""

    paragraf = models.ForeignKey(Paragraf, models.CASCADE, related_name="utdrag_till")
    mottagare = models.CharField(max_length=300)

    class Meta:
        ordering = ["paragraf_id", "id"]
        verbose_name = "utdragsmottagare"
        verbose_name_plural = "utdragsmottagare"

    def __str__(self) -> str:
        return self.mottagare
