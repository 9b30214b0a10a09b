import pytest
from django.http import Http404
from django.test import RequestFactory

from accounts.acting import Acting
from selfassessment.views.place import report_here
from tests.factories.accounts import UserFactory
from tests.factories.selfassessment import World
from tests.factories.staff import EmploymentFactory, acting_for

pytestmark = pytest.mark.django_db


def found(acting, report):
    request = RequestFactory().get("/")
    request.acting = acting
    try:
        return report_here(request, report.pk) == report
    except Http404:
        return False


def test_everybody_who_works_here_finds_the_report(world):
    report = world.started()
    assert all(found(acting, report) for acting in (world.by_head, world.by_deputy, *world.by_teachers))


def test_nobody_else_finds_it(world):
    report, elsewhere = world.started(), World()
    assert not found(elsewhere.by_head, report)
    assert not found(Acting(user=UserFactory()), report)
    assert not found(Acting(user=UserFactory(), organization_id=world.school.pk), report)


def test_who_works_in_two_places_finds_the_reports_of_the_chosen_one(world):
    report = world.started()
    second = EmploymentFactory(person=world.deputy.person)
    assert not found(acting_for(second), report)
    assert found(world.by_deputy, report)


def test_administrators_find_the_approved_ones(world):
    administrator = Acting(user=UserFactory(is_administrator=True))
    assert not found(administrator, world.started())
    assert found(administrator, world.approved())
