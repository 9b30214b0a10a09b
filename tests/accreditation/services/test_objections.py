"""A school objects to an expert, and what follows."""

import pytest
from django.core.exceptions import PermissionDenied

from accounts.acting import Acting
from accounts.models import User
from accreditation.enums.applications import State
from accreditation.enums.draw import Exclusion
from accreditation.enums.evaluation_orders import EvaluationOrderState
from accreditation.enums.invitations import DeclineReason, InvitationState
from accreditation.enums.objections import ObjectionAct, ObjectionGround, ObjectionState
from accreditation.models import Application, EvaluationOrderFile, Invitation, Objection
from accreditation.models.invitations import SEATS
from accreditation.selectors.draw import prospects
from accreditation.selectors.granting_experts import cases_of
from accreditation.services import evaluation, invitations, people
from accreditation.services import objections as services
from core.workflow import TransitionDenied
from notifications.models import Message
from records.models import JournalEntry
from tests.factories.accounts import UserFactory
from tests.factories.accreditation import fresh, quick, steps
from tests.factories.draw import experts, group
from tests.factories.objections import WORDS, named, sign_order
from tests.factories.people import SpecialistFactory, acting_as

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_english")]


@pytest.fixture
def application(case):
    application = named(case, 5)
    User.objects.update(language="en")
    return application


def file(case, application, seat=1, **changes) -> Objection:
    facts = {"ground": ObjectionGround.KINSHIP, "text": WORDS, "by": case.by_head}
    return services.object_to(group(application)[seat], **facts | changes)


def told(person):
    return Message.objects.filter(recipient=person).latest("pk")


def test_the_ministry_is_told_and_the_expert_is_not(case, application):
    expert = group(application)[1].expert
    before = Message.objects.filter(recipient=expert.person).count()
    objection = file(case, application, by=case.by_deputy)
    assert (objection.state, objection.filed_by) == (ObjectionState.OPEN, case.by_deputy.user)
    assert WORDS in told(case.specialist.person).body
    assert told(case.specialist.person).url.endswith("/experts/")
    assert expert.name in told(case.world.head.person).body
    assert expert.name in told(case.by_deputy.user).body
    assert Message.objects.filter(recipient=expert.person).count() == before
    entry = JournalEntry.objects.get(action=ObjectionAct.FILE)
    assert entry.changes["text"] == WORDS


@pytest.mark.parametrize("who", ["teacher", "specialist", "expert", "stranger"])
def test_others_object_to_nobody(case, application, who):
    by = {
        "teacher": lambda: case.world.by_teachers[0],
        "specialist": lambda: case.by_specialist,
        "expert": lambda: acting_as(group(application)[1].expert),
        "stranger": lambda: Acting(user=UserFactory()),
    }[who]()
    with pytest.raises(PermissionDenied):
        file(case, application, by=by)
    assert not Objection.objects.exists()


def test_once_and_not_without_words(case, application):
    with pytest.raises(PermissionDenied, match="reason"):
        file(case, application, text="  ")
    file(case, application)
    with pytest.raises(PermissionDenied, match="already"):
        file(case, application)
    assert Objection.objects.count() == 1


def test_nobody_evaluates_until_the_ministry_has_decided(case, application):
    objection = file(case, application)
    with pytest.raises(TransitionDenied, match="decide on it first"):
        evaluation.begin(fresh(application), by=acting_as(group(application)[0].expert))
    services.dismiss(objection, reason="Туугандык ырасталган жок", by=case.by_specialist)
    assert fresh(application).state == State.ORDERED
    evaluation.begin(fresh(application), by=acting_as(group(application)[0].expert))
    assert fresh(application).state == State.EVALUATION


def test_dismissed_the_expert_stays_and_the_school_knows_why(case, application):
    seated = [member.pk for member in group(application)]
    objection = services.dismiss(file(case, application), reason="Туугандык ырасталган жок", by=case.by_administrator)
    assert (objection.state, objection.decided_by) == (ObjectionState.DISMISSED, case.administrator)
    assert [member.pk for member in group(application)] == seated
    assert "Туугандык ырасталган жок" in told(case.world.head.person).body
    assert "dismissed" in told(case.world.head.person).subject


def test_upheld_the_next_alternate_is_invited_and_the_order_renewed(case, application):
    objected, first = group(application)[1], application.evaluation_orders.get()
    objection = services.uphold(file(case, application), reason="Туугандык ырасталды", by=case.by_specialist)
    objected.refresh_from_db()
    assert (objection.state, objected.state) == (ObjectionState.UPHELD, InvitationState.REPLACED)
    assert fresh(application).state == State.INVITING
    newcomer = group(application)[1]
    assert (newcomer.place, newcomer.state) == (4, InvitationState.WAITING)
    assert "Туугандык ырасталды" in told(objected.expert.person).body
    assert "upheld" in told(case.world.head.person).subject
    invitations.accept(newcomer, by=None)
    assert fresh(application).state == State.AGREED
    renewed = sign_order(application, case, "8-а")
    first.refresh_from_db()
    assert (first.state, renewed.state) == (EvaluationOrderState.REPLACED, EvaluationOrderState.SIGNED)
    letter = told(case.world.head.person).body
    assert newcomer.expert.name in letter
    assert objected.expert.name not in letter
    assert f"replaces the order {first}" in letter
    assert list(steps(application))[-3:] == ["invite_experts_again", "experts_agree", "order_evaluation"]


