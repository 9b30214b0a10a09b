import threading
from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection

from records.models import JournalEntry
from selfassessment.enums import Action, Question, RevisionKind, State
from selfassessment.models import Answer, AnswerRevision
from selfassessment.services import ordering
from selfassessment.services.answering import Conflict, assign, restore, save_answer
from selfassessment.services.reference import load_reference
from tests.factories.selfassessment import World, paper

pytestmark = pytest.mark.usefixtures("_english")


@pytest.fixture
def report(world):
    return world.ordered()


@pytest.fixture
def answer(report):
    return report.answers.filter(question=Question.CRITERION).first()


def texts_of(answer):
    return list(answer.revisions.order_by("pk").values_list("kind", "version", "text"))


def test_a_save_is_the_next_version_with_its_author(world, answer):
    saved = save_answer(answer, "Биринчи\r\nсап", version=0, by=world.by_deputy)
    assert (saved.text, saved.version, saved.updated_by) == ("Биринчи\nсап", 1, world.deputy.person)
    again = save_answer(answer, "Экинчи", version=1, by=world.by_teachers[0])
    assert (again.text, again.version, again.updated_by) == ("Экинчи", 2, world.teachers[0].person)
    assert texts_of(answer) == [("saved", 1, "Биринчи\nсап"), ("saved", 2, "Экинчи")]


def test_who_saves_second_gets_both_texts_and_loses_nothing(world, answer):
    save_answer(answer, "Менин", version=0, by=world.by_deputy)
    conflict = save_answer(answer, "Сенин", version=0, by=world.by_teachers[0])
    assert isinstance(conflict, Conflict)
    assert (conflict.theirs, conflict.mine, conflict.answer.version) == ("Менин", "Сенин", 1)
    assert conflict.answer.updated_by == world.deputy.person
    answer.refresh_from_db()
    assert (answer.text, answer.version) == ("Менин", 1)
    assert texts_of(answer) == [("saved", 1, "Менин"), ("set_aside", 0, "Сенин")]
    assert conflict.revision.by == world.teachers[0].person


def test_a_browser_that_tries_again_makes_no_second_version(world, answer):
    for _ in range(3):
        saved = save_answer(answer, "Байланыш үзүлдү", version=0, by=world.by_deputy)
    assert (saved.version, texts_of(answer)) == (1, [("saved", 1, "Байланыш үзүлдү")])


def test_who_sends_back_what_he_had_read_says_nothing(world, answer):
    """Without scripts a page sends all its fields, also those that its reader left alone."""
    save_answer(answer, "Биринчи", version=0, by=world.by_deputy)
    save_answer(answer, "Экинчи", version=1, by=world.by_deputy)
    for text, version in (("", 0), ("Биринчи", 1)):
        answered = save_answer(answer, text, version=version, by=world.by_teachers[0])
        assert (answered.text, answered.version) == ("Экинчи", 2)
    assert texts_of(answer) == [("saved", 1, "Биринчи"), ("saved", 2, "Экинчи")]


def test_a_save_whose_answer_was_lost_is_known_after_others_wrote(world, answer):
    save_answer(answer, "Менин", version=0, by=world.by_teachers[0])
    save_answer(answer, "Сенин", version=1, by=world.by_deputy)
    answered = save_answer(answer, "Менин", version=0, by=world.by_teachers[0])
    assert (answered.text, answered.version) == ("Сенин", 2)
    assert isinstance(save_answer(answer, "Менин", version=0, by=world.by_teachers[1]), Conflict)


def test_a_text_set_aside_is_kept_once(world, answer):
    save_answer(answer, "Менин", version=0, by=world.by_deputy)
    for _ in range(3):
        conflict = save_answer(answer, "Сенин", version=0, by=world.by_teachers[0])
    assert isinstance(conflict, Conflict)
    assert Counter(kind for kind, _version, _text in texts_of(answer)) == {"saved": 1, "set_aside": 1}


def test_the_same_text_by_two_is_no_conflict(world, answer):
    save_answer(answer, "Бирдей", version=0, by=world.by_deputy)
    saved = save_answer(answer, "Бирдей", version=0, by=world.by_teachers[0])
    assert (saved.version, saved.updated_by) == (1, world.deputy.person)


def test_a_text_that_is_too_long_is_saved_whole(world, answer):
    assert save_answer(answer, "ң" * 700, version=0, by=world.by_deputy).text == "ң" * 700


