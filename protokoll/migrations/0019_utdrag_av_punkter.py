import django.contrib.postgres.fields
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("protokoll", "0018_omrostningens_krav")]

    operations = [
        migrations.RemoveConstraint(model_name="expediering", name="expediering_en_gang"),
        migrations.AddField(
            model_name="expediering",
            name="punkter",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.PositiveSmallIntegerField(),
                blank=True,
                default=list,
                help_text="Beslutssatserna i utdraget, när bara de var justerade; "
                "tomt är hela paragrafen.",
                size=None,
            ),
        ),
        migrations.AddConstraint(
            model_name="expediering",
            constraint=models.UniqueConstraint(
                fields=("mottagare", "punkter", "nummer"),
                name="expediering_en_gang",
                violation_error_message="Utdraget är redan expedierat till mottagaren.",
            ),
        ),
    ]
