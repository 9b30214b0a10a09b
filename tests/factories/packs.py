"""Papers of cases that a pack of a sitting can hold: printed once, and files as if they had been uploaded."""

import hashlib

from django.core.files.base import ContentFile
from django.utils import timezone

from accreditation.enums.applications import State
from accreditation.models import Application, Return, ReturnFile
from core.uploads.models import ScanState
from tests.factories.accounts import UserFactory
from tests.factories.accreditation import quick
from tests.factories.records import fixed_document


def with_papers(*, reason: str = "", file: ReturnFile | None = None) -> Application:
    """An evaluated application with its printed paper, and with `reason` returned once."""
    application = quick(State.EVALUATED, document=fixed_document())
    if reason:
        returned(application, reason, file=file)
    return application


def returned(application: Application, reason: str, *, file: ReturnFile | None = None) -> Return:
    return Return.objects.create(application=application, reason=reason, by=UserFactory(), file=file)


def uploaded(application: Application, content: bytes, *, kind: str = "docx", clean: bool = True) -> ReturnFile:
    """The document of a return, as the scanner left it."""
    return ReturnFile.objects.create(
        application=application,
        file=ContentFile(content, name="x"),
        name=f"Кат.{kind}",
        format_key=kind,
        size=len(content),
        sha256=hashlib.sha256(content).hexdigest(),
        scan_state=ScanState.CLEAN if clean else ScanState.WAITING,
        scanned_at=timezone.now() if clean else None,
    )
