"""Step 2: of which type the self-assessment is, when, about what."""

from django.http import HttpResponse

from core.http import Request, reads
from selfassessment.views.place import report_here
from selfassessment.views.wizard import Stage, step_page

PAGE = "selfassessment/self_assessment_plan.html"


@reads
def self_assessment_plan(request: Request, pk: int) -> HttpResponse:
    report = report_here(request, pk)
    return step_page(request, report, Stage.PLAN, PAGE, {"programmes": report.programmes.by_name()})
