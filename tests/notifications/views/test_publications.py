import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from lxml import html

from notifications.enums import PublicationKind
from tests.acting import sign_in
from tests.factories.accounts import UserFactory
from tests.factories.notifications import GUIDE, PublicationFactory, PublicationFileFactory

pytestmark = pytest.mark.django_db
NEWS = "/news/"


def page_of(response):
    assert response.status_code == 200
    return html.fromstring(response.content)


def texts(page, path):
    return [" ".join(node.text_content().split()) for node in page.xpath(path)]


@pytest.mark.parametrize(("language", "title"), [("ky", "Жаңы тартип"), ("ru", "Новый порядок")])
def test_everybody_reads_what_is_published_in_his_language(client, language, title):
    PublicationFactory(title_ky="Жаңы тартип", title_ru="Новый порядок", out=True)
    PublicationFactory(title_ky="Долбоор", title_ru="Черновик")
    PublicationFactory(title_ky="Суроо", kind=PublicationKind.QUESTION, out=True)
    client.cookies["language"] = language
    page = page_of(client.get(NEWS))
    assert texts(page, "//main//h2//a") == [title]
    assert texts(page, "//main//*[@class='asula-tabs__count']") == ["1", "1", "0"]
    shown = page_of(client.get(page.xpath("//main//h2//a/@href")[0]))
    assert texts(shown, "//h1") == [title]


def test_questions_open_where_they_stand(client):
    PublicationFactory(kind=PublicationKind.QUESTION, title_ky="Кантип?", text_ky="Мындай: <b>", out=True)
    page = page_of(client.get(f"{NEWS}?tab=question"))
    assert texts(page, "//main//summary") == ["Кантип?"]
    assert "Мындай: <b>" in texts(page, "//main//details")[0]


@pytest.mark.parametrize("tab", ["", "question", "guide", "notice", "x"])
def test_an_empty_list_says_what_will_stand_there(client, tab):
    assert len(page_of(client.get(f"{NEWS}?tab={tab}")).xpath("//*[@class='asula-empty']")) == 1


@pytest.mark.parametrize(("traits", "status"), [({"out": True}, 200), ({}, 404), ({"withdrawn": True}, 404)])
def test_a_guide_and_its_document_are_there_while_it_is_published(client, traits, status):
    guide = PublicationFactory(kind=PublicationKind.GUIDE, **traits)
    document = PublicationFileFactory(publication=guide)
    assert client.get(f"{NEWS}{guide.pk}/").status_code == status
    response = client.get(f"{NEWS}files/{document.public_id}/")
    assert response.status_code == status
    if status == 200:
        assert b"".join(response) == GUIDE
        assert response.headers["Content-Disposition"].startswith("attachment")


def test_a_document_waits_for_the_scanner(client):
    guide = PublicationFactory(kind=PublicationKind.GUIDE, out=True)
    document = PublicationFileFactory(publication=guide, scan_state="waiting")
    assert not page_of(client.get(f"{NEWS}{guide.pk}/")).xpath(f"//a[contains(@href, '{document.public_id}')]")
    assert client.get(f"{NEWS}files/{document.public_id}/").status_code == 403


def test_a_notice_is_for_those_who_signed_in(client):
    notice = PublicationFactory(kind=PublicationKind.NOTICE, out=True)
    assert client.get(f"{NEWS}{notice.pk}/").status_code == 404
    sign_in(client, UserFactory())
    assert client.get(f"{NEWS}{notice.pk}/").status_code == 200


def test_the_list_costs_the_same_for_any_number(client):
    counts = set()
    for wanted in (1, 3, 45):
        for _number in range(wanted):
            PublicationFileFactory(publication=PublicationFactory(out=True))
        with CaptureQueriesContext(connection) as captured:
            page = page_of(client.get(NEWS))
        counts.add(len(captured))
    assert len(counts) == 1
    assert len(page.xpath("//li[@class='asula-news__item']")) == 20
