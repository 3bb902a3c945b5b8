"""De samverkande kommunernas tavlor följer nyckeln på den egna, vad som än anslås (KL 9:32)."""

import django.db.models.deletion
from django.db import migrations, models
from django.db.models import F, OuterRef, Subquery


def fyll_i(apps, schema_editor):
    AnnanTavla = apps.get_model("protokoll", "AnnanTavla")
    Anslag = apps.get_model("protokoll", "Anslag")
    anslaget = Anslag.objects.filter(pk=OuterRef("anslag_id"))
    AnnanTavla.objects.update(
        huvudkälla=Subquery(anslaget.values("källa")[:1]),
        justerad_dag=Subquery(anslaget.annotate(dag=F("justering__datum")).values("dag")[:1]),
    )


class Migration(migrations.Migration):
    dependencies = [
        ("protokoll", "0016_jav_provning"),
        ("publikt", "0005_protokollet_laggs_ut_senare"),
    ]

    operations = [
        migrations.AddField(
            model_name="annantavla",
            name="huvudkälla",
            field=models.CharField(
                db_column="huvudkalla",
                default="",
                help_text="Nyckeln på nämndens egen anslagstavla.",
                max_length=200,
            ),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="annantavla",
            name="justerad_dag",
            field=models.DateField(blank=True, null=True),
        ),
        migrations.RunPython(fyll_i, migrations.RunPython.noop, elidable=True),
        migrations.RemoveConstraint(model_name="annantavla", name="annantavla_en_per_kommun"),
        migrations.AlterModelOptions(
            name="annantavla",
            options={
                "ordering": ["huvudkälla", "id"],
                "verbose_name": "samverkande kommuns anslagstavla",
                "verbose_name_plural": "samverkande kommuners anslagstavlor",
            },
        ),
        migrations.AlterField(
            model_name="annantavla",
            name="anslag",
            field=models.ForeignKey(
                blank=True,
                help_text=(
                    "När det är en justering; annars är det ett särskilt protokoll eller för hand."
                ),
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="andra_tavlor",
                to="protokoll.anslag",
            ),
        ),
        migrations.AlterField(
            model_name="justering",
            name="offentlig_fil",
            field=models.ForeignKey(
                blank=True,
                help_text=(
                    "Den offentliga versionen, när något är hemligt eller originalet är ett papper."
                ),
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="arenden.fil",
            ),
        ),
        migrations.AddConstraint(
            model_name="annantavla",
            constraint=models.UniqueConstraint(
                fields=["huvudkälla", "kommun"],
                name="annantavla_en_per_kommun",
                violation_error_message="Kommunens tavla är redan antecknad.",
            ),
        ),
    ]
