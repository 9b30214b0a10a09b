import pytest
from django.utils import translation

from selfassessment.services.reference import load_reference
from tests.factories.accreditation import Case


@pytest.fixture
def _standards(db):
    """The standards of the six types are in force."""
    load_reference()


@pytest.fixture
def case(_standards):
    """A school with an approved report, and the ministry's people; the standards are in force."""
    return Case()


@pytest.fixture
def _english():
    """Refusals are compared in the language of the source."""
    with translation.override("en"):
        yield
