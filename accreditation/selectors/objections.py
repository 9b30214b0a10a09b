"""The experts whom the order names, as the school sees them, and what it has said against them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from accounts.acting import Acting
from accreditation.models import Application, EvaluationOrder, Invitation, Objection
from accreditation.models.objections import ObjectionQuerySet
from accreditation.rules import objections as rules
from accreditation.rules.applications import may_prepare
from accreditation.selectors.evaluation_orders import is_being_renewed, order_in_force
from core.rules import Reason


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedExpert:
    """A member of the group, with the last day on which the school may object to him and why it may not now."""

    invitation: Invitation
    until: date | None
    refusal: Reason

    @property
    def may_object(self) -> bool:
        return self.refusal is None


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedGroup:
    """The order in force, whom it names, and every objection of the school, the first one first."""

    order: EvaluationOrder
    is_being_renewed: bool
    experts: Sequence[NamedExpert]
    objections: Sequence[Objection]
    may_take_back: bool

    @property
    def until(self) -> date | None:
        """Until when an objection to one of the experts is possible; None where it is not."""
        return max((each.until for each in self.experts if each.may_object and each.until), default=None)


def named_group(application: Application, acting: Acting) -> NamedGroup | None:
    """None before an order is signed: until then the names are hidden from the school."""
    order = order_in_force(application)
    if order is None:
        return None
    renewed = is_being_renewed(application)
    return NamedGroup(
        order=order,
        is_being_renewed=renewed,
        experts=[] if renewed else [_named(each, acting) for each in _members(application)],
        objections=list(of_application(application, acting)),
        may_take_back=may_prepare.allows(acting, application),
    )


def of_application(application: Application, acting: Acting) -> ObjectionQuerySet:
    """The objections of the school that this person may see, with their experts."""
    rows = Objection.objects.visible_to(acting).of(application)
    return rows.select_related("invitation__expert", "filed_by", "decided_by")


def _members(application: Application) -> list[Invitation]:
    rows = application.invitations.accepted().select_related("expert__person", "expert__region")
    members = list(rows.order_by("-is_chair", "seat"))
    for member in members:
        member.application = application
    return members


def _named(invitation: Invitation, acting: Acting) -> NamedExpert:
    return NamedExpert(
        invitation=invitation,
        until=rules.objections_until(invitation),
        refusal=rules.may_object.reason(acting, invitation),
    )
