import pytest
from django.core.cache import cache


@pytest.fixture(autouse=True)
def _empty_cache():
    """Limits and states kept in the cache never travel from test to test."""
    cache.clear()
