from datetime import date, timedelta

import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from accounts.acting import Acting
from records.models import JournalEntry
from selfassessment.enums import AccreditationType, StandardAct, StandardState, WordingStatus
from selfassessment.models import Standard
from selfassessment.services import standards
from selfassessment.services.reference import load_reference
from selfassessment.services.standards import Wording
from selfassessment.tasks import enforce_standards
from selfassessment.wordings import Kind, changes, sureness
from tests.factories.accounts import UserFactory
from tests.factories.selfassessment import standard

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_english")]


@pytest.fixture
def by():
    return Acting(user=UserFactory(is_administrator=True))


@pytest.fixture
def present():
    load_reference()
    return standard()


@pytest.fixture
def draft(present, by):
    return standards.begin_version(present, by=by)


def texts(version):
    version = Standard.objects.whole().get(pk=version.pk)
    return [
        (section.number, section.title_ky, [(one.number, one.text_ky, one.text_ru) for one in section.criteria.all()])
        for section in version.sections.all()
    ]


def criteria(section):
    return [Wording(one.pk, one.text_ky, one.text_ru) for one in section.criteria.all()]


def save(section, wordings, by, *, confirmed=False):
    titles = {"title_ky": section.title_ky, "title_ru": section.title_ru}
    return standards.save_section(section, **titles, criteria=wordings, confirmed=confirmed, by=by)


def acts():
    return list(JournalEntry.objects.order_by("pk").values_list("action", flat=True))


def test_a_new_version_begins_as_a_copy(present, by):
    draft = standards.begin_version(present, by=by)
    assert (draft.state, draft.version, draft.type) == (StandardState.DRAFT, 2, present.type)
    assert texts(draft) == texts(present)
    statuses = [[one.status_ky for one in version.sections.order_by("order")] for version in (draft, present)]
    assert statuses[0] == statuses[1]
    assert standards.begin_version(present, by=by) == draft
    assert acts() == [StandardAct.BEGIN]


def test_the_version_in_force_stays_as_it_is_while_the_draft_changes(present, draft, by):
    before = texts(present)
    section = draft.sections.first()
    save(section, [Wording(one.pk, "Жаңы", "Новый") for one in section.criteria.all()], by)
    assert texts(present) == before


def test_criteria_are_reworded_added_and_taken_out_and_numbered_anew(draft, by):
    section = draft.sections.first()
    first, second, third = criteria(section)
    save(section, [second, Wording(third.pk, "Башкача", third.ru), Wording(None, "Жаңы", "Новый")], by)
    assert [row[:2] for row in texts(draft)[0][2]] == [("1.1", second.ky), ("1.2", "Башкача"), ("1.3", "Жаңы")]
    assert first.ky not in str(texts(draft))
    entry = JournalEntry.objects.get(action=StandardAct.EDIT)
    assert "Башкача" in str(entry.changes)


def test_what_the_ministry_words_itself_is_confirmed_and_nothing_else(draft, by):
    section = draft.sections.last()
    section.criteria.update(status_ky=WordingStatus.RECONSTRUCTED, status_ru=WordingStatus.RECONSTRUCTED)
    first, *rest = criteria(section)
    save(section, [Wording(first.pk, "Башкача", first.ru), *rest], by)
    one, *others = section.criteria.all()
    assert (one.status_ky, one.status_ru) == (WordingStatus.CONFIRMED, WordingStatus.RECONSTRUCTED)
    assert {other.status_ky for other in others} == {WordingStatus.RECONSTRUCTED}
    save(section, criteria(section), by, confirmed=True)
    assert set(section.criteria.values_list("status_ky", "status_ru")) == {("confirmed", "confirmed")}


def test_saving_the_same_writes_nothing_into_the_journal(draft, by):
    section = draft.sections.first()
    save(section, criteria(section), by)
    standards.save_details(
        draft,
        legal_basis=draft.legal_basis,
        limit=draft.limit,
        conclusions_per_section=draft.conclusions_per_section,
        note="",
        by=by,
    )
    assert acts() == [StandardAct.BEGIN]


def test_details_are_changed(draft, by):
    standards.save_details(draft, legal_basis="№ 131", limit=800, conclusions_per_section=False, note="Жаңы чек", by=by)
    draft.refresh_from_db()
    assert (draft.legal_basis, draft.limit, draft.conclusions_per_section) == ("№ 131", 800, False)
    assert JournalEntry.objects.get(action=StandardAct.EDIT).changes["limit"] == [500, 800]


def test_sections_come_and_go_and_are_numbered_anew(draft, by):
    count = draft.sections.count()
    section = standards.add_section(draft, title_ky="Коопсуздук", title_ru="Безопасность", by=by)
    assert section.number == str(count + 1)
    assert standards.why_not_whole(draft) == f"Sections without criteria: {count + 1}."
    standards.remove_section(draft.sections.first(), by=by)
    numbers = [number for number, _title, _criteria in texts(draft)]
    assert numbers == [str(place) for place in range(1, count + 1)]
    assert all(row[0].startswith(f"{number}.") for number, _title, rows in texts(draft) for row in rows)


