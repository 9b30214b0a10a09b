"""What the pages of this app show."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.conf import settings
from django.core.cache import cache
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from core.models import OutboxEntry
from core.ui import Tone
from records import files, journal, sealing
from records.enums import DocumentState, Effect
from records.journal import Head
from records.models import Document, Signature

_UNFINISHED = (DocumentState.DRAFT, DocumentState.PREPARING)
_REMEMBERED = 600  # seconds for which the check of a seal is not repeated


@dataclass(frozen=True, slots=True)
class Progress:
    """Whether a worker still has something to do with the document, and whether it needs longer than it should."""

    running: bool
    late: bool = False
    failed: bool = False


def progress(document: Document) -> Progress:
    """Printing while there is no current PDF, then the seal once the document is signed."""
    if document.printed != document.revision and document.state in {DocumentState.DRAFT, DocumentState.PREPARING}:
        key = f"{Effect.PRINT} {document.pk} {document.revision}"
    elif document.state == DocumentState.SIGNED:
        key = f"{Effect.SEAL} {document.pk}"
    else:
        return Progress(running=False)
    entry = OutboxEntry.objects.filter(key=key).first()
    if entry is None:
        return Progress(running=True)
    return Progress(running=entry.given_up_at is None, late=entry.attempts > 0, failed=entry.given_up_at is not None)


def public_documents() -> QuerySet[Document]:
    """What the verification page speaks of: documents whose text was fixed and that were not dropped unsigned."""
    signed = Exists(Signature.objects.filter(document=OuterRef("pk")))
    used = ~Q(state=DocumentState.DISCARDED) | signed
    return Document.objects.exclude(state__in=_UNFINISHED).filter(used).select_related("replaced_by")


def document_of_file(sha256: str) -> Document | None:
    """The document whose signed or sealed file has this hash."""
    return public_documents().filter(Q(sha256=sha256) | Q(sealed_sha256=sha256)).order_by("-pk").first()


@dataclass(frozen=True, slots=True)
class Standing:
    """A document's state in the words of a person who wants to rely on it."""

    tone: Tone | str
    title: str
    text: str


def standing(document: Document) -> Standing:
    """What may be relied on, and what not; of some documents the apps above know more (settings.DOCUMENT_STANDINGS)."""
    for path in settings.DOCUMENT_STANDINGS:
        said: Standing | None = import_string(path)(document)
        if said:
            return said
    match document.state:
        case DocumentState.SEALED | DocumentState.SIGNED:
            return Standing("success", _("The document is in force"), _("It is signed and has not been replaced."))
        case DocumentState.REPLACED:
            return Standing("warning", _("The document is no longer in force"), _("It was replaced by another one."))
        case DocumentState.REVOKED:
            return Standing("error", _("The document is not in force"), _("It was revoked."))
        case DocumentState.DISCARDED:
            return Standing(
                "error", _("The document is not in force"), _("It was signed without effect and is not used.")
            )
    unsigned = _("Not everybody has signed it.") if document.signatures.exists() else _("Nobody has signed it.")
    return Standing("warning", _("The document has no legal force yet"), unsigned)


@dataclass(frozen=True, slots=True)
class Soundness:
    """What a look at the stored file just showed."""

    intact: bool
    sealed: bool


def soundness(document: Document) -> Soundness:
    """The stored file compared with its hash; the seal checked, at most once in ten minutes."""
    try:
        content = files.newest_of(document)
    except files.Damaged:
        return Soundness(intact=False, sealed=False)
    if not document.sealed_file:
        return Soundness(intact=True, sealed=False)
    key = f"seal:{document.sealed_sha256}"
    good = cache.get(key)
    if good is None:
        good = sealing.check(content).good
        cache.set(key, good, _REMEMBERED)
    return Soundness(intact=True, sealed=good)


def heads_of_days(count: int, until: date | None = None) -> list[tuple[date, Head]]:
    """The ends of the journal on so many days that are over, the newest first: the last ones, or those until a day."""
    newest = until or timezone.localdate() - timedelta(days=1)
    return list(journal.heads_of([newest - timedelta(days=back) for back in range(count)]).items())
