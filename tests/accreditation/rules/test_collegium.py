"""Who may do what about a case of the collegium, as a table of people; each refusal says why."""

import pytest
from django.core.exceptions import PermissionDenied

from accounts.acting import Acting
from accreditation.enums.collegium import ItemState
from accreditation.rules import collegium as rules
from accreditation.rules.people import collegium_member_of
from tests.factories.accounts import UserFactory
from tests.factories.collegium import Hall
from tests.factories.people import CollegiumMemberFactory, ExpertFactory, SpecialistFactory, acting_as
from tests.factories.staff import EmploymentFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_english", "_standards")]

ALLOWED = {
    "may_convene": {"secretary", "second", "administrator at the school"},
    "may_add_case": {"secretary", "second", "its specialist"},
    "may_record": {"secretary", "second"},
    "may_confirm": {"second"},
    "may_read_case": {"member", "absent member"},
    "may_vote": {"member"},
    "may_record_votes": {"secretary", "second", "member"},
}


@pytest.fixture
def item():
    return Hall().item_in(ItemState.DRAFTED)


@pytest.fixture
def people(item):
    organization = item.application.organization
    at_school, employed = UserFactory(is_administrator=True), CollegiumMemberFactory()
    EmploymentFactory(organization=organization, person=at_school)
    EmploymentFactory(organization=organization, person=employed.person)
    present = item.sitting.attendances.select_related("member__person").first().member
    return {
        "secretary": Acting(user=item.decision.drafted_by),
        "second": Acting(user=UserFactory(is_administrator=True)),
        "administrator at the school": Acting(user=at_school),
        "its specialist": acting_as(item.application.specialist),
        "another specialist": acting_as(SpecialistFactory()),
        "member": acting_as(present),
        "absent member": acting_as(CollegiumMemberFactory()),
        "member with a conflict": acting_as(employed),
        "blocked member": acting_as(CollegiumMemberFactory(blocked=True)),
        "expert": acting_as(ExpertFactory()),
        "stranger": Acting(user=UserFactory()),
        "the system": None,
    }


@pytest.mark.parametrize("name", ALLOWED)
def test_each_rule_allows_its_people_and_tells_the_others_why(item, people, name):
    rule = getattr(rules, name)
    assert {who for who, acting in people.items() if rule.allows(acting, item)} == ALLOWED[name]
    for who, acting in people.items():
        reason = rule.reason(acting, item)
        assert reason is None or len(reason) > 10, who


def test_a_conflict_is_said_in_words(item, people):
    with pytest.raises(PermissionDenied, match="conflict of interest"):
        rules.may_read_case.check(people["member with a conflict"], item)


def test_who_was_blocked_in_the_sitting_votes_no_more(item, people):
    member = collegium_member_of(people["member"].user)
    type(member).objects.filter(pk=member.pk).update(
        blocked_at=member.added_at, blocked_by=UserFactory(), block_reason="Кетти"
    )
    assert rules.may_vote.reason(people["member"], item) == "Only a member of the collegium may do this."
