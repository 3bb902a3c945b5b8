"""Öppnar ett möte i dag i demokommunen, mitt i en omröstning, så att mötets sida går att avbilda.

.venv/bin/python manage.py shell < docs/bilder/pagaende_mote.py
"""

from datetime import time

from django.utils import timezone

from konton.models import Användare
from nämnd.models import Organ
from nämnd.services import föredragningslista, sammanträden
from protokoll.management.demo import historia
from protokoll.models import Närvaro
from protokoll.services import beslut, frågan, möte, närvaro, omröstningar, yrkanden
from ärenden.models import Anmälan

av = Användare.objects.get(username="sekreterare")
organ = Organ.objects.get(kortnamn="SN")
nu = timezone.localtime()
dagens = sammanträden.skapa_sammanträde(
    organ=organ,
    datum=nu.date(),
    från=time(max(nu.hour - 1, 0)),
    till=time(23),
    plats="Sammanträdesrum Strömmen, kommunhuset",
    av=av,
)
väntar = Anmälan.objects.filter(status=Anmälan.Status.VÄNTAR, myndighet=organ.myndighet, organ="")
for anmälan in väntar.order_by("pk")[:3]:
    föredragningslista.lägg_till_anmälan(sammanträde=dagens, anmälan=anmälan, av=av)
historia.kalla(dagens, av)
dagens.refresh_from_db()
protokoll = möte.öppna(sammanträde=dagens, av=av)
närvaro.alla_närvarande(protokoll=protokoll, av=av)
ersättare = protokoll.närvarande.filter(är_ersättare=True).earliest("ordning")
närvaro.markera_närvaro(rad=ersättare, status=Närvaro.Status.ERSÄTTARE, av=av)
ledamöter = list(protokoll.närvarande.filter(är_ersättare=False).order_by("ordning"))
närvaro.välj_justerare(rad=ledamöter[3], av=av)
punkter = list(protokoll.upptagbara_punkter.order_by("ordning"))
for punkt in [p for p in punkter if not p.ärende_id and p.slag == "formalia"]:
    paragraf = beslut.ta_upp(punkt=punkt, av=av)
    utfall = "bifall" if paragraf.förslag.exists() else "noterat"
    beslut.besluta(paragraf=paragraf, utfall=utfall, av=av)
paragraf = beslut.ta_upp(punkt=next(p for p in punkter if p.ärende_id), av=av)
for slag, vem in (("avslag", ledamöter[1]), ("bifall", ledamöter[3])):
    yrkanden.ställ(paragraf=paragraf, slag=slag, text="", yrkare=[vem], av=av)
frågan.svara(paragraf=paragraf, nr=1, utfall="bifall", votering_begärd=True, av=av)
omröstning = omröstningar.öppna(paragraf=paragraf, metod=omröstningar.UPPROP, av=av)
röster = {r.pk: "nej" if r.parti in ("M", "SD") else "ja" for r in ledamöter[1:7]}
omröstningar.anteckna_röster(omröstning=omröstning, val=röster, av=av)
print(protokoll.pk)
