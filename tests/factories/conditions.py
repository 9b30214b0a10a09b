"""Conditions of a conditional accreditation, brought as far as a test needs them."""

from datetime import date, timedelta

from django.utils import timezone

from accreditation.enums.applications import State
from accreditation.enums.collegium import ItemState, Outcome
from accreditation.enums.conditions import ConditionState
from accreditation.models import AgendaItem, Application, CollegiumDecision, Condition
from accreditation.services import conditions as services
from tests.factories.accounts import UserFactory
from tests.factories.accreditation import Case
from tests.factories.collegium import Hall

DUE = timezone.localdate() + timedelta(days=90)


def decided(application: Application, outcome: Outcome, *, until: date | None = None, **facts) -> CollegiumDecision:
    """A confirmed decision, written past the collegium's services."""
    hall = Hall(count=1)
    sitting = hall.planned()
    item = AgendaItem.objects.create(
        sitting=sitting,
        application=application,
        order=99,
        state=ItemState.DECIDED,
        motion=outcome,
        round=1,
        added_by=UserFactory(),
    )
    texts = {"conditions_ky": "1. Китепкананы толуктоо\n2) Жылытууну оңдоо"} if outcome == Outcome.CONDITIONAL else {}
    if outcome in {Outcome.REFUSED, Outcome.POSTPONED}:
        texts |= {"reasons_ky": "Критерийлер аткарылган эмес"}
    needs_a_day = outcome in {Outcome.CONDITIONAL, Outcome.POSTPONED}
    return CollegiumDecision.objects.create(
        item=item,
        application=application,
        number=str(item),
        outcome=outcome,
        until=until or (DUE if needs_a_day else None),
        drafted_by=hall.secretary.user,
        confirmed_by=hall.second.user,
        confirmed_at=timezone.now(),
        **texts | facts,
    )


def conditions(case: Case, *, until: date | None = None) -> list[Condition]:
    """The two conditions of the case's school."""
    application = case.quick(State.ACCREDITED, organization=case.school)
    return services.set_by(decided(application, Outcome.CONDITIONAL, until=until), by=case.by_administrator)


def in_state(case: Case, state: ConditionState) -> Condition:
    """The first of two conditions, brought there as people would."""
    condition = conditions(case)[0]
    if state == ConditionState.OPEN:
        return condition
    if state == ConditionState.LIFTED:
        services.lift_earlier(decided(condition.application, Outcome.REFUSED))
        return again(condition)
    services.answer(condition, "Китептер сатып алынды", by=case.by_deputy)
    if state == ConditionState.SENT_BACK:
        services.send_back(condition, reason="Тизмеси жок", by=case.by_specialist)
    if state == ConditionState.FULFILLED:
        services.close(condition, by=case.by_specialist)
    return again(condition)


def again(condition: Condition) -> Condition:
    """The row as it is in the database now."""
    return Condition.objects.select_related("application__organization", "application__specialist", "decision").get(
        pk=condition.pk
    )
