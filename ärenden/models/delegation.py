from __future__ import annotations

from datetime import date

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q

from konton.models import Myndighet, Person
from ärenden import delegering
from ärenden.models.handling import Handling
from ärenden.models.jobb import Jobb
from ärenden.models.sekretess import Sekretessbelagd
from ärenden.models.ärende import Ärende
from ärenden.överklagandetyp import VAL as ÖVERKLAGANDETYPER
from ärenden.överklagandetyp import Överklagandetyp

UNDANTAG = [(punkt, f"{punkt}. {text}") for punkt, text in delegering.UNDANTAG.items()]


class DelegationsordningQuerySet(models.QuerySet["Delegationsordning"]):
    def antagna(self) -> DelegationsordningQuerySet:
        return self.exclude(antagen_dag=None)

    def gällande(self, dag: date) -> DelegationsordningQuerySet:
        inte_slut = Q(gäller_till=None) | Q(gäller_till__gte=dag)
        return self.antagna().filter(inte_slut, gäller_från__lte=dag)


class Delegationsordning(models.Model):
    """En version av nämndens delegationsordning. Den antagna är frusen; de tidigare står kvar."""

    objects = DelegationsordningQuerySet.as_manager()

    myndighet = models.ForeignKey(Myndighet, models.PROTECT, related_name="+")
    version = models.PositiveIntegerField()
    antagen_dag = models.DateField(null=True, blank=True)
    antagen_av = models.CharField(
        max_length=200, blank=True, help_text="Organet och paragrafen, som ”Socialnämnden § 7”."
    )
    antagen_källa = models.CharField(
        max_length=50,
        blank=True,
        db_column="antagen_kalla",
        help_text="Beslutet när det fattades här, som ”paragraf:7”; se utbyggnad.Antagande.",
    )
    gäller_från = models.DateField(null=True, blank=True, db_column="galler_fran")
    gäller_till = models.DateField(null=True, blank=True, db_column="galler_till")
    skäl = models.TextField(
        blank=True, db_column="skal", help_text="Varför en varning om KL 6:38 har gåtts förbi."
    )
    skapad_av = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    skapad_tid = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["myndighet_id", "-version"]
        verbose_name = "delegationsordning"
        verbose_name_plural = "delegationsordningar"
        constraints = [
            models.UniqueConstraint(
                fields=["myndighet", "version"],
                name="delegationsordning_version",
                violation_error_message="Versionen finns redan.",
            ),
            models.CheckConstraint(
                condition=Q(antagen_dag=None, antagen_av="", gäller_från=None, gäller_till=None)
                | Q(antagen_dag__isnull=False, gäller_från__isnull=False) & ~Q(antagen_av=""),
                name="delegationsordning_antagen_hor_ihop",
                violation_error_message="En antagen ordning har dag, organ med § och första dag.",
            ),
            models.CheckConstraint(
                condition=Q(gäller_till=None) | Q(gäller_till__gte=F("gäller_från")),
                name="delegationsordning_till_efter_fran",
                violation_error_message="Slutdagen får inte ligga före startdagen.",
            ),
        ]
        triggers = [
            pgtrigger.Protect(
                name="antagen_delegationsordning_frusen",
                operation=pgtrigger.Update,
                condition=pgtrigger.Condition(
                    "OLD.antagen_dag IS NOT NULL AND (to_jsonb(OLD.*) - 'galler_till') "
                    "IS DISTINCT FROM (to_jsonb(NEW.*) - 'galler_till')"
                ),
            ),
            pgtrigger.Protect(
                name="antagen_delegationsordning_star_kvar",
                operation=pgtrigger.Delete,
                condition=pgtrigger.Q(old__antagen_dag__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"Delegationsordning {self.version}, {self.myndighet}"

    @property
    def är_antagen(self) -> bool:
        return self.antagen_dag is not None


class Delegationspunkt(models.Model):
    """En rad i delegationsordningen: vad som delegeras, till vem och med vilket stöd."""

    class Slag(models.TextChoices):
        ANSTÄLLD = "anstalld", "anställd (KL 7:5)"
        FÖRTROENDEVALD = "fortroendevald", "presidium, ledamot eller ersättare (KL 6:37)"
        UTSKOTT = "utskott", "utskott (KL 6:37)"
        AUTOMATISERAD = "automatiserad", "automatiserad beslutsfunktion (KL 6:37)"
        BRÅDSKANDE = "bradskande", "brådskande ärenden (KL 6:39)"

    # Där någon har titeln; ett utskott beslutar på möte.
    PERSONERS = (Slag.ANSTÄLLD, Slag.FÖRTROENDEVALD, Slag.BRÅDSKANDE)

    ordning = models.ForeignKey(Delegationsordning, models.CASCADE, related_name="punkter")
    plats = models.PositiveIntegerField()
    nummer = models.CharField(max_length=20)
    grupp = models.CharField("ärendegrupp", max_length=300, blank=True)
    ärende = models.TextField(db_column="arende")
    lagrum = models.CharField(max_length=300, blank=True)
    delegat = models.CharField(max_length=300, help_text="Titeln, som ”Enhetschef”.")
    ersättare = models.CharField(max_length=300, blank=True, db_column="ersattare")
    kommentar = models.TextField(blank=True)
    slag = models.CharField(max_length=15, choices=Slag, default=Slag.ANSTÄLLD)
    får_vidaredelegeras = models.BooleanField(default=False, db_column="far_vidaredelegeras")
    anmäls = models.BooleanField(
        "anmäls till nämnden", default=True, db_column="anmals", help_text="KL 6:40 och 7:8."
    )
    överklagandetyp = models.CharField(
        max_length=20,
        choices=ÖVERKLAGANDETYPER,
        default=Överklagandetyp.LAGLIGHETSPRÖVNING,
        db_column="overklagandetyp",
    )
    undantag = models.CharField(
        "undantagen enligt KL 6:38", max_length=1, choices=UNDANTAG, blank=True
    )

    class Meta:
        ordering = ["ordning_id", "plats", "id"]
        verbose_name = "delegationspunkt"
        verbose_name_plural = "delegationspunkter"
        constraints = [
            models.UniqueConstraint(
                fields=["ordning", "nummer"],
                name="delegationspunkt_unikt_nummer",
                violation_error_message="Numret finns redan i delegationsordningen.",
            ),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="antagen_ordnings_punkter_frusna",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
                func="""
                    IF EXISTS (
                        SELECT 1 FROM arenden_delegationsordning
                        WHERE id = (CASE WHEN TG_OP = 'INSERT' THEN NEW.ordning_id
                                         ELSE OLD.ordning_id END)
                        AND antagen_dag IS NOT NULL
                    ) THEN
                        RAISE EXCEPTION 'En antagen delegationsordnings punkter ändras inte.';
                    END IF;
                    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
                    RETURN NEW;
                """,
            )
        ]

    def __str__(self) -> str:
        return f"{self.nummer} {self.ärende}"


class DelegatinnehavQuerySet(models.QuerySet["Delegatinnehav"]):
    def gällande(self, dag: date) -> DelegatinnehavQuerySet:
        return self.filter(Q(till=None) | Q(till__gte=dag), från__lte=dag)


class Delegatinnehav(models.Model):
    """Vem som har en titel i delegationsordningen, eller fått en punkt vidare (KL 7:6), och när."""

    objects = DelegatinnehavQuerySet.as_manager()

    myndighet = models.ForeignKey(Myndighet, models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    titel = models.CharField(max_length=200)
    är_förvaltningschef = models.BooleanField(
        "förvaltningschef",
        default=False,
        db_column="ar_forvaltningschef",
        help_text="Får vidaredelegera de punkter där nämnden tillåter det (KL 7:6).",
    )
    punkt = models.ForeignKey(
        Delegationspunkt, models.PROTECT, null=True, blank=True, related_name="vidaredelegationer"
    )
    vidare_från = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="vidare",
        db_column="vidare_fran_id",
    )
    från = models.DateField(db_column="fran")
    till = models.DateField(null=True, blank=True)
    skapad_av = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    skapad_tid = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["myndighet_id", "titel", "från", "id"]
        verbose_name = "delegatinnehav"
        verbose_name_plural = "delegatinnehav"
        indexes = [models.Index(fields=["person", "myndighet"], name="delegatinnehav_person")]
        constraints = [
            models.CheckConstraint(
                condition=Q(till=None) | Q(till__gte=F("från")),
                name="delegatinnehav_till_efter_fran",
                violation_error_message="Slutdagen får inte ligga före startdagen.",
            ),
            models.CheckConstraint(
                condition=Q(punkt=None, vidare_från=None)
                | Q(punkt__isnull=False, vidare_från__isnull=False, är_förvaltningschef=False),
                name="delegatinnehav_vidare_hor_ihop",
                violation_error_message="En vidaredelegation gäller en punkt och har en givare.",
            ),
            models.UniqueConstraint(
                fields=["myndighet", "person", "titel", "punkt", "från"],
                name="delegatinnehav_unikt",
                nulls_distinct=False,
                violation_error_message="Personen har redan titeln eller punkten från den dagen.",
            ),
        ]
        triggers = [
            pgtrigger.Protect(name="delegatinnehav_star_kvar", operation=pgtrigger.Delete),
            pgtrigger.Protect(
                name="delegatinnehav_avslutas_bara",
                operation=pgtrigger.Update,
                condition=pgtrigger.AnyChange(exclude=["till"]),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person}, {self.titel}"

    def som_fakta(self) -> delegering.Innehav:
        return delegering.Innehav(self.titel, self.från, self.till, self.punkt_id)


class Delegatserie(models.Model):
    """Senast utdelade nummer per delegat och år. Ändras bara av satsen som ger nästa."""

    myndighet = models.ForeignKey(Myndighet, models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    år = models.PositiveSmallIntegerField(db_column="ar")
    senaste = models.PositiveIntegerField()

    class Meta:
        ordering = ["myndighet_id", "person_id", "år"]
        verbose_name = "delegatserie"
        verbose_name_plural = "delegatserier"
        constraints = [
            models.UniqueConstraint(
                fields=["myndighet", "person", "år"],
                name="delegatserie_unik",
                violation_error_message="Delegaten har redan en serie för året.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person} {self.år}: {self.senaste}"


class DelegationsbeslutQuerySet(models.QuerySet["Delegationsbeslut"]):
    def oanmälda(self, till: date | None = None) -> DelegationsbeslutQuerySet:
        """Ska anmälas men står inte på något mötes lista."""
        rader = self.filter(anmäld_dag=None).filter(
            Q(punkt__anmäls=True) | Q(slag=Delegationsbeslut.Slag.BRÅDSKANDE)
        )
        return rader if till is None else rader.filter(beslutsdag__lte=till)

    def brådskande(self) -> DelegationsbeslutQuerySet:
        return self.filter(slag=Delegationsbeslut.Slag.BRÅDSKANDE)

    def särskilt_protokollförda(self) -> DelegationsbeslutQuerySet:
        """Anmäls inte och får överklagas enligt KL 13 kap. (6:40, 7:8); protokollförs särskilt."""
        return self.filter(
            slag=Delegationsbeslut.Slag.DELEGATION,
            punkt__anmäls=False,
            anmäld_dag=None,
            överklagandetyp=Överklagandetyp.LAGLIGHETSPRÖVNING,
        )


class Delegationsbeslut(Sekretessbelagd):
    """Ett beslut på nämndens vägnar. Numret löper per delegat och år; beslutet ändras inte."""

    class Slag(models.TextChoices):
        DELEGATION = "delegation", "delegationsbeslut"
        BRÅDSKANDE = "bradskande", "brådskande beslut"

    objects = DelegationsbeslutQuerySet.as_manager()

    myndighet = models.ForeignKey(Myndighet, models.PROTECT, related_name="+")
    slag = models.CharField(max_length=12, choices=Slag, default=Slag.DELEGATION)
    punkt = models.ForeignKey(Delegationspunkt, models.PROTECT, related_name="+")
    ärende = models.ForeignKey(
        Ärende, models.PROTECT, related_name="delegationsbeslut", db_column="arende_id"
    )
    delegat = models.ForeignKey(Person, models.PROTECT, related_name="+")
    delegat_namn = models.CharField(max_length=200)
    delegat_titel = models.CharField(max_length=200)
    som = models.CharField(max_length=20, help_text="Delegat, ersättare eller vidaredelegation.")
    år = models.PositiveSmallIntegerField(db_column="ar")
    nummer = models.PositiveIntegerField()
    beslutsdag = models.DateField()
    rubrik = models.CharField(max_length=300)
    offentlig_rubrik = models.CharField(max_length=300, blank=True)
    beslutstext = models.TextField()
    skäl = models.TextField("skälen för beslutet", blank=True, db_column="skal")
    brådska = models.TextField("varför nämnden inte kan avvaktas", blank=True, db_column="bradska")
    överklagandetyp = models.CharField(
        max_length=20, choices=ÖVERKLAGANDETYPER, db_column="overklagandetyp"
    )
    försäkrat_ojävig = models.BooleanField(db_column="forsakrat_ojavig")
    prövat_delegerbart = models.BooleanField(db_column="provat_delegerbart")
    anmäld_dag = models.DateField(
        null=True, blank=True, db_column="anmald_dag", help_text="Dagen för mötet som tar upp det."
    )
    handling = models.OneToOneField(
        Handling, models.PROTECT, null=True, blank=True, related_name="+"
    )
    jobb = models.ForeignKey(Jobb, models.PROTECT, null=True, related_name="+")
    registrerat_av = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    registrerat_tid = models.DateTimeField(auto_now_add=True)
    nyckel = models.UUIDField(
        null=True, editable=False, help_text="Formulärets: samma formulär ger ett beslut."
    )

    class Meta:
        ordering = ["-id"]
        verbose_name = "delegationsbeslut"
        verbose_name_plural = "delegationsbeslut"
        indexes = [
            models.Index(fields=["myndighet", "beslutsdag"], name="delegationsbeslut_dag"),
            models.Index(
                fields=["myndighet", "beslutsdag"],
                condition=Q(anmäld_dag=None),
                name="delegationsbeslut_oanmalda",
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["myndighet", "delegat", "år", "nummer"],
                name="delegationsbeslut_unikt_nummer",
                violation_error_message="Numret är redan utdelat.",
            ),
            models.UniqueConstraint(
                fields=["ärende", "registrerat_av", "nyckel"],
                name="delegationsbeslut_en_gang",
                violation_error_message="Beslutet är redan fattat.",
            ),
            models.CheckConstraint(
                condition=Q(försäkrat_ojävig=True),
                name="delegationsbeslut_ojavig",
                violation_error_message="Den som är jävig får inte besluta (KL 6:28–32, 7:4).",
            ),
            models.CheckConstraint(
                condition=Q(slag="bradskande") & ~Q(brådska="")
                | Q(slag="delegation", brådska="", prövat_delegerbart=True),
                name="delegationsbeslut_slag_hor_ihop",
                violation_error_message="Ett brådskande beslut säger varför nämnden inte kan "
                "avvaktas; ett annat är prövat mot KL 6:38.",
            ),
            models.CheckConstraint(
                condition=Q(sekretess_lagrum="") | ~Q(offentlig_rubrik=""),
                name="delegationsbeslut_hemligt_har_offentlig_rubrik",
                violation_error_message="Ett hemligt beslut behöver en offentlig rubrik (OSL 5:2).",
            ),
        ]
        triggers = [
            pgtrigger.Protect(name="delegationsbeslut_tas_inte_bort", operation=pgtrigger.Delete),
            pgtrigger.Protect(
                name="delegationsbeslut_andras_inte",
                operation=pgtrigger.Update,
                condition=pgtrigger.AnyChange(exclude=["anmäld_dag", "handling", "jobb"]),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.beteckning} {self.delegat_titel}"

    @property
    def beteckning(self) -> str:
        return f"{self.nummer}/{self.år}"

    @property
    def protokollförs_särskilt(self) -> bool:
        return delegering.protokollförs_särskilt(
            anmäls=self.punkt.anmäls,
            brådskande=self.slag == self.Slag.BRÅDSKANDE,
            överklagande=self.överklagandetyp,
        )

    @property
    def visas_öppet(self) -> str:
        """Rubriken för var och en; sekretess prövas för beslutet och för ärendet var för sig."""
        if self.är_sekretess or self.ärende.är_sekretess:
            return self.offentlig_rubrik or "Redovisas inte med hänvisning till sekretess"
        return self.offentlig_rubrik or self.rubrik
