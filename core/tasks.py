from celery import shared_task

from core import effects


@shared_task(name="core.tasks.drain_outbox")
def drain_outbox() -> None:
    effects.drain()
