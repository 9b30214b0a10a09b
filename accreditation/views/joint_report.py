"""The ratings of the whole group side by side; the chair comments and sums up, and all three sign."""

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from accreditation.forms.joint_report import ChairForm, said_of
from accreditation.models import Application, Evaluation, Summary
from accreditation.rules import evaluation as rules
from accreditation.selectors.evaluation import Dispute, disputes
from accreditation.services import joint_report as services
from accreditation.views.evaluation import application_here
from core.http import Request, by_method, reads, writes


@reads
def evaluation_group_show(request: Request, pk: int) -> HttpResponse:
    """The greatest disagreement stands first."""
    application = _disclosed(request, pk)
    found = disputes(application, request.acting)
    return _page(request, application, found, _form(request, application, found))


@writes
def evaluation_group_save(request: Request, pk: int) -> HttpResponse:
    """What the chair has written is kept; with the second button it is given to the group for signing."""
    application = _disclosed(request, pk)
    rules.may_speak.check(request.acting, application)
    found = disputes(application, request.acting)
    form = _form(request, application, found, request.POST)
    if not form.is_valid():
        return _page(request, application, found, form, status=422)
    if not _save(request, application, form):
        form.add_error(None, _("You have saved the joint report in another window meanwhile. Nothing was saved here."))
        return _page(request, application, found, form, status=422)
    refusal = services.why_not_closed(application, by=request.acting) if request.POST.get("go") == "close" else None
    if refusal:
        messages.warning(request, refusal)
    elif request.POST.get("go") == "close":
        services.close(application, by=request.acting)
        messages.success(request, _("The joint report is ready. All three experts sign it now."))
    else:
        messages.success(request, _("Saved. Everything that you typed on this page is kept."))
    return redirect("accreditation:evaluation_group", pk)


evaluation_group = by_method(evaluation_group_show, evaluation_group_save)


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


def _form(request: Request, application: Application, found: list[Dispute], data: object = None) -> ChairForm:
    others = [rating for dispute in found for rating in dispute.ratings if not _is_own(request, rating)]
    return ChairForm(data, ratings=others, summary=Summary.objects.filter(application=application).first())


def _save(request: Request, application: Application, form: ChairForm) -> bool:
    """All of it, or nothing where another window was quicker."""
    with transaction.atomic():
        revision = form.cleaned_data["revision"]
        if services.save_summary(application, form.words, revision=revision, by=request.acting) is None:
            return False
        for rating, text in form.comments():
            services.comment_on(rating, text, by=request.acting)
    return True


def _is_own(request: Request, rating: object) -> bool:
    return rating.evaluation.expert.person_id == request.user.pk  # type: ignore[attr-defined]


def _page(
    request: Request, application: Application, found: list[Dispute], form: ChairForm, *, status: int = 200
) -> HttpResponse:
    summary = Summary.objects.select_related("paper").filter(application=application).first()
    refusal = rules.may_speak.reason(request.acting, application)
    lines = [
        (
            dispute,
            [
                (each, said_of(each), None if refusal or _is_own(request, each) else form.field_of(each))
                for each in dispute.ratings
            ],
        )
        for dispute in found
    ]
    context = {
        "application": application,
        "form": form,
        "lines": lines,
        "summary": summary,
        "refusal": refusal,
        "is_chair": rules.is_chair.allows(request.acting, application),
        "signatures": summary.paper.signatures.all() if summary and summary.paper else [],
        "may_sign": bool(summary) and services.why_not_signed(summary, by=request.acting) is None,
    }
    return render(request, "accreditation/evaluation_group.html", context, status=status)
