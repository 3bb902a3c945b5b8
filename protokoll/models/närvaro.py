from __future__ import annotations

from itertools import zip_longest

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from konton.models import Person
from nämnd.fynd import Regel
from nämnd.models import Uppdrag
from protokoll.inträde import VARNAR
from protokoll.models.protokoll import Protokoll
from protokoll.models.uppgifter import MedVarningar, Paragrafspann, Personuppgifter


class Närvaro(MedVarningar):
    """En rad i närvarolistan. Namn och parti kopieras när mötet öppnas.

    En person har en gällande rad i taget. Den som byter plats eller börjar tjänstgöra får en ny
    rad; den gamla står kvar med de paragrafer den gällde.
    """

    class Status(models.TextChoices):
        LEDAMOT = "ledamot", "ledamot"
        TJÄNSTGÖRANDE = "tjanstgorande_ersattare", "tjänstgörande ersättare"
        ERSÄTTARE = "ersattare", "ersättare"
        FRÅNVARANDE = "franvarande", "frånvarande"
        INSYN = "insynsplats", "insynsplats"

    protokoll = models.ForeignKey(Protokoll, models.CASCADE, related_name="närvarande")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    namn = models.CharField(max_length=200)
    parti = models.CharField(max_length=50, blank=True)
    post = models.CharField(max_length=100, blank=True)
    är_ersättare = models.BooleanField(default=False, db_column="ar_ersattare")
    status = models.CharField(max_length=25, choices=Status)
    för = models.ForeignKey(
        "self",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        db_column="for_id",
        help_text="Ledamoten som ersättaren tjänstgör för.",
    )
    för_namn = models.CharField(
        max_length=200,
        blank=True,
        db_column="for_namn",
        help_text="Ledamotens namn när ledamoten saknar egen rad.",
    )
    valkrets = models.CharField(max_length=100, blank=True, help_text="KL 5 kap. 21 §.")
    personlig_för = models.ForeignKey(
        Person,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        db_column="personlig_for_id",
        help_text="Ledamoten som ersättaren är personlig ersättare för.",
    )
    varningarnas_lagrum = ArrayField(models.CharField(max_length=100), default=list, blank=True)
    distans = models.BooleanField("på distans", default=False, help_text="KL 6 kap. 24 §.")
    inne = models.BooleanField(
        "i rummet",
        default=True,
        help_text="Falskt för den som lämnat mötet, för gott eller tills vidare.",
    )
    gällande = models.BooleanField(
        default=True, db_column="gallande", help_text="Personens rad just nu."
    )
    frånvaro_skäl = models.CharField(max_length=300, blank=True, db_column="franvaro_skal")
    paragrafer = Paragrafspann(help_text="Paragraferna raden gäller; tomt är alla.")
    ej = Paragrafspann(help_text="Närvarande men inte vid de här paragraferna.")
    del_av = Paragrafspann(help_text="Närvarande vid en del av de här paragraferna.")
    ordning = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["protokoll_id", "ordning", "id"]
        verbose_name = "närvaro"
        verbose_name_plural = "närvaro"
        db_table = "protokoll_narvaro"
        constraints = [
            models.UniqueConstraint(
                fields=["protokoll", "person"],
                condition=Q(gällande=True),
                name="narvaro_en_rad",
                violation_error_message="Personen står redan i närvarolistan.",
            ),
            models.UniqueConstraint(
                fields=["protokoll", "för"],
                condition=Q(gällande=True),
                name="narvaro_en_ersattare_per_plats",
                violation_error_message="En annan ersättare tjänstgör redan för ledamoten.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.namn} ({self.parti or '-'})"

    @property
    def har_insynsplats(self) -> bool:
        return self.post == Uppdrag.Post.INSYN.label

    @property
    def har_plats(self) -> bool:
        """Om raden är en ledamots, och alltså räknas som en plats i organet."""
        return not self.är_ersättare and not self.har_insynsplats

    @property
    def är_frånvarande(self) -> bool:
        """Borta: aldrig kommen, eller gången."""
        return self.status == self.Status.FRÅNVARANDE or not self.inne

    @property
    def varningsrader(self) -> list[tuple[str, Regel | None]]:
        """Varningarna med sin regel; ett inläst protokolls varningar nämner den i texten."""
        if not self.varningarnas_lagrum:
            return super().varningsrader
        regler = [VARNAR.get(lagrum) for lagrum in self.varningarnas_lagrum]
        return list(zip_longest(self.varningar, regler[: len(self.varningar)]))

    @property
    def tjänstgör(self) -> bool:
        """Beslutar just nu."""
        return (
            self.gällande
            and self.inne
            and self.status in (self.Status.LEDAMOT, self.Status.TJÄNSTGÖRANDE)
        )


class Närvarotid(models.Model):
    """När någon var inne, efter klockan."""

    närvaro = models.ForeignKey(
        Närvaro, models.CASCADE, related_name="tider", db_column="narvaro_id"
    )
    från = models.TimeField(db_column="fran")
    till = models.TimeField(null=True, blank=True)

    class Meta:
        ordering = ["närvaro_id", "id"]
        verbose_name = "närvarotid"
        verbose_name_plural = "närvarotider"
        db_table = "protokoll_narvarotid"

    def __str__(self) -> str:
        return f"{self.från:%H.%M}" + (f"–{self.till:%H.%M}" if self.till else "")


class ÖvrigNärvarande(models.Model):
    """En tjänsteperson eller gäst vid mötet."""

    class Roll(models.TextChoices):
        SEKRETERARE = "sekreterare", "sekreterare"
        TJÄNSTEPERSON = "tjansteperson", "tjänsteperson"
        PERSONALFÖRETRÄDARE = "personalforetradare", "personalföreträdare"
        GÄST = "gast", "gäst"
        SAKKUNNIG = "sakkunnig", "sakkunnig"

    protokoll = models.ForeignKey(Protokoll, models.CASCADE, related_name="övriga")
    namn = models.CharField(max_length=200)
    titel = models.CharField(max_length=200, blank=True)
    roll = models.CharField(max_length=20, choices=Roll, blank=True)
    paragrafer = Paragrafspann(help_text="Paragraferna personen var med vid; tomt är alla.")
    ej = Paragrafspann()
    del_av = Paragrafspann()
    distans = models.BooleanField("på distans", default=False)
    yttranderätt = models.BooleanField(default=False, db_column="yttranderatt")

    class Meta:
        ordering = ["protokoll_id", "id"]
        verbose_name = "övrig närvarande"
        verbose_name_plural = "övriga närvarande"
        db_table = "protokoll_ovrignarvarande"

    def __str__(self) -> str:
        return f"{self.namn}, {self.titel}" if self.titel else self.namn

    @property
    def är_inne(self) -> bool:
        return any(tid.till is None for tid in self.tider.all())


class ÖvrigTid(models.Model):
    """När en övrig närvarande var inne, efter klockan."""

    övrig = models.ForeignKey(
        ÖvrigNärvarande, models.CASCADE, related_name="tider", db_column="ovrig_id"
    )
    från = models.TimeField(db_column="fran")
    till = models.TimeField(null=True, blank=True)

    class Meta:
        ordering = ["övrig_id", "id"]
        verbose_name = "övrig närvarandes tid"
        verbose_name_plural = "övriga närvarandes tider"
        db_table = "protokoll_ovrigtid"

    def __str__(self) -> str:
        return f"{self.från:%H.%M}" + (f"–{self.till:%H.%M}" if self.till else "")


class Övrigdeltagande(models.Model):
    """En övrig som var med när paragrafen behandlades; paragrafspannet räknas ur raderna."""

    paragraf = models.ForeignKey("protokoll.Paragraf", models.CASCADE, related_name="övriga")
    övrig = models.ForeignKey(
        ÖvrigNärvarande, models.CASCADE, related_name="deltagande", db_column="ovrig_id"
    )

    class Meta:
        ordering = ["paragraf_id", "övrig_id"]
        verbose_name = "övrigas deltagande"
        verbose_name_plural = "övrigas deltagande"
        db_table = "protokoll_ovrigdeltagande"
        constraints = [
            models.UniqueConstraint(
                fields=["paragraf", "övrig"],
                name="ovrigdeltagande_unikt",
                violation_error_message="Personens deltagande är redan antecknat.",
            ),
        ]

    def __str__(self) -> str:
        return str(self.övrig)


class Justerare(Personuppgifter):
    """En vald justerare, eller ersättare för justerare."""

    protokoll = models.ForeignKey(Protokoll, models.CASCADE, related_name="justerare")
    justering = models.ForeignKey(
        "protokoll.Justering",
        models.CASCADE,
        null=True,
        blank=True,
        related_name="justerare",
        help_text="Tomt: vald vid mötet, för alla justeringar.",
    )
    närvaro = models.ForeignKey(
        Närvaro, models.CASCADE, null=True, blank=True, related_name="+", db_column="narvaro_id"
    )
    är_ersättare = models.BooleanField(
        "ersättare för justerare", default=False, db_column="ar_ersattare"
    )

    class Meta:
        ordering = ["protokoll_id", "är_ersättare", "id"]
        verbose_name = "justerare"
        verbose_name_plural = "justerare"
        constraints = [
            models.UniqueConstraint(
                fields=["protokoll", "justering", "närvaro"],
                condition=Q(närvaro__isnull=False),
                nulls_distinct=False,
                name="justerare_en_gang",
                violation_error_message="Personen är redan vald.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.namn} ({self.parti or '-'})"


class Ajournering(models.Model):
    """En paus i mötet, eller i behandlingen av en paragraf."""

    protokoll = models.ForeignKey(Protokoll, models.CASCADE, related_name="ajourneringar")
    paragraf = models.ForeignKey(
        "protokoll.Paragraf",
        models.CASCADE,
        null=True,
        blank=True,
        related_name="ajourneringar",
        help_text="Paragrafen som behandlades när mötet ajournerades.",
    )
    från = models.TimeField(db_column="fran")
    till = models.TimeField(null=True, blank=True)

    class Meta:
        ordering = ["protokoll_id", "id"]
        verbose_name = "ajournering"
        verbose_name_plural = "ajourneringar"

    def __str__(self) -> str:
        return f"{self.från:%H.%M}" + (f"–{self.till:%H.%M}" if self.till else "")
