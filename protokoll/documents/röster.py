"""Omröstningarna som de trycks: meningen med siffrorna, och vem som röstade hur."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from protokoll.documents import text
from protokoll.documents.delar import Bilageblock, Del, Lista, Stycken, Tabell
from protokoll.models import Närvaro, Omröstning, Paragraf, Protokollsmall, Reservant, Röst
from protokoll.omröstning import Totaler, om_kravet
from protokoll.proportionellt_val import Plats, Valsedelsgrupp, talet, återskapa

VAL = Röst.Val
TECKEN = {VAL.JA: "Ja", VAL.NEJ: "Nej", VAL.AVSTÅR: "Avst", VAL.FRÅNVARANDE: "Frv"}
# Bredare tabeller går inte att läsa på en stående A4-sida.
HÖGST_KOLUMNER = 6

PROPORTIONELLT = "proportionellt val"
# Metoderna som inte går att skriva som ”genom upprop”.
_SÄTT = {
    "egna enheter": "digitalt på ledamöternas egna enheter",
    "slutna sedlar": "med slutna sedlar",
    PROPORTIONELLT: "som proportionellt val",
}


@dataclass(frozen=True)
class Siffror:
    """Rösterna räknade; ur namnen när summan inte är antecknad."""

    ja: int
    nej: int
    avstår: int
    frånvarande: int

    @classmethod
    def ur(cls, omröstning: Omröstning) -> Siffror:
        namngivna = [r.val for r in omröstning.röster.all()]

        def antal(antecknat: int | None, val: Röst.Val) -> int:
            return antecknat if antecknat is not None else namngivna.count(val)

        return cls(
            antal(omröstning.ja, VAL.JA),
            antal(omröstning.nej, VAL.NEJ),
            antal(omröstning.avstår, VAL.AVSTÅR),
            antal(omröstning.frånvarande, VAL.FRÅNVARANDE),
        )


def delar(
    omröstning: Omröstning, *, namn: str, ordval: str, hänvisning: str, valets_rad: str = ""
) -> list[Del]:
    """Omröstningen i paragrafen. `hänvisning` säger var namnen står när de inte står här.

    `valets_rad` är begäran om proportionellt val och hur lotten i ett val föll.
    """
    svar: list[Del] = []
    if meningar := _meningar(omröstning, hänvisning, valets_rad):
        svar.append(Stycken(tuple(meningar), ledtext=namn))
    if omröstning.metod == PROPORTIONELLT:
        svar += _listorna(omröstning)
    elif kandidater := list(omröstning.kandidater.all()):
        svar.append(
            Tabell(
                "Röster på kandidaterna",
                ("Kandidat", "Röster"),
                tuple((str(k), "" if k.röster is None else str(k.röster)) for k in kandidater),
            )
        )
    if partier := _partier(omröstning):
        svar.append(Lista(partier, ledtext="Partiernas röster"))
    if ordval == Protokollsmall.Röster.PARAGRAF and (rader := _namnen(omröstning)):
        # Hur någon röstade i en sluten omröstning finns inte, bara vilka som lämnat en sedel.
        svar.append(Lista(rader, ledtext="" if omröstning.sluten else "Så röstade var och en"))
    return svar


def _listorna(o: Omröstning) -> list[Del]:
    """Listorna med sina röster, och varje plats med det jämförelsetal som gav den (18–19 §§)."""
    grupper: list[Valsedelsgrupp] = []
    for k in o.kandidater.all():
        if k.röster is not None:
            grupper.append(Valsedelsgrupp(str(k), (), k.röster))
        elif grupper:
            grupper[-1] = replace(grupper[-1], lista=(*grupper[-1].lista, str(k)))
    platser = _platserna(o, grupper)
    fått = Counter(p.grupp for p in platser)
    svar: list[Del] = []
    if grupper:
        svar.append(
            Tabell(
                "Listor och röster",
                ("Lista", "Namnen i ordning", "Röster", "Platser"),
                tuple(
                    (
                        g.namn_på_gruppen,
                        ", ".join(g.lista),
                        str(g.röster),
                        str(fått[g.namn_på_gruppen]) if platser else "",
                    )
                    for g in grupper
                ),
            )
        )
    if platser:
        svar.append(
            Tabell(
                "Så fördelades platserna",
                ("Plats", "Vald", "Lista", "Jämförelsetal"),
                tuple((str(p.nummer), p.namn, p.grupp, talet(p.jämförelsetal)) for p in platser),
            )
        )
    return svar


def _platserna(o: Omröstning, grupper: Sequence[Valsedelsgrupp]) -> tuple[Plats, ...]:
    """Platserna i det val i paragrafen som listorna ger; inga när inget stämmer med dem."""
    for val in o.paragraf.val.all():
        if platser := återskapa(grupper, [str(vald) for vald in val.valda.all()]):
            return platser
    return ()


def _meningar(o: Omröstning, hänvisning: str, valets_rad: str) -> list[str]:
    siffror = Siffror.ur(o)
    räknade = None not in (o.ja, o.nej) or any(r.val for r in o.röster.all())
    rader = [
        f"Omröstningen sker {_SÄTT.get(o.metod, f'genom {o.metod}')}." if o.metod else "",
        "Omröstningen är sluten." if o.sluten and o.metod != "slutna sedlar" else "",
        _gäller(o),
        # Vad ja och nej betyder står i beslutsgångens voteringsproposition när det finns en.
        f"Ja: {o.ja_betyder}" if o.ja_betyder and o.steg_id is None else "",
        f"Nej: {o.nej_betyder}" if o.nej_betyder and o.steg_id is None else "",
        _utfall(siffror, sluten=o.sluten) if räknade else "",
        _blanka(siffror.avstår) if o.sluten else "",
        # Svarar omröstningen på ett steg står kravet i voteringspropositionen.
        om_kravet(Totaler(siffror.ja, siffror.nej, siffror.avstår), o.kravet)
        if o.krav and o.steg_id is None
        else "",
        _utslag(o),
        valets_rad or ("Lotten avgör." if o.lottning else ""),
        "Beslutet fattas av en minoritet (5 kap. 50 § kommunallagen)." if o.minoritet else "",
        f"Rösterna redovisas i {_inne(o.bilaga)}." if o.bilaga else hänvisning,
    ]
    return [rad for rad in rader if rad]


def _gäller(o: Omröstning) -> str:
    """Vilka punkter, och i vilket av paragrafens beslut när den har flera."""
    delar = list(o.paragraf.delar.all())
    vad = [_punkter(o.punkter)] if o.punkter else []
    if o.del_ordning is not None and 1 < len(delar) > o.del_ordning:
        till = delar[o.del_ordning].förslag_till
        vad.append(f"förslaget till {till}" if till else "det egna beslutet")
    return f"Omröstningen gäller {' i '.join(vad)}." if vad else ""


def _punkter(punkter: Sequence[int]) -> str:
    ord_ = "punkt" if len(punkter) == 1 else "punkterna"
    return f"{ord_} {text.uppräknat([str(p) for p in punkter])}"


def _inne(bilaga: str) -> str:
    return bilaga if bilaga.casefold().startswith("bilaga") else f"bilaga {bilaga}"


def _utfall(s: Siffror, *, sluten: bool) -> str:
    mening = f"Omröstningen utfaller med {_antal(s.ja, 'ja')} mot {_antal(s.nej, 'nej')}"
    fler = [
        del_
        for antal, del_ in (
            (0 if sluten else s.avstår, f"{s.avstår} avstår"),
            (s.frånvarande, f"{s.frånvarande} är frånvarande"),
        )
        if antal
    ]
    return f"{mening}; {text.uppräknat(fler)}." if fler else f"{mening}."


def _blanka(antal: int) -> str:
    """I en sluten omröstning avstår ingen synligt: sedeln är blank eller ogiltig."""
    if not antal:
        return ""
    vad = "sedel är blank eller ogiltig" if antal == 1 else "sedlar är blanka eller ogiltiga"
    return f"{antal} {vad}."


def _antal(röster: int, val: str) -> str:
    return f"{röster} {val}-röst" if röster == 1 else f"{röster} {val}-röster"


def _utslag(o: Omröstning) -> str:
    if not (o.utslagsröst_av or o.utslagsröst_för):
        return ""
    vem = o.utslagsröst_av or "Ordföranden"
    för = f" för {o.get_utslagsröst_för_display()}" if o.utslagsröst_för else ""
    return f"Rösterna är lika många. {vem} avgör med sin utslagsröst{för}."


def _partier(o: Omröstning) -> tuple[str, ...]:
    per_parti: dict[str, list[str]] = {}
    for rad in o.partiröster.all():
        per_parti.setdefault(rad.parti, []).append(f"{rad.antal} {rad.val}")
    return tuple(f"{parti}: {', '.join(antal)}" for parti, antal in per_parti.items())


def _namnen(o: Omröstning) -> tuple[str, ...]:
    """Namnen under varje val; i en sluten omröstning bara vilka som röstade."""
    röster = list(o.röster.all())
    rader = [
        (val.label.capitalize(), [str(r) for r in _namngivna(röster, val)])
        for val in (VAL.JA, VAL.NEJ, VAL.AVSTÅR, VAL.FRÅNVARANDE)
    ]
    rader.append(("Deltog i omröstningen", [text.namn(r) for r in röster if not r.val]))
    return tuple(f"{vad}: {', '.join(namn)}" for vad, namn in rader if namn)


def _namngivna(röster: Iterable[Röst], val: Röst.Val) -> list[str]:
    return [text.namn(r) if r.parti else r.namn for r in röster if r.val == val]


def har_namn(o: Omröstning) -> bool:
    return any(r.val for r in o.röster.all())


def bilaga(o: Omröstning, *, ankare: str, rubrik: str) -> Bilageblock:
    """Voteringslistan: ett kryss per person, parti för parti, med summor."""
    röster = sorted(o.röster.all(), key=lambda r: (r.parti, r.pk))
    siffror = Siffror.ur(o)
    kolumner = ("Namn", "Parti", *(val.label.capitalize() for val in Röst.Val))
    rader = tuple(
        (r.namn, r.parti or "-", *("X" if r.val == val else "" for val in Röst.Val)) for r in röster
    )
    summa = (
        "Summa",
        "",
        *(str(n) for n in (siffror.ja, siffror.nej, siffror.avstår, siffror.frånvarande)),
    )
    block = Tabell("Vem som röstade hur", kolumner, rader, summa)
    per_parti = tuple(
        f"{parti}: "
        + ", ".join(
            f"{antal} {val.label}"
            for val in Röst.Val
            if (antal := sum(r.val == val and (r.parti or "-") == parti for r in röster))
        )
        for parti in dict.fromkeys(r.parti or "-" for r in röster)
    )
    frågan = tuple(
        rad
        for rad in (
            f"Ja: {o.ja_betyder}" if o.ja_betyder else "",
            f"Nej: {o.nej_betyder}" if o.nej_betyder else "",
        )
        if rad
    )
    inledning: tuple[Del, ...] = (Stycken(frågan),) if frågan else ()
    return Bilageblock(ankare, rubrik, (*inledning, block, Lista(per_parti, "Per parti")))


@dataclass(frozen=True)
class Kolumn:
    """En omröstning, eller reservationerna, som kolumn i närvarolistan."""

    rubrik: str
    per_rad: dict[int, str]
    per_namn: dict[str, str]
    summa: str = ""

    def cell(self, rad: Närvaro) -> str:
        return self.per_rad.get(rad.pk) or self.per_namn.get(rad.namn, "")


def kolumner(paragrafer: Iterable[Paragraf], signum: dict[int, str]) -> list[Kolumn]:
    """En kolumn för varje omröstning med namn, och en för reservationerna när de finns."""
    svar: list[Kolumn] = []
    reservationer: list[tuple[Reservant, str]] = []
    for p in paragrafer:
        med_namn = [o for o in p.omröstningar.all() if har_namn(o)]
        for nr, o in enumerate(med_namn, 1):
            rubrik = signum[p.pk] + (f" ({nr})" if len(med_namn) > 1 else "")
            röster = [(r, TECKEN[VAL(r.val)]) for r in o.röster.all() if r.val]
            s = Siffror.ur(o)
            summa = f"{s.ja} ja, {s.nej} nej" + (f", {s.avstår} avst" if s.avstår else "")
            svar.append(_kolumn(rubrik, röster, summa))
        reservationer += [
            (av, signum[p.pk]) for res in p.reservationer.all() for av in res.av.all()
        ]
    if reservationer:
        svar.append(_kolumn("Reserverat sig", reservationer))
    return svar


def _kolumn(rubrik: str, rader: Sequence[tuple[Röst | Reservant, str]], summa: str = "") -> Kolumn:
    per_rad: dict[int, str] = {}
    per_namn: dict[str, str] = {}
    for person, vad in rader:
        if person.närvaro_id is not None:
            per_rad[person.närvaro_id] = _fogat(per_rad.get(person.närvaro_id), vad)
        else:
            per_namn[person.namn] = _fogat(per_namn.get(person.namn), vad)
    return Kolumn(rubrik, per_rad, per_namn, summa)


def _fogat(gammalt: str | None, nytt: str) -> str:
    return f"{gammalt}, {nytt}" if gammalt and gammalt != nytt else nytt
