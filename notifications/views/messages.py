"""«Билдирүүлөр»: what the system told this person."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from core.http import Request, reads, writes
from core.ui import Tab
from notifications import selectors
from notifications.models import Message
from notifications.services import mark_all_read, mark_read

PER_PAGE = 25
UNREAD = "unread"


@reads
def message_list(request: Request) -> HttpResponse:
    unread = request.GET.get("tab") == UNREAD
    rows, counts = selectors.inbox(request.user, unread=unread), selectors.inbox_counts(request.user)
    context = {
        "page": Paginator(rows, PER_PAGE).get_page(request.GET.get("page")),
        "tabs": _tabs(counts, unread=unread),
        "counts": counts,
        "unread": unread,
    }
    return render(request, "notifications/message_list.html", context)


@reads
def message(request: Request, pk: int) -> HttpResponse:
    return render(request, "notifications/message.html", {"message": _own(request, pk)})


@writes
def message_open(request: Request, pk: int) -> HttpResponse:
    """Opened from the list, the message counts as read."""
    own = _own(request, pk)
    mark_read(own)
    return redirect("message", own.pk)


@writes
def message_read_all(request: Request) -> HttpResponse:
    count = mark_all_read(request.user)
    said = ngettext("%(count)d message is marked as read.", "%(count)d messages are marked as read.", count)
    messages.success(request, said % {"count": count})
    return redirect("message_list")


def _own(request: Request, pk: int) -> Message:
    return get_object_or_404(Message.objects.visible_to(request.user), pk=pk)


def _tabs(counts: dict[str, int], *, unread: bool) -> list[Tab]:
    url = reverse("message_list")
    return [
        Tab(label=pgettext("messages", "All"), url=url, count=counts["all"], current=not unread),
        Tab(label=_("Unread"), url=f"{url}?tab={UNREAD}", count=counts["unread"], current=unread),
    ]
