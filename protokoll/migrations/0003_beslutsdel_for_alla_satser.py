import django.db.models.deletion
from django.db import migrations, models

FYLL_I = """
    ALTER TABLE protokoll_beslut DISABLE TRIGGER USER;
    INSERT INTO protokoll_beslutsdel
        (paragraf_id, ordning, utfall, forslag_till, instans, overklagandetyp)
        SELECT id, 0, utfall, '', '', '' FROM protokoll_paragraf WHERE utfall <> '';
    UPDATE protokoll_beslut b SET beslutsdel_id = d.id
        FROM protokoll_beslutsdel d WHERE d.paragraf_id = b.paragraf_id;
    UPDATE protokoll_justerare j SET namn = n.namn, parti = n.parti
        FROM protokoll_narvaro n WHERE n.id = j.narvaro_id;
    ALTER TABLE protokoll_beslut ENABLE TRIGGER USER;
    SET CONSTRAINTS ALL IMMEDIATE;
"""


class Migration(migrations.Migration):
    dependencies = [("protokoll", "0002_protokollets_alla_rader")]

    operations = [
        migrations.RunSQL(FYLL_I, migrations.RunSQL.noop),
        migrations.AlterField(
            model_name="beslut",
            name="beslutsdel",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="satser",
                to="protokoll.beslutsdel",
            ),
        ),
    ]
