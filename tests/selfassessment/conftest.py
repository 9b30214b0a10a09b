import pytest
from django.utils import translation

from selfassessment.services.reference import load_reference
from tests.factories.selfassessment import World


@pytest.fixture
def world(db):
    """A school with its people, and the standards that are in force."""
    load_reference()
    return World()


@pytest.fixture
def _english():
    """Refusals are compared in the language of the source."""
    with translation.override("en"):
        yield