def test_those_who_stay_and_the_school_know_that_the_order_is_renewed(case, application):
    stays, gone = group(application)[0], group(application)[1]
    services.uphold(file(case, application), reason="Туугандык ырасталды", by=case.by_specialist)
    subjects = {
        person: list(Message.objects.filter(recipient=person).order_by("pk").values_list("subject", flat=True))
        for person in (stays.expert.person, gone.expert.person, case.world.head.person)
    }
    assert "is being renewed" in subjects[stays.expert.person][-1]
    assert not any("is being renewed" in subject for subject in subjects[gone.expert.person])
    assert sum("is being renewed" in subject for subject in subjects[case.world.head.person]) == 1


def test_the_excluded_expert_reads_nothing_of_the_case_any_more(case, application):
    expert = group(application)[1].expert
    by = acting_as(expert)
    assert cases_of(by).count() == EvaluationOrderFile.objects.visible_to(by).count() == 1
    services.uphold(file(case, application), reason="Туугандык ырасталды", by=case.by_specialist)
    assert not cases_of(by).exists()
    assert not EvaluationOrderFile.objects.visible_to(by).exists()


def test_in_this_cycle_the_draw_knows_it_for_other_applications_of_the_school(case, application):
    expert = group(application)[1].expert
    other = quick(State.ACCREDITED, organization=case.school)
    services.uphold(file(case, application), reason="Туугандык ырасталды", by=case.by_specialist)
    line = next(line for line in prospects(other).listed if line.code == expert.person.username)
    assert line.excluded == ["objected"]


def test_where_nobody_is_left_the_ministry_is_needed(case):
    User.objects.update(language="en")
    application = named(case, 3)
    services.uphold(file(case, application), reason="Туугандык ырасталды", by=case.by_specialist)
    assert application.invitations.live().count() == SEATS - 1
    assert "needs you" in told(case.specialist.person).subject
    invitations.choose_by_hand(fresh(application), experts(1)[0], reason="Катар бүттү", by=case.by_specialist)
    assert application.invitations.live().count() == SEATS


def test_taken_back_the_expert_stays_and_everybody_knows(case, application):
    seated = [member.pk for member in group(application)]
    expert = group(application)[1].expert
    silent = Message.objects.filter(recipient=expert.person).count()
    objection = services.take_back(file(case, application), by=case.by_deputy)
    assert (objection.state, objection.decided_by) == (ObjectionState.TAKEN_BACK, case.by_deputy.user)
    assert [member.pk for member in group(application)] == seated
    assert "need not decide" in told(case.specialist.person).body
    assert "taken back" in told(case.world.head.person).subject
    assert Message.objects.filter(recipient=expert.person).count() == silent
    assert JournalEntry.objects.get(action=ObjectionAct.TAKE_BACK).changes["state"] == ["open", "taken_back"]
    evaluation.begin(fresh(application), by=acting_as(group(application)[0].expert))
    assert fresh(application).state == State.EVALUATION


def test_what_was_taken_back_is_neither_decided_nor_filed_again(case, application):
    objection = services.take_back(file(case, application), by=case.by_head)
    for step in (services.uphold, services.dismiss):
        with pytest.raises(TransitionDenied):
            step(objection, reason="Кеч", by=case.by_specialist)
    with pytest.raises(TransitionDenied):
        services.take_back(objection, by=case.by_head)
    with pytest.raises(PermissionDenied, match="already"):
        file(case, application)
    assert not prospects(quick(State.ACCREDITED, organization=case.school)).counts.get(Exclusion.OBJECTED)


@pytest.mark.parametrize("how", ["withdraws", "is replaced", "is blocked"])
def test_whoever_leaves_for_another_reason_settles_it(case, application, how):
    objection, member = file(case, application), group(application)[1]
    match how:
        case "withdraws":
            facts = {"reason": DeclineReason.HEALTH, "comment": "Ооруп калдым"}
            invitations.withdraw(member, **facts, by=acting_as(member.expert))
        case "is replaced":
            invitations.replace(member, reason="Байланышка чыкпайт", by=case.by_specialist)
        case "is blocked":
            people.block(member.expert, reason="Ишенимди жоготту", by=case.by_administrator)
    objection.refresh_from_db()
    assert (objection.state, objection.decided_by) == (ObjectionState.SETTLED, None)
    assert Message.objects.filter(recipient=case.world.head.person, subject__contains="has left").count() == 1
    assert application.invitations.live().count() == SEATS
    with pytest.raises(TransitionDenied):
        services.uphold(objection, reason="Кеч", by=case.by_specialist)


@pytest.mark.parametrize("step", [services.uphold, services.dismiss])
def test_a_decision_is_the_ministrys_has_a_reason_and_falls_once(case, application, step):
    objection = file(case, application)
    for by in (case.by_head, acting_as(SpecialistFactory()), acting_as(group(application)[0].expert)):
        with pytest.raises(TransitionDenied):
            step(objection, reason="Текшерилди", by=by)
    with pytest.raises(PermissionDenied, match="reason"):
        step(objection, reason=" ", by=case.by_specialist)
    step(objection, reason="Текшерилди", by=case.by_specialist)
    with pytest.raises(TransitionDenied):
        services.dismiss(objection, reason="Кеч", by=case.by_administrator)


@pytest.mark.parametrize("state", [State.EVALUATION, State.EVALUATED, State.ACCREDITED, State.INVITING])
def test_not_after_the_evaluation_has_begun(case, application, state):
    Application.objects.filter(pk=application.pk).update(state=state)
    with pytest.raises(PermissionDenied, match="between the order"):
        file(case, application)
    assert Invitation.objects.live().count() == SEATS
