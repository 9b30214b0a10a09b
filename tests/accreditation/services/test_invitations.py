import re
import threading
from datetime import timedelta

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from accounts.acting import Acting
from accreditation.calendar import add_working_days
from accreditation.enums.applications import State
from accreditation.enums.invitations import DeclineReason, InvitationAct, InvitationState
from accreditation.models import Application, Expert, Invitation, InvitationLink
from accreditation.models.invitations import SEATS
from accreditation.services import intake, invitations, letters, sweeping
from accreditation.tasks import sweep_invitations
from core import effects
from core.models import OutboxEntry
from core.workflow import TransitionDenied
from notifications.models import Message
from records.models import JournalEntry
from selfassessment.services.reference import load_reference
from tests.factories.accounts import UserFactory
from tests.factories.accreditation import Case, fresh
from tests.factories.draw import agreed, experts, group, scheduled, taken
from tests.factories.people import UnavailabilityFactory, acting_as

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_english")]
DAY = timedelta(days=1)


@pytest.fixture
def application(case):
    return taken(case, 6)


def again(invitation: Invitation) -> Invitation:
    return Invitation.objects.select_related("expert__person", "application__organization").get(pk=invitation.pk)


def decline(invitation, **changes):
    facts = {"reason": DeclineReason.BUSY, "comment": "Командировка", "by": None}
    return invitations.decline(invitation, **facts | changes)


def block(expert):
    Expert.objects.filter(pk=expert.pk).update(
        blocked_at=timezone.now(), blocked_by=UserFactory(is_administrator=True), block_reason="Ишенимди жоготту"
    )


# Being invited -------------------------------------------------------------------------------------------------------


def test_an_invitation_says_until_when_and_is_told_in_the_cabinet_and_by_letter(application):
    invitation = group(application)[0]
    today = timezone.localdate()
    assert invitation.due_on == add_working_days(today, 3)
    assert today < invitation.remind_on < invitation.due_on
    message = Message.objects.get(recipient=invitation.expert.person)
    assert message.url == f"/expert/invitations/{invitation.pk}/"
    assert f"{invitation.due_on:%d.%m.%Y}" in message.body
    assert OutboxEntry.objects.filter(kind=letters.SEND).count() == SEATS
    assert not OutboxEntry.objects.filter(kind="deliver message", payload__message_id=message.pk).exists()


def test_the_letter_has_a_link_of_which_only_the_digest_is_kept(application):
    effects.drain()
    invitation = group(application)[0]
    letter = next(each for each in mail.outbox if each.to == [invitation.expert.email])
    secret = re.search(r"/invitations/([\w-]+)/", letter.body)[1]
    assert letters.invitation_of(secret) == invitation
    assert not InvitationLink.objects.filter(digest__contains=secret).exists()
    assert secret not in Message.objects.get(recipient=invitation.expert.person).body
    assert letters.invitation_of(f"{secret}x") is None
    InvitationLink.objects.update(expires_at=timezone.now())
    assert letters.invitation_of(secret) is None


@pytest.mark.parametrize(("language", "word"), [("ky", "Урматтуу"), ("ru", "Уважаемый")])
def test_the_letter_is_in_the_experts_language(case, language, word):
    for expert in experts(3):
        expert.person.language = language
        expert.person.save()
    intake.take_under_review(scheduled(case), by=case.by_specialist)
    effects.drain()
    to_experts = [letter for letter in mail.outbox if letter.extra_headers["Message-ID"].startswith("<invitation-")]
    assert len(to_experts) == SEATS
    assert all(word in letter.body for letter in to_experts)


def test_whoever_answered_before_the_letter_left_gets_none(application):
    invitations.accept(group(application)[0], by=None)
    effects.drain()
    sent = [letter for letter in mail.outbox if letter.extra_headers["Message-ID"].startswith("<invitation-")]
    assert len(sent) == SEATS - 1


def test_a_worker_that_dies_between_draw_and_letter_loses_nothing(application, monkeypatch):
    """The letter is a row of the draw's own transaction: it goes out when the next worker comes."""
    monkeypatch.setattr("accreditation.services.letters.EmailMessage.send", _dies)
    effects.drain()
    assert mail.outbox == []
    monkeypatch.undo()
    OutboxEntry.objects.filter(done_at=None).update(available_at=timezone.now())
    effects.drain()
    sent = [letter for letter in mail.outbox if letter.extra_headers["Message-ID"].startswith("<invitation-")]
    assert len(sent) == SEATS
    assert len({letter.to[0] for letter in sent}) == SEATS


def _dies(_message):
    raise ConnectionError


# Answers -------------------------------------------------------------------------------------------------------------


