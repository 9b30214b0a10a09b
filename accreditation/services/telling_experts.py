"""Who is told what about experts and their invitations, in the transaction of the step."""

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.urls import reverse

from accounts.acting import Acting
from accreditation.enums.draw import Exclusion
from accreditation.enums.evaluation_orders import EvaluationOrderState
from accreditation.enums.invitations import InvitationAct
from accreditation.models import Application, Expert, Invitation, Visit
from accreditation.selectors.draw import period_of
from accreditation.services import letters
from accreditation.services.telling import people_of_the_school, who_has
from accreditation.workflow import invitations as invitation_workflow
from notifications.services import notify

_FOLDER = "accreditation/messages"


def invited(invitation: Invitation) -> None:
    """In the cabinet at once, and by a letter with a link that needs no sign-in."""
    _tell_expert(invitation, "invited", address="")
    letters.send_later(invitation, "invited")


def reminded(invitation: Invitation) -> None:
    _tell_expert(invitation, "invitation_reminded", address="")
    letters.send_later(invitation, "invitation_reminded")


def lapsed(invitation: Invitation) -> None:
    _tell_expert(invitation, "invitation_lapsed")


def replaced(invitation: Invitation, *, reason: str) -> None:
    """The expert knows that he is free, and why."""
    _tell_expert(invitation, "expert_replaced", reason=reason)


def withdrew(invitation: Invitation) -> None:
    tell_ministry(invitation.application, "expert_withdrew", invitation=invitation)


def all_agreed(application: Application) -> None:
    """The ministry can make the order."""
    tell_ministry(application, "experts_agreed")


def tell_group(members: Iterable[Invitation], template: str, **context: Any) -> None:
    """Everybody who sits in the group."""
    for member in members:
        _tell_expert(member, template, **context)


def order_outdated(application: Application) -> None:
    """Whom the signed order concerns knows that it is being renewed: those who stay in the group, and the school."""
    members = application.invitations.accepted().select_related("expert__person", "application__organization")
    tell_group(members, "order_outdated_expert")
    url = reverse("accreditation:application", args=[application.pk])
    notify(people_of_the_school(application), f"{_FOLDER}/order_outdated", {"application": application}, url=url)


def period_moved(application: Application, *, before: str, reason: str, by: Acting) -> None:
    """Whoever was asked or has agreed, the school, and those of the ministry who did not do it themselves.

    Where an order is signed, they learn at once that it is being renewed; where a visit lies outside the new days,
    that its plan has to be changed.
    """
    visit = Visit.objects.planned().filter(application=application).first()
    context: dict[str, Any] = {
        "before": before,
        "reason": reason,
        "is_renewed": application.evaluation_orders.filter(state=EvaluationOrderState.SIGNED).exists(),
        "visit": visit if visit and not _within(visit, application) else None,
    }
    members = application.invitations.live().select_related("expert__person", "application__organization")
    tell_group(members, "period_moved_expert", **context)
    context["application"] = application
    school = reverse("accreditation:application", args=[application.pk])
    notify(people_of_the_school(application), f"{_FOLDER}/period_moved", context, url=school)
    desk = reverse(settings.MINISTRY_EXPERTS_PAGE, args=[application.pk])
    others = [person for person in who_has(application) if person.pk != by.user.pk]
    notify(others, f"{_FOLDER}/period_moved", context, url=desk)


def _within(visit: Visit, application: Application) -> bool:
    first, last = period_of(application)
    return first <= visit.starts_on and visit.ends_on <= last


def nobody_left(application: Application, seat: int, *, by: Acting | None) -> None:
    """The ministry is needed, once for each time that somebody is missing."""
    last = application.invitations.filter(seat=seat).order_by("-asked_at", "-pk").first()
    if last is not None:
        invitation_workflow.record(last, InvitationAct.SHORT, by=by)
    tell_ministry(application, "no_alternate_left")


def in_doubt(invitation: Invitation, rules: Iterable[Exclusion]) -> None:
    """The ministry is needed: somebody who is in the group could not be drawn now."""
    tell_ministry(invitation.application, "expert_in_doubt", invitation=invitation, rules=rules)


def blocked_stays(application: Application, expert: Expert) -> None:
    """The ministry is needed: the decision of somebody who is blocked counts, and the joint report waits for him."""
    tell_ministry(application, "expert_blocked", expert=expert)


def _tell_expert(invitation: Invitation, template: str, *, address: str | None = None, **context: Any) -> None:
    url = reverse("accreditation:invitation", args=[invitation.pk])
    variables = {"invitation": invitation, "application": invitation.application, **context}
    own = letters.address_of(invitation.expert)
    notify(
        [invitation.expert.person],
        f"{_FOLDER}/{template}",
        variables,
        url=url,
        address=own if address is None else address,
    )


def tell_ministry(application: Application, template: str, **context: Any) -> None:
    """Whoever handles the application, with the way to its experts."""
    url = reverse(settings.MINISTRY_EXPERTS_PAGE, args=[application.pk])
    notify(who_has(application), f"{_FOLDER}/{template}", {"application": application, **context}, url=url)
