from datetime import timedelta

import pytest
from django.utils import timezone

from accreditation.enums.applications import State
from accreditation.models import Application, Expert, Invitation
from accreditation.services import invitations
from tests.factories.draw import agreed, group
from tests.factories.people import ExpertFactory, SpecialistFactory


def rows(client):
    return list(client.get("/ministry/workload/").context["page"])


def test_who_has_most_stands_first_with_what_is_late(ministry, case):
    free, left = SpecialistFactory(last_name="Абдиева"), SpecialistFactory(blocked=True)
    application = case.scheduled()
    first, second = rows(ministry)
    assert (first, second) == (case.specialist, free)
    assert left not in rows(ministry)
    assert (first.open_count, first.overdue_count, first.waiting_count) == (1, 0, 0)
    assert first.last_work_at is not None
    assert (second.open_count, second.overdue_count, second.last_work_at) == (0, 0, None)
    Application.objects.filter(pk=application.pk).update(due_on=timezone.localdate() - timedelta(days=1))
    assert rows(ministry)[0].overdue_count == 1


@pytest.mark.parametrize("count", [1, 3, 30])
@pytest.mark.usefixtures("no_menu")
def test_the_overview_costs_the_same_whatever_its_length(ministry, django_assert_num_queries, count):
    SpecialistFactory.create_batch(count)
    ministry.get("/ministry/workload/")
    with django_assert_num_queries(7):
        ministry.get("/ministry/workload/")


def experts(client):
    return list(client.get("/ministry/workload/?tab=experts").context["page"])


def test_of_experts_it_counts_as_the_draw_does(ministry, case):
    """A refusal is no load, an accepted evaluation is one for a year, and open until the collegium has decided."""
    application = agreed(case, 5)
    invitations.replace(group(application)[0], reason="Байланышка чыкпайт", by=case.by_specialist)
    busy, long_ago = group(application)[1:]
    Expert.objects.filter(pk=busy.expert_id).update(capacity_per_year=1)
    Invitation.objects.filter(pk=long_ago.pk).update(asked_at=timezone.now() - timedelta(days=366))
    blocked = ExpertFactory(blocked=True)
    rows = {expert.pk: expert for expert in experts(ministry)}
    assert blocked.pk not in rows
    assert len(rows) == Expert.objects.active().count()
    counted = {key: (row.year_count, row.open_count, row.is_full) for key, row in rows.items()}
    assert counted[busy.expert_id] == (1, 1, True)
    assert counted[long_ago.expert_id] == (0, 1, False)
    assert sum(count for count, _open, _full in counted.values()) == 2
    Application.objects.filter(pk=application.pk).update(state=State.ACCREDITED)
    assert {expert.open_count for expert in experts(ministry)} == {0}
    assert next(iter(experts(ministry))).year_count == 1


@pytest.mark.parametrize("count", [1, 3, 30])
@pytest.mark.usefixtures("no_menu")
def test_of_experts_it_costs_the_same_whatever_its_length(ministry, django_assert_num_queries, count):
    ExpertFactory.create_batch(count)
    ministry.get("/ministry/workload/?tab=experts")
    with django_assert_num_queries(7):
        ministry.get("/ministry/workload/?tab=experts")


def test_without_experts_it_says_what_comes(ministry):
    assert "Add an expert first." in ministry.get("/ministry/workload/?tab=experts").text


def test_an_empty_overview_says_what_comes(ministry):
    assert "Add a specialist first." in ministry.get("/ministry/workload/").text
