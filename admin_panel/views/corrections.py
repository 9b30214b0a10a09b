"""What an organization corrected after its application came back."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from accreditation.selectors.changes import changes_of
from admin_panel.views.access import for_the_ministry
from admin_panel.views.case import application_here, crumbs
from core.http import Request, reads


@reads
@for_the_ministry
def application_changes(request: Request, pk: int) -> HttpResponse:
    """Both texts of each part that was named, with their differences."""
    found = application_here(request, pk)
    context = {
        "application": found,
        "corrections": changes_of(found),
        "crumbs": crumbs(found, _("What was corrected after the return")),
    }
    return render(request, "admin_panel/application_changes.html", context)
