"""A random walk through the whole life of an application, every step by the services that people's pages call.

`Walk(case, seed)` knows in each moment what somebody could do next; `step()` does one of these things. What was done
stands in `trail`, so that a failure can be read.
"""

import itertools
from collections.abc import Callable, Iterator
from datetime import timedelta
from functools import partial
from random import Random

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from accreditation import workflow
from accreditation.enums.appeals import Against, AppealGround, AppealState, Verdict
from accreditation.enums.applications import Action, State
from accreditation.enums.certificates import CertificateAction, CertificateState
from accreditation.enums.collegium import LIVE_ITEMS, Choice, ItemState, Outcome
from accreditation.enums.conditions import ConditionState
from accreditation.enums.invitations import DeclineReason, InvitationState
from accreditation.enums.objections import ObjectionGround
from accreditation.models import AgendaItem, Appeal, Application, Condition, Invitation, Objection, Sitting
from accreditation.rules import panels, voting
from accreditation.selectors.appeals import appealable
from accreditation.services import (
    appeals,
    applying,
    certifying,
    conditions,
    deciding,
    evaluation_orders,
    intake,
    invitations,
    objections,
    sittings,
)
from accreditation.services.appeals import Complaint
from core.uploads.checks import check
from records.enums import DocumentState
from records.models import Document
from selfassessment.enums import State as ReportState
from tests.factories.accreditation import Case, fresh, signed_paper
from tests.factories.certificates import ground
from tests.factories.collegium import WORDINGS, Hall
from tests.factories.draw import experts
from tests.factories.people import acting_as
from tests.files import picture

type Move = tuple[str, float, Callable[[], object]]  # its name, how likely it is beside others, what it does

SEALED = {"state": DocumentState.SEALED, "printed": 1, "file": "x.pdf", "sha256": "A" * 64, "length": 1, "pages": 1}


class Cast:
    """The people of a walk; made once, because making them takes longer than walking."""

    def __init__(self, case: Case) -> None:
        self.case = case
        self.experts = experts(8)
        self.hall = Hall(count=5)
        self.report = case.report()


