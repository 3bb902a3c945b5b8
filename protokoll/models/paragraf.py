from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from nämnd.jäv import Jävsfråga, Undantag, grunden
from nämnd.models import Antagen, Organ, Punkt
from protokoll.models.närvaro import Närvaro
from protokoll.models.protokoll import Protokoll
from protokoll.models.uppgifter import Benämnd, MedVarningar, Paragrafspann, Personuppgifter
from protokoll.paragrafnummer import punkter_i_delar
from ärenden.models import Fil, Handling, Sekretessbelagd, Ärende
from ärenden.överklagandetyp import VAL as ÖVERKLAGANDETYPER


class Paragrafserie(models.Model):
    """Senaste paragrafnumret per organ och år; numren är utan luckor."""

    organ = models.ForeignKey(Organ, models.PROTECT, related_name="+")
    år = models.PositiveSmallIntegerField(db_column="ar")
    senaste = models.PositiveIntegerField()

    class Meta:
        ordering = ["organ_id", "år"]
        verbose_name = "paragrafserie"
        verbose_name_plural = "paragrafserier"
        constraints = [
            models.UniqueConstraint(
                fields=["organ", "år"],
                name="paragrafserie_unik",
                violation_error_message="Serien finns redan.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organ} {self.år}: § {self.senaste}"


class Paragraf(MedVarningar, Sekretessbelagd):
    """En punkt som tagits upp: rubrik, beslut och utfall, kopierade när den tas upp."""

    class Utfall(models.TextChoices):
        BIFALL = "bifall", "enligt förslag"
        ÄNDRAT = "andrat", "med ändring"
        AVSLAG = "avslag", "avslag"
        ÅTERREMISS = "aterremiss", "återremiss"
        BORDLÄGGNING = "bordlaggning", "bordläggning"
        NOTERAT = "noterat", "noterat"
        LAGT_TILL_HANDLINGARNA = "lagt_till_handlingarna", "lagt till handlingarna"
        UTGÅR = "utgar", "utgår"
        INFORMATION = "information", "information"
        VAL = "val", "val"

    class Typ(models.TextChoices):
        MOTION = "motion", "motion"
        INTERPELLATION = "interpellation", "interpellation"
        FRÅGA = "fraga", "fråga"
        MEDBORGARFÖRSLAG = "medborgarforslag", "medborgarförslag"
        INITIATIV = "initiativ", "initiativärende"
        REMISS = "remiss", "remiss"
        VAL = "val", "val"
        AVSÄGELSE = "avsagelse", "avsägelse"
        INFORMATION = "information", "information"
        ANMÄLAN = "anmalan", "anmälan"
        JÄVSANMÄLAN = "javsanmalan", "jävsanmälan"
        ORDNINGSFRÅGA = "ordningsfraga", "ordningsfråga"
        ÖVRIGT = "ovrigt", "övrigt"

    # Ett utfall utan egen text får den här; de andra kräver en beslutssats.
    STANDARDTEXT = {
        Utfall.ÅTERREMISS: "Ärendet återremitteras.",
        Utfall.BORDLÄGGNING: "Ärendet bordläggs.",
        Utfall.LAGT_TILL_HANDLINGARNA: "Ärendet läggs till handlingarna.",
        Utfall.UTGÅR: "Ärendet utgår.",
        Utfall.INFORMATION: "Informationen noteras.",
        Utfall.NOTERAT: "Punkten noteras.",
    }

    protokoll = models.ForeignKey(Protokoll, models.PROTECT, related_name="paragrafer")
    punkt = models.ForeignKey(Punkt, models.PROTECT, null=True, blank=True, related_name="+")
    ärende = models.ForeignKey(
        Ärende, models.PROTECT, null=True, blank=True, related_name="+", db_column="arende_id"
    )
    organ = models.ForeignKey(Organ, models.PROTECT, related_name="+")
    år = models.PositiveSmallIntegerField(db_column="ar")
    ordning = models.PositiveSmallIntegerField(help_text="Ordningen som punkterna togs upp i.")
    nummer = models.PositiveIntegerField(null=True, blank=True, help_text="Utan för formalia.")
    visas_som = models.CharField(
        max_length=30, blank=True, help_text="Numret som det trycks när det inte bara är talet."
    )
    nummer_text = models.CharField(
        max_length=30,
        blank=True,
        help_text="Paragrafens nummer i en inläst källa när det inte är ett ledigt heltal.",
    )
    punktnummer = models.CharField(
        max_length=50,
        null=True,
        blank=True,
        default="",
        help_text="Numret på listan i en inläst källa; NULL är utan nummer, tomt är inte sagt.",
    )
    typ = models.CharField(max_length=20, choices=Typ, blank=True)
    rubrik = models.CharField(max_length=500)
    offentlig_rubrik = models.CharField(max_length=500, blank=True)
    beteckning = models.CharField(max_length=100, blank=True)
    sekretess_antagen = models.CharField(
        "antaget om sekretessen",
        max_length=6,
        choices=Antagen,
        blank=True,
        help_text="Det i markeringen som inte stod i en inläst källa.",
    )
    sammanfattning = models.TextField(blank=True)
    information = models.TextField(blank=True)
    ordförande = models.ForeignKey(
        Närvaro,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        db_column="ordforande_id",
        help_text="Den som ledde behandlingen, när det var en annan än mötets ordförande.",
    )
    gäller = Paragrafspann(
        db_column="galler", help_text="Paragraferna som till exempel en jävsanmälan gäller."
    )
    svar_senast = models.DateField(null=True, blank=True)
    domstol = models.CharField(max_length=200, blank=True)
    mål = models.CharField("målnummer", max_length=100, blank=True, db_column="mal")
    utfall = models.CharField(max_length=25, choices=Utfall, blank=True)
    mot_enskild = models.BooleanField(
        "myndighetsutövning mot enskild",
        default=False,
        help_text="Då får ingen avstå från att rösta (KL 4 kap. 26 §).",
    )
    punktvis = models.BooleanField(
        "punkterna prövas var för sig",
        default=False,
        help_text="Beslutspunkterna ställs en i taget.",
    )
    omedelbart_justerad = models.BooleanField(default=False)
    beslutad_tid = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1, help_text="Ökar när paragrafens text ändras.")

    class Meta:
        ordering = ["protokoll_id", "ordning", "id"]
        verbose_name = "paragraf"
        verbose_name_plural = "paragrafer"
        constraints = [
            models.UniqueConstraint(
                fields=["protokoll", "punkt"],
                name="paragraf_en_per_punkt",
                violation_error_message="Punkten är redan upptagen.",
            ),
            models.UniqueConstraint(
                fields=["protokoll", "ordning"],
                name="paragraf_ordning",
                violation_error_message="Två paragrafer kan inte ha samma plats i protokollet.",
            ),
            models.UniqueConstraint(
                fields=["organ", "år", "nummer"],
                condition=Q(nummer__isnull=False),
                name="paragraf_unikt_nummer",
                violation_error_message="Paragrafnumret är redan använt i år.",
            ),
            models.CheckConstraint(
                condition=Q(utfall="", beslutad_tid=None)
                | ~Q(utfall="") & Q(beslutad_tid__isnull=False),
                name="paragraf_utfall_har_tid",
                violation_error_message="En beslutad paragraf har ett utfall och en tid.",
            ),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="paragraf_last_efter_avslut",
                when=pgtrigger.Before,
                operation=pgtrigger.Update,
                func="""
                    IF EXISTS (
                        SELECT 1 FROM protokoll_protokoll t
                        WHERE t.id = OLD.protokoll_id AND t.ursprung = 'eget'
                        AND (t.status <> 'oppet' OR EXISTS (
                            SELECT 1 FROM protokoll_justeradforsig f
                            WHERE f.paragraf_id = OLD.id AND f.justering_id IS NOT NULL
                        ))
                    ) AND (
                        NEW.rubrik IS DISTINCT FROM OLD.rubrik
                        OR NEW.utfall IS DISTINCT FROM OLD.utfall
                        OR NEW.beslutad_tid IS DISTINCT FROM OLD.beslutad_tid
                        OR NEW.nummer IS DISTINCT FROM OLD.nummer
                        OR NEW.ordning IS DISTINCT FROM OLD.ordning
                    ) THEN
                        RAISE EXCEPTION 'Det beslutade ändras inte när paragrafen är låst.';
                    END IF;
                    IF (
                        NEW.sammanfattning IS DISTINCT FROM OLD.sammanfattning
                        OR NEW.information IS DISTINCT FROM OLD.information
                    ) AND EXISTS (
                        SELECT 1 FROM protokoll_protokoll t
                        WHERE t.id = OLD.protokoll_id AND t.ursprung = 'eget'
                        AND (t.status = 'justerat' OR EXISTS (
                            SELECT 1 FROM protokoll_justeradforsig f
                            JOIN protokoll_justering j ON j.id = f.justering_id
                            WHERE f.paragraf_id = OLD.id AND j.status = 'justerad'
                        ))
                    ) THEN
                        RAISE EXCEPTION 'Texten ändras inte när paragrafen är justerad.';
                    END IF;
                    RETURN NEW;
                """,
            )
        ]

    def __str__(self) -> str:
        return f"§ {self.nummer} {self.rubrik}" if self.nummer else self.rubrik

    def punkttext(self, satser: Sequence[int]) -> str:
        """Några av beslutets satser som de är numrerade i protokollet; tomt för inga."""
        if not satser:
            return ""
        return punkter_i_delar(satser, [(d.i_den, len(d.satser.all())) for d in self.delar.all()])

    @property
    def är_låst_för_sig(self) -> bool:
        """Om paragrafen, eller några satser i den, har gått till justering för sig."""
        return any(rad.justering_id is not None for rad in self.för_sig.all())

    @property
    def justeras_helt_för_sig(self) -> bool:
        """Hela paragrafen, som då inte hör till protokollets egen justering."""
        return any(rad.justering_id is not None and not rad.punkter for rad in self.för_sig.all())

    @property
    def ska_justeras_omedelbart(self) -> bool:
        """Om det är beslutat men ingenting har gått till justering än."""
        return self.omedelbart_justerad and not self.är_låst_för_sig

    @property
    def punkter_för_sig(self) -> list[int]:
        """Alla satser som justeras för sig, när det inte är hela paragrafen.

        Som de skrevs när de står i en rad: ett inläst protokoll ska gå ut som det kom in.
        """
        rader = [rad.punkter for rad in self.för_sig.all() if rad.punkter]
        if len(rader) == 1:
            return list(rader[0])
        return sorted({n for punkter in rader for n in punkter})

    def punkter_i(self, justering: int | None) -> list[int]:
        """Satserna som justeringen gäller; tomt när den gäller hela paragrafen."""
        rader = (rad for rad in self.för_sig.all() if rad.justering_id == justering)
        return next((list(rad.punkter) for rad in rader), []) if justering is not None else []

    @property
    def skickad_för_sig(self) -> list[datetime]:
        """När paragrafen, eller satser i den, gick till justering för sig; den första först."""
        gjorda = (rad.justering for rad in self.för_sig.all())
        return sorted(j.skickad_tid for j in gjorda if j is not None and j.skickad_tid is not None)

    @property
    def synlig_rubrik(self) -> str:
        """Rubriken som alla får läsa."""
        if self.offentlig_rubrik:
            return self.offentlig_rubrik
        return "Sekretessärende" if self.är_sekretess else self.rubrik

    @property
    def är_formalia(self) -> bool:
        return self.punkt is not None and self.punkt.slag == Punkt.Slag.FORMALIA

    @property
    def är_information(self) -> bool:
        return self.punkt is not None and self.punkt.slag == Punkt.Slag.INFORMATION

    @property
    def val_av_justerare(self) -> str:
        """Beslutet när punkten är valet av justerare och de är valda; annars tomt."""
        rubrik = self.rubrik.casefold()
        if not self.är_formalia or not rubrik.startswith(("val av justerare", "val av justerande")):
            return ""
        justerare = list(self.protokoll.justerare.all())
        valda = [str(j) for j in justerare if not j.är_ersättare]
        ersättare = [str(j) for j in justerare if j.är_ersättare]
        if not valda:
            return ""
        text = f"{self.organ.namn} utser {_uppräknat(valda)} att jämte ordföranden justera"
        if ersättare:
            return f"{text} protokollet, med {_uppräknat(ersättare)} som ersättare."
        return f"{text} protokollet."

    @property
    def föreslaget_utfall(self) -> str:
        """Utfallet som ligger närmast till hands; tomt när någon måste skriva beslutet."""
        if self.förslag.all():
            return str(self.Utfall.BIFALL)
        vanligt = {
            Punkt.Slag.INFORMATION: self.Utfall.INFORMATION,
            Punkt.Slag.ANMÄLAN: self.Utfall.LAGT_TILL_HANDLINGARNA,
            Punkt.Slag.FORMALIA: self.Utfall.NOTERAT,
            Punkt.Slag.ÖVRIGT: self.Utfall.NOTERAT,
        }
        slag = self.punkt.slag if self.punkt is not None else Punkt.Slag.BESLUT
        return str(vanligt.get(Punkt.Slag(slag), ""))

    @property
    def är_beslutad(self) -> bool:
        return bool(self.utfall)

    @property
    def avgör_ärendet(self) -> bool:
        """Om organet självt har avgjort saken: inte skjutit upp den eller bara föreslagit."""
        if not self.utfall or self.utfall in AVGÖR_INTE:
            return False
        delar = list(self.delar.all())
        return not delar or any(
            not del_.förslag_till and (del_.utfall or self.utfall) not in AVGÖR_INTE
            for del_ in delar
        )


