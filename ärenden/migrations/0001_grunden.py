"""Tabellerna som de ser ut från början; ersätter stegen som ledde dit."""

import django.contrib.postgres.fields
import django.core.validators
import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
import ärenden.models.diarium
import ärenden.överklagandetyp
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    replaces = [
        ("arenden", "0001_initial"),
        ("arenden", "0002_delegation"),
        ("arenden", "0003_anmalan_till_organ"),
        ("arenden", "0004_beslutat"),
        ("arenden", "0005_delegationsbeslut_en_gang"),
        ("arenden", "0006_dokumenthanteringsplan"),
        ("arenden", "0007_jobb_skjuts_upp"),
        ("arenden", "0008_antagen_kalla"),
    ]

    initial = True

    dependencies = [
        ("konton", "0001_grunden"),
        ("konton", "__first__"),
    ]

    operations = [
        migrations.CreateModel(
            name="Beslutssats",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("nummer", models.PositiveSmallIntegerField()),
                ("text", models.TextField()),
            ],
            options={
                "verbose_name": "beslutssats",
                "verbose_name_plural": "beslutssatser",
                "ordering": ["skrivelse_id", "nummer"],
            },
        ),
        migrations.CreateModel(
            name="Fil",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("sha256", models.CharField(max_length=64, unique=True)),
                ("storlek", models.PositiveBigIntegerField(help_text="Byte.")),
                ("medietyp", models.CharField(max_length=100)),
                ("sidor", models.PositiveIntegerField(null=True)),
                (
                    "egen",
                    models.BooleanField(
                        default=False,
                        help_text="Skapad av systemet och godkänd PDF/A-2a + PDF/UA-1.",
                    ),
                ),
                ("skapad_tid", models.DateTimeField(auto_now_add=True)),
            ],
            options={
                "verbose_name": "fil",
                "verbose_name_plural": "filer",
                "ordering": ["id"],
            },
        ),
        migrations.CreateModel(
            name="Gallringsfrist",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "handlingstyp",
                    models.CharField(
                        choices=[
                            ("tjansteskrivelse", "tjänsteskrivelse"),
                            ("protokollsutdrag", "protokollsutdrag"),
                            ("bilaga", "bilaga"),
                            ("remiss", "remiss"),
                            ("yrkande", "yrkande"),
                            ("skrivelse", "skrivelse"),
                            ("ovrigt", "övrig handling i ärende"),
                            ("kallelse", "kallelse och föredragningslista"),
                            ("protokoll", "protokoll"),
                            ("delegationsbeslut", "delegationsbeslut"),
                            ("arvodesunderlag", "närvarolista och arvodesunderlag"),
                        ],
                        max_length=20,
                    ),
                ),
                (
                    "år",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        db_column="ar",
                        help_text="Tomt: handlingen bevaras.",
                        null=True,
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(100),
                        ],
                        verbose_name="gallras efter (år)",
                    ),
                ),
                (
                    "räknas_från",
                    models.CharField(
                        choices=[
                            ("handlingen", "handlingens dag"),
                            ("avslutet", "ärendets avslut"),
                        ],
                        db_column="raknas_fran",
                        default="avslutet",
                        max_length=10,
                    ),
                ),
                (
                    "beslut",
                    models.CharField(
                        help_text="Organ, dag och paragraf som antog planen.",
                        max_length=200,
                        verbose_name="beslutad",
                    ),
                ),
                ("kommentar", models.CharField(blank=True, max_length=300)),
            ],
            options={
                "verbose_name": "gallringsfrist",
                "verbose_name_plural": "dokumenthanteringsplan",
                "ordering": ["kommun_id", "myndighet_id", "handlingstyp", "id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("år", None), ("år__gte", 1), _connector="OR"),
                        name="gallringsfrist_minst_ett_ar",
                        violation_error_message="Fristen är minst ett år.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Handling",
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
                ("nummer", models.PositiveIntegerField()),
                (
                    "riktning",
                    models.CharField(
                        choices=[
                            ("inkommen", "inkommen"),
                            ("utgaende", "utgående"),
                            ("upprattad", "upprättad"),
                        ],
                        default="upprattad",
                        max_length=10,
                    ),
                ),
                (
                    "slag",
                    models.CharField(
                        choices=[
                            ("tjansteskrivelse", "tjänsteskrivelse"),
                            ("protokollsutdrag", "protokollsutdrag"),
                            ("bilaga", "bilaga"),
                            ("remiss", "remiss"),
                            ("yrkande", "yrkande"),
                            ("skrivelse", "skrivelse"),
                            ("ovrigt", "övrigt"),
                        ],
                        default="ovrigt",
                        max_length=20,
                    ),
                ),
                ("rubrik", models.CharField(max_length=500)),
                ("offentlig_rubrik", models.CharField(blank=True, max_length=500)),
                (
                    "datum",
                    models.DateField(blank=True, help_text="Handlingens egen dag.", null=True),
                ),
                ("ankomstdag", models.DateField(blank=True, help_text="FL 22 §.", null=True)),
                (
                    "motpart",
                    models.CharField(
                        blank=True, max_length=300, verbose_name="avsändare eller mottagare"
                    ),
                ),
                ("offentlig_motpart", models.CharField(blank=True, max_length=300)),
                ("filnamn", models.CharField(blank=True, max_length=255)),
                ("registrerad_tid", models.DateTimeField(auto_now_add=True)),
            ],
            options={
                "verbose_name": "handling",
                "verbose_name_plural": "handlingar",
                "ordering": ["ärende_id", "nummer"],
            },
        ),
        migrations.CreateModel(
            name="Händelse",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("typ", models.CharField(max_length=60)),
                ("data", models.JSONField(default=dict)),
                ("av_namn", models.CharField(max_length=200)),
                ("tid", models.DateTimeField(auto_now_add=True)),
            ],
            options={
                "verbose_name": "händelse",
                "verbose_name_plural": "händelser",
                "db_table": "arenden_handelse",
                "ordering": ["-id"],
            },
        ),
        migrations.CreateModel(
            name="Jobb",
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
                        help_text="Namnet på arbetet, till exempel kallelse.", max_length=60
                    ),
                ),
                (
                    "nyckel",
                    models.CharField(help_text="Samma nyckel: samma arbete.", max_length=200),
                ),
                ("argument", models.JSONField(default=dict)),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("vantar", "väntar"),
                            ("pagar", "pågår"),
                            ("klart", "klart"),
                            ("misslyckat", "misslyckat"),
                        ],
                        default="vantar",
                        max_length=12,
                    ),
                ),
                ("framsteg", models.PositiveSmallIntegerField(default=0, help_text="0–100.")),
                (
                    "steg",
                    models.CharField(blank=True, help_text="Vad som görs just nu.", max_length=300),
                ),
                ("fel", models.TextField(blank=True)),
                ("försök", models.PositiveSmallIntegerField(db_column="forsok", default=0)),
                (
                    "uppskov",
                    models.PositiveSmallIntegerField(
                        default=0,
                        help_text="Så många av försöken som slutade med att arbetet väntar.",
                    ),
                ),
                (
                    "tidigast_tid",
                    models.DateTimeField(help_text="Nästa försök, efter ett uppskov.", null=True),
                ),
                ("lån_till_tid", models.DateTimeField(db_column="lan_till_tid", null=True)),
                ("skapat_tid", models.DateTimeField(auto_now_add=True)),
                ("skickat_tid", models.DateTimeField(null=True)),
                ("klart_tid", models.DateTimeField(null=True)),
            ],
            options={
                "verbose_name": "jobb",
                "verbose_name_plural": "jobb",
                "ordering": ["-id"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("status__in", ["vantar", "pagar"])),
                        fields=("slag", "nyckel"),
                        name="jobb_ett_i_taget",
                        violation_error_message="Arbetet pågår redan.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("framsteg__lte", 100)),
                        name="jobb_framsteg_hogst_100",
                        violation_error_message="Framsteg räknas från 0 till 100.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Nummerserie",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("år", models.PositiveSmallIntegerField(db_column="ar")),
                ("senaste", models.PositiveIntegerField()),
            ],
            options={
                "verbose_name": "nummerserie",
                "verbose_name_plural": "nummerserier",
                "ordering": ["diarium_id", "år"],
            },
        ),
        migrations.CreateModel(
            name="Skrivelse",
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
                            ("utkast", "utkast"),
                            ("anmald", "anmäld"),
                            ("behandlad", "behandlad"),
                        ],
                        default="utkast",
                        max_length=12,
                    ),
                ),
                (
                    "återremiss",
                    models.TextField(
                        blank=True,
                        db_column="aterremiss",
                        help_text="Vem som återremitterade, i vilken paragraf och varför.",
                        verbose_name="återremitterad",
                    ),
                ),
            ],
            options={
                "verbose_name": "skrivelse",
                "verbose_name_plural": "skrivelser",
                "ordering": ["-id"],
            },
        ),
        migrations.CreateModel(
            name="Ärende",
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
                ("år", models.PositiveSmallIntegerField(db_column="ar", null=True)),
                ("löpnummer", models.PositiveIntegerField(db_column="lopnummer", null=True)),
                ("beteckning", models.CharField(max_length=100)),
                ("klass", models.CharField(blank=True, max_length=20)),
                ("rubrik", models.CharField(max_length=500)),
                ("offentlig_rubrik", models.CharField(blank=True, max_length=500)),
                ("motpart", models.CharField(blank=True, max_length=300)),
                ("offentlig_motpart", models.CharField(blank=True, max_length=300)),
                ("enhet", models.CharField(blank=True, max_length=200)),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("oppet", "öppet"),
                            ("vilande", "vilande"),
                            ("beslutat", "beslutat"),
                            ("avslutat", "avslutat"),
                            ("makulerat", "makulerat"),
                        ],
                        default="oppet",
                        max_length=10,
                    ),
                ),
                (
                    "bevakning_dag",
                    models.DateField(blank=True, null=True, verbose_name="bevakas till"),
                ),
                (
                    "ursprung",
                    models.CharField(
                        choices=[("eget", "eget"), ("import", "importerat")],
                        default="eget",
                        max_length=10,
                    ),
                ),
                ("registrerat_tid", models.DateTimeField(auto_now_add=True)),
            ],
            options={
                "verbose_name": "ärende",
                "verbose_name_plural": "ärenden",
                "db_table": "arenden_arende",
                "ordering": ["-år", "-löpnummer", "-id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ursprung", "import"),
                            models.Q(("löpnummer__isnull", False), ("år__isnull", False)),
                            _connector="OR",
                        ),
                        name="arende_eget_har_nummer",
                        violation_error_message="Ett eget ärende måste ha år och löpnummer.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Anmälan",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "organ",
                    models.CharField(
                        blank=True,
                        help_text="Organet som ska ta upp den; tomt är vilket organ som helst i myndigheten.",
                        max_length=200,
                    ),
                ),
                (
                    "förslag_av",
                    models.CharField(
                        blank=True,
                        db_column="forslag_av",
                        help_text="Organet vars förslag gäller i stället för skrivelsens.",
                        max_length=200,
                        verbose_name="förslag från",
                    ),
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
                ("önskad_dag", models.DateField(blank=True, db_column="onskad_dag", null=True)),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("vantar", "väntar"),
                            ("upptagen", "upptagen"),
                            ("atertagen", "återtagen"),
                        ],
                        default="vantar",
                        max_length=10,
                    ),
                ),
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
                    "myndighet",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="konton.myndighet",
                    ),
                ),
            ],
            options={
                "verbose_name": "anmälan",
                "verbose_name_plural": "anmälningar",
                "db_table": "arenden_anmalan",
                "ordering": ["önskad_dag", "id"],
            },
        ),
        migrations.CreateModel(
            name="Delegationsordning",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("version", models.PositiveIntegerField()),
                ("antagen_dag", models.DateField(blank=True, null=True)),
                (
                    "antagen_av",
                    models.CharField(
                        blank=True,
                        help_text="Organet och paragrafen, som ”Socialnämnden § 7”.",
                        max_length=200,
                    ),
                ),
                (
                    "antagen_källa",
                    models.CharField(
                        blank=True,
                        db_column="antagen_kalla",
                        help_text="Beslutet när det fattades här, som ”paragraf:7”; se utbyggnad.Antagande.",
                        max_length=50,
                    ),
                ),
                ("gäller_från", models.DateField(blank=True, db_column="galler_fran", null=True)),
                ("gäller_till", models.DateField(blank=True, db_column="galler_till", null=True)),
                (
                    "skäl",
                    models.TextField(
                        blank=True,
                        db_column="skal",
                        help_text="Varför en varning om KL 6:38 har gåtts förbi.",
                    ),
                ),
                ("skapad_tid", models.DateTimeField(auto_now_add=True)),
                (
                    "myndighet",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="konton.myndighet",
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
            ],
            options={
                "verbose_name": "delegationsordning",
                "verbose_name_plural": "delegationsordningar",
                "ordering": ["myndighet_id", "-version"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("myndighet", "version"),
                        name="delegationsordning_version",
                        violation_error_message="Versionen finns redan.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("antagen_av", ""),
                                ("antagen_dag", None),
                                ("gäller_från", None),
                                ("gäller_till", None),
                            ),
                            models.Q(
                                ("antagen_dag__isnull", False),
                                ("gäller_från__isnull", False),
                                models.Q(("antagen_av", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="delegationsordning_antagen_hor_ihop",
                        violation_error_message="En antagen ordning har dag, organ med § och första dag.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("gäller_till", None),
                            ("gäller_till__gte", models.F("gäller_från")),
                            _connector="OR",
                        ),
                        name="delegationsordning_till_efter_fran",
                        violation_error_message="Slutdagen får inte ligga före startdagen.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Delegationspunkt",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("plats", models.PositiveIntegerField()),
                ("nummer", models.CharField(max_length=20)),
                ("grupp", models.CharField(blank=True, max_length=300, verbose_name="ärendegrupp")),
                ("ärende", models.TextField(db_column="arende")),
                ("lagrum", models.CharField(blank=True, max_length=300)),
                (
                    "delegat",
                    models.CharField(help_text="Titeln, som ”Enhetschef”.", max_length=300),
                ),
                ("ersättare", models.CharField(blank=True, db_column="ersattare", max_length=300)),
                ("kommentar", models.TextField(blank=True)),
                (
                    "slag",
                    models.CharField(
                        choices=[
                            ("anstalld", "anställd (KL 7:5)"),
                            ("fortroendevald", "presidium, ledamot eller ersättare (KL 6:37)"),
                            ("utskott", "utskott (KL 6:37)"),
                            ("automatiserad", "automatiserad beslutsfunktion (KL 6:37)"),
                            ("bradskande", "brådskande ärenden (KL 6:39)"),
                        ],
                        default="anstalld",
                        max_length=15,
                    ),
                ),
                (
                    "får_vidaredelegeras",
                    models.BooleanField(db_column="far_vidaredelegeras", default=False),
                ),
                (
                    "anmäls",
                    models.BooleanField(
                        db_column="anmals",
                        default=True,
                        help_text="KL 6:40 och 7:8.",
                        verbose_name="anmäls till nämnden",
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
                        default=ärenden.överklagandetyp.Överklagandetyp["LAGLIGHETSPRÖVNING"],
                        max_length=20,
                    ),
                ),
                (
                    "undantag",
                    models.CharField(
                        blank=True,
                        choices=[
                            (
                                "1",
                                "1. ärenden som avser verksamhetens mål, inriktning, omfattning eller kvalitet",
                            ),
                            (
                                "2",
                                "2. framställningar eller yttranden till fullmäktige liksom yttranden med anledning av att beslut av nämnden i dess helhet eller av fullmäktige har överklagats",
                            ),
                            (
                                "3",
                                "3. ärenden som rör myndighetsutövning mot enskilda, om de är av principiell beskaffenhet eller annars av större vikt",
                            ),
                            (
                                "4",
                                "4. ärenden som väckts genom medborgarförslag och som lämnats över till nämnden",
                            ),
                            (
                                "5",
                                "5. ärenden som enligt lag eller annan författning inte får delegeras",
                            ),
                        ],
                        max_length=1,
                        verbose_name="undantagen enligt KL 6:38",
                    ),
                ),
                (
                    "ordning",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="punkter",
                        to="arenden.delegationsordning",
                    ),
                ),
            ],
            options={
                "verbose_name": "delegationspunkt",
                "verbose_name_plural": "delegationspunkter",
                "ordering": ["ordning_id", "plats", "id"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("ordning", "nummer"),
                        name="delegationspunkt_unikt_nummer",
                        violation_error_message="Numret finns redan i delegationsordningen.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Delegationsbeslut",
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
                    "slag",
                    models.CharField(
                        choices=[
                            ("delegation", "delegationsbeslut"),
                            ("bradskande", "brådskande beslut"),
                        ],
                        default="delegation",
                        max_length=12,
                    ),
                ),
                ("delegat_namn", models.CharField(max_length=200)),
                ("delegat_titel", models.CharField(max_length=200)),
                (
                    "som",
                    models.CharField(
                        help_text="Delegat, ersättare eller vidaredelegation.", max_length=20
                    ),
                ),
                ("år", models.PositiveSmallIntegerField(db_column="ar")),
                ("nummer", models.PositiveIntegerField()),
                ("beslutsdag", models.DateField()),
                ("rubrik", models.CharField(max_length=300)),
                ("offentlig_rubrik", models.CharField(blank=True, max_length=300)),
                ("beslutstext", models.TextField()),
                (
                    "skäl",
                    models.TextField(
                        blank=True, db_column="skal", verbose_name="skälen för beslutet"
                    ),
                ),
                (
                    "brådska",
                    models.TextField(
                        blank=True,
                        db_column="bradska",
                        verbose_name="varför nämnden inte kan avvaktas",
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
                    ),
                ),
                ("försäkrat_ojävig", models.BooleanField(db_column="forsakrat_ojavig")),
                ("prövat_delegerbart", models.BooleanField(db_column="provat_delegerbart")),
                (
                    "anmäld_dag",
                    models.DateField(
                        blank=True,
                        db_column="anmald_dag",
                        help_text="Dagen för mötet som tar upp det.",
                        null=True,
                    ),
                ),
                ("registrerat_tid", models.DateTimeField(auto_now_add=True)),
                (
                    "nyckel",
                    models.UUIDField(
                        editable=False,
                        help_text="Formulärets: samma formulär ger ett beslut.",
                        null=True,
                    ),
                ),
                (
                    "delegat",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="konton.person",
                    ),
                ),
                (
                    "myndighet",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="konton.myndighet",
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
                (
                    "punkt",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="arenden.delegationspunkt",
                    ),
                ),
            ],
            options={
                "verbose_name": "delegationsbeslut",
                "verbose_name_plural": "delegationsbeslut",
                "ordering": ["-id"],
                "indexes": [
                    models.Index(fields=["myndighet", "beslutsdag"], name="delegationsbeslut_dag"),
                    models.Index(
                        condition=models.Q(("anmäld_dag", None)),
                        fields=["myndighet", "beslutsdag"],
                        name="delegationsbeslut_oanmalda",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("myndighet", "delegat", "år", "nummer"),
                        name="delegationsbeslut_unikt_nummer",
                        violation_error_message="Numret är redan utdelat.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("försäkrat_ojävig", True)),
                        name="delegationsbeslut_ojavig",
                        violation_error_message="Den som är jävig får inte besluta (KL 6:28–32, 7:4).",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("slag", "bradskande"), models.Q(("brådska", ""), _negated=True)
                            ),
                            models.Q(
                                ("brådska", ""),
                                ("prövat_delegerbart", True),
                                ("slag", "delegation"),
                            ),
                            _connector="OR",
                        ),
                        name="delegationsbeslut_slag_hor_ihop",
                        violation_error_message="Ett brådskande beslut säger varför nämnden inte kan avvaktas; ett annat är prövat mot KL 6:38.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("sekretess_lagrum", ""),
                            models.Q(("offentlig_rubrik", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="delegationsbeslut_hemligt_har_offentlig_rubrik",
                        violation_error_message="Ett hemligt beslut behöver en offentlig rubrik (OSL 5:2).",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Delegatinnehav",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("titel", models.CharField(max_length=200)),
                (
                    "är_förvaltningschef",
                    models.BooleanField(
                        db_column="ar_forvaltningschef",
                        default=False,
                        help_text="Får vidaredelegera de punkter där nämnden tillåter det (KL 7:6).",
                        verbose_name="förvaltningschef",
                    ),
                ),
                ("från", models.DateField(db_column="fran")),
                ("till", models.DateField(blank=True, null=True)),
                ("skapad_tid", models.DateTimeField(auto_now_add=True)),
                (
                    "myndighet",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="konton.myndighet",
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
                    "skapad_av",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "vidare_från",
                    models.ForeignKey(
                        blank=True,
                        db_column="vidare_fran_id",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="vidare",
                        to="arenden.delegatinnehav",
                    ),
                ),
                (
                    "punkt",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="vidaredelegationer",
                        to="arenden.delegationspunkt",
                    ),
                ),
            ],
            options={
                "verbose_name": "delegatinnehav",
                "verbose_name_plural": "delegatinnehav",
                "ordering": ["myndighet_id", "titel", "från", "id"],
                "indexes": [
                    models.Index(fields=["person", "myndighet"], name="delegatinnehav_person")
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("till", None), ("till__gte", models.F("från")), _connector="OR"
                        ),
                        name="delegatinnehav_till_efter_fran",
                        violation_error_message="Slutdagen får inte ligga före startdagen.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("punkt", None), ("vidare_från", None)),
                            models.Q(
                                ("punkt__isnull", False),
                                ("vidare_från__isnull", False),
                                ("är_förvaltningschef", False),
                            ),
                            _connector="OR",
                        ),
                        name="delegatinnehav_vidare_hor_ihop",
                        violation_error_message="En vidaredelegation gäller en punkt och har en givare.",
                    ),
                    models.UniqueConstraint(
                        fields=("myndighet", "person", "titel", "punkt", "från"),
                        name="delegatinnehav_unikt",
                        nulls_distinct=False,
                        violation_error_message="Personen har redan titeln eller punkten från den dagen.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Delegatserie",
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
                    "myndighet",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="konton.myndighet",
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
            ],
            options={
                "verbose_name": "delegatserie",
                "verbose_name_plural": "delegatserier",
                "ordering": ["myndighet_id", "person_id", "år"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("myndighet", "person", "år"),
                        name="delegatserie_unik",
                        violation_error_message="Delegaten har redan en serie för året.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Diarium",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("namn", models.CharField(max_length=200)),
                ("prefix", models.CharField(blank=True, max_length=20)),
                (
                    "mönster",
                    models.CharField(
                        db_column="monster",
                        default="{prefix} {ar}/{lopnummer}[ {klass}]",
                        help_text="Numrets tryckta form. [ ] utgår när klass saknas. Fält: {prefix} {ar} {ar2} {lopnummer} {lopnummer:05} {klass}.",
                        max_length=100,
                        validators=[ärenden.models.diarium.giltigt_mönster],
                    ),
                ),
                ("myndigheter", models.ManyToManyField(related_name="+", to="konton.myndighet")),
            ],
            options={
                "verbose_name": "diarium",
                "verbose_name_plural": "diarier",
                "ordering": ["namn", "id"],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="fil",
            trigger=pgtrigger.compiler.Trigger(
                name="fil_andras_inte",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;",
                    hash="cc5e68bc3984bc348649689b5dfd5dec047fb50a",
                    operation="UPDATE",
                    pgid="pgtrigger_fil_andras_inte_486a8",
                    table="arenden_fil",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddField(
            model_name="gallringsfrist",
            name="kommun",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="konton.kommun"
            ),
        ),
        migrations.AddField(
            model_name="gallringsfrist",
            name="myndighet",
            field=models.ForeignKey(
                blank=True,
                help_text="Tomt: gäller alla kommunens nämnder.",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="konton.myndighet",
            ),
        ),
        migrations.AddField(
            model_name="handling",
            name="bilaga_till",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="bilagor",
                to="arenden.handling",
            ),
        ),
        migrations.AddField(
            model_name="handling",
            name="fil",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="arenden.fil",
            ),
        ),
        migrations.AddField(
            model_name="delegationsbeslut",
            name="handling",
            field=models.OneToOneField(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="arenden.handling",
            ),
        ),
        migrations.AddField(
            model_name="händelse",
            name="av",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="jobb",
            name="av",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="delegationsbeslut",
            name="jobb",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="arenden.jobb",
            ),
        ),
        migrations.AddField(
            model_name="nummerserie",
            name="diarium",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="serier",
                to="arenden.diarium",
            ),
        ),
        migrations.AddField(
            model_name="skrivelse",
            name="av",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="skrivelse",
            name="handling",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="skrivelse",
                to="arenden.handling",
            ),
        ),
        migrations.AddField(
            model_name="beslutssats",
            name="skrivelse",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="beslutssatser",
                to="arenden.skrivelse",
            ),
        ),
        migrations.AddField(
            model_name="anmälan",
            name="skrivelse",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="anmälningar",
                to="arenden.skrivelse",
            ),
        ),
        migrations.AddField(
            model_name="ärende",
            name="diarium",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="ärenden",
                to="arenden.diarium",
            ),
        ),
        migrations.AddField(
            model_name="ärende",
            name="handläggare",
            field=models.ForeignKey(
                blank=True,
                db_column="handlaggare_id",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="ärende",
            name="myndighet",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="konton.myndighet"
            ),
        ),
        migrations.AddField(
            model_name="händelse",
            name="ärende",
            field=models.ForeignKey(
                db_column="arende_id",
                on_delete=django.db.models.deletion.PROTECT,
                related_name="händelser",
                to="arenden.ärende",
            ),
        ),
        migrations.AddField(
            model_name="handling",
            name="ärende",
            field=models.ForeignKey(
                db_column="arende_id",
                on_delete=django.db.models.deletion.PROTECT,
                related_name="handlingar",
                to="arenden.ärende",
            ),
        ),
        migrations.AddField(
            model_name="delegationsbeslut",
            name="ärende",
            field=models.ForeignKey(
                db_column="arende_id",
                on_delete=django.db.models.deletion.PROTECT,
                related_name="delegationsbeslut",
                to="arenden.ärende",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="delegationsordning",
            trigger=pgtrigger.compiler.Trigger(
                name="antagen_delegationsordning_frusen",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.antagen_dag IS NOT NULL AND (to_jsonb(OLD.*) - 'galler_till') IS DISTINCT FROM (to_jsonb(NEW.*) - 'galler_till'))",
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;",
                    hash="e05d9c1906f0ba72b7dccf71081bb6d83378785f",
                    operation="UPDATE",
                    pgid="pgtrigger_antagen_delegationsordning_frusen_51a5c",
                    table="arenden_delegationsordning",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="delegationsordning",
            trigger=pgtrigger.compiler.Trigger(
                name="antagen_delegationsordning_star_kvar",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."antagen_dag" IS NOT NULL)',
                    func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                    hash="5f27bcbac1fb622c8513c0b283567f2540cf0ce4",
                    operation="DELETE",
                    pgid="pgtrigger_antagen_delegationsordning_star_kvar_75ff5",
                    table="arenden_delegationsordning",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="delegationspunkt",
            trigger=pgtrigger.compiler.Trigger(
                name="antagen_ordnings_punkter_frusna",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n                    IF EXISTS (\n                        SELECT 1 FROM arenden_delegationsordning\n                        WHERE id = (CASE WHEN TG_OP = 'INSERT' THEN NEW.ordning_id\n                                         ELSE OLD.ordning_id END)\n                        AND antagen_dag IS NOT NULL\n                    ) THEN\n                        RAISE EXCEPTION 'En antagen delegationsordnings punkter ändras inte.';\n                    END IF;\n                    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;\n                    RETURN NEW;\n                ",
                    hash="7f3059bc50837f7534cb3045f6cb49ee96c2a202",
                    operation="INSERT OR UPDATE OR DELETE",
                    pgid="pgtrigger_antagen_ordnings_punkter_frusna_74790",
                    table="arenden_delegationspunkt",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="delegatinnehav",
            trigger=pgtrigger.compiler.Trigger(
                name="delegatinnehav_star_kvar",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                    hash="643e5a944ab3a26f468bcbef899751db587aae70",
                    operation="DELETE",
                    pgid="pgtrigger_delegatinnehav_star_kvar_79e9b",
                    table="arenden_delegatinnehav",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="delegatinnehav",
            trigger=pgtrigger.compiler.Trigger(
                name="delegatinnehav_avslutas_bara",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."fran" IS DISTINCT FROM (NEW."fran") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."myndighet_id" IS DISTINCT FROM (NEW."myndighet_id") OR OLD."person_id" IS DISTINCT FROM (NEW."person_id") OR OLD."punkt_id" IS DISTINCT FROM (NEW."punkt_id") OR OLD."skapad_av_id" IS DISTINCT FROM (NEW."skapad_av_id") OR OLD."skapad_tid" IS DISTINCT FROM (NEW."skapad_tid") OR OLD."titel" IS DISTINCT FROM (NEW."titel") OR OLD."vidare_fran_id" IS DISTINCT FROM (NEW."vidare_fran_id") OR OLD."ar_forvaltningschef" IS DISTINCT FROM (NEW."ar_forvaltningschef"))',
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;",
                    hash="4cb20b1607dd8443bdf3238cad29cddd5b735441",
                    operation="UPDATE",
                    pgid="pgtrigger_delegatinnehav_avslutas_bara_45348",
                    table="arenden_delegatinnehav",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="gallringsfrist",
            constraint=models.UniqueConstraint(
                fields=("kommun", "myndighet", "handlingstyp"),
                name="gallringsfrist_en_per_slag",
                nulls_distinct=False,
                violation_error_message="Planen har redan en rad för det slaget.",
            ),
        ),
        migrations.AddConstraint(
            model_name="nummerserie",
            constraint=models.UniqueConstraint(
                fields=("diarium", "år"),
                name="nummerserie_unik",
                violation_error_message="Diariet har redan en serie för året.",
            ),
        ),
        migrations.AddConstraint(
            model_name="beslutssats",
            constraint=models.UniqueConstraint(
                fields=("skrivelse", "nummer"),
                name="beslutssats_nummer",
                violation_error_message="Två satser har samma nummer.",
            ),
        ),
        migrations.AddConstraint(
            model_name="anmälan",
            constraint=models.UniqueConstraint(
                condition=models.Q(("status", "vantar")),
                fields=("skrivelse", "myndighet"),
                name="anmalan_en_vantande",
                violation_error_message="Skrivelsen är redan anmäld.",
            ),
        ),
        migrations.AddIndex(
            model_name="ärende",
            index=models.Index(fields=["myndighet", "-år", "-löpnummer"], name="arende_lista"),
        ),
        migrations.AddConstraint(
            model_name="ärende",
            constraint=models.UniqueConstraint(
                fields=("diarium", "år", "löpnummer"),
                name="arende_unikt_nummer",
                violation_error_message="Diarienumret är redan utdelat.",
            ),
        ),
        migrations.AddConstraint(
            model_name="ärende",
            constraint=models.UniqueConstraint(
                fields=("diarium", "beteckning"),
                name="arende_unik_beteckning",
                violation_error_message="Beteckningen finns redan i diariet.",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="ärende",
            trigger=pgtrigger.compiler.Trigger(
                name="arende_tas_inte_bort",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                    hash="0f728aa17f393b2a965b3657ece81a90e4727c6e",
                    operation="DELETE",
                    pgid="pgtrigger_arende_tas_inte_bort_41831",
                    table="arenden_arende",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="händelse",
            trigger=pgtrigger.compiler.Trigger(
                name="handelse_laggs_bara_till",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="5a86c71e0d81e074014ac48b50b9d42fead7bce7",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_handelse_laggs_bara_till_908ee",
                    table="arenden_handelse",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="handling",
            constraint=models.UniqueConstraint(
                fields=("ärende", "nummer"),
                name="handling_unikt_nummer",
                violation_error_message="Numret finns redan i ärendet.",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="handling",
            trigger=pgtrigger.compiler.Trigger(
                name="handling_tas_inte_bort",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                    hash="0f1b0599e35524ff85745129ac97266a072a3473",
                    operation="DELETE",
                    pgid="pgtrigger_handling_tas_inte_bort_52faa",
                    table="arenden_handling",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="delegationsbeslut",
            constraint=models.UniqueConstraint(
                fields=("ärende", "registrerat_av", "nyckel"),
                name="delegationsbeslut_en_gang",
                violation_error_message="Beslutet är redan fattat.",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="delegationsbeslut",
            trigger=pgtrigger.compiler.Trigger(
                name="delegationsbeslut_tas_inte_bort",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                    hash="907b6d23500531291f3ab6b8d1006b2cca4b66f3",
                    operation="DELETE",
                    pgid="pgtrigger_delegationsbeslut_tas_inte_bort_12a89",
                    table="arenden_delegationsbeslut",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="delegationsbeslut",
            trigger=pgtrigger.compiler.Trigger(
                name="delegationsbeslut_andras_inte",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."beslutsdag" IS DISTINCT FROM (NEW."beslutsdag") OR OLD."beslutstext" IS DISTINCT FROM (NEW."beslutstext") OR OLD."bradska" IS DISTINCT FROM (NEW."bradska") OR OLD."delegat_id" IS DISTINCT FROM (NEW."delegat_id") OR OLD."delegat_namn" IS DISTINCT FROM (NEW."delegat_namn") OR OLD."delegat_titel" IS DISTINCT FROM (NEW."delegat_titel") OR OLD."forsakrat_ojavig" IS DISTINCT FROM (NEW."forsakrat_ojavig") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."myndighet_id" IS DISTINCT FROM (NEW."myndighet_id") OR OLD."nummer" IS DISTINCT FROM (NEW."nummer") OR OLD."nyckel" IS DISTINCT FROM (NEW."nyckel") OR OLD."offentlig_rubrik" IS DISTINCT FROM (NEW."offentlig_rubrik") OR OLD."offentlig_text" IS DISTINCT FROM (NEW."offentlig_text") OR OLD."provat_delegerbart" IS DISTINCT FROM (NEW."provat_delegerbart") OR OLD."punkt_id" IS DISTINCT FROM (NEW."punkt_id") OR OLD."registrerat_av_id" IS DISTINCT FROM (NEW."registrerat_av_id") OR OLD."registrerat_tid" IS DISTINCT FROM (NEW."registrerat_tid") OR OLD."rubrik" IS DISTINCT FROM (NEW."rubrik") OR OLD."sekretess_dag" IS DISTINCT FROM (NEW."sekretess_dag") OR OLD."sekretess_lagrum" IS DISTINCT FROM (NEW."sekretess_lagrum") OR OLD."sekretess_myndighet" IS DISTINCT FROM (NEW."sekretess_myndighet") OR OLD."skal" IS DISTINCT FROM (NEW."skal") OR OLD."slag" IS DISTINCT FROM (NEW."slag") OR OLD."som" IS DISTINCT FROM (NEW."som") OR OLD."arende_id" IS DISTINCT FROM (NEW."arende_id") OR OLD."ar" IS DISTINCT FROM (NEW."ar") OR OLD."overklagandetyp" IS DISTINCT FROM (NEW."overklagandetyp"))',
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;",
                    hash="a0aa85cc69372264c7c48060c3964f28af167fc0",
                    operation="UPDATE",
                    pgid="pgtrigger_delegationsbeslut_andras_inte_505df",
                    table="arenden_delegationsbeslut",
                    when="BEFORE",
                ),
            ),
        ),
    ]
