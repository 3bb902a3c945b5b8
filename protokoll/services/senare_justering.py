"""Paragrafer som vägran lämnat ojusterade justeras senare (KL 5 kap. 69 §, 8 kap. 12 §).

Vid nästa sammanträde, eller av en annan som var med och beslutade. Paragraferna får en egen
justering, och deras anslag och överklagandetid börjar när den är gjord.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from konton.models import Användare
from protokoll import justeringsdokument, policy
from protokoll.models import JusteradFörSig, Justering, Närvaro, Paragraf, Underskrift
from protokoll.paragrafnummer import omfattningar, skriv_paragrafer
from protokoll.policy import Rätt
from protokoll.services import justeringsbrister
from protokoll.services.justering import skapa
from protokoll.services.justeringsfel import (
    FelSkede,
    FelUndertecknare,
    InteKlart,
    SkälSaknas,
)
from protokoll.services.justeringsläge import ej_justerade, i_ord, lås_justering, nummer_i
from protokoll.services.undertecknare import Undertecknare, tjänstgjorde

NAMN = "Sammanträdesprotokoll, senare justering"
Som = Underskrift.Som
# Grunden trycks i protokollet och ska gå att slå upp: en paragraf eller en dag.
_VAR = re.compile(r"§\s*\d|\d{4}-\d\d-\d\d|\b\d{1,2}\s+[a-z]{3,9}\s+\d{4}", re.IGNORECASE)


def kvar(justering: Justering) -> list[Paragraf]:
    """Paragraferna som vägran lämnat och som ingen senare justering gäller."""
    if justering.status != Justering.Status.JUSTERAD:
        return []
    tagna = {nummer for senare in justering.senare.all() for nummer in nummer_i(senare.paragrafer)}
    return [p for p in ej_justerade(justering) if p.nummer is not None and p.nummer not in tagna]


def valbara(justering: Justering) -> list[Närvaro]:
    """De som tjänstgjorde vid mötet och kan intyga vad som beslutades."""
    return tjänstgjorde(justering.protokoll)


@transaction.atomic
def justera_senare(
    *,
    justering: Justering,
    paragrafer: Collection[int],
    ordförande: Närvaro,
    justerare: Sequence[Närvaro],
    grund: str,
    av: Användare,
    metod: str = Justering.Metod.ELEKTRONISK,
    nu: datetime | None = None,
) -> Justering:
    """Skickar de ojusterade paragraferna till en ny justering av dem som väljs.

    `grund` säger var det bestämdes, och trycks i det senare protokollet. Den som vägrade kan väljas
    igen: hen kan ha ändrat sig, och en ny vägran lämnar paragrafen kvar.
    """
    policy.kräv(av, Rätt.FÖRA_PROTOKOLL, justering.protokoll.sammanträde.organ)
    justering = lås_justering(justering)
    nummer = [p.nummer for p in kvar(justering) if p.pk in set(paragrafer) and p.nummer]
    if not nummer or len(nummer) != len(set(paragrafer)):
        raise FelSkede("Välj bland de paragrafer som inte är justerade.")
    if not _VAR.search(grund):
        raise SkälSaknas(
            "Skriv var det bestämdes: paragrafen vid nästa sammanträde, eller dagen för beslutet."
        )
    undertecknare = _undertecknare(justering, ordförande, justerare)
    protokoll = justering.protokoll
    valda = list(
        protokoll.paragrafer.filter(nummer__in=nummer)
        .prefetch_related("delar__satser", "för_sig")
        .order_by("ordning")
    )
    if fynd := justeringsbrister.inför_senare(protokoll, undertecknare, metod):
        raise InteKlart(fynd)
    spann = skriv_paragrafer(nummer).replace("–", "-")
    # Gällde vägran några satser är det de som justeras nu, och inte resten av paragrafen.
    punkter = {p.pk: p.punkter_i(justering.pk) for p in valda}
    ankare = {p.pk: justeringsdokument.ankare(p.nummer, p.ordning) for p in valda}
    underlag = justeringsdokument.underlag(
        protokoll,
        bara=set(ankare.values()),
        punkter={ankare[pk]: satser for pk, satser in punkter.items() if satser},
        paragrafer=omfattningar(spann, i_ord(valda, punkter)),
        namn=NAMN,
        senare_justerare=[str(u) for u in undertecknare if u.som == Som.JUSTERARE],
    )
    ny = skapa(
        protokoll=protokoll,
        paragrafer=valda,
        underlag=underlag,
        omedelbar=False,
        metod=metod,
        spann=spann,
        av=av,
        nu=nu or timezone.now(),
        undertecknare=undertecknare,
        efter=justering,
        grund=grund.strip(),
    )
    JusteradFörSig.objects.bulk_create(
        JusteradFörSig(paragraf=p, justering=ny, punkter=punkter[p.pk])
        for p in valda
        if punkter[p.pk]
    )
    return ny


def _undertecknare(
    justering: Justering, ordförande: Närvaro, justerare: Sequence[Närvaro]
) -> list[Undertecknare]:
    """Ordförande, justerare och sekreterare; var och en en gång, och med vid mötet."""
    får = {rad.person_id for rad in valbara(justering)}
    valda = [(Som.ORDFÖRANDE, ordförande), *((Som.JUSTERARE, rad) for rad in justerare)]
    if not justerare:
        raise FelUndertecknare("Välj minst en som justerar vid sidan av ordföranden.")
    if utanför := [rad.namn for _, rad in valda if rad.person_id not in får]:
        raise FelUndertecknare(f"{', '.join(utanför)} tjänstgjorde inte vid mötet.")
    if len({rad.person_id for _, rad in valda}) < len(valda):
        raise FelUndertecknare("Ordföranden och justerarna är olika personer.")
    rader = [Undertecknare(som, rad.namn, rad.person, rad, rad.parti) for som, rad in valda]
    sekreterare = justering.protokoll.sammanträde.sekreterare
    if sekreterare is not None:
        rader.append(Undertecknare(Som.SEKRETERARE, sekreterare.namn, sekreterare))
    return rader
