"""Links of evidence are tried when they are added and every week; who added one is told when it stays dead."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from core import outbox
from integrations.web_links import web_links
from notifications.services import notify
from selfassessment.enums import LinkState
from selfassessment.models import EvidenceVersion
from selfassessment.services.evidence import CHECK_LINK, note_link
from staff.models import Employment
from staff.selectors import head_of

_WEEK = timedelta(days=7)
_DAY = timedelta(days=1)
_TOLD_AT = 2  # failures one after the other: a site may be down for an hour


def sweep() -> int:
    """Every link that is due is going to be tried: unchecked ones, those of a week ago, dead ones the next day."""
    now = timezone.now()
    due = EvidenceVersion.objects.newest().exclude(url="").filter(_due(now)).values_list("pk", flat=True)
    for pk in due:
        outbox.put(CHECK_LINK, {"version_id": pk}, key=f"{CHECK_LINK} {pk} {now:%Y-%m-%d}")
    return len(due)


def check_link(version_id: int) -> None:
    """The evidence says whether its link opens now."""
    version = EvidenceVersion.objects.exclude(url="").filter(pk=version_id).first()
    if version is None:
        return  # deleted since
    answer = web_links().ask(version.url)
    with transaction.atomic():
        noted = note_link(version, alive=answer.opens, at=timezone.now())
        if noted.link_failures == _TOLD_AT:
            _tell(noted)


def _due(now: datetime) -> Q:
    never = Q(link_checked_at=None)
    old = Q(link_checked_at__lte=now - _WEEK)
    doubtful = Q(link_state=LinkState.DEAD, link_failures__lt=_TOLD_AT, link_checked_at__lte=now - _DAY)
    return never | old | doubtful


def _tell(version: EvidenceVersion) -> None:
    """Who added the link; when he has left the organization, its head."""
    organization = version.evidence.organization
    listener: User | None = version.added_by
    if not Employment.objects.live().of(organization.pk).filter(person=listener).exists():
        head = head_of(organization)
        listener = head.person if head else None
    if listener is not None:
        context = {"evidence": version.evidence, "link": version.url}
        notify(
            [listener], "selfassessment/messages/dead_link", context, url=reverse("selfassessment:self_assessment_list")
        )
