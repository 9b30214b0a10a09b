"""The mailbox and the SMS outbox: pages for people, one JSON address for tests."""

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_POST

from stub.outbox.models import Channel, Message

PAGE_SIZE = 25


@require_GET
def message_list(request: HttpRequest, channel: str) -> HttpResponse:
    messages = _to(request, Message.objects.filter(channel=channel).defer("source"))
    page = Paginator(messages, PAGE_SIZE).get_page(request.GET.get("page"))
    return render(
        request,
        "stub/outbox/list.html",
        {
            "channel": channel,
            "page": page,
            "to": request.GET.get("to", ""),
            "channels": Channel,
        },
    )


@require_GET
def message_detail(request: HttpRequest, pk: int) -> HttpResponse:
    return render(request, "stub/outbox/detail.html", {"message": get_object_or_404(Message, pk=pk)})


@require_GET
def message_source(request: HttpRequest, pk: int) -> HttpResponse:
    message = get_object_or_404(Message, pk=pk)
    if not message.source:
        raise Http404
    return HttpResponse(bytes(message.source), content_type="text/plain; charset=utf-8")


@require_GET
def latest(request: HttpRequest) -> JsonResponse:
    """The newest message to `to`, of `channel` and after the message `after` if these are given."""
    messages = _to(request, Message.objects.all())
    if channel := request.GET.get("channel"):
        messages = messages.filter(channel=channel)
    if after := request.GET.get("after"):
        messages = messages.filter(pk__gt=int(after))
    message = messages.first()
    if message is None:
        return JsonResponse({"error": "no message"}, status=404)
    return JsonResponse(
        {
            "id": message.pk,
            "channel": message.channel,
            "from": message.sender,
            "to": message.to,
            "subject": message.subject,
            "body": message.body,
            "source": bytes(message.source).decode("utf-8", "replace"),
            "at": message.at.isoformat(),
        }
    )


@require_POST
def clear(request: HttpRequest) -> HttpResponse:
    Message.objects.all().delete()
    return redirect("outbox:mail")


def _to(request: HttpRequest, messages: QuerySet[Message]) -> QuerySet[Message]:
    to = request.GET.get("to", "").strip()
    if not to:
        return messages
    digits = to.replace(" ", "").lstrip("+")
    if digits.isdigit():  # the plus sign of a number that was not escaped arrives as a space
        to = f"+{digits}"
    return messages.filter(to__iexact=to)
