"""Who leads the organization: the register's head, or whom the head or the ministry names; and who acts for him."""

from datetime import date
from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from accounts.acting import Acting
from accounts.models import User
from notifications.services import notify
from organizations.enums import Role
from organizations.models import Organization
from staff import rules, workflow
from staff.enums import Action, State, Verification
from staff.models import ActingHead, Employment
from staff.names import Name
from staff.selectors import head_of
from staff.services.hiring import not_for_the_head, stop_acting


class DatesTaken(Exception):
    """Somebody acts as the head on some of these days already."""


@transaction.atomic
def make_head(
    person: User, organization: Organization, *, name: Name, by: User | None, comment: str, position: str = ""
) -> Employment:
    """The person is the organization's one head; whoever was it before works there no more, until he is taken back.

    For what the state register or the ministry says: the caller has made sure that it says so.
    """
    _lock(organization)
    present = head_of(organization)
    if present and present.person_id == person.pk:
        return present
    if present:
        _end_headship(present, by=by, comment=comment)
    employment, is_new = Employment.objects.get_or_create(
        organization=organization,
        person=person,
        defaults=name.fields
        | {
            "role": Role.HEAD,
            "position": position or _usual_position(),
            "verification": Verification.CONFIRMED,
            "verified_at": timezone.now(),
            "added_by": by,
        },
    )
    if is_new:
        workflow.record(employment, Action.BECOME_HEAD, by=by, comment=comment)
        return employment
    changes = {"started_on": timezone.localdate()} if employment.state == State.DISMISSED else {}
    return workflow.decree(
        employment, Action.BECOME_HEAD, by=by, comment=comment, role=Role.HEAD, state=State.EMPLOYED, **changes
    )


@transaction.atomic
def hand_over(successor: Employment, *, by: Acting, next_role: Role | None, next_position: str = "") -> Employment:
    """The successor is the head. The former head has `next_role` from now on, or with None works here no more."""
    organization = successor.organization
    rules.may_hand_over.check(by, organization)
    if next_role is not None:
        not_for_the_head(next_role)
    _lock(organization)
    former = head_of(organization)
    if former is None or former.person_id != by.user.pk:
        raise PermissionDenied(_("You are not the head of this organization any more."))
    successor = workflow.lock(successor)
    if reason := cannot_succeed(successor):
        raise PermissionDenied(reason)
    _end_headship(former, by=by.user, next_role=next_role, next_position=next_position)
    stop_acting(successor, by=by.user)
    successor = workflow.decree(successor, Action.BECOME_HEAD, by=by.user, role=Role.HEAD)
    notify([successor.person], "staff/head", {"employment": successor}, url=reverse("staff:employee_list"))
    return successor


def cannot_succeed(successor: Employment) -> str:
    """Why the role of the head can't be handed to this person, or an empty text."""
    if not successor.is_live:
        return _("This person does not work in the organization any more.")
    if successor.is_head:
        return _("This person is the head already.")
    if successor.verification != Verification.CONFIRMED:
        return _("No state register has confirmed this person yet. Wait for the check, or choose somebody else.")
    return ""


@transaction.atomic
def appoint_acting_head(
    employment: Employment, *, from_on: date, until_on: date, order_number: str, ordered_on: date, by: Acting
) -> ActingHead:
    """The employee acts as the head on these days. Raises DatesTaken if somebody does on one of them."""
    employment = workflow.lock(employment)
    rules.may_appoint_acting_head.check(by, employment)
    if reason := cannot_succeed(employment):
        raise PermissionDenied(reason)
    try:
        with transaction.atomic():
            appointment = ActingHead.objects.create(
                organization=employment.organization,
                employment=employment,
                from_on=from_on,
                until_on=until_on,
                order_number=order_number,
                ordered_on=ordered_on,
                appointed_by=by.user,
            )
    except IntegrityError as error:
        raise DatesTaken from error
    facts: dict[str, Any] = {"from": from_on, "until": until_on, "order": order_number, "ordered_on": ordered_on}
    workflow.record(employment, Action.ACT_AS_HEAD, by=by.user, **facts)
    notify([employment.person], "staff/acting", {"appointment": appointment}, url=reverse("staff:employee_list"))
    return appointment


@transaction.atomic
def stop_acting_head(appointment: ActingHead, *, by: Acting) -> None:
    """The appointment ends now; one that is over already stays as it was."""
    rules.may_appoint_acting_head.check(by, appointment)
    employment = workflow.lock(appointment.employment)
    appointment = ActingHead.objects.select_for_update(of=("self",)).get(pk=appointment.pk)
    if appointment.stopped_at is None and appointment.until_on >= timezone.localdate():
        appointment.stopped_at, appointment.stopped_by = timezone.now(), by.user
        appointment.save(update_fields=["stopped_at", "stopped_by"])
        workflow.record(employment, Action.STOP_ACTING, by=by.user, order=appointment.order_number)


def _end_headship(
    former: Employment,
    *,
    by: User | None,
    comment: str = "",
    next_role: Role | None = None,
    next_position: str = "",
) -> None:
    changes: dict[str, str] = {"state": State.DISMISSED}
    if next_role:
        changes = {"role": next_role, "position": next_position or former.position}
    workflow.decree(former, Action.CEASE_AS_HEAD, by=by, comment=comment, **changes)


def _lock(organization: Organization) -> None:
    """Whoever else changes this organization's head waits for this transaction."""
    Organization.objects.select_for_update(of=("self",)).get(pk=organization.pk)


def _usual_position() -> str:
    """Stored data are in the state language."""
    with override(settings.LANGUAGE_CODE):
        return str(Role.HEAD.label)
