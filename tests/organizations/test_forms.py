import json
import string

import pytest
from django.http import QueryDict
from django.utils.translation import override
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.plain import visible
from organizations.enums import DocumentKind, Kind, Outcome, Ownership
from organizations.forms import (
    AdditionsForm,
    BankForm,
    DocumentsForm,
    HeadProofForm,
    RegisterDataForm,
    SectionForm,
    check_phone,
    open_fields,
)
from organizations.register import NEEDED, TYPED
from organizations.services.seeing import ChangedMeanwhile
from tests import files
from tests.factories.organizations import DistrictFactory, RegistrationFactory
from tests.organizations.filling import additions

pytestmark = pytest.mark.django_db


def posted(values):
    data = QueryDict(mutable=True)
    for name, value in values.items():
        data.setlist(name, value if isinstance(value, list) else [value])
    return data


@pytest.fixture
def registration():
    return RegistrationFactory()


class TestPhone:
    @pytest.mark.parametrize("text", ["+996 312 961310", "(0312) 96-13-10", "961310", "+996 312 1, +996 555 200041"])
    def test_numbers_are_written_in_many_ways(self, text):
        check_phone(text)

    @pytest.mark.parametrize("text", ["12345", "телефон 961310", "961310; DROP", "٠١٢٣٤٥٦", "<961310>", "+-+-+-"])
    def test_what_is_no_number_is_refused(self, registration, text):
        form = AdditionsForm(posted(additions() | {"phone": text}), instance=registration)
        assert list(form.errors) == ["phone"]


class TestAdditions:
    def form(self, registration, **values):
        seen = AdditionsForm(instance=registration).initial["seen"]
        return AdditionsForm(posted({"seen": seen} | additions() | values), instance=registration)

    def test_a_full_page_is_valid(self, registration):
        form = self.form(registration, personnel="42", site="mektep.example", activity="Окутуу", mission="Билим")
        assert form.errors == {}
        assert form.changes() == additions() | {
            "personnel": 42,
            "site": "https://mektep.example",
            "activity": "Окутуу",
            "mission": "Билим",
        }

    @pytest.mark.parametrize("name", ["district_id", "phone", "kind", "instruction_languages", "levels"])
    def test_what_is_needed_is_asked_for(self, registration, name):
        assert list(self.form(registration, **{name: []}).errors) == [name]

    @pytest.mark.parametrize(
        ("typed", "kept"),
        [
            ("http://mektep.example/kg", "http://mektep.example/kg"),
            ("www.mektep.example", "https://www.mektep.example"),
            ("", ""),
            ("javascript:alert(1)", None),
            ("ftp://mektep.example", None),
            ("мектеп", None),
            ("https://", None),
        ],
    )
    def test_a_site_is_an_address_of_the_web(self, registration, typed, kept):
        form = self.form(registration, site=typed)
        assert form.errors.get("site") is None if kept is not None else list(form.errors) == ["site"]
        assert form.cleaned_data.get("site") == kept

    def test_invisible_characters_are_dropped_and_nothing_else(self, registration):
        form = self.form(registration, mission="«Билим\u200b —\tкүч»\u202e\x07\r\nЭкинчи сап\u00a0")
        assert form.is_valid()
        assert form.cleaned_data["mission"] == "«Билим — күч»\nЭкинчи сап"

    def test_a_needed_field_of_invisible_characters_is_empty(self, registration):
        form = RegisterDataForm(posted({"full_name_ky": "\u200b\u200b"}), instance=registration, names=["full_name_ky"])
        assert form.errors == {"full_name_ky": [form.fields["full_name_ky"].error_messages["required"]]}

    @pytest.mark.parametrize("value", ["0", "-5", "100001", "1.5", "көп"])
    def test_personnel_is_a_plausible_number(self, registration, value):
        assert list(self.form(registration, personnel=value).errors) == ["personnel"]

    def test_a_district_that_does_not_exist_is_refused(self, registration):
        assert list(self.form(registration, district_id="0").errors) == ["district_id"]
        assert list(self.form(registration, district_id="x").errors) == ["district_id"]

    def test_a_district_that_can_be_chosen_no_more_is_refused(self, registration):
        district = DistrictFactory(code="41708000000099", is_active=False)
        assert list(self.form(registration, district_id=str(district.pk)).errors) == ["district_id"]

    def test_what_is_valid_can_be_saved_although_something_else_is_not(self, registration):
        form = self.form(registration, phone="жок")
        assert not form.is_valid()
        assert "phone" not in form.changes()
        assert form.changes()["kind"] == "secondary_school"


