"""Vakterna på projektet, och på planterade överträdelser som de måste hitta."""

import shutil
import unicodedata
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.db import models
from django.test.utils import isolate_apps
from django.urls import get_resolver

from tests.arkitektur import vakter
from tests.arkitektur.strikt import PAKET, ROT


def egna_modeller() -> list[type[models.Model]]:
    return [m for m in apps.get_models() if m.__module__.split(".")[0] in PAKET]


def plantera(rot: Path, sökväg: str, text: str) -> None:
    fil = rot / sökväg
    fil.parent.mkdir(parents=True, exist_ok=True)
    fil.write_text(text, "utf-8")


# --- Projektet ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "vakt",
    [
        vakter.kontrollera_importer,
        vakter.kontrollera_paketlista,
        vakter.kontrollera_rena_moduler,
        vakter.kontrollera_strikta_moduler,
        vakter.kontrollera_modulnamn,
        vakter.kontrollera_weasyprint,
        vakter.kontrollera_tystade_loggar,
        vakter.kontrollera_tjänster,
        vakter.kontrollera_undantag,
        vakter.kontrollera_nfc,
        vakter.kontrollera_oanvända_mallar,
        vakter.kontrollera_sorterat,
        vakter.kontrollera_ascii_namn,
    ],
)
def test_koden(vakt) -> None:
    assert vakt(ROT) == []


@pytest.mark.parametrize(
    "vakt",
    [
        vakter.kontrollera_nycklar,
        vakter.kontrollera_databasnamn,
        vakter.kontrollera_ordning,
        vakter.kontrollera_save,
        vakter.kontrollera_begränsningar,
    ],
)
def test_modellerna(vakt) -> None:
    assert vakt(egna_modeller()) == []


@pytest.mark.django_db
def test_inget_namn_i_databasen_är_kortat() -> None:
    assert vakter.kontrollera_avkortade_namn() == []


def test_mallarna_känner_bara_paket_under_sig() -> None:
    adresser = vakter.url_paket(get_resolver().url_patterns)

    assert vakter.kontrollera_mallar(ROT, adresser) == []


def test_ordlistan_har_varje_modell() -> None:
    text = (ROT / "docs" / "ordlista.md").read_text("utf-8")

    assert vakter.kontrollera_ordlista(text, egna_modeller()) == []


def test_tidsstyrda_jobb_har_kommandon() -> None:
    assert vakter.kontrollera_tidsstyrda(settings.CELERY_BEAT_SCHEDULE) == []


def test_beroenden_har_skäl() -> None:
    assert vakter.kontrollera_beroenden((ROT / "pyproject.toml").read_text("utf-8")) == []


# --- Planterade överträdelser ------------------------------------------------------------------


@pytest.mark.slow
@pytest.mark.parametrize(
    ("sökväg", "text", "väntat"),
    [
        ("konton/services/olovlig.py", "import ärenden.models\n", "konton.services.olovlig"),
        ("ärenden/services/olovlig.py", "import nämnd.models\n", "ärenden.services.olovlig"),
        ("konton/models/olovlig.py", "import konton.services\n", "konton.models.olovlig"),
        ("nämnd/nyhet.py", "", "nämnd.nyhet"),
    ],
)
def test_uppåtriktad_import_hittas(tmp_path: Path, sökväg: str, text: str, väntat: str) -> None:
    for paket in PAKET:
        shutil.copytree(ROT / paket, tmp_path / paket, ignore=shutil.ignore_patterns("*.pyc"))
    shutil.copy(ROT / "pyproject.toml", tmp_path)
    plantera(tmp_path, sökväg, text)

    fynd = vakter.kontrollera_importer(tmp_path)

    assert any(väntat in rad for rad in fynd), fynd


@isolate_apps("konton", "ärenden", "nämnd")
def test_uppåtriktad_nyckel_hittas() -> None:
    class Kommun(models.Model):
        class Meta:
            app_label = "konton"

    class Ärende(models.Model):
        rätt = models.ForeignKey(Kommun, models.PROTECT, related_name="+")
        synlig = models.ForeignKey(Kommun, models.PROTECT, related_name="ärenden")

        class Meta:
            app_label = "arenden"

    class Person(models.Model):
        uppåt = models.ForeignKey(Ärende, models.PROTECT, related_name="+")
        många = models.ManyToManyField(Ärende, related_name="+")

        class Meta:
            app_label = "konton"

    fynd = vakter.kontrollera_nycklar([Kommun, Ärende, Person])

    assert fynd == [
        'arenden.Ärende.synlig går till konton och saknar related_name="+"',
        "konton.Person.uppåt pekar uppåt, från konton till ärenden",
        "konton.Person.många pekar uppåt, från konton till ärenden",
    ]


