"""Försättsbladet, expedieringen och det utdrag som kommit in från ett annat organ."""

from __future__ import annotations

import pgtrigger
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q

from konton.models import Myndighet
from nämnd.models import Organ
from protokoll import överklagandehänvisning
from protokoll.models.paragraf import Paragraf
from protokoll.paragrafnummer import omfattning
from ärenden.models import Fil, Handling, Jobb
from ärenden.överklagandetyp import VAL as ÖVERKLAGANDETYPER


def giltig_hänvisning(text: str) -> None:
    try:
        överklagandehänvisning.kontrollera_text(text)
    except överklagandehänvisning.OkäntFält as fel:
        raise ValidationError(str(fel)) from fel


class Kanal(models.TextChoices):
    EPOST = "epost", "e-post"
    POST = "post", "post"
    INTERNT = "internt", "till organets diarium"


class Försättsblad(models.Model):
    """Vad handläggaren bestämt om en paragrafs utdrag: vem det rör och hur det överklagas."""

    paragraf = models.OneToOneField(Paragraf, models.PROTECT, related_name="försättsblad")
    gäller = models.CharField("beslutet rör", max_length=500, db_column="galler")
    avsändare = models.CharField("vem som sänder", max_length=200, db_column="avsandare")
    föredragande = models.CharField(max_length=300, blank=True, db_column="foredragande")
    medverkande = models.TextField(
        "medverkade i den slutliga handläggningen",
        blank=True,
        help_text="Utan att delta i avgörandet (FL 31 §). En per rad.",
    )
    överklagandetyp = models.CharField(
        "överklagas genom", max_length=20, choices=ÖVERKLAGANDETYPER, db_column="overklagandetyp"
    )
    av = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    tid = models.DateTimeField()

    class Meta:
        ordering = ["-id"]
        verbose_name = "försättsblad"
        verbose_name_plural = "försättsblad"
        db_table = "protokoll_forsattsblad"

    def __str__(self) -> str:
        return f"Försättsblad {self.paragraf}"


class Försättsbladsmottagare(models.Model):
    """En som ska få beslutet, med den adress handläggaren kontrollerat. Raden ändras inte.

    En adress rättas genom att raden tas bort och en ny läggs till: det som skickades dit står kvar.
    """

    försättsblad = models.ForeignKey(
        Försättsblad, models.PROTECT, related_name="mottagare", db_column="forsattsblad_id"
    )
    namn = models.CharField(max_length=300)
    organ = models.ForeignKey(Organ, models.PROTECT, null=True, blank=True, related_name="+")
    kanal = models.CharField(max_length=10, choices=Kanal)
    adress = models.TextField(help_text="E-postadress, postadress i rader, eller organets namn.")
    part = models.BooleanField(
        default=False, help_text="Underrättas om beslutet och hur det överklagas (FL 33 §)."
    )
    företräder_det_allmänna = models.BooleanField(
        default=False,
        db_column="foretrader_det_allmanna",
        help_text="En parts tid räknas då från den dag beslutet meddelades (FL 44 §).",
    )
    inte_internt = models.CharField(
        "varför det inte går internt",
        max_length=300,
        blank=True,
        help_text="När mottagaren heter som ett organ i kommunen.",
    )
    av = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    av_namn = models.CharField(max_length=200)
    tid = models.DateTimeField()
    borttagen_tid = models.DateTimeField(null=True, blank=True)
    borttagen_av = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering = ["försättsblad_id", "id"]
        verbose_name = "mottagare på försättsbladet"
        verbose_name_plural = "mottagare på försättsbladet"
        db_table = "protokoll_forsattsbladsmottagare"
        constraints = [
            models.UniqueConstraint(
                fields=["försättsblad", "namn", "kanal", "adress"],
                condition=Q(borttagen_tid=None),
                name="mottagare_en_gang",
                violation_error_message="Mottagaren står redan på försättsbladet.",
            ),
            models.CheckConstraint(
                condition=Q(kanal="internt", organ__isnull=False)
                | ~Q(kanal="internt") & Q(organ=None),
                name="mottagare_internt_har_organ",
                violation_error_message="Internt går bara till ett organ, och till ett organ "
                "går det internt.",
            ),
            models.CheckConstraint(
                condition=~Q(adress=""),
                name="mottagare_har_adress",
                violation_error_message="Skriv mottagarens adress.",
            ),
            models.CheckConstraint(
                condition=Q(part=True) | Q(företräder_det_allmänna=False),
                name="mottagare_det_allmanna_som_part",
                violation_error_message="Bara en part företräder det allmänna (FL 44 §).",
            ),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="mottagare_andras_inte",
                when=pgtrigger.Before,
                operation=pgtrigger.Update,
                func="""
                    IF OLD.borttagen_tid IS NOT NULL
                        OR to_jsonb(NEW) - 'borttagen_tid' - 'borttagen_av_id'
                        IS DISTINCT FROM to_jsonb(OLD) - 'borttagen_tid' - 'borttagen_av_id' THEN
                        RAISE EXCEPTION 'En kontrollerad mottagare ändras inte.';
                    END IF;
                    RETURN NEW;
                """,
            ),
            pgtrigger.Protect(name="mottagare_tas_inte_bort", operation=pgtrigger.Delete),
        ]

    def __str__(self) -> str:
        return self.namn


