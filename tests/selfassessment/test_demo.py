"""The demo world's school has something to show: one report approved, one being written."""

import json

import pytest
from django.core.management import call_command

from accounts.acting import Acting
from accounts.models import User
from core import effects
from core.identifiers import Inn, Pin
from core.models import OutboxEntry
from organizations import demo
from organizations.enums import Role
from organizations.models import Organization
from organizations.services.reference import load_reference as load_places
from records.enums import DocumentState
from records.models import Document
from selfassessment import rules, selectors
from selfassessment.demo import load_demo
from selfassessment.enums import EvidenceKind, LinkState, State
from selfassessment.models import Evidence, EvidenceVersion, SelfAssessment
from selfassessment.services.reference import load_reference
from staff.models import Employment

pytestmark = pytest.mark.django_db


@pytest.fixture
def people(settings):
    settings.ALLOW_STUBS = True
    return {row["slug"]: row for row in json.loads(settings.DEMO_PEOPLE.read_text(encoding="utf-8"))}


@pytest.fixture
def school(people):
    load_places()
    load_reference()
    call_command("load_demo")
    return demo.schools()[demo.SCHOOL]


def user(people, slug):
    return User.objects.by_pin(Pin(people[slug]["pin"])).get()


def test_the_school_is_registered_with_its_people_once(school, people, settings):
    rows = json.loads(settings.DEMO_ORGANIZATIONS.read_text(encoding="utf-8"))
    row = next(row for row in rows if row["slug"] == demo.SCHOOL)
    assert (school.inn, school.full_name_ky, school.okpo) == (Inn(row["inn"]), row["full_name_ky"], row["okpo"])
    assert school.district.region.name_ky.startswith("Чүй")
    roles = dict(Employment.objects.live().of(school.pk).values_list("person", "role"))
    assert roles == {
        user(people, f"head-{demo.SCHOOL}").pk: Role.HEAD,
        user(people, f"deputy-{demo.SCHOOL}").pk: Role.DEPUTY,
        **{user(people, f"teacher-{demo.SCHOOL}-{number}").pk: Role.SPECIALIST for number in (1, 2, 3)},
    }
    models = (Organization, Employment, SelfAssessment, Evidence)
    before = [list(model.objects.order_by("pk").values()) for model in models]
    call_command("load_demo")
    assert [list(model.objects.order_by("pk").values()) for model in models] == before
    assert Organization.objects.count() == 1  # that of the first director is left for him to register


def test_one_report_is_approved_and_one_is_written(school, people):
    approved, written = SelfAssessment.objects.order_by("pk")
    assert (approved.state, written.state) == (State.APPROVED, State.ORDERED)
    assert selectors.progress(approved).is_complete
    assert 30 < selectors.progress(written).percent < 70
    assert selectors.signed_report(approved).pages > 3
    teacher = Acting(user=user(people, f"teacher-{demo.SCHOOL}-1"), organization_id=school.pk)
    assert rules.may_write.allows(teacher, written)
    assert not rules.may_write.allows(teacher, approved)


def test_papers_are_sealed_and_links_tried_as_soon_as_a_worker_passes(school):
    assert set(Document.objects.values_list("state", flat=True)) == {DocumentState.SIGNED}
    effects.drain()
    assert set(Document.objects.values_list("state", flat=True)) == {DocumentState.SEALED}
    assert Document.objects.count() == 4
    assert not OutboxEntry.objects.filter(done_at=None).exists()
    links = EvidenceVersion.objects.values_list("evidence__kind", "link_state").distinct().order_by("link_state")
    assert list(links) == [(EvidenceKind.LINK, LinkState.ALIVE), (EvidenceKind.LINK, LinkState.DEAD)]


def test_without_reference_data_there_is_a_school_but_no_report(people):
    call_command("load_demo")
    assert demo.schools()[demo.SCHOOL].district is None
    assert not SelfAssessment.objects.exists()


def test_without_a_school_there_is_nothing_to_add(people):
    load_demo(list(people.values()))
    assert not SelfAssessment.objects.exists()
