"""Vad som yrkades, hur frågorna ställdes, hur det röstades och vem som hade en annan mening."""

from __future__ import annotations

import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from nämnd.models import YRKANDETEXT, InlämnatYrkande, Yrkandeslag
from protokoll.kvalificerad import KRAV, Kvalificerat
from protokoll.models.närvaro import Närvaro
from protokoll.models.paragraf import Paragraf
from protokoll.models.uppgifter import Benämnd, MedVarningar
from protokoll.omröstning import ENKEL, Krav
from ärenden.models import Fil


def _närvaro() -> models.ForeignKey[Närvaro | None, Närvaro | None]:
    return models.ForeignKey(
        Närvaro, models.SET_NULL, null=True, blank=True, related_name="+", db_column="narvaro_id"
    )


def _bilaga() -> models.ForeignKey[Bilaga | None, Bilaga | None]:
    return models.ForeignKey(
        "protokoll.Bilaga", models.SET_NULL, null=True, blank=True, related_name="+"
    )


class Yrkande(models.Model):
    """Ett yrkande. Ett återtaget redovisas inte (KL 5 kap. 67 §)."""

    Slag = Yrkandeslag
    STANDARDTEXT = YRKANDETEXT

    paragraf = models.ForeignKey(Paragraf, models.CASCADE, related_name="yrkanden")
    ordning = models.PositiveSmallIntegerField()
    slag = models.CharField(max_length=12, choices=Slag, blank=True)
    text = models.TextField()
    i_hand = models.PositiveSmallIntegerField(
        null=True, blank=True, help_text="1 är i första hand, 2 i andra hand."
    )
    i_andra_hand_till = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, related_name="+"
    )
    punkt = models.PositiveSmallIntegerField(
        null=True, blank=True, help_text="Beslutspunkten som yrkandet gäller; tomt är hela ärendet."
    )
    grupper = ArrayField(models.CharField(max_length=200), default=list, blank=True)
    återtaget = models.BooleanField(default=False, db_column="atertaget")
    återtagen_del = models.TextField(
        blank=True, db_column="atertagen_del", help_text="Det som togs tillbaka av ett yrkande."
    )
    tid = models.DateTimeField(null=True, blank=True)
    inlämnat = models.ForeignKey(
        InlämnatYrkande,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        db_column="inlamnat_id",
        help_text="Det som lämnades in före mötet, när yrkandet är hämtat därifrån.",
    )

    class Meta:
        ordering = ["paragraf_id", "ordning", "id"]
        verbose_name = "yrkande"
        verbose_name_plural = "yrkanden"
        constraints = [
            models.UniqueConstraint(
                fields=["paragraf", "ordning"],
                name="yrkande_ordning",
                violation_error_message="Två yrkanden kan inte ha samma plats.",
            ),
            models.UniqueConstraint(
                fields=["paragraf", "inlämnat"],
                name="yrkande_hamtat_en_gang",
                violation_error_message="Det inlämnade yrkandet är redan med.",
            ),
        ]

    def __str__(self) -> str:
        return self.text

    @property
    def helt(self) -> str:
        """Efter ”yrkar”, när yrkandet är bifall eller avslag rakt av, helt eller på en punkt."""
        rakt_av = self.STANDARDTEXT.get(self.Slag(self.slag)) if self.slag else None
        if self.text != rakt_av or self.i_hand:
            return ""
        if self.punkt:
            ord_ = "avslag på" if self.slag == self.Slag.AVSLAG else "bifall till"
            return f"{ord_} punkt {self.punkt}."
        return f"{self.text[:1].lower()}{self.text[1:]}"


class Yrkare(Benämnd):
    """En som ställde yrkandet."""

    yrkande = models.ForeignKey(Yrkande, models.CASCADE, related_name="av")
    närvaro = _närvaro()

    class Meta:
        ordering = ["yrkande_id", "id"]
        verbose_name = "yrkande av"
        verbose_name_plural = "yrkanden av"


