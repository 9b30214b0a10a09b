"""Step 4: the head approves the report."""

from django.http import HttpResponse

from core.http import Request, reads
from selfassessment import selectors
from selfassessment.views.place import report_here
from selfassessment.views.wizard import Stage, step_page

PAGE = "selfassessment/self_assessment_approval.html"


@reads
def self_assessment_approval(request: Request, pk: int) -> HttpResponse:
    report = report_here(request, pk)
    return step_page(request, report, Stage.APPROVAL, PAGE, {"progress": selectors.progress(report)})
