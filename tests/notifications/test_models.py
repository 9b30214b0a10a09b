import re
from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import override

from notifications.enums import PublicationKind, PublicationState
from notifications.models import Feedback, Publication, PublicationFile
from tests.factories.accounts import UserFactory
from tests.factories.notifications import FeedbackFactory, PublicationFactory, PublicationFileFactory

pytestmark = pytest.mark.django_db


def refused_by(name):
    return pytest.raises(IntegrityError, match=re.escape(name))


def test_a_publication_is_read_in_the_readers_language():
    publication = PublicationFactory.build(title_ky="Жаңылык", title_ru="Новость", text_ky="Текст", text_ru="")
    for language, title in [("ky", "Жаңылык"), ("ru", "Новость"), ("en", "Жаңылык")]:
        with override(language):
            assert (str(publication), publication.text) == (title, "Текст")


@pytest.mark.parametrize(
    ("traits", "state"),
    [({}, PublicationState.DRAFT), ({"out": True}, "published"), ({"withdrawn": True}, "withdrawn")],
)
@pytest.mark.parametrize("kind", PublicationKind)
def test_only_what_is_published_is_read_and_notices_by_those_who_signed_in(traits, state, kind):
    publication = PublicationFactory(kind=kind, **traits)
    PublicationFileFactory(publication=publication)
    assert publication.state == state
    is_out = state == "published"
    for reader, reads in [(UserFactory(), is_out), (AnonymousUser(), is_out and kind != PublicationKind.NOTICE)]:
        assert Publication.objects.visible_to(reader).exists() is reads
        assert PublicationFile.objects.visible_to(reader).exists() is reads


def test_what_was_never_published_is_not_withdrawn():
    with refused_by("publication_withdrawn_after_it_was_published"), transaction.atomic():
        PublicationFactory(published_at=timezone.now(), withdrawn_at=timezone.now() - timedelta(days=1))


def test_only_notices_are_sent():
    with refused_by("only_notices_are_sent_to_people"), transaction.atomic():
        PublicationFactory(notified_at=timezone.now())


@pytest.mark.parametrize("fields", [{"answer": "x"}, {"answered_at": timezone.now()}])
def test_an_answer_is_whole_or_not_there(fields):
    with refused_by("feedback_answered_whole_or_not"), transaction.atomic():
        FeedbackFactory(**fields)


def test_a_letter_is_called_by_its_number_not_by_its_writer():
    letter = FeedbackFactory()
    assert str(letter) == f"№ {letter.pk}"
    assert letter.name == "Үсөнова Гүлнара"
    answered = FeedbackFactory(answered=True)
    assert list(Feedback.objects.waiting()) == [letter]
    assert list(Feedback.objects.answered()) == [answered]
