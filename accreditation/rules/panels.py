"""Who may sit in an appeal panel: people of the collegium and experts who had no part in the case."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from accounts.models import User
from accreditation.enums.appeals import Capacity
from accreditation.models import (
    Appeal,
    AppealRecusal,
    CollegiumMember,
    Conflict,
    Expert,
    ExpertRelative,
    Invitation,
    Vote,
)
from core.rules import Reason
from staff.models import Employment

SMALLEST_PANEL = 3


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody who could decide an appeal."""

    person: User
    name: str
    position: str
    capacity: Capacity


def candidates(appeal: Appeal) -> list[Candidate]:
    """Everybody who may sit in the panel of this appeal, members of the collegium first, each person once."""
    taken = involved(appeal)
    found: dict[int, Candidate] = {}
    for entry, capacity in _entries():
        if entry.person_id not in taken and entry.person_id not in found:
            found[entry.person_id] = Candidate(entry.person, entry.name, entry.position, capacity)
    return list(found.values())


def panel_is_whole(appeal: Appeal) -> Reason:
    """After somebody stepped aside, the ministry names somebody else first."""
    count = appeal.panel.count()
    if count >= SMALLEST_PANEL and count % 2:
        return None
    return _("The panel is not complete: name somebody in place of whoever stepped aside.")


def involved(appeal: Appeal) -> set[int]:
    """The keys of the people who had a part in what the appeal is against, or an interest in the organization, or who
    stepped aside."""
    application = appeal.application
    votes = Vote.objects.filter(item__application=application)
    people = set(votes.values_list("member__person", flat=True))
    people |= set(Invitation.objects.filter(application=application).values_list("expert__person", flat=True))
    people |= set(Conflict.objects.filter(application=application).values_list("member__person", flat=True))
    people |= set(application.events.exclude(by=None).values_list("by", flat=True))
    for draft, second in application.decisions.values_list("drafted_by", "confirmed_by"):
        people |= {draft, second}
    if appeal.order is not None and appeal.order.by_id is not None:
        people.add(appeal.order.by_id)
    if application.specialist is not None:
        people.add(application.specialist.person_id)
    people |= set(AppealRecusal.objects.filter(appeal=appeal.pk).values_list("person", flat=True))
    return {person for person in people if person} | _tied_to(application.organization_id)


def _tied_to(organization_id: int) -> set[int]:
    """Who works in the organization, or has a relative there."""
    employed = Employment.objects.of(organization_id)
    people = set(employed.values_list("person", flat=True))
    people |= set(Expert.objects.filter(employer=organization_id).values_list("person", flat=True))
    kin = ExpertRelative.objects.filter(organization=organization_id)
    people |= set(kin.values_list("expert__person", flat=True))
    indexes = employed.live().values("person__pin_index")
    people |= set(ExpertRelative.objects.filter(pin_index__in=indexes).values_list("expert__person", flat=True))
    return people


def _entries() -> Iterator[tuple[CollegiumMember | Expert, Capacity]]:
    for model, capacity in ((CollegiumMember, Capacity.MEMBER), (Expert, Capacity.EXPERT)):
        for entry in model.objects.active().select_related("person").order_by("sort_key", "pk"):
            yield entry, capacity
