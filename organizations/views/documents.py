"""The scans of an organization: shown with name, size and kind before anybody downloads them."""

import uuid

from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse

from core.http import Request, reads
from core.ui import FileItem, Tone
from core.uploads.downloads import file_response
from core.uploads.models import ScanState
from organizations.models import OrganizationDocument

_TONES: dict[str, Tone] = {ScanState.WAITING: "neutral", ScanState.INFECTED: "warning", ScanState.CLEAN: "done"}


@reads
def organization_document(request: Request, public_id: uuid.UUID) -> HttpResponseBase:
    """The file, to who may see its owner, once the scanner called it clean."""
    document = get_object_or_404(OrganizationDocument.objects.visible_to(request.acting), public_id=public_id)
    return file_response(document)


def file_item(document: OrganizationDocument) -> FileItem:
    """The document as lists of files show it."""
    return FileItem(
        name=f"{document.get_kind_display()}: {document.name}",
        size=document.size,
        kind=document.format.label,
        url=reverse("organization_document", args=[document.public_id]) if document.is_clean else "",
        status=document.get_scan_state_display(),
        tone=_TONES[document.scan_state],
    )
