from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from accreditation.enums.conditions import ConditionState, Queue
from accreditation.models import Condition
from tests.acting import sign_in
from tests.factories.conditions import DUE, again, conditions, in_state

pytestmark = pytest.mark.django_db

LATER = DUE + timedelta(days=30)
YESTERDAY = timezone.localdate() - timedelta(days=1)


@pytest.fixture
def specialist(client, settings, case):
    """The specialist of the case, signed in, in English."""
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    sign_in(client, case.specialist.person)
    return client


def page(condition, name="condition"):
    return reverse(f"ministry:{name}", args=[condition.pk])


@pytest.mark.parametrize("queue", Queue)
def test_an_empty_list_says_what_will_stand_there(specialist, queue):
    shown = specialist.get(reverse("ministry:condition_list"), {"tab": queue.value}).content.decode()
    assert "No conditions here" in shown


def test_the_first_list_in_which_something_waits_is_shown(case, specialist):
    condition = in_state(case, ConditionState.ANSWERED)
    url = reverse("ministry:condition_list")
    assert page(condition) in specialist.get(url).content.decode()
    Condition.objects.filter(pk=condition.pk).update(state=ConditionState.FULFILLED)
    assert page(condition) not in specialist.get(url).content.decode()
    assert page(condition) in specialist.get(url, {"tab": "settled"}).content.decode()


def test_what_is_late_has_a_list_of_its_own(case, specialist):
    condition = conditions(case)[0]
    Condition.objects.filter(pk=condition.pk).update(due_on=YESTERDAY)
    shown = specialist.get(reverse("ministry:condition_list"), {"tab": "overdue"}).content.decode()
    assert page(condition) in shown
    assert "Overdue" in specialist.get(page(condition)).content.decode() or "there is no answer" in shown


@pytest.mark.parametrize(
    ("state", "acts"),
    [
        (ConditionState.OPEN, {"condition_extend"}),
        (ConditionState.SENT_BACK, {"condition_extend"}),
        (ConditionState.ANSWERED, {"condition_close", "condition_send_back"}),
        (ConditionState.FULFILLED, set()),
        (ConditionState.LIFTED, set()),
    ],
)
def test_what_may_be_done_is_offered(case, specialist, state, acts):
    condition = in_state(case, state)
    shown = specialist.get(page(condition)).content.decode()
    names = ("condition_close", "condition_send_back", "condition_extend")
    assert {name for name in names if f'href="{page(condition, name)}"' in shown} == acts
    for name in set(names) - acts:
        assert specialist.get(page(condition, name)).status_code == 403


def test_an_answer_is_accepted(case, specialist):
    condition = in_state(case, ConditionState.ANSWERED)
    assert "This cannot be undone." in specialist.get(page(condition, "condition_close")).content.decode()
    answer = specialist.post(page(condition, "condition_close"), {"comment": "Текшерилди"})
    assert answer.url == page(condition)
    assert again(condition).state == ConditionState.FULFILLED
    assert "Текшерилди" in specialist.get(page(condition)).content.decode()


def test_an_answer_is_sent_back_with_a_later_day(case, specialist):
    condition = in_state(case, ConditionState.ANSWERED)
    typed = {"reason": "Тизмеси жок", "due_on": LATER.isoformat()}
    assert specialist.post(page(condition, "condition_send_back"), typed).url == page(condition)
    assert (again(condition).state, again(condition).due_on) == (ConditionState.SENT_BACK, LATER)


def test_more_time_is_given(case, specialist):
    condition = conditions(case)[0]
    typed = {"reason": "Кыш", "due_on": LATER.isoformat()}
    assert specialist.post(page(condition, "condition_extend"), typed).url == page(condition)
    assert again(condition).due_on == LATER


@pytest.mark.parametrize(
    ("name", "state", "typed", "words"),
    [
        ("condition_send_back", "answered", {"reason": "", "due_on": LATER}, "Write why the answer is not enough."),
        ("condition_send_back", "answered", {"reason": "Аз", "due_on": ""}, "Enter the day."),
        ("condition_send_back", "answered", {"reason": "Аз", "due_on": YESTERDAY}, "The term is over"),
        ("condition_extend", "open", {"reason": "", "due_on": LATER}, "Write why the term is extended."),
        ("condition_extend", "open", {"reason": "Кыш", "due_on": DUE}, "Choose a day after the present term."),
        ("condition_extend", "open", {"reason": "Кыш", "due_on": YESTERDAY}, "The term is over"),
    ],
)
def test_a_refused_form_keeps_what_was_typed(case, specialist, name, state, typed, words):
    condition = in_state(case, ConditionState(state))
    answer = specialist.post(page(condition, name), typed)
    shown = answer.content.decode()
    assert answer.status_code == 422
    assert words in shown
    assert typed["reason"] in shown
    assert again(condition).state == state


def test_the_case_leads_to_its_conditions(case, specialist):
    condition = conditions(case)[0]
    shown = specialist.get(reverse("ministry:application", args=[condition.application_id])).content.decode()
    assert page(condition) in shown
    assert "Fulfilled: 0 of 2." in shown


def test_the_menu_counts_what_waits_to_be_checked(case, specialist):
    in_state(case, ConditionState.ANSWERED)
    shown = specialist.get(reverse("ministry:condition_list")).content.decode()
    assert reverse("ministry:appeal_list") in shown
