"""After the decision: a condition is answered and closed, an appeal filed and decided, the next accreditation begun."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone
from playwright.sync_api import expect

from accreditation.enums.appeals import AppealState, Verdict
from accreditation.enums.conditions import ConditionState
from accreditation.models import Appeal
from accreditation.services import appeals
from core.dates import months_later
from selfassessment.services.reference import load_reference
from tests.acting import sign_in
from tests.factories.accreditation import Case
from tests.factories.appeals import Quarrel, again
from tests.factories.certificates import issued
from tests.factories.conditions import again as condition_again
from tests.factories.conditions import conditions
from tests.factories.people import acting_as

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _no_worker(monkeypatch):
    """Papers count as printed and sealed."""
    monkeypatch.setattr("core.effects.drain", lambda *_args: 0)


@pytest.fixture
def case():
    load_reference()
    return Case()


@pytest.fixture
def school(case):
    """The cookies of the head with the organization's signature."""
    return cookies_of(case.world.head.person, inn=case.school.inn, organization_id=case.school.pk, place_key="test")


def cookies_of(person, **facts):
    """The cookies of a browser of his own, in which the person has signed in."""
    client = Client()
    sign_in(client, person, **facts)
    name = settings.SESSION_COOKIE_NAME
    return [{"name": name, "value": client.cookies[name].value}]


@pytest.mark.parametrize(("width", "language"), [(360, "ky"), (1280, "ru")])
def test_a_condition_is_answered_and_closed(open_page, inspect, case, school, width, language):
    condition = conditions(case)[0]
    page = open_page(
        f"/accreditations/applications/{condition.application_id}/", width=width, language=language, cookies=school
    )
    inspect(page, "application-after-the-decision")
    page.locator("main a[href$='/conditions/']").click()
    inspect(page, "conditions")
    page.locator(f"main a[href$='/conditions/{condition.pk}/answer/']").click()
    inspect(page, "condition-answer")
    page.locator("[name=text]").fill("Китепканага 250 китеп сатып алынды, актысы тиркелди.")
    page.locator("main form button[type=submit]").click()
    expect(page.locator("main")).to_contain_text("250 китеп")
    inspect(page, "condition-answered")
    ministry = open_page(
        "/ministry/conditions/", width=width, language=language, cookies=cookies_of(case.specialist.person)
    )
    inspect(ministry, "ministry-conditions")
    ministry.locator(f"main a[href$='/conditions/{condition.pk}/']").click()
    inspect(ministry, "ministry-condition")
    ministry.locator("main a[href$='/send-back/']").click()
    inspect(ministry, "ministry-condition-send-back")
    ministry.go_back()
    ministry.locator("main a[href$='/close/']").click()
    ministry.locator("main form button[type=submit]").click()
    expect(ministry.locator("main a[href$='/close/']")).to_have_count(0)
    inspect(ministry, "ministry-condition-closed")
    assert condition_again(condition).state == ConditionState.FULFILLED


