"""Self-assessments begin, take over an earlier report, or are deleted before anything was signed."""

from collections.abc import Iterable

from django.db import transaction

from accounts.acting import Acting
from organizations.enums import InstructionLanguage
from organizations.models import Organization
from selfassessment import rules, workflow
from selfassessment.enums import UNFINISHED_STATES, Action, RevisionKind, State
from selfassessment.models import Answer, AnswerQuerySet, Citation, SelfAssessment, SelfAssessmentEvent
from selfassessment.services.answering import write
from selfassessment.services.ordering import discard_paper, drop_preview


@transaction.atomic
def start(organization: Organization, *, by: Acting) -> SelfAssessment:
    """The organization has a draft whose type is not chosen yet: the one it had already, or a new one.

    However often and from however many browsers the button is pressed, it is one draft.
    """
    rules.may_lead.check(by, organization)
    report, is_new = SelfAssessment.objects.get_or_create(
        organization=organization,
        type="",
        state=State.DRAFT,
        defaults={"created_by": by.user, "language": _language(organization)},
    )
    if is_new:
        SelfAssessmentEvent.objects.create(
            report=report, action=Action.START, source=State.DRAFT, target=State.DRAFT, by=by.user
        )
        workflow.record(report, Action.START, by=by)
    return report


@transaction.atomic
def delete(report: SelfAssessment, *, by: Acting) -> None:
    """The draft is gone, with its commission and its unsigned order; the journal keeps that it was there."""
    report = workflow.lock(report)
    rules.may_delete.check(by, report)
    workflow.record(report, Action.DELETE, by=by, type=report.type, commission=_names(report))
    for order in report.orders.select_related("document"):
        discard_paper(order, by=by)
    drop_preview(report, by=by)
    report.orders.all().delete()
    report.events.all().delete()
    report.delete()


def last_approved(report: SelfAssessment) -> SelfAssessment | None:
    """The report of the same organization and type that was approved last."""
    earlier = SelfAssessment.objects.finished().of(report.organization_id).filter(type=report.type)
    return earlier.exclude(pk=report.pk).order_by("-approved_at", "-pk").first()


@transaction.atomic
def take_over(report: SelfAssessment, *, by: Acting) -> int:
    """The empty answers hold what the last approved report says, with its evidence; each knows where it comes from.

    Returns how many were filled; nothing that somebody wrote is touched.
    """
    report = workflow.lock(report)
    rules.may_lead.check(by, report)
    source = last_approved(report) if report.type and report.state in UNFINISHED_STATES else None
    if source is None:
        return 0
    known = {_key(answer): answer for answer in _named(source) if answer.text}
    empty = _named(report).filter(version=0).select_for_update(of=("self",))
    pairs = [(answer, known[_key(answer)]) for answer in empty if _key(answer) in known]
    for answer, origin in pairs:
        answer.copied_from = origin
        write(answer, origin.text, kind=RevisionKind.COPIED, by=by.user)
    _cite_again(pairs, by=by)
    report.based_on = source
    report.save(update_fields=["based_on"])
    return len(pairs)


def _cite_again(pairs: Iterable[tuple[Answer, Answer]], *, by: Acting) -> None:
    targets = {origin.pk: answer for answer, origin in pairs}
    cited = Citation.objects.filter(answer__in=targets)
    Citation.objects.bulk_create(
        (Citation(answer=targets[old.answer_id], evidence_id=old.evidence_id, cited_by=by.user) for old in cited),
        ignore_conflicts=True,
    )


def _named(report: SelfAssessment) -> AnswerQuerySet:
    return report.answers.select_related("section", "criterion")


def _key(answer: Answer) -> tuple[str, str, str]:
    """The same question in another version of the standard: the same number and the same words."""
    section = answer.section.title_ky if answer.section else ""
    return answer.question, section, answer.criterion.text_ky if answer.criterion else ""


def _language(organization: Organization) -> str:
    spoken = organization.instruction_languages
    return spoken[0] if spoken else InstructionLanguage.KYRGYZ


def _names(report: SelfAssessment) -> list[str]:
    return [str(member) for member in report.members.select_related("employment")]
