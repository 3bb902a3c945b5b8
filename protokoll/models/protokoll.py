from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import Q

from nämnd.models import Punkt, Sammanträde, Uppdrag
from protokoll.beslutsförhet import Beslutsförhet
from ärenden.models import Fil, Jobb

if TYPE_CHECKING:
    from protokoll.models.närvaro import Närvaro


class Protokoll(models.Model):
    """Protokollet över ett sammanträde. Finns från det att mötet öppnas.

    Förberett är det när en inläst kallelse redan nämner justerare, anmälda beslut eller bilagor.
    """

    class Status(models.TextChoices):
        FÖRBERETT = "forberett", "mötet inte öppnat"
        ÖPPET = "oppet", "mötet pågår"
        AVSLUTAT = "avslutat", "mötet avslutat"
        JUSTERAS = "justeras", "klart för justering"
        JUSTERAT = "justerat", "justerat"

    class Ursprung(models.TextChoices):
        EGET = "eget", "eget"
        IMPORT = "import", "inläst"

    sammanträde = models.OneToOneField(
        Sammanträde, models.PROTECT, related_name="+", db_column="sammantrade_id"
    )
    status = models.CharField(max_length=10, choices=Status, default=Status.ÖPPET)
    ursprung = models.CharField(max_length=6, choices=Ursprung, default=Ursprung.EGET)
    öppnat_tid = models.DateTimeField(db_column="oppnat_tid")
    öppnat_av = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", db_column="oppnat_av_id"
    )
    avslutat_tid = models.DateTimeField(null=True, blank=True)
    platser = models.PositiveSmallIntegerField(
        "antal ledamöter", help_text="Fryst när mötet öppnas; avgör beslutsförheten."
    )
    ordförande = models.ForeignKey(
        "protokoll.Närvaro",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        db_column="ordforande_id",
        help_text="Den som leder mötet. Utan val: den främsta i presidiet som tjänstgör.",
    )
    huvud = models.JSONField(
        default=dict,
        blank=True,
        help_text="Det som trycks om mötet, fruset när det avslutas.",
    )
    justeringsplats = models.CharField("justeringens plats", max_length=200, blank=True)
    justeringstid = models.DateTimeField("justeringens tid", null=True, blank=True)
    förvaringsplats = models.CharField(
        "förvaringsplats för protokollet", max_length=200, blank=True, db_column="forvaringsplats"
    )
    utkast = models.JSONField(
        "påbörjade beslut",
        default=dict,
        blank=True,
        help_text="Det skrivna i beslutsformuläret, per punkt, tills beslutet är fattat.",
    )
    jobb = models.ForeignKey(Jobb, models.PROTECT, null=True, blank=True, related_name="+")
    version = models.PositiveIntegerField(
        default=1,
        help_text="Ökar med varje ändring medan mötet pågår, så att ett annat fönster märker den.",
    )
    original = models.ForeignKey(
        Fil,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text="Det undertecknade originalet till ett inläst protokoll.",
    )
    original_filnamn = models.CharField(max_length=255, blank=True)
    original_filmapp = models.CharField(max_length=500, blank=True)
    original_kallelse = models.ForeignKey(
        Fil, models.PROTECT, null=True, blank=True, related_name="+"
    )
    original_kallelse_filnamn = models.CharField(max_length=255, blank=True)
    original_kallelse_filmapp = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering = ["-sammanträde__datum", "-id"]
        verbose_name = "protokoll"
        verbose_name_plural = "protokoll"
        db_table = "protokoll_protokoll"
        constraints = [
            models.CheckConstraint(
                condition=Q(status__in=["forberett", "oppet"], avslutat_tid=None)
                | ~Q(status__in=["forberett", "oppet"]) & Q(avslutat_tid__isnull=False),
                name="protokoll_avslutat_har_tid",
                violation_error_message="Ett avslutat möte har en sluttid, ett öppet har ingen.",
            ),
        ]

    def __str__(self) -> str:
        return f"Protokoll {self.sammanträde}"

    @property
    def är_öppet(self) -> bool:
        return self.status == self.Status.ÖPPET

    @property
    def har_original(self) -> bool:
        """Justerat här: filen är förseglad, och det som skrivs ut på nytt är en kopia."""
        return self.status == self.Status.JUSTERAT and self.ursprung == self.Ursprung.EGET

    @property
    def ledare(self) -> Närvaro | None:
        """Den som leder mötet: den valda, annars den främsta i presidiet som tjänstgör."""
        tjänstgörande = [r for r in self.närvarande.all() if r.tjänstgör]
        if self.ordförande_id is not None:
            return next((r for r in tjänstgörande if r.pk == self.ordförande_id), None)
        for post in (Uppdrag.Post.ORDFÖRANDE, Uppdrag.Post.VICE_1, Uppdrag.Post.VICE_2):
            for rad in tjänstgörande:
                if rad.post == post.label:
                    return rad
        return None

    @property
    def beslutsförhet(self) -> Beslutsförhet:
        tjänstgörande = sum(rad.tjänstgör for rad in self.närvarande.all())
        return Beslutsförhet(platser=self.platser, tjänstgörande=tjänstgörande)

    @property
    def upptagbara_punkter(self) -> models.QuerySet[Punkt]:
        """Punkterna som var och en blir en paragraf; en samlad rads punkter tas var för sig."""
        return Punkt.objects.filter(sammanträde=self.sammanträde_id).enskilda()


