"""The names in the ministry's lists follow the state: its sign-in, and its register where a file gave the name."""

from typing import Any

import structlog
from django.apps import apps
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from accreditation.enums.people import PersonAct
from accreditation.models import CollegiumMember, Expert, MinistryPerson, Specialist
from accreditation.services.people import lock
from core import outbox
from core.identifiers import Pin
from integrations.person_registry import person_registry
from integrations.registries import NotFound
from notifications.services import notify
from records import journal
from staff.names import Name
from staff.services.lookup import not_in_use

CONFIRM_NAME = "confirm name of a ministry person"
LISTS: tuple[type[MinistryPerson], ...] = (Specialist, Expert, CollegiumMember)

log = structlog.get_logger(__name__)


def ask_later(entry: MinistryPerson) -> None:
    """A register is asked for the name in the background, again and again until it answers."""
    label = entry._meta.label_lower  # noqa: SLF001 -- the documented API
    outbox.put(CONFIRM_NAME, {"label": label, "pk": entry.pk}, key=f"{CONFIRM_NAME} {label} {entry.pk}")


def confirm_name(label: str, pk: int) -> None:
    """The entry bears the register's name; who added it is told if the register does not know the number.

    Raises the register's error while it does not answer: the outbox tries again.
    """
    model: Any = apps.get_model(label)
    entry = model.objects.filter(pk=pk, name_confirmed_at=None).select_related("person", "added_by").first()
    if entry is None:
        return
    asker: User = entry.added_by
    try:
        found = person_registry().by_pin(Pin(entry.person.pin or ""), on_behalf_of=asker.pin or asker.username)
    except NotFound:
        found = None
    if found is None or not_in_use(found):
        page = reverse(f"ministry:{model._meta.model_name}", args=[pk])  # noqa: SLF001 -- the documented API
        notify([asker], "accreditation/messages/unknown", {"entry": entry}, url=page)
        return
    with transaction.atomic():
        _rename(lock(entry), Name.of(found))


@transaction.atomic
def follow_sign_in(person: User) -> None:
    """Somebody whom the state sign-in has just named bears that name in every list."""
    name = Name(person.last_name, person.first_name, person.middle_name)
    if not name.last_name:
        return
    for model in LISTS:
        for entry in model.objects.filter(person=person):
            if _name(entry) != name or entry.name_confirmed_at is None:
                _rename(lock(entry), name)


def _rename(entry: MinistryPerson, name: Name) -> None:
    before = _name(entry)
    for field, value in name.fields.items():
        setattr(entry, field, value)
    entry.name_confirmed_at = timezone.now()
    entry.save(update_fields=[*name.fields, "name_confirmed_at"])
    journal.write(PersonAct.RENAME, by=None, obj=entry, changes={"name": (str(before), str(name))})


def _name(entry: MinistryPerson) -> Name:
    return Name(entry.last_name, entry.first_name, entry.middle_name)
