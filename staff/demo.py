"""The people who work in the school of the demo world."""

from typing import Any

from core.identifiers import Pin
from organizations import demo
from organizations.enums import Role
from staff.models import Employment
from staff.names import Name
from staff.selectors import head_of
from staff.services import hiring

_STAFF = (
    (f"deputy-{demo.SCHOOL}", Role.DEPUTY, "Окуу иштери боюнча директордун орун басары"),
    (f"teacher-{demo.SCHOOL}-1", Role.SPECIALIST, "Математика мугалими"),
    (f"teacher-{demo.SCHOOL}-2", Role.SPECIALIST, "Орус тили жана адабияты мугалими"),
    (f"teacher-{demo.SCHOOL}-3", Role.SPECIALIST, "Физика мугалими"),
)


def load_demo(people: list[dict[str, Any]]) -> None:
    """The deputy and three teachers were added by the head; who was there already stays as he is."""
    school = demo.school()
    head = head_of(school) if school else None
    if school is None or head is None:
        return
    for slug, role, position in _STAFF:
        person = next(person for person in people if person["slug"] == slug)
        user = demo.known(people, slug)
        if not Employment.objects.filter(organization=school, person=user).exists():
            name = Name(person["last_name"], person["first_name"], person["middle_name"])
            hiring.add(
                Pin(person["pin"]),
                name,
                confirmed=True,
                organization=school,
                role=role,
                position=position,
                by=demo.acting(head.person, school, head.position),
            )
