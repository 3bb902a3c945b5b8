"""Tidsbegränsade länkar till den som inte har uppdrag i organet: görs, tas tillbaka, loggas."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from django.db import transaction
from django.utils import timezone

from konton.models import Användare
from nämnd import läsrum as regler
from nämnd import policy
from nämnd import underlag as frysning
from nämnd.fynd import Fynd
from nämnd.läsrum import Läsare
from nämnd.models import Gästbesök, Gästlänk, Organ, Sammanträde
from nämnd.policy import Rätt
from nämnd.underlag import Listrad


class Gästfel(Exception):
    """Länken kan inte göras. Texten är till användaren; fyndets kod är uppgiften som är fel."""

    def __init__(self, *fynd: Fynd) -> None:
        super().__init__(" ".join(f.text for f in fynd))
        self.fynd = fynd


def valbara(sammanträde: Sammanträde) -> list[Listrad]:
    """De öppna punkterna i den kallelse som gäller: de enda som en länk kan ge."""
    return [rad for rad in _rader(sammanträde) if not rad.hemlig]


def _rader(sammanträde: Sammanträde) -> list[Listrad]:
    kallelse = sammanträde.kallelser.läsbara().senast_först().first()
    if kallelse is None:
        return []
    nu_hemliga = policy.hemliga_punkter(sammanträde)
    return [
        replace(r, hemlig=r.hemlig or r.punkt in nu_hemliga)
        for rad in frysning.ur_json(kallelse.underlag).rader
        for r in (rad.inre if rad.inre else (rad,))
    ]


@transaction.atomic
def skapa(
    *,
    sammanträde: Sammanträde,
    namn: str,
    som: str,
    skäl: str,
    till: date,
    av: Användare,
    hela_mötet: bool = False,
    punkter: Sequence[int] = (),
) -> tuple[Gästlänk, str]:
    """Länken och dess hemlighet. Hemligheten ges bara nu; den sparas inte."""
    policy.kräv(av, Rätt.SKÖTA_SAMMANTRÄDEN, sammanträde.organ)
    rader = {r.punkt: r for r in _rader(sammanträde)}
    if not rader:
        raise Gästfel(Fynd("Ingen kallelse är utfärdad: det finns inget att läsa."))
    valda = [] if hela_mötet else [p for p in dict.fromkeys(punkter) if p in rader]
    if not hela_mötet and not valda:
        raise Gästfel(Fynd("Välj minst en punkt, eller hela mötet.", kod="punkter"))
    fynd = regler.länken(
        Läsare.PERSONALFÖRETRÄDARE if som == Gästlänk.Som.PERSONALFÖRETRÄDARE else Läsare.GÄST,
        i_dag=timezone.localdate(),
        till=till,
        mötesdag=sammanträde.datum,
        hela_mötet=hela_mötet,
        hemliga=sum(rader[p].hemlig for p in valda),
        styrelsen_eller_fullmäktige=sammanträde.organ.typ
        in (Organ.Typ.STYRELSE, Organ.Typ.FULLMÄKTIGE),
    )
    if fynd:
        raise Gästfel(*fynd)
    hemlighet = secrets.token_urlsafe(32)
    länk = Gästlänk.objects.create(
        sammanträde=sammanträde,
        namn=namn.strip(),
        som=som,
        skäl=skäl.strip(),
        hela_mötet=hela_mötet,
        till=till,
        hash=_hash(hemlighet),
        skapad_tid=timezone.now(),
        skapad_av=av,
    )
    länk.punkter.set(sammanträde.punkter.filter(pk__in=valda))
    return länk, hemlighet


@transaction.atomic
def återta(*, länk: Gästlänk, av: Användare) -> None:
    """Länken slutar gälla genast. Raden och loggen står kvar."""
    policy.kräv(av, Rätt.SKÖTA_SAMMANTRÄDEN, länk.sammanträde.organ)
    Gästlänk.objects.filter(pk=länk.pk, återtagen_tid=None).update(
        återtagen_tid=timezone.now(), återtagen_av=av
    )


def finn(hemlighet: str) -> Gästlänk | None:
    """Länken, om den gäller i dag."""
    return (
        Gästlänk.objects.gällande(timezone.localdate())
        .filter(hash=_hash(hemlighet))
        .select_related("sammanträde__organ")
        .first()
    )


def anteckna(*, länk: Gästlänk, papper: str = "") -> None:
    """Loggar att gästen öppnade mötet eller ett papper."""
    Gästbesök.objects.create(länk=länk, tid=timezone.now(), papper=papper[:500])


def _hash(hemlighet: str) -> str:
    return hashlib.sha256(hemlighet.encode()).hexdigest()
