from celery import shared_task

from staff.services import checks


@shared_task(name="staff.tasks.sweep_checks")
def sweep_checks() -> None:
    checks.sweep()
