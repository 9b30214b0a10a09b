"""One answer: where it stands, its history, and what becomes of two texts that two people wrote."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from core.http import Request, by_method, reads, writes
from selfassessment import rules, selectors, writing
from selfassessment.chronicle import chronicle
from selfassessment.differences import differences
from selfassessment.enums import RevisionKind
from selfassessment.forms.writing import JoinForm
from selfassessment.models import Answer, AnswerRevision
from selfassessment.services import answering
from selfassessment.services.answering import Conflict
from selfassessment.views.beside import beside_page
from selfassessment.views.parts import conflict_url, part_url
from selfassessment.views.place import answer_here

PER_PAGE = 10


@reads
def answer(request: Request, pk: int) -> HttpResponse:
    """The way to the answer's place in the report."""
    return redirect(place_of(answer_here(request, pk)))


@reads
def answer_history(request: Request, pk: int) -> HttpResponse:
    answer = answer_here(request, pk)
    rules.may_see.check(request.acting, answer.report)
    entries = chronicle(selectors.history(answer), answer.version)
    context = {
        "answer": answer,
        "back": place_of(answer),
        "page": Paginator(entries, PER_PAGE).get_page(request.GET.get("page")),
        "refusal": rules.may_write.reason(request.acting, answer),
    }
    return beside_page(request, answer.report, "answer_history", _("History of the answer"), context)


@writes
def answer_restore(request: Request, pk: int, revision: int) -> HttpResponse:
    """An earlier text stands again; if somebody wrote meanwhile, both texts are shown first."""
    answer = answer_here(request, pk)
    earlier = get_object_or_404(answer.revisions.select_related("answer"), pk=revision)
    result = answering.restore(earlier, version=_version(request), by=request.acting)
    if isinstance(result, Conflict):
        return redirect(conflict_url([result]))
    moment = date_format(localtime(earlier.at), "SHORT_DATETIME_FORMAT")
    messages.success(request, _("The text of %(moment)s stands in the report again.") % {"moment": moment})
    return redirect(place_of(answer))


@reads
def answer_conflict_show(request: Request, pk: int, revision: int) -> HttpResponse:
    answer = answer_here(request, pk)
    rules.may_write.check(request.acting, answer)
    kept = _set_aside(answer, revision)
    return _conflict_page(request, answer, kept, _join_form(answer, kept))


@writes
def answer_conflict_save(request: Request, pk: int, revision: int) -> HttpResponse:
    """Theirs stays, mine replaces it, or a third text joins both; a text saved meanwhile is shown before that."""
    answer = answer_here(request, pk)
    rules.may_write.check(request.acting, answer)
    kept = _set_aside(answer, revision)
    choice = request.POST.get("choice")
    if choice == "theirs":
        return _onward(request, answer)
    form = _join_form(answer, kept, request.POST)
    if not form.is_valid() or choice not in {"mine", "join"}:
        return _conflict_page(request, answer, kept, form, status=422)
    text = kept.text if choice == "mine" else form.cleaned_data["text"]
    result = answering.save_answer(answer, text, version=form.cleaned_data["version"], by=request.acting)
    if isinstance(result, Conflict):
        messages.warning(request, _("Somebody saved another text meanwhile. Compare once more."))
        return redirect(conflict_url([result]))
    return _onward(request, answer)


answer_conflict = by_method(answer_conflict_show, answer_conflict_save)


def place_of(answer: Answer) -> str:
    """The address of the answer on the page of its part."""
    return part_url(answer.report, writing.number_of(answer), answer)


def _set_aside(answer: Answer, revision: int) -> AnswerRevision:
    kept = answer.revisions.filter(kind=RevisionKind.SET_ASIDE).select_related("by")
    return get_object_or_404(kept, pk=revision)


def _join_form(answer: Answer, kept: AnswerRevision, data: object = None) -> JoinForm:
    limit = answer.report.standard.limit if answer.report.standard else 0
    return JoinForm(data, limit=limit, mine=kept.text, version=answer.version)


def _conflict_page(
    request: Request, answer: Answer, kept: AnswerRevision, form: JoinForm, *, status: int = 200
) -> HttpResponse:
    context = {
        "answer": answer,
        "kept": kept,
        "is_own": kept.by_id == request.user.pk,
        "pieces": differences(answer.text, kept.text),
        "form": form,
        "back": place_of(answer),
    }
    heading = _("Two people wrote this answer at the same time")
    return beside_page(request, answer.report, "answer_conflict", heading, context, status=status)


def _onward(request: Request, answer: Answer) -> HttpResponse:
    """The next of several conflicts that one page had, or the answer's place in the report."""
    waiting = [pk for pk in request.GET.getlist("then") if pk.isdecimal()]
    kept = AnswerRevision.objects.filter(kind=RevisionKind.SET_ASIDE, answer__report=answer.report_id, pk__in=waiting)
    rest = list(kept.select_related("answer").order_by("pk"))
    if not rest:
        return redirect(place_of(answer))
    conflicts = [Conflict(revision.answer, revision.text, revision) for revision in rest]
    return redirect(conflict_url(conflicts))


def _version(request: Request) -> int:
    version = request.POST.get("version", "")
    return int(version) if version.isdecimal() and len(version) < 10 else 0
