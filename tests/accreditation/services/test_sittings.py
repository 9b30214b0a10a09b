from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from accounts.acting import Acting
from accreditation.enums.applications import State
from accreditation.enums.collegium import CollegiumAction, ConflictGround, ItemState, Outcome, SittingState
from accreditation.models import Sitting
from accreditation.rules import collegium as rules
from accreditation.rules import voting
from accreditation.selectors import collegium as selectors
from accreditation.services import deciding, sittings
from core.workflow import TransitionDenied
from notifications.models import Message
from records.enums import DocumentState
from records.models import JournalEntry
from records.values import unpacked
from tests.factories.accounts import UserFactory
from tests.factories.accreditation import quick
from tests.factories.collegium import Hall
from tests.factories.people import CollegiumMemberFactory, acting_as
from tests.factories.records import work
from tests.factories.staff import EmploymentFactory
from tests.threads import together

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_english", "_standards")]


@pytest.fixture
def hall():
    return Hall()


def test_the_members_are_called(hall):
    CollegiumMemberFactory(blocked=True)
    sitting = sittings.plan(hall.plan(), by=hall.secretary)
    told = Message.objects.filter(subject__contains=f"№ {sitting.pk}")
    assert set(told.values_list("recipient", flat=True)) == {member.person_id for member in hall.members}


@pytest.mark.parametrize(
    ("facts", "reason"),
    [
        ({"place": " ", "link": ""}, "Enter the place or the link"),
        ({"starts_at": timezone.now() - timedelta(minutes=1)}, "This moment is over"),
    ],
)
def test_a_sitting_needs_a_place_and_a_time_to_come(hall, facts, reason):
    with pytest.raises(PermissionDenied, match=reason):
        sittings.plan(hall.plan(**facts), by=hall.secretary)


def test_a_blocked_member_does_not_preside(hall):
    with pytest.raises(PermissionDenied, match="blocked"):
        sittings.plan(hall.plan(chair=CollegiumMemberFactory(blocked=True)), by=hall.secretary)


def test_only_administrators_call_a_sitting(hall):
    with pytest.raises(PermissionDenied):
        sittings.plan(hall.plan(), by=acting_as(hall.chair))


def test_cases_come_before_the_collegium_and_stand_on_one_agenda(hall):
    first, second = quick(State.EVALUATED), quick(State.POSTPONED)
    sitting = hall.planned(first, second)
    assert [item.order for item in sitting.items.all()] == [1, 2]
    first.refresh_from_db()
    assert first.state == State.CONSIDERED
    other = sittings.plan(hall.plan(), by=hall.secretary)
    with pytest.raises(PermissionDenied, match="stands on an agenda already"):
        sittings.add_cases(other, [first], by=hall.secretary)


def test_a_specialist_puts_his_own_cases_on_an_agenda(hall):
    application, other = quick(State.EVALUATED), quick(State.EVALUATED)
    by = acting_as(application.specialist)
    sitting = sittings.plan(hall.plan(), by=hall.secretary)
    assert list(selectors.ready_cases(by)) == [application]
    sittings.add_cases(sitting, [application], by=by)
    assert list(selectors.ready_cases(by)) == []
    with pytest.raises(TransitionDenied):
        sittings.add_cases(sitting, [other], by=by)


def test_a_case_that_was_left_comes_on_another_agenda(hall):
    sitting = hall.planned()
    item = sittings.leave_case(sitting.items.get(), reason="Документ жетишпейт", by=hall.secretary)
    assert list(selectors.ready_cases(hall.secretary)) == [item.application]
    [again] = sittings.add_cases(sitting, [item.application], by=hall.secretary)
    assert (again.order, again.state) == (2, ItemState.WAITING)
    assert selectors.agenda(sitting) == [again, item]


def test_nobody_comes_together_for_nothing(hall):
    with pytest.raises(TransitionDenied, match="at least one case"):
        sittings.open_sitting(sittings.plan(hall.plan(), by=hall.secretary), by=hall.secretary)


def test_presence_is_exactly_what_was_recorded_last(hall):
    sitting = hall.opened()
    events = sitting.events.count()
    sittings.record_presence(sitting, hall.members, by=hall.secretary)
    assert sitting.events.count() == events  # nothing has changed
    sittings.record_presence(sitting, hall.members[:2], by=hall.second)
    assert voting.present(sitting) == {member.pk for member in hall.members[:2]}
    with pytest.raises(PermissionDenied, match="blocked"):
        sittings.record_presence(sitting, [CollegiumMemberFactory(blocked=True)], by=hall.secretary)


