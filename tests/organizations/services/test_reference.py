import pytest

from organizations.enums import Level, ProgrammeState
from organizations.models import District, Programme, Region
from organizations.services.reference import load_reference

pytestmark = pytest.mark.django_db


def test_the_whole_republic_is_there():
    load_reference()
    assert list(Region.objects.values_list("iso", flat=True)) == [
        "KG-GB", "KG-GO", "KG-B", "KG-J", "KG-Y", "KG-N", "KG-O", "KG-T", "KG-C",
    ]  # fmt: skip
    assert not Region.objects.filter(districts=None).exists()
    assert District.objects.filter(region__iso="KG-J").count() == 12


def test_districts_carry_the_code_of_their_region():
    load_reference()
    for district in District.objects.select_related("region"):
        assert len(district.code) == 14
        assert district.code[:5] == district.region.code[:5]


def test_no_two_districts_of_a_region_have_one_name():
    load_reference()
    names = list(District.objects.values_list("region", "name_ky")) + list(
        District.objects.values_list("region", "name_ru")
    )
    assert len(names) == len(set(names))


def test_the_programme_of_the_manual_can_be_chosen():
    load_reference()
    assert Programme.objects.in_force().get(code="020").level == Level.SECONDARY_GENERAL
    assert set(Programme.objects.values_list("state", flat=True)) == {ProgrammeState.IN_FORCE}


def test_a_second_load_adds_nothing_and_keeps_what_administrators_changed():
    first = load_reference()
    assert first == {
        "regions": Region.objects.count(),
        "districts": District.objects.count(),
        "programmes": Programme.objects.count(),
    }
    District.objects.filter(code="41708203000000").update(name_ru="Переименованный район")
    assert load_reference() == {"regions": 0, "districts": 0, "programmes": 0}
    assert District.objects.get(code="41708203000000").name_ru == "Переименованный район"
