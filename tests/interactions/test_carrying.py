"""What a case carries of its messages, and where context is found to be lost; on a real database."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import asyncpg
import pytest

from tests.interactions.desk import Desk, mail, visitor
from tests.interactions.test_work import an_agent, ask_for, target
from warmline import sdk
from warmline.accounts import Actor, system
from warmline.interactions import NewHandOff, NewReply, Status, hand_off, reply, transition, visible_case
from warmline.interactions.actions import correct, references
from warmline.interactions.actions.case import set_status, update
from warmline.interactions.actions.gather import gather, read
from warmline.interactions.actions.lose import dismiss, lose, visible_loss
from warmline.interactions.actions.packet import context_packet
from warmline.interactions.actions.settle_question import close_question
from warmline.interactions.carrying import store
from warmline.interactions.carrying.reacting import carry_context
from warmline.interactions.errors import ContextLossNotFound, HandOffIncomplete, QuestionNotFound, RefNotFound
from warmline.interactions.jobs import REACTIONS
from warmline.interactions.model import CaseStatus
from warmline.interactions.store import context
from warmline.kit import clock
from warmline.kit.errors import Forbidden
from warmline.kit.ids import new_id
from warmline.kit.reactions import Reactor

MINE = "My policy number is AU 482 7719, born 12 March 1984. When will the adjuster visit my house?"


@pytest.fixture
async def ana(owner_dsn: str, org: UUID) -> Actor:
    return await an_agent(owner_dsn, org, "ana")


@pytest.fixture
async def bo(owner_dsn: str, org: UUID) -> Actor:
    return await an_agent(owner_dsn, org, "bo")


async def settle(desk: Desk) -> None:
    await Reactor(desk.db, REACTIONS).drain(desk.org)


async def mailed(desk: Desk, ana: Actor, text: str = MINE, **values: Any) -> tuple[UUID, UUID]:
    """A mail that ana has taken, and its case."""
    interaction_id, case_id = await desk.placed(
        "ada@example.com", text, at=clock.now() - timedelta(minutes=5), **values
    )
    await desk.act(transition, ana, interaction_id, Status.ACTIVE, owner_id=ana.id)
    return interaction_id, case_id


async def told(desk: Desk, actor: Actor, interaction_id: UUID, text: str) -> None:
    """A reply by mail; the work stays in hand."""
    await desk.act(reply, actor, interaction_id, await target(desk), NewReply(text=text))
    await desk.act(transition, actor, interaction_id, Status.ACTIVE)


async def losses(desk: Desk, ana: Actor, **wanted: Any) -> list[tuple[str, str]]:
    async with desk.db.transaction(desk.org) as conn:
        found = await store.list_losses(conn, ana, store.LossFilter(**wanted), before=None, size=50)
    return sorted((each.kind, each.field) for each in found)


async def test_what_a_machine_wrote_is_nobodys_context(desk: Desk) -> None:
    away = (
        desk.contact("email", mail("ada@example.com"), MINE, auto=sdk.AutoReply.AUTO)
        if hasattr(sdk, "AutoReply")
        else None
    )
    if away is None:
        await desk.say(desk.contact("email", mail("ada@example.com"), MINE, automatic=True))
    await settle(desk)
    assert await desk.rows("select id from entity_ref where source = 'system:context'") == []
    assert await desk.rows("select id from customer_question") == []


async def test_a_case_carries_facts_and_questions_with_their_places(desk: Desk, ana: Actor) -> None:
    _, case_id = await mailed(desk, ana)
    await settle(desk)
    case = await desk.act(visible_case, ana, case_id)
    facts = {each["kind"]: each for each in case.facts}
    assert facts["policy"]["value"] == "AU4827719"
    assert facts["date_of_birth"]["value"] == "1984-03-12"
    [question] = case.open_questions
    assert question["question"] == "When will the adjuster visit my house?"
    rows = await desk.rows(
        "select e.kind, e.source, substring(m.text from lower(span) + 1 for upper(span) - lower(span)) as said "
        "from entity_ref e join message m on m.id = e.message_id"
    )
    said = {row["kind"]: row["said"] for row in rows}
    assert said["policy"] == "AU 482 7719"
    assert {row["source"] for row in rows} == {"system:context"}


async def test_a_whole_card_number_is_kept_nowhere_but_in_the_message(desk: Desk, ana: Actor) -> None:
    interaction_id, case_id = await mailed(desk, ana, "my card is 4111 1111 1111 1111")
    await settle(desk)
    [ref] = await desk.rows("select external_id, label from entity_ref")
    assert ref["external_id"].startswith("1111:")
    case = await desk.act(visible_case, ana, case_id)
    assert [each["value"] for each in case.facts] == ["1111"]
    packet = await desk.act(context_packet, ana, interaction_id)
    assert "•••• •••• •••• 1111" in packet["customer_said"][0]["text"]
    assert "4111 1111" not in str(packet)
    events = await desk.rows("select data::text as data from event")
    assert not any("4111 1111" in row["data"] or "4111111111" in row["data"] for row in events)


async def test_events_hold_no_words_and_no_values(desk: Desk, ana: Actor) -> None:
    interaction_id, _ = await mailed(desk, ana)
    await settle(desk)
    await told(desk, ana, interaction_id, "What is your policy number?")
    await settle(desk)
    rows = await desk.rows(
        "select data::text as data from event where type in ('case.context_gathered', 'context.lost')"
    )
    assert len(rows) >= 2
    assert not any("4827719" in row["data"] or "1984" in row["data"] or "adjuster" in row["data"] for row in rows)


async def test_reading_again_changes_nothing(desk: Desk, ana: Actor) -> None:
    interaction_id, case_id = await mailed(desk, ana)
    await told(desk, ana, interaction_id, "What is your policy number?")
    await settle(desk)
    before = await desk.act(visible_case, ana, case_id)
    ids = [row["id"] for row in await desk.rows("select id from message")]
    tables = ("entity_ref", "context_loss", "customer_question", "event")
    counts = "select " + " + ".join(f"(select count(*) from {each})" for each in tables) + " as n"
    [was] = await desk.rows(counts)
    async with desk.db.transaction(desk.org) as conn:
        actor = system(desk.org, "context")
        messages = await read(conn, actor, ids)
        await lose(conn, actor, messages, await gather(conn, actor, messages))
    assert await desk.act(visible_case, ana, case_id) == before
    assert await desk.rows(counts) == [was]


async def test_a_bare_answer_is_read_by_the_question_before_it(desk: Desk, ana: Actor) -> None:
    interaction_id, case_id = await mailed(desk, ana, "Hail broke my windscreen")
    await told(desk, ana, interaction_id, "Could you send us your policy number?")
    await settle(desk)
    sent = await desk.rows("select external_id from message where direction = 'outbound'")
    answer = desk.contact("email", mail("ada@example.com"), "sure its xkr 215669583", at=clock.now())
    await desk.say(answer)
    await settle(desk)
    case = await desk.act(visible_case, ana, case_id)
    assert sent
    assert [(each["kind"], each["value"]) for each in case.facts] == [("policy", "XKR215669583")]
    assert await losses(desk, ana) == []


async def test_a_question_is_closed_by_a_reply_that_takes_it_up_or_by_a_person(desk: Desk, ana: Actor) -> None:
    interaction_id, case_id = await mailed(desk, ana, f"{MINE} Is the windscreen covered by my contract?")
    await told(desk, ana, interaction_id, "Thank you for your message.")
    await settle(desk)
    assert len((await desk.act(visible_case, ana, case_id)).open_questions) == 2
    await told(desk, ana, interaction_id, "The adjuster will visit your house on Friday.")
    await settle(desk)
    [left] = (await desk.act(visible_case, ana, case_id)).open_questions
    assert left["question"] == "Is the windscreen covered by my contract?"
    reader = Actor(org_id=desk.org, kind="agent", id=new_id(), permissions=frozenset({"case.read"}))
    with pytest.raises(Forbidden):
        await desk.act(close_question, reader, case_id, UUID(left["id"]))
    closed = await desk.act(close_question, ana, case_id, UUID(left["id"]))
    assert closed.open_questions == []
    with pytest.raises(QuestionNotFound):
        await desk.act(close_question, ana, case_id, UUID(left["id"]))
    await settle(desk)
    assert (await desk.act(visible_case, ana, case_id)).open_questions == []


async def test_what_people_wrote_down_stays(desk: Desk, ana: Actor) -> None:
    _, case_id = await mailed(desk, ana)
    await settle(desk)
    case = await desk.act(visible_case, ana, case_id)
    own = {
        "facts": ["pays by cheque", *case.facts],
        "open_questions": ["what did the garage say", *case.open_questions],
    }
    await desk.act(update, ana, case_id, own)
    await desk.say(desk.contact("email", mail("ada@example.com"), "My claim number is CLM-938", at=clock.now()))
    await settle(desk)
    case = await desk.act(visible_case, ana, case_id)
    assert case.facts[0] == "pays by cheque"
    assert case.open_questions[0] == "what did the garage say"
    assert "claim" in [each["kind"] for each in case.facts[1:]]


async def test_facts_go_with_the_contact_that_gave_them(desk: Desk, ana: Actor) -> None:
    interaction_id, case_id = await mailed(desk, ana)
    await settle(desk)
    moved = await desk.act(correct.split, ana, interaction_id, reason="another matter")
    await settle(desk)
    left = await desk.act(visible_case, ana, case_id)
    gone = await desk.act(visible_case, ana, moved.case_id)
    assert left.facts == left.open_questions == []
    assert {each["kind"] for each in gone.facts} == {"policy", "date_of_birth"}


async def test_a_wrong_finding_is_taken_back_and_stays_so(desk: Desk, ana: Actor) -> None:
    _, case_id = await mailed(desk, ana)
    await settle(desk)
    [ref] = [each for each in await desk.act(_refs, ana, case_id) if each.kind == "policy"]
    await desk.act(references.remove_ref, ana, ref.id)
    with pytest.raises(RefNotFound):
        await desk.act(references.remove_ref, ana, ref.id)
    await settle(desk)
    assert "policy" not in {each["kind"] for each in (await desk.act(visible_case, ana, case_id)).facts}


async def _refs(conn: Any, actor: Actor, case_id: UUID) -> list[Any]:
    found: list[Any] = await context.list_refs(conn, actor.org_id, case_id)
    return found


async def test_a_first_question_loses_nothing_and_a_second_one_does(desk: Desk, ana: Actor) -> None:
    interaction_id, case_id = await mailed(desk, ana, "Hail broke my windscreen")
    await told(desk, ana, interaction_id, "What is your policy number?")
    await settle(desk)
    assert await losses(desk, ana) == []
    await desk.say(desk.contact("email", mail("ada@example.com"), MINE, at=clock.now()))
    await settle(desk)
    await told(desk, ana, interaction_id, "What is your policy number?")
    await settle(desk)
    assert await losses(desk, ana, case_id=case_id) == [("asked_again", "policy")]
    [row] = await desk.rows("select * from context_loss")
    assert row["agent_id"] == ana.id
    assert {each["role"] for each in row["evidence"]} == {"asked", "given"}


async def handed(desk: Desk, ana: Actor, bo: Actor, interaction_id: UUID, **values: Any) -> Any:
    assert bo.id
    new = NewHandOff(to_kind="agent", to_id=bo.id, reason="knows hail", **values)
    made = await desk.act(hand_off, ana, interaction_id, new)
    await desk.act(transition, bo, interaction_id, Status.ACTIVE, owner_id=bo.id)
    return made


async def test_a_second_authentication_after_a_hand_off_is_noted_on_it(desk: Desk, ana: Actor, bo: Actor) -> None:
    interaction_id, _ = await mailed(desk, ana)
    await settle(desk)
    made = await handed(desk, ana, bo, interaction_id)
    await told(desk, bo, interaction_id, "For security, please confirm your date of birth and your policy number.")
    await settle(desk)
    assert await losses(desk, ana) == [("asked_again", "policy"), ("authenticated_again", "date_of_birth")]
    async with desk.db.transaction(desk.org) as conn:
        [after] = await context.hand_offs(conn, desk.org, [made.id])
    assert sorted(each["question"] for each in after.asked_again) == ["date_of_birth", "policy"]
    assert {each["by"] for each in after.asked_again} == {"system:context"}


async def test_an_incomplete_hand_off_is_noted_when_it_is_accepted(
    desk: Desk, ana: Actor, bo: Actor, owner_dsn: str
) -> None:
    await ask_for(owner_dsn, desk.org, "hand_off", "policy_number", "next_step")
    interaction_id, _ = await mailed(desk, ana)
    await settle(desk)
    assert bo.id
    with pytest.raises(HandOffIncomplete) as refused:
        await desk.act(hand_off, ana, interaction_id, NewHandOff(to_kind="agent", to_id=bo.id, reason="x"))
    assert [each.field for each in refused.value.fields] == ["next_step"]
    made = await handed(desk, ana, bo, interaction_id, allow_incomplete=True)
    await settle(desk)
    assert made.completeness == 0.5
    assert await losses(desk, ana, hand_off_id=made.id) == [("incomplete_hand_off", "next_step")]


async def test_what_is_said_again_on_another_channel_is_noted(desk: Desk, ana: Actor) -> None:
    _, case_id = await mailed(desk, ana)
    signed_in = (sdk.Handle("email", "ada@example.com", verification=sdk.Verification.VERIFIED),)
    chat = desk.contact("webchat", visitor("v"), MINE, also=signed_in, at=clock.now())
    [received] = await desk.say(chat)
    if received.case_id != case_id:
        assert received.interaction_id
        moving = {"reason": "the same matter"}
        await desk.act(correct.move, ana, received.interaction_id, case_id, **moving)
    await settle(desk)
    found = await losses(desk, ana, interaction_id=received.interaction_id)
    assert ("repeated_after_switch", "policy") in found
    assert ("repeated_after_switch", "question") in found


async def test_a_loss_is_seen_with_its_contact_and_can_be_dismissed(desk: Desk, ana: Actor) -> None:
    interaction_id, _ = await mailed(desk, ana)
    await settle(desk)
    await told(desk, ana, interaction_id, "What is your policy number?")
    await settle(desk)
    [row] = await desk.rows("select id from context_loss")
    stranger = Actor(
        org_id=desk.org, kind="agent", id=new_id(), permissions=frozenset({"case.read_team", "case.write"})
    )
    await desk.rows("update interaction set queue_id = null")
    with pytest.raises(ContextLossNotFound):
        await desk.act(visible_loss, stranger, row["id"])
    with pytest.raises(ContextLossNotFound):
        await desk.act(dismiss, stranger, row["id"])
    async with desk.db.transaction(desk.org) as conn:
        assert await store.list_losses(conn, stranger, store.LossFilter(), before=None, size=10) == []
    dismissed = await desk.act(dismiss, ana, row["id"])
    assert dismissed.dismissed_by == ana.ref
    assert await desk.act(dismiss, ana, row["id"]) == dismissed
    assert await losses(desk, ana) == []
    assert await losses(desk, ana, dismissed=True) == [("asked_again", "policy")]


async def test_the_packet_tells_what_was_tried(desk: Desk, ana: Actor) -> None:
    interaction_id, case_id = await mailed(desk, ana)
    await settle(desk)
    await desk.act(set_status, ana, case_id, CaseStatus.RESOLVED)
    await desk.act(set_status, ana, case_id, CaseStatus.OPEN)
    packet = await desk.act(context_packet, ana, interaction_id)
    assert [each["what"] for each in packet["attempts"]] == ["resolved", "reopened"]
    assert packet["resolution_attempts"] == 1
    assert {each["kind"] for each in packet["facts"]} >= {"policy", "date_of_birth"}


def test_one_reaction_carries_all() -> None:
    assert carry_context in REACTIONS


async def rule(owner_dsn: str, org: UUID, switch: str, field: str, *, team: UUID | None = None) -> None:
    """A rule of continuity for every switch of a kind."""
    conn = await asyncpg.connect(owner_dsn)
    await conn.execute(
        "insert into continuity_policy (org_id, switch, name, owner_team_id, fields) "
        "values ($1, $2, $3, $4, $5::text::jsonb)",
        org,
        switch,
        f"At {switch}",
        team,
        f'[{{"field": "{field}", "label": "{field}"}}]',
    )
    await conn.close()


async def test_a_rule_asks_beside_the_template_and_known_facts_answer_it(
    desk: Desk, ana: Actor, bo: Actor, owner_dsn: str
) -> None:
    await ask_for(owner_dsn, desk.org, "hand_off", "next_step")
    await rule(owner_dsn, desk.org, "agent", "policy_number")
    interaction_id, _ = await mailed(desk, ana)
    assert bo.id
    new = NewHandOff(to_kind="agent", to_id=bo.id, reason="x", fields={"next_step": "call"})
    with pytest.raises(HandOffIncomplete) as refused:
        await desk.act(hand_off, ana, interaction_id, new)
    assert [each.field for each in refused.value.fields] == ["policy_number"]
    await settle(desk)
    made = await desk.act(hand_off, ana, interaction_id, new)
    assert (made.completeness, made.required) == (1.0, ["next_step", "policy_number"])
    assert made.policy == "Test; At agent"


async def test_a_program_hands_over_by_the_rule_for_bots(desk: Desk, ana: Actor, owner_dsn: str) -> None:
    await rule(owner_dsn, desk.org, "bot", "claim_number")
    await rule(owner_dsn, desk.org, "agent", "policy_number")
    interaction_id, _ = await mailed(desk, ana)
    bot = Actor(org_id=desk.org, kind="api_key", id=new_id(), permissions=frozenset({"*"}))
    with pytest.raises(HandOffIncomplete) as refused:
        await desk.act(hand_off, bot, interaction_id, NewHandOff(to_kind="queue", to_id=desk.queue, reason="x"))
    assert [each.field for each in refused.value.fields] == ["claim_number"]


async def test_the_team_of_the_rule_owns_the_context_afterwards(desk: Desk, ana: Actor, owner_dsn: str) -> None:
    [team] = await desk.rows("insert into team (org_id, code, name) values ($1, 'care', 'Care') returning id", desk.org)
    await rule(owner_dsn, desk.org, "queue", "policy_number", team=team["id"])
    interaction_id, case_id = await mailed(desk, ana)
    await settle(desk)
    made = await desk.act(hand_off, ana, interaction_id, NewHandOff(to_kind="queue", to_id=desk.queue, reason="x"))
    assert made.context_team_id == team["id"]
    assert made.packet["context_team_id"] == str(team["id"])
    assert (await desk.act(visible_case, ana, case_id)).team_id == team["id"]
