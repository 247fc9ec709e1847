"""Whether our own receiving server proved who sent a mail: Authentication-Results (RFC 8601)."""

import re

from warmline.connectors.email.addresses import domain
from warmline.connectors.email.headers import Headers

_COMMENT = re.compile(r"\([^()]*\)")
_PROPERTY = re.compile(r"\b(header\.(?:from|d|i))\s*=\s*\"?([^\s;\"]+)", re.IGNORECASE)
_RESULT = re.compile(r"\s*(dmarc|dkim)\s*(?:/\s*\d+\s*)?=\s*([a-z]+)\b", re.IGNORECASE)


def is_proven(headers: Headers, address: str, trusted: str) -> bool:
    """Whether the trusted server says dmarc=pass for the sender's domain, or dkim=pass by it or a domain above it.

    Only the first field of that server counts: servers put theirs on top, and what is below may be the sender's own
    invention (RFC 8601 section 5 has them remove it, but not all do).
    """
    wanted = trusted.strip().lower()
    if not wanted or not address:
        return False
    for field in headers.every("authentication-results"):
        server, _, results = _bare(field).partition(";")
        if (server.split() or [""])[0].lower() == wanted:
            return any(_passes(result, domain(address)) for result in results.split(";"))
    return False


def _bare(field: str) -> str:
    """Without comments, which may hold anything; they can be nested a little."""
    for _ in range(4):
        field = _COMMENT.sub(" ", field)
    return field


def _passes(result: str, sender: str) -> bool:
    found = _RESULT.match(result)
    if found is None or found[2].lower() != "pass":
        return False
    said = {name.lower(): value.lower().rstrip(".") for name, value in _PROPERTY.findall(result)}
    if found[1].lower() == "dmarc":
        return domain("@" + said.get("header.from", sender)) == sender
    # The owner of a domain answers for names below it; not the other way round (RFC 7489 section 3.1.1, stricter).
    signer = said.get("header.d") or domain(said.get("header.i", ""))
    return "." in signer and (sender == signer or sender.endswith("." + signer))
