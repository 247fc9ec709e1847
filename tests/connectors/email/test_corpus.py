"""Every real mail that we have. None may raise; what cannot be read says why."""

import email
import re
from collections import Counter
from email.message import Message
from pathlib import Path

import pytest

from tests.connectors.email.mails import CORPUS, SPAMASSASSIN, account, envelope, files
from warmline import sdk
from warmline.connectors.email import mime
from warmline.connectors.email.parse import NO_SENDER, external_id, parse

ALL = files(CORPUS, SPAMASSASSIN)
MAILS = [path for path in ALL if path.suffix == ".eml" or path.parent.parent == SPAMASSASSIN]
# Files that are no whole mails: parts, torn ends, or an address that is none.
NO_MAILS = {
    "attached-pdf.eml",
    "delayed-broken.eml",
    "bad_encoded_subject.eml",
    "example10.eml",
    "mixed.eml",
}


def outcome(path: Path) -> str:
    raw = path.read_bytes()
    try:
        [found] = parse(envelope(raw), account())
    except sdk.Unparsable as error:
        return str(error)
    return type(found).__name__


def test_no_file_raises() -> None:
    outcomes = Counter(outcome(path) for path in ALL)
    assert set(outcomes) == {"Inbound", "Receipt", NO_SENDER, "The mail is empty."}
    assert outcomes["Inbound"] + outcomes["Receipt"] > 600


def test_every_whole_mail_is_read() -> None:
    refused = {path.name for path in MAILS if path.read_bytes().strip() and outcome(path) == NO_SENDER}
    assert refused == NO_MAILS


def test_lists_are_automatic_and_people_are_not() -> None:
    """Of the ham the set has, most came over mailing lists; of the rest none was sent by a machine that says so."""
    for path in files(SPAMASSASSIN / "easy-ham-1"):
        raw = path.read_bytes()
        [found] = parse(envelope(raw), account())
        assert isinstance(found, sdk.Inbound)
        marked = re.search(
            rb"(?im)^(list-id|auto-submitted):|^precedence: *(bulk|list)|^return-path: *<>", raw.split(b"\n\n")[0]
        )
        assert found.automatic == bool(marked), path.name


def test_external_ids_are_unique_but_for_copies() -> None:
    ids = Counter(
        external_id(path.read_bytes()) for path in files(SPAMASSASSIN / "easy-ham-1", SPAMASSASSIN / "spam-1")
    )
    assert [one for one, count in ids.items() if count > 1 and one.startswith("sha256:")] == []
    assert sum(ids.values()) - len(ids) <= 5


def leaves(message: Message) -> list[tuple[str, bytes]]:
    """The leaves as the standard library reads them, but for enclosed messages."""
    if message.get_content_maintype() == "multipart" and message.is_multipart():
        inner = message.get_payload()
        assert isinstance(inner, list)
        return [leaf for part in inner if isinstance(part, Message) for leaf in leaves(part)]
    if message.get_content_maintype() == "message":
        return [(message.get_content_type(), b"")]
    content = message.get_payload(decode=True)
    return [(message.get_content_type(), _plain(content if isinstance(content, bytes) else b""))]


def _plain(content: bytes) -> bytes:
    return content.replace(b"\r\n", b"\n").strip()


def our_leaves(raw: bytes) -> list[tuple[str, bytes]]:
    parts = [part for part in mime.read(raw).walk() if not part.children]
    return [(part.content_type, b"" if part.main_type == "message" else _plain(part.content())) for part in parts]


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_parts_are_those_of_the_standard_library() -> None:
    """Where the two differ the standard library has given up: on a missing boundary, or on a broken header line."""
    given_up = {"false-multipart.eml", "mailformed-headers.eml", "bad_date_header2.eml", "empty_in_reply_to.eml"}
    given_up |= {"missing_body.eml", "must_supply_encoding.eml", "raw_email_incorrect_header.eml", "example13.eml"}
    mails = [(path.name, path.read_bytes()) for path in MAILS]
    differ = {name for name, raw in mails if raw.strip() and leaves(email.message_from_bytes(raw)) != our_leaves(raw)}
    assert differ == given_up
