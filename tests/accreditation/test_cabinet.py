import pytest

from accounts.acting import Acting
from accreditation.cabinet import applications
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db


def test_everybody_who_works_there_finds_the_list(case):
    for acting in (case.by_head, case.by_deputy, case.world.by_teachers[0]):
        section = applications(acting, case.school)
        assert (section.url, section.count) == ("/accreditations/applications/", None)


def test_what_came_back_is_counted(case):
    case.returned()
    assert applications(case.by_head, case.school).count == 1


def test_strangers_find_nothing(case):
    assert applications(Acting(user=UserFactory()), case.school) is None
    assert applications(case.by_administrator, case.school) is None