class Mötesanrop(models.Model):
    """En ändring som servern tagit emot. Skickas den igen efter ett nätavbrott görs den inte om."""

    protokoll = models.ForeignKey(Protokoll, models.CASCADE, related_name="anrop")
    nyckel = models.UUIDField()

    class Meta:
        ordering = ["protokoll_id", "id"]
        verbose_name = "mötesanrop"
        verbose_name_plural = "mötesanrop"
        db_table = "protokoll_motesanrop"
        constraints = [
            models.UniqueConstraint(
                fields=["protokoll", "nyckel"],
                name="motesanrop_en_gang",
                violation_error_message="Ändringen är redan gjord.",
            ),
        ]

    def __str__(self) -> str:
        return str(self.nyckel)


class Protokollsfil(models.Model):
    """En skapad fil: protokollet eller ett utdrag."""

    class Slag(models.TextChoices):
        PROTOKOLL = "protokoll", "protokoll"
        OFFENTLIGT = "offentligt", "protokoll, offentligt"
        UTDRAG = "utdrag", "protokollsutdrag"

    protokoll = models.ForeignKey(Protokoll, models.CASCADE, related_name="filer")
    slag = models.CharField(max_length=10, choices=Slag)
    paragraf = models.ForeignKey(
        "protokoll.Paragraf", models.CASCADE, null=True, blank=True, related_name="filer"
    )
    fil = models.ForeignKey(Fil, models.PROTECT, related_name="+")
    html = models.ForeignKey(Fil, models.PROTECT, related_name="+")
    skapad_tid = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["protokoll_id", "id"]
        verbose_name = "protokollsfil"
        verbose_name_plural = "protokollsfiler"
        constraints = [
            models.UniqueConstraint(
                fields=["protokoll", "slag", "paragraf"],
                name="protokollsfil_unik",
                nulls_distinct=False,
                violation_error_message="Filen finns redan.",
            ),
            models.CheckConstraint(
                condition=~Q(slag="utdrag") & Q(paragraf=None)
                | Q(slag="utdrag", paragraf__isnull=False),
                name="protokollsfil_utdrag_har_paragraf",
                violation_error_message="Ett utdrag gäller en paragraf; protokollet gäller alla.",
            ),
        ]

    def __str__(self) -> str:
        return self.get_slag_display()

    @property
    def namn(self) -> str:
        """Filnamnet: protokoll.pdf, utdrag-027.pdf."""
        if self.paragraf is not None:
            return f"utdrag-{self.paragraf.nummer:03}.pdf"
        return f"protokoll{'-offentligt' if self.slag == self.Slag.OFFENTLIGT else ''}.pdf"
