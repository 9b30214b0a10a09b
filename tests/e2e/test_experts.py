"""The manual's «Эксперттердин иши» in a browser: the ministry takes an application, experts answer on a phone."""

import re

import pytest
from django.conf import settings as django_settings
from django.core import mail

from accreditation.enums.applications import State
from accreditation.enums.invitations import InvitationState
from accreditation.models import Expert, Invitation
from accreditation.services import draw, invitations
from core import effects
from selfassessment.services.reference import load_reference
from tests.acting import sign_in
from tests.factories.accreditation import Case, fresh
from tests.factories.draw import experts, group, scheduled, taken
from tests.factories.people import ExpertRelativeFactory, UnavailabilityFactory

pytestmark = pytest.mark.django_db(transaction=True)

WORDS = {
    "ky": {
        "take": "Кароого алуу",
        "agree": "Эксперт болууга макулмун",
        "yes": "Ооба, макулмун",
        "decline": "Эксперт болуудан баш тартуу",
        "busy": "Бул мөөнөттө бошумун жок",
        "comment": "Комментарий",
        "agreed": "Макул болду",
        "declined": "Баш тартты",
        "consent": "Эксперттин макулдугу",
    },
    "ru": {
        "take": "Взять на рассмотрение",
        "agree": "Согласиться быть экспертом",
        "yes": "Да, я согласен",
        "decline": "Отказаться быть экспертом",
        "busy": "Я занят в этот период",
        "comment": "Комментарий",
        "agreed": "Согласие дано",
        "declined": "Отказ",
        "consent": "Согласие Эксперта",
    },
}


@pytest.fixture
def case():
    load_reference()
    return Case()


@pytest.fixture
def enter(open_page, client):
    """A function that opens a page as this person, or as nobody."""

    def enter(path, user=None, **options):
        cookies = []
        if user:
            sign_in(client, user)
            name = django_settings.SESSION_COOKIE_NAME
            cookies = [{"name": name, "value": client.cookies[name].value}]
        return open_page(path, cookies=cookies, **options)

    return enter


def letter_of(expert):
    """The address in the expert's letter."""
    letter = next(letter for letter in reversed(mail.outbox) if letter.to == [expert.email])
    return re.search(r"https?://[^/]+(/invitations/[\w-]+/)", letter.body)[1]


@pytest.mark.parametrize("language", ["ky", "ru"])
def test_the_ministry_takes_and_three_experts_agree(enter, case, inspect, language):
    words, application = WORDS[language], scheduled(case)
    experts(5)
    page = enter(f"/ministry/accreditations/{application.pk}/take/", case.specialist.person, language=language)
    page.get_by_role("button", name=words["take"]).click()
    page.goto(f"/ministry/accreditations/{application.pk}/experts/")
    first, second, third = group(application)
    for member in (first, second, third):
        assert page.get_by_text(member.expert.name).first.is_visible()
    effects.drain()

    phone = enter(letter_of(first.expert), width=360, language=language, scripts=False)
    inspect(phone, "invitation-link")
    phone.get_by_role("button", name=words["agree"]).click()
    assert words["agreed"] in phone.locator("main").inner_text()

    phone = enter(letter_of(second.expert), width=360, language=language)
    phone.get_by_role("button", name=words["decline"]).click()
    phone.get_by_role("button", name=words["decline"]).click()
    assert phone.locator(".govuk-error-summary").is_visible()
    inspect(phone, "invitation-link-decline-refused")
    phone.get_by_label(words["busy"]).check()
    phone.get_by_label(words["comment"]).fill("Командировкада болом")
    phone.get_by_role("button", name=words["decline"]).click()
    assert words["declined"] in phone.locator("main").inner_text()
    fourth = group(application)[1]
    assert fourth.place == 4

    phone = enter("/expert/", third.expert.person, width=360, language=language)
    inspect(phone, "expert-home")
    phone.get_by_role("link", name=str(application.pk), exact=True).click()
    assert phone.locator("h1").inner_text() == words["consent"]
    phone.get_by_role("button", name=words["agree"]).click()
    inspect(phone, "invitation-accept")
    phone.get_by_role("button", name=words["yes"]).click()
    assert words["agreed"] in phone.locator("main").inner_text()
    invitations.accept(fourth, by=None)
    assert fresh(application).state == State.AGREED
    page.reload()
    inspect(page, "experts-agreed")


@pytest.mark.parametrize("language", ["ky", "ru"])
@pytest.mark.parametrize("width", [360, 1280])
def test_every_page_about_experts_is_fit_for_everybody(enter, case, inspect, width, language):
    application = taken(case, 5)
    Expert.objects.filter(pk=experts(1, languages=["ru"])[0].pk).update(last_name="Асанов")
    namesake = Expert.objects.get(last_name="Асанов")
    first, second, _third = group(application)
    invitations.decline(second, reason="busy", comment="Командировка", by=None)
    invitations.accept(first, by=None)
    request = draw.ask_for_redraw(application, reason="Тизмеде ката болгон", by=case.by_specialist)
    waiting = scheduled(Case())
    here, desk = f"/ministry/accreditations/{application.pk}/experts/", "/ministry"
    pages = {
        "group": here,
        "prospects": f"/ministry/accreditations/{waiting.pk}/experts/",
        "by-hand": f"{here}by-hand/",
        "surname": f"{here}{namesake.pk}/surname/",
        "second-draw": f"{here}second-draw/",
        "second-draw-answer": f"{desk}/second-draws/{request.pk}/",
        "replace": f"{desk}/invitations/{first.pk}/replace/",
        "chair": f"{desk}/invitations/{group(application)[2].pk}/chair/",
        "draw": f"{desk}/draws/{application.draws.get().pk}/",
    }
    page = enter(here, case.administrator, width=width, language=language)
    for name, path in pages.items():
        page.goto(path)
        inspect(page, f"experts-{name}")


@pytest.mark.parametrize("language", ["ky", "ru"])
@pytest.mark.parametrize("width", [360, 1280])
def test_the_experts_cabinet_is_fit_for_everybody(enter, case, inspect, width, language):
    application = taken(case, 4)
    member = group(application)[0]
    ExpertRelativeFactory(expert=member.expert)
    UnavailabilityFactory(expert=member.expert, note="Өргүү")
    page = enter("/expert/", member.expert.person, width=width, language=language)
    pages = {
        "home": "/expert/",
        "licences": "/expert/?tab=licences",
        "history": "/expert/?tab=history",
        "invitation": f"/expert/invitations/{member.pk}/",
        "decline": f"/expert/invitations/{member.pk}/decline/",
        "profile": "/expert/profile/",
        "data": "/expert/profile/data/",
        "relative": "/expert/profile/relatives/add/",
        "absence": "/expert/profile/absences/add/",
        "lost-link": "/invitations/nothing/",
    }
    for name, path in pages.items():
        page.goto(path)
        inspect(page, f"expert-{name}")
    assert Invitation.objects.get(pk=member.pk).state == InvitationState.WAITING
