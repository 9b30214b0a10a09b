"""The collegium at work: nine members, two administrators, a sitting brought as far as a test needs it."""

from datetime import timedelta

from django.utils import timezone

from accounts.acting import Acting
from accreditation.enums.applications import State
from accreditation.enums.collegium import Choice, CollegiumAction, ItemState, Outcome, SittingState
from accreditation.models import AgendaItem, CollegiumDecision, CollegiumMember, Sitting
from accreditation.services import deciding, sittings
from accreditation.services.deciding import Wording
from accreditation.services.sittings import Plan
from accreditation.workflow import sittings as workflow
from tests.factories.accounts import UserFactory
from tests.factories.accreditation import quick
from tests.factories.people import CollegiumMemberFactory, acting_as

DAY = timezone.localdate() + timedelta(days=90)
WORDINGS = {
    Outcome.ACCREDITED: Wording(),
    Outcome.CONDITIONAL: Wording(conditions_ky="Китепкананы толуктоо", until=DAY),
    Outcome.REFUSED: Wording(reasons_ky="Критерийлердин көбү аткарылган эмес"),
    Outcome.POSTPONED: Wording(reasons_ky="Кошумча маалымат керек", until=DAY),
}


class Hall:
    """The people of the collegium. `members[0]` is the chair; `secretary` drafts, `second` confirms."""

    def __init__(self, *, count: int = 9) -> None:
        self.members: list[CollegiumMember] = [CollegiumMemberFactory() for _number in range(count)]
        self.chair = self.members[0]
        self.secretary = Acting(user=UserFactory(is_administrator=True))
        self.second = Acting(user=UserFactory(is_administrator=True))

    def plan(self, **facts) -> Plan:
        facts = {
            "starts_at": timezone.now() + timedelta(hours=2),
            "chair": self.chair,
            "secretary": self.secretary.user,
            "place": "Бишкек, Чүй проспектиси 114",
        } | facts
        return Plan(**facts)

    def planned(self, *cases) -> Sitting:
        """A sitting with these cases, or with one."""
        sitting = sittings.plan(self.plan(), by=self.secretary)
        sittings.add_cases(sitting, cases or [quick(State.EVALUATED)], by=self.secretary)
        return sitting

    def opened(self, *cases, absent: int = 0) -> Sitting:
        """It goes on, and all members but so many of the last are there."""
        sitting = sittings.open_sitting(self.planned(*cases), by=self.secretary)
        there = self.members[: len(self.members) - absent]
        return sittings.record_presence(sitting, there, by=self.secretary)

    def voting(self, motion: Outcome = Outcome.ACCREDITED, *, item: AgendaItem | None = None) -> AgendaItem:
        item = item or self.opened().items.get()
        return deciding.put_to_vote(item, motion, by=self.secretary)

    def vote(self, item: AgendaItem, choices: str) -> None:
        """`choices` has a letter for each member: + for, - against, 0 abstains, anything else does not vote."""
        words = {"+": Choice.FOR, "-": Choice.AGAINST, "0": Choice.ABSTAIN}
        for member, letter in zip(self.members, choices, strict=False):
            if letter in words:
                deciding.vote(item, member, words[letter], by=acting_as(member))

    def drafted(self, motion: Outcome = Outcome.ACCREDITED, *, item: AgendaItem | None = None) -> CollegiumDecision:
        item = self.voting(motion, item=item)
        self.vote(item, "+++++++--")
        return deciding.draft(item, WORDINGS[motion], by=self.secretary)

    def decided(self, motion: Outcome = Outcome.ACCREDITED, *, item: AgendaItem | None = None) -> CollegiumDecision:
        return deciding.confirm(self.drafted(motion, item=item).item, by=self.second)

    def sitting_in(self, state: SittingState) -> Sitting:
        match state:
            case SittingState.PLANNED:
                return self.planned()
            case SittingState.OPEN:
                return self.opened()
            case SittingState.CLOSED:
                return sittings.close(self.opened(), by=self.secretary)
        return sittings.cancel(self.planned(), reason="Кворум болбойт", by=self.secretary)

    def item_in(self, state: ItemState) -> AgendaItem:
        match state:
            case ItemState.WAITING:
                return self.opened().items.get()
            case ItemState.VOTING:
                item = self.voting()
                self.vote(item, "+++++++--")
                return fresh(item)
            case ItemState.DRAFTED:
                return fresh(self.drafted().item)
            case ItemState.DECIDED:
                return fresh(self.decided().item)
        return fresh(sittings.leave_case(self.opened().items.get(), reason="Эрте", by=self.secretary))


def fresh(item: AgendaItem) -> AgendaItem:
    """The case as it is in the database now."""
    return AgendaItem.objects.select_related("sitting", "application", "decision").get(pk=item.pk)


def reason(item: AgendaItem, action: CollegiumAction, by: Acting | None) -> str | None:
    return workflow.AGENDA_ITEM[action].reason(by, fresh(item))
