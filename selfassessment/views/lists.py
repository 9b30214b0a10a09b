"""The lists «Долбоорлор» and «Аякталгандар», and the beginning of a self-assessment."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from core.http import Request, by_method, reads, writes
from core.ui import Tab
from selfassessment import rules, selectors
from selfassessment.models import SelfAssessmentQuerySet
from selfassessment.services import starting
from selfassessment.views.place import report_here
from selfassessment.views.wizard import Stage
from staff.views.place import organization_here

PER_PAGE = 25


@reads
def self_assessment_list(request: Request) -> HttpResponse:
    """What is not approved yet."""
    return _list(request, is_finished=False)


@reads
def self_assessment_finished_list(request: Request) -> HttpResponse:
    """The approved reports."""
    return _list(request, is_finished=True)


@reads
def self_assessment_create_show(request: Request) -> HttpResponse:
    organization = organization_here(request)
    rules.may_lead.check(request.acting, organization)
    unfinished = selectors.drafts(request.acting, organization.pk)
    return render(request, "selfassessment/self_assessment_create.html", {"unfinished": unfinished, "leads": True})


@writes
def self_assessment_create_save(request: Request) -> HttpResponse:
    """Whoever has unfinished reports is offered these first; `another` says that he has seen them."""
    organization = organization_here(request)
    rules.may_lead.check(request.acting, organization)
    unfinished = selectors.drafts(request.acting, organization.pk)
    if "another" not in request.POST and unfinished.exclude(type="").exists():
        return redirect("selfassessment:self_assessment_create")
    if begun := unfinished.filter(type="").first():
        messages.info(request, _("This report was begun already: go on with it."))
        return redirect(Stage.COMMISSION.url(begun))
    return redirect(Stage.COMMISSION.url(starting.start(organization, by=request.acting)))


@reads
def self_assessment_delete_show(request: Request, pk: int) -> HttpResponse:
    report = report_here(request, pk)
    rules.may_delete.check(request.acting, report)
    return render(request, "selfassessment/self_assessment_delete.html", {"report": report})


@writes
def self_assessment_delete_save(request: Request, pk: int) -> HttpResponse:
    starting.delete(report_here(request, pk), by=request.acting)
    messages.success(request, _("The draft is deleted."))
    return redirect("selfassessment:self_assessment_list")


self_assessment_create = by_method(self_assessment_create_show, self_assessment_create_save)
self_assessment_delete = by_method(self_assessment_delete_show, self_assessment_delete_save)


def _list(request: Request, *, is_finished: bool) -> HttpResponse:
    organization = organization_here(request)
    rules.may_see.check(request.acting, organization)
    refusal = rules.may_lead.reason(request.acting, organization)
    lists = (selectors.drafts(request.acting, organization.pk), selectors.finished(request.acting, organization.pk))
    context = {
        "organization": organization,
        "is_finished": is_finished,
        "tabs": _tabs(lists, is_finished=is_finished),
        "page": Paginator(lists[is_finished], PER_PAGE).get_page(request.GET.get("page")),
        "refusal": refusal,
        "leads": refusal is None,
    }
    return render(request, "selfassessment/self_assessment_list.html", context)


def _tabs(lists: tuple[SelfAssessmentQuerySet, SelfAssessmentQuerySet], *, is_finished: bool) -> list[Tab]:
    drafts, finished = lists
    return [
        Tab(
            label=pgettext("tab of self-assessments", "Drafts"),
            url=reverse("selfassessment:self_assessment_list"),
            count=drafts.count(),
            current=not is_finished,
        ),
        Tab(
            label=pgettext("tab of self-assessments", "Completed"),
            url=reverse("selfassessment:self_assessment_finished_list"),
            count=finished.count(),
            current=is_finished,
        ),
    ]
