"""«Вернуть без рассмотрения»: a page of its own with the consequences."""

import uuid

from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from accreditation.enums.applications import Action, State
from accreditation.models import Application, ReturnFile
from accreditation.selectors import desk as selectors
from accreditation.services import desk, intake
from accreditation.workflow.applications import APPLICATION
from admin_panel.forms.intake import ReturnForm
from admin_panel.views.access import for_the_ministry
from admin_panel.views.case import application_here, crumbs
from core.http import Request, by_method, reads, writes
from core.uploads.downloads import file_response


@reads
@for_the_ministry
def _return_show(request: Request, pk: int) -> HttpResponse:
    application = application_here(request, pk)
    form = ReturnForm(
        application=application,
        may_be_corrected=_may_be_corrected(application),
        initial={"outcome": ReturnForm.FINAL},
    )
    return _return_page(request, application, form)


@writes
@for_the_ministry
def _return_save(request: Request, pk: int) -> HttpResponse:
    application = application_here(request, pk)
    form = ReturnForm(
        request.POST, request.FILES, application=application, may_be_corrected=_may_be_corrected(application)
    )
    if not form.is_valid():
        return _return_page(request, application, form)
    given = {"reason": form.whole_reason, "file": form.cleaned_data["file"], "by": request.acting}
    if form.is_final:
        intake.decline(application, **given)
        said = _("%(application)s is returned without consideration. The organization has been told.")
    else:
        intake.return_for_correction(application, **given, answers=form.flagged)
        said = _("%(application)s is returned for correction. The organization has been told.")
    desk.see([application], by=request.acting)
    messages.success(request, said % {"application": application})
    return redirect("ministry:application", pk)


return_application = by_method(_return_show, _return_save)


@reads
@for_the_ministry
def return_file(request: Request, public_id: uuid.UUID) -> HttpResponseBase:
    """The document in which the ministry returned an application."""
    own = ReturnFile.objects.filter(application__in=selectors.on_desk(request.acting))
    return file_response(get_object_or_404(own, public_id=public_id))


def _may_be_corrected(application: Application) -> bool:
    return application.state != State.RETURNED


def _return_page(request: Request, application: Application, form: ReturnForm) -> HttpResponse:
    step = Action.RETURN if _may_be_corrected(application) else Action.DECLINE
    APPLICATION.check(step, request.acting, application)
    context = {
        "application": application,
        "form": form,
        "flagged": form.flagged_keys,
        "groups": selectors.answer_groups(application),
        "crumbs": crumbs(application, _("Return without consideration")),
    }
    return render(request, "admin_panel/return.html", context, status=422 if form.is_bound else 200)
