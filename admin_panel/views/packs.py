"""The pack of a sitting for the administrators: all its cases."""

from django.http import HttpResponse
from django.http.response import FileResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from accreditation.services import packs as services
from accreditation.views.packs import pack_answer, pack_page
from admin_panel.views.access import for_administrators
from admin_panel.views.sittings import crumbs, sitting_here
from core.http import Request, by_method, reads, writes


@reads
@for_administrators
def _pack_show(request: Request, pk: int) -> HttpResponse:
    sitting = sitting_here(request, pk)
    more = {"crumbs": crumbs(sitting, _("Pack of the sitting"))}
    return pack_page(request, sitting, name="ministry:sitting_pack", template="admin_panel/collegium/pack.html", **more)


@writes
@for_administrators
def _pack_ask(request: Request, pk: int) -> HttpResponse:
    services.ask(sitting_here(request, pk), by=request.acting)
    return redirect("ministry:sitting_pack", pk)


sitting_pack = by_method(_pack_show, _pack_ask)


@reads
@for_administrators
def sitting_pack_file(request: Request, pk: int, kind: str) -> FileResponse:
    return pack_answer(request, sitting_here(request, pk), kind)
