"""The demo world's people who are somebody here before they first sign in."""

from typing import Any

from accounts.models import User
from core.identifiers import Pin

NAMES = ("last_name", "first_name", "middle_name", "email", "phone")


def load_demo(people: list[dict[str, Any]]) -> None:
    """The world's administrators of accreditation are known by their PIN; everybody else comes by signing in."""
    for person in people:
        if person["demo_role"] != "administrator":
            continue
        pin = Pin(person["pin"])
        user = User.objects.by_pin(pin).first() or User.objects.create_user(
            pin=pin, **{name: person[name] for name in NAMES}
        )
        if not user.is_administrator:
            user.is_administrator = True
            user.save(update_fields=["is_administrator"])
