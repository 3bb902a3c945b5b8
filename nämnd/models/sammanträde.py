from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.formats import date_format

from konton.models import Person
from nämnd.models.organ import Organ


class Sammanträde(models.Model):
    """Ett möte med ett organ, från plan till avslutat."""

    class Status(models.TextChoices):
        UTKAST = "utkast", "utkast"
        KALLAT = "kallat", "kallat"
        PÅGÅR = "pagar", "pågår"
        AVSLUTAT = "avslutat", "avslutat"
        INSTÄLLT = "installt", "inställt"

    class Slag(models.TextChoices):
        ORDINARIE = "ordinarie", "ordinarie"
        EXTRA = "extra", "extra"

    organ = models.ForeignKey(Organ, models.PROTECT, related_name="sammanträden")
    datum = models.DateField()
    plats = models.CharField(max_length=300, blank=True)
    digital_plats = models.CharField(
        max_length=300,
        blank=True,
        help_text="Hur man ansluter på distans. Står bara i de kallades exemplar.",
    )
    slag = models.CharField(max_length=10, choices=Slag, default=Slag.ORDINARIE)
    status = models.CharField(max_length=10, choices=Status, default=Status.UTKAST)
    tema = models.CharField(max_length=300, blank=True)
    ordförande = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", db_column="ordforande_id"
    )
    ordförande_titel = models.CharField(max_length=200, blank=True, db_column="ordforande_titel")
    sekreterare = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    sekreterare_titel = models.CharField(max_length=200, blank=True)
    förhinder_till = models.ForeignKey(
        Person,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        db_column="forhinder_till_id",
        help_text="Vem man meddelar förhinder.",
    )
    distans = models.CharField("regler för distans", max_length=500, blank=True)
    distans_senast = models.DateField("sista dag att anmäla distans", null=True, blank=True)
    pressinformation = models.CharField(max_length=500, blank=True)
    underskrift_ort = models.CharField(max_length=100, blank=True)
    underskrift_dag = models.DateField(null=True, blank=True)
    beräknade_klockslag = models.BooleanField(
        "beräknade klockslag i kallelsen",
        default=False,
        db_column="beraknade_klockslag",
        help_text="Punkter utan eget klockslag får det som de beräknade tiderna ger.",
    )
    anteckningssidor = models.PositiveSmallIntegerField(default=0)
    protokollsnummer = models.CharField(max_length=50, blank=True)
    offentligt = models.BooleanField("offentligt sammanträde", default=False)
    stoppdag = models.DateField("stoppdag för handlingar", null=True, blank=True)
    utskicksdag = models.DateField(null=True, blank=True)
    anmärkningar = models.JSONField(
        default=list,
        blank=True,
        help_text="Anmärkningar om en importerad källa; trycks aldrig.",
        db_column="anmarkningar",
    )
    föregående = models.ForeignKey(
        "self",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        db_column="foregaende_id",
        help_text="Mötet vars protokoll har satts upp på listan; det sätts inte upp dit igen.",
    )
    utkast = models.BooleanField("beslutsutkast i listan", default=False)
    inställt_skäl = models.CharField(max_length=300, blank=True, db_column="installt_skal")
    version = models.PositiveIntegerField(
        default=1, help_text="Ökar vid varje ändring av föredragningslistan."
    )

    class Meta:
        ordering = ["-datum", "-id"]
        verbose_name = "sammanträde"
        verbose_name_plural = "sammanträden"
        db_table = "namnd_sammantrade"

    def __str__(self) -> str:
        return f"{self.organ} {date_format(self.datum, 'j F Y')}"

    @property
    def läget(self) -> str:
        """Efter ordet sammanträdet: ”är inställt”, men ”pågår”."""
        pågår = self.status == self.Status.PÅGÅR
        return ("" if pågår else "är ") + self.get_status_display()

    @property
    def är_öppet_för_ändring(self) -> bool:
        """Om föredragningslistan får ändras."""
        return self.status in (self.Status.UTKAST, self.Status.KALLAT)