@pytest.mark.parametrize(("width", "language"), [(360, "ru"), (1280, "ky")])
def test_an_appeal_is_filed_heard_and_decided(open_page, inspect, case, school, width, language):
    quarrel = Quarrel(case)
    page = open_page(
        f"/accreditations/applications/{quarrel.application.pk}/appeals/",
        width=width,
        language=language,
        cookies=school,
    )
    inspect(page, "appeals")
    page.locator("main a[href$='/refusal/']").click()
    inspect(page, "appeal-file")
    page.locator("[name=grounds][value=evidence]").check()
    page.locator("[name=text]").fill("Лабораториянын жабдуулары боюнча далилдер каралган эмес.")
    page.locator("main form button[type=submit]").click()
    expect(page.locator("main a[href$='/withdraw/']")).to_have_count(1)
    inspect(page, "appeal")
    appeal = Appeal.objects.get()
    ministry = open_page("/ministry/appeals/", width=width, language=language, cookies=cookies_of(case.administrator))
    inspect(ministry, "ministry-appeals")
    ministry.locator(f"main a[href$='/appeals/{appeal.pk}/']").click()
    ministry.locator("main a[href$='/register/']").click()
    ministry.locator("[name=number]").fill("А-12")
    ministry.locator("main form button[type=submit]").click()
    ministry.locator("main a[href$='/panel/']").click()
    for person in quarrel.people:
        ministry.locator(f"[name=people][value='{person}']").check()
    inspect(ministry, "ministry-appeal-panel")
    ministry.locator("main form button[type=submit]").click()
    expect(ministry.locator("main table")).to_have_count(1)
    inspect(ministry, "ministry-appeal")
    judge = open_page(
        f"/appeals/{appeal.pk}/", width=width, language=language, cookies=cookies_of(quarrel.panel[0].person)
    )
    inspect(judge, "panel-appeal")
    judge.locator("[name=verdict][value=uphold]").check()
    judge.locator("[name=opinion]").fill("Далилдер отчётто бар экен.")
    judge.locator("main form button[type=submit]").click()
    expect(judge.locator("main .asula-banner")).to_be_visible()
    judge.goto("/appeals/")
    inspect(judge, "panel-home")
    one_steps_aside(open_page, inspect, quarrel, appeal, width=width, language=language)
    ministry.goto(f"/ministry/appeals/{appeal.pk}/")
    inspect(ministry, "ministry-appeal-incomplete")
    ministry.locator("main a[href$='/panel/']").click()
    ministry.locator(f"[name=people][value='{quarrel.panel[3].person_id}']").check()
    ministry.locator("main form button[type=submit]").click()
    expect(ministry.locator("main table")).to_contain_text(str(quarrel.panel[3].name))
    for entry in (quarrel.panel[1], quarrel.panel[3]):
        appeals.vote(again(appeal), Verdict.UPHOLD, opinion="Макулмун", by=acting_as(entry))
    ministry.goto(f"/ministry/appeals/{appeal.pk}/outcome/")
    inspect(ministry, "ministry-appeal-outcome")
    ministry.locator("[name=reasons]").fill("Далилдер каралган эмес.")
    ministry.locator("main form button[type=submit]").click()
    expect(ministry.locator("main .asula-banner").first).to_be_visible()
    page.goto(f"/accreditations/applications/appeals/{appeal.pk}/")
    expect(page.locator("main")).to_contain_text("Далилдер каралган эмес.")
    inspect(page, "appeal-upheld")
    assert again(appeal).state == AppealState.UPHELD


def one_steps_aside(open_page, inspect, quarrel, appeal, *, width, language):
    """The third member has an interest: he says so and finds the appeal no more."""
    path, cookies = f"/appeals/{appeal.pk}/", cookies_of(quarrel.panel[2].person)
    friend = open_page(path, width=width, language=language, cookies=cookies)
    friend.locator("main a[href$='/step-aside/']").click()
    friend.locator("main form button[type=submit]").click()
    expect(friend.locator(".govuk-error-message")).to_be_visible()
    inspect(friend, "panel-step-aside")
    friend.locator("[name=reason]").fill("Директор – менин курбум.")
    friend.locator("main form button[type=submit]").click()
    expect(friend.locator("main .asula-banner")).to_be_visible()
    inspect(friend, "panel-home-empty")


@pytest.mark.parametrize(("width", "language"), [(360, "ky"), (1280, "ru")])
def test_the_next_accreditation_begins_from_the_certificate(open_page, inspect, case, school, width, language):
    certificate = issued(application=case.quick("accredited", report=case.report()))
    until = months_later(timezone.localdate(), 6)
    type(certificate).objects.update(valid_until=until, valid_from=until - timedelta(days=1800))
    page = open_page(certificate.get_absolute_url(), width=width, language=language, cookies=school)
    inspect(page, "certificate-of-the-school")
    page.locator("main a[href$='/renew/']").click()
    inspect(page, "certificate-renew")
    page.locator("main form button[type=submit]").click()
    expect(page.locator(".asula-steps, main ol").first).to_be_visible()
    inspect(page, "renewed-self-assessment")
