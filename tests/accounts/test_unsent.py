"""Text that is sent after the session has ended is back in its form after the next sign-in."""

import re

import pytest
import time_machine
from django.contrib.sessions.models import Session
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.template import engines
from django.test import Client
from django.urls import path

from accounts import unsent
from accounts.models import UnsentForm
from accounts.places import Place
from asula.urls import urlpatterns as ours
from core.http import by_method, reads, writes
from tests.acting import sign_in
from tests.factories.accounts import UserFactory

pytestmark = [pytest.mark.django_db, pytest.mark.urls(__name__)]
TEXT = "Мектептин «максаты» & <b>ыкмасы</b> — ңөү"
PAGE = """
{% extends "base.html" %}{% block content %}
<form method="post">{% csrf_token %}
  <input type="hidden" name="version" value="3"><input name="title" value="Эски">
  <textarea name="goal">Эски максат</textarea>
  <input type="checkbox" name="level" value="1" checked><input type="checkbox" name="level" value="2">
  <select name="language"><option value="ky" selected>Кыргызча</option><option value="ru">Орусча</option></select>
  <input type="file" name="scan"><button name="act" value="save">Сактоо</button>
</form>
<form method="post" action="/other/"><input name="title" value="Башка"></form>
{% endblock %}
"""
SAVED = []


@reads
def show(request):
    return HttpResponse(engines["django"].from_string(PAGE).render({"user": request.user}, request))


@writes
def save(request):
    SAVED.append(request.POST.dict())
    return HttpResponse(status=422 if "refuse" in request.POST else 204)


urlpatterns = [*ours, path("form/", by_method(show, save)), path("other/", by_method(show, save))]
FORM = {"version": "3", "title": "Жаңы", "goal": TEXT, "level": "2", "language": "ru", "act": "save"}


def at_work(_request):
    return [Place(key="work", label="Иш", url="/form/")]


@pytest.fixture(autouse=True)
def _place(settings):
    settings.PLACES_OF_WORK = [f"{__name__}.at_work"]
    SAVED.clear()


@pytest.fixture
def person():
    return UserFactory()


@pytest.fixture
def browser(client, person):
    """A browser whose person has worked, and whose session has ended since."""
    come_in(client, person)
    Session.objects.all().delete()
    return client


def come_in(client, person):
    sign_in(client, person)
    client.get("/work/")


def send(client, form=FORM, page="/form/", action="/form/", **headers):
    return client.post(action, form, headers={"Referer": f"http://testserver{page}", **headers})


def test_the_text_comes_back_into_its_form(browser, person):
    response = send(browser)
    assert (response.status_code, response.headers["Location"]) == (303, "/sign-in/?next=%2Fform%2F&kept=text")
    assert SAVED == []
    come_in(browser, person)
    html = browser.get("/form/").content.decode()
    assert '<input name="title" value="Жаңы" autofocus>' in html
    assert "Мектептин «максаты» &amp; &lt;b&gt;ыкмасы&lt;/b&gt; — ңөү</textarea>" in html
    assert "Эски максат" not in html
    assert re.findall(r'<input type="checkbox"[^>]*>', html) == [
        '<input type="checkbox" name="level" value="1">',
        '<input type="checkbox" name="level" value="2" checked>',
    ]
    assert '<option value="ru" selected>' in html
    assert '<option value="ky">' in html
    assert '<input name="title" value="Башка">' in html, "another form of the page stays as it is"
    assert "unsent/discard" in html


def test_the_sign_in_page_says_that_nothing_is_lost(browser):
    page = browser.get(send(browser).headers["Location"]).content.decode()
    assert "Жазганыңыз жоголгон жок" in page
    assert 'name="next" value="/form/"' in page


def test_saved_at_last_it_waits_no_longer(browser, person):
    send(browser)
    come_in(browser, person)
    browser.post("/form/", FORM)
    assert not UnsentForm.objects.exists()
    assert "Эски максат" in browser.get("/form/").content.decode()


