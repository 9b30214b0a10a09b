"""The printer: the report as PDF and as a Word file."""

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _

from core.http import Request, by_method, reads, writes
from records.selectors import Progress, progress
from selfassessment import selectors
from selfassessment.services import papers
from selfassessment.views.place import report_here
from selfassessment.word import word_copy

_PAGE = "selfassessment/report_pdf.html"
_DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@reads
def report_pdf_show(request: Request, pk: int) -> HttpResponse:
    """The signed report; before that a page where its draft is prepared and waited for."""
    report = report_here(request, pk)
    if signed := selectors.signed_report(report):
        return redirect("records:document_file", signed.public_id)
    preview = papers.current_preview(report)
    context = {
        "report": report,
        "document": preview,
        "progress": progress(preview) if preview else Progress(running=False),
        "changed": report.preview is not None and preview is None,
        "refusal": papers.why_no_preview(request.acting, report),
    }
    return render(request, f"{_PAGE}#state" if request.htmx else _PAGE, context)


@writes
def report_pdf_prepare(request: Request, pk: int) -> HttpResponse:
    papers.report_preview(report_here(request, pk), by=request.acting)
    return redirect("selfassessment:report_pdf", pk)


@reads
def report_docx(request: Request, pk: int) -> HttpResponse:
    report = report_here(request, pk)
    if report.standard is None:
        raise PermissionDenied(_("The report has no questions yet: choose the accreditation type."))
    response = HttpResponse(word_copy(papers.reading(report)), content_type=_DOCX)
    name = _("Self-assessment report %(number)s") % {"number": f"№ {report.pk}"}
    response.headers["Content-Disposition"] = (
        content_disposition_header(as_attachment=True, filename=f"{name}.docx") or ""
    )
    return response


report_pdf = by_method(report_pdf_show, report_pdf_prepare)
