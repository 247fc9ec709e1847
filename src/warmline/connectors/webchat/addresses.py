"""The e-mail address that a visitor types into the chat: theirs, as far as anybody can tell. Pure.

It leads to a customer record, so it must be plain that it is one address and can be a person's: two addresses in a text
name nobody, and neither does one of the site's own or of a machine.
"""

import re
from collections.abc import Iterable
from urllib.parse import urlsplit

ADDRESS = re.compile(
    r"(?<![\w.+%@/:=&-])"
    r"[A-Za-z0-9](?:[A-Za-z0-9._%+-]{0,62}[A-Za-z0-9_+-])?"
    r"@(?P<domain>(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.){1,8}(?P<last>[A-Za-z]{2,24}))"
    r"(?![\w@-]|\.\w)"
)
NOBODY = re.compile(
    r"abuse|bounces?|contact|customerservice|do-?not-?reply|feedback|help|helpdesk|hello|info|mailer-daemon|no-?reply|"
    r"postmaster|service|support|webmaster"
)
LONGEST_TEXT = 20_000


def typed_address(text: str, sites: Iterable[str] = ()) -> str | None:
    """The one address in a text, unless it belongs to one of ``sites`` (origins)."""
    found = {match.group(): match for match in ADDRESS.finditer(text[:LONGEST_TEXT])}
    if len({each.casefold() for each in found}) != 1:
        return None
    address, match = next(iter(found.items()))
    own = any(_same_site(match["domain"].lower(), site) for site in sites)
    return address if _is_plausible(address, match) and not own else None


def _is_plausible(address: str, match: re.Match[str]) -> bool:
    # "kim@example.com.Thanks" lacks a space, and "Thanks" is no domain.
    sentence = not match["last"].islower() and not match["domain"].isupper()
    person = not NOBODY.fullmatch(address.partition("@")[0].lower())
    return person and not sentence and ".." not in address and len(address) <= 254


def _same_site(domain: str, origin: str) -> bool:
    host = (urlsplit(origin).hostname or "").removeprefix("www.")
    return domain == host or host.endswith("." + domain) or domain.endswith("." + host)
