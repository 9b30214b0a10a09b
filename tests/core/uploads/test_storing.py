import errno
from datetime import timedelta

import pytest
import time_machine
from django.core.files.base import ContentFile
from django.core.files.storage import InMemoryStorage, default_storage
from django.db import transaction
from django.utils import timezone

from core.models import OutboxEntry
from core.uploads import storing
from core.uploads.checks import check
from core.uploads.models import ScanState
from core.uploads.refusals import Refused
from organizations.enums import DocumentKind
from organizations.models import OrganizationDocument
from tests import files
from tests.factories.organizations import OrganizationDocumentFactory, OrganizationFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _empty_storage(settings):
    settings.STORAGES = {**settings.STORAGES}


def stored(organization=None, name="../устав.pdf", content=b""):
    organization = organization or OrganizationFactory()
    return storing.store(
        OrganizationDocument,
        check(files.upload(content or files.pdf(), name)),
        by=organization.registered_by,
        organization=organization,
        kind=DocumentKind.CHARTER,
    )


def test_the_bytes_lie_under_a_name_that_says_nothing():
    content = files.pdf()
    document = stored(content=content)
    document.refresh_from_db()
    assert (document.name, document.format_key, document.scan_state) == ("устав.pdf", "pdf", ScanState.WAITING)
    assert document.file.read() == content
    assert "устав" not in document.file.name
    assert "." not in document.file.name


def test_the_scanner_is_asked_after_the_transaction():
    document = stored()
    entry = OutboxEntry.objects.get()
    assert entry.kind == "uploads.scan"
    assert entry.payload == {
        "model": "organizations.OrganizationDocument",
        "public_id": str(document.public_id),
    }


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (OSError(errno.ENOSPC, "full"), "no_room"),
        (OSError(errno.EIO, "broken"), "not_stored"),
        (RuntimeError("the object storage is away"), "not_stored"),
    ],
)
def test_a_storage_that_fails_is_told_and_leaves_no_row(monkeypatch, error, code):
    def fail(*_args, **_options):
        raise error

    monkeypatch.setattr(InMemoryStorage, "save", fail)
    organization = OrganizationFactory()
    with pytest.raises(Refused) as refused:
        stored(organization)
    assert refused.value.code == code
    assert not OrganizationDocument.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_discarded_bytes_go_with_the_transaction():
    document = stored()
    name = document.file.name
    with transaction.atomic():
        storing.discard(document)
        transaction.set_rollback(True)
    assert OrganizationDocument.objects.count() == 1
    assert default_storage.exists(name)
    storing.discard(OrganizationDocument.objects.get())
    assert not OrganizationDocument.objects.exists()
    assert not default_storage.exists(name)


def test_bytes_without_a_row_are_swept_away_after_a_day():
    document = stored()
    default_storage.save("uploads/2026/01/ab/orphan", ContentFile(b"lost"))
    default_storage.save("documents/other", ContentFile(b"not an upload"))
    assert storing.sweep() == 0
    with time_machine.travel(timezone.now() + timedelta(days=2)):
        assert storing.sweep() == 1
    assert not default_storage.exists("uploads/2026/01/ab/orphan")
    assert default_storage.exists(document.file.name)
    assert default_storage.exists("documents/other")


def test_a_sweep_before_the_first_upload_finds_nothing():
    assert storing.sweep() == 0


def test_the_room_an_organization_uses_is_the_sum_of_its_files():
    organization = OrganizationFactory()
    assert organization.documents.bytes_used() == 0
    OrganizationDocumentFactory(organization=organization, size=300)
    OrganizationDocumentFactory(organization=organization, size=40, kind=DocumentKind.CERTIFICATE)
    OrganizationDocumentFactory(organization=OrganizationFactory(), size=5)
    assert organization.documents.bytes_used() == 340
