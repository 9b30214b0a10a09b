import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.base import ContentFile
from django.utils.translation import override

from core.uploads.downloads import Changed, file_response
from core.uploads.models import ScanState
from tests.factories.organizations import SCAN, OrganizationDocumentFactory, OrganizationFactory

pytestmark = pytest.mark.django_db


def document(**fields):
    return OrganizationDocumentFactory(organization=OrganizationFactory(), **fields)


def test_a_file_comes_back_as_an_attachment_in_a_sandbox():
    response = file_response(document(name="Мектептин уставы «2026».pdf"))
    assert b"".join(response.streaming_content) == SCAN
    headers = dict(response.headers)
    assert headers["Content-Type"] == "application/pdf"
    assert headers["Content-Length"] == str(len(SCAN))
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Content-Security-Policy"] == "default-src 'none'; sandbox; frame-ancestors 'none'"
    assert headers["Cache-Control"] == "private, no-store"
    assert headers["Content-Disposition"].startswith("attachment; filename*=utf-8''%D0%9C")


@pytest.mark.parametrize(
    ("state", "reason"), [(ScanState.WAITING, "still being checked"), (ScanState.INFECTED, "virus")]
)
def test_nothing_is_given_out_before_the_scanner_called_it_clean(state, reason):
    with override("en"), pytest.raises(PermissionDenied, match=reason):
        file_response(document(scan_state=state))


def test_a_proxy_may_send_the_bytes(settings):
    settings.UPLOADS_INTERNAL_URL = "/protected/"
    stored = document()
    response = file_response(stored)
    assert response.headers["X-Accel-Redirect"] == f"/protected/{stored.file.name}"
    assert response.headers["Content-Disposition"].startswith("attachment")
    assert response.content == b""


def test_changed_bytes_are_not_given_out():
    stored = document()
    stored.file.storage.delete(stored.file.name)
    stored.file.storage.save(stored.file.name, ContentFile(b"%PDF-1.4 forged"))
    with pytest.raises(Changed):
        file_response(stored)