# Utfallen där saken inte är avgjord.
AVGÖR_INTE = frozenset(
    {
        Paragraf.Utfall.ÅTERREMISS,
        Paragraf.Utfall.BORDLÄGGNING,
        Paragraf.Utfall.UTGÅR,
        Paragraf.Utfall.INFORMATION,
        Paragraf.Utfall.NOTERAT,
    }
)


class JusteradFörSig(models.Model):
    """En paragraf, eller några satser i den, som justeras för sig och inte med protokollet.

    En rad för varje justering: punkt 1 och punkt 3 kan gå till omedelbar justering var för sig. Ett
    inläst protokoll säger vilka punkter men inte i vilken justering.
    """

    paragraf = models.ForeignKey(Paragraf, models.CASCADE, related_name="för_sig")
    justering = models.ForeignKey(
        "protokoll.Justering",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text="Justeringen som har låst paragrafen.",
    )
    punkter = ArrayField(
        models.PositiveSmallIntegerField(),
        default=list,
        blank=True,
        help_text="Beslutssatserna som justeras för sig; tomt är hela paragrafen.",
    )

    class Meta:
        ordering = ["paragraf_id", "id"]
        verbose_name = "justerad för sig"
        verbose_name_plural = "justerade för sig"
        db_table = "protokoll_justeradforsig"
        constraints = [
            models.UniqueConstraint(
                fields=["paragraf", "justering"],
                name="justerad_for_sig_en_per_justering",
                violation_error_message="Paragrafen står redan i justeringen.",
            ),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="justerad_for_sig_last",
                when=pgtrigger.Before,
                operation=pgtrigger.Update | pgtrigger.Delete,
                condition=pgtrigger.Q(old__justering__isnull=False),
                func="""
                    IF EXISTS (
                        SELECT 1 FROM protokoll_paragraf p
                        JOIN protokoll_protokoll t ON t.id = p.protokoll_id
                        WHERE p.id = OLD.paragraf_id AND t.ursprung = 'eget'
                    ) THEN
                        RAISE EXCEPTION 'Det beslutade ändras inte när paragrafen är låst.';
                    END IF;
                    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
                    RETURN NEW;
                """,
            )
        ]

    def __str__(self) -> str:
        return f"{self.paragraf}: {self.paragraf.punkttext(self.punkter) or 'hela'}"


