"""The ratings of the whole group side by side; the chair comments, answers the school, sums up; all three sign."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.paginator import Page, Paginator
from django.forms import BoundField
from django.http import HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from accreditation.forms.joint_report import (
    ChairForm,
    Entry,
    Sent,
    comment_entry,
    remark_entry,
    report_entries,
    said_of,
)
from accreditation.models import Application, Evaluation, Rating, Remark, Summary
from accreditation.rules import evaluation as rules
from accreditation.selectors import replies
from accreditation.selectors.evaluation import Dispute, disputes, distances
from accreditation.services import joint_report as services
from accreditation.services.joint_report import Clash
from accreditation.views.evaluation import application_here
from core.http import Request, by_method, reads, writes

PER_PAGE = 8

type Outcome = tuple[Sent, int | Clash]


@dataclass(frozen=True, slots=True)
class Field:
    """An entry on the page: what the chair types, and what he had saved in another window meanwhile."""

    entry: Entry
    version: BoundField
    mark: BoundField | None
    text: BoundField
    clash: Clash | None


@dataclass(frozen=True, slots=True)
class Work:
    """The disputes of an application before one of its experts; the entries are the chair's."""

    application: Application
    found: list[Dispute]
    page: Page[Dispute]
    refusal: str | None
    own: int

    @property
    def entries(self) -> list[Entry]:
        return _entries(self.page, self.own)

    @property
    def progress(self) -> tuple[int, int]:
        """How many of the chair's comments and answers are there, on all pages."""
        comments = [said_of(rating) for one in self.found for rating in one.ratings if not _is_own(rating, self.own)]
        answers = [_is_answered(one.remark) for one in self.found if one.remark]
        return sum(map(bool, [*comments, *answers])), len(comments) + len(answers)


@reads
def evaluation_group_show(request: Request, pk: int) -> HttpResponse:
    """The greatest disagreement stands first."""
    work = _work(request, pk)
    return _group_page(request, work, ChairForm(entries=work.entries))


@writes
def evaluation_group_save(request: Request, pk: int) -> HttpResponse:
    """What is valid is saved even where something else on the page is not."""
    work = _work(request, pk)
    if request.htmx and work.refusal:
        return JsonResponse({"note": work.refusal}, status=403)
    rules.may_speak.check(request.acting, work.application)
    form, outcomes = _saved(request, work.application, work.entries)
    if request.htmx:
        return _told(form, outcomes, _work(request, pk).progress)
    if form.errors or _clashes(outcomes):
        again = _work(request, pk)
        return _group_page(request, again, _typed(request, again.entries, outcomes), _clashes(outcomes))
    messages.success(request, _("Saved. Everything that you typed on this page is kept."))
    goal = work.page.next_page_number() if request.POST.get("go") == "next" and work.page.has_next() else None
    url = reverse("accreditation:evaluation_group", args=[pk])
    return redirect(f"{url}?page={goal or work.page.number}")


evaluation_group = by_method(evaluation_group_show, evaluation_group_save)


@reads
def joint_report_show(request: Request, pk: int) -> HttpResponse:
    """The chair's words on the whole, and what is missing before the group signs them."""
    application, entries = _to_sum_up(request, pk)
    return _report_page(request, application, ChairForm(entries=entries))


@writes
def joint_report_save(request: Request, pk: int) -> HttpResponse:
    """What the chair has written is kept; with the second button it is given to the group for signing."""
    application, entries = _to_sum_up(request, pk)
    if request.htmx and (refusal := rules.may_speak.reason(request.acting, application)):
        return JsonResponse({"note": refusal}, status=403)
    rules.may_speak.check(request.acting, application)
    form, outcomes = _saved(request, application, entries)
    if request.htmx:
        return _told(form, outcomes, _written(_to_sum_up(request, pk)[1]))
    if form.errors or _clashes(outcomes):
        again = _to_sum_up(request, pk)[1]
        return _report_page(request, application, _typed(request, again, outcomes), _clashes(outcomes))
    if request.POST.get("go") != "close":
        messages.success(request, _("Saved. Everything that you typed on this page is kept."))
    elif refusal := services.why_not_closed(application, by=request.acting):
        messages.warning(request, refusal)
    else:
        services.close(application, by=request.acting)
        messages.success(request, _("The joint report is ready. All three experts sign it now."))
        return redirect("accreditation:evaluation_group", pk)
    return redirect("accreditation:joint_report", pk)


joint_report = by_method(joint_report_show, joint_report_save)


@writes
def joint_report_sign(request: Request, pk: int) -> HttpResponse:
    """On to the signing."""
    application = _disclosed(request, pk)
    back = reverse("accreditation:evaluation_group", args=[pk])
    ceremony = services.open_signing(application, by=request.acting, return_url=back)
    return redirect("records:sign", ceremony.public_id)


@writes
def joint_report_take_back(request: Request, pk: int) -> HttpResponse:
    services.take_back(_disclosed(request, pk), by=request.acting)
    messages.success(request, _("The joint report is taken back. Whoever had signed it signs the next one."))
    return redirect("accreditation:evaluation_group", pk)


def _disclosed(request: Request, pk: int) -> Application:
    """The application, for an expert of its group whose own decision counts; 404 for everybody else."""
    application = application_here(request, pk)
    get_object_or_404(Evaluation.objects.of(request.acting).final(), application=application)
    return application


def _work(request: Request, pk: int) -> Work:
    application = _disclosed(request, pk)
    found = disputes(application, request.acting)
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    return Work(application, found, page, rules.may_speak.reason(request.acting, application), request.user.pk)


