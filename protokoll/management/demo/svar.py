"""Demomötets kallelse är skickad, några har svarat, och en ersättare är inkallad.

Resten är kvar att pröva: en ledamot kommer senare och ingen är inkallad, och flera har inte svarat.
"""

from __future__ import annotations

from datetime import time

from konton.models import Användare
from konton.services.system import systemanvändare
from nämnd.models import Kallelse, Sammanträde
from nämnd.services import inkallelsebrev, inkallelser, utskick
from nämnd.services import svar as svarstjänst
from nämnd.services.utskick import Kännedom
from protokoll.management.demo.jobb import vänta_in
from protokoll.management.demo.utskick import ingen_post

REVISORERNA = Kännedom("Revisorerna", "revisorerna@bjorksund.example")
RINGDE = "Ringde"


def skicka(kallelse: Kallelse, *, av: Användare) -> None:
    """Skickar kallelsen, utan att något brev lämnar datorn; ordföranden har öppnat den."""
    with ingen_post():
        utskicket = utskick.skicka(kallelse=kallelse, vägar={}, kännedom=[REVISORERNA], av=av)
        vänta_in(utskicket.jobb_id, lambda jobb_id: utskick.utför(jobb_id=jobb_id))
    ordförande = Användare.objects.get(username="ordforande", är_demo=True)
    utskick.anteckna_öppnad(kallelse=kallelse, av=ordförande)


def svara(möte: Sammanträde, *, av: Användare) -> None:
    """Ordföranden svarar själv; de andra har ringt sekreteraren."""
    ordförande = Användare.objects.get(username="ordforande", är_demo=True)
    assert ordförande.person is not None  # demots konton är personer
    svarstjänst.svara(sammanträde=möte, person=ordförande.person, kommer=True, av=ordförande)
    ledamöter = [k for k in inkallelser.läge(möte).ledamöter if k.person != ordförande.person]
    for rad, uppgifter in zip(
        ledamöter[:2] + ledamöter[3:6],
        (
            {"kommer": True},
            {"kommer": False, "skäl": "Arbetsresa"},
            {"kommer": True, "distans": True},
            {"kommer": True, "från": time(14)},
            {"kommer": True},
        ),
        strict=True,
    ):
        svarstjänst.svara(
            sammanträde=möte,
            person=rad.person,
            av=av,
            anteckning=RINGDE,
            **uppgifter,  # type: ignore[arg-type]  # uppgifterna är tjänstens egna
        )
    _kalla_in(möte, av)


def _kalla_in(möte: Sammanträde, av: Användare) -> None:
    """Den som är helt borta får sin ersättare, som har sagt ja."""
    behov = next(b for b in inkallelser.läge(möte).behov if b.ledamot and b.ledamot.kommer_inte)
    assert behov.ledamot is not None  # valt så
    inkallad = inkallelser.kalla_in(
        sammanträde=möte, för=behov.ledamot.person, person=behov.förslag[0].person, av=av
    )
    with ingen_post():
        inkallelsebrev.skicka_väntande(av=systemanvändare())
    svarstjänst.svara(
        sammanträde=möte, person=inkallad.person, kommer=True, anteckning=RINGDE, av=av
    )
