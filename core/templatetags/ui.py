"""The components of every page as template tags: a Python signature is the component's contract, so an unknown
attribute is a TemplateSyntaxError. Loaded as a builtin; `/ui/` shows them all, docs/components.md lists them."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any

from django import template
from django.contrib.messages.storage.base import Message
from django.core.exceptions import ValidationError
from django.core.paginator import Page
from django.forms import BaseForm, BoundField
from django.template import Context, TemplateSyntaxError
from django.template.loader import render_to_string
from django.utils.formats import number_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from core.ui import Action, Crumb, FileItem, SortHead, Step, Tab, Task

register = template.Library()

TONES = ("neutral", "accent", "done", "warning", "muted")
BANNERS = {"info": "info", "success": "check", "warning": "alert", "error": "alert"}
BUTTONS = {"primary": "", "secondary": " govuk-button--secondary", "warning": " govuk-button--warning"}
ICONS = ("alert", "arrow", "check", "chevron", "clock", "cross", "file", "info", "lock", "print")
STEP_STATES = ("done", "current", "upcoming")


def _known(value: str, allowed: Iterable[str], what: str) -> str:
    if value not in allowed:
        raise TemplateSyntaxError(f"{what} must be one of {', '.join(allowed)}, not {value!r}")
    return value


def _block(name: str, content: SafeString, **context: Any) -> SafeString:
    return render_to_string(f"components/{name}.html", {"content": content, **context})


# Small parts ----------------------------------------------------------------------------------------------------------


@register.inclusion_tag("components/icon.html")
def icon(name: str) -> dict[str, Any]:
    """A decorative sign; the words beside it carry the meaning."""
    return {"name": _known(name, ICONS, "icon")}


@register.inclusion_tag("components/emblem.html")
def emblem(size: int = 48) -> dict[str, Any]:
    return {"size": size}


@register.inclusion_tag("components/badge.html")
def badge(label: str, tone: str = "neutral") -> dict[str, Any]:
    """A status in words; the tone only repeats what the words say."""
    return {"label": label, "tone": _known(tone, TONES, "tone")}


# Ways to go on --------------------------------------------------------------------------------------------------------


@register.inclusion_tag("components/button.html")
def button(
    label: str, href: str = "", tone: str = "primary", name: str = "", value: str = "", start: bool = False
) -> dict[str, Any]:
    """A submit button, or with `href` a link that looks like one. One primary button per page."""
    look = BUTTONS[_known(tone, BUTTONS, "tone")] + (" govuk-button--start" if start else "")
    return {"label": label, "href": href, "look": look, "name": name, "value": value, "start": start}


@register.inclusion_tag("components/action.html", takes_context=True)
def action(
    context: Context,
    label: str,
    url: str,
    reason: str | None = None,
    way: str = "",
    way_label: str = "",
    method: str = "get",
    tone: str = "primary",
) -> dict[str, Any]:
    """A button for one act. With `reason` it is refused and says why beside it, with the way to what is missing."""
    _known(method, ("get", "post"), "method")
    look = BUTTONS[_known(tone, BUTTONS, "tone")]
    return {
        "label": label,
        "url": url,
        "reason": reason,
        "way": way,
        "way_label": way_label,
        "method": method,
        "look": look,
        "csrf_token": context.get("csrf_token"),
    }


@register.inclusion_tag("components/actions.html", takes_context=True)
def actions(context: Context, items: Sequence[Action]) -> dict[str, Any]:
    """Several acts in a row, as the view lists them."""
    return {"items": items, "csrf_token": context.get("csrf_token")}


@register.inclusion_tag("components/back_link.html")
def back_link(url: str, label: str = "") -> dict[str, Any]:
    return {"url": url, "label": label or pgettext("way", "Back")}


@register.inclusion_tag("components/breadcrumbs.html")
def breadcrumbs(items: Sequence[Crumb]) -> dict[str, Any]:
    """The way from the home page, which is added in front, to this page."""
    return {"items": items}


@register.inclusion_tag("components/tabs.html")
def tabs(items: Sequence[Tab], label: str) -> dict[str, Any]:
    """Links to neighbouring lists with their counts; `label` names the group for screen readers."""
    return {"items": items, "label": label}


@register.inclusion_tag("components/steps.html")
def steps(items: Sequence[Step], label: str) -> dict[str, Any]:
    """Where the person stands on a way of several steps."""
    for item in items:
        _known(item.state, STEP_STATES, "state of a step")
    return {"items": items, "label": label}


@register.inclusion_tag("components/pagination.html", takes_context=True)
def pagination(context: Context, page: Page[Any], name: str = "page") -> dict[str, Any]:
    """The pages of a list, with the total; the filters in the address are kept."""
    query = context["request"].GET.copy()
    numbers = page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1)

    def address(number: int) -> str:
        query[name] = str(number)
        return f"?{query.urlencode()}"

    gap = page.paginator.ELLIPSIS
    links = [{"number": n, "url": "" if n == gap else address(int(n)), "current": n == page.number} for n in numbers]
    return {
        "page": page,
        "links": links,
        "previous": address(page.previous_page_number()) if page.has_previous() else "",
        "next": address(page.next_page_number()) if page.has_next() else "",
    }


# Lists ----------------------------------------------------------------------------------------------------------------


@register.inclusion_tag("components/task_list.html")
def task_list(items: Sequence[Task]) -> dict[str, Any]:
    for item in items:
        _known(item.tone, TONES, "tone")
    return {"items": items}


@register.inclusion_tag("components/file_list.html")
def file_list(items: Sequence[FileItem]) -> dict[str, Any]:
    return {"items": items}


@register.simple_block_tag
def summary_list(content: SafeString, card: str = "") -> SafeString:
    """Facts as key and value; with `card` in a frame under that title. Holds `summary_row` only."""
    plain = "govuk-summary-list__actions" not in content
    return _block("summary_list", content, card=card, plain=plain)


@register.simple_block_tag
def summary_row(content: SafeString, key: str, url: str = "", act: str = "") -> SafeString:
    """One fact; with `url` the link `act` ("Change") leads to where it is changed."""
    return _block("summary_row", content, key=key, url=url, act=act or _("Edit"))


@register.simple_block_tag
def timeline(content: SafeString) -> SafeString:
    """What happened, one `event` after another, the newest first."""
    return format_html('<ol class="asula-timeline">{}</ol>', content)


@register.simple_block_tag
def event(content: SafeString, title: str, at: datetime, by: str = "", tone: str = "neutral") -> SafeString:
    _known(tone, ("neutral", "done", "warning"), "tone")
    return _block("event", content, title=title, at=at, by=by, tone=tone)


@register.simple_block_tag
def table(content: SafeString, caption: str, hidden: bool = False, dense: bool = False) -> SafeString:
    """A table that becomes cards below 640 px if its cells are written with `cell`. The caption names it; a `dense` one
    has room for nine columns."""
    return _block("table", content, caption=caption, hidden=hidden, dense=dense)


@register.simple_tag
def column(label: str, number: bool = False, sort: SortHead | None = None) -> SafeString:
    """The head of a column; with `sort` a link that sorts the list by it."""
    if sort is None:
        return format_html('<th scope="col"{}>{}</th>', _number_class(number), label)
    return _block("column", SafeString(""), label=label, number=number, sort=sort)


@register.simple_block_tag
def cell(content: SafeString, label: str, header: bool = False, number: bool = False) -> SafeString:
    """A cell that carries the label of its column; `header` marks the one that names the row and holds its link."""
    if header:
        return format_html('<th scope="row" data-label="{}"{}>{}</th>', label, _number_class(number), content)
    return format_html('<td data-label="{}"{}><div>{}</div></td>', label, _number_class(number), content)


def _number_class(number: bool) -> SafeString:
    return SafeString(' class="asula-table__number"' if number else "")


# Messages -------------------------------------------------------------------------------------------------------------


@register.simple_block_tag
def card(content: SafeString, title: str = "", anchor: str = "") -> SafeString:
    """A framed part of a page; with `anchor` a link may lead to it."""
    return _block("card", content, title=title, anchor=anchor)


@register.simple_block_tag
def banner(content: SafeString, tone: str = "info", title: str = "", focus: bool = False) -> SafeString:
    """A notice at the top of a page: info, success, warning or error. With `focus` it takes the keyboard on load."""
    sign = BANNERS[_known(tone, BANNERS, "tone")]
    return _block("banner", content, tone=tone, title=title, focus=focus, sign=sign)


@register.simple_block_tag
def panel(content: SafeString, title: str) -> SafeString:
    """The confirmation after something irreversible: what was done, in the largest letters of the page."""
    return _block("panel", content, title=title)


@register.simple_block_tag
def empty_state(content: SafeString, title: str) -> SafeString:
    """An empty list that teaches: what will stand here and the first thing to do."""
    return _block("empty_state", content, title=title)


@register.simple_block_tag
def details(content: SafeString, summary: str, opened: bool = False) -> SafeString:
    return _block("details", content, summary=summary, opened=opened)


@register.simple_block_tag
def inset(content: SafeString) -> SafeString:
    return format_html('<div class="govuk-inset-text">{}</div>', content)


@register.simple_block_tag
def warning_text(content: SafeString) -> SafeString:
    """A consequence that nobody may overlook, before the button that brings it about."""
    return _block("warning_text", content)


@register.simple_block_tag(takes_context=True)
def confirm(
    context: Context, content: SafeString, url: str, label: str, cancel: str, tone: str = "primary"
) -> SafeString:
    """The end of a page that asks before an irreversible act: its consequences and fields, the button, the way out."""
    look = BUTTONS[_known(tone, BUTTONS, "tone")]
    token = context.get("csrf_token")
    return _block("confirm", content, url=url, label=label, cancel=cancel, look=look, csrf_token=token)


@register.inclusion_tag("components/progress.html")
def progress(label: str, value: int, maximum: int) -> dict[str, Any]:
    """How far long work has come."""
    return {"label": label, "value": value, "maximum": maximum}


@register.inclusion_tag("components/saved.html")
def saved(at: datetime | None = None, failure: str = "") -> dict[str, Any]:
    """Whether what was typed is safe: «Сакталды 14:03», or why not. Scripts keep it up to date."""
    return {"at": at, "failure": failure}


# Forms ----------------------------------------------------------------------------------------------------------------


@register.inclusion_tag("components/error_summary.html", takes_context=True)
def error_summary(context: Context, *forms: BaseForm) -> dict[str, Any]:
    """All errors on top of the page, each a link to its field. Without forms: that of the context's `form`."""
    return {"errors": [error for form in forms or _own_forms(context) for error in _errors(form)]}


