"""Where settings may have Warmline connect to, and where not."""

import asyncio
import socket

import pytest

from warmline.kit import outward


@pytest.mark.parametrize(
    "address",
    [
        "169.254.169.254",
        "169.254.0.1",
        "fe80::1%eth0",
        "::ffff:169.254.169.254",
        "64:ff9b::a9fe:a9fe",
        "fd00:ec2::254",
        "100.100.100.200",
        "168.63.129.16",
        "0.0.0.0",
        "::",
        "224.0.0.1",
        "255.255.255.255",
    ],
)
def test_what_only_the_machine_may_ask_is_forbidden(address: str) -> None:
    assert outward.is_forbidden(address)


@pytest.mark.parametrize("address", ["127.0.0.1", "::1", "10.1.2.3", "192.168.0.9", "203.0.113.5", "2001:db8::1"])
def test_servers_near_and_far_are_allowed(address: str) -> None:
    assert not outward.is_forbidden(address)


def test_only_loopback_is_near() -> None:
    assert outward.is_near("127.0.0.1")
    assert outward.is_near("::ffff:127.0.0.1")
    assert not outward.is_near("10.1.2.3")


async def test_a_number_in_disguise_is_seen_through() -> None:
    with pytest.raises(outward.AddressForbidden, match=r"169\.254\.169\.254"):
        await outward.connect("0xa9fea9fe", 80)


@pytest.mark.parametrize("host", ["nowhere.invalid", "a" * 64 + ".example.org", "with\0nul"])
async def test_what_is_no_host_is_said_so(host: str) -> None:
    with pytest.raises(socket.gaierror):
        await outward.connect(host, 25)


async def test_it_connects_to_a_server() -> None:
    async def greet(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"hello\n")
        writer.close()

    async with await asyncio.start_server(greet, "127.0.0.1", 0) as server:
        made = await outward.connect("localhost", server.sockets[0].getsockname()[1])
        reader, writer = await asyncio.open_connection(sock=made)
        assert await reader.readline() == b"hello\n"
        writer.close()
        await writer.wait_closed()
