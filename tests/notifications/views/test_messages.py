import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from lxml import html

from notifications.models import Message
from tests.acting import sign_in
from tests.factories.accounts import UserFactory
from tests.factories.notifications import MessageFactory
from tests.factories.staff import EmploymentFactory

pytestmark = pytest.mark.django_db
LIST = "/messages/"


@pytest.fixture
def aigul(client):
    person = UserFactory(last_name="Асанова")
    sign_in(client, person)
    return person


def page_of(response):
    assert response.status_code == 200
    return html.fromstring(response.content)


def texts(page, path):
    return [" ".join(node.text_content().split()) for node in page.xpath(path)]


def test_messages_stand_there_with_the_unread_marked_and_counted(client, aigul):
    MessageFactory(recipient=aigul, subject="Окулган", read_at=timezone.now())
    MessageFactory(recipient=aigul, subject="Жаңы")
    MessageFactory(subject="Бөтөн")
    page = page_of(client.get(LIST))
    assert texts(page, "//h1") == ["Билдирүүлөр"]
    assert texts(page, "//*[contains(@class, 'asula-inbox__subject')]") == ["Жаңы", "Окулган"]
    assert texts(page, "//li[contains(@class, '--unread')]//*[contains(@class, 'asula-inbox__subject')]") == ["Жаңы"]
    assert texts(page, "//main//*[@class='asula-tabs__count']") == ["2", "1"]
    assert "1 окула элек билдирүүлөр" in texts(page, "//summary")[0]
    unread = page_of(client.get(f"{LIST}?tab=unread"))
    assert texts(unread, "//*[contains(@class, 'asula-inbox__subject')]") == ["Жаңы"]


def test_who_has_none_is_told_what_will_stand_there(client, aigul):
    assert "Азырынча билдирүү жок" in client.get(LIST).content.decode()
    MessageFactory(recipient=aigul, read_at=timezone.now())
    assert "Бардыгын окудуңуз" in client.get(f"{LIST}?tab=unread").content.decode()


def test_opened_from_the_list_it_counts_as_read_and_leads_to_what_it_is_about(client, aigul):
    message = MessageFactory(
        recipient=aigul, subject="Арыз катталды", body="Кара: https://a.example/x\n<b>", url="/staff/"
    )
    response = client.post(reverse("message_open", args=[message.pk]), follow=True)
    assert response.redirect_chain == [(reverse("message", args=[message.pk]), 302)]
    page = page_of(response)
    assert texts(page, "//h1") == ["Арыз катталды"]
    assert page.xpath("//main//a[@role='button']/@href") == ["/staff/"]
    assert page.xpath("//*[@class='asula-message-body']//a/@href") == ["https://a.example/x"]
    assert "<b>" in texts(page, "//*[@class='asula-message-body']")[0]
    message.refresh_from_db()
    assert message.read_at is not None


def test_only_looking_at_it_changes_nothing(client, aigul):
    message = MessageFactory(recipient=aigul)
    page = page_of(client.get(reverse("message", args=[message.pk])))
    assert page.xpath("//main//form/@action") == [reverse("message_open", args=[message.pk])]
    assert Message.objects.get().read_at is None


def test_all_are_read_at_once(client, aigul):
    for _number in range(3):
        MessageFactory(recipient=aigul)
    other = MessageFactory()
    page = page_of(client.post(reverse("message_read_all"), follow=True))
    assert "3 билдирүү окулган деп белгиленди." in texts(page, "//main")[0]
    assert list(Message.objects.unread()) == [other]


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("name", ["message", "message_open"])
def test_messages_of_others_do_not_exist(client, aigul, name, method):
    address = reverse(name, args=[MessageFactory().pk])
    expected = 405 if (name, method) in {("message", "post"), ("message_open", "get")} else 404
    assert getattr(client, method)(address).status_code == expected


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("name", ["message_list", "message", "message_open", "message_read_all"])
def test_a_stranger_signs_in_first(client, name, method):
    address = reverse(name, args=[1] if name in {"message", "message_open"} else [])
    assert getattr(client, method)(address).status_code == (302 if method == "get" else 303)


def test_the_list_costs_the_same_for_any_number(client, aigul):
    counts = []
    for wanted in (1, 3, 60):
        while Message.objects.count() < wanted:
            MessageFactory(recipient=aigul)
        with CaptureQueriesContext(connection) as captured:
            page = page_of(client.get(LIST))
        counts.append(len(captured))
    assert len(set(counts)) == 1
    assert len(page.xpath("//li[contains(@class, 'asula-inbox__message')]")) == 25
    assert len(page_of(client.get(f"{LIST}?page=3")).xpath("//li[contains(@class, 'asula-inbox__message')]")) == 10


def test_the_page_stands_in_the_cabinet_where_the_person_works(client):
    teacher = EmploymentFactory()
    sign_in(client, teacher.person, organization_id=teacher.organization_id, place_key="test")
    menu = page_of(client.get(LIST)).xpath("//nav[contains(@class, 'asula-cabinet')]")
    assert texts(menu[0], ".//*[@aria-current='page']") == ["Билдирүүлөр"]
    sign_in(client, UserFactory(is_administrator=True))
    assert "asula-cabinet__menu" in client.get(LIST).content.decode()
