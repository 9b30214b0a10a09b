"""The orders on external evaluation as pages show them."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext as _

from accreditation.enums.applications import State
from accreditation.enums.evaluation_orders import EvaluationOrderState
from accreditation.models import Application, EvaluationOrder
from records.models import Document, SigningCeremony
from records.selectors import Standing

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


def standing_of_paper(document: Document) -> Standing | None:
    """For settings.DOCUMENT_STANDINGS: what an order is worth that was signed on paper, or is being renewed."""
    orders = EvaluationOrder.objects.filter(document=document).select_related("application")
    order = orders.exclude(signed_at=None).first()
    if order is None:
        return None
    if order.state == EvaluationOrderState.REPLACED:
        newer = order_in_force(order.application)
        text = _("The order in force is %(order)s.") % {"order": newer} if newer else ""
        return Standing("warning", _("Another order has replaced this one"), text)
    if is_being_renewed(order.application):
        text = _("The group of experts or the period has changed. Until a new order is signed, nobody evaluates.")
        return Standing("warning", _("The order is being renewed"), text)
    if order.ceremony_id:
        return None  # its signature says it all
    facts = {"order": order, "day": f"{timezone.localdate(order.signed_at):%d.%m.%Y}"}
    text = _("The order %(order)s was signed on paper; the ministry uploaded the signed copy on %(day)s.") % facts
    return Standing("success", _("The order is in force"), text)


def with_papers(orders: models.QuerySet[EvaluationOrder]) -> models.QuerySet[EvaluationOrder]:
    return orders.select_related("document", "file", "signed_by", "generated_by")


def is_being_renewed(application: Application) -> bool:
    """Whether the group or the period has changed since its order, so that a new one is needed."""
    return application.state in _RENEWED_IN
