"""Hur ett organs protokoll ser ut: rubrikernas namn och ordning, sidfot, röster och sekretess."""

from __future__ import annotations

from django.db import models

from nämnd.models import Organ


class Avsnitt(models.TextChoices):
    """En paragrafs avsnitt. Ordningen här är den som gäller när organet inte valt en annan."""

    JÄV = "jav", "Jäv"
    TIDIGARE = "tidigare", "Tidigare behandling"
    SAMMANFATTNING = "sammanfattning", "Sammanfattning"
    INFORMATION = "information", "Information"
    DELEGATIONSBESLUT = "delegationsbeslut", "Delegationsbeslut"
    MEDDELANDEN = "meddelanden", "Meddelanden"
    UNDERLAG = "underlag", "Beslutsunderlag"
    FÖRSLAG = "forslag", "Förslag till beslut"
    TALARE = "talare", "Yttranden"
    AJOURNERING = "ajournering", "Ajournering"
    YRKANDEN = "yrkanden", "Yrkanden"
    BESLUTSGÅNG = "beslutsgang", "Beslutsgång"
    OMRÖSTNING = "omrostning", "Omröstning"
    BESLUT = "beslut", "Beslut"
    VAL = "val", "Valda"
    OMEDELBAR = "omedelbar", "Omedelbar justering"
    DELTAR_INTE = "deltar_inte", "Deltar inte i beslutet"
    RESERVATIONER = "reservationer", "Reservation"
    ANTECKNINGAR = "anteckningar", "Protokollsanteckning"
    BILAGOR = "bilagor", "Bilagor"
    ÖVERKLAGANDE = "overklagande", "Hur beslutet överklagas"
    SKICKAS_TILL = "skickas_till", "Beslutet skickas till"
    RÄTTELSE = "rattelse", "Rättelse"


# Beslutet överst, som i Göteborg; resten i vanlig ordning.
BESLUT_FÖRST = (Avsnitt.BESLUT, Avsnitt.VAL, Avsnitt.OMEDELBAR)


class Protokollsmall(models.Model):
    """Organets val för protokollet. Utan rad gäller standardvärdena."""

    class Ordning(models.TextChoices):
        BESKRIVNING = "beskrivning", "ärendet först, sedan beslutet"
        BESLUT = "beslut", "beslutet först"

    class Paragrafform(models.TextChoices):
        TAL = "tal", "§ 63"
        TAL_ÅR = "tal_ar", "§ 63/20"
        ORGAN = "organ", "SN § 63"

    class Sidnummer(models.TextChoices):
        SIDA = "sida", "Sida 1 (3)"
        SIDA_TÄTT = "sida_tatt", "Sida 1(3)"
        PARENTES = "parentes", "1 (3)"
        HAKPARENTES = "hakparentes", "1[3]"
        SNEDSTRECK = "snedstreck", "1/3"

    class Röster(models.TextChoices):
        PARAGRAF = "paragraf", "i paragrafen"
        NÄRVAROLISTA = "narvarolista", "i närvarolistans kolumner"
        BILAGA = "bilaga", "i en bilaga för varje omröstning"

    class Närvarolista(models.TextChoices):
        FRAMSIDA = "framsida", "på framsidan"
        TABELL = "tabell", "som tabell efter framsidan"
        PARTIVIS = "partivis", "som tabell efter framsidan, parti för parti"
        BILAGA = "bilaga", "som tabell i bilaga 1"

    class Sekretess(models.TextChoices):
        PÅ_PLATS = "pa_plats", "i nummerordning"
        SIST = "sist", "i en egen del sist"

    organ = models.OneToOneField(Organ, models.CASCADE, related_name="+")
    dokumentnamn = models.CharField(max_length=40, default="Sammanträdesprotokoll")
    ordning = models.CharField(
        "avsnittens ordning", max_length=12, choices=Ordning, default=Ordning.BESKRIVNING
    )
    paragrafform = models.CharField(
        "paragrafens nummer", max_length=10, choices=Paragrafform, default=Paragrafform.TAL
    )
    ny_sida = models.BooleanField("varje paragraf på ny sida", default=False)
    formalia_i_innehåll = models.BooleanField(
        "formalia i innehållsförteckningen", default=True, db_column="formalia_i_innehall"
    )
    sidnummer = models.CharField(max_length=12, choices=Sidnummer, default=Sidnummer.SIDA)
    sidfot_signatur = models.CharField(
        "sidfotens ruta för signaturer", max_length=40, default="Justerandes sign"
    )
    sidfot_bestyrkande = models.CharField(
        "sidfotens ruta för bestyrkande", max_length=40, default="Utdragsbestyrkande"
    )
    anslag_rubrik = models.CharField("anslagets rubrik", max_length=40, default="Anslag/bevis")
    anslag_egen_sida = models.BooleanField("anslaget på egen sida", default=False)
    närvarolista = models.CharField(
        max_length=12,
        choices=Närvarolista,
        default=Närvarolista.FRAMSIDA,
        db_column="narvarolista",
    )
    röster = models.CharField(
        "vem som röstade hur",
        max_length=12,
        choices=Röster,
        default=Röster.PARAGRAF,
        db_column="roster",
    )
    sekretess = models.CharField(
        "hemliga paragrafer", max_length=10, choices=Sekretess, default=Sekretess.PÅ_PLATS
    )

    class Meta:
        ordering = ["organ_id"]
        verbose_name = "protokollsmall"
        verbose_name_plural = "protokollsmallar"

    def __str__(self) -> str:
        return f"Protokollsmall för {self.organ}"


class Protokollsrubrik(models.Model):
    """Ett avsnitts rubrik och plats i organets protokoll."""

    mall = models.ForeignKey(Protokollsmall, models.CASCADE, related_name="rubriker")
    avsnitt = models.CharField(max_length=20, choices=Avsnitt)
    rubrik = models.CharField(max_length=100, blank=True, help_text="Tomt är standardrubriken.")
    plats = models.PositiveSmallIntegerField(
        null=True, blank=True, help_text="Avsnitten med plats kommer först, i den ordningen."
    )

    class Meta:
        ordering = ["mall_id", "plats", "id"]
        verbose_name = "rubrik i protokollet"
        verbose_name_plural = "rubriker i protokollet"
        constraints = [
            models.UniqueConstraint(
                fields=["mall", "avsnitt"],
                name="protokollsrubrik_en_per_avsnitt",
                violation_error_message="Avsnittet har redan en rubrik i mallen.",
            ),
        ]

    def __str__(self) -> str:
        return self.rubrik or self.get_avsnitt_display()
