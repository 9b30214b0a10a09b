"""What always holds in the life of an application. The docstrings are the list in docs/workflow.md."""

from collections import Counter
from collections.abc import Callable

from accreditation import workflow
from accreditation.enums.appeals import AppealState
from accreditation.enums.applications import OPEN, RELEASING, Action, State, Tab
from accreditation.enums.certificates import LIVING
from accreditation.enums.collegium import Outcome
from accreditation.enums.conditions import UNSETTLED
from accreditation.enums.invitations import LIVE
from accreditation.models import (
    Appeal,
    Application,
    Certificate,
    CollegiumDecision,
    Condition,
    Invitation,
)
from accreditation.rules import panels, voting
from accreditation.selectors.tabs import in_tab
from accreditation.workflow.appeals import outcome
from records.models import JournalEntry

type Invariant = Callable[[], None]
ALL: list[Invariant] = []


def always(invariant: Invariant) -> Invariant:
    ALL.append(invariant)
    return invariant


@always
def steps_are_those_of_the_table() -> None:
    """The state of an application changes only by a step of its table, each from where the last one ended."""
    for application in Application.objects.all():
        state = State.DRAFT
        for event in application.events.order_by("pk"):
            assert event.source == state, event
            if event.action != Action.CREATE:
                step = workflow.APPLICATION[event.action]
                assert event.source in step.sources, event
                assert event.target in step.ends(event.source), event
            state = event.target
        assert application.state == state


@always
def each_step_is_written_down_once() -> None:
    """Each step of an application has exactly one entry in its history and one in the journal."""
    for application in Application.objects.all():
        written = JournalEntry.objects.filter(object_id=str(application.pk), action__in=list(Action))
        mine = written.filter(object_type__icontains="application").values_list("action", flat=True)
        assert Counter(mine) == Counter(application.events.values_list("action", flat=True))


@always
def a_report_carries_one_application() -> None:
    """At most one application that was not withdrawn or returned for good rests on a report, and at most one of a
    type is open in an organization."""
    resting = Application.objects.exclude(state__in=sorted(RELEASING)).values_list("report", flat=True)
    assert max(Counter(resting).values(), default=0) <= 1
    opened = Application.objects.filter(state__in=sorted(OPEN)).values_list("organization", "type")
    assert max(Counter(opened).values(), default=0) <= 1


@always
def three_invitations_live() -> None:
    """Never more than three invitations of an application live, each in a seat of its own, and one of them leads at
    most."""
    live = Invitation.objects.filter(state__in=sorted(LIVE))
    seats = Counter(live.values_list("application", "seat"))
    assert max(seats.values(), default=0) <= 1
    assert max(Counter(live.values_list("application", flat=True)).values(), default=0) <= 3
    chairs = Counter(live.filter(is_chair=True).values_list("application", flat=True))
    assert max(chairs.values(), default=0) <= 1


@always
def numbers_have_no_gap() -> None:
    """Certificates are numbered one after another, without a gap and without a double."""
    numbers = list(Certificate.objects.order_by("number").values_list("number", flat=True))
    assert numbers == list(range(1, len(numbers) + 1))


@always
def a_certificate_rests_on_a_decision_of_two() -> None:
    """A certificate is issued only after a decision that grants it, drafted by one person and confirmed by another."""
    for certificate in Certificate.objects.all():
        decision = CollegiumDecision.objects.get(
            application=certificate.application_id, number=certificate.decision_number
        )
        assert Outcome(decision.outcome).grants
        assert decision.confirmed_by_id
        assert decision.confirmed_by_id != decision.drafted_by_id
        assert certificate.is_conditional == (decision.outcome == Outcome.CONDITIONAL)


@always
def one_certificate_of_a_type_lives() -> None:
    """An organization has at most one living certificate of a type."""
    living = Certificate.objects.filter(state__in=sorted(LIVING)).values_list("organization", "type")
    assert max(Counter(living).values(), default=0) <= 1


@always
def what_is_accredited_has_a_certificate_and_what_is_refused_none() -> None:
    """What is accredited had a certificate issued; what is refused has none that lives."""
    for application in Application.objects.all():
        if application.state == State.ACCREDITED:
            assert application.certificates.exists()
        if application.state in {State.REFUSED, *RELEASING}:
            assert not application.certificates.living().exists()


@always
def nothing_is_decided_without_a_quorum() -> None:
    """No decision is in force without a quorum, without enough confirmed votes, or without a majority for it."""
    for decision in CollegiumDecision.objects.exclude(confirmed_at=None):
        tally = voting.Tally(**decision.tally)
        assert tally.has_quorum
        assert tally.enough_voted
        assert tally.is_carried


@always
def who_has_an_interest_does_not_vote() -> None:
    """Nobody votes on a case in which he has an interest, and nobody decides an appeal who had a part in the case."""
    for decision in CollegiumDecision.objects.exclude(confirmed_at=None).select_related("application__specialist"):
        voters = {vote.member for vote in decision.item.votes.select_related("member__person")}
        assert not voting.conflicts([decision.application], voters)
    for appeal in Appeal.objects.select_related("application__specialist", "order"):
        seats = set(appeal.panel.values_list("person", flat=True))
        if appeal.is_live:
            assert not seats & panels.involved(appeal)


@always
def an_appeal_is_decided_by_its_panel() -> None:
    """An appeal is decided by the majority of at least three people who have all voted by name, once for each act."""
    for appeal in Appeal.objects.filter(state__in=[AppealState.UPHELD, AppealState.DISMISSED]):
        verdicts = [seat.verdict for seat in appeal.panel.all()]
        assert len(verdicts) >= panels.SMALLEST_PANEL
        assert all(verdicts)
        assert appeal.state == outcome(appeal)
    for column in ("decision", "order"):
        counted = Appeal.objects.exclude(state=AppealState.WITHDRAWN).exclude(**{column: None})
        assert max(Counter(counted.values_list(column, flat=True)).values(), default=0) <= 1


@always
def conditions_belong_to_the_last_decision() -> None:
    """Conditions come only from a conditional decision, and only those of the last one are still asked for."""
    for condition in Condition.objects.select_related("decision"):
        assert condition.decision.outcome == Outcome.CONDITIONAL
        assert condition.decision.confirmed_at
        if condition.state in UNSETTLED:
            later = CollegiumDecision.objects.exclude(confirmed_at=None).filter(application=condition.application_id)
            assert not later.filter(pk__gt=condition.decision_id).exists()


@always
def an_application_stands_in_one_list() -> None:
    """Every application stands in exactly one of the lists of the manuals."""
    found = [pk for tab in Tab for pk in Application.objects.filter(in_tab(tab)).values_list("pk", flat=True)]
    assert sorted(found) == sorted(Application.objects.values_list("pk", flat=True))


@always
def the_clock_stands_while_the_school_owes_an_answer() -> None:
    """While an application is returned the ministry’s clock stands, and what is closed has no term."""
    for application in Application.objects.exclude(state__in=sorted(OPEN - {State.RETURNED})):
        assert application.due_on is None, application.state
