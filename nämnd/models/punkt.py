from __future__ import annotations

from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import Q

from konton.models import Person
from nämnd.models.källa import Antagen
from nämnd.models.sammanträde import Sammanträde
from ärenden.models import Fil, Handling, Sekretessbelagd, Skrivelse, Ärende


class PunktQuerySet(models.QuerySet["Punkt"]):
    def översta(self) -> PunktQuerySet:
        return self.filter(förälder=None)

    def enskilda(self) -> PunktQuerySet:
        """Punkterna som tas upp var för sig; en samlad rad är dess punkter."""
        samlade = Punkt.objects.exclude(förälder=None).order_by().values("förälder")
        return self.exclude(pk__in=samlade)


class Punkt(Sekretessbelagd):
    """En punkt på föredragningslistan. Numret räknas ut; se `nämnd.numrering`."""

    class Slag(models.TextChoices):
        FORMALIA = "formalia", "formalia"
        INFORMATION = "information", "information"
        BESLUT = "beslut", "beslut"
        SEKRETESS = "sekretess", "sekretess"
        ANMÄLAN = "anmalan", "anmälan"
        ÖVRIGT = "ovrigt", "övrigt"

    class Numrering(models.TextChoices):
        LÖPANDE = "lopande", "löpande"
        FAST = "fast", "eget nummer"
        UTAN = "utan", "utan nummer"
        BOKSTAV = "bokstav", "underpunkt (5 a, 5 b)"

    objects = PunktQuerySet.as_manager()

    sammanträde = models.ForeignKey(
        Sammanträde, models.CASCADE, related_name="punkter", db_column="sammantrade_id"
    )
    förälder = models.ForeignKey(
        "self",
        models.CASCADE,
        null=True,
        blank=True,
        related_name="punkter",
        db_column="foralder_id",
        help_text="Raden som flera punkter visas som (5.–18. SEKRETESSÄRENDEN).",
    )
    ordning = models.PositiveIntegerField()
    numrering = models.CharField(max_length=8, choices=Numrering, default=Numrering.LÖPANDE)
    nummer = models.CharField(max_length=10, blank=True, help_text="Bara för eget nummer.")
    till_nummer = models.CharField(
        max_length=10, blank=True, help_text="Sista numret när flera punkter visas som en rad."
    )
    avsnitt = models.CharField(
        max_length=200, blank=True, help_text="Rubrik som börjar före punkten."
    )
    slag = models.CharField(max_length=12, choices=Slag, default=Slag.BESLUT)
    slag_antaget = models.BooleanField(
        default=False, help_text="Slaget stod inte i en inläst källa."
    )
    rubrik = models.CharField(max_length=500)
    offentlig_rubrik = models.CharField(max_length=500, blank=True)
    ärende = models.ForeignKey(
        Ärende, models.PROTECT, null=True, blank=True, related_name="+", db_column="arende_id"
    )
    avvikande_beteckning = models.CharField(
        max_length=100, blank=True, help_text="Dnr som en importerad lista trycker det."
    )
    klass = models.CharField(
        "tryckt klass", max_length=20, blank=True, help_text="Som i en inläst lista."
    )
    sekretess_antagen = models.CharField(
        "antaget om sekretessen",
        max_length=6,
        choices=Antagen,
        blank=True,
        help_text="Det i markeringen som inte stod i en inläst källa.",
    )
    skrivelse = models.ForeignKey(
        Skrivelse, models.PROTECT, null=True, blank=True, related_name="+"
    )
    fortsätter = models.ForeignKey(
        "self",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        db_column="fortsatter_id",
        help_text="Punkten på ett tidigare möte som ärendet kommer tillbaka från.",
    )
    redovisar = models.ForeignKey(
        Sammanträde,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        help_text="Mötet vars protokoll anmäls på punkten.",
    )
    tid = models.CharField("klockslag", max_length=50, blank=True)
    minuter = models.PositiveSmallIntegerField(
        "beräknad tid i minuter", null=True, blank=True, validators=[MaxValueValidator(600)]
    )
    anmärkning = models.CharField(max_length=300, blank=True, db_column="anmarkning")
    handlingar_senare = models.BooleanField("handlingar skickas senare", default=False)
    handlingar_dukas = models.BooleanField("handlingarna dukas", default=False)
    bilagemarkering = models.CharField(max_length=20, blank=True)
    beslutsinstans = models.CharField(max_length=100, blank=True)
    förslag_av = models.CharField(
        "förslag från", max_length=200, blank=True, db_column="forslag_av"
    )
    utkast = models.BooleanField(default=False)

    class Meta:
        ordering = ["sammanträde_id", "ordning", "id"]
        verbose_name = "punkt"
        verbose_name_plural = "punkter"
        constraints = [
            models.CheckConstraint(
                condition=Q(numrering="fast") ^ Q(nummer=""),
                name="punkt_eget_nummer_satt",
                violation_error_message="Ange ett nummer, eller välj löpande numrering.",
            ),
            models.UniqueConstraint(
                fields=["sammanträde", "ordning"],
                name="punkt_unik_ordning",
                violation_error_message="Två punkter har samma plats.",
                deferrable=models.Deferrable.DEFERRED,
            ),
        ]

    def __str__(self) -> str:
        return self.rubrik

    @property
    def beteckning(self) -> str:
        return self.avvikande_beteckning or (self.ärende.beteckning if self.ärende else "")

    @property
    def är_underpunkt(self) -> bool:
        """Numrerad med bokstav under punkten ovanför. Tas upp för sig, och sekretessen är egen."""
        return self.numrering == self.Numrering.BOKSTAV

    @property
    def är_sekretess(self) -> bool:
        return bool(self.sekretess_lagrum) or self.slag == self.Slag.SEKRETESS

    @property
    def sekretesskälla(self) -> Sekretessbelagd | None:
        """Markeringen som gör punkten hemlig: dess egen, ärendets eller den samlade radens."""
        källor = (self, self.ärende, self.förälder)
        return next((k for k in källor if k is not None and k.är_sekretess), None)


