"""A case: a school, its report, its application and the people of the ministry, brought as far as a test needs it."""

import itertools
from collections.abc import Iterator
from datetime import date, timedelta

from django.utils import timezone

from accounts.acting import Acting
from accreditation import workflow
from accreditation.enums.applications import Action, State
from accreditation.models import Application, ApplicationEvent, Specialist
from accreditation.services import applying, intake
from records.models import Document
from selfassessment.enums import AccreditationType, OrderKind
from selfassessment.models import SelfAssessment, Standard
from selfassessment.services import ordering
from tests.factories.accounts import UserFactory
from tests.factories.organizations import OrganizationFactory
from tests.factories.people import SpecialistFactory, acting_as
from tests.factories.selfassessment import World, paper

_numbers = itertools.count(1)

# How the system and the ministry lead an application on, once it was taken under consideration.
_LATER: dict[State, tuple[State, Action]] = {
    State.AGREED: (State.INVITING, Action.AGREE),
    State.ORDERED: (State.AGREED, Action.ORDER),
    State.EVALUATION: (State.ORDERED, Action.START_EVALUATION),
    State.EVALUATED: (State.EVALUATION, Action.FINISH_EVALUATION),
    State.CONSIDERED: (State.EVALUATED, Action.CONSIDER),
    State.POSTPONED: (State.CONSIDERED, Action.POSTPONE),
    State.ACCREDITED: (State.CONSIDERED, Action.ACCREDIT),
    State.REFUSED: (State.CONSIDERED, Action.REFUSE),
}


class Case:
    """The standards must be loaded (fixture `case`). Everything is done through the services, as people would.

    `in_state(state)` gives a new application of the school in that state; `quick(state)` writes the row past the
    services, for tests that need many.
    """

    def __init__(self, world: World | None = None, *, kind: AccreditationType = AccreditationType.INST_GEN) -> None:
        self.world = world or World()
        self.kind = kind
        self.school = self.world.school
        self.by_head, self.by_deputy = self.world.by_head, self.world.by_deputy
        self.administrator = UserFactory(is_administrator=True, last_name="Сыдыкова", first_name="Бермет")
        self.by_administrator = Acting(user=self.administrator)
        self.specialist: Specialist = SpecialistFactory()
        self.by_specialist = acting_as(self.specialist)

    def report(self) -> SelfAssessment:
        """A new approved report of the school."""
        return self.world.approved(self.kind)

    def draft(self, report: SelfAssessment | None = None) -> Application:
        return applying.create(report or self.report(), by=self.by_deputy)

    def submitted(self, application: Application | None = None) -> Application:
        """Signed by the head and with the ministry."""
        application = application or self.draft()
        return applying.submit(application, document=signed_paper(application), by=self.by_head)

    def registered(self, *, number: str = "", on: date | None = None) -> Application:
        number = number or f"01-{next(_numbers)}/2026"
        on = on or timezone.localdate()
        return intake.register(self.submitted(), number=number, on=on, by=self.by_administrator)

    def assigned(self, specialist: Specialist | None = None) -> Application:
        return intake.assign(self.registered(), specialist or self.specialist, by=self.by_administrator)

    def scheduled(self) -> Application:
        starts_on = timezone.localdate() + timedelta(days=14)
        ends_on = starts_on + timedelta(days=10)
        return intake.schedule(self.assigned(), starts_on=starts_on, ends_on=ends_on, by=self.by_specialist)

    def taken(self) -> Application:
        """Under consideration. Nobody is drawn here: that is `take_under_review`."""
        return workflow.advance(self.scheduled(), Action.TAKE, by=self.by_specialist, taken_at=timezone.now())

    def returned(self, *, criteria: int = 2) -> Application:
        """Sent back for correction of the first criteria of the report."""
        application = self.assigned()
        answers = list(application.report.answers.exclude(criterion=None)[:criteria])
        intake.return_for_correction(application, reason="1.1 толук эмес", answers=answers, by=self.by_specialist)
        return fresh(application)

    def approve_again(self, report: SelfAssessment) -> SelfAssessment:
        """The head has signed the order approving the corrected report."""
        order = self.world.order(report, OrderKind.APPROVE)
        return ordering.approve(order, document=paper(), by=self.by_head)

    def declined(self) -> Application:
        application = self.assigned()
        intake.decline(application, reason="Арыз туура эмес берилген", by=self.by_specialist)
        return fresh(application)

    def withdrawn(self) -> Application:
        return applying.withdraw(self.submitted(), reason="Кийинчерээк кайрылабыз", by=self.by_head)

    def in_state(self, state: State) -> Application:
        """A new application of the school in this state, with the history of how it came there."""
        early = {
            State.DRAFT: self.draft,
            State.SUBMITTED: self.submitted,
            State.REGISTERED: self.registered,
            State.ASSIGNED: self.assigned,
            State.SCHEDULED: self.scheduled,
            State.INVITING: self.taken,
            State.RETURNED: self.returned,
            State.DECLINED: self.declined,
            State.WITHDRAWN: self.withdrawn,
        }
        if state in early:
            return early[state]()
        before, action = _LATER[state]
        step = workflow.APPLICATION[action]
        by = None if step.rule.reason(None, None) is None else self.by_specialist
        return workflow.advance(self.in_state(before), action, by=by)

    def quick(self, state: State = State.SUBMITTED, **columns) -> Application:
        """A row of its own school in this state, past all services and without a report's answers."""
        return quick(state, specialist=self.specialist, by=self.world.head.person, **columns)


