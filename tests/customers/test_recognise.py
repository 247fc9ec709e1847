"""Who a contact is from by what it says; what is no proof first."""

from datetime import timedelta
from time import thread_time
from uuid import UUID

import pytest

from tests.customers.calls import MARIA, box, phone, saying
from tests.customers.desk import NOON, Desk, claim, crm, mail
from tests.customers.feeds import Office
from warmline.customers import (
    CustomerChange,
    Resolved,
    end_relationship,
    link,
    merge,
    move,
    read_said,
    split,
    undo,
    unlink,
    update,
)
from warmline.customers.model import Claim, RelationshipKind
from warmline.kit.db import Database
from warmline.sdk import Handle

WITHHELD = Handle("phone", "anonymous")
BORN = {"date_of_birth": "1984-03-03"}


async def say(desk: Desk, *claims: Claim) -> Resolved:
    """The last of these contacts, one after the other."""
    return [(await desk.resolve(each))[0] for each in claims][-1]


async def rules(desk: Desk) -> list[tuple[str, float]]:
    rows = await desk.fetch("select rule, score from identity_decision order by id")
    return [(row["rule"], round(row["score"], 2)) for row in rows]


# What never says who it is


@pytest.mark.parametrize(
    "text",
    ["My policy is AU 482 7719.", "policy AU4827719", "This is John Smith, my policy is AU 482 7719.", "4827719"],
)
async def test_a_number_without_its_customers_name_is_no_proof(desk: Desk, text: str) -> None:
    maria = await say(desk, saying(phone(), MARIA))
    stranger = await say(desk, saying(phone("+12155550199"), text))
    assert stranger.new
    assert stranger.customer_id != maria.customer_id


@pytest.mark.parametrize("text", ["born 3 March 1984", "I live at 12 Alder Street", "03/03/1984, 12 Alder Street"])
async def test_a_birth_date_or_an_address_without_a_name_is_no_proof(desk: Desk, text: str) -> None:
    maria = await desk.customer("Maria Okafor")
    await desk.do(update, maria.id, change=CustomerChange(attributes=BORN | {"street": "12 Alder Street"}))
    assert (await say(desk, saying(phone(), text))).new


async def test_a_case_number_alone_is_no_proof(desk: Desk) -> None:
    maria = await say(desk, saying(phone(), "This is Maria Okafor about my case WL-7K3Q-4471."))
    other = await say(desk, saying(phone("+12155550199"), "What about case WL-7K3Q-4471?"))
    assert other.customer_id != maria.customer_id


async def test_a_name_alone_is_no_proof(desk: Desk) -> None:
    maria = await say(desk, saying(phone(), "This is Maria Okafor, I lost my card."))
    assert (await say(desk, saying(phone("+12155550199"), "This is Maria Okafor."))).customer_id != maria.customer_id


async def test_namesakes_with_other_numbers_are_two(desk: Desk) -> None:
    maria = await say(desk, saying(phone(), MARIA))
    namesake = await say(desk, saying(phone("+12155550199"), "This is Maria Okafor, my policy is AU 111 2222."))
    assert namesake.new
    assert namesake.customer_id != maria.customer_id


async def test_namesakes_with_the_same_fact_are_nobody_until_another_tells_them_apart(desk: Desk) -> None:
    """A father and a son of one name at one address."""
    street = {"street": "12 Alder Street"}
    father, son = await desk.customer("John Smith"), await desk.customer("John Smith")
    for each, born in ((father, "1950-01-02"), (son, "1984-03-03")):
        await desk.do(update, each.id, change=CustomerChange(attributes=street | {"date_of_birth": born}))
    assert (await say(desk, saying(phone(), "This is John Smith from 12 Alder St."))).new
    text = "This is John Smith from 12 Alder St, born 1984-03-03."
    assert (await say(desk, saying(phone("+12155550199"), text))).customer_id == son.id


async def test_a_typed_address_under_another_name_is_no_proof(desk: Desk) -> None:
    maria = await desk.one(mail("maria@example.com", "Maria Okafor"))
    text = "This is John Smith, I use maria@example.com."
    stranger = await say(desk, saying(phone(), text))
    assert stranger.customer_id != maria.customer_id
    assert (await desk.one(mail("maria@example.com"))).customer_id == maria.customer_id


async def test_withheld_numbers_tell_nothing(desk: Desk) -> None:
    first = await say(desk, saying(WITHHELD, "I lost my card."))
    second = await say(desk, saying(WITHHELD, "I lost my card."))
    assert first.customer_id != second.customer_id


