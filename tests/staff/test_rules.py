from datetime import timedelta
from itertools import product

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone, translation

from accounts.acting import Acting
from accounts.enums import Signature
from organizations.enums import Role
from staff import rules
from staff.enums import Permission, State
from staff.permissions import TABLE
from tests.factories.accounts import UserFactory, new_inn
from tests.factories.organizations import OrganizationFactory
from tests.factories.staff import ActingHeadFactory, EmploymentFactory, acting_for

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate


@pytest.mark.parametrize(("permission", "role"), list(product(Permission, Role)))
def test_a_rule_says_what_the_table_says(permission, role):
    employment = EmploymentFactory(role=role)
    refusal = rules.may(permission).reason(acting_for(employment), employment.organization)
    assert (refusal is None) is (role in TABLE[permission])


@pytest.mark.parametrize("permission", Permission)
def test_a_stranger_a_dismissed_employee_and_one_of_another_school_have_no_rights(permission):
    school = OrganizationFactory()
    dismissed = EmploymentFactory(organization=school, role=Role.HEAD, state=State.DISMISSED)
    elsewhere = EmploymentFactory(role=Role.HEAD)
    for user in (UserFactory(), dismissed.person, elsewhere.person):
        acting = Acting(user=user, organization_id=school.pk)
        assert rules.may(permission).reason(acting, school) == "You do not work in this organization."


def test_a_refusal_names_the_roles_that_may():
    teacher = EmploymentFactory()
    with translation.override("en"), pytest.raises(PermissionDenied) as refusal:
        rules.may_manage_staff.check(acting_for(teacher), teacher.organization)
    assert str(refusal.value) == (
        "Your role does not allow this. It may be done by: Head of the organization, Deputy head of the organization."
    )


@pytest.mark.parametrize(
    ("start", "end", "stopped", "acts"),
    [
        (0, 0, False, True),
        (-1, 0, False, True),
        (0, 1, False, True),
        (-30, 30, False, True),
        (-30, -1, False, False),
        (1, 30, False, False),
        (-1, 1, True, False),
    ],
)
def test_an_acting_head_has_the_role_on_the_days_of_the_order_only(start, end, stopped, acts):
    appointment = ActingHeadFactory(
        employment__role=Role.SPECIALIST,
        from_on=TODAY() + timedelta(days=start),
        until_on=TODAY() + timedelta(days=end),
        stopped_at=timezone.now() if stopped else None,
    )
    employment = appointment.employment
    assert rules.standing(employment.person, employment.organization_id) == rules.Standing(Role.SPECIALIST, acts)
    assert rules.role_in(employment.person, employment.organization_id) == (Role.HEAD if acts else Role.SPECIALIST)


def test_a_dismissed_acting_head_has_no_role():
    employment = ActingHeadFactory(employment__state=State.DISMISSED).employment
    assert rules.role_in(employment.person, employment.organization_id) is None


def test_nobody_has_a_role_in_no_organization():
    assert rules.role_in(UserFactory(), None) is None


def test_the_standing_costs_one_query(django_assert_num_queries):
    employment = ActingHeadFactory().employment
    with django_assert_num_queries(1):
        rules.standing(employment.person, employment.organization_id)


def test_the_right_to_pass_the_role_on_cannot_be_lent():
    employment = ActingHeadFactory().employment
    refusal = rules.may_hand_over.reason(acting_for(employment), employment.organization)
    assert refusal == "The head cannot lend this right: an acting head does not have it."


@pytest.mark.parametrize(
    ("role", "lent", "signature", "own", "signs"),
    [
        (Role.HEAD, False, Signature.CLOUD, True, True),
        (Role.HEAD, False, Signature.TOKEN, True, True),
        (Role.HEAD, False, Signature.SIMPLE, True, False),
        (Role.HEAD, False, Signature.CLOUD, False, False),
        (Role.DEPUTY, True, Signature.CLOUD, True, True),
        (Role.DEPUTY, True, Signature.SIMPLE, True, False),
        (Role.DEPUTY, True, Signature.CLOUD, False, False),
        *((role, False, Signature.CLOUD, True, False) for role in Role if role != Role.HEAD),
    ],
)
def test_only_a_head_with_a_certificate_of_the_organization_signs(role, lent, signature, own, signs):
    employment = EmploymentFactory(role=role)
    if lent:
        ActingHeadFactory(employment=employment)
    inn = employment.organization.inn if own else new_inn()
    acting = Acting(
        user=employment.person,
        signature=signature,
        organization_inn=None if signature == Signature.SIMPLE else inn,
        organization_id=employment.organization_id,
    )
    assert rules.may_sign.allows(acting, employment.organization) is signs


def test_an_acting_head_is_told_that_the_certificate_must_be_his_own():
    employment = ActingHeadFactory().employment
    refusal = rules.may_sign.reason(acting_for(employment), employment)
    assert refusal.startswith("An acting head signs only with a certificate of the organization issued in his or her")


@pytest.mark.parametrize("role", [Role.HEAD, Role.DEPUTY])
def test_the_heads_entry_is_changed_by_the_head_alone(role):
    head = EmploymentFactory(role=Role.HEAD)
    other = head if role == Role.HEAD else EmploymentFactory(organization=head.organization, role=role)
    assert rules.may_change.allows(acting_for(other), head) is (role == Role.HEAD)


def test_a_teacher_changes_no_entry():
    teacher = EmploymentFactory()
    assert not rules.may_change.allows(acting_for(teacher), teacher)


def test_ones_own_entry_is_somebody_elses_business():
    deputy = EmploymentFactory(role=Role.DEPUTY)
    other = EmploymentFactory(organization=deputy.organization)
    assert rules.is_not_oneself.allows(acting_for(deputy), other)
    assert not rules.is_not_oneself.allows(acting_for(deputy), deputy)
