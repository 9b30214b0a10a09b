"""The school's pages of the conditions of its accreditation."""

import uuid

from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from accreditation.enums.conditions import ConditionAction
from accreditation.forms.aftermath import ConditionAnswerForm
from accreditation.models import Condition, ConditionFile
from accreditation.selectors import conditions as selectors
from accreditation.services import conditions as services
from accreditation.views.place import application_here
from accreditation.workflow.conditions import CONDITION
from core.http import Request, by_method, reads, writes
from core.uploads.downloads import file_response


@reads
def condition_list(request: Request, pk: int) -> HttpResponse:
    """Every condition with its answers; each that is owed with the button to answer, or why not."""
    application = application_here(request, pk)
    step = CONDITION[ConditionAction.ANSWER]
    rows = list(selectors.of_application(application))
    for row in rows:
        row.application = application
    context = {
        "application": application,
        "rows": [(row, step.reason(request.acting, row)) for row in rows],
        "progress": selectors.progress(application),
    }
    return render(request, "accreditation/condition_list.html", context)


@reads
def _answer_show(request: Request, pk: int) -> HttpResponse:
    return _answer_page(request, _condition(request, pk), ConditionAnswerForm())


@writes
def _answer_save(request: Request, pk: int) -> HttpResponse:
    condition, form = _condition(request, pk), ConditionAnswerForm(request.POST, request.FILES)
    if not form.is_valid():
        return _answer_page(request, condition, form)
    services.answer(condition, form.cleaned_data["text"], files=form.files_given, by=request.acting)
    messages.success(request, _("The answer is sent. The ministry checks it, and you will be told."))
    return redirect("accreditation:condition_list", condition.application_id)


condition_answer = by_method(_answer_show, _answer_save)


@reads
def condition_file(request: Request, public_id: uuid.UUID) -> HttpResponseBase:
    """Evidence for a condition, to whoever sees the application."""
    return file_response(get_object_or_404(ConditionFile.objects.visible_to(request.acting), public_id=public_id))


def _condition(request: Request, pk: int) -> Condition:
    """A condition of the chosen place of work that this person may answer now."""
    rows = Condition.objects.visible_to(request.acting).filter(application__organization=request.acting.organization_id)
    return get_object_or_404(rows.select_related("application__organization", "decision"), pk=pk)


def _answer_page(request: Request, condition: Condition, form: ConditionAnswerForm) -> HttpResponse:
    CONDITION.check(ConditionAction.ANSWER, request.acting, condition)
    context = {"condition": condition, "form": form, "last": condition.answers.first()}
    return render(request, "accreditation/condition_answer.html", context, status=422 if form.is_bound else 200)
