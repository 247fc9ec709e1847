"""Who a contact is from: handles decide, nothing is guessed, and two contacts at once are one customer."""

import asyncio
from collections.abc import Sequence
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from tests.customers.desk import ASSERTED, NOON, PROVEN, Desk, claim, cookie, crm, mail
from warmline.accounts import Actor
from warmline.customers import Claim, Resolved, resolve
from warmline.kit.db import Database
from warmline.kit.errors import Forbidden
from warmline.sdk import Handle


async def test_needs_permission(db: Database, org: UUID) -> None:
    nobody = Actor(org_id=org, kind="agent", permissions=frozenset({"customer.read"}))
    async with db.transaction(org) as conn:
        with pytest.raises(Forbidden):
            await resolve(conn, nobody, [claim(mail())])


async def test_unknown_sender_becomes_a_customer(desk: Desk) -> None:
    found = await desk.one(mail(name="Ada Lovelace"))
    assert found.new
    assert found.customer_id == found.root_id
    assert found.display_name == "Ada Lovelace"
    (decision,) = await desk.fetch("select kind, rule, score, handle_id, evidence, decided_by from identity_decision")
    assert (decision["kind"], decision["rule"], decision["score"]) == ("link", "first_contact", 1.0)
    assert decision["handle_id"] == found.handle_id
    assert decision["decided_by"] == "system:ingest"
    assert decision["evidence"][0]["source"] == "desk"
    events = await desk.fetch("select type, customer_id from event order by seq")
    assert [each["type"] for each in events] == ["customer.created", "handle.linked"]
    assert {each["customer_id"] for each in events} == {found.customer_id}


async def test_known_sender_is_the_same_customer(desk: Desk) -> None:
    first = await desk.one(mail("Ada@Example.com"))
    again = await desk.one(mail("ada@example.com"))
    assert again == Resolved(first.handle_id, first.customer_id, first.root_id, False, (), "ada@example.com")


async def test_events_hold_no_address(desk: Desk) -> None:
    await desk.one(mail(name="Ada Lovelace"), Handle("phone", "+12155550183", None, ASSERTED))
    await desk.one(mail(name="Ada"), at=NOON + timedelta(days=1))
    rows = await desk.fetch("select data::text as data from event")
    assert rows
    for row in rows:
        assert "ada" not in row["data"].lower()
        assert "5550183" not in row["data"]


async def test_the_same_handle_in_another_organisation_is_somebody_else(
    desk: Desk, db: Database, other_org: UUID
) -> None:
    ours, theirs = await desk.one(mail()), await Desk(db, other_org).one(mail())
    assert theirs.new
    assert theirs.customer_id != ours.customer_id
    assert len(await desk.fetch("select from handle")) == 1


async def test_withheld_callers_are_never_one_customer(desk: Desk) -> None:
    withheld = claim(Handle("phone", "anonymous"))
    found = await desk.resolve(withheld, withheld)
    assert [each.handle_id for each in found] == [None, None]
    assert found[0].customer_id != found[1].customer_id
    assert await desk.fetch("select from handle") == []


async def test_withheld_caller_who_signs_in_is_known(desk: Desk) -> None:
    known = await desk.one(cookie(), crm("N1"))
    found = await desk.one(Handle("phone", "anonymous"), crm("N1"))
    assert found.handle_id is None
    assert found.customer_id == known.customer_id


async def test_one_number_is_one_person_on_every_channel(desk: Desk) -> None:
    called = await desk.one(Handle("phone", "(215) 555-0183", None, ASSERTED))
    assert (await desk.one(Handle("phone", "+12155550183"))).customer_id != called.customer_id
    await desk.fetch('update organization set settings = \'{"phone_region": "US"}\'')
    wrote = await desk.one(Handle("whatsapp", "+12155550184", "Ada", PROVEN))
    heard = await desk.one(Handle("phone", "215-555-0184"))
    assert heard.customer_id == wrote.customer_id
    assert heard.handle_id != wrote.handle_id
    (decision,) = await desk.fetch("select rule, score from identity_decision where handle_id = $1", heard.handle_id)
    assert tuple(decision) == ("same_number", 1.0)


async def test_proof_links_an_unknown_browser(desk: Desk) -> None:
    known = await desk.one(cookie("v1"), crm("N1"))
    found = await desk.one(cookie("v2"), crm("N1"))
    assert not found.new
    assert found.customer_id == known.customer_id
    (row,) = await desk.fetch("select verification, confidence from handle where id = $1", found.handle_id)
    assert tuple(row) == ("verified", 1.0)


