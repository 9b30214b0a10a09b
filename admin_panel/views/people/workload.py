"""Who has how much on the desk."""

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render

from accreditation.selectors import people as selectors
from admin_panel.views.access import for_administrators
from core.http import Request, reads

PER_PAGE = 50


@reads
@for_administrators
def workload(request: Request) -> HttpResponse:
    page = Paginator(selectors.workload(), PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "admin_panel/people/workload.html", {"page": page})
