"""What comes from the spot is stored once, and never takes the place of a newer rating."""

import io
import uuid
from dataclasses import replace
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from PIL import Image

from accreditation.enums.applications import State
from accreditation.enums.visits import RatingFate
from accreditation.forms.visits import PICTURES
from accreditation.models import Evaluation, Rating, VisitEntry, VisitPhoto
from accreditation.services import evaluation as evaluations
from accreditation.services import visit_entries as services
from accreditation.services.evaluation import Conflict
from accreditation.services.visit_entries import MOST_PHOTOS, Noted
from core.uploads.checks import check
from records.models import JournalEntry
from tests.factories.evaluation import Group, again
from tests.factories.people import ExpertFactory, acting_as
from tests.factories.visits import bare_visit
from tests.files import picture, upload
from tests.threads import together

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_english")]


@pytest.fixture
def group(case):
    return Group(case, criteria=2)


@pytest.fixture
def visit(group):
    return bare_visit(group)


@pytest.fixture
def seen(visit):
    """An entry without a rating, on the first criterion."""
    answer = visit.application.report.answers.exclude(criterion=None).first()
    return Noted(
        public_id=uuid.uuid4(), answer=answer, finding="partly", noted_at=timezone.now(), note="Эки компьютер иштейт"
    )


@pytest.fixture
def rated(seen):
    return replace(seen, mark="fails", comment="Жетишсиз")


def another(noted, **changes):
    return replace(noted, public_id=uuid.uuid4(), **changes)


def own_rating(group):
    return Rating.objects.get(evaluation__expert=group.experts[1], answer__place=_first_place(group))


def _first_place(group):
    return group.application.report.answers.exclude(criterion=None).first().place


def jpeg(**save):
    return check(upload(picture(**save), "лаборатория.jpg"), allowed=PICTURES)


def test_what_is_sent_twice_is_stored_once(visit, seen, group):
    first = services.note(visit, seen, by=group.by_second)
    again_sent = services.note(visit, replace(seen, note="Башка"), by=group.by_second)
    assert (again_sent.pk, VisitEntry.objects.get().note) == (first.pk, "Эки компьютер иштейт")
    assert JournalEntry.objects.filter(action="note_on_visit").count() == 1
    assert not Evaluation.objects.exists()  # nothing was rated


def test_an_entry_of_another_is_not_taken_under_its_key(visit, seen, group):
    services.note(visit, seen, by=group.by_second)
    with pytest.raises(PermissionDenied, match="Only the expert who wrote this entry"):
        services.note(visit, seen, by=group.by_third)


def test_a_device_with_a_wrong_clock_notes_nothing_in_the_future(visit, seen, group):
    entry = services.note(visit, replace(seen, noted_at=timezone.now() + timedelta(days=400)), by=group.by_second)
    assert entry.noted_at <= timezone.now()


def test_a_rating_goes_into_the_evaluation_and_begins_it(visit, rated, group):
    entry = services.note(visit, rated, by=group.by_second)
    rating = own_rating(group)
    assert (rating.mark, rating.comment, rating.revision) == ("fails", "Жетишсиз", 1)
    assert (entry.rating_fate, entry.carried_revision) == (RatingFate.CARRIED, 1)
    group.application.refresh_from_db()
    assert group.application.state == State.EVALUATION


def test_a_newer_rating_is_never_overwritten(visit, rated, group):
    evaluation = group.begun()
    evaluations.save_rating(own_rating(group), mark="meets", comment="Үйдө", revision=0, by=group.by_second)
    entry = services.note(visit, rated, by=group.by_second)
    assert entry.waits_for_choice
    assert (own_rating(group).mark, own_rating(group).comment) == ("meets", "Үйдө")
    assert evaluation.ratings.count() == 2


def test_what_its_author_had_read_is_replaced(visit, rated, group):
    group.begun()
    evaluations.save_rating(own_rating(group), mark="meets", comment="Үйдө", revision=0, by=group.by_second)
    entry = services.note(visit, replace(rated, rating_base=1), by=group.by_second)
    assert (entry.rating_fate, own_rating(group).mark) == (RatingFate.CARRIED, "fails")


def test_entries_of_one_device_follow_each_other_without_a_conflict(visit, rated, group):
    """Offline it can't know that its own first entry has made a new revision."""
    services.note(visit, rated, by=group.by_second)
    second = services.note(visit, another(rated, mark="partly"), by=group.by_second)
    assert (second.rating_fate, own_rating(group).mark) == (RatingFate.CARRIED, "partly")
    evaluations.save_rating(own_rating(group), mark="meets", comment="Үйдө", revision=2, by=group.by_second)
    third = services.note(visit, another(rated), by=group.by_second)
    assert (third.rating_fate, own_rating(group).mark) == (RatingFate.WAITING, "meets")


def test_the_expert_chooses_between_two_ratings(visit, rated, group):
    group.begun()
    evaluations.save_rating(own_rating(group), mark="meets", comment="Үйдө", revision=0, by=group.by_second)
    entry = services.note(visit, rated, by=group.by_second)
    other = services.note(visit, another(rated, mark="partly"), by=group.by_second)
    assert isinstance(services.choose(entry, take=True, revision=0, by=group.by_second), Conflict)
    entry = services.choose(entry, take=True, revision=1, by=group.by_second)
    assert (entry.rating_fate, entry.carried_revision, own_rating(group).mark) == (RatingFate.TAKEN, 2, "fails")
    other = services.choose(other, take=False, revision=2, by=group.by_second)
    assert (other.rating_fate, own_rating(group).mark) == (RatingFate.KEPT, "fails")
    with pytest.raises(PermissionDenied, match="chosen already"):
        services.choose(entry, take=True, revision=2, by=group.by_second)
    assert JournalEntry.objects.filter(action="choose_visit_rating").count() == 2


