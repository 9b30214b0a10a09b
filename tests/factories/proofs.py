import factory
from django.utils import timezone

from organizations.enums import DocumentKind, ProofState
from organizations.models import HeadProof
from tests.factories.accounts import UserFactory
from tests.factories.organizations import OrganizationDocumentFactory, OrganizationFactory


class HeadProofFactory(factory.django.DjangoModelFactory[HeadProof]):
    """A proof that waits: somebody signs for a school whose register names another head."""

    class Meta:
        model = HeadProof

    organization = factory.SubFactory(OrganizationFactory, register_answered_at=factory.LazyFunction(timezone.now))
    person = factory.SubFactory(UserFactory)
    document = factory.SubFactory(
        OrganizationDocumentFactory,
        kind=DocumentKind.HEAD_PROOF,
        name="буйрук.pdf",
        organization=factory.SelfAttribute("..organization"),
    )
    register_name = factory.SelfAttribute("organization.head_name")
    certificate_name = factory.LazyAttribute(lambda proof: proof.person.get_full_name())
    note = "Жаңы директор, буйрук № 14-к"
    state = ProofState.WAITING
    decided_at = factory.LazyAttribute(lambda proof: None if proof.state == ProofState.WAITING else timezone.now())
    decided_by = factory.Maybe(
        factory.LazyAttribute(lambda proof: proof.state != ProofState.WAITING),
        yes_declaration=factory.SubFactory(UserFactory, is_administrator=True),
        no_declaration=None,
    )
