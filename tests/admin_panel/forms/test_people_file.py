import pytest
from django.conf import settings
from django.utils import translation

from accreditation.models import CollegiumMember, Expert, Specialist
from admin_panel.forms import people_file
from admin_panel.forms.people import ExpertFactsForm, FactsForm
from core.imports import Unreadable
from staff.names import Name
from tests.factories.accounts import new_pin
from tests.factories.organizations import DistrictFactory, RegionFactory
from tests.factories.people import SpecialistFactory

pytestmark = pytest.mark.django_db


def heads(model, language):
    with translation.override(language):
        return [head for _name, head in people_file.columns(model)]


def filled(model, **cells):
    """The first row and one good row of a file, with these cells instead."""
    good = {
        "pin": new_pin(),
        "last_name": "Өзгөнова",
        "first_name": "Айгүл",
        "position": "декан",
        "organization": "ОшМУ",
    }
    good |= {"email": "a@mail.example", "type": "Any"} if model is Expert else {}
    names = [name for name, _head in people_file.columns(model)]
    row = good | cells
    return [[head for _name, head in people_file.columns(model)], [str(row.get(name, "")) for name in names]]


def read(model, **cells):
    (row,) = people_file.read(filled(model, **cells), model, ExpertFactsForm if model is Expert else FactsForm)
    return row


@pytest.mark.parametrize("model", [Specialist, CollegiumMember, Expert])
@pytest.mark.parametrize("language", [code for code, _name in settings.LANGUAGES])
def test_the_columns_are_known_in_every_language(model, language):
    own = heads(model, language)
    assert len(own) == len(set(own))
    rows = [[head.upper() for head in own]]
    assert people_file.read(rows, model, FactsForm) == []


@pytest.mark.parametrize("missing", [0, 1, 2])
def test_without_number_and_name_the_file_is_not_taken(missing):
    own = heads(Specialist, "en")
    with pytest.raises(Unreadable, match=own[missing]):
        people_file.read([[head for place, head in enumerate(own) if place != missing]], Specialist, FactsForm)


def test_columns_may_stand_in_any_order_and_unknown_ones_are_left_out():
    pin = new_pin()
    rows = [
        ["x", "Organization", "PIN", "Position", "First name", "Surname"],
        ["1", "ОшМУ", pin, "декан", "Айгүл", "Бекова"],
    ]
    (row,) = people_file.read(rows, Specialist, FactsForm)
    assert (row.pin, row.name, row.reasons) == (pin, Name("Бекова", "Айгүл"), [])
    assert (row.facts["position"], row.facts["organization"]) == ("декан", "ОшМУ")


def test_a_short_row_is_a_row_with_empty_cells():
    rows = [heads(Specialist, "en"), [new_pin(), "Бекова"]]
    (row,) = people_file.read(rows, Specialist, FactsForm)
    assert "Surname or first name is missing." in row.reasons


def test_a_masked_number_of_an_export_is_no_number():
    row = read(Specialist, pin=new_pin().masked)
    assert row.pin is None
    assert row.masked == "—"
    assert row.reasons == ["PIN must have 14 digits, as on the ID card."]


@pytest.mark.parametrize(
    ("column", "text", "value"),
    [
        ("type", "Лицензиялоо", "licensing"),
        ("type", "лицензирование", "licensing"),
        ("type", "any", "any"),
        ("kinds", "inst_gen; PROG_NPO", ["inst_gen", "prog_npo"]),
        ("kinds", "БААРЫ", None),
        ("levels", "Preschool;;", ["preschool"]),
        ("languages", "Кыргыз тили; Русский; en", ["ky", "ru", "en"]),
        ("capacity_per_year", "6", 6),
    ],
)
def test_choices_are_understood_in_every_language_and_as_codes(column, text, value):
    row = read(Expert, **{column: text})
    assert row.reasons == []
    assert row.facts[column] == (value if value is not None else [kind.value for kind in people_file.AccreditationType])


@pytest.mark.parametrize(("column", "text"), [("type", "эмне"), ("kinds", "inst_gen; эмне"), ("region", "эмне")])
def test_a_word_that_nobody_knows_is_named_once(column, text):
    row = read(Expert, **{column: text})
    assert row.reasons == ["Unknown value: эмне"]


def test_places_are_found_by_either_name():
    district = DistrictFactory()
    for name in (district.name_ky, district.name_ru.upper()):
        row = read(Expert, district=name, region=district.region.name_ru)
        assert (row.facts["district"], row.facts["region"]) == (district, district.region)


def test_a_name_of_two_districts_says_nothing():
    DistrictFactory()
    other = RegionFactory(code="41706000000000", iso="KG-O", name_ky="Ош облусу", name_ru="Ошская область")
    DistrictFactory(code="41706211000000", region=other)
    assert read(Expert, district="Аламүдүн району").reasons == ["Unknown value: Аламүдүн району"]


def test_what_is_kept_between_the_pages_becomes_the_same_rows():
    good, bad = read(Expert, kinds="inst_gen"), read(Expert, type="эмне")
    kept = people_file.kept([good, bad])
    (again,) = people_file.checked(kept["rows"], ExpertFactsForm)
    assert (again.pin, again.name, again.facts, again.reasons) == (good.pin, good.name, good.facts, [])


def test_what_became_wrong_meanwhile_is_found_before_it_is_added():
    district = DistrictFactory()
    kept = people_file.kept([read(Expert, district=district.name_ky)])
    district.is_active = False
    district.save()
    (again,) = people_file.checked(kept["rows"], ExpertFactsForm)
    assert again.reasons


def test_who_is_blocked_stands_in_the_list_too():
    entry = SpecialistFactory(blocked=True)
    assert read(Specialist, pin=entry.person.pin).reasons == ["This person stands in the list already."]


def test_known_people_cost_one_query(django_assert_num_queries):
    SpecialistFactory.create_batch(3)
    rows = filled(Specialist)
    with django_assert_num_queries(1):
        people_file.read([*rows, *[filled(Specialist)[1] for _row in range(5)]], Specialist, FactsForm)
