"""Where an application stands, in words: what it is, who has it, what comes next and by when, for each reader."""

from datetime import date, datetime
from enum import StrEnum

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.acting import Acting
from accreditation.enums.applications import State
from accreditation.models import Application
from accreditation.rules.applications import is_its_specialist
from accreditation.rules.people import collegium_member_of, expert_of
from accreditation.selectors import outcomes
from accreditation.selectors.renewals import renewal_of
from selfassessment.enums import State as ReportState
from staff.enums import Permission
from staff.permissions import TABLE
from staff.rules import role_in


class Audience(StrEnum):
    """To whom the status is told."""

    HEAD = "head"
    LEADER = "leader"
    COLLEAGUE = "colleague"
    ADMINISTRATOR = "administrator"
    SPECIALIST = "specialist"
    EXPERT = "expert"
    COLLEGIUM = "collegium"
    OUTSIDE = "outside"


def audience(acting: Acting, application: Application) -> Audience:
    """What the person is to the application: first what he is in the organization, then in the ministry."""
    role = role_in(acting.user, application.organization_id)
    if role is not None:
        if role in TABLE[Permission.SIGN]:
            return Audience.HEAD
        return Audience.LEADER if role in TABLE[Permission.LEAD_SELF_ASSESSMENT] else Audience.COLLEAGUE
    if is_its_specialist(acting, application):
        return Audience.SPECIALIST
    if acting.user.is_administrator:
        return Audience.ADMINISTRATOR
    if expert_of(acting.user):
        return Audience.EXPERT
    return Audience.COLLEGIUM if collegium_member_of(acting.user) else Audience.OUTSIDE


def status_sentence(application: Application, to: Audience) -> str:
    """What it is and who has it, what comes next and by when, and what this reader does now."""
    state, facts = State(application.state), _facts(application)
    renewal = renewal_of(application)
    parts = [renewal.where, renewal.follows] if renewal else _where_and_next(application, facts)
    if application.due_on and state.is_open:
        parts.append(_due(application.due_on))
    if renewal and to in _HANDLING:
        parts.append(renewal.turn_of_the_ministry)
    elif turns := _after_decision(application, to):
        parts += turns
    elif turn := _turn(application, to):
        parts.append(str(turn) % facts)
    return " ".join(parts)


def _where_and_next(application: Application, facts: dict[str, str]) -> list[str]:
    """What it is, who has it and what comes next, for everybody."""
    state = State(application.state)
    where = _ANNULLED if outcomes.was_annulled(application) else _WHERE[state]
    follows = outcomes.what_follows(application) or [str(_NEXT[state]) % facts]
    return [str(where) % facts, *follows]


def _after_decision(application: Application, to: Audience) -> list[str]:
    """What this reader does now where something was decided."""
    if application.state not in {State.ACCREDITED, State.REFUSED}:
        return []
    match to:
        case Audience.HEAD | Audience.LEADER:
            return outcomes.turn_of_the_school(application, may_sign=to == Audience.HEAD)
        case Audience.SPECIALIST:
            return outcomes.turn_of_the_specialist(application)
        case Audience.ADMINISTRATOR:
            return outcomes.turn_of_the_administrator(application)
    return []


def _turn(application: Application, to: Audience) -> Promise | None:
    state = State(application.state)
    if state == State.RETURNED and application.report.state == ReportState.APPROVED:
        return _APPROVED_AGAIN.get(to)
    return _TURNS[state].get(to)


def _due(day: date) -> str:
    if day < timezone.localdate():
        return _("This was due on %(day)s.") % {"day": _day(day)}
    return _("This is to be done by %(day)s.") % {"day": _day(day)}


def _facts(application: Application) -> dict[str, str]:
    return {
        "since": _day(application.state_since),
        "submitted": _day(application.submitted_at),
        "taken": _day(application.taken_at),
        "number": application.registration_number,
        "registered": _day(application.registered_on),
        "specialist": str(application.specialist or ""),
        "start": _day(application.evaluation_starts_on),
        "end": _day(application.evaluation_ends_on),
    }


