"""What the database itself refuses of a stored copy."""

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from selfassessment.models import LinkCopy, LinkCopyFile
from selfassessment.models.link_copies import FORMATS
from tests.factories.selfassessment import LinkFactory, World

pytestmark = pytest.mark.django_db


@pytest.fixture
def facts(db):
    world = World()
    return {"report": world.started(), "version": LinkFactory(organization=world.school).newest}


@pytest.mark.parametrize(
    "wrong",
    [
        {"state": "kept", "tried_at": timezone.now()},
        {"state": "failed", "tried_at": timezone.now()},
        {"state": "failed", "failure": "timeout"},
        {"state": "waiting", "failure": "timeout"},
        {"state": "waiting", "tried_at": timezone.now()},
    ],
)
def test_a_copy_is_kept_as_a_file_or_failed_with_a_reason(facts, wrong):
    with pytest.raises(IntegrityError), transaction.atomic():
        LinkCopy.objects.create(**facts, **wrong)


@pytest.mark.parametrize("key", sorted(FORMATS))
def test_words_are_shown_of_texts_only(key):
    file = LinkCopyFile(format_key=key)
    assert file.is_text == (key in {"html", "text"})
    assert file.format.key == key


def test_a_page_is_given_out_as_plain_text():
    assert {FORMATS[key].content_type for key in ("html", "text")} == {"text/plain; charset=utf-8"}