def test_a_cancelled_sitting_gives_its_cases_back_and_the_members_are_told(hall):
    sitting = hall.planned()
    with pytest.raises(PermissionDenied):
        sittings.cancel(sitting, reason=" ", by=hall.secretary)
    cancelled = sittings.cancel(sitting, reason="Кворум болбойт", by=hall.secretary)
    assert cancelled.state == SittingState.CANCELLED
    assert selectors.ready_cases(hall.secretary).count() == 1
    assert Message.objects.filter(body__contains="Кворум болбойт").count() == len(hall.members)


def test_a_sitting_closes_with_minutes_in_both_languages(hall):
    decided, left = quick(State.EVALUATED), quick(State.EVALUATED)
    member = hall.members[4]
    EmploymentFactory(organization=decided.organization, person=member.person)
    sitting = hall.opened(decided, left)
    item = hall.voting(Outcome.REFUSED, item=sitting.items.first())
    hall.vote(item, "++++.+---")
    deciding.draft(item, deciding.Wording(reasons_ky="Далилдер жетишсиз"), by=hall.secretary)
    with pytest.raises(TransitionDenied, match="waits for its confirmation"):
        sittings.close(sitting, by=hall.secretary)
    deciding.confirm(item, by=hall.second)
    closed = sittings.close(sitting, by=hall.secretary)
    assert closed.state == SittingState.CLOSED
    values = unpacked(closed.minutes.values)
    [said] = values["cases"]
    for text in (said.ky, said.ru):
        assert "Далилдер жетишсиз" in text
        assert member.name in text
    assert decided.organization.full_name_ky in said.ky
    assert len(values["left"]) == 1
    work()
    closed.minutes.refresh_from_db()
    assert closed.minutes.state == DocumentState.FIXED


def test_a_conflict_is_declared_once_and_not_for_others(hall):
    item, member = hall.planned().items.get(), hall.members[1]
    with pytest.raises(PermissionDenied):
        sittings.declare_conflict(item, member, note=" ", by=acting_as(member))
    with pytest.raises(PermissionDenied):
        sittings.declare_conflict(item, member, note="Тууганы", by=acting_as(hall.members[2]))
    first = sittings.declare_conflict(item, member, note="Тууганым иштейт", by=acting_as(member))
    assert sittings.declare_conflict(item, member, note="Дагы", by=hall.secretary) == first
    grounds = voting.conflicts([item.application], hall.members)
    assert grounds == {(item.application_id, member.pk): [ConflictGround.DECLARED]}


@pytest.mark.parametrize(("who", "sees"), [("administrator", True), ("member", True), ("stranger", False)])
def test_sittings_are_seen_by_the_ministry_and_the_members(hall, who, sees):
    hall.planned()
    acting = {
        "administrator": hall.second,
        "member": acting_as(hall.members[3]),
        "stranger": Acting(user=UserFactory()),
    }[who]
    assert Sitting.objects.visible_to(acting).exists() is sees
    assert bool(selectors.sittings(acting)) is sees
    assert not selectors.sittings(acting, over=True)


@pytest.mark.django_db(transaction=True)
def test_two_put_the_same_case_on_two_agendas_at_once_and_one_succeeds(hall):
    application = quick(State.EVALUATED)
    halls = [sittings.plan(hall.plan(), by=hall.secretary) for _place in range(2)]
    outcomes = together(lambda place: sittings.add_cases(halls[place], [application], by=hall.secretary), 2)
    assert sum(isinstance(outcome, PermissionDenied) for outcome in outcomes) == 1
    assert application.agenda_items.count() == 1


@pytest.mark.parametrize("reason", ["", "  "])
def test_a_case_is_left_for_a_reason(hall, reason):
    item = hall.planned().items.get()
    with pytest.raises(PermissionDenied, match="Write why"):
        sittings.leave_case(item, reason=reason, by=hall.secretary)
    sittings.leave_case(item, reason="Эксперт ооруп калды", by=hall.secretary)
    assert item.sitting.events.first().comment == "Эксперт ооруп калды"