def _to_sum_up(request: Request, pk: int) -> tuple[Application, list[Entry]]:
    """The application with the entries of its joint report, for the chair alone."""
    application = _disclosed(request, pk)
    rules.is_chair.check(request.acting, application)
    return application, report_entries(application, Summary.objects.filter(application=application).first())


def _entries(page: Page[Dispute], own: int) -> list[Entry]:
    entries = []
    for dispute in page:
        entries += [comment_entry(rating) for rating in dispute.ratings if not _is_own(rating, own)]
        entries += [remark_entry(dispute.remark)] if dispute.remark else []
    return entries


def _saved(request: Request, application: Application, entries: Sequence[Entry]) -> tuple[ChairForm, list[Outcome]]:
    form = ChairForm(request.POST, entries=entries)
    form.is_valid()
    return form, [(sent, _save(request, application, sent)) for sent in form.sent()]


def _save(request: Request, application: Application, sent: Sent) -> int | Clash:
    subject, facts = sent.entry.subject, {"saves": sent.saves, "by": request.acting}
    if not sent.changes_something:
        return sent.entry.saves
    if isinstance(subject, Rating):
        return services.comment_on(subject, sent.text, **facts)
    if isinstance(subject, Remark):
        return services.answer_remark(subject, verdict=sent.mark, text=sent.text, **facts)
    return services.write(application, **dict(zip(subject, (sent.text, sent.mark), strict=False)), **facts)


def _clashes(outcomes: Sequence[Outcome]) -> dict[str, Clash]:
    return {sent.entry.key: result for sent, result in outcomes if isinstance(result, Clash)}


def _typed(request: Request, entries: Sequence[Entry], outcomes: Sequence[Outcome]) -> ChairForm:
    """What was typed, with the saves that its author reads now: saved once more, it takes the place of the other."""
    data = request.POST.copy()
    fresh = {entry.key: entry.saves for entry in entries}
    data.update({f"version-{sent.entry.key}": str(fresh[sent.entry.key]) for sent, _result in outcomes})
    return ChairForm(data, entries=entries)


def _told(form: ChairForm, outcomes: Sequence[Outcome], progress: tuple[int, int]) -> JsonResponse:
    """What became of each entry, for the script that sent it."""
    answers: dict[str, Mapping[str, Any]] = {sent.entry.key: _fate(result) for sent, result in outcomes}
    answers |= {entry.key: {"state": "refused", "note": reason} for entry, reason in form.refused()}
    return JsonResponse({"answers": answers, "done": progress[0], "total": progress[1]})


def _fate(result: int | Clash) -> Mapping[str, Any]:
    if isinstance(result, Clash):
        note = _("You have saved another text in another window. This one is kept here; it has replaced nothing.")
        return {"state": "conflict", "note": note}
    moment = date_format(timezone.localtime(), "TIME_FORMAT")
    return {"state": "saved", "note": _("Saved %(time)s") % {"time": moment}, "version": result}


def _is_own(rating: Rating, user: int) -> bool:
    return rating.evaluation.expert.person_id == user


def _is_answered(remark: Remark) -> bool:
    answer = getattr(remark, "chair_answer", None)
    return answer is not None and answer.is_complete


def _written(entries: Sequence[Entry]) -> tuple[int, int]:
    """How many parts of the joint report are there."""
    parts = [part for entry in entries for part in ([entry.text, entry.mark] if entry.choices else [entry.text])]
    return sum(bool(part.strip()) for part in parts), len(parts)


def _group_page(
    request: Request, work: Work, form: ChairForm, clashes: Mapping[str, Clash] | None = None
) -> HttpResponse:
    application = work.application
    fields = {entry.key: _field(form, entry, clashes) for entry in work.entries} if not work.refusal else {}
    lines = [
        (
            dispute,
            [(rating, said_of(rating), fields.get(f"comment-{rating.pk}")) for rating in dispute.ratings],
            fields.get(f"remark-{dispute.remark.pk}") if dispute.remark else None,
        )
        for dispute in work.page
    ]
    summary = Summary.objects.select_related("paper").filter(application=application).first()
    done, total = work.progress
    context = {
        "application": application,
        "form": form,
        "lines": lines,
        "page": work.page,
        "distances": distances(work.found),
        "done": done,
        "total": total,
        "reply": replies.reply_of(application),
        "summary": summary,
        "refusal": work.refusal,
        "shows_answers": replies.may_read_answers(application, inside=True),
        "is_chair": rules.is_chair.allows(request.acting, application),
        "signatures": summary.paper.signatures.all() if summary and summary.paper else [],
        "may_sign": bool(summary) and services.why_not_signed(summary, by=request.acting) is None,
    }
    return render(request, "accreditation/evaluation_group.html", context, status=422 if form.is_bound else 200)


def _report_page(
    request: Request, application: Application, form: ChairForm, clashes: Mapping[str, Clash] | None = None
) -> HttpResponse:
    done, total = _written(form.entries)
    context = {
        "application": application,
        "form": form,
        "fields": [_field(form, entry, clashes) for entry in form.entries],
        "done": done,
        "total": total,
        "refusal": rules.may_speak.reason(request.acting, application),
        "missing": services.why_not_closed(application, by=request.acting),
    }
    return render(request, "accreditation/joint_report.html", context, status=422 if form.is_bound else 200)


def _field(form: ChairForm, entry: Entry, clashes: Mapping[str, Clash] | None) -> Field:
    return Field(entry, *form.fields_of(entry), (clashes or {}).get(entry.key))
