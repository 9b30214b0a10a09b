"""Corrections that somebody above asks for: only what was named is open, and both texts are kept."""

from collections.abc import Collection
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.acting import Acting
from selfassessment import workflow
from selfassessment.enums import Action
from selfassessment.models import Answer, Citation, Correction, SelfAssessment


@transaction.atomic
def reopen(report: SelfAssessment, answers: Collection[Answer], *, reason: str, by: Acting) -> Correction:
    """The commission may write these answers and no others; the report has to be approved once more."""
    if not reason.strip():
        raise PermissionDenied(_("Write what has to be corrected."))
    if not answers or any(answer.report_id != report.pk for answer in answers):
        raise PermissionDenied(_("Choose at least one part of this report that has to be corrected."))
    report = workflow.advance(report, Action.REOPEN, by=by, comment=reason.strip(), approved_at=None, approved_by=None)
    correction = Correction.objects.create(
        report=report, reason=reason.strip(), asked_by=by.user, asked_at=timezone.now(), before=_texts(answers)
    )
    correction.answers.set(answers)
    Citation.objects.filter(answer__in=answers).update(version=None)
    return correction


def finish(report: SelfAssessment) -> None:
    """The report, just approved, keeps what its correction changed. Called while the report is locked."""
    correction = Correction.objects.filter(report=report, corrected_at=None).first()
    if correction is None:
        return
    correction.after, correction.corrected_at = _texts(correction.answers.all()), timezone.now()
    correction.save(update_fields=["after", "corrected_at"])


def _texts(answers: Collection[Answer]) -> dict[str, Any]:
    """What each answer says and cites, in a form that outlives later changes."""
    cited: dict[int, list[str]] = {}
    citations = Citation.objects.filter(answer__in=answers).select_related("evidence", "version").order_by("pk")
    for citation in citations:
        version = f" ({citation.version.number})" if citation.version and citation.version.number > 1 else ""
        cited.setdefault(citation.answer_id, []).append(f"{citation.evidence.title}{version}")
    return {str(one.pk): {"text": one.text, "evidence": cited.get(one.pk, [])} for one in answers}
