"""What interrupts an evaluation that was ordered already: somebody is missing in the group, or only the new order. Told
to each reader in words: why nobody evaluates, what becomes of what was written, who does what now."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from accreditation.enums.applications import State
from accreditation.enums.evaluation_orders import EvaluationOrderState
from accreditation.models import Application, EvaluationOrder
from accreditation.models.invitations import SEATS
from accreditation.selectors.evaluation_orders import is_being_renewed


@dataclass(frozen=True, slots=True, kw_only=True)
class Renewal:
    """An order that has to be made anew. `free` places in the group nobody was asked to take: the row is at its end."""

    is_inviting: bool
    has_begun: bool
    free: int

    @property
    def where(self) -> str:
        """What has happened, for everybody."""
        parts = [_("The order on the evaluation is being renewed: until the new one is signed, nobody evaluates.")]
        if self.is_inviting:
            parts.append(_("A place in the group of experts has become free, and another expert is sought."))
        else:
            parts.append(_("All three experts have agreed."))
        if self.has_begun:
            parts.append(_("What the experts have written already is kept."))
        return " ".join(parts)

    @property
    def follows(self) -> str:
        """What comes next, for everybody."""
        if self.has_begun:
            return _("Next, the ministry signs the new order, and the evaluation goes on where it stopped.")
        return _("Next, the ministry signs the new order, and the evaluation can begin.")

    @property
    def needs_the_ministry(self) -> bool:
        """Whether it waits for those who handle the application, and not for an expert's answer."""
        return bool(self.free) or not self.is_inviting

    @property
    def turn_of_the_ministry(self) -> str:
        """What whoever handles the application does now."""
        if self.free:
            return _("Nobody is left in the row: choose an expert by hand, with a reason.")
        if self.is_inviting:
            return _("You need to do nothing until the invited expert has answered.")
        return _("Make the new order and have it signed.")


def renewal_of(application: Application) -> Renewal | None:
    """None where no order was signed yet, or the one that is signed holds."""
    if not is_being_renewed(application):
        return None
    if not EvaluationOrder.objects.filter(application=application, state=EvaluationOrderState.SIGNED).exists():
        return None
    is_inviting = application.state == State.INVITING
    return Renewal(
        is_inviting=is_inviting,
        has_begun=application.evaluations.exists(),
        free=SEATS - application.invitations.live().count() if is_inviting else 0,
    )
