"""System checks: outside DEBUG only real services, reached safely, with everything set that they need."""

from collections.abc import Iterator
from ipaddress import ip_address
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.checks import CheckMessage, Error, Warning, register  # noqa: A004 -- Django's name

_URLS = ("CDS_URL", "XROAD_URL", "ESI_ISSUER", "ESI_INTERNAL_URL")
_NEEDED = {  # without TOKEN_ROOTS no token is trusted, which is how a ministry without tokens runs
    "cloud_signature": ("CDS_URL", "CDS_TOKEN", "CDS_USER_AGENT"),
    "legal_entity_registry": ("XROAD_URL", "XROAD_CLIENT"),
    "person_registry": ("XROAD_URL", "XROAD_CLIENT"),
}
_FILES = ("CDS_CA_BUNDLE", "XROAD_CA_BUNDLE", "XROAD_CLIENT_CERTIFICATE", "XROAD_CLIENT_KEY", "TOKEN_ROOTS")


@register
def check_integrations(**_kwargs: Any) -> list[CheckMessage]:
    """What would make a state service unreachable, unsafe or not real."""
    return [*_fakes_and_stubs(), *_missing(), *_files(), *_plain_http()]


def _fakes_and_stubs() -> Iterator[CheckMessage]:
    if settings.DEBUG or settings.ALLOW_STUBS:
        return
    for port, path in settings.ADAPTERS.items():
        if ".fake." in path:
            yield Error(f"{port} is served by a fake.", hint=_HINT, id="integrations.E001")
    for name in _URLS:
        if is_stub(getattr(settings, name)):
            yield Error(f"{name} is the address of a stub.", hint=_HINT, id="integrations.E002")


def _missing() -> Iterator[CheckMessage]:
    for port, names in _NEEDED.items():
        if ".fake." in settings.ADAPTERS[port]:
            continue
        for name in names:
            if not getattr(settings, name):
                yield Error(f"{port} needs {name}.", hint=f"Set {name} (see .env.example).", id="integrations.E003")


def _files() -> Iterator[CheckMessage]:
    for name in _FILES:
        path = getattr(settings, name)
        if path and not Path(path).is_file():
            yield Error(f"{name} names a file that is not there.", hint=path, id="integrations.E004")


def _plain_http() -> Iterator[CheckMessage]:
    """A token or a personal number must not travel in clear; to our own security server it only ought not."""
    if settings.DEBUG or settings.ALLOW_STUBS:
        return
    for name in ("CDS_URL", "ESI_ISSUER"):
        if urlsplit(getattr(settings, name)).scheme == "http":
            yield Error(f"{name} is not encrypted.", hint="Use https.", id="integrations.E005")
    if urlsplit(settings.XROAD_URL).scheme == "http":
        hint = "Use https and a client certificate, unless the security server is in the same protected network."
        yield Warning("XROAD_URL is not encrypted.", hint=hint, id="integrations.W001")


def is_stub(url: str) -> bool:
    """Whether the address is on this machine or one of settings.STUB_HOSTS."""
    host = urlsplit(url).hostname or ""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host in settings.STUB_HOSTS or host.endswith(".localhost")


_HINT = "Name the real service, or set ALLOW_STUBS=1 on a machine for trials."
