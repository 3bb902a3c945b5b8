"""`manage.py check --deploy` vägrar demokonton."""

import subprocess
import sys

import pytest
from django.core.checks import registry
from django.core.management import CommandError, call_command
from django.db import OperationalError, connections

from konton.checks import KRÄVS_I_DRIFT, det_som_drift_kräver, inga_demokonton
from konton.models import Användare
from tests.factories.konton import AnvändareFactory

pytestmark = pytest.mark.django_db


def test_utan_demokonton_inget_fel() -> None:
    AnvändareFactory()
    assert inga_demokonton(None) == []


def test_demokonto_är_ett_fel_som_nämner_det() -> None:
    AnvändareFactory(username="demo-sekreterare", är_demo=True)
    (fel,) = inga_demokonton(None)
    assert fel.id == "konton.E001"
    assert fel.is_serious()
    assert "demo-sekreterare" in fel.msg


def test_det_som_drift_kräver_nämns_när_det_saknas(monkeypatch: pytest.MonkeyPatch) -> None:
    for namn in KRÄVS_I_DRIFT:
        monkeypatch.setenv(namn, "satt")
    assert det_som_drift_kräver() == []
    monkeypatch.setenv("NAMND_ADRESS", "")
    (fel,) = det_som_drift_kräver()
    assert fel.is_serious()
    assert "NAMND_ADRESS" in fel.msg


def test_kontrollen_hör_till_deploy() -> None:
    assert inga_demokonton in registry.registry.get_checks(include_deployment_checks=True)
    assert inga_demokonton not in registry.registry.get_checks()


def test_kontrollen_läses_in_med_appen() -> None:
    """I en egen process: här har testet självt redan importerat modulen."""
    program = "import django, sys; django.setup(); sys.exit('konton.checks' not in sys.modules)"
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0


def test_kommandot_vägrar_demokonton(capsys: pytest.CaptureFixture[str]) -> None:
    AnvändareFactory(är_demo=True)
    call_command("check")
    with pytest.raises(CommandError, match=r"konton\.E001"):
        call_command("check", deploy=True)


def test_omigrerad_databas_ger_inget_fel(monkeypatch: pytest.MonkeyPatch) -> None:
    AnvändareFactory(är_demo=True)
    monkeypatch.setattr(Användare._meta, "db_table", "finns_inte")
    assert inga_demokonton(None, databases=["default"]) == []


def test_databas_som_inte_svarar_ger_en_varning(monkeypatch: pytest.MonkeyPatch) -> None:
    def svarar_inte() -> None:
        raise OperationalError("ingen där")

    monkeypatch.setattr(connections["default"], "cursor", svarar_inte)
    (varning,) = inga_demokonton(None)
    assert varning.id == "konton.W001"
    assert not varning.is_serious()
