"""Clients are counted by the address that they really come from, as far as anybody can know."""

import pytest

from warmline.kit.http.clients import client_of


def counted(peer: str | None, *forwarded: str) -> str:
    headers = [(b"X-Forwarded-For", each.encode("latin-1")) for each in forwarded]
    return client_of({"client": (peer, 4000) if peer else None, "headers": headers})


@pytest.mark.parametrize("forwarded", ["198.41.0.4", "127.0.0.1", "10.0.0.1, 198.41.0.4"])
def test_what_somebody_on_the_internet_says_of_itself_is_not_believed(forwarded: str) -> None:
    assert counted("8.8.8.8", forwarded) == "8.8.8.8"


@pytest.mark.parametrize(
    ("forwarded", "client"),
    [
        (["198.41.0.4"], "198.41.0.4"),
        # The first is what the client said of itself; the proxy adds the address that it saw.
        (["1.1.1.1, 198.41.0.4"], "198.41.0.4"),
        (["1.1.1.1", "198.41.0.4"], "198.41.0.4"),
        (["198.41.0.4, 10.0.0.7"], "198.41.0.4"),
        (["10.0.0.9"], "10.0.0.9"),
        (["[2606:4700:0:1::5]:443"], "2606:4700:0:1::"),
        (["unknown, nonsense, "], "127.0.0.1"),
        ([], "127.0.0.1"),
    ],
)
def test_what_our_own_proxy_says_is_believed(forwarded: list[str], client: str) -> None:
    assert counted("127.0.0.1", *forwarded) == client


@pytest.mark.parametrize(
    ("peer", "client"),
    [
        ("8.8.4.4", "8.8.4.4"),
        ("2606:4700:0:1:2:3:4:5", "2606:4700:0:1::"),
        ("2606:4700:0:1::9", "2606:4700:0:1::"),
        ("::ffff:8.8.4.4", "8.8.4.4"),
        ("unix", "unknown"),
        (None, "unknown"),
    ],
)
def test_a_network_of_one_person_is_counted_as_one(peer: str | None, client: str) -> None:
    assert counted(peer) == client
