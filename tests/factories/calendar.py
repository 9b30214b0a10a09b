import factory

from accreditation.models import DayException
from tests.factories.accounts import UserFactory


class DayExceptionFactory(factory.django.DjangoModelFactory[DayException]):
    """A day off by decree; give it `day`, and `is_working=True` for a Saturday on which people work."""

    class Meta:
        model = DayException

    is_working = False
    note = "Өкмөттүн токтому № 57"
    added_by = factory.SubFactory(UserFactory, is_administrator=True)
