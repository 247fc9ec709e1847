"""How what cases carry changes: facts, questions, losses, rules of continuity and proposals."""

from collections.abc import AsyncGenerator
from typing import Any
from uuid import UUID

from tests.realtime.scenarios_interactions import answered, case_of, contact, taken
from tests.realtime.stage import Stage, scenario
from warmline.interactions.jobs import REACTIONS
from warmline.kit.reactions import Reactor

Play = AsyncGenerator[None, None]
SAID = "My policy number is AU4827719. When will the adjuster visit my house?"
PATTERN = {"kind": "policy", "label": "Motor", "expression": "AU[0-9]{7}"}
POLICY: dict[str, Any] = {"switch": "agent", "name": "Agents", "fields": [{"field": "policy", "label": "Policy"}]}


async def settled(stage: Stage) -> None:
    await Reactor(stage.db, REACTIONS).drain(stage.org_id)


async def asked_again(stage: Stage) -> UUID:
    """A contact whose policy number is on the case and was asked for again."""
    interaction_id, _ = await taken(stage, text=SAID)
    await settled(stage)
    await answered(stage, interaction_id)
    again = (
        "update message set text = 'What is your policy number?' where direction = 'outbound' returning interaction_id"
    )
    found: UUID = await stage.floor.sql(again)
    return found


@scenario("case.context_gathered")
async def customer_gives_facts(stage: Stage) -> Play:
    await contact(stage, text=SAID)
    yield
    await settled(stage)


@scenario("case.question_closed")
async def person_closes_a_question(stage: Stage) -> Play:
    case_id = await case_of(stage, await contact(stage, text=SAID))
    await settled(stage)
    [question] = (await stage.call("GET", f"/cases/{case_id}"))["open_questions"]
    yield
    await stage.call("POST", f"/cases/{case_id}/questions/{question['id']}/close")


@scenario("context.lost")
async def agent_asks_again(stage: Stage) -> Play:
    await asked_again(stage)
    yield
    await settled(stage)


@scenario("context_loss.dismissed")
async def person_dismisses_a_loss(stage: Stage) -> Play:
    await asked_again(stage)
    await settled(stage)
    [loss] = (await stage.call("GET", "/context-losses"))["items"]
    yield
    await stage.call("POST", f"/context-losses/{loss['id']}/dismiss")


async def lost_often(stage: Stage) -> None:
    """Six contacts by chat after mail in their cases, all with the same loss."""
    queue_id = UUID((await stage.make("/queues", code="main", name="Main"))["id"])
    chat = await stage.floor.account(queue_id, "chat")
    for number in range(6):
        case_id = await case_of(stage, await contact(stage, f"c{number}@example.org", ago=60.0))
        insert = (
            "insert into interaction (org_id, customer_id, case_id, channel, medium, account_id, direction, "
            "initiation, status, "
            "started_at, status_since, last_message_at) select org_id, customer_id, id, 'chat', 'text', $2, "
            "'inbound', 'inbound', "
            "'received', now(), now(), now() from case_record where id = $1 returning id"
        )
        interaction_id = await stage.floor.sql(insert, case_id, chat)
        lost = (
            "insert into context_loss (org_id, kind, interaction_id, field, at) "
            "values ($1, 'repeated_after_switch', $2, 'policy', now())"
        )
        await stage.floor.sql(lost, stage.org_id, interaction_id)


@scenario("context_proposal.made")
async def review_proposes(stage: Stage) -> Play:
    await lost_often(stage)
    yield
    await stage.call("POST", "/context-review/proposals")


@scenario("context_proposal.answered", "continuity_policy.created")
async def person_accepts_a_proposal(stage: Stage) -> Play:
    await lost_often(stage)
    [made] = await stage.call("POST", "/context-review/proposals")
    yield
    await stage.call("POST", f"/context-proposals/{made['id']}/answer", accept=True)


@scenario("continuity_policy.updated", "continuity_policy.deleted")
async def rule_changes(stage: Stage) -> Play:
    made = await stage.make("/continuity-policies", **POLICY)
    yield
    await stage.call("PATCH", f"/continuity-policies/{made['id']}", name="All agents")
    await stage.call("DELETE", f"/continuity-policies/{made['id']}")


@scenario("entity_pattern.created", "entity_pattern.updated", "entity_pattern.deleted")
async def patterns_change(stage: Stage) -> Play:
    yield
    made = await stage.make("/entity-patterns", **PATTERN)
    await stage.call("PATCH", f"/entity-patterns/{made['id']}", confidence=0.5)
    await stage.call("DELETE", f"/entity-patterns/{made['id']}")
