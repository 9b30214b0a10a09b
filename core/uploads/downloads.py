"""A stranger's file on its way back: always as an attachment, in a sandbox, never guessed at."""

import hashlib

import structlog
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _

from core.uploads.models import ScanState, StoredFile

log = structlog.get_logger(__name__)

_POLICY = "default-src 'none'; sandbox; frame-ancestors 'none'"


class Changed(Exception):
    """The bytes in the storage are not those that were uploaded."""


def file_response(stored: StoredFile) -> HttpResponseBase:
    """The file as an answer; PermissionDenied with the reason until the scanner called it clean."""
    if stored.scan_state == ScanState.INFECTED:
        raise PermissionDenied(_("A virus was found in this file. It is not given out."))
    if not stored.is_clean:
        raise PermissionDenied(_("This file is still being checked for viruses. Try again in a minute."))
    _verify(stored)
    response = _body(stored)
    disposition = content_disposition_header(as_attachment=True, filename=stored.name)
    response.headers["Content-Disposition"] = disposition or "attachment"
    response.headers["Content-Type"] = stored.format.content_type
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Content-Security-Policy"] = _POLICY
    response.headers["Cache-Control"] = "private, no-store"
    return response


def _body(stored: StoredFile) -> HttpResponseBase:
    if settings.UPLOADS_INTERNAL_URL:  # the proxy sends the bytes, see its "internal" location
        return HttpResponse(headers={"X-Accel-Redirect": f"{settings.UPLOADS_INTERNAL_URL}{stored.file.name}"})
    return FileResponse(stored.file.open("rb"), headers={"Content-Length": str(stored.size)})


def _verify(stored: StoredFile) -> None:
    digest = hashlib.sha256()
    with stored.file.open("rb") as file:
        for chunk in file.chunks():
            digest.update(chunk)
    if digest.hexdigest() != stored.sha256:
        log.error("stored file changed", file=str(stored.public_id))
        raise Changed(str(stored.public_id))
