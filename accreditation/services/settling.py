"""What is open about an expert who leaves the group."""

from accreditation.enums.objections import ObjectionAct
from accreditation.models import Invitation, Objection
from accreditation.services import telling_objections as telling
from accreditation.workflow import objections as objection_workflow


def settle(invitation: Invitation) -> None:
    """Called in the transaction in which the expert leaves: an objection to him needs no decision any more."""
    for objection in Objection.objects.open().filter(invitation=invitation):
        telling.settled(objection_workflow.advance(objection, ObjectionAct.SETTLE, by=None))
