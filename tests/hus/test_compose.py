"""Docker-filerna: fasta versioner, hälsokontroller, inga hemligheter, samma namn som settings."""

import ast
import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from config import pg

ROT = Path(__file__).resolve().parent.parent.parent
COMPOSE = yaml.safe_load((ROT / "docker-compose.yml").read_text())
TJÄNSTER: dict[str, dict[str, Any]] = COMPOSE["services"]
EGNA = [namn for namn, t in TJÄNSTER.items() if "build" in t]
HEMLIG = re.compile(r"SECRET|PASSWORD|TOKEN|KEY")


def _lästa_ur_miljön() -> tuple[set[str], set[str]]:
    """Namnen som inställningarna läser, och de av dem som krävs."""
    lästa, krävda = set(), set()
    for fil in (ROT / "config" / "settings" / "__init__.py", ROT / "config" / "celery.py"):
        for nod in ast.walk(ast.parse(fil.read_text())):
            match nod:
                case ast.Call(
                    func=ast.Name(id="ur_miljön"), args=[ast.Constant(value=str(namn)), *_]
                ):
                    krävda.add(namn)
                case ast.Call(
                    func=ast.Name(id="lista_ur_miljön"),
                    args=[ast.Constant(value=str(namn)), *_],
                ):
                    lästa.add(namn)
                case (
                    ast.Call(
                        func=ast.Attribute(attr="get", value=ast.Attribute(attr="environ")),
                        args=[ast.Constant(value=str(namn)), *_],
                    )
                    | ast.Subscript(
                        value=ast.Attribute(attr="environ"), slice=ast.Constant(value=str(namn))
                    )
                ):
                    lästa.add(namn)
    return lästa | krävda, krävda


def test_tjänsterna_finns() -> None:
    assert set(TJÄNSTER) == {"db", "maklare", "migrera", "webb", "arbetare", "schema"}
    assert set(EGNA) == {"migrera", "webb", "arbetare", "schema"}


@pytest.mark.parametrize("namn", TJÄNSTER)
def test_avbilden_har_fast_version(namn: str) -> None:
    assert re.fullmatch(r"[a-z/]+:\d+\.\d+(\.\d+)?(-[a-z]+)*", TJÄNSTER[namn]["image"])


@pytest.mark.parametrize("namn", sorted(set(TJÄNSTER) - {"migrera"}))
def test_hälsokontroll_finns(namn: str) -> None:
    kontroll = TJÄNSTER[namn]["healthcheck"]
    assert kontroll["test"][0] in {"CMD", "CMD-SHELL"}
    assert len(kontroll["test"]) > 1
    assert {"interval", "timeout", "retries"} <= set(kontroll)


@pytest.mark.parametrize("namn", ["webb", "arbetare", "schema"])
def test_väntar_på_migrering_och_friska_servrar(namn: str) -> None:
    assert TJÄNSTER[namn]["depends_on"] == {
        "migrera": {"condition": "service_completed_successfully"},
        "db": {"condition": "service_healthy"},
        "maklare": {"condition": "service_healthy"},
    }


def test_migreringen_startas_inte_om_och_väntar_inte_på_sig_själv() -> None:
    assert TJÄNSTER["migrera"]["restart"] == "no"
    assert set(TJÄNSTER["migrera"]["depends_on"]) == {"db"}


@pytest.mark.parametrize("namn", TJÄNSTER)
def test_inga_hemligheter_i_filen(namn: str) -> None:
    for nyckel, värde in TJÄNSTER[namn].get("environment", {}).items():
        if HEMLIG.search(nyckel):
            # Krävs utifrån, eller är tomt tills någon anger det.
            assert re.fullmatch(r"\$\{[A-Z_]+:(\?[^}]+|-)\}", värde), nyckel
        # En adress får ha användarnamn, men lösenordet ska komma utifrån.
        assert not re.search(r"://[^:/@]+:(?!\$\{)[^@]*@", str(värde)), nyckel


