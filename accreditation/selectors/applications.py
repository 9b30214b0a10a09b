"""What the pages of applications show, each in a constant number of queries."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db import models
from django.db.models import Count
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.acting import Acting
from accreditation.enums.applications import RELEASING, State, Tab
from accreditation.models import Application, ApplicationEvent, ApplicationQuerySet, Return
from accreditation.selectors.evaluation_orders import is_being_renewed, order_in_force
from accreditation.selectors.tabs import in_tab
from records.models import Document
from selfassessment.enums import OrderKind, OrderState
from selfassessment.enums import State as ReportState
from selfassessment.models import SelfAssessment


def applications(acting: Acting, tab: Tab, *, organization_id: int | None = None) -> ApplicationQuerySet:
    """One of the lists, the latest first: of one organization, or of everybody whose applications the person sees."""
    return (
        seen(acting, organization_id)
        .filter(in_tab(tab))
        .order_by("-submitted_at", "-pk")
        .fetch_mode(models.FETCH_RAISE)
    )


def seen(acting: Acting, organization_id: int | None = None) -> ApplicationQuerySet:
    """Every application that the person sees, with what the lists show."""
    visible = Application.objects.visible_to(acting)
    if organization_id is not None:
        visible = visible.of(organization_id)
    return visible.select_related("organization", "report", "specialist", "document").prefetch_related(
        "report__programmes"
    )


def counts(visible: ApplicationQuerySet, tabs: Iterable[Tab]) -> dict[Tab, int]:
    """How many applications stand in each list, in one query."""
    totals = {tab.name: Count("pk", filter=in_tab(tab)) for tab in tabs}
    found = visible.order_by().aggregate(**totals)
    return {Tab[name]: count for name, count in found.items()}


def waiting_for_the_organization(acting: Acting, organization_id: int | None) -> ApplicationQuerySet:
    """Returned applications: the organization has to correct them."""
    return seen(acting, organization_id).filter(state=State.RETURNED)


def reports_to_choose(acting: Acting, organization_id: int) -> models.QuerySet[SelfAssessment]:
    """The approved reports, the newest first, each with `application_id` where an application rests on it."""
    resting = Application.objects.filter(report=models.OuterRef("pk")).exclude(state__in=RELEASING).values("pk")[:1]
    reports = SelfAssessment.objects.visible_to(acting).of(organization_id).filter(state=ReportState.APPROVED)
    return (
        reports.annotate(application_id=models.Subquery(resting))
        .prefetch_related("programmes")
        .order_by("-pk")
        .fetch_mode(models.FETCH_RAISE)
    )


@dataclass(frozen=True, slots=True)
class Paper:
    """One of the numbered documents of an application; without a document it is not there yet."""

    number: int
    label: str | Promise
    document: Document | None
    told: str | Promise = ""

    @property
    def status(self) -> str:
        """How the paper stands, where it is there."""
        return str(self.told) or (self.document.get_state_display() if self.document else "")


def papers_of(application: Application) -> list[Paper]:
    """The five documents, under the numbers of the ministry's icons."""
    orders = application.report.orders.filter(state=OrderState.SIGNED).select_related("document", "report_document")
    by_kind = {order.kind: order for order in orders}
    conduct, approve = by_kind.get(OrderKind.CONDUCT), by_kind.get(OrderKind.APPROVE)
    return [
        Paper(1, OrderKind.CONDUCT.label, conduct.document if conduct else None),
        Paper(2, _("Self-assessment report"), approve.report_document if approve else None),
        Paper(3, OrderKind.APPROVE.label, approve.document if approve else None),
        Paper(4, _("Application to conduct accreditation"), application.document or application.draft),
        _order_paper(application),
    ]


def _order_paper(application: Application) -> Paper:
    """The ministry's order. On paper or in the system, what counts is that it is signed."""
    order = order_in_force(application)
    label = _("External evaluation order")
    if order is None:
        return Paper(5, label, None)
    told = _("Is being renewed") if is_being_renewed(application) else order.get_state_display()
    return Paper(5, label, order.document, told)


def history(application: Application) -> models.QuerySet[ApplicationEvent]:
    """What happened to the application, the newest first."""
    return application.events.select_related("by").fetch_mode(models.FETCH_RAISE)


def last_return(application: Application) -> Return | None:
    """The last time when the application came back, with what was named for correction."""
    returns = application.returns.select_related("file", "correction", "by")
    answers = "correction__answers__criterion", "correction__answers__section"
    return returns.prefetch_related(*answers).first()
