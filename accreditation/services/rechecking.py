"""The rules of the draw hold for whoever sits in a group too: what was declared later is looked at again."""

from collections.abc import Sequence

from accreditation.enums.applications import FORMING
from accreditation.enums.draw import Exclusion
from accreditation.enums.invitations import InvitationAct
from accreditation.models import Application, Expert, Invitation
from accreditation.selectors import groups
from accreditation.services import telling_experts as telling
from accreditation.workflow import invitations as invitation_workflow

_RELATED = ("expert__person", "application__organization", "application__specialist__person")


def recheck(expert: Expert) -> None:
    """Called in the transaction in which something about the expert has changed: where a rule excludes him from a
    group that has not begun to evaluate, the ministry is told once what to do. Nobody falls out by himself."""
    for invitation in expert.invitations.live().filter(application__state__in=FORMING).select_related(*_RELATED):
        if rules := groups.doubts(invitation.application, [invitation]).get(invitation.pk):
            _tell(invitation, rules)


def recheck_group(application: Application) -> None:
    """Called in the transaction in which something about the application has changed: the same for its whole group."""
    seated = list(application.invitations.live().select_related(*_RELATED))
    found = groups.doubts(application, seated)
    for invitation in seated:
        if rules := found.get(invitation.pk):
            _tell(invitation, rules)


def _tell(invitation: Invitation, rules: Sequence[Exclusion]) -> None:
    words = ", ".join(rules)
    last = invitation.events.filter(action=InvitationAct.DOUBT).last()
    if last is None or last.comment != words:
        invitation_workflow.record(invitation, InvitationAct.DOUBT, by=None, comment=words)
        telling.in_doubt(invitation, rules)