class TestPresence:
    def attendance(self, sitting, member):
        return sitting.attendances.get(member=member)

    def test_what_somebody_else_recorded_waits_for_the_member(self, hall):
        sitting, member = hall.opened(), hall.members[1]
        assert self.attendance(sitting, member).confirmed_at is None
        events = sitting.events.count()
        for _again in range(2):
            sittings.confirm_presence(sitting, by=acting_as(member))
        assert self.attendance(sitting, member).confirmed_at
        assert sitting.events.count() == events + 1

    def test_who_votes_is_there(self, hall):
        item = hall.voting()
        hall.vote(item, ".+")
        assert self.attendance(item.sitting, hall.members[1]).confirmed_at
        assert self.attendance(item.sitting, hall.members[2]).confirmed_at is None

    def test_an_administrator_who_is_a_member_has_said_it_himself(self, hall):
        own = CollegiumMemberFactory(person=hall.secretary.user)
        sitting = sittings.record_presence(hall.opened(), [own], by=hall.secretary)
        assert self.attendance(sitting, own).confirmed_at

    @pytest.mark.parametrize("who", ["absent", "stranger"])
    def test_nobody_confirms_what_was_not_recorded(self, hall, who):
        by = acting_as(hall.members[-1]) if who == "absent" else Acting(user=UserFactory())
        with pytest.raises(TransitionDenied):
            sittings.confirm_presence(hall.opened(absent=1), by=by)


def test_a_conflict_that_the_secretary_wrote_down_counts_at_once_and_is_confirmed_by_its_member(hall):
    item, member = hall.opened().items.get(), hall.members[1]
    conflict = sittings.declare_conflict(item, member, note="Тууганы", by=hall.secretary)
    assert conflict.confirmed_at is None
    assert voting.has_conflict(item.application, member)
    assert selectors.conflicts_to_confirm(member) == {item.application_id: conflict}
    events = item.events.count()
    for _again in range(2):
        confirmed = sittings.confirm_conflict(item, by=acting_as(member))
    assert confirmed.confirmed_at
    assert item.events.count() == events + 1
    assert selectors.conflicts_to_confirm(member) == {}
    assert not selectors.unconfirmed_conflicts(item)


def test_nobody_confirms_a_conflict_that_is_not_recorded(hall):
    item = hall.opened().items.get()
    with pytest.raises(PermissionDenied, match="No conflict"):
        sittings.confirm_conflict(item, by=acting_as(hall.members[1]))


class TestChange:
    def test_the_members_are_told_the_new_time_and_the_history_keeps_it(self, hall):
        sitting = hall.planned()
        later = timezone.now() + timedelta(days=3)
        changed = sittings.change(sitting, hall.plan(starts_at=later, place="Ош"), by=hall.second)
        assert (changed.starts_at, changed.place, changed.state) == (later, "Ош", SittingState.PLANNED)
        assert Message.objects.filter(subject__contains="жыйыны өзгөртүлдү").count() == len(hall.members)
        assert "Ош" in sitting.events.first().comment

    def test_what_is_the_same_is_told_to_nobody(self, hall):
        plan = hall.plan()
        sitting = sittings.plan(plan, by=hall.secretary)
        events, told = sitting.events.count(), Message.objects.count()
        sittings.change(sitting, plan, by=hall.secretary)
        assert (sitting.events.count(), Message.objects.count()) == (events, told)

    @pytest.mark.parametrize("state", set(SittingState) - {SittingState.PLANNED})
    def test_what_has_begun_is_not_moved(self, hall, state):
        with pytest.raises(TransitionDenied):
            sittings.change(hall.sitting_in(state), hall.plan(), by=hall.secretary)

    @pytest.mark.parametrize("facts", [{"place": ""}, {"starts_at": timezone.now() - timedelta(days=1)}])
    def test_it_is_moved_only_to_where_it_could_be_planned(self, hall, facts):
        with pytest.raises(PermissionDenied):
            sittings.change(hall.planned(), hall.plan(**facts), by=hall.secretary)


