from datetime import date

import pytest
from django.http import QueryDict
from django.utils import translation

from accreditation.models import Specialist
from accreditation.services.people import version
from admin_panel.forms.people import (
    AddExpertForm,
    AddForm,
    EditExpertForm,
    EditForm,
    ExpertFactsForm,
    ExpertFilterForm,
    FactsForm,
    FilterForm,
    FindForm,
    ReasonForm,
)
from core.identifiers import Pin
from tests.factories.accounts import new_inn, new_pin
from tests.factories.organizations import DistrictFactory, OrganizationFactory
from tests.factories.people import ExpertFactory, SpecialistFactory

pytestmark = pytest.mark.django_db
WORK = {"position": "декан", "organization": "Борбор"}
EXPERT = WORK | {"email": "a@mail.example", "type": "any"}


def data(**values):
    """What a browser would send."""
    sent = QueryDict(mutable=True)
    for name, value in values.items():
        sent.setlist(name, value if isinstance(value, list) else [value])
    return sent


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  декан  ", "декан"),
        ("окуу\u200b иштери", "окуу иштери"),
        ("окуу\u00a0иштери", "окуу иштери"),
        ("окуу\t  иштери", "окуу иштери"),
        ("и\u0306стеги", "йстеги"),
    ],
)
def test_texts_come_without_what_nobody_can_see(typed, kept):
    form = FactsForm(WORK | {"position": typed})
    assert form.is_valid()
    assert form.facts["position"] == kept


@pytest.mark.parametrize("name", ["position", "organization"])
@pytest.mark.parametrize("nothing", ["", "   ", "\u200b", "\u00a0\u200e"])
def test_what_is_compulsory_is_not_filled_with_nothing(name, nothing):
    form = FactsForm(WORK | {name: nothing})
    assert set(form.errors) == {name}
    assert len(form.errors[name]) == 1


@pytest.mark.parametrize(("name", "limit"), [("position", 200), ("organization", 300), ("phone", 40)])
def test_a_text_that_the_table_has_no_room_for_is_refused(name, limit):
    text = "7" * limit if name == "phone" else "ө" * limit
    assert name not in FactsForm(WORK | {name: text}).errors
    assert name in FactsForm(WORK | {name: f"{text}7"}).errors


@pytest.mark.parametrize("phone", ["", "+996 555 100200", "0312 961310, 0555 100200", "(312) 961-310"])
def test_telephones_are_taken_as_people_write_them(phone):
    assert FactsForm(WORK | {"phone": phone}).is_valid()


def test_facts_name_columns_of_the_table():
    columns = {field.name for field in Specialist._meta.concrete_fields}
    form = FactsForm(WORK)
    assert form.is_valid()
    assert set(form.facts) <= columns
    expert = ExpertFactsForm(data(**EXPERT))
    assert expert.is_valid()
    assert set(expert.facts) <= {field.name for field in ExpertFactory._meta.model._meta.concrete_fields}


def test_an_expert_may_be_entered_with_the_least():
    form = ExpertFactsForm(data(**EXPERT))
    assert form.is_valid()
    facts = form.facts
    assert (facts["kinds"], facts["levels"], facts["languages"]) == ([], [], [])
    assert [facts[name] for name in ("region", "district", "employer", "certificate_valid_until")] == [None] * 4
    assert facts["capacity_per_year"] is None


def test_an_expert_may_be_entered_with_everything():
    district, employer = DistrictFactory(), OrganizationFactory()
    form = ExpertFactsForm(
        data(
            **EXPERT,
            kinds=["inst_gen", "prog_spo"],
            levels=["preschool"],
            languages=["ky", "tg"],
            region=str(district.region_id),
            district=str(district.pk),
            employer=f" {employer.inn[:5]} {employer.inn[5:]}",
            certificate_valid_until="01.05.2027",
            capacity_per_year="12",
        )
    )
    assert form.is_valid(), form.errors
    facts = form.facts
    assert (facts["district"], facts["region"], facts["employer"]) == (district, district.region, employer)
    assert (facts["certificate_valid_until"], facts["capacity_per_year"]) == (date(2027, 5, 1), 12)
    assert facts["kinds"] == ["inst_gen", "prog_spo"]


@pytest.mark.parametrize("typed", ["123", "abc", str(new_inn())], ids=["short", "letters", "unknown"])
def test_an_employer_that_is_not_registered_is_no_employer(typed):
    assert "employer" in ExpertFactsForm(data(**EXPERT, employer=typed)).errors


