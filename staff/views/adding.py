"""The window «Кызматкерди кошуу»: a number, the name that belongs to it, role and position."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from core.http import Request, asks, reads
from organizations.models import Organization
from staff import rules
from staff.forms import AddForm
from staff.services import hiring, lookup
from staff.services.lookup import Finding
from staff.views.place import organization_here

PAGE = "staff/employee_add.html"


@reads
def employee_add_show(request: Request) -> HttpResponse:
    organization = organization_here(request)
    rules.may_manage_staff.check(request.acting, organization)
    return render(request, PAGE, {"form": AddForm(), "organization": organization})


@asks
def employee_add_save(request: Request) -> HttpResponse:
    """Looks up who bears the number, or adds him. A name that nobody saw yet is shown before anybody is added."""
    organization = organization_here(request)
    rules.may_manage_staff.check(request.acting, organization)
    searching = bool(request.htmx) or "search" in request.POST
    form = AddForm(request.POST, searching=searching)
    if "pin" in form.errors:
        return _page(request, organization, form)
    pin = form.cleaned_data["pin"]
    finding = None if searching else lookup.redeemed(form.cleaned_data["ticket"], pin, by=request.acting)
    if finding is None:
        finding = lookup.look_up(pin, by=request.acting, organization=organization)
        return _page(request, organization, form, finding, unseen=not searching)
    if finding.by_hand:
        form.require_name()
    if not form.is_valid():
        return _page(request, organization, form, finding)
    return _add(request, organization, form, finding)


def _add(request: Request, organization: Organization, form: AddForm, finding: Finding) -> HttpResponse:
    try:
        added = hiring.add(
            finding.pin,
            finding.name or form.typed_name,
            confirmed=finding.name is not None,
            organization=organization,
            role=form.cleaned_data["role"],
            position=form.cleaned_data["position"],
            by=request.acting,
        )
    except hiring.AlreadyThere as known:
        return _page(request, organization, form, lookup.known_employment(known.employment, finding.pin))
    messages.success(request, _("Added: %(name)s, %(position)s.") % {"name": added, "position": added.position})
    return redirect("staff:employee_list")


def _page(
    request: Request, organization: Organization, form: AddForm, finding: Finding | None = None, *, unseen: bool = False
) -> HttpResponse:
    """The page, or for htmx the part below the number, with all that was typed and what is known about the number."""
    if finding and not finding.may_be_added:
        form.add_error("pin", finding.message)
    if finding and finding.by_hand:
        form.show_name_as_required()
    context = {
        "form": form,
        "organization": organization,
        "finding": finding,
        "unseen": unseen and finding is not None and finding.may_be_added,
        "ticket": lookup.ticket(finding, by=request.acting) if finding and finding.may_be_added else "",
        "odd_digits": finding is not None and not finding.pin.has_valid_check_digit(),
        "error": form.errors.get("pin", [""])[0] if request.htmx else "",
    }
    if request.htmx:
        return render(request, f"{PAGE}#person", context)
    return render(request, PAGE, context, status=422 if form.errors or context["unseen"] else 200)