class TestSeeing:
    def test_only_what_differs_from_what_was_seen_is_a_change(self, registration):
        registration.phone, registration.kind = "111111", Kind.COLLEGE
        seen = AdditionsForm(instance=registration).initial["seen"]
        form = AdditionsForm(posted(additions() | {"seen": seen, "phone": "111111"}), instance=registration)
        assert form.is_valid()
        assert form.changes() == {name: value for name, value in additions().items() if name != "phone"}

    @pytest.mark.parametrize("seen", ["", "{", "[]", '"x"', "null", "9" * 400])
    def test_a_tampered_memory_is_no_memory(self, registration, seen):
        form = AdditionsForm(posted(additions() | {"seen": seen}), instance=registration)
        assert form.is_valid()
        assert form.changes().keys() >= additions().keys()

    def test_a_conflict_shows_the_other_text_in_words_and_is_known_from_then_on(self, registration):
        other = DistrictFactory(code="41708206000000", name_ru="Ысык-Атинский район")
        with override("ru"):
            form = AdditionsForm(posted(additions()), instance=registration)
            assert form.is_valid()
            form.show_conflict(ChangedMeanwhile({"phone": "222222", "district_id": other.pk, "levels": ["preschool"]}))
            errors = {name: messages[0] for name, messages in form.errors.items()}
        assert "222222" in errors["phone"]
        assert "Ысык-Атинский район" in errors["district_id"]
        assert "Дошкольное" in errors["levels"]
        assert json.loads(form.data["seen"]) == {
            "phone": "222222",
            "district_id": other.pk,
            "levels": ["preschool"],
        }
        assert form["phone"].value() == "+996 312 000005"


class TestRegisterData:
    def test_while_the_register_is_silent_everything_is_typed(self):
        registration = RegistrationFactory.build(outcome=Outcome.UNAVAILABLE, started_by=None)
        assert open_fields(registration) == list(TYPED)

    def test_later_only_what_it_left_empty_and_is_needed_or_was_typed(self, registration):
        registration.register_answered_at = registration.started_at
        assert open_fields(registration) == []
        registration.ownership, registration.unverified = Ownership.UNKNOWN, ["okpo"]
        assert open_fields(registration) == ["ownership", "okpo"]

    def test_the_fields_that_are_needed_are_required(self, registration):
        form = RegisterDataForm(posted({}), instance=registration, names=TYPED)
        assert set(form.errors) == set(NEEDED)

    def test_nobody_says_that_he_does_not_know_the_ownership(self, registration):
        form = RegisterDataForm(posted({"ownership": "unknown"}), instance=registration, names=["ownership"])
        assert list(form.errors) == ["ownership"]

    @pytest.mark.parametrize(("typed", "kept"), [("True", True), ("False", False), ("", None)])
    def test_foreign_participation_may_stay_open(self, registration, typed, kept):
        names = ["foreign_participation"]
        form = RegisterDataForm(posted({"foreign_participation": typed}), instance=registration, names=names)
        assert form.is_valid()
        assert form.cleaned_data["foreign_participation"] is kept

    def test_a_field_that_is_not_open_is_ignored(self, registration):
        form = RegisterDataForm(posted({"okpo": "30001706"}), instance=registration, names=["flat"])
        assert form.is_valid()
        assert "okpo" not in form.changes()


