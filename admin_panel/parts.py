"""What the ministry's page of an application shows of other rooms: see settings.MINISTRY_CASE_PARTS."""

from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.acting import Acting
from accreditation.enums.appeals import AppealState
from accreditation.enums.applications import ASSIGNED_STATES, CLOSED, FORMING, State
from accreditation.enums.collegium import ItemState
from accreditation.enums.conditions import ConditionState
from accreditation.models import Application, Evaluation, Objection
from accreditation.models.invitations import SEATS
from accreditation.rules.applications import handles
from accreditation.rules.people import is_administrator
from core.ui import Task, Tone


def experts(acting: Acting, application: Application) -> Task | None:
    """Who evaluates the organization: the draw, the invitations, the group. For those who handle the application."""
    if application.state not in ASSIGNED_STATES or not handles.allows(acting, application):
        return None
    url, label = reverse("ministry:application_experts", args=[application.pk]), _("Experts of the application")
    if not application.draws.exists():
        return Task(label=label, url=url, status=_("Not drawn yet"))
    if Objection.objects.of(application).open().exists():
        return Task(label=label, url=url, status=_("Objection to decide"), tone="warning")
    agreed = application.invitations.accepted().count()
    is_whole = agreed == SEATS or application.state in CLOSED
    status = _("Agreed: %(count)s of 3.") % {"count": agreed}
    return Task(label=label, url=url, status=status, tone="done" if is_whole else "accent")


def evaluation(acting: Acting, application: Application) -> Task | None:
    """How many of the group have published, the school's answer, the joint report. For those who handle it."""
    begun = application.evaluations.exists()
    if not begun or not handles.allows(acting, application):
        return None
    url, label = reverse("ministry:application_evaluation", args=[application.pk]), _("External evaluation")
    if application.state in FORMING:
        return Task(label=label, url=url, status=_("Interrupted"), tone="warning")
    if application.state != State.EVALUATION:
        return Task(label=label, url=url, status=_("Joint report of the experts"), tone="done")
    final = Evaluation.objects.final().filter(application=application).count()
    return Task(label=label, url=url, status=_("Published: %(count)s of 3.") % {"count": final}, tone="accent")


def collegium(acting: Acting, application: Application) -> Task | None:
    """The sitting on whose agenda the case stands or stood last. For those who handle the application."""
    item = application.agenda_items.select_related("sitting").order_by("-pk").first()
    if item is None or not handles.allows(acting, application):
        return None
    url = reverse("ministry:sitting", args=[item.sitting_id])
    if is_administrator.allows(acting):
        url = reverse("ministry:agenda_item", args=[item.sitting_id, item.order])
    label = _("Sitting of the Collegium %(sitting)s") % {"sitting": item.sitting}
    return Task(label=label, url=url, status=ItemState(item.state).label, tone=item.tone)


def conditions(_acting: Acting, application: Application) -> Task | None:
    """How far the organization has come with the conditions of its accreditation."""
    rows = list(application.conditions.exclude(state=ConditionState.LIFTED))
    if not rows:
        return None
    settled = sum(row.state == ConditionState.FULFILLED for row in rows)
    late = sum(row.is_overdue for row in rows)
    first = next((row for row in rows if row.state == ConditionState.ANSWERED), rows[0])
    status = _("Fulfilled: %(settled)s of %(total)s.") % {"settled": settled, "total": len(rows)}
    if late:
        status = f"{status} " + _("Overdue: %(count)s.") % {"count": late}
    tone: Tone = "done" if settled == len(rows) else "warning" if late else "accent"
    url = reverse("ministry:condition", args=[first.pk])
    return Task(label=_("Conditions of the accreditation"), url=url, status=status, tone=tone)


def appeals(_acting: Acting, application: Application) -> Task | None:
    """The last appeal about the application."""
    last = application.appeals.first()
    if last is None:
        return None
    url, status = reverse("ministry:appeal", args=[last.pk]), AppealState(last.state)
    tone: Tone = "accent" if last.is_live else "neutral"
    return Task(label=_("Appeal %s") % last, url=url, status=str(status.label), tone=tone)