def _day(moment: date | None) -> str:
    if moment is None:
        return ""
    return date_format(timezone.localdate(moment) if isinstance(moment, datetime) else moment, "SHORT_DATE_FORMAT")


_WHERE: dict[State, Promise] = {
    State.DRAFT: gettext_lazy("The application is being prepared by the organization."),
    State.SUBMITTED: gettext_lazy("The application was sent on %(submitted)s. The ministry’s registry has it."),
    State.REGISTERED: gettext_lazy(
        "The application is registered in the SED under № %(number)s of %(registered)s. "
        "The administrator of accreditation has it."
    ),
    State.ASSIGNED: gettext_lazy(
        "The application was given to a specialist of the ministry, %(specialist)s, who looks it through."
    ),
    State.SCHEDULED: gettext_lazy(
        "A specialist of the ministry, %(specialist)s, has the application. "
        "The external evaluation is planned from %(start)s to %(end)s."
    ),
    State.INVITING: gettext_lazy(
        "The application is under consideration since %(taken)s. Three experts are being invited."
    ),
    State.AGREED: gettext_lazy(
        "All three experts have agreed. The specialist %(specialist)s prepares the order on the evaluation."
    ),
    State.ORDERED: gettext_lazy(
        "The external evaluation is ordered, from %(start)s to %(end)s. The experts have the application."
    ),
    State.EVALUATION: gettext_lazy("The experts are evaluating the report, criterion by criterion, until %(end)s."),
    State.EVALUATED: gettext_lazy(
        "The experts have published their evaluation. The specialist %(specialist)s has the application."
    ),
    State.CONSIDERED: gettext_lazy("The Collegium has the application since %(since)s."),
    State.POSTPONED: gettext_lazy(
        "The Collegium has postponed its decision on %(since)s. The specialist %(specialist)s has the application."
    ),
    State.ACCREDITED: gettext_lazy("The Collegium granted the accreditation on %(since)s."),
    State.REFUSED: gettext_lazy("The Collegium refused the accreditation on %(since)s."),
    State.RETURNED: gettext_lazy(
        "The ministry returned the application for correction on %(since)s. "
        "The organization has it, and the ministry’s time limit stands still."
    ),
    State.DECLINED: gettext_lazy(
        "The ministry returned the application without consideration on %(since)s. It is closed."
    ),
    State.WITHDRAWN: gettext_lazy("The organization withdrew the application on %(since)s. It is closed."),
}
_NEXT: dict[State, Promise] = {
    State.DRAFT: gettext_lazy("Next, the head signs it and sends it for consideration."),
    State.SUBMITTED: gettext_lazy("Next, it gets its number in the SED and is given to a specialist."),
    State.REGISTERED: gettext_lazy("Next, it is given to a specialist."),
    State.ASSIGNED: gettext_lazy(
        "Next, the specialist sets the period of the external evaluation and takes the application "
        "under consideration, or returns it."
    ),
    State.SCHEDULED: gettext_lazy("Next, it is taken under consideration, or returned."),
    State.INVITING: gettext_lazy("Next, when all of them have agreed, the ministry orders the external evaluation."),
    State.AGREED: gettext_lazy("Next, the ministry signs the order, and the organization learns who the experts are."),
    State.ORDERED: gettext_lazy("Next, the experts evaluate the report."),
    State.EVALUATION: gettext_lazy("Next, they publish their decisions, and the chair of the group comments on them."),
    State.EVALUATED: gettext_lazy("Next, it is put before the Collegium."),
    State.CONSIDERED: gettext_lazy(
        "Next, the Collegium grants the accreditation for 5 years or conditionally for 1 year, refuses it, "
        "or postpones its decision."
    ),
    State.POSTPONED: gettext_lazy("Next, it is put before the Collegium once more."),
    State.ACCREDITED: gettext_lazy("Next, the certificate is issued and stands in the public register."),
    State.REFUSED: gettext_lazy("The organization can apply again with a new self-assessment."),
    State.RETURNED: gettext_lazy(
        "Next, the parts that the ministry named are corrected, the head approves the report again "
        "and sends the application once more."
    ),
    State.DECLINED: gettext_lazy("The organization can apply again at any time."),
    State.WITHDRAWN: gettext_lazy("The organization can apply again at any time."),
}
_ANNULLED = gettext_lazy(
    "The decision was annulled on appeal on %(since)s. The specialist %(specialist)s has the application."
)
_NOTHING_TO_DO = gettext_lazy("You need to do nothing now.")
_SPECIALISTS = gettext_lazy("The specialist does this; you may do it in the specialist’s place.")
_MAY_WITHDRAW = gettext_lazy("You need to do nothing now; until it is taken under consideration you can withdraw it.")
_TELLS = gettext_lazy("You will be told in the messages.")
_HANDLING = {Audience.SPECIALIST, Audience.ADMINISTRATOR}
_WITHDRAWING: dict[Audience, Promise] = {Audience.HEAD: _MAY_WITHDRAW, Audience.LEADER: _NOTHING_TO_DO}
_WAITING: dict[Audience, Promise] = {Audience.HEAD: _TELLS, Audience.LEADER: _TELLS}
_DISTRIBUTE = gettext_lazy("Set the period, then take the application under consideration, or return it.")
_CONVENE = gettext_lazy("Put the application on the agenda of the Collegium.")

