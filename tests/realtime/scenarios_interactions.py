"""How the record changes: contacts, cases, and all that hangs on them."""

from collections.abc import AsyncGenerator
from typing import Any
from uuid import UUID

from tests.realtime.stage import Stage, scenario
from warmline.interactions import NewReply, Target, record_delivery, record_reading, reply
from warmline.interactions.jobs import REACTIONS
from warmline.kit.ids import new_id
from warmline.kit.reactions import Reactor

Play = AsyncGenerator[None, None]


async def contact(stage: Stage, who: str = "ann@example.org", *, queued: bool = True, **values: Any) -> UUID:
    """A customer writes, into the queue ``main``."""
    queue_id = await stage.floor.sql("select id from queue where code = 'main'")
    if queued and queue_id is None:
        queue_id = UUID((await stage.make("/queues", code="main", name="Main"))["id"])
        for channel in ("mail", "chat"):
            await stage.floor.account(queue_id, channel)
    return await stage.floor.contact_to(queue_id if queued else None, who=who, **values)


async def case_of(stage: Stage, interaction_id: UUID) -> UUID:
    found: UUID = await stage.floor.sql("select case_id from interaction where id = $1", interaction_id)
    return found


async def taken(stage: Stage, **values: Any) -> tuple[UUID, UUID]:
    """A contact that the administrator has taken, and its case."""
    interaction_id = await contact(stage, **values)
    await stage.call("POST", f"/interactions/{interaction_id}/take")
    return interaction_id, await case_of(stage, interaction_id)


async def answered(stage: Stage, interaction_id: UUID, *, undo_seconds: int = 0, **elsewhere: Any) -> UUID:
    """A reply that waits to be sent, or to be taken back."""
    async with stage.db.transaction(stage.org_id) as conn:
        row = await conn.fetchrow("select * from interaction where id = $1", interaction_id)
        way: dict[str, Any] = {
            "handle_id": row["handle_id"],
            "account_id": row["account_id"],
            "channel": row["channel"],
            "medium": "text",
            "synchrony": "asynchronous",
        }
        target = Target(**{**way, **elsewhere}, message_id=new_id(), external_id=f"<{new_id()}@example.com>")
        new = NewReply(text="We look into it.")
        return (await reply(conn, stage.reader, interaction_id, target, new, undo_seconds=undo_seconds)).id


@scenario("interaction.started", "interaction.queued", "message.received", "case.opened", "case.decided")
async def first_contact(stage: Stage) -> Play:
    await contact(stage, "bob@example.org")
    yield
    await contact(stage)


@scenario("interaction.linked")
async def second_contact(stage: Stage) -> Play:
    first = await contact(stage, session="a", text="My claim 4711 for the broken window")
    yield
    await contact(stage, text="More about my claim 4711 for the broken window")
    other = await contact(stage, "bob@example.org")
    await stage.call("POST", f"/interactions/{other}/links", kind="duplicates", to_id=str(first), reason="the same")


@scenario("interaction.unlinked")
async def link_is_taken_back(stage: Stage) -> Play:
    first, second = await contact(stage), await contact(stage, "bob@example.org")
    link = await stage.make(f"/interactions/{first}/links", kind="repeats", to_id=str(second), reason="the same")
    yield
    await stage.call("DELETE", f"/links/{link['id']}")


@scenario("interaction.status_changed", "participant.joined", "reply.queued", "message.delivery_changed")
async def answer(stage: Stage) -> Play:
    interaction_id = await contact(stage)
    yield
    await stage.call("POST", f"/interactions/{interaction_id}/take")
    message_id = await answered(stage, interaction_id)
    async with stage.db.transaction(stage.org_id) as conn:
        await record_reading(conn, stage.floor.system, interaction_id, message_id)
        await record_delivery(conn, stage.floor.system, message_id, status="sent")
        await record_delivery(conn, stage.floor.system, message_id, status="failed", reason="unknown user")


@scenario("interaction.answered_elsewhere")
async def answer_elsewhere(stage: Stage) -> Play:
    interaction_id, _ = await taken(stage)
    there = await stage.floor.account(await stage.floor.sql("select id from queue where code = 'main'"), "chat")
    yield
    # A chat waits for nobody, so that nothing else tells of the contact that was answered.
    await answered(stage, interaction_id, account_id=there, channel="chat", synchrony="session")


@scenario("suggestion.answered")
async def suggestions(stage: Stage) -> Play:
    await contact(stage, ago=5 * 86_400.0, text="Hail broke my windscreen")
    # Whatever could be is suggested, so that it does not depend on the model.
    await stage.call("PUT", "/continuity/settings", attach=1, suggest=0)
    await contact(stage, text="The windscreen and also a new question about my pension")
    [suggested] = (await stage.call("GET", "/suggestions"))["items"]
    yield
    await stage.call("POST", f"/case-decisions/{suggested['id']}/answer", accept=True)


@scenario("interaction.updated")
async def interaction_changes(stage: Stage) -> Play:
    interaction_id = await contact(stage)
    yield
    await stage.call("PATCH", f"/interactions/{interaction_id}", priority=5, summary="A broken window.")


@scenario("customer.recounted")
async def customers_merge_and_part(stage: Stage) -> Play:
    one, two = [await contact(stage, who) for who in ("ann@example.org", "bob@example.org")]
    ids = [await stage.floor.sql("select customer_id from interaction where id = $1", each) for each in (one, two)]
    reactor = Reactor(stage.db, REACTIONS)
    yield
    await stage.call("POST", f"/customers/{ids[0]}/merge", into=str(ids[1]), reason="the same")
    await reactor.drain(stage.org_id)
    await stage.call("POST", f"/customers/{ids[0]}/unmerge", reason="not the same")
    await reactor.drain(stage.org_id)


