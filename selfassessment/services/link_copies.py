"""What the links of a report's evidence show when it is submitted is kept: a link may lead elsewhere tomorrow."""

import hashlib
from datetime import timedelta
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.utils import timezone

from core import outbox
from core.uploads import formats
from core.uploads.checks import Accepted, check
from core.uploads.formats import Format
from core.uploads.storing import store
from integrations.web_links import Page, web_links
from selfassessment.enums import CopyState
from selfassessment.models import Citation, LinkCopy, LinkCopyFile, SelfAssessment
from selfassessment.models.link_copies import KEPT, PAGE, TEXT

COPY_LINK = "copy link"  # kind of an entry in the outbox
_PAUSES = (timedelta(hours=1), timedelta(days=1))  # before the second and the third attempt
_FINAL = {"forbidden_address", "forbidden_port", "too_large", "kind", "refused"}  # tomorrow it is the same
_PAGES = {"text/html", "application/xhtml+xml"}


class _NotKept(Exception):
    """What the link showed is nothing that we keep; the text is the code."""


@transaction.atomic
def keep_copies(report: SelfAssessment) -> int:
    """A copy of each link that the approved report cites is going to be made; how many is returned."""
    cited = Citation.objects.filter(answer__report=report, version__isnull=False).exclude(version__url="")
    versions = cited.order_by("version").values_list("version", flat=True).distinct()
    copies = LinkCopy.objects.bulk_create(LinkCopy(report=report, version_id=version) for version in versions)
    for copy in copies:
        outbox.put(COPY_LINK, {"copy_id": copy.pk}, key=f"{COPY_LINK} {copy.pk}")
    return len(copies)


@transaction.atomic
def make_copy(copy_id: int) -> None:
    """What the link shows now is kept, or it is noted why not; a site that was away is asked again twice."""
    rows = LinkCopy.objects.select_related("version").select_for_update(of=("self",))
    copy = rows.filter(pk=copy_id).exclude(state=CopyState.KEPT).first()
    if copy is None:
        return  # kept already
    page = web_links().fetch(copy.version.url, limit=settings.LINK_COPY_BYTES)
    copy.attempts, copy.tried_at = copy.attempts + 1, timezone.now()
    copy.address, copy.content_type = page.address, page.content_type
    try:
        copy.file = store(LinkCopyFile, _accepted(page), by=None)
        copy.state, copy.failure = CopyState.KEPT, ""
    except _NotKept as reason:
        copy.state, copy.failure = CopyState.FAILED, str(reason)
        _ask_again(copy)
    copy.save()


def _ask_again(copy: LinkCopy) -> None:
    if copy.failure in _FINAL or copy.attempts > len(_PAUSES):
        return
    moment = timezone.now() + _PAUSES[copy.attempts - 1]
    key = f"{COPY_LINK} {copy.pk} {copy.attempts}"
    outbox.put(COPY_LINK, {"copy_id": copy.pk}, key=key, available_at=moment)


def _accepted(page: Page) -> Accepted:
    """The bytes as they came; pictures and documents pass the check of uploads. Raises _NotKept."""
    if page.code != "ok":
        raise _NotKept(page.code)
    kind = _kind(page)
    if kind is None:
        raise _NotKept("kind")
    name = f"{urlsplit(page.address).hostname or 'copy'}.{kind.extensions[0]}"
    if kind in KEPT:
        try:
            return check(SimpleUploadedFile(name, page.content), allowed=KEPT)
        except ValidationError:
            raise _NotKept("refused") from None
    digest = hashlib.sha256(page.content).hexdigest()
    return Accepted(name, kind, len(page.content), digest, ContentFile(page.content))


def _kind(page: Page) -> Format | None:
    """What it is, by what the site says of pages and texts, and by the first bytes of everything else."""
    said = page.content_type.partition(";")[0].strip().lower()
    if said in _PAGES:
        return PAGE
    if said == "text/plain":
        return TEXT
    family = formats.family(page.content[: formats.LONGEST_SIGNATURE])
    by_bytes = (kind for kind in KEPT if kind.key == family)
    by_name = (kind for kind in KEPT if family == "zip" and kind.content_type == said)
    return next(by_bytes, None) or next(by_name, None)
