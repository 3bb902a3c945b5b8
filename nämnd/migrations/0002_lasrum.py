"""Läsrummet: vad var och en har läst, gästernas länkar, papperens text och kallelsens filer."""

import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models


def behåll_papperen(apps, schema_editor):
    """De redan utfärdade kallelsernas papper, så långt filerna finns."""
    kallelser, papper = (
        apps.get_model("namnd", "Kallelse"),
        apps.get_model("namnd", "Kallelsepapper"),
    )
    fil = apps.get_model("arenden", "Fil")
    for kallelse in kallelser.objects.filter(status="utfardad").exclude(underlag={}).iterator():
        rader = kallelse.underlag["rader"]
        hashar = {p["sha256"] for r in rader for i in (r, *r["inre"]) for p in i["papper"]}
        papper.objects.bulk_create(
            papper(kallelse=kallelse, fil=f) for f in fil.objects.filter(sha256__in=hashar)
        )


class Migration(migrations.Migration):
    dependencies = [
        ("arenden", "0001_grunden"),
        ("konton", "0001_grunden"),
        ("namnd", "0001_grunden"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Gästlänk",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("namn", models.CharField(max_length=200)),
                (
                    "som",
                    models.CharField(
                        choices=[("gast", "gäst"), ("personalforetradare", "personalföreträdare")],
                        default="gast",
                        max_length=20,
                    ),
                ),
                ("skäl", models.CharField(db_column="skal", max_length=300)),
                ("hela_mötet", models.BooleanField(db_column="hela_motet", default=False)),
                ("till", models.DateField(help_text="Sista dagen länken gäller.")),
                ("hash", models.CharField(max_length=64, unique=True)),
                ("skapad_tid", models.DateTimeField()),
                ("återtagen_tid", models.DateTimeField(db_column="atertagen_tid", null=True)),
                (
                    "punkter",
                    models.ManyToManyField(
                        db_table="namnd_gastlank_punkter", related_name="+", to="namnd.punkt"
                    ),
                ),
                (
                    "sammanträde",
                    models.ForeignKey(
                        db_column="sammantrade_id",
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="gästlänkar",
                        to="namnd.sammanträde",
                    ),
                ),
                (
                    "skapad_av",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "återtagen_av",
                    models.ForeignKey(
                        db_column="atertagen_av_id",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "gästlänk",
                "verbose_name_plural": "gästlänkar",
                "db_table": "namnd_gastlank",
                "ordering": ["sammanträde_id", "-skapad_tid", "-id"],
            },
        ),
        migrations.CreateModel(
            name="Gästbesök",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("tid", models.DateTimeField()),
                (
                    "papper",
                    models.CharField(
                        blank=True, help_text="Tomt när mötet öppnades.", max_length=500
                    ),
                ),
                (
                    "länk",
                    models.ForeignKey(
                        db_column="lank_id",
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="besök",
                        to="namnd.gästlänk",
                    ),
                ),
            ],
            options={
                "verbose_name": "gästbesök",
                "verbose_name_plural": "gästbesök",
                "db_table": "namnd_gastbesok",
                "ordering": ["länk_id", "-tid", "-id"],
            },
        ),
        migrations.CreateModel(
            name="Kallelsepapper",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "fil",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="arenden.fil",
                    ),
                ),
                (
                    "kallelse",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="papper",
                        to="namnd.kallelse",
                    ),
                ),
            ],
            options={
                "verbose_name": "kallelsens papper",
                "verbose_name_plural": "kallelsens papper",
                "ordering": ["kallelse_id", "id"],
            },
        ),
        migrations.CreateModel(
            name="Läsning",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("tid", models.DateTimeField()),
                (
                    "kallelse",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="namnd.kallelse",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="konton.person",
                    ),
                ),
                (
                    "sammanträde",
                    models.ForeignKey(
                        db_column="sammantrade_id",
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="namnd.sammanträde",
                    ),
                ),
            ],
            options={
                "verbose_name": "läsning",
                "verbose_name_plural": "läsningar",
                "db_table": "namnd_lasning",
                "ordering": ["sammanträde_id", "id"],
            },
        ),
        migrations.CreateModel(
            name="Papperssida",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("nummer", models.PositiveIntegerField()),
                ("text", models.TextField(blank=True)),
                (
                    "fil",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="arenden.fil",
                    ),
                ),
            ],
            options={
                "verbose_name": "papperssida",
                "verbose_name_plural": "papperssidor",
                "db_table": "namnd_papperssida",
                "ordering": ["fil_id", "nummer"],
            },
        ),
        migrations.AddConstraint(
            model_name="gästlänk",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("återtagen_av", None), ("återtagen_tid", None)),
                    models.Q(("återtagen_av__isnull", False), ("återtagen_tid__isnull", False)),
                    _connector="OR",
                ),
                name="gastlank_atertagen_hor_ihop",
                violation_error_message="En återtagen länk har tid och vem som tog tillbaka den.",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="gästlänk",
            trigger=pgtrigger.compiler.Trigger(
                name="gastlank_ar_frusen",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."sammantrade_id" IS DISTINCT FROM (NEW."sammantrade_id") OR OLD."namn" IS DISTINCT FROM (NEW."namn") OR OLD."som" IS DISTINCT FROM (NEW."som") OR OLD."skal" IS DISTINCT FROM (NEW."skal") OR OLD."hela_motet" IS DISTINCT FROM (NEW."hela_motet") OR OLD."till" IS DISTINCT FROM (NEW."till") OR OLD."hash" IS DISTINCT FROM (NEW."hash") OR OLD."skapad_tid" IS DISTINCT FROM (NEW."skapad_tid") OR OLD."skapad_av_id" IS DISTINCT FROM (NEW."skapad_av_id"))',
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;",
                    hash="5c800e6e0331e9c52a9d1c10a80c443a82743dbf",
                    operation="UPDATE",
                    pgid="pgtrigger_gastlank_ar_frusen_8b8d3",
                    table="namnd_gastlank",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="gästlänk",
            trigger=pgtrigger.compiler.Trigger(
                name="gastlank_tas_inte_bort",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                    hash="861416c25928193506df1e29949744de96e6d510",
                    operation="DELETE",
                    pgid="pgtrigger_gastlank_tas_inte_bort_c11a4",
                    table="namnd_gastlank",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="gästbesök",
            trigger=pgtrigger.compiler.Trigger(
                name="gastbesok_andras_inte",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="b024e33b0a0e5db7ceed2d3a04b380e31fe96912",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_gastbesok_andras_inte_ccc67",
                    table="namnd_gastbesok",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="kallelsepapper",
            constraint=models.UniqueConstraint(
                fields=("kallelse", "fil"),
                name="kallelsepapper_en_gang",
                violation_error_message="Papperet är redan med.",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="kallelsepapper",
            trigger=pgtrigger.compiler.Trigger(
                name="kallelsepapper_andras_inte",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="8f1baced6e2139c105c41e9eff1952b32bc835ae",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_kallelsepapper_andras_inte_30917",
                    table="namnd_kallelsepapper",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="läsning",
            constraint=models.UniqueConstraint(
                fields=("person", "sammanträde"),
                name="lasning_en_per_person",
                violation_error_message="Personen har redan öppnat mötet.",
            ),
        ),
        migrations.AddConstraint(
            model_name="papperssida",
            constraint=models.UniqueConstraint(
                fields=("fil", "nummer"),
                name="papperssida_en_gang",
                violation_error_message="Sidan är redan utläst.",
            ),
        ),
        migrations.RunPython(behåll_papperen, migrations.RunPython.noop),
    ]
