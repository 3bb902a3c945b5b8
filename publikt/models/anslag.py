from __future__ import annotations

from typing import Any

import pgtrigger
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from publikt.models.kopia import Kopia


class Slag(models.TextChoices):
    """Det som får stå på anslagstavlan (KL 8 kap. 10–11 §§). Listan är sluten."""

    FULLMÄKTIGES_SAMMANTRÄDE = "fullmaktige", "tillkännagivande om fullmäktiges sammanträde"
    JUSTERAT_PROTOKOLL = "justering", "tillkännagivande av justerat protokoll"
    DELEGATIONSBESLUT = "delegation", "tillkännagivande av delegationsbeslut"
    PROTOKOLL = "protokoll", "justerat protokoll"
    ÖVERKLAGANDE = "overklagande", "upplysning om hur beslut kan överklagas"
    ANNAN_FÖRFATTNING = "forfattning", "kungörelse enligt lag eller annan författning"
    NÄMNDS_SAMMANTRÄDE = "namnd", "tillkännagivande om nämnds sammanträde"
    BESLUTSUNDERLAG = "underlag", "beslutsunderlag inför sammanträde"

    @property
    def lagrum(self) -> str:
        return f"8 kap. {_PUNKT[self.value]} kommunallagen"

    @property
    def startar_överklagandetid(self) -> bool:
        """Tiden för laglighetsprövning räknas från ett sådant anslag (KL 13 kap. 5 §)."""
        return self.value in STARTAR_TIDEN


_PUNKT = {
    "fullmaktige": "10 § 1",
    "justering": "10 § 2",
    "delegation": "10 § 3",
    "protokoll": "10 § 4",
    "overklagande": "10 § 5",
    "forfattning": "10 § andra stycket",
    "namnd": "11 §",
    "underlag": "11 §",
}
# I källan: en rättad version av det som anslaget före ordet gäller.
RÄTTAT = ":rattad:"
STARTAR_TIDEN = ("justering", "delegation")
# Ett protokoll över delegationsbeslut har bara sin rubrik.
MÄRKER = ("slag", "kommun", "organ", "sammanträdesdag", "justerad_dag", "paragrafer", "rubrik")


class AnslagQuerySet(models.QuerySet["Anslag"]):
    def uppe(self) -> AnslagQuerySet:
        """De som sitter på tavlan nu."""
        return self.filter(uppsatt_tid__isnull=False, nedtagen_tid=None, makulerad_tid=None)

    def väntande(self) -> AnslagQuerySet:
        """De som ska sättas upp."""
        return self.filter(uppsatt_tid=None, makulerad_tid=None)

    def tidigare(self) -> AnslagQuerySet:
        """De som har suttit uppe och inte gör det längre."""
        return self.filter(uppsatt_tid__isnull=False).exclude(nedtagen_tid=None, makulerad_tid=None)

    def rättade(self, källa: str) -> AnslagQuerySet:
        """De rättade versionerna av det som anslaget med källan gäller."""
        return self.filter(källa__startswith=f"{källa}{RÄTTAT}")

    def på_nytt(self, anslag: Anslag) -> AnslagQuerySet:
        """Senare tillkännagivanden av samma justering, det senaste först."""
        if not anslag.startar_överklagandetid:
            return self.none()
        lika = dict(zip(MÄRKER, anslag.vad_det_gäller, strict=True))
        if anslag.slag == Slag.DELEGATIONSBESLUT:
            # Anslås det på nytt för hand sägs inte när protokollet justerades; rubriken räcker.
            del lika["justerad_dag"]
        return self.filter(**lika, pk__gt=anslag.pk, makulerad_tid=None).order_by("-pk")

    def kända(self) -> AnslagQuerySet:
        """De som har en egen sida: de på tavlan och de som tagits ned på sin dag."""
        return self.filter(uppsatt_tid__isnull=False, makulerad_tid=None)