class Paragrafordförande(Personuppgifter):
    """Den som ledde behandlingen av en paragraf, som en inläst källa nämner personen."""

    paragraf = models.OneToOneField(Paragraf, models.CASCADE, related_name="ordförande_i_källan")
    närvaro = models.ForeignKey(
        Närvaro, models.SET_NULL, null=True, blank=True, related_name="+", db_column="narvaro_id"
    )

    class Meta:
        ordering = ["paragraf_id"]
        verbose_name = "ordförande i källan"
        verbose_name_plural = "ordförande i källan"
        db_table = "protokoll_paragrafordforande"


def _uppräknat(namn: list[str]) -> str:
    return " och ".join([", ".join(namn[:-1]), namn[-1]] if len(namn) > 1 else namn)


class Beslutsdel(models.Model):
    """Ett beslut i paragrafen: organets eget, eller dess förslag till ett annat organ."""

    paragraf = models.ForeignKey(Paragraf, models.CASCADE, related_name="delar")
    ordning = models.PositiveSmallIntegerField(default=0)
    utfall = models.CharField(max_length=25, choices=Paragraf.Utfall, blank=True)
    förslag_till = models.CharField(
        max_length=200,
        blank=True,
        db_column="forslag_till",
        help_text="Organet som förslaget lämnas till; tomt är organets eget beslut.",
    )
    instans = models.CharField(max_length=200, blank=True)
    överklagandetyp = models.CharField(
        "överklagas genom",
        max_length=20,
        choices=ÖVERKLAGANDETYPER,
        blank=True,
        db_column="overklagandetyp",
    )
    bordlagt_till = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["paragraf_id", "ordning"]
        verbose_name = "del av beslutet"
        verbose_name_plural = "delar av beslutet"
        constraints = [
            models.UniqueConstraint(
                fields=["paragraf", "ordning"],
                name="beslutsdel_ordning",
                violation_error_message="Två delar av beslutet kan inte ha samma plats.",
            ),
        ]

    def __str__(self) -> str:
        return f"förslag till {self.förslag_till}" if self.förslag_till else "eget beslut"

    @property
    def i_den(self) -> str:
        """Var en punkt står, när flera delar är numrerade från 1."""
        if self.förslag_till:
            return f"i förslaget till {self.förslag_till}"
        return f"i beslutet av {self.instans}" if self.instans else "i det egna beslutet"


