"""Det som fäller ett test var det än händer: i en vy, en mall, en annan tråd eller ett jobb.

* odefinierad mallvariabel i en egen mall, i `{{ }}` såväl som i `{% if %}` och `{% for %}`;
* fråga mot en egen modell som hämtar rader utan ordning;
* `select_for_update` med fler än en tabell utan `of=`;
* anslutning till något annat än den egna datorn;
* loggrad från weasyprint eller fontTools på nivån WARNING eller över.

Varje överträdelse både skrivs upp och, där det går, kastas: Djangos `{% if %}` sväljer undantag,
och ett undantag i en annan tråd når inte testet. Efter testet fälls det av det som är uppskrivet.

Egna modeller har `Meta.ordering`, så en fråga saknar ordning bara efter `.order_by()`, i en
gruppering (`values().annotate()`, där Django bortser från `Meta.ordering`) eller i en union. Då
krävs `.order_by(…)`. Undantagna är frågor som bara kan ge en rad eller vars ordning inte syns:
`get`, `in_bulk`, radering och Djangos egna frågor för `prefetch_related`; `exists`, `count`,
`aggregate` och delfrågor hämtar inga rader. Fri är även Djangos egen mellantabell för
många-till-många.
"""

from __future__ import annotations

import functools
import ipaddress
import logging
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from django.template import Origin

ROT = Path(__file__).resolve().parent.parent.parent
PAKET = ("config", "protokoll", "nämnd", "ärenden", "konton", "publikt")
TYSTA_ALDRIG = ("weasyprint", "fontTools")


class Överträdelse(AssertionError):
    """Något som sviten inte tillåter."""


_fynd: list[str] = []
_får_sakna_ordning: ContextVar[bool] = ContextVar("får_sakna_ordning", default=False)


def anmäl(text: str) -> Överträdelse:
    _fynd.append(text)
    return Överträdelse(text)


def töm() -> list[str]:
    """Det som skrivits upp sedan sist, med tystade loggar medräknade."""
    _fynd.extend(tystade_loggar())
    fynd = _fynd.copy()
    _fynd.clear()
    return fynd


@contextmanager
def framkallar() -> Iterator[list[str]]:
    """Fångar överträdelser som ett test av vakterna framkallar med flit."""
    före = töm()
    fynd: list[str] = []
    try:
        yield fynd
    finally:
        fynd.extend(töm())
        _fynd.extend(före)


def slå_på() -> None:
    _bevaka_mallar()
    _bevaka_ordning()
    _bevaka_lås()
    _bevaka_nätet()
    _bevaka_loggar()


def är_egen_modell(modell: Any) -> bool:
    return modell.__module__.split(".")[0] in PAKET and not modell._meta.auto_created


def _är_egen_mall(ursprung: Origin | None) -> bool:
    """Mallar i projektet och mallar skrivna som text; inte de som följer med ett paket."""
    if ursprung is None or ursprung.loader is None:
        return True
    sökväg = Path(ursprung.name)
    return sökväg.is_relative_to(ROT) and "site-packages" not in sökväg.parts


def _bevaka_mallar() -> None:
    from django.template.base import FilterExpression, Variable, VariableDoesNotExist

    bygg, värde = FilterExpression.__init__, FilterExpression.resolve

    class BevakadVariabel(Variable):
        def __init__(self, var: str, ursprung: object) -> None:
            super().__init__(var)
            self.ursprung = ursprung
            self.i_villkor = False

        def resolve(self, context: Any) -> Any:
            try:
                return super().resolve(context)
            except VariableDoesNotExist as fel:
                # `{% if punkt.ärende.dnr %}` när ärende är None är en fråga, inte ett stavfel.
                i = fel.params[1] if len(fel.params) == 2 else context
                if not (self.i_villkor and i is None):
                    anmäl(f"Odefinierad mallvariabel {self.var!r} i {self.ursprung}")
                raise

    @functools.wraps(bygg)
    def bygg_bevakat(self: Any, token: str, parser: Any) -> None:
        bygg(self, token, parser)
        if not _är_egen_mall(parser.origin):
            return
        ursprung = parser.origin or "okänd mall"
        if isinstance(self.var, Variable):
            self.var = BevakadVariabel(str(self.var.var), ursprung)
        for _, argument in self.filters:
            for nummer, (är_variabel, variabel) in enumerate(argument):
                if är_variabel:
                    argument[nummer] = (True, BevakadVariabel(str(variabel.var), ursprung))

    @functools.wraps(värde)
    def värde_med_plats(self: Any, context: Any, ignore_failures: bool = False) -> Any:
        if isinstance(self.var, BevakadVariabel):
            self.var.i_villkor = ignore_failures
        return värde(self, context, ignore_failures)

    FilterExpression.__init__ = bygg_bevakat  # type: ignore[method-assign]  # hela sviten
    FilterExpression.resolve = värde_med_plats  # type: ignore[method-assign]  # hela sviten


