from __future__ import annotations

from datetime import date

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from konton.models import Myndighet, Parti, Person
from ärenden.models import Diarium, Ärende


class Organ(models.Model):
    """Ett beslutande organ. Ett utskott hör till en nämnd och samma myndighet."""

    class Typ(models.TextChoices):
        FULLMÄKTIGE = "fullmaktige", "fullmäktige"
        STYRELSE = "styrelse", "styrelse"
        NÄMND = "namnd", "nämnd"
        GEMENSAM_NÄMND = "gemensam_namnd", "gemensam nämnd"
        UTSKOTT = "utskott", "utskott"
        BEREDNING = "beredning", "beredning"

    myndighet = models.ForeignKey(Myndighet, models.PROTECT, related_name="+")
    diarium = models.ForeignKey(Diarium, models.PROTECT, null=True, blank=True, related_name="+")
    namn = models.CharField(max_length=200)
    kortnamn = models.CharField(max_length=20, blank=True)
    typ = models.CharField(max_length=20, choices=Typ, default=Typ.NÄMND)
    överordnat = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="underordnade",
        db_column="overordnat_id",
    )
    platser = models.PositiveSmallIntegerField(
        "antal ledamöter", null=True, blank=True, validators=[MinValueValidator(1)]
    )
    distans_tillåten = models.BooleanField(
        "deltagande på distans tillåtet",
        default=False,
        help_text="KL 6 kap. 24 §.",
        db_column="distans_tillaten",
    )
    distansregel = models.CharField(
        "regel om distans",
        max_length=500,
        blank=True,
        help_text="Trycks i kallelsen, till exempel vem man anmäler det till.",
    )
    distans_dagar = models.PositiveSmallIntegerField(
        "dagar före mötet att anmäla distans",
        null=True,
        blank=True,
        help_text="Enligt reglementet. Nya möten får sista dagen uträknad.",
    )
    föreslagna_justerare = models.PositiveSmallIntegerField(
        "justerare som föreslås i kallelsen",
        default=0,
        db_column="foreslagna_justerare",
        help_text="I tur och ordning bland ledamöterna; 0 om nämnden utser dem först på mötet.",
    )
    slag_i_rubriken = models.BooleanField(
        "punktens slag står före rubriken",
        default=False,
        help_text="Till exempel ”Information: Budgetläget” i kallelsen.",
    )
    första_nummer = models.PositiveSmallIntegerField(
        "första punktens nummer",
        default=1,
        help_text="En del organ numrerar från 0.",
        db_column="forsta_nummer",
    )
    formalia_med_paragraf = models.BooleanField(
        "formalia får paragrafnummer", default=True, help_text="Upprop, val av justerare m.m."
    )
    ersättares_mening = models.BooleanField(
        "ersättare får sin mening antecknad",
        default=False,
        help_text="Enligt reglementet; gäller ersättare som inte tjänstgör.",
        db_column="ersattares_mening",
    )
    protokollsanteckningar = models.BooleanField(
        "ledamöter får göra protokollsanteckningar och särskilda yttranden",
        default=True,
        help_text="Enligt reglementet. Rätten att reservera sig gäller alltid (KL 4 kap. 27 §).",
    )
    färre_får_besvara = models.BooleanField(
        "interpellationer och frågor får besvaras av färre",
        default=False,
        help_text="Fullmäktiges eget beslut: svaret kräver inte att fler än hälften är närvarande "
        "(KL 5 kap. 45 §).",
        db_column="farre_far_besvara",
    )
    samverkande = models.JSONField(
        "gemensam med",
        default=list,
        blank=True,
        help_text="De andra kommunerna eller regionerna i en gemensam nämnd (KL 9 kap. 19 §).",
    )
    inkallelseordning = models.JSONField(
        default=dict,
        blank=True,
        help_text="För varje parti, partierna i den ordning deras ersättare kallas in.",
    )
    anteckningssidor = models.PositiveSmallIntegerField("anteckningssidor i paketet", default=0)
    stopp_arbetsdagar = models.PositiveSmallIntegerField(
        "stoppdag, arbetsdagar före mötet",
        default=15,
        validators=[MinValueValidator(1), MaxValueValidator(90)],
        help_text="Förslag i sammanträdesplanen: sista dag att lämna handlingar.",
    )
    utskick_arbetsdagar = models.PositiveSmallIntegerField(
        "utskick, arbetsdagar före mötet",
        default=7,
        validators=[MinValueValidator(1), MaxValueValidator(90)],
        help_text="Förslag i sammanträdesplanen: dagen kallelsen går ut.",
    )

    class Meta:
        ordering = ["myndighet_id", "namn", "id"]
        verbose_name = "organ"
        verbose_name_plural = "organ"
        constraints = [
            models.UniqueConstraint(
                fields=["myndighet", "namn"],
                name="organ_unikt_namn",
                violation_error_message="Myndigheten har redan ett organ med det namnet.",
            ),
        ]

    def __str__(self) -> str:
        return self.namn

    @property
    def bestämd_form(self) -> str:
        """Organet mitt i en mening: nämnden, utskottet …"""
        return _BESTÄMD_FORM[Organ.Typ(self.typ)]

    @property
    def kommunnamn(self) -> list[str]:
        """Kommunen som nämnden ingår i, och de som den är gemensam med (KL 9 kap. 20 §)."""
        kommun = self.myndighet.kommun
        return [kommun.namn, *(self.samverkande or kommun.fler_namn)]