class Beslut(models.Model):
    """En beslutssats. Satserna numreras från 1 i varje del av beslutet."""

    paragraf = models.ForeignKey(Paragraf, models.CASCADE, related_name="beslut")
    beslutsdel = models.ForeignKey(Beslutsdel, models.CASCADE, related_name="satser")
    nummer = models.PositiveSmallIntegerField()
    visas_som = models.CharField(
        max_length=50, blank=True, help_text="Numret som det trycks när det inte bara är talet."
    )
    text = models.TextField()
    delsatser = ArrayField(models.TextField(), default=list, blank=True)

    class Meta:
        ordering = ["paragraf_id", "beslutsdel__ordning", "nummer"]
        verbose_name = "beslut"
        verbose_name_plural = "beslut"
        triggers = [
            pgtrigger.Trigger(
                name="beslut_last_efter_avslut",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
                func="""
                    IF EXISTS (
                        SELECT 1 FROM protokoll_paragraf p
                        JOIN protokoll_protokoll t ON t.id = p.protokoll_id
                        WHERE p.id = COALESCE(NEW.paragraf_id, OLD.paragraf_id)
                        AND (t.status <> 'oppet' OR EXISTS (
                            SELECT 1 FROM protokoll_justeradforsig f
                            WHERE f.paragraf_id = p.id AND f.justering_id IS NOT NULL
                        ))
                    ) THEN
                        RAISE EXCEPTION 'Beslutets text ändras inte när mötet är avslutat.';
                    END IF;
                    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
                    RETURN NEW;
                """,
            )
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["beslutsdel", "nummer"],
                name="beslut_nummer",
                violation_error_message="Satsens nummer finns redan i beslutet.",
            ),
        ]

    def __str__(self) -> str:
        return self.text


