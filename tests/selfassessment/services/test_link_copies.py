"""What a link showed at the submission is kept, whatever becomes of the link."""

import hashlib
from datetime import timedelta

import pytest
from django.utils import timezone

from core import effects
from core.models import OutboxEntry
from integrations.web_links import Page, web_links
from integrations.web_links.fake import FakeWebLinks
from selfassessment.enums import CopyState
from selfassessment.models import Citation, LinkCopy, LinkCopyFile
from selfassessment.services.link_copies import keep_copies, make_copy
from tests.factories.selfassessment import LinkFactory
from tests.files import pdf, picture

pytestmark = pytest.mark.django_db
URL = "https://mektep.kg/plan"


@pytest.fixture
def web(settings):
    """The web in memory, new for this test."""
    settings.ADAPTERS = {**settings.ADAPTERS}
    found = web_links()
    assert isinstance(found, FakeWebLinks)
    return found


@pytest.fixture
def report(world):
    report = world.approved()
    cite(report, URL)
    return report


def cite(report, url, place=0):
    """The approved report names this link."""
    evidence = LinkFactory(organization=report.organization, url=url)
    answer = report.answers.exclude(criterion=None).order_by("place")[place]
    return Citation.objects.create(
        answer=answer, evidence=evidence, version=evidence.newest, cited_by=evidence.added_by
    )


def shown(web, content, content_type, address=URL):
    web.pages[URL] = Page(content, content_type, address)


def copied(report):
    keep_copies(report)
    make_copy(LinkCopy.objects.latest("pk").pk)
    return LinkCopy.objects.select_related("file").latest("pk")


def test_a_page_is_kept_byte_by_byte_with_date_and_digest(report, web):
    content = "<html><body><script>alert(1)</script><p>Окуу планы</p></body></html>".encode()
    shown(web, content, "text/html; charset=utf-8", "https://mektep.kg/plan/2026")
    copy = copied(report)
    assert (copy.state, copy.file.format_key, copy.failure) == (CopyState.KEPT, "html", "")
    assert copy.file.sha256 == hashlib.sha256(content).hexdigest()
    assert copy.file.file.read() == content
    assert (copy.address, copy.content_type) == ("https://mektep.kg/plan/2026", "text/html; charset=utf-8")
    assert timezone.now() - copy.tried_at < timedelta(minutes=1)
    assert copy.file.format.content_type.startswith("text/plain")
    assert not copy.file.is_clean  # the scanner looks at it as at any upload


@pytest.mark.parametrize(
    ("content", "content_type", "kind"),
    [
        (b"<p>x</p>", "application/xhtml+xml", "html"),
        (b"plain", "text/plain", "text"),
        (pdf(), "application/pdf", "pdf"),
        (pdf(), "application/octet-stream", "pdf"),
        (picture(), "image/jpeg", "jpeg"),
        (b"<p>x</p>", "TEXT/HTML ; charset=x", "html"),
    ],
)
def test_kinds_that_are_kept(report, web, content, content_type, kind):
    shown(web, content, content_type)
    assert copied(report).file.format_key == kind


@pytest.mark.parametrize(
    ("content", "content_type", "failure"),
    [
        (b"MZ\x90\x00", "application/x-msdownload", "kind"),
        (b"PK\x03\x04zip", "application/zip", "kind"),
        (b"", "", "kind"),
        (b"{}", "application/json", "kind"),
        (b"%PDF-1.7 broken", "application/pdf", "refused"),
        (b"\xff\xd8\xffbroken", "image/jpeg", "refused"),
        (b"<p>%PDF-</p>", "application/pdf", "kind"),
    ],
)
def test_kinds_that_are_not_kept_are_not_asked_for_again(report, web, content, content_type, failure):
    shown(web, content, content_type)
    copy = copied(report)
    assert (copy.state, copy.failure, copy.file) == (CopyState.FAILED, failure, None)
    assert not LinkCopyFile.objects.exists()
    assert OutboxEntry.objects.filter(kind="copy link").count() == 1


def test_a_site_that_is_away_is_asked_three_times_in_all(report, web):
    web.closed.add(URL)
    copy = copied(report)
    for attempt in (2, 3, 4):
        assert (copy.state, copy.failure) == (CopyState.FAILED, "status_404")
        make_copy(copy.pk)
        copy.refresh_from_db()
        assert copy.attempts == attempt
    waiting = OutboxEntry.objects.filter(kind="copy link", available_at__gt=timezone.now())
    assert [round((entry.available_at - timezone.now()) / timedelta(hours=1)) for entry in waiting] == [1, 24]


def test_a_site_that_came_back_is_kept_and_not_asked_again(report, web):
    web.closed.add(URL)
    copy = copied(report)
    web.closed.clear()
    make_copy(copy.pk)
    copy.refresh_from_db()
    assert (copy.state, copy.failure, copy.attempts) == (CopyState.KEPT, "", 2)
    asked = len(web.asked)
    make_copy(copy.pk)
    make_copy(10**9)
    assert len(web.asked) == asked


def test_what_is_too_large_is_not_kept(report, web, settings):
    settings.LINK_COPY_BYTES = 10
    shown(web, b"x" * 11, "text/plain")
    assert copied(report).failure == "too_large"


def test_each_link_is_copied_once_and_files_are_not(report, web):
    cite(report, "https://mektep.kg/other", place=1)
    first = Citation.objects.filter(answer__report=report).order_by("pk").first()
    other = report.answers.exclude(criterion=None).order_by("place")[2]
    facts = {"evidence": first.evidence, "version": first.version, "cited_by": first.cited_by}
    Citation.objects.create(answer=other, **facts)
    assert keep_copies(report) == 2
    effects.drain()
    assert set(LinkCopy.objects.values_list("state", flat=True)) == {CopyState.KEPT}
    assert set(LinkCopyFile.objects.values_list("scan_state", flat=True)) == {"clean"}


def test_submitted_again_another_copy_is_made_and_the_first_one_stays(report, web):
    first = copied(report)
    second = copied(report)
    assert first.pk != second.pk
    assert LinkCopy.objects.filter(state=CopyState.KEPT, report=report).count() == 2
