"""What goes out comes in again, and goes out the same.

The same is all that a vCon says, but for what a record gives anew: its ids, the case and the codes under which it is
filed here. A conversation that came as a vCon goes out as that vCon, to the last name that we do not understand.
"""

from datetime import timedelta
from typing import Any
from uuid import UUID

import msgspec
from hypothesis import HealthCheck, given, settings

from tests.conftest import make_organization
from tests.connectors.contract import envelope
from tests.connectors.vcon.house import House, faults
from tests.connectors.vcon.made import START, conversations, same
from tests.connectors.vcon.samples import SAMPLES, VALID, call, encoded, signed, vcon
from warmline import sdk
from warmline.connectors.vcon import (
    Assessment,
    CaseOf,
    Conversation,
    Message,
    Person,
    Report,
    Transfer,
    amended,
    connector,
    raw,
    written,
)
from warmline.kit.db import Database

ACCOUNT = SAMPLES.account(connector.manifest)


def read(document: Any) -> list[sdk.Parsed]:
    return connector.parse(envelope(raw(encoded(document))), ACCOUNT)


def contact(document: Any) -> sdk.Inbound:
    found = read(document)[0]
    assert isinstance(found, sdk.Inbound)
    return found


def heard(found: sdk.Inbound) -> list[tuple[Any, ...]]:
    """Who said what, in order."""
    assert found.past
    people = found.past.partakers
    own = [("customer", found.sender.name, each, False) for each in found.messages]
    others = [(people[each.by].role, people[each.by].name, each.content, each.private) for each in found.past.said]
    lines = [
        (each.at, role, name, private, each.text, each.html, each.elided,
         [(file.name, file.content_type, file.content, file.inline_id) for file in each.attachments])
        for role, name, each, private in [*own, *others]
    ]  # fmt: skip
    return sorted((each for each in lines if any(each[4:])), key=lambda each: (each[0], each[3]))


def said(given: Conversation) -> list[tuple[Any, ...]]:
    who = given.people
    lines = [
        (each.at, who[each.by].role, who[each.by].name, each.private, each.text, each.html, each.elided,
         [(file.name, file.content_type, file.content, file.inline_id) for file in each.files])
        for each in given.messages
    ]  # fmt: skip
    return sorted(lines, key=lambda each: (each[0], each[3]))


@settings(max_examples=200, deadline=None)
@given(conversations())
def test_whatever_is_written_is_valid_and_reads_as_what_it_was(given: Conversation) -> None:
    document = written(given)
    assert faults(document) == []
    found = contact(document)
    assert heard(found) == said(given)
    handle = given.people[0].handles[0]
    assert (found.sender.scheme, found.sender.value, found.sender.verification) == (
        handle.scheme, handle.value, handle.verification,
    )  # fmt: skip
    report, past = given.report, found.past
    assert past
    assert (found.channel, found.at, found.automatic, found.subject) == (
        report.channel, report.started_at, report.automatic, given.subject,
    )  # fmt: skip
    for name in ("direction", "answered_at", "ended_at", "talk_seconds", "hold_seconds", "wrap_up_seconds", "notes"):
        assert getattr(past, name) == getattr(report, name), name
    assert past.summary == given.summary
    assert found.fields == report.fields


@settings(max_examples=40, deadline=None)
@given(conversations())
def test_read_and_amended_by_nothing_it_is_itself(given: Conversation) -> None:
    document = written(given)
    named = [msgspec.structs.replace(each, external_id=f"{given.uuid}#{n}") for n, each in enumerate(given.messages)]
    assert amended(document, msgspec.structs.replace(given, messages=tuple(named))) == document


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(given=conversations())
async def test_the_record_gives_it_back(db: Database, owner_dsn: str, given: Conversation) -> None:
    """Written from the record alone, as if nothing of the vCon had been kept."""
    house = House(db, await make_organization(owner_dsn, "There"))
    document = written(given)
    assert (await house.take(document)).recorded == 1
    [found] = await house.give(anew=True)
    assert same(found) == same(document)
    [kept] = await house.give()
    assert kept == document
    elsewhere = House(db, await make_organization(owner_dsn, "Elsewhere"))
    assert (await elsewhere.take(found)).recorded == 1
    [again] = await elsewhere.give(anew=True)
    assert same(again) == same(found)


async def test_others_vcons_go_out_as_they_came(db: Database, org: UUID) -> None:
    house = House(db, org)
    assert (await house.take(*VALID)).recorded == len(VALID)
    assert sorted(await house.give(), key=lambda each: each["uuid"]) == sorted(VALID, key=lambda each: each["uuid"])


async def test_a_signed_one_goes_out_unsigned(db: Database, org: UUID) -> None:
    house = House(db, org)
    assert (await house.take(signed(vcon()))).recorded == 1
    assert await house.give() == [vcon()]


