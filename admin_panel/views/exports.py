"""The list as a file, and the searches that somebody keeps."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from accreditation.models import Export, SavedSearch
from accreditation.services import desk
from admin_panel import exporting
from admin_panel.forms.desk import SearchNameForm
from admin_panel.views.access import for_the_ministry
from core.exports import Kind
from core.http import Request, reads, writes


@writes
@for_the_ministry
def export_ask(request: Request) -> HttpResponse:
    """Short lists come at once; for a long one there is a page that says how far it is."""
    kind = Kind.CSV if request.POST.get("kind") == Kind.CSV else Kind.XLSX
    made = exporting.export(request.POST.get("query", "")[:1000], kind, by=request.acting)
    return redirect("ministry:export", made.pk) if isinstance(made, Export) else made


@reads
@for_the_ministry
def export(request: Request, pk: int) -> HttpResponse:
    asked = get_object_or_404(Export.objects.visible_to(request.acting), pk=pk)
    page = "admin_panel/export.html"
    context = {
        "export": asked,
        "done": exporting.progress_of(asked),
        "is_late": exporting.is_late(asked),
        "list_url": f"{reverse('ministry:application_list')}?{asked.query}",
        "days": desk.EXPORTS_KEPT.days,
    }
    return render(request, f"{page}#state" if request.htmx else page, context)


@reads
@for_the_ministry
def export_file(request: Request, pk: int) -> HttpResponse:
    asked = get_object_or_404(Export.objects.visible_to(request.acting), pk=pk)
    if not asked.file:
        raise Http404
    return exporting.file_of(asked)


# Saved searches -------------------------------------------------------------------------------------------------------


@writes
@for_the_ministry
def search_save(request: Request) -> HttpResponse:
    form = SearchNameForm(request.POST)
    query = request.POST.get("query", "")[:1000]
    if form.is_valid():
        search = desk.save_search(form.cleaned_data["name"], query, by=request.acting)
        messages.success(request, _("The search is kept: %(name)s.") % {"name": search})
    else:
        messages.error(request, _("Write a name of at most sixty characters under which the search is kept."))
    return redirect(f"{reverse('ministry:application_list')}?{query}")


@writes
@for_the_ministry
def search_delete(request: Request, pk: int) -> HttpResponse:
    search = get_object_or_404(SavedSearch.objects.visible_to(request.acting), pk=pk)
    search.delete()
    messages.success(request, _("The search is deleted: %(name)s.") % {"name": search})
    return redirect("ministry:application_list")
