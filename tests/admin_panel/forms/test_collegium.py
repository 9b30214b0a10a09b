"""What the forms of a sitting take, what they refuse, and that nothing typed is lost."""

from datetime import date, time, timedelta

import pytest
from django.utils import timezone

from accreditation.enums.applications import State
from accreditation.enums.collegium import Outcome
from accreditation.models import Application
from accreditation.services.deciding import Wording
from admin_panel.forms.collegium import CasesForm, DecisionForm, MotionForm, PresenceForm, ReasonForm, SittingForm
from selfassessment.services.reference import load_reference
from tests.factories.accounts import UserFactory
from tests.factories.accreditation import quick
from tests.factories.collegium import WORDINGS, Hall
from tests.factories.people import CollegiumMemberFactory

pytestmark = pytest.mark.django_db

NO_CHOICE = "Select a valid choice. That choice is not one of the available choices."
IN_A_WEEK = timezone.localdate() + timedelta(days=7)


@pytest.fixture
def hall(db):
    load_reference()
    return Hall(count=3)


def typed(hall, **changes):
    return {
        "on": IN_A_WEEK.isoformat(),
        "at": "14:30",
        "place": "Бишкек",
        "link": "",
        "chair": str(hall.chair.pk),
        "secretary": str(hall.secretary.user.pk),
    } | changes


class TestSitting:
    def test_the_plan_is_a_moment_of_this_country(self, hall):
        form = SittingForm(typed(hall, link="meet.example/kollegiya"))
        assert form.is_valid(), form.errors
        local = timezone.localtime(form.plan.starts_at)
        assert (local.date(), local.time()) == (IN_A_WEEK, time(14, 30))
        assert (form.plan.place, form.plan.link) == ("Бишкек", "https://meet.example/kollegiya")
        assert (form.plan.chair, form.plan.secretary) == (hall.chair, hall.secretary.user)

    @pytest.mark.parametrize("where", [{"place": "Ош"}, {"place": "", "link": "https://meet.example/"}])
    def test_a_place_or_a_link_is_enough(self, hall, where):
        assert SittingForm(typed(hall, **where)).is_valid()

    @pytest.mark.parametrize(
        ("name", "value", "said"),
        [
            ("on", "", "Enter the date."),
            ("on", "эртең", "Enter a valid date."),
            ("on", "2020-01-01", "This moment is over: choose one that is still to come."),
            ("at", "", "Enter the time."),
            ("at", "25:00", "Enter the time like 14:30."),
            ("place", "", "Enter the place or the link."),
            ("place", "   ", "Enter the place or the link."),
            ("place", "Б" * 301, "Ensure this value has at most 300 characters (it has 301)."),
            ("link", "жок", "Enter a valid URL."),
            ("chair", "", "Choose the chair."),
            ("chair", "999999999", NO_CHOICE),
            ("secretary", "", "This field is required."),
            ("secretary", "999999999", NO_CHOICE),
        ],
    )
    def test_each_field_is_refused_beside_itself_and_all_is_kept(self, hall, name, value, said):
        data = typed(hall, **{name: value})
        form = SittingForm(data)
        assert form.errors == {name: [said]}
        assert {field.name: field.value() for field in form} == data

    def test_only_members_who_may_sit_lead_and_only_administrators_write(self, hall):
        blocked = CollegiumMemberFactory(blocked=True)
        strangers = UserFactory(), UserFactory(is_administrator=True, is_active=False)
        form = SittingForm()
        assert set(form.fields["chair"].queryset) == set(hall.members)
        assert set(form.fields["secretary"].queryset) == {hall.secretary.user, hall.second.user, blocked.blocked_by}
        assert SittingForm(typed(hall, chair=blocked.pk)).errors == {"chair": [NO_CHOICE]}
        for stranger in strangers:
            assert SittingForm(typed(hall, secretary=stranger.pk)).errors == {"secretary": [NO_CHOICE]}


class TestCasesAndMembers:
    def test_cases_are_told_by_number_and_organization(self):
        case = quick(State.EVALUATED)
        form = CasesForm(ready=Application.objects.all())
        assert [label for _key, label in form.fields["cases"].choices] == [f"{case}, {case.organization.name}"]

    def test_only_ready_cases_are_taken(self):
        ready, other = quick(State.EVALUATED), quick(State.ASSIGNED)
        rows = Application.objects.filter(pk=ready.pk)
        assert list(CasesForm({"cases": [ready.pk]}, ready=rows).fields["cases"].queryset) == [ready]
        refused = CasesForm({"cases": [ready.pk, other.pk]}, ready=rows)
        assert list(refused.errors) == ["cases"]
        assert refused["cases"].value() == [ready.pk, other.pk]
        assert CasesForm({}, ready=rows).errors == {"cases": ["Choose at least one case."]}

    def test_nobody_has_to_be_present_and_who_is_blocked_is_not(self, hall):
        blocked = CollegiumMemberFactory(blocked=True)
        nobody, all_of_them = PresenceForm({}), PresenceForm({"members": [one.pk for one in hall.members]})
        assert nobody.is_valid()
        assert not nobody.cleaned_data["members"]
        assert all_of_them.is_valid()
        assert set(all_of_them.cleaned_data["members"]) == set(hall.members)
        assert list(PresenceForm({"members": [blocked.pk]}).errors) == ["members"]

    @pytest.mark.parametrize("outcome", Outcome)
    def test_every_outcome_can_be_put_to_the_vote(self, outcome):
        form = MotionForm({"motion": outcome.value})
        assert form.is_valid()
        assert Outcome(form.cleaned_data["motion"]) is outcome

    @pytest.mark.parametrize("value", ["", "certified", "ACCREDITED"])
    def test_nothing_else_can(self, value):
        form = MotionForm({"motion": value})
        assert list(form.errors) == ["motion"]
        assert form["motion"].value() == value

    @pytest.mark.parametrize(
        ("value", "said"),
        [
            ("", "Write the reason."),
            (" \r\n ", "Write the reason."),
            ("а" * 1002, "The text must not exceed 1000 characters: 2 characters are too many."),
        ],
    )
    def test_a_reason_is_written_and_short(self, value, said):
        form = ReasonForm({"reason": value})
        assert form.errors == {"reason": [said]}
        assert form["reason"].value() == value
        assert ReasonForm({"reason": "а" * 1000}).is_valid()


