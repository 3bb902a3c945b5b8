"""Celery: varje uppgift anropar en tjänst."""

from celery import shared_task

from ärenden import filer
from ärenden.services import delegationsbeslut, jobb, renderade


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
