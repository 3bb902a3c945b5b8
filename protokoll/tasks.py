"""Celery: varje uppgift anropar en tjänst."""

from celery import shared_task

from konton.services.system import systemanvändare
from protokoll.services import (
    bevis,
    delegationsprotokoll,
    expediering,
    föregående,
    försegling,
    justeringsbrev,
    protokollsskrivning,
    rättelse,
    tavlan,
    tavlorna,
    tjänstunderskrift,
    återrapporter,
)


@shared_task(name=protokollsskrivning.SLAG)
def skapa_protokoll(jobb_id: int) -> None:
    protokollsskrivning.utför(jobb_id=jobb_id)


@shared_task(name=försegling.SLAG)
def försegla(jobb_id: int) -> None:
    försegling.utför(jobb_id=jobb_id)


@shared_task(name=rättelse.SLAG)
def rätta(jobb_id: int) -> None:
    rättelse.utför(jobb_id=jobb_id)


@shared_task(name=bevis.SLAG)
def skriv_bevis(jobb_id: int) -> None:
    bevis.utför(jobb_id=jobb_id)


@shared_task(name=justeringsbrev.UPPGIFT)
def skicka_brev() -> None:
    justeringsbrev.skicka_väntande(av=systemanvändare())


@shared_task(name="protokoll.anslagsbevis")
def anslagsbevis() -> None:
    bevis.för_nedtagna(av=systemanvändare())
    tavlan.beställ_bevis(av=systemanvändare())


@shared_task(name=tavlan.SLAG_BEVIS)
def skriv_tavelbevis(jobb_id: int) -> None:
    tavlan.utför_bevis(jobb_id=jobb_id)


@shared_task(name=delegationsprotokoll.SLAG)
def skriv_delegationsprotokoll(jobb_id: int) -> None:
    delegationsprotokoll.utför(jobb_id=jobb_id)


@shared_task(name="protokoll.hall_kvar_anslag")
def håll_kvar_anslag() -> None:
    tavlorna.håll_kvar(av=systemanvändare())


@shared_task(name="protokoll.ta_upp_aterrapporter")
def ta_upp_återrapporter() -> None:
    återrapporter.ta_upp_alla(av=systemanvändare())


@shared_task(name="protokoll.satt_upp_foregaende")
def sätt_upp_föregående() -> None:
    föregående.sätt_upp_alla(av=systemanvändare())


@shared_task(name=expediering.SLAG)
def expediera(jobb_id: int) -> None:
    expediering.utför(jobb_id=jobb_id)


@shared_task(name=tjänstunderskrift.UPPGIFT)
def hämta_underskrifter() -> None:
    tjänstunderskrift.hämta_väntande()
