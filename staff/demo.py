"""The people who work in the schools of the demo world."""

from typing import Any

from accounts.acting import Acting
from accounts.demo import NAMES
from accounts.models import User
from core.identifiers import Pin
from organizations import demo
from organizations.enums import Role
from organizations.models import Organization
from staff.models import Employment
from staff.names import Name
from staff.selectors import head_of
from staff.services import hiring

_STAFF = (
    ("deputy-{}", Role.DEPUTY, "Окуу иштери боюнча директордун орун басары"),
    ("teacher-{}-1", Role.SPECIALIST, "Математика мугалими"),
    ("teacher-{}-2", Role.SPECIALIST, "Орус тили жана адабияты мугалими"),
    ("teacher-{}-3", Role.SPECIALIST, "Физика мугалими"),
)


def load_demo(people: list[dict[str, Any]]) -> None:
    """The deputy and three teachers were added by each head; who was there already stays as he is. As the history of
    the demo world it is told again, once there are more schools."""
    rows = {person["slug"]: person for person in people}
    for slug, school in demo.schools().items():
        head = head_of(school)
        if head is None:
            continue
        by = demo.acting(head.person, school, head.position)
        for pattern, role, position in _STAFF:
            _add(rows[pattern.format(slug)], school, role, position, by=by)


def _add(person: dict[str, Any], school: Organization, role: Role, position: str, *, by: Acting) -> None:
    user = User.objects.known_by(Pin(person["pin"]), **{name: person[name] for name in NAMES})
    if Employment.objects.filter(organization=school, person=user).exists():
        return
    name = Name(person["last_name"], person["first_name"], person["middle_name"])
    hiring.add(Pin(person["pin"]), name, confirmed=True, organization=school, role=role, position=position, by=by)
