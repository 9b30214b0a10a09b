from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils import timezone

from accreditation import tasks
from accreditation.enums.desk import DeskAct
from accreditation.models import Export, Label, Note, SavedSearch, Seen
from accreditation.services import desk
from records.models import JournalEntry
from tests.factories.accreditation import quick
from tests.factories.people import SpecialistFactory, acting_as

pytestmark = pytest.mark.usefixtures("_english")


def acts():
    return list(JournalEntry.objects.order_by("pk").values_list("action", flat=True))


@pytest.fixture
def application(case):
    return case.quick("assigned")


def test_seen_is_kept_once_with_the_last_moment(case, application):
    desk.see([application], by=case.by_administrator)
    first = Seen.objects.get().at
    desk.see([application, quick()], by=case.by_administrator)
    assert Seen.objects.get(application=application).at > first
    assert Seen.objects.count() == 2


class TestNotes:
    def test_a_note_is_kept_and_the_journal_does_not_repeat_it(self, case, application):
        note = desk.write_note(application, "  Директор чалды  ", by=case.by_specialist)
        assert (note.text, note.by) == ("Директор чалды", case.specialist.person)
        entry = JournalEntry.objects.get(action=DeskAct.NOTE_WRITTEN)
        assert "чалды" not in str(entry.changes)

    def test_an_empty_note_is_refused(self, case, application):
        with pytest.raises(PermissionDenied, match="Write the note"):
            desk.write_note(application, "  ", by=case.by_administrator)

    def test_a_note_is_taken_back_by_its_writer_alone(self, case, application):
        note = desk.write_note(application, "Эскертүү", by=case.by_administrator)
        with pytest.raises(PermissionDenied, match="who wrote the note"):
            desk.delete_note(note, by=case.by_specialist)
        desk.delete_note(note, by=case.by_administrator)
        assert not Note.objects.exists()
        assert acts()[-2:] == [DeskAct.NOTE_WRITTEN, DeskAct.NOTE_DELETED]

    @pytest.mark.parametrize("who", ["by_head", "by_deputy", "other"])
    def test_nobody_else_writes_notes(self, case, application, who):
        by = acting_as(SpecialistFactory()) if who == "other" else getattr(case, who)
        with pytest.raises(PermissionDenied):
            desk.write_note(application, "Эскертүү", by=by)
        with pytest.raises(PermissionDenied):
            desk.set_labels(application, [], by=by)


class TestLabels:
    def test_labels_are_set_and_the_change_is_recorded_once(self, case, application):
        urgent, waiting = (Label.objects.create(name=name) for name in ("Шашылыш", "Күтүүдө"))
        desk.set_labels(application, [urgent], by=case.by_specialist)
        desk.set_labels(application, [urgent], by=case.by_specialist)
        desk.set_labels(application, [waiting], by=case.by_administrator)
        assert list(application.labels.all()) == [waiting]
        changes = JournalEntry.objects.filter(action=DeskAct.LABELS_CHANGED).order_by("pk")
        assert [entry.changes["labels"] for entry in changes] == [[[], ["Шашылыш"]], [["Шашылыш"], ["Күтүүдө"]]]

    def test_administrators_keep_the_table(self, case, application):
        label = desk.keep_label(Label(name="Шашылыш"), by=case.by_administrator)
        label.applications.add(application)
        desk.delete_label(label, by=case.by_administrator)
        assert not Label.objects.exists()
        assert acts()[-2:] == [DeskAct.LABEL_SAVED, DeskAct.LABEL_DELETED]

    @pytest.mark.parametrize("verb", [desk.keep_label, desk.delete_label])
    def test_a_specialist_does_not(self, case, verb):
        with pytest.raises(PermissionDenied):
            verb(Label(name="Шашылыш"), by=case.by_specialist)


def test_a_search_of_the_same_name_is_replaced(case):
    desk.save_search("Менин мектептерим", "tab=requests", by=case.by_specialist)
    desk.save_search("Менин мектептерим", "queue=overdue", by=case.by_specialist)
    desk.save_search("Менин мектептерим", "tab=requests", by=case.by_administrator)
    assert [search.query for search in SavedSearch.objects.visible_to(case.by_specialist)] == ["queue=overdue"]


def test_files_of_lists_are_forgotten_after_a_week(case):
    kept = {"owner": case.administrator, "kind": "csv", "query": "", "language": "ky", "rows": 1}
    old = timezone.now() - timedelta(days=8)
    fresh = Export.objects.create(**kept)
    Export.objects.create(**kept, asked_at=old)
    written = Export.objects.create(**kept, asked_at=old, written_at=old, file=ContentFile(b"x", name="x"))
    tasks.forget_exports()
    assert list(Export.objects.all()) == [fresh]
    assert not default_storage.exists(written.file.name)
