"""Who is recognised as the head without anybody's act: the person whom the Ministry of Justice's register names."""

from django.db import transaction

from accounts.models import User
from organizations.enums import ProofState
from organizations.models import Organization
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
