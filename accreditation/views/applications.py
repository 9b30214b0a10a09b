"""The organization's applications for accreditation."""

from django.http import HttpResponse
from django.shortcuts import render

from accreditation.views.place import application_here
from core.http import Request, reads


@reads
def application(request: Request, pk: int) -> HttpResponse:
    """Where the application stands and what has happened to it."""
    found = application_here(request, pk)
    context = {"application": found, "events": found.events.select_related("by")}
    return render(request, "accreditation/application.html", context)
