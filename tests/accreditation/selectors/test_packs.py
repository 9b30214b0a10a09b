"""Whose papers stand in whose pack, and when a pack is another one."""

import pytest
from django.utils import translation

from accounts.acting import Acting
from accreditation.enums.applications import State
from accreditation.enums.collegium import ItemState
from accreditation.selectors import packs as selectors
from accreditation.services import sittings
from tests.factories.accounts import UserFactory
from tests.factories.accreditation import quick
from tests.factories.collegium import Hall
from tests.factories.packs import returned, uploaded, with_papers
from tests.factories.people import CollegiumMemberFactory, SpecialistFactory, acting_as
from tests.factories.staff import EmploymentFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_english", "_standards")]


@pytest.fixture
def hall():
    return Hall(count=3)


def labels(sitting):
    return [one.label for folder in selectors.folders(sitting, cases(sitting)) for one in folder.enclosures]


def cases(sitting):
    return list(sitting.items.values_list("pk", flat=True))


def key(sitting):
    return selectors.key_of(selectors.folders(sitting, cases(sitting)))


def test_each_person_gets_the_cases_that_he_may_read(hall):
    first, second = quick(State.EVALUATED), quick(State.EVALUATED)
    sitting = hall.planned(first, second, quick(State.EVALUATED))
    one, two, left = sitting.items.order_by("order")
    sittings.leave_case(left, reason="Эрте", by=hall.secretary)
    EmploymentFactory(organization=first.organization, person=hall.members[1].person)
    both = CollegiumMemberFactory(person=hall.second.user)
    sittings.declare_conflict(two, both, note="Тууганы", by=hall.second)
    found = {
        "administrator": selectors.cases_for(sitting, hall.secretary),
        "member": selectors.cases_for(sitting, acting_as(hall.members[0])),
        "member with a conflict": selectors.cases_for(sitting, acting_as(hall.members[1])),
        "administrator who is a member with a conflict": selectors.cases_for(sitting, hall.second),
        "specialist": selectors.cases_for(sitting, acting_as(SpecialistFactory())),
        "stranger": selectors.cases_for(sitting, Acting(user=UserFactory())),
    }
    assert found == {
        "administrator": [one.pk, two.pk],
        "member": [one.pk, two.pk],
        "member with a conflict": [two.pk],
        "administrator who is a member with a conflict": [one.pk],
        "specialist": [],
        "stranger": [],
    }
    assert left.state == ItemState.WAITING  # as it was read before it was left


def test_a_folder_holds_what_is_printed_what_is_clean_and_what_was_written(hall):
    application = with_papers()
    returned(application, "Даректи оңдоңуз", file=uploaded(application, b"clean"))
    returned(application, "Дагы бир жолу", file=uploaded(application, b"unknown", clean=False))
    found = labels(hall.planned(application))
    assert [label.partition(" of the return")[0] for label in found[1:]] == ["Document", "Returns of the application"]
    assert labels(hall.planned()) == []  # its paper is not printed yet


def test_the_same_papers_have_the_same_key_and_any_change_another(hall):
    application = with_papers(reason="Даректи оңдоңуз")
    sitting = hall.planned(application)
    keys = [key(sitting), key(sitting)]
    with translation.override("ru"):
        keys.append(key(sitting))
    returned(application, "Дагы бир жолу")
    keys.append(key(sitting))
    sittings.add_cases(sitting, [quick(State.EVALUATED)], by=hall.secretary)
    keys.append(key(sitting))
    assert keys[0] == keys[1]
    assert len(set(keys)) == 4


def test_many_cases_ask_as_many_questions_as_one(hall, django_assert_num_queries):
    few, many = hall.planned(), hall.planned(*[quick(State.EVALUATED) for _number in range(5)])
    for sitting in (few, many):
        keys = cases(sitting)
        with django_assert_num_queries(7):
            selectors.folders(sitting, keys)
