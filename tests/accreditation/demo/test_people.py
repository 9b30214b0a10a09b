import json
from collections import Counter

import pytest

from accreditation.demo.people import load_demo
from accreditation.models import CollegiumMember, Expert, Specialist
from core.identifiers import Pin
from organizations.services.reference import load_reference

pytestmark = pytest.mark.django_db
MODELS = {"specialist": Specialist, "expert": Expert, "collegium": CollegiumMember}


@pytest.fixture
def people(settings):
    return json.loads(settings.DEMO_PEOPLE.read_text(encoding="utf-8"))


def test_everybody_of_the_world_stands_in_his_list(people):
    load_reference()
    load_demo(people)
    roles = Counter(person["demo_role"] for person in people)
    assert {role: model.objects.active().count() for role, model in MODELS.items()} == {
        role: roles[role] for role in MODELS
    }
    expert = next(person for person in people if person["demo_role"] == "expert")
    entry = Expert.objects.by_pin(Pin(expert["pin"])).get()
    assert (entry.last_name, entry.region.iso) == (expert["last_name"], expert["region"])
    assert entry.district.region == entry.region


def test_a_second_time_changes_nothing(people):
    load_demo(people)
    Expert.objects.update(position="декан")
    load_demo(people)
    assert set(Expert.objects.values_list("position", flat=True)) == {"декан"}
    assert Expert.objects.count() == sum(person["demo_role"] == "expert" for person in people)
