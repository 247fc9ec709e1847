"""The lessons about identity: what users of today's systems suffer, and does not happen here."""

from tests.customers.desk import ASSERTED, PROVEN, Desk, claim, cookie, crm, mail
from warmline.customers import get, link, members, merge, reachable, unmerge
from warmline.sdk import Handle


async def test_the_same_customer_on_two_numbers_is_one_customer(desk: Desk) -> None:
    """A conversation belongs to one inbox; the same customer on two numbers is two threads."""
    first = await desk.one(Handle("whatsapp", "+12155550183", None, PROVEN))
    await desk.do(link, first.customer_id, handle=Handle("phone", "+12155550184"), reason="her second number")
    second = await desk.one(Handle("phone", "+12155550184"))
    assert second.customer_id == first.customer_id


async def test_merging_keeps_every_handle_to_reply_on(desk: Desk) -> None:
    """Merging across channels takes away the ability to reply."""
    ada = await desk.one(mail())
    other = await desk.one(Handle("whatsapp", "+12155550183", None, PROVEN))
    await desk.do(merge, other.customer_id, into_id=ada.customer_id, reason="the same passport")
    handles = await desk.ask(reachable, ada.customer_id)
    assert {each.scheme for each in handles} == {"email", "whatsapp"}
    assert not any(each.unreachable or each.do_not_contact for each in handles)


async def test_a_wrong_merge_overwrites_nothing_and_comes_apart(desk: Desk) -> None:
    """Contact merge destroys the merged row; wrong merges overwrite another customer's data."""
    ada, bea = await desk.customer("Ada", mail("ada@example.com")), await desk.customer("Bea", mail("bea@example.com"))
    before = {each.id: await desk.do(get, each.id) for each in (ada, bea)}
    await desk.do(merge, bea.id, into_id=ada.id, reason="they looked alike")
    assert (await desk.do(get, ada.id)).display_name == "Ada"
    assert (await desk.do(get, bea.id)).display_name == "Bea"
    await desk.do(unmerge, bea.id, reason="two people")
    for id_, old in before.items():
        now = await desk.do(get, id_)
        assert (now.display_name, now.handles, now.members) == (old.display_name, old.handles, old.members)
    kinds = [row["kind"] for row in await desk.fetch("select kind from identity_decision order by id")]
    assert kinds == ["link", "link", "merge", "unmerge"], "history says what was decided, and that it was taken back"


async def test_contacts_during_a_wrong_merge_go_home_with_their_customer(desk: Desk) -> None:
    """Every identity decision can be undone, with history intact."""
    ada, bea = await desk.customer("Ada", mail("ada@example.com")), await desk.customer("Bea", mail("bea@example.com"))
    await desk.do(merge, bea.id, into_id=ada.id, reason="they looked alike")
    during = await desk.one(mail("bea@example.com"))
    assert (during.customer_id, during.root_id) == (bea.id, ada.id)
    await desk.do(unmerge, bea.id, reason="two people")
    assert during.customer_id in await desk.ask(members, bea.id)
    assert during.customer_id not in await desk.ask(members, ada.id)


async def test_a_customer_needs_no_phone_number(desk: Desk) -> None:
    """Identity is a phone column, and the platform stops giving phones."""
    before = await desk.one(
        Handle("whatsapp", "+12155550183", "Ada", PROVEN), Handle("whatsapp_user", "W1", None, PROVEN)
    )
    without = await desk.one(Handle("whatsapp_user", "W1", "Ada", PROVEN))
    assert without.customer_id == before.customer_id


async def test_three_at_once_from_a_new_sender_are_one_customer(desk: Desk) -> None:
    """Three images sent at once open three conversations."""
    found = await desk.resolve(*[claim(mail("new@example.com"))] * 3)
    assert len({each.customer_id for each in found}) == 1
    assert [each.new for each in found] == [True, False, False]


async def test_a_stranger_who_types_anothers_address_takes_nothing(desk: Desk) -> None:
    """A stranger quoting what belongs to a customer lands in that customer's matter."""
    victim = await desk.one(mail("victim@example.com"), crm("N1"))
    stranger = await desk.one(cookie("v9"), mail("stranger@example.com", verification=ASSERTED))
    found = await desk.one(cookie("v9"), mail("victim@example.com", verification=ASSERTED))
    assert found.customer_id == stranger.customer_id
    assert found.root_id != victim.root_id
    assert (await desk.one(mail("victim@example.com"))).customer_id == victim.customer_id