def test_published_today_it_is_in_force_and_old_reports_keep_theirs(world, by):
    report = world.planned()
    draft = standards.begin_version(standard(), by=by)
    published = standards.publish(draft, on=timezone.localdate(), by=by)
    report.refresh_from_db()
    assert (published.state, report.standard.version, report.standard.state) == (
        StandardState.IN_FORCE,
        1,
        StandardState.WITHDRAWN,
    )
    assert world.planned(AccreditationType.INST_GEN, second=True).standard == published


def test_published_for_later_it_waits_for_its_day(present, draft, by):
    day = timezone.localdate() + timedelta(days=10)
    scheduled = standards.publish(draft, on=day, by=by)
    assert (scheduled.state, standard()) == (StandardState.SCHEDULED, present)
    enforce_standards()
    assert standard() == present
    with time_machine.travel(timezone.now() + timedelta(days=10)):
        assert standards.enforce_due() == 1
        assert standards.enforce_due() == 0
    present.refresh_from_db()
    assert (standard(), present.state) == (draft, StandardState.WITHDRAWN)
    assert acts() == [StandardAct.BEGIN, StandardAct.PUBLISH, StandardAct.ENFORCE]


def test_a_publication_can_be_taken_back_before_its_day(draft, by):
    scheduled = standards.publish(draft, on=timezone.localdate() + timedelta(days=1), by=by)
    back = standards.withhold(scheduled, by=by)
    assert (back.state, back.starts_on, back.published_by) == (StandardState.DRAFT, None, None)


def test_a_draft_is_deleted_and_the_journal_remembers_it(draft, by):
    standards.discard(draft, by=by)
    assert not Standard.objects.filter(version=2).exists()
    assert acts() == [StandardAct.BEGIN, StandardAct.DISCARD]


ACTS = {
    "details": lambda it, by: standards.save_details(
        it, legal_basis="", limit=1, conclusions_per_section=True, note="", by=by
    ),
    "add": lambda it, by: standards.add_section(it, title_ky="а", title_ru="б", by=by),
    "save": lambda it, by: save(it.sections.first(), [], by),
    "remove": lambda it, by: standards.remove_section(it.sections.first(), by=by),
    "publish": lambda it, by: standards.publish(it, on=date(2099, 1, 1), by=by),
    "discard": lambda it, by: standards.discard(it, by=by),
}


@pytest.mark.parametrize("act", ACTS)
@pytest.mark.parametrize("state", [StandardState.SCHEDULED, StandardState.IN_FORCE, StandardState.WITHDRAWN])
def test_only_a_draft_is_changed(present, draft, by, act, state):
    others = {
        StandardState.SCHEDULED: lambda: standards.publish(draft, on=date(2099, 1, 1), by=by),
        StandardState.IN_FORCE: lambda: present,
        StandardState.WITHDRAWN: lambda: (standards.publish(draft, on=timezone.localdate(), by=by), present)[1],
    }
    version = others[state]()
    before = texts(version)
    with pytest.raises(PermissionDenied, match="begin a new version"):
        ACTS[act](version, by)
    assert texts(version) == before


@pytest.mark.parametrize("act", [*ACTS, "begin", "withhold"])
def test_only_administrators_keep_the_standards(world, draft, act):
    ways = ACTS | {
        "begin": lambda it, by: standards.begin_version(it, by=by),
        "withhold": lambda it, by: standards.withhold(it, by=by),
    }
    with pytest.raises(PermissionDenied, match="administrators"):
        ways[act](draft, world.by_head)


def test_what_is_not_whole_or_late_is_not_published(draft, by):
    with pytest.raises(PermissionDenied, match="today or later"):
        standards.publish(draft, on=timezone.localdate() - timedelta(days=1), by=by)
    save(draft.sections.first(), [], by)
    with pytest.raises(PermissionDenied, match="without criteria: 1"):
        standards.publish(draft, on=timezone.localdate(), by=by)
    draft.sections.all().delete()
    assert standards.why_not_whole(draft) == "The standard has no section yet."


def test_only_what_waits_for_its_day_is_taken_back(draft, by):
    with pytest.raises(PermissionDenied, match="not in force yet"):
        standards.withhold(draft, by=by)


def test_the_changes_from_the_version_before_are_told(present, draft, by):
    assert changes(Standard.objects.whole().get(pk=present.pk)) == []
    section = draft.sections.get(number="1")
    first, second, _third = criteria(section)
    save(section, [Wording(first.pk, "Башкача", first.ru), second], by)
    standards.add_section(draft, title_ky="Коопсуздук", title_ru="Безопасность", by=by)
    told = changes(Standard.objects.whole().get(pk=draft.pk))
    number = str(draft.sections.count())
    assert [(change.kind, change.number) for change in told] == [
        (Kind.CHANGED, "1.1"),
        (Kind.REMOVED, "1.3"),
        (Kind.ADDED, number),
    ]
    assert (told[0].before.ky, told[0].after.ky) == (first.ky, "Башкача")


def test_wordings_that_wait_for_the_ministry_are_counted(draft, by):
    whole = Standard.objects.whole()
    first = sureness(whole.get(pk=draft.pk))
    assert 0 < first.open < first.total
    for section in draft.sections.all():
        save(section, criteria(section), by, confirmed=True)
    assert sureness(whole.get(pk=draft.pk)).open == 0
