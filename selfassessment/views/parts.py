"""A part of the report: its answers are written here, by many hands at once."""

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from core.http import Request, by_method, reads, writes
from core.rules import Reason
from selfassessment import rules, selectors, texts, writing
from selfassessment.forms.writing import PartForm, Sent, version_name
from selfassessment.models import Answer, SelfAssessment
from selfassessment.services.answering import Conflict, save_answer
from selfassessment.views.beside import beside_page
from selfassessment.views.place import report_here
from selfassessment.views.wizard import Stage
from selfassessment.writing import Chapter, Sheet

_DETOURS = {
    "add": "answer_evidence_add",
    "comments": "answer_comments",
    "history": "answer_history",
    "citation": "citation",
}

type Outcome = tuple[Sent, Answer | Conflict]


@reads
def self_assessment_part_show(request: Request, pk: int, number: int) -> HttpResponse:
    report = report_here(request, pk)
    chapters = _chapters(request, report, number)
    return _page(request, report, chapters, number, _form(report, chapters[number - 1]))


@writes
def self_assessment_part_save(request: Request, pk: int, number: int) -> HttpResponse:
    """What is valid is saved even where something else on the page is not, and nothing overwrites a colleague."""
    report = report_here(request, pk)
    chapters = _chapters(request, report, number)
    if refusal := rules.may_write.reason(request.acting, report):
        if request.htmx:
            return JsonResponse({"note": refusal}, status=403)
        rules.may_write.check(request.acting, report)
    form = _form(report, chapters[number - 1], request.POST)
    form.is_valid()
    outcomes = [(sent, _save(request, sent)) for sent in form.sent()]
    if request.htmx:
        return _told(report, number, form, outcomes)
    return _way_on(request, report, chapters, number, form, outcomes)


self_assessment_part = by_method(self_assessment_part_show, self_assessment_part_save)


def part_url(report: SelfAssessment, number: int, answer: Answer | None = None) -> str:
    """The page of this part; with an answer its place on the page."""
    address = reverse("selfassessment:self_assessment_part", args=[report.pk, number])
    return f"{address}#answer-{answer.pk}" if answer else address


def conflict_url(conflicts: Sequence[Conflict]) -> str:
    """The page that shows both texts of the first conflict and leads on to the others."""
    first, *rest = conflicts
    address = reverse("selfassessment:answer_conflict", args=[first.answer.pk, first.revision.pk])
    then = urlencode([("then", conflict.revision.pk) for conflict in rest])
    return f"{address}?{then}" if then else address


def _save(request: Request, sent: Sent) -> Answer | Conflict:
    if texts.normalized(sent.text) == sent.answer.text:
        return sent.answer
    return save_answer(sent.answer, sent.text, version=sent.version, by=request.acting)


def _told(report: SelfAssessment, number: int, form: PartForm, outcomes: Sequence[Outcome]) -> JsonResponse:
    """What became of each text, for the script that sent it."""
    answers = {sent.answer.pk: _fate(sent, result) for sent, result in outcomes}
    answers |= {answer.pk: {"state": "refused", "note": reason} for answer, reason in form.refused()}
    part = selectors.progress(report).parts[number - 1]
    return JsonResponse({"answers": answers, "done": part.done, "total": part.total})


def _fate(sent: Sent, result: Answer | Conflict) -> dict[str, Any]:
    answer = result.answer if isinstance(result, Conflict) else result
    facts = {"time": _time(answer), "name": str(answer.updated_by or "")}
    if isinstance(result, Conflict):
        note = _("%(name)s saved another text at %(time)s. Yours is kept; it has replaced nothing.") % facts
        return {"state": "conflict", "note": note}
    if answer.text != texts.normalized(sent.text):
        note = _("%(name)s has changed this text at %(time)s. Reload the page to see it.") % facts
        return {"state": "changed", "note": note}
    return {"state": "saved", "note": _("Saved %(time)s") % facts, "version": answer.version}


