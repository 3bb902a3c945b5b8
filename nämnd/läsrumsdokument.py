"""Det som lämnas i läsrummet och blir en handling: yrkandet, initiativet, frågan med svaret."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils import timezone
from django.utils.formats import date_format

from nämnd.models import Fråga, Organ, Sammanträde

MALL = "pdf/lasrumshandling.html"


@dataclass(frozen=True)
class Avsnitt:
    rubrik: str
    stycken: tuple[str, ...] = ()
    satser: tuple[str, ...] = ()


@dataclass(frozen=True)
class Läsrumshandling:
    """Så som handlingen trycks."""

    titel: str
    kommun: str
    organ: str
    dokumentnamn: str
    dag_text: str
    rubrik: str
    sekretess: str
    huvud: tuple[tuple[str, str], ...]
    avsnitt: tuple[Avsnitt, ...]
    fot: str


def yrkande(
    *,
    möte: Sammanträde,
    punkt: str,
    beteckning: str,
    lagrum: str,
    slag: str,
    text: str,
    motivering: str,
    namn: Sequence[str],
) -> Läsrumshandling:
    return _handling(
        möte.organ,
        "Yrkande",
        f"Yrkande om {slag}",
        lagrum,
        (
            ("Från", ", ".join(namn)),
            ("Sammanträde", date_format(möte.datum, "j F Y")),
            ("Punkt", punkt),
            ("Diarienummer", beteckning),
        ),
        (Avsnitt("Yrkande", _stycken(text)), Avsnitt("Motivering", _stycken(motivering))),
    )


def initiativ(
    *,
    organ: Organ,
    motion: bool,
    rubrik: str,
    förslag: Sequence[str],
    motivering: str,
    namn: str,
    beteckning: str,
) -> Läsrumshandling:
    return _handling(
        organ,
        "Motion" if motion else "Initiativ",
        rubrik,
        "",
        (("Från", namn), ("Till", organ.namn), ("Diarienummer", beteckning)),
        (
            Avsnitt("Förslag till beslut", satser=tuple(förslag)),
            Avsnitt("Motivering", _stycken(motivering)),
        ),
    )


def fråga_och_svar(fråga: Fråga, *, beteckning: str, lagrum: str) -> Läsrumshandling:
    möte = fråga.sammanträde
    return _handling(
        möte.organ,
        "Fråga och svar",
        "Fråga och svar inför sammanträdet",
        lagrum,
        (
            ("Fråga från", str(fråga.av)),
            ("Svar från", str(fråga.svar_av)),
            ("Sammanträde", date_format(möte.datum, "j F Y")),
            ("Punkt", fråga.rubrik),
            ("Diarienummer", beteckning),
        ),
        (Avsnitt("Fråga", _stycken(fråga.text)), Avsnitt("Svar", _stycken(fråga.svar))),
    )


def _handling(
    organ: Organ,
    namn: str,
    rubrik: str,
    lagrum: str,
    huvud: tuple[tuple[str, str], ...],
    avsnitt: tuple[Avsnitt, ...],
) -> Läsrumshandling:
    nu = timezone.localtime()
    return Läsrumshandling(
        titel=f"{namn}: {rubrik}",
        kommun=organ.myndighet.kommun.namn,
        organ=organ.namn,
        dokumentnamn=namn,
        dag_text=date_format(nu, "j F Y"),
        rubrik=rubrik,
        sekretess=f"Sekretess enligt {lagrum}" if lagrum else "",
        huvud=tuple((k, v) for k, v in huvud if v),
        avsnitt=tuple(a for a in avsnitt if a.stycken or a.satser),
        fot=f"Lämnat i systemet Nämnd {date_format(nu, 'j F Y')} kl. {nu:%H.%M}, "
        "av en inloggad användare.",
    )


def _stycken(text: str) -> tuple[str, ...]:
    return tuple(rad.strip() for rad in text.splitlines() if rad.strip())
