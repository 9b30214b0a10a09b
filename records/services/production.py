"""Effects of the outbox: documents printed and sealed by a worker. Each may be called twice and does its work once."""

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from core import outbox
from records import files, journal, sealing, stamps
from records.enums import DocumentAct, DocumentState, Effect
from records.models import Document
from records.rendering import html_of
from records.typesetter import Print, typesetter
from records.workflow import advance

_PATIENCE = timedelta(minutes=10)


def print_document(document_id: int, revision: int, *, seal: bool = False) -> None:
    """This revision of the document lies in storage as PDF; a text that was fixed is now ready to be signed, or with
    `seal` to be sealed."""
    document = Document.objects.get(pk=document_id)
    if not _wants_printing(document, revision):
        return
    printed = typesetter.print(html_of(document))
    with files.stored(document.file, printed.pdf) as name, transaction.atomic():
        locked = Document.objects.select_for_update(of=("self",)).get(pk=document_id)
        if _wants_printing(locked, revision):
            _take(locked, printed, name)
            if seal:
                outbox.put(Effect.SEAL, {"document_id": document_id}, key=f"{Effect.SEAL} {document_id}")
        else:
            files.forget(name)


def _wants_printing(document: Document, revision: int) -> bool:
    """Not what was changed since, printed already, or dropped: evidence is not touched any more."""
    is_dropped = document.state == DocumentState.DISCARDED
    return document.revision == revision != document.printed and not is_dropped


def _take(document: Document, printed: Print, name: str) -> None:
    files.forget(document.file.name)
    facts: dict[str, Any] = {
        "file": name,
        "sha256": files.digest(printed.pdf),
        "length": len(printed.pdf),
        "pages": printed.pages,
        "seal_place": printed.seal,
        "printed": document.revision,
    }
    if document.state == DocumentState.PREPARING:
        advance(document, DocumentAct.FINISH, by=None, **facts)
    else:
        Document.objects.filter(pk=document.pk).update(**facts)


def seal_document(document_id: int) -> None:
    """The document has the system's seal, which covers the exact bytes that were signed."""
    document = Document.objects.get(pk=document_id)
    if document.state not in {DocumentState.FIXED, DocumentState.SIGNED}:
        return  # sealed already, or replaced before its seal was set
    place = document.seal_place
    stamp = stamps.stamp_of(document, place["page"], tuple(place["box"])) if place else None
    result = sealing.seal(
        files.original_of(document), reason=document.title_ky, document_id=document.public_id, stamp=stamp
    )
    with files.stored(document.sealed_file, result.pdf) as name, transaction.atomic():
        advance(
            document,
            DocumentAct.SEAL,
            by=None,
            sealed_file=name,
            sealed_sha256=result.sha256_sealed,
            sealed_length=len(result.pdf),
            sealed_at=timezone.now(),
            seal_level=result.level,
            seal_serial=result.certificate_serial,
        )
        if settings.SEAL_TSA_URL and not result.timestamped:
            outbox.put(Effect.TIMESTAMP, {"document_id": document.pk}, available_at=timezone.now() + _PATIENCE)


def add_timestamp(document_id: int) -> None:
    """The seal that had to be set without a time stamp has one; the file only grew."""
    document = Document.objects.get(pk=document_id)
    if document.seal_level != "B-B":
        return
    stamped = sealing.add_timestamp(files.sealed_of(document))
    with files.stored(document.sealed_file, stamped) as name, transaction.atomic():
        locked = Document.objects.select_for_update(of=("self",)).get(pk=document_id)
        before = locked.sealed_sha256
        files.forget(locked.sealed_file.name)
        locked.sealed_file, locked.sealed_sha256 = name, files.digest(stamped)
        locked.sealed_length, locked.seal_level = len(stamped), "B-T"
        locked.save(update_fields=["sealed_file", "sealed_sha256", "sealed_length", "seal_level"])
        changes = {"sealed_sha256": (before, locked.sealed_sha256)}
        journal.write(DocumentAct.STAMP, by=None, obj=locked, organization=locked.organization, changes=changes)
