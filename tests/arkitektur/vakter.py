"""Vakterna: varje funktion läser projektet och ger överträdelserna som text; tom lista är rätt.

Var och en körs på projektet självt och på en planterad överträdelse som den måste hitta.
"""

from __future__ import annotations

import ast
import fnmatch
import io
import os
import re
import subprocess
import sys
import tokenize
import tomllib
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from django.core.management import get_commands
from django.db import connection
from django.db.models import Model, constraints
from django.template import engines
from django.urls import URLPattern, URLResolver

from tests.arkitektur.strikt import PAKET, ROT, TYSTA_ALDRIG

# Rang uppåt i huset; konton och publikt ligger bredvid varandra och känner inte varandra.
RANG = {"publikt": 0, "konton": 0, "ärenden": 1, "nämnd": 2, "protokoll": 3, "config": 4}
ETIKETT = {
    "publikt": "publikt",
    "konton": "konton",
    "arenden": "ärenden",
    "namnd": "nämnd",
    "protokoll": "protokoll",
}
FÖRBJUDNA_MODULER = {"utils", "helpers", "common", "managers", "signals"}
OLÄSTA_KATALOGER = {
    ".git", ".venv", ".data", "node_modules", "staticfiles", "skarmbilder", "__pycache__",
    ".mypy_cache", ".ruff_cache", ".pytest_cache", ".import_linter_cache",
}  # fmt: skip  # en lista per rad vore längre än regeln
# Det understa lagret i kontraktet räknar utan ramverk; de här gör det inte, och varför.
INTE_RENA = {
    "konton.roller": "rollerna är val i ett modellfält, en TextChoices",
    "nämnd.handlingspaket": "fogar in sidor i en PDF som ärenden.pdf har märkt",
    "nämnd.paketbit": "balanserar sidorna som nämnd.sidstämpel stämplar",
    "nämnd.sidstämpel": "ritar med ett typsnitt som ärenden.pdf läser",
    "ärenden.bitar": "läser i inställningarna var datakatalogen ligger",
}
RAMVERK = {"django", "rest_framework", "celery", "allauth", "weasyprint", *PAKET}
# Funktioner bland tjänsterna som inte är procedurer med egen aktör, och varför.
UTAN_AKTÖR = {
    "konton.services.system.systemanvändare": "ger aktören för jobb och tidsstyrda händelser",
    "ärenden.services.jobb.skicka": "jobbets rad bär redan den som beställde det",
    "ärenden.services.jobb.skynda_på": "jobbets rad bär redan den som beställde det",
    "ärenden.services.jobb.ta": "jobbets rad bär redan den som beställde det",
    "ärenden.services.händelser.skriv": "del av en tjänst; läses som en mening vid anropet",
    "nämnd.services.gästlänkar.anteckna": "gästen har inget konto; raden hör till länken",
    "nämnd.services.föredragningslista.ändrar": "del av en tjänst; omsluter den",
    "nämnd.services.föredragningslista.lämna_tillbaka": "del av en tjänst som prövat rätten",
    "nämnd.services.föredragningslista.lämna_tillbaka_beslut": "del av en tjänst som prövat rätten",
    "protokoll.services.beslut.skriv_delar": "del av en tjänst som prövat rätten",
    "protokoll.services.meningar.numrera_bilagor": "del av avslutet, som prövat rätten",
    "protokoll.services.tidigare.anteckna": "del av att ta upp punkten, som prövat rätten",
    "protokoll.services.utkast.ta_bort": "del av en tjänst som prövat rätten",
    "protokoll.services.avslut.numrera": "del av en tjänst som prövat rätten",
}
# Mallar som ett ramverk letar upp under ett fast namn.
MALLAR_VID_NAMN = {"400.html", "403.html", "403_csrf.html", "404.html", "429.html", "500.html"}


def filer(rot: Path, *ändelser: str) -> Iterator[Path]:
    for katalog, underkataloger, namn in os.walk(rot):
        underkataloger[:] = sorted(set(underkataloger) - OLÄSTA_KATALOGER)
        for fil in sorted(namn):
            if not ändelser or fil.endswith(ändelser):
                yield Path(katalog) / fil