async def test_an_unlinked_handle_comes_back_by_nothing_that_is_said(desk: Desk) -> None:
    maria = await say(desk, saying(phone(), MARIA))
    await say(desk, saying(phone(), "This is Ben Okafor."))
    await say(desk, saying(phone(), "This is Maria Okafor again."))
    assert len(await desk.fetch("select from handle_use")) == 2
    assert maria.handle_id is not None
    await desk.do(unlink, maria.customer_id, maria.handle_id, reason="the number was given to somebody else")
    named = await say(desk, saying(phone(), MARIA))
    assert named.customer_id == maria.customer_id, "who writes is known by the policy"
    silent = await say(desk, saying(phone(), "Hello?"))
    assert silent.new, "the handle is nobody's for that"


async def test_a_moved_handle_does_not_bring_its_former_customer_back(desk: Desk) -> None:
    maria = await say(desk, saying(phone(), MARIA))
    await say(desk, saying(phone(), "This is Ben Stone."))
    await say(desk, saying(phone(), "This is Maria Okafor again."))
    other = await desk.customer("Zoe Wren")
    assert maria.handle_id is not None
    decision = await desk.do(move, maria.handle_id, to_id=other.id, reason="it was hers all the time")
    assert (await say(desk, saying(phone(), "Hello?"))).customer_id == other.id
    (row,) = await desk.fetch("select customer_id from customer_fact where fact = '4827719'")
    assert row["customer_id"] == other.id, "what was said by the handle goes along"
    await desk.undo(decision)
    (row,) = await desk.fetch("select customer_id from customer_fact where fact = '4827719'")
    assert row["customer_id"] == maria.customer_id


async def test_what_a_split_off_person_said_is_no_longer_the_others(desk: Desk) -> None:
    ada = await desk.customer("Ada Byron", box("ada@example.com"))
    handle = await desk.do(link, ada.id, handle=phone(), reason="entered by mistake")
    await say(desk, saying(phone(), "My policy is 5551234."))
    decision = await desk.do(split, ada.id, handle_ids=[handle.id], reason="two people", display_name="Bea Stone")
    text = "This is Ada Byron, policy 5551234."
    assert (await say(desk, saying(phone("+12155550199"), text))).customer_id not in (
        ada.id,
        decision.other_customer_id,
    )


# What does


async def test_a_name_with_its_number_is_the_customer_anywhere(desk: Desk) -> None:
    maria = await say(desk, saying(phone(), MARIA))
    found = await say(desk, saying(box("m@example.com"), "My name is Maria Okafor, policy AU4827719. Any news?"))
    assert found.customer_id == maria.customer_id
    assert await rules(desk) == [("first_contact", 1.0), ("named_fact", 0.97)]
    (found_by,) = await desk.fetch("select evidence from identity_decision where rule = 'named_fact'")
    assert found_by["evidence"][1:] == [{"kind": "name", "alike": 1.0}, {"kind": "fact", "of": "number"}]
    (row,) = await desk.fetch("select verification from handle where scheme = 'email'")
    assert row["verification"] == "asserted"


async def test_a_misheard_surname_is_a_little_less_sure(desk: Desk) -> None:
    maria = await say(desk, saying(phone(), MARIA))
    found = await say(desk, saying(phone("+12155550199"), "This is Maria Okafer, my policy is AU 482 7719."))
    assert found.customer_id == maria.customer_id
    assert (await rules(desk))[-1] == ("named_fact", 0.93)


@pytest.mark.parametrize(
    ("text", "score"),
    [
        ("This is Maria Okafor, born 3 March 1984.", 0.95),
        ("This is Maria Okafor, date of birth 03/03/1984.", 0.95),
        ("This is Maria Okafer, born March 3, 1984.", 0.9),
        ("This is Maria Okafor of 12 Alder Street.", 0.95),
        ("This is Maria Okafor of 12 Alder St, born 1984-03-03.", 0.99),
        ("This is Maria Okafor, policy AU 482 7719, born 1984-03-03.", 0.99),
    ],
)
async def test_scores(desk: Desk, text: str, score: float) -> None:
    maria = await desk.customer("Maria Okafor")
    facts = BORN | {"street": "Flat 2, 12 Alder Street", "policy_number": "AU4827719"}
    await desk.do(update, maria.id, change=CustomerChange(attributes=facts))
    assert (await say(desk, saying(phone(), text))).customer_id == maria.id
    assert (await rules(desk))[-1] == ("named_fact", score)