class Förslagssats(models.Model):
    """En sats i punktens förslag till beslut; kopieras från skrivelsen när punkten hämtas."""

    punkt = models.ForeignKey(Punkt, models.CASCADE, related_name="förslag")
    nummer = models.PositiveSmallIntegerField()
    text = models.TextField()

    class Meta:
        ordering = ["punkt_id", "nummer", "id"]
        verbose_name = "förslagssats"
        verbose_name_plural = "förslagssatser"
        db_table = "namnd_forslagssats"
        constraints = [
            models.UniqueConstraint(
                fields=["punkt", "nummer"],
                name="forslagssats_nummer",
                violation_error_message="Två satser har samma nummer.",
            ),
        ]

    def __str__(self) -> str:
        return self.text


class Föredragande(models.Model):
    """Den som föredrar punkten, med titel och tid. Kan vara flera och utifrån."""

    punkt = models.ForeignKey(Punkt, models.CASCADE, related_name="föredragande")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    parti = models.CharField(max_length=50, blank=True)
    titel = models.CharField(max_length=200, blank=True)
    epost = models.CharField("e-post", max_length=254, blank=True)
    telefon = models.CharField(max_length=50, blank=True)
    tid = models.CharField(max_length=50, blank=True)

    class Meta:
        ordering = ["punkt_id", "id"]
        verbose_name = "föredragande"
        verbose_name_plural = "föredragande"
        db_table = "namnd_foredragande"

    def __str__(self) -> str:
        return f"{self.person}, {self.titel}" if self.titel else str(self.person)

    @property
    def namn(self) -> str:
        return self.person.namn


class Punkthandling(Sekretessbelagd):
    """En handling på en punkt, i ordning. Hör den till ett ärende läses allt därifrån."""

    punkt = models.ForeignKey(Punkt, models.CASCADE, related_name="handlingar")
    ordning = models.PositiveIntegerField()
    handling = models.ForeignKey(Handling, models.PROTECT, null=True, blank=True, related_name="+")
    slag = models.CharField(max_length=20, choices=Handling.Slag, blank=True)
    rubrik = models.CharField(max_length=500, blank=True)
    datum = models.DateField(null=True, blank=True)
    fil = models.ForeignKey(Fil, models.PROTECT, null=True, blank=True, related_name="+")
    filnamn = models.CharField(max_length=255, blank=True)
    filmapp = models.CharField(
        max_length=500, blank=True, help_text="Mappen som filen låg i, i en inläst källa."
    )
    slag_antaget = models.BooleanField(
        default=False, help_text="Slaget stod inte i en inläst källa."
    )
    sekretess_antagen = models.CharField(
        "antaget om sekretessen",
        max_length=6,
        choices=Antagen,
        blank=True,
        help_text="Det i markeringen som inte stod i en inläst källa.",
    )

    class Meta:
        ordering = ["punkt_id", "ordning", "id"]
        verbose_name = "punktens handling"
        verbose_name_plural = "punktens handlingar"
        constraints = [
            models.CheckConstraint(
                condition=Q(handling__isnull=False, rubrik="", fil=None)
                | Q(handling=None) & ~Q(rubrik=""),
                name="punkthandling_en_kalla",
                violation_error_message="Ange en registrerad handling eller en egen rubrik.",
            ),
        ]

    def __str__(self) -> str:
        return self.titel

    @property
    def titel(self) -> str:
        return self.handling.rubrik if self.handling else self.rubrik

    @property
    def offentlig_titel(self) -> str:
        """Titeln i stället för handlingens egen där alla läser, när den har en sådan."""
        return self.handling.offentlig_rubrik if self.handling else ""

    @property
    def papper(self) -> Fil | None:
        """Filen som ska in i paketet."""
        return self.handling.fil if self.handling else self.fil

    @property
    def namn_på_fil(self) -> str:
        return (self.handling.filnamn if self.handling else self.filnamn) or self.titel

    @property
    def är_hemlig(self) -> bool:
        """Egen markering eller handlingens; punktens egen sekretess prövas för sig."""
        return self.är_sekretess or bool(self.handling and self.handling.är_sekretess)
