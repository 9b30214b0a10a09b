from celery import shared_task

from organizations.services import confirming


@shared_task(name="organizations.tasks.sweep")
def sweep() -> None:
    confirming.sweep_unconfirmed()
    confirming.drop_abandoned()