@register.simple_tag(takes_context=True)
def title_prefix(context: Context) -> str:
    """«Ката: » in front of the title of a page whose form was refused."""
    refused = any(form.is_bound and form.errors for form in _own_forms(context))
    return pgettext("page title", "Error: ") if refused else ""


def _own_forms(context: Context) -> list[BaseForm]:
    form = context.get("form")
    return [form] if isinstance(form, BaseForm) else []


def _errors(form: BaseForm) -> Iterable[dict[str, str]]:
    if not form.is_bound:
        return
    for message in form.non_field_errors():
        yield {"label": "", "message": str(message), "target": ""}
    for field in form:
        for error in field.errors.as_data():
            label = str(field.label) if _is_general(error, field) else ""
            yield {"label": label, "message": error.messages[0], "target": _first_control(field)}


def _is_general(error: ValidationError, field: BoundField) -> bool:
    """Whether the sentence is one of the field class's own, which doesn't say which field it means."""
    classes = type(field.field).__mro__
    return any(error.message in getattr(kind, "default_error_messages", {}).values() for kind in classes)


def _first_control(field: BoundField) -> str:
    """The id that a link of the summary leads to: of a group of radios, the first."""
    return f"{field.auto_id}_0" if field.use_fieldset else field.auto_id


@register.inclusion_tag("components/one_time_code.html")
def one_time_code(field: BoundField) -> dict[str, Any]:
    """The field for a six-digit code; the form gives it autocomplete="one-time-code"."""
    return {"field": field}


