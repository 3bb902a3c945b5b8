"""Celery: varje uppgift anropar en tjänst."""

from celery import shared_task

from ärenden import filer
from ärenden.services import jobb


@shared_task(name="arenden.svep_jobb")
def svep_jobb() -> None:
    jobb.svep()


@shared_task(name="arenden.stada_filer")
def städa_filer() -> None:
    filer.städa_lager()
