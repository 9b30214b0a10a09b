"""Which addresses of the internet are public: nothing of our own network is reached for a stranger's link."""

import socket
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address

_NAT64 = IPv6Network("64:ff9b::/96")


class Forbidden(OSError):
    """The name leads to an address that is not public."""


def is_public(address: str) -> bool:
    """Whether anybody may reach the address; one that carries another inside is as public as that one."""
    found = ip_address(address.partition("%")[0])
    if isinstance(found, IPv6Address):
        inner = _inside(found)
        if inner is not None:
            return is_public(str(inner))
    return found.is_global and not found.is_multicast and not found.is_reserved


def connect(host: str, port: int, patience: float | None) -> socket.socket:
    """A socket to the host, whose name is resolved once, here: what was checked is what is connected to.

    Raises Forbidden when any of its addresses is not public.
    """
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    addresses = [str(row[4][0]) for row in found]
    if not addresses or not all(is_public(address) for address in addresses):
        raise Forbidden(f"{host} is not public")
    failure: OSError | None = None
    for address in dict.fromkeys(addresses):
        try:
            return socket.create_connection((address, port), patience)
        except OSError as error:
            failure = error
    raise failure or Forbidden(host)


def _inside(address: IPv6Address) -> IPv4Address | None:
    """The IPv4 address that this one is a way to write or to reach."""
    if address in _NAT64:
        return IPv4Address(int(address) & 0xFFFFFFFF)
    return address.ipv4_mapped or address.sixtofour or (address.teredo[1] if address.teredo else None)
