"""The pack of a sitting on the pages of the members and of the ministry: its contents, its state, its two files."""

from datetime import timedelta
from typing import Any

from django.http import Http404, HttpResponse
from django.http.response import FileResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accreditation.models import Sitting
from accreditation.rules import people
from accreditation.selectors import packs as selectors
from accreditation.services import packs as services
from core.http import Request, by_method, reads, writes
from core.ui import FileItem

_LATE = timedelta(hours=1)
_KINDS = {"pdf": "application/pdf", "zip": "application/zip"}


def pack_page(request: Request, sitting: Sitting, *, name: str, template: str, **context: Any) -> HttpResponse:
    """What is in the pack, and how far it is; a script asks for the second part alone. `name` is this page's."""
    found = selectors.folders(sitting, selectors.cases_for(sitting, request.acting))
    pack = selectors.pack_of(sitting, found)
    context |= {
        "sitting": sitting,
        "folders": found,
        "has_papers": any(folder.enclosures for folder in found),
        "pack": pack,
        "is_late": bool(pack and not pack.made_at and pack.asked_at < timezone.now() - _LATE),
        "pack_url": reverse(name, args=[sitting.pk]),
        "days": services.KEPT.days,
        "pack_files": _files(sitting, pack, name) if pack and pack.made_at else [],
    }
    return render(request, "accreditation/pack_state.html" if request.htmx else template, context)


def pack_answer(request: Request, sitting: Sitting, kind: str) -> FileResponse:
    """One of the two files, of exactly the papers that this person may read now; 404 if there is no such pack."""
    found = selectors.folders(sitting, selectors.cases_for(sitting, request.acting))
    pack = selectors.pack_of(sitting, found) if found else None
    if pack is None or pack.made_at is None or kind not in _KINDS:
        raise Http404
    file = (pack.pdf if kind == "pdf" else pack.archive).open("rb")
    name = f"{_('sitting')}-{sitting.pk}.{kind}"
    headers = {"Cache-Control": "private, no-store"}
    return FileResponse(file, as_attachment=True, filename=name, content_type=_KINDS[kind], headers=headers)


def _files(sitting: Sitting, pack: Any, name: str) -> list[FileItem]:
    return [
        FileItem(name=label, size=file.size, kind=kind.upper(), url=reverse(f"{name}_file", args=[sitting.pk, kind]))
        for label, file, kind in (
            (_("All papers in one file, with contents and page numbers"), pack.pdf, "pdf"),
            (_("The single files, with the list of their hashes"), pack.archive, "zip"),
        )
    ]


@reads
def _pack_show(request: Request, pk: int) -> HttpResponse:
    return pack_page(
        request,
        _sitting(request, pk),
        name="accreditation:collegium_pack",
        template="accreditation/collegium_pack.html",
    )


@writes
def _pack_ask(request: Request, pk: int) -> HttpResponse:
    services.ask(_sitting(request, pk), by=request.acting)
    return redirect("accreditation:collegium_pack", pk)


collegium_pack = by_method(_pack_show, _pack_ask)


@reads
def collegium_pack_file(request: Request, pk: int, kind: str) -> FileResponse:
    return pack_answer(request, _sitting(request, pk), kind)


def _sitting(request: Request, pk: int) -> Sitting:
    people.is_collegium_member.check(request.acting)
    rows = Sitting.objects.visible_to(request.acting).select_related("chair", "secretary")
    return get_object_or_404(rows, pk=pk)
