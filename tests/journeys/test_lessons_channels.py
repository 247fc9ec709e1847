"""What users of today's systems suffer between channels, and does not happen here."""

from typing import Any

import pytest

from tests.application import Person, problem
from tests.journeys.house import Office
from warmline import sdk

ADA = "Ada Lovell <ada@customer.test>"
HAIL = "Hail broke the windscreen of my car last night. I want to claim it on my policy."


async def reply(agent: Person, interaction: dict[str, Any], text: str, channel: str) -> dict[str, Any]:
    """The agent answers on this channel, by the way that is open there."""
    ways = (await agent.get(f"/interactions/{interaction['id']}/reply-options")).json()
    (way,) = [each for each in ways if each["channel"] == channel and each["available"]]
    where = {"handle_id": way["handle_id"], "account_id": way["account_id"]}
    return await agent.made(f"/interactions/{interaction['id']}/replies", text=text, **where)


async def test_a_case_spans_channels_and_each_reply_chooses_its_own(office: Office) -> None:
    """A conversation belongs to one inbox; the same customer on two numbers is two threads (cw#13470, cw#4975)."""
    queue, agent = await office.queue(), await office.hire()
    site, box = await office.chat(queue), await office.mailbox(queue)
    visitor = await office.visit(site, HAIL, name="Ada Lovell", email="ada@customer.test")
    await office.settle()
    await office.attach_whatever_could_be()
    await office.mail(box, ADA, "The garage can repair the windscreen on Friday. It is the hail claim.", "Repair")
    await office.settle()
    chat, mail = await office.interactions()
    assert (chat["channel"], mail["channel"]) == ("webchat", "email")
    assert chat["customer_id"] == mail["customer_id"]
    assert chat["case_id"] == mail["case_id"]
    await office.taken(agent, mail)
    await reply(agent, mail, "By mail: Friday is fine.", "email")
    await reply(agent, mail, "By chat: Friday is fine.", "webchat")
    await office.settle()
    (sent,) = office.house.post_office.to("ada@customer.test")
    assert "By mail" in sent.get_content()
    shown = (await visitor.get("/messages")).json()["items"]
    assert [each["text"] for each in shown] == [HAIL, "By chat: Friday is fine."]
    said = await office.admin.items(f"/cases/{chat['case_id']}/messages")
    assert [(each["channel"], each["direction"]) for each in said] == [
        ("webchat", "inbound"),
        ("email", "inbound"),
        ("email", "outbound"),
        ("webchat", "outbound"),
    ]


async def two_customers(office: Office) -> tuple[dict[str, Any], dict[str, Any], str]:
    """One who mailed and one who paged, about the same hail; their interactions, and the mailed one's address."""
    queue = await office.queue()
    box, pager = await office.mailbox(queue), await office.pager(queue)
    address = office.address()
    await office.mail(box, address, HAIL, "Hail claim")
    await office.settle()
    await office.page(pager, office.number(), "Please call me about my pension.")
    await office.settle()
    mail, page = await office.interactions()
    assert mail["customer_id"] != page["customer_id"]
    return mail, page, address


async def merged(office: Office, mail: dict[str, Any], page: dict[str, Any]) -> None:
    """The one who paged counts as the one who mailed."""
    body = {"into": mail["customer_id"], "reason": "The same passport."}
    answer = await office.admin.post(f"/customers/{page['customer_id']}/merge", json=body)
    assert answer.status_code == 200, answer.text
    await office.settle()


async def test_after_a_merge_across_channels_every_handle_can_be_answered(office: Office) -> None:
    """Merging across channels takes away the ability to reply (zammad#5712, "works as designed")."""
    agent = await office.hire()
    mail, page, address = await two_customers(office)
    await merged(office, mail, page)
    for interaction in (mail, page):
        await office.taken(agent, interaction)
        await reply(agent, interaction, f"Mailed about {interaction['channel']}", "email")
        await reply(agent, interaction, f"Paged about {interaction['channel']}", "pager")
    await office.settle()
    mailed = [each.get_content().strip() for each in office.house.post_office.to(address)]
    assert sorted(mailed) == ["Mailed about email", "Mailed about pager"]
    number = (await office.admin.get(f"/handles/{page['handle_id']}")).json()["value"]
    assert sorted(office.house.pager.sent_to(number)) == ["Paged about email", "Paged about pager"]


