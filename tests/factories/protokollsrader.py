"""Rader direkt i ett inläst protokoll, så som en källa kan ha skrivit dem."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, time
from typing import Any

from django.db.models import Max
from django.utils import timezone

from protokoll.models import (
    Beslut,
    Beslutsdel,
    Deltagande,
    Närvaro,
    Närvarotid,
    Omröstning,
    Paragraf,
    Protokoll,
    Protokollsmall,
    Protokollsrubrik,
    Reservant,
    Reservation,
    Röst,
    Yrkande,
    Yrkare,
)
from tests.factories.konton import PersonFactory
from tests.factories.protokoll import Mötesvärld, kallat_möte

S = Närvaro.Status
BOKSTÄVER = "abdefghijklmnoprstuvyåäö"


def slumpord(längd: int = 9) -> str:
    """Ett ord som inte kan stå någon annanstans i dokumentet."""
    ord_ = "".join(secrets.choice(BOKSTÄVER) for _ in range(längd))
    return ord_.capitalize()


@dataclass
class Källa:
    """Ett hållet möte vars protokoll får rader som de är."""

    värld: Mötesvärld = field(default_factory=kallat_möte)

    def __post_init__(self) -> None:
        self.värld.håll()
        Protokoll.objects.filter(sammanträde=self.värld.sammanträde).update(ursprung="import")
        self.protokoll = self.värld.protokoll
        # Källan säger inga klockslag om den som var med hela mötet.
        Närvarotid.objects.filter(närvaro__protokoll=self.protokoll).delete()

    def mall(
        self, *, rubriker: dict[str, tuple[str, int | None]] | None = None, **fält: Any
    ) -> None:
        mall, _ = Protokollsmall.objects.update_or_create(organ=self.värld.organ, defaults=fält)
        for avsnitt, (rubrik, plats) in (rubriker or {}).items():
            Protokollsrubrik.objects.create(mall=mall, avsnitt=avsnitt, rubrik=rubrik, plats=plats)

    def huvud(self, **fält: Any) -> None:
        self.protokoll.huvud |= fält
        self.protokoll.save()

    def rad(self, status: str = S.LEDAMOT, **fält: Any) -> Närvaro:
        """En rad i närvarolistan med ett namn som inte finns någon annanstans."""
        namn = fält.pop("namn", None) or f"{slumpord()} {slumpord()}"
        return Närvaro.objects.create(
            protokoll=self.protokoll,
            person=PersonFactory(kommun=self.värld.organ.myndighet.kommun, namn=namn),
            namn=namn,
            parti=fält.pop("parti", "S"),
            status=status,
            ordning=self.protokoll.närvarande.count() + 1,
            **fält,
        )

    def paragraf(self, *, beslut: tuple[str, ...] = (), **fält: Any) -> Paragraf:
        högsta = self.protokoll.paragrafer.aggregate(o=Max("ordning"), n=Max("nummer"))
        fält = {
            "rubrik": f"Ärende {slumpord()}",
            "nummer": högsta["n"] + 1,
            "utfall": Paragraf.Utfall.BIFALL,
            "beslutad_tid": timezone.now(),
        } | fält
        paragraf = Paragraf.objects.create(
            protokoll=self.protokoll,
            organ=self.värld.organ,
            år=self.värld.sammanträde.datum.year,
            ordning=högsta["o"] + 1,
            **fält,
        )
        Deltagande.objects.bulk_create(
            Deltagande(paragraf=paragraf, närvaro=rad, form=Deltagande.Form.DELTOG)
            for rad in self.protokoll.närvarande.all()
            if rad.tjänstgör
        )
        if beslut:
            self.beslut(paragraf, *beslut)
        return paragraf

    def beslut(self, paragraf: Paragraf, *satser: str, **fält: Any) -> Beslutsdel:
        del_ = Beslutsdel.objects.create(paragraf=paragraf, ordning=paragraf.delar.count(), **fält)
        with self.öppet():
            for nummer, text in enumerate(satser, 1):
                Beslut.objects.create(paragraf=paragraf, beslutsdel=del_, nummer=nummer, text=text)
        return del_

    @contextmanager
    def öppet(self) -> Iterator[None]:
        """Inläsningen skriver besluten medan protokollet är öppet; därefter är de låsta."""
        raden = Protokoll.objects.filter(pk=self.protokoll.pk)
        (låst,) = raden.values("status", "avslutat_tid")
        raden.update(status=Protokoll.Status.ÖPPET, avslutat_tid=None)
        yield
        raden.update(**låst)

    def yrkande(self, paragraf: Paragraf, text: str, *namn: str, **fält: Any) -> Yrkande:
        yrkande = Yrkande.objects.create(
            paragraf=paragraf, ordning=paragraf.yrkanden.count(), text=text, **fält
        )
        for n in namn:
            Yrkare.objects.create(yrkande=yrkande, namn=n, parti="M")
        return yrkande

    def omröstning(self, paragraf: Paragraf, **fält: Any) -> Omröstning:
        return Omröstning.objects.create(
            paragraf=paragraf, ordning=paragraf.omröstningar.count(), **fält
        )

    def röst(self, omröstning: Omröstning, namn: str, val: str, **fält: Any) -> Röst:
        return Röst.objects.create(
            omröstning=omröstning, namn=namn, val=val, **{"parti": "S"} | fält
        )

    def reservation(self, paragraf: Paragraf, *namn: str, **fält: Any) -> Reservation:
        reservation = Reservation.objects.create(
            paragraf=paragraf, ordning=paragraf.reservationer.count(), **fält
        )
        for n in namn:
            Reservant.objects.create(reservation=reservation, namn=n, parti="C")
        return reservation


DAG = date(2026, 4, 14)
KL = time(14, 10), time(14, 25)
