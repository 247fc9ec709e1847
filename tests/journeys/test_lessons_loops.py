"""Auto-reply storm, 20,000 mails in a day (frappe#2433): machines that answer machines come to an end."""

from collections.abc import Awaitable, Callable
from typing import Any

from tests.application import Person
from tests.journeys.house import Office
from warmline import sdk
from warmline.accounts import NewKey, create_key, system

AUTOMATIC_A_DAY = 10
STORM = 200


async def robot(office: Office) -> Person:
    """A program of the organisation that answers whatever comes in."""
    async with office.db.transaction(office.org_id) as conn:
        new = NewKey(name="robot", scopes=["case.read", "interaction.work"])
        issued = await create_key(conn, system(office.org_id, "tests"), new=new)
    return office.program(issued.secret)


async def answers_all(ours: Person) -> list[str]:
    """It takes up each interaction that waits, and answers; the ids of its messages."""
    said = []
    for each in await ours.items("/interactions", status=["received", "queued"]):
        assert (await ours.post(f"/interactions/{each['id']}/resume")).status_code == 200
        said.append((await ours.made(f"/interactions/{each['id']}/replies", text="We have received it."))["id"])
    return said


async def storm(office: Office, ours: Person, theirs: Callable[[], Awaitable[bool]]) -> list[str]:
    """Both answer each other until one has nothing to say, or two hundred times; the ids of our messages."""
    said: list[str] = []
    for _ in range(STORM):
        new = await answers_all(ours)
        said += new
        await office.settle()
        if not new or not await theirs():
            break
        await office.settle()
    return said


def talkative(office: Office, box: sdk.Account, address: str) -> Callable[[], Awaitable[bool]]:
    """A machine at the address that answers each of our mails at once, and does not say what it is."""
    heard = 0

    async def answer() -> bool:
        nonlocal heard
        mails = office.house.post_office.to(address)[heard:]
        heard += len(mails)
        for each in mails:
            text = f"I am away. {heard}"
            await office.mail(box, address, text, f"Re: {each['Subject']}", In_Reply_To=each["Message-ID"])
        return bool(mails)

    return answer


async def test_two_machines_that_answer_each_other_stop(office: Office) -> None:
    """The other one does not say that it is a machine, so only their number gives it away."""
    box, address, ours = await office.mailbox(), office.address(), await robot(office)
    await office.mail(box, address, "Hello", "Hello")
    await office.settle()
    said = await storm(office, ours, talkative(office, box, address))
    sent = office.house.post_office.to(address)
    assert len(sent) == AUTOMATIC_A_DAY
    assert {each["Auto-Submitted"] for each in sent} == {"auto-replied"}, "so that others can tell, as RFC 3834 asks"
    assert len(said) == AUTOMATIC_A_DAY + 1, "one more was written, held back, and nobody had anything to answer"
    last = (await ours.get(f"/messages/{said[-1]}")).json()
    assert last["delivery"] == "failed"
    assert "automatic messages within a day" in last["delivery_reason"]


async def test_what_was_held_back_is_work_for_people_who_can_still_answer(office: Office) -> None:
    box, address, ours = await office.mailbox(await office.queue()), office.address(), await robot(office)
    await office.mail(box, address, "Hello", "Hello")
    await office.settle()
    await storm(office, ours, talkative(office, box, address))
    agent = await office.hire()
    (interaction,) = await office.interactions()
    await office.taken(agent, interaction)
    await agent.made(f"/interactions/{interaction['id']}/replies", text="Now a person writes.")
    await office.settle()
    (by_person,) = office.house.post_office.to(address)[AUTOMATIC_A_DAY:]
    assert "Now a person writes." in by_person.get_content()
    assert by_person["Auto-Submitted"] is None


async def test_one_customers_storm_silences_no_other(office: Office) -> None:
    box, ours = await office.mailbox(), await robot(office)
    loud, quiet = office.address(), office.address()
    await office.mail(box, loud, "Hello", "Hello")
    await office.settle()
    await storm(office, ours, talkative(office, box, loud))
    await office.mail(box, quiet, "Hello", "Hello")
    await office.settle()
    await answers_all(ours)
    await office.settle()
    assert len(office.house.post_office.to(quiet)) == 1


async def test_all_automatic_messages_can_be_stopped(office: Office) -> None:
    box, address, ours = await office.mailbox(), office.address(), await robot(office)
    stop: dict[str, Any] = {"settings": {"automatic_messages_per_day": 0}}
    assert (await office.admin.patch("/organization", json=stop)).status_code == 200
    await office.mail(box, address, "Hello", "Hello")
    await office.settle()
    assert await answers_all(ours)
    await office.settle()
    assert office.house.post_office.to(address) == []


async def test_two_hundred_automatic_mails_make_no_work_and_get_no_answer(office: Office) -> None:
    """The other machine says that it is one: it is kept, and nobody is troubled with it."""
    queue, ours, address = await office.queue(), await robot(office), office.address()
    box = await office.mailbox(queue)
    for n in range(STORM):
        await office.mail(box, address, f"I am away. {n}", "Out of office", Auto_Submitted="auto-replied")
    await office.settle()
    assert await answers_all(ours) == []
    assert await office.admin.items(f"/queues/{queue}/waiting") == []
    kept = await office.interactions()
    assert {(each["status"], each["automatic"], each["case_id"]) for each in kept} == {("closed", True, None)}
    said = [message["text"] for each in kept for message in await office.messages(each)]
    assert sorted(said) == sorted(f"I am away. {n}" for n in range(STORM))
    assert office.house.post_office.to(address) == []