async def test_asserted_address_links_an_unknown_browser_loosely(desk: Desk) -> None:
    known = await desk.one(mail())
    found = await desk.one(cookie(), mail(verification=ASSERTED))
    assert found.customer_id == known.customer_id
    assert found.also_ids == (known.handle_id,)
    (row,) = await desk.fetch("select verification, confidence from handle where id = $1", found.handle_id)
    assert row["verification"] == "asserted"
    assert row["confidence"] == pytest.approx(0.6)


async def test_unknown_address_given_in_a_chat_brings_the_later_mail_home(desk: Desk) -> None:
    chat = await desk.one(cookie(), mail(verification=ASSERTED))
    later = await desk.one(mail(name="Ada Lovelace"))
    assert later.customer_id == chat.customer_id
    assert later.display_name == "Ada Lovelace"
    (row,) = await desk.fetch("select verification, confidence from handle where id = $1", later.handle_id)
    assert row["verification"] == "asserted", "that the address sends mail does not prove who typed it"


async def test_shared_browser_stays_with_its_customer(desk: Desk) -> None:
    wife = await desk.one(cookie(), crm("N1"))
    husband = await desk.one(cookie("v2"), crm("N2"))
    found = await desk.one(cookie(), crm("N2"))
    assert found.customer_id == husband.customer_id
    assert found.handle_id == wife.handle_id
    assert (await desk.one(cookie())).customer_id == wife.customer_id


async def test_new_number_on_a_known_browser_is_another_person(desk: Desk) -> None:
    wife = await desk.one(cookie(), crm("N1"), mail("family@example.com"))
    husband = await desk.one(cookie(), crm("N2"), mail("family@example.com"))
    assert husband.new
    assert husband.customer_id != wife.customer_id
    assert await desk.fetch("select from identity_decision where kind = 'suggest'") == []


async def test_sign_in_on_an_anonymous_browser_adds_the_number_to_it(desk: Desk) -> None:
    anonymous = await desk.one(cookie())
    signed_in = await desk.one(cookie(), crm("N1"))
    assert signed_in.customer_id == anonymous.customer_id
    assert (await desk.one(cookie("v2"), crm("N1"))).customer_id == anonymous.customer_id


async def test_asserted_handle_of_another_customer_never_moves(desk: Desk) -> None:
    victim = await desk.one(mail())
    stranger = await desk.one(cookie())
    for _ in range(2):
        found = await desk.one(cookie(), mail(verification=ASSERTED))
        assert found.customer_id == stranger.customer_id
        assert found.also_ids == ()
    assert (await desk.one(mail())).customer_id == victim.customer_id
    suggested = await desk.fetch("select customer_id, other_customer_id from identity_decision where kind = 'suggest'")
    assert [set(each) for each in suggested] == [{victim.customer_id, stranger.customer_id}]
    events = await desk.fetch("select from event where type = 'identity_decision.suggested'")
    assert len(events) == 1


async def test_signed_in_on_somebodys_browser_is_suggested_not_merged(desk: Desk) -> None:
    await desk.one(cookie())
    known = await desk.one(mail("ada@example.com"), crm("N1"))
    found = await desk.one(cookie(), crm("N1"))
    assert found.customer_id == known.customer_id
    (suggestion,) = await desk.fetch("select rule, score from identity_decision where kind = 'suggest'")
    assert tuple(suggestion) == ("other_on_browser", 0.5)


async def test_unlinked_handle_starts_a_new_customer(desk: Desk) -> None:
    first = await desk.one(mail())
    await desk.fetch("update handle set customer_id = null, decision_id = null where id = $1", first.handle_id)
    second = await desk.one(mail())
    assert second.new
    assert second.handle_id == first.handle_id
    assert second.customer_id != first.customer_id


async def test_unlinked_handle_returns_by_proof_only(desk: Desk) -> None:
    known = await desk.one(cookie(), crm("N1"), mail())
    (mail_id,) = [each for each in known.also_ids if each in await _ids(desk, "email")]
    await desk.fetch("update handle set customer_id = null, decision_id = null where id = $1", mail_id)
    asserted = await desk.one(cookie(), mail(verification=ASSERTED))
    assert asserted.also_ids == ()
    proven = await desk.one(cookie(), mail())
    assert proven.also_ids == (mail_id,)


async def _ids(desk: Desk, scheme: str) -> set[UUID]:
    return {each["id"] for each in await desk.fetch("select id from handle where scheme = $1", scheme)}