def quick(state: State = State.SUBMITTED, *, by=None, specialist: Specialist | None = None, **columns) -> Application:
    """An application of a new school, written past the services: for lists of hundreds and for many at once."""
    by = by or UserFactory()
    report = columns.pop("report", None) or _bare_report(by, columns.pop("organization", None))
    now = timezone.now()
    facts: dict[str, object] = {"organization": report.organization, "report": report, "type": report.type}
    facts |= {"state": state, "created_by": by}
    if state != State.DRAFT:
        facts |= {"submitted_by": by, "submitted_at": now, "document": signed_paper()}
    if state not in {State.DRAFT, State.SUBMITTED}:
        facts |= {"registration_number": f"01-{next(_numbers)}/2026", "registered_on": timezone.localdate()}
    if state not in {State.DRAFT, State.SUBMITTED, State.REGISTERED}:
        facts |= {"specialist": specialist or SpecialistFactory()}
        facts |= {"evaluation_starts_on": timezone.localdate(), "taken_at": now}
        facts |= {"evaluation_ends_on": timezone.localdate() + timedelta(days=10)}
    return Application.objects.create(**facts | columns)


def signed_paper(application: Application | None = None) -> Document:
    """A document that stands for the application's paper, and waits to be signed where an application is given."""
    document = paper("Аккредитация жүргүзүү жөнүндө арыз")
    if application is not None:
        Application.objects.filter(pk=application.pk).update(draft=document)
    return document


def fresh(application: Application) -> Application:
    """The application as it is in the database now."""
    return Application.objects.select_related("organization", "report", "specialist").get(pk=application.pk)


def steps(application: Application) -> Iterator[str]:
    """What happened to the application, the first step first."""
    return iter(
        ApplicationEvent.objects.filter(application=application).order_by("pk").values_list("action", flat=True)
    )


def _bare_report(by, organization) -> SelfAssessment:
    """An approved report of which only the row exists."""
    report = SelfAssessment.objects.create(organization=organization or OrganizationFactory(), created_by=by)
    standard = Standard.objects.in_force().get(type=AccreditationType.INST_GEN)
    SelfAssessment.objects.filter(pk=report.pk).update(
        type=AccreditationType.INST_GEN,
        standard=standard,
        state="approved",
        starts_on=date(2022, 9, 1),
        ends_on=date(2022, 9, 3),
        approved_at=timezone.now(),
        approved_by=by,
    )
    return SelfAssessment.objects.select_related("organization").get(pk=report.pk)