@isolate_apps("konton")
def test_modellfel_hittas() -> None:
    class Gård(models.Model):
        namn = models.CharField(max_length=5)

        class Meta:
            app_label = "konton"
            indexes = [models.Index(fields=["namn"], name="gård_namn")]
            constraints = [
                models.UniqueConstraint(fields=["namn"], name="x" * 64),
            ]

        def save(self, *args, **kwargs):
            super().save(*args, **kwargs)

    assert len(vakter.kontrollera_databasnamn([Gård])) == 3
    assert vakter.kontrollera_ordning([Gård]) == ["konton.Gård saknar Meta.ordering"]
    assert len(vakter.kontrollera_save([Gård])) == 1
    assert len(vakter.kontrollera_begränsningar([Gård])) == 1
    assert len(vakter.kontrollera_ordlista("| myndighet | en nämnd |", [Gård])) == 1
    assert vakter.kontrollera_ordlista("| gård | ett hus med mark |", [Gård]) == []


@pytest.mark.parametrize(
    ("vakt", "sökväg", "text"),
    [
        (vakter.kontrollera_modulnamn, "konton/utils.py", ""),
        (vakter.kontrollera_modulnamn, "nämnd/signals/__init__.py", ""),
        (vakter.kontrollera_weasyprint, "ärenden/pdf.py", "from weasyprint import HTML\n"),
        (
            vakter.kontrollera_tystade_loggar,
            "ärenden/pdf.py",
            'logging.getLogger("weasyprint").setLevel(40)\n',
        ),
        (vakter.kontrollera_tystade_loggar, "config/x.py", 'X = {"fontTools": {"level": 40}}\n'),
        (vakter.kontrollera_undantag, "konton/x.py", "import os  # noq" + "a\n"),
        (vakter.kontrollera_undantag, "konton/x.py", "import os  # noq" + "a: F401\n"),
        (vakter.kontrollera_undantag, "konton/x.py", "x = 1  # type: ign" + "ore\n"),
        (vakter.kontrollera_undantag, "konton/x.py", "x = 1  # type: ign" + "ore[misc]\n"),
        (vakter.kontrollera_undantag, "templates/x.html", "{# djlint:off #}"),
        (vakter.kontrollera_oanvända_mallar, "templates/konton/glömd.html", ""),
        (vakter.kontrollera_sorterat, "templates/konton/x.html", "{% load static partials %}"),
        (vakter.kontrollera_ascii_namn, "static/språk.css", ""),
        (vakter.kontrollera_ascii_namn, "nämnd/management/commands/städa.py", ""),
        (vakter.kontrollera_nfc, unicodedata.normalize("NFD", "konton/städa.py"), ""),
    ],
)
def test_planterad_fil_hittas(tmp_path: Path, vakt, sökväg: str, text: str) -> None:
    plantera(tmp_path, sökväg, text)

    assert len(vakt(tmp_path)) == 1


def test_tillåtna_filer_går_igenom(tmp_path: Path) -> None:
    plantera(tmp_path, "ärenden/pdf.py", "def f():\n    from weasyprint import HTML\n")
    plantera(tmp_path, "konton/x.py", "import os  # noqa: F401  # för sidoeffekten\n")
    plantera(tmp_path, "konton/y.py", "x = 1  # type: ignore[misc]  # saknar typer\n")
    plantera(tmp_path, "templates/konton/x.html", "{% load partials static %}")
    plantera(tmp_path, "konton/views.py", 'MALL = "konton/x.html#rader"\n')

    for vakt in (
        vakter.kontrollera_weasyprint,
        vakter.kontrollera_undantag,
        vakter.kontrollera_sorterat,
        vakter.kontrollera_oanvända_mallar,
        vakter.kontrollera_nfc,
    ):
        assert vakt(tmp_path) == []


