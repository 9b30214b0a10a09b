import gc
import os
from pathlib import Path

import pytest
from django.conf import settings
from django.core.cache import cache
from django.db import connection
from django.db.models.signals import post_migrate

from core import limits
from integrations.adapters import adapter
from records import development_seal
from records.models import JournalHead
from selfassessment.services.reference import load_reference as load_standards
from tests.stub_process import stub_process, stub_server

__all__ = ["stub_process", "stub_server"]


@pytest.fixture(autouse=True)
def _empty_cache():
    """Limits and states kept in the cache never travel from test to test."""
    cache.clear()
    limits.forget_all()


@pytest.fixture(autouse=True)
def _fresh_fakes():
    """What one test puts into a fake service, no other test finds there."""
    adapter.cache_clear()


@pytest.fixture(scope="session", autouse=True)
def _seal():
    """A seal for the tests, made once on a machine."""
    development_seal.make(Path(settings.SEAL_KEY).parent)


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """Tests that commit are followed by a TRUNCATE of all tables, which the journal's guards would refuse.

    What every installation has from its beginning is loaded here: the standards are hundreds of rows.
    """
    with django_db_blocker.unblock(), connection.cursor() as cursor:
        for table in ("entry", "link", "head"):
            cursor.execute(f"ALTER TABLE records_journal{table} DISABLE TRIGGER journal_guard_truncate")
        load_standards()
    post_migrate.connect(_begin_again, dispatch_uid="tests")


def _begin_again(sender, using, **_kwargs):
    if sender.label == "records":
        JournalHead.objects.using(using).get_or_create(pk=1)
    if sender.label == "selfassessment":
        load_standards()


@pytest.hookimpl(trylast=True)
def pytest_collection_finish():
    """What is loaded by now stays: looking through it for garbage again and again took a tenth of the time."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 50)


def pytest_terminal_summary(terminalreporter):
    """Names the stages of bin/test that failed before pytest: pytest's own closing line stays the last one."""
    if failed := os.environ.get("FAILED_STAGES"):
        terminalreporter.section("stages that failed before the tests", red=True, bold=True)
        terminalreporter.line(failed)
