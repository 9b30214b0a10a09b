"""«Аккредитациялар (А)»: the five lists, their queues, and what is new in them."""

from datetime import datetime
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from accreditation.enums.applications import MINISTRY_TABS, Tab
from accreditation.enums.desk import Queue
from accreditation.models import SavedSearch
from accreditation.selectors import desk as selectors
from accreditation.selectors.desk import Counts, Filters, Pulse, Sort
from admin_panel.forms.desk import FilterForm, SearchNameForm
from admin_panel.rows import rows_of
from admin_panel.views.access import for_the_ministry
from core.http import Request, reads
from core.ui import SortHead
from core.ui import Tab as TabLink

PER_PAGE = 25
_PASSED_ON = ("page", "rows", "newest")  # of the address: not part of what was searched


@reads
@for_the_ministry
def application_list(request: Request) -> HttpResponse:
    form = filter_form(request, request.GET)
    filters = form.filters()
    page = Paginator(selectors.listed(request.acting, filters), PER_PAGE).get_page(request.GET.get("page"))
    counts = selectors.counts(request.acting)
    context = {
        "filters_form": form,
        "filters": filters,
        "page": page,
        "heads": _heads(request.GET, filters.sort),
        "rows": rows_of(page, first=page.start_index(), to=request.acting),
        "tabs": _tabs(filters, counts),
        "queues": _queues(request, filters, counts),
        "pulse": Pulse.of(selectors.selected(request.acting, filters)),
        "query": query_of(request.GET),
        "searches": SavedSearch.objects.visible_to(request.acting),
        "search_form": SearchNameForm(initial={"query": query_of(request.GET)}),
        "reset": _address(filters),
        "administers": request.acting.user.is_administrator,
        "unfiled": _unfiled(request, counts),
    }
    return render(request, "admin_panel/application_list.html", context)


@reads
@for_the_ministry
def application_pulse(request: Request) -> HttpResponse:
    """For an open list: its counts now, and how many of its rows came or changed since it was shown."""
    filters = filter_form(request, request.GET).filters()
    rows, shown_at = selectors.selected(request.acting, filters), _moment(request.GET.get("newest"))
    changed = selectors.changed_after(rows, shown_at)
    pulse = Pulse.of(rows)
    counts = selectors.counts(request.acting)
    query = query_of(request.GET)
    context = {
        "changed": changed,
        "is_other": changed > 0 or str(pulse.rows) != request.GET.get("rows", ""),
        "address": f"{reverse('ministry:application_list')}?{query}" if query else reverse("ministry:application_list"),
        "tabs": _tabs(filters, counts),
        "queues": _queues(request, filters, counts),
    }
    return render(request, "admin_panel/application_pulse.html", context)


def filter_form(request: Request, given: QueryDict) -> FilterForm:
    """The filters as this person may use them."""
    return FilterForm(given, with_specialists=request.acting.user.is_administrator)


def query_of(given: QueryDict) -> str:
    """What was searched, as an address keeps it: without the page and without what is empty."""
    kept = QueryDict(mutable=True)
    for name, values in given.lists():
        if name not in _PASSED_ON and any(values):
            kept.setlist(name, values)
    return kept.urlencode()


def _moment(text: str | None) -> datetime | None:
    try:
        return parse_datetime(text) if text else None
    except ValueError:
        return None


def _address(filters: Filters) -> str:
    place = f"queue={filters.queue}" if filters.queue else f"tab={filters.tab}"
    return f"{reverse('ministry:application_list')}?{place}"


def _tabs(filters: Filters, counts: Counts) -> list[TabLink]:
    url = reverse("ministry:application_list")
    return [
        TabLink(
            key=tab.value,
            label=str(tab.label),
            url=f"{url}?tab={tab}",
            count=counts.tabs[tab],
            current=tab == filters.tab,
        )
        for tab in MINISTRY_TABS
    ]


def _heads(given: QueryDict, sort: Sort) -> dict[str, SortHead]:
    """The columns by which the list may be sorted."""
    return {
        "organization": SortHead.of(given, sort, (Sort.ORGANIZATION, Sort.ORGANIZATION_BACK)),
        "specialist": SortHead.of(given, sort, (Sort.SPECIALIST, Sort.SPECIALIST_BACK)),
        "submitted": SortHead.of(given, sort, (Sort.OLD, Sort.NEW), begins=Sort.NEW),
        "letter": SortHead.of(given, sort, (Sort.LETTER, Sort.LETTER_BACK), begins=Sort.LETTER_BACK),
        "due": SortHead.of(given, sort, (Sort.DUE, Sort.DUE_BACK)),
    }


def _queues(request: Request, filters: Filters, counts: Counts) -> list[TabLink]:
    """The queues; a specialist has no applications without a specialist, and all of his are his."""
    administers = request.acting.user.is_administrator
    hidden = set() if administers else {Queue.UNASSIGNED, Queue.MINE}
    if administers and not counts.queues[Queue.MINE]:
        hidden = {Queue.MINE}
    if not counts.queues[Queue.OBJECTIONS]:
        hidden = hidden | {Queue.OBJECTIONS}
    return [
        TabLink(
            key=queue.value,
            label=str(queue.label),
            url=f"{reverse('ministry:application_list')}?queue={queue}",
            count=counts.queues[queue],
            current=queue == filters.queue,
        )
        for queue in Queue
        if queue not in hidden
    ]


def _unfiled(request: Request, counts: Counts) -> dict[str, Any] | None:
    """To the registry: the page on which letters are filed one after the other."""
    if not request.acting.user.is_administrator or not counts.tabs[Tab.REQUESTS]:
        return None
    return {"label": _("File letters one after the other"), "url": reverse("ministry:letter_list")}
