"""Names typed by hand are compared with what the registers and the state sign-in say."""

from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from accounts.acting import Acting
from accounts.models import User
from core.identifiers import Pin
from core.limits import limit
from integrations.person_registry import Person, person_registry
from integrations.registries import NotFound
from notifications.services import notify
from records import journal
from staff import rules, workflow
from staff.enums import Action, Inquiry, Verification
from staff.models import Employment
from staff.names import Name
from staff.services.hiring import check_later
from staff.services.lookup import not_in_use

OPEN = (Verification.WAITING, Verification.UNKNOWN, Verification.DIFFERENT, Verification.REFUSED)
_OVERDUE = timedelta(hours=2)


def check_employee(employment_id: int) -> None:
    """The register's word about an employee typed by hand is in his entry; who added him is told if it is not a yes.

    Raises the register's error while it does not answer: the outbox tries again.
    """
    employment = Employment.objects.select_related("person", "added_by").get(pk=employment_id)
    if employment.verification == Verification.WAITING:
        _ask(employment, asker=employment.added_by)


def check_now(employment: Employment, *, by: Acting) -> Employment:
    """The register was asked again about a doubtful entry. Raises TooMany, or the register's error."""
    rules.may_manage_staff.check(by, employment)
    if employment.verification == Verification.CONFIRMED:
        return employment
    limit("look up a person", by.user.pk, settings.PERSON_LOOKUPS)
    return _ask(employment, asker=by.user)


@transaction.atomic
def accept_register_name(employment: Employment, *, by: Acting) -> Employment:
    """The entry bears the name that the register gave for its number, and counts as confirmed."""
    rules.may_manage_staff.check(by, employment)
    employment = workflow.lock(employment)
    if employment.verification != Verification.DIFFERENT:
        return employment
    return confirm(employment, Name(*employment.name_in_register), by=by.user)


def confirm_by_sign_in(person: User) -> None:
    """All entries of somebody whom the state sign-in has just named bear that name and count as confirmed."""
    name = Name(person.last_name, person.first_name, person.middle_name)
    if not name.last_name:
        return
    with transaction.atomic():
        for employment in Employment.objects.live().filter(person=person):
            if employment.verification != Verification.CONFIRMED or _name(employment) != name:
                confirm(workflow.lock(employment), name, by=None)


def sweep() -> int:
    """Entries that still wait, because no register answered or the task was lost, stand in the outbox again."""
    waiting = Employment.objects.live().filter(
        verification=Verification.WAITING, added_at__lt=timezone.now() - _OVERDUE
    )
    for employment in waiting:
        check_later(employment)
    return len(waiting)


def confirm(employment: Employment, name: Name, *, by: User | None) -> Employment:
    """The locked entry bears this name and counts as confirmed."""
    return workflow.decree(
        employment,
        Action.CONFIRM,
        by=by,
        verification=Verification.CONFIRMED,
        verified_at=timezone.now(),
        name_in_register=[],
        **name.fields,
    )


def _ask(employment: Employment, *, asker: User | None) -> Employment:
    on_behalf_of = (asker.pin or asker.username) if asker else "staff"
    try:
        person = person_registry().by_pin(_pin(employment), on_behalf_of=on_behalf_of)
    except NotFound:
        person = None
    with transaction.atomic():
        locked = workflow.lock(employment)
        return _conclude(locked, person, asker) if locked.verification in OPEN else locked


def _conclude(employment: Employment, person: Person | None, asker: User | None) -> Employment:
    found = Name.of(person) if person else None
    verdict = _verdict(employment, person)
    facts = {"pin": _pin(employment).masked, "purpose": "check a name typed by hand", "outcome": verdict.value}
    journal.write(Inquiry.LOOK_UP, by=asker, obj=employment, organization=employment.organization, changes=facts)
    if found and verdict == Verification.CONFIRMED:
        return confirm(employment, found, by=None)
    parts = list(found.parts) if found and verdict == Verification.DIFFERENT else []
    was = employment.verification
    employment = workflow.decree(employment, Action.QUESTION, by=None, verification=verdict, name_in_register=parts)
    if verdict != was and employment.added_by:
        url = reverse("staff:employee", args=[employment.pk])
        notify([employment.added_by], "staff/doubtful", {"employment": employment}, url=url)
    return employment


def _verdict(employment: Employment, person: Person | None) -> Verification:
    if person is None:
        return Verification.UNKNOWN
    if not_in_use(person):
        return Verification.REFUSED
    return Verification.CONFIRMED if _name(employment).is_like(Name.of(person)) else Verification.DIFFERENT


def _name(employment: Employment) -> Name:
    return Name(employment.last_name, employment.first_name, employment.middle_name)


def _pin(employment: Employment) -> Pin:
    """Nobody is employed without a number."""
    return Pin(employment.person.pin or "")
