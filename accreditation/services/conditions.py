"""Conditions of an accreditation: set with the decision, answered by the school, checked by the ministry."""

import re
from collections.abc import Collection
from datetime import date
from itertools import zip_longest

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.acting import Acting
from accounts.models import User
from accreditation.enums.conditions import ConditionAction
from accreditation.models import Certificate, CollegiumDecision, Condition, ConditionAnswer, ConditionFile
from accreditation.services import telling
from accreditation.workflow import conditions as workflow
from core.rules import Reason
from core.uploads.checks import Accepted
from core.uploads.storing import store
from notifications.services import notify

_MARK = re.compile(r"^\s*(?:\d+[.)]|[-–—•*])\s*")  # how people number the lines of a list


@transaction.atomic
def set_by(decision: CollegiumDecision, *, by: Acting) -> list[Condition]:
    """Each line of the decision's conditions is a condition of its own, to be fulfilled by the decision's day."""
    if decision.until is None:
        return []
    facts = {"application": decision.application, "decision": decision, "due_on": decision.until}
    rows = [
        Condition.objects.create(place=place, text_ky=ky, text_ru=ru, **facts)
        for place, (ky, ru) in enumerate(pairs_of(decision), start=1)
    ]
    for row in rows:
        workflow.write_down(row, ConditionAction.SET, row.state, by=by, due_on=row.due_on)
    return rows


def pairs_of(decision: CollegiumDecision) -> list[tuple[str, str]]:
    """Each condition of the decision in Kyrgyz and in Russian; one of them may be empty."""
    return list(zip_longest(lines_of(decision.conditions_ky), lines_of(decision.conditions_ru), fillvalue=""))


def lines_of(text: str) -> list[str]:
    """What the lines say, without empty ones and without the numbers that people write before them."""
    return [said for line in text.splitlines() if (said := _MARK.sub("", line).strip())]


@transaction.atomic
def lift_earlier(decision: CollegiumDecision) -> None:
    """What an earlier decision on the same application asked for and nobody has settled is asked for no more."""
    rows = Condition.objects.unsettled().filter(application=decision.application)
    for condition in rows.exclude(decision=decision).order_by("pk"):
        workflow.advance(condition, ConditionAction.LIFT, by=None, comment=str(decision))


@transaction.atomic
def answer(condition: Condition, text: str, *, files: Collection[Accepted] = (), by: Acting) -> ConditionAnswer:
    """The ministry has the school's answer with its evidence and checks it."""
    if not text.strip():
        raise PermissionDenied(_("Write what was done."))
    condition = workflow.advance(condition, ConditionAction.ANSWER, by=by)
    given = ConditionAnswer.objects.create(condition=condition, text=text.strip(), by=by.user, at=timezone.now())
    for file in files:
        store(ConditionFile, file, by=by.user, answer=given)
    _tell_ministry(condition, "condition_changed")
    return given


@transaction.atomic
def close(condition: Condition, *, comment: str = "", by: Acting) -> Condition:
    """The condition is fulfilled; when it was the last one, the school reads that too."""
    condition = workflow.advance(condition, ConditionAction.CLOSE, by=by, comment=comment.strip())
    _check(condition, accepted=True, reason=comment, by=by)
    _tell_school(condition, "condition_changed", reason=comment.strip(), is_last=is_last(condition))
    return condition


@transaction.atomic
def send_back(condition: Condition, *, reason: str, due_on: date | None = None, by: Acting) -> Condition:
    """The answer was not enough: the school reads why, and answers again by the same or a later day."""
    if not reason.strip():
        raise PermissionDenied(_("Write why the answer is not enough."))
    locked = workflow.lock(condition)
    day = due_on or locked.due_on
    if refusal := why_not_by(locked, day):
        raise PermissionDenied(refusal)
    condition = workflow.advance(locked, ConditionAction.SEND_BACK, by=by, comment=reason.strip(), due_on=day)
    _check(condition, accepted=False, reason=reason, by=by)
    _tell_school(condition, "condition_changed", reason=reason.strip())
    return condition


@transaction.atomic
def extend(condition: Condition, *, due_on: date, reason: str, by: Acting) -> Condition:
    """The school has until this day."""
    if not reason.strip():
        raise PermissionDenied(_("Write why the term is extended."))
    locked = workflow.lock(condition)
    if due_on <= locked.due_on:
        raise PermissionDenied(_("Choose a day after the present term."))
    if refusal := why_not_by(locked, due_on):
        raise PermissionDenied(refusal)
    condition = workflow.advance(locked, ConditionAction.EXTEND, by=by, comment=reason.strip(), due_on=due_on)
    _tell_school(condition, "condition_changed", reason=reason.strip())
    return condition


def why_not_by(condition: Condition, day: date) -> Reason:
    """Why the school can't be asked to answer by this day, or None."""
    if day < timezone.localdate():
        return _("The term is over: choose a day that is still to come.")
    certificate = Certificate.objects.filter(
        application=condition.application, decision_number=condition.decision.number
    ).first()
    if certificate is not None and day > certificate.valid_until:
        return _("The certificate ends before this day.")
    return None


def is_last(condition: Condition) -> bool:
    """Whether nothing of the decision is left to be done."""
    return not Condition.objects.unsettled().filter(decision=condition.decision_id).exists()


def sweep() -> None:
    """Schools are reminded before a term, and both sides are told when it was missed; each once for each day set."""
    today = timezone.localdate()
    near = Condition.objects.owed().filter(due_on__gte=today, due_on__lte=today + settings.CONDITION_REMINDER)
    for key in list(near.values_list("pk", flat=True)):
        _remind(key)
    for key in list(Condition.objects.overdue(today).values_list("pk", flat=True)):
        _miss(key)


@transaction.atomic
def _remind(key: int) -> None:
    condition = workflow.lock(Condition(pk=key))
    if condition.is_owed and not condition.is_overdue and condition.reminded_of != condition.due_on:
        Condition.objects.filter(pk=key).update(reminded_of=condition.due_on)
        _tell_school(condition, "condition_due")


@transaction.atomic
def _miss(key: int) -> None:
    condition = workflow.lock(Condition(pk=key))
    if condition.is_overdue and condition.missed_on != condition.due_on:
        condition = workflow.advance(condition, ConditionAction.MISS, by=None, missed_on=condition.due_on)
        _tell_school(condition, "condition_missed")
        _tell_ministry(condition, "condition_missed")


def _check(condition: Condition, *, accepted: bool, reason: str, by: Acting) -> None:
    facts = {"is_accepted": accepted, "reason": reason.strip(), "checked_by": by.user, "checked_at": timezone.now()}
    ConditionAnswer.objects.filter(condition=condition, is_accepted=None).update(**facts)


def _tell_school(condition: Condition, message: str, **context: object) -> None:
    url = reverse("accreditation:condition_list", args=[condition.application_id])
    _tell(telling.people_of_the_school(condition.application), condition, message, url, **context)


def _tell_ministry(condition: Condition, message: str) -> None:
    url = reverse("ministry:condition", args=[condition.pk])
    _tell(list(telling.who_has(condition.application)), condition, message, url)


def _tell(recipients: Collection[User], condition: Condition, message: str, url: str, **context: object) -> None:
    said = {"condition": condition, "application": condition.application, **context}
    notify(recipients, f"accreditation/messages/{message}", said, url=url)
