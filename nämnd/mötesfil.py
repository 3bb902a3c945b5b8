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
MAX_DJUP = 20
MAX_HELTAL = 32_767
MAX_ANTECKNINGSSIDOR = 100
HELTAL = re.compile(r"[-+]?(0|[1-9][0-9]{0,17})")
# Styrtecken utom tabb och radslut, och lösa halvor av teckenpar (JSON kan skriva dem).
OTILLÅTNA = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")
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


def hitta(katalog: Path) -> Path:
    """Katalogens mötesfil."""
    finns = [f for n in ("mote.yaml", "mote.json") if (f := katalog / n).is_file()]
    if not finns:
        raise Mötesfilfel(f"{katalog}: här finns varken mote.yaml eller mote.json.")
    if len(finns) > 1:
        raise Mötesfilfel(f"{katalog}: här finns både mote.yaml och mote.json. Ta bort den ena.")
    return finns[0]


def läs(katalog: Path) -> dict[str, Any]:
    """Mötesfilens innehåll, kontrollerat mot formatet."""
    fil = hitta(katalog)
    if fil.stat().st_size > MAX_BYTE:
        raise Mötesfilfel(f"{fil}: filen är större än {MAX_BYTE // 1024 // 1024} MB.")
    try:
        text = fil.read_text(encoding="utf-8-sig")
        data = _json(text) if fil.suffix == ".json" else _yaml(text)
    except RecursionError as fel:
        raise Mötesfilfel(f"{fil}: filen är för djupt nästlad.") from fel
    except OSError as fel:
        raise Mötesfilfel(f"{fil}: filen går inte att läsa ({fel.strerror}).") from fel
    except UnicodeDecodeError as fel:
        raise Mötesfilfel(f"{fil}: filen är inte UTF-8.") from fel
    except json.JSONDecodeError as fel:
        raise Mötesfilfel(
            f"{fil}, rad {fel.lineno}: filen är inte giltig JSON ({fel.msg})."
        ) from fel
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
        yield from _felaktiga_värden(data, [])
        yield from _för_djupa_punkter(data)


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
        return f"{_citat(instans)} är inte något av {', '.join(map(str, värde))}."
    if fel.validator == "const":
        return f"{_citat(instans)} ska vara {värde}."
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
        return f"{_citat(instans)} ska vara {' eller '.join(namn[t] for t in typer)}."
    if fel.validator == "pattern":
        return f"{_citat(instans)} har fel form."
    if fel.validator == "maxLength":
        return f"{_citat(instans)} är längre än {värde} tecken."
    if fel.validator == "dependentRequired":
        return "till kräver nummer."
    if fel.validator in ("minimum", "minItems", "minLength"):
        return f"ska vara minst {värde}."
    if fel.validator in ("maximum", "maxItems"):
        return f"ska vara högst {värde}."
    return str(fel.message)


def _citat(värde: object) -> str:
    """Värdet som det kan stå i en mötesfil, kort."""
    text = json.dumps(värde, ensure_ascii=False)
    return text if len(text) <= 60 else f"{text[:57]}…"


def _felaktiga_värden(värde: object, väg: list[Any]) -> Iterator[str]:
    """Det som schemat inte kan säga: dagar som inte finns, bakvända tider, otillåtna tecken."""
    if isinstance(värde, dict):
        for nyckel, v in värde.items():
            yield from _felaktiga_värden(v, [*väg, nyckel])
    elif isinstance(värde, list):
        tider = "tider" in väg and len(värde) == 2 and all(isinstance(v, str) for v in värde)
        if tider and värde[1] <= värde[0]:
            yield f"{plats(väg)}: sluttiden {värde[1]} är inte efter {värde[0]}."
        for nr, v in enumerate(värde):
            yield from _felaktiga_värden(v, [*väg, nr])
    elif isinstance(värde, str):
        if OTILLÅTNA.search(värde):
            yield f"{plats(väg)}: {_citat(värde)} innehåller tecken som inte är text."
        if väg[-1] == "datum":
            try:
                date.fromisoformat(värde)
            except ValueError:
                yield f"{plats(väg)}: {värde} är ingen dag."


def _för_djupa_punkter(data: Any) -> Iterator[str]:
    """En följd har punkter i sig, men de har inga egna: sådana skulle inte synas på listan."""
    for nr, punkt in enumerate(data.get("foredragningslista", [])):
        for inre, rad in enumerate(punkt.get("punkter", [])):
            if rad.get("punkter"):
                yield (
                    f"foredragningslista[{nr}].punkter[{inre}].punkter: "
                    "en punkt i en följd kan inte ha egna punkter."
                )


def _json(text: str) -> Any:
    """JSON där ingen uppgift faller bort för att nyckeln står två gånger."""

    def objekt(par: list[tuple[str, Any]]) -> dict[str, Any]:
        ut = dict(par)
        if len(ut) < len(par):
            nycklar = [nyckel for nyckel, _ in par]
            dubbel = next(n for n in nycklar if nycklar.count(n) > 1)
            raise json.JSONDecodeError(f"nyckeln {dubbel} står två gånger", text, 0)
        return ut

    return json.loads(text, object_pairs_hook=objekt)


def _yaml(text: str) -> Any:
    """YAML med formatets skalärer: bara heltal, true/false och null är annat än text."""
    nod = YAML(typ="safe", pure=True).compose(text)
    return _värde(nod) if nod is not None else None


