"""Step 3: the report as a whole, what is missing in it and who writes what."""

from django.http import HttpResponse
from django.urls import reverse

from core.http import Request, reads
from core.ui import Tab
from selfassessment import rules, writing
from selfassessment.models import SelfAssessment
from selfassessment.views.place import report_here
from selfassessment.views.wizard import Stage, step_page
from selfassessment.writing import Chapter, Showing

PAGE = "selfassessment/self_assessment_report.html"


@reads
def self_assessment_report(request: Request, pk: int) -> HttpResponse:
    report = report_here(request, pk)
    chapters = writing.chapters(report, request.user)
    asked = request.GET.get("show", "")
    showing = Showing(asked) if asked in Showing else Showing.ALL
    shown = [chapter.only(showing) for chapter in chapters]
    gap = next((gap for chapter in chapters for gap in chapter.part.gaps), None)
    context = {
        "chapters": [chapter for chapter in shown if chapter.sheets],
        "showing": showing,
        "tabs": _tabs(report, chapters, showing),
        "done": sum(chapter.part.done for chapter in chapters),
        "total": sum(chapter.part.total for chapter in chapters),
        "gap": gap.answer if gap else None,
        "refusal": rules.may_write.reason(request.acting, report),
        "leads": rules.may_resolve.allows(request.acting, report),
    }
    return step_page(request, report, Stage.REPORT, PAGE, context)


def _tabs(report: SelfAssessment, chapters: list[Chapter], showing: Showing) -> list[Tab]:
    """The filters: of those that let nothing through, only the one that is chosen."""
    address = reverse("selfassessment:self_assessment_report", args=[report.pk])
    counts = writing.counts(chapters)
    return [
        Tab(
            label=str(one.label),
            url=address if one == Showing.ALL else f"{address}?show={one}",
            count=counts[one],
            current=one == showing,
        )
        for one in Showing
        if one != Showing.NAMED or counts[one]
    ]
