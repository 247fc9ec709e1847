"""What belongs to a thread and what does not: strangers, replies both ways, and forwards."""

from typing import Any

import pytest

from tests.journeys.house import Office
from warmline import sdk

HAIL = "Hail broke the windscreen of my car last night. I want to claim it on my policy."


async def begun(office: Office) -> tuple[sdk.Account, str, dict[str, Any], str]:
    """A customer's mail that an agent has answered: the account, her address, the interaction, the answer's id."""
    box, address = await office.mailbox(await office.queue()), office.address()
    await office.mail(box, address, HAIL, "My windscreen", Message_ID="<first@customer.test>")
    await office.settle()
    (interaction,) = await office.interactions()
    agent = await office.hire()
    await office.taken(agent, interaction)
    said = await agent.made(f"/interactions/{interaction['id']}/replies", text="Which garage do you want?")
    await office.settle()
    return box, address, interaction, said["external_id"]


async def reference_of(office: Office, interaction: dict[str, Any]) -> str:
    """The case's number, as customers quote it."""
    return str((await office.admin.get(f"/cases/{interaction['case_id']}")).json()["reference"])


@pytest.mark.parametrize("proof", ["number", "thread", "both"])
async def test_a_stranger_does_not_get_into_another_customers_case(office: Office, proof: str) -> None:
    """A stranger quoting a ticket number lands in another customer's ticket (zammad#5064)."""
    box, _, interaction, answer = await begun(office)
    quoted = await reference_of(office, interaction) if proof != "thread" else ""
    thread = {} if proof == "number" else {"In_Reply_To": answer, "References": f"<first@customer.test> {answer}"}
    await office.mail(box, office.address(), f"{HAIL} {quoted}", f"Re: My windscreen {quoted}", **thread)
    await office.settle()
    mine, theirs = await office.interactions()
    assert theirs["case_id"] not in (None, mine["case_id"])
    assert theirs["customer_id"] != mine["customer_id"]
    assert len(await office.admin.items(f"/cases/{mine['case_id']}/messages")) == 2


async def test_the_customer_who_quotes_the_number_is_in_the_case(office: Office) -> None:
    """A number counts from a handle of that case."""
    box, address, interaction, _ = await begun(office)
    quoted = await reference_of(office, interaction)
    # Long enough after what she said before that nothing but the number can lead there.
    await office.let_pass(minutes=60)
    pension = "I would like to know the surrender value of my pension insurance"
    await office.mail(box, address, f"{pension}.", "Pension")
    await office.settle()
    await office.let_pass(minutes=60)
    await office.mail(box, address, f"{pension}, which has to do with {quoted}.", "Pension again")
    await office.settle()
    said = [each["text"] for each in await office.admin.items(f"/cases/{interaction['case_id']}/messages")]
    assert said[-1] == f"{pension}, which has to do with {quoted}."
    assert f"{pension}." not in said


@pytest.mark.parametrize("headers", [("In_Reply_To",), ("References",), ("In_Reply_To", "References")])
async def test_threads_go_on_both_ways(office: Office, headers: tuple[str, ...]) -> None:
    """A reply opens a new conversation; References not set or not read (cw#10028, cw#3868)."""
    box, address, interaction, answer = await begun(office)
    (sent,) = office.house.post_office.to(address)
    assert (sent["Message-ID"], sent["In-Reply-To"]) == (answer, "<first@customer.test>")
    assert str(sent["References"]).split() == ["<first@customer.test>"]
    assert sent["Subject"] == "Re: My windscreen"
    await office.let_pass(minutes=60)
    thread = {name: answer if name == "In_Reply_To" else f"<first@customer.test> {answer}" for name in headers}
    await office.mail(box, address, "The one in Mill Street.", "Something else altogether", **thread)
    await office.settle()
    (again,) = await office.interactions()
    assert (again["id"], again["status"]) == (interaction["id"], "queued")
    assert [each["direction"] for each in await office.messages(again)] == ["inbound", "outbound", "inbound"]


@pytest.mark.parametrize("minutes", [0, 60], ids=["at once", "later"])
@pytest.mark.parametrize("points", ["by headers", "by number", "by words"])
async def test_a_forward_opens_a_case_of_its_own_linked_to_the_old_one(
    office: Office, points: str, minutes: int
) -> None:
    """Forwarded mail joins the old ticket (zammad#4965). Many programs leave the references out when they forward."""
    box, address, interaction, answer = await begun(office)
    quoted = await reference_of(office, interaction) if points == "by number" else ""
    thread = {"In_Reply_To": answer, "References": answer} if points == "by headers" else {}
    await office.let_pass(minutes=minutes)
    old = f"---------- Forwarded message ---------\nFrom: Claims\nSubject: Re: My windscreen\n\n{HAIL}"
    text = f"My neighbour's roof has the same damage. Can you take that on as well? {quoted}\n\n{old}"
    await office.mail(box, address, text, "Fwd: Re: My windscreen", **thread)
    await office.settle()
    first, forward = await office.interactions()
    assert forward["case_id"] not in (None, first["case_id"])
    (link,) = (await office.admin.get(f"/interactions/{forward['id']}/links")).json()
    assert (link["kind"], link["from_id"], link["to_id"]) == ("forwards", forward["id"], first["id"])
    assert len(await office.admin.items(f"/cases/{first['case_id']}/messages")) == 2
