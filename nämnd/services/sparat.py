"""Ett möte sparat på en enhet: nyckeln som låser det där, och om det fortfarande gäller.

Enheten hämtar sidorna själv, som läsaren ser dem, och låser dem med nyckeln. Servern behåller den
inte: den delas ut en gång, och gäller i `sparat.GÄLLER`.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import secrets
import uuid
from collections.abc import Iterable
from dataclasses import dataclass

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from konton.models import Användare
from nämnd import policy
from nämnd.models import Enhetsexemplar, Läsanteckning, Sammanträde
from nämnd.services import läsanteckningar, läsrum
from nämnd.services.läsanteckningar import Anteckning
from nämnd.services.läsrum import Exemplar, Läspapper
from nämnd.sparat import GÄLLER, Ogiltigt, pröva

NYCKELBYTE = 32


class Sparfel(Exception):
    """Det sparade gäller inte längre och ska raderas."""

    def __init__(self, ogiltigt: Ogiltigt) -> None:
        super().__init__(ogiltigt.value)
        self.ogiltigt = ogiltigt


@dataclass(frozen=True)
class Utdelat:
    """Det som enheten får en enda gång."""

    rad: Enhetsexemplar
    nyckel: bytes
    hemlighet: str


@transaction.atomic
def dela_ut(*, sammanträde: Sammanträde, enhet: uuid.UUID, av: Användare) -> Utdelat:
    """En ny nyckel till mötet på enheten. Det som var sparat där med en äldre gäller inte mer."""
    exemplar = läsrum.för_användare(av, sammanträde)
    if exemplar is None:
        raise PermissionDenied("Du läser inte handlingarna till mötet.")
    nu = timezone.now()
    mina(av).filter(går_ut_tid__lte=nu).delete()
    mina(av).filter(sammanträde=sammanträde, enhet=enhet).delete()
    hemlighet = secrets.token_urlsafe(NYCKELBYTE)
    rad = Enhetsexemplar.objects.create(
        ägare=av,
        sammanträde=sammanträde,
        enhet=enhet,
        kallelse=exemplar.kallelse,
        hash=_hash(hemlighet),
        utdelad_tid=nu,
        går_ut_tid=nu + GÄLLER,
    )
    return Utdelat(rad, secrets.token_bytes(NYCKELBYTE), hemlighet)


def mina(av: Användare) -> QuerySet[Enhetsexemplar]:
    """Det egna och inget annat."""
    return Enhetsexemplar.objects.filter(ägare=av).order_by("utdelad_tid", "pk")


def gällande(av: Användare, sammanträde: Sammanträde) -> QuerySet[Enhetsexemplar]:
    """Det som läsaren har sparat av mötet, på alla enheter."""
    return mina(av).filter(
        sammanträde=sammanträde, återkallad_tid=None, går_ut_tid__gt=timezone.now()
    )


def ta_bort(*, rad: Enhetsexemplar, av: Användare) -> None:
    """Enheten har raderat sitt exemplar."""
    mina(av).filter(pk=rad.pk).delete()


def återkalla(*, sammanträde: Sammanträde, av: Användare) -> int:
    """Läsaren har tappat en enhet: allt hen har sparat av mötet raderas vid nästa kontakt."""
    return gällande(av, sammanträde).update(återkallad_tid=timezone.now())


def kräv(rad: Enhetsexemplar) -> Exemplar:
    """Det sparade som det får vara nu; `Sparfel` när det ska raderas."""
    läsare = policy.läsare(rad.ägare, rad.sammanträde)
    ogiltigt = pröva(
        går_ut=rad.går_ut_tid,
        nu=timezone.now(),
        återkallat=rad.återkallad_tid is not None,
        aktivt=rad.ägare.is_active,
        läsare=läsare,
    )
    exemplar = läsrum.i_kallelse(rad.ägare, rad.kallelse) if not ogiltigt else None
    if exemplar is None:
        raise Sparfel(ogiltigt or Ogiltigt.RÄTTEN_BORTA)
    return läsrum.att_spara(exemplar)


# --- Kontakten ----------------------------------------------------------------------------------


def känn_igen(nyckel: uuid.UUID, hemlighet: str) -> Enhetsexemplar | None:
    """Exemplaret vars enhet har hemligheten. Ingen inloggning behövs: den kan ha tagit slut."""
    rad = (
        Enhetsexemplar.objects.select_related("ägare", "sammanträde__organ", "kallelse")
        .filter(pk=nyckel)
        .first()
    )
    if rad is None or not hmac.compare_digest(rad.hash, _hash(hemlighet)):
        return None
    rad.kallelse.sammanträde = rad.sammanträde
    return rad


@dataclass(frozen=True)
class FårBehålla:
    """Det som enheten får ha kvar."""

    papper: frozenset[str]
    """Papperens nycklar."""
    dolt: str
    """Är det ett annat än när det sparades säger mötets sparade sida något som är hemligt nu."""


def får_behålla(rad: Enhetsexemplar) -> FårBehålla:
    """`Sparfel` när allt ska raderas."""
    sparat = kräv(rad)
    nu = läsrum.för_användare(rad.ägare, rad.sammanträde)
    borta = läsrum.utgångna(rad.ägare, rad.kallelse, nu) if nu else frozenset()
    return FårBehålla(frozenset(p.nyckel for p in sparat.papper) - borta, dolt(sparat))


def dolt(sparat: Exemplar) -> str:
    """Märket på vilka punkter som är hemliga, och därför bara sina nummer på mötets sida."""
    return _märke(*(str(p.rad.punkt) for p in läsrum.alla_punkter(sparat.punkter) if p.hemlig))


# --- Vad som ska sparas -------------------------------------------------------------------------


@dataclass(frozen=True)
class Innehåll:
    """Vad enheten ska ha. Märkena skiljer en version från en annan och säger inget mer."""

    version: str
    """Ändras när mötets papper gör det."""
    anteckningarna: str
    papper: tuple[tuple[Läspapper, str], ...]
    """Papperen, och märket på deras sidor: ändras också när läsaren antecknar i dem."""


def innehåll(exemplar: Exemplar, av: Användare) -> Innehåll:
    """`exemplar` är det som får sparas (`läsrum.att_spara`)."""
    alla = läsanteckningar.mina(exemplar, av)
    version = _märke(
        str(exemplar.kallelse.pk),
        *(f"{p.rad.punkt} {p.stängd is None} {p.hemlig} {p.bara_med_nät} {p.utelämnade}"
          for p in läsrum.alla_punkter(exemplar.punkter)),
        *(p.nyckel for p in exemplar.papper),
    )  # fmt: skip  # läses som en lista
    return Innehåll(
        version=version,
        anteckningarna=_märke(version, *_spår(alla.alla)),
        papper=tuple(
            (p, _märke(version, *_spår((*alla.på(p), *alla.äldre_på(p))))) for p in exemplar.papper
        ),
    )


def _spår(anteckningar: Iterable[Anteckning]) -> list[str]:
    return [json.dumps([str(a.nyckel), a.text, a.citat, a.sida]) for a in anteckningar]


def uppdaterad(*, rad: Enhetsexemplar, av: Användare) -> None:
    """Enheten har sparat det som gäller nu: nästa gång räknas det nya därifrån."""
    nu = läsrum.för_användare(av, rad.sammanträde)
    if nu is not None:
        mina(av).filter(pk=rad.pk).update(kallelse=nu.kallelse)


def anteckna(
    *,
    sammanträde: Sammanträde,
    nyckel: uuid.UUID,
    punkt: int,
    märke: str,
    sida: int,
    text: str,
    citat: str,
    före: str,
    efter: str,
    av: Användare,
) -> Läsanteckning:
    """En anteckning som gjordes utan nät. Skickad två gånger blir den ändå en.

    Pappret kan ha bytts sedan dess. Då hör den till det som läsaren hade, och flyttar med till det
    nya eller står kvar som hörande till en äldre version.
    """
    exemplar = läsrum.med_pappret(av, sammanträde, punkt, märke)
    if exemplar is None:
        raise PermissionDenied("Du får inte längre öppna pappret.")
    return läsanteckningar.skriv(
        sammanträde=sammanträde,
        punkt=punkt,
        märke=märke,
        sida=sida,
        text=text,
        citat=citat,
        före=före,
        efter=efter,
        nyckel=nyckel,
        exemplar=exemplar,
        av=av,
    )


def _märke(*delar: str) -> str:
    return hashlib.sha256("\n".join(delar).encode()).hexdigest()[:16]


def _hash(hemlighet: str) -> str:
    return hashlib.sha256(hemlighet.encode()).hexdigest()