def _värde(nod: Node, djup: int = 0) -> Any:
    if djup > MAX_DJUP:
        raise YAMLError("för djupt nästlat")
    # Hänvisningar kan göra en liten fil ofantlig, och formatet behöver inga.
    if nod.anchor:
        raise MarkedYAMLError(
            problem="ankare och hänvisningar (& och *) får inte användas",
            problem_mark=nod.start_mark,
        )
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
    if nod.style is not None or (nod.value and nod.tag == "tag:yaml.org,2002:str"):
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


def _text(högst: int) -> dict[str, Any]:
    """Text som får plats i sin kolumn."""
    return {"type": "string", "maxLength": högst}


_TEXT = {"type": "string"}
_NAMN = _text(200)
_RUBRIK = {"type": "string", "minLength": 1, "maxLength": 500}
_TID = _text(30)
_SANT = {"type": "boolean"}
_DAG = {"type": "string", "pattern": r"^\d{4}-\d{2}-\d{2}$"}
_KLOCKAN = {"type": "string", "pattern": r"^([01]\d|2[0-3]):[0-5]\d$"}
_TIDER = {"type": "array", "items": _KLOCKAN, "minItems": 1, "maxItems": 2}
_FIL = {"type": "string", "pattern": r"^[^/\\][^\\]*$"}
_PERSONFÄLT = {
    "namn": {"type": "string", "minLength": 1, "maxLength": 200},
    "parti": _text(20),
    "titel": _NAMN,
    "epost": _text(254),
    "telefon": _text(50),
    "tid": _TID,
}
_PERSON = _objekt(["namn"], **_PERSONFÄLT)
_SEKRETESS = _objekt(lagrum=_NAMN, datum=_DAG, myndighet=_NAMN, offentlig_text=_TEXT)
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
    rubrik=_RUBRIK,
    datum=_DAG,
    fil=_FIL,
    sekretess=_SEKRETESS,
)
_PUNKT = _objekt(
    ["rubrik"],
    nummer={"type": ["integer", "string", "null"], "minLength": 1, "maxLength": 10},
    till={"type": ["integer", "string"], "minLength": 1, "maxLength": 10},
    avsnitt=_NAMN,
    slag={"enum": ["formalia", "information", "beslut", "sekretess", "anmalan", "ovrigt"]},
    rubrik=_RUBRIK,
    offentlig_rubrik=_text(500),
    beteckning=_text(100),
    klass=_text(20),
    foredragande=_lista(_PERSON),
    tid=_TID,
    anmarkning=_text(300),
    handlingar_senare=_SANT,
    bilagemarkering=_text(20),
    beslutsinstans=_text(100),
    forslag=_lista(_TEXT),
    forslag_av=_NAMN,
    handlingar=_lista(_HANDLING),
    sekretess=_SEKRETESS,
    utkast=_SANT,
    punkter=_lista({"$ref": "#/$defs/punkt"}),
) | {"dependentRequired": {"till": ["nummer"]}}

SCHEMA: dict[str, Any] = _objekt(
    ["format", "kommun", "organ", "sammantrade"],
    format={"const": "motesfil/1"},
    kommun=_objekt(["namn"], namn=_NAMN, fler=_lista(_TEXT)),
    organ=_objekt(
        ["namn"],
        namn=_NAMN,
        kortnamn=_text(20),
        typ={
            "enum": ["fullmaktige", "styrelse", "namnd", "gemensam_namnd", "utskott", "beredning"]
        },
        overordnat=_NAMN,
        platser={"type": "integer", "minimum": 1, "maximum": MAX_HELTAL},
        forvaltning=_NAMN,
        diarium=_objekt(prefix=_text(20), monster=_text(100)),
        distans_tillaten=_SANT,
    ),
    sammantrade=_objekt(
        ["datum"],
        datum=_DAG,
        tider=_lista(_TIDER),
        plats=_text(300),
        tema=_text(300),
        gruppmoten=_lista(_objekt(partier=_lista(_TEXT), plats=_NAMN, tider=_TIDER)),
        program=_lista(_objekt(tid=_TID, text=_text(300))),
        ordforande=_PERSON,
        sekreterare=_PERSON,
        forhinder=_PERSON,
        distans=_text(500),
        pressinformation=_text(500),
        underskrift=_objekt(ort=_text(100), datum=_DAG),
        anteckningssidor={"type": "integer", "minimum": 0, "maximum": MAX_ANTECKNINGSSIDOR},
        protokollsnummer=_text(50),
        offentligt=_SANT,
        slag={"enum": ["ordinarie", "extra", "installt"]},
        utkast=_SANT,
    ),
    kallade=_lista(
        _objekt(
            ["namn"],
            **_PERSONFÄLT,
            som={"enum": ["ledamot", "tjanstgorande_ersattare", "ersattare", "kannedom", "ovrig"]},
        )
    ),
    foredragningslista=_lista({"$ref": "#/$defs/punkt"}),
    partier={
        "type": "object",
        "propertyNames": {"maxLength": 20},
        "additionalProperties": _NAMN,
    },
    anmarkningar=_lista(_TEXT),
    **{nyckel: {"type": ["array", "object"]} for nyckel in INTE_ÄN},
) | {"$defs": {"punkt": _PUNKT}}
