"""The paragraphs from which the reason of a return is put together: the ministry's own table."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from accreditation.models import ReturnParagraph
from accreditation.services import paragraphs
from admin_panel.forms.desk import ParagraphForm
from admin_panel.views.access import for_administrators
from core.http import Request, by_method, reads, writes


@reads
@for_administrators
def paragraph_list(request: Request) -> HttpResponse:
    context = {
        "in_use": ReturnParagraph.objects.in_use(),
        "retired": ReturnParagraph.objects.exclude(retired_at=None),
    }
    return render(request, "admin_panel/paragraph_list.html", context)


@reads
@for_administrators
def _add_show(request: Request) -> HttpResponse:
    return _page(request, ParagraphForm(), None)


@writes
@for_administrators
def _add_save(request: Request) -> HttpResponse:
    return _keep(request, ParagraphForm(request.POST), None)


paragraph_add = by_method(_add_show, _add_save)


@reads
@for_administrators
def _edit_show(request: Request, pk: int) -> HttpResponse:
    paragraph = get_object_or_404(ReturnParagraph, pk=pk)
    return _page(request, ParagraphForm(instance=paragraph), paragraph)


@writes
@for_administrators
def _edit_save(request: Request, pk: int) -> HttpResponse:
    paragraph = get_object_or_404(ReturnParagraph, pk=pk)
    return _keep(request, ParagraphForm(request.POST, instance=paragraph), paragraph)


paragraph_edit = by_method(_edit_show, _edit_save)


@writes
@for_administrators
def paragraph_retire(request: Request, pk: int) -> HttpResponse:
    """Put aside, or offered again: it can be undone by the same button."""
    paragraph = paragraphs.turn(get_object_or_404(ReturnParagraph, pk=pk), by=request.acting)
    said = _("Put aside: %(title)s.") if paragraph.retired_at else _("Offered again: %(title)s.")
    messages.success(request, said % {"title": paragraph})
    return redirect("ministry:paragraph_list")


def _keep(request: Request, form: ParagraphForm, paragraph: ReturnParagraph | None) -> HttpResponse:
    if not form.is_valid():
        return _page(request, form, paragraph)
    kept = paragraphs.keep(form.save(commit=False), by=request.acting)
    messages.success(request, _("The paragraph is kept: %(title)s.") % {"title": kept})
    return redirect("ministry:paragraph_list")


def _page(request: Request, form: ParagraphForm, paragraph: ReturnParagraph | None) -> HttpResponse:
    context = {"form": form, "paragraph": paragraph}
    return render(request, "admin_panel/paragraph.html", context, status=422 if form.is_bound else 200)
