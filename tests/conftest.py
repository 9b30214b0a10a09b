import os

import pytest
from django.core.cache import cache

from integrations.adapters import adapter


@pytest.fixture(autouse=True)
def _empty_cache():
    """Limits and states kept in the cache never travel from test to test."""
    cache.clear()


@pytest.fixture(autouse=True)
def _fresh_fakes():
    """What one test puts into a fake service, no other test finds there."""
    adapter.cache_clear()


def pytest_terminal_summary(terminalreporter):
    """Names the stages of bin/test that failed before pytest: pytest's own closing line stays the last one."""
    if failed := os.environ.get("FAILED_STAGES"):
        terminalreporter.section("stages that failed before the tests", red=True, bold=True)
        terminalreporter.line(failed)
