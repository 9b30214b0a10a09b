"""Who is recognised as the head without an act of the organization: whom the Ministry of Justice's register names, or
the ministry that accredits."""

from django.db import transaction

from accounts.acting import Acting
from accounts.models import User
from organizations.enums import ProofState
from organizations.models import HeadProof, Organization
from organizations.roles import signs_as_head
from staff import workflow
from staff.enums import Action, State
from staff.models import Employment
from staff.names import Name
from staff.selectors import head_of
from staff.services.heads import make_head


@transaction.atomic
def recognise_by_number(person: User) -> list[Employment]:
    """The person is the head of each organization whose register names this personal number, and which has no head, or
    one for whom nothing speaks yet but a proof that waits. Who was handed the role, or named by the ministry, keeps it.
    """
    if not person.pin:
        return []
    named = Organization.objects.filter(head_pin_index=person.pin_index).order_by("pk")
    return [recognise(person, organization) for organization in named if _is_free(organization, person)]


@transaction.atomic
def recognise_by_signature(acting: Acting, organization: Organization) -> Employment | None:
    """Who signs for an organization without a head is its head, if the register names him, if he gave a proof, or if it
    was he who registered while the register was silent."""
    if head_of(organization) or not signs_as_head(acting, organization):
        return None
    return recognise(acting.user, organization, position=acting.position)


@transaction.atomic
def follow_the_register(organization: Organization) -> Employment | None:
    """The person whom the register names now is the head, known by the number even before the first sign-in."""
    name = Name.parse(organization.head_name)
    if not organization.head_pin or not name.first_name:
        return None
    person = User.objects.known_by(organization.head_pin, **name.fields)
    return make_head(person, organization, name=name, by=None, comment="")


@transaction.atomic
def follow_the_ministry(proof: HeadProof) -> None:
    """An accepted proof makes its person the head; a refused one ends what it gave, and the register's word stands."""
    organization = proof.organization
    if organization is None:
        return
    if proof.state == ProofState.ACCEPTED:
        name = Name(proof.person.last_name, proof.person.first_name, proof.person.middle_name)
        make_head(proof.person, organization, name=name, by=proof.decided_by, comment=proof.decision[:500])
        return
    present = head_of(organization)
    if present and present.person_id == proof.person_id and organization.head_pin_index != proof.person.pin_index:
        comment = proof.decision[:500]
        workflow.decree(present, Action.CEASE_AS_HEAD, by=proof.decided_by, comment=comment, state=State.DISMISSED)
        follow_the_register(organization)


def recognise(person: User, organization: Organization, *, position: str = "") -> Employment:
    """The person is the head by the data of the state, under the name of the state sign-in."""
    name = Name(person.last_name, person.first_name, person.middle_name)
    return make_head(person, organization, name=name, by=None, comment="", position=position)


def _is_free(organization: Organization, person: User) -> bool:
    present = head_of(organization)
    if present is None:
        return True
    return present.person_id != person.pk and is_provisional(present)


def is_provisional(head: Employment) -> bool:
    """Whether the head leads only by a proof that the ministry has not judged yet."""
    if head.organization.head_pin_index == head.person.pin_index:
        return False
    return head.organization.head_proofs.filter(person=head.person, state=ProofState.WAITING).exists()
