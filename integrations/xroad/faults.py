"""X-Road's own faults: dotted codes that say whose server failed."""

from integrations.registries import AccessDenied, RegistryError, RegistryFault, RegistryUnavailable, Side

_UNAVAILABLE: tuple[tuple[str, Side], ...] = (
    ("Server.ServerProxy.NetworkError", "network"),
    ("Server.ClientProxy.NetworkError", "network"),
    ("Server.ServerProxy", "theirs"),
    ("Server.ClientProxy", "ours"),
)


def is_xroad_fault(code: str) -> bool:
    """Whether X-Road itself speaks, rather than the register behind it."""
    return code.startswith(("Server.ServerProxy", "Server.ClientProxy", "Client."))


def fault(code: str, text: str) -> RegistryError:
    """The error that a fault with this code stands for."""
    if code.endswith(".AccessDenied"):
        return AccessDenied(code)
    for beginning, side in _UNAVAILABLE:
        if code == beginning or code.startswith(f"{beginning}."):
            return RegistryUnavailable(code, side=side)
    return RegistryFault(code, text)
