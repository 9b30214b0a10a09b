"""What an application lets people of the ministry see in the apps below, for the hooks in settings."""

from django.db.models import Q, QuerySet

from accounts.acting import Acting
from accreditation.models import Application, Specialist
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
    return found | Q(pk__in=visible.of(acting.organization_id).exclude(draft=None).values("draft"))


def _given_to(acting: Acting) -> QuerySet[Application]:
    mine = Specialist.objects.active().filter(person=acting.user)
    return Application.objects.sent().filter(specialist__in=mine.values("pk"))
