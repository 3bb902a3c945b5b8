"""Tabellerna som de ser ut från början; ersätter stegen som ledde dit."""

import django.contrib.auth.validators
import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    replaces = [("konton", "0001_initial"), ("konton", "0002_cache"), ("konton", "0003_postadress")]

    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Kommun",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("namn", models.CharField(max_length=200, unique=True)),
                (
                    "fler_namn",
                    models.JSONField(
                        blank=True,
                        default=list,
                        help_text="Namn på övriga i gemensam nämnd.",
                        verbose_name="fler kommuner",
                    ),
                ),
            ],
            options={
                "verbose_name": "kommun",
                "verbose_name_plural": "kommuner",
                "ordering": ["namn"],
            },
        ),
        migrations.CreateModel(
            name="Myndighet",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("namn", models.CharField(max_length=200)),
                ("kortnamn", models.CharField(blank=True, max_length=20)),
                (
                    "förvaltning",
                    models.CharField(blank=True, db_column="forvaltning", max_length=200),
                ),
                (
                    "kommun",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="myndigheter",
                        to="konton.kommun",
                    ),
                ),
            ],
            options={
                "verbose_name": "myndighet",
                "verbose_name_plural": "myndigheter",
                "ordering": ["kommun_id", "namn", "id"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("kommun", "namn"),
                        name="myndighet_unikt_namn",
                        violation_error_message="Kommunen har redan en myndighet med det namnet.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Parti",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("kod", models.CharField(max_length=20)),
                ("namn", models.CharField(blank=True, max_length=200)),
                (
                    "kommun",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="partier",
                        to="konton.kommun",
                    ),
                ),
            ],
            options={
                "verbose_name": "parti",
                "verbose_name_plural": "partier",
                "ordering": ["kommun_id", "kod", "id"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("kommun", "kod"),
                        name="parti_unik_kod",
                        violation_error_message="Partikoden finns redan i kommunen.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Person",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("namn", models.CharField(max_length=200)),
                ("titel", models.CharField(blank=True, max_length=200)),
                ("epost", models.EmailField(blank=True, max_length=254, verbose_name="e-post")),
                ("telefon", models.CharField(blank=True, max_length=50)),
                (
                    "postadress",
                    models.TextField(
                        blank=True,
                        help_text="För den som får kallelsen på papper. Lämna tomt vid skyddade personuppgifter.",
                    ),
                ),
                (
                    "kommun",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="personer",
                        to="konton.kommun",
                    ),
                ),
            ],
            options={
                "verbose_name": "person",
                "verbose_name_plural": "personer",
                "ordering": ["namn", "id"],
            },
        ),
        migrations.CreateModel(
            name="Användare",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("password", models.CharField(max_length=128, verbose_name="password")),
                (
                    "last_login",
                    models.DateTimeField(blank=True, null=True, verbose_name="last login"),
                ),
                (
                    "username",
                    models.CharField(
                        error_messages={"unique": "Användarnamnet är upptaget."},
                        max_length=150,
                        unique=True,
                        validators=[django.contrib.auth.validators.UnicodeUsernameValidator()],
                        verbose_name="användarnamn",
                    ),
                ),
                ("email", models.EmailField(blank=True, max_length=254, verbose_name="e-post")),
                (
                    "is_active",
                    models.BooleanField(
                        default=True, help_text="Får logga in.", verbose_name="aktiv"
                    ),
                ),
                (
                    "är_demo",
                    models.BooleanField(
                        db_column="ar_demo", default=False, editable=False, verbose_name="demokonto"
                    ),
                ),
                (
                    "är_system",
                    models.BooleanField(
                        db_column="ar_system",
                        default=False,
                        editable=False,
                        verbose_name="systemkonto",
                    ),
                ),
                (
                    "person",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="konton.person",
                    ),
                ),
            ],
            options={
                "verbose_name": "användare",
                "verbose_name_plural": "användare",
                "db_table": "konton_anvandare",
                "ordering": ["username"],
            },
        ),
        migrations.CreateModel(
            name="Rolltilldelning",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "roll",
                    models.CharField(
                        choices=[
                            ("namndsekreterare", "nämndsekreterare"),
                            ("handlaggare", "handläggare"),
                            ("chef", "chef"),
                            ("fortroendevald", "förtroendevald"),
                            ("registrator", "registrator"),
                            ("administrator", "administratör"),
                        ],
                        max_length=30,
                    ),
                ),
                (
                    "från",
                    models.DateField(db_column="fran", default=django.utils.timezone.localdate),
                ),
                ("till", models.DateField(blank=True, null=True)),
                (
                    "användare",
                    models.ForeignKey(
                        db_column="anvandare_id",
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="roller",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "myndighet",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="konton.myndighet",
                    ),
                ),
            ],
            options={
                "verbose_name": "rolltilldelning",
                "verbose_name_plural": "rolltilldelningar",
                "ordering": ["användare_id", "roll", "id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("till", None), ("till__gte", models.F("från")), _connector="OR"
                        ),
                        name="rolltilldelning_till_efter_fran",
                        violation_error_message="Slutdagen får inte ligga före startdagen.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("roll", "administrator"), ("myndighet__isnull", False), _connector="OR"
                        ),
                        name="rolltilldelning_har_myndighet",
                        violation_error_message="Bara administratör kan tilldelas utan myndighet.",
                    ),
                    models.UniqueConstraint(
                        fields=("användare", "roll", "myndighet", "från"),
                        name="rolltilldelning_unik",
                        nulls_distinct=False,
                        violation_error_message="Rollen är redan tilldelad från den dagen.",
                    ),
                ],
            },
        ),
        # Tabellen för Djangos databascache; samma som `createcachetable` gör.
        migrations.RunSQL(
            """
            CREATE TABLE konton_cache (
                cache_key varchar(255) NOT NULL PRIMARY KEY,
                value text NOT NULL,
                expires timestamp with time zone NOT NULL
            );
            CREATE INDEX konton_cache_expires ON konton_cache (expires);
            """,
            "DROP TABLE konton_cache;",
        ),
    ]