class Förslag(models.Model):
    """Ett förslag till beslut från den som berett ärendet, kopierat när punkten tas upp."""

    paragraf = models.ForeignKey(Paragraf, models.CASCADE, related_name="förslag")
    nummer = models.PositiveSmallIntegerField()
    av = models.CharField("förslag från", max_length=200, blank=True)
    text = models.TextField()

    class Meta:
        ordering = ["paragraf_id", "nummer"]
        verbose_name = "förslag till beslut"
        verbose_name_plural = "förslag till beslut"
        db_table = "protokoll_forslag"
        constraints = [
            models.UniqueConstraint(
                fields=["paragraf", "nummer"],
                name="forslag_nummer",
                violation_error_message="Satsens nummer finns redan i förslaget.",
            ),
        ]

    def __str__(self) -> str:
        return self.text


class Beslutsunderlag(Sekretessbelagd):
    """En handling som låg till grund för beslutet, kopierad när punkten tas upp."""

    paragraf = models.ForeignKey(Paragraf, models.CASCADE, related_name="underlag")
    ordning = models.PositiveSmallIntegerField()
    titel = models.CharField(max_length=500)
    offentlig_titel = models.CharField(
        max_length=500, blank=True, help_text="Det som står i stället där alla läser."
    )
    slag = models.CharField(max_length=20, choices=Handling.Slag, blank=True)
    datum = models.DateField(null=True, blank=True)
    fil = models.ForeignKey(Fil, models.PROTECT, null=True, blank=True, related_name="+")
    filnamn = models.CharField(max_length=255, blank=True)
    filmapp = models.CharField(
        max_length=500, blank=True, help_text="Mappen som filen låg i, i en inläst källa."
    )
    sekretess_antagen = models.CharField(
        "antaget om sekretessen",
        max_length=6,
        choices=Antagen,
        blank=True,
        help_text="Det i markeringen som inte stod i en inläst källa.",
    )
    är_hemligt = models.BooleanField(default=False, db_column="ar_hemligt")

    class Meta:
        ordering = ["paragraf_id", "ordning"]
        verbose_name = "beslutsunderlag"
        verbose_name_plural = "beslutsunderlag"
        constraints = [
            models.UniqueConstraint(
                fields=["paragraf", "ordning"],
                name="beslutsunderlag_ordning",
                violation_error_message="Två handlingar kan inte ha samma plats.",
            ),
        ]

    def __str__(self) -> str:
        return self.titel


