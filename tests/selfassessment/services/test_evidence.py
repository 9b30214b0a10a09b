import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from core.uploads import formats
from core.uploads.checks import check
from core.uploads.refusals import Refused
from records.models import JournalEntry
from selfassessment.enums import Action, EvidenceKind, LinkState, State
from selfassessment.models import Citation, Evidence, EvidenceFile
from selfassessment.selectors import evidence_room
from selfassessment.services import evidence
from tests.factories.selfassessment import LinkFactory, World
from tests.files import pdf, upload

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_english")]


def accepted(name="план.pdf"):
    return check(upload(pdf(), name), allowed=formats.PAPERS)


def test_a_file_comes_into_the_library_under_its_name(world):
    added = evidence.add_file(world.school, accepted(), by=world.by_outsider)
    version = added.versions.get()
    assert (added.kind, added.title, version.number, version.url) == (EvidenceKind.FILE, "план.pdf", 1, "")
    assert (version.file.organization, version.file.uploaded_by) == (world.school, world.teachers[2].person)
    entry = JournalEntry.objects.get(action=Action.ADD_EVIDENCE)
    assert (entry.object_name, entry.changes) == ("план.pdf", {"kind": "file"})


def test_a_link_is_not_checked_yet(world):
    added = evidence.add_link(world.school, "https://mektep.kg/", title=" Сайт ", by=world.by_deputy)
    version = added.versions.get()
    assert (added.title, version.url, version.link_state, version.file) == (
        "Сайт",
        "https://mektep.kg/",
        LinkState.UNCHECKED,
        None,
    )


@pytest.mark.parametrize("alive", [True, False])
def test_a_dead_link_is_flagged(world, alive):
    version = LinkFactory(organization=world.school).versions.get()
    evidence.note_link(version, alive=alive, at=timezone.now())
    version.refresh_from_db()
    assert version.link_state == (LinkState.ALIVE if alive else LinkState.DEAD)
    assert version.link_checked_at is not None


def test_a_file_is_never_flagged_as_a_link(world):
    version = evidence.add_file(world.school, accepted(), by=world.by_deputy).versions.get()
    evidence.note_link(version, alive=False, at=timezone.now())
    version.refresh_from_db()
    assert version.link_state == LinkState.UNCHECKED


def test_a_newer_version_leaves_the_older_one(world):
    added = evidence.add_file(world.school, accepted("1.pdf"), by=world.by_deputy)
    newer = evidence.renew(added, accepted("2.pdf"), by=world.by_teachers[0])
    assert (newer.number, newer.added_by) == (2, world.teachers[0].person)
    assert [(version.number, version.file.name) for version in added.versions.all()] == [(2, "2.pdf"), (1, "1.pdf")]
    assert JournalEntry.objects.get(action=Action.RENEW_EVIDENCE).changes == {"number": 2}


def test_a_file_is_not_replaced_by_a_link_nor_a_link_by_a_file(world):
    with pytest.raises(PermissionDenied, match="A file is replaced by a file"):
        evidence.renew(LinkFactory(organization=world.school), accepted(), by=world.by_deputy)
    file = evidence.add_file(world.school, accepted(), by=world.by_deputy)
    with pytest.raises(PermissionDenied, match="A file is replaced by a file"):
        evidence.renew(file, "https://mektep.kg/", by=world.by_deputy)
    assert file.versions.count() == 1


def test_evidence_is_cited_in_many_answers_once_in_each(world):
    report, link = world.ordered(), LinkFactory(organization=world.school)
    first, second = report.answers.all()[:2]
    for answer in (first, first, second):
        evidence.cite(answer, link, by=world.by_deputy)
    assert set(link.citations.values_list("answer", flat=True)) == {first.pk, second.pk}
    assert link.citations.count() == 2
    evidence.uncite(first, link, by=world.by_teachers[0])
    evidence.uncite(first, link, by=world.by_teachers[0])
    assert [citation.answer for citation in link.citations.all()] == [second]
    assert Evidence.objects.get() == link


def test_only_the_commission_cites_and_only_its_own_library(world):
    report = world.ordered()
    answer, link = report.answers.first(), LinkFactory(organization=world.school)
    for call in (evidence.cite, evidence.uncite):
        with pytest.raises(PermissionDenied, match="Only the members"):
            call(answer, link, by=world.by_outsider)
    with pytest.raises(PermissionDenied, match="another organization"):
        evidence.cite(answer, LinkFactory(), by=world.by_deputy)
    assert not Citation.objects.exists()


@pytest.mark.parametrize("state", [State.DRAFT, State.APPROVED])
def test_citations_stay_as_they_are_outside_the_time_of_writing(world, state):
    answer, link = world.in_state(state).answers.first(), LinkFactory(organization=world.school)
    for call in (evidence.cite, evidence.uncite):
        with pytest.raises(PermissionDenied, match="cannot be written now"):
            call(answer, link, by=world.by_deputy)


def test_strangers_do_not_touch_the_library(world):
    stranger, link = World().by_head, LinkFactory(organization=world.school)
    for call in (
        lambda: evidence.add_link(world.school, "https://x.kg/", by=stranger),
        lambda: evidence.add_file(world.school, accepted(), by=stranger),
        lambda: evidence.renew(link, "https://x.kg/", by=stranger),
    ):
        with pytest.raises(PermissionDenied, match="You do not work in this organization"):
            call()
    assert (Evidence.objects.count(), link.versions.count()) == (1, 1)


def test_the_file_is_seen_by_the_organization_only(world):
    evidence.add_file(world.school, accepted(), by=world.by_deputy)
    assert EvidenceFile.objects.visible_to(world.by_outsider).count() == 1
    assert EvidenceFile.objects.visible_to(World().by_head).count() == 0


def test_the_room_of_an_organization_ends(world, settings):
    size = accepted().size
    settings.EVIDENCE_QUOTA = 2 * size
    first = evidence.add_file(world.school, accepted("1.pdf"), by=world.by_deputy)
    assert evidence_room(world.school) == size
    evidence.renew(first, accepted("2.pdf"), by=world.by_deputy)
    for act in (
        lambda: evidence.add_file(world.school, accepted("3.pdf"), by=world.by_deputy),
        lambda: evidence.renew(first, accepted("3.pdf"), by=world.by_deputy),
    ):
        with pytest.raises(Refused, match="only 0") as refusal:
            act()
        assert refusal.value.code == "over_quota"
    assert EvidenceFile.objects.count() == 2
    evidence.add_link(world.school, "https://mektep.kg/", by=world.by_deputy)


def test_each_organization_has_its_own_room(world, settings):
    settings.EVIDENCE_QUOTA = accepted().size
    other = World()
    for each in (world, other):
        evidence.add_file(each.school, accepted(), by=each.by_deputy)
    settings.EVIDENCE_QUOTA = 0
    assert evidence_room(world.school) == 0