def _ändrat_andra_gången(kolumn: str) -> pgtrigger.Q:
    """Villkor för utlösare: kolumnen hade ett värde och får ett annat."""
    return pgtrigger.Q(**{f"old__{kolumn}__isnull": False}) & pgtrigger.Q(
        **{f"old__{kolumn}__df": pgtrigger.F(f"new__{kolumn}")}
    )


class Anslag(models.Model):
    """Ett anslag på kommunens anslagstavla: en kopia av det som den som anslog lämnade hit."""

    objects = AnslagQuerySet.as_manager()

    källa = models.CharField(
        max_length=200,
        unique=True,
        db_column="kalla",
        help_text="Vad anslaget gäller, som anroparen känner det. Samma källa: samma anslag.",
    )
    slag = models.CharField(max_length=12, choices=Slag)
    kommun = models.CharField(max_length=200)
    organ = models.CharField(max_length=200)
    rubrik = models.CharField(max_length=500)
    sammanträdesdag = models.DateField(null=True, blank=True, db_column="sammantradesdag")
    paragrafer = models.CharField(max_length=500, blank=True)
    justerad_dag = models.DateField(null=True, blank=True)
    förvaringsplats = models.CharField(
        max_length=300,
        blank=True,
        db_column="forvaringsplats",
        help_text="Var protokollet finns tillgängligt.",
    )
    sista_överklagandedag = models.DateField(
        null=True, blank=True, db_column="sista_overklagandedag"
    )
    överklagandeanvisning = models.TextField(blank=True, db_column="overklagandeanvisning")
    lagstöd = models.CharField(
        max_length=300,
        blank=True,
        db_column="lagstod",
        help_text="Författningen som en kungörelse vilar på.",
    )
    text = models.TextField(blank=True)
    protokoll = models.ForeignKey(
        Kopia, models.PROTECT, null=True, blank=True, related_name="+", help_text="Offentlig kopia."
    )
    protokoll_läggs_ut = models.BooleanField(
        default=False,
        db_column="protokoll_laggs_ut",
        help_text="Protokollet kommer till anslaget när det är färdigt.",
    )
    bevis = models.ForeignKey(Kopia, models.PROTECT, null=True, blank=True, related_name="+")
    publiceras_efter = models.BooleanField(
        default=False, help_text="Texten och filerna får läsas också när anslaget är nedtaget."
    )
    uppe_från = models.DateTimeField(db_column="uppe_fran", help_text="När det ska sättas upp.")
    ned_dag = models.DateField("dagen då det tas ned")
    uppsatt_tid = models.DateTimeField(null=True, blank=True)
    nedtagen_tid = models.DateTimeField(null=True, blank=True)
    makulerad_tid = models.DateTimeField(null=True, blank=True)
    makulerat_skäl = models.CharField(max_length=300, blank=True, db_column="makulerat_skal")

    class Meta:
        ordering = ["-uppsatt_tid", "-id"]
        verbose_name = "anslag"
        verbose_name_plural = "anslag"
        indexes = [
            models.Index(
                fields=["ned_dag"],
                condition=Q(nedtagen_tid=None, makulerad_tid=None),
                name="anslag_pa_tavlan",
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(slag__in=Slag.values),
                name="anslag_tillatet_slag",
                violation_error_message="Det får inte stå på anslagstavlan (KL 8 kap. 10–11 §§).",
            ),
            models.CheckConstraint(
                condition=~Q(slag__in=STARTAR_TIDEN)
                | Q(sista_överklagandedag__isnull=False) & ~Q(förvaringsplats=""),
                name="anslag_dag_och_plats",
                violation_error_message=(
                    "Anslaget säger var protokollet finns och sista dagen att överklaga."
                ),
            ),
            models.CheckConstraint(
                condition=~Q(slag="justering") | Q(justerad_dag__isnull=False),
                name="anslag_justerad_dag",
                violation_error_message="Anslaget säger vilken dag protokollet justerades.",
            ),
            models.CheckConstraint(
                condition=~Q(slag="forfattning") | ~Q(lagstöd=""),
                name="anslag_lagstod",
                violation_error_message="En kungörelse säger vilken författning den vilar på.",
            ),
            models.CheckConstraint(
                condition=Q(sista_överklagandedag=None) | Q(ned_dag__gt=F("sista_överklagandedag")),
                name="anslag_uppe_hela_tiden",
                violation_error_message=(
                    "Anslaget tas ned tidigast dagen efter sista dagen att överklaga."
                ),
            ),
            models.CheckConstraint(
                condition=Q(makulerad_tid=None, makulerat_skäl="")
                | Q(makulerad_tid__isnull=False) & ~Q(makulerat_skäl=""),
                name="anslag_makulerat_har_skal",
                violation_error_message="Ett makulerat anslag har en tid och ett skäl.",
            ),
            models.CheckConstraint(
                condition=Q(nedtagen_tid=None)
                | Q(uppsatt_tid__isnull=False, nedtagen_tid__gte=F("uppsatt_tid")),
                name="anslag_ned_efter_upp",
                violation_error_message="Bara ett uppsatt anslag tas ned.",
            ),
            models.CheckConstraint(
                condition=Q(nedtagen_tid=None) | Q(makulerad_tid=None),
                name="anslag_nedtaget_eller_makulerat",
                violation_error_message="Ett anslag är nedtaget eller makulerat, inte båda.",
            ),
        ]
        triggers = [
            pgtrigger.Protect(name="anslag_tas_inte_bort", operation=pgtrigger.Delete),
            pgtrigger.ReadOnly(
                name="anslag_ar_fruset",
                exclude=[
                    "protokoll",
                    "bevis",
                    "ned_dag",
                    "sista_överklagandedag",
                    "uppsatt_tid",
                    "nedtagen_tid",
                    "makulerad_tid",
                    "makulerat_skäl",
                ],
            ),
            pgtrigger.Protect(
                name="anslag_gar_bara_framat",
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(new__ned_dag__lt=pgtrigger.F("old__ned_dag"))
                | pgtrigger.Q(
                    new__sista_överklagandedag__lt=pgtrigger.F("old__sista_överklagandedag")
                )
                | _ändrat_andra_gången("protokoll_id")
                | _ändrat_andra_gången("bevis_id")
                | _ändrat_andra_gången("uppsatt_tid")
                | _ändrat_andra_gången("nedtagen_tid")
                | _ändrat_andra_gången("makulerad_tid")
                | pgtrigger.Q(old__makulerad_tid__isnull=False)
                & pgtrigger.Q(old__makulerat_skäl__df=pgtrigger.F("new__makulerat_skäl")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organ}: {self.rubrik}"

    @property
    def är_uppe(self) -> bool:
        return (
            self.uppsatt_tid is not None
            and self.nedtagen_tid is None
            and self.makulerad_tid is None
        )

    @property
    def vad_det_gäller(self) -> tuple[Any, ...]:
        """Det som två tillkännagivanden av samma sak har lika."""
        return tuple(getattr(self, fält) for fält in MÄRKER)

    @property
    def ursprungets_källa(self) -> str:
        """Källan för det som det här är en rättad version av; tomt när det inte är det."""
        ursprung, _, version = self.källa.partition(RÄTTAT)
        return ursprung if version else ""

    @property
    def får_läsas(self) -> bool:
        """Texten och filerna; annars bara att anslaget har suttit uppe."""
        return self.är_uppe or (self.nedtagen_tid is not None and self.publiceras_efter)

    @property
    def bevis_får_läsas(self) -> bool:
        """Beviset om ett justerat protokoll säger bara organ och dagar: det läses också efteråt.

        Andra anslags bevis har en rubrik som någon skrivit och som kan nämna en enskild.
        """
        efteråt = self.nedtagen_tid is not None and self.slag == Slag.JUSTERAT_PROTOKOLL
        return self.får_läsas or efteråt

    @property
    def väntar_på_protokoll(self) -> bool:
        return self.är_uppe and self.protokoll_läggs_ut and self.protokoll_id is None

    @property
    def lagrum(self) -> str:
        return Slag(self.slag).lagrum

    @property
    def startar_överklagandetid(self) -> bool:
        return Slag(self.slag).startar_överklagandetid

    @property
    def nytt_tillkännagivande_rekommenderas(self) -> bool:
        """Anslaget har inte suttit uppe hela tiden, och laga kraft är osäker (KL 13 kap. 5 §)."""
        return (
            self.startar_överklagandetid and self.makulerad_tid is None and bool(self.avbrott.all())
        )


class Avbrott(models.Model):
    """En tid då anslaget borde ha suttit uppe men ingen kan visa att det gjorde det."""

    anslag = models.ForeignKey(Anslag, models.PROTECT, related_name="avbrott")
    från_tid = models.DateTimeField(db_column="fran_tid")
    till_tid = models.DateTimeField()
    dagar = models.PositiveSmallIntegerField(help_text="Så många dagar flyttades nedtagningen.")

    class Meta:
        ordering = ["från_tid", "id"]
        verbose_name = "avbrott"
        verbose_name_plural = "avbrott"
        constraints = [
            models.UniqueConstraint(
                fields=["anslag", "från_tid"],
                name="avbrott_ett_per_tid",
                violation_error_message="Avbrottet är redan antecknat.",
            ),
            models.CheckConstraint(
                condition=Q(till_tid__gt=F("från_tid"), dagar__gte=1),
                name="avbrott_har_langd",
                violation_error_message="Ett avbrott slutar efter att det börjat.",
            ),
        ]
        triggers = [
            pgtrigger.Protect(
                name="avbrott_laggs_bara_till", operation=pgtrigger.Update | pgtrigger.Delete
            )
        ]

    def __str__(self) -> str:
        från, till = timezone.localtime(self.från_tid), timezone.localtime(self.till_tid)
        return f"{från:%Y-%m-%d %H:%M} – {till:%Y-%m-%d %H:%M}"


class Anslagshändelse(models.Model):
    """Något som hände med anslaget. Läggs bara till; databasen vägrar ändring."""

    class Typ(models.TextChoices):
        INLÄMNAT = "inlamnat", "inlämnat"
        UPPSATT = "uppsatt", "uppsatt"
        NEDTAGET = "nedtaget", "nedtaget"
        MAKULERAT = "makulerat", "makulerat"
        PROTOKOLL = "protokoll", "protokollet bifogat"
        BEVIS = "bevis", "bevis bifogat"
        NED_DAG = "ned_dag", "nedtagningen flyttad"
        AVBROTT = "avbrott", "avbrott"

    anslag = models.ForeignKey(Anslag, models.PROTECT, related_name="händelser")
    typ = models.CharField(max_length=10, choices=Typ)
    text = models.CharField(max_length=500, blank=True)
    av_namn = models.CharField(max_length=200)
    tid = models.DateTimeField()

    class Meta:
        ordering = ["id"]
        verbose_name = "anslagshändelse"
        verbose_name_plural = "anslagshändelser"
        db_table = "publikt_anslagshandelse"
        constraints = [
            models.UniqueConstraint(
                fields=["anslag", "typ"],
                condition=~Q(typ__in=["ned_dag", "avbrott"]),
                name="anslagshandelse_en_gang",
                violation_error_message="Det har redan hänt.",
            ),
        ]
        triggers = [
            pgtrigger.Protect(
                name="anslagshandelse_bara_till", operation=pgtrigger.Update | pgtrigger.Delete
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_typ_display()} {timezone.localdate(self.tid)}"
