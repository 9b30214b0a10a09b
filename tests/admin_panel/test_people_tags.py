import pytest
from django.utils import translation

from admin_panel.templatetags.people import fact, facts
from tests.factories.organizations import OrganizationFactory
from tests.factories.people import ExpertFactory, SpecialistFactory

pytestmark = pytest.mark.django_db


def test_a_specialist_has_four_facts_in_the_order_of_the_form():
    entry = SpecialistFactory(position="декан", organization="Министрлик", email="a@mail.example", phone="")
    assert facts(entry) == [
        ("Position", "декан"),
        ("Organization", "Министрлик"),
        ("E-mail", "a@mail.example"),
        ("Telephone", "—"),
    ]


def test_an_expert_has_what_the_draw_asks_for_in_words():
    expert = ExpertFactory(
        type="any", kinds=[], levels=["preschool"], languages=["ky"], employer=OrganizationFactory(full_name_ky="№ 3")
    )
    words = dict(facts(expert))
    assert (words["Type"], words["Kind of accreditation"], words["Level of education"]) == ("Any", "—", "Preschool")
    assert (words["Working languages"], words["Place of work"]) == ("Kyrgyz", "№ 3")
    assert words["Region"] == expert.region.name


@pytest.mark.parametrize(("language", "text"), [("ky", "Баары"), ("ru", "Все"), ("en", "All")])
def test_a_fact_is_said_in_the_language_of_the_reader(language, text):
    expert = ExpertFactory()
    with translation.override(language):
        assert fact(expert, "kinds") == text
