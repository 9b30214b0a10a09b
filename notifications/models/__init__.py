from notifications.models.feedback import Feedback
from notifications.models.messages import Message, MessageQuerySet
from notifications.models.publications import Publication, PublicationFile, PublicationQuerySet

__all__ = ["Feedback", "Message", "MessageQuerySet", "Publication", "PublicationFile", "PublicationQuerySet"]
