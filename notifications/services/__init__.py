from notifications.services.messages import mark_all_read, mark_read, notify

__all__ = ["mark_all_read", "mark_read", "notify"]
