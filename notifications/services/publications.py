"""What the ministry tells everybody: written, published, sent to people's inboxes, withdrawn."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from accounts.acting import Acting
from accounts.models import User
from core import outbox
from core.uploads.checks import Accepted
from core.uploads.storing import discard, store
from notifications import rules
from notifications.enums import PublicationAct, PublicationKind
from notifications.models import Publication, PublicationFile
from notifications.services.messages import notify
from records import journal

SEND_NOTICE = "send notice"


@transaction.atomic
def add_publication(
    kind: PublicationKind, texts: Mapping[str, str], *, accepted: Accepted | None, by: Acting
) -> Publication:
    """A draft that only the ministry sees. Raises ValidationError if the file can't be stored."""
    rules.may_publish.check(by)
    publication = Publication.objects.create(kind=kind, added_by=by.user, **texts)
    _attach(publication, accepted, by)
    journal.write(PublicationAct.ADD, by=by.user, obj=publication, changes={"kind": kind.value})
    return publication


@transaction.atomic
def change_publication(
    pk: int, texts: Mapping[str, str], *, accepted: Accepted | None, without_file: bool = False, by: Acting
) -> Publication:
    """Readers see the new text at once, if it is published; the journal keeps the old one."""
    publication = _locked(pk)
    rules.may_change.check(by, publication)
    changes = {name: (getattr(publication, name), text) for name, text in texts.items()}
    changes = {name: pair for name, pair in changes.items() if pair[0] != pair[1]}
    for name, (_old, new) in changes.items():
        setattr(publication, name, new)
    publication.save(update_fields=list(changes))
    if accepted or without_file:
        _detach(publication)
    _attach(publication, accepted, by)
    if changes or accepted or without_file:
        facts: dict[str, Any] = {**changes, "file": accepted.name if accepted else None}
        journal.write(PublicationAct.CHANGE, by=by.user, obj=publication, changes=facts)
    return publication


@transaction.atomic
def publish(pk: int, *, by: Acting) -> Publication:
    """Everybody reads it from now on; a notice is on its way to the inbox of every person."""
    publication = _locked(pk)
    rules.may_put_out.check(by, publication)
    publication.published_at, publication.withdrawn_at = timezone.now(), None
    publication.save(update_fields=["published_at", "withdrawn_at"])
    journal.write(PublicationAct.PUBLISH, by=by.user, obj=publication)
    if publication.is_notice:
        outbox.put(SEND_NOTICE, {"publication_id": publication.pk}, key=f"{SEND_NOTICE}-{publication.pk}")
    return publication


@transaction.atomic
def withdraw(pk: int, *, by: Acting) -> Publication:
    """Nobody but the ministry reads it any more; it can be published again."""
    publication = _locked(pk)
    rules.may_withdraw.check(by, publication)
    publication.withdrawn_at = timezone.now()
    publication.save(update_fields=["withdrawn_at"])
    journal.write(PublicationAct.WITHDRAW, by=by.user, obj=publication)
    return publication


def recipients() -> Any:
    """Everybody to whom a notice goes: people who may sign in."""
    return User.objects.filter(is_active=True).order_by("pk")


@transaction.atomic
def send_notice(publication_id: int) -> None:
    """The notice is in every inbox, once, in the language of each reader: an effect of the outbox."""
    publication = _locked(publication_id)
    if publication.notified_at:
        return
    url = reverse("publication", args=[publication.pk])
    notify(recipients().iterator(), "notifications/messages/notice", {"publication": publication}, url=url)
    publication.notified_at = timezone.now()
    publication.save(update_fields=["notified_at"])


def _locked(pk: int) -> Publication:
    return Publication.objects.select_for_update(of=("self",)).get(pk=pk)


def _attach(publication: Publication, accepted: Accepted | None, by: Acting) -> None:
    if accepted:
        publication.document = store(PublicationFile, accepted, by=by.user, publication=publication)


def _detach(publication: Publication) -> None:
    present = PublicationFile.objects.filter(publication=publication).first()
    if present:
        discard(present)