@register.inclusion_tag("components/resend_code.html", takes_context=True)
def resend_code(context: Context, url: str, seconds: int) -> dict[str, Any]:
    """The button that sends a new code, counting down to the moment when it may be used."""
    return {"url": url, "seconds": seconds, "csrf_token": context.get("csrf_token")}


@register.inclusion_tag("components/filters.html")
def filters(form: BaseForm, reset: str) -> dict[str, Any]:
    """The filters above a list: a GET form, so that they live in the address. On a telephone those after the first are
    folded, unless they choose something."""
    first, *others = form.visible_fields()
    is_used = form.is_bound and any(field.data for field in others)
    return {"form": form, "first": first, "others": others, "is_used": is_used, "reset": reset}


# Words ----------------------------------------------------------------------------------------------------------------


@register.filter
def file_size(size: int) -> str:
    """«1,2 МБ»: as people say it, in the reader's language."""
    units = [_("B"), _("KB"), _("MB"), _("GB")]
    power = next((power for power in range(3) if size < 1024 ** (power + 1)), 3)
    decimals = 1 if power > 1 else 0
    return f"{number_format(round(size / 1024**power, decimals), decimals)}\u00a0{units[power]}"


@register.filter
def machine_date(day: date | datetime) -> str:
    """For the `datetime` attribute of <time>."""
    return day.isoformat()


@register.filter
def banner_tone(message: Message) -> str:
    """The banner that suits a message of django.contrib.messages."""
    return message.level_tag if message.level_tag in BANNERS else "info"


@register.filter
def phone_link(phone: str) -> str:
    """The digits of a phone number, for tel: links."""
    return "".join(sign for sign in phone if sign.isdigit() or sign == "+")
