"""A person reads the messages of the cabinet, also without scripts."""

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from notifications.models import Message
from tests.factories.notifications import MessageFactory
from tests.factories.staff import EmploymentFactory

pytestmark = pytest.mark.django_db(transaction=True)
LONG = "Мектепке чейинки жана жалпы орто билим берүүчү уюмдун институционалдык аккредитацияга арызы катталды"


@pytest.fixture
def reader():
    person = EmploymentFactory(role="head").person
    MessageFactory(recipient=person, subject="Кызматкер кошулду", read_at=timezone.now())
    MessageFactory(
        recipient=person, subject=LONG, url="/staff/", body=f"{LONG}.\n\nКийинки кадам: https://testserver/staff/"
    )
    return person


@pytest.mark.parametrize(("width", "language", "scripts"), [(360, "ky", False), (1280, "ru", True), (360, "ru", True)])
def test_a_message_is_opened_and_leads_on(open_page, inspect, session_of, reader, width, language, scripts):
    page = open_page("/work/", width=width, language=language, scripts=scripts, cookies=session_of(reader))
    page.goto("/messages/")
    if scripts:
        inspect(page, "messages")
    page.get_by_role("button", name=LONG).click()
    expect(page.locator("h1")).to_have_text(LONG, use_inner_text=True)
    if scripts:
        inspect(page, "message")
    assert not Message.objects.unread().exists()
    page.locator("main .govuk-button").first.click()
    page.wait_for_url("**/staff/")


def test_the_empty_inbox_explains_itself(open_page, inspect, session_of):
    inspect(open_page("/messages/", width=360, cookies=session_of(EmploymentFactory().person)), "messages-empty")
