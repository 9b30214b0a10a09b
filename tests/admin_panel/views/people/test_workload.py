from datetime import timedelta

import pytest
from django.utils import timezone

from accreditation.models import Application
from tests.factories.people import SpecialistFactory


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


def test_an_empty_overview_says_what_comes(ministry):
    assert "Add a specialist first." in ministry.get("/ministry/workload/").text