def _kod(rot: Path, paket: Iterable[str] = PAKET) -> Iterator[tuple[Path, ast.Module]]:
    for namn in paket:
        for fil in filer(rot / namn, ".py"):
            if "migrations" not in fil.parts:
                yield fil.relative_to(rot), ast.parse(fil.read_text("utf-8"), str(fil))


# --- Paket och lager ---------------------------------------------------------------------------


def kontrollera_importer(rot: Path = ROT) -> list[str]:
    """Kontrakten i pyproject.toml: mellan paketen och mellan lagren i dem."""
    körning = subprocess.run(
        [Path(sys.executable).parent / "lint-imports", "--no-cache", "--no-logo"],
        cwd=rot,
        capture_output=True,
        text=True,
        encoding="utf-8",
        env={"PYTHONPATH": str(rot), "PYTHONUTF8": "1", "PATH": ""},
        check=False,
    )
    if körning.returncode == 0:
        return []
    ut = körning.stdout + körning.stderr
    return [rad.strip() for rad in ut.splitlines() if rad.strip().startswith("- ")] or [ut]


def kontrollera_paketlista(rot: Path = ROT) -> list[str]:
    """Alla paket, också de med å, ä och ö, är kända av det som bevakar dem."""
    pyproject = tomllib.loads((rot / "pyproject.toml").read_text("utf-8"))
    verktyg = pyproject["tool"]
    på_disk = {p.parent.name for p in rot.glob("*/__init__.py")} - {"tests"}
    listor = {
        "arkitekturens paket": set(PAKET),
        "importlinter.root_packages": set(verktyg["importlinter"]["root_packages"]),
        "ruff known-first-party": set(verktyg["ruff"]["lint"]["isort"]["known-first-party"])
        - {"tests"},
    }
    return [
        f"{namn}: {sorted(lista ^ på_disk)} skiljer från katalogerna"
        for namn, lista in listor.items()
        if lista != på_disk
    ]


def kontrollera_nycklar(modeller: Iterable[type[Model]]) -> list[str]:
    """Nycklar mellan paket pekar nedåt och syns inte nedifrån (related_name="+")."""
    fynd = []
    for modell in modeller:
        paket = ETIKETT.get(modell._meta.app_label)
        for fält in [*modell._meta.local_fields, *modell._meta.local_many_to_many]:
            mål = fält.related_model
            if paket is None or mål is None or isinstance(mål, str):
                continue
            målpaket = ETIKETT.get(mål._meta.app_label)
            if målpaket in (None, paket):
                continue
            var = f"{modell._meta.label}.{fält.name}"
            if RANG[målpaket] >= RANG[paket]:
                fynd.append(f"{var} pekar uppåt, från {paket} till {målpaket}")
            elif not fält.remote_field.hidden:
                fynd.append(f'{var} går till {målpaket} och saknar related_name="+"')
    return fynd


def _understa_lagret(rot: Path) -> set[str]:
    """Namnen i lagerkontraktets understa lager: det är där en lagmodul får sin plats."""
    verktyg = tomllib.loads((rot / "pyproject.toml").read_text("utf-8"))["tool"]
    kontrakt = {k["id"]: k for k in verktyg["importlinter"]["contracts"]}
    return set(re.findall(r"\((\w+)\)", kontrakt["lager"]["layers"][-1]))


def kontrollera_rena_moduler(
    rot: Path = ROT, inte_rena: Mapping[str, str] = INTE_RENA
) -> list[str]:
    """Lagmodulerna räknar: inget ramverk, inga modeller, bara varandra och standardbiblioteket."""
    namn = _understa_lagret(rot)
    fynd, orena = [], set()
    for fil, träd in _kod(rot):
        if len(fil.parts) != 2 or fil.stem not in namn:
            continue
        modul = f"{fil.parts[0]}.{fil.stem}"
        egna = [
            f"{fil}:{nod.lineno}: lagmodulen importerar {importerad}"
            for nod in ast.walk(träd)
            for importerad in _importerade(nod)
            if not _får_en_ren_importera(importerad, namn, inte_rena)
        ]
        if modul not in inte_rena:
            fynd += egna
        elif egna:
            orena.add(modul)
    return fynd + [f"{modul} undantas i onödan" for modul in sorted(set(inte_rena) - orena)]


