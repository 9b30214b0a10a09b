"""The working calendar and the terms that are counted by it."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from accreditation.models import DayException
from accreditation.selectors import calendar as selectors
from accreditation.services.calendar import NoException, add_exception, remove_exception
from accreditation.terms import terms
from admin_panel.forms.calendar import DayForm
from admin_panel.views.access import for_administrators, for_the_ministry
from core.http import Request, by_method, reads, writes

FIRST_YEAR, YEARS_AHEAD = 2020, 5


@reads
@for_the_ministry
def calendar(request: Request) -> HttpResponse:
    year = _year(request.GET.get("year", ""))
    context = {
        "year": year,
        "years": range(max(FIRST_YEAR, year - 2), year + 3),
        "exceptions": selectors.exceptions_of(year),
        "holidays": selectors.holidays_of(year, get_language() or "ky"),
        "may_change": request.acting.user.is_administrator,
    }
    return render(request, "admin_panel/calendar.html", context)


@reads
@for_the_ministry
def term_list(request: Request) -> HttpResponse:
    found = terms().values()
    return render(
        request, "admin_panel/term_list.html", {"terms": found, "unsettled": sum(not term.basis for term in found)}
    )


@reads
@for_administrators
def _show_add(request: Request) -> HttpResponse:
    return _add_page(request, DayForm())


@writes
@for_administrators
def _add(request: Request) -> HttpResponse:
    form = DayForm(request.POST)
    if not form.is_valid():
        return _add_page(request, form)
    day = form.cleaned_data["day"]
    try:
        add_exception(day, is_working=form.is_working, note=form.cleaned_data["note"], by=request.acting)
    except NoException as reason:
        form.add_error("day", str(reason))
        return _add_page(request, form)
    messages.success(request, _("Saved. Every term is counted so from now on."))
    return redirect(_of_year(day.year))


calendar_day_add = by_method(_show_add, _add)


@reads
@for_administrators
def _show_remove(request: Request, pk: int) -> HttpResponse:
    exception = get_object_or_404(DayException, pk=pk)
    context = {"exception": exception, "list": _of_year(exception.day.year)}
    return render(request, "admin_panel/calendar_day_remove.html", context)


@writes
@for_administrators
def _remove(request: Request, pk: int) -> HttpResponse:
    exception = get_object_or_404(DayException, pk=pk)
    remove_exception(exception.pk, by=request.acting)
    messages.success(request, _("Removed. The usual calendar holds again."))
    return redirect(_of_year(exception.day.year))


calendar_day_remove = by_method(_show_remove, _remove)


def _add_page(request: Request, form: DayForm) -> HttpResponse:
    status = 422 if form.is_bound else 200
    return render(request, "admin_panel/calendar_day_add.html", {"form": form}, status=status)


def _year(text: str) -> int:
    today = timezone.localdate().year
    year = int(text) if text.isascii() and text.isdigit() and len(text) == 4 else today
    return year if FIRST_YEAR <= year <= today + YEARS_AHEAD else today


def _of_year(year: int) -> str:
    return f"{reverse('ministry:calendar')}?year={year}"
