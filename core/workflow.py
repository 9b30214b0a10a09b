"""The kernel of every workflow: a table of transitions that answers why a step is not possible now."""

from collections.abc import Callable, Iterator
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _

from core.rules import Reason, Rule

type Guard = Callable[[Any], Reason]


class TransitionDenied(PermissionDenied):
    """The step was refused; the message is the reason in the user's language."""


@dataclass(frozen=True, slots=True)
class OneOf:
    """Where a step leads when that depends on the object: `choose` names one of `states`."""

    states: tuple[str, ...]
    choose: Callable[[Any], str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Transition:
    """One row of the table: `action` leads from any of `sources` to `target`; without a target the state stays.

    `rule` answers whether this person may; each guard whether it makes sense now.
    """

    action: str
    sources: AbstractSet[str]
    target: str | OneOf | None
    rule: Rule
    guards: tuple[Guard, ...] = ()

    def leads_to(self, obj: Any) -> str:
        """The state in which the step leaves the object, as it stands now."""
        if self.target is None:
            return str(obj.state)
        return self.target.choose(obj) if isinstance(self.target, OneOf) else self.target

    def ends(self, source: str) -> tuple[str, ...]:
        """The states to which the step may lead from `source`."""
        if self.target is None:
            return (source,)
        return self.target.states if isinstance(self.target, OneOf) else (self.target,)

    def reason(self, user: Any, obj: Any) -> Reason:
        """The refusal to show to `user`, or None if the step is possible for `obj` as it stands."""
        if obj.state not in self.sources:
            return _("This is not possible while the state is “%(state)s”.") % {"state": obj.get_state_display()}
        if refusal := self.rule.reason(user, obj):
            return refusal
        return next((refusal for guard in self.guards if (refusal := guard(obj))), None)


class Workflow(dict[str, Transition]):
    """The whole table of one object, by action."""

    def __init__(self, name: str, *transitions: Transition) -> None:
        super().__init__((step.action, step) for step in transitions)
        if len(self) != len(transitions):
            raise ValueError(f"{name}: an action stands twice in the table")
        self.name = name

    def check(self, action: str, user: Any, obj: Any) -> Transition:
        """The step to take; raises TransitionDenied with the reason. Call it on the locked row."""
        step = self[action]
        if refusal := step.reason(user, obj):
            raise TransitionDenied(refusal)
        return step

    def available(self, user: Any, obj: Any) -> Iterator[tuple[str, Reason]]:
        """Each action that starts in the object's state and belongs to the user's role, with what is still missing."""
        for step in self.values():
            if obj.state in step.sources and step.rule.allows(user, obj):
                yield step.action, step.reason(user, obj)

    def to_mermaid(self) -> str:
        """The diagram for the documentation, in a stable order."""
        lines = ["stateDiagram-v2"]
        for step in self.values():
            for source in sorted(step.sources):
                lines += [f"    {source} --> {end}: {step.action}" for end in step.ends(source)]
        return "\n".join(lines) + "\n"