def test_lagmodul_med_ramverk_hittas(tmp_path: Path) -> None:
    shutil.copy(ROT / "pyproject.toml", tmp_path)
    plantera(tmp_path, "protokoll/laga_kraft.py", "from django.utils import timezone\n")
    plantera(tmp_path, "protokoll/anslagstid.py", "from ärenden.helgdagar import x\n")
    plantera(tmp_path, "protokoll/avgörande.py", "from konton.roller import Roll\n")
    plantera(tmp_path, "konton/roller.py", "from django.db import models\n")
    plantera(tmp_path, "ärenden/ankomstdag.py", "from datetime import date\n")
    undantag = {"konton.roller": "val i ett fält", "ärenden.ankomstdag": "behövs inte"}

    fynd = vakter.kontrollera_rena_moduler(tmp_path, undantag)

    assert sorted(fynd) == [
        "protokoll/avgörande.py:1: lagmodulen importerar konton.roller.Roll",
        "protokoll/laga_kraft.py:1: lagmodulen importerar django.utils.timezone",
        "ärenden.ankomstdag undantas i onödan",
    ]


def test_lagmodul_utanför_mypys_strikta_lista_hittas(tmp_path: Path) -> None:
    pyproject = (ROT / "pyproject.toml").read_text("utf-8")
    utan = pyproject.replace('    "protokoll.avgörande",\n', "")
    plantera(tmp_path, "pyproject.toml", utan)
    plantera(tmp_path, "protokoll/avgörande.py", "")
    plantera(tmp_path, "protokoll/anslagstid.py", "")

    fynd = vakter.kontrollera_strikta_moduler(tmp_path)

    assert fynd == ["protokoll.avgörande saknas i mypys strikta lista"]


def test_paket_som_saknas_i_listorna_hittas(tmp_path: Path) -> None:
    shutil.copy(ROT / "pyproject.toml", tmp_path)
    for paket in [*PAKET, "överflöd"]:
        plantera(tmp_path, f"{paket}/__init__.py", "")

    assert len(vakter.kontrollera_paketlista(tmp_path)) == 3


def test_tjänst_utan_namngivna_argument_eller_aktör_hittas(tmp_path: Path) -> None:
    plantera(
        tmp_path,
        "nämnd/services/kalla.py",
        "@transaction.atomic\ndef kalla(möte, *, av): ...\n"
        "def ställ_in(*, möte): möte.save()\n"
        "def flytta(*, möte, av): möte.save()\n"
        "def _inre(x): x.save()\n"
        "def läs(möte): return möte.dag\n",
    )

    assert vakter.kontrollera_tjänster(tmp_path, {}) == [
        "nämnd.services.kalla.kalla tar argument utan namn: börja med *",
        "nämnd.services.kalla.ställ_in saknar av=",
    ]
    undantag = {"nämnd.services.kalla.ställ_in": "prov", "nämnd.services.kalla.borta": "prov"}
    assert vakter.kontrollera_tjänster(tmp_path, undantag)[1:] == [
        "nämnd.services.kalla.borta undantas i onödan"
    ]


def test_mall_som_pekar_uppåt_hittas(tmp_path: Path) -> None:
    plantera(
        tmp_path,
        "templates/arenden/x.html",
        "{% extends 'bas.html' %}{% url 'namnd:lista' %}{% url 'arenden:lista' %}"
        "{% include 'protokoll/rad.html' %}{% include 'delar/_tom.html' %}",
    )
    plantera(tmp_path, "templates/delar/_x.html", "{% url 'arenden:lista' %}")
    adresser = {"namnd:lista": "nämnd", "arenden:lista": "ärenden"}

    fynd = vakter.kontrollera_mallar(tmp_path, adresser)

    assert [rad.rsplit(" ", 1)[-1] for rad in fynd] == ["nämnd", "protokoll", "ärenden"]


def test_tidsstyrt_utan_kommando_hittas() -> None:
    schema = {"natt": {"task": "arenden.finns_inte"}, "check": {"task": "django.check"}}

    assert vakter.kontrollera_tidsstyrda(schema) == ["natt: kommandot finns_inte saknas"]


def test_beroende_utan_skäl_hittas() -> None:
    text = '[project]\ndependencies = [\n    "django>=5",  # ramverk\n    "celery[redis]",\n]\n'

    assert vakter.kontrollera_beroenden(text) == ["celery[redis] saknar skäl i pyproject.toml"]
