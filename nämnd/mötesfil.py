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

from jsonschema import Draft202012Validator, FormatChecker
from jsonschema.exceptions import ValidationError
from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

MAX_BYTE = 5 * 1024 * 1024
MAX_DJUP = 20
MAX_HELTAL = 32_767
MAX_ANTECKNINGSSIDOR = 100
MAX_PARAGRAF = 99_999
MAX_NUMMER = 10**9 - 1
ÅR = range(1800, 2201)
HELTAL = re.compile(r"[-+]?(0|[1-9][0-9]{0,17})")
# Styrtecken utom tabb och radslut, och lösa halvor av teckenpar (JSON kan skriva dem).
OTILLÅTNA = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")


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
    fel = sorted(_KONTROLL.iter_errors(data), key=lambda f: list(map(str, f.path)))
    for f in fel:
        yield from _alla_fel(f)
    if not fel and isinstance(data, dict):
        yield from _felaktiga_värden(data, [], historia=är_historia(data))
        yield from _för_djupa_punkter(data)


def är_historia(data: dict[str, Any]) -> bool:
    """Ett möte som redan hållits: då varnar reglerna, och hindrar inte."""
    return bool(data.get("paragrafer"))


def plats(väg: Sequence[Any]) -> str:
    """`foredragningslista[3].handlingar[0].fil`."""
    ut = ""
    for del_ in väg:
        ut += f"[{del_}]" if isinstance(del_, int) else (f".{del_}" if ut else str(del_))
    return ut


def _alla_fel(fel: ValidationError) -> Iterator[str]:
    """Felet, eller felen i den form av värdet som filen valt där schemat har flera."""
    if fel.validator == "oneOf":
        former: dict[Any, list[ValidationError]] = {}
        for inre in fel.context or []:
            former.setdefault(inre.relative_schema_path[0], []).append(inre)
        for inre_fel in former.values():
            if not any(f.validator in ("type", "oneOf") and not f.relative_path for f in inre_fel):
                for f in inre_fel:
                    yield from _alla_fel(f)
                return
    yield f"{plats(fel.absolute_path) or 'filen'}: {_förklara(fel)}"


def _typer(schema: Any) -> list[str]:
    """Typerna som ett schema med flera former tar emot."""
    if "$ref" in schema:
        return _typer(SCHEMA["$defs"][schema["$ref"].rsplit("/", 1)[-1]])
    if "oneOf" in schema:
        return [typ for form in schema["oneOf"] for typ in _typer(form)]
    return [schema["type"]]


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
    if fel.validator in ("type", "oneOf"):
        typer = _typer(schema)
        return f"{_citat(instans)} ska vara {' eller '.join(TYPNAMN[t] for t in typer)}."
    if fel.validator == "pattern" and värde == SCHEMA["$defs"]["fil"]["pattern"]:
        return f"{_citat(instans)} ska vara en sökväg som stannar i mötets katalog."
    if fel.validator == "pattern" or (fel.validator == "format" and not _DAG.fullmatch(instans)):
        return f"{_citat(instans)} har fel form."
    if fel.validator == "format":
        return f"{instans} är ingen dag."
    if fel.validator == "maxLength":
        return f"{_citat(instans)} är längre än {värde} tecken."
    if fel.validator == "dependentRequired":
        return "till kräver nummer."
    if fel.validator in ("minimum", "minItems", "minLength", "minProperties"):
        return f"ska vara minst {värde}."
    if fel.validator in ("maximum", "maxItems"):
        return f"ska vara högst {värde}."
    return str(fel.message)


def _citat(värde: object) -> str:
    """Värdet som det kan stå i en mötesfil, kort."""
    text = json.dumps(värde, ensure_ascii=False)
    return text if len(text) <= 60 else f"{text[:57]}…"


def _felaktiga_värden(värde: object, väg: list[Any], *, historia: bool) -> Iterator[str]:
    """Det som schemat inte kan säga: bakvända tider och otillåtna tecken."""
    if isinstance(värde, dict):
        for nyckel, v in värde.items():
            if OTILLÅTNA.search(nyckel):
                yield f"{plats(väg)}: {_citat(nyckel)} innehåller tecken som inte är text."
            yield from _felaktiga_värden(v, [*väg, nyckel], historia=historia)
    elif isinstance(värde, list):
        if not historia and är_bakvänt(värde, väg):
            yield f"{plats(väg)}: sluttiden {värde[1]} är inte efter {värde[0]}."
        for nr, v in enumerate(värde):
            yield from _felaktiga_värden(v, [*väg, nr], historia=historia)
    elif isinstance(värde, str) and OTILLÅTNA.search(värde):
        yield f"{plats(väg)}: {_citat(värde)} innehåller tecken som inte är text."


def är_bakvänt(värde: Sequence[Any], väg: Sequence[Any]) -> bool:
    """Om värdet är ett tidsspann som slutar innan det börjar."""
    är_tider = bool({"tider", "ajournering"} & set(väg)) and len(värde) == 2
    return är_tider and all(isinstance(v, str) for v in värde) and värde[1] <= värde[0]


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