def test_inga_hemligheter_i_dockerfile_eller_exempel() -> None:
    for rad in (ROT / "Dockerfile").read_text().splitlines():
        if HEMLIG.search(rad):
            assert "SECRET_KEY=\"$(python -c 'import secrets;" in rad, rad
    for rad in (ROT / ".env.exempel").read_text().splitlines():
        if not rad.startswith("#") and rad:
            assert rad.endswith("="), rad
    for fil in (".dockerignore", ".gitignore"):
        assert {".env", "certifikat"} <= {
            r.strip("/") for r in (ROT / fil).read_text().splitlines()
        }


def test_exempelfilen_har_alla_variabler_som_compose_frågar_efter() -> None:
    frågade = set(re.findall(r"\$\{([A-Z_]+)", (ROT / "docker-compose.yml").read_text()))
    givna = set(re.findall(r"^([A-Z_]+)=", (ROT / ".env.exempel").read_text(), re.MULTILINE))
    assert givna == frågade


def test_miljön_har_samma_namn_som_inställningarna_läser() -> None:
    lästa, krävda = _lästa_ur_miljön()
    assert {"SECRET_KEY", "DATABASE_URL", "CELERY_BROKER_URL"} <= krävda
    docker = set(re.findall(r"\b([A-Z][A-Z_]+)=", (ROT / "Dockerfile").read_text()))
    for namn in EGNA:
        miljö = set(TJÄNSTER[namn]["environment"])
        assert krävda <= miljö
        assert miljö <= lästa
        # Det som drift.md låter en ställa in når också fram; det andra sätter avbilden själv.
        assert lästa - miljö <= {"NAMND_DATA", "NAMND_PUBLIKT", "STATIC_ROOT", "NAMND_LOKALT"}
        assert "NAMND_LOKALT" not in miljö | docker
    assert {"NAMND_DATA", "STATIC_ROOT"} <= docker & lästa


def test_drift_nämner_varje_inställning() -> None:
    lästa, _ = _lästa_ur_miljön()
    text = (ROT / "docs" / "drift.md").read_text()
    assert [namn for namn in sorted(lästa) if f"`{namn}`" not in text] == []
    assert "Inte prövat i Docker" in text


def test_databasen_skapas_med_samma_val_som_den_inbäddade() -> None:
    # Namnet på användaren, sättet att logga in och tystnaden är avbildens egen sak.
    egna = ("--username", "--auth", "--no-instructions")
    inbäddad = [val for val in pg.INITDB_VAL if not val.startswith(egna)]
    assert TJÄNSTER["db"]["environment"]["POSTGRES_INITDB_ARGS"].split() == inbäddad
    assert TJÄNSTER["db"]["image"].startswith("postgres:18")
    assert TJÄNSTER["db"]["environment"]["POSTGRES_USER"] == pg.ANVÄNDARE
    assert TJÄNSTER["db"]["environment"]["POSTGRES_DB"] == pg.DATABAS


def test_bara_webben_nås_utifrån_och_bara_från_datorn_själv() -> None:
    assert {namn: t["ports"] for namn, t in TJÄNSTER.items() if "ports" in t} == {
        "webb": ["127.0.0.1:8000:8000"]
    }
    assert COMPOSE["networks"]["inre"] == {"internal": True}
    for namn in ("db", "maklare"):
        assert TJÄNSTER[namn]["networks"] == ["inre"]


def test_data_är_kvar_när_behållarna_byts() -> None:
    assert TJÄNSTER["db"]["volumes"] == ["db:/var/lib/postgresql"]
    for namn in EGNA:
        assert TJÄNSTER[namn]["volumes"] == ["data:/data", "./certifikat:/certifikat:ro"]
    assert set(COMPOSE["volumes"]) == {"db", "data"}


def test_avbilden_byggs_med_samma_installation_och_körs_inte_som_root() -> None:
    text = (ROT / "Dockerfile").read_text()
    assert re.search(r"^FROM python:3\.11\.\d+-slim-bookworm$", text, re.MULTILINE)
    assert re.search(r"^RUN \./installera\b", text, re.MULTILINE)
    assert text.index("RUN ./installera") < text.index("COPY . .")
    assert re.findall(r"^USER (.+)$", text, re.MULTILINE) == ["namnd"]
