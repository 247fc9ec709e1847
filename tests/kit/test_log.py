"""Logs: no personal data in any line, whoever wrote it, and the ids that trace it on every line."""

import asyncio
import io
import json
import logging
import random
import warnings
from collections.abc import Iterator
from typing import Any
from uuid import UUID

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from uuid_utils import uuid7

from warmline.kit import log
from warmline.kit.settings import Settings

SECRETS = [
    ("write to maria.o'hara+claims@mail.example.co.uk now", "maria"),
    ("müller@exämple.de", "müller"),
    ("call +44 20 7946 0958", "7946"),
    ("call (020) 7946-0958", "7946"),
    ("call 0049-30-123456", "123456"),
    ("call 555-867-5309", "5309"),
    ("whatsapp 447700900123", "7700900"),
    ("Authorization: Bearer abc.def-123456", "abc.def"),
    ("Basic dXNlcjpwYXNz", "dXNlcjpwYXNz"),
    ("postgresql://app:hunter2@db:5432/warmline", "hunter2"),
    ("eyJhbGciOi.eyJzdWIiOiIx.c2lnbmF0dXJl", "eyJzdWIi"),
    ("DETAIL:  Key (name)=(Maria Lopez) already exists.", "Lopez"),
    ("Failing row contains (1, Maria Lopez).", "Lopez"),
]

HARMLESS = [
    "2026-11-21T23:56:31.123456Z",
    "2026-11-21 23:56:31",
    "took 0.123456 s",
    "00:00:05.123456",
    "listening on 127.0.0.1:8080",
    "10.120.130.140",
    "version 18.6.3",
    "batch of 1000000 rows, 12,345,678 bytes",
    "3 of 100 retried",
    "case 0193",
]


@pytest.fixture(autouse=True)
def as_it_was() -> Iterator[None]:
    """The logging of the test run itself comes back afterwards."""
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    yield
    logging.captureWarnings(False)
    root.handlers[:] = handlers
    root.setLevel(level)


@pytest.fixture
def stream() -> io.StringIO:
    stream = io.StringIO()
    log.set_up(Settings(log_format="json"), stream)
    return stream


def lines(stream: io.StringIO) -> list[dict[str, Any]]:
    return [json.loads(line) for line in stream.getvalue().splitlines()]


@pytest.mark.parametrize(("text", "secret"), SECRETS)
def test_personal_shapes_do_not_get_out(stream: io.StringIO, text: str, secret: str) -> None:
    log.logger("warmline.test").warning("odd", reason=text, deep=[{"more": text}])
    logging.getLogger("library").warning("it said %s", text)
    assert secret not in stream.getvalue()
    assert len(lines(stream)) == 2


@pytest.mark.parametrize("text", HARMLESS)
def test_what_operators_need_stays(text: str) -> None:
    assert log.clean(text) == text


@example(UUID("750fcbb2-2491-4137-9a4e-005197484084"))
@example(UUID("00517484-0051-4074-8051-000051974840"))
@given(st.uuids())
def test_ids_stay(any_id: UUID) -> None:
    for identifier in (any_id, uuid7()):
        assert log.clean(f"case {identifier} closed") == f"case {identifier} closed"


@given(st.integers(min_value=0, max_value=2**32))
def test_numbers_to_call_go(seed: int) -> None:
    digits = random.Random(seed)
    number = f"+{digits.randint(1, 99)} {digits.randint(10, 999)} {digits.randint(100000, 99999999)}"
    assert number[-6:] not in log.clean(f"call {number}, please")


@pytest.mark.parametrize(
    "key", ["email", "Reply-To", "subject", "password", "visitor_token", "customer_phone", "x-api-key"]
)
def test_personal_keys_do_not_get_out(stream: io.StringIO, key: str) -> None:
    log.logger("warmline.test").info("odd", **{key: "Maria"}, deep={key: ["Maria"]})
    assert "Maria" not in stream.getvalue()
    assert log.REDACTED in stream.getvalue()


def test_an_exception_is_told_without_its_data(stream: io.StringIO) -> None:
    try:
        raise ValueError("no such customer: maria@example.com")
    except ValueError:
        log.logger("warmline.test").exception("lookup_failed")
    assert "maria" not in stream.getvalue()
    assert "ValueError: no such customer: [email]" in lines(stream)[0]["exception"]


def test_a_line_says_when_who_and_what(stream: io.StringIO) -> None:
    log.logger("warmline.test").info("envelope_accepted", count=3, ok=True, ratio=0.5, nothing=None)
    (line,) = lines(stream)
    assert line["event"] == "envelope_accepted"
    assert (line["level"], line["logger"]) == ("info", "warmline.test")
    assert (line["count"], line["ok"], line["ratio"], line["nothing"]) == (3, True, 0.5, None)
    assert line["timestamp"].endswith("Z")


async def test_ids_are_on_every_line_of_the_task_and_on_no_other(stream: io.StringIO) -> None:
    async def work() -> None:
        log.logger("warmline.test").info("inside")
        logging.getLogger("library").warning("inside a library")

    with log.bound(request_id="r-1", org_id="o-1"):
        await asyncio.create_task(work())
    log.logger("warmline.test").info("outside")
    *inside, outside = lines(stream)
    assert [(line["request_id"], line["org_id"]) for line in inside] == [("r-1", "o-1")] * 2
    assert "request_id" not in outside


def test_the_level_holds_for_all(stream: io.StringIO) -> None:
    log.set_up(Settings(log_format="json", log_level="error"), stream)
    log.logger("warmline.test").warning("quiet")
    logging.getLogger("library").warning("quiet")
    assert stream.getvalue() == ""


def test_warnings_become_lines(stream: io.StringIO) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("always")
        log.set_up(Settings(log_format="json"), stream)
        warnings.warn("old thing", DeprecationWarning, stacklevel=1)
        logging.captureWarnings(False)
    assert "old thing" in lines(stream)[0]["event"]


def test_people_read_plain_lines() -> None:
    stream = io.StringIO()
    log.set_up(Settings(log_format="console"), stream)
    log.logger("warmline.test").info("started", port=8080, email="maria@example.com")
    assert "started" in stream.getvalue()
    assert "port=8080" in stream.getvalue()
    assert "maria" not in stream.getvalue()


def test_a_document_is_cut(stream: io.StringIO) -> None:
    log.logger("warmline.test").info("odd", reason="x" * 100_000)
    assert len(stream.getvalue()) < log.LONGEST + 500


def test_without_set_up_nothing_is_written(capsys: pytest.CaptureFixture[str]) -> None:
    log.logger("warmline.silent").info("unheard")
    assert capsys.readouterr().out == ""
