"""«Тышкы баалоо жүргүзүү»: an expert rates a school, section by section, and signs what he has decided."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.forms import BoundField
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from accreditation.enums.applications import Action, State
from accreditation.enums.evaluation import EvaluationAct
from accreditation.forms.evaluation import RatingsForm, Sent
from accreditation.models import Application, Evaluation, Rating
from accreditation.rules import evaluation as rules
from accreditation.selectors import evaluation as selectors
from accreditation.selectors.evaluation import Chapter, Place, Row, Sheet
from accreditation.selectors.granting_experts import cases_of
from accreditation.selectors.renewals import renewal_of
from accreditation.services import evaluation as services
from accreditation.services.evaluation import Conflict
from accreditation.workflow.applications import APPLICATION
from accreditation.workflow.evaluation import EVALUATION
from core.http import Request, by_method, reads, writes
from core.rules import Reason

type Outcome = tuple[Sent, Rating | Conflict]


@reads
def evaluation_show(request: Request, pk: int) -> HttpResponse:
    """How far the expert has come, section by section, and what he may do next."""
    application = application_here(request, pk)
    own = Evaluation.objects.of(request.acting).filter(application=application).first()
    context: dict[str, Any] = {"application": application, "evaluation": own, "seat": _seat(request, application)}
    context |= {"renewal": renewal_of(application), "refusal": _why_not_begun(request, application)}
    if own is not None:
        sheet = selectors.sheet_of(_related(own))
        context |= {"sheet": sheet, "next": _url_of(sheet, sheet.next), "steps": _steps(request, sheet.evaluation)}
    return render(request, "accreditation/evaluation.html", context)


@writes
def evaluation_begin(request: Request, pk: int) -> HttpResponse:
    """The expert goes on where he stopped, the first time with the first criterion."""
    application = application_here(request, pk)
    sheet = selectors.sheet_of(_related(services.begin(application, by=request.acting)))
    return redirect(_url_of(sheet, sheet.next) or reverse("accreditation:evaluation", args=[pk]))


evaluation = by_method(evaluation_show, evaluation_begin)


@reads
def evaluation_section_show(request: Request, pk: int, number: int) -> HttpResponse:
    sheet = selectors.sheet_of(_own(request, pk))
    return _section_page(request, sheet, number, RatingsForm(rows=_chapter(sheet, number).rows))


@writes
def evaluation_section_save(request: Request, pk: int, number: int) -> HttpResponse:
    """What is valid is saved even where something else on the page is not."""
    own = _own(request, pk)
    if refusal := rules.may_write.reason(request.acting, own):
        if request.htmx:
            return JsonResponse({"note": refusal}, status=403)
        rules.may_write.check(request.acting, own)
    sheet = selectors.sheet_of(own)
    form = RatingsForm(request.POST, rows=_chapter(sheet, number).rows)
    form.is_valid()
    outcomes = [(sent, _save(request, sent)) for sent in form.sent()]
    if request.htmx:
        return _told(own, form, outcomes)
    return _way_on(request, own, number, form, outcomes)


evaluation_section = by_method(evaluation_section_show, evaluation_section_save)


@reads
def evaluation_publish_show(request: Request, pk: int) -> HttpResponse:
    """What is missing, what was decided, and what follows from the signature."""
    own = _own(request, pk)
    sheet = selectors.sheet_of(own)
    missing = [
        (row, _url_of(sheet, Place(chapter.number, row))) for chapter in sheet.chapters for row in chapter.missing
    ]
    context = {
        "evaluation": own,
        "application": own.application,
        "sheet": sheet,
        "missing": missing,
        "minutes": int(settings.EVALUATION_RECALL.total_seconds() // 60),
        "refusal": EVALUATION[EvaluationAct.PUBLISH].reason(request.acting, own),
    }
    return render(request, "accreditation/evaluation_publish.html", context)


@writes
def evaluation_publish_sign(request: Request, pk: int) -> HttpResponse:
    """On to the signing."""
    own = _own(request, pk)
    back = reverse("accreditation:evaluation", args=[own.application_id])
    ceremony = services.open_publishing(own, by=request.acting, return_url=back)
    return redirect("records:sign", ceremony.public_id)


evaluation_publish = by_method(evaluation_publish_show, evaluation_publish_sign)


@writes
def evaluation_publish_cancel(request: Request, pk: int) -> HttpResponse:
    own = _own(request, pk)
    services.cancel_publishing(own, by=request.acting)
    messages.success(request, _("The signing is cancelled. You can change your ratings again."))
    return redirect("accreditation:evaluation", own.application_id)


@reads
def evaluation_recall_show(request: Request, pk: int) -> HttpResponse:
    own = _own(request, pk)
    EVALUATION.check(EvaluationAct.RECALL, request.acting, own)
    return render(request, "accreditation/evaluation_recall.html", {"evaluation": own, "application": own.application})


@writes
def evaluation_recall_save(request: Request, pk: int) -> HttpResponse:
    own = _own(request, pk)
    services.recall(own, by=request.acting)
    messages.success(request, _("Your decision is recalled. Change it and publish it again."))
    return redirect("accreditation:evaluation", own.application_id)


evaluation_recall = by_method(evaluation_recall_show, evaluation_recall_save)


def application_here(request: Request, pk: int) -> Application:
    """An application in whose group the person sits; 404 for everything else."""
    return get_object_or_404(cases_of(request.acting).select_related("organization", "report"), pk=pk)


def _why_not_begun(request: Request, application: Application) -> Reason:
    """Why the evaluation cannot begin, or go on after a new order; None where one button does it."""
    if refusal := rules.may_begin.reason(request.acting, application):
        return refusal
    if application.state == State.ORDERED:
        return APPLICATION[Action.START_EVALUATION].reason(None, application)
    return None


def _own(request: Request, pk: int) -> Evaluation:
    mine = Evaluation.objects.of(request.acting).filter(application__in=cases_of(request.acting))
    related = ("application__organization", "application__report", "expert__person", "paper")
    return get_object_or_404(mine.select_related(*related), pk=pk)


def _related(own: Evaluation) -> Evaluation:
    return Evaluation.objects.select_related("application__organization", "expert__person", "paper").get(pk=own.pk)


def _seat(request: Request, application: Application) -> Any:
    return rules.seat_of(request.acting, application)


def _steps(request: Request, own: Evaluation) -> dict[str, bool]:
    """Which steps are open to the expert now."""
    open_now = {str(action) for action, refusal in EVALUATION.available(request.acting, own) if refusal is None}
    return {
        "write": rules.may_write.allows(request.acting, own),
        "recall": EvaluationAct.RECALL in open_now,
        "publish": own.published_at is None and rules.is_being_evaluated(own) is None,
    }


def _chapter(sheet: Sheet, number: int) -> Chapter:
    if not 1 <= number <= len(sheet.chapters):
        raise Http404
    return sheet.chapters[number - 1]


def _url_of(sheet: Sheet, place: Place | None) -> str:
    if place is None:
        return ""
    section = reverse("accreditation:evaluation_section", args=[sheet.evaluation.pk, place.chapter])
    return f"{section}#{place.row.key}"


def _save(request: Request, sent: Sent) -> Rating | Conflict:
    if not sent.changes_something:
        return sent.row.rating
    facts = {"mark": sent.mark, "comment": sent.comment, "revision": sent.revision}
    return services.save_rating(sent.row.rating, **facts, by=request.acting)


def _told(own: Evaluation, form: RatingsForm, outcomes: Sequence[Outcome]) -> JsonResponse:
    """What became of each rating, for the script that sent it."""
    ratings = {sent.row.key: _fate(result) for sent, result in outcomes}
    ratings |= {row.key: {"state": "refused", "note": reason} for row, reason in form.refused()}
    sheet = selectors.sheet_of(own)
    return JsonResponse({"answers": ratings, "done": sheet.done, "total": sheet.total})


def _fate(result: Rating | Conflict) -> Mapping[str, Any]:
    if isinstance(result, Conflict):
        note = _("You have saved another rating in another window. This one is kept here; it has replaced nothing.")
        return {"state": "conflict", "note": note}
    moment = date_format(localtime(result.saved_at), "TIME_FORMAT") if result.saved_at else ""
    note = _("Saved %(time)s") % {"time": moment}
    return {"state": "saved", "note": note, "version": result.revision}


def _way_on(
    request: Request, own: Evaluation, number: int, form: RatingsForm, outcomes: Sequence[Outcome]
) -> HttpResponse:
    """Where the browser goes after saving: back to what is wrong, or where the button said."""
    sheet = selectors.sheet_of(own)
    conflicts = {sent.row.rating.pk: result for sent, result in outcomes if isinstance(result, Conflict)}
    if conflicts or form.errors:
        data = request.POST.copy()
        fresh = {row.rating.pk: row.rating.revision for row in _chapter(sheet, number).rows}
        data.update({f"version-{sent.row.key}": str(fresh[sent.row.rating.pk]) for sent, _result in outcomes})
        again = RatingsForm(data, rows=_chapter(sheet, number).rows)
        return _section_page(request, sheet, number, again, status=422, conflicts=conflicts)
    match request.POST.get("go"):
        case "unrated":
            way = _url_of(sheet, sheet.next) or reverse("accreditation:evaluation_publish", args=[own.pk])
        case "next" if number < len(sheet.chapters):
            way = reverse("accreditation:evaluation_section", args=[own.pk, number + 1])
        case "next":
            way = reverse("accreditation:evaluation_publish", args=[own.pk])
        case _:
            messages.success(request, _("Saved. Everything that you typed on this page is kept."))
            way = reverse("accreditation:evaluation_section", args=[own.pk, number])
    return redirect(way)


@dataclass(frozen=True, slots=True)
class Line:
    """A criterion on the page: its fields, what else was saved meanwhile, its neighbours' places on the page."""

    row: Row
    version: BoundField
    mark: BoundField
    comment: BoundField
    conflict: Conflict | None
    before: str
    after: str


def _lines(chapter: Chapter, form: RatingsForm, conflicts: Mapping[int, Conflict]) -> Iterator[Line]:
    keys = ["", *(row.key for row in chapter.rows), ""]
    for place, row in enumerate(chapter.rows):
        yield Line(row, *form.fields_of(row), conflicts.get(row.rating.pk), keys[place], keys[place + 2])


def _section_page(
    request: Request,
    sheet: Sheet,
    number: int,
    form: RatingsForm,
    *,
    status: int = 200,
    conflicts: Mapping[int, Conflict] | None = None,
) -> HttpResponse:
    chapter = selectors.with_evidence(_chapter(sheet, number))
    context = {
        "form": form,
        "sheet": sheet,
        "chapter": chapter,
        "application": sheet.evaluation.application,
        "lines": list(_lines(chapter, form, conflicts or {})),
        "refusal": rules.may_write.reason(request.acting, sheet.evaluation),
    }
    return render(request, "accreditation/evaluation_section.html", context, status=status)
