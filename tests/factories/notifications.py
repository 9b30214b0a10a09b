import factory

from notifications.models import Message
from tests.factories.accounts import UserFactory


class MessageFactory(factory.django.DjangoModelFactory[Message]):
    """Something that a person was told and has not read."""

    class Meta:
        model = Message

    recipient = factory.SubFactory(UserFactory)
    subject = factory.Sequence(lambda number: f"Арыз № {number} катталды")
    body = "Арызыңыз катталды."
