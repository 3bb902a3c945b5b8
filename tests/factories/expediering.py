"""Ett justerat beslut med försättsblad, och ett annat organ att sända till."""

from django.utils import timezone

from konton.models import Användare, Myndighet
from nämnd.models import Organ
from protokoll.models import (
    Expediering,
    Försättsbladsmottagare,
    Justering,
    Kanal,
    Paragraf,
    Protokoll,
)
from protokoll.services import expediering, försättsblad
from tests.factories.konton import MyndighetFactory
from tests.factories.protokoll import Mötesvärld
from tests.factories.ärenden import DiariumFactory

HEM = "Ek, Lova\nBjörkvägen 3\n123 45 Björksund"


def justera(protokoll: Protokoll, **fält) -> Justering:
    """Justeringen som den är när den sista har skrivit under."""
    return Justering.objects.create(
        protokoll=protokoll,
        ordning=protokoll.justeringar.count(),
        status=Justering.Status.JUSTERAD,
        justerad_tid=timezone.now(),
        **fält,
    )


def beslutad(värld: Mötesvärld, rubrik: str = "Taxa för tillsyn") -> Paragraf:
    """Paragrafen i ett möte som hållits enligt förslag."""
    return värld.protokoll.paragrafer.get(rubrik__startswith=rubrik)


def försättsbladet(paragraf: Paragraf, av: Användare, **fält):
    return försättsblad.fyll_i(
        paragraf=paragraf,
        gäller=fält.pop("gäller", "Alla som serverar alkohol"),
        avsändare=fält.pop("avsändare", "Åsa Lind, nämndsekreterare"),
        överklagandetyp=fält.pop("överklagandetyp", "laglighetsprovning"),
        av=av,
        **fält,
    )


def mottagare(
    paragraf: Paragraf, av: Användare, namn: str = "Lova Ek", **fält
) -> Försättsbladsmottagare:
    return försättsblad.lägg_till_mottagare(
        paragraf=paragraf,
        namn=namn,
        kanal=fält.pop("kanal", Kanal.POST),
        adress=fält.pop("adress", HEM),
        av=av,
        **fält,
    )


def annat_organ(myndighet: Myndighet | None = None, namn: str = "Kommunstyrelsen") -> Organ:
    """Ett organ med eget diarium, att sända internt till."""
    myndighet = myndighet or MyndighetFactory(namn=namn)
    diarium = DiariumFactory(prefix="KS", myndigheter=[myndighet])
    return Organ.objects.create(myndighet=myndighet, namn=namn, diarium=diarium)


def sänd(rad: Försättsbladsmottagare, av: Användare, **fält) -> Expediering:
    """Beslutet att sända; jobbet är beställt men inte gjort."""
    return expediering.expediera(
        paragraf=rad.försättsblad.paragraf,
        mottagare=rad.namn,
        kanal=rad.kanal,
        adress=fält.pop("adress", rad.adress),
        trots_varning=fält.pop("trots_varning", "Ingen annan är i tjänst."),
        av=av,
        **fält,
    )


def gör(sändning: Expediering) -> Expediering:
    """Jobbet utfört; raden läst på nytt."""
    expediering.utför(jobb_id=sändning.jobb_id)
    return Expediering.objects.select_related("jobb", "fil").get(pk=sändning.pk)
