"""Försättsbladet: handläggaren bestämmer vem som får beslutet, och vart det skickas."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils import timezone

from konton.models import Användare
from nämnd.models import Organ
from protokoll import policy, överklagandehänvisning
from protokoll.models import Försättsblad, Försättsbladsmottagare, Kanal, Paragraf
from protokoll.services.expedieringsfel import FelMottagare, InteFörberedd, InteMottagare
from ärenden.överklagandetyp import Överklagandetyp


@dataclass(frozen=True)
class Varning:
    """Något att stanna vid, med regeln bakom."""

    text: str
    lagrum: str
    lagtext: str


@transaction.atomic
def fyll_i(
    *,
    paragraf: Paragraf,
    gäller: str,
    avsändare: str,
    överklagandetyp: str,
    av: Användare,
    föredragande: str = "",
    medverkande: Sequence[str] = (),
    nu: datetime | None = None,
) -> Försättsblad:
    """Vem beslutet rör, vem som sänder och hur det överklagas. Går att ändra."""
    policy.kräv_förbereda(av, paragraf)
    if paragraf.nummer is None or not paragraf.är_beslutad:
        raise InteFörberedd("Paragrafen är inte beslutad, eller har inget nummer än.")
    blad, _ = Försättsblad.objects.update_or_create(
        paragraf=paragraf,
        defaults={
            "gäller": gäller.strip(),
            "avsändare": avsändare.strip(),
            "överklagandetyp": Överklagandetyp(överklagandetyp),
            "föredragande": föredragande.strip(),
            "medverkande": "\n".join(namn.strip() for namn in medverkande if namn.strip()),
            "av": av,
            "tid": nu or timezone.now(),
        },
    )
    return blad


@transaction.atomic
def lägg_till_mottagare(
    *,
    paragraf: Paragraf,
    av: Användare,
    namn: str = "",
    kanal: str,
    adress: str = "",
    organ: Organ | None = None,
    part: bool = False,
    nu: datetime | None = None,
) -> Försättsbladsmottagare:
    """En mottagare vars adress den som skriver har kontrollerat. Till ett organ går det internt."""
    policy.kräv_förbereda(av, paragraf)
    blad = _lås(paragraf)
    if kanal == Kanal.INTERNT:
        if organ is None:
            raise FelMottagare("Välj vilket organ utdraget går till.")
        if organ.pk == paragraf.organ_id:
            raise FelMottagare("Organet har självt fattat beslutet.")
        namn, adress = namn.strip() or organ.namn, organ.namn
    elif organ is not None:
        raise FelMottagare("Till ett organ i kommunen går utdraget internt, till dess diarium.")
    adress = rak(adress)
    if not namn.strip() or not adress:
        raise FelMottagare("Skriv mottagarens namn och adress.")
    if kanal == Kanal.EPOST:
        _kräv_epost(adress)
    finns = blad.mottagare.filter(
        namn=namn.strip(), kanal=kanal, adress=adress, borttagen_tid=None
    ).exists()
    if finns:
        raise FelMottagare(f"{namn.strip()} står redan på försättsbladet med den adressen.")
    return Försättsbladsmottagare.objects.create(
        försättsblad=blad,
        namn=namn.strip(),
        organ=organ,
        kanal=Kanal(kanal),
        adress=adress,
        part=part,
        av=av,
        av_namn=str(av),
        tid=nu or timezone.now(),
    )


@transaction.atomic
def ta_bort_mottagare(
    *, mottagare: Försättsbladsmottagare, av: Användare, nu: datetime | None = None
) -> None:
    """Mottagaren får inga fler utdrag. Raden står kvar för det som redan har gått."""
    paragraf = mottagare.försättsblad.paragraf
    policy.kräv_förbereda(av, paragraf)
    blad = _lås(paragraf)
    låst = blad.mottagare.get(pk=mottagare.pk)
    if låst.borttagen_tid is not None:
        raise InteMottagare(f"{låst.namn} är redan borttagen.")
    låst.borttagen_tid = nu or timezone.now()
    låst.borttagen_av = av
    låst.save(update_fields=["borttagen_tid", "borttagen_av"])


def rak(adress: str) -> str:
    """Adressen utan tomma rader och överflödiga mellanrum."""
    rader = (" ".join(rad.split()) for rad in adress.splitlines())
    return "\n".join(rad for rad in rader if rad)


def är_samma_adress(en: str, annan: str) -> bool:
    """Om två adresser är samma, hur de än är radbrutna."""
    return " ".join(en.split()).casefold() == " ".join(annan.split()).casefold()


def föreslagen_överklagandetyp(paragraf: Paragraf) -> str:
    """Den beslutet säger; annars besvär mot enskild och inget när allt är förslag till andra."""
    delar = list(paragraf.delar.all())
    angivna = [del_.överklagandetyp for del_ in delar if del_.överklagandetyp]
    if angivna:
        return angivna[0]
    if delar and all(del_.förslag_till for del_ in delar):
        return Överklagandetyp.EJ_ÖVERKLAGBART
    if paragraf.mot_enskild:
        return Överklagandetyp.FÖRVALTNINGSBESVÄR
    return ""


def varningar(paragraf: Paragraf, blad: Försättsblad) -> list[Varning]:
    """Det som inte hindrar men som en part kan lida av."""
    funna = []
    if blad.överklagandetyp == Överklagandetyp.FÖRVALTNINGSBESVÄR:
        if not paragraf.sammanfattning.strip():
            funna.append(
                Varning(
                    "Paragrafen har ingen motivering.",
                    överklagandehänvisning.LAGRUM_MOTIVERING,
                    överklagandehänvisning.LAGTEXT_MOTIVERING,
                )
            )
        gällande = [m for m in blad.mottagare.all() if m.borttagen_tid is None]
        if gällande and not any(m.part for m in gällande):
            funna.append(
                Varning(
                    "Ingen mottagare är part, så ingen får veta hur beslutet överklagas.",
                    överklagandehänvisning.LAGRUM,
                    överklagandehänvisning.LAGTEXT,
                )
            )
    return funna


def _lås(paragraf: Paragraf) -> Försättsblad:
    blad = Försättsblad.objects.select_for_update().filter(paragraf=paragraf).first()
    if blad is None:
        raise InteFörberedd("Fyll först i försättsbladet: vem beslutet rör och vem som sänder.")
    return blad


def _kräv_epost(adress: str) -> None:
    try:
        validate_email(adress)
    except ValidationError as fel:
        raise FelMottagare(f"{adress} är inte en e-postadress.") from fel