class Utdragsmottagare(models.Model):
    """Den som beslutet ska skickas till."""

    paragraf = models.ForeignKey(Paragraf, models.CASCADE, related_name="utdrag_till")
    mottagare = models.CharField(max_length=300)

    class Meta:
        ordering = ["paragraf_id", "id"]
        verbose_name = "utdragsmottagare"
        verbose_name_plural = "utdragsmottagare"

    def __str__(self) -> str:
        return self.mottagare


class TidigareBehandling(models.Model):
    """När ärendet behandlats förut: i beredningen, eller bordlagt eller återremitterat."""

    paragraf = models.ForeignKey(Paragraf, models.CASCADE, related_name="tidigare")
    organ = models.CharField(max_length=200, blank=True)
    datum = models.DateField(null=True, blank=True)
    paragrafnummer = models.CharField(max_length=30, blank=True)
    utfall = models.CharField(max_length=200, blank=True)
    text = models.TextField(blank=True)
    tidigare_paragraf = models.ForeignKey(
        Paragraf,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text="Paragrafen när den finns i systemet.",
    )

    class Meta:
        ordering = ["paragraf_id", "id"]
        verbose_name = "tidigare behandling"
        verbose_name_plural = "tidigare behandlingar"

    def __str__(self) -> str:
        return f"{self.organ} {self.datum or ''}".strip()


