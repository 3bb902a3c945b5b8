"""Delegationsordningen ur en fil: CSV eller en tabell i Word. Rader ut, fel med radnummer."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields
from xml.etree import ElementTree

MAX_BYTE = 5_000_000
MAX_XML = 30_000_000
MAX_RADER = 2_000
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"

# Rubrikerna som kommunernas tabeller har, gemena och utan skiljetecken.
KOLUMNER: dict[str, str] = {
    **dict.fromkeys(("nr", "nummer", "punkt", "p"), "nummer"),
    **dict.fromkeys(("grupp", "ärendegrupp", "område", "avsnitt"), "grupp"),
    **dict.fromkeys(("ärende", "ärenden", "ärendetyp", "beslut", "rubrik"), "ärende"),
    **dict.fromkeys(("lagrum", "lag", "författning", "lagstöd"), "lagrum"),
    **dict.fromkeys(("delegat", "delegat/beslutsfattare", "beslutsfattare"), "delegat"),
    **dict.fromkeys(("ersättare", "ersättare för delegat"), "ersättare"),
    **dict.fromkeys(("kommentar", "kommentarer", "anmärkning", "villkor"), "kommentar"),
    **dict.fromkeys(("vidaredelegation", "får vidaredelegeras"), "vidaredelegation"),
    **dict.fromkeys(("anmäls", "anmälan", "anmäls till nämnden"), "anmäls"),
    **dict.fromkeys(("slag", "delegatslag"), "slag"),
    **dict.fromkeys(("överklagande", "överklagas"), "överklagande"),
    **dict.fromkeys(("undantag", "6:38", "kl 6:38"), "undantag"),
}
KRÄVS = ("nummer", "ärende", "delegat")
JA_NEJ = {"": None, "ja": True, "j": True, "x": True, "nej": False, "n": False, "-": False}
SLAG = {
    "": "anstalld",
    "anställd": "anstalld",
    "förtroendevald": "fortroendevald",
    "ledamot": "fortroendevald",
    "presidium": "fortroendevald",
    "utskott": "utskott",
    "automatiserad": "automatiserad",
    "brådskande": "bradskande",
}
ÖVERKLAGANDE = {
    "": "laglighetsprovning",
    "laglighetsprövning": "laglighetsprovning",
    "förvaltningsbesvär": "forvaltningsbesvar",
    "ej överklagbart": "ej_overklagbart",
    "nej": "ej_overklagbart",
}
BOKSTAV = re.compile(r"[^\W\d_]{2}")
LÄNGD = {"nummer": 20, "grupp": 300, "delegat": 300, "ersättare": 300, "lagrum": 300}


class Oläslig(Exception):
    """Filen går inte att läsa alls. Texten är till användaren."""


@dataclass(frozen=True)
class Punktrad:
    """En punkt så som den står i filen. `rad` är radens nummer där."""

    rad: int
    nummer: str
    ärende: str
    delegat: str
    grupp: str = ""
    lagrum: str = ""
    ersättare: str = ""
    kommentar: str = ""
    vidaredelegation: bool = False
    anmäls: bool = True
    slag: str = "anstalld"
    överklagande: str = "laglighetsprovning"
    undantag: str = ""


@dataclass(frozen=True)
class Inläst:
    """Raderna, eller felen: en fil med fel ger inga rader."""

    rader: tuple[Punktrad, ...]
    fel: tuple[str, ...]


def läs(innehåll: bytes, filnamn: str) -> Inläst:
    """Läser en .csv eller .docx. Allt eller inget: finns fel finns inga rader."""
    if len(innehåll) > MAX_BYTE:
        raise Oläslig(f"Filen är större än {MAX_BYTE // 1_000_000} MB.")
    if filnamn.casefold().endswith(".docx"):
        tabell = _ur_docx(innehåll)
    elif filnamn.casefold().endswith((".csv", ".txt")):
        tabell = _ur_csv(innehåll)
    else:
        raise Oläslig("Välj en fil som slutar på .csv eller .docx.")
    return _tolka(tabell)


def _tolka(tabell: Sequence[tuple[int, list[str]]]) -> Inläst:
    plats = next((i for i, (_, celler) in enumerate(tabell) if _är_rubrik(celler)), None)
    if plats is None:
        raise Oläslig(
            "Filen har ingen rubrikrad med kolumnerna nummer, ärende och delegat. "
            "Kolumner som känns igen: " + ", ".join(f.name for f in fields(Punktrad)[1:]) + "."
        )
    namn = [KOLUMNER.get(_rubrik(cell), "") for cell in tabell[plats][1]]
    fel: list[str] = [
        f"Rad {tabell[plats][0]}: kolumnen {dubbel} finns två gånger."
        for dubbel in sorted({n for n in namn if n and namn.count(n) > 1})
    ]
    rader: list[Punktrad] = []
    nummer: dict[str, int] = {}
    grupp = ""
    for radnr, celler in tabell[plats + 1 :]:
        ifyllda = [c.strip() for c in celler if c.strip()]
        if not ifyllda or _är_rubrik(celler):
            continue
        if len(set(ifyllda)) == 1 and BOKSTAV.search(ifyllda[0]):
            # En ensam text, eller en sammanfogad cell, är gruppens rubrik.
            grupp = ifyllda[0]
            continue
        if len(celler) > len(namn) and any(c.strip() for c in celler[len(namn) :]):
            fel.append(f"Rad {radnr}: fler celler än rubrikraden har kolumner.")
            continue
        värden = {n: c.strip() for n, c in zip(namn, celler, strict=False) if n}
        värden["grupp"] = värden.get("grupp") or grupp
        radens = _radfel(radnr, värden)
        if tidigare := nummer.get(värden.get("nummer", "")):
            radens.append(f"Rad {radnr}: numret {värden['nummer']} finns redan på rad {tidigare}.")
        fel += radens
        if not radens:
            nummer[värden["nummer"]] = radnr
            rader.append(_rad(radnr, värden))
    if not rader and not fel:
        fel.append("Filen har inga punkter under rubrikraden.")
    if len(rader) > MAX_RADER:
        fel.append(f"Filen har fler än {MAX_RADER} punkter.")
    return Inläst((), tuple(fel)) if fel else Inläst(tuple(rader), ())


def _rubrik(cell: str) -> str:
    return " ".join(cell.strip().rstrip(".:*").casefold().split())


def _är_rubrik(celler: Sequence[str]) -> bool:
    kända = {KOLUMNER.get(_rubrik(cell), "") for cell in celler}
    return all(krävd in kända for krävd in KRÄVS)


def _radfel(radnr: int, värden: dict[str, str]) -> list[str]:
    fel = [f"Rad {radnr}: {krävd} saknas." for krävd in KRÄVS if not värden.get(krävd)]
    fel += [
        f"Rad {radnr}: {namn} är längre än {längd} tecken."
        for namn, längd in LÄNGD.items()
        if len(värden.get(namn, "")) > längd
    ]
    for namn in ("vidaredelegation", "anmäls"):
        if värden.get(namn, "").casefold() not in JA_NEJ:
            fel.append(f"Rad {radnr}: {namn} ska vara ja eller nej, inte ”{värden[namn]}”.")
    for namn, tillåtna in (("slag", SLAG), ("överklagande", ÖVERKLAGANDE)):
        if värden.get(namn, "").casefold() not in tillåtna:
            val = ", ".join(v for v in tillåtna if v)
            fel.append(f"Rad {radnr}: {namn} ”{värden[namn]}” är okänt. Välj: {val}.")
    if värden.get("undantag", "") not in ("", "1", "2", "3", "4", "5"):
        fel.append(f"Rad {radnr}: undantag ska vara tomt eller punkten i KL 6:38, 1–5.")
    if any("\x00" in värde for värde in värden.values()):
        fel.append(f"Rad {radnr}: raden har ett otillåtet tecken.")
    return fel


def _rad(radnr: int, v: dict[str, str]) -> Punktrad:
    anmäls = JA_NEJ[v.get("anmäls", "").casefold()]
    return Punktrad(
        rad=radnr,
        nummer=v["nummer"],
        ärende=v["ärende"],
        delegat=v["delegat"],
        grupp=v["grupp"],
        lagrum=v.get("lagrum", ""),
        ersättare=v.get("ersättare", ""),
        kommentar=v.get("kommentar", ""),
        vidaredelegation=bool(JA_NEJ[v.get("vidaredelegation", "").casefold()]),
        anmäls=True if anmäls is None else anmäls,
        slag=SLAG[v.get("slag", "").casefold()],
        överklagande=ÖVERKLAGANDE[v.get("överklagande", "").casefold()],
        undantag=v.get("undantag", ""),
    )


def _ur_csv(innehåll: bytes) -> list[tuple[int, list[str]]]:
    try:
        text = innehåll.decode("utf-8-sig")
    except UnicodeDecodeError:
        # Ett äldre Excel sparar i Windows teckenkodning, som läser alla byte.
        text = innehåll.decode("cp1252", errors="replace")
    början = text[:5000]
    tecken = max(";,\t", key=början.count)
    try:
        läsare = csv.reader(io.StringIO(text, newline=""), delimiter=tecken, strict=True)
        return [(läsare.line_num, rad) for rad in läsare]
    except csv.Error as fel:
        raise Oläslig(f"Filen är inte en hel CSV-fil: {fel}.") from fel


def _ur_docx(innehåll: bytes) -> list[tuple[int, list[str]]]:
    """Raderna i alla tabeller, räknade genom dokumentet: en lång tabell kan vara delad."""
    try:
        with zipfile.ZipFile(io.BytesIO(innehåll)) as arkiv, arkiv.open("word/document.xml") as fil:
            rådata = fil.read(MAX_XML + 1)
        if len(rådata) > MAX_XML:
            raise Oläslig("Dokumentet är för stort.")
        text = rådata.decode("utf-8-sig")
        if "<!DOCTYPE" in text or "<!ENTITY" in text:
            # Word skriver inga; sådana kan växa till gigabyte eller läsa andra filer.
            raise Oläslig("Dokumentet är inte ett vanligt Worddokument.")
        rot = ElementTree.fromstring(text)
    except (zipfile.BadZipFile, KeyError, NotImplementedError, RuntimeError) as fel:
        raise Oläslig("Filen är inte ett Worddokument (.docx).") from fel
    except (UnicodeDecodeError, ElementTree.ParseError) as fel:
        raise Oläslig("Worddokumentet är trasigt.") from fel
    rader = [rad for tabell in rot.iter(f"{W}tbl") for rad in tabell.findall(f"{W}tr")]
    if not rader:
        raise Oläslig("Worddokumentet har ingen tabell.")
    return [(nr, list(_celler(rad))) for nr, rad in enumerate(rader, 1)]


def _celler(rad: ElementTree.Element) -> Iterator[str]:
    for cell in rad.findall(f"{W}tc"):
        stycken = [_text(p) for p in cell.findall(f"{W}p")]
        text = "\n".join(s for s in stycken if s)
        bredd = cell.find(f"{W}tcPr/{W}gridSpan")
        antal = bredd.get(f"{W}val", "1") if bredd is not None else "1"
        # En cell över flera kolumner fyller dem alla, så att de följande hamnar rätt.
        yield from [text] * (min(int(antal), 50) if antal.isdecimal() else 1)


def _text(stycke: ElementTree.Element) -> str:
    delar = []
    for del_ in stycke.iter():
        if del_.tag == f"{W}t":
            delar.append(del_.text or "")
        elif del_.tag in (f"{W}tab", f"{W}br"):
            delar.append(" ")
    return "".join(delar).strip()
