"""What a plan and an entry need, said beside the field."""

import uuid
from datetime import datetime, timedelta

import pytest
from django.utils import timezone
from django.utils.datastructures import MultiValueDict

from accreditation.forms.visits import EntryForm, PlanForm, SentEntryForm
from tests.factories.evaluation import Group
from tests.factories.people import ExpertFactory
from tests.files import pdf, picture, upload

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_english")]


@pytest.fixture
def group(case):
    return Group(case, criteria=1)


@pytest.fixture
def answer(group):
    return group.application.report.answers.exclude(criterion=None).get()


def entry(photos=(), **changes):
    data = {"public_id": str(uuid.uuid4()), "finding": "seen", "note": "Китепкана бар"} | changes
    return EntryForm(data, MultiValueDict({"photos": list(photos)}))


def test_a_plan_offers_the_group_and_the_days_of_the_evaluation(group):
    ExpertFactory()
    form = PlanForm(application=group.application)
    assert set(form.fields["experts"].queryset) == set(group.experts)
    first = group.application.evaluation_starts_on
    assert form.fields["ends_on"].widget.attrs["min"] == f"{first:%Y-%m-%d}"
    assert f"{first:%d.%m.%Y}" in form.fields["starts_on"].help_text


def test_a_plan_without_anything_names_every_field_that_is_needed(group):
    form = PlanForm({}, application=group.application)
    assert set(form.errors) == {"starts_on", "ends_on", "experts", "contact_name", "contact_phone"}
    assert form.errors["experts"] == ["Choose at least one expert of the group."]


def test_an_entry_without_a_moment_was_noted_now(answer):
    form = entry()
    assert form.is_valid(), form.errors
    noted = form.noted(answer)
    assert timezone.now() - noted.noted_at < timedelta(seconds=10)
    assert (noted.rating_base, noted.mark, noted.answer) == (0, "", answer)


@pytest.mark.parametrize(
    ("moment", "utc"),
    [
        ("2026-11-20T09:30:00.000Z", "2026-11-20T09:30:00+00:00"),
        ("2026-11-20T15:30:00+06:00", "2026-11-20T09:30:00+00:00"),
    ],
)
def test_the_moment_of_a_device_keeps_its_zone(answer, moment, utc):
    form = entry(noted_at=moment)
    assert form.is_valid(), form.errors
    assert form.noted(answer).noted_at == datetime.fromisoformat(utc)


PHOTOS = [
    ([("a.jpg", picture())], ""),
    ([("a.jpg", picture()), ("b.png", picture("PNG"))], ""),
    ([("a.pdf", pdf())], "cannot be taken"),
    ([("a.jpg", b"")], "empty"),
    ([("a.png", picture())], "Rename the file"),
    ([(f"{number}.jpg", picture()) for number in range(6)], "at most 5"),
]


@pytest.mark.parametrize(("files", "refusal"), PHOTOS)
def test_each_photo_is_checked(files, refusal):
    form = entry([upload(content, name) for name, content in files])
    assert form.is_valid() is (refusal == "")
    if refusal:
        assert refusal in form.errors["photos"][0]
    else:
        assert len(form.cleaned_data["photos"]) == len(files)


def test_a_device_sends_photos_apart_from_their_entry():
    assert "photos" not in SentEntryForm().fields
    assert {"owner", "answer"} <= set(SentEntryForm().fields)
