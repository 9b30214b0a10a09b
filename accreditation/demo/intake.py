"""An application of the demo world on its way from the school to three experts, by the services that pages call."""

from dataclasses import dataclass
from datetime import timedelta

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from accounts.acting import Acting
from accreditation.enums.invitations import InvitationState
from accreditation.models import Application, Expert, Specialist
from accreditation.services import applying, evaluation_orders, intake, invitations, papers
from core.uploads.checks import check
from organizations.models import Organization
from records import services as records
from records.demo import sign
from records.services import production
from selfassessment.enums import State as ReportState
from selfassessment.models import SelfAssessment

DAYS_OF_EVALUATION = 10
_REASON = "Демо дүйнөнүн эксперти ар бир этапта көрүнсүн"


@dataclass(frozen=True, slots=True)
class Case:
    """A school that applies, who acts for it, and the people of the ministry who deal with it."""

    school: Organization
    by_head: Acting
    by_administrator: Acting
    specialist: Specialist
    expert: Expert  # whose cabinet can be tried first

    @property
    def by_specialist(self) -> Acting:
        return acting_as(self.specialist)

    def number(self, series: str) -> str:
        return f"{series}-{self.school.pk}"


def acting_as(entry: Specialist | Expert) -> Acting:
    """Somebody of the ministry's lists at work."""
    return Acting(user=entry.person, position=entry.position)


def has_begun(school: Organization) -> bool:
    """Whether the school has applied before, or has nothing to apply with."""
    reports = SelfAssessment.objects.of(school.pk).filter(state=ReportState.APPROVED)
    return Application.objects.filter(organization=school).exists() or not reports.exists()


def submitted(case: Case) -> Application:
    report = SelfAssessment.objects.of(case.school.pk).filter(state=ReportState.APPROVED).latest("pk")
    application = applying.create(report, by=case.by_head)
    paper = records.fix_document(papers.draft_paper(application, by=case.by_head), by=case.by_head.user)
    return applying.submit(application, document=sign(paper, by=case.by_head), by=case.by_head)


def registered(case: Case) -> Application:
    return intake.register(
        submitted(case), number=case.number("02-14"), on=timezone.localdate(), by=case.by_administrator
    )


def assigned(case: Case) -> Application:
    return intake.assign(registered(case), case.specialist, by=case.by_administrator)


def returned(case: Case) -> Application:
    application = assigned(case)
    answers = list(application.report.answers.exclude(criterion=None).order_by("place")[1:3])
    reason = "1.2 жана 1.3-критерийлер боюнча сандар былтыркы жылга таандык: быйылкысын жазыңыз."
    intake.return_for_correction(application, reason=reason, answers=answers, by=case.by_specialist)
    return application


def scheduled(case: Case) -> Application:
    """The experts come from today on, so that whoever tries the demo need not wait."""
    starts_on = timezone.localdate()
    ends_on = starts_on + timedelta(days=DAYS_OF_EVALUATION)
    return intake.schedule(assigned(case), starts_on=starts_on, ends_on=ends_on, by=case.by_specialist)


def inviting(case: Case) -> Application:
    """Three experts are drawn, two have agreed. The expert of the demo is among the three, and is still asked."""
    application = intake.take_under_review(scheduled(case), by=case.by_specialist)
    seated = application.invitations.live().select_related("expert__person").order_by("seat")
    if not seated.filter(expert=case.expert).exists():
        last = seated.last()
        if last is None:
            return application  # too few experts for a draw: the ministry's page says so
        invitations.replace(last, reason=_REASON, successor=case.expert, by=case.by_administrator)
    for invitation in seated.exclude(expert=case.expert):
        invitations.accept(invitation, by=acting_as(invitation.expert))
    return application


def ordered(case: Case) -> Application:
    """All three have agreed, and the order on the evaluation was printed, signed and uploaded."""
    application = inviting(case)
    waiting = application.invitations.filter(state=InvitationState.WAITING).select_related("expert__person")
    for invitation in waiting:
        invitations.accept(invitation, by=acting_as(invitation.expert))
    by = case.by_specialist
    facts = {"number": case.number("ТБ"), "dated_on": timezone.localdate(), "control": case.specialist.name}
    order = evaluation_orders.generate(application, **facts, by=by)
    production.print_document(order.document_id, order.document.revision)
    order.document.refresh_from_db()
    with order.document.file.open("rb") as printed:
        scan = SimpleUploadedFile("буйрук.pdf", printed.read())
    return evaluation_orders.upload_signed(order, check(scan), by=by)
