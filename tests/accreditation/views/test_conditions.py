from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from accreditation.enums.applications import State
from accreditation.enums.conditions import ConditionState
from accreditation.models import Condition, ConditionFile
from tests.factories.conditions import again, conditions, in_state
from tests.files import pdf

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_english")]


def page(condition):
    return reverse("accreditation:condition_answer", args=[condition.pk])


def listed(condition):
    return reverse("accreditation:condition_list", args=[condition.application_id])


@pytest.mark.parametrize("state", ConditionState)
def test_the_list_shows_each_state_with_its_words(case, enter, state):
    condition = in_state(case, state)
    answer = enter().get(listed(condition)).content.decode()
    assert str(ConditionState(state).label) in answer
    assert ((f'href="{page(condition)}"') in answer) == condition.is_owed


def test_an_application_without_conditions_says_so(case, enter):
    application = case.quick(State.ACCREDITED, organization=case.school)
    answer = enter().get(reverse("accreditation:condition_list", args=[application.pk]))
    assert "No conditions" in answer.content.decode()


def test_a_teacher_reads_why_he_does_not_answer(case, enter):
    condition = conditions(case)[0]
    answer = enter(case.world.teachers[0]).get(listed(condition)).content.decode()
    assert page(condition) not in answer
    assert "Your role does not allow this" in answer


def test_the_school_answers_with_files(case, enter):
    condition = conditions(case)[0]
    files = {
        "file_1": SimpleUploadedFile("тизме.pdf", pdf()),
        "file_3": SimpleUploadedFile("акт.pdf", pdf()),
    }
    client = enter(case.world.deputy)
    answer = client.post(page(condition), {"text": "Сатып алынды"} | files)
    assert answer.url == listed(condition)
    assert again(condition).state == ConditionState.ANSWERED
    assert set(ConditionFile.objects.values_list("name", flat=True)) == {"тизме.pdf", "акт.pdf"}
    shown = client.get(listed(condition)).content.decode()
    assert "Сатып алынды" in shown
    assert "тизме.pdf" in shown


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"text": ""}, "Write what was done."),
        ({"text": "к" * 2001}, "must not exceed 2,000"),
        ({"text": "Сатып алынды", "file_1": SimpleUploadedFile("a.pdf", b"junk")}, "Сатып алынды"),
    ],
)
def test_a_refused_answer_keeps_what_was_typed(case, enter, typed, words):
    condition = conditions(case)[0]
    answer = enter().post(page(condition), typed)
    shown = answer.content.decode().replace("\xa0", " ")
    assert answer.status_code == 422
    assert words.replace(",", "") in shown.replace(",", "")
    assert typed["text"] in shown
    assert again(condition).state == ConditionState.OPEN


def test_what_was_sent_back_is_shown_beside_the_next_answer(case, enter):
    condition = in_state(case, ConditionState.SENT_BACK)
    assert "Тизмеси жок" in enter().get(page(condition)).content.decode()


def test_what_is_late_is_not_answered(case, enter):
    condition = conditions(case)[0]
    Condition.objects.update(due_on=timezone.localdate() - timedelta(days=1))
    client = enter()
    assert "Ask the specialist of the ministry" in client.get(listed(condition)).content.decode()
    assert client.get(page(condition)).status_code == 403
    assert client.post(page(condition), {"text": "Кечиктик"}).status_code == 403


def test_all_fulfilled_is_said(case, enter):
    condition = conditions(case)[0]
    Condition.objects.update(state=ConditionState.FULFILLED)
    assert "All conditions are fulfilled" in enter().get(listed(condition)).content.decode()


def test_the_page_of_the_application_leads_to_its_conditions(case, enter):
    condition = conditions(case)[0]
    shown = enter().get(reverse("accreditation:application", args=[condition.application_id])).content.decode()
    assert listed(condition) in shown
    assert "Fulfilled: 0 of 2." in shown
    Condition.objects.update(due_on=timezone.localdate() - timedelta(days=1))
    shown = enter().get(reverse("accreditation:application", args=[condition.application_id])).content.decode()
    assert "Overdue: 2." in shown