@pytest.mark.parametrize("typed", ["0", "366", "-1", "два"])
def test_a_capacity_is_a_number_of_a_year(typed):
    assert "capacity_per_year" in ExpertFactsForm(data(**EXPERT, capacity_per_year=typed)).errors


@pytest.mark.parametrize("form", [AddForm, AddExpertForm])
def test_while_the_name_is_looked_for_only_the_number_counts(form):
    assert form({"pin": new_pin()}, searching=True).errors == {}
    assert set(form({"pin": "1"}, searching=True).errors) == {"pin"}
    assert {"pin", "position", "organization"} <= set(form({}).errors)


@pytest.mark.parametrize("form", [AddForm, AddExpertForm])
def test_the_number_stands_first_on_the_page(form):
    assert next(iter(form().fields)) == "pin"


def test_a_number_is_typed_as_on_the_card():
    pin = new_pin()
    form = AddForm({"pin": f"{pin[:5]} {pin[5:9]}-{pin[9:]}"}, searching=True)
    assert form.is_valid()
    assert form.cleaned_data["pin"] == Pin(pin)


def test_twins_are_asked_about_only_when_there_are_some():
    SpecialistFactory(email="a@mail.example")
    form = AddExpertForm(data(pin=new_pin(), **EXPERT))
    assert not form.is_valid()
    assert form.asks_about_twins
    assert form.errors.as_data()["email"][0].code == "twins"
    alone = AddExpertForm(data(pin=new_pin(), **(EXPERT | {"email": "b@mail.example"})))
    assert alone.is_valid()
    assert not alone.asks_about_twins
    assert not AddExpertForm().asks_about_twins


def test_who_knows_that_the_address_is_shared_may_save_it():
    SpecialistFactory(email="a@mail.example")
    assert AddExpertForm(data(pin=new_pin(), **EXPERT, shared_email="on")).is_valid()


def test_a_person_is_no_twin_of_himself():
    entry = SpecialistFactory(email="a@mail.example")
    assert AddExpertForm(data(pin=entry.person.pin, **EXPERT)).is_valid()


def test_an_edit_form_shows_what_stands_there_and_its_version():
    entry = SpecialistFactory(position="декан")
    form = EditForm(entry=entry)
    assert (form["position"].value(), form["seen"].value()) == ("декан", version(entry))
    expert = ExpertFactory(employer=None, district=None, region=None)
    form = EditExpertForm(entry=expert)
    assert (form["employer"].value(), form["district"].value()) == ("", None)


def test_a_conflict_is_said_and_saving_once_more_is_possible():
    entry = SpecialistFactory()
    form = EditForm(data(**WORK, seen="old"), entry=entry)
    assert form.is_valid()
    form.show_conflict(entry)
    assert form.data["seen"] == version(entry)
    with translation.override("en"):
        assert "__all__" in form.errors


@pytest.mark.parametrize(
    ("reason", "good"), [("кетти", True), ("", False), ("   ", False), ("ж" * 500, True), ("ж" * 501, False)]
)
def test_a_reason_is_a_text_of_a_length_that_people_read(reason, good):
    assert ReasonForm({"reason": reason}).is_valid() is good


@pytest.mark.parametrize("typed", ["", "123", "2230419667919х", "99999999999999"])
def test_only_a_whole_number_is_looked_for(typed):
    assert not FindForm({"pin": typed}).is_valid()


@pytest.mark.parametrize(
    ("form", "query", "chosen"),
    [
        (FilterForm, "", {}),
        (FilterForm, "words=озгон&sort=newest&tab=blocked", {"words": "озгон", "sort": "newest"}),
        (FilterForm, "type=any", {}),
        (ExpertFilterForm, "type=any&kind=inst_gen", {"type": "any", "kind": "inst_gen"}),
        (ExpertFilterForm, "level=preschool&sort=certificate", {"level": "preschool", "sort": "certificate"}),
    ],
)
def test_filters_are_what_the_address_says(form, query, chosen):
    filled = form(QueryDict(query))
    assert filled.is_valid()
    assert filled.chosen == chosen


@pytest.mark.parametrize("query", ["sort=certificate", "sort=x", f"words={'x' * 101}"])
def test_a_list_knows_only_its_own_orders(query):
    assert not FilterForm(QueryDict(query)).is_valid()
