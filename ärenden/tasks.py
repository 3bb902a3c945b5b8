"""Celery: varje uppgift anropar en tjänst."""

from celery import shared_task

from konton.services.system import systemanvändare
from ärenden import filer
from ärenden.services import (
    bilagor,
    delegationsbeslut,
    granskningsbrev,
    jobb,
    remissbrev,
    renderade,
    sökindex,
)


@shared_task(name="arenden.svep_jobb")
def svep_jobb() -> None:
    jobb.svep()


@shared_task(name="arenden.stada_filer")
def städa_filer() -> None:
    filer.städa_lager()


@shared_task(name=renderade.UPPGIFT)
def rendera(lista: str) -> None:
    renderade.biträd(lista)


@shared_task(name=delegationsbeslut.UPPGIFT, acks_late=True)
def gör_delegationsbeslut(jobb_id: int) -> None:
    delegationsbeslut.gör_dokument(jobb_id)


@shared_task(name=remissbrev.UPPGIFT)
def skicka_remissbrev() -> None:
    remissbrev.skicka_väntande()


@shared_task(name="arenden.uppdatera_sok")
def uppdatera_sök() -> None:
    sökindex.svep()


@shared_task(name=sökindex.UPPGIFT, acks_late=True)
def läs_filtext(jobb_id: int) -> None:
    sökindex.läs_filtext(jobb_id)


@shared_task(name=granskningsbrev.UPPGIFT)
def granskningsbrevet() -> None:
    granskningsbrev.skicka_väntande(av=systemanvändare())


@shared_task(name=bilagor.UPPGIFT, acks_late=True)
def gör_bilaga(jobb_id: int) -> None:
    bilagor.gör_pdf(jobb_id)
