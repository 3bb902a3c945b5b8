"""Justeringen, underskrifterna och anslaget."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.functional import cached_property

from konton.models import Person
from protokoll import anslagstid
from protokoll.models.närvaro import Närvaro
from protokoll.models.paragraf import JusteradFörSig, Paragraf
from protokoll.models.protokoll import Protokoll
from protokoll.models.uppgifter import Benämnd, MedVarningar, Paragrafspann, Personuppgifter
from protokoll.paragrafnummer import omfattning, omfattningar, tryckt
from ärenden.models import Fil, Jobb


class Justering(MedVarningar):
    """En justering: protokollets ordinarie, eller en omedelbart justerad del med eget anslag."""

    class Status(models.TextChoices):
        PÅGÅR = "pagar", "underskrifter väntas"
        JUSTERAD = "justerad", "justerad"

    class Metod(models.TextChoices):
        ELEKTRONISK = "elektronisk", "elektroniskt i systemet"
        PAPPER = "papper", "på papper"

    protokoll = models.ForeignKey(Protokoll, models.PROTECT, related_name="justeringar")
    ordning = models.PositiveSmallIntegerField(default=0)
    omedelbar = models.BooleanField(default=False)
    metod = models.CharField(max_length=12, choices=Metod, default=Metod.ELEKTRONISK)
    paragrafer = Paragrafspann(help_text="Paragraferna som justeras; tomt är alla övriga.")
    plats = models.CharField(max_length=300, blank=True)
    tid = models.CharField(max_length=50, blank=True)
    datum = models.DateField(null=True, blank=True)
    status = models.CharField(max_length=10, choices=Status, default=Status.PÅGÅR)
    skickad_tid = models.DateTimeField(null=True, blank=True)
    justerad_tid = models.DateTimeField(null=True, blank=True)
    efter = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="senare",
        help_text="Justeringen där någon vägrade, när de paragraferna justeras senare.",
    )
    grund = models.CharField(
        max_length=300, blank=True, help_text="Var den senare justeringen bestämdes."
    )
    underlag = models.JSONField(
        default=dict, blank=True, help_text="Det som justeras, fruset när det skickas ut."
    )
    fil = models.ForeignKey(
        Fil,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text="Det justerade protokollet med sigill; skrivs en gång.",
    )
    offentlig_fil = models.ForeignKey(
        Fil,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text="Den offentliga versionen, när något är hemligt eller originalet är ett papper.",
    )
    kedja = models.CharField(
        max_length=64, blank=True, help_text="Sista summan i underskrifternas kedja."
    )
    jobb = models.ForeignKey(Jobb, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["protokoll_id", "ordning", "id"]
        verbose_name = "justering"
        verbose_name_plural = "justeringar"
        constraints = [
            models.UniqueConstraint(
                fields=["protokoll", "ordning"],
                name="justering_ordning",
                violation_error_message="Två justeringar kan inte ha samma plats.",
            ),
            models.CheckConstraint(
                condition=~Q(status="pagar") | Q(justerad_tid=None, fil=None),
                name="justering_pagar_utan_fil",
                violation_error_message="En justering som pågår har ingen färdig fil.",
            ),
            models.CheckConstraint(
                condition=Q(efter=None, grund="") | Q(efter__isnull=False) & ~Q(grund=""),
                name="justering_senare_har_grund",
                violation_error_message="En senare justering säger var den bestämdes.",
            ),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="justerad_fil_skrivs_en_gang",
                when=pgtrigger.Before,
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__status="justerad"),
                func="""
                    IF OLD.fil_id IS NOT NULL AND NEW.fil_id IS DISTINCT FROM OLD.fil_id
                        OR OLD.offentlig_fil_id IS NOT NULL
                            AND NEW.offentlig_fil_id IS DISTINCT FROM OLD.offentlig_fil_id
                        OR NEW.status IS DISTINCT FROM OLD.status
                        OR NEW.underlag IS DISTINCT FROM OLD.underlag
                        OR NEW.paragrafer IS DISTINCT FROM OLD.paragrafer
                        OR NEW.justerad_tid IS DISTINCT FROM OLD.justerad_tid
                        OR NEW.kedja IS DISTINCT FROM OLD.kedja THEN
                        RAISE EXCEPTION 'Ett justerat protokoll skrivs en gång.';
                    END IF;
                    RETURN NEW;
                """,
            ),
            pgtrigger.Protect(
                name="justerad_tas_inte_bort",
                operation=pgtrigger.Delete,
                condition=pgtrigger.Q(old__status="justerad"),
            ),
        ]

    def __str__(self) -> str:
        slag = "Omedelbar justering" if self.omedelbar else "Justering"
        return f"{'Senare justering' if self.efter_id else slag} {self.protokoll}"

    @cached_property
    def delvis(self) -> dict[int, str]:
        """Punkterna som justeras, i de paragrafer där det inte är hela beslutet."""
        self.räkna_punkterna([self])
        svar: dict[int, str] = self.__dict__["delvis"]
        return svar

    @staticmethod
    def räkna_punkterna(justeringar: Sequence[Justering]) -> None:
        """Fyller `delvis` för alla på en gång."""
        for j in justeringar:
            j.__dict__["delvis"] = {}
        # Bara de kan gälla några satser i en paragraf.
        möjliga = {j.pk: j for j in justeringar if j.omedelbar or j.efter_id is not None}
        if not möjliga:
            return
        rader = JusteradFörSig.objects.filter(
            justering__in=möjliga, paragraf__nummer__isnull=False
        ).exclude(punkter=[])
        for rad in (
            rader.select_related("paragraf")
            .prefetch_related("paragraf__delar__satser")
            .order_by("paragraf__ordning")
        ):
            assert rad.justering_id is not None
            assert rad.paragraf.nummer is not None
            delvis = möjliga[rad.justering_id].delvis
            delvis[rad.paragraf.nummer] = rad.paragraf.punkttext(rad.punkter)

    @property
    def paragraftext(self) -> str:
        """Det som justeras, som det trycks: ”§§ 1, 3 och § 2 punkt 2”."""
        return omfattningar(self.paragrafer, self.delvis)


class Underskrift(Benämnd):
    """En persons underskrift under en justering, väntad eller gjord. Gjord ändras den inte."""

    class Som(models.TextChoices):
        ORDFÖRANDE = "ordforande", "ordförande"
        JUSTERARE = "justerare", "justerare"
        SEKRETERARE = "sekreterare", "sekreterare"

    class Status(models.TextChoices):
        VÄNTAR = "vantar", "väntar"
        UNDERSKRIVEN = "underskriven", "underskriven"
        VÄGRAD = "vagrad", "vägrad"
        ERSATT = "ersatt", "ersatt av annan"

    class Metod(models.TextChoices):
        ELEKTRONISK = "elektronisk", "elektroniskt i systemet"
        EXTERN = "extern", "i en extern underskriftstjänst"
        PAPPER = "papper", "på papper"

    justering = models.ForeignKey(Justering, models.CASCADE, related_name="underskrifter")
    ordning = models.PositiveSmallIntegerField(default=0)
    som = models.CharField(max_length=12, choices=Som, blank=True)
    närvaro = models.ForeignKey(
        Närvaro, models.PROTECT, null=True, blank=True, related_name="+", db_column="narvaro_id"
    )
    användare = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        db_column="anvandare_id",
        help_text="Kontot som skrev under.",
    )
    person = models.ForeignKey(
        Person,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text="Den som ska skriva under.",
    )
    status = models.CharField(max_length=12, choices=Status, default=Status.VÄNTAR)
    metod = models.CharField(max_length=12, choices=Metod, blank=True)
    paragrafer = Paragrafspann(help_text="Tomt är alla i justeringen.")
    datum = models.DateField(null=True, blank=True)
    tid = models.DateTimeField(null=True, blank=True)
    kommentar = models.TextField(blank=True)
    bevis = models.JSONField(
        default=dict, blank=True, help_text="Vad underskriften gällde och hur den gjordes."
    )
    kedja_före = models.CharField(max_length=64, blank=True, db_column="kedja_fore")
    kedja = models.CharField(max_length=64, blank=True)
    meddelad_tid = models.DateTimeField(
        null=True, blank=True, help_text="När personen fick veta att protokollet väntar."
    )
    påmind = models.PositiveSmallIntegerField(
        default=0, db_column="pamind", help_text="Dagen efter mötet för den senaste påminnelsen."
    )

    class Meta:
        ordering = ["justering_id", "ordning", "id"]
        verbose_name = "underskrift"
        verbose_name_plural = "underskrifter"
        constraints = [
            models.CheckConstraint(
                condition=Q(status__in=["underskriven", "vagrad"]) | Q(tid=None, kedja=""),
                name="underskrift_vantar_utan_tid",
                violation_error_message="En underskrift som väntar har ingen tid.",
            ),
            models.UniqueConstraint(
                fields=["justering", "person", "som"],
                condition=Q(person__isnull=False),
                name="underskrift_en_per_person",
                violation_error_message="Personen skriver redan under.",
            ),
        ]
        triggers = [
            pgtrigger.Protect(
                name="underskrift_andras_inte",
                operation=pgtrigger.Update | pgtrigger.Delete,
                condition=~pgtrigger.Q(old__kedja=""),
            )
        ]

    @property
    def paragraftext(self) -> str:
        return omfattningar(self.paragrafer, self.justering.delvis)


class Paragrafsvar(models.Model):
    """Vad en som justerar säger om en paragraf innan underskriften.

    Svaret gäller en version av paragrafens text. Ändras texten frågas det om, och det gamla svaret
    står kvar.
    """

    class Svar(models.TextChoices):
        GODKÄNNER = "godkanner", "godkänner"
        KOMMENTERAR = "kommenterar", "har en kommentar"
        VÄGRAR = "vagrar", "vägrar justera"

    underskrift = models.ForeignKey(Underskrift, models.CASCADE, related_name="svar")
    paragraf = models.ForeignKey(Paragraf, models.PROTECT, related_name="+")
    version = models.PositiveIntegerField(default=1, help_text="Paragrafens version som besvarats.")
    svar = models.CharField(max_length=12, choices=Svar)
    text = models.TextField(blank=True)
    genmäle = models.TextField(
        blank=True, db_column="genmale", help_text="Sekreterarens svar när texten inte ändras."
    )
    tid = models.DateTimeField()

    class Meta:
        ordering = ["underskrift_id", "paragraf__ordning", "version", "id"]
        verbose_name = "svar på en paragraf"
        verbose_name_plural = "svar på paragrafer"
        constraints = [
            models.UniqueConstraint(
                fields=["underskrift", "paragraf", "version"],
                name="paragrafsvar_ett",
                violation_error_message="Paragrafen är redan besvarad.",
            ),
            models.CheckConstraint(
                condition=Q(svar="godkanner") | ~Q(text=""),
                name="paragrafsvar_har_skal",
                violation_error_message="Skriv vad kommentaren eller vägran gäller.",
            ),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="svar_last_efter_underskrift",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
                func="""
                    IF EXISTS (
                        SELECT 1 FROM protokoll_underskrift u
                        WHERE u.id = COALESCE(NEW.underskrift_id, OLD.underskrift_id)
                        AND u.kedja <> ''
                    ) THEN
                        RAISE EXCEPTION 'Svaren ändras inte efter underskriften.';
                    END IF;
                    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
                    RETURN NEW;
                """,
            )
        ]

    def __str__(self) -> str:
        return f"{self.paragraf}: {self.get_svar_display()}"

    @property
    def är_obesvarad_kommentar(self) -> bool:
        return self.svar == self.Svar.KOMMENTERAR and not self.genmäle


class Vägran(Personuppgifter):
    """En justerare som vägrade justera en paragraf, och varför."""

    justering = models.ForeignKey(Justering, models.CASCADE, related_name="vägran")
    paragraf = models.ForeignKey(Paragraf, models.PROTECT, null=True, blank=True, related_name="+")
    paragrafnummer = models.CharField(max_length=30, blank=True)
    namn = models.CharField(max_length=200, blank=True)
    skäl = models.TextField(blank=True, db_column="skal")

    class Meta:
        ordering = ["justering_id", "id"]
        verbose_name = "vägran"
        verbose_name_plural = "vägran"
        db_table = "protokoll_vagran"

    @property
    def vad(self) -> str:
        """Det som vägrades: ”§ 2”, ”§ 2 punkt 1” när justeringen bara gällde den; tomt om okänt."""
        if not self.paragrafnummer.isdecimal():
            return tryckt(self.paragrafnummer)
        nummer = int(self.paragrafnummer)
        return omfattning(nummer, self.justering.delvis.get(nummer, ""))


class Anslag(MedVarningar):
    """Tillkännagivandet av en justering (KL 8 kap. 12 §). Det offentliga anslaget är en kopia."""

    protokoll = models.ForeignKey(Protokoll, models.PROTECT, related_name="anslag")
    justering = models.ForeignKey(
        Justering, models.PROTECT, null=True, blank=True, related_name="anslag"
    )
    ordning = models.PositiveSmallIntegerField(default=0)
    paragrafer = Paragrafspann()
    uppsatt = models.DateField()
    sista_dag = models.DateField(
        "sista dag för överklagande", null=True, blank=True, help_text="KL 13 kap. 5 §."
    )
    nedtas = models.DateField("tas ned", null=True, blank=True)
    förvaring = models.CharField(
        "förvaringsplats", max_length=200, blank=True, db_column="forvaring"
    )
    underskrift = models.CharField(max_length=200, blank=True)
    källa = models.CharField(
        max_length=60, blank=True, db_column="kalla", help_text="Nyckeln på anslagstavlan."
    )
    bevis = models.ForeignKey(
        Fil, models.PROTECT, null=True, blank=True, related_name="+", help_text="Anslagsbeviset."
    )

    class Meta:
        ordering = ["protokoll_id", "ordning", "id"]
        verbose_name = "anslag"
        verbose_name_plural = "anslag"
        constraints = [
            models.UniqueConstraint(
                fields=["källa"],
                condition=~Q(källa=""),
                name="anslag_en_kalla",
                violation_error_message="Justeringen är redan anslagen.",
            ),
        ]

    def __str__(self) -> str:
        return f"Anslag {self.uppsatt} {self.protokoll}"

    @property
    def paragraftext(self) -> str:
        """Det anslagna som det trycks: ”§§ 1, 3 och § 2 punkt 2”."""
        return omfattningar(self.paragrafer, self.justering.delvis if self.justering else {})

    @property
    def tiden_räknas_från(self) -> date | None:
        """Dagen på den sista tavlan; None tills alla samverkande kommuner är klara (KL 13:5)."""
        andra = [tavla.uppsatt for tavla in self.andra_tavlor.all()]
        return anslagstid.tillkännagiven_överallt([self.uppsatt, *andra])


class AnnanTavla(models.Model):
    """En samverkande kommuns anslagstavla, där en gemensam nämnds justering också tillkännages.

    KL 9 kap. 32 §. Har kommunen sin tavla i samma installation sätts anslaget upp där; annars
    antecknas dagen som kommunen uppger.
    """

    anslag = models.ForeignKey(
        Anslag,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="andra_tavlor",
        help_text="När det är en justering; annars är det ett särskilt protokoll eller för hand.",
    )
    huvudkälla = models.CharField(
        max_length=200, db_column="huvudkalla", help_text="Nyckeln på nämndens egen anslagstavla."
    )
    justerad_dag = models.DateField(null=True, blank=True)
    kommun = models.CharField(max_length=200)
    källa = models.CharField(
        max_length=300, blank=True, db_column="kalla", help_text="Nyckeln på anslagstavlan här."
    )
    uppsatt = models.DateField(null=True, blank=True)
    antecknad_tid = models.DateTimeField(null=True, blank=True)
    antecknad_av = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["huvudkälla", "id"]
        verbose_name = "samverkande kommuns anslagstavla"
        verbose_name_plural = "samverkande kommuners anslagstavlor"
        db_table = "protokoll_annantavla"
        constraints = [
            models.UniqueConstraint(
                fields=["huvudkälla", "kommun"],
                name="annantavla_en_per_kommun",
                violation_error_message="Kommunens tavla är redan antecknad.",
            ),
            models.CheckConstraint(
                condition=Q(uppsatt=None, antecknad_tid=None, antecknad_av="")
                | Q(uppsatt__isnull=False, antecknad_tid__isnull=False) & ~Q(antecknad_av=""),
                name="annantavla_dag_och_vem",
                violation_error_message="Dagen antecknas av någon vid en tid.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kommun}: {self.uppsatt or 'inte bekräftat'}"

    @property
    def för_sent(self) -> bool:
        """Om justeringen tillkännagavs efter andra dagen också på den tavlan (KL 8 kap. 12 §)."""
        return (
            self.uppsatt is not None
            and self.justerad_dag is not None
            and anslagstid.är_för_sent_uppsatt(self.justerad_dag, self.uppsatt)
        )


class Protokollsversion(models.Model):
    """En rättad version av ett justerat protokoll. Originalet och varje version står kvar."""

    justering = models.ForeignKey(Justering, models.PROTECT, related_name="versioner")
    nummer = models.PositiveSmallIntegerField(help_text="Originalet är version 1.")
    rättelse = models.OneToOneField(
        "protokoll.Rättelse", models.PROTECT, related_name="versionen", db_column="rattelse_id"
    )
    rättad_av = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", db_column="rattad_av_id"
    )
    tid = models.DateTimeField()
    bevis = models.JSONField(default=dict, help_text="Vad som rättades och hur det bekräftades.")
    kedja_före = models.CharField(max_length=64, db_column="kedja_fore")
    kedja = models.CharField(max_length=64)
    fil = models.ForeignKey(Fil, models.PROTECT, null=True, blank=True, related_name="+")
    offentlig_fil = models.ForeignKey(Fil, models.PROTECT, null=True, blank=True, related_name="+")
    jobb = models.ForeignKey(Jobb, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["justering_id", "nummer"]
        verbose_name = "rättad version"
        verbose_name_plural = "rättade versioner"
        constraints = [
            models.UniqueConstraint(
                fields=["justering", "nummer"],
                name="protokollsversion_nummer",
                violation_error_message="Versionen finns redan.",
            ),
        ]
        triggers = [
            pgtrigger.Protect(name="protokollsversion_tas_inte_bort", operation=pgtrigger.Delete),
            pgtrigger.ReadOnly(
                name="protokollsversion_ar_frusen", exclude=["fil", "offentlig_fil", "jobb"]
            ),
            pgtrigger.Trigger(
                name="protokollsversion_fil_en_gang",
                when=pgtrigger.Before,
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__fil__isnull=False),
                func="""
                    IF NEW.fil_id IS DISTINCT FROM OLD.fil_id
                        OR NEW.offentlig_fil_id IS DISTINCT FROM OLD.offentlig_fil_id THEN
                        RAISE EXCEPTION 'En rättad version skrivs en gång.';
                    END IF;
                    RETURN NEW;
                """,
            ),
        ]

    def __str__(self) -> str:
        return f"version {self.nummer}"

    @property
    def rad(self) -> str:
        """Vad som rättades, utan hur: ”Rättat 2026-11-28: § 78 (version 3)”."""
        p = self.rättelse.paragraf
        vad = omfattning(p.nummer) if p.nummer is not None else p.synlig_rubrik
        return f"Rättat {self.rättelse.datum}: {vad} (version {self.nummer})"


class Bevis(models.Model):
    """Ett bevis som PDF: om anslaget, eller om att ett beslut har fått laga kraft."""

    class Slag(models.TextChoices):
        ANSLAG = "anslag", "anslagsbevis"
        LAGA_KRAFT = "laga_kraft", "bevis om laga kraft"

    slag = models.CharField(max_length=10, choices=Slag)
    anslag = models.ForeignKey(Anslag, models.PROTECT, related_name="bevisen")
    paragraf = models.ForeignKey(Paragraf, models.PROTECT, null=True, blank=True, related_name="+")
    underlag = models.JSONField(default=dict, help_text="Det som trycks, fruset.")
    fil = models.ForeignKey(Fil, models.PROTECT, null=True, blank=True, related_name="+")
    jobb = models.ForeignKey(Jobb, models.PROTECT, null=True, blank=True, related_name="+")
    skapad_tid = models.DateTimeField()
    skapat_av = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        ordering = ["anslag_id", "id"]
        verbose_name = "bevis"
        verbose_name_plural = "bevis"
        constraints = [
            models.CheckConstraint(
                condition=Q(slag="anslag", paragraf=None)
                | Q(slag="laga_kraft", paragraf__isnull=False),
                name="bevis_laga_kraft_har_paragraf",
                violation_error_message="Ett bevis om laga kraft gäller en paragraf.",
            ),
        ]
        triggers = [
            pgtrigger.Protect(name="bevis_tas_inte_bort", operation=pgtrigger.Delete),
            pgtrigger.ReadOnly(name="bevis_ar_fruset", exclude=["fil", "jobb"]),
            pgtrigger.Protect(
                name="bevis_fil_en_gang",
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__fil__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_slag_display()} {self.anslag}"