async def test_the_same_again_changes_nothing(db: Database, org: UUID) -> None:
    house = House(db, org)
    await house.take(*VALID)
    before = [await house.rows(f"select id from {each} order by id") for each in ("message", "interaction", "customer")]
    assert (await house.take(*VALID)).repeated == len(VALID)
    newer = vcon(1, uuid="0195592a-0000-8000-8000-00000000ffff", amended={"uuid": vcon(1)["uuid"]})
    assert (await house.take(newer)).recorded == 1
    after = [await house.rows(f"select id from {each} order by id") for each in ("message", "interaction", "customer")]
    assert after == before, "a new version of a conversation is the same conversation"


async def test_what_was_added_here_is_added_to_what_came(db: Database, org: UUID) -> None:
    house = House(db, org)
    original = call(2, unheard_of=[1])
    await house.take(original)
    await house.rows(
        "insert into message (org_id, interaction_id, participant_id, direction, text, account_id, at, received_at)"
        " select p.org_id, p.interaction_id, p.id, 'inbound', 'One more thing.', i.account_id, $1, $1"
        " from participant p join interaction i on i.id = p.interaction_id where p.role = 'customer' returning 1",
        START,
    )
    await house.rows("update interaction set notes = 'Called again.' returning 1")
    [found] = await house.give()
    assert found["amended"] == {"uuid": original["uuid"]}
    assert found["uuid"] != original["uuid"]
    assert (found["unheard_of"], found["parties"], found["dialog"][0]) == (
        [1],
        original["parties"],
        original["dialog"][0],
    )
    assert (found["dialog"][1]["body"], found["dialog"][1]["parties"][0]) == ("One more thing.", 0)
    assert [each["type"] for each in found["analysis"]] == ["transcript", "summary", "sentiment", "report"]
    assert found["analysis"][-1]["body"]["notes"] == "Called again."


async def test_conversations_of_a_case_stay_together_and_in_its_state(db: Database, org: UUID, other_org: UUID) -> None:
    here, there = House(db, org), House(db, other_org)
    first, second = [_of_a_case(n) for n in range(2)]
    await here.take(written(first), written(second))
    [case] = await here.rows("select * from case_record")
    assert case["status"] == "resolved"
    moved = await here.give(anew=True)
    assert moved[1]["analysis"][-1]["body"]["case"]["earlier"] == [moved[0]["uuid"]]
    await there.take(*moved)
    [again] = await there.rows("select * from case_record")
    assert again["status"] == "resolved"
    [told] = await there.rows("select external_id from entity_ref where external_id = $1", case["reference"])
    assert told


def _of_a_case(number: int) -> Conversation:
    """Two conversations on channels and about matters that nobody would put together."""
    at = START + timedelta(days=number)
    words = ("My windscreen broke.", "Where can I park?")[number]
    earlier = (UUID(int=7 << 64 | 2 << 62),) if number else ()
    case = CaseOf(reference="C-1", title="A case", status="resolved", resolved_at=at, earlier=earlier, last=number == 1)
    return Conversation(
        uuid=UUID(int=(7 + number) << 64 | 2 << 62),
        interaction_id=UUID(int=number + 1),
        created_at=at,
        updated_at=at,
        subject=None,
        medium="text",
        summary="",
        session=None,
        people=(Person(role="customer", name="Noor", handles=(sdk.Handle("email", "noor@example.com"),)),),
        messages=(Message(by=0, at=at, text=words),),
        report=Report(channel=("email", "webchat")[number], started_at=at, case=case),
    )


def test_transfers_and_signals_are_written_as_the_format_has_them() -> None:
    base = _of_a_case(0)
    people = (*base.people, Person(role="agent", name="Dee"), Person(role="agent", name="Eli"))
    later = Message(by=2, at=START + timedelta(minutes=9), text="Eli here.")
    signal = Assessment(kind="sentiment", value=-0.5, label="unhappy", confidence=0.9, producer="words",
                        producer_version="1", at=START)  # fmt: skip
    moved = Transfer(at=START + timedelta(minutes=5), sender=1, target=2)
    document = written(
        msgspec.structs.replace(
            base, people=people, messages=(*base.messages, later), transfers=(moved,), assessments=(signal,)
        )
    )
    assert faults(document) == []
    transfer = document["dialog"][-1]
    expected = {"transferee": 0, "transferor": 1, "transfer_target": 2, "original": 0, "target_dialog": 1}
    assert {name: transfer[name] for name in expected} == expected
    [sentiment] = [each for each in document["analysis"] if each["type"] == "sentiment"]
    assert (sentiment["vendor"], sentiment["body"]["value"], sentiment["dialog"]) == ("words", -0.5, [0, 1, 2])
    [note] = [each for each in heard(contact(document)) if each[3]]
    assert (note[2], note[4]) == ("Dee", "Transferred from Dee to Eli.")


def test_what_a_machine_wrote_comes_in_as_automatic() -> None:
    base = _of_a_case(0)
    given = msgspec.structs.replace(base, report=msgspec.structs.replace(base.report, automatic=True))
    [found] = read(written(given))
    assert isinstance(found, sdk.Inbound)
    assert found.automatic
