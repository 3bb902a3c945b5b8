"""Testobjekt för skrivelsemallen och för det som skrivs efter den, genom tjänsterna."""

import io
from collections.abc import Sequence

from PIL import Image

from konton.models import Användare, Myndighet, Roll
from tests.factories import ärenden as fabrik
from tests.factories.konton import MyndighetFactory, med_roll
from ärenden.granskningsläge import Ordning
from ärenden.mallstilar import Avsnittsslag
from ärenden.models import Mall, Skrivelseutkast, Ärende
from ärenden.services import bilagor, granskning, mallar, skrivande
from ärenden.skrivelseinnehåll import Innehåll


def sekreterare_i(myndighet: Myndighet) -> Användare:
    return med_roll(Roll.NÄMNDSEKRETERARE, myndighet)


def utkast_till_mall(myndighet: Myndighet | None = None, *, stil="forvaltningens", **fält) -> Mall:
    myndighet = myndighet or MyndighetFactory()
    av = fält.pop("av", None) or sekreterare_i(myndighet)
    return mallar.skapa(myndighet=myndighet, stil=stil, av=av)


def uppgifter(mall: Mall, **fält) -> dict:
    """Argumenten till `mallar.ändra`, som mallen är."""
    return {
        "mall": mall,
        "dokumentnamn": mall.dokumentnamn,
        "förvaltning": mall.förvaltning,
        "huvud": mall.huvud,
        "handläggaren_skriver_under": mall.handläggaren_skriver_under,
        "underskrifter": mall.underskrifter,
        "kräver_godkännande": mall.kräver_godkännande,
        "avsnitt": [mallar.som_stilavsnitt(a) for a in mall.avsnitt.all()],
    } | fält


def mall(myndighet: Myndighet | None = None, *, stil="forvaltningens", **fält) -> Mall:
    """En fastställd mall. Utan annat besked godkänns inte skrivelserna efter den."""
    ny = utkast_till_mall(myndighet, stil=stil)
    av = sekreterare_i(ny.myndighet)
    ny = mallar.ändra(**uppgifter(ny, **{"kräver_godkännande": False} | fält), av=av)
    return mallar.fastställ(mall=ny, av=av)


def påbörjad(ärende: Ärende | None = None, *, av: Användare | None = None) -> Skrivelseutkast:
    """En tom skrivelse; mallen skapas om nämnden ingen har."""
    ärende = ärende or fabrik.ärende()
    if mallar.gällande(ärende.myndighet) is None:
        mall(ärende.myndighet)
    av = av or med_roll(Roll.HANDLÄGGARE, ärende.myndighet)
    return skrivande.börja(ärende=ärende, av=av)


def ifyllt(mall: Mall, **fält) -> Innehåll:
    """Något i varje avsnitt, så att inget saknas."""
    texter = {
        Avsnittsslag.SAMMANFATTNING: "Taxan höjs så att den täcker kostnaden.",
        Avsnittsslag.TEXT: "Kostnaden har stigit sedan taxan antogs.",
        Avsnittsslag.LISTA: "Förslag till taxa\nJämförelse med grannkommunerna",
        Avsnittsslag.MOTTAGARE: "Ekonomienheten",
    }
    avsnitt = {
        str(a.pk): texter[Avsnittsslag(a.slag)] for a in mall.avsnitt.all() if a.slag in texter
    }
    return Innehåll(
        rubrik=fält.pop("rubrik", "Taxa för tillsyn"),
        huvud=fält.pop("huvud", {}),
        satser=fält.pop("satser", ("Taxan antas.", "Taxan gäller från den 1 januari 2027.")),
        avsnitt=avsnitt | fält.pop("avsnitt", {}),
    )


def klar(ärende: Ärende | None = None, **fält) -> Skrivelseutkast:
    """En skrivelse där inget saknas."""
    utkast = påbörjad(ärende, av=fält.pop("av", None))
    return skrivande.spara(
        utkast=utkast,
        innehåll=ifyllt(utkast.mall, **fält),
        revision=utkast.revision,
        av=utkast.skapad_av,
    )


def bild(format_="PNG", storlek=(120, 40)) -> bytes:
    ut = io.BytesIO()
    Image.new("RGB", storlek, (20, 80, 120)).save(ut, format_)
    return ut.getvalue()


def granskas(
    ärende: Ärende | None = None,
    *,
    granskare: Sequence[Användare] = (),
    ordning: Ordning = Ordning.I_TUR,
    **fält,
) -> Skrivelseutkast:
    """En fullständig skrivelse hos granskare, efter en mall som kräver godkännande."""
    ärende = ärende or fabrik.ärende()
    if mallar.gällande(ärende.myndighet) is None:
        mall(ärende.myndighet, kräver_godkännande=True)
    val = {n: fält.pop(n) for n in ("senast_dag", "meddelande", "nu") if n in fält}
    utkast = klar(ärende, **fält)
    granskning.skicka(
        utkast=utkast,
        granskare=granskare or [med_roll(Roll.CHEF, ärende.myndighet)],
        ordning=ordning,
        revision=utkast.revision,
        av=utkast.skapad_av,
        **val,
    )
    utkast.refresh_from_db()
    return utkast


def godkänd(ärende: Ärende | None = None, **fält) -> Skrivelseutkast:
    """En skrivelse som en chef har godkänt."""
    utkast = granskas(ärende, **fält)
    for rad in utkast.granskningar.get().granskare.order_by("plats"):
        granskning.godkänn(utkast=utkast, revision=utkast.revision, av=rad.användare)
    utkast.refresh_from_db()
    return utkast


def bilaga(utkast: Skrivelseutkast, innehåll: bytes | None = None, namn="bilaga.pdf"):
    """En bilaga som den som skriver har lagt till; en PDF om inget annat sägs."""
    return bilagor.lägg_till(
        utkast=utkast, innehåll=innehåll or fabrik.pdf(), filnamn=namn, av=utkast.skapad_av
    )
