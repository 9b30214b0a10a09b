"""What an application lets people of the ministry see in the apps below, for the hooks in settings."""

from django.db.models import Q, QuerySet

from accounts.acting import Acting
from accreditation.enums.collegium import ItemState
from accreditation.enums.evaluation_orders import EvaluationOrderState
from accreditation.models import (
    AgendaItem,
    Application,
    CollegiumDecision,
    CollegiumMember,
    EvaluationOrder,
    Sitting,
    Specialist,
    Summary,
)
from accreditation.rules import voting
from accreditation.rules.people import collegium_member_of
from selfassessment.enums import OrderState
from selfassessment.enums import State as ReportState
from selfassessment.models import Order


def self_assessments(acting: Acting) -> Q:
    """SELF_ASSESSMENT_VIEWERS: a specialist reads the approved reports of the applications given to him."""
    return Q(state=ReportState.APPROVED, pk__in=_given_to(acting).values("report"))


def organizations(acting: Acting) -> Q:
    """ORGANIZATION_VIEWERS: a specialist sees the organizations whose applications were given to him."""
    return Q(pk__in=_given_to(acting).values("organization"))


def documents(acting: Acting) -> Q:
    """DOCUMENT_READERS: whoever sees an application reads its papers and the orders of its report."""
    visible = Application.objects.visible_to(acting)
    orders = Order.objects.filter(report__in=visible.values("report"))
    found = Q(pk__in=visible.exclude(document=None).values("document"))
    for column in ("document", "report_document"):
        found |= Q(pk__in=orders.filter(state=OrderState.SIGNED).exclude(**{column: None}).values(column))
    found |= _letters(visible) | _before_the_collegium(acting)
    return found | Q(pk__in=visible.of(acting.organization_id).exclude(draft=None).values("draft"))


def _given_to(acting: Acting) -> QuerySet[Application]:
    mine = Specialist.objects.active().filter(person=acting.user)
    return Application.objects.sent().filter(specialist__in=mine.values("pk"))


def _before_the_collegium(acting: Acting) -> Q:
    """A member reads the minutes, and the papers of the cases before him, but nothing where he has a conflict;
    administrators read all minutes."""
    found = Q(pk__in=[])
    if acting.user.is_administrator:
        found |= Q(pk__in=Sitting.objects.exclude(minutes=None).values("minutes"))
    member = collegium_member_of(acting.user)
    if member is None:
        return found
    cases = Application.objects.filter(pk__in=voting.readable_cases(member))
    orders = Order.objects.filter(report__in=cases.values("report"), state=OrderState.SIGNED)
    found |= _letters(cases) | Q(pk__in=_minutes(member, cases).values("minutes"))
    found |= Q(pk__in=cases.exclude(document=None).values("document"))
    for column in ("document", "report_document"):
        found |= Q(pk__in=orders.exclude(**{column: None}).values(column))
    found |= Q(pk__in=Summary.objects.filter(application__in=cases, finished_at__isnull=False).values("paper"))
    ordered = EvaluationOrder.objects.filter(application__in=cases, state=EvaluationOrderState.SIGNED)
    return found | Q(pk__in=ordered.values("document"))


def _minutes(member: CollegiumMember, cases: QuerySet[Application]) -> QuerySet[Sitting]:
    """The minutes that this member chaired, and those in which no case is decided that he may not read."""
    unread = AgendaItem.objects.filter(state=ItemState.DECIDED).exclude(application__in=cases)
    written = Sitting.objects.exclude(minutes=None)
    return written.filter(Q(chair=member) | ~Q(pk__in=unread.values("sitting")))


def _letters(applications: QuerySet[Application]) -> Q:
    """The letters about the decisions on these applications."""
    decided = CollegiumDecision.objects.filter(application__in=applications, letter__isnull=False)
    return Q(pk__in=decided.values("letter"))
