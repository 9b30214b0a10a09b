import pytest

from integrations.adapters import adapter


@pytest.fixture
def registry():
    """The registers of people, in memory."""
    return adapter("person_registry")
