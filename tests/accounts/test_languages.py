"""Who chose a language for the pages is written to in it."""

import pytest
from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.urls import reverse

from accounts import languages
from accounts.enums import Signature
from accounts.sessions import begin
from notifications.services import notify
from tests.acting import request_of, sign_in
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def person():
    return UserFactory(language="ky")


def choose(client, language):
    return client.post(reverse("set_language"), {"language": language, "next": "/news/"})


def language_of(person):
    person.refresh_from_db()
    return person.language


@pytest.mark.parametrize(
    ("chosen", "written"), [("ru", "ru"), ("ky", "ky"), ("en", "ky"), ("xx", "ky"), ("", "ky"), ("ru-RU; drop", "ky")]
)
def test_the_language_of_the_pages_becomes_that_of_the_letters(client, person, chosen, written):
    sign_in(client, person)
    assert choose(client, chosen).status_code == 302
    assert language_of(person) == written


def test_a_message_comes_in_the_chosen_language(client, person):
    sign_in(client, person)
    context = {"order": "№ 1", "refusal": "-"}
    template = "selfassessment/messages/signing_void"
    first = notify([person], template, context)[0]
    choose(client, "ru")
    person.refresh_from_db()
    second = notify([person], template, context)[0]
    assert "күчүнө кирген жок" in first.subject
    assert "не вступил в силу" in second.subject


def test_a_stranger_chooses_for_his_browser_only(client, person):
    response = choose(client, "ru")
    assert response.cookies[settings.LANGUAGE_COOKIE_NAME].value == "ru"
    assert SESSION_KEY not in client.session
    assert language_of(person) == "ky"


def test_it_is_chosen_with_a_form_and_not_by_a_link(client, person):
    sign_in(client, person)
    assert client.get(reverse("set_language"), {"language": "ru"}).status_code == 405
    assert language_of(person) == "ky"


@pytest.mark.parametrize(("cookie", "written"), [("ru", "ru"), ("en", "ky"), ("", "ky"), ("zz", "ky")])
def test_who_signs_in_brings_what_was_chosen_before(client, person, cookie, written):
    sign_in(client, person)
    request = request_of(client)
    request.COOKIES = {settings.LANGUAGE_COOKIE_NAME: cookie} if cookie else {}
    request.user = person
    begin(request, method="esi", signature=Signature.SIMPLE)
    assert language_of(person) == written


def test_what_is_the_same_already_is_not_written_again(person, django_assert_num_queries):
    with django_assert_num_queries(0):
        languages.adopt(person, "ky")
