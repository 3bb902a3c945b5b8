"""Dokumenten i ärendet: det som mallarna läser, fryst."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.formats import date_format

from ärenden.models import Delegationsbeslut, Delegationspunkt


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
