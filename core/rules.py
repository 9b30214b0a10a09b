"""Who may do what: a rule answers with the reason for a refusal, so that one function hides a button, explains a
disabled one and refuses the POST."""

from collections.abc import Callable
from typing import Any

from django.core.exceptions import PermissionDenied

type Reason = str | None


class Rule:
    """A named permission: `reason(user, obj)` is the refusal in the user's language, or None."""

    def __init__(self, reason_for: Callable[[Any, Any], Reason]) -> None:
        self.reason = reason_for
        self.__doc__ = reason_for.__doc__
        self.__name__ = reason_for.__name__

    def allows(self, user: Any, obj: Any = None) -> bool:
        return self.reason(user, obj) is None

    def check(self, user: Any, obj: Any = None) -> None:
        """Return if allowed; otherwise raise PermissionDenied with the reason."""
        if refusal := self.reason(user, obj):
            raise PermissionDenied(refusal)

    def __and__(self, other: "Rule") -> "Rule":
        """Both must allow; the first refusal is the reason."""
        joined = Rule(lambda user, obj: self.reason(user, obj) or other.reason(user, obj))
        joined.__name__ = f"{self.__name__} & {other.__name__}"
        return joined


def rule(reason_for: Callable[[Any, Any], Reason]) -> Rule:
    """Decorate a function (user, obj) -> refusal or None."""
    return Rule(reason_for)
