"""What the pages of appeals show, and what may still be appealed against."""

from dataclasses import dataclass
from datetime import date

from django.db import models
from django.utils import timezone

from accounts.acting import Acting
from accreditation.calendar import Calendar
from accreditation.enums.appeals import Against, AppealAction, AppealState
from accreditation.enums.calendar import TermKey
from accreditation.enums.certificates import CertificateAction
from accreditation.enums.collegium import Outcome
from accreditation.models import (
    Appeal,
    AppealEvent,
    AppealQuerySet,
    Application,
    CertificateEvent,
    CollegiumDecision,
)
from accreditation.selectors.desk import on_desk
from accreditation.terms import term

_OF_OUTCOMES = {Outcome.REFUSED: Against.REFUSAL, Outcome.CONDITIONAL: Against.CONDITIONS}
_OF_ORDERS = {CertificateAction.SUSPEND: Against.SUSPENSION, CertificateAction.REVOKE: Against.REVOCATION}


@dataclass(frozen=True, slots=True)
class Appealable:
    """A decision or an order against which the organization may appeal until a day; `appeal` is the one it filed."""

    against: Against
    announced_on: date
    last_day: date
    decision: CollegiumDecision | None = None
    order: CertificateEvent | None = None
    appeal: Appeal | None = None

    @property
    def is_open(self) -> bool:
        """Whether an appeal can be filed today."""
        return self.appeal is None and timezone.localdate() <= self.last_day


def appealable(application: Application) -> list[Appealable]:
    """What was decided on the application and ordered about its certificates, the latest first.

    Only the last decision counts, and of the orders about a certificate those that hold.
    """
    calendar = Calendar.load()
    filed = Appeal.objects.filter(application=application).exclude(state=AppealState.WITHDRAWN)
    by_decision = {one.decision_id: one for one in filed if one.decision_id}
    by_order = {one.order_id: one for one in filed if one.order_id}
    found: list[Appealable] = []
    decision = CollegiumDecision.objects.filter(application=application).exclude(confirmed_at=None).first()
    if decision is not None and decision.confirmed_at and decision.outcome in _OF_OUTCOMES:
        day = timezone.localdate(decision.confirmed_at)
        against = _OF_OUTCOMES[Outcome(decision.outcome)]
        found.append(
            Appealable(against, day, last_day(day, calendar), decision=decision, appeal=by_decision.get(decision.pk))
        )
    for order in _orders_that_hold(application):
        day = timezone.localdate(order.at)
        against = _OF_ORDERS[CertificateAction(order.action)]
        found.append(Appealable(against, day, last_day(day, calendar), order=order, appeal=by_order.get(order.pk)))
    return sorted(found, key=lambda one: one.announced_on, reverse=True)


def last_day(announced_on: date, calendar: Calendar) -> date:
    """Until when what was announced on this day may be appealed against."""
    return calendar.due(announced_on, term(TermKey.APPEAL)) or announced_on


def appeals(acting: Acting, *, live: bool | None = None) -> AppealQuerySet:
    """The ministry's list: what has to be decided, the most urgent first; or what is over, the latest first."""
    rows = Appeal.objects.filter(application__in=on_desk(acting).values("pk"))
    if live is not None:
        rows = rows.live().order_by("due_on", "pk") if live else rows.exclude(pk__in=Appeal.objects.live())
    return rows.select_related("application__organization", "application__specialist").fetch_mode(models.FETCH_RAISE)


def of_application(application: Application) -> AppealQuerySet:
    """Every appeal about the application, the latest first."""
    return application.appeals.order_by("-pk").fetch_mode(models.FETCH_RAISE)


def public_history(appeal: Appeal) -> models.QuerySet[AppealEvent]:
    """What happened to the appeal, as far as the organization may know: who decides, it learns with the outcome."""
    hidden = {AppealAction.VOTE, AppealAction.STEP_ASIDE}
    hidden |= set() if appeal.decided_at else {AppealAction.NAME_PANEL}
    return appeal.events.exclude(action__in=sorted(hidden))


def history(appeal: Appeal) -> models.QuerySet[AppealEvent]:
    """The same for the ministry, with everything and who did it."""
    return appeal.events.select_related("by").fetch_mode(models.FETCH_RAISE)


def seats(acting: Acting) -> AppealQuerySet:
    """The appeals on whose panel the person sits, what waits for votes first."""
    heard = models.Case(models.When(state=AppealState.HEARD, then=0), default=1)
    rows = Appeal.objects.heard_by(acting).select_related("application__organization")
    return rows.order_by(heard, "-pk").fetch_mode(models.FETCH_RAISE)


def _orders_that_hold(application: Application) -> list[CertificateEvent]:
    """The orders by which certificates of the application are suspended or revoked now."""
    rows = CertificateEvent.objects.filter(certificate__application=application, action__in=sorted(_OF_ORDERS))
    newest: dict[int, CertificateEvent] = {}
    for event in rows.select_related("certificate").order_by("at", "pk"):
        newest[event.certificate_id] = event
    return [event for event in newest.values() if event.certificate.state == event.target]
