"""Keeps the log to what nobody intended."""

import logging


class WithTraceback(logging.Filter):
    """Lets through what came with an exception, and whatever does not speak of a request."""

    def filter(self, record: logging.LogRecord) -> bool:
        return bool(record.exc_info) or not record.name.startswith("django.request")
