"""Dates that stand in an unusual order. Schools write their papers afterwards: they are told, never stopped."""

from collections.abc import Iterator

from django.utils import timezone
from django.utils.translation import gettext as _

from selfassessment.enums import OrderKind
from selfassessment.models import Order, SelfAssessment


def odd_dates(report: SelfAssessment, order: Order) -> list[str]:
    """A sentence for each pair of dates of the order and of the period that looks like a slip."""
    found = list(_of_any_order(order))
    return found + list(_approving(report, order) if order.kind == OrderKind.APPROVE else _conducting(report, order))


def _of_any_order(order: Order) -> Iterator[str]:
    if order.dated_on and order.dated_on > timezone.localdate():
        yield _("The order is dated in the future.")
    if order.dated_on and order.council_on and order.council_on > order.dated_on:
        yield _("The decision of the pedagogical council is later than the order that rests on it.")


def _conducting(report: SelfAssessment, order: Order) -> Iterator[str]:
    if order.dated_on and report.starts_on and order.dated_on > report.starts_on:
        yield _("The order is later than the start date of the self-assessment.")
    if order.submitted_on and report.ends_on and order.submitted_on < report.ends_on:
        yield _("The report is submitted to the pedagogical council before the self-assessment ends.")


def _approving(report: SelfAssessment, order: Order) -> Iterator[str]:
    if order.dated_on and report.ends_on and order.dated_on < report.ends_on:
        yield _("The order approving the report is earlier than the end date of the self-assessment.")
