"""Celery: varje uppgift anropar en tjänst."""

from celery import shared_task

from nämnd.services import kallelse


@shared_task(name=kallelse.UPPGIFT, acks_late=True)
def skapa_kallelse(jobb_id: int) -> None:
    kallelse.utför(jobb_id)
