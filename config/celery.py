"""Celery: arbetaren som gör det som tar tid, och schemat som sveper upp det som blivit liggande."""

import os
from typing import Any

from celery import Celery
from celery.signals import beat_init, worker_init
from django.conf import settings

from config import broker

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")


def _databas() -> str:
    return os.environ["DATABASE_URL"]


app = Celery("namnd", set_as_current=True)
app.conf.update(
    broker.inställningar(settings.CELERY_BROKER_URL, _databas()),
    beat_schedule=settings.CELERY_BEAT_SCHEDULE,
    beat_schedule_filename=str(settings.DATA / "celerybeat-schedule"),
    timezone=settings.TIME_ZONE,
    # Resultatet är jobbets rad; Celery minns inget.
    task_ignore_result=True,
    task_serializer="json",
    accept_content=["json"],
    # Ett meddelande kvitteras när jobbet är gjort, så att en dödad arbetare inte tappar det.
    task_acks_late=True,
    task_reject_on_worker_lost=True,
    worker_cancel_long_running_tasks_on_connection_loss=True,
    worker_prefetch_multiplier=1,
    worker_concurrency=int(os.environ.get("CELERY_CONCURRENCY", "2")),
    broker_connection_retry_on_startup=True,
    task_publish_retry_policy={"max_retries": 2, "interval_start": 0.2, "interval_step": 0.5},
)
app.autodiscover_tasks()


@worker_init.connect
@beat_init.connect
def _köer(**_: Any) -> None:
    if broker.är_inbäddad(settings.CELERY_BROKER_URL):
        broker.installera_köer(_databas())
