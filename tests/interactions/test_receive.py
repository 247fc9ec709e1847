"""Contacts in, on a real database: which interaction and case each one gets, and that nothing is written twice."""

from datetime import timedelta

from tests.interactions.desk import START, Desk, mail, visitor
from warmline import sdk


async def test_a_stranger_who_answers_a_thread_is_not_let_in(desk: Desk) -> None:
    victim = desk.contact("email", mail("ada@example.com"), "My windscreen broke in the hail")
    [mine] = await desk.say(victim)
    forged = sdk.Thread(replies_to=(victim.external_id,))
    [theirs] = await desk.say(desk.contact("email", mail("eve@example.com"), "me too", thread=forged))
    assert theirs.case_id != mine.case_id


async def test_a_stranger_quoting_a_reference_is_not_let_in(desk: Desk) -> None:
    [mine] = await desk.say(desk.contact("email", mail("ada@example.com"), "My windscreen broke"))
    [case] = await desk.rows("select reference from case_record where id = $1", mine.case_id)
    [theirs] = await desk.say(desk.contact("email", mail("eve@example.com"), f"About {case['reference']} please"))
    assert theirs.case_id != mine.case_id


async def test_three_messages_at_once_are_one_interaction(desk: Desk) -> None:
    sender = mail("ada@example.com")
    three = [
        desk.contact("email", sender, f"picture {n} of the hail damage", at=START + timedelta(milliseconds=n))
        for n in range(3)
    ]
    received = await desk.say(*three)
    assert len({each.interaction_id for each in received}) == 1
    assert len({each.case_id for each in received}) == 1


async def test_the_same_contact_twice_is_written_once(desk: Desk) -> None:
    once = desk.contact("email", mail("ada@example.com"), "My windscreen broke")
    [first] = await desk.say(once)
    [again] = await desk.say(once)
    assert again.duplicate
    assert again.interaction_id == first.interaction_id
    assert len(await desk.rows("select id from message")) == 1


async def test_a_chat_and_a_mail_about_one_matter_are_one_case(desk: Desk) -> None:
    chat = desk.contact(
        "webchat",
        visitor("v1"),
        "Hail broke the windscreen of my car last night, I want to claim",
        also=(mail("ada@example.com"),),
        thread=sdk.Thread(session="s1"),
    )
    later = START + timedelta(hours=2)
    letter = desk.contact(
        "email", mail("ada@example.com"), "The garage can repair the windscreen on Friday. Hail claim.", at=later
    )
    [first] = await desk.say(chat)
    [second] = await desk.say(letter)
    assert second.case_id == first.case_id
    assert second.interaction_id != first.interaction_id
    [decision] = await desk.rows("select * from case_decision where interaction_id = $1", second.interaction_id)
    assert (decision["kind"], decision["rule"]) == ("attach", "likeness")
    assert {"words", "only_case"} <= {each["kind"] for each in decision["evidence"]}
    [link] = await desk.rows("select kind, to_id from interaction_link")
    assert (link["kind"], link["to_id"]) == ("continues", first.interaction_id)


async def test_a_session_is_one_interaction(desk: Desk) -> None:
    session = sdk.Thread(session="s1")
    said = [
        desk.contact("webchat", visitor("v1"), text, thread=session, at=START + timedelta(minutes=n))
        for n, text in enumerate(("hello", "I lost my card", "yes the blue one"))
    ]
    received = [each for one in said for each in await desk.say(one)]
    assert len({each.interaction_id for each in received}) == 1


async def test_a_reply_wakes_what_waited_for_it(desk: Desk) -> None:
    first = desk.contact("email", mail("ada@example.com"), "My windscreen broke")
    [received] = await desk.say(first)
    async with desk.db.transaction(desk.org) as conn:
        await conn.execute(
            "update interaction set status = 'waiting_customer' where org_id = $1 and id = $2",
            desk.org,
            received.interaction_id,
        )
    answer = desk.contact(
        "email",
        mail("ada@example.com"),
        "Here it is",
        at=START + timedelta(days=1),
        thread=sdk.Thread(replies_to=(first.external_id,)),
    )
    [again] = await desk.say(answer)
    assert again.interaction_id == received.interaction_id
    [row] = await desk.rows("select status from interaction where id = $1", received.interaction_id)
    assert row["status"] == "queued"


async def test_what_a_machine_wrote_is_kept_and_belongs_nowhere(desk: Desk) -> None:
    [received] = await desk.say(desk.contact("email", mail("ada@example.com"), "Out of office", automatic=True))
    assert received.case_id is None
    [row] = await desk.rows("select status, automatic, queue_id from interaction")
    assert (row["status"], row["automatic"], row["queue_id"]) == ("closed", True, None)


async def test_a_resolved_case_reopens_within_its_window(desk: Desk) -> None:
    first = desk.contact("email", mail("ada@example.com"), "My windscreen broke")
    [received] = await desk.say(first)
    async with desk.db.transaction(desk.org) as conn:
        await conn.execute("update interaction set status = 'resolved' where org_id = $1", desk.org)
        await conn.execute(
            "update case_record set status = 'resolved', resolved_at = $2 where org_id = $1", desk.org, START
        )
    thread = sdk.Thread(replies_to=(first.external_id,))
    reply = desk.contact(
        "email", mail("ada@example.com"), "It broke again", at=START + timedelta(days=3), thread=thread
    )
    [again] = await desk.say(reply)
    assert again.case_id == received.case_id
    [case] = await desk.rows("select status, resolved_at from case_record")
    assert (case["status"], case["resolved_at"]) == ("open", None)


async def test_every_row_has_its_event(desk: Desk) -> None:
    await desk.say(desk.contact("email", mail("ada@example.com"), "My windscreen broke"))
    types = {row["type"] for row in await desk.rows("select type from event")}
    assert {"case.opened", "interaction.started", "interaction.queued", "case.decided", "message.received"} <= types
