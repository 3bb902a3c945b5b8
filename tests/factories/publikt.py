"""Testobjekt för paketet publikt. De går genom tjänsten, som övriga anslag."""

from __future__ import annotations

import itertools
from datetime import date, datetime, timedelta
from typing import Any

from django.utils import timezone

from publikt.models import Anslag, Slag
from publikt.services import anslagstavla

PDF = b"%PDF-1.7 offentlig kopia"
_nummer = itertools.count(1)


def svensk_tid(dag: str, klockan: str = "10:00") -> datetime:
    return timezone.make_aware(datetime.fromisoformat(f"{dag}T{klockan}"))


def anslag(**fält: Any) -> Anslag:
    """Ett tillkännagivande av justerat protokoll, uppe 30 april 2019 kl. 10."""
    return anslagstavla.sätt_upp(
        **{
            "källa": f"protokoll:{next(_nummer)}:ordinarie",
            "slag": Slag.JUSTERAT_PROTOKOLL,
            "kommun": "Björksunds kommun",
            "organ": "Socialnämnden",
            "rubrik": "Protokoll 24 april 2019",
            "sammanträdesdag": date(2019, 4, 24),
            "paragrafer": "§§ 27–41",
            "justerad_dag": date(2019, 4, 29),
            "förvaringsplats": "Kommunhuset i Björksund, receptionen",
            "sista_överklagandedag": date(2019, 5, 21),
            "ned_dag": date(2019, 5, 22),
            "överklagandeanvisning": "Skriv till förvaltningsrätten.",
            "av_namn": "Nora Källström",
            "nu": svensk_tid("2019-04-30"),
            **fält,
        }
    )


def dagens_anslag(**fält: Any) -> Anslag:
    """Ett anslag som sätts upp nu och sitter i tre veckor."""
    idag = timezone.localdate()
    dagar = {
        "sammanträdesdag": idag - timedelta(days=7),
        "justerad_dag": idag,
        "sista_överklagandedag": idag + timedelta(days=21),
        "ned_dag": idag + timedelta(days=22),
        "nu": None,
    }
    return anslag(**(dagar | fält))
