"""What the database itself refuses about visits, and who sees them."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.acting import Acting
from accreditation.enums.visits import Finding, VisitState
from accreditation.models import Invitation, Visit, VisitEntry, VisitPhoto
from accreditation.services import people
from tests.factories.accounts import UserFactory
from tests.factories.evaluation import Group
from tests.factories.people import CollegiumMemberFactory, ExpertFactory, SpecialistFactory, acting_as
from tests.factories.visits import bare_entry, bare_photo, bare_visit

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_english")]


@pytest.fixture
def group(case):
    return Group(case, criteria=1)


@pytest.fixture
def visit(group):
    return bare_visit(group)


def refused(act):
    with pytest.raises(IntegrityError), transaction.atomic():
        act()


@pytest.mark.parametrize(
    "facts",
    [
        {"ends_on": timezone.localdate() - timedelta(days=1)},
        {"state": "cancelled"},
        {"reason": "Мектеп жабык"},
    ],
)
def test_a_visit_ends_after_its_start_and_is_cancelled_for_a_reason(visit, facts):
    refused(lambda: Visit.objects.filter(pk=visit.pk).update(**facts))


def test_an_application_has_one_visit(visit, group):
    refused(lambda: bare_visit(group))


@pytest.mark.parametrize(
    "facts",
    [
        {"mark": "meets"},
        {"comment": "x"},
        {"rating_fate": "carried", "carried_revision": 1},
        {"mark": "meets", "rating_fate": "carried"},
        {"mark": "meets", "rating_fate": "waiting", "carried_revision": 2},
    ],
)
def test_a_rating_of_an_entry_has_a_fate_and_a_revision_where_it_was_carried_to(visit, facts):
    entry = bare_entry(visit)
    refused(lambda: VisitEntry.objects.filter(pk=entry.pk).update(**facts))


def test_what_is_sent_twice_is_stored_once(visit):
    entry = bare_entry(visit)
    refused(lambda: bare_entry(visit, public_id=entry.public_id))
    photo = bare_photo(entry)
    refused(lambda: bare_photo(entry, public_id=photo.public_id))


def test_an_entry_says_what_it_is(visit):
    entry = bare_entry(visit, mark="fails", comment="x", rating_fate="waiting")
    assert entry.waits_for_choice
    assert "Seen" in str(entry)
    entry.removed_at = timezone.now()
    assert not entry.waits_for_choice
    assert {Finding(each).tone for each in Finding} == {"done", "accent", "warning"}
    assert str(visit) == f"№ {visit.application_id}, {visit.starts_on:%d.%m.%Y}"
    assert (visit.tone, VisitState.CANCELLED.tone, visit.is_planned) == ("accent", "muted", True)


def test_no_device_keeps_the_pages_after_the_last_day(visit):
    over = timezone.localtime(visit.over_at)
    assert (over.date(), over.hour) == (visit.ends_on + timedelta(days=1), 0)


PEOPLE = [
    ("chair", True),
    ("second", True),
    ("administrator", True),
    ("specialist", True),
    ("another specialist", False),
    ("another expert", False),
    ("head", False),
    ("collegium", False),  # only through the agenda of a sitting: selectors
    ("stranger", False),
]


def acting_of(name, group, case):
    return {
        "chair": lambda: group.by_chair,
        "second": lambda: group.by_second,
        "administrator": lambda: case.by_administrator,
        "specialist": lambda: case.by_specialist,
        "another specialist": lambda: acting_as(SpecialistFactory()),
        "another expert": lambda: acting_as(ExpertFactory()),
        "head": lambda: case.by_head,
        "collegium": lambda: acting_as(CollegiumMemberFactory()),
        "stranger": lambda: Acting(user=UserFactory()),
    }[name]()


@pytest.mark.parametrize(("name", "sees"), PEOPLE)
def test_visits_entries_and_photos_are_for_the_group_and_the_ministry(visit, group, case, name, sees):
    bare_photo(bare_entry(visit))
    acting = acting_of(name, group, case)
    for model in (Visit, VisitEntry, VisitPhoto):
        assert model.objects.visible_to(acting).exists() is sees, model
    assert Visit.objects.planned().exists()


def test_who_was_replaced_or_blocked_sees_nothing_any_more(visit, group, case):
    Invitation.objects.filter(expert=group.experts[1]).update(state="replaced", ended_at=timezone.now())
    people.block(group.experts[2], reason="Ката", by=case.by_administrator)
    for acting in (group.by_second, group.by_third):
        assert not Visit.objects.visible_to(acting).exists()


def test_a_photo_of_a_removed_entry_is_shown_to_nobody(visit, group):
    entry = bare_entry(visit)
    bare_photo(entry)
    VisitEntry.objects.update(removed_at=timezone.now())
    assert not VisitPhoto.objects.visible_to(group.by_second).exists()
    assert not VisitEntry.objects.standing().exists()
