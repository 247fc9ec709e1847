"""Where contacts are placed, through the database: by whom they are from and what they say, at once or one by one."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from tests.interactions.desk import START, Desk, mail, visitor
from warmline import customers, sdk
from warmline.interactions import Contact, Received, Settle, Step, receive
from warmline.interactions.actions import correct

ADA, BOB = mail("ada@example.com"), mail("bob@example.com")
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def step(desk: Desk, inbound: sdk.Inbound) -> Contact:
    """As a connector hands it over: whom it is from is still to be found."""
    return Contact(
        account_id=desk.accounts[inbound.channel or "email"],
        channel=inbound.channel or "email",
        medium="text",
        synchrony="session" if inbound.channel == "webchat" else "asynchronous",
        queue_id=desk.queue,
        envelope_id=None,
        inbound=inbound,
        source="test",
    )


async def take(desk: Desk, *steps: Step) -> list[Received]:
    async with desk.db.transaction(desk.org) as conn:
        return await receive(conn, desk.actor, steps)


async def come(desk: Desk, *inbound: sdk.Inbound) -> list[Received]:
    """All in one batch."""
    return await take(desk, *(step(desk, each) for each in inbound))


async def case_of(desk: Desk, inbound: sdk.Inbound) -> UUID | None:
    [received] = await come(desk, inbound)
    return received.case_id


async def settle(desk: Desk, inbound: sdk.Inbound, at: datetime) -> None:
    await take(desk, Settle(account_id=desk.accounts["email"], external_id=inbound.external_id, at=at))


async def decision_on(desk: Desk, received: Received) -> Any:
    """The latest on its interaction."""
    sql = "select * from case_decision where interaction_id = $1 order by id desc limit 1"
    [row] = await desk.rows(sql, received.interaction_id)
    return row


async def link_of(desk: Desk, received: Received) -> tuple[str, UUID, float]:
    """How the contact is related to which, and how surely."""
    sql = "select kind, to_id, confidence from interaction_link where from_id = $1"
    [row] = await desk.rows(sql, received.interaction_id)
    return row["kind"], row["to_id"], row["confidence"]


def wrote(
    desk: Desk, text: str, after: timedelta = timedelta(), *, sender: sdk.Handle = ADA, **more: Any
) -> sdk.Inbound:
    return desk.contact("email", sender, text, at=START + after, **more)


def chatted(desk: Desk, text: str, after: timedelta, session: str, **more: Any) -> sdk.Inbound:
    more = {"also": (ADA,), "thread": sdk.Thread(session=session), **more}
    return desk.contact("webchat", visitor("v" + session), text, at=START + after, **more)


def answering(*inbound: sdk.Inbound, forwarded: bool = False) -> sdk.Thread:
    return sdk.Thread(replies_to=tuple(each.external_id for each in inbound), forwarded=forwarded)


# Refusals: what must not lead into a case.


async def test_a_stranger_with_a_reference_is_not_let_in(desk: Desk) -> None:
    [mine] = await come(desk, wrote(desk, "My seat 14C was given away on the flight to Lisbon"))
    [row] = await desk.rows("select reference from case_record where id = $1", mine.case_id)
    [theirs] = await come(desk, wrote(desk, f"What about {row['reference']}?", HOUR, sender=BOB))
    assert theirs.case_id != mine.case_id
    assert (await decision_on(desk, theirs))["kind"] == "new"
    assert await desk.rows("select id from interaction_link") == []


async def test_another_customers_thread_proves_nothing(desk: Desk) -> None:
    mine = wrote(desk, "My seat 14C was given away on the flight to Lisbon")
    [first] = await come(desk, mine)
    text = "My seat 14C was given away on the flight to Lisbon"
    [theirs] = await come(desk, wrote(desk, text, HOUR, sender=BOB, thread=answering(mine)))
    assert theirs.case_id != first.case_id
    decision = await decision_on(desk, theirs)
    assert "other_customer" in {each["kind"] for each in decision["evidence"]}
    assert decision["candidates"] == []


async def test_nobody_goes_on_in_what_the_former_holder_of_an_address_began(desk: Desk) -> None:
    [former] = await come(desk, wrote(desk, "Broadband is down since the storm"))
    [handle] = await desk.rows("select id, customer_id from handle")
    await desk.act(customers.unlink, desk.actor, handle["customer_id"], handle["id"], reason="a new tenant")
    mine = wrote(desk, "The router blinks red", DAY)
    [first] = await come(desk, mine)
    # What the former holder wrote was about this matter too, as a person confirmed.
    move = {"reason": "one line", "confirm_other_customer": True}
    await desk.act(correct.move, desk.actor, former.interaction_id, first.case_id, **move)
    ended = "update interaction set status = 'resolved', resolved_at = now() where id = $1"
    await desk.rows(ended, first.interaction_id)
    [second] = await come(desk, wrote(desk, "The router still blinks", 2 * DAY, thread=answering(mine)))
    assert second.case_id == first.case_id
    assert second.interaction_id not in (former.interaction_id, first.interaction_id)


async def test_what_a_machine_wrote_belongs_to_no_case(desk: Desk) -> None:
    first = wrote(desk, "Please send me the statement of March")
    await come(desk, first)
    [reply] = await come(desk, wrote(desk, "I am out of office", HOUR, automatic=True, thread=answering(first)))
    assert (reply.case_id is None, reply.interaction_id is None) == (True, False)
    [case] = await desk.rows("select last_contact_at from case_record")
    assert case["last_contact_at"] == START


async def test_a_forward_is_a_case_of_its_own(desk: Desk) -> None:
    first = wrote(desk, "The boots of my order are too small")
    [old] = await come(desk, first)
    [new] = await come(desk, wrote(desk, "See below.", DAY, thread=answering(first, forwarded=True)))
    assert new.case_id != old.case_id
    assert (await link_of(desk, new))[:2] == ("forwards", old.interaction_id)


async def test_a_forward_without_a_thread_is_linked_by_its_words(desk: Desk) -> None:
    for settings in ({"attach": 1, "suggest": 1}, {"attach": 1, "suggest": 0}, {"attach": 0, "suggest": 0}):
        await desk.tune(**settings)
        sender = mail(f"c{len(await desk.rows('select id from customer'))}@example.com")
        [old] = await come(desk, wrote(desk, "The boots of my order are too small", sender=sender))
        text = "My sister has the same boots and they are too small"
        [new] = await come(desk, wrote(desk, text, DAY, sender=sender, thread=answering(forwarded=True)))
        assert new.case_id != old.case_id
        assert (await link_of(desk, new))[:2] == ("forwards", old.interaction_id)


async def test_a_forward_of_nothing_known_is_linked_to_nothing(desk: Desk) -> None:
    await come(desk, wrote(desk, "The boots of my order are too small"))
    [new] = await come(desk, wrote(desk, "A voucher, please", 9 * DAY, thread=answering(forwarded=True)))
    assert (await decision_on(desk, new))["kind"] in ("new", "suggest")
    await desk.tune(attach=1, suggest=1)
    [other] = await come(desk, wrote(desk, "Opening hours?", 19 * DAY, thread=answering(forwarded=True)))
    assert await desk.rows("select id from interaction_link where from_id = $1", other.interaction_id) == []


async def test_another_number_of_the_same_kind_is_another_object(desk: Desk) -> None:
    first = await case_of(desk, wrote(desk, "Claim CLM-441077: water came through the kitchen ceiling"))
    other = await case_of(desk, wrote(desk, "Hello, claim CLM-990213: I need a form for the claim", 2 * DAY))
    assert other != first
    # Whatever could be is attached: so it is the order of the cases that is asked for.
    await desk.tune(attach=0, suggest=0)
    assert await case_of(desk, wrote(desk, "Any news on claim CLM-441077?", 3 * DAY)) == first
    assert await case_of(desk, wrote(desk, "Any news on claim CLM-990213?", 3 * DAY + HOUR)) == other


async def test_two_matters_at_once_stay_two(desk: Desk) -> None:
    card = await case_of(desk, wrote(desk, "My debit card was stolen on the tram, please block the card"))
    rate = await case_of(desk, wrote(desk, "Hello, what rate would a mortgage for a small house have?", HOUR))
    assert card != rate
    assert await case_of(desk, wrote(desk, "Still waiting for the new debit card, mine was stolen", DAY)) == card
    assert await case_of(desk, wrote(desk, "Any update on the mortgage rate for the house?", DAY + HOUR)) == rate


async def test_an_answer_that_says_it_is_something_else_is_not_attached(desk: Desk) -> None:
    # Where nothing is like enough, the word of the writer stands against the thread.
    await desk.tune(attach=1, suggest=1)
    first = wrote(desk, "The boots of my order are too small")
    [old] = await come(desk, first)
    text = "Hello, a different matter: can I pay for a gift voucher in instalments?"
    [new] = await come(desk, wrote(desk, text, 3 * DAY, thread=answering(first)))
    assert new.case_id != old.case_id
    decision = await decision_on(desk, new)
    assert (decision["kind"], decision["rule"], decision["case_id"]) == ("suggest", "said_otherwise", old.case_id)
    assert (await link_of(desk, new))[:2] == ("follows_up", old.interaction_id)


async def test_an_answer_that_is_like_its_case_is_attached_whatever_it_says(desk: Desk) -> None:
    await desk.tune(attach=1, suggest=0)
    first = wrote(desk, "The boots of my order are too small")
    [old] = await come(desk, first)
    [same] = await come(desk, wrote(desk, "The boots need a different size", HOUR, thread=answering(first)))
    assert same.case_id == old.case_id
    assert (await decision_on(desk, same))["rule"] == "key"


# The household, and the window.


async def test_a_household_writes_by_one_address_about_matters_of_each(desk: Desk) -> None:
    shared = mail("family@example.com")
    hers = wrote(desk, "Hello, my name is Ines Duarte. My claim for the broken window is open.", sender=shared)
    his = wrote(desk, "Hello, my name is Paulo Duarte. My claim for the broken window is open.", DAY, sender=shared)
    first, second = [await case_of(desk, each) for each in (hers, his)]
    assert first != second
    assert len(await desk.rows("select distinct customer_id from case_record")) == 2


async def test_thanks_after_the_resolution_change_nothing(desk: Desk) -> None:
    first = wrote(desk, "The line is dead in the whole house")
    [old] = await come(desk, first)
    await settle(desk, first, START + DAY)
    [thanks] = await come(desk, wrote(desk, "Thank you very much!", 2 * DAY, thread=answering(first)))
    assert thanks.case_id == old.case_id
    [case] = await desk.rows("select status, resolved_at, last_contact_at from case_record")
    assert tuple(case) == ("resolved", START + DAY, START)
    # The window still counts from the resolution.
    late = await case_of(desk, wrote(desk, "The line is dead again", 17 * DAY, thread=answering(first)))
    assert late != old.case_id


async def test_within_the_window_it_is_reopened_and_after_it_repeats(desk: Desk) -> None:
    await desk.tune(reopen_days=10)
    first = wrote(desk, "The line is dead in the whole house")
    [old] = await come(desk, first)
    await settle(desk, first, START + DAY)
    back = wrote(desk, "The line is dead again in the house", 5 * DAY, thread=answering(first))
    [again] = await come(desk, back)
    assert again.case_id == old.case_id
    assert [row["status"] for row in await desk.rows("select status from case_record")] == ["open"]
    await settle(desk, back, START + 6 * DAY)
    [late] = await come(desk, wrote(desk, "The line is dead again in the house", 20 * DAY, thread=answering(back)))
    assert late.case_id != old.case_id
    assert (await link_of(desk, late))[0] == "repeats"
    assert (await decision_on(desk, late))["rule"] == "after_window"


async def test_a_burst_is_one_contact(desk: Desk) -> None:
    three = [wrote(desk, text, timedelta(seconds=20 * n)) for n, text in enumerate(("Hello", "my router", "is dead"))]
    received = await come(desk, *three)
    assert len({each.interaction_id for each in received}) == len({each.case_id for each in received}) == 1
    assert len(await desk.rows("select id from case_decision")) == 1
    [case] = await desk.rows("select terms from case_record")
    assert {"router", "dead"} <= set(case["terms"])


# How a contact stands to the one before it.


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("The lamp came, but the box was open. Here is a picture.", "follows_up"),
        ("The lamp has a green shade.", "continues"),
        ("This is unacceptable. I want to speak to your manager about the lamp.", "escalates"),
    ],
)
async def test_relations_within_a_case(desk: Desk, text: str, kind: str) -> None:
    first = wrote(desk, "The lamp that I bought flickers")
    [old] = await come(desk, first)
    await desk.rows("update interaction set status = 'resolved', resolved_at = now()")
    [new] = await come(desk, wrote(desk, text, DAY, thread=answering(first)))
    assert new.case_id == old.case_id
    assert await link_of(desk, new) == (kind, old.interaction_id, 1.0)


async def test_who_says_it_again_by_another_way_duplicates_it(desk: Desk) -> None:
    text = "The technician did not come on Tuesday between eight and noon"
    [old] = await come(desk, wrote(desk, text))
    [twice] = await come(desk, chatted(desk, text + "!", HOUR, "s1"))
    kind, to, confidence = await link_of(desk, twice)
    assert (kind, to) == ("duplicates", old.interaction_id)
    assert confidence >= 0.9


@pytest.mark.parametrize(
    ("text", "after"),
    [
        # Not within a day, not the same words, and what anybody says.
        ("The technician did not come on Tuesday between eight and noon", 3 * DAY),
        ("The technician did come, but on Tuesday evening he had the wrong cable and left the house", HOUR),
    ],
)
async def test_what_is_no_duplicate(desk: Desk, text: str, after: timedelta) -> None:
    await come(desk, wrote(desk, "The technician did not come on Tuesday between eight and noon"))
    await come(desk, chatted(desk, text, after, "s1"))
    assert await desk.rows("select id from interaction_link where kind = 'duplicates'") == []


async def test_the_same_words_by_the_same_way_are_no_duplicate(desk: Desk) -> None:
    text = "The technician did not come on Tuesday between eight and noon"
    await come(desk, wrote(desk, text))
    await come(desk, wrote(desk, text, HOUR))
    assert await desk.rows("select id from interaction_link where kind = 'duplicates'") == []


# In one batch, or one by one.


def story(desk: Desk) -> list[sdk.Inbound]:
    """Days of three people, with threads, sessions, bursts, a household and a forward."""
    first = wrote(desk, "My debit card was stolen on the tram, please block the card")
    roof = wrote(desk, "A tile fell from the roof onto my car, claim CLM-441077", HOUR, sender=BOB)
    shared = mail("family@example.com")
    return [
        first,
        roof,
        wrote(desk, "Hello, I am Ines Duarte. The broadband is slow.", 2 * HOUR, sender=shared),
        wrote(desk, "I forgot: it was the tram 28.", timedelta(seconds=50)),
        wrote(desk, "As requested, here are the photos", DAY, sender=BOB, thread=answering(roof)),
        wrote(desk, "Hello, I am Paulo Duarte. My bill is too high.", DAY + HOUR, sender=shared),
        chatted(desk, "My debit card was stolen, is it blocked?", DAY + 2 * HOUR, "s1"),
        chatted(desk, "Thank you", DAY + 2 * HOUR + timedelta(minutes=1), "s1"),
        wrote(desk, "Hello, what rate would a mortgage for a small house have?", 2 * DAY),
        wrote(desk, "See below", 2 * DAY + HOUR, sender=BOB, thread=answering(roof, forwarded=True)),
        wrote(desk, "Any update on the mortgage rate for the house?", 4 * DAY),
        wrote(desk, "Any news on claim CLM-441077?", 5 * DAY, sender=BOB),
        wrote(desk, "I am out of office", 5 * DAY + HOUR, sender=BOB, automatic=True),
        wrote(desk, "The new debit card has arrived, thank you", 6 * DAY, thread=answering(first)),
    ]


def shape(found: Sequence[UUID | None]) -> list[int | None]:
    """Which are the same, whatever they are called."""
    known = list(dict.fromkeys(found))
    return [None if each is None else known.index(each) for each in found]


async def told(desk: Desk) -> list[tuple[Any, ...]]:
    """The decisions, links and cases, without ids."""
    decisions = "select kind, rule, score, evidence::text from case_decision order by id"
    links = "select kind, confidence from interaction_link order by id"
    cases = "select status, category, terms, last_contact_at, title from case_record order by id"
    return [tuple(row) for query in (decisions, links, cases) for row in await desk.rows(query)]


async def test_one_batch_and_one_by_one_give_the_same(desk: Desk, other_desk: Desk) -> None:
    together = await come(desk, *story(desk))
    singly = [received for each in story(other_desk) for received in await come(other_desk, each)]
    assert shape([each.case_id for each in together]) == shape([each.case_id for each in singly])
    assert shape([each.interaction_id for each in together]) == shape([each.interaction_id for each in singly])
    assert await told(desk) == await told(other_desk)
