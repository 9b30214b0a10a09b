"""The pages of step 3 on which people work for long: without the frame of the steps, so that a phone shows the work."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render

from core.http import Request
from selfassessment.models import SelfAssessment
from selfassessment.views.wizard import Stage


def beside_page(
    request: Request,
    report: SelfAssessment,
    name: str,
    heading: str,
    context: Mapping[str, Any],
    *,
    status: int = 200,
) -> HttpResponse:
    """The page `name` under this heading; its template extends selfassessment/beside.html."""
    frame = {"report": report, "stage": Stage.REPORT, "heading": heading}
    return render(request, f"selfassessment/{name}.html", frame | dict(context), status=status)
