"""Which self-assessments the person of this request may see."""

from django.shortcuts import get_object_or_404

from core.http import Request
from selfassessment.models import Answer, SelfAssessment, SelfAssessmentQuerySet


def report_here(request: Request, pk: int) -> SelfAssessment:
    """A self-assessment of the chosen place of work, or one that may be seen from outside; 404 for all others.

    Every view of this app loads its report here. What the person may do with it, the rules say.
    """
    return get_object_or_404(_reports(request).select_related("organization", "standard"), pk=pk)


def answer_here(request: Request, pk: int) -> Answer:
    """A field of such a self-assessment; 404 for those of all others."""
    related = (
        "report__organization",
        "report__standard",
        "criterion",
        "section",
        "updated_by",
    )
    return get_object_or_404(Answer.objects.filter(report__in=_reports(request)).select_related(*related), pk=pk)


def _reports(request: Request) -> SelfAssessmentQuerySet:
    reports = SelfAssessment.objects.visible_to(request.acting)
    if request.acting.organization_id is None:
        return reports
    return reports.of(request.acting.organization_id)
