"""«Кайтарым байланыш»: what people wrote to the ministry."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from admin_panel.forms.feedback import AnswerForm, DeletionForm
from admin_panel.views.access import for_administrators
from core.http import Request, by_method, reads, writes
from core.ui import Tab
from notifications import selectors
from notifications.models import Feedback
from notifications.services.feedback import answer_feedback, delete_feedback

PER_PAGE = 25
ANSWERED = "answered"


@reads
@for_administrators
def feedback_list(request: Request) -> HttpResponse:
    answered = request.GET.get("tab") == ANSWERED
    rows = selectors.feedback_letters(answered=answered)
    context = {
        "answered": answered,
        "page": Paginator(rows, PER_PAGE).get_page(request.GET.get("page")),
        "tabs": _tabs(answered=answered),
    }
    return render(request, "admin_panel/feedback/list.html", context)


@reads
@for_administrators
def _show(request: Request, pk: int) -> HttpResponse:
    return _page(request, _letter(pk), AnswerForm())


@writes
@for_administrators
def _answer(request: Request, pk: int) -> HttpResponse:
    letter, form = _letter(pk), AnswerForm(request.POST)
    if not form.is_valid():
        return _page(request, letter, form)
    answer_feedback(letter.pk, form.cleaned_data["answer"].strip(), by=request.acting)
    messages.success(request, _("The answer is on its way to %(email)s.") % {"email": letter.email})
    return redirect("ministry:feedback_list")


feedback = by_method(_show, _answer)


@reads
@for_administrators
def _show_delete(request: Request, pk: int) -> HttpResponse:
    return _delete_page(request, _letter(pk), DeletionForm())


@writes
@for_administrators
def _delete(request: Request, pk: int) -> HttpResponse:
    letter, form = _letter(pk), DeletionForm(request.POST)
    if not form.is_valid():
        return _delete_page(request, letter, form)
    delete_feedback(letter.pk, form.cleaned_data["reason"].strip(), by=request.acting)
    messages.success(request, _("The letter is deleted."))
    return redirect("ministry:feedback_list")


feedback_delete = by_method(_show_delete, _delete)


def _letter(pk: int) -> Feedback:
    return get_object_or_404(Feedback.objects.select_related("answered_by"), pk=pk)


def _page(request: Request, letter: Feedback, form: AnswerForm) -> HttpResponse:
    context = {"letter": letter, "form": form}
    return render(request, "admin_panel/feedback/letter.html", context, status=422 if form.is_bound else 200)


def _delete_page(request: Request, letter: Feedback, form: DeletionForm) -> HttpResponse:
    context = {"letter": letter, "form": form}
    return render(request, "admin_panel/feedback/delete.html", context, status=422 if form.is_bound else 200)


def _tabs(*, answered: bool) -> list[Tab]:
    url, counts = reverse("ministry:feedback_list"), selectors.feedback_counts()
    return [
        Tab(label=_("Waiting for an answer"), url=url, count=counts["waiting"], current=not answered),
        Tab(label=_("Answered"), url=f"{url}?tab={ANSWERED}", count=counts["answered"], current=answered),
    ]
