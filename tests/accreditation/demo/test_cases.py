"""Whoever starts the system finds every station of the way, made by the services that people's pages call."""

import json

import pytest
from django.conf import settings
from django.core.management import call_command

from accreditation.demo.cases import DECIDED, ON_THE_WAY, TO_BE_DECIDED
from accreditation.enums.applications import State
from accreditation.enums.invitations import InvitationState
from accreditation.models import Application, Certificate, Expert
from accreditation.services.paragraphs import load_reference as load_paragraphs
from core.identifiers import Pin
from organizations import demo
from organizations.services.reference import load_reference as load_places
from records.models import JournalEntry
from selfassessment.services.reference import load_reference as load_standards
from tests.accreditation.life import invariants

pytestmark = pytest.mark.django_db
STATES = {
    "school-jalalabad-9": State.SUBMITTED,
    "school-private-arslanbob": State.REGISTERED,
    "school-batken-leilek": State.RETURNED,
    "school-toktogul-uch-terek": State.SCHEDULED,
    "school-osh-52": State.INVITING,
    "school-nooken-masy": State.EVALUATION,
    "school-batken-aidarken": State.CONSIDERED,
    "evening-bishkek-2": State.ACCREDITED,
    "special-bishkek-21": State.ACCREDITED,
    "school-osh-private-kelechek": State.REFUSED,
}


@pytest.fixture
def _reference_data(settings):
    settings.ALLOW_STUBS = True
    load_places()
    load_standards()
    load_paragraphs()


def pin_of(slug):
    people = json.loads(settings.DEMO_PEOPLE.read_text(encoding="utf-8"))
    return Pin(next(person["pin"] for person in people if person["slug"] == slug))


def states():
    return {application.organization_id: application.state for application in Application.objects.all()}


@pytest.mark.usefixtures("_reference_data")
def test_every_station_of_the_way_is_there_once():
    call_command("load_demo")
    call_command("load_demo", history=True)
    schools = demo.schools()
    assert states() == {schools[slug].pk: state for slug, state in STATES.items()}
    assert set(STATES) == {*ON_THE_WAY, *DECIDED, TO_BE_DECIDED} == {*demo.SCHOOLS} - {demo.SCHOOL}
    expert = Expert.objects.by_pin(pin_of("expert-kg-gb-1")).get()
    asked = {seat.application.organization_id: seat.state for seat in expert.invitations.all()}
    assert asked[schools["school-osh-52"].pk] == InvitationState.WAITING
    assert asked[schools["school-nooken-masy"].pk] == InvitationState.ACCEPTED
    assert list(Certificate.objects.order_by("number").values_list("is_conditional", flat=True)) == [False, True]
    for invariant in invariants.ALL:
        invariant()
    before = JournalEntry.objects.count()
    call_command("load_demo", history=True)
    assert JournalEntry.objects.count() == before


@pytest.mark.usefixtures("_reference_data")
def test_without_approved_reports_nobody_applies(settings):
    settings.DEMO_DATA = [path for path in settings.DEMO_DATA if not path.startswith("selfassessment")]
    settings.DEMO_HISTORY = [path for path in settings.DEMO_HISTORY if not path.startswith("selfassessment")]
    call_command("load_demo")
    call_command("load_demo", history=True)
    assert not Application.objects.exists()
