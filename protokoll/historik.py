"""Det som ett inläst protokoll säger och som i dag skulle ha hindrats: bara varningar.

Protokollet är historia och står som det skrevs. Inga databasfrågor.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from nämnd.distans import SLUTEN_OMRÖSTNING
from nämnd.fynd import Regel
from protokoll import anslagstid, fullständighet, inträde, justeringstid, proportionellt_val
from protokoll.omröstning import LAGTEXT
from protokoll.paragrafnummer import omfattar

TJÄNSTGÖR = ("ledamot", "tjanstgorande_ersattare")
VAL = ("ja", "nej", "avstar", "franvarande")
I_ORD = {"ja": "ja", "nej": "nej", "avstar": "avstår", "franvarande": "frånvarande"}
PLATSHÅLLARE = "Klicka eller tryck här"
SPANN = ("paragrafer", "ej", "del_av", "galler")
# Uppgifterna i en paragraf som nämner personer med parti.
NÄMNDA = ("yrkanden", "reservationer", "anteckningar")

Data = Mapping[str, Any]

# Det som bara är oklart i källan, till exempel ett nummer som saknas, har ingen regel.
VARFÖR = {
    **LAGTEXT,
    **proportionellt_val.LAGTEXT,
    SLUTEN_OMRÖSTNING.lagrum: SLUTEN_OMRÖSTNING.lagtext,
    "5 kap. 66 § kommunallagen": fullständighet.VARFÖR["5 kap. 66 § kommunallagen"],
    "5 kap. 67 § kommunallagen": (
        "”Protokollet ska för varje ärende redovisa … genomförda omröstningar och resultaten av "
        "dem … vilka ledamöter som har deltagit i besluten och hur de har röstat vid öppna "
        "omröstningar …”"
    ),
    inträde.ERSÄTTARE_TJÄNSTGÖR.lagrum: inträde.ERSÄTTARE_TJÄNSTGÖR.lagtext,
    justeringstid.LAGRUM: justeringstid.LAGTEXT,
    anslagstid.LAGRUM: f"{anslagstid.LAGTEXT[:-1]} … {anslagstid.LAGTEXT_NED[1:]}",
}
NÄRVARO = "5 kap. 66 § kommunallagen"
RÖSTERNA = "5 kap. 67 § kommunallagen"
EN_RÖST = "4 kap. 24 § kommunallagen"
UTSLAGSRÖST = "5 kap. 56 § kommunallagen"
PLATSEN = inträde.ERSÄTTARE_TJÄNSTGÖR.lagrum
JÄV_I_FULLMÄKTIGE = "5 kap. 47 § kommunallagen"
JÄV_I_NÄMND = "6 kap. 30 § kommunallagen"


def regel_i(text: str) -> Regel | None:
    """Regeln som en sparad varning nämner sist; None när den inte nämner någon."""
    lagrum = next((rum for rum in VARFÖR if text.endswith(f" ({rum}).")), "")
    return Regel(lagrum, VARFÖR[lagrum]) if lagrum else None


@dataclass(frozen=True)
class Varning:
    """Var i mötesfilen, vad som är konstigt, och regeln som i dag skulle ha hindrat."""

    plats: str
    text: str
    lagrum: str = ""

    def __str__(self) -> str:
        return f"{self.plats}: {self.med_lagrum}"

    @property
    def med_lagrum(self) -> str:
        """Som varningen sparas och visas."""
        return f"{self.text.removesuffix('.')} ({self.lagrum})." if self.lagrum else self.text


def granska(
    data: Data, *, platser: int | None, partier: Mapping[str, str], fullmäktige: bool = False
) -> list[Varning]:
    """Alla varningar i filens ordning. `partier` är registrets parti för varje namn."""
    läge = _Läge(data, platser, partier, fullmäktige)
    return [
        *_närvaro(läge),
        *_paragrafnummer(läge),
        *(v for nr, p in enumerate(läge.paragrafer) for v in _paragraf(läge, nr, p)),
        *_justering(data),
        *_anslag(data),
        *_hänvisningar(läge),
        *_spann_och_tider(data, ""),
        *_platshållare(data, ""),
    ]


def heltal(nummer: object) -> int | None:
    """Paragrafens tal: 63 för 63, "63/20" och "63 A"; None utan tal."""
    träff = re.match(r"[0-9]{1,5}(?![0-9])", str(nummer)) if nummer is not None else None
    return int(träff[0]) if träff else None


class _Läge:
    def __init__(
        self, data: Data, platser: int | None, partier: Mapping[str, str], fullmäktige: bool
    ) -> None:
        self.data = data
        self.jävsregel = JÄV_I_FULLMÄKTIGE if fullmäktige else JÄV_I_NÄMND
        self.platser = platser
        self.partier = partier
        self.paragrafer: list[Data] = data.get("paragrafer", [])
        self.närvaro: list[Data] = data.get("narvaro", [])
        self.namn = {rad["namn"] for rad in self.närvaro}

    def tjänstgörande(self, nummer: int | None) -> list[tuple[int, Data]]:
        """Raderna som beslutar i paragrafen. Utan nummer räknas bara de som är med hela mötet."""
        return [
            (nr, rad)
            for nr, rad in enumerate(self.närvaro)
            if rad["status"] in TJÄNSTGÖR and _är_med(rad, nummer)
        ]


def _är_med(rad: Data, nummer: int | None) -> bool:
    paragrafer, ej = rad.get("paragrafer", ""), rad.get("ej", "")
    if nummer is None:
        return not paragrafer
    return (not paragrafer or omfattar(paragrafer, nummer)) and not omfattar(ej, nummer)


def _närvaro(läge: _Läge) -> Iterator[Varning]:
    for nr, rad in enumerate(läge.närvaro):
        registrets = läge.partier.get(rad["namn"])
        if registrets and rad.get("parti") and rad["parti"] != registrets:
            yield Varning(
                f"narvaro[{nr}]",
                f"{rad['namn']} står med partiet {rad['parti']}, i registret {registrets}.",
                NÄRVARO,
            )
        if rad.get("distans") and läge.data.get("organ", {}).get("distans_tillaten") is False:
            yield Varning(
                f"narvaro[{nr}]",
                f"{rad['namn']} står på distans, men organet tillåter det inte "
                "(KL 5 kap. 16 §, 6 kap. 24 §).",
            )
    yield from _delade_platser(läge)


def _delade_platser(läge: _Läge) -> Iterator[Varning]:
    """Två ersättare på en plats, ledamoten och ersättaren på en gång, eller en ersättare på två
    platser (KL 4 kap. 24 §, 5 kap. 17 och 66 §§)."""
    krockar: dict[tuple[int, str], list[int]] = {}
    for nummer in _nummer(läge):
        per_plats: dict[str, list[tuple[int, Data]]] = {}
        for nr, rad in läge.tjänstgörande(nummer):
            if ersatt := rad.get("for"):
                per_plats.setdefault(ersatt, []).append((nr, rad))
        for namn, rader in _på_flera_platser(läge.tjänstgörande(nummer)).items():
            platser = " och ".join(rad["for"] for _, rad in rader)
            text = f"{namn} tjänstgör samtidigt för {platser}"
            krockar.setdefault((rader[-1][0], text), []).append(nummer)
        ledamöter = {r["namn"] for _, r in läge.tjänstgörande(nummer) if r["status"] == "ledamot"}
        for ersatt, rader in per_plats.items():
            for nr, rad in rader[1:]:
                text = f"{rad['namn']} och {rader[0][1]['namn']} tjänstgör båda för {ersatt}"
                krockar.setdefault((nr, text), []).append(nummer)
            if ersatt in ledamöter:
                nr, rad = rader[0]
                text = f"{rad['namn']} tjänstgör för {ersatt}, som också tjänstgör"
                krockar.setdefault((nr, text), []).append(nummer)
    for (nr, text), nummer_lista in krockar.items():
        i_paragraferna = f"§ {', '.join(map(str, nummer_lista))}"
        yield Varning(f"narvaro[{nr}]", f"{text}, {i_paragraferna}.", PLATSEN)


def _på_flera_platser(rader: Iterable[tuple[int, Data]]) -> dict[str, list[tuple[int, Data]]]:
    """Raderna för den som tjänstgör för fler än en, efter namn."""
    per_person: dict[str, list[tuple[int, Data]]] = {}
    for nr, rad in rader:
        if rad.get("for"):
            per_person.setdefault(rad["namn"], []).append((nr, rad))
    return {
        namn: egna for namn, egna in per_person.items() if len({rad["for"] for _, rad in egna}) > 1
    }


def _nummer(läge: _Läge) -> list[int]:
    tal = (heltal(p["paragraf"]) for p in läge.paragrafer)
    return [n for n in tal if n is not None]


def _paragrafnummer(läge: _Läge) -> Iterator[Varning]:
    förra: int | None = None
    sedda: Counter[str] = Counter()
    for nr, paragraf in enumerate(läge.paragrafer):
        nummer = heltal(paragraf["paragraf"])
        if nummer is None:
            continue
        sedda[str(paragraf["paragraf"])] += 1
        if sedda[str(paragraf["paragraf"])] > 1:
            yield Varning(f"paragrafer[{nr}]", f"§ {paragraf['paragraf']} står flera gånger.")
        elif förra is not None and nummer > förra + 1:
            borta = f"§ {förra + 1}" if nummer == förra + 2 else f"§§ {förra + 1}–{nummer - 1}"
            yield Varning(f"paragrafer[{nr}]", f"{borta} saknas före § {nummer}.")
        elif förra is not None and nummer < förra:
            yield Varning(f"paragrafer[{nr}]", f"§ {nummer} står efter § {förra}.")
        förra = nummer


def _paragraf(läge: _Läge, nr: int, paragraf: Data) -> Iterator[Varning]:
    här = f"paragrafer[{nr}]"
    tjänstgör = läge.tjänstgörande(heltal(paragraf["paragraf"]))
    if läge.platser and len(tjänstgör) > läge.platser:
        text = f"{len(tjänstgör)} tjänstgör men organet har {läge.platser} platser."
        yield Varning(här, text, PLATSEN)
    for plats, person in _nämnda(här, paragraf):
        yield from _fel_parti(läge, plats, person)
    jäviga = {j["namn"] for j in paragraf.get("jav", [])}
    for j, rad in enumerate(paragraf.get("jav", [])):
        if läge.namn and rad["namn"] not in läge.namn:
            yield Varning(f"{här}.jav[{j}]", f"{rad['namn']} står inte i närvaron.", NÄRVARO)
    for o, omröstning in enumerate(paragraf.get("omrostningar", [])):
        yield from _omröstning(läge, f"{här}.omrostningar[{o}]", omröstning, paragraf, jäviga)


def _nämnda(här: str, paragraf: Data) -> Iterator[tuple[str, Data]]:
    for nyckel in NÄMNDA:
        for nr, rad in enumerate(paragraf.get(nyckel, [])):
            for a, person in enumerate(rad.get("av", [])):
                yield f"{här}.{nyckel}[{nr}].av[{a}]", person
    for nyckel in ("talare", "jav", "deltar_inte"):
        for nr, person in enumerate(paragraf.get(nyckel, [])):
            yield f"{här}.{nyckel}[{nr}]", person


def _fel_parti(läge: _Läge, plats: str, person: Data) -> Iterator[Varning]:
    """Ett annat parti efter namnet än i närvaron."""
    egna = {
        rad["parti"]
        for rad in läge.närvaro
        if rad["namn"] == person.get("namn") and rad.get("parti")
    }
    if egna and person.get("parti") and person["parti"] not in egna:
        yield Varning(
            plats,
            f"{person['namn']} står med partiet {person['parti']}, "
            f"i närvaron {', '.join(sorted(egna))}.",
            NÄRVARO,
        )


def _omröstning(
    läge: _Läge, plats: str, omröstning: Data, paragraf: Data, jäviga: set[str]
) -> Iterator[Varning]:
    röster = omröstning.get("roster", {})
    antal = omröstning.get("antal", {})
    for val in VAL:
        if röster.get(val) and val in antal and len(röster[val]) != antal[val]:
            text = f"{len(röster[val])} namn men {antal[val]} röster på {I_ORD[val]}."
            yield Varning(plats, text, RÖSTERNA)
    tjänstgör = {rad["namn"] for _, rad in läge.tjänstgörande(heltal(paragraf["paragraf"]))}
    alla = [(val, nr, röst) for val in VAL for nr, röst in enumerate(röster.get(val, []))]
    gånger = Counter(röst["namn"] for _, _, röst in alla)
    for namn, n in gånger.items():
        if n > 1:
            yield Varning(plats, f"{namn} står {n} gånger i omröstningen.", EN_RÖST)
        if namn in jäviga:
            yield Varning(plats, f"{namn} röstade trots jäv.", läge.jävsregel)
        if läge.namn and namn not in läge.namn:
            yield Varning(plats, f"{namn} röstade men står inte i närvaron.", NÄRVARO)
        elif tjänstgör and namn not in tjänstgör:
            yield Varning(plats, f"{namn} röstade men tjänstgör inte i paragrafen.", EN_RÖST)
    summa = len(alla) or sum(antal.get(val, 0) for val in VAL)
    väntade = len(tjänstgör - jäviga)
    # I ett val står rösterna på kandidaterna; hur många som lämnat en sedel har ingen egen plats.
    på_kandidaterna = bool(omröstning.get("kandidater"))
    if tjänstgör and summa and summa != väntade and not på_kandidaterna:
        text = f"{summa} av {väntade} tjänstgörande är redovisade."
        yield Varning(plats, text, RÖSTERNA)
    for val, nr, röst in alla:
        yield from _fel_parti(läge, f"{plats}.roster.{val}[{nr}]", röst)
    if (utslag := omröstning.get("utslagsrost")) and antal.get("ja") != antal.get("nej"):
        text = f"Utslagsröst av {utslag.get('av', '?')} utan lika röstetal."
        yield Varning(plats, text, UTSLAGSRÖST)


def _justering(data: Data) -> Iterator[Varning]:
    möte = date.fromisoformat(data["sammantrade"]["datum"])
    for nr, rad in enumerate(data.get("justering", [])):
        if not (dag := rad.get("datum")):
            continue
        if justeringstid.är_försenad(möte, date.fromisoformat(dag)):
            text = f"Justerat {dag}, mer än fjorton dagar efter mötet."
            yield Varning(f"justering[{nr}]", text, justeringstid.LAGRUM)
        elif date.fromisoformat(dag) < möte:
            text = f"Justerat {dag}, före mötet."
            yield Varning(f"justering[{nr}]", text, justeringstid.LAGRUM)


def _anslag(data: Data) -> Iterator[Varning]:
    justerat = [date.fromisoformat(j["datum"]) for j in data.get("justering", []) if "datum" in j]
    for nr, rad in enumerate(data.get("anslag", [])):
        uppsatt = date.fromisoformat(rad["uppsatt"])
        tidigast = anslagstid.ned_dag(uppsatt)
        if rad.get("nedtas") and date.fromisoformat(rad["nedtas"]) < tidigast:
            text = f"Tas ned {rad['nedtas']}, tidigast {tidigast}."
            yield Varning(f"anslag[{nr}]", text, anslagstid.LAGRUM)
        före = [dag for dag in justerat if dag <= uppsatt]
        if före and anslagstid.är_för_sent_uppsatt(max(före), uppsatt):
            yield Varning(
                f"anslag[{nr}]",
                f"Uppsatt {uppsatt}, senare än andra dagen efter justeringen {max(före)}.",
                anslagstid.LAGRUM,
            )


def _hänvisningar(läge: _Läge) -> Iterator[Varning]:
    """En paragraf som nämns men inte finns i protokollet."""
    finns = {str(p["paragraf"]) for p in läge.paragrafer}
    rader: list[tuple[str, Data]] = [
        (f"{nyckel}[{nr}]", rad)
        for nyckel in ("bilagor", "delegationsbeslut", "meddelanden")
        for nr, rad in enumerate(läge.data.get(nyckel, []))
    ]
    for nr, justering in enumerate(läge.data.get("justering", [])):
        for v, rad in enumerate(justering.get("vagrar", [])):
            rader.append((f"justering[{nr}].vagrar[{v}]", rad))
    for plats, rad in rader:
        if finns and "paragraf" in rad and str(rad["paragraf"]) not in finns:
            yield Varning(plats, f"§ {rad['paragraf']} finns inte i protokollet.")


def _spann_och_tider(värde: Any, plats: str) -> Iterator[Varning]:
    """Bakvända spann och tider; mötets egna tider prövas när de läses in."""
    for namn, inre in _delar(värde, plats):
        nyckel = re.sub(r"(\[\d+\])+$", "", namn).rsplit(".", 1)[-1]
        if nyckel in SPANN and isinstance(inre, str):
            for från, till in re.findall(r"(\d+)-(\d+)", inre):
                if int(till) < int(från):
                    yield Varning(namn, f"{från}-{till} slutar före sin början.")
        elif nyckel in ("tider", "ajournering") and _är_bakvänt(inre):
            if not namn.startswith("sammantrade.tider"):
                yield Varning(namn, f"{inre[1]} är inte efter {inre[0]}.")
        else:
            yield from _spann_och_tider(inre, namn)


def _är_bakvänt(värde: Any) -> bool:
    är_spann = isinstance(värde, list) and len(värde) == 2
    return är_spann and all(isinstance(t, str) for t in värde) and värde[1] <= värde[0]


def _platshållare(värde: Any, plats: str) -> Iterator[Varning]:
    for namn, inre in _delar(värde, plats):
        if isinstance(inre, str):
            if PLATSHÅLLARE in inre:
                yield Varning(namn, "Mallens platshållare står kvar i texten.")
        else:
            yield from _platshållare(inre, namn)


def _delar(värde: Any, plats: str) -> Iterable[tuple[str, Any]]:
    if isinstance(värde, dict):
        return [(f"{plats}.{n}" if plats else n, v) for n, v in värde.items()]
    if isinstance(värde, list):
        return [(f"{plats}[{nr}]", v) for nr, v in enumerate(värde)]
    return []
