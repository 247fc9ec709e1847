"""Agents' and supervisors' ways with work, from the command line; refusals first."""

from collections.abc import AsyncIterator, Callable
from uuid import UUID

import pytest

from tests.cli.conftest import Installation
from tests.routing.floor import SUPERVISOR, Floor
from warmline.accounts import Actor, organizations
from warmline.interactions import Status
from warmline.kit.db import Database
from warmline.kit.ids import new_id
from warmline.kit.postgres import EmbeddedPostgres
from warmline.routing import QueueView, Rule, RuleSet, Then, apply_rules, save_rules, take
from warmline.routing.rules.model import Escalate

NUMBER = "+44 20 7946 0018"
Named = Callable[[str], str]


@pytest.fixture
async def floor(office: Installation) -> AsyncIterator[Floor]:
    """The office's organisation at work."""
    with EmbeddedPostgres.start(office.data_dir) as server:
        db = await Database.open(server.dsn("warmline_app"), size=4)
        try:
            (found,) = await organizations(db)
            yield Floor(db, found.id)
        finally:
            await db.close()


@pytest.fixture
def unique() -> Named:
    """Codes that no other test has."""
    ending = new_id().hex[-8:]
    return lambda name: f"{name}-{ending}"


def mail_of(actor: Actor) -> str:
    return f"{actor.id}@example.com"


async def desk(floor: Floor, unique: Named) -> tuple[Actor, QueueView, UUID]:
    """An agent of a team of their own with one conversation from their queue."""
    team = await floor.team(unique("team"))
    queue = await floor.queue(unique("desk"), team)
    ada = await floor.agent("Ada", team)
    talks = await floor.contact(queue)
    await floor.act(take, ada, talks)
    return ada, queue, talks


async def test_a_transfer_that_cannot_be_is_refused(office: Installation, floor: Floor, unique: Named) -> None:
    ada, queue, talks = await desk(floor, unique)
    away = await floor.agent("Away", present=False)
    words = ("task", "transfer", str(talks))
    for more, said, code in (
        ((), "Name one", 2),
        (("--agent", mail_of(away), "--queue", queue.code), "Name one", 2),
        (("--agent", "nobody@office.example"), "Nobody with the address", 1),
        (("--queue", "moon"), "no queue moon", 1),
        (("--team", "moon"), "no team moon", 1),
        (("--agent", mail_of(away)), "offline", 1),
        (("--agent", mail_of(ada)), "has the work already", 1),
        (("--queue", queue.code, "--field", "x=1"), "--reason", 2),
        (("--queue", queue.code, "--reason", "why", "--field", "x"), "NAME=VALUE", 2),
        (("--queue", queue.code, "--as", mail_of(away)), "", 1),
    ):
        assert said in office.run(*words, *more, code=code).stderr, more
    assert "interaction" in office.run("task", "transfer", str(new_id()), "--queue", queue.code, code=1).stderr
    assert await floor.status(talks) == "active"


async def test_work_is_shown_moved_and_taken(office: Installation, floor: Floor, unique: Named) -> None:
    ada, queue, talks = await desk(floor, unique)
    mail = mail_of(ada)
    assert [each["interaction_id"] for each in office.json("task", "list", mail)] == [str(talks)]
    assert str(talks) in office.run("task", "list", mail).stdout
    other = await floor.queue(unique("other"), await floor.team(unique("nobody")))
    assert "Nothing waits" in office.run("task", "waiting", other.code).stdout
    said = office.run("task", "transfer", str(talks), "--queue", other.code).stdout
    assert f"waits in the queue {other.code}" in said
    (waits,) = office.json("task", "waiting", other.code)
    assert (waits["interaction_id"], set(waits["score"]) > set()) == (str(talks), True)
    assert str(talks) in office.run("task", "waiting", other.code).stdout
    assert "has no work" in office.run("task", "list", mail).stdout
    refused = office.run("task", "take", str(talks), "--as", mail, code=1)
    assert "queue" in refused.stderr
    warm = ("--reason", "Knows glass", "--field", "policy_number=NL-1", "--incomplete")
    moved = office.json("task", "transfer", str(talks), "--agent", mail, *warm)
    assert moved["status"] == "queued"
    assert await floor.sql("select reason from hand_off where interaction_id = $1", talks) == "Knows glass"
    away = await floor.agent("Away", present=False)
    assert (
        f"for {mail_of(away)} first"
        in office.run("task", "transfer", str(talks), "--agent", mail_of(away), "--wait").stdout
    )
    office.run("task", "transfer", str(talks), "--queue", queue.code)
    assert f"{mail} has it now" in office.run("task", "take", str(talks), "--as", mail).stdout
    assert await floor.sql(
        "select actor from event where interaction_id = $1 and type = 'interaction.status_changed' "
        "and data ->> 'to_status' = 'active' order by xact desc, seq desc limit 1", talks
    ) == ada.ref  # fmt: skip


