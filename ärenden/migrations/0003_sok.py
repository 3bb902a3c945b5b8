"""Sökningens ord, filernas text och nämndernas ordlistor."""

import django.contrib.postgres.indexes
import django.contrib.postgres.search
import django.db.models.deletion
from django.contrib.postgres.operations import BtreeGinExtension, TrigramExtension
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("arenden", "0002_mallar"),
        ("konton", "0001_grunden"),
    ]

    operations = [
        BtreeGinExtension(),
        TrigramExtension(),
        migrations.CreateModel(
            name="Filtext",
            fields=[
                (
                    "fil",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="+",
                        serialize=False,
                        to="arenden.fil",
                    ),
                ),
                ("text", models.TextField(blank=True)),
                (
                    "fel",
                    models.CharField(
                        blank=True, help_text="Varför texten inte kunde läsas.", max_length=300
                    ),
                ),
                ("läst_tid", models.DateTimeField(auto_now_add=True, db_column="last_tid")),
            ],
            options={
                "verbose_name": "filtext",
                "verbose_name_plural": "filtexter",
                "db_table": "arenden_filtext",
                "ordering": ["fil_id"],
            },
        ),
        migrations.CreateModel(
            name="Sökord",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("ord", models.CharField(max_length=60)),
                ("utan_prickar", models.CharField(max_length=60)),
                ("antal", models.PositiveIntegerField()),
            ],
            options={
                "verbose_name": "sökord",
                "verbose_name_plural": "sökord",
                "db_table": "arenden_sokord",
                "ordering": ["myndighet_id", "-antal", "ord"],
            },
        ),
        migrations.CreateModel(
            name="Sökpost",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("år", models.PositiveSmallIntegerField(db_column="ar", null=True)),
                ("ord", django.contrib.postgres.search.SearchVectorField(null=True)),
                (
                    "analys",
                    models.PositiveSmallIntegerField(
                        default=0,
                        help_text="Analysen som orden är gjorda med; noll när texten har ändrats.",
                    ),
                ),
                ("i_ordlistan", models.BooleanField(default=False)),
            ],
            options={
                "verbose_name": "sökpost",
                "verbose_name_plural": "sökposter",
                "db_table": "arenden_sokpost",
                "ordering": ["id"],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="handling",
            trigger=pgtrigger.compiler.Trigger(
                name="handling_soks",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n                    INSERT INTO arenden_sokpost\n                        (arende_id, handling_id, myndighet_id, ar, analys, i_ordlistan)\n                        SELECT id, NEW.id, myndighet_id, ar, 0, FALSE\n                        FROM arenden_arende WHERE id = NEW.arende_id\n                        ON CONFLICT (handling_id) DO UPDATE SET analys = 0, i_ordlistan = FALSE,\n                            arende_id = EXCLUDED.arende_id, myndighet_id = EXCLUDED.myndighet_id,\n                            ar = EXCLUDED.ar;\n                    RETURN NEW;\n                ",
                    hash="48467cbf523ee73f00a9edfbe827c6af397294da",
                    operation='INSERT OR UPDATE OF "rubrik", "motpart", "fil_id", "arende_id"',
                    pgid="pgtrigger_handling_soks_46674",
                    table="arenden_handling",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="ärende",
            trigger=pgtrigger.compiler.Trigger(
                name="arende_soks",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n                    UPDATE arenden_sokpost SET analys = 0, i_ordlistan = FALSE,\n                        myndighet_id = NEW.myndighet_id, ar = NEW.ar WHERE arende_id = NEW.id;\n                    INSERT INTO arenden_sokpost (arende_id, myndighet_id, ar, analys, i_ordlistan)\n                        VALUES (NEW.id, NEW.myndighet_id, NEW.ar, 0, FALSE)\n                        ON CONFLICT DO NOTHING;\n                    RETURN NEW;\n                ",
                    hash="9dce31d99c53102973b60db1c97e4c505c600cfa",
                    operation='INSERT OR UPDATE OF "rubrik", "motpart", "beteckning", "klass", "myndighet_id", "ar", "lopnummer"',
                    pgid="pgtrigger_arende_soks_9eb67",
                    table="arenden_arende",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddField(
            model_name="sökord",
            name="myndighet",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to="konton.myndighet",
            ),
        ),
        migrations.AddField(
            model_name="sökpost",
            name="handling",
            field=models.OneToOneField(
                help_text="Tomt: ärendet.",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="sökpost",
                to="arenden.handling",
            ),
        ),
        migrations.AddField(
            model_name="sökpost",
            name="myndighet",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="konton.myndighet",
            ),
        ),
        migrations.AddField(
            model_name="sökpost",
            name="ärende",
            field=models.ForeignKey(
                db_column="arende_id",
                on_delete=django.db.models.deletion.PROTECT,
                related_name="sökposter",
                to="arenden.ärende",
            ),
        ),
        migrations.AddIndex(
            model_name="sökord",
            index=django.contrib.postgres.indexes.GinIndex(
                fields=["utan_prickar"], name="sokord_likhet", opclasses=["gin_trgm_ops"]
            ),
        ),
        migrations.AddIndex(
            model_name="sökord",
            index=models.Index(
                fields=["ord"], name="sokord_borjan", opclasses=["varchar_pattern_ops"]
            ),
        ),
        migrations.AddConstraint(
            model_name="sökord",
            constraint=models.UniqueConstraint(
                fields=("myndighet", "ord"),
                name="sokord_unikt",
                violation_error_message="Ordet finns redan i nämndens ordlista.",
            ),
        ),
        migrations.AddIndex(
            model_name="sökpost",
            index=django.contrib.postgres.indexes.GinIndex(
                fastupdate=False, fields=["myndighet", "år", "ord"], name="sokpost_ord"
            ),
        ),
        migrations.AddIndex(
            model_name="sökpost",
            index=models.Index(
                condition=models.Q(("i_ordlistan", False)), fields=["id"], name="sokpost_ogjord"
            ),
        ),
        migrations.AddIndex(
            model_name="sökpost",
            index=models.Index(fields=["analys", "id"], name="sokpost_analys"),
        ),
        migrations.AddConstraint(
            model_name="sökpost",
            constraint=models.UniqueConstraint(
                condition=models.Q(("handling", None)),
                fields=("ärende",),
                name="sokpost_en_per_arende",
                violation_error_message="Ärendet finns redan i sökningen.",
            ),
        ),
        # Det som redan är registrerat; svepet fyller i orden.
        migrations.RunSQL(
            """
            INSERT INTO arenden_sokpost (arende_id, myndighet_id, ar, analys, i_ordlistan)
                SELECT id, myndighet_id, ar, 0, FALSE FROM arenden_arende;
            INSERT INTO arenden_sokpost
                (arende_id, handling_id, myndighet_id, ar, analys, i_ordlistan)
                SELECT a.id, h.id, a.myndighet_id, a.ar, 0, FALSE
                FROM arenden_handling h JOIN arenden_arende a ON a.id = h.arende_id;
            """,
            "DELETE FROM arenden_sokpost",
        ),
    ]
