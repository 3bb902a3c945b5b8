import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("namnd", "0010_utskick"),
        ("protokoll", "0019_utdrag_av_punkter"),
    ]

    operations = [
        migrations.AddField(
            model_name="beslutsuppdrag",
            name="punkt",
            field=models.ForeignKey(
                blank=True,
                help_text="Punkten där uppdraget ska återrapporteras.",
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to="namnd.punkt",
            ),
        ),
        migrations.AddField(
            model_name="beslutsuppdrag",
            name="föreslaget_till",
            field=models.ForeignKey(
                blank=True,
                db_column="foreslaget_till_id",
                help_text="Mötet som återrapporten senast lades på; dit läggs den inte igen.",
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to="namnd.sammanträde",
            ),
        ),
    ]
