"""What a person finds in the inbox, what everybody reads, what the ministry keeps."""

from typing import Any

from django.db import models
from django.db.models import Count, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce

from notifications.enums import PublicationKind
from notifications.models import Feedback, Message, MessageQuerySet, Publication, PublicationQuerySet


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


PUBLIC = (PublicationKind.NEWS, PublicationKind.QUESTION, PublicationKind.GUIDE)


def published(user: Any, kind: PublicationKind) -> PublicationQuerySet:
    """What this person reads of one kind, the newest first."""
    return _listed(Publication.objects.visible_to(user).of(kind))


def publications(kind: PublicationKind) -> PublicationQuerySet:
    """Everything of one kind for the ministry: drafts first, then the newest."""
    return _listed(Publication.objects.of(kind))


def publication_counts(rows: PublicationQuerySet) -> dict[str, int]:
    """How many there are of each kind."""
    found = dict(rows.order_by().values_list("kind").annotate(number=Count("pk")))
    return {kind.value: found.get(kind.value, 0) for kind in PublicationKind}


def feedback_letters(*, answered: bool) -> models.QuerySet[Feedback]:
    """The letters that wait, the oldest first; or those that were answered, the newest first."""
    if answered:
        letters = Feedback.objects.answered().order_by("-answered_at", "-pk")
    else:
        letters = Feedback.objects.waiting().order_by("sent_at", "pk")
    return letters.fetch_mode(models.FETCH_RAISE)


def feedback_counts() -> dict[str, int]:
    """How many letters wait, and how many were answered."""
    return Feedback.objects.aggregate(
        waiting=Count("pk", filter=Q(answered_at=None)), answered=Count("pk", filter=Q(answered_at__isnull=False))
    )


def _listed(rows: PublicationQuerySet) -> PublicationQuerySet:
    return rows.select_related("document", "added_by").fetch_mode(models.FETCH_RAISE)
