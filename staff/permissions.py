"""Who may do what in an organization: the one table behind the rules, the page that shows it, and the tests."""

from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from types import MappingProxyType

from organizations.enums import Role
from staff.enums import Permission

EVERYBODY = frozenset(Role)
LEADERS = frozenset({Role.HEAD, Role.DEPUTY})
HEAD_ONLY = frozenset({Role.HEAD})

TABLE: Mapping[Permission, AbstractSet[Role]] = MappingProxyType(
    {
        Permission.SEE_PROFILE: EVERYBODY,
        Permission.EDIT_PROFILE: LEADERS,
        Permission.SEE_STAFF: EVERYBODY,
        Permission.MANAGE_STAFF: LEADERS,
        Permission.APPOINT_ACTING_HEAD: HEAD_ONLY,
        Permission.HAND_OVER: HEAD_ONLY,
        Permission.SEE_SELF_ASSESSMENT: EVERYBODY,
        Permission.WRITE_SELF_ASSESSMENT: EVERYBODY,
        Permission.LEAD_SELF_ASSESSMENT: LEADERS | {Role.DEPARTMENT_HEAD},
        Permission.SIGN: HEAD_ONLY,
    }
)
NOT_FOR_ACTING_HEADS = frozenset({Permission.APPOINT_ACTING_HEAD, Permission.HAND_OVER})
"""What the head cannot lend: an acting head leads for a time, and does not decide who leads after it."""


def allowed(role: Role | None, permission: Permission, *, acts_as_head: bool = False) -> bool:
    """Whether the table gives the permission to the role, or to an acting head of any role."""
    if role is None:
        return False
    lent = acts_as_head and permission not in NOT_FOR_ACTING_HEADS and Role.HEAD in TABLE[permission]
    return role in TABLE[permission] or lent
