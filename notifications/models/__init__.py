from notifications.models.messages import Message, MessageQuerySet

__all__ = ["Message", "MessageQuerySet"]
