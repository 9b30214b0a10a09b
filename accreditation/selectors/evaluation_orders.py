"""The orders on external evaluation as pages show them."""

from django.db import models

from accreditation.enums.applications import State
from accreditation.enums.evaluation_orders import EvaluationOrderState
from accreditation.models import Application, EvaluationOrder
from records.models import SigningCeremony

PURPOSE = "order on external evaluation"
CURRENT = (EvaluationOrderState.GENERATED, EvaluationOrderState.SIGNED)
_RENEWED_IN = frozenset({State.INVITING, State.AGREED})


def signing_of(order: EvaluationOrder) -> SigningCeremony | None:
    """The signing of the order that is not finished, or None."""
    running = SigningCeremony.objects.running().filter(purpose=PURPOSE, subject_id=order.pk)
    return next((one for one in running.select_related("signer") if one.subject == order), None)


def order_in_force(application: Application) -> EvaluationOrder | None:
    """The signed order that no other one has replaced."""
    return with_papers(application.evaluation_orders.filter(state=EvaluationOrderState.SIGNED)).first()


def with_papers(orders: models.QuerySet[EvaluationOrder]) -> models.QuerySet[EvaluationOrder]:
    return orders.select_related("document", "file", "signed_by", "generated_by")


def is_being_renewed(application: Application) -> bool:
    """Whether the group has changed since its order, so that a new one is needed."""
    return application.state in _RENEWED_IN
