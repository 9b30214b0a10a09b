"""The chair plans a visit, changes and cancels it; everybody concerned is told."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from accreditation.enums.applications import State
from accreditation.enums.visits import VisitState
from accreditation.models import Visit
from accreditation.services import visits as services
from accreditation.services.visits import Plan
from notifications.models import Message
from records.models import JournalEntry
from tests.factories.evaluation import Group
from tests.factories.people import ExpertFactory
from tests.factories.visits import bare_visit

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_english")]


@pytest.fixture
def group(case):
    return Group(case, criteria=1)


@pytest.fixture
def wanted(group):
    first = group.application.evaluation_starts_on
    return Plan(
        starts_on=first,
        ends_on=first + timedelta(days=1),
        experts=group.experts[:2],
        contact_name="Асанова Гүлнара",
        contact_phone="+996 555 10 20 30",
        meeting="9.00, негизги кире бериш",
    )


def told(part: str) -> set[int]:
    return set(Message.objects.filter(subject__contains=part).values_list("recipient", flat=True))


def test_a_planned_visit_is_told_to_the_whole_group_and_to_the_school(group, wanted, case):
    visit = services.plan(group.application, wanted, by=group.by_chair)
    assert visit.state == VisitState.PLANNED
    assert set(visit.experts.all()) == set(group.experts[:2])
    people = {expert.person_id for expert in group.experts} | {case.world.head.person_id}
    assert told(group.application.organization.short_name) == people
    message = Message.objects.filter(recipient=group.experts[2].person).get()
    for words in (wanted.contact_phone, wanted.meeting, group.experts[0].name):
        assert words in message.body
    assert JournalEntry.objects.filter(action="plan_visit", object_id=str(visit.pk)).count() == 1


def test_a_changed_plan_is_the_same_visit_with_the_next_revision(group, wanted):
    visit = services.plan(group.application, wanted, by=group.by_chair)
    Message.objects.all().delete()
    later = replace(wanted, ends_on=wanted.ends_on + timedelta(days=1), experts=group.experts)
    changed = services.plan(group.application, later, by=group.by_chair)
    assert (changed.pk, changed.revision, changed.experts.count()) == (visit.pk, visit.revision + 1, 3)
    assert Visit.objects.count() == 1
    assert Message.objects.filter(recipient=group.experts[1].person).count() == 1
    assert JournalEntry.objects.filter(action="change_visit").count() == 1


def test_a_cancelled_visit_says_why_and_can_be_planned_again(group, wanted):
    visit = services.plan(group.application, wanted, by=group.by_chair)
    with pytest.raises(PermissionDenied, match="Write the reason"):
        services.cancel(visit, reason="  ", by=group.by_chair)
    services.cancel(visit, reason="Мектеп карантинде", by=group.by_chair)
    visit.refresh_from_db()
    assert (visit.state, visit.reason) == (VisitState.CANCELLED, "Мектеп карантинде")
    assert Message.objects.filter(body__contains="Мектеп карантинде").count() == 4
    with pytest.raises(PermissionDenied):
        services.cancel(visit, reason="Дагы", by=group.by_chair)
    again = services.plan(group.application, wanted, by=group.by_chair)
    assert (again.pk, again.state, again.reason) == (visit.pk, VisitState.PLANNED, "")


OUTSIDE = [
    ({"starts_on": -1}, "starts_on"),
    ({"ends_on": 11}, "ends_on"),
    ({"starts_on": 3, "ends_on": 2}, "ends_on"),
]


@pytest.mark.parametrize(("days", "field"), OUTSIDE)
def test_the_days_lie_within_the_period_of_the_evaluation(group, wanted, days, field):
    first = group.application.evaluation_starts_on
    other = replace(wanted, **{name: first + timedelta(days=number) for name, number in days.items()})
    with pytest.raises(ValidationError) as refused:
        services.plan(group.application, other, by=group.by_chair)
    assert field in refused.value.message_dict
    assert not Visit.objects.exists()


@pytest.mark.parametrize("who", ["nobody", "a stranger"])
def test_only_the_group_goes(group, wanted, who):
    people = [] if who == "nobody" else [group.experts[0], ExpertFactory()]
    with pytest.raises(ValidationError) as refused:
        services.plan(group.application, replace(wanted, experts=people), by=group.by_chair)
    assert "experts" in refused.value.message_dict


@pytest.mark.parametrize("name", ["second", "administrator", "specialist", "head"])
def test_only_the_chair_plans(group, wanted, case, name):
    acting = group.by_second if name == "second" else getattr(case, f"by_{name}")
    with pytest.raises(PermissionDenied, match="Only the chair"):
        services.plan(group.application, wanted, by=acting)
    visit = bare_visit(group)
    with pytest.raises(PermissionDenied):
        services.cancel(visit, reason="Себеп", by=acting)


TIMES = [(State.ORDERED, True), (State.EVALUATION, True), (State.AGREED, False), (State.EVALUATED, False)]


@pytest.mark.parametrize(("state", "may"), TIMES)
def test_a_visit_is_planned_while_the_evaluation_is_not_finished(group, wanted, state, may):
    type(group.application).objects.update(state=state)
    if may:
        assert services.plan(group.application, wanted, by=group.by_chair).is_planned
        return
    with pytest.raises(PermissionDenied, match="not going on now"):
        services.plan(group.application, wanted, by=group.by_chair)