class Expediering(models.Model):
    """En sändning av ett utdrag till en mottagare. Läggs bara till; filerna skrivs en gång."""

    class Status(models.TextChoices):
        VÄNTAR = "vantar", "skickas"
        SÄNDS = "sands", "osäkert om det kom iväg"
        KLAR = "klar", "klart att posta"
        SKICKAD = "skickad", "skickat"
        MISSLYCKAD = "misslyckad", "gick inte att skicka"
        KVITTERAD = "kvitterad", "mottaget"
        ÅTERKOMMEN = "aterkommen", "kom tillbaka"

    mottagare = models.ForeignKey(
        Försättsbladsmottagare, models.PROTECT, related_name="expedieringar"
    )
    punkter = ArrayField(
        models.PositiveSmallIntegerField(),
        default=list,
        blank=True,
        help_text="Beslutssatserna i utdraget, när bara de var justerade; tomt är hela paragrafen.",
    )
    nummer = models.PositiveSmallIntegerField(help_text="1 är den första sändningen.")
    omsändning_av = models.OneToOneField(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="omsänd_som",
        db_column="omsandning_av_id",
    )
    skäl = models.TextField("varför det sänds om", blank=True, db_column="skal")
    namn = models.CharField(max_length=300)
    kanal = models.CharField(max_length=10, choices=Kanal)
    adress = models.TextField(help_text="Adressen som den användes.")
    adress_bekräftad = models.BooleanField(
        default=False,
        db_column="adress_bekraftad",
        help_text="Den som sände skrev adressen en gång till.",
    )
    trots_varning = models.CharField(
        "varför det sänds trots varningen",
        max_length=300,
        blank=True,
        help_text="Till exempel varför ingen annan har kontrollerat adressen.",
    )
    av = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    av_namn = models.CharField(max_length=200, help_text="Den som sände och bestyrkte utdraget.")
    av_titel = models.CharField(max_length=200, blank=True)
    tid = models.DateTimeField()
    jobb = models.ForeignKey(Jobb, models.PROTECT, related_name="+")
    fil = models.ForeignKey(
        Fil, models.PROTECT, null=True, blank=True, related_name="+", help_text="Utdraget."
    )
    adressblad = models.ForeignKey(Fil, models.PROTECT, null=True, blank=True, related_name="+")
    handling = models.ForeignKey(
        Handling,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text="Utdraget i ärendet.",
    )

    class Meta:
        ordering = ["-id"]
        verbose_name = "expediering"
        verbose_name_plural = "expedieringar"
        constraints = [
            models.UniqueConstraint(
                fields=["mottagare", "punkter", "nummer"],
                name="expediering_en_gang",
                violation_error_message="Utdraget är redan expedierat till mottagaren.",
            ),
            models.CheckConstraint(
                condition=Q(nummer=1, omsändning_av=None, skäl="")
                | Q(nummer__gt=1, omsändning_av__isnull=False) & ~Q(skäl=""),
                name="expediering_omsandning_har_skal",
                violation_error_message="Skriv varför utdraget sänds om.",
            ),
            models.CheckConstraint(
                condition=Q(omsändning_av=None) | ~Q(omsändning_av=F("id")),
                name="expediering_inte_om_sig_sjalv",
                violation_error_message="En sändning kan inte vara om sig själv.",
            ),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="expediering_laggs_bara_till",
                when=pgtrigger.Before,
                operation=pgtrigger.Update,
                func="""
                    IF OLD.fil_id IS NOT NULL
                        OR to_jsonb(NEW) - 'fil_id' - 'adressblad_id' - 'handling_id'
                        IS DISTINCT FROM to_jsonb(OLD) - 'fil_id' - 'adressblad_id' - 'handling_id'
                    THEN
                        RAISE EXCEPTION 'En expediering ändras inte.';
                    END IF;
                    RETURN NEW;
                """,
            ),
            pgtrigger.Protect(name="expediering_tas_inte_bort", operation=pgtrigger.Delete),
        ]

    def __str__(self) -> str:
        return f"{self.namn} {self.tid:%Y-%m-%d}"

    @property
    def omfattning(self) -> str:
        paragraf = self.mottagare.försättsblad.paragraf
        return omfattning(paragraf.nummer, paragraf.punkttext(self.punkter))

    @property
    def filnamn(self) -> str:
        satser = "".join(f"-punkt-{n}" for n in self.punkter)
        return f"utdrag-{self.mottagare.försättsblad.paragraf.nummer:03}{satser}.pdf"

    @property
    def hänt(self) -> list[Expedieringssteg]:
        """Stegen som de står i loggen. Det osäkra står bara till dess det är avgjort."""
        steg = list(self.steg.all())
        osäkert = self.status == self.Status.SÄNDS
        return [s for s in steg if s.status != self.Status.SÄNDS or osäkert]

    @property
    def fel_kvar(self) -> str:
        """Varför det inte gick, så länge ingenting senare säger att det gjorde det."""
        avgjorda = (self.Status.SKICKAD, self.Status.KVITTERAD, self.Status.ÅTERKOMMEN)
        return "" if self.status in avgjorda else self.jobb.fel

    @property
    def status(self) -> Status:
        """Det senaste som hänt. Ett avbrutet utskick är osäkert, aldrig bara borta."""
        hänt = {steg.status for steg in self.steg.all()}
        for status in _SENAST_FÖRST:
            if status in hänt:
                pågår = status == self.Status.SÄNDS and not self.jobb.är_avslutat
                return self.Status.VÄNTAR if pågår else status
        if self.jobb.status == Jobb.Status.MISSLYCKAT:
            return self.Status.MISSLYCKAD
        return self.Status.VÄNTAR


