from celery import shared_task

from selfassessment.services import links


@shared_task(name="selfassessment.tasks.sweep_links")
def sweep_links() -> None:
    links.sweep()