async def test_work_is_taken_off_an_agent_and_a_team(office: Installation, floor: Floor, unique: Named) -> None:
    ada, queue, talks = await desk(floor, unique)
    assert "Name one" in office.run("task", "requeue", code=2).stderr
    assert "Name one" in office.run("task", "requeue", "--agent", mail_of(ada), "--team", "x", code=2).stderr
    assert "no team moon" in office.run("task", "requeue", "--team", "moon", code=1).stderr
    assert "permission" in office.run("task", "requeue", "--agent", mail_of(ada), "--as", mail_of(ada), code=1).stderr
    private = await floor.contact(None)
    await floor.move(private, Status.ACTIVE, owner_id=ada.id)
    said = office.run("task", "requeue", "--agent", mail_of(ada)).stdout
    assert "1 wait again" in said
    assert "it belongs to no queue" in said
    assert await floor.status(talks) == "queued"
    team = await floor.sql("select code from team where id = $1", next(iter(queue.team_ids)))
    again = office.json("task", "requeue", "--team", team)
    assert again["moved"] == []
    assert [(each["interaction_id"], each["why"]) for each in again["kept"]] == [(str(private), "no_queue")]


async def test_colleagues_are_asked_come_and_leave(office: Installation, floor: Floor, unique: Named) -> None:
    ada, queue, talks = await desk(floor, unique)
    bo = await floor.agent("Bo")
    make = ("invitation", "make", str(talks), "--kind")
    assert "Name an interaction" in office.run("invitation", "list", code=2).stderr
    assert "kind" in office.run(*make, "party", "--agent", mail_of(bo), code=2).stderr
    assert "Name one" in office.run(*make, "consult", code=2).stderr
    assert "--as" in office.run("invitation", "join", str(new_id()), code=2).stderr
    assert "invitation" in office.run("invitation", "join", str(new_id()), "--as", mail_of(bo), code=1).stderr
    assert "Nobody was asked" in office.run("invitation", "list", str(talks)).stdout
    made = office.json(*make, "consult", "--agent", mail_of(bo), "--question", "Is hail covered?", "--as", mail_of(ada))
    assert (made["status"], made["invited_by"]) == ("invited", str(ada.id))
    assert "already" in office.run(*make, "consult", "--agent", mail_of(bo), code=1).stderr
    assert "Is hail covered?" in office.run("invitation", "list", "--as", mail_of(bo)).stdout
    assert "is joined" in office.run("invitation", "join", made["id"], "--as", mail_of(bo)).stdout
    assert "joined" in office.run("invitation", "withdraw", made["id"], code=1).stderr
    left = office.json("invitation", "leave", made["id"], "--as", mail_of(bo), "--outcome", "advised", "--note", "Yes")
    assert (left["status"], left["outcome"], left["note"]) == ("left", "advised", "Yes")
    asked = office.json(*make, "conference", "--agent", mail_of(bo))
    assert office.json("invitation", "decline", asked["id"], "--as", mail_of(bo), "--reason", "lunch")["outcome"] == (
        "lunch"
    )
    open_to_all = office.json(*make, "consult", "--queue", queue.code)
    assert "is withdrawn" in office.run("invitation", "withdraw", open_to_all["id"]).stdout
    assert f"queue {queue.id}" in office.run("invitation", "list", str(talks)).stdout
    last = office.json(*make, "conference", "--agent", mail_of(bo))
    assert "takes no part" in office.run("task", "give", str(talks), mail_of(bo), code=1).stderr
    office.run("invitation", "join", last["id"], "--as", mail_of(bo))
    assert f"{mail_of(bo)} has it now" in office.run("task", "give", str(talks), mail_of(bo)).stdout


