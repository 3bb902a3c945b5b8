"""Det som hindrar att protokollet, eller en del av det, går till justering."""

from __future__ import annotations

from collections.abc import Sequence

from protokoll.fullständighet import Brist, Justeringsunderlag, brister_inför_justering
from protokoll.models import Justering, Paragraf, Protokoll
from protokoll.services import granskning, sigillcertifikat
from protokoll.services.undertecknare import Undertecknare, med_konto, undertecknare


def brister(
    protokoll: Protokoll, paragrafer: Sequence[Paragraf], metod: str, *, omedelbart: bool = False
) -> list[Brist]:
    """`omedelbart`: paragraferna är på väg till omedelbar justering, och det ska de."""
    granskade = granskning.brister(protokoll=protokoll, bara={p.pk for p in paragrafer})
    elektroniskt = metod == Justering.Metod.ELEKTRONISK
    kommun = protokoll.sammanträde.organ.myndighet.kommun
    return granskade + brister_inför_justering(
        Justeringsunderlag(
            har_ordförande=protokoll.ledare is not None,
            justerare=protokoll.justerare.filter(är_ersättare=False, justering=None).count(),
            har_förvaringsplats=bool(protokoll.förvaringsplats),
            ska_justeras_omedelbart=(
                [] if omedelbart else [str(p) for p in paragrafer if p.ska_justeras_omedelbart]
            ),
            utan_konto=_utan_konto(protokoll) if elektroniskt else [],
            saknar_sigill=elektroniskt and sigillcertifikat.aktivt(kommun) is None,
        )
    )


def inför_senare(
    protokoll: Protokoll, undertecknare: Sequence[Undertecknare], metod: str
) -> list[Brist]:
    """Texten är redan prövad; det som kan fattas är konton och sigill för dem som nu justerar."""
    elektroniskt = metod == Justering.Metod.ELEKTRONISK
    kommun = protokoll.sammanträde.organ.myndighet.kommun
    return brister_inför_justering(
        Justeringsunderlag(
            har_ordförande=True,
            justerare=len(undertecknare),
            har_förvaringsplats=bool(protokoll.förvaringsplats),
            ska_justeras_omedelbart=[],
            utan_konto=_saknar_konto(undertecknare) if elektroniskt else [],
            saknar_sigill=elektroniskt and sigillcertifikat.aktivt(kommun) is None,
        )
    )


def _utan_konto(protokoll: Protokoll) -> list[str]:
    return _saknar_konto(undertecknare(protokoll, []))


def _saknar_konto(rader: Sequence[Undertecknare]) -> list[str]:
    personer = {u.person.pk: u.namn for u in rader if u.person is not None}
    har = med_konto(personer)
    return [namn for pk, namn in personer.items() if pk not in har]
