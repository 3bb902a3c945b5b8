"""Punkten som läggs åt sidan: det som hänt i den väntar tills den tas upp igen.

Paragrafen tas bort, så att en annan kan behandlas; raderna sparas hos protokollet med sina nycklar.
"""

from __future__ import annotations

import json
from typing import Any

from django.core import serializers
from django.db import models

from konton.models import Användare
from protokoll.models import (
    Antecknad,
    Anteckning,
    Bilaga,
    Deltagande,
    DeltarInte,
    Kandidat,
    Omröstning,
    Paragraf,
    Propositionssteg,
    Röst,
    Talare,
    Yrkande,
    Yrkare,
    Övrigdeltagande,
)

# Det som hör till paragrafen före beslutet, med vägen dit; den som pekas på kommer först.
RADER: tuple[tuple[type[models.Model], str], ...] = (
    (Yrkande, "paragraf"),
    (Yrkare, "yrkande__paragraf"),
    (Propositionssteg, "paragraf"),
    (Omröstning, "paragraf"),
    (Röst, "omröstning__paragraf"),
    (Kandidat, "omröstning__paragraf"),
    (DeltarInte, "paragraf"),
    (Talare, "paragraf"),
    (Deltagande, "paragraf"),
    (Övrigdeltagande, "paragraf"),
    (Bilaga, "paragraf"),
    (Anteckning, "paragraf"),
    (Antecknad, "anteckning__paragraf"),
)
UPPGIFTER = ("typ", "mot_enskild", "punktvis", "information", "svar_senast", "domstol", "mål")


def minns(*, paragraf: Paragraf, av: Användare) -> None:
    """Sparar raderna, i anroparens transaktion, som har mötet låst."""
    rader = [
        rad
        for modell, väg in RADER
        for rad in modell._base_manager.filter(**{väg: paragraf}).order_by("pk")
    ]
    pauser = list(paragraf.ajourneringar.values_list("pk", flat=True))
    # Pausen var mötets, också när punkten tas upp senare.
    paragraf.ajourneringar.update(paragraf=None)
    protokoll = paragraf.protokoll
    protokoll.utkast[_nyckel(paragraf)] = {
        "rader": json.loads(serializers.serialize("json", rader)),
        "uppgifter": json.loads(serializers.serialize("json", [paragraf], fields=UPPGIFTER))[0][
            "fields"
        ],
        "pauser": pauser,
    }
    protokoll.save(update_fields=["utkast"])


def återställ(*, paragraf: Paragraf, av: Användare) -> bool:
    """Lägger tillbaka det som sparades när punkten lades åt sidan. Ger om något fanns."""
    protokoll = paragraf.protokoll
    sparat: dict[str, Any] | None = protokoll.utkast.pop(_nyckel(paragraf), None)
    if sparat is None:
        return False
    protokoll.save(update_fields=["utkast"])
    for namn, värde in sparat["uppgifter"].items():
        fält = Paragraf._meta.get_field(namn)
        assert isinstance(fält, models.Field)  # uppgifterna är paragrafens egna
        setattr(paragraf, namn, fält.to_python(värde))
    paragraf.save(update_fields=list(sparat["uppgifter"]))
    närvarande = set(protokoll.närvarande.values_list("pk", flat=True))
    for läst in serializers.deserialize("json", json.dumps(sparat["rader"])):
        rad: Any = läst.object
        if hasattr(rad, "paragraf_id"):
            rad.paragraf_id = paragraf.pk
        if getattr(rad, "närvaro_id", None) not in {None, *närvarande}:
            # Närvaroraden har tagits bort sedan dess: namnet står kvar där raden har ett.
            if not rad._meta.get_field("närvaro").null:
                continue
            rad.närvaro_id = None
        rad.save(force_insert=True)
    protokoll.ajourneringar.filter(pk__in=sparat["pauser"]).update(paragraf=paragraf)
    return True


def _nyckel(paragraf: Paragraf) -> str:
    return f"åt-sidan-{paragraf.punkt_id}"