class TestBank:
    @pytest.mark.parametrize(
        ("values", "wrong"),
        [
            ({}, set()),
            ({"bank": "Айыл Банк", "account": "1350 1040 0000 1234", "bic": "135-001"}, set()),
            ({"bank": "Айыл Банк"}, {"account", "bic"}),
            ({"account": "1" * 16, "bic": "1" * 6}, {"bank"}),
            ({"bank": "Айыл Банк", "account": "123", "bic": "135001"}, {"account"}),
            ({"bank": "Айыл Банк", "account": "1" * 16, "bic": "12x456"}, {"bic"}),
            ({"bank": "Айыл Банк", "account": "١" * 16, "bic": "135001"}, {"account"}),
        ],
    )
    def test_all_three_lines_or_none(self, registration, values, wrong):
        form = BankForm(posted(values), instance=registration)
        assert set(form.errors) == wrong
        assert form.changes().get("account", "1" * 16 if wrong else "") in {"", "1" * 16, "1350104000001234"}

    def test_a_part_is_not_saved(self, registration):
        form = BankForm(posted({"bank": "Айыл Банк", "account": "1" * 16}), instance=registration)
        assert not form.is_valid()
        assert form.changes() == {}


class TestFiles:
    def test_a_good_scan_is_taken_although_the_other_is_refused(self):
        form = DocumentsForm(
            {},
            {"charter": files.upload(files.pdf()), "certificate": files.upload(b"", "күбөлүк.pdf")},
            present=(),
        )
        assert list(form.errors) == ["certificate"]
        assert list(form.accepted()) == [DocumentKind.CHARTER]

    def test_what_is_there_need_not_be_chosen_again(self):
        form = DocumentsForm({}, {"certificate": files.upload(files.pdf())}, present=["charter"])
        assert form.is_valid()

    def test_a_proof_has_a_scan_and_a_note(self):
        assert set(HeadProofForm({}, {}).errors) == {"proof", "note"}
        assert set(HeadProofForm({"note": "x" * 1001}, {}, has_proof=True).errors) == {"note"}
        assert HeadProofForm({"note": "Жаңы директор"}, {}, has_proof=True).is_valid()


class TestSections:
    @pytest.mark.parametrize("ownership", ["private", "unknown"])
    @pytest.mark.parametrize("chosen", [["accreditation"], ["licensing"], ["accreditation", "licensing"]])
    def test_others_choose_one_or_both(self, ownership, chosen):
        assert SectionForm(posted({"sections": chosen}), ownership=ownership).is_valid()

    @pytest.mark.parametrize(("ownership", "word"), [("state", "Государственная"), ("municipal", "Муниципальная")])
    def test_a_public_organization_is_told_why_it_has_no_choice(self, ownership, word):
        with override("ru"):
            form = SectionForm(ownership=ownership)
            assert word in str(form["sections"].help_text)
        assert form.initial == {"sections": ["accreditation"]}
        assert [value for value, _label in form.fields["sections"].choices] == ["accreditation"]
        assert not SectionForm(posted({"sections": ["licensing"]}), ownership=ownership).is_valid()

    def test_nothing_chosen_is_refused(self):
        assert not SectionForm(posted({}), ownership="private").is_valid()


_ANYTHING = st.dictionaries(
    st.sampled_from([*TYPED, *additions.__code__.co_names, "district_id", "phone", "site", "bank", "account", "bic",
                     "seen", "personnel", "kind", "levels", "instruction_languages", "mission", "sections"]),
    st.lists(st.text(st.characters(codec=None), max_size=60) | st.text(string.digits + "-./:"), max_size=3),
)  # fmt: skip


@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(values=_ANYTHING)
def test_whatever_is_posted_is_answered(values, registration):
    data = posted({name: list(value) for name, value in values.items()})
    for form in (
        RegisterDataForm(data, instance=registration, names=TYPED),
        AdditionsForm(data, instance=registration),
        BankForm(data, instance=registration),
    ):
        form.is_valid()
        for name, value in form.changes().items():
            assert not isinstance(value, str) or value == visible(value)
            assert name in form.fields
    SectionForm(data, ownership="private").is_valid()
    HeadProofForm(data, {}).is_valid()