_SENAST_FÖRST = (
    Expediering.Status.ÅTERKOMMEN,
    Expediering.Status.KVITTERAD,
    Expediering.Status.SKICKAD,
    Expediering.Status.MISSLYCKAD,
    Expediering.Status.KLAR,
    Expediering.Status.SÄNDS,
)


class Expedieringsavslut(models.Model):
    """”Klart – ingen mer ska ha beslutet”: någon i beslutets lista får det inte, och varför.

    Läggs till och kan återtas; raden står kvar.
    """

    paragraf = models.ForeignKey(Paragraf, models.PROTECT, related_name="expedieringsavslut")
    skäl = models.CharField(max_length=500, db_column="skal")
    av = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    av_namn = models.CharField(max_length=200)
    tid = models.DateTimeField()
    återtaget_tid = models.DateTimeField(null=True, blank=True, db_column="atertaget_tid")
    återtaget_av_namn = models.CharField(max_length=200, blank=True, db_column="atertaget_av_namn")

    class Meta:
        ordering = ["paragraf_id", "id"]
        verbose_name = "avslutad expediering"
        verbose_name_plural = "avslutade expedieringar"
        constraints = [
            models.UniqueConstraint(
                fields=["paragraf"],
                condition=Q(återtaget_tid=None),
                name="expedieringsavslut_ett",
                violation_error_message="Expedieringen är redan avslutad.",
            ),
            models.CheckConstraint(
                condition=~Q(skäl=""),
                name="expedieringsavslut_har_skal",
                violation_error_message="Skriv varför ingen mer ska ha beslutet.",
            ),
            models.CheckConstraint(
                condition=Q(återtaget_tid=None, återtaget_av_namn="")
                | Q(återtaget_tid__isnull=False) & ~Q(återtaget_av_namn=""),
                name="expedieringsavslut_atertaget",
                violation_error_message="Den som återtar står med namn och tid.",
            ),
        ]
        triggers = [
            pgtrigger.Protect(name="expedieringsavslut_tas_inte_bort", operation=pgtrigger.Delete),
            pgtrigger.ReadOnly(
                name="expedieringsavslut_ar_fruset",
                exclude=["återtaget_tid", "återtaget_av_namn"],
            ),
            pgtrigger.Protect(
                name="expedieringsavslut_atertas_en_gang",
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__återtaget_tid__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.paragraf}: {self.skäl}"


class Expedieringssteg(models.Model):
    """Något som hänt med en sändning: skickad, mottagen, tillbaka. Läggs bara till."""

    expediering = models.ForeignKey(Expediering, models.PROTECT, related_name="steg")
    status = models.CharField(max_length=12, choices=Expediering.Status)
    dag = models.DateField(help_text="Dagen det hände.")
    hur = models.CharField("hur vi vet det", max_length=300, blank=True)
    av = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    av_namn = models.CharField(max_length=200)
    tid = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["expediering_id", "id"]
        verbose_name = "steg i expedieringen"
        verbose_name_plural = "steg i expedieringen"
        constraints = [
            models.UniqueConstraint(
                fields=["expediering", "status"],
                name="expedieringssteg_en_gang",
                violation_error_message="Det är redan antecknat.",
            ),
        ]
        triggers = [
            pgtrigger.Protect(
                name="steg_laggs_bara_till", operation=pgtrigger.Update | pgtrigger.Delete
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_status_display()} {self.dag}"


class InkommetUtdrag(models.Model):
    """Ett utdrag från ett annat organ, som väntar på att registreras i det egna diariet."""

    expediering = models.OneToOneField(Expediering, models.PROTECT, related_name="inkommet")
    organ = models.ForeignKey(Organ, models.PROTECT, related_name="+")
    ankomst_tid = models.DateTimeField(help_text="FL 22 §.")
    handling = models.ForeignKey(Handling, models.PROTECT, null=True, blank=True, related_name="+")
    registrerat_av = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    registrerat_tid = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["ankomst_tid", "id"]
        verbose_name = "inkommet utdrag"
        verbose_name_plural = "inkomna utdrag"
        constraints = [
            models.CheckConstraint(
                condition=Q(handling=None, registrerat_av=None, registrerat_tid=None)
                | Q(
                    handling__isnull=False,
                    registrerat_av__isnull=False,
                    registrerat_tid__isnull=False,
                ),
                name="inkommet_registrerat_har_handling",
                violation_error_message="Ett registrerat utdrag har en handling och en dag.",
            ),
        ]
        triggers = [
            pgtrigger.Protect(
                name="inkommet_registreras_en_gang",
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__handling__isnull=False),
            ),
            pgtrigger.Protect(name="inkommet_tas_inte_bort", operation=pgtrigger.Delete),
        ]

    def __str__(self) -> str:
        return f"{self.organ}: {self.expediering}"


class Överklagandehänvisning(models.Model):
    """Myndighetens egen text om hur man överklagar. Utan rad gäller systemets text."""

    myndighet = models.ForeignKey(Myndighet, models.CASCADE, related_name="+")
    överklagandetyp = models.CharField(
        "överklagas genom", max_length=20, choices=ÖVERKLAGANDETYPER, db_column="overklagandetyp"
    )
    domstol = models.CharField(
        max_length=200, blank=True, help_text="Till exempel Förvaltningsrätten i Linköping."
    )
    inlämning = models.CharField(
        "lämnas till",
        max_length=500,
        blank=True,
        db_column="inlamning",
        help_text="Postadress och e-postadress dit överklagandet skickas.",
    )
    text = models.TextField(
        blank=True,
        validators=[giltig_hänvisning],
        help_text="Tomt ger systemets text. Tom rad skiljer stycken. Fält: "
        "{domstol} {myndighet} {inlämning} {tid}.",
    )

    class Meta:
        ordering = ["myndighet_id", "överklagandetyp"]
        verbose_name = "överklagandehänvisning"
        verbose_name_plural = "överklagandehänvisningar"
        db_table = "protokoll_overklagandehanvisning"
        constraints = [
            models.UniqueConstraint(
                fields=["myndighet", "överklagandetyp"],
                name="overklagandehanvisning_en",
                violation_error_message="Myndigheten har redan en text för det.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.myndighet}: {self.get_överklagandetyp_display()}"
