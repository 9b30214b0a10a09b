"""Who speaks for the ministry."""

from django.utils.translation import gettext as _

from accounts.acting import Acting
from core.rules import Reason, rule
from notifications.enums import PublicationState
from notifications.models import Feedback, Publication


@rule
def may_publish(acting: Acting, _none: None = None) -> Reason:
    """The administrators write, publish and withdraw."""
    if acting.user.is_administrator:
        return None
    return _("Only the ministry publishes messages.")


@rule
def may_answer(acting: Acting, _none: None = None) -> Reason:
    """The administrators read, answer and delete letters."""
    if acting.user.is_administrator:
        return None
    return _("Only the ministry answers feedback.")


@rule
def is_complete(_acting: Acting, publication: Publication) -> Reason:
    """What is published says something in both languages: by its text, or by its document."""
    if publication.text_ky and publication.text_ru:
        return None
    if hasattr(publication, "document") and not publication.is_notice:
        return None
    return _("Before it can be published, it needs a text in both languages or a document.")


@rule
def is_not_out(_acting: Acting, publication: Publication) -> Reason:
    if publication.state == PublicationState.PUBLISHED:
        return _("It is published already.")
    return None


@rule
def is_out(_acting: Acting, publication: Publication) -> Reason:
    if publication.state == PublicationState.PUBLISHED:
        return None
    return _("It is not published now.")


@rule
def was_not_sent(_acting: Acting, publication: Publication) -> Reason:
    """A notice is in people's inboxes: it can be neither changed nor called back."""
    if publication.is_notice and publication.published_at:
        return _("The notice was sent to everybody and can't be changed any more. Write another one.")
    return None


may_change = may_publish & was_not_sent
may_put_out = may_publish & is_not_out & was_not_sent & is_complete
may_withdraw = may_publish & is_out & was_not_sent


@rule
def is_unanswered(_acting: Acting, feedback: Feedback) -> Reason:
    if feedback.answered_at is None:
        return None
    return _("This letter was answered already.")
