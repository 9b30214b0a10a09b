import pytest
from django.utils.timezone import now

from accounts.acting import Acting
from organizations import rules
from organizations.enums import Role, State
from tests.factories.accounts import UserFactory, new_inn
from tests.factories.organizations import OrganizationFactory, RegistrationFactory

pytestmark = pytest.mark.django_db
ROLES = {"Жетекчиева": Role.HEAD, "Орунбасаров": Role.DEPUTY, "Эсепчиев": Role.ACCOUNTANT,
         "Бөлүмбашов": Role.DEPARTMENT_HEAD, "Мугалимова": Role.SPECIALIST}  # fmt: skip


def role_by_name(user, organization_id):
    return ROLES.get(user.last_name)


class TestRegistering:
    def test_the_simple_signature_registers_nothing(self):
        assert rules.may_register.reason(Acting(user=UserFactory()), None)

    @pytest.mark.parametrize("signature", ["cloud", "token"])
    def test_each_signature_of_an_organization_does(self, signature):
        acting = Acting(user=UserFactory(), signature=signature, organization_inn=new_inn())
        assert rules.may_register.reason(acting, None) is None

    @pytest.mark.parametrize("state", State)
    def test_a_liquidated_organization_is_not_registered(self, state):
        registration = RegistrationFactory(state=state)
        acting = Acting(user=UserFactory(), signature="cloud", organization_inn=registration.inn)
        assert rules.may_go_on.allows(acting, registration) is (state != State.LIQUIDATED)

    def test_nobody_goes_on_for_another_organization(self):
        registration = RegistrationFactory()
        for acting in (
            Acting(user=registration.started_by),
            Acting(user=registration.started_by, signature="cloud", organization_inn=new_inn()),
        ):
            assert rules.may_go_on.reason(acting, registration)


class TestProfile:
    @pytest.mark.parametrize(
        ("last_name", "may_edit"),
        [
            ("Жетекчиева", True),
            ("Орунбасаров", True),
            ("Эсепчиев", False),
            ("Бөлүмбашов", False),
            ("Мугалимова", False),
            ("Бөтөнов", False),
        ],
    )
    def test_head_and_deputies_edit(self, settings, last_name, may_edit):
        settings.ORGANIZATION_ROLE = f"{__name__}.role_by_name"
        school = OrganizationFactory()
        acting = Acting(user=UserFactory(last_name=last_name), organization_id=school.pk)
        assert rules.may_edit.allows(acting, school) is may_edit
        assert rules.may_refresh.allows(acting, school) is may_edit
        assert rules.may_prove.reason(acting, school)

    def test_a_new_director_refreshes_and_proves_before_he_edits(self):
        school = OrganizationFactory(register_answered_at=now(), head_name="Бектуров Нурлан")
        newcomer = UserFactory(last_name="Асанов", first_name="Эрмек")
        acting = Acting(user=newcomer, signature="cloud", organization_inn=school.inn)
        assert rules.may_edit.reason(acting, school)
        assert rules.may_refresh.allows(acting, school)
        assert rules.may_prove.allows(acting, school)


@pytest.mark.parametrize("rule", [rules.may_judge_proofs, rules.may_edit_programmes])
def test_the_ministry_judges_and_keeps_the_list_of_programmes(rule):
    assert rule.allows(Acting(user=UserFactory(is_administrator=True)), None)
    assert rule.reason(Acting(user=UserFactory()), None)
