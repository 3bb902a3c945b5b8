from django.db import migrations, models


def läs_ut_på_nytt(apps, schema_editor):
    """Texten är utläst ur filerna och läses ut igen när någon öppnar dem."""
    apps.get_model("namnd", "Papperssida").objects.all().delete()


class Migration(migrations.Migration):
    dependencies = [("namnd", "0003_lasanteckning")]

    operations = [
        migrations.RunPython(läs_ut_på_nytt, migrations.RunPython.noop),
        migrations.AddField(
            model_name="papperssida",
            name="slag",
            field=models.JSONField(
                default=list,
                help_text="Vad varje rad i texten är, som `ärenden.pdftext.Rad` säger det.",
            ),
        ),
    ]
