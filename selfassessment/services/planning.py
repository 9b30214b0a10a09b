"""The first two steps: who writes the report, of which type, when, about what."""

from collections.abc import Collection, Iterable
from datetime import date

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from accounts.acting import Acting
from accounts.models import User
from organizations.enums import InstructionLanguage
from organizations.models import Programme
from selfassessment import rules, workflow
from selfassessment.enums import CONCLUSIONS, AccreditationType, Action, Question, State
from selfassessment.models import Answer, CommissionMember, SelfAssessment, Standard
from staff.models import Employment


class DraftExists(Exception):
    """The organization has an unfinished self-assessment of this type: it is offered before a second is made."""

    def __init__(self, report: SelfAssessment | None) -> None:
        super().__init__(str(report.pk) if report else "")
        self.report = report


@transaction.atomic
def set_commission(
    report: SelfAssessment, employments: Collection[Employment], *, chair: Employment | None, by: Acting
) -> SelfAssessment:
    """Exactly these employees are the commission, `chair` in its chair.

    Fewer than the setting asks may be saved meanwhile; the order can't be signed with them.
    """
    report = workflow.lock(report)
    rules.may_plan.check(by, report)
    chosen = {employment.pk for employment in employments}
    if chair is not None and chair.pk not in chosen:
        raise PermissionDenied(_("The chair is one of the members of the commission."))
    present = set(report.members.values_list("employment", flat=True))
    here = set(Employment.objects.live().of(report.organization_id).values_list("pk", flat=True))
    if chosen - present - here:
        raise PermissionDenied(_("Only people who work in the organization can be in the commission."))
    place_members(report, chosen, chair_id=chair.pk if chair else None, by=by.user)
    names = [member.employment.name for member in report.members.select_related("employment")]
    workflow.record(report, Action.CHOOSE_COMMISSION, by=by, members=names, chair=chair.name if chair else "")
    return report


def place_members(report: SelfAssessment, chosen: Collection[int], *, chair_id: int | None, by: User) -> None:
    """The commission has these members; who stays in it stays responsible for his answers."""
    report.members.exclude(employment__in=chosen).delete()
    report.members.update(is_chair=False)
    CommissionMember.objects.bulk_create(
        (CommissionMember(report=report, employment_id=pk, added_by=by) for pk in sorted(chosen)),
        ignore_conflicts=True,
    )
    report.members.filter(employment=chair_id).update(is_chair=True)


@transaction.atomic
def plan(
    report: SelfAssessment,
    *,
    type: AccreditationType,
    starts_on: date | None,
    ends_on: date | None,
    programmes: Iterable[Programme],
    language: InstructionLanguage,
    by: Acting,
    second: bool = False,
) -> SelfAssessment:
    """The self-assessment is of this type, lasts so long and concerns these programmes; its answers are laid out.

    Raises DraftExists where another one of the type is unfinished, unless a `second` is wanted knowingly.
    """
    report = workflow.lock(report)
    rules.may_plan.check(by, report)
    chosen = _checked(report, type, list(programmes))
    if type != report.type:
        _take_type(report, type, second=second)
    report.starts_on, report.ends_on, report.language = starts_on, ends_on, language
    report.save(update_fields=["starts_on", "ends_on", "language"])
    report.programmes.set(chosen)
    facts = {"type": type, "starts_on": starts_on, "ends_on": ends_on, "programmes": [str(one) for one in chosen]}
    workflow.record(report, Action.PLAN, by=by, **facts, language=language)
    return report


def unfinished_of(report: SelfAssessment, type: AccreditationType) -> SelfAssessment | None:
    """Another self-assessment of the organization that has this type and is not approved yet."""
    others = SelfAssessment.objects.unfinished().of(report.organization_id).filter(type=type)
    return others.exclude(pk=report.pk).order_by("-pk").first()


def _take_type(report: SelfAssessment, type: AccreditationType, *, second: bool) -> None:
    if report.state != State.DRAFT:
        raise PermissionDenied(_("The order names the type: another type is another self-assessment."))
    other = unfinished_of(report, type)
    if other and not second:
        raise DraftExists(other)
    standard = Standard.objects.in_force().filter(type=type).first()
    if standard is None:
        raise PermissionDenied(_("There are no criteria in force for this type."))
    report.type, report.standard, report.is_second, report.based_on = type, standard, second and bool(other), None
    try:
        with transaction.atomic():
            report.save(update_fields=["type", "standard", "is_second", "based_on"])
    except IntegrityError as error:  # another browser was faster
        raise DraftExists(unfinished_of(report, type)) from error
    report.answers.all().delete()
    Answer.objects.bulk_create(_questions(report, standard))


def _questions(report: SelfAssessment, standard: Standard) -> Iterable[Answer]:
    whole = [*standard.sections.prefetch_related("criteria")]
    rows: list[Answer] = [Answer(report=report, question=Question.INTRODUCTION)]
    for section in whole:
        rows += [
            Answer(report=report, question=Question.CRITERION, section=section, criterion=criterion)
            for criterion in section.criteria.all()
        ]
        if standard.conclusions_per_section:
            rows += [Answer(report=report, question=question, section=section) for question in CONCLUSIONS]
    if not standard.conclusions_per_section:
        rows += [Answer(report=report, question=question) for question in CONCLUSIONS]
    for place, row in enumerate(rows):
        row.place = place
    return rows


def _checked(report: SelfAssessment, type: AccreditationType, chosen: list[Programme]) -> list[Programme]:
    """Institutional types have no programmes; the others those of their levels, in force or chosen before."""
    if not type.concerns_programmes:
        return []
    known = set(report.programmes.values_list("pk", flat=True))
    known |= set(Programme.objects.in_force().values_list("pk", flat=True))
    if any(programme.level not in type.levels or programme.pk not in known for programme in chosen):
        raise PermissionDenied(_("This programme does not belong to the type, or is no longer in force."))
    return chosen
