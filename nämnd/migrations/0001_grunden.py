"""Tabellerna som de ser ut från början; ersätter stegen som ledde dit."""

import django.contrib.postgres.fields
import django.core.validators
import django.db.models.constraints
import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    replaces = [
        ("namnd", "0001_initial"),
        ("namnd", "0002_anmalningar"),
        ("namnd", "0003_motesfilens_uppgifter"),
        ("namnd", "0004_mening_och_fortsattning"),
        ("namnd", "0005_laggluckor"),
        ("namnd", "0006_kallelsens_uppgifter"),
        ("namnd", "0007_sammantradesplan"),
        ("namnd", "0008_aterkommande_punkter"),
        ("namnd", "0009_svar_pa_kallelsen"),
        ("namnd", "0010_utskick"),
        ("namnd", "0011_farre_far_besvara"),
        ("namnd", "0012_komplettering"),
        ("namnd", "0013_aterkommande_var_for_sig"),
    ]

    initial = True

    dependencies = [
        ("arenden", "0001_grunden"),
        ("konton", "0001_grunden"),
        ("konton", "__first__"),
    ]

    operations = [
        migrations.CreateModel(
            name="Kallelse",
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
                        choices=[("kallelse", "kallelse"), ("komplettering", "komplettering")],
                        default="kallelse",
                        max_length=15,
                    ),
                ),
                ("edition", models.PositiveSmallIntegerField()),
                (
                    "nummer",
                    models.PositiveSmallIntegerField(
                        default=0,
                        help_text="Kompletteringens nummer efter den hela kallelsen; 0 är den hela.",
                    ),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("skapas", "skapas"),
                            ("utkast", "utkast"),
                            ("utfardad", "utfärdad"),
                        ],
                        default="skapas",
                        max_length=10,
                    ),
                ),
                (
                    "underlag",
                    models.JSONField(
                        default=dict, help_text="Allt som trycks, fruset när den skapas."
                    ),
                ),
                (
                    "version",
                    models.PositiveIntegerField(
                        help_text="Föredragningslistans version i underlaget."
                    ),
                ),
                (
                    "sidor",
                    models.PositiveIntegerField(default=0, help_text="Sidorna i dess eget paket."),
                ),
                (
                    "numrering",
                    models.JSONField(
                        blank=True,
                        default=dict,
                        help_text="Kompletteringens sidnummer, med de tidigare sändas; tom i en hel kallelse.",
                    ),
                ),
                ("skapad_tid", models.DateTimeField(auto_now_add=True)),
                ("utfärdad_tid", models.DateTimeField(db_column="utfardad_tid", null=True)),
                (
                    "jobb",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="arenden.jobb",
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
                    "utfärdad_av",
                    models.ForeignKey(
                        db_column="utfardad_av_id",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "kallelse",
                "verbose_name_plural": "kallelser",
                "ordering": ["sammanträde_id", "-edition", "-nummer"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("nummer", 0), ("slag", "kallelse")),
                            models.Q(("nummer__gte", 1), ("slag", "komplettering")),
                            _connector="OR",
                        ),
                        name="kallelse_komplettering_har_nummer",
                        violation_error_message="En komplettering har ett nummer, en hel kallelse inget.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("status", "utfardad"),
                                ("utfärdad_av__isnull", False),
                                ("utfärdad_tid__isnull", False),
                            ),
                            models.Q(
                                models.Q(("status", "utfardad"), _negated=True),
                                ("utfärdad_av", None),
                                ("utfärdad_tid", None),
                            ),
                            _connector="OR",
                        ),
                        name="kallelse_utfardad_hor_ihop",
                        violation_error_message="En utfärdad kallelse har tid och utfärdare.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Organ",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("namn", models.CharField(max_length=200)),
                ("kortnamn", models.CharField(blank=True, max_length=20)),
                (
                    "typ",
                    models.CharField(
                        choices=[
                            ("fullmaktige", "fullmäktige"),
                            ("styrelse", "styrelse"),
                            ("namnd", "nämnd"),
                            ("gemensam_namnd", "gemensam nämnd"),
                            ("utskott", "utskott"),
                            ("beredning", "beredning"),
                        ],
                        default="namnd",
                        max_length=20,
                    ),
                ),
                (
                    "platser",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        null=True,
                        validators=[django.core.validators.MinValueValidator(1)],
                        verbose_name="antal ledamöter",
                    ),
                ),
                (
                    "distans_tillåten",
                    models.BooleanField(
                        db_column="distans_tillaten",
                        default=False,
                        help_text="KL 6 kap. 24 §.",
                        verbose_name="deltagande på distans tillåtet",
                    ),
                ),
                (
                    "distansregel",
                    models.CharField(
                        blank=True,
                        help_text="Trycks i kallelsen, till exempel vem man anmäler det till.",
                        max_length=500,
                        verbose_name="regel om distans",
                    ),
                ),
                (
                    "distans_dagar",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        help_text="Enligt reglementet. Nya möten får sista dagen uträknad.",
                        null=True,
                        verbose_name="dagar före mötet att anmäla distans",
                    ),
                ),
                (
                    "föreslagna_justerare",
                    models.PositiveSmallIntegerField(
                        db_column="foreslagna_justerare",
                        default=0,
                        help_text="I tur och ordning bland ledamöterna; 0 om nämnden utser dem först på mötet.",
                        verbose_name="justerare som föreslås i kallelsen",
                    ),
                ),
                (
                    "slag_i_rubriken",
                    models.BooleanField(
                        default=False,
                        help_text="Till exempel ”Information: Budgetläget” i kallelsen.",
                        verbose_name="punktens slag står före rubriken",
                    ),
                ),
                (
                    "första_nummer",
                    models.PositiveSmallIntegerField(
                        db_column="forsta_nummer",
                        default=1,
                        help_text="En del organ numrerar från 0.",
                        verbose_name="första punktens nummer",
                    ),
                ),
                (
                    "formalia_med_paragraf",
                    models.BooleanField(
                        default=True,
                        help_text="Upprop, val av justerare m.m.",
                        verbose_name="formalia får paragrafnummer",
                    ),
                ),
                (
                    "ersättares_mening",
                    models.BooleanField(
                        db_column="ersattares_mening",
                        default=False,
                        help_text="Enligt reglementet; gäller ersättare som inte tjänstgör.",
                        verbose_name="ersättare får sin mening antecknad",
                    ),
                ),
                (
                    "protokollsanteckningar",
                    models.BooleanField(
                        default=True,
                        help_text="Enligt reglementet. Rätten att reservera sig gäller alltid (KL 4 kap. 27 §).",
                        verbose_name="ledamöter får göra protokollsanteckningar och särskilda yttranden",
                    ),
                ),
                (
                    "färre_får_besvara",
                    models.BooleanField(
                        db_column="farre_far_besvara",
                        default=False,
                        help_text="Fullmäktiges eget beslut: svaret kräver inte att fler än hälften är närvarande (KL 5 kap. 45 §).",
                        verbose_name="interpellationer och frågor får besvaras av färre",
                    ),
                ),
                (
                    "samverkande",
                    models.JSONField(
                        blank=True,
                        default=list,
                        help_text="De andra kommunerna eller regionerna i en gemensam nämnd (KL 9 kap. 19 §).",
                        verbose_name="gemensam med",
                    ),
                ),
                (
                    "inkallelseordning",
                    models.JSONField(
                        blank=True,
                        default=dict,
                        help_text="För varje parti, partierna i den ordning deras ersättare kallas in.",
                    ),
                ),
                (
                    "anteckningssidor",
                    models.PositiveSmallIntegerField(
                        default=0, verbose_name="anteckningssidor i paketet"
                    ),
                ),
                (
                    "stopp_arbetsdagar",
                    models.PositiveSmallIntegerField(
                        default=15,
                        help_text="Förslag i sammanträdesplanen: sista dag att lämna handlingar.",
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(90),
                        ],
                        verbose_name="stoppdag, arbetsdagar före mötet",
                    ),
                ),
                (
                    "utskick_arbetsdagar",
                    models.PositiveSmallIntegerField(
                        default=7,
                        help_text="Förslag i sammanträdesplanen: dagen kallelsen går ut.",
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(90),
                        ],
                        verbose_name="utskick, arbetsdagar före mötet",
                    ),
                ),
                (
                    "diarium",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="arenden.diarium",
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
                    "överordnat",
                    models.ForeignKey(
                        blank=True,
                        db_column="overordnat_id",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="underordnade",
                        to="namnd.organ",
                    ),
                ),
            ],
            options={
                "verbose_name": "organ",
                "verbose_name_plural": "organ",
                "ordering": ["myndighet_id", "namn", "id"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("myndighet", "namn"),
                        name="organ_unikt_namn",
                        violation_error_message="Myndigheten har redan ett organ med det namnet.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Punkt",
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
                ("ordning", models.PositiveIntegerField()),
                (
                    "numrering",
                    models.CharField(
                        choices=[
                            ("lopande", "löpande"),
                            ("fast", "eget nummer"),
                            ("utan", "utan nummer"),
                        ],
                        default="lopande",
                        max_length=8,
                    ),
                ),
                (
                    "nummer",
                    models.CharField(blank=True, help_text="Bara för eget nummer.", max_length=10),
                ),
                (
                    "till_nummer",
                    models.CharField(
                        blank=True,
                        help_text="Sista numret när flera punkter visas som en rad.",
                        max_length=10,
                    ),
                ),
                (
                    "avsnitt",
                    models.CharField(
                        blank=True, help_text="Rubrik som börjar före punkten.", max_length=200
                    ),
                ),
                (
                    "slag",
                    models.CharField(
                        choices=[
                            ("formalia", "formalia"),
                            ("information", "information"),
                            ("beslut", "beslut"),
                            ("sekretess", "sekretess"),
                            ("anmalan", "anmälan"),
                            ("ovrigt", "övrigt"),
                        ],
                        default="beslut",
                        max_length=12,
                    ),
                ),
                (
                    "slag_antaget",
                    models.BooleanField(
                        default=False, help_text="Slaget stod inte i en inläst källa."
                    ),
                ),
                ("rubrik", models.CharField(max_length=500)),
                ("offentlig_rubrik", models.CharField(blank=True, max_length=500)),
                (
                    "avvikande_beteckning",
                    models.CharField(
                        blank=True,
                        help_text="Dnr som en importerad lista trycker det.",
                        max_length=100,
                    ),
                ),
                (
                    "klass",
                    models.CharField(
                        blank=True,
                        help_text="Som i en inläst lista.",
                        max_length=20,
                        verbose_name="tryckt klass",
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
                ("tid", models.CharField(blank=True, max_length=50, verbose_name="klockslag")),
                (
                    "anmärkning",
                    models.CharField(blank=True, db_column="anmarkning", max_length=300),
                ),
                (
                    "handlingar_senare",
                    models.BooleanField(default=False, verbose_name="handlingar skickas senare"),
                ),
                (
                    "handlingar_dukas",
                    models.BooleanField(default=False, verbose_name="handlingarna dukas"),
                ),
                ("bilagemarkering", models.CharField(blank=True, max_length=20)),
                ("beslutsinstans", models.CharField(blank=True, max_length=100)),
                (
                    "förslag_av",
                    models.CharField(
                        blank=True,
                        db_column="forslag_av",
                        max_length=200,
                        verbose_name="förslag från",
                    ),
                ),
                ("utkast", models.BooleanField(default=False)),
                (
                    "fortsätter",
                    models.ForeignKey(
                        blank=True,
                        db_column="fortsatter_id",
                        help_text="Punkten på ett tidigare möte som ärendet kommer tillbaka från.",
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="namnd.punkt",
                    ),
                ),
                (
                    "förälder",
                    models.ForeignKey(
                        blank=True,
                        db_column="foralder_id",
                        help_text="Raden som flera punkter visas som (5.–18. SEKRETESSÄRENDEN).",
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="punkter",
                        to="namnd.punkt",
                    ),
                ),
                (
                    "skrivelse",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="arenden.skrivelse",
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
                "verbose_name": "punkt",
                "verbose_name_plural": "punkter",
                "ordering": ["sammanträde_id", "ordning", "id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("numrering", "fast"), ("nummer", ""), _connector="XOR"),
                        name="punkt_eget_nummer_satt",
                        violation_error_message="Ange ett nummer, eller välj löpande numrering.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Meddelande",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "handling",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="arenden.handling",
                    ),
                ),
                (
                    "punkt",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="meddelanden",
                        to="namnd.punkt",
                    ),
                ),
            ],
            options={
                "verbose_name": "meddelande",
                "verbose_name_plural": "meddelanden",
                "ordering": ["punkt_id", "id"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("punkt", "handling"),
                        name="meddelande_en_gang",
                        violation_error_message="Handlingen står redan bland punktens meddelanden.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Kallelsesida",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("nummer", models.CharField(max_length=25)),
                ("från_sida", models.PositiveIntegerField(db_column="fran_sida", null=True)),
                ("till_sida", models.PositiveIntegerField(null=True)),
                (
                    "sidor",
                    models.TextField(
                        blank=True,
                        help_text="Sidnumren som de trycks: ”6–11, 11a–11c”. Tomt utan papper.",
                    ),
                ),
                (
                    "kallelse",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="punktsidor",
                        to="namnd.kallelse",
                    ),
                ),
                (
                    "punkt",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="namnd.punkt",
                    ),
                ),
            ],
            options={
                "verbose_name": "punktens sidor",
                "verbose_name_plural": "punkternas sidor",
                "ordering": ["kallelse_id", "id"],
            },
        ),
        migrations.CreateModel(
            name="Förslagssats",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("nummer", models.PositiveSmallIntegerField()),
                ("text", models.TextField()),
                (
                    "punkt",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="förslag",
                        to="namnd.punkt",
                    ),
                ),
            ],
            options={
                "verbose_name": "förslagssats",
                "verbose_name_plural": "förslagssatser",
                "db_table": "namnd_forslagssats",
                "ordering": ["punkt_id", "nummer", "id"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("punkt", "nummer"),
                        name="forslagssats_nummer",
                        violation_error_message="Två satser har samma nummer.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Föredragande",
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
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="konton.person",
                    ),
                ),
                (
                    "punkt",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="föredragande",
                        to="namnd.punkt",
                    ),
                ),
            ],
            options={
                "verbose_name": "föredragande",
                "verbose_name_plural": "föredragande",
                "db_table": "namnd_foredragande",
                "ordering": ["punkt_id", "id"],
            },
        ),
        migrations.CreateModel(
            name="AnmältJäv",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "grund",
                    models.CharField(
                        help_text="Jävsgrundens etikett; se nämnd.jäv.", max_length=300
                    ),
                ),
                ("tid", models.DateTimeField()),
                (
                    "återtaget_tid",
                    models.DateTimeField(blank=True, db_column="atertaget_tid", null=True),
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
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="konton.person",
                    ),
                ),
                (
                    "återtaget_av",
                    models.ForeignKey(
                        blank=True,
                        db_column="atertaget_av_id",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "punkt",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="anmälda_jäv",
                        to="namnd.punkt",
                    ),
                ),
            ],
            options={
                "verbose_name": "anmält jäv",
                "verbose_name_plural": "anmälda jäv",
                "db_table": "namnd_anmaltjav",
                "ordering": ["punkt_id", "id"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("återtaget_tid", None)),
                        fields=("punkt", "person"),
                        name="anmalt_jav_en_gang",
                        violation_error_message="Jävet är redan anmält.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("återtaget_av", None), ("återtaget_tid", None)),
                            models.Q(
                                ("återtaget_av__isnull", False), ("återtaget_tid__isnull", False)
                            ),
                            _connector="OR",
                        ),
                        name="anmalt_jav_atertaget_hor_ihop",
                        violation_error_message="Ett återtaget jäv har tid och vem som tog tillbaka det.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Anmältbeslut",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("fotnot", models.CharField(blank=True, max_length=500)),
                (
                    "beslut",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="arenden.delegationsbeslut",
                    ),
                ),
                (
                    "punkt",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="anmälda_beslut",
                        to="namnd.punkt",
                    ),
                ),
            ],
            options={
                "verbose_name": "anmält beslut",
                "verbose_name_plural": "anmälda beslut",
                "db_table": "namnd_anmaltbeslut",
                "ordering": ["punkt_id", "id"],
            },
        ),
        migrations.CreateModel(
            name="Punkthandling",
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
                ("ordning", models.PositiveIntegerField()),
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
                ("rubrik", models.CharField(blank=True, max_length=500)),
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
                    "slag_antaget",
                    models.BooleanField(
                        default=False, help_text="Slaget stod inte i en inläst källa."
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
                    "punkt",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="handlingar",
                        to="namnd.punkt",
                    ),
                ),
            ],
            options={
                "verbose_name": "punktens handling",
                "verbose_name_plural": "punktens handlingar",
                "ordering": ["punkt_id", "ordning", "id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("fil", None), ("handling__isnull", False), ("rubrik", "")),
                            models.Q(("handling", None), models.Q(("rubrik", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="punkthandling_en_kalla",
                        violation_error_message="Ange en registrerad handling eller en egen rubrik.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Anmälningslista",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("underlag", models.JSONField(default=dict)),
                ("version", models.PositiveIntegerField(default=0)),
                (
                    "jobb",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="arenden.jobb",
                    ),
                ),
                (
                    "punkt",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="anmälningslista",
                        to="namnd.punkt",
                    ),
                ),
                (
                    "papper",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="namnd.punkthandling",
                    ),
                ),
            ],
            options={
                "verbose_name": "anmälningslista",
                "verbose_name_plural": "anmälningslistor",
                "db_table": "namnd_anmalningslista",
                "ordering": ["punkt_id"],
            },
        ),
        migrations.CreateModel(
            name="Sammanträde",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("datum", models.DateField()),
                ("plats", models.CharField(blank=True, max_length=300)),
                (
                    "digital_plats",
                    models.CharField(
                        blank=True,
                        help_text="Hur man ansluter på distans. Står bara i de kallades exemplar.",
                        max_length=300,
                    ),
                ),
                (
                    "slag",
                    models.CharField(
                        choices=[("ordinarie", "ordinarie"), ("extra", "extra")],
                        default="ordinarie",
                        max_length=10,
                    ),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("utkast", "utkast"),
                            ("kallat", "kallat"),
                            ("pagar", "pågår"),
                            ("avslutat", "avslutat"),
                            ("installt", "inställt"),
                        ],
                        default="utkast",
                        max_length=10,
                    ),
                ),
                ("tema", models.CharField(blank=True, max_length=300)),
                (
                    "ordförande_titel",
                    models.CharField(blank=True, db_column="ordforande_titel", max_length=200),
                ),
                ("sekreterare_titel", models.CharField(blank=True, max_length=200)),
                (
                    "distans",
                    models.CharField(blank=True, max_length=500, verbose_name="regler för distans"),
                ),
                (
                    "distans_senast",
                    models.DateField(
                        blank=True, null=True, verbose_name="sista dag att anmäla distans"
                    ),
                ),
                ("pressinformation", models.CharField(blank=True, max_length=500)),
                ("underskrift_ort", models.CharField(blank=True, max_length=100)),
                ("underskrift_dag", models.DateField(blank=True, null=True)),
                ("anteckningssidor", models.PositiveSmallIntegerField(default=0)),
                ("protokollsnummer", models.CharField(blank=True, max_length=50)),
                (
                    "offentligt",
                    models.BooleanField(default=False, verbose_name="offentligt sammanträde"),
                ),
                (
                    "stoppdag",
                    models.DateField(blank=True, null=True, verbose_name="stoppdag för handlingar"),
                ),
                ("utskicksdag", models.DateField(blank=True, null=True)),
                (
                    "anmärkningar",
                    models.JSONField(
                        blank=True,
                        db_column="anmarkningar",
                        default=list,
                        help_text="Anmärkningar om en importerad källa; trycks aldrig.",
                    ),
                ),
                (
                    "utkast",
                    models.BooleanField(default=False, verbose_name="beslutsutkast i listan"),
                ),
                (
                    "inställt_skäl",
                    models.CharField(blank=True, db_column="installt_skal", max_length=300),
                ),
                (
                    "version",
                    models.PositiveIntegerField(
                        default=1, help_text="Ökar vid varje ändring av föredragningslistan."
                    ),
                ),
                (
                    "förhinder_till",
                    models.ForeignKey(
                        blank=True,
                        db_column="forhinder_till_id",
                        help_text="Vem man meddelar förhinder.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="konton.person",
                    ),
                ),
                (
                    "ordförande",
                    models.ForeignKey(
                        blank=True,
                        db_column="ordforande_id",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="konton.person",
                    ),
                ),
                (
                    "organ",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="sammanträden",
                        to="namnd.organ",
                    ),
                ),
                (
                    "sekreterare",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="konton.person",
                    ),
                ),
            ],
            options={
                "verbose_name": "sammanträde",
                "verbose_name_plural": "sammanträden",
                "db_table": "namnd_sammantrade",
                "ordering": ["-datum", "-id"],
            },
        ),
        migrations.AddField(
            model_name="punkt",
            name="sammanträde",
            field=models.ForeignKey(
                db_column="sammantrade_id",
                on_delete=django.db.models.deletion.CASCADE,
                related_name="punkter",
                to="namnd.sammanträde",
            ),
        ),
        migrations.CreateModel(
            name="Programpunkt",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("tid", models.CharField(blank=True, max_length=50)),
                ("text", models.CharField(max_length=300)),
                (
                    "sammanträde",
                    models.ForeignKey(
                        db_column="sammantrade_id",
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="program",
                        to="namnd.sammanträde",
                    ),
                ),
            ],
            options={
                "verbose_name": "programpunkt",
                "verbose_name_plural": "programpunkter",
                "ordering": ["sammanträde_id", "id"],
            },
        ),
        migrations.CreateModel(
            name="Mötesperson",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "roll",
                    models.CharField(
                        choices=[
                            ("ordforande", "ordförande"),
                            ("sekreterare", "sekreterare"),
                            ("forhinder", "meddelas förhinder"),
                        ],
                        max_length=12,
                    ),
                ),
                ("parti", models.CharField(blank=True, max_length=50)),
                ("titel", models.CharField(blank=True, max_length=200)),
                ("epost", models.CharField(blank=True, max_length=254, verbose_name="e-post")),
                ("telefon", models.CharField(blank=True, max_length=50)),
                ("tid", models.CharField(blank=True, max_length=50)),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="konton.person",
                    ),
                ),
                (
                    "sammanträde",
                    models.ForeignKey(
                        db_column="sammantrade_id",
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="personer",
                        to="namnd.sammanträde",
                    ),
                ),
            ],
            options={
                "verbose_name": "person i källan",
                "verbose_name_plural": "personer i källan",
                "db_table": "namnd_motesperson",
                "ordering": ["sammanträde_id", "roll"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("sammanträde", "roll"),
                        name="motesperson_en_per_roll",
                        violation_error_message="Rollen har redan en person i källan.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Mötesparti",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("kod", models.CharField(max_length=20)),
                ("namn", models.CharField(blank=True, max_length=200)),
                (
                    "sammanträde",
                    models.ForeignKey(
                        db_column="sammantrade_id",
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="partier",
                        to="namnd.sammanträde",
                    ),
                ),
            ],
            options={
                "verbose_name": "parti i källan",
                "verbose_name_plural": "partier i källan",
                "db_table": "namnd_motesparti",
                "ordering": ["sammanträde_id", "id"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("sammanträde", "kod"),
                        name="motesparti_unik_kod",
                        violation_error_message="Partiet står redan i källan.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Källa",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "fler_kommuner",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=200),
                        blank=True,
                        default=list,
                        size=None,
                    ),
                ),
                ("kortnamn", models.CharField(blank=True, max_length=20)),
                (
                    "typ",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("fullmaktige", "fullmäktige"),
                            ("styrelse", "styrelse"),
                            ("namnd", "nämnd"),
                            ("gemensam_namnd", "gemensam nämnd"),
                            ("utskott", "utskott"),
                            ("beredning", "beredning"),
                        ],
                        max_length=20,
                    ),
                ),
                (
                    "överordnat",
                    models.CharField(blank=True, db_column="overordnat", max_length=200),
                ),
                (
                    "platser",
                    models.PositiveSmallIntegerField(
                        blank=True, null=True, verbose_name="antal ledamöter"
                    ),
                ),
                (
                    "förvaltning",
                    models.CharField(blank=True, db_column="forvaltning", max_length=200),
                ),
                (
                    "prefix",
                    models.CharField(blank=True, max_length=20, verbose_name="diariets prefix"),
                ),
                (
                    "mönster",
                    models.CharField(
                        blank=True,
                        db_column="monster",
                        max_length=100,
                        verbose_name="diariets mönster",
                    ),
                ),
                (
                    "distans_tillåten",
                    models.BooleanField(
                        db_column="distans_tillaten",
                        default=False,
                        verbose_name="deltagande på distans tillåtet",
                    ),
                ),
                ("slag", models.CharField(blank=True, max_length=10, verbose_name="mötets slag")),
                (
                    "sammanträde",
                    models.OneToOneField(
                        db_column="sammantrade_id",
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="källa",
                        to="namnd.sammanträde",
                    ),
                ),
            ],
            options={
                "verbose_name": "källa",
                "verbose_name_plural": "källor",
                "db_table": "namnd_kalla",
                "ordering": ["sammanträde_id"],
            },
        ),
        migrations.AddField(
            model_name="kallelse",
            name="sammanträde",
            field=models.ForeignKey(
                db_column="sammantrade_id",
                on_delete=django.db.models.deletion.PROTECT,
                related_name="kallelser",
                to="namnd.sammanträde",
            ),
        ),
        migrations.CreateModel(
            name="Kallad",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "som",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("ledamot", "ledamot"),
                            ("tjanstgorande_ersattare", "tjänstgörande ersättare"),
                            ("ersattare", "ersättare"),
                            ("kannedom", "för kännedom"),
                            ("ovrig", "övrig"),
                        ],
                        max_length=25,
                    ),
                ),
                ("namn", models.CharField(max_length=200)),
                ("parti", models.CharField(blank=True, max_length=50)),
                ("titel", models.CharField(blank=True, max_length=200)),
                ("epost", models.CharField(blank=True, max_length=254, verbose_name="e-post")),
                ("telefon", models.CharField(blank=True, max_length=50)),
                ("tid", models.CharField(blank=True, max_length=50)),
                (
                    "upprepning",
                    models.PositiveSmallIntegerField(
                        default=0,
                        help_text="0 första gången personen står i listan; en källa kan ha fler.",
                    ),
                ),
                (
                    "kallad_av",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
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
                    "sammanträde",
                    models.ForeignKey(
                        db_column="sammantrade_id",
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="kallade",
                        to="namnd.sammanträde",
                    ),
                ),
            ],
            options={
                "verbose_name": "kallad",
                "verbose_name_plural": "kallade",
                "ordering": ["sammanträde_id", "id"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("sammanträde", "person", "upprepning"),
                        name="kallad_en_gang",
                        violation_error_message="Personen är redan kallad.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Inkallelse",
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
                            ("kallad", "kallad, har inte svarat"),
                            ("accepterat", "kommer"),
                            ("avbojt", "kan inte"),
                            ("atertagen", "återtagen"),
                        ],
                        default="kallad",
                        max_length=12,
                    ),
                ),
                (
                    "avvikelse",
                    models.CharField(
                        blank=True,
                        help_text="Varningen om att någon annan var i tur.",
                        max_length=300,
                    ),
                ),
                ("avvikelse_lagrum", models.CharField(blank=True, max_length=100)),
                (
                    "skäl",
                    models.CharField(
                        blank=True,
                        db_column="skal",
                        help_text="Varför ersättaren kallades utom sin tur.",
                        max_length=300,
                    ),
                ),
                ("kallad_tid", models.DateTimeField()),
                ("avgjord_tid", models.DateTimeField(blank=True, null=True)),
                (
                    "brev_påbörjat_tid",
                    models.DateTimeField(blank=True, db_column="brev_paborjat_tid", null=True),
                ),
                ("brev_skickat_tid", models.DateTimeField(blank=True, null=True)),
                ("brev_fel", models.CharField(blank=True, max_length=300)),
                (
                    "avgjord_av",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "för",
                    models.ForeignKey(
                        db_column="for_id",
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="konton.person",
                    ),
                ),
                (
                    "kallad_av",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
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
                    "sammanträde",
                    models.ForeignKey(
                        db_column="sammantrade_id",
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="inkallelser",
                        to="namnd.sammanträde",
                    ),
                ),
            ],
            options={
                "verbose_name": "inkallelse",
                "verbose_name_plural": "inkallelser",
                "ordering": ["sammanträde_id", "kallad_tid", "id"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("status__in", ["kallad", "accepterat"])),
                        fields=("sammanträde", "för"),
                        name="inkallelse_en_per_plats",
                        violation_error_message="En annan ersättare är redan inkallad för ledamoten.",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("status__in", ["kallad", "accepterat"])),
                        fields=("sammanträde", "person"),
                        name="inkallelse_en_per_ersattare",
                        violation_error_message="Ersättaren är redan inkallad för en annan ledamot.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("avvikelse", ""), ("skäl", "")),
                            models.Q(
                                models.Q(("avvikelse", ""), _negated=True),
                                models.Q(("skäl", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="inkallelse_avvikelse_med_skal",
                        violation_error_message="Skriv varför ersättaren kallas in utom sin tur.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("avgjord_av", None), ("avgjord_tid", None), ("status", "kallad")
                            ),
                            models.Q(
                                models.Q(("status", "kallad"), _negated=True),
                                ("avgjord_av__isnull", False),
                                ("avgjord_tid__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="inkallelse_avgjord_hor_ihop",
                        violation_error_message="En besvarad inkallelse har tid och vem som svarade.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("brev_skickat_tid", None),
                            ("brev_påbörjat_tid__isnull", False),
                            _connector="OR",
                        ),
                        name="inkallelse_brev_i_ordning",
                        violation_error_message="Ett skickat brev har påbörjats.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Gruppmöte",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("partier", models.JSONField(default=list)),
                ("plats", models.CharField(blank=True, max_length=300)),
                ("från", models.TimeField(blank=True, db_column="fran", null=True)),
                ("till", models.TimeField(blank=True, null=True)),
                (
                    "sammanträde",
                    models.ForeignKey(
                        db_column="sammantrade_id",
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="gruppmöten",
                        to="namnd.sammanträde",
                    ),
                ),
            ],
            options={
                "verbose_name": "gruppmöte",
                "verbose_name_plural": "gruppmöten",
                "db_table": "namnd_gruppmote",
                "ordering": ["sammanträde_id", "id"],
            },
        ),
        migrations.CreateModel(
            name="Sammanträdesplan",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "år",
                    models.PositiveSmallIntegerField(
                        db_column="ar",
                        validators=[
                            django.core.validators.MinValueValidator(2000),
                            django.core.validators.MaxValueValidator(2100),
                        ],
                        verbose_name="år",
                    ),
                ),
                ("version", models.PositiveSmallIntegerField(default=1)),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("utkast", "utkast"),
                            ("inlamnad", "lämnad till beslut"),
                            ("faststalld", "fastställd"),
                            ("ersatt", "ersatt"),
                        ],
                        default="utkast",
                        max_length=10,
                    ),
                ),
                (
                    "underlag",
                    models.JSONField(
                        blank=True,
                        default=dict,
                        help_text="Det som trycks, fruset när PDF:en beställs.",
                    ),
                ),
                (
                    "beslut",
                    models.CharField(
                        blank=True,
                        help_text="Organet, dagen och paragrafen som fastställde.",
                        max_length=300,
                    ),
                ),
                (
                    "skäl",
                    models.CharField(
                        blank=True,
                        db_column="skal",
                        help_text="Varför planen fastställdes fast beslutet inte finns i systemet.",
                        max_length=300,
                        verbose_name="skäl till undantag",
                    ),
                ),
                (
                    "fastställd_tid",
                    models.DateTimeField(blank=True, db_column="faststalld_tid", null=True),
                ),
                (
                    "ersätter",
                    models.OneToOneField(
                        blank=True,
                        db_column="ersatter_id",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="efterträdare",
                        to="namnd.sammanträdesplan",
                    ),
                ),
                (
                    "fastställd_av",
                    models.ForeignKey(
                        blank=True,
                        db_column="faststalld_av_id",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
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
                    "myndighet",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="konton.myndighet",
                    ),
                ),
                (
                    "skrivelse",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="arenden.skrivelse",
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
                "verbose_name": "sammanträdesplan",
                "verbose_name_plural": "sammanträdesplaner",
                "db_table": "namnd_sammantradesplan",
                "ordering": ["-år", "myndighet_id", "-version"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("myndighet", "år", "version"),
                        name="sammantradesplan_version",
                        violation_error_message="Versionen av planen finns redan.",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("status__in", ["utkast", "inlamnad"])),
                        fields=("myndighet", "år"),
                        name="sammantradesplan_ett_utkast",
                        violation_error_message="Nämnden har redan en plan för året som inte är beslutad.",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("status", "faststalld")),
                        fields=("myndighet", "år"),
                        name="sammantradesplan_en_gallande",
                        violation_error_message="Nämnden har redan en fastställd plan för året.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("fastställd_av", None),
                                ("fastställd_tid", None),
                                ("status__in", ["utkast", "inlamnad"]),
                            ),
                            models.Q(
                                ("beslut__gt", ""),
                                ("fastställd_av__isnull", False),
                                ("fastställd_tid__isnull", False),
                                ("status__in", ["faststalld", "ersatt"]),
                            ),
                            _connector="OR",
                        ),
                        name="sammantradesplan_faststalld_hor_ihop",
                        violation_error_message="En fastställd plan har tid, fastställare och beslut.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PlaneratMöte",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("datum", models.DateField()),
                ("från", models.TimeField(db_column="fran")),
                ("till", models.TimeField(blank=True, null=True)),
                ("plats", models.CharField(blank=True, max_length=300)),
                (
                    "stopp_arbetsdagar",
                    models.PositiveSmallIntegerField(
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(90),
                        ],
                        verbose_name="stoppdag, arbetsdagar före",
                    ),
                ),
                (
                    "utskick_arbetsdagar",
                    models.PositiveSmallIntegerField(
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(90),
                        ],
                        verbose_name="utskick, arbetsdagar före",
                    ),
                ),
                (
                    "inför",
                    models.ForeignKey(
                        blank=True,
                        db_column="infor_id",
                        help_text="Nämndens möte som utskottet bereder ärendena till.",
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="förberedande",
                        to="namnd.planeratmöte",
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
                    "sammanträde",
                    models.ForeignKey(
                        blank=True,
                        db_column="sammantrade_id",
                        help_text="Mötet som raden blev när planen fastställdes.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="planerade",
                        to="namnd.sammanträde",
                    ),
                ),
                (
                    "plan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="möten",
                        to="namnd.sammanträdesplan",
                    ),
                ),
            ],
            options={
                "verbose_name": "planerat möte",
                "verbose_name_plural": "planerade möten",
                "db_table": "namnd_planeratmote",
                "ordering": ["plan_id", "datum", "från", "id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("till", None), ("till__gt", models.F("från")), _connector="OR"
                        ),
                        name="planeratmote_till_efter_fran",
                        violation_error_message="Sluttiden måste ligga efter starttiden.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("stopp_arbetsdagar__gte", 1), ("utskick_arbetsdagar__gte", 1)
                        ),
                        name="planeratmote_dagar_fore",
                        violation_error_message="Stoppdag och utskick ligger minst en arbetsdag före.",
                    ),
                    models.UniqueConstraint(
                        fields=("plan", "organ", "datum", "från"),
                        name="planeratmote_unikt",
                        violation_error_message="Organet har redan ett möte den dagen och tiden i planen.",
                    ),
                    models.UniqueConstraint(
                        fields=("plan", "sammanträde"),
                        name="planeratmote_ett_per_sammantrade",
                        violation_error_message="Sammanträdet står redan i planen.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Skollov",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("namn", models.CharField(help_text="Till exempel sportlov.", max_length=100)),
                ("från", models.DateField(db_column="fran", verbose_name="första dagen")),
                ("till", models.DateField(verbose_name="sista dagen")),
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
                "verbose_name": "skollov",
                "verbose_name_plural": "skollov",
                "ordering": ["-från", "id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("till__gte", models.F("från"))),
                        name="skollov_till_efter_fran",
                        violation_error_message="Sista dagen får inte ligga före den första.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="StåendePunkt",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("ordning", models.PositiveSmallIntegerField(default=0)),
                ("rubrik", models.CharField(max_length=500)),
                ("slag", models.CharField(default="formalia", max_length=12)),
                ("sist", models.BooleanField(default=False, verbose_name="efter beslutsärendena")),
                (
                    "förslag",
                    models.TextField(
                        blank=True, db_column="forslag", verbose_name="förslag till beslut"
                    ),
                ),
                (
                    "organ",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="stående_punkter",
                        to="namnd.organ",
                    ),
                ),
                (
                    "ärende",
                    models.ForeignKey(
                        blank=True,
                        db_column="arende_id",
                        help_text="Det stående diarienumret för en återkommande punkt. Gäller möten samma år.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="arenden.ärende",
                        verbose_name="årets ärende",
                    ),
                ),
            ],
            options={
                "verbose_name": "stående punkt",
                "verbose_name_plural": "stående punkter",
                "db_table": "namnd_staendepunkt",
                "ordering": ["organ_id", "sist", "ordning", "id"],
            },
        ),
        migrations.CreateModel(
            name="Svar",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("kommer", models.BooleanField()),
                (
                    "distans",
                    models.BooleanField(
                        default=False, help_text="KL 5:16, 6:24.", verbose_name="på distans"
                    ),
                ),
                (
                    "från",
                    models.TimeField(
                        blank=True, db_column="fran", null=True, verbose_name="kommer klockan"
                    ),
                ),
                ("till", models.TimeField(blank=True, null=True, verbose_name="går klockan")),
                ("skäl", models.CharField(blank=True, db_column="skal", max_length=300)),
                (
                    "sätt",
                    models.CharField(
                        choices=[("sjalv", "eget svar"), ("sekreteraren", "genom sekreteraren")],
                        db_column="satt",
                        max_length=12,
                    ),
                ),
                (
                    "anteckning",
                    models.CharField(
                        blank=True,
                        help_text="Hur sekreteraren fick svaret, till exempel ”ringde 12 mars”.",
                        max_length=300,
                    ),
                ),
                ("gällande", models.BooleanField(db_column="gallande", default=True)),
                ("tid", models.DateTimeField()),
                (
                    "av",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
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
                    "sammanträde",
                    models.ForeignKey(
                        db_column="sammantrade_id",
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="svar",
                        to="namnd.sammanträde",
                    ),
                ),
            ],
            options={
                "verbose_name": "svar",
                "verbose_name_plural": "svar",
                "ordering": ["sammanträde_id", "tid", "id"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("gällande", True)),
                        fields=("sammanträde", "person"),
                        name="svar_ett_gallande",
                        violation_error_message="Personen har redan ett svar som gäller.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("kommer", True),
                            models.Q(("distans", False), ("från", None), ("till", None)),
                            _connector="OR",
                        ),
                        name="svar_borta_utan_tider",
                        violation_error_message="Den som inte kommer har inga klockslag.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("från", None),
                            ("till", None),
                            ("till__gt", models.F("från")),
                            _connector="OR",
                        ),
                        name="svar_till_efter_fran",
                        violation_error_message="Den som kommer kan inte gå innan dess.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Tidspann",
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
                    "över_midnatt",
                    models.BooleanField(
                        db_column="over_midnatt",
                        default=False,
                        help_text="Spannet slutar dagen efter, eller så har källan tiderna omkastade.",
                    ),
                ),
                (
                    "sammanträde",
                    models.ForeignKey(
                        db_column="sammantrade_id",
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="tider",
                        to="namnd.sammanträde",
                    ),
                ),
            ],
            options={
                "verbose_name": "tid",
                "verbose_name_plural": "tider",
                "ordering": ["sammanträde_id", "id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("till", None),
                            ("till__gt", models.F("från")),
                            ("över_midnatt", True),
                            _connector="OR",
                        ),
                        name="tidspann_till_efter_fran",
                        violation_error_message="Sluttiden måste ligga efter starttiden.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="TilltänktJusterare",
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
                    "är_ersättare",
                    models.BooleanField(
                        db_column="ar_ersattare", default=False, verbose_name="ersättare"
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="konton.person",
                    ),
                ),
                (
                    "sammanträde",
                    models.ForeignKey(
                        db_column="sammantrade_id",
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="tilltänkta_justerare",
                        to="namnd.sammanträde",
                    ),
                ),
            ],
            options={
                "verbose_name": "tilltänkt justerare",
                "verbose_name_plural": "tilltänkta justerare",
                "db_table": "namnd_tilltanktjusterare",
                "ordering": ["sammanträde_id", "är_ersättare", "id"],
            },
        ),
        migrations.CreateModel(
            name="Uppdrag",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "post",
                    models.CharField(
                        choices=[
                            ("ordforande", "ordförande"),
                            ("vice_1", "1:e vice ordförande"),
                            ("vice_2", "2:e vice ordförande"),
                            ("ledamot", "ledamot"),
                            ("ersattare", "ersättare"),
                            ("insyn", "insynsplats"),
                        ],
                        default="ledamot",
                        max_length=12,
                    ),
                ),
                ("från", models.DateField(db_column="fran")),
                ("till", models.DateField(blank=True, null=True)),
                (
                    "ordning",
                    models.PositiveSmallIntegerField(
                        default=0, help_text="Ordning i listan och vid inkallelse."
                    ),
                ),
                (
                    "valkrets",
                    models.CharField(
                        blank=True,
                        help_text="I fullmäktige med flera valkretsar (KL 5 kap. 21 §).",
                        max_length=100,
                    ),
                ),
                (
                    "organ",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="uppdrag",
                        to="namnd.organ",
                    ),
                ),
                (
                    "parti",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="konton.parti",
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
                    "personlig_ersättare_för",
                    models.ForeignKey(
                        blank=True,
                        db_column="personlig_ersattare_for_id",
                        help_text="Ledamoten som ersättaren kallas in för före alla andra, enligt reglementet.",
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="namnd.uppdrag",
                    ),
                ),
            ],
            options={
                "verbose_name": "uppdrag",
                "verbose_name_plural": "uppdrag",
                "ordering": ["organ_id", "ordning", "id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("till", None), ("till__gte", models.F("från")), _connector="OR"
                        ),
                        name="uppdrag_till_efter_fran",
                        violation_error_message="Slutdagen får inte ligga före startdagen.",
                    ),
                    models.UniqueConstraint(
                        fields=("person", "organ", "från"),
                        name="uppdrag_unikt",
                        violation_error_message="Personen har redan ett uppdrag i organet från den dagen.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Utskick",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "nummer",
                    models.PositiveSmallIntegerField(
                        help_text="1 är mötets första utskick; kalenderpostens SEQUENCE följer det."
                    ),
                ),
                (
                    "slag",
                    models.CharField(
                        choices=[
                            ("kallelse", "kallelse"),
                            ("flyttat", "flyttat"),
                            ("installt", "inställt"),
                        ],
                        max_length=10,
                    ),
                ),
                ("organ", models.CharField(max_length=200)),
                ("plats", models.CharField(blank=True, max_length=320)),
                ("börjar_tid", models.DateTimeField(db_column="borjar_tid")),
                ("slutar_tid", models.DateTimeField(null=True)),
                (
                    "uid",
                    models.UUIDField(
                        help_text="Kalenderpostens namn; samma i alla mötets utskick."
                    ),
                ),
                (
                    "nytt",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.TextField(),
                        default=list,
                        help_text="Vad som är nytt sedan förra utskicket, aldrig punkternas rubriker.",
                        size=None,
                    ),
                ),
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
                (
                    "jobb",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="arenden.jobb",
                    ),
                ),
                (
                    "kallelse",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="utskick",
                        to="namnd.kallelse",
                    ),
                ),
                (
                    "sammanträde",
                    models.ForeignKey(
                        db_column="sammantrade_id",
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="utskick",
                        to="namnd.sammanträde",
                    ),
                ),
            ],
            options={
                "verbose_name": "utskick",
                "verbose_name_plural": "utskick",
                "ordering": ["sammanträde_id", "-nummer"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("sammanträde", "nummer"),
                        name="utskick_nummer",
                        violation_error_message="Mötet har redan ett utskick med det numret.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Utskicksmottagare",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "som",
                    models.CharField(
                        choices=[
                            ("ledamot", "ledamot"),
                            ("tjanstgorande_ersattare", "tjänstgörande ersättare"),
                            ("ersattare", "ersättare"),
                            ("kannedom", "för kännedom"),
                            ("ovrig", "övrig"),
                        ],
                        max_length=25,
                    ),
                ),
                ("namn", models.CharField(max_length=200)),
                ("parti", models.CharField(blank=True, max_length=50)),
                (
                    "epost",
                    models.EmailField(
                        blank=True,
                        help_text="Tom när det går på papper.",
                        max_length=254,
                        verbose_name="e-post",
                    ),
                ),
                ("postadress", models.TextField(blank=True)),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("koad", "väntar"),
                            ("sands", "osäkert om det kom iväg"),
                            ("skickad", "mottaget av e-postservern"),
                            ("misslyckad", "gick inte att skicka"),
                            ("post", "ska postas"),
                            ("postad", "postat"),
                        ],
                        max_length=10,
                    ),
                ),
                (
                    "sänd_tid",
                    models.DateTimeField(
                        db_column="sand_tid",
                        help_text="När e-postservern tog emot brevet, eller när det antecknades som postat.",
                        null=True,
                    ),
                ),
                ("fel", models.CharField(blank=True, max_length=300)),
                (
                    "öppnad_tid",
                    models.DateTimeField(
                        db_column="oppnad_tid",
                        help_text="Första gången personen, inloggad, öppnade kallelsen eller handlingarna.",
                        null=True,
                    ),
                ),
                (
                    "omsändning_av",
                    models.OneToOneField(
                        db_column="omsandning_av_id",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="omsänd_som",
                        to="namnd.utskicksmottagare",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="konton.person",
                    ),
                ),
                (
                    "utskick",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="mottagare",
                        to="namnd.utskick",
                    ),
                ),
            ],
            options={
                "verbose_name": "utskicksmottagare",
                "verbose_name_plural": "utskicksmottagare",
                "ordering": ["utskick_id", "id"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("omsändning_av", None), ("person__isnull", False)),
                        fields=("utskick", "person"),
                        name="utskicksmottagare_person_en_gang",
                        violation_error_message="Personen är redan med i utskicket.",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("omsändning_av", None), ("person", None)),
                        fields=("utskick", "epost"),
                        name="utskicksmottagare_adress_en_gang",
                        violation_error_message="Adressen är redan med i utskicket.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("epost", ""), ("status__in", ["post", "postad"])),
                            models.Q(
                                models.Q(("epost", ""), _negated=True),
                                models.Q(("status__in", ["post", "postad"]), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="utskicksmottagare_vagen",
                        violation_error_message="Den som inte har en e-postadress får det på papper.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("status__in", ["skickad", "postad"]), ("sänd_tid__isnull", False)
                            ),
                            models.Q(
                                models.Q(("status__in", ["skickad", "postad"]), _negated=True),
                                ("sänd_tid", None),
                            ),
                            _connector="OR",
                        ),
                        name="utskicksmottagare_sand_har_tid",
                        violation_error_message="Det som är skickat har en tid, och bara det.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Utskottsanmälan",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("organ", models.CharField(max_length=200)),
                ("datum", models.DateField()),
                (
                    "från_paragraf",
                    models.PositiveIntegerField(db_column="fran_paragraf", verbose_name="från §"),
                ),
                ("till_paragraf", models.PositiveIntegerField(verbose_name="till §")),
                ("fotnot", models.CharField(blank=True, max_length=500)),
                (
                    "punkt",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="utskottsanmälningar",
                        to="namnd.punkt",
                    ),
                ),
            ],
            options={
                "verbose_name": "utskottsanmälan",
                "verbose_name_plural": "utskottsanmälningar",
                "db_table": "namnd_utskottsanmalan",
                "ordering": ["punkt_id", "organ", "datum", "från_paragraf", "id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("från_paragraf__gte", 1),
                            ("till_paragraf__gte", models.F("från_paragraf")),
                        ),
                        name="utskottsanmalan_paragrafer_i_ordning",
                        violation_error_message="Sista paragrafen får inte komma före den första.",
                    ),
                    models.UniqueConstraint(
                        fields=("punkt", "organ", "datum", "från_paragraf"),
                        name="utskottsanmalan_unik",
                        violation_error_message="Utskottets protokoll står redan på punkten.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Återkommande",
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
                    "orsak",
                    models.CharField(
                        choices=[("bordlagd", "bordlagd"), ("aterremitterad", "återremitterad")],
                        max_length=15,
                    ),
                ),
                (
                    "ursprung",
                    models.CharField(
                        help_text="Mötets dag och paragrafen: 18 mars 2026, § 45.", max_length=200
                    ),
                ),
                ("önskad_dag", models.DateField(blank=True, db_column="onskad_dag", null=True)),
                ("rubrik", models.CharField(max_length=500)),
                ("offentlig_rubrik", models.CharField(blank=True, max_length=500)),
                (
                    "slag",
                    models.CharField(
                        choices=[
                            ("formalia", "formalia"),
                            ("information", "information"),
                            ("beslut", "beslut"),
                            ("sekretess", "sekretess"),
                            ("anmalan", "anmälan"),
                            ("ovrigt", "övrigt"),
                        ],
                        default="beslut",
                        max_length=12,
                    ),
                ),
                ("avvikande_beteckning", models.CharField(blank=True, max_length=100)),
                (
                    "förslag_av",
                    models.CharField(
                        blank=True,
                        db_column="forslag_av",
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
                (
                    "fortsätter",
                    models.ForeignKey(
                        blank=True,
                        db_column="fortsatter_id",
                        help_text="Punkten som behandlades; tom när ärendet väcktes på mötet.",
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="namnd.punkt",
                    ),
                ),
                (
                    "organ",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="återkommande",
                        to="namnd.organ",
                    ),
                ),
                (
                    "upptagen",
                    models.OneToOneField(
                        blank=True,
                        help_text="Punkten på den nya listan. Tas den bort väntar ärendet igen.",
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="återkommer_från",
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
                "verbose_name": "återkommande punkt",
                "verbose_name_plural": "återkommande punkter",
                "db_table": "namnd_aterkommande",
                "ordering": ["önskad_dag", "id"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("upptagen", None)),
                        fields=("fortsätter", "orsak"),
                        name="aterkommande_vantar_en_gang",
                        violation_error_message="Punkten väntar redan på att tas upp igen.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Kallelsefil",
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
                            ("kallelse", "kallelse"),
                            ("paket", "handlingspaket"),
                            ("offentlig_kallelse", "kallelse, offentlig"),
                            ("offentligt_paket", "handlingspaket, offentligt"),
                        ],
                        max_length=20,
                    ),
                ),
                (
                    "fil",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="arenden.fil",
                    ),
                ),
                (
                    "kallelse",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="filer",
                        to="namnd.kallelse",
                    ),
                ),
            ],
            options={
                "verbose_name": "kallelsefil",
                "verbose_name_plural": "kallelsefiler",
                "ordering": ["kallelse_id", "id"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("kallelse", "slag"),
                        name="kallelsefil_slag",
                        violation_error_message="Editionen har redan den filen.",
                    )
                ],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="kallelsefil",
            trigger=pgtrigger.compiler.Trigger(
                name="utfardad_kallelses_filer_frusna",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n                    IF EXISTS (\n                        SELECT 1 FROM namnd_kallelse\n                        WHERE id = OLD.kallelse_id AND status = 'utfardad'\n                    ) THEN\n                        RAISE EXCEPTION 'En utfärdad kallelses filer ändras inte.';\n                    END IF;\n                    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;\n                    RETURN NEW;\n                ",
                    hash="019a6052d781a989dfe5d6a7d22636eb8c73d76e",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_utfardad_kallelses_filer_frusna_a02a7",
                    table="namnd_kallelsefil",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="punkt",
            constraint=models.UniqueConstraint(
                deferrable=django.db.models.constraints.Deferrable["DEFERRED"],
                fields=("sammanträde", "ordning"),
                name="punkt_unik_ordning",
                violation_error_message="Två punkter har samma plats.",
            ),
        ),
        migrations.AddConstraint(
            model_name="kallelse",
            constraint=models.UniqueConstraint(
                fields=("sammanträde", "edition", "nummer"),
                name="kallelse_edition_och_nummer",
                violation_error_message="Editionen finns redan.",
            ),
        ),
        migrations.AddConstraint(
            model_name="kallelse",
            constraint=models.UniqueConstraint(
                condition=models.Q(("status", "utfardad"), _negated=True),
                fields=("sammanträde",),
                name="kallelse_ett_utkast",
                violation_error_message="Det finns redan ett utkast till kallelse.",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="kallelse",
            trigger=pgtrigger.compiler.Trigger(
                name="utfardad_kallelse_frusen",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.\"status\" = 'utfardad')",
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="4c1905b44387a82953365376639402770e3c7c57",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_utfardad_kallelse_frusen_6fd70",
                    table="namnd_kallelse",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="inkallelse",
            trigger=pgtrigger.compiler.Trigger(
                name="inkallelse_tas_inte_bort",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                    hash="572429f13adac035073a581a0f809fa532da1c9c",
                    operation="DELETE",
                    pgid="pgtrigger_inkallelse_tas_inte_bort_72e09",
                    table="namnd_inkallelse",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="planeratmöte",
            trigger=pgtrigger.compiler.Trigger(
                name="faststalld_plan_frusen",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n                    IF EXISTS (\n                        SELECT 1 FROM namnd_sammantradesplan\n                        WHERE id = COALESCE(NEW.plan_id, OLD.plan_id)\n                        AND status IN ('faststalld', 'ersatt')\n                    ) THEN\n                        RAISE EXCEPTION 'En fastställd sammanträdesplan ändras inte.';\n                    END IF;\n                    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;\n                    RETURN NEW;\n                ",
                    hash="29dec3e76ac5381ebb5bb9a8bedb973901b215c7",
                    operation="INSERT OR UPDATE OR DELETE",
                    pgid="pgtrigger_faststalld_plan_frusen_a0474",
                    table="namnd_planeratmote",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="svar",
            trigger=pgtrigger.compiler.Trigger(
                name="svar_tas_inte_bort",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                    hash="6c54ee3a5f324e4ebeede419aebc94aab4f8e16e",
                    operation="DELETE",
                    pgid="pgtrigger_svar_tas_inte_bort_fec72",
                    table="namnd_svar",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="svar",
            trigger=pgtrigger.compiler.Trigger(
                name="svar_andras_inte",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (NOT OLD."gallande" OR OLD."sammantrade_id" IS DISTINCT FROM (NEW."sammantrade_id") OR OLD."person_id" IS DISTINCT FROM (NEW."person_id") OR OLD."kommer" IS DISTINCT FROM (NEW."kommer") OR OLD."distans" IS DISTINCT FROM (NEW."distans") OR OLD."fran" IS DISTINCT FROM (NEW."fran") OR OLD."till" IS DISTINCT FROM (NEW."till") OR OLD."skal" IS DISTINCT FROM (NEW."skal") OR OLD."anteckning" IS DISTINCT FROM (NEW."anteckning") OR OLD."tid" IS DISTINCT FROM (NEW."tid"))',
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;",
                    hash="8a14dc5814297f710bf7615374526d22b328b680",
                    operation="UPDATE",
                    pgid="pgtrigger_svar_andras_inte_2d576",
                    table="namnd_svar",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="utskick",
            trigger=pgtrigger.compiler.Trigger(
                name="utskick_ar_fruset",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."sammantrade_id" IS DISTINCT FROM (NEW."sammantrade_id") OR OLD."kallelse_id" IS DISTINCT FROM (NEW."kallelse_id") OR OLD."nummer" IS DISTINCT FROM (NEW."nummer") OR OLD."slag" IS DISTINCT FROM (NEW."slag") OR OLD."organ" IS DISTINCT FROM (NEW."organ") OR OLD."plats" IS DISTINCT FROM (NEW."plats") OR OLD."borjar_tid" IS DISTINCT FROM (NEW."borjar_tid") OR OLD."slutar_tid" IS DISTINCT FROM (NEW."slutar_tid") OR OLD."uid" IS DISTINCT FROM (NEW."uid") OR OLD."nytt" IS DISTINCT FROM (NEW."nytt") OR OLD."av_id" IS DISTINCT FROM (NEW."av_id") OR OLD."av_namn" IS DISTINCT FROM (NEW."av_namn") OR OLD."tid" IS DISTINCT FROM (NEW."tid"))',
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;",
                    hash="b4c7c34bffcd7d152a099e0ee70e609b19180f6d",
                    operation="UPDATE",
                    pgid="pgtrigger_utskick_ar_fruset_2800f",
                    table="namnd_utskick",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="utskick",
            trigger=pgtrigger.compiler.Trigger(
                name="utskick_tas_inte_bort",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                    hash="fd4390d7ec106a4041e6151af830223bfd33a97c",
                    operation="DELETE",
                    pgid="pgtrigger_utskick_tas_inte_bort_da296",
                    table="namnd_utskick",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="utskicksmottagare",
            trigger=pgtrigger.compiler.Trigger(
                name="utskicksmottagare_ar_frusen",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."utskick_id" IS DISTINCT FROM (NEW."utskick_id") OR OLD."person_id" IS DISTINCT FROM (NEW."person_id") OR OLD."omsandning_av_id" IS DISTINCT FROM (NEW."omsandning_av_id") OR OLD."som" IS DISTINCT FROM (NEW."som") OR OLD."namn" IS DISTINCT FROM (NEW."namn") OR OLD."parti" IS DISTINCT FROM (NEW."parti") OR OLD."epost" IS DISTINCT FROM (NEW."epost") OR OLD."postadress" IS DISTINCT FROM (NEW."postadress"))',
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;",
                    hash="5315dba831116fa8d9bf65b6cae60a30bef7fbdb",
                    operation="UPDATE",
                    pgid="pgtrigger_utskicksmottagare_ar_frusen_fc510",
                    table="namnd_utskicksmottagare",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="utskicksmottagare",
            trigger=pgtrigger.compiler.Trigger(
                name="utskicksmottagare_tas_inte_bort",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                    hash="1f45f2a323f44f6adfcbbbce02cf40cbc5fe5369",
                    operation="DELETE",
                    pgid="pgtrigger_utskicksmottagare_tas_inte_bort_f1cda",
                    table="namnd_utskicksmottagare",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="utskicksmottagare",
            trigger=pgtrigger.compiler.Trigger(
                name="utskicksmottagare_skickas_en_gang",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."sand_tid" IS DISTINCT FROM (NEW."sand_tid") AND OLD."sand_tid" IS NOT NULL)',
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;",
                    hash="939816f0c1acaeba83d608cd1ad2a0db0ec55294",
                    operation="UPDATE",
                    pgid="pgtrigger_utskicksmottagare_skickas_en_gang_6efff",
                    table="namnd_utskicksmottagare",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="utskicksmottagare",
            trigger=pgtrigger.compiler.Trigger(
                name="utskicksmottagare_oppnas_en_gang",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."oppnad_tid" IS DISTINCT FROM (NEW."oppnad_tid") AND OLD."oppnad_tid" IS NOT NULL)',
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;",
                    hash="e6a6c0fb6a6adaebcd00e60b0413d74d196f0cd3",
                    operation="UPDATE",
                    pgid="pgtrigger_utskicksmottagare_oppnas_en_gang_d525b",
                    table="namnd_utskicksmottagare",
                    when="BEFORE",
                ),
            ),
        ),
    ]
