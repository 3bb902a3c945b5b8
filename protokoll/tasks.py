"""Celery: varje uppgift anropar en tjänst."""

from celery import shared_task

from protokoll.services import expediering, protokollsskrivning


@shared_task(name=protokollsskrivning.SLAG)
def skapa_protokoll(jobb_id: int) -> None:
    protokollsskrivning.utför(jobb_id=jobb_id)


@shared_task(name=expediering.SLAG)
def expediera(jobb_id: int) -> None:
    expediering.utför(jobb_id=jobb_id)