async def test_an_organisation_can_ask_for_more(desk: Desk) -> None:
    settings = {"identity": {"link": 0.96}}
    await desk.fetch("update organization set settings = $1::jsonb returning 1", settings)
    maria = await desk.customer("Maria Okafor")
    await desk.do(update, maria.id, change=CustomerChange(attributes=BORN))
    assert (await say(desk, saying(phone(), "This is Maria Okafor, born 3 March 1984."))).new
    (row,) = await desk.fetch("select rule from identity_decision where kind = 'suggest'")
    assert row["rule"] == "named_fact"


async def test_settings_that_nobody_can_read_stop_no_contact(desk: Desk) -> None:
    await desk.fetch("""update organization set settings = '{"identity": {"link": "high"}}' returning 1""")
    assert (await say(desk, saying(phone(), MARIA))).new
    assert (await say(desk, saying(phone(), "Hello"))).new is False


async def test_a_household_on_one_telephone_is_told_apart_by_name(desk: Desk) -> None:
    maria = await say(desk, saying(phone(), MARIA))
    ben = await say(desk, saying(phone(), "This is Ben Okafor, I lost my card."))
    assert ben.customer_id != maria.customer_id
    assert ben.handle_id == maria.handle_id
    hours = [NOON + timedelta(hours=each) for each in range(1, 4)]
    assert (await say(desk, saying(phone(), "This is Maria Okafor.", at=hours[0]))).customer_id == maria.customer_id
    assert (await say(desk, saying(phone(), "This is Ben Okafor.", at=hours[1]))).customer_id == ben.customer_id
    silent = await say(desk, saying(phone(), "It is broken.", at=hours[2]))
    assert silent.customer_id == ben.customer_id, "the latest"


async def test_a_household_on_one_mailbox(desk: Desk) -> None:
    address = "family@example.com"
    ada = await desk.one(mail(address, "Ada Byron"))
    bea = await desk.one(mail(address, "Bea Byron"))
    assert ada.customer_id != bea.customer_id
    assert (await desk.one(mail(address, "Ada Byron"))).customer_id == ada.customer_id


async def test_a_reassigned_number_is_its_new_owners(desk: Desk) -> None:
    before = await say(desk, saying(phone(), MARIA))
    after = await say(desk, saying(phone(), "This is John Smith, I am new.", at=NOON + timedelta(days=400)))
    assert after.customer_id != before.customer_id
    later = NOON + timedelta(days=401)
    assert (await say(desk, saying(phone(), "Any news?", at=later))).customer_id == after.customer_id


@pytest.mark.parametrize("sender", [phone("+12155550140"), box("desk@broker.example", "Bo Broker")])
async def test_who_writes_for_a_client_stays_who_they_are(desk: Desk, sender: Handle) -> None:
    client = await say(desk, saying(phone(), MARIA))
    text = "I am calling on behalf of Maria Okafor, policy AU 482 7719."
    found = await say(desk, saying(sender, text))
    assert found.customer_id == client.customer_id
    (row,) = await desk.fetch("select customer_id from handle where id = $1", found.handle_id)
    assert row["customer_id"] != client.customer_id, "the handle stays the broker's"
    (relationship,) = await desk.fetch("select id, kind, customer_id, other_customer_id from relationship")
    assert relationship["kind"] == RelationshipKind.BROKER_OF
    assert relationship["other_customer_id"] == client.customer_id
    assert len(await desk.events("relationship.made")) == 1
    await desk.do(end_relationship, relationship["id"])
    again = await say(desk, saying(sender, text))
    assert again.customer_id == client.customer_id
    assert len(await desk.fetch("select from relationship where ended_at is null")) == 0, (
        "what a person ended stays ended"
    )


async def test_somebody_who_names_themselves_as_the_client_is_no_broker(desk: Desk) -> None:
    maria = await desk.one(mail("maria@example.com", "Maria Okafor"))
    found = await say(desk, saying(box("maria@example.com"), "A question on behalf of Maria Okafor."))
    assert found.customer_id == maria.customer_id
    assert await desk.fetch("select from relationship") == []


async def test_a_typed_address_leads_to_its_customer_and_an_unknown_one_to_the_writer(desk: Desk) -> None:
    maria = await desk.one(mail("maria@example.com", "Maria Okafor"))
    known = await say(desk, saying(phone(), "This is Maria Okafor, my mail is maria@example.com."))
    assert known.customer_id == maria.customer_id
    other = await say(desk, saying(phone("+12155550199"), "My mail is zoe@example.com."))
    assert (await desk.one(mail("zoe@example.com"))).customer_id == other.customer_id


