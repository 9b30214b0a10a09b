from datetime import timedelta

import pytest
from django.utils import timezone

from core import effects
from core.models import OutboxEntry
from integrations.web_links import web_links
from integrations.web_links.fake import FakeWebLinks
from notifications.models import Message
from selfassessment.enums import LinkState
from selfassessment.models import EvidenceVersion
from selfassessment.services import evidence, links
from selfassessment.tasks import sweep_links
from tests.factories.selfassessment import LinkFactory

pytestmark = pytest.mark.django_db
URL = "https://mektep.kg/plan"


@pytest.fixture
def web(settings):
    """The web in memory, new for this test."""
    settings.ADAPTERS = {**settings.ADAPTERS}
    found = web_links()
    assert isinstance(found, FakeWebLinks)
    return found


@pytest.fixture
def version(world, web):
    return evidence.add_link(world.school, URL, by=world.by_teachers[0]).versions.get()


def check(version):
    links.check_link(version.pk)
    version.refresh_from_db()
    return version


def aged(version, **age):
    EvidenceVersion.objects.filter(pk=version.pk).update(link_checked_at=timezone.now() - timedelta(**age))


def test_a_link_is_tried_as_soon_as_it_is_added(version, web):
    effects.drain()
    version.refresh_from_db()
    assert (web.asked, version.link_state, version.link_dead_since) == ([URL], LinkState.ALIVE, None)


def test_a_renewed_link_is_tried_too(world, version, web):
    evidence.renew(version.evidence, "https://mektep.kg/zhany", by=world.by_deputy)
    effects.drain()
    assert web.asked == [URL, "https://mektep.kg/zhany"]


def test_a_dead_link_is_dead_since_the_first_failure_until_it_opens(version, web):
    web.closed.add(URL)
    first = check(version).link_checked_at
    assert (version.link_state, version.link_dead_since, version.link_failures) == (LinkState.DEAD, first, 1)
    check(version)
    assert (version.link_dead_since, version.link_failures) == (first, 2)
    web.closed.clear()
    check(version)
    assert (version.link_state, version.link_dead_since, version.link_failures) == (LinkState.ALIVE, None, 0)


def test_who_added_it_is_told_once_after_two_failures(world, version, web):
    web.closed.add(URL)
    check(version)
    assert not Message.objects.exists()
    check(version)
    check(version)
    told = Message.objects.get()
    assert told.recipient == world.teachers[0].person
    assert URL in told.body


def test_when_he_has_left_the_head_is_told(world, version, web):
    world.dismiss(world.teachers[0])
    web.closed.add(URL)
    check(version)
    check(version)
    assert Message.objects.get().recipient == world.head.person


def test_without_anybody_to_tell_it_stays_flagged(world, version, web):
    for employment in (world.teachers[0], world.head):
        world.dismiss(employment)
    web.closed.add(URL)
    check(version)
    assert check(version).link_state == LinkState.DEAD
    assert not Message.objects.exists()


def test_a_link_deleted_meanwhile_is_passed_over(web):
    links.check_link(404)
    assert web.asked == []


@pytest.mark.parametrize(
    ("state", "failures", "age", "due"),
    [
        (LinkState.UNCHECKED, 0, None, True),
        (LinkState.ALIVE, 0, {"days": 6}, False),
        (LinkState.ALIVE, 0, {"days": 8}, True),
        (LinkState.DEAD, 1, {"hours": 12}, False),
        (LinkState.DEAD, 1, {"hours": 25}, True),
        (LinkState.DEAD, 2, {"hours": 25}, False),
        (LinkState.DEAD, 5, {"days": 8}, True),
    ],
)
def test_the_sweep_finds_what_is_due(web, state, failures, age, due):
    version = LinkFactory().versions.get()
    moment = timezone.now() - timedelta(**age) if age else None
    dead = moment if state == LinkState.DEAD else None
    EvidenceVersion.objects.update(
        link_state=state, link_failures=failures, link_checked_at=moment, link_dead_since=dead
    )
    assert links.sweep() == int(due)
    assert OutboxEntry.objects.filter(payload={"version_id": version.pk}).exists() is due


def test_only_the_newest_version_is_tried_and_once_a_day(world, version, web):
    evidence.renew(version.evidence, "https://mektep.kg/zhany", by=world.by_deputy)
    OutboxEntry.objects.all().delete()
    for _ in range(2):
        sweep_links()
    assert OutboxEntry.objects.count() == 1
    effects.drain()
    assert web.asked == ["https://mektep.kg/zhany"]
