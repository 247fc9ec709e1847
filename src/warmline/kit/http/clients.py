"""By what a client is counted: the network address that it comes from."""

import ipaddress
from typing import Any

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
FORWARDED = b"x-forwarded-for"


def client_of(scope: Any) -> str:
    """The network of the client behind a connection.

    Who connects from a private address is our own proxy, and what it says of the client (``X-Forwarded-For``) is
    believed: the last address in it that is none of ours. What a client on the internet says of itself is not.
    """
    client = scope.get("client")
    peer = _parse(client[0]) if client else None
    if peer is None:
        return "unknown"
    if peer.is_global:
        return network(peer)
    told = b",".join(value for name, value in scope["headers"] if name.lower() == FORWARDED).decode("latin-1")
    hops = [each for part in told.split(",") if (each := _parse(part))]
    outside = [each for each in hops if each.is_global]
    return network((outside or hops or [peer])[-1])


def network(address: Address) -> str:
    """An IPv4 address, or the IPv6 network of 64 bits, of which one person has all."""
    if isinstance(address, ipaddress.IPv6Address):
        return str(ipaddress.ip_network((address, 64), strict=False).network_address)
    return str(address)


def _parse(text: str) -> Address | None:
    try:
        address = ipaddress.ip_address(text.strip().removeprefix("[").partition("]")[0])
    except ValueError:
        return None
    mapped = address.ipv4_mapped if isinstance(address, ipaddress.IPv6Address) else None
    return mapped or address
