"""What must be refused, with a reason that helps, and what must not stop the rest."""

import json
import time
from typing import Any
from uuid import UUID

import pytest

from tests.connectors.contract import envelope
from tests.connectors.vcon.house import House
from tests.connectors.vcon.samples import AT, SAMPLES, encoded, vcon
from tests.connectors.vcon.samples import UUID as NUMBERED
from warmline import sdk
from warmline.connectors.vcon import connector, raw
from warmline.kit.db import Database

ACCOUNT = SAMPLES.account(connector.manifest)
MB = 1024 * 1024


def refused(body: bytes) -> str:
    with pytest.raises(sdk.Unparsable) as caught:
        connector.parse(envelope(raw(body)), ACCOUNT)
    return str(caught.value)


@pytest.mark.parametrize(
    ("body", "problem"),
    [
        (b"", "the vCon is no JSON"),
        (b"[]", "the vCon is no JSON object"),
        (b"{" * 1000, "the vCon is no JSON"),
        (encoded(vcon())[:-20], "the vCon is no JSON"),
        (json.dumps(vcon()).encode("utf-16"), "the vCon is no"),
        (json.dumps(vcon(subject="Müll"), ensure_ascii=False).encode("latin-1"), "the vCon is no"),
        (encoded(vcon(uuid=None)), "uuid: the vCon needs a UUID"),
        (encoded(vcon(uuid="17")), "uuid: the vCon needs a UUID"),
        (encoded(vcon(created_at=None)), 'the vCon: "created_at" is a required property'),
        (encoded(vcon(created_at="soon")), "created_at: does not keep to the schema's format"),
        (encoded(vcon(vcon="0.0.1")), "vcon: does not keep to the schema's const"),
        (encoded(vcon(parties={})), "parties: does not keep to the schema's type"),
        (encoded(vcon(parties=[{"tel": 1}])), "parties[0].tel: does not keep to the schema's type"),
        (encoded(vcon(dialog=[{"type": "song", "start": AT}])), "dialog[0].type: does not keep to the schema's enum"),
        (encoded(vcon(dialog=[{"type": "text"}])), 'dialog[0]: "start" is a required property'),
        (encoded(vcon(attachments=[{"start": AT, "party": 0}])), 'attachments[0]: "dialog" is a required property'),
        (
            encoded(vcon(dialog=[{"type": "text", "start": AT, "body": "a b!", "encoding": "base64url"}])),
            "dialog[0].body: it is no base64url",
        ),
        (
            encoded(vcon(attachments=[{"start": AT, "party": 0, "dialog": 0, "body": {}, "encoding": "none"}])),
            "attachments[0].body: it must be a string",
        ),
    ],
)
def test_says_what_is_wrong_and_where(body: bytes, problem: str) -> None:
    found = refused(body)
    assert problem in found
    assert "Noor" not in found, "an error is shown to administrators; it holds nothing that a person wrote"


def test_an_encrypted_one_is_refused_with_what_to_do() -> None:
    assert "encrypted (JWE)" in refused(b'{"protected": "e30", "ciphertext": "AA", "iv": "AA", "tag": "AA"}')


def test_what_is_critical_and_unknown_is_kept_for_a_later_version() -> None:
    [found] = connector.parse(envelope(raw(encoded(vcon(critical=["CC", "hologram"])))), ACCOUNT)
    assert found == sdk.Unknown(kind="extension hologram")


def _many(count: int) -> list[dict[str, Any]]:
    return [{"type": "text", "start": AT, "parties": [n % 2], "body": "x", "encoding": "none"} for n in range(count)]


HOSTILE = {
    "one text": vcon(dialog=[{"type": "text", "start": AT, "parties": 0, "body": "<" * MB, "encoding": "none"}]),
    "html without end": vcon(
        dialog=[
            {"type": "text", "start": AT, "mediatype": "text/html", "body": "<div>" * (MB // 5), "encoding": "none"}
        ]
    ),
    "angle brackets": vcon(
        dialog=[{"type": "text", "start": AT, "mediatype": "text/html", "body": "<" * MB, "encoding": "none"}]
    ),
    "scripts": vcon(
        dialog=[
            {"type": "text", "start": AT, "mediatype": "text/html", "body": "<script" * (MB // 7), "encoding": "none"}
        ]
    ),
    "many dialogs": vcon(dialog=_many(10_000)),
    "many parties": vcon(parties=[{"name": "a"}] * 40_000),
    "many files": vcon(attachments=[{"start": AT, "party": 0, "dialog": 1}] * 20_000),
    "deep parties": vcon(dialog=[{"type": "text", "start": AT, "parties": [[0, 1]], "body": "x"}]),
    "long names": vcon(parties=[{"name": "a" * MB, "tel": "1" * MB}]),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_megabyte_takes_a_moment(name: str) -> None:
    body = encoded(HOSTILE[name])
    begun = time.process_time()
    assert connector.parse(envelope(raw(body)), ACCOUNT)
    # Twice read, by two modest cores that others use, too: what is quadratic takes minutes.
    assert time.process_time() - begun < 10


def test_nesting_without_end_is_no_json() -> None:
    assert "the vCon is no JSON" in refused(b'{"uuid":' + b"[" * MB)


async def test_bad_ones_are_kept_and_named_and_the_rest_goes_on(db: Database, org: UUID) -> None:
    house = House(db, org)
    hostile = HOSTILE["one text"] | {"uuid": NUMBERED.format(77)}
    found = await house.take(
        vcon(1), b"{", vcon(2, created_at="soon"), hostile, vcon(3, critical=["hologram"]), vcon(4)
    )
    assert (found.recorded, found.failed, found.unknown, found.repeated) == (3, 2, 1, 0)
    assert [each.place for each in found.problems] == ["line 2", "line 3", "line 5"]
    assert "created_at" in found.problems[1].problem
    kept = await house.rows("select status, count(*) from envelope group by status order by status")
    assert [tuple(each) for each in kept] == [("failed", 2), ("ingested", 3), ("unknown", 1)]


async def test_a_mended_one_gets_in(db: Database, org: UUID) -> None:
    house = House(db, org)
    assert (await house.take(vcon(2, created_at="soon"))).failed == 1
    again = await house.take(vcon(2, created_at="soon"), vcon(2))
    assert (again.failed, again.repeated, again.recorded) == (0, 1, 1)


async def test_a_lax_inbox_reads_as_far_as_it_goes(db: Database, org: UUID) -> None:
    house = House(db, org, strict=False)
    old = vcon(1, vcon="0.0.1", attachments=[{"type": "tags"}], analysis={}, parties=[{"tel": 7, "role": "customer"}])
    assert (await house.take(old)).recorded == 1
    [message, _] = await house.rows("select text from message order by id")
    assert message["text"] == "I lost my card."
