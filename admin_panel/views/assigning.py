"""Who deals with an application: one, or many at once."""

from collections.abc import Sequence

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accreditation.enums.applications import Action
from accreditation.models import Application, Specialist
from accreditation.selectors import desk as selectors
from accreditation.services import desk, intake
from accreditation.workflow.applications import APPLICATION
from admin_panel.forms.intake import AssignForm
from admin_panel.rows import assign_action
from admin_panel.views.access import for_administrators
from admin_panel.views.case import application_here
from core.http import Request, by_method, reads, writes

MOST = 200


@reads
@for_administrators
def _assign_show(request: Request, pk: int) -> HttpResponse:
    application = application_here(request, pk)
    form = AssignForm(is_change=_has_specialist(application), initial={"specialist": application.specialist_id})
    return _assign_page(request, application, form)


@writes
@for_administrators
def _assign_save(request: Request, pk: int) -> HttpResponse:
    application = application_here(request, pk)
    form = AssignForm(request.POST, is_change=_has_specialist(application))
    if not form.is_valid():
        return _assign_page(request, application, form)
    specialist: Specialist = form.cleaned_data["specialist"]
    intake.assign(application, specialist, by=request.acting, reason=form.cleaned_data.get("reason", ""))
    desk.see([application], by=request.acting)
    names = {"application": application, "specialist": specialist}
    messages.success(request, _("%(application)s is given to %(specialist)s, who has been told.") % names)
    return redirect("ministry:application", pk)


assign = by_method(_assign_show, _assign_save)


def _assign_page(request: Request, application: Application, form: AssignForm) -> HttpResponse:
    context = {
        "application": application,
        "form": form,
        "action": assign_action(application, request.acting),
        "specialists": list(form.options),
    }
    return render(request, "admin_panel/assign.html", context, status=422 if form.is_bound else 200)


def _has_specialist(application: Application) -> bool:
    return application.specialist_id is not None


# Many at once ---------------------------------------------------------------------------------------------------------


@reads
@for_administrators
def _many_show(request: Request) -> HttpResponse:
    """The rows that were ticked, those that cannot be assigned with the reason, and the specialists."""
    return _many_page(request, request.GET, AssignForm(is_change=False))


@writes
@for_administrators
def _many_save(request: Request) -> HttpResponse:
    form = AssignForm(request.POST, is_change=False)
    if not form.is_valid():
        return _many_page(request, request.POST, form)
    ready, _refused = _sorted_out(request, request.POST)
    for application in sorted(ready, key=lambda application: application.pk):  # one order of locks for everybody
        intake.assign(application, form.cleaned_data["specialist"], by=request.acting)
    desk.see(ready, by=request.acting)
    said = ngettext(
        "%(count)d application is given to %(specialist)s.",
        "%(count)d applications are given to %(specialist)s.",
        len(ready),
    )
    messages.success(request, said % {"count": len(ready), "specialist": form.cleaned_data["specialist"]})
    return redirect(_back(request.POST))


assign_many = by_method(_many_show, _many_save)


def _many_page(request: Request, given: QueryDict, form: AssignForm) -> HttpResponse:
    ready, refused = _sorted_out(request, given)
    context = {
        "ready": ready,
        "refused": refused,
        "form": form,
        "specialists": list(form.options),
        "back": _back(given),
        "query": given.get("query", ""),
    }
    return render(request, "admin_panel/assign_many.html", context, status=422 if form.is_bound else 200)


def _sorted_out(request: Request, given: QueryDict) -> tuple[list[Application], list[tuple[Application, str]]]:
    """Of the chosen applications those that can be given to a specialist, and the others with the reason."""
    keys = {int(key) for key in given.getlist("application") if key.isdecimal() and len(key) < 16}
    if len(keys) > MOST:
        raise PermissionDenied(_("At most %(count)s applications are assigned at once.") % {"count": MOST})
    chosen = selectors.on_desk(request.acting).filter(pk__in=keys).select_related("organization", "specialist")
    ready, refused = [], []
    for application in chosen.order_by("submitted_at", "pk"):
        reason = APPLICATION[Action.ASSIGN].reason(request.acting, application)
        if application.specialist:
            reason = _("It has a specialist already: %(name)s. Change it on its own page, with a reason.") % {
                "name": application.specialist
            }
        if reason:
            refused.append((application, reason))
        else:
            ready.append(application)
    return ready, refused


def _back(given: QueryDict) -> str:
    """The list with its filters, as it was left."""
    query: Sequence[str] = given.get("query", "")[:1000]
    url = reverse("ministry:application_list")
    return f"{url}?{query}" if query else url
