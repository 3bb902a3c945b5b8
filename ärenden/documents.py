"""Dokumenten i ärendet: det som mallarna läser, fryst."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.utils.formats import date_format

from konton.models import Användare
from ärenden import skrivelsetext
from ärenden.mallstilar import RADVIS, Avsnittsslag, Huvudfält, huvudets_fält
from ärenden.models import (
    Delegationsbeslut,
    Delegationspunkt,
    Mall,
    Mallavsnitt,
    Skrivelsebilaga,
    Skrivelseutkast,
)
from ärenden.skrivelseinnehåll import Innehåll
from ärenden.skrivelsetext import Bit, Block


@dataclass(frozen=True)
class Beslutsdokument:
    """Ett delegationsbeslut så som det trycks (FL 31 §: vad, av vem, när och med vilket stöd)."""

    titel: str
    kommun: str
    organ: str
    dokumentnamn: str
    dag_text: str
    nummer: str
    huvud: tuple[tuple[str, str], ...]
    rubrik: str
    sekretess: str
    beslut: tuple[str, ...]
    brådska: tuple[str, ...]
    skäl: tuple[str, ...]
    stöd: tuple[tuple[str, str], ...]
    överklagande: str
    namn: str
    titel_delegat: str


def beslutsdokument(beslut: Delegationsbeslut) -> Beslutsdokument:
    punkt, ordning = beslut.punkt, beslut.punkt.ordning
    dag = date_format(beslut.beslutsdag, "j F Y")
    är_brådskande = beslut.slag == Delegationsbeslut.Slag.BRÅDSKANDE
    namn = "Brådskande beslut" if är_brådskande else "Delegationsbeslut"
    antagen = date_format(ordning.antagen_dag, "j F Y") if ordning.antagen_dag else ""
    stöd = [
        ("Punkt", f"{punkt.nummer} {punkt.ärende}"),
        ("Delegationsordning", f"Antagen av {ordning.antagen_av} den {antagen}"),
        ("Lag", ", ".join(_lagrum(punkt, beslut.som))),
    ]
    if beslut.som != "delegat":
        stöd.append(("Beslutar som", beslut.som))
    return Beslutsdokument(
        titel=f"{namn} {beslut.beteckning}: {beslut.rubrik}",
        kommun=beslut.myndighet.kommun.namn,
        organ=beslut.myndighet.namn,
        dokumentnamn=namn,
        dag_text=dag,
        nummer=beslut.beteckning,
        huvud=(
            ("Nummer", beslut.beteckning),
            ("Diarienummer", beslut.ärende.full_beteckning),
            ("Beslutsdag", dag),
            ("Delegat", f"{beslut.delegat_namn}, {beslut.delegat_titel}"),
        ),
        rubrik=beslut.rubrik,
        sekretess=(
            f"Sekretess enligt {beslut.sekretess_lagrum}" if beslut.sekretess_lagrum else ""
        ),
        beslut=_stycken(beslut.beslutstext),
        brådska=_stycken(beslut.brådska),
        skäl=_stycken(beslut.skäl),
        stöd=tuple(stöd),
        överklagande=beslut.get_överklagandetyp_display(),
        namn=beslut.delegat_namn,
        titel_delegat=beslut.delegat_titel,
    )


def _lagrum(punkt: Delegationspunkt, som: str) -> list[str]:
    """Punktens lagrum och kommunallagens; står samma i punkten nämns det en gång."""
    return list(dict.fromkeys(filter(None, [punkt.lagrum, _kommunallagen(punkt, som)])))


def _kommunallagen(punkt: Delegationspunkt, som: str) -> str:
    if punkt.slag == Delegationspunkt.Slag.BRÅDSKANDE:
        return "6 kap. 39 § kommunallagen"
    if punkt.slag == Delegationspunkt.Slag.FÖRTROENDEVALD:
        return "6 kap. 37 § kommunallagen"
    vidare = som == "vidaredelegation"
    return f"7 kap. {'5 och 6 §§' if vidare else '5 §'} kommunallagen"


def _stycken(text: str) -> tuple[str, ...]:
    return tuple(rad.strip() for rad in text.splitlines() if rad.strip())


@dataclass(frozen=True)
class Planrad:
    """Hur länge ett slag av handling sparas, vem som beslutat det, och varför."""

    slag: str
    frist: str
    beslut: str
    kommentar: str


@dataclass(frozen=True)
class Plandokument:
    """Nämndens dokumenthanteringsplan så som den trycks."""

    titel: str
    kommun: str
    organ: str
    dokumentnamn: str
    dag_text: str
    rader: tuple[Planrad, ...]


@dataclass(frozen=True)
class Postrad:
    """En handling i postlistan. `sekretess` är lagrummet, tomt i listan som lämnas ut."""

    dnr: str
    nummer: int
    motpart: str
    rubrik: str
    sekretess: str


@dataclass(frozen=True)
class Postdokument:
    """En dags post så som den trycks, för de egna eller för den som begär ut den."""

    titel: str
    kommun: str
    organ: str
    dokumentnamn: str
    dag_text: str
    veckodag: str
    intern: bool
    inkomna: tuple[Postrad, ...]
    utgående: tuple[Postrad, ...]
    utelämnat: bool


@dataclass(frozen=True)
class Tryckavsnitt:
    """Ett avsnitt i skrivelsen: satser, rader eller löpande text, efter dess slag."""

    rubrik: str
    slag: str
    satser: tuple[str, ...] = ()
    rader: tuple[str, ...] = ()
    block: tuple[Block, ...] = ()

    @property
    def noter(self) -> tuple[Bit, ...]:
        """Avsnittets fotnoter. På papper står de sist på sidan, på en webbsida sist i avsnittet."""
        return tuple(skrivelsetext.noter(self.block))


@dataclass(frozen=True)
class Skrivelsedokument:
    """En tjänsteskrivelse så som mallen trycker den. `logga` är filens hash, eller tom."""

    titel: str
    kommun: str
    organ: str
    dokumentnamn: str
    dag_text: str
    utkast: bool
    logga: str
    huvud: tuple[tuple[str, str], ...]
    rubrik: str
    sekretess: str
    avsnitt: tuple[Tryckavsnitt, ...]
    underskrifter: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Bildbilaga:
    """En bild som bilaga, på en egen sida. `bild` är filens hash, `beskrivning` vad den visar."""

    titel: str
    kommun: str
    organ: str
    dokumentnamn: str
    dag_text: str
    rubrik: str
    bild: str
    beskrivning: str


def bildbilaga(bilaga: Skrivelsebilaga, bild: str, dag: date) -> Bildbilaga:
    mall = bilaga.utkast.mall
    return Bildbilaga(
        titel=bilaga.rubrik,
        kommun=mall.myndighet.kommun.namn,
        organ=mall.förvaltning,
        dokumentnamn="Bilaga",
        dag_text=date_format(dag, "j F Y"),
        rubrik=bilaga.rubrik,
        bild=bild,
        beskrivning=bilaga.beskrivning or bilaga.rubrik,
    )


def skrivelsedokument(
    utkast: Skrivelseutkast,
    dag: date,
    *,
    sekretess: str = "",
    är_utkast: bool = False,
    adresser: Mapping[int, str] | None = None,
) -> Skrivelsedokument:
    """Utkastet som det trycks. `adresser` är var bilderna finns; utan den är det deras filer."""
    vem = utkast.skapad_av
    return _dokument(
        utkast.mall,
        utkast.läst_innehåll,
        dag,
        _uppgifter(utkast),
        handläggare=_namn_och_titel(vem),
        sekretess=sekretess,
        är_utkast=är_utkast,
        adresser=bildfiler(utkast) if adresser is None else adresser,
    )


@dataclass(frozen=True)
class Skrivelsehuvud:
    """Det som står överst på den tryckta skrivelsen utan att handläggaren skriver det."""

    kommun: str
    organ: str
    dokumentnamn: str
    dag_text: str
    rader: tuple[tuple[str, str], ...]


def skrivelsehuvud(utkast: Skrivelseutkast, dag: date) -> Skrivelsehuvud:
    mall = utkast.mall
    rader = _huvudrader(mall, Innehåll(), dag, _uppgifter(utkast))
    return Skrivelsehuvud(
        kommun=mall.myndighet.kommun.namn,
        organ=mall.förvaltning,
        dokumentnamn=mall.dokumentnamn,
        dag_text=date_format(dag, "j F Y"),
        rader=rader,
    )


def _uppgifter(utkast: Skrivelseutkast) -> dict[Huvudfält, str]:
    vem = utkast.skapad_av
    person = vem.person
    return {
        Huvudfält.DIARIENUMMER: utkast.ärende.full_beteckning,
        Huvudfält.HANDLÄGGARE: ", ".join(filter(None, _namn_och_titel(vem))),
        Huvudfält.KONTAKT: ", ".join(filter(None, (person.epost, person.telefon)))
        if person
        else "",
    }


def _huvudrader(
    mall: Mall, innehåll: Innehåll, dag: date, uppgifter: dict[Huvudfält, str]
) -> tuple[tuple[str, str], ...]:
    """Uppgifterna i huvudet, i mallens ordning; en tom trycks inte."""
    fälten = huvudets_fält(mall.huvudfält, innehåll.huvud)
    alla = {
        **{f: innehåll.huvud.get(f, "").strip() for f in fälten},
        **uppgifter,
        Huvudfält.DATUM: date_format(dag, "j F Y"),
        Huvudfält.TILL: mall.myndighet.namn,
    }
    return tuple((f.label, alla[f]) for f in fälten if alla[f])


def bildfiler(utkast: Skrivelseutkast) -> dict[int, str]:
    """Bildernas filer som renderaren vill ha dem, efter nummer."""
    return {b.nummer: f"fil:{b.fil.sha256}" for b in utkast.bilder.select_related("fil")}


def provdokument(mall: Mall, innehåll: Innehåll, dag: date) -> Skrivelsedokument:
    """Mallen prövad med påhittade uppgifter i huvudet."""
    uppgifter = {
        Huvudfält.DIARIENUMMER: "NN 2026/1",
        Huvudfält.HANDLÄGGARE: "Handläggarens namn, titel",
        Huvudfält.KONTAKT: "handlaggare@kommunen.example",
    }
    return _dokument(
        mall, innehåll, dag, uppgifter, handläggare=("Handläggarens namn", "titel"), är_utkast=True
    )


def tryckavsnitt(
    mall: Mall, innehåll: Innehåll, adresser: Mapping[int, str] | None = None
) -> tuple[Tryckavsnitt, ...]:
    """De ifyllda avsnitten i mallens ordning; ett tomt trycks inte.

    `adresser` är var bilderna finns, efter nummer. Fotnoterna numreras genom hela skrivelsen.
    """
    ut: list[Tryckavsnitt] = []
    första_not = 1
    for a in mall.avsnitt.all():
        avsnitt = _tryckavsnitt(a, innehåll, adresser or {}, första_not)
        första_not += len(avsnitt.noter)
        if avsnitt.satser or avsnitt.rader or avsnitt.block:
            ut.append(avsnitt)
    return tuple(ut)


def _tryckavsnitt(
    avsnitt: Mallavsnitt, innehåll: Innehåll, adresser: Mapping[int, str], första_not: int
) -> Tryckavsnitt:
    if avsnitt.slag == Avsnittsslag.FÖRSLAG:
        satser = tuple(innehåll.skrivna_satser)
        return Tryckavsnitt(avsnitt.rubrik, avsnitt.slag, satser=satser)
    text = innehåll.text(str(avsnitt.pk))
    if avsnitt.slag in RADVIS:
        return Tryckavsnitt(avsnitt.rubrik, avsnitt.slag, rader=_stycken(text))
    block = skrivelsetext.läs(text, adresser=adresser, första_not=första_not)
    return Tryckavsnitt(avsnitt.rubrik, avsnitt.slag, block=block)


def _dokument(
    mall: Mall,
    innehåll: Innehåll,
    dag: date,
    uppgifter: dict[Huvudfält, str],
    *,
    handläggare: tuple[str, str],
    sekretess: str = "",
    är_utkast: bool = False,
    adresser: Mapping[int, str] | None = None,
) -> Skrivelsedokument:
    dag_text = date_format(dag, "j F Y")
    underskrifter = [_delad(rad) for rad in mall.underskrifter]
    if mall.handläggaren_skriver_under:
        underskrifter.append(handläggare)
    return Skrivelsedokument(
        titel=f"{mall.dokumentnamn}: {innehåll.rubrik}",
        kommun=mall.myndighet.kommun.namn,
        organ=mall.förvaltning,
        dokumentnamn=mall.dokumentnamn,
        dag_text=dag_text,
        utkast=är_utkast,
        logga=mall.logga.sha256 if mall.logga else "",
        huvud=_huvudrader(mall, innehåll, dag, uppgifter),
        rubrik=innehåll.rubrik,
        sekretess=f"Sekretess enligt {sekretess}" if sekretess else "",
        avsnitt=tryckavsnitt(mall, innehåll, adresser),
        underskrifter=tuple(underskrifter),
    )


def _namn_och_titel(vem: Användare) -> tuple[str, str]:
    return str(vem), vem.person.titel if vem.person else ""


def _delad(rad: str) -> tuple[str, str]:
    """”Namn, titel” på var sin rad under strecket."""
    namn, _, titel = rad.partition(",")
    return namn.strip(), titel.strip()