class Walk:
    def __init__(self, cast: Cast, seed: int) -> None:
        self.cast, self.case, self.random = cast, cast.case, Random(seed)
        self.hall = cast.hall
        self.trail: list[str] = []
        self.numbers = itertools.count(1)
        self.application: Application = applying.create(cast.report, by=self.case.by_deputy)

    def step(self) -> bool:
        """Somebody has done one of the things that could be done; whether there was any."""
        self.application = fresh(self.application)
        moves = list(self.moves())
        if not moves:
            return False
        name, _weight, act = self.random.choices(moves, weights=[weight for _name, weight, _act in moves])[0]
        self.trail.append(f"{self.application.state}: {name}")
        act()
        Document.objects.filter(kind="certificate").exclude(state=DocumentState.REVOKED).update(**SEALED)
        self.application = fresh(self.application)
        return True

    def moves(self) -> Iterator[Move]:
        """What the state of the application allows, and what goes on beside it."""
        match State(self.application.state):
            case State.DRAFT:
                yield "submit", 9, self.submit
            case State.SUBMITTED | State.REGISTERED | State.ASSIGNED | State.SCHEDULED:
                yield from self.intake()
            case State.RETURNED:
                yield "answer", 9, self.answer_return
                yield "decline", 1, partial(intake.decline, self.application, reason="Жооп жок", by=self.by_specialist)
            case State.INVITING | State.AGREED | State.ORDERED | State.EVALUATION:
                yield from self.group()
            case State.EVALUATED | State.POSTPONED | State.CONSIDERED:
                yield from self.collegium()
            case State.DECLINED | State.WITHDRAWN:
                yield "begin anew", 9, self.begin_anew
        yield from self.certificate()
        yield from self.conditions()
        yield from self.appeals()

    # The ministry's intake -------------------------------------------------------------------------------------------

    @property
    def by_specialist(self):
        return self.case.by_specialist if self.application.specialist_id else self.case.by_administrator

    def intake(self) -> Iterator[Move]:
        application, by = self.application, self.case.by_administrator
        if application.state == State.SUBMITTED:
            number = f"01-{next(self.numbers)}"
            yield "register", 9, partial(intake.register, application, number=number, on=timezone.localdate(), by=by)
        if application.state == State.REGISTERED:
            yield "assign", 9, partial(intake.assign, application, self.case.specialist, by=by)
        if application.state in {State.ASSIGNED, State.SCHEDULED}:
            yield "schedule", 5, self.schedule
        if application.state == State.SCHEDULED:
            yield "take", 9, partial(intake.take_under_review, application, by=self.by_specialist)
        yield "return", 1, self.send_back
        yield "withdraw", 0.3, partial(applying.withdraw, application, reason="Кийин", by=self.case.by_head)

    def submit(self) -> None:
        applying.submit(self.application, document=signed_paper(self.application), by=self.case.by_head)

    def schedule(self) -> None:
        starts_on = timezone.localdate() + timedelta(days=14)
        ends_on = starts_on + timedelta(days=10)
        intake.schedule(self.application, starts_on=starts_on, ends_on=ends_on, by=self.by_specialist)

    def send_back(self) -> None:
        answers = list(self.application.report.answers.exclude(criterion=None)[:1])
        intake.return_for_correction(self.application, reason="1.1", answers=answers, by=self.by_specialist)

    def answer_return(self) -> None:
        if self.application.report.state != ReportState.APPROVED:
            self.case.approve_again(self.application.report)
        self.submit()

    def begin_anew(self) -> None:
        report = self.application.report
        if report.state != ReportState.APPROVED:
            self.case.approve_again(report)
            report.refresh_from_db()
        self.application = applying.create(report, by=self.case.by_deputy)

    # The experts -----------------------------------------------------------------------------------------------------

    def group(self) -> Iterator[Move]:
        application = self.application
        waiting = application.invitations.filter(state=InvitationState.WAITING)
        for invitation in waiting.select_related("expert__person", "application__organization"):
            by = acting_as(invitation.expert)
            yield "accept", 6, partial(invitations.accept, invitation, by=by)
            yield "decline", 1, partial(self.refuse, invitations.decline, invitation)
        accepted = Invitation.objects.filter(application=application, state=InvitationState.ACCEPTED)
        one = accepted.select_related("expert__person", "application__organization").order_by("seat").first()
        if application.state == State.AGREED:
            yield "order", 9, self.order
        if one and application.state in {State.AGREED, State.ORDERED}:
            yield "an expert leaves", 0.5, partial(self.refuse, invitations.withdraw, one)
        if application.state == State.ORDERED:
            yield from self.objection(one)
            if not Objection.objects.of(application).open().exists():
                begin = partial(workflow.advance, application, Action.START_EVALUATION, by=None)
                yield "begin the evaluation", 6, begin
        if application.state == State.EVALUATION:
            # how it is written, published and signed, has properties of its own
            yield "finish the evaluation", 9, partial(workflow.advance, application, Action.FINISH_EVALUATION, by=None)

    def refuse(self, act, invitation: Invitation) -> None:
        act(invitation, reason=DeclineReason.BUSY, comment="Командировка", by=acting_as(invitation.expert))

    def order(self) -> None:
        facts = {"number": f"{next(self.numbers)}-а", "dated_on": timezone.localdate(), "control": "Сыдыкова Б."}
        order = evaluation_orders.generate(self.application, **facts, by=self.by_specialist)
        scan = check(SimpleUploadedFile("буйрук.jpg", picture()))
        evaluation_orders.upload_signed(order, scan, by=self.by_specialist)

    def objection(self, invitation: Invitation | None) -> Iterator[Move]:
        filed = Objection.objects.of(self.application)
        if open_one := filed.open().select_related("invitation__expert", "invitation__application").first():
            yield "uphold the objection", 3, partial(objections.uphold, open_one, reason="Ооба", by=self.by_specialist)
            yield "dismiss the objection", 3, partial(objections.dismiss, open_one, reason="Жок", by=self.by_specialist)
        elif invitation and not filed.filter(invitation=invitation).exists():
            ground = next(iter(ObjectionGround))
            act = partial(objections.object_to, invitation, ground=ground, text="Туугандар", by=self.case.by_head)
            yield "object", 2, act

    # The collegium ---------------------------------------------------------------------------------------------------

    def collegium(self) -> Iterator[Move]:
        live = AgendaItem.objects.filter(application=self.application, state__in=sorted(LIVE_ITEMS))
        item = live.select_related("sitting", "application").first()
        if item is None:
            yield "put on an agenda", 9, self.convene
            return
        absent = self.random.randrange(4)
        yield "presence", 0.5, partial(self.seat, item.sitting, absent)
        if item.state in {ItemState.WAITING, ItemState.VOTING} and voting.tally(item).has_quorum:
            yield "motion", 6 if item.state == ItemState.WAITING else 0.5, partial(self.move, item)
        if item.state == ItemState.VOTING:
            tally = voting.tally(item)
            yield "votes", 1 if tally.voted else 9, partial(self.vote, item)
            if tally.enough_voted and tally.is_carried:
                yield "draft", 12, partial(self.draft, item)
        if item.state in {ItemState.WAITING, ItemState.VOTING}:
            yield "leave", 0.2, partial(sittings.leave_case, item, reason="Кийин", by=self.case.by_administrator)
        if item.state == ItemState.DRAFTED and voting.tally(item).has_quorum:
            yield "confirm", 9, partial(deciding.confirm, item, by=self.hall.second)
            yield "send back", 1, partial(deciding.send_back, item, reason="Ката", by=self.hall.second)

    def convene(self) -> None:
        sitting = sittings.plan(self.hall.plan(), by=self.hall.secretary)
        sittings.add_cases(sitting, [self.application], by=self.case.by_administrator)
        self.seat(sittings.open_sitting(sitting, by=self.hall.secretary), self.random.randrange(3))

    def seat(self, sitting: Sitting, absent: int) -> None:
        sittings.record_presence(sitting, self.hall.members[: 5 - absent], by=self.hall.secretary)

    def move(self, item: AgendaItem) -> None:
        deciding.put_to_vote(item, self.random.choice([*Outcome, Outcome.REFUSED]), by=self.hall.secretary)

    def vote(self, item: AgendaItem) -> None:
        there = voting.present(item.sitting)
        for member in self.hall.members:
            if member.pk in there:
                choice = self.random.choice([Choice.FOR, Choice.FOR, Choice.FOR, Choice.AGAINST, Choice.ABSTAIN])
                deciding.vote(item, member, choice, by=acting_as(member))

    def draft(self, item: AgendaItem) -> None:
        deciding.draft(item, WORDINGS[Outcome(item.motion)], by=self.hall.secretary)

    # Afterwards ------------------------------------------------------------------------------------------------------

    def certificate(self) -> Iterator[Move]:
        living = self.application.certificates.living().first()
        if living is None or self.application.state != State.ACCREDITED:
            return
        act = partial(certifying.decree, living, ground=ground(), by=self.case.by_administrator)
        if living.state == CertificateState.SUSPENDED:
            yield "reinstate", 2, partial(act, CertificateAction.REINSTATE)
        else:
            yield "suspend", 2, partial(act, CertificateAction.SUSPEND)
        yield "revoke", 1, partial(act, CertificateAction.REVOKE)

    def conditions(self) -> Iterator[Move]:
        for one in Condition.objects.unsettled().filter(application=self.application):
            if one.state == ConditionState.ANSWERED:
                yield "fulfilled", 2, partial(conditions.close, one, by=self.by_specialist)
                yield "not enough", 1, partial(conditions.send_back, one, reason="Аз", by=self.by_specialist)
            else:
                yield "answer a condition", 3, partial(conditions.answer, one, "Аткарылды", by=self.case.by_deputy)
                later = one.due_on + timedelta(days=1)
                give = partial(conditions.extend, one, due_on=later, reason="Кыш", by=self.by_specialist)
                yield "more time", 1, give

    def appeals(self) -> Iterator[Move]:
        for act in appealable(self.application):
            if act.is_open:
                yield "appeal", 4, partial(self.appeal, act.against)
        for one in Appeal.objects.live().filter(application=self.application):
            yield from self.hearing(one)

    def appeal(self, against: Against) -> None:
        complaint = Complaint(grounds=[AppealGround.FACTS], text="Туура эмес")
        appeals.file(self.application, against, complaint, by=self.case.by_head)

    def hearing(self, one: Appeal) -> Iterator[Move]:
        by = self.case.by_administrator
        yield "withdraw the appeal", 1, partial(appeals.withdraw, one, by=self.case.by_head)
        if one.state == AppealState.FILED:
            number = f"А-{next(self.numbers)}"
            yield (
                "register the appeal",
                6,
                partial(appeals.register, one, number=number, on=timezone.localdate(), by=by),
            )
        seated = list(one.panel.values_list("person", flat=True))
        if one.state != AppealState.FILED and len(seated) < panels.SMALLEST_PANEL:
            others = [person.person.pk for person in panels.candidates(one) if person.person.pk not in seated]
            found = [*seated, *others][: panels.SMALLEST_PANEL]
            if len(found) == panels.SMALLEST_PANEL:
                yield "name the panel", 9, partial(appeals.name_panel, one, found, by=by)
        elif one.state == AppealState.HEARD:
            yield "step aside", 1, partial(self.step_aside, one)
            silent = one.panel.filter(verdict="").select_related("person").first()
            if silent:
                yield "vote on the appeal", 9, partial(self.judge, one, silent)
            else:
                yield "outcome", 9, partial(appeals.decide, one, reasons="Каралды", by=by)

    def step_aside(self, one: Appeal) -> None:
        seat = self.random.choice(list(one.panel.select_related("person")))
        appeals.step_aside(one, "Курбум", by=type(self.case.by_head)(user=seat.person))

    def judge(self, one: Appeal, seat) -> None:
        verdict = self.random.choice(list(Verdict))
        appeals.vote(one, verdict, opinion="Окудум", by=type(self.case.by_head)(user=seat.person))
