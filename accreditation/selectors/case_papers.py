"""The numbered papers of cases, as far as this person may read them: the icons of the manual."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.acting import Acting
from accreditation.enums.evaluation_orders import EvaluationOrderState
from accreditation.models import Application, EvaluationOrder, EvaluationOrderFile, Summary
from records.models import Document
from selfassessment.enums import OrderKind, OrderState
from selfassessment.models import Order

_LABELS: dict[int, str | Promise] = {
    1: OrderKind.CONDUCT.label,
    2: _("Self-assessment report"),
    3: OrderKind.APPROVE.label,
    4: _("Application to conduct accreditation"),
    5: _("Order on external evaluation"),
    6: _("Joint report of the experts"),
}


@dataclass(frozen=True, slots=True)
class CasePaper:
    """A paper that this person may open now."""

    number: int
    label: str
    url: str


def papers_for(acting: Acting, applications: Iterable[Application]) -> dict[int, list[CasePaper]]:
    """By the number of the application, in the order of the numbers; as many queries for one case as for a page."""
    cases = list(applications)
    found = [*_own_papers(cases), *_papers_of_reports(cases), *_papers_of_the_evaluation(cases)]
    readable = (
        Document.objects.visible_to(acting).exclude(file="").in_bulk([document for _case, _no, document in found])
    )
    addresses = {
        (case, number): reverse("records:document_file", args=[readable[document].public_id])
        for case, number, document in found
        if document in readable
    }
    addresses |= _signed_scans(acting, cases)
    papers: dict[int, list[CasePaper]] = {case.pk: [] for case in cases}
    for (case, number), url in sorted(addresses.items()):
        papers[case].append(CasePaper(number, str(_LABELS[number]), url))
    return papers


type _Found = tuple[int, int, int]  # application, number, document


def _own_papers(cases: list[Application]) -> Iterator[_Found]:
    for case in cases:
        if case.document_id:
            yield case.pk, 4, case.document_id


def _papers_of_reports(cases: list[Application]) -> Iterator[_Found]:
    by_report = {case.report_id: case.pk for case in cases}
    for order in Order.objects.filter(report__in=by_report, state=OrderState.SIGNED):
        case = by_report[order.report_id]
        if order.document_id:
            yield case, 1 if order.kind == OrderKind.CONDUCT else 3, order.document_id
        if order.report_document_id:
            yield case, 2, order.report_document_id


def _papers_of_the_evaluation(cases: list[Application]) -> Iterator[_Found]:
    for order in EvaluationOrder.objects.filter(application__in=cases, state=EvaluationOrderState.SIGNED):
        yield order.application_id, 5, order.document_id
    for summary in Summary.objects.filter(application__in=cases, finished_at__isnull=False, paper__isnull=False):
        assert summary.paper_id is not None  # noqa: S101 -- as the filter says
        yield summary.application_id, 6, summary.paper_id


def _signed_scans(acting: Acting, cases: list[Application]) -> dict[tuple[int, int], str]:
    """The order as it was signed on paper stands for the one that was generated."""
    files = EvaluationOrderFile.objects.visible_to(acting)
    orders = EvaluationOrder.objects.filter(application__in=cases, state=EvaluationOrderState.SIGNED)
    scans = orders.filter(file__in=files.values("pk")).values_list("application_id", "file__public_id")
    return {(case, 5): reverse("accreditation:evaluation_order_file", args=[public_id]) for case, public_id in scans}
