"""Uppgifterna har de namn som tjänster och tidsstyrning skickar till."""

import pytest
from celery import current_app

from ärenden import tasks

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("uppgift", "namn"),
    [(tasks.svep_jobb, "arenden.svep_jobb"), (tasks.städa_filer, "arenden.stada_filer")],
)
def test_uppgiften_är_anmäld_och_går_att_köra(uppgift, namn):
    assert current_app.tasks[namn].name == uppgift.name == namn
    assert uppgift() is None
