"""What a seat in an appeal panel lets people read in the apps below, for the hooks in settings."""

from django.db.models import Q, QuerySet

from accounts.acting import Acting
from accreditation.enums.appeals import AppealState
from accreditation.models import Appeal, Application, Summary
from selfassessment.enums import OrderState
from selfassessment.models import Order


def documents(acting: Acting) -> Q:
    """DOCUMENT_READERS: while it hears an appeal, the panel reads the papers of the case and the experts' report."""
    cases = _cases(acting)
    orders = Order.objects.filter(report__in=cases.values("report"), state=OrderState.SIGNED)
    summaries = Summary.objects.filter(application__in=cases, finished_at__isnull=False)
    found = Q(pk__in=cases.exclude(document=None).values("document"))
    found |= Q(pk__in=summaries.exclude(paper=None).values("paper"))
    for column in ("document", "report_document"):
        found |= Q(pk__in=orders.exclude(**{column: None}).values(column))
    return found


def self_assessments(acting: Acting) -> Q:
    """SELF_ASSESSMENT_VIEWERS: the panel reads the report."""
    return Q(pk__in=_cases(acting).values("report"))


def _cases(acting: Acting) -> QuerySet[Application]:
    heard = Appeal.objects.heard_by(acting).filter(state=AppealState.HEARD)
    return Application.objects.filter(pk__in=heard.values("application"))