def test_an_answer_may_be_emptied_and_brought_back(world, answer):
    save_answer(answer, "Биринчи", version=0, by=world.by_deputy)
    save_answer(answer, "", version=1, by=world.by_deputy)
    first = answer.revisions.get(version=1)
    restored = restore(first, version=2, by=world.by_teachers[0])
    assert (restored.text, restored.version) == ("Биринчи", 3)
    latest = answer.revisions.get(version=3)
    assert (latest.kind, latest.restores, latest.by) == (RevisionKind.RESTORED, first, world.teachers[0].person)


def test_a_text_set_aside_can_be_brought_back_too(world, answer):
    save_answer(answer, "Менин", version=0, by=world.by_deputy)
    conflict = save_answer(answer, "Сенин", version=0, by=world.by_teachers[0])
    assert restore(conflict.revision, version=1, by=world.by_teachers[0]).text == "Сенин"


def test_restoring_over_somebody_elses_save_is_a_conflict(world, answer):
    save_answer(answer, "1", version=0, by=world.by_deputy)
    save_answer(answer, "2", version=1, by=world.by_deputy)
    save_answer(answer, "3", version=2, by=world.by_teachers[0])
    conflict = restore(answer.revisions.get(version=1), version=2, by=world.by_deputy)
    assert (conflict.theirs, conflict.mine) == ("3", "1")


@pytest.mark.parametrize("state", [State.DRAFT, State.APPROVED])
def test_nothing_is_written_before_the_order_and_after_the_approval(world, state):
    answer = world.in_state(state).answers.first()
    with pytest.raises(PermissionDenied, match="cannot be written now"):
        save_answer(answer, "Кеч", version=answer.version, by=world.by_deputy)
    assert not answer.revisions.filter(text="Кеч").exists()


def test_who_is_not_in_the_commission_does_not_write(world, answer):
    with pytest.raises(PermissionDenied, match="Only the members of the commission"):
        save_answer(answer, "Мен да", version=0, by=world.by_outsider)
    assert texts_of(answer) == []


def test_an_answer_has_a_responsible_member(world, report, answer):
    member = report.members.get(employment=world.teachers[0])
    assert assign(answer, member, by=world.by_deputy).responsible == member
    assign(answer, member, by=world.by_head)
    entries = JournalEntry.objects.filter(action=Action.ASSIGN)
    assert [entry.changes["responsible"] for entry in entries] == [world.teachers[0].name]
    assert assign(answer, None, by=world.by_teachers[1]).responsible is None
    with pytest.raises(PermissionDenied):
        assign(answer, member, by=world.by_outsider)


def test_a_member_of_another_commission_is_not_responsible(world, answer):
    with pytest.raises(ValueError, match="another commission"):
        assign(answer, World().ordered().members.first(), by=world.by_deputy)


# At the same moment ---------------------------------------------------------------------------------------------------


def at_once(*jobs):
    """The jobs run in threads of their own, started together, each with its own connection."""
    together = threading.Barrier(len(jobs))

    def run(job):
        try:
            together.wait(timeout=10)
            return job()
        except PermissionDenied as refusal:
            return refusal
        finally:
            connection.close()

    with ThreadPoolExecutor(len(jobs)) as pool:
        return list(pool.map(run, jobs))


@pytest.mark.django_db(transaction=True)
def test_two_members_write_the_same_criterion_at_once():
    load_reference()
    world = World()
    answer = world.ordered().answers.filter(question=Question.CRITERION).first()
    writers = {"Менин": world.by_deputy, "Сенин": world.by_teachers[0], "Анын": world.by_teachers[1]}
    results = at_once(
        *(lambda text=text, by=by: save_answer(answer, text, version=0, by=by) for text, by in writers.items())
    )
    winners = [result for result in results if isinstance(result, Answer)]
    losers = [result for result in results if isinstance(result, Conflict)]
    assert (len(winners), len(losers)) == (1, 2)
    answer.refresh_from_db()
    assert (answer.version, answer.text) == (1, winners[0].text)
    assert {loser.theirs for loser in losers} == {answer.text}
    kept = AnswerRevision.objects.filter(answer=answer).values_list("text", flat=True)
    assert sorted(kept) == sorted(writers)


@pytest.mark.django_db(transaction=True)
def test_nobody_writes_into_a_report_that_is_just_being_approved():
    load_reference()
    world = World()
    report = world.filled()
    answer = report.answers.first()
    order = world.order(report, ordering.OrderKind.APPROVE)
    saved, approved = at_once(
        lambda: save_answer(answer, "Акыркы сөз", version=1, by=world.by_deputy),
        lambda: ordering.approve(order, document=paper(), by=world.by_head),
    )
    assert approved.state == State.APPROVED
    order.refresh_from_db()
    answer.refresh_from_db()
    assert order.says["answers"][str(answer.pk)] == answer.version
    assert isinstance(saved, Answer) == (answer.text == "Акыркы сөз")
