from django.db import models


class Kommun(models.Model):
    """En kommun. Normalt en per installation; en importerad mötesfil behåller sin egen."""

    namn = models.CharField(max_length=200, unique=True)
    fler_namn = models.JSONField(
        "fler kommuner", default=list, blank=True, help_text="Namn på övriga i gemensam nämnd."
    )

    class Meta:
        ordering = ["namn"]
        verbose_name = "kommun"
        verbose_name_plural = "kommuner"

    def __str__(self) -> str:
        return self.namn


class Myndighet(models.Model):
    """En nämnd är en egen myndighet (TF 2 kap.)."""

    kommun = models.ForeignKey(Kommun, models.PROTECT, related_name="myndigheter")
    namn = models.CharField(max_length=200)
    kortnamn = models.CharField(max_length=20, blank=True)
    förvaltning = models.CharField(max_length=200, blank=True, db_column="forvaltning")

    class Meta:
        ordering = ["kommun_id", "namn", "id"]
        verbose_name = "myndighet"
        verbose_name_plural = "myndigheter"
        constraints = [
            models.UniqueConstraint(
                fields=["kommun", "namn"],
                name="myndighet_unikt_namn",
                violation_error_message="Kommunen har redan en myndighet med det namnet.",
            )
        ]

    def __str__(self) -> str:
        return self.namn


class Parti(models.Model):
    """Partiregistret. Partibeteckningar skrivs aldrig för hand."""

    kommun = models.ForeignKey(Kommun, models.PROTECT, related_name="partier")
    kod = models.CharField(max_length=20)
    namn = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["kommun_id", "kod", "id"]
        verbose_name = "parti"
        verbose_name_plural = "partier"
        constraints = [
            models.UniqueConstraint(
                fields=["kommun", "kod"],
                name="parti_unik_kod",
                violation_error_message="Partikoden finns redan i kommunen.",
            )
        ]

    def __str__(self) -> str:
        return self.kod


class Person(models.Model):
    """En människa i kommunen: förtroendevald, tjänsteperson eller annan som nämns."""

    kommun = models.ForeignKey(Kommun, models.PROTECT, related_name="personer")
    namn = models.CharField(max_length=200)
    titel = models.CharField(max_length=200, blank=True)
    epost = models.EmailField("e-post", blank=True)
    telefon = models.CharField(max_length=50, blank=True)
    postadress = models.TextField(
        blank=True,
        help_text="För den som får kallelsen på papper. Lämna tomt vid skyddade personuppgifter.",
    )

    class Meta:
        ordering = ["namn", "id"]
        verbose_name = "person"
        verbose_name_plural = "personer"

    def __str__(self) -> str:
        return self.namn
