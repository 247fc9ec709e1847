"""Connect to a server that somebody named in a setting, but never to what only this machine may ask.

Mail servers and the like are often on the same machine or network, so loopback and private addresses are allowed.
Link-local addresses are not: behind them clouds keep the credentials of the machine. The address that was looked at is
the address that is connected to, so that a name cannot change its meaning in between.
"""

import asyncio
import contextlib
import socket
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from typing import Any

# Metadata services with addresses that are not link-local: Amazon's by IPv6, Alibaba's, Azure's.
METADATA = frozenset(ip_address(each) for each in ("fd00:ec2::254", "100.100.100.200", "168.63.129.16"))
# Addresses of IPv6 that carry one of IPv4 in their last 32 bits (RFC 6052).
NAT64 = ip_network("64:ff9b::/96")

Place = tuple[socket.AddressFamily, Any]


class AddressForbidden(OSError):
    """A name leads to an address that nobody may be connected to; ``args`` hold it."""


def is_forbidden(address: str) -> bool:
    """Whether nobody may be connected to this address, in whatever dress it comes."""
    found = _bare(address)
    return (
        found in METADATA
        or found.is_link_local
        or found.is_multicast
        or found.is_unspecified
        or str(found) == "255.255.255.255"
    )


def is_near(address: str) -> bool:
    """Whether the address is this machine's own, so that nobody on a network reads along."""
    return _bare(address).is_loopback


def _bare(address: str) -> IPv4Address | IPv6Address:
    found = ip_address(address.partition("%")[0])
    if isinstance(found, IPv6Address):
        if found.ipv4_mapped is not None:
            return found.ipv4_mapped
        if found in NAT64:
            return IPv4Address(found.packed[-4:])
    return found


async def resolve(host: str, port: int) -> list[Place]:
    """Where a name leads: families and addresses for a socket, the best first.

    Raises ``AddressForbidden`` where any of them is forbidden, and ``socket.gaierror`` where there is none.
    """
    loop = asyncio.get_running_loop()
    try:
        found = await loop.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except ValueError as error:
        # What cannot be a host name at all: a label of more than 63 characters, or a NUL.
        raise socket.gaierror(socket.EAI_NONAME, "not a host name") from error
    for _, _, _, _, place in found:
        if is_forbidden(str(place[0])):
            raise AddressForbidden(str(place[0]))
    return [(family, place) for family, _, _, _, place in found]


async def connect(host: str, port: int) -> socket.socket:
    """A connected socket, by the first address that answers. Raises ``OSError``; bound the time yourself."""
    loop = asyncio.get_running_loop()
    failure: OSError | None = None
    for family, place in await resolve(host, port):
        made = socket.socket(family, socket.SOCK_STREAM)
        made.setblocking(False)
        with contextlib.ExitStack() as unless_connected:
            unless_connected.callback(made.close)
            try:
                await loop.sock_connect(made, place)
            except OSError as error:
                failure = failure or error
                continue
            unless_connected.pop_all()
            return made
    raise failure or socket.gaierror(socket.EAI_NONAME, "no address")
