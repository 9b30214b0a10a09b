"""«Каршы пикир билдирүү»: the school objects to an expert; and the signed order, to whoever may read it."""

import uuid

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from accreditation.enums.objections import ObjectionAct
from accreditation.forms.objections import ObjectionForm
from accreditation.models import EvaluationOrderFile, Invitation, Objection
from accreditation.rules import objections as rules
from accreditation.services import objections as services
from accreditation.views.place import application_here
from accreditation.workflow.objections import OBJECTION
from core.http import Request, by_method, reads, writes
from core.uploads.downloads import file_response


@reads
def _show(request: Request, pk: int, invitation: int) -> HttpResponse:
    member = _member(request, pk, invitation)
    if Objection.objects.filter(invitation=member).exists():
        return redirect("accreditation:application", pk)
    rules.may_object.check(request.acting, member)
    return _page(request, member, ObjectionForm())


@writes
def _file(request: Request, pk: int, invitation: int) -> HttpResponse:
    """First the page that asks once more, then, confirmed, the objection is filed. Pressed twice, it is filed once."""
    member = _member(request, pk, invitation)
    if Objection.objects.filter(invitation=member).exists():
        messages.info(request, _("You have objected to this expert already."))
        return redirect("accreditation:application", pk)
    rules.may_object.check(request.acting, member)
    form = ObjectionForm(request.POST)
    if not form.is_valid() or "change" in request.POST:
        return _page(request, member, form, status=422 if form.errors else 200)
    if "confirmed" not in request.POST:
        return _page(request, member, form, template="objection_confirm")
    services.object_to(member, **form.cleaned_data, by=request.acting)
    messages.success(request, _("Your objection is filed. The ministry decides, and you are told."))
    return redirect("accreditation:application", pk)


objection = by_method(_show, _file)


@reads
def _take_back_show(request: Request, pk: int, objection: int) -> HttpResponse:
    """Asks once more: what is taken back is not filed again."""
    filed = _filed(request, pk, objection)
    if not filed.is_open:
        return _no_longer_open(request, filed)
    OBJECTION.check(ObjectionAct.TAKE_BACK, request.acting, filed)
    context = {"application": filed.invitation.application, "objection": filed}
    return render(request, "accreditation/objection_take_back.html", context)


@writes
def _take_back(request: Request, pk: int, objection: int) -> HttpResponse:
    filed = _filed(request, pk, objection)
    if not filed.is_open:
        return _no_longer_open(request, filed)
    services.take_back(filed, by=request.acting)
    messages.success(request, _("Your objection is taken back. The expert stays in the group."))
    return redirect("accreditation:application", pk)


objection_take_back = by_method(_take_back_show, _take_back)


@reads
def evaluation_order_file(request: Request, public_id: uuid.UUID) -> HttpResponseBase:
    """The scan of the signed order."""
    return file_response(get_object_or_404(EvaluationOrderFile.objects.visible_to(request.acting), public_id=public_id))


def _member(request: Request, pk: int, invitation: int) -> Invitation:
    """An expert whom an order names: until then a school does not know that he exists."""
    application = application_here(request, pk)
    rows = application.invitations.accepted().select_related("expert__person", "expert__region")
    member = get_object_or_404(rows, pk=invitation)
    member.application = application
    if rules.objections_until(member) is None:
        raise Http404
    return member


def _filed(request: Request, pk: int, objection: int) -> Objection:
    application = application_here(request, pk)
    rows = Objection.objects.visible_to(request.acting).of(application).select_related("invitation__expert")
    filed = get_object_or_404(rows, pk=objection)
    filed.invitation.application = application
    return filed


def _no_longer_open(request: Request, objection: Objection) -> HttpResponse:
    """Somebody was faster: the page of the application says what became of it."""
    facts = {"state": objection.get_state_display()}
    messages.info(request, _("This objection is not open any more: %(state)s.") % facts)
    return redirect("accreditation:application", objection.invitation.application.pk)


def _page(
    request: Request, member: Invitation, form: ObjectionForm, *, template: str = "objection", status: int = 200
) -> HttpResponse:
    context = {"application": member.application, "member": member, "form": form}
    return render(request, f"accreditation/{template}.html", context, status=status)
