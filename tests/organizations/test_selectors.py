from datetime import date

import pytest
from django.utils.translation import override

from accounts.acting import Acting
from core.identifiers import Pin
from organizations import selectors
from organizations.models import District
from organizations.services.reference import load_reference
from staff.enums import State
from tests.factories.accounts import UserFactory, new_inn
from tests.factories.organizations import DistrictFactory, OrganizationFactory, RegionFactory, RegistrationFactory
from tests.factories.staff import EmploymentFactory, acting_for

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("region", "district", "city", "found"),
    [
        ("г. Бишкек", "Ленинский район", "г. Бишкек", "Ленинский район"),
        ("Бишкек шаары", "Ленин району", "", "Ленинский район"),
        ("Чуйская область", "Сокулукский район", "", "Сокулукский район"),
        ("Чүй облусу", "СОКУЛУК РАЙОНУ", "", "Сокулукский район"),
        ("Ысык-Көл облусу", "", "г. Каракол", "г. Каракол"),
        ("Ош шаары", "", "г. Ош", "г. Ош"),
        ("Нарынская область", "Нарынский район", "", "Нарынский район"),
        ("Нарынская область", "", "г. Нарын", "г. Нарын"),
        ("Таласская область", "", "г. Талас", "г. Талас"),
        ("Талас облусу", "Талас району", "", "Таласский район"),
        ("", "", "", None),
        ("Чуйская область", "Жаңы район", "", None),
        ("г. Бишкек", "", "г. Бишкек", None),
    ],
)
def test_our_district_is_found_behind_the_words_of_the_register(region, district, city, found):
    load_reference()
    data = RegistrationFactory.build(region_name=region, district_name=district, city=city)
    with override("ru"):
        assert (str(selectors.district_of(data)) if found else selectors.district_of(data)) == found


def test_a_district_that_cannot_be_chosen_is_not_found():
    DistrictFactory(is_active=False)
    assert selectors.district_of(RegistrationFactory.build(district_name="Аламудунский район")) is None


@pytest.mark.parametrize(
    ("name", "value", "text"),
    [
        ("okpo", "", "—"),
        ("foreign_participation", None, "—"),
        ("foreign_participation", True, "Да"),
        ("foreign_participation", False, "Нет"),
        ("order_on", date(2022, 9, 2), "02.09.2022"),
        ("ownership", "municipal", "Муниципальная"),
        ("kind", "college", "Колледж или техникум"),
        ("levels", ["preschool", "basic_general"], "Дошкольное, Основное общее"),
        ("instruction_languages", [], "—"),
        ("sections", ["accreditation"], "Аккредитация"),
        ("head_pin", Pin("22112199901234"), "2211••••••••34"),
        ("personnel", 42, "42"),
        ("kind", "unheard of", "unheard of"),
    ],
)
def test_values_are_shown_in_the_words_of_the_reader(name, value, text):
    with override("ru"):
        assert selectors.shown(name, value) == text


def test_unverified_values_are_marked():
    registration = RegistrationFactory.build(okpo="30001706", unverified=["okpo"])
    rows = {row.label: row for group in selectors.register_groups(registration) for row in group.rows}
    with override("ky"):
        assert rows["ОКПО коду"] == selectors.Row("ОКПО коду", "30001706", is_unverified=True)
    assert [row.is_unverified for row in rows.values()].count(True) == 1


def test_districts_stand_under_their_region_in_the_readers_alphabet():
    load_reference()
    with override("ky"):
        regions = dict(selectors.districts_by_region())
    assert list(regions)[:2] == ["Бишкек шаары", "Ош шаары"]
    assert [name for _pk, name in regions["Талас облусу"]] == [
        "Бакай-Ата району",
        "Кара-Буура району",
        "Манас району",
        "Талас району",
        "Талас шаары",
    ]


@pytest.mark.parametrize("count", [1, 3, 50])
def test_the_list_of_districts_is_one_query(django_assert_num_queries, count):
    region = RegionFactory()
    District.objects.bulk_create(
        District(region=region, code=f"41708{number:09}", name_ky=f"Р{number}", name_ru=f"Р{number}")
        for number in range(count)
    )
    with django_assert_num_queries(1):
        assert sum(len(districts) for _region, districts in selectors.districts_by_region()) == count


class TestWhoseOrganization:
    def test_that_of_the_place_of_work(self):
        own, _other = OrganizationFactory(), OrganizationFactory()
        teacher = EmploymentFactory(organization=own)
        assert selectors.organization_of(acting_for(teacher)) == own

    def test_none_for_who_works_there_no_more(self):
        assert selectors.organization_of(acting_for(EmploymentFactory(state=State.DISMISSED))) is None

    def test_that_of_the_signature_before_a_place_was_chosen(self):
        own = OrganizationFactory()
        acting = Acting(user=UserFactory(), signature="cloud", organization_inn=own.inn)
        assert selectors.organization_of(acting) == own

    def test_none_for_who_acts_for_nobody(self):
        OrganizationFactory()
        assert selectors.organization_of(Acting(user=UserFactory())) is None
        stranger = Acting(user=UserFactory(), signature="cloud", organization_inn=new_inn())
        assert selectors.organization_of(stranger) is None

    def test_the_registration_is_that_of_the_signature(self):
        registration = RegistrationFactory()
        acting = Acting(user=UserFactory(), signature="cloud", organization_inn=registration.inn)
        assert selectors.registration_of(acting) == registration
        assert selectors.registration_of(Acting(user=registration.started_by)) is None
