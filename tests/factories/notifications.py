import hashlib

import factory
from django.core.files.base import ContentFile
from django.utils import timezone

from core.uploads.models import ScanState
from notifications.enums import PublicationKind
from notifications.models import Feedback, Message, Publication, PublicationFile
from tests.factories.accounts import UserFactory

GUIDE = b"%PDF-1.4 a guide"


class MessageFactory(factory.django.DjangoModelFactory[Message]):
    """Something that a person was told and has not read."""

    class Meta:
        model = Message

    recipient = factory.SubFactory(UserFactory)
    subject = factory.Sequence(lambda number: f"Арыз № {number} катталды")
    body = "Арызыңыз катталды."


class PublicationFactory(factory.django.DjangoModelFactory[Publication]):
    """News, written and not published yet; with `out=True` published, with `withdrawn=True` withdrawn again."""

    class Meta:
        model = Publication

    class Params:
        out = factory.Trait(published_at=factory.LazyFunction(timezone.now))
        withdrawn = factory.Trait(
            published_at=factory.LazyFunction(timezone.now), withdrawn_at=factory.LazyFunction(timezone.now)
        )

    kind = PublicationKind.NEWS
    title_ky = factory.Sequence(lambda number: f"Жаңылык {number}")
    title_ru = factory.Sequence(lambda number: f"Новость {number}")
    text_ky = "Өзүн-өзү баалоо башталды."
    text_ru = "Самооценка началась."
    added_by = factory.SubFactory(UserFactory, is_administrator=True)


class PublicationFileFactory(factory.django.DjangoModelFactory[PublicationFile]):
    """A document that the scanner found clean."""

    class Meta:
        model = PublicationFile

    publication = factory.SubFactory(PublicationFactory)
    name = "нускама.pdf"
    format_key = "pdf"
    size = len(GUIDE)
    sha256 = hashlib.sha256(GUIDE).hexdigest()
    file = factory.LazyFunction(lambda: ContentFile(GUIDE, name="x"))
    scan_state = ScanState.CLEAN
    scanned_at = factory.LazyAttribute(lambda file: timezone.now() if file.scan_state != ScanState.WAITING else None)


class FeedbackFactory(factory.django.DjangoModelFactory[Feedback]):
    """A letter that nobody has answered; with `answered=True` one with its answer."""

    class Meta:
        model = Feedback

    class Params:
        answered = factory.Trait(
            answer="Жооп",
            answered_at=factory.LazyFunction(timezone.now),
            answered_by=factory.SubFactory(UserFactory, is_administrator=True),
        )

    last_name = "Үсөнова"
    first_name = "Гүлнара"
    email = factory.Sequence(lambda number: f"writer-{number}@mail.example")
    phone = "+996 555 100200"
    text = "Кантип катталса болот?"
    language = "ky"
