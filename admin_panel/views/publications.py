"""«Билдирүүлөр (А)»: notices, news, questions and answers, guides."""

import uuid

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from admin_panel.forms.publications import PublicationForm
from admin_panel.views.access import for_administrators
from core.http import Request, by_method, reads, writes
from core.ui import Action, Tab
from core.uploads.downloads import file_response
from notifications import rules, selectors
from notifications.enums import PublicationKind
from notifications.models import Publication, PublicationFile
from notifications.services import publications as services
from notifications.views.publications import files_of

PER_PAGE = 25


@reads
@for_administrators
def publication_list(request: Request) -> HttpResponse:
    kind = next((kind for kind in PublicationKind if kind == request.GET.get("tab")), PublicationKind.NOTICE)
    context = {
        "kind": kind,
        "page": Paginator(selectors.publications(kind), PER_PAGE).get_page(request.GET.get("page")),
        "tabs": _tabs(kind),
    }
    return render(request, "admin_panel/publications/list.html", context)


@reads
@for_administrators
def publication(request: Request, pk: int) -> HttpResponse:
    shown = _publication(pk)
    context = {"publication": shown, "files": _files(shown), "actions": _actions(request, shown), "list": _list(shown)}
    return render(request, "admin_panel/publications/publication.html", context)


@reads
@for_administrators
def publication_document(_request: Request, public_id: uuid.UUID) -> HttpResponseBase:
    """The document also before it is published and after it was withdrawn."""
    return file_response(get_object_or_404(PublicationFile, public_id=public_id))


@reads
@for_administrators
def _show_add(request: Request, kind: str) -> HttpResponse:
    return _form_page(request, _kind(kind), PublicationForm())


@writes
@for_administrators
def _add(request: Request, kind: str) -> HttpResponse:
    form = PublicationForm(request.POST, request.FILES)
    if not form.is_valid():
        return _form_page(request, _kind(kind), form)
    try:
        added = services.add_publication(_kind(kind), form.texts, accepted=form.cleaned_data["file"], by=request.acting)
    except ValidationError as refused:
        form.add_error("file", refused)
        return _form_page(request, _kind(kind), form)
    messages.success(request, _("Saved as a draft. Nobody else sees it until it is published."))
    return redirect("ministry:publication", added.pk)


publication_add = by_method(_show_add, _add)


@reads
@for_administrators
def _show_edit(request: Request, pk: int) -> HttpResponse:
    shown = _publication(pk)
    rules.may_change.check(request.acting, shown)
    return _form_page(request, PublicationKind(shown.kind), PublicationForm(publication=shown), shown)


@writes
@for_administrators
def _edit(request: Request, pk: int) -> HttpResponse:
    shown = _publication(pk)
    rules.may_change.check(request.acting, shown)
    form = PublicationForm(request.POST, request.FILES, publication=shown)
    if not form.is_valid():
        return _form_page(request, PublicationKind(shown.kind), form, shown)
    accepted, without_file = form.cleaned_data["file"], form.cleaned_data.get("without_file", False)
    try:
        services.change_publication(pk, form.texts, accepted=accepted, without_file=without_file, by=request.acting)
    except ValidationError as refused:
        form.add_error("file", refused)
        return _form_page(request, PublicationKind(shown.kind), form, shown)
    messages.success(request, _("Saved."))
    return redirect("ministry:publication", pk)


publication_edit = by_method(_show_edit, _edit)


@reads
@for_administrators
def _show_publish(request: Request, pk: int) -> HttpResponse:
    shown = _publication(pk)
    rules.may_put_out.check(request.acting, shown)
    people = services.recipients().count() if shown.is_notice else None
    context = {"publication": shown, "people": people, "files": _files(shown)}
    return render(request, "admin_panel/publications/publish.html", context)


@writes
@for_administrators
def _publish(request: Request, pk: int) -> HttpResponse:
    published = services.publish(_publication(pk).pk, by=request.acting)
    said = (
        _("The notice is on its way to everybody.") if published.is_notice else _("Published: everybody can read it.")
    )
    messages.success(request, said)
    return redirect("ministry:publication", pk)


publication_publish = by_method(_show_publish, _publish)


@reads
@for_administrators
def _show_withdraw(request: Request, pk: int) -> HttpResponse:
    shown = _publication(pk)
    rules.may_withdraw.check(request.acting, shown)
    return render(request, "admin_panel/publications/withdraw.html", {"publication": shown})


@writes
@for_administrators
def _withdraw(request: Request, pk: int) -> HttpResponse:
    services.withdraw(_publication(pk).pk, by=request.acting)
    messages.success(request, _("Withdrawn: nobody but the ministry sees it now."))
    return redirect("ministry:publication", pk)


publication_withdraw = by_method(_show_withdraw, _withdraw)


def _publication(pk: int) -> Publication:
    return get_object_or_404(Publication.objects.select_related("document", "added_by"), pk=pk)


def _kind(value: str) -> PublicationKind:
    if value not in PublicationKind.values:
        raise Http404(value)
    return PublicationKind(value)


def _files(shown: Publication) -> list[object]:
    return [*files_of(shown, name="ministry:publication_document")]


def _list(shown: Publication) -> str:
    return f"{reverse('ministry:publication_list')}?tab={shown.kind}"


def _actions(request: Request, shown: Publication) -> list[Action]:
    """What may be done next; a refusal is explained where it is not simply the other state."""
    acting, act = request.acting, [shown.pk]
    found = []
    if rules.may_withdraw.allows(acting, shown):
        url = reverse("ministry:publication_withdraw", args=act)
        found.append(Action(label=_("Withdraw"), url=url, tone="warning"))
    elif not shown.is_notice or not shown.published_at:
        url, reason = reverse("ministry:publication_publish", args=act), rules.may_put_out.reason(acting, shown)
        found.append(Action(label=_("Send to everybody") if shown.is_notice else _("Publish"), url=url, reason=reason))
    url, reason = reverse("ministry:publication_edit", args=act), rules.may_change.reason(acting, shown)
    return [*found, Action(label=_("Edit"), url=url, reason=reason, tone="secondary")]


def _form_page(
    request: Request, kind: PublicationKind, form: PublicationForm, shown: Publication | None = None
) -> HttpResponse:
    context = {"kind": kind, "form": form, "publication": shown, "files": _files(shown) if shown else []}
    status = 422 if form.is_bound else 200
    return render(request, "admin_panel/publications/form.html", context, status=status)


def _tabs(current: PublicationKind) -> list[Tab]:
    url, counts = reverse("ministry:publication_list"), selectors.publication_counts(Publication.objects.all())
    return [
        Tab(label=str(kind.label), url=f"{url}?tab={kind}", count=counts[kind], current=kind == current)
        for kind in PublicationKind
    ]
