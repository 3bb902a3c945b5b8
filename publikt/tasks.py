"""Celery: varje uppgift anropar en tjänst."""

from celery import shared_task

from publikt.services import vakt


@shared_task(name="publikt.anslagstavla")
def anslagstavla() -> None:
    vakt.vaka()
