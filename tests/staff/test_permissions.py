from itertools import product

import pytest

from organizations.enums import Role
from staff.enums import Permission
from staff.permissions import NOT_FOR_ACTING_HEADS, TABLE, allowed

H, D, A, B, S = Role.HEAD, Role.DEPUTY, Role.ACCOUNTANT, Role.DEPARTMENT_HEAD, Role.SPECIALIST
EXPECTED = {
    Permission.SEE_PROFILE: {H, D, A, B, S},
    Permission.EDIT_PROFILE: {H, D},
    Permission.SEE_STAFF: {H, D, A, B, S},
    Permission.MANAGE_STAFF: {H, D},
    Permission.APPOINT_ACTING_HEAD: {H},
    Permission.HAND_OVER: {H},
    Permission.SEE_SELF_ASSESSMENT: {H, D, A, B, S},
    Permission.WRITE_SELF_ASSESSMENT: {H, D, A, B, S},
    Permission.LEAD_SELF_ASSESSMENT: {H, D, B},
    Permission.SIGN: {H},
}
NEVER_LENT = {Permission.APPOINT_ACTING_HEAD, Permission.HAND_OVER}


def test_every_permission_stands_in_the_table():
    assert set(TABLE) == set(Permission) == set(EXPECTED)


@pytest.mark.parametrize(("permission", "role"), list(product(Permission, [*Role, None])))
def test_the_table_gives_each_role_exactly_its_rights(permission, role):
    assert allowed(role, permission) is (role in EXPECTED[permission])


@pytest.mark.parametrize(("permission", "role"), list(product(Permission, Role)))
def test_an_acting_head_has_the_heads_rights_beside_his_own_but_cannot_pass_them_on(permission, role):
    own = role in EXPECTED[permission]
    lent = H in EXPECTED[permission] and permission not in NEVER_LENT
    assert allowed(role, permission, acts_as_head=True) is (own or lent)


@pytest.mark.parametrize("permission", Permission)
def test_who_does_not_work_here_has_no_right_even_while_an_appointment_runs(permission):
    assert not allowed(None, permission, acts_as_head=True)


def test_nothing_is_kept_from_acting_heads_that_the_head_has_not():
    assert all(TABLE[permission] == {H} for permission in NOT_FOR_ACTING_HEADS)
