"""What a person finds in the inbox."""

from typing import Any

from django.db import models
from django.db.models import Count, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce

from notifications.models import Message, MessageQuerySet


def inbox(user: Any, *, unread: bool = False) -> MessageQuerySet:
    """The person's messages, the newest first."""
    messages = Message.objects.visible_to(user)
    return (messages.unread() if unread else messages).fetch_mode(models.FETCH_RAISE)


def inbox_counts(user: Any) -> dict[str, int]:
    """How many messages the person has: `all`, and of them `unread`."""
    return Message.objects.visible_to(user).aggregate(all=Count("pk"), unread=Count("pk", filter=Q(read_at=None)))


def unread_of_outer_user() -> Coalesce:
    """How many messages are not read, in a query of people: for settings.PERSON_FACTS."""
    unread = Message.objects.unread().filter(recipient=OuterRef("pk")).order_by()
    return Coalesce(Subquery(unread.values("recipient").annotate(number=Count("pk")).values("number")), 0)


def unread_count(user: Any) -> int:
    """How many messages the person has not read; who came with a session brings the number along."""
    known: int | None = getattr(user, "unread_messages", None)
    return Message.objects.visible_to(user).unread().count() if known is None else known