def test_after_the_publication_an_entry_is_stored_and_its_rating_changes_nothing(visit, rated, group):
    group.final()
    entry = services.note(visit, rated, by=group.by_second)
    assert (entry.rating_fate, own_rating(group).mark) == (RatingFate.LATE, "meets")
    assert (entry.note, entry.mark) == ("Эки компьютер иштейт", "fails")


def test_while_the_decision_is_being_signed_the_rating_waits(visit, rated, group):
    evaluation = group.rated()
    evaluations.open_publishing(evaluation, by=group.by_second, return_url="/")
    entry = services.note(visit, replace(rated, rating_base=1), by=group.by_second)
    assert entry.waits_for_choice
    with pytest.raises(PermissionDenied, match="Cancel the signing"):
        services.choose(entry, take=True, revision=1, by=group.by_second)
    evaluations.cancel_publishing(again(evaluation), by=group.by_second)
    assert services.choose(entry, take=True, revision=1, by=group.by_second).rating_fate == RatingFate.TAKEN


REFUSALS = [
    ("another expert", "Only an expert of this application"),
    ("who stays at home", "you don't go there"),
    ("cancelled", "cancelled"),
    ("finished", "not going on now"),
]


@pytest.mark.parametrize(("case_of", "reason"), REFUSALS)
def test_who_may_not_note_is_told_why(visit, seen, group, case_of, reason):
    acting = group.by_second
    match case_of:
        case "another expert":
            acting = acting_as(ExpertFactory())
        case "who stays at home":
            visit.experts.remove(group.experts[1])
        case "cancelled":
            type(visit).objects.update(state="cancelled", reason="Себеп")
        case "finished":
            type(group.application).objects.update(state=State.EVALUATED)
    with pytest.raises(PermissionDenied, match=reason):
        services.note(visit, seen, by=acting)
    assert not VisitEntry.objects.exists()


def test_a_photo_is_stored_once_and_never_a_sixth(visit, seen, group):
    entry, key = services.note(visit, seen, by=group.by_second), uuid.uuid4()
    photo = services.add_photo(entry, jpeg(), public_id=key, by=group.by_second)
    assert services.add_photo(entry, jpeg(), public_id=key, by=group.by_second) == photo
    for _number in range(MOST_PHOTOS - 1):
        services.add_photo(entry, jpeg(), public_id=uuid.uuid4(), by=group.by_second)
    with pytest.raises(PermissionDenied, match="at most 5"):
        services.add_photo(entry, jpeg(), public_id=uuid.uuid4(), by=group.by_second)
    assert entry.photos.count() == MOST_PHOTOS
    other = services.note(visit, another(seen), by=group.by_second)
    with pytest.raises(PermissionDenied):
        services.add_photo(other, jpeg(), public_id=key, by=group.by_second)
    with pytest.raises(PermissionDenied, match="Only the expert"):
        services.add_photo(other, jpeg(), public_id=uuid.uuid4(), by=group.by_third)


def test_the_place_where_a_photo_was_taken_is_not_stored(visit, seen, group):
    exif = Image.Exif()
    exif[0x8825] = {1: "N", 2: (42.0, 52.0, 30.0)}  # GPS
    exif[0x010F] = "Телефон"
    accepted = check(upload(picture(exif=exif), "мектеп.jpg"), allowed=PICTURES)
    entry = services.note(visit, seen, by=group.by_second)
    photo = services.add_photo(entry, accepted, public_id=uuid.uuid4(), by=group.by_second)
    with photo.file.open("rb") as file, Image.open(io.BytesIO(file.read())) as kept:
        assert dict(kept.getexif()) == {}


def test_a_removed_entry_loses_its_words_and_photos_but_not_its_trace(visit, rated, group):
    entry = services.note(visit, rated, by=group.by_second)
    services.add_photo(entry, jpeg(), public_id=uuid.uuid4(), by=group.by_second)
    with pytest.raises(PermissionDenied, match="Only the expert"):
        services.remove(entry, by=group.by_chair)
    services.remove(entry, by=group.by_second)
    entry.refresh_from_db()
    assert (entry.note, entry.removed_at is None, VisitPhoto.objects.count()) == ("", False, 0)
    assert own_rating(group).mark == "fails"  # what was carried stays
    assert JournalEntry.objects.filter(action="remove_visit_entry").count() == 1
    with pytest.raises(PermissionDenied, match="removed"):
        services.remove(entry, by=group.by_second)
    assert services.note(visit, rated, by=group.by_second).pk == entry.pk  # sent once more, it stays removed


@pytest.mark.django_db(transaction=True)
def test_a_device_that_sends_the_same_at_the_same_moment_is_heard_once(visit, rated, group):
    """The answer of the server was lost, and two windows of the device send again."""
    answers = together(lambda _place: services.note(visit, rated, by=group.by_second).pk, 4)
    assert len(set(answers)) == VisitEntry.objects.count() == 1
    assert (own_rating(group).revision, Evaluation.objects.count()) == (1, 1)
    entry, key = VisitEntry.objects.get(), uuid.uuid4()
    together(lambda _place: services.add_photo(entry, jpeg(), public_id=key, by=group.by_second), 3)
    assert VisitPhoto.objects.count() == 1


def test_nothing_is_half_stored(visit, rated, group, monkeypatch):
    def broken(*_args, **_kwargs):
        raise RuntimeError

    monkeypatch.setattr(services.workflow, "record", broken)
    with pytest.raises(RuntimeError), transaction.atomic():
        services.note(visit, rated, by=group.by_second)
    assert not VisitEntry.objects.exists()
    assert not Evaluation.objects.exists()
