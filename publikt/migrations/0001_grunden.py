"""Tabellerna som de ser ut från början; ersätter stegen som ledde dit."""

import django.contrib.postgres.fields
import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
import uuid
from django.db import migrations, models


class Migration(migrations.Migration):
    replaces = [
        ("publikt", "0001_anslagstavlan"),
        ("publikt", "0002_laggluckor"),
        ("publikt", "0003_moten"),
        ("publikt", "0004_kalender"),
        ("publikt", "0005_protokollet_laggs_ut_senare"),
    ]

    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Anslag",
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
                        help_text="Vad anslaget gäller, som anroparen känner det. Samma källa: samma anslag.",
                        max_length=200,
                        unique=True,
                    ),
                ),
                (
                    "slag",
                    models.CharField(
                        choices=[
                            ("fullmaktige", "tillkännagivande om fullmäktiges sammanträde"),
                            ("justering", "tillkännagivande av justerat protokoll"),
                            ("delegation", "tillkännagivande av delegationsbeslut"),
                            ("protokoll", "justerat protokoll"),
                            ("overklagande", "upplysning om hur beslut kan överklagas"),
                            ("forfattning", "kungörelse enligt lag eller annan författning"),
                            ("namnd", "tillkännagivande om nämnds sammanträde"),
                            ("underlag", "beslutsunderlag inför sammanträde"),
                        ],
                        max_length=12,
                    ),
                ),
                ("kommun", models.CharField(max_length=200)),
                ("organ", models.CharField(max_length=200)),
                ("rubrik", models.CharField(max_length=500)),
                (
                    "sammanträdesdag",
                    models.DateField(blank=True, db_column="sammantradesdag", null=True),
                ),
                ("paragrafer", models.CharField(blank=True, max_length=500)),
                ("justerad_dag", models.DateField(blank=True, null=True)),
                (
                    "förvaringsplats",
                    models.CharField(
                        blank=True,
                        db_column="forvaringsplats",
                        help_text="Var protokollet finns tillgängligt.",
                        max_length=300,
                    ),
                ),
                (
                    "sista_överklagandedag",
                    models.DateField(blank=True, db_column="sista_overklagandedag", null=True),
                ),
                (
                    "överklagandeanvisning",
                    models.TextField(blank=True, db_column="overklagandeanvisning"),
                ),
                (
                    "lagstöd",
                    models.CharField(
                        blank=True,
                        db_column="lagstod",
                        help_text="Författningen som en kungörelse vilar på.",
                        max_length=300,
                    ),
                ),
                ("text", models.TextField(blank=True)),
                (
                    "protokoll_läggs_ut",
                    models.BooleanField(
                        db_column="protokoll_laggs_ut",
                        default=False,
                        help_text="Protokollet kommer till anslaget när det är färdigt.",
                    ),
                ),
                (
                    "publiceras_efter",
                    models.BooleanField(
                        default=False,
                        help_text="Texten och filerna får läsas också när anslaget är nedtaget.",
                    ),
                ),
                (
                    "uppe_från",
                    models.DateTimeField(
                        db_column="uppe_fran", help_text="När det ska sättas upp."
                    ),
                ),
                ("ned_dag", models.DateField(verbose_name="dagen då det tas ned")),
                ("uppsatt_tid", models.DateTimeField(blank=True, null=True)),
                ("nedtagen_tid", models.DateTimeField(blank=True, null=True)),
                ("makulerad_tid", models.DateTimeField(blank=True, null=True)),
                (
                    "makulerat_skäl",
                    models.CharField(blank=True, db_column="makulerat_skal", max_length=300),
                ),
            ],
            options={
                "verbose_name": "anslag",
                "verbose_name_plural": "anslag",
                "ordering": ["-uppsatt_tid", "-id"],
                "indexes": [
                    models.Index(
                        condition=models.Q(("makulerad_tid", None), ("nedtagen_tid", None)),
                        fields=["ned_dag"],
                        name="anslag_pa_tavlan",
                    )
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("slag__in", ("justering", "delegation")), _negated=True),
                            models.Q(
                                ("sista_överklagandedag__isnull", False),
                                models.Q(("förvaringsplats", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="anslag_dag_och_plats",
                        violation_error_message="Anslaget säger var protokollet finns och sista dagen att överklaga.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("slag", "justering"), _negated=True),
                            ("justerad_dag__isnull", False),
                            _connector="OR",
                        ),
                        name="anslag_justerad_dag",
                        violation_error_message="Anslaget säger vilken dag protokollet justerades.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("slag", "forfattning"), _negated=True),
                            models.Q(("lagstöd", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="anslag_lagstod",
                        violation_error_message="En kungörelse säger vilken författning den vilar på.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("sista_överklagandedag", None),
                            ("ned_dag__gt", models.F("sista_överklagandedag")),
                            _connector="OR",
                        ),
                        name="anslag_uppe_hela_tiden",
                        violation_error_message="Anslaget tas ned tidigast dagen efter sista dagen att överklaga.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("makulerad_tid", None), ("makulerat_skäl", "")),
                            models.Q(
                                ("makulerad_tid__isnull", False),
                                models.Q(("makulerat_skäl", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="anslag_makulerat_har_skal",
                        violation_error_message="Ett makulerat anslag har en tid och ett skäl.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("nedtagen_tid", None),
                            models.Q(
                                ("nedtagen_tid__gte", models.F("uppsatt_tid")),
                                ("uppsatt_tid__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="anslag_ned_efter_upp",
                        violation_error_message="Bara ett uppsatt anslag tas ned.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("nedtagen_tid", None), ("makulerad_tid", None), _connector="OR"
                        ),
                        name="anslag_nedtaget_eller_makulerat",
                        violation_error_message="Ett anslag är nedtaget eller makulerat, inte båda.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Kopia",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("sha256", models.CharField(max_length=64, unique=True)),
                ("storlek", models.PositiveBigIntegerField(help_text="Byte.")),
                ("skapad_tid", models.DateTimeField(auto_now_add=True)),
            ],
            options={
                "verbose_name": "publicerad kopia",
                "verbose_name_plural": "publicerade kopior",
                "ordering": ["id"],
            },
        ),
        migrations.CreateModel(
            name="Möte",
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
                        help_text="Mötet som anroparen känner det. Samma källa: samma sida.",
                        max_length=200,
                        unique=True,
                    ),
                ),
                ("kommun", models.CharField(max_length=300)),
                ("organ", models.CharField(max_length=200)),
                ("datum", models.DateField()),
                ("tid", models.CharField(blank=True, max_length=200)),
                ("plats", models.CharField(blank=True, max_length=400)),
                ("dokumentnamn", models.CharField(max_length=100)),
                ("edition", models.PositiveSmallIntegerField(default=1)),
                ("utfärdad_dag", models.DateField(db_column="utfardad_dag")),
                (
                    "offentligt",
                    models.BooleanField(default=False, verbose_name="allmänheten får närvara"),
                ),
                ("inställt", models.BooleanField(db_column="installt", default=False)),
                ("publicerad_tid", models.DateTimeField()),
                ("borttagen_tid", models.DateTimeField(blank=True, null=True)),
                (
                    "ändrad_av",
                    models.CharField(
                        db_column="andrad_av",
                        help_text="Den som senast ändrade sidan.",
                        max_length=200,
                    ),
                ),
            ],
            options={
                "verbose_name": "publicerat möte",
                "verbose_name_plural": "publicerade möten",
                "db_table": "publikt_mote",
                "ordering": ["-datum", "-id"],
            },
        ),
        migrations.CreateModel(
            name="Mötespunkt",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("ordning", models.PositiveSmallIntegerField()),
                ("avsnitt", models.CharField(blank=True, max_length=200)),
                ("nummer", models.CharField(blank=True, max_length=25)),
                ("rubrik", models.CharField(max_length=600)),
                ("beteckning", models.CharField(blank=True, max_length=100)),
                ("sekretess", models.CharField(blank=True, max_length=250)),
                ("tid", models.CharField(blank=True, max_length=50)),
                ("beslutsinstans", models.CharField(blank=True, max_length=100)),
                (
                    "anmärkningar",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=400),
                        blank=True,
                        db_column="anmarkningar",
                        default=list,
                        size=None,
                    ),
                ),
                (
                    "föredragande",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=500),
                        blank=True,
                        db_column="foredragande",
                        default=list,
                        size=None,
                    ),
                ),
                (
                    "förslag_rubrik",
                    models.CharField(blank=True, db_column="forslag_rubrik", max_length=300),
                ),
                (
                    "förslag",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.TextField(),
                        blank=True,
                        db_column="forslag",
                        default=list,
                        size=None,
                    ),
                ),
                (
                    "handlingar",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=500),
                        blank=True,
                        default=list,
                        size=None,
                    ),
                ),
            ],
            options={
                "verbose_name": "publicerad punkt",
                "verbose_name_plural": "publicerade punkter",
                "db_table": "publikt_motespunkt",
                "ordering": ["möte_id", "ordning"],
            },
        ),
        migrations.CreateModel(
            name="Uppetid",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("från_tid", models.DateTimeField(db_column="fran_tid", unique=True)),
                ("till_tid", models.DateTimeField()),
            ],
            options={
                "verbose_name": "uppetid",
                "verbose_name_plural": "uppetider",
                "ordering": ["-från_tid"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("till_tid__gte", models.F("från_tid"))),
                        name="uppetid_slutar_efter_start",
                        violation_error_message="Tiden slutar inte före den börjar.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Anslagshändelse",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "typ",
                    models.CharField(
                        choices=[
                            ("inlamnat", "inlämnat"),
                            ("uppsatt", "uppsatt"),
                            ("nedtaget", "nedtaget"),
                            ("makulerat", "makulerat"),
                            ("protokoll", "protokollet bifogat"),
                            ("bevis", "bevis bifogat"),
                            ("ned_dag", "nedtagningen flyttad"),
                            ("avbrott", "avbrott"),
                        ],
                        max_length=10,
                    ),
                ),
                ("text", models.CharField(blank=True, max_length=500)),
                ("av_namn", models.CharField(max_length=200)),
                ("tid", models.DateTimeField()),
                (
                    "anslag",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="händelser",
                        to="publikt.anslag",
                    ),
                ),
            ],
            options={
                "verbose_name": "anslagshändelse",
                "verbose_name_plural": "anslagshändelser",
                "db_table": "publikt_anslagshandelse",
                "ordering": ["id"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("typ__in", ["ned_dag", "avbrott"]), _negated=True),
                        fields=("anslag", "typ"),
                        name="anslagshandelse_en_gang",
                        violation_error_message="Det har redan hänt.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Avbrott",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("från_tid", models.DateTimeField(db_column="fran_tid")),
                ("till_tid", models.DateTimeField()),
                (
                    "dagar",
                    models.PositiveSmallIntegerField(
                        help_text="Så många dagar flyttades nedtagningen."
                    ),
                ),
                (
                    "anslag",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="avbrott",
                        to="publikt.anslag",
                    ),
                ),
            ],
            options={
                "verbose_name": "avbrott",
                "verbose_name_plural": "avbrott",
                "ordering": ["från_tid", "id"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("anslag", "från_tid"),
                        name="avbrott_ett_per_tid",
                        violation_error_message="Avbrottet är redan antecknat.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("dagar__gte", 1), ("till_tid__gt", models.F("från_tid"))
                        ),
                        name="avbrott_har_langd",
                        violation_error_message="Ett avbrott slutar efter att det börjat.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Kalendermöte",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("källa", models.CharField(db_column="kalla", max_length=100, unique=True)),
                (
                    "uid",
                    models.UUIDField(
                        default=uuid.uuid4,
                        help_text="Postens namn i kalendrar; ändras aldrig.",
                        unique=True,
                    ),
                ),
                ("kommun", models.CharField(max_length=200)),
                ("organ", models.CharField(max_length=200)),
                ("organnummer", models.PositiveIntegerField()),
                ("börjar_tid", models.DateTimeField(db_column="borjar_tid")),
                ("slutar_tid", models.DateTimeField(null=True)),
                ("plats", models.CharField(blank=True, max_length=300)),
                ("inställt", models.BooleanField(db_column="installt", default=False)),
                (
                    "sekvens",
                    models.PositiveIntegerField(
                        default=0,
                        help_text="Ökar vid varje ändring, så att kalendern byter ut posten.",
                    ),
                ),
                ("ändrat_tid", models.DateTimeField(db_column="andrat_tid")),
                ("ändrat_av", models.CharField(db_column="andrat_av", max_length=200)),
            ],
            options={
                "verbose_name": "kalendermöte",
                "verbose_name_plural": "kalendermöten",
                "db_table": "publikt_kalendermote",
                "ordering": ["organnummer", "börjar_tid", "id"],
                "indexes": [
                    models.Index(fields=["organnummer", "börjar_tid"], name="kalendermote_organ")
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("slutar_tid", None),
                            ("slutar_tid__gt", models.F("börjar_tid")),
                            _connector="OR",
                        ),
                        name="kalendermote_slutar_efter",
                        violation_error_message="Mötet måste sluta efter att det börjar.",
                    )
                ],
            },
        ),
        migrations.AddField(
            model_name="anslag",
            name="bevis",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="publikt.kopia",
            ),
        ),
        migrations.AddField(
            model_name="anslag",
            name="protokoll",
            field=models.ForeignKey(
                blank=True,
                help_text="Offentlig kopia.",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="publikt.kopia",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="kopia",
            trigger=pgtrigger.compiler.Trigger(
                name="kopia_andras_inte",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;",
                    hash="0affe897948c32cdc3006fdc44cb1a564fcbbfa4",
                    operation="UPDATE",
                    pgid="pgtrigger_kopia_andras_inte_afcae",
                    table="publikt_kopia",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddField(
            model_name="möte",
            name="handlingar",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="publikt.kopia",
            ),
        ),
        migrations.AddField(
            model_name="möte",
            name="kallelse",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="publikt.kopia",
            ),
        ),
        migrations.AddField(
            model_name="mötespunkt",
            name="möte",
            field=models.ForeignKey(
                db_column="mote_id",
                on_delete=django.db.models.deletion.CASCADE,
                related_name="punkter",
                to="publikt.möte",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="uppetid",
            trigger=pgtrigger.compiler.Trigger(
                name="uppetid_tas_inte_bort",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                    hash="f03094e1e1efb1495023688d2533888bf760c3cb",
                    operation="DELETE",
                    pgid="pgtrigger_uppetid_tas_inte_bort_69699",
                    table="publikt_uppetid",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="uppetid",
            trigger=pgtrigger.compiler.Trigger(
                name="uppetid_bara_vaxer",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."fran_tid" IS DISTINCT FROM (NEW."fran_tid") OR NEW."till_tid" < (OLD."till_tid"))',
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;",
                    hash="decdfe2a9f4cdbe2a1116b11008f9576d1ffc471",
                    operation="UPDATE",
                    pgid="pgtrigger_uppetid_bara_vaxer_3d62b",
                    table="publikt_uppetid",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="anslagshändelse",
            trigger=pgtrigger.compiler.Trigger(
                name="anslagshandelse_bara_till",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="b3edd07dc42e5168077b87f2731bd3a53afdaddd",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_anslagshandelse_bara_till_94529",
                    table="publikt_anslagshandelse",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="avbrott",
            trigger=pgtrigger.compiler.Trigger(
                name="avbrott_laggs_bara_till",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="8d274110ee54b6e5aba463eec1001be0465a52ea",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_avbrott_laggs_bara_till_38332",
                    table="publikt_avbrott",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="anslag",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "slag__in",
                        [
                            "fullmaktige",
                            "justering",
                            "delegation",
                            "protokoll",
                            "overklagande",
                            "forfattning",
                            "namnd",
                            "underlag",
                        ],
                    )
                ),
                name="anslag_tillatet_slag",
                violation_error_message="Det får inte stå på anslagstavlan (KL 8 kap. 10–11 §§).",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="anslag",
            trigger=pgtrigger.compiler.Trigger(
                name="anslag_tas_inte_bort",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                    hash="7054713b91fefe68310493be7cfc4031238e1f80",
                    operation="DELETE",
                    pgid="pgtrigger_anslag_tas_inte_bort_333dc",
                    table="publikt_anslag",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="anslag",
            trigger=pgtrigger.compiler.Trigger(
                name="anslag_ar_fruset",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."kalla" IS DISTINCT FROM (NEW."kalla") OR OLD."slag" IS DISTINCT FROM (NEW."slag") OR OLD."kommun" IS DISTINCT FROM (NEW."kommun") OR OLD."organ" IS DISTINCT FROM (NEW."organ") OR OLD."rubrik" IS DISTINCT FROM (NEW."rubrik") OR OLD."sammantradesdag" IS DISTINCT FROM (NEW."sammantradesdag") OR OLD."paragrafer" IS DISTINCT FROM (NEW."paragrafer") OR OLD."justerad_dag" IS DISTINCT FROM (NEW."justerad_dag") OR OLD."forvaringsplats" IS DISTINCT FROM (NEW."forvaringsplats") OR OLD."overklagandeanvisning" IS DISTINCT FROM (NEW."overklagandeanvisning") OR OLD."lagstod" IS DISTINCT FROM (NEW."lagstod") OR OLD."text" IS DISTINCT FROM (NEW."text") OR OLD."protokoll_laggs_ut" IS DISTINCT FROM (NEW."protokoll_laggs_ut") OR OLD."publiceras_efter" IS DISTINCT FROM (NEW."publiceras_efter") OR OLD."uppe_fran" IS DISTINCT FROM (NEW."uppe_fran"))',
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;",
                    hash="229efe4062e1a24bb3dc117a097a206ea6d5b854",
                    operation="UPDATE",
                    pgid="pgtrigger_anslag_ar_fruset_2cd39",
                    table="publikt_anslag",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="anslag",
            trigger=pgtrigger.compiler.Trigger(
                name="anslag_gar_bara_framat",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (NEW."ned_dag" < (OLD."ned_dag") OR NEW."sista_overklagandedag" < (OLD."sista_overklagandedag") OR (OLD."protokoll_id" IS NOT NULL AND OLD."protokoll_id" IS DISTINCT FROM (NEW."protokoll_id")) OR (OLD."bevis_id" IS NOT NULL AND OLD."bevis_id" IS DISTINCT FROM (NEW."bevis_id")) OR (OLD."uppsatt_tid" IS NOT NULL AND OLD."uppsatt_tid" IS DISTINCT FROM (NEW."uppsatt_tid")) OR (OLD."nedtagen_tid" IS NOT NULL AND OLD."nedtagen_tid" IS DISTINCT FROM (NEW."nedtagen_tid")) OR (OLD."makulerad_tid" IS NOT NULL AND OLD."makulerad_tid" IS DISTINCT FROM (NEW."makulerad_tid")) OR (OLD."makulerad_tid" IS NOT NULL AND OLD."makulerat_skal" IS DISTINCT FROM (NEW."makulerat_skal")))',
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;",
                    hash="fda42a4bfc3d86d98bd05ae44951fcd57d4180d3",
                    operation="UPDATE",
                    pgid="pgtrigger_anslag_gar_bara_framat_85ff2",
                    table="publikt_anslag",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="möte",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("borttagen_tid", None), ("kallelse__isnull", False)),
                    models.Q(
                        ("borttagen_tid__isnull", False), ("handlingar", None), ("kallelse", None)
                    ),
                    _connector="OR",
                ),
                name="mote_kallelse_medan_det_ar_ute",
                violation_error_message="Ett möte på webben har en kallelse, ett borttaget ingen.",
            ),
        ),
        migrations.AddConstraint(
            model_name="mötespunkt",
            constraint=models.UniqueConstraint(
                fields=("möte", "ordning"),
                name="motespunkt_ordning",
                violation_error_message="Två punkter har samma plats.",
            ),
        ),
    ]
