"""Läser en mötesfil: YAML eller JSON till kontrollerade värden. Inga databasfrågor.

Felen säger var i filen och vad som är fel. En uppgift som inte kan tas emot är ett fel; inget
faller bort i tysthet.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator
from jsonschema.exceptions import ValidationError
from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

MAX_BYTE = 5 * 1024 * 1024
HELTAL = re.compile(r"[-+]?(0|[1-9][0-9]*)")
INTE_ÄN = {
    "paragrafer": "möten som redan hållits",
    "narvaro": "närvaro",
    "ovriga": "övriga närvarande",
    "justering": "justering",
    "anslag": "anslag",
    "delegationsbeslut": "delegationsbeslut",
    "meddelanden": "meddelanden",
    "bilagor": "bilagor",
    "original": "det undertecknade originalet",
}


class Mötesfilfel(Exception):
    """Filen kan inte läsas in. Texten nämner filen, platsen i den och felet."""


def läs(katalog: Path) -> dict[str, Any]:
    """Mötesfilens innehåll, kontrollerat mot formatet."""
    fil = next((f for n in ("mote.yaml", "mote.json") if (f := katalog / n).is_file()), None)
    if fil is None:
        raise Mötesfilfel(f"{katalog}: här finns varken mote.yaml eller mote.json.")
    if fil.stat().st_size > MAX_BYTE:
        raise Mötesfilfel(f"{fil}: filen är större än {MAX_BYTE // 1024 // 1024} MB.")
    try:
        text = fil.read_text(encoding="utf-8")
        data = json.loads(text) if fil.suffix == ".json" else _yaml(text)
    except UnicodeDecodeError as fel:
        raise Mötesfilfel(f"{fil}: filen är inte UTF-8.") from fel
    except json.JSONDecodeError as fel:
        raise Mötesfilfel(f"{fil}, rad {fel.lineno}: filen är inte giltig JSON.") from fel
    except MarkedYAMLError as fel:
        rad = fel.problem_mark.line + 1 if fel.problem_mark else "?"
        raise Mötesfilfel(f"{fil}, rad {rad}: filen är inte giltig YAML ({fel.problem}).") from fel
    except YAMLError as fel:
        raise Mötesfilfel(f"{fil}: filen är inte giltig YAML ({fel}).") from fel
    if problem := list(kontrollera(data)):
        raise Mötesfilfel("\n".join(f"{fil}: {p}" for p in problem))
    return data  # type: ignore[no-any-return]  # kontrollera har sett att det är ett objekt


def papper(katalog: Path, fil: str, plats: str) -> Path:
    """Filens sökväg, säkert inne i katalogen: ingen länk och inget `..` på vägen."""
    väg = katalog
    for del_ in Path(fil).parts:
        väg = väg / del_
        if del_ in ("..", "/") or väg.is_symlink():
            raise Mötesfilfel(f"{plats}: {fil} får inte peka ut ur katalogen eller vara en länk.")
    if not väg.is_file():
        raise Mötesfilfel(f"{plats}: filen {fil} saknas.")
    return väg


def kontrollera(data: object) -> Iterator[str]:
    """Alla fel mot formatet, på svenska, med platsen först."""
    if isinstance(data, dict):
        for nyckel, namn in INTE_ÄN.items():
            if data.get(nyckel):
                yield f"{nyckel}: inläsning av {namn} stöds inte ännu."
                data = {k: v for k, v in data.items() if k != nyckel}
    fel = sorted(
        Draft202012Validator(SCHEMA).iter_errors(data), key=lambda f: list(map(str, f.path))
    )
    for f in fel:
        yield f"{plats(f.absolute_path) or 'filen'}: {_förklara(f)}"
    if not fel:
        yield from _felaktiga_dagar(data, [])


def plats(väg: Sequence[Any]) -> str:
    """`foredragningslista[3].handlingar[0].fil`."""
    ut = ""
    for del_ in väg:
        ut += f"[{del_}]" if isinstance(del_, int) else (f".{del_}" if ut else str(del_))
    return ut


def _förklara(fel: ValidationError) -> str:
    värde: Any = fel.validator_value
    schema: Any = fel.schema
    instans: Any = fel.instance
    if fel.validator == "required":
        saknas = [n for n in värde if n not in instans]
        return f"{', '.join(saknas)} saknas."
    if fel.validator == "additionalProperties":
        okända = sorted(set(instans) - set(schema["properties"]))
        return f"okänd uppgift: {', '.join(map(str, okända))}."
    if fel.validator == "enum":
        return f"{fel.instance!r} är inte något av {', '.join(map(str, värde))}."
    if fel.validator == "const":
        return f"ska vara {värde!r}."
    if fel.validator == "type":
        namn = {
            "string": "text",
            "integer": "ett heltal",
            "array": "en lista",
            "object": "ett objekt",
            "boolean": "true eller false",
            "null": "null",
        }
        typer = [värde] if isinstance(värde, str) else värde
        return f"{fel.instance!r} ska vara {' eller '.join(namn[t] for t in typer)}."
    if fel.validator == "pattern":
        return f"{fel.instance!r} har fel form."
    if fel.validator == "dependentRequired":
        return "till kräver nummer."
    if fel.validator in ("minimum", "minItems"):
        return f"minst {värde}."
    if fel.validator == "maxItems":
        return f"högst {värde}."
    return str(fel.message)


def _felaktiga_dagar(värde: object, väg: list[Any]) -> Iterator[str]:
    if isinstance(värde, dict):
        for nyckel, v in värde.items():
            yield from _felaktiga_dagar(v, [*väg, nyckel])
    elif isinstance(värde, list):
        for nr, v in enumerate(värde):
            yield from _felaktiga_dagar(v, [*väg, nr])
    elif väg and väg[-1] == "datum" and isinstance(värde, str):
        try:
            date.fromisoformat(värde)
        except ValueError:
            yield f"{plats(väg)}: {värde} är ingen dag."


def _yaml(text: str) -> Any:
    """YAML med formatets skalärer: bara heltal, true/false och null är annat än text."""
    nod = YAML(typ="safe", pure=True).compose(text)
    return _värde(nod) if nod is not None else None


def _värde(nod: Node, djup: int = 0) -> Any:
    if djup > 20:
        raise YAMLError("för djupt nästlat")
    if isinstance(nod, SequenceNode):
        return [_värde(n, djup + 1) for n in nod.value]
    if isinstance(nod, MappingNode):
        ut: dict[str, Any] = {}
        for nyckelnod, värdenod in nod.value:
            nyckel = nyckelnod.value
            if not isinstance(nyckel, str) or nyckel in ut:
                raise MarkedYAMLError(
                    problem=f"nyckeln {nyckel!r} står två gånger", problem_mark=nyckelnod.start_mark
                )
            ut[nyckel] = _värde(värdenod, djup + 1)
        return ut
    if not isinstance(nod, ScalarNode):
        raise YAMLError("okänd nod")
    if nod.style is not None:
        return nod.value
    if nod.value in ("", "~", "null"):
        return None
    if nod.value in ("true", "false"):
        return nod.value == "true"
    return int(nod.value) if HELTAL.fullmatch(nod.value) else nod.value


def _objekt(krav: Sequence[str] = (), **fält: Any) -> dict[str, Any]:
    return {
        "type": "object",
        "required": list(krav),
        "properties": fält,
        "additionalProperties": False,
    }


def _lista(av: dict[str, Any]) -> dict[str, Any]:
    return {"type": "array", "items": av}


_TEXT = {"type": "string"}
_SANT = {"type": "boolean"}
_DAG = {"type": "string", "pattern": r"^\d{4}-\d{2}-\d{2}$"}
_KLOCKAN = {"type": "string", "pattern": r"^([01]\d|2[0-3]):[0-5]\d$"}
_TIDER = {"type": "array", "items": _KLOCKAN, "minItems": 1, "maxItems": 2}
_FIL = {"type": "string", "pattern": r"^[^/\\][^\\]*$"}
_PERSON = _objekt(
    ["namn"], namn=_TEXT, parti=_TEXT, titel=_TEXT, epost=_TEXT, telefon=_TEXT, tid=_TEXT
)
_SEKRETESS = _objekt(lagrum=_TEXT, datum=_DAG, myndighet=_TEXT, offentlig_text=_TEXT)
_HANDLING = _objekt(
    ["rubrik"],
    slag={
        "enum": [
            "tjansteskrivelse",
            "protokollsutdrag",
            "bilaga",
            "remiss",
            "yrkande",
            "skrivelse",
            "ovrigt",
        ]
    },
    rubrik=_TEXT,
    datum=_DAG,
    fil=_FIL,
    sekretess=_SEKRETESS,
)
_PUNKT = _objekt(
    ["rubrik"],
    nummer={"type": ["integer", "string", "null"]},
    till={"type": ["integer", "string"]},
    avsnitt=_TEXT,
    slag={"enum": ["formalia", "information", "beslut", "sekretess", "anmalan", "ovrigt"]},
    rubrik=_TEXT,
    offentlig_rubrik=_TEXT,
    beteckning=_TEXT,
    klass=_TEXT,
    foredragande=_lista(_PERSON),
    tid=_TEXT,
    anmarkning=_TEXT,
    handlingar_senare=_SANT,
    bilagemarkering=_TEXT,
    beslutsinstans=_TEXT,
    forslag=_lista(_TEXT),
    forslag_av=_TEXT,
    handlingar=_lista(_HANDLING),
    sekretess=_SEKRETESS,
    utkast=_SANT,
    punkter=_lista({"$ref": "#/$defs/punkt"}),
) | {"dependentRequired": {"till": ["nummer"]}}

SCHEMA: dict[str, Any] = _objekt(
    ["format", "kommun", "organ", "sammantrade"],
    format={"const": "motesfil/1"},
    kommun=_objekt(["namn"], namn=_TEXT, fler=_lista(_TEXT)),
    organ=_objekt(
        ["namn"],
        namn=_TEXT,
        kortnamn=_TEXT,
        typ={
            "enum": ["fullmaktige", "styrelse", "namnd", "gemensam_namnd", "utskott", "beredning"]
        },
        overordnat=_TEXT,
        platser={"type": "integer", "minimum": 1},
        forvaltning=_TEXT,
        diarium=_objekt(prefix=_TEXT, monster=_TEXT),
        distans_tillaten=_SANT,
    ),
    sammantrade=_objekt(
        ["datum"],
        datum=_DAG,
        tider=_lista(_TIDER),
        plats=_TEXT,
        tema=_TEXT,
        gruppmoten=_lista(_objekt(partier=_lista(_TEXT), plats=_TEXT, tider=_TIDER)),
        program=_lista(_objekt(tid=_TEXT, text=_TEXT)),
        ordforande=_PERSON,
        sekreterare=_PERSON,
        forhinder=_PERSON,
        distans=_TEXT,
        pressinformation=_TEXT,
        underskrift=_objekt(ort=_TEXT, datum=_DAG),
        anteckningssidor={"type": "integer", "minimum": 0},
        protokollsnummer=_TEXT,
        offentligt=_SANT,
        slag={"enum": ["ordinarie", "extra", "installt"]},
        utkast=_SANT,
    ),
    kallade=_lista(
        _objekt(
            ["namn"],
            namn=_TEXT,
            parti=_TEXT,
            titel=_TEXT,
            epost=_TEXT,
            telefon=_TEXT,
            tid=_TEXT,
            som={"enum": ["ledamot", "tjanstgorande_ersattare", "ersattare", "kannedom", "ovrig"]},
        )
    ),
    foredragningslista=_lista({"$ref": "#/$defs/punkt"}),
    partier={"type": "object", "additionalProperties": _TEXT},
    anmarkningar=_lista(_TEXT),
    **{nyckel: {"type": ["array", "object"]} for nyckel in INTE_ÄN},
) | {"$defs": {"punkt": _PUNKT}}
