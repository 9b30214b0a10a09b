from records.models.journal import JournalEntry, JournalHead, JournalLink

__all__ = ["JournalEntry", "JournalHead", "JournalLink"]