def test_three_consents_lead_the_application_on_and_the_ministry_is_told(case, application):
    for number, invitation in enumerate(group(application), start=1):
        assert fresh(application).state == State.INVITING
        invitations.accept(invitation, by=acting_as(invitation.expert))
        assert application.invitations.accepted().count() == number
    assert fresh(application).state == State.AGREED
    told = Message.objects.filter(recipient=case.specialist.person).latest("pk")
    assert "All experts have agreed" in told.subject or told.subject


def test_a_refusal_invites_the_next_in_the_row_at_once(application):
    first = group(application)[0]
    declined = decline(first)
    assert (declined.state, declined.decline_reason) == (InvitationState.DECLINED, DeclineReason.BUSY)
    assert again(declined).comment == declined.events.last().comment == "Командировка"
    successor = group(application)[0]
    assert (successor.seat, successor.place) == (first.seat, 4)
    assert Message.objects.filter(recipient=successor.expert.person).exists()


def test_the_chair_goes_to_whoever_was_drawn_first_of_those_who_sit(application):
    first, second, _third = group(application)
    assert first.is_chair
    decline(first)
    assert [member.pk for member in group(application) if member.is_chair] == [second.pk]


def test_whoever_is_skipped_in_the_row_is_skipped_for_a_rule(application):
    fourth, fifth = (application.draws.get().candidates.get(place=place).expert for place in (4, 5))
    block(fourth)
    decline(group(application)[0])
    assert group(application)[0].expert == fifth


def test_an_alternate_who_went_away_is_skipped(application):
    fourth = application.draws.get().candidates.get(place=4).expert
    UnavailabilityFactory(expert=fourth, until_on=timezone.localdate() + 60 * DAY)
    decline(group(application)[0])
    assert group(application)[0].place == 5


@pytest.mark.parametrize("comment", ["", "  "])
def test_declining_needs_a_comment(application, comment):
    with pytest.raises(PermissionDenied):
        decline(group(application)[0], comment=comment)


@pytest.mark.parametrize("step", ["accept", "decline"])
def test_an_answer_is_given_once(application, step):
    invitation = group(application)[0]
    invitations.accept(invitation, by=None)
    with pytest.raises(TransitionDenied):
        invitations.accept(invitation, by=None) if step == "accept" else decline(invitation)
    assert application.invitations.live().count() == SEATS


def test_only_the_invited_expert_answers(case, application):
    one, other, _third = group(application)
    for by in (acting_as(other.expert), case.by_specialist, Acting(user=UserFactory())):
        with pytest.raises(TransitionDenied):
            invitations.accept(one, by=by)


def test_a_blocked_expert_answers_no_more(application):
    invitation = group(application)[0]
    block(invitation.expert)
    with pytest.raises(TransitionDenied, match="blocked"):
        invitations.accept(again(invitation), by=None)


def test_when_the_row_is_empty_the_ministry_is_told_that_it_is_needed(case):
    application = taken(case, 3)
    decline(group(application)[1])
    assert len(group(application)) == 2
    assert fresh(application).state == State.INVITING
    assert Message.objects.filter(recipient=case.specialist.person, subject__contains="№").exists()
    assert JournalEntry.objects.filter(action=InvitationAct.SHORT).count() == 1


# Time ----------------------------------------------------------------------------------------------------------------


def pass_days(invitation, *, until) -> None:
    """So many days ago the invitation was written that today is the day `until` of its term."""
    shift = until - timezone.localdate()
    Invitation.objects.filter(application=invitation.application).update(
        due_on=invitation.due_on - shift, remind_on=invitation.remind_on - shift
    )


def test_silence_is_reminded_once_and_then_lapses(application):
    accepted, silent, _other = group(application)
    invitations.accept(accepted, by=None)
    sweeping.sweep()
    assert again(silent).reminded_at is None
    pass_days(silent, until=silent.remind_on)
    sweep_invitations()
    sweep_invitations()
    assert again(silent).reminded_at
    assert again(accepted).reminded_at is None
    assert JournalEntry.objects.filter(action=InvitationAct.REMIND).count() == 2
    pass_days(silent, until=silent.due_on)
    sweeping.sweep()
    assert again(silent).state == InvitationState.WAITING  # the last day is still his
    pass_days(silent, until=silent.due_on + DAY)
    sweeping.sweep()
    sweeping.sweep()
    assert again(silent).state == InvitationState.LAPSED
    assert again(accepted).state == InvitationState.ACCEPTED
    assert sorted(member.place for member in group(application)) == sorted([accepted.place, 4, 5])


def test_an_answer_that_comes_after_the_lapse_is_refused(application):
    silent = group(application)[0]
    assert not invitations.lapse(silent)
    pass_days(silent, until=silent.due_on + DAY)
    assert invitations.lapse(silent)
    assert not invitations.lapse(silent)
    with pytest.raises(TransitionDenied):
        invitations.accept(silent, by=None)


