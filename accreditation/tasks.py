from celery import shared_task

from accreditation.services import certifying, conditions, desk, escalating, packs, replies, sweeping


@shared_task(name="accreditation.tasks.watch_certificates")
def watch_certificates() -> None:
    certifying.expire_run_out()
    certifying.remind_of_ends()
    conditions.sweep()


@shared_task(name="accreditation.tasks.escalate_overdue")
def escalate_overdue() -> None:
    escalating.escalate_overdue()


@shared_task(name="accreditation.tasks.forget_exports")
def forget_exports() -> None:
    desk.forget_exports()
    packs.forget()


@shared_task(name="accreditation.tasks.sweep_invitations")
def sweep_invitations() -> None:
    sweeping.sweep()


@shared_task(name="accreditation.tasks.sweep_replies")
def sweep_replies() -> None:
    replies.sweep()
