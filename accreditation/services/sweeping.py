"""What is due is done, found in the database each time: a sweep that was missed, or came twice, does no harm."""

from django.utils import timezone

from accreditation.enums.applications import State
from accreditation.models import Application, Expert, Invitation
from accreditation.services import invitations
from core.workflow import TransitionDenied


def sweep() -> None:
    """Experts are reminded, silence lapses, and blocked experts have successors."""
    today = timezone.localdate()
    for invitation in Invitation.objects.waiting().filter(due_on__lt=today).order_by("pk"):
        invitations.lapse(invitation)
    for invitation in Invitation.objects.waiting().filter(remind_on__lte=today, reminded_at=None).order_by("pk"):
        invitations.remind(invitation)
    for expert in Expert.objects.blocked().filter(invitations__in=Invitation.objects.live()).distinct():
        free_of(expert)


def free_of(expert: Expert) -> None:
    """A blocked expert sits in no group that has not begun to evaluate."""
    forming = Application.objects.filter(state__in=[State.INVITING, State.AGREED, State.ORDERED])
    for application in forming.filter(invitations__in=expert.invitations.live()).distinct():
        try:
            invitations.replace_expert(application, expert, reason=expert.block_reason, by=None)
        except TransitionDenied:
            continue  # somebody was faster
