import os

import pytest
from django.core.cache import cache


@pytest.fixture(autouse=True)
def _empty_cache():
    """Limits and states kept in the cache never travel from test to test."""
    cache.clear()


def pytest_terminal_summary(terminalreporter):
    """Names the stages of bin/test that failed before pytest: pytest's own closing line stays the last one."""
    if failed := os.environ.get("FAILED_STAGES"):
        terminalreporter.section("stages that failed before the tests", red=True, bold=True)
        terminalreporter.line(failed)
