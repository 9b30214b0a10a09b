"""The checklist of a visit: a page that stays on the device and works without a network, and ordinary forms."""

import uuid
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.forms import Form
from django.http import Http404, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import get_object_or_404, redirect, render
from django.templatetags.static import static
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accreditation.enums.evaluation import Mark
from accreditation.enums.visits import Finding
from accreditation.forms.visits import EntryForm, SentEntryForm, SentPhotoForm
from accreditation.models import Visit, VisitEntry
from accreditation.rules import visits as rules
from accreditation.selectors import visits as selectors
from accreditation.selectors.evaluation import answers_to_rate
from accreditation.services import visit_entries as services
from accreditation.services.evaluation import Conflict
from accreditation.views.evaluation import application_here
from core.http import Request, by_method, reads, writes
from selfassessment.models import Answer

_WORDS = {"findings": Finding.choices, "marks": Mark.choices}  # as a file names them that the device writes


@reads
def visit_kit(request: Request, pk: int) -> HttpResponse:
    """All criteria of the visit on one page. Until the visit is over, the device may keep it."""
    try:
        plan = _plan(request, pk)
    except Http404:
        return _left(request, pk)
    refusal = rules.may_note.reason(request.acting, plan)
    keeps = refusal is None and timezone.now() < plan.over_at
    context = {
        "application": plan.application,
        "visit": plan,
        "chapters": selectors.checklist(plan, request.acting),
        "form": EntryForm(),
        "refusal": refusal,
        "until": int(plan.over_at.timestamp() * 1000) if keeps else 0,
        "most_photos": services.MOST_PHOTOS,
        "assets": settings.STATIC_URL,
        **_WORDS,
    }
    response = render(request, "accreditation/visit_kit.html", context)
    if keeps:
        response.headers["X-Kit-Owner"] = request.user.get_username()
        response.headers["X-Kit-Until"] = str(context["until"])
    return response


@reads
def visit_worker(request: Request, pk: int) -> HttpResponse:
    """The script that keeps the page above, and no other: its own address is the whole of what it sees."""
    _plan(request, pk)
    body = f'self.ASSETS = "{settings.STATIC_URL}";\nimportScripts("{static("visit_worker.js")}");\n'
    return HttpResponse(body, content_type="text/javascript; charset=utf-8")


@reads
def visit_state(request: Request, pk: int) -> JsonResponse:
    """Who is signed in here now, whether entries are taken, and the token with which a page that was kept may send."""
    plan = _plan(request, pk)
    return JsonResponse(
        {
            "owner": request.user.get_username(),
            "token": get_token(request),
            "refusal": rules.may_note.reason(request.acting, plan) or "",
        }
    )


@writes
def visit_entry_send(request: Request, pk: int) -> JsonResponse:
    """An entry from a device: stored once, or refused with the reason."""
    plan, form = _plan(request, pk), SentEntryForm(request.POST)
    answer = _answer(plan, request.POST.get("answer"))
    return _taken(request, form, lambda: _stored(request, plan, form, answer))


@writes
def visit_photo_send(request: Request, pk: int) -> JsonResponse:
    """A photo from a device, after its entry."""
    plan, form = _plan(request, pk), SentPhotoForm(request.POST, request.FILES)

    def store() -> dict[str, Any]:
        own = VisitEntry.objects.filter(visit=plan, expert__person=request.user)
        entry = get_object_or_404(
            own.select_related("visit__application", "expert"), public_id=form.cleaned_data["entry"]
        )
        services.add_photo(
            entry, form.cleaned_data["photo"], public_id=form.cleaned_data["public_id"], by=request.acting
        )
        return {"state": "stored"}

    return _taken(request, form, store)


@reads
def visit_entry_show(request: Request, pk: int, answer: int) -> HttpResponse:
    plan = _plan(request, pk)
    rules.may_note.check(request.acting, plan)
    return _entry_page(request, plan, _answer(plan, answer))


@writes
def visit_entry_save(request: Request, pk: int, answer: int) -> HttpResponse:
    """The same entry as an ordinary form: sent again by a browser, it is stored once."""
    plan, criterion = _plan(request, pk), _answer(_plan(request, pk), answer)
    rules.may_note.check(request.acting, plan)
    form = EntryForm(request.POST, request.FILES)
    if not form.is_valid():
        return _entry_page(request, plan, criterion, form)
    entry = _note(request, plan, form, criterion)
    try:
        for place, photo in enumerate(form.cleaned_data["photos"]):
            key = uuid.uuid5(entry.public_id, f"photo {place}")
            services.add_photo(entry, photo, public_id=key, by=request.acting)
    except ValidationError as refused:
        messages.warning(request, " ".join(refused.messages))
    messages.success(request, _("The entry is stored.") + (f" {_fate(entry)}" if entry.rating_fate else ""))
    return redirect(f"{reverse('accreditation:visit_kit', args=[pk])}#line-{answer}")


visit_entry = by_method(visit_entry_show, visit_entry_save)


@reads
def visit_entry_remove_show(request: Request, public_id: str) -> HttpResponse:
    entry = _own(request, public_id)
    rules.may_change_entry.check(request.acting, entry)
    return render(request, "accreditation/visit_entry_remove.html", _entry_context(entry))


