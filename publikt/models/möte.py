from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from publikt.models.kopia import Kopia


class MöteQuerySet(models.QuerySet["Möte"]):
    def ute(self) -> "MöteQuerySet":
        """De som har en sida."""
        return self.filter(borttagen_tid=None)

    def per_dag(self) -> "MöteQuerySet":
        return self.order_by("-datum", "organ", "-pk")


class Möte(models.Model):
    """Ett sammanträde på webben: den offentliga kallelsen, som den lämnades hit."""

    objects = MöteQuerySet.as_manager()

    källa = models.CharField(
        max_length=200,
        unique=True,
        db_column="kalla",
        help_text="Mötet som anroparen känner det. Samma källa: samma sida.",
    )
    kommun = models.CharField(max_length=300)
    organ = models.CharField(max_length=200)
    datum = models.DateField()
    tid = models.CharField(max_length=200, blank=True)
    plats = models.CharField(max_length=400, blank=True)
    dokumentnamn = models.CharField(max_length=100)
    edition = models.PositiveSmallIntegerField(default=1)
    utfärdad_dag = models.DateField(db_column="utfardad_dag")
    offentligt = models.BooleanField("allmänheten får närvara", default=False)
    inställt = models.BooleanField(default=False, db_column="installt")
    kallelse = models.ForeignKey(Kopia, models.PROTECT, null=True, related_name="+")
    handlingar = models.ForeignKey(Kopia, models.PROTECT, null=True, blank=True, related_name="+")
    publicerad_tid = models.DateTimeField()
    borttagen_tid = models.DateTimeField(null=True, blank=True)
    ändrad_av = models.CharField(
        max_length=200, db_column="andrad_av", help_text="Den som senast ändrade sidan."
    )

    class Meta:
        ordering = ["-datum", "-id"]
        verbose_name = "publicerat möte"
        verbose_name_plural = "publicerade möten"
        db_table = "publikt_mote"
        constraints = [
            models.CheckConstraint(
                condition=Q(borttagen_tid=None, kallelse__isnull=False)
                | Q(borttagen_tid__isnull=False, kallelse=None, handlingar=None),
                name="mote_kallelse_medan_det_ar_ute",
                violation_error_message="Ett möte på webben har en kallelse, ett borttaget ingen.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organ} {self.datum}"


class Mötespunkt(models.Model):
    """En punkt på det publicerade mötets lista, så som det offentliga exemplaret har den."""

    möte = models.ForeignKey(Möte, models.CASCADE, related_name="punkter", db_column="mote_id")
    ordning = models.PositiveSmallIntegerField()
    avsnitt = models.CharField(max_length=200, blank=True)
    nummer = models.CharField(max_length=25, blank=True)
    rubrik = models.CharField(max_length=600)
    beteckning = models.CharField(max_length=100, blank=True)
    sekretess = models.CharField(max_length=250, blank=True)
    tid = models.CharField(max_length=50, blank=True)
    beslutsinstans = models.CharField(max_length=100, blank=True)
    anmärkningar = ArrayField(
        models.CharField(max_length=400), default=list, blank=True, db_column="anmarkningar"
    )
    föredragande = ArrayField(
        models.CharField(max_length=500), default=list, blank=True, db_column="foredragande"
    )
    förslag_rubrik = models.CharField(max_length=300, blank=True, db_column="forslag_rubrik")
    förslag = ArrayField(models.TextField(), default=list, blank=True, db_column="forslag")
    handlingar = ArrayField(models.CharField(max_length=500), default=list, blank=True)

    class Meta:
        ordering = ["möte_id", "ordning"]
        verbose_name = "publicerad punkt"
        verbose_name_plural = "publicerade punkter"
        db_table = "publikt_motespunkt"
        constraints = [
            models.UniqueConstraint(
                fields=["möte", "ordning"],
                name="motespunkt_ordning",
                violation_error_message="Två punkter har samma plats.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.nummer} {self.rubrik}".strip()
