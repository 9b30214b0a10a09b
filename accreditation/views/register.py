"""The public register of certificates, and the page to which the QR code of a certificate leads."""

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.utils.csp import CSP
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.csp import csp_override

from accreditation.forms.certificates import RegisterForm
from accreditation.models.certificates import Certificate
from accreditation.register_schema import SCHEMA
from accreditation.selectors import certificates as selectors
from accreditation.selectors import conditions
from accreditation.views.renewing import renewal_of
from core import exports
from core.http import Request, reads
from core.limits import throttled
from organizations.models import Organization
from records.views import pdf_response

_ROWS = 25
_PDF_POLICY = {"default-src": [CSP.NONE], "object-src": [CSP.SELF], "frame-ancestors": [CSP.NONE]}
_kept = cache_control(public=True, max_age=30)
_throttled = throttled("register", "120/minute")  # a class of parents may look, a robot may not wear us out


@login_not_required
@_throttled
@reads
def register_list(request: Request) -> HttpResponse:
    form = RegisterForm(request.GET)
    sought = form.sought()
    page = Paginator(selectors.register(**sought), _ROWS).get_page(request.GET.get("page"))  # type: ignore[arg-type]
    context = {"filters": form, "page": page, "filtered": any(sought.values())}
    return render(request, "accreditation/register_list.html", context)


@login_not_required
@_throttled
@reads
def register_organization(request: Request, pk: int) -> HttpResponse:
    """All certificates of one organization; who never had one has no page."""
    holders = Organization.objects.filter(certificates__isnull=False).distinct()
    organization = get_object_or_404(holders.select_related("district__region"), pk=pk)
    context = {"organization": organization, "certificates": list(selectors.of_organization(organization))}
    return render(request, "accreditation/register_organization.html", context)


@login_not_required
@_throttled
@reads
def certificate(request: Request, public_id: str) -> HttpResponse:
    """What the certificate is worth now; with `s`, whether the paper that was photographed says the same."""
    rows = Certificate.objects.select_related("organization__district__region", "replaced_by", "document")
    found = get_object_or_404(rows, public_id=public_id)
    said = request.GET.get("s", "")
    paper = selectors.statement_of(found, said) if said else None
    context = {
        "certificate": found,
        "verdict": selectors.verdict(found, paper=paper),
        "paper": paper,
        "agrees": bool(said) and paper is None,
        "order": selectors.last_order(found),
        "history": selectors.public_history(found),
        "progress": conditions.progress_of(found) if found.is_conditional else None,
        "renewal": renewal_of(request, found),
    }
    response = render(request, "accreditation/certificate.html", context)
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    return response


@csp_override(_PDF_POLICY)
@login_not_required
@_throttled
@reads
def certificate_file(request: Request, public_id: str) -> HttpResponse:
    """The sealed paper; before it has its seal there is nothing to be given out."""
    rows = Certificate.objects.filter(document__sealed_at__isnull=False).select_related("document")
    return pdf_response(request, get_object_or_404(rows, public_id=public_id).document)


@login_not_required
@_throttled
@_kept
@reads
def register_csv(_request: Request) -> HttpResponse:
    rows = selectors.entries()
    columns = list(SCHEMA["items"]["properties"])
    lines = [[_cell(row[name]) for name in columns] for row in rows]
    sheet = exports.Sheet(title=_("Register of certificates"), columns=columns, rows=lines)
    response = exports.answer(sheet, exports.Kind.CSV, "register")
    del response.headers["Cache-Control"]  # public: unlike the ministry's lists
    return response


@login_not_required
@_throttled
@_kept
@reads
def register_json(_request: Request) -> HttpResponse:
    return JsonResponse(selectors.entries(), safe=False, json_dumps_params={"ensure_ascii": False})


@login_not_required
@_throttled
@_kept
@reads
def register_schema(_request: Request) -> HttpResponse:
    """What each field of the download means."""
    return JsonResponse(SCHEMA, json_dumps_params={"ensure_ascii": False, "indent": 2})


def _cell(value: Any) -> Any:
    return "; ".join(value) if isinstance(value, list) else value