_TURNS: dict[State, dict[Audience, Promise]] = {
    State.DRAFT: {
        Audience.HEAD: gettext_lazy("Look through the application, sign it and send it."),
        Audience.LEADER: gettext_lazy("Look through the application; then the head signs it."),
    },
    State.SUBMITTED: _WITHDRAWING | {Audience.ADMINISTRATOR: gettext_lazy("Enter the SED number and date.")},
    State.REGISTERED: _WITHDRAWING | {Audience.ADMINISTRATOR: gettext_lazy("Assign a specialist.")},
    State.ASSIGNED: _WITHDRAWING | {Audience.SPECIALIST: _DISTRIBUTE, Audience.ADMINISTRATOR: _SPECIALISTS},
    State.SCHEDULED: _WITHDRAWING
    | {
        Audience.SPECIALIST: gettext_lazy("Take the application under consideration, or return it."),
        Audience.ADMINISTRATOR: _SPECIALISTS,
    },
    State.INVITING: _WAITING
    | {
        Audience.EXPERT: gettext_lazy("If you were invited, answer the invitation."),
        Audience.SPECIALIST: gettext_lazy("You need to do nothing until they have answered."),
    },
    State.AGREED: _WAITING | {Audience.SPECIALIST: gettext_lazy("Make the order, have it signed and upload it.")},
    State.ORDERED: _WAITING | {Audience.EXPERT: gettext_lazy("If you were drawn, read the report and its evidence.")},
    State.EVALUATION: _WAITING
    | {Audience.EXPERT: gettext_lazy("If you were drawn, evaluate every criterion and publish your decision.")},
    State.EVALUATED: _WAITING | {Audience.SPECIALIST: _CONVENE},
    State.CONSIDERED: _WAITING | {Audience.COLLEGIUM: gettext_lazy("Read the case, then vote in the sitting.")},
    State.POSTPONED: _WAITING | {Audience.SPECIALIST: _CONVENE},
    State.ACCREDITED: _WAITING,
    State.REFUSED: {},
    State.RETURNED: {
        Audience.HEAD: gettext_lazy("Have the named parts corrected, then approve the report again."),
        Audience.LEADER: gettext_lazy(
            "Correct the named parts with the commission; then the head approves the report again."
        ),
        Audience.COLLEAGUE: gettext_lazy("If you are in the commission, correct the named parts."),
        Audience.SPECIALIST: gettext_lazy("You need to do nothing until the organization has answered."),
        Audience.ADMINISTRATOR: _NOTHING_TO_DO,
    },
    State.DECLINED: {},
    State.WITHDRAWN: {},
}
_APPROVED_AGAIN = {
    Audience.HEAD: gettext_lazy("The report is approved again: sign the application and send it."),
    Audience.LEADER: gettext_lazy("The report is approved again: now the head signs the application and sends it."),
}