@writes
def visit_entry_remove_save(request: Request, public_id: str) -> HttpResponse:
    entry = _own(request, public_id)
    services.remove(entry, by=request.acting)
    messages.success(request, _("The entry and its photos are removed."))
    return redirect("accreditation:visit_kit", entry.visit.application_id)


visit_entry_remove = by_method(visit_entry_remove_show, visit_entry_remove_save)


@reads
def visit_entry_choose_show(request: Request, public_id: str) -> HttpResponse:
    return _choice_page(request, _own(request, public_id))


@writes
def visit_entry_choose_save(request: Request, public_id: str) -> HttpResponse:
    """The chosen rating stands in the evaluation."""
    entry, revision = _own(request, public_id), request.POST.get("revision", "")
    facts = {"take": request.POST.get("choice") == "visit", "revision": int(revision) if revision.isdecimal() else -1}
    if isinstance(services.choose(entry, **facts, by=request.acting), Conflict):
        messages.warning(request, _("Your rating was changed just now. Look at both again."))
        return _choice_page(request, entry, status=422)
    messages.success(request, _("Saved."))
    return redirect("accreditation:visit_kit", entry.visit.application_id)


visit_entry_choose = by_method(visit_entry_choose_show, visit_entry_choose_save)


def _left(request: Request, pk: int) -> HttpResponse:
    """Who sits in the group no more reads nothing here, but gets off the device what he noted and could not send."""
    visit = get_object_or_404(selectors.visits_left(request.acting), application=pk)
    return render(request, "accreditation/visit_left.html", {"visit": visit, **_WORDS}, status=403)


def _plan(request: Request, pk: int) -> Visit:
    rows = Visit.objects.select_related("application__organization", "application__report")
    return get_object_or_404(rows, application=application_here(request, pk))


def _answer(plan: Visit, key: Any) -> Answer:
    wanted = int(key) if str(key).isdecimal() else 0
    return get_object_or_404(answers_to_rate(plan.application), pk=wanted)


def _own(request: Request, public_id: str) -> VisitEntry:
    return get_object_or_404(selectors.own_entries(request.acting), public_id=public_id)


def _taken(request: Request, form: Form, store: Callable[[], dict[str, Any]]) -> JsonResponse:
    """What became of a thing that a device sent. Another person than its author stores nothing."""
    if request.POST.get("owner") != request.user.get_username():
        return JsonResponse({"state": "foreign"}, status=409)
    if not form.is_valid():
        note = " ".join(str(reason) for reasons in form.errors.values() for reason in reasons)
        return JsonResponse({"state": "refused", "note": note}, status=422)
    try:
        return JsonResponse(store())
    except PermissionDenied as refused:
        return JsonResponse({"state": "refused", "note": str(refused)}, status=403)
    except ValidationError as refused:
        return JsonResponse({"state": "refused", "note": " ".join(refused.messages)}, status=422)


def _stored(request: Request, plan: Visit, form: SentEntryForm, answer: Answer) -> dict[str, Any]:
    entry = _note(request, plan, form, answer)
    choose = reverse("accreditation:visit_entry_choose", args=[entry.public_id]) if entry.waits_for_choice else ""
    revision = entry.carried_revision or entry.rating_base
    return {"state": "stored", "note": _fate(entry), "way": choose, "revision": revision}


def _note(request: Request, plan: Visit, form: EntryForm, answer: Answer) -> VisitEntry:
    """A page without scripts sends the rating that it was given, too: unchanged, it is none of this visit."""
    noted = form.noted(answer)
    spot = selectors.own_rating(plan, answer, request.acting)
    if spot and (spot.mark, spot.comment) == (noted.mark, noted.comment):
        form.cleaned_data |= {"mark": "", "comment": ""}
        noted = form.noted(answer)
    return services.note(plan, noted, by=request.acting)


def _fate(entry: VisitEntry) -> str:
    return str(entry.get_rating_fate_display()) + "." if entry.rating_fate else ""


def _entry_page(request: Request, plan: Visit, answer: Answer, form: EntryForm | None = None) -> HttpResponse:
    rating = selectors.own_rating(plan, answer, request.acting)
    entries = selectors.entries_for(request.acting).filter(visit=plan, answer=answer)
    if form is None:
        said = {"mark": rating.mark, "comment": rating.comment, "rating_base": rating.revision} if rating else {}
        form = EntryForm(initial={"public_id": uuid.uuid4(), **said})
    context = {"application": plan.application, "visit": plan, "answer": answer, "entries": entries, "form": form}
    return render(request, "accreditation/visit_entry.html", context, status=422 if form.is_bound else 200)


def _entry_context(entry: VisitEntry) -> dict[str, Any]:
    return {"application": entry.visit.application, "visit": entry.visit, "entry": entry}


def _choice_page(request: Request, entry: VisitEntry, *, status: int = 200) -> HttpResponse:
    rules.may_change_entry.check(request.acting, entry)
    if not entry.waits_for_choice:
        raise PermissionDenied(_("You have chosen already."))
    context = _entry_context(entry) | {"rating": selectors.rating_of(entry)}
    return render(request, "accreditation/visit_entry_choose.html", context, status=status)
