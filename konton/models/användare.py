from __future__ import annotations

from datetime import date

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.validators import UnicodeUsernameValidator
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from konton.models.kommun import Myndighet, Person
from konton.roller import Roll


class Användare(AbstractBaseUser):
    """Ett konto. Rättigheter kommer ur roller; Djangos behörighetsrader finns inte."""

    objects = BaseUserManager["Användare"]()

    username = models.CharField(
        "användarnamn",
        max_length=150,
        unique=True,
        validators=[UnicodeUsernameValidator()],
        error_messages={"unique": "Användarnamnet är upptaget."},
    )
    email = models.EmailField("e-post", blank=True)
    person = models.OneToOneField(Person, models.PROTECT, null=True, blank=True, related_name="+")
    is_active = models.BooleanField("aktiv", default=True, help_text="Får logga in.")
    är_demo = models.BooleanField("demokonto", default=False, editable=False, db_column="ar_demo")
    är_system = models.BooleanField(
        "systemkonto", default=False, editable=False, db_column="ar_system"
    )

    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"

    class Meta:
        ordering = ["username"]
        verbose_name = "användare"
        verbose_name_plural = "användare"
        db_table = "konton_anvandare"

    def __str__(self) -> str:
        return self.person.namn if self.person else self.username

    @property
    def is_staff(self) -> bool:
        """Admin prövar rollen i `config.admin`; ingen är personal i Djangos mening."""
        return False

    def has_perm(self, perm: str, obj: object = None) -> bool:
        return False

    def has_module_perms(self, app_label: str) -> bool:
        return False


class RolltilldelningQuerySet(models.QuerySet["Rolltilldelning"]):
    def gällande(self, dag: date | None = None) -> RolltilldelningQuerySet:
        dag = dag or timezone.localdate()
        return self.filter(Q(till=None) | Q(till__gte=dag), från__lte=dag)


class Rolltilldelning(models.Model):
    """Vem som har vilken roll, i vilken myndighet och när. Utan myndighet: hela installationen."""

    objects = RolltilldelningQuerySet.as_manager()

    användare = models.ForeignKey(
        Användare, models.CASCADE, related_name="roller", db_column="anvandare_id"
    )
    roll = models.CharField(max_length=30, choices=Roll)
    myndighet = models.ForeignKey(
        Myndighet, models.CASCADE, null=True, blank=True, related_name="+"
    )
    från = models.DateField(default=timezone.localdate, db_column="fran")
    till = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["användare_id", "roll", "id"]
        verbose_name = "rolltilldelning"
        verbose_name_plural = "rolltilldelningar"
        constraints = [
            models.CheckConstraint(
                condition=Q(till=None) | Q(till__gte=F("från")),
                name="rolltilldelning_till_efter_fran",
                violation_error_message="Slutdagen får inte ligga före startdagen.",
            ),
            models.CheckConstraint(
                condition=Q(roll=Roll.ADMINISTRATÖR) | Q(myndighet__isnull=False),
                name="rolltilldelning_har_myndighet",
                violation_error_message="Bara administratör kan tilldelas utan myndighet.",
            ),
            models.UniqueConstraint(
                fields=["användare", "roll", "myndighet", "från"],
                name="rolltilldelning_unik",
                nulls_distinct=False,
                violation_error_message="Rollen är redan tilldelad från den dagen.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.användare}: {self.get_roll_display()}"