@scenario("note.added")
async def note(stage: Stage) -> Play:
    interaction_id, _ = await taken(stage)
    yield
    await stage.call("POST", f"/interactions/{interaction_id}/notes", text="Call back on Monday.")


@scenario("interaction.wrapped_up", "case.resolved")
async def wrap_up(stage: Stage) -> Play:
    interaction_id, _ = await taken(stage)
    yield
    await stage.call("POST", f"/interactions/{interaction_id}/hold")
    await stage.call("POST", f"/interactions/{interaction_id}/resume")
    await stage.call("POST", f"/interactions/{interaction_id}/end")
    body = {"summary": "Settled.", "notes": "All well.", "resolve_case": True}
    await stage.call("POST", f"/interactions/{interaction_id}/wrap-up", **body)


@scenario("case.reopened")
async def customer_comes_back(stage: Stage) -> Play:
    interaction_id, case_id = await taken(stage)
    await stage.call("POST", f"/interactions/{interaction_id}/end")
    await stage.call("POST", f"/interactions/{interaction_id}/wrap-up", resolve_case=True)
    yield
    await stage.call("POST", f"/interactions/{interaction_id}/reopen")
    await stage.call("POST", f"/cases/{case_id}/status", status="resolved")
    await stage.call("POST", f"/cases/{case_id}/status", status="open")


@scenario("case.updated", "case.closed")
async def case_changes(stage: Stage) -> Play:
    _, case_id = await taken(stage)
    yield
    await stage.call("PATCH", f"/cases/{case_id}", title="Window", priority=5, owner_id=None)
    await stage.call("POST", f"/cases/{case_id}/status", status="resolved")
    await stage.call("POST", f"/cases/{case_id}/status", status="closed")


@scenario("case.joined", "case.split")
async def cases_join(stage: Stage) -> Play:
    first, second = await contact(stage), await contact(stage, "bob@example.org", text="Another thing")
    one, two = await case_of(stage, first), await case_of(stage, second)
    yield
    body = {"into_id": str(two), "reason": "the same", "confirm_other_customer": True}
    await stage.call("POST", f"/cases/{one}/join", **body)
    await stage.call("POST", f"/cases/{one}/unjoin", reason="not the same")
    await stage.call("POST", f"/interactions/{first}/split", reason="on its own")


@scenario("case.viewed", "interaction.viewed")
async def reading(stage: Stage) -> Play:
    interaction_id, case_id = await taken(stage)
    yield
    await stage.call("GET", f"/cases/{case_id}")
    await stage.call("GET", f"/cases/{case_id}/messages")
    await stage.call("GET", f"/interactions/{interaction_id}/messages")


@scenario("entity_ref.added", "entity_ref.removed")
async def references(stage: Stage) -> Play:
    _, case_id = await taken(stage)
    gone = await stage.make(f"/cases/{case_id}/references", kind="policy", external_id="P-1")
    yield
    await stage.make(f"/cases/{case_id}/references", kind="claim", external_id="C-1")
    await stage.call("DELETE", f"/references/{gone['id']}")


@scenario("action_item.created", "action_item.updated")
async def promises(stage: Stage) -> Play:
    _, case_id = await taken(stage)
    yield
    item = await stage.make(f"/cases/{case_id}/action-items", text="Call back")
    await stage.call("PATCH", f"/action-items/{item['id']}", status="done")


@scenario("signal.recorded")
async def signals(stage: Stage) -> Play:
    interaction_id, _ = await taken(stage)
    path = f"/interactions/{interaction_id}/signals"
    await stage.make(path, kind="sentiment", value=0.5, confidence=0.9, producer="test")
    yield
    await stage.make(path, kind="sentiment", value=-0.5, confidence=0.9, producer="test")


@scenario("hand_off.cancelled", "participant.left")
async def hand_off_of_what_ends(stage: Stage) -> Play:
    interaction_id, case_id = await taken(stage)
    await stage.call("POST", f"/interactions/{interaction_id}/notes", text="Call back on Monday.")
    queue = await stage.make("/queues", code="second", name="Second")
    yield
    body = {"to_kind": "queue", "to_id": queue["id"], "reason": "knows better", "allow_incomplete": True}
    await stage.make(f"/interactions/{interaction_id}/hand-offs", **body)
    await stage.call("POST", f"/cases/{case_id}/status", status="resolved")


@scenario("hand_off.offered", "hand_off.accepted", "hand_off.declined", "hand_off.updated")
async def hand_offs(stage: Stage) -> Play:
    first, _ = await taken(stage)
    second, _ = await taken(stage, who="bob@example.org")
    queue = await stage.make("/queues", code="second", name="Second")
    body = {"to_kind": "queue", "to_id": queue["id"], "reason": "knows better", "allow_incomplete": True}
    yield
    await stage.make(f"/interactions/{first}/hand-offs", **body)
    await stage.call("POST", f"/interactions/{first}/take")
    declined = await stage.make(f"/interactions/{second}/hand-offs", **body)
    await stage.call("POST", f"/hand-offs/{declined['id']}/asked-again", question="Your number?")
    await stage.call("POST", f"/hand-offs/{declined['id']}/decline")


@scenario("reply.held")
async def held(stage: Stage) -> Play:
    interaction_id, _ = await taken(stage)
    yield
    await answered(stage, interaction_id, undo_seconds=30)


@scenario("reply.removed")
async def taken_back(stage: Stage) -> Play:
    interaction_id, _ = await taken(stage)
    message_id = await answered(stage, interaction_id, undo_seconds=30)
    yield
    await stage.call("POST", f"/messages/{message_id}/take-back")