def _får_en_ren_importera(modul: str, namn: set[str], inte_rena: Mapping[str, str]) -> bool:
    delar = modul.split(".")
    if delar[0] not in RAMVERK:
        return True
    return delar[0] in PAKET and delar[1] in namn and ".".join(delar[:2]) not in inte_rena


def kontrollera_strikta_moduler(rot: Path = ROT) -> list[str]:
    """Det understa lagret är helt annoterat: mypys strikta lista har varje modul i det."""
    verktyg = tomllib.loads((rot / "pyproject.toml").read_text("utf-8"))["tool"]
    strikta = [
        mönster
        for regel in verktyg["mypy"]["overrides"]
        if regel.get("disallow_untyped_defs")
        for mönster in regel["module"]
    ]
    namn = _understa_lagret(rot)
    moduler = [
        f"{paket}.{fil.stem}"
        for paket in PAKET
        for fil in sorted((rot / paket).glob("*.py"))
        if fil.stem in namn
    ]
    return [
        f"{modul} saknas i mypys strikta lista"
        for modul in moduler
        if not any(fnmatch.fnmatchcase(modul, mönster) for mönster in strikta)
    ]


def _importerade(nod: ast.AST) -> list[str]:
    if isinstance(nod, ast.Import):
        return [alias.name for alias in nod.names]
    if isinstance(nod, ast.ImportFrom) and nod.module:
        return [f"{nod.module}.{alias.name}" for alias in nod.names]
    return []


def kontrollera_modulnamn(rot: Path = ROT) -> list[str]:
    """En modul heter efter sitt innehåll."""
    return [
        f"{fil.relative_to(rot)}: {namn} säger inget om innehållet"
        for paket in PAKET
        for fil in filer(rot / paket, ".py")
        for namn in {fil.stem, *fil.relative_to(rot).parts} & FÖRBJUDNA_MODULER
    ]


def kontrollera_weasyprint(rot: Path = ROT) -> list[str]:
    """WeasyPrint importeras där den används: webbprocessen ska starta utan den."""
    fynd = []
    for fil, träd in _kod(rot):
        i_funktion = {
            barn
            for nod in ast.walk(träd)
            if isinstance(nod, ast.FunctionDef | ast.AsyncFunctionDef)
            or (isinstance(nod, ast.If) and "TYPE_CHECKING" in ast.unparse(nod.test))
            for barn in ast.walk(nod)
        }
        fynd += [
            f"{fil}:{nod.lineno}: weasyprint importeras på modulnivå"
            for nod in ast.walk(träd)
            if isinstance(nod, ast.Import | ast.ImportFrom) and nod not in i_funktion
            if any(m.split(".")[0] == "weasyprint" for m in _importerade(nod))
        ]
    return fynd


def kontrollera_tystade_loggar(rot: Path = ROT) -> list[str]:
    """Ingen kod rör loggarna som avslöjar fel i PDF-filer."""
    mönster = re.compile(
        rf"""getLogger\(\s*["'](?:{"|".join(TYSTA_ALDRIG)})|["'](?:{"|".join(TYSTA_ALDRIG)})["']\s*:"""
        r"|logging\.disable\(|capture_logs"
    )
    return [
        f"{fil.relative_to(rot)}:{rad}: rör en logg som inte får tystas"
        for paket in PAKET
        for fil in filer(rot / paket, ".py")
        for rad, text in enumerate(fil.read_text("utf-8").splitlines(), 1)
        if mönster.search(text)
    ]


# --- Modeller och databas ----------------------------------------------------------------------


