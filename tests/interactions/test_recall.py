"""Who a contact is from by its name and what it says of an earlier contact; refusals first."""

from datetime import timedelta
from typing import Any

import pytest

from tests.interactions.desk import START, Desk, mail
from warmline import sdk
from warmline.interactions import Contact, receive
from warmline.kit.ids import new_id

LOST = "Hello, my name is Maria Okafor. My travel card was stolen in Lisbon, please block it."
AGAIN = "This is Maria Okafor. I mailed you this morning about my stolen travel card, any news?"


async def whose(desk: Desk, channel: str, sender: sdk.Handle, text: str, hours: float) -> Any:
    """The customer of a contact that nobody has resolved before."""
    inbound = desk.contact(channel, sender, text, at=START + timedelta(hours=hours))
    contact = Contact(
        account_id=desk.accounts[channel],
        channel=channel,
        medium="text",
        synchrony="session" if channel == "webchat" else "asynchronous",
        queue_id=desk.queue,
        envelope_id=None,
        inbound=inbound,
        resolved=None,
        source="test",
    )
    [received] = await desk.act(receive, desk.actor, [contact])
    [row] = await desk.rows(
        "select c.root_id from interaction i join customer c on c.id = i.customer_id where i.id = $1",
        received.interaction_id,
    )
    return row["root_id"]


def chat() -> sdk.Handle:
    return sdk.Handle("web_visitor", new_id().hex)


@pytest.mark.parametrize(
    ("text", "hours"),
    [
        ("This is John Smith. I mailed you this morning about my stolen travel card, any news?", 4),
        ("I mailed you this morning about my stolen travel card, any news?", 4),
        ("This is Maria Okafor. My pension, please.", 4),
        (AGAIN, 24 * 40),
    ],
)
async def test_another_name_no_name_no_earlier_contact_or_another_time(desk: Desk, text: str, hours: float) -> None:
    maria = await whose(desk, "email", mail("maria@example.com"), LOST, 0)
    assert await whose(desk, "webchat", chat(), text, hours) != maria


async def test_two_who_fit_alike_are_nobody(desk: Desk) -> None:
    first = await whose(desk, "email", mail("maria@example.com"), LOST, 0)
    second = await whose(desk, "email", mail("m.okafor@example.org"), LOST.replace("in Lisbon", "in Porto"), 0.1)
    assert first != second
    assert await whose(desk, "webchat", chat(), AGAIN, 4) not in (first, second)


async def test_a_name_and_an_earlier_contact_that_fits(desk: Desk) -> None:
    maria = await whose(desk, "email", mail("maria@example.com"), LOST, 0)
    assert await whose(desk, "webchat", chat(), AGAIN, 4) == maria
    rows = await desk.rows("select rule, score from identity_decision where rule = 'named_contact'")
    assert len(rows) == 1
    assert rows[0]["score"] >= 0.85
    assert rows[0]["score"] < 1