async def test_merged_records_share_what_they_know(desk: Desk) -> None:
    one = await desk.customer("Maria Okafor")
    two = await say(desk, saying(phone(), "This is Mary Jones, policy 4827719."))
    await desk.do(merge, two.customer_id, into_id=one.id, reason="she married")
    found = await say(desk, saying(phone("+12155550199"), MARIA))
    assert found.root_id == one.id


# What others say of a customer


async def test_what_a_crm_tells_is_known_at_once(db: Database, org: UUID) -> None:
    office = Office(db, org)
    feed = await office.feed(key_scheme="crm_id")
    row = {"key": "C-100231", "given_name": "Maria", "family_name": "Okafor", "reference.policy": "AU4827719"}
    await office.send(feed, row | BORN)
    maria = await office.whose("C-100231")
    assert (await say(office, saying(phone(), MARIA))).customer_id == maria
    stranger = "This is John Smith, my policy is AU 482 7719."
    assert (await say(office, saying(phone("+12155550101"), stranger))).new
    assert (await say(office, saying(phone("+12155550102"), "My policy is AU 482 7719."))).new
    born = "This is Maria Okafor, born 3 March 1984."
    assert (await say(office, saying(phone("+12155550103"), born))).customer_id == maria
    key = "This is Maria Okafor, customer number C 100231."
    assert (await say(office, saying(phone("+12155550104"), key))).customer_id == maria


async def test_what_a_crm_takes_back_is_known_no_longer(db: Database, org: UUID) -> None:
    office = Office(db, org)
    feed = await office.feed(key_scheme="crm_id")
    await office.send(feed, {"key": "C1", "display_name": "Maria Okafor", "reference.policy": "AU4827719"})
    await office.send(feed, {"key": "C1", "display_name": "Maria Stone", "reference.policy": "AU9998888"})
    assert (await say(office, saying(phone(), MARIA))).new
    found = await say(office, saying(phone("+12155550101"), "This is Maria Stone, policy AU 999 8888."))
    assert found.customer_id == await office.whose("C1")


async def test_what_a_colleague_enters_and_corrects(desk: Desk) -> None:
    maria = await desk.customer("Maria Okafor", crm("C-100231"))
    await desk.do(update, maria.id, change=CustomerChange(attributes={"national_id": "123-45-6789"}))
    assert (await say(desk, saying(phone(), "This is Maria Okafor, 123-45-6789."))).customer_id == maria.id
    await desk.do(update, maria.id, change=CustomerChange(attributes={"national_id": "999-99-1111"}))
    assert await desk.fetch("select from customer_fact where fact = '123456789' and handle_id is null") == []


# Odd texts


@pytest.mark.parametrize(
    "text",
    [
        "\0",
        "This is \0Maria Okafor\0",
        "my name is 🦊 🦊",
        "This is Ωμέγα Ñandú-O'Néill",
        "my name is " + "a" * 30_000 + " Bo",
        "This is Will May, my policy is 5551234.",
        "My name is Grace Park",
    ],
)
async def test_odd_names_are_taken_or_left(desk: Desk, text: str) -> None:
    found = await say(desk, saying(phone(), text))
    assert found.new
    assert (await say(desk, saying(phone(), text))).customer_id == found.customer_id


@pytest.mark.parametrize(
    "unit",
    ["this is Maria ", "1 ", "12 a b ", "a" * 50 + " ", "3 March ", "> ", "0-", "a@", "my name is ", "On x wrote:\n"],
)
def test_a_megabyte_costs_no_more_than_a_hundred_kilobytes(unit: str) -> None:
    def seconds(size: int) -> float:
        text = (unit * (size // len(unit) + 1))[:size]
        best = 9.0
        for _ in range(2):
            start = thread_time()
            read_said([text], at=NOON)
            best = min(best, thread_time() - start)
        return best

    small, large = seconds(100_000), seconds(1_000_000)
    assert large < 20 * small + 0.05


async def test_a_megabyte_goes_through(desk: Desk) -> None:
    found = await desk.resolve(saying(phone(), MARIA + " x" * 500_000), claim(phone()))
    assert found[0].customer_id == found[1].customer_id


async def test_undoing_an_unlink_brings_the_household_back(desk: Desk) -> None:
    maria = await say(desk, saying(phone(), MARIA))
    ben = await say(desk, saying(phone(), "This is Ben Okafor."))
    assert maria.handle_id is not None
    await desk.do(unlink, maria.customer_id, maria.handle_id, reason="a mistake")
    (row,) = await desk.fetch("select id from identity_decision where kind = 'unlink'")
    await desk.do(undo, row["id"], reason="it was right")
    assert (await say(desk, saying(phone(), "This is Ben Okafor."))).customer_id == ben.customer_id
