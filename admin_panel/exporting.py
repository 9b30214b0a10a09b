"""Lists of applications as files: short ones at once, long ones in the background."""

from collections.abc import Iterable, Iterator
from datetime import timedelta

from django.core.cache import cache
from django.core.files.base import ContentFile
from django.db import transaction
from django.http import HttpResponse, QueryDict
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from accounts.acting import Acting
from accreditation.enums.desk import DeskAct
from accreditation.models import Application, ApplicationQuerySet, Export
from accreditation.selectors import desk as selectors
from admin_panel.forms.desk import FilterForm
from admin_panel.rows import sheet_of
from core import outbox
from core.exports import Kind, answer, attached, written
from notifications.services import notify
from records import journal

WRITE = "write export"  # in settings.OUTBOX_HANDLERS
AT_ONCE = 500
_LATE = timedelta(hours=1)
_STEP = 100


@transaction.atomic
def export(query: str, kind: Kind, *, by: Acting) -> HttpResponse | Export:
    """The file itself where the list is short; otherwise what will become the file, and its owner is told then."""
    rows = _rows(query, by)
    count = rows.count()
    journal.write(DeskAct.EXPORTED, by=by.user, obj=by.user, changes={"rows": count, "kind": kind, "query": query})
    if count <= AT_ONCE:
        return answer(sheet_of(rows, _title()), kind, _name())
    language = translation.get_language()
    asked = Export.objects.create(owner=by.user, kind=kind, query=query, language=language, rows=count)
    outbox.put(WRITE, {"export_id": asked.pk}, key=f"export-{asked.pk}")
    return asked


def write_export(export_id: int) -> None:
    """The file is there and its owner has been told; asked a second time, nothing happens."""
    asked = Export.objects.select_for_update().select_related("owner").get(pk=export_id)
    if asked.file:
        return
    with translation.override(asked.language):
        rows = _rows(asked.query, Acting(user=asked.owner)).iterator(chunk_size=_STEP)
        content = written(sheet_of(_counted(rows, asked), _title()), Kind(asked.kind))
    asked.file.save("", ContentFile(content), save=False)
    asked.written_at = timezone.now()
    asked.save(update_fields=["file", "written_at"])
    url = reverse("ministry:export", args=[asked.pk])
    notify([asked.owner], "admin_panel/messages/export", {"export": asked}, url=url)


def progress_of(asked: Export) -> int:
    """How many rows are written, as the worker says while it is at it."""
    return asked.rows if asked.file else min(cache.get(_key(asked), 0), asked.rows)


def is_late(asked: Export) -> bool:
    """Whether something must have gone wrong, and one had better ask again."""
    return not asked.file and asked.asked_at < timezone.now() - _LATE


def file_of(asked: Export) -> HttpResponse:
    """The file, to be saved."""
    with asked.file.open("rb") as file:
        return attached(file.read(), Kind(asked.kind), _name())


def _rows(query: str, by: Acting) -> ApplicationQuerySet:
    form = FilterForm(QueryDict(query), with_specialists=by.user.is_administrator)
    return selectors.selected(by, form.filters()).select_related("organization", "specialist")


def _counted(rows: Iterable[Application], asked: Export) -> Iterator[Application]:
    for done, row in enumerate(rows, start=1):
        if done % _STEP == 0:
            cache.set(_key(asked), done, timeout=3600)
        yield row


def _key(asked: Export) -> str:
    return f"export-{asked.pk}"


def _title() -> str:
    return _("Applications")


def _name() -> str:
    return f"{_('applications')}-{timezone.localdate():%Y-%m-%d}"
