"""Celery: varje uppgift anropar en tjänst."""

from celery import shared_task

from protokoll.services import protokollsskrivning


@shared_task(name=protokollsskrivning.SLAG)
def skapa_protokoll(jobb_id: int) -> None:
    protokollsskrivning.utför(jobb_id=jobb_id)
