"""«Кайра аккредитациядан өтүү»: a new self-assessment from the last report."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from accreditation.models import Certificate
from accreditation.rules.certificates import may_renew
from accreditation.services import renewing
from core.http import Request, by_method, reads, writes
from core.ui import Action
from selfassessment.models import SelfAssessment
from selfassessment.views.wizard import Stage
from staff.rules import role_in


def renewal_of(request: Request, certificate: Certificate) -> Action | None:
    """The button, to people who work in the organization; with the reason where it is refused."""
    if not request.user.is_authenticated or role_in(request.user, certificate.organization_id) is None:
        return None
    return Action(
        label=_("Pass the accreditation again"),
        url=reverse("accreditation:certificate_renew", args=[certificate.public_id]),
        reason=may_renew.reason(request.acting, certificate),
    )


@reads
def _show(request: Request, public_id: str) -> HttpResponse:
    certificate = _certificate(request, public_id)
    return render(request, "accreditation/certificate_renew.html", {"certificate": certificate})


@writes
def _save(request: Request, public_id: str) -> HttpResponse:
    certificate = _certificate(request, public_id)
    before = SelfAssessment.objects.unfinished().of(certificate.organization_id).filter(type=certificate.type).exists()
    report = renewing.renew(certificate, by=request.acting)
    if before:
        messages.info(request, _("This report was begun already: go on with it."))
    else:
        messages.success(
            request, _("The new report holds what the last one says. Choose the commission and the dates.")
        )
    return redirect(Stage.COMMISSION.url(report))


certificate_renew = by_method(_show, _save)


def _certificate(request: Request, public_id: str) -> Certificate:
    rows = Certificate.objects.select_related("organization", "application__report")
    found = get_object_or_404(rows, public_id=public_id)
    may_renew.check(request.acting, found)
    return found
