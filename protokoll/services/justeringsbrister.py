"""Det som hindrar att protokollet, eller en del av det, går till justering."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from konton.models import Användare
from protokoll.fullständighet import Brist, Justeringsunderlag, brister_inför_justering
from protokoll.models import Deltagande, Justering, Närvaro, Omröstning, Paragraf, Protokoll
from protokoll.services import sigillcertifikat
from protokoll.services.undertecknare import undertecknare


def brister(
    protokoll: Protokoll, paragrafer: Sequence[Paragraf], metod: str, *, omedelbart: bool = False
) -> list[Brist]:
    """`omedelbart`: paragraferna är på väg till omedelbar justering, och det ska de."""
    hela = list(
        Paragraf.objects.filter(pk__in=[p.pk for p in paragrafer]).prefetch_related(
            "beslut",
            "deltagande",
            "omröstningar",
            "propositioner",
            "yrkanden",
            "reservationer__av",
        )
    )

    def de(villkor: Callable[[Paragraf], bool]) -> list[str]:
        return [str(p) for p in hela if villkor(p)]

    har_deltagande = any(p.deltagande.all() for p in hela)
    elektroniskt = metod == Justering.Metod.ELEKTRONISK
    kommun = protokoll.sammanträde.organ.myndighet.kommun
    return brister_inför_justering(
        Justeringsunderlag(
            tjänstgjort=protokoll.närvarande.filter(
                status__in=[Närvaro.Status.LEDAMOT, Närvaro.Status.TJÄNSTGÖRANDE]
            ).count(),
            har_ordförande=protokoll.ledare is not None,
            justerare=protokoll.justerare.filter(är_ersättare=False, justering=None).count(),
            har_förvaringsplats=bool(protokoll.förvaringsplats),
            utan_beslut=de(lambda p: not p.beslut.all()),
            utan_deltagande=de(lambda p: har_deltagande and not _har_deltagare(p)),
            pågående_omröstning=de(_röstar),
            utan_resultat=de(_saknar_resultat),
            utan_propositionsordning=de(_saknar_ordning),
            utan_reservant=de(_saknar_reservant),
            ska_justeras_omedelbart=[] if omedelbart else de(_ska_omedelbart),
            utan_konto=_utan_konto(protokoll) if elektroniskt else [],
            saknar_sigill=elektroniskt and sigillcertifikat.aktivt(kommun) is None,
        )
    )


def _har_deltagare(p: Paragraf) -> bool:
    return any(d.form == Deltagande.Form.DELTOG for d in p.deltagande.all())


def _röstar(p: Paragraf) -> bool:
    return any(o.status == Omröstning.Status.PÅGÅR for o in p.omröstningar.all())


def _saknar_resultat(p: Paragraf) -> bool:
    return any(
        o.status == Omröstning.Status.AVSLUTAD
        and o.slag != Omröstning.Slag.VAL
        and (o.ja is None or o.nej is None)
        for o in p.omröstningar.all()
    )


def _saknar_ordning(p: Paragraf) -> bool:
    """Olika yrkanden ställs mot varandra, och då redovisas hur."""
    slag = {y.slag for y in p.yrkanden.all() if not y.återtaget}
    return len(slag) > 1 and not p.propositioner.all()


def _saknar_reservant(p: Paragraf) -> bool:
    return any(not r.av.all() and not r.grupper for r in p.reservationer.all())


def _ska_omedelbart(p: Paragraf) -> bool:
    return p.omedelbart_justerad and p.omedelbar_justering_id is None


def _utan_konto(protokoll: Protokoll) -> list[str]:
    personer = {u.person.pk: u.namn for u in undertecknare(protokoll, []) if u.person is not None}
    med_konto = Användare.objects.filter(person__in=personer, is_active=True)
    har = set(med_konto.values_list("person_id", flat=True))
    return [namn for pk, namn in personer.items() if pk not in har]
