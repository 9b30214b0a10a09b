"""The frame of the four steps: `step_page` renders every page of a self-assessment inside it."""

from collections.abc import Mapping
from enum import IntEnum
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from core.http import Request
from core.ui import Step
from selfassessment import rules, selectors, workflow
from selfassessment.enums import State
from selfassessment.models import SelfAssessment


class Stage(IntEnum):
    """The steps as the manual counts them."""

    COMMISSION = 1
    PLAN = 2
    REPORT = 3
    APPROVAL = 4

    @property
    def label(self) -> str:
        return {
            Stage.COMMISSION: pgettext("step", "Commission"),
            Stage.PLAN: _("Accreditation type"),
            Stage.REPORT: pgettext("step", "Reports"),
            Stage.APPROVAL: pgettext("step", "Approval"),
        }[self]

    def url(self, report: SelfAssessment) -> str:
        return reverse(f"selfassessment:self_assessment_{self.name.lower()}", args=[report.pk])


def step_page(
    request: Request,
    report: SelfAssessment,
    stage: Stage,
    template: str,
    context: Mapping[str, Any] | None = None,
    *,
    status: int = 200,
) -> HttpResponse:
    """A page of this step: `template` extends selfassessment/step.html and fills its block `step`."""
    viewer, signing = selectors.viewer(request.acting, report), rules.signing_of(report)
    frame = {
        "report": report,
        "stage": stage,
        "steps": _steps(report, stage),
        "previous": Stage(stage - 1).url(report) if stage > Stage.COMMISSION else "",
        "next": _next(report, stage),
        "status": selectors.status_sentence(report, viewer),
        "is_outside": viewer.role is None,
        "returned_because": selectors.returned_because(report),
        "named": selectors.named_for_correction(report),
        "signing": signing,
        "signing_is_mine": signing is not None and signing.signer_id == request.acting.user.pk,
        "signing_cancels": signing is not None and rules.may_lead.allows(request.acting, report),
    }
    return render(request, template, frame | dict(context or {}), status=status)


def is_open(report: SelfAssessment, stage: Stage) -> bool:
    """The report and its approval open when the order on self-assessment is signed."""
    return stage <= Stage.PLAN or report.state != State.DRAFT


def _next(report: SelfAssessment, stage: Stage) -> str:
    following = stage + 1
    return Stage(following).url(report) if following <= Stage.APPROVAL and is_open(report, Stage(following)) else ""


def _steps(report: SelfAssessment, current: Stage) -> list[Step]:
    return [
        Step(
            label=stage.label,
            url=stage.url(report) if is_open(report, stage) else "",
            state="current" if stage == current else "done" if _is_done(report, stage) else "upcoming",
        )
        for stage in Stage
    ]


def _is_done(report: SelfAssessment, stage: Stage) -> bool:
    if stage >= Stage.REPORT:
        return report.state == State.APPROVED
    if report.state != State.DRAFT:
        return True
    return stage == Stage.COMMISSION and workflow.commission_is_whole(report) is None
