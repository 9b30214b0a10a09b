import pytest
from lxml import html

from notifications.models import Feedback
from tests.acting import sign_in
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db
PAGE = "/feedback/"
DATA = {"last_name": "Үсөнова", "first_name": "Гүлнара", "email": "g@mail.example", "phone": "", "text": "Кантип?"}


def test_a_letter_arrives_and_its_writer_is_told(client):
    response = client.post(PAGE, DATA, follow=True)
    assert response.redirect_chain == [(f"{PAGE}sent/", 302)]
    assert "Билдирүүңүз жөнөтүлдү" in response.content.decode()
    letter = Feedback.objects.get()
    assert (letter.name, letter.text, letter.sent_by) == ("Үсөнова Гүлнара", "Кантип?", None)


def test_who_signed_in_finds_his_name_there(client):
    person = UserFactory(last_name="Асанова", email="a@school.example")
    sign_in(client, person)
    page = html.fromstring(client.get(PAGE).content)
    assert page.xpath("//input[@name='last_name']/@value") == ["Асанова"]
    client.post(PAGE, DATA)
    assert Feedback.objects.get().sent_by == person


def test_what_was_typed_stays_beside_its_error(client):
    response = client.post(PAGE, DATA | {"email": "эмес", "text": "Узун суроо"})
    assert response.status_code == 422
    page = html.fromstring(response.content)
    assert page.xpath("//textarea/text()")[0].strip() == "Узун суроо"
    assert page.xpath("//*[@id='id_email_error']")
    assert not Feedback.objects.exists()


def test_one_address_writes_only_so_often(client, settings):
    settings.FEEDBACK_LIMIT = "2/hour"
    statuses = [client.post(PAGE, DATA).status_code for _number in range(3)]
    assert statuses == [302, 302, 429]
    assert client.post(PAGE, DATA | {"text": ""}).status_code == 422
    assert Feedback.objects.count() == 2
