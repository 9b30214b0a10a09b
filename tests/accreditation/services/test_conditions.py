from datetime import timedelta

import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from accreditation.enums.applications import State
from accreditation.enums.collegium import Outcome
from accreditation.enums.conditions import ConditionState
from accreditation.models import Application, Certificate, Condition, ConditionFile
from accreditation.services import conditions as services
from core.uploads import checks, formats
from core.workflow import TransitionDenied
from notifications.models import Message
from records.enums import DocumentState
from records.models import Document
from tests.factories.accreditation import quick
from tests.factories.collegium import Hall
from tests.factories.conditions import DUE, again, conditions, decided, in_state
from tests.files import pdf

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_english", "_standards")]

TODAY = timezone.localdate()


def told(person):
    return list(Message.objects.filter(recipient=person).order_by("pk").values_list("subject", flat=True))


def test_a_condition_is_written_in_both_languages(case):
    texts = {"conditions_ky": "1. Китеп\n2. Жылытуу", "conditions_ru": "Книги\nОтопление"}
    decision = decided(case.quick(State.ACCREDITED), Outcome.CONDITIONAL, **texts)
    rows = services.set_by(decision, by=case.by_administrator)
    assert [(row.text_ky, row.text_ru) for row in rows] == [("Китеп", "Книги"), ("Жылытуу", "Отопление")]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Китеп", ["Китеп"]),
        ("1. Китеп\n2. Жылытуу", ["Китеп", "Жылытуу"]),
        ("- Китеп\r\n\r\n• Жылытуу\n", ["Китеп", "Жылытуу"]),
        ("2 китеп сатып алуу\n10) 5-класс", ["2 китеп сатып алуу", "5-класс"]),
    ],
)
def test_each_line_is_a_condition(case, text, expected):
    decision = decided(case.quick(State.ACCREDITED), Outcome.CONDITIONAL, conditions_ky=text)
    rows = services.set_by(decision, by=case.by_administrator)
    assert [row.text for row in rows] == expected
    assert [row.place for row in rows] == list(range(1, len(expected) + 1))
    assert {row.due_on for row in rows} == {DUE}


def test_a_conditional_decision_of_the_collegium_sets_its_conditions():
    decision = Hall().decided(Outcome.CONDITIONAL)
    condition = decision.set_conditions.get()
    assert (condition.text, condition.due_on, condition.state) == ("Китепкананы толуктоо", decision.until, "open")
    assert condition.events.get().action == "set_condition"


@pytest.mark.parametrize("outcome", set(Outcome) - {Outcome.CONDITIONAL})
def test_no_other_decision_sets_conditions(outcome):
    assert not Hall().decided(outcome).set_conditions.exists()


def test_an_answer_with_evidence_waits_for_the_specialist(case):
    condition = in_state(case, ConditionState.OPEN)
    file = checks.check(SimpleUploadedFile("тизме.pdf", pdf()), allowed=formats.PAPERS)
    answer = services.answer(condition, " Сатып алынды ", files=[file], by=case.by_deputy)
    assert (answer.text, answer.is_accepted, answer.by) == ("Сатып алынды", None, case.by_deputy.user)
    assert ConditionFile.objects.get().answer == answer
    assert again(condition).state == ConditionState.ANSWERED
    assert len(told(case.specialist.person)) == 1


def test_without_a_specialist_the_administrators_are_told(case):
    condition = in_state(case, ConditionState.OPEN)
    type(case.specialist).objects.filter(pk=case.specialist.pk).update(
        blocked_at=timezone.now(), blocked_by=case.administrator, block_reason="Өргүү"
    )
    services.answer(condition, "Сатып алынды", by=case.by_head)
    assert told(case.administrator)
    assert not told(case.specialist.person)


def test_the_ministry_closes_it_and_the_school_reads_when_it_was_the_last(case):
    first, second = conditions(case)
    for condition in (first, second):
        services.answer(condition, "Аткарылды", by=case.by_deputy)
        services.close(condition, comment="Текшерилди", by=case.by_specialist)
    answer = again(first).answers.get()
    assert (answer.is_accepted, answer.reason, answer.checked_by) == (True, "Текшерилди", case.specialist.person)
    bodies = list(
        Message.objects.filter(recipient=case.world.head.person).order_by("pk").values_list("body", flat=True)
    )
    assert ["All conditions" in body or "Бардык" in body or "бардык" in body for body in bodies] == [False, True]


def test_an_answer_that_is_not_enough_comes_back_with_the_reason_and_is_answered_again(case):
    condition = in_state(case, ConditionState.SENT_BACK)
    answer = condition.answers.get()
    assert (answer.is_accepted, answer.reason) == (False, "Тизмеси жок")
    assert told(case.world.head.person)
    services.answer(condition, "Тизме тиркелди", by=case.by_head)
    assert [one.is_accepted for one in again(condition).answers.all()] == [None, False]


def test_more_time_is_given_when_an_answer_is_sent_back(case):
    condition = in_state(case, ConditionState.ANSWERED)
    later = DUE + timedelta(days=10)
    assert services.send_back(condition, reason="Аз", due_on=later, by=case.by_specialist).due_on == later