def kontrollera_databasnamn(modeller: Iterable[type[Model]]) -> list[str]:
    """Namn i databasen är ASCII och ryms i PostgreSQL:s 63 byte (Django räknar tecken)."""
    fynd = []
    for modell in modeller:
        meta = modell._meta
        namn = {"etikett": [meta.app_label], "tabell": [meta.db_table]}
        namn["tabell"] += [f.m2m_db_table() for f in meta.local_many_to_many]
        namn["begränsning"] = [c.name for c in meta.constraints]
        namn["index"] = [i.name for i in meta.indexes]
        utlösare = getattr(meta, "triggers", [])
        namn["utlösare"] = [t.name for t in utlösare] + [t.get_pgid(modell) for t in utlösare]
        for sort, värden in namn.items():
            for värde in värden:
                if not värde.isascii() or len(värde.encode()) > 63:
                    fynd.append(f"{meta.label}: {sort} {värde!r} ska vara ASCII, högst 63 byte")
        fynd += [
            f"{meta.label}: kolumnen {f.column!r} är längre än 63 byte"
            for f in meta.local_concrete_fields
            if len((f.column or "").encode()) > 63
        ]
    return fynd


def kontrollera_avkortade_namn() -> list[str]:
    """Namn som Django hittat på och PostgreSQL kortat: de skulle inte hittas av en migration."""
    with connection.cursor() as markör:
        markör.execute(
            "SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace"
            " AND octet_length(relname::text) >= 62 AND relname::text ~ '[^[:ascii:]]'"
            " UNION SELECT conname FROM pg_constraint"
            " WHERE connamespace = 'public'::regnamespace"
            " AND octet_length(conname::text) >= 62 AND conname::text ~ '[^[:ascii:]]'"
            " ORDER BY 1"
        )
        return [f"{namn} är kortat av PostgreSQL" for (namn,) in markör.fetchall()]


def kontrollera_ordning(modeller: Iterable[type[Model]]) -> list[str]:
    """Varje modell har en ordning, så att ingen lista visas i slumpad följd."""
    return [
        f"{m._meta.label} saknar Meta.ordering"
        for m in modeller
        if not m._meta.ordering and not m._meta.auto_created and not m._meta.abstract
    ]


def kontrollera_save(modeller: Iterable[type[Model]]) -> list[str]:
    """Regler bor i begränsningar och tjänster: `save` skrivs inte över."""
    return [
        f"{klass.__module__}.{klass.__qualname__} skriver över {metod}"
        for modell in modeller
        for klass in modell.__mro__
        for metod in ("save", "delete", "asave", "adelete")
        if metod in vars(klass) and not klass.__module__.startswith("django.")
    ]


def kontrollera_begränsningar(modeller: Iterable[type[Model]]) -> list[str]:
    """En begränsning säger med egna ord vad som är fel."""
    return [
        f"{m._meta.label}: {c.name} saknar violation_error_message"
        for m in modeller
        for c in m._meta.constraints
        if c.violation_error_message == constraints.BaseConstraint.default_violation_error_message
    ]


def kontrollera_ordlista(text: str, modeller: Iterable[type[Model]]) -> list[str]:
    """Varje modell har en rad i docs/ordlista.md."""
    ord_ = {o.lower() for o in re.findall(r"[\w-]+", text)}
    return [
        f"{m._meta.label} ({m._meta.verbose_name}) saknas i docs/ordlista.md"
        for m in modeller
        if not m._meta.auto_created
        and m.__name__.lower() not in ord_
        and str(m._meta.verbose_name).lower() not in text.lower()
    ]


# --- Tjänster, jobb och beroenden --------------------------------------------------------------


def kontrollera_tjänster(rot: Path = ROT, utan_aktör: Mapping[str, str] = UTAN_AKTÖR) -> list[str]:
    """En tjänst som skriver tar bara namngivna argument och vet vem som handlar (`av`)."""
    fynd, använda = [], set()
    for fil, träd in _kod(rot):
        if fil.parts[1:2] not in (("services",), ("services.py",)):
            continue
        modul = ".".join(fil.with_suffix("").parts)
        for nod in träd.body:
            if not isinstance(nod, ast.FunctionDef | ast.AsyncFunctionDef) or nod.name[0] == "_":
                continue
            var = f"{modul}.{nod.name}"
            if not _skriver(nod):
                continue
            if var in utan_aktör:
                använda.add(var)
                continue
            arg = nod.args
            if arg.posonlyargs or arg.args or arg.vararg:
                fynd.append(f"{var} tar argument utan namn: börja med *")
            # publikt känner inga användare: den som handlar kommer dit som ett namn.
            aktör = "av_namn" if fil.parts[0] == "publikt" else "av"
            if aktör not in {a.arg for a in arg.kwonlyargs}:
                fynd.append(f"{var} saknar {aktör}=")
    return fynd + [f"{var} undantas i onödan" for var in sorted(set(utan_aktör) - använda)]


