"""What experts see of the cases for which they are asked."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.acting import Acting
from accreditation.enums.applications import CLOSED, Action, State
from accreditation.enums.evaluation_orders import EvaluationOrderState
from accreditation.enums.invitations import LIVE, InvitationState
from accreditation.models import Application, EvaluationOrder, Invitation
from accreditation.models.invitations import InvitationQuerySet
from accreditation.selectors.case_papers import CasePaper, papers_for
from accreditation.selectors.draw import heads_of, period_of
from accreditation.selectors.icalendar import whole_days
from accreditation.selectors.kinds import kind_and_level
from organizations.models import Organization, Programme

_LATER = {  # what has become of the case of an expert who had agreed
    State.INVITING: gettext_lazy("You have agreed. Other experts are still being asked."),
    State.AGREED: gettext_lazy("All three experts have agreed. The ministry prepares the order."),
    State.ORDERED: gettext_lazy("The order is signed. You evaluate in the period that it names."),
    State.EVALUATION: gettext_lazy("The external evaluation has begun."),
    State.EVALUATED: gettext_lazy("The evaluation is finished. The Collegium comes next."),
    State.CONSIDERED: gettext_lazy("The case lies before the Collegium."),
    State.POSTPONED: gettext_lazy("The Collegium has postponed its decision."),
    State.ACCREDITED: gettext_lazy("The Collegium has decided: accreditation is granted."),
    State.REFUSED: gettext_lazy("The Collegium has decided: accreditation is refused."),
}

_RENEWED = {
    State.INVITING: gettext_lazy("Please wait: an expert is being replaced. What you have written is kept."),
    State.AGREED: gettext_lazy("Please wait: the order is being renewed. What you have written is kept."),
}


def of_expert(acting: Acting) -> InvitationQuerySet:
    """The person's own invitations, whatever became of them."""
    rows = Invitation.objects.visible_to(acting).filter(expert__person=acting.user)
    return rows.select_related("expert__person", "application__report", "application__organization__district__region")


def current(acting: Acting) -> InvitationQuerySet:
    """«Аккредитациялар»: what he is asked about or takes part in, the newest first."""
    return _listed(of_expert(acting).filter(state__in=LIVE).exclude(application__state__in=CLOSED))


def past(acting: Acting) -> InvitationQuerySet:
    """His history: what ended, and what he declined."""
    ended = ~models.Q(state__in=LIVE) | models.Q(application__state__in=CLOSED)
    return _listed(of_expert(acting).filter(ended))


def _listed(rows: InvitationQuerySet) -> InvitationQuerySet:
    programmes = models.Prefetch("application__report__programmes", Programme.objects.order_by("code", "pk"))
    return rows.prefetch_related(programmes).order_by("-asked_at", "-pk").fetch_mode(models.FETCH_RAISE)


@dataclass(frozen=True, slots=True)
class Case:
    """What an expert must know to say yes or no."""

    organization: Organization
    application: Application
    programmes: list[Programme]
    heads: list[str]


def case_of(invitation: Invitation) -> Case:
    application = invitation.application
    return Case(
        organization=application.organization,
        application=application,
        programmes=list(application.report.programmes.order_by("code", "pk")),
        heads=heads_of(application.organization),
    )


def standing(invitation: Invitation, *, was_ordered: bool = False) -> str:
    """In words: what it is, what comes next, by when. `was_ordered`: an order was signed and has to be renewed, as
    long as experts are sought or the next one is prepared."""
    state, application = invitation.state, invitation.application
    if state == InvitationState.WAITING:
        return _("You are asked to answer until %(day)s.") % {"day": f"{invitation.due_on:%d.%m.%Y}"}
    if state == InvitationState.ACCEPTED:
        return _after_consent(application.state, was_ordered=was_ordered)
    return {
        InvitationState.DECLINED: _("You have declined. Nothing more is needed of you."),
        InvitationState.LAPSED: _("The time for the answer is over, and another expert was invited."),
        InvitationState.WITHDRAWN: _("You have withdrawn. Nothing more is needed of you."),
        InvitationState.REPLACED: _("The ministry has invited another expert in your place. You are free."),
    }[InvitationState(state)]


def _after_consent(state: str, *, was_ordered: bool) -> str:
    if was_ordered and state in _RENEWED:
        return str(_RENEWED[State(state)])
    return str(_LATER.get(State(state), _("You have agreed.")))


def calendar_file(invitation: Invitation, url: str) -> str:
    """The period of the evaluation as a file for calendars; moved, it replaces what the calendar has."""
    application = invitation.application
    title = _("External evaluation: %(organization)s") % {"organization": application.organization.short_name}
    moved = application.events.filter(action=Action.MOVE_PERIOD).count()
    return whole_days(f"invitation-{invitation.pk}", title, *period_of(application), url=url, sequence=moved)


@dataclass(frozen=True, slots=True)
class Card:
    """A row of the expert's list."""

    invitation: Invitation
    application: Application
    kind: str
    level: str
    programmes: str
    sentence: str
    tone: str
    papers: list[CasePaper]


class Cards(Sequence[Card]):
    """Rows made from a queryset only for the page that is shown."""

    def __init__(self, rows: InvitationQuerySet, acting: Acting) -> None:
        self.rows, self.acting = rows, acting

    def __len__(self) -> int:
        return self.rows.count()

    def __getitem__(self, place: Any) -> Any:
        chosen = list(self.rows[place] if isinstance(place, slice) else [self.rows[place]])
        papers = papers_for(self.acting, [row.application for row in chosen])
        signed = EvaluationOrder.objects.filter(state=EvaluationOrderState.SIGNED, application__in=papers)
        ordered = set(signed.values_list("application", flat=True))
        found = [_card(row, papers[row.application_id], was_ordered=row.application_id in ordered) for row in chosen]
        return found if isinstance(place, slice) else found[0]


def cards(rows: InvitationQuerySet, acting: Acting) -> Cards:
    return Cards(rows, acting)


def _card(invitation: Invitation, papers: list[CasePaper], *, was_ordered: bool) -> Card:
    application = invitation.application
    kind, level = kind_and_level(application.type)
    return Card(
        invitation=invitation,
        application=application,
        kind=kind,
        level=level,
        programmes=", ".join(str(programme) for programme in application.report.programmes.all()),
        sentence=standing(invitation, was_ordered=was_ordered),
        tone=InvitationState(invitation.state).tone,
        papers=papers,
    )
