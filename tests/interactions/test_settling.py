"""What was done elsewhere about an earlier contact: its case is resolved as of then, its reference is known."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from tests.interactions.desk import START, Desk, mail
from warmline import sdk
from warmline.interactions import Received, Settle, Tell, receive

ANA = mail("ana@example.com")


async def _do(desk: Desk, *steps: Settle | Tell) -> list[Received]:
    async with desk.db.transaction(desk.org) as conn:
        return await receive(conn, desk.actor, steps)


async def _contact(desk: Desk, external_id: str, **more: Any) -> UUID | None:
    (received,) = await desk.say(desk.contact("email", ANA, "the claim on my car", external_id=external_id, **more))
    return received.case_id


def _settle(desk: Desk, external_id: str, days: int = 1) -> Settle:
    return Settle(account_id=desk.accounts["email"], external_id=external_id, at=START + timedelta(days=days))


async def test_an_unknown_contact_settles_nothing(desk: Desk) -> None:
    await _contact(desk, "<a@x>")
    (answer,) = await _do(desk, _settle(desk, "<b@x>"))
    assert answer.interaction_id is None
    assert [row["status"] for row in await desk.rows("select status from case_record")] == ["open"]


async def test_an_automatic_contact_is_in_no_case(desk: Desk) -> None:
    await _contact(desk, "<a@x>", automatic=True)
    (answer,) = await _do(desk, _settle(desk, "<a@x>"))
    assert answer.interaction_id is not None
    assert answer.case_id is None


async def test_an_earlier_resolution_does_not_take_a_later_one_back(desk: Desk) -> None:
    await _contact(desk, "<a@x>")
    await _do(desk, _settle(desk, "<a@x>", 5), _settle(desk, "<a@x>", 2))
    (case,) = await desk.rows("select resolved_at, resolution_attempts from case_record")
    assert (case["resolved_at"], case["resolution_attempts"]) == (START + timedelta(days=5), 1)


async def test_what_somebody_has_in_hand_is_theirs_to_end(desk: Desk) -> None:
    await _contact(desk, "<a@x>")
    async with desk.db.transaction(desk.org) as conn:
        await conn.execute("update interaction set status = 'active'")
    await _do(desk, _settle(desk, "<a@x>"))
    assert [row["status"] for row in await desk.rows("select status from interaction")] == ["active"]
    assert [row["status"] for row in await desk.rows("select status from case_record")] == ["resolved"]


async def test_the_window_counts_from_the_time_of_the_resolution(desk: Desk) -> None:
    first = await _contact(desk, "<a@x>")
    await _do(desk, _settle(desk, "<a@x>", 1))
    answers = sdk.Thread(replies_to=("<a@x>",))
    late = await _contact(desk, "<b@x>", at=START + timedelta(days=16), thread=answers)
    assert late != first
    await _do(desk, _settle(desk, "<a@x>", 10))
    in_time = await _contact(desk, "<c@x>", at=START + timedelta(days=17), thread=answers)
    assert in_time == first


async def test_a_reference_that_was_told_leads_to_its_case_once(desk: Desk) -> None:
    case_id = await _contact(desk, "<a@x>")
    tell = Tell(account_id=desk.accounts["email"], external_id="<a@x>", reference="AU 482-7719")
    await _do(desk, tell, tell)
    await _do(desk, tell)
    refs = await desk.rows("select case_id, kind, external_id, source from entity_ref")
    assert [tuple(row) for row in refs] == [(case_id, "case_reference", "AU 482-7719", "system:ingest")]
    said = desk.contact("email", ANA, "what about au4827719 ?", at=START + timedelta(days=9))
    assert (await desk.say(said))[0].case_id == case_id
