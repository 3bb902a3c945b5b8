"""Tabellerna som de ser ut från början; ersätter stegen som ledde dit."""

import django.contrib.postgres.fields
import django.core.validators
import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
import protokoll.models.expediering
import protokoll.models.uppgifter
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    replaces = [
        ("protokoll", "0001_initial"),
        ("protokoll", "0002_protokollets_alla_rader"),
        ("protokoll", "0003_beslutsdel_for_alla_satser"),
        ("protokoll", "0004_sigillcertifikat"),
        ("protokoll", "0005_narvaro_och_jav_under_motet"),
        ("protokoll", "0006_motesfilens_uppgifter"),
        ("protokoll", "0007_beslutsgang_och_uppdrag"),
        ("protokoll", "0008_organets_protokollsmall"),
        ("protokoll", "0009_justering_och_anslag"),
        ("protokoll", "0010_beslutet_last_vid_omedelbar_justering"),
        ("protokoll", "0011_expediering"),
        ("protokoll", "0012_laggluckor"),
        ("protokoll", "0013_underskrift_i_extern_tjanst"),
        ("protokoll", "0014_offentlig_titel"),
        ("protokoll", "0015_sarskilt_protokoll_och_klar_expediering"),
        ("protokoll", "0016_jav_provning"),
        ("protokoll", "0017_andra_tavlor_for_alla_anslag"),
        ("protokoll", "0018_omrostningens_krav"),
        ("protokoll", "0019_utdrag_av_punkter"),
        ("protokoll", "0020_aterrapport_pa_listan"),
        ("protokoll", "0021_punkter_for_sig"),
    ]

    initial = True

    dependencies = [
        ("arenden", "0001_grunden"),
        ("konton", "0001_grunden"),
        ("konton", "__first__"),
        ("namnd", "0001_grunden"),
    ]

    operations = [
        migrations.CreateModel(
            name="Omröstning",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "varningar",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.TextField(), blank=True, default=list, size=None
                    ),
                ),
                ("ordning", models.PositiveSmallIntegerField()),
                (
                    "del_ordning",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        help_text="Delen av beslutet som omröstningen gäller, 0 är den första.",
                        null=True,
                    ),
                ),
                (
                    "slag",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("huvud", "huvudvotering"),
                            ("motforslag", "val av motförslag"),
                            ("tillagg", "tillägg"),
                            ("andring", "ändring"),
                            ("aterremiss", "återremiss"),
                            ("bordlaggning", "bordläggning"),
                            ("ordningsfraga", "ordningsfråga"),
                            ("punkt", "beslutspunkt"),
                            ("val", "val"),
                        ],
                        max_length=15,
                    ),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[("pagar", "pågår"), ("avslutad", "avslutad")],
                        default="avslutad",
                        max_length=10,
                    ),
                ),
                ("sluten", models.BooleanField(default=False)),
                (
                    "metod",
                    models.CharField(blank=True, help_text="Till exempel upprop.", max_length=100),
                ),
                ("ja_betyder", models.TextField(blank=True)),
                ("nej_betyder", models.TextField(blank=True)),
                ("ja", models.PositiveSmallIntegerField(blank=True, null=True)),
                ("nej", models.PositiveSmallIntegerField(blank=True, null=True)),
                (
                    "avstår",
                    models.PositiveSmallIntegerField(blank=True, db_column="avstar", null=True),
                ),
                (
                    "frånvarande",
                    models.PositiveSmallIntegerField(
                        blank=True, db_column="franvarande", null=True
                    ),
                ),
                (
                    "utslagsröst_av",
                    models.CharField(blank=True, db_column="utslagsrost_av", max_length=200),
                ),
                (
                    "utslagsröst_för",
                    models.CharField(
                        blank=True,
                        choices=[("ja", "ja"), ("nej", "nej")],
                        db_column="utslagsrost_for",
                        max_length=3,
                    ),
                ),
                ("lottning", models.BooleanField(default=False)),
                (
                    "minoritet",
                    models.BooleanField(
                        default=False,
                        help_text="Beslut av en minoritet (KL 5 kap. 50 §), bara i fullmäktige.",
                    ),
                ),
                (
                    "krav",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("extra_val", "För ja krävs två tredjedelar av de närvarande."),
                            ("folkomrostning", "För nej krävs två tredjedelar av de närvarande."),
                            ("otillkannagivet", "För ja krävs att samtliga närvarande röstar ja."),
                        ],
                        help_text="Tomt är enkel majoritet (KL 5 kap. 55 §).",
                        max_length=20,
                    ),
                ),
                (
                    "punkter",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.PositiveSmallIntegerField(),
                        blank=True,
                        default=list,
                        size=None,
                    ),
                ),
                ("bilaga", models.CharField(blank=True, max_length=100)),
                ("öppnad_tid", models.DateTimeField(blank=True, db_column="oppnad_tid", null=True)),
                ("avslutad_tid", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "verbose_name": "omröstning",
                "verbose_name_plural": "omröstningar",
                "db_table": "protokoll_omrostning",
                "ordering": ["paragraf_id", "ordning", "id"],
            },
        ),
        migrations.CreateModel(
            name="Bilaga",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("paragrafnummer", models.CharField(blank=True, max_length=30)),
                ("ordning", models.PositiveSmallIntegerField(default=0)),
                ("nummer", models.CharField(blank=True, max_length=50)),
                ("rubrik", models.CharField(max_length=500)),
                ("filnamn", models.CharField(blank=True, max_length=255)),
                (
                    "filmapp",
                    models.CharField(
                        blank=True,
                        help_text="Mappen som filen låg i, i en inläst källa.",
                        max_length=500,
                    ),
                ),
                (
                    "fil",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="arenden.fil",
                    ),
                ),
            ],
            options={
                "verbose_name": "bilaga",
                "verbose_name_plural": "bilagor",
                "ordering": ["protokoll_id", "ordning", "id"],
            },
        ),
        migrations.CreateModel(
            name="Anteckning",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("ordning", models.PositiveSmallIntegerField()),
                (
                    "slag",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("protokollsanteckning", "protokollsanteckning"),
                            ("sarskilt_yttrande", "särskilt yttrande"),
                            ("yttrande", "yttrande"),
                            ("ersattares_mening", "ersättares mening"),
                        ],
                        max_length=20,
                    ),
                ),
                ("text", models.TextField(blank=True)),
                (
                    "grupper",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=200),
                        blank=True,
                        default=list,
                        size=None,
                    ),
                ),
                ("bilaga", models.CharField(blank=True, max_length=100)),
                ("anmäld_tid", models.DateTimeField(blank=True, db_column="anmald_tid", null=True)),
                (
                    "skriftlig",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="protokoll.bilaga",
                    ),
                ),
            ],
            options={
                "verbose_name": "anteckning",
                "verbose_name_plural": "anteckningar",
                "ordering": ["paragraf_id", "ordning", "id"],
            },
        ),
        migrations.CreateModel(
            name="Delegationsprotokoll",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("år", models.PositiveSmallIntegerField(db_column="ar")),
                ("nummer", models.PositiveIntegerField()),
                ("upprättat_dag", models.DateField(db_column="upprattat_dag")),
                ("justerat_tid", models.DateTimeField(blank=True, null=True)),
                (
                    "förvaringsplats",
                    models.CharField(blank=True, db_column="forvaringsplats", max_length=200),
                ),
                (
                    "underlag",
                    models.JSONField(
                        default=dict, help_text="Det som trycks, fruset vid justeringen."
                    ),
                ),
                (
                    "skäl",
                    models.CharField(
                        blank=True,
                        db_column="skal",
                        max_length=300,
                        verbose_name="varför samma person upprättar och justerar",
                    ),
                ),
                ("anslaget_dag", models.DateField(blank=True, null=True)),
                (
                    "sista_dag",
                    models.DateField(
                        blank=True,
                        help_text="KL 13 kap. 5 §.",
                        null=True,
                        verbose_name="sista dag för överklagande",
                    ),
                ),
                (
                    "fil",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="arenden.fil",
                    ),
                ),
                (
                    "jobb",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="arenden.jobb",
                    ),
                ),
                (
                    "justerat_av",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "organ",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="namnd.organ",
                    ),
                ),
                (
                    "upprättat_av",
                    models.ForeignKey(
                        db_column="upprattat_av_id",
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "särskilt protokoll över delegationsbeslut",
                "verbose_name_plural": "särskilda protokoll över delegationsbeslut",
                "ordering": ["-år", "-nummer", "-id"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("organ", "år", "nummer"),
                        name="delegationsprotokoll_unikt_nummer",
                        violation_error_message="Numret är redan utdelat.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("anslaget_dag", None),
                                ("fil", None),
                                ("justerat_av", None),
                                ("justerat_tid", None),
                            ),
                            models.Q(
                                ("justerat_av__isnull", False),
                                ("justerat_tid__isnull", False),
                                models.Q(("förvaringsplats", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="delegationsprotokoll_justerat_hor_ihop",
                        violation_error_message="Ett justerat protokoll säger vem, när och var det finns.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("upprättat_av", models.F("justerat_av")), _negated=True),
                            ("justerat_av", None),
                            models.Q(("skäl", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="delegationsprotokoll_ensam_har_skal",
                        violation_error_message="Skriv varför samma person upprättar och justerar.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Delegationsprotokollrad",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "beslut",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="arenden.delegationsbeslut",
                    ),
                ),
                (
                    "protokoll",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="rader",
                        to="protokoll.delegationsprotokoll",
                    ),
                ),
            ],
            options={
                "verbose_name": "beslut i särskilt protokoll",
                "verbose_name_plural": "beslut i särskilda protokoll",
                "ordering": ["protokoll_id", "id"],
            },
        ),
        migrations.CreateModel(
            name="Expediering",
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
                        help_text="Beslutssatserna i utdraget, när bara de var justerade; tomt är hela paragrafen.",
                        size=None,
                    ),
                ),
                (
                    "nummer",
                    models.PositiveSmallIntegerField(help_text="1 är den första sändningen."),
                ),
                (
                    "skäl",
                    models.TextField(
                        blank=True, db_column="skal", verbose_name="varför det sänds om"
                    ),
                ),
                ("namn", models.CharField(max_length=300)),
                (
                    "kanal",
                    models.CharField(
                        choices=[
                            ("epost", "e-post"),
                            ("post", "post"),
                            ("internt", "till organets diarium"),
                        ],
                        max_length=10,
                    ),
                ),
                ("adress", models.TextField(help_text="Adressen som den användes.")),
                (
                    "adress_bekräftad",
                    models.BooleanField(
                        db_column="adress_bekraftad",
                        default=False,
                        help_text="Den som sände skrev adressen en gång till.",
                    ),
                ),
                (
                    "trots_varning",
                    models.CharField(
                        blank=True,
                        help_text="Till exempel varför ingen annan har kontrollerat adressen.",
                        max_length=300,
                        verbose_name="varför det sänds trots varningen",
                    ),
                ),
                (
                    "av_namn",
                    models.CharField(
                        help_text="Den som sände och bestyrkte utdraget.", max_length=200
                    ),
                ),
                ("av_titel", models.CharField(blank=True, max_length=200)),
                ("tid", models.DateTimeField()),
                (
                    "adressblad",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="arenden.fil",
                    ),
                ),
                (
                    "av",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "fil",
                    models.ForeignKey(
                        blank=True,
                        help_text="Utdraget.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="arenden.fil",
                    ),
                ),
                (
                    "handling",
                    models.ForeignKey(
                        blank=True,
                        help_text="Utdraget i ärendet.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="arenden.handling",
                    ),
                ),
                (
                    "jobb",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="arenden.jobb",
                    ),
                ),
                (
                    "omsändning_av",
                    models.OneToOneField(
                        blank=True,
                        db_column="omsandning_av_id",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="omsänd_som",
                        to="protokoll.expediering",
                    ),
                ),
            ],
            options={
                "verbose_name": "expediering",
                "verbose_name_plural": "expedieringar",
                "ordering": ["-id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("nummer", 1), ("omsändning_av", None), ("skäl", "")),
                            models.Q(
                                ("nummer__gt", 1),
                                ("omsändning_av__isnull", False),
                                models.Q(("skäl", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="expediering_omsandning_har_skal",
                        violation_error_message="Skriv varför utdraget sänds om.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("omsändning_av", None),
                            models.Q(("omsändning_av", models.F("id")), _negated=True),
                            _connector="OR",
                        ),
                        name="expediering_inte_om_sig_sjalv",
                        violation_error_message="En sändning kan inte vara om sig själv.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Expedieringssteg",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("vantar", "skickas"),
                            ("sands", "osäkert om det kom iväg"),
                            ("klar", "klart att posta"),
                            ("skickad", "skickat"),
                            ("misslyckad", "gick inte att skicka"),
                            ("kvitterad", "mottaget"),
                            ("aterkommen", "kom tillbaka"),
                        ],
                        max_length=12,
                    ),
                ),
                ("dag", models.DateField(help_text="Dagen det hände.")),
                (
                    "hur",
                    models.CharField(blank=True, max_length=300, verbose_name="hur vi vet det"),
                ),
                ("av_namn", models.CharField(max_length=200)),
                ("tid", models.DateTimeField(auto_now_add=True)),
                (
                    "av",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "expediering",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="steg",
                        to="protokoll.expediering",
                    ),
                ),
            ],
            options={
                "verbose_name": "steg i expedieringen",
                "verbose_name_plural": "steg i expedieringen",
                "ordering": ["expediering_id", "id"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("expediering", "status"),
                        name="expedieringssteg_en_gang",
                        violation_error_message="Det är redan antecknat.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Försättsblad",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "gäller",
                    models.CharField(
                        db_column="galler", max_length=500, verbose_name="beslutet rör"
                    ),
                ),
                (
                    "avsändare",
                    models.CharField(
                        db_column="avsandare", max_length=200, verbose_name="vem som sänder"
                    ),
                ),
                (
                    "föredragande",
                    models.CharField(blank=True, db_column="foredragande", max_length=300),
                ),
                (
                    "medverkande",
                    models.TextField(
                        blank=True,
                        help_text="Utan att delta i avgörandet (FL 31 §). En per rad.",
                        verbose_name="medverkade i den slutliga handläggningen",
                    ),
                ),
                (
                    "överklagandetyp",
                    models.CharField(
                        choices=[
                            ("laglighetsprovning", "laglighetsprövning (KL 13 kap.)"),
                            ("forvaltningsbesvar", "förvaltningsbesvär (FL 40–43 §§)"),
                            ("ej_overklagbart", "ej överklagbart"),
                        ],
                        db_column="overklagandetyp",
                        max_length=20,
                        verbose_name="överklagas genom",
                    ),
                ),
                ("tid", models.DateTimeField()),
                (
                    "av",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "försättsblad",
                "verbose_name_plural": "försättsblad",
                "db_table": "protokoll_forsattsblad",
                "ordering": ["-id"],
            },
        ),
        migrations.CreateModel(
            name="Försättsbladsmottagare",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("namn", models.CharField(max_length=300)),
                (
                    "kanal",
                    models.CharField(
                        choices=[
                            ("epost", "e-post"),
                            ("post", "post"),
                            ("internt", "till organets diarium"),
                        ],
                        max_length=10,
                    ),
                ),
                (
                    "adress",
                    models.TextField(
                        help_text="E-postadress, postadress i rader, eller organets namn."
                    ),
                ),
                (
                    "part",
                    models.BooleanField(
                        default=False,
                        help_text="Underrättas om beslutet och hur det överklagas (FL 33 §).",
                    ),
                ),
                (
                    "företräder_det_allmänna",
                    models.BooleanField(
                        db_column="foretrader_det_allmanna",
                        default=False,
                        help_text="En parts tid räknas då från den dag beslutet meddelades (FL 44 §).",
                    ),
                ),
                (
                    "inte_internt",
                    models.CharField(
                        blank=True,
                        help_text="När mottagaren heter som ett organ i kommunen.",
                        max_length=300,
                        verbose_name="varför det inte går internt",
                    ),
                ),
                ("av_namn", models.CharField(max_length=200)),
                ("tid", models.DateTimeField()),
                ("borttagen_tid", models.DateTimeField(blank=True, null=True)),
                (
                    "av",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "borttagen_av",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "försättsblad",
                    models.ForeignKey(
                        db_column="forsattsblad_id",
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="mottagare",
                        to="protokoll.försättsblad",
                    ),
                ),
                (
                    "organ",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="namnd.organ",
                    ),
                ),
            ],
            options={
                "verbose_name": "mottagare på försättsbladet",
                "verbose_name_plural": "mottagare på försättsbladet",
                "db_table": "protokoll_forsattsbladsmottagare",
                "ordering": ["försättsblad_id", "id"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("borttagen_tid", None)),
                        fields=("försättsblad", "namn", "kanal", "adress"),
                        name="mottagare_en_gang",
                        violation_error_message="Mottagaren står redan på försättsbladet.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kanal", "internt"), ("organ__isnull", False)),
                            models.Q(
                                models.Q(("kanal", "internt"), _negated=True), ("organ", None)
                            ),
                            _connector="OR",
                        ),
                        name="mottagare_internt_har_organ",
                        violation_error_message="Internt går bara till ett organ, och till ett organ går det internt.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("adress", ""), _negated=True),
                        name="mottagare_har_adress",
                        violation_error_message="Skriv mottagarens adress.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("part", True), ("företräder_det_allmänna", False), _connector="OR"
                        ),
                        name="mottagare_det_allmanna_som_part",
                        violation_error_message="Bara en part företräder det allmänna (FL 44 §).",
                    ),
                ],
            },
        ),
        migrations.AddField(
            model_name="expediering",
            name="mottagare",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="expedieringar",
                to="protokoll.försättsbladsmottagare",
            ),
        ),
        migrations.CreateModel(
            name="InkommetUtdrag",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("ankomst_tid", models.DateTimeField(help_text="FL 22 §.")),
                ("registrerat_tid", models.DateTimeField(blank=True, null=True)),
                (
                    "expediering",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="inkommet",
                        to="protokoll.expediering",
                    ),
                ),
                (
                    "handling",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="arenden.handling",
                    ),
                ),
                (
                    "organ",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="namnd.organ",
                    ),
                ),
                (
                    "registrerat_av",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "inkommet utdrag",
                "verbose_name_plural": "inkomna utdrag",
                "ordering": ["ankomst_tid", "id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("handling", None),
                                ("registrerat_av", None),
                                ("registrerat_tid", None),
                            ),
                            models.Q(
                                ("handling__isnull", False),
                                ("registrerat_av__isnull", False),
                                ("registrerat_tid__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="inkommet_registrerat_har_handling",
                        violation_error_message="Ett registrerat utdrag har en handling och en dag.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Justering",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "varningar",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.TextField(), blank=True, default=list, size=None
                    ),
                ),
                ("ordning", models.PositiveSmallIntegerField(default=0)),
                ("omedelbar", models.BooleanField(default=False)),
                (
                    "metod",
                    models.CharField(
                        choices=[
                            ("elektronisk", "elektroniskt i systemet"),
                            ("papper", "på papper"),
                        ],
                        default="elektronisk",
                        max_length=12,
                    ),
                ),
                (
                    "paragrafer",
                    protokoll.models.uppgifter.Paragrafspann(
                        blank=True,
                        help_text="Paragraferna som justeras; tomt är alla övriga.",
                        max_length=500,
                    ),
                ),
                ("plats", models.CharField(blank=True, max_length=300)),
                ("tid", models.CharField(blank=True, max_length=50)),
                ("datum", models.DateField(blank=True, null=True)),
                (
                    "status",
                    models.CharField(
                        choices=[("pagar", "underskrifter väntas"), ("justerad", "justerad")],
                        default="pagar",
                        max_length=10,
                    ),
                ),
                ("skickad_tid", models.DateTimeField(blank=True, null=True)),
                ("justerad_tid", models.DateTimeField(blank=True, null=True)),
                (
                    "grund",
                    models.CharField(
                        blank=True,
                        help_text="Var den senare justeringen bestämdes.",
                        max_length=300,
                    ),
                ),
                (
                    "underlag",
                    models.JSONField(
                        blank=True,
                        default=dict,
                        help_text="Det som justeras, fruset när det skickas ut.",
                    ),
                ),
                (
                    "kedja",
                    models.CharField(
                        blank=True,
                        help_text="Sista summan i underskrifternas kedja.",
                        max_length=64,
                    ),
                ),
                (
                    "efter",
                    models.ForeignKey(
                        blank=True,
                        help_text="Justeringen där någon vägrade, när de paragraferna justeras senare.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="senare",
                        to="protokoll.justering",
                    ),
                ),
                (
                    "fil",
                    models.ForeignKey(
                        blank=True,
                        help_text="Det justerade protokollet med sigill; skrivs en gång.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="arenden.fil",
                    ),
                ),
                (
                    "jobb",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="arenden.jobb",
                    ),
                ),
                (
                    "offentlig_fil",
                    models.ForeignKey(
                        blank=True,
                        help_text="Den offentliga versionen, när något är hemligt eller originalet är ett papper.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="arenden.fil",
                    ),
                ),
            ],
            options={
                "verbose_name": "justering",
                "verbose_name_plural": "justeringar",
                "ordering": ["protokoll_id", "ordning", "id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("status", "pagar"), _negated=True),
                            models.Q(("fil", None), ("justerad_tid", None)),
                            _connector="OR",
                        ),
                        name="justering_pagar_utan_fil",
                        violation_error_message="En justering som pågår har ingen färdig fil.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("efter", None), ("grund", "")),
                            models.Q(
                                ("efter__isnull", False), models.Q(("grund", ""), _negated=True)
                            ),
                            _connector="OR",
                        ),
                        name="justering_senare_har_grund",
                        violation_error_message="En senare justering säger var den bestämdes.",
                    ),
                ],
            },
        ),
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
                    "varningar",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.TextField(), blank=True, default=list, size=None
                    ),
                ),
                ("ordning", models.PositiveSmallIntegerField(default=0)),
                (
                    "paragrafer",
                    protokoll.models.uppgifter.Paragrafspann(blank=True, max_length=500),
                ),
                ("uppsatt", models.DateField()),
                (
                    "sista_dag",
                    models.DateField(
                        blank=True,
                        help_text="KL 13 kap. 5 §.",
                        null=True,
                        verbose_name="sista dag för överklagande",
                    ),
                ),
                ("nedtas", models.DateField(blank=True, null=True, verbose_name="tas ned")),
                (
                    "förvaring",
                    models.CharField(
                        blank=True,
                        db_column="forvaring",
                        max_length=200,
                        verbose_name="förvaringsplats",
                    ),
                ),
                ("underskrift", models.CharField(blank=True, max_length=200)),
                (
                    "källa",
                    models.CharField(
                        blank=True,
                        db_column="kalla",
                        help_text="Nyckeln på anslagstavlan.",
                        max_length=60,
                    ),
                ),
                (
                    "bevis",
                    models.ForeignKey(
                        blank=True,
                        help_text="Anslagsbeviset.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="arenden.fil",
                    ),
                ),
                (
                    "justering",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="anslag",
                        to="protokoll.justering",
                    ),
                ),
            ],
            options={
                "verbose_name": "anslag",
                "verbose_name_plural": "anslag",
                "ordering": ["protokoll_id", "ordning", "id"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("källa", ""), _negated=True),
                        fields=("källa",),
                        name="anslag_en_kalla",
                        violation_error_message="Justeringen är redan anslagen.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Justeringsregel",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "publicerar_protokoll",
                    models.BooleanField(
                        default=False,
                        help_text="Den offentliga versionen visas med anslaget (KL 8 kap. 10 §).",
                        verbose_name="protokollet på anslagstavlan",
                    ),
                ),
                (
                    "anslås_kl",
                    models.TimeField(
                        blank=True,
                        db_column="anslas_kl",
                        help_text="Tomt är genast. Annars nästa gång klockan är så mycket.",
                        null=True,
                        verbose_name="anslås klockan",
                    ),
                ),
                (
                    "överklagandeanvisning",
                    models.TextField(
                        blank=True,
                        db_column="overklagandeanvisning",
                        verbose_name="anvisning för överklagande",
                    ),
                ),
                (
                    "organ",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="namnd.organ",
                    ),
                ),
            ],
            options={
                "verbose_name": "regel för justering",
                "verbose_name_plural": "regler för justering",
                "ordering": ["organ_id"],
            },
        ),
        migrations.CreateModel(
            name="Närvaro",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "varningar",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.TextField(), blank=True, default=list, size=None
                    ),
                ),
                ("namn", models.CharField(max_length=200)),
                ("parti", models.CharField(blank=True, max_length=50)),
                ("post", models.CharField(blank=True, max_length=100)),
                ("är_ersättare", models.BooleanField(db_column="ar_ersattare", default=False)),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("ledamot", "ledamot"),
                            ("tjanstgorande_ersattare", "tjänstgörande ersättare"),
                            ("ersattare", "ersättare"),
                            ("franvarande", "frånvarande"),
                            ("insynsplats", "insynsplats"),
                        ],
                        max_length=25,
                    ),
                ),
                (
                    "för_namn",
                    models.CharField(
                        blank=True,
                        db_column="for_namn",
                        help_text="Ledamotens namn när ledamoten saknar egen rad.",
                        max_length=200,
                    ),
                ),
                (
                    "valkrets",
                    models.CharField(blank=True, help_text="KL 5 kap. 21 §.", max_length=100),
                ),
                (
                    "varningarnas_lagrum",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=100),
                        blank=True,
                        default=list,
                        size=None,
                    ),
                ),
                (
                    "distans",
                    models.BooleanField(
                        default=False, help_text="KL 6 kap. 24 §.", verbose_name="på distans"
                    ),
                ),
                (
                    "inne",
                    models.BooleanField(
                        default=True,
                        help_text="Falskt för den som lämnat mötet, för gott eller tills vidare.",
                        verbose_name="i rummet",
                    ),
                ),
                (
                    "gällande",
                    models.BooleanField(
                        db_column="gallande", default=True, help_text="Personens rad just nu."
                    ),
                ),
                (
                    "frånvaro_skäl",
                    models.CharField(blank=True, db_column="franvaro_skal", max_length=300),
                ),
                (
                    "paragrafer",
                    protokoll.models.uppgifter.Paragrafspann(
                        blank=True,
                        help_text="Paragraferna raden gäller; tomt är alla.",
                        max_length=500,
                    ),
                ),
                (
                    "ej",
                    protokoll.models.uppgifter.Paragrafspann(
                        blank=True,
                        help_text="Närvarande men inte vid de här paragraferna.",
                        max_length=500,
                    ),
                ),
                (
                    "del_av",
                    protokoll.models.uppgifter.Paragrafspann(
                        blank=True,
                        help_text="Närvarande vid en del av de här paragraferna.",
                        max_length=500,
                    ),
                ),
                ("ordning", models.PositiveSmallIntegerField(default=0)),
                (
                    "för",
                    models.ForeignKey(
                        blank=True,
                        db_column="for_id",
                        help_text="Ledamoten som ersättaren tjänstgör för.",
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="protokoll.närvaro",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="konton.person",
                    ),
                ),
                (
                    "personlig_för",
                    models.ForeignKey(
                        blank=True,
                        db_column="personlig_for_id",
                        help_text="Ledamoten som ersättaren är personlig ersättare för.",
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="konton.person",
                    ),
                ),
            ],
            options={
                "verbose_name": "närvaro",
                "verbose_name_plural": "närvaro",
                "db_table": "protokoll_narvaro",
                "ordering": ["protokoll_id", "ordning", "id"],
            },
        ),
        migrations.CreateModel(
            name="Antecknad",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("namn", models.CharField(max_length=200)),
                ("parti", models.CharField(blank=True, max_length=50)),
                (
                    "anteckning",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="av",
                        to="protokoll.anteckning",
                    ),
                ),
                (
                    "närvaro",
                    models.ForeignKey(
                        blank=True,
                        db_column="narvaro_id",
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="protokoll.närvaro",
                    ),
                ),
            ],
            options={
                "verbose_name": "anteckning av",
                "verbose_name_plural": "anteckningar av",
                "ordering": ["anteckning_id", "id"],
            },
        ),
        migrations.CreateModel(
            name="Närvarotid",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("från", models.TimeField(db_column="fran")),
                ("till", models.TimeField(blank=True, null=True)),
                (
                    "närvaro",
                    models.ForeignKey(
                        db_column="narvaro_id",
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="tider",
                        to="protokoll.närvaro",
                    ),
                ),
            ],
            options={
                "verbose_name": "närvarotid",
                "verbose_name_plural": "närvarotider",
                "db_table": "protokoll_narvarotid",
                "ordering": ["närvaro_id", "id"],
            },
        ),
        migrations.CreateModel(
            name="Kandidat",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("namn", models.CharField(max_length=200)),
                ("parti", models.CharField(blank=True, max_length=50)),
                ("röster", models.PositiveIntegerField(blank=True, db_column="roster", null=True)),
                (
                    "omröstning",
                    models.ForeignKey(
                        db_column="omrostning_id",
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="kandidater",
                        to="protokoll.omröstning",
                    ),
                ),
            ],
            options={
                "verbose_name": "kandidat",
                "verbose_name_plural": "kandidater",
                "ordering": ["omröstning_id", "id"],
            },
        ),
        migrations.CreateModel(
            name="Paragraf",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "sekretess_lagrum",
                    models.CharField(
                        blank=True,
                        help_text="Till exempel OSL 26 kap. 1 §.",
                        max_length=200,
                        verbose_name="sekretess enligt",
                    ),
                ),
                (
                    "sekretess_dag",
                    models.DateField(blank=True, null=True, verbose_name="sekretessmarkerad"),
                ),
                ("sekretess_myndighet", models.CharField(blank=True, max_length=200)),
                ("offentlig_text", models.TextField(blank=True)),
                (
                    "varningar",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.TextField(), blank=True, default=list, size=None
                    ),
                ),
                ("år", models.PositiveSmallIntegerField(db_column="ar")),
                (
                    "ordning",
                    models.PositiveSmallIntegerField(
                        help_text="Ordningen som punkterna togs upp i."
                    ),
                ),
                (
                    "nummer",
                    models.PositiveIntegerField(
                        blank=True, help_text="Utan för formalia.", null=True
                    ),
                ),
                (
                    "visas_som",
                    models.CharField(
                        blank=True,
                        help_text="Numret som det trycks när det inte bara är talet.",
                        max_length=30,
                    ),
                ),
                (
                    "nummer_text",
                    models.CharField(
                        blank=True,
                        help_text="Paragrafens nummer i en inläst källa när det inte är ett ledigt heltal.",
                        max_length=30,
                    ),
                ),
                (
                    "punktnummer",
                    models.CharField(
                        blank=True,
                        default="",
                        help_text="Numret på listan i en inläst källa; NULL är utan nummer, tomt är inte sagt.",
                        max_length=50,
                        null=True,
                    ),
                ),
                (
                    "typ",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("motion", "motion"),
                            ("interpellation", "interpellation"),
                            ("fraga", "fråga"),
                            ("medborgarforslag", "medborgarförslag"),
                            ("initiativ", "initiativärende"),
                            ("remiss", "remiss"),
                            ("val", "val"),
                            ("avsagelse", "avsägelse"),
                            ("information", "information"),
                            ("anmalan", "anmälan"),
                            ("javsanmalan", "jävsanmälan"),
                            ("ordningsfraga", "ordningsfråga"),
                            ("ovrigt", "övrigt"),
                        ],
                        max_length=20,
                    ),
                ),
                ("rubrik", models.CharField(max_length=500)),
                ("offentlig_rubrik", models.CharField(blank=True, max_length=500)),
                ("beteckning", models.CharField(blank=True, max_length=100)),
                (
                    "sekretess_antagen",
                    models.CharField(
                        blank=True,
                        choices=[("lagrum", "lagrummet"), ("allt", "allt")],
                        help_text="Det i markeringen som inte stod i en inläst källa.",
                        max_length=6,
                        verbose_name="antaget om sekretessen",
                    ),
                ),
                ("sammanfattning", models.TextField(blank=True)),
                ("information", models.TextField(blank=True)),
                (
                    "gäller",
                    protokoll.models.uppgifter.Paragrafspann(
                        blank=True,
                        db_column="galler",
                        help_text="Paragraferna som till exempel en jävsanmälan gäller.",
                        max_length=500,
                    ),
                ),
                ("svar_senast", models.DateField(blank=True, null=True)),
                ("domstol", models.CharField(blank=True, max_length=200)),
                (
                    "mål",
                    models.CharField(
                        blank=True, db_column="mal", max_length=100, verbose_name="målnummer"
                    ),
                ),
                (
                    "utfall",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("bifall", "enligt förslag"),
                            ("andrat", "med ändring"),
                            ("avslag", "avslag"),
                            ("aterremiss", "återremiss"),
                            ("bordlaggning", "bordläggning"),
                            ("noterat", "noterat"),
                            ("lagt_till_handlingarna", "lagt till handlingarna"),
                            ("utgar", "utgår"),
                            ("information", "information"),
                            ("val", "val"),
                        ],
                        max_length=25,
                    ),
                ),
                (
                    "mot_enskild",
                    models.BooleanField(
                        default=False,
                        help_text="Då får ingen avstå från att rösta (KL 4 kap. 26 §).",
                        verbose_name="myndighetsutövning mot enskild",
                    ),
                ),
                (
                    "punktvis",
                    models.BooleanField(
                        default=False,
                        help_text="Beslutspunkterna ställs en i taget.",
                        verbose_name="punkterna prövas var för sig",
                    ),
                ),
                ("omedelbart_justerad", models.BooleanField(default=False)),
                ("beslutad_tid", models.DateTimeField(blank=True, null=True)),
                (
                    "version",
                    models.PositiveIntegerField(
                        default=1, help_text="Ökar när paragrafens text ändras."
                    ),
                ),
                (
                    "ordförande",
                    models.ForeignKey(
                        blank=True,
                        db_column="ordforande_id",
                        help_text="Den som ledde behandlingen, när det var en annan än mötets ordförande.",
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="protokoll.närvaro",
                    ),
                ),
                (
                    "organ",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="namnd.organ",
                    ),
                ),
                (
                    "punkt",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="namnd.punkt",
                    ),
                ),
                (
                    "ärende",
                    models.ForeignKey(
                        blank=True,
                        db_column="arende_id",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="arenden.ärende",
                    ),
                ),
            ],
            options={
                "verbose_name": "paragraf",
                "verbose_name_plural": "paragrafer",
                "ordering": ["protokoll_id", "ordning", "id"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("nummer__isnull", False)),
                        fields=("organ", "år", "nummer"),
                        name="paragraf_unikt_nummer",
                        violation_error_message="Paragrafnumret är redan använt i år.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("beslutad_tid", None), ("utfall", "")),
                            models.Q(
                                models.Q(("utfall", ""), _negated=True),
                                ("beslutad_tid__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="paragraf_utfall_har_tid",
                        violation_error_message="En beslutad paragraf har ett utfall och en tid.",
                    ),
                ],
            },
        ),
        migrations.AddField(
            model_name="omröstning",
            name="paragraf",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="omröstningar",
                to="protokoll.paragraf",
            ),
        ),
        migrations.CreateModel(
            name="Jäv",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("namn", models.CharField(max_length=200)),
                ("parti", models.CharField(blank=True, max_length=50)),
                ("grund", models.CharField(blank=True, max_length=300)),
                (
                    "undantag",
                    models.CharField(
                        blank=True,
                        choices=[
                            (
                                "saknar_betydelse",
                                "frågan om opartiskhet saknar uppenbarligen betydelse",
                            ),
                            (
                                "kommunalt_bolag",
                                "knuten till ett kommunalt bolag eller en kommunal stiftelse",
                            ),
                            ("annan_namnd", "har tidigare deltagit i ärendet hos en annan nämnd"),
                            ("fackligt_uppdrag", "personalföreträdarens fackliga uppdrag"),
                            (
                                "revisionsberattelsen",
                                "egen verksamhet när revisionsberättelsen behandlas",
                            ),
                            (
                                "egen_namnd",
                                "ordförande eller vice ordförande när den egna nämndens verksamhet behandlas",
                            ),
                        ],
                        help_text="Varför personen ändå inte är jävig, eller får överlägga.",
                        max_length=20,
                    ),
                ),
                (
                    "undantag_skäl",
                    models.CharField(blank=True, db_column="undantag_skal", max_length=500),
                ),
                (
                    "prövning",
                    models.CharField(
                        blank=True,
                        choices=[("jav", "jävig"), ("inte_jav", "inte jävig")],
                        db_column="provning",
                        help_text="Vad organet beslutade när jävet var en fråga (KL 6 kap. 30 §).",
                        max_length=10,
                    ),
                ),
                ("prövning_text", models.TextField(blank=True, db_column="provning_text")),
                (
                    "punkt",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="namnd.punkt",
                    ),
                ),
                (
                    "närvaro",
                    models.ForeignKey(
                        blank=True,
                        db_column="narvaro_id",
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="protokoll.närvaro",
                    ),
                ),
                (
                    "anmäld_i",
                    models.ForeignKey(
                        blank=True,
                        db_column="anmald_i_id",
                        help_text="Paragrafen ”Anmälan av jäv” när anmälan fått en egen.",
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="anmälda_jäv",
                        to="protokoll.paragraf",
                    ),
                ),
                (
                    "paragraf",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="jäv",
                        to="protokoll.paragraf",
                    ),
                ),
            ],
            options={
                "verbose_name": "jäv",
                "verbose_name_plural": "jäv",
                "db_table": "protokoll_jav",
                "ordering": ["paragraf_id", "id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("paragraf__isnull", False),
                            models.Q(("närvaro__isnull", False), ("punkt__isnull", False)),
                            _connector="OR",
                        ),
                        name="jav_galler_nagot",
                        violation_error_message="Jävet gäller en paragraf, eller någon och en punkt.",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("närvaro__isnull", False), ("paragraf__isnull", False)),
                        fields=("paragraf", "närvaro"),
                        name="jav_en_gang",
                        violation_error_message="Personen är redan antecknad som jävig.",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("närvaro__isnull", False), ("punkt__isnull", False)),
                        fields=("punkt", "närvaro"),
                        name="jav_en_gang_per_punkt",
                        violation_error_message="Personen är redan antecknad som jävig.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("undantag", ""), ("undantag_skäl", "")),
                            models.Q(
                                models.Q(("undantag", ""), _negated=True),
                                models.Q(("undantag_skäl", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="jav_undantag_med_skal",
                        violation_error_message="Ett undantag från jäv har ett skäl.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("prövning", ""), ("prövning_text", "")),
                            models.Q(
                                ("undantag", ""),
                                models.Q(("prövning", ""), _negated=True),
                                models.Q(("prövning_text", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="jav_provning_med_text",
                        violation_error_message="En prövad jävsfråga har en text och inget undantag.",
                    ),
                ],
            },
        ),
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
                (
                    "justering",
                    models.ForeignKey(
                        blank=True,
                        help_text="Justeringen som har låst paragrafen.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="protokoll.justering",
                    ),
                ),
                (
                    "paragraf",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="för_sig",
                        to="protokoll.paragraf",
                    ),
                ),
            ],
            options={
                "verbose_name": "justerad för sig",
                "verbose_name_plural": "justerade för sig",
                "db_table": "protokoll_justeradforsig",
                "ordering": ["paragraf_id", "id"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("paragraf", "justering"),
                        name="justerad_for_sig_en_per_justering",
                        violation_error_message="Paragrafen står redan i justeringen.",
                    )
                ],
            },
        ),
        migrations.AddField(
            model_name="försättsblad",
            name="paragraf",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="försättsblad",
                to="protokoll.paragraf",
            ),
        ),
        migrations.CreateModel(
            name="Förslag",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("nummer", models.PositiveSmallIntegerField()),
                ("av", models.CharField(blank=True, max_length=200, verbose_name="förslag från")),
                ("text", models.TextField()),
                (
                    "paragraf",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="förslag",
                        to="protokoll.paragraf",
                    ),
                ),
            ],
            options={
                "verbose_name": "förslag till beslut",
                "verbose_name_plural": "förslag till beslut",
                "db_table": "protokoll_forslag",
                "ordering": ["paragraf_id", "nummer"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("paragraf", "nummer"),
                        name="forslag_nummer",
                        violation_error_message="Satsens nummer finns redan i förslaget.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Expedieringsavslut",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("skäl", models.CharField(db_column="skal", max_length=500)),
                ("av_namn", models.CharField(max_length=200)),
                ("tid", models.DateTimeField()),
                (
                    "återtaget_tid",
                    models.DateTimeField(blank=True, db_column="atertaget_tid", null=True),
                ),
                (
                    "återtaget_av_namn",
                    models.CharField(blank=True, db_column="atertaget_av_namn", max_length=200),
                ),
                (
                    "av",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "paragraf",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="expedieringsavslut",
                        to="protokoll.paragraf",
                    ),
                ),
            ],
            options={
                "verbose_name": "avslutad expediering",
                "verbose_name_plural": "avslutade expedieringar",
                "ordering": ["paragraf_id", "id"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("återtaget_tid", None)),
                        fields=("paragraf",),
                        name="expedieringsavslut_ett",
                        violation_error_message="Expedieringen är redan avslutad.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("skäl", ""), _negated=True),
                        name="expedieringsavslut_har_skal",
                        violation_error_message="Skriv varför ingen mer ska ha beslutet.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("återtaget_av_namn", ""), ("återtaget_tid", None)),
                            models.Q(
                                ("återtaget_tid__isnull", False),
                                models.Q(("återtaget_av_namn", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="expedieringsavslut_atertaget",
                        violation_error_message="Den som återtar står med namn och tid.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="DeltarInte",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("parti", models.CharField(blank=True, max_length=50)),
                ("namn", models.CharField(blank=True, max_length=200)),
                ("grupp", models.CharField(blank=True, max_length=200)),
                (
                    "närvaro",
                    models.ForeignKey(
                        blank=True,
                        db_column="narvaro_id",
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="protokoll.närvaro",
                    ),
                ),
                (
                    "paragraf",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="deltar_inte",
                        to="protokoll.paragraf",
                    ),
                ),
            ],
            options={
                "verbose_name": "deltar inte i beslutet",
                "verbose_name_plural": "deltar inte i beslutet",
                "ordering": ["paragraf_id", "id"],
            },
        ),
        migrations.CreateModel(
            name="Deltagande",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "form",
                    models.CharField(
                        choices=[
                            ("deltog", "deltog i beslutet"),
                            ("narvarande", "närvarande utan att besluta"),
                            ("jav", "anmälde jäv"),
                        ],
                        max_length=10,
                    ),
                ),
                (
                    "del_av",
                    models.BooleanField(default=False, verbose_name="bara en del av behandlingen"),
                ),
                (
                    "närvaro",
                    models.ForeignKey(
                        db_column="narvaro_id",
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="deltagande",
                        to="protokoll.närvaro",
                    ),
                ),
                (
                    "paragraf",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="deltagande",
                        to="protokoll.paragraf",
                    ),
                ),
            ],
            options={
                "verbose_name": "deltagande",
                "verbose_name_plural": "deltagande",
                "ordering": ["paragraf_id", "närvaro__ordning", "id"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("paragraf", "närvaro"),
                        name="deltagande_unikt",
                        violation_error_message="Personens deltagande är redan antecknat.",
                    )
                ],
            },
        ),
        migrations.AddField(
            model_name="bilaga",
            name="paragraf",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="bilagor",
                to="protokoll.paragraf",
            ),
        ),
        migrations.CreateModel(
            name="Bevis",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "slag",
                    models.CharField(
                        choices=[("anslag", "anslagsbevis"), ("laga_kraft", "bevis om laga kraft")],
                        max_length=10,
                    ),
                ),
                ("underlag", models.JSONField(default=dict, help_text="Det som trycks, fruset.")),
                ("skapad_tid", models.DateTimeField()),
                (
                    "anslag",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="bevisen",
                        to="protokoll.anslag",
                    ),
                ),
                (
                    "fil",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="arenden.fil",
                    ),
                ),
                (
                    "jobb",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="arenden.jobb",
                    ),
                ),
                (
                    "skapat_av",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "paragraf",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="protokoll.paragraf",
                    ),
                ),
            ],
            options={
                "verbose_name": "bevis",
                "verbose_name_plural": "bevis",
                "ordering": ["anslag_id", "id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("paragraf", None), ("slag", "anslag")),
                            models.Q(("paragraf__isnull", False), ("slag", "laga_kraft")),
                            _connector="OR",
                        ),
                        name="bevis_laga_kraft_har_paragraf",
                        violation_error_message="Ett bevis om laga kraft gäller en paragraf.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Beslutsuppdrag",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("text", models.TextField(verbose_name="uppdraget")),
                (
                    "ansvarig",
                    models.CharField(
                        blank=True,
                        help_text="Förvaltningen, enheten eller organet.",
                        max_length=200,
                        verbose_name="ansvarig",
                    ),
                ),
                (
                    "dag",
                    models.DateField(blank=True, null=True, verbose_name="återrapporteras senast"),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[("oppet", "öppet"), ("aterrapporterat", "återrapporterat")],
                        default="oppet",
                        max_length=15,
                    ),
                ),
                ("skapat_tid", models.DateTimeField(auto_now_add=True)),
                (
                    "föreslaget_till",
                    models.ForeignKey(
                        blank=True,
                        db_column="foreslaget_till_id",
                        help_text="Mötet som återrapporten senast lades på; dit läggs den inte igen.",
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="namnd.sammanträde",
                    ),
                ),
                (
                    "handläggare",
                    models.ForeignKey(
                        blank=True,
                        db_column="handlaggare_id",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "punkt",
                    models.ForeignKey(
                        blank=True,
                        help_text="Punkten där uppdraget ska återrapporteras.",
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="namnd.punkt",
                    ),
                ),
                (
                    "paragraf",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="uppdrag",
                        to="protokoll.paragraf",
                    ),
                ),
                (
                    "återrapporterat",
                    models.ForeignKey(
                        blank=True,
                        db_column="aterrapporterat_id",
                        help_text="Paragrafen där uppdraget redovisades.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="återrapporter",
                        to="protokoll.paragraf",
                    ),
                ),
            ],
            options={
                "verbose_name": "uppdrag i beslut",
                "verbose_name_plural": "uppdrag i beslut",
                "ordering": ["dag", "id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("status", "oppet"), ("återrapporterat", None)),
                            models.Q(
                                ("status", "aterrapporterat"), ("återrapporterat__isnull", False)
                            ),
                            _connector="OR",
                        ),
                        name="beslutsuppdrag_aterrapport_har_paragraf",
                        violation_error_message="Ett återrapporterat uppdrag har paragrafen, inget annat.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("ansvarig", ""), _negated=True),
                            ("handläggare__isnull", False),
                            _connector="OR",
                        ),
                        name="beslutsuppdrag_har_ansvarig",
                        violation_error_message="Ange vem som ansvarar för uppdraget.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Beslutsunderlag",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "sekretess_lagrum",
                    models.CharField(
                        blank=True,
                        help_text="Till exempel OSL 26 kap. 1 §.",
                        max_length=200,
                        verbose_name="sekretess enligt",
                    ),
                ),
                (
                    "sekretess_dag",
                    models.DateField(blank=True, null=True, verbose_name="sekretessmarkerad"),
                ),
                ("sekretess_myndighet", models.CharField(blank=True, max_length=200)),
                ("offentlig_text", models.TextField(blank=True)),
                ("ordning", models.PositiveSmallIntegerField()),
                ("titel", models.CharField(max_length=500)),
                (
                    "offentlig_titel",
                    models.CharField(
                        blank=True,
                        help_text="Det som står i stället där alla läser.",
                        max_length=500,
                    ),
                ),
                (
                    "slag",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("tjansteskrivelse", "tjänsteskrivelse"),
                            ("protokollsutdrag", "protokollsutdrag"),
                            ("bilaga", "bilaga"),
                            ("remiss", "remiss"),
                            ("yrkande", "yrkande"),
                            ("skrivelse", "skrivelse"),
                            ("ovrigt", "övrigt"),
                        ],
                        max_length=20,
                    ),
                ),
                ("datum", models.DateField(blank=True, null=True)),
                ("filnamn", models.CharField(blank=True, max_length=255)),
                (
                    "filmapp",
                    models.CharField(
                        blank=True,
                        help_text="Mappen som filen låg i, i en inläst källa.",
                        max_length=500,
                    ),
                ),
                (
                    "sekretess_antagen",
                    models.CharField(
                        blank=True,
                        choices=[("lagrum", "lagrummet"), ("allt", "allt")],
                        help_text="Det i markeringen som inte stod i en inläst källa.",
                        max_length=6,
                        verbose_name="antaget om sekretessen",
                    ),
                ),
                ("är_hemligt", models.BooleanField(db_column="ar_hemligt", default=False)),
                (
                    "fil",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="arenden.fil",
                    ),
                ),
                (
                    "paragraf",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="underlag",
                        to="protokoll.paragraf",
                    ),
                ),
            ],
            options={
                "verbose_name": "beslutsunderlag",
                "verbose_name_plural": "beslutsunderlag",
                "ordering": ["paragraf_id", "ordning"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("paragraf", "ordning"),
                        name="beslutsunderlag_ordning",
                        violation_error_message="Två handlingar kan inte ha samma plats.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Beslutsdel",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("ordning", models.PositiveSmallIntegerField(default=0)),
                (
                    "utfall",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("bifall", "enligt förslag"),
                            ("andrat", "med ändring"),
                            ("avslag", "avslag"),
                            ("aterremiss", "återremiss"),
                            ("bordlaggning", "bordläggning"),
                            ("noterat", "noterat"),
                            ("lagt_till_handlingarna", "lagt till handlingarna"),
                            ("utgar", "utgår"),
                            ("information", "information"),
                            ("val", "val"),
                        ],
                        max_length=25,
                    ),
                ),
                (
                    "förslag_till",
                    models.CharField(
                        blank=True,
                        db_column="forslag_till",
                        help_text="Organet som förslaget lämnas till; tomt är organets eget beslut.",
                        max_length=200,
                    ),
                ),
                ("instans", models.CharField(blank=True, max_length=200)),
                (
                    "överklagandetyp",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("laglighetsprovning", "laglighetsprövning (KL 13 kap.)"),
                            ("forvaltningsbesvar", "förvaltningsbesvär (FL 40–43 §§)"),
                            ("ej_overklagbart", "ej överklagbart"),
                        ],
                        db_column="overklagandetyp",
                        max_length=20,
                        verbose_name="överklagas genom",
                    ),
                ),
                ("bordlagt_till", models.DateField(blank=True, null=True)),
                (
                    "paragraf",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="delar",
                        to="protokoll.paragraf",
                    ),
                ),
            ],
            options={
                "verbose_name": "del av beslutet",
                "verbose_name_plural": "delar av beslutet",
                "ordering": ["paragraf_id", "ordning"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("paragraf", "ordning"),
                        name="beslutsdel_ordning",
                        violation_error_message="Två delar av beslutet kan inte ha samma plats.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Beslut",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("nummer", models.PositiveSmallIntegerField()),
                (
                    "visas_som",
                    models.CharField(
                        blank=True,
                        help_text="Numret som det trycks när det inte bara är talet.",
                        max_length=50,
                    ),
                ),
                ("text", models.TextField()),
                (
                    "delsatser",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.TextField(), blank=True, default=list, size=None
                    ),
                ),
                (
                    "beslutsdel",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="satser",
                        to="protokoll.beslutsdel",
                    ),
                ),
                (
                    "paragraf",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="beslut",
                        to="protokoll.paragraf",
                    ),
                ),
            ],
            options={
                "verbose_name": "beslut",
                "verbose_name_plural": "beslut",
                "ordering": ["paragraf_id", "beslutsdel__ordning", "nummer"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("beslutsdel", "nummer"),
                        name="beslut_nummer",
                        violation_error_message="Satsens nummer finns redan i beslutet.",
                    )
                ],
            },
        ),
        migrations.AddField(
            model_name="anteckning",
            name="paragraf",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="anteckningar",
                to="protokoll.paragraf",
            ),
        ),
        migrations.CreateModel(
            name="Paragrafordförande",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("namn", models.CharField(max_length=200)),
                ("parti", models.CharField(blank=True, max_length=50)),
                ("titel", models.CharField(blank=True, max_length=200)),
                ("epost", models.CharField(blank=True, max_length=254, verbose_name="e-post")),
                ("telefon", models.CharField(blank=True, max_length=50)),
                ("tid", models.CharField(blank=True, max_length=50)),
                (
                    "närvaro",
                    models.ForeignKey(
                        blank=True,
                        db_column="narvaro_id",
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="protokoll.närvaro",
                    ),
                ),
                (
                    "paragraf",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="ordförande_i_källan",
                        to="protokoll.paragraf",
                    ),
                ),
            ],
            options={
                "verbose_name": "ordförande i källan",
                "verbose_name_plural": "ordförande i källan",
                "db_table": "protokoll_paragrafordforande",
                "ordering": ["paragraf_id"],
            },
        ),
        migrations.CreateModel(
            name="Paragrafserie",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("år", models.PositiveSmallIntegerField(db_column="ar")),
                ("senaste", models.PositiveIntegerField()),
                (
                    "organ",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="namnd.organ",
                    ),
                ),
            ],
            options={
                "verbose_name": "paragrafserie",
                "verbose_name_plural": "paragrafserier",
                "ordering": ["organ_id", "år"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("organ", "år"),
                        name="paragrafserie_unik",
                        violation_error_message="Serien finns redan.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Paragraftext",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("version", models.PositiveIntegerField()),
                ("sammanfattning", models.TextField(blank=True)),
                ("information", models.TextField(blank=True)),
                ("av_namn", models.CharField(max_length=200)),
                ("tid", models.DateTimeField()),
                (
                    "paragraf",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="texter",
                        to="protokoll.paragraf",
                    ),
                ),
            ],
            options={
                "verbose_name": "version av paragrafens text",
                "verbose_name_plural": "versioner av paragrafens text",
                "ordering": ["paragraf_id", "version"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("paragraf", "version"),
                        name="paragraftext_version",
                        violation_error_message="Versionen finns redan.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Partiröst",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("parti", models.CharField(max_length=100)),
                ("val", models.CharField(max_length=100)),
                ("antal", models.IntegerField()),
                (
                    "omröstning",
                    models.ForeignKey(
                        db_column="omrostning_id",
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="partiröster",
                        to="protokoll.omröstning",
                    ),
                ),
            ],
            options={
                "verbose_name": "partiets röster",
                "verbose_name_plural": "partiernas röster",
                "db_table": "protokoll_partirost",
                "ordering": ["omröstning_id", "id"],
            },
        ),
        migrations.CreateModel(
            name="Personmärke",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("märke", models.CharField(db_column="marke", editable=False, max_length=64)),
                ("registrerat_tid", models.DateTimeField()),
                (
                    "person",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="konton.person",
                    ),
                ),
                (
                    "registrerat_av",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "personnummer för underskrift",
                "verbose_name_plural": "personnummer för underskrift",
                "db_table": "protokoll_personmarke",
                "ordering": ["person__namn", "id"],
            },
        ),
        migrations.CreateModel(
            name="Propositionssteg",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("ordning", models.PositiveSmallIntegerField()),
                ("text", models.TextField()),
                (
                    "steg",
                    models.JSONField(
                        blank=True,
                        default=dict,
                        help_text="Stegets fråga och svar som `protokoll.propositionsordning` räknar dem.",
                    ),
                ),
                (
                    "paragraf",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="propositioner",
                        to="protokoll.paragraf",
                    ),
                ),
            ],
            options={
                "verbose_name": "steg i beslutsgången",
                "verbose_name_plural": "steg i beslutsgången",
                "ordering": ["paragraf_id", "ordning"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("paragraf", "ordning"),
                        name="propositionssteg_ordning",
                        violation_error_message="Två steg kan inte ha samma plats.",
                    )
                ],
            },
        ),
        migrations.AddField(
            model_name="omröstning",
            name="steg",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="omröstningar",
                to="protokoll.propositionssteg",
            ),
        ),
        migrations.CreateModel(
            name="Protokoll",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("forberett", "mötet inte öppnat"),
                            ("oppet", "mötet pågår"),
                            ("avslutat", "mötet avslutat"),
                            ("justeras", "klart för justering"),
                            ("justerat", "justerat"),
                        ],
                        default="oppet",
                        max_length=10,
                    ),
                ),
                (
                    "ursprung",
                    models.CharField(
                        choices=[("eget", "eget"), ("import", "inläst")],
                        default="eget",
                        max_length=6,
                    ),
                ),
                ("öppnat_tid", models.DateTimeField(db_column="oppnat_tid")),
                ("avslutat_tid", models.DateTimeField(blank=True, null=True)),
                (
                    "platser",
                    models.PositiveSmallIntegerField(
                        help_text="Fryst när mötet öppnas; avgör beslutsförheten.",
                        verbose_name="antal ledamöter",
                    ),
                ),
                (
                    "huvud",
                    models.JSONField(
                        blank=True,
                        default=dict,
                        help_text="Det som trycks om mötet, fruset när det avslutas.",
                    ),
                ),
                (
                    "justeringsplats",
                    models.CharField(blank=True, max_length=200, verbose_name="justeringens plats"),
                ),
                (
                    "justeringstid",
                    models.DateTimeField(blank=True, null=True, verbose_name="justeringens tid"),
                ),
                (
                    "förvaringsplats",
                    models.CharField(
                        blank=True,
                        db_column="forvaringsplats",
                        max_length=200,
                        verbose_name="förvaringsplats för protokollet",
                    ),
                ),
                (
                    "utkast",
                    models.JSONField(
                        blank=True,
                        default=dict,
                        help_text="Det skrivna i beslutsformuläret, per punkt, tills beslutet är fattat.",
                        verbose_name="påbörjade beslut",
                    ),
                ),
                (
                    "version",
                    models.PositiveIntegerField(
                        default=1,
                        help_text="Ökar med varje ändring medan mötet pågår, så att ett annat fönster märker den.",
                    ),
                ),
                ("original_filnamn", models.CharField(blank=True, max_length=255)),
                ("original_filmapp", models.CharField(blank=True, max_length=500)),
                ("original_kallelse_filnamn", models.CharField(blank=True, max_length=255)),
                ("original_kallelse_filmapp", models.CharField(blank=True, max_length=500)),
                (
                    "jobb",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="arenden.jobb",
                    ),
                ),
                (
                    "ordförande",
                    models.ForeignKey(
                        blank=True,
                        db_column="ordforande_id",
                        help_text="Den som leder mötet. Utan val: den främsta i presidiet som tjänstgör.",
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="protokoll.närvaro",
                    ),
                ),
                (
                    "original",
                    models.ForeignKey(
                        blank=True,
                        help_text="Det undertecknade originalet till ett inläst protokoll.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="arenden.fil",
                    ),
                ),
                (
                    "original_kallelse",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="arenden.fil",
                    ),
                ),
                (
                    "sammanträde",
                    models.OneToOneField(
                        db_column="sammantrade_id",
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="namnd.sammanträde",
                    ),
                ),
                (
                    "öppnat_av",
                    models.ForeignKey(
                        db_column="oppnat_av_id",
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "protokoll",
                "verbose_name_plural": "protokoll",
                "db_table": "protokoll_protokoll",
                "ordering": ["-sammanträde__datum", "-id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("avslutat_tid", None), ("status__in", ["forberett", "oppet"])
                            ),
                            models.Q(
                                models.Q(("status__in", ["forberett", "oppet"]), _negated=True),
                                ("avslutat_tid__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="protokoll_avslutat_har_tid",
                        violation_error_message="Ett avslutat möte har en sluttid, ett öppet har ingen.",
                    )
                ],
            },
        ),
        migrations.AddField(
            model_name="paragraf",
            name="protokoll",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="paragrafer",
                to="protokoll.protokoll",
            ),
        ),
        migrations.AddField(
            model_name="närvaro",
            name="protokoll",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="närvarande",
                to="protokoll.protokoll",
            ),
        ),
        migrations.CreateModel(
            name="Mötesanrop",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("nyckel", models.UUIDField()),
                (
                    "protokoll",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="anrop",
                        to="protokoll.protokoll",
                    ),
                ),
            ],
            options={
                "verbose_name": "mötesanrop",
                "verbose_name_plural": "mötesanrop",
                "db_table": "protokoll_motesanrop",
                "ordering": ["protokoll_id", "id"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("protokoll", "nyckel"),
                        name="motesanrop_en_gang",
                        violation_error_message="Ändringen är redan gjord.",
                    )
                ],
            },
        ),
        migrations.AddField(
            model_name="justering",
            name="protokoll",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="justeringar",
                to="protokoll.protokoll",
            ),
        ),
        migrations.CreateModel(
            name="Justerare",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("namn", models.CharField(max_length=200)),
                ("parti", models.CharField(blank=True, max_length=50)),
                ("titel", models.CharField(blank=True, max_length=200)),
                ("epost", models.CharField(blank=True, max_length=254, verbose_name="e-post")),
                ("telefon", models.CharField(blank=True, max_length=50)),
                ("tid", models.CharField(blank=True, max_length=50)),
                (
                    "är_ersättare",
                    models.BooleanField(
                        db_column="ar_ersattare",
                        default=False,
                        verbose_name="ersättare för justerare",
                    ),
                ),
                (
                    "justering",
                    models.ForeignKey(
                        blank=True,
                        help_text="Tomt: vald vid mötet, för alla justeringar.",
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="justerare",
                        to="protokoll.justering",
                    ),
                ),
                (
                    "närvaro",
                    models.ForeignKey(
                        blank=True,
                        db_column="narvaro_id",
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="protokoll.närvaro",
                    ),
                ),
                (
                    "protokoll",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="justerare",
                        to="protokoll.protokoll",
                    ),
                ),
            ],
            options={
                "verbose_name": "justerare",
                "verbose_name_plural": "justerare",
                "ordering": ["protokoll_id", "är_ersättare", "id"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("närvaro__isnull", False)),
                        fields=("protokoll", "justering", "närvaro"),
                        name="justerare_en_gang",
                        nulls_distinct=False,
                        violation_error_message="Personen är redan vald.",
                    )
                ],
            },
        ),
        migrations.AddField(
            model_name="bilaga",
            name="protokoll",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="bilagor",
                to="protokoll.protokoll",
            ),
        ),
        migrations.AddField(
            model_name="anslag",
            name="protokoll",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="anslag",
                to="protokoll.protokoll",
            ),
        ),
        migrations.CreateModel(
            name="AnmältMeddelande",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("beteckning", models.CharField(blank=True, max_length=100)),
                ("rubrik", models.CharField(blank=True, max_length=500)),
                ("datum", models.DateField(blank=True, null=True)),
                ("fotnot", models.TextField(blank=True)),
                (
                    "paragrafnummer",
                    models.CharField(
                        blank=True, help_text="Paragrafen som den anmäldes under.", max_length=30
                    ),
                ),
                ("filnamn", models.CharField(blank=True, max_length=255)),
                (
                    "filmapp",
                    models.CharField(
                        blank=True,
                        help_text="Mappen som filen låg i, i en inläst källa.",
                        max_length=500,
                    ),
                ),
                ("ordning", models.PositiveSmallIntegerField(default=0)),
                ("avsändare", models.CharField(blank=True, db_column="avsandare", max_length=300)),
                ("bokstav", models.CharField(blank=True, max_length=5)),
                (
                    "fil",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="arenden.fil",
                    ),
                ),
                (
                    "paragraf",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="%(class)s",
                        to="protokoll.paragraf",
                    ),
                ),
                (
                    "protokoll",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="meddelanden",
                        to="protokoll.protokoll",
                    ),
                ),
            ],
            options={
                "verbose_name": "anmält meddelande",
                "verbose_name_plural": "anmälda meddelanden",
                "db_table": "protokoll_anmaltmeddelande",
                "ordering": ["protokoll_id", "ordning", "id"],
            },
        ),
        migrations.CreateModel(
            name="AnmältDelegationsbeslut",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("beteckning", models.CharField(blank=True, max_length=100)),
                ("rubrik", models.CharField(blank=True, max_length=500)),
                ("datum", models.DateField(blank=True, null=True)),
                ("fotnot", models.TextField(blank=True)),
                (
                    "paragrafnummer",
                    models.CharField(
                        blank=True, help_text="Paragrafen som den anmäldes under.", max_length=30
                    ),
                ),
                ("filnamn", models.CharField(blank=True, max_length=255)),
                (
                    "filmapp",
                    models.CharField(
                        blank=True,
                        help_text="Mappen som filen låg i, i en inläst källa.",
                        max_length=500,
                    ),
                ),
                ("ordning", models.PositiveSmallIntegerField(default=0)),
                ("delegat", models.CharField(blank=True, max_length=200)),
                ("organ", models.CharField(blank=True, max_length=200)),
                ("nummer", models.CharField(blank=True, max_length=50)),
                (
                    "punkt",
                    models.CharField(
                        blank=True, max_length=50, verbose_name="punkt i delegationsordningen"
                    ),
                ),
                ("lagrum", models.CharField(blank=True, max_length=200)),
                (
                    "paragrafer",
                    protokoll.models.uppgifter.Paragrafspann(
                        blank=True,
                        help_text="Utskottets paragrafer, när beslutet är ett utskotts.",
                        max_length=500,
                    ),
                ),
                (
                    "brådskande",
                    models.BooleanField(
                        db_column="bradskande", default=False, help_text="KL 6 kap. 39 §."
                    ),
                ),
                (
                    "fil",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="arenden.fil",
                    ),
                ),
                (
                    "paragraf",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="%(class)s",
                        to="protokoll.paragraf",
                    ),
                ),
                (
                    "protokoll",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="delegationsbeslut",
                        to="protokoll.protokoll",
                    ),
                ),
            ],
            options={
                "verbose_name": "anmält delegationsbeslut",
                "verbose_name_plural": "anmälda delegationsbeslut",
                "db_table": "protokoll_anmaltdelegationsbeslut",
                "ordering": ["protokoll_id", "ordning", "id"],
            },
        ),
        migrations.CreateModel(
            name="Ajournering",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("från", models.TimeField(db_column="fran")),
                ("till", models.TimeField(blank=True, null=True)),
                (
                    "paragraf",
                    models.ForeignKey(
                        blank=True,
                        help_text="Paragrafen som behandlades när mötet ajournerades.",
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="ajourneringar",
                        to="protokoll.paragraf",
                    ),
                ),
                (
                    "protokoll",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="ajourneringar",
                        to="protokoll.protokoll",
                    ),
                ),
            ],
            options={
                "verbose_name": "ajournering",
                "verbose_name_plural": "ajourneringar",
                "ordering": ["protokoll_id", "id"],
            },
        ),
        migrations.CreateModel(
            name="Protokollsfil",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "slag",
                    models.CharField(
                        choices=[
                            ("protokoll", "protokoll"),
                            ("offentligt", "protokoll, offentligt"),
                            ("utdrag", "protokollsutdrag"),
                        ],
                        max_length=10,
                    ),
                ),
                ("skapad_tid", models.DateTimeField(auto_now_add=True)),
                (
                    "fil",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="arenden.fil",
                    ),
                ),
                (
                    "html",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="arenden.fil",
                    ),
                ),
                (
                    "paragraf",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="filer",
                        to="protokoll.paragraf",
                    ),
                ),
                (
                    "protokoll",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="filer",
                        to="protokoll.protokoll",
                    ),
                ),
            ],
            options={
                "verbose_name": "protokollsfil",
                "verbose_name_plural": "protokollsfiler",
                "ordering": ["protokoll_id", "id"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("protokoll", "slag", "paragraf"),
                        name="protokollsfil_unik",
                        nulls_distinct=False,
                        violation_error_message="Filen finns redan.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                models.Q(("slag", "utdrag"), _negated=True), ("paragraf", None)
                            ),
                            models.Q(("paragraf__isnull", False), ("slag", "utdrag")),
                            _connector="OR",
                        ),
                        name="protokollsfil_utdrag_har_paragraf",
                        violation_error_message="Ett utdrag gäller en paragraf; protokollet gäller alla.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Protokollsmall",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("dokumentnamn", models.CharField(default="Sammanträdesprotokoll", max_length=40)),
                (
                    "ordning",
                    models.CharField(
                        choices=[
                            ("beskrivning", "ärendet först, sedan beslutet"),
                            ("beslut", "beslutet först"),
                        ],
                        default="beskrivning",
                        max_length=12,
                        verbose_name="avsnittens ordning",
                    ),
                ),
                (
                    "paragrafform",
                    models.CharField(
                        choices=[("tal", "§ 63"), ("tal_ar", "§ 63/20"), ("organ", "SN § 63")],
                        default="tal",
                        max_length=10,
                        verbose_name="paragrafens nummer",
                    ),
                ),
                (
                    "ny_sida",
                    models.BooleanField(default=False, verbose_name="varje paragraf på ny sida"),
                ),
                (
                    "formalia_i_innehåll",
                    models.BooleanField(
                        db_column="formalia_i_innehall",
                        default=True,
                        verbose_name="formalia i innehållsförteckningen",
                    ),
                ),
                (
                    "sidnummer",
                    models.CharField(
                        choices=[
                            ("sida", "Sida 1 (3)"),
                            ("sida_tatt", "Sida 1(3)"),
                            ("parentes", "1 (3)"),
                            ("hakparentes", "1[3]"),
                            ("snedstreck", "1/3"),
                        ],
                        default="sida",
                        max_length=12,
                    ),
                ),
                (
                    "sidfot_signatur",
                    models.CharField(
                        default="Justerandes sign",
                        max_length=40,
                        verbose_name="sidfotens ruta för signaturer",
                    ),
                ),
                (
                    "sidfot_bestyrkande",
                    models.CharField(
                        default="Utdragsbestyrkande",
                        max_length=40,
                        verbose_name="sidfotens ruta för bestyrkande",
                    ),
                ),
                (
                    "anslag_rubrik",
                    models.CharField(
                        default="Anslag/bevis", max_length=40, verbose_name="anslagets rubrik"
                    ),
                ),
                (
                    "anslag_egen_sida",
                    models.BooleanField(default=False, verbose_name="anslaget på egen sida"),
                ),
                (
                    "närvarolista",
                    models.CharField(
                        choices=[
                            ("framsida", "på framsidan"),
                            ("tabell", "som tabell efter framsidan"),
                            ("partivis", "som tabell efter framsidan, parti för parti"),
                            ("bilaga", "som tabell i bilaga 1"),
                        ],
                        db_column="narvarolista",
                        default="framsida",
                        max_length=12,
                    ),
                ),
                (
                    "röster",
                    models.CharField(
                        choices=[
                            ("paragraf", "i paragrafen"),
                            ("narvarolista", "i närvarolistans kolumner"),
                            ("bilaga", "i en bilaga för varje omröstning"),
                        ],
                        db_column="roster",
                        default="paragraf",
                        max_length=12,
                        verbose_name="vem som röstade hur",
                    ),
                ),
                (
                    "sekretess",
                    models.CharField(
                        choices=[("pa_plats", "i nummerordning"), ("sist", "i en egen del sist")],
                        default="pa_plats",
                        max_length=10,
                        verbose_name="hemliga paragrafer",
                    ),
                ),
                (
                    "organ",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="namnd.organ",
                    ),
                ),
            ],
            options={
                "verbose_name": "protokollsmall",
                "verbose_name_plural": "protokollsmallar",
                "ordering": ["organ_id"],
            },
        ),
        migrations.CreateModel(
            name="Protokollsrubrik",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "avsnitt",
                    models.CharField(
                        choices=[
                            ("jav", "Jäv"),
                            ("tidigare", "Tidigare behandling"),
                            ("sammanfattning", "Sammanfattning"),
                            ("information", "Information"),
                            ("delegationsbeslut", "Delegationsbeslut"),
                            ("meddelanden", "Meddelanden"),
                            ("underlag", "Beslutsunderlag"),
                            ("forslag", "Förslag till beslut"),
                            ("talare", "Yttranden"),
                            ("ajournering", "Ajournering"),
                            ("yrkanden", "Yrkanden"),
                            ("beslutsgang", "Beslutsgång"),
                            ("omrostning", "Omröstning"),
                            ("beslut", "Beslut"),
                            ("val", "Valda"),
                            ("omedelbar", "Omedelbar justering"),
                            ("deltar_inte", "Deltar inte i beslutet"),
                            ("reservationer", "Reservation"),
                            ("anteckningar", "Protokollsanteckning"),
                            ("bilagor", "Bilagor"),
                            ("overklagande", "Hur beslutet överklagas"),
                            ("skickas_till", "Beslutet skickas till"),
                            ("rattelse", "Rättelse"),
                        ],
                        max_length=20,
                    ),
                ),
                (
                    "rubrik",
                    models.CharField(
                        blank=True, help_text="Tomt är standardrubriken.", max_length=100
                    ),
                ),
                (
                    "plats",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        help_text="Avsnitten med plats kommer först, i den ordningen.",
                        null=True,
                    ),
                ),
                (
                    "mall",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="rubriker",
                        to="protokoll.protokollsmall",
                    ),
                ),
            ],
            options={
                "verbose_name": "rubrik i protokollet",
                "verbose_name_plural": "rubriker i protokollet",
                "ordering": ["mall_id", "plats", "id"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("mall", "avsnitt"),
                        name="protokollsrubrik_en_per_avsnitt",
                        violation_error_message="Avsnittet har redan en rubrik i mallen.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Reservation",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("ordning", models.PositiveSmallIntegerField()),
                (
                    "form",
                    models.CharField(
                        blank=True,
                        choices=[("muntlig", "muntlig"), ("skriftlig", "skriftlig")],
                        max_length=10,
                    ),
                ),
                ("text", models.TextField(blank=True)),
                (
                    "till_förmån_för",
                    models.CharField(
                        blank=True,
                        db_column="till_forman_for",
                        help_text="Till exempel det egna yrkandet.",
                        max_length=300,
                    ),
                ),
                (
                    "grupper",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=200),
                        blank=True,
                        default=list,
                        size=None,
                    ),
                ),
                ("bilaga", models.CharField(blank=True, max_length=100)),
                ("anmäld_tid", models.DateTimeField(blank=True, db_column="anmald_tid", null=True)),
                (
                    "paragraf",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="reservationer",
                        to="protokoll.paragraf",
                    ),
                ),
                (
                    "skriftlig",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="protokoll.bilaga",
                    ),
                ),
            ],
            options={
                "verbose_name": "reservation",
                "verbose_name_plural": "reservationer",
                "ordering": ["paragraf_id", "ordning", "id"],
            },
        ),
        migrations.CreateModel(
            name="Reservant",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("namn", models.CharField(max_length=200)),
                ("parti", models.CharField(blank=True, max_length=50)),
                (
                    "närvaro",
                    models.ForeignKey(
                        blank=True,
                        db_column="narvaro_id",
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="protokoll.närvaro",
                    ),
                ),
                (
                    "reservation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="av",
                        to="protokoll.reservation",
                    ),
                ),
            ],
            options={
                "verbose_name": "reservant",
                "verbose_name_plural": "reservanter",
                "ordering": ["reservation_id", "id"],
            },
        ),
        migrations.CreateModel(
            name="Rättelse",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("datum", models.DateField(blank=True, null=True)),
                ("av", models.CharField(blank=True, max_length=200)),
                ("text", models.TextField()),
                (
                    "paragraf",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="rättelser",
                        to="protokoll.paragraf",
                    ),
                ),
            ],
            options={
                "verbose_name": "rättelse",
                "verbose_name_plural": "rättelser",
                "db_table": "protokoll_rattelse",
                "ordering": ["paragraf_id", "id"],
            },
        ),
        migrations.CreateModel(
            name="Protokollsversion",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("nummer", models.PositiveSmallIntegerField(help_text="Originalet är version 1.")),
                ("tid", models.DateTimeField()),
                (
                    "bevis",
                    models.JSONField(
                        default=dict, help_text="Vad som rättades och hur det bekräftades."
                    ),
                ),
                ("kedja_före", models.CharField(db_column="kedja_fore", max_length=64)),
                ("kedja", models.CharField(max_length=64)),
                (
                    "fil",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="arenden.fil",
                    ),
                ),
                (
                    "jobb",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="arenden.jobb",
                    ),
                ),
                (
                    "justering",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="versioner",
                        to="protokoll.justering",
                    ),
                ),
                (
                    "offentlig_fil",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="arenden.fil",
                    ),
                ),
                (
                    "rättad_av",
                    models.ForeignKey(
                        db_column="rattad_av_id",
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "rättelse",
                    models.OneToOneField(
                        db_column="rattelse_id",
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="versionen",
                        to="protokoll.rättelse",
                    ),
                ),
            ],
            options={
                "verbose_name": "rättad version",
                "verbose_name_plural": "rättade versioner",
                "ordering": ["justering_id", "nummer"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("justering", "nummer"),
                        name="protokollsversion_nummer",
                        violation_error_message="Versionen finns redan.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Röst",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("namn", models.CharField(max_length=200)),
                ("parti", models.CharField(blank=True, max_length=50)),
                (
                    "val",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("ja", "ja"),
                            ("nej", "nej"),
                            ("avstar", "avstår"),
                            ("franvarande", "frånvarande"),
                        ],
                        max_length=12,
                    ),
                ),
                (
                    "närvaro",
                    models.ForeignKey(
                        blank=True,
                        db_column="narvaro_id",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="protokoll.närvaro",
                    ),
                ),
                (
                    "omröstning",
                    models.ForeignKey(
                        db_column="omrostning_id",
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="röster",
                        to="protokoll.omröstning",
                    ),
                ),
            ],
            options={
                "verbose_name": "röst",
                "verbose_name_plural": "röster",
                "db_table": "protokoll_rost",
                "ordering": ["omröstning_id", "id"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("omröstning", "närvaro"),
                        name="rost_en_per_person",
                        violation_error_message="Personen har redan röstat.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Sigillcertifikat",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "innehavare",
                    models.CharField(help_text="Namnet i certifikatet.", max_length=300),
                ),
                (
                    "avtryck",
                    models.CharField(
                        db_index=True,
                        help_text="SHA-256 av certifikatet.",
                        max_length=64,
                        verbose_name="fingeravtryck",
                    ),
                ),
                (
                    "certifikat",
                    models.TextField(help_text="PEM: det egna först, därefter utfärdarnas."),
                ),
                ("låst_nyckel", models.BinaryField(db_column="last_nyckel")),
                ("giltigt_från", models.DateTimeField(db_column="giltigt_fran")),
                ("giltigt_till", models.DateTimeField()),
                (
                    "självgjort",
                    models.BooleanField(
                        db_column="sjalvgjort", help_text="Utfärdat av kommunen själv, för prov."
                    ),
                ),
                ("installerat_tid", models.DateTimeField()),
                (
                    "avslutat_tid",
                    models.DateTimeField(
                        blank=True,
                        help_text="När ett annat tog över. Det gamla går alltid att granska.",
                        null=True,
                    ),
                ),
                (
                    "installerat_av",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "kommun",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="konton.kommun",
                    ),
                ),
            ],
            options={
                "verbose_name": "sigillcertifikat",
                "verbose_name_plural": "sigillcertifikat",
                "db_table": "protokoll_sigillcertifikat",
                "ordering": ["kommun_id", "-installerat_tid", "-id"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("avslutat_tid", None)),
                        fields=("kommun",),
                        name="sigillcertifikat_ett_aktivt",
                        violation_error_message="Kommunen har redan ett aktivt certifikat.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("giltigt_till__gt", models.F("giltigt_från"))),
                        name="sigillcertifikat_giltigt_till_efter_fran",
                        violation_error_message="Certifikatet slutar gälla före det börjar.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Talare",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("namn", models.CharField(max_length=200)),
                ("parti", models.CharField(blank=True, max_length=50)),
                (
                    "närvaro",
                    models.ForeignKey(
                        blank=True,
                        db_column="narvaro_id",
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="protokoll.närvaro",
                    ),
                ),
                (
                    "paragraf",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="talare",
                        to="protokoll.paragraf",
                    ),
                ),
            ],
            options={
                "verbose_name": "talare",
                "verbose_name_plural": "talare",
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
                (
                    "av",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "rättelse av ett anslag",
                "verbose_name_plural": "rättelser av anslag",
                "db_table": "protokoll_tavelrattelse",
                "ordering": ["källa", "id"],
                "indexes": [models.Index(fields=["källa"], name="tavelrattelse_kalla")],
            },
        ),
        migrations.CreateModel(
            name="TidigareBehandling",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("organ", models.CharField(blank=True, max_length=200)),
                ("datum", models.DateField(blank=True, null=True)),
                ("paragrafnummer", models.CharField(blank=True, max_length=30)),
                ("utfall", models.CharField(blank=True, max_length=200)),
                ("text", models.TextField(blank=True)),
                (
                    "paragraf",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="tidigare",
                        to="protokoll.paragraf",
                    ),
                ),
                (
                    "tidigare_paragraf",
                    models.ForeignKey(
                        blank=True,
                        help_text="Paragrafen när den finns i systemet.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="protokoll.paragraf",
                    ),
                ),
            ],
            options={
                "verbose_name": "tidigare behandling",
                "verbose_name_plural": "tidigare behandlingar",
                "ordering": ["paragraf_id", "id"],
            },
        ),
        migrations.CreateModel(
            name="Underskrift",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("namn", models.CharField(max_length=200)),
                ("parti", models.CharField(blank=True, max_length=50)),
                ("ordning", models.PositiveSmallIntegerField(default=0)),
                (
                    "som",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("ordforande", "ordförande"),
                            ("justerare", "justerare"),
                            ("sekreterare", "sekreterare"),
                        ],
                        max_length=12,
                    ),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("vantar", "väntar"),
                            ("underskriven", "underskriven"),
                            ("vagrad", "vägrad"),
                            ("ersatt", "ersatt av annan"),
                        ],
                        default="vantar",
                        max_length=12,
                    ),
                ),
                (
                    "metod",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("elektronisk", "elektroniskt i systemet"),
                            ("extern", "i en extern underskriftstjänst"),
                            ("papper", "på papper"),
                        ],
                        max_length=12,
                    ),
                ),
                (
                    "paragrafer",
                    protokoll.models.uppgifter.Paragrafspann(
                        blank=True, help_text="Tomt är alla i justeringen.", max_length=500
                    ),
                ),
                ("datum", models.DateField(blank=True, null=True)),
                ("tid", models.DateTimeField(blank=True, null=True)),
                ("kommentar", models.TextField(blank=True)),
                (
                    "bevis",
                    models.JSONField(
                        blank=True,
                        default=dict,
                        help_text="Vad underskriften gällde och hur den gjordes.",
                    ),
                ),
                ("kedja_före", models.CharField(blank=True, db_column="kedja_fore", max_length=64)),
                ("kedja", models.CharField(blank=True, max_length=64)),
                (
                    "meddelad_tid",
                    models.DateTimeField(
                        blank=True,
                        help_text="När personen fick veta att protokollet väntar.",
                        null=True,
                    ),
                ),
                (
                    "påmind",
                    models.PositiveSmallIntegerField(
                        db_column="pamind",
                        default=0,
                        help_text="Dagen efter mötet för den senaste påminnelsen.",
                    ),
                ),
                (
                    "användare",
                    models.ForeignKey(
                        blank=True,
                        db_column="anvandare_id",
                        help_text="Kontot som skrev under.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "justering",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="underskrifter",
                        to="protokoll.justering",
                    ),
                ),
                (
                    "närvaro",
                    models.ForeignKey(
                        blank=True,
                        db_column="narvaro_id",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="protokoll.närvaro",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        blank=True,
                        help_text="Den som ska skriva under.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="konton.person",
                    ),
                ),
            ],
            options={
                "verbose_name": "underskrift",
                "verbose_name_plural": "underskrifter",
                "ordering": ["justering_id", "ordning", "id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("status__in", ["underskriven", "vagrad"]),
                            models.Q(("kedja", ""), ("tid", None)),
                            _connector="OR",
                        ),
                        name="underskrift_vantar_utan_tid",
                        violation_error_message="En underskrift som väntar har ingen tid.",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("person__isnull", False)),
                        fields=("justering", "person", "som"),
                        name="underskrift_en_per_person",
                        violation_error_message="Personen skriver redan under.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Paragrafsvar",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "version",
                    models.PositiveIntegerField(
                        default=1, help_text="Paragrafens version som besvarats."
                    ),
                ),
                (
                    "svar",
                    models.CharField(
                        choices=[
                            ("godkanner", "godkänner"),
                            ("kommenterar", "har en kommentar"),
                            ("vagrar", "vägrar justera"),
                        ],
                        max_length=12,
                    ),
                ),
                ("text", models.TextField(blank=True)),
                (
                    "genmäle",
                    models.TextField(
                        blank=True,
                        db_column="genmale",
                        help_text="Sekreterarens svar när texten inte ändras.",
                    ),
                ),
                ("tid", models.DateTimeField()),
                (
                    "paragraf",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="protokoll.paragraf",
                    ),
                ),
                (
                    "underskrift",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="svar",
                        to="protokoll.underskrift",
                    ),
                ),
            ],
            options={
                "verbose_name": "svar på en paragraf",
                "verbose_name_plural": "svar på paragrafer",
                "ordering": ["underskrift_id", "paragraf__ordning", "version", "id"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("underskrift", "paragraf", "version"),
                        name="paragrafsvar_ett",
                        violation_error_message="Paragrafen är redan besvarad.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("svar", "godkanner"),
                            models.Q(("text", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="paragrafsvar_har_skal",
                        violation_error_message="Skriv vad kommentaren eller vägran gäller.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Underskriftsbegäran",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("tjänst", models.CharField(db_column="tjanst", max_length=20)),
                ("tjänstens_namn", models.CharField(db_column="tjanstens_namn", max_length=40)),
                ("text", models.TextField(help_text="Det som visas i appen.")),
                (
                    "summa",
                    models.CharField(
                        help_text="Det som skrivs under, som kontrollsumma.", max_length=64
                    ),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("startas", "startas"),
                            ("vantar", "väntar i appen"),
                            ("mottagen", "underskrift mottagen"),
                            ("klar", "underskriven"),
                            ("misslyckad", "misslyckades"),
                            ("avbruten", "avbruten"),
                        ],
                        default="startas",
                        max_length=12,
                    ),
                ),
                ("begärd_tid", models.DateTimeField(db_column="begard_tid")),
                (
                    "fråga_från",
                    models.DateTimeField(
                        db_column="fraga_fran",
                        help_text="Innan dess frågar ingen tjänsten om läget.",
                    ),
                ),
                ("referens", models.CharField(blank=True, max_length=200)),
                ("startlänk", models.CharField(blank=True, db_column="startlank", max_length=500)),
                ("startad_tid", models.DateTimeField(blank=True, null=True)),
                ("qr_märke", models.CharField(blank=True, db_column="qr_marke", max_length=200)),
                ("qr_hemlighet", models.CharField(blank=True, max_length=200)),
                ("anvisning", models.TextField(blank=True)),
                ("oöppnad", models.BooleanField(db_column="ooppnad", default=True)),
                ("skäl", models.TextField(blank=True, db_column="skal")),
                (
                    "namn",
                    models.CharField(
                        blank=True, help_text="Namnet som tjänsten uppgav.", max_length=200
                    ),
                ),
                (
                    "signatur",
                    models.BinaryField(
                        default=bytes, help_text="Tjänstens underskrift som den kom."
                    ),
                ),
                ("ocsp", models.BinaryField(default=bytes)),
                ("mottagen_tid", models.DateTimeField(blank=True, null=True)),
                (
                    "begärd_av",
                    models.ForeignKey(
                        db_column="begard_av_id",
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "underskrift",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="begäranden",
                        to="protokoll.underskrift",
                    ),
                ),
            ],
            options={
                "verbose_name": "begäran om underskrift",
                "verbose_name_plural": "begäranden om underskrift",
                "db_table": "protokoll_underskriftsbegaran",
                "ordering": ["underskrift_id", "id"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("status__in", ["startas", "vantar", "mottagen"])),
                        fields=("underskrift",),
                        name="underskriftsbegaran_en_oppen",
                        violation_error_message="En underskrift är redan påbörjad.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("mottagen_tid__isnull", False),
                                ("status__in", ["mottagen", "klar"]),
                            ),
                            models.Q(
                                models.Q(("status__in", ["mottagen", "klar"]), _negated=True),
                                ("mottagen_tid", None),
                                ("namn", ""),
                                ("ocsp", b""),
                                ("signatur", b""),
                            ),
                            _connector="OR",
                        ),
                        name="underskriftsbegaran_bevis",
                        violation_error_message="Bara en mottagen underskrift har ett bevis.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Utdragsmottagare",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("mottagare", models.CharField(max_length=300)),
                (
                    "paragraf",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="utdrag_till",
                        to="protokoll.paragraf",
                    ),
                ),
            ],
            options={
                "verbose_name": "utdragsmottagare",
                "verbose_name_plural": "utdragsmottagare",
                "ordering": ["paragraf_id", "id"],
            },
        ),
        migrations.CreateModel(
            name="Valbeslut",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("ordning", models.PositiveSmallIntegerField(default=0)),
                ("uppdrag", models.CharField(blank=True, max_length=300)),
                (
                    "i_stället_för",
                    models.CharField(blank=True, db_column="i_stallet_for", max_length=200),
                ),
                ("period", models.CharField(blank=True, max_length=100)),
                (
                    "paragraf",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="val",
                        to="protokoll.paragraf",
                    ),
                ),
            ],
            options={
                "verbose_name": "val",
                "verbose_name_plural": "val",
                "ordering": ["paragraf_id", "ordning", "id"],
            },
        ),
        migrations.CreateModel(
            name="Vald",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("namn", models.CharField(max_length=200)),
                ("parti", models.CharField(blank=True, max_length=50)),
                ("titel", models.CharField(blank=True, max_length=200)),
                ("epost", models.CharField(blank=True, max_length=254, verbose_name="e-post")),
                ("telefon", models.CharField(blank=True, max_length=50)),
                ("tid", models.CharField(blank=True, max_length=50)),
                (
                    "val",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="valda",
                        to="protokoll.valbeslut",
                    ),
                ),
            ],
            options={
                "verbose_name": "vald",
                "verbose_name_plural": "valda",
                "ordering": ["val_id", "id"],
            },
        ),
        migrations.CreateModel(
            name="Vägran",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("parti", models.CharField(blank=True, max_length=50)),
                ("titel", models.CharField(blank=True, max_length=200)),
                ("epost", models.CharField(blank=True, max_length=254, verbose_name="e-post")),
                ("telefon", models.CharField(blank=True, max_length=50)),
                ("tid", models.CharField(blank=True, max_length=50)),
                ("paragrafnummer", models.CharField(blank=True, max_length=30)),
                ("namn", models.CharField(blank=True, max_length=200)),
                ("skäl", models.TextField(blank=True, db_column="skal")),
                (
                    "justering",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="vägran",
                        to="protokoll.justering",
                    ),
                ),
                (
                    "paragraf",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="protokoll.paragraf",
                    ),
                ),
            ],
            options={
                "verbose_name": "vägran",
                "verbose_name_plural": "vägran",
                "db_table": "protokoll_vagran",
                "ordering": ["justering_id", "id"],
            },
        ),
        migrations.CreateModel(
            name="Yrkande",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("ordning", models.PositiveSmallIntegerField()),
                (
                    "slag",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("bifall", "bifall"),
                            ("avslag", "avslag"),
                            ("andring", "ändring"),
                            ("tillagg", "tillägg"),
                            ("aterremiss", "återremiss"),
                            ("bordlaggning", "bordläggning"),
                            ("ajournering", "ajournering"),
                            ("ovrigt", "annat förslag"),
                        ],
                        max_length=12,
                    ),
                ),
                ("text", models.TextField()),
                (
                    "i_hand",
                    models.PositiveSmallIntegerField(
                        blank=True, help_text="1 är i första hand, 2 i andra hand.", null=True
                    ),
                ),
                (
                    "punkt",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        help_text="Beslutspunkten som yrkandet gäller; tomt är hela ärendet.",
                        null=True,
                    ),
                ),
                (
                    "grupper",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=200),
                        blank=True,
                        default=list,
                        size=None,
                    ),
                ),
                ("återtaget", models.BooleanField(db_column="atertaget", default=False)),
                (
                    "återtagen_del",
                    models.TextField(
                        blank=True,
                        db_column="atertagen_del",
                        help_text="Det som togs tillbaka av ett yrkande.",
                    ),
                ),
                ("tid", models.DateTimeField(blank=True, null=True)),
                (
                    "i_andra_hand_till",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="protokoll.yrkande",
                    ),
                ),
                (
                    "paragraf",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="yrkanden",
                        to="protokoll.paragraf",
                    ),
                ),
            ],
            options={
                "verbose_name": "yrkande",
                "verbose_name_plural": "yrkanden",
                "ordering": ["paragraf_id", "ordning", "id"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("paragraf", "ordning"),
                        name="yrkande_ordning",
                        violation_error_message="Två yrkanden kan inte ha samma plats.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Yrkare",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("namn", models.CharField(max_length=200)),
                ("parti", models.CharField(blank=True, max_length=50)),
                (
                    "närvaro",
                    models.ForeignKey(
                        blank=True,
                        db_column="narvaro_id",
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="protokoll.närvaro",
                    ),
                ),
                (
                    "yrkande",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="av",
                        to="protokoll.yrkande",
                    ),
                ),
            ],
            options={
                "verbose_name": "yrkande av",
                "verbose_name_plural": "yrkanden av",
                "ordering": ["yrkande_id", "id"],
            },
        ),
        migrations.CreateModel(
            name="Överklagandehänvisning",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "överklagandetyp",
                    models.CharField(
                        choices=[
                            ("laglighetsprovning", "laglighetsprövning (KL 13 kap.)"),
                            ("forvaltningsbesvar", "förvaltningsbesvär (FL 40–43 §§)"),
                            ("ej_overklagbart", "ej överklagbart"),
                        ],
                        db_column="overklagandetyp",
                        max_length=20,
                        verbose_name="överklagas genom",
                    ),
                ),
                (
                    "domstol",
                    models.CharField(
                        blank=True,
                        help_text="Till exempel Förvaltningsrätten i Linköping.",
                        max_length=200,
                    ),
                ),
                (
                    "inlämning",
                    models.CharField(
                        blank=True,
                        db_column="inlamning",
                        help_text="Postadress och e-postadress dit överklagandet skickas.",
                        max_length=500,
                        verbose_name="lämnas till",
                    ),
                ),
                (
                    "text",
                    models.TextField(
                        blank=True,
                        help_text="Tomt ger systemets text. Tom rad skiljer stycken. Fält: {domstol} {myndighet} {inlämning} {tid}.",
                        validators=[protokoll.models.expediering.giltig_hänvisning],
                    ),
                ),
                (
                    "myndighet",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="konton.myndighet",
                    ),
                ),
            ],
            options={
                "verbose_name": "överklagandehänvisning",
                "verbose_name_plural": "överklagandehänvisningar",
                "db_table": "protokoll_overklagandehanvisning",
                "ordering": ["myndighet_id", "överklagandetyp"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("myndighet", "överklagandetyp"),
                        name="overklagandehanvisning_en",
                        violation_error_message="Myndigheten har redan en text för det.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ÖvrigNärvarande",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("namn", models.CharField(max_length=200)),
                ("titel", models.CharField(blank=True, max_length=200)),
                (
                    "roll",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("sekreterare", "sekreterare"),
                            ("tjansteperson", "tjänsteperson"),
                            ("personalforetradare", "personalföreträdare"),
                            ("gast", "gäst"),
                            ("sakkunnig", "sakkunnig"),
                        ],
                        max_length=20,
                    ),
                ),
                (
                    "paragrafer",
                    protokoll.models.uppgifter.Paragrafspann(
                        blank=True,
                        help_text="Paragraferna personen var med vid; tomt är alla.",
                        max_length=500,
                    ),
                ),
                ("ej", protokoll.models.uppgifter.Paragrafspann(blank=True, max_length=500)),
                ("del_av", protokoll.models.uppgifter.Paragrafspann(blank=True, max_length=500)),
                ("distans", models.BooleanField(default=False, verbose_name="på distans")),
                ("yttranderätt", models.BooleanField(db_column="yttranderatt", default=False)),
                (
                    "protokoll",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="övriga",
                        to="protokoll.protokoll",
                    ),
                ),
            ],
            options={
                "verbose_name": "övrig närvarande",
                "verbose_name_plural": "övriga närvarande",
                "db_table": "protokoll_ovrignarvarande",
                "ordering": ["protokoll_id", "id"],
            },
        ),
        migrations.CreateModel(
            name="Övrigdeltagande",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "paragraf",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="övriga",
                        to="protokoll.paragraf",
                    ),
                ),
                (
                    "övrig",
                    models.ForeignKey(
                        db_column="ovrig_id",
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="deltagande",
                        to="protokoll.övrignärvarande",
                    ),
                ),
            ],
            options={
                "verbose_name": "övrigas deltagande",
                "verbose_name_plural": "övrigas deltagande",
                "db_table": "protokoll_ovrigdeltagande",
                "ordering": ["paragraf_id", "övrig_id"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("paragraf", "övrig"),
                        name="ovrigdeltagande_unikt",
                        violation_error_message="Personens deltagande är redan antecknat.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ÖvrigTid",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("från", models.TimeField(db_column="fran")),
                ("till", models.TimeField(blank=True, null=True)),
                (
                    "övrig",
                    models.ForeignKey(
                        db_column="ovrig_id",
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="tider",
                        to="protokoll.övrignärvarande",
                    ),
                ),
            ],
            options={
                "verbose_name": "övrig närvarandes tid",
                "verbose_name_plural": "övriga närvarandes tider",
                "db_table": "protokoll_ovrigtid",
                "ordering": ["övrig_id", "id"],
            },
        ),
        migrations.CreateModel(
            name="AnnanTavla",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "huvudkälla",
                    models.CharField(
                        db_column="huvudkalla",
                        help_text="Nyckeln på nämndens egen anslagstavla.",
                        max_length=200,
                    ),
                ),
                ("justerad_dag", models.DateField(blank=True, null=True)),
                ("kommun", models.CharField(max_length=200)),
                (
                    "källa",
                    models.CharField(
                        blank=True,
                        db_column="kalla",
                        help_text="Nyckeln på anslagstavlan här.",
                        max_length=300,
                    ),
                ),
                ("uppsatt", models.DateField(blank=True, null=True)),
                ("antecknad_tid", models.DateTimeField(blank=True, null=True)),
                ("antecknad_av", models.CharField(blank=True, max_length=200)),
                (
                    "anslag",
                    models.ForeignKey(
                        blank=True,
                        help_text="När det är en justering; annars är det ett särskilt protokoll eller för hand.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="andra_tavlor",
                        to="protokoll.anslag",
                    ),
                ),
            ],
            options={
                "verbose_name": "samverkande kommuns anslagstavla",
                "verbose_name_plural": "samverkande kommuners anslagstavlor",
                "db_table": "protokoll_annantavla",
                "ordering": ["huvudkälla", "id"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("huvudkälla", "kommun"),
                        name="annantavla_en_per_kommun",
                        violation_error_message="Kommunens tavla är redan antecknad.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("antecknad_av", ""), ("antecknad_tid", None), ("uppsatt", None)
                            ),
                            models.Q(
                                ("antecknad_tid__isnull", False),
                                ("uppsatt__isnull", False),
                                models.Q(("antecknad_av", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="annantavla_dag_och_vem",
                        violation_error_message="Dagen antecknas av någon vid en tid.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Anslagsregel",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "tillägg",
                    models.PositiveSmallIntegerField(
                        db_column="tillagg",
                        default=1,
                        help_text="Minst en dag (KL 8 kap. 12 §).",
                        validators=[django.core.validators.MinValueValidator(1)],
                        verbose_name="dagar efter sista överklagandedagen",
                    ),
                ),
                (
                    "kommun",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="konton.kommun",
                    ),
                ),
            ],
            options={
                "verbose_name": "anslagsregel",
                "verbose_name_plural": "anslagsregler",
                "ordering": ["kommun_id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("tillägg__gte", 1)),
                        name="anslagsregel_minst_en_dag",
                        violation_error_message="Anslaget tas ned tidigast dagen efter sista dagen.",
                    )
                ],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="delegationsprotokoll",
            trigger=pgtrigger.compiler.Trigger(
                name="justerat_delegationsprotokoll_star_kvar",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."justerat_tid" IS NOT NULL)',
                    func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                    hash="2cb93ba63965744edaeba234a844c8d392e69a3f",
                    operation="DELETE",
                    pgid="pgtrigger_justerat_delegationsprotokoll_star_kvar_c01d9",
                    table="protokoll_delegationsprotokoll",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="delegationsprotokoll",
            trigger=pgtrigger.compiler.Trigger(
                name="justerat_delegationsprotokoll_fruset",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."justerat_tid" IS NOT NULL)',
                    func="\n                    IF OLD.fil_id IS NOT NULL AND NEW.fil_id IS DISTINCT FROM OLD.fil_id\n                        OR to_jsonb(NEW) - 'fil_id' - 'jobb_id' - 'anslaget_dag' - 'sista_dag'\n                        IS DISTINCT FROM\n                        to_jsonb(OLD) - 'fil_id' - 'jobb_id' - 'anslaget_dag' - 'sista_dag'\n                    THEN\n                        RAISE EXCEPTION 'Ett justerat protokoll ändras inte.';\n                    END IF;\n                    RETURN NEW;\n                ",
                    hash="3b47de7ee5831562bc15a1134f0dfadc176a1fe9",
                    operation="UPDATE",
                    pgid="pgtrigger_justerat_delegationsprotokoll_fruset_22b94",
                    table="protokoll_delegationsprotokoll",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="delegationsprotokollrad",
            trigger=pgtrigger.compiler.Trigger(
                name="justerat_delegationsprotokolls_rader",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n                    IF EXISTS (\n                        SELECT 1 FROM protokoll_delegationsprotokoll p\n                        WHERE p.id = (CASE WHEN TG_OP = 'INSERT' THEN NEW.protokoll_id\n                                           ELSE OLD.protokoll_id END)\n                        AND p.justerat_tid IS NOT NULL\n                    ) THEN\n                        RAISE EXCEPTION 'Ett justerat protokolls beslut ändras inte.';\n                    END IF;\n                    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;\n                    RETURN NEW;\n                ",
                    hash="7b0f8b07e9d11ce8f014f713925c438a5ad77ed7",
                    operation="INSERT OR UPDATE OR DELETE",
                    pgid="pgtrigger_justerat_delegationsprotokolls_rader_ce247",
                    table="protokoll_delegationsprotokollrad",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="expedieringssteg",
            trigger=pgtrigger.compiler.Trigger(
                name="steg_laggs_bara_till",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="cf8e7da0bc94afe5905e73fc45df5c74c7c30199",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_steg_laggs_bara_till_9ba76",
                    table="protokoll_expedieringssteg",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="försättsbladsmottagare",
            trigger=pgtrigger.compiler.Trigger(
                name="mottagare_andras_inte",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n                    IF OLD.borttagen_tid IS NOT NULL\n                        OR to_jsonb(NEW) - 'borttagen_tid' - 'borttagen_av_id'\n                        IS DISTINCT FROM to_jsonb(OLD) - 'borttagen_tid' - 'borttagen_av_id' THEN\n                        RAISE EXCEPTION 'En kontrollerad mottagare ändras inte.';\n                    END IF;\n                    RETURN NEW;\n                ",
                    hash="afe99fcdfb94e992997f1ae783e8bf3acc738886",
                    operation="UPDATE",
                    pgid="pgtrigger_mottagare_andras_inte_4073e",
                    table="protokoll_forsattsbladsmottagare",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="försättsbladsmottagare",
            trigger=pgtrigger.compiler.Trigger(
                name="mottagare_tas_inte_bort",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                    hash="33ae5fe30af56abd41350078d9501ca6f9a54d19",
                    operation="DELETE",
                    pgid="pgtrigger_mottagare_tas_inte_bort_e9df9",
                    table="protokoll_forsattsbladsmottagare",
                    when="BEFORE",
                ),
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
        pgtrigger.migrations.AddTrigger(
            model_name="expediering",
            trigger=pgtrigger.compiler.Trigger(
                name="expediering_laggs_bara_till",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n                    IF OLD.fil_id IS NOT NULL\n                        OR to_jsonb(NEW) - 'fil_id' - 'adressblad_id' - 'handling_id'\n                        IS DISTINCT FROM to_jsonb(OLD) - 'fil_id' - 'adressblad_id' - 'handling_id'\n                    THEN\n                        RAISE EXCEPTION 'En expediering ändras inte.';\n                    END IF;\n                    RETURN NEW;\n                ",
                    hash="17356831ffc266412ad81d68e7efd68570d1f804",
                    operation="UPDATE",
                    pgid="pgtrigger_expediering_laggs_bara_till_75e3b",
                    table="protokoll_expediering",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="expediering",
            trigger=pgtrigger.compiler.Trigger(
                name="expediering_tas_inte_bort",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                    hash="64e88bc990dd07628557b0397fadf2daf6e4dd05",
                    operation="DELETE",
                    pgid="pgtrigger_expediering_tas_inte_bort_7ec72",
                    table="protokoll_expediering",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="inkommetutdrag",
            trigger=pgtrigger.compiler.Trigger(
                name="inkommet_registreras_en_gang",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."handling_id" IS NOT NULL)',
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;",
                    hash="a8bdfebab48a7a23fff7dbe73b8d0c30eff96101",
                    operation="UPDATE",
                    pgid="pgtrigger_inkommet_registreras_en_gang_e1a4d",
                    table="protokoll_inkommetutdrag",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="inkommetutdrag",
            trigger=pgtrigger.compiler.Trigger(
                name="inkommet_tas_inte_bort",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                    hash="b821395567ab658dfe550be860888e8818d40a44",
                    operation="DELETE",
                    pgid="pgtrigger_inkommet_tas_inte_bort_991d3",
                    table="protokoll_inkommetutdrag",
                    when="BEFORE",
                ),
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
        pgtrigger.migrations.AddTrigger(
            model_name="expedieringsavslut",
            trigger=pgtrigger.compiler.Trigger(
                name="expedieringsavslut_tas_inte_bort",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                    hash="a5bf3f79789059e45e03e1f86d46bdec2043fbb0",
                    operation="DELETE",
                    pgid="pgtrigger_expedieringsavslut_tas_inte_bort_641f5",
                    table="protokoll_expedieringsavslut",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="expedieringsavslut",
            trigger=pgtrigger.compiler.Trigger(
                name="expedieringsavslut_ar_fruset",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."paragraf_id" IS DISTINCT FROM (NEW."paragraf_id") OR OLD."skal" IS DISTINCT FROM (NEW."skal") OR OLD."av_id" IS DISTINCT FROM (NEW."av_id") OR OLD."av_namn" IS DISTINCT FROM (NEW."av_namn") OR OLD."tid" IS DISTINCT FROM (NEW."tid"))',
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;",
                    hash="f5710d95f9fb8ea1b86a4e7758428aac52802ef5",
                    operation="UPDATE",
                    pgid="pgtrigger_expedieringsavslut_ar_fruset_626e9",
                    table="protokoll_expedieringsavslut",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="expedieringsavslut",
            trigger=pgtrigger.compiler.Trigger(
                name="expedieringsavslut_atertas_en_gang",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."atertaget_tid" IS NOT NULL)',
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;",
                    hash="dee80f6e6da166b11312af216278943e9819985c",
                    operation="UPDATE",
                    pgid="pgtrigger_expedieringsavslut_atertas_en_gang_23579",
                    table="protokoll_expedieringsavslut",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="bevis",
            trigger=pgtrigger.compiler.Trigger(
                name="bevis_tas_inte_bort",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                    hash="a696f476733e1c59e67e3a4a6e663117809564b2",
                    operation="DELETE",
                    pgid="pgtrigger_bevis_tas_inte_bort_7625b",
                    table="protokoll_bevis",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="bevis",
            trigger=pgtrigger.compiler.Trigger(
                name="bevis_ar_fruset",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."slag" IS DISTINCT FROM (NEW."slag") OR OLD."anslag_id" IS DISTINCT FROM (NEW."anslag_id") OR OLD."paragraf_id" IS DISTINCT FROM (NEW."paragraf_id") OR OLD."underlag" IS DISTINCT FROM (NEW."underlag") OR OLD."skapad_tid" IS DISTINCT FROM (NEW."skapad_tid") OR OLD."skapat_av_id" IS DISTINCT FROM (NEW."skapat_av_id"))',
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;",
                    hash="0af64d47107ca97fcfb86769fe200c4e84bc55a0",
                    operation="UPDATE",
                    pgid="pgtrigger_bevis_ar_fruset_1b9e3",
                    table="protokoll_bevis",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="bevis",
            trigger=pgtrigger.compiler.Trigger(
                name="bevis_fil_en_gang",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."fil_id" IS NOT NULL)',
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;",
                    hash="cecac99d9769023b6ed14d6f558e57542b099e40",
                    operation="UPDATE",
                    pgid="pgtrigger_bevis_fil_en_gang_83da2",
                    table="protokoll_bevis",
                    when="BEFORE",
                ),
            ),
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
            model_name="paragraftext",
            trigger=pgtrigger.compiler.Trigger(
                name="paragraftext_andras_inte",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;",
                    hash="86673cb5abaa03500af90fb40809cc04b54c7f75",
                    operation="UPDATE",
                    pgid="pgtrigger_paragraftext_andras_inte_d3dee",
                    table="protokoll_paragraftext",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="omröstning",
            constraint=models.UniqueConstraint(
                fields=("paragraf", "ordning"),
                name="omrostning_ordning",
                violation_error_message="Två omröstningar kan inte ha samma plats.",
            ),
        ),
        migrations.AddConstraint(
            model_name="omröstning",
            constraint=models.UniqueConstraint(
                condition=models.Q(("status", "pagar")),
                fields=("paragraf",),
                name="omrostning_en_i_taget",
                violation_error_message="En omröstning pågår redan.",
            ),
        ),
        migrations.AddConstraint(
            model_name="paragraf",
            constraint=models.UniqueConstraint(
                fields=("protokoll", "punkt"),
                name="paragraf_en_per_punkt",
                violation_error_message="Punkten är redan upptagen.",
            ),
        ),
        migrations.AddConstraint(
            model_name="paragraf",
            constraint=models.UniqueConstraint(
                fields=("protokoll", "ordning"),
                name="paragraf_ordning",
                violation_error_message="Två paragrafer kan inte ha samma plats i protokollet.",
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
        migrations.AddConstraint(
            model_name="närvaro",
            constraint=models.UniqueConstraint(
                condition=models.Q(("gällande", True)),
                fields=("protokoll", "person"),
                name="narvaro_en_rad",
                violation_error_message="Personen står redan i närvarolistan.",
            ),
        ),
        migrations.AddConstraint(
            model_name="närvaro",
            constraint=models.UniqueConstraint(
                condition=models.Q(("gällande", True)),
                fields=("protokoll", "för"),
                name="narvaro_en_ersattare_per_plats",
                violation_error_message="En annan ersättare tjänstgör redan för ledamoten.",
            ),
        ),
        migrations.AddConstraint(
            model_name="justering",
            constraint=models.UniqueConstraint(
                fields=("protokoll", "ordning"),
                name="justering_ordning",
                violation_error_message="Två justeringar kan inte ha samma plats.",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="justering",
            trigger=pgtrigger.compiler.Trigger(
                name="justerad_fil_skrivs_en_gang",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.\"status\" = 'justerad')",
                    func="\n                    IF OLD.fil_id IS NOT NULL AND NEW.fil_id IS DISTINCT FROM OLD.fil_id\n                        OR OLD.offentlig_fil_id IS NOT NULL\n                            AND NEW.offentlig_fil_id IS DISTINCT FROM OLD.offentlig_fil_id\n                        OR NEW.status IS DISTINCT FROM OLD.status\n                        OR NEW.underlag IS DISTINCT FROM OLD.underlag\n                        OR NEW.paragrafer IS DISTINCT FROM OLD.paragrafer\n                        OR NEW.justerad_tid IS DISTINCT FROM OLD.justerad_tid\n                        OR NEW.kedja IS DISTINCT FROM OLD.kedja THEN\n                        RAISE EXCEPTION 'Ett justerat protokoll skrivs en gång.';\n                    END IF;\n                    RETURN NEW;\n                ",
                    hash="a71422d74d227e654292be5a8f8c4535c2f00a10",
                    operation="UPDATE",
                    pgid="pgtrigger_justerad_fil_skrivs_en_gang_40d7f",
                    table="protokoll_justering",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="justering",
            trigger=pgtrigger.compiler.Trigger(
                name="justerad_tas_inte_bort",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.\"status\" = 'justerad')",
                    func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                    hash="397973f212abd82f44e413ba1ce3a83a86b05617",
                    operation="DELETE",
                    pgid="pgtrigger_justerad_tas_inte_bort_64a39",
                    table="protokoll_justering",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="protokollsversion",
            trigger=pgtrigger.compiler.Trigger(
                name="protokollsversion_tas_inte_bort",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                    hash="657f08c41e0f9898865bf28f8b9823f4e8f9ad4d",
                    operation="DELETE",
                    pgid="pgtrigger_protokollsversion_tas_inte_bort_4b565",
                    table="protokoll_protokollsversion",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="protokollsversion",
            trigger=pgtrigger.compiler.Trigger(
                name="protokollsversion_ar_frusen",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."justering_id" IS DISTINCT FROM (NEW."justering_id") OR OLD."nummer" IS DISTINCT FROM (NEW."nummer") OR OLD."rattelse_id" IS DISTINCT FROM (NEW."rattelse_id") OR OLD."rattad_av_id" IS DISTINCT FROM (NEW."rattad_av_id") OR OLD."tid" IS DISTINCT FROM (NEW."tid") OR OLD."bevis" IS DISTINCT FROM (NEW."bevis") OR OLD."kedja_fore" IS DISTINCT FROM (NEW."kedja_fore") OR OLD."kedja" IS DISTINCT FROM (NEW."kedja"))',
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;",
                    hash="27c95fe912b9b76071cd00b916e9def175ceb46e",
                    operation="UPDATE",
                    pgid="pgtrigger_protokollsversion_ar_frusen_ac09a",
                    table="protokoll_protokollsversion",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="protokollsversion",
            trigger=pgtrigger.compiler.Trigger(
                name="protokollsversion_fil_en_gang",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."fil_id" IS NOT NULL)',
                    func="\n                    IF NEW.fil_id IS DISTINCT FROM OLD.fil_id\n                        OR NEW.offentlig_fil_id IS DISTINCT FROM OLD.offentlig_fil_id THEN\n                        RAISE EXCEPTION 'En rättad version skrivs en gång.';\n                    END IF;\n                    RETURN NEW;\n                ",
                    hash="efab4b95d24c1a27894d583512b5f717005f6a8d",
                    operation="UPDATE",
                    pgid="pgtrigger_protokollsversion_fil_en_gang_4ea2c",
                    table="protokoll_protokollsversion",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="röst",
            trigger=pgtrigger.compiler.Trigger(
                name="sluten_rost_har_inget_val",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (NOT (NEW.\"val\" = ''))",
                    func="\n                    IF EXISTS (\n                        SELECT 1 FROM protokoll_omrostning o\n                        JOIN protokoll_paragraf p ON p.id = o.paragraf_id\n                        JOIN protokoll_protokoll t ON t.id = p.protokoll_id\n                        WHERE o.id = NEW.omrostning_id AND o.sluten AND t.ursprung = 'eget'\n                    ) THEN\n                        RAISE EXCEPTION 'I en sluten omröstning sparas inte hur någon röstat.';\n                    END IF;\n                    RETURN NEW;\n                ",
                    hash="c6adcf9fbb45c8fed804d9733197799120a5c117",
                    operation="INSERT OR UPDATE",
                    pgid="pgtrigger_sluten_rost_har_inget_val_ecb9d",
                    table="protokoll_rost",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="sigillcertifikat",
            trigger=pgtrigger.compiler.Trigger(
                name="sigillcertifikat_tas_inte_bort",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                    hash="b18f8231e80f1f5c4fc7053e77c2af7761bfdb0a",
                    operation="DELETE",
                    pgid="pgtrigger_sigillcertifikat_tas_inte_bort_11703",
                    table="protokoll_sigillcertifikat",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="sigillcertifikat",
            trigger=pgtrigger.compiler.Trigger(
                name="sigillcertifikat_andras_inte",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."kommun_id" IS DISTINCT FROM (NEW."kommun_id") OR OLD."innehavare" IS DISTINCT FROM (NEW."innehavare") OR OLD."avtryck" IS DISTINCT FROM (NEW."avtryck") OR OLD."certifikat" IS DISTINCT FROM (NEW."certifikat") OR OLD."last_nyckel" IS DISTINCT FROM (NEW."last_nyckel") OR OLD."giltigt_fran" IS DISTINCT FROM (NEW."giltigt_fran") OR OLD."giltigt_till" IS DISTINCT FROM (NEW."giltigt_till") OR OLD."sjalvgjort" IS DISTINCT FROM (NEW."sjalvgjort") OR OLD."installerat_tid" IS DISTINCT FROM (NEW."installerat_tid") OR OLD."installerat_av_id" IS DISTINCT FROM (NEW."installerat_av_id"))',
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;",
                    hash="b25a6527f9e20d8db3462a85a65eaf67ed52131d",
                    operation="UPDATE",
                    pgid="pgtrigger_sigillcertifikat_andras_inte_0f975",
                    table="protokoll_sigillcertifikat",
                    when="BEFORE",
                ),
            ),
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
        pgtrigger.migrations.AddTrigger(
            model_name="underskrift",
            trigger=pgtrigger.compiler.Trigger(
                name="underskrift_andras_inte",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (NOT (OLD.\"kedja\" = ''))",
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="0a0c1bc21fddf5203b6483b28598a6f13db8ad07",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_underskrift_andras_inte_d137c",
                    table="protokoll_underskrift",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="paragrafsvar",
            trigger=pgtrigger.compiler.Trigger(
                name="svar_last_efter_underskrift",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n                    IF EXISTS (\n                        SELECT 1 FROM protokoll_underskrift u\n                        WHERE u.id = COALESCE(NEW.underskrift_id, OLD.underskrift_id)\n                        AND u.kedja <> ''\n                    ) THEN\n                        RAISE EXCEPTION 'Svaren ändras inte efter underskriften.';\n                    END IF;\n                    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;\n                    RETURN NEW;\n                ",
                    hash="ec534d5095f4fbe12b12a5be624777aea1ec33f5",
                    operation="INSERT OR UPDATE OR DELETE",
                    pgid="pgtrigger_svar_last_efter_underskrift_1f836",
                    table="protokoll_paragrafsvar",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="underskriftsbegäran",
            trigger=pgtrigger.compiler.Trigger(
                name="underskriftsbegaran_bevis_kvar",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.\"status\" = 'klar')",
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="3cba89c9aeadc2ae4b75f11164ce9b12a6169589",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_underskriftsbegaran_bevis_kvar_afcde",
                    table="protokoll_underskriftsbegaran",
                    when="BEFORE",
                ),
            ),
        ),
    ]
