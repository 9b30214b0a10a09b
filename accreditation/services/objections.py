"""A school objects to an expert, and the ministry decides. Every function locks the application first."""

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.acting import Acting
from accreditation import workflow
from accreditation.enums.objections import ObjectionAct, ObjectionGround
from accreditation.models import Invitation, Objection
from accreditation.rules import objections as rules
from accreditation.services import invitations
from accreditation.services import telling_objections as telling
from accreditation.workflow import invitations as invitation_workflow
from accreditation.workflow import objections as objection_workflow


@transaction.atomic
def object_to(invitation: Invitation, *, ground: ObjectionGround, text: str, by: Acting) -> Objection:
    """The ministry has the objection and is told; nobody evaluates until it has decided."""
    workflow.lock(invitation.application)
    invitation = invitation_workflow.lock(invitation)
    rules.may_object.check(by, invitation)
    text = _needed(text)
    objection = Objection.objects.create(invitation=invitation, ground=ground, text=text, filed_by=by.user)
    facts = {"expert": invitation.expert, "ground": ground, "text": text}
    objection_workflow.record(objection, ObjectionAct.FILE, by=by, **facts)
    telling.filed(objection)
    return objection


@transaction.atomic
def uphold(objection: Objection, *, reason: str, by: Acting) -> Objection:
    """The expert leaves the group and reads the case no more, the next in the row is invited at once, and when all
    have agreed again the order is renewed."""
    workflow.lock(objection.invitation.application)
    upheld = objection_workflow.advance(objection, ObjectionAct.UPHOLD, by=by, reason=_needed(reason))
    invitations.replace(upheld.invitation, reason=upheld.reason, by=by)
    telling.decided(upheld)
    return upheld


@transaction.atomic
def dismiss(objection: Objection, *, reason: str, by: Acting) -> Objection:
    """The expert stays, and the school knows why."""
    workflow.lock(objection.invitation.application)
    dismissed = objection_workflow.advance(objection, ObjectionAct.DISMISS, by=by, reason=_needed(reason))
    telling.decided(dismissed)
    return dismissed


@transaction.atomic
def take_back(objection: Objection, *, by: Acting) -> Objection:
    """The school does not object any more: the expert stays, and the ministry has nothing to decide."""
    workflow.lock(objection.invitation.application)
    taken_back = objection_workflow.advance(objection, ObjectionAct.TAKE_BACK, by=by)
    telling.taken_back(taken_back)
    return taken_back


def _needed(text: str) -> str:
    if not text.strip():
        raise PermissionDenied(_("Write the reason."))
    return text.strip()
