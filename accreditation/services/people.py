"""Specialists, experts and the collegium: they come, change, are blocked and let in again. Each change is one entry of
the journal, which is also the history that the person's page shows."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.serializers.json import DjangoJSONEncoder
from django.db import transaction
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.acting import Acting
from accounts.models import User
from accounts.services import end_sessions
from accreditation.enums.people import PersonAct
from accreditation.models import Expert, MinistryPerson
from accreditation.rules import people as rules
from accreditation.services import sweeping, telling_experts
from accreditation.services.rechecking import recheck
from core.identifiers import Pin
from notifications.services import notify
from records import journal
from staff.names import Name

_NOT_EDITED = {
    "id",
    "person",
    "blocked_at",
    "blocked_by",
    "block_reason",
    "added_by",
    "added_at",
    "sort_key",
    "search_key",
}


class AlreadyThere(Exception):
    """The list has this person already: another browser was faster, or nobody looked."""

    def __init__(self, entry: MinistryPerson) -> None:
        super().__init__(str(entry.pk))
        self.entry = entry


class ChangedMeanwhile(Exception):
    """Somebody changed the entry after this person began to edit it."""


@transaction.atomic
def add[Person: MinistryPerson](
    model: type[Person], pin: Pin, name: Name, *, by: Acting, confirmed: bool = True, **facts: Any
) -> Person:
    """The person stands in the list, and is told. Raises AlreadyThere, however many browsers add him at once.

    Without `confirmed` the name is a file's, and is kept until a register has said its own.
    """
    rules.may_manage_people.check(by)
    person = User.objects.known_by(pin, **(name.fields if confirmed else {}))
    known_since = timezone.now() if confirmed else None
    entries: QuerySet[Any] = model.objects.all()
    entry, is_new = entries.get_or_create(
        person=person, defaults=name.fields | facts | {"name_confirmed_at": known_since, "added_by": by.user}
    )
    if not is_new:
        raise AlreadyThere(entry)
    _fill_address(person, entry)
    act = PersonAct.ADD if confirmed else PersonAct.IMPORT
    journal.write(act, by=by.user, obj=entry, changes={"name": str(name)} | _told(facts))
    role = entry._meta.verbose_name  # noqa: SLF001 -- the documented API
    notify([person], "accreditation/messages/added", {"entry": entry, "role": role}, url=reverse("landing"))
    return entry


@transaction.atomic
def add_all[Person: MinistryPerson](
    model: type[Person], people: Iterable[tuple[Pin, Name, Mapping[str, Any]]], *, by: Acting
) -> list[Person]:
    """Everybody of a file stands in the list, under its names. Raises AlreadyThere, and then nobody does."""
    return [add(model, pin, name, by=by, confirmed=False, **facts) for pin, name, facts in people]


@transaction.atomic
def change[Person: MinistryPerson](entry: Person, *, by: Acting, seen: str, **facts: Any) -> Person:
    """The entry says this. `seen` is the version that the person edited; raises ChangedMeanwhile if it is older."""
    rules.may_manage_people.check(by)
    locked = lock(entry)
    if seen != version(locked):
        raise ChangedMeanwhile
    before = {name: getattr(locked, name) for name in facts}
    changed = {name: (before[name], facts[name]) for name in facts if before[name] != facts[name]}
    if not changed:
        return locked
    for name in changed:
        setattr(locked, name, facts[name])
    locked.save(update_fields=list(changed))
    _fill_address(locked.person, locked)
    journal.write(PersonAct.CHANGE, by=by.user, obj=locked, changes=changed)
    if isinstance(locked, Expert):
        recheck(locked)
    return locked


@transaction.atomic
def block[Person: MinistryPerson](entry: Person, *, reason: str, by: Acting) -> Person:
    """The person is nothing of this any more: whatever he had open is closed, and no rule knows him.

    An expert leaves his groups in this transaction; where he has published his decision, the ministry is told.
    """
    rules.may_manage_people.check(by)
    if isinstance(entry, Expert):
        sweeping.lock_groups_of(entry)
    locked = lock(entry)
    rules.is_not_oneself.check(by, locked)
    if locked.is_blocked:
        raise PermissionDenied(_("This person is blocked already."))
    locked.blocked_at, locked.blocked_by, locked.block_reason = timezone.now(), by.user, reason
    locked.save(update_fields=["blocked_at", "blocked_by", "block_reason"])
    journal.write(PersonAct.BLOCK, by=by.user, obj=locked, changes={"reason": reason})
    end_sessions(locked.person, by=by.user)
    if isinstance(locked, Expert):
        for application in sweeping.free_of(locked):
            telling_experts.blocked_stays(application, locked)
    return locked


@transaction.atomic
def unblock[Person: MinistryPerson](entry: Person, *, reason: str, by: Acting) -> Person:
    """The person may work again from the next request on."""
    rules.may_manage_people.check(by)
    locked = lock(entry)
    if not locked.is_blocked:
        raise PermissionDenied(_("This person is not blocked."))
    locked.blocked_at, locked.blocked_by, locked.block_reason = None, None, ""
    locked.save(update_fields=["blocked_at", "blocked_by", "block_reason"])
    journal.write(PersonAct.UNBLOCK, by=by.user, obj=locked, changes={"reason": reason})
    return locked


@transaction.atomic
def delete(entry: MinistryPerson, *, by: Acting) -> None:
    """The entry is gone, as if it had been made by mistake; the journal remembers it. Only if nothing rests on it."""
    rules.may_delete.check(by, locked := lock(entry))
    journal.write(PersonAct.DELETE, by=by.user, obj=locked, changes={"name": locked.name})
    end_sessions(locked.person, by=by.user)
    locked.delete()


def version(entry: MinistryPerson) -> str:
    """A word for what stands in the entry now; another one as soon as anything that people edit is different."""
    fields = [field.attname for field in entry._meta.concrete_fields if field.name not in _NOT_EDITED]  # noqa: SLF001 -- the documented API
    stand = json.dumps({name: getattr(entry, name) for name in fields}, cls=DjangoJSONEncoder, sort_keys=True)
    return hashlib.sha256(stand.encode()).hexdigest()[:32]


def lock[Person: MinistryPerson](entry: Person) -> Person:
    """The row as it is now; whoever else wants to change it waits for this transaction."""
    rows: QuerySet[Any] = type(entry).objects.select_related("person")
    return rows.select_for_update(of=("self",)).get(pk=entry.pk)


def _fill_address(person: User, entry: MinistryPerson) -> None:
    """Messages reach also who never typed an address of his own; what the person typed himself stays."""
    missing = {
        name: getattr(entry, name) for name in ("email", "phone") if getattr(entry, name) and not getattr(person, name)
    }
    if missing:
        for name, value in missing.items():
            setattr(person, name, value)
        person.save(update_fields=list(missing))


def _told(facts: Mapping[str, Any]) -> dict[str, Any]:
    """What was given, without the empty fields."""
    return {name: value for name, value in facts.items() if value not in (None, "", [])}
