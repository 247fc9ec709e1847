"""What is known of contacts that took place elsewhere: who else took part, what they said, and how it ended."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import msgspec
import pytest

from tests.interactions.desk import START, Desk, mail
from warmline import sdk
from warmline.governance import install_pack
from warmline.interactions import record_past


def _at(minutes: float) -> Any:
    return START + timedelta(minutes=minutes)


def _past(**more: Any) -> sdk.Past:
    given: dict[str, Any] = {
        "partakers": (sdk.Partaker(role="agent", name="Dee Doe", joined_at=_at(1)),),
        "said": (
            sdk.Said(by=0, content=sdk.Content(at=_at(1), text="Good morning.")),
            sdk.Said(by=0, content=sdk.Content(at=_at(5), text="It is blocked.")),
            sdk.Said(by=0, content=sdk.Content(at=_at(6), text="Nice woman."), private=True),
        ),
        "answered_at": _at(1),
        "ended_at": _at(10),
        "talk_seconds": 500.0,
        "hold_seconds": 40.0,
        "wrap_up_seconds": 20.0,
        "notes": "Card blocked.",
        "summary": "A lost card.",
    }
    return sdk.Past(**given | more)


def _contact(desk: Desk, past: sdk.Past, **more: Any) -> sdk.Inbound:
    messages = (sdk.Content(at=_at(2), text="My card is gone."), sdk.Content(at=_at(7), text="Thank you."))
    contact = desk.contact("webchat", mail("noor@example.com"), "", messages=messages, **more)
    return msgspec.structs.replace(contact, past=past, thread=sdk.Thread(session=contact.external_id))


async def _recorded(desk: Desk, contact: sdk.Inbound) -> UUID:
    [received] = await desk.say(contact)
    assert received.interaction_id
    pairs = [(desk.accounts["webchat"], contact)]
    assert await desk.act(record_past, desk.actor, pairs) == 1
    return received.interaction_id


async def test_a_contact_that_is_not_recorded_gets_no_past(desk: Desk) -> None:
    pairs = [(desk.accounts["webchat"], _contact(desk, _past()))]
    assert await desk.act(record_past, desk.actor, pairs) == 0
    assert await desk.rows("select 1 from participant") == []


async def test_what_the_others_said_stands_between_the_customers_words(desk: Desk) -> None:
    contact = _contact(desk, _past(said=(
        sdk.Said(by=0, content=sdk.Content(at=_at(0), text="Good morning.")),
        sdk.Said(by=0, content=sdk.Content(at=_at(5), text="It is blocked.")),
        sdk.Said(by=7, content=sdk.Content(at=_at(6), text="So it is.")),
        sdk.Said(by=0, content=sdk.Content(at=_at(8), text="Bye.")),
    )))  # fmt: skip
    interaction = await _recorded(desk, contact)
    rows = await desk.rows(
        "select text, direction, delivery from message where interaction_id = $1 order by id", interaction
    )
    assert [(each["text"], each["direction"]) for each in rows] == [
        ("Good morning.", "outbound"), ("My card is gone.", "inbound"), ("It is blocked.", "outbound"),
        ("So it is.", "inbound"), ("Thank you.", "inbound"), ("Bye.", "outbound"),
    ]  # fmt: skip
    assert {each["delivery"] for each in rows if each["direction"] == "outbound"} == {"sent"}
    # Nothing of it goes out again.
    assert await desk.rows("select 1 from event where type = 'reply.queued'") == []


async def test_it_ended_as_it_is_said(desk: Desk) -> None:
    interaction = await _recorded(desk, _contact(desk, _past()))
    [row] = await desk.rows("select * from interaction where id = $1", interaction)
    expected = {
        "status": "resolved", "answered_at": _at(1), "ended_at": _at(10), "resolved_at": _at(10),
        "status_since": _at(10), "talk_seconds": 500.0, "hold_seconds": 40.0, "wrap_up_seconds": 20.0,
        "notes": "Card blocked.", "summary": "A lost card.",
    }  # fmt: skip
    assert {name: row[name] for name in expected} == expected
    [dee] = await desk.rows("select * from participant where interaction_id = $1 and role = 'agent'", interaction)
    assert (dee["name"], dee["agent_id"], dee["joined_at"]) == ("Dee Doe", None, _at(1))
    [note] = await desk.rows("select * from message where visibility = 'private'")
    assert note["text"] == "Nice woman."


@pytest.mark.parametrize(
    ("direction", "answered", "ended", "status"),
    [("inbound", None, 10, "abandoned"), ("outbound", None, 10, "resolved"), ("inbound", 1, None, "queued")],
)
async def test_nobody_answered_or_it_goes_on(
    desk: Desk, direction: str, answered: int | None, ended: int | None, status: str
) -> None:
    past = _past(said=(), direction=direction, answered_at=answered and _at(answered), ended_at=ended and _at(ended))
    interaction = await _recorded(desk, _contact(desk, past))
    [row] = await desk.rows("select * from interaction where id = $1", interaction)
    assert (row["status"], row["direction"]) == (status, direction)
    changes = await desk.rows("select data from event where type = 'interaction.status_changed'")
    assert [each["data"]["to_status"] for each in changes] == ([status] if ended else [])


async def test_the_past_is_recorded_once(desk: Desk) -> None:
    contact = _contact(desk, _past())
    await _recorded(desk, contact)
    before = await desk.rows("select id from message order by id")
    assert await desk.act(record_past, desk.actor, [(desk.accounts["webchat"], contact)]) == 0
    assert await desk.rows("select id from message order by id") == before


async def test_codes_are_those_of_the_vocabulary_and_others_are_kept_as_fields(desk: Desk) -> None:
    await desk.act(install_pack, desk.actor, "insurance")
    [term] = await desk.rows("select code, label from term where vocabulary = 'outcome' and status = 'active' limit 1")
    past = _past(outcome=term["label"].upper(), disposition="Went for a walk")
    interaction = await _recorded(desk, _contact(desk, past))
    [row] = await desk.rows("select outcome, disposition, fields from interaction where id = $1", interaction)
    assert (row["outcome"], row["disposition"]) == (term["code"], None)
    assert row["fields"] == {"disposition": "Went for a walk"}
