"""Employees come, change, go and come back."""

from datetime import timedelta

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.acting import Acting
from accounts.models import User
from core import outbox
from core.identifiers import Pin
from organizations.enums import Role
from organizations.models import Organization
from staff import rules, workflow
from staff.enums import Action, State, Verification
from staff.models import ActingHead, Employment
from staff.names import Name

CHECK = "check employee"
_FIRST_CHECK = timedelta(minutes=10)


class AlreadyThere(Exception):
    """The organization knows this person: another browser was faster, or he worked here before."""

    def __init__(self, employment: Employment) -> None:
        super().__init__(str(employment.pk))
        self.employment = employment


@transaction.atomic
def add(
    pin: Pin, name: Name, *, confirmed: bool, organization: Organization, role: Role, position: str, by: Acting
) -> Employment:
    """The person works in the organization. Raises AlreadyThere, however many browsers add him at once.

    With `confirmed` the name is a register's; otherwise it was typed by hand and is checked when the register answers.
    """
    rules.may_manage_staff.check(by, organization)
    not_for_the_head(role)
    person = User.objects.known_by(pin, **(name.fields if confirmed else {}))
    employment, is_new = Employment.objects.get_or_create(
        organization=organization,
        person=person,
        defaults=name.fields | _checked(confirmed) | {"role": role, "position": position, "added_by": by.user},
    )
    if not is_new:
        raise AlreadyThere(employment)
    facts = {"name": str(name), "role": role.value, "position": position, "check": employment.verification}
    workflow.record(employment, Action.ADD, by=by.user, **facts)
    if not confirmed:
        check_later(employment, after=_FIRST_CHECK)
    return employment


@transaction.atomic
def change(employment: Employment, *, role: Role, position: str, by: Acting) -> Employment:
    """The employee has this role and position. The head's role and one's own are not changed this way."""
    employment = workflow.lock(employment)
    if role != employment.role:
        rules.is_not_oneself.check(by, employment)
        not_for_the_head(role)
        if refusal := workflow.is_not_the_head(employment):
            raise PermissionDenied(refusal)
    return workflow.advance(employment, Action.CHANGE, by=by, role=role, position=position)


@transaction.atomic
def dismiss(employment: Employment, *, by: Acting, comment: str = "") -> Employment:
    """The person works here no more and sees nothing of the organization from the next page on; the history stays."""
    employment = workflow.advance(employment, Action.DISMISS, by=by, comment=comment)
    stop_acting(employment, by=by.user)
    return employment


@transaction.atomic
def take_back(employment: Employment, *, role: Role, position: str, by: Acting) -> Employment:
    """Somebody who worked here before works here again from today, in this role and position."""
    not_for_the_head(role)
    return workflow.advance(
        employment, Action.TAKE_BACK, by=by, role=role, position=position, started_on=timezone.localdate()
    )


def not_for_the_head(role: Role) -> None:
    """The head's role comes from the register or is handed over; it can't be given like the others."""
    if role == Role.HEAD:
        raise PermissionDenied(_("The role of the head is handed over by the head, or comes from the state register."))


def stop_acting(employment: Employment, *, by: User | None) -> None:
    """The employee acts as the head no more, today or later."""
    pending = ActingHead.objects.filter(employment=employment, stopped_at=None, until_on__gte=timezone.localdate())
    for appointment in pending.select_for_update(of=("self",)):
        appointment.stopped_at, appointment.stopped_by = timezone.now(), by
        appointment.save(update_fields=["stopped_at", "stopped_by"])
        workflow.record(employment, Action.STOP_ACTING, by=by, order=appointment.order_number)


def check_later(employment: Employment, *, after: timedelta = timedelta()) -> None:
    """The register is asked about the employee in the background; asking for it twice in an hour is asking once."""
    now = timezone.now()
    key = f"staff.check-{employment.pk}-{now:%Y%m%d%H}"
    outbox.put(CHECK, {"employment_id": employment.pk}, key=key, available_at=now + after)


def _checked(confirmed: bool) -> dict[str, object]:
    if confirmed:
        return {"verification": Verification.CONFIRMED, "verified_at": timezone.now(), "state": State.EMPLOYED}
    return {"verification": Verification.WAITING, "state": State.EMPLOYED}
