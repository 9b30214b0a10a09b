"""What the people of the ministry do at their desk beside the steps of an application."""

from collections.abc import Collection
from datetime import timedelta

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.acting import Acting
from accreditation.enums.desk import DeskAct
from accreditation.models import Application, Export, Label, Note, SavedSearch, Seen
from accreditation.rules import desk as rules
from accreditation.rules.people import is_administrator
from records import journal

EXPORTS_KEPT = timedelta(days=7)


def see(applications: Collection[Application], *, by: Acting) -> None:
    """The person has seen these applications as they are now: nothing in them is new to him any more."""
    moment = timezone.now()
    Seen.objects.bulk_create(
        [Seen(person=by.user, application=application, at=moment) for application in applications],
        update_conflicts=True,
        unique_fields=["person", "application"],
        update_fields=["at"],
    )


@transaction.atomic
def write_note(application: Application, text: str, *, by: Acting) -> Note:
    """The colleagues who deal with the application read the note; the organization never does."""
    rules.deals_with.check(by, application)
    if not text.strip():
        raise PermissionDenied(_("Write the note."))
    note = Note.objects.create(application=application, text=text.strip(), by=by.user)
    _record(DeskAct.NOTE_WRITTEN, application, by=by)
    return note


@transaction.atomic
def delete_note(note: Note, *, by: Acting) -> None:
    """The note is gone; that there was one stands in the journal."""
    rules.wrote_note.check(by, note)
    _record(DeskAct.NOTE_DELETED, note.application, by=by)
    note.delete()


@transaction.atomic
def set_labels(application: Application, labels: Collection[Label], *, by: Acting) -> None:
    """The application carries these labels and no others."""
    rules.deals_with.check(by, application)
    Application.objects.select_for_update(of=("self",)).get(pk=application.pk)
    before = sorted(label.name for label in application.labels.all())
    application.labels.set(labels)
    after = sorted(label.name for label in labels)
    if before != after:
        _record(DeskAct.LABELS_CHANGED, application, by=by, labels=(before, after))


@transaction.atomic
def keep_label(label: Label, *, by: Acting) -> Label:
    """The label is there for everybody of the ministry, under this name."""
    is_administrator.check(by, label)
    label.save()
    journal.write(DeskAct.LABEL_SAVED, by=by.user, obj=label, changes={"name": label.name})
    return label


@transaction.atomic
def delete_label(label: Label, *, by: Acting) -> None:
    """No application carries the label any more."""
    is_administrator.check(by, label)
    journal.write(DeskAct.LABEL_DELETED, by=by.user, obj=label, changes={"name": label.name})
    label.delete()


def save_search(name: str, query: str, *, by: Acting) -> SavedSearch:
    """The list can be opened again under this name; a search of the same name is replaced."""
    search, _created = SavedSearch.objects.update_or_create(owner=by.user, name=name, defaults={"query": query})
    return search


def forget_exports() -> int:
    """Files that were kept long enough are gone with their rows; returns how many."""
    old = list(Export.objects.filter(asked_at__lt=timezone.now() - EXPORTS_KEPT))
    for export in old:
        if export.file:
            export.file.delete(save=False)
        export.delete()
    return len(old)


def _record(act: DeskAct, application: Application, *, by: Acting, **changes: object) -> None:
    journal.write(act, by=by.user, obj=application, organization=application.organization, changes=changes)
