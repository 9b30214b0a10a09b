from celery import shared_task

from selfassessment.services import links, standards


@shared_task(name="selfassessment.tasks.sweep_links")
def sweep_links() -> None:
    links.sweep()


@shared_task(name="selfassessment.tasks.enforce_standards")
def enforce_standards() -> None:
    standards.enforce_due()
