"""IMAP's grammar, also where servers bend it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from warmline.connectors.email import wire
from warmline.connectors.email.wire import Response


def test_fetch_response_with_literals() -> None:
    text = b'* 12 FETCH (UID 5 INTERNALDATE " 1-Jan-2026 10:00:00 +0100" BODY[] {9}\r\n FLAGS (\\Seen $Forwarded))'
    assert wire.fetched(Response(text, (b"a)( \r\n\x00 b",))) == {
        "UID": b"5",
        "INTERNALDATE": b" 1-Jan-2026 10:00:00 +0100",
        "BODY[]": b"a)( \r\n\x00 b",
        "FLAGS": (b"\\Seen", b"$Forwarded"),
    }


def test_fetch_response_of_an_empty_and_of_a_missing_message() -> None:
    assert wire.fetched(Response(b"* 1 FETCH (UID 5 BODY[] {0}\r\n)", (b"",))) == {"UID": b"5", "BODY[]": b""}
    assert wire.fetched(Response(b"* 1 fetch (uid 5 body[] nil)")) == {"UID": b"5", "BODY[]": None}
    assert wire.fetched(Response(b'* 1 FETCH (UID 5 BODY[] "say \\"hi\\"")')) == {"UID": b"5", "BODY[]": b'say "hi"'}


def test_fetch_response_with_items_nobody_asked_for() -> None:
    text = b"* 3 FETCH (X-GM-MSGID 1278 MODSEQ (624) BODY[HEADER.FIELDS (TO)] NIL UID 9)"
    assert wire.fetched(Response(text)) == {
        "X-GM-MSGID": b"1278",
        "MODSEQ": (b"624",),
        "BODY[HEADER.FIELDS (TO)]": None,
        "UID": b"9",
    }


@given(st.binary(max_size=200), st.lists(st.binary(max_size=20), max_size=3))
def test_no_response_raises(noise: bytes, literals: list[bytes]) -> None:
    items = wire.fetched(Response(b"* 1 FETCH " + noise, tuple(literals)))
    assert items is None or isinstance(items, dict)
    assert all(number >= 0 for number in wire.searched(Response(b"* SEARCH " + noise)))
    assert isinstance(wire.words(noise), str)


def test_search_response() -> None:
    assert wire.searched(Response(b"* SEARCH 3 1 20")) == [3, 1, 20]
    assert wire.searched(Response(b"* SEARCH 3 1 (MODSEQ 917162500)")) == [3, 1]
    assert wire.searched(Response(b"* SEARCH")) == []
    assert wire.searched(Response(b"* 5 EXISTS")) == []


def test_codes_and_capabilities() -> None:
    assert wire.codes(Response(b"* OK [UIDVALIDITY 1763] UIDs valid")) == {"UIDVALIDITY": 1763}
    assert wire.codes(Response(b"* OK [UIDNEXT 2] Predicted next UID")) == {"UIDNEXT": 2}
    assert wire.codes(Response(b"* OK fine")) == {}
    assert wire.capabilities(Response(b"* CAPABILITY IMAP4rev1 idle AUTH=PLAIN")) == {"IMAP4REV1", "IDLE", "AUTH=PLAIN"}
    assert wire.capabilities(Response(b"* OK [CAPABILITY IMAP4rev1] ready")) == {"IMAP4REV1"}


@pytest.mark.parametrize("text", ["a\r\nb", "a\nb", "\x00", "pässword"])
def test_quoted_string_cannot_carry_a_second_command(text: str) -> None:
    with pytest.raises(ValueError, match="printable ASCII"):
        wire.quote(text)


def test_quoted_string() -> None:
    assert wire.quote('a "b" \\c') == b'"a \\"b\\" \\\\c"'


# The examples of RFC 3501, section 5.1.3.
@pytest.mark.parametrize(
    ("name", "written"),
    [
        ("INBOX", "INBOX"),
        ("Sent & Done", "Sent &- Done"),
        ("~peter/mail/台北/日本語", "~peter/mail/&U,BTFw-/&ZeVnLIqe-"),
        ("Réclamations", "R&AOk-clamations"),
    ],
)
def test_folder_names_in_other_scripts(name: str, written: str) -> None:
    assert wire.encode_folder(name) == written


def test_sequence_sets() -> None:
    assert wire.sequence([3, 1, 2, 9, 7, 6]) == b"1:3,6:7,9"
    assert wire.sequence([4]) == b"4"