class Tidspann(models.Model):
    """Ett tidsspann av mötet; glappen mellan dem är ajourneringar."""

    sammanträde = models.ForeignKey(
        Sammanträde, models.CASCADE, related_name="tider", db_column="sammantrade_id"
    )
    från = models.TimeField(db_column="fran")
    till = models.TimeField(null=True, blank=True)
    över_midnatt = models.BooleanField(
        default=False,
        db_column="over_midnatt",
        help_text="Spannet slutar dagen efter, eller så har källan tiderna omkastade.",
    )

    class Meta:
        ordering = ["sammanträde_id", "id"]
        verbose_name = "tid"
        verbose_name_plural = "tider"
        constraints = [
            models.CheckConstraint(
                condition=Q(till=None) | Q(till__gt=F("från")) | Q(över_midnatt=True),
                name="tidspann_till_efter_fran",
                violation_error_message="Sluttiden måste ligga efter starttiden.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.från:%H.%M}" + (f"–{self.till:%H.%M}" if self.till else "")


class Gruppmöte(models.Model):
    """Ett partis eller flera partiers möte före sammanträdet."""

    sammanträde = models.ForeignKey(
        Sammanträde, models.CASCADE, related_name="gruppmöten", db_column="sammantrade_id"
    )
    partier = models.JSONField(default=list)
    plats = models.CharField(max_length=300, blank=True)
    från = models.TimeField(null=True, blank=True, db_column="fran")
    till = models.TimeField(null=True, blank=True)

    class Meta:
        ordering = ["sammanträde_id", "id"]
        verbose_name = "gruppmöte"
        verbose_name_plural = "gruppmöten"
        db_table = "namnd_gruppmote"

    def __str__(self) -> str:
        return ", ".join(self.partier)


class Programpunkt(models.Model):
    """En rad i dagens program runt mötet (lunch, information)."""

    sammanträde = models.ForeignKey(
        Sammanträde, models.CASCADE, related_name="program", db_column="sammantrade_id"
    )
    tid = models.CharField(max_length=50, blank=True)
    text = models.CharField(max_length=300)

    class Meta:
        ordering = ["sammanträde_id", "id"]
        verbose_name = "programpunkt"
        verbose_name_plural = "programpunkter"

    def __str__(self) -> str:
        return f"{self.tid} {self.text}".strip()


class TilltänktJusterare(models.Model):
    """Den som kallelsen föreslår att justera protokollet; mötet väljer (KL 5 kap. 69 §)."""

    sammanträde = models.ForeignKey(
        Sammanträde,
        models.CASCADE,
        related_name="tilltänkta_justerare",
        db_column="sammantrade_id",
    )
    person = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    namn = models.CharField(max_length=200)
    parti = models.CharField(max_length=50, blank=True)
    är_ersättare = models.BooleanField("ersättare", default=False, db_column="ar_ersattare")

    class Meta:
        ordering = ["sammanträde_id", "är_ersättare", "id"]
        verbose_name = "tilltänkt justerare"
        verbose_name_plural = "tilltänkta justerare"
        db_table = "namnd_tilltanktjusterare"

    def __str__(self) -> str:
        return f"{self.namn} ({self.parti})" if self.parti else self.namn


class Kallad(models.Model):
    """En som kallas: ledamöter och alla ersättare, och andra i kallelsens lista.

    Namn, parti och titel kopieras hit när kallelsen utfärdas eller en mötesfil läses in.
    """

    class Som(models.TextChoices):
        LEDAMOT = "ledamot", "ledamot"
        TJÄNSTGÖRANDE_ERSÄTTARE = "tjanstgorande_ersattare", "tjänstgörande ersättare"
        ERSÄTTARE = "ersattare", "ersättare"
        KÄNNEDOM = "kannedom", "för kännedom"
        ÖVRIG = "ovrig", "övrig"

    sammanträde = models.ForeignKey(
        Sammanträde, models.CASCADE, related_name="kallade", db_column="sammantrade_id"
    )
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    som = models.CharField(max_length=25, choices=Som, blank=True)
    namn = models.CharField(max_length=200)
    parti = models.CharField(max_length=50, blank=True)
    titel = models.CharField(max_length=200, blank=True)
    epost = models.CharField("e-post", max_length=254, blank=True)
    telefon = models.CharField(max_length=50, blank=True)
    tid = models.CharField(max_length=50, blank=True)
    upprepning = models.PositiveSmallIntegerField(
        default=0, help_text="0 första gången personen står i listan; en källa kan ha fler."
    )
    kallad_av = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        ordering = ["sammanträde_id", "id"]
        verbose_name = "kallad"
        verbose_name_plural = "kallade"
        constraints = [
            models.UniqueConstraint(
                fields=["sammanträde", "person", "upprepning"],
                name="kallad_en_gang",
                violation_error_message="Personen är redan kallad.",
            ),
        ]

    def __str__(self) -> str:
        return self.namn
