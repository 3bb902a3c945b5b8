"""Ord och tal som de trycks: namn, paragrafer, dagar."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, time
from typing import Protocol

from django.utils.formats import date_format

from protokoll.models import Närvaro, Paragraf, Protokoll, Protokollsmall, ÖvrigNärvarande
from protokoll.paragrafnummer import enskilda, lagrat, läs_paragrafer, skriv_paragrafer, tryckt

HÅRT = "\N{NO-BREAK SPACE}"
HEMLIGT = "Ärendet redovisas inte med hänvisning till sekretess."
HEMLIG_HANDLING = "Handling som omfattas av sekretess"


class Namngiven(Protocol):
    namn: str
    parti: str


class Titulerad(Namngiven, Protocol):
    titel: str


def stycken(text: str) -> tuple[str, ...]:
    """Tom rad skiljer stycken; en enkel radbrytning hör till stycket."""
    return tuple(" ".join(s.split()) for s in text.replace("\r\n", "\n").split("\n\n") if s.strip())


def versal(text: str) -> str:
    return text[:1].upper() + text[1:]


def dag(värde: date | None) -> str:
    """18 mars 2026; dagen och månaden bryts inte isär."""
    if värde is None:
        return ""
    return date_format(värde, "j F Y").replace(" ", HÅRT, 1)


def veckodag(värde: date) -> str:
    return versal(f"{date_format(värde, 'l')} {dag(värde)}")


def klockan(från: time | None, till: time | None) -> str:
    if från is None:
        return ""
    return f"{från:%H.%M}–{till:%H.%M}" if till else f"{från:%H.%M}"


def uppräknat(delar: Sequence[str]) -> str:
    if len(delar) < 2:
        return "".join(delar)
    return f"{', '.join(delar[:-1])} och {delar[-1]}"


def namn(person: Namngiven) -> str:
    return f"{person.namn} ({person.parti or '-'})"


def person(nämnd: Titulerad) -> str:
    """Namnet med parti, och titeln när en källa säger den."""
    return f"{namn(nämnd)}, {nämnd.titel}" if nämnd.titel else namn(nämnd)


def avsändare(personer: Iterable[Namngiven], grupper: Sequence[str]) -> str:
    """De som står bakom något: namnen, och grupperna som de skrivs."""
    return uppräknat([*(namn(p) if p.parti else p.namn for p in personer), *grupper])


def paragrafsignum(paragraf: Paragraf, mall: Protokollsmall) -> str:
    """Paragrafens nummer som organet skriver det; tomt för en onumrerad."""
    if paragraf.visas_som:
        text = paragraf.visas_som
        # "63/20" får sitt tecken; "BUN § 88" har det, och "SN 13" skrivs utan.
        return text if "§" in text or text[0].isalpha() else f"§{HÅRT}{text}"
    if paragraf.nummer is None:
        return ""
    form = Protokollsmall.Paragrafform
    if mall.paragrafform == form.TAL_ÅR:
        return f"§{HÅRT}{paragraf.nummer}/{paragraf.år % 100:02}"
    if mall.paragrafform == form.ORGAN and paragraf.organ.kortnamn:
        return f"{paragraf.organ.kortnamn} §{HÅRT}{paragraf.nummer}"
    return f"§{HÅRT}{paragraf.nummer}"


def nummerspann(paragrafer: Iterable[Paragraf]) -> str:
    return skriv_paragrafer((p.nummer for p in paragrafer if p.nummer is not None), tecken=True)


def var_inne(rad: Närvaro | ÖvrigNärvarande) -> list[str]:
    """När någon var med: paragraferna, undantagen, klockslagen, på distans."""
    return [
        text
        for text in (
            tryckt(_hela(rad)),
            f"ej {tryckt(rad.ej)}" if rad.ej else "",
            f"del av {tryckt(rad.del_av)}" if rad.del_av else "",
            tider([(t.från, t.till) for t in rad.tider.all()]) if _visar_tider(rad) else "",
            "på distans" if rad.distans else "",
        )
        if text
    ]


def _hela(rad: Närvaro | ÖvrigNärvarande) -> str:
    """Paragraferna som personen var med i från början till slut; delarna trycks för sig.

    En källa trycks som den står.
    """
    if not (rad.paragrafer and rad.del_av) or rad.protokoll.ursprung != Protokoll.Ursprung.EGET:
        return rad.paragrafer
    delvis = set(enskilda(läs_paragrafer(rad.del_av)))
    return lagrat(n for n in enskilda(läs_paragrafer(rad.paragrafer)) if n not in delvis)


def _visar_tider(rad: Närvaro | ÖvrigNärvarande) -> bool:
    """Den som var med hela mötet får inga klockslag. En källa säger bara det som behövs."""
    delvis = rad.paragrafer or rad.ej or rad.del_av or len(rad.tider.all()) > 1
    return bool(delvis) or rad.protokoll.ursprung == Protokoll.Ursprung.IMPORT


def tider(par: Sequence[tuple[time, time | None]]) -> str:
    return f"kl.{HÅRT}{' och '.join(klockan(a, b) for a, b in par)}" if par else ""
