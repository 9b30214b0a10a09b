import pytest
from django.contrib import admin
from django.urls import reverse

from accreditation.models import CollegiumMember, Expert, Specialist
from tests.factories.accounts import UserFactory
from tests.factories.people import (
    CollegiumMemberFactory,
    ExpertFactory,
    ExpertRelativeFactory,
    SpecialistFactory,
    UnavailabilityFactory,
)

pytestmark = pytest.mark.django_db
LISTS = {Specialist: SpecialistFactory, Expert: ExpertFactory, CollegiumMember: CollegiumMemberFactory}


@pytest.fixture
def operator(client):
    client.force_login(UserFactory(is_staff=True, is_superuser=True))
    return client


@pytest.mark.parametrize("model", LISTS)
def test_operators_see_the_lists_without_numbers_and_change_nothing(operator, model):
    entry = LISTS[model]()
    name = model._meta.model_name
    page = operator.get(reverse(f"admin:accreditation_{name}_changelist"))
    assert entry.last_name in page.text
    assert entry.person.pin not in page.text
    assert operator.get(reverse(f"admin:accreditation_{name}_add")).status_code == 403
    assert operator.post(reverse(f"admin:accreditation_{name}_delete", args=[entry.pk])).status_code == 403
    assert admin.site.is_registered(model)


def test_an_expert_shows_his_declarations_to_operators(operator):
    expert = ExpertFactory()
    relative = ExpertRelativeFactory(expert=expert, kinship="эжеси")
    UnavailabilityFactory(expert=expert, note="өргүү")
    page = operator.get(reverse("admin:accreditation_expert_change", args=[expert.pk]))
    assert "эжеси" in page.text
    assert "өргүү" in page.text
    assert relative.organization.inn not in page.text
