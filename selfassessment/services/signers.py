"""Who signs for the organization, and in which capacity: the head, or who acts as the head by an order."""

from dataclasses import dataclass

from accounts.acting import Acting
from core.dates import official_date
from organizations.models import Organization
from records.values import Bilingual
from staff.models import ActingHead
from staff.selectors import acting_head_now, head_of

_HEAD = Bilingual("Жетекчи", "Руководитель")


@dataclass(frozen=True, slots=True)
class Signer:
    """The name under an order, and the position beside it; an acting head's with the ground of his acting."""

    name: str
    position: Bilingual


def signer_of(organization: Organization, by: Acting) -> Signer:
    """Who will have signed what this person asks for: the acting head where he is one today, else the head."""
    acting_head = acting_head_now(organization)
    if acting_head and acting_head.employment.person_id == by.user.pk:
        return Signer(acting_head.employment.name, _acting_position(acting_head))
    head = head_of(organization)
    return Signer(head.name if head else organization.head_name, _HEAD)


def _acting_position(acting_head: ActingHead) -> Bilingual:
    day, number = acting_head.ordered_on, acting_head.order_number
    return Bilingual(
        f"Жетекчинин милдетин аткаруучу ({official_date(day, 'ky')}, № {number} буйрук)",
        f"Исполняющий обязанности руководителя (приказ от {official_date(day, 'ru')} № {number})",
    )
