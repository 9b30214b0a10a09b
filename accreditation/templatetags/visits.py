"""`{% visited answer %}`: what the experts noted of a criterion on the spot, wherever the criterion is shown."""

from typing import Any

from django import template
from django.template import Context

from accreditation.models import Application
from accreditation.selectors import visits as selectors
from selfassessment.models import Answer

register = template.Library()


@register.inclusion_tag("accreditation/visit_notes.html", takes_context=True)
def visited(context: Context, answer: Answer) -> dict[str, Any]:
    """The entries that this reader may see. They are read once for a page, however many criteria it shows."""
    request = context["request"]
    known: dict[int, Any] = request.__dict__.setdefault("visited", {})
    if answer.report_id not in known:
        entries = selectors.entries_for(request.acting).filter(visit__application__report=answer.report_id)
        known[answer.report_id] = selectors.by_answer(entries)
    return {"entries": known[answer.report_id].get(answer.pk, []), "reader": request.user}


@register.inclusion_tag("accreditation/visit_told.html")
def told_visit(application: Application) -> dict[str, Any]:
    """The plan as the organization is told it; nothing while there is none."""
    return {"visit": selectors.plan_of(application)}


@register.inclusion_tag("accreditation/visit_link.html", takes_context=True)
def visit_link(context: Context, application: Application) -> dict[str, Any]:
    """The way to what was noted, for whoever may read it; nothing for others."""
    return {"visit": selectors.visits_for(context["request"].acting).filter(application=application).first()}
