"""En arbetare som dödas med kill -9: jobbet tas om och ger ett enda resultat."""

import subprocess
import sys
import time
from datetime import timedelta

import pytest
from django.db import transaction

from konton.models import Användare
from tests import kill
from tests.factories.ärenden import JobbFactory
from ärenden.models import Jobb
from ärenden.services import jobb

# Arbetaren stannar på ett bestämt ställe; den som läser raderna på stdout vet att den är där.
ARBETARE = """
import sys, time
import django
django.setup()
from datetime import timedelta
from django.db import transaction
from konton.models import Användare
from ärenden.services import jobb
jobb.LÅNETID = timedelta(seconds=1)
jobb.FÖRNYAS_VAR = 0.2
stanna = sys.argv[2]

def här(plats):
    if plats == stanna:
        print("här", flush=True)
        time.sleep(600)

def arbete(utförande):
    här("före")
    utförande.rapportera(30, "Läser bilaga 1.pdf")
    här("mitt i")
    with transaction.atomic():
        Användare.objects.create(username="resultatet")
        här("i transaktionen")
        utförande.lås_resultatet()
        här("före bekräftelsen")

jobb.utför(int(sys.argv[1]), arbete)
"""


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("plats", ["före", "mitt i", "i transaktionen", "före bekräftelsen"])
def test_dödad_arbetare_läks_och_resultatet_blir_ett(plats, monkeypatch):
    skickade = []
    monkeypatch.setattr(jobb.current_app, "send_task", lambda namn, args: skickade.append(args[0]))
    monkeypatch.setattr(jobb, "FÖRSENAT_EFTER", timedelta(seconds=0))
    rad = JobbFactory()
    arbetare = subprocess.Popen(
        [sys.executable, "-c", ARBETARE, str(rad.pk), plats],
        cwd=kill.ROT,
        env=kill.miljö(),
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        assert arbetare.stdout.readline() == "här\n"
        # Så länge den lever förnyas lånet, och ingen annan får jobbet.
        time.sleep(1.5)
        if plats != "före bekräftelsen":
            assert jobb.ta(rad.pk) is None
    finally:
        arbetare.kill()
        arbetare.communicate()

    def gör_om(utförande: jobb.Utförande) -> None:
        with transaction.atomic():
            Användare.objects.create(username="resultatet")
            utförande.lås_resultatet()

    for _ in range(100):
        jobb.svep()
        if skickade:
            jobb.utför(skickade.pop(), gör_om)
            break
        time.sleep(0.1)

    rad.refresh_from_db()
    assert (rad.status, rad.försök) == (Jobb.Status.KLART, 2)
    assert Användare.objects.filter(username="resultatet").count() == 1
