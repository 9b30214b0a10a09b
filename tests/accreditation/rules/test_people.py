from itertools import product

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import translation

from accounts.acting import Acting
from accreditation.rules import people as rules
from tests.factories.accounts import UserFactory
from tests.factories.organizations import DistrictFactory, OrganizationFactory
from tests.factories.people import (
    CollegiumMemberFactory,
    ExpertFactory,
    ExpertRelativeFactory,
    SpecialistFactory,
    UnavailabilityFactory,
    acting_as,
)

pytestmark = pytest.mark.django_db

WHO = {
    "administrator": lambda: UserFactory(is_administrator=True),
    "specialist": lambda: SpecialistFactory().person,
    "blocked specialist": lambda: SpecialistFactory(blocked=True).person,
    "expert": lambda: ExpertFactory().person,
    "blocked expert": lambda: ExpertFactory(blocked=True).person,
    "member": lambda: CollegiumMemberFactory().person,
    "blocked member": lambda: CollegiumMemberFactory(blocked=True).person,
    "stranger": UserFactory,
}
ALLOWED = {
    rules.is_administrator: {"administrator"},
    rules.is_specialist: {"specialist"},
    rules.is_expert: {"expert"},
    rules.is_collegium_member: {"member"},
    rules.works_in_the_ministry: {"administrator", "specialist"},
}


@pytest.mark.parametrize(("rule", "who"), list(product(ALLOWED, WHO)), ids=lambda part: getattr(part, "__name__", part))
def test_only_who_is_it_now_may(rule, who):
    refusal = rule.reason(Acting(user=WHO[who]()), None)
    assert (refusal is None) is (who in ALLOWED[rule])


def test_a_refusal_says_who_may():
    with translation.override("en"), pytest.raises(PermissionDenied, match="administrator of accreditation"):
        rules.may_manage_people.check(Acting(user=UserFactory()))


@pytest.mark.parametrize(
    ("make", "find"),
    [
        (SpecialistFactory, rules.specialist_of),
        (ExpertFactory, rules.expert_of),
        (CollegiumMemberFactory, rules.collegium_member_of),
    ],
)
def test_a_person_is_found_as_what_he_is_until_he_is_blocked(make, find):
    entry = make()
    assert find(entry.person) == entry
    assert find(make(blocked=True).person) is None
    assert find(UserFactory()) is None


def test_nobody_blocks_his_own_entry():
    entry = SpecialistFactory()
    assert rules.is_not_oneself.reason(acting_as(entry), entry)
    assert rules.is_not_oneself.allows(acting_as(SpecialistFactory()), entry)


def test_an_entry_without_work_may_be_deleted_with_its_declarations():
    expert = UnavailabilityFactory().expert
    ExpertRelativeFactory(expert=expert)
    for entry in (expert, SpecialistFactory(), CollegiumMemberFactory()):
        assert rules.has_no_history.allows(acting_as(entry), entry)


def test_every_table_that_protects_a_row_counts_as_history():
    """Whatever table comes later, its rows keep an entry; shown on rows that have such tables for sure."""
    district = DistrictFactory()
    acting = Acting(user=UserFactory())
    assert rules.has_no_history.allows(acting, district)
    OrganizationFactory(district=district)
    with translation.override("en"):
        assert "Block the person instead" in rules.has_no_history.reason(acting, district)
