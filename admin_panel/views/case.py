"""An application as the ministry sees it: its papers, what may be done now, notes, labels, what happened."""

import uuid
from typing import Any

from django.conf import settings
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from accreditation.enums.applications import Action as Step
from accreditation.enums.applications import State
from accreditation.models import Application
from accreditation.selectors import desk as selectors
from accreditation.selectors.collegium import decision_of
from accreditation.selectors.kinds import kind_and_level
from accreditation.selectors.statuses import audience, status_sentence
from accreditation.selectors.tabs import tab_of
from accreditation.services import desk
from accreditation.workflow.applications import APPLICATION
from admin_panel.forms.desk import LabelsForm, NoteForm
from admin_panel.rows import assign_action, letter_action, papers_of
from admin_panel.views.access import for_the_ministry
from core.http import Request, reads, writes
from core.ui import Action, Crumb, Task
from core.uploads.downloads import file_response
from selfassessment.enums import AccreditationType
from selfassessment.enums import State as ReportState
from selfassessment.models import EvidenceFile


@reads
@for_the_ministry
def application(request: Request, pk: int) -> HttpResponse:
    return case_page(request, application_here(request, pk))


@writes
@for_the_ministry
def application_seen(request: Request, pk: int) -> HttpResponse:
    """Nothing in the application is new to this person any more; a script asks for it when the page opens."""
    desk.see([application_here(request, pk)], by=request.acting)
    return HttpResponse(status=204) if request.htmx else redirect("ministry:application_list")


@reads
@for_the_ministry
def application_answers(request: Request, pk: int) -> HttpResponse:
    """The organization's report: each answer with its evidence beside it; nothing while it is just being corrected."""
    found = application_here(request, pk)
    is_approved = found.report.state == ReportState.APPROVED
    context = {
        "application": found,
        "groups": selectors.answers_with_evidence(found) if is_approved else [],
        "crumbs": crumbs(found, _("Answers and evidence")),
    }
    return render(request, "admin_panel/application_answers.html", context)


@reads
@for_the_ministry
def evidence_file(request: Request, pk: int, public_id: uuid.UUID) -> HttpResponseBase:
    """A file that the report of this application cites."""
    report = application_here(request, pk).report
    cited = EvidenceFile.objects.filter(version__evidence__citations__answer__report=report)
    return file_response(get_object_or_404(cited.distinct(), public_id=public_id))


def application_here(request: Request, pk: int) -> Application:
    """An application of this person's desk with all that its page shows; 404 for all others."""
    rows = selectors.shown(selectors.on_desk(request.acting), to=request.acting)
    return get_object_or_404(rows.select_related("organization__district__region", "specialist__person"), pk=pk)


def case_page(
    request: Request, application: Application, *, note_form: NoteForm | None = None, status: int = 200
) -> HttpResponse:
    """The page, with the note that was refused, if there is one."""
    kind, level = kind_and_level(application.type)
    context = {
        "application": application,
        "crumbs": crumbs(application),
        "kind": kind,
        "level": level,
        "concerns_programmes": AccreditationType(application.type).concerns_programmes,
        "programmes": application.report.programmes.all(),
        "tone": State(application.state).tone,
        "sentence": status_sentence(application, audience(request.acting, application)),
        "papers": papers_of(application),
        "is_overdue": selectors.is_overdue(application),
        "letter": letter_action(application, request.acting),
        "assign": assign_action(application, request.acting),
        "actions": actions_of(application, request),
        "parts": parts_of(application, request),
        "decision": decision_of(application),
        "returns": application.returns.select_related("file", "by", "correction"),
        "notes": application.notes.select_related("by"),
        "form": note_form or NoteForm(),
        "labels_form": LabelsForm(initial={"labels": application.labels.all()}),
        "events": application.events.select_related("by"),
    }
    return render(request, "admin_panel/application.html", context, status=status)


def crumbs(application: Application, *more: str) -> list[Crumb]:
    """The way from the list to this page."""
    here = reverse("ministry:application", args=[application.pk])
    start = Crumb(
        label=_("Accreditations (A)"), url=f"{reverse('ministry:application_list')}?tab={tab_of(application)}"
    )
    return [
        start,
        Crumb(label=str(application), url=here if more else ""),
        *(Crumb(label=label) for label in more),
    ]


def actions_of(application: Application, request: Request) -> list[Action]:
    """The three buttons of the manual, each as far as it is possible now."""
    here = {"args": [application.pk]}
    buttons = (
        (Step.SCHEDULE, _("Period of external evaluation"), "ministry:period", _tone_of_period(application)),
        (Step.TAKE, _("Take under consideration"), "ministry:take", "primary"),
        (Step.MOVE_PERIOD, _("Move the period of external evaluation"), "ministry:period", "secondary"),
        (_return_step(application), _("Return without consideration"), "ministry:return", "warning"),
    )
    found = []
    for step, label, name, tone in buttons:
        transition = APPLICATION[step]
        if application.state not in _OFFERED[step] or not transition.rule.allows(request.acting, application):
            continue
        reason, way = transition.reason(request.acting, application), ""
        if reason and application.state in _UNASSIGNED:
            reason, way = _unassigned(application)
        ways = {"way": way, "way_label": _("Go there")} if way else {}
        found.append(
            Action(label=label, url=reverse(name, **here), reason=reason, tone=tone, **ways)  # type: ignore[arg-type]
        )
    return found


def _tone_of_period(application: Application) -> str:
    """Once the period is set, the next step is to take the application."""
    return "secondary" if application.state == State.SCHEDULED else "primary"


_UNASSIGNED = frozenset({State.SUBMITTED, State.REGISTERED})
_OFFERED = {
    Step.SCHEDULE: APPLICATION[Step.SCHEDULE].sources | _UNASSIGNED,
    Step.TAKE: APPLICATION[Step.TAKE].sources | _UNASSIGNED,
    Step.MOVE_PERIOD: APPLICATION[Step.MOVE_PERIOD].sources,
    Step.RETURN: APPLICATION[Step.RETURN].sources,
    Step.DECLINE: APPLICATION[Step.DECLINE].sources,
}


def _unassigned(application: Application) -> tuple[str, str]:
    """Why nothing can be set yet, and where the missing thing is done."""
    if application.registration_number:
        return _("First a specialist has to be assigned."), reverse("ministry:assign", args=[application.pk])
    return _("First the SED number has to be entered."), reverse("ministry:letter", args=[application.pk])


def _return_step(application: Application) -> Step:
    return Step.DECLINE if application.state == State.RETURNED else Step.RETURN


def parts_of(application: Application, request: Request) -> list[Task]:
    """What other rooms show of the application: functions (acting, application) -> core.ui.Task or None."""
    declared = [import_string(path) for path in settings.MINISTRY_CASE_PARTS]
    tasks: list[Any] = [part(request.acting, application) for part in declared]
    return [task for task in tasks if task is not None]
