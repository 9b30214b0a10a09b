"""What the register said becomes what we know; nothing is lost that the register leaves empty."""

from datetime import datetime
from typing import Any

from django.utils import timezone

from integrations.provenance import Provenance
from organizations.enums import Ownership
from organizations.models import Organization, RegisterAnswer, Registration
from organizations.register import FIELDS, NEEDED, Answer, stored

CONFIRM = "organizations.confirm"

type Changes = dict[str, tuple[Any, Any]]

_EMPTY = (None, "", Ownership.UNKNOWN)


def differences(known: Registration | Organization, answer_values: dict[str, Any]) -> Changes:
    """Old and new value of each field that the register's answer changes."""
    return {
        name: (getattr(known, name), answer_values[name])
        for name in FIELDS
        if name in answer_values and getattr(known, name) != answer_values[name] and _counts(known, name, answer_values)
    }


def apply_answer(known: Registration | Organization, answer: Answer) -> Changes:
    """`known` holds what the register says and its unverified fields are those it left empty; the row is not saved."""
    fetched_at = answer.provenance.fetched_at if answer.provenance else timezone.now()
    return apply_values(known, dict(answer.values), fetched_at)


def apply_values(known: Registration | Organization, values: dict[str, Any], fetched_at: datetime) -> Changes:
    """The same for values of an answer that was kept."""
    changes = differences(known, values)
    for name, (_old, new) in changes.items():
        setattr(known, name, new)
    known.unverified = [name for name in known.unverified if values.get(name) in _EMPTY]
    known.register_asked_at = known.register_answered_at = fetched_at
    return changes


def keep_answer(
    answer: Answer, *, registration: Registration | None = None, organization: Organization | None = None
) -> RegisterAnswer:
    """The answer is kept as proof of where the data come from, encrypted."""
    provenance = answer.provenance or Provenance(source="", fetched_at=timezone.now())
    return RegisterAnswer.objects.create(
        registration=registration,
        organization=organization,
        source=provenance.source,
        x_road_id=provenance.x_road_id,
        request_hash=provenance.request_hash,
        fetched_at=provenance.fetched_at,
        values=stored(answer.values),
        raw=dict(provenance.raw),
    )


def _counts(known: Registration | Organization, name: str, values: dict[str, Any]) -> bool:
    """An empty answer takes nothing away that was typed or is needed."""
    if name == "head_pin" and values[name] is None:  # the register often leaves the number out
        return values.get("head_name", "") not in ("", known.head_name)
    return values[name] not in _EMPTY or (name not in known.unverified and name not in NEEDED)
