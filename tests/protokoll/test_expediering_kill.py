"""En arbetare som dödas med kill -9 runt utskicket: ett brev, eller besked att det är osäkert."""

import os
import subprocess
import sys
from datetime import timedelta

import pytest
from django.conf import settings
from django.core import mail

from protokoll.models import Expediering, Kanal
from protokoll.services import expediering
from tests.factories.expediering import beslutad, försättsbladet, justera, mottagare, sänd
from tests.factories.protokoll import kallat_möte
from tests.ärenden.test_kill import ROT, adress_till_testdatabasen
from ärenden.models import Handling, Jobb, Ärende
from ärenden.services import jobb

S = Expediering.Status

# Arbetaren dör på ett bestämt ställe. Brevet som gick skrivs på stdout.
ARBETARE = """
import os, signal, sys
import django
django.setup()
from django.core.mail.backends import locmem
from protokoll.services import expediering
stanna = sys.argv[2]

def dö(plats):
    if plats == stanna:
        os.kill(os.getpid(), signal.SIGKILL)

class Server(locmem.EmailBackend):
    def open(self):
        dö("före utskicket")
        return super().open()

    def send_messages(self, brev):
        print("brevet gick", flush=True)
        dö("efter utskicket")
        return len(brev)

expediering.get_connection = Server
skriv = expediering._skriv_filer

def skriv_filer(*args):
    skriv(*args)
    dö("när filerna är skrivna")

expediering._skriv_filer = skriv_filer
expediering.utför(jobb_id=int(sys.argv[1]))
"""


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("plats", "gick", "status"),
    [
        ("när filerna är skrivna", 0, S.SKICKAD),
        ("före utskicket", 0, S.SKICKAD),
        ("efter utskicket", 1, S.SÄNDS),
    ],
)
def test_dödad_arbetare_sänder_inte_två_brev(
    plats: str, gick: int, status: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(jobb, "skicka", lambda _: None)
    monkeypatch.setattr(jobb, "LÅNETID", timedelta(0))
    värld = kallat_möte()
    justera(värld.håll())
    paragraf = beslutad(värld)
    försättsbladet(paragraf, värld.sekreterare)
    rad = mottagare(paragraf, värld.sekreterare, kanal=Kanal.EPOST, adress="lova@exempel.se")
    sändning = sänd(rad, värld.sekreterare)
    miljö = os.environ | {
        "DATABASE_URL": adress_till_testdatabasen(),
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "PYTHONUTF8": "1",
        "NAMND_DATA": str(settings.DATA),
    }

    dödad = subprocess.run(
        [sys.executable, "-c", ARBETARE, str(sändning.jobb_id), plats],
        cwd=ROT,
        env=miljö,
        stdout=subprocess.PIPE,
        text=True,
        timeout=120,
        check=False,
    )
    assert dödad.returncode == -9
    assert dödad.stdout.count("brevet gick") == gick
    # Den döde förnyar inte sitt lån.
    Jobb.objects.filter(pk=sändning.jobb_id).update(lån_till_tid="2020-01-01T00:00Z")
    expediering.utför(jobb_id=sändning.jobb_id)

    efter = Expediering.objects.select_related("jobb").get(pk=sändning.pk)
    assert efter.status == status
    assert gick + len(mail.outbox) == 1
    assert Handling.objects.filter(ärende=paragraf.ärende, slag="protokollsutdrag").count() == 1
    assert Ärende.objects.get(pk=paragraf.ärende_id).status == Ärende.Status.BESLUTAT
