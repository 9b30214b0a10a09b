"""The school's pages of its appeals."""

import uuid

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from accreditation.enums.appeals import Against, AppealAction
from accreditation.forms.aftermath import AppealForm
from accreditation.models import Appeal, AppealFile, Application
from accreditation.rules import appeals as rules
from accreditation.selectors import appeals as selectors
from accreditation.services import appeals as services
from accreditation.views.place import application_here
from accreditation.workflow.appeals import APPEAL
from core.http import Request, by_method, reads, writes
from core.uploads.downloads import file_response


@reads
def appeal_list(request: Request, pk: int) -> HttpResponse:
    """What may be appealed against and until when, and the appeals that were filed."""
    application = application_here(request, pk)
    context = {
        "application": application,
        "acts": selectors.appealable(application),
        "appeals": selectors.of_application(application),
        "refusal": rules.may_file.reason(request.acting, Appeal(application=application)),
    }
    return render(request, "accreditation/appeal_list.html", context)


@reads
def _file_show(request: Request, pk: int, against: str) -> HttpResponse:
    application = application_here(request, pk)
    return _file_page(request, application, _act(request, application, against), AppealForm())


@writes
def _file_save(request: Request, pk: int, against: str) -> HttpResponse:
    application = application_here(request, pk)
    act, form = _act(request, application, against), AppealForm(request.POST, request.FILES)
    if not form.is_valid():
        return _file_page(request, application, act, form)
    appeal = services.file(application, act.against, form.complaint, by=request.acting)
    messages.success(request, _("The appeal is filed. The ministry registers it and names a panel."))
    return redirect("accreditation:appeal", appeal.pk)


appeal_file = by_method(_file_show, _file_save)


@reads
def appeal(request: Request, pk: int) -> HttpResponse:
    """Where the appeal stands. Who decides it, the school learns with the outcome."""
    found = _appeal(request, pk)
    context = {
        "appeal": found,
        "files": found.files.all(),
        "history": selectors.public_history(found),
        "withdrawal": APPEAL[AppealAction.WITHDRAW].reason(request.acting, found),
    }
    return render(request, "accreditation/appeal.html", context)


@reads
def _withdraw_show(request: Request, pk: int) -> HttpResponse:
    found = _appeal(request, pk)
    APPEAL.check(AppealAction.WITHDRAW, request.acting, found)
    return render(request, "accreditation/appeal_withdraw.html", {"appeal": found})


@writes
def _withdraw_save(request: Request, pk: int) -> HttpResponse:
    services.withdraw(_appeal(request, pk), by=request.acting)
    messages.success(request, _("The appeal is withdrawn."))
    return redirect("accreditation:appeal", pk)


appeal_withdraw = by_method(_withdraw_show, _withdraw_save)


@reads
def appeal_document(request: Request, public_id: uuid.UUID) -> HttpResponseBase:
    """A document of an appeal, to whoever sees the appeal."""
    return file_response(get_object_or_404(AppealFile.objects.visible_to(request.acting), public_id=public_id))


def _appeal(request: Request, pk: int) -> Appeal:
    rows = Appeal.objects.visible_to(request.acting).filter(application__organization=request.acting.organization_id)
    return get_object_or_404(rows.select_related("application__organization", "decision", "order"), pk=pk)


def _act(request: Request, application: Application, against: str) -> selectors.Appealable:
    """The decision or order against which this person may appeal now; otherwise 403 with the reason."""
    rules.may_file.check(request.acting, Appeal(application=application))
    acts = [one for one in selectors.appealable(application) if one.against == against and against in Against]
    if not acts or acts[0].appeal:
        raise PermissionDenied(_("There is nothing that could be appealed against, or an appeal was filed already."))
    if not acts[0].is_open:
        raise PermissionDenied(_("The term for an appeal is over."))
    return acts[0]


def _file_page(request: Request, application: Application, act: selectors.Appealable, form: AppealForm) -> HttpResponse:
    context = {"application": application, "act": act, "form": form}
    return render(request, "accreditation/appeal_file.html", context, status=422 if form.is_bound else 200)
