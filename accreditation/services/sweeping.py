"""What is due is done, found in the database each time: a sweep that was missed, or came twice, does no harm."""

from django.db.models import QuerySet
from django.utils import timezone

from accreditation.enums.applications import FORMING, State
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


def free_of(expert: Expert) -> list[Application]:
    """A blocked expert has successors, also where the evaluation has begun. Those where he has published his decision
    are returned: it stands, and the ministry has to say what becomes of it."""
    staying = []
    for application in _groups_of(expert):
        try:
            invitations.replace_expert(application, expert, reason=expert.block_reason, by=None)
        except TransitionDenied:
            staying.append(application)  # or somebody was faster
    return staying


def lock_groups_of(expert: Expert) -> None:
    """Nobody changes his groups until the end of this transaction. An expert is locked after his groups."""
    list(_groups_of(expert).select_for_update(of=("self",)))


def _groups_of(expert: Expert) -> QuerySet[Application]:
    """The applications in whose group he sits, and whose evaluation is not finished."""
    sits = Application.objects.filter(pk__in=expert.invitations.live().values("application"))
    return sits.filter(state__in=FORMING | {State.EVALUATION}).order_by("pk")
