import pytest

from tests.acting import sign_in
from tests.factories.people import SpecialistFactory

pytestmark = pytest.mark.django_db
PEOPLE = ["/ministry/experts/", "/ministry/collegium/", "/ministry/specialists/"]


def test_the_administrator_finds_every_section(ministry):
    page = ministry.get("/ministry/")
    urls = [section.url for section in page.context["sections"]]
    assert [url for url in urls if url in PEOPLE] == PEOPLE
    assert {"/ministry/accreditations/", "/ministry/proofs/"} <= set(urls)
    assert "Сатыбалдиева Нургүл" in page.text


def test_a_specialist_without_applications_is_told_what_will_come(client, settings):
    settings.MINISTRY_SECTIONS, settings.MINISTRY_FURTHER_SECTIONS = ["admin_panel.menu.proofs"], []
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    sign_in(client, SpecialistFactory().person)
    page = client.get("/ministry/")
    assert "Nothing waits for you yet" in page.text
    assert "asula-cabinet__list" not in page.text


def test_the_menu_and_the_page_count_once(ministry, django_assert_max_num_queries):
    """Session and person, the five counts of the menu, and the session that goes on."""
    ministry.get("/ministry/")
    with django_assert_max_num_queries(10):
        ministry.get("/ministry/")
