"""What experts see of the cases for which they are asked."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.acting import Acting
from accreditation.enums.applications import CLOSED
from accreditation.enums.invitations import LIVE, InvitationState
from accreditation.models import Application, Invitation
from accreditation.models.invitations import InvitationQuerySet
from accreditation.selectors.draw import heads_of, period_of
from organizations.models import Organization, Programme

_BEGUN = {"evaluation", "evaluated", "considered", "postponed", "accredited", "refused"}


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


def standing(invitation: Invitation) -> str:
    """In words: what it is, what comes next, by when."""
    state, application = invitation.state, invitation.application
    if state == InvitationState.WAITING:
        return _("You are asked to answer until %(day)s.") % {"day": f"{invitation.due_on:%d.%m.%Y}"}
    if state == InvitationState.ACCEPTED:
        return _after_consent(application.state)
    return {
        InvitationState.DECLINED: _("You have declined. Nothing more is needed of you."),
        InvitationState.LAPSED: _("The time for the answer is over, and another expert was invited."),
        InvitationState.WITHDRAWN: _("You have withdrawn. Nothing more is needed of you."),
        InvitationState.REPLACED: _("The ministry has invited another expert in your place. You are free."),
    }[InvitationState(state)]


def _after_consent(state: str) -> str:
    if state == "inviting":
        return _("You have agreed. Other experts are still being asked.")
    if state == "agreed":
        return _("All three experts have agreed. The ministry prepares the order.")
    if state == "ordered":
        return _("The order is signed. You evaluate in the period that it names.")
    return _("The external evaluation has begun.") if state in _BEGUN else _("You have agreed.")


def calendar_file(invitation: Invitation, url: str) -> str:
    """The period of the evaluation as iCalendar (RFC 5545): whole days, the end is the day after the last."""
    application = invitation.application
    starts_on, ends_on = period_of(application)
    title = _("External evaluation: %(organization)s") % {"organization": application.organization.short_name}
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//ASULA//ky",
        "BEGIN:VEVENT",
        f"UID:invitation-{invitation.pk}@asula",
        f"DTSTAMP:{timezone.now():%Y%m%dT%H%M%SZ}",
        f"DTSTART;VALUE=DATE:{starts_on:%Y%m%d}",
        f"DTEND;VALUE=DATE:{ends_on + timedelta(days=1):%Y%m%d}",
        f"SUMMARY:{_escaped(title)}",
        f"URL:{url}",
        "END:VEVENT",
        "END:VCALENDAR",
    ]
    return "".join(f"{folded}\r\n" for line in lines for folded in _folded(line))


def _escaped(text: str) -> str:
    for sign in ("\\", ";", ","):
        text = text.replace(sign, f"\\{sign}")
    return text.replace("\n", "\\n")


def _folded(line: str) -> list[str]:
    """No line is longer than 75 bytes; what follows begins with a space."""
    pieces, piece = [], ""
    for letter in line:
        if len(f"{piece}{letter}".encode()) > 74:
            pieces.append(piece)
            piece = " "
        piece += letter
    return [*pieces, piece]


@dataclass(frozen=True, slots=True)
class Card:
    """A row of the expert's list."""

    invitation: Invitation
    application: Application
    programmes: str
    sentence: str
    tone: str


class Cards(Sequence[Card]):
    """Rows made from a queryset only for the page that is shown."""

    def __init__(self, rows: InvitationQuerySet) -> None:
        self.rows = rows

    def __len__(self) -> int:
        return self.rows.count()

    def __getitem__(self, place: Any) -> Any:
        return [_card(row) for row in self.rows[place]] if isinstance(place, slice) else _card(self.rows[place])


def cards(rows: InvitationQuerySet) -> Cards:
    return Cards(rows)


def _card(invitation: Invitation) -> Card:
    application = invitation.application
    return Card(
        invitation=invitation,
        application=application,
        programmes=", ".join(str(programme) for programme in application.report.programmes.all()),
        sentence=standing(invitation),
        tone=InvitationState(invitation.state).tone,
    )