async def test_customers_are_called_back(office: Installation, floor: Floor, unique: Named) -> None:
    ada, queue, talks = await desk(floor, unique)
    ask = ("callback", "request", str(talks))
    for words, said, code in (
        ((*ask,), "either a number", 1),
        ((*ask, "--number", "020 7946"), "country code", 1),
        ((*ask, "--number", NUMBER, "--queue", "moon"), "no queue moon", 1),
        ((*ask, "--number", NUMBER, "--not-before", "2099-01-01"), "30 days", 1),
        (("callback", "list", "--status", "asleep"), "choose among", 2),
        (("callback", "cancel", str(new_id())), "callback", 1),
        (("callback", "attempt", str(new_id()), "shouted", "--as", mail_of(ada)), "choose among", 2),
        (("callback", "attempt", str(new_id()), "reached"), "--as", 2),
    ):
        assert said in office.run(*words, code=code).stderr, words
    assert "no callbacks" in office.run("callback", "list", "--interaction", str(talks)).stdout
    made = office.json(*ask, "--number", NUMBER, "--queue", queue.code, "--as", mail_of(ada))
    assert (made["number"], made["status"]) == ("+442079460018", "waiting")
    assert "already" in office.run(*ask, "--number", NUMBER, code=1).stderr
    tried = ("callback", "attempt", made["id"])
    assert office.run(*tried, "reached", "--as", mail_of(ada), code=1).stderr
    office.run("task", "take", str(talks), "--as", mail_of(ada))
    said = office.run(*tried, "no_answer", "--as", mail_of(ada), "--note", "rang out").stdout
    assert "is waiting, not before" in said
    shown = office.run("callback", "list", "--status", "waiting", "--interaction", str(talks)).stdout
    assert "1 of 3" in shown
    assert "is cancelled" in office.run("callback", "cancel", made["id"], "--reason", "writes", "--keep-waiting").stdout
    assert office.json("callback", "list", "--interaction", str(talks))[0]["reason"] == "writes"
    assert await floor.sql("select medium from interaction where id = $1", talks) == "text"


async def test_how_true_waits_were(office: Installation, floor: Floor, unique: Named) -> None:
    _, queue, talks = await desk(floor, unique)
    assert "no queue moon" in office.run("queue", "estimates", "moon", code=1).stderr
    assert "0 waits were told" in office.run("queue", "estimates", queue.code).stdout
    await floor.sql(
        "insert into estimate (org_id, interaction_id, minute, queue_id, at, place, seconds, method, waited_seconds)"
        " values ($1, $2, 1, $3, now(), 1, 90, 'test', 100) returning minute", floor.org_id, talks, queue.id,
    )  # fmt: skip
    found = office.json("queue", "estimates", queue.code)
    assert (found["told"], found["measured"], found["bias"], found["within_quarter"]) == (1, 1, -10, 1)
    assert "-10 s" in office.run("queue", "estimates", queue.code).stdout
    assert office.json("queue", "estimates", queue.code, "--until", "2020-01-01")["told"] == 0


async def test_escalations_are_looked_at_and_settled(office: Installation, floor: Floor) -> None:
    assert "Nothing is escalated" in office.run("escalation", "list").stdout
    assert "escalation" in office.run("escalation", "acknowledge", str(new_id()), code=1).stderr
    rules = RuleSet(rules=[Rule(name="Look", when="true", then=Then(escalate=Escalate(reason="look at it")))])
    await floor.act(save_rules, floor.system, rules)
    waits = await floor.contact(await floor.queue("watched"))
    await floor.act(apply_rules, floor.org_id, [waits])
    await floor.act(save_rules, floor.system, RuleSet())
    (found,) = office.json("escalation", "list", "--interaction", str(waits))
    assert "look at it" in office.run("escalation", "list").stdout
    boss = await floor.agent("Boss", permissions=SUPERVISOR)
    said = office.run("escalation", "acknowledge", found["id"], "--as", mail_of(boss)).stdout
    assert f"looked at by {boss.ref}" in said
    assert "is settled" in office.run("escalation", "resolve", found["id"], "--note", "called").stdout
    assert "Nothing is escalated" in office.run("escalation", "list").stdout
    assert office.json("escalation", "list", "--all")[0]["note"] == "called"
    assert office.run("escalation", "resolve", found["id"], code=1).stderr
