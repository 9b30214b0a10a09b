"""Step 1: who writes the report."""

from django.http import HttpResponse

from core.http import Request, reads
from selfassessment import selectors
from selfassessment.views.place import report_here
from selfassessment.views.wizard import Stage, step_page

PAGE = "selfassessment/self_assessment_commission.html"


@reads
def self_assessment_commission(request: Request, pk: int) -> HttpResponse:
    report = report_here(request, pk)
    return step_page(request, report, Stage.COMMISSION, PAGE, {"members": selectors.commission(report)})
