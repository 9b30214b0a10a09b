from celery import shared_task

from core.uploads import storing


@shared_task(name="core.uploads.tasks.sweep_uploads")
def sweep_uploads() -> None:
    storing.sweep()
