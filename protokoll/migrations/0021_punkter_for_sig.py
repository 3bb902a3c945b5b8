import django.contrib.postgres.fields
import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models


FYLL_I = """
    INSERT INTO protokoll_justeradforsig (paragraf_id, justering_id, punkter)
        SELECT id, omedelbar_justering_id, omedelbara_punkter FROM protokoll_paragraf
        WHERE omedelbar_justering_id IS NOT NULL OR omedelbara_punkter <> '{}'
        ORDER BY id;
    SET CONSTRAINTS ALL IMMEDIATE;
"""
# Kolumnerna rymmer en justering per paragraf: den första. Låset på dem sätts tillbaka efteråt.
TILLBAKA = """
    UPDATE protokoll_paragraf p
        SET omedelbar_justering_id = f.justering_id, omedelbara_punkter = f.punkter
        FROM (
            SELECT DISTINCT ON (paragraf_id) * FROM protokoll_justeradforsig
            ORDER BY paragraf_id, id
        ) f WHERE f.paragraf_id = p.id;
    SET CONSTRAINTS ALL IMMEDIATE;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("namnd", "0011_farre_far_besvara"),
        ("protokoll", "0020_aterrapport_pa_listan"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="JusteradFörSig",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "punkter",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.PositiveSmallIntegerField(),
                        blank=True,
                        default=list,
                        help_text="Beslutssatserna som justeras för sig; tomt är hela paragrafen.",
                        size=None,
                    ),
                ),
            ],
            options={
                "verbose_name": "justerad för sig",
                "verbose_name_plural": "justerade för sig",
                "db_table": "protokoll_justeradforsig",
                "ordering": ["paragraf_id", "id"],
            },
        ),
        migrations.CreateModel(
            name="Tavelrättelse",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "källa",
                    models.CharField(
                        db_column="kalla",
                        help_text="Nyckeln på nämndens egen anslagstavla.",
                        max_length=200,
                    ),
                ),
                ("gammal_rubrik", models.CharField(max_length=500)),
                ("gammal_text", models.TextField(blank=True)),
                ("rubrik", models.CharField(max_length=500)),
                ("text", models.TextField(blank=True)),
                ("skäl", models.CharField(db_column="skal", max_length=500)),
                ("av_namn", models.CharField(max_length=200)),
                ("tid", models.DateTimeField()),
            ],
            options={
                "verbose_name": "rättelse av ett anslag",
                "verbose_name_plural": "rättelser av anslag",
                "db_table": "protokoll_tavelrattelse",
                "ordering": ["källa", "id"],
            },
        ),
        migrations.AddField(
            model_name="försättsbladsmottagare",
            name="företräder_det_allmänna",
            field=models.BooleanField(
                db_column="foretrader_det_allmanna",
                default=False,
                help_text="En parts tid räknas då från den dag beslutet meddelades (FL 44 §).",
            ),
        ),
        migrations.AddConstraint(
            model_name="försättsbladsmottagare",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("part", True), ("företräder_det_allmänna", False), _connector="OR"
                ),
                name="mottagare_det_allmanna_som_part",
                violation_error_message="Bara en part företräder det allmänna (FL 44 §).",
            ),
        ),
        migrations.AddField(
            model_name="justeradförsig",
            name="justering",
            field=models.ForeignKey(
                blank=True,
                help_text="Justeringen som har låst paragrafen.",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="protokoll.justering",
            ),
        ),
        migrations.AddField(
            model_name="justeradförsig",
            name="paragraf",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="för_sig",
                to="protokoll.paragraf",
            ),
        ),
        migrations.AddField(
            model_name="tavelrättelse",
            name="av",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddConstraint(
            model_name="justeradförsig",
            constraint=models.UniqueConstraint(
                fields=("paragraf", "justering"),
                name="justerad_for_sig_en_per_justering",
                violation_error_message="Paragrafen står redan i justeringen.",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="justeradförsig",
            trigger=pgtrigger.compiler.Trigger(
                name="justerad_for_sig_last",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."justering_id" IS NOT NULL)',
                    func="\n                    IF EXISTS (\n                        SELECT 1 FROM protokoll_paragraf p\n                        JOIN protokoll_protokoll t ON t.id = p.protokoll_id\n                        WHERE p.id = OLD.paragraf_id AND t.ursprung = 'eget'\n                    ) THEN\n                        RAISE EXCEPTION 'Det beslutade ändras inte när paragrafen är låst.';\n                    END IF;\n                    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;\n                    RETURN NEW;\n                ",
                    hash="bb1503f1555aced73232c9aff934d6f887450d75",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_justerad_for_sig_last_ba2a0",
                    table="protokoll_justeradforsig",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddIndex(
            model_name="tavelrättelse",
            index=models.Index(fields=["källa"], name="tavelrattelse_kalla"),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="tavelrättelse",
            trigger=pgtrigger.compiler.Trigger(
                name="tavelrattelse_bara_till",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="6a900e30495ff50f2d7bbb1a73e3cc0234ea9311",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_tavelrattelse_bara_till_6b27c",
                    table="protokoll_tavelrattelse",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="beslut",
            name="beslut_last_efter_avslut",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="paragraf",
            name="paragraf_last_efter_avslut",
        ),
        migrations.RunSQL(FYLL_I, TILLBAKA),
        migrations.RemoveField(
            model_name="paragraf",
            name="omedelbar_justering",
        ),
        migrations.RemoveField(
            model_name="paragraf",
            name="omedelbara_punkter",
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="beslut",
            trigger=pgtrigger.compiler.Trigger(
                name="beslut_last_efter_avslut",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n                    IF EXISTS (\n                        SELECT 1 FROM protokoll_paragraf p\n                        JOIN protokoll_protokoll t ON t.id = p.protokoll_id\n                        WHERE p.id = COALESCE(NEW.paragraf_id, OLD.paragraf_id)\n                        AND (t.status <> 'oppet' OR EXISTS (\n                            SELECT 1 FROM protokoll_justeradforsig f\n                            WHERE f.paragraf_id = p.id AND f.justering_id IS NOT NULL\n                        ))\n                    ) THEN\n                        RAISE EXCEPTION 'Beslutets text ändras inte när mötet är avslutat.';\n                    END IF;\n                    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;\n                    RETURN NEW;\n                ",
                    hash="3b841da847a839b46c6a77200c4d2d55fe718122",
                    operation="INSERT OR UPDATE OR DELETE",
                    pgid="pgtrigger_beslut_last_efter_avslut_d6450",
                    table="protokoll_beslut",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="paragraf",
            trigger=pgtrigger.compiler.Trigger(
                name="paragraf_last_efter_avslut",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n                    IF EXISTS (\n                        SELECT 1 FROM protokoll_protokoll t\n                        WHERE t.id = OLD.protokoll_id AND t.ursprung = 'eget'\n                        AND (t.status <> 'oppet' OR EXISTS (\n                            SELECT 1 FROM protokoll_justeradforsig f\n                            WHERE f.paragraf_id = OLD.id AND f.justering_id IS NOT NULL\n                        ))\n                    ) AND (\n                        NEW.rubrik IS DISTINCT FROM OLD.rubrik\n                        OR NEW.utfall IS DISTINCT FROM OLD.utfall\n                        OR NEW.beslutad_tid IS DISTINCT FROM OLD.beslutad_tid\n                        OR NEW.nummer IS DISTINCT FROM OLD.nummer\n                        OR NEW.ordning IS DISTINCT FROM OLD.ordning\n                    ) THEN\n                        RAISE EXCEPTION 'Det beslutade ändras inte när paragrafen är låst.';\n                    END IF;\n                    IF (\n                        NEW.sammanfattning IS DISTINCT FROM OLD.sammanfattning\n                        OR NEW.information IS DISTINCT FROM OLD.information\n                    ) AND EXISTS (\n                        SELECT 1 FROM protokoll_protokoll t\n                        WHERE t.id = OLD.protokoll_id AND t.ursprung = 'eget'\n                        AND (t.status = 'justerat' OR EXISTS (\n                            SELECT 1 FROM protokoll_justeradforsig f\n                            JOIN protokoll_justering j ON j.id = f.justering_id\n                            WHERE f.paragraf_id = OLD.id AND j.status = 'justerad'\n                        ))\n                    ) THEN\n                        RAISE EXCEPTION 'Texten ändras inte när paragrafen är justerad.';\n                    END IF;\n                    RETURN NEW;\n                ",
                    hash="a495efaecab203d1b235217550c270093ef3d0be",
                    operation="UPDATE",
                    pgid="pgtrigger_paragraf_last_efter_avslut_5f593",
                    table="protokoll_paragraf",
                    when="BEFORE",
                ),
            ),
        ),
    ]