class Deltagande(models.Model):
    """Hur en närvarande deltog i paragrafen; läget när beslutet fattades (KL 5 kap. 67 §)."""

    class Form(models.TextChoices):
        DELTOG = "deltog", "deltog i beslutet"
        NÄRVARANDE = "narvarande", "närvarande utan att besluta"
        JÄV = "jav", "anmälde jäv"

    paragraf = models.ForeignKey(Paragraf, models.CASCADE, related_name="deltagande")
    närvaro = models.ForeignKey(
        Närvaro, models.CASCADE, related_name="deltagande", db_column="narvaro_id"
    )
    form = models.CharField(max_length=10, choices=Form)
    del_av = models.BooleanField("bara en del av behandlingen", default=False)

    class Meta:
        ordering = ["paragraf_id", "närvaro__ordning", "id"]
        verbose_name = "deltagande"
        verbose_name_plural = "deltagande"
        constraints = [
            models.UniqueConstraint(
                fields=["paragraf", "närvaro"],
                name="deltagande_unikt",
                violation_error_message="Personens deltagande är redan antecknat.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.närvaro}: {self.get_form_display()}"


class DeltarInte(Benämnd):
    """Den som avstår från att delta i beslutet; något annat än att avstå vid en omröstning."""

    paragraf = models.ForeignKey(Paragraf, models.CASCADE, related_name="deltar_inte")
    närvaro = models.ForeignKey(
        Närvaro, models.SET_NULL, null=True, blank=True, related_name="+", db_column="narvaro_id"
    )
    namn = models.CharField(max_length=200, blank=True)
    grupp = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["paragraf_id", "id"]
        verbose_name = "deltar inte i beslutet"
        verbose_name_plural = "deltar inte i beslutet"

    def __str__(self) -> str:
        vem = super().__str__() if self.namn else ""
        return ", ".join(del_ for del_ in (vem, self.grupp) if del_)


class JävQuerySet(models.QuerySet["Jäv"]):
    def hindrande(self) -> JävQuerySet:
        """De som håller personen utanför beslutet; ett undantag upphäver de andra."""
        return self.exclude(undantag__in=[u.kod for u in Undantag if u.upphäver]).exclude(
            prövning=Jäv.Prövning.INTE_JÄV
        )


class Jäv(Benämnd):
    """Den som på grund av jäv inte deltog i handläggningen (KL 6 kap. 28–32 §§).

    Jäv som anmäls innan ärendet tas upp hör till punkten, och får paragrafen när den tas upp.
    Omständigheten ska uppges också när ett undantag gäller (6 kap. 30 §); raden står då kvar.
    """

    class Prövning(models.TextChoices):
        JÄV = "jav", "jävig"
        INTE_JÄV = "inte_jav", "inte jävig"

    objects = JävQuerySet.as_manager()

    paragraf = models.ForeignKey(
        Paragraf, models.CASCADE, null=True, blank=True, related_name="jäv"
    )
    punkt = models.ForeignKey(Punkt, models.PROTECT, null=True, blank=True, related_name="+")
    anmäld_i = models.ForeignKey(
        Paragraf,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="anmälda_jäv",
        db_column="anmald_i_id",
        help_text="Paragrafen ”Anmälan av jäv” när anmälan fått en egen.",
    )
    närvaro = models.ForeignKey(
        Närvaro, models.CASCADE, null=True, blank=True, related_name="+", db_column="narvaro_id"
    )
    grund = models.CharField(max_length=300, blank=True)
    undantag = models.CharField(
        max_length=20,
        choices=[(u.kod, u.etikett) for u in Undantag],
        blank=True,
        help_text="Varför personen ändå inte är jävig, eller får överlägga.",
    )
    undantag_skäl = models.CharField(max_length=500, blank=True, db_column="undantag_skal")
    prövning = models.CharField(
        max_length=10,
        choices=Prövning,
        blank=True,
        db_column="provning",
        help_text="Vad organet beslutade när jävet var en fråga (KL 6 kap. 30 §).",
    )
    prövning_text = models.TextField(blank=True, db_column="provning_text")

    class Meta:
        ordering = ["paragraf_id", "id"]
        verbose_name = "jäv"
        verbose_name_plural = "jäv"
        db_table = "protokoll_jav"
        constraints = [
            models.CheckConstraint(
                condition=Q(paragraf__isnull=False) | Q(punkt__isnull=False, närvaro__isnull=False),
                name="jav_galler_nagot",
                violation_error_message="Jävet gäller en paragraf, eller någon och en punkt.",
            ),
            models.UniqueConstraint(
                fields=["paragraf", "närvaro"],
                condition=Q(paragraf__isnull=False, närvaro__isnull=False),
                name="jav_en_gang",
                violation_error_message="Personen är redan antecknad som jävig.",
            ),
            models.UniqueConstraint(
                fields=["punkt", "närvaro"],
                condition=Q(punkt__isnull=False, närvaro__isnull=False),
                name="jav_en_gang_per_punkt",
                violation_error_message="Personen är redan antecknad som jävig.",
            ),
            models.CheckConstraint(
                condition=Q(undantag="", undantag_skäl="")
                | (~Q(undantag="") & ~Q(undantag_skäl="")),
                name="jav_undantag_med_skal",
                violation_error_message="Ett undantag från jäv har ett skäl.",
            ),
            models.CheckConstraint(
                condition=Q(prövning="", prövning_text="")
                | Q(undantag="") & ~Q(prövning="") & ~Q(prövning_text=""),
                name="jav_provning_med_text",
                violation_error_message="En prövad jävsfråga har en text och inget undantag.",
            ),
        ]

    def fråga(self, rad: Närvaro, *, fullmäktige: bool) -> Jävsfråga:
        """Det som lagmodulen prövar. En fri text, som i ett inläst protokoll, är ingen grund."""
        return Jävsfråga(
            person=rad.person_id,
            ärende=0,
            grund=grunden(self.grund, fullmäktige=fullmäktige),
            undantag=frozenset({self.undantaget} if self.undantaget else ()),
            fullmäktige=fullmäktige,
            myndighetsutövning=self.paragraf is not None and self.paragraf.mot_enskild,
        )

    @property
    def undantaget(self) -> Undantag | None:
        return next((u for u in Undantag if u.kod == self.undantag), None)

    @property
    def hindrar(self) -> bool:
        """Om personen är jävig och inte deltar i beslutet."""
        if self.prövning == self.Prövning.INTE_JÄV:
            return False
        return self.undantaget is None or not self.undantaget.upphäver

    def mening(self, ärende: str = "") -> str:
        """Vad protokollet säger först: att jävet anmäls, eller att det uppges men inte gäller."""
        i_ärendet = f" i ärendet ”{ärende}”" if ärende else ""
        if self.prövning:
            return f"Fråga om jäv mot {self}{i_ärendet}"
        if self.undantaget is None:
            return f"{self} anmäler jäv{i_ärendet} och deltar inte i handläggningen"
        vad = "anmäler jäv" if self.hindrar else "uppger en omständighet som kan vara jäv"
        return f"{self} {vad}{i_ärendet}"

    def följd(self) -> str:
        """Undantaget med sitt lagrum, eller organets beslut, och vad personen deltar i."""
        if self.prövning:
            return self.prövning_text
        if (undantag := self.undantaget) is None:
            return ""
        deltar = (
            "deltar i handläggningen"
            if undantag.upphäver
            else "deltar i överläggningen men inte i beslutet"
        )
        return f"{undantag.slutsats} ({undantag.regel.lagrum}). {self.namn} {deltar}."


class Valbeslut(models.Model):
    """Ett val i paragrafen: till vilket uppdrag, för vilken tid och i stället för vem."""

    paragraf = models.ForeignKey(Paragraf, models.CASCADE, related_name="val")
    ordning = models.PositiveSmallIntegerField(default=0)
    uppdrag = models.CharField(max_length=300, blank=True)
    i_stället_för = models.CharField(max_length=200, blank=True, db_column="i_stallet_for")
    period = models.CharField(max_length=100, blank=True)

    class Meta:
        ordering = ["paragraf_id", "ordning", "id"]
        verbose_name = "val"
        verbose_name_plural = "val"

    def __str__(self) -> str:
        return self.uppdrag


class Vald(Personuppgifter):
    """En som valdes."""

    val = models.ForeignKey(Valbeslut, models.CASCADE, related_name="valda")

    class Meta:
        ordering = ["val_id", "id"]
        verbose_name = "vald"
        verbose_name_plural = "valda"


class Talare(Benämnd):
    """En som yttrade sig, i den ordning de talade."""

    paragraf = models.ForeignKey(Paragraf, models.CASCADE, related_name="talare")
    närvaro = models.ForeignKey(
        Närvaro, models.SET_NULL, null=True, blank=True, related_name="+", db_column="narvaro_id"
    )

    class Meta:
        ordering = ["paragraf_id", "id"]
        verbose_name = "talare"
        verbose_name_plural = "talare"


class Paragraftext(models.Model):
    """Paragrafens fria text i en version. Den första är den som fanns när mötet avslutades."""

    paragraf = models.ForeignKey(Paragraf, models.CASCADE, related_name="texter")
    version = models.PositiveIntegerField()
    sammanfattning = models.TextField(blank=True)
    information = models.TextField(blank=True)
    av_namn = models.CharField(max_length=200)
    tid = models.DateTimeField()

    class Meta:
        ordering = ["paragraf_id", "version"]
        verbose_name = "version av paragrafens text"
        verbose_name_plural = "versioner av paragrafens text"
        constraints = [
            models.UniqueConstraint(
                fields=["paragraf", "version"],
                name="paragraftext_version",
                violation_error_message="Versionen finns redan.",
            ),
        ]
        triggers = [pgtrigger.Protect(name="paragraftext_andras_inte", operation=pgtrigger.Update)]

    def __str__(self) -> str:
        return f"{self.paragraf}, version {self.version}"


class Rättelse(models.Model):
    """En rättelse som syns: vad, när och av vem (JO 581-2013). Det rättade står kvar."""

    paragraf = models.ForeignKey(Paragraf, models.CASCADE, related_name="rättelser")
    datum = models.DateField(null=True, blank=True)
    av = models.CharField(max_length=200, blank=True)
    text = models.TextField()

    class Meta:
        ordering = ["paragraf_id", "id"]
        verbose_name = "rättelse"
        verbose_name_plural = "rättelser"
        db_table = "protokoll_rattelse"

    def __str__(self) -> str:
        return self.text
