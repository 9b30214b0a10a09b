"""Step 3: the report."""

from django.http import HttpResponse

from core.http import Request, reads
from selfassessment import selectors
from selfassessment.views.place import report_here
from selfassessment.views.wizard import Stage, step_page

PAGE = "selfassessment/self_assessment_report.html"


@reads
def self_assessment_report(request: Request, pk: int) -> HttpResponse:
    report = report_here(request, pk)
    return step_page(request, report, Stage.REPORT, PAGE, {"progress": selectors.progress(report)})
