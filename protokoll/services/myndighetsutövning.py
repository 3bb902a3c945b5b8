"""Myndighetsutövning mot enskild: föreslås när punkten tas upp; sekreteraren avgör (KL 4:26)."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction

from konton.models import Användare
from nämnd.fynd import Fynd
from nämnd.models import Organ
from protokoll import avgörande, myndighetsutövning
from protokoll import omröstning as lagen
from protokoll.models import Paragraf
from protokoll.myndighetsutövning import Underlag
from protokoll.omröstning import Fråga, Röstlängd
from protokoll.services import avgörandet, jäv
from protokoll.services.frågefel import FårInteAvstå
from protokoll.services.justeringsfel import BeslutetLåst
from protokoll.services.lås import lås

# De avgör ingens rätt eller skyldighet.
ANDRA_SLAG = frozenset(
    {
        Paragraf.Typ.VAL,
        Paragraf.Typ.AVSÄGELSE,
        Paragraf.Typ.INFORMATION,
        Paragraf.Typ.ANMÄLAN,
        Paragraf.Typ.JÄVSANMÄLAN,
        Paragraf.Typ.ORDNINGSFRÅGA,
    }
)


def gäller_någon(paragraf: Paragraf) -> bool:
    """Om paragrafen alls kan avse myndighetsutövning: inte formalia, information eller val."""
    return not (paragraf.är_formalia or paragraf.är_information or paragraf.typ in ANDRA_SLAG)


def förslag(paragraf: Paragraf) -> Fynd | None:
    """Varför ärendet föreslås vara det; None när inget tyder på det."""
    if not gäller_någon(paragraf):
        return None
    ärende = paragraf.ärende
    klass = ärende.klass if ärende is not None else ""
    return myndighetsutövning.föreslagen(
        Underlag(
            rubrik=paragraf.rubrik,
            sekretess_lagrum=paragraf.sekretess_lagrum,
            klass=klass,
            tidigare=paragraf.tidigare.filter(tidigare_paragraf__mot_enskild=True).exists(),
            klassens_senaste=bool(klass) and _klassens_senaste(paragraf, klass),
            fullmäktige=paragraf.organ.typ == Organ.Typ.FULLMÄKTIGE,
        )
    )


def _klassens_senaste(paragraf: Paragraf, klass: str) -> bool:
    """Om det senast beslutade ärendet med klassen var det, i samma organ."""
    senaste = (
        Paragraf.objects.filter(organ=paragraf.organ_id, ärende__klass=klass)
        .exclude(pk=paragraf.pk)
        .exclude(utfall="")
        .order_by("-protokoll__sammanträde__datum", "-ordning", "-pk")
    )
    return bool(senaste.values_list("mot_enskild", flat=True).first())


def föreslå(*, paragraf: Paragraf, av: Användare) -> None:
    """Markerar det föreslagna, i anroparens transaktion.

    Ett undantag från jäv som inte gäller i ett sådant ärende väntar på sekreterarens beslut.
    """
    if förslag(paragraf) is None or paragraf.jäv.exclude(undantag="").exists():
        return
    paragraf.mot_enskild = True
    paragraf.save(update_fields=["mot_enskild"])


@transaction.atomic
def ange(*, paragraf: Paragraf, mot_enskild: bool, av: Användare) -> Paragraf:
    """Sekreteraren avgör om ärendet avser myndighetsutövning mot enskild."""
    protokoll = lås(protokoll=paragraf.protokoll, av=av)
    paragraf = protokoll.paragrafer.select_related("organ").get(pk=paragraf.pk)
    if paragraf.är_låst_för_sig:
        raise BeslutetLåst(f"Paragrafen justeras omedelbart och är låst: {paragraf.rubrik}.")
    markera(paragraf, mot_enskild=mot_enskild)
    paragraf.save(update_fields=["mot_enskild"])
    return paragraf


def markera(paragraf: Paragraf, *, mot_enskild: bool) -> None:
    """Sätter fältet utan att spara. Det som redan gäller i ärendet får inte bryta mot regeln."""
    paragraf.mot_enskild = mot_enskild
    fullmäktige = paragraf.organ.typ == Organ.Typ.FULLMÄKTIGE
    for rad in paragraf.jäv.exclude(närvaro=None).select_related("närvaro"):
        rad.paragraf = paragraf
        jäv.kräv_undantaget(rad, fullmäktige=fullmäktige)
    kräv_får_avstå(paragraf, som_avstått(paragraf))


def kräv_får_avstå(paragraf: Paragraf, avstår: Sequence[str]) -> None:
    """I en nämnds myndighetsutövning mot enskild avgör den som deltar (KL 4 kap. 26 §)."""
    längd = Röstlängd(
        tjänstgörande=tuple(avstår),
        ordförande="",
        fullmäktige=paragraf.organ.typ == Organ.Typ.FULLMÄKTIGE,
    )
    fråga = Fråga(myndighetsutövning_mot_enskild=paragraf.mot_enskild)
    if fynd := lagen.avstå(avstår, längd=längd, fråga=fråga):
        raise FårInteAvstå(fynd)


def som_avstått(paragraf: Paragraf) -> list[str]:
    """De som är antecknade som att inte delta, och de som avstod i det som avgjorde."""
    avgjort = avgörandet.läs(paragraf)
    avstod = avgörande.avstod(avgjort.omröstningar)
    namn = [str(rad) for person, rad in avgjort.rader.items() if person in avstod]
    return [*(str(d) for d in paragraf.deltar_inte.all()), *namn]