class UppdragQuerySet(models.QuerySet["Uppdrag"]):
    def gällande(self, dag: date | None = None) -> UppdragQuerySet:
        dag = dag or timezone.localdate()
        return self.filter(Q(till=None) | Q(till__gte=dag), från__lte=dag)


class Uppdrag(models.Model):
    """En persons uppdrag i ett organ, med parti och mandattid."""

    class Post(models.TextChoices):
        ORDFÖRANDE = "ordforande", "ordförande"
        VICE_1 = "vice_1", "1:e vice ordförande"
        VICE_2 = "vice_2", "2:e vice ordförande"
        LEDAMOT = "ledamot", "ledamot"
        ERSÄTTARE = "ersattare", "ersättare"
        INSYN = "insyn", "insynsplats"

    objects = UppdragQuerySet.as_manager()

    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    organ = models.ForeignKey(Organ, models.PROTECT, related_name="uppdrag")
    post = models.CharField(max_length=12, choices=Post, default=Post.LEDAMOT)
    parti = models.ForeignKey(Parti, models.PROTECT, null=True, blank=True, related_name="+")
    från = models.DateField(db_column="fran")
    till = models.DateField(null=True, blank=True)
    ordning = models.PositiveSmallIntegerField(
        default=0, help_text="Ordning i listan och vid inkallelse."
    )

    valkrets = models.CharField(
        max_length=100,
        blank=True,
        help_text="I fullmäktige med flera valkretsar (KL 5 kap. 21 §).",
    )
    personlig_ersättare_för = models.ForeignKey(
        "self",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        db_column="personlig_ersattare_for_id",
        help_text="Ledamoten som ersättaren kallas in för före alla andra, enligt reglementet.",
    )

    class Meta:
        ordering = ["organ_id", "ordning", "id"]
        verbose_name = "uppdrag"
        verbose_name_plural = "uppdrag"
        constraints = [
            models.CheckConstraint(
                condition=Q(till=None) | Q(till__gte=F("från")),
                name="uppdrag_till_efter_fran",
                violation_error_message="Slutdagen får inte ligga före startdagen.",
            ),
            models.UniqueConstraint(
                fields=["person", "organ", "från"],
                name="uppdrag_unikt",
                violation_error_message="Personen har redan ett uppdrag i organet från den dagen.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person} ({self.parti or '-'}), {self.get_post_display()}"

    @property
    def är_ersättare(self) -> bool:
        return self.post == self.Post.ERSÄTTARE


class StåendePunkt(models.Model):
    """En punkt som organet brukar ha på listan (upprop, val av justerare …)."""

    organ = models.ForeignKey(Organ, models.CASCADE, related_name="stående_punkter")
    ordning = models.PositiveSmallIntegerField(default=0)
    rubrik = models.CharField(max_length=500)
    slag = models.CharField(max_length=12, default="formalia")
    sist = models.BooleanField("efter beslutsärendena", default=False)
    förslag = models.TextField("förslag till beslut", blank=True, db_column="forslag")
    ärende = models.ForeignKey(
        Ärende,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="årets ärende",
        db_column="arende_id",
        help_text="Det stående diarienumret för en återkommande punkt. Gäller möten samma år.",
    )

    class Meta:
        ordering = ["organ_id", "sist", "ordning", "id"]
        verbose_name = "stående punkt"
        verbose_name_plural = "stående punkter"
        db_table = "namnd_staendepunkt"

    def __str__(self) -> str:
        return self.rubrik

    def ärende_för(self, år: int) -> Ärende | None:
        """Årets stående ärende; ett annat års gäller inte längre."""
        return self.ärende if self.ärende and self.ärende.år == år else None


_BESTÄMD_FORM = {
    Organ.Typ.FULLMÄKTIGE: "fullmäktige",
    Organ.Typ.STYRELSE: "styrelsen",
    Organ.Typ.NÄMND: "nämnden",
    Organ.Typ.GEMENSAM_NÄMND: "nämnden",
    Organ.Typ.UTSKOTT: "utskottet",
    Organ.Typ.BEREDNING: "beredningen",
}
