from io import BytesIO

import docx
import pytest

from records.enums import DocumentAct
from records.models import Document
from records.workflow import advance
from selfassessment.enums import OrderKind
from selfassessment.services import ordering, papers
from tests.acting import sign_in
from tests.factories.accounts import UserFactory
from tests.factories.records import work
from tests.factories.selfassessment import World, paper

pytestmark = pytest.mark.django_db


def approved(world):
    report = world.filled()
    order = world.order(report, OrderKind.APPROVE)
    document = papers.report_document(report, by=world.by_head)
    work()
    document.refresh_from_db()
    advance(document, DocumentAct.SIGN, by=world.head.person)
    return ordering.approve(order, document=paper(), by=world.by_head), document


def said(page):
    return page.content.decode()


def test_a_draft_is_prepared_waited_for_and_opened(world, come, address):
    report = world.filled()
    client, url = come(world.teachers[2]), address("report_pdf", report.pk)
    assert "Долбоорду даярдоо (PDF)" in said(client.get(url))
    assert client.post(url)["Location"] == url
    waiting = said(client.get(url))
    assert 'hx-trigger="every 2s"' in waiting
    work()
    ready = said(client.get(url, headers={"HX-Request": "true"}))
    assert "<html" not in ready
    assert "hx-trigger" not in ready
    file = client.get(f"/documents/{Document.objects.exclude(kind='order').get().public_id}/file/")
    assert (file.status_code, file.content[:5]) == (200, b"%PDF-")


def test_a_report_that_changed_is_printed_anew(world, come, address):
    report = world.filled()
    client, url = come(world.head), address("report_pdf", report.pk)
    client.post(url)
    work()
    report.answers.update(text="Башкача")
    page = said(client.get(url))
    assert "Акыркы басып чыгаруудан кийин отчет өзгөрдү" in page
    assert "Долбоорду даярдоо (PDF)" in page


def test_without_a_type_the_page_says_why_there_is_nothing(world, come, address):
    report = world.started()
    client = come(world.deputy)
    page = client.get(address("report_pdf", report.pk))
    assert (page.status_code, "аккредитациянын түрүн" in said(page)) == (200, True)
    assert client.post(address("report_pdf", report.pk)).status_code == 403
    assert client.get(address("report_docx", report.pk)).status_code == 403


def test_the_approved_report_is_opened_at_once(world, come, address):
    report, document = approved(world)
    page = come(world.teachers[0]).get(address("report_pdf", report.pk))
    assert page["Location"] == f"/documents/{document.public_id}/file/"


def test_the_ministry_opens_the_approved_report_in_both_kinds(world, client, address):
    report, _document = approved(world)
    sign_in(client, UserFactory(is_administrator=True))
    file = client.get(address("report_pdf", report.pk), follow=True)
    assert (file.status_code, file["Content-Type"]) == (200, "application/pdf")
    assert client.get(address("report_docx", report.pk)).status_code == 200


def test_the_word_file_is_handed_over_under_its_name(world, come, address):
    report = world.filled()
    answer = come(world.teachers[2]).get(address("report_docx", report.pk))
    assert answer["Content-Type"].endswith("wordprocessingml.document")
    assert answer["Content-Disposition"].startswith("attachment; filename*=utf-8''")
    assert answer["Cache-Control"] == "no-store"
    assert docx.Document(BytesIO(answer.content)).tables


@pytest.mark.parametrize("page", ["report_pdf", "report_docx"])
def test_to_strangers_there_is_no_report(world, come, client, address, page):
    report = world.filled()
    url = address(page, report.pk)
    come(World().head, signs=True)
    assert (client.get(url).status_code, client.post(url).status_code) in {(404, 404), (404, 405)}
    sign_in(client, UserFactory(is_administrator=True))
    assert client.get(url).status_code == 404
