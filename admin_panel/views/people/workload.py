"""Who has how much on the desk."""

from typing import Any

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from accreditation.selectors import people as selectors
from admin_panel.views.access import for_administrators
from core.http import Request, reads
from core.ui import Tab

PER_PAGE = 50


@reads
@for_administrators
def workload(request: Request) -> HttpResponse:
    """The specialists with their applications, or the experts with their evaluations."""
    of_experts = request.GET.get("tab") == "experts"
    rows: QuerySet[Any] = selectors.workload_of_experts() if of_experts else selectors.workload()
    context = {
        "page": Paginator(rows, PER_PAGE).get_page(request.GET.get("page")),
        "of_experts": of_experts,
        "tabs": _tabs(of_experts=of_experts),
    }
    return render(request, "admin_panel/people/workload.html", context)


def _tabs(*, of_experts: bool) -> list[Tab]:
    url = reverse("ministry:workload")
    return [
        Tab(label=_("Accreditation specialists"), url=url, current=not of_experts),
        Tab(label=_("Experts"), url=f"{url}?tab=experts", current=of_experts),
    ]