class Propositionssteg(models.Model):
    """Ett steg i beslutsgången: frågan som ställdes, svaret, och texten i protokollet."""

    paragraf = models.ForeignKey(Paragraf, models.CASCADE, related_name="propositioner")
    ordning = models.PositiveSmallIntegerField()
    text = models.TextField()
    steg = models.JSONField(
        default=dict,
        blank=True,
        help_text="Stegets fråga och svar som `protokoll.propositionsordning` räknar dem.",
    )

    class Meta:
        ordering = ["paragraf_id", "ordning"]
        verbose_name = "steg i beslutsgången"
        verbose_name_plural = "steg i beslutsgången"
        constraints = [
            models.UniqueConstraint(
                fields=["paragraf", "ordning"],
                name="propositionssteg_ordning",
                violation_error_message="Två steg kan inte ha samma plats.",
            ),
        ]

    def __str__(self) -> str:
        return self.text

    @property
    def utan_resultatet(self) -> str:
        """Texten utan röstetalen, där omröstningen redovisas för sig."""
        resultat = self.steg.get("svar", {}).get("omröstningens_mening", "")
        return self.text.replace(f" {resultat}", "", 1) if resultat else self.text


class Omröstning(MedVarningar):
    """En omröstning. Utfallet räknas ur rösterna (`protokoll.omröstning`), skrivs aldrig in."""

    class Slag(models.TextChoices):
        HUVUD = "huvud", "huvudvotering"
        MOTFÖRSLAG = "motforslag", "val av motförslag"
        TILLÄGG = "tillagg", "tillägg"
        ÄNDRING = "andring", "ändring"
        ÅTERREMISS = "aterremiss", "återremiss"
        BORDLÄGGNING = "bordlaggning", "bordläggning"
        ORDNINGSFRÅGA = "ordningsfraga", "ordningsfråga"
        PUNKT = "punkt", "beslutspunkt"
        VAL = "val", "val"

    class Status(models.TextChoices):
        PÅGÅR = "pagar", "pågår"
        AVSLUTAD = "avslutad", "avslutad"

    class Utslag(models.TextChoices):
        JA = "ja", "ja"
        NEJ = "nej", "nej"

    paragraf = models.ForeignKey(Paragraf, models.CASCADE, related_name="omröstningar")
    ordning = models.PositiveSmallIntegerField()
    steg = models.ForeignKey(
        Propositionssteg, models.SET_NULL, null=True, blank=True, related_name="omröstningar"
    )
    del_ordning = models.PositiveSmallIntegerField(
        null=True,
        blank=True,
        help_text="Delen av beslutet som omröstningen gäller, 0 är den första.",
    )
    slag = models.CharField(max_length=15, choices=Slag, blank=True)
    status = models.CharField(max_length=10, choices=Status, default=Status.AVSLUTAD)
    sluten = models.BooleanField(default=False)
    metod = models.CharField(max_length=100, blank=True, help_text="Till exempel upprop.")
    ja_betyder = models.TextField(blank=True)
    nej_betyder = models.TextField(blank=True)
    ja = models.PositiveSmallIntegerField(null=True, blank=True)
    nej = models.PositiveSmallIntegerField(null=True, blank=True)
    avstår = models.PositiveSmallIntegerField(null=True, blank=True, db_column="avstar")
    frånvarande = models.PositiveSmallIntegerField(null=True, blank=True, db_column="franvarande")
    utslagsröst_av = models.CharField(max_length=200, blank=True, db_column="utslagsrost_av")
    utslagsröst_för = models.CharField(
        max_length=3, choices=Utslag, blank=True, db_column="utslagsrost_for"
    )
    lottning = models.BooleanField(default=False)
    minoritet = models.BooleanField(
        default=False, help_text="Beslut av en minoritet (KL 5 kap. 50 §), bara i fullmäktige."
    )
    krav = models.CharField(
        max_length=20,
        blank=True,
        choices=[(slag.value, KRAV[slag].i_ord) for slag in Kvalificerat],
        help_text="Tomt är enkel majoritet (KL 5 kap. 55 §).",
    )
    punkter = ArrayField(models.PositiveSmallIntegerField(), default=list, blank=True)
    bilaga = models.CharField(max_length=100, blank=True)
    öppnad_tid = models.DateTimeField(null=True, blank=True, db_column="oppnad_tid")
    avslutad_tid = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["paragraf_id", "ordning", "id"]
        verbose_name = "omröstning"
        verbose_name_plural = "omröstningar"
        db_table = "protokoll_omrostning"
        constraints = [
            models.UniqueConstraint(
                fields=["paragraf", "ordning"],
                name="omrostning_ordning",
                violation_error_message="Två omröstningar kan inte ha samma plats.",
            ),
            models.UniqueConstraint(
                fields=["paragraf"],
                condition=Q(status="pagar"),
                name="omrostning_en_i_taget",
                violation_error_message="En omröstning pågår redan.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_slag_display() or 'omröstning'} {self.ja}–{self.nej}"

    @property
    def kravet(self) -> Krav:
        """Vad som krävs för ja, när det är mer än enkel majoritet."""
        return KRAV.get(self.krav, ENKEL)


class Röst(Benämnd):
    """En röst. I en sluten omröstning sparas bara vem som röstat, aldrig hur (KL 5 kap. 53 §)."""

    class Val(models.TextChoices):
        JA = "ja", "ja"
        NEJ = "nej", "nej"
        AVSTÅR = "avstar", "avstår"
        FRÅNVARANDE = "franvarande", "frånvarande"

    omröstning = models.ForeignKey(
        Omröstning, models.CASCADE, related_name="röster", db_column="omrostning_id"
    )
    närvaro = models.ForeignKey(
        Närvaro, models.PROTECT, null=True, blank=True, related_name="+", db_column="narvaro_id"
    )
    val = models.CharField(max_length=12, choices=Val, blank=True)

    class Meta:
        ordering = ["omröstning_id", "id"]
        verbose_name = "röst"
        verbose_name_plural = "röster"
        db_table = "protokoll_rost"
        constraints = [
            models.UniqueConstraint(
                fields=["omröstning", "närvaro"],
                name="rost_en_per_person",
                violation_error_message="Personen har redan röstat.",
            ),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="sluten_rost_har_inget_val",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update,
                condition=~pgtrigger.Q(new__val=""),
                func="""
                    IF EXISTS (
                        SELECT 1 FROM protokoll_omrostning o
                        JOIN protokoll_paragraf p ON p.id = o.paragraf_id
                        JOIN protokoll_protokoll t ON t.id = p.protokoll_id
                        WHERE o.id = NEW.omrostning_id AND o.sluten AND t.ursprung = 'eget'
                    ) THEN
                        RAISE EXCEPTION 'I en sluten omröstning sparas inte hur någon röstat.';
                    END IF;
                    RETURN NEW;
                """,
            )
        ]

    def __str__(self) -> str:
        return f"{super().__str__()}: {self.get_val_display() or 'har röstat'}"


class Partiröst(models.Model):
    """Ett partis röster, när källan bara redovisar dem så."""

    omröstning = models.ForeignKey(
        Omröstning, models.CASCADE, related_name="partiröster", db_column="omrostning_id"
    )
    parti = models.CharField(max_length=100)
    val = models.CharField(max_length=100)
    antal = models.IntegerField()

    class Meta:
        ordering = ["omröstning_id", "id"]
        verbose_name = "partiets röster"
        verbose_name_plural = "partiernas röster"
        db_table = "protokoll_partirost"

    def __str__(self) -> str:
        return f"{self.parti}: {self.antal} {self.val}"


class Kandidat(Benämnd):
    """En kandidat i ett val, och rösterna på den."""

    omröstning = models.ForeignKey(
        Omröstning, models.CASCADE, related_name="kandidater", db_column="omrostning_id"
    )
    röster = models.PositiveIntegerField(null=True, blank=True, db_column="roster")

    class Meta:
        ordering = ["omröstning_id", "id"]
        verbose_name = "kandidat"
        verbose_name_plural = "kandidater"


class Reservation(models.Model):
    """En reservation, anmäld innan sammanträdet avslutas (KL 4 kap. 27 §)."""

    class Form(models.TextChoices):
        MUNTLIG = "muntlig", "muntlig"
        SKRIFTLIG = "skriftlig", "skriftlig"

    paragraf = models.ForeignKey(Paragraf, models.CASCADE, related_name="reservationer")
    ordning = models.PositiveSmallIntegerField()
    form = models.CharField(max_length=10, choices=Form, blank=True)
    text = models.TextField(blank=True)
    till_förmån_för = models.CharField(
        max_length=300,
        blank=True,
        db_column="till_forman_for",
        help_text="Till exempel det egna yrkandet.",
    )
    grupper = ArrayField(models.CharField(max_length=200), default=list, blank=True)
    bilaga = models.CharField(max_length=100, blank=True)
    skriftlig = _bilaga()
    anmäld_tid = models.DateTimeField(null=True, blank=True, db_column="anmald_tid")

    class Meta:
        ordering = ["paragraf_id", "ordning", "id"]
        verbose_name = "reservation"
        verbose_name_plural = "reservationer"

    def __str__(self) -> str:
        return self.text or "reservation"


class Reservant(Benämnd):
    """En som reserverade sig."""

    reservation = models.ForeignKey(Reservation, models.CASCADE, related_name="av")
    närvaro = _närvaro()

    class Meta:
        ordering = ["reservation_id", "id"]
        verbose_name = "reservant"
        verbose_name_plural = "reservanter"


class Anteckning(models.Model):
    """En protokollsanteckning, ett särskilt yttrande eller en ersättares mening."""

    class Slag(models.TextChoices):
        PROTOKOLLSANTECKNING = "protokollsanteckning", "protokollsanteckning"
        SÄRSKILT_YTTRANDE = "sarskilt_yttrande", "särskilt yttrande"
        YTTRANDE = "yttrande", "yttrande"
        ERSÄTTARES_MENING = "ersattares_mening", "ersättares mening"

    paragraf = models.ForeignKey(Paragraf, models.CASCADE, related_name="anteckningar")
    ordning = models.PositiveSmallIntegerField()
    slag = models.CharField(max_length=20, choices=Slag, blank=True)
    text = models.TextField(blank=True)
    grupper = ArrayField(models.CharField(max_length=200), default=list, blank=True)
    bilaga = models.CharField(max_length=100, blank=True)
    skriftlig = _bilaga()
    anmäld_tid = models.DateTimeField(null=True, blank=True, db_column="anmald_tid")

    class Meta:
        ordering = ["paragraf_id", "ordning", "id"]
        verbose_name = "anteckning"
        verbose_name_plural = "anteckningar"

    def __str__(self) -> str:
        return self.text or self.get_slag_display()


class Antecknad(Benämnd):
    """En som anteckningen kommer från."""

    anteckning = models.ForeignKey(Anteckning, models.CASCADE, related_name="av")
    närvaro = _närvaro()

    class Meta:
        ordering = ["anteckning_id", "id"]
        verbose_name = "anteckning av"
        verbose_name_plural = "anteckningar av"


class Bilaga(models.Model):
    """En bilaga till protokollet: en skriftlig reservation, en voteringslista, en närvarolista."""

    protokoll = models.ForeignKey("protokoll.Protokoll", models.CASCADE, related_name="bilagor")
    paragraf = models.ForeignKey(
        Paragraf, models.CASCADE, null=True, blank=True, related_name="bilagor"
    )
    paragrafnummer = models.CharField(max_length=30, blank=True)
    ordning = models.PositiveSmallIntegerField(default=0)
    nummer = models.CharField(max_length=50, blank=True)
    rubrik = models.CharField(max_length=500)
    fil = models.ForeignKey(Fil, models.PROTECT, null=True, blank=True, related_name="+")
    filnamn = models.CharField(max_length=255, blank=True)
    filmapp = models.CharField(
        max_length=500, blank=True, help_text="Mappen som filen låg i, i en inläst källa."
    )

    class Meta:
        ordering = ["protokoll_id", "ordning", "id"]
        verbose_name = "bilaga"
        verbose_name_plural = "bilagor"

    def __str__(self) -> str:
        return f"{self.nummer} {self.rubrik}".strip()
