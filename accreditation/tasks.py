from celery import shared_task

from accreditation.services import certifying


@shared_task(name="accreditation.tasks.watch_certificates")
def watch_certificates() -> None:
    certifying.expire_run_out()
    certifying.remind_of_ends()
