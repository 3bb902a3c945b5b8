"""Vad två mötesfiler säger olika: samma uppgifter på ett sätt, och platserna där de skiljer sig."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from nämnd.mötesfil import MAX_NUMMER, MAX_PARAGRAF, plats

LÄNGD = 40
_NUMMER = frozenset({"nummer", "till", "punkt"})
_HELTAL = re.compile(r"0|[1-9][0-9]*")
_SAKNAS = object()


def skillnader(filen: dict[str, Any], mötet: dict[str, Any]) -> list[str]:
    """Platserna i filens ordning, med det som filen och mötet säger där.

    Nycklarnas ordning, förvalda värden, blanksteg och korta former är inga skillnader.
    """
    return list(_skillnader(normal(filen), normal(mötet), []))


def normal(värde: Any, nyckel: str = "") -> Any:
    """Samma uppgifter på ett sätt: utan förvalda värden, och korta former där två finns."""
    if isinstance(värde, list):
        return [_kort(normal(v, nyckel), nyckel) for v in värde]
    if not isinstance(värde, dict):
        return _nummer(" ".join(värde.split()) if isinstance(värde, str) else värde, nyckel)
    if nyckel in ("partier", "per_parti"):
        return {n: normal(v) for n, v in värde.items() if v != {}}
    ut = {n: normal(v, n) for n, v in värde.items()}
    # En tom sekretess är ändå en markering.
    ut = {n: v for n, v in ut.items() if n == "sekretess" or not _är_förvalt(v, n)}
    if "visas_som" in ut and str(ut["visas_som"]) == str(ut.get("paragraf")):
        del ut["visas_som"]
    return ut


def _är_förvalt(värde: Any, nyckel: str) -> bool:
    är_tomt = värde is False or (isinstance(värde, str | list | dict) and not värde)
    return är_tomt or (nyckel == "anteckningssidor" and värde == 0)


def _kort(värde: Any, nyckel: str) -> Any:
    """{"text": "a"} är "a", och så är {"rubrik": "a"} bland en paragrafs handlingar."""
    if isinstance(värde, dict):
        if nyckel == "satser" and set(värde) <= {"text"}:
            return värde.get("text", "")
        if nyckel == "handlingar" and set(värde) == {"rubrik"}:
            return värde["rubrik"]
    return värde


def _nummer(värde: Any, nyckel: str) -> Any:
    """Ett tal som skrivits som text."""
    if not isinstance(värde, str) or not _HELTAL.fullmatch(värde):
        return värde
    if nyckel == "paragraf" and 1 <= int(värde) <= MAX_PARAGRAF:
        return int(värde)
    return int(värde) if nyckel in _NUMMER and int(värde) <= MAX_NUMMER else värde


def _skillnader(filen: Any, mötet: Any, väg: list[Any]) -> Iterator[str]:
    if isinstance(filen, dict) and isinstance(mötet, dict):
        for nyckel in dict.fromkeys([*filen, *mötet]):
            ena, andra = filen.get(nyckel, _SAKNAS), mötet.get(nyckel, _SAKNAS)
            yield from _skillnader(ena, andra, [*väg, nyckel])
    elif isinstance(filen, list) and isinstance(mötet, list):
        if len(filen) != len(mötet):
            yield f"{plats(väg)} (filen har {len(filen)}, mötet {len(mötet)})"
        for nr, (ena, andra) in enumerate(zip(filen, mötet, strict=False)):
            yield from _skillnader(ena, andra, [*väg, nr])
    elif type(filen) is not type(mötet) or filen != mötet:
        yield f"{plats(väg)} (filen: {_visat(filen)}, mötet: {_visat(mötet)})"


def _visat(värde: Any) -> str:
    if värde is _SAKNAS:
        return "inget"
    if isinstance(värde, list | dict):
        return "har uppgifter" if värde else "tomt"
    if isinstance(värde, bool):
        return "ja" if värde else "nej"
    if värde is None:
        return "utan"
    text = str(värde)
    return f"”{text if len(text) <= LÄNGD else text[: LÄNGD - 1].rstrip() + '…'}”"