def test_refused_it_goes_on_waiting(browser, person):
    send(browser)
    come_in(browser, person)
    browser.post("/form/", FORM | {"refuse": "1"})
    assert UnsentForm.objects.count() == 1


def test_a_single_field_saved_by_a_script_leaves_the_rest_waiting(browser, person):
    send(browser)
    come_in(browser, person)
    browser.post("/form/", {"title": "Жаңы"})
    assert TEXT[:9] in browser.get("/form/").content.decode()


def test_it_can_be_discarded(browser, person):
    send(browser)
    come_in(browser, person)
    kept = UnsentForm.objects.get()
    assert browser.post("/unsent/discard/", {"form": kept.pk, "next": "/form/"}).url == "/form/"
    assert "Эски максат" in browser.get("/form/").content.decode()


def test_nobody_discards_what_is_another_persons(browser, person):
    send(browser)
    stranger = Client()
    come_in(stranger, UserFactory())
    stranger.post("/unsent/discard/", {"form": UnsentForm.objects.get().pk})
    assert UnsentForm.objects.count() == 1


def test_in_the_database_it_is_sealed(browser):
    send(browser)
    kept = UnsentForm.objects.get()
    assert all(part not in kept.sealed for part in (TEXT, "goal", "Жаңы"))
    assert kept.browser not in str(browser.cookies)


def test_another_person_at_the_same_browser_sees_nothing(browser):
    send(browser)
    come_in(browser, UserFactory())
    assert "Эски максат" in browser.get("/form/").content.decode()
    assert TEXT[:9] not in browser.get("/unsent/").content.decode()


def test_the_same_person_at_another_browser_sees_nothing(browser, person):
    send(browser)
    other = Client()
    come_in(other, person)
    assert "Эски максат" in other.get("/form/").content.decode()


def test_after_signing_out_the_browser_has_no_key_any_more(browser, person):
    send(browser)
    come_in(browser, person)
    browser.post("/sign-out/")
    come_in(browser, person)
    assert "Эски максат" in browser.get("/form/").content.decode()


def test_a_browser_that_never_worked_here_leaves_nothing(client):
    response = send(client)
    assert response.headers["Location"] == "/sign-in/?next=%2Fform%2F"
    assert not UnsentForm.objects.exists()


@pytest.mark.parametrize("cookie", ["", "nonsense", "eyJhIjoxfQ:1:x"])
def test_a_forged_cookie_keeps_nothing(browser, cookie):
    browser.cookies["returning"] = cookie
    send(browser)
    assert not UnsentForm.objects.exists()


def test_a_blocked_person_leaves_nothing(browser, person):
    person.is_active = False
    person.save()
    send(browser)
    assert not UnsentForm.objects.exists()


def test_files_are_excepted_and_the_person_is_told(browser, person):
    scan = SimpleUploadedFile("устав.pdf", b"%PDF-")
    response = send(browser, FORM | {"scan": scan})
    assert response.headers["Location"].endswith("kept=files")
    come_in(browser, person)
    assert "Файлдар сакталбайт" in browser.get("/form/").content.decode()


def test_secrets_and_codes_are_not_kept(browser, person):
    send(browser, FORM | {"password": "secret-1", "code": "123456"})
    come_in(browser, person)
    page = browser.get("/form/").content.decode() + browser.get("/unsent/").content.decode()
    assert "secret-1" not in page
    assert "123456" not in page


def test_what_finds_no_field_is_shown_to_be_copied(browser, person):
    send(browser, FORM | {"vanished": "Жок талаанын тексти"})
    come_in(browser, person)
    assert "Жок талаанын тексти</textarea>" in browser.get("/form/").content.decode()


def test_each_page_has_its_own_text(browser, person):
    send(browser, FORM | {"goal": "Биринчи"}, page="/form/?part=1")
    send(browser, FORM | {"goal": "Экинчи"}, page="/form/?part=2")
    come_in(browser, person)
    assert "Биринчи</textarea>" in browser.get("/form/?part=1").content.decode()
    assert "Экинчи</textarea>" in browser.get("/form/?part=2").content.decode()
    assert "Эски максат" in browser.get("/form/?part=3").content.decode()


