"""What somebody above asked to correct, and nothing else, is open; both texts are kept."""

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from core.workflow import TransitionDenied
from selfassessment import rules
from selfassessment.enums import Action, OrderKind, State
from selfassessment.models import Citation, Correction
from selfassessment.selectors import named_for_correction, returned_because
from selfassessment.services import correcting, evidence, ordering
from selfassessment.services.answering import save_answer
from tests.factories.selfassessment import LinkFactory, paper

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_english")]

REASON = "1.1 толук эмес"


def by_the_ministry(acting, report):
    return None if acting.user.is_administrator else "Only the ministry"


@pytest.fixture(autouse=True)
def _ministry(settings):
    settings.SELF_ASSESSMENT_REOPENER = f"{__name__}.by_the_ministry"


@pytest.fixture
def ministry(world):
    world.by_head.user.is_administrator = True
    return world.by_head


@pytest.fixture
def report(world):
    return world.approved()


def first(report, count=2):
    return list(report.answers.exclude(criterion=None)[:count])


def reopened(report, ministry, count=2):
    return correcting.reopen(report, first(report, count), reason=f" {REASON} ", by=ministry)


def refusal(world, answer):
    return rules.may_write.reason(world.by_teachers[0], answer)


def test_only_what_was_named_is_open(world, report, ministry):
    correction = reopened(report, ministry)
    report.refresh_from_db()
    assert (report.state, correction.reason, correction.is_open) == (State.RETURNED, REASON, True)
    named, locked = report.answers.filter(corrections=correction), report.answers.exclude(corrections=correction)
    assert {refusal(world, answer) for answer in named} == {None}
    assert {refusal(world, answer) for answer in locked} == {
        "This part was not named for correction: it stays as it was approved."
    }
    assert rules.open_answers(report) == {answer.pk for answer in named}
    assert named_for_correction(report) == list(named)
    assert returned_because(report) == REASON


def test_what_is_locked_is_not_saved_and_not_cited(world, report, ministry):
    reopened(report, ministry)
    locked = report.answers.exclude(criterion=None)[5]
    with pytest.raises(PermissionDenied, match="not named for correction"):
        save_answer(locked, "Башка", version=locked.version, by=world.by_teachers[0])
    with pytest.raises(PermissionDenied, match="not named for correction"):
        evidence.cite(locked, LinkFactory(organization=world.school), by=world.by_teachers[0])


def test_approved_again_both_texts_are_kept(world, report, ministry):
    one, other = first(report)
    link = LinkFactory(organization=world.school, title="Окуу планы")
    correction = reopened(report, ministry)
    save_answer(one, "Жаңы жооп", version=one.version, by=world.by_teachers[0])
    evidence.cite(one, link, by=world.by_teachers[0])
    report.refresh_from_db()
    ordering.approve(world.order(report, OrderKind.APPROVE), document=paper(), by=world.by_head)
    correction.refresh_from_db()
    assert correction.before == {
        str(one.pk): {"text": "Жооп", "evidence": []},
        str(other.pk): {"text": "Жооп", "evidence": []},
    }
    assert correction.after[str(one.pk)] == {"text": "Жаңы жооп", "evidence": ["Окуу планы"]}
    assert not correction.is_open
    report.refresh_from_db()
    assert (report.state, rules.open_answers(report), named_for_correction(report)) == (State.APPROVED, None, [])


def test_what_stays_keeps_the_evidence_that_was_approved(world, ministry):
    report = world.filled()
    one, other = first(report)
    link = LinkFactory(organization=world.school)
    for answer in (one, other):
        evidence.cite(answer, link, by=world.by_teachers[0])
    ordering.approve(world.order(report, OrderKind.APPROVE), document=paper(), by=world.by_head)
    correcting.reopen(report, [one], reason=REASON, by=ministry)
    newer = evidence.renew(link, "https://mektep.kg/plan-2", by=world.by_teachers[0])
    report.refresh_from_db()
    ordering.approve(world.order(report, OrderKind.APPROVE), document=paper(), by=world.by_head)
    assert Citation.objects.get(answer=one).version == newer
    assert Citation.objects.get(answer=other).version.number == 1


def test_a_reason_and_a_part_of_this_report_are_needed(world, report, ministry):
    with pytest.raises(PermissionDenied, match="Write what has to be corrected"):
        correcting.reopen(report, first(report), reason=" ", by=ministry)
    foreign = world.started().answers.all()
    for answers in ([], foreign):
        with pytest.raises(PermissionDenied, match="at least one part"):
            correcting.reopen(report, answers, reason=REASON, by=ministry)


def test_nobody_in_the_school_asks_itself(world, report):
    for acting in (world.by_deputy, world.by_teachers[0]):
        with pytest.raises(TransitionDenied, match="Only the ministry"):
            correcting.reopen(report, first(report), reason=REASON, by=acting)


def test_only_an_approved_report_is_sent_back(world, ministry):
    with pytest.raises(TransitionDenied):
        reopened(world.filled(), ministry)


def test_one_correction_is_open_at_a_time(report, ministry):
    reopened(report, ministry)
    with pytest.raises(IntegrityError, match="one_open_correction"), transaction.atomic():
        Correction.objects.create(report=report, reason="2", asked_by=ministry.user)


def test_taken_back_by_the_head_the_whole_report_is_open(world, report, settings):
    settings.SELF_ASSESSMENT_USES = []
    report = ordering.return_for_correction(report, comment="Оңдойбуз", by=world.by_head)
    assert rules.open_answers(report) is None
    assert {refusal(world, answer) for answer in report.answers.all()} == {None}
    assert report.events.first().action == Action.RETURN
