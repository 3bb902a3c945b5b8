"""Celery: varje uppgift anropar en tjänst."""

from celery import shared_task

from konton.services.system import systemanvändare
from nämnd.services import (
    anmälningar,
    frågor,
    inkallelsebrev,
    kallelse,
    paketbitar,
    planbeslut,
    publicering,
    upplagor,
    utskick,
)


@shared_task(name=kallelse.UPPGIFT, acks_late=True)
def skapa_kallelse(jobb_id: int) -> None:
    kallelse.utför(jobb_id)


@shared_task(name=paketbitar.UPPGIFT)
def gör_paketbitar(lista: str) -> None:
    paketbitar.biträd(lista)


@shared_task(name=anmälningar.UPPGIFT, acks_late=True)
def skriv_anmälningslista(jobb_id: int) -> None:
    anmälningar.utför(jobb_id)


@shared_task(name=planbeslut.UPPGIFT, acks_late=True)
def skriv_sammanträdesplan(jobb_id: int) -> None:
    planbeslut.utför(jobb_id)


@shared_task(name=inkallelsebrev.UPPGIFT)
def skicka_inkallelsebrev() -> None:
    inkallelsebrev.skicka_väntande(av=systemanvändare())


@shared_task(name=utskick.UPPGIFT, acks_late=True)
def skicka_utskick(jobb_id: int) -> None:
    utskick.utför(jobb_id=jobb_id)


@shared_task(name=upplagor.UPPGIFT, acks_late=True)
def skriv_upplaga(jobb_id: int) -> None:
    upplagor.utför(jobb_id)


@shared_task(name="namnd.ta_upp_bradskande")
def ta_upp_brådskande() -> None:
    anmälningar.ta_upp_alla_brådskande(av=systemanvändare())


@shared_task(name=frågor.UPPGIFT, acks_late=True)
def skicka_frågebrev(jobb_id: int) -> None:
    frågor.utför_brev(jobb_id)


@shared_task(name="namnd.dolj_hemligt")
def dölj_hemligt() -> None:
    publicering.dölj_allt_hemligt(av=systemanvändare())
