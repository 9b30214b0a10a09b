"""Somebody is added: the number, the name that the tax service gives for it, then what the list keeps."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from accreditation.models import MinistryPerson
from accreditation.services import people
from admin_panel.forms.people import AddExpertForm, AddForm
from admin_panel.views.access import for_administrators
from admin_panel.views.people.kinds import Kind
from core.http import Request, asks, by_method, reads
from core.identifiers import Pin
from staff.enums import Outcome
from staff.services import lookup
from staff.services.lookup import Finding

PAGE = "admin_panel/people/add.html"


@reads
@for_administrators
def _show(request: Request, kind: Kind) -> HttpResponse:
    return render(request, PAGE, {"kind": kind, "form": kind.add_form()})


@asks
@for_administrators
def _save(request: Request, kind: Kind) -> HttpResponse:
    """Looks up who bears the number, or adds him. A name that nobody saw yet is shown before anybody is added."""
    searching = bool(request.htmx) or "search" in request.POST
    form = kind.add_form(request.POST, searching=searching)
    if "pin" in form.errors:
        return _page(request, kind, form)
    pin = form.cleaned_data["pin"]
    if known := kind.model.objects.by_pin(pin).first():
        return _known_page(request, kind, form, known)
    finding = None if searching else lookup.redeemed(form.cleaned_data["ticket"], pin, by=request.acting)
    if finding is None:
        return _page(request, kind, form, _ask(request, kind, pin), unseen=not searching)
    if not form.is_valid() or finding.name is None:
        return _page(request, kind, form, finding)
    try:
        added = people.add(kind.model, pin, finding.name, by=request.acting, **form.facts)
    except people.AlreadyThere as known_now:
        return _known_page(request, kind, form, known_now.entry)
    messages.success(request, _("%(name)s is added to the list.") % {"name": added})
    return redirect(kind.url("list"))


person_add = by_method(_show, _save)


def _ask(request: Request, kind: Kind, pin: Pin) -> Finding:
    return lookup.ask_registers(pin, by=request.acting, purpose=f"add to the list: {kind.key}", about=request.user)


def _page(
    request: Request,
    kind: Kind,
    form: AddForm | AddExpertForm,
    finding: Finding | None = None,
    *,
    unseen: bool = False,
    known: MinistryPerson | None = None,
) -> HttpResponse:
    """The page, or for htmx the part below the number, with all that was typed and what is known about the number."""
    found = finding is not None and finding.outcome == Outcome.FOUND
    if finding and not found:
        form.add_error("pin", _unavailable() if finding.by_hand else finding.message)
    context = {
        "kind": kind,
        "form": form,
        "finding": finding if found else None,
        "known": known,
        "known_url": kind.url("", known.pk) if known else "",
        "unseen": unseen and found,
        "ticket": lookup.ticket(finding, by=request.acting) if finding and found else "",
        "error": form.errors.get("pin", [""])[0] if request.htmx else "",
    }
    if request.htmx:
        return render(request, f"{PAGE}#person", context)
    return render(request, PAGE, context, status=422 if form.errors or context["unseen"] else 200)


def _known_page(request: Request, kind: Kind, form: AddForm | AddExpertForm, known: MinistryPerson) -> HttpResponse:
    said = (
        _("%(name)s stands in this list already, and is blocked.")
        if known.is_blocked
        else _("%(name)s stands in this list already.")
    )
    form.add_error("pin", said % {"name": known.name})
    return _page(request, kind, form, known=known)


def _unavailable() -> str:
    return _(
        "The tax service does not answer now, so nobody can be added. What you typed stays on the page: press “Search” "
        "again in some minutes."
    )
