"""The stored copy of what a link of the evidence showed: its words on a page of ours, its bytes as a download."""

import uuid

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render

from accounts.paths import page_of
from core.http import Request, reads
from core.uploads.downloads import file_response
from selfassessment.copies import why_failed, words_of
from selfassessment.models import LinkCopy, LinkCopyFile


@reads
def link_copy(request: Request, pk: int) -> HttpResponse:
    """What was kept and when, to whoever may see the report; nothing of the page runs."""
    rows = LinkCopy.objects.visible_to(request.acting).select_related("file", "version__evidence", "report")
    copy = get_object_or_404(rows, pk=pk)
    words = ""
    if copy.file and copy.file.is_text and copy.file.is_clean:
        with copy.file.file.open("rb") as content:
            words = words_of(copy, content.read())
    failure = why_failed(copy.failure) if copy.failure else ""
    context = {"copy": copy, "back": page_of(request), "words": words, "failure": failure}
    return render(request, "selfassessment/link_copy.html", context)


@reads
def link_copy_file(request: Request, public_id: uuid.UUID) -> HttpResponseBase:
    """The bytes, to whoever may see the report; a web page comes as plain text."""
    return file_response(get_object_or_404(LinkCopyFile.objects.visible_to(request.acting), public_id=public_id))