async def test_a_handle_that_allows_no_answer_now_says_why(office: Office) -> None:
    """A reply goes only where it can arrive; the other ways stay open."""
    agent = await office.hire()
    mail, page, _ = await two_customers(office)
    await merged(office, mail, page)
    gone = {"unreachable": "The mailbox is gone."}
    assert (await office.admin.patch(f"/handles/{mail['handle_id']}", json=gone)).status_code == 200
    await office.taken(agent, mail)
    refused = await agent.post(f"/interactions/{mail['id']}/replies", json={"text": "Hello?"})
    assert "The mailbox is gone." in problem(refused, 409, "way_not_open")["detail"]
    await reply(agent, mail, "Then so.", "pager")


async def test_a_wrong_merge_comes_apart_with_its_history(office: Office) -> None:
    """Contact merge destroys the merged row; wrong merges overwrite another customer's data (cw#2811, cw#4728)."""
    mail, page, _ = await two_customers(office)
    names = [(await office.admin.get(f"/customers/{each['customer_id']}")).json() for each in (mail, page)]
    await merged(office, mail, page)
    number = (await office.admin.get(f"/handles/{page['handle_id']}")).json()["value"]
    await office.admin.post(f"/interactions/{page['id']}/notes", json={"text": "Written before the mistake was seen."})
    # A contact during the mistake, about what is now taken for the same customer's matter.
    await office.let_pass(minutes=10)
    await office.attach_whatever_could_be()
    await office.page(await office.pager(mail["queue_id"]), number, f"{HAIL} The windscreen, by hail.")
    await office.settle()
    during = (await office.interactions())[-1]
    assert during["case_id"] == mail["case_id"]
    undo = {"reason": "Two people after all."}
    assert (await office.admin.post(f"/customers/{page['customer_id']}/unmerge", json=undo)).status_code == 200
    await office.settle()
    for before, each in zip(names, (mail, page), strict=True):
        now = (await office.admin.get(f"/customers/{each['customer_id']}")).json()
        assert {**now, "version": 0, "updated_at": ""} == {**before, "version": 0, "updated_at": ""}
    went_home = (await office.admin.get(f"/interactions/{during['id']}")).json()
    assert went_home["customer_id"] == page["customer_id"]
    assert went_home["case_id"] not in (None, mail["case_id"])
    in_case = await office.admin.items(f"/cases/{mail['case_id']}/interactions")
    assert [each["id"] for each in in_case] == [mail["id"]]
    decisions = (await office.admin.get(f"/interactions/{during['id']}/decisions")).json()
    assert [(each["kind"], each["rule"]) for each in decisions] == [("attach", "likeness"), ("split", "unmerge")]
    identity = await office.admin.items(f"/customers/{page['customer_id']}/decisions")
    assert [each["kind"] for each in identity if each["kind"] != "link"] == ["unmerge", "merge"]
    history = [each["type"] for each in await office.admin.items(f"/cases/{mail['case_id']}/history")]
    assert history.count("message.received") == 2


async def settled_long_ago(office: Office, pager: sdk.Account, numbers: list[str]) -> None:
    """Each has paged before, and was helped; so long ago that nothing new belongs there."""
    agent = await office.hire(capacity=len(numbers))
    for each in numbers:
        await office.page(pager, each, "My card is lost.")
    await office.settle()
    for interaction in await office.interactions():
        await office.taken(agent, interaction)
        done = await agent.post(f"/interactions/{interaction['id']}/wrap-up", json={"resolve_case": True})
        assert done.status_code == 200, done.text
    await office.let_pass(minutes=60 * 24 * 60)


@pytest.mark.parametrize("known", [False, True], ids=["new customers", "known customers"])
async def test_three_pictures_sent_at_once_are_one_interaction(office: Office, known: bool) -> None:
    """Three images sent at once open three conversations (cw#14058, cw#10798)."""
    pager, numbers = await office.pager(await office.queue()), [office.number() for _ in range(20)]
    if known:
        await settled_long_ago(office, pager, numbers)
    before = {each["id"] for each in await office.interactions()}
    async with office.reading():
        answers = await office.all_at_once(
            office.page(pager, number, "", files={f"{n}.png": f"{number} {n}"}) for n in range(3) for number in numbers
        )
        assert {each.status_code for each in answers} == {200}
    await office.settle()
    interactions = [each for each in await office.interactions() if each["id"] not in before]
    assert len(interactions) == len({each["case_id"] for each in interactions}) == len(numbers)
    for each in interactions:
        files = [file["name"] for message in await office.messages(each) for file in message["attachments"]]
        assert sorted(files) == ["0.png", "1.png", "2.png"]
