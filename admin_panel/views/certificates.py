"""Certificates as the ministry sees them: found like in the public register, and suspended, given back or revoked."""

from dataclasses import dataclass

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accreditation.enums.certificates import CertificateAction
from accreditation.forms.certificates import RegisterForm
from accreditation.models import Certificate
from accreditation.selectors import certificates as selectors
from accreditation.selectors import conditions
from accreditation.services import certifying
from accreditation.workflow.certificates import CERTIFICATE
from admin_panel.forms.certificates import GroundForm
from admin_panel.views.access import for_administrators
from core.http import Request, View, by_method, reads, writes
from core.ui import Action

PER_PAGE = 25


@dataclass(frozen=True, slots=True)
class Act:
    """What may be decreed: its page, its button, and what follows from it."""

    action: CertificateAction
    url: str
    label: Promise
    consequence: Promise


ACTS = (
    Act(
        CertificateAction.SUSPEND,
        "ministry:certificate_suspend",
        gettext_lazy("Suspend the certificate"),
        gettext_lazy(
            "From now on the register and the QR code say that it proves nothing. You can reinstate it later."
        ),
    ),
    Act(
        CertificateAction.REINSTATE,
        "ministry:certificate_reinstate",
        gettext_lazy("Reinstate the certificate"),
        gettext_lazy("From now on the register and the QR code say again that it is in force."),
    ),
    Act(
        CertificateAction.REVOKE,
        "ministry:certificate_revoke",
        gettext_lazy("Revoke the certificate"),
        gettext_lazy("This can't be undone: the organization has to be accredited anew."),
    ),
)


@reads
@for_administrators
def certificate_list(request: Request) -> HttpResponse:
    form = RegisterForm(request.GET)
    sought = form.sought()
    page = Paginator(selectors.register(**sought), PER_PAGE).get_page(request.GET.get("page"))  # type: ignore[arg-type]
    context = {"filters": form, "page": page, "filtered": any(sought.values())}
    return render(request, "admin_panel/certificate_list.html", context)


@reads
@for_administrators
def certificate(request: Request, pk: int) -> HttpResponse:
    found = _certificate(request, pk)
    context = {
        "certificate": found,
        "standing": selectors.standing(found),
        "acts": list(_acts(request, found)),
        "history": selectors.history(found),
        "progress": conditions.progress_of(found) if found.is_conditional else None,
    }
    return render(request, "admin_panel/certificate.html", context)


def _acts(request: Request, found: Certificate) -> list[Action]:
    """Each act that starts in this state, refused ones with the reason."""
    reasons = dict(CERTIFICATE.available(request.acting, found))
    return [
        Action(
            label=str(act.label), url=reverse(act.url, args=[found.pk]), reason=reasons[act.action], tone="secondary"
        )
        for act in ACTS
        if act.action in reasons
    ]


def _decreeing(act: Act) -> View:
    """The page that asks for the order and says what follows, and what it does."""

    @reads
    @for_administrators
    def show(request: Request, pk: int) -> HttpResponse:
        found = _certificate(request, pk)
        _check(request, found)
        return _page(request, found, GroundForm())

    @writes
    @for_administrators
    def save(request: Request, pk: int) -> HttpResponse:
        found, form = _certificate(request, pk), GroundForm(request.POST)
        _check(request, found)
        if not form.is_valid():
            return _page(request, found, form)
        certifying.decree(found, act.action, ground=form.ground, by=request.acting)
        messages.success(request, _("Done: %(act)s, %(number)s.") % {"act": act.action.label, "number": found})
        return redirect("ministry:certificate", found.pk)

    def _check(request: Request, found: Certificate) -> None:
        CERTIFICATE.check(act.action, request.acting, found)

    def _page(request: Request, found: Certificate, form: GroundForm) -> HttpResponse:
        context = {"certificate": found, "act": act, "form": form}
        return render(request, "admin_panel/certificate_decree.html", context, status=422 if form.is_bound else 200)

    return by_method(show, save)


certificate_suspend, certificate_reinstate, certificate_revoke = (_decreeing(act) for act in ACTS)


def _certificate(request: Request, pk: int) -> Certificate:
    rows = Certificate.objects.managed_by(request.acting)
    return get_object_or_404(rows.select_related("organization__district__region", "document", "replaced_by"), pk=pk)
