"""X-Road, the state's exchange layer: we ask our own security server, which asks the register's."""

from dataclasses import dataclass
from typing import Self
from urllib.parse import quote

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from integrations.http import Client, Service, Timeouts
from integrations.registries import RegistryUnavailable, RegistryUnexpectedResponse


@dataclass(frozen=True, slots=True)
class Address:
    """A client `instance/class/member/subsystem` or a service `…/serviceCode[/version]`."""

    parts: tuple[str, ...]

    @classmethod
    def parse(cls, text: str, *, setting: str, lengths: frozenset[int]) -> Self:
        parts = tuple(text.split("/"))
        if len(parts) not in lengths or not all(parts):
            raise ImproperlyConfigured(f"{setting} is no X-Road address: {text!r}")
        return cls(parts)

    @property
    def path(self) -> str:
        """The address as a header or a URL writes it."""
        return "/".join(quote(part, safe="") for part in self.parts)


def client_address() -> Address:
    """Who we are in X-Road."""
    return Address.parse(settings.XROAD_CLIENT, setting="XROAD_CLIENT", lengths=frozenset({4}))


def service_address(setting: str) -> Address:
    """The service that the setting names."""
    return Address.parse(getattr(settings, setting), setting=setting, lengths=frozenset({5, 6}))


def security_server(name: str) -> Client:
    """Our security server, asked on behalf of the port `name`."""
    certificate = (settings.XROAD_CLIENT_CERTIFICATE, settings.XROAD_CLIENT_KEY)
    return Client(
        Service(
            name=name,
            url=settings.XROAD_URL,
            timeouts=Timeouts.parse(settings.XROAD_TIMEOUTS, "XROAD_TIMEOUTS"),
            unavailable=RegistryUnavailable,
            unexpected=RegistryUnexpectedResponse,
            ca_bundle=settings.XROAD_CA_BUNDLE,
            certificate=certificate if all(certificate) else None,
        )
    )


def asker(on_behalf_of: str) -> str:
    """A person is written "KG" and PIN, as the protocol recommends; a background job by its name."""
    return f"KG{on_behalf_of}" if on_behalf_of.isdigit() else on_behalf_of
