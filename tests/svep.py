"""Svepet: varje adress provas i varje roll, med ett eget objekt och med ett i en annan nämnd.

Tabellen skrivs för hand (tests/webbsvep/test_svep.py) och koderna är löftet: 302 till inloggningen
för den som inte är inloggad, 404 för det man inte får känna till, 403 för det man ser men inte får
göra.
En adress som saknar namn eller inte står i tabellen fäller sviten.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from enum import StrEnum
from http.cookies import SimpleCookie
from typing import Any, Protocol

from django.db import connection
from django.test import Client
from django.urls import NoReverseMatch, URLPattern, URLResolver, get_resolver, reverse


class Provroll(StrEnum):
    """Vem som provar: en utan konto, en utan roll och en av varje roll i den egna nämnden."""

    ANONYM = "anonym"
    UTAN_ROLL = "utan roll"
    FÖRTROENDEVALD = "förtroendevald"
    HANDLÄGGARE = "handläggare"
    CHEF = "chef"
    REGISTRATOR = "registrator"
    NÄMNDSEKRETERARE = "nämndsekreterare"
    ADMINISTRATÖR = "administratör"


class Värld(Protocol):
    """Det provet behöver: en inloggad per roll och ett objekt av varje slag i två nämnder.

    `egen` och `annan` är av samma slag; rollerna gäller i `egen`.
    """

    @property
    def kakor(self) -> Mapping[Provroll, SimpleCookie]:
        """Varje inloggad rolls session."""
        ...

    @property
    def egen(self) -> Any: ...

    @property
    def annan(self) -> Any: ...


Väntat = Mapping[Provroll, int]
Mönster = Iterable[URLPattern | URLResolver]
Nämndens = Callable[[Any], Mapping[str, Any]]

INLOGGNING = 302


def alla(kod: int, *, anonym: int = INLOGGNING, **avvikande: int) -> dict[Provroll, int]:
    """Samma kod för alla utom dem som räknas upp: `alla(404, handläggare=200, utan_roll=403)`."""
    koder = dict.fromkeys(Provroll, kod) | {Provroll.ANONYM: anonym}
    for namn, egen in avvikande.items():
        koder[Provroll(namn.replace("_", " "))] = egen
    return koder


@dataclass(frozen=True)
class Rad:
    """En adress, ett sätt att anropa den och vad varje roll ska få.

    En adress med argument visar ett objekt: då krävs `kwargs` och `annan_nämnd`.
    `inloggning` är dit en anonym får skickas; tomt när omdirigeringen är en annan.
    `får_skriva` är för adresser som med flit skriver vid GET, som när läsning av sekretess loggas.
    """

    namn: str
    väntat: Väntat
    metod: str = "get"
    kwargs: Nämndens | None = None
    data: Nämndens | None = None
    annan_nämnd: Väntat | None = None
    headers: Mapping[str, str] = field(default_factory=dict)
    får_skriva: bool = False
    inloggning: tuple[str, ...] = ("account_login",)

    @property
    def id(self) -> str:
        return f"{self.metod} {self.namn}"


@dataclass(frozen=True)
class Grupp:
    """Alla adresser utan argument i ett namnrum, till exempel adminens listor och formulär.

    Adresserna med argument, sidan för varje objekt, provas för sig av `prova_objekt`.
    """

    namnrum: str
    väntat: Väntat
    utom: Mapping[str, Väntat] = field(default_factory=dict)
    inloggning: tuple[str, ...] = ("account_login",)


# --- Vad som ska svepas ------------------------------------------------------------------------


@dataclass(frozen=True)
class Adress:
    namn: str
    namnrum: str
    väg: str
    har_argument: bool
    vy: Callable[..., Any]
    inloggning_krävs: bool

    @property
    def metoder(self) -> set[str]:
        """Det vyn säger att den tar emot, get och post; tomt när den inte säger något."""
        vy: Any = self.vy
        while vy is not None:
            tillåtna = inspect.getclosurevars(vy).nonlocals if inspect.isfunction(vy) else {}
            if lista := tillåtna.get("request_method_list"):
                return {m.lower() for m in lista} & {"get", "post"}
            vy = getattr(vy, "__wrapped__", None)
        return set()


def adresser(mönster: Mönster | None = None) -> Iterator[Adress]:
    yield from _gå(get_resolver().url_patterns if mönster is None else mönster, "", "", False)


def _gå(mönster: Mönster, rum: str, väg: str, har_argument: bool) -> Iterator[Adress]:
    for m in mönster:
        regel = m.pattern.regex.groups > 0 or har_argument
        hit = f"{väg}{m.pattern}"
        if isinstance(m, URLResolver):
            nytt_rum = f"{rum}{m.namespace}:" if m.namespace else rum
            yield from _gå(m.url_patterns, nytt_rum, hit, regel)
        else:
            yield Adress(
                namn=f"{rum}{m.name}" if m.name else "",
                namnrum=rum.removesuffix(":"),
                väg=hit,
                har_argument=regel,
                vy=m.callback,
                inloggning_krävs=getattr(m.callback, "login_required", True),
            )


def kontrollera_namn(grupper: Iterable[Grupp] = (), mönster: Mönster | None = None) -> list[str]:
    """Varje adress har ett namn, utom ramverkets egna i en grupp (adminens omdirigeringar)."""
    namnrum = {g.namnrum for g in grupper}
    return [
        f"Adressen /{a.väg} saknar namn"
        for a in adresser(mönster)
        if not a.namn and not (a.namnrum in namnrum and a.vy.__module__.startswith("django."))
    ]


def kontrollera_tabell(
    tabell: Iterable[Rad], grupper: Iterable[Grupp] = (), mönster: Mönster | None = None
) -> list[str]:
    """Varje adress står i tabellen, varje rad har alla roller och alla objekt två nämnder."""
    tabell, grupper = list(tabell), list(grupper)
    finns = {a.namn: a for a in adresser(mönster) if a.namn}
    rader = {r.namn for r in tabell}
    fynd = [
        f"{namn} saknas i svepets tabell"
        for namn in sorted(set(finns) - rader)
        if not any(namn.startswith(f"{g.namnrum}:") for g in grupper)
    ]
    fynd += [f"{namn} står i tabellen men finns inte" for namn in sorted(rader - set(finns))]
    provade = {(r.namn, r.metod) for r in tabell}
    fynd += [
        f"{namn} provas inte med {metod}"
        for namn in sorted(rader & set(finns))
        for metod in sorted(finns[namn].metoder)
        if (namn, metod) not in provade
    ]
    for g in grupper:
        saknas = [r for r in Provroll if r not in g.väntat]
        if saknas or not any(n.startswith(f"{g.namnrum}:") for n in finns):
            fynd.append(f"gruppen {g.namnrum}: tom eller utan {', '.join(saknas)}")
        fynd += [f"{n} i gruppen {g.namnrum} finns inte" for n in sorted(set(g.utom) - set(finns))]
    for r in tabell:
        for slag, koder in (("egen", r.väntat), ("annan nämnd", r.annan_nämnd)):
            saknas = [roll for roll in Provroll if koder is not None and roll not in koder]
            if saknas:
                fynd.append(f"{r.id} ({slag}): kod saknas för {', '.join(saknas)}")
        if r.namn in finns and finns[r.namn].har_argument:
            if r.kwargs is None:
                fynd.append(f"{r.id} har argument men ingen kwargs")
            if r.annan_nämnd is None:
                fynd.append(f"{r.id} provas inte för ett objekt i en annan nämnd")
    return fynd


def kontrollera_offentliga(
    offentliga: Iterable[str], grupper: Iterable[Grupp] = (), mönster: Mönster | None = None
) -> list[str]:
    """Inloggning är förval; precis de uppräknade adresserna nås utan."""
    utan = {a.namn for a in adresser(mönster) if a.namn and not a.inloggning_krävs}
    utan = {n for n in utan if not any(n.startswith(f"{g.namnrum}:") for g in grupper)}
    lista = set(offentliga)
    return [f"{n} nås utan inloggning men står inte i listan" for n in sorted(utan - lista)] + [
        f"{n} står som offentlig men kräver inloggning" for n in sorted(lista - utan)
    ]


# --- Själva svepet -----------------------------------------------------------------------------


def prova(rad: Rad, värld: Värld) -> list[str]:
    """Anropar adressen i varje roll och ger det som inte stämmer med raden."""
    fynd = _prova(rad, värld, rad.väntat, värld.egen, "")
    if rad.annan_nämnd is not None:
        fynd += _prova(rad, värld, rad.annan_nämnd, värld.annan, " (annan nämnd)")
    return fynd


def prova_grupp(grupp: Grupp, värld: Värld, mönster: Mönster | None = None) -> list[str]:
    fynd = []
    for a in adresser(mönster):
        if a.namn.startswith(f"{grupp.namnrum}:") and not a.har_argument:
            väntat = grupp.utom.get(a.namn, grupp.väntat)
            rad = Rad(a.namn, väntat, inloggning=grupp.inloggning)
            fynd += _prova(rad, värld, rad.väntat, värld.egen, "")
    return fynd


def prova_objekt(namn: str, pk: object, grupp: Grupp, värld: Värld) -> list[str]:
    """Sidan för ett objekt i en grupp, i varje roll."""
    rad = Rad(
        f"{grupp.namnrum}:{namn}",
        grupp.väntat,
        kwargs=lambda _: {"object_id": pk},
        inloggning=grupp.inloggning,
    )
    return _prova(rad, värld, rad.väntat, värld.egen, "")


def _prova(rad: Rad, värld: Värld, väntat: Väntat, nämnd: Any, vilken: str) -> list[str]:
    try:
        adress = reverse(rad.namn, kwargs=dict(rad.kwargs(nämnd)) if rad.kwargs else None)
    except NoReverseMatch as fel:
        return [f"{rad.id}: {fel}"]
    fynd = []
    for roll, kod in väntat.items():
        svar, skrev = _anropa(rad, adress, värld, nämnd, roll)
        if svar.status_code != kod:
            fynd.append(f"{rad.id}{vilken} som {roll}: {svar.status_code}, väntat {kod}")
        elif (
            roll == Provroll.ANONYM
            and kod == INLOGGNING
            and rad.inloggning
            and not _mål(svar).startswith(tuple(map(reverse, rad.inloggning)))
        ):
            fynd.append(f"{rad.id}{vilken}: anonym skickas till {_mål(svar)}")
        if skrev and rad.metod == "get" and not rad.får_skriva:
            fynd.append(f"{rad.id}{vilken} som {roll}: GET skrev i databasen: {skrev[0]}")
    return fynd


def inloggade(användare: Mapping[Provroll, Any]) -> dict[Provroll, SimpleCookie]:
    """En session per roll, att använda i alla anrop."""
    kakor = {}
    for roll, konto in användare.items():
        klient = Client()
        klient.force_login(konto)
        kakor[roll] = klient.cookies
    return kakor


def _mål(svar: Any) -> str:
    return str(svar.headers.get("Location", ""))


def _anropa(
    rad: Rad, adress: str, värld: Värld, nämnd: Any, roll: Provroll
) -> tuple[Any, list[str]]:
    # Varje roll får samma utgångsläge: det en roll lyckas ändra rullas tillbaka före nästa.
    with _rullas_tillbaka():
        klient = Client(raise_request_exception=True)
        if roll != Provroll.ANONYM:
            klient.cookies.load(värld.kakor[roll])
        with skrivningar() as skrev:
            data = dict(rad.data(nämnd)) if rad.data else {}
            if rad.metod == "post":
                # En webbläsare skickar alltid något: formulärets märke.
                data["csrfmiddlewaretoken"] = ""
            svar = getattr(klient, rad.metod)(adress, data, headers=dict(rad.headers))
            if getattr(svar, "streaming", False):
                b"".join(svar)
    return svar, skrev


@contextmanager
def _rullas_tillbaka() -> Iterator[None]:
    from django.db import transaction

    with transaction.atomic():
        yield
        transaction.set_rollback(True)


_SESSION = ('"django_session"',)


@contextmanager
def skrivningar() -> Iterator[list[str]]:
    """Det som skrivs i databasen, utom sessionen."""
    fynd: list[str] = []

    def lyssna(kör: Callable[..., Any], sql: str, *resten: Any) -> Any:
        ord_ = sql.lstrip().split(None, 1)[0].upper() if sql.strip() else ""
        skriver = ord_ in {"INSERT", "UPDATE", "DELETE", "TRUNCATE"} or (
            ord_ == "WITH" and any(o in sql.upper() for o in ("INSERT INTO", "DELETE FROM"))
        )
        if skriver and not any(tabell in sql for tabell in _SESSION):
            fynd.append(sql[:120])
        return kör(sql, *resten)

    with connection.execute_wrapper(lyssna):
        yield fynd
