"""The ministry decides about the objection of a school to an expert."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from accreditation.models import Objection
from accreditation.services import objections as services
from admin_panel.forms.objections import ObjectionDecisionForm
from admin_panel.views.access import for_the_ministry
from admin_panel.views.experts_of_application import application_here
from core.http import Request, by_method, reads, writes


@reads
@for_the_ministry
def _show(request: Request, pk: int) -> HttpResponse:
    return _page(request, _objection(request, pk), ObjectionDecisionForm())


@writes
@for_the_ministry
def _decide(request: Request, pk: int) -> HttpResponse:
    """First the page that says what follows, then, confirmed, the decision stands."""
    objection, form = _objection(request, pk), ObjectionDecisionForm(request.POST)
    if not objection.is_open:
        messages.info(request, _("Nothing is to be decided about this objection any more."))
        return redirect("ministry:objection", pk)
    if not form.is_valid() or "change" in request.POST:
        return _page(request, objection, form, status=422 if form.errors else 200)
    if "confirmed" not in request.POST:
        return _page(request, objection, form, template="objection_confirm")
    step = services.uphold if form.upholds else services.dismiss
    step(objection, reason=form.cleaned_data["reason"], by=request.acting)
    messages.success(request, _done(form))
    return redirect("ministry:application_experts", objection.invitation.application_id)


objection = by_method(_show, _decide)


def _done(form: ObjectionDecisionForm) -> str:
    if form.upholds:
        return _("The objection is upheld: the expert is free. When all have agreed again, make the order anew.")
    return _("The objection is dismissed. The organization has been told.")


def _objection(request: Request, pk: int) -> Objection:
    rows = Objection.objects.visible_to(request.acting).select_related("invitation__expert", "filed_by", "decided_by")
    found = get_object_or_404(rows, pk=pk)
    found.invitation.application = application_here(request, found.invitation.application_id)
    return found


def _page(
    request: Request,
    objection: Objection,
    form: ObjectionDecisionForm,
    *,
    template: str = "objection",
    status: int = 200,
) -> HttpResponse:
    application = objection.invitation.application
    context = {
        "objection": objection,
        "application": application,
        "form": form,
        "back": reverse("ministry:application_experts", args=[application.pk]),
    }
    return render(request, f"admin_panel/{template}.html", context, status=status)
