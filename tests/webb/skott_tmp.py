import os
import re

import pytest
from django.urls import reverse

from konton.models import Roll
from tests.webb.värld import SIDOR, bygg_världen

pytestmark = pytest.mark.webb
UT = "/tmp/webb/skott"
BREDDER = {"1340": (1340, 900), "820": (820, 1180), "320": (320, 640)}

@pytest.fixture
def världen(transactional_db):
    return bygg_världen()

def test_skott(världen, besök, live_server):
    os.makedirs(UT, exist_ok=True)
    roller = os.environ.get("ROLLER", "namndsekreterare").split(",")
    filter_ = re.compile(os.environ.get("SIDA", "."))
    bredder = os.environ.get("BREDD", "1340,820,320").split(",")
    for r in roller:
        roll = Roll(r)
        b = besök(color_scheme=os.environ.get("TEMA", "light"))
        b.är_inloggad(världen.kommunen.konton[roll], live_server.url)
        for i, (namn, arg, fråga) in enumerate(SIDOR):
            if not filter_.search(f"{i}-{namn}"): continue
            adress = reverse(namn, kwargs=dict(arg(världen)) if arg else None) + fråga
            svar = b.sida.goto(adress)
            if svar.status != 200: continue
            for w in bredder:
                b.sida.set_viewport_size(dict(zip(("width","height"), BREDDER[w])))
                b.sida.screenshot(path=f"{UT}/{r[:6]}-{i:02d}-{namn.replace(':','_')}-{w}.png", full_page=True)
        b.fel.clear()
