from hashlib import sha256
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.csp import CSP
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.csp import csp_override

from core.http import Request, by_method, reads, writes
from core.limits import throttled
from records import attestations, files, marks, selectors
from records.comparison import Match, compare
from records.forms import DaysForm, FileForm
from records.models import Document

_DAYS = 31
# The browser's own viewer shows the PDF; a page of ours it is not, so nothing of ours may run in it.
_PDF_POLICY = {"default-src": [CSP.NONE], "object-src": [CSP.SELF], "frame-ancestors": [CSP.NONE]}
_throttled = throttled("verification", "60/minute")  # nobody tries addresses or wears the system out


# Documents of the house -----------------------------------------------------------------------------------------------


@reads
def document(request: Request, public_id: str) -> HttpResponse:
    """The document's card: what it is, whether it is ready, its files."""
    found = get_object_or_404(Document.objects.visible_to(request.acting), public_id=public_id)
    page = "records/document.html"
    context = {"document": found, "progress": selectors.progress(found), "signatures": found.signatures.all()}
    context["is_marked"] = marks.is_marked(found)
    return render(request, f"{page}#state" if request.htmx else page, context)


@csp_override(_PDF_POLICY)
@reads
def document_file(request: Request, public_id: str) -> HttpResponse:
    found = get_object_or_404(Document.objects.visible_to(request.acting), public_id=public_id)
    return pdf_response(request, found, marked=marks.is_marked(found))


def pdf_response(request: HttpRequest, found: Document, *, marked: bool = False) -> HttpResponse:
    """The newest file of the document, or a copy of it with the mark of a draft, to be looked at in the browser; 410
    where storage lost or changed it."""
    if not found.file:
        raise Http404
    try:
        content = files.newest_of(found)
    except files.Damaged:
        return render(request, "records/damaged.html", {"document": found}, status=410)
    response = HttpResponse(marks.marked(content) if marked else content, content_type="application/pdf")
    name = content_disposition_header(as_attachment=False, filename=f"{found}.pdf")
    response.headers["Content-Disposition"] = name or "inline"
    response.headers["Cache-Control"] = "private, no-store"
    return response


# For everybody --------------------------------------------------------------------------------------------------------


@login_not_required
@_throttled
@reads
def verify_show(request: HttpRequest, public_id: str) -> HttpResponse:
    found = get_object_or_404(selectors.public_documents(), public_id=public_id)
    return _verification(request, found, form=FileForm())


@login_not_required
@_throttled
@writes
def verify_file(request: HttpRequest, public_id: str) -> HttpResponse:
    """Compare the file with this document."""
    found = get_object_or_404(selectors.public_documents(), public_id=public_id)
    form = FileForm(request.POST, request.FILES)
    if not form.is_valid():
        return _verification(request, found, form=form, status=422)
    try:
        match = compare(found, form.cleaned_data["file"].chunks())
    except files.Damaged:
        match = Match.EXTENDED
    return _verification(request, found, form=FileForm(), match=match)


@login_not_required
@_throttled
@reads
def search_show(request: HttpRequest) -> HttpResponse:
    return _not_indexed(render(request, "records/verify_search.html", {"form": FileForm()}))


@login_not_required
@_throttled
@writes
def search_file(request: HttpRequest) -> HttpResponse:
    """Find the document that the file is."""
    form = FileForm(request.POST, request.FILES)
    if not form.is_valid():
        return _not_indexed(render(request, "records/verify_search.html", {"form": form}, status=422))
    digest = sha256()
    for chunk in form.cleaned_data["file"].chunks():
        digest.update(chunk)
    found = selectors.document_of_file(digest.hexdigest().upper())
    if found is None:
        context = {"form": FileForm(), "unknown": True, "sha256": digest.hexdigest().upper()}
        return _not_indexed(render(request, "records/verify_search.html", context))
    messages.success(request, _("Your file is exactly this document."))
    return redirect("records:verify", found.public_id)


@login_not_required
@_throttled
@reads
def journal_heads(request: HttpRequest) -> HttpResponse:
    """The ends of the journal's days, for everybody to keep; of earlier days too, for whoever checks an old paper."""
    form = DaysForm(request.GET if "until" in request.GET else None)
    until = form.cleaned_data["until"] if form.is_valid() else None
    context = {"form": form, "heads": selectors.heads_of_days(_DAYS, until)}
    return _not_indexed(render(request, "records/journal_heads.html", context))


@login_not_required
@_throttled
@reads
def attestation_keys(_request: HttpRequest) -> HttpResponse:
    """The public keys that the QR codes of certificates are checked with, for everybody to keep."""
    return HttpResponse(attestations.published_keys(), content_type="application/x-pem-file")


verify = by_method(verify_show, verify_file)
verify_search = by_method(search_show, search_file)


def _verification(
    request: HttpRequest, found: Document, *, form: FileForm, match: Match | None = None, status: int = 200
) -> HttpResponse:
    context: dict[str, Any] = {
        "document": found,
        "standing": selectors.standing(found),
        "soundness": selectors.soundness(found),
        "signatures": found.signatures.all(),
        "form": form,
        "match": match,
    }
    return _not_indexed(render(request, "records/verify.html", context, status=status))


def _not_indexed(response: HttpResponse) -> HttpResponse:
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    return response
