from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class PublicationKind(TextChoices):
    """The four tabs of the ministry's messages. A notice goes to people's inboxes, the others stand on public pages."""

    NOTICE = "notice", _("Administration notices")
    NEWS = "news", _("News")
    QUESTION = "question", _("Questions and answers")
    GUIDE = "guide", _("Guides")


class PublicationState(TextChoices):
    """Who can read a publication: the ministry alone, everybody, the ministry alone again."""

    DRAFT = "draft", pgettext_lazy("publication", "Draft")
    PUBLISHED = "published", pgettext_lazy("publication", "Published")
    WITHDRAWN = "withdrawn", pgettext_lazy("publication", "Withdrawn")


class PublicationAct(TextChoices):
    """What happens to a publication, for the journal."""

    ADD = "publication_added", _("Publication added")
    CHANGE = "publication_changed", _("Publication changed")
    PUBLISH = "publication_published", _("Publication published")
    WITHDRAW = "publication_withdrawn", _("Publication withdrawn")


class FeedbackAct(TextChoices):
    """What the ministry does with a letter, for the journal."""

    ANSWER = "feedback_answered", _("Feedback answered")
    DELETE = "feedback_deleted", _("Feedback deleted")
