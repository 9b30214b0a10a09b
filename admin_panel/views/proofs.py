"""Somebody signs for an organization whose register names another head: the ministry looks at the proof."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from admin_panel.forms.proofs import ProofForm
from admin_panel.views.access import for_administrators
from core.http import Request, by_method, reads, writes
from core.ui import Tab
from organizations import selectors
from organizations.models import HeadProof
from organizations.services import proofs
from organizations.views.documents import file_item

PER_PAGE = 25
JUDGED = "judged"


@reads
@for_administrators
def proof_list(request: Request) -> HttpResponse:
    judged = request.GET.get("tab") == JUDGED
    rows = selectors.judged_proofs() if judged else selectors.waiting_proofs()
    context = {
        "judged": judged,
        "page": Paginator(rows, PER_PAGE).get_page(request.GET.get("page")),
        "tabs": _tabs(judged=judged),
    }
    return render(request, "admin_panel/proof_list.html", context)


@reads
@for_administrators
def _show(request: Request, pk: int) -> HttpResponse:
    return _page(request, _proof(pk), ProofForm())


@writes
@for_administrators
def _save(request: Request, pk: int) -> HttpResponse:
    proof, form = _proof(pk), ProofForm(request.POST)
    if not form.is_valid():
        return _page(request, proof, form)
    proofs.judge(proof, is_enough=form.is_enough, reason=form.cleaned_data["reason"].strip(), acting=request.acting)
    said = _("The proof is accepted: %(name)s.") if form.is_enough else _("The proof is refused: %(name)s.")
    messages.success(request, said % {"name": proof.certificate_name})
    return redirect("ministry:proof_list")


proof = by_method(_show, _save)


def _proof(pk: int) -> HeadProof:
    return get_object_or_404(selectors.proofs_of_organizations(), pk=pk)


def _page(request: Request, proof: HeadProof, form: ProofForm) -> HttpResponse:
    context = {"proof": proof, "files": [file_item(proof.document)], "form": form, "waits": proof.state == "waiting"}
    return render(request, "admin_panel/proof.html", context, status=422 if form.is_bound else 200)


def _tabs(*, judged: bool) -> list[Tab]:
    url = reverse("ministry:proof_list")
    return [
        Tab(label=_("Waiting"), url=url, count=selectors.waiting_proofs().count(), current=not judged),
        Tab(label=_("Judged"), url=f"{url}?tab={JUDGED}", count=selectors.judged_proofs().count(), current=judged),
    ]