REASONS = {"reasons_ky": False, "reasons_ru": False}
FIELDS = {
    Outcome.ACCREDITED: REASONS,
    Outcome.CONDITIONAL: REASONS | {"conditions_ky": False, "conditions_ru": False, "until": True},
    Outcome.REFUSED: REASONS,
    Outcome.POSTPONED: REASONS | {"until": True},
}
LATER, REASON = (IN_A_WEEK + timedelta(days=90)).isoformat(), "Негиз"
NO_REASONS, NO_DAY = "Write the reasons: the organization reads them.", "Enter the day."
NO_CONDITIONS, TOO_EARLY = (
    "Write the conditions: the organization has to fulfil them.",
    "The day has to come after the sitting.",
)
TODAY = timezone.localdate().isoformat()
LACKING = [
    (Outcome.CONDITIONAL, {}, {"conditions_ky": [NO_CONDITIONS], "until": [NO_DAY]}),
    (Outcome.CONDITIONAL, {"conditions_ky": REASON}, {"until": [NO_DAY]}),
    (Outcome.CONDITIONAL, {"conditions_ky": " ", "until": LATER}, {"conditions_ky": [NO_CONDITIONS]}),
    (Outcome.CONDITIONAL, {"conditions_ky": REASON, "until": TODAY}, {"until": [TOO_EARLY]}),
    (Outcome.CONDITIONAL, {"conditions_ky": REASON, "until": "жай"}, {"until": ["Enter a valid date."]}),
    (Outcome.REFUSED, {}, {"reasons_ky": [NO_REASONS]}),
    (Outcome.REFUSED, {"reasons_ky": "\n"}, {"reasons_ky": [NO_REASONS]}),
    (Outcome.POSTPONED, {}, {"reasons_ky": [NO_REASONS], "until": [NO_DAY]}),
    (Outcome.POSTPONED, {"reasons_ky": REASON}, {"until": [NO_DAY]}),
    (Outcome.POSTPONED, {"reasons_ky": REASON, "until": TODAY}, {"until": [TOO_EARLY]}),
    (Outcome.POSTPONED, {"until": LATER}, {"reasons_ky": [NO_REASONS]}),
]


class TestDecision:
    @pytest.fixture
    def item(self, hall):
        item = hall.planned().items.select_related("sitting").get()
        item.sitting.starts_at = timezone.now()
        return item

    def form(self, item, outcome, data=None):
        item.motion = outcome
        return DecisionForm(data, item=item)

    @pytest.mark.parametrize("outcome", Outcome)
    def test_each_outcome_has_its_fields_and_says_which_are_needed(self, item, outcome):
        fields = self.form(item, outcome).fields
        assert {name: field.required for name, field in fields.items()} == FIELDS[outcome]

    @pytest.mark.parametrize("outcome", Outcome)
    def test_what_is_complete_becomes_the_wording(self, item, outcome):
        said = WORDINGS[outcome]
        until = said.until.isoformat() if said.until else ""
        form = self.form(
            item, outcome, {"reasons_ky": said.reasons_ky, "conditions_ky": said.conditions_ky, "until": until}
        )
        assert form.is_valid(), form.errors
        assert form.wording == said

    @pytest.mark.parametrize(("outcome", "data", "errors"), LACKING)
    def test_what_the_outcome_needs_is_asked_once_and_the_rest_is_kept(self, item, outcome, data, errors):
        form = self.form(item, outcome, data)
        assert form.errors == errors
        assert {name: form[name].value() for name in data} == data

    @pytest.mark.parametrize(
        ("outcome", "name"), [(Outcome.REFUSED, "reasons_ru"), (Outcome.CONDITIONAL, "conditions_ky")]
    )
    def test_a_text_that_is_too_long_is_refused_once_and_not_cut(self, item, outcome, name):
        form = self.form(item, outcome, {name: "а" * 4001, "until": LATER})
        assert form.errors == {name: ["The text must not exceed 4000 characters: 1 character is too many."]}
        assert len(form[name].value()) == 4001

    def test_what_another_outcome_would_need_is_not_taken(self, item):
        data = {"reasons_ky": REASON, "conditions_ky": "Шарт", "until": LATER}
        form = self.form(item, Outcome.ACCREDITED, data)
        assert form.is_valid()
        assert form.wording == Wording(reasons_ky=REASON)

    @pytest.mark.parametrize(
        ("outcome", "label"),
        [(Outcome.CONDITIONAL, "Conditions are to be fulfilled by"), (Outcome.POSTPONED, "Postponed until")],
    )
    def test_the_day_says_what_it_means(self, item, outcome, label):
        assert self.form(item, outcome)["until"].label == label
        form = self.form(item, outcome, {"reasons_ky": REASON, "conditions_ky": REASON, "until": LATER})
        assert form.is_valid()
        assert form.wording.until == date.fromisoformat(LATER)
