"""As whom a program runs, when not as ourselves."""

from typing import TypedDict


class Identity(TypedDict, total=False):
    """What `subprocess` needs to start a program as another user."""

    user: int
    group: int
    extra_groups: list[int]


def identity(owner: tuple[int, int] | None) -> Identity:
    """The user and group to take on, with no further groups; nothing when the program runs as ourselves."""
    return Identity() if owner is None else Identity(user=owner[0], group=owner[1], extra_groups=[])