def test_after_the_term_an_answer_is_sent_back_only_with_more_time(case):
    condition = in_state(case, ConditionState.ANSWERED)
    Condition.objects.filter(pk=condition.pk).update(due_on=TODAY - timedelta(days=1))
    with pytest.raises(PermissionDenied, match="The term is over"):
        services.send_back(condition, reason="Аз", by=case.by_specialist)
    back = services.send_back(condition, reason="Аз", due_on=TODAY + timedelta(days=5), by=case.by_specialist)
    assert not back.is_overdue


def test_a_term_is_extended_only_to_a_later_day_within_the_certificate(case):
    decision = Hall().decided(Outcome.CONDITIONAL)
    condition, by = decision.set_conditions.get(), case.by_administrator
    until = Certificate.objects.get(application=decision.application).valid_until
    for day, words in ((condition.due_on, "after the present term"), (until + timedelta(days=1), "certificate ends")):
        with pytest.raises(PermissionDenied, match=words):
            services.extend(condition, due_on=day, reason="Кыш", by=by)
    assert services.extend(condition, due_on=until, reason="Кыш", by=by).due_on == until


@pytest.mark.parametrize(
    ("act", "words"),
    [
        (lambda one, case: services.answer(one, " ", by=case.by_head), "what was done"),
        (lambda one, case: services.send_back(one, reason=" ", by=case.by_specialist), "not enough"),
        (lambda one, case: services.extend(one, due_on=DUE, reason="", by=case.by_specialist), "why"),
    ],
)
def test_nothing_happens_without_words(case, act, words):
    condition = in_state(case, ConditionState.OPEN)
    with pytest.raises(PermissionDenied, match=words):
        act(condition, case)
    assert again(condition).state == ConditionState.OPEN


def test_the_school_is_reminded_once_before_the_term(case, settings):
    settings.CONDITION_REMINDER = timedelta(days=14)
    conditions(case, until=TODAY + timedelta(days=20))
    head = case.world.head.person
    services.sweep()
    assert told(head) == []
    with time_machine.travel(timezone.now() + timedelta(days=7)):
        services.sweep()
        services.sweep()
    assert len(told(head)) == 2  # one for each of the two conditions


def test_what_was_missed_is_told_to_both_once_and_again_for_a_new_term(case):
    condition = conditions(case, until=TODAY + timedelta(days=3))[0]
    Condition.objects.exclude(pk=condition.pk).update(state=ConditionState.FULFILLED)
    Condition.objects.update(reminded_of=condition.due_on)
    head, specialist = case.world.head.person, case.specialist.person
    with time_machine.travel(timezone.now() + timedelta(days=4)):
        services.sweep()
        services.sweep()
        assert (len(told(head)), len(told(specialist))) == (1, 1)
        assert again(condition).events.first().action == "miss_condition"
        with pytest.raises(TransitionDenied):
            services.answer(condition, "Кечиктик", by=case.by_head)
        services.extend(
            condition, due_on=timezone.localdate() + timedelta(days=20), reason="Кыш", by=case.by_specialist
        )
    with time_machine.travel(timezone.now() + timedelta(days=30)):
        services.sweep()
    assert len(told(specialist)) == 2


def test_a_later_decision_on_the_same_case_lifts_what_was_not_settled(case):
    first, second = conditions(case)
    services.answer(first, "Аткарылды", by=case.by_deputy)
    services.close(first, by=case.by_specialist)
    services.lift_earlier(decided(first.application, Outcome.ACCREDITED))
    assert (again(first).state, again(second).state) == (ConditionState.FULFILLED, ConditionState.LIFTED)


def test_a_refusal_after_an_annulled_condition_ends_the_certificate():
    hall = Hall()
    decision = hall.decided(Outcome.CONDITIONAL)
    Document.objects.filter(kind="certificate").update(
        state=DocumentState.SEALED, printed=1, file="documents/none.pdf", sha256="A" * 64, length=1, pages=1
    )
    Application.objects.filter(pk=decision.application_id).update(state=State.EVALUATED)
    sitting = hall.opened(Application.objects.get(pk=decision.application_id))
    hall.decided(Outcome.REFUSED, item=sitting.items.get())
    certificate = Certificate.objects.get(application=decision.application_id)
    assert certificate.state == "revoked"
    assert certificate.events.first().order_number == f"{sitting.pk}/1"
    assert decision.set_conditions.get().state == ConditionState.LIFTED


def test_a_school_sees_its_own_conditions_and_the_ministry_those_it_handles(case):
    condition = conditions(case)[0]
    other = services.set_by(decided(quick(State.ACCREDITED), Outcome.CONDITIONAL), by=case.by_administrator)[0]
    seen = {
        name: set(Condition.objects.visible_to(by).filter(place=1))
        for name, by in (("head", case.by_head), ("specialist", case.by_specialist), ("all", case.by_administrator))
    }
    assert seen == {"head": {condition}, "specialist": {condition}, "all": {condition, other}}