def test_a_blocked_expert_is_replaced_by_the_sweep(application):
    first = group(application)[0]
    invitations.accept(first, by=None)
    block(first.expert)
    sweeping.sweep()
    sweeping.sweep()
    assert again(first).state == InvitationState.REPLACED
    assert [member.place for member in group(application)] == [4, 2, 3]
    assert application.invitations.live().count() == SEATS


def test_blocking_after_all_agreed_asks_for_a_new_expert(case):
    application = agreed(case)
    block(group(application)[2].expert)
    sweeping.sweep()
    assert fresh(application).state == State.INVITING
    assert application.invitations.live().count() == SEATS


# Withdrawal and replacement ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("state", [State.INVITING, State.AGREED, State.ORDERED])
def test_consent_is_withdrawn_until_the_evaluation_begins(case, state):
    application = agreed(case)
    if state == State.INVITING:
        decline_last = group(application)[2]
        invitations.withdraw(
            decline_last, reason=DeclineReason.HEALTH, comment="Ооруп калдым", by=acting_as(decline_last.expert)
        )
    else:
        Application.objects.filter(pk=application.pk).update(state=state)
    member = group(application)[0]
    invitations.withdraw(
        again(member), reason=DeclineReason.HEALTH, comment="Ооруп калдым", by=acting_as(member.expert)
    )
    assert again(member).state == InvitationState.WITHDRAWN
    assert fresh(application).state == State.INVITING
    assert application.invitations.live().count() == SEATS


@pytest.mark.parametrize("state", [State.EVALUATION, State.EVALUATED, State.ACCREDITED])
def test_from_the_evaluation_on_nobody_leaves(case, state):
    application = agreed(case)
    Application.objects.filter(pk=application.pk).update(state=state)
    member = group(application)[0]
    with pytest.raises(TransitionDenied):
        invitations.withdraw(
            again(member), reason=DeclineReason.HEALTH, comment="Ооруп калдым", by=acting_as(member.expert)
        )
    with pytest.raises(TransitionDenied):
        invitations.replace(again(member), reason="Керек", by=case.by_specialist)


def test_the_school_is_not_told_why_an_expert_left(case):
    """He was promised that the organization does not read what he wrote."""
    application = agreed(case)
    member = group(application)[0]
    facts = {"reason": DeclineReason.HEALTH, "comment": "Ооруп калдым"}
    invitations.withdraw(member, **facts, by=acting_as(member.expert))
    assert not any("Ооруп калдым" in event.comment for event in application.events.all())
    assert again(member).comment == "Ооруп калдым"


def test_a_consent_is_not_withdrawn_by_the_link_of_the_letter(case):
    member = group(agreed(case))[0]
    with pytest.raises(TransitionDenied):
        invitations.withdraw(member, reason=DeclineReason.HEALTH, comment="Ооруп калдым", by=None)


def test_the_ministry_replaces_by_the_row_or_by_hand(case, application):
    first, second, _third = group(application)
    by_row = invitations.replace(first, reason="Байланышка чыкпайт", by=case.by_specialist)
    assert (by_row.place, by_row.hand_reason) == (4, "")
    chosen = experts(1)[0]
    by_hand = invitations.replace(second, reason="Тармак адиси керек", successor=chosen, by=case.by_specialist)
    assert (by_hand.expert, by_hand.hand_reason) == (chosen, "Тармак адиси керек")
    assert (by_hand.draw, by_hand.place, by_hand.replaces) == (None, None, second)
    told = Message.objects.filter(recipient=first.expert.person).latest("pk")
    assert "Байланышка чыкпайт" in told.body


def test_by_hand_the_rules_hold_too(case, application):
    first = group(application)[0]
    neighbour = experts(1, district=case.school.district)[0]
    with pytest.raises(PermissionDenied, match="Lives in the district"):
        invitations.replace(first, reason="Керек", successor=neighbour, by=case.by_specialist)
    assert again(first).state == InvitationState.WAITING


@pytest.mark.parametrize("who", ["stranger", "expert", "other specialist"])
def test_others_replace_nobody(case, application, who):
    first = group(application)[0]
    by = {
        "stranger": lambda: Acting(user=UserFactory()),
        "expert": lambda: acting_as(first.expert),
        "other specialist": lambda: type(case)().by_specialist,
    }[who]()
    with pytest.raises(TransitionDenied):
        invitations.replace(first, reason="Керек", by=by)


def test_a_free_place_is_filled_by_hand(case):
    application = taken(case, 3)
    decline(group(application)[1])
    chosen = experts(1)[0]
    with pytest.raises(PermissionDenied):
        invitations.choose_by_hand(application, chosen, reason=" ", by=case.by_specialist)
    invited = invitations.choose_by_hand(application, chosen, reason="Катарда эч ким калган жок", by=case.by_specialist)
    assert invited.seat == 2
    with pytest.raises(PermissionDenied, match="taken"):
        invitations.choose_by_hand(application, experts(1)[0], reason="Дагы", by=case.by_specialist)


