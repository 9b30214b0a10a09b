"""What is seen of a list, as a file; personal numbers are masked in it."""

from typing import Any

from django.http import Http404, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from accreditation.enums.people import PersonAct
from accreditation.models import MinistryPerson
from accreditation.selectors import people as selectors
from admin_panel.forms.people_file import columns
from admin_panel.views.access import for_administrators
from admin_panel.views.people.kinds import Kind
from admin_panel.views.people.lists import BLOCKED
from core import exports
from core.http import Request, reads, writes
from records import journal


@writes
@for_administrators
def people_export(request: Request, kind: Kind) -> HttpResponse:
    """The people whom the filters of the page let through. It stands in the journal who took the list."""
    file_kind = _file_kind(request.POST.get("format", ""))
    form = kind.filter_form(request.POST)
    chosen = form.chosen if form.is_valid() else {}
    blocked = request.POST.get("tab") == BLOCKED
    people = list(selectors.people(kind.model, request.acting, blocked=blocked, **chosen))
    facts = {"list": kind.key, "rows": len(people), "format": file_kind.value}
    journal.write(PersonAct.EXPORT, by=request.user, obj=request.user, changes=facts)
    heads = [_("ID"), *(head for _name, head in columns(kind.model)), _("Status")]
    sheet = exports.Sheet(title=str(kind.title), columns=heads, rows=[_row(kind, entry) for entry in people])
    return exports.answer(sheet, file_kind, f"{kind.key}-{timezone.localdate():%Y-%m-%d}")


@reads
@for_administrators
def people_sample(_request: Request, kind: Kind) -> HttpResponse:
    """A file with the heads of the columns, to be filled in."""
    sheet = exports.Sheet(title=str(kind.title), columns=[head for _name, head in columns(kind.model)], rows=[])
    return exports.answer(sheet, exports.Kind.XLSX, f"{kind.key}-sample")


def _file_kind(text: str) -> exports.Kind:
    try:
        return exports.Kind(text)
    except ValueError as error:
        raise Http404 from error


def _row(kind: Kind, entry: MinistryPerson) -> list[Any]:
    state = pgettext("state of a person", "Blocked") if entry.is_blocked else pgettext("state of a person", "Active")
    return [entry.pk, *(_cell(entry, name) for name, _head in columns(kind.model)), state]


def _cell(entry: MinistryPerson, name: str) -> Any:
    if name == "pin":
        return entry.person.pin.masked if entry.person.pin else ""
    value = getattr(entry, name)
    if name == "employer":
        return value.inn.masked if value else ""
    if name in {"kinds", "levels", "languages", "type"}:
        return selectors.all_words(name, value)
    return str(value) if hasattr(value, "pk") else value
