"""Which self-assessments the person of this request may see."""

from django.shortcuts import get_object_or_404

from core.http import Request
from selfassessment.models import SelfAssessment


def report_here(request: Request, pk: int) -> SelfAssessment:
    """A self-assessment of the chosen place of work, or one that may be seen from outside; 404 for all others.

    Every view of this app loads its report here. What the person may do with it, the rules say.
    """
    reports = SelfAssessment.objects.visible_to(request.acting).select_related("organization", "standard")
    if request.acting.organization_id is not None:
        reports = reports.of(request.acting.organization_id)
    return get_object_or_404(reports, pk=pk)