_SKRIVANDE = {"save", "create", "update", "delete", "bulk_create", "bulk_update", "get_or_create"}
_SKRIVANDE |= {"update_or_create", "atomic"}


def _skriver(funktion: ast.AST) -> bool:
    return any(
        isinstance(nod, ast.Attribute) and nod.attr in _SKRIVANDE for nod in ast.walk(funktion)
    )


def kontrollera_tidsstyrda(schema: Mapping[str, Mapping[str, Any]]) -> list[str]:
    """Det som beat gör kan också göras för hand, med ett kommando av samma namn."""
    kommandon = get_commands()
    return [
        f"{namn}: kommandot {uppgift} saknas"
        for namn, rad in schema.items()
        if (uppgift := rad["task"].rsplit(".", 1)[-1]) not in kommandon
    ]


def kontrollera_beroenden(pyproject: str) -> list[str]:
    """Varje beroende har en rad om varför det finns."""
    return [
        f"{namn.group(1)} saknar skäl i pyproject.toml"
        for rad in pyproject.split("[tool.", 1)[0].splitlines()
        if (namn := re.match(r'\s+"([A-Za-z0-9_.\-\[\],]+)[^"]*",?(.*)', rad))
        and not re.search(r"#\s*\w{2,}", namn.group(2))
    ]


# --- Undantag från lint ------------------------------------------------------------------------

_KOD = re.compile(r"#\s*(noqa|type:\s*ignore|pragma|fmt:\s*\w+)\b(.*)")


def kontrollera_undantag(rot: Path = ROT) -> list[str]:
    """`noqa` och `type: ignore` har kod och skäl; andra undantag har skäl."""
    fynd = []
    for fil in filer(rot, ".py"):
        if "migrations" in fil.parts:
            continue
        text = fil.read_text("utf-8")
        for symbol in tokenize.generate_tokens(io.StringIO(text).readline):
            if symbol.type != tokenize.COMMENT or not (träff := _KOD.match(symbol.string)):
                continue
            sort, resten = re.sub(r"\s+", " ", träff.group(1)), träff.group(2)
            kod = {
                "noqa": r":\s*[A-Z]+[0-9]+(\s*,\s*[A-Z]+[0-9]+)*",
                "type: ignore": r"\[[a-z-]+(\s*,\s*[a-z-]+)*\]",
            }.get(sort, r"[^#]*")
            if not re.match(rf"{kod}\s*#\s*\w+", resten):
                fynd.append(f"{fil.relative_to(rot)}:{symbol.start[0]}: {symbol.string.strip()}")
    for fil in filer(rot, ".html"):
        for rad, rader in enumerate(fil.read_text("utf-8").splitlines(), 1):
            if "djlint:off" in rader and not re.search(r"djlint:off\s+[A-Z]\d+.*\w{3,}", rader):
                fynd.append(f"{fil.relative_to(rot)}:{rad}: djlint:off utan kod")
    return fynd


# --- Filer och mallar --------------------------------------------------------------------------


def kontrollera_nfc(rot: Path = ROT) -> list[str]:
    """Sökvägar är i NFC: annars är `ä` två tecken på en dator och ett på en annan."""
    return [
        f"{sökväg!r} är inte NFC"
        for fil in filer(rot)
        if not unicodedata.is_normalized("NFC", sökväg := str(fil.relative_to(rot)))
    ]


def _ascii(namn: str) -> str:
    return namn.replace("ä", "a").replace("å", "a").replace("ö", "o")


_PAKETKATALOG = {_ascii(p): p for p in PAKET} | {p: p for p in PAKET}
_TAGG = re.compile(r"""\{%-?\s*(url|include|extends|load|partial)\s+(.*?)\s*-?%\}""", re.DOTALL)


