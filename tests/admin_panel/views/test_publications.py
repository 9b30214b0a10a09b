import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from lxml import html

from notifications.enums import PublicationKind
from notifications.models import Publication
from tests import files
from tests.factories.notifications import PublicationFactory, PublicationFileFactory

LIST = "/ministry/messages/"
DATA = {"title_ky": "Жаңы тартип", "text_ky": "Текст", "title_ru": "Новый порядок", "text_ru": "Текст по-русски"}


def text(response):
    return " ".join(html.fromstring(response.content).text_content().split())


def address(name, *args):
    return reverse(f"ministry:publication{name}", args=args)


def test_the_four_tabs_of_the_manual_with_their_counts(ministry):
    PublicationFactory(kind=PublicationKind.NOTICE)
    PublicationFactory(out=True)
    page = html.fromstring(ministry.get(LIST).content)
    tabs = [" ".join(link.text_content().split()) for link in page.xpath("//main//nav[@class='asula-tabs']//a")]
    assert tabs == ["Administration notices 1", "News 1", "Questions and answers 0", "Guides 0"]
    assert "Nothing was added here yet" in text(ministry.get(f"{LIST}?tab=guide"))


def test_added_published_changed_and_withdrawn(ministry, client):
    page = ministry.post(address("_add", "news"), DATA, follow=True)
    assert "Saved as a draft" in text(page)
    added = Publication.objects.get()
    assert "Published: everybody can read it." in text(ministry.post(address("_publish", added.pk), follow=True))
    assert "Новый порядок" in text(ministry.get(f"/news/{added.pk}/")) or "Жаңы тартип" in text(
        ministry.get(f"/news/{added.pk}/")
    )
    ministry.post(address("_edit", added.pk), DATA | {"title_ky": "Башкача"})
    assert "Башкача" in text(client.get("/news/"))
    assert "Withdrawn: nobody" in text(ministry.post(address("_withdraw", added.pk), follow=True))
    assert client.get(f"/news/{added.pk}/").status_code == 404


def test_a_document_is_added_replaced_and_removed(ministry):
    ministry.post(address("_add", "guide"), DATA | {"file": files.upload(files.pdf(), "нускама.pdf")})
    guide = Publication.objects.get()
    assert guide.document.name == "нускама.pdf"
    ministry.post(address("_edit", guide.pk), DATA | {"file": files.upload(files.pdf(), "экинчи.pdf")})
    assert Publication.objects.get().document.name == "экинчи.pdf"
    ministry.post(address("_edit", guide.pk), DATA | {"without_file": "on"})
    assert not hasattr(Publication.objects.get(), "document")


@pytest.mark.parametrize(
    ("change", "field"),
    [({"title_ru": ""}, "title_ru"), ({"text_ky": "ө" * 10_001}, "text_ky"), ({"title_ky": "ө" * 201}, "title_ky")],
)
def test_what_was_typed_stays_beside_its_error(ministry, change, field):
    response = ministry.post(address("_add", "news"), DATA | change)
    assert response.status_code == 422
    page = html.fromstring(response.content)
    assert page.xpath(f"//*[@id='id_{field}_error']")
    assert "Текст по-русски" in page.xpath("//textarea[@name='text_ru']/text()")[0]
    assert not Publication.objects.exists()


def test_a_refused_document_leaves_no_draft(ministry):
    broken = files.upload(b"MZ not a paper", "virus.pdf")
    assert ministry.post(address("_add", "guide"), DATA | {"file": broken}).status_code == 422
    assert not Publication.objects.exists()


def test_a_notice_says_to_how_many_it_goes_and_can_not_be_called_back(ministry):
    notice = PublicationFactory(kind=PublicationKind.NOTICE)
    assert "2 people" in text(ministry.get(address("_publish", notice.pk)))
    shown = text(ministry.post(address("_publish", notice.pk), follow=True))
    assert "on its way to everybody" in shown
    assert "can't be changed any more" in shown
    assert ministry.get(address("_edit", notice.pk)).status_code == 403
    assert ministry.post(address("_withdraw", notice.pk)).status_code == 403


def test_what_lacks_a_language_says_so_instead_of_being_published(ministry):
    draft = PublicationFactory(text_ru="")
    assert "text in both languages or a document" in text(ministry.get(address("", draft.pk)))
    assert ministry.get(address("_publish", draft.pk)).status_code == 403


def test_the_list_costs_the_same_for_any_number(ministry):
    counts = set()
    for wanted in (1, 3, 40):
        for _number in range(wanted):
            PublicationFileFactory(publication=PublicationFactory(kind=PublicationKind.GUIDE))
        with CaptureQueriesContext(connection) as captured:
            ministry.get(f"{LIST}?tab=guide")
        counts.add(len(captured))
    assert len(counts) == 1
