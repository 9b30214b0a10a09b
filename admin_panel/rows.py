"""A row of the ministry's list of applications: what it shows and what may be done from it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from accounts.acting import Acting
from accreditation.enums.applications import Action as Step
from accreditation.enums.applications import State
from accreditation.enums.evaluation_orders import EvaluationOrderState
from accreditation.models import Application, EvaluationOrder
from accreditation.selectors.desk import is_overdue, paper_of
from accreditation.selectors.evaluation_orders import is_being_renewed
from accreditation.selectors.kinds import kind_and_level
from accreditation.workflow.applications import APPLICATION
from core.exports import Sheet
from core.ui import Action
from records.models import Document
from selfassessment.enums import OrderKind
from selfassessment.models import Order

PAPERS: tuple[str | Promise, ...] = (
    gettext_lazy("Order on self-assessment"),
    gettext_lazy("Self-assessment report"),
    gettext_lazy("Order approving the self-assessment"),
    gettext_lazy("Application to conduct accreditation"),
    gettext_lazy("External evaluation order"),
)
COLUMNS: tuple[str | Promise, ...] = (
    gettext_lazy("№"),
    gettext_lazy("ID"),
    gettext_lazy("Organization"),
    gettext_lazy("Assigned specialist"),
    gettext_lazy("Date of submission"),
    pgettext_lazy("column", "Accreditation type"),
    gettext_lazy("Type of programmes / organization"),
    gettext_lazy("SED number"),
    gettext_lazy("Date in SED"),
    gettext_lazy("Status"),
    gettext_lazy("Due"),
)


@dataclass(frozen=True, slots=True)
class Paper:
    """One of the numbered papers of an application; without `url` it is not there yet."""

    number: int
    title: str
    url: str
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """An application in the list. `letter` and `assign` are what the person may do from here, None where nothing."""

    place: int
    application: Application
    kind: str
    level: str
    papers: list[Paper]
    letter: Action | None
    assign: Action | None
    is_overdue: bool

    @property
    def tone(self) -> str:
        """The colour of the state's badge."""
        return State(self.application.state).tone


def rows_of(applications: Iterable[Application], *, first: int, to: Acting) -> list[Row]:
    """The rows of a page whose first one has this number in the list; asks the database nothing."""
    return [_row(application, place, to) for place, application in enumerate(applications, start=first)]


def _row(application: Application, place: int, to: Acting) -> Row:
    kind, level = kind_and_level(application.type)
    return Row(
        place=place,
        application=application,
        kind=kind,
        level=level,
        papers=papers_of(application),
        letter=letter_action(application, to),
        assign=assign_action(application, to),
        is_overdue=is_overdue(application),
    )


def papers_of(application: Application) -> list[Paper]:
    """Documents 1–5, from the orders that `shown` brought along."""
    orders: list[Order] = application.report.signed_orders  # type: ignore[attr-defined]
    conducting, approving = paper_of(orders, OrderKind.CONDUCT), paper_of(orders, OrderKind.APPROVE)
    documents = (
        conducting.document if conducting else None,
        approving.report_document if approving else None,
        approving.document if approving else None,
        application.document,
    )
    pairs = zip(PAPERS, documents, strict=False)
    papers = [Paper(number, str(title), _address(paper)) for number, (title, paper) in enumerate(pairs, start=1)]
    return [*papers, _order_paper(application)]


def _order_paper(application: Application) -> Paper:
    """The order on external evaluation that is in force, or else the one that waits for its signature."""
    orders: list[EvaluationOrder] = application.current_orders  # type: ignore[attr-defined]
    by_state = {order.state: order for order in orders}
    signed, generated = by_state.get(EvaluationOrderState.SIGNED), by_state.get(EvaluationOrderState.GENERATED)
    order, number, title = signed or generated, len(PAPERS), str(PAPERS[-1])
    if order is None:
        return Paper(number, title, "")
    note = _("Is being renewed") if signed and is_being_renewed(application) else order.get_state_display()
    if order.file:
        return Paper(number, title, reverse("ministry:evaluation_order_file", args=[order.file.public_id]), note)
    return Paper(number, title, _address(order.document), note)


def _address(document: Document | None) -> str:
    return reverse("records:document_file", args=[document.public_id]) if document else ""


def letter_label() -> str:
    """What the manual prints on the button."""
    return _("Enter the SED number")


def letter_action(application: Application, to: Acting) -> Action | None:
    step = Step.CORRECT_REGISTRATION if application.registration_number else Step.REGISTER
    if APPLICATION[step].reason(to, application):
        return None
    label = _("Correct") if application.registration_number else letter_label()
    return Action(label=label, url=reverse("ministry:letter", args=[application.pk]), tone="secondary")


def assign_action(application: Application, to: Acting) -> Action | None:
    """The way to the choice of a specialist, refused with its reason where a number is missing."""
    step = Step.REASSIGN if application.specialist_id else Step.ASSIGN
    transition = APPLICATION[step]
    if application.state not in transition.sources or not transition.rule.allows(to, application):
        return None
    return Action(
        label=_("Change") if application.specialist_id else _("Assign"),
        url=reverse("ministry:assign", args=[application.pk]),
        reason=transition.reason(to, application),
        way=reverse("ministry:letter", args=[application.pk]),
        way_label=letter_label(),
        tone="secondary",
    )


def sheet_of(applications: Iterable[Application], title: str) -> Sheet:
    """The list as a file: the columns of the page, in the reader's language."""
    return Sheet(title=title, columns=COLUMNS, rows=_cells(applications))


def _cells(applications: Iterable[Application]) -> Iterator[list[Any]]:
    for place, application in enumerate(applications, start=1):
        kind, level = kind_and_level(application.type)
        yield [
            place,
            application.pk,
            application.organization.name,
            str(application.specialist or ""),
            timezone.localtime(application.submitted_at) if application.submitted_at else None,
            kind,
            level,
            application.registration_number,
            application.registered_on,
            application.get_state_display(),
            application.due_on,
        ]
