"""Logs as JSON lines on standard error, with the request's id and without personal numbers."""

import re
from collections.abc import MutableMapping
from typing import Any

import structlog

_FOURTEEN_DIGITS = re.compile(r"(?<!\d)\d{14}(?!\d)")
_SECRET_KEYS = frozenset(
    {"authorization", "code", "password", "pin", "inn", "token", "user_token", "usertoken", "cookie"}
)


def redact(_logger: object, _method: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Mask fourteen-digit numbers anywhere and values under secret names."""
    for key, value in event.items():
        event[key] = "[hidden]" if key.lower() in _SECRET_KEYS else _masked(value)
    return event


def _masked(value: Any) -> Any:
    if isinstance(value, str):
        return _FOURTEEN_DIGITS.sub(lambda match: f"{match[0][:2]}[…]{match[0][-2:]}", value)
    if isinstance(value, dict):
        return {key: "[hidden]" if str(key).lower() in _SECRET_KEYS else _masked(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_masked(item) for item in value]
    return value if isinstance(value, int | float | bool | None) else _masked(str(value))


_SHARED: list[Any] = [
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_log_level,
    structlog.stdlib.add_logger_name,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
]


def logging_config(level: str) -> dict[str, Any]:
    """The logging settings: everything, ours and the libraries', leaves as one JSON line an event."""
    structlog.configure(
        processors=[
            *_SHARED,
            structlog.stdlib.PositionalArgumentsFormatter(),
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=True,
    )
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {
            "json": {
                "()": structlog.stdlib.ProcessorFormatter,
                "foreign_pre_chain": _SHARED,
                "processors": [
                    structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                    structlog.processors.format_exc_info,
                    redact,
                    structlog.processors.JSONRenderer(ensure_ascii=False),
                ],
            }
        },
        "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "json"}},
        "root": {"handlers": ["stderr"], "level": level},
        "loggers": {
            "django.server": {"handlers": ["stderr"], "propagate": False},
            "pyhanko": {"level": "CRITICAL"},  # its warnings quote names and numbers of certificates' holders
            "pyhanko_certvalidator": {"level": "CRITICAL"},
            "urllib3": {"level": "ERROR"},  # its warnings quote addresses, and with them personal numbers
            "weasyprint": {"level": "ERROR"},
            "fontTools": {"level": "ERROR"},
        },
    }
