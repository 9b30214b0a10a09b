"""A list of the ministry's people: two tabs, filters, and the search by number."""

from django.core.paginator import Paginator
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from accreditation.selectors import people as selectors
from admin_panel.forms.people import FindForm
from admin_panel.views.access import for_administrators
from admin_panel.views.people.kinds import Kind
from core.http import Request, by_method, reads, writes
from core.ui import SortHead, Tab

PER_PAGE = 25
BLOCKED = "blocked"


@reads
@for_administrators
def person_list(request: Request, kind: Kind) -> HttpResponse:
    return list_page(request, kind, FindForm())


@reads
@for_administrators
def _find_show(_request: Request, kind: Kind) -> HttpResponse:
    return redirect(kind.url("list"))


@writes
@for_administrators
def _find(request: Request, kind: Kind) -> HttpResponse:
    """To the entry with this number, or back to the list, which says that there is none."""
    form = FindForm(request.POST)
    if form.is_valid():
        found = kind.model.objects.visible_to(request.acting).by_pin(form.cleaned_data["pin"]).first()
        if found:
            return redirect(kind.url("", found.pk))
        form.add_error("pin", _("Nobody in this list has this number."))
    return list_page(request, kind, form)


person_find = by_method(_find_show, _find)


def list_page(request: Request, kind: Kind, find: FindForm) -> HttpResponse:
    form = kind.filter_form(request.GET)
    chosen = form.chosen if form.is_valid() else {}
    blocked = request.GET.get("tab") == BLOCKED
    people = selectors.people(kind.model, request.acting, blocked=blocked, **chosen)
    context = {
        "kind": kind,
        "filter_form": form,
        "form": find,
        "page": Paginator(people, PER_PAGE).get_page(request.GET.get("page")),
        "heads": _heads(request.GET, chosen.get("sort", selectors.NAME)),
        "tabs": _tabs(request, kind, blocked=blocked),
        "filtered": any(name != "sort" for name in chosen),
        "blocked": blocked,
    }
    return render(request, "admin_panel/people/list.html", context, status=422 if find.is_bound else 200)


def _tabs(request: Request, kind: Kind, *, blocked: bool) -> list[Tab]:
    url, counts = kind.url("list"), selectors.counts(kind.model, request.acting)
    return [
        Tab(label=pgettext("tab of people", "Active"), url=url, count=counts.active, current=not blocked),
        Tab(
            label=pgettext("tab of people", "Blocked"),
            url=f"{url}?tab={BLOCKED}",
            count=counts.blocked,
            current=blocked,
        ),
    ]


def _heads(given: QueryDict, sort: str) -> dict[str, SortHead]:
    """The columns by which the list may be sorted."""
    return {
        "id": SortHead.of(given, sort, (selectors.OLDEST, selectors.NEWEST), begins=selectors.NEWEST),
        "name": SortHead.of(given, sort, (selectors.NAME, selectors.NAME_BACK)),
        "region": SortHead.of(given, sort, (selectors.REGION, selectors.REGION_BACK)),
    }
