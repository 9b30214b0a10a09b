"""The organization's applications: the lists, and the page of one."""

import uuid

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.acting import Acting
from accreditation.enums.applications import NOT_TAKEN, Action, State, Tab
from accreditation.models import Application, ReturnFile
from accreditation.rules import applications as rules
from accreditation.selectors import applications as selectors
from accreditation.selectors.changes import changes_of
from accreditation.selectors.collegium import decision_of
from accreditation.selectors.evaluation import finished_report
from accreditation.selectors.objections import named_group
from accreditation.selectors.replies import reply_of
from accreditation.selectors.signing import signing_of
from accreditation.selectors.statuses import audience, status_sentence
from accreditation.selectors.tabs import tab_of
from accreditation.views.afterwards import parts_of
from accreditation.views.place import application_here
from accreditation.workflow import APPLICATION
from core.http import Request, reads
from core.ui import Action as Act
from core.ui import Tab as TabLink
from core.uploads.downloads import file_response
from selfassessment.enums import State as ReportState
from staff.views.place import organization_here

PER_PAGE = 25
_FIRST_LOOK = (Tab.UNDER_CONSIDERATION, Tab.REQUESTS, Tab.CONSIDERED, Tab.DRAFTS, Tab.IN_FORCE, Tab.REJECTED)


@reads
def application_list(request: Request) -> HttpResponse:
    """The six lists; without a choice the first in which something moves."""
    organization = organization_here(request)
    rules.may_see.check(request.acting, organization)
    counts = selectors.counts(selectors.seen(request.acting, organization.pk), Tab)
    tab = _tab(request.GET.get("tab", ""), counts)
    found = selectors.applications(request.acting, tab, organization_id=organization.pk)
    context = {
        "organization": organization,
        "tab": tab,
        "tabs": _tabs(tab, counts),
        "page": Paginator(found, PER_PAGE).get_page(request.GET.get("page")),
        "waiting": selectors.waiting_for_the_organization(request.acting, organization.pk),
        "refusal": rules.may_prepare.reason(request.acting, organization),
    }
    return render(request, "accreditation/application_list.html", context)


@reads
def application(request: Request, pk: int) -> HttpResponse:
    """Where the application stands, its documents and all that has happened to it."""
    found = application_here(request, pk)
    returned = selectors.last_return(found)
    context = {
        "application": found,
        "tab": tab_of(found),
        "status": status_sentence(found, audience(request.acting, found)),
        "papers": selectors.papers_of(found),
        "returned": returned,
        "named": named_group(found, request.acting),
        "decision": decision_of(found),
        "afterwards": parts_of(found),
        "report": finished_report(found),
        "reply": reply_of(found),
        "needs_answer": found.state == State.RETURNED,
        "is_corrected": found.report.state == ReportState.APPROVED,
        "signing": signing_of(found),
        "acts": _acts(request.acting, found),
        "endings": _endings(request.acting, found),
        "has_changes": found.returns.filter(correction__corrected_at__isnull=False).exists(),
        "history": selectors.history(found),
    }
    return render(request, "accreditation/application.html", context)


@reads
def application_changes(request: Request, pk: int) -> HttpResponse:
    """What the organization corrected, both texts with their differences."""
    found = application_here(request, pk)
    context = {"application": found, "corrections": changes_of(found)}
    return render(request, "accreditation/application_changes.html", context)


@reads
def application_return_file(request: Request, public_id: uuid.UUID) -> HttpResponseBase:
    """The ministry's document about a return, to whoever sees the application."""
    return file_response(get_object_or_404(ReturnFile.objects.visible_to(request.acting), public_id=public_id))


def _tab(chosen: str, counts: dict[Tab, int]) -> Tab:
    if chosen in Tab:
        return Tab(chosen)
    return next((tab for tab in _FIRST_LOOK if counts[tab]), Tab.DRAFTS)


def _tabs(current: Tab, counts: dict[Tab, int]) -> list[TabLink]:
    url = reverse("accreditation:application_list")
    return [
        TabLink(label=str(tab.label), url=f"{url}?tab={tab.value}", count=counts[tab], current=tab == current)
        for tab in Tab
    ]


def _acts(acting: Acting, found: Application) -> list[Act]:
    """What brings the application on: the paper is looked at; where there is none yet, it is made first."""
    is_corrected = found.state == State.RETURNED and found.report.state == ReportState.APPROVED
    if found.state != State.DRAFT and not is_corrected:
        return []
    url = reverse("accreditation:application_paper", args=[found.pk])
    if found.draft_id:
        return [Act(label=_("Go on with the application"), url=url)]
    reason = rules.may_prepare.reason(acting, found)
    return [Act(label=_("Prepare the application"), url=url, method="post", reason=reason)]


def _endings(acting: Acting, found: Application) -> list[Act]:
    """What ends the application, with the reason where it is refused."""
    if found.state == State.DRAFT:
        name, label, reason = "application_delete", _("Delete the draft"), rules.may_prepare.reason(acting, found)
    elif found.state in NOT_TAKEN | {State.RETURNED}:
        name, label = "application_withdraw", _("Withdraw the application")
        reason = APPLICATION[Action.WITHDRAW].reason(acting, found)
    else:
        return []
    return [Act(label=label, url=reverse(f"accreditation:{name}", args=[found.pk]), reason=reason, tone="secondary")]