def _time(answer: Answer) -> str:
    return date_format(localtime(answer.updated_at), "TIME_FORMAT") if answer.updated_at else ""


def _way_on(
    request: Request,
    report: SelfAssessment,
    chapters: Sequence[Chapter],
    number: int,
    form: PartForm,
    outcomes: Sequence[Outcome],
) -> HttpResponse:
    """Where the browser goes after saving: to a conflict, back to what is wrong, or where the button said."""
    conflicts = [result for _sent, result in outcomes if isinstance(result, Conflict)]
    if conflicts:
        return redirect(conflict_url(conflicts))
    if form.errors:
        data = request.POST.copy()
        data.update({version_name(sent.answer): str(answer.version) for sent, answer in outcomes})
        form = _form(report, chapters[number - 1], data)
        return _page(request, report, chapters, number, form, status=422)
    goal = request.POST.get("go", "")
    if goal in {"back", "next"}:
        return redirect(_neighbour(report, chapters, number + (1 if goal == "next" else -1)))
    if way := _detour(goal):
        return redirect(way)
    messages.success(request, _("Saved. Everything that you typed on this page is kept."))
    return redirect(part_url(report, number))


def _detour(goal: str) -> str:
    """The page beside an answer to which a button leads, after everything on this one was saved."""
    name, _colon, key = goal.partition(":")
    if name not in _DETOURS or not (key.isdecimal() and len(key) < 10):
        return ""
    return reverse(f"selfassessment:{_DETOURS[name]}", args=[int(key)])


def _row(form: PartForm, sheet: Sheet) -> tuple[Any, ...]:
    if sheet.is_locked:
        return sheet, None, None, None
    field = form.field_of(sheet.answer)
    return sheet, field, form.version_of(sheet.answer), field.errors


def _refusal(request: Request, report: SelfAssessment, chapter: Chapter) -> Reason:
    """Why nothing on this page may be written, or None."""
    whole_part_is_locked = all(sheet.is_locked for sheet in chapter.sheets)
    return rules.may_write.reason(request.acting, chapter.sheets[0].answer if whole_part_is_locked else report)


def _neighbour(report: SelfAssessment, chapters: Sequence[Chapter], number: int) -> str:
    """The page before or after: at the ends the overview and the approval."""
    if number < 1:
        return Stage.REPORT.url(report)
    return part_url(report, number) if number <= len(chapters) else Stage.APPROVAL.url(report)


def _chapters(request: Request, report: SelfAssessment, number: int) -> list[Chapter]:
    chapters = writing.chapters(report, request.user)
    if not 1 <= number <= len(chapters):
        raise Http404
    return chapters


def _form(report: SelfAssessment, chapter: Chapter, data: Any = None) -> PartForm:
    """The fields of what may be written: where only some answers were named for correction, of these alone."""
    written = [sheet.answer for sheet in chapter.sheets if not sheet.is_locked]
    return PartForm(data, answers=written, limit=report.standard.limit if report.standard else 0)


def _page(
    request: Request,
    report: SelfAssessment,
    chapters: Sequence[Chapter],
    number: int,
    form: PartForm,
    *,
    status: int = 200,
) -> HttpResponse:
    chapter = writing.with_citations(chapters[number - 1])
    context = {
        "form": form,
        "chapter": chapter,
        "chapters": chapters,
        "rows": [_row(form, sheet) for sheet in chapter.sheets],
        "refusal": _refusal(request, report, chapter),
        "returned_because": selectors.returned_because(report),
        "is_inside": rules.may_see.allows(request.acting, report),
        "leads": rules.may_resolve.allows(request.acting, report),
        "previous": _neighbour(report, chapters, number - 1),
        "onward": _neighbour(report, chapters, number + 1),
    }
    return beside_page(request, report, "self_assessment_part", chapter.part.title, context, status=status)