TYPNAMN = {
    "string": "text",
    "integer": "ett heltal",
    "array": "en lista",
    "object": "ett objekt",
    "boolean": "true eller false",
    "null": "null",
}
_DAG = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
# Schemats egna mönster med bara siffrorna 0–9 och utan ett löst radslut sist.
_KLOCKAN = r"^([01][0-9]|2[0-3]):[0-5][0-9]\Z"
_SPANN = r"^([0-9]+(-[0-9]*)?|-[0-9]+)(, ?([0-9]+(-[0-9]*)?|-[0-9]+))*\Z"
FIL = r"^(?!/)(?!.*\.\.)[^\\\x00-\x1f]+(?<!/)\Z"
# Det längsta som får plats i uppgiftens kolumn. En nyckel som saknas här får vara hur lång som
# helst; med punkt gäller raden bara i den delen av schemat.
_LÄNGST = {
    **dict.fromkeys(("bokstav",), 5),
    **dict.fromkeys(("punkt.nummer", "till"), 10),
    **dict.fromkeys(("kortnamn", "prefix", "klass", "bilagemarkering"), 20),
    **dict.fromkeys(("paragraf", "visas_som"), 30),
    **dict.fromkeys(("nummer", "parti", "telefon", "tid", "protokollsnummer", "punkt"), 50),
    **dict.fromkeys(("monster", "ort", "beteckning", "beslutsinstans", "post", "period"), 100),
    **dict.fromkeys(("mal", "bilaga", "metod"), 100),
    **dict.fromkeys(("namn", "fler", "overordnat", "forvaltning", "titel", "avsnitt"), 200),
    **dict.fromkeys(("forslag_av", "lagrum", "myndighet", "for", "organ", "utfall"), 200),
    **dict.fromkeys(("i_stallet_for", "av", "forslag_till", "instans", "forvaring"), 200),
    **dict.fromkeys(("underskrift", "delegat", "grupper", "grupp"), 200),
    "epost": 254,
    **dict.fromkeys(("plats", "tema", "anmarkning", "franvaro_skal", "uppdrag", "grund"), 300),
    **dict.fromkeys(("till_forman_for", "avsandare", "utdrag_till", "program.text"), 300),
    **dict.fromkeys(("rubrik", "offentlig_rubrik", "distans", "pressinformation", "fil"), 500),
    "paragrafspann": 500,
}
_INTE_TOM = {"namn", "rubrik", "paragraf", "till", "punkt.nummer", "paragraf.punkt"}
_HÖGST = {
    "anteckningssidor": MAX_ANTECKNINGSSIDOR,
    "paragraf": MAX_PARAGRAF,
    "punkt": MAX_NUMMER,
    "nummer": MAX_NUMMER,
    "till": MAX_NUMMER,
}


def _schema() -> dict[str, Any]:
    """Formatets schema, med gränserna för vad raderna rymmer."""
    schema: dict[str, Any] = json.loads(
        Path(__file__).with_name("motesfil.schema.json").read_text(encoding="utf-8")
    )
    delar = schema["$defs"]
    delar["datum"] = {"type": "string", "format": "date"}
    delar["tidspann"]["items"]["pattern"] = _KLOCKAN
    delar["paragrafspann"]["pattern"] = _SPANN
    delar["fil"]["pattern"] = FIL
    _begränsa(schema, "", "")
    for namn, del_ in delar.items():
        _begränsa(del_, namn, namn if namn != "paragrafnr" else "paragraf")
    schema["properties"]["partier"] |= {
        "propertyNames": {"minLength": 1, "maxLength": 20},
        "additionalProperties": {"type": "string", "maxLength": 200},
    }
    delar["omrostning"]["properties"]["per_parti"]["propertyNames"] = {"maxLength": 100}
    return schema


def _begränsa(schema: dict[str, Any], del_: str, nyckel: str) -> None:
    """Lägger till gränserna i en del av schemat. `nyckel` är uppgiftens namn."""
    längst = _LÄNGST.get(f"{del_}.{nyckel}", _LÄNGST.get(nyckel))
    match schema.get("type"):
        case "string" if "enum" not in schema and "format" not in schema and längst:
            schema["maxLength"] = längst
            if {nyckel, f"{del_}.{nyckel}"} & _INTE_TOM:
                schema["minLength"] = 1
        case "integer":
            schema.setdefault("minimum", 0)
            schema["maximum"] = _HÖGST.get(nyckel, MAX_HELTAL)
        case "array":
            _begränsa(schema["items"], del_, nyckel)
        case "object":
            for namn, inre_schema in schema.get("properties", {}).items():
                _begränsa(inre_schema, nyckel or del_, namn)
            if isinstance(övriga := schema.get("additionalProperties"), dict):
                _begränsa(övriga, nyckel, "")
    for form in schema.get("oneOf", []):
        _begränsa(form, del_, nyckel)


def _är_dag(värde: object) -> bool:
    if not isinstance(värde, str):
        return True
    if not _DAG.fullmatch(värde):
        return False
    try:
        return date.fromisoformat(värde).year in ÅR
    except ValueError:
        return False


_FORMAT = FormatChecker(formats=())
_FORMAT.checks("date")(_är_dag)
SCHEMA = _schema()
_KONTROLL = Draft202012Validator(SCHEMA, format_checker=_FORMAT)
