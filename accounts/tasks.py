from celery import shared_task

from accounts import services


@shared_task(name="accounts.tasks.forget_what_ended")
def forget_what_ended() -> None:
    services.forget_what_ended()