def url_paket(mönster: Iterable[URLPattern | URLResolver], före: str = "") -> dict[str, str]:
    """Adressnamn → paketet som vyn hör till."""
    fynd: dict[str, str] = {}
    for m in mönster:
        if isinstance(m, URLResolver):
            rum = f"{före}{m.namespace}:" if m.namespace else före
            fynd |= url_paket(m.url_patterns, rum)
        elif m.name:
            fynd[före + m.name] = getattr(m.callback, "__module__", "").split(".")[0]
    return fynd


def kontrollera_mallar(rot: Path, adresser: Mapping[str, str]) -> list[str]:
    """En mall känner bara sitt eget paket och dem under; delar/ känner inget paket."""
    bibliotek = engines["django"].engine.libraries
    fynd = []
    for fil in filer(rot / "templates", ".html", ".txt"):
        del_ = fil.relative_to(rot / "templates").parts
        if len(del_) == 1:
            continue
        paket = _PAKETKATALOG.get(del_[0])
        if paket is None and del_[0] != "delar":
            continue
        får = {p for p in PAKET if paket and (RANG[p] < RANG[paket] or p == paket)}
        for tagg, resten in _TAGG.findall(fil.read_text("utf-8")):
            for mål in _mål(tagg, resten, adresser, bibliotek):
                if mål in PAKET and mål not in får:
                    fynd.append(f"{fil.relative_to(rot)}: {{% {tagg} {resten} %}} hör till {mål}")
    return fynd


def _mål(
    tagg: str, resten: str, adresser: Mapping[str, str], bibliotek: Mapping[str, str]
) -> list[str]:
    if tagg == "load":
        return [bibliotek.get(b, "").split(".")[0] for b in resten.split()]
    citat = re.match(r"""["']([^"']+)["']""", resten)
    if not citat:
        return []
    if tagg == "url":
        return [adresser.get(citat.group(1), "")]
    return [_PAKETKATALOG.get(citat.group(1).split("/")[0], "")]


def kontrollera_oanvända_mallar(rot: Path = ROT) -> list[str]:
    """En mall nämns i kod eller i en annan mall, eller ersätter ett pakets egen."""
    mallrot = rot / "templates"
    källor = [f for p in PAKET for f in filer(rot / p, ".py")] + list(filer(mallrot))
    texter = {f: f.read_text("utf-8") for f in källor if f.suffix in {".py", ".html", ".txt"}}
    fynd = []
    for fil in filer(mallrot, ".html", ".txt"):
        namn = fil.relative_to(mallrot).as_posix()
        if namn in MALLAR_VID_NAMN or _ersätter(namn):
            continue
        nämnd = re.compile(rf"""["']{re.escape(namn)}(#[\w-]+)?["']""")
        if not any(nämnd.search(text) for f, text in texter.items() if f != fil):
            fynd.append(f"{namn} används inte")
    return fynd


def _ersätter(namn: str) -> bool:
    from django.template.utils import get_app_template_dirs

    return any((Path(katalog) / namn).exists() for katalog in get_app_template_dirs("templates"))


def kontrollera_sorterat(rot: Path = ROT) -> list[str]:
    """`{% load %}` står i bokstavsordning, så att två ändringar inte krockar."""
    fynd = []
    for fil in filer(rot / "templates", ".html", ".txt"):
        for tagg, resten in _TAGG.findall(fil.read_text("utf-8")):
            namn = resten.split()
            if tagg == "load" and "from" not in namn and namn != sorted(namn):
                fynd.append(f"{fil.relative_to(rot)}: {{% load {resten} %}} är osorterad")
    return fynd


def kontrollera_ascii_namn(rot: Path = ROT) -> list[str]:
    """Statiska filer och kommandon heter med ASCII: de blir adresser och skrivs i skal."""
    namn = [(fil, fil.relative_to(rot / "static").as_posix()) for fil in filer(rot / "static")]
    for paket in PAKET:
        kommandon = filer(rot / paket / "management" / "commands", ".py")
        namn += [(fil, fil.name) for fil in kommandon]
    return [f"{fil.relative_to(rot)} ska ha ett namn i ASCII" for fil, n in namn if not n.isascii()]
