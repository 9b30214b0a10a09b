"""Whose papers stand in whose pack, and when a pack is another one."""

import pytest
from django.utils import timezone, translation

from accounts.acting import Acting
from accreditation.enums.applications import State
from accreditation.enums.collegium import ItemState
from accreditation.enums.evaluation import EvaluationState
from accreditation.models import AgendaItem, Application, Evaluation, VisitEntry
from accreditation.selectors import packs as selectors
from accreditation.services import sittings
from tests.factories.accounts import UserFactory
from tests.factories.accreditation import Case, fresh, quick
from tests.factories.collegium import Hall
from tests.factories.evaluation import Group
from tests.factories.packs import returned, uploaded, with_papers
from tests.factories.people import CollegiumMemberFactory, SpecialistFactory, acting_as
from tests.factories.staff import EmploymentFactory
from tests.factories.visits import bare_entry, bare_photo, bare_visit

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


class TestTheExperts:
    """Their sheets and their notes of the visit."""

    @pytest.fixture
    def group(self):
        group = Group(Case(), criteria=2)
        visit = bare_visit(group)
        for expert in group.experts:
            bare_entry(visit, expert=expert, note=f"{expert.pk} көрдү")
        bare_photo(visit.entries.get(expert=group.experts[0]))
        return group.all_final()

    def labels(self, hall, group):
        Application.objects.filter(pk=group.application.pk).update(state=State.EVALUATED)
        return labels(hall.planned(fresh(group.application)))

    def test_each_sheet_and_each_ones_notes_stand_under_the_name(self, hall, group):
        found = self.labels(hall, group)
        for expert in group.experts:
            assert sum(label.startswith("Эксперттин") and label.endswith(expert.name) for label in found) == 1
            assert found.count(f"Notes of the visit: {expert.name}") == 1

    def test_notes_say_what_was_seen_and_never_the_rating(self, hall, group):
        VisitEntry.objects.update(mark="fails", comment="Купуя пикир", rating_fate="late")
        self.labels(hall, group)
        [folder] = selectors.folders(sitting := AgendaItem.objects.get().sitting, cases(sitting))
        [said] = [one.said for one in folder.enclosures if one.label.endswith(f"visit: {group.experts[0].name}")]
        assert [line.text.splitlines() for line in said] == [
            ["Seen", f"{group.experts[0].pk} көрдү", "Photos on the page of the visit: 1"]
        ]
        assert "Купуя" not in repr(folder)

    @pytest.mark.parametrize("state", ["reopened", "may still be recalled"])
    def test_what_is_not_published_for_good_is_not_in_it(self, hall, group, state):
        own = Evaluation.objects.get(expert=group.experts[1])
        facts = {"published_at": timezone.now()}
        if state == "reopened":
            facts = {"published_at": None, "state": EvaluationState.REOPENED}
        Evaluation.objects.filter(pk=own.pk).update(**facts)
        found = self.labels(hall, group)
        assert not [label for label in found if label.endswith(group.experts[1].name)]
        assert [label for label in found if label.endswith(group.experts[2].name)]

    def test_three_experts_are_asked_for_in_two_questions(self, hall, group, django_assert_num_queries):
        self.labels(hall, group)
        sitting = AgendaItem.objects.select_related("sitting").get().sitting
        keys = cases(sitting)
        with django_assert_num_queries(9):
            selectors.folders(sitting, keys)

    def test_what_its_author_removed_is_not_in_it(self, hall, group):
        VisitEntry.objects.update(removed_at=timezone.now())
        assert not [label for label in self.labels(hall, group) if label.startswith("Notes")]


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
        with django_assert_num_queries(8):
            selectors.folders(sitting, keys)