def test_sent_twice_the_later_text_counts(browser, person):
    send(browser, FORM | {"goal": "Биринчи"})
    send(browser, FORM | {"goal": "Экинчи"})
    come_in(browser, person)
    assert UnsentForm.objects.count() == 1
    assert "Экинчи</textarea>" in browser.get("/form/").content.decode()


def test_after_eight_hours_it_is_gone(person, client):
    with time_machine.travel("2027-01-15 08:00:00+06:00", tick=False) as clock:
        come_in(client, person)
        Session.objects.all().delete()
        send(client)
        clock.shift(8 * 3600 + 1)
        come_in(client, person)
        assert "Эски максат" in client.get("/form/").content.decode()
        assert unsent.forget_old() == 1


def test_no_person_fills_the_table(browser):
    for number in range(25):
        send(browser, page=f"/form/?part={number}")
    assert UnsentForm.objects.count() == 20


def test_a_script_is_told_to_leave_the_page(browser, person):
    headers = {"HX-Request": "true", "HX-Current-URL": "http://testserver/form/?part=2"}
    response = browser.post("/form/", {"goal": TEXT}, headers=headers)
    assert response.status_code == 401
    assert response.headers["HX-Redirect"] == "/sign-in/?next=%2Fform%2F%3Fpart%3D2&kept=text"
    come_in(browser, person)
    html = browser.get("/form/?part=2").content.decode()
    assert "ңөү</textarea>" in html
    assert 'name="level" value="1" checked' in html, "a script sent one field, the boxes were not asked"


def test_a_script_that_only_reads_is_told_too(browser):
    headers = {"HX-Request": "true", "HX-Current-URL": "http://testserver/form/"}
    response = browser.get("/other/", headers=headers)
    assert (response.status_code, response.headers["HX-Redirect"]) == (401, "/sign-in/?next=%2Fform%2F")


def test_a_page_asked_for_by_a_stranger_is_remembered(client):
    assert client.get("/form/?part=2").url == "/sign-in/?next=%2Fform%2F%3Fpart%3D2"


@pytest.mark.parametrize("referer", ["https://evil.test/form/", "http://testserver/nowhere/", "", "http://testserver"])
def test_another_sites_page_is_no_way_back(browser, referer):
    response = browser.post("/form/", FORM, headers={"Referer": referer})
    assert response.headers["Location"] == "/sign-in/?next=%2Fform%2F&kept=text"


def test_an_old_page_after_a_new_sign_in_keeps_its_text(person):
    """Signed in anew in another window: the token of the old page no longer fits."""
    client = Client(enforce_csrf_checks=True)
    come_in(client, person)
    headers = {"Origin": "http://testserver", "Referer": "http://testserver/form/"}
    response = client.post("/form/", FORM | {"csrfmiddlewaretoken": "old"}, headers=headers)
    assert (response.status_code, response.headers["Location"]) == (303, "/form/")
    assert SAVED == []
    assert "ңөү</textarea>" in client.get("/form/").content.decode()


@pytest.mark.parametrize("headers", [{}, {"Origin": "https://evil.test"}, {"Origin": "null"}])
def test_another_site_cannot_put_text_into_our_forms(person, headers):
    client = Client(enforce_csrf_checks=True)
    come_in(client, person)
    assert client.post("/form/", FORM, headers=headers).status_code == 403
    assert not UnsentForm.objects.exists()


def test_pages_without_unsent_text_ask_nothing_more(client, person, django_assert_num_queries):
    come_in(client, person)
    client.get("/form/")
    with django_assert_num_queries(5):  # session, person, and the session's new end in a savepoint
        client.get("/form/")


def test_everything_unsent_is_listed(browser, person):
    send(browser)
    come_in(browser, person)
    page = browser.get("/unsent/").content.decode()
    assert 'href="/form/"' in page
    assert "Жаңы</textarea>" in page
