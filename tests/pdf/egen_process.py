"""Skriver ut kontrollsummor för ett dokument och ett paket. Körs av testerna i egen process."""

import datetime as dt
import sys
import tempfile
import time
from pathlib import Path

FÖRSKJUTNING = float(sys.argv[1])
_klocka, _här, _gmt = time.time, time.localtime, time.gmtime


class FlyttadTid(dt.datetime):
    @classmethod
    def now(cls, tz=None):
        return cls.fromtimestamp(time.time(), tz)


# Klockan ställs om före alla andra importer, så att ingen hinner ta den rätta.
time.time = lambda: _klocka() + FÖRSKJUTNING
time.localtime = lambda s=None: _här(time.time() if s is None else s)
time.gmtime = lambda s=None: _gmt(time.time() if s is None else s)
dt.datetime = FlyttadTid

import django  # noqa: E402  # klockan måste ställas om först
from django.conf import settings  # noqa: E402  # klockan måste ställas om först

ROT = Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(ROT))
settings.configure(
    INSTALLED_APPS=["django.contrib.staticfiles"],
    STATIC_URL="static/",
    STATICFILES_DIRS=[ROT / "static"],
    STATIC_ROOT=None,
    TEMPLATES=[
        {
            "BACKEND": "django.template.backends.django.DjangoTemplates",
            "DIRS": [ROT / "templates", ROT / "tests" / "pdf" / "mallar"],
        }
    ],
)
django.setup()

import hashlib  # noqa: E402  # Django måste vara igång först

from nämnd.handlingspaket import Del, sätt_ihop  # noqa: E402  # Django måste vara igång först
from tests.pdf.prov import Provdokument, Rad, främmande  # noqa: E402  # Django måste vara igång
from ärenden.pdf import rendera_pdf  # noqa: E402  # Django måste vara igång först

rader = tuple(Rad(str(n), f"Ärende {n}", sidor="2", nyckel="a") for n in range(40))
kallelse = rendera_pdf("prov/kallelse.html", Provdokument(klass="protokoll utkast", rader=rader))
print(kallelse.sha256)
with tempfile.TemporaryDirectory() as katalog:
    ut = Path(katalog) / "paket.pdf"
    sätt_ihop(
        kallelse.innehåll,
        [
            Del("a", "Tjänsteskrivelse", "1", "Ärende 1", kallelse.innehåll, egen=False),
            Del("b", "Bilaga", "1", "Ärende 1", främmande(["ett"]), egen=False),
        ],
        anteckningar=None,
        titel="Handlingar",
        ut=ut,
    )
    print(hashlib.sha256(ut.read_bytes()).hexdigest())
