from datetime import timedelta

import factory
from django.utils import timezone

from accounts.acting import Acting
from accreditation.enums.people import ExpertType
from accreditation.models import CollegiumMember, Expert, ExpertRelative, MinistryPerson, Specialist, Unavailability
from organizations.enums import InstructionLanguage, Level
from selfassessment.enums import AccreditationType
from tests.factories.accounts import UserFactory
from tests.factories.organizations import DistrictFactory, OrganizationFactory


class _MinistryPersonFactory(factory.django.DjangoModelFactory):
    """Give it `blocked=True` for somebody who was blocked yesterday."""

    class Meta:
        abstract = True

    class Params:
        blocked = factory.Trait(
            blocked_at=factory.LazyFunction(lambda: timezone.now() - timedelta(days=1)),
            blocked_by=factory.SubFactory(UserFactory, is_administrator=True),
            block_reason="Бөлүмдөн кетти",
        )

    person = factory.SubFactory(UserFactory)
    last_name = factory.SelfAttribute("person.last_name")
    first_name = factory.SelfAttribute("person.first_name")
    middle_name = factory.SelfAttribute("person.middle_name")
    name_confirmed_at = factory.LazyFunction(timezone.now)
    position = "башкы адис"
    organization = "Министрликтин аккредитация бөлүмү"
    email = factory.Sequence(lambda number: f"person-{number}@mail.example")
    phone = "+996 555 100200"


class SpecialistFactory(_MinistryPersonFactory):
    """A specialist of the ministry who may work now."""

    class Meta:
        model = Specialist


class CollegiumMemberFactory(_MinistryPersonFactory):
    """A member of the collegium who may vote now."""

    class Meta:
        model = CollegiumMember

    position = "коллегиянын мүчөсү"


class ExpertFactory(_MinistryPersonFactory):
    """An expert fit for every kind and level, who speaks Kyrgyz and Russian and lives in Chui."""

    class Meta:
        model = Expert

    position = "методист"
    organization = "Билим берүү борбору"
    type = ExpertType.ACCREDITATION
    kinds = factory.LazyFunction(lambda: list(AccreditationType.values))
    levels = factory.LazyFunction(lambda: list(Level.values))
    district = factory.SubFactory(DistrictFactory)
    region = factory.SelfAttribute("district.region")
    languages = factory.LazyFunction(lambda: [InstructionLanguage.KYRGYZ.value, InstructionLanguage.RUSSIAN.value])
    certificate_valid_until = factory.LazyFunction(lambda: timezone.localdate() + timedelta(days=365))


class ExpertRelativeFactory(factory.django.DjangoModelFactory[ExpertRelative]):
    """A relative who works in an organization."""

    class Meta:
        model = ExpertRelative

    expert = factory.SubFactory(ExpertFactory)
    organization = factory.SubFactory(OrganizationFactory)
    kinship = "агасы"
    declared_on = factory.LazyFunction(timezone.localdate)


class UnavailabilityFactory(factory.django.DjangoModelFactory[Unavailability]):
    """Away from today for ten days."""

    class Meta:
        model = Unavailability

    expert = factory.SubFactory(ExpertFactory)
    from_on = factory.LazyFunction(timezone.localdate)
    until_on = factory.LazyFunction(lambda: timezone.localdate() + timedelta(days=9))


def acting_as(entry: MinistryPerson) -> Acting:
    """The person at work as what the entry says, signed in with the simple signature."""
    return Acting(user=entry.person, place_key=entry._meta.model_name)