def test_the_ministry_names_another_chair_for_a_reason(case, application):
    second = group(application)[1]
    with pytest.raises(PermissionDenied):
        invitations.change_chair(second, reason="", by=case.by_specialist)
    invitations.change_chair(second, reason="Тажрыйбалуу", by=case.by_specialist)
    assert [member.is_chair for member in group(application)] == [False, True, False]
    chair = JournalEntry.objects.filter(action=InvitationAct.CHAIR).latest("pk")
    assert chair.changes["comment"] == "Тажрыйбалуу"


def test_each_step_leaves_one_event_and_one_entry(application):
    invitation = group(application)[0]
    before = JournalEntry.objects.count()
    invitations.accept(invitation, by=None)
    assert JournalEntry.objects.count() == before + 1
    assert list(invitation.events.values_list("action", flat=True)) == [
        InvitationAct.INVITE,
        InvitationAct.CHAIR,
        InvitationAct.ACCEPT,
    ]
    assert invitation.events.last().by == invitation.expert.person


# Never four ----------------------------------------------------------------------------------------------------------


def test_the_table_has_three_seats(application):
    columns = Invitation.objects.filter(pk=group(application)[0].pk).values().get() | {"id": None}
    columns |= {"expert_id": experts(1)[0].pk, "is_chair": False, "place": 9}
    for seat in (0, 1, 2, 3, 4):
        with pytest.raises(IntegrityError), transaction.atomic():
            Invitation.objects.create(**columns | {"seat": seat})


@pytest.mark.django_db(transaction=True)
class TestAtTheSameMoment:
    def race(self, *steps):
        """All steps begin together; what each raised, or None."""
        gate, outcomes = threading.Barrier(len(steps)), [None] * len(steps)

        def run(place, step):
            try:
                gate.wait()
                step()
            except Exception as error:  # noqa: BLE001 -- the test looks at it
                outcomes[place] = error
            finally:
                connection.close()

        threads = [threading.Thread(target=run, args=(place, step)) for place, step in enumerate(steps)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        return outcomes

    @pytest.fixture
    def application(self, transactional_db):  # noqa: ARG002 -- its data are committed
        load_reference()
        return taken(Case(), 8)

    def test_all_accept_and_the_application_agrees_once(self, application):
        steps = [lambda each=each: invitations.accept(each, by=None) for each in group(application)]
        assert self.race(*steps) == [None] * 3
        assert fresh(application).state == State.AGREED
        assert application.events.filter(action="experts_agree").count() == 1

    def test_two_refusals_bring_two_different_alternates_who_accept_at_once(self, application):
        first, second, third = group(application)
        assert self.race(lambda: decline(first), lambda: decline(second)) == [None, None]
        assert sorted(member.place for member in group(application)) == [3, 4, 5]
        steps = [lambda each=each: invitations.accept(each, by=None) for each in group(application)]
        assert self.race(*steps) == [None] * 3
        assert third.pk in {member.pk for member in group(application)}
        assert fresh(application).state == State.AGREED

    def test_accepting_and_lapsing_have_one_outcome(self, application):
        silent = group(application)[0]
        Invitation.objects.filter(pk=silent.pk).update(due_on=timezone.localdate() - DAY)
        outcomes = self.race(lambda: invitations.accept(silent, by=None), lambda: invitations.lapse(silent))
        state = again(silent).state
        assert state in {InvitationState.ACCEPTED, InvitationState.LAPSED}
        assert (outcomes[0] is None) == (state == InvitationState.ACCEPTED)
        assert application.invitations.live().count() == SEATS

    def test_declining_and_replacing_free_the_seat_once(self, application):
        first = group(application)[0]
        by = Acting(user=UserFactory(is_administrator=True))
        outcomes = self.race(
            lambda: decline(first), lambda: invitations.replace(first, reason="Керек", by=by), sweeping.sweep
        )
        assert sum(isinstance(outcome, TransitionDenied) for outcome in outcomes) == 1
        assert application.invitations.live().count() == SEATS
        assert application.invitations.count() == SEATS + 1

    def test_two_applications_are_drawn_at_once(self):
        load_reference()
        experts(6)
        cases = [Case(), Case()]
        waiting = [scheduled(case) for case in cases]
        outcomes = self.race(
            *(
                lambda one=one, case=case: intake.take_under_review(one, by=case.by_specialist)
                for one, case in zip(waiting, cases, strict=True)
            )
        )
        assert outcomes == [None, None]
        assert [one.invitations.live().count() for one in waiting] == [SEATS, SEATS]
