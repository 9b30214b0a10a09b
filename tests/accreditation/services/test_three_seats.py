"""Whatever happens to a group, and in whatever order: three live invitations or a clear «you are needed», never four,
and nobody who is not told."""

import random
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from accounts.acting import Acting
from accounts.models import User
from accreditation.enums.applications import FORMING, State
from accreditation.enums.evaluation import EvaluationState
from accreditation.enums.invitations import DeclineReason, InvitationAct, InvitationState
from accreditation.enums.objections import ObjectionGround, ObjectionState
from accreditation.models import Application, Evaluation, EvaluationOrder, Expert, Invitation, Objection
from accreditation.models.invitations import SEATS
from accreditation.selectors.groups import group_of
from accreditation.services import evaluation, invitations, objections, people, sweeping
from core.models import OutboxEntry
from core.workflow import TransitionDenied
from notifications.models import Message
from selfassessment.services.reference import load_reference
from tests.factories.accounts import UserFactory
from tests.factories.accreditation import Case, fresh
from tests.factories.draw import agreed, experts, group, taken
from tests.factories.objections import WORDS, named, sign_order
from tests.factories.people import acting_as
from tests.threads import together

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_english")]
WORD = {"reason": DeclineReason.BUSY, "comment": "Командировка"}
DAY = timedelta(days=1)


class Walk:
    """A group to which things happen by chance."""

    def __init__(self, case: Case, seed: int) -> None:
        self.case, self.chance = case, random.Random(seed)
        self.application = taken(case, 9)

    def member(self, *states: InvitationState) -> Invitation | None:
        found = [each for each in group(self.application) if each.state in states]
        return self.chance.choice(found) if found else None

    def accept(self) -> None:
        if member := self.member(InvitationState.WAITING):
            invitations.accept(member, by=None)

    def refuse(self) -> None:
        if member := self.member(InvitationState.WAITING):
            invitations.decline(member, **WORD, by=None)

    def lapse(self) -> None:
        if member := self.member(InvitationState.WAITING):
            Invitation.objects.filter(pk=member.pk).update(due_on=timezone.localdate() - DAY)
            sweeping.sweep()

    def withdraw(self) -> None:
        if member := self.member(InvitationState.ACCEPTED):
            invitations.withdraw(member, **WORD, by=acting_as(member.expert))

    def block(self) -> None:
        if member := self.member(InvitationState.WAITING, InvitationState.ACCEPTED):
            people.block(member.expert, reason="Ишенимди жоготту", by=self.case.by_administrator)

    def order(self) -> None:
        if fresh(self.application).state == State.AGREED:
            sign_order(self.application, self.case, number=str(EvaluationOrder.objects.count() + 1))

    def object(self) -> None:
        member = self.member(InvitationState.ACCEPTED)
        if member and fresh(self.application).state == State.ORDERED:
            facts = {"ground": ObjectionGround.OTHER, "text": WORDS, "by": self.case.by_head}
            objection = objections.object_to(member, **facts)
            objections.uphold(objection, reason="Текшерилди", by=self.case.by_specialist)

    def step(self) -> str:
        name = self.chance.choice(
            ["accept", "accept", "accept", "refuse", "lapse", "withdraw", "block", "order", "object"]
        )
        getattr(self, name)()
        return name

    def is_sound(self) -> bool:
        """The invariant, in one glance at the database."""
        application = fresh(self.application)
        live = group(application)
        found = group_of(application)
        is_whole = len(live) == SEATS and not found.missing
        needs_help = len(live) < SEATS and found.missing == SEATS - len(live) and self.ministry_is_needed()
        stands = (application.state == State.INVITING) == any(not each.answered_at for each in live) or not is_whole
        return (is_whole or needs_help) and stands and sum(each.is_chair for each in live) == bool(live)

    def ministry_is_needed(self) -> bool:
        told = Message.objects.filter(recipient=self.case.specialist.person, subject__contains="needs you")
        return told.exists() and Invitation.objects.filter(events__action=InvitationAct.SHORT).exists()

    def everybody_was_told(self) -> bool:
        letters = OutboxEntry.objects.filter(kind="invite expert by letter", payload__letter="invited")
        asked = set(self.application.invitations.values_list("pk", flat=True))
        people_told = set(Message.objects.values_list("recipient", flat=True))
        return {entry.payload["invitation_id"] for entry in letters} == asked and people_told >= set(
            self.application.invitations.values_list("expert__person", flat=True)
        )


@pytest.mark.parametrize("seed", range(4))
def test_by_chance(case, seed):
    User.objects.update(language="en")
    walk = Walk(case, seed)
    steps = [walk.step() for _ in range(12) if walk.is_sound()]
    assert walk.is_sound(), steps
    assert len(steps) == 12, steps
    assert walk.everybody_was_told()