async def test_merged_customer_counts_as_its_root(desk: Desk) -> None:
    one, two = await desk.resolve(claim(mail("a@example.com", "Ada")), claim(mail("b@example.com", "Bea")))
    await desk.fetch(
        "update customer set merged_into = $2, root_id = $2 where id = $1", two.customer_id, one.customer_id
    )
    found = await desk.one(mail("b@example.com"), Handle("phone", "+12155550183", None, ASSERTED))
    assert (found.customer_id, found.root_id) == (two.customer_id, one.customer_id)
    assert found.display_name == "Ada"
    versions = await desk.fetch("select version from customer where id = $1", one.customer_id)
    assert versions[0]["version"] == 2, "the root shows the new handle, so it has a new version"
    linked = await desk.fetch("select data from event where type = 'handle.linked' order by seq desc limit 1")
    assert linked[0]["data"]["customer_ids"] == [str(two.customer_id), str(one.customer_id)]


async def test_last_seen_moves_by_the_hour(desk: Desk) -> None:
    found = await desk.one(mail())
    await desk.one(mail(), at=NOON + timedelta(minutes=59))
    assert [each["last_seen_at"] for each in await desk.fetch("select last_seen_at from handle")] == [NOON]
    later, earlier = NOON + timedelta(hours=1), NOON - timedelta(days=1)
    await desk.one(mail(), at=later)
    await desk.one(mail(), at=earlier)
    (row,) = await desk.fetch("select first_seen_at, last_seen_at from handle where id = $1", found.handle_id)
    assert tuple(row) == (earlier, later)


BATCH: Sequence[Claim] = [
    claim(cookie("v1")),
    claim(cookie("v1"), mail("ada@example.com", "Ada", ASSERTED)),
    claim(mail("ada@example.com"), at=NOON + timedelta(hours=2)),
    claim(cookie("v1"), crm("N1")),
    claim(cookie("v2"), crm("N1")),
    claim(cookie("v2"), crm("N2"), mail("ada@example.com", None, PROVEN)),
    claim(Handle("phone", "anonymous"), mail("ada@example.com", None, ASSERTED)),
    claim(Handle("whatsapp", "+12155550183", "Bea", PROVEN)),
    claim(Handle("phone", "+12155550183"), crm("N1")),
    claim(Handle("sms", "+12155550183")),
    claim(Handle("sms", "+12155550184"), Handle("phone", "+12155550183", None, ASSERTED)),
]


async def _shape(desk: Desk, found: Sequence[Resolved]) -> Any:
    """What was decided, without the ids."""
    order: dict[UUID | None, int] = {None: -1}
    ids = [(one.handle_id, one.customer_id, one.root_id, *one.also_ids) for one in found]
    numbered = [tuple(order.setdefault(each, len(order)) for each in one) for one in ids]
    columns = "scheme, value, name, verification, confidence, last_seen_at"
    handles = await desk.fetch(f"select {columns} from handle order by 1, 2")
    decisions = await desk.fetch("select kind, rule, score from identity_decision order by 1, 2, 3")
    return numbered, [each.display_name for each in found], [tuple(each) for each in [*handles, *decisions]]


async def test_a_batch_decides_as_one_at_a_time(db: Database, org: UUID, other_org: UUID) -> None:
    together, apart = Desk(db, org), Desk(db, other_org)
    batch = await together.resolve(*BATCH)
    singly = [(await apart.resolve(each))[0] for each in BATCH]
    assert await _shape(together, batch) == await _shape(apart, singly)


async def test_the_same_new_handle_at_once_is_one_customer(desk: Desk) -> None:
    claims = [claim(mail(f"{number}@example.com")) for number in range(20)]
    orders = [claims, claims[::-1], claims[10:] + claims[:10], claims[5:] + claims[:5]] * 2
    answers = await asyncio.gather(*(desk.resolve(*each) for each in orders))
    customers = {each.customer_id for answer in answers for each in answer}
    assert len(customers) == 20
    assert sum(each.new for answer in answers for each in answer) == 20
    assert len(await desk.fetch("select from handle")) == 20


async def test_one_number_on_two_channels_at_once_is_one_customer(desk: Desk) -> None:
    numbers = [f"+1215555{number:04}" for number in range(100, 120)]
    answers = await asyncio.gather(
        *(desk.resolve(*(claim(Handle(scheme, each)) for each in numbers)) for scheme in ("phone", "whatsapp", "sms"))
    )
    assert len({each.customer_id for answer in answers for each in answer}) == 20