class TestTakingBack:
    """A conflict of interest that was recorded by mistake."""

    @pytest.fixture
    def member(self, hall):
        return hall.members[1]

    def recorded(self, hall, member, item=None, *, by=None):
        item = item or hall.opened().items.get()
        sittings.declare_conflict(item, member, note="Тууганы", by=by or hall.secretary)
        return item

    def test_the_member_sees_the_case_and_counts_again(self, hall, member):
        item = self.recorded(hall, member)
        assert voting.tally(item).eligible == len(hall.members) - 1
        sittings.take_back_conflict(item, member, reason=" Башка адам ", by=hall.second)
        assert voting.tally(item).eligible == len(hall.members)
        assert rules.may_read_case.allows(acting_as(member), item)
        event, entry = item.events.first(), JournalEntry.objects.latest("pk")
        assert (event.action, event.comment) == (CollegiumAction.TAKE_BACK_CONFLICT, f"{member}. Башка адам")
        assert (entry.action, entry.changes["note"]) == (CollegiumAction.TAKE_BACK_CONFLICT, ["Тууганы", ""])
        self.recorded(hall, member, item)  # and may be recorded again
        assert voting.has_conflict(item.application, member)

    def test_it_needs_a_reason(self, hall, member):
        item = self.recorded(hall, member)
        with pytest.raises(PermissionDenied, match="Write why"):
            sittings.take_back_conflict(item, member, reason=" ", by=hall.secretary)
        assert voting.has_conflict(item.application, member)

    @pytest.mark.parametrize("said", ["declared", "confirmed"])
    def test_what_the_member_said_himself_stays(self, hall, member, said):
        own = acting_as(member)
        item = self.recorded(hall, member, by=own if said == "declared" else None)
        sittings.confirm_conflict(item, by=own)
        with pytest.raises(PermissionDenied, match="has said so himself"):
            sittings.take_back_conflict(item, member, reason="Башка адам", by=hall.secretary)
        assert voting.has_conflict(item.application, member)

    def test_there_has_to_be_one(self, hall, member):
        with pytest.raises(PermissionDenied, match="No conflict"):
            sittings.take_back_conflict(hall.opened().items.get(), member, reason="Башка адам", by=hall.secretary)

    def test_who_counts_does_not_change_under_the_votes_of_a_motion(self, hall, member):
        item = hall.voting(item=self.recorded(hall, member))
        hall.vote(item, "+")
        with pytest.raises(TransitionDenied, match="have voted"):
            sittings.take_back_conflict(item, member, reason="Башка адам", by=hall.secretary)
        deciding.put_to_vote(item, Outcome.REFUSED, by=hall.secretary)  # another round
        sittings.take_back_conflict(item, member, reason="Башка адам", by=hall.secretary)
        assert voting.tally(item).eligible == len(hall.members)

    def test_nobody_takes_back_for_himself(self, hall):
        own = CollegiumMemberFactory(person=hall.second.user)
        item = self.recorded(hall, own)
        with pytest.raises(PermissionDenied, match="another administrator"):
            sittings.take_back_conflict(item, own, reason="Катчы жаңылды", by=hall.second)


class TestOrder:
    """The order of the agenda, until the sitting is opened."""

    @pytest.fixture
    def sitting(self, hall):
        return hall.planned(*[quick(State.EVALUATED) for _case in range(4)])

    def numbers(self, sitting):
        """The cases as they were added, in the order in which they stand now."""
        return [item.application_id for item in sitting.items.order_by("order")]

    @pytest.mark.parametrize(
        ("place", "up", "expected"),
        [
            (2, True, [1, 0, 2, 3]),
            (3, False, [0, 1, 3, 2]),
            (1, False, [1, 0, 2, 3]),
            (4, True, [0, 1, 3, 2]),
            (1, True, [0, 1, 2, 3]),
            (4, False, [0, 1, 2, 3]),
        ],
    )
    def test_a_case_changes_places_with_its_neighbour(self, hall, sitting, place, up, expected):
        before, events = self.numbers(sitting), sitting.events.count()
        sittings.move_case(sitting.items.get(order=place), up=up, by=hall.secretary)
        assert self.numbers(sitting) == [before[one] for one in expected]
        assert [item.order for item in sitting.items.order_by("order")] == [1, 2, 3, 4]
        assert sitting.events.count() == events + (expected != [0, 1, 2, 3])

    def test_a_case_that_was_left_is_passed_over_and_stays(self, hall, sitting):
        before = self.numbers(sitting)
        left = sittings.leave_case(sitting.items.get(order=2), reason="Эрте", by=hall.secretary)
        sittings.move_case(sitting.items.get(order=3), up=True, by=hall.secretary)
        sittings.move_case(left, up=True, by=hall.secretary)
        assert self.numbers(sitting) == [before[one] for one in (2, 1, 0, 3)]

    def test_the_order_stands_when_the_sitting_is_opened(self, hall, sitting):
        sittings.open_sitting(sitting, by=hall.secretary)
        with pytest.raises(TransitionDenied):
            sittings.move_case(sitting.items.get(order=2), up=True, by=hall.secretary)

    def test_a_specialist_does_not_change_it(self, sitting):
        item = sitting.items.get(order=2)
        with pytest.raises(PermissionDenied):
            sittings.move_case(item, up=True, by=acting_as(item.application.specialist))