class TestBlockedWhileEvaluating:
    @pytest.fixture
    def application(self, case):
        User.objects.update(language="en")
        application = named(case, 5)
        evaluation.begin(application, by=acting_as(group(application)[0].expert))
        return fresh(application)

    def block(self, case, member):
        people.block(member.expert, reason="Ишенимди жоготту", by=case.by_administrator)

    def test_who_has_not_published_is_replaced_and_the_order_renewed(self, case, application):
        gone = group(application)[1]
        evaluation.begin(application, by=acting_as(gone.expert))
        self.block(case, gone)
        assert fresh(application).state == State.INVITING
        newcomer = group(application)[1]
        assert (newcomer.place, newcomer.state) == (4, InvitationState.WAITING)
        invitations.accept(newcomer, by=None)
        sign_order(application, case, "8-а")
        evaluation.begin(fresh(application), by=acting_as(newcomer.expert))
        assert fresh(application).state == State.EVALUATION
        assert Evaluation.objects.filter(expert=group(application)[0].expert).count() == 1, "the others keep theirs"

    def test_what_is_published_stands_and_the_ministry_is_told_what_to_do(self, case, application):
        member = group(application)[0]
        mine = Evaluation.objects.get(expert=member.expert)
        published = {"state": EvaluationState.PUBLISHED, "published_at": timezone.now(), "paper": application.document}
        Evaluation.objects.filter(pk=mine.pk).update(**published)
        self.block(case, member)
        assert fresh(application).state == State.EVALUATION
        told = Message.objects.filter(recipient=case.specialist.person).latest("pk")
        assert "a blocked expert has evaluated" in told.subject
        assert "reopen it" in told.body
        Evaluation.objects.filter(pk=mine.pk).update(state=EvaluationState.REOPENED, published_at=None)
        sweeping.sweep()
        assert fresh(application).state == State.INVITING
        assert member.expert_id not in {each.expert_id for each in group(application)}

    def test_who_is_not_blocked_stays(self, case, application):
        member = group(application)[1]
        with pytest.raises(TransitionDenied):
            invitations.withdraw(member, **WORD, by=acting_as(member.expert))
        with pytest.raises(TransitionDenied):
            invitations.replace(member, reason="Керек", by=case.by_specialist)


@pytest.mark.django_db(transaction=True)
class TestAtTheSameMoment:
    @pytest.fixture
    def case(self, transactional_db):  # noqa: ARG002 -- its data are committed
        load_reference()
        return Case()

    def assert_three(self, application):
        assert application.invitations.live().count() == SEATS
        assert len({member.seat for member in group(application)}) == SEATS

    def test_two_people_uphold_one_objection(self, case):
        application = named(case, 6)
        facts = {"ground": ObjectionGround.OTHER, "text": WORDS, "by": case.by_head}
        objection = objections.object_to(group(application)[1], **facts)
        people_ = [case.by_specialist, case.by_administrator]
        outcomes = together(lambda place: objections.uphold(objection, reason="Ооба", by=people_[place]), 2)
        assert sum(isinstance(outcome, TransitionDenied) for outcome in outcomes) == 1
        assert application.invitations.count() == SEATS + 1
        self.assert_three(application)

    def test_the_head_and_the_deputy_object_to_one_expert(self, case):
        application = named(case, 5)
        member, people_ = group(application)[1], [case.by_head, case.by_deputy]
        facts = {"ground": ObjectionGround.OTHER, "text": WORDS}
        outcomes = together(lambda place: objections.object_to(member, **facts, by=people_[place]), 2)
        assert sum(isinstance(outcome, PermissionDenied) for outcome in outcomes) == 1
        assert Objection.objects.count() == 1

    def test_an_objection_and_the_beginning_have_one_outcome(self, case):
        application = named(case, 5)
        member, first = group(application)[1], group(application)[0]
        facts = {"ground": ObjectionGround.OTHER, "text": WORDS, "by": case.by_head}
        acts = [
            lambda: objections.object_to(member, **facts),
            lambda: evaluation.begin(fresh(application), by=acting_as(first.expert)),
        ]
        outcomes = together(lambda place: acts[place](), 2)
        assert sum(isinstance(outcome, PermissionDenied) for outcome in outcomes) == 1
        is_open = Objection.objects.filter(state=ObjectionState.OPEN).exists()
        assert is_open is (fresh(application).state == State.ORDERED)

    def test_upholding_withdrawing_and_blocking_free_one_seat(self, case):
        application = named(case, 6)
        member = group(application)[1]
        facts = {"ground": ObjectionGround.OTHER, "text": WORDS, "by": case.by_head}
        objection = objections.object_to(member, **facts)
        acts = [
            lambda: objections.uphold(objection, reason="Ооба", by=case.by_specialist),
            lambda: invitations.withdraw(member, **WORD, by=acting_as(member.expert)),
            lambda: people.block(member.expert, reason="Ишенимди жоготту", by=case.by_administrator),
        ]
        together(lambda place: acts[place](), 3)
        self.assert_three(application)
        assert application.invitations.count() == SEATS + 1
        objection.refresh_from_db()
        assert objection.state in {ObjectionState.UPHELD, ObjectionState.SETTLED}

    def test_a_signed_order_names_those_who_sit_in_the_group(self, case):
        """The order is uploaded while one of those whom it names withdraws: either it is not in force, or renewed."""
        application = agreed(case, 5)
        member = group(application)[1]
        acts = [
            lambda: sign_order(application, case),
            lambda: invitations.withdraw(member, **WORD, by=acting_as(member.expert)),
        ]
        together(lambda place: acts[place](), 2)
        self.assert_three(application)
        assert fresh(application).state == State.INVITING

    def test_an_expert_is_blocked_while_experts_are_drawn(self, case):
        """Whoever is blocked at the moment of the draw is not drawn, or replaced at once."""
        application = taken(case, 5)
        spare = experts(2)
        by = Acting(user=UserFactory(is_administrator=True))
        acts = [
            lambda: people.block(group(application)[0].expert, reason="Ишенимди жоготту", by=by),
            lambda: people.block(spare[0], reason="Ишенимди жоготту", by=by),
            lambda: invitations.decline(group(application)[2], **WORD, by=None),
        ]
        together(lambda place: acts[place](), 3)
        self.assert_three(application)
        blocked = set(Expert.objects.blocked().values_list("pk", flat=True))
        assert len(blocked) == 2
        assert blocked.isdisjoint(member.expert_id for member in group(application))
        assert Application.objects.get().state in FORMING