def _kräv_ordning(fråga: Any) -> None:
    if _får_sakna_ordning.get() or fråga.ordered or not är_egen_modell(fråga.model):
        return
    raise anmäl(f"Fråga utan ordning mot {fråga.model.__name__}: lägg till .order_by(…)")


def _får_sakna(funktion: Callable[..., Any]) -> Callable[..., Any]:
    @functools.wraps(funktion)
    def utan_krav(*args: Any, **kwargs: Any) -> Any:
        märke = _får_sakna_ordning.set(True)
        try:
            return funktion(*args, **kwargs)
        finally:
            _får_sakna_ordning.reset(märke)

    return utan_krav


def _bevaka_ordning() -> None:
    from django.db.models import Prefetch, QuerySet, deletion
    from django.db.models import query as frågemodul

    hämta, prefetch_related = QuerySet._fetch_all, QuerySet.prefetch_related

    @functools.wraps(hämta)
    def hämta_ordnat(self: Any) -> None:
        if self._result_cache is None:
            _kräv_ordning(self)
        hämta(self)

    @functools.wraps(prefetch_related)
    def prefetch_ordnat(self: Any, *uppslag: Any) -> Any:
        for u in uppslag:
            if isinstance(u, Prefetch) and u.queryset is not None:
                _kräv_ordning(u.queryset)
        return prefetch_related(self, *uppslag)

    QuerySet._fetch_all = hämta_ordnat  # type: ignore[method-assign]  # hela sviten
    QuerySet.prefetch_related = prefetch_ordnat  # type: ignore[method-assign]  # hela sviten
    for namn in ("iterator", "aiterator"):
        setattr(QuerySet, namn, _med_krav(getattr(QuerySet, namn)))
    for ägare, namn in (
        (QuerySet, "get"),
        (QuerySet, "in_bulk"),
        (QuerySet, "delete"),
        (deletion.Collector, "collect"),
        (frågemodul, "prefetch_one_level"),
    ):
        setattr(ägare, namn, _får_sakna(getattr(ägare, namn)))


def _med_krav(funktion: Callable[..., Any]) -> Callable[..., Any]:
    @functools.wraps(funktion)
    def med_krav(self: Any, *args: Any, **kwargs: Any) -> Any:
        _kräv_ordning(self)
        return funktion(self, *args, **kwargs)

    return med_krav


def _bevaka_lås() -> None:
    from django.db.models.sql.compiler import SQLCompiler

    ur = SQLCompiler.get_from_clause

    @functools.wraps(ur)
    def ur_med_of(self: Any) -> Any:
        tabeller, parametrar = ur(self)
        fråga = self.query
        if fråga.select_for_update and not fråga.select_for_update_of and len(tabeller) > 1:
            raise anmäl(f"select_for_update över flera tabeller utan of=: {' '.join(tabeller)}")
        return tabeller, parametrar

    SQLCompiler.get_from_clause = ur_med_of  # type: ignore[method-assign]  # hela sviten


def _är_egen_dator(värd: object) -> bool:
    if isinstance(värd, bytes):
        värd = värd.decode()
    if värd in (None, "", "localhost"):
        return True
    try:
        return ipaddress.ip_address(str(värd)).is_loopback
    except ValueError:
        return False


def _bevaka_nätet() -> None:
    slå_upp = socket.getaddrinfo

    def anslut_lokalt(funktion: Callable[..., Any]) -> Callable[..., Any]:
        @functools.wraps(funktion)
        def anslut(self: socket.socket, adress: Any) -> Any:
            if self.family in (socket.AF_INET, socket.AF_INET6) and not _är_egen_dator(adress[0]):
                raise anmäl(f"Anslutning till {adress[0]} är spärrad i tester")
            return funktion(self, adress)

        return anslut

    @functools.wraps(slå_upp)
    def slå_upp_lokalt(host: Any, *args: Any, **kwargs: Any) -> Any:
        if not _är_egen_dator(host):
            raise anmäl(f"Uppslag av {host} är spärrat i tester")
        return slå_upp(host, *args, **kwargs)

    for namn in ("connect", "connect_ex"):
        setattr(socket.socket, namn, anslut_lokalt(getattr(socket.socket, namn)))
    socket.getaddrinfo = slå_upp_lokalt


class _Pdflogg(logging.Handler):
    def emit(self, record: logging.LogRecord) -> None:
        anmäl(f"Loggrad från {record.name} ({record.levelname}): {record.getMessage()}")


_pdflogg = _Pdflogg(level=logging.WARNING)


def _bevaka_loggar() -> None:
    for namn in TYSTA_ALDRIG:
        logging.getLogger(namn).addHandler(_pdflogg)


def tystade_loggar() -> list[str]:
    """Loggare som någon har stängt av eller höjt nivån på, så att en rad inte skulle synas."""
    fynd = []
    for namn in TYSTA_ALDRIG:
        logg = logging.getLogger(namn)
        if not logg.isEnabledFor(logging.WARNING) or logg.filters or _pdflogg not in logg.handlers:
            fynd.append(f"Loggen {namn} är tystad")
    return fynd
