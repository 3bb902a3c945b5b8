"""Mötesfiler ur schemat: strategier, schemats alla uppgifter och en fils normalform.

Strategierna följer formatets schema, med de gränser inläsningen lägger till. Det schemat inte kan
säga (filer som finns, tider i ordning) läggs på sist.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import Any

from hypothesis import strategies as st

from nämnd.mötesfil import MAX_NUMMER, MAX_PARAGRAF, SCHEMA, är_historia

FILER = ("handlingar/20-1.pdf", "b.pdf", "mapp/under mapp/å ä ö.pdf")
MÖNSTER = ("{prefix}/{ar}:{lopnummer}[ - {klass}]", "{prefix} {ar}/{lopnummer}[ {klass}]")
DATUM = st.dates(date(1950, 1, 1), date(2090, 12, 31)).map(str)
# Allt en text kan innehålla, också det som YAML måste skriva på ett särskilt sätt.
TECKEN = st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"]) | st.sampled_from(
    "\n\t\r\x85\u2028\ufeff #:-'\"{}[]&*!|>%@`~,0123456789truefalsenull"
)


def del_(schema: dict[str, Any]) -> dict[str, Any]:
    """Schemat som en hänvisning pekar på."""
    while "$ref" in schema:
        schema = SCHEMA["$defs"][schema["$ref"].rsplit("/", 1)[-1]]
    return schema


def strategi(
    schema: dict[str, Any], plats: str = "", tvingade: frozenset[str] = frozenset(), djup: int = 0
) -> st.SearchStrategy[Any]:
    """Värden som schemat tar emot. Det som är tvingat är alltid med, annat ibland."""
    namn = schema.get("$ref", "").rsplit("/", 1)[-1]
    schema = del_(schema)
    nyckel = plats.rsplit(".", 1)[-1]
    if namn == "datum":
        return DATUM
    if namn == "fil":
        return st.sampled_from(FILER)
    if nyckel == "monster":
        return st.sampled_from(MÖNSTER)
    if "const" in schema:
        return st.just(schema["const"])
    if "enum" in schema:
        return st.sampled_from(schema["enum"])
    if "oneOf" in schema:
        former = {form_namn(form): form for form in schema["oneOf"]}
        valda = [f for n, f in former.items() if f"{plats}={n}" in tvingade] or former.values()
        return st.one_of([strategi(form, plats, tvingade, djup) for form in valda])
    match schema["type"]:
        case "string":
            return _text(schema)
        case "integer":
            return st.integers(schema["minimum"], schema["maximum"])
        case "boolean":
            return st.booleans()
        case "null":
            return st.none()
        case "array":
            return st.lists(
                strategi(schema["items"], f"{plats}[]", tvingade, djup),
                min_size=max(schema.get("minItems", 0), f"{plats}[]" in tvingade),
                max_size=schema.get("maxItems", 2),
            )
        case "object":
            return _objekt(schema, plats, tvingade, djup)
    raise AssertionError(schema)


def form_namn(schema: dict[str, Any]) -> str:
    """Typen av en form, eller "" för en som själv har flera."""
    inre = del_(schema)
    return "" if "oneOf" in inre else str(inre["type"])


def _text(schema: dict[str, Any]) -> st.SearchStrategy[str]:
    längst = schema.get("maxLength", 10_000)
    if "pattern" in schema:
        mönster = re.compile(schema["pattern"], re.ASCII)
        return st.from_regex(mönster).filter(lambda t: len(t) <= längst)
    return st.text(TECKEN, min_size=schema.get("minLength", 0), max_size=min(längst, 8))


def _objekt(
    schema: dict[str, Any], plats: str, tvingade: frozenset[str], djup: int
) -> st.SearchStrategy[dict[str, Any]]:
    egenskaper = schema.get("properties", {})
    if not egenskaper:
        här = f"{plats}.*"
        return st.dictionaries(
            _text({"minLength": 1, **schema.get("propertyNames", {})}),
            strategi(schema["additionalProperties"], här, tvingade),
            min_size=här in tvingade,
            max_size=2,
        )
    är_punkt = "avsnitt" in egenskaper
    if är_punkt and djup:
        egenskaper = {n: v for n, v in egenskaper.items() if n != "punkter"}
    platser = {n: f"{plats}.{n}" if plats else n for n in egenskaper}
    krävs = {n for n in egenskaper if n in schema.get("required", [])}
    krävs |= {n for n, här in platser.items() if här in tvingade}
    for n, kräver in schema.get("dependentRequired", {}).items():
        krävs |= set(kräver) if n in krävs else set()
    valfria = {n for n in egenskaper if n not in krävs}
    valfria -= set(schema.get("dependentRequired", {}))
    inre = {n: strategi(egenskaper[n], platser[n], tvingade, djup + är_punkt) for n in egenskaper}
    minst = set() if krävs or "minProperties" not in schema else {next(iter(egenskaper))}
    return st.fixed_dictionaries(
        {n: inre[n] for n in egenskaper if n in krävs or n in minst},
        optional={n: inre[n] for n in egenskaper if n in valfria and n not in minst},
    )


def möten(tvingade: frozenset[str]) -> st.SearchStrategy[dict[str, Any]]:
    """Mötesfiler där alla de tvingade uppgifterna är med."""
    return strategi(SCHEMA, tvingade=tvingade).map(_rimlig)


def omgångar(antal: int) -> list[frozenset[str]]:
    """Schemats uppgifter delade i omgångar, var och en med det som krävs för att nå dit."""
    alla = sorted(set(uppgifter(SCHEMA)))
    return [
        frozenset(del_ for plats in alla[nr::antal] for del_ in _vägen_till(plats))
        for nr in range(antal)
    ]


def _vägen_till(plats: str) -> set[str]:
    """Platsen och allt den ligger i: a[].b=object.c har a, a[], a[].b och a[].b=object."""
    delar = {plats[: m.start()] for m in re.finditer(r"\[\]|\.|=", plats)} | {plats}
    delar |= {plats[: m.end()] for m in re.finditer(r"\[\]", plats)}
    return delar - {""}


def _rimlig(data: dict[str, Any]) -> dict[str, Any]:
    """Det schemat inte kan säga: beteckningar kräver ett diarium, tider går framåt."""
    if not data["organ"].get("diarium"):
        data["organ"]["diarium"] = {"prefix": "SOCN"}
    if not är_historia(data):
        _ordna_tider(data, "")
    return data


def _ordna_tider(värde: Any, nyckel: str) -> None:
    if isinstance(värde, dict):
        for n, v in värde.items():
            _ordna_tider(v, n)
    elif isinstance(värde, list):
        if nyckel == "tider" and len(värde) == 2 and all(isinstance(t, str) for t in värde):
            värde.sort()
            if värde[0] == värde[1]:
                del värde[1]
        for v in värde:
            _ordna_tider(v, nyckel)


# --- Vad som nåtts -------------------------------------------------------------------------------


def uppgifter(schema: dict[str, Any], plats: str = "", djup: int = 0) -> Iterator[str]:
    """Varje uppgift i schemat, och varje form den kan ha."""
    schema = del_(schema)
    if "oneOf" in schema:
        for form in schema["oneOf"]:
            if namn := form_namn(form):
                yield f"{plats}={namn}"
            yield from uppgifter(form, plats, djup)
    elif schema.get("type") == "array":
        yield f"{plats}[]"
        yield from uppgifter(schema["items"], f"{plats}[]", djup)
    elif schema.get("type") == "object":
        egenskaper = schema.get("properties", {})
        for namn, inre in egenskaper.items():
            if namn == "punkter" and djup and "avsnitt" in egenskaper:
                continue
            här = f"{plats}.{namn}" if plats else namn
            yield här
            yield from uppgifter(inre, här, djup + ("avsnitt" in egenskaper))
        if isinstance(övriga := schema.get("additionalProperties"), dict):
            yield f"{plats}.*"
            yield from uppgifter(övriga, f"{plats}.*", djup)


def nådda(värde: Any, schema: dict[str, Any], plats: str = "") -> Iterator[str]:
    """Uppgifterna i schemat som en fil har."""
    schema = del_(schema)
    if "oneOf" in schema:
        for form in schema["oneOf"]:
            namn = form_namn(form)
            if not namn or TYPER[namn](värde):
                if namn:
                    yield f"{plats}={namn}"
                yield from nådda(värde, form, plats)
    elif schema.get("type") == "array" and isinstance(värde, list):
        for v in värde:
            yield f"{plats}[]"
            yield from nådda(v, schema["items"], f"{plats}[]")
    elif schema.get("type") == "object" and isinstance(värde, dict):
        egenskaper = schema.get("properties", {})
        for namn, v in värde.items():
            del_namn = namn if namn in egenskaper else "*"
            här = f"{plats}.{del_namn}" if plats else del_namn
            yield här
            inre = egenskaper.get(namn) or schema["additionalProperties"]
            yield from nådda(v, inre, här)


TYPER = {
    "string": lambda v: isinstance(v, str),
    "integer": lambda v: isinstance(v, int) and not isinstance(v, bool),
    "boolean": lambda v: isinstance(v, bool),
    "null": lambda v: v is None,
    "array": lambda v: isinstance(v, list),
    "object": lambda v: isinstance(v, dict),
}


# --- Normalform ----------------------------------------------------------------------------------

NUMMER = {"nummer", "till", "punkt"}


def normal(värde: Any, nyckel: str = "") -> Any:
    """Samma uppgifter på ett sätt: utan förvalda värden, och korta former där två finns."""
    if isinstance(värde, list):
        return [_kort(normal(v, nyckel), nyckel) for v in värde]
    if not isinstance(värde, dict):
        return _nummer(värde, nyckel)
    if nyckel in ("partier", "per_parti"):
        return {n: normal(v) for n, v in värde.items() if v != {}}
    ut = {n: normal(v, n) for n, v in värde.items()}
    ut = {n: v for n, v in ut.items() if n == "sekretess" or not _förvalt(v, n)}
    if "visas_som" in ut and ut["visas_som"] == str(ut.get("paragraf")):
        del ut["visas_som"]
    return ut


def _förvalt(värde: Any, nyckel: str) -> bool:
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
    if not isinstance(värde, str) or not re.fullmatch(r"0|[1-9][0-9]*", värde):
        return värde
    if nyckel == "paragraf" and 1 <= int(värde) <= MAX_PARAGRAF:
        return int(värde)
    return int(värde) if nyckel in NUMMER and int(värde) <= MAX_NUMMER else värde
