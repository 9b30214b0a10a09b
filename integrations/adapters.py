"""Which adapter stands behind a port: settings.ADAPTERS decides."""

from functools import cache
from typing import Any

from django.conf import settings
from django.core.signals import setting_changed
from django.utils.module_loading import import_string


@cache
def adapter(port: str) -> Any:
    """The one instance behind the port, made at first use; a changed setting makes a new one."""
    return import_string(settings.ADAPTERS[port])()


def _forget_adapters(**_kwargs: object) -> None:
    adapter.cache_clear()


setting_changed.connect(_forget_adapters)
