"""The director objects to an expert in Kyrgyz, the ministry agrees in Russian, both on a telephone."""

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import expect

from accreditation.enums.applications import State
from accreditation.services import declarations
from tests.acting import sign_in
from tests.factories.accreditation import Case, fresh
from tests.factories.draw import group
from tests.factories.objections import WORDS, named
from tests.factories.people import acting_as

pytestmark = pytest.mark.django_db(transaction=True)
PHONE = 360


@pytest.fixture(autouse=True)
def _worker_comes_later(monkeypatch):
    """No page waits for a letter or a print."""
    monkeypatch.setattr("core.effects.drain", lambda *_args: 0)


def cookies_of(user, **place):
    client = Client()
    sign_in(client, user, **place)
    return [{"name": settings.SESSION_COOKIE_NAME, "value": client.cookies[settings.SESSION_COOKIE_NAME].value}]


def test_an_upheld_objection(open_page, inspect):
    case = Case()
    application = named(case, 5)
    expert = group(application)[1].expert
    place = {"organization_id": case.school.pk, "place_key": "test"}
    page = open_page(
        f"/accreditations/applications/{application.pk}/",
        width=PHONE,
        language="ky",
        cookies=cookies_of(case.world.head.person, **place),
    )
    inspect(page, "objection-named")
    page.get_by_role("row").filter(has_text=expert.name).get_by_role("link", name="Каршы пикир билдирүү").click()
    page.get_by_role("button", name="Улантуу").click()
    expect(page.get_by_role("link", name="Негизин тандаңыз.")).to_be_visible()
    inspect(page, "objection-refused")
    page.get_by_role("radio", name="Биздин кызматкердин тууганы").check()
    page.get_by_label("Түшүндүрмө").fill(WORDS)
    page.get_by_role("button", name="Улантуу").click()
    expect(page.get_by_role("heading", name="Баары туурабы?")).to_be_visible()
    inspect(page, "objection-asked")
    page.get_by_role("button", name="Каршы пикирди билдирүү", exact=True).click()
    expect(page.get_by_text("Каршы пикириңиз билдирилди.")).to_be_visible()
    inspect(page, "objection-filed")
    page.get_by_role("button", name="Каршы пикирди кайра алуу").click()
    expect(page.get_by_role("heading", name="Каршы пикирди кайра аласызбы?")).to_be_visible()
    inspect(page, "objection-taking-back")
    page.get_by_role("link", name="Баш тартуу", exact=True).click()
    expect(page.get_by_role("button", name="Каршы пикирди кайра алуу")).to_be_visible()

    other = group(application)[2].expert
    declarations.declare_relative(other, by=acting_as(other), kinship="эжеси", organization=case.school)
    desk = open_page(
        f"/ministry/accreditations/{application.pk}/experts/",
        width=PHONE,
        language="ru",
        cookies=cookies_of(case.specialist.person),
    )
    inspect(desk, "objection-desk")
    desk.get_by_role("link", name="Рассмотреть отвод").click()
    desk.get_by_role("radio", name="Удовлетворить: приглашается другой эксперт, приказ обновляется").check()
    desk.get_by_label("Обоснование решения").fill("Туугандык ырасталды")
    inspect(desk, "objection-decision")
    desk.get_by_role("button", name="Продолжить").click()
    expect(desk.get_by_role("heading", name="Удовлетворить отвод?")).to_be_visible()
    inspect(desk, "objection-decision-asked")
    desk.get_by_role("button", name="Удовлетворить отвод").click()
    expect(desk.get_by_text("Отвод удовлетворён: эксперт свободен.")).to_be_visible()
    inspect(desk, "objection-decided")
    assert fresh(application).state == State.INVITING
    page.reload()
    expect(page.get_by_text("Канааттандырылды")).to_be_visible()
    inspect(page, "objection-read")
    stays = group(application)[0].expert.person
    own = open_page(
        f"/expert/applications/{application.pk}/evaluation/", width=PHONE, language="ru", cookies=cookies_of(stays)
    )
    expect(own.get_by_text("Подождите: когда новый приказ подпишут, вам сообщат.")).to_be_visible()
    inspect(own, "objection-interrupted")
