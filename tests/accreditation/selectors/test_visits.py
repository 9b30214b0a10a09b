"""Who reads a visit beyond the group and the ministry, and how its checklist is put together."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accreditation.models import AgendaItem, VisitEntry
from accreditation.selectors import visits as selectors
from accreditation.services import sittings
from tests.factories.collegium import Hall
from tests.factories.evaluation import Group
from tests.factories.people import CollegiumMemberFactory, acting_as
from tests.factories.visits import bare_entry, bare_photo, bare_visit

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_english")]


@pytest.fixture
def group(case):
    return Group(case, criteria=3)


@pytest.fixture
def visit(group):
    return bare_visit(group)


@pytest.fixture
def agenda(group):
    hall = Hall(count=1)
    sitting = sittings.plan(hall.plan(), by=hall.secretary)
    return AgendaItem.objects.create(
        sitting=sitting, application=group.application, order=1, added_by=hall.secretary.user
    )


def test_a_member_of_the_collegium_reads_what_lies_before_it(visit, agenda):
    photo = bare_photo(bare_entry(visit))
    member = acting_as(CollegiumMemberFactory())
    assert list(selectors.photos_for(member)) == [photo]
    assert selectors.visits_for(member).get() == visit
    AgendaItem.objects.filter(pk=agenda.pk).delete()
    assert not selectors.visits_for(member).exists()


def test_a_member_with_a_conflict_reads_nothing(visit, agenda, case):
    bare_photo(bare_entry(visit))
    member = acting_as(CollegiumMemberFactory(person=case.world.deputy.person))
    assert not selectors.entries_for(member).exists()
    assert not selectors.photos_for(member).exists()


def test_the_plan_is_told_to_the_school_but_not_what_was_noted(visit, case):
    bare_entry(visit)
    assert selectors.plans_told_to(case.by_head).get() == visit
    assert not selectors.entries_for(case.by_head).exists()


def test_a_removed_entry_is_shown_to_nobody(visit, group):
    bare_photo(bare_entry(visit))
    VisitEntry.objects.update(removed_at=timezone.now())
    assert not selectors.entries_for(group.by_chair).exists()
    assert not selectors.own_entries(group.by_second).exists()


def test_the_checklist_has_every_criterion_with_the_own_rating_and_all_entries(visit, group):
    group.rated(marks="partly")
    entry = bare_entry(visit, mark="fails", comment="Жок", rating_fate="waiting")
    spots = [spot for chapter in selectors.checklist(visit, group.by_second) for spot in chapter.spots]
    assert [spot.entries for spot in spots] == [(entry,), (), ()]
    assert {(spot.rating.mark, spot.revision) for spot in spots} == {("partly", 1)}
    assert [spot.choice for spot in spots] == [entry, None, None]
    colleague = [spot for chapter in selectors.checklist(visit, group.by_chair) for spot in chapter.spots]
    assert [(spot.choice, spot.rating, spot.revision) for spot in colleague] == [(None, None, 0)] * 3
    assert colleague[0].entries == (entry,)


def test_the_record_has_only_what_was_noted(visit, group):
    assert selectors.record(visit, group.by_chair) == []
    bare_entry(visit)
    (chapter,) = selectors.record(visit, group.by_chair)
    assert len(chapter.spots) == 1


def test_the_checklist_needs_the_same_queries_for_one_entry_and_for_thirty(visit, group):
    counts = []
    for count in (1, 30):
        for _number in range(count):
            bare_photo(bare_entry(visit))
        with CaptureQueriesContext(connection) as queries:
            for chapter in selectors.checklist(visit, group.by_second):
                for spot in chapter.spots:
                    [(str(entry.expert), list(entry.photos.all())) for entry in spot.entries]
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_the_calendar_replaces_the_older_plan(visit):
    assert "SEQUENCE:1" in selectors.calendar_file(visit, "https://asula/x")
    visit.revision, visit.meeting = 2, "9.00; кире бериш"
    file = selectors.calendar_file(visit, "https://asula/x")
    for line in (f"UID:visit-{visit.pk}@asula", "SEQUENCE:2", "LOCATION:9.00\\; кире бериш"):
        assert line in file
