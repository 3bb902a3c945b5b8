"""En grupp som yrkar, reserverar sig eller inte deltar: ett parti vars ledamöter är med.

Rätten är ledamöternas (KL 4 kap. 25 och 27 §§). Gruppen skrivs som den trycks, till exempel
”Ledamöterna från S”, och prövas mot partierna.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping

from nämnd.fynd import Fynd, Regel


def partier_i(grupp: str, partier: Mapping[str, str]) -> list[str]:
    """Koderna för de partier som texten nämner, med sin kod eller sitt namn."""
    ord_ = set(re.findall(r"\w+", grupp))
    helt = grupp.casefold()
    return [
        kod
        for kod, namn in partier.items()
        if kod in ord_ or (namn and re.search(rf"\b{re.escape(namn.casefold())}", helt))
    ]


def pröva(
    grupp: str, *, partier: Mapping[str, str], med: Collection[str], regel: Regel
) -> Fynd | None:
    """Varnar för en grupp som inte är något parti i organet, eller som ingen ledamot är med från.

    `partier` är organets partier, koden och namnet; `med` koderna för dem som är med i ärendet.
    """
    if not partier:
        return None
    nämnda = partier_i(grupp, partier)
    if not nämnda:
        text = f"”{grupp}” nämner inget av partierna här: {', '.join(partier)}."
        return Fynd(text, regel, hindrar=False, kod="okänd_grupp")
    if borta := [kod for kod in nämnda if kod not in med]:
        text = f"Ingen från {', '.join(borta)} är med i ärendet, men ”{grupp}” är antecknad."
        return Fynd(text, regel, hindrar=False, kod="ingen_från_gruppen")
    return None
