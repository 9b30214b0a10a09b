from datetime import timedelta

import factory
from django.utils import timezone

from accounts.acting import Acting
from accounts.enums import Signature
from organizations.enums import Role
from staff.enums import State, Verification
from staff.models import ActingHead, Employment
from tests.factories.accounts import UserFactory
from tests.factories.organizations import OrganizationFactory


class EmploymentFactory(factory.django.DjangoModelFactory[Employment]):
    """A teacher whom a register confirmed and who works now."""

    class Meta:
        model = Employment

    organization = factory.SubFactory(OrganizationFactory)
    person = factory.SubFactory(UserFactory)
    last_name = factory.SelfAttribute("person.last_name")
    first_name = factory.SelfAttribute("person.first_name")
    middle_name = factory.SelfAttribute("person.middle_name")
    role = Role.SPECIALIST
    position = "математика мугалими"
    state = State.EMPLOYED
    verification = Verification.CONFIRMED
    verified_at = factory.LazyAttribute(
        lambda employment: timezone.now() if employment.verification == Verification.CONFIRMED else None
    )
    ended_on = factory.LazyAttribute(
        lambda employment: timezone.localdate() if employment.state == State.DISMISSED else None
    )


class ActingHeadFactory(factory.django.DjangoModelFactory[ActingHead]):
    """A deputy who acts as the head from yesterday until tomorrow."""

    class Meta:
        model = ActingHead

    employment = factory.SubFactory(EmploymentFactory, role=Role.DEPUTY)
    organization = factory.SelfAttribute("employment.organization")
    from_on = factory.LazyFunction(lambda: timezone.localdate() - timedelta(days=1))
    until_on = factory.LazyFunction(lambda: timezone.localdate() + timedelta(days=1))
    order_number = "17-к"
    ordered_on = factory.LazyFunction(timezone.localdate)
    appointed_by = factory.SubFactory(UserFactory)


def acting_for(employment: Employment, *, signs: bool = False) -> Acting:
    """The employee, at work in his organization; with `signs` he signed in with its own signature."""
    organization = employment.organization
    return Acting(
        user=employment.person,
        signature=Signature.CLOUD if signs else Signature.SIMPLE,
        organization_inn=organization.inn if signs else None,
        organization_id=organization.pk,
        place_key=f"organization-{organization.pk}",
    )
