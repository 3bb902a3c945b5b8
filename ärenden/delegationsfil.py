"""Delegationsordningen ur en fil: CSV eller en tabell i Word. Rader ut, fel med radnummer."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from xml.etree import ElementTree

MAX_BYTE = 5_000_000
MAX_XML = 30_000_000
MAX_RADER = 2_000
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"

# Rubrikerna som kommunernas tabeller har, gemena och utan skiljetecken.
SYNONYMER: dict[str, tuple[str, ...]] = {
    "nummer": (
        *("nr", "nummer", "punkt", "p", "punktnr", "punktnummer", "punkt nr", "löpnr"),
        *("löpnummer", "delegationspunkt", "ärendenr"),
    ),
    "grupp": (
        *("grupp", "ärendegrupp", "område", "ärendeområde", "avsnitt", "kategori"),
        *("verksamhet", "verksamhetsområde"),
    ),
    "ärende": (
        *("ärende", "ärenden", "ärendetyp", "ärendeslag", "typ av ärende", "ärendets art"),
        *("ärende/beslut", "beslut/ärende", "beslut", "beslutet avser", "delegerat ärende"),
        *("delegationsärende", "rubrik", "ärendebeskrivning", "beskrivning"),
    ),
    "lagrum": (
        *("lagrum", "lag", "författning", "lagstöd", "lagstiftning", "laghänvisning"),
        *("lagrum/författning", "författning/lagrum", "lag/avtal", "lagrum/avtal"),
        *("rättslig grund", "lagrum eller motsvarande"),
    ),
    "delegat": (
        *("delegat", "delegat/beslutsfattare", "beslutsfattare", "lägsta delegat"),
        *("beslutande", "beslutsnivå", "lägsta beslutsnivå", "delegerad till"),
        *("delegeras till", "befattning"),
    ),
    "ersättare": (
        *("ersättare", "ersättare för delegat", "ersättare för delegaten", "delegatens ersättare"),
        *("ersättande delegat", "ersättare vid frånvaro", "ersättare vid förfall", "vid förfall"),
    ),
    "kommentar": (
        *("kommentar", "kommentarer", "anmärkning", "anmärkningar", "villkor", "notering"),
        *("noteringar", "anteckning", "anteckningar", "begränsning", "begränsningar"),
        *("kommentar/villkor", "kommentar/anmärkning", "villkor/begränsning", "övrigt"),
        *("upplysning", "upplysningar", "förtydligande"),
    ),
    "vidaredelegation": (
        *("vidaredelegation", "vidaredelegering", "vidaredelegeras", "får vidaredelegeras"),
        *("kan vidaredelegeras", "vidaredelegation tillåten", "vidaredelegering tillåten"),
        *("rätt till vidaredelegation", "rätt till vidaredelegering", "rätt att vidaredelegera"),
    ),
    "anmäls": (
        *("anmäls", "anmäles", "anmälan", "anmäls till nämnden", "anmäls till nämnd"),
        *("anmälan till nämnden", "anmälan till nämnd", "anmälningsplikt"),
    ),
    "slag": ("slag", "delegatslag", "slag av delegat"),
    "överklagande": ("överklagande", "överklagas", "överklagan", "överklagandetyp"),
    "undantag": ("undantag", "6:38", "kl 6:38"),
}
KOLUMNER = {rubrik: namn for namn, rubriker in SYNONYMER.items() for rubrik in rubriker}
KRÄVS = ("nummer", "ärende", "delegat")
JA_NEJ: dict[str, bool | None] = {
    **dict.fromkeys(("ja", "j", "x"), True),
    **dict.fromkeys(("nej", "n", "-", "–"), False),
    "": None,
}
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
# ”Lagrum m.m.” är kolumnen lagrum.
MED_MERA = re.compile(r"[\s,]*\b(?:m\.? ?m|etc)$")
# Ett ärende per rad har ett eget nummer; de andra rutorna kan gälla flera rader.
DELAS_INTE = ("nummer", "ärende")
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
class Tabellrad:
    """En rad i filens tabell. I Word kan en ruta fortsätta den ovanför, eller numreras av Word."""

    nr: int
    celler: list[str]
    fortsätter: frozenset[int] = frozenset()
    numreras: frozenset[int] = frozenset()


@dataclass(frozen=True)
class Inläst:
    """Raderna, eller felen: en fil med fel ger inga rader."""

    rader: tuple[Punktrad, ...]
    fel: tuple[str, ...]


def läs(innehåll: bytes, filnamn: str, *, okänt_i_kommentaren: bool = False) -> Inläst:
    """Läser en .csv eller .docx. Allt eller inget: finns fel finns inga rader.

    En kolumn som inte känns igen är ett fel om den har text, eller läggs i kommentaren.
    """
    if len(innehåll) > MAX_BYTE:
        raise Oläslig(f"Filen är större än {MAX_BYTE // 1_000_000} MB.")
    if filnamn.casefold().endswith(".docx"):
        tabell = _ur_docx(innehåll)
    elif filnamn.casefold().endswith((".csv", ".txt")):
        tabell = _ur_csv(innehåll)
    else:
        raise Oläslig("Välj en fil som slutar på .csv eller .docx.")
    return _tolka(tabell, okänt_i_kommentaren=okänt_i_kommentaren)


def _tolka(tabell: Sequence[Tabellrad], *, okänt_i_kommentaren: bool) -> Inläst:
    plats = next((i for i, rad in enumerate(tabell) if _är_rubrik(rad.celler)), None)
    if plats is None:
        raise Oläslig(
            "Filen har ingen rubrikrad med kolumnerna nummer, ärende och delegat. "
            "Kolumner som känns igen: " + ", ".join(f.name for f in fields(Punktrad)[1:]) + "."
        )
    rubriker = tabell[plats].celler
    namn = [KOLUMNER.get(_rubrik(cell), "") for cell in rubriker]
    punkter = list(_punktrader(tabell[plats + 1 :]))
    okända = _okända(rubriker, [rad for rad, _ in punkter])
    fel: list[str] = [
        f"Rad {tabell[plats].nr}: kolumnen {dubbel} finns två gånger."
        for dubbel in sorted({n for n in namn if n and namn.count(n) > 1})
    ]
    if not okänt_i_kommentaren:
        fel += [
            f"Kolumnen ”{rubrik}” känns inte igen, och {_rader_har(antal)} text i den. Byt "
            "rubriken i filen, eller kryssa för att texten ska läggas i kommentaren."
            for rubrik, antal in okända.values()
        ]
    fel += _numreringsfel(punkter, namn)
    rader: list[Punktrad] = []
    nummer: dict[str, int] = {}
    for rad, grupp in punkter:
        if len(rad.celler) > len(namn) and any(c.strip() for c in rad.celler[len(namn) :]):
            fel.append(f"Rad {rad.nr}: fler celler än rubrikraden har kolumner.")
            continue
        if _numreras(rad, namn):
            continue
        värden = _värden(rad, namn, okända)
        värden["grupp"] = värden.get("grupp") or grupp
        radens = _sammanfogat(rad, namn) or _radfel(rad.nr, värden)
        tidigare = nummer.get(värden.get("nummer", ""))
        if tidigare and not radens:
            radens = [f"Rad {rad.nr}: numret {värden['nummer']} finns redan på rad {tidigare}."]
        fel += radens
        if not radens:
            nummer[värden["nummer"]] = rad.nr
            rader.append(_rad(rad.nr, värden))
    if not rader and not fel:
        fel.append("Filen har inga punkter under rubrikraden.")
    if len(rader) > MAX_RADER:
        fel.append(f"Filen har fler än {MAX_RADER} punkter.")
    return Inläst((), tuple(fel)) if fel else Inläst(tuple(rader), ())


def _punktrader(tabell: Sequence[Tabellrad]) -> Iterator[tuple[Tabellrad, str]]:
    """Raderna som är punkter, med ärendegruppen som står ovanför dem."""
    grupp = ""
    for rad in tabell:
        ifyllda = [c.strip() for c in rad.celler if c.strip()]
        if not ifyllda or _är_rubrik(rad.celler):
            continue
        if len(set(ifyllda)) == 1 and BOKSTAV.search(ifyllda[0]):
            # En ensam text, eller en sammanfogad cell, är gruppens rubrik.
            grupp = ifyllda[0]
            continue
        yield rad, grupp


def _okända(rubriker: Sequence[str], rader: Sequence[Tabellrad]) -> dict[int, tuple[str, int]]:
    """Kolumnerna som inte känns igen men har text: rubriken, och hur många rader som har den."""
    antal = Counter(plats for rad in rader for plats, c in enumerate(rad.celler) if c.strip())
    return {
        plats: (" ".join(rubrik.split()) or f"Kolumn {plats + 1}", antal[plats])
        for plats, rubrik in enumerate(rubriker)
        if _rubrik(rubrik) not in KOLUMNER and antal[plats]
    }


def _rader_har(antal: int) -> str:
    return "en rad har" if antal == 1 else f"{antal} rader har"


def _numreras(rad: Tabellrad, namn: Sequence[str]) -> bool:
    return any(namn[plats : plats + 1] == ["nummer"] for plats in rad.numreras)


def _numreringsfel(punkter: Sequence[tuple[Tabellrad, str]], namn: Sequence[str]) -> list[str]:
    """Words egna nummer finns inte som text: de räknas ut av listor, formatmallar och avsnitt."""
    rader = [str(rad.nr) for rad, _ in punkter if _numreras(rad, namn)]
    if not rader:
        return []
    return [
        f"Rad {rader[0]}{' och ' + str(len(rader) - 1) + ' till' if rader[1:] else ''}: numret är "
        "Words automatiska numrering och finns inte som text i filen. Kopiera tabellen till Excel, "
        "där numren blir text, och spara den som CSV; eller ta bort numreringen i Word och skriv "
        "numren."
    ]


def _sammanfogat(rad: Tabellrad, namn: Sequence[str]) -> list[str]:
    return [
        f"Rad {rad.nr}: {n} är sammanfogat med raden ovanför. Dela cellen i Word, så att varje "
        f"punkt har sitt eget {n}."
        for plats, n in enumerate(namn)
        if n in DELAS_INTE and plats in rad.fortsätter
    ]


def _värden(
    rad: Tabellrad, namn: Sequence[str], okända: Mapping[int, tuple[str, int]]
) -> dict[str, str]:
    """Radens text per kolumn. Det okända står sist i kommentaren, under sin rubrik."""
    celler = [c.strip() for c in rad.celler]
    värden = {n: c for n, c in zip(namn, celler, strict=False) if n}
    övrigt = [
        f"{rubrik}: {celler[plats]}"
        for plats, (rubrik, _) in okända.items()
        if plats < len(celler) and celler[plats]
    ]
    if övrigt:
        värden["kommentar"] = "\n".join(filter(None, [värden.get("kommentar", ""), *övrigt]))
    return värden


def _rubrik(cell: str) -> str:
    text = " ".join(cell.strip().rstrip(".:*").casefold().split())
    return MED_MERA.sub("", text).replace(" / ", "/")


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


def _ur_csv(innehåll: bytes) -> list[Tabellrad]:
    try:
        text = innehåll.decode("utf-8-sig")
    except UnicodeDecodeError:
        # Ett äldre Excel sparar i Windows teckenkodning, som läser alla byte.
        text = innehåll.decode("cp1252", errors="replace")
    början = text[:5000]
    tecken = max(";,\t", key=början.count)
    try:
        läsare = csv.reader(io.StringIO(text, newline=""), delimiter=tecken, strict=True)
        return [Tabellrad(läsare.line_num, rad) for rad in läsare]
    except csv.Error as fel:
        raise Oläslig(f"Filen är inte en hel CSV-fil: {fel}.") from fel


# --- Word ----------------------------------------------------------------------------------------

# Innehållskontroller och taggar runt rader, celler och stycken.
OMSLAG = {f"{W}{t}" for t in ("sdt", "sdtContent", "customXml")}


def _ur_docx(innehåll: bytes) -> list[Tabellrad]:
    """Raderna i alla tabeller, räknade genom dokumentet: en lång tabell kan vara delad."""
    try:
        with zipfile.ZipFile(io.BytesIO(innehåll)) as arkiv:
            rot = _xml(arkiv, "word/document.xml")
            har_mallar = "word/styles.xml" in arkiv.namelist()
            mallar = _numrerade_mallar(_xml(arkiv, "word/styles.xml")) if har_mallar else set()
    except (zipfile.BadZipFile, KeyError, NotImplementedError, RuntimeError) as fel:
        raise Oläslig("Filen är inte ett Worddokument (.docx).") from fel
    except (UnicodeDecodeError, ElementTree.ParseError) as fel:
        raise Oläslig("Worddokumentet är trasigt.") from fel
    rader: list[Tabellrad] = []
    for tabell in rot.iter(f"{W}tbl"):
        ovanför: list[str] = []
        for rad in _barn(tabell, "tr"):
            rader.append(_tabellrad(len(rader) + 1, rad, ovanför, mallar))
            ovanför = rader[-1].celler
    if not rader:
        raise Oläslig("Worddokumentet har ingen tabell.")
    return rader


def _xml(arkiv: zipfile.ZipFile, namn: str) -> ElementTree.Element:
    with arkiv.open(namn) as fil:
        rådata = fil.read(MAX_XML + 1)
    if len(rådata) > MAX_XML:
        raise Oläslig("Dokumentet är för stort.")
    text = rådata.decode("utf-8-sig")
    if "<!DOCTYPE" in text or "<!ENTITY" in text:
        # Word skriver inga; sådana kan växa till gigabyte eller läsa andra filer.
        raise Oläslig("Dokumentet är inte ett vanligt Worddokument.")
    return ElementTree.fromstring(text)


def _barn(element: ElementTree.Element, tagg: str) -> Iterator[ElementTree.Element]:
    """Barnen med taggen, också de som ligger i en innehållskontroll."""
    for barn in element:
        if barn.tag == f"{W}{tagg}":
            yield barn
        elif barn.tag in OMSLAG and not _är_platshållare(barn):
            yield from _barn(barn, tagg)


def _är_platshållare(element: ElementTree.Element) -> bool:
    """En innehållskontroll som ingen fyllt i visar ”Klicka här för att ange text”."""
    return element.find(f"{W}sdtPr/{W}showingPlcHdr") is not None


def _värde(element: ElementTree.Element | None, annars: str = "") -> str:
    return annars if element is None else element.get(f"{W}val", annars)


def _antal(element: ElementTree.Element | None, annars: int) -> int:
    värde = _värde(element)
    return min(int(värde), 50) if värde.isdecimal() else annars


def _tabellrad(
    nr: int, rad: ElementTree.Element, ovanför: Sequence[str], mallar: set[str]
) -> Tabellrad:
    """Cellerna. En cell som fortsätter den ovanför (`w:vMerge`) har dess text."""
    celler = [""] * _antal(rad.find(f"{W}trPr/{W}gridBefore"), 0)
    fortsätter: set[int] = set()
    numreras: set[int] = set()
    for cell in _barn(rad, "tc"):
        stycken = list(_barn(cell, "p"))
        text = "\n".join(filter(None, map(_text, stycken)))
        platser = range(len(celler), len(celler) + (_antal(cell.find(f"{W}tcPr/{W}gridSpan"), 1)))
        lodrätt = cell.find(f"{W}tcPr/{W}vMerge")
        if lodrätt is not None and _värde(lodrätt, "continue") == "continue":
            fortsätter.update(platser)
            celler += [ovanför[plats] if plats < len(ovanför) else "" for plats in platser]
            continue
        if not text and any(_är_numrerat(p, mallar) for p in stycken):
            numreras.update(platser)
        # En cell över flera kolumner fyller dem alla, så att de följande hamnar rätt.
        celler += [text] * len(platser)
    return Tabellrad(nr, celler, frozenset(fortsätter), frozenset(numreras))


def _numrerade_mallar(mallar: ElementTree.Element) -> set[str]:
    return {
        mall.get(f"{W}styleId", "")
        for mall in mallar.iter(f"{W}style")
        if mall.find(f"{W}pPr/{W}numPr") is not None
    }


def _är_numrerat(stycke: ElementTree.Element, mallar: set[str]) -> bool:
    """Om Word skriver ut ett nummer före stycket. Listan 0 betyder att numreringen är avslagen."""
    egen = stycke.find(f"{W}pPr/{W}numPr")
    if egen is not None:
        return _värde(egen.find(f"{W}numId")) != "0"
    return _värde(stycke.find(f"{W}pPr/{W}pStyle")) in mallar


def _text(stycke: ElementTree.Element) -> str:
    return "".join(_textdelar(stycke)).strip()


def _textdelar(element: ElementTree.Element) -> Iterator[str]:
    for del_ in element:
        if del_.tag == f"{W}t":
            yield del_.text or ""
        elif del_.tag in (f"{W}tab", f"{W}br"):
            yield " "
        elif del_.tag != f"{W}pPr" and not _är_platshållare(del_):
            yield from _textdelar(del_)
