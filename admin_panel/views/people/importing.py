"""People from a file: first what would be added and what is refused, then, after a confirmation, all of it at once."""

import json
from typing import Any

from cryptography.exceptions import InvalidTag
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accreditation.services import people, people_names
from admin_panel.forms import people_file
from admin_panel.forms.people_file import FileForm, Row
from admin_panel.views.access import for_administrators
from admin_panel.views.people.kinds import Kind
from core import crypto
from core.http import Request, by_method, reads, writes
from core.imports import Unreadable

PAGE = "admin_panel/people/import.html"


@reads
@for_administrators
def _show(request: Request, kind: Kind) -> HttpResponse:
    return _page(request, kind, FileForm())


@writes
@for_administrators
def _preview(request: Request, kind: Kind) -> HttpResponse:
    """Nothing is kept: the good rows travel through the page, sealed."""
    form = FileForm(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, kind, form)
    try:
        rows = people_file.read(form.cleaned_data["file"], kind.model, kind.facts_form)
    except Unreadable as error:
        form.add_error("file", str(error))
        return _page(request, kind, form)
    good, refused = [row for row in rows if not row.reasons], [row for row in rows if row.reasons]
    context = {
        "kind": kind,
        "good": good,
        "refused": refused,
        "sealed": crypto.encrypt(json.dumps(people_file.kept(good)), context=_context(request, kind)),
    }
    return render(request, "admin_panel/people/import_preview.html", context)


people_import = by_method(_show, _preview)


@writes
@for_administrators
def people_import_confirm(request: Request, kind: Kind) -> HttpResponse:
    """All rows of the preview are added, or none."""
    form = FileForm()
    try:
        rows = _opened(request, kind)
        for entry in people.add_all(kind.model, [(row.pin, row.name, row.facts) for row in rows], by=request.acting):
            people_names.ask_later(entry)
    except people.AlreadyThere as known:
        said = _("Nobody was added: %(name)s stands in the list by now. Choose the file again.")
        messages.error(request, said % {"name": known.entry.name})
        return _page(request, kind, form, status=422)
    said = ngettext("%(count)s person is added.", "%(count)s people are added.", len(rows)) % {"count": len(rows)}
    messages.success(request, said)
    return redirect(kind.list_url)


def _opened(request: Request, kind: Kind) -> list[Row]:
    """The rows that this person saw; 403 for what is too old, or was changed on the way."""
    try:
        kept: dict[str, Any] = json.loads(
            crypto.decrypt(request.POST.get("sealed", ""), context=_context(request, kind))
        )
    except (InvalidTag, KeyError, ValueError) as error:
        raise PermissionDenied(_("This preview cannot be used any more. Choose the file again.")) from error
    rows = people_file.checked(kept["rows"], kind.facts_form)
    too_old = timezone.now().timestamp() - kept["at"] > people_file.LIFE.total_seconds()
    if too_old or not rows or any(row.reasons for row in rows):
        raise PermissionDenied(_("This preview cannot be used any more. Choose the file again."))
    return rows


def _context(request: Request, kind: Kind) -> str:
    return f"import.{kind.key}.{request.acting.user.pk}"


def _page(request: Request, kind: Kind, form: FileForm, *, status: int = 200) -> HttpResponse:
    context = {"kind": kind, "form": form, "sample": kind.url("sample")}
    return render(request, PAGE, context, status=422 if form.is_bound else status)
